"""The 300 tickets as a list of tasks in the order of time: the told stories, and direct answers for all the rest."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import cycle
from random import Random

from hotline import clock
from tickets import demo_content as content
from tickets.demo import acts
from tickets.demo.acts import Case
from tickets.demo.city import City
from tickets.demo.finished_stories import FINISHED
from tickets.demo.open_stories import OPEN
from tickets.demo.stories import SATISFIED, SCENARIO, Story
from tickets.demo.timetable import Beat, Timetable, ago, day
from tickets.models import Step

TICKETS = 300
FIRST_DAY = 44  # days before today, of the oldest direct answer
COMPILED_UNTIL, PUBLISHED_UNTIL = 2, 7  # days before today whose tickets the last digest and the last bulletin took along
WANTED = {Step.COMPILATION: 40, Step.BULLETIN: 40}  # the others end in the archive
ANSWERED_TODAY = 12
GROWTH = 0.7  # 1 spreads the answers evenly over the days
# Not for every season, or told as a story of their own.
NOT_AT_ANY_TIME = {"typhoon", "flight-strand", "lost-child", "fire-ebike", "owner-committee", "bus-shelter"}


@dataclass(frozen=True)
class Task:
    """Something to be done at an instant."""

    at: datetime
    do: Callable[[City], None]


class Deck:
    """Deals cases: each scenario's details in turn, no place twice before all of its kind were used."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._details: Counter[str] = Counter()
        self._places: dict[tuple[str, str], Iterator[content.Place]] = {}
        callers = list(content.CALLERS)
        random.shuffle(callers)
        self._callers = cycle(callers)

    def case(self, key: str, *, asks_for_duty_leader: bool = False) -> Case:
        scenario = SCENARIO[key]
        detail = scenario.details[self._details[key] % len(scenario.details)]
        self._details[key] += 1
        return Case(
            scenario, detail, self._place(scenario),
            caller=None if scenario.route == "void" else next(self._callers),
            operator=self.random.choice(("operator", "operator", "operator2")),
            asks_for_duty_leader=asks_for_duty_leader,
        )  # fmt: skip

    def _place(self, scenario: content.Scenario) -> content.Place | None:
        if scenario.place:
            return content.Place(scenario.district, scenario.place, scenario.place_kind)
        if not scenario.place_kind:
            return None
        wanted = (scenario.place_kind, scenario.district)
        if wanted not in self._places:
            self._places[wanted] = cycle(self._shuffled(*wanted))
        return next(self._places[wanted])

    def _shuffled(self, kind: str, district: str) -> list[content.Place]:
        taken = {s.place for s in content.SCENARIOS if s.place}
        found = [p for p in content.PLACES if p.kind == kind and district in ("", p.district) and p.name not in taken]
        self.random.shuffle(found)
        return found


def tasks(timetable: Timetable) -> list[Task]:
    """Everything anybody does to a ticket, in the order of time."""
    deck = Deck(timetable.random)
    found: list[Task] = []
    for story in (*OPEN, *FINISHED, *_answers(timetable)):
        found += _told(story, deck, timetable)
    return sorted(found, key=lambda task: task.at)


def _told(story: Story, deck: Deck, timetable: Timetable) -> Iterator[Task]:
    case = deck.case(story.key, asks_for_duty_leader=story.asks_for_duty_leader)
    moments = timetable.moments(story.beats, timetable.today - story.anchor * clock.DAY, evening=story.evening)
    for at, beat in zip(moments, story.beats, strict=True):
        yield Task(at, _bound(beat, case, deck))


def _bound(beat: Beat, case: Case, deck: Deck) -> Callable[[City], None]:
    """The act with its options; where another caller comes in, with a case for that one."""
    options = dict(beat.options)
    if "key" in options:
        other = deck.case(options.pop("key"))
        options["other"] = replace(other, place=case.place)
    return lambda city: beat.act.do(city, case, **options)


def _answers(timetable: Timetable) -> Iterator[Story]:
    """Direct answers, as many as it takes to fill steps 5, 6 and 7; a kind of call comes back only after all the others."""
    told = Counter[Step]()
    for story in (*OPEN, *FINISHED):
        told[story.step] += story.tickets
    keys = _answer_keys(timetable.random)
    left = TICKETS - sum(told.values())
    for step, wanted in WANTED.items():
        n = wanted - told[step]
        left -= n
        yield from _step_of_answers(step, n, keys, timetable)
    yield from _step_of_answers(Step.ARCHIVE, left, keys, timetable)


def _step_of_answers(step: Step, n: int, keys: Iterator[str], timetable: Timetable) -> Iterator[Story]:
    if step == Step.COMPILATION:
        yield from (_answered_today(next(keys), share / ANSWERED_TODAY, timetable) for share in range(ANSWERED_TODAY))
        yield from (_answered(step, next(keys), 1) for _ in range(n - ANSWERED_TODAY))
        return
    first, last = (PUBLISHED_UNTIL - 1, COMPILED_UNTIL) if step == Step.BULLETIN else (FIRST_DAY, PUBLISHED_UNTIL)
    for i in range(n):
        # More and more calls: the hotline is becoming known.
        days = first - int((i / n) ** GROWTH * (first - last + 1))
        yield _answered(step, next(keys), days, called_back=step == Step.BULLETIN and i % 5 == 0)


def _answered(step: Step, key: str, days: int, *, called_back: bool = False) -> Story:
    beats = (day(0, acts.register), day(0, acts.answer))
    callback = (day(-1, acts.callback, note=SATISFIED[days % len(SATISFIED)]),) if called_back else ()
    return Story(key, step, beats + callback, anchor=days)


def _answered_today(key: str, share: float, timetable: Timetable) -> Story:
    """Since the office opened today; before that, in the last hours."""
    opened = datetime.combine(timetable.today, time(8), clock.TZ)
    since = max((timetable.now - opened) / timedelta(minutes=1), 240)
    minutes = since - share * (since - 15)
    return Story(key, Step.COMPILATION, (ago(minutes, acts.register), ago(minutes - 6, acts.answer)))


def _answer_keys(random: Random) -> Iterator[str]:
    keys = [s.key for s in content.SCENARIOS if s.route == "answer" and s.key not in NOT_AT_ANY_TIME]
    random.shuffle(keys)
    return cycle(keys)
