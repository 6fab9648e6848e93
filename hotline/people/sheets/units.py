"""The records of units against what there is: names, tree, hotline office, what may be deactivated."""

from collections import defaultdict
from copy import copy

from django.utils.translation import gettext as _

from hotline.people.matching import Matcher, key
from hotline.people.models import Unit
from hotline.people.sheets.columns import SEPARATOR, UNIT, several, tidy
from hotline.people.sheets.faults import Checked
from hotline.people.sheets.plan import Change, Field, UnitWrite
from hotline.people.sheets.reading import Record
from hotline.people.sheets.state import State

_MOST_ALIASES = 20
_MOST_POSITION = 2_000_000_000
_PLAIN = ("short_name", "kind", "position", "approves_replies", "is_active")


class Units(Checked):
    """`after` are all units as they would be, with the new ones; `aliases` theirs; `matcher` knows the active ones."""

    kind = "unit"

    def __init__(self, now: State, records: list[Record]) -> None:
        super().__init__(records)
        self.now = now
        self.after: dict[int, Unit] = {pk: copy(unit) for pk, unit in now.units.items()}
        self.aliases: dict[int, tuple[str, ...]] = dict(now.aliases)
        self.record_of: dict[int, Record] = {}
        self._by_name = {key(unit.name): pk for pk, unit in self.after.items()}

    def read(self) -> None:
        """Take over what the records say, and find the units they mean; the parents last, for they may be new."""
        for record in self.records:
            self._read(record)
        self.matcher = Matcher(
            [unit for unit in self.after.values() if unit.is_active],
            [(pk, alias) for pk, aliases in self.aliases.items() for alias in aliases],
        )
        for pk, record in self.record_of.items():
            if record.has("parent"):
                self._parent(record, self.after[pk])

    def _read(self, record: Record) -> None:
        name = tidy("name", record.values["name"])
        if not name or len(name) > 100:
            self.fault(record, "name", _("The full name of the unit is missing or longer than 100 characters. Correct it."))
            return
        pk = self._by_name.get(key(name))
        if pk in self.record_of:
            self.twice(record, "name", self.record_of[pk])
            return
        if pk is None:
            pk = -1 - len(self.record_of)
            self._by_name[key(name)] = pk
            self.after[pk] = Unit(pk=pk, name=name)
        self.record_of[pk] = record
        unit = self.after[pk]
        self.text(record, "short_name", unit)
        self.choice(record, "kind", unit)
        self.yes_no(record, "approves_replies", unit)
        self.yes_no(record, "is_active", unit)
        self._position(record, unit)
        self._aliases(record, unit)

    def _position(self, record: Record, unit: Unit) -> None:
        text = tidy("position", record.values.get("position", ""))
        if not text:
            return
        if text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= _MOST_POSITION:
            unit.position = int(text)
        else:
            self.fault(record, "position", _("“%(value)s” is no place in an order. Write a whole number from 0 on."), value=text)

    def _aliases(self, record: Record, unit: Unit) -> None:
        if not record.has("aliases"):
            return
        old = {key(alias): alias for alias in self.aliases.get(unit.pk, ())}
        found = {key(alias): tidy("aliases", alias) for alias in several(record.values["aliases"]) if key(alias)}
        if any(len(alias) > 100 for alias in found.values()) or len(found) > _MOST_ALIASES:
            message = _("A unit has at most %(most)s aliases, each of at most 100 characters. Shorten this.")
            self.fault(record, "aliases", message, most=_MOST_ALIASES)
            return
        self.aliases[unit.pk] = tuple(sorted(old.get(word, alias) for word, alias in found.items()))

    def _parent(self, record: Record, unit: Unit) -> None:
        text = record.values["parent"]
        old = self.now.units.get(unit.parent_id or 0)
        if not text:
            unit.parent_id = None
        elif old is None or key(text) != key(old.name):  # it may stay below a unit that is not active
            found = self.matcher.match(text).unit
            if found:
                unit.parent_id = found.pk
            else:
                self.unknown_unit(record, "parent", self.matcher.match, self.is_inactive(text))

    def is_inactive(self, text: str) -> bool:
        """Whether that is the full name of a unit which is not active (then)."""
        pk = self._by_name.get(key(text))
        return pk is not None and not self.after[pk].is_active

    # ---- rules that need all units

    def finish(self, active_people: dict[int, int]) -> None:
        """Look at the whole: names, the tree, the office, and who would belong to nothing. Per unit its active people."""
        self._names()
        children: dict[int, list[Unit]] = defaultdict(list)
        for unit in self.after.values():
            if unit.parent_id:
                children[unit.parent_id].append(unit)
        for pk, record in self.record_of.items():
            unit = self.after[pk]
            if unit.parent_id and self._is_in_a_loop(unit):
                self.fault(record, "parent", _("A unit cannot be part of itself or of one of its own sub-units."))
            self._office(record, unit)
            if self._was_active(pk) and not unit.is_active:
                if any(child.is_active for child in children[pk]):
                    self.fault(record, "is_active", _("Some of its sub-units are active. Deactivate those first."))
                if active_people.get(pk):
                    self.fault(record, "is_active", _("Some of its people are active. Move or deactivate them first."))

    def _was_active(self, pk: int) -> bool:
        return pk in self.now.units and self.now.units[pk].is_active

    def _is_in_a_loop(self, unit: Unit) -> bool:
        seen, above = {unit.pk}, unit.parent_id
        while above and above not in seen:
            seen.add(above)
            above = self.after[above].parent_id
        return above == unit.pk

    def _office(self, record: Record, unit: Unit) -> None:
        """The hotline office stays what it is, and there is one."""
        was = self.now.units.get(unit.pk)
        is_now = unit.kind == Unit.Kind.OFFICE and unit.parent_id is None
        if was and was.kind == Unit.Kind.OFFICE and was.parent_id is None:
            if not is_now:
                self.fault(record, "kind", _("This is the hotline office; it stays that, and part of no other unit."))
            if not unit.is_active:
                self.fault(record, "is_active", _("The hotline office cannot be deactivated."))
        elif is_now:
            offices = (other for other in self.after.values() if other.kind == Unit.Kind.OFFICE and other.parent_id is None)
            other = next((other for other in offices if other.pk != unit.pk), None)
            if other:
                self.fault(record, "kind", _("There is a hotline office already: %(name)s."), name=other.name)

    def _names(self) -> None:
        """A short name or an alias that the file brings is no other unit's name, short name or alias."""
        owners: dict[str, set[int]] = defaultdict(set)
        for pk, unit in self.after.items():
            for name in (unit.name, unit.short_name, *self.aliases.get(pk, ())):
                if name:
                    owners[key(name)].add(pk)
        for pk, record in self.record_of.items():
            known = {key(name) for name in self._names_now(pk)}
            for column, names in self._names_then(pk).items():
                for name in names:
                    others = owners[key(name)] - {pk}
                    if others and key(name) not in known:
                        message = _("“%(value)s” is also a name of %(unit)s. A name means one unit: keep it at one of them.")
                        self.fault(record, column, message, value=name, unit=self.after[min(others)].name)

    def _names_now(self, pk: int) -> list[str]:
        unit = self.now.units.get(pk)
        return [unit.name, unit.short_name, *self.now.aliases.get(pk, ())] if unit else []

    def _names_then(self, pk: int) -> dict[str, list[str]]:
        unit = self.after[pk]
        return {
            "name": [unit.name],
            "short_name": [unit.short_name] * bool(unit.short_name),
            "aliases": [*self.aliases.get(pk, ())],
        }

    # ---- what it comes to

    def writes(self) -> list[UnitWrite]:
        """The units that are new or different; every new one behind the one it is part of."""
        made = []
        for pk in sorted(self.record_of, key=lambda pk: (pk < 0, self._depth(pk), -pk)):
            change = self._change(pk)
            if change:
                made.append(UnitWrite(self.after[pk], self.aliases.get(pk, ()), change))
        return made

    def _depth(self, pk: int) -> int:
        depth, above = 0, self.after[pk].parent_id
        while above:
            depth, above = depth + 1, self.after[above].parent_id
        return depth

    def _change(self, pk: int) -> Change | None:
        unit, was = self.after[pk], self.now.units.get(pk)
        old = self._values(was, self.now.units, self.now.aliases) if was else {}
        new = self._values(unit, self.after, self.aliases)
        fields = tuple(Field("unit", name, old.get(name, ""), text) for name, text in new.items() if text != old.get(name, ""))
        if was and not fields:
            return None
        return Change("unit", unit.name, unit.short_name, was is None, fields)

    def _values(self, unit: Unit, units: dict[int, Unit], aliases: dict[int, tuple[str, ...]]) -> dict[str, str]:
        values = {name: _text(getattr(unit, name)) for name in _PLAIN}
        values["aliases"] = SEPARATOR.join(sorted(aliases.get(unit.pk, ())))
        values["parent"] = units[unit.parent_id].name if unit.parent_id else ""
        return {column.key: values[column.key] for column in UNIT if column.key in values}


def _text(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
