"""Starting work, doing it, and finding again what was lost.

A job is a row, written in the transaction of whoever starts it. A worker claims it with one conditional UPDATE, so no two
ever run the same one; each claim counts an attempt, and everything a worker writes is bound to its own attempt. A worker
that was taken for dead and comes back finds its claim gone and stops. Runners must be repeatable: the next attempt begins anew.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from hotline import clock, options
from hotline.jobs.models import MOST_ATTEMPTS, Job, State
from hotline.people.models import Person

log = logging.getLogger(__name__)
WRITE_EVERY = 1.0  # seconds between two writes of progress

Progress = Callable[[int, int], None]
Runner = Callable[[Job, Progress], str]
_runners: dict[str, Runner] = {}


class Failed(Exception):
    """The work cannot be done, for the reason in the sentence; another attempt would not help."""


class Lost(Exception):
    """Another worker has taken the job over: this one stops."""


def register(kind: str) -> Callable[[Runner], Runner]:
    """The runner of that kind of job. It gives the note to show at the end and may be called again after a crash.

    It tells its progress (done, total) outside of transactions and at least every half minute: who is silent for 60
    seconds is taken for dead. It raises Failed with a sentence where the work is impossible.
    """

    def keep_it(runner: Runner) -> Runner:
        _runners[kind] = runner
        return runner

    return keep_it


def start(kind: str, *, actor: Person | None, title: str, send: bool = True, **params: Any) -> Job:
    """Have work done in the background; call it in the transaction of its cause. Gives the row to watch.

    `params` are plain values. Without `send` nobody is told: the caller does `work` itself. KeyError for an unknown kind.
    """
    _runners[kind]
    job = Job.objects.create(kind=kind, title=title[:200], person=actor, params=params, made_at=clock.now())
    if send:
        transaction.on_commit(lambda: _send(job.pk))
    return job


def work(pk: int, *, watch: Progress | None = None) -> bool:
    """Claim the job and do it; False if there is nothing to claim. `watch` is told the progress as well."""
    job = _claim(pk)
    if job is None:
        return False
    progress = _progress(job, watch)
    try:
        note = _runners[job.kind](job, progress)
    except Lost:
        log.warning("job %s was taken over by another worker", pk)
    except Failed as error:
        _end(job, State.FAILED, str(error))
    except Exception:
        log.exception("job %s failed at attempt %s", pk, job.attempts)
        _again_or_fail(job)
    else:
        _end(job, State.DONE, note)
    return True


def pick_up() -> int:
    """Send again what waits or was left behind; give up what was tried too often. Gives how many were sent."""
    free = Job.objects.free(clock.now())
    spent = free.filter(attempts__gte=MOST_ATTEMPTS)
    spent.update(state=State.FAILED, ended_at=clock.now(), note=_gave_up())
    waiting = list(free.filter(attempts__lt=MOST_ATTEMPTS).order_by("pk").values_list("pk", flat=True)[:100])
    for pk in waiting:
        _send(pk)
    return len(waiting)


def clean_up() -> int:
    """Remove jobs that ended long ago, and their files; gives how many."""
    old = Job.objects.filter(ended_at__lt=clock.now() - timedelta(days=options.get("job_days"))).order_by("pk")
    removed = 0
    while rows := list(old[:100]):
        for job in rows:
            if job.file:
                job.file.delete(save=False)
        removed += Job.objects.filter(pk__in=[job.pk for job in rows]).delete()[0]
    return removed


def keep(job: Job, file_name: str, content: Any) -> None:
    """Store the job's file (see Job.keep). Raises Lost if the job is another worker's by now."""
    old = job.file.name if job.file else ""
    file = content if isinstance(content, File) else ContentFile(content) if isinstance(content, bytes) else File(content)
    job.file_name = file_name[:200]
    job.file.save(f"{job.pk}", file, save=False)
    storage, name = job.file.storage, job.file.name
    if not _own(job).update(file=name, file_name=job.file_name):
        storage.delete(name or "")
        raise Lost
    if old:
        storage.delete(old)


def _send(pk: int) -> None:
    """A message makes it quick; without one the next `pick_up` finds the row."""
    from hotline.jobs import tasks

    try:
        # An old message says nothing that the row does not say, so while no worker runs they must not pile up.
        tasks.run.apply_async((pk,), expires=60, retry=False)
    except Exception:
        log.warning("job %s waits: the broker does not answer", pk)


def _claim(pk: int) -> Job | None:
    now = clock.now()
    free = Job.objects.free(now).filter(pk=pk, attempts__lt=MOST_ATTEMPTS)
    started = Coalesce(F("started_at"), now)
    if not free.update(state=State.RUNNING, beat_at=now, started_at=started, attempts=F("attempts") + 1):
        return None
    # Between the two statements nobody else can claim it: its beat is fresh.
    return Job.objects.select_related("person").get(pk=pk)


def _own(job: Job) -> "Any":
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)


def _progress(job: Job, watch: Progress | None) -> Progress:
    last = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        if watch:
            watch(done, total)
        if monotonic() - last < WRITE_EVERY:
            return
        last = monotonic()
        if not _own(job).update(done=done, total=total, beat_at=clock.now()):
            raise Lost
        job.done, job.total = done, total

    return progress


def _end(job: Job, state: State, note: str) -> None:
    _own(job).update(state=state, note=note, ended_at=clock.now(), done=F("total") if state == State.DONE else F("done"))


def _again_or_fail(job: Job) -> None:
    """What broke by accident may work the next time: it goes back to the queue until it was tried often enough."""
    if job.attempts < MOST_ATTEMPTS:
        _own(job).update(state=State.QUEUED)
    else:
        _end(job, State.FAILED, _gave_up())


def _gave_up() -> str:
    return _("This did not work in %(n)s attempts. Please tell the administrator; the log says why.") % {"n": MOST_ATTEMPTS}
