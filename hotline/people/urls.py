"""Addresses of sign-in and of the own account."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from hotline.people import import_views, views

login_not_required(set_language)  # the sign-in page has the language button too; SignInFirst reads this mark

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("account/", views.person, name="person"),
    path("account/password/", views.ChangePassword.as_view(), name="change_password"),
    path("people/import/", import_views.bring_in, name="people_import"),
    path("people/import/<int:pk>/", import_views.done, name="people_import_done"),
    path("people/export/", import_views.take_out, name="people_export"),
]
