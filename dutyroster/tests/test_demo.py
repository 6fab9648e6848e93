"""The roster's part of the demo: rosters, yesterday's whole duty day, today as far as it has come, knowledge; at any hour."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from dutyroster.models import Attendance, Handover, HandoverEntry, Roster, SheetCase, Shift
from dutyroster.verify import verify_handovers, verify_sheets
from hotline import clock, options
from hotline.deadlines.models import Deadline
from hotline.people import duty
from hotline.people.models import Person
from knowledge.models import KnowledgeItem, KnowledgeQuestion
from tickets.demo import load


def quietly(done: int, total: int) -> None:
    """No progress."""


# Afternoon of the 25th, and just after midnight on the first of a month with 28 days before it and a holiday behind.
@pytest.fixture(scope="module", params=["2026-11-25 14:10", pytest.param("2027-03-01 00:20", marks=pytest.mark.soak)])
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest) -> Iterator[datetime]:
    """The demo, loaded once for all tests that look at it; rolled back after them."""
    moment = datetime.fromisoformat(request.param).replace(tzinfo=clock.TZ)
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(moment):
        options.forget()
        assert load.load(quietly)
        yield moment
        transaction.set_rollback(True)


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


@pytest.mark.django_db  # without one such test no database is made
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
