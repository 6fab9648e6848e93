"""What every page shows of the signed-in person, and what that costs."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hotline.notices.actions import tell
from hotline.people.models import Person, Role, Unit
from hotline.shell import shell

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    unit = Unit.objects.create(name="海口市12345热线办公室", kind=Unit.Kind.OFFICE)
    person = Person.objects.create_user("chen", password="korrekt-pferd-42", name="陈静怡", unit=unit)
    person.groups.add(Group.objects.get_or_create(name=Role.OPERATOR)[0])
    return person


def test_nothing_for_strangers(rf, django_assert_num_queries):
    request = rf.get("/")
    with django_assert_num_queries(0):
        assert shell(request) == {}


def test_nothing_asked_before_it_is_printed(rf, person, django_assert_num_queries):
    request = rf.get("/")
    request.user = Person.objects.get()
    with django_assert_num_queries(0):
        context = shell(request)
    with django_assert_num_queries(1):
        assert not context["unread"]
        assert str(context["unread"]) == ""


def test_roles(rf, person):
    request = rf.get("/")
    request.user = person
    context = shell(request)
    assert context["holds"]["operator"]
    assert "dispatcher" not in context["holds"]
    assert context["sees_tickets"]
    assert context["role_labels"] == [Role.OPERATOR.label]


@pytest.mark.parametrize(("count", "shown"), [(1, "1"), (99, "99"), (130, "99+")])
def test_badge(client, person, count, shown):
    for number in range(count):
        tell([person], "ticket", cause=f"event:{number}")
    client.force_login(person)
    assert re.search(rf'class="count">{re.escape(shown)}<', client.get(reverse("person")).content.decode())


def test_queries_do_not_grow(client, person, django_assert_num_queries):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("person"))
        return len(queries)

    client.force_login(person)
    client.get(reverse("person"))
    tell([person], "ticket", cause="event:0")
    before = cost()
    for number in range(1, 4):
        tell([person], "ticket", cause=f"event:{number}")
        person.groups.add(Group.objects.get_or_create(name=list(Role)[number])[0])
    assert cost() <= before
