"""Who may open the dashboard, what it costs, urging from its lists, export."""

import re
import uuid
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.deadlines.models import Deadline
from hotline.deadlines.texts import due_state
from hotline.jobs.actions import work
from hotline.jobs.models import Job, State
from hotline.notices.models import Notice
from hotline.paging import due_page_of
from reports import jobs, urging
from reports.listing import listed
from reports.scope import Scope
from reports.staticfiles import LeanFinder
from reports.tests.conftest import owe
from tickets.flow import Action
from tickets.models import Event
from tickets.tests.conftest import T0, City, make_city

pytestmark = pytest.mark.usefixtures("pinned")
ADDRESSES = ("/dashboard/", "/dashboard/list/", "/dashboard/urge/")


def test_only_supervisors_and_the_office_head(city: City, client_of: Any) -> None:
    ticket = city.dispatched()
    for person in (city.operator, city.dispatcher, city.handler, city.unit_leader, city.clerk, city.editor, city.cityleader,
                   city.archivist, city.admin, city.auditor):  # fmt: skip
        client = client_of(person)
        assert [client.get(address).status_code for address in ADDRESSES] == [403] * 3, person.username
        assert client.post("/dashboard/urge/", {"which": "all", "text": "请抓紧"}).status_code == 403
        assert client.post("/dashboard/export/").status_code == 403
        assert "/dashboard/" not in client.get("/").content.decode()
    for person in (city.supervisor, city.office_head):
        client = client_of(person)
        assert ticket.number in client.get("/dashboard/list/").content.decode()
        assert 'href="/dashboard/"' in client.get("/").content.decode()
    assert Client().get("/dashboard/").status_code == 302
    assert not Event.objects.filter(action=Action.URGE).exists()
    assert not Job.objects.exists()


def test_wrong_methods_and_addresses(city: City, client_of: Any) -> None:
    client = client_of(city.supervisor)
    assert client.post("/dashboard/").status_code == 405
    assert client.get("/dashboard/export/").status_code == 405
    for query in ("unit=999999", "kind=%27", "state=x", "day=2026-10-01"):
        assert client.get(f"/dashboard/?{query}").status_code == 404
        assert client.get(f"/dashboard/list/?{query}").status_code == 404
    for query in ("after=x", "before=99999999999999999-1", "after=99999999999999999-999999999999999999"):
        assert client.get(f"/dashboard/list/?{query}").status_code == 200
    for query in ("unit=%00", "at=%00"):  # no address at all
        assert client.get(f"/dashboard/list/?{query}").status_code == 400


def test_the_pages_cost_the_same_with_one_row_and_with_many(city: City, client_of: Any) -> None:
    client = client_of(city.supervisor)

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    city.dispatched()
    Deadline.objects.update(due_at=T0, opened_at=T0 - timedelta(days=2))
    one = [cost(address) for address in ("/dashboard/", "/dashboard/list/")]
    for n, unit in enumerate((city.housing, city.water, city.health)):
        owe(city.dispatched(lead=unit), unit, T0 - timedelta(days=n), cause=f"{n}").save()
    assert [cost(address) for address in ("/dashboard/", "/dashboard/list/")] == one
    assert one[0] < 30
    assert one[1] < 20


def test_where_to_act_comes_first(city: City, client_of: Any) -> None:
    ticket = city.register()
    Deadline.objects.all().delete()
    for unit, overdue, today in ((city.water, 1, 9), (city.housing, 3, 0), (city.health, 0, 2), (city.district, 1, 0)):
        for n in range(overdue):
            owe(ticket, unit, T0 - timedelta(days=n + 1), cause=f"o{unit.pk}{n}").save()
        for n in range(today):
            owe(ticket, unit, T0 + timedelta(hours=1), cause=f"t{unit.pk}{n}").save()
    page = client_of(city.supervisor).get("/dashboard/")
    assert [line.label for line in page.context["units"]] == ["市住建局", "市水务局", "龙华区政府", "市卫健委"]
    housing = page.context["units"][0]
    assert ([f.count for f in housing.figures], housing.oldest, housing.bar) == ([3, 0, 0, 3], "9月27日10:00", 100)
    assert [row.deadline.due_at for row in page.context["most_overdue"]] == sorted(
        Deadline.objects.overdue(T0).values_list("due_at", flat=True)
    )


def test_the_filters_show_what_is_chosen_and_no_fault(city: City, client_of: Any) -> None:
    city.dispatched()
    page = client_of(city.supervisor).get(f"/dashboard/?unit={city.housing.pk}&kind=reply").content.decode()
    assert re.search(rf'<option value="{city.housing.pk}"\s+selected', page)
    assert re.search(r'<option value="reply"\s+selected', page)
    assert "is-invalid" not in page


def test_what_was_met_late_is_not_called_met_in_time(city: City, client_of: Any) -> None:
    city.dispatched()
    late, good = clock.now() - timedelta(days=2), clock.now() - timedelta(days=1)
    row = Deadline.objects.filter(kind="reply").get()
    for due_at, word in ((late, "late"), (clock.now(), "met")):
        row.met_at, row.due_at = good, due_at
        assert due_state(row, clock.now()) == word


