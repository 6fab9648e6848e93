"""Announcing and publishing a month, and its notice: on screen and as Word (D22)."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dutyroster import notice as notices
from dutyroster.actions import leaders, publish as publishing, roster as rosters
from dutyroster.models import DutyLeader, Roster
from dutyroster.word import notice as word
from hotline.downloads import download
from hotline.people.models import Person, Role, Unit
from tickets.operation import Forbidden, Refused
from tickets.views import person_of


@require_POST
def announce(request: HttpRequest, month: date) -> HttpResponse:
    """Sign the month and announce it to its units."""
    head = _head(request)

    def act(roster: Roster) -> str:
        publishing.announce(roster, actor=head, version=_version(request) or 0)
        return _("%(month)s is announced: its units were told, and asked for their leaders' names.")

    return _acted(request, month, act)


@require_POST
def publish(request: HttpRequest, month: date) -> HttpResponse:
    """Publish the notice of an announced month."""
    head = _head(request)

    def act(roster: Roster) -> str:
        publishing.publish(roster, actor=head, version=_version(request))
        return _("%(month)s is published: everybody can see the units, nobody the phones.")

    return _acted(request, month, act)


@require_GET
def notice(request: HttpRequest, month: date) -> HttpResponse:
    """The notice with its annexes as a page to read and print; the same text as the Word document."""
    person = person_of(request)
    roster = readable(person, month)
    context = {
        "roster": roster,
        "month": month,
        "notice": notices.compose(roster, filled=_filled(request, person)),
        "may_plan": rosters.may_plan(person),
        "sees_all": leaders.sees_all(person),
    }
    return render(request, "dutyroster/notice.html", context)


@require_GET
def notice_word(request: HttpRequest, month: date) -> HttpResponse:
    """The same as Word; with `?filled=1` annex 2 holds the leaders' names and contacts, for the office alone (D22)."""
    person = person_of(request)
    found = notices.compose(readable(person, month), filled=_filled(request, person))
    return download(word.render(found), f"{found.file_name}.docx")


def readable(person: Person, month: date) -> Roster:
    """The month, if this person may read its notice: the planners its draft, office and units what is announced, all what is
    published. Raises Http404 for a draft (it is nobody else's business that there is one), PermissionDenied."""
    roster = get_object_or_404(Roster, month=month)
    if may_read(person, roster):
        return roster
    if not roster.is_announced:
        raise Http404
    raise PermissionDenied


def may_read(person: Person, roster: Roster) -> bool:
    """Whether this person may read the month's notice (one query at most)."""
    if rosters.may_plan(person) or roster.published_at is not None:
        return True
    if not roster.is_announced:
        return False
    office = person.unit.kind == Unit.Kind.OFFICE and bool(person.roles)
    if office or person.has_role(Role.HANDLER, Role.UNIT_LEADER):
        return True
    return bool(DutyLeader.objects.filter(roster=roster, person=person).exists())


def _filled(request: HttpRequest, person: Person) -> bool:
    wanted = request.GET.get("filled") == "1"
    if wanted and not leaders.sees_all(person):
        raise PermissionDenied
    return wanted


def _head(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.has_role(Role.OFFICE_HEAD):
        raise PermissionDenied
    return person


def _version(request: HttpRequest) -> int | None:
    """The version the page showed; None where it is no number."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


def _acted(request: HttpRequest, month: date, act: Callable[[Roster], str]) -> HttpResponse:
    roster = get_object_or_404(Roster, month=month)
    try:
        said = act(roster)
    except Forbidden as refused:
        raise PermissionDenied(refused.message) from refused
    except Refused as refused:
        messages.warning(request, str(refused.message))
    else:
        messages.success(request, said % {"month": f"{month:%Y-%m}"})
    return redirect("dutyroster:month", month)
