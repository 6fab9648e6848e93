"""`first_admin` and the roles it makes."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from hotline.management.commands import first_admin
from hotline.people.models import Person, Role, Unit
from hotline.people.roles import ensure_roles

pytestmark = pytest.mark.django_db
PASSWORD = "korrekt-pferd-42"


@pytest.fixture
def password(monkeypatch):
    monkeypatch.setenv(first_admin.PASSWORD_VARIABLE, PASSWORD)


def run(**options):
    out = StringIO()
    call_command("first_admin", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_makes_roles_office_and_admin(password, client):
    assert "chen" in run(username="chen", name="陈静怡", noinput=True)
    person = Person.objects.get()
    assert person.roles == {Role.ADMIN}
    assert person.unit == Unit.office()
    assert not person.is_superuser
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)
    assert client.login(username="chen", password=PASSWORD)


def test_admin_may_change_units_and_no_tickets(password):
    run(username="chen", name="陈静怡", noinput=True)
    person = Person.objects.get()
    assert person.has_perms(["people.add_unit", "people.change_person", "tickets.change_category", "hotline.change_option"])
    assert not person.has_perm("hotline.add_option")
    assert not [name for name in person.get_all_permissions() if name.startswith("tickets.") and "category" not in name]


def test_keeps_an_existing_office(password):
    office = Unit.objects.create(name="海口市12345热线", kind=Unit.Kind.OFFICE)
    run(username="chen", name="陈静怡", noinput=True)
    assert Person.objects.get().unit == office


def test_refuses_a_second_admin_unless_asked(password):
    run(username="chen", name="陈静怡", noinput=True)
    with pytest.raises(CommandError, match="--another"):
        run(username="wang", name="王海生", noinput=True)
    run(username="wang", name="王海生", noinput=True, another=True)
    assert Person.objects.with_role(Role.ADMIN).count() == 2


@pytest.mark.parametrize(
    ("username", "name", "secret", "complaint"),
    [
        ("", "陈静怡", PASSWORD, "username"),
        ("chen jing", "陈静怡", PASSWORD, "username"),
        ("chen", " ", PASSWORD, "name"),
        ("chen", "陈静怡", "", "HOTLINE_ADMIN_PASSWORD"),
        ("chen", "陈静怡", "password12", "HOTLINE_ADMIN_PASSWORD"),
    ],
)
def test_refuses_bad_input_and_makes_nothing(monkeypatch, username, name, secret, complaint):
    monkeypatch.setenv(first_admin.PASSWORD_VARIABLE, secret)
    with pytest.raises(CommandError, match=complaint):
        run(username=username, name=name, noinput=True)
    assert not Person.objects.exists()
    assert not Group.objects.exists()


def test_asks_until_the_password_is_good_and_the_same(monkeypatch):
    answers = iter(["short", PASSWORD, "another-thing", PASSWORD, PASSWORD])
    monkeypatch.setattr(first_admin, "getpass", lambda prompt: next(answers))
    monkeypatch.setattr("builtins.input", lambda prompt: {"User name: ": "chen", "Name: ": "陈静怡"}[prompt])
    assert "not the same" in run()
    assert Person.objects.get().check_password(PASSWORD)
    assert next(answers, None) is None


def test_says_so_when_nobody_can_answer(monkeypatch):
    def nobody(prompt):
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    with pytest.raises(CommandError, match="--noinput"):
        run()


def test_ensure_roles_repairs_and_repeats():
    ensure_roles()
    admin = Group.objects.get(name=Role.ADMIN)
    before = set(admin.permissions.values_list("id", flat=True))
    admin.permissions.clear()
    ensure_roles()
    ensure_roles()
    assert set(admin.permissions.values_list("id", flat=True)) == before
    assert Group.objects.count() == len(Role)
