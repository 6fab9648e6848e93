"""What was signed is proved to be what was signed: whatever somebody alters in the database is found and named."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dutyroster import clockwork
from dutyroster.actions import sheet as sheets
from dutyroster.actions.sheet_signing import sign
from dutyroster.models import Sheet
from dutyroster.tests.conftest import Town, at
from dutyroster.tests.sheet_town import PASSWORD, Desk, make_desk, moment
from dutyroster.verify import verify_sheets


@pytest.fixture
def desk(town: Town) -> Desk:
    """Two signatures on one sheet, the second with a call; a third on the next day's."""
    desk = make_desk(town)
    desk.frozen(3)
    desk.done(1)
    with at("2026-11-20 11:00"):
        sign(desk.shift, PASSWORD, actor=desk.principal)
        answers = {"reached": True, "solved": True, "satisfaction": 4}
        sheets.give_opinion(desk.case(2), "满意", actor=desk.deputy, how="called", **answers)
        sheets.give_opinion(desk.case(3), "同意", actor=desk.deputy)
        sign(desk.shift, PASSWORD, actor=desk.deputy)
    tomorrow = desk.town.shift(moment("2026-11-21 00:00").date())
    desk.replied(1)
    with at("2026-11-21 09:10"):
        clockwork.open_shifts()
        sheet = sheets.freeze(tomorrow)
        assert sheet
        sheets.give_opinion(sheet.cases.get(), "同意", actor=desk.yesterday)
        sign(tomorrow, PASSWORD, actor=desk.yesterday)
    return desk


def alter(*statements: str) -> None:
    """As somebody with the database in hand: the triggers are off."""
    tables = ("sheetcase", "sheetsignature")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for switch in ("DISABLE", "ENABLE"):
            for table in tables:
                cursor.execute(f"ALTER TABLE dutyroster_{table} {switch} TRIGGER USER")
            if switch == "DISABLE":
                for statement in statements:
                    cursor.execute(statement)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def faults(only: Sheet | None = None) -> list[str]:
    with translation.override("en"):
        return [str(fault) for fault in verify_sheets(only=only)]


SHEET = "Callback sheet of 2026-11-20"
CASE_1 = f"{SHEET}, signature 1, 1 (20261110-00001): not as it was signed: "
CASE_2 = f"{SHEET}, signature 2, 2 (20261110-00002): not as it was signed: "
CHAIN = "it is not chained to the signature before it: one is missing or was added"


def test_all_is_as_it_was_signed(desk: Desk) -> None:
    told: list[int] = []
    assert verify_sheets(told.append) == []
    assert told == [2]
    desk.principal.name = "改名"
    desk.principal.save()
    assert faults() == []  # the name that was signed stays in the content


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE dutyroster_sheetcase SET opinion = '不同意' WHERE position = 1 AND opinion LIKE '办理%'", CASE_1 + "the opinion"),
        ("UPDATE dutyroster_sheetcase SET seen_version = 9 WHERE opinion LIKE '办理%'", CASE_1 + "what was known of the ticket"),
        (
            "UPDATE dutyroster_sheetcase SET done_at = done_at - interval '1 hour' WHERE opinion LIKE '办理%'",
            CASE_1 + "when it was dealt with",
        ),
        ("UPDATE dutyroster_sheetcase SET how = 'read' WHERE how = 'called'", CASE_2 + "read or called"),
        ("UPDATE dutyroster_sheetcase SET callback_id = NULL WHERE how = 'called'", CASE_2 + "the callback's results"),
        ("UPDATE tickets_callback SET satisfaction = 5", CASE_2 + "the callback's results"),
        ("UPDATE dutyroster_sheetcase SET is_own = true WHERE opinion LIKE '办理%'", CASE_1 + "the case"),
        (
            "UPDATE dutyroster_sheetsignature SET signed_name = '别人' WHERE nth = 2",
            f"{SHEET}, signature 2: signer, time or sheet are not those that were signed",
        ),
        (
            "UPDATE dutyroster_sheetsignature SET is_late = true WHERE nth = 2",
            f"{SHEET}, signature 2: signer, time or sheet are not those that were signed",
        ),
        (
            "UPDATE dutyroster_sheetsignature SET content = content || '{\"name\": \"别人\"}' WHERE nth = 2",
            f"{SHEET}, signature 2: its hash does not fit what was signed",
        ),
        (
            "UPDATE dutyroster_sheetsignature SET content = '[]' WHERE nth = 2",
            f"{SHEET}, signature 2: its hash does not fit what was signed",
        ),
        ("UPDATE dutyroster_sheetsignature SET algorithm = 'md5' WHERE nth = 2", f"{SHEET}, signature 2: unknown algorithm"),
        (
            "DELETE FROM dutyroster_sheetcase WHERE opinion LIKE '办理%'",
            f"{SHEET}, signature 1, 1 (20261110-00001): this case was signed, but is not under the signature",
        ),
    ],
)  # fmt: skip
def test_what_is_altered_is_found(desk: Desk, statement: str, fault: str) -> None:
    alter(statement)
    assert faults() == [fault]
    assert faults(only=desk.case(2).sheet) == [fault]


