"""Calendar feeds: the feed itself, for whoever has its address, and the page on which a unit keeps the address."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from dutyroster import feed as feeds, planning, sides
from dutyroster.actions import feeds as keeping
from dutyroster.models import Feed
from hotline.people.models import Person, Role, Unit
from tickets.views import person_of

TOKEN_LENGTH = 64
FRESH_SECONDS = 300


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The duty days of the unit to which the address belongs; 404 for any other, and for a revoked one."""
    if len(token) > TOKEN_LENGTH:
        raise Http404
    found = Feed.objects.filter(token=token, revoked_at=None).select_related("unit").first()
    if found is None:
        raise Http404
    with translation.override(settings.LANGUAGE_CODE):  # programs read it, in nobody's language
        body = feeds.calendar(found.unit, urlsplit(settings.SITE_URL).hostname or "localhost")
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = f"private, max-age={FRESH_SECONDS}"
    response["Content-Disposition"] = 'inline; filename="duty.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_GET
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The addresses of the own units; for the admin those of all units."""
    person = person_of(request)
    units = list(_units(person))
    found = {row.unit_id: row for row in Feed.objects.filter(unit__in=units, revoked_at=None).select_related("made_by")}
    rows = [(unit, found.get(unit.pk), _address(request, found.get(unit.pk))) for unit in units]
    return render(request, "dutyroster/feeds.html", {"rows": rows})


@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new address; the old one ends."""
    person = person_of(request)
    _known(person, pk)
    _feed, ended = keeping.make(pk, actor=person)
    said = _("The address is new. The old one does not work any more.") if ended else _("The address is made.")
    messages.success(request, said)
    return redirect("dutyroster:feeds")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End the address."""
    person = person_of(request)
    _known(person, pk)
    if keeping.revoke(pk, actor=person):
        messages.success(request, _("The address does not work any more."))
    else:
        messages.warning(request, _("There was no address to revoke."))
    return redirect("dutyroster:feeds")


def _units(person: Person) -> "list[Unit]":
    if person.has_role(Role.ADMIN):
        return list(planning.taking_part())
    return list(planning.taking_part().filter(pk__in=sides.units_of(person)))


def _known(person: Person, pk: int) -> None:
    if all(unit.pk != pk for unit in _units(person)):
        raise Http404


def _address(request: HttpRequest, row: Feed | None) -> str:
    return request.build_absolute_uri(reverse("dutyroster:feed", args=[row.token])) if row else ""
