"""What every effect asks of its values, whoever calls it; the forms say the same earlier and nearer to the field."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.people.models import Person, Unit
from tickets.facts import Part
from tickets.models import Assignment
from tickets.operation import Operation, Refused
from tickets.rules import is_in_hands_of

TEXT_LENGTH = 4000
# Nothing the hotline is told of is older; and an instant of the year 1 can be stored but never be read again.
EARLIEST = datetime(1949, 10, 1, tzinfo=clock.TZ)


def text(value: str, field: str = "text") -> str:
    """The text without surrounding blanks. Raises Refused when it is empty or longer than TEXT_LENGTH characters."""
    stripped = value.strip()
    if not stripped:
        raise Refused(_("Please write something here."), field=field)
    if len(stripped) > TEXT_LENGTH:
        raise Refused(_("This text is too long: at most 4000 characters."), field=field)
    return stripped


def optional(value: str, field: str = "text") -> str:
    """Like `text`, where nothing need be written. Raises Refused when it is too long."""
    return text(value, field) if value.strip() else ""


def line(value: str, field: str, most: int, *, required: bool = True) -> str:
    """A short text on one line. Raises Refused when it is longer than `most` characters, or empty where it must not be."""
    stripped = " ".join(value.split())
    if required and not stripped:
        raise Refused(_("Please write something here."), field=field)
    if len(stripped) > most:
        raise Refused(_("This text is too long: at most %(most)s characters.") % {"most": most}, field=field)
    return stripped


def count(value: int, field: str, most: int) -> int:
    """A whole number from 1 to `most`. Raises Refused otherwise."""
    if not 1 <= value <= most:
        raise Refused(_("Choose a number from 1 to %(most)s.") % {"most": most}, field=field)
    return value


def not_ancient(moment: datetime, field: str) -> datetime:
    """The moment, aware. Raises Refused for one before EARLIEST: a slip of the keyboard."""
    if moment < EARLIEST:
        raise Refused(_("That is too long ago: is the year right?"), field=field)
    return moment


def own_part(op: Operation, *, lead: bool | None = None, unsigned: bool = False) -> Assignment:
    """The running part of this ticket that lies in the actor's hands, the lead's first. Raises Refused for none."""
    from tickets.facts import Actor

    actor = Actor.of(op.person)
    for part in op.facts.parts:
        if _fits(part, lead, unsigned) and is_in_hands_of(part, actor):
            return Assignment.objects.select_related("unit", "held_by").get(pk=part.id)
    raise Refused(_("Your unit has no part in this ticket any more."))


def _fits(part: Part, lead: bool | None, unsigned: bool) -> bool:
    return (lead is None or part.is_lead == lead) and not (unsigned and part.signed)


def active(unit: Unit, field: str) -> Unit:
    """The unit, when it still works. Raises Refused otherwise."""
    if not unit.is_active:
        raise Refused(_("%(unit)s no longer takes part.") % {"unit": unit.name}, field=field)
    return unit


def another(person: Person, asked_by_id: int) -> Person:
    """The person, who must not be the one who asked. Raises Refused otherwise (section 2)."""
    if person.pk == asked_by_id:
        raise Refused(_("Nobody decides their own request."))
    return person
