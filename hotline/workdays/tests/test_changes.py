"""What a wish does to the rows of the calendar; all of it without saving, then the saving itself."""

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from hotline.jobs.models import Job
from hotline.people.models import Person, Unit
from hotline.workdays import actions, changes
from hotline.workdays.changes import Change, Refused, What, Wish, closure, differences, make, of_schedule, pack, removal, unpack
from hotline.workdays.missing import year_missing
from hotline.workdays.models import CalendarDay, CalendarVersion, CalendarYear, Entry, build, current, entries, official_years
from hotline.workdays.rules import Kind, Reason
from hotline.workdays.schedules import parse_text
from hotline.workdays.tests import notices
from hotline.workdays.tests.test_rules import CITY, SEED

ROWS = [Entry(day, found.is_workday, found.name, Kind.OFFICIAL) for day, found in SEED.items()]
YEARS = frozenset(range(2018, 2027))


def wish_of(year: int) -> Wish:
    return of_schedule(parse_text(notices.TEXTS[year]), f"notice of {year}")


def day(text: str) -> date:
    return date.fromisoformat(text)


def typhoon(*unit_ids: int | None) -> Wish:
    return closure(Kind.EMERGENCY, day("2026-07-28"), day("2026-07-29"), "台风", unit_ids or (None,))


# ---- official schedules


@pytest.mark.parametrize("year", range(2022, 2027))
def test_only_that_years_official_rows_are_replaced(year: int) -> None:
    extra = [Entry(day(f"{year}-07-28"), False, "台风", Kind.EMERGENCY), Entry(day(f"{year}-03-03"), False, "军坡节", Kind.LOCAL)]
    before = [*ROWS, *extra, Entry(day(f"{year}-03-08"), False, "old", Kind.OFFICIAL)]
    change = make(wish_of(year), before, YEARS, 1)
    after = change.rows(before)
    assert {row for row in after if row.kind != Kind.OFFICIAL} == set(extra)
    assert {row for row in before if row.kind == Kind.OFFICIAL and changes.year_of(row) != year} <= after
    off, make_up = notices.schedule_of(year)
    mine = {row for row in after if row.kind == Kind.OFFICIAL and changes.year_of(row) == year}
    assert ({row.date for row in mine if not row.is_workday}, {row.date for row in mine if row.is_workday}) == (off, make_up)


def test_new_years_day_that_begins_in_december_belongs_to_the_year_after() -> None:
    """Replacing 2022 leaves 31 December 2022, which is from the notice of 2023."""
    change = make(wish_of(2022), ROWS, YEARS, 1)
    assert day("2022-12-31") in {row.date for row in change.rows(ROWS)}
    again = make(wish_of(2023), [row for row in ROWS if row.date != day("2022-12-31")], YEARS, 1)
    assert day("2022-12-31") in {row.date for row in again.added}


def test_loading_the_same_again_changes_nothing() -> None:
    wish = wish_of(2026)
    rows = make(wish, ROWS, YEARS, 1).rows(ROWS)
    with pytest.raises(Refused, match="nothing would change"):
        make(wish, rows, YEARS, 1)
    assert make(wish, rows, YEARS - {2026}, 1).added == frozenset()  # but the year becomes official


def test_a_year_that_becomes_official() -> None:
    rows = [row for row in ROWS if row.date.year < 2026]
    before = build(rows, YEARS - {2026}, 7, None, CITY.service_ends_at)
    change = make(wish_of(2026), rows, YEARS - {2026}, 7)
    after = change.calendar(rows, YEARS - {2026}, before)
    assert (after.version, 2026 in after.official_years) == (8, True)
    found = {difference.day.isoformat(): difference for difference in differences(change, before, after)}
    assert [found["2026-01-04"].before.reason, found["2026-01-04"].after.reason] == [Reason.WEEKEND, Reason.MAKE_UP]
    assert found["2026-02-20"].counts
    assert "2026-01-01" not in found  # a holiday by law, named the same
    assert "2026-03-02" not in found


def test_years_before_the_first_are_not_needed() -> None:
    old = Wish(What.OFFICIAL, (Entry(day("2017-10-01"), False, "国庆节", Kind.OFFICIAL),), 2017, "old")
    with pytest.raises(Refused, match="begins with 2018"):
        make(old, ROWS, YEARS, 1)
    december = Wish(What.OFFICIAL, (Entry(day("2017-12-30"), False, "元旦", Kind.OFFICIAL),), 2018, "2018")
    change = make(december, ROWS, YEARS, 1)
    assert all(d.day.year == 2018 for d in differences(change, CITY, change.calendar(ROWS, YEARS, CITY)))
    long_ago = make(closure(Kind.LOCAL, day("1990-01-01"), day("1990-01-01"), "x", [None]), ROWS, YEARS, 1)
    assert differences(long_ago, CITY, long_ago.calendar(ROWS, YEARS, CITY)) == []


# ---- closures, and lifting them


def test_a_closure_of_the_city_and_of_units() -> None:
    change = make(typhoon(), ROWS, YEARS, 1)
    after = change.calendar(ROWS, YEARS, CITY)
    assert [d.day.isoformat() for d in differences(change, CITY, after)] == ["2026-07-28", "2026-07-29"]
    assert not after.is_workday(day("2026-07-28"))
    some = make(typhoon(7, 8), ROWS, YEARS, 1)
    after = some.calendar(ROWS, YEARS, CITY)
    assert after.is_workday(day("2026-07-28"))
    assert not after.of_units([7]).is_workday(day("2026-07-28"))
    assert [(d.day.day, d.unit_id) for d in differences(some, CITY, after)] == [(28, 7), (28, 8), (29, 7), (29, 8)]


