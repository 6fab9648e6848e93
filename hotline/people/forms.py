"""Signing in, with a brake on guessing."""

import hashlib
import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from redis import Redis
from redis.exceptions import RedisError

FAILURES_ALLOWED = 10
WINDOW_SECONDS = 15 * 60
log = logging.getLogger(__name__)


class SignInForm(AuthenticationForm):
    """User name and password. After ten failures for one name from one address it refuses for a quarter of an hour."""

    error_messages = {
        "invalid_login": _("The user name or the password is wrong."),
        "inactive": _("The user name or the password is wrong."),
        "too_many": _("Too many failed attempts. Please wait 15 minutes, or ask the administrator for a new password."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}

    def clean(self) -> dict[str, Any]:
        username = self.cleaned_data.get("username")
        if not username or not self.cleaned_data.get("password"):
            return self.cleaned_data
        attempts = Attempts(username, address_of(self.request))
        # Counted before the password is looked at, so that simultaneous attempts cannot slip through together.
        if attempts.count() > FAILURES_ALLOWED:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        super().clean()
        attempts.forget()
        return self.cleaned_data


class Attempts:
    """Attempts to sign in with one name from one address, counted in Redis since the first of them."""

    def __init__(self, username: str, address: str) -> None:
        digest = hashlib.sha256(f"{username.casefold()}\n{address}".encode()).hexdigest()
        self.key = f"sign-in:{digest[:32]}"

    def count(self) -> int:
        """One more attempt; how many there are now. Without Redis nobody is locked out of the hotline: 0."""
        try:
            with _redis() as redis, redis.pipeline() as pipe:
                pipe.set(self.key, 0, nx=True, ex=WINDOW_SECONDS)
                pipe.incr(self.key)
                return int(pipe.execute()[1])
        except RedisError:
            log.warning("Redis does not answer: failed sign-ins are not being counted.")
            return 0

    def forget(self) -> None:
        """The right password was given."""
        try:
            with _redis() as redis:
                redis.delete(self.key)
        except RedisError:
            log.warning("Redis does not answer: the count of a sign-in stays until it expires.")


def address_of(request: HttpRequest | None) -> str:
    """Where the request comes from: behind our own proxy, what that proxy saw (the last entry; others can be made up)."""
    if request is None:
        return ""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
