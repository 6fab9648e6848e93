"""The pages: what the inbox shows, the badge that refreshes itself, how to be told, what could not be sent."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group as Role
from django.test import Client

from hotline import clock
from hotline.notices import actions, texts
from hotline.notices.models import Delivery, Notice, Preference
from hotline.notices.outbox import deliver
from hotline.notices.tests.conftest import Mailbox, left, person, urgent
from hotline.people.models import Person, Unit

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture
def reader(anna: Person, client: Client) -> Client:
    client.force_login(anna)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def office(admin: Person, client: Client) -> Client:
    client.force_login(admin)
    client.cookies["django_language"] = "en"
    return client


def dead(mailbox: Mailbox, *notices: Notice) -> list[Delivery]:
    rows = left(*notices)
    mailbox.data = ["554 refused for good"] * len(rows)
    deliver()
    return rows


# The inbox


def test_a_bundle_shows_its_lines(reader: Client, anna: Person) -> None:
    texts.register("bundle-test", lambda params: texts.Said("两件", (("一", "/tickets/1/"), ("二", "https://evil.example/"))))
    try:
        left(urgent(anna, kind="bundle-test"))
        page = reader.get("/inbox/").content.decode()
    finally:
        del texts.RENDERERS["bundle-test"]
    assert '<a href="/tickets/1/">一</a>' in page
    assert "<li>二</li>" in page
    assert "evil.example" not in page


@pytest.mark.parametrize(
    "link",
    ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "account", "", "\t//evil.example"],
)
def test_a_notice_never_leads_elsewhere(link: str, reader: Client, anna: Person) -> None:
    left(urgent(anna, link=link))
    assert reader.get(f"/inbox/{Notice.objects.get().pk}/").headers["Location"] == "/inbox/"


def test_summaries_are_not_in_the_inbox(reader: Client, anna: Person) -> None:
    left(urgent(anna, kind="summary", read_at=clock.now(), params={}))
    assert reader.get("/inbox/").status_code == 200


# The badge


def test_the_badge_says_only_what_is_new(reader: Client, anna: Person, django_assert_num_queries: Any) -> None:
    left(urgent(anna, 1), urgent(anna, 2))
    page = reader.get("/inbox/").content.decode()
    assert 'hx-get="/inbox/badge/" hx-trigger="every 30s"' in page
    assert 'id="badge-shown" name="shown" value="2"' in page
    with django_assert_num_queries(3):  # session, person, the number
        assert reader.get("/inbox/badge/", {"shown": "2"}).status_code == 204
    left(urgent(anna, 3))
    answer = reader.get("/inbox/badge/", {"shown": "2"})
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert 'value="3"' in answer.content.decode()
    assert 'id="badge-dot" hx-swap-oob="true">' in answer.content.decode()
    actions.mark_read(anna)
    assert 'hx-swap-oob="true" hidden>' in reader.get("/inbox/badge/", {"shown": "3"}).content.decode()
    assert reader.get("/inbox/badge/", {"shown": ""}).status_code == 204


def test_the_badge_stops_with_the_session_and_does_not_prolong_it(reader: Client, client: Client) -> None:
    assert "sessionid" not in reader.get("/inbox/badge/").cookies
    client.logout()
    answer = client.get("/inbox/badge/", {"shown": "2"})
    assert (answer.status_code, "count" in answer.content.decode()) == (286, False)
    assert client.post("/inbox/badge/").status_code == 405


def test_the_number_is_bounded(reader: Client, anna: Person) -> None:
    left(*(urgent(anna, n) for n in range(120)))
    assert 'value="99+"' in reader.get("/inbox/badge/").content.decode()


# How to be told


def test_a_choice_is_kept(reader: Client, anna: Person) -> None:
    page = reader.get("/inbox/preferences/").content.decode()
    assert re.search(r'value="summary"[^>]*checked', page)
    assert re.search(r'id="always" checked disabled', page)
    assert reader.post("/inbox/preferences/", {"ordinary": "at_once", "obligations": "on"}).status_code == 302
    chosen = Preference.objects.get()
    assert (chosen.person, chosen.ordinary, chosen.obligations) == (anna, "at_once", True)
    reader.post("/inbox/preferences/", {"ordinary": "inbox"})
    chosen.refresh_from_db()
    assert (chosen.ordinary, chosen.obligations) == ("inbox", False)
    assert "/inbox/preferences/" in reader.get("/account/").content.decode()


@pytest.mark.parametrize("data", [{}, {"ordinary": "never"}, {"ordinary": "", "obligations": "on"}])
def test_a_choice_that_is_none(data: dict[str, str], reader: Client) -> None:
    assert reader.post("/inbox/preferences/", data).status_code == 422
    assert not Preference.objects.exists()


def test_the_page_says_when_nothing_can_be_sent(reader: Client, anna: Person, settings: Any) -> None:
    settings.EMAIL_ON = False
    assert "sends no e-mail" in reader.get("/inbox/preferences/").content.decode()
    settings.EMAIL_ON = True
    Person.objects.filter(pk=anna.pk).update(email="")
    assert "note-warning" in reader.get("/inbox/preferences/").content.decode()


# What could not be sent


@pytest.mark.parametrize("path", ["/inbox/dead-letters/", "/inbox/dead-letters/resend/", "/inbox/dead-letters/1/give-up/"])
def test_only_for_admins(path: str, reader: Client, anna: Person, admin: Person) -> None:
    anna.groups.set(Role.objects.exclude(name="admin"))
    answer = reader.get(path) if path.endswith("letters/") else reader.post(path, {"reason": "x", "id": "1"})
    assert answer.status_code == 403
    assert "/inbox/dead-letters/" not in reader.get("/account/").content.decode()


def test_the_list_says_what_to_whom_and_why_without_ticket_titles(office: Client, anna: Person, mailbox: Mailbox) -> None:
    dead(mailbox, urgent(anna))
    page = office.get("/inbox/dead-letters/").content.decode()
    for text in ("anna · 市住建局", "20260105-00001", "554 refused for good"):
        assert text in page
    assert "路灯不亮" not in page
    assert "/inbox/dead-letters/" in office.get("/account/").content.decode()


def test_the_list_names_a_mailbox(office: Client, mailbox: Mailbox) -> None:
    mailbox.recipients["group@hotline.example"] = "554 refused for good"
    actions.write("group@hotline.example", "dispatched", cause="event:1", number="20260105-00001", title="路灯不亮")
    deliver()
    page = office.get("/inbox/dead-letters/").content.decode()
    assert "group@hotline.example" in page
    assert "路灯不亮" not in page


def test_the_list_pages_by_key_in_constant_queries(
    office: Client, unit: Unit, mailbox: Mailbox, django_assert_max_num_queries: Any, settings: Any
) -> None:
    dead(mailbox, *(urgent(person(f"p{n}", unit)) for n in range(55)))
    with django_assert_max_num_queries(14):
        first = office.get("/inbox/dead-letters/").content.decode()
    assert first.count("letter-acts") == 50
    [older] = re.findall(r'href="(\?before=\d+)" rel="next"', first)
    assert office.get(f"/inbox/dead-letters/{older}").content.decode().count("letter-acts") == 5


def test_send_one_again_and_all_on_the_page(office: Client, anna: Person, admin: Person, mailbox: Mailbox) -> None:
    rows = dead(mailbox, *(urgent(anna, n) for n in range(3)))
    assert office.post("/inbox/dead-letters/resend/", {"id": rows[0].pk}).status_code == 302
    assert deliver() == 1
    page = office.get("/inbox/dead-letters/").content.decode()
    shown = re.findall(r'name="id" value="(\d+)"', page.split("letter-acts")[0])
    assert sorted(map(int, shown)) == [rows[1].pk, rows[2].pk]
    office.post("/inbox/dead-letters/resend/", {"id": [*shown, "x", "²", "9" * 30]})
    assert deliver() == 2
    assert set(mailbox.ids) == {row.message_id for row in rows}
    assert set(Delivery.objects.values_list("handled_by", flat=True)) == {admin.pk}


def test_giving_up_needs_a_reason(office: Client, anna: Person, mailbox: Mailbox) -> None:
    [row] = dead(mailbox, urgent(anna))
    answer = office.post(f"/inbox/dead-letters/{row.pk}/give-up/", {"reason": " "})
    assert answer.status_code == 422
    assert f'id="fault-{row.pk}"' in answer.content.decode()
    assert office.post(f"/inbox/dead-letters/{row.pk}/give-up/", {"reason": "x" * 201}).status_code == 422
    assert office.post(f"/inbox/dead-letters/{row.pk}/give-up/", {"reason": "已电话告知"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.DROPPED, "已电话告知")
    assert office.post(f"/inbox/dead-letters/{row.pk}/give-up/", {"reason": "again"}).status_code == 302
    row.refresh_from_db()
    assert row.reason == "已电话告知"


def test_the_page_says_how_the_channels_stand(office: Client, anna: Person, mailbox: Mailbox, settings: Any) -> None:
    with clock.at(clock.now() - timedelta(days=2)):
        left(urgent(anna))
        since = clock.now()
    settings.EMAIL_PORT = 1
    deliver()
    page = office.get("/inbox/dead-letters/").content.decode()
    assert f"{since:%Y-%m-%d %H:%M}" in page
    assert "refused" in page
    settings.EMAIL_ON = False
    assert "EMAIL_URL" in office.get("/inbox/dead-letters/").content.decode()
    assert "mail" not in office.get("/readyz").json()["parts"]
