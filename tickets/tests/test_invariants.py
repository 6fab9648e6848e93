"""Random walks: whoever does whatever to several tickets while time passes, these things hold after every step (section 6)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from hotline import clock
from hotline.deadlines.models import Deadline
from hotline.people.models import Person
from hotline.workdays.models import current
from tickets.actions.intake import reopen_as_new
from tickets.flow import Action
from tickets.models import Callback, Event, Extension, Instruction, Return, Step, SupervisionOrder, Ticket
from tickets.operation import Batch, Refused, perform, perform_many
from tickets.tests.conftest import City, changeable
from tickets.tests.test_flow import ALLOWED

MOST_TICKETS = 6
START = datetime(2026, 9, 21, 9, 0, tzinfo=clock.TZ)
BATCHES = ("compile", "publish", "file")
UNITS = ("housing", "water", "health", "district", "office")
# Somebody who usually may; now and then the rule sends a random person instead.
USUAL = {
    "answer": "operator", "void": "operator", "decline": "dispatcher", "refer": "operator", "referral_outcome": "operator",
    "propose": "operator", "dispatch": "dispatcher", "redispatch": "dispatcher", "decide_extension": "office_head",
    "decide_return": "dispatcher", "supervise": "supervisor", "sign_order": "office_head",
    "urge": "supervisor", "answer_caller": "clerk", "callback": "clerk", "accept": "clerk",
    "redo": "supervisor", "stand": "supervisor", "withdraw": "operator", "compile": "editor", "publish": "office_head",
    "file": "archivist", "declare_major": "operator", "record_incident": "operator", "submit": "dispatcher", "instruct": "cityleader",
    "investigate": "supervisor", "note": "operator", "attach": "operator", "flag_hard": "supervisor", "reveal": "dispatcher",
    "name_readers": "office_head", "merge": "dispatcher", "unmerge": "dispatcher", "reopen": "operator",
}  # fmt: skip
HANDLERS = {
    "市住建局": "handler", "市水务局": "water_handler", "市卫健委": "health_handler", "龙华区政府": "district_handler",
    "龙华区中山街道办": "street_handler", "12345热线办": "dispatcher",
}  # fmt: skip
# What leads on is done more often than what ends a ticket or only adds a word.
WEIGHTS = {
    "dispatch": 5, "reply": 3, "decide_reply": 3, "decide_return": 3, "request_return": 2, "request_extension": 2,
    "decide_extension": 3, "supervise": 2, "sign_order": 3, "urge": 0.1, "redo": 2, "callback": 3, "answer_caller": 3, "accept": 3, "compile": 2, "publish": 2,
    "merge": 2, "unmerge": 2, "redispatch": 3, "instruct": 2, "answer": 0.3, "void": 0.1, "decline": 0.2, "withdraw": 0.3,
    "note": 0.1, "reveal": 0.1, "name_readers": 0.1, "investigate": 0.1, "flag_hard": 0.1, "propose": 0.2, "progress": 0.1,
}  # fmt: skip
BURST = 4  # acts per step of hypothesis, which takes few long walks by itself
SEEDS = st.integers(0, 2**32)
LEADERS = ("unit_leader", "housing_leader")


def fingerprint() -> str:
    """Everything an action could change, in one query."""
    tables = sorted(model._meta.db_table for model in changeable())
    parts = ", ".join(f"(SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t)" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}")
        return str(cursor.fetchone())


class Walk(RuleBasedStateMachine):
    city: City
    everybody: list[Person]

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = START
        self.steps = 0
        self.seen: dict[int, int] = {}  # the version of each ticket when it was last looked at
        self.filed: dict[int, dict[str, Any]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def random(self, seed: int) -> Random:
        """Chance that differs from step to step, also where hypothesis likes a seed so much that it repeats it."""
        self.steps += 1
        return Random(f"{seed} {self.steps}")

    # ---- what happens

    def attempt(self, do: Callable[[], Any]) -> None:
        """A second passes; what is refused changes nothing; anything but a refusal is a fault."""
        self.now += timedelta(seconds=1)
        before = fingerprint()
        with clock.at(self.now):
            try:
                done = do()
            except Refused:
                assert fingerprint() == before
            else:
                assert not isinstance(done, Batch) or done.done or fingerprint() == before

    @initialize()
    def begin(self) -> None:
        """One ticket waits to be dispatched, one is with two units, one has been replied to, one is merged into that."""
        for do in (self.city.register, self.city.assisted, lambda: self.city.one_more(self.city.replied())):
            self.attempt(do)

    @rule(seed=SEEDS)
    def act(self, seed: int) -> None:
        """Something the table allows in the step the ticket is in, by somebody who usually may."""
        for _ in range(BURST):
            random = self.random(seed)
            self.time_passes(random)
            ticket = random.choice(list(Ticket.objects.order_by("pk")))
            actions = [a for a, row in ALLOWED.items() if ticket.step in row.steps and a != "attach"]
            action = random.choices(actions, [WEIGHTS.get(a, 1.0) for a in actions])[0]
            usual = USUAL.get(action) or (random.choice(LEADERS) if action == "decide_reply" else self.holder(ticket, random))
            self.take(random, ticket, action, getattr(self.city, usual))
            self.all_holds()

    act_again = act  # four times as often as anything else
    and_again = act
    and_once_more = act

    @rule(seed=SEEDS)
    def act_blindly(self, seed: int) -> None:
        """Anything by anybody."""
        random = self.random(seed)
        ticket = random.choice(list(Ticket.objects.order_by("pk")))
        action = random.choice([a for a in ALLOWED if a not in ("register", "attach")])
        self.take(random, ticket, action, random.choice(self.everybody))

    @precondition(lambda self: Ticket.objects.count() < MOST_TICKETS)
    @rule(seed=SEEDS)
    def register(self, seed: int) -> None:
        random = self.random(seed)
        urgency = random.choice(["normal", "normal", "critical"])
        self.attempt(lambda: self.city.register(urgency=urgency, is_confidential=random.random() < 0.3))

    def time_passes(self, random: Random) -> None:
        minutes = random.choices([0, 20, 60 * 9, 60 * 24, 60 * 24 * 4, 60 * 24 * 15], [8, 3, 3, 2, 1, 0.5])[0]
        self.now += timedelta(minutes=minutes)

    def holder(self, ticket: Ticket, random: Random) -> str:
        """A handler in whose hands one of the ticket's parts lies."""
        parts = list(ticket.assignments.filter(ended_at=None))  # type: ignore[attr-defined]
        return HANDLERS[random.choice(parts).held_by.name] if parts else random.choice(list(HANDLERS.values()))

    def take(self, random: Random, ticket: Ticket, action: str, who: Person) -> None:
        if action in BATCHES:
            self.attempt(lambda: perform_many(Action(action), [ticket.pk], actor=who))
        elif action == "reopen":
            self.attempt(lambda: reopen_as_new(ticket.pk, actor=who, text="又坏了"))
        else:
            values = self.values(random, action)
            self.attempt(lambda: perform(ticket.pk, Action(action), actor=who, **values))

    def values(self, random: Random, action: str) -> dict[str, Any]:
        yes = random.random() < 0.5
        unit, other = (getattr(self.city, random.choice(UNITS)) for _ in range(2))
        days = random.choice([1, 3, 10, 23, 30])
        text = {"text": "说明"}
        dispatch = {"lead": unit, "how": "order", "caller_told": True, "assisting": [other] if yes and other != unit else []}
        by_action: dict[str, dict[str, Any]] = {
            "decline": text | {"reason": "无实质内容或无法核实的诉求", "caller_told": True},
            "refer": {"to": "税务局", "connected": yes, "caller_told": True},
            "referral_outcome": text | {"settled": yes},
            "propose": {"lead": unit},
            "dispatch": dispatch | {"reply_required": days != 3},
            "redispatch": dispatch,
            "sign_for": {},
            "hand_on": {"to": self.city.street},
            "request_return": text | {"basis": "三定"},
            "decide_return": text | {"granted": yes},
            "request_extension": text | {"workdays": days},
            "decide_extension": text | {"granted": yes},
            "decide_reply": text | {"granted": yes},
            "supervise": text | {"workdays": days},
            "sign_order": text | {"granted": days > 1},
            "redo": text | {"workdays": days},
            "answer_caller": text | {"answered": yes, "how": "phone", "merged_too": days > 3},
            "callback": {"reached": days > 1, "solved": yes, "satisfaction": 1 + days % 5},
            "accept": {},
            "submit": text | {"leader": self.city.cityleader, "why": "hot"},
            "record_incident": {"stamps": ["verified_at", "reported_at", "group_told_at"][: 1 + days % 3]},
            "investigate": text | {"held_at": START, "place": "现场", "participants": "两局"},
            "name_readers": text | {"readers": [self.city.clerk]},
            "flag_hard": text | {"hard": yes},
        }
        if action == "merge":
            return {"into": random.choice(list(Ticket.objects.order_by("pk")))}
        return by_action.get(action, text)

    # ---- what holds

    @invariant()
    def all_holds(self) -> None:
        with clock.at(self.now):
            tickets = list(Ticket.objects.order_by("pk").select_related("merged_into"))
            for ticket in tickets:
                merged_stand_with_their_main(ticket)
                if self.steps % 10 and self.seen.get(ticket.pk) == ticket.version:
                    continue  # nothing happened to it; now and then all are looked at again
                self.seen[ticket.pk] = ticket.version
                events = list(ticket.events.order_by("seq"))  # type: ignore[attr-defined]
                journal_is_whole(ticket, events)
                closing_is_earned(ticket)
                leads_are_single(ticket)
                replies_keep_the_limit(ticket, events)
                assert still_owed(ticket) == owed(ticket, events), ticket.number
            self.filed_is_final(tickets)

    def filed_is_final(self, tickets: list[Ticket]) -> None:
        for ticket in tickets:
            if not ticket.is_filed and ticket.pk not in self.filed:
                continue
            row = Ticket.objects.filter(pk=ticket.pk).values().get() | {"events": list(ticket.events.values())}  # type: ignore[attr-defined]
            if ticket.pk in self.filed:
                assert row == self.filed[ticket.pk]
            elif ticket.is_filed:
                assert ticket.step == Step.ARCHIVE
                self.filed[ticket.pk] = row


