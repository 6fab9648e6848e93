"""The duty roster in the demo: last month's and this month's roster, yesterday's whole duty day, today's as far as it has come.

Everything goes through the actions a person would take. Today's unit is the one whose leaders can sign in.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from dutyroster import clockwork, demo_content as content, onduty
from dutyroster.actions import attendance, entries, handover, leaders, publish, roster as rosters, sheet, sheet_signing
from dutyroster.models import DutyLeader, Roster, Shift, Version
from hotline import clock
from hotline.people.models import Person, Rank, Role, Unit
from knowledge.actions import questions, reviewing
from knowledge.models import KnowledgeQuestion
from tickets import demo_content
from tickets.actions.duty import latest_promise
from tickets.demo.city import City
from tickets.demo.plan import Task
from tickets.demo.timetable import Timetable
from tickets.flow import Action
from tickets.models import Ticket
from tickets.operation import perform

UNNAMED = 4  # units that have not named their leaders for the coming month
WORKED = 1  # days before today whose duty day is played


def tasks(timetable: Timetable) -> Iterator[Task]:
    """What is done for the roster, each at its time; what lies ahead is left out by whoever asks."""
    today = timetable.today
    for month in (rosters.previous_month(today), today.replace(day=1), rosters.next_month(today)):
        yield from _month(month, today)
    yield from _duty_day(today - WORKED * clock.DAY)
    yield from _today(today)
    yield from _knowledge(today)


def _month(month: date, today: date) -> Iterator[Task]:
    """Drafted on the 15th of the month before, announced on the 21st, leaders named from the 24th, published on the last day."""
    earlier = rosters.previous_month(month)
    yield Task(_at(earlier.replace(day=15), 10), partial(_draft, month, today))
    yield Task(_at(earlier.replace(day=21), 15), partial(_announce, month))
    everybody = month <= today.replace(day=1)
    yield Task(_at(earlier.replace(day=24), 11), partial(_name_leaders, month, everybody))
    yield Task(_at(month - clock.DAY, 15), partial(_publish, month))


def _draft(month: date, today: date, city: City) -> None:
    """The thirty units in the order of annex 1; today is the first one's."""
    units = [city.units[unit.short_name] for unit in demo_content.UNITS]
    plan = {
        day: rosters.Planned(units[(day.toordinal() - today.toordinal()) % len(units)].pk) for day in rosters.month_days(month)
    }
    rosters.change(month, plan, actor=city.people["admin"], how=Version.How.IMPORT, note=f"{month:%Y年%m月}轮值安排表.xlsx")


def _announce(month: date, city: City) -> None:
    row = Roster.objects.get(month=month)
    publish.announce(row, actor=city.people["head"], version=row.version)


def _publish(month: date, city: City) -> None:
    publish.publish(Roster.objects.get(month=month), actor=city.people["head"])


def _name_leaders(month: date, everybody: bool, city: City) -> None:
    """Each unit names its leaders; for the coming month some still have to."""
    row = Roster.objects.get(month=month)
    ids = set(row.shifts.values_list("unit", flat=True))
    units = [city.units[unit.short_name] for unit in demo_content.UNITS]
    for place, unit in enumerate(units[: None if everybody else -UNNAMED]):
        if unit.pk in ids:
            actor = Person.objects.with_role(Role.HANDLER).filter(unit=unit).order_by("pk").first() or city.people["admin"]
            leaders.name_leaders(row, unit, _entries(unit, place), actor=actor, seen=leaders.stamp([]))


def _entries(unit: Unit, place: int) -> list[leaders.Entry]:
    found = []
    for turn, rank in enumerate((Rank.PRINCIPAL, Rank.DEPUTY, Rank.STAFF)):
        known = Person.objects.filter(unit=unit, rank=rank).exclude(groups__name="handler").order_by("pk").first()
        invented = content.SURNAMES[place] + content.GIVEN[(place + 3 * turn) % len(content.GIVEN)]
        found.append(
            leaders.Entry(rank, known.name if known else invented, content.POSTS[rank], f"0898120{place:02}{turn:03}")
        )  # fmt: skip
    return found


# ---- a whole duty day


