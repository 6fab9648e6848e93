"""Caller identity: masks, phone numbers as typed, and texts without the caller (section 7)."""

import pytest

from hotline.people import phones
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
    "text",
    ["13912345678", "请联系13912345678。", "139 1234 5678", "139-1234-5678", "139 - 1234 - 5678", "1 3 9 1 2 3 4 5 6 7 8",
     "１３９１２３４５６７８", "１３９－１２３４　５６７８", "+86 13912345678", "008613912345678", "013912345678", "139\u20111234\u20115678",
     "13912345678转1", "电话：0898-66778899，13912345678", "A13912345678B"],
)  # fmt: skip
def test_a_mobile_number_is_recognised(text: str) -> None:
    assert masking.has_mobile(text)


@pytest.mark.parametrize(
    "text",
    ["", "12345", "0898-66778899", "0898 6677 8899 转 8001", "66778899", "12000000001", "139******78", "1391234567", "139123456789",
     "46010119900101391X", "2026-11-18 至 2026-12-15", "2026.11.18-2026.12.15 9:00", "第13条\n912345678", "1-13912345678901"],
)  # fmt: skip
def test_what_is_no_mobile_number(text: str) -> None:
    assert not masking.has_mobile(text)


def test_phone_hash_finds_the_number_whatever_the_extension(settings: object) -> None:
    same = {masking.phone_hash(phones.normalise(t)) for t in ("089812345678", "0898-1234 5678", "+86089812345678转8001")}
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
