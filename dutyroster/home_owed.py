"""What of duty somebody owes, on the home page: the unit its names, sheet, handover and hard cases, the office its roster."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dutyroster import sides
from dutyroster.actions import roster as rosters
from dutyroster.models import Roster, Shift
from hotline import clock
from hotline.deadlines import subjects
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.texts import due_view
from hotline.people.models import Person, Role
from tickets.home import Section, register_section

SHOWN = 10
OF_DAY = (Kind.CALLBACK_SHEET, Kind.HANDOVER_SIGN, Kind.HANDOVER_CONFIRM, Kind.HARD_CASE)
OF_OFFICE = (Kind.ROSTER, Kind.NOTICE)
# Where each is done; anything else on the page of what it is about.
PAGES: dict[str, Callable[[Any, Deadline], str]] = {
    Kind.LEADER_INFO: lambda roster, owed: reverse("dutyroster:unit_leaders", args=[roster.month, owed.unit_id]),
    Kind.CALLBACK_SHEET: lambda shift, owed: reverse("dutyroster:sheet", args=[shift.day]),
    Kind.HANDOVER_SIGN: lambda shift, owed: reverse("dutyroster:book", args=[shift.day]),
    Kind.HANDOVER_CONFIRM: lambda shift, owed: reverse("dutyroster:book", args=[shift.day]),
}


def owed_by(person: Person) -> QuerySet[Deadline]:
    """What the units this person speaks for owe, and for planners what the office owes; the first due first.

    The names of a month to come are the work of handlers and leaders: who was named for another month cannot enter them.
    """
    wanted = Q(kind__in=OF_DAY, held_by__in=sides.units_of(person))
    if person.has_role(Role.HANDLER, Role.UNIT_LEADER):
        wanted |= Q(kind=Kind.LEADER_INFO, held_by__in=person.unit.tree_ids)
    if rosters.may_plan(person):
        wanted |= Q(kind__in=OF_OFFICE)
    return Deadline.objects.open().filter(wanted).select_related("unit").order_by("due_at", "pk")


def has_to_do(person: Person) -> bool:
    """Whether anything is owed: else the page says nothing of it."""
    return owed_by(person).exists()


def section(person: Person) -> Section:
    """The first due (a constant number of queries)."""
    found = list(owed_by(person)[: SHOWN + 1])
    rows, now = found[:SHOWN], clock.now()
    about = [(row.subject_type, row.subject_id) for row in rows]
    names, seen = subjects.describe(about), subjects.visible_to(person, about)
    models: dict[str, dict[int, Any]] = {
        "roster": Roster.objects.in_bulk([pk for kind, pk in about if kind == "roster"]),
        "shift": Shift.objects.in_bulk([pk for kind, pk in about if kind == "shift"]),
    }
    lines = []
    for row in rows:
        key = (row.subject_type, row.subject_id)
        page = PAGES.get(row.kind)
        link = page(models[row.subject_type][row.subject_id], row) if page else names[key].link
        lines.append(({"subject": names[key], "link": link if page or key in seen else ""}, due_view(row, now)))
    return Section(
        _("Duty matters to see to"), lines, reverse("dutyroster:today"), more=len(found) > SHOWN, owed=True,
        template="dutyroster/home_owed.html",
    )  # fmt: skip


def register() -> None:
    """Called when the app is ready."""
    register_section(has_to_do, section, first=True)
