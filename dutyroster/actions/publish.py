"""Draft → announced to its units → published (D22). The office head does both; the roster's row is locked meanwhile."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dutyroster import sides
from dutyroster.actions import handover, leader_info, roster as rosters
from dutyroster.actions.roster import Stale
from dutyroster.models import Roster, Shift
from hotline import clock
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Deadline, Kind
from hotline.notices.actions import leave
from hotline.notices.models import Notice
from hotline.people.models import Person, Role
from tickets.operation import Forbidden, Refused


@transaction.atomic
def announce(roster: Roster, *, actor: Person, version: int) -> Roster:
    """Sign the month and announce it to its units; from now on it binds, and each unit owes its leaders' names (D21, D22).

    `version` is what the head saw. Raises Stale where it is another one by now, Refused for gaps, a second time, a past month.
    """
    roster = _locked(roster.month, actor, version)
    if roster.is_announced:
        raise Refused(_("This month has been announced already."))
    _check(roster)
    roster.announced_at, roster.announced_by, roster.announced_version = clock.now(), actor, roster.version
    roster.save(update_fields=["announced_at", "announced_by", "announced_version"])
    _close_past(roster)
    deadlines.meet(roster.subject, Kind.ROSTER)
    leader_info.sync_leader_info(roster)
    _tell_units(roster)
    if clock.today() <= roster.month <= clock.today() + clock.DAY:  # as late as that: its first day had no unit so far
        handover.pass_on(roster.month)
    return roster


@transaction.atomic
def publish(roster: Roster, *, actor: Person, version: int | None = None) -> Roster:
    """Publish the notice of an announced month: from now on everybody may see the units (never the phones).

    What changes later is public at once, without publishing again. Raises as `announce`; `version` None: as it stands.
    """
    roster = _locked(roster.month, actor, version)
    if not roster.is_announced:
        raise Refused(_("Announce the month to its units first, then publish it."))
    if roster.published_at is not None:
        raise Refused(_("This month has been published already. Changes are public at once."))
    _check(roster)
    roster.published_at, roster.published_by = clock.now(), actor
    roster.save(update_fields=["published_at", "published_by"])
    deadlines.meet(roster.subject, Kind.NOTICE)
    return roster


def is_over(month: date) -> bool:
    """Whether the last duty day of that month has ended."""
    return Shift(day=rosters.month_days(month)[-1]).ends_at <= clock.now()


def _locked(month: date, actor: Person, version: int | None) -> Roster:
    if not actor.has_role(Role.OFFICE_HEAD):
        raise Forbidden(_("Only the office head announces and publishes rosters."))
    roster = rosters.lock(month)
    if version is not None and roster.version != version:
        raise Stale
    return roster


def _check(roster: Roster) -> None:
    if is_over(roster.month):
        raise Refused(_("This month is over."))
    if empty := rosters.gaps(roster.month, rosters.plan_of(roster)):
        days = "、".join(f"{day}" for day in empty)
        raise Refused(_("These days have no unit yet: %(days)s. Fill them first.") % {"days": days})


def _close_past(roster: Roster) -> None:
    """Days that are over when the month is announced were nobody's to know: they owe nothing, like history taken over."""
    now = clock.now()
    over = [shift.pk for shift in roster.shifts.filter(opened_at=None) if shift.ends_at <= now]
    roster.shifts.filter(pk__in=over).update(opened_at=now, ended_at=now)


def _tell_units(roster: Roster) -> None:
    """The people of each unit once: its days, and until when it names the leaders; as many statements for one unit as for all."""
    days: dict[int, list[str]] = {}
    for unit, day in roster.shifts.order_by("day").values_list("unit_id", "day"):
        days.setdefault(unit, []).append(f"{day}")
    open_ = Deadline.objects.open().of(*roster.subject).filter(kind=Kind.LEADER_INFO)
    due = {pk: f"{clock.local(at):%Y-%m-%d %H:%M}" for pk, at in open_.values_list("unit_id", "due_at")}
    link = reverse("dutyroster:leaders", args=[roster.month])
    leave(
        Notice(
            person=person, is_duty=True, created_at=clock.now(), link=link, cause=f"roster:{roster.pk}:announced:{unit}",
            kind="roster_announced" if unit in due else "roster_announced_named",
            params={"month": f"{roster.month:%Y-%m}", "days": "、".join(days[unit]), "due": due.get(unit, "")},
        )
        for unit, people in sides.by_unit(days, [roster.pk]).items()
        for person in people
    )  # fmt: skip
