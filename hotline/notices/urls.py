"""Addresses of the inbox."""

from django.urls import path

from hotline.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read_all, name="read_all"),
    path("badge/", views.badge, name="badge"),
    path("preferences/", views.preferences, name="preferences"),
    path("dead-letters/", views.dead_letters, name="dead_letters"),
    path("dead-letters/resend/", views.resend, name="resend"),
    path("dead-letters/<int:pk>/give-up/", views.give_up, name="give_up"),
    path("<int:pk>/", views.open_notice, name="open"),
]