def test_the_caller_is_masked_in_every_title(city: City, client_of: Any) -> None:
    city.dispatched(city.register(title="陈小明家停水"))
    client = client_of(city.supervisor)
    with clock.at(T0 + timedelta(days=30)):
        for address in ("/dashboard/", "/dashboard/list/"):
            page = client.get(address).content.decode()
            assert ("陈小明" in page, "陈**家停水" in page) == (False, True)


def test_what_a_person_may_not_see_is_not_listed(city: City) -> None:
    tickets = [city.dispatched(), city.dispatched(lead=city.water)]
    found = list(Deadline.objects.open().select_related("unit", "held_by"))
    assert {row.ticket for row in listed(found, city.handler, T0)} == {tickets[0].pk}
    assert list(urging.tickets_of(Scope(T0), city.handler)) == [tickets[0].pk]


def test_one_build_of_the_chart_is_collected() -> None:
    kept = [path for path, _storage in LeanFinder().list([]) if "echarts" in path]
    assert kept == ["echarts.common.min.js"]


def test_the_part_that_changes_is_the_same_template(city: City, client_of: Any) -> None:
    city.dispatched()
    client = client_of(city.supervisor)
    part = client.get("/dashboard/", headers={"HX-Request": "true", "HX-Target": "figures"}).content.decode()
    whole = client.get("/dashboard/").content.decode()
    assert "<html" not in part
    assert part.strip() in whole
    assert "HX-Request" in client.get("/dashboard/").headers["Vary"]
    narrowed = client.get(f"/dashboard/?unit={city.housing.pk}&kind=reply").content.decode()
    assert f'hx-get="/dashboard/?unit={city.housing.pk}&amp;kind=reply"' in narrowed
    assert f'<option value="{city.housing.pk}" selected' in narrowed


