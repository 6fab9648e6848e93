"""A written name means exactly one unit, or none with suggestions."""

import pytest

from hotline.people.matching import Matcher, key
from hotline.people.models import Unit, UnitAlias

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    rows = [
        ("海口市公安局", "市公安局"),
        ("海口市公安局交通警察支队", "交警支队"),
        ("海口市住房和城乡建设局", "市住建局"),
        ("海口市人力资源和社会保障局", "市人社局"),
        ("美兰区人民政府", "美兰区"),
        ("海口市水务局(节水办)", ""),
        ("海口市旅游和文化广电体育局", "市旅文局"),
    ]
    made = {name: Unit.objects.create(name=name, short_name=short, position=n) for n, (name, short) in enumerate(rows)}
    UnitAlias.objects.create(unit=made["海口市公安局"], name="公安")
    UnitAlias.objects.create(unit=made["海口市住房和城乡建设局"], name="住建委")
    return made


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("海口市公安局", "海口市公安局", "name"),
        (" 海口市　公安 局\n", "海口市公安局", "name"),
        ("“海口市公安局”", "海口市公安局", "name"),
        ("市公安局", "海口市公安局", "short"),
        ("公安", "海口市公安局", "alias"),
        ("住建委", "海口市住房和城乡建设局", "alias"),
        ("海口市水务局（节水办）", "海口市水务局(节水办)", "name"),
        ("海口市水务局〔节水办〕", "海口市水务局(节水办)", "name"),
        ("美兰区", "美兰区人民政府", "short"),
    ],
)
def test_exactly_one(units: dict[str, Unit], text: str, name: str, how: str) -> None:
    found = Matcher().match(text)
    assert (found.unit, found.how, found.suggestions) == (units[name], how, [])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("公安局", "海口市公安局"),
        ("海南省海口市公安局", "海口市公安局"),
        ("海口公安局", "海口市公安局"),
        ("海口市住房与城乡建设局", "海口市住房和城乡建设局"),
        ("海口市人力资源社会保障局", "海口市人力资源和社会保障局"),
        ("美兰区政府", "美兰区人民政府"),
        ("海口市美兰区", "美兰区人民政府"),
        ("旅游和文化广电体育局", "海口市旅游和文化广电体育局"),
        ("海口市水务局", "海口市水务局(节水办)"),
    ],
)
def test_near_misses_are_only_suggested(units: dict[str, Unit], text: str, first: str) -> None:
    found = Matcher().match(text)
    assert (found.unit, found.how) == (None, None)
    assert found.suggestions[0] == units[first]
    assert len(found.suggestions) <= 3


@pytest.mark.parametrize("text", ["", None, "   ", "海口", "xyz", "火星办事处", "x" * 100_000, 4, "=A1"])
def test_nothing_alike(units: dict[str, Unit], text: object) -> None:
    found = Matcher().match(text)
    assert (found.unit, found.suggestions) == (None, [])


def test_a_name_of_two_units_is_ambiguous(units: dict[str, Unit]) -> None:
    other = Unit.objects.create(name="琼山区公安局", short_name="市公安局", position=99)
    found = Matcher().match("市公安局")
    assert (found.unit, found.suggestions) == (None, [units["海口市公安局"], other])


def test_a_unit_that_has_its_own_name_twice_is_not_ambiguous() -> None:
    unit = Unit.objects.create(name="审计局", short_name="审计局")
    UnitAlias.objects.create(unit=unit, name="审 计 局")
    assert Matcher().match("审计局").unit == unit


def test_inactive_units_are_neither_matched_nor_suggested(units: dict[str, Unit]) -> None:
    Unit.objects.filter(name="海口市公安局").update(is_active=False)
    assert Matcher().match("公安").unit is None
    assert units["海口市公安局"] not in Matcher().match("海口市公安局").suggestions


def test_two_queries_however_many_are_matched(units: dict[str, Unit], django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        matcher = Matcher()
        for text in ("公安", "市公安局", "火星", "公安局"):
            matcher.match(text)


def test_of_given_units(units: dict[str, Unit], django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        matcher = Matcher([units["海口市公安局"]], [(units["海口市公安局"].pk, "警察"), (0, "谁")])
        assert matcher.match("警察").unit == units["海口市公安局"]
        assert matcher.match("谁").unit is None


def test_keys() -> None:
    assert key("ＡＢｃ（１） 局") == "abc(1)局"
    assert key(None) == ""
