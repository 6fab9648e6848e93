"""Sending what was left to be sent. A message is a row first (actions.leave); here it leaves the house.

A row is locked, sent and noted as sent in one transaction. Whoever is killed between the server's yes and the commit has
sent a message that its row does not know of: it goes out once more, under the same Message-ID. Nothing else repeats.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial
from time import monotonic
from typing import Any, Final

import httpx
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from hotline import clock, options
from hotline.notices import mail, robots
from hotline.notices.actions import leave
from hotline.notices.mail import Post
from hotline.notices.models import Delivery, Notice, Robot
from hotline.notices.summary import register_summary as register_summary
from hotline.notices.troubles import GiveUp, NotWanted, TryLater, Unreachable

BACK_OFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15, 30, 60, 120))
# Of one channel in one turn: a backlog must not hold a worker so long that heartbeats and sweeps wait.
CHANNEL_SECONDS = 7.0
_TROUBLES = 3  # one after the other: then the server is ill, and the rest of the row waits for the next turn
_MINUTE = timedelta(minutes=1)
_CHUNK = 1000


class Result(Enum):
    """What became of one attempt."""

    IDLE = auto()  # there was nothing to do, or another worker is at it
    SENT = auto()
    CLOSED = auto()  # dead or dropped; the next message may fare better
    LATER = auto()
    AWAY = auto()  # the server cannot be reached


@dataclass(frozen=True)
class Turn:
    """One run of a worker: the time it began at, going on with the wall."""

    now: datetime
    _began: float = field(default_factory=monotonic)

    def moment(self) -> datetime:
        """The present instant of this run."""
        return self.now + timedelta(seconds=monotonic() - self._began)


def deliver(now: datetime | None = None) -> int:
    """Send what is due at `now` (else: at this instant), for some seconds; gives how many messages were sent.

    Any number of workers may do so at once: they share the work.
    """
    turn = Turn(now or clock.now())
    with translation.override(settings.LANGUAGE_CODE):
        return _mails(turn) + _groups(turn)


def _mails(turn: Turn) -> int:
    """E-mails, until none is due, time is up, or the server is ill."""
    if not settings.EMAIL_ON:
        return 0
    end, sent, troubles = monotonic() + CHANNEL_SECONDS, 0, 0
    with closing(Post()) as post:
        while monotonic() < end and troubles < _TROUBLES:
            result = _next_mail(post, turn)
            if result in (Result.IDLE, Result.AWAY):
                break
            sent += result is Result.SENT
            troubles = troubles + 1 if result is Result.LATER else 0
    return sent


def _next_mail(post: Post, turn: Turn) -> Result:
    with transaction.atomic():
        due = Delivery.objects.due_mail(turn.moment()).select_related("notice__person")
        row = due.select_for_update(of=("self",), skip_locked=True).first()
        return Result.IDLE if row is None else _attempt(row, lambda: post.send(mail.compose(row)), turn)


def _groups(turn: Turn) -> int:
    """Group messages, each group at its own pace; a server that failed is left alone until the next turn."""
    if not Delivery.objects.pending().filter(robot__isnull=False).exists():
        return 0
    _drop_of_inactive()
    end, sent, ill = monotonic() + CHANNEL_SECONDS, 0, set()
    with robots.client() as http:
        for robot_id, url in _waiting(turn.moment()):
            host = httpx.URL(url).host if not robots.fault(url) else ""
            result = Result.SENT
            while result in (Result.SENT, Result.CLOSED) and monotonic() < end and host not in ill:
                result = _next_of_group(robot_id, http, turn)
                sent += result is Result.SENT
            if result is Result.LATER:
                ill.add(host)
    return sent


def _waiting(now: datetime) -> list[tuple[int, str]]:
    """Groups with something due, those that never paused first."""
    due = Delivery.objects.pending().filter(robot=OuterRef("pk"), next_try_at__lte=now)
    return list(_ready(now).filter(Exists(due)).order_by(F("paused_until").asc(nulls_first=True), "pk").values_list("pk", "url"))


def _ready(now: datetime) -> "QuerySet[Robot]":
    return Robot.objects.filter(Q(paused_until=None) | Q(paused_until__lte=now), is_active=True)


def _next_of_group(robot_id: int, http: httpx.Client, turn: Turn) -> Result:
    """One message to that group, if its pace allows; one worker at a time, so that the count is right."""
    with transaction.atomic():
        robot = _ready(turn.moment()).filter(pk=robot_id).first() if _take(robot_id) else None
        if robot is None or _sent_lately(robot, turn.moment()) >= options.get("robot_messages_per_minute"):
            return Result.IDLE
        due = Delivery.objects.due_for(robot.pk, turn.moment()).select_related("notice")
        row = due.select_for_update(of=("self",), skip_locked=True).first()
        if row is None:
            return Result.IDLE
        result = _attempt(row, partial(_to_group, row.notice, robot, http, turn), turn)
        if result is Result.LATER:
            Robot.objects.filter(pk=robot.pk).update(paused_until=turn.moment() + _MINUTE)
        return result


def _take(robot_id: int) -> bool:
    """The right to write to that group until the transaction ends. No lock of its row: an admin may be changing it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('hotline.robot:' || %s, 0))", [str(robot_id)])
        return bool(cursor.fetchone()[0])


