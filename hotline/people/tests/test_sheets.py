"""Units and people by Excel: what is read, what it would change, every fault with its place; the way out and back."""

import csv
import io
from contextlib import suppress
from time import monotonic
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import HealthCheck, given, settings, strategies as st

from hotline import tables
from hotline.people import actions
from hotline.people.models import PeopleImport, Person, Role, Unit, UnitAlias
from hotline.people.roles import ensure_roles
from hotline.people.sheets import Plan, Upload, check, export, load, parse
from hotline.people.sheets.packing import pack, unpack
from hotline.tables import Faulty
from hotline.tests.test_tables import with_part

pytestmark = pytest.mark.django_db
UNITS = ["单位全称", "简称", "别名", "类别", "上级单位", "答复须审批", "排序", "启用"]
PEOPLE = ["账号", "姓名", "单位", "级别", "职务", "电话", "邮箱", "角色", "启用"]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def boss() -> Person:
    """The admin of a small city: the office, a district with a street, the water authority with two people."""
    ensure_roles()
    office = Unit.objects.create(name="海口市12345热线办公室", short_name="热线办", kind="office")
    district = Unit.objects.create(name="美兰区人民政府", short_name="美兰区", kind="district", position=1)
    Unit.objects.create(name="蓝天街道办事处", kind="other", parent=district, position=2)
    water = Unit.objects.create(name="海口市水务局（节水办）", short_name="市水务局", position=3, approves_replies=True)
    UnitAlias.objects.create(unit=water, name="水务")
    UnitAlias.objects.create(unit=water, name="自来水")
    boss = person("boss", "管理员", office, Role.ADMIN)
    person(
        "wang",
        "王海燕",
        water,
        Role.HANDLER,
        Role.UNIT_LEADER,
        rank="deputy",
        phone="0898 66771234",
        email="w@x.cn",
        post="副局长",
    )
    person("li", "李 明", water, is_active=False)
    return boss


def person(account: str, name: str, unit: Unit, *roles: Role, **more: Any) -> Person:
    made = Person.objects.create_user(account, password="x", name=name, unit=unit, **more)
    made.groups.set(Group.objects.filter(name__in=roles))
    return made


def book(units: list[list[Any]] | None = None, people: list[list[Any]] | None = None) -> bytes:
    """A file with these rows below the titles of the columns."""
    sheets = {}
    if units is not None:
        sheets["单位"] = [UNITS, *units]
    if people is not None:
        sheets["人员"] = [PEOPLE, *people]
    return tables.write(sheets)


