"""The kinds of invented content, as plain dataclasses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoUnit:
    name: str
    short_name: str
    kind: str  # office, district, department, company, other
    approves_replies: bool


@dataclass(frozen=True, slots=True)
class DemoSubUnit:
    parent: str  # short name of the district
    name: str
    short_name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Category:
    name: str
    children: tuple["Category", ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    district: str  # 秀英区, 龙华区, 琼山区, 美兰区
    name: str  # without city and district
    kind: str  # road, community, village


@dataclass(frozen=True, slots=True)
class Caller:
    name: str
    phone: str
    unit: str  # the caller's employer, mostly empty


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of call: a ticket for each of its three `details`, with the texts every later action needs."""

    key: str
    route: str  # answer, dispatch, refer, decline, void
    type: str  # inquiry, help, complaint, report, suggestion, praise, other
    category: tuple[str, ...]  # names from the root of CATEGORIES
    urgency: str  # normal, urgent, critical
    title: str
    content: str
    details: tuple[str, str, str]
    place_kind: str  # the kind of Place that fits; empty where the call is about no place
    channel: str = "phone"  # phone, letter, web, wechat, leader_desk, other_platform
    district: str = ""  # set where the place must lie in this district
    place: str = ""  # set where it must be this very place (events that several callers report)
    unit: str | None = None  # short name: lead unit of a dispatch, target of a referral
    assist: str | None = None  # short name of an assisting unit
    answer: str = ""  # direct answer; for a referral or a decline what the caller is told
    opinion: str = ""  # opinion on dispatch or referral
    progress: str = ""  # a progress report of the unit
    reply: str = ""  # the unit's result; for a referral its outcome
    caller_answer: str = ""  # how the caller was answered and what was said
    same_as: str = ""  # key of the scenario whose event this one reports too: candidates for a merge
    major: bool = False
    confidential: bool = False
    reply_required: bool = True  # False: dispatched for information
    decline_reason: str = ""  # one of the listed reasons (option `decline_reasons`)


@dataclass(frozen=True, slots=True)
class Investigation:
    place: str
    participants: tuple[str, ...]
    findings: str


@dataclass(frozen=True, slots=True)
class SatisfactionNote:
    satisfaction: str  # very_satisfied, satisfied, basically_satisfied, dissatisfied, very_dissatisfied
    solved: bool
    note: str


@dataclass(frozen=True, slots=True)
class DigestPick:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    role_label: str
    name: str
    roles: tuple[str, ...]  # values of hotline.people.models.Role
    unit: str  # short name of OFFICE, a unit or a sub-unit
    rank: str  # principal, deputy, staff
