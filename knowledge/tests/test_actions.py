"""Every write of the knowledge base: what it does, what it opens and meets, who is told, and who is refused."""

import threading
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.sweep import sweep
from hotline.models import Option
from hotline.notices.models import Delivery, Notice
from hotline.notices.outbox import deliver
from hotline.notices.tests.conftest import Mailbox, _time_enough, mailbox  # noqa: F401 - fixtures
from hotline.people.models import Person, Role
from knowledge import actions
from knowledge.actions.common import Stale
from knowledge.models import (
    KnowledgeAnswer,
    KnowledgeItem,
    KnowledgeObjection,
    KnowledgeQuestion,
    KnowledgeReview,
    KnowledgeVersion,
)
from knowledge.tests.conftest import ANSWER, TITLE, Town, dues, ended, equip, fresh, last_answer, make_city, on, refused, roster
from tickets.models import Category
from tickets.operation import Forbidden, Refused

pytestmark = pytest.mark.django_db
State, Outcome = KnowledgeQuestion.State, KnowledgeObjection.Outcome
TUESDAY = on(9, 22, 10)  # 2026


@pytest.fixture(autouse=True)
def _tuesday() -> Any:
    with clock.at(TUESDAY):
        yield


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind, person__isnull=False).values_list("person__username", flat=True))


# ---- asking


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2022, 4, 25), date(2022, 4, 26)),  # Monday
        (date(2022, 4, 26), date(2022, 4, 27)),
        (date(2022, 4, 27), date(2022, 4, 28)),
        (date(2022, 4, 28), date(2022, 4, 29)),  # Thursday
        (date(2022, 4, 29), date(2022, 5, 2)),  # Friday: a Monday that is a holiday counts all the same
        (date(2022, 4, 30), date(2022, 5, 2)),
        (date(2022, 5, 1), date(2022, 5, 2)),  # Sunday
        (date(2022, 3, 31), date(2022, 4, 1)),  # the month's end
    ],
)
def test_it_is_due_as_d9_says(town: Town, day: date, due: date) -> None:
    noon = clock.start_of(day) + clock.DAY / 2
    with clock.at(noon), roster({day: town.housing}):
        row = actions.ask(actor=town.operator, text=TITLE, shown=f"{town.housing.pk}:{day}")
        assert (row.unit, row.duty_day) == (town.housing, day)
    wanted = datetime(due.year, due.month, due.day, 8, tzinfo=clock.TZ)
    assert dues(row) == {(Kind.KNOWLEDGE, ""): wanted}
    assert fresh(row).due_at == wanted


def test_asked_at_night_it_goes_to_the_next_shift(town: Town) -> None:
    days = {date(2026, 9, 24): town.housing, date(2026, 9, 25): town.water}  # Thursday, Friday
    leader = town.person("waterchief", town.water, rank="principal")
    with roster(days, {town.water: [leader]}), clock.at(on(9, 24, 22)):
        row = actions.ask(actor=town.operator, text=TITLE, shown=f"{town.water.pk}:2026-09-25")
    assert (row.unit, row.duty_day, row.due_at) == (town.water, date(2026, 9, 25), on(9, 28, 8))
    assert told("knowledge_asked") == {"water_handler", "waterchief"}


def test_a_shift_that_changed_meanwhile_is_said(town: Town) -> None:
    with roster({TUESDAY.date(): town.water}), refused(match="shift has changed"):
        actions.ask(actor=town.operator, text=TITLE, shown=f"{town.housing.pk}:2026-09-22")


def test_a_far_shift_is_no_addressee(town: Town) -> None:
    with roster({date(2026, 9, 25): town.water}), refused(match="Choose the unit", field="unit"):
        actions.ask(actor=town.operator, text=TITLE)


@pytest.mark.parametrize("who", ["operator", "dispatcher", "callback_clerk", "editor", "handler"])
def test_who_may_ask(town: Town, who: str) -> None:
    row = town.ask(getattr(town, who))
    assert (row.state, row.asked_by.username) == (State.ASKED, who)
    assert told("knowledge_asked") == ({"handler"} - {who})


