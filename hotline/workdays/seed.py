"""What the library chinesecalendar knows of the State Council's notices, as dated exceptions."""

from datetime import date

from chinese_calendar import Holiday, constants


def exceptions(year: int) -> list[tuple[date, bool, str]]:
    """The year's named days as (day, is it a working day, Chinese name), in order: holidays, also those on weekends, and
    make-up working days. Empty for a year the library does not know."""
    days = [(day, False, name) for day, name in constants.holidays.items() if day.year == year]
    days += [(day, True, name) for day, name in constants.workdays.items() if day.year == year]
    return sorted((day, works, Holiday(name).chinese) for day, works, name in days)
