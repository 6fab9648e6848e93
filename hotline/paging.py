"""Lists page by key, never by offset, and never count a table (design idea 7)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

PAGE = 50
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Page:
    """One page of rows, newest first, and the addresses of its neighbours (empty where there is none)."""

    rows: list[Any]
    newer_url: str
    older_url: str
    first_url: str


def page_of(rows: "QuerySet[Any]", query: QueryDict, size: int = PAGE) -> Page:
    """The page named by `before` or `after` (a primary key) in the query string; anything else gives the first page."""
    before, after = _key(query, "before"), _key(query, "after")
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        more_newer, more_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        found = list((rows.filter(pk__lt=before) if before is not None else rows).order_by("-pk")[: size + 1])
        more_newer, more_older = before is not None, len(found) > size
        found = found[:size]
    return Page(
        found,
        _url(query, after=found[0].pk) if found and more_newer else "",
        _url(query, before=found[-1].pk) if found and more_older else "",
        _url(query) if before is not None or after is not None else "",
    )


def _key(query: QueryDict, name: str) -> int | None:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and int(text) <= LARGEST_KEY else None


def _url(query: QueryDict, **key: int) -> str:
    """The same filters with another place in the list."""
    kept = query.copy()
    for name in ("before", "after"):
        kept.pop(name, None)
    for name, value in key.items():
        kept[name] = str(value)
    return f"?{kept.urlencode()}"