@pytest.mark.parametrize(
    "who", ["supervisor", "office_head", "unit_leader", "archivist", "admin", "auditor", "cityleader", "principal"]
)
def test_who_may_not(town: Town, who: str) -> None:
    with refused(Forbidden):
        town.ask(getattr(town, who))


def test_the_leaders_on_duty_are_told(town: Town) -> None:
    with roster({TUESDAY.date(): town.housing}, {town.housing: [town.principal]}):
        actions.ask(actor=town.operator, text=TITLE, shown=f"{town.housing.pk}:2026-09-22")
    assert told("knowledge_asked") == {"handler", "principal"}


@pytest.mark.parametrize("number", ["13912345678", "139 1234-5678", "１３９１２３４５６７８"])
def test_a_question_holds_no_mobile_number(town: Town, number: str) -> None:
    with refused(match="mobile number", field="text"):
        town.ask(text=f"公租房申请条件是什么？请联系{number}")
    assert not KnowledgeQuestion.objects.exists()
    assert town.ask(text="12345可以转0898-66778899吗？").pk


def test_where_a_unit_has_no_handler_its_leader_is_told(town: Town) -> None:
    town.handler.groups.clear()
    town.ask()
    assert told("knowledge_asked") == {"housing_leader"}


def test_a_ticket_gives_no_caller_away(town: Town) -> None:
    ticket = town.register(caller_name="陈小明", caller_phone="13800138000")
    row = town.ask(text="陈小明（13800138000）问：能申请公租房吗？", ticket=ticket.number)
    assert (row.ticket, row.text) == (ticket, "陈**（138******00）问：能申请公租房吗？")
    town.answered(row, text="请陈小明到窗口办理。")
    assert last_answer(row).text == "请陈**到窗口办理。"
    assert "小明" not in str(list(Notice.objects.values_list("params", flat=True)))


def test_what_is_said_against_an_item_gives_no_caller_away_either(town: Town) -> None:
    ticket = town.register(caller_name="陈小明", caller_phone="13800138000")
    item = town.published(town.answered(town.ask(ticket=ticket.number)), answer="陈小明可申请。")
    assert item.answer == "陈**可申请。"
    assert actions.object_to(item.pk, actor=town.operator, text="陈小明说不对").text == "陈**说不对"
    actions.uphold(item.pk, actor=town.handler, version=1, reason="已电话13800138000核实")
    assert item.objections.get().reason == "已电话138******00核实"


def test_a_ticket_one_may_not_see(town: Town) -> None:
    ticket = town.register()
    with refused(match="no ticket", field="ticket"):
        town.ask(town.handler, ticket=ticket.number)


@pytest.mark.parametrize("text", ["", "  ", "字" * 4001])
def test_a_question_says_something_and_ends(town: Town, text: str) -> None:
    with refused(field="text"):
        town.ask(text=text)


def test_a_form_sent_twice_asks_once(town: Town) -> None:
    key = uuid4()
    assert town.ask(request_id=key) == town.ask(request_id=key)
    assert KnowledgeQuestion.objects.count() == Deadline.objects.count() == 1


def test_the_office_and_closed_units_are_not_asked(town: Town) -> None:
    with refused(field="unit"):
        town.ask(unit=town.office)
    town.housing.is_active = False
    with refused(field="unit"):
        town.ask()


# ---- answering


@pytest.mark.parametrize("who", ["handler", "housing_leader", "principal"])
def test_who_answers(town: Town, who: str) -> None:
    row = town.answered(actor=getattr(town, who))
    assert (row.state, last_answer(row).by.username, last_answer(row).is_late) == (State.ANSWERED, who, False)
    assert ended(row) == [(Kind.KNOWLEDGE, "met")]
    assert dues(row) == {}


