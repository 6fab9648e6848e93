"""Lists page by key, never by offset, and never count a table (design idea 7)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
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


_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_INSTANT = timedelta(microseconds=1)
_DUE_KEY = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)  # microseconds since 1970, primary key


@dataclass(frozen=True)
class DuePage:
    """One page of rows, the first due first, and the addresses of its neighbours (empty where there is none)."""

    rows: list[Any]
    previous_url: str
    next_url: str
    first_url: str


def due_page_of(rows: "QuerySet[Any]", query: QueryDict, size: int = PAGE) -> DuePage:
    """Like `page_of` for rows with a `due_at`, by (due_at, pk); an unreadable place in the address gives the first page."""
    before, after = _due_place(query, "before"), _due_place(query, "after")
    if before:
        found = list(rows.filter(earlier(*before)).order_by("-due_at", "-pk")[: size + 1])
        more_before, more_after = len(found) > size, True
        found = found[:size][::-1]
    else:
        found = list((rows.filter(later(*after)) if after else rows).order_by("due_at", "pk")[: size + 1])
        more_before, more_after = bool(after), len(found) > size
        found = found[:size]
    return DuePage(
        found,
        _url(query, before=_due_key(found[0])) if found and more_before else "",
        _url(query, after=_due_key(found[-1])) if found and more_after else "",
        _url(query) if before or after else "",
    )


def later(due_at: datetime, pk: int) -> Q:
    """Beyond that row in the order (due_at, pk); the first condition is the one an index can start from."""
    return Q(due_at__gte=due_at) & (Q(due_at__gt=due_at) | Q(pk__gt=pk))


def earlier(due_at: datetime, pk: int) -> Q:
    """Before that row in the order (due_at, pk)."""
    return Q(due_at__lte=due_at) & (Q(due_at__lt=due_at) | Q(pk__lt=pk))


def _due_key(row: Any) -> str:
    return f"{(row.due_at - _EPOCH) // _INSTANT}-{row.pk}"


def _due_place(query: QueryDict, name: str) -> tuple[datetime, int] | None:
    found = _DUE_KEY.fullmatch(query.get(name, ""))
    return (_EPOCH + int(found[1]) * _INSTANT, int(found[2])) if found else None


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
