"""The score of a duty day (D20): confirmed once by the office head, reversed by a line of its own, appealed by the unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse as url_of
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dutyroster import evidence, onduty, rules, sides
from dutyroster.models import Appeal, Attendance, Score, Shift
from hotline import clock, options
from hotline.notices.actions import tell
from hotline.people.models import Person, Role
from tickets.actions import checks
from tickets.operation import Forbidden, Refused

SCALE = (-3, 0, 3)
BATCH = 100  # days confirmed in one go
TEXT, GROUNDS = 500, 2000  # characters


def may_confirm(person: Person, shift: Shift) -> bool:
    """The office head, never of the unit that is scored."""
    return person.has_role(Role.OFFICE_HEAD) and person.unit_id not in shift.unit.tree_ids


@transaction.atomic
def confirm(
    shift: int, *, actor: Person, seen: str | None = None, points: int | None = None, reason: str = "", batch: bool = False
) -> Score:
    """Enter the score of a duty day that is over. Without `points` it is the proposed one; another one needs the reason.

    `seen` names the evidence the head looked at (`Found.seen`): if it has changed since, nothing is entered. In a `batch` only
    days without an open question are, and none whose score was reversed: that is confirmed by itself, with the reason. Raises
    Forbidden or Refused.
    """
    row = _locked(shift)
    _only_head(actor, row)
    if clock.now() < row.ends_at:
        raise Refused(_("The duty day is not over yet."))
    if Score.objects.in_force().filter(shift=row).exists():
        raise Refused(_("The score of this day is confirmed already."))
    # The front desk waits, and is then told that the day is scored.
    list(Attendance.objects.select_for_update().filter(shift=row).order_by("pk").values_list("pk"))
    found = evidence.of(row)
    if seen is not None and seen != found.seen:
        raise Refused(_("The evidence has changed meanwhile, so nothing was entered. Look at it as it is now."))
    if batch and found.questions:
        raise Refused(_("The evidence of this day has an open question: confirm it by itself."))
    if batch and row.scores.exists():
        raise Refused(_("The score of this day was reversed: confirm it by itself, with the reason."))
    return _enter(row, found, actor, found.proposal.points if points is None else points, reason)


@dataclass
class Batch:
    """What became of a batch: how many were confirmed, and what was not, with the sentence for each."""

    done: int
    refused: list[tuple[str, Promise | str]]


def confirm_many(picked: Sequence[tuple[int, str]], *, actor: Person) -> Batch:
    """Confirm the proposals of these days (id, `seen`), each by itself: one that cannot be stops no other."""
    batch = Batch(0, [])
    for shift, seen in list(dict(picked).items())[:BATCH]:
        try:
            confirm(shift, actor=actor, seen=seen, batch=True)
        except Forbidden:
            raise
        except Refused as refused:
            day = Shift.objects.filter(pk=shift).values_list("day", flat=True).first()
            batch.refused.append((f"{day or shift}", refused.message))
        else:
            batch.done += 1
    return batch


@transaction.atomic
def reverse(score: int, *, actor: Person, reason: str) -> Score:
    """Take a confirmed score back by a line with the points negated; then the day can be confirmed anew.

    An appeal that waits on it has thereby succeeded. Raises Forbidden or Refused.
    """
    row = _score(score)
    _only_head(actor, row.shift)
    said = checks.text(reason, "reason", TEXT, empty=checks.SAY_WHY)
    line = _reverse(row, actor, said)
    waiting = row.appeals.select_for_update(of=("self",)).filter(decided_at=None).first()
    if waiting:
        _decide(waiting, actor, upheld=True, opinion=said)
    return line


@transaction.atomic
def appeal(score: int, *, actor: Person, text: str) -> Appeal:
    """The unit disagrees with a score in force, within the days allowed (option `appeal_days`). Raises Forbidden or Refused."""
    row = _score(score)
    if not sides.speaks_for(actor, onduty.crew(row.shift)):
        raise Forbidden(_("You do not have the right to do this."))
    _in_force(row)
    if row.appeals.exists():
        raise Refused(_("Your unit has appealed against this score already."))
    if clock.now() >= rules.appeal_until(row.at, options.get("appeal_days")):
        raise Refused(_("The time to appeal is over."))
    said = checks.text(text, "text", GROUNDS, empty=checks.SAY_WHY)
    made: Appeal = Appeal.objects.create(score=row, text=said, by=actor, at=clock.now())
    heads = [p for p in Person.objects.with_role(Role.OFFICE_HEAD) if p.unit_id not in row.shift.unit.tree_ids]
    _tell(heads, "score_appealed", f"appeal:{made.pk}", row.shift, unit=row.unit.name)
    return made


@transaction.atomic
def decide_appeal(appeal: int, *, actor: Person, upheld: bool, opinion: str, points: int | None = None) -> Appeal:
    """Decide with an opinion. Upheld reverses the score, and with `points` enters the new one, all or nothing.

    Nobody decides an appeal of their own. Raises Forbidden or Refused.
    """
    pointer = Appeal.objects.filter(pk=appeal).values_list("score", flat=True).first()
    if pointer is None:
        raise Refused(_("This no longer exists."))
    score = _score(pointer)
    row = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal)
    _only_head(actor, score.shift)
    if row.by_id == actor.pk:
        raise Forbidden(_("Nobody decides on a request of their own."))
    if row.decided_at is not None:
        raise Refused(_("This appeal is decided already."))
    said = checks.text(opinion, "opinion", TEXT, empty=checks.SAY_WHY)
    if not upheld and points is not None:
        raise Refused(_("New points are entered only where the appeal is upheld."), field="points")
    if upheld:
        _reverse(score, actor, said, tells=False)
        if points is not None:
            _enter(score.shift, evidence.of(score.shift), actor, points, said, tells=False)
    _decide(row, actor, upheld=upheld, opinion=said)
    return row


# ---- the ledger's two kinds of line


def _enter(shift: Shift, found: evidence.Found, actor: Person, points: int, reason: str, *, tells: bool = True) -> Score:
    if points not in SCALE:
        raise Refused(_("A score is −3, 0 or +3 points."), field="points")
    proposed = found.proposal.points
    said = reason.strip()
    if points != proposed or shift.scores.exists():  # after a reversal the proposal is no matter of course
        said = checks.text(reason, "reason", TEXT, empty=checks.SAY_WHY)
    line: Score = Score.objects.create(
        shift=shift, unit=shift.unit, year=shift.day.year, points=points, parts=found.parts(), evidence=found.plain(),
        proposed=proposed, reason=said[:TEXT], by=actor, at=clock.now(),
    )  # fmt: skip
    if tells:
        _tell(sides.of_day(onduty.crew(shift)), "score_confirmed", f"score:{line.pk}", shift, points=f"{points:+d}")
    return line


def _reverse(row: Score, actor: Person, reason: str, *, tells: bool = True) -> Score:
    _in_force(row)
    line: Score = Score.objects.create(
        shift=row.shift, unit=row.unit, year=row.year, points=-row.points, proposed=-row.points, reason=reason,
        reverses=row, by=actor, at=clock.now(),
    )  # fmt: skip
    if tells:
        _tell(sides.of_day(onduty.crew(row.shift)), "score_reversed", f"score:{line.pk}", row.shift, points=f"{row.points:+d}")
    return line


def _decide(row: Appeal, actor: Person, *, upheld: bool, opinion: str) -> None:
    row.decided_by, row.decided_at, row.upheld, row.opinion = actor, clock.now(), upheld, opinion
    row.save(update_fields=["decided_by", "decided_at", "upheld", "opinion"])
    shift = row.score.shift
    kind = "appeal_upheld" if upheld else "appeal_refused"
    _tell([*sides.of_day(onduty.crew(shift)), row.by], kind, f"appeal:{row.pk}:decided", shift)


# ---- checks


def _locked(shift: int) -> Shift:
    """The day's row, locked: of two who confirm at once the second waits and is told."""
    rows = Shift.objects.in_force().select_for_update(of=("self",), no_key=True).select_related("unit")
    row: Shift | None = rows.filter(pk=shift).first()
    if row is None:
        raise Refused(_("This no longer exists."))
    return row


def _score(pk: int) -> Score:
    """A line of the ledger with its day locked."""
    day = Score.objects.filter(pk=pk).values_list("shift", flat=True).first()
    if day is None:
        raise Refused(_("This no longer exists."))
    shift = _locked(day)
    row: Score = Score.objects.select_related("unit").get(pk=pk)
    row.shift = shift
    return row


def _in_force(row: Score) -> None:
    if row.reverses_id is not None or Score.objects.filter(reverses=row).exists():
        raise Refused(_("This score has been reversed already."))


def _only_head(actor: Person, shift: Shift) -> None:
    if not may_confirm(actor, shift):
        raise Forbidden(_("You do not have the right to do this."))


# ---- who is told


def _tell(persons: Iterable[Person], kind: str, cause: str, shift: Shift, **more: Any) -> None:
    link = url_of("dutyroster:score", args=[shift.day])
    tell(persons, kind, cause=cause, link=link, day=f"{shift.day}", **more)
