"""The small city of the tickets' tests, and obligations by the hundred."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client

from hotline.deadlines.models import Deadline, Kind
from hotline.people.models import Person
from tickets.models import Ticket
from tickets.tests.conftest import City, city, pinned  # noqa: F401 - fixtures

KINDS = (Kind.REPLY, Kind.SIGN_FOR, Kind.ACCEPT, Kind.HANDLE, Kind.SUPERVISION, Kind.CALLBACK)


@pytest.fixture
def client_of(city: City) -> Callable[[Person], Client]:  # noqa: F811
    def make(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return make


def owe(ticket: Ticket, unit: Any, due_at: datetime, **more: Any) -> Deadline:
    """An obligation as it stands in the table, saved as it is."""
    opened = more.pop("opened_at", due_at - timedelta(days=9))
    values = {"kind": Kind.ACCEPT, "held_by": unit, "cause": f"{due_at.timestamp()}", "armed_at": opened} | more
    return Deadline(
        subject_type="ticket", subject_id=ticket.pk, unit=unit, opened_at=opened, due_at=due_at,
        limit_at=due_at if values["kind"] == Kind.REPLY else None, **values,
    )  # fmt: skip


def scatter(city: City, now: datetime, count: int, seed: int = 1, tickets: Iterable[Ticket] = ()) -> list[Ticket]:  # noqa: F811
    """`count` obligations of all kinds, units and ages around `now`, half of them finished, on a few tickets."""
    random = Random(seed)
    found = list(tickets) or [city.dispatched() for _ in range(6)]
    units = [city.housing, city.water, city.health, city.district, city.office]
    edges = [now, now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)]
    rows = []
    for n in range(count):
        due_at = random.choice(edges) if n % 10 == 0 else now + timedelta(minutes=random.randint(-40 * 1440, 12 * 1440))
        opened = due_at - timedelta(minutes=random.randint(1, 12 * 1440))
        ended = min(opened + timedelta(minutes=random.randint(1, 20 * 1440)), now)
        state = random.choice(("open", "open", "met", "cancelled"))
        rows.append(
            owe(
                random.choice(found), random.choice(units), due_at, opened_at=min(opened, now), kind=random.choice(KINDS), cause=str(n),
                met_at=ended if state == "met" else None, cancelled_at=ended if state == "cancelled" else None,
                provisional=random.random() < 0.1, held_by=random.choice((city.street, city.housing)),
            )
        )  # fmt: skip
    Deadline.objects.bulk_create(rows)
    return found
