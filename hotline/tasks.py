"""Heartbeats, by which /readyz knows that beat schedules and a worker works.

Beat sends `heartbeat` every 15 seconds. In the moment of sending, beat leaves its own mark; a worker that runs the task
leaves the second one. So a mark proves the work itself, not just a living process, and the two are told apart: no beat, and
both end; no worker, and only the second ends.
"""

from typing import Any

import redis
from celery import shared_task
from celery.signals import beat_init, before_task_publish
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

_SECONDS_VALID = 60
PARTS = ("beat", "worker")


def broker() -> redis.Redis:
    """A connection that gives up after two seconds: whoever asks for health must get an answer."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0))


def key(part: str) -> str:
    """Where in Redis the mark of `beat` or `worker` lies; it vanishes by itself."""
    return f"hotline:heartbeat:{part}"


def mark(part: str) -> None:
    """Note that this part is alive now."""
    with broker() as connection:
        connection.set(key(part), 1, ex=_SECONDS_VALID)


@shared_task
def heartbeat() -> None:
    """Run by a worker: its mark."""
    mark("worker")


@beat_init.connect
def _first_one(**_: Any) -> None:
    """Not only after the first interval, so that a start is known to be complete at once."""
    heartbeat.apply_async(expires=_SECONDS_VALID)


@before_task_publish.connect(sender="hotline.tasks.heartbeat")
def _beat_sends(**_: Any) -> None:
    """Only beat sends this task, so this runs nowhere else."""
    mark("beat")
