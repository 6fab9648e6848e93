"""Searching and reading the knowledge base, on its own page and beside a call."""

import re
from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hotline import clock
from hotline.downloads import XLSX
from hotline.paging import page_of
from hotline.people.models import Person
from knowledge import excel, rules
from knowledge.models import FOUND, SUGGESTED, KnowledgeItem, KnowledgeItemQuerySet, answerable_units
from tickets import masking
from tickets.models import Category, Ticket
from tickets.views import person_of

IN_PANEL = 8  # results beside a call; the page has all
TYPED = 400  # characters of a text being typed that count
SHOWS = ("unreviewed", "doubted")
_PLACE = re.compile(r"([0-3])-(\d{1,18})", re.ASCII)  # rank and primary key of the last row shown


def reader_of(request: HttpRequest) -> Person:
    """The signed-in person, if the knowledge base is for them. Raises PermissionDenied."""
    person = person_of(request)
    if not rules.sees_items(person):
        raise PermissionDenied
    return person


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The search, or the newest items; by category, or what was not reviewed in time."""
    person = reader_of(request)
    text = request.GET.get("q", "").strip()[: rules.QUERY_LENGTH]
    category = _category(request.GET.get("category", ""))
    show = request.GET.get("show", "")
    rows = KnowledgeItem.objects.visible_to(person).select_related("unit", "category")
    if category:
        rows = rows.filter(category__in=Category.objects.descendants(category, include_self=True).values_list("pk", flat=True))
    context = _found(rows, text, request) if text else _newest(rows, show, request)
    context |= {
        "q": text, "category": category, "show": show if show in SHOWS else "", "categories": _categories(person),
        "today": clock.today(), "may_ask": rules.may_ask(person), "may_review": rules.may_review(person),
        "answers": bool(answerable_units(person)),
    }  # fmt: skip
    return render(request, "knowledge/index.html", context)


def _found(rows: KnowledgeItemQuerySet, text: str, request: HttpRequest) -> dict[str, Any]:
    """One page of results, the best first; where nothing has every word, what comes near."""
    today, found = clock.today(), rows.search(text, clock.today())
    if place := _PLACE.fullmatch(request.GET.get("after", "")):
        rank, pk = int(place[1]), int(place[2])
        found = found.filter(Q(rank__gt=rank) | Q(rank=rank, pk__lt=pk))
    items = list(found[: FOUND + 1])
    shown, near = items[:FOUND], [] if items or place else list(rows.suggest(text, today)[:SUGGESTED])
    older = request.GET.copy()
    if shown:
        older["after"] = f"{getattr(shown[-1], 'rank')}-{shown[-1].pk}"  # noqa: B009 - annotated
    return {"items": shown, "near": near, "older_url": f"?{older.urlencode()}" if len(items) > FOUND else "", "found": True}


def _newest(rows: KnowledgeItemQuerySet, show: str, request: HttpRequest) -> dict[str, Any]:
    """What is in force, the newest first; or only what nobody has reviewed in time, or what is in doubt."""
    rows, today = rows.current(), clock.today()
    if show == "doubted":
        rows = rows.filter(doubted_at__isnull=False)
    else:
        rows = rows.filter(valid_until__lt=today) if show == "unreviewed" else rows.filter(valid_until__gte=today)
    page = page_of(rows, request.GET, FOUND)
    return {"items": page.rows, "older_url": page.older_url, "newer_url": page.newer_url, "first_url": page.first_url}


def _category(text: str) -> Category | None:
    fits = text.isascii() and text.isdigit() and len(text) < 19
    return Category.objects.filter(pk=int(text)).first() if fits else None


def _categories(person: Person) -> list[Category]:
    """Top categories with anything in them or below; a few rows, looked up by index."""
    used = Category.objects.filter(Exists(KnowledgeItem.objects.current().filter(category=OuterRef("pk"))))
    tops = {pk for row in used.with_tree_fields() for pk in row.tree_path[:1]}
    return list(Category.objects.without_tree_fields().filter(pk__in=tops).order_by("position", "pk"))


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The first results for the panel beside a call; without htmx the page itself."""
    person = reader_of(request)
    text = request.GET.get("q", "").strip()[: rules.QUERY_LENGTH]
    if not request.headers.get("HX-Request"):
        address = reverse("knowledge:index")
        query = request.GET.copy()
        query["q"] = text
        return redirect(f"{address}?{query.urlencode()}" if text else address)
    rows = KnowledgeItem.objects.visible_to(person).select_related("unit")
    items = list(rows.search(text, clock.today())[: IN_PANEL + 1])
    near = [] if items or not text else list(rows.suggest(text, clock.today())[:SUGGESTED])
    context = {"q": text, "items": items[:IN_PANEL], "near": near, "more": len(items) > IN_PANEL, "today": clock.today()}
    return render(request, "knowledge/found.html", context)


@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    """The three nearest items: to what is being typed (in the body, for it may name people), or to a ticket."""
    person = reader_of(request)
    rows = KnowledgeItem.objects.visible_to(person).select_related("unit")
    text = _typed(request, person)
    items = list(rows.suggest(text, clock.today())[:SUGGESTED]) if text else []
    return render(request, "knowledge/found.html", {"items": items, "suggested": True, "today": clock.today()})


def _typed(request: HttpRequest, person: Person) -> str:
    if request.method == "POST":
        return " ".join(request.POST.get(name, "")[:TYPED] for name in ("title", "content", "text")).strip()
    ticket = Ticket.objects.visible_to(person).select_related("caller").filter(number=request.GET.get("ticket", "")[:20]).first()
    return masking.without_caller(ticket.title, ticket) if ticket else ""


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """Every current item as an Excel file, for editors: as many as there are."""
    person = reader_of(request)
    if not rules.may_review(person):
        raise PermissionDenied
    file = TemporaryFile()  # noqa: SIM115 - closed by the response
    excel.write(KnowledgeItem.objects.visible_to(person).current(), file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"知识库-{clock.today():%Y%m%d}.xlsx", content_type=XLSX)
