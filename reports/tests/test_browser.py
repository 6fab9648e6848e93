"""One supervisor's morning in a real browser: see where to act, open the figure, tick, urge."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect, sync_playwright

from hotline import clock
from hotline.deadlines.models import Deadline
from reports import tally
from reports.tests.conftest import scatter
from tickets.flow import Action
from tickets.models import Event
from tickets.tests.conftest import City, make_city
from tickets.tests.test_browser import CHROMIUM, PHONE, QUIET, Visitor

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread; we make no async calls
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
AXE = Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def town() -> City:
    city = make_city()
    with clock.at(clock.now() - timedelta(days=20)):
        tickets = [city.dispatched() for _ in range(5)]
    scatter(city, clock.now(), 300, 2, tickets)
    tally.catch_up()
    return city


def test_a_supervisor_urges_what_is_overdue(browser: Browser, live_server: Any, town: City) -> None:
    visitor = Visitor(browser, live_server.url, town.supervisor)
    page = visitor.page
    page.locator(".top-nav a[href='/dashboard/']").click()
    page.locator("#figures .tally").first.wait_for()
    expect(page.locator("#trend canvas")).to_be_visible()
    page.locator("#trend canvas").hover()  # what the tooltip draws must keep to the page's policy too
    figure = page.locator("a.tally-overdue")
    number = int(figure.locator(".tally-number").inner_text())
    figure.click()
    page.wait_for_url("**/dashboard/list/?state=overdue**")
    assert page.locator("#count").get_attribute("data-count") == str(number)
    page.locator("#tick-all").check()
    expect(page.locator("[data-ticked]")).to_have_text(f"({min(number, 100)})")
    page.locator("#tick-all").uncheck()
    for box in page.locator("input[name=d]").all()[:3]:
        box.check()
    page.locator("#urge button").click()
    page.locator("[name=text]").fill("请抓紧办理，今日下班前回复。")
    page.locator("form[data-guard] button.btn-primary").dblclick()
    expect(page.locator(".note-success")).to_be_visible()
    page.wait_for_url("**/dashboard/list/?state=overdue**")
    owed = Deadline.objects.open().order_by("due_at", "pk")[:3]
    assert Event.objects.filter(action=Action.URGE).count() == len({d.subject_id for d in owed})
    visitor.leave()


def test_the_refresh_keeps_focus_scroll_and_what_was_open(browser: Browser, live_server: Any, town: City) -> None:
    visitor = Visitor(browser, live_server.url, town.supervisor)
    page = visitor.page
    page.goto(f"/dashboard/?unit={town.housing.pk}")
    page.locator("#trend-table summary").click()
    page.locator("#trend-table a").last.focus()
    page.evaluate("window.scrollTo(0, 400)")
    before = page.evaluate("[document.activeElement.id, scrollY]")
    shown = page.locator("a.tally").first.inner_text()
    Deadline.objects.open().filter(unit=town.housing).update(met_at=clock.now())
    with page.expect_response("**/dashboard/?unit=*"):
        page.evaluate("htmx.trigger('#figures', 'refresh')")
    expect(page.locator("a.tally").first).not_to_have_text(shown)
    assert page.evaluate("[document.activeElement.id, scrollY]") == before
    assert page.locator("#trend-table").get_attribute("open") is not None
    expect(page.locator("#trend canvas")).to_have_count(1)
    assert (
        page.evaluate("echarts.getInstanceByDom(document.querySelector('#trend > div')).getOption().series[2].data.at(-1)") == 0
    )
    assert page.url.endswith(f"?unit={town.housing.pk}")
    page.locator("a.tally").first.click()
    page.locator("#count").wait_for()
    page.go_back()
    expect(page.locator(".filters")).to_be_visible()  # the whole page, not the part that was fetched last
    visitor.leave()


def test_nothing_is_asked_while_the_tab_is_hidden(browser: Browser, live_server: Any, town: City) -> None:
    visitor = Visitor(browser, live_server.url, town.supervisor)
    page = visitor.page
    page.goto("/dashboard/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true}); document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(hide % "true")
    page.evaluate("htmx.trigger('#figures', 'refresh')")
    page.wait_for_timeout(300)
    assert not [url for url in asked if "/dashboard/" in url]
    with page.expect_response("**/dashboard/"):
        page.evaluate(hide % "false")
    visitor.leave()


@pytest.mark.parametrize("view", [{}, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, live_server: Any, town: City, view: dict[str, Any]
) -> None:
    visitor = Visitor(browser, live_server.url, town.supervisor, bypass_csp=True, **view)
    faults = []
    for name, address in (
        ("dashboard", "/dashboard/"),
        ("list", "/dashboard/list/?state=overdue"),
        ("urge", "/dashboard/urge/?which=all"),
    ):
        visitor.page.goto(address)
        visitor.page.wait_for_load_state("networkidle")
        visitor.shot(f"{name}-{'phone' if view else 'desktop'}", full=True)
        assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        visitor.page.add_script_tag(path=str(AXE))
        for violation in visitor.page.evaluate("axe.run()")["violations"]:
            faults += [f"{address}: {violation['id']}: {node['html'][:160]}" for node in violation["nodes"]]
    assert faults == []
    visitor.leave()


def test_all_of_it_works_without_a_script(browser: Browser, live_server: Any, town: City) -> None:
    visitor = Visitor(browser, live_server.url, town.office_head, java_script_enabled=False)
    page = visitor.page
    page.goto("/dashboard/")
    page.locator("#trend-table summary").click()
    expect(page.locator("#trend-table tbody tr")).to_have_count(tally.SHOWN_DAYS + 1)
    page.locator("a.tally").first.click()
    page.locator("#which-all").check()
    page.locator("#urge button").click()
    page.locator("[name=text]").fill("请抓紧办理。")
    page.locator("form[data-guard] button.btn-primary").click()
    expect(page.locator(".note-success")).to_be_visible()
    visitor.leave()
