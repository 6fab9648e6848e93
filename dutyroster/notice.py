"""The duty notice 通知 of a month (D22): its sentences, once, for the page and for the Word document.

Wording and order are those of the notice for April 2022 with the month's data. Slips of the web page it was copied from are
mended:

- times and dates: 「2200」→「22:00」, 「次日上8:00」→「次日上午8:00」, 「在32816:00前」→「在3月28日16:00前」,
  「20224月」→「2022年4月」, 「17:00回访办件」→「17:00前完成回访办件」;
- lost numbers: 「、值班地点」→「三、值班地点」, 「、值班内容」→「四、值班内容」, 「)请各有关单位」→「（四）请各有关单位」;
- lost signs: the full stops after 「办件问题」, 「重要办件问题」 and 「工作人员」, the semicolon after 「各项工作」,
  the 、 in 「结果工作安排」 and 「意见签名」, the closing bracket of 「（详见附件2」, the colon after 「其中」,
  「无法在当日完成，」→「无法在当日完成的，」, brackets of full width;
- annexes: the 「表」 of the first in their list, the column 「序号」 and the weekdays of annex 1.

「代拟稿」 marks the draft and goes with 「（代）」 when the office itself signs. Where the roster changed after that, the signed
notice keeps its date, and annex 1 says which version it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dutyroster.models import DutyLeader, Roster, Shift
from hotline import clock, options
from hotline.deadlines import rules
from hotline.deadlines.models import Kind
from hotline.people.models import Rank

DRAFT = "（代拟稿）"
UNSIGNED = "　　　　年　　月　　日"
CALLBACKS_UNTIL = "11:30"  # of the callback cases (D3)
ROSTER_COLUMNS = ("序号", "值班日期", "星期", "值班领导（单位）")
LEADER_COLUMNS = ("序号", "单位", "姓名", "职务", "联系方式", "值班日期")
BLANK_LINES = 12  # of an empty annex 2: a principal, four deputies, six of the staff, and one to spare
WIDEST = 18  # characters of a title in one line: 二号 type on a page after GB/T 9704 has room for 20
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Line:
    """A paragraph and what it is: "chapter" 一、, "section" （一）, or "text"."""

    kind: str
    text: str


@dataclass(frozen=True)
class DutyNotice:
    """The notice in words. `mark` is empty for a signed one; annex 2 is empty unless the office asked for it filled in."""

    issuer: str
    title: str
    mark: str
    addressee: str
    lines: Sequence[Line]
    annexes: Sequence[str]
    signed_on: str
    roster_title: str
    roster_mark: str  # which version annex 1 is, where it is not the signed one
    roster_rows: Sequence[Sequence[str]]
    leaders_title: str
    leader_rows: Sequence[Sequence[str]]
    is_filled: bool
    file_name: str

    @property
    def roster_columns(self) -> Sequence[str]:
        return ROSTER_COLUMNS

    @property
    def leader_columns(self) -> Sequence[str]:
        return LEADER_COLUMNS


def compose(roster: Roster, *, filled: bool = False) -> DutyNotice:
    """The notice of that month as it stands now; `filled`: annex 2 with names and phones, for the office's eyes only (D22)."""
    month = roster.month
    year_month = f"{month.year}年{month.month}月"
    title = f"关于{year_month}份各热线成员单位负责人轮流值班的通知"
    annexes = (f"{year_month}热线成员单位轮值安排表", f"{year_month}热线成员单位轮值负责人信息表")
    shifts = list(roster.shifts.select_related("unit", "makeup_of").order_by("day"))
    mark = "" if roster.is_announced else DRAFT
    return DutyNotice(
        issuer=options.get("duty_issuer"),
        title=title,
        mark=mark,
        addressee="各相关热线成员单位：",
        lines=_lines(roster),
        annexes=annexes,
        signed_on=_full(clock.local(roster.announced_at).date()) if roster.announced_at else UNSIGNED,
        roster_title=annexes[0],
        roster_mark=_changed(roster),
        roster_rows=[_roster_row(n, shift) for n, shift in enumerate(shifts, start=1)],
        leaders_title=annexes[1],
        leader_rows=_leader_rows(roster, shifts) if filled else _blank_rows(),
        is_filled=filled,
        file_name=title + mark + ("（含负责人信息）" if filled else ""),
    )


