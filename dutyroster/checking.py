"""Whether what was read can be the month's roster: every day one member unit, no day that has begun changes (D1).

Gives the days by unit with all faults, or the names that are only similar to a unit's: those a person decides.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from dutyroster.actions.roster import gaps, is_locked, month_days
from dutyroster.models import Shift
from dutyroster.reading import Entry, Reading
from dutyroster.reading.model import short
from hotline import clock
from hotline.people.matching import Match, Matcher, key
from hotline.people.models import Unit, UnitAlias
from hotline.tables import Fault, Faulty

_BETWEEN_UNITS = re.compile(r"[、,;/\n+&]|和|及|与")
_MOST_PARTS = 10


@dataclass(frozen=True)
class Doubt:
    """A name that is no unit's, and those that may be meant (best first). It is a fault until a person has chosen."""

    key: str
    text: str
    place: str
    day: date
    suggestions: tuple[Unit, ...]
    is_ambiguous: bool = False  # the name fits all of them: it cannot become an alias of one

    @property
    def fault(self) -> Fault:
        said = {"value": short(self.text), "units": "、".join(unit.name for unit in self.suggestions)}
        if self.is_ambiguous:
            return Fault(self.place, _("“%(value)s” is the name of several units: %(units)s. Write the full name.") % said)
        message = _("“%(value)s” is no unit. Perhaps it is meant: %(units)s. Write the full name, or add an alias.")
        return Fault(self.place, message % said)