@pytest.mark.parametrize("who", ["clerk_of_unit", "water_handler", "operator", "editor", "admin", "office_head"])
def test_who_does_not(town: Town, who: str) -> None:
    row = town.ask()
    with refused(Forbidden):
        town.answered(row, actor=getattr(town, who))
    assert fresh(row).state == State.ASKED


def test_people_of_a_sub_unit_answer_for_the_unit_not_the_other_way(town: Town) -> None:
    assert town.answered(town.ask(unit=town.district), actor=town.street_handler).state == State.ANSWERED
    with refused(Forbidden):
        town.answered(town.ask(unit=town.street), actor=town.district_handler)


def test_a_substitute_answers_during_the_shift_only(town: Town) -> None:
    substitute = town.person("substitute", town.water)  # named under D19, of another unit here
    row = town.ask()
    with roster({TUESDAY.date(): town.housing}, {town.housing: [substitute]}):
        assert town.answered(row, actor=substitute).state == State.ANSWERED
        with clock.at(on(9, 22, 22)), refused(Forbidden):
            town.answered(fresh(row), actor=substitute, text="另一个答复")


def test_a_late_answer_is_taken_and_marked(town: Town) -> None:
    row = town.ask()
    with clock.at(on(9, 23, 8)):
        town.answered(row)
    assert last_answer(row).is_late
    with clock.at(on(9, 23, 9)):
        again = town.answered(fresh(row), text="更正后的答复")
    assert [(a.number, a.is_late) for a in again.answers.order_by("number")] == [(1, True), (2, True)]


def test_one_minute_earlier_is_in_time(town: Town) -> None:
    row = town.ask()
    with clock.at(on(9, 23, 7, 59)):
        town.answered(row)
    assert not last_answer(row).is_late


def test_the_answer_is_mailed_to_the_editorial_group(town: Town, mailbox: Mailbox) -> None:  # noqa: F811
    Option.objects.create(key="editorial_mailbox", value="cbz@hotline.example")
    ticket = town.register(caller_name="陈小明", caller_phone="13800138000")
    row = town.answered(
        town.ask(text="陈小明问：公租房申请条件是什么？", ticket=ticket.number, category=Category.objects.create(name="住房")),
        text="电话13800138000可查。\n见附件。",
    )
    assert deliver() == 1
    (message,) = mailbox.messages
    assert message["To"] == "cbz@hotline.example"
    (text,) = mailbox.texts
    assert row.number in message["Subject"]
    assert "住房" in message["Subject"]
    assert "公租房" not in message["Subject"]
    for part in (
        "陈**问：公租房申请条件是什么？",
        "电话138******00可查。\n见附件。",
        "市住建局",
        "何俊杰",
        f"/knowledge/questions/{row.pk}/",
    ):
        assert part in text
    assert "小明" not in text
    assert "13800138000" not in text
    # Edited before the review: a new version, and one more letter.
    town.answered(row, text="更正后的答复")
    assert deliver() == 1
    assert "更正后的答复" in mailbox.texts[1]
    assert deliver() == 0


def test_an_answer_and_its_mail_come_together_or_not_at_all(town: Town) -> None:
    row = town.ask()
    with transaction.atomic():
        town.answered(row)
        assert Delivery.objects.filter(notice__kind="knowledge_mail").count() == 1
        transaction.set_rollback(True)
    assert (fresh(row).state, Delivery.objects.count(), KnowledgeAnswer.objects.count()) == (State.ASKED, 0, 0)


def test_a_double_click_answers_once(town: Town) -> None:
    row = town.ask()
    town.answered(row)
    town.answered(row)
    assert KnowledgeAnswer.objects.count() == Notice.objects.filter(kind="knowledge_mail").count() == 1


def test_the_second_of_two_people_is_told(town: Town) -> None:
    row = town.ask()
    town.answered(row)
    with refused(Stale):
        town.answered(row, actor=town.housing_leader, text="另一个答复")


