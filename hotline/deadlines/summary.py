"""What a person owes, for the morning e-mail of those who want it: overdue, due today and open, by obligation."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.policy import DEFAULT_OWNERS, OWNERS
from hotline.people.models import Person, Role, Unit


def lines(people: Sequence[Person]) -> Mapping[int, list[tuple[str, str]]]:
    """Per person a line for each kind of obligation they answer for; three queries for any number of people."""
    groups = list(_counted())
    office = Unit.objects.filter(kind=Unit.Kind.OFFICE, parent=None).values_list("pk", flat=True).first()
    roles = _roles(people)
    return {person.pk: _lines(_own(groups, person, roles[person.pk], office)) for person in people}


def _counted() -> Iterable[Any]:
    """All that is open by who owes it: as many rows as units times kinds, however many obligations."""
    now = clock.now()
    midnight = clock.start_of(clock.local(now).date() + clock.DAY)
    today = Count("pk", filter=Q(due_at__gt=now, due_at__lte=midnight))  # 24:00 is still today
    overdue = Count("pk", filter=Q(due_at__lte=now))
    rows = Deadline.objects.open().order_by().values("kind", "held_by", "person")
    return rows.annotate(overdue=overdue, today=today, all=Count("pk"))


def _roles(people: Sequence[Person]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {person.pk: set() for person in people}
    held = Person.groups.through.objects.filter(person__in=people).values_list("person_id", "group__name")
    for pk, role in held:
        found[pk].add(role)
    return found


def _own(groups: list[dict[str, Any]], person: Person, roles: set[str], office: int | None) -> dict[str, Counter[str]]:
    sums: dict[str, Counter[str]] = {}
    for row in groups:
        if _is_own(row, person, roles, office):
            sums.setdefault(row["kind"], Counter()).update({name: row[name] for name in ("overdue", "today", "all")})
    return sums


def _is_own(row: dict[str, Any], person: Person, roles: set[str], office: int | None) -> bool:
    """The same people as an alarm's owner and, at a unit, its leaders."""
    if row["person"]:
        return bool(row["person"] == person.pk)
    if row["held_by"] != person.unit_id:
        return False
    if row["held_by"] == office:
        return bool(roles & {role.value for role in OWNERS.get(Kind(row["kind"]), DEFAULT_OWNERS)})
    return bool(roles & {Role.HANDLER.value, Role.UNIT_LEADER.value})


def _lines(sums: dict[str, Counter[str]]) -> list[tuple[str, str]]:
    worst_first = sorted(sums.items(), key=lambda item: (-item[1]["overdue"], -item[1]["today"], item[0]))
    said = _("%(kind)s: %(overdue)s overdue, %(today)s due today, %(all)s open")
    return [(said % {"kind": Kind(kind).label, **counts}, reverse("home")) for kind, counts in worst_first]
