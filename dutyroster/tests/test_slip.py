"""The one-time sign-in slip (D21): who prints it for whom, how long it holds, that it opens no way up, and guessing."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import translation

from dutyroster.actions import slip
from dutyroster.models import DutyLeader, Leave, Shift, Slip
from dutyroster.tests.conftest import NOVEMBER, Town, at
from dutyroster.views.slip import WRONG_CODES
from hotline import clock
from hotline.notices.models import Notice
from hotline.people.forms import Attempts
from hotline.people.models import Person, Role
from tickets.operation import Forbidden, Refused

DAY = date(2026, 11, 22)
NEW = "wode-xin-mima-2026"


@pytest.fixture
def duty(town: Town) -> Shift:
    with at("2026-10-20 10:00"):
        roster = town.roster(NOVEMBER, [town.city.housing])
        town.principal, town.deputy, town.staff = town.name_leaders(roster, town.city.housing)
    Attempts("slip", "127.0.0.1").forget()  # Redis outlives a test
    return town.shift(DAY)


def refuses(town: Town, duty: Shift, person: Person, match: str, *, error: type = Refused, actor: Person | None = None) -> None:
    with translation.override("en"), pytest.raises(Refused, match=match) as caught:
        slip.issue(duty, person, actor=actor or town.city.dispatcher)
    assert caught.type is error
    assert not Slip.objects.exists()


# ---- printing


def test_the_front_desk_prints_one_for_a_leader(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:20"):
        code = slip.issue(duty, town.principal, actor=town.city.dispatcher)
    row = Slip.objects.get()
    assert (len(code), code[5]) == (11, "-")
    assert (row.person, row.made_by, row.expires_at) == (town.principal, town.city.dispatcher, duty.ends_at)
    assert code.replace("-", "") not in row.code_hash
    assert Notice.objects.filter(person=town.principal, kind="slip_issued").count() == 1  # nobody does it behind their back


@pytest.mark.parametrize("moment", ["2026-11-21 12:00", "2026-11-22 07:59", "2026-11-22 22:00", "2026-11-23 09:00"])
def test_only_on_the_day_at_its_hours(town: Town, duty: Shift, moment: str) -> None:
    with at(moment):
        refuses(town, duty, town.principal, "at check-in")


def test_only_the_front_desk_prints(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-22 09:00"):
        for person in (town.principal, town.deputy, city.operator, city.supervisor, city.admin, city.auditor, city.handler):
            refuses(town, duty, town.deputy, "front desk", error=Forbidden, actor=person)


def test_only_for_leaders_who_are_expected(town: Town, duty: Shift) -> None:
    with at("2026-11-20 10:00"):
        Leave.objects.create(
            shift=duty, who="principal", person=town.principal, reason="出差", asked_by=town.principal, asked_at=clock.now(),
            is_late=False, approver=town.city.cityleader, decided_at=clock.now(), granted=True,
        )  # fmt: skip
    with at("2026-11-22 09:00"):
        for person in (town.staff, town.principal, town.city.water_handler, town.city.handler):
            refuses(town, duty, person, "not a leader on duty")


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.UNIT_LEADER, Role.HANDLER)])
def test_never_for_who_has_other_rights(town: Town, duty: Shift, role: Role) -> None:
    """Else the front desk could make itself an admin, an office head or a city leader."""
    town.principal.groups.add(Group.objects.get(name=role))
    with at("2026-11-22 09:00"):
        refuses(town, duty, town.principal, "other rights")


@pytest.mark.parametrize("flag", ["is_superuser", "is_staff"])
def test_never_for_superusers(town: Town, duty: Shift, flag: str) -> None:
    Person.objects.filter(pk=town.principal.pk).update(**{flag: True})
    with at("2026-11-22 09:00"):
        refuses(town, duty, town.principal, "other rights")


def test_never_for_single_permissions_and_never_for_people_of_the_office(town: Town, duty: Shift) -> None:
    town.principal.user_permissions.add(Permission.objects.first())
    clerk = town.person("clerk", town.city.office)
    DutyLeader.objects.create(
        roster=duty.roster, unit=duty.unit, person=clerk, rank="deputy", name=clerk.name, post="", phone="",
        entered_by=clerk, entered_at=clock.now(),
    )  # fmt: skip
    with at("2026-11-22 09:00"):
        refuses(town, duty, town.principal, "other rights")
        refuses(town, duty, clerk, "other rights")


def test_a_unit_leader_with_the_usual_roles_may_have_one(town: Town, duty: Shift) -> None:
    town.principal.groups.add(*Group.objects.filter(name__in=[Role.UNIT_LEADER, Role.HANDLER]))
    with at("2026-11-22 09:00"):
        assert slip.issue(duty, town.principal, actor=town.city.office_head)


def signed_in(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(last_login=clock.now())


def test_never_for_who_signs_in_with_the_own_password(town: Town, duty: Shift) -> None:
    """Else the front desk could set it anew and sign in a leader's name."""
    signed_in(town.principal)
    with at("2026-11-22 09:00"):
        refuses(town, duty, town.principal, "signs in with the own password. Who has forgotten it")
        assert slip.issue(duty, town.deputy, actor=town.city.dispatcher)  # a password nobody has used yet


