"""Pages that are not below /tickets/: my work, supervision, and the audit trail."""

from django.urls import path

from tickets import audit, home, supervision_views as supervision

urlpatterns = [
    path("", home.home, name="home"),
    path("audit/", audit.trail, name="audit"),
    path("supervision/", supervision.page, name="supervision"),
    path("supervision/sign/", supervision.sign, name="supervision_sign"),
    path("supervision/<int:pk>/give-back/", supervision.give_back, name="supervision_give_back"),
    path("supervision/authorise/", supervision.give_authorisation, name="supervision_authorise"),
    path("supervision/<int:pk>/revoke/", supervision.revoke_authorisation, name="supervision_revoke"),
    path("supervision/<int:pk>.docx", supervision.document, name="supervision_order"),
]
