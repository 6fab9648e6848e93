"""Editing a month and taking a draft over: what is saved, what is refused and where, two planners at once."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from dutyroster.actions import planning, roster as rosters
from dutyroster.actions.roster import Planned, Stale
from dutyroster.models import Leave, Roster, Shift, Version
from dutyroster.planning import taking_part
from dutyroster.tests.conftest import NOVEMBER, Town, at
from dutyroster.tests.test_month_views import granted_leave
from hotline.notices.models import Notice
from hotline.people.models import UnitAlias
from tickets.operation import Forbidden

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)
URL = "/duty/roster/2026-12/edit/"
DRAFT = "/duty/roster/2026-12/draft/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"), at("2026-11-22 15:00"):
        yield


@pytest.fixture
def admin(client: Client, town: Town) -> Client:
    client.force_login(town.city.admin)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def typed(**days: str) -> dict[str, str]:
    return {"version": "0", "note": ""} | days


def standing(month: date = DECEMBER) -> dict[int, str]:
    return {shift.day.day: shift.unit.name for shift in Shift.objects.filter(roster__month=month).select_related("unit")}


def test_names_short_names_and_aliases_are_saved_with_gaps(admin: Client, town: Town) -> None:
    UnitAlias.objects.create(unit=town.city.water, name="水务")
    town.unit("海口市公共交通集团有限公司")
    answer = admin.post(URL, typed(d01="市住建局", d02="水务", d31=" 海口市公共交通集团有限公司 "))
    assert answer.status_code == 302
    assert standing() == {1: "市住建局", 2: "市水务局", 31: "海口市公共交通集团有限公司"}
    version = Version.objects.get()
    assert (version.number, version.how, version.made_by) == (1, "edit", town.city.admin)


def test_every_bad_field_is_named_and_nothing_saved(admin: Client, town: Town) -> None:
    answer = admin.post(URL, typed(d01="市住建局", d02="市住建", d03="火星办事处", d04="12345热线办"))
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert sorted(errors) == ["d02", "d03", "d04"]
    assert "Meant may be: 市住建局" in errors["d02"][0]
    assert 'value="市住建"' in answer.content.decode()  # as typed
    assert not Shift.objects.exists()
    assert not Roster.objects.exists()


def test_a_short_name_that_is_anothers_name(admin: Client, town: Town) -> None:
    """What the page offers means what it shows; typed otherwise it is asked, never guessed."""
    group = town.unit("海口市水务局")
    group.short_name = "市水务局"
    group.save()
    assert {"市水务局", "海口市水务局"} <= {label for label, _name in admin.get(URL).context["names"]}
    assert admin.post(URL, typed(d01="市水务局", d02="海口市水务局")).status_code == 302
    assert standing() == {1: "市水务局", 2: "海口市水务局"}
    form = admin.get(URL).context["form"]
    assert [form[name].value() for name in ("d01", "d02")] == ["市水务局", "海口市水务局"]
    answer = admin.post(URL, typed(version="1", d01=" 市 水务局"))
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["d01"]


def test_sub_units_and_closed_units_take_no_part(town: Town) -> None:
    for unit in (town.city.street, town.city.office):
        with pytest.raises(planning.Faulty) as caught:
            planning.save(DECEMBER, {DECEMBER: Planned(unit.pk)}, actor=town.city.admin, version=0)
        assert list(caught.value.faults) == [("unit", DECEMBER)]
    closed = town.unit("已撤销单位")
    rosters.change(DECEMBER, {DECEMBER: Planned(closed.pk)}, actor=None, how=Version.How.IMPORT)
    closed.is_active = False
    closed.save()
    plan = {DECEMBER: Planned(closed.pk), date(2026, 12, 2): Planned(town.city.water.pk)}
    assert planning.save(DECEMBER, plan, actor=town.city.admin, version=1).number == 2  # it had the day already


def test_only_planners(client: Client, town: Town) -> None:
    for person in (town.city.handler, town.city.dispatcher, town.city.supervisor):
        client.force_login(person)
        for url in (URL, DRAFT):
            assert client.get(url).status_code == 403
            assert client.post(url, typed(d01="市住建局")).status_code == 403
        with pytest.raises(Forbidden):
            planning.save(DECEMBER, {}, actor=person, version=0)
    assert not Roster.objects.exists()


def test_begun_days_are_read_only_and_stay(admin: Client, town: Town) -> None:
    town.roster(NOVEMBER, [town.city.housing], announced=False)
    page = admin.get("/duty/roster/2026-11/edit/")
    assert [name for name in page.context["form"].fields if name.startswith("d")] == [f"d{n}" for n in range(23, 31)]
    days = {f"d{n:02}": "市水务局" for n in range(1, 31)}
    assert admin.post("/duty/roster/2026-11/edit/", {"version": "1", "note": "", **days}).status_code == 302
    assert [day for day, unit in standing(NOVEMBER).items() if unit == "市水务局"] == list(range(23, 31))


def test_after_announcing_a_gap_is_refused_and_a_reason_needed(admin: Client, town: Town) -> None:
    town.roster(DECEMBER, [town.city.housing])
    days = {f"d{n:02}": "市住建局" for n in range(1, 32)} | {"version": "1"}
    answer = admin.post(URL, days | {"d05": "市水务局", "note": ""})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["note"]
    answer = admin.post(URL, days | {"d05": "", "note": "调整"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["d05"]
    assert admin.post(URL, days | {"d05": "市水务局", "note": "市住建局机构改革"}).status_code == 302
    assert standing()[5] == "市水务局"
    assert Version.objects.get(number=2).note == "市住建局机构改革"
    assert set(Notice.objects.filter(kind="roster_changed").values_list("person__username", flat=True)) == {
        "handler", "water_handler", "housing_leader"
    }  # fmt: skip


def test_nothing_changed_makes_no_version(admin: Client, town: Town) -> None:
    town.roster(DECEMBER, [town.city.housing])
    days = {f"d{n:02}": "市住建局" for n in range(1, 32)}
    assert admin.post(URL, days | {"version": "1", "note": ""}).status_code == 302
    assert Version.objects.count() == 1


def test_somebody_else_was_faster(admin: Client, town: Town) -> None:
    """The 2nd only they changed: theirs. The 3rd both: mine stays, theirs is said. The 4th only I."""
    city = town.city
    town.roster(DECEMBER, [city.housing], announced=False)
    plan = rosters.plan_of(Roster.objects.get())
    theirs = plan | {date(2026, 12, 2): Planned(city.water.pk), date(2026, 12, 3): Planned(city.water.pk)}
    rosters.change(DECEMBER, theirs, actor=city.office_head, how=Version.How.EDIT)
    mine = {f"d{n:02}": "市住建局" for n in range(1, 32)} | {"version": "1", "note": "", "d03": "市卫健委", "d04": "市卫健委"}
    answer = admin.post(URL, mine)
    assert answer.status_code == 409
    form = answer.context["form"]
    assert [form[name].value() for name in ("version", "d02", "d03", "d04")] == ["2", "市水务局", "市卫健委", "市卫健委"]
    assert {row.cell.day.day: row.meanwhile for row in answer.context["rows"] if row.meanwhile} == {2: "市水务局", 3: "市水务局"}
    assert Version.objects.count() == 2
    again = {name: form[name].value() or "" for name in form.fields}
    assert admin.post(URL, again).status_code == 302
    assert [standing()[n] for n in (1, 2, 3, 4)] == ["市住建局", "市水务局", "市卫健委", "市卫健委"]


@pytest.fixture
def owed(town: Town) -> Shift:
    """Housing missed November 9 with its principal's leave."""
    town.roster(NOVEMBER, [town.city.housing, town.city.water])
    missed = town.shift(date(2026, 11, 9))
    granted_leave(town, missed, town.city.housing_leader)
    return missed