def journal_is_whole(ticket: Ticket, events: list[Event]) -> None:
    previous: Event | None = None
    for seq, event in enumerate(events, 1):
        assert event.seq == seq
        assert event.hash == event.chained_to(previous.hash if previous else "")
        assert event.from_step == (previous.to_step if previous else None)
        assert previous is None or previous.at <= event.at
        previous = event
    assert previous is not None
    assert (ticket.version, ticket.last_hash, ticket.step) == (previous.seq, previous.hash, previous.to_step)


def closing_is_earned(ticket: Ticket) -> None:
    """P17."""
    beyond = ticket.step >= Step.COMPILATION
    assert (bool(ticket.closed), ticket.closed_at is not None) == (beyond, beyond)
    assert not beyond or (ticket.result and ticket.answer_outcome)


def leads_are_single(ticket: Ticket) -> None:
    """P5: one lead where units work on it, none on a merged ticket or one in registration."""
    running = list(ticket.assignments.filter(ended_at=None))  # type: ignore[attr-defined]
    leads = [part for part in running if part.is_lead]
    assert len(leads) <= 1
    assert len(leads) == 1 or not running
    if ticket.merged_into_id or ticket.step == Step.REGISTRATION:
        assert not running
    elif ticket.step == Step.SUPERVISION:
        assert leads


