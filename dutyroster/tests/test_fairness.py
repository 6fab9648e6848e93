"""The fairness table, counted by hand; order, Excel, queries."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from dutyroster import fairness
from dutyroster.actions import roster as rosters, score as scores
from dutyroster.actions.roster import Planned
from dutyroster.models import Attendance, Shift, Version
from dutyroster.tests.conftest import NOVEMBER, Town, at
from dutyroster.tests.test_month_views import granted_leave
from dutyroster.tests.test_score_actions import moment
from hotline.workdays.models import current

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"), at("2026-11-22 15:00"):
        yield


@pytest.fixture
def autumn(town: Town) -> Town:
    """October and November 2026; housing has the odd days, water the even ones."""
    for month in (OCTOBER, NOVEMBER):
        town.roster(month, [town.city.housing, town.city.water])
    return town


def lines(town: Town, first: date, last: date) -> dict[str, tuple[int, ...]]:
    found = fairness.table(first, last, current())
    return {line.unit.name: (line.days, line.weekends, line.holidays, line.missed, line.made_up) for line in found}


def test_by_hand(autumn: Town) -> None:
    """October 2026: off 1–7 (odd: 1 3 5 7, even: 2 4 6); the 10th is worked; weekends 11 17 18 24 25 31.
    November up to the 30th: weekends 1 7 8 14 15 21 22 28 29."""
    found = lines(autumn, OCTOBER, date(2026, 11, 30))
    assert found["市住建局"] == (16 + 15, 4 + 5, 4, 0, 0)  # 11 17 25 31 · 1 7 15 21 29
    assert found["市水务局"] == (15 + 15, 2 + 4, 3, 0, 0)  # 18 24 · 8 14 22 28
    assert found["市卫健委"] == (0, 0, 0, 0, 0)
    assert "12345热线办" not in found
    assert "龙华区中山街道办" not in found


def test_history_taken_over_counts_a_draft_does_not(town: Town) -> None:
    town.roster(OCTOBER, [town.city.water], announced=False)  # entered on 2026-11-22: past
    town.roster(date(2026, 12, 1), [town.city.housing], announced=False)
    found = lines(town, OCTOBER, date(2026, 12, 31))
    assert (found["市水务局"][0], found["市住建局"][0]) == (31, 0)
    table = {line.unit.name: (line.last, line.next) for line in fairness.table(OCTOBER, date(2026, 12, 31), current())}
    assert (table["市水务局"], table["市住建局"]) == ((date(2026, 10, 31), None), (None, None))


def test_the_period_ends_where_it_ends(autumn: Town) -> None:
    assert fairness.period_of(None) == (date(2025, 11, 23), date(2026, 11, 22))
    assert fairness.period_of(2026) == (date(2026, 1, 1), date(2026, 12, 31))
    assert lines(autumn, *fairness.period_of(None))["市住建局"][0] == 16 + 11  # the 1st to the 21st of November
    assert lines(autumn, *fairness.period_of(2025))["市住建局"][0] == 0


def makeup(town: Town, day: date, missed: date) -> Shift:
    """The principal of housing has leave on the one day, and the other is the make-up for it."""
    granted_leave(town, town.shift(missed), town.city.housing_leader)
    Shift.objects.filter(day=day).update(makeup_of=town.shift(missed))
    return town.shift(day)


def attended(town: Town, shift: Shift, came: str = "15:00", left: str = "17:00", *, who: str = "housing_leader") -> None:
    """Somebody of housing was there, and the front desk has confirmed it."""
    person, desk = getattr(town.city, who), town.city.dispatcher
    Attendance.objects.create(
        shift=shift, person=person, name=person.name, attending="staff", came_at=moment(shift.day, came), came_by=person,
        came_confirmed_by=desk, left_at=moment(shift.day, left), left_by=person, left_confirmed_by=desk,
    )  # fmt: skip


def test_missed_and_made_up(autumn: Town) -> None:
    """Four days missed: one without make-up, one made up for, one whose make-up lies ahead, one that lies ahead itself."""
    city = autumn.city
    for day in (date(2026, 10, 13), date(2026, 11, 25)):
        granted_leave(autumn, autumn.shift(day), city.housing_leader)
    attended(autumn, makeup(autumn, date(2026, 11, 5), date(2026, 10, 15)))
    makeup(autumn, date(2026, 11, 27), date(2026, 10, 19))
    assert lines(autumn, *fairness.period_of(2026))["市住建局"][3:] == (2, 1)


def test_a_make_up_day_nobody_attended_makes_up_for_nothing(autumn: Town) -> None:
    """Not scored yet: what the front desk has confirmed of the principal's presence in the hours of duty decides."""
    first = makeup(autumn, date(2026, 11, 5), date(2026, 10, 15))
    second = makeup(autumn, date(2026, 11, 7), date(2026, 10, 17))
    third = makeup(autumn, date(2026, 11, 9), date(2026, 10, 19))
    attended(autumn, first, who="handler")
    attended(autumn, second, "07:00", "08:30")
    attended(autumn, third, "21:00", "22:00")
    assert lines(autumn, *fairness.period_of(2026))["市住建局"][3:] == (2, 1)
    Attendance.objects.filter(shift=third).update(came_confirmed_by=None)
    assert lines(autumn, *fairness.period_of(2026))["市住建局"][3:] == (3, 0)


