"""Addresses of the supervisor's dashboard."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("list/", views.deadline_list, name="list"),
    path("urge/", views.urge, name="urge"),
    path("export/", views.export, name="export"),
]
