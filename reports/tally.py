"""What fell due on a day and what became of it. Finished days are counted once and stored; today is counted live.

A day's figures say how things stood at its 24:00, so they are the same whenever they are computed. Something due at 24:00
belongs to the day that ends then. A callback that nobody made in time is closed by the clock and blocks nothing: it counts
as cancelled, and never as a backlog.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, TruncDate

from hotline import clock
from hotline.deadlines.models import Deadline, DeadlineQuerySet, Kind
from reports.models import DayTally, TalliedDay

RESULTS = ("due", "in_time", "missed", "backlog")
FIELDS = (*RESULTS, "cancelled")  # in the order of Counts
ALL_FIELDS = tuple(f"all_{name}" for name in FIELDS)
SHOWN_DAYS = 30
CAUGHT_UP_DAYS = 60
_LOCK = 12345_06  # any number no other advisory lock of this program uses
_INSTANT = timedelta(microseconds=1)

Key = tuple[date, str, int]  # day, kind, unit
Narrow = Callable[[Any], Any]  # a DeadlineQuerySet with fewer rows
CLOSED = Coalesce("met_at", "cancelled_at")

IN_TIME = Q(met_at__isnull=False, met_at__lt=F("due_at"))
LAPSED = Q(kind=Kind.CALLBACK) & (Q(met_at=None) | Q(met_at__gte=F("due_at")))
_SUMS = {
    "rows": Count("*"),
    "met": Count("pk", filter=IN_TIME),
    "dropped": Count("pk", filter=LAPSED | Q(cancelled_at__isnull=False, closed_on__lte=F("due_on"))),
}


@dataclass
class Counts:
    """Of one day: the fields of DayTally."""

    due: int = 0
    in_time: int = 0
    missed: int = 0
    backlog: int = 0
    cancelled: int = 0

    def add(self, other: "Counts") -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


@dataclass(frozen=True)
class Point:
    """One day of the trend; today's is not finished."""

    day: date
    counts: Counts
    is_today: bool = False


def trend(narrow: Narrow, now: datetime, **stored: object) -> list[Point]:
    """The last 30 finished days and today, for the obligations that `narrow`, and of stored tallies `stored`, leaves.

    Five queries; three more while finished days have not been tallied yet, bounded by those days.
    """
    today = clock.local(now).date()
    first = today - SHOWN_DAYS * clock.DAY
    counts: dict[date, Counts] = {first + n * clock.DAY: Counts() for n in range(SHOWN_DAYS)}
    known = set(TalliedDay.objects.filter(day__gte=first, day__lt=today).values_list("day", flat=True))
    tallied = DayTally.objects.filter(day__gte=first, day__lt=today, **stored).values("day").order_by()
    for day, *sums in tallied.annotate(**dict(zip(ALL_FIELDS, map(Sum, FIELDS), strict=True))).values_list("day", *ALL_FIELDS):
        counts[day] = Counts(*sums)
    live = count([day for day in counts if day not in known], now, narrow) | count([today], now, narrow)
    counts[today] = Counts()
    for (day, _kind, _unit), found in live.items():
        counts[day].add(found)
    return [Point(day, of_day, day == today) for day, of_day in counts.items()]


def catch_up() -> int:
    """Tally the finished days of the last 60 that are not yet; gives how many. Two at once: the second does nothing."""
    now = clock.now()
    today = clock.local(now).date()
    days = [today - n * clock.DAY for n in range(CAUGHT_UP_DAYS, 0, -1)]
    with transaction.atomic():
        if not _alone():
            return 0
        known = set(TalliedDay.objects.filter(day__gte=days[0]).values_list("day", flat=True))
        missing = [day for day in days if day not in known]
        found = count(missing, now)
        rows = (DayTally(day=day, kind=kind, unit_id=unit, **vars(counts)) for (day, kind, unit), counts in found.items())
        DayTally.objects.bulk_create(rows, batch_size=2000)
        TalliedDay.objects.bulk_create(TalliedDay(day=day, tallied_at=now) for day in missing)
    return len(missing)


