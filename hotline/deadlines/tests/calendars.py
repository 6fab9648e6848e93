"""The calendar of the notices for 2022 to 2026, from the lists typed by hand for the calendar's own tests."""

from functools import cache
from types import MappingProxyType

from hotline.workdays.rules import Calendar, DatedException
from hotline.workdays.tests.notices import days_off, make_up_days


@cache
def notices() -> Calendar:
    """Version 1 of a calendar with exactly these five official years."""
    days = {day: DatedException(False, "") for day in days_off()} | {day: DatedException(True, "") for day in make_up_days()}
    return Calendar(1, frozenset(range(2022, 2027)), MappingProxyType(days))
