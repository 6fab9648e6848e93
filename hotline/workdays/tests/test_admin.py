from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from hotline.people.models import Person, Role, Unit
from hotline.workdays.models import CalendarDay, CalendarVersion, CalendarYear, current

pytestmark = pytest.mark.django_db
DAYS, YEARS, VERSIONS = (f"/admin/workdays/{name}/" for name in ("calendarday", "calendaryear", "calendarversion"))


@pytest.fixture
def admin(client: Client) -> Person:
    unit = Unit.objects.create(name="办公室", kind=Unit.Kind.OFFICE)
    person = Person.objects.create_superuser("calendar", name="管理员", unit=unit)
    person.groups.add(Group.objects.get_or_create(name=Role.ADMIN)[0])
    client.force_login(person)
    return person


def versions() -> int:
    return CalendarVersion.objects.count()


def test_each_change_is_a_version_with_its_maker(admin: Person, client: Client) -> None:
    before = versions()
    entry = {"date": "2022-03-08", "name": "台风", "kind": "emergency", "unit": ""}
    assert client.post(DAYS + "add/", entry).status_code == 302
    assert versions() == before + 1
    assert not current().is_workday(date(2022, 3, 8))
    latest = CalendarVersion.objects.latest("number")
    assert latest.by == admin
    assert "台风" in latest.why
    day = CalendarDay.objects.get(name="台风")
    assert client.post(f"{DAYS}{day.pk}/change/", entry | {"name": "暴雨"}).status_code == 302
    assert client.post(f"{DAYS}{day.pk}/delete/", {"post": "yes"}).status_code == 302
    assert versions() == before + 3
    assert current().is_workday(date(2022, 3, 8))


def test_deleting_several_is_one_version(admin: Person, client: Client) -> None:
    before, ids = versions(), list(CalendarDay.objects.values_list("pk", flat=True)[:7])
    asked = {"action": "delete_selected", "_selected_action": ids, "post": "yes"}
    assert client.post(DAYS, asked).status_code == 302
    assert versions() == before + 1
    assert not CalendarDay.objects.filter(pk__in=ids).exists()


def test_a_refused_entry_is_no_version(admin: Person, client: Client) -> None:
    before = versions()
    twice = {"date": "2022-05-01", "name": "劳动节", "kind": "official", "unit": ""}
    no_weekend = {"date": "2022-03-08", "name": "x", "kind": "official", "unit": "", "is_workday": "on"}
    for entry in (twice, no_weekend, {"date": "2022-02-30", "name": "x", "kind": "local", "unit": ""}):
        assert client.post(DAYS + "add/", entry).status_code == 200
    assert versions() == before


def test_years(admin: Person, client: Client) -> None:
    year = {"official": "on", "loaded_at_0": "2026-11-20", "loaded_at_1": "09:00:00", "source": "国办发明电〔2026〕1号"}
    assert client.post(YEARS + "add/", year | {"year": "2027"}).status_code == 302
    assert 2027 in current().official_years
    del year["official"]
    assert client.post(YEARS + "2027/change/", year).status_code == 302
    assert 2027 not in current().official_years
    assert CalendarYear.objects.filter(source__startswith="国办").count() == 1


def test_versions_are_only_read(admin: Person, client: Client) -> None:
    number = CalendarVersion.objects.latest("number").pk
    assert client.get(VERSIONS).status_code == 200
    assert client.post(VERSIONS + "add/").status_code == 403
    assert client.post(f"{VERSIONS}{number}/delete/", {"post": "yes"}).status_code == 403


def test_lists_open(admin: Person, client: Client) -> None:
    for path in (DAYS, YEARS, DAYS + "add/", YEARS + "2026/change/"):
        assert client.get(path).status_code == 200
