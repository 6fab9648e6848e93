"""The sweep on real tickets: each alarm at its minute, once, to the right people, bundled (section 4)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hotline import clock
from hotline.deadlines import summary, sweep as sweeping
from hotline.deadlines.models import Alarm, Bundle, Deadline, Kind, Told
from hotline.deadlines.sweep import sweep
from hotline.models import Option
from hotline.notices.models import Notice, Robot
from hotline.people.models import Role
from tickets.flow import Action
from tickets.models import Ticket
from tickets.operation import perform
from tickets.tests.conftest import T0, City, on, on_duty

MINUTE = timedelta(minutes=1)


@pytest.fixture
def machine() -> Iterator[time_machine.Traveller]:
    """The machine's own clock stands at T0 and is moved by the test."""
    with time_machine.travel(T0, tick=False) as traveller:
        yield traveller


def raised(ticket: Ticket, kind: str) -> list[tuple[str, datetime]]:
    """The alarms of the first obligation of a kind on a ticket, in order, with the minute they were raised."""
    first = Deadline.objects.filter(subject_id=ticket.pk, kind=kind).order_by("pk").first()
    rows = Alarm.objects.filter(deadline=first).order_by("pk")
    return [(row.stage, clock.local(row.raised_at)) for row in rows]


def vars_of(row: Deadline) -> dict[str, object]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}


def alarms_of(person: object) -> list[tuple[str, int]]:
    """What a person was told of alarms: stage and how many obligations, oldest first."""
    rows = Notice.objects.filter(person=person, kind="alarm").order_by("pk")
    return [(row.params["stage"], row.params["count"]) for row in rows]


def walk(machine: time_machine.Traveller, until: datetime) -> None:
    """Beat's minutes until then; those in which nothing can come are jumped over."""
    while True:
        sweep()
        following = Deadline.objects.open().exclude(next_alarm_at=None).order_by("next_alarm_at").first()
        waiting = Told.objects.filter(notice=None).exists()
        armed = (following.next_alarm_at if following else None) or until
        nearest = clock.now() + MINUTE if waiting else armed
        # A minute before: nothing may come early.
        if nearest - MINUTE > clock.now():
            machine.move_to(min(nearest, until) - MINUTE)
            assert sweep().raised == 0, clock.now()
        machine.move_to(min(nearest, until))
        if nearest >= until:
            return


