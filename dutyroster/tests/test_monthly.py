"""The month's obligations and their alarms (section 4): opened from the 1st, each alarm at its minute, ended with the month."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dutyroster import monthly
from dutyroster.actions import leader_info, publish, roster as rosters
from dutyroster.actions.roster import Planned
from dutyroster.models import Roster, Version
from dutyroster.tests.conftest import Town, at
from hotline import clock
from hotline.deadlines.models import Alarm, Deadline, Kind
from hotline.deadlines.sweep import sweep
from hotline.models import Option
from hotline.notices.models import Notice
from hotline.people.models import Unit

OCTOBER = date(2026, 10, 1)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.TZ)


def dues() -> dict[str, tuple[str, datetime]]:
    """What is open: the month it is about and until when."""
    months = {roster.pk: f"{roster.month:%Y-%m}" for roster in Roster.objects.all()}
    rows = Deadline.objects.open().filter(subject_type="roster").order_by("pk")
    return {row.kind: (months[row.subject_id], clock.local(row.due_at)) for row in rows}


def raised() -> set[tuple[str, str]]:
    rows = Alarm.objects.filter(deadline__subject_type="roster")
    return set(rows.values_list("deadline__kind", "stage"))


class TestOpening:
    def test_on_the_first_both_are_owed_by_the_office(self, town: Town) -> None:
        with at("2026-09-01 00:00"):
            assert monthly.open_month(clock.today()) == 2
        assert dues() == {
            "roster": ("2026-10", moment("2026-09-21 16:00")),
            "notice": ("2026-10", moment("2026-09-30 16:00")),
        }
        assert set(Deadline.objects.values_list("unit__name", flat=True)) == {"12345热线办"}

    def test_again_and_again_nothing_more(self, town: Town) -> None:
        for when in ("2026-09-01 00:00", "2026-09-01 00:01", "2026-09-30 23:59"):
            with at(when):
                monthly.open_month(clock.today())
        assert Deadline.objects.count() == 2

    @pytest.mark.parametrize(
        ("today", "month", "roster", "notice"),
        [
            ("2027-02-01", "2027-03", "2027-02-21 16:00", "2027-02-28 16:00"),
            ("2028-02-29", "2028-03", "2028-02-21 16:00", "2028-02-29 16:00"),
            ("2026-12-01", "2027-01", "2026-12-21 16:00", "2026-12-31 16:00"),
        ],
    )
    def test_short_months_and_the_years_end(self, town: Town, today: str, month: str, roster: str, notice: str) -> None:
        with at(f"{today} 09:00"):
            monthly.open_month(clock.today())
        assert dues() == {"roster": (month, moment(roster)), "notice": (month, moment(notice))}

    def test_what_is_done_ahead_is_not_owed(self, town: Town) -> None:
        with at("2026-08-20 10:00"):
            publish.announce(town.roster(OCTOBER, [town.city.water], announced=False), actor=town.city.office_head, version=1)
            Deadline.objects.all().delete()
        with at("2026-09-01 00:00"):
            assert monthly.open_month(clock.today()) == 1
        assert dues() == {"notice": ("2026-10", moment("2026-09-30 16:00"))}
        with at("2026-09-10 10:00"):
            publish.publish(Roster.objects.get(month=OCTOBER), actor=town.city.office_head)
            assert monthly.open_month(clock.today()) == 0
        assert dues() == {}

    def test_an_installation_without_an_office(self, db: None) -> None:
        with at("2026-09-01 00:00"):
            assert monthly.open_month(clock.today()) == 0
        assert not Roster.objects.exists()

    def test_with_the_month_what_is_owed_for_it_ends(self, town: Town) -> None:
        with at("2026-09-20 10:00"):
            monthly.open_month(clock.today())
            publish.announce(town.roster(OCTOBER, [town.city.water], announced=False), actor=town.city.office_head, version=1)
        with at("2026-10-31 08:29"):
            monthly.open_month(clock.today())
        of_october = Deadline.objects.open().filter(subject_id=Roster.objects.get(month=OCTOBER).pk)
        assert set(of_october.values_list("kind", flat=True)) == {"notice", "leader_info"}
        with at("2026-11-01 00:00") as now:
            monthly.open_month(clock.today())
        assert not of_october.exists()
        ended = Deadline.objects.filter(cancelled_at=now, next_alarm_at=None, met_at=None)
        assert set(ended.values_list("kind", flat=True)) == {"notice", "leader_info"}

    def test_names_of_whom_has_begun_are_not_owed_any_more(self, town: Town) -> None:
        """By hand: two units in turn on October 1 and 2, then only the first."""
        water, housing = town.city.water, town.city.housing
        with at("2026-09-20 10:00"):
            roster = town.roster(OCTOBER, [water], announced=False)
            plan = rosters.plan_of(roster) | {date(2026, 10, 2): Planned(housing.pk)}
            rosters.change(OCTOBER, plan, actor=None, how=Version.How.EDIT)
            publish.announce(roster, actor=town.city.office_head, version=2)
        owed = Deadline.objects.open().filter(kind=Kind.LEADER_INFO)
        with at("2026-10-02 08:29"):
            monthly.open_month(clock.today())
        assert set(owed.values_list("unit__name", flat=True)) == {"市水务局", "市住建局"}
        with at("2026-10-02 08:30") as now:
            monthly.open_month(clock.today())
        assert set(owed.values_list("unit__name", flat=True)) == {"市水务局"}
        assert Deadline.objects.get(kind=Kind.LEADER_INFO, unit=housing).cancelled_at == now

    def test_every_minute_costs_five_queries(self, town: Town) -> None:
        with at("2026-09-01 00:00"):
            monthly.open_month(clock.today())
            with CaptureQueriesContext(connection) as captured:
                monthly.open_month(clock.today())
        assert len(captured) == 5


# By hand from the notice for 2026: Sunday, September 20 is a working day; Friday the 25th (mid-autumn) and the weekend are
# off, October 1 to 7 too. 2 wd before Monday the 21st is Friday the 18th; a working day has passed when the next but one opens.
GOLDEN = [
    ("2026-09-18 08:30", "roster", "before_2wd"),
    ("2026-09-20 08:30", "roster", "before_1wd"),
    ("2026-09-21 16:00", "roster", "due"),
    ("2026-09-23 08:30", "roster", "after_1wd"),
    ("2026-09-28 08:30", "notice", "before_2wd"),
    ("2026-09-29 08:30", "notice", "before_1wd"),
    ("2026-09-30 16:00", "notice", "due"),
    ("2026-10-09 08:30", "notice", "after_1wd"),
]


class TestAlarms:
    def test_each_at_its_minute_and_only_then(self, town: Town) -> None:
        with at("2026-09-01 00:00"):
            sweep()
        so_far: set[tuple[str, str]] = set()
        for when, kind, stage in GOLDEN:
            minute = moment(when)
            with clock.at(minute - clock.DAY / 1440):
                sweep()
            assert raised() == so_far, f"before {when}"
            so_far |= {(kind, stage)}
            with clock.at(minute):
                sweep()
                sweep()
            assert raised() == so_far, when
        told = Notice.objects.filter(kind="alarm", person=town.city.office_head, params__items__0__kind__in=["roster", "notice"])
        assert told.count() == len(GOLDEN)
        assert {notice.link for notice in told} == {"/duty/roster/2026-10/"}

    def test_a_unit_is_reminded_until_it_has_named_its_leaders(self, town: Town) -> None:
        city = town.city
        with at("2026-09-21 15:00"):
            sweep()
            roster = town.roster(OCTOBER, [city.water, city.housing], announced=False)
            roster = publish.announce(roster, actor=city.office_head, version=1)
        for when, stage in (
            ("2026-09-23 08:30", "before_2wd"),
            ("2026-09-24 08:30", "before_1wd"),
            ("2026-09-28 16:00", "due"),
            ("2026-09-30 08:30", "after_1wd"),
        ):
            with clock.at(moment(when) - clock.DAY / 1440):
                sweep()
            assert stage not in of_water()
            with at(when):
                if stage == "due":
                    leader_info.meet(roster, city.housing)
                sweep()
            assert stage in of_water()
        done = Alarm.objects.filter(deadline__kind=Kind.LEADER_INFO, deadline__unit=city.housing)
        assert set(done.values_list("stage", flat=True)) == {"before_2wd", "before_1wd"}
        told = Notice.objects.filter(kind="alarm", params__items__0__kind="leader_info").values_list(
            "person__username", flat=True
        )
        assert set(told) == {"water_handler", "handler", "housing_leader", "supervisor", "office_head"}

    def test_a_scheduler_that_was_down_is_caught_up(self, town: Town) -> None:
        with at("2026-09-25 10:00"):
            sweep()  # opens what is owed
            sweep()  # and sees that it is late: warnings of days gone by are not sent any more
            sweep()
        assert raised() == {("roster", "due"), ("roster", "after_1wd")}
        assert Alarm.objects.filter(deadline__kind=Kind.ROSTER).count() == 2

    def test_announcing_ends_them(self, town: Town) -> None:
        with at("2026-09-01 00:00"):
            sweep()
        with at("2026-09-17 10:00"):
            publish.announce(town.roster(OCTOBER, [town.city.water], announced=False), actor=town.city.office_head, version=1)
            publish.publish(Roster.objects.get(month=OCTOBER), actor=town.city.office_head)
        for day in ("09-21 16:00", "09-30 16:00", "10-09 08:30"):
            with at(f"2026-{day}"):
                sweep()
        assert {pair for pair in raised() if pair[0] in ("roster", "notice")} <= {("roster", "before_2wd")}
        assert not Alarm.objects.filter(
            deadline__kind__in=(Kind.ROSTER, Kind.NOTICE), deadline__subject_id=Roster.objects.get(month=OCTOBER).pk
        )


def of_water() -> set[str]:
    rows = Alarm.objects.filter(deadline__kind=Kind.LEADER_INFO, deadline__unit__name="市水务局")
    return set(rows.values_list("stage", flat=True))


# ---- the home page


class TestWarning:
    @staticmethod
    def home(town: Town, name: str = "office_head") -> str:
        client = Client(headers={"accept-language": "en"})
        client.force_login(getattr(town.city, name))
        with translation.override("en"):
            return client.get("/").content.decode()

    @pytest.mark.parametrize("name", ["office_head", "admin"])
    def test_from_the_fifteenth_on(self, town: Town, name: str) -> None:
        with at("2026-09-14 23:59"):
            assert "no roster for October 2026" not in self.home(town, name)
        with at("2026-09-15 00:00"):
            page = self.home(town, name)
        assert "There is no roster for October 2026 yet." in page
        assert 'href="/duty/roster/2026-10/"' in page

    def test_a_day_without_a_unit(self, town: Town) -> None:
        with at("2026-09-16 10:00"):
            roster = town.roster(OCTOBER, [town.city.water], announced=False)
            assert "not complete" not in self.home(town)
            plan = rosters.plan_of(roster)
            del plan[date(2026, 10, 8)]
            rosters.change(OCTOBER, plan, actor=None, how=Version.How.EDIT)
            assert "The roster of October 2026 is not complete: 1 days have no unit." in self.home(town)

    def test_the_option_moves_it(self, town: Town) -> None:
        Option.objects.create(key="roster_warn_day", value=5)
        with at("2026-09-05 10:00"):
            assert "There is no roster for October 2026 yet." in self.home(town)

    @pytest.mark.parametrize("name", ["operator", "dispatcher", "supervisor", "handler", "unit_leader", "cityleader", "auditor"])
    def test_nobody_else_is_bothered(self, town: Town, name: str) -> None:
        with at("2026-09-20 10:00"):
            page = self.home(town, name)
            assert "October 2026" not in page
            assert "2026-10" not in page


def test_the_office_is_the_top_one(town: Town) -> None:
    """A sub-unit of kind office is not the hotline office."""
    Unit.objects.create(name="热线办二科", kind="office", parent=town.city.office)
    with at("2026-09-01 00:00"):
        monthly.open_month(clock.today())
    assert set(Deadline.objects.values_list("unit__name", flat=True)) == {"12345热线办"}
