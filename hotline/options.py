"""Everything a city may change without touching code: declared here once, with its default and its source."""

import re
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from hotline.models import Option

# key: (default, what it means). The type of the default is the type of the value.
DECLARED: dict[str, tuple[Any, Promise]] = {
    "office_name": ("海口12345政务服务便民热线", _("Name of the hotline, in page titles and documents")),
    "reply_workdays": (7, _("Working days a unit has to reply (P7)")),
    "limit_workdays": (30, _("Working days within which a reply may be extended in total (P7)")),
    "day_ends_at": ("24:00", _("When the last day of a deadline ends: 24:00 or the close of business (section 4)")),
    "service_hours": ("08:30-17:30", _("Service hours, for the sign-for limit (X2)")),
    "quiet_hours": ("22:00-08:00", _("Hours in which nobody is told of what is not urgent; the alarm waits for the morning")),
    "bundle_minutes": (60, _("Minutes between two messages about the same kind of alarm to the same person")),
    "sign_for_minutes_critical": (30, _("Minutes to sign for a critical ticket (X2)")),
    "sign_for_workdays": (1, _("Working days to sign for any other ticket (X2)")),
    "handle_minutes_urgent": (30, _("Minutes to answer or dispatch an urgent ticket (section 4)")),
    "assist_workdays_before": (2, _("Working days an assisting unit's report is due before the lead's reply")),
    "referral_workdays": (7, _("Working days to record the outcome of a referral (P2)")),
    "decision_workdays": (1, _("Working days to decide a return, an extension or a redo")),
    "accept_workdays": (3, _("Working days to answer the caller and accept after the reply")),
    "callback_workdays": (5, _("Working days for the callback after the reply")),
    "order_workdays": (3, _("Working days of a redo or supervision order where its issuer names none (P9, P10)")),
    "instruction_workdays": (3, _("Working days for a leader's instruction (P4)")),
    "knowledge_due_at": ("08:00", _("Hour at which a knowledge point is answered on its day (D9)")),
    "callback_sheet_due_at": ("17:00", _("Hour at which the callback cases are signed on the duty day (D10)")),
    "shift_ends_at": ("22:00", _("End of the duty day: hard cases are reported, the handover is signed (D7, D15)")),
    "handover_confirmed_at": ("08:30", _("Hour of the next day at which the handover is confirmed (D15)")),
    "digest_due_at": ("10:00", _("Hour of the next day at which the daily digest is signed")),
    "roster_due_on": ("21 16:00", _("Day of the month and hour at which next month's roster is announced (D22)")),
    "roster_warn_day": (15, _("Day of the month from which the home page warns that next month's roster is missing")),
    "leader_info_due_on": ("28 16:00", _("Day of the month and hour at which next month's leaders are named (D21)")),
    "duty_notice_due_at": ("16:00", _("Hour of the month's last day at which the duty notice is published (D22)")),
    "shift_starts_at": ("08:30", _("Begin of the duty day (D2)")),
    "sheet_frozen_at": ("09:00", _("Hour at which the callback cases of the duty day are fixed (D3, D10)")),
    "sheet_cases": (30, _("Callback cases of a duty day (D10)")),
    "sheet_days": (7, _("Days back from which replies come onto the callback sheet (D10)")),
    "sheet_days_most": (30, _("Days back to which that is widened where cases are short (D10)")),
    "sheet_per_unit": (3, _("Most callback cases of one unit, until all units are used (D10)")),
    "leader_calls": ("15:00-17:00", _("Hours in which the principal alone takes the calls for the duty leader (D4, D17)")),
    "duty_late_after": ("08:40", _("Hour by which a leader must have checked in (D20 a)")),
    "duty_leaders_needed": (1, _("Leaders who must be present on the duty day (D20 a)")),
    "duty_staff_needed": (1, _("Staff who must be present on the duty day (D20 a)")),
    "duty_short_minutes": (30, _("Minutes in total for which fewer may be present (D20 a)")),
    "leave_days_before": (3, _("Calendar days ahead by which a principal asks for leave (D18)")),
    "appeal_days": (15, _("Calendar days in which a unit may appeal against a confirmed score (D20)")),
    "duty_checklist": (
        ["核对值班人员到岗情况", "查看上一班交接事项", "检查系统、电话和网络", "遵守话务间保密和纪律要求", "整理值班记录和资料"],
        _("Checklist of the duty day (D16), one entry a line"),
    ),
    "duty_place": (
        "海口市龙华区滨海公园1号海口市民游客中心12345话务间",
        _("Place of duty, as the notice names it (D2, D22)"),
    ),
    "duty_rest": (
        "男性值班人员中午可到市民游客中心南楼4楼405休息室待班，女性值班人员中午可到北楼2楼208党员活动室待班",
        _("Where those on duty rest at noon, as the notice says it (D22)"),
    ),
    "duty_info_mailbox": ("hk12345@haikou.gov.cn", _("Mailbox for the leaders' information, as the notice names it (D21)")),
    "duty_issuer": ("海口12345政务服务便民热线工作领导小组办公室", _("Who issues the duty notice (D22)")),
    "editorial_mailbox": ("rx12345cbz@163.com", _("Mailbox of the editorial group, to which knowledge answers go (D9)")),
    "knowledge_review_workdays": (5, _("Working days in which an owner looks at a knowledge item said to be wrong")),
    "knowledge_valid_days": (365, _("Days for which a published knowledge item is valid where the editor names no date")),
    "major_verified_minutes": (15, _("Minutes to verify a major incident (P6)")),
    "major_reported_minutes": (30, _("Minutes to report a major incident to the city leadership (P6)")),
    "major_group_minutes": (30, _("Minutes to tell the work group of a major incident (P6)")),
    "major_checklist": (
        [
            "核实时间、地点、伤亡和影响",
            "通知公安、消防、急救等处置力量",
            "报告市委、市政府值班室",
            "落实现场联系人",
            "做好舆情提示",
        ],
        _("Checklist of emergency handling (P6), one entry a line"),
    ),
    "decline_reasons": (
        [
            "已进入诉讼、仲裁、行政复议或信访程序的事项",
            "涉及国家秘密、商业秘密、个人隐私的事项",
            "应由党委、人大、政协、监察、军队等受理的事项",
            "已办结且无新事实、新理由的重复诉求",
            "无实质内容或无法核实的诉求",
            "违反法律法规和社会公序良俗的事项",
        ],
        _("Reasons for non-acceptance (X4), one entry a line"),
    ),
    "miss_leader": ("", _("Account of the city leader to whom third missed deadlines go; empty: the first one (P9)")),
    "job_days": (30, _("Days after which finished background tasks and their files are removed")),
    "max_callback_redos": (2, _("Redos that callbacks can cause on one ticket (P18)")),
    "max_returns_upheld": (2, _("Upheld returns after which the office head names the unit (section 3)")),
    "reveal_minutes": (30, _("Minutes a revealed identity stays visible to the person who gave the reason")),
    "attachment_megabytes": (20, _("Largest attachment in megabytes")),
    "robot_hosts": (
        ["qyapi.weixin.qq.com", "oapi.dingtalk.com"],
        _("Servers to which messages for work groups may be sent, one a line; host or host:port, always by HTTPS"),
    ),
    "robot_messages_per_minute": (15, _("Most messages a minute to one work group")),
    "keep_sent_days": (30, _("Days after which records of sent e-mails and group messages are removed")),
    "keep_read_days": (365, _("Days after which read messages are removed from the inbox")),
}


TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
EMAIL = r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,180}"
DAY_AND_TIME = rf"(?:[1-9]|1\d|2[0-8]) {TIME}"
PATTERNS = {
    "day_ends_at": rf"24:00|(?!00:00){TIME}", "service_hours": rf"{TIME}-{TIME}", "quiet_hours": rf"{TIME}-{TIME}",
    "leader_calls": rf"{TIME}-{TIME}", "shift_starts_at": TIME, "sheet_frozen_at": TIME, "duty_late_after": TIME,
    "duty_info_mailbox": EMAIL, "editorial_mailbox": EMAIL,
    "knowledge_due_at": TIME, "callback_sheet_due_at": TIME, "shift_ends_at": TIME, "handover_confirmed_at": TIME,
    "robot_hosts": r"(?!-)[a-z0-9.-]{1,100}(?::[0-9]{1,5})?",
    "digest_due_at": TIME, "roster_due_on": DAY_AND_TIME, "leader_info_due_on": DAY_AND_TIME, "duty_notice_due_at": TIME,
}  # fmt: skip
# The most a number may be where that is less than MOST: what the calendar can count, what one request may carry.
MOST = 100_000
LIMITS = {key: 250 for key in DECLARED if "workdays" in key} | {
    "roster_warn_day": 28,
    "sheet_cases": 100,
    "sheet_days": 366,
    "sheet_days_most": 366,
    "sheet_per_unit": 100,
    "duty_leaders_needed": 10,
    "duty_staff_needed": 20,
    "duty_short_minutes": 24 * 60,
    "leave_days_before": 60,
    "appeal_days": 365,
    "knowledge_valid_days": 3650,
    "reveal_minutes": 24 * 60,
    "bundle_minutes": 24 * 60,
    "attachment_megabytes": 200,
    "robot_messages_per_minute": 600,
    "keep_sent_days": 3650,
    "keep_read_days": 3650,
}
# The hours of a duty day in their order, and those that lie between its begin and its end.
DUTY_DAY = ("shift_starts_at", "sheet_frozen_at", "callback_sheet_due_at", "shift_ends_at")
WITHIN_DUTY_DAY = ("duty_late_after", "leader_calls")
# Options are asked for many times in one action and change once a year: each process reads them again after some seconds.
FRESH_SECONDS: float = 5
_cached: tuple[float, dict[str, Any]] = (float("-inf"), {})


