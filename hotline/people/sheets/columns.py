"""The two tables: their columns in the order they are written, the words they are known by, and the words of their values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _, pgettext_lazy

from hotline.people.models import Rank, Role, Unit
from hotline.tables import compared, plain

Kind = Literal["unit", "person"]
SEPARATOR = "、"
_SEPARATORS = re.compile(r"[、,，;；\n]")
_MARKS = re.compile(r"\([^()]*\)|[*:：]")  # 「角色（用、分隔）」 and 「账号*」 are headers too
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")


@dataclass(frozen=True)
class Column:
    """A column: its name in the program, its title, the other words it may have as its title, its width in characters."""

    key: str
    title: Promise
    words: str
    width: int
    most: int = 0  # characters of a text


TITLES: dict[Kind, Promise] = {
    "unit": pgettext_lazy("sheet of people", "Units"),
    "person": pgettext_lazy("sheet of people", "People"),
}
UNIT = (
    Column("name", pgettext_lazy("column of people", "Full name"), "单位全称 全称 单位名称 名称 单位", 36, 100),
    Column("short_name", pgettext_lazy("column of people", "Short name"), "简称 单位简称", 18, 30),
    Column("aliases", pgettext_lazy("column of people", "Aliases"), "别名 单位别名 又称 曾用名 其他名称", 30),
    Column("kind", pgettext_lazy("column of people", "Kind of unit"), "类别 类型 单位类别 单位类型 单位性质", 14),
    Column("parent", pgettext_lazy("column of people", "Parent unit"), "上级单位 上级 隶属 隶属单位 主管单位", 30),
    Column(
        "approves_replies",
        pgettext_lazy("column of people", "Approves replies"),
        "答复须审批 回复须审批 领导审批",
        14,
    ),
    Column("position", pgettext_lazy("column of people", "Order"), "排序 顺序 排序号 position", 8),
    Column("is_active", pgettext_lazy("column of people", "Active"), "启用 是否启用 在用 状态", 8),
)
PERSON = (
    Column("account", pgettext_lazy("column of people", "Account"), "账号 帐号 用户名 登录名 登录账号 username", 16, 150),
    Column("name", pgettext_lazy("column of people", "Person's name"), "姓名 人员姓名 名字 name", 12, 50),
    Column("unit", pgettext_lazy("column of people", "Unit"), "单位 所属单位 所在单位 工作单位 单位名称 单位全称", 30),
    Column("rank", pgettext_lazy("column of people", "Rank"), "级别 领导级别 职级", 12),
    Column("post", pgettext_lazy("column of people", "Post"), "职务 岗位 职务岗位", 18, 50),
    Column(
        "phone",
        pgettext_lazy("column of people", "Work phone"),
        "电话 工作电话 办公电话 联系电话 手机 手机号 phone",
        16,
        30,
    ),
    Column("email", pgettext_lazy("column of people", "E-mail"), "邮箱 电子邮箱 电子邮件 邮件 email 工作邮箱", 26, 254),
    Column("roles", pgettext_lazy("column of people", "Roles"), "角色 系统角色 role", 24),
    Column("is_active", pgettext_lazy("column of people", "Active"), "启用 是否启用 在用 状态", 8),
)
COLUMNS: dict[Kind, tuple[Column, ...]] = {"unit": UNIT, "person": PERSON}
BY_KEY: dict[Kind, dict[str, Column]] = {kind: {column.key: column for column in made} for kind, made in COLUMNS.items()}
_YES = "是 启用 在用 在职 需要 须 yes y true 1 √ ✓ 对 active on"
_NO = "否 停用 未启用 不启用 禁用 离职 不需要 no n false 0 × x 错 inactive off 无"
_CHOICES: dict[str, type[TextChoices]] = {"kind": Unit.Kind, "rank": Rank, "roles": Role}
_SYNONYMS: dict[str, dict[str, str]] = {
    "kind": {"热线办": "office", "热线办公室": "office", "部门": "department", "市直部门": "department", "市直单位": "department",
             "国企": "company", "国有企业": "company", "市属国企": "company", "区政府": "district", "区": "district",
             "其他": "other"},
    "rank": {"主要领导": "principal", "正职": "principal", "分管领导": "deputy", "副职": "deputy", "工作人员": "staff"},
    "roles": {"话务员": "operator", "派单员": "dispatcher", "承办人": "handler", "单位领导": "unit_leader",
              "回访员": "callback_clerk", "督办员": "supervisor", "采编员": "editor", "热线办负责人": "office_head",
              "市领导": "city_leader", "档案员": "archivist", "管理员": "admin", "审计员": "auditor"},
}  # fmt: skip


# ---- words


def word(text: object) -> str:
    """A header or a value as it is compared."""
    return _MARKS.sub("", compared(text)).casefold()


@cache
def headers(kind: Kind) -> dict[str, str]:
    """The words of the headers of a table, in every language: which column each of them names."""
    found: dict[str, str] = {}
    for column in COLUMNS[kind]:
        for text in [column.key, *column.words.split(), *_in_all_languages(column.title)]:
            found.setdefault(word(text), column.key)
    return found


@cache
def titles(kind: Kind) -> frozenset[str]:
    """The words by which a sheet says that it is this table."""
    return frozenset(word(text) for text in [{"unit": "单位", "person": "人员"}[kind], *_in_all_languages(TITLES[kind])])


@cache
def values(key: str) -> dict[str, str]:
    """The words of a choice (kind, rank, roles) in every language, and what each of them means."""
    choices = _CHOICES[key]
    found = {word(text): value for text, value in _SYNONYMS[key].items()}
    for choice in choices:
        found |= {word(text): str(choice.value) for text in [choice.value, *_in_all_languages(choice.label)]}
    return found


def _in_all_languages(text: object) -> Iterable[str]:
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield str(text)


def yes_or_no(text: str) -> bool | None:
    """What the word says; None if it says neither."""
    said = word(text)
    if said in _YES.split():
        return True
    return False if said in _NO.split() else None


def several(text: str) -> list[str]:
    """The parts of a cell that holds several, without the empty ones."""
    return [part for found in _SEPARATORS.split(text) if (part := found.strip())]


def offered(key: str) -> str:
    """The words that may be written in the column of a choice, for a sentence."""
    return SEPARATOR.join(str(choice.label) for choice in _CHOICES[key])


# ---- texts


def tidy(key: str, text: str) -> str:
    """A text as it is kept: one blank at most between words, none between the characters of a name; codes in ASCII."""
    text = re.sub(r"\s+", " ", text).strip()
    if key in ("account", "phone", "email", "position"):
        return plain(text)
    return _BETWEEN_HAN.sub("", text) if key != "post" else text


def same(key: str, old: str, new: str) -> bool:
    """Whether two texts differ in nothing but blanks and full-width forms: then the old one stays as it is."""
    return plain(tidy(key, old)) == plain(tidy(key, new))


def shown(key: str, value: str) -> str:
    """A value of the plan (a text, the name of a choice, yes or no) in the reader's words."""
    if key in ("approves_replies", "is_active"):
        return _("yes") if value == "yes" else _("no")
    if key in _CHOICES:
        labels = {str(choice.value): str(choice.label) for choice in _CHOICES[key]}
        return SEPARATOR.join(labels.get(part, part) for part in value.split(",") if part)
    return value
