"""The admin's page for units and people by Excel: who may, what is shown, that nothing is saved before; aliases of a unit."""

import re
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from hotline import tables
from hotline.downloads import XLSX
from hotline.people import actions
from hotline.people.models import PeopleImport, Person, Role, Unit, UnitAlias
from hotline.people.roles import ensure_roles
from hotline.people.sheets import Upload, parse
from hotline.people.tests.test_sheets import book, boss, state

__all__ = ["boss"]
pytestmark = pytest.mark.django_db
PAGE = "/people/import/"
NEW = [["new", "新来的", "水务", "工作人员", "科员", "0898-66778899", "n@x.cn", "承办人", "是"]]


@pytest.fixture
def admin(client: Client, boss: Person) -> Iterator[Client]:
    client.force_login(boss)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield client


def text(response: Any) -> str:
    """What the page says, without markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def upload(client: Client, data: bytes, name: str = "名册.xlsx") -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data)})


def packed(response: Any) -> str:
    found: str = response.context["packed"]
    return found


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_admins(client: Client, boss: Person, role: Role) -> None:
    other = Person.objects.get(username="wang")
    other.groups.set(boss.groups.model.objects.filter(name=role))
    client.force_login(other)
    done = PeopleImport.objects.create(file_name="x", counts={}, changes=[])
    before = state()
    for url in (PAGE, f"{PAGE}{done.pk}/", "/people/export/"):
        assert client.get(url).status_code == 403
    assert upload(client, book(None, NEW)).status_code == 403
    assert client.post(PAGE, {"confirm": "x"}).status_code == 403
    assert state() == before


def test_strangers_sign_in_first(client: Client) -> None:
    assert client.get(PAGE).url == f"{reverse('sign_in')}?next={PAGE}"
    assert client.get("/people/export/").status_code == 302


def test_a_file_first_shows_then_saves(admin: Client, boss: Person) -> None:
    before = state()
    preview = upload(
        admin, book([["甲局", "甲", *[None] * 6]], [*NEW, ["li", "李明", "甲", None, "科长", None, None, None, "是"]])
    )
    assert preview.status_code == 200
    said = text(preview)
    for sentence in ("甲局", "新来的 new", "new person", "科长", "New people have no password", "Nothing is saved yet"):
        assert sentence in said, sentence
    assert state() == before
    assert PeopleImport.objects.count() == 0

    saved = admin.post(PAGE, {"confirm": packed(preview)}, follow=True)
    assert "Saved: units and people from 名册.xlsx." in text(saved)
    done = PeopleImport.objects.get()
    assert saved.redirect_chain == [(f"{PAGE}{done.pk}/", 302)]
    assert (done.by, done.file_name) == (boss, "名册.xlsx")
    assert done.counts == {"unit": {"new": 1, "changed": 0, "unchanged": 0}, "person": {"new": 1, "changed": 1, "unchanged": 0}}
    assert Person.objects.get(username="li").unit.name == "甲局"
    assert not Person.objects.get(username="new").has_usable_password()
    page = text(admin.get(PAGE))
    assert "名册.xlsx" in page
    assert "1 new, 1 changed" in page


def test_faults_are_listed_with_their_places(admin: Client) -> None:
    before = state()
    rows = [
        ["new", "新", "火星", "大王", None, None, "x", None, None],
        ["a<b>", "<script>alert(1)</script>", "水务", *[None] * 6],
    ]
    page = upload(admin, book(None, rows))
    assert page.status_code == 422
    said = text(page)
    assert "Faults in this file: 4." in said
    for place in (
        "sheet 人员, row 2, column C",
        "sheet 人员, row 2, column D",
        "sheet 人员, row 2, column G",
        "sheet 人员, row 3, column A",
    ):
        assert place in said
    assert b"<script>alert" not in page.content
    assert (state(), PeopleImport.objects.count()) == (before, 0)


def test_very_many_faults_are_counted(admin: Client) -> None:
    page = upload(admin, book(None, [[f"n{n}", None, "水务", *[None] * 6] for n in range(300)]))
    assert "Faults in this file: 300." in text(page)
    assert "100 more are not shown." in text(page)


@pytest.mark.parametrize("data", [b"", b"x" * (tables.MOST_BYTES + 1), b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_files_that_are_none(admin: Client, data: bytes) -> None:
    assert upload(admin, data).status_code == 422
    assert admin.post(PAGE, {}).status_code == 422


def test_nothing_to_change_has_nothing_to_confirm(admin: Client) -> None:
    exported = admin.get("/people/export/")
    assert exported.headers["Content-Type"] == XLSX
    assert exported.headers["Cache-Control"] == "no-store"
    assert "filename*=" in exported.headers["Content-Disposition"] or ".xlsx" in exported.headers["Content-Disposition"]
    preview = upload(admin, exported.content)
    assert "Nothing changes" in text(preview)
    assert b'name="confirm"' not in preview.content


def test_something_changed_meanwhile(admin: Client) -> None:
    preview = upload(admin, book(None, [["wang", "王海燕", "市水务局", "正职", "局长", None, None, None, None]]))
    Person.objects.filter(username="wang").update(post="处长")
    before = state()
    again = admin.post(PAGE, {"confirm": packed(preview)})
    assert again.status_code == 409
    assert "were changed meanwhile, so nothing was saved" in text(again)
    assert "处长 → 局长" in text(again)
    assert state() == before
    assert admin.post(PAGE, {"confirm": packed(again)}).status_code == 302
    assert Person.objects.get(username="wang").post == "局长"


def test_what_changed_meanwhile_does_not_concern_the_file(admin: Client) -> None:
    preview = upload(admin, book(None, NEW))
    Person.objects.filter(username="wang").update(post="处长")
    assert admin.post(PAGE, {"confirm": packed(preview)}).status_code == 302


def test_now_the_file_has_faults(admin: Client) -> None:
    preview = upload(admin, book(None, NEW))
    UnitAlias.objects.all().delete()
    page = admin.post(PAGE, {"confirm": packed(preview)})
    assert page.status_code == 409
    assert "sheet 人员, row 2, column C" in text(page)
    assert not Person.objects.filter(username="new").exists()


def test_confirming_twice(admin: Client) -> None:
    preview = upload(admin, book(None, NEW))
    assert admin.post(PAGE, {"confirm": packed(preview)}).status_code == 302
    second = admin.post(PAGE, {"confirm": packed(preview)})
    assert second.status_code == 409
    assert "Nothing changes" in text(second)
    assert PeopleImport.objects.count() == 1


@pytest.mark.parametrize("confirm", ["", "x", "a:b:c", "x" * 100_000])
def test_a_preview_that_is_not_ours(admin: Client, confirm: str) -> None:
    before = state()
    assert "This preview is too old." in text(admin.post(PAGE, {"confirm": confirm}, follow=True))
    assert state() == before


def test_a_preview_of_one_admin_holds_the_rules_of_whoever_confirms(admin: Client, boss: Person) -> None:
    """Somebody else's preview may take away one's own role: nobody confirms that."""
    second = Person.objects.create_user("second", password="x", name="二", unit=boss.unit)
    second.groups.set(boss.groups.all())
    other = Client()
    other.force_login(second)
    preview = upload(other, book(None, [["boss", "管理员", "热线办", *[None] * 6]]))
    assert preview.status_code == 200
    page = admin.post(PAGE, {"confirm": packed(preview)})
    assert (page.status_code, "nobody changes the own roles" in text(page)) == (409, True)


def test_the_number_of_queries_does_not_grow(admin: Client) -> None:
    def queries(url: str) -> int:
        admin.get(url)  # what a process remembers is remembered now
        with CaptureQueriesContext(connection) as seen:
            assert admin.get(url).status_code == 200
        return len(seen)

    counts = {kind: {"new": 1, "changed": 0, "unchanged": 0} for kind in ("unit", "person")}
    boss = Person.objects.get(username="boss")
    made = [PeopleImport.objects.create(by=boss, file_name="x", counts=counts, changes=[])]
    few = queries(PAGE), queries("/people/export/"), queries(f"{PAGE}{made[0].pk}/")
    for n in range(30):
        PeopleImport.objects.create(by=boss, file_name=f"{n}", counts=counts, changes=[])
        Person.objects.create_user(f"p{n}", password="x", name="x", unit=boss.unit).groups.set(boss.groups.all())
    assert (queries(PAGE), queries("/people/export/"), queries(f"{PAGE}{made[0].pk}/")) == few
    assert len(admin.get(PAGE).context["imports"]) == 20


def test_an_import_that_is_not_there(admin: Client) -> None:
    assert admin.get(f"{PAGE}999999/").status_code == 404


def test_the_menu_leads_here(admin: Client, boss: Person) -> None:
    assert f'href="{PAGE}"' in admin.get(reverse("person")).content.decode()
    boss.groups.clear()
    assert f'href="{PAGE}"' not in admin.get(reverse("person")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once(boss: Person) -> None:
    """The second waits for the first, sees what it did, and is refused: its plan is no longer the one looked at."""
    found: Upload = parse(book(None, NEW))
    digest = actions.check(found, actions.load(), boss).digest
    said: list[str] = []

    def second() -> None:
        try:
            actions.import_people(found, actor=boss, file_name="b", digest=digest)
        except actions.Stale:
            said.append("stale")
        finally:
            connections.close_all()

    thread = Thread(target=second)
    with transaction.atomic():
        actions.import_people(found, actor=boss, file_name="a", digest=digest)
        thread.start()
        thread.join(1)
        assert thread.is_alive()  # it waits
    thread.join(30)
    assert (said, list(PeopleImport.objects.values_list("file_name", flat=True))) == (["stale"], ["a"])
    assert Person.objects.filter(username="new").count() == 1


# ---- aliases on the page of a unit


def unit_form(unit: Unit, *aliases: str) -> dict[str, Any]:
    data = {"name": unit.name, "short_name": unit.short_name, "kind": unit.kind, "parent": "", "position": "3", "is_active": "on"}
    data |= {"aliases-TOTAL_FORMS": str(len(aliases)), "aliases-INITIAL_FORMS": "0"}
    return data | {f"aliases-{n}-name": alias for n, alias in enumerate(aliases)}


@pytest.mark.parametrize("alias", ["市水务局", "海口市水务局(节水办)", "水 务", "“自来水”"])
def test_an_alias_is_no_other_units_name(admin: Client, alias: str) -> None:
    ensure_roles()
    district = Unit.objects.get(short_name="美兰区")
    url = reverse("admin:people_unit_change", args=[district.pk])
    page = admin.post(url, unit_form(district, alias))
    assert page.status_code == 200
    assert "is also a name of 海口市水务局（节水办）" in text(page)
    assert not district.aliases.exists()


def test_aliases_are_edited_with_the_unit(admin: Client) -> None:
    ensure_roles()
    district = Unit.objects.get(short_name="美兰区")
    url = reverse("admin:people_unit_change", args=[district.pk])
    assert admin.post(url, unit_form(district, "美兰", "美兰区")).status_code == 302
    assert {alias.name for alias in district.aliases.all()} == {"美兰", "美兰区"}
    assert "aliases-0-name" in admin.get(url).content.decode()


def test_a_unit_that_only_has_aliases_can_be_deleted(admin: Client) -> None:
    ensure_roles()
    unused = Unit.objects.create(name="误录单位")
    UnitAlias.objects.create(unit=unused, name="误录")
    assert admin.post(reverse("admin:people_unit_delete", args=[unused.pk]), {"post": "yes"}).status_code == 302
    assert not Unit.objects.filter(pk=unused.pk).exists()