def test_a_draft_is_kept_for_the_unit_until_the_answer(town: Town) -> None:
    row = actions.save_draft(town.ask().pk, actor=town.handler, text="初稿", version=1)
    assert (row.draft, row.draft_by, row.state) == ("初稿", town.handler, State.ASKED)
    with refused(Stale):
        town.answered(row, version=1, actor=town.housing_leader)
    answered = town.answered(row)
    assert (answered.draft, answered.draft_by) == ("", None)
    with refused(match="answered already"):
        actions.save_draft(row.pk, actor=town.handler, text="再改", version=answered.version)


def test_who_keeps_no_draft(town: Town) -> None:
    with refused(Forbidden):
        actions.save_draft(town.ask().pk, actor=town.operator, text="初稿", version=1)


def test_who_is_told_of_an_answer(town: Town) -> None:
    town.answered()
    assert told("knowledge_answered") == {"operator"}
    assert told("knowledge_to_review") == {"editor", "editor2"}


# ---- reviewing


def test_publishing(town: Town) -> None:
    question = town.answered()
    item = town.published(question, valid_until=date(2026, 12, 31), answer="编辑后的答复。")
    question = fresh(question)
    assert (question.state, question.item) == (State.PUBLISHED, item)
    assert (item.title, item.answer, item.unit, item.version) == ("公租房申请条件", "编辑后的答复。", town.housing, 1)
    assert (item.valid_from, item.valid_until, item.published_by) == (date(2026, 9, 22), date(2026, 12, 31), town.editor)
    assert dues(item) == {(Kind.REVIEW, ""): datetime(2027, 1, 1, tzinfo=clock.TZ)}
    assert list(item.versions.values_list("number", "why", "answer")) == [(1, "published", "编辑后的答复。")]
    assert told("knowledge_published") == {"operator", "handler"}
    assert KnowledgeReview.objects.get().verdict == "published"


def test_without_a_date_the_option_says_until_when(town: Town) -> None:
    assert town.published().valid_until == date(2027, 9, 22)


@pytest.mark.parametrize("day", [date(2026, 9, 22), date(2026, 9, 21), date(2036, 9, 30)])
def test_the_validity_ends_later_but_not_too_late(town: Town, day: date) -> None:
    with refused(field="valid_until"):
        town.published(valid_until=day)


def test_giving_back_opens_it_again_by_d9_from_today(town: Town) -> None:
    row = town.answered()
    with clock.at(on(9, 25, 16)):  # a Friday
        actions.give_back(row.pk, actor=town.editor, version=row.version, reason="请写明面积标准的依据。")
    row = fresh(row)
    assert (row.state, row.draft, row.due_at) == (State.ASKED, ANSWER, on(9, 28, 8))
    assert dues(row) == {(Kind.KNOWLEDGE, ""): on(9, 28, 8)}
    assert told("knowledge_given_back") == {"handler"}
    town.answered(row, text="依据是……")
    assert [a.number for a in row.answers.order_by("number")] == [1, 2]
    assert ended(row) == [(Kind.KNOWLEDGE, "met"), (Kind.KNOWLEDGE, "met")]


def test_closing_an_answer_or_a_question(town: Town) -> None:
    for row in (town.answered(), town.ask()):
        actions.close(row.pk, actor=town.editor, version=row.version, reason="与已有知识点重复。")
        assert (fresh(row).state, dues(row)) == (State.CLOSED, {})
    assert told("knowledge_closed") == {"operator", "handler"}
    assert [r.answer_id is None for r in KnowledgeReview.objects.order_by("pk")] == [False, True]


def test_reviews_need_a_reason(town: Town) -> None:
    row = town.answered()
    for act in (actions.give_back, actions.close):
        with refused(field="reason"):
            act(row.pk, actor=town.editor, version=row.version, reason=" ")


@pytest.mark.parametrize("who", ["operator", "handler", "office_head", "supervisor", "admin"])
def test_only_editors_review(town: Town, who: str) -> None:
    row, person = town.answered(), getattr(town, who)
    with refused(Forbidden):
        town.published(row, actor=person)
    for act in (actions.give_back, actions.close):
        with refused(Forbidden):
            act(row.pk, actor=person, version=row.version, reason="理由")
    assert fresh(row).state == State.ANSWERED


