"""make bench: what each page costs at a tenth of SIZE and at SIZE. Ratios of one run, never seconds alone."""

import os
import statistics
import sys
import tracemalloc
from collections.abc import Callable
from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from hotline import clock
from hotline.deadlines.sweep import sweep
from hotline.people.models import Person
from tickets.flow import Action
from tickets.models import Ticket
from tickets.operation import perform
from tickets.tests.conftest import T0, City

pytestmark = pytest.mark.bench
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "5m": 5_000_000}
REPEATS = 15

# Finished tickets of past years, as the table holds them when the city has used it for long: a third was dispatched.
FILL = """
WITH made AS (
    INSERT INTO tickets_ticket (number, step, version, last_hash, registered_at, registered_by_id, called_at, channel, type,
        urgency, title, content, address, answer_by, wants_answer, wants_duty_leader, is_confidential, is_major, is_hard,
        returns_upheld, result, answer_outcome, closed, closed_at, compiled, filed_at)
    SELECT to_char(date '2017-01-01' + (n / 14000)::int, 'YYYYMMDD') || '-' || lpad((n %% 14000)::text, 5, '0'),
        7, 1, '', now() - interval '1 year', %(operator)s, now() - interval '1 year', 'phone', 'help', 'normal', '路灯不亮',
        '来电人反映路灯不亮。', '', 'phone', true, false, false, false, false, 0, '已修复', 'answered', 'accepted',
        now() - interval '1 year', '', NULL
    FROM generate_series(%(start)s::int, %(stop)s::int - 1) AS n RETURNING id),
callers AS (INSERT INTO tickets_caller (ticket_id, name, employer, phone, phone_hash) SELECT id, '陈某', '', '', '' FROM made),
parts AS (
    INSERT INTO tickets_assignment (ticket_id, unit_id, held_by_id, is_lead, reply_required, how, assigned_at)
    SELECT id, u, u, true, true, 'order', now() - interval '1 year'
    FROM (SELECT id, (ARRAY[%(housing)s, %(water)s, %(health)s])[1 + id %% 3] AS u FROM made
        WHERE id %% 3 = 0 OR id %% 90 = 1) AS d),
owed AS (
    INSERT INTO deadlines_deadline (kind, subject_type, subject_id, cause, unit_id, held_by_id, is_urgent, opened_at, armed_at,
        due_at, limit_at, met_at, provisional, set_by)
    SELECT 'reply', 'ticket', id, '', %(housing)s, %(housing)s, false, now() - interval '1 year', now() - interval '1 year',
        now() - interval '350 days', now() - interval '320 days', now() - interval '355 days', false, '' FROM made WHERE id %% 3 = 0)
INSERT INTO tickets_event (ticket_id, seq, at, action, to_step, actor_id, actor_name, actor_unit, opinion, details,
    algorithm, hash)
SELECT id, 1, now() - interval '1 year', 'file', 7, %(operator)s, '', '', '', '{}', 'sha256-1', '' FROM made
"""


def fill(city: City, start: int, stop: int) -> None:
    """Past tickets by SQL: the years before, which no page may feel."""
    values = {"operator": city.operator.pk, "housing": city.housing.pk, "water": city.water.pk, "health": city.health.pk}
    with connection.cursor() as cursor:
        for first in range(start, stop, 100_000):
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(FILL, values | {"start": first, "stop": min(stop, first + 100_000)})
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ANALYZE tickets_ticket, tickets_assignment, tickets_event, tickets_caller, deadlines_deadline")


def page(person: Person, address: str) -> Callable[[], Any]:
    client = Client()
    client.force_login(person)

    def load() -> None:
        assert client.get(address).status_code == 200

    return load