def title_lines(notice: DutyNotice) -> list[str]:
    """Issuer and title broken where the sense allows it, as a title of several lines is set (GB/T 9704)."""
    issuer = [notice.issuer]
    if len(notice.issuer) > 18 and "热线" in notice.issuer[:-4]:
        head, hotline, rest = notice.issuer.partition("热线")
        issuer = [head + hotline, rest]
    head, cut, rest = notice.title.partition("负责人")
    return [*issuer, head + cut, rest]


def annex_lines(title: str) -> list[str]:
    """The title of an annex, broken after 「单位」 where it hardly fits into a line: no single character alone on the next."""
    width = sum(0.5 if char.isdigit() else 1 for char in title)
    head, cut, rest = title.partition("单位")
    return [head + cut, rest] if width > WIDEST and rest else [title]


# ---- the sentences


def _lines(roster: Roster) -> list[Line]:
    month = roster.month
    until = rules.due(Kind.LEADER_INFO, clock.start_of(month - clock.DAY)).at
    starts, ends = options.get("shift_starts_at"), options.get("shift_ends_at")
    calls, knowledge = options.get("leader_calls"), _hour(options.get("knowledge_due_at"))
    return [
        Line(
            "text",
            "根据《海口市12345热线成员单位负责人轮流值班制度》的规定，"
            f"现将{month.month}月份热线成员单位负责人轮值安排相关事宜通知如下：",
        ),
        Line("chapter", "一、值班人员"),
        Line("text", "各有关热线成员单位主要领导、分管领导及工作人员。"),
        Line("chapter", "二、值班时间"),
        Line("text", f"每日上午{starts}至{ends}，{options.get('duty_rest')}，具体单位轮值时间详见附件1。"),
        Line("chapter", "三、值班地点"),
        Line("text", f"{options.get('duty_place')}。"),
        Line("chapter", "四、值班内容"),
        Line("section", "（一）接听来电"),
        Line(
            "text",
            f"轮值负责人轮值期间，上午{_hour(options.get('sheet_frozen_at'))}-{CALLBACKS_UNTIL}处理回访办件，下午{calls}"
            "在线受理市民要求值班领导处理的各类诉求，在受理过程中需明确处理时间、结果、工作安排等事项。",
        ),
        Line("section", "（二）协调工作"),
        Line("text", "1.负责协调涉及本部门的相关12345热线办件，含疑难、推诿、扯皮、不作为、慢作为等办件。"),
        Line("text", "2.负责协调、解决市民反映可能会引发重大影响办件，需在做出处置后，报市领导阅示。"),
        Line(
            "text",
            "3.轮值当天上报的疑难等办件需当天给予解决，无法在当日完成的，应进行协调，并注明处置意见。",
        ),
        Line("section", "（三）业务支持"),
        Line(
            "text",
            "1.负责解答12345热线话务员和各成员单位提出的办件问题。如该问题属于本部门职责范畴，应予以解释，并安排本部门工作人员落实各项工作；"
            "如该问题不属于本部门职责范畴，应提出相关工作建议。",
        ),
        Line(
            "text",
            "2.轮值单位负责人值班期间需答复热线提供的知识点问题，并在规定时间内以电子版形式将答复内容发送至"
            f"热线采编组邮箱{options.get('editorial_mailbox')}。",
        ),
        Line(
            "text",
            f"注：周一至周四值班单位的规定答复时限为次日上午{knowledge}；周五至周日值班单位的规定答复时限为周一上午{knowledge}。",
        ),
        Line(
            "text",
            f"3.轮值单位负责人或分管领导{options.get('callback_sheet_due_at')}前完成回访办件{options.get('sheet_cases')}件，"
            "并注明处理意见、签名确认。",
        ),
        Line("chapter", "五、相关要求"),
        *_requirements(),
        Line(
            "text",
            f"（四）请各有关单位在{until.month}月{until.day}日{until:%H:%M}前，将本单位参加轮流值班的负责人姓名、职位、联系方式等"
            f"个人信息（详见附件2）报送至海口市民游客中心邮箱{options.get('duty_info_mailbox')}。",
        ),
    ]


