"""What units and people have in common when a record is looked at: the faults found, and values taken over if they are right."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from hotline.people.matching import Match
from hotline.people.sheets.columns import BY_KEY, SEPARATOR, Kind, offered, same, tidy, values, word, yes_or_no
from hotline.people.sheets.reading import Record
from hotline.tables import Fault

SHOWN = 60  # characters of a wrong value that its fault repeats
_MOST_SUGGESTED = 100  # faults of a file with suggestions, which take time


class Checked:
    """The records of one table, and what is wrong with them."""

    kind: Kind

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self.faults: list[Fault] = []
        self._suggested = 0

    def fault(self, record: Record, key: str, message: str, **said: Any) -> None:
        found = {name: text[:SHOWN] if isinstance(text, str) and name == "value" else text for name, text in said.items()}
        self.faults.append(Fault(record.place(key), message % found if found else message))

    def text(self, record: Record, key: str, thing: Any, name: str = "") -> None:
        """Take a text over, unless it differs only in blanks and full-width forms."""
        if not record.has(key):
            return
        column, new = BY_KEY[self.kind][key], tidy(key, record.values[key])
        if len(new) > column.most:
            self.fault(record, key, _("This is longer than %(most)s characters. Shorten it."), most=column.most)
        elif not same(key, getattr(thing, name or key), new):
            setattr(thing, name or key, new)

    def choice(self, record: Record, key: str, thing: Any) -> None:
        """Take a choice over; an empty cell leaves it as it is."""
        if not (text := record.values.get(key, "")):
            return
        if value := values(key).get(word(text)):
            setattr(thing, key, value)
        else:
            message = _("“%(value)s” is not known here. Write one of: %(words)s.")
            self.fault(record, key, message, value=text, words=offered(key))

    def yes_no(self, record: Record, key: str, thing: Any) -> None:
        """Take yes or no over; an empty cell leaves it as it is."""
        if not (text := record.values.get(key, "")):
            return
        said = yes_or_no(text)
        if said is None:
            message = _("“%(value)s” is neither yes nor no. Write %(yes)s or %(no)s.")
            self.fault(record, key, message, value=text, yes=_("yes"), no=_("no"))
        else:
            setattr(thing, key, said)

    def unknown_unit(self, record: Record, key: str, match: Callable[[str], Match], inactive: bool) -> None:
        """Say that no active unit has that name, and which may be meant."""
        text = record.values[key]
        if inactive:
            message = _("“%(value)s” is deactivated. Name an active unit, or write that it is active in the sheet of units.")
            self.fault(record, key, message, value=text)
            return
        self._suggested += 1
        found = match(text).suggestions if self._suggested <= _MOST_SUGGESTED else []
        if found:
            names = SEPARATOR.join(unit.name for unit in found)
            message = _(
                "No one unit is called “%(value)s”. Perhaps you mean: %(names)s. Write its full name, or make this its alias."
            )
            self.fault(record, key, message, value=text, names=names)
        else:
            message = _("No unit is called “%(value)s”. Write the full name of a unit, or add it to the sheet of units.")
            self.fault(record, key, message, value=text)

    def twice(self, record: Record, key: str, first: Record) -> None:
        message = _("“%(value)s” stands in the file twice, the first time at: %(place)s. Keep one of them.")
        self.fault(record, key, message, value=record.values[key], place=first.place(key))