def measured(city: City) -> dict[str, float]:
    """Median seconds of each thing people do all day."""
    ticket = Ticket.objects.order_by("-pk").filter(step=2).first()
    assert ticket is not None
    things: dict[str, Callable[[], Any]] = {
        "home of a dispatcher": page(city.dispatcher, "/"),
        "home of a handler": page(city.handler, "/"),
        "list, all tickets": page(city.operator, "/tickets/"),
        "list of a handler": page(city.handler, "/tickets/"),
        "list of a clerk": page(city.clerk, "/tickets/"),
        "list, step 2": page(city.operator, "/tickets/?step=2"),
        "list, one unit": page(city.operator, f"/tickets/?unit={city.water.pk}"),
        "list, a past day": page(city.operator, "/tickets/?since=2017-01-01&until=2017-01-01"),
        "list, overdue": page(city.supervisor, "/tickets/?flag=overdue"),
        "ticket page": page(city.dispatcher, f"/tickets/{ticket.number}/"),
        "audit trail": page(city.auditor, "/audit/"),
        "register": city.register,
        "act (note)": lambda: perform(ticket.pk, Action.NOTE, actor=city.dispatcher, text="补充"),
    }
    return {name: median(thing) for name, thing in things.items()}


def median(thing: Callable[[], Any]) -> float:
    thing()
    times = []
    for _ in range(REPEATS):
        begun = perf_counter()
        thing()
        times.append(perf_counter() - begun)
    return statistics.median(times)


def test_pages_cost_the_same_at_any_size(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    size = SIZES[os.environ.get("SIZE", "100k")]
    fill(city, 0, size // 10)
    for _ in range(25):  # more than a section of the home page shows, so that it is full both times
        city.register()
        city.dispatched()
        city.replied()
    small = measured(city)
    fill(city, size // 10, size)
    large = measured(city)
    rows = [f"{name:28}{t * 1000:>9.1f} ms{large[name] * 1000:>9.1f} ms{large[name] / t:>8.2f}" for name, t in small.items()]
    with capsys.disabled():
        sys.stdout.write("\n".join(["", f"{'':28}{size // 10:>12,}{size:>12,}   ratio", *rows, ""]))


# Open obligations whose next alarm is far away, and such as fall due now; the office owes them.
OWED = """
INSERT INTO deadlines_deadline (kind, subject_type, subject_id, cause, unit_id, held_by_id, is_urgent, opened_at, armed_at,
    due_at, next_alarm_at, workdays, provisional, set_by)
SELECT 'accept', 'ticket', n, '', %(office)s, %(office)s, false, %(now)s::timestamptz - interval '4 days',
    %(now)s::timestamptz - interval '4 days', %(now)s::timestamptz + %(left)s::interval, %(now)s::timestamptz + %(alarm)s::interval,
    3, false, ''
FROM generate_series(%(start)s::int, %(stop)s::int - 1) AS n
"""
DUE_AT_ONCE = 1000


def owe(city: City, start: int, stop: int, *, due: bool) -> None:
    left, alarm = ("0", "0") if due else ("90 days", "80 days")
    values = {"office": city.office.pk, "now": clock.now(), "start": start, "stop": stop, "left": left, "alarm": alarm}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(OWED, values)
        cursor.execute("ANALYZE deadlines_deadline")


def swept(city: City, start: int) -> tuple[float, int]:
    """Median seconds of a sweep with DUE_AT_ONCE due, and the most memory one took, in bytes."""
    times, peaks = [], []
    for n in range(7):
        first = start + n * DUE_AT_ONCE
        owe(city, first, first + DUE_AT_ONCE, due=True)
        tracemalloc.start()
        begun = perf_counter()
        assert sweep().raised == 2 * DUE_AT_ONCE  # the warning slept through, and that it is due
        times.append(perf_counter() - begun)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return statistics.median(times), max(peaks)


def test_the_sweep_costs_what_is_due_not_what_is_open(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    size = SIZES[os.environ.get("SIZE", "100k")]
    rows, opened = [], 0
    noon = T0.replace(hour=12)
    with clock.at(noon):
        for target in (size // 100, size // 10, size):
            owe(city, 10_000_000 + opened, 10_000_000 + target, due=False)
            opened = target
            seconds, peak = swept(city, 1_000_000_000 + target * 10)
            rows.append((target, seconds, peak))
    lines = [
        f"sweep, {DUE_AT_ONCE} due among {n:>9,} open {seconds * 1000:>9.1f} ms {seconds / rows[0][1]:>6.2f}  {peak / 2**20:>6.1f} MiB"
        for n, seconds, peak in rows
    ]
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *lines, ""]))
