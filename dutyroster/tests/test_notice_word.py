"""The duty notice (D22): the April 2022 notice word for word, on the page and as Word; drafts, annex 2, and who may read it."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from dutyroster import notice
from dutyroster.actions import roster as rosters
from dutyroster.actions.roster import Planned
from dutyroster.models import Roster, Version
from dutyroster.tests.conftest import APRIL, Town, at
from dutyroster.word import notice as word
from hotline import clock
from hotline.models import Option
from hotline.people.models import Role, Unit

NAMES = """
海口市交通运输和港航管理局 海口市水务集团有限公司 中国铁塔股份有限公司海口市分公司 中国有线电视网络有限公司海口分公司
海口市公共交通集团有限公司 海口市城市建设投资有限公司 海口市档案局 海口市人力资源和社会保障局 市委政法委（市综治中心）
海口市住房和城乡建设局 海口市卫生健康委员会 秀英区政府 龙华区政府 琼山区政府 美兰区政府 共青团海口市委员会
海口综合保税区工委（管委会） 市委统战部 市委外事办 市机关事务管理局 海口市市场监督管理局 海口市路桥建设投资有限公司
海口市园林和环境卫生管理局 市红十字会 海口国家高新技术产业开发区管委会 海口市市政管理局 海口市水务局
海口市自然资源和规划局 海口市公安局 海南电网有限责任公司海口供电局
"""
UNITS = NAMES.split()

# Written from the published notice by hand, its slips mended as dutyroster/notice.py says.
TEXT = """
海口12345政务服务便民热线
工作领导小组办公室
关于2022年4月份各热线成员单位负责人
轮流值班的通知
各相关热线成员单位：
根据《海口市12345热线成员单位负责人轮流值班制度》的规定，现将4月份热线成员单位负责人轮值安排相关事宜通知如下：
一、值班人员
各有关热线成员单位主要领导、分管领导及工作人员。
二、值班时间
每日上午08:30至22:00，男性值班人员中午可到市民游客中心南楼4楼405休息室待班，女性值班人员中午可到北楼2楼208党员活动室待班，具体单位轮值时间详见附件1。
三、值班地点
海口市龙华区滨海公园1号海口市民游客中心12345话务间。
四、值班内容
（一）接听来电
轮值负责人轮值期间，上午9:00-11:30处理回访办件，下午15:00-17:00在线受理市民要求值班领导处理的各类诉求，在受理过程中需明确处理时间、结果、工作安排等事项。
（二）协调工作
1.负责协调涉及本部门的相关12345热线办件，含疑难、推诿、扯皮、不作为、慢作为等办件。
2.负责协调、解决市民反映可能会引发重大影响办件，需在做出处置后，报市领导阅示。
3.轮值当天上报的疑难等办件需当天给予解决，无法在当日完成的，应进行协调，并注明处置意见。
（三）业务支持
1.负责解答12345热线话务员和各成员单位提出的办件问题。如该问题属于本部门职责范畴，应予以解释，并安排本部门工作人员落实各项工作；如该问题不属于本部门职责范畴，应提出相关工作建议。
2.轮值单位负责人值班期间需答复热线提供的知识点问题，并在规定时间内以电子版形式将答复内容发送至热线采编组邮箱rx12345cbz@163.com。
注：周一至周四值班单位的规定答复时限为次日上午8:00；周五至周日值班单位的规定答复时限为周一上午8:00。
3.轮值单位负责人或分管领导17:00前完成回访办件30件，并注明处理意见、签名确认。
五、相关要求
（一）值班单位负责人和分管领导应履行好当天的热线总指挥长职责并遵守以下要求：
1.履行首问责任。对不属于本单位职责范围内的事项，应及时受理、记录市民诉求，按程序告知热线前台转交相关单位处置；对需要多部门联合处置办件履行首问职责，积极联动其他部门办理，在热线工单和值班领导交接本上详细记录；
2.耐心解答在线接电的有关问题。缺乏法律法规或政策依据的办件，应做好解释疏导工作；符合法律法规或政策规定的办件，应及时安排相关部门调查处理，并承诺办结时限；
3.负责处理疑难办件，处置紧急突发事件，协调其他部门办理重要办件问题。遇重大事项，应当第一时间向市委、市政府报告并做出应急处理，同时编发信息到海口12345热线工作交流群；
4.做好值班记录，落实交接班工作，防止脱班现象，交班人应向接班人交待清楚各项工作；
5.其他应当遵守的值班要求。
（二）值班当日在线受理诉求必须由单位主要负责人负责，其他时间可由本单位分管领导值班。值班单位主要负责人因不可抗力导致无法到场值班的，需提前3天报请分管热线工作的市领导同意后，由市政府热线管理机构重新安排时间补班。值班单位分管领导因故不能值班的，需经本单位主要负责人批准，并安排本单位的其他领导值班。
（三）根据海口12345政府服务热线督办与考核相关条例规定，轮值单位轮值考核分数区间为0-（±3）分。其中：a.未按轮值时间要求及人数要求进行轮值工作的，一次扣3分。b.成员单位主要领导到场轮值的，一次加3分。c.主要领导和分管领导均未到场参加轮值工作的，一次扣3分。
（四）请各有关单位在3月28日16:00前，将本单位参加轮流值班的负责人姓名、职位、联系方式等个人信息（详见附件2）报送至海口市民游客中心邮箱hk12345@haikou.gov.cn。
附件：1.2022年4月热线成员单位轮值安排表
2.2022年4月热线成员单位轮值负责人信息表
海口12345政务服务便民热线工作领导小组办公室
2022年3月21日
附件1
2022年4月热线成员单位轮值安排表
附件2
2022年4月热线成员单位
轮值负责人信息表
""".strip().splitlines()

# April 1, 2022 was a Friday.
WEEKDAYS = "五六日一二三四" * 5
TABLE = [["序号", "值班日期", "星期", "值班领导（单位）"]] + [
    [f"{n}", f"4月{n}日", f"星期{WEEKDAYS[n - 1]}", name] for n, name in enumerate(UNITS, start=1)
]
COLUMNS = ["序号", "单位", "姓名", "职务", "联系方式", "值班日期"]


def april(town: Town, *, announced: bool = True) -> Roster:
    with at("2022-03-21 10:00"):
        return town.roster(APRIL, [town.unit(name) for name in UNITS], announced=announced)


def paragraphs(docx: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(docx)).paragraphs if paragraph.text]


def tables(docx: bytes) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(BytesIO(docx)).tables]


def test_the_april_notice(town: Town) -> None:
    docx = word.render(notice.compose(april(town)))
    assert paragraphs(docx) == TEXT
    annex1, annex2 = tables(docx)
    assert annex1 == TABLE
    assert annex2 == [COLUMNS, *([f"{n}", "", "", "", "", ""] for n in range(1, 13))]


def test_the_page_says_the_same(town: Town) -> None:
    april(town)
    page = read(town, "office_head", "notice/")
    for line in TEXT[4:]:
        assert line in page
    for row in TABLE:
        for value in row:
            assert value in page


def test_the_same_notice_gives_the_same_bytes(town: Town) -> None:
    roster = april(town)
    assert word.render(notice.compose(roster)) == word.render(notice.compose(Roster.objects.get(pk=roster.pk)))


def test_a_draft_says_so(town: Town) -> None:
    lines = paragraphs(word.render(notice.compose(april(town, announced=False))))
    assert lines[4] == "（代拟稿）"
    assert lines[-6] == "　　　　年　　月　　日"
    assert "2022年3月21日" not in lines
    assert lines[:4] + lines[5:-6] + lines[-5:] == TEXT[:-6] + TEXT[-5:]


def test_a_change_after_signing_is_said_at_the_annex(town: Town) -> None:
    """The day it was signed stays; page and Word say alike which version annex 1 shows."""
    roster = april(town)
    with at("2022-03-25 15:00"):
        plan = rosters.plan_of(roster) | {date(2022, 4, 8): Planned(town.city.water.pk)}
        rosters.change(APRIL, plan, actor=town.city.admin, how=Version.How.IMPORT)
    lines = paragraphs(word.render(notice.compose(Roster.objects.get())))
    assert lines == [*TEXT[:-5], "附件1（第2版，3月25日调整）", *TEXT[-4:]]
    page = read(town, "office_head", "notice/")
    assert "<p>附件1（第2版，3月25日调整）</p><h1>2022年4月热线成员单位轮值安排表</h1>" in page
    assert "2022年3月21日" in page


def test_a_change_before_signing_is_not(town: Town) -> None:
    roster = april(town, announced=False)
    with at("2022-03-20 15:00"):
        rosters.change(
            APRIL, {date(2022, 4, 8): Planned(town.city.water.pk)}, actor=town.city.admin, how=Version.How.IMPORT
        )  # fmt: skip
    Roster.objects.update(announced_at=clock.start_of(roster.month), announced_version=2)
    assert notice.compose(Roster.objects.get()).roster_mark == ""


def test_a_january_asks_in_december_of_the_year_before(town: Town) -> None:
    with at("2026-12-20 10:00"):
        found = notice.compose(town.roster(date(2027, 1, 1), [town.city.water]))
    assert found.lines[-1].text.startswith("（四）请各有关单位在12月28日16:00前")
    assert found.title == "关于2027年1月份各热线成员单位负责人轮流值班的通知"
    assert len(found.roster_rows) == 31
    assert found.signed_on == "2026年12月20日"


def test_what_the_city_has_set(town: Town) -> None:
    for key, value in {
        "duty_place": "文化路1号", "duty_rest": "中午可到二楼休息", "duty_issuer": "热线办", "duty_info_mailbox": "a@b.cn",
        "editorial_mailbox": "c@d.cn", "sheet_cases": 25, "shift_starts_at": "09:00", "shift_ends_at": "21:30",
        "leader_calls": "14:30-16:30", "callback_sheet_due_at": "18:00", "knowledge_due_at": "09:30", "leave_days_before": 5,
        "leader_info_due_on": "25 12:00", "sheet_frozen_at": "09:30",
    }.items():  # fmt: skip
        Option.objects.create(key=key, value=value)
    found = notice.compose(april(town))
    text = "\n".join(line.text for line in found.lines)
    for words in (
        "文化路1号。", "每日上午09:00至21:30，中午可到二楼休息，", "上午9:30-11:30处理回访办件，下午14:30-16:30在线", "邮箱c@d.cn",
        "次日上午9:30；", "周一上午9:30。", "18:00前完成回访办件25件", "提前5天", "在3月25日12:00前", "邮箱a@b.cn",
    ):  # fmt: skip
        assert words in text
    assert (found.issuer, notice.title_lines(found)[0]) == ("热线办", "热线办")


def test_a_make_up_day_is_marked(town: Town) -> None:
    with at("2022-03-21 10:00"):
        roster = town.roster(APRIL, [town.city.water])
        plan = rosters.plan_of(roster) | {date(2022, 4, 8): Planned(town.city.water.pk, town.shift(date(2022, 4, 1)).pk)}
        rosters.change(APRIL, plan, actor=None, how=Version.How.LEAVE)
    rows = notice.compose(roster).roster_rows
    assert [row[3] for row in rows if "补" in row[3]] == ["市水务局（补4月1日班）"]


def test_names_that_people_type(town: Town) -> None:
    """No markup, no template, nothing XML cannot hold."""
    with at("2022-03-21 10:00"):
        roster = town.roster(APRIL, [town.unit("<b>{{ 7 }}&\x0b局</b>")])
    assert tables(word.render(notice.compose(roster)))[0][1][3] == "<b>{{ 7 }}& 局</b>"


class TestAnnex2:
    def test_filled_in_for_the_office(self, town: Town) -> None:
        roster = april(town)
        first, second = town.unit(UNITS[0]), town.unit(UNITS[1])
        town.name_leaders(roster, second)
        rows = notice.compose(roster, filled=True).leader_rows
        assert rows[:4] == [
            ("1", UNITS[0], "", "", "", "4月1日"),
            ("2", UNITS[1], f"u{second.pk}-principal姓名", "局长", "0898-66777777", "4月2日"),
            ("3", UNITS[1], f"u{second.pk}-deputy姓名", "局长", "0898-66777777", "4月2日"),
            ("4", UNITS[1], f"u{second.pk}-staff姓名", "局长", "0898-66777777", "4月2日"),
        ]
        assert len(rows) == 32
        assert first.pk

    def test_a_number_stands_in_one_line(self, town: Town) -> None:
        """Thirteen characters of half a quad each, and the margins of the cell (1.9 mm on each side)."""
        contact = word.LEADER_WIDTHS[COLUMNS.index("联系方式")]
        assert contact >= len("0898-66777777") * word.SMALL / 2 * 1.15 + 2 * word.Mm(1.9)
        assert sum(word.LEADER_WIDTHS) == sum(word.ROSTER_WIDTHS)

    def test_a_unit_with_two_days(self, town: Town) -> None:
        with at("2022-03-21 10:00"):
            roster = town.roster(APRIL, [town.unit(name) for name in UNITS[:29]])
        assert notice.compose(roster, filled=True).leader_rows[0][-1] == "4月1日、4月30日"

    def test_no_phone_leaves_the_office(self, town: Town) -> None:
        """D22: units public, phones never."""
        roster = april(town)
        town.name_leaders(roster, town.city.water)
        town.name_leaders(roster, town.unit(UNITS[0]))
        for name in ("handler", "unit_leader", "auditor", "cityleader", "operator", "editor", "archivist"):
            Roster.objects.update(published_at=roster.announced_at)
            assert "66777777" not in read(town, name, "notice/")
            for path in ("notice/?filled=1", "notice.docx?filled=1"):
                assert get(town, name, path).status_code == 403
            docx = get(town, name, "notice.docx").content
            assert "66777777" not in ZipFile(BytesIO(docx)).read("word/document.xml").decode()
        for name in ("office_head", "admin", "dispatcher", "supervisor"):
            assert "66777777" in read(town, name, "notice/?filled=1")
            docx = get(town, name, "notice.docx?filled=1").content
            assert "66777777" in ZipFile(BytesIO(docx)).read("word/document.xml").decode()


# ---- who may read it

OFFICE = ("operator", "dispatcher", "callback_clerk", "supervisor", "editor", "archivist", "auditor")
UNIT = ("handler", "unit_leader", "street_handler")


@pytest.mark.parametrize(
    ("state", "allowed", "unknown"),
    [
        ("draft", {"admin", "office_head"}, {*OFFICE, *UNIT, "cityleader", "nobody"}),
        ("announced", {"admin", "office_head", *OFFICE, *UNIT}, set()),
        ("published", {"admin", "office_head", *OFFICE, *UNIT, "cityleader", "nobody"}, set()),
    ],
)
def test_rights(town: Town, state: str, allowed: set[str], unknown: set[str]) -> None:
    town.person("nobody", town.city.water)
    roster = april(town, announced=state != "draft")
    if state == "published":
        Roster.objects.update(published_at=roster.announced_at)
    for name in ("admin", "office_head", *OFFICE, *UNIT, "cityleader", "nobody"):
        wanted = 200 if name in allowed else 404 if name in unknown else 403
        for path in ("notice/", "notice.docx"):
            assert get(town, name, path).status_code == wanted, (name, path)


def test_a_leader_named_for_the_month_reads_it(town: Town) -> None:
    roster = april(town)
    principal, _deputy, _staff = town.name_leaders(roster, town.city.water)
    town.city.principal = principal
    assert get(town, "principal", "notice/").status_code == 200


def test_months_without_a_roster_and_strangers(town: Town) -> None:
    assert get(town, "office_head", "notice/").status_code == 404
    assert Client().get("/duty/roster/2022-04/notice/").status_code == 302
    client = Client()
    client.force_login(town.city.office_head)
    assert client.get("/duty/roster/2022-13/notice/").status_code == 404
    assert client.post("/duty/roster/2022-04/notice/").status_code == 405


def test_the_download_is_named_after_the_notice(town: Town) -> None:
    april(town)
    response = get(town, "handler", "notice.docx")
    assert response.headers["Content-Type"].endswith("wordprocessingml.document")
    name = "filename*=utf-8''%E5%85%B3%E4%BA%8E2022%E5%B9%B44%E6%9C%88"
    assert name in response.headers["Content-Disposition"]
    assert paragraphs(response.content) == TEXT


def test_queries_do_not_grow(town: Town) -> None:
    counts = []
    for month, n in ((date(2026, 10, 1), 1), (date(2026, 11, 1), 3)):
        with at("2026-09-20 10:00"):
            units = [Unit.objects.create(name=f"单位{month}{k}") for k in range(n)]
            roster = town.roster(month, units)
            for unit in units:
                town.name_leaders(roster, unit)
        client = Client()
        client.force_login(town.person(f"head{n}", town.city.office, Role.OFFICE_HEAD))
        client.get(f"/duty/roster/{month:%Y-%m}/notice/?filled=1")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/duty/roster/{month:%Y-%m}/notice/?filled=1").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def get(town: Town, name: str, path: str):  # type: ignore[no-untyped-def]
    client = Client(headers={"accept-language": "en"})
    client.force_login(getattr(town.city, name))
    return client.get(f"/duty/roster/2022-04/{path}")


def read(town: Town, name: str, path: str) -> str:
    response = get(town, name, path)
    assert response.status_code == 200
    return str(response.content.decode())
