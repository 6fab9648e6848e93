"""An uploaded roster between its check and its confirmation: what is wished, what it would change, what to think about.

A wish is plain values, so it can travel signed through the preview's form; what it changes is worked out from the month as
it is, at the preview and once more when it is confirmed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from dutyroster import planning
from dutyroster.actions.roster import Plan, Planned, month_days, plan_of
from dutyroster.checking import Checked
from dutyroster.models import Roster
from dutyroster.reading import Entry, Reading
from hotline.people.models import Unit
from tickets.operation import Refused

_SALT = "dutyroster.importing"
_VALID = timedelta(hours=12)  # as long as a session


@dataclass(frozen=True)
class Wish:
    """The month as it is to be, by unit (ids); `note` says where it is from; names to remember as aliases of units (ids)."""

    month: date
    days: Mapping[date, int]
    note: str
    aliases: tuple[tuple[str, int], ...] = ()

    def plan(self, before: Plan) -> dict[date, Planned]:
        """The days with the make-up duties of those that keep their unit: a file does not know them."""
        return {
            day: before[day] if day in before and before[day].unit == unit else Planned(unit) for day, unit in self.days.items()
        }


def wish_of(checked: Checked, note: str, aliases: tuple[tuple[str, int], ...] = ()) -> Wish:
    """The wish to have what was read and checked."""
    return Wish(checked.month, {day: unit.pk for day, unit in sorted(checked.plan.items())}, note[:200], aliases)


def pack(wish: Wish, version: int) -> str:
    """The wish and the version of the month it was looked at with, signed, for the preview's form."""
    days = [(day.isoformat(), unit) for day, unit in wish.days.items()]
    return _dumps(["wish", version, wish.month.isoformat(), days, wish.note, wish.aliases])


def unpack(text: str, month: date) -> tuple[Wish, int]:
    """The wish and its version from a preview's form. Raises Refused where it is not ours, another month's or too old."""
    version, days, note, aliases = _loads(text, "wish", month)
    return Wish(month, {date.fromisoformat(day): unit for day, unit in days}, note, tuple(map(tuple, aliases))), version


def pack_reading(reading: Reading, note: str) -> str:
    """What was read, without faults, for the form that asks about doubtful names."""
    rows = [(entry.day.isoformat(), entry.unit[:200], entry.place, entry.day_place) for entry in reading.entries]
    return _dumps(["names", 0, reading.month.isoformat(), rows, note])


def unpack_reading(text: str, month: date) -> tuple[Reading, str]:
    """What was read and where it is from. Raises Refused as `unpack`."""
    _version, rows, note = _loads(text, "names", month)
    entries = [Entry(date.fromisoformat(day), unit, place, day_place) for day, unit, place, day_place in rows]
    return Reading(month, entries, named={entry.day for entry in entries}), note


def _dumps(values: list[Any]) -> str:
    return signing.dumps(values, salt=_SALT, compress=True)


def _loads(text: str, what: str, month: date) -> list[Any]:
    """The version and what follows the month."""
    try:
        said, version, of_month, *rest = signing.loads(text, salt=_SALT, max_age=_VALID)
    except signing.BadSignature:
        said, version, of_month, rest = "", 0, "", []
    if (said, of_month) != (what, month.isoformat()):
        raise Refused(_("This preview is too old. Please begin again."))
    return [version, *rest]


@dataclass(frozen=True)
class Difference:
    """One day before and after; an empty name is a day without a unit."""

    day: date
    before: str
    after: str

    @property
    def state(self) -> str:
        """same, new, gone or changed."""
        if self.before == self.after:
            return "same"
        return "changed" if self.before and self.after else "new" if self.after else "gone"


def differences(before: Mapping[date, str], after: Mapping[date, str]) -> list[Difference]:
    """Every day that has a unit before or after, in order."""
    return [Difference(day, before.get(day, ""), after.get(day, "")) for day in sorted({*before, *after})]


@dataclass(frozen=True)
class Preview:
    """What a wish would do to the month as it is now."""

    wish: Wish
    version: int
    days: list[Difference]
    warnings: list[str]
    is_announced: bool = False

    @property
    def changes(self) -> list[Difference]:
        return [day for day in self.days if day.state != "same"]

    @property
    def same(self) -> int:
        """How many days stay as they are."""
        return len(self.days) - len(self.changes)

    @property
    def units(self) -> list[str]:
        """Names of the units that lose or get a day."""
        return list(dict.fromkeys(name for day in self.changes for name in (day.before, day.after) if name))

    @property
    def packed(self) -> str:
        return pack(self.wish, self.version)


def look(wish: Wish) -> Preview:
    """What would change, with the version of the month that was looked at. Four queries."""
    roster = Roster.objects.filter(month=wish.month).first()
    before = plan_of(roster)
    ids = {*wish.days.values(), *(planned.unit for planned in before.values())}
    names = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))
    was = {day: names[planned.unit] for day, planned in before.items()}
    then = {day: names.get(unit, "") for day, unit in wish.days.items()}
    warnings = [*_lost(wish.plan(before), before, names), *_often(wish.days, names), *planning.soon(wish.month, wish.days, names)]
    is_announced = roster is not None and roster.is_announced
    return Preview(wish, roster.version if roster else 0, differences(was, then), warnings, is_announced)


def _often(days: Mapping[date, int], names: Mapping[int, str]) -> list[str]:
    """Units with more than one day in the month."""
    found: dict[int, list[date]] = {}
    for day, unit in sorted(days.items()):
        found.setdefault(unit, []).append(day)
    message = _("%(unit)s has %(count)s days in this month: %(days)s.")
    return [
        message % {"unit": names.get(unit, ""), "count": len(own), "days": "、".join(f"{day:%m-%d}" for day in own)}
        for unit, own in found.items()
        if len(own) > 1
    ]


def _lost(after: Plan, before: Plan, names: Mapping[int, str]) -> list[str]:
    """Make-up duties that would end because their day goes to another unit."""
    lost = [day for day, planned in before.items() if planned.makeup_of and after.get(day) != planned]
    message = _("%(unit)s loses its make-up duty on %(day)s. Arrange another day for it afterwards.")
    return [message % {"unit": names[before[day].unit], "day": f"{day:%m-%d}"} for day in lost]


def is_whole(wish: Wish) -> bool:
    """Whether every day of the month has a unit, as a checked roster has."""
    return set(wish.days) == set(month_days(wish.month))
