"""Requests that are not carried out: without a session, and with a method the address does not take."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
UNDONE = "undone"  # in the session: something was sent without signing in, and not carried out


class SignInFirst(LoginRequiredMiddleware):
    """Leads whoever is not signed in to the sign-in page and then back; after a form was sent, to the page it was on."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method in SAFE:
            return super().handle_no_permission(request, view_func)
        request.session[UNDONE] = True
        return redirect_to_login(page_before(request), self.get_login_url(view_func), self.get_redirect_field_name(view_func))


def page_before(request: HttpRequest) -> str:
    """The page of ours the request was sent from, else the home page."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        return resolve_url("home")
    parts = urlsplit(before)
    return f"{parts.path or '/'}?{parts.query}".removesuffix("?")


@receiver(user_logged_in)
def say_undone(request: HttpRequest, **_kwargs: Any) -> None:
    """Who sent something while signed out is told that it must be done again."""
    if request.session.pop(UNDONE, False):
        messages.warning(request, _("You were signed out, so what you sent last was not carried out. Please do it again."))


class MethodPage:
    """Gives a 405 a page to read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            response.content = render_to_string("405.html", request=request).encode()
        return response