def test_nobody_reviews_their_own_answer(town: Town) -> None:
    both = town.person("both", town.housing, Role.HANDLER, Role.EDITOR)
    row = town.answered(actor=both)
    with refused(match="their own"):
        town.published(row, actor=both)
    for act in (actions.give_back, actions.close):
        with refused(match="their own"):
            act(row.pk, actor=both, version=row.version, reason="理由")
    assert town.published(row).pk


def test_what_was_decided_is_not_decided_again(town: Town) -> None:
    row = town.answered()
    town.published(row)
    with refused(Stale):
        town.published(row, actor=town.editor2)
    row = fresh(row)
    with refused(match="no answer"):
        town.published(row)
    with refused(match="decided"):
        actions.close(row.pk, actor=town.editor, version=row.version, reason="理由")
    with refused(match="decided"):
        town.answered(row, text="再答一次")


@pytest.mark.parametrize("name", ["title", "question", "answer"])
def test_what_is_published_holds_no_mobile_number(town: Town, name: str) -> None:
    row, item = town.answered(), town.item()
    said = "请联系139 1234 5678"
    now = {"title": item.title, "question": item.question, "answer": item.answer, "unit": item.unit}
    with refused(match="mobile number", field=name):
        actions.publish(row.pk, actor=town.editor, version=row.version, **(now | {name: said}))
    with refused(match="mobile number", field=name):
        actions.create(actor=town.editor, **(now | {name: said}))
    with refused(match="mobile number", field=name):
        actions.edit(item.pk, actor=town.editor, version=1, **(now | {name: said}))
    assert (KnowledgeItem.objects.get().version, fresh(row).state) == (1, State.ANSWERED)
    said = "请拨打12345或0898-66778899"
    assert actions.publish(row.pk, actor=town.editor, version=row.version, **(now | {name: said})).pk


def test_a_question_without_an_answer_is_not_published(town: Town) -> None:
    with refused(match="no answer"):
        town.published(town.ask())


# ---- items


def test_an_editor_writes_an_item_nobody_asked_for(town: Town) -> None:
    item = town.item()
    assert (item.version, dues(item)) == (1, {(Kind.REVIEW, ""): datetime(2027, 9, 23, tzinfo=clock.TZ)})
    with refused(Forbidden):
        town.item(actor=town.handler)


@pytest.mark.parametrize(("name", "value"), [("title", ""), ("title", "字" * 101), ("question", ""), ("answer", "字" * 4001)])
def test_what_an_item_needs(town: Town, name: str, value: str) -> None:
    with refused(field=name):
        town.item(**{name: value})


def test_every_edit_keeps_the_former_version(town: Town) -> None:
    item = town.item()
    values = {"title": "公租房申请", "question": TITLE, "answer": "新的答复", "unit": town.water, "valid_until": date(2027, 1, 1)}
    actions.edit(item.pk, actor=town.editor, version=1, **values)
    assert list(item.versions.order_by("number").values_list("number", "answer")) == [(1, ANSWER), (2, "新的答复")]
    item = fresh(item)
    assert (item.version, item.unit, dues(item)) == (2, town.water, {(Kind.REVIEW, ""): on(1, 2).replace(year=2027)})
    assert {d.unit for d in Deadline.objects.open().of(*item.subject)} == {town.water}
    with refused(Stale):
        actions.edit(item.pk, actor=town.editor2, version=1, **values)
    with refused(Forbidden):
        actions.edit(item.pk, actor=town.handler, version=2, **values)


def test_the_database_keeps_versions_answers_and_reviews(town: Town) -> None:
    town.published()
    for model in (KnowledgeVersion, KnowledgeAnswer, KnowledgeReview):
        for change in (lambda rows: rows.update(by=town.operator), lambda rows: rows._raw_delete("default")):
            with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
                change(model.objects.all())