@dataclass
class Checked:
    """The outcome: `plan` by day, complete where there are neither faults nor doubts."""

    month: date
    plan: dict[date, Unit] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    found: list[Fault] = field(default_factory=list)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What no choice can mend, in the order of their places."""
        return Faulty(dict.fromkeys(self.found)).faults

    @property
    def all_faults(self) -> tuple[Fault, ...]:
        """The doubts among them: what there is to mend where nobody can be asked."""
        return Faulty(dict.fromkeys([*self.found, *(doubt.fault for doubt in self.doubts)])).faults

    @property
    def questions(self) -> list[Doubt]:
        """One doubt for each name."""
        return list({doubt.key: doubt for doubt in reversed(self.doubts)}.values())[::-1]


def _may_serve(unit: Unit) -> bool:
    """As `planning.taking_part`, of a unit at hand."""
    return unit.is_active and unit.parent_id is None and unit.kind != Unit.Kind.OFFICE


def check(reading: Reading, choices: Mapping[str, int] | None = None) -> Checked:
    """All that is wrong with what was read. `choices` are units (ids) by the keys of doubtful names. Three queries."""
    return _Check(reading, choices or {}).checked


class _Check:
    def __init__(self, reading: Reading, choices: Mapping[str, int]) -> None:
        self.reading, self.choices = reading, choices
        self.checked = Checked(reading.month, found=[*reading.faults])
        units: list[Unit] = list(Unit.objects.select_related("parent"))
        aliases = list(UnitAlias.objects.values_list("unit_id", "name"))
        self.by_pk = {unit.pk: unit for unit in units}
        self.members = Matcher([unit for unit in units if _may_serve(unit)], aliases)
        # Exactly these names, of every unit: what is no member's may still be somebody's.
        self.names: dict[str, set[int]] = defaultdict(set)
        for pk, name in [*((unit.pk, unit.name) for unit in units), *((unit.pk, unit.short_name) for unit in units), *aliases]:
            self.names[key(name)].add(pk)
        shifts = Shift.objects.filter(day__in=month_days(reading.month)).values_list("day", "unit")
        self.begun = {day: self.by_pk[pk] for day, pk in shifts if is_locked(day)}
        first: dict[date, Entry] = {}
        for entry in reading.entries:
            if entry.day in first:
                self._twice(entry, first[entry.day])
            else:
                first[entry.day] = entry
                self._unit(entry)
        self._gaps()
        self._locked(first)

    def _fault(self, place: str, message: str) -> None:
        self.checked.found.append(Fault(place, message))

    def _twice(self, entry: Entry, before: Entry) -> None:
        said = {"day": f"{entry.day}", "place": before.day_place}
        self._fault(entry.day_place, _("%(day)s is named twice, the first time at: %(place)s. Keep it in one of them.") % said)

    def _unit(self, entry: Entry) -> None:
        stays = self.begun.get(entry.day)
        if stays and stays in self._named(entry.unit):  # also where it has been closed since, or shares the name with another
            self.checked.plan[entry.day] = stays
            return
        # At most one for each day of the month is looked up: searching similar names takes time.
        found = self.members.match(entry.unit)
        if found.unit:
            self.checked.plan[entry.day] = found.unit
        elif sentence := self._no_member(entry.unit) or self._several(entry.unit):
            self._fault(entry.place, sentence)
        elif found.suggestions:
            self._doubt(entry, found)
        else:
            message = _("“%(value)s” is no unit of this hotline. Correct the name, or add it as an alias of the unit.")
            self._fault(entry.place, message % {"value": short(entry.unit)})

    def _doubt(self, entry: Entry, found: Match) -> None:
        name = key(entry.unit)
        units = tuple(found.suggestions)
        chosen = next((unit for unit in units if unit.pk == self.choices.get(name)), None)
        if chosen:
            self.checked.plan[entry.day] = chosen
        else:
            doubt = Doubt(name, entry.unit, entry.place, entry.day, units, is_ambiguous=name in self.names)
            self.checked.doubts.append(doubt)

    def _named(self, text: str) -> list[Unit]:
        """All units of exactly this name."""
        return [self.by_pk[pk] for pk in sorted(self.names.get(key(text), ()))]

    def _no_member(self, text: str) -> str:
        """Why this exact name can have no duty day; empty where it is nobody's name, or a member's too."""
        units = self._named(text)
        if not units or any(map(_may_serve, units)):
            return ""
        unit = units[0]
        said = {"unit": unit.name, "parent": unit.parent.name if unit.parent else ""}
        if not unit.is_active:
            return _("%(unit)s is not active any more. Write the unit that does its work now.") % said
        if unit.kind == Unit.Kind.OFFICE:
            return _("%(unit)s is the hotline's own office, which has no duty days. Write a member unit.") % said
        return _("%(unit)s is part of %(parent)s. A duty day belongs to the whole unit: write %(parent)s.") % said

    def _several(self, text: str) -> str:
        """Whether a mark divides a unit from something else, or only blanks one unit from another."""
        parts = [part for part in _BETWEEN_UNITS.split(text, maxsplit=_MOST_PARTS) if part.strip()]
        words = text.split(maxsplit=_MOST_PARTS)
        divided = len(parts) > 1 and any(map(self._named, parts))
        if not divided and not (len(words) > 1 and all(map(self._named, words))):
            return ""
        return _("Several units stand here: “%(value)s”. A day has one: write only that.") % {"value": short(text)}

    def _gaps(self) -> None:
        """Days that nothing was read of; one whose unit is missing has its own fault."""
        missing = gaps(self.reading.month, self.reading.named)
        if missing and (self.reading.named or not self.reading.faults):  # another month's table has one fault, not two
            said = {"days": "、".join(spans(missing)), "count": len(missing)}
            message = _("Nothing was read of %(days)s (%(count)s). Every day of the month has one unit.")
            self._fault(_("whole month"), message % said)

    def _locked(self, entries: Mapping[date, Entry]) -> None:
        for day, stays in self.begun.items():
            if self.checked.plan.get(day, stays) != stays:
                message = _("%(day)s has begun or is past and stays with %(unit)s. Write this unit here.")
                self._fault(entries[day].place, message % {"day": f"{day}", "unit": stays.name})


def spans(days: Iterable[date]) -> list[str]:
    """Days in order, those that follow each other as one: 04-05 to 04-07."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == clock.DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    both = _("%(first)s to %(last)s")
    ends = [(f"{run[0]:%m-%d}", f"{run[-1]:%m-%d}") for run in runs]
    return [first if first == last else both % {"first": first, "last": last} for first, last in ends]