def _duty_day(day: date) -> Iterator[Task]:
    """From the first check-in to the signed handover."""
    acts: tuple[tuple[str, Callable[[Shift, City], None]], ...] = (
        ("08:20", _arrive),
        ("08:31", _open),
        ("09:02", _freeze),
        ("10:40", partial(_opinions, share=0.6)),
        ("11:20", _question),
        ("11:45", _answer_question),
        ("14:10", _hard_case),
        ("15:20", _leader_call),
        ("16:10", _first_contact),
        ("16:30", partial(_opinions, share=1.0)),
        ("16:41", _sign_sheet),
        ("18:00", _other),
        ("21:40", _sign_handover),
        ("22:02", _leave),
        ("22:05", _end),
    )
    for at, act in acts:
        yield Task(_at(day, at), partial(_on, day, act))


def _today(day: date) -> Iterator[Task]:
    """Only the morning: the rest is for whoever tries the demo."""
    acts: tuple[tuple[str, Callable[[Shift, City], None]], ...] = (
        ("08:21", _arrive), ("08:26", _take_over), ("08:31", _open), ("09:01", _freeze), ("09:40", partial(_opinions, share=0.2)),
    )  # fmt: skip
    for at, act in acts:
        yield Task(_at(day, at), partial(_on, day, act))


def _on(day: date, act: Callable[[Shift, City], None], city: City) -> None:
    act(Shift.objects.select_related("unit", "roster").get(day=day), city)


def _crew(shift: Shift) -> tuple[Person, Person, Person]:
    rows = DutyLeader.objects.filter(roster=shift.roster, unit=shift.unit).select_related("person__unit")
    found = {row.rank: row.person for row in rows}
    return found[Rank.PRINCIPAL], found[Rank.DEPUTY], found[Rank.STAFF]


def _arrive(shift: Shift, city: City) -> None:
    """The principal checks in, the others are recorded by the front desk, which also confirms the principal."""
    principal, deputy, staff = _crew(shift)
    desk = city.people["dispatcher"]
    claim = attendance.check_in(shift, actor=principal)
    attendance.confirm(claim.pk, attendance.CAME, actor=desk)
    for person in (deputy, staff):
        attendance.record_in(shift, actor=desk, person=person)


def _open(shift: Shift, city: City) -> None:
    _forget_older(shift)
    clockwork.open_shifts()


def _forget_older(shift: Shift) -> None:
    """The days before the first one played are history that was taken over: nothing is owed about them any more."""
    older = Shift.objects.filter(day__lt=shift.day, opened_at=None)
    older.update(opened_at=clock.now(), ended_at=clock.now())


def _freeze(shift: Shift, city: City) -> None:
    sheet.freeze(shift)


def _opinions(shift: Shift, city: City, *, share: float) -> None:
    principal, deputy, _staff = _crew(shift)
    cases = list(shift.sheet.cases.filter(replaced_at=None).order_by("position"))
    for place, case in enumerate(cases[: round(len(cases) * share)]):
        if case.done_at is None:
            opinion = content.OPINIONS[place % len(content.OPINIONS)]
            sheet.give_opinion(case, opinion, actor=(principal, deputy)[place % 2])


def _sign_sheet(shift: Shift, city: City) -> None:
    principal, _deputy, _staff = _crew(shift)
    _give_password(principal)
    changed = sheet_signing.changed(shift.sheet)
    for case in shift.sheet.cases.filter(pk__in=changed):
        sheet.confirm(case, actor=principal)
    if shift.sheet.cases.exists():
        sheet_signing.sign(shift, demo_content.PASSWORD, actor=principal)


def _question(shift: Shift, city: City) -> None:
    entries.ask(content.QUESTION, actor=city.people["operator"])


def _answer_question(shift: Shift, city: City) -> None:
    waiting = shift.entries.filter(kind="question", answered_at=None).first()
    principal, _deputy, staff = _crew(shift)
    if waiting:
        entries.answer(waiting.pk, actor=principal, in_remit=True, text=content.ANSWER, staff=staff.name)


