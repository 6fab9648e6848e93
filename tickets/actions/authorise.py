"""The office head's standing authorisation: while it holds, supervision notices go out by themselves (P9)."""

from collections.abc import Mapping
from datetime import MAXYEAR, date
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from hotline import clock
from hotline.notices import actions as notices, texts
from hotline.people.models import Person, Role, Unit
from tickets.models import StandingAuthorisation
from tickets.operation import Forbidden, Refused

_LOCK = 12345_03  # who gives one: two that overlap are never given at once


def latest_end(valid_from: date) -> date:
    """The last day an authorisation from that day on may name: a year, that day included."""
    if valid_from.year == MAXYEAR:
        return date.max
    try:
        return valid_from.replace(year=valid_from.year + 1) - clock.DAY
    except ValueError:  # 29 February
        return valid_from.replace(year=valid_from.year + 1, day=28)


def give(*, actor: Person, valid_from: date, valid_until: date) -> StandingAuthorisation:
    """Authorise the notices of these days, both included. Raises Forbidden, or Refused with the field at fault."""
    _only_head(actor)
    _check_days(valid_from, valid_until)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])
        others = StandingAuthorisation.objects.filter(revoked_at=None, valid_until__gte=valid_from, valid_from__lte=valid_until)
        if others.exists():
            raise Refused(gettext_lazy("An authorisation holds in these days already: revoke it first."), field="valid_from")
        row = StandingAuthorisation.objects.create(
            given_by=actor, given_at=clock.now(), valid_from=valid_from, valid_until=valid_until
        )
        _tell_supervisors(row, actor, "authorisation_given")
    return row


def revoke(pk: int, *, actor: Person) -> StandingAuthorisation:
    """End an authorisation now; twice is as good as once. Raises Forbidden, or Refused for one that is over."""
    _only_head(actor)
    with transaction.atomic():
        row = StandingAuthorisation.objects.select_for_update().filter(pk=pk).first()
        if row is None or row.valid_until < clock.today():
            raise Refused(gettext_lazy("This authorisation is over already."))
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = clock.now(), actor
            row.save(update_fields=["revoked_at", "revoked_by"])
            _tell_supervisors(row, actor, "authorisation_revoked")
    return row


def _only_head(actor: Person) -> None:
    if not actor.has_role(Role.OFFICE_HEAD):
        raise Forbidden(gettext_lazy("You do not have the right to do this."))


def _check_days(valid_from: date, valid_until: date) -> None:
    if valid_from < clock.today():
        raise Refused(gettext_lazy("An authorisation begins today or later."), field="valid_from")
    if valid_until < valid_from:
        raise Refused(gettext_lazy("The last day is not before the first."), field="valid_until")
    if valid_until > latest_end(valid_from):
        raise Refused(gettext_lazy("An authorisation holds for a year at most."), field="valid_until")


def _tell_supervisors(row: StandingAuthorisation, actor: Person, kind: str) -> None:
    receivers = Person.objects.with_role(Role.SUPERVISOR).filter(unit__kind=Unit.Kind.OFFICE)
    notices.tell(
        receivers, kind, cause=f"authorisation:{row.pk}", link=reverse("supervision"), name=actor.name,
        valid_from=row.valid_from.isoformat(), valid_until=row.valid_until.isoformat(),
    )  # fmt: skip


def _days(params: Mapping[str, Any]) -> dict[str, str]:
    days = {key: date_format(date.fromisoformat(params[key]), "DATE_FORMAT") for key in ("valid_from", "valid_until")}
    return days | {"name": params["name"]}


def _given(params: Mapping[str, Any]) -> texts.Said:
    return texts.Said(
        _("Standing authorisation by %(name)s: supervision notices go out by themselves from %(valid_from)s to %(valid_until)s")
        % _days(params)
    )


def _revoked(params: Mapping[str, Any]) -> texts.Said:
    return texts.Said(
        _("%(name)s has revoked the standing authorisation of %(valid_from)s to %(valid_until)s: notices wait for a signature")
        % _days(params)
    )


texts.register("authorisation_given", _given)
texts.register("authorisation_revoked", _revoked)