def test_a_signature_with_another_hash_breaks_the_chain_too(desk: Desk) -> None:
    """Somebody who alters the content and computes its hash anew does not fit the next signature."""
    from dutyroster import signing
    from dutyroster.models import SheetSignature

    second = SheetSignature.objects.get(sheet=desk.case(2).sheet, nth=2)
    second.content["cases"][0]["opinion"] = "改了"
    new = signing.digest(second.content, second.previous)
    alter(
        "UPDATE dutyroster_sheetcase SET opinion = '改了' WHERE opinion = '满意'",
        "UPDATE dutyroster_sheetsignature SET content = jsonb_set(content, '{cases,0,opinion}', '\"改了\"'), "
        f"hash = '{new}' WHERE nth = 2",
    )
    assert faults() == [f"Callback sheet of 2026-11-21, signature 1: {CHAIN}"]


def test_a_missing_signature_is_found(desk: Desk) -> None:
    second = "(SELECT id FROM dutyroster_sheetsignature WHERE nth = 2)"
    alter(
        f"UPDATE dutyroster_sheetcase SET signature_id = NULL WHERE signature_id = {second}",
        "DELETE FROM dutyroster_sheetsignature WHERE nth = 2",
    )
    assert faults() == [
        f"{SHEET}: it counts as signed in full, but cases are without a signature",
        f"Callback sheet of 2026-11-21, signature 1: {CHAIN}",
    ]


def test_the_last_signature_of_all_missing_is_found(desk: Desk) -> None:
    last = "(SELECT max(id) FROM dutyroster_sheetsignature)"
    alter(
        f"UPDATE dutyroster_sheetcase SET signature_id = NULL WHERE signature_id = {last}",
        f"DELETE FROM dutyroster_sheetsignature WHERE id = {last}",
    )
    assert faults() == ["Callback sheet of 2026-11-21: it counts as signed in full, but cases are without a signature"]


def test_a_case_put_under_a_signature_is_found(desk: Desk) -> None:
    first = "(SELECT min(id) FROM dutyroster_sheetsignature)"
    alter(f"UPDATE dutyroster_sheetcase SET signature_id = {first} WHERE how = 'called'")
    assert faults() == [
        f"{SHEET}, signature 1, 2 (20261110-00002): this case is under the signature, but was not signed",
        f"{SHEET}, signature 2, 2 (20261110-00002): this case was signed, but is not under the signature",
    ]


def test_a_constant_number_of_queries(desk: Desk) -> None:
    sheet = desk.case(2).sheet
    with CaptureQueriesContext(connection) as one:
        verify_sheets(only=sheet)
    with CaptureQueriesContext(connection) as all_:
        verify_sheets()
    assert len(all_) == len(one)
