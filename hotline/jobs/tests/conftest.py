from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from hotline.jobs import actions
from hotline.jobs.actions import Failed, Progress
from hotline.jobs.models import Job
from hotline.people.models import Person, Unit


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The sentences these tests look for are the source strings."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Files go to a directory of the test's own."""
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def person(db: None) -> Person:
    unit = Unit.objects.create(name="单位", kind=Unit.Kind.DEPARTMENT)
    return Person.objects.create_user("owner", name="主人", unit=unit)


@pytest.fixture
def runners() -> Iterator[dict[str, Callable[[Job, Progress], str]]]:
    """Kinds of work for the tests: one that counts, one that is impossible, one that breaks."""

    def count(job: Job, progress: Progress) -> str:
        for n in range(job.params["n"]):
            progress(n + 1, job.params["n"])
        job.keep("结果.csv", b"1,2")
        return f"counted to {job.params['n']}"

    def impossible(job: Job, progress: Progress) -> str:
        raise Failed("There is nothing to count.")

    def breaks(job: Job, progress: Progress) -> str:
        raise RuntimeError("out of luck")

    before = dict(actions._runners)
    actions._runners.update({"count": count, "impossible": impossible, "breaks": breaks})
    yield actions._runners
    actions._runners.clear()
    actions._runners.update(before)
