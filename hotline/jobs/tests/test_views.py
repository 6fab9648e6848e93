"""A person sees the own work, and nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hotline.jobs.actions import Progress, start, work
from hotline.jobs.models import Job, State
from hotline.people.models import Person, Unit

pytestmark = pytest.mark.django_db
Runners = dict[str, Callable[[Job, Progress], str]]


@pytest.fixture
def owner(client: Client, person: Person) -> Client:
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def job(person: Person, runners: Runners) -> Job:
    return start("count", actor=person, title="Count to three", n=3)


def test_strangers_sign_in_first(client: Client, job: Job) -> None:
    for path in ("/jobs/", f"/jobs/{job.pk}/", f"/jobs/{job.pk}/file/"):
        assert client.get(path).status_code == 302


def test_nobody_elses(job: Job, owner: Client) -> None:
    other = Person.objects.create_user("other", name="别人", unit=Unit.objects.get())
    owner.force_login(other)
    assert owner.get(f"/jobs/{job.pk}/").status_code == owner.get(f"/jobs/{job.pk}/file/").status_code == 404
    assert "Count to three" not in owner.get("/jobs/").content.decode()
    assert owner.get("/jobs/999999/").status_code == 404


def test_pages_are_only_read(job: Job, owner: Client) -> None:
    for path in ("/jobs/", f"/jobs/{job.pk}/", f"/jobs/{job.pk}/file/"):
        assert owner.post(path).status_code == 405


def test_while_it_runs_the_page_asks_again(job: Job, owner: Client) -> None:
    Job.objects.update(state=State.RUNNING, done=1, total=4)
    page = owner.get(f"/jobs/{job.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert 'value="25"' in page
    assert "1 of 4" in page
    part = owner.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="job-state"' in part


def test_when_it_has_ended_it_asks_no_more(job: Job, owner: Client) -> None:
    assert owner.get(f"/jobs/{job.pk}/file/").status_code == 404
    work(job.pk)
    page = owner.get(f"/jobs/{job.pk}/").content.decode()
    assert "every 2s" not in page
    assert "counted to 3" in page
    assert f"/jobs/{job.pk}/file/" in page
    response = owner.get(f"/jobs/{job.pk}/file/")
    assert b"".join(response.streaming_content) == b"1,2"
    assert "attachment" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    job.refresh_from_db()
    job.file.storage.delete(job.file.name)
    assert owner.get(f"/jobs/{job.pk}/file/").status_code == 404


def test_a_failure_says_why(owner: Client, person: Person, runners: Runners) -> None:
    job = start("impossible", actor=person, title="x")
    work(job.pk)
    page = owner.get(f"/jobs/{job.pk}/").content.decode()
    assert "There is nothing to count." in page
    assert 'role="alert"' in page


def test_the_list(owner: Client, person: Person, runners: Runners, django_assert_max_num_queries: Any) -> None:
    assert "No work of yours" in owner.get("/jobs/").content.decode()

    def cost() -> int:
        with django_assert_max_num_queries(30) as captured:
            owner.get("/jobs/")
        return len(captured)

    start("count", actor=person, title="Number 0", n=1)
    few = cost()
    for number in range(1, 25):
        start("count", actor=person, title=f"Number {number}.", n=1)
    assert cost() == few
    page = owner.get("/jobs/").content.decode()
    assert "Number 24." in page
    assert "Number 4." not in page
