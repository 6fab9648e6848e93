"""What the role admin may do to units, persons and options, and what he may not."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from hotline import options
from hotline.models import Option
from hotline.people.admin import is_referenced
from hotline.people.models import Person, Role, Unit

pytestmark = pytest.mark.django_db
PASSWORD = "korrekt-pferd-42"


@pytest.fixture
def office():
    return Unit.objects.create(name="海口市12345热线办公室", kind=Unit.Kind.OFFICE)


@pytest.fixture
def district():
    return Unit.objects.create(name="美兰区人民政府", short_name="美兰区", kind=Unit.Kind.DISTRICT, position=1)


@pytest.fixture
def street(district):
    return Unit.objects.create(name="蓝天街道办事处", kind=Unit.Kind.OTHER, parent=district)


@pytest.fixture
def groups():
    groups = {role: Group.objects.get_or_create(name=role)[0] for role in Role}
    wanted = [f"{verb}_{model}" for verb in ("add", "change", "delete", "view") for model in ("unit", "person", "option")]
    groups[Role.ADMIN].permissions.set(Permission.objects.filter(codename__in=wanted))
    return groups


@pytest.fixture
def boss(client, office, groups):
    """The role admin, signed in."""
    boss = Person.objects.create_user("boss", password=PASSWORD, name="管理员", unit=office)
    boss.groups.add(groups[Role.ADMIN])
    client.force_login(boss)
    return boss


def unit_data(**more):
    aliases = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
    data = {"name": "市水务局", "short_name": "", "kind": "department", "parent": "", "position": "0", "is_active": "on"}
    return data | aliases | more


def person_data(unit, **more):
    data = {
        "username": "wang",
        "name": "王海燕",
        "unit": unit.pk,
        "rank": "staff",
        "post": "",
        "phone": "",
        "email": "",
        "is_active": "on",
    }
    return data | more


def faults(page):
    assert page.status_code == 200
    return page.context["adminform"].form.errors


class TestWhoGetsIn:
    @pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
    def test_no_other_role(self, client, office, groups, role):
        person = Person.objects.create_user("other", password=PASSWORD, name="他", unit=office, is_staff=True)
        person.groups.add(groups[role])
        client.force_login(person)
        for name in ("admin:index", "admin:people_person_changelist", "admin:hotline_option_changelist"):
            assert client.get(reverse(name)).status_code == 302

    def test_stranger(self, client):
        assert client.get(reverse("admin:index")).status_code == 302

    def test_every_page(self, client, boss, district, street):
        for url in (
            reverse("admin:index"),
            reverse("admin:people_unit_changelist"),
            reverse("admin:people_unit_add"),
            reverse("admin:people_unit_change", args=[street.pk]),
            reverse("admin:people_unit_history", args=[street.pk]),
            reverse("admin:people_person_changelist"),
            reverse("admin:people_person_add"),
            reverse("admin:people_person_change", args=[boss.pk]),
            reverse("admin:auth_user_password_change", args=[boss.pk]),
            reverse("admin:hotline_option_changelist"),
            *(reverse("admin:hotline_option_change", args=[key]) for key in options.DECLARED),
        ):
            page = client.get(url)
            assert page.status_code == 200, url
            assert " style=" not in page.content.decode(), url

    def test_groups_are_not_there(self, client, boss):
        assert client.get("/admin/auth/group/").status_code == 404


class TestUnits:
    def test_add(self, client, boss, district):
        assert client.post(reverse("admin:people_unit_add"), unit_data(parent=district.pk)).status_code == 302
        assert Unit.objects.get(name="市水务局").parent == district

    def test_the_tree_is_shown_as_one(self, client, boss, street):
        Unit.objects.create(name="市水务局", position=2)
        page = client.get(reverse("admin:people_unit_changelist"))
        order = ["海口市12345热线办公室", "美兰区人民政府", "蓝天街道办事处", "市水务局"]
        assert [unit.name for unit in page.context["cl"].result_list] == order
        assert "— 蓝天街道办事处" in page.content.decode()

    def test_search_and_filter(self, client, boss, district, street):
        page = client.get(reverse("admin:people_unit_changelist"), {"q": "蓝天", "is_active__exact": "1"})
        assert [unit.name for unit in page.context["cl"].result_list] == ["蓝天街道办事处"]

    @pytest.mark.parametrize("to", ["itself", "its sub-unit"])
    def test_no_cycles(self, client, boss, district, street, to):
        parent = district if to == "itself" else street
        page = client.post(
            reverse("admin:people_unit_change", args=[district.pk]),
            unit_data(name=district.name, kind="district", parent=parent.pk),
        )
        assert "parent" in faults(page)
        district.refresh_from_db()
        assert district.parent is None

    def test_no_second_office(self, client, boss):
        assert "kind" in faults(client.post(reverse("admin:people_unit_add"), unit_data(kind="office")))

    def test_the_office_stays(self, client, boss, office, district):
        url = reverse("admin:people_unit_change", args=[office.pk])
        assert "kind" in faults(client.post(url, unit_data(name=office.name)))
        assert "kind" in faults(client.post(url, unit_data(name=office.name, kind="office", parent=district.pk)))
        assert "is_active" in faults(client.post(url, unit_data(name=office.name, kind="office", is_active="")))
        assert client.post(url, unit_data(name="热线中心", kind="office")).status_code == 302

    def test_deactivate_only_when_empty(self, client, boss, district, street):
        worker = Person.objects.create_user("li", name="李", unit=street)

        def deactivate(unit):
            parent = unit.parent_id or ""
            data = unit_data(name=unit.name, kind=unit.kind, parent=parent, is_active="")
            return client.post(reverse("admin:people_unit_change", args=[unit.pk]), data)

        assert "is_active" in faults(deactivate(district))
        assert "is_active" in faults(deactivate(street))
        Person.objects.filter(pk=worker.pk).update(is_active=False)
        assert deactivate(street).status_code == 302
        assert deactivate(district).status_code == 302

    def test_delete_only_what_nothing_refers_to(self, client, boss, district, street):
        assert client.post(reverse("admin:people_unit_delete", args=[district.pk]), {"post": "yes"}).status_code == 403
        assert client.post(reverse("admin:people_unit_delete", args=[street.pk]), {"post": "yes"}).status_code == 302
        assert not is_referenced(district)

    def test_not_in_bulk(self, client, boss, street):
        action = {"action": "delete_selected", "_selected_action": [street.pk], "post": "yes"}
        client.post(reverse("admin:people_unit_changelist"), action)
        assert Unit.objects.filter(pk=street.pk).exists()

    @pytest.mark.parametrize("name", ["", "x" * 101, "海口市12345热线办公室"])
    def test_bad_names(self, client, boss, name):
        assert "name" in faults(client.post(reverse("admin:people_unit_add"), unit_data(name=name)))


class TestPersons:
    def test_add_with_password_and_roles(self, client, boss, district, groups):
        new = person_data(district, password1=PASSWORD, password2=PASSWORD, groups=[groups[Role.HANDLER].pk])
        assert client.post(reverse("admin:people_person_add"), new).status_code == 302
        person = Person.objects.get(username="wang")
        assert person.check_password(PASSWORD)
        assert person.unit == district
        assert person.roles == {Role.HANDLER}
        assert not (person.is_staff)
        assert not (person.is_superuser)

    def test_a_work_phone_reaches_somebody(self, client, boss, district):
        for typed in ("abc", "12345"):
            new = person_data(district, password1=PASSWORD, password2=PASSWORD, phone=typed)
            assert "0898-12345678" in str(faults(client.post(reverse("admin:people_person_add"), new))["phone"])
        assert not Person.objects.filter(username="wang").exists()

    def test_a_work_phone_of_old_stays(self, client, boss, district):
        person = Person.objects.create_user("wang", name="王海燕", unit=district, phone="abc")
        url = reverse("admin:people_person_change", args=[person.pk])
        assert client.post(url, person_data(district, post="科长", phone="abc")).status_code == 302
        assert "phone" in faults(client.post(url, person_data(district, phone="abcd")))
        assert client.post(url, person_data(district, phone="0898-66778899 转 8001")).status_code == 302
        assert Person.objects.get(pk=person.pk).phone == "0898-66778899 转 8001"

    def test_no_rights_but_roles(self, client, boss, district, groups):
        """Fields that are not on the form change nothing."""
        sneaky = {
            "is_superuser": "on",
            "is_staff": "on",
            "user_permissions": [Permission.objects.values_list("pk", flat=True)[0]],
        }
        client.post(reverse("admin:people_person_add"), person_data(district, password1=PASSWORD, password2=PASSWORD, **sneaky))
        person = Person.objects.get(username="wang")
        client.post(reverse("admin:people_person_change", args=[person.pk]), person_data(district, **sneaky))
        person.refresh_from_db()
        assert not (person.is_staff)
        assert not (person.is_superuser)
        assert not (person.user_permissions.exists())

    def test_only_the_roles_of_the_table(self, client, boss, district, groups):
        other = Group.objects.create(name="everything")
        page = client.get(reverse("admin:people_person_add"))
        labels = [str(label) for _, label in page.context["adminform"].form.fields["groups"].choices]
        assert labels == [str(role.label) for role in Role]
        new = person_data(district, password1=PASSWORD, password2=PASSWORD, groups=[other.pk])
        assert "groups" in faults(client.post(reverse("admin:people_person_add"), new))

    def test_roles_of_another_change(self, client, boss, district, groups):
        person = Person.objects.create_user("wang", name="王海燕", unit=district)
        data = person_data(district, groups=[groups[Role.HANDLER].pk, groups[Role.UNIT_LEADER].pk])
        assert client.post(reverse("admin:people_person_change", args=[person.pk]), data).status_code == 302
        assert Person.objects.get(pk=person.pk).roles == {Role.HANDLER, Role.UNIT_LEADER}

    def test_nobody_changes_the_own_roles(self, client, boss, office, groups):
        data = person_data(office, username="boss", name="新名字", groups=[groups[Role.OFFICE_HEAD].pk], is_active="")
        assert client.post(reverse("admin:people_person_change", args=[boss.pk]), data).status_code == 302
        boss = Person.objects.get(pk=boss.pk)
        assert (boss.name, boss.roles, boss.is_active) == ("新名字", {Role.ADMIN}, True)

    def test_a_superuser_is_out_of_reach(self, client, boss, office):
        root = Person.objects.create_superuser("root", password=PASSWORD, name="根", unit=office)
        url = reverse("admin:people_person_change", args=[root.pk])
        assert client.post(url, person_data(office, username="root2")).status_code == 403
        password = {"password1": "neues-pferd-4711", "password2": "neues-pferd-4711", "usable_password": "true"}
        assert client.post(reverse("admin:auth_user_password_change", args=[root.pk]), password).status_code == 403
        assert client.post(reverse("admin:people_person_delete", args=[root.pk]), {"post": "yes"}).status_code == 403
        root.refresh_from_db()
        assert root.username == "root"
        assert root.check_password(PASSWORD)

    def test_a_new_password_for_another(self, client, boss, district):
        person = Person.objects.create_user("wang", name="王海燕", unit=district)
        password = {"password1": "neues-pferd-4711", "password2": "neues-pferd-4711", "usable_password": "true"}
        assert client.post(reverse("admin:auth_user_password_change", args=[person.pk]), password).status_code == 302
        person.refresh_from_db()
        assert person.check_password("neues-pferd-4711")
        assert LogEntry.objects.filter(user=boss, object_id=str(person.pk)).exists()

    def test_only_active_units_are_chosen(self, client, boss, district, street):
        Unit.objects.filter(pk=street.pk).update(is_active=False)
        new = person_data(street, password1=PASSWORD, password2=PASSWORD)
        assert "unit" in faults(client.post(reverse("admin:people_person_add"), new))
        stays = Person.objects.create_user("wang", name="王海燕", unit=street)
        assert client.post(reverse("admin:people_person_change", args=[stays.pk]), person_data(street)).status_code == 302

    def test_who_did_something_is_not_deleted(self, client, boss, district):
        person = Person.objects.create_user("wang", name="王海燕", unit=district)
        LogEntry.objects.create(user=person, action_flag=2, object_repr="x")
        url = reverse("admin:people_person_delete", args=[person.pk])
        assert client.post(url, {"post": "yes"}).status_code == 403
        LogEntry.objects.all().delete()
        assert client.post(url, {"post": "yes"}).status_code == 302

    def test_queries_do_not_grow(self, client, boss, district, groups, django_assert_max_num_queries):
        def visit():
            client.get(reverse("admin:people_person_changelist"))

        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        counts = []
        for number in range(3):
            Person.objects.create_user(f"p{number}", name="人", unit=district).groups.add(groups[Role.HANDLER])
            with CaptureQueriesContext(connection) as queries:
                visit()
            counts.append(len(queries))
        assert len(set(counts[1:])) == 1


class TestOptions:
    @staticmethod
    def save(client, key, value):
        return client.post(reverse("admin:hotline_option_change", args=[key]), {"value": value})

    def test_all_are_listed_with_meaning_and_default(self, client, boss):
        text = client.get(reverse("admin:hotline_option_changelist")).content.decode()
        for key in options.DECLARED:
            assert key in text

    def test_set_and_back_to_the_default(self, client, boss):
        assert self.save(client, "reply_workdays", "5").status_code == 302
        assert options.get("reply_workdays") == 5
        assert self.save(client, "reply_workdays", "7").status_code == 302
        assert not Option.objects.exists()
        assert options.get("reply_workdays") == 7

    def test_a_list_one_entry_a_line(self, client, boss):
        assert self.save(client, "decline_reasons", " 已进入诉讼程序 \r\n\r\n重复诉求\r\n").status_code == 302
        assert options.get("decline_reasons") == ["已进入诉讼程序", "重复诉求"]
        assert (
            "已进入诉讼程序\n重复诉求"
            in client.get(reverse("admin:hotline_option_change", args=["decline_reasons"])).content.decode()
        )

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("reply_workdays", ""), ("reply_workdays", "0"), ("reply_workdays", "-1"), ("reply_workdays", "seven"),
            ("reply_workdays", "7.5"), ("reply_workdays", "100001"), ("reply_workdays", "9" * 5000), ("decline_reasons", " \n "),
            ("decline_reasons", "x" * 201), ("office_name", ""), ("office_name", "x" * 100_000), ("office_name", "a\x00b"),
            ("limit_workdays", "251"), ("service_hours", "17:30-08:30"), ("service_hours", "08:30-08:30"), ("reveal_minutes", "1441"),
        ],
    )  # fmt: skip
    def test_refused(self, client, boss, key, value):
        assert "value" in faults(self.save(client, key, value))
        assert not Option.objects.exists()

    def test_undeclared(self, client, boss):
        Option.objects.create(key="old_one", value=1)
        assert self.save(client, "old_one", "2").status_code == 302  # "does not exist", back to the index
        assert Option.objects.get().value == 1

    def test_no_add_no_delete(self, client, boss):
        assert client.get(reverse("admin:hotline_option_add")).status_code == 403
        assert client.post(reverse("admin:hotline_option_delete", args=["reply_workdays"]), {"post": "yes"}).status_code == 403
