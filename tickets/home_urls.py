"""Pages that are not below /tickets/: my work, and the audit trail."""

from django.urls import path

from tickets import audit, home

urlpatterns = [
    path("", home.home, name="home"),
    path("audit/", audit.trail, name="audit"),
]
