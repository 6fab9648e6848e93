"""make soak: the long proofs. Big batches that die half-way, and every page read by axe."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import sync_playwright

from hotline.deadlines.models import Deadline
from hotline.people.models import Person
from hotline.people.roles import ensure_roles
from tickets.actions import closing
from tickets.flow import Action
from tickets.journal import verify
from tickets.models import Event, Ticket
from tickets.operation import perform_many
from tickets.tests.conftest import City, make_city
from tickets.tests.test_browser import CHROMIUM, PHONE, QUIET, Visitor

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
AXE = Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js"
BATCH = 3000


def test_a_digest_that_dies_half_way_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    city = make_city()
    for _ in range(BATCH):
        city.do(city.register(), Action.ANSWER, city.operator, text="请到窗口办理。")
    ids = list(Ticket.objects.values_list("pk", flat=True))
    written = closing.prepare_event

    def dying(*args: Any, count: list[int] = [0], **more: Any) -> Event:  # noqa: B006 (the list is the counter)
        count[0] += 1
        if count[0] == 1500:
            raise KeyboardInterrupt
        return written(*args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(closing, "prepare_event", dying)
        with pytest.raises(KeyboardInterrupt):
            perform_many(Action.COMPILE, ids, actor=city.editor)
    assert Ticket.objects.filter(step=6).count() == 1000
    assert len(perform_many(Action.COMPILE, ids, actor=city.editor).done) == BATCH - 1000
    assert (Ticket.objects.filter(step=6).count(), Event.objects.filter(action="compile").count()) == (BATCH, BATCH)
    assert verify(Ticket.objects.all()) == []


def test_a_batch_costs_the_same_statements_per_chunk() -> None:
    city = make_city()
    ids = [city.do(city.register(), Action.ANSWER, city.operator, text="请到窗口办理。").pk for _ in range(300)]

    def cost(part: list[int]) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert len(perform_many(Action.COMPILE, part, actor=city.editor).done) == len(part)
        return len(counted)

    cost(ids[:1])  # what the actor may do is asked once
    assert cost(ids[1:10]) == cost(ids[10:])


def owed(ticket: Ticket) -> int:
    """Some obligation of the ticket, to be explained."""
    return Deadline.objects.of(*ticket.subject).values_list("pk", flat=True)[0]


def pages_of(city: City, ticket: Ticket) -> list[tuple[Person, str]]:
    """Every page, as the person who uses it."""
    here = f"/tickets/{ticket.number}/"
    return [
        (city.operator, "/"), (city.operator, "/tickets/new/"), (city.operator, "/tickets/"), (city.dispatcher, here),
        (city.handler, f"{here}reply/"), (city.clerk, f"{here}callback/"), (city.supervisor, f"{here}redo/"),
        (city.dispatcher, "/inbox/"), (city.dispatcher, "/workdays/"), (city.dispatcher, "/workdays/explain/?start=2026-09-30&n=7"),
        (city.supervisor, "/dashboard/"), (city.supervisor, "/dashboard/list/"), (city.office_head, "/supervision/"),
        (city.admin, "/workdays/change/"), (city.admin, "/inbox/dead-letters/"), (city.handler, "/inbox/preferences/"),
        (city.supervisor, "/jobs/"), (city.supervisor, f"/deadlines/{owed(ticket)}/"), (city.office_head, f"{here}sign_order/"),
        (city.handler, f"{here}request_extension/"), (city.operator, "/account/"), (city.operator, "/account/password/"), (city.auditor, "/audit/"), (city.operator, "/tickets/nothing/"),
    ]  # fmt: skip


@pytest.mark.parametrize("view", [{}, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(live_server: Any, view: dict[str, Any]) -> None:
    city = make_city()
    ensure_roles()
    ticket = city.do(city.replied(), Action.CALLBACK, city.clerk, reached=True, solved=False, satisfaction=1)
    faults = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for person, address in pages_of(city, ticket):
            visitor = Visitor(browser, live_server.url, person, bypass_csp=True, **view)
            visitor.page.goto(address)
            visitor.page.add_script_tag(path=str(AXE))
            for violation in visitor.page.evaluate("axe.run()")["violations"]:
                faults += [f"{address}: {violation['id']}: {node['html'][:160]}" for node in violation["nodes"]]
            visitor.context.close()
        browser.close()
    assert faults == []
