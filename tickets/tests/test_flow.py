"""The decision, exhaustively and without a database, against the allowed rows of spec section 3, written by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import pytest

from hotline.people.models import Person, Role
from tickets.facts import Actor, Facts, Part
from tickets.flow import TRANSITIONS, Action, Refusal, Transition, judge, possible
from tickets.models import Step
from tickets.tests.conftest import T0

OFFICE = "operator dispatcher callback_clerk supervisor office_head"
HANDLERS = "lead_handler assisting_handler"
CONCERNED = f"{OFFICE} editor {HANDLERS} lead_leader asked_leader other_city_leader duty_leader duty_deputy sheet_leader"
ON_DUTY = "duty_leader duty_deputy sheet_leader"


@dataclass(frozen=True)
class Row:
    """Allowed: in these steps, with these outcomes and next steps (0 = stays), to these, when all `needs` hold."""

    steps: tuple[int | None, ...]
    outcomes: Mapping[str, int]
    who: str
    needs: str = ""  # flags; "!" before one: it must not be set
    on_merged: bool = False


ALLOWED: dict[str, Row] = {
    # 1 registration
    "register": Row((None,), {"": 1}, f"operator dispatcher {ON_DUTY}"),
    "answer": Row((1,), {"": 5}, f"operator dispatcher {ON_DUTY}"),
    "void": Row((1,), {"": 5}, "operator dispatcher", "!has_merged"),
    "decline": Row((1,), {"": 5}, "dispatcher"),
    "refer": Row((1,), {"": 2}, "operator dispatcher"),
    "referral_outcome": Row((2,), {"settled": 5, "not_settled": 1}, "operator dispatcher", "referral_open"),
    "propose": Row((1,), {"": 0}, f"operator {ON_DUTY}"),
    "dispatch": Row((1,), {"": 2}, "dispatcher"),  # after two upheld returns: see `allowed_persons`
    # 2 handling and 4 supervision
    "redispatch": Row((2, 4), {"": 0}, "dispatcher", "instructed !referral_open"),
    "sign_for": Row((2, 4), {"": 0}, HANDLERS, "!signed"),
    "hand_on": Row((2, 4), {"": 0}, HANDLERS),
    "progress": Row((2, 4), {"": 0}, HANDLERS),
    "assist_report": Row((2, 4), {"": 0}, "assisting_handler"),
    "request_return": Row((2, 4), {"": 0}, HANDLERS, "!returns_used_up !return_pending"),
    "disagree": Row((2, 4), {"": 0}, HANDLERS),
    "request_extension": Row((2,), {"": 0}, "lead_handler", "reply_open !reply_overdue !extension_pending !extended_to_limit"),
    "decide_extension": Row((2,), {"": 0}, "office_head", "extension_pending"),
    "decide_return": Row((2, 4), {"upheld": 1, "refused": 0, "assisting_upheld": 0}, "dispatcher", "return_pending"),
    "reply": Row((2, 4), {"": 3, "to_leader": 0}, "lead_handler", "!reply_pending !for_information"),
    "decide_reply": Row((2, 4), {"approved": 3, "refused": 0}, "lead_leader", "reply_pending"),
    "supervise": Row((2, 4), {"": 4}, "supervisor system"),
    "sign_order": Row((2, 4), {"signed": 4, "refused": 0}, "office_head", "order_unsigned"),
    "urge": Row((1, 2, 3, 4), {"": 0}, "supervisor office_head"),
    # 3 reply
    "answer_caller": Row((2, 3, 4), {"": 0}, f"{OFFICE} lead_handler", on_merged=True),
    "callback": Row((3, 5, 6), {"": 0}, "callback_clerk sheet_leader", on_merged=True),  # D10: of what lies on the sheet
    "accept": Row((3,), {"": 5}, "callback_clerk supervisor", "has_result answered !merged_unanswered"),
    "redo": Row((3, 5, 6), {"": 4}, "supervisor office_head", "!redos_used_up"),
    "stand": Row((3, 5, 6), {"": 0}, "supervisor", "decision_open", on_merged=True),
    "withdraw": Row((1, 2, 3, 4), {"": 5}, "operator callback_clerk", "!has_merged"),
    # 5 to 7
    "compile": Row((5,), {"": 6}, "editor", on_merged=True),
    "publish": Row((6,), {"": 7}, "office_head", "!decision_open", on_merged=True),
    "file": Row((7,), {"": 0}, "archivist", on_merged=True),
    "reopen": Row((7,), {"": 0}, "operator dispatcher", "!reopened_running"),  # allowed on a filed one: it writes nothing there
    # without moving
    "declare_major": Row((1, 2, 3, 4, 5, 6), {"": 0}, f"operator dispatcher supervisor office_head {ON_DUTY}", "!major"),
    "record_incident": Row((1, 2, 3, 4, 5, 6), {"": 0}, f"operator dispatcher supervisor office_head {ON_DUTY}", "major"),
    "submit": Row((1, 2, 3, 4, 5, 6), {"": 0}, f"dispatcher supervisor office_head {ON_DUTY} system"),  # P9: the third miss
    "instruct": Row((1, 2, 3, 4, 5, 6), {"": 0}, "asked_leader"),
    "investigate": Row((1, 2, 3, 4, 5, 6), {"": 0}, "dispatcher supervisor office_head"),
    "note": Row((1, 2, 3, 4, 5, 6), {"": 0}, CONCERNED, on_merged=True),
    "attach": Row((1, 2, 3, 4, 5, 6), {"": 0}, CONCERNED, on_merged=True),
    "flag_hard": Row((1, 2, 3, 4, 5, 6), {"": 0}, f"operator dispatcher supervisor office_head {ON_DUTY}"),
    "reveal": Row((1, 2, 3, 4, 5, 6), {"": 0}, f"{OFFICE} {HANDLERS} lead_leader {ON_DUTY}", on_merged=True),
    "name_readers": Row((1, 2, 3, 4, 5, 6), {"": 0}, "office_head", "confidential", on_merged=True),
    "merge": Row((1, 2, 4), {"1": 1, "2": 2, "3": 3, "4": 4}, "dispatcher operator"),
    "unmerge": Row((1, 2, 4), {"": 1}, "dispatcher operator", "merged", on_merged=True),
    # the leaders on duty (D4, D7, D11-D13); 15:00-17:00 a deputy takes no calls (D17)
    "leader_call": Row((1, 2, 3, 4, 5, 6), {"": 0}, "duty_leader sheet_leader", on_merged=True),
    "opine": Row((1, 2, 3, 4, 5, 6), {"": 0}, ON_DUTY),
    "require_progress": Row((2, 4), {"": 0}, ON_DUTY, "!no_lead"),
    "promise": Row((2, 4), {"": 0}, ON_DUTY, "!no_lead !promise_open"),
    "first_contact": Row((1, 2, 3, 4, 5, 6), {"": 0}, ON_DUTY),
}
# The one row whose outcomes differ from step to step: a dispatch "for information" ends with the signature, in 2 only.
OUTCOMES_IN_STEP = {(2, "sign_for"): {"": 0, "for_information": 3}}

FLAGS = """
    filed merged has_merged merged_unanswered has_result answered major confidential reply_pending extension_pending
    return_pending reply_open reply_overdue extended_to_limit referral_open decision_open redos_used_up returns_used_up
    instructed reopened_running for_information signed no_lead order_unsigned
    promise_open
