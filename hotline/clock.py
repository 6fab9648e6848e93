"""The only source of time.

Every instant is an aware datetime in Asia/Shanghai. With TEST_CLOCK set (embedded mode only) every process adds the
same offset, kept in the database, so that a demo's past, a sweep "at" a time, browser and worker tests agree.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

TZ = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
_pinned: ContextVar[datetime | None] = ContextVar("pinned", default=None)


def now() -> datetime:
    """The present instant, aware, in Asia/Shanghai."""
    pinned = _pinned.get()
    if pinned is not None:
        return pinned
    real = datetime.now(TZ)
    return real + _offset() if settings.TEST_CLOCK else real


def today() -> date:
    """The present calendar day in Asia/Shanghai."""
    return now().date()


def start_of(day: date) -> datetime:
    """00:00 of that day, which is also 24:00 of the day before."""
    return datetime.combine(day, time(), TZ)


def local(moment: datetime) -> datetime:
    """The same instant as the clock on the wall of the hotline shows it."""
    return moment.astimezone(TZ)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block this process takes `moment` for now (the demo's past, `sweep --at`, tests)."""
    token = _pinned.set(local(moment))
    try:
        yield
    finally:
        _pinned.reset(token)


def move_to(moment: datetime | None) -> None:
    """Move the clock of every process to `moment`, or back with None. Raises RuntimeError without TEST_CLOCK."""
    from hotline.models import ClockOffset

    if not settings.TEST_CLOCK:
        raise RuntimeError("TEST_CLOCK is not set")
    seconds = (moment - datetime.now(TZ)).total_seconds() if moment else 0
    ClockOffset.objects.update_or_create(pk=1, defaults={"seconds": seconds})


def _offset() -> timedelta:
    from hotline.models import ClockOffset

    return timedelta(seconds=ClockOffset.objects.filter(pk=1).values_list("seconds", flat=True).first() or 0)
