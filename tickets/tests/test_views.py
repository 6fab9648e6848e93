"""Pages: who may open what, what a refused form gives back, how many queries each page costs."""

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.paging import page_of
from hotline.people.models import Person
from tickets import views
from tickets.flow import Action
from tickets.models import Attachment, Event, Step, Ticket
from tickets.operation import Refused, perform
from tickets.tests.conftest import City

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


@pytest.fixture
def client_of(city: City):
    def make(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return make


def url(ticket: Ticket, action: str = "") -> str:
    return f"/tickets/{ticket.number}/" + (f"{action}/" if action else "")


def registration(**more: Any) -> dict[str, Any]:
    return {
        "caller_phone": "0898 1234 5678 转 12", "caller_name": "欧阳𠮷", "caller_employer": "", "channel": "phone",
        "called_at": "2026-01-05T09:00", "type": "complaint", "title": "工地夜间施工",
        "content": "夜间施工噪声扰民 <b>{{ x }}</b> 😀", "category": "", "urgency": "normal", "district": "", "address": "海秀路", "wants_answer": "on", "answer_by": "phone",
        "request_id": str(uuid.uuid4()),
    } | more  # fmt: skip


def test_register_by_form(city: City, client_of: Any) -> None:
    client = client_of(city.operator)
    data = registration(uploads=SimpleUploadedFile("../../照片.png", PNG, "text/html"))
    response = client.post("/tickets/new/", data)
    ticket = Ticket.objects.get()
    assert response.headers["Location"] == url(ticket)
    assert (ticket.content, ticket.caller.phone, ticket.caller.name) == (
        "夜间施工噪声扰民 <b>{{ x }}</b> 😀",
        "089812345678x12",
        "欧阳𠮷",
    )
    assert Attachment.objects.get().name == "照片.png"
    page = client.get(url(ticket)).content.decode()
    assert "&lt;b&gt;{{ x }}&lt;/b&gt; 😀" in page
    # the same form again: one ticket, one event
    client.post("/tickets/new/", data | {"uploads": SimpleUploadedFile("../../照片.png", PNG, "text/html")})
    assert (Ticket.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", ""),
        ("content", "长" * 100_000),
        ("title", "长" * 61),
        ("caller_phone", "没有电话"),
        ("called_at", "2999-01-01T00:00"),
        ("called_at", "昨天"),
        ("type", "nonsense"),
        ("urgency", "'; DROP TABLE"),
        ("content", "a\x00b"),
        ("category", "999999"),
        ("district", "abc"),
    ],
)
def test_bad_registration_keeps_what_was_typed(city: City, client_of: Any, field: str, value: str) -> None:
    response = client_of(city.operator).post("/tickets/new/", registration(**{field: value}, address="只此一处"))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "只此一处" in response.content.decode()
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.png", b""), ("a.png", b"<html>"), ("a.exe", PNG), ("a.pdf", PNG), ("a.docx", b"PK\x03\x04 no zip")],
)
def test_bad_attachment_is_refused_by_name(city: City, client_of: Any, name: str, content: bytes) -> None:
    response = client_of(city.operator).post("/tickets/new/", registration(uploads=SimpleUploadedFile(name, content)))
    assert response.status_code == 422
    assert name in str(response.context["form"].errors["uploads"])
    assert (Ticket.objects.count(), Attachment.objects.count()) == (0, 0)


def test_pages_need_sign_in(city: City) -> None:
    ticket = city.register()
    for address in ("/", "/tickets/", "/tickets/new/", url(ticket), "/inbox/", "/workdays/", "/admin/"):
        response = Client().get(address)
        assert (
            response.status_code,
            "sign-in" in response.headers.get("Location", "") or "login" in response.headers.get("Location", ""),
        ) == (302, True)