def _requirements() -> list[Line]:
    """（一）to（三）of chapter 五."""
    days = options.get("leave_days_before")
    return [
        Line("text", text)
        for text in (
            "（一）值班单位负责人和分管领导应履行好当天的热线总指挥长职责并遵守以下要求：",
            "1.履行首问责任。对不属于本单位职责范围内的事项，应及时受理、记录市民诉求，按程序告知热线前台转交相关单位处置；"
            "对需要多部门联合处置办件履行首问职责，积极联动其他部门办理，在热线工单和值班领导交接本上详细记录；",
            "2.耐心解答在线接电的有关问题。缺乏法律法规或政策依据的办件，应做好解释疏导工作；符合法律法规或政策规定的办件，"
            "应及时安排相关部门调查处理，并承诺办结时限；",
            "3.负责处理疑难办件，处置紧急突发事件，协调其他部门办理重要办件问题。遇重大事项，应当第一时间向市委、市政府报告"
            "并做出应急处理，同时编发信息到海口12345热线工作交流群；",
            "4.做好值班记录，落实交接班工作，防止脱班现象，交班人应向接班人交待清楚各项工作；",
            "5.其他应当遵守的值班要求。",
            "（二）值班当日在线受理诉求必须由单位主要负责人负责，其他时间可由本单位分管领导值班。值班单位主要负责人因不可抗力"
            f"导致无法到场值班的，需提前{days}天报请分管热线工作的市领导同意后，由市政府热线管理机构重新安排时间补班。"
            "值班单位分管领导因故不能值班的，需经本单位主要负责人批准，并安排本单位的其他领导值班。",
            "（三）根据海口12345政府服务热线督办与考核相关条例规定，轮值单位轮值考核分数区间为0-（±3）分。"
            "其中：a.未按轮值时间要求及人数要求进行轮值工作的，一次扣3分。b.成员单位主要领导到场轮值的，一次加3分。"
            "c.主要领导和分管领导均未到场参加轮值工作的，一次扣3分。",
        )
    ]


# ---- the annexes


def _changed(roster: Roster) -> str:
    """「（第4版，11月25日调整）」 where the roster was changed after it was signed (one query), else empty."""
    if roster.announced_version is None or roster.version == roster.announced_version:
        return ""
    made_at = roster.versions.values_list("made_at", flat=True).get(number=roster.version)
    return f"（第{roster.version}版，{_short(clock.local(made_at).date())}调整）"


def _roster_row(n: int, shift: Shift) -> tuple[str, ...]:
    unit = shift.unit.name
    if shift.makeup_of:
        unit += f"（补{shift.makeup_of.day.month}月{shift.makeup_of.day.day}日班）"
    return str(n), _short(shift.day), f"星期{WEEKDAYS[shift.day.weekday()]}", unit


def _leader_rows(roster: Roster, shifts: Sequence[Shift]) -> list[tuple[str, ...]]:
    """Every leader named, by the first day of the unit; a unit that has named nobody has an empty line."""
    named: dict[int, list[DutyLeader]] = {}
    ranks = {rank.value: n for n, rank in enumerate(Rank)}
    for leader in sorted(DutyLeader.objects.filter(roster=roster), key=lambda row: (ranks[row.rank], row.pk)):
        named.setdefault(leader.unit_id, []).append(leader)
    days: dict[int, list[str]] = {}
    names = {}
    for shift in shifts:
        days.setdefault(shift.unit_id, []).append(_short(shift.day))
        names[shift.unit_id] = shift.unit.name
    found: list[tuple[str, ...]] = []
    for pk, of_unit in days.items():
        when = "、".join(of_unit)
        people = [(leader.name, leader.post, leader.phone) for leader in named.get(pk, ())] or [("", "", "")]
        for facts in people:
            found.append((str(len(found) + 1), names[pk], *facts, when))
    return found


def _blank_rows() -> list[tuple[str, ...]]:
    return [(str(n), "", "", "", "", "") for n in range(1, BLANK_LINES + 1)]


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _hour(at: str) -> str:
    """「09:00」→「9:00」."""
    return at.removeprefix("0")
