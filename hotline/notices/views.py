"""The inbox: what a person has been told, newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from hotline.notices import actions
from hotline.notices.models import Notice
from hotline.notices.texts import sentence
from hotline.paging import page_of


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The person's own notices, paged by key; unread ones stand out."""
    rows = Notice.objects.filter(person=request.user)  # type: ignore[misc]
    if request.GET.get("show") == "unread":
        rows = rows.filter(read_at=None)
    page = page_of(rows, request.GET)
    entries = [(notice, sentence(notice)) for notice in page.rows]
    return render(request, "notices/inbox.html", {"entries": entries, "page": page, "show": request.GET.get("show", "")})


@require_GET
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a notice to what it is about; it counts as read from then on."""
    notice = get_object_or_404(Notice, pk=pk, person=request.user)
    actions.mark_read(notice.person, ids=[notice.pk])
    return redirect(notice.link or "notices:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything in the own inbox as read."""
    actions.mark_read(request.user)  # type: ignore[arg-type]
    return redirect("notices:inbox")
