"""Freezing the callback sheet, drafts, opinions, calls, replacing, closing (D10, D11)."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import translation

from dutyroster import clockwork, onduty
from dutyroster.actions import sheet as sheets, sheet_signing
from dutyroster.models import Leave, Sheet, SheetCase, SheetDraft
from dutyroster.tests.conftest import Town, at
from dutyroster.tests.sheet_town import PASSWORD, Desk, make_desk, moment
from hotline import options
from hotline.deadlines.models import Deadline
from hotline.deadlines.sweep import sweep
from hotline.models import Option
from hotline.notices.models import Notice
from hotline.people.models import Role
from tickets.facts import Actor
from tickets.flow import Action
from tickets.models import Callback, Event, Step, Ticket
from tickets.operation import Forbidden, Refused, perform
from tickets.tests.test_concurrency import at_once


@pytest.fixture
def desk(town: Town) -> Desk:
    return make_desk(town)


@contextmanager
def refused(error: type[Refused] = Refused, match: str | None = None, field: str | None = None) -> Iterator[None]:
    """Refused in exactly this way, and the cases and drafts stay as they were."""
    before = everything()
    with translation.override("en"), pytest.raises(Refused, match=match) as caught:
        yield
    assert caught.type is error
    assert field is None or caught.value.field == field
    assert everything() == before


def everything() -> list[tuple]:
    return [row for table in (SheetCase, SheetDraft) for row in table.objects.order_by("pk").values_list()]


# ---- freezing


def test_fixed_at_nine(desk: Desk) -> None:
    desk.replied(2, unit=desk.city.water)
    desk.called(desk.replied()[0], solved=False)
    with at("2026-11-20 08:59"):
        assert sheets.freeze(desk.shift) is None
    with at("2026-11-20 09:00") as now:
        sheet = sheets.freeze(desk.shift)
    assert sheet
    assert (sheet.frozen_at, sheet.rule, sheet.wanted, sheet.found, sheet.days) == (now, 1, 30, 3, 30)
    rows = list(sheet.cases.values_list("position", "ticket__number", "group", "unit__name", "is_own"))
    assert rows == [
        (1, "20261110-00003", "unhappy", "市住建局", False),
        (2, "20261110-00001", "not_called", "市水务局", True),
        (3, "20261110-00002", "not_called", "市水务局", True),
    ]


def test_thirty_and_the_limit_per_unit(desk: Desk) -> None:
    desk.replied(35)
    desk.replied(2, unit=desk.city.health)
    with at("2026-11-20 09:00"):
        sheet = sheets.freeze(desk.shift)
    assert sheet
    assert (sheet.found, sheet.wanted, sheet.days) == (30, 30, 7)
    assert list(sheet.cases.values_list("position", flat=True)) == list(range(1, 31))
    assert sheet.cases.filter(unit=desk.city.health).count() == 2


def test_the_own_tree_is_marked(desk: Desk) -> None:
    desk.city.street.parent = desk.city.water
    desk.city.street.save()
    desk.replied(unit=desk.city.street)
    with at("2026-11-20 09:00"):
        sheets.freeze(desk.town.shift(desk.shift.day))
    assert desk.case().is_own


def test_a_second_call_gives_the_same(desk: Desk) -> None:
    first = desk.frozen(2)
    desk.replied(5, when="2026-11-19 10:00")
    with at("2026-11-20 09:30"):
        assert sheets.freeze(desk.shift) == first
    with at("2026-11-21 12:00"):
        assert sheets.freeze(desk.shift) == first
    assert SheetCase.objects.count() == 2


def test_late_is_as_of_nine(desk: Desk) -> None:
    """The scheduler was down: what was replied to after nine does not come onto the sheet."""
    desk.replied(1)
    desk.replied(1, when="2026-11-20 10:00")
    with at("2026-11-20 11:00"):
        sheet = sheets.freeze(desk.shift)
    assert sheet
    assert list(sheet.cases.values_list("ticket__number", flat=True)) == ["20261110-00001"]


def test_nothing_is_fixed_after_the_shift(desk: Desk) -> None:
    desk.replied()
    with at("2026-11-20 22:00"):
        assert sheets.freeze(desk.shift) is None


def test_no_ticket_on_two_sheets(desk: Desk) -> None:
    desk.frozen(2)
    tomorrow = desk.town.shift(moment("2026-11-21 00:00").date())
    desk.replied(1)
    with at("2026-11-21 09:00"):
        sheet = sheets.freeze(tomorrow)
    assert sheet
    assert list(sheet.cases.values_list("ticket__number", flat=True)) == ["20261110-00003"]


def test_a_sheet_without_cases_is_settled_at_once(desk: Desk) -> None:
    sheet = desk.frozen(0)
    assert (sheet.found, desk.obligation().met_at) == (0, moment("2026-11-20 09:00"))


def test_an_obligation_opened_after_an_empty_sheet_is_met_at_the_next_call(desk: Desk) -> None:
    with at("2026-11-20 09:05"):
        sheets.freeze(desk.shift)
        clockwork.open_shifts()
        sheets.freeze(desk.shift)
    assert desk.obligation().met_at


def test_the_number_is_a_setting(desk: Desk) -> None:
    Option.objects.create(key="sheet_cases", value=2)
    options.forget()
    assert (desk.frozen(3).found, SheetCase.objects.count()) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once(transactional_db: None) -> None:
    from tickets.tests.conftest import make_city

    options.forget()
    desk = make_desk(Town(make_city()))
    desk.replied(5)

    def freeze() -> Sheet | None:
        with at("2026-11-20 09:00"):
            return sheets.freeze(desk.shift)

    found = at_once(freeze, freeze, freeze, freeze)
    assert {type(one) for one in found} == {Sheet}
    assert len({one.pk for one in found}) == 1
    assert SheetCase.objects.count() == 5


# ---- who writes, and when


def test_only_the_leaders_of_the_day(desk: Desk) -> None:
    desk.frozen(1)
    city, case = desk.city, desk.case()
    strangers = (
        desk.staff, desk.yesterday, city.office_head, city.supervisor, city.callback_clerk, city.dispatcher, city.water_handler,
    )  # fmt: skip
    with at("2026-11-20 10:00"):
        for person in strangers:
            for act in (
                lambda p=person: sheets.save_draft(case, "x", actor=p),
                lambda p=person: sheets.give_opinion(case, "x", actor=p),
                lambda p=person: sheets.confirm(case, actor=p),
                lambda p=person: sheets.show_phone(case, actor=p),
                lambda p=person: sheets.replace(case, "x", actor=p),
                lambda p=person: sheet_signing.sign(desk.shift, PASSWORD, actor=p),
            ):
                with refused(Forbidden, "Only the leaders on duty"):
                    act()
        for person in (desk.principal, desk.deputy):
            sheets.save_draft(case, "x", actor=person)
    assert Event.objects.count() == 0


def test_the_substitute_may_and_the_absent_may_not(desk: Desk) -> None:
    desk.frozen(1)
    substitute = desk.town.person("substitute", desk.city.water)
    Leave.objects.create(
        shift=desk.shift, who="deputy", person=desk.deputy, reason="出差", asked_by=desk.deputy, asked_at=moment("2026-11-18 10:00"),
        is_late=False, approver=desk.principal, decided_at=moment("2026-11-18 11:00"), granted=True, substitute=substitute,
    )  # fmt: skip
    with at("2026-11-20 10:00"):
        sheets.give_opinion(desk.case(), "同意", actor=substitute)
        with refused(Forbidden):
            sheets.give_opinion(desk.case(), "同意", actor=desk.deputy)


def test_the_powers_end_with_the_shift(desk: Desk) -> None:
    desk.frozen(1)
    with at("2026-11-20 21:59"):
        sheets.save_draft(desk.case(), "x", actor=desk.principal)
    with at("2026-11-20 22:00"):
        for act in (
            lambda: sheets.save_draft(desk.case(), "x", actor=desk.principal),
            lambda: sheets.give_opinion(desk.case(), "x", actor=desk.principal),
            lambda: sheets.show_phone(desk.case(), actor=desk.principal),
            lambda: sheets.replace(desk.case(), "x", actor=desk.principal),
        ):
            with refused(match="The shift is over"):
                act()


# ---- drafts


def test_a_draft_is_kept_as_typed(desk: Desk) -> None:
    desk.frozen(1)
    with at("2026-11-20 10:00"):
        assert sheets.save_draft(desk.case(), "正在核\r\n实陈小明", actor=desk.principal) == "正在核\n实陈小明"
        assert sheets.save_draft(desk.case(), "字" * 1000, actor=desk.principal) == "字" * 1000
        with refused(match="too long", field="opinion"):
            sheets.save_draft(desk.case(), "字" * 1001, actor=desk.principal)
        assert drafts() == {"water-principal": "字" * 1000}
        assert sheets.save_draft(desk.case(), "", actor=desk.principal) == ""
    case = desk.case()
    assert (drafts(), case.opinion, case.done_at) == ({}, "", None)


def test_the_opinion_ends_the_draft_also_one_that_arrives_late(desk: Desk) -> None:
    desk.frozen(1)
    with at("2026-11-20 10:00"):
        sheets.save_draft(desk.case(), "同意", actor=desk.principal)
        sheets.give_opinion(desk.case(), "同意办结", actor=desk.principal)
        assert drafts() == {}
        assert sheets.save_draft(desk.case(), "同意办结 ", actor=desk.principal) == ""
        assert drafts() == {}
        assert sheets.save_draft(desk.case(), "同意办结，但", actor=desk.principal) == "同意办结，但"
        assert drafts() == {"water-principal": "同意办结，但"}


def test_each_leader_has_a_draft_of_the_own(desk: Desk) -> None:
    desk.frozen(1)
    for when, who, text in (("10:00", desk.principal, "甲"), ("10:05", desk.deputy, "乙"), ("10:10", desk.principal, "甲甲")):
        with at(f"2026-11-20 {when}"):
            sheets.save_draft(desk.case(), text, actor=who)
    assert drafts() == {"water-principal": "甲甲", "water-deputy": "乙"}
    begun = SheetDraft.objects.order_by("pk").values_list("since", flat=True)
    assert list(begun) == [moment("2026-11-20 10:00"), moment("2026-11-20 10:05")]
    with at("2026-11-20 10:15"):
        sheets.give_opinion(desk.case(), "同意办结", actor=desk.principal)
        assert drafts() == {"water-deputy": "乙"}
        sheets.save_draft(desk.case(), "", actor=desk.principal)
        assert drafts() == {"water-deputy": "乙"}


def drafts() -> dict[str, str]:
    return dict(SheetDraft.objects.values_list("person__username", "text"))


# ---- opinions


def test_an_opinion_on_a_file_that_was_read(desk: Desk) -> None:
    desk.frozen(1)
    with at("2026-11-20 10:00") as now:
        sheets.give_opinion(desk.case(), " 已修复，建议对陈小明再回访。 ", actor=desk.principal, version=0)
    case = desk.case()
    assert (case.opinion, case.how, case.done_at, case.done_by, case.seen_version, case.callback) == (
        "已修复，建议对陈**再回访。", "read", now, desk.principal, 0, None,
    )  # fmt: skip
    assert Event.objects.count() == 0


def test_it_may_be_said_anew(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    with at("2026-11-20 11:00"):
        sheets.give_opinion(desk.case(), "不同意办结", actor=desk.deputy)
    assert (desk.case().opinion, desk.case().done_by) == ("不同意办结", desk.deputy)


def test_nobody_replaces_anothers_opinion_unseen(desk: Desk) -> None:
    """A file that was read leaves no event on the ticket: what was saved on the case tells (section 7)."""
    desk.frozen(1)
    desk.replied(1)
    opened = desk.case().stamp
    desk.done(1)
    with at("2026-11-20 11:00"):
        sheets.save_draft(desk.case(), "不同意办结", actor=desk.deputy, seen=opened)  # typing goes on
        for act in (
            lambda: sheets.give_opinion(desk.case(), "不同意办结", actor=desk.deputy, version=0, seen=opened),
            lambda: sheets.give_opinion(desk.case(), "不同意办结", actor=desk.deputy, version=0, seen=""),
            lambda: sheets.replace(desk.case(), "重复", actor=desk.deputy, seen=opened),
        ):
            with refused(sheets.CaseChanged, f"{desk.principal.name} saved an opinion on this case at 10:00"):
                act()
        sheets.give_opinion(desk.case(), "不同意办结", actor=desk.deputy, version=0, seen=desk.case().stamp)
    assert (desk.case().opinion, desk.case().done_by) == ("不同意办结", desk.deputy)


def test_a_call_and_an_opinion_of_the_other_are_told_together(desk: Desk) -> None:
    desk.frozen(1)
    opened = desk.case().stamp
    with at("2026-11-20 10:00"):
        sheets.give_opinion(desk.case(), "未接通", actor=desk.principal, how="called", reached=False)
        with refused(sheets.CaseChanged, "saved an opinion on this case"):
            sheets.give_opinion(desk.case(), "同意", actor=desk.deputy, version=0, seen=opened)
        with pytest.raises(sheets.CaseChanged) as caught:
            sheets.give_opinion(desk.case(), "同意", actor=desk.deputy, version=0, seen=opened)
    assert ([event.action for event in caught.value.events], caught.value.other) == (["callback"], desk.case())


def test_the_same_form_again_and_the_own_opinion_are_no_news(desk: Desk) -> None:
    desk.frozen(1)
    opened = desk.case().stamp
    with at("2026-11-20 10:00"):
        for text in ("同意", "同意", "不同意"):
            sheets.give_opinion(desk.case(), text, actor=desk.principal, version=0, seen=opened, request_id=uuid4())
    assert desk.case().opinion == "不同意"


def test_what_was_written_on_a_replaced_case_is_not_said_of_the_new_one(desk: Desk) -> None:
    desk.frozen(1)
    desk.replied(2)
    opened = desk.case().stamp
    with at("2026-11-20 10:00"):
        sheets.replace(desk.case(), "重复", actor=desk.deputy, seen=opened)
        for act in (  # the page goes by the place on the sheet
            lambda: sheets.save_draft(desk.case(), "同意", actor=desk.principal, seen=opened),
            lambda: sheets.give_opinion(desk.case(), "同意", actor=desk.principal, seen=opened),
            lambda: sheets.replace(desk.case(), "重复", actor=desk.principal, seen=opened),
        ):
            with refused(match="was replaced by another"):
                act()


@pytest.mark.django_db(transaction=True)
def test_two_leaders_save_at_once(transactional_db: None) -> None:
    from tickets.tests.conftest import make_city

    options.forget()
    desk = make_desk(Town(make_city()))
    desk.frozen(1)
    case = desk.case()
    leaders = {"principal": desk.principal, "deputy": desk.deputy}
    with at("2026-11-20 10:00"):
        for who, person in leaders.items():
            sheets.save_draft(case, who, actor=person, seen=case.stamp)

    def save(who: str) -> SheetCase:
        with at("2026-11-20 10:01"), translation.override("en"):
            return sheets.give_opinion(case, who, actor=leaders[who], version=0, seen=case.stamp)

    results = at_once(lambda: save("principal"), lambda: save("deputy"))
    assert sorted(type(one).__name__ for one in results) == ["CaseChanged", "SheetCase"]
    first = desk.case()
    assert first.opinion != next(iter(drafts().values()))  # the second's words are still a draft
    assert (len(drafts()), leaders[first.opinion]) == (1, first.done_by)


@pytest.mark.parametrize(("text", "match"), [("  ", "write something"), ("字" * 1001, "too long")])
def test_no_opinion_is_none(desk: Desk, text: str, match: str) -> None:
    desk.frozen(1)
    with at("2026-11-20 10:00"), refused(match=match, field="opinion"):
        sheets.give_opinion(desk.case(), text, actor=desk.principal)


def test_a_call_is_a_callback_of_the_ticket(desk: Desk) -> None:
    desk.frozen(1)
    with at("2026-11-20 10:00") as now:
        done = sheets.give_opinion(
            desk.case(), "群众不满意，建议重办", actor=desk.principal, how="called", reached=True, solved=False, satisfaction=1
        )
    callback = Callback.objects.get()
    assert (done.callback, done.how, done.seen_version) == (callback, "called", 1)
    assert (callback.at, callback.by, callback.solved, callback.satisfaction) == (now, desk.principal, False, 1)
    event = Event.objects.get()
    assert (event.action, event.actor, event.opinion) == ("callback", desk.principal, "群众不满意，建议重办")
    assert Deadline.objects.open().filter(kind="decide_redo").exists()  # P18
    assert sheet_signing.changed(done.sheet) == {}


def test_a_call_stays_when_only_the_words_change(desk: Desk) -> None:
    desk.frozen(1)
    with at("2026-11-20 10:00"):
        sheets.give_opinion(desk.case(), "未接通", actor=desk.principal, how="called", reached=False)
        sheets.give_opinion(desk.case(), "未接通，下午再联系", actor=desk.principal)
    case = desk.case()
    assert (case.how, case.callback, case.opinion) == ("called", Callback.objects.get(), "未接通，下午再联系")


def test_a_second_call_counts_instead(desk: Desk) -> None:
    desk.frozen(1)
    answers = {"reached": True, "solved": True, "satisfaction": 4}
    with at("2026-11-20 10:00"):
        sheets.give_opinion(desk.case(), "未接通", actor=desk.principal, how="called", reached=False)
    with at("2026-11-20 11:00"):
        sheets.give_opinion(desk.case(), "满意", actor=desk.deputy, how="called", **answers)
    assert (desk.case().callback, Callback.objects.count()) == (Callback.objects.latest("pk"), 2)


def test_a_form_sent_twice_calls_once(desk: Desk) -> None:
    desk.frozen(1)
    key = uuid4()
    with at("2026-11-20 10:00"):
        for _ in range(2):
            sheets.give_opinion(desk.case(), "未接通", actor=desk.principal, how="called", reached=False, request_id=key)
    assert (Callback.objects.count(), Event.objects.count()) == (1, 1)


def test_a_call_without_answers_saves_nothing(desk: Desk) -> None:
    desk.frozen(1)
    with at("2026-11-20 10:00"):
        with refused(field="reached"):
            sheets.give_opinion(desk.case(), "x", actor=desk.principal, how="called")
        with refused(field="solved"):
            sheets.give_opinion(desk.case(), "x", actor=desk.principal, how="called", reached=True)
    assert (Callback.objects.count(), Event.objects.count()) == (0, 0)


def test_no_callback_where_the_flow_has_none_but_reading_is_possible(desk: Desk) -> None:
    desk.frozen(1)
    Ticket.objects.update(step=Step.SUPERVISION)
    with at("2026-11-20 10:00"):
        with refused(match="cannot be done in the step"):
            sheets.give_opinion(desk.case(), "x", actor=desk.principal, how="called", reached=False)
        sheets.give_opinion(desk.case(), "已进入督办", actor=desk.principal)


def test_what_happened_meanwhile_is_shown_first(desk: Desk) -> None:
    desk.frozen(1)
    ticket = desk.case().ticket
    with at("2026-11-20 10:00"):
        perform(ticket.pk, Action.NOTE, actor=desk.city.supervisor, text="群众再次来电")
        with refused(sheets.CaseChanged, "Look at what is new"):
            sheets.give_opinion(desk.case(), "同意", actor=desk.principal, version=0)
        sheets.give_opinion(desk.case(), "同意", actor=desk.principal, version=1)
    assert desk.case().seen_version == 1


def test_looks_and_batches_are_no_news(desk: Desk) -> None:
    desk.frozen(1)
    ticket = desk.case().ticket
    with at("2026-11-20 10:00"):
        sheets.show_phone(desk.case(), actor=desk.principal)
        perform(ticket.pk, Action.REVEAL, actor=desk.city.supervisor, text="核实")
        sheets.give_opinion(desk.case(), "同意", actor=desk.principal, version=0)
    assert desk.case().seen_version == 2


# ---- the phone


def test_each_look_stands_in_the_journal(desk: Desk) -> None:
    desk.frozen(2)
    with at("2026-11-20 10:00"):
        event = sheets.show_phone(desk.case(2), actor=desk.deputy)
    assert (event.action, event.actor, event.opinion) == ("reveal", desk.deputy, "回访单第2件")


def test_the_sheet_lies_before_its_leaders_only(desk: Desk) -> None:
    desk.frozen(1)
    ticket = desk.case().ticket_id
    with at("2026-11-20 10:00"):
        assert Actor.of(desk.principal).sheet == Actor.of(desk.deputy).sheet == frozenset({ticket})
        assert [Actor.of(p).sheet for p in (desk.staff, desk.yesterday, desk.city.supervisor)] == [frozenset()] * 3
    with at("2026-11-20 22:00"):
        assert Actor.of(desk.principal).sheet == frozenset()


# ---- replacing


def test_the_next_best_comes_in_its_place(desk: Desk) -> None:
    sheet = desk.frozen(2)
    desk.replied(1, when="2026-11-20 09:30")  # after the freezing: as of now it fits
    desk.called(desk.replied(1)[0], solved=False)
    old = desk.case(1)
    with at("2026-11-20 10:00") as now:
        new = sheets.replace(old, " 与今日案件重复 ", actor=desk.deputy)
    old.refresh_from_db()
    assert (old.replaced_at, old.replaced_by, old.replaced_why, old.position) == (now, desk.deputy, "与今日案件重复", 1)
    assert (new.position, new.ticket.number, new.group) == (1, "20261110-00004", "unhappy")
    assert list(sheet.cases.filter(replaced_at=None).values_list("position", flat=True)) == [1, 2]
    with at("2026-11-20 10:01"):
        assert sheets.replace(desk.case(2), "同上", actor=desk.deputy).ticket.number == "20261110-00003"
        with refused(match="No other ticket fits"):
            sheets.replace(desk.case(2), "同上", actor=desk.deputy)
        assert Actor.of(desk.principal).sheet == frozenset(sheet.cases.filter(replaced_at=None).values_list("ticket", flat=True))


def test_the_limit_per_unit_counts_what_stands(desk: Desk) -> None:
    desk.replied(3)
    desk.replied(1, unit=desk.city.health)
    desk.frozen(0)
    desk.replied(1)  # the fourth of the housing authority
    desk.replied(1, unit=desk.city.district)
    with at("2026-11-20 10:00"):
        assert sheets.replace(desk.case(4), "重复", actor=desk.principal).unit == desk.city.district


def test_a_replacement_needs_its_reason_once(desk: Desk) -> None:
    desk.frozen(1)
    desk.replied(2)
    case = desk.case()
    with at("2026-11-20 10:00"):
        with refused(match="write something", field="reason"):
            sheets.replace(case, " ", actor=desk.principal)
        with refused(match="too long", field="reason"):
            sheets.replace(case, "字" * 301, actor=desk.principal)
        sheets.replace(case, "重复", actor=desk.principal)
        for act in (
            lambda: sheets.replace(case, "重复", actor=desk.deputy),  # a double click
            lambda: sheets.give_opinion(case, "同意", actor=desk.deputy),
        ):
            with refused(match="was replaced by another"):
                act()
    assert SheetCase.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_leaders_replace_at_once(transactional_db: None) -> None:
    from tickets.tests.conftest import make_city

    options.forget()
    desk = make_desk(Town(make_city()))
    desk.frozen(1)
    desk.replied(3)
    case = desk.case()

    def replace(who: str) -> SheetCase:
        with at("2026-11-20 10:00"), translation.override("en"):
            return sheets.replace(case, "重复", actor=getattr(desk, who))

    results = at_once(lambda: replace("principal"), lambda: replace("deputy"))
    assert sorted(type(one).__name__ for one in results) == ["Refused", "SheetCase"]
    assert SheetCase.objects.filter(replaced_at=None).count() == 1


# ---- closing


def test_the_head_closes_what_stayed_unsigned(desk: Desk) -> None:
    sheet = desk.frozen(1)
    with at("2026-11-20 21:59"), refused(match="not over yet"):
        sheets.close(desk.shift, "x", actor=desk.city.office_head)
    with at("2026-11-21 09:00") as now:
        for person in (desk.principal, desk.city.supervisor, desk.city.dispatcher):
            with refused(Forbidden):
                sheets.close(desk.shift, "x", actor=person)
        with refused(match="write something", field="reason"):
            sheets.close(desk.shift, " ", actor=desk.city.office_head)
        sheets.close(desk.shift, "台风停岗", actor=desk.city.office_head)
        with refused(match="closed already"):
            sheets.close(desk.shift, "x", actor=desk.city.office_head)
        sheets.freeze(desk.shift)
    sheet.refresh_from_db()
    assert (sheet.closed_at, sheet.closed_by, sheet.closed_why) == (now, desk.city.office_head, "台风停岗")
    assert (desk.obligation().cancelled_at, desk.obligation().met_at) == (now, None)


def test_a_day_without_a_sheet_can_be_closed(desk: Desk) -> None:
    with at("2026-11-20 08:30"):
        clockwork.open_shifts()
    with at("2026-11-21 09:00"):
        sheets.close(desk.shift, "系统故障", actor=desk.city.office_head)
    assert Sheet.objects.get().found == 0
    assert desk.obligation().cancelled_at


def test_a_signed_sheet_is_not_closed(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    with at("2026-11-20 11:00"):
        sheet_signing.sign(desk.shift, PASSWORD, actor=desk.principal)
    with at("2026-11-21 09:00"), refused(match="signed in full"):
        sheets.close(desk.shift, "x", actor=desk.city.office_head)


# ---- alarms


def is_about_the_sheet(notice: Notice) -> bool:
    """An alarm of this day's sheet."""
    items = notice.params.get("items", [])
    return any((item["kind"], item["number"]) == ("callback_sheet", "2026-11-20") for item in items)


