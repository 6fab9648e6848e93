"""Leaving notices and reading them; what an admin does about messages that could not be sent."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from hotline import clock
from hotline.notices.models import Delivery, Notice, Preference
from hotline.people.models import Person

# The sentence each kind of notice becomes in the reader's language is in texts.py; outbox.py sends.

# Raw, because only RETURNING tells which notices are new: one that was left before must get no second message.
# In the order of the unique keys, so that two who leave the same notices at once wait for each other in one direction.
_STORE_NOTICES = """
    INSERT INTO notices_notice (person_id, robot_id, mailbox, cause, kind, params, link, is_urgent, is_duty, created_at, read_at)
    SELECT person_id, robot_id, mailbox, cause, kind, params::jsonb, link, is_urgent, is_duty, created_at,
           CASE WHEN person_id IS NULL THEN created_at ELSE read_at END  -- only persons have an inbox
    FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[],
                %s::boolean[], %s::timestamptz[], %s::timestamptz[])
         AS given (person_id, robot_id, mailbox, cause, kind, params, link, is_urgent, is_duty, created_at, read_at)
    ORDER BY person_id, robot_id, mailbox, cause, kind
    ON CONFLICT DO NOTHING
    RETURNING id, person_id, robot_id, mailbox, cause, kind
"""
# By e-mail go alarms and what is urgent, whatever the person chose; the rest as chosen. Without an address nothing does.
# A mailbox has nothing but its e-mail: where sending is off it waits until it is on.
_STORE_DELIVERIES = """
    INSERT INTO notices_delivery (notice_id, robot_id, channel, is_urgent, state, attempts, next_try_at, message_id, last_error,
                                  reason, made_at)
    SELECT notice.id, notice.robot_id, CASE WHEN notice.robot_id IS NULL THEN 'email' ELSE 'robot' END, notice.is_urgent,
           'pending', 0, %(now)s, '<' || notice.id || '.' || %(stamp)s || '@' || %(host)s || '>', '', '', %(now)s
    FROM notices_notice notice
    LEFT JOIN notices_robot robot ON robot.id = notice.robot_id AND robot.is_active
    LEFT JOIN people_person person ON person.id = notice.person_id AND person.is_active AND person.email <> '' AND %(mail)s
    LEFT JOIN notices_preference chosen ON chosen.person_id = person.id
    WHERE notice.id = ANY(%(ids)s)
      AND (robot.id IS NOT NULL OR notice.mailbox <> ''
           OR person.id IS NOT NULL AND (notice.is_urgent OR notice.is_duty OR notice.kind = 'summary'
                                         OR chosen.ordinary = 'at_once'))
    ORDER BY notice.id
"""


def tell(
    persons: Iterable[Person],
    kind: str,
    *,
    cause: str,
    link: str = "",
    is_urgent: bool = False,
    is_duty: bool = False,
    **params: Any,
) -> None:
    """Leave one notice for each of the persons, in the transaction of the change that causes it.

    `cause` identifies the change (for example `event:17`): the same person is never told twice of it. What is urgent or of
    duty goes out at once, whatever the person chose.
    `params` are plain values for the sentence of that kind; caller data never belongs in them.
    """
    now = clock.now()
    receivers = {p.pk: p for p in persons}.values()
    common: dict[str, Any] = {"kind": kind, "cause": cause, "link": link, "is_urgent": is_urgent, "is_duty": is_duty}
    leave(Notice(person=p, params=params, created_at=now, **common) for p in receivers)


def write(mailbox: str, kind: str, *, cause: str, link: str = "", **params: Any) -> None:
    """Leave one e-mail to a mailbox that is nobody's account, in the transaction of the change that causes it; as `tell`."""
    leave([Notice(mailbox=mailbox, kind=kind, cause=cause, link=link, params=params, created_at=clock.now())])


def leave(notices: Iterable[Notice]) -> list[Notice]:
    """Store notices together with what is to be sent for them; one that was left before is passed over.

    Gives those that are new, with their ids. Two statements, however many notices.
    """
    given = list(notices)
    if not given:
        return []
    by_key = {_key(notice): notice for notice in reversed(given)}
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_STORE_NOTICES, _columns(given))
        new = []
        for pk, *key in cursor.fetchall():
            notice = by_key[tuple(key)]
            notice.pk = pk
            new.append(notice)
        if new:
            cursor.execute(_STORE_DELIVERIES, _facts(new))
    return new


def mark_read(person: Person, *, ids: Iterable[int] | None = None) -> int:
    """Mark these notices of that person (or all) as read; gives how many were unread."""
    unread = Notice.objects.unread_by(person)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=clock.now())


def choose(person: Person, *, ordinary: str, obligations: bool) -> None:
    """Note how the person wants to be told of ordinary things from now on."""
    chosen = {"ordinary": ordinary, "obligations": obligations}
    Preference.objects.update_or_create(person=person, defaults=chosen)


def resend(ids: Sequence[int], *, actor: Person) -> int:
    """Send these dead messages again, from the first attempt on; gives how many there were. They keep their Message-ID."""
    dead = Delivery.objects.dead().filter(pk__in=ids)
    return dead.update(state=Delivery.State.PENDING, attempts=0, next_try_at=clock.now(), handled_by=actor)


def give_up(ids: Sequence[int], *, actor: Person, reason: str) -> int:
    """Leave these dead messages unsent for that reason; gives how many there were."""
    return Delivery.objects.dead().filter(pk__in=ids).update(state=Delivery.State.DROPPED, reason=reason, handled_by=actor)


def _key(notice: Notice) -> tuple[int | None, int | None, str, str, str]:
    return notice.person_id, notice.robot_id, notice.mailbox, notice.cause, notice.kind


def _columns(notices: Sequence[Notice]) -> list[list[Any]]:
    """The values of the notices, column by column."""
    rows = [
        (*_key(n), json.dumps(n.params, ensure_ascii=False), n.link, n.is_urgent, n.is_duty, n.created_at, n.read_at)
        for n in notices
    ]
    return [list(column) for column in zip(*rows, strict=True)]


def _facts(new: Sequence[Notice]) -> dict[str, Any]:
    now = clock.now()
    return {
        "ids": [notice.pk for notice in new],
        "now": now,
        # The moment makes the id unique even where a database was restored and its numbers are given a second time.
        "stamp": str(int(now.timestamp() * 1000)),
        "host": urlsplit(settings.SITE_URL).hostname or "localhost",
        "mail": settings.EMAIL_ON,
    }