def test_make_up_duty(admin: Client, town: Town, owed: Shift) -> None:
    assert "市住建局 11-09" in admin.get(URL).content.decode()
    assert admin.post(URL, typed(d08="市住建局", m08=str(owed.pk))).status_code == 302
    assert Shift.objects.get(day=date(2026, 12, 8)).makeup_of == owed
    page = admin.get(URL)
    assert page.context["form"]["m08"].value() == str(owed.pk)
    days = {"version": "1", "note": "", "d08": "", "m08": "", "d15": "市住建局", "m15": str(owed.pk)}
    assert admin.post(URL, days).status_code == 302  # moved
    assert Shift.objects.get(makeup_of=owed).day == date(2026, 12, 15)


def test_make_up_duty_is_offered_only_after_the_missed_day(admin: Client, town: Town, owed: Shift) -> None:
    late = town.shift(date(2026, 11, 27))
    granted_leave(town, late, town.city.housing_leader)
    form = admin.get("/duty/roster/2026-11/edit/").context["form"]
    offered = {name: [value for value, _label in form.fields[name].choices] for name in ("m23", "m27", "m28")}
    assert offered == {"m23": ["", str(owed.pk)], "m27": ["", str(owed.pk)], "m28": ["", str(owed.pk), str(late.pk)]}
    Leave.objects.filter(shift=owed).delete()
    page = admin.get("/duty/roster/2026-11/edit/")
    assert [name for name in page.context["form"].fields if name.startswith("m")] == ["m28", "m29", "m30"]
    assert page.content.decode().count("<select") == 3