def test_a_day_is_closed_once() -> None:
    rows = make(typhoon(), ROWS, YEARS, 1).rows(ROWS)
    with pytest.raises(Refused, match="2026-07-28 is entered already"):
        make(typhoon(), rows, YEARS, 1)
    assert make(typhoon(7), rows, YEARS, 1).added


def test_lifting_a_closure_brings_back_what_was_under_it() -> None:
    make_up = Entry(day("2026-02-14"), False, "台风", Kind.EMERGENCY)
    change = make(removal([make_up]), [*ROWS, make_up], YEARS, 1)
    before = build([*ROWS, make_up], YEARS, 1, None, CITY.service_ends_at)
    assert not before.is_workday(day("2026-02-14"))
    assert change.calendar([*ROWS, make_up], YEARS, before).day(day("2026-02-14")).reason == Reason.MAKE_UP
    with pytest.raises(Refused, match="no longer there"):
        make(removal([make_up]), ROWS, YEARS, 1)


# ---- the form's field


def test_what_is_packed_comes_back() -> None:
    for wish in (wish_of(2026), typhoon(3, 4), removal([Entry(day("2026-07-28"), False, "台风", Kind.EMERGENCY, 3)])):
        assert unpack(pack(Change(wish, 5, frozenset(), frozenset()))) == (wish, 5)


def test_what_was_tampered_with_or_is_old_is_refused() -> None:
    packed = pack(Change(typhoon(), 5, frozenset(), frozenset()))
    for text in ("", "x", packed[:-1] + ("a" if packed[-1] != "a" else "b"), packed[1:]):
        with pytest.raises(Refused, match="too old"):
            unpack(text)


# ---- saving


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create_user("admin", name="管理员", unit=Unit.objects.create(name="办公室", kind=Unit.Kind.OFFICE))


def made(wish: Wish) -> Change:
    return make(wish, entries(), official_years(), current().version)


@pytest.mark.django_db
def test_apply_is_what_was_previewed(person: Person) -> None:
    CalendarYear.objects.filter(year=2026).update(official=False)
    before, number = current(), current().version
    change = made(wish_of(2026))
    expected = change.calendar(entries(), official_years(), before)
    job = actions.apply(change, actor=person)
    assert current().version > number
    assert (current().exceptions, current().official_years) == (expected.exceptions, expected.official_years)
    assert (job.kind, job.person, Job.objects.count()) == (actions.RECOMPUTE, person, 1)
    version = CalendarVersion.objects.latest("number")
    assert (version.by, version.why) == (person, change.wish.title)
    assert CalendarYear.objects.get(year=2026).source == "notice of 2026"


@pytest.mark.django_db
def test_apply_closes_and_lifts(person: Person) -> None:
    unit = Unit.objects.get()
    actions.apply(made(typhoon(unit.pk)), actor=person)
    assert CalendarDay.objects.filter(unit=unit, kind=Kind.EMERGENCY).count() == 2
    rows = [row for row in entries() if row.kind == Kind.EMERGENCY]
    actions.apply(made(removal(rows)), actor=person)
    assert not CalendarDay.objects.filter(kind=Kind.EMERGENCY).exists()


@pytest.mark.django_db
def test_a_calendar_changed_meanwhile_is_not_overwritten(person: Person) -> None:
    change = made(typhoon())
    actions.apply(made(closure(Kind.LOCAL, day("2026-03-03"), day("2026-03-03"), "军坡节", [None])), actor=person)
    with pytest.raises(actions.Stale):
        actions.apply(change, actor=person)
    assert not CalendarDay.objects.filter(kind=Kind.EMERGENCY).exists()
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_only_a_notice_makes_a_day_a_working_day() -> None:
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError, transaction

    for kind in (Kind.LOCAL, Kind.EMERGENCY):
        row = CalendarDay(date=day("2026-03-07"), is_workday=True, name="x", kind=kind)
        with pytest.raises(ValidationError):
            row.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


# ---- the missing year


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        ("2026-10-31", None),
        ("2026-11-01", 2027),
        ("2026-12-31", 2027),
        ("2027-01-01", 2027),
        ("2027-06-30", 2027),
        ("2025-11-01", None),
    ],
)
def test_from_november_on_the_next_year_is_missed(today: str, missing: int | None) -> None:
    assert year_missing(CITY, day(today)) == missing


# ---- property: a change and its undoing

_some = st.lists(
    st.builds(
        Entry, st.dates(day("2026-01-01"), day("2026-12-31")), st.just(False), st.just("x"), st.sampled_from([Kind.LOCAL, Kind.EMERGENCY]), st.sampled_from([None, 1, 2])
    ),
    max_size=8, unique_by=lambda row: (row.date, row.kind, row.unit_id),
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(_some, st.sampled_from(range(2022, 2027)))
def test_removing_what_was_added_gives_the_calendar_back(rows: list[Entry], year: int) -> None:
    start = make(wish_of(year), ROWS, YEARS, 1).rows(ROWS)
    if not rows:
        return
    after = make(Wish(What.EMERGENCY, tuple(rows)), start, YEARS, 1).rows(start)
    assert make(removal(rows), after, YEARS, 2).rows(after) == start


def test_titles_name_the_change() -> None:
    assert wish_of(2026).title == "official schedule of 2026"
    one = closure(Kind.LOCAL, day("2026-03-26"), day("2026-03-26"), "军坡节", [None])
    assert one.title == "local day off: 军坡节, on 2026-03-26"
    assert typhoon().title == "emergency closure: 台风, 2026-07-28 to 2026-07-29"
