"""What does not move a ticket: incidents, submissions, instructions, notes, identity (P4, P6, P11, P12, X6)."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hotline import options
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Deadline, Kind
from hotline.people.models import Person, Role
from tickets.actions import checks, files, notify
from tickets.actions.duty import owed_by_the_shift, tell_command
from tickets.flow import Action
from tickets.models import HardMark, Incident, Instruction
from tickets.operation import Operation, Refused, effect

# The four timestamps of P6, and the obligation each of them meets.
STAMPS: dict[str, Kind | None] = {
    "verified_at": Kind.MAJOR_VERIFIED,
    "reported_at": Kind.MAJOR_REPORTED,
    "handled_at": None,
    "group_told_at": Kind.MAJOR_GROUP,
}


def stamp_label(name: str) -> str:
    """What one of the four timestamps is called."""
    return str(Incident._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


@effect(Action.DECLARE_MAJOR)
def declare_major(op: Operation, *, text: str) -> None:
    """重大突发事件: starts the clocks for verifying, reporting and telling the work group (P6)."""
    op.opinion = checks.text(text)
    op.ticket.is_major = True
    deadlines.make_urgent(op.ticket.subject)
    checklist = [[entry, False] for entry in options.get("major_checklist")]
    Incident.objects.create(ticket=op.ticket, declared_at=op.now, checklist=checklist)
    for kind in filter(None, STAMPS.values()):
        op.open_deadline(kind)
    notify.roles([Role.SUPERVISOR, Role.OFFICE_HEAD], op, "major_declared")
    tell_command(op, "major_declared")  # at once (D14)


@effect(Action.RECORD_INCIDENT)
def record_incident(op: Operation, *, stamps: Iterable[str] = (), done: Iterable[int] = (), text: str = "") -> None:
    """Record that steps of emergency handling happened now, and which entries of the checklist are done (P6)."""
    incident = Incident.objects.get(ticket=op.ticket)
    fresh = [name for name in stamps if name in STAMPS and getattr(incident, name) is None]
    ticked = [i for i in done if 0 <= i < len(incident.checklist) and not incident.checklist[i][1]]
    op.opinion = checks.optional(text)
    if not (fresh or ticked or op.opinion):
        raise Refused(_("Tick what has happened, or write a word about it."), field="stamps")
    for name in fresh:
        setattr(incident, name, op.now)
        if (kind := STAMPS[name]) is not None:
            op.meet(kind)
    for i in ticked:
        incident.checklist[i][1] = True
    incident.save()
    op.details |= {"stamps": fresh, "checked": [incident.checklist[i][0] for i in ticked]}


def resume(op: Operation) -> None:
    """What leaders and the office still owe, when a ticket that was merged or finished runs again: the clocks start anew."""
    running = set(Deadline.objects.open().of(*op.ticket.subject).values_list("kind", "cause"))
    for row in Instruction.objects.filter(ticket=op.ticket, instructed_at=None).select_related("leader__unit"):
        if (Kind.INSTRUCTION, row.cause) not in running:
            op.open_deadline(Kind.INSTRUCTION, unit=row.leader.unit, person=row.leader, cause=row.cause)
    incident = Incident.objects.filter(ticket=op.ticket).first()
    for name, kind in STAMPS.items():
        if incident and kind and getattr(incident, name) is None and (kind, "") not in running:
            op.open_deadline(kind)


@effect(Action.SUBMIT)
def submit(op: Operation, *, leader: Person, why: str, text: str) -> None:
    """报请阅示: summed up and submitted to a city leader, who has three working days (P4, P11)."""
    if not leader.has_role(Role.CITY_LEADER):
        raise Refused(_("Choose a city leader."), field="leader")
    if leader.pk in op.facts.asked_leaders:
        raise Refused(_("It lies before %(leader)s already.") % {"leader": leader.name}, field="leader")
    if op.actor and leader.pk == op.actor.pk:
        raise Refused(_("Nobody submits to themselves."), field="leader")
    op.opinion = checks.text(text)
    row = Instruction.objects.create(
        ticket=op.ticket, leader=leader, why=why, summary=op.opinion, submitted_by=op.actor, submitted_at=op.now
    )
    op.details |= {"leader": leader.name, "why": str(why)}
    op.open_deadline(Kind.INSTRUCTION, unit=leader.unit, person=leader, cause=row.cause)
    notify.persons([leader], op, "submitted")


@effect(Action.INSTRUCT)
def instruct(op: Operation, *, text: str, uploads: Iterable[UploadedFile] = ()) -> None:
    """批示: what the leader wrote; dispatch then follows it (P4)."""
    row = Instruction.objects.select_related("submitted_by").get(ticket=op.ticket, leader=op.person, instructed_at=None)
    row.text, row.instructed_at = checks.text(text), op.now
    row.save(update_fields=["text", "instructed_at"])
    op.opinion = row.text
    op.meet(Kind.INSTRUCTION, cause=row.cause)
    files.attach(op, uploads)
    notify.persons([row.submitted_by] if row.submitted_by else [], op, "instructed")
    notify.roles([Role.DISPATCHER], op, "instructed")


@effect(Action.INVESTIGATE)
def investigate(
    op: Operation, *, held_at: datetime, place: str, participants: str, text: str, uploads: Iterable[UploadedFile] = ()
) -> None:
    """现场查办 of a hot or hard matter: who took part, when, where, what was found, photos (P12)."""
    if checks.not_ancient(held_at, "held_at") > op.now:
        raise Refused(_("Record it when it has taken place."), field="held_at")
    op.opinion = checks.text(text)
    op.details |= {
        "held_at": held_at.isoformat(),
        "place": checks.text(place, "place"),
        "participants": checks.text(participants, "participants"),
    }
    files.attach(op, uploads)


@effect(Action.NOTE)
def note(op: Operation, *, text: str) -> None:
    """A word for whoever works on the ticket next."""
    op.opinion = checks.text(text)


@effect(Action.ATTACH)
def attach(op: Operation, *, uploads: Iterable[UploadedFile], text: str = "") -> None:
    """Add files: photos, papers, the recording of the call (P16)."""
    uploads = list(uploads)
    if not uploads:
        raise Refused(_("Choose at least one file."), field="uploads")
    op.opinion = checks.optional(text)
    files.attach(op, uploads)


@effect(Action.FLAG_HARD)
def flag_hard(op: Operation, *, text: str, hard: bool = True, mark: str = HardMark.HARD) -> None:
    """Mark as 疑难办件 (or 推诿 扯皮 不作为 慢作为, D5), or take the mark away again, with the reason.

    The unit on duty owes it that day: solved, or coordinated with a written opinion (D7).
    """
    if hard == op.ticket.is_hard:
        raise Refused(_("It is marked like that already."))
    op.ticket.is_hard = hard
    op.opinion = checks.text(text)
    if hard:
        op.details["mark"] = str(HardMark(mark).value)
        owed_by_the_shift(op)
    else:
        op.cancel(Kind.HARD_CASE)
    op.details["hard"] = hard


@effect(Action.REVEAL)
def reveal(op: Operation, *, text: str) -> None:
    """Show the caller's identity to this person for some minutes; the reason and every look stay in the journal."""
    op.opinion = checks.text(text)


@effect(Action.NAME_READERS)
def name_readers(op: Operation, *, readers: Iterable[Person], text: str) -> None:
    """The office head names the persons who may see a confidential caller's identity (X6)."""
    op.opinion = checks.text(text)
    chosen = list(readers)
    op.ticket.identity_readers.set(chosen)
    op.details["readers"] = [person.name for person in chosen]
