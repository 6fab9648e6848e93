import re
from datetime import date

import pytest
from django.test import Client

from hotline import clock
from hotline.people.models import Person, Unit
from hotline.workdays import actions
from hotline.workdays.models import CalendarDay
from hotline.workdays.rules import Kind
from hotline.workdays.tests.test_rules import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    """Anyone signed in, without a single role, reading English."""
    unit = Unit.objects.create(name="单位", kind=Unit.Kind.DEPARTMENT)
    client.force_login(Person.objects.create_user("reader", name="读者", unit=unit))
    client.cookies["django_language"] = "en"
    return client


def text(response) -> str:
    """What the page says, without markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


@pytest.mark.parametrize("path", ["/workdays/", "/workdays/2026/", "/workdays/explain/"])
def test_strangers_sign_in_first(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert path.replace("/", "%2F") in response["Location"] or path in response["Location"]


@pytest.mark.parametrize("path", ["/workdays/", "/workdays/2026/", "/workdays/explain/"])
def test_pages_are_only_read(reader: Client, path: str) -> None:
    assert reader.post(path).status_code == 405


def test_this_year(reader: Client) -> None:
    with clock.at(at("2022-12-31 23:59")):
        assert reader.get("/workdays/")["Location"] == "/workdays/2022/"
    with clock.at(at("2023-01-01 00:00")):
        assert reader.get("/workdays/")["Location"] == "/workdays/2023/"


def test_an_official_year(reader: Client) -> None:
    response = reader.get("/workdays/2026/")
    said = text(response)
    # 261 weekdays less 19 of them off, and 6 make-up days; below counted again by month.
    assert "Official schedule" in said
    assert "Provisional" not in said
    assert response.context["workdays"] == 248 == sum([21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23])
    assert "10-01 – 10-07 国庆节 · public holiday" in said
    assert "10-10 国庆节 · make-up working day" in said
    assert [len(month.weeks) for month in response.context["months"]] == [5, 5, 6, 5, 5, 5, 5, 6, 5, 5, 6, 5]


def test_days_are_marked_in_words(reader: Client) -> None:
    page = reader.get("/workdays/2026/").content.decode()
    october = " ".join(re.sub(r"<[^>]*>", " ", page.split(">October<")[1].split("</table>")[0]).split())
    assert "1 Off 2 Off 3 Off 4 Off 5 Off 6 Off 7 Off 8 9 10 Work 11 Off 12" in october


def test_a_provisional_year(reader: Client) -> None:
    said = text(reader.get("/workdays/2027/"))
    assert "Official schedule" not in said
    assert "Provisional" in said
    assert "02-05 农历除夕 · public holiday" in said
    assert "← 2026 2028 →" in said


@pytest.mark.parametrize("year", [0, 2003, 2017, 2101, 99999])
def test_a_year_nobody_knows_is_not_found(reader: Client, year: int) -> None:
    assert reader.get(f"/workdays/{year}/").status_code == 404


@pytest.mark.parametrize("year", [2018, 2100])
def test_the_first_and_last_year_lead_nowhere_else(reader: Client, year: int) -> None:
    response = reader.get(f"/workdays/{year}/")
    assert response.status_code == 200
    assert None in (response.context["previous"], response.context["next"])


def test_what_closes_only_one_unit_is_named_with_it(reader: Client) -> None:
    unit = Unit.objects.get()
    for day in (24, 25):
        CalendarDay.objects.create(date=date(2026, 11, day), name="台风", kind=Kind.EMERGENCY, unit=unit)
    actions.changed(actor=None, why="test")
    response = reader.get("/workdays/2026/")
    assert f"11-24 – 11-25 台风 · emergency closure · only {unit.label}" in text(response)
    assert response.context["workdays"] == 248  # of the city


def test_explain(reader: Client) -> None:
    said = text(reader.get("/workdays/explain/?start=2026-09-30&n=7"))
    assert "Due on 2026-10-15 (Thursday) at 24:00." in said
    assert "2026-09-30 Wednesday – the day it starts does not count" in said
    assert "2026-10-01 Thursday – public holiday · 国庆节" in said
    assert "2026-10-10 Saturday 3 make-up working day · 国庆节" in said
    assert "2026-10-15 Thursday 7 working day" in said
    assert "rovisional" not in said


def test_explain_a_provisional_date(reader: Client) -> None:
    said = text(reader.get("/workdays/explain/?start=2026-12-28&n=7"))
    assert "Due on 2027-01-07 (Thursday) at 24:00. Provisional" in said
    assert "2027-01-01 Friday – public holiday · 元旦 · provisional" in said
    assert "2026-12-31 Thursday 3 working day 2027" in said


def test_explain_asks_first(reader: Client) -> None:
    response = reader.get("/workdays/explain/")
    assert response.status_code == 200
    assert "is-invalid" not in response.content.decode()
    assert not response.context["found"]


@pytest.mark.parametrize(
    ("start", "n", "field"),
    [
        ("", "7", "start"),
        ("yesterday", "7", "start"),
        ("2022-02-30", "7", "start"),
        ("2003-01-01", "7", "start"),
        ("0001-01-01", "7", "start"),
        ("9999-12-31", "7", "start"),
        ("2100-12-01", "400", "start"),
        ("<script>", "7", "start"),
        ("𠮷" * 1000, "7", "start"),
        ("2026-09-30", "", "n"),
        ("2026-09-30", "-1", "n"),
        ("2026-09-30", "401", "n"),
        ("2026-09-30", "7.5", "n"),
        ("2026-09-30", "seven", "n"),
        ("2026-09-30", "9" * 1000, "n"),
    ],
)
def test_bad_questions_are_answered_beside_the_field(reader: Client, start: str, n: str, field: str) -> None:
    response = reader.get("/workdays/explain/", {"start": start, "n": n})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "is-invalid" in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_half_a_question(reader: Client) -> None:
    assert list(reader.get("/workdays/explain/?n=7").context["form"].errors) == ["start"]
    assert list(reader.get("/workdays/explain/?start=2026-09-30").context["form"].errors) == ["n"]


def test_query_count_does_not_grow(reader: Client, django_assert_num_queries, django_assert_max_num_queries) -> None:
    def count(path: str) -> int:
        reader.get(path)  # reads the calendar once
        with django_assert_max_num_queries(30) as captured:
            reader.get(path)
        return len(captured)

    few = [count("/workdays/2026/"), count("/workdays/explain/?start=2026-09-30&n=1")]
    for number in range(1, 4):
        CalendarDay.objects.create(date=date(2026, 3, number), name="台风", kind=Kind.EMERGENCY)
    actions.changed(actor=None, why="台风")
    assert [count("/workdays/2026/"), count("/workdays/explain/?start=2026-01-01&n=400")] == few
    assert count("/workdays/2027/") == few[0]


def test_no_inline_style_or_script(reader: Client) -> None:
    for path in ("/workdays/2026/", "/workdays/explain/?start=2026-09-30&n=7"):
        content = reader.get(path).content.decode().split("<main")[1].split("</main>")[0]
        assert "style=" not in content
        assert "<script" not in content
        assert not re.search(r"\son\w+=", content)
