"""Who sees which ticket (section 2, design idea 5): list and detail share one queryset."""

import pytest

from hotline.people.models import Person, Role
from tickets.flow import Action
from tickets.models import Ticket
from tickets.tests.conftest import City

pytestmark = pytest.mark.usefixtures("pinned")


def sees(person: Person, *tickets: Ticket) -> list[bool]:
    """Whether each is in the person's list; the detail page asks the same queryset for one number."""
    found = []
    for ticket in tickets:
        listed = ticket in Ticket.objects.visible_to(person)
        assert listed == Ticket.objects.visible_to(person).filter(number=ticket.number).exists()
        found.append(listed)
    return found


@pytest.mark.parametrize("who", ["operator", "dispatcher", "supervisor", "editor", "office_head"])
def test_the_office_sees_all(city: City, who: str) -> None:
    assert sees(getattr(city, who), city.register(), city.dispatched(), city.filed()) == [True, True, True]


@pytest.mark.parametrize("who", ["admin", "auditor"])
def test_admin_and_auditor_see_no_ticket(city: City, who: str) -> None:
    assert sees(getattr(city, who), city.register(), city.dispatched(), city.filed()) == [False, False, False]


def test_who_left_sees_nothing(city: City) -> None:
    for person in (city.office_head, city.handler):
        person.is_active = False
        person.save()
        assert sees(person, city.dispatched()) == [False]


def test_the_callback_clerk_sees_from_the_reply_on(city: City) -> None:
    tickets = [
        city.register(),
        city.dispatched(),
        city.replied(),
        city.supervised(),
        city.accepted(),
        city.compiled(),
        city.filed(),
    ]
    assert sees(city.clerk, *tickets) == [False, False, True, True, True, True, True]


def test_the_archivist_sees_the_finished(city: City) -> None:
    assert sees(city.archivist, city.compiled(), city.published(), city.filed()) == [False, True, True]


def test_a_city_leader_sees_what_is_submitted_to_them(city: City) -> None:
    city.person("otherleader", city.cityleader.unit, Role.CITY_LEADER)
    mine, other = city.submitted(city.register()), city.register()
    assert sees(city.cityleader, mine, other) == [True, False]
    assert sees(city.otherleader, mine, other) == [False, False]
    assert sees(city.cityleader, city.do(mine, Action.INSTRUCT, city.cityleader, text="同意")) == [True]


def test_a_unit_sees_its_own_tree_and_nothing_else(city: City) -> None:
    leading, assisting, foreign, waiting = city.dispatched(), city.dispatched(lead=city.water, assisting=[city.housing]), \
        city.dispatched(lead=city.water), city.register()  # fmt: skip
    for person in (city.handler, city.housing_leader):
        assert sees(person, leading, assisting, foreign, waiting) == [True, True, False, False]


def test_a_person_of_the_unit_without_a_role_sees_nothing(city: City) -> None:
    assert sees(city.person("plain", city.housing), city.dispatched()) == [False]


def test_a_sub_unit_sees_what_was_handed_on_to_it(city: City) -> None:
    """P19: a district sees its tree, the street only its part."""
    kept = city.dispatched(lead=city.district)
    handed = city.do(city.dispatched(lead=city.district), Action.HAND_ON, city.district_handler, to=city.street)
    direct = city.dispatched(lead=city.street)
    assert sees(city.street_handler, kept, handed, direct) == [False, True, True]
    assert sees(city.district_handler, kept, handed, direct) == [True, True, True]


def test_the_former_unit_sees_nothing_after_an_upheld_return(city: City) -> None:
    ticket = city.return_upheld(city.assisted())
    assert sees(city.handler, ticket) + sees(city.water_handler, ticket) == [False, False]
    ticket = city.dispatched(ticket, lead=city.health)
    assert sees(city.handler, ticket) + sees(city.water_handler, ticket) + sees(city.health_handler, ticket) == [
        False,
        False,
        True,
    ]


def test_a_released_assisting_unit_sees_nothing(city: City) -> None:
    ticket = city.return_asked(city.assisted(), city.water_handler)
    ticket = city.do(ticket, Action.DECIDE_RETURN, city.dispatcher, granted=True, text="同意")
    assert sees(city.water_handler, ticket) + sees(city.handler, ticket) == [False, True]


def test_the_former_unit_and_its_sub_unit_see_nothing_after_a_redispatch(city: City) -> None:
    ticket = city.do(city.dispatched(lead=city.district), Action.HAND_ON, city.district_handler, to=city.street)
    child = city.one_more(ticket)
    ticket = city.do(city.instructed(ticket), Action.REDISPATCH, city.dispatcher, lead=city.water, how="phone", caller_told=True)
    for former in (city.district_handler, city.street_handler):
        assert sees(former, ticket, child) == [False, False]
    assert sees(city.water_handler, ticket, child) == [True, True]


def test_a_merged_ticket_is_seen_by_the_mains_unit_only(city: City) -> None:
    main, child = city.dispatched(), city.dispatched(lead=city.water)
    assert sees(city.water_handler, child) == [True]
    child = city.do(child, Action.MERGE, city.dispatcher, into=main)
    assert sees(city.handler, main, child) == [True, True]
    assert sees(city.water_handler, main, child) == [False, False]
    child = city.do(child, Action.UNMERGE, city.dispatcher, text="不是同一处")
    assert sees(city.handler, child) == [False]


def test_the_unit_keeps_its_finished_tickets(city: City) -> None:
    assert sees(city.handler, city.replied(), city.accepted(), city.filed()) == [True, True, True]


def test_several_roles_add_up(city: City) -> None:
    both = city.person("both", city.housing, Role.HANDLER, Role.ARCHIVIST)
    assert sees(both, city.dispatched(), city.published(city.compiled()), city.register()) == [True, True, False]
