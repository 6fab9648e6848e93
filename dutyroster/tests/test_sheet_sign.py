"""Signing the callback sheet (D10): twice, by the wrong person, after a case changed, late, too late, at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import translation

from dutyroster import signing
from dutyroster.actions import sheet as sheets, sheet_signing
from dutyroster.actions.sheet_signing import CasesChanged, SignedAlready, changed, sign
from dutyroster.models import SheetCase, SheetSignature
from dutyroster.tests.conftest import Town, at
from dutyroster.tests.sheet_town import PASSWORD, Desk, make_desk, moment
from hotline import options
from hotline.people.forms import FAILURES_ALLOWED
from hotline.people.models import Person
from tickets.flow import Action
from tickets.models import Callback
from tickets.operation import Forbidden, Refused, perform, perform_many
from tickets.tests.test_concurrency import at_once


@pytest.fixture
def desk(town: Town) -> Desk:
    return make_desk(town)


@contextmanager
def refused(error: type[Refused] = Refused, match: str | None = None, field: str | None = None) -> Iterator[None]:
    """Refused in exactly this way, and nothing is signed by it."""
    before = list(SheetSignature.objects.values_list("pk", flat=True))
    with translation.override("en"), pytest.raises(Refused, match=match) as caught:
        yield
    assert caught.type is error
    assert caught.value.field == field
    assert list(SheetSignature.objects.values_list("pk", flat=True)) == before


def sign_at(desk: Desk, when: str, who: Person | None = None, **more: str) -> SheetSignature:
    with at(f"2026-11-20 {when}"):
        return sign(desk.shift, PASSWORD, actor=who or desk.principal, **more)


def test_what_is_signed(desk: Desk) -> None:
    sheet = desk.frozen(2)
    desk.called(desk.case(2).ticket)
    desk.done(1)
    with at("2026-11-20 10:05"):
        sheets.give_opinion(desk.case(2), "满意", actor=desk.deputy, how="called", reached=True, solved=True, satisfaction=4)
    signature = sign_at(desk, "11:20")
    callback = Callback.objects.latest("pk")
    common = {"group": "not_called", "is_own": False}
    assert signature.content == {
        "sheet": sheet.pk, "day": "2026-11-20", "frozen_at": "2026-11-20T01:00:00.000000+00:00", "rule": 1,
        "wanted": 30, "found": 2, "nth": 1, "signed_at": "2026-11-20T03:20:00.000000+00:00",
        "signed_by": desk.principal.pk, "name": desk.principal.name, "rank": "principal", "unit": "市水务局", "is_late": False,
        "cases": [
            common | {
                "position": 1, "ticket": "20261110-00001", "title": "陈**家门口路灯不亮1", "how": "read", "opinion": "办理到位，同意办结。",
                "done_at": "2026-11-20T02:00:00.000000+00:00", "done_by": desk.principal.name, "done_by_id": desk.principal.pk,
                "version": 0, "callback": None,
            },
            common | {
                "position": 2, "ticket": "20261110-00002", "title": "陈**家门口路灯不亮2", "how": "called", "opinion": "满意",
                "done_at": "2026-11-20T02:05:00.000000+00:00", "done_by": desk.deputy.name, "done_by_id": desk.deputy.pk,
                "version": 1,
                "callback": {
                    "id": callback.pk, "at": "2026-11-20T02:05:00.000000+00:00", "by": desk.deputy.pk, "reached": True,
                    "solved": True, "satisfaction": 4,
                },
            },
        ],
    }  # fmt: skip
    assert (signature.hash, signature.previous, signature.algorithm) == (signing.digest(signature.content), "", "sha256-1")
    assert set(SheetCase.objects.values_list("signature", flat=True)) == {signature.pk}
    assert desk.obligation().met_at == moment("2026-11-20 11:20")


def test_each_signs_a_part(desk: Desk) -> None:
    sheet = desk.frozen(3)
    desk.done(1, 3)
    first = sign_at(desk, "11:00", desk.deputy)
    assert [entry["position"] for entry in first.content["cases"]] == [1, 3]
    assert desk.obligation().met_at is None
    desk.done(2, when="11:10")
    second = sign_at(desk, "11:15")
    assert [entry["position"] for entry in second.content["cases"]] == [2]
    assert (second.nth, second.previous) == (2, first.hash)
    assert second.hash == signing.digest(second.content, first.hash)
    assert desk.obligation().met_at == moment("2026-11-20 11:15")
    assert not sheet.cases.filter(signature=None).exists()


def test_the_chain_goes_on_over_the_days(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    first = sign_at(desk, "11:00")
    tomorrow = desk.town.shift(moment("2026-11-21 00:00").date())
    desk.replied(1)
    with at("2026-11-21 09:10"):
        sheet = sheets.freeze(tomorrow)
        assert sheet
        sheets.give_opinion(sheet.cases.get(), "同意", actor=desk.yesterday)
        assert sign(tomorrow, PASSWORD, actor=desk.yesterday).previous == first.hash


# ---- twice


def test_signed_already(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    sign_at(desk, "11:00", desk.deputy)
    for who in (desk.deputy, desk.principal):
        with refused(SignedAlready, f"Signed already at 11:00 by {desk.deputy.name}"):
            sign_at(desk, "11:30", who)


def test_a_second_signature_adds_nothing_where_nothing_new_is_dealt_with(desk: Desk) -> None:
    desk.frozen(2)
    desk.done(1)
    sign_at(desk, "11:00")
    with refused(SignedAlready):
        sign_at(desk, "11:00")


def test_nothing_to_sign(desk: Desk) -> None:
    with refused(match="no callback sheet of this day"):
        sign_at(desk, "08:45")
    desk.frozen(1)
    with refused(match="No case is dealt with yet"):
        sign_at(desk, "10:00")


@pytest.mark.django_db(transaction=True)
def test_two_leaders_sign_at_once(transactional_db: None) -> None:
    from tickets.tests.conftest import make_city

    options.forget()
    desk = make_desk(Town(make_city()))
    desk.frozen(4)
    desk.done(1, 2, 3, 4)

    def one(who: Person) -> SheetSignature:
        with translation.override("en"):
            return sign_at(desk, "11:00", who)

    results = at_once(*[lambda who=who: one(who) for who in (desk.principal, desk.deputy, desk.principal, desk.deputy)])
    assert sorted(type(result).__name__ for result in results) == ["SheetSignature"] + ["SignedAlready"] * 3
    assert (SheetSignature.objects.count(), SheetCase.objects.filter(signature=None).count()) == (1, 0)


# ---- the wrong person, the wrong password


def test_the_wrong_person(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    city = desk.city
    for who in (desk.staff, desk.yesterday, city.office_head, city.supervisor, city.callback_clerk, city.housing_leader):
        with refused(Forbidden, "Only the leaders on duty"):
            sign_at(desk, "11:00", who)


def test_the_password_again(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    for wrong in ("", "geheim", PASSWORD + " "):
        with at("2026-11-20 11:00"), refused(match="password is not right", field="password"):
            sign(desk.shift, wrong, actor=desk.principal)
    desk.principal.set_unusable_password()
    desk.principal.save()
    with refused(match="no password yet", field="password"):
        sign_at(desk, "11:00")


def test_guessing_the_password_is_stopped(desk: Desk) -> None:
    """Also the right one is refused then, so that nobody learns of it."""
    desk.frozen(1)
    desk.done(1)
    with at("2026-11-20 11:00"):
        for _guess in range(FAILURES_ALLOWED):
            with refused(match="password is not right", field="password"):
                sign(desk.shift, "geraten", actor=desk.principal)
    with refused(match="Too many wrong passwords", field="password"):
        sign_at(desk, "11:00")
    assert sign_at(desk, "11:00", desk.deputy)


# ---- after something changed


def test_after_a_case_changed(desk: Desk) -> None:
    sheet = desk.frozen(2)
    desk.done(1, 2)
    with at("2026-11-20 10:30"):
        perform(desk.case(2).ticket_id, Action.NOTE, actor=desk.city.supervisor, text="群众再次来电")
    with refused(CasesChanged, r"2（20261110-00002）") as _:
        sign_at(desk, "11:00")
    assert list(changed(sheet)) == [desk.case(2).pk]
    with at("2026-11-20 11:01"):
        with translation.override("en"), pytest.raises(sheets.CaseChanged):
            sheets.confirm(desk.case(2), actor=desk.principal, version=0)  # something else than what was seen
        sheets.confirm(desk.case(2), actor=desk.principal, version=1)
    assert [entry["version"] for entry in sign_at(desk, "11:02").content["cases"]] == [0, 1]


def test_what_its_author_did_is_no_change(desk: Desk) -> None:
    sheet = desk.frozen(1)
    desk.done(1, who=desk.deputy)
    ticket = desk.case().ticket_id
    with at("2026-11-20 10:30"):
        perform(ticket, Action.REVEAL, actor=desk.principal, text="回访")
        perform(ticket, Action.CALLBACK, actor=desk.deputy, reached=False)
        assert changed(sheet) == {}
        perform(ticket, Action.CALLBACK, actor=desk.principal, reached=False)
    assert [event.actor for event in changed(sheet)[desk.case().pk]] == [desk.principal]


def test_the_digest_is_no_change(desk: Desk) -> None:
    """Signing yesterday's digest at ten moves the tickets of step 5 to step 6: nothing is new in the matter."""
    closed = {"step": 5, "answer_outcome": "answered", "closed": "accepted", "closed_at": moment("2026-11-19 10:00")}
    ticket = desk.replied(**closed)[0]
    desk.frozen(0)
    desk.done(1)
    with at("2026-11-20 10:30"):
        assert perform_many(Action.COMPILE, [ticket.pk], actor=desk.city.editor).done == [ticket.pk]
    sign_at(desk, "11:00")


