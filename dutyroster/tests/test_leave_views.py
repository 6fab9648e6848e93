"""The pages of leave and make-up duty: who sees what, forms, constant queries."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dutyroster.actions import leave as leaves, makeup as makeups
from dutyroster.models import Leave, Shift
from dutyroster.tests.conftest import Town, at
from dutyroster.tests.test_leave import DAY, Scene, draft_december, scene  # noqa: F401 - fixture
from hotline.people.models import Person, Rank

URL = "/duty/leave/"


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with at("2026-11-10 09:00"), translation.override("en"):
        yield


def client_of(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def read(person: Person, url: str = URL, status: int = 200) -> str:
    response = client_of(person).get(url)
    assert response.status_code == status, response.content.decode()[:800]
    return response.content.decode()


def post(person: Person, url: str, data: dict[str, Any] | None = None, status: int = 302) -> str:
    client = client_of(person)
    response = client.post(url, data or {})
    assert response.status_code == status, response.content.decode()[:3000]
    page = client.get(response.headers["Location"]) if status == 302 else response
    return page.content.decode()


def asking(scene: Scene, **more: Any) -> dict[str, Any]:  # noqa: F811
    return {"person": scene.principal.pk, "reason": "突发疾病住院", "approver": scene.mayor.pk} | more


# ---- the list


def test_who_opens_the_page(scene: Scene) -> None:  # noqa: F811
    city = scene.town.city
    for person in (city.office_head, city.admin, city.dispatcher, scene.handler, scene.principal, scene.mayor, scene.staff):
        read(person)
    for person in (city.operator, city.editor, city.auditor, city.supervisor):
        read(person, status=403)


def test_each_sees_their_own(scene: Scene) -> None:  # noqa: F811
    made = scene.ask()
    link = f'href="/duty/leave/{made.pk}/"'
    city = scene.town.city
    for person in (city.office_head, scene.handler, scene.principal, scene.deputy, scene.mayor):
        assert link in read(person), person.username
    for person in (city.handler, city.housing_leader, scene.staff):
        assert link not in read(person), person.username


def test_what_waits_for_the_city_leader_and_the_principal(scene: Scene) -> None:  # noqa: F811
    made, second = scene.ask(), scene.ask_deputy()
    assert f'btn-primary" href="/duty/leave/{made.pk}/"' in read(scene.mayor)
    page = read(scene.principal)
    assert f'btn-primary" href="/duty/leave/{second.pk}/"' in page
    assert f'btn-primary" href="/duty/leave/{made.pk}/"' not in page
    assert 'id="waiting"' not in read(scene.handler)


def test_who_is_to_decide_today_or_tomorrow_reads_it_first(scene: Scene) -> None:  # noqa: F811
    with at("2026-11-18 09:00"):
        other = scene.ask()
        sooner = leaves.ask(
            scene.town.shift(date(2026, 11, 19)).pk, actor=scene.handler, person=scene.principal, reason="x", approver=scene.mayor
        )
        response = client_of(scene.mayor).get(URL)
        assert [line["row"] for line in response.context["waiting"]] == [sooner, other]
        page = response.content.decode()
        assert (page.count("urgent: the duty is tomorrow"), page.count("urgent: the duty is today")) == (1, 0)
    with at("2026-11-19 09:00"):
        assert read(scene.mayor).count("urgent: the duty is today") == 1
    with at("2026-11-20 09:00"):
        assert read(scene.mayor).count("urgent: the duty is tomorrow") == 1  # the other one


def test_make_up_duty_to_arrange(scene: Scene) -> None:  # noqa: F811
    made = scene.granted()
    city = scene.town.city
    for person, offered in ((city.office_head, True), (city.admin, True), (city.dispatcher, False)):
        page = read(person)
        assert 'id="debts"' in page
        assert (f"/duty/leave/{made.pk}/makeup/" in page) is offered
    assert 'id="debts"' not in read(scene.handler)


def test_whose_days_are_offered(scene: Scene) -> None:  # noqa: F811
    for person in (scene.handler, scene.principal, scene.deputy):
        page = read(person)
        assert "/duty/leave/new/?day=2026-11-11" in page
        assert "/duty/leave/new/?day=2026-11-12" not in page
    for person in (scene.staff, scene.town.city.office_head, scene.mayor):
        assert "/duty/leave/new/" not in read(person)


def test_a_day_asked_for_already_says_so(scene: Scene) -> None:  # noqa: F811
    """The link stays as long as a leader is left for whom leave can be asked."""
    link = f"/duty/leave/new/?day={DAY}"
    with at("2026-11-10 09:00"):
        scene.ask()
        page = read(scene.handler)
        assert page.count("leave requested") == 1
        assert link in page
        scene.ask_deputy()
        page = read(scene.handler)
        assert page.count("leave requested") == 1
        assert link not in page
        assert "/duty/leave/new/?day=2026-11-23" in page


def test_constant_queries(scene: Scene) -> None:  # noqa: F811
    counts = []
    for n in (1, 3):
        for day in range(21, 21 + 2 * n, 2):
            shift = scene.town.shift(date(2026, 11, day))
            if not shift.leaves.exists():
                leaves.ask(shift.pk, actor=scene.handler, person=scene.principal, reason="x", approver=scene.mayor)
                made = leaves.ask(shift.pk, actor=scene.handler, person=scene.deputy, reason="x")
                assert made.approver == scene.principal
        per_reader = []
        for person in (scene.mayor, scene.principal, scene.town.city.office_head):
            client = client_of(person)
            client.get(URL)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(URL).status_code == 200
            per_reader.append(len(queries))
        counts.append(per_reader)
    assert counts[0] == counts[1]


# ---- asking


def test_asked(scene: Scene) -> None:  # noqa: F811
    page = post(scene.handler, f"{URL}new/?day={DAY}", asking(scene))
    made = Leave.objects.get()
    assert (made.person, made.approver, made.is_late) == (scene.principal, scene.mayor, False)
    assert "李建国 decides" in page


def test_the_form_says_when_it_is_late(scene: Scene) -> None:  # noqa: F811
    assert "2026-11-18 24:00" not in read(scene.handler, f"{URL}new/?day={DAY}")
    with at("2026-11-19 00:00"):
        assert "2026-11-18 24:00" in read(scene.handler, f"{URL}new/?day={DAY}")


@pytest.mark.parametrize("day", ["", "x", "2026-02-30", "2027-05-01"])
def test_a_day_that_is_none(scene: Scene, day: str) -> None:  # noqa: F811
    read(scene.handler, f"{URL}new/?day={day}", 404)


def test_strangers_do_not_see_the_form(scene: Scene) -> None:  # noqa: F811
    for person in (scene.town.city.handler, scene.staff, scene.town.city.office_head, scene.mayor):
        read(person, f"{URL}new/?day={DAY}", 404)


def test_a_day_that_has_begun(scene: Scene) -> None:  # noqa: F811
    with at("2026-11-21 08:30"):
        assert "has begun" in post(scene.handler, f"{URL}new/?day={DAY}", asking(scene))
    assert not Leave.objects.exists()


def test_what_was_typed_is_kept(scene: Scene) -> None:  # noqa: F811
    page = post(scene.handler, f"{URL}new/?day={DAY}", asking(scene, approver=""), 422)
    assert "突发疾病住院" in page
    assert "Choose the city leader" in page
    for change in (
        {"reason": ""},
        {"reason": "长" * 501},
        {"person": ""},
        {"person": scene.staff.pk},
        {"approver": scene.handler.pk},
    ):
        post(scene.handler, f"{URL}new/?day={DAY}", asking(scene, **change), 422)
    assert not Leave.objects.exists()


def test_a_double_click_asks_once(scene: Scene) -> None:  # noqa: F811
    post(scene.handler, f"{URL}new/?day={DAY}", asking(scene))
    assert "already" in post(scene.handler, f"{URL}new/?day={DAY}", asking(scene), 422)
    assert Leave.objects.count() == 1


# ---- deciding


def test_granted_by_form(scene: Scene) -> None:  # noqa: F811
    made = scene.ask()
    url = f"{URL}{made.pk}/"
    assert "Save the decision" in read(scene.mayor, url)
    assert "Save the decision" not in read(scene.handler, url)
    assert "is granted" in post(scene.mayor, f"{url}decide/", {"granted": "yes", "opinion": "同意"})
    made.refresh_from_db()
    assert (made.granted, made.opinion) == (True, "同意")


def test_a_stale_decision(scene: Scene) -> None:  # noqa: F811
    made = scene.ask()
    leaves.drop(made.pk, actor=scene.handler)
    assert "taken back" in post(scene.mayor, f"{URL}{made.pk}/decide/", {"granted": "yes"}, 422)


def test_a_late_one_wants_the_waiver_at_its_field(scene: Scene) -> None:  # noqa: F811
    with at("2026-11-20 09:00"):
        made = scene.ask()
        page = post(scene.mayor, f"{URL}{made.pk}/decide/", {"granted": "yes", "opinion": "同意照办"}, 422)
        assert "同意照办" in page
        assert "#id_waiver" in page
        post(scene.mayor, f"{URL}{made.pk}/decide/", {"granted": "yes", "waiver": "情况属实"})
    made.refresh_from_db()
    assert made.waiver == "情况属实"


def test_refusing_wants_an_opinion(scene: Scene) -> None:  # noqa: F811
    made = scene.ask()
    assert "#id_opinion" in post(scene.mayor, f"{URL}{made.pk}/decide/", {"granted": "no"}, 422)
    assert "is refused" in post(scene.mayor, f"{URL}{made.pk}/decide/", {"granted": "no", "opinion": "不同意"})


def test_who_decides_by_form(scene: Scene) -> None:  # noqa: F811
    made = scene.ask()
    for person, status in ((scene.handler, 403), (scene.principal, 403), (scene.town.city.office_head, 403), (scene.staff, 404)):
        post(person, f"{URL}{made.pk}/decide/", {"granted": "yes"}, status)
    assert client_of(scene.mayor).get(f"{URL}{made.pk}/decide/").status_code == 405


def test_a_deputy_by_form(scene: Scene) -> None:  # noqa: F811
    other = scene.town.person("other", scene.water, rank=Rank.DEPUTY)
    made = scene.ask_deputy()
    url = f"{URL}{made.pk}/decide/"
    assert "#id_substitute" in post(scene.principal, url, {"granted": "yes"}, 422)
    both = {"granted": "yes", "substitute": other.pk, "name": "符亚妹", "post": "副局长", "phone": "13800000000"}
    assert "not both" in post(scene.principal, url, both, 422)
    assert "#id_post" in post(scene.principal, url, {"granted": "yes", "name": "符亚妹", "phone": "13800000000"}, 422)
    assert "#id_phone" in post(scene.principal, url, {"granted": "yes", "name": "符亚妹", "post": "副局长", "phone": "x"}, 422)
    assert "#id_phone" in post(scene.principal, url, {"granted": "yes", "name": "符亚妹", "post": "副局长", "phone": "123"}, 422)
    assert "#id_phone" in post(scene.principal, url, {"granted": "yes", "name": "符亚妹", "post": "副局长"}, 422)
    post(scene.principal, url, {"granted": "yes", "name": "符亚妹", "post": "副局长", "phone": "138 0000 0000"})
    made.refresh_from_db()
    assert made.substitute is not None
    assert (made.substitute.name, made.substitute.phone) == ("符亚妹", "13800000000")
    assert f"/duty/leave/{made.pk}/" in read(made.substitute)


def test_a_principal_named_later_opens_the_request(scene: Scene) -> None:  # noqa: F811
    from dutyroster.models import DutyLeader

    made = scene.ask_deputy()
    fresh = scene.town.person("fresh", scene.housing)  # neither rank nor unit let this person in
    DutyLeader.objects.filter(rank=Rank.PRINCIPAL, unit=scene.water).update(person=fresh)
    assert "Save the decision" in read(fresh, f"{URL}{made.pk}/")


def test_a_day_without_deputy_is_said(scene: Scene) -> None:  # noqa: F811
    from dutyroster.models import DutyLeader

    made = scene.ask()
    assert "nobody leads it" not in read(scene.mayor, f"{URL}{made.pk}/")
    DutyLeader.objects.filter(rank=Rank.DEPUTY).delete()
    assert "nobody leads it" in read(scene.mayor, f"{URL}{made.pk}/")


# ---- taking back


def test_taken_back_by_form(scene: Scene) -> None:  # noqa: F811
    made = scene.ask()
    assert "Take the request back" in read(scene.handler, f"{URL}{made.pk}/")
    assert "Take the request back" not in read(scene.mayor, f"{URL}{made.pk}/")
    post(scene.mayor, f"{URL}{made.pk}/drop/", status=403)
    post(scene.town.city.handler, f"{URL}{made.pk}/drop/", status=404)
    assert "comes after all" in post(scene.handler, f"{URL}{made.pk}/drop/", {"why": "已康复"})
    made.refresh_from_db()
    assert made.dropped_why == "已康复"
    assert "taken back" in post(scene.handler, f"{URL}{made.pk}/drop/")


# ---- make-up duty


def test_arranged_by_form(scene: Scene) -> None:  # noqa: F811
    made = scene.granted()
    draft_december(scene)
    head = scene.town.city.office_head
    url = f"{URL}{made.pk}/makeup/"
    page = read(head, url)
    assert f'value="2026-11-22:{scene.housing.pk}"' in page
    assert 'value="2026-12-05:0"' in page
    assert "Choose a day" in post(head, url, {}, 422)
    assert "changed meanwhile" in post(head, url, {"day": "2026-12-05:17"}, 422)
    page = post(head, url, {"day": "2026-12-05:0"})
    assert "has make-up duty on 2026-12-05" in page
    assert Shift.objects.get(day=date(2026, 12, 5)).makeup_of == scene.shift
    assert client_of(head).get(url).status_code == 302  # arranged already
    assert "is cancelled" in post(head, f"{url}undo/")
    assert not Shift.objects.filter(day=date(2026, 12, 5)).exists()
    assert "No make-up duty is arranged" in post(head, f"{url}undo/")


def test_the_question_names_the_day_and_who_loses_it(scene: Scene) -> None:  # noqa: F811
    """Recommended days first, by month; the question belongs to the day that is chosen."""
    made = scene.granted()
    draft_december(scene)
    health = scene.town.city.health
    Shift.objects.filter(day=date(2026, 11, 26)).update(unit=health)
    response = client_of(scene.town.city.office_head).get(f"{URL}{made.pk}/makeup/")
    page = response.content.decode()
    assert f"Arrange the make-up duty on 2026-11-24 ({scene.housing.name} loses the day)?" in page
    assert "Arrange the make-up duty on 2026-12-05 (no unit has the day)?" in page
    assert '<form method="post">' in page  # nothing is asked before something is chosen
    (november, days), (december, _drafts) = response.context["advised"]
    assert (november, december) == (date(2026, 11, 1), date(2026, 12, 1))
    assert [(f"{row['offer'].day}", row["kind"], row["mark"]) for row in days][:2] == [
        ("2026-11-22", "weekend", "weekend"), ("2026-11-24", "workday", ""),
    ]  # fmt: skip
    assert [row["offer"].name for _month, rows in response.context["others"] for row in rows] == [health.name]
    assert page.index("2026-12-05:0") < page.index(f"2026-11-26:{health.pk}")


def test_only_planners_arrange(scene: Scene) -> None:  # noqa: F811
    made = scene.granted()
    for person in (scene.handler, scene.mayor, scene.town.city.dispatcher):
        read(person, f"{URL}{made.pk}/makeup/", 403)
        post(person, f"{URL}{made.pk}/makeup/undo/", status=403)
    waiting = scene.ask_deputy()
    read(scene.town.city.admin, f"{URL}{waiting.pk}/makeup/", 404)


def test_a_day_that_moved_since_the_page_was_made(scene: Scene) -> None:  # noqa: F811
    made = scene.granted()
    with at("2026-11-10 10:00"):
        offers = makeups.offers(made)
        from dutyroster.actions import roster as rosters
        from dutyroster.models import Roster, Version

        plan = dict(rosters.plan_of(Roster.objects.get()))
        plan[date(2026, 11, 24)] = rosters.Planned(scene.town.city.health.pk)
        rosters.change(date(2026, 11, 1), plan, actor=scene.town.city.admin, how=Version.How.EDIT)
        sent = {"day": f"2026-11-24:{scene.housing.pk}"}
        assert any(offer.unit == scene.housing.pk for offer in offers)
        page = post(scene.town.city.office_head, f"{URL}{made.pk}/makeup/", sent, 422)
    assert "changed meanwhile" in page


def test_notices_lead_somewhere(scene: Scene, town: Town) -> None:  # noqa: F811
    from hotline.notices.models import Notice

    made = scene.granted()
    for notice in Notice.objects.filter(kind__startswith="leave").select_related("person"):
        assert notice.link == f"/duty/leave/{made.pk}/"
        assert notice.person is not None
        read(notice.person, notice.link)
