"""Addresses of deadlines."""

from django.urls import path

from hotline.deadlines import told, views

app_name = "deadlines"
urlpatterns = [
    path("<int:pk>/", views.explain, name="explain"),
    path("told/<int:pk>/", told.told, name="told"),
]
