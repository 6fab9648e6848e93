"""The month's obligations of the office: next month's roster by the 21st, its notice by the last day (section 4, D22)."""

from datetime import date

from django.db import transaction

from dutyroster.actions import roster as rosters
from dutyroster.models import Roster
from hotline import clock
from hotline.deadlines import actions as deadlines, rules
from hotline.deadlines.models import Deadline, Kind
from hotline.people.models import Unit

KINDS = (Kind.ROSTER, Kind.NOTICE)


def open_month(today: date) -> int:
    """Open what the office owes for next month where that is not done yet; gives how many obligations were opened or ended.

    Called every minute, from the 1st on: idempotent, two at once do no harm, and a scheduler that was down is caught up. What can
    be done no more ends, and the miss stays on record with its due day: what a month that is over owed, and the names of units
    whose duty has begun.
    """
    return _close_past(today) + _close_begun(today) + _open_next(today)


def _open_next(today: date) -> int:
    month = rosters.next_month(today)
    office = Unit.objects.filter(kind=Unit.Kind.OFFICE, parent=None).first()
    known = Roster.objects.filter(month=month).first()
    if office is None or (known and not _missing(known)):
        return 0
    with transaction.atomic():
        roster = rosters.lock(month)
        missing = _missing(roster)
        for kind in missing:
            due = rules.due(kind, clock.start_of(today))
            deadlines.open_(kind, subject=roster.subject, unit=office, due=due)
    return len(missing)


def _missing(roster: Roster) -> list[Kind]:
    """What is neither done nor opened before."""
    wanted = [Kind.NOTICE] if roster.is_announced else list(KINDS)
    if roster.published_at is not None:
        return []
    opened = set(Deadline.objects.of(*roster.subject).filter(kind__in=wanted).values_list("kind", flat=True))
    return [kind for kind in wanted if kind not in opened]


def _close_past(today: date) -> int:
    kinds = (*KINDS, Kind.LEADER_INFO)
    past = Roster.objects.filter(month__lt=today.replace(day=1)).values("pk")
    rows = Deadline.objects.open().filter(kind__in=kinds, subject_type="roster", subject_id__in=past)
    pks = rows.order_by("subject_id").values_list("subject_id", flat=True).distinct()
    return sum(deadlines.cancel(("roster", pk), *kinds) for pk in pks)


def _close_begun(today: date) -> int:
    """The names of units all whose days of this month have begun: they cannot be entered any more (D21)."""
    roster = Roster.objects.filter(month=today.replace(day=1), announced_at__isnull=False).first()
    if roster is None:
        return 0
    owed = Deadline.objects.open().of(*roster.subject).filter(kind=Kind.LEADER_INFO)
    units = dict(owed.values_list("unit_id", "cause"))
    if not units:
        return 0
    ahead = {shift.unit_id for shift in roster.shifts.filter(day__gte=today) if clock.now() < shift.begins_at}
    gone = [cause for pk, cause in units.items() if pk not in ahead]
    return sum(deadlines.cancel(roster.subject, Kind.LEADER_INFO, cause=cause) for cause in gone)