""".split()  # noqa: SIM905 - words to read
# What a ticket in the midst of its life has set, so that any single flag is seen to matter or not.
USUAL = frozenset({"has_result", "answered", "reply_open"})

LEAD, SUB, ASSISTING, FOREIGN, OFFICE_UNIT = 10, 11, 20, 30, 1
ASKED_LEADER, ASKER, TICKET = 77, 99, 4711


def _person(*roles: Role, units: set[int] = frozenset(), **more: object) -> Actor:  # type: ignore[assignment]
    return Actor(**({"id": 5, "roles": frozenset(roles), "units": frozenset(units)} | more))  # type: ignore[arg-type]


OFFICE_ROLES = (
    Role.OPERATOR, Role.DISPATCHER, Role.CALLBACK_CLERK, Role.SUPERVISOR, Role.EDITOR, Role.OFFICE_HEAD, Role.ARCHIVIST,
    Role.ADMIN, Role.AUDITOR,
)  # fmt: skip
KINDS: dict[str, Actor] = {role.value: _person(role, units={OFFICE_UNIT}, in_office=True) for role in OFFICE_ROLES} | {
    "lead_handler": _person(Role.HANDLER, units={LEAD, SUB}),
    "assisting_handler": _person(Role.HANDLER, units={ASSISTING}),
    "foreign_handler": _person(Role.HANDLER, units={FOREIGN}),
    "sub_unit_handler": _person(Role.HANDLER, units={SUB}),  # nothing was handed on to it
    "office_handler": _person(Role.HANDLER, units={OFFICE_UNIT}, in_office=True),
    "lead_leader": _person(Role.UNIT_LEADER, units={LEAD, SUB}),
    "assisting_leader": _person(Role.UNIT_LEADER, units={ASSISTING}),
    "foreign_leader": _person(Role.UNIT_LEADER, units={FOREIGN}),
    "asked_leader": _person(Role.CITY_LEADER, id=ASKED_LEADER),
    "other_city_leader": _person(Role.CITY_LEADER, id=78),
    "duty_leader": _person(units={FOREIGN}, on_duty=True, takes_calls=True),
    "duty_deputy": _person(units={FOREIGN}, on_duty=True),
    "sheet_leader": _person(units={FOREIGN}, on_duty=True, takes_calls=True, sheet=frozenset({TICKET})),
    "other_sheet": _person(units={FOREIGN}, sheet=frozenset({TICKET})),  # a sheet without a shift gives no rights
    "system": Actor.of(None),
    "nobody": _person(units={LEAD, OFFICE_UNIT}, in_office=True),  # in the lead unit, without any role
    "inactive": Actor.of(Person(pk=6, is_active=False, date_joined=T0)),
}


def facts(step: int | None, flags: frozenset[str]) -> Facts:
    """A ticket on which exactly these flags are set."""
    asked = ASKER if "return_pending" in flags else None
    common = {"signed": "signed" in flags, "reply_required": "for_information" not in flags}
    lead = Part(1, LEAD, LEAD, True, return_asked_by=asked, **common)  # type: ignore[arg-type]
    helper = Part(2, ASSISTING, ASSISTING, False, **common)  # type: ignore[arg-type]
    return Facts(
        ticket=None if step is None else TICKET,
        step=None if step is None else Step(step),
        is_filed="filed" in flags,
        is_merged="merged" in flags,
        merged_count=int("has_merged" in flags),
        merged_unanswered=int("merged_unanswered" in flags),
        has_result="has_result" in flags,
        is_answered="answered" in flags,
        is_major="major" in flags,
        is_confidential="confidential" in flags,
        parts=() if "no_lead" in flags else (lead, helper),
        reply_asked_by=ASKER if "reply_pending" in flags else None,
        extension_asked_by=ASKER if "extension_pending" in flags else None,
        reply_open="reply_open" in flags,
        reply_overdue="reply_overdue" in flags,
        workdays_left=0 if "extended_to_limit" in flags else 23,
        order_unsigned="order_unsigned" in flags,
        referral_open="referral_open" in flags,
        promise_open="promise_open" in flags,
        decision_open="decision_open" in flags or "redos_used_up" in flags,
        callback_redos=2 if "redos_used_up" in flags else 1,
        returns_upheld=2 if "returns_used_up" in flags else 1,
        instructions=int("instructed" in flags),
        asked_leaders=frozenset({ASKED_LEADER}),
        is_reopened="reopened_running" in flags,
    )


def allowed_persons(action: str, flags: frozenset[str]) -> set[str]:
    """The hand-written persons of the row, where the words of the spec depend on the ticket."""
    persons = set(ALLOWED[action].who.split())
    if action == "dispatch" and "returns_used_up" in flags:
        persons = {"office_head"}  # "after two upheld returns the office head names the unit"
    if action == "reveal" and "confidential" in flags:
        persons = {"office_head"}  # X6; the persons named have a test of their own
    if "no_lead" in flags:
        persons -= {"lead_handler", "assisting_handler", "lead_leader"}
    return persons


def possible_now(action: str, flags: frozenset[str]) -> bool:
    """Whether the ticket's state allows the action to the right person."""
    row = ALLOWED[action]
    if "filed" in flags and action != "reopen":
        return False
    if "merged" in flags and not row.on_merged:
        return False
    if action == "supervise" and "no_lead" in flags:
        return False
    if action == "decide_return" and "no_lead" in flags:
        return False  # without units nobody asked
    needs = set(row.needs.split())
    # A decision that may no longer be a redo is still open.
    have = flags | ({"decision_open"} if "redos_used_up" in flags else set())
    return all((need[1:] not in have) if need.startswith("!") else (need in have) for need in needs)


