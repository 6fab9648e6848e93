"""Celery's entry points: an id in, one call."""

from celery import shared_task

from hotline.jobs import actions


@shared_task
def run(pk: int) -> None:
    """Do one job, if nobody else does it."""
    actions.work(pk)


@shared_task
def pick_up() -> None:
    """Every 15 seconds (hotline/celery.py): what Redis lost or a dead worker left."""
    actions.pick_up()


@shared_task
def clean_up() -> None:
    """Every night: what ended long ago."""
    actions.clean_up()