def test_pages_of_a_list_follow_each_other(city: City) -> None:
    ticket = city.register()
    Deadline.objects.all().delete()
    for n in range(25):  # several due at one instant
        owe(ticket, city.housing, T0 + timedelta(hours=n // 4), cause=str(n)).save()
    rows = Deadline.objects.all()
    expected = list(rows.order_by("due_at", "pk"))

    def page(query: str) -> Any:
        return due_page_of(rows, QueryDict(query.lstrip("?")), 7)

    forward, query = [], "state=open"
    for _n in range(4):
        here = page(query)
        forward += here.rows
        query = here.next_url
    assert (forward, query) == (expected, "")
    backward, here = [], here
    while here.previous_url:
        here = page(here.previous_url)
        backward = here.rows + backward
    assert backward == expected[:21]
    assert "state=open" in here.next_url
    assert page("").first_url == ""


# ---- urging


def ask(client: Client, query: str) -> Any:
    return client.get(f"/dashboard/urge/?{query}")


def send(client: Client, page: Any, text: str = "请抓紧办理，今日下班前回复。", **more: Any) -> Any:
    """The form of the asking page, as the browser sends it."""
    html = page.content.decode().split('action="/dashboard/urge/"')[1].split("</form>")[0]
    data: dict[str, Any] = {}
    for field in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", html):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', field))
        data.setdefault(attributes["name"], []).append(attributes["value"])
    return client.post("/dashboard/urge/", data | {"text": text} | more, follow=True)


def urged() -> list[str]:
    return list(Event.objects.filter(action=Action.URGE).order_by("ticket").values_list("ticket__number", flat=True))


def test_urging_the_ticked_each_ticket_once(city: City, client_of: Any) -> None:
    tickets = [city.dispatched() for _ in range(3)]
    client = client_of(city.supervisor)
    of_first = [d.pk for d in Deadline.objects.open().of(*tickets[0].subject)]  # sign for, and reply
    of_second = Deadline.objects.open().of(*tickets[1].subject).first()
    assert len(of_first) == 2
    page = ask(client, "&".join(f"d={pk}" for pk in [*of_first, of_second.pk]))
    assert (len(page.context["tickets"]), page.context["units"]) == (2, 1)
    after = send(client, page)
    assert urged() == [tickets[0].number, tickets[1].number]
    assert "note-success" in after.content.decode()
    event = Event.objects.filter(action=Action.URGE).first()
    assert (event.opinion, event.actor) == ("请抓紧办理，今日下班前回复。", city.supervisor)
    assert Notice.objects.filter(person=city.handler, cause__startswith=f"ticket:{tickets[0].pk}:").exists()


def test_urging_all_of_a_list_leaves_out_the_others(city: City, client_of: Any) -> None:
    mine = [city.dispatched() for _ in range(3)]
    other = city.dispatched(lead=city.water)
    with clock.at(T0 + timedelta(days=30)):
        client = client_of(city.office_head)
        page = ask(client, f"which=all&state=overdue&unit={city.housing.pk}")
        assert len(page.context["tickets"]) == 3
        send(client, page)
    assert urged() == [ticket.number for ticket in mine]
    assert other.number not in urged()


def test_a_double_click_acts_once_and_other_words_are_another_act(city: City, client_of: Any) -> None:
    city.dispatched()
    client = client_of(city.supervisor)
    page = ask(client, "which=all")
    for _click in range(2):
        assert "note-success" in send(client, page).content.decode()
    assert len(urged()) == 1
    send(client, page, "第二次催办：请立即回复。")
    assert len(urged()) == 2


def test_without_a_text_nothing_happens_and_the_choice_is_kept(city: City, client_of: Any) -> None:
    city.dispatched()
    client = client_of(city.supervisor)
    pk = Deadline.objects.open().first().pk
    for text in ("", "   ", "长" * 100_000, "a\x00b"):
        response = send(client, ask(client, f"d={pk}"), text)
        assert response.status_code == 422
        assert f'name="d" value="{pk}"' in response.content.decode()
    assert urged() == []


@pytest.mark.parametrize(("key", "status"), [("", 200), ("x", 422)])
def test_a_form_without_its_key(city: City, client_of: Any, key: str, status: int) -> None:
    city.dispatched()
    client = client_of(city.supervisor)
    assert send(client, ask(client, "which=all"), request_id=key).status_code == status
    assert len(urged()) == (status == 200)


def test_what_is_refused_is_named_with_the_reason(city: City, client_of: Any) -> None:
    good, finished = city.dispatched(), city.accepted()
    owe(finished, city.office, T0 + timedelta(days=3), cause="x").save()  # something is still owed after acceptance
    client = client_of(city.supervisor)
    page = send(client, ask(client, "which=all")).content.decode()
    assert urged() == [good.number]
    assert "note-success" in page
    assert "note-warning" in page
    assert finished.number in page.split("note-warning")[1].split("</div>")[0]


def test_what_was_done_meanwhile_is_not_urged(city: City, client_of: Any) -> None:
    ticket = city.dispatched()
    client = client_of(city.supervisor)
    page = ask(client, f"d={Deadline.objects.open().of(*ticket.subject).get(kind='reply').pk}")
    city.replied(ticket)
    assert "note-warning" in send(client, page).content.decode()
    assert urged() == []


@pytest.mark.parametrize("query", ["", "d=", "d=0", "d=x", "d=999999999999999999"])
def test_nothing_chosen(city: City, client_of: Any, query: str) -> None:
    city.dispatched()
    response = ask(client_of(city.supervisor), query)
    assert response.status_code == 302


def test_many_are_urged_in_the_background(
    city: City, client_of: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    tickets = [city.dispatched() for _ in range(4)]
    monkeypatch.setattr(urging, "AT_ONCE", 3)
    client = client_of(city.supervisor)
    page = ask(client, "which=all")
    assert page.context["in_background"]
    response = send(client, page)
    job = Job.objects.get()
    assert response.redirect_chain[-1][0] == f"/jobs/{job.pk}/"
    assert send(client, page).redirect_chain[-1][0] == f"/jobs/{job.pk}/"  # a double click
    assert work(job.pk)
    assert urged() == [ticket.number for ticket in tickets]
    again = Job.objects.create(kind=job.kind, title="", person=job.person, params=job.params, made_at=clock.now())
    assert work(again.pk)  # as after a crash
    assert len(urged()) == 4
    assert Job.objects.get(pk=again.pk).state == State.DONE


def test_the_job_of_somebody_who_lost_the_right_says_so(city: City) -> None:
    ticket = city.dispatched()
    job = jobs.start_urging([ticket.pk], actor=city.operator, text="催", key=uuid.uuid4())
    assert work(job.pk)
    assert Job.objects.get(pk=job.pk).state == State.FAILED
    assert urged() == []


def test_export_starts_a_job(city: City, client_of: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    city.dispatched()
    client = client_of(city.supervisor)
    response = client.post("/dashboard/export/", {"kind": "reply"})
    job = Job.objects.get()
    assert response.headers["Location"] == f"/jobs/{job.pk}/"
    assert work(job.pk)
    file = client.get(f"/jobs/{job.pk}/file/")
    assert (file.status_code, b"".join(file)[:2]) == (200, b"PK")
    assert client_of(city.office_head).get(f"/jobs/{job.pk}/file/").status_code == 404
    assert client.post("/dashboard/export/", {"kind": "nonsense"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_supervisors_at_once() -> None:
    city = make_city()
    tickets = [city.dispatched() for _ in range(6)]
    pks = [ticket.pk for ticket in tickets]
    found: list[Any] = []

    def work(person: Any, order: list[int]) -> None:
        try:
            with clock.at(T0):
                found.append(urging.urge(order, actor=person, text="请抓紧", key=uuid.uuid4()))
        except BaseException as error:
            found.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work, args=args) for args in ((city.supervisor, pks), (city.office_head, pks[::-1]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(outcome.done, outcome.refused) for outcome in found] == [(6, {}), (6, {})]
    assert len(urged()) == 12
