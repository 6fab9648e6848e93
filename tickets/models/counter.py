"""Numbers of tickets and documents, gapless per day or year."""

from datetime import datetime

from hotline import clock
from hotline.models import Counter


def ticket_number(now: datetime) -> str:
    """The next ticket number of that day, like 20261015-00042 (P1). Call it inside the registering transaction."""
    day = clock.local(now).date()
    return f"{day:%Y%m%d}-{Counter.next(f'ticket {day}'):05d}"


def document_number(series: str, now: datetime) -> str:
    """The next number of a document series in that year, like 督通字〔2026〕7号."""
    year = clock.local(now).year
    return f"{series}〔{year}〕{Counter.next(f'{series} {year}')}号"
