"""What a file would change: nothing is saved yet."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from hotline.people.models import Person, Role, Unit
from hotline.people.sheets.columns import BY_KEY, Kind, shown


@dataclass(frozen=True)
class Field:
    """One field that becomes different: texts as they are stored, "yes" or "no", names of choices and units."""

    kind: Kind
    key: str
    old: str
    new: str

    @property
    def title(self) -> str:
        return str(BY_KEY[self.kind][self.key].title)

    @property
    def was(self) -> str:
        return shown(self.key, self.old)

    @property
    def then(self) -> str:
        return shown(self.key, self.new)


@dataclass(frozen=True)
class Change:
    """A unit (known by its full name) or a person (by the account) that is new or becomes different."""

    kind: Kind
    name: str
    title: str
    is_new: bool
    fields: tuple[Field, ...]

    @property
    def grave(self) -> str:
        """What somebody should look at twice; empty for anything else."""
        for found in self.fields:
            if found.key == "is_active" and (found.old, found.new) == ("yes", "no"):
                return _("is deactivated")
            if found.key == "roles" and Role.ADMIN in set(found.new.split(",")) - set(found.old.split(",")):
                return _("becomes an admin")
        return ""

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "name": self.name, "title": self.title, "new": self.is_new,
            "fields": [[found.key, found.old, found.new] for found in self.fields],
        }  # fmt: skip

    @classmethod
    def of_json(cls, row: dict[str, Any]) -> "Change":
        fields = tuple(Field(row["kind"], *found) for found in row["fields"])
        return cls(row["kind"], row["name"], row["title"], row["new"], fields)


@dataclass(frozen=True)
class UnitWrite:
    """A unit as it shall be; its id is negative if it is new, and so may be that of the unit above it."""

    unit: Unit
    aliases: tuple[str, ...]
    change: Change


@dataclass(frozen=True)
class PersonWrite:
    """A person as he or she shall be, with all roles; without an id if new; the unit's id may be negative."""

    person: Person
    roles: frozenset[str]
    change: Change


@dataclass(frozen=True)
class Plan:
    """What would be written, new units behind those they are part of, and how many rows of the file say what is there already."""

    units: tuple[UnitWrite, ...]
    persons: tuple[PersonWrite, ...]
    unchanged: dict[Kind, int]

    @cached_property
    def changes(self) -> list[Change]:
        """All changes, those to look at twice first."""
        found = [write.change for write in self.units] + [write.change for write in self.persons]
        return sorted(found, key=lambda change: not change.grave)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Per table how many rows are new, changed and unchanged."""
        made: dict[str, dict[str, int]] = {}
        for kind, unchanged in self.unchanged.items():
            of_kind = [change for change in self.changes if change.kind == kind]
            new = sum(change.is_new for change in of_kind)
            made[kind] = {"new": new, "changed": len(of_kind) - new, "unchanged": unchanged}
        return made

    @cached_property
    def digest(self) -> str:
        """A plan of the same file has the same digest as long as what it changes is as it was."""
        text = json.dumps([change.as_json() for change in self.changes], ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()
