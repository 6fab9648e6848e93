"""The pages of the leaders' information (D21): the unit's form, the office's table, reminders, and who may see what."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dutyroster.actions import leaders, publish
from dutyroster.actions.leaders import NEW, Entry, stamp
from dutyroster.models import DutyLeader, Roster
from dutyroster.tests.conftest import Town, at
from dutyroster.tests.test_leaders import DECEMBER, LI, URL, WANG, announced, listed, name, refused, single
from hotline.notices.models import Notice
from hotline.notices.texts import sentence
from hotline.people.models import Person, Rank, Role, Unit
from tickets.operation import Forbidden


@pytest.fixture
def december(town: Town) -> Roster:
    return announced(town)


def visit(town: Town, who: str, path: str = "", **form: str):  # type: ignore[no-untyped-def]
    """The page, or with a form what sending it gives."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(getattr(town.city, who))
    return client.post(f"{URL}{path}", form) if form else client.get(f"{URL}{path}")


def form_of(*entries: Entry, seen: str | None = None, **more: str) -> dict[str, str]:
    count = dict.fromkeys(Rank, 0)
    data = {"seen": stamp([]) if seen is None else seen}
    for entry in entries:
        rank = Rank(entry.rank)
        count[rank] += 1
        data |= {f"{rank}{count[rank]}_{part}": getattr(entry, part) for part in ("name", "post", "phone", "who")}
    return data | more


