"""Days and weekdays as people write them. Every pattern is bounded: hostile text costs no more than its length."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hotline.tables import as_text

_EPOCH = date(1899, 12, 30)  # the day Excel counts from
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050  # 2000-01-01 to 2099-12-31: smaller numbers number the rows
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "七": 7}

# 2022年4月1日 · 4月1日 · 2022-04-01 · 2022/4/1 · 4.1
_WRITTEN = re.compile(
    r"(?:(?P<year>\d{4})\s?[年./-]\s?)?(?P<month>\d{1,2})\s?[月./-]\s?(?P<day>\d{1,2})(?:\s?[日号]|(?![\dA-Za-z年月./-]))"
)
_COMPACT = re.compile(r"(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
_ONLY_DAY = re.compile(r"(?P<day>\d{1,2})\s?[日号]")
_SERIAL = re.compile(r"\d{5}")
_MIDNIGHT = re.compile(r"[T\s]0{1,2}:00(?::00)?(?![\d:])")
_TIME = re.compile(r"[T\s]{0,9}\d{1,2}:\d{2}")
_WEEKDAY = re.compile(r"[\s,;|(]{0,20}(?:(?:星期|礼拜|周)([一二三四五六日天七])|([一二三四五六日天])(?=[\s,;|)]|$))\)?")
_ONLY_WEEKDAY = re.compile(r"(?:星期|礼拜|周)?([一二三四五六日天七])")
_NAMES_WEEKDAY = re.compile(r"(?:星期|礼拜|周)([一二三四五六日天七])")


@dataclass(frozen=True)
class Found:
    """A day as it is written: year and month may be left out. `weekday` (1 to 7) stands in the same words; `rest` follows."""

    year: int | None
    month: int | None
    day: int
    weekday: int | None = None
    rest: str = ""


def at_start(text: str) -> Found | None:
    """The day with which the (plain) text begins; None where it begins with something else, a time of day included."""
    found = _WRITTEN.match(text) or _COMPACT.match(text) or _ONLY_DAY.match(text)
    if not found:
        return None
    parts = found.groupdict()
    rest = text[found.end() :]
    if midnight := _MIDNIGHT.match(rest):
        rest = rest[midnight.end() :]
    elif _TIME.match(rest):
        return None
    weekday = _WEEKDAY.match(rest)
    if weekday:
        rest = rest[weekday.end() :]
    number = _NUMBERS[weekday[1] or weekday[2]] if weekday else None
    return Found(_int(parts.get("year")), _int(parts.get("month")), int(parts["day"]), number, rest)


def is_moment(text: str) -> bool:
    """Whether the (plain) text begins with a day and a time of day: a page says so when it was published."""
    found = _WRITTEN.match(text) or _COMPACT.match(text)
    return bool(found and _TIME.match(text, found.end()))


def of_cell(cell: Any) -> Found | None:
    """The day in a cell in which nothing else stands: a date, its serial number, or written in any of the ways above."""
    if isinstance(cell, datetime | date):
        return Found(cell.year, cell.month, cell.day)
    text = as_text(cell)
    if _SERIAL.fullmatch(text) and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        day = _EPOCH + timedelta(days=int(text))
        return Found(day.year, day.month, day.day)
    found = at_start(text)
    return found if found and not found.rest.strip() else None


def weekday_of(cell: Any) -> int | None:
    """The weekday (1 to 7) a cell names; None where it names none. A date stands for its own: Excel shows it as 星期五."""
    if isinstance(cell, datetime | date):
        return cell.isoweekday()
    text = as_text(cell)
    found = _ONLY_WEEKDAY.fullmatch(text) or _NAMES_WEEKDAY.search(text)
    return _NUMBERS[found[1]] if found else None


def _int(text: str | None) -> int | None:
    return int(text) if text else None