def _hard_case(shift: Shift, city: City) -> None:
    ticket = Ticket.objects.waiting().filter(is_hard=False, step=2, is_confidential=False).order_by("number").first()
    if ticket:
        perform(ticket.pk, Action.FLAG_HARD, actor=city.people["supervisor"], text=content.HARD, mark="wrangling")
        with clock.at(clock.now() + timedelta(minutes=25)):
            perform(ticket.pk, Action.OPINE, actor=_crew(shift)[1], text=content.HARD_OPINION)


def _leader_call(shift: Shift, city: City) -> None:
    asking = Ticket.objects.waiting().filter(wants_duty_leader=True).order_by("number").first()
    ticket = asking or Ticket.objects.waiting().filter(step=2, is_confidential=False).order_by("-number").first()
    if ticket:
        by = min(clock.now() + timedelta(days=3), latest_promise(ticket.subject, clock.now()))
        said, arranged = content.CALL
        perform(ticket.pk, Action.LEADER_CALL, actor=_crew(shift)[0], handle_by=by, text=said, arrangement=arranged)


def _first_contact(shift: Shift, city: City) -> None:
    waiting = Ticket.objects.waiting().order_by("number")
    ticket = waiting.filter(step=1).first() or waiting.filter(step__in=(2, 4)).last()
    if ticket:
        perform(ticket.pk, Action.FIRST_CONTACT, actor=_crew(shift)[1], joint=False, text=content.FIRST_CONTACT)


def _other(shift: Shift, city: City) -> None:
    entries.add(shift, content.OTHER, actor=_crew(shift)[1], stays_open=True)


def _sign_handover(shift: Shift, city: City) -> None:
    deputy = _crew(shift)[1]
    _give_password(deputy)
    handover.sign(shift, actor=deputy, password=demo_content.PASSWORD, remarks=content.REMARKS)


def _leave(shift: Shift, city: City) -> None:
    desk = city.people["dispatcher"]
    for row in shift.attendances.filter(left_at=None, refused_at=None):
        attendance.record_out(row.pk, actor=desk)


def _end(shift: Shift, city: City) -> None:
    clockwork.end_shifts()


def _take_over(shift: Shift, city: City) -> None:
    """Today's principal confirms what yesterday handed over."""
    before = Shift.objects.select_related("unit", "roster").get(day=shift.day - clock.DAY)
    principal = onduty.crew(shift).principal
    if principal:
        handover.confirm(before, actor=principal.person, password=demo_content.PASSWORD)


def _give_password(person: Person) -> None:
    """Whoever an invented unit named has no account to sign with yet; at the hotline a slip gives one."""
    if not person.has_usable_password():
        person.set_password(demo_content.PASSWORD)
        person.save(update_fields=["password"])


# ---- the knowledge base


def _knowledge(today: date) -> Iterator[Task]:
    """Questions asked of the units on duty, answered the next morning and published; one waits for its answer, one for review."""
    count = len(content.KNOWLEDGE)
    for place, words in enumerate(content.KNOWLEDGE):
        day = today - (2 + 3 * place) * clock.DAY
        yield Task(_at(day, "10:20"), partial(_ask, words[0]))
        yield Task(_at(day, "16:50"), partial(_answer, words))
        if place != count - 1:
            yield Task(_at(day + clock.DAY, "09:50"), partial(_review, words))
    yield Task(_at(today, "09:35"), partial(_ask, content.WAITING))


def _ask(text: str, city: City) -> None:
    questions.ask(actor=city.people["operator"], text=text, shown=questions.addressee().key)


def _answer(words: tuple[str, str, str], city: City) -> None:
    row = KnowledgeQuestion.objects.select_related("unit").get(text=words[0])
    handler = Person.objects.with_role(Role.HANDLER).filter(unit=row.unit).order_by("pk").first()
    if handler:
        questions.answer(row.pk, actor=handler, text=words[1], version=row.version)


def _review(words: tuple[str, str, str], city: City) -> None:
    row = KnowledgeQuestion.objects.select_related("unit").get(text=words[0])
    reviewing.publish(
        row.pk, actor=city.people["editor"], version=row.version, title=words[2], question=words[0], answer=words[1],
        unit=row.unit,
    )  # fmt: skip


# ---- time


def _at(day: date, at: int | str) -> datetime:
    hour = time(at) if isinstance(at, int) else time.fromisoformat(at)
    return datetime.combine(day, hour, clock.TZ)
