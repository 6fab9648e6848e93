"""Which open deadlines a changed calendar would move, from when to when: looked at, not saved."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from hotline import clock
from hotline.deadlines import subjects
from hotline.deadlines.models import Deadline, DueTime, Kind
from hotline.deadlines.recompute import counted, moved
from hotline.deadlines.rules import Calendars
from hotline.deadlines.texts import due_text
from hotline.people.models import Person, Unit
from hotline.workdays.preview import Move, Preview
from hotline.workdays.rules import Calendar, last_day

SHOWN = 200
_BATCH = 5000
_NEEDED = (
    "kind", "subject_type", "subject_id", "unit_id", "due_at", "limit_at", "counted_from", "workdays", "limit_from",
    "provisional",
)  # fmt: skip


def look(calendar: Calendar, reader: Person | None) -> Preview:
    """What would move if that calendar were in force. The cost grows with the open deadlines, the queries do so by 5,000."""
    now, calendars, total = clock.now(), Calendars(calendar), 0
    by_unit: Counter[int] = Counter()
    by_days: Counter[int] = Counter()
    first: list[tuple[Deadline, DueTime]] = []
    for deadline in _open():
        total += 1
        due = _due(deadline, calendars.of(deadline.unit_id), now)
        if due is None or due.at == deadline.due_at:
            continue
        by_unit[deadline.unit_id] += 1
        by_days[(last_day(due.at) - last_day(deadline.due_at)).days] += 1
        if len(first) < SHOWN:
            first.append((deadline, due))
    units = {unit.pk: unit.label for unit in Unit.objects.filter(pk__in=by_unit)}
    counts = [(units[pk], n) for pk, n in by_unit.most_common()]
    return Preview(total, by_unit.total(), _moves(first, units, reader), counts, sorted(by_days.items()))


def _open() -> Iterator[Deadline]:
    last = 0
    while rows := list(counted().filter(pk__gt=last).order_by("pk").only(*_NEEDED)[:_BATCH]):
        yield from rows
        last = rows[-1].pk


def _due(deadline: Deadline, calendar: Calendar, now: datetime) -> DueTime | None:
    try:
        found = moved(deadline, calendar, now)
    except ValueError:  # it cannot be counted and stays where it is
        return None
    return found.due if found else None


def _moves(found: list[tuple[Deadline, DueTime]], units: dict[int, str], reader: Person | None) -> list[Move]:
    about = {(deadline.subject_type, deadline.subject_id) for deadline, _due in found}
    named = subjects.describe(about)
    seen = subjects.visible_to(reader, about) if reader else frozenset()
    year = clock.today().year
    moves = []
    for deadline, due in found:
        key = deadline.subject_type, deadline.subject_id
        subject = named.get(key)
        number, link = (subject.number, subject.link if key in seen else "") if subject else ("–", "")
        kind = str(Kind(deadline.kind).label)
        moves.append(Move(number, link, units[deadline.unit_id], kind, due_text(deadline.due_at, year), due_text(due.at, year)))
    return moves
