"""The inbox, how to be told, and what could not be sent."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hotline.notices import actions, links
from hotline.notices.badge import unread
from hotline.notices.forms import GiveUpForm, PreferenceForm
from hotline.notices.letters import letters, standing
from hotline.notices.models import Delivery, Notice, Preference
from hotline.notices.texts import said
from hotline.paging import page_of
from hotline.people.models import Person, Role

STOP_POLLING = 286  # htmx asks no more


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The person's own notices, paged by key; unread ones stand out."""
    rows = Notice.objects.in_inbox_of(_person(request))
    if request.GET.get("show") == "unread":
        rows = rows.filter(read_at=None)
    page = page_of(rows, request.GET)
    entries = [(notice, words.sentence, _lines(words)) for notice, words in ((n, said(n)) for n in page.rows)]
    return render(request, "notices/inbox.html", {"entries": entries, "page": page, "show": request.GET.get("show", "")})


@require_GET
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a notice to what it is about; it counts as read from then on. Never leads out of the program."""
    person = _person(request)
    notice = get_object_or_404(Notice, pk=pk, person=person)
    actions.mark_read(person, ids=[notice.pk])
    return redirect(links.own(notice.link) or "notices:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything in the own inbox as read."""
    actions.mark_read(_person(request))
    return redirect("notices:inbox")


@login_not_required
@never_cache
@require_GET
def badge(request: HttpRequest) -> HttpResponse:
    """The number on the inbox, asked for again and again by every open page.

    Nothing (204) while it is what the page shows. A stranger gets an empty one and is told to ask no more. Only reads: asking
    does not keep anybody signed in.
    """
    if not request.user.is_authenticated:
        return render(request, "notices/badge.html", {"unread": ""}, status=STOP_POLLING)
    count = unread(_person(request))
    if request.GET.get("shown") == count:
        return HttpResponse(status=204)
    return render(request, "notices/badge.html", {"unread": count, "is_update": True})


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How the person is told: what can be chosen, and what cannot."""
    person = _person(request)
    chosen = Preference.objects.filter(person=person).first() or Preference(person=person)
    form = PreferenceForm(request.POST if request.method == "POST" else None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        actions.choose(person, **form.cleaned_data)
        messages.success(request, _("Your choice has been saved."))
        return redirect("notices:preferences")
    context = {"form": form, "mail_is_on": settings.EMAIL_ON}
    return render(request, "notices/preferences.html", context, status=422 if form.is_bound else 200)


@require_GET
def dead_letters(request: HttpRequest) -> HttpResponse:
    """What could not be sent, newest first, and how the channels stand. For the role admin."""
    _admin(request)
    return _dead_letters(request)


@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Send the named dead messages again."""
    count = actions.resend(_ids(request), actor=_admin(request))
    said = ngettext("%(count)s message will be sent again.", "%(count)s messages will be sent again.", count)
    messages.success(request, said % {"count": count})
    return redirect("notices:dead_letters")


@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave one dead message unsent, with a reason."""
    admin = _admin(request)
    form = GiveUpForm(request.POST)
    if not form.is_valid():
        return _dead_letters(request, failed={"pk": pk, "error": form.errors["reason"][0]}, status=422)
    if actions.give_up([pk], actor=admin, reason=form.cleaned_data["reason"]):
        messages.success(request, _("The message has been given up."))
    return redirect("notices:dead_letters")


def _dead_letters(request: HttpRequest, *, failed: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    dead = Delivery.objects.dead()
    page = page_of(dead.select_related("notice__person__unit", "notice__robot__unit"), request.GET)
    context = {"letters": letters(page.rows), "page": page, "dead": dead.count(), "standing": standing(), "failed": failed}
    return render(request, "notices/dead_letters.html", context, status=status)


def _ids(request: HttpRequest) -> list[int]:
    """The ids in the form; what is no number is passed over."""
    return [int(text) for text in request.POST.getlist("id") if text.isascii() and text.isdigit() and len(text) < 19]


def _lines(words: Any) -> list[tuple[str, str]]:
    return [(text, links.own(link)) for text, link in words.lines]


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # SignInFirst lets nobody else in
    return request.user


def _admin(request: HttpRequest) -> Person:
    """The signed-in person, if an admin. Raises PermissionDenied."""
    person = _person(request)
    if not person.has_role(Role.ADMIN):
        raise PermissionDenied
    return person
