"""P9 by itself: notices for missed deadlines, under an authorisation or signed in the queue; second and third miss."""

from datetime import date

import pytest

from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.sweep import sweep
from hotline.models import Option
from hotline.notices.models import Notice
from hotline.people.models import Person, Role
from tickets.flow import Action
from tickets.models import Instruction, StandingAuthorisation, SupervisionOrder, Ticket
from tickets.operation import Forbidden, Refused, perform
from tickets.tests.conftest import T0, City, dues, ended, last_event, on, refused

pytestmark = pytest.mark.usefixtures("pinned")
MISSED = on(10, 16, 8)  # the reply to a dispatch at T0 was due on the 15th, 24:00; quiet hours end at 8


@pytest.fixture
def authorised(city: City) -> StandingAuthorisation:
    return StandingAuthorisation.objects.create(
        given_by=city.office_head, given_at=T0, valid_from=date(2026, 10, 1), valid_until=date(2026, 12, 31)
    )


def swept(*moment: int) -> None:
    with clock.at(on(*moment)):
        sweep()


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def orders() -> list[tuple[str, int | None]]:
    return list(SupervisionOrder.objects.order_by("pk").values_list("number", "nth"))


def told_of(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__username", flat=True))


@pytest.mark.usefixtures("authorised")
class TestUnderAuthorisation:
    def test_the_notice_goes_out_once_with_a_new_deadline(self, city: City, authorised: StandingAuthorisation) -> None:
        """3 wd from Friday the 16th: 19, 20, 21. The missed reply stays open: only a reply meets it."""
        ticket = city.dispatched()
        for _again in range(3):
            swept(10, 16, 8)
        ticket = fresh(ticket)
        assert (ticket.step, orders()) == (4, [("督通字〔2026〕1号", 1)])
        assert dues(ticket)["supervision"] == on(10, 22)
        assert dues(ticket)["reply"] == on(10, 16)
        order = SupervisionOrder.objects.get()
        assert (order.issued_at, order.issued_by, order.authorisation, order.due_at) == (MISSED, None, authorised, on(10, 22))
        event = last_event(ticket)
        assert (event.action, event.actor, event.actor_name, event.at) == ("supervise", None, "系统", MISSED)
        assert event.details == {
            "order": "督通字〔2026〕1号", "kind": "notice", "workdays": 3, "due_at": "2026-10-22T00:00:00+08:00", "row": order.pk,
            "signature": order.signature(), "miss": 1,
        }  # fmt: skip
        assert told_of("supervision") == {"handler"}

    def test_not_a_minute_before(self, city: City) -> None:
        ticket = city.dispatched()
        swept(10, 15, 23, 59)
        swept(10, 16, 7, 59)
        assert (fresh(ticket).step, orders()) == (2, [])

    def test_an_urgent_one_waits_for_no_morning(self, city: City) -> None:
        ticket = city.dispatched(city.register(urgency="urgent"))
        swept(10, 16, 0)
        assert fresh(ticket).step == 4

    def test_one_document_per_unit_and_day(self, city: City) -> None:
        first, second = city.dispatched(), city.dispatched()
        other = city.dispatched(lead=city.water)
        with clock.at(T0.replace(hour=11)):
            late = city.dispatched(city.register(urgency="urgent"))
        Deadline.objects.filter(subject_id=late.pk, kind=Kind.REPLY).update(next_alarm_at=on(10, 16, 14))
        swept(10, 16, 8)
        swept(10, 16, 14)
        with clock.at(on(10, 1, 9)):
            tomorrow = city.dispatched()
        swept(10, 17, 8)
        numbers = {o.ticket_id: o.number for o in SupervisionOrder.objects.filter(nth=1)}
        assert numbers[first.pk] == numbers[second.pk] == numbers[late.pk]
        assert len({numbers[first.pk], numbers[other.pk]}) == 2
        assert sorted(set(numbers.values())) == ["督通字〔2026〕1号", "督通字〔2026〕2号", "督通字〔2026〕3号"]
        assert numbers[tomorrow.pk] == "督通字〔2026〕3号"  # another day, another document

    def test_second_and_third_miss(self, city: City) -> None:
        """Notices of the 16th (due 21st 24:00), 22nd (23, 26, 27) and 28th (29, 30, November 2); then nothing by itself."""
        ticket = city.dispatched()
        swept(10, 16, 8)
        assert told_of("second_miss") == set()
        swept(10, 22, 8)
        assert (orders()[1:], told_of("second_miss")) == ([("督通字〔2026〕2号", 2)], {"office_head"})
        assert dues(fresh(ticket))["supervision"] == on(10, 28)
        assert not Instruction.objects.exists()
        swept(10, 28, 8)
        assert orders()[2:] == [("督通字〔2026〕3号", 3)]
        submitted = Instruction.objects.get()
        assert (submitted.leader, submitted.why, submitted.submitted_by) == (city.cityleader, "missed", None)
        assert dues(fresh(ticket))["instruction"] == on(11, 3)
        assert told_of("third_miss") == {"supervisor", "office_head"}
        assert dues(fresh(ticket))["supervision"] == on(11, 3)
        swept(11, 3, 8)
        swept(11, 20, 8)
        assert len(orders()) == 3
        assert Instruction.objects.count() == 1

    def test_what_is_missed_together_is_one_miss(self, city: City) -> None:
        """A redo and, on the same day, a case: both due on the 10th, 24:00. The order in force was the case's."""
        ticket = city.supervised(city.redone(city.replied()), why="second_redo")
        assert {kind: due for kind, due in dues(ticket).items() if kind in ("redo", "supervision")} == {
            "redo": on(10, 11), "supervision": on(10, 11),
        }  # fmt: skip
        swept(10, 11, 8)
        swept(10, 11, 9)
        assert orders() == [("督办字〔2026〕1号", None), ("督通字〔2026〕1号", 1)]
        assert SupervisionOrder.objects.get(nth=1).missed.kind == "supervision"
        assert told_of("second_miss") == set()

    def test_a_missed_redo_is_a_miss(self, city: City) -> None:
        ticket = city.redone(city.replied())
        swept(10, 11, 8)
        assert orders() == [("督通字〔2026〕1号", 1)]
        assert last_event(fresh(ticket)).to_step == 4

    @pytest.mark.parametrize("kind", [Kind.SIGN_FOR, Kind.ASSIST])
    def test_other_obligations_are_alarmed_but_not_supervised(self, city: City, kind: Kind) -> None:
        city.assisted()
        Deadline.objects.filter(kind=Kind.REPLY).delete()
        swept(10, 16, 8)
        assert Deadline.objects.open().filter(kind=kind).exists()
        assert orders() == []

    def test_another_unit_begins_anew(self, city: City) -> None:
        """After a re-dispatch the misses of the former unit do not count."""
        ticket = city.dispatched()
        swept(10, 16, 8)
        with clock.at(on(10, 16, 9)):
            ticket = city.instructed(fresh(ticket))
            data = {"lead": city.water, "how": "phone", "caller_told": True}
            city.do(ticket, Action.REDISPATCH, city.dispatcher, **data)
        swept(10, 28, 8)
        assert orders() == [("督通字〔2026〕1号", 1), ("督通字〔2026〕2号", 1)]

    def test_the_third_goes_to_the_leader_the_option_names(self, city: City) -> None:
        vice = city.person("vice", city.cityleader.unit, Role.CITY_LEADER)
        Option.objects.create(key="miss_leader", value="vice")
        city.dispatched()
        for day in (16, 22, 28):
            swept(10, day, 8)
        assert Instruction.objects.get().leader == vice

    def test_without_a_city_leader_the_office_is_told(self, city: City) -> None:
        Person.objects.filter(pk=city.cityleader.pk).update(is_active=False)
        city.dispatched()
        for day in (16, 22, 28):
            swept(10, day, 8)
        assert not Instruction.objects.exists()
        assert told_of("third_miss") == {"supervisor", "office_head"}

    def test_a_withdrawn_word_ends_what_is_automatic(self, city: City, authorised: StandingAuthorisation) -> None:
        authorised.revoked_at = T0
        authorised.save()
        ticket = city.dispatched()
        swept(10, 16, 8)
        assert (fresh(ticket).step, orders()) == (2, [("", 1)])


class TestHeld:
    """What was asked before the due time holds the notice, not the clock (section 4)."""

    @pytest.mark.usefixtures("authorised")
    @pytest.mark.parametrize("what", ["return", "extension"])
    def test_asked_in_time_it_waits_and_refused_it_goes_out_at_once(
        self, city: City, what: str, django_capture_on_commit_callbacks
    ) -> None:
        with clock.at(on(10, 15, 16)):
            ticket = (
                city.return_asked(city.dispatched_at(T0)) if what == "return" else city.extension_asked(city.dispatched_at(T0))
            )
        swept(10, 16, 8)
        assert (fresh(ticket).step, orders()) == (2, [("", 1)])
        action, who = (Action.DECIDE_RETURN, city.dispatcher) if what == "return" else (Action.DECIDE_EXTENSION, city.office_head)
        with clock.at(on(10, 16, 11)), django_capture_on_commit_callbacks(execute=True):
            city.do(ticket, action, who, granted=False, text="理由不足")
        assert (fresh(ticket).step, orders()) == (4, [("督通字〔2026〕1号", 1)])
        assert SupervisionOrder.objects.get().issued_at == on(10, 16, 11)

    @pytest.mark.usefixtures("authorised")
    def test_a_granted_extension_makes_it_moot(self, city: City) -> None:
        with clock.at(on(10, 15, 16)):
            ticket = city.extension_asked(city.dispatched_at(T0))
        swept(10, 16, 8)
        with clock.at(on(10, 16, 11)):
            city.do(ticket, Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意")
        swept(10, 16, 12)
        order = SupervisionOrder.objects.get()
        assert (fresh(ticket).step, order.number, order.dropped_at) == (2, "", on(10, 16, 12))
        assert dues(fresh(ticket))["reply"] == on(10, 23)
        # missed again, it is the first miss all the same
        swept(10, 23, 8)
        assert orders() == [("", 1), ("督通字〔2026〕1号", 1)]

    @pytest.mark.usefixtures("authorised")
    def test_an_upheld_return_ends_it(self, city: City) -> None:
        with clock.at(on(10, 15, 16)):
            ticket = city.return_asked(city.dispatched_at(T0))
        swept(10, 16, 8)
        with clock.at(on(10, 16, 11)):
            city.do(ticket, Action.DECIDE_RETURN, city.dispatcher, granted=True, text="同意")
        swept(10, 16, 12)
        assert (fresh(ticket).step, orders()) == (1, [("", 1)])

    @pytest.mark.usefixtures("authorised")
    def test_asked_too_late_it_holds_nothing(self, city: City) -> None:
        ticket = city.dispatched()
        with clock.at(on(10, 16, 7)):
            city.return_asked(ticket)
        swept(10, 16, 8)
        assert orders() == [("督通字〔2026〕1号", 1)]

    def test_the_head_cannot_sign_what_is_held(self, city: City) -> None:
        with clock.at(on(10, 15, 16)):
            ticket = city.return_asked(city.dispatched_at(T0))
        swept(10, 16, 8)
        assert "sign_order" not in dues(fresh(ticket))  # nobody owes what cannot be done yet
        with clock.at(on(10, 16, 9)), refused(match="waits for a decision"):
            city.do(ticket, Action.SIGN_ORDER, city.office_head, granted=True)


class TestQueue:
    def test_without_an_authorisation_it_waits_and_counts_from_the_signature(self, city: City) -> None:
        """Signed on Monday the 19th: 20, 21, 22."""
        ticket = city.dispatched()
        swept(10, 16, 8)
        swept(10, 17, 8)
        order = SupervisionOrder.objects.get()
        assert (fresh(ticket).step, order.number, order.nth) == (2, "", 1)
        assert "supervision" not in dues(fresh(ticket))
        assert dues(fresh(ticket))["sign_order"] == on(10, 20)  # the head has one working day from Friday the 16th
        with clock.at(on(10, 19, 10)):
            ticket = city.do(ticket, Action.SIGN_ORDER, city.office_head, granted=True, order=order.pk)
        order.refresh_from_db()
        assert (ticket.step, order.number, order.issued_by) == (4, "督通字〔2026〕1号", city.office_head)
        assert (order.due_at, dues(ticket)["supervision"]) == (on(10, 23), on(10, 23))
        assert ended(ticket)["sign_order"] == "met"

    def test_refused_it_is_gone_and_the_miss_counts(self, city: City) -> None:
        ticket = city.dispatched()
        swept(10, 16, 8)
        with clock.at(on(10, 16, 9)):
            city.do(ticket, Action.SIGN_ORDER, city.office_head, granted=False, text="已电话督促，今日可复。")
        swept(10, 17, 8)
        order = SupervisionOrder.objects.get()
        assert (fresh(ticket).step, order.refused_at) == (2, on(10, 16, 9))
        assert ended(fresh(ticket))["sign_order"] == "met"

    def test_a_reply_makes_it_moot(self, city: City) -> None:
        ticket = city.dispatched()
        swept(10, 16, 8)
        with clock.at(on(10, 16, 9)):
            city.replied(ticket)
            assert SupervisionOrder.objects.get().dropped_at == on(10, 16, 9)
            assert ended(fresh(ticket))["sign_order"] == "cancelled"
            with refused(match="step"):
                city.do(ticket, Action.SIGN_ORDER, city.office_head, granted=True)

    def test_an_authorisation_given_later_takes_what_waits(self, city: City) -> None:
        ticket = city.dispatched()
        swept(10, 16, 8)
        StandingAuthorisation.objects.create(
            given_by=city.office_head, given_at=on(10, 19, 9), valid_from=date(2026, 10, 19), valid_until=date(2026, 12, 31)
        )
        swept(10, 18, 9)
        assert orders() == [("", 1)]
        swept(10, 19, 9)
        assert (fresh(ticket).step, dues(fresh(ticket))["supervision"]) == (4, on(10, 23))
        assert ended(fresh(ticket))["sign_order"] == "met"

    def test_a_case_is_no_notice(self, city: City) -> None:
        """A case that waits for its signature does not keep the notice of a miss from the queue, nor is it signed with it."""
        ticket = city.case_opened()
        swept(10, 16, 8)
        assert list(SupervisionOrder.objects.order_by("pk").values_list("kind", flat=True)) == ["case", "notice"]
        notice = SupervisionOrder.objects.get(kind="notice")
        with clock.at(on(10, 16, 9)):
            city.do(ticket, Action.SIGN_ORDER, city.office_head, granted=True, order=notice.pk)
        case = SupervisionOrder.objects.unsigned().get()
        assert case.kind == "case"
        assert Deadline.objects.open().get(kind=Kind.SIGN_ORDER).cause == case.cause

    def test_one_overtaken_by_a_late_decision_does_not_count(self, city: City) -> None:
        """More time was granted so late that it has passed too: that is the first miss, and the head is told of no second."""
        ticket = city.dispatched()
        with clock.at(on(10, 15, 20)):
            city.extension_asked(ticket, workdays=1)
        swept(10, 16, 8)
        with clock.at(on(10, 20, 9)):
            city.do(ticket, Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意")
        swept(10, 20, 9)
        rows = SupervisionOrder.objects.order_by("pk").values_list("nth", "missed_due_at", "dropped_at")
        assert list(rows) == [(1, on(10, 16), on(10, 20, 9)), (1, on(10, 17), None)]
        assert not Notice.objects.filter(kind="second_miss").exists()

    def test_who_opened_the_case_may_sign_the_notice(self, city: City) -> None:
        """Supervisor and head in one person: never the own case, but the notice beside it."""
        both = city.person("both", city.office, Role.SUPERVISOR, Role.OFFICE_HEAD)
        ticket = city.do(city.dispatched(), Action.SUPERVISE, both, text="请限期办结回复。", why="hot")
        with refused(Forbidden):
            city.do(ticket, Action.SIGN_ORDER, both, granted=True)
        swept(10, 16, 8)
        case, notice = SupervisionOrder.objects.order_by("pk")
        with clock.at(on(10, 16, 9)):
            with pytest.raises(Refused):
                city.do(ticket, Action.SIGN_ORDER, both, granted=True, order=case.pk)
            city.do(ticket, Action.SIGN_ORDER, both, granted=True, order=notice.pk)
        assert SupervisionOrder.objects.unsigned().get() == case

    def test_the_system_needs_the_authorisation(self, city: City) -> None:
        ticket = city.dispatched()
        swept(10, 16, 8)
        order = SupervisionOrder.objects.get()
        with clock.at(on(10, 16, 9)), refused(match="standing authorisation"):
            perform(ticket.pk, Action.SUPERVISE, actor=None, order=order.pk)

    def test_a_foreign_order_is_not_signed_here(self, city: City) -> None:
        first, second = city.dispatched(), city.dispatched()
        swept(10, 16, 8)
        other = SupervisionOrder.objects.get(ticket=second)
        with clock.at(on(10, 16, 9)), pytest.raises(Refused):
            perform(first.pk, Action.SIGN_ORDER, actor=city.office_head, granted=True, order=other.pk)
