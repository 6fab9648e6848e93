"""What the deadlines below know of rosters and duty days: how to name them, and who may see them."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from dutyroster.models import Roster, Shift
from hotline.deadlines import subjects
from hotline.deadlines.subjects import Subject
from hotline.people.models import Person, Unit


class ShiftSource:
    """Duty days as subjects of obligations."""

    def describe(self, ids: Collection[int]) -> Mapping[int, Subject]:
        rows = Shift.objects.select_related("unit").filter(pk__in=ids)
        return {
            row.pk: Subject(
                f"{row.day}", _("Duty day of %(unit)s") % {"unit": row.unit.label}, reverse("dutyroster:day", args=[row.day])
            )
            for row in rows
        }

    def visible_to(self, person: Person, ids: Collection[int]) -> frozenset[int]:
        return frozenset(Shift.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


class RosterSource:
    """Months' rosters as subjects of obligations."""

    def describe(self, ids: Collection[int]) -> Mapping[int, Subject]:
        rows = Roster.objects.filter(pk__in=ids)
        return {
            row.pk: Subject(
                f"{row.month:%Y-%m}",
                _("Duty roster of %(month)s") % {"month": f"{row.month:%Y-%m}"},
                reverse("dutyroster:month", args=[row.month]),
            )
            for row in rows
        }

    def visible_to(self, person: Person, ids: Collection[int]) -> frozenset[int]:
        """The office sees all; a unit those that are announced."""
        rows = Roster.objects.filter(pk__in=ids)
        if person.unit.kind != Unit.Kind.OFFICE:
            rows = rows.filter(announced_at__isnull=False)
        return frozenset(rows.values_list("pk", flat=True))


def register() -> None:
    """Called when the app is ready."""
    subjects.register("shift", ShiftSource())
    subjects.register("roster", RosterSource())