def test_whoever_may_not_see_a_ticket_gets_404_everywhere(city: City, client_of: Any) -> None:
    ticket = city.dispatched(city.register(uploads=[SimpleUploadedFile("a.png", PNG)]))
    file, order = Attachment.objects.get(), ticket.orders.get()
    addresses = [url(ticket), url(ticket, "note"), f"/tickets/files/{file.pk}/", f"/tickets/orders/{order.pk}.docx"]
    for stranger in (city.water_handler, city.admin, city.auditor, city.cityleader, city.archivist):
        client = client_of(stranger)
        assert [client.get(address).status_code for address in addresses] == [404] * 4
        assert client.post(url(ticket, "note"), {"text": "x"}).status_code == 404
        assert ticket.number not in client.get("/tickets/").content.decode()
    client = client_of(city.handler)
    assert [client.get(address).status_code for address in addresses] == [200] * 4


def test_after_redispatch_the_former_unit_has_lost_access(city: City, client_of: Any) -> None:
    ticket = city.dispatched(city.register(uploads=[SimpleUploadedFile("a.png", PNG)]))
    city.do(ticket, Action.SUBMIT, city.dispatcher, leader=city.cityleader, why="hot", text="请阅示")
    city.do(ticket, Action.INSTRUCT, city.cityleader, text="请水务局办理")
    city.do(ticket, Action.REDISPATCH, city.dispatcher, lead=city.water, how="phone", caller_told=True)
    addresses = [url(ticket), f"/tickets/files/{Attachment.objects.get().pk}/", f"/tickets/orders/{ticket.orders.get().pk}.docx"]
    assert [client_of(city.handler).get(a).status_code for a in addresses] == [404] * 3
    assert [client_of(city.water_handler).get(a).status_code for a in addresses] == [200] * 3


def test_identity_is_masked_until_revealed(city: City, client_of: Any) -> None:
    ticket = city.dispatched()
    client = client_of(city.handler)
    page = client.get(url(ticket)).content.decode()
    assert ("陈小明" in page, "12000000001" in page, "陈**" in page) == (False, False, True)
    client.post(url(ticket, "reveal"), {"text": "需回电核实", "version": ticket.version})
    page = client.get(url(ticket)).content.decode()
    assert ("陈小明" in page, "12000000001" in page) == (True, True)
    assert "12000000001" not in client_of(city.dispatcher).get(url(ticket)).content.decode()


def test_wrong_person_gets_403_and_nothing_happens(city: City, client_of: Any) -> None:
    ticket = city.register()
    response = client_of(city.supervisor).post(url(ticket, "dispatch"), {"lead": "市住建局"})
    assert (response.status_code, Ticket.objects.get().version) == (403, 1)


