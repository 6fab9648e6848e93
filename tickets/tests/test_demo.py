"""The demo: complete, believable in time, loaded once or not at all."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby, pairwise
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from dutyroster.models import Attendance, Handover, HandoverEntry, Roster, SheetCase, Shift
from dutyroster.verify import verify_handovers, verify_sheets
from hotline import clock, options
from hotline.deadlines.models import Deadline
from hotline.notices.models import Notice
from hotline.people import duty
from hotline.people.models import Person, Rank, Role
from hotline.workdays.models import current
from knowledge.models import KnowledgeItem, KnowledgeQuestion
from tickets import demo, home
from tickets.demo import load, plan
from tickets.demo.timetable import Timetable
from tickets.demo_content import CALLERS
from tickets.journal import verify
from tickets.models import Event, StandingAuthorisation, Step, SupervisionOrder, Ticket

LOADED_AT = datetime(2026, 11, 25, 14, 10, tzinfo=clock.TZ)


def quietly(done: int, total: int) -> None:
    """No progress."""


# And just after midnight on the first of a month, a Monday, with a February before it and a holiday behind.
@pytest.fixture(
    scope="module", params=[LOADED_AT, pytest.param(datetime(2027, 3, 1, 0, 20, tzinfo=clock.TZ), marks=pytest.mark.soak)]
)
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest) -> Iterator[datetime]:
    """The demo with the roster's part, loaded once for the tests that only look at it; rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(request.param):
        options.forget()
        assert load.load(quietly)
        yield request.param
        transaction.set_rollback(True)


def events() -> Iterator[tuple[int, list[Event]]]:
    rows = Event.objects.select_related("actor__unit").order_by("ticket", "seq")
    return ((pk, list(group)) for pk, group in groupby(rows, key=lambda e: e.ticket_id))


def test_300_tickets_are_spread_over_all_steps(loaded: datetime) -> None:
    steps = Counter(Ticket.objects.values_list("step", flat=True))
    assert steps == {1: 12, 2: 45, 3: 18, 4: 10, 5: 40, 6: 40, 7: 135}
    assert 0 < Ticket.objects.filter(step=Step.ARCHIVE, filed_at=None).count() < 67


def test_nothing_happens_in_the_future_or_before_its_time(loaded: datetime) -> None:
    for _pk, journal in events():
        # At the same instant only what one person sends at once: register and merge.
        assert all(a.at < b.at or (a.at == b.at and b.action == "merge") for a, b in pairwise(journal))
        assert journal[-1].at <= loaded


def test_numbers_grow_with_time_without_gaps(loaded: datetime) -> None:
    rows = list(Ticket.objects.order_by("pk"))
    assert rows == sorted(rows, key=lambda t: t.registered_at) == sorted(rows, key=lambda t: t.number)
    for day, group in groupby(rows, key=lambda t: clock.local(t.registered_at).date()):
        numbers = [t.number for t in group]
        assert numbers == [f"{day:%Y%m%d}-{n:05d}" for n in range(1, len(numbers) + 1)]


def test_units_act_in_service_hours_on_working_days(loaded: datetime) -> None:
    calendar = current()
    for event in Event.objects.exclude(actor__unit__kind="office").exclude(actor=None).select_related("actor"):
        at = clock.local(event.at)
        is_duty = event.actor.rank in (Rank.PRINCIPAL.value, Rank.DEPUTY.value)  # the leaders' duty is every day, until 22:00
        assert is_duty or calendar.is_workday(at.date())
        assert time(8, 30) <= at.time() <= (time(22) if is_duty else time(17, 30))


def test_the_journal_is_whole(loaded: datetime) -> None:
    last = dict(Ticket.objects.values_list("pk", "last_hash"))
    for pk, journal in events():
        assert [e.seq for e in journal] == list(range(1, len(journal) + 1))
        previous = ""
        for event in journal:
            assert event.hash == event.chained_to(previous)
            previous = event.hash
        assert previous == last[pk]


def test_no_caller_in_any_event(loaded: datetime) -> None:
    text = "\n".join(f"{e.opinion} {json.dumps(e.details, ensure_ascii=False)}" for e in Event.objects.all())
    assert not [c.name for c in CALLERS if c.name in text or c.phone in text]


def test_everybody_named_finds_work(loaded: datetime) -> None:
    without_tickets = {Role.ADMIN, Role.AUDITOR}
    roles = set()
    for username, _role, name in demo.ACCOUNTS:
        person = Person.objects.get(username=username, name=name)
        assert person.check_password(demo.PASSWORD)
        roles |= person.roles
        if person.roles - without_tickets:  # who has no role has work on the duty day alone
            assert any(section.rows for section in home.sections_of(person) if section.is_work), username
    assert roles == set(Role)


