"""The handover book (D15): fills itself, carries over, marks what came after the signature; page, print and Word."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from docx import Document

from dutyroster import handbook, verify
from dutyroster.actions import attendance, entries, handover
from dutyroster.clockwork import tick
from dutyroster.models import Attendance, Handover, Shift
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import clock
from hotline.people.models import Person
from knowledge.actions import questions
from tickets.flow import Action

DAY = date(2026, 11, 21)  # housing's; the 22nd is water's
URL = "/duty/2026-11-21/book/"
PASSWORD = "geheim-12345"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def duty(town: Town) -> Shift:
    with at("2026-10-20 10:00"):
        roster = town.roster(NOVEMBER, [town.city.housing, town.city.water])
        town.out = town.name_leaders(roster, town.city.housing)
        town.into = town.name_leaders(roster, town.city.water)
    with at("2026-11-21 08:31"):
        tick()
    return town.shift(DAY)


def visit(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def read(person: Person, url: str = URL, status: int = 200) -> str:
    response = visit(person).get(url)
    assert response.status_code == status
    return response.content.decode()


def send(person: Person, url: str, status: int = 302, **data: str) -> str:
    response = visit(person).post(url, data)
    assert response.status_code == status, response.content.decode()[:300]
    return response.content.decode()


def test_it_fills_itself(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-21 08:31"):
        attendance.check_in(duty, actor=town.out[0])
    with at("2026-11-21 15:30"):
        ticket = city.register(wants_duty_leader=True)
        city.do(
            ticket,
            Action.LEADER_CALL,
            town.out[0],
            handle_by=clock.now() + clock.DAY,
            text="已解释政策",
            arrangement="安排物业科",
        )
        city.do(ticket, Action.FIRST_CONTACT, town.out[0], joint=True, text="联动水务", units=[city.water])
        question = entries.ask("维修基金怎么用？", actor=city.operator)
        entries.answer(question.pk, actor=town.out[1], in_remit=True, text="按规定申请", staff="物业科")
        entries.tick(duty, "整理值班记录和资料", actor=town.out[2])
        book = handbook.content(duty)
    assert [(row["name"], row["as"]) for row in book["attendance"]] == [(town.out[0].name, "principal")]
    assert [(e["kind"], e["ticket"], e["text"], e["open"]) for e in book["entries"]] == [
        ("call", ticket.number, "已解释政策", True),
        ("joint", ticket.number, "联动水务", True),
        ("question", "", "维修基金怎么用？", False),
    ]
    assert book["entries"][1]["units"] == ["市水务局"]
    assert (book["entries"][0]["handle_by"][:16], book["entries"][0]["arrangement"]) == ("2026-11-22T15:30", "安排物业科")
    assert book["counts"] == {"call": 1, "joint": 1, "question": 1}
    assert [line["text"] for line in book["checklist"] if line["done"]] == ["整理值班记录和资料"]


def test_what_is_open_carries_over_by_itself_until_it_is_settled(town: Town, duty: Shift) -> None:
    following, third = town.shift(date(2026, 11, 22)), town.shift(date(2026, 11, 23))
    with at("2026-11-21 12:00"):
        open_ = entries.add(duty, "水管爆裂，抢修中", actor=town.out[0], stays_open=True)
        entries.add(duty, "已办结的小事", actor=town.out[0])
    with at("2026-11-22 09:00"):
        assert [entry["text"] for entry in handbook.content(following)["carried"]] == ["水管爆裂，抢修中"]
        entries.close(open_.pk, actor=town.into[0], closing="已修复")
        assert [entry["closing"] for entry in handbook.content(following)["carried"]] == ["已修复"]  # seen by that day
    with at("2026-11-23 09:00"):
        assert handbook.content(third)["carried"] == []


def told(duty: Shift) -> list[tuple[str, str, str]]:
    """The book's hard cases: ticket, state, when."""
    return [(row["ticket"], row["state"], row["at"][5:16]) for row in handbook.content(duty)["hard"]]