def test_the_owner_confirms(town: Town) -> None:
    item = town.item(valid_until=date(2026, 9, 30))
    with clock.at(on(10, 5, 9)):  # late
        actions.confirm(item.pk, actor=town.handler, version=1, valid_until=date(2027, 10, 5))
    item = fresh(item)
    assert (item.valid_until, item.version) == (date(2027, 10, 5), 2)
    assert dues(item) == {(Kind.REVIEW, ""): on(10, 6).replace(year=2027)}
    assert ended(item) == [(Kind.REVIEW, "met")]
    assert item.versions.get(number=2).why == "confirmed"


@pytest.mark.parametrize("who", ["clerk_of_unit", "water_handler", "operator", "editor"])
def test_only_the_owner_confirms_corrects_and_upholds(town: Town, who: str) -> None:
    person, item = getattr(town, who), town.item()
    with refused(Forbidden):
        actions.confirm(item.pk, actor=person, version=1)
    with refused(Forbidden):
        actions.correct(item.pk, actor=person, version=1, answer="别的")
    town.doubted(item, town.dispatcher)
    with refused(Forbidden):
        actions.uphold(item.pk, actor=person, version=1, reason="没错")


def test_editors_look_after_what_the_office_owns(town: Town) -> None:
    item = town.item(unit=town.office)
    actions.confirm(item.pk, actor=town.editor, version=1, valid_until=date(2027, 1, 1))
    row = actions.correct(item.pk, actor=town.editor, version=2, answer="新的答复")
    with refused(match="their own"):
        town.published(row, actor=town.editor)
    town.published(row, actor=town.editor2, answer="新的答复", unit=town.office)
    assert fresh(item).answer == "新的答复"


def test_a_correction_is_reviewed_and_becomes_the_next_version(town: Town, mailbox: Mailbox) -> None:  # noqa: F811
    item = town.item(valid_until=date(2026, 9, 30))  # near: the correction is its review
    row = actions.correct(item.pk, actor=town.handler, version=1, answer="面积标准改为20平方米。")
    assert (row.is_correction, fresh(row).state, row.item) == (True, State.ANSWERED, item)
    assert (fresh(item).answer, dues(item), dues(row)) == (ANSWER, {}, {})
    assert deliver() == 1
    with refused(match="on its way"):
        actions.correct(item.pk, actor=town.handler, version=1, answer="再改")
    with refused(match="on its way"):
        actions.confirm(item.pk, actor=town.handler, version=1)
    row = fresh(row)
    assert town.published(row, answer="面积标准改为20平方米。") == item
    item = fresh(item)
    assert (item.answer, item.version, KnowledgeItem.objects.count()) == ("面积标准改为20平方米。", 2, 1)
    assert item.versions.get(number=2).why == "corrected"
    assert list(dues(item)) == [(Kind.REVIEW, "")]


def test_a_correction_that_changes_nothing(town: Town) -> None:
    with refused(match="Nothing is different", field="answer"):
        actions.correct(town.item().pk, actor=town.handler, version=1, answer=ANSWER)


def test_a_correction_given_back_is_answered_again(town: Town) -> None:
    item = town.item()
    row = fresh(actions.correct(item.pk, actor=town.handler, version=1, answer="新的答复"))
    actions.give_back(row.pk, actor=town.editor, version=row.version, reason="依据呢？")
    assert dues(row) == {(Kind.KNOWLEDGE, ""): on(9, 23, 8)}
    row = town.answered(fresh(row), text="新的答复，依据第三条")
    assert town.published(row, answer="新的答复，依据第三条") == item


def test_a_correction_closed_leaves_the_review_with_the_owner(town: Town) -> None:
    item = town.doubted(town.item(valid_until=date(2026, 9, 25)))
    row = fresh(actions.correct(item.pk, actor=town.handler, version=1, answer="新的答复"))
    assert dues(item) == {}
    with clock.at(on(9, 28, 9)):  # meanwhile the validity is over
        actions.close(row.pk, actor=town.editor, version=row.version, reason="依据不足，维持原答复。")
    # five working days: September 29 and 30, October 8, 9 and 10 (a Saturday, made up)
    assert dues(item) == {(Kind.REVIEW, ""): on(10, 11)}
    objection = KnowledgeObjection.objects.get()
    assert (objection.outcome, objection.reason, fresh(item).doubted_at) == (Outcome.KEPT, "依据不足，维持原答复。", None)
    assert told("knowledge_settled") == {"operator"}


