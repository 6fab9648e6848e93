"""The home page: what must I do now? Open obligations of this person's roles, by deadline, and queues without one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.texts import due_view
from hotline.people.models import Person, Role
from tickets import pages
from tickets.models import Instruction, Reply, Step, SupervisionOrder, Ticket
from tickets.views import person_of

SHOWN = 20  # rows of a section; the rest is behind its link
FIRST = 5  # rows of a queue that is worked off on a page of its own

# Which role does what is owed by the office (section 2 and 4).
OFFICE_WORK: dict[Role, tuple[Kind, ...]] = {
    Role.OPERATOR: (Kind.HANDLE, Kind.REFERRAL),
    Role.DISPATCHER: (Kind.HANDLE, Kind.DECIDE_RETURN, Kind.REFERRAL, Kind.MAJOR_VERIFIED, Kind.MAJOR_REPORTED, Kind.MAJOR_GROUP),
    Role.CALLBACK_CLERK: (Kind.ACCEPT,),
    Role.SUPERVISOR: (Kind.DECIDE_REDO, Kind.ACCEPT, Kind.MAJOR_REPORTED, Kind.MAJOR_GROUP),
    Role.OFFICE_HEAD: (Kind.DECIDE_EXTENSION, Kind.SIGN_ORDER, Kind.MAJOR_REPORTED),
}
UNIT_WORK = (Kind.REPLY, Kind.SIGN_FOR, Kind.ASSIST, Kind.REDO, Kind.SUPERVISION, Kind.PROMISE, Kind.PROGRESS)


@dataclass(frozen=True)
class Section:
    """A part of the page: a title, its rows, and where all of them are. `owed`: each row's deadline is this person's own.

    `template` draws the rows (its context has `section` and `rows`); rows of what is owed are pairs (row, `due_view`).
    """

    title: Promise | str
    rows: list[Any]
    more_url: str = ""
    more: bool = False
    owed: bool = False
    more_label: Promise | str = ""
    template: str = "tickets/rows.html"
    is_work: bool = True  # not only something to know


_above: list[tuple[bool, Callable[[Person], bool], Callable[[Person], Section]]] = []


def register_section(wanted: Callable[[Person], bool], make: Callable[[Person], Section], *, first: bool = False) -> None:
    """An app above tickets adds its part to the page when it is ready: shown to whom `wanted` says, below those of tickets
    or, with `first`, above them."""
    _above.append((first, wanted, make))


def sections_of(person: Person) -> list[Section]:
    """The parts of the page this person has, in the order shown."""
    above = [(wanted, make) for first, wanted, make in _above if first]
    below = [(wanted, make) for first, wanted, make in _above if not first]
    return [make(person) for wanted, make in (*above, *SECTIONS, *below) if wanted(person)]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My work, by deadline."""
    sections = sections_of(person_of(request))
    has_work = any(section.is_work for section in sections)
    return render(request, "tickets/home.html", {"sections": sections, "tallies": tallies(sections), "has_work": has_work})


def tallies(sections: list[Section]) -> dict[str, str]:
    """How many of the deadlines owed are overdue, soon, or have time (a plus: more than shown); {} if none can be.

    The first due come first: what is overdue is all shown unless the last row shown still is.
    """
    owed = [section for section in sections if section.owed]
    if not owed:
        return {}
    states = [due["state"] for section in owed for _row, due in section.rows]
    cut = [section.rows[-1][1]["state"] for section in owed if section.more]
    plus = {"overdue": "overdue" in cut, "soon": bool(cut), "ok": bool(cut)}
    return {state: f"{states.count(state)}{'+' if more else ''}" for state, more in plus.items()}


def _owed(rows: QuerySet[Deadline], title: Promise) -> Section:
    """Open deadlines with their tickets, the most urgent first (two queries)."""
    now = clock.now()
    found = list(rows.filter(subject_type="ticket").select_related("unit").order_by("due_at")[: SHOWN + 1])
    tickets = Ticket.objects.select_related("category").in_bulk([d.subject_id for d in found])
    rows_with_due = [(tickets[d.subject_id], due_view(d, now)) for d in found[:SHOWN]]
    return Section(title, rows_with_due, "/tickets/?flag=open", more=len(found) > SHOWN, owed=True)