def test_one_ticket_walks_through_its_thirty_days(city: City, machine: time_machine.Traveller) -> None:
    """Dispatched on September 30, extended on October 14 by 23 wd to the limit (November 17), never answered.

    The reply's alarms before the extension, and those of the new due time; each at its minute.
    """
    Option.objects.create(key="order_workdays", value=30)
    ticket = city.dispatched()
    walk(machine, on(10, 14, 9))
    assert raised(ticket, "reply") == [("before_2wd", on(10, 13, 8, 30)), ("before_1wd", on(10, 14, 8, 30))]
    ticket = city.do(ticket, Action.REQUEST_EXTENSION, city.handler, workdays=23, text="需要采购配件")
    city.do(ticket, Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意", workdays=23)
    assert Deadline.objects.open().get(kind=Kind.REPLY).due_at == on(11, 18)
    walk(machine, on(12, 1))
    assert raised(ticket, "reply")[2:] == [
        ("before_2wd", on(11, 13, 8, 30)), ("before_1wd", on(11, 16, 8, 30)), ("due", on(11, 18, 8)),
        ("after_1wd", on(11, 19, 8, 30)), ("after_3wd", on(11, 23, 8, 30)), ("after_5wd", on(11, 25, 8, 30)),
    ]  # fmt: skip
    assert raised(ticket, "sign_for") == [
        ("before_2h", on(10, 8, 15, 30)), ("before_10m", on(10, 8, 17, 20)), ("due", on(10, 8, 17, 30)),
        ("after_1wd", on(10, 10, 8, 30)), ("after_3wd", on(10, 13, 8, 30)), ("after_5wd", on(10, 15, 8, 30)),
    ]  # fmt: skip
    assert Deadline.objects.open().filter(next_alarm_at__isnull=False, kind__in=("reply", "sign_for")).count() == 0


def test_a_short_extension_warns_of_nothing_that_has_passed(city: City, machine: time_machine.Traveller) -> None:
    """Granted on the last day by one working day: both warnings of the new due time would lie before it."""
    ticket = city.dispatched()
    walk(machine, on(10, 15, 10))
    ticket = city.do(ticket, Action.REQUEST_EXTENSION, city.handler, workdays=1, text="需要采购配件")
    city.do(ticket, Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意", workdays=1)
    walk(machine, on(10, 17, 9))
    assert raised(ticket, "reply") == [
        ("before_2wd", on(10, 13, 8, 30)), ("before_1wd", on(10, 14, 8, 30)), ("due", on(10, 17, 8)),
    ]  # fmt: skip


ORDER = [("before_1wd", (10, 9, 8, 30)), ("due", (10, 11, 8)), ("after_1wd", (10, 13, 8, 30)), ("after_3wd", (10, 15, 8, 30)),
         ("after_5wd", (10, 19, 8, 30))]  # fmt: skip
DECISION = [("before_8h", (10, 8, 16)), ("due", (10, 9, 8)), ("after_1wd", (10, 10, 8, 30)), ("after_3wd", (10, 13, 8, 30)),
            ("after_5wd", (10, 15, 8, 30))]  # fmt: skip


def led(city: City, action: Action, **data: Any) -> Ticket:
    """A dispatched ticket on which a leader on duty has done that."""
    leader = city.person("leader", city.water, rank="principal")
    with on_duty(leader):
        return city.do(city.dispatched(), action, leader, text="请抓紧。", **data)


WALKS = {
    "handle": (lambda city: city.register(), [("before_4h", (9, 30, 20)), ("due", (10, 1, 8)), ("after_1wd", (10, 9, 8, 30)),
               ("after_3wd", (10, 12, 8, 30)), ("after_5wd", (10, 14, 8, 30))]),
    "assist": (lambda city: city.assisted(), [("before_1wd", (10, 12, 8, 30)), ("due", (10, 14, 8)), ("after_1wd", (10, 15, 8, 30)),
               ("after_3wd", (10, 19, 8, 30)), ("after_5wd", (10, 21, 8, 30))]),
    "referral": (lambda city: city.referred(), [("before_2wd", (10, 13, 8, 30)), ("before_1wd", (10, 14, 8, 30)), ("due", (10, 16, 8)),
                 ("after_1wd", (10, 19, 8, 30)), ("after_3wd", (10, 21, 8, 30)), ("after_5wd", (10, 23, 8, 30))]),
    "decide_return": (lambda city: city.return_asked(), DECISION),
    "decide_extension": (lambda city: city.extension_asked(), DECISION),
    "decide_redo": (lambda city: city.called_back(), DECISION),
    "sign_order": (lambda city: city.case_opened(), DECISION),
    "accept": (lambda city: city.replied(), ORDER),
    "redo": (lambda city: city.redone(city.replied()), ORDER),
    "supervision": (lambda city: city.supervised(), ORDER),
    "instruction": (lambda city: city.submitted(city.register()), ORDER),
    "callback": (lambda city: city.replied(), [("before_1wd", (10, 12, 8, 30)), ("due", (10, 14, 8))]),
    "major_verified": (lambda city: city.major(city.register()),
                       [("before_5m", (9, 30, 10, 10)), ("due", (9, 30, 10, 15)), ("after_15m", (9, 30, 10, 30))]),
    "major_reported": (lambda city: city.major(city.register()),
                       [("before_5m", (9, 30, 10, 25)), ("due", (9, 30, 10, 30)), ("after_15m", (9, 30, 10, 45))]),
    "major_group": (lambda city: city.major(city.register()),
                    [("before_5m", (9, 30, 10, 25)), ("due", (9, 30, 10, 30)), ("after_15m", (9, 30, 10, 45))]),
    "promise": (lambda city: led(city, Action.PROMISE, by=on(10, 9, 17)),
                [("before_1wd", (10, 8, 8, 30)), ("due", (10, 9, 17)), ("after_1wd", (10, 12, 8, 30))]),
    "progress": (lambda city: led(city, Action.REQUIRE_PROGRESS, by=on(9, 30, 16), unit=city.housing),
                 [("before_30m", (9, 30, 15, 30)), ("due", (9, 30, 16)), ("after_1wd", (10, 9, 8, 30))]),
    "hard_case": (lambda city: led(city, Action.FLAG_HARD),
                  [("before_2h", (9, 30, 20)), ("due", (10, 1, 8)), ("after_1wd", (10, 9, 8, 30))]),
}  # fmt: skip


@pytest.mark.parametrize("kind", WALKS)
def test_each_obligation_walks_its_alarms(city: City, machine: time_machine.Traveller, kind: str) -> None:
    """Opened on Wednesday, September 30, 10:00; the moments are those of hotline/deadlines/tests/test_policy.py."""
    make, expected = WALKS[kind]
    ticket = make(city)
    walk(machine, on(10, 27))
    assert raised(ticket, kind) == [(stage, on(*moment)) for stage, moment in expected]


def test_the_policies_walked_are_all_that_are_about_tickets() -> None:
    """Those of the roster and the knowledge base are walked in the tests of those apps; the digest has no subject yet."""
    elsewhere = {"knowledge", "review", "callback_sheet", "handover_sign", "handover_confirm", "digest", "roster", "leader_info",
                 "notice"}  # fmt: skip
    assert {*WALKS, "reply", "sign_for"} == set(Kind.values) - elsewhere


def test_nothing_is_raised_once_the_obligation_is_met(city: City, machine: time_machine.Traveller) -> None:
    ticket = city.dispatched()
    walk(machine, on(10, 14, 8))
    city.replied(ticket)
    machine.move_to(on(12, 1))
    sweep()
    assert raised(ticket, "reply") == [("before_2wd", on(10, 13, 8, 30))]


def test_a_callback_is_closed_as_not_called_and_blocks_nothing(city: City, machine: time_machine.Traveller) -> None:
    ticket = city.answered()
    machine.move_to(on(10, 14, 8))
    sweep()
    row = Deadline.objects.get(subject_id=ticket.pk, kind=Kind.CALLBACK)
    assert (row.is_open, row.met_at, row.has_lapsed, row.next_alarm_at) == (False, None, True, None)
    assert city.accepted(ticket).step == 5


@pytest.mark.usefixtures("pinned")
class TestWhoIsTold:
    def test_from_the_handler_up_to_the_office_head(self, city: City) -> None:
        city.dispatched()
        expected = [
            (on(10, 13, 8, 30), {"handler"}),
            (on(10, 14, 8, 30), {"handler", "housing_leader"}),
            (on(10, 16, 8), {"handler", "housing_leader", "supervisor"}),
            (on(10, 19, 8, 30), {"housing_leader", "supervisor"}),
            (on(10, 21, 8, 30), {"housing_leader", "supervisor"}),
            (on(10, 23, 8, 30), {"housing_leader", "supervisor", "office_head"}),
        ]
        Deadline.objects.filter(kind=Kind.SIGN_FOR).update(met_at=T0)
        for moment, persons in expected:
            before = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            with clock.at(moment):
                sweep()
            told = Notice.objects.filter(pk__gt=before, kind="alarm", params__items__0__kind="reply")  # not the notice to sign
            assert set(told.values_list("person__username", flat=True)) == persons, moment

    def test_a_sub_unit_that_holds_it_and_the_leaders_of_both(self, city: City) -> None:
        city.person("street_leader", city.street, Role.UNIT_LEADER)
        city.person("district_leader", city.district, Role.UNIT_LEADER)
        ticket = city.do(city.dispatched(lead=city.district), Action.HAND_ON, city.district_handler, to=city.street)
        city.do(ticket, Action.SIGN_FOR, city.street_handler)
        with clock.at(on(10, 14, 8, 30)):
            sweep()
        told = set(Notice.objects.filter(kind="alarm").values_list("person__username", flat=True))
        assert told == {"street_handler", "street_leader", "district_leader"}

    def test_where_nobody_is_there_the_supervisors_are_told(self, city: City) -> None:
        city.do(city.dispatched(), Action.SIGN_FOR, city.handler)
        city.handler.is_active = False
        city.handler.save()
        with clock.at(on(10, 13, 8, 30)):
            sweep()
        assert [n.person for n in Notice.objects.filter(kind="alarm")] == [city.supervisor]

    def test_the_office_as_lead_unit_means_its_dispatchers(self, city: City) -> None:
        city.do(city.dispatched(lead=city.office), Action.SIGN_FOR, city.dispatcher)
        with clock.at(on(10, 14, 8, 30)):
            sweep()
        told = set(Notice.objects.filter(kind="alarm").values_list("person__username", flat=True))
        assert told == {"dispatcher", "office_head"}

    def test_the_work_group_of_the_unit_and_of_the_office(self, city: City) -> None:
        for unit, name in ((city.housing, "住建群"), (city.office, "热线群"), (city.water, "水务群")):
            Robot.objects.create(unit=unit, name=name, format="wecom", url=f"https://qyapi.weixin.qq.com/{unit.pk}")
        city.do(city.dispatched(), Action.SIGN_FOR, city.handler)
        with clock.at(on(10, 16, 8)):
            sweep()
        assert set(Notice.objects.exclude(robot=None).values_list("robot__name", flat=True)) == {"住建群", "热线群"}


@pytest.mark.usefixtures("pinned")
class TestBundles:
    def test_one_message_lists_all_and_the_next_waits_an_hour(self, city: City) -> None:
        tickets = [city.do(city.dispatched(), Action.SIGN_FOR, city.handler) for _again in range(3)]
        with clock.at(T0 + MINUTE):  # due in the same minute, but swept later
            late = city.do(city.dispatched(), Action.SIGN_FOR, city.handler)
        Deadline.objects.filter(subject_id=late.pk).update(next_alarm_at=on(10, 13, 8, 50))
        with clock.at(on(10, 13, 8, 30)):
            sweep()
        assert alarms_of(city.handler) == [("before_2wd", 3)]
        notice = Notice.objects.get(person=city.handler, kind="alarm")
        assert [item["number"] for item in notice.params["items"]] == [t.number for t in tickets]
        for moment, expected in (((10, 13, 8, 50), 1), ((10, 13, 9, 29), 1), ((10, 13, 9, 30), 2)):
            with clock.at(on(*moment)):
                sweep()
            assert len(alarms_of(city.handler)) == expected, moment
        assert alarms_of(city.handler) == [("before_2wd", 3), ("before_2wd", 1)]

    def test_another_stage_is_another_message(self, city: City) -> None:
        city.dispatched()
        with clock.at(on(10, 13, 8, 30)):
            sweep()
        # what was slept through on one obligation is one message about where it stands now
        assert sorted(alarms_of(city.handler)) == [("after_3wd", 1), ("before_2wd", 1)]

    def test_what_was_done_while_it_waited_is_told_to_nobody(self, city: City) -> None:
        first, second = (city.do(city.dispatched(), Action.SIGN_FOR, city.handler) for _again in range(2))
        Deadline.objects.filter(subject_id=second.pk).update(next_alarm_at=on(10, 13, 8, 50))
        for moment in ((10, 13, 8, 30), (10, 13, 8, 50)):
            with clock.at(on(*moment)):
                sweep()
        assert Told.objects.filter(notice=None).count() == 1
        with clock.at(on(10, 13, 9)):
            city.replied(second)
        with clock.at(on(10, 13, 9, 30)):
            sweep()
        assert alarms_of(city.handler) == [("before_2wd", 1)]
        assert Told.objects.filter(notice=None).count() == 0
        assert raised(first, "reply") == [("before_2wd", on(10, 13, 8, 30))]

    def test_urgent_ones_singly_and_at_once_in_the_night_too(self, city: City) -> None:
        Notice.objects.all().delete()
        for _again in range(2):
            city.register(urgency="critical")
        with clock.at(T0.replace(hour=23)):
            for _again in range(2):
                city.register(urgency="critical")
        with clock.at(T0.replace(hour=23, minute=20)):
            sweep()
        assert sorted(alarms_of(city.dispatcher)) == [("before_10m", 1), ("before_10m", 1), ("due", 1), ("due", 1)]
        assert set(Notice.objects.filter(kind="alarm").values_list("is_urgent", "is_duty")) == {(True, True)}

    def test_declared_major_it_waits_for_no_morning(self, city: City) -> None:
        ticket = city.register()
        with clock.at(on(9, 30, 20)):
            sweep()
        with clock.at(on(10, 1, 0, 30)):
            sweep()
            assert raised(ticket, "handle") == [("before_4h", on(9, 30, 20))]
            city.major(ticket)
            sweep()
        assert raised(ticket, "handle") == [("before_4h", on(9, 30, 20)), ("due", on(10, 1, 0, 30))]

    def test_the_page_of_a_message_lists_it_all_for_its_reader_only(self, city: City, client) -> None:
        tickets = [city.do(city.dispatched(), Action.SIGN_FOR, city.handler) for _again in range(2)]
        with clock.at(on(10, 13, 8, 30)):
            sweep()
            notice = Notice.objects.get(person=city.handler, kind="alarm")
            client.force_login(city.handler)
            page = client.get(notice.link)
            assert page.status_code == 200
            assert all(t.number in page.content.decode() for t in tickets)
            client.force_login(city.water_handler)
            assert client.get(notice.link).status_code == 404


@pytest.mark.usefixtures("pinned")
class TestFaults:
    def test_twice_is_once(self, city: City) -> None:
        city.dispatched()
        with clock.at(on(10, 16, 8)):
            first, second = sweep(), sweep()
        assert first.raised == 9  # three of the reply, six of the signature
        assert (second.raised, second.messages, second.followed) == (0, 0, 0)

    def test_three_days_asleep_are_caught_up(self, city: City) -> None:
        """Every row is there; told is only where it stands now."""
        ticket = city.do(city.dispatched(), Action.SIGN_FOR, city.handler)
        with clock.at(on(10, 16, 8)):
            sweep()
        assert [stage for stage, _at in raised(ticket, "reply")] == ["before_2wd", "before_1wd", "due"]
        assert alarms_of(city.handler) == [("due", 1)]

    def test_one_that_cannot_be_handled_holds_back_no_other(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        """A row of a kind nobody knows (a newer release wrote it): logged, tried again in ten minutes."""
        good, bad = city.dispatched(), city.dispatched()
        Deadline.objects.filter(subject_id=bad.pk, kind=Kind.REPLY).update(kind="unheard_of")
        with clock.at(on(10, 16, 8)):
            sweep()
        assert len(raised(good, "reply")) == 3
        row = Deadline.objects.get(kind="unheard_of")
        assert row.next_alarm_at == on(10, 16, 8, 10)

    def test_changed_quiet_hours_hold_for_what_is_armed_already(self, city: City) -> None:
        ticket = city.register()
        Option.objects.create(key="quiet_hours", value="19:00-09:00")
        for moment in ((9, 30, 20), (10, 1, 8), (10, 1, 9)):
            with clock.at(on(*moment)):
                sweep()
        assert raised(ticket, "handle") == [("due", on(10, 1, 9))]

    def test_a_fault_above_is_no_fault_here(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken() -> int:
            raise RuntimeError("above")

        monkeypatch.setattr(sweeping, "_follow", [broken])
        city.do(city.dispatched(), Action.SIGN_FOR, city.handler)
        with clock.at(on(10, 13, 8, 30)):
            assert sweep().messages == 1


@pytest.mark.usefixtures("pinned")
class TestCost:
    def test_queries_do_not_grow_with_what_is_due(self, city: City) -> None:
        counts = []
        with clock.at(on(10, 14, 8)):
            sweep()  # what the month owes is opened once
        for many in (1, 3):
            Deadline.objects.all().update(met_at=T0, next_alarm_at=None)
            Bundle.objects.all().delete()
            for _again in range(many):
                city.do(city.dispatched(), Action.SIGN_FOR, city.handler)
            with clock.at(on(10, 14, 8, 30)), CaptureQueriesContext(connection) as queries:
                assert sweep().raised == 2 * many
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_what_is_due_is_found_by_the_partial_index(self, city: City) -> None:
        row = Deadline.objects.get(subject_id=city.register().pk)
        later = [
            Deadline(**(vars_of(row) | {"subject_id": n, "next_alarm_at": T0 + (n - 10**6) * MINUTE}))
            for n in range(10**6, 10**6 + 3000)
        ]
        Deadline.objects.bulk_create(later)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE deadlines_deadline")
        plan = Deadline.objects.alarmed(T0)[:500].explain()
        assert "Index Scan using deadline_alarm" in plan, plan
        assert "Sort" not in plan, plan


@pytest.mark.usefixtures("pinned")
class TestCommand:
    def run(self, *args: str) -> str:
        out = StringIO()
        call_command("sweep", *args, stdout=out, stderr=StringIO())
        return out.getvalue()

    def test_a_rehearsal_changes_nothing(self, city: City) -> None:
        city.dispatched()
        out = self.run("--at", "2026-10-16T08:00", "--dry-run")
        assert out.splitlines()[-1] == "9个提醒"
        assert Alarm.objects.count() == 0

    def test_at_a_moment(self, city: City) -> None:
        ticket = city.dispatched()
        assert "2个提醒" in self.run("--at", "2026-10-08T17:20")
        assert [stage for stage, _at in raised(ticket, "sign_for")] == ["before_2h", "before_10m"]

    def test_a_wrong_moment_is_one_sentence(self, city: City) -> None:
        with pytest.raises(CommandError, match="2026-13-40"):
            self.run("--at", "2026-13-40")

    def test_outside_tests_nobody_sweeps_the_future(self, city: City, settings) -> None:
        settings.TEST_CLOCK = False
        with pytest.raises(CommandError):
            self.run("--at", "2026-10-16T08:00")


@pytest.mark.usefixtures("pinned")
def test_perform_does_not_wait_for_the_sweep(city: City) -> None:
    """The sweep's rows refer to tickets: that lock and the one of an action bear each other (no deadlock between them)."""
    ticket = city.dispatched()
    with CaptureQueriesContext(connection) as queries:
        perform(ticket.pk, Action.NOTE, actor=city.dispatcher, text="x")
    locks = [q["sql"] for q in queries if "FOR " in q["sql"] and "tickets_ticket" in q["sql"]]
    assert locks
    assert all("FOR NO KEY UPDATE" in sql for sql in locks)


@pytest.mark.usefixtures("pinned")
def test_the_morning_e_mail_counts_what_each_owes(city: City) -> None:
    """The same people as are told of alarms, in three queries for any number of them."""
    urgent = city.dispatched(city.register(urgency="urgent"))
    city.do(urgent, Action.SIGN_FOR, city.handler)
    city.dispatched()
    city.replied()
    city.register()
    people = [city.handler, city.housing_leader, city.clerk, city.dispatcher, city.supervisor, city.water_handler]
    with clock.at(on(10, 8, 9)), translation.override("en"):
        with CaptureQueriesContext(connection) as queries:
            found = summary.lines(people)
        assert len(queries) == 3
    said = {person.username: [text for text, _link in found[person.pk]] for person in people}
    assert said == {
        "handler": ["sign for: 0 overdue, 1 due today, 1 open", "reply: 0 overdue, 0 due today, 2 open"],
        "housing_leader": ["sign for: 0 overdue, 1 due today, 1 open", "reply: 0 overdue, 0 due today, 2 open"],
        "callback_clerk": [
            "answer the caller and accept: 0 overdue, 0 due today, 1 open",
            "callback: 0 overdue, 0 due today, 1 open",
        ],
        "dispatcher": ["answer or dispatch: 1 overdue, 0 due today, 1 open"],
        "supervisor": [],
        "water_handler": [],
    }
