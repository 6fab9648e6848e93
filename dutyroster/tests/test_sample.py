"""The choice of the callback sheet (D10): golden tables by hand for the pick, and the query against the database."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dutyroster import sample
from dutyroster.models import SheetCase
from dutyroster.sample import Candidate, candidates, choose, pick, widened
from dutyroster.tests.conftest import Town
from dutyroster.tests.sheet_town import Desk, make_desk, moment
from tickets.models import Assignment, Step, Ticket

NINE = moment("2026-11-20 09:00")
U, N, S = SheetCase.Group.UNHAPPY, SheetCase.Group.NOT_CALLED, SheetCase.Group.SETTLED
A, B, C = 1, 2, 3


def c(number: int, group: str = N, unit: int | None = A, days: float = 1) -> Candidate:
    return Candidate(number, f"20261110-{number:05d}", NINE - timedelta(days=days), group, unit)


def numbers(chosen: list[Candidate]) -> list[int]:
    return [one.ticket for one in chosen]


# ---- the pick


# What there is (in any order), wanted, most per unit → what comes onto the sheet, in its order.
GOLDEN = {
    "nothing there": ([], 30, 3, []),
    "fewer than wanted: all": ([c(2), c(1, unit=B)], 30, 3, [1, 2]),
    "dissatisfied, then not called, then settled": ([c(1, S), c(2, N, B), c(3, U, C)], 3, 3, [3, 2, 1]),
    "ties by number": ([c(9), c(3, unit=B), c(7, unit=C)], 2, 3, [3, 7]),
    "at most three of a unit while others are there": (
        [c(1, U), c(2, U), c(3, U), c(4, U), c(5, S, B), c(6, S, C)], 5, 3, [1, 2, 3, 5, 6],
    ),
    "the order comes before the unit's number": ([c(1, U), c(2, U, B), c(3, U, C), c(4, N, B)], 3, 3, [1, 2, 3]),
    "all units used: three more of each, in order": (
        [*(c(n, N, A) for n in range(1, 9)), c(20, S, B)], 8, 3, [1, 2, 3, 4, 5, 6, 7, 20],
    ),
    "the third round too": ([c(n) for n in range(1, 12)], 10, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    "the second round begins with the dissatisfied again": (
        [c(1, U), c(2, U), c(3, U), c(4, U), *(c(n, N, B) for n in range(10, 15))], 7, 3, [1, 2, 3, 4, 10, 11, 12],
    ),
    "the second round gives three more of each, not one": (
        [*(c(n, U, A) for n in range(1, 10)), *(c(n, N, B) for n in range(20, 29))], 8, 3, [1, 2, 3, 4, 5, 20, 21, 22],
    ),
    "one of a unit": ([c(1), c(2), c(3, unit=B), c(4, unit=B)], 3, 1, [1, 2, 3]),
    "no lead unit is a unit of its own": ([*(c(n, unit=None) for n in range(1, 6)), c(9)], 4, 3, [1, 2, 3, 9]),
}  # fmt: skip


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_picks(name: str) -> None:
    found, wanted, per_unit, expected = GOLDEN[name]
    assert numbers(pick(found, wanted=wanted, per_unit=per_unit)) == expected
    assert numbers(pick(reversed(found), wanted=wanted, per_unit=per_unit)) == expected  # whatever order they come in


def test_a_replacement_counts_what_stands_already() -> None:
    found = [c(1, U), c(2, S, B)]
    assert numbers(pick(found, wanted=1, per_unit=3, taken={A: 2})) == [1]
    assert numbers(pick(found, wanted=1, per_unit=3, taken={A: 3})) == [2]
    assert numbers(pick(found, wanted=1, per_unit=3, taken={A: 3, B: 3})) == [1]  # all units used: the next round
    assert numbers(pick(found[:1], wanted=1, per_unit=3, taken={A: 9})) == [1]


# ---- how far back


def test_widened_day_by_day_until_there_are_enough() -> None:
    found = [c(1, days=6), c(2, days=7.5), c(3, days=8.9), c(4, days=20), c(5, days=29.9)]
    limits = {"least": 7, "most": 30}

    def wide(wanted: int) -> tuple[int, list[int]]:
        days, within = widened(found, NINE, wanted=wanted, **limits)
        return days, numbers(within)

    assert wide(1) == (7, [1])
    assert wide(2) == (8, [1, 2])
    assert wide(3) == (9, [1, 2, 3])
    assert wide(4) == (20, [1, 2, 3, 4])
    assert wide(6) == (30, [1, 2, 3, 4, 5])


def test_the_edge_of_a_day_is_within_it() -> None:
    assert widened([c(1, days=7)], NINE, wanted=1, least=7, most=30)[0] == 7


# ---- the query


@pytest.fixture
def desk(town: Town) -> Desk:
    return make_desk(town)


def found(days: int = 7, until: datetime = NINE) -> dict[int, tuple[str, int | None]]:
    return {one.ticket: (one.group, one.unit) for one in candidates(until, days)}


def test_steps_3_5_and_6_with_a_reply(desk: Desk) -> None:
    tickets = {step: desk.replied(step=step, answer_outcome="answered", closed="accepted")[0] for step in range(1, 8)}
    desk.replied(replied_at=None)
    assert set(found()) == {tickets[step].pk for step in (3, 5, 6)}


def test_the_last_days_before_nine_half_open(desk: Desk) -> None:
    early, first, last, _nine = (
        desk.replied(when=when)[0] for when in ("2026-11-13 08:59", "2026-11-13 09:00", "2026-11-20 08:59", "2026-11-20 09:00")
    )
    assert set(found()) == {first.pk, last.pk}
    assert set(found(8)) == {early.pk, first.pk, last.pk}


def test_never_confidential_merged_or_twice(desk: Desk) -> None:
    kept, secret, merged = desk.replied(3)
    Ticket.objects.filter(pk=secret.pk).update(is_confidential=True)
    Ticket.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert set(found()) == {kept.pk}
    before = desk.frozen(0)
    SheetCase.objects.filter(sheet=before).update(replaced_at=NINE)  # also one that was replaced
    assert found() == {}


def test_groups_by_the_latest_callback_that_reached_the_caller(desk: Desk) -> None:
    tickets = desk.replied(7)
    unsolved, unhappy, settled, fair, missed, later, never = tickets
    desk.called(unsolved, solved=False, satisfaction=5)
    desk.called(unhappy, solved=True, satisfaction=2)
    desk.called(settled)
    desk.called(fair, satisfaction=3)
    desk.called(missed, reached=False)
    desk.called(later, solved=False, satisfaction=1)
    desk.called(later)
    desk.called(later, reached=False)
    assert [found()[t.pk][0] for t in tickets] == [U, U, S, S, N, S, N]
    assert never.pk in found()


def test_the_lead_unit_is_the_latest_also_an_ended_one(desk: Desk) -> None:
    [ticket], [bare] = desk.replied(), desk.replied()
    Assignment.objects.filter(ticket=ticket).update(ended_at=NINE)
    city = desk.city
    for unit, is_lead in ((city.health, True), (city.water, False)):
        Assignment.objects.create(ticket=ticket, unit=unit, held_by=unit, is_lead=is_lead, assigned_at=NINE, ended_at=NINE)
    Assignment.objects.filter(ticket=bare).delete()
    assert [found()[t.pk][1] for t in (ticket, bare)] == [city.health.pk, None]


def test_one_query_however_many(desk: Desk) -> None:
    for n in (1, 3):
        desk.replied(n)
        with CaptureQueriesContext(connection) as seen:
            candidates(NINE, 7)
        assert len(seen) == 1
        with CaptureQueriesContext(connection) as seen:
            choose(NINE, 30)
        assert len(seen) <= 3


def test_chosen_from_the_database(desk: Desk) -> None:
    settled, old = desk.replied(unit=desk.city.water)[0], desk.replied(when="2026-11-01 10:00")[0]
    desk.called(settled)
    unhappy = desk.replied(4, unit=desk.city.health)
    for ticket in unhappy:
        desk.called(ticket, solved=False)
    got = choose(NINE, 4)
    assert (numbers(got.chosen), got.days) == ([*(t.pk for t in unhappy[:3]), settled.pk], 7)
    got = choose(NINE, 30)
    assert (numbers(got.chosen), got.days) == ([*(t.pk for t in unhappy), old.pk, settled.pk], 30)
    assert choose(NINE, 6).days == 19  # no further than needed
    assert sample.RULE == 1


def test_finished_tickets_are_not_read(desk: Desk) -> None:
    """With the tickets of years the choice reads those that wait with a reply, by their index."""
    (model,) = desk.replied(1, step=Step.COMPILATION, answer_outcome="answered", closed="accepted")
    desk.replied(20)
    kept = {"id", "number", "step"}
    columns = ", ".join(f'"{f.column}"' for f in Ticket._meta.concrete_fields if f.column not in kept)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO tickets_ticket (number, step, {columns}) SELECT '2020' || n, %s, {columns} "
            "FROM tickets_ticket, generate_series(1, 20000) AS n WHERE id = %s",
            [Step.ARCHIVE, model.pk],
        )
        cursor.execute("ANALYZE tickets_ticket")
    with CaptureQueriesContext(connection) as asked:
        assert len(candidates(NINE, 7)) == 21
    (query,) = asked.captured_queries
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {query['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "ticket_replied" in plan, plan
    assert "Seq Scan on tickets_ticket" not in plan, plan
