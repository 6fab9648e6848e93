"""Which unit does a written name mean? Exactly the one of that name, short name or alias; never a guess (D1).

What is only similar is suggested, for a person to decide.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from hotline.people.models import Unit, UnitAlias
from hotline.tables import compared

How = Literal["name", "short", "alias"]
SUGGESTED = 3
_LONGEST = 200  # characters of a written name that are looked at; a unit has at most 100
_ALIKE = 0.6  # of 1: below it two names have nothing to do with each other
_CITY = re.compile(r"^(?:海南省)?(?:海口市|海口|市)")
_BRACKETS = str.maketrans("〔〕【】[]", "()()()")


@dataclass(frozen=True)
class Match:
    """What was found: the unit and by which of its names, or None and the units that may have been meant, best first."""

    unit: Unit | None = None
    how: How | None = None
    suggestions: list[Unit] = field(default_factory=list)


def key(text: object) -> str:
    """A name as it is compared: full-width as ordinary characters, without blanks and quotes, one kind of brackets and case."""
    return compared(text).translate(_BRACKETS).casefold()


class Matcher:
    """The names of the active units, read once (two queries); then any number of texts are matched without another."""

    def __init__(self, units: Iterable[Unit] | None = None, aliases: Iterable[tuple[int, str]] | None = None) -> None:
        """Of the active units in the database, or of these units and the (unit id, alias) pairs given."""
        if units is None:
            units = Unit.objects.filter(is_active=True)
        if aliases is None:
            aliases = UnitAlias.objects.filter(unit__is_active=True).values_list("unit_id", "name")
        self._units = {unit.pk: unit for unit in units}
        # What a key means: the units, and the best way each of them has that name.
        self._names: dict[str, dict[int, How]] = defaultdict(dict)
        for pk, unit in self._units.items():
            self._add(unit.name, pk, "name")
        for pk, unit in self._units.items():
            self._add(unit.short_name, pk, "short")
        for pk, alias in aliases:
            self._add(alias, pk, "alias")

    def _add(self, name: str, pk: int, how: How) -> None:
        if pk in self._units and (found := key(name)):
            self._names[found].setdefault(pk, how)

    def match(self, text: object) -> Match:
        """The one unit of that name, short name or alias. Where it fits several, or none, the units that may be meant."""
        wanted = key(text)[:_LONGEST]
        found = self._names.get(wanted, {})
        if len(found) == 1:
            ((pk, how),) = found.items()
            return Match(self._units[pk], how)
        if found:
            return Match(suggestions=[self._units[pk] for pk in found][:SUGGESTED])
        return Match(suggestions=self._similar(wanted) if wanted else [])

    def _similar(self, wanted: str) -> list[Unit]:
        best: dict[int, float] = {}
        short = _CITY.sub("", wanted) or wanted
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(short)
        for name, units in self._names.items():
            score = _score(matcher, short, _CITY.sub("", name) or name, best_needed=_ALIKE)
            for pk in units if score >= _ALIKE else ():
                best[pk] = max(score, best.get(pk, 0))
        ranked = sorted(best, key=lambda pk: (-best[pk], self._units[pk].position, pk))
        return [self._units[pk] for pk in ranked[:SUGGESTED]]


def _score(matcher: "SequenceMatcher[str]", wanted: str, name: str, *, best_needed: float) -> float:
    """How alike two names without the city's are, 0 to 1; a name that is the beginning or the end of the other counts much."""
    if wanted == name:
        return 1.0
    shorter, longer = sorted((wanted, name), key=len)
    if len(shorter) >= 2 and (longer.startswith(shorter) or longer.endswith(shorter)):
        return 0.9
    matcher.set_seq1(name)
    if matcher.real_quick_ratio() < best_needed or matcher.quick_ratio() < best_needed:
        return 0.0
    return matcher.ratio()