def test_what_the_system_did_is_a_change(desk: Desk) -> None:
    sheet = desk.frozen(1)
    desk.done(1)
    ticket = desk.case().ticket_id
    with at("2026-11-20 10:30"):
        perform(ticket, Action.SUBMIT, actor=None, leader=desk.city.cityleader, why="missed", text="超期")
    assert list(changed(sheet)) == [desk.case().pk]


def test_something_typed_but_not_saved(desk: Desk) -> None:
    desk.frozen(2)
    desk.done(1)
    with at("2026-11-20 10:30"):
        sheets.save_draft(desk.case(1), "不同意", actor=desk.principal)
        sheets.save_draft(desk.case(2), "正在看", actor=desk.principal)  # not dealt with: no matter
        sheets.save_draft(desk.case(1), "另有意见", actor=desk.deputy)  # only the deputy could discard it
    with refused(match="not saved at case 1. Save"):
        sign_at(desk, "11:00")
    with at("2026-11-20 11:00"):
        sheets.save_draft(desk.case(1), "", actor=desk.principal)
    sign_at(desk, "11:01")


def test_what_the_other_leader_added_is_looked_at_first(desk: Desk) -> None:
    sheet = desk.frozen(2)
    desk.done(1)
    seen = sheet_signing.state(sheet.cases.all())
    desk.done(2, who=desk.deputy, when="10:59")
    with refused(match="changed after you had opened it"):
        sign_at(desk, "11:00", seen=seen)
    sign_at(desk, "11:01", seen=sheet_signing.state(sheet.cases.all()))


