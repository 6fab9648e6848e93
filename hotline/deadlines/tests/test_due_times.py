"""Every due time of section 4, worked out by hand from the spec and the State Council's notices; pure, no database."""

from datetime import datetime

import pytest

from hotline import clock, options
from hotline.deadlines import rules
from hotline.deadlines.models import Kind
from hotline.deadlines.tests.calendars import notices
from hotline.workdays.rules import Calendar


def default(key: str) -> object:
    return options.DECLARED[key][0]


@pytest.fixture
def calendar() -> Calendar:
    return notices()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.TZ)


# Wednesday 2026-09-30, 10:00. By the notice the working days after it are October 8, 9, 10 (a Saturday, made up), 12, 13, 14, 15.
WEDNESDAY = "2026-09-30 10:00"
GOLDEN = [
    # kind, opened, due (exclusive: 24:00 of a day is 00:00 of the next)
    ("handle", WEDNESDAY, "2026-10-01 00:00"),
    ("handle", "2026-09-30 23:59", "2026-10-01 00:00"),
    ("handle", "2026-10-01 00:00", "2026-10-02 00:00"),
    ("handle urgent", WEDNESDAY, "2026-09-30 10:30"),
    ("handle critical", "2026-09-30 23:50", "2026-10-01 00:20"),
    # P7, by the documents
    ("reply", "2022-01-28 09:00", "2022-02-12 00:00"),
    ("reply", "2022-04-01 09:00", "2022-04-14 00:00"),
    ("reply", "2022-04-29 23:59", "2022-05-13 00:00"),
    ("reply", "2025-09-30 09:00", "2025-10-17 00:00"),
    ("reply", WEDNESDAY, "2026-10-16 00:00"),
    # X2
    ("sign_for critical", WEDNESDAY, "2026-09-30 10:30"),
    ("sign_for critical", "2026-10-03 02:00", "2026-10-03 02:30"),
    ("sign_for urgent", WEDNESDAY, "2026-10-08 17:30"),
    ("sign_for", WEDNESDAY, "2026-10-08 17:30"),
    ("sign_for", "2026-10-09 20:00", "2026-10-10 17:30"),
    ("referral", WEDNESDAY, "2026-10-16 00:00"),
    ("decide_return", WEDNESDAY, "2026-10-09 00:00"),
    ("decide_extension", WEDNESDAY, "2026-10-09 00:00"),
    ("decide_redo", WEDNESDAY, "2026-10-09 00:00"),
    ("sign_order", WEDNESDAY, "2026-10-09 00:00"),
    ("accept", WEDNESDAY, "2026-10-11 00:00"),
    ("callback", WEDNESDAY, "2026-10-14 00:00"),
    ("redo", WEDNESDAY, "2026-10-11 00:00"),
    ("supervision", WEDNESDAY, "2026-10-11 00:00"),
    ("instruction", WEDNESDAY, "2026-10-11 00:00"),
    ("major_verified", WEDNESDAY, "2026-09-30 10:15"),
    ("major_reported", WEDNESDAY, "2026-09-30 10:30"),
    ("major_group", "2026-09-30 23:45", "2026-10-01 00:15"),
    # D9: Monday to Thursday the next day, else Monday, holiday or not
    ("knowledge", "2026-10-12 09:00", "2026-10-13 08:00"),
    ("knowledge", "2026-10-13 09:00", "2026-10-14 08:00"),
    ("knowledge", "2026-10-14 21:59", "2026-10-15 08:00"),
    ("knowledge", "2026-10-15 09:00", "2026-10-16 08:00"),
    ("knowledge", "2026-10-16 09:00", "2026-10-19 08:00"),
    ("knowledge", "2026-10-17 09:00", "2026-10-19 08:00"),
    ("knowledge", "2026-10-18 21:00", "2026-10-19 08:00"),
    ("knowledge", "2026-09-30 09:00", "2026-10-01 08:00"),  # a Wednesday before a holiday
    ("knowledge", "2026-05-01 09:00", "2026-05-04 08:00"),  # Friday to Tuesday is Labour Day
    ("knowledge", "2026-05-03 09:00", "2026-05-04 08:00"),
    ("knowledge", "2026-12-31 09:00", "2027-01-01 08:00"),  # a Thursday
    # D10, D7, D15
    ("callback_sheet", WEDNESDAY, "2026-09-30 17:00"),
    ("hard_case", WEDNESDAY, "2026-09-30 22:00"),
    ("handover_sign", WEDNESDAY, "2026-09-30 22:00"),
    ("handover_confirm", WEDNESDAY, "2026-10-01 08:30"),
    ("digest", WEDNESDAY, "2026-10-01 10:00"),
    ("digest", "2026-12-31 00:00", "2027-01-01 10:00"),
    # D21, D22
    ("roster", "2022-03-01 09:00", "2022-03-21 16:00"),
    ("leader_info", "2022-03-21 16:00", "2022-03-28 16:00"),
    ("notice", "2022-03-21 16:00", "2022-03-31 16:00"),
    ("notice", "2028-02-01 00:00", "2028-02-29 16:00"),
    ("notice", "2026-12-31 15:00", "2026-12-31 16:00"),
    # a knowledge item said to be wrong: five working days
    ("review", "2026-10-12 09:00", "2026-10-20 00:00"),
]


@pytest.mark.parametrize(("what", "opened", "due"), GOLDEN)
def test_golden(calendar: Calendar, what: str, opened: str, due: str) -> None:
    kind, _space, urgency = what.partition(" ")
    found = rules.due(Kind(kind), at(opened), urgency=urgency or "normal", calendar=calendar, option=default)
    assert found.at == at(due)


def test_every_kind_has_a_due_time_or_is_given_one() -> None:
    """The assisting report is counted from the lead's reply; a promise and a required report name their own time."""
    assert {what.partition(" ")[0] for what, _opened, _due in GOLDEN} == set(Kind.values) - {"assist", "promise", "progress"}
    for kind in (Kind.ASSIST, Kind.PROMISE, Kind.PROGRESS):
        with pytest.raises(ValueError, match="no due time"):
            rules.due(kind, at(WEDNESDAY), calendar=Calendar(1, frozenset({2026}), {}), option=default)


@pytest.mark.django_db
def test_an_assisting_report_is_due_two_working_days_before_the_lead(calendar: Calendar) -> None:
    """7 wd end on the 15th; 5 on the 13th. A lead with one day leaves the assisting unit that day."""
    for lead, due in ((7, "2026-10-14 00:00"), (3, "2026-10-09 00:00"), (2, "2026-10-09 00:00"), (1, "2026-10-09 00:00")):
        reply = rules.due(Kind.REPLY, at(WEDNESDAY), workdays=lead, calendar=calendar, option=default)
        assert rules.before_lead(reply, at(WEDNESDAY), calendar=calendar).at == at(due)


@pytest.mark.django_db
def test_the_limit(calendar: Calendar) -> None:
    """30 wd from the first dispatch (2022-04-01 → 05-17), or 7 wd from the last if that is later (2022-05-13 → 05-24)."""
    assert rules.limit(at("2022-04-01 09:00"), at("2022-04-01 09:00"), calendar) == at("2022-05-18 00:00")
    assert rules.limit(at("2022-04-01 09:00"), at("2022-05-13 09:00"), calendar) == at("2022-05-25 00:00")
