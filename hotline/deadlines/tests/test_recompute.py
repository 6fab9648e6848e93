"""A changed calendar moves what is open: purely, in the database, batch by batch, exactly once; and the preview says the same."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given, settings, strategies as st

from hotline import clock
from hotline.deadlines import actions, missing, preview, recompute, rules
from hotline.deadlines.models import Change, Deadline, Kind
from hotline.deadlines.recompute import moved
from hotline.deadlines.rules import Calendars, calendar_of, hours
from hotline.jobs import actions as jobs
from hotline.jobs.models import DEAD_AFTER, Job, State
from hotline.notices.models import Notice
from hotline.people.models import Role
from hotline.workdays import actions as calendar_actions, changes
from hotline.workdays.models import current, entries, official_years
from hotline.workdays.rules import Calendar, DatedException, Kind as Source
from hotline.workdays.schedules import parse_text
from hotline.workdays.tests import notices
from hotline.workdays.tests.test_rules import CITY, SEED, at
from tickets.tests.conftest import T0, City, make_city, on


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """The language of those who read the preview, whatever was read before."""
    with translation.override("zh-hans"):
        yield


def closed(*days: str, version: int = 2) -> Calendar:
    off = {date.fromisoformat(day): DatedException(False, "台风", Source.EMERGENCY) for day in days}
    return replace(CITY, version=version, exceptions=SEED | off)


def owed(kind: Kind = Kind.REPLY, start: str = "2026-09-30 10:00", n: int = 7, **more: Any) -> Deadline:
    """An obligation counted with the calendar of the notices, not saved."""
    begin = at(start)
    due = (CITY.service_end if kind == Kind.SIGN_FOR else CITY.add)(begin, n)
    limit = {"limit_from": begin, "limit_at": CITY.add(begin, 30).due_at} if kind == Kind.REPLY else {}
    values = {"counted_from": begin, "workdays": n, "due_at": due.due_at, "provisional": due.provisional, "calendar_version": 1}
    return Deadline(kind=kind, **(values | limit | more))


# ---- pure


@pytest.mark.django_db
class TestMoved:
    def test_nothing_changes(self) -> None:
        for deadline in (owed(), owed(Kind.SIGN_FOR, n=1), owed(Kind.ACCEPT, n=3)):
            assert moved(deadline, replace(CITY, version=9), T0) is None

    def test_a_closure_moves_due_and_limit(self) -> None:
        # 10-09 closed: the 7th is Fri 16 October, the 30th Wed 18 November
        found = moved(owed(), closed("2026-10-09"), T0)
        assert found is not None
        assert (found.due.at, found.limit_at) == (at("2026-10-17"), at("2026-11-19"))
        assert (found.due.workdays, found.due.counted_from, found.due.calendar_version) == (7, T0, 2)

    def test_only_the_limit_may_move(self) -> None:
        found = moved(owed(), closed("2026-10-21"), T0)
        assert found is not None
        assert (found.due.at, found.limit_at) == (at("2026-10-16"), at("2026-11-19"))

    def test_a_redispatch_has_its_own_seven_days(self) -> None:
        late = owed(start="2026-11-16 10:00", limit_from=T0, limit_at=at("2026-11-26"))
        assert late.due_at == late.limit_at
        found = moved(late, closed("2026-11-18"), at("2026-11-16 11:00"))
        assert found is not None
        assert found.due.at == found.limit_at == at("2026-11-27")

    def test_sign_for_ends_with_the_service_hours(self) -> None:
        found = moved(owed(Kind.SIGN_FOR, n=1), closed("2026-10-08"), T0)
        assert found is not None
        assert (found.due.at, found.limit_at) == (at("2026-10-09 17:30"), None)
        back = moved(owed(Kind.SIGN_FOR, n=1, due_at=at("2026-10-09 17:30")), CITY, at("2026-10-08 09:00"))
        assert back is None  # the floor: the end of service of the next working day

    def test_what_is_not_counted_does_not_move(self) -> None:
        assert moved(Deadline(kind=Kind.MAJOR_VERIFIED, due_at=T0), closed("2026-10-08"), T0) is None

    def test_a_provisional_date_becomes_certain(self) -> None:
        deadline = owed(start="2026-12-28 10:00")
        assert deadline.provisional
        official = replace(
            CITY,
            version=2,
            official_years=CITY.official_years | {2027},
            exceptions=SEED | {date(2027, 1, 1): DatedException(False, "元旦")},
        )
        found = moved(deadline, official, at("2026-12-28 11:00"))
        assert found is not None
        assert (found.due.at, found.due.provisional) == (deadline.due_at, False)

    def test_a_limit_without_its_beginning_stays(self) -> None:
        found = moved(owed(limit_from=None), closed("2026-10-09"), T0)
        assert found is not None
        assert found.limit_at == owed().limit_at

    def test_a_lifted_closure_keeps_due_within_the_limit(self) -> None:
        """The floor may hold the due time where the shorter limit would not reach."""
        storm = closed(*(f"2026-11-{day:02}" for day in range(18, 28)))
        start = at("2026-11-16 10:00")
        due = storm.add(start, 7)
        late = owed(start="2026-11-16 10:00", limit_from=T0, due_at=due.due_at, limit_at=due.due_at)
        found = moved(late, CITY, at("2026-11-25 10:00"))
        assert found is not None
        assert found.limit_at is not None
        assert at("2026-11-25 10:00") < found.due.at <= found.limit_at

    @settings(deadline=None, max_examples=60)
    @given(
        st.lists(st.dates(date(2026, 9, 1), date(2026, 12, 20)), max_size=25),
        st.lists(st.dates(date(2026, 9, 1), date(2026, 12, 20)), max_size=25),
        st.integers(1, 30),
        st.integers(0, 60),
        st.integers(0, 40),
    )
    def test_a_reply_never_passes_its_limit(self, old: list[date], new: list[date], n: int, later: int, age: int) -> None:
        """Whatever was closed and is closed now: due <= limit, the pure function from scratch or the floor, never overdue by it."""
        before, after = closed(*map(str, old)), closed(*map(str, new), version=3)
        first, start = at("2026-09-01 10:00"), at("2026-09-01 10:00") + timedelta(days=age)
        limit = rules.limit(first, start, before)
        due = min(before.add(start, n).due_at, limit)
        deadline = owed(counted_from=start, workdays=n, limit_from=first, limit_at=limit, due_at=due)
        now = start + timedelta(days=later)
        found = moved(deadline, after, now)
        if found is None:
            return
        assert found.limit_at is not None
        assert found.due.at <= found.limit_at
        assert found.due.at > now or due <= now
        assert found.due.at == after.add(start, n).due_at or after.add(start, n).due_at < found.due.at <= due


# ---- in the database


@pytest.fixture
def city(db: None) -> Iterator[City]:
    with clock.at(T0):
        yield make_city()


def change(wish: changes.Wish, city: City) -> Job:
    """Change the calendar, and give the job that waits."""
    return calendar_actions.apply(
        changes.make(wish, entries(), official_years(), current().version), actor=city.admin, send=False
    )


def storm(*days: str, units: tuple[int | None, ...] = (None,)) -> changes.Wish:
    dates = [date.fromisoformat(day) for day in days]
    return changes.closure(Source.EMERGENCY, dates[0], dates[-1], "台风", units)


def dues() -> dict[tuple[str, str], datetime]:
    rows = Deadline.objects.open().select_related("unit")
    return {(row.kind, row.unit.name): clock.local(row.due_at) for row in rows}


@pytest.mark.django_db
class TestRecompute:
    def test_everything_moves_once(self, city: City) -> None:
        city.assisted()
        before = dues()
        job = change(storm("2026-10-09"), city)
        assert dues() == before  # nothing before the job
        assert jobs.work(job.pk)
        after = dues()
        assert after["reply", "市住建局"] == on(10, 17)
        assert after["sign_for", "市住建局"] == before["sign_for", "市住建局"] == on(10, 8, 17, 30)
        assert after["assist", "市水务局"] > before["assist", "市水务局"]
        job.refresh_from_db()
        assert job.state == State.DONE
        assert "4" in job.note
        assert "2" in job.note
        rows = Change.objects.filter(why=Change.Why.CALENDAR)
        assert sorted(rows.values_list("deadline__kind", "by")) == [("assist", city.admin.name), ("reply", city.admin.name)]
        assert set(Deadline.objects.open().filter(workdays__isnull=False).values_list("calendar_version", flat=True)) == {
            current().version
        }
        assert recompute.recompute() == 0
        assert Change.objects.filter(why=Change.Why.CALENDAR).count() == 2

    def test_alarms_are_armed_anew(self, city: City) -> None:
        city.dispatched()
        reply = Deadline.objects.get(kind=Kind.REPLY)
        before = reply.next_alarm_at
        change(storm("2026-10-09"), city)
        recompute.recompute()
        reply.refresh_from_db()
        assert before is not None
        assert reply.next_alarm_at is not None
        assert reply.next_alarm_at != before
        assert reply.next_alarm_at == actions.first_alarm(reply, calendar_of(reply.unit), hours())

    def test_warnings_of_what_stays_are_looked_at_again(self, city: City) -> None:
        city.dispatched()
        change(storm("2026-10-20"), city)
        recompute.recompute()
        sign_for = Deadline.objects.get(kind=Kind.SIGN_FOR)
        assert sign_for.next_alarm_at == T0
        assert sign_for.calendar_version == current().version

    def test_a_units_closure_moves_it_and_what_is_below(self, city: City) -> None:
        district = city.dispatched(lead=city.district)
        other = city.dispatched(city.register(title="路灯"))
        change(storm("2026-10-09", units=(city.district.pk,)), city)
        recompute.recompute()
        assert Deadline.objects.get(kind=Kind.REPLY, subject_id=district.pk).due_at == on(10, 17)
        assert Deadline.objects.get(kind=Kind.REPLY, subject_id=other.pk).due_at == on(10, 16)
        calendars = Calendars(current())
        assert calendars.of(city.street.pk) == calendars.of(city.district.pk) != calendars.of(city.housing.pk)
        assert not calendars.of(city.street.pk).is_workday(date(2026, 10, 9))

    def test_closed_obligations_stay(self, city: City) -> None:
        ticket = city.dispatched()
        actions.meet(ticket.subject, Kind.REPLY)
        before = Deadline.objects.get(kind=Kind.REPLY)
        change(storm("2026-10-09"), city)
        recompute.recompute()
        after = Deadline.objects.get(kind=Kind.REPLY)
        assert (after.due_at, after.calendar_version) == (before.due_at, before.calendar_version)

    def test_killed_half_way_it_goes_on(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in range(3):
            city.dispatched(city.register(title=f"路灯{number}"))
        monkeypatch.setattr(recompute, "BATCH", 2)
        job = change(storm("2026-10-09"), city)
        calls = []

        def dies(done: int) -> None:
            calls.append(done)
            if len(calls) == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            recompute.recompute(progress=dies)
        assert 0 < Change.objects.count() < 3
        assert jobs.work(job.pk)
        assert set(Deadline.objects.filter(kind=Kind.REPLY).values_list("due_at", flat=True)) == {on(10, 17)}
        assert Change.objects.count() == 3

    def test_the_note_counts_what_a_killed_worker_did(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        """Progress is written once a second; what was done after that is not lost from the sum."""
        for number in range(3):
            city.dispatched(city.register(title=f"路灯{number}"))
        monkeypatch.setattr(recompute, "BATCH", 1)
        job = change(storm("2026-10-09"), city)
        batch, batches = recompute._batch, []

        def dies(*arguments: Any) -> None:
            batches.append(arguments)
            if len(batches) == 5:
                raise KeyboardInterrupt
            batch(*arguments)

        monkeypatch.setattr(recompute, "_batch", dies)
        with pytest.raises(KeyboardInterrupt):
            jobs.work(job.pk)
        Job.objects.update(beat_at=clock.now() - DEAD_AFTER)
        with translation.override("en"):
            assert jobs.work(job.pk)
        total = Deadline.objects.filter(workdays__isnull=False).count()
        job.refresh_from_db()
        with translation.override("en"):
            said = gettext("%(looked)s deadlines were counted again, %(moved)s of them moved.")
        assert job.done == total > 5
        assert job.note == said % {"looked": total, "moved": Change.objects.count()}

    def test_what_cannot_be_counted_holds_up_nothing(self, city: City, caplog: Any) -> None:
        city.dispatched()
        Deadline.objects.filter(kind=Kind.SIGN_FOR).update(counted_from=at("1999-01-01"))
        change(storm("2026-10-09"), city)
        recompute.recompute()
        assert "cannot be counted again" in caplog.text
        assert dues()["reply", "市住建局"] == on(10, 17)

    def test_a_lifted_closure_makes_nobody_overdue(self, city: City) -> None:
        city.dispatched()
        change(storm("2026-10-09", "2026-10-14"), city)
        recompute.recompute()
        moved_to = dues()["reply", "市住建局"]
        with clock.at(on(10, 16, 10)):
            rows = [row for row in entries() if row.kind == Source.EMERGENCY]
            change(changes.removal(rows), city)
            recompute.recompute()
            assert on(10, 16, 10) < dues()["reply", "市住建局"] < moved_to

    def test_a_year_that_becomes_official_ends_what_is_provisional(self, city: City) -> None:
        with clock.at(on(12, 28, 10)):
            city.dispatched()
            reply = Deadline.objects.get(kind=Kind.REPLY)
            assert reply.provisional
            change(changes.of_schedule(parse_text(notices.INVENTED_2027), "notice"), city)
            recompute.recompute()
            reply = Deadline.objects.get(pk=reply.pk)
            assert not reply.provisional
            assert reply.due_at == current().add(reply.counted_from, 7).due_at
            assert reply.limit_at == current().add(reply.counted_from, 30).due_at

    def test_the_floor_above_is_told_in_the_same_transaction(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        ticket = city.dispatched()
        told: list[Any] = []

        def follow(moves: Any, by: str) -> None:
            assert transaction.get_connection().in_atomic_block
            told.extend((deadline.kind, deadline.subject_id, before, deadline.due_at, by) for deadline, before in moves)
            raise RuntimeError

        locked: list[Any] = []
        monkeypatch.setattr(recompute, "_follow", {"ticket": follow})
        monkeypatch.setattr(recompute, "_lock", {"ticket": locked.append})
        change(storm("2026-10-09"), city)
        with pytest.raises(RuntimeError):
            recompute.recompute(by="管理员")
        assert told == [("reply", ticket.pk, on(10, 16), on(10, 17), "管理员")]
        assert locked == [[ticket.pk]]
        assert dues()["reply", "市住建局"] == on(10, 16)
        assert not Change.objects.exists()

    def test_queries_grow_with_batches_not_with_what_stays(self, city: City) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                recompute.recompute()
            return len(queries)

        city.dispatched()
        change(storm("2026-06-05"), city)
        few = cost()
        for number in range(3):
            city.dispatched(city.register(title=f"路灯{number}"))
        change(storm("2026-06-08"), city)
        assert cost() == few


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_answers_while_it_counts_is_not_moved() -> None:
    """The batch waits for the row and reads it again: it is met by then."""
    with clock.at(T0):
        city = make_city()
        ticket = city.dispatched()
        change(storm("2026-10-09"), city)
        waits = threading.Event()

        def count() -> None:
            with clock.at(T0):
                waits.set()
                recompute.recompute()
            connection.close()

        with transaction.atomic():
            actions.meet(ticket.subject, Kind.REPLY)
            thread = threading.Thread(target=count)
            thread.start()
            assert waits.wait(10)
            thread.join(0.5)
            assert thread.is_alive()  # it waits
        thread.join(20)
        assert not thread.is_alive()
    assert Deadline.objects.get(kind=Kind.REPLY).due_at == on(10, 16)
    assert not Change.objects.exists()


# ---- the preview


def after_of(wish: changes.Wish) -> Calendar:
    rows, official = entries(), official_years()
    return changes.make(wish, rows, official, current().version).calendar(rows, official, current())


@pytest.mark.django_db
class TestPreview:
    def test_it_says_what_will_happen(self, city: City) -> None:
        city.assisted()
        city.dispatched(city.register(title="路灯"))
        wish = storm("2026-10-09")
        found = preview.look(after_of(wish), city.supervisor)
        before = dict(Deadline.objects.values_list("pk", "due_at"))
        assert (found.total, found.moving) == (6, 3)
        assert dict(Deadline.objects.values_list("pk", "due_at")) == before
        change(wish, city)
        recompute.recompute()
        really = [pk for pk, due in Deadline.objects.values_list("pk", "due_at") if due != before[pk]]
        assert len(really) == found.moving
        assert found.by_unit == [("市住建局", 2), ("市水务局", 1)]
        assert sum(count for _days, count in found.by_days) == 3
        assert {(move.before, move.after) for move in found.moves if move.unit == "市住建局"} == {
            ("10月15日24:00", "10月16日24:00")
        }

    def test_who_may_not_see_a_ticket_gets_no_way_to_it(self, city: City) -> None:
        ticket = city.dispatched()
        wish = storm("2026-10-09")
        (move,) = preview.look(after_of(wish), city.admin).moves
        assert (move.number, move.link) == (ticket.number, "")
        (move,) = preview.look(after_of(wish), city.supervisor).moves
        assert move.link == f"/tickets/{ticket.number}/"
        (move,) = preview.look(after_of(wish), None).moves
        assert move.link == ""

    def test_queries_do_not_grow(self, city: City) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                preview.look(calendar, city.supervisor)
            return len(queries)

        city.dispatched()
        calendar = after_of(storm("2026-10-09", units=(city.district.pk, city.housing.pk)))
        preview.look(calendar, city.supervisor)
        few = cost()
        for number in range(3):
            city.dispatched(city.register(title=f"路灯{number}"), lead=[city.district, city.water, city.housing][number])
        assert cost() == few

    def test_only_the_first_are_listed(self, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in range(3):
            city.dispatched(city.register(title=f"路灯{number}"))
        monkeypatch.setattr(preview, "SHOWN", 2)
        monkeypatch.setattr(preview, "_BATCH", 2)
        found = preview.look(after_of(storm("2026-10-09")), None)
        assert (found.moving, len(found.moves)) == (3, 2)


# ---- the reminder


@pytest.mark.django_db
def test_admins_are_reminded_once_a_week(city: City) -> None:
    def told() -> int:
        return Notice.objects.filter(kind=missing.KIND).count()

    for day, count in (
        (at("2026-10-31 09:00"), 0),
        (at("2026-11-02 09:00"), 1),
        (at("2026-11-08 09:00"), 1),
        (at("2026-11-09 09:00"), 2),
    ):
        with clock.at(day):
            missing.remind()
        assert told() == count
    assert set(Notice.objects.filter(kind=missing.KIND).values_list("person__username", flat=True)) == {"admin"}
    assert city.admin.has_role(Role.ADMIN)
    change(changes.of_schedule(parse_text(notices.INVENTED_2027), "notice"), city)
    with clock.at(at("2026-11-16 09:00")):
        missing.remind()
    assert told() == 2