def as_csv(rows: list[list[Any]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def plan(data: bytes, actor: Person | None = None) -> Plan:
    return check(parse(data), load(), actor)


def said(data: bytes, actor: Person | None = None) -> list[tuple[Any, ...]]:
    """What would change: name, whether new, and the fields of which something is said."""
    changes = plan(data, actor).changes
    return [(c.name, c.is_new, {f.key: (f.old, f.new) for f in c.fields if not c.is_new or f.new}) for c in changes]


def faults(data: bytes, actor: Person | None = None) -> list[str]:
    with pytest.raises(Faulty) as refused:
        plan(data, actor)
    return [str(fault) for fault in refused.value.faults]


def bring_in(data: bytes, actor: Person | None = None) -> PeopleImport:
    return actions.import_people(parse(data), actor=actor, file_name="a.xlsx")


def state() -> tuple[Any, ...]:
    """Everything an import could change."""
    links = Person.groups.through.objects.order_by("id").values_list()
    return (*(list(m.objects.order_by("pk").values_list()) for m in (Unit, UnitAlias, Person)), list(links))


# ---- what would change


def test_new_units_and_people(boss: Person) -> None:
    data = book(
        [
            ["海口市公安局", "市公安局", "公安;警察", "部门", None, "是", 5, None],
            ["交警支队", None, None, "其他", "市公安局", None, None, None],
        ],
        [["zhang", "张 三", "公安", "主要领导", "局长（主持工作）", 13800000000, "z@x.cn", "承办人、单位领导", "是"]],
    )
    unit = {"kind": ("", "department"), "position": ("", "5"), "approves_replies": ("", "yes"), "is_active": ("", "yes")}
    assert said(data) == [
        ("海口市公安局", True, unit | {"short_name": ("", "市公安局"), "aliases": ("", "公安、警察")}),
        ("交警支队", True, {"kind": ("", "other"), "parent": ("", "海口市公安局"), "position": ("", "0"), "approves_replies": ("", "no"), "is_active": ("", "yes")}),
        ("zhang", True, {
            "name": ("", "张三"), "unit": ("", "海口市公安局"), "rank": ("", "principal"), "post": ("", "局长（主持工作）"),
            "phone": ("", "13800000000"), "email": ("", "z@x.cn"), "roles": ("", "handler,unit_leader"), "is_active": ("", "yes"),
        }),
    ]  # fmt: skip
    before = state()
    assert plan(data).counts == {
        "unit": {"new": 2, "changed": 0, "unchanged": 0},
        "person": {"new": 1, "changed": 0, "unchanged": 0},
    }
    assert state() == before  # nothing is saved by looking

    bring_in(data, boss)
    made = Person.objects.get(username="zhang")
    assert (made.unit.name, made.rank, made.roles, made.has_usable_password()) == (
        "海口市公安局", "principal", frozenset({"handler", "unit_leader"}), False,
    )  # fmt: skip
    assert made.unit.children.get().name == "交警支队"
    assert [alias.name for alias in made.unit.aliases.all()] == ["公安", "警察"]
    assert said(data) == []


def test_changes_field_by_field(boss: Person) -> None:
    data = book(
        [["海口市水务局(节水办)", "水务局", "水务、供水", "国企", "美兰区", "否", "９", ""]],
        [["wang", "王海燕", "热线办", "工作人员", None, "０８９８　６６７７５６７８", "", "督办员", ""]],
    )
    expected: list[tuple[Any, ...]] = [
        ("海口市水务局（节水办）", False, {
            "short_name": ("市水务局", "水务局"), "kind": ("department", "company"), "position": ("3", "9"),
            "approves_replies": ("yes", "no"), "aliases": ("水务、自来水", "供水、水务"), "parent": ("", "美兰区人民政府"),
        }),
        ("wang", False, {
            "rank": ("deputy", "staff"), "post": ("副局长", ""), "phone": ("0898 66771234", "0898 66775678"), "email": ("w@x.cn", ""),
            "unit": ("海口市水务局（节水办）", "海口市12345热线办公室"), "roles": ("handler,unit_leader", "supervisor"),
        }),
    ]  # fmt: skip
    assert said(data) == expected
    wang = Person.objects.get(username="wang")
    extra = Group.objects.create(name="no role")
    wang.groups.add(extra)
    done = bring_in(data, boss)
    assert said(data) == []
    assert set(wang.groups.values_list("name", flat=True)) == {"supervisor", "no role"}
    wang.refresh_from_db()
    assert wang.check_password("x")
    assert (done.by, done.file_name, done.counts["person"]) == (boss, "a.xlsx", {"new": 0, "changed": 1, "unchanged": 0})
    assert [row["name"] for row in done.changes] == ["海口市水务局（节水办）", "wang"]


def test_columns_that_are_not_there_and_rows_that_are_not_there_stay(boss: Person) -> None:
    before = state()
    assert said(as_csv([["账号", "职务"], ["wang", "局长"]])) == [("wang", False, {"post": ("副局长", "局长")})]
    assert said(as_csv([["职务", "账号"], ["副局长", "wang"]])) == []
    bring_in(as_csv([["单位全称", "排序"], ["美兰区人民政府", "1"]]))
    assert state() == before


def test_empty_cells(boss: Person) -> None:
    """They empty what may be empty, and leave everything else."""
    data = book([["海口市水务局（节水办）", *[None] * 7]], [["wang", "王海燕", "海口市水务局（节水办）", *[None] * 6]])
    assert said(data) == [
        ("海口市水务局（节水办）", False, {"short_name": ("市水务局", ""), "aliases": ("水务、自来水", "")}),
        (
            "wang",
            False,
            {
                "post": ("副局长", ""),
                "phone": ("0898 66771234", ""),
                "email": ("w@x.cn", ""),
                "roles": ("handler,unit_leader", ""),
            },
        ),
    ]


def test_only_blanks_and_full_width_forms_are_no_change(boss: Person) -> None:
    data = as_csv(
        [
            ["账号", "姓名", "单位", "电话"],
            ["ｗａｎｇ", "王　海燕", "海口市水务局(节水办)", "０８９８　６６７７１２３４"],
            ["li", "李明", "水务", ""],
        ]
    )
    assert said(data) == []


WAYS = {
    "as it is": lambda rows: rows,
    "titles and blank rows": lambda rows: [["海口市人员名册"], [], ["填表日期：2026年"], rows[0], [], *rows[1:], [None] * 9],
    "other order and other columns": lambda rows: [["序号", *reversed(row), "备注"] for row in rows],
    "marks in the titles": lambda rows: [["* 帐 号：", "姓名（必填）", *rows[0][2:]], *rows[1:]],
    "english": lambda rows: [
        ["User name", "Person's name", "Unit", "Rank", "Post", "Work phone", "E-MAIL", "Roles", "Active"],
        *rows[1:],
    ],
    "the titles once more": lambda rows: [*rows, rows[0]],
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "xlsx"])
def test_ways_to_write_the_same(boss: Person, way: str, encoding: str) -> None:
    rows = WAYS[way](
        [PEOPLE, ["wang", "王海燕", "市水务局", "正职", "局长", "0898 66771234", "w@x.cn", "handler；单位领导", "√"]]
    )
    data = tables.write({"Sheet1": rows}) if encoding == "xlsx" else as_csv(rows, encoding)
    if way == "english":
        data = data.replace(b"User name", b"username ")
    assert said(data) == [("wang", False, {"rank": ("deputy", "principal"), "post": ("副局长", "局长")})]


def test_an_alias_moves_from_one_unit_to_another(boss: Person) -> None:
    data = as_csv([["全称", "别名"], ["海口市水务局（节水办）", "自来水"], ["美兰区人民政府", "水务"]])
    bring_in(data)
    assert dict(UnitAlias.objects.values_list("name", "unit__name")) == {
        "自来水": "海口市水务局（节水办）",
        "水务": "美兰区人民政府",
    }


def test_a_unit_and_its_people_are_deactivated_together(boss: Person) -> None:
    units = [["海口市水务局（节水办）", "市水务局", "水务、自来水", None, None, None, None, "停用"]]
    people = [["wang", "王海燕", "市水务局", *[None] * 5, "离职"]]
    assert faults(book(units)) == ["sheet 单位, row 2, column H: Some of its people are active. Move or deactivate them first."]
    # Who stays in the unit names it as it was.
    both = book(units, [["wang", "王海燕", "海口市水务局（节水办）", *people[0][3:]]])
    found = plan(both).changes
    assert [change.grave for change in found] == ["is deactivated", "is deactivated"]
    bring_in(both)
    assert not Unit.objects.get(short_name="市水务局").is_active


def test_grave_changes_come_first(boss: Person) -> None:
    rows = [
        ["wang", "王海燕燕", "热线办", None, None, None, None, "承办人", None],
        ["li", "李明", "热线办", *[None] * 4, "管理员", "是"],
    ]
    assert [(change.name, change.grave) for change in plan(book(None, rows)).changes] == [
        ("li", "becomes an admin"),
        ("wang", ""),
    ]


# ---- faults, each with its place

UNIT_FAULTS: dict[str, tuple[list[list[Any]], list[str]]] = {
    "no name": ([[None, "x"]], ["row 2, column A: The full name of the unit is missing or longer than 100 characters. Correct it."]),
    "twice": ([["甲局"], [" 甲 局"]], ["row 3, column A: “甲 局” stands in the file twice, the first time at: sheet 单位, row 2, column A. Keep one of them."]),
    "long short name": ([["甲局", "短" * 31]], ["row 2, column B: This is longer than 30 characters. Shorten it."]),
    "alias of another": ([["甲局", None, "市水务局"]], ["row 2, column C: “市水务局” is also a name of 海口市水务局（节水办）. A name means one unit: keep it at one of them."]),
    "alias that is another's alias": ([["甲局", None, "水务"]], ["row 2, column C: “水务” is also a name of 海口市水务局（节水办）. A name means one unit: keep it at one of them."]),
    "name that is another's short name": ([["美兰区"]], ["row 2, column A: “美兰区” is also a name of 美兰区人民政府. A name means one unit: keep it at one of them."]),
    "short name of another new one": ([["甲局", "一"], ["乙局", "一"]], [
        "row 2, column B: “一” is also a name of 乙局. A name means one unit: keep it at one of them.",
        "row 3, column B: “一” is also a name of 甲局. A name means one unit: keep it at one of them.",
    ]),
    "too many aliases": ([["甲局", None, "、".join(map(str, range(21)))]], ["row 2, column C: A unit has at most 20 aliases, each of at most 100 characters. Shorten this."]),
    "kind": ([["甲局", None, None, "衙门"]], ["row 2, column D: “衙门” is not known here. Write one of: hotline office、district、department、state-owned company、other."]),
    "unknown parent": ([["甲局", None, None, None, "火星总督府"]], ["row 2, column E: No unit is called “火星总督府”. Write the full name of a unit, or add it to the sheet of units."]),
    "similar parent": ([["甲局", None, None, None, "美兰区政府"]], ["row 2, column E: No one unit is called “美兰区政府”. Perhaps you mean: 美兰区人民政府. Write its full name, or make this its alias."]),
    "itself": ([["甲局", None, None, None, "甲局"]], ["row 2, column E: A unit cannot be part of itself or of one of its own sub-units."]),
    "loop": ([["美兰区人民政府", "美兰区", None, None, "蓝天街道办事处"]], ["row 2, column E: A unit cannot be part of itself or of one of its own sub-units."]),
    "approves": ([["甲局", None, None, None, None, "也许"]], ["row 2, column F: “也许” is neither yes nor no. Write yes or no."]),
    "position": ([["甲局", None, None, None, None, None, "-1"]], ["row 2, column G: “-1” is no place in an order. Write a whole number from 0 on."]),
    "position 2": ([["甲局", None, None, None, None, None, 1.5]], ["row 2, column G: “1.5” is no place in an order. Write a whole number from 0 on."]),
    "position 3": ([["甲局", None, None, None, None, None, 2**40]], ["row 2, column G: “1099511627776” is no place in an order. Write a whole number from 0 on."]),
    "second office": ([["甲局", None, None, "热线办"]], ["row 2, column D: There is a hotline office already: 海口市12345热线办公室."]),
    "office no more": ([["海口市12345热线办公室", "热线办", None, "部门"]], ["row 2, column D: This is the hotline office; it stays that, and part of no other unit."]),
    "office moved": ([["海口市12345热线办公室", "热线办", None, None, "美兰区"]], ["row 2, column D: This is the hotline office; it stays that, and part of no other unit."]),
    "office deactivated": ([["海口市12345热线办公室", "热线办", *[None] * 5, "否"]], [
        "row 2, column H: The hotline office cannot be deactivated.",
        "row 2, column H: Some of its people are active. Move or deactivate them first.",
    ]),
    "active sub-units": ([["美兰区人民政府", "美兰区", *[None] * 5, "否"]], ["row 2, column H: Some of its sub-units are active. Deactivate those first."]),
}  # fmt: skip


@pytest.mark.parametrize("case", UNIT_FAULTS)
def test_faults_of_units(boss: Person, case: str) -> None:
    rows, expected = UNIT_FAULTS[case]
    assert faults(book([[*row, *[None] * (8 - len(row))] for row in rows])) == [f"sheet 单位, {one}" for one in expected]


PERSON_FAULTS: dict[str, tuple[list[Any], list[str]]] = {
    "no account": ([None, "王"], ["column A: The account is missing. Write the name the person signs in with."]),
    "blank in the account": (["a b"], ["column A: “a b” is no account. Use at most 150 letters, digits and the characters @ . + - _, without blanks."]),
    "long account": (["a" * 151], ["column A: “" + "a" * 60 + "” is no account. Use at most 150 letters, digits and the characters @ . + - _, without blanks."]),
    "capital letters": (["Wang"], ["column A: “Wang” differs from the account “wang” only in capital letters. Write it like that."]),
    "no name": (["new", None], ["column B: The name of the person is missing. Write it here."]),
    "long name": (["new", "长" * 51], ["column B: This is longer than 50 characters. Shorten it."]),
    "no name of somebody": (["wang", None], ["column B: The name of the person is missing. Write it here."]),
    "no unit": (["new", "新", None], ["column C: The unit of the person is missing. Write its full name."]),
    "unknown unit": (["new", "新", "水务局"], ["column C: No one unit is called “水务局”. Perhaps you mean: 海口市水务局（节水办）. Write its full name, or make this its alias."]),
    "rank": (["new", "新", "水务", "大王"], ["column D: “大王” is not known here. Write one of: principal、deputy、staff."]),
    "long post": (["new", "新", "水务", None, "长" * 51], ["column E: This is longer than 50 characters. Shorten it."]),
    "long phone": (["new", "新", "水务", None, None, "1" * 31], ["column F: This is longer than 30 characters. Shorten it."]),
    "phone": (["new", "新", "水务", None, None, "abc"], ["column F: “abc” is no phone number. Write one like 0898-12345678 转 8001, or leave the cell empty."]),
    "phone of somebody": (["wang", "王海燕", "水务", None, None, "123"], ["column F: “123” is no phone number."]),
    "e-mail": (["new", "新", "水务", None, None, None, "new@"], ["column G: “new@” is no e-mail address. Write one like name@example.cn, or leave the cell empty."]),
    "role": (["new", "新", "水务", None, None, None, None, "承办人、皇帝"], ["column H: “皇帝” is no role. Write, divided by 、, some of: "]),
    "superuser is no role": (["new", "新", "水务", None, None, None, None, "superuser"], ["column H: “superuser” is no role. Write, divided by 、, some of: "]),
    "active": (["new", "新", "水务", None, None, None, None, None, "大概"], ["column I: “大概” is neither yes nor no. Write yes or no."]),
    "all of a row at once": (["a b", None, "无此局", "x"], ["column A: “a b” is no account", "column B: The name", "column C: No unit", "column D: “x” is not known"]),
    "several": (["new", None, None, "x"], ["column B: The name", "column C: The unit", "column D: “x” is not known"]),
}  # fmt: skip


@pytest.mark.parametrize("case", PERSON_FAULTS)
def test_faults_of_people(boss: Person, case: str) -> None:
    row, expected = PERSON_FAULTS[case]
    defaults = ["x", "新", "水务", *[None] * 6]
    found = faults(book(None, [[*row, *defaults[len(row) :]]]))
    assert len(found) == len(expected)
    for one, start in zip(found, expected, strict=True):
        assert one.startswith(f"sheet 人员, row 2, {start}")


def test_a_phone_of_old_stays(boss: Person) -> None:
    Person.objects.filter(username="wang").update(phone="123")
    bring_in(book(None, [["wang", "王海燕", "水务", None, "局长", "123", *[None] * 3]]))
    assert Person.objects.filter(username="wang", post="局长", phone="123").exists()


def test_somebody_twice(boss: Person) -> None:
    rows = [["new", "新", "水务", *[None] * 6], ["NEW", "新", "水务", *[None] * 6]]
    message = "“NEW” stands in the file twice, the first time at: sheet 人员, row 2, column A. Keep one of them."
    assert faults(book(None, rows)) == [f"sheet 人员, row 3, column A: {message}"]


def test_a_unit_that_is_not_active(boss: Person) -> None:
    Unit.objects.filter(name="蓝天街道办事处").update(is_active=False)
    (fault,) = faults(book(None, [["new", "新", "蓝天街道办事处", *[None] * 6]]))
    assert fault.endswith(
        "“蓝天街道办事处” is deactivated. Name an active unit, or write that it is active in the sheet of units."
    )
    units = [["蓝天街道办事处", None, None, None, "美兰区", None, None, "是"]]
    assert plan(book(units, [["new", "新", "蓝天街道办事处", *[None] * 6]])).counts["person"]["new"] == 1


def test_who_is_activated_in_a_unit_that_is_not(boss: Person) -> None:
    Person.objects.filter(username="wang").update(is_active=False)
    Unit.objects.filter(short_name="市水务局").update(is_active=False)
    (fault,) = faults(as_csv([["账号", "启用"], ["li", "是"]]))
    assert fault == "row 2, column B: The unit of this person is deactivated. Name an active unit, too."


def test_the_own_account(boss: Person) -> None:
    def own(roles: str, active: str) -> bytes:
        return as_csv([["账号", "角色", "启用"], ["boss", roles, active]])

    for roles in ("督办员", "管理员、督办员", ""):
        assert faults(own(roles, "是"), boss) == [
            "row 2, column B: This is your own account: nobody changes the own roles. Leave here what it was: admin."
        ]
    assert faults(own("管理员", "否"), boss) == ["row 2, column C: This is your own account: nobody deactivates that."]
    assert said(as_csv([["账号", "职务"], ["boss", "主任"]]), boss) == [("boss", False, {"post": ("", "主任")})]


def test_an_active_admin_must_be_left(boss: Person) -> None:
    gone = as_csv([["账号", "角色", "启用"], ["boss", "", "是"]])
    assert faults(gone) == ["row 2, column B: Nobody would be left who is an active admin. Keep one."]
    instead = as_csv([["账号", "角色", "启用"], ["boss", "", "是"], ["wang", "管理员", "是"]])
    assert len(plan(instead).changes) == 2


def test_superusers_are_beyond_this(boss: Person) -> None:
    person("root", "超级", boss.unit, is_superuser=True)
    (fault,) = faults(as_csv([["账号", "职务"], ["root", "x"]]), boss)
    assert fault == "row 2, column A: This is the account of a technical superuser; it is not changed here. Leave the row out."
    assert b"root" not in b"".join(str(row.cells).encode() for row in tables.read(export(load())))


def test_formulas_and_all_other_faults_at_once(boss: Person) -> None:
    data = as_csv([["账号", "姓名", "单位", "邮箱"], ["new", "=A1", "火星", "x"]])
    assert [fault.split(":")[0] for fault in faults(data)] == [
        "row 2, column B", "row 2, column B", "row 2, column C", "row 2, column D",
    ]  # fmt: skip
    assert faults(data)[0] == "row 2, column B: Here stands a formula. Put its value in its place."


def test_a_column_twice(boss: Person) -> None:
    (fault,) = faults(as_csv([["账号", "电话", "手机"], ["wang", "66778899", "66778898"]]))
    said = "This is a second column “Work phone”; the first is at: row 1, column B. Rename or delete one of them."
    assert fault == f"row 1, column C: {said}"


def test_sheets_without_titles(boss: Person) -> None:
    message = "No row with the column titles was found."
    (fault,) = faults(tables.write({"人员": [["甲", "乙"]], "说明": [["x"]]}))
    assert fault.startswith(f"sheet 人员, row 1: {message}")
    (fault,) = faults(tables.write({"Sheet1": [["账号"], ["x"]]}))
    assert fault.startswith(f"file: {message}")
    (fault,) = faults(tables.write({"单位": [["甲"]], "人员": [["账号", "职务"], ["wang", "x"]]}))
    assert fault.startswith(f"sheet 单位, row 1: {message}")
    assert len(plan(tables.write({"说明": [["随便"]], "人员": [["账号", "职务"], ["wang", "x"]]})).changes) == 1


def test_a_cell_that_is_far_too_long(boss: Person) -> None:
    assert faults(as_csv([["账号", "职务"], ["wang", "x" * 3000]])) == [
        "row 2, column B: This is longer than 2000 characters. Shorten it."
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "file: The file is empty."),
        (b"x" * (tables.MOST_BYTES + 1), "file: The file is larger than 10 MB."),
        (with_part(tables.write({"a": [["x"]]}), "xl/vbaProject.bin"), "file: The file contains macros"),
        (with_part(tables.write({"a": [["x"]]}), "x", b" " * (65 * 1024 * 1024)), "file: The file unpacks to more"),
        (b"\xd0\xcf\x11\xe0", "file: This is an old or a protected Excel file"),
        (b"\x89PNG\x00", "file: The file cannot be read."),
    ],
    ids=["empty", "large", "macros", "bomb", "old", "picture"],
)  # fmt: skip
def test_files_that_are_none(boss: Person, data: bytes, said: str) -> None:
    (fault,) = faults(data)
    assert fault.startswith(said)


