"""The role admin keeps categories, in Django's admin; tickets are not there."""

import pytest
from django.test import Client

from hotline.people.roles import ensure_roles
from tickets.models import Category
from tickets.tests.conftest import City


@pytest.fixture
def client(city: City) -> Client:
    ensure_roles()
    client = Client()
    client.force_login(city.admin)
    return client


def add(client: Client, name: str, parent: Category | None = None) -> int:
    data = {"name": name, "parent": parent.pk if parent else "", "position": 0, "is_active": "on"}
    return client.post("/admin/tickets/category/add/", data).status_code


def test_five_levels_and_no_sixth(client: Client) -> None:
    parent = None
    for level in range(1, 6):
        assert add(client, f"第{level}级", parent) == 302
        parent = Category.objects.get(name=f"第{level}级")
    assert add(client, "第6级", parent) == 200
    assert Category.objects.count() == 5


def test_no_loop_and_no_double(client: Client) -> None:
    add(client, "城市管理")
    top = Category.objects.get()
    data = {"name": "城市管理", "parent": top.pk, "position": 0, "is_active": "on"}
    assert client.post(f"/admin/tickets/category/{top.pk}/change/", data).status_code == 200
    assert add(client, "城市管理") == 200
    assert Category.objects.get().parent is None


def test_no_tickets_in_the_admin(client: Client, city: City) -> None:
    city.register()
    page = client.get("/admin/").content.decode()
    assert ("/admin/tickets/category/" in page, "/admin/tickets/ticket/" in page) == (True, False)
    assert client.get("/admin/tickets/ticket/").status_code == 404