def count(days: Sequence[date], now: datetime, narrow: Narrow = lambda rows: rows) -> dict[Key, Counts]:
    """The figures of these days by kind and unit, in three queries. What has not come yet by `now` is left out."""
    if not days:
        return {}
    first, last, until = days[0], days[-1], min(_end(days[-1]), now)
    found: dict[Key, Counts] = defaultdict(Counts)
    for row in narrow(_fell_due(_start(first), until)).values("due_on", "kind", "unit_id").annotate(**_SUMS).order_by():
        due = row["rows"] - row["dropped"]
        found[row["due_on"], row["kind"], row["unit_id"]] = Counts(due, row["met"], due - row["met"], 0, row["dropped"])
    open_ = narrow(_still_open(until)).values("due_on", "kind", "unit_id").annotate(rows=Count("*")).order_by()
    late = narrow(_closed_late(_end(first), until)).values("due_on", "closed_on", "kind", "unit_id").annotate(rows=Count("*"))
    for row in (*open_, *late.order_by()):
        until_day = row["closed_on"] - clock.DAY if "closed_on" in row else last
        for day in _each(max(first, row["due_on"]), min(last, until_day)):
            found[day, row["kind"], row["unit_id"]].backlog += row["rows"]
    wanted = frozenset(days)
    return {key: counts for key, counts in found.items() if key[0] in wanted}


def rows_of(day: date, result: str, now: datetime) -> DeadlineQuerySet:
    """The obligations behind one figure of a day. Raises KeyError for a result that is none."""
    end = min(_end(day), now)
    if result == "backlog":
        open_, late = _still_open(end).values("pk"), _closed_late(end, end).values("pk")
        return Deadline.objects.filter(pk__in=open_.union(late, all=True))
    fell_due = _fell_due(_start(day), end)
    return {
        "due": lambda: fell_due.exclude(_dropped_of(day)),
        "in_time": lambda: fell_due.filter(IN_TIME),
        "missed": lambda: fell_due.exclude(_dropped_of(day)).exclude(IN_TIME),
    }[result]()


def _dropped_of(day: date) -> Q:
    """Nobody owed them any more at the end of that day, on which they fell due."""
    return LAPSED | Q(cancelled_at__isnull=False, cancelled_at__lte=_end(day))


def _fell_due(after: datetime, until: datetime) -> DeadlineQuerySet:
    """Finished or not; served by the index of all due times."""
    return _dated(Deadline.objects.filter(due_at__gt=after, due_at__lte=until))


def _still_open(until: datetime) -> DeadlineQuerySet:
    """Open now and due by then."""
    return _dated(Deadline.objects.overdue(until).exclude(kind=Kind.CALLBACK))


def _closed_late(since: datetime, until: datetime) -> DeadlineQuerySet:
    """Due by `until`, closed late and after `since`; the conditions are those of the index `deadline_closed_late`."""
    late = Deadline.objects.alias(closed=CLOSED).filter(closed__gt=since, closed__gte=F("due_at"), due_at__lte=until)
    return _dated(late.exclude(kind=Kind.CALLBACK))


def _dated(rows: DeadlineQuerySet) -> DeadlineQuerySet:
    """With the day each fell due and was closed on; 24:00 belongs to the day that ends."""
    return cast(DeadlineQuerySet, rows.annotate(due_on=_day_of(F("due_at")), closed_on=_day_of(CLOSED)))


def _day_of(moment: "F | Coalesce") -> TruncDate:
    return TruncDate(moment - _INSTANT, tzinfo=clock.TZ)


def _each(first: date, last: date) -> Iterator[date]:
    """The days from the first to the last; none if it is later."""
    return (first + n * clock.DAY for n in range((last - first).days + 1))


def _start(day: date) -> datetime:
    return clock.start_of(day)


def _end(day: date) -> datetime:
    return clock.start_of(day + clock.DAY)


def _alone() -> bool:
    """Whether nobody else tallies at this moment; holds until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])
