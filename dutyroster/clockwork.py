"""What the clock does with the roster, each minute after the sweep: it opens what a duty day owes, says at 08:41 that no leader
is there, freezes the sheet at 09:00, lays the handover before the next unit at 22:00, and opens what the month owes.
Repeatable, and safe beside another sweep."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from dutyroster import evidence, monthly, onduty, sides
from dutyroster.actions import sheet
from dutyroster.models import Attendance, Handover, HandoverEntry, Sheet, Shift
from dutyroster.models.roster import ShiftQuerySet
from hotline import clock
from hotline.deadlines import actions as deadlines, rules
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.sweep import after_sweep
from hotline.notices.actions import tell
from hotline.notices.models import Notice
from hotline.people.models import Person, Role, Unit
from tickets.flow import Action
from tickets.models import Event, Step, Ticket

log = logging.getLogger(__name__)
# A duty day nobody could use because the program was down owes nothing after this long.
FORGOTTEN = timedelta(days=7)


@after_sweep
def tick() -> int:
    """Do what is due now; gives how much it did. A fault in one part holds back no other, and is tried again next minute."""
    parts: tuple[Callable[[], int], ...] = (open_month, open_shifts, tell_leaderless, freeze_sheets, end_shifts, settle_entries)
    return sum(_guarded(part) for part in parts)


def _guarded(part: Callable[[], int]) -> int:
    try:
        return part()
    except Exception:
        log.exception("the roster's clockwork: %s", part.__name__)
        return 0


def open_month() -> int:
    """Next month's roster and notice are owed from the first of the month on (section 4)."""
    return monthly.open_month(clock.today())


def open_shifts() -> int:
    """From 08:30 on the sheet and the handover are owed by the unit on duty, and the hard cases of the night (D7, D10, D15)."""
    now = clock.now()
    done = 0
    for pk in _pending(now).filter(opened_at=None).values_list("pk", flat=True):
        with transaction.atomic():
            shift = Shift.objects.locked(pk)
            if shift.opened_at or now < shift.begins_at or not shift.roster.is_announced:
                continue
            for kind in (Kind.CALLBACK_SHEET, Kind.HANDOVER_SIGN):
                _open(kind, shift, shift.unit)
            if Sheet.objects.filter(shift=shift).exists():  # a page was quicker than the clock: it may owe nothing any more
                sheet.freeze(shift)
            _open_hard_cases(shift)
            shift.opened_at = now
            shift.save(update_fields=["opened_at"])
            done += 1
    return done


def tell_leaderless() -> int:
    """Nobody is absent unnoticed: once a day the front desk and the unit hear that no leader is there past 08:40 (D15, D20)."""
    shift = onduty.running()
    if shift is None:
        return 0
    crew, rows = onduty.crew(shift), Attendance.objects.filter(shift=shift).select_related("person")
    if not evidence.is_leaderless(crew, rows, clock.now()):
        return 0
    people, cause = [*sides.desk(), *sides.of_day(crew)], f"shift:{shift.pk}:leaderless"
    if Notice.objects.filter(person__in=people, cause=cause).exists():
        return 0
    link = reverse("dutyroster:day", args=[shift.day])
    tell(people, "leaderless", cause=cause, link=link, is_duty=True, day=f"{shift.day}", unit=shift.unit.name)
    return 1


def freeze_sheets() -> int:
    """At 09:00 the callback cases of the day are fixed (D10)."""
    now = clock.now()
    waiting = Shift.objects.in_force().filter(day=now.date(), opened_at__isnull=False, sheet=None)
    shifts = [shift for shift in waiting.select_related("unit", "roster") if now >= shift.at("sheet_frozen_at")]
    for shift in shifts:
        sheet.freeze(shift)
    return len(shifts)


def end_shifts() -> int:
    """At 22:00 the handover lies before the next unit, due 08:30 (D15); where no unit follows, before the office."""
    now = clock.now()
    done = 0
    for pk in _pending(now).exclude(opened_at=None).values_list("pk", flat=True):
        with transaction.atomic():
            shift = Shift.objects.locked(pk)
            if shift.ended_at or now < shift.ends_at:
                continue
            if not Handover.objects.filter(shift=shift, confirmed_at__isnull=False).exists():
                following = Shift.objects.on(shift.day + clock.DAY)
                _open(Kind.HANDOVER_CONFIRM, shift, following.unit if following else Unit.office())
            _tell_unsigned(shift)
            shift.ended_at = now
            shift.save(update_fields=["ended_at"])
            done += 1
    return done


def settle_entries() -> int:
    """Lines of the book about tickets that have come to an end settle themselves (D15); a question waits for its answer (D8)."""
    over = HandoverEntry.objects.open().filter(ticket__step__gte=Step.COMPILATION).exclude(kind=HandoverEntry.Kind.QUESTION)
    owed = {str(HandoverEntry.Kind.PROGRESS): str(Kind.PROGRESS), str(HandoverEntry.Kind.PROMISE): str(Kind.PROMISE)}
    rows = list(HandoverEntry.objects.open().filter(kind__in=owed).values_list("pk", "kind", "ticket_id"))
    open_now = set(
        Deadline.objects.open()
        .filter(subject_type="ticket", subject_id__in=[ticket for _pk, _kind, ticket in rows], kind__in=owed.values())
        .values_list("subject_id", "kind")
    )
    done = [pk for pk, kind, ticket in rows if (ticket, owed[kind]) not in open_now]
    stamp = {"is_open": False, "closed_at": clock.now()}
    return over.update(**stamp) + HandoverEntry.objects.open().filter(pk__in=done).update(**stamp)


def _pending(now: datetime) -> ShiftQuerySet:
    """Announced days up to today that the clock has not finished with; after FORGOTTEN it does not come back to them."""
    earliest = (now - FORGOTTEN).date()
    return Shift.objects.in_force().filter(ended_at=None, day__gte=earliest, day__lte=now.date()).order_by("day")


def _open(kind: Kind, shift: Shift, unit: Unit) -> None:
    if not Deadline.objects.of(*shift.subject).filter(kind=kind).exists():
        deadlines.open_(kind, subject=shift.subject, unit=unit, due=rules.due(kind, shift.begins_at))


def _open_hard_cases(shift: Shift) -> None:
    """What was marked hard since the last shift ended, while nobody was on duty, is this unit's (D7)."""
    since = Shift(day=shift.day - clock.DAY).ends_at
    waiting = Ticket.objects.waiting().filter(is_hard=True).order_by("-number")[:500]
    marked = Event.objects.filter(
        ticket__in=[t.pk for t in waiting], action=Action.FLAG_HARD, at__gte=since, at__lt=shift.begins_at
    )
    for pk in sorted(set(marked.values_list("ticket_id", flat=True))):
        subject = ("ticket", pk)
        if not Deadline.objects.open().of(*subject).filter(kind=Kind.HARD_CASE).exists():
            due = rules.due(Kind.HARD_CASE, shift.begins_at)
            deadlines.open_(Kind.HARD_CASE, subject=subject, unit=shift.unit, due=due)


def _tell_unsigned(shift: Shift) -> None:
    """Nobody leaves unnoticed: the office head hears of a shift that ends without a signed handover (D15)."""
    if Handover.objects.filter(shift=shift).exists():
        return
    tell(
        Person.objects.with_role(Role.OFFICE_HEAD),
        "handover_unsigned",
        cause=f"shift:{shift.pk}:unsigned",
        link=reverse("dutyroster:day", args=[shift.day]),
        is_duty=True,
        day=f"{shift.day}",
        unit=shift.unit.name,
    )