def test_alarms_walk_while_it_is_unsigned(desk: Desk) -> None:
    desk.city.person("waterboss", desk.city.water, Role.UNIT_LEADER)
    desk.frozen(2)
    seen: list[str] = []
    told = {}
    for when in ("2026-11-20 14:59", "2026-11-20 15:00", "2026-11-20 17:00", "2026-11-23 08:29", "2026-11-24 08:30"):
        with at(when):
            sweep()
        fresh = Notice.objects.filter(person__isnull=False).exclude(pk__in=seen)
        about = [n for n in fresh if is_about_the_sheet(n)]
        seen += [n.pk for n in fresh]
        told[when[5:]] = {n.person.username for n in about}
    assert told == {
        "11-20 14:59": set(),
        "11-20 15:00": {"water-principal", "water-deputy"},
        "11-20 17:00": {"water-principal", "water-deputy", "waterboss", "supervisor"},
        "11-23 08:29": set(),
        "11-24 08:30": {"waterboss", "office_head"},
    }


def test_no_alarm_once_it_is_signed(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    with at("2026-11-20 11:00"):
        sheet_signing.sign(desk.shift, PASSWORD, actor=desk.principal)
    with at("2026-11-20 18:00"):
        sweep()
    assert not [n for n in Notice.objects.all() if is_about_the_sheet(n)]


# ---- the database holds it too


def test_a_signed_case_is_final_in_the_database(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    with at("2026-11-20 11:00"):
        sheet_signing.sign(desk.shift, PASSWORD, actor=desk.principal)
    for statement in ("UPDATE dutyroster_sheetcase SET opinion = 'x'", "DELETE FROM dutyroster_sheetcase"):
        with pytest.raises(Exception, match="is signed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert onduty.crew(desk.shift).is_leader(desk.principal)