@pytest.mark.usefixtures("boss")
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "wang", "boss", "新", "=1", "市水务局", "是", "承办人", "1", "x" * 200, "\t", "；"]), max_size=9
        ),
        max_size=6,
    )
)
def test_whatever_comes_there_is_a_plan_or_faults(rows: list[list[str]]) -> None:
    for header in (PEOPLE, UNITS):
        with suppress(Faulty):
            assert len(plan(as_csv([header, *rows])).changes) <= len(rows)


# ---- the way out and back


def test_what_is_taken_out_comes_in_unchanged(boss: Person) -> None:
    Unit.objects.filter(name="蓝天街道办事处").update(is_active=False)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            data = export(load())
        found = plan(data, boss)
        assert (found.changes, found.unchanged) == ([], {"unit": 4, "person": 3})
    assert b"pbkdf2" not in data
    before = state()
    bring_in(data, boss)
    assert state() == before


def test_into_an_empty_city_it_comes_as_it_was(boss: Person) -> None:
    data = export(load())
    names = {person.username: (person.name, person.unit.name, person.roles) for person in Person.objects.all()}
    Person.objects.exclude(pk=boss.pk).delete()
    Unit.objects.exclude(pk=boss.unit_id).filter(parent__isnull=False).delete()
    Unit.objects.exclude(pk=boss.unit_id).delete()
    bring_in(data, boss)
    names["li"] = ("李明", *names["li"][1:])  # no blank stays between the characters of a name
    assert {person.username: (person.name, person.unit.name, person.roles) for person in Person.objects.all()} == names
    assert Unit.objects.get(name="蓝天街道办事处").parent == Unit.objects.get(name="美兰区人民政府")