def test_second_of_two_is_told_what_changed_and_keeps_the_text(city: City, client_of: Any) -> None:
    ticket = city.dispatched()
    sent = {"version": ticket.version, "text": "已派员到场处理，路灯恢复。", "request_id": uuid.uuid4()}
    city.do(ticket, Action.NOTE, city.dispatcher, text="请尽快")
    response = client_of(city.handler).post(url(ticket, "reply"), sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert ("请尽快" in page, "已派员到场处理，路灯恢复。" in page) == (True, True)
    assert Ticket.objects.get().step == Step.HANDLING


def test_typed_text_survives_when_the_action_is_gone(city: City, client_of: Any) -> None:
    ticket = city.register()
    sent = {"version": ticket.version, "text": "请到窗口办理。", "request_id": uuid.uuid4()}
    city.do(ticket, Action.VOID, city.operator, text="空号")
    response = client_of(city.operator).post(url(ticket, "answer"), sent)
    assert response.status_code == 409
    assert "请到窗口办理。" in response.content.decode()


def test_double_click_acts_once(city: City, client_of: Any) -> None:
    ticket = city.register()
    client = client_of(city.operator)
    sent = {"version": ticket.version, "text": "请到窗口办理。", "request_id": uuid.uuid4()}
    first, second = (client.post(url(ticket, "answer"), sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert list(ticket.events.values_list("action", flat=True).order_by("seq")) == ["register", "answer"]


def test_wrong_method_and_unknown_action(city: City, client_of: Any) -> None:
    ticket = city.register()
    client = client_of(city.dispatcher)
    assert client.post(url(ticket)).status_code == 405
    assert client.post("/tickets/").status_code == 405
    assert client.get(url(ticket, "explode")).status_code == 404
    assert client.get(url(ticket, "follow")).status_code == 404
    assert client.get("/tickets/20200101-00001/").status_code == 404


def test_batch_accept_says_what_it_left_out(city: City, client_of: Any) -> None:
    ready, waiting = city.answered(), city.replied()
    response = client_of(city.clerk).post("/tickets/accept/", {"number": [ready.number, waiting.number]}, follow=True)
    assert (Ticket.objects.get(pk=ready.pk).step, Ticket.objects.get(pk=waiting.pk).step) == (5, 3)
    assert waiting.number in " ".join(str(m) for m in response.context["messages"])
    assert client_of(city.operator).post("/tickets/accept/", {"number": [waiting.number]}).status_code == 403


def pages_of(city: City) -> dict[str, Person]:
    return {
        "/": city.dispatcher, "/tickets/?step=2": city.operator, f"/tickets/?flag=overdue&unit={city.housing.pk}": city.supervisor,
        "/inbox/": city.handler, "/tickets/new/": city.operator,
    }  # fmt: skip


def test_query_counts_do_not_grow_with_the_rows(city: City, client_of: Any) -> None:
    """Every page costs the same number of queries at 1 row and at 3."""

    def costs() -> dict[str, int]:
        found = {}
        for address, person in [*pages_of(city).items(), *more]:
            client = client_of(person)
            client.get(address)
            with CaptureQueriesContext(connection) as counted:
                assert client.get(address).status_code == 200
            found[f"{address} {person.username}"] = len(counted)
        return found

    first = city.dispatched(assisting=[city.water])
    more = [
        (url(first), city.handler),
        (url(first), city.dispatcher),
        ("/", city.handler),
        ("/", city.clerk),
        ("/audit/", city.auditor),
    ]
    at_one = costs()
    for _more in range(2):
        city.dispatched(assisting=[city.water])
        city.do(first, Action.NOTE, city.dispatcher, text="补充说明")
    assert costs() == at_one
    assert max(at_one.values()) <= 45


def test_list_pages_by_key_and_keeps_filters(city: City, client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "page_of", lambda rows, query, key: page_of(rows, query, 2, key=key))
    numbers = [city.register().number for _ in range(5)][::-1]
    client, seen, address = client_of(city.operator), [], "/tickets/?step=1"
    while address:
        page = client.get(address)
        seen += re.findall(r'<a href="/tickets/([\d-]+)/">', page.content.decode())
        older = page.context["page"].older_url
        assert not older or "step=1" in older
        address = "/tickets/" + older if older else ""
    assert seen == numbers


@pytest.mark.parametrize(
    ("address", "who", "status"),
    [
        ("/tickets/%00/", "operator", 400),
        ("/tickets/%00/note/", "operator", 400),
        ("/audit/?number=%00", "auditor", 400),
        ("/tickets/?until=9999-12-31", "operator", 200),
        ("/tickets/?since=0001-01-01", "operator", 200),
        ("/tickets/files/99999999999999999999/", "operator", 404),
    ],
)
def test_odd_addresses(city: City, client_of: Any, address: str, who: str, status: int) -> None:
    assert client_of(getattr(city, who)).get(address).status_code == status


def test_odd_numbers_in_a_batch(city: City, client_of: Any) -> None:
    assert client_of(city.clerk).post("/tickets/accept/", {"number": ["\0", "1"]}).status_code == 302


def test_a_year_mistyped_poisons_nothing(city: City, client_of: Any) -> None:
    """The database keeps an instant of the year 1 but cannot give it back: no list with it would open again."""
    client = client_of(city.dispatcher)
    assert client.post("/tickets/new/", registration(called_at="0001-01-01T00:00")).status_code == 422
    ticket = city.dispatched()
    sent = {"text": "x", "version": ticket.version, "held_at": "0001-01-01T00:00", "place": "p", "participants": "q"}
    assert client.post(url(ticket, "investigate"), sent).status_code == 422
    assert [client.get(address).status_code for address in ("/tickets/", url(ticket))] == [200, 200]


def test_what_was_typed_into_the_ticket_is_masked_with_the_caller(city: City, client_of: Any) -> None:
    words = "陈小明（电话 120-0000-0001）反映"
    ticket = city.replied(city.dispatched(city.register(title=words, content=words)))
    client = client_of(city.handler)
    assert "陈小明" not in client.get("/tickets/").content.decode()
    page = client.get(url(ticket)).content.decode()
    assert ("陈小明" in page, "120-0000-0001" in page, "陈**（电话 120******01）反映" in page) == (False, False, True)
    assert "陈小明（电话 120-0000-0001）反映" in client_of(city.operator).get(url(ticket)).content.decode()


def test_nothing_of_a_confidential_caller_is_left_in_words(city: City, client_of: Any) -> None:
    words = "陈小明（海秀幼儿园，12000000001）反映"
    ticket = city.dispatched(
        city.register(title=words, content=words, caller_employer="海秀幼儿园", is_confidential=True), text=words
    )
    page = client_of(city.handler).get(url(ticket)).content.decode()
    assert [word for word in ("陈*", "海秀幼儿园", "120***", "12000000001") if word in page] == []


def test_a_page_with_the_identity_is_not_kept_by_the_browser(city: City, client_of: Any) -> None:
    ticket = city.register()
    assert client_of(city.operator).get(url(ticket)).headers["Cache-Control"] == "no-store"
    assert "Cache-Control" not in client_of(city.dispatcher).get(url(ticket)).headers


def test_reopening_reveals_nobody(city: City, client_of: Any) -> None:
    """Whoever reopens took no call: the identity that is copied needs a reason like any other."""
    old = city.published()
    client = client_of(city.dispatcher)
    client.post(url(old, "reopen"), {"text": "又坏了", "version": old.version})
    new = Ticket.objects.latest("pk")
    assert "12000000001" not in client.get(url(new)).content.decode()
    client.post(url(new, "reveal"), {"text": "需回电", "version": new.version})
    assert "12000000001" in client.get(url(new)).content.decode()


def test_back_and_other_words_are_another_act(city: City, client_of: Any) -> None:
    """The browser's Back brings the same key: what is typed then is not taken for a double click and lost."""
    ticket, key = city.register(), uuid.uuid4()
    client = client_of(city.operator)
    client.post(url(ticket, "note"), {"version": 1, "text": "第一", "request_id": key})
    response = client.post(url(ticket, "note"), {"version": 1, "text": "第二", "request_id": key})
    assert (response.status_code, "第二" in response.content.decode()) == (409, True)
    client.post(url(ticket, "note"), {"version": 2, "text": "第二", "request_id": key})
    assert list(ticket.events.order_by("seq").values_list("opinion", flat=True)) == ["", "第一", "第二"]


def test_a_key_of_another_ticket_is_another_act(city: City, client_of: Any) -> None:
    first, second, key = city.register(), city.register(), uuid.uuid4()
    for ticket in (first, second):
        client_of(city.operator).post(url(ticket, "note"), {"version": 1, "text": "x", "request_id": key})
    assert [ticket.events.count() for ticket in (first, second)] == [2, 2]
    with pytest.raises(Refused):
        perform(second.pk, Action.NOTE, actor=city.operator, text="y", request_id=first.events.latest("seq").request_id)
