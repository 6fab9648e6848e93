"""The pages of the score: what waits, a day with its evidence, the year; who sees and does what."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from dutyroster import evidence
from dutyroster.actions import score as scores
from dutyroster.models import Appeal, Attendance, Score, Shift
from dutyroster.tests import test_leave_views as pages
from dutyroster.tests.conftest import at
from dutyroster.tests.test_leave_views import client_of, post
from dutyroster.tests.test_score_actions import AFTER, DAY, Scene, scene  # noqa: F401 - fixture
from hotline import clock
from hotline.notices.models import Notice
from hotline.people.models import Person, Role

URL = "/duty/scores/"
DAY_URL = f"{URL}{DAY}/"


def read(person: Person, url: str = URL, status: int = 200) -> str:
    return pages.read(person, url, status)


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with at(AFTER), translation.override("en"):
        yield


def sent(scene: Scene, **more: Any) -> dict[str, Any]:  # noqa: F811
    return {"seen": evidence.of(scene.shift).seen, "points": "-3", "reason": ""} | more


# ---- the list


def test_who_opens_the_page(scene: Scene) -> None:  # noqa: F811
    city = scene.town.city
    for person in (city.office_head, city.admin, city.dispatcher, city.supervisor, scene.handler, scene.principal, city.handler):
        read(person)
    for person in (city.operator, city.editor, city.auditor):
        read(person, status=403)
        read(person, DAY_URL, 403)
        read(person, f"{URL}year/2026/", 403)


def test_no_tab_leads_to_a_refusal(scene: Scene) -> None:  # noqa: F811
    """Who may not open a room has no tab of it."""
    city, hidden = scene.town.city, {}
    people = (city.office_head, city.admin, city.dispatcher, city.supervisor, city.operator, city.editor, city.auditor)
    mayor = scene.town.person("mayor", city.office, Role.CITY_LEADER)
    for person in (*people, mayor, city.cityleader, city.handler, scene.principal, scene.staff):
        client = client_of(person)
        tabs = client.get("/duty/swaps/").content.decode().partition('<ul class="tabs')[2].partition("</ul>")[0]
        for url in ("/duty/", "/duty/roster/", "/duty/swaps/", "/duty/leave/", URL, "/duty/sheets/", "/duty/fairness/"):
            is_open = client.get(url).status_code != 403
            assert (f'href="{url}"' in tabs) == is_open, (person.username, url)
            if not is_open:
                hidden.setdefault(url, set()).add(person.username)
    assert hidden == {
        "/duty/leave/": {"supervisor", "operator", "editor", "auditor"},
        URL: {"operator", "editor", "auditor", "mayor"},
    }


def test_the_office_sees_what_waits(scene: Scene) -> None:  # noqa: F811
    scene.full()
    scene.there("王局长", "principal", left=None, shift=scene.town.shift(date(2026, 11, 20)))
    page = read(scene.head)
    assert DAY_URL in page
    assert f'value="{scene.shift.pk}:{evidence.of(scene.shift).seen}"' in page
    assert "throughout 15:00–17:00" in page
    assert "a check-out is missing" in page
    assert f'value="{scene.town.shift(date(2026, 11, 20)).pk}:' not in page  # an open question: not in the batch
    assert "/duty/scores/2026-11-22/" not in page  # not over
    assert 'name="shift"' not in read(scene.town.city.admin)


def test_a_unit_sees_its_own_days(scene: Scene) -> None:  # noqa: F811
    page = read(scene.handler)
    assert DAY_URL in page
    assert "/duty/scores/2026-11-20/" not in page
    assert 'name="shift"' not in page


def test_a_unit_is_not_shown_points_for_history_that_was_taken_over(scene: Scene) -> None:  # noqa: F811
    """Days entered when they were past: nobody checked in here then, and nothing is proposed of them."""
    Shift.objects.filter(pk=scene.shift.pk).update(opened_at=clock.now(), ended_at=clock.now())
    assert DAY_URL not in read(scene.principal)


def test_constant_queries(scene: Scene) -> None:  # noqa: F811
    client = client_of(scene.head)
    client.get(URL)
    counts = []
    for day in (3, 5):  # with a unit that has named nobody
        with at(f"2026-11-0{day} 09:00"), CaptureQueriesContext(connection) as queries:
            assert len(client.get(URL).context["lines"]) == day - 1
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- the batch


def test_the_batch(scene: Scene) -> None:  # noqa: F811
    scene.full()
    asks = scene.town.shift(date(2026, 11, 20))
    scene.there("王局长", "principal", left=None, shift=asks)
    values = [f"{shift.pk}:{evidence.of(shift).seen}" for shift in (scene.shift, asks)]
    page = post(scene.head, f"{URL}confirm/", {"shift": [*values, "x", "1", ":", f"{'9' * 30}:x"]})
    assert "Scores confirmed: 1" in page
    assert "2026-11-20: The evidence of this day has an open question" in page
    assert Score.objects.get().points == 3


def test_the_batch_is_the_heads_and_wants_ticks(scene: Scene) -> None:  # noqa: F811
    for person in (scene.town.city.admin, scene.town.city.dispatcher, scene.handler):
        post(person, f"{URL}confirm/", {"shift": f"{scene.shift.pk}:x"}, 403)
    assert "Tick the days" in post(scene.head, f"{URL}confirm/")
    assert client_of(scene.head).get(f"{URL}confirm/").status_code == 405
    assert not Score.objects.exists()


# ---- reversed, and confirmed before


def test_a_reversed_score_is_no_ordinary_proposal(scene: Scene) -> None:  # noqa: F811
    """The words of the decision beside it, and no tick."""
    scene.full()
    tick = f'value="{scene.shift.pk}:'
    assert tick in read(scene.head)
    row = scores.appeal(scores.confirm(scene.shift.pk, actor=scene.head).pk, actor=scene.handler, text="x")
    scores.decide_appeal(row.pk, actor=scene.head, upheld=True, opinion="考勤另行核定")
    for person in (scene.head, scene.handler):
        page = read(person)
        assert tick not in page
        assert "reversed: to be confirmed anew" in page
        assert "考勤另行核定" in page
        (line,) = [line for line in client_of(person).get(URL).context["lines"] if line["shift"] == scene.shift]
        assert (line["is_ready"], line["score"], line["reversal"].reason) == (False, None, "考勤另行核定")
    values = {"shift": f"{scene.shift.pk}:{evidence.of(scene.shift).seen}"}
    assert "was reversed: confirm it by itself" in post(scene.head, f"{URL}confirm/", values)
    assert "#id_reason" in post(scene.head, f"{DAY_URL}confirm/", sent(scene, points="3"), 422)
    post(scene.head, f"{DAY_URL}confirm/", sent(scene, points="3", reason="经复核"))
    assert Score.objects.in_force().get().reason == "经复核"
    assert "reversed: to be confirmed anew" not in read(scene.head)


def test_the_office_finds_what_it_confirmed(scene: Scene) -> None:  # noqa: F811
    """The last 60 days, the latest first; a reversed one waits instead."""
    for day in (19, 21, 20):
        scores.confirm(scene.town.shift(date(2026, 11, day)).pk, actor=scene.head, points=0, reason="台风停工")
    scores.reverse(Score.objects.get(shift__day=date(2026, 11, 20)).pk, actor=scene.head, reason="x")
    response = client_of(scene.head).get(URL)
    assert [f"{line['row'].shift.day}" for line in response.context["confirmed"]] == ["2026-11-21", "2026-11-19"]
    assert "proposed −3" in response.content.decode()
    assert client_of(scene.handler).get(URL).context["confirmed"] == []  # its own list has them all
    with at("2027-01-19 09:00"):
        assert len(client_of(scene.head).get(URL).context["confirmed"]) == 1  # since the 20th
    with at("2027-01-21 09:00"):
        assert client_of(scene.head).get(URL).context["confirmed"] == []


def test_queries_of_what_was_confirmed(scene: Scene) -> None:  # noqa: F811
    client, counts = client_of(scene.head), []
    for days in ((21,), (17, 19, 20)):
        for day in days:
            scores.confirm(scene.town.shift(date(2026, 11, day)).pk, actor=scene.head)
        for url in (URL, f"{URL}year/2026/{scene.water.pk}/"):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


# ---- a day


def test_the_evidence_beside_the_proposal(scene: Scene) -> None:  # noqa: F811
    scene.there(scene.principal, "principal", "08:41", "21:30")
    scene.there(scene.staff, "staff", sure="none")
    for person in (scene.head, scene.handler, scene.principal):
        page = read(person, DAY_URL)
        assert scene.principal.name in page
        assert "the first came at 08:41" in page
        assert "the last leader left at 21:30, before 22:00" in page
        assert "810 minutes" in page
        assert "a check-in is not confirmed" in page
        assert "符国强" in page  # who confirmed


def test_whose_days(scene: Scene) -> None:  # noqa: F811
    read(scene.town.city.handler, DAY_URL, 404)  # another unit's
    read(scene.town.city.cityleader, DAY_URL, 404)
    read(scene.head, f"{URL}2026-11-23/", 404)  # not begun
    read(scene.head, f"{URL}2027-02-30/", 404)
    assert "duty is running" in read(scene.head, f"{URL}2026-11-22/")


def test_confirmed_by_form(scene: Scene) -> None:  # noqa: F811
    assert "The score is confirmed: −3" in post(scene.head, f"{DAY_URL}confirm/", sent(scene))
    assert "confirmed already" in post(scene.head, f"{DAY_URL}confirm/", sent(scene), 422)  # a double click
    assert Score.objects.count() == 1


def test_other_points_want_the_reason_at_its_field(scene: Scene) -> None:  # noqa: F811
    page = post(scene.head, f"{DAY_URL}confirm/", sent(scene, points="3"), 422)
    assert "#id_reason" in page
    post(scene.head, f"{DAY_URL}confirm/", sent(scene, points="2"), 422)
    post(scene.head, f"{DAY_URL}confirm/", sent(scene, points="0", reason="台风停工"))
    assert Score.objects.get().reason == "台风停工"


def test_stale_evidence_is_shown_anew(scene: Scene) -> None:  # noqa: F811
    old = sent(scene, points="0", reason="台风停工")
    scene.full()
    page = post(scene.head, f"{DAY_URL}confirm/", old, 422)
    assert "evidence has changed" in page
    assert "台风停工" in page  # nothing typed is lost
    assert f'value="{evidence.of(scene.shift).seen}"' in page  # what is shown can be confirmed
    assert not Score.objects.exists()


def test_who_acts(scene: Scene) -> None:  # noqa: F811
    for person, status in ((scene.handler, 403), (scene.town.city.admin, 403), (scene.town.city.handler, 404)):
        post(person, f"{DAY_URL}confirm/", sent(scene), status)
    post(scene.head, f"{DAY_URL}confirm/", sent(scene))
    for person, status in ((scene.handler, 403), (scene.town.city.dispatcher, 403), (scene.town.city.handler, 404)):
        post(person, f"{DAY_URL}reverse/", {"reason": "x"}, status)
    for person, status in ((scene.head, 403), (scene.staff, 403), (scene.town.city.handler, 404)):
        post(person, f"{DAY_URL}appeal/", {"text": "x"}, status)
    assert client_of(scene.head).get(f"{DAY_URL}reverse/").status_code == 405


def test_appeal_and_decision_by_form(scene: Scene) -> None:  # noqa: F811
    scene.full()
    Attendance.objects.all().delete()
    post(scene.head, f"{DAY_URL}confirm/", sent(scene))
    page = read(scene.handler, DAY_URL)
    assert "Appeal against this score" in page
    assert "until 2026-12-07 24:00" in page
    assert "#id_text" in post(scene.handler, f"{DAY_URL}appeal/", {"text": " "}, 422)
    assert "with the office head" in post(scene.handler, f"{DAY_URL}appeal/", {"text": "领导当日有会议"})
    assert "Appeal against this score" not in read(scene.handler, DAY_URL)
    assert "领导当日有会议" in read(scene.head)
    page = read(scene.head, DAY_URL)
    assert "Decide the appeal" in page
    assert "#id_opinion" in post(scene.head, f"{DAY_URL}appeal/decide/", {"upheld": "yes"}, 422)
    post(scene.head, f"{DAY_URL}appeal/decide/", {"upheld": "no", "opinion": "x", "points": "3"}, 422)
    page = post(scene.head, f"{DAY_URL}appeal/decide/", {"upheld": "yes", "opinion": "情况属实", "points": "0"})
    assert "The appeal is upheld." in page
    assert list(Score.objects.order_by("pk").values_list("points", flat=True)) == [-3, 3, 0]
    post(scene.head, f"{DAY_URL}appeal/decide/", {"upheld": "yes", "opinion": "x"}, 422)  # a double click
    assert Appeal.objects.get().upheld
    assert Score.objects.count() == 3


def test_reversed_by_form(scene: Scene) -> None:  # noqa: F811
    post(scene.head, f"{DAY_URL}confirm/", sent(scene))
    post(scene.head, f"{DAY_URL}reverse/", {"reason": ""}, 422)
    assert "is reversed" in post(scene.head, f"{DAY_URL}reverse/", {"reason": "登记有误"})
    assert "no longer exists" in post(scene.head, f"{DAY_URL}reverse/", {"reason": "x"}, 422)
    assert "Confirm the score" in read(scene.head, DAY_URL)


def test_a_head_of_the_unit_gets_no_form(scene: Scene) -> None:  # noqa: F811
    own = scene.town.person("own", scene.water, "office_head")
    assert "Confirm the score" not in read(own, DAY_URL)
    post(own, f"{DAY_URL}confirm/", sent(scene), 403)


def test_queries_of_a_day(scene: Scene) -> None:  # noqa: F811
    client = client_of(scene.head)
    client.get(DAY_URL)
    counts = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(DAY_URL)
        counts.append(len(queries))
        scene.full()
        scene.there("王局长", "stand_in")
    assert counts[0] == counts[1]


def test_notices_lead_to_the_day(scene: Scene) -> None:  # noqa: F811
    scores.confirm(scene.shift.pk, actor=scene.head)
    for notice in Notice.objects.filter(kind="score_confirmed").select_related("person"):
        assert notice.link == DAY_URL
        assert notice.person is not None
        read(notice.person, notice.link)


# ---- the year


def test_the_year_by_unit(scene: Scene) -> None:  # noqa: F811
    scores.confirm(scene.shift.pk, actor=scene.head)
    page = read(scene.head, f"{URL}year/2026/")
    assert "市水务局" in page
    assert "市住建局" in page
    page = read(scene.handler, f"{URL}year/2026/")
    assert "市水务局" in page
    assert "市住建局" not in page
    for year in (1999, 2100, 99999):
        read(scene.head, f"{URL}year/{year}/", 404)
        read(scene.head, f"{URL}year/{year}/export/", 404)


def test_the_days_behind_a_row_of_the_year(scene: Scene) -> None:  # noqa: F811
    url = f"{URL}year/2026/{scene.water.pk}/"
    scores.confirm(scene.shift.pk, actor=scene.head)
    for person in (scene.head, scene.handler):
        assert f'href="{url}"' in read(person, f"{URL}year/2026/")
        response = client_of(person).get(url)
        assert [line["row"].shift for line in response.context["confirmed"]] == [scene.shift]
        days = [line["shift"].day for line in response.context["lines"]]
        assert days == [date(2026, 11, day) for day in range(1, 21, 2)]  # the oldest first, the unit's alone
        assert 'name="shift"' not in response.content.decode()
    read(scene.town.city.handler, url, 404)
    read(scene.town.city.operator, url, 403)
    read(scene.head, f"{URL}year/2025/{scene.water.pk}/", 404)  # no day of the unit
    read(scene.head, f"{URL}year/1999/{scene.water.pk}/", 404)
    read(scene.head, f"{URL}year/2026/{'9' * 18}/", 404)


def test_the_year_as_excel(scene: Scene) -> None:  # noqa: F811
    scene.full()
    scores.confirm(scene.shift.pk, actor=scene.head)
    response = client_of(scene.handler).get(f"{URL}year/2026/export/")
    rows = list(load_workbook(io.BytesIO(response.content)).worksheets[0].values)
    assert rows == [
        ("Unit", "Duty days", "a: −3", "b: +3", "c: −3", "Make-up missed: −3", "Set otherwise", "Points", "Not confirmed yet"),
        ("市水务局", 11, 0, 1, 0, 0, 0, 3, 10),
    ]
    read(scene.town.city.operator, f"{URL}year/2026/export/", 403)


def test_queries_of_the_year(scene: Scene) -> None:  # noqa: F811
    client = client_of(scene.head)
    client.get(f"{URL}year/2026/")
    counts = []
    for n in (1, 3):
        for shift in Shift.objects.order_by("day")[:n]:
            if not shift.scores.exists():
                scores.confirm(shift.pk, actor=scene.head)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{URL}year/2026/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