def get(key: str) -> Any:
    """The value in force, at most FRESH_SECONDS old. Raises KeyError for an option that is not declared."""
    global _cached
    default = DECLARED[key][0]
    if monotonic() - _cached[0] > FRESH_SECONDS:
        _cached = (monotonic(), dict(Option.objects.values_list("key", "value")))
    return _cached[1].get(key, default)


def forget() -> None:
    """Read the options again at the next question: after a change in this process, and between tests."""
    global _cached
    _cached = (float("-inf"), {})


def _check_duty_day(key: str, value: Any) -> None:
    """Where the hours of the duty day were out of order nobody would be on duty, or nothing could be signed in time."""
    names = (*DUTY_DAY, *WITHIN_DUTY_DAY)
    if key not in names:
        return
    hours = {name: value if name == key else get(name) for name in names}
    day = [hours[name] for name in DUTY_DAY]
    if day != sorted(set(day)):
        raise ValidationError(
            gettext("The hours of the duty day follow one another: its begin, the callback cases fixed, signed, its end.")
        )
    if any(hours[name][:5] < day[0] or hours[name][-5:] > day[-1] for name in WITHIN_DUTY_DAY):
        raise ValidationError(gettext("The calls for the leader and the hour of checking in lie within the duty day."))


def check(key: str, value: Any) -> Any:
    """`value` if it fits the declared option; raises ValidationError with a sentence for the admin's page."""
    if key not in DECLARED:
        raise ValidationError(gettext("There is no option of that name."))
    default = DECLARED[key][0]
    wanted = {"default": "；".join(default) if isinstance(default, list) else default}
    if type(value) is not type(default):
        raise ValidationError(gettext("Expected a value like %(default)s.") % wanted)
    entries = value if isinstance(value, list) else [value]
    if key in PATTERNS and not all(re.fullmatch(PATTERNS[key], entry) for entry in entries):
        raise ValidationError(gettext("Expected a value like %(default)s.") % wanted)
    if key in ("service_hours", "leader_calls") and value[:5] >= value[-5:]:
        raise ValidationError(gettext("Hours end after they begin."))
    _check_duty_day(key, value)
    most = LIMITS.get(key, MOST)
    if isinstance(value, int) and not 0 < value <= most:
        raise ValidationError(gettext("Expected a number from 1 to %(most)s.") % {"most": most})
    if isinstance(value, list) and not (value and all(isinstance(v, str) and 0 < len(v) <= 200 for v in value)):
        raise ValidationError(gettext("Expected a list of at least one text, each at most 200 characters."))
    return value