class TestUnitPage:
    def test_the_form_is_saved_as_typed_by_people(self, town: Town, december: Roster) -> None:
        wang = Entry("principal", "王　大 为", " 局长 ", "（0898）6677-001转8")
        with at("2026-11-25 10:00"):
            response = visit(town, "water_handler", f"{town.city.water.pk}/", **form_of(wang, LI))
        assert (response.status_code, response.headers["Location"]) == (302, f"{URL}{town.city.water.pk}/")
        pk = town.city.water.pk
        assert listed(town) == [
            ("deputy", "李小红", "副局长", "13800000002", f"d{pk}-2"),
            ("principal", "王大为", "局长", "08986677001x8", f"d{pk}-1"),
        ]

    def test_it_says_who_is_linked_and_who_is_new(self, town: Town, december: Roster) -> None:
        wang = town.person("wangdw", town.city.water)
        Person.objects.filter(pk=wang.pk).update(name="王大为")
        with at("2026-11-25 10:00"):
            name(town, WANG, LI)
            page = visit(town, "water_handler", f"{town.city.water.pk}/").content.decode()
        rows = [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)]
        assert "wangdw" in rows[1]
        assert "linked" in rows[1]
        assert f"d{town.city.water.pk}-1" in rows[2]
        assert "new, without a password" in rows[2]

    @pytest.mark.parametrize(
        ("change", "field", "said"),
        [
            ({"principal1_name": ""}, "principal1_name", "Please fill this in."),
            ({"principal1_post": " "}, "principal1_post", "Please fill this in."),
            ({"deputy1_name": "", "deputy1_post": "", "deputy1_phone": ""}, "deputy1_name", "Please fill this in."),
            ({"principal1_phone": "没有"}, "principal1_phone", "This is no phone number"),
            ({"deputy1_phone": "123"}, "deputy1_phone", "This is no phone number. Example: 0898-12345678"),
            ({"staff3_phone": "13800000003"}, "staff3_name", "Please fill this in."),
            ({"principal1_name": "王" * 51}, "principal1_name", "at most 50 characters"),
            ({"staff1_name": "王大为", "staff1_post": "局长", "staff1_phone": "08986677001"}, "staff1_name", "named twice"),
        ],
    )
    def test_errors_stand_at_their_field(
        self, town: Town, december: Roster, change: dict[str, str], field: str, said: str
    ) -> None:  # fmt: skip
        with at("2026-11-25 10:00"):
            response = visit(town, "water_handler", f"{town.city.water.pk}/", **(form_of(WANG, LI) | change))
        page = response.content.decode()
        assert response.status_code == 422
        assert said in page.split(f'id="id_{field}"')[1].split("</div>")[0] + page.split(f'id="id_{field}"')[1].split("</div>")[1]
        assert 'value="副局长"' in page or "deputy1_post" in change
        assert not DutyLeader.objects.exists()

    def test_of_two_of_one_name_the_form_asks(self, town: Town, december: Roster) -> None:
        people = [town.person(username, town.city.water) for username in ("w1", "w2")]
        Person.objects.filter(username__in=("w1", "w2")).update(name="王大为")
        path = f"{town.city.water.pk}/"
        with at("2026-11-25 10:00"):
            page = visit(town, "water_handler", path, **form_of(WANG, LI)).content.decode()
            select = page.split('<select name="principal1_who"')[1].split("</select>")[0]
            assert re.findall(r'value="([^"]*)"', select) == ["", str(people[0].pk), str(people[1].pk), NEW]
            answer = visit(town, "water_handler", path, **form_of(WANG, LI, principal1_who=str(people[1].pk)))
        assert answer.status_code == 302
        assert DutyLeader.objects.get(rank="principal").person == people[1]

    def test_a_forged_person_is_nobody(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            data = form_of(WANG, LI, principal1_who=str(town.city.office_head.pk))
            assert visit(town, "water_handler", f"{town.city.water.pk}/", **data).status_code == 302
        assert DutyLeader.objects.get(rank="principal").person.username.startswith("d")

    def test_a_stale_page_keeps_what_was_typed_and_shows_what_is(self, town: Town, december: Roster) -> None:
        path = f"{town.city.water.pk}/"
        with at("2026-11-25 10:00"):
            name(town, WANG, LI)
            response = visit(town, "water_handler", path, **form_of(WANG, Entry("deputy", "孙五", "副局长", "13800000005")))
            page = response.content.decode()
            assert response.status_code == 422
            assert 'value="孙五"' in page
            assert "李小红" in page
            seen = re.search(r'name="seen" value="(\w+)"', page)
            assert seen
            data = form_of(WANG, Entry("deputy", "孙五", "副局长", "13800000005"), seen=seen[1])
            assert visit(town, "water_handler", path, **data).status_code == 302
        assert {row[1] for row in listed(town)} == {"王大为", "孙五"}

    def test_filled_in_from_the_month_before(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            name(town, WANG, LI)
        with at("2026-12-21 10:00"):
            january = town.roster(date(2027, 1, 1), [town.city.water])
            client = Client()
            client.force_login(town.city.water_handler)
            page = client.get(f"/duty/roster/2027-01/leaders/{town.city.water.pk}/").content.decode()
        for value in ("王大为", "局长", "08986677001", "李小红"):
            assert f'value="{value}"' in page
        assert not DutyLeader.objects.filter(roster=january).exists()

    def test_the_first_time_from_the_persons_of_these_ranks(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            page = visit(town, "unit_leader", f"{town.city.health.pk}/").content.decode()
        assert 'value="蔡卫东"' in page

    def test_read_only_for_the_front_desk_and_after_the_begin(self, town: Town, december: Roster) -> None:
        single(town)
        path = f"{town.city.water.pk}/"
        with at("2026-11-25 10:00"):
            name(town, WANG, LI)
            for who in ("dispatcher", "supervisor"):
                page = visit(town, who, path).content.decode()
                assert "08986677001" in page
                assert 'name="principal1_name"' not in page
                assert visit(town, who, path, **form_of(WANG, LI)).status_code == 403
        with at("2026-12-02 08:30"):
            assert 'name="principal1_name"' not in visit(town, "water_handler", path).content.decode()

    def test_rights(self, town: Town, december: Roster) -> None:
        path = f"{town.city.water.pk}/"
        with at("2026-11-25 10:00"):
            allowed = {"admin", "office_head", "dispatcher", "supervisor", "water_handler"}
            everybody = ("operator", "editor", "archivist", "auditor", "cityleader", "handler", "unit_leader", "callback_clerk")
            for who in (*allowed, *everybody):
                assert visit(town, who, path).status_code == (200 if who in allowed else 403), who
            assert visit(town, "admin", f"{town.city.district.pk}/").status_code == 404
            assert visit(town, "admin", "99999/").status_code == 404
            Roster.objects.update(announced_at=None, announced_by=None, published_at=None)
            for who in (*allowed, *everybody):
                assert visit(town, who, path).status_code == 404


class TestOverview:
    def test_the_office_sees_who_is_missing(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            name(town, WANG, LI)
            page = visit(town, "office_head").content.decode()
        assert "2 of 3 units have not named their leaders yet." in page
        rows = page.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")
        assert ["市住建局" in rows[0], "市卫健委" in rows[1], "市水务局" in rows[2]] == [True] * 3  # what is missing comes first
        assert ["missing" in row for row in rows[:3]] == [True, True, False]
        assert "08986677001" in rows[2]
        assert "梁波" in rows[2]
        assert ["Remind" in row for row in rows[:3]] == [True, True, False]

    def test_a_unit_is_led_to_its_own_form_and_sees_nobody_elses(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            name(town, WANG, LI)
            assert visit(town, "handler").headers["Location"] == f"{URL}{town.city.housing.pk}/"
            assert "08986677001" not in visit(town, "handler", f"{town.city.housing.pk}/").content.decode()
            page = visit(town, "district_handler").content.decode()
            assert "Your unit has no duty day in this month" in page
            assert "王大为" not in page

    def test_two_units_of_one_tree(self, town: Town) -> None:
        with at("2026-11-20 10:00"):
            town.roster(DECEMBER, [town.city.district, town.city.street, town.city.water])
            page = visit(town, "district_handler").content.decode()
            assert "龙华区中山街道办" in page
            assert "市水务局" not in page
            assert "Remind" not in page
            assert visit(town, "street_handler").headers["Location"] == f"{URL}{town.city.street.pk}/"

    def test_rights(self, town: Town, december: Roster) -> None:
        for who in ("operator", "callback_clerk", "editor", "archivist", "auditor", "cityleader"):
            assert visit(town, who).status_code == 403, who
        for who in ("admin", "office_head", "dispatcher", "supervisor"):
            assert visit(town, who).status_code == 200, who
        Roster.objects.update(announced_at=None, announced_by=None)
        assert visit(town, "water_handler").status_code == 404
        assert "not announced yet" in visit(town, "admin").content.decode()

    def test_queries_do_not_grow(self, town: Town) -> None:
        counts = []
        for month, n in (("2026-10", 1), ("2026-11", 3)):
            with at("2026-09-20 10:00"):
                units = [Unit.objects.create(name=f"单位{month}{k}") for k in range(n)]
                for unit in units:
                    town.person(f"h{unit.pk}", unit, Role.HANDLER)
                roster = town.roster(date.fromisoformat(f"{month}-01"), units, announced=False)
                roster = publish.announce(roster, actor=town.city.office_head, version=1)
                for unit in units:
                    leaders.urge(roster, unit, actor=town.city.admin)
                    town.name_leaders(roster, unit)
                client = Client()
                client.force_login(town.city.office_head)
                client.get(f"/duty/roster/{month}/leaders/")
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(f"/duty/roster/{month}/leaders/").status_code == 200
            counts.append(len(captured))
        assert counts[0] == counts[1]


class TestUrging:
    def test_once_a_day(self, town: Town, december: Roster) -> None:
        path = f"{town.city.water.pk}/urge/"
        with at("2026-11-25 10:00"):
            assert visit(town, "office_head", path, go="1").headers["Location"] == URL
            page = visit(town, "office_head").content.decode()
            assert page.count("reminded today") == 1
            visit(town, "admin", path, go="1")
            with refused(match="reminded today already"):
                leaders.urge(december, town.city.water, actor=town.city.admin)
        notice = Notice.objects.get(kind="leaders_urged")
        assert (notice.person, notice.link) == (town.city.water_handler, f"{URL}{town.city.water.pk}/")
        with translation.override("en"):
            assert sentence(notice).endswith("in 2026-12; they are due by 2026-11-28 16:00.")
        with at("2026-11-26 00:00"):
            leaders.urge(december, town.city.water, actor=town.city.office_head)
        assert Notice.objects.filter(kind="leaders_urged").count() == 2

    def test_nobody_is_reminded_of_what_is_done_or_without_anybody_there(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            Person.objects.filter(unit=town.city.housing).update(is_active=False)
            with refused(match="call them"):
                leaders.urge(december, town.city.housing, actor=town.city.admin)
            name(town, WANG, LI)
            with refused(match="owes no names"):
                leaders.urge(december, town.city.water, actor=town.city.admin)

    def test_only_the_planners(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            for who in ("dispatcher", "supervisor", "operator", "water_handler", "auditor"):
                assert visit(town, who, f"{town.city.water.pk}/urge/", go="1").status_code == 403
            with refused(Forbidden):
                leaders.urge(december, town.city.water, actor=town.city.dispatcher)
            assert visit(town, "admin", f"{town.city.water.pk}/urge/").status_code == 405


class TestUrgingAll:
    def test_each_unit_that_is_missing_once_a_day(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            name(town, WANG, LI)
            leaders.urge(december, town.city.health, actor=town.city.admin)
            assert "Remind all that are missing" in visit(town, "office_head").content.decode()
            for _n in range(2):
                assert visit(town, "office_head", "urge/", go="1").headers["Location"] == URL
            assert "Remind all that are missing" not in visit(town, "office_head").content.decode()
        told = Notice.objects.filter(kind="leaders_urged").values_list("person", "link")
        assert len(told) == len(set(told))
        assert {link for _person, link in told} == {f"{URL}{unit.pk}/" for unit in (town.city.housing, town.city.health)}
        with at("2026-11-26 00:00"):
            assert leaders.urge_all(december, actor=town.city.admin) == ([town.city.housing, town.city.health], [])

    def test_a_unit_without_anybody_is_named(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            Person.objects.filter(unit=town.city.housing).update(is_active=False)
            client = Client(headers={"accept-language": "en"})
            client.force_login(town.city.admin)
            page = client.post(f"{URL}urge/", follow=True).content.decode()
        assert "Units reminded: 2." in page
        assert "call them: 市住建局" in page

    def test_only_the_planners_by_post(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            for who in ("dispatcher", "supervisor", "operator", "water_handler", "auditor"):
                assert visit(town, who, "urge/", go="1").status_code == 403
            assert "Remind all" not in visit(town, "dispatcher").content.decode()
            with refused(Forbidden):
                leaders.urge_all(december, actor=town.city.dispatcher)
            assert visit(town, "admin", "urge/").status_code == 405
        assert not Notice.objects.filter(kind="leaders_urged").exists()

    def test_queries_do_not_grow(self, town: Town) -> None:
        counts = []
        for month, n in (("2026-10", 1), ("2026-11", 1), ("2026-12", 3)):  # the first reads the options
            with at("2026-09-20 10:00"):
                units = [Unit.objects.create(name=f"单位{month}{k}") for k in range(n)]
                for unit in units:
                    town.person(f"h{unit.pk}", unit, Role.HANDLER)
                roster = town.roster(date.fromisoformat(f"{month}-01"), units, announced=False)
                roster = publish.announce(roster, actor=town.city.office_head, version=1)
                with CaptureQueriesContext(connection) as captured:
                    assert len(leaders.urge_all(roster, actor=town.city.admin)[0]) == n
            counts.append(len(captured))
        assert counts[1] == counts[2]
