"""The office head signs the queue in a real browser; what the page looks like at a desk and on a phone, read by axe too."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect

from hotline import clock
from hotline.deadlines.sweep import sweep
from tickets.models import StandingAuthorisation, SupervisionOrder, Ticket
from tickets.tests.conftest import City
from tickets.tests.test_browser import PHONE, Visitor, browser, town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
AXE = Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js"
fixtures = (browser, town)  # of the neighbour, found by their names


def queue(town: City) -> list[Ticket]:
    """Four overdue tickets of two units, one of them held by an undecided return, and a case."""
    with clock.at(clock.now() - timedelta(days=40)):
        titles = ("海秀路多盏路灯不亮", "小区电梯困人", "地下停车场积水", "自来水发黄")
        units = (town.housing, town.housing, town.housing, town.water)
        tickets = [town.dispatched(town.register(title=t), lead=u) for t, u in zip(titles, units, strict=True)]
        town.return_asked(tickets[2])
    sweep()
    town.case_opened(town.dispatched(town.register(title="露天烧烤油烟扰民")))
    return tickets


def looks_well(visitor: Visitor, name: str) -> None:
    """Nothing sticks out, and axe finds nothing."""
    visitor.page.evaluate(AXE.read_text())
    found = visitor.page.evaluate("axe.run()")["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    visitor.shot(name, full=True)


def test_the_head_signs_the_queue(browser: Browser, live_server: Any, town: City) -> None:
    first, second, held, other = queue(town)
    visitor = Visitor(browser, live_server.url, town.office_head)
    page = visitor.page
    page.locator("a[href='/supervision/']").first.click()
    page.wait_for_url("**/supervision/")
    boxes = page.locator("input[name=order]")
    assert (boxes.count(), page.locator("input[name=order]:checked").count()) == (3, 3)
    looks_well(visitor, "supervision")
    boxes.nth(0).uncheck()
    page.locator("button[form=batch], #batch button").first.click()
    question = page.locator("#ask p")
    expect(question).to_contain_text("2")
    visitor.shot("supervision-question")
    page.locator("#ask button[value=no]").click()
    assert SupervisionOrder.objects.exclude(number="").count() == 0
    page.locator("#batch button").click()
    page.locator("#ask button[value=yes]").click()
    expect(page.locator(".note-success")).to_be_visible()
    assert {t.pk for t in Ticket.objects.filter(step=4)} >= {second.pk, other.pk}
    assert {t.pk for t in Ticket.objects.filter(step=2)} == {first.pk, held.pk}
    expect(page.locator("#issued tbody tr")).to_have_count(2)
    with page.expect_download() as download:
        page.locator("#issued a[href$='.docx']").first.click()
    assert download.value.suggested_filename.startswith("督办单-督通字〔")
    looks_well(visitor, "supervision-signed")
    visitor.leave()


def test_the_head_signs_a_case_and_gives_an_authorisation_on_a_phone(browser: Browser, live_server: Any, town: City) -> None:
    queue(town)
    visitor = Visitor(browser, live_server.url, town.office_head, **PHONE)
    page = visitor.page
    page.goto("/supervision/")
    looks_well(visitor, "supervision-phone")
    page.locator("#cases a").first.click()
    page.wait_for_url("**/sign_order/**")
    visitor.shot("supervision-case-phone", full=True)
    form = page.locator("#act-sign_order")
    form.locator("[name=granted][value=yes]").check()
    form.locator("button.btn-primary").click()
    expect(page.locator(".note-success")).to_be_visible()
    assert SupervisionOrder.objects.get(kind="case").number.startswith("督办字〔")
    page.goto("/supervision/")
    page.locator("form[action$='authorise/'] button").click()
    page.locator("#ask button[value=yes]").click()
    expect(page.locator(".note-success")).to_be_visible()
    assert StandingAuthorisation.in_force(clock.today()) is not None
    looks_well(visitor, "supervision-authorised-phone")
    page.locator("form[action$='revoke/'] button").first.click()
    with page.expect_navigation():
        page.locator("#ask button[value=yes]").click()
    assert StandingAuthorisation.in_force(clock.today()) is None
    visitor.leave()


def test_one_notice_is_given_back(browser: Browser, live_server: Any, town: City) -> None:
    first, *_others = queue(town)
    visitor = Visitor(browser, live_server.url, town.office_head)
    page = visitor.page
    page.goto("/supervision/")
    page.locator("a[href$='give-back/']").first.click()
    looks_well(visitor, "supervision-give-back")
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".form-errors")).to_be_visible()
    page.fill("[name=text]", "系统故障所致，不予督办。")
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".note-success")).to_be_visible()
    assert SupervisionOrder.objects.get(ticket=first).refused_at is not None
    visitor.leave()


def test_the_extension_forms_say_where_each_number_of_days_leads(browser: Browser, live_server: Any, town: City) -> None:
    ticket = town.dispatched()
    handler = Visitor(browser, live_server.url, town.handler)
    handler.page.goto(f"/tickets/{ticket.number}/request_extension/")
    handler.shot("extension-handler", full=True)
    handler.act(ticket.number, "request_extension", workdays="5", text="需要采购配件。")
    handler.leave()
    head = Visitor(browser, live_server.url, town.office_head)
    head.page.goto(f"/tickets/{ticket.number}/decide_extension/")
    looks_well(head, "extension-head")
    head.act(ticket.number, "decide_extension", granted="yes", workdays="3", text="同意三个工作日。")
    head.leave()