def test_hard_cases_leave_their_trace_whoever_solves_them(town: Town, duty: Shift) -> None:
    """Marked by the office and solved by the unit's reply, or a mark taken away: no leader wrote a line (D7)."""
    city = town.city
    with at("2026-11-21 10:00"):
        solved, marked, open_ = (city.do(city.dispatched(), Action.FLAG_HARD, city.operator, text="推诿") for _n in range(3))
        city.do(marked, Action.FLAG_HARD, city.operator, text="误标", hard=False)
        assert told(duty) == [
            (solved.number, "open", "11-21T22:00"), (marked.number, "cancelled", "11-21T10:00"), (open_.number, "open", "11-21T22:00"),
        ]  # fmt: skip
    with at("2026-11-21 15:30"):
        city.replied(solved)
    with at("2026-11-21 21:00"):
        handover.sign(duty, actor=town.out[0], password=PASSWORD)
        page = read(town.out[0])
    assert page.count(solved.number) == page.count(marked.number) == 2  # the address and the number, in no other list
    assert "solved, or an opinion is written" in page
    with at("2026-11-22 09:10"):
        city.replied(open_)
        assert [state for _ticket, state, _at in told(duty)] == ["met", "cancelled", "late"]
        assert told(town.shift(date(2026, 11, 22))) == []  # the next day's cases are its own
        text = words(town.out[0])
    signed = Handover.objects.get()
    assert [row["state"] for row in signed.content["book"]["hard"]] == ["met", "cancelled", "open"]
    assert verify.verify_handovers() == []
    for part in (solved.number, "已办结或已提出意见，11-21 15:30", "不再承办，11-21 10:00", "逾期办结或提出意见，11-22 09:10"):
        assert part in text


