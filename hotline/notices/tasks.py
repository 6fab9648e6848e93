"""What beat has done: messages sent, summaries made, old rows removed."""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from hotline import clock
from hotline.notices import outbox, summary

log = logging.getLogger(__name__)
# A server that answers a letter at a time never exceeds the time limit of a single answer; no worker waits for it longer.
PATIENCE_SECONDS = 60


@shared_task(soft_time_limit=PATIENCE_SECONDS, time_limit=2 * PATIENCE_SECONDS)
def deliver() -> None:
    """Send what is due."""
    try:
        outbox.deliver(clock.now())
    except SoftTimeLimitExceeded:
        log.warning("sending took more than %s seconds and was broken off; the messages wait", PATIENCE_SECONDS)


@shared_task
def summarise() -> None:
    """Make the summaries of the day, once."""
    summary.summarise(clock.now())


@shared_task
def clean_up() -> None:
    """Remove what nobody needs any more."""
    outbox.clean_up(clock.now())