def replies_keep_the_limit(ticket: Ticket, events: list[Event]) -> None:
    """P7: 30 wd from the first dispatch, or 7 wd from the last one if that is later."""
    dispatched = [e.at for e in events if e.action in ("dispatch", "redispatch")]
    for row in Deadline.objects.of(*ticket.subject).filter(kind="reply"):
        cap = max(current().add(dispatched[0], 30).due_at, current().add(row.opened_at, 7).due_at)
        assert row.limit_at == cap
        assert row.due_at <= cap
        assert row.workdays is not None
        assert row.workdays <= 30


def merged_stand_with_their_main(ticket: Ticket) -> None:
    main = ticket.merged_into
    if main is not None:
        assert main.merged_into_id is None
        assert main.step == ticket.step
        assert main.pk != ticket.pk


Owed = set[tuple[str, int]]


def still_owed(ticket: Ticket) -> Owed:
    """The open deadlines: kind and who owes it."""
    rows = list(Deadline.objects.open().of(*ticket.subject).values_list("kind", "unit"))
    assert len(rows) == len(set(rows))
    return set(rows)


def owed(ticket: Ticket, events: list[Event]) -> Owed:
    """What is owed on a ticket by section 4 and the steps of section 3, told from its journal and not from its deadlines."""
    office = Walk.city.office.pk
    unhappy = {("decide_redo", office)} if waits_for_a_decision(ticket) else set()
    if ticket.step == Step.ARCHIVE:
        return set()
    if ticket.merged_into_id:
        return unhappy  # all else is owed on the main ticket
    found: Owed = set(unhappy)
    lead = next((p for p in ticket.assignments.filter(ended_at=None, is_lead=True)), None)  # type: ignore[attr-defined]
    if ticket.step == Step.REGISTRATION:
        found.add(("handle", office))
    if ticket.step == Step.HANDLING and lead is None:
        found.add(("referral", office))
    if ticket.step == Step.REPLY:
        found.add(("accept", office))
    found |= of_units(ticket, events)
    if lead and since(events, "redo", until=("redispatch",), steps={4}):
        found.add(("redo", lead.unit_id))
    in_force = [e for e in events if e.action != "sign_order" or e.details["granted"]]
    if lead and since(in_force, "sign_order", until=("redispatch",), steps={4}):
        found.add(("supervision", lead.unit_id))
    if SupervisionOrder.objects.unsigned().filter(ticket=ticket, kind="case").exists():
        found.add(("sign_order", office))
    if callback_waits(ticket, events):
        found.add(("callback", office))
    for model, kind, steps in ((Return, "decide_return", (2, 4)), (Extension, "decide_extension", (2,))):
        pending = model.objects.filter(ticket=ticket, decided_at=None, dropped_at=None)
        assert not pending or ticket.step in steps
        found |= {(kind, office) for _request in pending}
    if goes_on(events, "submit") and Instruction.objects.filter(ticket=ticket, instructed_at=None).exists():
        found.add(("instruction", Walk.city.cityleader.unit_id))
    if goes_on(events, "declare_major"):
        incident = ticket.incident  # type: ignore[attr-defined]
        stamps = {"major_verified": "verified_at", "major_reported": "reported_at", "major_group": "group_told_at"}
        found |= {(kind, office) for kind, stamp in stamps.items() if getattr(incident, stamp) is None}
    return found