def test_a_unit_soon_on_duty_again_across_the_months_end(admin: Client, town: Town) -> None:
    """As the import says it: November 29 is housing's, so is December 3."""
    town.roster(NOVEMBER, [town.city.housing, *(town.unit(f"单位{n}") for n in range(27))])
    said = "市住建局 is on duty on 11-29 and again on 12-03, less than a week later."
    page = admin.post(URL, typed(d03="市住建局", d10="市水务局"), follow=True)
    assert said in page.content.decode()
    assert said in admin.get(URL).content.decode()
    days = {"d03": "市住建局", "d10": "市水务局", "d20": "市卫健委"}
    assert said not in admin.post(URL, typed(**days) | {"version": "1"}, follow=True).content.decode()  # nothing new


def test_the_page_knows_the_aliases(admin: Client, town: Town) -> None:
    UnitAlias.objects.create(unit=town.city.water, name="水务")
    assert ("水务", "市水务局") in admin.get(URL).context["aliases"]


@pytest.mark.parametrize(
    ("days", "field", "sentence"),
    [
        ({"d08": "市水务局", "m08": "X"}, "m08", "that of another unit"),
        ({"d08": "市住建局", "m08": "X", "d09": "市住建局", "m09": "X"}, "m09", "Two days make up"),
        ({"d08": "", "m08": "X"}, "d08", "Name the unit"),
        ({"d08": "市住建局", "m08": "99999"}, "m08", "valid choice"),
    ],
)
def test_make_up_duty_refused(admin: Client, town: Town, owed: Shift, days, field, sentence) -> None:
    answer = admin.post(URL, typed(**{key: value.replace("X", str(owed.pk)) for key, value in days.items()}))
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])
    assert not Shift.objects.filter(day__gte=DECEMBER).exists()


def test_make_up_duty_comes_after_and_only_once(town: Town, owed: Shift) -> None:
    city = town.city
    december = {date(2026, 12, 8): Planned(city.housing.pk, owed.pk)}
    planning.save(DECEMBER, december, actor=city.admin, version=0)
    january = {date(2027, 1, 8): Planned(city.housing.pk, owed.pk)}
    with pytest.raises(planning.Faulty) as caught:
        planning.save(date(2027, 1, 1), january, actor=city.admin, version=0)
    assert list(caught.value.faults) == [("makeup", date(2027, 1, 8))]
    late = town.shift(date(2026, 11, 29))
    granted_leave(town, late, city.housing_leader)
    plan = rosters.plan_of(Roster.objects.get(month=NOVEMBER)) | {date(2026, 11, 25): Planned(city.housing.pk, late.pk)}
    with pytest.raises(planning.Faulty) as caught:
        planning.save(NOVEMBER, plan, actor=city.admin, version=1, note="补班")
    assert list(caught.value.faults) == [("makeup", date(2026, 11, 25))]


def test_a_make_up_stands_where_the_leave_has_ended(admin: Client, town: Town, owed: Shift) -> None:
    planning.save(DECEMBER, {date(2026, 12, 8): Planned(town.city.housing.pk, owed.pk)}, actor=town.city.admin, version=0)
    Leave.objects.update(dropped_at="2026-11-20T00:00:00Z", dropped_why="x")
    form = admin.get(URL).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"d10": "市水务局"}
    assert admin.post(URL, sent).status_code == 302
    assert Shift.objects.get(day=date(2026, 12, 8)).makeup_of == owed


# ---- the draft


def test_a_draft_is_looked_at_then_taken_over(admin: Client, town: Town, owed: Shift) -> None:
    for n in range(30):
        town.unit(f"单位{n}")
    page = admin.get(DRAFT, {"out": town.city.water.pk})
    preview = page.context["preview"]
    assert len(preview.lines) == 31
    assert not Roster.objects.filter(month=DECEMBER).exists()
    sent = {"digest": preview.digest, "out": town.city.water.pk, "keep": "1"}
    assert admin.post(DRAFT, sent).status_code == 302
    assert Version.objects.get(roster__month=DECEMBER).how == "draft"
    shifts = Shift.objects.filter(roster__month=DECEMBER)
    assert shifts.count() == 31
    assert not shifts.filter(unit=town.city.water).exists()
    assert shifts.get(makeup_of=owed).day == date(2026, 12, 9)  # a Wednesday, ten days after its own day of November 29
    assert len(set(shifts.values_list("unit", flat=True))) == 31  # nobody twice


