"""What a person does with a ticket of the demo: the actions the forms send, with the words of its scenario."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hotline import clock
from hotline.deadlines.models import Deadline
from hotline.people.models import Person, Unit
from tickets import misses
from tickets.actions import signing
from tickets.actions.intake import register as register_ticket, reopen_as_new
from tickets.actions.merging import add_caller
from tickets.demo.city import City
from tickets.demo_content import (
    DISAGREEMENTS,
    EXTENSION_REASONS,
    INVESTIGATIONS,
    REDO_REQUIREMENTS,
    REMARKS,
    RETURN_REASONS,
    SATISFACTION_NOTES,
    WITHDRAW_WORDS,
    Caller,
    Place,
    Scenario,
)  # fmt: skip
from tickets.flow import Action
from tickets.models import Instruction, Satisfaction, StandingAuthorisation, SupervisionOrder, Ticket, Urgency
from tickets.operation import perform

SATISFACTION = {
    "very_satisfied": Satisfaction.VERY_SATISFIED,
    "satisfied": Satisfaction.SATISFIED,
    "basically_satisfied": Satisfaction.FAIRLY_SATISFIED,
    "dissatisfied": Satisfaction.DISSATISFIED,
    "very_dissatisfied": Satisfaction.VERY_DISSATISFIED,
}


@dataclass
class Case:
    """One matter on its way: what it is about, whose hands it is in, its ticket once there is one."""

    scenario: Scenario
    detail: str
    place: Place | None
    caller: Caller | None
    operator: str
    asks_for_duty_leader: bool = False
    lead: str = ""
    assisting: str = ""
    held_by: str = ""
    ticket_id: int = 0
    repeats: list["Case"] = field(default_factory=list)

    def words(self, text: str) -> str:
        """A text of the scenario about this place."""
        return text.format(place=self.place.name if self.place else "", detail=self.detail)


@dataclass(frozen=True)
class Act:
    """Something a person does, and when people do it."""

    do: Callable[..., None]
    in_service: bool = False  # by people of the units: in service hours, on working days
    soon: tuple[int, int] | None = None  # so many minutes after what came before it
    makes_ticket: bool = False


def act(
    *, in_service: bool = False, soon: tuple[int, int] | None = None, makes_ticket: bool = False
) -> Callable[[Callable[..., None]], Act]:
    """Make an act of a function of city, case and its own options."""
    return lambda do: Act(do, in_service, soon, makes_ticket)


def _do(case: Case, action: Action, actor: Person, **data: Any) -> None:
    perform(case.ticket_id, action, actor=actor, **data)


def _handler(city: City, case: Case) -> Person:
    return city.handler(case.held_by or case.lead)


# Step 1


def _call(city: City, case: Case) -> dict[str, Any]:
    """The registration of this call as the form would send it."""
    scenario, place, caller = case.scenario, case.place, case.caller
    return {
        "actor": city.people[case.operator],
        "title": case.words(scenario.title)[:60],
        "content": case.words(scenario.content),
        "type": scenario.type,
        "channel": scenario.channel,
        "category": city.categories[scenario.category],
        "urgency": scenario.urgency,
        "address": f"海口市{place.district}{place.name}" if place else "",
        "district": city.units[f"{place.district}政府"] if place else None,
        "caller_name": caller.name if caller else "",
        "caller_phone": caller.phone if caller else "",
        "caller_employer": caller.unit if caller else "",
        "called_at": clock.now() - timedelta(minutes=2 if scenario.channel == "phone" else 45),
        "wants_answer": scenario.type != "praise" and caller is not None,
        "answer_by": {"wechat": "sms", "letter": "writing"}.get(scenario.channel, "phone"),
        "is_confidential": scenario.confidential,
        "wants_duty_leader": case.asks_for_duty_leader,
    }


@act(makes_ticket=True)
def register(city: City, case: Case) -> None:
    case.ticket_id = register_ticket(**_call(city, case)).ticket_id


@act(soon=(3, 9))
def answer(city: City, case: Case) -> None:
    _do(case, Action.ANSWER, city.people[case.operator], text=case.words(case.scenario.answer))


@act(soon=(1, 3))
def void(city: City, case: Case) -> None:
    _do(case, Action.VOID, city.people[case.operator], text=case.words(case.scenario.answer))


@act(soon=(8, 20))
def decline(city: City, case: Case) -> None:
    words, reason = case.words(case.scenario.answer), case.scenario.decline_reason
    _do(case, Action.DECLINE, city.people["dispatcher"], reason=reason, text=words, caller_told=True)


@act(soon=(4, 9))
def refer(city: City, case: Case) -> None:
    to, words = city.units[case.scenario.unit or ""].name, case.words(case.scenario.answer)
    _do(case, Action.REFER, city.people[case.operator], to=to, connected=True, caller_told=True, text=words)


@act()
def referral_outcome(city: City, case: Case, *, settled: bool = True) -> None:
    words = case.words(case.scenario.reply or REMARKS["referral settled"]) if settled else REMARKS["referral not settled"]
    _do(case, Action.REFERRAL_OUTCOME, city.people[case.operator], settled=settled, text=words)


@act(soon=(2, 5))
def propose(city: City, case: Case) -> None:
    lead = city.units[case.scenario.unit or ""]
    _do(case, Action.PROPOSE, city.people[case.operator], lead=lead, assisting=_assisting(city, case), text=REMARKS["proposal"])


def _assisting(city: City, case: Case) -> list[Unit]:
    return [city.units[case.scenario.assist]] if case.scenario.assist else []


@act(soon=(6, 19))
def dispatch(city: City, case: Case, *, to: str = "", words: str = "") -> None:
    """To the unit of the scenario, or wrongly `to` another one, alone."""
    scenario = case.scenario
    case.lead, case.assisting, case.held_by = to or scenario.unit or "", "" if to else scenario.assist or "", ""
    _do(
        case, Action.DISPATCH, city.people["dispatcher"],
        lead=city.units[case.lead], assisting=[] if to else _assisting(city, case),
        how="order" if scenario.urgency == Urgency.NORMAL else "phone",
        caller_told=True, reply_required=scenario.reply_required,
        text=REMARKS[words] if words else REMARKS["other unit"] if to else case.words(scenario.opinion),
    )  # fmt: skip


dispatch_at_once = Act(dispatch.do, soon=(1, 3))


@act(soon=(6, 15), makes_ticket=True)
def one_more(city: City, case: Case, *, other: Case) -> None:
    """Another caller about the same: registered and merged in one go."""
    other.ticket_id = add_caller(into=Ticket.objects.get(pk=case.ticket_id), **_call(city, other)).pk


@act(soon=(6, 15), makes_ticket=True)
def repeat_call(city: City, case: Case, *, other: Case) -> None:
    """Another caller about the same, whom the operator did not recognise as such."""
    other.ticket_id = register_ticket(**_call(city, other)).ticket_id
    case.repeats.append(other)


@act(soon=(5, 20))
def merge_repeat(city: City, case: Case) -> None:
    into = Ticket.objects.get(pk=case.ticket_id)
    _do(case.repeats[-1], Action.MERGE, city.people["dispatcher"], into=into, text=REMARKS["merged"])


# Step 2


@act(in_service=True)
def sign(city: City, case: Case) -> None:
    _do(case, Action.SIGN_FOR, _handler(city, case))


sign_at_once = Act(sign.do, in_service=True, soon=(4, 12))


@act(in_service=True)
def assist_sign(city: City, case: Case) -> None:
    _do(case, Action.SIGN_FOR, city.handler(case.assisting))


assist_sign_at_once = Act(assist_sign.do, in_service=True, soon=(2, 6))


@act(in_service=True)
def assist_report(city: City, case: Case) -> None:
    _do(case, Action.ASSIST_REPORT, city.handler(case.assisting), text=REMARKS["assisting"])


@act(in_service=True)
def hand_on(city: City, case: Case, *, to: str) -> None:
    handler = _handler(city, case)
    case.held_by = to
    _do(case, Action.HAND_ON, handler, to=city.units[to], text=REMARKS["other unit"])


@act(in_service=True)
def progress(city: City, case: Case) -> None:
    _do(case, Action.PROGRESS, _handler(city, case), text=case.words(case.scenario.progress))


@act(in_service=True)
def ask_return(city: City, case: Case, *, reason: int) -> None:
    words, basis = RETURN_REASONS[reason]
    _do(case, Action.REQUEST_RETURN, _handler(city, case), text=words, basis=basis)


@act()
def decide_return(city: City, case: Case, *, granted: bool) -> None:
    words = REMARKS["return upheld" if granted else "return refused"]
    _do(case, Action.DECIDE_RETURN, city.people["dispatcher"], granted=granted, text=words)


@act(in_service=True)
def ask_extension(city: City, case: Case, *, reason: int, workdays: int) -> None:
    _do(case, Action.REQUEST_EXTENSION, _handler(city, case), workdays=workdays, text=EXTENSION_REASONS[reason])


@act()
def grant_extension(city: City, case: Case) -> None:
    _do(case, Action.DECIDE_EXTENSION, city.people["head"], granted=True, text=REMARKS["extension granted"])


@act(in_service=True)
def disagree(city: City, case: Case, *, reason: int) -> None:
    _do(case, Action.DISAGREE, _handler(city, case), text=DISAGREEMENTS[reason])


@act()
def redispatch(city: City, case: Case, *, to: str, assisting: str) -> None:
    case.lead, case.assisting, case.held_by = to, assisting, ""
    _do(
        case, Action.REDISPATCH, city.people["dispatcher"], lead=city.units[to], assisting=[city.units[assisting]],
        how="order", caller_told=True, text=REMARKS["moved on instruction"],
    )  # fmt: skip


# Steps 3 and 4


@act(in_service=True)
def reply(city: City, case: Case, *, again: bool = False) -> None:
    words = case.words(case.scenario.reply)
    _do(case, Action.REPLY, _handler(city, case), text=REMARKS["second reply"] + words if again else words)


@act(in_service=True)
def approve(city: City, case: Case) -> None:
    _do(case, Action.DECIDE_REPLY, city.leader(case.lead), granted=True, text=REMARKS["approved"])


@act(in_service=True)
def give_back(city: City, case: Case) -> None:
    _do(case, Action.DECIDE_REPLY, city.leader(case.lead), granted=False, text=REMARKS["given back"])


@act()
def tell(city: City, case: Case, *, answered: bool = True) -> None:
    """The office answers the caller, and with the same words those merged into it."""
    words = case.words(case.scenario.caller_answer) if answered else REMARKS["no answer possible"]
    how = {"wechat": "sms", "letter": "writing"}.get(case.scenario.channel, "phone")
    _do(case, Action.ANSWER_CALLER, city.people["clerk"], answered=answered, how=how, text=words, merged_too=True)


@act()
def callback(city: City, case: Case, *, note: int) -> None:
    row = SATISFACTION_NOTES[note]
    grade = SATISFACTION[row.satisfaction]
    _do(case, Action.CALLBACK, city.people["clerk"], reached=True, solved=row.solved, satisfaction=grade, text=row.note)


@act()
def not_reached(city: City, case: Case) -> None:
    _do(case, Action.CALLBACK, city.people["clerk"], reached=False, text=REMARKS["not reached"])


@act(soon=(10, 60))
def accept(city: City, case: Case) -> None:
    _do(case, Action.ACCEPT, city.people["clerk"], text=REMARKS["accepted"])


@act()
def redo(city: City, case: Case, *, requirement: int) -> None:
    _do(case, Action.REDO, city.people["supervisor"], text=REDO_REQUIREMENTS[requirement])


@act()
def stand(city: City, case: Case) -> None:
    _do(case, Action.STAND, city.people["supervisor"], text=REMARKS["stand"])


@act()
def supervise(city: City, case: Case) -> None:
    """The notice for the missed deadline: by itself while an authorisation is in force, else signed by the head."""
    order = _missed(case)
    if StandingAuthorisation.in_force(clock.today()):
        perform(case.ticket_id, Action.SUPERVISE, actor=None, order=order.pk)
    else:
        signing.sign(order, actor=city.people["head"])


def _missed(case: Case) -> SupervisionOrder:
    """The waiting notice that the sweep would have found a reason for."""
    overdue = Deadline.objects.overdue(clock.now()).of("ticket", case.ticket_id).filter(kind__in=misses.KINDS)
    missed = overdue.select_related("unit").latest("due_at")
    misses.record([missed], clock.now())
    return SupervisionOrder.objects.unsigned().get(missed=missed)


@act()
def open_case(city: City, case: Case) -> None:
    """The supervisor opens a case; it counts once the head has signed it."""
    why = SupervisionOrder.Why.HOT
    _do(case, Action.SUPERVISE, city.people["supervisor"], text=REMARKS["supervision case"], why=why)


@act(soon=(25, 80))
def sign_case(city: City, case: Case) -> None:
    order = SupervisionOrder.objects.unsigned().get(ticket=case.ticket_id, kind=SupervisionOrder.Kind.CASE)
    signing.sign(order, actor=city.people["head"])


@act()
def withdraw(city: City, case: Case, *, words: int) -> None:
    _do(case, Action.WITHDRAW, city.people[case.operator], text=WITHDRAW_WORDS[words])


# At any time


@act(soon=(2, 4))
def declare_major(city: City, case: Case) -> None:
    _do(case, Action.DECLARE_MAJOR, city.people["dispatcher"], text=REMARKS["major"])


@act(soon=(3, 6))
def record_incident(city: City, case: Case, *, stamp: str, done: tuple[int, ...], words: str) -> None:
    _do(case, Action.RECORD_INCIDENT, city.people["dispatcher"], stamps=[stamp], done=done, text=REMARKS[words])


@act()
def submit(city: City, case: Case, *, why: Instruction.Why, words: str) -> None:
    _do(case, Action.SUBMIT, city.people["supervisor"], leader=city.people["cityleader"], why=why, text=REMARKS[words])


@act()
def instruct(city: City, case: Case, *, words: str) -> None:
    _do(case, Action.INSTRUCT, city.people["cityleader"], text=words)


@act()
def investigate(city: City, case: Case, *, number: int) -> None:
    found = INVESTIGATIONS[number]
    _do(
        case, Action.INVESTIGATE, city.people["supervisor"], held_at=clock.now() - timedelta(hours=1),
        place=found.place, participants="、".join(found.participants), text=found.findings,
    )  # fmt: skip


@act()
def flag_hard(city: City, case: Case) -> None:
    _do(case, Action.FLAG_HARD, city.people["supervisor"], text=REMARKS["hard"])


@act()
def note(city: City, case: Case) -> None:
    _do(case, Action.NOTE, city.people[case.operator], text=REMARKS["note"])


@act(in_service=True)
def reveal(city: City, case: Case) -> None:
    _do(case, Action.REVEAL, _handler(city, case), text=REMARKS["reveal"])


@act(soon=(5, 20))
def name_readers(city: City, case: Case) -> None:
    readers = [city.people["dispatcher"], city.people["clerk"]]
    _do(case, Action.NAME_READERS, city.people["head"], readers=readers, text=REMARKS["readers"])


@act(makes_ticket=True)
def reopen(city: City, case: Case) -> None:
    """The archived ticket stays as it is; the new one goes its own way."""
    reopen_as_new(case.ticket_id, actor=city.people[case.operator], text=REMARKS["reopened"])
