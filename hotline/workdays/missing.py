"""The year whose official schedule should be there by now and is not."""

from datetime import date

from hotline import clock
from hotline.workdays.models import current
from hotline.workdays.rules import Calendar

_FROM_MONTH = 11  # the notice for the next year usually comes in November


def year_missing(calendar: Calendar, today: date) -> int | None:
    """The running year, or from 1 November on the next one, if its official schedule is not loaded."""
    years = [today.year, *([today.year + 1] if today.month >= _FROM_MONTH else [])]
    return next((year for year in years if year not in calendar.official_years), None)


def missing_now() -> int | None:
    """The same for today and the calendar in force."""
    return year_missing(current(), clock.today())