def test_withdrawing(town: Town) -> None:
    item = town.doubted()
    row = actions.correct(item.pk, actor=town.handler, version=1, answer="新的答复")
    actions.withdraw(item.pk, actor=town.editor, version=1, reason="政策已废止。")
    item = fresh(item)
    assert (item.withdrawn_by, item.withdrawn_reason, item.doubted_at, dues(item)) == (town.editor, "政策已废止。", None, {})
    assert (fresh(row).state, KnowledgeObjection.objects.get().outcome) == (State.CLOSED, Outcome.WITHDRAWN)
    assert told("knowledge_withdrawn") == {"handler"}
    for again in (
        lambda: actions.withdraw(item.pk, actor=town.editor, version=1, reason="再撤"),
        lambda: actions.confirm(item.pk, actor=town.handler, version=1),
        lambda: actions.object_to(item.pk, actor=town.operator, text="错了"),
        lambda: actions.correct(item.pk, actor=town.handler, version=1, answer="改"),
    ):
        with refused(match="withdrawn"):
            again()
    with refused(Forbidden):
        actions.withdraw(item.pk, actor=town.handler, version=1, reason="撤")


# ---- objections


def test_the_first_objection_opens_a_review_and_others_join(town: Town) -> None:
    item = town.item()
    first = actions.object_to(item.pk, actor=town.operator, text="面积标准已经改了")
    second = actions.object_to(item.pk, actor=town.dispatcher, text="电话打不通")
    assert fresh(item).doubted_at == first.at
    # five working days from Tuesday, September 22: 23, 24, 28, 29, 30; the 25th is 中秋
    review = {key: due for key, due in dues(item).items() if key[1]}
    assert review == {(Kind.REVIEW, f"objection:{first.pk}"): on(10, 1)}
    assert (told("knowledge_doubted"), told("knowledge_doubted_too")) == ({"handler", "editor", "editor2"},) * 2
    assert (first.outcome, second.outcome) == ("", "")


def test_the_same_objection_twice_is_one(town: Town) -> None:
    town.doubted(town.doubted())
    assert KnowledgeObjection.objects.count() == 1


@pytest.mark.parametrize("who", ["operator", "dispatcher", "callback_clerk", "editor", "handler", "water_handler"])
def test_who_may_object(town: Town, who: str) -> None:
    assert town.doubted(who=getattr(town, who)).doubted_at


@pytest.mark.parametrize("who", ["admin", "auditor", "cityleader", "supervisor", "unit_leader"])
def test_who_may_not_object(town: Town, who: str) -> None:
    with refused(Forbidden):
        town.doubted(who=getattr(town, who))


@pytest.mark.parametrize("text", ["", "字" * 501])
def test_an_objection_is_a_sentence(town: Town, text: str) -> None:
    with refused(field="text"):
        town.doubted(text=text)


def test_right_after_all(town: Town) -> None:
    item = town.doubted()
    town.doubted(item, town.dispatcher, "电话打不通")
    actions.uphold(item.pk, actor=town.handler, version=1, reason="标准未变，见2026年3号文。")
    assert fresh(item).doubted_at is None
    assert {(o.outcome, o.reason, o.settled_by) for o in item.objections.all()} == {
        (Outcome.RIGHT, "标准未变，见2026年3号文。", town.handler)
    }
    assert told("knowledge_right") == {"operator", "dispatcher"}
    assert list(dues(item)) == [(Kind.REVIEW, "")]
    with refused(match="Nobody says"):
        actions.uphold(item.pk, actor=town.handler, version=1, reason="没错")
    assert town.doubted(item).doubted_at  # and again later


