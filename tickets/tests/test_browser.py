"""One call by seven different people in a real browser, from registration to the archive; and one flow per role."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from hotline.deadlines.models import Deadline
from hotline.people.models import Person
from hotline.people.roles import ensure_roles
from tickets.flow import Action
from tickets.models import Step, Ticket
from tickets.tests.conftest import City, make_city

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread; we make no async calls
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True}
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
        "content": "来电人反映海秀路与龙昆路交叉口一带多盏路灯一周不亮，夜间出行不安全，请核实处理。",
        "address": "海秀路与龙昆路交叉口",
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

    handler = visit(town.handler, **PHONE)
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


def test_operator_answers_by_keyboard(browser: Browser, live_server: Any, town: City) -> None:
    visitor = Visitor(browser, live_server.url, town.operator)
    page = visitor.page
    page.keyboard.press("Alt+n")
    page.wait_for_url("**/tickets/new/")
    page.keyboard.type("0898 66123456 转 12")  # the phone has the focus
    page.select_option("[name=type]", "inquiry")
    page.fill("[name=title]", "居住证办理")
    page.keyboard.press("Alt+s")  # the content is missing
    expect(page.locator(".form-errors")).to_be_visible()
    assert page.input_value("[name=title]") == "居住证办理"
    page.fill("[name=content]", "来电人咨询居住证办理所需材料。")
    page.keyboard.press("Alt+s")
    page.wait_for_url("**/tickets/2*/")
    visitor.act(Ticket.objects.get().number, "answer", text="请持身份证和居住证明到就近派出所办理。")
    assert Ticket.objects.get().closed == "answered"
    visitor.leave()


def test_unit_leader_approves_on_a_phone(browser: Browser, live_server: Any, town: City) -> None:
    ticket = town.do(town.dispatched(lead=town.health), Action.REPLY, town.health_handler, text="已查处并整改。")
    visitor = Visitor(browser, live_server.url, town.unit_leader, **PHONE)
    visitor.page.locator(f"a[href='/tickets/{ticket.number}/']").first.click()
    visitor.act(ticket.number, "decide_reply", granted="yes")
    assert Ticket.objects.get().step == Step.REPLY
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    visitor.leave()


def test_city_leader_instructs_on_a_phone(browser: Browser, live_server: Any, town: City) -> None:
    ticket = town.do(
        town.dispatched(), Action.SUBMIT, town.supervisor, leader=town.cityleader, why="hot", text="多个小区反映停水，请阅示。"
    )
    visitor = Visitor(browser, live_server.url, town.cityleader, **PHONE)
    visitor.page.locator(f"a[href='/tickets/{ticket.number}/']").first.click()
    visitor.act(ticket.number, "instruct", text="请水务局牵头，今日内恢复供水。")
    expect(visitor.page.get_by_text("请水务局牵头，今日内恢复供水。").first).to_be_visible()
    visitor.shot("leader-phone", full=True)
    visitor.leave()


def test_supervisor_orders_a_redo(browser: Browser, live_server: Any, town: City) -> None:
    ticket = town.do(town.replied(), Action.CALLBACK, town.clerk, reached=True, solved=False, satisfaction=1)
    visitor = Visitor(browser, live_server.url, town.supervisor)
    visitor.shot("home")
    visitor.page.locator(f"a[href='/tickets/{ticket.number}/']").first.click()
    visitor.act(ticket.number, "redo", text="请到现场再次核实并说明整改时限。", workdays="2")
    assert Ticket.objects.get().step == Step.SUPERVISION
    visitor.leave()


def test_office_head_grants_an_extension(browser: Browser, live_server: Any, town: City) -> None:
    ticket = town.do(town.dispatched(), Action.REQUEST_EXTENSION, town.handler, workdays=10, text="需协调产权单位。")
    visitor = Visitor(browser, live_server.url, town.office_head)
    visitor.page.goto("/inbox/")
    visitor.page.get_by_text(ticket.number).click()
    visitor.act(ticket.number, "decide_extension", granted="yes", workdays="5", text="同意延期五个工作日。")
    assert Deadline.objects.get(kind="reply").workdays == 12
    visitor.leave()


def test_clerk_accepts_several_at_once(browser: Browser, live_server: Any, town: City) -> None:
    for _ in range(2):
        town.answered()
    visitor = Visitor(browser, live_server.url, town.callback_clerk)
    visitor.page.goto("/tickets/?step=3")
    for box in visitor.page.locator("[name=number][type=checkbox]").all():
        box.check()
    visitor.page.locator("button[form=batch]").click()
    expect(visitor.page.locator(".note-success")).to_be_visible()
    assert list(Ticket.objects.values_list("step", flat=True)) == [5, 5]
    visitor.leave()


def test_admin_adds_a_unit_and_a_person(browser: Browser, live_server: Any, town: City) -> None:
    ensure_roles()
    visitor = Visitor(browser, live_server.url, town.admin)
    page = visitor.page
    page.goto("/admin/people/unit/add/")
    page.fill("[name=name]", "市档案局")
    page.locator("[name=_save]").click()
    page.goto("/admin/people/person/add/")
    page.fill("[name=username]", "dangan")
    page.fill("[name=name]", "王档案")
    page.select_option("[name=unit]", label="市档案局")
    page.locator("[name=groups]").first.check()
    page.fill("[name=password1]", "a-long-password-77")
    page.fill("[name=password2]", "a-long-password-77")
    page.locator("[name=_save]").click()
    page.wait_for_url("**/admin/people/person/**")
    assert Person.objects.get(username="dangan").unit.name == "市档案局"
    visitor.page.goto("/tickets/")
    expect(visitor.page.locator("table")).to_have_count(0)
    visitor.context.close()


def test_auditor_verifies_a_ticket(browser: Browser, live_server: Any, town: City) -> None:
    ticket = town.replied()
    visitor = Visitor(browser, live_server.url, town.auditor)
    visitor.page.goto("/audit/")
    visitor.page.fill("[name=number]", ticket.number)
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".note-success")).to_be_visible()
    visitor.leave()


def test_two_people_on_one_ticket(browser: Browser, live_server: Any, town: City) -> None:
    ticket = town.dispatched()
    slow = Visitor(browser, live_server.url, town.handler)
    slow.page.goto(f"/tickets/{ticket.number}/reply/")
    slow.page.locator("#act-reply [name=text]").fill("已派员到场，明日修复。")
    town.do(ticket, Action.NOTE, town.dispatcher, text="来电人补充：共六盏。")
    slow.page.locator("#act-reply button.btn-primary").click()
    expect(slow.page.get_by_text("来电人补充：共六盏。").first).to_be_visible()
    assert slow.page.locator("#act-reply [name=text]").input_value() == "已派员到场，明日修复。"
    slow.page.locator("#act-reply button.btn-primary").click()  # having seen what is new, it goes
    expect(slow.page.locator(".note-success")).to_be_visible()
    assert Ticket.objects.get().step == Step.REPLY
    slow.leave()
