"""The pages: who gets which, what they say, what comes back when something is refused, and at what cost."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from openpyxl import load_workbook

from hotline import clock
from hotline.deadlines.models import Deadline
from hotline.people.models import Person
from knowledge import actions
from knowledge.models import KnowledgeAnswer, KnowledgeItem, KnowledgeObjection, KnowledgeQuestion
from knowledge.tests.conftest import ANSWER, TITLE, Town, fresh, on, roster

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
TODAY = date(2026, 9, 22)
EVERYBODY = (
    "operator", "dispatcher", "callback_clerk", "supervisor", "editor", "office_head", "archivist", "cityleader", "handler",
    "unit_leader", "principal", "clerk_of_unit", "admin", "auditor",
)  # fmt: skip
ASKERS = {"operator", "dispatcher", "callback_clerk", "editor", "handler"}
READERS = set(EVERYBODY) - {"admin", "auditor"}
OFFICE = {"operator", "dispatcher", "callback_clerk", "supervisor", "editor", "office_head"}
HOUSING = {"handler", "principal", "clerk_of_unit"}


@pytest.fixture(autouse=True)
def _tuesday() -> Any:
    with clock.at(on(9, 22, 10)):
        yield


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_gets_which_page(town: Town, client_of: ClientOf, who: str) -> None:
    item, question, browser = town.item(), town.ask(), client_of(getattr(town, who))
    reads = 200 if who in READERS else 403
    pages = {
        "/knowledge/": reads, "/knowledge/questions/": reads, f"/knowledge/items/{item.pk}/": reads,
        "/knowledge/items/999999/": 404 if who in READERS else 403,
        "/knowledge/suggest/": reads, "/knowledge/search/": 302 if who in READERS else 403,
        "/knowledge/ask/": 200 if who in ASKERS else 403,
        "/knowledge/queue/": 200 if who == "editor" else 403,
        "/knowledge/items/new/": 200 if who == "editor" else 403,
        "/knowledge/export.xlsx": 200 if who == "editor" else 403,
        f"/knowledge/questions/{question.pk}/": 200 if who in OFFICE | HOUSING else 404 if who in READERS else 403,
    }  # fmt: skip
    assert {path: browser.get(path).status_code for path in pages} == pages


def test_strangers_sign_in(town: Town, client: Client) -> None:
    for path in ("/knowledge/", "/knowledge/ask/", "/knowledge/search/?q=x", "/knowledge/suggest/"):
        assert client.get(path).url.startswith("/sign-in/")  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_does_what_by_http(town: Town, client_of: ClientOf, who: str) -> None:
    item, question, browser = town.item(), town.ask(), client_of(getattr(town, who))
    owner, editor = who in {"handler", "principal"}, who == "editor"
    sees = who in OFFICE | HOUSING

    def wanted(allowed: bool, visible: bool = True) -> int:
        return 403 if who not in READERS else 404 if not visible else 422 if allowed else 403

    deeds = {
        f"/knowledge/items/{item.pk}/confirm/": wanted(owner), f"/knowledge/items/{item.pk}/correct/": wanted(owner),
        f"/knowledge/items/{item.pk}/edit/": wanted(editor), f"/knowledge/items/{item.pk}/withdraw/": wanted(editor),
        f"/knowledge/items/{item.pk}/object/": wanted(who in ASKERS),
        f"/knowledge/questions/{question.pk}/answer/": wanted(owner, sees),
        f"/knowledge/questions/{question.pk}/close/": wanted(editor, sees),
    }  # fmt: skip
    assert {path: browser.post(path).status_code for path in deeds} == deeds
    assert (KnowledgeAnswer.objects.count(), KnowledgeObjection.objects.count(), fresh(item).version) == (0, 0, 1)


def test_only_post_changes_anything_and_unknown_deeds_are_none(town: Town, client_of: ClientOf) -> None:
    item, question, browser = town.item(), town.ask(), client_of(town.editor)
    for path in (f"/knowledge/items/{item.pk}/withdraw/", f"/knowledge/questions/{question.pk}/close/"):
        assert browser.get(path).status_code == 405
    assert browser.post(f"/knowledge/items/{item.pk}/delete/").status_code == 404
    assert browser.post(f"/knowledge/questions/{question.pk}/delete/").status_code == 404


# ---- asking


def test_the_page_says_whom_it_asks_and_by_when(town: Town, client_of: ClientOf) -> None:
    browser = client_of(town.operator)
    with roster({TODAY: town.water, date(2026, 9, 23): town.health}):
        page = browser.get("/knowledge/ask/")
        assert page.context["to"].unit == town.water
        assert page.context["due"] == "9月23日08:00"
        assert "市水务局" in page.content.decode()
        assert "unit" not in page.context["form"].fields
        with clock.at(on(9, 22, 23)):
            night = browser.get("/knowledge/ask/")
            assert (night.context["to"].unit, night.context["to"].running, night.context["due"]) == (
                town.health,
                False,
                "9月24日08:00",
            )
    assert "unit" in browser.get("/knowledge/ask/").context["form"].fields


def test_asking(town: Town, client_of: ClientOf) -> None:
    browser, ticket = client_of(town.operator), town.register()
    form = browser.get(f"/knowledge/ask/?ticket={ticket.number}").context["form"]
    assert form.initial["ticket"] == ticket.number
    sent = {"text": TITLE, "unit": "市住建局", "ticket": ticket.number, "request_id": str(uuid4()), "shown": ""}
    for _twice in range(2):
        page = browser.post("/knowledge/ask/", sent)
        question = KnowledgeQuestion.objects.get()
        assert page.url == f"/knowledge/questions/{question.pk}/"  # type: ignore[attr-defined]
    assert (question.unit, question.ticket) == (town.housing, ticket)
    assert ticket.number in browser.get(page.url).content.decode()  # type: ignore[attr-defined]
    assert ticket.number not in client_of(town.handler).get(page.url).content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sent", "field"),
    [({}, "text"), ({"text": "字" * 4001}, "text"), ({"text": "请联系13912345678"}, "text"), ({"unit": ""}, "unit"), ({"unit": "没有的局"}, "unit"),
     ({"unit": "12345热线办"}, "unit"), ({"ticket": "20260101-00001"}, "ticket"), ({"category": "99"}, "category")],
)  # fmt: skip
def test_a_faulty_question_keeps_what_was_typed(town: Town, client_of: ClientOf, sent: dict[str, str], field: str) -> None:
    values = ({"text": TITLE, "unit": "市住建局"} | sent) if sent else {"unit": "市住建局"}
    page = client_of(town.operator).post("/knowledge/ask/", values)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert KnowledgeQuestion.objects.count() == 0
    if field != "text":
        assert TITLE in page.content.decode()


def test_a_shift_that_changed_can_be_sent_again(town: Town, client_of: ClientOf) -> None:
    browser, sent = client_of(town.operator), {"text": TITLE, "shown": f"{town.housing.pk}:2026-09-21"}
    with roster({TODAY: town.water}):
        page = browser.post("/knowledge/ask/", sent)
        assert page.status_code == 422
        assert page.context["form"]["shown"].value() == f"{town.water.pk}:2026-09-22"
        again = {"text": TITLE, "shown": page.context["form"]["shown"].value()}
        assert browser.post("/knowledge/ask/", again).status_code == 302
    assert KnowledgeQuestion.objects.get().unit == town.water


# ---- answering and reviewing


def test_draft_answer_publish(town: Town, client_of: ClientOf) -> None:
    question, unit, editor = town.ask(), client_of(town.handler), client_of(town.editor)
    path = f"/knowledge/questions/{question.pk}/"
    assert unit.post(f"{path}answer/", {"text": "初稿", "version": 1, "draft": "1"}).status_code == 302
    page = unit.get(path)
    assert page.context["deeds"][0].form["text"].value() == "初稿"
    assert unit.post(f"{path}answer/", {"text": ANSWER, "version": 2}).status_code == 302
    page = editor.get(path)
    assert [deed.name for deed in page.context["deeds"]] == ["publish", "give-back", "close"]
    form = page.context["deeds"][0].form
    assert (form["answer"].value(), form["unit"].value(), form["version"].value()) == (ANSWER, "市住建局", 3)
    sent = {name: form[name].value() or "" for name in form.fields}
    done = editor.post(f"{path}publish/", sent)
    item = KnowledgeItem.objects.get()
    assert done.url == f"/knowledge/items/{item.pk}/"  # type: ignore[attr-defined]
    assert (item.title, item.answer) == (TITLE, ANSWER)
    assert editor.get(path).context["deeds"] == []


def test_who_is_second_gets_the_typed_text_back(town: Town, client_of: ClientOf) -> None:
    question = town.ask()
    town.answered(question)
    path = f"/knowledge/questions/{question.pk}/answer/"
    page = client_of(town.housing_leader).post(path, {"text": "另一个答复", "version": 1})
    assert page.status_code == 409
    assert "另一个答复" in page.content.decode()
    assert ANSWER in page.content.decode()
    town.published(fresh(question))
    page = client_of(town.housing_leader).post(path, {"text": "另一个答复", "version": 1})
    assert page.status_code == 409
    assert "另一个答复" in page.content.decode()


def test_the_own_answer_is_not_offered_for_review(town: Town, client_of: ClientOf) -> None:
    from hotline.people.models import Role

    both = town.person("both", town.housing, Role.HANDLER, Role.EDITOR)
    question = town.answered(actor=both)
    page = client_of(both).get(f"/knowledge/questions/{question.pk}/")
    assert [deed.name for deed in page.context["deeds"]] == ["answer"]
    assert page.context["own"]


def test_a_faulty_review_stays_open_with_its_text(town: Town, client_of: ClientOf) -> None:
    question, browser = town.answered(), client_of(town.editor)
    page = browser.post(f"/knowledge/questions/{question.pk}/give-back/", {"reason": "", "version": question.version})
    deed = next(deed for deed in page.context["deeds"] if deed.name == "give-back")
    assert page.status_code == 422
    assert deed.is_open
    assert "reason" in deed.form.errors
    values = {
        "title": "题",
        "question": "问",
        "answer": "答",
        "unit": "没有的局",
        "valid_until": "2020-01-01",
        "version": question.version,
    }
    page = browser.post(f"/knowledge/questions/{question.pk}/publish/", values)
    assert page.status_code == 422
    assert set(page.context["deeds"][0].form.errors) == {"unit", "valid_until"}


def test_late_is_said(town: Town, client_of: ClientOf) -> None:
    question = town.ask()
    with clock.at(on(9, 23, 9)):
        page = client_of(town.handler).get(f"/knowledge/questions/{question.pk}/")
        assert page.context["due"]["state"] == "overdue"
        town.answered(question)
        page = client_of(town.handler).get(f"/knowledge/questions/{question.pk}/")
        assert page.context["answers"][0].is_late


# ---- items


def test_the_owner_and_others_on_an_item(town: Town, client_of: ClientOf) -> None:
    item = town.item()
    path = f"/knowledge/items/{item.pk}/"

    def offered(who: Person) -> list[str]:
        return [deed.name for deed in client_of(who).get(path).context["deeds"]]

    assert offered(town.handler) == ["confirm", "correct", "object"]
    assert offered(town.operator) == ["object"]
    assert offered(town.editor) == ["object", "edit", "withdraw"]
    assert offered(town.supervisor) == []
    assert client_of(town.operator).post(f"{path}object/", {"text": "标准改了"}).status_code == 302
    assert offered(town.handler) == ["uphold", "correct", "object"]
    assert client_of(town.handler).post(f"{path}uphold/", {"reason": "没有改", "version": 1}).status_code == 302
    assert client_of(town.handler).post(f"{path}confirm/", {"valid_until": "2027-01-01", "version": 1}).status_code == 302
    assert fresh(item).valid_until == date(2027, 1, 1)
    assert client_of(town.handler).post(f"{path}correct/", {"answer": "新的", "version": 1}).status_code == 409
    assert client_of(town.handler).post(f"{path}correct/", {"answer": "新的", "version": 2}).status_code == 302
    assert offered(town.handler) == ["object"]
    assert client_of(town.editor).post(f"{path}withdraw/", {"reason": "废止", "version": 2}).status_code == 302
    assert offered(town.editor) == []
    assert client_of(town.operator).post(f"{path}object/", {"text": "又错"}).status_code == 409


def test_editing_shows_all_versions(town: Town, client_of: ClientOf) -> None:
    item, browser = town.item(), client_of(town.editor)
    path = f"/knowledge/items/{item.pk}/"
    form = next(deed.form for deed in browser.get(path).context["deeds"] if deed.name == "edit")
    sent = {name: form[name].value() or "" for name in form.fields} | {"answer": "新的答复"}
    assert browser.post(f"{path}edit/", sent).status_code == 302
    page = browser.get(path).content.decode()
    assert "新的答复" in page
    assert ANSWER in page
    assert browser.post(f"{path}edit/", sent).status_code == 409  # the same page again


def test_a_new_item(town: Town, client_of: ClientOf) -> None:
    browser = client_of(town.editor)
    assert browser.post("/knowledge/items/new/", {"title": "题", "version": 0}).status_code == 422
    sent = {"title": "题", "question": "问", "answer": "答", "unit": "市住建局", "valid_until": "2027-01-01", "version": 0}
    page = browser.post("/knowledge/items/new/", sent)
    assert page.url == f"/knowledge/items/{KnowledgeItem.objects.get().pk}/"  # type: ignore[attr-defined]


# ---- the knowledge base


def test_search_pages_by_key(town: Town, client_of: ClientOf) -> None:
    items = [town.item(title=f"公租房第{n}条") for n in range(25)]
    browser = client_of(town.operator)
    first = browser.get("/knowledge/?q=公租房")
    second = browser.get(f"/knowledge/{first.context['older_url']}")
    found = [*first.context["items"], *second.context["items"]]
    assert (len(first.context["items"]), found, second.context["older_url"]) == (20, items[::-1], "")
    for place in ("x", "9-1", "1-" + "9" * 30):
        assert browser.get("/knowledge/", {"q": "公租房", "after": place}).status_code == 200


def test_what_is_near_is_offered_where_nothing_is_found(town: Town, client_of: ClientOf) -> None:
    item = town.item()
    page = client_of(town.operator).get("/knowledge/?q=申请公租房")
    assert (page.context["items"], page.context["near"]) == ([], [item])


def test_lists_by_category_validity_and_doubt(town: Town, client_of: ClientOf) -> None:
    from tickets.models import Category

    top = Category.objects.create(name="住房")
    sub = Category.objects.create(name="公租房", parent=top)
    Category.objects.create(name="交通")
    with clock.at(on(1, 5)):
        old = town.item(title="旧规定", valid_until=date(2026, 9, 21))
    new, doubted = town.item(category=sub), town.doubted(town.item(title="存疑"))
    browser = client_of(town.operator)
    page = browser.get("/knowledge/")
    assert page.context["items"] == [doubted, new]
    assert page.context["categories"] == [top]
    assert browser.get(f"/knowledge/?category={top.pk}").context["items"] == [new]
    assert browser.get("/knowledge/?show=unreviewed").context["items"] == [old]
    assert browser.get("/knowledge/?show=doubted").context["items"] == [doubted]
    assert browser.get("/knowledge/?category=x&show=y&before=z").status_code == 200
    assert "due-overdue" in browser.get(f"/knowledge/items/{old.pk}/").content.decode()


def test_the_panel_beside_a_call(town: Town, client_of: ClientOf) -> None:
    item, browser = town.item(), client_of(town.operator)
    found = browser.get("/knowledge/search/?q=公租房", headers={"HX-Request": "true"})
    assert found.context["items"] == [item]
    assert "<html" not in found.content.decode()
    assert ANSWER in found.content.decode()
    assert browser.get("/knowledge/search/?q=公租房").url == "/knowledge/?q=%E5%85%AC%E7%A7%9F%E6%88%BF"  # type: ignore[attr-defined]
    near = browser.post("/knowledge/suggest/", {"title": "", "content": "来电人咨询公租房申请条件"})
    assert near.context["items"] == [item]
    assert browser.post("/knowledge/suggest/", {"content": "字" * 100_000}).status_code == 200
    ticket = town.register(title="公租房申请条件咨询")
    assert browser.get(f"/knowledge/suggest/?ticket={ticket.number}").context["items"] == [item]
    assert client_of(town.handler).get(f"/knowledge/suggest/?ticket={ticket.number}").context["items"] == []
    for path in ("/tickets/new/", f"/tickets/{ticket.number}/"):
        page = browser.get(path).content.decode()
        assert 'id="knowledge-q"' in page
        assert page.count('id="knowledge-search"') == 1


def test_the_navigation(town: Town, client_of: ClientOf) -> None:
    for who in EVERYBODY:
        assert ('href="/knowledge/"' in client_of(getattr(town, who)).get("/").content.decode()) == (who in READERS), who


def test_the_export_has_every_item(town: Town, client_of: ClientOf) -> None:
    town.item(title="=1+1")
    town.doubted(town.item())
    sheet = load_workbook(io.BytesIO(b"".join(client_of(town.editor).get("/knowledge/export.xlsx")))).active  # type: ignore[arg-type]
    assert sheet is not None
    rows = list(sheet.values)
    assert [row[1] for row in rows[1:]] == ["=1+1", "公租房申请条件"]
    assert rows[2][5] == "市住建局"


# ---- the home page, and others that name knowledge


def test_home_sections(town: Town, client_of: ClientOf) -> None:
    question, doubted = town.ask(), town.doubted()
    near = town.item(title="快到期", valid_until=date(2026, 9, 25))
    town.item(title="还早")

    def rows(who: Person) -> list[Any]:
        sections = client_of(who).get("/").context["sections"]
        return [row for section in sections if section.template == "knowledge/home_rows.html" for row, _due in section.rows]

    assert rows(town.handler) == rows(town.principal) == [question, near, doubted]
    assert rows(town.water_handler) == rows(town.operator) == rows(town.editor) == []
    town.answered(question)
    assert rows(town.editor) == [question]


def test_the_dashboard_names_knowledge(town: Town, client_of: ClientOf) -> None:
    question, item = town.ask(), town.item(valid_until=date(2026, 9, 23))
    with clock.at(on(9, 25, 10)):
        page = client_of(town.supervisor).get("/dashboard/list/?state=overdue")
        shown = page.content.decode()
    assert question.number in shown
    assert item.number in shown
    for deadline in Deadline.objects.all():
        assert client_of(town.supervisor).get(f"/deadlines/{deadline.pk}/").status_code == 200


@pytest.mark.parametrize("path", ["/knowledge/", "/knowledge/?q=公租房", "/knowledge/questions/", "/knowledge/queue/", "/"])
def test_a_page_costs_the_same_for_one_row_and_three(
    town: Town, client_of: ClientOf, path: str, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for who in (town.editor, town.handler):
        browser, costs = client_of(who), []
        for count in (1, 2):
            for n in range(count):
                row = town.ask(category=None, text=f"{TITLE}{count}{n}")
                town.ask(text=f"{TITLE}再问{count}{n}")
                town.published(town.answered(row, actor=town.housing_leader), title=f"公租房{count}{n}")
                town.answered(town.ask(text=f"待审{count}{n}"), actor=town.housing_leader)
            browser.get(path)
            with CaptureQueriesContext(connection) as captured:
                browser.get(path)
            costs.append(len(captured))
        assert costs[0] == costs[1], (who, path)


def test_a_question_and_an_item_cost_the_same_whatever_was_said(town: Town, client_of: ClientOf) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    question = town.answered()
    item, browser, costs = town.item(), client_of(town.editor), []
    for n in range(2):
        actions.object_to(item.pk, actor=town.operator, text=f"第{n}条")
        question = town.answered(fresh(question), text=f"第{n}次")
        paths = (f"/knowledge/questions/{question.pk}/", f"/knowledge/items/{item.pk}/")
        for path in paths:
            browser.get(path)
        with CaptureQueriesContext(connection) as captured:
            for path in paths:
                browser.get(path)
        costs.append(len(captured))
    assert costs[0] == costs[1]