def test_nobody_answers_their_own_objection(town: Town) -> None:
    item = town.doubted(who=town.handler)
    with refused(match="yourself"):
        actions.uphold(item.pk, actor=town.handler, version=1, reason="没错")
    actions.uphold(item.pk, actor=town.housing_leader, version=1, reason="没错")


def test_a_correction_answers_the_objection(town: Town) -> None:
    item = town.doubted()
    with refused(match="answer that first"):
        actions.confirm(item.pk, actor=town.handler, version=1)
    row = fresh(actions.correct(item.pk, actor=town.handler, version=1, answer="面积标准改为20平方米。"))
    assert (Kind.REVIEW, "met") in ended(item)
    assert fresh(item).doubted_at  # until the editor has looked
    town.doubted(item, town.dispatcher, "电话打不通")  # joins; the owner has done its part
    assert list(dues(item)) == [(Kind.REVIEW, "")]
    with refused(match="on its way"):
        actions.uphold(item.pk, actor=town.handler, version=1, reason="没错")
    town.published(row, answer="面积标准改为20平方米。")
    assert {o.outcome for o in item.objections.all()} == {Outcome.CORRECTED}
    assert told("knowledge_settled") == {"operator", "dispatcher"}
    assert fresh(item).doubted_at is None


# ---- alarms


def alarmed(number: str) -> dict[str, set[str]]:
    """Who was told of this number at which stage; the roster's own alarms may stand in the same message."""
    found: dict[str, set[str]] = {}
    for who, params in Notice.objects.filter(kind="alarm", person__isnull=False).values_list("person__username", "params"):
        if number in {item["number"] for item in params["items"]}:
            found.setdefault(params["stage"], set()).add(who)
    return found


def test_a_question_walks_its_alarms(town: Town) -> None:
    question = town.ask()
    for moment in (on(9, 22, 20), on(9, 23, 8), on(9, 28, 9)):  # one whole working day later; the 25th is a holiday
        with clock.at(moment):
            sweep()
    assert alarmed(question.number) == {
        "before_12h": {"handler"}, "due": {"handler", "housing_leader", "supervisor"},
        "after_1wd": {"housing_leader", "office_head"},
    }  # fmt: skip


def test_an_item_is_to_be_reviewed_when_its_validity_ends(town: Town) -> None:
    item = town.item(valid_until=date(2026, 9, 29))
    for moment in (on(9, 28, 9), on(9, 30, 9), on(10, 12, 9)):
        with clock.at(moment):
            sweep()
    assert alarmed(item.number) == {
        "before_2wd": {"handler"}, "due": {"handler", "housing_leader"}, "after_3wd": {"handler", "housing_leader", "supervisor"},
    }  # fmt: skip


# ---- at the same time


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_editors_at_once_decide_once() -> None:
    with clock.at(TUESDAY):
        town = equip(make_city())
        row = town.answered()
    results: list[str] = []
    gate = threading.Barrier(2)

    def decide(who: Person) -> None:
        try:
            with clock.at(TUESDAY):
                gate.wait()
                town.published(row, actor=who)
            results.append("published")
        except Refused as refused_:
            results.append(type(refused_).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(who,)) for who in (town.editor, town.editor2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["Stale", "published"]
    assert KnowledgeItem.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_row_that_stays_locked_is_said(client: Any) -> None:
    with clock.at(TUESDAY):
        town = equip(make_city())
        row = town.ask()
    taken, done = threading.Event(), threading.Event()

    def keep() -> None:
        with transaction.atomic():
            KnowledgeQuestion.objects.select_for_update().get(pk=row.pk)
            taken.set()
            done.wait(30)
        connection.close()

    thread = threading.Thread(target=keep)
    thread.start()
    taken.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    client.force_login(town.handler)
    page = client.post(f"/knowledge/questions/{row.pk}/answer/", {"text": ANSWER, "version": 1})
    done.set()
    thread.join()
    assert page.status_code == 409
    assert ANSWER in page.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