def office_work(person: Person) -> Section:
    kinds = sorted({kind for role, kinds in OFFICE_WORK.items() if person.has_role(role) for kind in kinds})
    owed = Deadline.objects.open().filter(kind__in=kinds)
    # Notices to be signed have a section and a page of their own; cases are signed one by one, here.
    return _owed(owed.exclude(kind=Kind.SIGN_ORDER, cause__startswith="notice:"), _("To be done at the office"))


def unit_work(person: Person) -> Section:
    held = Deadline.objects.open().filter(held_by__in=person.unit.tree_ids, kind__in=UNIT_WORK)
    return _owed(held, _("Owed by your unit"))


def callback_list(person: Person) -> Section:
    return _owed(Deadline.objects.open().filter(kind=Kind.CALLBACK, person=person), _("Your callback list"))


def approvals(person: Person) -> Section:
    rows = Reply.objects.filter(decided_at=None, dropped_at=None, assignment__unit__in=person.unit.tree_ids)
    return _waiting(rows.select_related("ticket").order_by("pk"), _("Replies waiting for your approval"))


def instructions(person: Person) -> Section:
    return _owed(Deadline.objects.open().filter(kind=Kind.INSTRUCTION, person=person), _("Submitted to you for instruction"))


def given_instructions(person: Person) -> Section:
    rows = Instruction.objects.filter(leader=person, instructed_at__isnull=False)
    return _waiting(rows.select_related("ticket").order_by("-pk"), _("Your latest instructions"))


def notices_to_sign(person: Person) -> Section:
    """The first tickets of the queue; all of it is signed in one batch on its own page (P9)."""
    ready = SupervisionOrder.objects.ready()
    title = _("Supervision notices that wait for your signature: %(n)s") % {"n": ready.count()}
    now, label = clock.now(), _("Sign them in one batch")
    found = ready.select_related("ticket", "missed__unit").order_by("pk")[:FIRST]
    rows = [(order.ticket, due_view(order.missed, now) if order.missed else None) for order in found]  # what was missed, by whom
    return Section(title, rows, reverse("supervision"), more=True, more_label=label)


def has_notices_to_sign(person: Person) -> bool:
    """An office head, while anything waits: else the page says nothing of it."""
    return person.has_role(Role.OFFICE_HEAD) and SupervisionOrder.objects.ready().exists()


def _waiting(rows: QuerySet[Any], title: Promise) -> Section:
    found = list(rows[: SHOWN + 1])
    return Section(title, pages.with_due([row.ticket for row in found[:SHOWN]]), more=len(found) > SHOWN)


def queue(title: Promise, step: Step, **condition: Any) -> Callable[[Person], Section]:
    """Tickets that wait in a step without a deadline, oldest first."""

    def make(person: Person) -> Section:
        rows = Ticket.objects.visible_to(person).filter(step=step, **condition).order_by("number")
        found = list(rows.select_related("category")[: SHOWN + 1])
        return Section(title, pages.with_due(found[:SHOWN]), f"/tickets/?step={step.value}", len(found) > SHOWN)

    return make


def holds(*roles: Role) -> Callable[[Person], bool]:
    return lambda person: person.has_role(*roles)


SECTIONS: tuple[tuple[Callable[[Person], bool], Callable[[Person], Section]], ...] = (
    (holds(Role.CITY_LEADER), instructions),
    (holds(Role.UNIT_LEADER), approvals),
    (holds(Role.CALLBACK_CLERK), callback_list),
    (has_notices_to_sign, notices_to_sign),
    (holds(*OFFICE_WORK), office_work),
    (holds(Role.HANDLER, Role.UNIT_LEADER), unit_work),
    (holds(Role.EDITOR), queue(_("To be compiled"), Step.COMPILATION)),
    (holds(Role.OFFICE_HEAD), queue(_("To be published"), Step.BULLETIN)),
    (holds(Role.ARCHIVIST), queue(_("To be filed"), Step.ARCHIVE, filed_at=None)),
    (holds(Role.CITY_LEADER), given_instructions),
)
