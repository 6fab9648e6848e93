"""Proof that what was signed on duty days is what it was when it was signed (D10, D15)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dutyroster import handbook, signing
from dutyroster.actions import handover
from dutyroster.actions.sheet_signing import head, line
from dutyroster.models import Handover, HandoverEntry, Sheet, SheetCase, SheetSignature
from hotline.deadlines.models import Deadline, Kind

# Called after each chunk with how many sheets or handovers were checked so far.
Progress = Callable[[int], None]
CHUNK = 200
# What a person is called today is no part of the proof: the names that were signed stand in the content alone.
_NAMES = ("done_by", "title")


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was signed."""

    place: str
    message: Promise | str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


# ---- callback sheets


def verify_sheets(progress: Progress = lambda sheets: None, only: Sheet | None = None) -> list[Fault]:
    """Check every signature of every callback sheet, or of one, with the rows it was given on; gives the faults in order."""
    faults: list[Fault] = []
    checked = 0
    sheets = Sheet.objects.filter(pk=only.pk) if only else Sheet.objects.all()
    for chunk in _chunks(sheets):
        last = _last_before(chunk)
        signatures, cases, met = _signatures(chunk), _cases(chunk), _met(chunk)
        for sheet in chunk:
            faults += _check_sheet(sheet, signatures.get(sheet.pk, []), cases.get(sheet.pk, []), last, sheet.shift_id in met)
        checked += len(chunk)
        progress(checked)
    return faults


def _chunks(sheets: "QuerySet[Sheet]") -> Iterator[list[Sheet]]:
    last = 0
    while rows := list(sheets.filter(pk__gt=last).select_related("shift").order_by("pk")[:CHUNK]):
        yield rows
        last = rows[-1].pk


def _signatures(sheets: list[Sheet]) -> dict[int, list[SheetSignature]]:
    found: dict[int, list[SheetSignature]] = {}
    for row in SheetSignature.objects.filter(sheet__in=sheets).order_by("pk"):
        found.setdefault(row.sheet_id, []).append(row)
    return found


def _cases(sheets: list[Sheet]) -> dict[int, list[SheetCase]]:
    found: dict[int, list[SheetCase]] = {}
    rows = SheetCase.objects.filter(sheet__in=sheets).select_related("ticket", "done_by", "callback")
    for row in rows.order_by("position", "pk"):
        found.setdefault(row.sheet_id, []).append(row)
    return found


def _met(sheets: list[Sheet]) -> frozenset[int]:
    """Ids of the shifts whose sheet counts as signed in full."""
    about = Deadline.objects.filter(subject_type="shift", subject_id__in=[sheet.shift_id for sheet in sheets])
    return frozenset(about.filter(kind=Kind.CALLBACK_SHEET, met_at__isnull=False).values_list("subject_id", flat=True))


def _last_before(sheets: list[Sheet]) -> dict[int, str]:
    """By id of a signature, the hash of the one before it, of whichever sheet: all are one chain (one query)."""
    earlier = SheetSignature.objects.filter(pk__lt=OuterRef("pk")).order_by("-pk")
    rows = SheetSignature.objects.filter(sheet__in=sheets).annotate(before=Subquery(earlier.values("hash")[:1]))
    return {pk: before or "" for pk, before in rows.values_list("pk", "before")}


def _check_sheet(
    sheet: Sheet, signatures: list[SheetSignature], cases: list[SheetCase], before: dict[int, str], is_met: bool
) -> Iterator[Fault]:
    place = str(_("Callback sheet of %(day)s") % {"day": f"{sheet.shift.day}"})
    if [row.nth for row in signatures] != list(range(1, len(signatures) + 1)):
        yield Fault(place, _("a signature is missing or out of order"))
    by_signature: dict[int, list[SheetCase]] = {}
    for case in cases:
        if case.signature_id:
            by_signature.setdefault(case.signature_id, []).append(case)
    for row in signatures:
        row.sheet = sheet
        yield from _check_signature(place, row, by_signature.pop(row.pk, []), before.get(row.pk, ""))
    if by_signature:
        yield Fault(place, _("cases name a signature of another sheet"))
    if is_met and any(case.signature_id is None for case in cases if case.replaced_at is None):
        yield Fault(place, _("it counts as signed in full, but cases are without a signature"))


