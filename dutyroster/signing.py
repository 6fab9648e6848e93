"""Signing with the password: the content as canonical text and its hash, chained where one signature follows another."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from hotline.people.forms import FAILURES_ALLOWED, Attempts
from hotline.people.models import Person
from tickets.operation import Refused

ALGORITHM = "sha256-1"


def digest(content: Mapping[str, Any], previous: str = "") -> str:
    """sha256 of the previous hash and the content as JSON: keys sorted, no spaces, UTF-8. `content` holds plain values only."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def check_password(person: Person, password: str) -> None:
    """Whoever signs is really there (D10). Raises Refused at the field `password`."""
    if not person.has_usable_password():
        raise Refused(_("You have no password yet: set one in your account, then sign."), field="password")
    attempts = Attempts(f"sign:{person.pk}", "")
    if attempts.count() > FAILURES_ALLOWED:  # counted first, so that simultaneous attempts cannot slip through together
        raise Refused(_("Too many wrong passwords. Wait 15 minutes, then sign."), field="password")
    if not person.check_password(password):
        raise Refused(_("The password is not right. Nothing was signed."), field="password")
    attempts.forget()
