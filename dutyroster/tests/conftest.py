"""A small city with a roster: what most tests of duty need."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from dutyroster.actions import roster as rosters
from dutyroster.models import DutyLeader, Roster, Shift, Version
from hotline import clock
from hotline.people.models import Person, Rank, Role, Unit
from tickets.tests.conftest import City, city, pinned  # noqa: F401 - fixtures

APRIL = date(2022, 4, 1)
NOVEMBER = date(2026, 11, 1)


@dataclass
class Town:
    """City plus duty: unit `n` has the days n, n+len, … of a month; each has a principal, a deputy and one of the staff."""

    city: City

    def unit(self, name: str) -> Unit:
        found: Unit = Unit.objects.get_or_create(name=name, defaults={"short_name": name[:20]})[0]
        return found

    def person(self, name: str, unit: Unit, *roles: Role, rank: str = Rank.STAFF) -> Person:
        """An account with the password "geheim-12345"."""
        person = self.city.person(name, unit, *roles, rank=rank)
        person.set_password("geheim-12345")
        person.save()
        return person

    def roster(self, month: date, units: Sequence[Unit], *, announced: bool = True, actor: Person | None = None) -> Roster:
        """The month with the units in turn, one a day."""
        plan = {day: rosters.Planned(units[n % len(units)].pk) for n, day in enumerate(rosters.month_days(month))}
        rosters.change(month, plan, actor=actor, how=Version.How.IMPORT)
        found = Roster.objects.get(month=month)
        if announced:
            Roster.objects.filter(pk=found.pk).update(
                announced_at=clock.now(), announced_by=self.city.office_head, announced_version=found.version
            )
        found.refresh_from_db()
        return found

    def name_leaders(self, roster: Roster, unit: Unit, *, prefix: str = "") -> tuple[Person, Person, Person]:
        """Principal, deputy and staff of the unit, named for the month (D21). They hold no role: the shift alone gives rights."""
        prefix = prefix or f"u{unit.pk}"
        people = []
        for rank in (Rank.PRINCIPAL, Rank.DEPUTY, Rank.STAFF):
            person = Person.objects.filter(username=f"{prefix}-{rank}").first()
            person = person or self.person(f"{prefix}-{rank}", unit, rank=rank)
            DutyLeader.objects.create(
                roster=roster, unit=unit, person=person, rank=rank, name=person.name, post="局长", phone="0898-66777777",
                entered_by=person, entered_at=clock.now(),
            )  # fmt: skip
            people.append(person)
        return people[0], people[1], people[2]

    def shift(self, day: date) -> Shift:
        found: Shift = Shift.objects.select_related("unit", "roster").get(day=day)
        return found


@pytest.fixture
def town(city: City) -> Town:  # noqa: F811
    return Town(city)


@contextmanager
def at(moment: str) -> Iterator[datetime]:
    """Within the block it is that moment: at("2026-11-22 15:00")."""
    when = datetime.fromisoformat(moment).replace(tzinfo=clock.TZ)
    with clock.at(when):
        yield when
