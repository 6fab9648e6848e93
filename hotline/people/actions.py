"""Writes of units and people: what an import changes, all of it or nothing."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import connection, transaction

from hotline.people.models import PeopleImport, Person, Role, Unit, UnitAlias
from hotline.people.roles import ensure_roles
from hotline.people.sheets import Upload, check, load
from hotline.people.sheets.plan import PersonWrite, UnitWrite

KEPT_CHANGES = 200  # of an import, for whoever looks at it later
_AT_ONCE = 500
_UNIT_FIELDS = ["short_name", "kind", "parent", "position", "approves_replies", "is_active"]
_PERSON_FIELDS = ["name", "unit", "rank", "post", "phone", "email", "is_active"]

Progress = Callable[[int, int], None]


class Stale(Exception):
    """What the file would change is not what was looked at: somebody changed units or people meanwhile."""


@transaction.atomic
def import_people(
    upload: Upload,
    *,
    actor: Person | None,
    file_name: str,
    digest: str = "",
    progress: Progress = lambda done, total: None,
) -> PeopleImport:
    """Save what the upload changes, all of it or nothing, and log it. `actor` None: from the command line.

    `digest` is that of the plan somebody looked at. Raises Stale where it would be another plan now, and Faulty where it
    would have faults now. New people can sign in only after an admin has set a password or a slip was printed for them.
    """
    _lock()
    plan = check(upload, load(), actor)
    if digest and plan.digest != digest:
        raise Stale
    total = len(plan.units) + len(plan.persons)
    ids = _save_units(plan.units)
    for done, chunk in _chunks(plan.persons):
        progress(len(plan.units) + done, total)
        _save_persons(chunk, ids)
    progress(total, total)
    changes = [change.as_json() for change in plan.changes[:KEPT_CHANGES]]
    return PeopleImport.objects.create(by=actor, file_name=file_name[:200], counts=plan.counts, changes=changes)


def _lock() -> None:
    """Nobody else writes units or people until this transaction ends; everybody goes on reading and referring to them."""
    models: Iterable[Any] = (Unit, UnitAlias, Person, Person.groups.through)
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def _chunks(writes: Sequence[PersonWrite]) -> Iterable[tuple[int, tuple[PersonWrite, ...]]]:
    for start in range(0, len(writes), _AT_ONCE):
        yield start, tuple(writes[start : start + _AT_ONCE])


def _save_units(writes: Sequence[UnitWrite]) -> dict[int, int]:
    """Save them; gives for the negative ids of the new ones those they have now."""
    ids: dict[int, int] = {}
    for write in (write for write in writes if write.change.is_new):  # parents come first
        unit, old = write.unit, write.unit.pk
        unit.parent_id = ids.get(unit.parent_id or 0, unit.parent_id)
        unit.pk = None
        unit.save(force_insert=True)
        ids[old] = unit.pk
    changed = [write.unit for write in writes if not write.change.is_new]
    for unit in changed:
        unit.parent_id = ids.get(unit.parent_id or 0, unit.parent_id)
    Unit.objects.bulk_update(changed, _UNIT_FIELDS, batch_size=_AT_ONCE)
    _save_aliases([write for write in writes if any(field.key == "aliases" for field in write.change.fields)])
    return ids


def _save_aliases(writes: Sequence[UnitWrite]) -> None:
    """All that go first: an alias may move from one unit to another."""
    wanted = {(write.unit.pk, name) for write in writes for name in write.aliases}
    old = UnitAlias.objects.filter(unit__in=[write.unit.pk for write in writes])
    there = {(alias.unit_id, alias.name): alias.pk for alias in old}
    UnitAlias.objects.filter(pk__in=[pk for pair, pk in there.items() if pair not in wanted]).delete()
    UnitAlias.objects.bulk_create(UnitAlias(unit_id=pk, name=name) for pk, name in sorted(wanted - there.keys()))


def _save_persons(writes: Sequence[PersonWrite], ids: dict[int, int]) -> None:
    for write in writes:
        write.person.unit_id = ids.get(write.person.unit_id, write.person.unit_id)
    new = [write.person for write in writes if write.change.is_new]
    for person in new:
        person.password = make_password(None)
    Person.objects.bulk_create(new)
    Person.objects.bulk_update([write.person for write in writes if not write.change.is_new], _PERSON_FIELDS)
    _save_roles([write for write in writes if any(field.key == "roles" for field in write.change.fields)])


def _save_roles(writes: Sequence[PersonWrite]) -> None:
    """Only the roles: another group somebody may be in stays."""
    links: Any = Person.groups.through
    groups = _role_groups()
    of_roles = links.objects.filter(group__in=groups.values())
    of_roles.filter(person__in=[write.person.pk for write in writes if not write.change.is_new]).delete()
    links.objects.bulk_create(
        [links(person_id=write.person.pk, group_id=groups[role]) for write in writes for role in sorted(write.roles)]
    )


def _role_groups() -> dict[str, int]:
    groups = dict(Group.objects.filter(name__in=Role.values).values_list("name", "pk"))
    if len(groups) < len(Role.values):
        ensure_roles()
        groups = dict(Group.objects.filter(name__in=Role.values).values_list("name", "pk"))
    return groups