def test_the_same_after_packing(boss: Person) -> None:
    upload: Upload = parse(book([["甲局", *[None] * 7]], [["new", "新", "甲局", *[None] * 6]]))
    found, name, digest = unpack(pack(upload, "名册.xlsx", "d"))
    assert (found, name, digest) == (upload, "名册.xlsx", "d")
    assert check(found, load(), boss).digest == check(upload, load(), boss).digest


def test_many_people_in_few_queries_and_little_time(boss: Person, django_assert_max_num_queries: Any) -> None:
    rows = [[f"p{n}", f"人{n}", "市水务局", "staff", None, f"0898{66000000 + n}", None, "承办人", None] for n in range(10_000)]
    data = book(None, rows)
    start = monotonic()
    with django_assert_max_num_queries(260):  # of 20 chunks; nothing for each of the people
        bring_in(data)
    with django_assert_max_num_queries(4):
        found = export(load())
    assert len(tables.read(found, most_rows=12_000)) == 4 + 1 + 10_003 + 1
    assert monotonic() - start < 120
    assert Person.objects.with_role(Role.HANDLER).count() == 10_001


# ---- the command


def run(*args: Any) -> str:
    out = io.StringIO()
    call_command("people", *map(str, args), stdout=out)
    return out.getvalue()


def test_the_command(boss: Person, tmp_path: Any) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(book(None, [["new", "新", "水务", *[None] * 6], ["li", "李明", "水务", None, "科长", *[None] * 4]]))
    before = state()
    assert run("check", file).splitlines()[-3:] == [
        "Units: 0 new, 0 changed, 0 unchanged.",
        "People: 1 new, 1 changed, 0 unchanged.",
        "Nothing was saved.",
    ]
    assert state() == before
    said = run("import", file).splitlines()
    assert (said[0], said[1], said[-1]) == ("0 of 2", "2 of 2", "People: 1 new, 1 changed, 0 unchanged.")
    assert PeopleImport.objects.get().by is None
    assert run("export", tmp_path / "b.xlsx") == "4 units and 4 people.\n"
    assert run("check", tmp_path / "b.xlsx").splitlines()[0] == "Units: 0 new, 0 changed, 4 unchanged."


def test_the_command_says_every_fault(boss: Person, tmp_path: Any) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(as_csv([["账号", "姓名", "单位"], ["new", "", "火星"]]))
    before = state()
    for verb in ("check", "import"):
        with pytest.raises(CommandError) as refused:
            run(verb, file)
        assert [line.split(":")[0] for line in str(refused.value).splitlines()] == ["row 2, column B", "row 2, column C"]
    with pytest.raises(CommandError, match="No such file"):
        run("check", tmp_path / "none.xlsx")
    assert state() == before
