"""Which tickets come onto a callback sheet (D10). The rule is laid down in
docs/decisions/2026-11-22-callback-sheet-sample.md; a change of it gets the next number in RULE."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from dutyroster.models import SheetCase
from hotline import options
from tickets.models import Assignment, Callback, Satisfaction, Step, Ticket

RULE = 1
STEPS = (Step.REPLY, Step.COMPILATION, Step.BULLETIN)
Group = SheetCase.Group
ORDER: Mapping[str, int] = {Group.UNHAPPY: 0, Group.NOT_CALLED: 1, Group.SETTLED: 2}


@dataclass(frozen=True)
class Candidate:
    """A ticket that may come onto a sheet; `unit` is its lead unit."""

    ticket: int
    number: str
    replied_at: datetime
    group: str
    unit: int | None

    @property
    def place(self) -> tuple[int, str]:
        """The dissatisfied and unsolved first, then who was not called, then the settled; ties by number."""
        return ORDER[self.group], self.number


@dataclass(frozen=True)
class Sample:
    """What was chosen, in the order of the sheet, and how many days back it had to look."""

    chosen: list[Candidate]
    days: int


def choose(until: datetime, wanted: int, taken: Mapping[int | None, int] | None = None) -> Sample:
    """The best `wanted` tickets replied to before `until`; fewer where there are no more (three queries at most).

    `taken` says how many cases of each unit stand on the sheet already (for a replacement).
    """
    least, most = options.get("sheet_days"), max(options.get("sheet_days"), options.get("sheet_days_most"))
    found = candidates(until, least)
    if len(found) < wanted:
        found = candidates(until, most)
    days, found = widened(found, until, wanted=wanted, least=least, most=most)
    return Sample(pick(found, wanted=wanted, per_unit=options.get("sheet_per_unit"), taken=taken or {}), days)


def widened(found: Iterable[Candidate], until: datetime, *, wanted: int, least: int, most: int) -> tuple[int, list[Candidate]]:
    """How many days back are needed, and what lies within them: `least` days, a day more each time while cases are short,
    `most` at the utmost."""
    found = list(found)
    for days in range(least, most + 1):
        within = [c for c in found if c.replied_at >= until - timedelta(days=days)]
        if len(within) >= wanted:
            return days, within
    return most, [c for c in found if c.replied_at >= until - timedelta(days=most)]


def pick(
    found: Iterable[Candidate], *, wanted: int, per_unit: int, taken: Mapping[int | None, int] | None = None
) -> list[Candidate]:
    """The first `wanted` in order, with at most `per_unit` of a lead unit; where all units are used and places are left, as many
    of each again, and so on."""
    left = sorted(found, key=lambda c: c.place)
    used = Counter(taken or {})
    chosen: list[Candidate] = []
    limit = per_unit
    while left and len(chosen) < wanted:
        passed: list[Candidate] = []
        for candidate in left:
            if len(chosen) < wanted and used[candidate.unit] < limit:
                used[candidate.unit] += 1
                chosen.append(candidate)
            else:
                passed.append(candidate)
        left, limit = passed, limit + per_unit
    return sorted(chosen, key=lambda c: c.place)


def candidates(until: datetime, days: int) -> list[Candidate]:
    """Every ticket that may come onto a sheet, replied to in the `days` days before `until` (one query).

    The index `ticket_replied` holds no more than what is not archived yet, by the time of the reply.
    """
    reached = Callback.objects.filter(ticket=OuterRef("pk"), reached=True).order_by("-pk")
    unhappy = Q(solved=False) | Q(satisfaction__lte=Satisfaction.DISSATISFIED)
    lead = Assignment.objects.filter(ticket=OuterRef("pk"), is_lead=True).order_by("-pk")
    rows = Ticket.objects.filter(
        step__in=STEPS,
        merged_into=None,
        is_confidential=False,
        replied_at__gte=until - timedelta(days=days),
        replied_at__lt=until,
    ).exclude(Exists(SheetCase.objects.filter(ticket=OuterRef("pk"))))
    found = rows.annotate(
        is_unhappy=Subquery(reached.annotate(unhappy=unhappy).values("unhappy")[:1]),
        lead=Subquery(lead.values("unit")[:1]),
    )
    columns = found.values_list("pk", "number", "replied_at", "is_unhappy", "lead")
    return [Candidate(pk, number, at, _group(is_unhappy), unit) for pk, number, at, is_unhappy, unit in columns if at]


def _group(is_unhappy: bool | None) -> str:
    """By the latest callback that reached the caller; None where nobody did yet."""
    if is_unhappy is None:
        return Group.NOT_CALLED
    return Group.UNHAPPY if is_unhappy else Group.SETTLED