def worlds(action: str) -> Iterator[frozenset[str]]:
    """All combinations of the flags the row speaks of, and each of the other flags by itself."""
    row = ALLOWED[action]
    spoken = [need.lstrip("!") for need in row.needs.split()]
    if action == "dispatch":
        spoken.append("returns_used_up")
    rest = USUAL - set(spoken)
    right = frozenset(need for need in row.needs.split() if not need.startswith("!"))
    for values in product((False, True), repeat=len(spoken)):
        yield rest | {flag for flag, value in zip(spoken, values, strict=True) if value}
    for flag in FLAGS:
        yield (rest | right) ^ {flag}


def test_the_table_has_these_rows_and_no_others() -> None:
    assert set(TRANSITIONS) == {
        (None if step is None else Step(step), Action(action)) for action, row in ALLOWED.items() for step in row.steps
    }


def test_only_what_follows_from_something_else_has_no_row() -> None:
    """Merged tickets follow their main; a changed calendar moves deadlines."""
    assert set(Action.values) - set(ALLOWED) == {"follow", "recount"}


@pytest.mark.parametrize("action", ALLOWED)
def test_outcomes_lead_where_the_spec_says(action: str) -> None:
    for step in ALLOWED[action].steps:
        expected = OUTCOMES_IN_STEP.get((step or 0, action), ALLOWED[action].outcomes)
        found = TRANSITIONS[None if step is None else Step(step), Action(action)].outcomes
        assert {name: target or 0 for name, target in found.items()} == expected


