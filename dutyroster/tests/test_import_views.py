"""Upload, doubtful names, preview, confirmation, versions: by HTTP, and two admins at once."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dutyroster.actions import roster as rosters
from dutyroster.actions.roster import Planned
from dutyroster.importing import pack, unpack
from dutyroster.models import Roster, Shift, Version
from dutyroster.tests.april import ANNEX, APRIL, NAMES, NOTICE, SHORT, make_units
from dutyroster.tests.conftest import at
from hotline.people.models import Person, Role, Unit, UnitAlias
from tickets.tests.conftest import City, make_city

pytestmark = pytest.mark.django_db
PAGE = "/duty/roster/2022-04/import/"
VERSIONS = "/duty/roster/2022-04/versions/"
MONTH = "/duty/roster/2022-04/"
GOLDEN = {date(2022, 4, day): name for day, name in enumerate(NAMES, 1)}
BEFORE = "2022-03-20 10:00"


@pytest.fixture
def admin(city: City, client: Client) -> Iterator[Client]:
    """The admin's browser on 20 March 2022, and the units of the notice."""
    make_units()
    client.force_login(city.admin)
    client.cookies["django_language"] = "en"
    with at(BEFORE):
        yield client


def text(response: Any) -> str:
    """What the page says, without markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def state() -> tuple[Any, ...]:
    """Everything an upload could change."""
    return tuple(list(model.objects.order_by("pk").values_list()) for model in (Roster, Shift, Version, UnitAlias))


def paste(client: Client, text: str = NOTICE, page: str = PAGE) -> Any:
    return client.post(page, {"text": text})


def upload(client: Client, data: bytes, name: str = "roster.csv", **more: Any) -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, data), **more})


def confirm(client: Client, preview: Any, page: str = PAGE, **more: str) -> Any:
    (packed,) = re.findall(r'name="confirm" value="([^"]+)"', preview.content.decode())
    return client.post(page, {"confirm": packed} | more)


def roster() -> dict[date, str]:
    return dict(Shift.objects.order_by("day").values_list("day", "unit__name"))


def faults(response: Any) -> list[str]:
    return [str(fault) for fault in response.context["faults"]]


def lines(**changed: str) -> str:
    """The month, one line a day; a day is changed by its number: d5="…"."""
    return "\n".join(changed.get(f"d{n}", f"4月{n}日 {name}") for n, name in enumerate(NAMES, 1) if changed.get(f"d{n}") != "")


# ---- who may


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMIN, Role.OFFICE_HEAD)])
def test_only_planners(city: City, client: Client, role: Role) -> None:
    make_units()
    client.force_login(city.person("somebody", city.office, role))
    before = state()
    assert client.get(PAGE).status_code == client.get(VERSIONS).status_code == 403
    assert paste(client).status_code == 403
    assert client.post(PAGE, {"confirm": "x"}).status_code == client.post(PAGE, {"names": "x"}).status_code == 403
    assert state() == before


def test_the_office_head_may(city: City, client: Client) -> None:
    make_units()
    client.force_login(city.office_head)
    with at(BEFORE):
        assert confirm(client, paste(client)).status_code == 302
    assert roster() == GOLDEN
    assert Version.objects.get().made_by == city.office_head


def test_strangers_sign_in_first(client: Client) -> None:
    assert client.get(PAGE).status_code == paste(client).status_code == client.get(VERSIONS).status_code == 302


@pytest.mark.parametrize("page", [PAGE, VERSIONS])
def test_pages_open(admin: Client, page: str) -> None:
    response = admin.get(page)
    assert response.status_code == 200
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    assert "style=" not in main
    assert "<script" not in main
    assert admin.put(page).status_code == 405


@pytest.mark.parametrize("month", ["2022-13", "1999-01", "2022-4", "2099-12-01"])
def test_no_such_month(admin: Client, month: str) -> None:
    assert admin.get(f"/duty/roster/{month}/import/").status_code == 404


# ---- the notice


@pytest.mark.parametrize("given", [NOTICE, ANNEX, lines()])
def test_the_notice_first_shows_then_saves(admin: Client, city: City, given: str) -> None:
    before = state()
    preview = paste(admin, given)
    assert preview.status_code == 200
    assert state() == before
    assert "2022-04-01 Friday — 海口市交通运输和港航管理局 new" in text(preview)
    assert [cell and cell.day.day for cell in preview.context["weeks"][0]] == [None, None, None, None, 1, 2, 3]
    response = confirm(admin, preview)
    assert (response.status_code, response["Location"]) == (302, MONTH)
    assert roster() == GOLDEN
    version = Version.objects.get()
    assert (version.number, version.how, version.note, version.made_by) == (1, Version.How.IMPORT, "pasted text", city.admin)
    assert [found["name"] for _day, found in sorted(version.days.items())] == NAMES


def test_a_file_by_short_names_is_remembered_by_its_name(admin: Client) -> None:
    rows = ["日期,单位", *(f"2022-04-{n:02},{name}" for n, name in enumerate(SHORT, 1) if n not in (10, 11, 27))]
    # Units of the small city have these three short names too.
    rows += ["2022-04-10,海口市住房和城乡建设局", "2022-04-11,海口市卫生健康委员会", "2022-04-27,海口市水务局"]
    preview = upload(admin, "\n".join(rows).encode("gb18030"), "四月轮值.csv")
    confirm(admin, preview)
    assert roster() == GOLDEN
    assert Version.objects.get().note == "四月轮值.csv"


def test_the_calendar_marks_holidays_and_made_up_days(admin: Client) -> None:
    facts = {cell.day.day: cell.facts.reason for week in paste(admin).context["weeks"] for cell in week if cell}
    assert [facts[day] for day in (1, 2, 3, 5, 9, 24)] == ["workday", "make_up", "holiday", "holiday", "weekend", "make_up"]


def test_the_same_again_changes_nothing(admin: Client) -> None:
    confirm(admin, paste(admin))
    before = state()
    preview = paste(admin)
    assert "there is nothing to save" in text(preview)
    assert 'name="confirm"' not in preview.content.decode()
    assert admin.post(PAGE, {"confirm": preview.context["preview"].packed})["Location"] == MONTH
    assert state() == before


def test_a_difference_to_the_roster_as_it_is(admin: Client) -> None:
    confirm(admin, paste(admin))
    preview = paste(admin, lines(d6=f"4月6日 {NAMES[6]}", d7=f"4月7日 {NAMES[5]}"))
    changes = [(change.day.day, change.before, change.after, change.state) for change in preview.context["preview"].changes]
    assert changes == [(6, NAMES[5], NAMES[6], "changed"), (7, NAMES[6], NAMES[5], "changed")]
    confirm(admin, preview)
    assert roster() == GOLDEN | {date(2022, 4, 6): NAMES[6], date(2022, 4, 7): NAMES[5]}
    assert Roster.objects.get().version == 2


# ---- refused


def test_every_fault_is_listed_and_nothing_typed_is_lost(admin: Client) -> None:
    given = lines(
        d3="", d4="", d8="4月8日 人事厅", d9="4月9日 海口市公安局和海口市水务局", d12="4月12日 星期三 秀英区政府", d20="4月19日 市红十字会",
        d30="4月31日 海口市公安局",
    )  # fmt: skip
    before = state()
    response = paste(admin, given)
    assert response.status_code == 422
    assert faults(response) == [
        "line 6: “人事厅” is no unit of this hotline. Correct the name, or add it as an alias of the unit.",
        "line 7: Several units stand here: “海口市公安局和海口市水务局”. A day has one: write only that.",
        "line 10: 2022-04-12 is a Tuesday, not a Wednesday. Correct the date or the weekday.",
        "line 18: 2022-04-19 is named twice, the first time at: line 17. Keep it in one of them.",
        "line 28: There is no 2022-04-31 in the calendar. Correct the date.",
        "whole month: Nothing was read of 04-03 to 04-04、04-20、04-30 (4). Every day of the month has one unit.",
    ]
    assert given in response.content.decode().replace("\r\n", "\n")
    assert state() == before


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("4月5日 12345热线办", "line 5: 12345热线办 is the hotline's own office, which has no duty days. Write a member unit."),
        ("4月5日 龙华区中山街道办", "line 5: 龙华区中山街道办 is part of 龙华区政府. A duty day belongs to the whole unit: write 龙华区政府."),
        ("4月5日 旧单位", "line 5: 旧单位 is not active any more. Write the unit that does its work now."),
        ("4月5日 旧名", "line 5: 旧单位 is not active any more. Write the unit that does its work now."),
        ("4月5日 海口市公安局/海口市水务局", "line 5: Several units stand here: “海口市公安局/海口市水务局”. A day has one: write only that."),
        ("4月5日 海口市公安局 市卫健委", "line 5: Several units stand here: “海口市公安局 市卫健委”. A day has one: write only that."),
        ("4月5日 =A1", "line 5: Here stands a formula. Put its value in its place."),
    ],
)  # fmt: skip
def test_units_that_cannot_serve(admin: Client, line: str, fault: str) -> None:
    old = Unit.objects.create(name="旧单位", is_active=False)
    UnitAlias.objects.create(unit=old, name="旧名")
    response = paste(admin, lines(d5=line))
    assert response.status_code == 422
    assert faults(response) == [fault]


def test_a_doubtful_name_beside_other_faults_is_one_of_them(admin: Client) -> None:
    response = paste(admin, lines(d5="4月5日 海口公交集团", d6="4月31日 x"))
    assert response.status_code == 422
    assert faults(response)[0] == (
        "line 5: “海口公交集团” is no unit. Perhaps it is meant: 海口市公共交通集团有限公司. Write the full name, or add an alias."
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Paste the text or choose a file: one of them."),
        ({"text": " \n"}, "Paste the text or choose a file: one of them."),
        ({"text": NOTICE, "file": b"x"}, "Paste the text or choose a file: one of them."),
        ({"text": "x" * 100_001}, "at most 100000 characters"),
        ({"text": "4月1日\x00"}, "Null characters are not allowed."),
        ({"file": b""}, "file The file is empty."),
        ({"file": b"x" * (10 * 1024 * 1024 + 1)}, "file The file is larger than 10 MB."),
        ({"file": b"\x89PNG\x00"}, "file The file cannot be read."),
        ({"text": "天气"}, "file No roster was found."),
    ],
)
def test_refused_uploads(admin: Client, data: dict[str, Any], said: str) -> None:
    before = state()
    values = {name: SimpleUploadedFile("a.xlsx", value) if isinstance(value, bytes) else value for name, value in data.items()}
    response = admin.post(PAGE, values)
    assert response.status_code == 422
    assert said in text(response)
    assert state() == before


def test_wrong_month(admin: Client) -> None:
    response = paste(admin, NOTICE, "/duty/roster/2022-05/import/")
    assert response.status_code == 422
    assert faults(response) == [
        "line 93: This is the roster of 2022-04, not of 2022-05. Choose the other month or the other file."
    ]


def test_days_that_have_begun_stay(admin: Client) -> None:
    confirm(admin, paste(admin))
    given = lines(d6=f"4月6日 {NAMES[6]}", d7=f"4月7日 {NAMES[5]}")
    with at("2022-04-06 08:29"):
        assert paste(admin, given).status_code == 200
    with at("2022-04-06 08:30"):
        response = paste(admin, given)
        assert response.status_code == 422
        assert faults(response) == [
            f"line 6: 2022-04-06 has begun or is past and stays with {NAMES[5]}. Write this unit here.",
        ]
        assert paste(admin, lines(d8=f"4月8日 {NAMES[8]}", d9=f"4月9日 {NAMES[7]}")).status_code == 200


def test_a_day_that_has_begun_keeps_a_unit_that_was_closed_since(admin: Client) -> None:
    """Under any of its names; for a day that lies ahead the unit that does its work now is written."""
    confirm(admin, paste(admin))
    closed = Unit.objects.get(name=NAMES[4])
    Unit.objects.filter(pk=closed.pk).update(is_active=False)
    UnitAlias.objects.create(unit=closed, name="海口公交")
    Unit.objects.create(name="海口公交运营公司", short_name=closed.short_name)
    with at("2022-04-06 09:00"):
        assert faults(paste(admin, lines(d25=f"4月25日 {NAMES[4]}"))) == [
            f"line 25: {NAMES[4]} is not active any more. Write the unit that does its work now.",
        ]
        moved = {"d8": f"4月8日 {NAMES[8]}", "d9": f"4月9日 {NAMES[7]}"}
        for name in (NAMES[4], closed.short_name, "海口公交"):
            preview = paste(admin, lines(d5=f"4月5日 {name}", **moved))
            assert [change.day.day for change in preview.context["preview"].changes] == [8, 9]
        assert confirm(admin, preview)["Location"] == MONTH
    assert roster() == GOLDEN | {date(2022, 4, 8): NAMES[8], date(2022, 4, 9): NAMES[7]}


def test_a_unit_that_was_closed_gets_no_day_that_lies_ahead(admin: Client) -> None:
    confirm(admin, paste(admin))
    preview = paste(admin, lines(d25=f"4月25日 {NAMES[4]}"))
    Unit.objects.filter(name=NAMES[4]).update(is_active=False)
    before = state()
    with at("2022-04-06 09:00"):
        assert confirm(admin, preview)["Location"] == PAGE
        assert "A unit of this roster was changed meanwhile" in text(admin.get(PAGE))
    assert state() == before


def test_history_is_taken_over(admin: Client) -> None:
    with at("2026-11-22 10:00"):
        confirm(admin, paste(admin))
    assert roster() == GOLDEN
    assert not Shift.objects.filter(ended_at=None).exists()


# ---- doubtful names


def ask(admin: Client, **more: str) -> Any:
    return paste(admin, lines(**({"d5": "4月5日 海口公交集团"} | more)))


def answer(admin: Client, asked: Any, **more: Any) -> Any:
    return admin.post(PAGE, {"names": asked.context["packed"], **{name.replace("_", "-"): value for name, value in more.items()}})


def test_a_doubtful_name_is_asked_about(admin: Client) -> None:
    before = state()
    asked = ask(admin)
    assert asked.status_code == 200
    assert "海口公交集团 04-05 · line 5" in text(asked)
    refused = answer(admin, asked, alias_0="on")
    assert refused.status_code == 422
    assert "Choose the unit that is meant" in text(refused)
    assert re.search(r'name="alias-0"[^>]* checked', refused.content.decode())
    assert answer(admin, asked, unit_0=Unit.objects.get(name="海口市公安局").pk).status_code == 422  # never suggested
    assert answer(admin, asked, unit_0="x").status_code == 422
    preview = answer(admin, asked, unit_0=Unit.objects.get(name=NAMES[4]).pk)
    assert state() == before
    confirm(admin, preview)
    assert roster() == GOLDEN
    assert not UnitAlias.objects.exists()


def test_where_no_suggestion_is_right_the_page_says_what_to_do(admin: Client, city: City) -> None:
    """The admin adds the alias at the unit; the office head has no page for that."""
    said = "Is none of them right? Correct the name in the file and upload it again, or first add it as an alias of its unit."
    asked = ask(admin)
    assert said in text(asked)
    assert '<a href="/admin/people/unit/">' in asked.content.decode()
    UnitAlias.objects.create(unit=Unit.objects.get(name=NAMES[4]), name="海口公交集团")
    assert not ask(admin).context["preview"].wish.aliases
    UnitAlias.objects.all().delete()
    admin.force_login(city.office_head)
    asked = ask(admin)
    assert said in text(asked)
    assert "/admin/people/unit/" not in asked.content.decode()


def test_a_name_is_remembered_with_the_import(admin: Client) -> None:
    bus = Unit.objects.get(name=NAMES[4])
    preview = answer(admin, ask(admin), unit_0=bus.pk, alias_0="on")
    assert not UnitAlias.objects.exists()
    confirm(admin, preview)
    assert list(UnitAlias.objects.values_list("name", "unit")) == [("海口公交集团", bus.pk)]
    again = ask(admin, d6=f"4月6日 {NAMES[6]}", d7=f"4月7日 {NAMES[5]}")
    assert len(again.context["preview"].changes) == 2


def test_a_name_is_asked_once(admin: Client) -> None:
    asked = ask(admin, d25="4月25日 海口 公交集团")
    assert len(asked.context["form"].questions) == 1
    preview = answer(admin, asked, unit_0=Unit.objects.get(name=NAMES[4]).pk)
    assert f"{NAMES[4]} has 2 days in this month: 04-05、04-25." in preview.context["preview"].warnings


def test_a_name_of_two_units_cannot_become_an_alias(admin: Client, city: City) -> None:
    asked = paste(admin, lines(d27="4月27日 市水务局"))
    assert [unit.name for unit in asked.context["form"].questions[0].suggestions] == ["市水务局", "海口市水务局"]
    assert 'name="alias-0"' not in asked.content.decode()
    answer_ = answer(admin, asked, unit_0=Unit.objects.get(name="海口市水务局").pk, alias_0="on")
    confirm(admin, answer_)
    assert roster() == GOLDEN
    assert not UnitAlias.objects.exists()


def test_a_chosen_unit_cannot_take_a_day_that_has_begun(admin: Client) -> None:
    confirm(admin, paste(admin))
    asked = ask(admin, d5=f"4月5日 {NAMES[4]}", d6="4月6日 海口公交集团")
    with at("2022-04-06 09:00"):
        response = answer(admin, asked, unit_0=Unit.objects.get(name=NAMES[4]).pk)
        assert response["Location"] == PAGE
        assert "2022-04-06 has begun or is past" in text(admin.get(PAGE))


# ---- warnings


def test_warnings_do_not_refuse(admin: Client) -> None:
    march = {day: Planned(Unit.objects.get(name=NAMES[0]).pk) for day in [date(2022, 3, 30)]}
    rosters.change(date(2022, 3, 1), march, actor=None, how=Version.How.EDIT)
    preview = paste(admin, lines(d3=f"4月3日 {NAMES[1]}"))
    assert preview.status_code == 200
    assert preview.context["preview"].warnings == [
        f"{NAMES[1]} has 2 days in this month: 04-02、04-03.",
        f"{NAMES[0]} is on duty on 03-30 and again on 04-01, less than a week later.",
        f"{NAMES[1]} is on duty on 04-02 and again on 04-03, less than a week later.",
    ]
    assert all(warning in text(preview) for warning in preview.context["preview"].warnings)


def test_make_up_duty_stays_with_a_unit_that_keeps_its_day(admin: Client, city: City) -> None:
    confirm(admin, paste(admin))
    missed = Shift.objects.get(day=date(2022, 4, 1))
    plan = rosters.plan_of(Roster.objects.get())
    plan[date(2022, 4, 20)] = Planned(missed.unit_id, missed.pk)
    rosters.change(APRIL, plan, actor=city.office_head, how=Version.How.LEAVE)
    kept = lines(d20=f"4月20日 {NAMES[0]}", d6=f"4月6日 {NAMES[6]}", d7=f"4月7日 {NAMES[5]}")
    confirm(admin, paste(admin, kept))
    assert Shift.objects.get(day=date(2022, 4, 20)).makeup_of == missed
    preview = paste(admin)
    assert f"{NAMES[0]} loses its make-up duty on 04-20. Arrange another day for it afterwards." in text(preview)
    confirm(admin, preview)
    assert not Shift.objects.filter(makeup_of__isnull=False).exists()


# ---- confirming


def test_a_roster_changed_meanwhile_is_shown_again(admin: Client, city: City) -> None:
    preview = paste(admin)
    confirm(admin, paste(admin, lines(d6=f"4月6日 {NAMES[6]}", d7=f"4月7日 {NAMES[5]}")))
    before = state()
    response = confirm(admin, preview)
    assert response.status_code == 409
    assert "The roster was changed meanwhile, so nothing was saved." in text(response)
    assert [change.day.day for change in response.context["preview"].changes] == [6, 7]
    assert state() == before
    assert confirm(admin, response).status_code == 302
    assert roster() == GOLDEN


def test_a_double_click_saves_once(admin: Client) -> None:
    preview = paste(admin)
    confirm(admin, preview)
    before = state()
    assert confirm(admin, preview)["Location"] == MONTH
    assert state() == before


def test_a_day_that_began_before_the_confirmation(admin: Client) -> None:
    confirm(admin, paste(admin))
    preview = paste(admin, lines(d6=f"4月6日 {NAMES[6]}", d7=f"4月7日 {NAMES[5]}"))
    before = state()
    with at("2022-04-06 09:00"):
        assert confirm(admin, preview)["Location"] == PAGE
        assert "2022-04-06 has begun or is past: it cannot be changed any more." in text(admin.get(PAGE))
    assert state() == before


def test_a_unit_that_was_closed_before_the_confirmation(admin: Client) -> None:
    preview = paste(admin)
    Unit.objects.filter(name=NAMES[4]).update(is_active=False)
    before = state()
    assert confirm(admin, preview)["Location"] == PAGE
    assert "A unit of this roster was changed meanwhile" in text(admin.get(PAGE))
    assert state() == before


@pytest.mark.parametrize("field", ["confirm", "names"])
def test_forged_previews_save_nothing(admin: Client, field: str) -> None:
    before = state()
    packed = {"confirm": paste(admin).context["preview"].packed, "names": ask(admin).context["packed"]}
    swapped = packed["names" if field == "confirm" else "confirm"]
    for value in ("", "eyJ4IjoxfQ:abc:def", packed[field][:-2] + "xx", swapped):
        assert admin.post(PAGE, {field: value})["Location"] == PAGE
    assert admin.post("/duty/roster/2022-05/import/", {field: packed[field]}).status_code == 302
    assert "This preview is too old. Please begin again." in text(admin.get(PAGE))
    assert state() == before


def test_a_wish_survives_its_travel(admin: Client) -> None:
    wish = paste(admin).context["preview"].wish
    assert unpack(pack(wish, 3), APRIL) == (wish, 3)


def test_units_are_told_after_the_announcement(admin: Client, city: City) -> None:
    from hotline.clock import now
    from hotline.notices.models import Notice

    confirm(admin, paste(admin))
    Roster.objects.update(announced_at=now(), announced_by=city.office_head, announced_version=1)
    handler = city.person("bus", Unit.objects.get(name=NAMES[4]), Role.HANDLER)
    preview = paste(admin, lines(d5=f"4月5日 {NAMES[5]}", d6=f"4月6日 {NAMES[4]}"))
    assert f"{NAMES[4]}、{NAMES[5]}" in preview.content.decode()  # who will be told
    for reason in ("", "  ", "长" * 101):
        refused = confirm(admin, preview, reason=reason)
        assert (refused.status_code, Roster.objects.get().version) == (422, 1)
        assert f'value="{reason}"' in refused.content.decode()
    assert not Notice.objects.filter(kind="roster_changed").exists()
    confirm(admin, preview, reason="两单位协商对调")
    assert Notice.objects.filter(person=handler, kind="roster_changed").count() == 2
    assert Version.objects.get(number=2).note == "两单位协商对调（pasted text）"


@pytest.mark.django_db(transaction=True)
def test_two_admins_import_the_same_month_at_once() -> None:
    city = make_city()
    make_units()
    people: list[Person] = [city.admin, city.office_head]
    texts = [lines(), lines(d6=f"4月6日 {NAMES[6]}", d7=f"4月7日 {NAMES[5]}")]
    barrier = Barrier(2)

    def take(number: int) -> Any:
        try:
            client = Client()
            client.force_login(people[number])
            client.cookies["django_language"] = "en"
            with at(BEFORE):  # a thread begins without it
                preview = paste(client, texts[number])
                barrier.wait()
                return client, confirm(client, preview)
        finally:
            connections.close_all()

    with at(BEFORE), ThreadPoolExecutor(2) as pool:
        done = list(pool.map(take, range(2)))
        assert sorted(response.status_code for _client, response in done) == [302, 409]
        winner = next(n for n, (_client, response) in enumerate(done) if response.status_code == 302)
        assert Version.objects.get().made_by == people[winner]
        assert roster()[date(2022, 4, 6)] == NAMES[6 if winner else 5]
        client, again = done[1 - winner]
        # The test client's contexts are those of every thread: the page itself is looked at.
        assert "The roster was changed meanwhile, so nothing was saved." in text(again)
        now, wished = (NAMES[6], NAMES[5]) if winner else (NAMES[5], NAMES[6])
        assert f"2022-04-06 Wednesday {now} {wished} changed" in text(again)
        assert confirm(client, again).status_code == 302
        assert Roster.objects.get().version == 2
        assert roster()[date(2022, 4, 6)] == NAMES[5 if winner else 6]


# ---- versions


def test_versions_say_who_when_how_and_what(admin: Client, city: City) -> None:
    assert "This month has no roster yet" in text(admin.get(VERSIONS))
    confirm(admin, paste(admin))
    confirm(admin, paste(admin, lines(d6=f"4月6日 {NAMES[6]}", d7=f"4月7日 {NAMES[5]}")))
    Unit.objects.filter(name=NAMES[6]).update(name="改名档案局")
    page = admin.get(VERSIONS)
    said = text(page)
    assert f"Version 2 2022-03-20 10:00 {city.admin.name} imported pasted text 2 days" in said
    assert f"04-06 {NAMES[5]} → {NAMES[6]}" in said  # the name as it was
    assert [(version.number, len(changes)) for version, changes in page.context["versions"]] == [(2, 2), (1, 30)]
    shown = {cell.day.day: cell.shown.after for week in page.context["weeks"] for cell in week if cell}
    assert (shown[6], shown[7], shown[8]) == (NAMES[6], NAMES[5], NAMES[7])
    first = admin.get(VERSIONS, {"number": 1})
    assert [cell.shown.after for week in first.context["weeks"] for cell in week if cell] == NAMES
    for number in ("3", "0", "-1", "x", "１", "9" * 30):
        assert admin.get(VERSIONS, {"number": number}).status_code == 404


def test_versions_are_paged(admin: Client, city: City) -> None:
    units = [Unit.objects.get(name=NAMES[n]).pk for n in range(2)]
    for n in range(23):
        rosters.change(APRIL, {APRIL: Planned(units[n % 2])}, actor=city.admin, how=Version.How.EDIT, note=f"n{n}")
    page = admin.get(VERSIONS)
    assert [version.number for version, _changes in page.context["versions"]] == list(range(23, 3, -1))
    older = admin.get(VERSIONS + page.context["page"].older_url)
    assert [version.number for version, _changes in older.context["versions"]] == [3, 2, 1]
    assert older.context["versions"][-1][1][0].after == NAMES[0]


# ---- what it costs


def test_queries_do_not_grow(admin: Client, city: City) -> None:
    def cost(call: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            call()
        return len(queries)

    def costs() -> list[int]:
        swapped = lines(d16=f"4月16日 {NAMES[16]}", d17=f"4月17日 {NAMES[15]}")
        asked = ask(admin)
        return [
            cost(lambda: admin.get(PAGE)),
            cost(lambda: paste(admin, "4月1日 x")),
            cost(lambda: paste(admin)),
            cost(lambda: paste(admin, swapped)),
            cost(lambda: ask(admin)),
            cost(lambda: answer(admin, asked, unit_0=Unit.objects.get(name=NAMES[4]).pk)),
            cost(lambda: admin.get(VERSIONS)),
            cost(lambda: admin.get(VERSIONS, {"number": 1})),
        ]

    confirm(admin, paste(admin))
    costs()
    few = costs()
    for n in range(3):
        pair = (4 + 2 * n, 5 + 2 * n)
        given = lines(
            **{f"d{pair[0]}": f"4月{pair[0]}日 {NAMES[pair[0]]}", f"d{pair[1]}": f"4月{pair[1]}日 {NAMES[pair[0] - 1]}"}
        )
        confirm(admin, paste(admin, given))
        UnitAlias.objects.create(unit=city.water, name=f"别名{n}")
    assert costs() == few
