"""Signing in and out, the own account."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline import options
from hotline.people.forms import SignInForm
from hotline.people.models import Person


class SignIn(views.LoginView):
    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"office_name": options.get("office_name"), "demo": demo_accounts()}


class SignOut(views.LogoutView):
    http_method_names = ["post", "options"]


class ChangePassword(views.PasswordChangeView):
    template_name = "registration/change_password.html"
    success_url = reverse_lazy("person")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Your password has been changed."))
        return response


@require_safe
def person(request: HttpRequest) -> HttpResponse:
    """The own account: who the system takes you for."""
    return render(request, "people/person.html")


def demo_accounts() -> list[dict[str, Any]]:
    """Accounts of the demo with their common password; none outside the embedded mode or before the demo is loaded."""
    if not settings.EMBEDDED:
        return []
    try:
        demo = import_module("tickets.demo")  # an upper floor, there only if the demo is
    except ModuleNotFoundError:
        return []
    rows = list(demo.ACCOUNTS)
    known = set(Person.objects.filter(username__in=[row[0] for row in rows], is_active=True).values_list("username", flat=True))
    return [
        {"username": username, "role": role, "name": name, "fill": {"id_username": username, "id_password": demo.PASSWORD}}
        for username, role, name in rows
        if username in known
    ]
