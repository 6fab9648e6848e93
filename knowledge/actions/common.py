"""What the actions share: locked rows, who may, who is told, when a review is due."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from hotline import clock, options
from hotline.deadlines import actions as deadlines, rules as due_rules
from hotline.deadlines.models import Deadline, DueTime, Kind
from hotline.deadlines.texts import due_text
from hotline.notices.actions import tell as tell_persons
from hotline.people.duty import duty_now
from hotline.people.handlers import handlers
from hotline.people.models import Person, Role, Unit
from knowledge import rules
from knowledge.models import KnowledgeItem, KnowledgeQuestion, answerable_units
from tickets import masking
from tickets.models import Ticket
from tickets.operation import Forbidden, Refused

MOST_DAYS = 3650  # of validity
WINDOW_DAYS = 14  # before the end of validity in which an owner's correction counts as the review


class Stale(Refused):
    """Somebody else was first; the person looks again and decides again."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this while you were working on it. Look at how it stands now, then decide again.")
        )


def locked_question(pk: int, version: int) -> KnowledgeQuestion:
    """The question, locked until the transaction ends. Raises Stale where it is no longer as the person saw it."""
    rows = KnowledgeQuestion.objects.select_for_update(of=("self",)).select_related("unit", "ticket__caller", "asked_by", "item")
    row: KnowledgeQuestion = rows.get(pk=pk)
    if row.version != version:
        raise Stale
    return row


def locked_item(pk: int, version: int | None = None) -> KnowledgeItem:
    """The item, locked until the transaction ends. Raises Stale as above, Refused for a withdrawn one."""
    row: KnowledgeItem = KnowledgeItem.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
    if version is not None and row.version != version:
        raise Stale
    if row.withdrawn_at:
        raise Refused(_("This knowledge item has been withdrawn."))
    return row


def require(allowed: bool) -> None:
    """Raises Forbidden."""
    if not allowed:
        raise Forbidden(_("You do not have the right to do this."))


def require_owner(actor: Person, unit: Unit) -> None:
    """Raises Forbidden for whoever does not answer in the name of that unit."""
    require(unit.pk in answerable_units(actor))


def masked(text: str, ticket: Ticket | None) -> str:
    """The text without the caller of the ticket it is about: knowledge never holds caller data (section 7)."""
    return masking.without_caller(text, ticket) if ticket else text


def no_mobile(text: str, field: str) -> str:
    """The text as it is: every operator reads it. Raises Refused for one with a mobile number in it (section 7)."""
    if masking.has_mobile(text):
        raise Refused(_("There seems to be a mobile number in this text. Take it out, then send it again."), field=field)
    return text


def ticket_of(item: KnowledgeItem) -> Ticket | None:
    """The ticket an item came from, whose caller stays out of everything said about it."""
    row = (
        KnowledgeQuestion.objects.filter(item=item, ticket__isnull=False).select_related("ticket__caller").order_by("pk").first()
    )
    return row.ticket if row else None


def unit_people(unit: Unit) -> set[Person]:
    """Who is told of what a unit owes: its handlers (else those below it, else its leaders), the editors for the office, and the
    leaders of the shift while it is theirs."""
    people = Person.objects.filter(is_active=True)
    if unit.kind == Unit.Kind.OFFICE:
        found = set(people.filter(unit=unit, groups__name=Role.EDITOR))
    else:
        found = set(handlers([unit.pk])[unit.pk]) or set(people.filter(unit=unit, groups__name=Role.UNIT_LEADER))
    duty = duty_now()
    if duty and duty.unit == unit.pk:
        found |= set(people.filter(pk__in=duty.leaders))
    return found


def editors() -> set[Person]:
    """Everybody who reviews."""
    return set(Person.objects.with_role(Role.EDITOR))


def tell_of_question(question: KnowledgeQuestion, kind: str, people: Iterable[Person], *, actor: Person | None) -> None:
    """Tell of what just became of a question; the one who did it knows (None: a command)."""
    tell_persons(
        (person for person in people if person != actor), kind, cause=f"knowledge:{question.pk}:{question.version}",
        link=reverse("knowledge:question", args=[question.pk]), number=question.number,
        title=question.heading, due=due_text(question.due_at),
    )  # fmt: skip


def tell_of_item(
    item: KnowledgeItem, kind: str, people: Iterable[Person], *, cause: str, actor: Person, due: datetime | None = None
) -> None:
    """Tell of what just became of an item; `cause` tells one change of it from the next."""
    tell_persons(
        (person for person in people if person != actor), kind, cause=f"knowledge_item:{item.pk}:{cause}",
        link=reverse("knowledge:item", args=[item.pk]), number=item.number, title=item.title,
        due=due_text(due) if due else "",
    )  # fmt: skip


def answer_due(day: date) -> DueTime:
    """When a question asked on that duty day is answered (D9)."""
    return due_rules.due(Kind.KNOWLEDGE, clock.start_of(day))


def in_workdays(unit: Unit) -> DueTime:
    """Now and the working days an owner has to look at an item that is in doubt."""
    return due_rules.due(Kind.REVIEW, clock.now(), calendar=due_rules.calendar_of(unit))


def valid_until(given: date | None, field: str = "valid_until") -> date:
    """The last day of validity: as given, else by the option. Raises Refused for a day that is over, or too far away."""
    today = clock.today()
    last = given or today + int(options.get("knowledge_valid_days")) * clock.DAY
    if last <= today:
        raise Refused(_("The validity ends after today."), field=field)
    if last > today + MOST_DAYS * clock.DAY:
        raise Refused(_("The validity is at most ten years."), field=field)
    return last


def arm_review(item: KnowledgeItem) -> None:
    """Put the owner's next review onto the last day of validity, in place of an earlier one."""
    deadlines.meet(item.subject, Kind.REVIEW, cause="")
    due = DueTime(clock.start_of(item.valid_until + clock.DAY))
    deadlines.open_(Kind.REVIEW, subject=item.subject, unit=item.unit, due=due)


def meet_review_if_near(item: KnowledgeItem) -> None:
    """The owner has looked at the item: that is the review of its validity, if this is near or over."""
    if item.valid_until <= clock.today() + WINDOW_DAYS * clock.DAY:
        deadlines.meet(item.subject, Kind.REVIEW, cause="")


def rearm_review(item: KnowledgeItem) -> None:
    """Nothing came of the correction: the owner still owes the review of the validity."""
    if Deadline.objects.open().of(*item.subject).filter(kind=Kind.REVIEW, cause="").exists():
        return
    over = rules.is_expired(item.valid_until, clock.today())
    due = in_workdays(item.unit) if over else DueTime(clock.start_of(item.valid_until + clock.DAY))
    deadlines.open_(Kind.REVIEW, subject=item.subject, unit=item.unit, due=due)
