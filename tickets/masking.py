"""Caller identity: how it is masked and looked up. Never unmasked by default (section 7)."""

import hashlib
import hmac
import re
import unicodedata

from django.conf import settings

from tickets.models import Ticket

NOT_DIGIT = re.compile(r"\D")
FULL_WIDTH = "０１２３４５６７８９"
# What people write between the digits of a number.
BETWEEN = r"[\s\-.·()（）－–—]{0,2}"
SOMEBODY = "某某"
# A mainland mobile number as people write it, with blanks or hyphens anywhere in it; not a part of a longer number.
MOBILE = re.compile(r"(?<![0-9])(?:(?:00)?86[ \-\u2010]{0,3}|0)?1[ \-\u2010]{0,3}[3-9](?:[ \-\u2010]{0,3}[0-9]){9}(?![0-9])")


def mask_name(name: str) -> str:
    """「欧阳明」→「欧**」: the first character stays, so that a handler can still address the person."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)


def mask_phone(phone: str) -> str:
    """All but the first three and the last two digits are hidden; a short number is hidden whole."""
    digits = sum(c.isdigit() for c in phone)
    if digits < 7:
        return "*" * len(phone)
    return phone[:3] + "*" * (len(phone) - 5) + phone[-2:]


def has_mobile(text: str) -> bool:
    """Whether a mobile number stands in the text, also in full-width digits."""
    return bool(MOBILE.search(unicodedata.normalize("NFKC", text)))


def phone_hash(phone: str) -> str:
    """A keyed hash of a normalised number without its extension, for look-up; empty for no number."""
    bare = phone.split("x")[0]
    return hmac.new(settings.SECRET_KEY.encode(), bare.encode(), hashlib.sha256).hexdigest() if bare else ""


def without_caller(text: str, ticket: Ticket) -> str:
    """The text with this ticket's caller masked wherever name or phone occur: events never hold caller data.

    Of a confidential caller nothing stays, neither the first character nor the unit (X6).
    """
    if not text:  # before the caller is read: a batch has ten thousand events without a text
        return text
    caller = getattr(ticket, "caller", None)
    if caller is None:
        return text
    hidden = ticket.is_confidential
    if len(caller.name) > 1:
        name = r"\s?".join(map(re.escape, "".join(caller.name.split())))
        text = re.sub(name, SOMEBODY if hidden else mask_name(caller.name).replace("\\", r"\\"), text)
    if hidden and len(caller.employer) > 1:
        text = text.replace(caller.employer, SOMEBODY)
    bare = NOT_DIGIT.sub("", caller.phone.split("x")[0])
    if len(bare) >= 7:
        loose = BETWEEN.join(f"[{digit}{FULL_WIDTH[int(digit)]}]" for digit in bare)
        masked = "*" * len(bare) if hidden else mask_phone(bare)
        text = re.sub(rf"(?<!\d)((?:\+?86|0086)[\s\-]?)?{loose}(?!\d)", rf"\g<1>{masked}", text)
    return text
