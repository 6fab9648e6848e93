"""Leaving notices and reading them."""

from collections.abc import Iterable
from typing import Any

from hotline import clock
from hotline.notices.models import Notice
from hotline.people.models import Person

# The sentence each kind of notice becomes in the reader's language is in texts.py.


def tell(persons: Iterable[Person], kind: str, *, cause: str, link: str = "", is_urgent: bool = False, **params: Any) -> None:
    """Leave one notice for each of the persons, in the transaction of the change that causes it.

    `cause` identifies the change (for example `event:17`): the same person is never told twice of it.
    `params` are plain values for the sentence of that kind; caller data never belongs in them.
    """
    now = clock.now()
    Notice.objects.bulk_create(
        [
            Notice(person=p, kind=kind, cause=cause, link=link, is_urgent=is_urgent, params=params, created_at=now)
            for p in {p.pk: p for p in persons}.values()
        ],
        ignore_conflicts=True,
    )


def mark_read(person: Person, *, ids: Iterable[int] | None = None) -> int:
    """Mark these notices of that person (or all) as read; gives how many were unread."""
    unread = Notice.objects.filter(person=person, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=clock.now())