def test_a_second_time_changes_nothing(loaded: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    before = Event.objects.order_by("pk").values_list("pk", flat=True).last(), Ticket.objects.count(), Person.objects.count()
    call_command("load_demo")
    after = Event.objects.order_by("pk").values_list("pk", flat=True).last(), Ticket.objects.count(), Person.objects.count()
    assert before == after
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.django_db
def test_ended_half_way_leaves_nothing() -> None:
    def interrupt(done: int, total: int) -> None:
        if done == 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load.load(interrupt)
    assert not Person.objects.exists()
    assert not Ticket.objects.exists()


@pytest.mark.django_db
def test_not_into_a_database_in_use(city: object) -> None:
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not Person.objects.filter(username="handler_sub").exists()


@pytest.mark.django_db
def test_not_outside_the_embedded_mode(settings: pytest.FixtureRequest) -> None:
    settings.EMBEDDED = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not Person.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("hour", ["00:05", "08:10", "23:55"])
@pytest.mark.parametrize("day", ["2026-02-20", "2026-10-07", "2026-11-22", "2027-01-02"])
def test_there_is_a_plan_for_every_day(day: str, hour: str) -> None:
    """In the long holidays, on a Sunday, after New Year; early and late. The same plan each time."""
    now = datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=clock.TZ)
    first, second = (
        [task.at for task in plan.tasks(Timetable(now, current(), Random(load.SEED)))] for _time in range(2)
    )  # fmt: skip
    assert first == second
    assert first[-1] <= now


def test_notices_of_the_past_were_issued_and_the_queue_waits_for_the_head(loaded: datetime) -> None:
    orders = SupervisionOrder.objects.exclude(number="")
    assert orders.filter(kind="notice").exclude(authorisation=None).exists()  # while an authorisation held
    assert orders.filter(kind="notice", authorisation=None, issued_by__username="head").exists()  # since it ended
    assert orders.filter(kind="case", issued_by__username="head", opened_by__username="supervisor").count() == 2
    assert StandingAuthorisation.objects.get().valid_until < loaded.date()
    assert SupervisionOrder.objects.ready().count() >= 5
    assert SupervisionOrder.objects.unsigned().filter(kind="case").count() == 1
    head = Person.objects.get(username="head")
    assert home.has_notices_to_sign(head)
    assert verify(Ticket.objects.all()) == []


def test_the_sweep_has_raised_what_is_due(loaded: datetime) -> None:
    assert not Deadline.objects.alarmed(loaded).exists()
    for username in ("handler", "supervisor", "head"):
        assert Notice.objects.filter(person__username=username, kind="alarm", read_at=None).exists(), username


def test_everybody_has_an_address_that_leads_nowhere(loaded: datetime) -> None:
    """Accounts of the demo have an address of their own; leaders whom a unit has only named have none."""
    named = {account.username for account in demo.ALL}
    for person in Person.objects.all():
        assert person.email == (f"{person.username}@hotline.example" if person.username in named else ""), person.username


# ---- the roster: yesterday's whole duty day, today as far as it has come, knowledge


def test_the_duty_days_are_played(loaded: datetime) -> None:
    today, yesterday = loaded.date(), loaded.date() - clock.DAY
    months = {row.month: row for row in Roster.objects.all()}
    assert months[today.replace(day=1)].published_at is not None
    assert Shift.objects.filter(day=today, unit__short_name="市交通港航局").exists()
    shift = Shift.objects.get(day=yesterday)
    assert Attendance.objects.filter(shift=shift, left_confirmed_by__isnull=False).count() == 3
    cases = SheetCase.objects.filter(sheet__shift=shift, replaced_at=None)
    assert cases.count() >= 10
    assert not cases.filter(signature=None).exists()
    assert Handover.objects.get(shift=shift).confirmed_at is None or loaded.hour >= 9
    kinds = set(HandoverEntry.objects.filter(shift=shift).values_list("kind", flat=True))
    assert kinds >= {"call", "question", "opinion", "first_contact", "other"}
    assert (verify_sheets(), verify_handovers()) == ([], [])


def test_nothing_is_owed_about_history_or_overdue_from_the_start(loaded: datetime) -> None:
    days = Deadline.objects.open().filter(subject_type="shift")
    shifts = {row.pk: row.day for row in Shift.objects.all()}
    assert {shifts[row.subject_id] for row in days} <= {loaded.date(), loaded.date() - clock.DAY}
    assert [row for row in days if row.due_at <= loaded] == []


def test_who_is_on_duty_can_sign_in(loaded: datetime) -> None:
    leader = Person.objects.get(username="dutyleader")
    assert (leader.pk in duty.on_duty_now()) == (8 < loaded.hour < 22)
    assert Person.objects.get(username="dutydeputy").roles == frozenset()


def test_the_knowledge_base_has_items_and_what_waits(loaded: datetime) -> None:
    assert KnowledgeItem.objects.count() == 3
    states = sorted(KnowledgeQuestion.objects.values_list("state", flat=True))
    assert states.count("published") == 3


def test_units_still_owe_their_leaders_for_the_coming_month(loaded: datetime) -> None:
    coming = Roster.objects.filter(month__gt=loaded.date()).first()
    if loaded.day >= 24:
        assert coming is not None
        assert Deadline.objects.open().filter(kind="leader_info", subject_id=coming.pk).count() == 4
    else:
        assert coming is None or not coming.is_announced
    assert date(2026, 1, 1) < loaded.date()