def test_the_score_in_force_decides_whether_it_is_made_up_for(autumn: Town) -> None:
    shift, head = makeup(autumn, date(2026, 11, 5), date(2026, 10, 15)), autumn.city.office_head
    table = lambda: lines(autumn, *fairness.period_of(2026))["市住建局"][3:]  # noqa: E731
    missed = scores.confirm(shift.pk, actor=head)
    assert (missed.points, table()) == (-3, (1, 0))
    scores.reverse(missed.pk, actor=head, reason="前台漏记")
    assert table() == (1, 0)
    other = scores.confirm(shift.pk, actor=head, points=0, reason="前台漏记，主要负责人到岗")
    assert table() == (0, 1)
    scores.reverse(other.pk, actor=head, reason="再核")
    attended(autumn, shift)
    assert (scores.confirm(shift.pk, actor=head, reason="已补登").points, table()) == (3, (0, 1))


def test_a_make_up_day_of_today_counts_when_it_is_over(autumn: Town) -> None:
    with at("2026-11-21 21:59"):
        attended(autumn, makeup(autumn, date(2026, 11, 21), date(2026, 10, 15)))
        assert lines(autumn, *fairness.period_of(2026))["市住建局"][3:] == (1, 0)
    with at("2026-11-21 22:00"):
        assert lines(autumn, *fairness.period_of(2026))["市住建局"][3:] == (0, 1)


def test_a_make_up_day_with_leave_of_its_own_is_missed_too(autumn: Town) -> None:
    """A day of leave, not scored on its make-up: both days stand as missed, and the second is made up for by itself (D20)."""
    shift = makeup(autumn, date(2026, 11, 5), date(2026, 10, 15))
    granted_leave(autumn, shift, autumn.city.housing_leader)
    scores.confirm(shift.pk, actor=autumn.city.office_head)
    assert lines(autumn, *fairness.period_of(2026))["市住建局"][3:] == (2, 0)


def test_a_draft_does_not_count(town: Town) -> None:
    town.roster(NOVEMBER, [town.city.housing], announced=False)
    assert lines(town, *fairness.period_of(2026))["市住建局"] == (0, 0, 0, 0, 0)
    (line,) = [line for line in fairness.table(*fairness.period_of(2026), current()) if line.unit == town.city.housing]
    assert (line.last, line.next) == (None, None)


def test_last_and_next_duty(client: Client, autumn: Town) -> None:
    client.force_login(autumn.city.handler)
    found = {line.unit.name: line for line in client.get("/duty/fairness/").context["lines"]}
    assert (found["市住建局"].last, found["市住建局"].next) == (date(2026, 11, 21), date(2026, 11, 23))
    assert (found["市水务局"].last, found["市水务局"].next) == (date(2026, 11, 22), date(2026, 11, 24))


def test_a_unit_that_was_closed_keeps_its_line(autumn: Town) -> None:
    autumn.city.water.is_active = False
    autumn.city.water.save()
    assert lines(autumn, *fairness.period_of(2026))["市水务局"][0] == 30


@pytest.mark.parametrize(
    ("order", "first"),
    [("-days", "市住建局"), ("-weekends", "市住建局"), ("next", "市住建局"), ("-last", "市水务局"), ("nonsense", "市住建局")],
)
def test_orders(client: Client, autumn: Town, order: str, first: str) -> None:
    client.force_login(autumn.city.handler)
    page = client.get("/duty/fairness/", {"order": order})
    assert page.context["lines"][0].unit.name == first


def test_headings_turn_the_order_round(client: Client, autumn: Town) -> None:
    client.force_login(autumn.city.handler)
    heads = {
        column["title"]: column
        for column in client.get("/duty/fairness/?year=2026&order=-days", headers={"accept-language": "en"}).context["columns"]
    }
    assert (heads["Duty days"]["sort"], heads["Duty days"]["url"]) == ("descending", "?year=2026&order=days")
    assert (heads["Holidays"]["sort"], heads["Holidays"]["url"]) == ("", "?year=2026&order=-holidays")


@pytest.mark.parametrize("year", ["1999", "99999", "x", "２０２６", ""])
def test_a_strange_year_is_the_last_twelve_months(client: Client, autumn: Town, year: str) -> None:
    client.force_login(autumn.city.handler)
    assert client.get("/duty/fairness/", {"year": year}).context["year"] is None


def test_excel(client: Client, autumn: Town) -> None:
    client.force_login(autumn.city.office_head)
    answer = client.get("/duty/fairness/?year=2026&order=-days&file=xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:6] == ("市住建局", 31, 9, 4, 0, 0)
    assert f"{rows[1][6]:%Y-%m-%d}" == "2026-11-21"
    assert len(rows) == 1 + len(fairness.table(*fairness.period_of(2026), current()))


def test_queries_do_not_grow(client: Client, town: Town) -> None:
    client.force_login(town.city.handler)
    plan = {date(2026, 11, 3): Planned(town.city.housing.pk)}
    rosters.change(NOVEMBER, plan, actor=None, how=Version.How.IMPORT)
    client.get("/duty/fairness/")
    with CaptureQueriesContext(connection) as few:
        client.get("/duty/fairness/")
    for n in range(3):
        town.unit(f"单位{n}")
    town.roster(OCTOBER, [town.city.housing, town.city.water])
    with CaptureQueriesContext(connection) as many:
        client.get("/duty/fairness/")
    assert len(few) == len(many) <= 16


def test_queries_do_not_grow_with_what_was_missed(client: Client, autumn: Town) -> None:
    client.force_login(autumn.city.handler)
    client.get("/duty/fairness/")
    counts = []
    for first in (1, 7):
        for n in (first, first + 2, first + 4):
            attended(autumn, makeup(autumn, date(2026, 11, n), date(2026, 10, n)))
        scores.confirm(autumn.shift(date(2026, 11, first)).pk, actor=autumn.city.office_head)
        with CaptureQueriesContext(connection) as captured:
            client.get("/duty/fairness/", {"year": 2026})
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 17