def test_a_signed_case_takes_nothing_more(desk: Desk) -> None:
    desk.frozen(2)
    desk.replied(2)
    desk.done(1)
    sign_at(desk, "11:00", desk.deputy)
    with at("2026-11-20 11:30"):
        for act in (
            lambda: sheets.give_opinion(desk.case(1), "x", actor=desk.principal),
            lambda: sheets.save_draft(desk.case(1), "x", actor=desk.principal),
            lambda: sheets.confirm(desk.case(1), actor=desk.principal),
            lambda: sheets.replace(desk.case(1), "x", actor=desk.principal),
        ):
            with refused(match=f"signed at 11:00 by {desk.deputy.name}: it is final"):
                act()
        sheets.show_phone(desk.case(1), actor=desk.principal)  # the caller may ring back


# ---- late and too late


def test_in_time_until_five(desk: Desk) -> None:
    desk.frozen(2)
    desk.done(1)
    assert not sign_at(desk, "16:59").is_late
    desk.done(2, when="17:00")
    late = sign_at(desk, "17:00")
    assert (late.is_late, late.content["is_late"]) == (True, True)
    assert desk.obligation().met_at == moment("2026-11-20 17:00")


def test_the_shift_is_over(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    with refused(match="The shift is over"):
        sign_at(desk, "22:00")
    sign_at(desk, "21:59")


def test_a_replaced_case_is_not_signed(desk: Desk) -> None:
    desk.frozen(1)
    desk.done(1)
    desk.replied(1)
    with at("2026-11-20 10:30"):
        sheets.replace(desk.case(), "重复", actor=desk.principal)
    with refused(match="No case is dealt with yet"):
        sign_at(desk, "11:00")
