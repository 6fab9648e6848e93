"""What no request can be: too large (Django reads every file to the disk before any rule sees it, also from strangers), or with
a NUL in its address, which no database takes."""

from collections.abc import Callable

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from hotline import options

MEGABYTE = 1024 * 1024
SMALL = 5 * MEGABYTE  # any form without files
FILES = 20  # twice what one action takes: a few files too many are still refused by name, beside their field


class LimitBodies:
    """Refuses with 400, unread, what no form can be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = _announced(request)
        if size > SMALL and size > SMALL + FILES * options.get("attachment_megabytes") * MEGABYTE:
            raise RequestDataTooBig(f"{size} bytes")
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):  # forms refuse it in their fields by themselves
            raise BadRequest("NUL in the address")
        return self.get_response(request)


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
