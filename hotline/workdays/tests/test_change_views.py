"""The admin's page: enter, look, confirm. Who may, what is refused, and that nothing is saved before."""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.deadlines.models import Deadline, Kind as Owed
from hotline.jobs import actions as jobs
from hotline.jobs.models import Job, State
from hotline.people.models import Role
from hotline.workdays import actions
from hotline.workdays.models import CalendarDay, CalendarVersion, CalendarYear, current
from hotline.workdays.rules import Kind
from hotline.workdays.schedules import parse_text
from hotline.workdays.tests import notices
from hotline.workdays.tests.test_schedules import as_csv, as_xlsx, table
from tickets.tests.conftest import T0, City, make_city, on

pytestmark = pytest.mark.django_db
PAGE = "/workdays/change/"
TABS = ("official", "local", "emergency", "remove")


@pytest.fixture
def city(db: None) -> Iterator[City]:
    with clock.at(T0):
        yield make_city()


@pytest.fixture
def admin(city: City, client: Client) -> Client:
    client.force_login(city.admin)
    client.cookies["django_language"] = "en"
    return client


def text(response: Any) -> str:
    """What the page says, without markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def state() -> tuple[Any, ...]:
    """Everything a change could change."""
    tables = (CalendarDay, CalendarYear, CalendarVersion, Deadline, Job)
    return tuple(list(model.objects.order_by("pk").values_list()) for model in tables)


def post(client: Client, what: str, **data: Any) -> Any:
    return client.post(f"{PAGE}?what={what}", data)


def official(client: Client, notice: str = notices.INVENTED_2027, year: int = 2027, **more: Any) -> Any:
    return post(client, "official", **({"year": year, "text": notice} | more))


def typhoon(client: Client, **more: Any) -> Any:
    return post(client, "emergency", **({"first": "2026-10-09", "last": "", "name": "台风", "scope": "city"} | more))


def confirm(client: Client, preview: Any) -> Any:
    return client.post(PAGE, {"confirm": preview.context["packed"]})


# ---- who may


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_admins(city: City, client: Client, role: Role) -> None:
    person = city.person("somebody", city.office, role)
    client.force_login(person)
    assert client.get(PAGE).status_code == 403
    assert official(client).status_code == 403
    assert client.post(PAGE, {"confirm": "x"}).status_code == 403
    assert PAGE not in client.get("/workdays/2026/").content.decode()


def test_strangers_sign_in_first(client: Client) -> None:
    assert client.get(PAGE).status_code == official(client).status_code == 302


def test_the_calendar_leads_here(admin: Client) -> None:
    assert PAGE in admin.get("/workdays/2026/").content.decode()


@pytest.mark.parametrize("what", [*TABS, "", "nonsense"])
def test_pages_open(admin: Client, what: str) -> None:
    page = admin.get(f"{PAGE}?what={what}")
    assert page.status_code == 200
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    assert "style=" not in main
    assert "<script" not in main
    assert admin.put(PAGE).status_code == 405


# ---- an official schedule


def test_a_notice_first_shows_then_saves(admin: Client, city: City) -> None:
    with clock.at(on(12, 28, 10)):
        city.dispatched()
        before = state()
        preview = official(admin)
        assert preview.status_code == 200
        assert state() == before
        said = text(preview)
        assert "official schedule of 2027" in said
        assert "2027-02-14 Sunday weekend make-up working day · 春节" in said
        assert "open deadlines were looked at" in said
        response = confirm(admin, preview)
        job = Job.objects.get()
        assert (response.status_code, response["Location"]) == (302, f"/jobs/{job.pk}/")
        assert 2027 in current().official_years
        assert Deadline.objects.get(kind=Owed.REPLY).provisional
        assert jobs.work(job.pk)
        assert not Deadline.objects.get(kind=Owed.REPLY).provisional
        job.refresh_from_db()
        assert job.state == State.DONE
    assert CalendarYear.objects.get(year=2027).source == "国办发明电〔2026〕1号"
    assert CalendarVersion.objects.latest("number").by == city.admin
    assert "Count the deadlines again: official schedule of 2027" in text(admin.get("/jobs/"))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_file(admin: Client, kind: str) -> None:
    cells = table(parse_text(notices.INVENTED_2027).rows)
    data = as_xlsx(cells) if kind == "xlsx" else as_csv(cells, encoding="gb18030")
    preview = official(admin, "", file=SimpleUploadedFile(f"2027.{kind}", data))
    assert confirm(admin, preview).status_code == 302
    assert 2027 in current().official_years
    assert CalendarYear.objects.get(year=2027).source == f"2027.{kind}"


def test_every_fault_is_shown_and_nothing_typed_is_lost(admin: Client) -> None:
    notice = notices.INVENTED_2027.replace("共8天", "共9天").replace("2月14日（周日）", "2月15日（周日）")
    before = state()
    response = official(admin, notice)
    assert response.status_code == 422
    said = text(response)
    line = notice.splitlines().index(next(row for row in notice.splitlines() if "二、春节" in row)) + 1
    for fault in ("These are 8 days, not the 9", "2027-02-15 is a Monday, not a Sunday", "2027-02-15 is a Monday, but a make-up"):
        assert f"line {line}: {fault}" in said
    assert notice.strip() in response.content.decode().replace("\r\n", "\n").replace("&#x27;", "'")
    assert 'value="2027"' in response.content.decode()
    assert state() == before


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"year": "2027"}, "Paste the text or choose a file: one of them."),
        ({"year": "2027", "text": notices.INVENTED_2027, "file": b"x"}, "Paste the text or choose a file: one of them."),
        ({"year": "", "text": notices.INVENTED_2027}, "This field is required."),
        ({"year": "1900", "text": notices.INVENTED_2027}, "greater than or equal to 1950"),
        ({"year": "2028", "text": notices.INVENTED_2027}, "This is the schedule of 2027, not of 2028."),
        ({"year": "2027", "file": b""}, "file: The file is empty."),
        ({"year": "2027", "file": b"x" * (1024 * 1024 + 1)}, "file: The file is larger than 1 MB."),
        ({"year": "2027", "file": b"\x89PNG\x00"}, "file: The file cannot be read."),
        ({"year": "2027", "text": "x" * (1024 * 1024 + 1)}, "at most 1048576 characters"),
    ],
)  # fmt: skip
def test_refused_schedules(admin: Client, data: dict[str, Any], said: str) -> None:
    before = state()
    values = {key: io.BytesIO(value) if isinstance(value, bytes) else value for key, value in data.items()}
    if "file" in values:
        values["file"].name = "a.xlsx"
    response = post(admin, "official", **values)
    assert response.status_code == 422
    assert said in text(response)
    assert state() == before


def test_the_same_again_changes_nothing(admin: Client) -> None:
    confirm(admin, official(admin))
    before = state()
    response = official(admin)
    assert response.status_code == 422
    assert "nothing would change" in text(response)
    assert state() == before


# ---- closures


def test_a_closure_of_the_city(admin: Client, city: City) -> None:
    city.dispatched()
    preview = typhoon(admin)
    said = text(preview)
    assert "2026-10-09 Friday working day emergency closure · 台风" in said
    assert "15 Oct 24:00 16 Oct 24:00" in said
    assert "1 days later 1" in said
    assert confirm(admin, preview).status_code == 302
    jobs.work(Job.objects.get().pk)
    assert Deadline.objects.get(kind=Owed.REPLY).due_at == on(10, 17)


def test_a_closure_of_some_units(admin: Client, city: City) -> None:
    city.dispatched(lead=city.district)
    city.dispatched(city.register(title="路灯"))
    preview = typhoon(admin, scope="units", among=[city.district.pk], last="2026-10-11")
    assert (preview.context["preview"].moving, preview.context["preview"].by_unit) == (1, [("龙华区政府", 1)])
    assert "2026-10-09 Friday · 龙华区政府" in text(preview)
    confirm(admin, preview)
    assert list(CalendarDay.objects.filter(kind=Kind.EMERGENCY).values_list("unit", flat=True)) == [city.district.pk] * 3


def test_a_local_day_off(admin: Client) -> None:
    preview = post(admin, "local", first="2026-03-26", last="2026-03-26", name="军坡节")
    confirm(admin, preview)
    row = CalendarDay.objects.get(kind=Kind.LOCAL)
    assert (row.date, row.name, row.unit, row.is_workday) == (date(2026, 3, 26), "军坡节", None, False)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"first": ""}, "This field is required."),
        ({"first": "2026-02-30"}, "Enter a day like 2026-09-30."),
        ({"first": "1949-10-01"}, "The calendar knows the years 1950 to 2100, not 1949."),
        ({"last": "2026-10-01"}, "The last day comes before the first."),
        ({"last": "2026-12-31"}, "These are more than 60 days. Enter them in parts."),
        ({"name": " "}, "This field is required."),
        ({"name": "x" * 51}, "at most 50 characters"),
        ({"scope": ""}, "This field is required."),
        ({"scope": "units"}, "Tick at least one unit."),
        ({"scope": "units", "among": ["999999"]}, "999999 is not one of the available choices"),
    ],
)
def test_refused_closures(admin: Client, values: dict[str, Any], said: str) -> None:
    before = state()
    response = typhoon(admin, **values)
    assert response.status_code == 422
    assert said in text(response)
    if values.get("name") is None:
        assert "台风" in response.content.decode()  # nothing typed is lost
    assert state() == before


def test_units_ticked_for_the_whole_city(admin: Client, city: City) -> None:
    assert "Units are ticked, but the whole city is chosen." in text(typhoon(admin, among=[city.water.pk]))


def test_a_day_closed_already(admin: Client) -> None:
    confirm(admin, typhoon(admin))
    response = typhoon(admin, first="2026-10-08", last="2026-10-09")
    assert response.status_code == 422
    assert "2026-10-09 is entered already." in text(response)


def test_lifting_entries(admin: Client, city: City) -> None:
    confirm(admin, typhoon(admin, last="2026-10-11"))
    confirm(admin, post(admin, "local", first="2026-03-26", name="军坡节"))
    page = admin.get(f"{PAGE}?what=remove")
    assert "2026-10-09 – 2026-10-11 · 台风 · emergency closure · the whole city" in text(page)
    spans = [value for value, label in page.context["form"].fields["spans"].choices if "台风" in label]
    preview = post(admin, "remove", spans=spans)
    assert "emergency closure · 台风 working day" in text(preview)
    confirm(admin, preview)
    assert list(CalendarDay.objects.exclude(kind=Kind.OFFICIAL).values_list("name", flat=True)) == ["军坡节"]
    assert post(admin, "remove", spans=spans).status_code == 422
    assert post(admin, "remove").status_code == 422


def test_official_rows_are_not_offered_for_removal(admin: Client) -> None:
    assert "There is nothing to remove" in text(admin.get(f"{PAGE}?what=remove"))
    day = CalendarDay.objects.latest("pk").pk
    assert post(admin, "remove", spans=[day]).status_code == 422


# ---- confirming


def test_a_calendar_changed_meanwhile_is_shown_again(admin: Client) -> None:
    preview = typhoon(admin)
    confirm(admin, post(admin, "local", first="2026-03-26", name="军坡节"))
    before = state()
    response = confirm(admin, preview)
    assert response.status_code == 409
    assert "The calendar was changed meanwhile, so nothing was saved." in text(response)
    assert state() == before
    assert confirm(admin, response).status_code == 302
    assert CalendarDay.objects.filter(kind=Kind.EMERGENCY).count() == 1


def test_a_double_click_saves_once(admin: Client) -> None:
    preview = typhoon(admin)
    confirm(admin, preview)
    before = state()
    response = confirm(admin, preview)
    assert response["Location"] == PAGE
    assert "2026-10-09 is entered already." in text(admin.get(PAGE))
    assert state() == before


def test_two_who_confirm_the_same_in_one_moment(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second has looked at the rows before the first saved: it is told, and nothing is saved twice."""
    apply = actions.apply

    def after_another(change: Any, **more: Any) -> Any:
        apply(change, **more)
        return apply(change, **more)

    preview = typhoon(admin)
    monkeypatch.setattr(actions, "apply", after_another)
    assert confirm(admin, preview)["Location"] == PAGE
    assert "2026-10-09 is entered already." in text(admin.get(PAGE))
    assert CalendarDay.objects.filter(kind=Kind.EMERGENCY).count() == 1