def _sent_lately(robot: Robot, now: datetime) -> int:
    """Messages to that group in the last minute, refused ones included: its server counts them too."""
    return Delivery.objects.filter(robot=robot, tried_at__gt=now - _MINUTE).count()


def _to_group(notice: Notice, robot: Robot, http: httpx.Client, turn: Turn) -> None:
    robots.send(http, robot, robots.content(notice, mail.in_words(notice)), turn.moment())


def _drop_of_inactive() -> None:
    """A group that is switched off gets nothing any more, later neither."""
    waiting = Delivery.objects.pending().filter(robot__is_active=False)
    waiting.update(state=Delivery.State.DROPPED, reason=_("The robot is switched off."))


def _attempt(row: Delivery, send: Callable[[], None], turn: Turn) -> Result:
    """Send the locked row and note on it how that went."""
    try:
        send()
        result, error = Result.SENT, ""
    except Unreachable as trouble:
        # No fault of this message: its attempts are for what is said about itself.
        Delivery.objects.filter(pk=row.pk).update(last_error=str(trouble)[:300])
        return Result.AWAY
    except TryLater as trouble:
        result, error = Result.LATER, str(trouble)
    except GiveUp as trouble:
        result, error, row.state = Result.CLOSED, str(trouble), Delivery.State.DEAD
    except NotWanted as trouble:
        result, error, row.state, row.reason = Result.CLOSED, "", Delivery.State.DROPPED, str(trouble)[:200]
    _note(row, result, error[:300], turn.moment())
    return result


def _note(row: Delivery, result: Result, error: str, moment: datetime) -> None:
    row.attempts += 1
    row.tried_at, row.last_error = moment, error
    if result is Result.SENT:
        row.state, row.sent_at = Delivery.State.SENT, moment
    elif result is Result.LATER and row.attempts > len(BACK_OFF):
        row.state = Delivery.State.DEAD
    elif result is Result.LATER:
        row.next_try_at = moment + BACK_OFF[row.attempts - 1]
    row.save(update_fields=["state", "attempts", "tried_at", "last_error", "reason", "next_try_at", "sent_at"])


def try_group(robot: Robot) -> str:
    """Send a test message to that group at once; gives what went wrong as a sentence, or nothing.

    It counts like any other message to the group, but is tried only once.
    """
    turn = Turn(clock.now())
    cause = f"{robots.TEST}:{turn.now.timestamp()}"
    with transaction.atomic(), robots.client() as http, translation.override(settings.LANGUAGE_CODE):
        if not _take(robot.pk) or _sent_lately(robot, turn.now) >= options.get("robot_messages_per_minute"):
            return _("This group has had its messages for this minute. Try again in a minute.")
        leave([Notice(robot=robot, kind=robots.TEST, cause=cause, created_at=turn.now)])
        row = Delivery.objects.select_related("notice").filter(notice__robot=robot, notice__cause=cause).first()
        if row is None:
            return _("The robot is switched off.")
        _attempt(row, partial(_to_group, row.notice, robot, http, turn), turn)
        if row.state != Delivery.State.SENT:
            Delivery.objects.filter(pk=row.pk).update(state=Delivery.State.DROPPED, reason=_("A test is not repeated."))
        return row.last_error


def clean_up(now: datetime) -> int:
    """Remove records of what was sent or given up, and notices read, both long ago; gives how many rows. In batches."""
    days = {name: timedelta(days=options.get(name)) for name in ("keep_sent_days", "keep_read_days")}
    done = Delivery.objects.filter(
        state__in=[Delivery.State.SENT, Delivery.State.DROPPED], made_at__lt=now - days["keep_sent_days"]
    ).order_by("made_at")
    unsent = Delivery.objects.filter(notice=OuterRef("pk"), state__in=[Delivery.State.PENDING, Delivery.State.DEAD])
    read = Notice.objects.filter(~Exists(unsent), read_at__lt=now - days["keep_read_days"]).order_by("read_at")
    return _remove(done) + _remove(read)


def _remove(rows: "QuerySet[Any]") -> int:
    removed = 0
    while ids := list(rows.values_list("pk", flat=True)[:_CHUNK]):
        rows.model.objects.filter(pk__in=ids).delete()
        removed += len(ids)
    return removed