def _check_signature(place: str, row: SheetSignature, cases: list[SheetCase], before: str) -> Iterator[Fault]:
    where = str(_("%(place)s, signature %(nth)s") % {"place": place, "nth": row.nth})
    if row.algorithm != signing.ALGORITHM:
        yield Fault(where, _("unknown algorithm"))
        return
    if row.previous != before:
        yield Fault(where, _("it is not chained to the signature before it: one is missing or was added"))
    if row.hash != signing.digest(row.content, row.previous):
        yield Fault(where, _("its hash does not fit what was signed"))
        return  # what it says was signed says nothing then
    content = dict(row.content)
    signed = {_key(entry): entry for entry in content.pop("cases", [])}
    if content != head(row, row.sheet.shift):
        yield Fault(where, _("signer, time or sheet are not those that were signed"))
    stands = {_key(entry): entry for entry in map(line, cases)}
    for key in sorted({*signed, *stands}):
        yield from _check_case(f"{where}, {key[0]} ({key[1]})", signed.get(key), stands.get(key))


def _key(entry: dict[str, Any]) -> tuple[int, str]:
    return entry["position"], entry["ticket"]


def _check_case(where: str, signed: dict[str, Any] | None, stands: dict[str, Any] | None) -> Iterator[Fault]:
    if stands is None:
        yield Fault(where, _("this case was signed, but is not under the signature"))
    elif signed is None:
        yield Fault(where, _("this case is under the signature, but was not signed"))
    elif different := [name for name in stands if name not in _NAMES and signed.get(name) != stands[name]]:
        yield Fault(where, _("not as it was signed: %(what)s") % {"what": _named(different)})


def _named(names: Iterable[str]) -> str:
    """What differs, in words."""
    words = {
        "opinion": _("the opinion"),
        "how": _("read or called"),
        "callback": _("the callback's results"),
        "done_at": _("when it was dealt with"),
        "done_by_id": _("who dealt with it"),
        "version": _("what was known of the ticket"),
    }
    return "、".join(dict.fromkeys(str(words.get(name, _("the case"))) for name in names))


# ---- handovers

# What a line of the book keeps for good; its answer and how it was settled join them once they are there.
_FIXED = ("day", "kind", "at", "by", "ticket", "text")
_SETTLED = ("in_remit", "answer", "staff", "closing")


def verify_handovers(progress: Progress = lambda handovers: None, only: Handover | None = None) -> list[Fault]:
    """Check every handover, or one: the hash of what was signed, the confirmation, and the lines of the book it was about."""
    faults: list[Fault] = []
    checked = last = 0
    rows = Handover.objects.filter(pk=only.pk) if only else Handover.objects.all()
    while chunk := list(rows.filter(pk__gt=last).select_related("shift").order_by("pk")[:CHUNK]):
        lines = _lines(chunk)
        for row in chunk:
            faults += _check_handover(row, lines)
        checked, last = checked + len(chunk), chunk[-1].pk
        progress(checked)
    return faults


def _book(row: Handover) -> list[dict[str, Any]]:
    """The lines of the book that stood when it was signed: the day's own and those carried over."""
    book = row.content.get("book", {})
    return [*book.get("entries", []), *book.get("carried", [])]


def _lines(rows: list[Handover]) -> dict[int, dict[str, Any]]:
    """The lines those books name, as they are now (three queries)."""
    named = {entry["pk"] for row in rows for entry in _book(row)}
    entries = HandoverEntry.objects.filter(pk__in=named).select_related("shift", "ticket__caller", "answered_by", "closed_by")
    return {entry.pk: handbook.line(entry) for entry in entries.prefetch_related("units")}


def _check_handover(row: Handover, lines: dict[int, dict[str, Any]]) -> Iterator[Fault]:
    where = str(_("Handover of %(day)s") % {"day": f"{row.shift.day}"})
    if row.algorithm != signing.ALGORITHM:
        yield Fault(where, _("unknown algorithm"))
        return
    if row.signed_at is not None:
        if row.hash != signing.digest(row.content):
            yield Fault(where, _("its hash does not fit what was signed"))
        if not handover.is_as_signed(row):
            yield Fault(where, _("signer, time or remarks are not those that were signed"))
    if row.confirmed_at is not None and row.confirm_hash != signing.digest(handover.confirmed_content(row), row.hash):
        yield Fault(where, _("the confirmation is not what was confirmed"))
    for entry in _book(row):
        stands = lines.get(entry["pk"])
        kept = _FIXED if entry["open"] else _FIXED + _SETTLED
        if stands is None:
            yield Fault(where, _("a line of the book is missing: %(text)s") % {"text": entry["text"][:40]})
        elif any(stands[name] != entry[name] for name in kept):
            yield Fault(where, _("a line of the book is not as it was signed: %(text)s") % {"text": entry["text"][:40]})