def since(events: list[Event], action: str, *, until: tuple[str, ...] = (), steps: set[int] | None = None) -> bool:
    """Whether it happened, and since then none of `until`, and the ticket was in `steps` all the time."""
    last = max((i for i, e in enumerate(events) if e.action == action), default=None)
    if last is None:
        return False
    after = events[last + 1 :]
    return not any(e.action in until for e in after) and (steps is None or all(e.to_step in steps for e in events[last:]))


def goes_on(events: list[Event], action: str) -> bool:
    """Whether what it began still runs: it was not ended, or the ticket runs again after that."""
    if since(events, action, until=("void", "decline", "withdraw", "merge")):
        return True
    last = max((i for i, e in enumerate(events) if e.action in ("void", "decline", "withdraw", "merge")), default=len(events))
    return any(e.action == action for e in events) and any(e.action in ("unmerge", "redo") for e in events[last:])


def of_units(ticket: Ticket, events: list[Event]) -> Owed:
    """Reply, sign-for and assisting report, from the dispatch on for as long as the ticket stays with the units."""
    dispatch = next((e for e in reversed(events) if e.action in ("dispatch", "redispatch")), None)
    if dispatch is None or any(e.to_step not in (2, 4) for e in events if e.seq >= dispatch.seq):
        return set()
    found: Owed = set()
    for part in ticket.assignments.filter(ended_at=None):  # type: ignore[attr-defined]
        if part.signed_at is None:
            found.add(("sign_for", part.unit_id))
        if dispatch.details["reply_required"] and part.is_lead:
            found.add(("reply", part.unit_id))
        if dispatch.details["reply_required"] and not part.is_lead and part.reported_at is None:
            found.add(("assist", part.unit_id))
    return found


def callback_waits(ticket: Ticket, events: list[Event]) -> bool:
    """From the ticket's own reply on until the caller was reached, a redo or a withdrawal."""
    # Its own reply: one that merely followed its main ticket to step 3 had its callback there.
    own = ("reply", "decide_reply", "sign_for")
    replied = max((e.seq for e in events if e.action in own and e.to_step == 3 and e.from_step in (2, 4)), default=None)
    if replied is None or ticket.step not in (3, 5, 6):
        return False
    after = [e for e in events if e.seq > replied]
    return not any(e.action in ("redo", "withdraw") or (e.action == "callback" and e.details["reached"]) for e in after)


def waits_for_a_decision(ticket: Ticket) -> bool:
    """P18: unsolved or dissatisfied, and neither redone nor let stand."""
    rows = Callback.objects.filter(ticket=ticket, reached=True, decision="")
    return any(not row.solved or (row.satisfaction or 0) <= 2 for row in rows)


def walk(city: City, **profile: Any) -> None:
    Walk.city = city
    Walk.everybody = list(Person.objects.order_by("pk"))
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large, HealthCheck.large_base_example]
    run_state_machine_as_test(Walk, settings=settings(deadline=None, suppress_health_check=checks, database=None, **profile))


def test_random_walks(city: City) -> None:
    """The same walks every time, so that a red test is about the change at hand; the soak takes new ones."""
    walk(city, max_examples=6, stateful_step_count=25, derandomize=True)


@pytest.mark.soak
def test_long_random_walks(city: City) -> None:
    walk(city, max_examples=120, stateful_step_count=50, print_blob=True)
