"""What every effect asks of its values, whoever calls it; the forms say the same earlier and nearer to the field."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.people.models import Person, Unit
from tickets.facts import Part
from tickets.models import Assignment
from tickets.operation import Operation, Refused
from tickets.rules import is_in_hands_of

TEXT_LENGTH = 4000
Words = Promise | str
EMPTY, SAY_WHY = _("Please write something here."), _("Say why.")
# Nothing the hotline is told of is older; and an instant of the year 1 can be stored but never be read again.
EARLIEST = datetime(1949, 10, 1, tzinfo=clock.TZ)


def text(value: str, field: str = "text", most: int = TEXT_LENGTH, *, required: bool = True, empty: Words = EMPTY) -> str:
    """The text without blanks around it and NULs in it, a line's end being one character. Raises Refused when it is longer than
    `most` characters, or with the sentence `empty` where it must not be empty."""
    return _bounded(value.replace("\r\n", "\n").replace("\0", "").strip(), field, most, required, empty)


def optional(value: str, field: str = "text") -> str:
    """Like `text`, where nothing need be written. Raises Refused when it is too long."""
    return text(value, field, required=False)


def line(value: str, field: str, most: int, *, required: bool = True, empty: Words = EMPTY) -> str:
    """Like `text`, for a short text on one line."""
    return _bounded(" ".join(value.replace("\0", "").split()), field, most, required, empty)


def _bounded(said: str, field: str, most: int, required: bool, empty: Words) -> str:
    if required and not said:
        raise Refused(empty, field=field)
    if len(said) > most:
        raise Refused(_("This text is too long: at most %(most)s characters.") % {"most": most}, field=field)
    return said


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
    for part in op.facts.parts:
        if _fits(part, lead, unsigned) and is_in_hands_of(part, op.who):
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
