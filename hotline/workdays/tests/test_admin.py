"""The calendar in the admin's pages is read; it is changed on its own page (test_change_views.py)."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from hotline.people.models import Person, Role, Unit
from hotline.people.roles import ensure_roles
from hotline.workdays.models import CalendarDay, CalendarVersion

pytestmark = pytest.mark.django_db
DAYS, YEARS, VERSIONS = (f"/admin/workdays/{name}/" for name in ("calendarday", "calendaryear", "calendarversion"))


@pytest.fixture(params=["the role", "a superuser with the role"])
def admin(request: pytest.FixtureRequest, client: Client) -> Person:
    ensure_roles()
    unit = Unit.objects.create(name="办公室", kind=Unit.Kind.OFFICE)
    make = Person.objects.create_user if request.param == "the role" else Person.objects.create_superuser
    person = make("calendar", name="管理员", unit=unit)
    person.groups.add(Group.objects.get(name=Role.ADMIN))
    client.force_login(person)
    return person


def test_lists_open_and_lead_to_the_page_that_changes(admin: Person, client: Client) -> None:
    day = CalendarDay.objects.latest("date").pk
    for path in (DAYS, YEARS, VERSIONS):
        page = client.get(path)
        assert page.status_code == 200
        assert "/workdays/change/" in page.content.decode()
    assert client.get(f"{DAYS}{day}/change/").status_code == client.get(f"{YEARS}2026/change/").status_code == 200


def test_nothing_can_be_changed_here(admin: Person, client: Client) -> None:
    before = list(CalendarDay.objects.order_by("pk").values_list()), CalendarVersion.objects.count()
    day, number = CalendarDay.objects.latest("date").pk, CalendarVersion.objects.latest("number").pk
    entry = {"date": "2022-03-08", "name": "台风", "kind": "emergency", "unit": ""}
    for path in (DAYS, YEARS, VERSIONS):
        assert client.post(path + "add/", entry).status_code == 403
    for path in (f"{DAYS}{day}/", f"{YEARS}2026/", f"{VERSIONS}{number}/"):
        assert client.post(path + "delete/", {"post": "yes"}).status_code == 403
        assert client.post(path + "change/", entry).status_code == 403
    client.post(DAYS, {"action": "delete_selected", "_selected_action": [day], "post": "yes"})
    assert before == (list(CalendarDay.objects.order_by("pk").values_list()), CalendarVersion.objects.count())
