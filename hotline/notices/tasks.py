"""What beat has done: messages sent, summaries made, old rows removed."""

from celery import shared_task

from hotline import clock
from hotline.notices import outbox, summary


@shared_task
def deliver() -> None:
    """Send what is due."""
    outbox.deliver(clock.now())


@shared_task
def summarise() -> None:
    """Make the summaries of the day, once."""
    summary.summarise(clock.now())


@shared_task
def clean_up() -> None:
    """Remove what nobody needs any more."""
    outbox.clean_up(clock.now())
