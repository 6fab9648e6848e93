"""Where a notice leads: always to a page of this program."""

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme


def own(link: str) -> str:
    """`link` if it is a path of this program, else nothing: a notice never leads elsewhere."""
    return link if link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None) else ""


def absolute(link: str) -> str:
    """The whole address of a page of this program; of the inbox, where `link` is none."""
    return f"{settings.SITE_URL}{own(link) or '/inbox/'}"
