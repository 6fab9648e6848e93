"""Who may work on a job, how often, and what happens when a worker dies."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from hotline import clock
from hotline.jobs import actions, tasks
from hotline.jobs.actions import Lost, Progress, pick_up, start, work
from hotline.jobs.models import DEAD_AFTER, MOST_ATTEMPTS, Job, State
from hotline.people.models import Person

Runners = dict[str, Callable[[Job, Progress], str]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def job(person: Person, runners: Runners) -> Job:
    return start("count", actor=person, title="Count", n=3)


def silent_for(job: Job, seconds: float) -> None:
    """As if its worker had been silent for that long."""
    Job.objects.filter(pk=job.pk).update(beat_at=clock.now() - timedelta(seconds=seconds))


def claimed(job: Job) -> Job:
    found = actions._claim(job.pk)
    assert found is not None
    return found


def test_the_row_is_there_with_its_cause(person: Person, runners: Runners) -> None:
    with transaction.atomic():
        start("count", actor=person, title="Count", n=1)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_unknown_work_cannot_be_started(person: Person, runners: Runners) -> None:
    with pytest.raises(KeyError):
        start("nonsense", actor=person, title="x")


def test_the_task_is_sent_at_commit(person: Person, runners: Runners, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        start("count", actor=person, title="Count", n=1)
    assert len(callbacks) == 1
    with django_capture_on_commit_callbacks() as callbacks:
        start("count", actor=person, title="Count", send=False, n=1)
    assert not callbacks


def test_work(job: Job) -> None:
    assert work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.note, job.done, job.total, job.attempts) == (State.DONE, "counted to 3", 3, 3, 1)
    assert job.started_at is not None
    assert job.ended_at is not None
    assert job.file_name == "结果.csv"
    assert job.file.read() == b"1,2"
    assert not work(job.pk)  # once


def test_an_impossible_job_fails_at_once_with_its_sentence(person: Person, runners: Runners) -> None:
    job = start("impossible", actor=person, title="x")
    assert work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.note, job.attempts) == (State.FAILED, "There is nothing to count.", 1)


def test_what_breaks_is_tried_three_times(person: Person, runners: Runners, caplog: Any) -> None:
    job = start("breaks", actor=person, title="x")
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert work(job.pk)
        job.refresh_from_db()
        assert job.attempts == attempt
        assert job.state == (State.QUEUED if attempt < MOST_ATTEMPTS else State.FAILED)
    assert "did not work in 3 attempts" in job.note
    assert "out of luck" in caplog.text
    assert not work(job.pk)


def test_a_running_job_is_left_alone(job: Job) -> None:
    first = claimed(job)
    assert not work(job.pk)
    silent_for(first, DEAD_AFTER.total_seconds() - 5)
    assert not work(job.pk)
    silent_for(first, DEAD_AFTER.total_seconds() + 1)
    assert work(job.pk)


def test_a_worker_taken_for_dead_stops_when_it_comes_back(job: Job) -> None:
    first = claimed(job)
    progress = actions._progress(first, None)
    progress(1, 3)
    silent_for(first, 61)
    second = claimed(job)
    assert second.attempts == 2
    with pytest.raises(Lost):
        actions._progress(first, None)(2, 3)
    with pytest.raises(Lost):
        first.keep("late.csv", b"")
    actions._end(first, State.DONE, "too late")
    job.refresh_from_db()
    assert (job.state, job.note, bool(job.file)) == (State.RUNNING, "", False)


def test_pick_up_finds_what_was_lost(job: Job, person: Person) -> None:
    other = start("count", actor=person, title="Two", n=1)
    left = claimed(other)
    assert pick_up() == 1  # the one that waits
    silent_for(left, 61)
    assert pick_up() == 2
    Job.objects.update(state=State.DONE)
    assert pick_up() == 0


def test_pick_up_gives_up_after_three_dead_workers(job: Job) -> None:
    for _attempt in range(MOST_ATTEMPTS):
        silent_for(claimed(job), 61)
    assert pick_up() == 0
    job.refresh_from_db()
    assert (job.state, job.has_ended) == (State.FAILED, True)
    assert "did not work in 3 attempts" in job.note
    assert not work(job.pk)


def test_progress_is_written_at_most_once_a_second(job: Job, django_assert_num_queries: Any) -> None:
    progress = actions._progress(claimed(job), None)
    with django_assert_num_queries(2):  # one of them asks the tests' clock
        for n in range(1000):
            progress(n, 1000)


def test_a_second_file_replaces_the_first(job: Job) -> None:
    mine = claimed(job)
    mine.keep("a.csv", b"a")
    first = mine.file.name
    mine.keep("b.csv", b"b")
    job.refresh_from_db()
    assert (job.file_name, job.file.read()) == ("b.csv", b"b")
    assert not default_storage.exists(first)


def test_the_tasks_only_call(job: Job) -> None:
    tasks.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE
    tasks.pick_up()


WORKER = """
import sys, time
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from hotline.jobs import actions
@actions.register("count")
def count(job, progress):
    progress(1, 3)
    print("half way", flush=True)
    time.sleep(60)
actions.work(int(sys.argv[2]))
"""


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_worker_killed_half_way_is_followed_by_another(person: Person, runners: Runners) -> None:
    """A real process and kill -9: its row stays as running, and after a minute of silence the next worker begins anew."""
    job = start("count", actor=person, title="Count", send=False, n=3)
    name = str(connection.settings_dict["NAME"])
    process = subprocess.Popen([sys.executable, "-c", WORKER, name, str(job.pk)], stdout=subprocess.PIPE, cwd=settings.BASE_DIR)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half way\n"
    finally:
        process.kill()
        process.wait()
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.attempts) == (State.RUNNING, 1, 3, 1)
    assert pick_up() == 0
    silent_for(job, 61)
    assert pick_up() == 1
    assert work(job.pk)
    job.refresh_from_db()
    assert (job.state, job.note, job.attempts) == (State.DONE, "counted to 3", 2)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_never_run_the_same_job(person: Person, runners: Runners) -> None:
    ran = []

    def note(job: Job, progress: Progress) -> str:
        ran.append(job.pk)
        return ""

    runners["count"] = note
    jobs = [start("count", actor=person, title="x", send=False) for _n in range(5)]
    barrier = threading.Barrier(4)

    def worker(_n: int) -> None:
        barrier.wait(timeout=20)
        for job in jobs:
            work(job.pk)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(worker, range(4)))
    assert sorted(ran) == [job.pk for job in jobs]


def test_what_ended_long_ago_is_removed_with_its_file(person: Person, runners: Runners, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    old, young, running = (Job.objects.create(kind="x", title="t", person=person, made_at=clock.now()) for _ in range(3))
    old.file.save("a", ContentFile(b"x"))
    Job.objects.filter(pk=old.pk).update(ended_at=clock.now() - timedelta(days=31), state="done")
    Job.objects.filter(pk=young.pk).update(ended_at=clock.now() - timedelta(days=29), state="done")
    assert actions.clean_up() == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {young.pk, running.pk}
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
