"""Telephone numbers: as typed, as stored, and those of persons."""

import re

import pytest
from hypothesis import given, strategies as st

from hotline.people import phones


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("   ", ""),
        ("12000000001", "12000000001"),
        ("120 0000 0001", "12000000001"),
        (" 120-0000-0001 ", "12000000001"),
        ("１２０　００００　０００１", "12000000001"),  # full-width digits and blanks
        ("+86 12000000001", "12000000001"),
        ("+8612000000001", "12000000001"),
        ("＋86 120 0000 0001", "12000000001"),
        ("008612000000001", "12000000001"),
        ("0086-120-0000-0001", "12000000001"),
        ("(0898) 1234-5678", "089812345678"),
        ("（0898）12345678", "089812345678"),
        ("0898-12345678 转 8001", "089812345678x8001"),
        ("0898-12345678转8001", "089812345678x8001"),
        ("0898-12345678 分机8001", "089812345678x8001"),
        ("0898-12345678 ext. 8001", "089812345678x8001"),
        ("0898-12345678 EXT8001", "089812345678x8001"),
        ("0898-12345678x8001", "089812345678x8001"),
        ("0898-12345678#8001", "089812345678x8001"),
        ("+86 0898 12345678 转 12", "089812345678x12"),
        ("+852 1234 5678", "+85212345678"),
        ("+1 (202) 555-0100", "+12025550100"),
        ("12345", "12345"),
        ("110", "110"),
        ("8612345", "8612345"),  # too short to hide a country code
    ],
)
def test_normalise(typed: str, stored: str) -> None:
    assert phones.normalise(typed) == stored
    assert phones.normalise(stored) == stored  # again changes nothing


@pytest.mark.parametrize(
    "typed",
    ["abc", "打不通", "12", "1" * 16, "1200000000a", "12000000001 或 12000000002", "12000000001,12000000002", "12000000001转", "12000000001转1234567",
     "12000000001 ext abc", "转8001", "++8612000000001", "<script>", "120/0000", "1 2", "🙂", "१२०००००००१", "٠١٢٣٤٥٦٧٨", "-", "12000000001转1转2"],
)  # fmt: skip
def test_what_is_no_phone_number(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        phones.normalise(typed)


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(typed: str) -> None:
    """Nothing else is ever stored, and what is stored fits its column."""
    try:
        stored = phones.normalise(typed)
    except ValueError:
        return
    assert re.fullmatch(r"(\+?[0-9]{3,15}(x[0-9]{1,6})?)?", stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("139 1234 5678", "13912345678"),
        ("+86 13912345678", "13912345678"),
        ("0898-66778899", "089866778899"),
        ("（0898）6677-001转8", "08986677001x8"),
        ("010-12345678", "01012345678"),
        ("020 8765 4321 分机 12", "02087654321x12"),
        ("66778899", "66778899"),
        ("6677889", "6677889"),
        ("089812001001", "089812001001"),  # as the demo makes them
    ],
)
def test_contact(typed: str, stored: str) -> None:
    assert phones.contact(typed) == stored


@pytest.mark.parametrize(
    "typed",
    ["abc", "123", "110", "12345", "667788", "0898 1234", "12000000001", "1391234567", "139123456789", "013912345678", "+852 1234 5678",
     "0898-667788990", "12345转8", "0898", "13912345678、13912345679"],
)  # fmt: skip
def test_what_reaches_nobody(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        phones.contact(typed)
