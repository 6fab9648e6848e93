"""The page of supervision: who sees it, the batch of notices, cases, the authorisation, documents, and what tickets show."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hotline import clock
from hotline.deadlines.sweep import sweep
from hotline.jobs import actions as jobs
from hotline.jobs.models import Job, State
from hotline.notices.models import Notice
from hotline.notices.texts import sentence
from hotline.people.models import Person, Role, Unit
from tickets import home, supervision_views
from tickets.actions import authorise, signing
from tickets.flow import Action
from tickets.models import Event, StandingAuthorisation, Step, SupervisionOrder, Ticket
from tickets.operation import Forbidden, Refused
from tickets.tests.conftest import T0, City, dues, last_event, on

pytestmark = pytest.mark.usefixtures("pinned")
DAY = T0.date()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@contextmanager
def visiting(person: Person) -> Iterator[Client]:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    yield client


def read(person: Person, url: str = "/supervision/", status: int = 200) -> str:
    with visiting(person) as client:
        response = client.get(url)
        assert response.status_code == status, response.content.decode()[:500]
        return response.content.decode()


def post(person: Person, url: str, data: dict[str, Any] | None = None, status: int = 302) -> str:
    """Send the form; gives the page it leads to."""
    with visiting(person) as client:
        response = client.post(url, data or {})
        assert response.status_code == status
        page = client.get(response.headers["Location"]) if status == 302 else response
        return page.content.decode()


def waiting() -> list[SupervisionOrder]:
    return list(SupervisionOrder.objects.unsigned().order_by("pk"))


def given(city: City, **more: Any) -> StandingAuthorisation:
    return authorise.give(**{"actor": city.office_head, "valid_from": DAY, "valid_until": DAY + timedelta(days=30)} | more)


# ---- who


def test_who_sees_the_page(city: City) -> None:
    city.missed()
    for person in (city.office_head, city.supervisor):
        assert "20260915-00001" in read(person)
    for person in (city.operator, city.dispatcher, city.handler, city.auditor, city.admin, city.cityleader):
        read(person, status=403)


def test_supervisors_see_no_buttons(city: City) -> None:
    city.missed()
    given(city)
    text = read(city.supervisor)
    assert ("supervision/sign/" in text, "supervision/authorise/" in text, "/revoke/" in text) == (False, False, False)
    text = read(city.office_head)
    assert ("supervision/sign/" in text, "supervision/authorise/" in text, "/revoke/" in text) == (True, True, True)


def test_only_the_head_acts(city: City) -> None:
    ticket = city.missed()
    order = waiting()[0]
    authorisation = given(city, valid_from=DAY + timedelta(days=9))
    for url in ("sign/", f"{order.pk}/give-back/", "authorise/", f"{authorisation.pk}/revoke/"):
        for person in (city.supervisor, city.operator, city.handler):
            post(person, f"/supervision/{url}", {"order": order.pk, "text": "x"}, status=403)
        with visiting(city.office_head) as client:
            assert client.put(f"/supervision/{url}").status_code == 405
    assert (waiting(), Ticket.objects.get().version) == ([order], ticket.version)


# ---- the queue


def test_the_head_signs_what_is_ticked(city: City) -> None:
    first, second, other = city.missed(), city.missed(), city.missed(lead=city.water)
    orders = {order.ticket_id: order for order in waiting()}
    text = read(city.office_head)
    assert "Notices that wait for a signature: 3" in text
    assert text.count(" checked ") == 3
    assert "Sign 3 notices to 2 units?" in text
    said = post(city.office_head, "/supervision/sign/", {"order": [orders[first.pk].pk, orders[other.pk].pk]})
    assert "2 supervision notices are signed." in said
    assert [order.ticket_id for order in waiting()] == [second.pk]
    for ticket in (first, other):
        ticket.refresh_from_db()
        assert (ticket.step, last_event(ticket).actor, last_event(ticket).details["granted"]) == (4, city.office_head, True)
        assert dues(ticket)["supervision"] == on(10, 11)  # October 8, 9 and the Saturday that is made up
    assert Ticket.objects.get(pk=second.pk).step == Step.HANDLING


def test_a_second_click_acts_once(city: City) -> None:
    city.missed()
    data = {"order": [waiting()[0].pk]}
    for _click in range(2):
        assert "1 supervision notices are signed." in post(city.office_head, "/supervision/sign/", data)
    assert Event.objects.filter(action=Action.SIGN_ORDER).count() == 1


def test_what_is_refused_is_named_and_holds_back_no_other(city: City) -> None:
    done, late, held = city.missed(), city.missed(), city.missed()
    city.do(late, Action.REPLY, city.handler, text="已修复。")
    pks = [order.pk for order in SupervisionOrder.objects.order_by("pk")]
    with clock.at(on(9, 16)):  # asked in time, undecided
        city.return_asked(held)
    said = post(city.office_head, "/supervision/sign/", {"order": pks})
    assert "1 supervision notices are signed." in said
    assert f"{late.number}: " in said
    assert f"{held.number}: A return or an extension asked in time waits for a decision" in said
    assert [Ticket.objects.get(pk=t.pk).step for t in (done, late, held)] == [4, 3, 2]


def test_held_and_moot_ones_have_no_tick(city: City) -> None:
    held, moot = city.missed(), city.missed()
    with clock.at(on(9, 16)):
        city.return_asked(held)
    order = SupervisionOrder.objects.get(ticket=moot)
    order.missed.due_at = on(10, 20)  # the calendar gave it more time
    order.missed.save()
    text = read(city.office_head)
    assert " checked " not in text
    assert "a request is undecided" in text
    assert "not overdue any more" in text
    assert "supervision/sign/" not in text


def test_nothing_ticked_and_nonsense_do_nothing(city: City) -> None:
    ticket = city.missed()
    case = city.case_opened()
    assert "Tick the notices" in post(city.office_head, "/supervision/sign/", {"order": ["x", "", "-1", "９"]})
    said = post(city.office_head, "/supervision/sign/", {"order": ["999999", str(SupervisionOrder.objects.get(ticket=case).pk)]})
    assert "signed." not in said  # a case is signed singly
    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version
    assert len(waiting()) == 2


def test_many_are_signed_in_the_background(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision_views, "AT_ONCE", 1)
    tickets = [city.missed(), city.missed()]
    data = {"order": [order.pk for order in waiting()]}
    with visiting(city.office_head) as client:
        places = {client.post("/supervision/sign/", data).headers["Location"] for _click in range(2)}
    job = Job.objects.get()
    assert places == {f"/jobs/{job.pk}/"}
    assert len(waiting()) == 2
    seen: list[tuple[int, int]] = []
    assert jobs.work(job.pk, watch=lambda *numbers: seen.append(numbers))
    job.refresh_from_db()
    assert (job.state, job.note, seen) == (State.DONE, "2 supervision notices are signed.", [(0, 2), (1, 2), (2, 2)])
    assert [Ticket.objects.get(pk=t.pk).step for t in tickets] == [4, 4]


def test_a_batch_that_runs_again_acts_once_and_names_what_failed(city: City) -> None:
    city.missed()
    gone = city.missed()
    pks = [order.pk for order in waiting()]
    city.do(gone, Action.REPLY, city.handler, text="已修复。")
    for _again in range(2):
        job = signing.start(pks, actor=city.office_head)
        assert jobs.work(job.pk)
        job.refresh_from_db()
        assert job.note.startswith(f"1 supervision notices are signed.\nNot signed: {gone.number}: ")
    assert Event.objects.filter(action=Action.SIGN_ORDER).count() == 1


def test_one_is_given_back_with_a_reason(city: City) -> None:
    ticket = city.missed()
    order = waiting()[0]
    url = f"/supervision/{order.pk}/give-back/"
    assert ticket.number in read(city.office_head, url)
    assert "form-errors" in post(city.office_head, url, {"text": " "}, status=422)
    for _click in range(2):
        assert f"The notice on {ticket.number} is not signed." in post(
            city.office_head, url, {"text": "系统故障所致，不予督办。"}
        )
    order.refresh_from_db()
    assert (order.refused_at, waiting(), Ticket.objects.get().step) == (T0, [], Step.HANDLING)
    assert Event.objects.filter(action=Action.SIGN_ORDER).count() == 1
    assert Notice.objects.filter(kind="order_refused").values_list("person__username", flat=True).get() == "supervisor"
    sweep()
    assert waiting() == []  # the miss had its notice


def test_the_queue_pages_by_key(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision_views, "QUEUE", 2)
    tickets = [city.missed() for _ in range(3)]
    pks = [order.pk for order in waiting()]
    first, second = read(city.office_head), read(city.office_head, f"/supervision/?from={pks[1]}")
    assert f'href="?from={pks[1]}"' in first
    assert [t.number in first for t in tickets] == [True, True, False]
    assert [t.number in second for t in tickets] == [False, False, True]
    assert 'href="?"' in second
    for nonsense in ("x", "٣", "9" * 30, "-1"):
        read(city.office_head, f"/supervision/?from={nonsense}&before={nonsense}&issued={nonsense}")


def test_no_caller_on_the_page(city: City) -> None:
    with clock.at(on(9, 15, 10)):
        ticket = city.register(title="陈小明家路灯不亮")
    city.missed(ticket=ticket)
    other = city.register(title="王丽12000000009反映", caller_name="王丽", caller_phone="12000000009")
    city.case_opened(city.dispatched(other), text="王丽多次来电，请办结。")
    text = read(city.office_head)
    assert "陈**家路灯不亮" in text
    text += read(city.office_head, f"/tickets/{other.number}/sign_order/").split('id="act-sign_order"')[1].split("</form>")[0]
    assert "王*多次来电" in text
    assert not [word for word in ("陈小明", "王丽", "12000000009") if word in text]


def test_queries_do_not_grow_with_the_rows(city: City) -> None:
    def everything() -> None:
        with clock.at(on(9, 15, 9)):
            signed = city.dispatched(city.register())
        with clock.at(T0):
            sweep()
        signing.sign(SupervisionOrder.objects.unsigned().get(ticket=signed), actor=city.office_head)
        city.missed()
        city.case_opened()
        StandingAuthorisation.objects.create(
            given_by=city.office_head, given_at=T0, valid_from=DAY, valid_until=DAY, revoked_by=city.office_head, revoked_at=T0
        )

    def queries() -> int:
        with visiting(city.office_head) as client:
            client.get("/supervision/")
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert client.get("/supervision/").status_code == 200
        return len(captured)

    everything()
    at_one = queries()
    everything()
    everything()
    assert (queries(), len(waiting())) == (at_one, 6)
    assert at_one <= 22


# ---- cases


def test_cases_lead_to_the_form_on_the_ticket(city: City) -> None:
    ticket = city.case_opened()
    assert f"/tickets/{ticket.number}/sign_order/#act-sign_order" in read(city.office_head)
    text = read(city.supervisor)
    assert f"/tickets/{ticket.number}/" in text
    assert "sign_order" not in text
    form = read(city.office_head, f"/tickets/{ticket.number}/sign_order/")
    assert "supervision case (hot issue): 群众反映强烈，请限期办结回复。 → due 10 Oct 24:00" in form


def test_a_case_is_signed_before_a_notice_unless_the_head_says_otherwise(city: City) -> None:
    ticket = city.case_opened(city.missed())
    notice, case = waiting()
    with visiting(city.office_head) as client:
        page = client.get(f"/tickets/{ticket.number}/sign_order/")
        form = next(act["form"] for act in page.context["acts"] if act["action"] == Action.SIGN_ORDER)
        assert ([pk for pk, _text in form.fields["order"].choices], form.initial["order"]) == ([case.pk, notice.pk], case.pk)
        data = {"granted": "yes", "order": case.pk, "version": form.initial["version"], "request_id": form["request_id"].value()}
        assert client.post(f"/tickets/{ticket.number}/sign_order/", data).status_code == 302
    assert waiting() == [notice]


# ---- the standing authorisation


def test_the_head_gives_one_and_the_queue_goes_out(city: City) -> None:
    ticket = city.missed()
    until = DAY + timedelta(days=364)
    assert "The authorisation is given." in post(
        city.office_head, "/supervision/authorise/", {"valid_from": str(DAY), "valid_until": str(until)}
    )
    row = StandingAuthorisation.objects.get()
    assert (row.given_by, row.given_at, row.valid_from, row.valid_until) == (city.office_head, T0, DAY, until)
    notice = Notice.objects.get(kind="authorisation_given")
    assert (notice.person, notice.link) == (city.supervisor, "/supervision/")
    assert "Sept. 30, 2026 to Sept. 29, 2027" in sentence(notice)
    sweep()
    assert (Ticket.objects.get(pk=ticket.pk).step, waiting()) == (Step.SUPERVISION, [])
    assert "is in force until 2027-09-29" in read(city.supervisor)


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (-1, 5, "An authorisation begins today or later."),
        (5, 4, "The last day is not before the first."),
        (0, 365, "An authorisation holds for a year at most."),
    ],
)
def test_wrong_days_are_refused_beside_the_field(city: City, first: int, last: int, message: str) -> None:
    data = {"valid_from": str(DAY + timedelta(days=first)), "valid_until": str(DAY + timedelta(days=last))}
    text = post(city.office_head, "/supervision/authorise/", data, status=422)
    assert message in text
    assert data["valid_until"] in text
    assert not StandingAuthorisation.objects.exists()


def test_no_day_or_no_date_is_refused(city: City) -> None:
    for data in ({}, {"valid_from": "soon", "valid_until": "2026-02-30"}):
        assert "form-errors" in post(city.office_head, "/supervision/authorise/", data, status=422)


def test_two_never_overlap(city: City) -> None:
    given(city)
    with pytest.raises(Refused, match="revoke it first"):
        given(city, valid_from=DAY + timedelta(days=30), valid_until=DAY + timedelta(days=60))
    given(city, valid_from=DAY + timedelta(days=31), valid_until=DAY + timedelta(days=60))
    assert StandingAuthorisation.objects.count() == 2


def test_nobody_else_gives_or_revokes(city: City) -> None:
    row = given(city)
    both = city.person("both", city.office, Role.SUPERVISOR, Role.DISPATCHER)
    for person in (city.supervisor, city.cityleader, city.handler, both):
        with pytest.raises(Forbidden):
            given(city, actor=person)
        with pytest.raises(Forbidden):
            authorise.revoke(row.pk, actor=person)


def test_revoked_means_that_notices_wait_again(city: City) -> None:
    row = given(city)
    for _click in range(2):
        assert "The authorisation is revoked." in post(city.office_head, f"/supervision/{row.pk}/revoke/")
    row.refresh_from_db()
    assert (row.revoked_by, row.revoked_at) == (city.office_head, T0)
    assert Notice.objects.filter(kind="authorisation_revoked", person=city.supervisor).count() == 1
    city.missed()
    assert len(waiting()) == 1
    with clock.at(T0 + timedelta(days=40)):
        assert "over already" in post(city.office_head, f"/supervision/{row.pk}/revoke/")


@pytest.mark.parametrize(
    ("day", "last"),
    [("2026-09-30", "2027-09-29"), ("2028-02-29", "2029-02-28"), ("2027-03-01", "2028-02-29"), ("9999-01-01", "9999-12-31")],
)
def test_a_year_at_most(day: str, last: str) -> None:
    assert authorise.latest_end(date.fromisoformat(day)) == date.fromisoformat(last)


# ---- what was issued


def test_issued_documents_newest_first(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision_views, "ISSUED", 2)
    for lead in (city.housing, city.housing, city.water, city.health):
        city.missed(lead=lead)
    for order in waiting():
        signing.sign(order, actor=city.office_head)
    with clock.at(on(9, 30, 12)):
        city.supervised()
    text = read(city.supervisor)
    assert [n for n in (1, 2, 3) if f"督通字〔2026〕{n}号" in text] == [2, 3]
    assert text.index("督通字〔2026〕3号") < text.index("督通字〔2026〕2号")
    older = read(city.supervisor, "/supervision/?issued=notice&before=2")
    assert [n for n in (1, 2, 3) if f"督通字〔2026〕{n}号" in older] == [1]
    assert 'data-label="Tickets">2<' in older  # two tickets of one unit and day are one document
    assert "before=4" in older
    cases = read(city.supervisor, "/supervision/?issued=case")
    assert ("督办字〔2026〕1号" in cases, "督通字" in cases) == (True, False)


def test_issued_documents_go_on_into_the_year_before(city: City) -> None:
    city.missed()
    signing.sign(waiting()[0], actor=city.office_head)
    with clock.at(clock.start_of(date(2027, 1, 4))):
        again = city.case_opened(city.dispatched())
        SupervisionOrder.objects.filter(ticket=again).update(kind="notice")  # two years, one series
        city.do(again, Action.SIGN_ORDER, city.office_head, granted=True)
        text = read(city.supervisor)
    assert text.index("督通字〔2027〕1号") < text.index("督通字〔2026〕1号")


def test_the_document_is_for_those_who_see_a_ticket_of_it(city: City) -> None:
    ticket = city.missed()
    order = waiting()[0]
    url = f"/supervision/{order.pk}.docx"
    read_status = {}
    signing.sign(order, actor=city.office_head)
    for person in (city.supervisor, city.office_head, city.handler, city.operator, city.water_handler, city.admin):
        with visiting(person) as client:
            response = client.get(url)
            read_status[person.username] = response.status_code
            if response.status_code == 200:
                assert "%E7%9D%A3%E5%8A%9E%E5%8D%95" in response["Content-Disposition"]
    assert read_status == {
        "supervisor": 200, "office_head": 200, "handler": 200, "operator": 200, "water_handler": 404, "admin": 404,
    }  # fmt: skip
    assert ticket.number


def test_no_document_before_it_is_issued(city: City) -> None:
    city.missed()
    with visiting(city.office_head) as client:
        assert client.get(f"/supervision/{waiting()[0].pk}.docx").status_code == 404


# ---- on the ticket and on the home page


def test_the_ticket_says_what_waits_and_what_was_issued(city: City) -> None:
    ticket = city.missed()
    url = f"/tickets/{ticket.number}/"
    assert "1st miss of 市住建局 (reply, due 23 Sep 24:00): the notice waits to be issued" in read(city.handler, url)
    with clock.at(on(9, 16)):
        city.return_asked(ticket)
    assert "the notice is held until the request is decided" in read(city.handler, url)
    city.do(ticket, Action.DECIDE_RETURN, city.dispatcher, granted=False, text="请继续办理。")
    signing.sign(waiting()[0], actor=city.office_head)
    text = read(city.handler, url)
    assert "waits to be issued" not in text
    order = SupervisionOrder.objects.get()
    assert text.count(f'href="/supervision/{order.pk}.docx"') == 2  # among the documents, and where it happened
    assert "1st miss" in text
    city.case_opened(ticket)
    text = read(city.supervisor, url)
    assert "A supervision case waits for the office head" in text
    assert "hot issue" in text


def test_the_head_finds_the_queue_at_home(city: City) -> None:
    assert not home.has_notices_to_sign(city.office_head)
    city.missed()
    case = city.case_opened()
    assert not home.has_notices_to_sign(city.supervisor)
    text = read(city.office_head, "/")
    assert "Supervision notices that wait for your signature: 1" in text
    assert 'href="/supervision/"' in text
    assert case.number in text
    assert "sign the supervision order" in text


def test_a_plus_stands_only_where_more_may_follow(city: City) -> None:
    def section(*states: str, more: bool) -> home.Section:
        return home.Section("", [(None, {"state": state}) for state in states], more=more, owed=True)

    assert home.tallies([section("overdue", "soon", more=True)]) == {"overdue": "1", "soon": "1+", "ok": "0+"}
    assert home.tallies([section("overdue", "overdue", more=True)])["overdue"] == "2+"
    assert home.tallies([section("overdue", "ok", more=False)]) == {"overdue": "1", "soon": "0", "ok": "1"}


def test_the_page_is_in_the_navigation_of_those_who_use_it(city: City) -> None:
    assert [">Supervision</a>" in read(getattr(city, who), "/") for who in ("supervisor", "office_head", "operator", "handler")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_a_unit_that_moved_in_the_list_is_grouped_once(city: City) -> None:
    Unit.objects.exclude(pk=city.water.pk).update(position=5)
    for lead in (city.housing, city.water, city.housing):
        city.missed(lead=lead)
    text = read(city.office_head)
    assert text.count('scope="rowgroup"') == 2
    assert text.index("市水务局") < text.index("市住建局")


# ---- what holds a notice


def test_an_assisting_units_request_holds_nothing(city: City) -> None:
    ticket = city.missed(assisting=[city.water])
    with clock.at(on(9, 16)):
        city.return_asked(ticket, who=city.water_handler)
    assert SupervisionOrder.objects.ready().count() == 1
    signing.sign(waiting()[0], actor=city.office_head)
    assert Ticket.objects.get().step == Step.SUPERVISION


def test_a_third_miss_that_is_held_is_not_submitted_yet(city: City) -> None:
    ticket = city.missed()
    SupervisionOrder.objects.update(nth=3)
    SupervisionOrder.objects.update(submitted_at=None)
    with clock.at(on(9, 16)):
        city.return_asked(ticket)
    sweep()
    assert not ticket.instructions.exists()
    city.do(ticket, Action.DECIDE_RETURN, city.dispatcher, granted=False, text="请继续办理。")
    sweep()
    assert ticket.instructions.count() == 1
