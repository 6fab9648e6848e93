"""Caller identity: masks, phone numbers as typed, and texts without the caller (section 7)."""

import re

import pytest
from hypothesis import given, strategies as st

from tickets import masking
from tickets.models import Caller, Ticket


@pytest.mark.parametrize(
    ("name", "masked"),
    [("", ""), ("陈", "*"), ("王丽", "王*"), ("陈小明", "陈**"), ("欧阳明", "欧**"), ("𠮷野🙂", "𠮷**"), ("Ann Lee", "A******")],
)
def test_mask_name(name: str, masked: str) -> None:
    assert masking.mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("", ""),
        ("110", "***"),
        ("123456", "******"),
        ("12000000001", "120******01"),
        ("089812345678", "089*******78"),
        ("089812345678x8001", "089************01"),
        ("+85212345678", "+85*******78"),
    ],
)
def test_mask_phone(phone: str, masked: str) -> None:
    assert masking.mask_phone(phone) == masked


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
def test_normalise_phone(typed: str, stored: str) -> None:
    assert masking.normalise_phone(typed) == stored
    assert masking.normalise_phone(stored) == stored  # again changes nothing


@pytest.mark.parametrize(
    "typed",
    ["abc", "打不通", "12", "1" * 16, "1200000000a", "12000000001 或 12000000002", "12000000001,12000000002", "12000000001转", "12000000001转1234567",
     "12000000001 ext abc", "转8001", "++8612000000001", "<script>", "120/0000", "1 2", "🙂", "१२०००००००१", "٠١٢٣٤٥٦٧٨", "-", "12000000001转1转2"],
)  # fmt: skip
def test_what_is_no_phone_number(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        masking.normalise_phone(typed)


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(typed: str) -> None:
    """Nothing else is ever stored, and what is stored fits its column."""
    try:
        stored = masking.normalise_phone(typed)
    except ValueError:
        return
    assert re.fullmatch(r"(\+?[0-9]{3,15}(x[0-9]{1,6})?)?", stored)


def test_phone_hash_finds_the_number_whatever_the_extension(settings: object) -> None:
    same = {masking.phone_hash(masking.normalise_phone(t)) for t in ("089812345678", "0898-1234 5678", "+86089812345678转8001")}
    assert len(same) == 1
    assert masking.phone_hash("089812345679") not in same
    assert masking.phone_hash("") == ""
    assert "089812345678" not in same.pop()
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]  # keyed: the hash alone tells nothing
    assert masking.phone_hash("089812345678") not in same | {""}


def ticket(name: str = "陈小明", phone: str = "12000000001") -> Ticket:
    ticket = Ticket(pk=1)
    ticket.caller = Caller(ticket=ticket, name=name, phone=phone)
    return ticket


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("路灯不亮", "路灯不亮"),
        ("陈小明来电", "陈**来电"),
        ("陈小明、陈小明", "陈**、陈**"),
        ("电话12000000001。", "电话120******01。"),
        ("120 0000 0001", "120******01"),
        ("120-0000-0001", "120******01"),
        ("+8612000000001", "+86120******01"),
        ("+86 12000000001", "+86 120******01"),
        ("008612000000001", "0086120******01"),
        ("１２０ ００００ ０００１", "120******01"),
        ("120.0000.0001", "120******01"),
        ("120  0000—0001", "120******01"),
        ("(120) 0000 0001", "(120******01"),
        ("陈 小明", "陈**"),
        ("编号120000000012 不是电话", "编号120000000012 不是电话"),
        ("编号9912000000001 不是电话", "编号9912000000001 不是电话"),
    ],
)
def test_a_text_without_the_caller(text: str, kept: str) -> None:
    assert masking.without_caller(text, ticket()) == kept


def test_a_text_without_the_caller_in_odd_cases() -> None:
    assert masking.without_caller("陈先生", ticket(name="陈")) == "陈先生"  # a single character would mask half the text
    assert masking.without_caller("拨打110", ticket(phone="110")) == "拨打110"  # everybody's number is nobody's
    assert masking.without_caller("分机 0898-12345678 转 8001", ticket(phone="089812345678x8001")) == "分机 089*******78 转 8001"
    assert masking.without_caller("a.*b", ticket(name=".*")) == "a.*b"
    assert masking.without_caller("陈小明", Ticket()) == "陈小明"  # a ticket without a caller