@pytest.mark.parametrize("action", ALLOWED)
def test_every_step_person_and_state(action: str) -> None:
    """Allowed exactly where the hand-written row says; a wrong person is told so, a wrong state is told otherwise."""
    for flags in worlds(action):
        persons, state_allows = allowed_persons(action, flags), possible_now(action, flags)
        for step in (None, *Step.values):
            ticket = facts(step, flags)
            for kind, actor in KINDS.items():
                verdict = judge(Action(action), actor, ticket)
                here = step in ALLOWED[action].steps
                where = f"{action} in {step} by {kind} with {sorted(flags)}"
                assert isinstance(verdict, Transition) == (here and kind in persons and state_allows), where
                if isinstance(verdict, Refusal) and here:
                    assert verdict.forbidden == (kind not in persons), where


@pytest.mark.parametrize("action", [Action.FOLLOW, Action.RECOUNT])
def test_these_are_for_nobody(action: Action) -> None:
    for step, actor in product((None, *Step.values), KINDS.values()):
        verdict = judge(action, actor, facts(step, USUAL | {"merged"}))
        assert isinstance(verdict, Refusal)
        assert verdict.forbidden


@pytest.mark.parametrize("step", Step.values)
def test_merged_tickets_allow_only_this(step: int) -> None:
    everybody = _person(
        *Role, units={LEAD, ASSISTING, OFFICE_UNIT}, in_office=True, on_duty=True, takes_calls=True, sheet={TICKET}
    )
    ticket = facts(step, USUAL | {"merged", "confidential", "decision_open", "instructed", "major"})
    assert set(possible(everybody, ticket)) <= {
        "note", "attach", "answer_caller", "callback", "stand", "reveal", "name_readers", "unmerge", "compile", "publish", "file",
        "leader_call",
    }  # fmt: skip


