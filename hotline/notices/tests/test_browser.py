"""The inbox in a real browser: the number refreshes itself, politely, and stops when nobody is signed in."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from hotline.notices import actions
from hotline.notices.tests.conftest import left, urgent
from hotline.people.models import Person

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread; we make no async calls
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live_server: Any, anna: Person, client: Any) -> Iterator[Page]:
    """Anna's page, signed in, with a clock that the test moves."""
    client.force_login(anna)
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.clock.install()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


def half_a_minute(page: Page) -> int:
    """Let the page ask once; gives the status of the answer."""
    with page.expect_response("**/inbox/badge/*") as answer:
        page.clock.fast_forward(31_000)
    return answer.value.status


def test_the_number_follows_without_reloading(page: Page, anna: Person) -> None:
    page.goto("/inbox/preferences/")
    badge = page.locator("#badge")
    expect(badge).to_have_attribute("aria-live", "polite")
    expect(badge.locator(".count")).to_have_count(0)
    left(urgent(anna, 1), urgent(anna, 2))
    assert half_a_minute(page) == 200
    expect(badge.locator(".count")).to_contain_text("2")
    assert half_a_minute(page) == 204
    expect(badge.locator(".count")).to_contain_text("2")
    actions.mark_read(anna)
    assert half_a_minute(page) == 200
    expect(badge.locator(".count")).to_have_count(0)
    expect(page.locator("#badge-dot")).to_be_hidden()


def test_it_stops_when_signed_out_and_says_nothing(page: Page, anna: Person) -> None:
    left(urgent(anna))
    page.goto("/inbox/")
    page.context.clear_cookies()
    assert half_a_minute(page) == 286
    expect(page.locator("#badge .count")).to_have_count(0)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.fast_forward(120_000)
    page.wait_for_timeout(300)
    assert asked == []
    expect(page.locator("#live")).to_be_empty()