def test_a_forged_confirmation_saves_nothing(admin: Client) -> None:
    before = state()
    response = admin.post(PAGE, {"confirm": "eyJ4IjoxfQ:abc:def"})
    assert response["Location"] == PAGE
    assert "This preview is too old. Please begin again." in text(admin.get(PAGE))
    assert state() == before


# ---- what it costs


def test_queries_do_not_grow(admin: Client, city: City) -> None:
    def cost(call: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            call()
        return len(queries)

    def calls() -> list[int]:
        return [
            *(cost(lambda what=what: admin.get(f"{PAGE}?what={what}")) for what in TABS),
            cost(lambda: official(admin)),
            cost(lambda: typhoon(admin, first="2026-10-12", scope="units", among=[city.district.pk, city.housing.pk])),
        ]

    city.dispatched()
    confirm(admin, typhoon(admin, scope="units", among=[city.water.pk]))
    calls()
    few = calls()
    confirm(admin, typhoon(admin, first="2026-11-03", last="2026-11-05", scope="units", among=[city.water.pk, city.health.pk]))
    for number in range(3):
        city.dispatched(city.register(title=f"路灯{number}"), lead=[city.district, city.water, city.housing][number])
    calls()
    assert calls() == few


# ---- the warning


def test_admins_are_warned_from_november_on(admin: Client, city: City, client: Client) -> None:
    sentence = "The official schedule of 2027 is not loaded yet"
    with clock.at(on(10, 31, 23, 59)):
        assert sentence not in text(admin.get("/workdays/2026/"))
    with clock.at(on(11, 1)):
        for path in ("/", "/workdays/2026/", "/workdays/explain/", PAGE):
            assert sentence in text(admin.get(path)), path
        assert sentence not in text(admin.get("/inbox/"))
        assert sentence not in text(official(admin).client.get("/jobs/"))
        assert admin.get(PAGE).context["form"]["year"].initial == 2027
        confirm(admin, official(admin))
        assert sentence not in text(admin.get("/"))
    client.force_login(city.operator)
    CalendarYear.objects.filter(year=2027).delete()
    with clock.at(on(11, 2)):
        assert sentence not in text(client.get("/"))