@pytest.mark.parametrize("step", Step.values)
def test_nothing_is_possible_on_a_filed_ticket_but_reopening(step: int) -> None:
    everybody = _person(
        *Role, units={LEAD, ASSISTING, OFFICE_UNIT}, in_office=True, on_duty=True, takes_calls=True, sheet={TICKET}
    )
    assert set(possible(everybody, facts(step, USUAL | {"filed"}))) == ({"reopen"} if step == 7 else set())


@pytest.mark.parametrize(
    ("action", "flag"),
    [("decide_return", "return_pending"), ("decide_extension", "extension_pending"), ("decide_reply", "reply_pending")],
)
def test_nobody_decides_their_own_request(action: str, flag: str) -> None:
    ticket = facts(2, USUAL | {flag})
    with_every_role = {"units": {LEAD, ASSISTING, OFFICE_UNIT}, "in_office": True}
    assert isinstance(judge(Action(action), _person(*Role, id=5, **with_every_role), ticket), Transition)  # type: ignore[arg-type]
    verdict = judge(Action(action), _person(*Role, id=ASKER, **with_every_role), ticket)  # type: ignore[arg-type]
    assert isinstance(verdict, Refusal)
    assert verdict.forbidden


def test_a_named_reader_may_reveal_a_confidential_caller() -> None:
    """X6, and a right of the person, not of the role: a stranger does not get it by being named."""
    named = Facts(step=Step.HANDLING, is_confidential=True, identity_readers=frozenset({5}))
    assert isinstance(judge(Action.REVEAL, KINDS["operator"], named), Transition)
    assert isinstance(judge(Action.REVEAL, KINDS["archivist"], named), Refusal)


LEAD_ACTIONS = ("sign_for", "hand_on", "progress", "request_return", "disagree", "request_extension", "reply", "answer_caller")


@pytest.mark.parametrize("action", LEAD_ACTIONS)
def test_where_the_office_leads_its_dispatchers_handle_it(action: str) -> None:
    """P5: then the office is the lead unit."""
    ticket = Facts(
        step=Step.HANDLING, parts=(Part(1, OFFICE_UNIT, OFFICE_UNIT, True, is_office=True),), reply_open=True, workdays_left=23
    )
    allowed = {kind for kind, actor in KINDS.items() if isinstance(judge(Action(action), actor, ticket), Transition)}
    assert allowed == {"dispatcher", "office_handler"} | (set(OFFICE.split()) if action == "answer_caller" else set())


def test_a_part_handed_on_is_handled_below_and_above_it() -> None:
    """P19: the sub-unit it was handed on to, and the units above that; nobody else."""
    ticket = Facts(step=Step.HANDLING, parts=(Part(1, LEAD, SUB, True),), reply_open=True)
    allowed = {kind for kind, actor in KINDS.items() if isinstance(judge(Action.REPLY, actor, ticket), Transition)}
    assert allowed == {"lead_handler", "sub_unit_handler"}
