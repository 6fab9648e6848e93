"""Searching: what is found, in which order, by which index; and what one text is compared by."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from hotline import clock
from knowledge import rules
from knowledge.models import KnowledgeItem, KnowledgeQuestion, answerable_units
from knowledge.tests.conftest import Town, on, roster

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 22)


@pytest.fixture(autouse=True)
def _tuesday() -> Any:
    with clock.at(on(9, 22, 10)):
        yield


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("路灯不亮", ["路灯", "灯不", "不亮"]),
        ("路灯，不亮", ["路灯", "不亮"]),
        ("ＡＢ Ab", ["ab"]),
        ("１２３", ["12", "23"]),
        ("证", []),
        ("", []),
        ("。，！", []),
        ("𠀀𠀁𠀂", ["𠀀𠀁", "𠀁𠀂"]),
    ],
)
def test_a_text_is_compared_by_its_pairs(text: str, grams: list[str]) -> None:
    assert rules.bigrams(text) == grams


@pytest.mark.parametrize(
    ("text", "said"), [("一行", "一行"), ("首行\n次行", "首行"), ("  a   b ", "a b"), ("字" * 61, "字" * 59 + "…")]
)
def test_what_lists_call_a_text(text: str, said: str) -> None:
    assert rules.heading(text) == said


@pytest.mark.parametrize("text", ["公租房", "租房", "申请 户籍", "户籍，面积", "15", "１５平", "条件"])
def test_found(town: Town, text: str) -> None:
    item = town.item()
    assert list(KnowledgeItem.objects.search(text, TODAY)) == [item]


@pytest.mark.parametrize("text", ["廉租房", "公租房 养老", "", " ", "。", "籍", "%", "'; drop table"])
def test_not_found(town: Town, text: str) -> None:
    town.item()
    assert list(KnowledgeItem.objects.search(text, TODAY)) == []


def test_one_character_is_looked_for_in_titles(town: Town) -> None:
    item = town.item()
    assert list(KnowledgeItem.objects.search("租", TODAY)) == [item]
    assert list(KnowledgeItem.objects.search("租 件", TODAY)) == [item]


def test_only_the_first_hundred_characters_count(town: Town) -> None:
    item = town.item()
    assert list(KnowledgeItem.objects.search("公租房" + " " * 97 + "没有的词", TODAY)) == [item]


def test_titles_first_expired_last_withdrawn_never(town: Town) -> None:
    def item(title: str, answer: str, until: date | None = None) -> KnowledgeItem:
        with clock.at(on(1, 5)):
            return town.item(title=title, question="问", answer=answer, valid_until=until)

    in_text, in_title = item("住房保障", "公积金提取要带身份证"), item("公积金提取", "带身份证")
    old_title, old_text = item("公积金提取旧规定", "带户口簿", date(2026, 9, 21)), item("旧文", "公积金提取", date(2026, 9, 21))
    newer = item("公积金提取须知", "带身份证", TODAY)  # valid until today is valid
    gone = item("公积金提取", "废止")
    KnowledgeItem.objects.filter(pk=gone.pk).update(withdrawn_at=clock.now())
    assert list(KnowledgeItem.objects.search("公积金提取", TODAY)) == [newer, in_title, in_text, old_title, old_text]


def test_suggestions_are_the_nearest_titles(town: Town) -> None:
    near, far = town.item(title="公租房申请条件"), town.item(title="公租房退租")
    other, chance = town.item(title="路灯报修电话"), town.item(title="申报电话")
    typed = "来电人咨询公租房申请需要什么条件，租住面积有要求吗"
    assert list(KnowledgeItem.objects.suggest(typed, TODAY)) == [near, far]
    assert list(KnowledgeItem.objects.suggest("路灯", TODAY)) == [other]
    assert list(KnowledgeItem.objects.suggest("。", TODAY)) == []
    assert chance not in KnowledgeItem.objects.suggest(typed, TODAY)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("operator", True), ("handler", True), ("principal", True), ("clerk_of_unit", True), ("cityleader", True), ("archivist", True),
     ("admin", False), ("auditor", False)],
)  # fmt: skip
def test_who_reads_items(town: Town, who: str, sees: bool) -> None:
    item = town.item()
    assert list(KnowledgeItem.objects.visible_to(getattr(town, who))) == ([item] if sees else [])


@pytest.mark.parametrize(
    ("who", "sees"),
    [("operator", True), ("dispatcher", True), ("callback_clerk", True), ("supervisor", True), ("editor", True),
     ("office_head", True), ("street_handler", True), ("district_handler", True), ("handler", False), ("water_handler", False),
     ("archivist", False), ("cityleader", False), ("admin", False), ("auditor", False)],
)  # fmt: skip
def test_who_reads_questions(town: Town, who: str, sees: bool) -> None:
    row = town.ask(unit=town.district)
    assert list(KnowledgeQuestion.objects.visible_to(getattr(town, who))) == ([row] if sees else [])


def test_who_asked_reads_on(town: Town) -> None:
    row = town.ask(town.water_handler)
    assert list(KnowledgeQuestion.objects.visible_to(town.water_handler)) == [row]


def test_a_leader_on_duty_reads_what_the_unit_was_asked(town: Town) -> None:
    substitute, row = town.person("substitute", town.water), town.ask()
    with roster({TODAY: town.housing}, {town.housing: [substitute]}):
        assert list(KnowledgeQuestion.objects.visible_to(substitute)) == [row]
        assert answerable_units(substitute) == {town.housing.pk}
    assert list(KnowledgeQuestion.objects.visible_to(substitute)) == []


def test_who_left_answers_for_nobody(town: Town) -> None:
    town.handler.is_active = False
    assert answerable_units(town.handler) == frozenset()


def test_the_database_keeps_dates_in_order_and_corrections_single(town: Town) -> None:
    item = town.item()
    with pytest.raises(IntegrityError), transaction.atomic():
        KnowledgeItem.objects.filter(pk=item.pk).update(valid_until=date(2020, 1, 1))
    row = town.ask()
    KnowledgeQuestion.objects.filter(pk=row.pk).update(is_correction=True, item=item)
    other = town.ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        KnowledgeQuestion.objects.filter(pk=other.pk).update(is_correction=True, item=item)
    with pytest.raises(IntegrityError), transaction.atomic():
        KnowledgeQuestion.objects.filter(pk=other.pk).update(item=item)


# ---- at size


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", ()) for node in nodes(child))]


def plan_of(rows: Any) -> list[dict[str, Any]]:
    return nodes(json.loads(rows.explain(format="json", analyze=True))[0]["Plan"])


def many(town: Town, count: int) -> None:
    """Items of all kinds, the way people write titles."""
    places = [
        "公租房",
        "公积金",
        "社保卡",
        "居住证",
        "驾驶证",
        "路灯",
        "井盖",
        "噪声",
        "物业费",
        "养老金",
        "医保",
        "学位",
        "户口",
        "停车",
        "燃气",
    ]
    deeds = [
        "申请条件",
        "办理流程",
        "所需材料",
        "收费标准",
        "咨询电话",
        "投诉渠道",
        "补办手续",
        "年审时间",
        "退费规定",
        "变更登记",
    ]
    words = ["龙华", "秀英", "琼山", "美兰", "桂林洋", "高新区", "江东", "综保区", "云龙", "演丰", "三江", "大致坡"]
    rows = []
    for n in range(count):
        title = f"{words[n % 12]}{places[n % 15]}{deeds[(n // 7) % 10]}{n}号"
        item = KnowledgeItem(
            title=title, question=f"{title}是什么？", answer=f"{title}：请携带身份证到{words[(n * 7) % 12]}窗口办理。" * 3,
            unit=town.housing, valid_from=date(2026, 1, 1), valid_until=TODAY + timedelta(days=n % 400 - 40), version=1,
            published_by=town.editor, published_at=clock.now(),
        )  # fmt: skip
        item.index()
        rows.append(item)
    KnowledgeItem.objects.bulk_create(rows, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE knowledge_knowledgeitem") if not connection.in_atomic_block else cursor.execute(
            "ANALYZE knowledge_knowledgeitem"
        )


def test_at_20000_items_the_indexes_are_used(town: Town) -> None:
    many(town, 20_000)
    items = KnowledgeItem.objects
    by_gram = plan_of(items.search("公租房申请条件", TODAY)[:21])
    assert "knowledge_grams" in {node.get("Index Name") for node in by_gram}
    typed = plan_of(items.suggest("来电人咨询龙华公租房申请需要什么条件", TODAY)[:3])
    assert "knowledge_title_grams" in {node.get("Index Name") for node in typed}
    for rows in (
        items.current().filter(valid_until__gte=TODAY).order_by("-pk")[:21],
        items.current().filter(doubted_at__isnull=False).order_by("-pk")[:21],
    ):
        assert "Seq Scan" not in {node["Node Type"] for node in plan_of(rows)}
    for rows in (items.search("公租房申请条件", TODAY)[:21], items.suggest("龙华公租房申请需要什么条件，身份证", TODAY)[:3]):
        milliseconds = json.loads(rows.explain(format="json", analyze=True))[0]["Execution Time"]
        assert milliseconds < 500, milliseconds  # some 10 and 60 on a small machine
