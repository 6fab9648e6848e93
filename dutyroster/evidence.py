"""What a duty day's score is proposed from, as the database has it: attendance, leave, substitutes, make-up (D20)."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dutyroster import onduty
from dutyroster.actions import attendance
from dutyroster.models import Attendance, Attending, Leave, Score, Shift
from dutyroster.models.roster import ShiftQuerySet
from dutyroster.onduty import Crew
from dutyroster.scoring import LEADERS, Evidence, Presence, Proposal, by_minute, propose
from dutyroster.signing import digest
from hotline import clock, options
from hotline.people.models import Person, Unit

_ORDER = [Attending.PRINCIPAL, Attending.DEPUTY, Attending.SUBSTITUTE, Attending.STAND_IN, Attending.STAFF]


@dataclass(frozen=True)
class Line:
    """One presence as the evidence shows it; `attending` resolved, `counts` if it was confirmed and is of the day's unit."""

    row: Attendance
    attending: str
    is_of_unit: bool
    counts: bool
    question: str  # "" or one of came, left, stayed; of the day there may be leave and nothing too

    @property
    def label(self) -> str:
        return str(Attending(self.attending).label)


@dataclass(frozen=True)
class Found:
    """The evidence of a day and what follows from it. `questions` keep it out of the batch; `seen` names this evidence."""

    shift: Shift
    evidence: Evidence
    lines: tuple[Line, ...]
    leaves: tuple[Leave, ...]
    proposal: Proposal
    questions: tuple[str, ...]
    seen: str

    def plain(self) -> dict[str, Any]:
        """The evidence as it is kept in the ledger."""
        return _plain(self.shift, self.lines, self.leaves, self.questions) | {
            "reasons": [
                {"why": r.why.value, "minutes": r.minutes, "at": f"{r.at:%H:%M}" if r.at else None} for r in self.proposal.reasons
            ],
        }

    def parts(self) -> dict[str, int | None]:
        p = self.proposal
        return {"a": p.a, "b": p.b, "c": p.c, "makeup": p.makeup}


def days_of(person: Person) -> ShiftQuerySet:
    """The duty days whose evidence and score the person may see: the office all, a unit those of its own tree."""
    rows: ShiftQuerySet = Shift.objects.in_force()
    if person.unit.kind == Unit.Kind.OFFICE and person.roles:
        return rows
    return rows.filter(unit__in=person.unit.tree_ids)


def waiting(rows: ShiftQuerySet) -> ShiftQuerySet:
    """Of these days those that are over, without a score in force; nothing waits of history that was taken over."""
    over = clock.now()
    last = clock.today() if Shift(day=clock.today()).ends_at <= over else clock.today() - clock.DAY
    scored = Score.objects.in_force().values("shift")
    return rows.filter(day__lte=last).lived().exclude(pk__in=scored)


def of(shift: Shift) -> Found:
    """The evidence of one day (six queries at most)."""
    return of_many([shift])[shift.pk]


def of_many(shifts: Iterable[Shift]) -> dict[int, Found]:
    """The same for several days, by id (six queries at most, however many)."""
    shifts = list(shifts)
    attendances: dict[int, list[Attendance]] = {}
    people = ("person", "came_confirmed_by", "left_confirmed_by")
    for row in Attendance.objects.filter(shift__in=shifts).select_related(*people).order_by("came_at", "pk"):
        attendances.setdefault(row.shift_id, []).append(row)
    leaves: dict[int, list[Leave]] = {}
    rows = Leave.objects.filter(shift__in=shifts, dropped_at=None).exclude(granted=False)
    for leave in rows.select_related("person", "substitute", "approver").order_by("pk"):
        leaves.setdefault(leave.shift_id, []).append(leave)
    crews = onduty.crews(shifts)
    paths = _paths(row for shift in shifts for row in attendances.get(shift.pk, []) if not _is_known(row, crews[shift.pk]))
    return {shift.pk: _found(crews[shift.pk], attendances.get(shift.pk, []), leaves.get(shift.pk, []), paths) for shift in shifts}


def attends_as(row: Attendance, crew: Crew) -> Attending:
    """As what somebody counts: as named when the day began, whatever was known at check-in; leave is decided later too (D19).

    Who has no account or a closed one, and whom the list names since the day began, stays what they were at check-in.
    """
    person = row.person
    named = crew.of(person) if person else None
    is_late = named is not None and named.named_at is not None and named.named_at >= crew.shift.begins_at
    if person is None or not person.is_active or is_late:
        return Attending(row.attending)
    return attendance.attends_as(crew, person)


