"""Every write to the calendar ends here."""

from collections import defaultdict
from datetime import date

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hotline import clock
from hotline.jobs import actions as jobs
from hotline.jobs.models import Job
from hotline.people.models import Person
from hotline.workdays.changes import Change, What
from hotline.workdays.models import CalendarDay, CalendarVersion, CalendarYear

_LOCK = 12345_01  # any number no other advisory lock of this program uses
RECOMPUTE = "calendar.recompute"  # the kind of job in which the deadlines count again


class Stale(Exception):
    """The calendar has changed since the change was looked at."""


@transaction.atomic
def apply(change: Change, *, actor: Person | None, send: bool = True) -> Job:
    """Make the change, as the next version, and have the deadlines counted again; gives that job.

    Without `send` the caller works on the job itself. Raises Stale if the calendar is not the one of the preview.
    """
    _lock()
    if CalendarVersion.objects.values_list("number", flat=True).first() != (change.version or None):
        raise Stale
    _delete(change)
    CalendarDay.objects.bulk_create(CalendarDay(**row._asdict()) for row in sorted(change.added, key=lambda row: row.date))
    wish = change.wish
    if wish.what == What.OFFICIAL:
        facts = {"official": True, "loaded_at": clock.now(), "source": wish.source[:200]}
        CalendarYear.objects.update_or_create(year=wish.year, defaults=facts)
    changed(actor=actor, why=wish.title)
    title = _("Count the deadlines again: %(change)s") % {"change": wish.title}
    return jobs.start(RECOMPUTE, actor=actor, title=title, send=send)


@transaction.atomic
def changed(*, actor: Person | None, why: str) -> int:
    """Give the calendar its next version; call it in the transaction of the change, after it. Gives the number.

    The lock is held until that transaction ends, so versions become visible in the order of their numbers and nobody
    caches a higher one while a lower one is still to come.
    """
    _lock()
    return CalendarVersion.objects.create(made_at=clock.now(), why=why[:200], by=actor).number


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _delete(change: Change) -> None:
    groups: dict[tuple[str, int | None], list[date]] = defaultdict(list)
    for row in change.removed:
        groups[row.kind, row.unit_id].append(row.date)
    for (kind, unit_id), days in groups.items():
        of_unit = Q(unit=None) if unit_id is None else Q(unit_id=unit_id)
        CalendarDay.objects.filter(of_unit, kind=kind, date__in=days).delete()
