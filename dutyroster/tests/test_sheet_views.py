"""The pages of the callback sheet: who reads, what is shown, every form, and the office's list."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dutyroster.actions import sheet as sheets
from dutyroster.actions.sheet_signing import sign
from dutyroster.models import Leave, Roster, Sheet, SheetCase, SheetDraft, SheetSignature
from dutyroster.tests.conftest import Town, at
from dutyroster.tests.sheet_town import PASSWORD, Desk, make_desk, moment
from hotline.people.models import Person, Role
from tickets.flow import Action
from tickets.models import Callback, Event, Ticket
from tickets.operation import perform

URL = "/duty/2026-11-20/sheet/"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def desk(town: Town) -> Desk:
    return make_desk(town)


@contextmanager
def visiting(person: Person, when: str = "2026-11-20 10:00") -> Iterator[Client]:
    client = Client(headers={"accept-language": "en"})
    with at(when):
        client.force_login(person)
        yield client


def read(person: Person, url: str = URL, *, status: int = 200, when: str = "2026-11-20 10:00") -> str:
    with visiting(person, when) as client:
        response = client.get(url)
        assert response.status_code == status
        return response.content.decode(errors="replace")


def post(
    person: Person,
    url: str,
    data: dict[str, Any] | None = None,
    *,
    status: int = 302,
    when: str = "2026-11-20 10:00",
    **more: Any,
) -> str:
    """Send the form; gives the page it leads to."""
    with visiting(person, when) as client:
        response = client.post(url, data or {}, **more)
        assert response.status_code == status, response.content.decode()[:300]
        page = client.get(response.headers["Location"]) if status == 302 else response
        return page.content.decode()


# ---- who reads


def test_the_leaders_and_the_office_read(desk: Desk) -> None:
    desk.frozen(1)
    city = desk.city
    for person in (
        desk.principal, desk.deputy, city.supervisor, city.office_head, city.callback_clerk, city.dispatcher,
    ):  # fmt: skip
        assert "20261110-00001" in read(person)
        assert "20261110-00001" in read(person, f"{URL}1/")
        read(person, "/duty/2026-11-20/sheet.docx")
    for person in (
        desk.yesterday,
        city.water_handler,
        city.housing_leader,
        city.operator,
        city.editor,
        city.admin,
        city.cityleader,
    ):
        for url in (URL, f"{URL}1/", "/duty/2026-11-20/sheet.docx"):
            read(person, url, status=403)
        for url in ("sign/", "1/", "1/draft/", "1/phone/", "1/confirm/", "1/replace/"):
            post(person, URL + url, {"opinion": "x", "password": PASSWORD, "reason": "x"}, status=403)
    assert (SheetDraft.objects.count(), SheetCase.objects.get().opinion, Event.objects.count()) == (0, "", 0)


@pytest.mark.parametrize("who", ["staff", "deputy on leave"])
def test_the_rest_of_the_crew_sees_how_far_it_is_and_no_matter(desk: Desk, who: str) -> None:
    """The shift gives its leaders the tickets of other units, and nobody else (D11, section 2)."""
    desk.frozen(2)
    desk.replied(1, unit=desk.city.water)
    desk.done(1)
    with at("2026-11-20 10:00"):
        sheets.replace(desk.case(2), "与昨日路灯重复", actor=desk.principal)
    person = desk.staff
    if who != "staff":
        person = desk.deputy
        absent = {"shift": desk.shift, "who": "deputy", "person": person, "reason": "出差", "asked_by": person, "is_late": False}
        granted = {"approver": desk.principal, "substitute": desk.town.person("substitute", desk.city.water), "granted": True}
        Leave.objects.create(**absent, **granted, asked_at=moment("2026-11-18 10:00"), decided_at=moment("2026-11-18 11:00"))
    text = read(person)
    assert '<strong class="num">1/2</strong>' in text
    for matter in ("20261110-", "路灯", "办理到位", "市住建局", f'href="{URL}1/"', "sheet.docx", "sign/"):
        assert matter not in text, matter
    assert f'href="{URL}"' in read(person, "/duty/sheets/")
    for url in (f"{URL}1/", f"{URL}2/", "/duty/2026-11-20/sheet.docx"):
        read(person, url, status=403)
    for url in ("1/", "1/draft/", "1/phone/", "1/confirm/", "1/replace/"):
        post(person, URL + url, {"opinion": "x", "reason": "x", "how": "read"}, status=403)
    person.groups.add(Group.objects.get(name=Role.HANDLER))  # the own unit's ticket is theirs to read anyway
    assert "市水务局" in read(person, f"{URL}2/")
    read(person, f"{URL}1/", status=403)


def test_who_reads_does_not_write(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    for person in (desk.city.office_head, desk.city.callback_clerk):
        text = read(person, f"{URL}1/")
        assert ("Save and next" in text, "Show the phone" in text, "Replace this case" in text) == (False, False, False)
        assert "sign/" not in read(person)
        for url, data in {
            "sign/": {"password": PASSWORD}, "1/": {"opinion": "x", "how": "read"}, "1/draft/": {"opinion": "x"},
            "1/phone/": {}, "1/confirm/": {}, "1/replace/": {"reason": "x"}, "1/#": {"how": "read"}, "1/replace/#": {},
        }.items():  # fmt: skip
            post(person, URL + url.rstrip("#"), data, status=403)


def test_a_stranger_signs_in_first(desk: Desk) -> None:
    desk.frozen(1)
    assert Client().get(URL).status_code == 302


def test_days_nobody_may_know_of(desk: Desk) -> None:
    for day in ("2026-12-20", "2027-01-01"):
        read(desk.city.office_head, f"/duty/{day}/sheet/", status=404)
    read(desk.city.office_head, "/duty/2026-11-31/sheet/", status=404)
    Roster.objects.update(announced_at=None)
    read(desk.city.office_head, status=404)


def test_cases_that_are_not_there(desk: Desk) -> None:
    desk.frozen(1)
    for position in ("0", "2", "99999999999999999999"):
        read(desk.principal, f"{URL}{position}/", status=404)


def test_after_the_shift_the_crew_keeps_the_sheet_but_not_the_tickets(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    later = "2026-11-20 22:00"
    assert "办理到位" in read(desk.principal, when=later)
    read(desk.principal, f"{URL}1/", status=403, when=later)
    read(desk.city.supervisor, f"{URL}1/", when=later)
    assert "The office decides" in read(desk.principal, when=later)


# ---- the sheet


def test_before_nine(desk: Desk) -> None:
    desk.replied(1)
    assert "The cases are chosen at 09:00" in read(desk.principal, when="2026-11-20 08:45")
    assert not Sheet.objects.exists()


def test_the_page_makes_what_the_clock_has_not(desk: Desk) -> None:
    desk.replied(2)
    assert '<strong class="num">0/2</strong>' in read(desk.staff, when="2026-11-20 09:01")
    assert Sheet.objects.get().found == 2


def test_a_day_without_a_sheet(desk: Desk) -> None:
    desk.replied(1)
    assert "No sheet was made on this day" in read(desk.city.supervisor, when="2026-11-21 10:00")


def test_no_cases(desk: Desk) -> None:
    assert "there is nothing to sign" in read(desk.principal)


def test_what_the_sheet_shows(desk: Desk) -> None:
    desk.replied(1, unit=desk.city.water)
    desk.frozen(2)
    desk.done(2)
    with at("2026-11-20 10:00"):
        sheets.save_draft(desk.case(1), "正在看", actor=desk.principal)
    text = read(desk.principal)
    assert "Only 3 of 30 cases fit the rule" in text
    assert '<strong class="num">1/3</strong>' in text
    assert '<strong class="num">0/3</strong>' in text
    assert "Sign 1 of 3" in text
    assert "Go on with case 1" in text
    assert "陈**家门口路灯不亮1" in text
    assert "陈小明" not in text
    assert text.count("A ticket of the unit on duty") == 1
    assert "正在看" not in text
    for label in ("dealt with", "draft", "open", "not yet called"):
        assert f"{label}</span>" in text


def test_constant_queries(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    counts: dict[str, list[int]] = {}
    for n in (1, 3):
        for person in (desk.principal, desk.city.supervisor):
            with visiting(person) as client:
                for url in (URL, f"{URL}1/", "/duty/sheets/"):
                    client.get(url)
                    with CaptureQueriesContext(connection) as seen:
                        assert client.get(url).status_code == 200
                    counts.setdefault(f"{person} {url}", []).append(len(seen))
        if n == 1:
            sheet = Sheet.objects.get()
            for position, ticket in enumerate(desk.replied(2), 2):
                SheetCase.objects.create(sheet=sheet, position=position, ticket=ticket, group="settled", is_own=False)
            desk.done(2)
            with at("2026-11-20 10:01"):
                perform(desk.case(2).ticket_id, Action.NOTE, actor=desk.city.supervisor, text="x")
    with at("2026-11-20 10:00"):
        assert {len(set(found)) for found in counts.values()} == {1}, counts


# ---- a case


def test_what_a_case_shows(desk: Desk) -> None:
    desk.frozen(2)
    with at("2026-11-19 10:00"):
        perform(desk.case(1).ticket_id, Action.NOTE, actor=desk.city.supervisor, text="已核实现场")
    text = read(desk.principal, f"{URL}1/")
    for part in ("陈**反映路灯不亮", "已修复。", "已核实现场", "120******01", "Show the phone", "Save and next", "1/2"):
        assert part in text
    assert "陈小明" not in text
    assert f'href="{URL}2/" rel="next"' in text
    assert 'rel="prev"' not in text


def test_save_and_next(desk: Desk) -> None:
    desk.frozen(3)
    desk.done(2)
    text = post(desk.principal, f"{URL}1/", {"opinion": "同意办结", "how": "read", "version": "0", "then": "next"})
    assert "Case 1 is dealt with." in text
    assert "3/3" in text
    text = post(desk.principal, f"{URL}3/", {"opinion": "同意", "how": "read", "then": "next"})
    assert "Sign 3 of 3" in text
    text = post(desk.principal, f"{URL}3/", {"opinion": "不同意", "how": "read", "then": "save"})
    assert "不同意</textarea>" in text


def test_a_call_by_its_form(desk: Desk) -> None:
    desk.frozen(1)
    data = {"opinion": "满意", "how": "called", "reached": "yes", "solved": "yes", "satisfaction": "4", "then": "save"}
    text = post(desk.principal, f"{URL}1/", data)
    assert "solved · satisfied" in text
    callback = Callback.objects.get()
    assert (callback.reached, callback.solved, callback.satisfaction, callback.by) == (True, True, 4, desk.principal)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"opinion": "", "how": "read"}, "This field is required."),
        ({"opinion": "字" * 1001, "how": "read"}, "at most 1000 characters"),
        ({"opinion": "留着的话", "how": "called"}, "Say whether the caller was reached."),
        ({"opinion": "留着的话", "how": "called", "reached": "yes", "solved": "no"}, "Ask the caller who was reached."),
        ({"opinion": "留着的话", "how": "x"}, "not one of the available choices"),
        ({"opinion": "留着的话", "how": "called", "reached": "yes", "solved": "no", "satisfaction": "7"}, "not one of the available"),
    ],
)  # fmt: skip
def test_faults_stand_beside_the_field_and_nothing_typed_is_lost(desk: Desk, data: dict[str, str], said: str) -> None:
    desk.frozen(1)
    text = post(desk.principal, f"{URL}1/", data, status=422)
    assert said in text
    assert data["opinion"] in text
    assert (desk.case().done_at, Callback.objects.count()) == (None, 0)


def test_a_double_click_calls_once(desk: Desk) -> None:
    desk.frozen(1)
    data = {
        "opinion": "未接通", "how": "called", "reached": "no", "then": "next", "request_id": "0b9d6c3e-8a2f-4a53-9a55-5b0a4d3c2b1a",
    }  # fmt: skip
    for _ in range(2):
        post(desk.principal, f"{URL}1/", data)
    assert Callback.objects.count() == 1


def test_news_comes_before_the_opinion(desk: Desk) -> None:
    desk.frozen(1)
    with at("2026-11-20 09:30"):
        perform(desk.case().ticket_id, Action.NOTE, actor=desk.city.supervisor, text="群众再次来电")
    data = {"opinion": "留着的话", "how": "read", "version": "0", "then": "save"}
    text = post(desk.principal, f"{URL}1/", data, status=409)
    assert "Look at what is new, then save again." in text
    assert "留着的话</textarea>" in text
    assert '<input type="hidden" name="version" value="1"' in text
    post(desk.principal, f"{URL}1/", data | {"version": "1"})
    assert desk.case().opinion == "留着的话"


def test_where_no_call_is_possible_none_is_offered(desk: Desk) -> None:
    desk.frozen(1)
    Ticket.objects.update(step=4)
    assert 'value="called"' not in read(desk.principal, f"{URL}1/")
    post(desk.principal, f"{URL}1/", {"opinion": "x", "how": "called", "reached": "no"}, status=422)


def test_a_draft_is_kept_while_typing_and_without_a_script(desk: Desk) -> None:
    desk.frozen(1)
    part = post(desk.principal, f"{URL}1/draft/", {"opinion": "正在\r\n看"}, status=200, headers={"HX-Request": "true"})
    assert part.strip().startswith('<p class="case-kept')
    assert "Draft kept at 10:00" in part
    assert "正在\n看</textarea>" in read(desk.principal, f"{URL}1/")
    part = post(desk.principal, f"{URL}1/draft/", {"opinion": "字" * 1001}, status=200, headers={"HX-Request": "true"})
    assert "too long" in part
    text = post(desk.principal, f"{URL}1/", {"opinion": "没看完", "then": "draft"})
    assert "Kept as a draft" in text
    assert (SheetDraft.objects.get().text, desk.case().done_at) == ("没看完", None)
    text = post(desk.principal, f"{URL}1/", {"opinion": "字" * 1001, "then": "draft"}, status=422)
    assert "too long" in text
    assert "字" * 1001 in text
    assert "没看完" not in read(desk.city.supervisor, f"{URL}1/")


def test_the_other_leader_sees_who_is_writing_and_not_what(desk: Desk) -> None:
    desk.frozen(2)
    post(desk.principal, f"{URL}1/draft/", {"opinion": "甲的草稿"})
    said = f"{desk.principal.name} has been writing here since 10:00"
    for url in (URL, f"{URL}1/"):
        text = read(desk.deputy, url, when="2026-11-20 10:20")
        assert said in text
        assert "甲的草稿" not in text
        assert said not in read(desk.principal, url)
    assert "draft</span>" in read(desk.principal)
    assert "draft</span>" not in read(desk.deputy)
    assert said not in read(desk.deputy, f"{URL}2/")


def test_two_leaders_on_one_case(desk: Desk) -> None:
    desk.frozen(1)
    with visiting(desk.deputy) as client:
        opened = client.get(f"{URL}1/").context["form"]
        data = {name: opened[name].value() for name in ("version", "seen", "request_id")}
        data |= {"opinion": "副职写的话", "how": "read", "then": "save"}
        desk.done(1)
        page = client.post(f"{URL}1/", data)
        text = page.content.decode()
        assert page.status_code == 409
        for part in (f"{desk.principal.name} saved an opinion", "at 10:00", "办理到位，同意办结。", "副职写的话</textarea>"):
            assert part in text
        assert desk.case().opinion == "办理到位，同意办结。"
        again = page.context["form"]
        data |= {name: again[name].value() for name in ("version", "seen")}
        for _ in range(2):  # a double click
            assert client.post(f"{URL}1/", data).status_code == 302
    assert (desk.case().opinion, desk.case().done_by) == ("副职写的话", desk.deputy)
    text = read(desk.principal, f"{URL}1/")
    assert "Saved opinion:" in text
    assert desk.deputy.name in text


def test_replacing_what_the_other_has_dealt_with_meanwhile(desk: Desk) -> None:
    desk.frozen(1)
    desk.replied(1)
    with visiting(desk.deputy) as client:
        data = {"reason": "与昨日重复", "seen": client.get(f"{URL}1/").context["replacing"]["seen"].value()}
        desk.done(1)
        page = client.post(f"{URL}1/replace/", data)
        assert page.status_code == 409
        assert "与昨日重复</textarea>" in page.content.decode()
        assert "办理到位" in page.content.decode()
        data["seen"] = page.context["replacing"]["seen"].value()
        assert client.post(f"{URL}1/replace/", data).status_code == 302
        assert client.post(f"{URL}1/replace/", data).status_code == 422  # a double click does not replace the next one too


def test_what_was_typed_on_a_case_that_is_signed_meanwhile_is_shown(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    seen = desk.case().stamp
    post(desk.deputy, f"{URL}1/draft/", {"opinion": "还没写完", "seen": seen})
    with at("2026-11-20 10:30"):
        sign(desk.shift, PASSWORD, actor=desk.principal)
    assert "还没写完" in read(desk.deputy, f"{URL}1/", when="2026-11-20 10:31")
    data = {"opinion": "写完了", "how": "read", "seen": seen}
    for then in ("save", "draft"):
        text = post(desk.deputy, f"{URL}1/", data | {"then": then}, status=422, when="2026-11-20 10:31")
        assert f"signed at 10:30 by {desk.principal.name}: it is final" in text
        assert "写完了" in text
    assert "还没写完" not in read(desk.city.supervisor, f"{URL}1/", when="2026-11-20 10:31")


def test_discarding_a_draft_keeps_the_saved_opinion(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    post(desk.deputy, f"{URL}1/draft/", {"opinion": "改一改"})
    assert "Discard the draft, keep the saved opinion" in read(desk.deputy, f"{URL}1/")
    text = post(desk.deputy, f"{URL}1/draft/", {"opinion": ""})
    assert "办理到位，同意办结。</textarea>" in text
    assert "Discard the draft" not in text


def test_the_phone_is_shown_with_a_line_in_the_journal(desk: Desk) -> None:
    desk.frozen(1)
    with visiting(desk.principal) as client:
        assert client.post(f"{URL}1/phone/").headers["Location"] == f"{URL}1/"
        page = client.get(f"{URL}1/")
        assert 'href="tel:12000000001"' in page.content.decode()
        assert "陈小明" in page.content.decode()
        assert page.headers["Cache-Control"] == "no-store"
    assert [(e.action, e.opinion, e.actor) for e in Event.objects.all()] == [("reveal", "回访单第1件", desk.principal)]
    assert "12000000001" not in read(desk.deputy, f"{URL}1/")
    assert "12000000001" not in read(desk.principal, f"{URL}1/", when="2026-11-20 10:31")
    assert "12000000001" not in read(desk.principal)


def test_a_look_ends_with_the_shift(desk: Desk) -> None:
    desk.city.water_handler.delete()
    desk.replied(1, unit=desk.city.water)
    desk.frozen(0)
    post(desk.principal, f"{URL}1/phone/", when="2026-11-20 21:50")
    assert "12000000001" in read(desk.principal, f"{URL}1/", when="2026-11-20 21:59")
    read(desk.principal, f"{URL}1/", status=403, when="2026-11-20 22:01")
    text = post(desk.principal, f"{URL}1/draft/", {"opinion": "x"}, status=403, when="2026-11-20 22:01")
    assert "12000000001" not in text


def test_confirming_what_happened_since(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    with at("2026-11-20 10:30"):
        perform(desk.case().ticket_id, Action.NOTE, actor=desk.city.supervisor, text="群众再次来电")
    later = {"when": "2026-11-20 10:31"}
    for url in (URL, f"{URL}1/"):
        assert "Seen, the opinion stands" in read(desk.principal, url, **later)
        assert "Seen, the opinion stands" not in read(desk.city.supervisor, url, **later)
    text = post(desk.principal, f"{URL}sign/", {"password": PASSWORD}, status=409, **later)
    assert "1（20261110-00001）" in text
    text = post(desk.principal, f"{URL}1/confirm/", {"version": "0"}, **later)
    assert "Look at what is new" in text
    text = post(desk.principal, f"{URL}1/confirm/", {"version": "1", "then": "sheet"}, **later)
    assert "Case 1: seen, the opinion stands." in text
    post(desk.principal, f"{URL}sign/", {"password": PASSWORD}, **later)
    assert SheetSignature.objects.count() == 1


def test_replacing_by_its_form(desk: Desk) -> None:
    desk.frozen(1)
    desk.replied(1)
    text = post(desk.principal, f"{URL}1/replace/", {"reason": ""}, status=422)
    assert "This field is required." in text
    text = post(desk.principal, f"{URL}1/replace/", {"reason": "与昨日重复"})
    assert "Case 1 is replaced by ticket 20261110-00002." in text
    assert "与昨日重复" in read(desk.principal)
    text = post(desk.principal, f"{URL}1/replace/", {"reason": "再换"}, status=422)
    assert "No other ticket fits the rule" in text
    assert "再换</textarea>" in text


# ---- signing


def test_signing_by_its_form(desk: Desk) -> None:
    desk.frozen(2)
    desk.done(1)
    text = post(desk.principal, f"{URL}sign/", {"password": "falsch"}, status=422)
    assert "The password is not right" in text
    assert "falsch" not in text
    assert "This field is required" in post(desk.principal, f"{URL}sign/", {}, status=422)
    text = post(desk.principal, f"{URL}sign/", {"password": PASSWORD})
    assert "Signed: 1 cases, at 10:00." in text
    assert "signed in part" in text
    text = post(desk.deputy, f"{URL}sign/", {"password": PASSWORD}, when="2026-11-20 10:05")
    assert f"Signed already at 10:00 by {desk.principal.name}. Nothing was added." in text
    desk.done(2, when="17:00")
    text = post(desk.deputy, f"{URL}sign/", {"password": PASSWORD}, when="2026-11-20 17:05")
    assert "This was after the hour" in text
    assert "signed late" in text
    assert "Every case is signed" in text
    assert [s.is_late for s in SheetSignature.objects.order_by("nth")] == [False, True]
    assert "Save and next" not in read(desk.principal, f"{URL}1/")


def test_what_was_added_meanwhile_is_shown_before_it_is_signed(desk: Desk) -> None:
    desk.frozen(2)
    desk.done(1)
    with visiting(desk.principal) as client:
        seen = client.get(URL).context["sign_form"]["seen"].value()
        desk.done(2, who=desk.deputy)
        page = client.post(f"{URL}sign/", {"password": PASSWORD, "seen": seen})
        assert page.status_code == 409
        assert "changed after you had opened it" in page.content.decode()
        seen = page.context["sign_form"]["seen"].value()
        assert client.post(f"{URL}sign/", {"password": PASSWORD, "seen": seen}).status_code == 302
    assert SheetCase.objects.filter(signature=None).count() == 0


def test_too_late_to_sign(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    text = post(desk.principal, f"{URL}sign/", {"password": PASSWORD}, status=409, when="2026-11-20 22:00")
    assert "The office sees what is unsigned" in text
    assert not SheetSignature.objects.exists()


def test_only_by_post(desk: Desk) -> None:
    desk.frozen(1)
    with visiting(desk.principal) as client:
        for url in ("sign/", "1/draft/", "1/phone/", "1/confirm/", "1/replace/"):
            assert client.get(URL + url).status_code == 405


# ---- the proof, the Word file


def test_the_proof(desk: Desk) -> None:
    desk.frozen(1)
    assert "Nothing is signed yet." in read(desk.city.auditor, f"{URL}verify/")
    desk.done(1)
    with at("2026-11-20 11:00"):
        signature = sign(desk.shift, PASSWORD, actor=desk.principal)
    for person in (desk.city.auditor, desk.city.supervisor, desk.city.office_head):
        text = read(person, f"{URL}verify/")
        assert "Everything is as it was signed." in text
        assert signature.hash in text
    assert "办理到位" not in text
    for person in (desk.principal, desk.city.operator, desk.city.admin):
        read(person, f"{URL}verify/", status=403)
    read(desk.city.auditor, status=403)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE dutyroster_sheetcase DISABLE TRIGGER USER")
        cursor.execute("UPDATE dutyroster_sheetcase SET opinion = '改了'")
        cursor.execute("ALTER TABLE dutyroster_sheetcase ENABLE TRIGGER USER")
    assert "not as it was signed: the opinion" in read(desk.city.auditor, f"{URL}verify/")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE dutyroster_sheetsignature DISABLE TRIGGER USER")
        cursor.execute("UPDATE dutyroster_sheetsignature SET content = '[]'")
        cursor.execute("ALTER TABLE dutyroster_sheetsignature ENABLE TRIGGER USER")
    assert "its hash does not fit what was signed" in read(desk.city.auditor, f"{URL}verify/")


def test_the_word_file(desk: Desk) -> None:
    with visiting(desk.principal) as client:
        assert client.get("/duty/2026-11-20/sheet.docx").status_code == 404
        desk.frozen(1)
        response = client.get("/duty/2026-11-20/sheet.docx")
        assert response.content[:2] == b"PK"
        assert "2026-11-20.docx" in response.headers["Content-Disposition"]


# ---- the office's list


def test_the_last_days(desk: Desk) -> None:
    desk.frozen(2)
    desk.done(1)
    head, later = desk.city.office_head, "2026-11-21 10:00"
    text = read(head, "/duty/sheets/")
    assert "unsigned</span>" in text
    assert "is-overdue" not in text
    assert read(head, "/duty/sheets/", when="2026-11-20 17:00").count("is-overdue") == 1
    with at("2026-11-20 11:00"):
        sign(desk.shift, PASSWORD, actor=desk.principal)
    text = read(head, "/duty/sheets/", when=later)
    assert "signed in part</span>" in text
    assert desk.principal.name in text
    assert f'href="{URL}close/"' in text
    assert f'href="{URL}close/"' not in read(desk.city.supervisor, "/duty/sheets/", when=later)
    assert text.count('data-label="Day"') == 21
    text = post(head, f"{URL}close/", {"reason": "台风停岗"}, when=later)
    assert "closed by the office</span>" in text
    assert "台风停岗" in text
    assert f'href="{URL}close/"' not in text


def test_closing_is_refused_with_a_sentence(desk: Desk) -> None:
    desk.frozen(1)
    head = desk.city.office_head
    assert "not over yet" in post(head, f"{URL}close/", {"reason": "x"}, status=422)
    later = {"when": "2026-11-21 10:00"}
    assert "This field is required." in post(head, f"{URL}close/", {"reason": ""}, status=422, **later)
    for person in (desk.city.supervisor, desk.principal, desk.city.admin):
        read(person, f"{URL}close/", status=403, **later)
        post(person, f"{URL}close/", {"reason": "x"}, status=403, **later)


def test_units_see_their_own_days(desk: Desk) -> None:
    desk.frozen(1)
    text = read(desk.city.water_handler, "/duty/sheets/")
    assert "2026-11-20" in text
    assert "2026-11-19" not in text
    assert f'href="{URL}"' not in text
    assert f'href="{URL}"' in read(desk.principal, "/duty/sheets/")
    assert "2026-11-19" in read(desk.city.auditor, "/duty/sheets/")
