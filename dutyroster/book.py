"""The handover book fills itself: what leaders on duty do with tickets writes a line, in the same transaction (D12, D15)."""

from django.utils.translation import gettext as _

from dutyroster import onduty
from dutyroster.models import HandoverEntry
from tickets.flow import Action
from tickets.models import Event
from tickets.operation import on_duty_event

Kind = HandoverEntry.Kind
# Which line an action writes, and whether it stays open until somebody closes it or the ticket settles it.
LINES: dict[str, tuple[str, bool]] = {
    Action.LEADER_CALL: (Kind.CALL, True),
    Action.OPINE: (Kind.OPINION, False),
    Action.FLAG_HARD: (Kind.HARD, False),
    Action.REQUIRE_PROGRESS: (Kind.PROGRESS, True),
    Action.PROMISE: (Kind.PROMISE, True),
    Action.FIRST_CONTACT: (Kind.FIRST_CONTACT, True),
    Action.DECLARE_MAJOR: (Kind.MAJOR, True),
    Action.RECORD_INCIDENT: (Kind.MAJOR, False),
    Action.SUBMIT: (Kind.MAJOR, False),
}


@on_duty_event
def write(event: Event) -> None:
    """One line per event of a leader on duty (D12: one entry, shown in the ticket and in the book)."""
    if event.action not in LINES or event.actor is None or (shift := onduty.running()) is None:
        return
    kind, is_open = LINES[event.action]
    if event.action == Action.LEADER_CALL and not event.details["has_basis"]:
        is_open = False  # explained to the caller: nothing is left to do (D13)
    if event.action == Action.FIRST_CONTACT and event.details["joint"]:
        kind = Kind.JOINT
    text = event.opinion
    if event.action == Action.FLAG_HARD and not event.details["hard"]:
        text = f"{_('not a hard case any more')}：{text}"
    entry = HandoverEntry.objects.create(
        shift=shift, kind=kind, at=event.at, by=event.actor, by_name=event.actor_name, ticket=event.ticket, event_seq=event.seq,
        text=text[:2000], is_open=is_open, closed_at=None if is_open else event.at,
    )  # fmt: skip
    if event.action == Action.FIRST_CONTACT:
        entry.units.set(event.details["unit_ids"])
