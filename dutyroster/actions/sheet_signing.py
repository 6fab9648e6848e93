"""Signing the callback sheet (D10): the password again, the time and a hash of what was signed. Signed cases are final."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dutyroster import signing
from dutyroster.actions.sheet import QUIET, leader_of, settle
from dutyroster.models import Sheet, SheetCase, SheetDraft, SheetSignature, Shift
from hotline import clock
from hotline.people.models import Person
from tickets import masking
from tickets.models import Callback, Event
from tickets.operation import Refused

_LOCK = 12345_10  # one signature after the other: each is chained to the last of all sheets


class SignedAlready(Refused):
    """There is nothing left to sign: a double click, or the other leader was first."""

    def __init__(self, last: SheetSignature) -> None:
        at = clock.local(last.signed_at)
        said = _("Signed already at %(at)s by %(name)s. Nothing was added.")
        super().__init__(said % {"at": f"{at:%H:%M}", "name": last.signed_name})


class CasesChanged(Refused):
    """Something happened on these cases after their opinions were written."""

    def __init__(self, cases: list[SheetCase]) -> None:
        named = "、".join(f"{case.position}（{case.ticket.number}）" for case in cases)
        said = _("Something happened after the opinion was written: %(cases)s. Look again and confirm. Nothing was signed.")
        super().__init__(said % {"cases": named})
        self.cases = cases


def sign(shift: Shift, password: str, *, actor: Person, seen: str | None = None) -> SheetSignature:
    """Sign every case that is dealt with and not signed yet.

    `seen` is the `state` of the sheet the person looked at. Raises Forbidden for who does not lead this shift, SignedAlready,
    CasesChanged, or Refused with a sentence (field `password` for a wrong one); then nothing is signed.
    """
    named = leader_of(shift, actor)
    signing.check_password(actor, password)  # it takes a moment: not while the sheet is locked
    with transaction.atomic():
        sheet = Sheet.objects.select_for_update(no_key=True).filter(shift=shift).first()
        if sheet is None:
            raise Refused(_("There is no callback sheet of this day yet."))
        cases = _ready(sheet, actor, seen)
        signature = _signature(sheet, shift, cases, actor, named.rank)
        signature.save(force_insert=True)
        sheet.cases.filter(pk__in=[case.pk for case in cases]).update(signature=signature)
        settle(sheet, shift)
    return signature


def state(cases: Iterable[SheetCase]) -> str:
    """What a person who signs has before them: which cases are ready, and as of when."""
    ready = [f"{case.pk}@{case.done_at.isoformat()}" for case in cases if case.done_at and not case.signature_id]
    return hashlib.sha256(" ".join(sorted(ready)).encode()).hexdigest()[:20] if ready else ""


def changed(sheet: Sheet) -> dict[int, list[Event]]:
    """By id of the case, what happened on its ticket after the opinion was written (one query): not what its author did, nor
    what changes nothing of the matter."""
    cases = sheet.cases.filter(replaced_at=None, signature=None, done_at__isnull=False)
    rows = (
        Event.objects.filter(ticket__sheet_case__in=cases, seq__gt=F("ticket__sheet_case__seen_version"))
        .exclude(action__in=QUIET)
        .exclude(actor__isnull=False, actor=F("ticket__sheet_case__done_by"))
    )
    found: dict[int, list[Event]] = {}
    for event in rows.annotate(case=F("ticket__sheet_case")).order_by("ticket", "seq"):
        found.setdefault(event.case, []).append(event)
    return found


def _ready(sheet: Sheet, actor: Person, seen: str | None) -> list[SheetCase]:
    """The cases to be signed now. Raises Refused where there are none, or where something speaks against it: also a draft of the
    signer, not one of another leader, which only its author could discard."""
    standing = sheet.cases.filter(replaced_at=None)
    open_ = list(standing.filter(signature=None).select_related("ticket__caller", "done_by", "callback").order_by("position"))
    cases = [case for case in open_ if case.done_at]
    if not cases:
        last = sheet.signatures.order_by("nth").last()
        if last:
            raise SignedAlready(last)
        raise Refused(_("No case is dealt with yet: there is nothing to sign."))
    drafts = SheetDraft.objects.filter(case__in=cases, person=actor).order_by("case__position")
    if unsaved := list(drafts.values_list("case__position", flat=True)):
        where = "、".join(map(str, unsaved))
        raise Refused(_("Something is typed but not saved at case %(cases)s. Save or discard it, then sign.") % {"cases": where})
    if stale := changed(sheet):
        raise CasesChanged([case for case in cases if case.pk in stale])
    if seen is not None and seen != state(cases):
        raise Refused(_("The sheet was changed after you had opened it. Look at it as it is now, then sign."))
    return cases


def _signature(sheet: Sheet, shift: Shift, cases: list[SheetCase], actor: Person, rank: str) -> SheetSignature:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])
    now = clock.now()
    signature = SheetSignature(
        sheet=sheet,
        nth=sheet.signatures.count() + 1,
        signed_at=now,
        signed_by=actor,
        signed_name=actor.name,
        signed_rank=rank,
        signed_unit=shift.unit.name,
        is_late=now >= shift.at("callback_sheet_due_at"),
        previous=SheetSignature.objects.order_by("-pk").values_list("hash", flat=True).first() or "",
        algorithm=signing.ALGORITHM,
    )
    titles = {case.pk: masking.without_caller(case.ticket.title, case.ticket) for case in cases}
    signature.content = head(signature, shift) | {"cases": [line(case) | {"title": titles[case.pk]} for case in cases]}
    signature.hash = signing.digest(signature.content, signature.previous)
    return signature


def head(signature: SheetSignature, shift: Shift) -> dict[str, Any]:
    """What a signature says of itself and its sheet, as plain values."""
    sheet = signature.sheet
    return {
        "sheet": sheet.pk,
        "day": shift.day.isoformat(),
        "frozen_at": _utc(sheet.frozen_at),
        "rule": sheet.rule,
        "wanted": sheet.wanted,
        "found": sheet.found,
        "nth": signature.nth,
        "signed_at": _utc(signature.signed_at),
        "signed_by": signature.signed_by_id,
        "name": signature.signed_name,
        "rank": signature.signed_rank,
        "unit": signature.signed_unit,
        "is_late": signature.is_late,
    }


def line(case: SheetCase) -> dict[str, Any]:
    """What is signed of a case, as plain values; its title comes beside it."""
    return {
        "position": case.position,
        "ticket": case.ticket.number,
        "group": case.group,
        "is_own": case.is_own,
        "how": case.how,
        "opinion": case.opinion,
        "done_at": _utc(case.done_at) if case.done_at else None,
        "done_by": case.done_by.name if case.done_by else "",
        "done_by_id": case.done_by_id,
        "version": case.seen_version,
        "callback": _results(case.callback) if case.callback else None,
    }


def _results(callback: Callback) -> dict[str, Any]:
    return {
        "id": callback.pk,
        "at": _utc(callback.at),
        "by": callback.by_id,
        "reached": callback.reached,
        "solved": callback.solved,
        "satisfaction": callback.satisfaction,
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