def test_the_reasons_count_the_drafts_own_days(admin: Client, town: Town) -> None:
    """With few units each comes several times: its second day follows on its first in this very draft."""
    lines = admin.get(DRAFT).context["preview"].lines
    before: dict[str, list[date]] = {}
    for line in lines:
        own = before.setdefault(line["unit"].name, [])
        assert (line["share"].last, line["share"].days) == (own[-1] if own else None, len(own))
        own.append(line["cell"].day)
    assert max(map(len, before.values())) > 1


def test_the_draft_names_who_is_new_to_the_rotation(admin: Client, town: Town) -> None:
    with at("2020-01-01 10:00"):
        town.roster(date(2020, 1, 1), list(taking_part()))
    assert admin.get(DRAFT).context["newcomers"] == []
    for n in range(11):
        town.unit(f"新单位{n}")
    page = admin.get(DRAFT)
    assert len(page.context["newcomers"]) == 11
    assert (
        "Units on duty for the first time: 11. Leave out those that take no part, and draft again: 新单位"
        in page.content.decode()
    )
    out = [unit.pk for unit in page.context["preview"].units if unit.name.startswith("新单位")]
    assert admin.get(DRAFT, {"out": out}).context["newcomers"] == []


def test_planned_days_are_kept_or_not(admin: Client, town: Town) -> None:
    fifth = date(2026, 12, 5)
    planning.save(DECEMBER, {fifth: Planned(town.city.water.pk)}, actor=town.city.admin, version=0)
    assert admin.get(DRAFT).context["preview"].plan[fifth] == Planned(town.city.water.pk)
    lines = admin.get(DRAFT, {"keep": "0"}).context["preview"].lines
    assert all(line["is_new"] for line in lines)


def test_a_draft_that_changed_meanwhile_is_shown_again(admin: Client, town: Town) -> None:
    preview = admin.get(DRAFT).context["preview"]
    town.unit("新单位")
    answer = admin.post(DRAFT, {"digest": preview.digest, "keep": "1"})
    assert answer.status_code == 409
    assert not Shift.objects.exists()
    assert admin.post(DRAFT, {"digest": answer.context["preview"].digest, "keep": "1"}).status_code == 302


def test_an_announced_month_is_not_drafted(admin: Client, town: Town) -> None:
    town.roster(DECEMBER, [town.city.housing])
    page = admin.get(DRAFT, {"keep": "0"})
    assert not page.context["preview"].is_possible
    assert admin.post(DRAFT, {"digest": page.context["preview"].digest, "keep": "0"}).status_code == 422
    assert Version.objects.count() == 1


def test_a_past_month_has_nothing_to_draft(admin: Client, town: Town) -> None:
    page = admin.get("/duty/roster/2026-10/draft/")
    assert page.status_code == 200
    assert not page.context["preview"].is_possible
    sent = {"digest": page.context["preview"].digest, "keep": "1"}
    admin.post("/duty/roster/2026-10/draft/", sent)
    assert not Shift.objects.exists()


def test_no_unit_left(admin: Client, town: Town) -> None:
    page = admin.get(DRAFT, {"out": [unit.pk for unit in taking_part()]})
    assert page.status_code == 200
    assert not page.context["preview"].is_possible


def test_a_stale_version_is_refused(town: Town) -> None:
    town.roster(DECEMBER, [town.city.housing], announced=False)
    with pytest.raises(Stale):
        planning.save(DECEMBER, {}, actor=town.city.admin, version=0)


@pytest.mark.parametrize("url", [URL, DRAFT])
def test_queries_do_not_grow(admin: Client, town: Town, owed: Shift, url: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    admin.get(url)
    with CaptureQueriesContext(connection) as few:
        admin.get(url)
    for n in range(3):
        town.unit(f"单位{n}")
    granted_leave(town, town.shift(date(2026, 11, 11)), town.city.housing_leader)
    town.roster(DECEMBER, [town.city.housing, town.city.water], announced=False)
    with CaptureQueriesContext(connection) as many:
        admin.get(url)
    assert len(many) <= len(few) + 1  # the month's days, where there is a month
