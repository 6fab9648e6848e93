"""Swaps: each step by the right people, what cannot be swapped, moot requests; and several people at once."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import translation

from dutyroster import onduty
from dutyroster.actions import publish, roster as rosters, swaps
from dutyroster.actions.roster import Planned, Stale
from dutyroster.models import Leave, Roster, Shift, Swap, Version
from dutyroster.tests.conftest import NOVEMBER, Town, at
from dutyroster.tests.test_month_views import granted_leave
from hotline import clock, options
from hotline.notices.models import Notice
from hotline.people.models import Role
from tickets.operation import Forbidden, Refused
from tickets.tests.conftest import make_city
from tickets.tests.test_concurrency import at_once

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)
OURS, THEIRS = date(2026, 11, 25), date(2026, 11, 26)  # housing has the odd days of November, water the even ones


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"), at("2026-11-22 15:00"):
        yield


@pytest.fixture
def november(town: Town) -> Roster:
    return town.roster(NOVEMBER, [town.city.housing, town.city.water])


def asked(town: Town, ours: date = OURS, theirs: date = THEIRS) -> Swap:
    return swaps.ask(town.shift(ours).pk, town.shift(theirs).pk, actor=town.city.handler, reason="当日有重要会议")


def consented(town: Town, **days: date) -> Swap:
    return swaps.consent(asked(town, **days).pk, actor=town.city.water_handler, agrees=True)


def on(day: date) -> str:
    return Shift.objects.get(day=day).unit.name


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__username", flat=True))


def test_the_whole_way(town: Town, november: Roster) -> None:
    ours, _deputy, _staff = town.name_leaders(november, town.city.housing)
    theirs, deputy, staff = town.name_leaders(november, town.city.water)
    swap = asked(town)
    assert told("swap_asked") == {"water_handler", theirs.username, deputy.username}
    assert staff.username not in told("swap_asked")
    swaps.consent(swap.pk, actor=town.city.water_handler, agrees=True)
    assert told("swap_consented") >= {"handler", "housing_leader", ours.username}
    assert told("swap_to_decide") == {"office_head"}
    assert (on(OURS), on(THEIRS)) == ("市住建局", "市水务局")
    swaps.decide(swap.pk, actor=town.city.office_head, grants=True)
    assert (on(OURS), on(THEIRS)) == ("市水务局", "市住建局")
    assert told("swap_granted") >= {"handler", "water_handler", ours.username, theirs.username}
    assert told("roster_changed") == set()  # one message for one matter
    version = Version.objects.get(number=2)
    assert (version.how, version.made_by, version.note) == ("swap", town.city.office_head, "2026-11-25 ↔ 2026-11-26")
    swap.refresh_from_db()
    assert (swap.granted, swap.dropped_at) == (True, None)
    with at("2026-11-25 10:00"):  # the powers follow: the shift alone gives them
        assert onduty.crew(onduty.running()).principal.person == theirs


def test_two_months_change_together(town: Town, november: Roster) -> None:
    town.roster(DECEMBER, [town.city.water])
    swap = consented(town, theirs=date(2026, 12, 3))
    swaps.decide(swap.pk, actor=town.city.office_head, grants=True)
    assert (on(OURS), on(date(2026, 12, 3))) == ("市水务局", "市住建局")
    assert set(Version.objects.filter(how="swap").values_list("roster__month", "number")) == {(NOVEMBER, 2), (DECEMBER, 2)}


def test_the_other_unit_refuses_with_a_reason(town: Town, november: Roster) -> None:
    swap = asked(town)
    with pytest.raises(Refused) as caught:
        swaps.consent(swap.pk, actor=town.city.water_handler, agrees=False)
    assert caught.value.field == "reason"
    swaps.consent(swap.pk, actor=town.city.water_handler, agrees=False, reason="当日无法安排")
    swap.refresh_from_db()
    assert (swap.dropped_how, swap.dropped_why, swap.dropped_by) == ("refused", "当日无法安排", town.city.water_handler)
    assert "handler" in told("swap_refused")
    with pytest.raises(Refused, match="not open any more"):
        swaps.decide(swap.pk, actor=town.city.office_head, grants=True)


def test_the_office_refuses_with_a_reason(town: Town, november: Roster) -> None:
    swap = consented(town)
    with pytest.raises(Refused) as caught:
        swaps.decide(swap.pk, actor=town.city.office_head, grants=False)
    assert caught.value.field == "opinion"
    swaps.decide(swap.pk, actor=town.city.office_head, grants=False, opinion="临近值班，不宜调整")
    assert on(OURS) == "市住建局"
    assert told("swap_denied") >= {"handler", "water_handler"}
    with pytest.raises(Refused, match="decided already"):
        swaps.decide(swap.pk, actor=town.city.office_head, grants=True)


def test_taken_back_before_the_decision(town: Town, november: Roster) -> None:
    swap = consented(town)
    with pytest.raises(Forbidden):
        swaps.take_back(swap.pk, actor=town.city.water_handler)
    swaps.take_back(swap.pk, actor=town.city.housing_leader)
    assert told("swap_taken_back") >= {"water_handler", "office_head"}
    with pytest.raises(Refused):
        swaps.decide(swap.pk, actor=town.city.office_head, grants=True)
    assert asked(town).pk != swap.pk  # may be asked again


def test_who_may_do_what(town: Town, november: Roster) -> None:
    city = town.city
    first, second = town.shift(OURS).pk, town.shift(THEIRS).pk
    for person in (city.water_handler, city.operator, city.office_head, city.admin, city.cityleader):
        with pytest.raises(Forbidden):
            swaps.ask(first, second, actor=person, reason="x")
    swap = asked(town)
    for person in (city.handler, city.office_head, city.health_handler):
        with pytest.raises(Forbidden):
            swaps.consent(swap.pk, actor=person, agrees=True)
    with pytest.raises(Refused, match="not consented yet"):
        swaps.decide(swap.pk, actor=city.office_head, grants=True)
    swaps.consent(swap.pk, actor=city.water_handler, agrees=True)
    for person in (city.handler, city.water_handler, city.admin, city.supervisor):
        with pytest.raises(Forbidden):
            swaps.decide(swap.pk, actor=person, grants=True)
    assert on(OURS) == "市住建局"


def test_nobody_decides_their_own(town: Town, november: Roster) -> None:
    both = town.person("both", town.city.housing, Role.HANDLER, Role.OFFICE_HEAD)
    swap = swaps.ask(town.shift(OURS).pk, town.shift(THEIRS).pk, actor=both, reason="x")
    swaps.consent(swap.pk, actor=town.city.water_handler, agrees=True)
    with pytest.raises(Forbidden, match="themselves"):
        swaps.decide(swap.pk, actor=both, grants=True)


def test_a_named_leader_speaks_for_the_unit(town: Town, november: Roster) -> None:
    principal, deputy, staff = town.name_leaders(november, town.city.housing)
    with pytest.raises(Forbidden):
        swaps.ask(town.shift(OURS).pk, town.shift(THEIRS).pk, actor=staff, reason="x")
    assert swaps.ask(town.shift(OURS).pk, town.shift(THEIRS).pk, actor=deputy, reason="x").first_unit == town.city.housing
    assert principal.username not in told("swap_asked")


def test_what_cannot_be_swapped(town: Town, november: Roster) -> None:
    with pytest.raises(Refused, match="another unit"):
        asked(town, theirs=date(2026, 11, 27))  # both ours
    with pytest.raises(Refused, match="begun"):
        asked(town, ours=date(2026, 11, 21))
    with pytest.raises(Refused, match="begun") as caught:
        asked(town, theirs=date(2026, 11, 22))
    assert caught.value.field == "second"
    town.roster(DECEMBER, [town.city.water], announced=False)
    with pytest.raises(Refused, match="not announced"):
        asked(town, theirs=date(2026, 12, 1))


def test_make_up_duty_and_leave_stay(town: Town, november: Roster) -> None:
    Shift.objects.filter(day=THEIRS).update(makeup_of=town.shift(date(2026, 11, 4)))
    with pytest.raises(Refused, match="make-up duty"):
        asked(town)
    granted_leave(town, town.shift(date(2026, 11, 28)), town.city.water_handler)
    with pytest.raises(Refused, match="Leave is granted"):
        asked(town, theirs=date(2026, 11, 28))


def test_one_request_a_day(town: Town, november: Roster) -> None:
    asked(town)
    with pytest.raises(Refused, match="waiting already"):
        asked(town, theirs=date(2026, 11, 28))
    with pytest.raises(Refused, match="waiting already"):
        asked(town, ours=date(2026, 11, 27))


def test_a_day_that_went_elsewhere_makes_it_moot(town: Town, november: Roster) -> None:
    swap = consented(town)
    plan = rosters.plan_of(november) | {THEIRS: Planned(town.city.health.pk)}
    rosters.change(NOVEMBER, plan, actor=town.city.admin, how=Version.How.EDIT, note="x")
    with pytest.raises(Refused, match="not open any more"):
        swaps.decide(swap.pk, actor=town.city.office_head, grants=True)
    assert on(OURS) == "市住建局"


@pytest.mark.parametrize("what", ["begun", "leave", "unit"])
def test_moot_at_the_decision(town: Town, november: Roster, what: str) -> None:
    swap = consented(town)
    moment = "2026-11-25 09:00" if what == "begun" else "2026-11-23 09:00"
    if what == "leave":
        granted_leave(town, town.shift(THEIRS), town.city.water_handler)
    if what == "unit":  # past every door
        Shift.objects.filter(day=THEIRS).update(unit=town.city.health)
    with at(moment):
        answer = swaps.decide(swap.pk, actor=town.city.office_head, grants=True)
    assert answer.dropped_at is not None
    assert answer.dropped_why
    assert answer.granted is None
    assert on(OURS) == "市住建局"
    assert told("swap_moot") >= {"handler", "water_handler"}


# ---- pages


@pytest.fixture
def reader(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_by_hand_from_end_to_end(reader: Client, town: Town, november: Roster) -> None:
    city = town.city
    reader.force_login(city.handler)
    page = reader.get(f"/duty/swaps/ask/{OURS}/")
    ((month, days),) = page.context["form"].fields["second"].choices[1:]
    assert month == "November 2026"
    assert [label[:10] for _pk, label in days] == ["2026-11-24", "2026-11-26", "2026-11-28", "2026-11-30"]
    sent = {"second": town.shift(THEIRS).pk, "reason": "当日有重要会议"}
    assert reader.post(f"/duty/swaps/ask/{OURS}/", sent).url == "/duty/swaps/"
    again = reader.post(f"/duty/swaps/ask/{OURS}/", sent)
    assert again.status_code == 422
    assert "当日有重要会议" in again.content.decode()
    pk = Swap.objects.get().pk
    reader.force_login(city.water_handler)
    assert [line.swap.pk for line in reader.get("/duty/swaps/").context["mine"]] == [pk]
    refused = reader.post(f"/duty/swaps/{pk}/answer/", {"refuse": "1"})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert reader.post(f"/duty/swaps/{pk}/answer/", {"agree": "1"}).status_code == 302
    reader.force_login(city.office_head)
    assert "swaps that wait for you: 1" in reader.get("/duty/roster/2026-11/").content.decode()
    assert "These wait for you: 1" in reader.get("/").content.decode()
    assert reader.post(f"/duty/swaps/{pk}/decide/", {"grant": "1"}).status_code == 302
    assert on(OURS) == "市水务局"
    assert [outcome[0] for _swap, outcome in reader.get("/duty/swaps/").context["ended"]] == ["exchanged"]
    twice = reader.post(f"/duty/swaps/{pk}/decide/", {"grant": "1"})
    assert twice.status_code == 422
    assert Version.objects.count() == 2


def test_every_announced_day_ahead_can_be_chosen(reader: Client, town: Town, november: Roster) -> None:
    """By month, with what kind of day it is; not what lies more than three months ahead, and no draft."""
    city = town.city
    for month in (DECEMBER, date(2027, 1, 1), date(2027, 2, 1)):
        town.roster(month, [city.water])
    town.roster(date(2027, 3, 1), [city.water], announced=False)
    reader.force_login(city.handler)
    months = dict(reader.get(f"/duty/swaps/ask/{OURS}/").context["form"].fields["second"].choices[1:])
    counts = {month: len(days) for month, days in months.items()}
    assert counts == {"November 2026": 4, "December 2026": 31, "January 2027": 31, "February 2027": 22}  # 92 days
    labels = {label[:10]: label for days in months.values() for _pk, label in days}
    assert labels["2026-11-26"].endswith("市水务局")
    assert labels["2026-11-28"].endswith("市水务局（weekend）")
    assert labels["2027-01-01"].endswith("（元旦）")
    assert '<optgroup label="February 2027">' in reader.get(f"/duty/swaps/ask/{OURS}/").content.decode()
    sent = {"second": town.shift(date(2027, 2, 20)).pk, "reason": "当日有重要会议"}
    assert reader.post(f"/duty/swaps/ask/{OURS}/", sent).status_code == 302


def test_no_link_where_it_is_refused(reader: Client, town: Town, november: Roster) -> None:
    city = town.city
    asked(town)
    Leave.objects.create(
        shift=town.shift(date(2026, 11, 27)), who="principal", person=city.housing_leader, reason="x", asked_by=city.handler,
        asked_at=clock.now(), is_late=False, approver=city.cityleader,
    )  # fmt: skip
    reader.force_login(city.handler)
    for url in ("/duty/swaps/", "/duty/roster/2026-11/"):
        page = reader.get(url).content.decode()
        linked = [day for day in range(1, 31) if f'href="/duty/swaps/ask/2026-11-{day:02}/"' in page]
        assert linked == [23, 29]  # of the 23rd, 25th, 27th and 29th
        assert page.count("a swap is waiting") == page.count("leave requested") == 1
    reader.force_login(city.water_handler)  # the other day is bound too
    assert f'href="/duty/swaps/ask/{THEIRS}/"' not in reader.get("/duty/swaps/").content.decode()


def test_strangers_see_nothing_of_it(reader: Client, town: Town, november: Roster) -> None:
    pk = consented(town).pk
    reader.force_login(town.city.health_handler)
    page = reader.get("/duty/swaps/")
    assert (page.context["mine"], page.context["others"]) == ([], [])
    assert reader.get(f"/duty/swaps/ask/{OURS}/").status_code == 404
    for what in ("answer", "take-back", "decide"):
        assert reader.post(f"/duty/swaps/{pk}/{what}/", {"agree": "1", "grant": "1"}).status_code == 404
    reader.force_login(town.city.handler)
    assert reader.post(f"/duty/swaps/{pk}/decide/", {"grant": "1"}).status_code == 403
    reader.force_login(town.city.supervisor)
    assert [line.swap.pk for line in reader.get("/duty/swaps/").context["others"]] == [pk]
    assert reader.get(f"/duty/swaps/{pk}/decide/").status_code == 405
    assert Swap.objects.get().decided_at is None


def test_lapsed_requests_and_missing_leaders_are_said(reader: Client, town: Town, november: Roster) -> None:
    town.roster(DECEMBER, [town.city.water])
    asked(town, theirs=date(2026, 12, 3))
    reader.force_login(town.city.office_head)
    (line,) = reader.get("/duty/swaps/").context["others"]
    assert [(unit.name, day) for unit, day in line.unnamed] == [("市住建局", date(2026, 12, 3)), ("市水务局", OURS)]
    with at("2026-11-25 08:30"):
        page = reader.get("/duty/swaps/")
        assert page.context["others"] == []
        assert [outcome[0] for _swap, outcome in page.context["ended"]] == ["lapsed"]


def test_queries_do_not_grow(reader: Client, town: Town, november: Roster) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked(town)
    reader.force_login(town.city.water_handler)
    reader.get("/duty/swaps/")
    with CaptureQueriesContext(connection) as few:
        reader.get("/duty/swaps/")
    asked(town, ours=date(2026, 11, 27), theirs=date(2026, 11, 28))
    asked(town, ours=date(2026, 11, 29), theirs=date(2026, 11, 30))
    with CaptureQueriesContext(connection) as many:
        assert len(reader.get("/duty/swaps/").context["mine"]) == 3
    assert len(few) == len(many)


# ---- at once


@pytest.fixture
def busy(transactional_db: None) -> Town:
    """Committed, so that every thread sees it; far enough ahead of the real clock."""
    options.forget()
    return Town(make_city())


def pinned(call):
    """The same moment and language in every thread."""

    def run():
        with clock.at(datetime(2026, 11, 22, 15, 0, tzinfo=clock.TZ)), translation.override("en"):
            return call()

    return run


@pytest.mark.django_db(transaction=True)
def test_two_heads_approve_at_once(busy: Town) -> None:
    busy.roster(NOVEMBER, [busy.city.housing, busy.city.water])
    other = busy.person("head2", busy.city.office, Role.OFFICE_HEAD)
    swap = consented(busy)
    heads = (busy.city.office_head, other)
    calls = [pinned(lambda head=head: swaps.decide(swap.pk, actor=head, grants=True)) for head in heads]
    answers = at_once(*calls)
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [Refused]
    assert (on(OURS), on(THEIRS)) == ("市水务局", "市住建局")
    assert Version.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_import_while_a_swap_is_approved(busy: Town) -> None:
    """Whoever is first counts; the other is told, and no day has half of both."""
    roster = busy.roster(NOVEMBER, [busy.city.housing, busy.city.water])
    swap = consented(busy)
    plan = rosters.plan_of(roster) | {THEIRS: Planned(busy.city.health.pk)}

    def upload():
        return rosters.change(NOVEMBER, plan, actor=busy.city.admin, how=Version.How.IMPORT, note="x", version=1)

    answers = at_once(
        pinned(lambda: swaps.decide(swap.pk, actor=busy.city.office_head, grants=True)), pinned(upload)
    )  # fmt: skip
    assert len([answer for answer in answers if isinstance(answer, Exception)]) == 1, answers
    if isinstance(answers[1], Stale):
        assert (on(OURS), on(THEIRS)) == ("市水务局", "市住建局")
    else:
        assert isinstance(answers[0], Refused)
        assert (on(OURS), on(THEIRS)) == ("市住建局", "市卫健委")
    assert Version.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_publishing_while_a_swap_is_approved(busy: Town) -> None:
    """Both happen, one after the other; what is published is the month as it stands."""
    roster = busy.roster(NOVEMBER, [busy.city.housing, busy.city.water])
    swap = consented(busy)
    answers = at_once(
        pinned(lambda: swaps.decide(swap.pk, actor=busy.city.office_head, grants=True)),
        pinned(lambda: publish.publish(roster, actor=busy.city.office_head)),
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    roster.refresh_from_db()
    assert (roster.version, roster.published_at is not None) == (2, True)
    assert on(OURS) == "市水务局"


@pytest.mark.django_db(transaction=True)
def test_announcing_next_month_while_a_swap_into_it_is_asked(busy: Town) -> None:
    busy.roster(NOVEMBER, [busy.city.housing])
    december = busy.roster(DECEMBER, [busy.city.water], announced=False)
    ours, theirs = busy.shift(OURS).pk, busy.shift(date(2026, 12, 3)).pk
    answers = at_once(
        pinned(lambda: publish.announce(december, actor=busy.city.office_head, version=1)),
        pinned(lambda: swaps.ask(ours, theirs, actor=busy.city.handler, reason="x")),
    )
    december.refresh_from_db()
    assert december.is_announced
    assert isinstance(answers[1], Swap) or "not announced" in str(answers[1])


@pytest.mark.django_db(transaction=True)
def test_two_units_ask_for_the_same_day_at_once(busy: Town) -> None:
    busy.roster(NOVEMBER, [busy.city.housing, busy.city.water, busy.city.health])
    days = {
        name: Shift.objects.filter(unit__name=name, day__gt=date(2026, 11, 23)).first().pk
        for name in ("市住建局", "市水务局", "市卫健委")
    }
    answers = at_once(
        pinned(lambda: swaps.ask(days["市住建局"], days["市卫健委"], actor=busy.city.handler, reason="x")),
        pinned(lambda: swaps.ask(days["市水务局"], days["市卫健委"], actor=busy.city.water_handler, reason="x")),
    )
    assert [type(answer) for answer in answers].count(Swap) == 1
    assert Swap.objects.count() == 1
    assert not Leave.objects.exists()
