"""What the pages and the print of a callback sheet show, as plain values (D10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from dutyroster import onduty
from dutyroster.actions import sheet_signing
from dutyroster.models import Sheet, SheetCase, SheetDraft, SheetSignature, Shift
from dutyroster.models.roster import ShiftQuerySet
from dutyroster.models.sheet import case_counts
from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.people.models import Person, Role, Unit
from tickets import masking, pages

DAYS = 31  # of the office's list
# Of the office: who reads every sheet.
READERS = (Role.SUPERVISOR, Role.OFFICE_HEAD, Role.CALLBACK_CLERK, Role.DISPATCHER)
GROUP_TONES = {SheetCase.Group.UNHAPPY: "bad", SheetCase.Group.NOT_CALLED: "info", SheetCase.Group.SETTLED: "plain"}


@dataclass(frozen=True)
class Row:
    """One case that stands on the sheet. `state`: open, draft (the reader's own), done, changed (something happened since) or
    signed; `writers`: drafts of others."""

    case: SheetCase
    number: str
    title: str
    unit: str
    tone: str
    state: str
    news: list[dict[str, Any]]
    version: int
    writers: list[SheetDraft]

    @property
    def is_done(self) -> bool:
        return self.case.done_at is not None


@dataclass(frozen=True)
class View:
    """A sheet with its cases, signatures, and how far it is."""

    sheet: Sheet
    rows: list[Row]
    replaced: list[SheetCase]
    signatures: list[SheetSignature]

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)

    @property
    def signed(self) -> int:
        return sum(row.state == "signed" for row in self.rows)

    @property
    def ready(self) -> int:
        """Dealt with and not signed yet: what signing now would sign."""
        return self.done - self.signed

    @property
    def is_short(self) -> bool:
        return self.sheet.found < self.sheet.wanted

    @property
    def is_complete(self) -> bool:
        return self.signed == len(self.rows)

    @property
    def is_partly(self) -> bool:
        return 0 < self.signed < len(self.rows)

    @property
    def is_late(self) -> bool:
        return any(signature.is_late for signature in self.signatures)

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if row.state == "changed"]

    @property
    def seen(self) -> str:
        """What somebody who signs now has before them."""
        return sheet_signing.state(row.case for row in self.rows)

    @property
    def next_open(self) -> int | None:
        """The position of the first case that is not dealt with."""
        return next((row.case.position for row in self.rows if not row.is_done), None)


def view(sheet: Sheet, reader: Person | None = None) -> View:
    """Everything about a sheet, as this person sees it (five queries, however many cases)."""
    related = ("ticket__caller", "unit", "done_by", "callback", "signature", "replaced_by")
    drafts = Prefetch("drafts", SheetDraft.objects.select_related("person").order_by("since", "pk"))
    found = sheet.cases.select_related(*related).defer("signature__content").prefetch_related(drafts)
    cases = list(found.order_by("position", "pk"))
    signatures = list(sheet.signatures.defer("content").order_by("nth"))
    stale = sheet_signing.changed(sheet)
    standing = [case for case in cases if case.replaced_at is None]
    rows = [_row(case, pages.timeline(stale.get(case.pk, []), []), reader) for case in standing]
    return View(sheet, rows, [case for case in cases if case.replaced_at], signatures)


def _row(case: SheetCase, news: list[dict[str, Any]], reader: Person | None) -> Row:
    own, others = drafts_of(case, reader)
    return Row(
        case=case,
        number=case.ticket.number,
        title=masking.without_caller(case.ticket.title, case.ticket),
        unit=case.unit.label if case.unit else "",
        tone=GROUP_TONES[SheetCase.Group(case.group)],
        state=_state(case, bool(news), own is not None),
        news=news,
        version=case.ticket.version,
        writers=others,
    )


def drafts_of(case: SheetCase, reader: Person | None) -> tuple[SheetDraft | None, list[SheetDraft]]:
    """The reader's own draft, and whoever else is writing on a case that can still be written on; its text is for nobody else."""
    drafts = list(case.drafts.all())
    own = next((one for one in drafts if reader and one.person_id == reader.pk), None)
    return own, [one for one in drafts if one is not own and not case.signature_id]


def _state(case: SheetCase, is_changed: bool, has_draft: bool) -> str:
    if case.signature_id:
        return "signed"
    if is_changed:
        return "changed"
    if has_draft:
        return "draft"
    return "done" if case.done_at else "open"


# ---- who


def reads_all(person: Person) -> bool:
    """Whether this person of the office reads every sheet."""
    return person.unit.kind == Unit.Kind.OFFICE and person.has_role(*READERS)


def may_verify(person: Person) -> bool:
    return reads_all(person) or person.has_role(Role.AUDITOR)


# ---- the office's list


@dataclass(frozen=True)
class Line:
    """One duty day of the list. `state`: none, empty, unsigned, partly, signed, late or closed."""

    shift: Shift
    state: str
    total: int
    done: int
    signed: int
    last: SheetSignature | None
    is_due: bool
    is_over: bool
    is_owed: bool
    may_open: bool

    @property
    def url(self) -> str:
        return reverse("dutyroster:sheet", args=[self.shift.day]) if self.may_open else ""

    @property
    def is_missed(self) -> bool:
        """Due, and not signed in full."""
        return self.is_due and (self.state in ("unsigned", "partly") or (self.state == "none" and self.is_owed))

    @property
    def may_close(self) -> bool:
        """Over, and something is left that nobody can sign any more."""
        return self.is_over and self.is_missed


def lines(person: Person, today: date) -> list[Line]:
    """The sheets of the last days that this person may know of, the latest first (a constant number of queries)."""
    shifts = list(_shifts(person, today))
    crews = {} if reads_all(person) else onduty.crews(shifts)
    open_ = Deadline.objects.open().filter(subject_type="shift", kind=Kind.CALLBACK_SHEET)
    owed = set(open_.filter(subject_id__in=[shift.pk for shift in shifts]).values_list("subject_id", flat=True))
    found = []
    for shift in shifts:
        crew = crews.get(shift.pk)
        may_open = reads_all(person) or (crew is not None and crew.of(person) is not None)
        found.append(_line(shift, shift.pk in owed, may_open))
    return found


def _shifts(person: Person, today: date) -> "QuerySet[Shift]":
    rows: ShiftQuerySet = Shift.objects.in_force().lived().filter(day__gt=today - DAYS * clock.DAY, day__lte=today)
    if not person.has_role(Role.AUDITOR):
        rows = rows.visible_to(person)
    signatures = Prefetch("sheet__signatures", SheetSignature.objects.defer("content").order_by("nth"))
    return (
        rows.select_related("unit", "roster", "sheet__closed_by")
        .annotate(**case_counts("sheet__cases"))
        .prefetch_related(signatures)
        .order_by("-day")
    )


def _line(shift: Any, is_owed: bool, may_open: bool) -> Line:
    sheet: Sheet | None = getattr(shift, "sheet", None)
    signatures = list(sheet.signatures.all()) if sheet else []
    return Line(
        shift=shift,
        state=_sheet_state(sheet, shift.stand, shift.signed, signatures),
        total=shift.stand,
        done=shift.done,
        signed=shift.signed,
        last=signatures[-1] if signatures else None,
        is_due=clock.now() >= shift.at("callback_sheet_due_at"),
        is_over=clock.now() >= shift.ends_at,
        is_owed=is_owed,
        may_open=may_open,
    )


def _sheet_state(sheet: Sheet | None, total: int, signed: int, signatures: Iterable[SheetSignature]) -> str:
    if sheet is None:
        return "none"
    if sheet.closed_at:
        return "closed"
    if not total:
        return "empty"
    if signed < total:
        return "partly" if signed else "unsigned"
    return "late" if any(signature.is_late for signature in signatures) else "signed"
