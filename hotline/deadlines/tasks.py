"""Celery's entry points."""

from celery import shared_task

from hotline.deadlines import recompute as recomputing, sweep as sweeping


@shared_task
def sweep() -> None:
    """Every minute (hotline/celery.py). Two at once share the work."""
    sweeping.sweep()


@shared_task
def recompute() -> None:
    """Every night: whatever was opened with an older calendar while that changed."""
    recomputing.recompute()
