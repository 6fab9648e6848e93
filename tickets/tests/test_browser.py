"""One call by seven different people in a real browser, from registration to the archive; and one flow per role."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from hotline.people.models import Person
from tickets.models import Ticket
from tickets.tests.conftest import City, make_city

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread; we make no async calls
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
# Set to docs/screenshots to renew the pictures of the README.
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def town() -> City:
    return make_city()


class Visitor:
    """A person at the browser."""

    def __init__(self, browser: Browser, base: str, person: Person, **view: Any) -> None:
        self.context = browser.new_context(base_url=base, locale="zh-CN", **({"viewport": {"width": 1440, "height": 900}} | view))
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on(
            "console", lambda m: self.problems.append(m.text) if m.type == "error" and "status of 4" not in m.text else None
        )
        self.page.goto("/sign-in/")
        self.page.fill("[name=username]", person.username)
        self.page.fill("[name=password]", "pass-for-tests")
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{base}/")

    def act(self, ticket: str, action: str, **values: str) -> None:
        """Open the action's form on the ticket's page, fill it in, send it."""
        self.page.goto(f"/tickets/{ticket}/")
        form = self.page.locator(f"#act-{action}")
        if form.get_attribute("open") is None:
            form.locator("summary").click()
        for name, value in values.items():
            field = form.locator(f"[name={name}]").first
            if field.get_attribute("type") in ("radio", "checkbox"):
                form.locator(f"[name={name}]" + ("" if value == "on" else f"[value='{value}']")).check()
            elif field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        asks = form.locator("form").get_attribute("data-confirm") is not None
        form.locator("button.btn-primary").click()
        if asks:
            self.page.locator("#ask button[value=yes]").click()
        expect(self.page.locator(".note-success")).to_be_visible()

    def shot(self, name: str, *, full: bool = False) -> None:
        if SCREENSHOTS:
            Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SCREENSHOTS}/{name}.png", full_page=full)

    def leave(self) -> None:
        self.context.close()
        assert self.problems == []


def test_one_call_by_seven_people(browser: Browser, live_server: Any, town: City) -> None:
    def visit(person: Person, **view: Any) -> Visitor:
        return Visitor(browser, live_server.url, person, **view)

    operator = visit(town.operator)
    operator.page.goto("/tickets/new/")
    for name, value in {
        "caller_phone": "120 0000 0001", "caller_name": "陈小明", "title": "海秀路多盏路灯不亮",
        "content": "来电人反映海秀路与龙昆路交叉口一带多盏路灯一周不亮，夜间出行不安全，请核实处理。", "address": "海秀路与龙昆路交叉口",
    }.items():  # fmt: skip
        operator.page.fill(f"[name={name}]", value)
    operator.page.select_option("[name=type]", "help")
    operator.shot("register")
    operator.page.keyboard.press("Alt+s")
    operator.page.wait_for_url("**/tickets/2*/")
    number = Ticket.objects.get().number
    operator.leave()

    dispatcher = visit(town.dispatcher)
    expect(dispatcher.page.locator(f"a[href='/tickets/{number}/']").first).to_be_visible()
    dispatcher.act(number, "dispatch", lead="市住建局", text="请到现场核实，限期修复并回复。", caller_told="on")
    dispatcher.shot("dispatched")
    dispatcher.leave()

    handler = visit(town.handler, viewport={"width": 390, "height": 844}, is_mobile=True)
    handler.page.goto("/inbox/")
    handler.page.get_by_text(number).first.click()
    handler.page.wait_for_url(f"**/tickets/{number}/")
    handler.act(number, "sign_for")
    handler.act(number, "reply", text="已更换损坏灯具6盏，路段照明恢复正常。")
    handler.shot("handler-phone", full=True)
    handler.leave()

    clerk = visit(town.callback_clerk)
    clerk.act(number, "answer_caller", answered="yes", how="phone", text="已电话告知路灯修复情况。")
    clerk.act(number, "callback", reached="yes", solved="yes", satisfaction="5")
    clerk.act(number, "accept")
    clerk.shot("ticket", full=True)
    clerk.leave()

    for person, action, values in (
        (town.editor, "compile", {}),
        (town.office_head, "publish", {}),
        (town.archivist, "file", {"volume": "2026-永久-1"}),
    ):
        visitor = visit(person)
        visitor.act(number, action, **values)
        if action == "file":
            visitor.shot("filed", full=True)
        visitor.leave()

    ticket = Ticket.objects.get()
    assert (ticket.step, ticket.is_filed) == (7, True)
    people = list(ticket.events.order_by("seq").values_list("actor__username", flat=True))
    assert len(dict.fromkeys(people)) == 7
