"""Telephone numbers: as typed, as stored, and which of them reach somebody of a unit."""

import re
import unicodedata

# Mobile, or landline of seven or eight digits with or without its area code, and an extension: the form `normalise` gives.
_CONTACT = re.compile(r"(?:1[3-9][0-9]{9}|(?:010|02[0-9]|0[3-9][0-9]{2})?[1-9][0-9]{6,7})(?:x[0-9]+)?")


def normalise(typed: str) -> str:
    """The number as stored: digits, national, with an extension after `x`. Raises ValueError for what is no number.

    Accepts spaces, dashes, brackets, full-width digits, +86 / 0086, and an extension (转, 分机, ext, x, #).
    """
    text = unicodedata.normalize("NFKC", typed).strip().lower()
    if not text:
        return ""
    main, *extension = re.split(r"\s*(?:转|分机|ext\.?|x|#)\s*", text, maxsplit=1)
    digits = re.sub(r"[\s()\-.]", "", main)
    foreign = digits.startswith("+") and not digits.startswith("+86")
    digits = re.sub(r"^(?:\+86|0086)(?=\d{7,})", "", digits).removeprefix("+")
    inner = re.sub(r"\D", "", extension[0]) if extension else ""
    if not (digits.isascii() and digits.isdigit()) or not 3 <= len(digits) <= 15:
        raise ValueError(typed)
    if extension and (inner != extension[0].strip() or not 1 <= len(inner) <= 6):
        raise ValueError(typed)
    return ("+" if foreign else "") + digits + (f"x{inner}" if inner else "")


def contact(typed: str) -> str:
    """The number somebody of a unit is reached by, as stored (D21). Raises ValueError for all but a mobile or a landline number:
    a service number like 12345 reaches nobody by name."""
    phone = normalise(typed)
    if phone and not _CONTACT.fullmatch(phone):
        raise ValueError(typed)
    return phone
