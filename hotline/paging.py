"""Lists page by key, never by offset, and never count a table (design idea 7)."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

PAGE = 50
# A primary key, or a number like 20261015-00042; anything else in the address gives the first page.
KEY = re.compile(r"\d{1,18}|\d{8}-\d{1,10}", re.ASCII)


@dataclass(frozen=True)
class Page:
    """One page of rows, newest first, and the addresses of its neighbours (empty where there is none)."""

    rows: list[Any]
    newer_url: str
    older_url: str
    first_url: str


def page_of(rows: "QuerySet[Any]", query: QueryDict, size: int = PAGE, *, key: str = "pk") -> Page:
    """The page named by `before` or `after` in the query string; `key` is the unique, indexed column it is sorted by."""
    before, after = _place(query, "before", key), _place(query, "after", key)
    if after:
        found = list(rows.filter(**{f"{key}__gt": after}).order_by(key)[: size + 1])
        more_newer, more_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        found = list((rows.filter(**{f"{key}__lt": before}) if before else rows).order_by(f"-{key}")[: size + 1])
        more_newer, more_older = bool(before), len(found) > size
        found = found[:size]
    return Page(
        found,
        _url(query, after=getattr(found[0], key)) if found and more_newer else "",
        _url(query, before=getattr(found[-1], key)) if found and more_older else "",
        _url(query) if before or after else "",
    )


def _place(query: QueryDict, name: str, key: str) -> str:
    text = query.get(name, "")
    fits = KEY.fullmatch(text) and (key != "pk" or text.isdigit())
    return text if fits else ""


def _url(query: QueryDict, **place: Any) -> str:
    """The same filters with another place in the list."""
    kept = query.copy()
    for name in ("before", "after"):
        kept.pop(name, None)
    for name, value in place.items():
        kept[name] = str(value)
    return f"?{kept.urlencode()}"
