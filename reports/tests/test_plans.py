"""What the dashboard costs does not grow with the years: no statement of it reads what is finished."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.deadlines.models import Deadline
from reports import tally
from reports.tests.conftest import scatter
from tickets.tests.conftest import T0, City

FINISHED, OPEN = 50_000, 2_000
PAST = """
INSERT INTO deadlines_deadline (kind, subject_type, subject_id, cause, unit_id, held_by_id, is_urgent, opened_at, armed_at,
    due_at, limit_at, met_at, provisional, set_by)
SELECT (ARRAY['reply', 'accept', 'handle'])[1 + n %% 3], 'ticket', %(ticket)s, 'past' || n, %(unit)s, %(unit)s, false, d - interval '9 days',
    d - interval '9 days', d, d, CASE WHEN n %% 50 = 0 THEN d + interval '2 days' ELSE d - interval '1 day' END, false, ''
FROM (SELECT n, %(now)s::timestamptz - interval '60 days' - n * interval '10 minutes' AS d
    FROM generate_series(1, %(count)s::int) AS n) AS past
"""


def scans(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if node.get("Relation Name") == "deadlines_deadline":
        yield node
    for child in node.get("Plans", ()):
        yield from scans(child)


def explained(sql: str) -> list[dict[str, Any]]:
    """The scans of the table of obligations in a statement that was run, as it is run."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        found = cursor.fetchone()[0]
    return list(scans((json.loads(found) if isinstance(found, str) else found)[0]["Plan"]))


def read(scan: dict[str, Any]) -> int:
    """Rows touched: given, and looked at in vain."""
    return int((scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0)) * scan["Actual Loops"])


@pytest.mark.parametrize(
    "address",
    ["/dashboard/", "/dashboard/?kind=reply", "/dashboard/?unit={unit}", "/dashboard/list/", "/dashboard/list/?state=overdue",
     "/dashboard/list/?state=soon&unit={unit}", "/dashboard/list/?age=older", "/dashboard/list/?age=not_yet&kind=accept",
     "/dashboard/list/?day=2026-09-20&result=backlog", "/dashboard/list/?day=2026-09-20&result=missed",
     "/dashboard/urge/?which=all&state=overdue"],
)  # fmt: skip
def test_finished_obligations_are_not_read(filled: City, address: str) -> None:
    client = Client()
    client.force_login(filled.supervisor)
    with clock.at(T0):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address.format(unit=filled.housing.pk)).status_code == 200
        statements = [q["sql"] for q in asked if '"deadlines_deadline"' in q["sql"] and q["sql"].startswith("SELECT")]
        found = [(read(scan), scan, sql) for sql in statements for scan in explained(sql)]
    assert found
    # Some days of finished ones are read for the trend; never the years before.
    wrong = [(rows, scan["Node Type"], sql) for rows, scan, sql in found if rows > 4 * OPEN]
    assert not wrong
    assert not [sql for _rows, scan, sql in found if scan["Node Type"] == "Seq Scan"]


@pytest.fixture
def filled(city: City) -> City:
    with clock.at(T0 - timedelta(days=50)):
        tickets = [city.register() for _ in range(20)]
    scatter(city, T0, 2 * OPEN, 11, tickets)
    with connection.cursor() as cursor:
        values = {"ticket": tickets[0].pk, "unit": city.housing.pk, "now": T0, "count": FINISHED}
        cursor.execute(PAST, values)
        cursor.execute("ANALYZE deadlines_deadline, tickets_ticket")
    with clock.at(T0):
        tally.catch_up()
    assert Deadline.objects.open().count() > OPEN * 0.8
    return city
