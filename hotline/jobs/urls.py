"""Addresses of background work."""

from django.urls import path

from hotline.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.own, name="list"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/file/", views.file, name="file"),
]
