"""What every schedule must obey, however it was written down."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from hotline.tables import Fault, Faulty
from hotline.workdays.rules import is_weekend, statutory
from hotline.workdays.schedules.model import MOST_NAME, Entry, Reading, Row, Schedule, weekday_name

# The seven holidays of the law, by the word that names them in a notice and in the statutory list.
HOLIDAYS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
_EVE = "除夕"  # a statutory day of the Spring Festival from 2025 on


def finish(reading: Reading) -> Schedule:
    """The schedule that was read. Raises Faulty with all its faults."""
    days: dict[tuple[object, bool], Entry] = {}
    for entry in reading.entries:
        _twice(reading, days, entry)
        days.setdefault((entry.date, entry.is_workday), entry)
        _weekend(reading, entry)
        if not 0 < len(entry.name) <= MOST_NAME:
            message = _("Every day has the name of its holiday, of at most %(most)s characters.") % {"most": MOST_NAME}
            reading.fault(entry.place, message)
    _both(reading, days)
    _complete(reading, {entry.date for entry in reading.entries if not entry.is_workday})
    if reading.faults:
        raise Faulty(_once(reading.faults))
    return Schedule(reading.year, tuple(sorted(_rows(days.values()))))


def _rows(entries: Iterable[Entry]) -> list[Row]:
    return [entry.row for entry in entries]


def _once(faults: Iterable[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))


def _twice(reading: Reading, days: dict[tuple[object, bool], Entry], entry: Entry) -> None:
    before = days.get((entry.date, entry.is_workday))
    if before:
        said = {"day": f"{entry.date}", "place": before.place}
        reading.fault(entry.place, _("%(day)s is named twice, the first time at: %(place)s. Keep it in one of them.") % said)


def _weekend(reading: Reading, entry: Entry) -> None:
    if entry.is_workday and not is_weekend(entry.date):
        said = {"day": f"{entry.date}", "weekday": weekday_name(entry.date)}
        message = _("%(day)s is a %(weekday)s, but a make-up working day is a Saturday or a Sunday. Correct the date.")
        reading.fault(entry.place, message % said)


def _both(reading: Reading, days: dict[tuple[object, bool], Entry]) -> None:
    for (day, is_workday), entry in days.items():
        off = days.get((day, False))
        if is_workday and off:
            said = {"day": f"{day}", "place": off.place}
            message = _("%(day)s is a make-up working day and also a day off, at: %(place)s. Keep one of them.")
            reading.fault(entry.place, message % said)


def _complete(reading: Reading, off: set[object]) -> None:
    """Every statutory day is off; of a holiday without any such day it is said that it is missing."""
    whole = _("whole schedule")
    for holiday in HOLIDAYS:
        days = [day for day, name in sorted(statutory(reading.year).items()) if _is_of(holiday, name)]
        absent = [day for day in days if day not in off]
        said = {"holiday": _full(holiday), "days": "、".join(map(str, absent))}
        if absent and absent == days:
            reading.fault(whole, _("%(holiday)s is missing: add its days off, at least %(days)s.") % said)
        elif absent:
            reading.fault(whole, _("%(days)s is a statutory holiday (%(holiday)s) but no day off here. Add it.") % said)


def _is_of(holiday: str, name: str) -> bool:
    return holiday in name or (holiday == "春节" and _EVE in name)


def _full(holiday: str) -> str:
    return holiday if holiday in ("元旦", "春节") else f"{holiday}节"