def test_a_book_signed_before_the_hard_cases_stood_in_it_verifies(
    town: Town, duty: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at("2026-11-21 21:00"):
        former = {key: value for key, value in handbook.content(duty).items() if key != "hard"}
        former["knowledge"] = [{"number": "ZW00001", "text": "旧问题", "due": "2026-11-22T08:00:00+08:00"}]
        with monkeypatch.context() as patch:
            patch.setattr(handbook, "content", lambda shift: former)
            handover.sign(duty, actor=town.out[0], password=PASSWORD)
    assert verify.verify_handovers() == []
    with at("2026-11-21 22:30"):
        assert "Handover book" in read(town.out[0])
        assert "值班交接本" in words(town.out[0])


def test_knowledge_points_of_the_day_stand_there_with_their_state(town: Town, duty: Shift) -> None:
    city, later = town.city, town.shift(date(2026, 11, 23))
    with at("2026-11-21 10:00"):
        asked = [questions.ask(actor=city.operator, text=text, shown=questions.addressee().key) for text in ("甲？", "乙？")]
    with at("2026-11-21 16:00"):
        questions.answer(asked[0].pk, actor=city.handler, text="按规定办理", version=asked[0].version)
        book = handbook.content(duty)["knowledge"]
        assert [(row["text"], row["state"], row["answered"][5:16]) for row in book] == [
            ("甲？", "answered", "11-21T16:00"), ("乙？", "asked", ""),
        ]  # fmt: skip
        page, text = read(town.out[0]), words(town.out[0])
    for part in ("waits for the editor&#x27;s review", "waits for the unit&#x27;s answer", "11-21 16:00"):
        assert part in page
    assert "待采编员审核（11-21 16:00答复）" in text
    assert "待单位答复，时限11-23 08:00" in text
    with at("2026-11-23 10:00"):
        questions.ask(actor=city.operator, text="丙？", shown=questions.addressee().key)
        assert [row["text"] for row in handbook.content(later)["knowledge"]] == [
            "乙？",
            "丙？",
        ]  # what is still owed carries over
        assert [row["text"] for row in handbook.content(duty)["knowledge"]] == ["甲？", "乙？"]


def test_hard_cases_and_knowledge_points_cost_the_queries_of_one(town: Town, duty: Shift) -> None:
    city, costs = town.city, []
    with at("2026-11-21 10:00"):
        for n in range(3):
            city.do(city.dispatched(), Action.FLAG_HARD, city.operator, text="推诿")
            questions.ask(actor=city.operator, text=f"问题{n}？", shown=questions.addressee().key)
            with CaptureQueriesContext(connection) as captured:
                handbook.content(duty)
            costs.append(len(captured))
    assert costs[0] == costs[2]


def test_the_book_says_as_what_people_attended(town: Town, duty: Shift) -> None:
    """As named when the day began, whatever was known at check-in (D20)."""
    with at("2026-11-21 08:10"):
        row = attendance.check_in(duty, actor=town.out[1])
    Attendance.objects.filter(pk=row.pk).update(attending="stand_in")
    assert [one["as"] for one in handbook.content(duty)["attendance"]] == ["deputy"]


def test_lines_written_after_the_signature_are_marked(town: Town, duty: Shift) -> None:
    with at("2026-11-21 12:00"):
        entries.add(duty, "上午的事", actor=town.out[0])
    with at("2026-11-21 21:00"):
        handover.sign(duty, actor=town.out[0], password=PASSWORD)
        assert "after signing”" not in read(town.out[0])
        assert read(town.out[0]).count("after signing") == 0
    with at("2026-11-21 21:30"):
        entries.add(duty, "签名后的来电", actor=town.out[1])
        assert read(town.out[0]).count("after signing") == 1
    signed = Handover.objects.get().content["book"]["entries"]
    assert [entry["text"] for entry in signed] == ["上午的事"]


def test_what_is_settled_after_the_signature_says_so(town: Town, duty: Shift) -> None:
    with at("2026-11-21 12:00"):
        settled, early = (entries.add(duty, text, actor=town.out[0], stays_open=True) for text in ("待跟进", "先办结"))
        entries.close(early.pk, actor=town.out[0], closing="已办")
    with at("2026-11-21 21:00"):
        handover.sign(duty, actor=town.out[0], password=PASSWORD)
    with at("2026-11-21 21:30"):
        entries.close(settled.pk, actor=town.out[1], closing="已转办")
        assert read(town.out[0]).count("settled 11-21 21:30, after signing") == 1
        file = visit(town.out[0]).get("/duty/2026-11-21/book.docx").content
    words = "\n".join(cell.text for table in Document(BytesIO(file)).tables for row in table.rows for cell in row.cells)
    assert words.count("（交班签名后，11-21 21:30办结）") == words.count("已转办") > 0
    assert (verify.verify_handovers(), [one["open"] for one in Handover.objects.get().content["book"]["entries"]]) == (
        [],
        [True, False],
    )


def test_a_mark_that_is_taken_away_says_so(town: Town, duty: Shift) -> None:
    city, leader = town.city, town.out[0]
    with at("2026-11-21 10:00"):
        ticket = city.do(city.dispatched(), Action.FLAG_HARD, leader, text="推诿")
        page, said = f"/tickets/{ticket.number}/", "not a hard case any more"
        offered = read(city.dispatcher, page).count(said)  # by the form
        city.do(ticket, Action.FLAG_HARD, leader, text="误标", hard=False)
        assert [one["text"] for one in handbook.content(duty)["entries"]] == ["推诿", f"{said}：误标"]
        assert read(city.dispatcher, page).count(said) == offered + 1


def test_who_comes_second_reads_who_signed(town: Town, duty: Shift) -> None:
    with at("2026-11-21 21:00"):
        handover.sign(duty, actor=town.out[0], password=PASSWORD)
    with at("2026-11-21 21:01"):
        page = send(town.out[1], f"{URL}sign/", 422, password=PASSWORD, remarks="")
        assert f"{town.out[0].name} has signed it already, at 21:00." in page


def test_the_book_of_a_day_is_closed_at_midnight(town: Town, duty: Shift) -> None:
    with at("2026-11-22 00:00"), pytest.raises(handover.Refused, match="book of this day is closed"):
        entries.add(duty, "太晚", actor=town.out[0])


# ---- the page


def test_who_reads_it(town: Town, duty: Shift) -> None:
    """The unit and the office; from 22:00 on those who take over, too."""
    city = town.city
    with at("2026-11-21 21:59"):
        for person in (*town.out, city.handler, city.operator, city.office_head):
            read(person)
        for person in (*town.into, city.water_handler, city.health_handler, city.cityleader, city.admin, city.auditor):
            read(person, status=404)
            read(person, "/duty/2026-11-21/book.docx", status=404)
    with at("2026-11-21 22:00"):
        for person in (*town.into, city.water_handler):
            read(person)
        for person in (city.health_handler, city.admin):
            read(person, status=404)
            send(person, f"{URL}sign/", status=404, password=PASSWORD)


def test_signing_and_confirming_on_the_page(town: Town, duty: Shift) -> None:
    with at("2026-11-21 16:00"):
        assert "can be signed from 17:00 on" in read(town.out[0])
    with at("2026-11-21 21:10"):
        assert f'action="{URL}sign/"' in read(town.out[0])
        assert f'action="{URL}sign/"' not in read(town.out[2])
        page = send(town.out[0], f"{URL}sign/", status=422, password="falsch", remarks="注意台风")
        assert "The password is not right" in page
        assert "注意台风" in page
        send(town.out[2], f"{URL}sign/", status=403, password=PASSWORD)
        send(town.out[0], f"{URL}sign/", password=PASSWORD, remarks="注意台风")
        assert f"Signed by {town.out[0].name}" in read(town.out[0])
    with at("2026-11-21 22:30"):
        tick()
        assert "from 06:00 of the next day" in read(town.into[0])
    with at("2026-11-22 08:20"):
        assert "Read and confirm yesterday" in read(town.into[0], "/duty/")
        assert f'action="{URL}confirm/"' in read(town.into[0])
        send(town.into[2], f"{URL}confirm/", status=403, password=PASSWORD)
        send(town.into[0], f"{URL}confirm/", password=PASSWORD)
        assert f"Confirmed by {town.into[0].name}" in read(town.out[0])
        assert "Read and confirm yesterday" not in read(town.into[0], "/duty/")


def test_nobody_signed_on_the_page(town: Town, duty: Shift) -> None:
    with at("2026-11-21 22:00"):
        tick()
        assert "Not signed, and the duty day is over." in read(town.city.office_head)
    with at("2026-11-22 08:20"):
        page = read(town.into[0])
        assert "Take over without a signature" in page
        send(town.into[0], f"{URL}confirm/", status=422, password=PASSWORD, without_signature="yes")
        send(town.into[0], f"{URL}confirm/", password=PASSWORD, without_signature="yes", reservations="无人交班")
        page = read(town.city.office_head)
        assert "Nobody signed this handover." in page
        assert f'action="{URL}close/"' in page
        send(town.city.supervisor, f"{URL}close/", status=403, reason="不行")
        send(town.city.office_head, f"{URL}close/", reason="已约谈")
        assert f'action="{URL}close/"' not in read(town.city.office_head)
        assert "已约谈" in read(town.city.office_head)


# ---- Word


def words(person: Person) -> str:
    response = visit(person).get("/duty/2026-11-21/book.docx")
    assert response.status_code == 200
    doc = Document(BytesIO(response.content))
    cells = [cell.text for table in doc.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in doc.paragraphs), *cells])


