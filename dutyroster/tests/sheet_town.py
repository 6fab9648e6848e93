"""What the tests of the callback sheet share: a day on duty, and tickets that may come onto its sheet."""

from dataclasses import dataclass
from datetime import date, datetime

from dutyroster import clockwork
from dutyroster.actions import sheet as sheets
from dutyroster.models import Sheet, SheetCase, Shift
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.people.models import Person, Unit
from tickets.models import Assignment, Callback, Caller, Category, Step, Ticket
from tickets.tests.conftest import City

DAY = date(2026, 11, 20)  # the water authority's; the day before and after are the housing authority's
PASSWORD = "geheim-12345"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.TZ)


@dataclass
class Desk:
    """The water authority on duty on DAY, with its leaders; the housing authority's of the day before."""

    town: Town
    city: City
    shift: Shift
    principal: Person
    deputy: Person
    staff: Person
    yesterday: Person

    def replied(self, n: int = 1, *, unit: Unit | None = None, when: str = "2026-11-18 10:00", **more: object) -> list[Ticket]:
        """Tickets that wait with a unit's reply, as their rows stand; numbered on from the last."""
        start = Ticket.objects.count() + 1
        category = Category.objects.first()
        found = []
        for k in range(start, start + n):
            values = {
                "number": f"20261110-{k:05d}", "step": Step.REPLY, "registered_at": moment("2026-11-10 09:00"),
                "registered_by": self.city.operator, "called_at": moment("2026-11-10 09:00"), "type": "help",
                "title": f"陈小明家门口路灯不亮{k}", "content": "陈小明反映路灯不亮，电话12000000001。", "category": category,
                "replied_at": moment(when), "result": "已修复。",
            } | more  # fmt: skip
            ticket = Ticket.objects.create(**values)
            Caller.objects.create(ticket=ticket, name="陈小明", phone="12000000001")
            Assignment.objects.create(
                ticket=ticket, unit=unit or self.city.housing, held_by=unit or self.city.housing, is_lead=True,
                assigned_at=moment("2026-11-10 10:00"),
            )  # fmt: skip
            found.append(ticket)
        return found

    def called(self, ticket: Ticket, *, solved: bool = True, satisfaction: int = 5, reached: bool = True) -> None:
        answers = {"solved": solved, "satisfaction": satisfaction} if reached else {}
        Callback.objects.create(
            ticket=ticket, at=moment("2026-11-18 15:00"), by=self.city.callback_clerk, reached=reached, **answers
        )

    def frozen(self, n: int = 3) -> Sheet:
        """`n` cases on the sheet, fixed at 09:00, with the day's obligations open."""
        self.replied(n)
        with at("2026-11-20 08:30"):
            clockwork.open_shifts()
        with at("2026-11-20 09:00"):
            sheet = sheets.freeze(self.shift)
        assert sheet
        return sheet

    def case(self, position: int = 1) -> SheetCase:
        return SheetCase.objects.select_related("ticket", "sheet").get(
            sheet__shift=self.shift, position=position, replaced_at=None
        )

    def done(self, *positions: int, who: Person | None = None, when: str = "10:00") -> None:
        """An opinion on each of these cases."""
        with at(f"2026-11-20 {when}"):
            for position in positions:
                sheets.give_opinion(self.case(position), "办理到位，同意办结。", actor=who or self.principal)

    def obligation(self) -> Deadline:
        return Deadline.objects.get(kind=Kind.CALLBACK_SHEET, subject_type="shift", subject_id=self.shift.pk)


def make_desk(town: Town) -> Desk:
    city = town.city
    with at("2026-10-25 10:00"):
        roster = town.roster(NOVEMBER, [city.housing, city.water])
        principal, deputy, staff = town.name_leaders(roster, city.water, prefix="water")
        yesterday, _deputy, _staff = town.name_leaders(roster, city.housing, prefix="housing")
        Shift.objects.filter(day__lt=DAY).update(opened_at=clock.now(), ended_at=clock.now())  # their days are no matter here
    return Desk(town, city, town.shift(DAY), principal, deputy, staff, yesterday)
