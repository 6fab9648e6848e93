"""One knowledge point in a real browser: an operator asks, the unit answers, the editor publishes, the operator finds it on a call."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from hotline import clock
from hotline.people.models import Person
from hotline.people.roles import ensure_roles
from knowledge.models import KnowledgeItem, KnowledgeObjection, KnowledgeQuestion
from knowledge.tests.conftest import ANSWER, TITLE, Town, equip, make_city, roster
from tickets.tests.test_browser import PHONE, Visitor, browser  # noqa: F401 - fixture

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread; we make no async calls
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
SHOTS = os.environ.get("KNOWLEDGE_SHOTS", "")


@pytest.fixture
def town() -> Iterator[Town]:
    ensure_roles()
    made = equip(make_city())
    days = {clock.today() + n * clock.DAY: made.housing for n in range(3)}
    with roster(days, {made.housing: [made.principal]}):
        yield made


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def fits(page: Page) -> None:
    """Nothing sticks out to the right."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_asked_answered_published_found(browser: Browser, live_server: Any, town: Town) -> None:  # noqa: F811
    def visit(person: Person, **view: Any) -> Visitor:
        return Visitor(browser, live_server.url, person, **view)

    operator = visit(town.operator)
    page = operator.page
    page.click("a[href='/knowledge/']")
    page.click("a[href='/knowledge/ask/']")
    expect(page.locator(".note-info")).to_contain_text("市住建局")
    page.fill("#id_text", TITLE)
    shot(page, "ask")
    page.keyboard.press("Alt+s")
    page.wait_for_url("**/knowledge/questions/*/")
    question = KnowledgeQuestion.objects.get()

    unit = visit(town.principal, **PHONE)
    page = unit.page
    expect(page.locator("main")).to_contain_text(question.number)
    shot(page, "home-unit-phone")
    page.goto(f"/knowledge/questions/{question.pk}/")
    page.fill("#answer_text", "先写一半")
    page.click("button[name=draft]")
    expect(page.locator("#answer_text")).to_have_value("先写一半")
    fits(page)
    shot(page, "question-phone")
    page.fill("#answer_text", ANSWER)
    page.click("#act-answer button.btn-primary")
    expect(page.locator(".note-success")).to_be_visible()

    editor = visit(town.editor)
    page = editor.page
    page.goto("/knowledge/queue/")
    shot(page, "queue")
    page.click(f"a[href='/knowledge/questions/{question.pk}/'] >> nth=0")
    page.wait_for_url(f"**/knowledge/questions/{question.pk}/")
    page.locator("#act-publish summary").wait_for()
    page.keyboard.press("Alt+1")
    page.fill("#publish_title", "公租房申请条件")
    shot(page, "question-editor")
    page.click("#act-publish button.btn-primary")
    page.wait_for_url("**/knowledge/items/*/")
    item = KnowledgeItem.objects.get()
    shot(page, "item-editor")

    page = operator.page
    page.goto("/tickets/new/")
    page.fill("#id_title", "咨询公租房申请条件")
    near = page.locator("#knowledge-near summary")
    expect(near).to_contain_text("公租房申请条件")
    page.keyboard.press("Alt+k")
    page.keyboard.type("公租房")
    found = page.locator("#knowledge-found summary")
    expect(found).to_contain_text("公租房申请条件")
    found.click()
    expect(page.locator("#knowledge-found .act-body")).to_contain_text("15平方米")
    shot(page, "register")
    page.keyboard.press("Alt+k")
    page.keyboard.press("Enter")  # searches; neither registers the call nor leaves the page
    expect(page.locator("#id_title")).to_have_value("咨询公租房申请条件")
    assert page.url.endswith("/tickets/new/")
    page.fill("#id_title", "")
    page.fill("#id_content", "")
    page.evaluate("document.querySelector('[data-draft]').removeAttribute('data-guard')")

    page.goto(f"/knowledge/items/{item.pk}/")
    page.click("#act-object summary")
    page.fill("#object_text", "面积标准已经改了。")
    page.click("#act-object button.btn-primary")
    expect(page.locator(".note-success")).to_be_visible()
    assert KnowledgeObjection.objects.get().by == town.operator

    page = unit.page
    page.goto(f"/knowledge/items/{item.pk}/")
    fits(page)
    shot(page, "item-phone")
    page.goto("/knowledge/?q=公租房")
    fits(page)
    shot(page, "search-phone")
    operator.page.goto("/knowledge/?q=公租房")
    shot(operator.page, "search")
    ticket = town.register(title="公租房申请条件咨询")
    operator.page.goto(f"/tickets/{ticket.number}/")
    expect(operator.page.locator("#knowledge-near summary")).to_contain_text("公租房申请条件")
    shot(operator.page, "ticket")
    for visitor in (operator, unit, editor):
        visitor.leave()