def test_one_that_was_printed_is_void_once_the_own_password_is_used(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:20"):
        code = slip.issue(duty, town.principal, actor=town.city.dispatcher)
        signed_in(town.principal)
        with pytest.raises(Refused):
            slip.use(code, NEW)
    town.principal.refresh_from_db()
    assert town.principal.check_password("geheim-12345")


def test_another_for_who_has_a_password_from_a_slip_until_it_is_changed(town: Town, duty: Shift) -> None:
    Person.objects.filter(pk=town.principal.pk).update(password="!")  # as the unit has named them
    client = Client(headers={"accept-language": "en"})
    with at("2026-11-22 08:20"):
        for password in (NEW, "noch-ein-anderes-1"):
            code = slip.issue(duty, town.principal, actor=town.city.dispatcher)
            assert send(client, code, password).status_code == 302  # signed in
        assert client.login(username=town.principal.username, password="noch-ein-anderes-1")
        assert slip.issue(duty, town.principal, actor=town.city.dispatcher)
        passwords = {"old_password": "noch-ein-anderes-1", "new_password1": "mein-eigenes-22", "new_password2": "mein-eigenes-22"}
        assert client.post("/account/password/", passwords).status_code == 302
        Slip.objects.all().delete()
        refuses(town, duty, town.principal, "signs in with the own password")


def test_the_day_page_says_why_there_is_none(town: Town, duty: Shift) -> None:
    signed_in(town.principal)
    client = Client(headers={"accept-language": "en"})
    client.force_login(town.city.dispatcher)
    with at("2026-11-22 09:00"):
        text = client.get("/duty/2026-11-22/").content.decode()
    assert f"{town.principal.name} signs in with the own password." in text
    assert f"slips/{town.principal.pk}/" not in text
    assert f"slips/{town.deputy.pk}/" in text


def test_a_new_one_makes_the_former_void(town: Town, duty: Shift) -> None:
    with at("2026-11-22 09:00"):
        first = slip.issue(duty, town.principal, actor=town.city.dispatcher)
        second = slip.issue(duty, town.principal, actor=town.city.dispatcher)
        with pytest.raises(Refused):
            slip.use(first, NEW)
        assert slip.use(second, NEW) == town.principal


# ---- using


def test_it_sets_the_password_once(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:20"):
        code = slip.issue(duty, town.principal, actor=town.city.dispatcher)
    with at("2026-11-22 08:30"):
        person = slip.use(code, NEW)
        with pytest.raises(Refused) as caught:
            slip.use(code, "noch-ein-anderes-1")
    assert caught.value.field == "code"
    person.refresh_from_db()
    assert (person.check_password(NEW), f"{clock.local(Slip.objects.get().used_at):%H:%M}") == (True, "08:30")
    assert Notice.objects.filter(person=person, kind="slip_used").count() == 1


def test_as_people_type_it(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:20"):
        code = slip.issue(duty, town.principal, actor=town.city.dispatcher)
        typed = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
        assert slip.find(typed) is not None


@pytest.mark.parametrize("moment", ["2026-11-22 22:00", "2026-11-23 08:30"])
def test_it_ends_with_the_shift(town: Town, duty: Shift, moment: str) -> None:
    with at("2026-11-22 08:20"):
        code = slip.issue(duty, town.principal, actor=town.city.dispatcher)
    with at(moment), pytest.raises(Refused):
        slip.use(code, NEW)


def test_who_gets_other_rights_or_leaves_the_crew_meanwhile_cannot_use_it(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:20"):
        first = slip.issue(duty, town.principal, actor=town.city.dispatcher)
        second = slip.issue(duty, town.deputy, actor=town.city.dispatcher)
        town.principal.groups.add(Group.objects.get(name=Role.ADMIN))
        DutyLeader.objects.filter(person=town.deputy).delete()
        for code in (first, second):
            with pytest.raises(Refused):
                slip.use(code, NEW)


def test_a_weak_password_leaves_the_slip_usable(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:20"):
        code = slip.issue(duty, town.principal, actor=town.city.dispatcher)
        for weak in ("kurz", "password123", town.principal.username + "1"):
            with pytest.raises(Refused) as caught:
                slip.use(code, weak)
            assert caught.value.field == "password1"
        assert slip.use(code, NEW) == town.principal


# ---- the page


def send(client: Client, code: str, password: str = NEW, again: str | None = None):
    return client.post("/duty/slip/", {"code": code, "password1": password, "password2": password if again is None else again})


def test_the_page_signs_in_and_leads_to_the_day(town: Town, duty: Shift) -> None:
    client = Client(headers={"accept-language": "en"})
    with at("2026-11-22 08:20"):
        code = slip.issue(duty, town.principal, actor=town.city.dispatcher)
        assert client.get("/duty/slip/").status_code == 200
        response = send(client, code)
        assert (response.status_code, response.headers["Location"]) == (302, "/duty/")
        page = client.get("/duty/")
    assert town.principal.username in page.content.decode()
    assert client.session["_auth_user_id"] == str(town.principal.pk)


def test_the_sign_in_page_leads_there(town: Town) -> None:
    assert 'href="/duty/slip/"' in Client().get("/sign-in/").content.decode()


def test_two_passwords_that_differ(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:20"):
        code = slip.issue(duty, town.principal, actor=town.city.dispatcher)
        assert send(Client(), code, again="etwas-anderes-9").status_code == 422
    assert Slip.objects.get().used_at is None


def test_guessing_ends_after_five_wrong_codes(town: Town, duty: Shift) -> None:
    client = Client(headers={"accept-language": "en"})
    with at("2026-11-22 08:20"):
        code = slip.issue(duty, town.principal, actor=town.city.dispatcher)
        for _n in range(WRONG_CODES):
            assert "This code is wrong" in send(client, "AAAAA-AAAAA").content.decode()
        assert "Too many wrong codes" in send(client, code).content.decode()  # the right one too
        assert Slip.objects.get().used_at is None
        Attempts("slip", "127.0.0.1").forget()  # a quarter of an hour later
        assert send(client, code).status_code == 302


def test_a_right_code_with_a_weak_password_counts_for_nothing(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:20"):
        code = slip.issue(duty, town.principal, actor=town.city.dispatcher)
        for _n in range(WRONG_CODES + 3):
            assert send(Client(), code, "kurz").status_code == 422
        assert send(Client(), code).status_code == 302


def test_the_printed_page_shows_the_code_once_and_is_not_kept(town: Town, duty: Shift) -> None:
    client = Client()
    client.force_login(town.city.dispatcher)
    with at("2026-11-22 08:20"):
        response = client.post(f"/duty/2026-11-22/slips/{town.principal.pk}/")
        body = response.content.decode()
        assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
        assert town.principal.username in body
        assert "http://testserver/duty/slip/" in body
        assert client.get(f"/duty/2026-11-22/slips/{town.principal.pk}/").status_code == 405
        client.force_login(town.city.operator)
        assert client.post(f"/duty/2026-11-22/slips/{town.principal.pk}/").status_code == 403
        client.force_login(town.city.water_handler)
        assert client.post(f"/duty/2026-11-22/slips/{town.principal.pk}/").status_code == 404