def is_leaderless(crew: Crew, rows: Iterable[Attendance], now: datetime) -> bool:
    """Within the hours, when a check-in would be late, and no leader there; claims are believed (D15, D20 a)."""
    if not crew.shift.at("duty_late_after") < by_minute(now) < crew.shift.ends_at:
        return False
    return not any(row.left_at is None and row.refused_at is None and attends_as(row, crew) in LEADERS for row in rows)


def _is_known(row: Attendance, crew: Crew) -> bool:
    """Without a look at the tree: of the day's unit itself, named for it, or somebody without an account."""
    return row.person is None or row.person.unit_id == crew.shift.unit_id or crew.of(row.person) is not None


def _paths(rows: Iterable[Attendance]) -> dict[int, list[int]]:
    """Of these persons' units the ids from the top of the tree down to it (one query; none where nobody is asked about)."""
    units = {row.person.unit_id for row in rows if row.person}
    return {unit.pk: unit.tree_path for unit in Unit.objects.with_tree_fields().filter(pk__in=units)} if units else {}


def _found(crew: Crew, rows: list[Attendance], leaves: list[Leave], paths: Mapping[int, Container[int]]) -> Found:
    shift = crew.shift
    found = (_line(row, crew, paths) for row in rows)
    lines = tuple(sorted(found, key=lambda line: (_ORDER.index(Attending(line.attending)), line.row.name)))
    evidence = Evidence(
        begins=shift.begins_at,
        ends=shift.ends_at,
        late_after=shift.at("duty_late_after"),
        calls=shift.calls,
        leaders_needed=options.get("duty_leaders_needed"),
        staff_needed=options.get("duty_staff_needed"),
        short_minutes=options.get("duty_short_minutes"),
        presences=tuple(_presence(line) for line in lines if line.counts),
        principal_leave=any(leave.granted and leave.who == Leave.Who.PRINCIPAL for leave in leaves),
        is_makeup=shift.makeup_of_id is not None,
    )
    questions = tuple(line.question for line in lines if line.question)
    questions += tuple("leave" for leave in leaves if leave.is_pending)
    if not any(line.counts for line in lines):
        questions += ("nothing",)  # nobody was there, or nobody wrote it down: somebody looks before points are taken
    seen = digest(_plain(shift, lines, tuple(leaves), questions))[:16]
    return Found(shift, evidence, lines, tuple(leaves), propose(evidence), questions, seen)


def _line(row: Attendance, crew: Crew, paths: Mapping[int, Container[int]]) -> Line:
    """Who has come for a unit that gave the day away before it began is of another unit, and does not count."""
    is_of_unit = _is_known(row, crew) or (row.person is not None and crew.shift.unit_id in paths[row.person.unit_id])
    counts = is_of_unit and row.refused_at is None and row.came_confirmed_by_id is not None
    return Line(row, attends_as(row, crew), is_of_unit, counts, _question(row) if is_of_unit else "")


def _question(row: Attendance) -> str:
    if row.refused_at is not None:
        return ""
    if row.came_confirmed_by_id is None:
        return "came"
    if row.left_at is None:
        return "stayed"
    return "" if row.left_confirmed_by_id else "left"


def _presence(line: Line) -> Presence:
    row = line.row
    left = clock.local(row.left_at) if row.left_at and row.left_confirmed_by_id else None
    return Presence(row.person_id or row.name, line.attending, clock.local(row.came_at), left)


def _plain(shift: Shift, lines: tuple[Line, ...], leaves: tuple[Leave, ...], questions: tuple[str, ...]) -> dict[str, Any]:
    return {
        "day": f"{shift.day}",
        "hours": [_hm(shift.begins_at), _hm(shift.ends_at)],
        "late_after": _hm(shift.at("duty_late_after")),
        "calls": [_hm(moment) for moment in shift.calls],
        "needed": [options.get("duty_leaders_needed"), options.get("duty_staff_needed"), options.get("duty_short_minutes")],
        "makeup_of": shift.makeup_of_id,
        "attendance": [
            {
                "name": line.row.name,
                "attending": str(line.attending),
                "came": _hm(line.row.came_at),
                "left": _hm(line.row.left_at),
                "came_confirmed": line.row.came_confirmed_by.name if line.row.came_confirmed_by else "",
                "left_confirmed": line.row.left_confirmed_by.name if line.row.left_confirmed_by else "",
                "refused": line.row.refused_at is not None,
                "of_unit": line.is_of_unit,
                "counts": line.counts,
            }
            for line in lines
        ],
        "leave": [
            {
                "who": leave.who,
                "name": leave.person.name,
                "granted": leave.granted,
                "by": leave.approver.name,
                "substitute": leave.substitute.name if leave.substitute else "",
            }
            for leave in leaves
        ],
        "questions": list(questions),
    }


def _hm(moment: datetime | None) -> str | None:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}" if moment else None
