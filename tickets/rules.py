"""Who may: short predicates over (actor, facts) that combine with & | ~. No queries."""

from collections.abc import Callable

import rules

from hotline.people.models import Role
from tickets.facts import Actor, Facts, Part


def holds(role: Role) -> rules.Predicate:
    """A predicate: the actor holds that role."""
    return rules.predicate(lambda actor, facts: role in actor.roles, name=role.value)  # type: ignore[no-any-return]


operator = holds(Role.OPERATOR)
dispatcher = holds(Role.DISPATCHER)
callback_clerk = holds(Role.CALLBACK_CLERK)
supervisor = holds(Role.SUPERVISOR)
editor = holds(Role.EDITOR)
office_head = holds(Role.OFFICE_HEAD)
city_leader = holds(Role.CITY_LEADER)
archivist = holds(Role.ARCHIVIST)


@rules.predicate
def on_duty(actor: Actor, facts: Facts) -> bool:
    """The shift alone gives these rights (D11)."""
    return actor.on_duty


@rules.predicate
def takes_calls(actor: Actor, facts: Facts) -> bool:
    """15:00-17:00 the principal alone, or who stands in with leave; at other hours any leader on duty (D4, D17, D18)."""
    return actor.takes_calls


@rules.predicate
def on_sheet(actor: Actor, facts: Facts) -> bool:
    """The ticket lies before this leader on the callback sheet of the running shift (D10)."""
    return actor.on_duty and facts.ticket in actor.sheet


@rules.predicate
def system(actor: Actor, facts: Facts) -> bool:
    return actor.is_system


def is_in_hands_of(part: Part, actor: Actor) -> bool:
    """Whether the actor handles that unit's part. Where the office itself leads, its dispatchers handle it (P5)."""
    if part.is_office:
        return actor.in_office and not actor.roles.isdisjoint({Role.DISPATCHER, Role.HANDLER})
    return Role.HANDLER in actor.roles and part.held_by in actor.units


def _own_part(name: str, test: Callable[[Part], bool]) -> rules.Predicate:
    return rules.predicate(  # type: ignore[no-any-return]
        lambda actor, facts: any(test(p) and is_in_hands_of(p, actor) for p in facts.parts), name=name
    )


handler = _own_part("handler", lambda p: True)
lead_handler = _own_part("lead_handler", lambda p: p.is_lead)
assisting_handler = _own_part("assisting_handler", lambda p: not p.is_lead)
unsigned_handler = _own_part("unsigned_handler", lambda p: not p.signed)


@rules.predicate
def unit_leader(actor: Actor, facts: Facts) -> bool:
    """A leader of the lead unit or of the unit above it."""
    return Role.UNIT_LEADER in actor.roles and facts.lead is not None and facts.lead.unit in actor.units


@rules.predicate
def asked_leader(actor: Actor, facts: Facts) -> bool:
    """The city leader it was submitted to."""
    return Role.CITY_LEADER in actor.roles and actor.id in facts.asked_leaders


@rules.predicate
def drafted_reply(actor: Actor, facts: Facts) -> bool:
    return actor.id is not None and actor.id == facts.reply_asked_by


@rules.predicate
def asked_extension(actor: Actor, facts: Facts) -> bool:
    return actor.id is not None and actor.id == facts.extension_asked_by


@rules.predicate
def opened_order(actor: Actor, facts: Facts) -> bool:
    return actor.id is not None and actor.id == facts.order_opened_by


@rules.predicate
def asked_return(actor: Actor, facts: Facts) -> bool:
    return actor.id is not None and any(p.return_asked_by == actor.id for p in facts.parts)


@rules.predicate
def returns_used_up(actor: Actor, facts: Facts) -> bool:
    """After two upheld returns the office head names the unit."""
    return facts.returns_upheld >= facts.max_returns_upheld


@rules.predicate
def may_read_identity(actor: Actor, facts: Facts) -> bool:
    """X6: a confidential caller only for the office head and the persons the head named."""
    return not facts.is_confidential or Role.OFFICE_HEAD in actor.roles or actor.id in facts.identity_readers


office = operator | dispatcher | callback_clerk | supervisor | office_head
concerned = office | editor | handler | unit_leader | city_leader | on_duty