def test_word_says_what_the_book_says(town: Town, duty: Shift) -> None:
    with at("2026-11-21 08:31"):
        attendance.record_in(duty, actor=town.city.dispatcher, name="王副局长")
    with at("2026-11-21 12:00"):
        entries.add(duty, "接到\x0b来电 <b>&{{x}}", actor=town.out[0], stays_open=True)
    with at("2026-11-21 21:00"):
        assert "交班领导尚未签名。" in words(town.out[0])
        handover.sign(duty, actor=town.out[0], password=PASSWORD, remarks="注意台风")
    with at("2026-11-21 21:30"):
        entries.add(duty, "签名后的事", actor=town.out[1])
    with at("2026-11-22 08:20"):
        handover.confirm(duty, actor=town.into[0], password=PASSWORD, reservations="请补材料")
        text = words(town.city.operator)
    for part in (
        "值班交接本", "2026年11月21日", "市住建局", "王副局长", "未经批准的替班领导", "<b>&{{x}}", "未办结，移交下一班", "（交班签名后补记）",
        f"主要领导{town.out[0].name}于2026年11月21日21:00在系统签名", "交班说明：注意台风",
        f"市水务局{town.into[0].name}于2026年11月22日08:20确认接班", "接班说明：请补材料",
    ):  # fmt: skip
        assert part in text
    assert text.count("（交班签名后补记）") == 1


def test_an_empty_day_has_a_document_too_and_it_is_the_same_every_time(town: Town, duty: Shift) -> None:
    with at("2026-11-21 09:00"):
        client = visit(town.out[0])
        first, second = (client.get("/duty/2026-11-21/book.docx").content for _n in range(2))
        assert "无。" in words(town.out[0])
    assert first == second
