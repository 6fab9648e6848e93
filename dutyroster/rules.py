"""Short rules of the duty roster: pure, no queries."""

from datetime import date, datetime

from hotline import clock


def leave_until(day: date, days: int) -> datetime:
    """Until when a principal asks for leave from that duty day in time (D18): `days` calendar days ahead, that day's 24:00.

    Exclusive: for a shift on the 10th and three days it is the 8th, 00:00, shown as the 7th, 24:00.
    """
    return clock.start_of(day - (days - 1) * clock.DAY)


def appeal_until(confirmed_at: datetime, days: int) -> datetime:
    """Until when a unit may appeal: the day of the confirmation does not count, the last day ends at 24:00. Exclusive."""
    return clock.start_of(clock.local(confirmed_at).date() + (days + 1) * clock.DAY)
