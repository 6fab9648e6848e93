"""The invented city of the demo: units, places, callers and call scenarios as plain data; `load_demo` turns them into tickets.

Units bear the real names of the April 2022 duty notice. Persons, residential compounds, firms and events are invented.
Texts of a scenario are `str.format` templates with {place}; `title` and `content` may also hold {detail} (one of `details`).
"""

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


OFFICE = DemoUnit("海口12345政务服务便民热线", "热线办", "office", False)

# Annex 1 of the April 2022 notice, in its order; the unit of day n has index n-1.
UNITS: tuple[DemoUnit, ...] = (
    DemoUnit("海口市交通运输和港航管理局", "市交通港航局", "department", False),
    DemoUnit("海口市水务集团有限公司", "市水务集团", "company", False),
    DemoUnit("中国铁塔股份有限公司海口市分公司", "铁塔海口分公司", "company", False),
    DemoUnit("中国有线电视网络有限公司海口分公司", "海口有线", "company", False),
    DemoUnit("海口市公共交通集团有限公司", "市公交集团", "company", False),
    DemoUnit("海口市城市建设投资有限公司", "市城投公司", "company", False),
    DemoUnit("海口市档案局", "市档案局", "department", False),
    DemoUnit("海口市人力资源和社会保障局", "市人社局", "department", True),
    DemoUnit("市委政法委(市综治中心)", "市委政法委", "department", True),
    DemoUnit("海口市住房和城乡建设局", "市住建局", "department", True),
    DemoUnit("海口市卫生健康委员会", "市卫健委", "department", True),
    DemoUnit("秀英区政府", "秀英区政府", "district", False),
    DemoUnit("龙华区政府", "龙华区政府", "district", True),
    DemoUnit("琼山区政府", "琼山区政府", "district", False),
    DemoUnit("美兰区政府", "美兰区政府", "district", False),
    DemoUnit("共青团海口市委员会", "团市委", "other", False),
    DemoUnit("海口综合保税区工委(管委会)", "海口综保区", "other", False),
    DemoUnit("市委统战部", "市委统战部", "department", False),
    DemoUnit("市委外事办", "市委外事办", "department", False),
    DemoUnit("市机关事务管理局", "市机关事务局", "department", False),
    DemoUnit("海口市市场监督管理局", "市市场监管局", "department", True),
    DemoUnit("海口市路桥建设投资有限公司", "市路桥公司", "company", False),
    DemoUnit("海口市园林和环境卫生管理局", "市园林环卫局", "department", False),
    DemoUnit("市红十字会", "市红十字会", "other", False),
    DemoUnit("海口国家高新技术产业开发区管委会", "海口高新区", "other", False),
    DemoUnit("海口市市政管理局", "市市政管理局", "department", False),
    DemoUnit("海口市水务局", "市水务局", "department", True),
    DemoUnit("海口市自然资源和规划局", "市资规局", "department", True),
    DemoUnit("海口市公安局", "市公安局", "department", True),
    DemoUnit("海南电网有限责任公司海口供电局", "海口供电局", "company", True),
)

# `parent` is the short name of a district in UNITS.
SUBUNITS: tuple[DemoSubUnit, ...] = (
    DemoSubUnit("秀英区政府", "秀英区住房和城乡建设局", "秀英区住建局", "department"),
    DemoSubUnit("秀英区政府", "秀英区综合行政执法局", "秀英区综合执法局", "department"),
    DemoSubUnit("秀英区政府", "秀英区教育局", "秀英区教育局", "department"),
    DemoSubUnit("秀英区政府", "秀英区秀英街道办事处", "秀英街道办", "other"),
    DemoSubUnit("秀英区政府", "秀英区海秀街道办事处", "海秀街道办", "other"),
    DemoSubUnit("秀英区政府", "秀英区长流镇人民政府", "长流镇政府", "other"),
    DemoSubUnit("龙华区政府", "龙华区住房和城乡建设局", "龙华区住建局", "department"),
    DemoSubUnit("龙华区政府", "龙华区综合行政执法局", "龙华区综合执法局", "department"),
    DemoSubUnit("龙华区政府", "龙华区教育局", "龙华区教育局", "department"),
    DemoSubUnit("龙华区政府", "龙华区金贸街道办事处", "金贸街道办", "other"),
    DemoSubUnit("龙华区政府", "龙华区海垦街道办事处", "海垦街道办", "other"),
    DemoSubUnit("龙华区政府", "龙华区龙桥镇人民政府", "龙桥镇政府", "other"),
    DemoSubUnit("琼山区政府", "琼山区住房和城乡建设局", "琼山区住建局", "department"),
    DemoSubUnit("琼山区政府", "琼山区综合行政执法局", "琼山区综合执法局", "department"),
    DemoSubUnit("琼山区政府", "琼山区教育局", "琼山区教育局", "department"),
    DemoSubUnit("琼山区政府", "琼山区府城街道办事处", "府城街道办", "other"),
    DemoSubUnit("琼山区政府", "琼山区国兴街道办事处", "国兴街道办", "other"),
    DemoSubUnit("琼山区政府", "琼山区云龙镇人民政府", "云龙镇政府", "other"),
    DemoSubUnit("美兰区政府", "美兰区住房和城乡建设局", "美兰区住建局", "department"),
    DemoSubUnit("美兰区政府", "美兰区综合行政执法局", "美兰区综合执法局", "department"),
    DemoSubUnit("美兰区政府", "美兰区教育局", "美兰区教育局", "department"),
    DemoSubUnit("美兰区政府", "美兰区海甸街道办事处", "海甸街道办", "other"),
    DemoSubUnit("美兰区政府", "美兰区白龙街道办事处", "白龙街道办", "other"),
    DemoSubUnit("美兰区政府", "美兰区灵山镇人民政府", "灵山镇政府", "other"),
)

CATEGORIES: tuple[Category, ...] = (
    Category(
        "城市管理",
        (
            Category(
                "市容环境",
                (
                    Category(
                        "占道经营",
                        (
                            Category("流动摊贩", (Category("夜市烧烤"), Category("早餐点"))),
                            Category("店外经营"),
                        ),
                    ),
                    Category("垃圾清运"),
                ),
            ),
            Category(
                "市政设施",
                (
                    Category("路灯照明"),
                    Category("道路破损", (Category("路面坑洼"), Category("路面塌陷"))),
                    Category("井盖"),
                    Category("排水内涝"),
                ),
            ),
            Category("园林绿化"),
            Category("违法建设"),
        ),
    ),
    Category(
        "交通运输",
        (
            Category("公共交通", (Category("公交线路"), Category("公交服务"))),
            Category("出租车与网约车", (Category("拒载绕路"),)),
            Category("水路与过海运输"),
            Category("共享单车"),
        ),
    ),
    Category(
        "公安交警",
        (
            Category("挪车"),
            Category("违法停车"),
            Category("交通信号与秩序"),
            Category("车驾管业务"),
            Category("户政与居住证"),
            Category("出入境"),
            Category("社会治安", (Category("电信诈骗"),)),
        ),
    ),
    Category(
        "住房城建",
        (
            Category("商品房买卖", (Category("延期交房"), Category("质量保修"))),
            Category("房屋租赁"),
            Category("不动产登记"),
            Category("规划管理"),
            Category("物业管理", (Category("物业服务"), Category("维修资金"), Category("电梯运行"))),
            Category("燃气管理", (Category("燃气泄漏"),)),
            Category("保障性住房"),
            Category("住房公积金"),
            Category("工程建设"),
        ),
    ),
    Category(
        "劳动社保",
        (
            Category("工资报酬", (Category("拖欠工资"),)),
            Category("社会保险", (Category("养老保险"), Category("失业保险"), Category("工伤保险"))),
            Category("医疗保险"),
            Category("社保卡"),
            Category("就业创业"),
            Category("人才服务"),
        ),
    ),
    Category(
        "水电气通讯",
        (
            Category("供水", (Category("停水"), Category("水费水质"))),
            Category("供电", (Category("停电"), Category("电压与电费"))),
            Category("通信网络"),
            Category("有线电视"),
        ),
    ),
    Category("教育", (Category("入学招生"), Category("校园管理"), Category("校外培训"))),
    Category(
        "医疗卫生",
        (
            Category("医疗服务与收费"),
            Category("疫苗接种"),
            Category("生育服务"),
            Category("献血与红十字"),
        ),
    ),
    Category(
        "市场监管",
        (
            Category("食品安全"),
            Category("价格收费"),
            Category("营业执照"),
            Category("消费维权", (Category("预付式消费"), Category("离岛免税"))),
        ),
    ),
    Category(
        "生态环境",
        (
            Category("噪声", (Category("施工噪声"), Category("社会生活噪声"), Category("交通噪声"))),
            Category("大气异味", (Category("餐饮油烟"), Category("扬尘"), Category("工业异味"))),
            Category("水污染"),
        ),
    ),
    Category(
        "农业农村",
        (
            Category("种植技术"),
            Category("动物防疫与养殖"),
            Category("惠农补贴"),
            Category("农村宅基地"),
        ),
    ),
    Category(
        "民政",
        (
            Category("婚姻登记"),
            Category("低保救助"),
            Category("养老服务"),
            Category("殡葬服务"),
            Category("残疾人服务"),
        ),
    ),
    Category("文化旅游", (Category("旅游投诉"), Category("文体场馆"))),
    Category("应急消防", (Category("台风防御"), Category("消防隐患"))),
    Category(
        "政务服务",
        (
            Category("办事指南"),
            Category("园区服务"),
            Category("档案查询"),
            Category("侨务外事"),
            Category("税务服务"),
            Category("志愿服务"),
            Category("工作作风"),
            Category("热线服务"),
        ),
    ),
    Category("其他", (Category("无效来电"), Category("非受理范围"))),
)

# Roads, town streets and villages of Haikou; the residential compounds on them are made up. No house numbers.
PLACES: tuple[Place, ...] = (
    Place("秀英区", "秀英大道", "road"),
    Place("秀英区", "海秀西路", "road"),
    Place("秀英区", "长滨路", "road"),
    Place("秀英区", "长滨四路", "road"),
    Place("秀英区", "长秀大道", "road"),
    Place("秀英区", "丽晶路", "road"),
    Place("秀英区", "滨海大道西段", "road"),
    Place("秀英区", "南海大道药谷路口", "road"),
    Place("秀英区", "向荣路", "road"),
    Place("秀英区", "秀华路", "road"),
    Place("秀英区", "海港路", "road"),
    Place("秀英区", "书场路", "road"),
    Place("秀英区", "爱华路", "road"),
    Place("秀英区", "椰海大道永万路口", "road"),
    Place("秀英区", "海榆中线永庄路段", "road"),
    Place("秀英区", "海盛路", "road"),
    Place("秀英区", "港澳大道", "road"),
    Place("秀英区", "五源河路", "road"),
    Place("秀英区", "药谷二横路", "road"),
    Place("秀英区", "粤海大道", "road"),
    Place("秀英区", "长流墟长德路", "road"),
    Place("秀英区", "新海港进港路", "road"),
    Place("秀英区", "石山墟街", "road"),
    Place("秀英区", "永兴墟街", "road"),
    Place("秀英区", "东山墟街", "road"),
    Place("秀英区", "金滩路", "road"),
    Place("秀英区", "永万路", "road"),
    Place("秀英区", "秀英小街", "road"),
    Place("秀英区", "海涛路", "road"),
    Place("秀英区", "长怡路", "road"),
    Place("秀英区", "长滨四路海岸云庭小区", "community"),
    Place("秀英区", "海港路椰风雅苑", "community"),
    Place("秀英区", "粤海大道听涛花园", "community"),
    Place("秀英区", "长滨路锦绣江南里", "community"),
    Place("秀英区", "书场路西海雅居", "community"),
    Place("秀英区", "金滩路荔湾家园", "community"),
    Place("秀英区", "长滨四路长流新居", "community"),
    Place("秀英区", "爱华路火山石苑", "community"),
    Place("秀英区", "永万路半岛晴川", "community"),
    Place("秀英区", "长秀大道蓝湾书苑", "community"),
    Place("秀英区", "海盛路桂海名庭", "community"),
    Place("秀英区", "海涛路丹霞里小区", "community"),
    Place("秀英区", "丽晶路凤凰花半里", "community"),
    Place("秀英区", "港澳大道南洋风情园", "community"),
    Place("秀英区", "长怡路秀水佳苑", "community"),
    Place("秀英区", "向荣路海棠园小区", "community"),
    Place("秀英区", "五源河路临港公寓", "community"),
    Place("秀英区", "药谷二横路药谷人才公寓", "community"),
    Place("秀英区", "秀华路金沙湾里", "community"),
    Place("秀英区", "药谷二横路观海台", "community"),
    Place("秀英区", "海秀西路椰林春晓", "community"),
    Place("秀英区", "海港路向阳新村", "community"),
    Place("秀英区", "粤海大道海天锦园", "community"),
    Place("秀英区", "长滨路恒润花园", "community"),
    Place("秀英区", "书场路东升小区", "community"),
    Place("秀英区", "金滩路紫云苑", "community"),
    Place("秀英区", "长滨四路和悦府", "community"),
    Place("秀英区", "爱华路天韵新苑", "community"),
    Place("秀英区", "永万路银滩花园", "community"),
    Place("秀英区", "长秀大道望海居", "community"),
    Place("秀英区", "石山镇美椰村", "village"),
    Place("秀英区", "永兴镇荔园村", "village"),
    Place("秀英区", "东山镇溪尾村", "village"),
    Place("秀英区", "长流镇那海村", "village"),
    Place("秀英区", "西秀镇丰台村", "village"),
    Place("秀英区", "永兴镇火岩村", "village"),
    Place("龙华区", "国贸路", "road"),
    Place("龙华区", "国贸大道", "road"),
    Place("龙华区", "玉沙路", "road"),
    Place("龙华区", "龙昆北路", "road"),
    Place("龙华区", "龙昆南路", "road"),
    Place("龙华区", "龙昆南路与凤翔西路交叉口", "road"),
    Place("龙华区", "金龙路", "road"),
    Place("龙华区", "金贸中路", "road"),
    Place("龙华区", "金贸西路", "road"),
    Place("龙华区", "世贸东路", "road"),
    Place("龙华区", "世贸北路", "road"),
    Place("龙华区", "明珠路", "road"),
    Place("龙华区", "大同路", "road"),
    Place("龙华区", "海秀中路", "road"),
    Place("龙华区", "解放西路", "road"),
    Place("龙华区", "得胜沙路", "road"),
    Place("龙华区", "新华南路", "road"),
    Place("龙华区", "中山路", "road"),
    Place("龙华区", "义龙西路", "road"),
    Place("龙华区", "龙华路", "road"),
    Place("龙华区", "海垦路", "road"),
    Place("龙华区", "金盘路", "road"),
    Place("龙华区", "建设路", "road"),
    Place("龙华区", "学院路", "road"),
    Place("龙华区", "坡博路", "road"),
    Place("龙华区", "滨涯路", "road"),
    Place("龙华区", "金宇路", "road"),
    Place("龙华区", "城西路", "road"),
    Place("龙华区", "丘海大道", "road"),
    Place("龙华区", "紫荆路", "road"),
    Place("龙华区", "玉沙路玉沙新苑", "community"),
    Place("龙华区", "金贸中路金贸华庭", "community"),
    Place("龙华区", "明珠路明珠雅居", "community"),
    Place("龙华区", "学院路椰城名邸", "community"),
    Place("龙华区", "国贸路国贸嘉园", "community"),
    Place("龙华区", "海垦路海垦佳苑", "community"),
    Place("龙华区", "金盘路金盘家园", "community"),
    Place("龙华区", "建设路龙泉小筑", "community"),
    Place("龙华区", "滨涯路滨涯花园", "community"),
    Place("龙华区", "金宇路金宇雅苑", "community"),
    Place("龙华区", "紫荆路紫荆花园", "community"),
    Place("龙华区", "金盘路学府名居", "community"),
    Place("龙华区", "坡博路坡博新居", "community"),
    Place("龙华区", "世贸东路世贸晴园", "community"),
    Place("龙华区", "丘海大道丘海家园", "community"),
    Place("龙华区", "海垦路万绿春庭", "community"),
    Place("龙华区", "城西路南国书香里", "community"),
    Place("龙华区", "义龙西路义龙小区", "community"),
    Place("龙华区", "大同路大同雅苑", "community"),
    Place("龙华区", "解放西路解放新村", "community"),
    Place("龙华区", "得胜沙路得胜里小区", "community"),
    Place("龙华区", "龙昆北路华夏花园", "community"),
    Place("龙华区", "明珠路海纳庭院", "community"),
    Place("龙华区", "义龙西路百合园", "community"),
    Place("龙华区", "龙昆北路龙昆上苑", "community"),
    Place("龙华区", "玉沙路锦泰华府", "community"),
    Place("龙华区", "世贸北路骑楼新居", "community"),
    Place("龙华区", "中山路福安小区", "community"),
    Place("龙华区", "坡博路梧桐里", "community"),
    Place("龙华区", "国贸大道银河湾", "community"),
    Place("龙华区", "龙桥镇龙眼村", "village"),
    Place("龙华区", "新坡镇仁里村", "village"),
    Place("龙华区", "遵谭镇咸塘村", "village"),
    Place("龙华区", "龙泉镇美仁村", "village"),
    Place("龙华区", "城西镇坡巷村", "village"),
    Place("龙华区", "龙泉镇新仁村", "village"),
    Place("琼山区", "中山南路", "road"),
    Place("琼山区", "忠介路", "road"),
    Place("琼山区", "文庄路", "road"),
    Place("琼山区", "高登街", "road"),
    Place("琼山区", "高登东街", "road"),
    Place("琼山区", "红城湖路", "road"),
    Place("琼山区", "凤翔东路", "road"),
    Place("琼山区", "新大洲大道", "road"),
    Place("琼山区", "椰海大道东段", "road"),
    Place("琼山区", "国兴大道", "road"),
    Place("琼山区", "道客路", "road"),
    Place("琼山区", "大园路", "road"),
    Place("琼山区", "朱云路", "road"),
    Place("琼山区", "建国路", "road"),
    Place("琼山区", "琼州大道", "road"),
    Place("琼山区", "滨江路", "road"),
    Place("琼山区", "滨江东路", "road"),
    Place("琼山区", "迎宾大道", "road"),
    Place("琼山区", "龙昆南路东侧", "road"),
    Place("琼山区", "府城三角公园路口", "road"),
    Place("琼山区", "铁桥路", "road"),
    Place("琼山区", "桂林街", "road"),
    Place("琼山区", "振兴路", "road"),
    Place("琼山区", "云龙墟街", "road"),
    Place("琼山区", "龙塘墟街", "road"),
    Place("琼山区", "红旗墟街", "road"),
    Place("琼山区", "旧州墟街", "road"),
    Place("琼山区", "三门坡墟街", "road"),
    Place("琼山区", "大坡墟街", "road"),
    Place("琼山区", "甲子墟街", "road"),
    Place("琼山区", "国兴大道琼台书香苑", "community"),
    Place("琼山区", "红城湖路红城湖畔苑", "community"),
    Place("琼山区", "滨江东路府城新居", "community"),
    Place("琼山区", "文庄路文庄雅苑", "community"),
    Place("琼山区", "忠介路忠介里小区", "community"),
    Place("琼山区", "滨江路滨江晴川", "community"),
    Place("琼山区", "大园路大园新村", "community"),
    Place("琼山区", "道客路道客新居", "community"),
    Place("琼山区", "朱云路朱云花园", "community"),
    Place("琼山区", "凤翔东路凤翔雅苑", "community"),
    Place("琼山区", "朱云路椰博家园", "community"),
    Place("琼山区", "新大洲大道新大洲花园", "community"),
    Place("琼山区", "国兴大道国兴名邸", "community"),
    Place("琼山区", "建国路美舍河苑", "community"),
    Place("琼山区", "琼州大道琼州华庭", "community"),
    Place("琼山区", "高登街高登小区", "community"),
    Place("琼山区", "琼州大道江畔人家里", "community"),
    Place("琼山区", "中山南路山水佳园", "community"),
    Place("琼山区", "新大洲大道云龙花苑", "community"),
    Place("琼山区", "滨江路宏泰家园", "community"),
    Place("琼山区", "忠介路桂香苑", "community"),
    Place("琼山区", "国兴大道仁和里", "community"),
    Place("琼山区", "铁桥路铁桥新村", "community"),
    Place("琼山区", "文庄路明德花园", "community"),
    Place("琼山区", "道客路华侨新居", "community"),
    Place("琼山区", "迎宾大道龙腾小区", "community"),
    Place("琼山区", "高登街星海湾里", "community"),
    Place("琼山区", "大园路百汇园", "community"),
    Place("琼山区", "铁桥路和顺家园", "community"),
    Place("琼山区", "高登东街瑞景苑", "community"),
    Place("琼山区", "云龙镇云岭村", "village"),
    Place("琼山区", "龙塘镇仁庄村", "village"),
    Place("琼山区", "红旗镇苏寻村", "village"),
    Place("琼山区", "旧州镇道美村", "village"),
    Place("琼山区", "三门坡镇谷桥村", "village"),
    Place("琼山区", "甲子镇民丰村", "village"),
    Place("美兰区", "海甸五西路", "road"),
    Place("美兰区", "海甸三东路", "road"),
    Place("美兰区", "海甸二东路", "road"),
    Place("美兰区", "海甸二东路与和平大道交叉口", "road"),
    Place("美兰区", "人民大道", "road"),
    Place("美兰区", "和平大道", "road"),
    Place("美兰区", "海达路", "road"),
    Place("美兰区", "碧海大道", "road"),
    Place("美兰区", "怡心路", "road"),
    Place("美兰区", "新埠大道", "road"),
    Place("美兰区", "白龙南路", "road"),
    Place("美兰区", "白龙北路", "road"),
    Place("美兰区", "海府路", "road"),
    Place("美兰区", "海府一横路", "road"),
    Place("美兰区", "蓝天路", "road"),
    Place("美兰区", "大英路", "road"),
    Place("美兰区", "文明东路", "road"),
    Place("美兰区", "青年路", "road"),
    Place("美兰区", "和平南路", "road"),
    Place("美兰区", "美苑路", "road"),
    Place("美兰区", "美祥路", "road"),
    Place("美兰区", "板桥路", "road"),
    Place("美兰区", "巴伦路", "road"),
    Place("美兰区", "群上路", "road"),
    Place("美兰区", "长堤路", "road"),
    Place("美兰区", "琼山大道", "road"),
    Place("美兰区", "白驹大道", "road"),
    Place("美兰区", "灵山墟街", "road"),
    Place("美兰区", "演丰墟街", "road"),
    Place("美兰区", "江东大道", "road"),
    Place("美兰区", "海甸五西路椰岛听涛苑", "community"),
    Place("美兰区", "海甸五西路海甸明珠里", "community"),
    Place("美兰区", "文明东路白鹭雅居", "community"),
    Place("美兰区", "和平大道和平佳园", "community"),
    Place("美兰区", "蓝天路蓝天花园", "community"),
    Place("美兰区", "大英路大英新居", "community"),
    Place("美兰区", "海达路海达花园", "community"),
    Place("美兰区", "怡心路怡心雅苑", "community"),
    Place("美兰区", "人民大道人民新苑", "community"),
    Place("美兰区", "碧海大道碧海蓝庭", "community"),
    Place("美兰区", "新埠大道新埠岛家园", "community"),
    Place("美兰区", "白龙南路白龙小区", "community"),
    Place("美兰区", "海府路海府雅居", "community"),
    Place("美兰区", "美苑路美苑名庭", "community"),
    Place("美兰区", "文明东路文明里小区", "community"),
    Place("美兰区", "板桥路板桥里小区", "community"),
    Place("美兰区", "青年路青年公寓", "community"),
    Place("美兰区", "群上路群上新村", "community"),
    Place("美兰区", "长堤路长堤观海居", "community"),
    Place("美兰区", "江东大道江东新苑", "community"),
    Place("美兰区", "碧海大道灵秀花园", "community"),
    Place("美兰区", "蓝天路海蓝新居", "community"),
    Place("美兰区", "板桥路书城雅苑", "community"),
    Place("美兰区", "海甸五西路五洲家园", "community"),
    Place("美兰区", "怡心路福隆小区", "community"),
    Place("美兰区", "大英路流水坡新居", "community"),
    Place("美兰区", "巴伦路塔光里小区", "community"),
    Place("美兰区", "海甸三东路金色海岸苑", "community"),
    Place("美兰区", "新埠大道望江楼小区", "community"),
    Place("美兰区", "文明东路万华园", "community"),
    Place("美兰区", "灵山镇东营村", "village"),
    Place("美兰区", "演丰镇北港村", "village"),
    Place("美兰区", "三江镇江源村", "village"),
    Place("美兰区", "大致坡镇美桐村", "village"),
    Place("美兰区", "演丰镇山尾村", "village"),
    Place("美兰区", "三江镇茄园村", "village"),
)

# Invented persons. The phones have the eleven digits of a mainland mobile number but begin with 120, a range no operator holds
# (mobile numbers begin with 13 to 19), so none can be real; a strict numbering-plan check would refuse them. Never dial them.
CALLERS: tuple[Caller, ...] = (
    Caller("王小燕", "12000000001", ""),
    Caller("李娜依", "12000000002", ""),
    Caller("张伟强", "12000000003", ""),
    Caller("陈逸飞", "12000000004", "海口某中学"),
    Caller("林美玲", "12000000005", ""),
    Caller("吴保国", "12000000006", ""),
    Caller("符大勇", "12000000007", ""),
    Caller("黄妙玲", "12000000008", "某物业服务公司"),
    Caller("郑尚志", "12000000009", ""),
    Caller("周倩", "12000000010", ""),
    Caller("蔡宏图", "12000000011", ""),
    Caller("何守仁", "12000000012", "某餐饮店"),
    Caller("云松涛", "12000000013", ""),
    Caller("邢凤娇", "12000000014", ""),
    Caller("韩𠮷祥", "12000000015", ""),
    Caller("冯开泰", "12000000016", "某村民小组"),
    Caller("梁绍武", "12000000017", ""),
    Caller("曾波", "12000000018", ""),
    Caller("许欣怡", "12000000019", ""),
    Caller("邓梦洁", "12000000020", "某贸易公司"),
    Caller("杨国栋", "12000000021", ""),
    Caller("刘少波", "12000000022", ""),
    Caller("赵承宗", "12000000023", ""),
    Caller("孙明轩", "12000000024", "某社区居委会"),
    Caller("朱春花", "12000000025", ""),
    Caller("马秋菊", "12000000026", ""),
    Caller("胡芷若", "12000000027", ""),
    Caller("郭浩然", "12000000028", "某医院"),
    Caller("高爱莲", "12000000029", ""),
    Caller("罗曼", "12000000030", ""),
    Caller("谢晴", "12000000031", ""),
    Caller("唐丹妮", "12000000032", "个体经营者"),
    Caller("曹莉娜", "12000000033", ""),
    Caller("彭辉", "12000000034", ""),
    Caller("董巧云", "12000000035", ""),
    Caller("袁磊", "12000000036", "某职业学院学生"),
    Caller("潘佳慧", "12000000037", ""),
    Caller("蒋锋", "12000000038", ""),
    Caller("余璐", "12000000039", ""),
    Caller("苏祖光", "12000000040", "某快递网点"),
    Caller("叶健雄", "12000000041", ""),
    Caller("吕婉君", "12000000042", ""),
    Caller("魏晓芳", "12000000043", ""),
    Caller("卢子轩", "12000000044", "某旅行社"),
    Caller("姚若曦", "12000000045", ""),
    Caller("钟志明", "12000000046", ""),
    Caller("陆凯", "12000000047", ""),
    Caller("姜诗琪", "12000000048", "某建筑劳务公司"),
    Caller("范琼芳", "12000000049", ""),
    Caller("方永康", "12000000050", ""),
    Caller("石堃", "12000000051", ""),
    Caller("廖惠兰", "12000000052", "海口某中学"),
    Caller("邹慧敏", "12000000053", ""),
    Caller("熊成林", "12000000054", ""),
    Caller("金有财", "12000000055", ""),
    Caller("侯菲", "12000000056", "某物业服务公司"),
    Caller("龙琳", "12000000057", ""),
    Caller("史佩珊", "12000000058", ""),
    Caller("陶婧", "12000000059", ""),
    Caller("黎雅婷", "12000000060", "某餐饮店"),
    Caller("贺俊杰", "12000000061", ""),
    Caller("顾建平", "12000000062", ""),
    Caller("毛瑞雪", "12000000063", ""),
    Caller("郝传福", "12000000064", "某村民小组"),
    Caller("龚金凤", "12000000065", ""),
    Caller("邵运生", "12000000066", ""),
    Caller("万刚", "12000000067", ""),
    Caller("钱海燕", "12000000068", "某贸易公司"),
    Caller("严亚妹", "12000000069", ""),
    Caller("覃文彬", "12000000070", ""),
    Caller("武立新", "12000000071", ""),
    Caller("戴蓉", "12000000072", "某社区居委会"),
    Caller("莫旭", "12000000073", ""),
    Caller("孔紫薇", "12000000074", ""),
    Caller("向德海", "12000000075", ""),
    Caller("汤雯", "12000000076", "某医院"),
    Caller("冼艳红", "12000000077", ""),
    Caller("麦鹏", "12000000078", ""),
    Caller("蒙敬忠", "12000000079", ""),
    Caller("温正祥", "12000000080", "个体经营者"),
    Caller("康丽珍", "12000000081", ""),
    Caller("施思雨", "12000000082", ""),
    Caller("文素梅", "12000000083", ""),
    Caller("牛斌", "12000000084", "某职业学院学生"),
    Caller("樊小红", "12000000085", ""),
    Caller("葛启东", "12000000086", ""),
    Caller("安振华", "12000000087", ""),
    Caller("章彩霞", "12000000088", "某快递网点"),
    Caller("鲁天佑", "12000000089", ""),
    Caller("倪庆丰", "12000000090", ""),
    Caller("庞兴旺", "12000000091", ""),
    Caller("颜静宜", "12000000092", "某旅行社"),
    Caller("欧阳玉兰", "12000000093", ""),
    Caller("司徒晖", "12000000094", ""),
    Caller("上官毅", "12000000095", ""),
    Caller("羊燕妮", "12000000096", "某建筑劳务公司"),
    Caller("詹淑贞", "12000000097", ""),
    Caller("柯克勤", "12000000098", ""),
    Caller("翁学礼", "12000000099", ""),
    Caller("甘光耀", "12000000100", "海口某中学"),
    Caller("单润生", "12000000101", ""),
    Caller("盘银花", "12000000102", ""),
    Caller("宁月娥", "12000000103", ""),
    Caller("祝珊", "12000000104", "某物业服务公司"),
    Caller("劳桂香", "12000000105", ""),
    Caller("纪颖", "12000000106", ""),
    Caller("舒世堃", "12000000107", ""),
    Caller("阮冬梅", "12000000108", "某餐饮店"),
    Caller("柳达明", "12000000109", ""),
    Caller("季泽民", "12000000110", ""),
    Caller("梅宇航", "12000000111", ""),
    Caller("凌翠萍", "12000000112", "某村民小组"),
    Caller("霍莹", "12000000113", ""),
    Caller("童家豪", "12000000114", ""),
    Caller("岑涛", "12000000115", ""),
    Caller("齐瑶", "12000000116", "某贸易公司"),
    Caller("辜昊", "12000000117", ""),
    Caller("卓秀英", "12000000118", ""),
    Caller("钱敏", "12000000119", ""),
    Caller("蓝碧云", "12000000120", "某社区居委会"),
)

SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        key="presale-late",
        route="dispatch",
        type="complaint",
        category=("住房城建", "商品房买卖", "延期交房"),
        urgency="normal",
        title="{place}楼盘延期交房",
        content=(
            "来电人反映，其购买的{place}商品房合同约定的交房日期已过，开发商以资金紧张、工人短缺为由一再推迟，"
            "{detail}。要求开发商明确交房时间并支付违约金，请核实处理。"
        ),
        details=(
            "现场仅有少量工人做外墙收尾",
            "售楼部已关门，置业顾问电话无人接听",
            "同期购房的三十多户业主均未收到交房通知",
        ),
        place_kind="community",
        unit="市住建局",
        opinion=("请市住建局约谈开发企业，核实工程进度和预售监管资金情况，督促明确交房计划并向购房人公示，按期回复办理结果。"),
        progress=("已联系项目开发企业，要求其三日内报送剩余工程清单和交付计划，并调取该项目预售资金监管账户流水。"),
        reply=(
            "经查，项目主体和外墙已完工，剩余小区道路、消防联动调试未完成。我局于接单后第三日约谈开发企业负责人，"
            "企业书面承诺两个月内完成竣工验收备案并分批交付，逾期违约金按合同约定在交房时结算。我局每周到场核查进度，"
            "业主可凭合同通过诉讼主张其他损失。"
        ),
        caller_answer="已电话告知来电人约谈情况、企业书面承诺的交付时间和违约金处理方式，来电人表示将继续关注。",
    ),
    Scenario(
        key="leak-warranty",
        route="dispatch",
        type="help",
        category=("住房城建", "商品房买卖", "质量保修"),
        urgency="normal",
        title="{place}新房渗水开发商不维修",
        content=(
            "来电人系{place}业主，称房屋交付不到三年，{detail}，多次向物业和开发商报修，对方派人看过后一直没有下文。"
            "希望督促开发商履行保修责任，尽快安排维修。"
        ),
        details=(
            "每逢下雨外墙就往卧室渗水，墙皮大面积脱落",
            "卫生间漏水到楼下，楼下住户已多次上门",
            "阳台顶板开裂渗水，木地板起鼓无法使用",
        ),
        place_kind="community",
        unit="市住建局",
        opinion="请市住建局督促开发企业依法履行保修义务，明确维修时间，将结果回复来电人。",
        progress="质量监督人员已预约来电人，将于本周四上午会同开发企业、施工单位入户查看。",
        reply=(
            "我局质量监督站会同开发企业、施工单位入户查验，渗水原因为外墙分格缝和穿墙管周边密封失效，属保修范围。"
            "施工单位已完成外墙打胶和防水层修补，并做淋水试验四小时未见渗漏，室内墙面由开发企业负责恢复，"
            "业主已在维修单上签字确认。"
        ),
        caller_answer="已电话告知来电人维修完成情况，来电人确认墙面不再渗水，对处理结果表示认可。",
    ),
    Scenario(
        key="rent-deposit",
        route="dispatch",
        type="complaint",
        category=("住房城建", "房屋租赁"),
        urgency="normal",
        title="{place}租房退租中介不退押金",
        content=(
            "来电人反映，通过某房屋租赁公司承租{place}一套住房，租期届满已按约定搬离并交还钥匙，{detail}，"
            "拒不退还押金。来电人认为不合理，请相关部门协调退还。"
        ),
        details=(
            "对方以墙面有钉孔为由",
            "对方称要等下一位租客入住后才能办理",
            "对方以系统升级、财务休假为由拖了一个多月",
        ),
        place_kind="community",
        unit="市住建局",
        assist="市市场监管局",
        opinion="请市住建局核查该租赁企业经营行为并组织调解，市市场监管局配合，依法维护承租人权益。",
        progress="已联系租赁公司负责人，要求其提供租赁合同、退房交接单，定于后天下午组织双方调解。",
        reply=(
            "我局房产市场监管科调取合同和交接单，确认承租人无违约情形。接单后第四日组织双方调解，"
            "租赁公司同意全额退还押金，款项已于当日转入承租人账户。同时对该公司未备案租赁合同的行为责令限期改正。"
        ),
        caller_answer="已电话回访来电人，来电人确认押金已到账，表示感谢。",
    ),
    Scenario(
        key="repair-fund",
        route="dispatch",
        type="complaint",
        category=("住房城建", "物业管理", "维修资金"),
        urgency="normal",
        title="{place}维修资金申请使用进展缓慢",
        content=(
            "来电人反映，{place}{detail}，业主委员会已按程序表决同意使用住宅专项维修资金，材料递交近两个月仍未批复，"
            "影响居民正常生活，请加快办理。"
        ),
        details=("两部电梯钢丝绳老化停用一部", "楼顶防水层破损，顶层多户漏雨", "地下车库消防管网锈蚀漏水"),
        place_kind="community",
        unit="市住建局",
        opinion="请市住建局核查该小区维修资金申请办理进度，一次性告知需补正材料，符合条件的尽快拨付。",
        progress="经查询，该申请因工程预算未经审核被退回补正，已通知业委会联系人补充材料。",
        reply=(
            "经核，该小区维修资金使用申请缺少第三方工程造价审核意见，我局已上门指导业委会补齐。"
            "材料齐全后两个工作日内完成审核，首期百分之五十工程款已拨付至施工单位，施工将于下周一进场。"
        ),
        caller_answer="已电话告知来电人审核通过和进场施工时间，来电人表示满意。",
    ),
    Scenario(
        key="property-deal",
        route="dispatch",
        type="complaint",
        category=("住房城建", "物业管理", "物业服务"),
        urgency="normal",
        title="{place}物业服务不到位",
        content=(
            "来电人反映，{place}物业服务质量差，{detail}，但物业费每月照收，业主反映多次没有改善。"
            "要求主管部门督促物业公司整改，并公开公共收益账目。"
        ),
        details=(
            "楼道垃圾两三天才清一次，门禁长期损坏",
            "保安夜间脱岗，外来人员随意进出",
            "绿化无人养护，监控一半不能使用",
        ),
        place_kind="community",
        district="龙华区",
        unit="龙华区政府",
        assist="市住建局",
        opinion="请龙华区政府组织区住建局、属地街道现场核查，督促物业企业限期整改；市住建局给予业务指导。",
        progress="区住建局和街道工作人员已到小区走访，向物业公司发出整改通知书，限七日内完成。",
        reply=(
            "区住建局会同属地街道、社区到现场核查，诉求人反映问题基本属实。已对物业公司下达整改通知书，"
            "七日内更换门禁和损坏监控、增派夜班保安一名、恢复每日清运，并在公告栏公示上年度公共收益。"
            "复查时整改项目均已完成，我区将其纳入物业企业信用评价。"
        ),
        caller_answer="已由街道工作人员当面向来电人反馈整改情况，来电人表示认可。",
    ),
    Scenario(
        key="gas-leak",
        route="dispatch",
        type="help",
        category=("住房城建", "燃气管理", "燃气泄漏"),
        urgency="critical",
        title="{place}道路施工挖破燃气管，气味浓重",
        content=(
            "来电人紧急反映，{place}一处施工现场疑似挖破地下燃气管道，{detail}，附近有多家餐饮店和居民楼，"
            "存在重大安全隐患，请立即派人处置。"
        ),
        details=(
            "现场有明显嘶嘶漏气声，气味刺鼻",
            "已有群众自发往外跑，暂未见人员受伤",
            "现场施工人员已停工，但无人设置警戒",
        ),
        place_kind="road",
        district="美兰区",
        place="海甸二东路与和平大道交叉口",
        unit="市住建局",
        assist="市公安局",
        opinion="特急：请市住建局立即通知燃气企业关阀抢修，市公安局协助警戒疏散，每半小时反馈一次进展。",
        progress=("燃气企业抢修人员已到场关闭上下游阀门，公安、消防拉设警戒线，疏散周边群众约六十人，现场可燃气体浓度正在下降。"),
        reply=(
            "接报后燃气企业十五分钟到场关阀，查明为施工挖断一处中压燃气支管。抢修人员更换受损管段，"
            "经气密性试验合格后当晚恢复供气，无人员伤亡。我局已责令施工单位停工整改，"
            "对其未查明地下管线即开挖的行为立案调查。"
        ),
        caller_answer="已电话告知来电人险情排除、供气恢复，提醒其开窗通风后再用气，来电人表示感谢。",
        major=True,
    ),
    Scenario(
        key="gas-leak-b",
        route="dispatch",
        type="help",
        category=("住房城建", "燃气管理", "燃气泄漏"),
        urgency="critical",
        title="{place}附近闻到很大的煤气味",
        content=(
            "来电人反映，其在{place}附近闻到很浓的煤气味，{detail}，担心发生爆炸，不清楚是否已有部门处理，"
            "请尽快安排人员到现场排查。"
        ),
        details=("小餐馆老板已把炉火全部关掉", "楼上老人和小孩不敢回家", "路口有人抽烟，十分危险"),
        place_kind="road",
        district="美兰区",
        place="海甸二东路与和平大道交叉口",
        unit="市住建局",
        assist="市公安局",
        opinion="与同一地点燃气泄漏办件为同一事件，请市住建局一并处置并反馈。",
        progress="与主件一并处置，抢修人员已在现场。",
        reply="该诉求与同一地点燃气泄漏事件一并处置，险情已排除，供气已恢复，检测浓度为零。",
        caller_answer="已电话告知来电人险情已排除，可正常生活用火。",
        same_as="gas-leak",
    ),
    Scenario(
        key="deed-late",
        route="dispatch",
        type="help",
        channel="letter",
        category=("住房城建", "不动产登记"),
        urgency="normal",
        title="{place}入住多年办不了不动产权证",
        content=(
            "来信人系{place}业主，入住已超过五年，至今无法办理不动产权证，{detail}。因没有产权证，"
            "孩子入学和房屋交易都受影响，请协调解决办证难问题。"
        ),
        details=(
            "开发商称正在走流程，始终没有时间表",
            "据了解是开发商未完成竣工验收备案",
            "全小区两百多户都没有拿到证",
        ),
        place_kind="community",
        unit="市资规局",
        assist="市住建局",
        opinion="请市资规局牵头、市住建局配合，按历史遗留问题处理办法查明障碍，提出办证路径和时间。",
        progress="已调取项目用地、规划和竣工资料，初步查明欠缴土地出让金尾款，正与开发企业核对金额。",
        reply=(
            "经查，该项目因欠缴土地出让金尾款且未通过规划核实，无法办理首次登记。经市历史遗留问题专班研究，"
            "采取证缴分离方式处理，首次登记已受理，预计二十个工作日内完成，之后业主可持购房合同、"
            "完税凭证到政务服务中心不动产窗口办理转移登记。"
        ),
        caller_answer="已电话告知来信人办证安排和所需材料，来信人表示理解并希望按期兑现。",
    ),
    Scenario(
        key="green-parking",
        route="dispatch",
        type="report",
        channel="web",
        category=("住房城建", "规划管理"),
        urgency="normal",
        title="{place}绿地被改成停车位",
        content=("网民反映，{place}规划为集中绿地的区域被铺上植草砖改为收费停车位，{detail}。请核查是否符合规划，依法恢复绿地。"),
        details=("物业未征求过业主意见", "原有十几棵大树被移走", "每个车位对外月租三百元"),
        place_kind="community",
        unit="市资规局",
        assist="市园林环卫局",
        opinion="请市资规局核对规划总平面图，认定是否擅自改变用途，会同市园林环卫局依法处理。",
        progress="已调取该小区规划总平面图，定于明日上午现场比对测量。",
        reply=(
            "经现场测量比对规划总平面图，约四百二十平方米集中绿地被擅自改为停车位，情况属实。"
            "已向物业公司送达责令改正通知书，限十五日内恢复。复查时车位已拆除、补种灌木和草皮，"
            "移植乔木由园林部门认定后回栽八棵。"
        ),
        caller_answer="已通过网站回复网民并电话告知恢复情况，对方表示满意。",
    ),
    Scenario(
        key="illegal-park",
        route="dispatch",
        type="complaint",
        category=("公安交警", "违法停车"),
        urgency="normal",
        title="{place}机动车长期违停堵塞通行",
        content=(
            "来电人反映，{place}路段机动车长期沿路乱停，{detail}，高峰时段只剩一条车道，公交车都难以通过，希望交警加强管理。"
        ),
        details=("占用非机动车道，电动车被迫走机动车道", "餐饮店门口双排停车", "部分车辆停在斑马线和公交站台"),
        place_kind="road",
        unit="市公安局",
        opinion="请市公安局交警支队安排路面警力整治，研究完善标志标线，并回复结果。",
        progress="辖区交警大队已将该路段列入巡逻重点，今日现场劝离九辆、贴单六辆。",
        reply=(
            "辖区交警大队接单后连续五日在{place}开展整治，共劝离违停车辆四十三辆、依法处罚二十七辆、拖移两辆。"
            "已施划禁停标线一百二十米并申请增设电子抓拍设备，后续由铁骑队高峰时段定点巡逻。"
        ),
        caller_answer="已电话告知来电人整治情况，来电人反映通行明显改善。",
    ),
    Scenario(
        key="bike-race",
        route="dispatch",
        type="complaint",
        category=("生态环境", "噪声", "交通噪声"),
        urgency="normal",
        title="{place}深夜摩托车炸街扰民",
        content=(
            "来电人反映，{place}每晚十一点后经常有改装摩托车成群飙车，{detail}，附近居民无法入睡，老人小孩深受影响，"
            "请公安部门严查。"
        ),
        details=("轰鸣声持续到凌晨两点", "周末尤其严重，一次有十多辆", "有的车辆不挂号牌"),
        place_kind="road",
        unit="市公安局",
        opinion="请市公安局组织夜间设卡查缉，依法处理非法改装和飙车行为，反馈查处情况。",
        progress="已调取周边视频锁定三辆嫌疑车辆，本周五、周六夜间设卡查缉。",
        reply=(
            "交警支队联合属地派出所在{place}连续三晚设卡，查扣非法改装摩托车七辆，对四名驾驶人处以罚款并责令恢复原状，"
            "其中一人无证驾驶被行政拘留。已在该路段增设声呐抓拍设备，并将其列为夜查固定点位。"
        ),
        caller_answer="已电话告知来电人查处结果，来电人反映近几晚安静许多。",
    ),
    Scenario(
        key="signal-timing",
        route="dispatch",
        type="suggestion",
        channel="wechat",
        category=("公安交警", "交通信号与秩序"),
        urgency="normal",
        title="建议优化{place}红绿灯配时",
        content=("诉求人建议，{place}的信号灯配时不合理，{detail}，希望交警部门实地调研，按早晚高峰车流调整配时方案，缓解拥堵。"),
        details=(
            "左转绿灯只有十几秒，常常等三四个周期",
            "行人过街绿灯太短，老人走不完斑马线",
            "夜间车少时仍要等近两分钟",
        ),
        place_kind="road",
        unit="市公安局",
        opinion="请市公安局交警支队实地调研信号配时，对可行建议予以采纳并答复。",
        progress="科技科已安排人员在早晚高峰采集流量数据。",
        reply=(
            "交警支队科技科对{place}早晚高峰流量连续观测三日，认为建议合理。已将左转相位延长八秒、行人相位延长六秒，"
            "夜间二十三时后缩短周期至七十秒，优化后平均排队长度下降约三成。"
        ),
        caller_answer="已短信和电话答复诉求人，感谢其建议，诉求人表示满意。",
    ),
    Scenario(
        key="street-lamp",
        route="dispatch",
        type="help",
        category=("城市管理", "市政设施", "路灯照明"),
        urgency="normal",
        title="{place}路灯不亮影响夜间出行",
        content=(
            "来电人反映，{place}一带路灯{detail}，夜间一片漆黑，来往电动车多，容易发生事故，希望尽快安排维修。"
            "来电人称情况较急，希望今天之内能有人联系。"
        ),
        details=("连续六七盏不亮已有一周", "时亮时灭，闪烁刺眼", "一侧全部熄灭"),
        place_kind="road",
        unit="市市政管理局",
        opinion="请市市政管理局安排路灯维护单位抢修，并回复结果。",
        progress="维护单位已到场检测，初步判断为地下电缆故障造成断电。",
        reply=(
            "我局路灯管理所接单当晚到{place}排查，系地下电缆接头进水短路，次日更换电缆三十五米、灯具四盏，"
            "当晚试亮全部恢复正常。今后将该路段列入每周夜巡范围。"
        ),
        caller_answer="已电话告知来电人，来电人确认路灯已恢复照明。",
    ),
    Scenario(
        key="pothole",
        route="dispatch",
        type="help",
        category=("城市管理", "市政设施", "道路破损", "路面坑洼"),
        urgency="normal",
        title="{place}路面坑洼积水",
        content=(
            "来电人反映，{place}路面破损严重，{detail}，雨天积水看不清深浅，过往车辆颠簸避让，存在安全隐患，"
            "请尽快修补。来电人表示会保持电话畅通，可随时联系。"
        ),
        details=("最大的坑直径近一米", "昨天有骑电动车的市民摔倒", "上次修补不到一个月又坏了"),
        place_kind="road",
        unit="市市政管理局",
        opinion="请市市政管理局现场查看，先行设置警示并安排修复。",
        progress="养护人员已设置锥桶警示，待天气转晴后铣刨重铺。",
        reply=(
            "我局道路养护单位接单当日在{place}设置警示标志并用冷补料临时填平，第三日夜间铣刨病害路面六十八平方米，"
            "重新摊铺沥青，次日清晨开放交通，现路面平整。"
        ),
        caller_answer="已电话告知来电人修复情况，来电人表示满意。",
    ),
    Scenario(
        key="manhole",
        route="dispatch",
        type="help",
        category=("城市管理", "市政设施", "井盖"),
        urgency="urgent",
        title="{place}井盖缺失存在安全隐患",
        content=(
            "来电人反映，{place}人行道上一处井盖{detail}，旁边就是学校和公交站，夜里行人容易踩空，请尽快处理，"
            "避免发生意外。来电人称情况较急，希望今天之内能有人联系。"
        ),
        details=("不见了，只用树枝插着提醒", "破裂塌陷一半", "松动翘起，电动车经过会弹起来"),
        place_kind="road",
        unit="市市政管理局",
        opinion="急件：请市市政管理局先行围挡警示，确认产权后当日更换并反馈。",
        progress="巡查人员三十分钟内到场设置围挡，确认为雨水井，已调运井盖。",
        reply=(
            "我局巡查人员接单后立即到{place}设置护栏，确认为市政雨水检查井，"
            "当日下午更换防沉降球墨铸铁井盖一套并加装防坠网，隐患已消除。"
        ),
        caller_answer="已电话告知来电人井盖更换完成，来电人表示感谢。",
    ),
    Scenario(
        key="road-collapse",
        route="dispatch",
        type="help",
        category=("城市管理", "市政设施", "道路破损", "路面塌陷"),
        urgency="critical",
        title="{place}路面突然塌陷",
        content=(
            "来电人紧急反映，{place}路面突然塌陷，形成一个大坑，{detail}，目前仍有车辆经过，情况危险，"
            "请马上派人封路处置。来电人表示会保持电话畅通，可随时联系。"
        ),
        details=("一辆小货车前轮陷入，司机已自行爬出", "坑边路面还在往下掉", "能听到坑底有水流声"),
        place_kind="road",
        district="龙华区",
        place="龙昆南路与凤翔西路交叉口",
        unit="市市政管理局",
        assist="市公安局",
        opinion="特急：请市市政管理局立即到场围护并组织抢险，市公安局做好交通管制，随时反馈。",
        progress=("现场已封闭两条车道，交警疏导绕行，供水、排水、燃气单位到场排查管线，未发现燃气泄漏，无人员受伤。"),
        reply=(
            "我局接报二十分钟内到场围护，查明塌陷面积约十五平方米、深二点六米，系地下污水管接口渗漏掏空路基。"
            "当晚完成车辆吊移和管道抢修，采用流态固化土回填，次日完成路面恢复并通车。已对同路段八百米管道开展雷达探测，"
            "未发现其他空洞。"
        ),
        caller_answer="已电话告知来电人道路恢复通行，来电人表示处置及时。",
        major=True,
    ),
    Scenario(
        key="road-collapse-b",
        route="dispatch",
        type="help",
        category=("城市管理", "市政设施", "道路破损", "路面塌陷"),
        urgency="critical",
        title="{place}出现大坑请尽快封路",
        content=(
            "来电人反映，开车经过{place}时看到路中间塌了一个大坑，{detail}，后方车辆来不及避让，担心发生事故，"
            "请尽快到现场处理。来电人称情况较急，希望今天之内能有人联系。"
        ),
        details=("围观的人很多", "暂时没有看到警示标志", "造成由南往北方向严重拥堵"),
        place_kind="road",
        district="龙华区",
        place="龙昆南路与凤翔西路交叉口",
        unit="市市政管理局",
        assist="市公安局",
        opinion="与同一地点路面塌陷办件为同一事件，请市市政管理局一并处置。",
        progress="与主件一并处置，现场已封闭围护。",
        reply="该诉求与同一地点路面塌陷事件一并处置，道路已修复通车。",
        caller_answer="已电话告知来电人现场已处置完毕、道路恢复通行。",
        same_as="road-collapse",
    ),
    Scenario(
        key="waterlog",
        route="dispatch",
        type="complaint",
        category=("城市管理", "市政设施", "排水内涝"),
        urgency="urgent",
        title="{place}逢雨必涝",
        content=(
            "来电人反映，{place}地势低洼，每次下大雨就严重积水，{detail}，这种情况已持续两三年，"
            "希望相关部门彻底整治排水。来电人愿意配合现场核查，要求答复处理情况。"
        ),
        details=("最深处没过膝盖，沿街商铺被泡", "车辆熄火堵在路中间", "积水退得慢，要等五六个小时"),
        place_kind="road",
        unit="市水务局",
        assist="市市政管理局",
        opinion="请市水务局牵头查明积水原因，会同市市政管理局先行清疏管网，提出长效治理措施。",
        progress="已调派移动泵车到场强排，并安排清疏队伍对雨水口逐一检查。",
        reply=(
            "经排查，{place}积水系雨水口被落叶垃圾堵塞、下游管道淤积近四成所致。已清疏雨水口二十六座、管道四百一十米，"
            "清淤约十二立方米，并增设雨水箅子八座。该点位已纳入年度内涝点整治计划，汛期由泵车定点值守。"
        ),
        caller_answer="已电话告知来电人清疏情况和整治计划，来电人希望继续跟进。",
    ),
    Scenario(
        key="river-smell",
        route="dispatch",
        type="complaint",
        category=("生态环境", "水污染"),
        urgency="normal",
        title="{place}河道发黑发臭",
        content=(
            "来电人反映，{place}旁的河道近期水体发黑、气味难闻，{detail}，沿岸散步的居民怨言很大，请查找污染源并治理。"
            "来电人可提供现场照片，要求电话回复处理结果。"
        ),
        details=("岸边排口晴天也在流污水", "水面漂着死鱼和垃圾", "夜间气味更重"),
        place_kind="road",
        unit="市水务局",
        opinion="请市水务局溯源排查排口，落实河长制责任，反馈治理措施。",
        progress="已取水样送检，并沿河排查排口七处，其中一处存在晴天溢流。",
        reply=(
            "经溯源，系一处截流井堵塞致污水溢流入河。接单次日完成截流井清掏和闸门维修，打捞漂浮物约两吨，补水活水三日，"
            "复测透明度和氨氮均已达标。已要求河道养护单位每日巡查该排口。"
        ),
        caller_answer="已电话告知来电人处理结果，来电人反映异味已明显减轻。",
    ),
    Scenario(
        key="water-out",
        route="dispatch",
        type="help",
        category=("水电气通讯", "供水", "停水"),
        urgency="urgent",
        title="{place}突然停水",
        content=(
            "来电人反映，{place}今天早上起整栋楼突然停水，{detail}，事前没有收到任何停水通知，严重影响生活，"
            "请尽快查明原因恢复供水。"
        ),
        details=("家里有两个月大的婴儿", "物业也说不清原因", "高层住户连冲厕所的水都没有"),
        place_kind="community",
        district="美兰区",
        place="海甸五西路椰岛听涛苑",
        unit="市水务集团",
        opinion="请市水务集团核实停水原因和恢复时间，做好停水告知和临时送水。",
        progress="抢修人员已到场，系小区外给水主管爆裂，正在开挖，已安排送水车一台停在小区东门。",
        reply=(
            "经查，系小区外直径三百毫米给水管老化爆裂。抢修队接报四十分钟到场，更换管道六米，"
            "当日十七时恢复供水并冲洗排放，水质检测合格。期间安排送水车两台次。已将该段老旧管网列入改造计划。"
        ),
        caller_answer="已电话告知来电人恢复供水时间，来电人确认家中已有水。",
    ),
    Scenario(
        key="water-out-b",
        route="dispatch",
        type="complaint",
        category=("水电气通讯", "供水", "停水"),
        urgency="urgent",
        title="{place}停水大半天无人通知",
        content=("来电人反映，{place}停水已大半天，{detail}，拨打供水服务电话一直占线，希望告知恢复时间，以后停水要提前通知。"),
        details=("楼下早餐店无法营业", "老人行动不便没法下楼提水", "孩子放学回家没法做饭"),
        place_kind="community",
        district="美兰区",
        place="海甸五西路椰岛听涛苑",
        unit="市水务集团",
        opinion="与同一小区停水办件为同一事件，请市水务集团一并办理。",
        progress="与主件一并办理，爆管抢修中。",
        reply=("该诉求与同一小区停水事件一并办理，已于当日十七时恢复供水。因突发爆管未能提前通知，已致歉。"),
        caller_answer="已电话告知来电人供水恢复情况并致歉，来电人表示理解。",
        same_as="water-out",
    ),
    Scenario(
        key="water-bill",
        route="dispatch",
        type="complaint",
        category=("水电气通讯", "供水", "水费水质"),
        urgency="normal",
        title="{place}住户水费突然翻倍",
        content=(
            "来电人反映，其居住在{place}，家中人口和用水习惯没有变化，{detail}，怀疑水表不准或抄错表，要求核查并给出合理解释。"
        ),
        details=("本月水费是以往的三倍", "连续两个月水费超过两百元", "房屋空置期间仍产生二十多吨水"),
        place_kind="community",
        unit="市水务集团",
        opinion="请市水务集团上门核查水表和用水情况，有误的退还多收水费。",
        progress="营业所人员已预约来电人，明日上午上门核表并做关阀测试。",
        reply=(
            "营业所工作人员上门核查，水表读数与抄表一致，关阀后指针仍缓慢转动，查明为卫生间马桶水箱漏水。"
            "已协助更换进水阀，并按漏水减免规定核减部分水费。水表经检定合格，来电人如有异议可申请第三方检定。"
        ),
        caller_answer="已当面向来电人说明原因和减免金额，来电人表示认可。",
    ),
    Scenario(
        key="water-yellow",
        route="dispatch",
        type="help",
        category=("水电气通讯", "供水", "水费水质"),
        urgency="urgent",
        title="{place}自来水发黄有异味",
        content=(
            "来电人反映，{place}近两日自来水发黄，{detail}，不敢饮用，担心影响健康，请检测水质并查明原因。"
            "来电人称情况较急，希望今天之内能有人联系。"
        ),
        details=("放水十多分钟才变清", "静置后杯底有沉淀", "有明显铁锈味"),
        place_kind="community",
        unit="市水务集团",
        assist="市卫健委",
        opinion="请市水务集团采样检测并处理，市卫健委配合做好饮用水卫生监督。",
        progress="已在入户处和二次供水水箱各采水样一份送检。",
        reply=(
            "经检测，市政管网来水各项指标合格，黄水系小区二次供水水箱超期未清洗、管道锈蚀所致。已督促物业清洗消毒水箱，"
            "更换锈蚀立管十八米，复检浊度、铁、余氯均达到生活饮用水卫生标准。"
        ),
        caller_answer="已电话告知来电人检测结果，来电人确认水质恢复正常。",
    ),
    Scenario(
        key="power-cut",
        route="dispatch",
        type="help",
        category=("水电气通讯", "供电", "停电"),
        urgency="urgent",
        title="{place}突发停电",
        content=(
            "来电人反映，{place}晚上突然大面积停电，{detail}，天气炎热难以忍受，请供电部门尽快抢修并告知来电时间。"
            "来电人表示会保持电话畅通，可随时联系。"
        ),
        details=("电梯停运，有老人被困在楼下大堂", "家中有病人使用制氧机", "一个星期内已停电两次"),
        place_kind="community",
        district="琼山区",
        place="国兴大道琼台书香苑",
        unit="海口供电局",
        opinion="请海口供电局立即抢修，优先保障特殊用户，并告知恢复时间。",
        progress="抢修人员已到场，系公用变压器低压开关烧毁，正在更换，预计两小时内恢复，已调派应急发电车。",
        reply=(
            "接报后抢修人员二十五分钟到场，查明系负荷过高导致公变低压总开关烧毁，当晚二十三时十分更换完成恢复供电。"
            "已将该台区列入增容改造，新增六百三十千伏安变压器一台，计划下月完成。"
        ),
        caller_answer="已电话告知来电人恢复供电和增容安排，来电人表示满意。",
    ),
    Scenario(
        key="power-cut-b",
        route="dispatch",
        type="complaint",
        category=("水电气通讯", "供电", "停电"),
        urgency="urgent",
        title="{place}频繁停电",
        content=(
            "来电人反映，{place}又停电了，{detail}，供电热线只回复正在抢修，没有具体时间，"
            "希望从根本上解决频繁停电问题。来电人可提供现场照片，要求电话回复处理结果。"
        ),
        details=("孩子正在备考", "冰箱里的食物都坏了", "商铺生意损失不小"),
        place_kind="community",
        district="琼山区",
        place="国兴大道琼台书香苑",
        unit="海口供电局",
        opinion="与同一小区停电办件为同一事件，请海口供电局一并办理，说明整改措施。",
        progress="与主件一并办理，现场抢修中。",
        reply="该诉求与同一小区停电事件一并办理，当晚已恢复供电，台区增容改造计划下月完成。",
        caller_answer="已电话告知来电人恢复情况和改造计划。",
        same_as="power-cut",
    ),
    Scenario(
        key="low-voltage",
        route="dispatch",
        type="help",
        category=("水电气通讯", "供电", "电压与电费"),
        urgency="normal",
        title="{place}用电高峰电压偏低",
        content=(
            "来电人反映，{place}晚上用电高峰时电压很低，{detail}，已向村委会反映过多次，希望供电部门增容改造。"
            "来电人表示会保持电话畅通，可随时联系。"
        ),
        details=("空调无法启动，电灯忽明忽暗", "水泵抽不上水", "电饭锅一个多小时煮不熟饭"),
        place_kind="village",
        unit="海口供电局",
        opinion="请海口供电局实测电压，提出整改措施和时间。",
        progress="已安装电压监测仪连续监测七十二小时。",
        reply=(
            "经连续监测，{place}晚高峰末端电压最低一百八十六伏，低于标准。已先行调整变压器分接头和三相负荷，"
            "电压升至二百一十伏以上；同时更换低压导线五百二十米，已列入本季度农网改造项目并开工。"
        ),
        caller_answer="已电话告知来电人整改情况，来电人反映空调已能正常使用。",
    ),
    Scenario(
        key="weak-signal",
        route="dispatch",
        type="help",
        category=("水电气通讯", "通信网络"),
        urgency="normal",
        title="{place}手机信号差",
        content=(
            "来电人反映，{place}手机信号很差，{detail}，三家运营商都一样，居民打电话要跑到楼下，希望增设基站或室内分布系统。"
        ),
        details=("地下车库完全没有信号", "高层房间通话断断续续", "扫码付款经常失败"),
        place_kind="community",
        unit="铁塔海口分公司",
        opinion="请铁塔海口分公司会同运营企业现场测试，提出建站或优化方案。",
        progress="已会同三家运营企业完成路测，覆盖空洞位于小区西北角。",
        reply=(
            "经现场测试，{place}西北侧及地下车库为弱覆盖区。我公司已与物业达成进场协议，新增微站两处、"
            "车库信号分布系统一套，施工十日内完成并开通，复测平均信号强度提升二十分贝。"
        ),
        caller_answer="已电话告知来电人开通情况，来电人反映信号改善明显。",
    ),
    Scenario(
        key="tower-worry",
        route="dispatch",
        type="complaint",
        category=("水电气通讯", "通信网络"),
        urgency="normal",
        title="居民担心{place}基站辐射",
        content=(
            "来电人反映，{place}楼顶近期新建一处通信基站，{detail}，居民担心电磁辐射影响健康，要求公开检测结果，超标则拆除。"
        ),
        details=("距离卧室窗户很近", "施工前没有征求住户意见", "外观伪装成空调外机"),
        place_kind="community",
        unit="铁塔海口分公司",
        opinion="请铁塔海口分公司委托有资质机构检测并公开结果，做好解释沟通。",
        progress="已委托第三方检测机构，定于本周五现场检测，邀请居民代表见证。",
        reply=(
            "第三方机构在居民代表见证下对{place}基站周边六个点位检测，功率密度最大值为每平方厘米三点一微瓦，"
            "远低于国家标准限值四十微瓦。检测报告已在小区公告栏公示，并举办科普讲解一次，该站环保手续齐全。"
        ),
        caller_answer="已当面向来电人说明检测结果并提供报告复印件，来电人表示理解。",
    ),
    Scenario(
        key="tv-out",
        route="dispatch",
        type="help",
        category=("水电气通讯", "有线电视"),
        urgency="normal",
        title="{place}有线电视无信号",
        content=(
            "来电人反映，{place}从昨晚开始有线电视没有信号，{detail}，家里老人平时就靠看电视，请尽快安排人员上门维修。"
            "来电人称情况较急，希望今天之内能有人联系。"
        ),
        details=("屏幕一直显示信号中断", "左邻右舍也都看不了", "重启机顶盒没有用"),
        place_kind="community",
        district="秀英区",
        place="长滨四路海岸云庭小区",
        unit="海口有线",
        opinion="请海口有线尽快排查片区故障并恢复信号。",
        progress="维护人员排查发现片区光缆被施工挖断，正在熔接。",
        reply=(
            "经查，系附近道路施工挖断片区主干光缆，影响约三百户。抢修人员于当日二十时完成熔接，信号全部恢复；"
            "对受影响用户顺延服务期三天，并与施工单位签订管线保护协议。"
        ),
        caller_answer="已电话告知来电人信号恢复和顺延服务期安排，来电人表示满意。",
    ),
    Scenario(
        key="tv-out-b",
        route="dispatch",
        type="complaint",
        category=("水电气通讯", "有线电视"),
        urgency="normal",
        title="{place}电视看不了，报修无人上门",
        content=(
            "来电人反映，{place}有线电视和宽带昨晚起中断，{detail}，客服答复会派人但至今没来，要求尽快恢复并减免费用。"
            "来电人愿意配合现场核查，要求答复处理情况。"
        ),
        details=("已报修两次", "孩子上网课受影响", "同楼多户都是同样情况"),
        place_kind="community",
        district="秀英区",
        place="长滨四路海岸云庭小区",
        unit="海口有线",
        opinion="与同一小区信号中断办件为同一事件，请海口有线一并办理。",
        progress="与主件一并办理，光缆熔接中。",
        reply="该诉求与同一小区光缆中断事件一并办理，信号已恢复，服务期顺延三天。",
        caller_answer="已电话告知来电人信号恢复和减免安排。",
        same_as="tv-out",
    ),
    Scenario(
        key="bus-wait",
        route="dispatch",
        type="complaint",
        category=("交通运输", "公共交通", "公交服务"),
        urgency="normal",
        title="{place}公交站候车时间过长",
        content=(
            "来电人反映，在{place}附近的公交站等车，{detail}，手机软件显示的到站时间也不准，上班经常迟到，"
            "希望增加班次、准点发车。"
        ),
        details=("早高峰等了四十多分钟没有一班车", "末班车提前收班", "一来就是两三辆，之后又很久不来"),
        place_kind="road",
        unit="市公交集团",
        opinion="请市公交集团核查该站途经线路发班情况，优化调度并回复。",
        progress="已调取近七日车辆运行记录，正在核对脱班原因。",
        reply=(
            "经调取运行记录，该站途经线路因道路施工绕行及驾驶员短缺，早高峰间隔由十二分钟拉长至三十分钟以上，情况属实。"
            "已增配车辆两台，早高峰加开区间车四班，并校准到站系统数据。复核一周，平均间隔十三分钟。"
        ),
        caller_answer="已电话告知来电人增班情况并致歉，来电人表示接受。",
    ),
    Scenario(
        key="bus-attitude",
        route="dispatch",
        type="complaint",
        category=("交通运输", "公共交通", "公交服务"),
        urgency="normal",
        title="{place}公交司机拒停、态度差",
        content=("来电人反映，在{place}附近的公交站候车，{detail}，来电人上前询问时司机还出言不逊，要求公交公司核实处理并道歉。"),
        details=("司机看到乘客招手仍不停站直接开走", "老年人刷卡慢被司机呵斥", "司机未等乘客坐稳就猛然起步"),
        place_kind="road",
        unit="市公交集团",
        opinion="请市公交集团调取车载视频核实，属实的严肃处理并向乘客致歉。",
        progress="已锁定涉事车辆，正在调取车载视频。",
        reply=(
            "经调取车载视频，来电人反映情况属实。我集团对当班驾驶员停岗培训三天、扣减当月安全服务奖，并在车队例会通报；"
            "线路负责人已电话向来电人致歉，取得谅解。"
        ),
        caller_answer="公交集团已直接向来电人致歉，我办回访来电人表示谅解。",
    ),
    Scenario(
        key="bus-driver-praise",
        route="dispatch",
        type="praise",
        category=("交通运输", "公共交通", "公交服务"),
        urgency="normal",
        title="表扬公交司机拾金不昧",
        content=(
            "来电人表扬，其乘坐公交车在{place}下车时不慎遗失背包，{detail}，拨打公交服务电话后，"
            "当班司机主动联系并原物奉还，特来电表示感谢。"
        ),
        details=("内有现金和身份证件", "内有一台笔记本电脑", "内有孩子的入学材料"),
        place_kind="road",
        unit="市公交集团",
        opinion="转市公交集团知悉，建议对当班驾驶员予以表扬。",
        caller_answer="已告知来电人表扬已转达市公交集团。",
        reply_required=False,
    ),
    Scenario(
        key="taxi-refuse",
        route="dispatch",
        type="complaint",
        category=("交通运输", "出租车与网约车", "拒载绕路"),
        urgency="normal",
        title="{place}出租车拒载议价",
        content=(
            "来电人反映，在{place}乘坐出租车时，{detail}，来电人已记下车牌并拍照，认为有损城市形象，请核实处罚。"
            "来电人愿意配合现场核查，要求答复处理情况。"
        ),
        details=("司机听说路程近就拒载", "司机不打表，开口要八十元", "司机故意绕路多收三十多元"),
        place_kind="road",
        unit="市交通港航局",
        opinion="请市交通港航局依法调查，属实的依规处罚并反馈来电人。",
        progress="已通过车载定位和视频锁定车辆，约谈驾驶员和所属企业。",
        reply=(
            "经调取卫星定位和车内视频，驾驶员违规行为属实。我局道路运输执法支队对驾驶员处五百元罚款并扣减服务质量信誉分"
            "，所属企业停班教育三天，涉及多收的费用已由企业全额退还。"
        ),
        caller_answer="已电话告知来电人处罚结果，来电人表示满意。",
    ),
    Scenario(
        key="bus-route",
        route="dispatch",
        type="suggestion",
        channel="web",
        category=("交通运输", "公共交通", "公交线路"),
        urgency="normal",
        title="建议{place}增设公交线路",
        content=("网民建议，{place}入住人口越来越多，{detail}，居民出行很不方便，希望交通部门调研后增设线路或调整现有线路走向。"),
        details=("最近的公交站要走二十分钟", "只有一条线路且晚上八点收班", "学生上学没有直达公交"),
        place_kind="community",
        unit="市交通港航局",
        assist="市公交集团",
        opinion="请市交通港航局会同市公交集团实地调研客流需求，答复采纳情况。",
        progress="已与公交集团完成现场踏勘，正在评估道路通行条件。",
        reply=(
            "经会同公交集团实地调研，{place}周边日均出行需求约一千二百人次，具备开行条件。拟开通微循环公交一条，"
            "配车四台，发班间隔十五分钟，连接就近主干线站点，站牌安装完成后下月初试运行。"
        ),
        caller_answer="已电话答复网民采纳情况，网民对回复非常满意。",
    ),
    Scenario(
        key="ferry-queue",
        route="dispatch",
        type="help",
        category=("交通运输", "水路与过海运输"),
        urgency="urgent",
        title="过海车辆在新海港排队滞留",
        content=(
            "来电人反映，其驾车从新海港过海，已按预约时间到港，{detail}，车上有老人和孩子，现场引导人员少，"
            "希望加快疏运并提供饮水等服务。"
        ),
        details=("在待渡场等了六个小时仍未登船", "因大雾停航后没有收到复航通知", "排队车道混乱，有车辆插队"),
        place_kind="",
        unit="市交通港航局",
        assist="市公安局",
        opinion="急件：请市交通港航局协调港航企业增开班次、做好滞留旅客服务，市公安局加强疏导。",
        progress="因大雾停航三小时，现已复航，正加密班次疏运，滞留车辆约八百台，志愿者已派发饮用水。",
        reply=(
            "受琼州海峡大雾影响临时停航，复航后我局协调港航企业增开航班十一班，至次日凌晨滞留车辆全部疏运完毕。"
            "现场增设引导人员二十名、移动厕所六座，并优化复航短信提醒，按预约时段分区放行。"
        ),
        caller_answer="已电话告知来电人疏运情况，来电人已顺利过海。",
    ),
    Scenario(
        key="shared-bike",
        route="dispatch",
        type="complaint",
        category=("交通运输", "共享单车"),
        urgency="normal",
        title="{place}共享电单车乱停乱放",
        content=(
            "来电人反映，{place}共享单车、电单车随意停放，{detail}，盲道被占、行人只能走机动车道，"
            "希望督促企业及时清理。来电人可提供现场照片，要求电话回复处理结果。"
        ),
        details=("早上倒成一片无人整理", "把小区出入口都堵住了", "堆得太密，轮椅无法通行"),
        place_kind="road",
        district="美兰区",
        unit="美兰区政府",
        assist="市交通港航局",
        opinion="请美兰区政府组织清理规范，市交通港航局督促企业落实运维责任。",
        progress="属地街道已通知三家企业到场，清理车辆六十余台。",
        reply=(
            "区综合行政执法局会同街道约谈三家企业，接单当日在{place}清理乱停车辆一百二十余台，新划停放区三处，"
            "要求企业在高峰时段派驻运维员两名。后续一周巡查未再出现大面积占道。"
        ),
        caller_answer="已电话告知来电人处理情况，来电人表示满意。",
    ),
    Scenario(
        key="night-noise",
        route="dispatch",
        type="complaint",
        category=("生态环境", "噪声", "施工噪声"),
        urgency="normal",
        title="{place}工地夜间施工噪声扰民",
        content=(
            "来电人反映，{place}旁的工地{detail}，噪声很大，家中有高三学生和老人无法休息，多次向工地反映无果，"
            "请有关部门制止并处罚。"
        ),
        details=("连续多日施工到凌晨一点", "深夜浇筑混凝土、泵车轰鸣", "清晨五点就开始切割钢筋"),
        place_kind="community",
        district="龙华区",
        unit="龙华区政府",
        assist="市住建局",
        opinion="请龙华区政府组织区综合行政执法局夜间核查，依法处理；市住建局督促项目文明施工。",
        progress="区综合行政执法局当晚到场，工地正在施工且不能出示夜间施工证明，已责令停工。",
        reply=(
            "区综合行政执法局当晚二十三时到{place}检查，工地未取得夜间施工许可，现场责令停止施工，"
            "并依法立案处罚款两万元。此后连续三晚巡查未发现夜间施工，已要求项目在围挡公示作业时间和投诉电话。"
        ),
        caller_answer="已电话告知来电人处罚情况，来电人反映夜间已停止施工。",
    ),
    Scenario(
        key="vendors",
        route="dispatch",
        type="complaint",
        category=("城市管理", "市容环境", "占道经营", "流动摊贩", "夜市烧烤"),
        urgency="normal",
        title="{place}烧烤摊占道经营",
        content=(
            "来电人反映，每天傍晚后{place}有多家流动烧烤摊占道经营，{detail}，油烟和吵闹声持续到凌晨，环境卫生很差，"
            "请城管部门取缔。"
        ),
        details=("桌椅摆到了车行道上", "污水直接倒进下水道", "地面满是油污和竹签"),
        place_kind="road",
        district="龙华区",
        unit="龙华区政府",
        opinion="请龙华区政府组织综合执法和属地街道错时整治，疏堵结合，反馈结果。",
        progress="街道执法中队已开展夜间整治两次，暂扣经营工具三套。",
        reply=(
            "区综合行政执法局会同街道在{place}连续五晚开展整治，劝离流动摊贩十四个，暂扣经营工具五套，"
            "清洗路面约三百平方米，引导八户摊主进入规范夜市经营，并安排固定岗值守至次日零时三十分。"
        ),
        caller_answer="已电话告知来电人整治情况，来电人反映近日已无摊贩。",
    ),
    Scenario(
        key="oil-fume",
        route="dispatch",
        type="complaint",
        category=("生态环境", "大气异味", "餐饮油烟"),
        urgency="normal",
        title="{place}楼下餐馆油烟扰民",
        content=(
            "来电人反映，{place}楼下一家餐馆的油烟直排，{detail}，夏天不敢开窗，找店家协商多次没有效果，请环保和城管部门查处。"
        ),
        details=("排烟口正对居民楼窗户", "油烟净化器从来不开", "烟道改到了小区消防通道"),
        place_kind="community",
        district="龙华区",
        unit="龙华区政府",
        opinion="请龙华区政府组织现场检测，依法查处油烟超标排放行为。",
        progress="执法人员已现场检查，责令店家三日内清洗净化器并委托检测。",
        reply=(
            "区综合行政执法局现场检查，该餐馆油烟净化器滤网积油失效，排口朝向居民楼。已责令限期改正，"
            "店家更换净化设备并将烟道引至楼顶高空排放，第三方检测油烟浓度每立方米零点九毫克，符合排放标准。"
        ),
        caller_answer="已电话告知来电人整改情况，来电人反映油烟明显减少。",
    ),
    Scenario(
        key="rooftop-build",
        route="dispatch",
        type="report",
        category=("城市管理", "违法建设"),
        urgency="normal",
        title="举报{place}楼顶违法搭建",
        content=(
            "来电人举报，{place}有住户在楼顶擅自搭建，{detail}，破坏楼面防水且存在安全隐患，请依法拆除并为举报人保密。"
            "来电人可提供照片、视频作为线索。"
        ),
        details=("用钢结构加盖一层玻璃房", "已浇筑混凝土立柱", "夜间偷偷运送材料施工"),
        place_kind="community",
        district="龙华区",
        unit="龙华区政府",
        assist="市资规局",
        opinion="请龙华区政府依法查处违法建设，市资规局配合规划认定，注意为举报人保密。",
        progress="已送达责令停止建设通知书，并函请资规部门出具规划认定意见。",
        reply=(
            "经资规部门认定，该楼顶搭建未取得规划许可，属违法建设，面积约七十六平方米。"
            "区综合行政执法局依法送达限期拆除决定，当事人已自行拆除，现场建筑垃圾清运完毕，楼面防水由当事人恢复。"
        ),
        caller_answer="已按保密要求单线告知举报人拆除结果，举报人表示满意。",
        confidential=True,
    ),
    Scenario(
        key="dust",
        route="dispatch",
        type="complaint",
        category=("生态环境", "大气异味", "扬尘"),
        urgency="normal",
        title="{place}工地扬尘污染严重",
        content=(
            "来电人反映，{place}工地土方裸露，渣土车进出不冲洗，{detail}，一刮风尘土飞扬，附近居民家里一天要擦几遍，"
            "请督促落实降尘。"
        ),
        details=("沿路洒落泥土", "围挡喷淋长期不开", "雾炮机只是摆设"),
        place_kind="road",
        district="秀英区",
        unit="秀英区政府",
        assist="市住建局",
        opinion="请秀英区政府组织综合执法、住建等部门核查，督促落实扬尘防治措施。",
        progress="区住建局已下发整改通知，责令裸土覆盖、冲洗平台修复。",
        reply=(
            "区住建局、综合行政执法局联合检查，项目裸土未覆盖约三千平方米、冲洗平台损坏，情况属实。已责令停工整改三天，"
            "现裸土全部覆盖、喷淋和冲洗设备恢复使用，对渣土运输企业处罚款五千元，道路已安排洒水车每日冲洗四次。"
        ),
        caller_answer="已电话告知来电人整改结果，来电人表示认可。",
    ),
    Scenario(
        key="pig-farm",
        route="dispatch",
        type="complaint",
        category=("农业农村", "动物防疫与养殖"),
        urgency="normal",
        title="{place}养殖场臭味扰民",
        content=(
            "来电人反映，{place}附近一家养猪场距离村庄很近，{detail}，遇到南风天全村都是臭味，村民生活受到影响，"
            "请查处。来电人可提供现场照片，要求电话回复处理结果。"
        ),
        details=("粪水直接排进水沟", "死猪随意丢弃", "夜间偷排污水"),
        place_kind="village",
        district="秀英区",
        unit="秀英区政府",
        opinion="请秀英区政府组织农业农村、生态环境等部门现场核查，依法处理。",
        progress="区农业农村局、镇政府已现场检查并取水样送检。",
        reply=(
            "区农业农村局会同镇政府现场检查，该养殖场存栏一百三十余头，化粪池破损致粪污外溢，未发现丢弃死猪。"
            "已责令停止排放、修复化粪池并清理水沟，养殖户已完成整改并签订限养协议，逐步出栏后不再扩养。"
        ),
        caller_answer="镇政府已上门向来电人反馈，来电人表示臭味减轻，希望继续监管。",
    ),
    Scenario(
        key="tutoring-refund",
        route="dispatch",
        type="complaint",
        channel="leader_desk",
        category=("教育", "校外培训"),
        urgency="normal",
        title="{place}培训机构停课不退费",
        content=(
            "来电人反映，在{place}附近一家校外培训机构为孩子报名，预交学费近万元，{detail}，家长要求退费被拒，请教育部门介入。"
        ),
        details=("机构突然停课，负责人失联", "老师全部离职，课程无法继续", "机构以合同约定不退费为由拒绝"),
        place_kind="road",
        district="秀英区",
        unit="秀英区政府",
        assist="市市场监管局",
        opinion="请秀英区政府组织区教育局核查办学资质和资金监管情况，协调退费。",
        progress="区教育局已约谈机构法人，正在统计未消课学员名单。",
        reply=(
            "区教育局核实，该机构持有办学许可，因经营不善停课，涉及学员四十六人。经约谈，机构同意按未消课时分两批退费，"
            "首批已退二十八人，来电人学费已全额退还；区教育局已冻结其监管账户余额用于后续退费。"
        ),
        caller_answer="已电话回访来电人，来电人确认退费到账。",
    ),
    Scenario(
        key="square-dance",
        route="dispatch",
        type="complaint",
        category=("生态环境", "噪声", "社会生活噪声"),
        urgency="normal",
        title="{place}广场舞音响噪声大",
        content=(
            "来电人反映，{place}空地每晚有人跳广场舞，{detail}，劝说时对方态度强硬，希望有关部门协调，控制音量和时间。"
            "来电人可提供现场照片，要求电话回复处理结果。"
        ),
        details=("两支队伍比着放音响", "持续到晚上十点半", "清晨六点又开始放音乐"),
        place_kind="community",
        district="琼山区",
        unit="琼山区政府",
        assist="市公安局",
        opinion="请琼山区政府组织街道、社区协调，派出所配合劝导，合理约定时间和音量。",
        progress="社区已召集两支队伍领队座谈，初步商定时间。",
        reply=(
            "街道会同派出所、社区召集舞蹈队领队协商，签订文明健身公约：活动时间为十九时三十分至二十一时，"
            "音量不超过六十分贝，一支队伍转移至滨江公园。社区配置定向音响一套并安排网格员每晚巡查，一周来未再接到投诉。"
        ),
        caller_answer="社区已当面答复来电人，来电人表示满意。",
    ),
    Scenario(
        key="market-block",
        route="dispatch",
        type="complaint",
        category=("城市管理", "市容环境", "占道经营", "店外经营"),
        urgency="normal",
        title="{place}市场周边店外经营占道",
        content=(
            "来电人反映，{place}农贸市场周边商铺把货物摆到人行道上，{detail}，早上接送孩子时根本走不动，希望加强管理。"
            "来电人愿意配合现场核查，要求答复处理情况。"
        ),
        details=("水产摊位的污水流得到处都是", "三轮车随意停在路中间", "行人只能挤到机动车道"),
        place_kind="road",
        district="琼山区",
        unit="琼山区政府",
        opinion="请琼山区政府组织整治市场周边店外经营，明确门前三包责任。",
        progress="街道已逐户发放整改告知书三十二份。",
        reply=(
            "区综合行政执法局会同街道、市场管理方在{place}集中整治，规范店外经营二十九户，清理占道货物三车，"
            "划设三轮车临时停放区，签订门前三包责任书三十二份，每日早六时至九时定人值守。"
        ),
        caller_answer="已电话告知来电人整治情况，来电人表示通行顺畅。",
    ),
    Scenario(
        key="wage-site",
        route="dispatch",
        type="complaint",
        category=("劳动社保", "工资报酬", "拖欠工资"),
        urgency="urgent",
        title="{place}工地拖欠农民工工资",
        content=(
            "来电人系{place}某工地务工人员，反映{detail}，包工头推说总包没有拨款，工友们急等钱回家，请帮助追讨。"
            "来电人可提供现场照片，要求电话回复处理结果。"
        ),
        details=(
            "十二名工友两个月工资未发，约十五万元",
            "木工班组工程结束一个月仍未结清工资",
            "只发了生活费，余款一拖再拖",
        ),
        place_kind="road",
        unit="市人社局",
        assist="市住建局",
        opinion="急件：请市人社局劳动监察支队立即调查，市住建局协助核查专户和总包责任，限期支付。",
        progress="已约谈总包和劳务公司，核对考勤和工资表，初步确认欠薪金额。",
        reply=(
            "劳动监察支队调查确认，劳务公司拖欠工资事实成立。依据保障农民工工资支付条例，责令总包单位先行清偿，"
            "款项已于约定日期通过农民工工资专用账户发放到工人银行卡，并对项目未落实实名制考勤问题责令改正。"
        ),
        caller_answer="已电话回访来电人，来电人确认工资已到账，代表工友表示感谢。",
    ),
    Scenario(
        key="wage-shop",
        route="dispatch",
        type="complaint",
        category=("劳动社保", "工资报酬", "拖欠工资"),
        urgency="normal",
        title="{place}餐饮店拖欠员工工资",
        content=(
            "来电人反映，在{place}一家餐饮店做服务员，离职后老板{detail}，也没有签订劳动合同，来电人多次讨要未果，"
            "请劳动部门处理。"
        ),
        details=("以没有提前一个月通知为由扣发工资", "拖着最后一个月工资不发", "把来电人微信拉黑"),
        place_kind="road",
        unit="市人社局",
        opinion="请市人社局依法核查劳动关系和欠薪事实，责令支付。",
        progress="监察员已到店调查，提取排班表和转账记录。",
        reply=(
            "经调查，该店与来电人存在事实劳动关系，拖欠工资四千三百元属实。已下达限期改正指令书，店方于三日内足额支付，"
            "并与在职员工补签书面劳动合同。来电人另主张的未签合同双倍工资，已指引其申请劳动仲裁。"
        ),
        caller_answer="已电话告知来电人，来电人确认收到工资并了解仲裁途径。",
    ),
    Scenario(
        key="no-insurance",
        route="dispatch",
        type="report",
        channel="web",
        category=("劳动社保", "社会保险", "养老保险"),
        urgency="normal",
        title="举报公司不缴纳社会保险",
        content=(
            "网民举报，其在{place}某公司工作一年多，公司{detail}，要求劳动监察部门责令补缴，并请对个人信息保密。"
            "网民可提供照片、视频作为线索。"
        ),
        details=("一直以试用期为由不缴社保", "只按最低基数缴纳，与实际工资不符", "让员工签自愿放弃社保承诺书"),
        place_kind="road",
        unit="市人社局",
        opinion="请市人社局依法调查该公司参保情况，责令改正并为举报人保密。",
        progress="已调取该公司参保名册和工资发放记录。",
        reply=(
            "经稽核，该公司应参保员工二十三人，实际参保十四人，存在漏缴。已下达社会保险稽核整改意见书，"
            "公司于十五日内为九名员工办理参保并补缴，补缴明细可在电子社保卡查询；员工签署的放弃承诺书依法无效。"
        ),
        caller_answer="已按保密要求告知举报人处理结果，举报人表示满意。",
        confidential=True,
    ),
    Scenario(
        key="school-gate",
        route="dispatch",
        type="complaint",
        category=("教育", "校园管理"),
        urgency="normal",
        title="{place}学校门口接送车辆拥堵",
        content=(
            "来电人反映，{place}附近学校上下学时段门口严重拥堵，{detail}，家长和学生穿行其中很危险，"
            "希望相关部门加强疏导。来电人愿意配合现场核查，要求答复处理情况。"
        ),
        details=("家长车辆双排停放", "网约车随意调头", "电动车逆行接送孩子"),
        place_kind="road",
        district="美兰区",
        unit="美兰区政府",
        assist="市公安局",
        opinion="请美兰区政府组织区教育局、街道研究疏导措施，市公安局交警部门配合。",
        progress="已与学校、交警现场会商，初步确定错峰放学方案。",
        reply=(
            "区教育局会同学校、交警大队现场会商，已实行分年级错峰放学，划设接送临停区四十个车位、家长等候区两处，"
            "安排护学岗民警一名和志愿者六名。试行一周，拥堵时长由四十分钟缩短至十五分钟。"
        ),
        caller_answer="已电话告知来电人措施，来电人表示通行改善。",
    ),
    Scenario(
        key="bar-noise",
        route="dispatch",
        type="complaint",
        category=("生态环境", "噪声", "社会生活噪声"),
        urgency="normal",
        title="{place}酒吧深夜音乐扰民",
        content=("来电人反映，{place}一家酒吧每晚播放重低音音乐，{detail}，窗户玻璃都在震动，报警后安静一会又恢复，请彻底解决。"),
        details=("到凌晨三点才结束", "顾客在门口喧哗打闹", "露天摆放音箱揽客"),
        place_kind="community",
        district="美兰区",
        unit="美兰区政府",
        assist="市公安局",
        opinion="请美兰区政府牵头联合检查，公安机关依法处理噪声扰民行为。",
        progress="已联合派出所、文化执法到场，监测夜间噪声六十三分贝，超标。",
        reply=(
            "联合检查监测该酒吧夜间噪声超标，派出所依法给予警告并责令整改。店家已拆除露天音箱、加装隔音门和吸音棉，"
            "营业至凌晨一时，复测边界噪声四十八分贝达标。社区网格员每周回访周边住户。"
        ),
        caller_answer="已电话告知来电人，来电人反映近期基本听不到音乐声。",
    ),
    Scenario(
        key="food-foreign",
        route="dispatch",
        type="complaint",
        category=("市场监管", "食品安全"),
        urgency="normal",
        title="{place}餐馆外卖吃出异物",
        content=(
            "来电人反映，通过平台在{place}一家餐馆订购外卖，食用时{detail}，联系商家对方只同意退款，拒绝承认问题，"
            "请市场监管部门检查。"
        ),
        details=("发现一只蟑螂", "发现一段钢丝球丝", "饭菜发酸变质，食用后腹泻"),
        place_kind="road",
        unit="市市场监管局",
        opinion="请市市场监管局现场检查，依法查处并组织调解赔偿。",
        progress="执法人员已到店检查后厨，提取留样和进货台账。",
        reply=(
            "执法人员现场检查，该店后厨防虫设施缺失、餐具消毒记录不全，已责令停业整改两天并立案，处罚款五千元。经调解，"
            "商家向来电人退还餐费并赔偿一千元，双方签订调解协议。复查整改合格后恢复营业。"
        ),
        caller_answer="已电话告知来电人处理和赔偿结果，来电人表示满意。",
    ),
    Scenario(
        key="seafood-scale",
        route="dispatch",
        type="complaint",
        category=("市场监管", "价格收费"),
        urgency="normal",
        title="{place}海鲜店缺斤短两",
        content=(
            "来电人系外地游客，反映在{place}一家海鲜店消费，{detail}，与商家理论被推搡，认为严重影响海口旅游形象，"
            "要求严查。来电人可提供现场照片，要求电话回复处理结果。"
        ),
        details=("买三斤虾复称只有两斤二两", "结账时才说按只计价", "海鲜被调包成死的"),
        place_kind="road",
        unit="市市场监管局",
        assist="市公安局",
        opinion="请市市场监管局快速处置旅游消费投诉，依法查处；涉及治安问题由市公安局处理。",
        progress="执法人员一小时内到店，封存电子秤两台送检。",
        reply=(
            "经检定，涉事电子秤误差超出允许范围，存在短斤缺两。已依法没收计量器具，处罚款两万元并停业整顿三天；"
            "商家向消费者退还差价并赔偿五百元，先行赔付款当日到账。推搡一事经派出所调解双方和解。"
        ),
        caller_answer="已电话告知来电人处罚和赔付情况，来电人对处理速度表示满意。",
    ),
    Scenario(
        key="gym-card",
        route="dispatch",
        type="complaint",
        channel="other_platform",
        category=("市场监管", "消费维权", "预付式消费"),
        urgency="normal",
        title="{place}健身房关门预付卡无法退",
        content=(
            "诉求人反映，在{place}一家健身房办理两年卡，{detail}，会员群里有上百人情况相同，要求退还剩余费用。"
            "诉求人愿意配合现场核查，要求答复处理情况。"
        ),
        details=("门店突然贴出装修公告后一直未开业", "场馆转让，新老板不认旧卡", "老板电话停机，人去楼空"),
        place_kind="road",
        unit="市市场监管局",
        opinion="请市市场监管局调查经营主体状况，组织集中调解，涉嫌犯罪的移送公安机关。",
        progress="已登记会员投诉七十八件，正在联系法定代表人。",
        reply=(
            "经查，该健身房因经营不善停业，法定代表人已到案说明。我局组织集中调解，达成转店续用或按比例退费两种方案，"
            "诉求人选择退费，首期款已到账，余款三个月内付清。未履行部分已列入经营异常并指引会员提起集体诉讼。"
        ),
        caller_answer="已电话告知诉求人退费安排，诉求人表示基本认可。",
    ),
    Scenario(
        key="ev-charge-price",
        route="dispatch",
        type="complaint",
        category=("市场监管", "价格收费"),
        urgency="normal",
        title="{place}电动自行车充电收费高",
        content=(
            "来电人反映，{place}内的电动自行车充电桩收费偏高，{detail}，运营公司解释含服务费，居民认为不合理，请核查收费标准。"
        ),
        details=("充满一次要三元多", "电费和服务费不分开显示", "充一半断电也不退钱"),
        place_kind="community",
        unit="市市场监管局",
        opinion="请市市场监管局核查充电收费构成和明码标价情况，督促规范。",
        progress="已约谈运营企业，要求提供电价和服务费依据。",
        reply=(
            "经查，运营企业未按规定分列电费和服务费，电费加价收取，属实。已责令整改，按居民合表电价收取电费、"
            "服务费单列公示并下调至每千瓦时零点三五元，多收费用三百余笔已通过原渠道退还。"
        ),
        caller_answer="已电话告知来电人整改和退费情况，来电人表示满意。",
    ),
    Scenario(
        key="lift-trap",
        route="dispatch",
        type="help",
        category=("住房城建", "物业管理", "电梯运行"),
        urgency="critical",
        title="{place}电梯故障有人被困",
        content=("来电人紧急反映，{place}一部电梯突然停在楼层之间，{detail}，物业值班人员束手无策，请立即派人救援。"),
        details=("里面困有一名孕妇和一名小孩", "被困三人，其中一位老人呼吸急促", "电梯内无灯无风，应急电话打不通"),
        place_kind="community",
        unit="市市场监管局",
        assist="市公安局",
        opinion="特急：请市市场监管局立即调度维保单位和电梯应急救援，同步通知消防救援，随时反馈。",
        progress="维保人员十二分钟到场，消防救援同步到达，正在实施手动盘车，被困人员意识清醒。",
        reply=(
            "接报后电梯应急处置中心调度维保人员十二分钟到场，二十六分钟内将被困人员全部安全救出，经急救人员检查无碍。"
            "原因为门锁触点故障，电梯已停用检修，更换部件并经检验合格后恢复运行；对维保单位未按期保养立案查处，"
            "物业应急电话已修复。"
        ),
        caller_answer="已电话告知来电人人员安全救出和后续整改情况，来电人表示感谢。",
        major=True,
    ),
    Scenario(
        key="lift-old",
        route="dispatch",
        type="complaint",
        category=("住房城建", "物业管理", "电梯运行"),
        urgency="normal",
        title="{place}电梯频繁故障",
        content=(
            "来电人反映，{place}电梯老旧，{detail}，住户每天提心吊胆，物业只是简单维修，要求专业机构检测，"
            "不合格就更换。来电人可提供现场照片，要求电话回复处理结果。"
        ),
        details=("经常卡层、异响", "一周内停用四次", "下行时有明显下坠感"),
        place_kind="community",
        unit="市市场监管局",
        assist="市住建局",
        opinion="请市市场监管局组织检验评估，督促落实维保责任，市住建局指导维修资金使用。",
        progress="已通知特种设备检验机构安排安全评估。",
        reply=(
            "特种设备检验所现场评估，该电梯曳引轮磨损、门机老化，需重大修理，暂不需整机更换。"
            "已责令维保单位更换曳引轮和门机系统，经监督检验合格后投入使用，费用由维修资金列支并公示，"
            "保养周期由十五日缩短为七日。"
        ),
        caller_answer="已电话告知来电人检测和维修情况，来电人表示放心。",
    ),
    Scenario(
        key="medical-fee",
        route="dispatch",
        type="complaint",
        category=("医疗卫生", "医疗服务与收费"),
        urgency="normal",
        title="就诊医院收费项目存疑",
        content=(
            "来电人反映，家属在{place}附近某医院住院治疗，{detail}，向医院咨询未得到明确解释，要求核查是否存在乱收费。"
            "来电人愿意配合现场核查，要求答复处理情况。"
        ),
        details=("清单上有未做过的检查项目", "护理费重复计算了三天", "同一药品在医院价格比药店高出一倍"),
        place_kind="road",
        unit="市卫健委",
        assist="市市场监管局",
        opinion="请市卫健委核查病历和收费清单，属违规收费的督促退还并处理。",
        progress="已调取病历和收费清单，组织专家比对。",
        reply=(
            "经调取病历与收费清单比对，医院多计一级护理费三天、重复录入一项检查费，共计四百一十六元，属录入差错。"
            "医院已退还费用并致歉，对科室负责人约谈；药品价格符合挂网采购规定，已向来电人说明。"
        ),
        caller_answer="医院和我委已分别电话答复来电人，来电人确认收到退款。",
    ),
    Scenario(
        key="black-clinic",
        route="dispatch",
        type="report",
        category=("医疗卫生", "医疗服务与收费"),
        urgency="urgent",
        title="举报{place}无证诊所",
        content=(
            "来电人举报，{place}一出租屋内有人无证行医，{detail}，没有悬挂任何证照，担心出医疗事故，请查处并保密。"
            "来电人可提供照片、视频作为线索。"
        ),
        details=("给老人小孩打吊针", "私自开展美容注射", "垃圾袋里有大量输液器"),
        place_kind="road",
        unit="市卫健委",
        assist="市公安局",
        opinion="请市卫健委卫生监督部门突击检查，依法查处，注意为举报人保密。",
        progress="卫生监督员已突击检查，现场查获药品器械若干。",
        reply=(
            "市卫生监督局联合派出所突击检查，当事人未取得医疗机构执业许可证和医师资格，现场查扣药品四十三种、"
            "一次性输液器一百余套。已责令停止执业、没收药械，立案并拟处罚款五万元，医疗废物交专业机构处置。"
        ),
        caller_answer="已按保密要求告知举报人查处结果。",
        confidential=True,
    ),
    Scenario(
        key="tree-danger",
        route="dispatch",
        type="help",
        category=("城市管理", "园林绿化"),
        urgency="urgent",
        title="{place}大树倾斜有倒伏危险",
        content=(
            "来电人反映，{place}一棵行道树{detail}，下方就是人行道和停车位，台风季节非常危险，请尽快修剪或扶正。"
            "来电人表示会保持电话畅通，可随时联系。"
        ),
        details=("树干被白蚁蛀空", "根部隆起、明显倾斜", "枯枝已砸坏一辆轿车"),
        place_kind="road",
        unit="市园林环卫局",
        opinion="急件：请市园林环卫局先行警戒，评估后修剪或移除并反馈。",
        progress="园林人员已设警戒，正用仪器检测树干空洞率。",
        reply=(
            "园林养护人员接单当日到{place}检测，该树干空洞率超过五成，已无保留价值。经审批于次日清晨安全伐除，"
            "清运枝干两车，同路段修剪枯枝二十三株，雨季后原位补植同种苗木一株。"
        ),
        caller_answer="已电话告知来电人处理完成，来电人表示感谢。",
    ),
    Scenario(
        key="transfer-station",
        route="dispatch",
        type="complaint",
        category=("城市管理", "市容环境", "垃圾清运"),
        urgency="normal",
        title="{place}垃圾转运站臭味大",
        content=(
            "来电人反映，{place}附近的垃圾转运站管理不善，{detail}，周边居民常年不敢开窗，希望加强除臭或搬迁。"
            "来电人可提供现场照片，要求电话回复处理结果。"
        ),
        details=("渗滤液流到路面", "夜间压缩作业噪声很大", "中午垃圾车排队滴漏"),
        place_kind="community",
        unit="市园林环卫局",
        opinion="请市园林环卫局现场核查，落实除臭、降噪和密闭措施。",
        progress="已督促作业单位增加冲洗频次，排查除臭设备。",
        reply=(
            "现场核查，转运站除臭喷淋泵故障、卷帘门未及时关闭。已更换喷淋泵两台，增设植物液雾化除臭装置，"
            "地面每日冲洗四次，夜间二十二时后停止压缩作业，对滴漏车辆更换密封条六台。第三方监测臭气浓度达标。"
        ),
        caller_answer="已电话告知来电人整改情况，来电人表示臭味减轻。",
    ),
    Scenario(
        key="fence-detour",
        route="dispatch",
        type="complaint",
        category=("住房城建", "工程建设"),
        urgency="normal",
        title="{place}施工围挡长期占道",
        content=(
            "来电人反映，{place}道路施工围挡已有大半年，{detail}，围挡内却很少看到工人，希望加快进度或缩小占道范围。"
            "来电人愿意配合现场核查，要求答复处理情况。"
        ),
        details=("双向四车道只剩两车道", "公交站被迫迁移", "夜间没有警示灯"),
        place_kind="road",
        unit="市路桥公司",
        assist="市公安局",
        opinion="请市路桥公司核实工期，优化围挡和交通导改，公开工期安排。",
        progress="已核实该路段为管廊改造项目，正在调整施工组织。",
        reply=(
            "经核，该项目因地下管线迁改滞后影响进度。已调整为分段施工，拆除已完工段围挡二百三十米，恢复双向三车道通行，"
            "增设警示灯四十盏，并在现场公示剩余工期和联系电话，计划两个月内完工。"
        ),
        caller_answer="已电话告知来电人调整情况和完工时间，来电人表示理解。",
    ),
    Scenario(
        key="pavement-restore",
        route="dispatch",
        type="complaint",
        category=("住房城建", "工程建设"),
        urgency="normal",
        title="{place}施工后人行道未恢复",
        content=(
            "来电人反映，{place}管网改造完工已一个多月，{detail}，老人推婴儿车经过十分不便，请督促施工单位恢复原状。"
            "来电人可提供现场照片，要求电话回复处理结果。"
        ),
        details=("人行道地砖还堆在路边", "路面高低不平，积水严重", "裸露的黄土下雨就成泥浆"),
        place_kind="road",
        unit="市城投公司",
        assist="市市政管理局",
        opinion="请市城投公司督促施工单位限期恢复，市市政管理局做好验收移交。",
        progress="已通知施工单位三日内进场恢复。",
        reply=(
            "我公司组织施工单位进场，在{place}恢复人行道地砖三百六十平方米、盲道九十米，清运余土四车，"
            "会同市政部门验收合格后移交管养，并对施工单位延误扣减履约评价分。"
        ),
        caller_answer="已电话告知来电人恢复完成，来电人表示满意。",
    ),
    Scenario(
        key="plant-smell",
        route="dispatch",
        type="complaint",
        category=("生态环境", "大气异味", "工业异味"),
        urgency="normal",
        title="{place}一带企业排放异味",
        content=(
            "来电人反映，{place}一带夜间经常闻到刺鼻的化工异味，{detail}，怀疑附近园区企业偷排废气，"
            "请环保部门监测查处。来电人愿意配合现场核查，要求答复处理情况。"
        ),
        details=("头晕恶心无法入睡", "凌晨一点到四点最明显", "学校师生也有反映"),
        place_kind="road",
        district="秀英区",
        place="药谷二横路",
        unit="海口高新区",
        assist="秀英区政府",
        opinion="请海口高新区管委会溯源排查，秀英区政府配合监测，依法处理并公开结果。",
        progress="已对下风向六家企业夜间突击检查，布设监测点三个。",
        reply=(
            "经夜间走航监测溯源，一家药企废气处理设施活性炭饱和、效率下降，致异味外逸。已责令停产检修两天、"
            "更换活性炭四吨并立案查处，复测非甲烷总烃和臭气浓度达标。园区增设在线监测点两个，结果每周公示。"
        ),
        caller_answer="已电话告知来电人处理结果，来电人表示近期未再闻到异味。",
    ),
    Scenario(
        key="ftz-company",
        route="dispatch",
        type="help",
        channel="wechat",
        category=("政务服务", "园区服务"),
        urgency="normal",
        title="企业入驻综合保税区手续卡顿",
        content=(
            "诉求人系某贸易公司经办人，反映公司申请入驻海口综合保税区，{detail}，影响货物进区和合同履约，希望管委会明确办理时限。"
        ),
        details=("材料提交三周没有答复", "租仓合同迟迟未能盖章", "多个窗口要求提供的材料不一致"),
        place_kind="",
        unit="海口综保区",
        opinion="请海口综保区管委会核查办理环节，落实一次性告知和首问负责。",
        progress="企业服务专员已与诉求人对接，正在梳理缺件清单。",
        reply=(
            "经核，该公司经营范围与拟开展保税仓储业务不一致，窗口未一次性告知。"
            "企业服务专员已协助变更经营范围并完成入区备案，租仓合同于接单第四日签署，海关注册登记同步办结；"
            "已对窗口人员开展培训并统一材料清单。"
        ),
        caller_answer="服务专员已当面答复诉求人，诉求人对服务表示满意。",
    ),
    Scenario(
        key="english-sign",
        route="dispatch",
        type="suggestion",
        channel="web",
        category=("政务服务", "侨务外事"),
        urgency="normal",
        title="{place}路牌英文翻译有误",
        content=(
            "网民反映，{place}一处公共标识的英文翻译有误，{detail}，有损自由贸易港形象，建议外事部门核实并更正。"
            "网民表示愿意参加现场踏勘或座谈。"
        ),
        details=("把道路名称拼写错误", "使用了机器翻译的生硬语句", "中英文箭头方向不一致"),
        place_kind="road",
        unit="市委外事办",
        assist="市市政管理局",
        opinion="请市委外事办审核译法，会同设置单位更正。",
        progress="专家组已审核，确认译法不规范。",
        reply=(
            "我办组织译审专家核对，{place}标识确有译法错误。已出具规范译文并函告设置单位，现标牌已更换，"
            "同时对周边五处标识一并排查更正。欢迎市民通过外语标识纠错小程序继续提供线索。"
        ),
        caller_answer="已在网站回复网民并致谢。",
    ),
    Scenario(
        key="volunteer-hours",
        route="dispatch",
        type="help",
        channel="wechat",
        category=("政务服务", "志愿服务"),
        urgency="normal",
        title="志愿服务时长未录入",
        content=(
            "诉求人系在校大学生，反映参加大型活动志愿服务后，{detail}，影响评奖评优，希望主办方尽快核实补录。"
            "诉求人称情况较急，希望今天之内能有人联系。"
        ),
        details=("系统中时长显示为零", "联系人换了几任互相推诿", "证书上姓名写错"),
        place_kind="",
        unit="团市委",
        opinion="请团市委核实志愿者名单，及时补录并反馈。",
        progress="已联系活动项目负责人调取签到表。",
        reply=(
            "经核对签到表，诉求人参加活动三天、共二十二小时，因批量导入遗漏未录入。"
            "现已在系统补录并重新开具志愿服务证明，同批遗漏的十七名志愿者一并补录。"
        ),
        caller_answer="已电话告知诉求人，诉求人确认系统已更新。",
    ),
    Scenario(
        key="hall-parking",
        route="dispatch",
        type="suggestion",
        category=("政务服务", "工作作风"),
        urgency="normal",
        title="建议机关办公区节假日开放停车",
        content=(
            "来电人建议，{place}附近停车难问题突出，{detail}，希望机关事业单位停车场在夜间和节假日向市民错时开放。"
            "来电人表示愿意参加现场踏勘或座谈。"
        ),
        details=("医院就诊车辆常绕行半小时", "周末带孩子去公园找不到车位", "晚上下班回家无处可停"),
        place_kind="road",
        unit="市机关事务局",
        opinion="请市机关事务局研究错时开放可行性并答复。",
        progress="已梳理周边三处机关停车场泊位情况。",
        reply=(
            "经研究，建议合理可行。首批开放机关停车场三处共二百八十六个泊位，开放时段为工作日十九时至次日七时三十分及节"
            "假日全天，通过停车小程序可查余位，收费标准按政府定价执行并公示。"
        ),
        caller_answer="已电话答复来电人采纳情况，来电人表示赞赏。",
    ),
    Scenario(
        key="brave-citizen",
        route="dispatch",
        type="help",
        category=("政务服务", "办事指南"),
        urgency="normal",
        title="见义勇为认定申请进度",
        content=(
            "来电人反映，其亲属在{place}救起落水人员时受伤，{detail}，希望尽快完成见义勇为认定并落实医疗费用保障。"
            "来电人称情况较急，希望今天之内能有人联系。"
        ),
        details=("申请提交两个月未有答复", "所在社区不清楚受理部门", "缺少证人材料不知如何补充"),
        place_kind="road",
        unit="市委政法委",
        assist="市公安局",
        opinion="请市委政法委协调核实救助经过，依法办理认定并做好慰问保障。",
        progress="已会同派出所调取监控和证人笔录。",
        reply=(
            "经会同公安机关调取监控、走访两名证人，事迹清楚，评定委员会已确认为见义勇为行为，公示七日无异议。"
            "已颁发证书、奖金并垫付医疗费，后续康复费用由见义勇为基金保障。"
        ),
        caller_answer="工作人员已上门慰问并答复，来电人表示感谢。",
    ),
    Scenario(
        key="donate-receipt",
        route="dispatch",
        type="help",
        channel="letter",
        category=("医疗卫生", "献血与红十字"),
        urgency="normal",
        title="捐款未收到捐赠票据",
        content=(
            "来信人反映，其单位向红十字会定向捐款后，{detail}，单位财务无法入账，请核实补寄捐赠票据和使用情况反馈。"
            "来信人表示会保持电话畅通，可随时联系。"
        ),
        details=("至今未收到票据", "电子票据邮箱填写错误", "票据抬头开错"),
        place_kind="",
        unit="市红十字会",
        opinion="请市红十字会核实捐赠记录，补开票据并反馈款项使用情况。",
        progress="已在捐赠系统查询到该笔款项。",
        reply=(
            "经查，该笔捐款已入账，票据因登记信息有误未能正确开具送达。已更正信息并重新开具公益事业捐赠统一票据，"
            "同日以邮寄和电子方式送达；款项已用于乡镇应急救护培训，使用明细随票据附送。"
        ),
        caller_answer="已电话告知来信人，来信人确认收到票据。",
    ),
    Scenario(
        key="move-garage",
        route="answer",
        type="help",
        category=("公安交警", "挪车"),
        urgency="normal",
        title="{place}车库出口被堵请求挪车",
        content=(
            "来电人反映，其车辆停在{place}地下车库，出口被一辆{detail}堵住，车上没有留联系电话，来电人急着外出办事，"
            "请帮忙联系车主尽快挪车。"
        ),
        details=("尾号27的白色轿车", "尾号6D的黑色越野车", "尾号93的银色面包车"),
        place_kind="community",
        answer=(
            "已通过挪车服务平台联系到车主，车主表示正在附近用餐，十分钟内到场挪车。已告知来电人在原地稍候，"
            "如十分钟后仍未挪开可再次来电，我们将转交警到场处置。"
        ),
        caller_answer="通话中已答复并回访确认，来电人表示感谢。",
    ),
    Scenario(
        key="move-shop",
        route="answer",
        type="help",
        channel="wechat",
        category=("公安交警", "挪车"),
        urgency="normal",
        title="{place}商铺门口被车挡住请求挪车",
        content=(
            "诉求人系{place}沿街商铺经营者，反映店门口被一辆{detail}挡住，货物无法装卸，诉求人询问周边都不认识车主，"
            "请帮助联系挪车。"
        ),
        details=("尾号58的蓝色小货车", "尾号0K的红色轿车", "尾号31的灰色商务车"),
        place_kind="road",
        answer=(
            "已通过挪车服务平台向车主发送短信并拨通电话，车主致歉并表示五分钟内挪走。已告知诉求人，"
            "今后也可在“交管12123”手机应用的“一键挪车”自助申请，处理更快。"
        ),
        caller_answer="已通过微信公众号回复，诉求人已读。",
    ),
    Scenario(
        key="move-fire",
        route="answer",
        type="help",
        category=("公安交警", "挪车"),
        urgency="urgent",
        title="{place}消防通道被占请求挪车",
        content=(
            "来电人反映，{place}消防通道被{detail}占用，物业多次广播无人理会，来电人担心发生火情时消防车进不来，"
            "请联系车主立即挪开。"
        ),
        details=("一辆尾号75的轿车", "两辆外地号牌车辆", "一辆尾号2F的皮卡"),
        place_kind="community",
        answer=(
            "已联系车主，车主承诺立即挪车。已告知来电人，占用消防通道属违法行为，"
            "物业可拍照后拨打119或通过消防隐患举报渠道反映，由消防救援机构依法处罚，并建议物业施划禁停标线。"
        ),
        caller_answer="通话中已答复并回访确认，来电人表示感谢。",
    ),
    Scenario(
        key="move-night",
        route="answer",
        type="help",
        category=("公安交警", "挪车"),
        urgency="urgent",
        title="{place}夜间车辆被堵无法出行",
        content=(
            "来电人反映，其车停在{place}路边泊位，深夜要送家人去医院，{detail}，车窗上没有挪车电话，情况着急，"
            "请尽快帮忙联系车主。"
        ),
        details=("前后各被一辆轿车紧贴堵住", "被一辆横停的面包车堵住", "被一辆尾号46的越野车双排停车堵住"),
        place_kind="road",
        answer=(
            "已拨通车主电话，车主住在附近，表示马上下楼挪车；同时提示来电人如病情紧急请先拨打120。五分钟后回拨，"
            "来电人确认车辆已能驶出。"
        ),
        caller_answer="通话中已答复并回访确认，来电人表示感谢。",
    ),
    Scenario(
        key="move-unreach",
        route="refer",
        type="help",
        category=("公安交警", "挪车"),
        urgency="urgent",
        title="{place}车主联系不上请求交警挪车",
        content=(
            "来电人反映，{place}出入口被一辆{detail}堵住近一个小时，挪车平台登记的电话一直无人接听，多户居民无法出行，"
            "请交警到场处理。"
        ),
        details=("尾号19的白色轿车", "尾号8A的黑色轿车", "尾号64的厢式货车"),
        place_kind="community",
        unit="市公安局",
        answer=(
            "已三方通话转接市公安局交警支队指挥中心，值班民警受理并派附近警力到场。"
            "已告知来电人在现场等候并配合说明情况，处置结果由我办跟踪。"
        ),
        opinion="车主电话无人接听，请市公安局交警部门派警到场处置。",
        reply=("铁骑队员二十分钟到场，通过系统查到车主家属电话，车主到场后将车挪开，对其违停行为依法贴单处罚。"),
        caller_answer="已告知来电人转接情况和后续跟踪安排，来电人同意。",
    ),
    Scenario(
        key="move-thanks",
        route="answer",
        type="praise",
        category=("公安交警", "挪车"),
        urgency="normal",
        title="感谢热线帮助挪车",
        content=(
            "来电人来电致谢，称昨天车辆在{place}被堵，拨打热线后，话务员{detail}，不到十分钟车主就来挪车，"
            "没有耽误家里的急事，对热线服务非常满意。"
        ),
        details=("耐心安抚并两次回拨确认", "迅速联系到车主", "还提醒了下次自助挪车的办法"),
        place_kind="road",
        answer="已感谢来电人对热线工作的肯定，表扬内容已记录并转当班班组，作为月度服务之星评选依据。",
        caller_answer="已当场向来电人致谢，来电人无其他诉求。",
    ),
    Scenario(
        key="pension-flex",
        route="answer",
        type="inquiry",
        category=("劳动社保", "社会保险", "养老保险"),
        urgency="normal",
        title="咨询灵活就业人员参加养老保险",
        content=(
            "来电人咨询，其目前没有固定单位，{detail}，想了解以灵活就业人员身份参加企业职工基本养老保险需要什么材料、"
            "去哪里办理、怎样选择缴费基数。"
        ),
        details=("户籍在外省、持海口居住证", "从企业离职已有半年", "在网上做自由职业"),
        place_kind="",
        answer=(
            "灵活就业人员可凭身份证在“海易办”手机应用、电子税务渠道或就近社保经办窗口办理参保登记，"
            "缴费基数在公布的上下限之间自行选择，费率为百分之二十。可按月、按季或按年缴费，次年不能补缴上年断缴月份。"
            "详询12333。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="pension-transfer",
        route="answer",
        type="inquiry",
        category=("劳动社保", "社会保险", "养老保险"),
        urgency="normal",
        title="咨询养老保险关系跨省转移",
        content=(
            "来电人咨询，其以前在{detail}参加企业职工养老保险，现已到海口工作并参保，想把养老保险关系转过来，"
            "不知道要不要回原参保地开证明。"
        ),
        details=("广东", "湖南", "四川"),
        place_kind="",
        answer=(
            "不需要回原参保地开证明。请登录国家社会保险公共服务平台或“掌上12333”，在“关系转移”栏目提交申请，"
            "两地经办机构网上办理，一般十五个工作日左右办结，进度可在同一平台查询。"
        ),
        caller_answer="已在通话中逐项解释并告知办理渠道，来电人表示满意。",
    ),
    Scenario(
        key="pension-cert",
        route="answer",
        type="inquiry",
        category=("劳动社保", "社会保险", "养老保险"),
        urgency="normal",
        title="咨询养老金领取资格认证",
        content=(
            "来电人咨询，其父亲{detail}，收到短信提醒要做养老待遇领取资格认证，不知道怎么操作，担心不认证养老金会停发。"
            "来电人希望一次问清楚，避免白跑一趟。"
        ),
        details=("今年七十六岁，不会使用智能手机", "在外地帮忙带孩子", "住院行动不便"),
        place_kind="",
        answer=(
            "认证每十二个月至少一次。子女可在自己手机的“掌上12333”或“海易办”为老人刷脸认证；"
            "行动不便的可联系社区或社保经办机构预约上门。逾期未认证会暂停发放，认证通过后次月恢复并补发。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="retire-age",
        route="answer",
        type="inquiry",
        category=("劳动社保", "社会保险", "养老保险"),
        urgency="normal",
        title="咨询延迟退休年龄",
        content=(
            "来电人咨询，其{detail}，想了解按照渐进式延迟法定退休年龄的规定，自己什么时候可以退休，能不能申请弹性提前退休。"
        ),
        details=("是企业男职工，1970年出生", "是企业女工人，1978年出生", "在机关从事技术岗位，女，1973年出生"),
        place_kind="",
        answer=(
            "可在“掌上12333”或国家社会保险公共服务平台的“法定退休年龄测算”输入出生年月和人员类别，即可得到结果。"
            "达到最低缴费年限的可自愿弹性提前，最长不超过三年，且不低于原法定退休年龄，须提前三个月书面告知单位。"
        ),
        caller_answer="通话中已答复，来电人复述要点无误，表示明白。",
    ),
    Scenario(
        key="unemployment",
        route="answer",
        type="inquiry",
        category=("劳动社保", "社会保险", "失业保险"),
        urgency="normal",
        title="咨询失业保险金申领",
        content=(
            "来电人咨询，其{detail}，社会保险交了三年多，想申领失业保险金，不知道符不符合条件、可以领几个月、"
            "在哪里申请。希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("被公司裁员，已收到解除合同证明", "劳动合同到期公司不再续签", "所在工厂停产关门"),
        place_kind="",
        answer=(
            "失业前用人单位和本人已缴费满一年、非因本人意愿中断就业、已办理失业登记并有求职要求的，可以申领。"
            "累计缴费满一年不足五年的，最长领取十二个月。可持社保卡在“掌上12333”或“海易办”线上申请，无需开具证明。"
        ),
        caller_answer="已在电话中当场答复，来电人表示知晓。",
    ),
    Scenario(
        key="injury",
        route="answer",
        type="inquiry",
        category=("劳动社保", "社会保险", "工伤保险"),
        urgency="normal",
        title="咨询工伤认定申请时限",
        content=(
            "来电人咨询，其{detail}，单位一直说帮忙申报工伤却没有动静，想知道工伤认定由谁申请、多长时间内申请、要准备哪些材料。"
        ),
        details=("在下班途中被汽车撞伤，对方全责", "在车间操作机器时手指受伤", "在工地搬运时腰部扭伤"),
        place_kind="",
        answer=(
            "单位应在事故发生之日起三十日内申请；单位未申请的，本人或近亲属可在一年内向参保地人社部门直接申请。"
            "材料包括认定申请表、劳动关系证明、诊断证明，上下班途中的交通事故还需责任认定书。可拨打12333预约窗口。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="social-card",
        route="answer",
        type="inquiry",
        category=("劳动社保", "社保卡"),
        urgency="normal",
        title="咨询社保卡丢失补办",
        content=(
            "来电人反映，社会保障卡不慎丢失，{detail}，想先挂失再补一张，咨询怎么办理挂失、补卡要带什么证件、多久能拿到新卡。"
        ),
        details=("担心被人盗用看病买药", "近期还要住院使用", "养老金也发在这张卡上"),
        place_kind="",
        answer=(
            "请先拨打12333或发卡银行客服电话办理挂失。补卡可持身份证到任一合作银行社保卡网点即时制卡，当场领取；"
            "急需就医时可使用电子社保卡或医保电子凭证，不影响结算。"
        ),
        caller_answer="已在通话中逐项解释并告知办理渠道，来电人表示满意。",
    ),
    Scenario(
        key="medicare-remote",
        route="answer",
        type="inquiry",
        category=("劳动社保", "医疗保险"),
        urgency="normal",
        title="咨询异地就医备案",
        content=(
            "来电人咨询，其参加海口职工医保，{detail}，想了解怎样办理异地就医备案，是否能在医院直接结算，报销比例会不会降低。"
        ),
        details=("准备到广州做手术", "退休后随子女住在长沙", "长期被公司派驻北京"),
        place_kind="",
        answer=(
            "可在“国家医保服务平台”手机应用、小程序办理异地就医备案，选择就医地和类型后即时生效，"
            "在已开通的定点医院凭医保码直接结算。异地长期居住人员待遇与参保地一致，临时外出就医的比例会有所降低，"
            "详询12393。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="medicare-baby",
        route="answer",
        type="inquiry",
        category=("劳动社保", "医疗保险"),
        urgency="normal",
        title="咨询新生儿参加医保",
        content=(
            "来电人咨询，孩子{detail}，想给孩子参加城乡居民医疗保险，不清楚什么时间内办理可以报销出生时的住院费用，需要什么材料。"
        ),
        details=("出生刚满一个月", "出生后在保温箱住院半个月", "已经上户口但还没办社保卡"),
        place_kind="",
        answer=(
            "新生儿在出生后九十天内参保缴费的，从出生之日起享受当年居民医保待遇，出生住院费用可按规定报销。"
            "可在“海易办”“出生一件事”专区一并办理户口、社保卡和医保参保，凭出生医学证明号即可。"
        ),
        caller_answer="通话中已答复，来电人复述要点无误，表示明白。",
    ),
    Scenario(
        key="work-arrange",
        route="answer",
        type="inquiry",
        category=("劳动社保", "就业创业"),
        urgency="normal",
        title="咨询创业担保贷款",
        content=(
            "来电人咨询，其{detail}，打算在海口开一家小店，听说有创业担保贷款和补贴，想了解申请条件、额度和办理部门。"
            "请告知办理地点、所需材料和工作时间。"
        ),
        details=("是今年毕业的大学生", "是退役军人", "是返乡创业的农民工"),
        place_kind="",
        answer=(
            "符合条件的重点群体可申请个人创业担保贷款，由财政按规定贴息，具体额度、期限以当期政策为准。请携带身份证、"
            "营业执照到经营所在地区级就业服务机构申请，首次创业满一年的还可申请一次性创业补贴。详询12333。"
        ),
        caller_answer="已在电话中当场答复，来电人表示知晓。",
    ),
    Scenario(
        key="talent",
        route="answer",
        type="inquiry",
        channel="web",
        category=("劳动社保", "人才服务"),
        urgency="normal",
        title="咨询人才落户和住房补贴",
        content=(
            "网民咨询，其{detail}，已与海口一家企业签订劳动合同，想了解人才落户怎样办理、能否申请住房租赁补贴，"
            "两项是否可以同时申请。"
        ),
        details=("为全日制硕士，32岁", "具有高级职称，40岁", "是应届本科毕业生"),
        place_kind="",
        answer=(
            "符合引进人才条件的可先落户后就业，在“海易办”人才服务专区或公安户政窗口申请；"
            "住房租赁补贴须缴纳社保并符合无房条件，由用人单位统一在人才服务平台申报，两项可以同时申请。"
            "具体标准以人才服务部门当期公告为准。"
        ),
        caller_answer="已通过热线网站回复，并短信提醒网民查看。",
    ),
    Scenario(
        key="arbitration",
        route="answer",
        type="inquiry",
        category=("劳动社保", "工资报酬"),
        urgency="normal",
        title="咨询劳动仲裁怎么申请",
        content=(
            "来电人咨询，公司{detail}，双方协商不成，想申请劳动仲裁，不清楚到哪里申请、要交多少费用、"
            "超过多久就不能申请了。请予以解答，谢谢。希望能提供咨询电话。"
        ),
        details=("无故降薪并要求签字", "违法解除合同不给补偿", "不支付加班费"),
        place_kind="",
        answer=(
            "劳动争议仲裁不收费，时效为一年，从知道权利被侵害之日起计算。可向劳动合同履行地的劳动人事争议仲裁委员会提交"
            "申请书和证据，也可在“互联网+调解”平台先行调解。经济困难的可拨打12348申请法律援助。"
        ),
        caller_answer="已在通话中逐项解释并告知办理渠道，来电人表示满意。",
    ),
    Scenario(
        key="residence",
        route="answer",
        type="inquiry",
        category=("公安交警", "户政与居住证"),
        urgency="normal",
        title="咨询居住证办理条件",
        content=(
            "来电人咨询，其从外省来海口务工，{detail}，想给自己和爱人办理居住证，方便孩子上学，请问需要满足什么条件、多久能办好。"
        ),
        details=("租房居住已有八个月", "在单位宿舍住了一年", "住在自己购买的商品房"),
        place_kind="",
        answer=(
            "离开常住户口所在地到海口居住半年以上，符合合法稳定就业、合法稳定住所、连续就读条件之一的可以申领。"
            "携带身份证、居住地址证明到居住地派出所或在“海易办”申请，受理后十五日内制发，首次办理免费。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="id-card",
        route="answer",
        type="inquiry",
        category=("公安交警", "户政与居住证"),
        urgency="normal",
        title="咨询异地补办身份证",
        content=(
            "来电人反映，身份证遗失，户籍在{detail}，人在海口工作走不开，想了解能否在海口补办，要多长时间，"
            "期间坐飞机怎么办。请告知办理地点、所需材料和工作时间。"
        ),
        details=("黑龙江", "河南", "贵州"),
        place_kind="",
        answer=(
            "可以异地补办。携带户口簿或居住证到就近派出所异地受理点采集照片指纹，制证时间以回执为准。期间乘坐飞机、"
            "火车可在“交通运输部门临时身份证明”小程序或机场公安窗口办理临时乘机证明。"
        ),
        caller_answer="通话中已答复，来电人复述要点无误，表示明白。",
    ),
    Scenario(
        key="hukou-baby",
        route="answer",
        type="inquiry",
        category=("公安交警", "户政与居住证"),
        urgency="normal",
        title="咨询新生儿落户",
        content=(
            "来电人咨询，孩子在海口出生，{detail}，想了解给孩子上户口要带什么材料、能不能网上办，出生多久之内办理。"
            "来电人希望一次问清楚，避免白跑一趟。"
        ),
        details=("父母一方是海口户籍", "父母都是集体户", "父母尚未领取结婚证"),
        place_kind="",
        answer=(
            "婴儿出生后一个月内由监护人申报，随父随母自愿选择。携带出生医学证明、父母身份证、户口簿；"
            "未婚生育的随父落户另需亲子鉴定证明。可到派出所办理，也可在“海易办”“出生一件事”网上申请。"
        ),
        caller_answer="已在电话中当场答复，来电人表示知晓。",
    ),
    Scenario(
        key="passport",
        route="answer",
        type="inquiry",
        category=("公安交警", "出入境"),
        urgency="normal",
        title="咨询护照办理流程",
        content=(
            "来电人咨询，其{detail}，想办理普通护照，是否需要回户籍地，未成年人要带哪些材料，能不能网上预约、邮寄领取。"
            "请予以解答，谢谢。希望能提供咨询电话。"
        ),
        details=("是外省户籍，在海口上班", "要带八岁的孩子出国旅游", "护照还有四个月到期"),
        place_kind="",
        answer=(
            "护照全国通办，不需要回户籍地。可在移民局政务服务平台或微信小程序预约，本人持身份证到出入境接待大厅办理；"
            "未满十六周岁由监护人陪同并提交出生证明或户口簿。可选择邮寄，办理时限见回执，咨询12367。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="licence-renew",
        route="answer",
        type="inquiry",
        category=("公安交警", "车驾管业务"),
        urgency="normal",
        title="咨询驾驶证期满换证",
        content=(
            "来电人咨询，其驾驶证{detail}，想了解提前多久可以换证、要不要体检、能否网上办理，过期后还能不能开车。"
            "希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("下个月到期", "已经过期二十天", "是外省核发的"),
        place_kind="",
        answer=(
            "有效期满前九十日内可以换证，全国通办。先到指定医疗机构或自助机体检，再在“交管12123”申请邮寄即可。"
            "超过有效期不得驾车；超期一年以上未换证的驾驶证会被注销，请尽快办理。"
        ),
        caller_answer="已在通话中逐项解释并告知办理渠道，来电人表示满意。",
    ),
    Scenario(
        key="car-check",
        route="answer",
        type="inquiry",
        category=("公安交警", "车驾管业务"),
        urgency="normal",
        title="咨询私家车年检",
        content=(
            "来电人咨询，其有一辆非营运小型轿车，{detail}，想了解今年要不要上线检测，检验标志怎么领取，"
            "逾期会不会被处罚。请告知办理地点、所需材料和工作时间。"
        ),
        details=("注册登记刚满六年", "注册登记八年", "去年发生过伤人事故"),
        place_kind="",
        answer=(
            "非营运小微型载客汽车十年内只需在第六年、第十年上线检测，其余每两年在“交管12123”申领电子检验标志。"
            "发生过伤人事故或非法改装被处罚的仍按原周期检验。逾期上路会被处罚，请在期满前三个月内办理。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="car-quota",
        route="answer",
        type="inquiry",
        category=("公安交警", "车驾管业务"),
        urgency="normal",
        title="咨询小客车增量指标申请",
        content=(
            "来电人咨询，其{detail}，准备在海口购买一辆小汽车，想了解普通小客车指标如何申请、新能源车是否受限制、去哪里查询结果。"
        ),
        details=("是海南户籍，名下没有车", "持居住证并已缴社保", "名下旧车准备报废更新"),
        place_kind="",
        answer=(
            "请登录海南省小客车保有量调控管理信息系统注册申请，个人普通车指标通过摇号取得，结果在系统公布；"
            "名下车辆转让或报废的可申请更新指标；购买新能源小客车可直接申领其他指标。具体以系统当期公告为准。"
        ),
        caller_answer="通话中已答复，来电人复述要点无误，表示明白。",
    ),
    Scenario(
        key="ebike-plate",
        route="answer",
        type="inquiry",
        category=("公安交警", "车驾管业务"),
        urgency="normal",
        title="咨询电动自行车上牌",
        content=(
            "来电人咨询，其{detail}，不知道到哪里上牌、需要哪些材料、要不要交费，没有发票能否办理。请予以解答，谢谢。"
            "希望能提供咨询电话。"
        ),
        details=("刚买一辆新国标电动自行车", "从老家带来一辆电动自行车", "购车发票已经遗失"),
        place_kind="",
        answer=(
            "携带车辆、身份证、购车发票或来历证明、产品合格证，到就近交警大队或带牌销售网点办理，号牌免费。"
            "无发票的可签署来历承诺书；不符合国家标准的车辆不予登记。也可在“交管12123”预约。"
        ),
        caller_answer="已在电话中当场答复，来电人表示知晓。",
    ),
    Scenario(
        key="fine-appeal",
        route="answer",
        type="inquiry",
        category=("公安交警", "违法停车"),
        urgency="normal",
        title="咨询对交通违法有异议如何申诉",
        content=(
            "来电人反映，其收到一条在{place}的违停处罚短信，{detail}，来电人不认可，咨询怎样提出异议、在哪里可以看到违法照片。"
        ),
        details=("称当时是临时送病人", "称该处没有禁停标志", "称车辆当天并不在海口"),
        place_kind="road",
        answer=(
            "可在“交管12123”“违法处理”中查看图片并提交申诉，上传证明材料，交警部门核实后短信告知；"
            "也可到违法处理窗口书面申诉。对处罚决定不服的，可在六十日内申请行政复议或六个月内提起行政诉讼。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="fraud",
        route="answer",
        type="help",
        category=("公安交警", "社会治安", "电信诈骗"),
        urgency="urgent",
        title="接到冒充客服电话咨询是否诈骗",
        content=(
            "来电人反映，刚接到自称{detail}的电话，要求下载会议软件并共享屏幕，来电人未转账，但已透露姓名和身份证号，"
            "咨询该怎么办。"
        ),
        details=("网购平台客服", "银行贷款中心", "航空公司退改签客服"),
        place_kind="",
        answer=(
            "该情况符合电信诈骗特征，请勿共享屏幕、勿转账，立即卸载该软件并修改支付密码。"
            "已三方连线96110反诈专线进行劝阻指导；如已发生转账请立即拨打110，并联系银行申请止付。"
        ),
        caller_answer="通话中已答复并回访确认，来电人表示感谢。",
    ),
    Scenario(
        key="fund-rent",
        route="answer",
        type="inquiry",
        category=("住房城建", "住房公积金"),
        urgency="normal",
        title="咨询租房提取公积金",
        content=(
            "来电人咨询，其在海口租房居住，{detail}，想提取住房公积金支付房租，需要什么条件和材料，多久可以提取一次。"
            "来电人希望一次问清楚，避免白跑一趟。"
        ),
        details=("名下在海口没有住房", "与同事合租没有发票", "已婚，配偶在外地工作"),
        place_kind="",
        answer=(
            "连续足额缴存满三个月，本人及配偶在缴存城市无自有住房且租房的，可以提取。无需提供租赁合同和发票，"
            "在“海易办”或公积金网上大厅授权核验无房信息后申请，按月或按季到账，限额以当期公告为准。详询12329。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="fund-loan",
        route="answer",
        type="inquiry",
        category=("住房城建", "住房公积金"),
        urgency="normal",
        title="咨询公积金异地贷款",
        content=(
            "来电人咨询，其公积金在{detail}缴存，打算在海口购买首套住房，想了解能否在海口申请公积金贷款，"
            "需要原缴存地出具什么证明。请予以解答，谢谢。希望能提供咨询电话。"
        ),
        details=("深圳", "武汉", "南宁"),
        place_kind="",
        answer=(
            "海口支持符合条件的异地缴存职工申请公积金贷款。需由缴存地中心出具异地贷款职工住房公积金缴存使用证明，"
            "现可在全国住房公积金小程序线上开具。额度与缴存余额、年限挂钩，请拨打12329预约网点。"
        ),
        caller_answer="通话中已答复，来电人复述要点无误，表示明白。",
    ),
    Scenario(
        key="public-rental",
        route="answer",
        type="inquiry",
        category=("住房城建", "保障性住房"),
        urgency="normal",
        title="咨询公租房申请条件",
        content=(
            "来电人咨询，其家庭{detail}，住房困难，想申请公共租赁住房或租赁补贴，请问需要什么条件、在哪里申请、"
            "要排队多久。希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("三口人租住一间房", "是低保户，有一名残疾人", "夫妻都是环卫工人"),
        place_kind="",
        answer=(
            "公租房面向城镇住房和收入双困家庭、新就业无房职工和稳定就业外来务工人员。请到户籍或居住地街道、"
            "镇便民服务中心提交申请，经街道初审、民政核收入、住建核住房并公示后轮候；轮候期间可先申请租赁补贴。"
        ),
        caller_answer="已在电话中当场答复，来电人表示知晓。",
    ),
    Scenario(
        key="deed-transfer",
        route="answer",
        type="inquiry",
        category=("住房城建", "不动产登记"),
        urgency="normal",
        title="咨询二手房过户材料和费用",
        content=(
            "来电人咨询，准备{detail}，想了解办理不动产转移登记需要哪些材料、交多少登记费和税费、几天能拿到证。"
            "请告知办理地点、所需材料和工作时间。"
        ),
        details=("购买一套二手住宅", "把房子过户给儿子", "办理父亲遗留房屋继承"),
        place_kind="",
        answer=(
            "买卖双方持身份证、不动产权证、网签合同到政务服务中心不动产窗口“一窗受理”，也可在“海易办”申请。"
            "住宅登记费每件八十元，税费由税务窗口核定；材料齐全当日或次日出证。继承须提供死亡证明、亲属关系材料。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="owner-committee",
        route="answer",
        type="inquiry",
        category=("住房城建", "物业管理", "物业服务"),
        urgency="normal",
        title="咨询如何成立业主委员会",
        content=(
            "来电人系{place}业主，反映小区入住多年没有业主委员会，{detail}，想了解首次业主大会怎么召开、由谁指导、"
            "需要多少业主同意。"
        ),
        details=("物业费调整没有人和物业谈", "公共收益从未公示", "想更换物业公司"),
        place_kind="community",
        answer=(
            "业主人数或专有面积达到规定比例即可向街道、镇书面申请筹备首次业主大会，由街道组织成立筹备组。"
            "选举业委会须由专有面积和人数均占三分之二以上的业主参与，并经参与表决双过半同意。建议先联系社区居委会。"
        ),
        caller_answer="已在通话中逐项解释并告知办理渠道，来电人表示满意。",
    ),
    Scenario(
        key="lift-add",
        route="answer",
        type="inquiry",
        category=("住房城建", "物业管理", "电梯运行"),
        urgency="normal",
        title="咨询老旧小区加装电梯",
        content=(
            "来电人咨询，其住在{place}，楼龄二十多年没有电梯，{detail}，想了解加装电梯需要多少业主同意、怎么申请、有没有补贴。"
        ),
        details=("家中老人八十多岁下楼困难", "一楼住户不同意", "多数住户愿意出资"),
        place_kind="community",
        answer=(
            "须由本单元专有面积和人数均占三分之二以上业主参与表决，并经参与表决的四分之三以上同意。达成协议并公示后，"
            "到区住建部门申请联合审查，财政有定额补助。意见不一致的可由社区、街道组织协调。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="gas-check",
        route="answer",
        type="inquiry",
        category=("住房城建", "燃气管理"),
        urgency="normal",
        title="咨询燃气安全检查真假",
        content=(
            "来电人反映，有人上门自称燃气公司工作人员，要求{detail}，来电人不放心，咨询燃气入户安检是否收费，"
            "怎样辨别真假。希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("更换报警器并当场付款三百元", "强制购买金属软管", "填写身份证和银行卡号"),
        place_kind="",
        answer=(
            "燃气企业入户安检每年至少一次且免费，工作人员须着工装、出示工作证，并可拨打企业客服电话核验。更换软管、"
            "加装报警器由用户自愿选择，不得强制。如有人冒充推销，请保留证据拨打110或12315。"
        ),
        caller_answer="通话中已答复，来电人复述要点无误，表示明白。",
    ),
    Scenario(
        key="water-price",
        route="answer",
        type="inquiry",
        category=("水电气通讯", "供水", "水费水质"),
        urgency="normal",
        title="咨询居民阶梯水价",
        content=(
            "来电人咨询，其家庭{detail}，想了解居民阶梯水价怎样划分，家庭人口多能不能增加基数，合租户怎样计算。"
            "请告知办理地点、所需材料和工作时间。"
        ),
        details=("有六口人", "夏天用水量较大", "为群租户共用一块总表"),
        place_kind="",
        answer=(
            "居民用水按年度阶梯计量，分三级递增。家庭常住人口超过核定人数的，可持户口簿或居住证到供水营业厅或线上申请增"
            "加阶梯基数，次月生效，每年核定一次。建议共用总表的住户申请一户一表改造。"
        ),
        caller_answer="已在电话中当场答复，来电人表示知晓。",
    ),
    Scenario(
        key="water-open",
        route="answer",
        type="inquiry",
        category=("水电气通讯", "供水", "水费水质"),
        urgency="normal",
        title="咨询水表过户",
        content=(
            "来电人咨询，其刚购买{place}一套二手房，{detail}，想把水表过户到自己名下，需要准备什么材料，上一户主的欠费怎么处理。"
        ),
        details=("上一户主欠费一百多元", "不知道户号", "原户主人在外地"),
        place_kind="community",
        answer=(
            "可在供水企业公众号“过户”栏目提交身份证和不动产权证照片，或到营业厅办理，当日生效。户号可凭地址查询；"
            "过户前须结清欠费，费用承担由买卖双方协商，供水企业可提供截至交房日的用水明细。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="power-price",
        route="answer",
        type="inquiry",
        category=("水电气通讯", "供电", "电压与电费"),
        urgency="normal",
        title="咨询居民阶梯电价和峰谷电价",
        content=(
            "来电人反映，家中{detail}，电费比上月多出不少，想了解居民阶梯电价的分档标准，以及能否申请峰谷分时电价。"
            "请予以解答，谢谢。希望能提供咨询电话。"
        ),
        details=("新装了充电桩", "孩子放假在家开空调", "租客使用电磁炉做饭"),
        place_kind="",
        answer=(
            "居民电价按月用电量分档，夏季与非夏季档位不同。一户一表居民可自愿申请峰谷分时电价，"
            "充电桩建议单独报装专用电表。可在“南网在线”手机应用查看每日用电和分档情况，"
            "如对电表有异议可拨打95598申请校验。"
        ),
        caller_answer="已在通话中逐项解释并告知办理渠道，来电人表示满意。",
    ),
    Scenario(
        key="power-plan",
        route="answer",
        type="inquiry",
        category=("水电气通讯", "供电", "停电"),
        urgency="normal",
        title="咨询计划停电时间",
        content=(
            "来电人反映，收到{place}计划停电的短信，{detail}，想核实停电时间是否准确、能否提前恢复，"
            "有没有应急供电安排。希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("家中养了观赏鱼", "当天店里要做生意", "家里有老人使用呼吸机"),
        place_kind="community",
        answer=(
            "经查询供电公告，该线路为计划检修，停电时间以短信为准，工作提前结束会提前送电。"
            "使用呼吸机等维持生命设备的用户可拨打95598登记敏感用户，由供电部门安排应急电源。已协助来电人登记。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="net-port",
        route="answer",
        type="inquiry",
        category=("水电气通讯", "通信网络"),
        urgency="normal",
        title="咨询携号转网受阻怎么办",
        content=(
            "来电人反映，其想办理携号转网，运营商{detail}，来电人认为不合理，咨询转网的条件以及向哪个部门投诉。"
            "请告知办理地点、所需材料和工作时间。"
        ),
        details=("称靓号协议要到2050年", "要求先交违约金", "一直提示有未结费用"),
        place_kind="",
        answer=(
            "号码实名、无欠费、无未到期合约限制且使用满一百二十天可以转网，向携出方发送查询短信可获知原因。"
            "有在网协议的，可解除协议后办理。对企业答复不满意的，可在工业和信息化部电信用户申诉网站申诉或拨打12300。"
        ),
        caller_answer="通话中已答复，来电人复述要点无误，表示明白。",
    ),
    Scenario(
        key="school-enrol",
        route="answer",
        type="inquiry",
        category=("教育", "入学招生"),
        urgency="normal",
        title="咨询随迁子女小学入学",
        content=(
            "来电人咨询，孩子今年满六周岁，{detail}，想了解随迁子女就读公办小学要什么条件、什么时间报名、"
            "怎样查询划片学校。来电人希望一次问清楚，避免白跑一趟。"
        ),
        details=("父母持海口居住证", "父母在海口经商", "祖父母在海口有房"),
        place_kind="",
        answer=(
            "年满六周岁的随迁子女可凭父母居住证、就业或经商证明、社保等材料，在公布的时间登录义务教育招生入学平台报名，"
            "按居住地片区统筹安排学位。片区和时间以当年各区教育局公告为准，可在平台输入地址查询。"
        ),
        caller_answer="已在电话中当场答复，来电人表示知晓。",
    ),
    Scenario(
        key="school-transfer",
        route="answer",
        type="inquiry",
        category=("教育", "入学招生"),
        urgency="normal",
        title="咨询小学转学手续",
        content=(
            "来电人咨询，孩子在{detail}读四年级，因家庭搬迁要转到海口就读，想了解什么时候可以申请转学、"
            "接收学校怎么确定、学籍怎样办理。请予以解答，谢谢。希望能提供咨询电话。"
        ),
        details=("文昌", "江西", "湖北"),
        place_kind="",
        answer=(
            "转学一般在每学期开学前后集中受理。先向居住地所在区教育局提交户口簿或居住证、住房证明、学籍信息表，"
            "由其统筹安排有空余学位的学校，学籍由转入学校在全国学籍系统发起，家长无需两地往返。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="afterschool",
        route="answer",
        type="inquiry",
        category=("教育", "校园管理"),
        urgency="normal",
        title="咨询课后服务收费",
        content=(
            "来电人反映，孩子就读{place}附近小学，学校通知参加课后服务，{detail}，来电人咨询是否自愿、收费标准怎么定，"
            "家庭困难可否减免。"
        ),
        details=("要求一次性交清一学期费用", "没有说明服务内容", "晚接一小时还要另外收费"),
        place_kind="road",
        answer=(
            "课后服务坚持学生自愿、公益惠民，学校不得强制或变相强制。收费标准由主管部门核定并公示，"
            "退出的按未服务课时退费，脱贫、低保等家庭学生可减免。学校如有违规，可向所在区教育局反映或再次来电登记。"
        ),
        caller_answer="已在通话中逐项解释并告知办理渠道，来电人表示满意。",
    ),
    Scenario(
        key="edu-cert",
        route="answer",
        type="inquiry",
        channel="web",
        category=("教育", "校园管理"),
        urgency="normal",
        title="咨询教师资格证补办",
        content=(
            "网民咨询，其教师资格证{detail}，近期求职要用，想了解在哪里补办、需要什么材料，外省认定的能不能在海口补办。"
            "请告知办理地点、所需材料和工作时间。"
        ),
        details=("搬家时遗失", "姓名登记有误", "受潮字迹模糊"),
        place_kind="",
        answer=(
            "补换发由原认定机构办理，请登录中国教师资格网，在“补换证”栏目提交申请并选择邮寄，一般十个工作日办结。"
            "外省认定的须向原认定机构申请，网上即可办理。求职时也可先使用电子证照。"
        ),
        caller_answer="已通过热线网站回复，并短信提醒网民查看。",
    ),
    Scenario(
        key="vaccine-hpv",
        route="answer",
        type="inquiry",
        category=("医疗卫生", "疫苗接种"),
        urgency="normal",
        title="咨询适龄女生HPV疫苗接种",
        content=(
            "来电人咨询，女儿今年{detail}，想接种人乳头瘤病毒疫苗，请问有没有免费政策、在哪里预约、需要打几针。"
            "来电人希望一次问清楚，避免白跑一趟。"
        ),
        details=("十三岁，在海口上初中", "十四岁，户籍在外省", "十六岁，读高一"),
        place_kind="",
        answer=(
            "符合免费接种条件的在校适龄女生可按学校通知或到居住地社区卫生服务中心登记接种，"
            "外省户籍在海口就读的一视同仁。其他人群可在“海易办”或接种门诊公众号预约自费接种，"
            "针次和间隔由接种医生评估告知。"
        ),
        caller_answer="通话中已答复，来电人复述要点无误，表示明白。",
    ),
    Scenario(
        key="vaccine-dog",
        route="answer",
        type="help",
        category=("医疗卫生", "疫苗接种"),
        urgency="urgent",
        title="咨询被狗咬伤去哪打疫苗",
        content=(
            "来电人反映，刚才在{place}被{detail}咬伤，小腿有破口出血，咨询现在应该怎么处理、夜间哪里可以打狂犬病疫苗。"
            "来电人表示会保持电话畅通，可随时联系。"
        ),
        details=("一只流浪狗", "邻居家的宠物狗", "一只未拴绳的大型犬"),
        place_kind="road",
        answer=(
            "请立即用肥皂水和流动清水交替冲洗伤口至少十五分钟，尽快到设有犬伤门诊的医院处置，全天候接诊。"
            "已告知来电人就近犬伤门诊地址。出血伤口需评估注射免疫球蛋白，疫苗按医嘱全程接种；犬只管理问题可另行登记。"
        ),
        caller_answer="通话中已答复并回访确认，来电人表示感谢。",
    ),
    Scenario(
        key="birth-reg",
        route="answer",
        type="inquiry",
        category=("医疗卫生", "生育服务"),
        urgency="normal",
        title="咨询育儿补贴申领",
        content=(
            "来电人咨询，家里{detail}，听说国家发放育儿补贴，想了解每年多少钱、在哪里申请、户口不在海口能不能领。"
            "希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("孩子一岁半", "有两个三岁以下孩子", "孩子刚出生还没上户口"),
        place_kind="",
        answer=(
            "对符合规定生育的三周岁以下婴幼儿发放育儿补贴，现行标准为每孩每年三千六百元。向婴幼儿户籍所在地申请，"
            "可在支付宝、微信的“育儿补贴”入口或“海易办”办理，上传身份证明、出生医学证明和户口簿即可。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="blood-refund",
        route="answer",
        type="inquiry",
        category=("医疗卫生", "献血与红十字"),
        urgency="normal",
        title="咨询无偿献血者用血费用减免",
        content=(
            "来电人咨询，其{detail}，现在家人住院手术需要用血，想了解献血者及家属用血费用怎样减免，需要到血站办理还是在医院办理。"
        ),
        details=("累计献血一千二百毫升", "曾在外省献血四百毫升", "获得过无偿献血奉献奖"),
        place_kind="",
        answer=(
            "献血者本人及配偶、父母、子女用血可按规定减免，多数医院已实现出院结算时直接减免，带好献血证和关系证明即可。"
            "未直免的可在全国血费减免小程序申请，外省献血记录同样有效。"
        ),
        caller_answer="已在通话中逐项解释并告知办理渠道，来电人表示满意。",
    ),
    Scenario(
        key="hospital-book",
        route="answer",
        type="inquiry",
        category=("医疗卫生", "医疗服务与收费"),
        urgency="normal",
        title="咨询老年人预约挂号",
        content=(
            "来电人咨询，其母亲{detail}，不会用手机预约，想了解医院有没有老年人绿色通道，现场还能不能挂到号，陪诊人员怎么申请。"
        ),
        details=("今年七十八岁，视力不好", "从乡镇来海口看病", "需要做核磁共振检查"),
        place_kind="",
        answer=(
            "二级以上医院均保留现场人工挂号和老年人优先窗口，并为老年人预留一定号源。"
            "可拨打医院预约电话或“114”预约挂号，家属也可在“海易办”绑定代为预约。部分医院设有志愿者导诊，"
            "到一楼服务台即可申请。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="medical-mediation",
        route="answer",
        type="help",
        category=("医疗卫生", "医疗服务与收费"),
        urgency="normal",
        title="咨询医疗纠纷处理途径",
        content=(
            "来电人反映，家人手术后{detail}，与医院沟通无果，咨询可以通过哪些途径解决，医疗事故鉴定去哪里申请，"
            "会不会收费。来电人表示会保持电话畅通，可随时联系。"
        ),
        details=("出现并发症", "恢复效果不理想", "伤口反复感染"),
        place_kind="",
        answer=(
            "可先与医院医患沟通部门协商并封存病历；也可向市医疗纠纷人民调解委员会申请调解，不收费；或申请行政调解、"
            "向法院起诉。医疗损害鉴定可由双方共同委托医学会。已告知来电人调解委员会受理时间和所需材料。"
        ),
        caller_answer="通话中已答复并回访确认，来电人表示感谢。",
    ),
    Scenario(
        key="licence-biz",
        route="answer",
        type="inquiry",
        category=("市场监管", "营业执照"),
        urgency="normal",
        title="咨询个体工商户注册",
        content=(
            "来电人咨询，想在{place}开一家{detail}，请问办理个体工商户营业执照需要哪些材料、可不可以网上办、"
            "要不要交费。希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("奶茶店", "水果店", "美甲店"),
        place_kind="road",
        answer=(
            "可登录海南省市场主体登记平台（海南e登记）或“海易办”全程网办，上传身份证、经营场所证明，"
            "当日即可领取电子执照，不收费。经营餐饮的还需办理食品经营许可或备案，可在“开办餐饮店一件事”一并申请。"
        ),
        caller_answer="已在电话中当场答复，来电人表示知晓。",
    ),
    Scenario(
        key="licence-cancel",
        route="answer",
        type="inquiry",
        category=("市场监管", "营业执照"),
        urgency="normal",
        title="咨询公司简易注销",
        content=(
            "来电人咨询，其公司{detail}，想尽快注销，请问能否适用简易注销、公示多长时间、税务上有没有其他要求。"
            "请告知办理地点、所需材料和工作时间。"
        ),
        details=("成立后一直没有开展业务", "已停业一年，没有债务", "是一人有限公司，账上已结清"),
        place_kind="",
        answer=(
            "未发生债权债务或已清偿完毕的可适用简易注销，在海南e登记提交全体投资人承诺书并公示二十日，"
            "无异议后申请注销登记。未办过涉税事宜或已结清税款的，可免办清税证明，疑问请拨打12366。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="refund-online",
        route="answer",
        type="inquiry",
        channel="web",
        category=("市场监管", "消费维权"),
        urgency="normal",
        title="咨询网购商品七天无理由退货",
        content=(
            "网民反映，在网上购买一件{detail}，收货第三天申请退货，商家以已拆封为由拒绝，"
            "咨询是否符合七天无理由退货规定、如何投诉。"
        ),
        details=("羽绒服，仅试穿", "电饭煲，未通电使用", "儿童玩具，包装已打开"),
        place_kind="",
        answer=(
            "除定作、鲜活易腐、已拆封音像软件、报刊等商品外，网购商品收货七日内可无理由退货，"
            "因查验需要拆封且商品完好的，商家不得拒绝。请先向平台申请介入，仍未解决可在全国12315平台投诉，"
            "由商家所在地处理。"
        ),
        caller_answer="已通过热线网站回复，并短信提醒网民查看。",
    ),
    Scenario(
        key="duty-free",
        route="answer",
        type="inquiry",
        category=("市场监管", "消费维权", "离岛免税"),
        urgency="normal",
        title="咨询离岛免税购物额度",
        content=(
            "来电人系来琼游客，{detail}，咨询离岛免税每人每年额度是多少、能不能邮寄、买的东西转卖会不会违法。"
            "请予以解答，谢谢。希望能提供咨询电话。"
        ),
        details=("第一次来海口", "今年已购买三万元", "打算帮朋友代购化妆品"),
        place_kind="",
        answer=(
            "年满十六周岁的离岛旅客每人每年免税额度为十万元人民币，不限次数，超出部分按规定征税。可选择机场提货、"
            "邮寄送达等方式。免税品属个人合理自用，二次销售牟利会被取消资格并可能构成走私，请勿参与代购套购。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="tax-return",
        route="answer",
        type="inquiry",
        category=("政务服务", "税务服务"),
        urgency="normal",
        title="咨询个人所得税汇算退税",
        content=(
            "来电人咨询，其已提交个人所得税综合所得年度汇算，{detail}，想了解退税多久到账，怎样查询进度，"
            "是否需要去税务局。希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("显示税务审核中已有三周", "银行卡填写错误", "漏填子女教育扣除"),
        place_kind="",
        answer=(
            "可在个人所得税手机应用“服务”—“申报查询”查看进度，审核通过后由国库办理退库到绑定银行卡。"
            "银行卡信息有误的更正后重新提交；漏填专项附加扣除可更正申报，无需到厅。审核时间较长的请拨打12366咨询。"
        ),
        caller_answer="通话中已答复，来电人复述要点无误，表示明白。",
    ),
    Scenario(
        key="invoice",
        route="answer",
        type="complaint",
        category=("政务服务", "税务服务"),
        urgency="normal",
        title="商家拒绝开具发票怎么办",
        content=(
            "来电人反映，在{place}一家{detail}消费后索要发票，商家以系统故障为由拒绝开具，咨询向哪个部门投诉、"
            "需要什么凭据。来电人愿意配合现场核查，要求答复处理情况。"
        ),
        details=("火锅店", "汽车修理店", "酒店"),
        place_kind="road",
        answer=(
            "经营者收款应当开具发票。请保留付款记录、小票或合同，拨打12366转人工或通过电子税务局提交检举，"
            "税务部门核实后责令开具。已为来电人三方连线12366登记。"
        ),
        caller_answer="已在电话中当场答复并说明处理渠道，来电人表示接受。",
    ),
    Scenario(
        key="decor-noise",
        route="answer",
        type="inquiry",
        category=("生态环境", "噪声", "社会生活噪声"),
        urgency="normal",
        title="咨询室内装修允许施工时间",
        content=(
            "来电人反映，{place}楼上住户正在装修，{detail}，咨询室内装修允许的施工时间，劝阻无效应找哪个部门。"
            "来电人希望一次问清楚，避免白跑一趟。"
        ),
        details=("中午一点还在使用电锤", "周末早上七点就开工", "晚上八点以后仍在切割瓷砖"),
        place_kind="community",
        answer=(
            "居民区室内装修应避开夜间二十二时至次日六时及中午休息时段，具体以物业管理规约和装修协议为准。"
            "请先由物业制止；劝阻无效的，可拨打110由派出所依据噪声污染防治法劝阻、调解直至处罚。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="bulk-waste",
        route="answer",
        type="inquiry",
        category=("城市管理", "市容环境", "垃圾清运"),
        urgency="normal",
        title="咨询大件垃圾和装修垃圾清运",
        content=(
            "来电人咨询，家住{place}，有{detail}需要丢弃，不知道放在哪里，能不能放到垃圾桶旁，要不要付费。请予以解答，"
            "谢谢。希望能提供咨询电话。"
        ),
        details=("一套旧沙发", "二十多袋装修垃圾", "一台旧冰箱和旧床垫"),
        place_kind="community",
        answer=(
            "大件垃圾和装修垃圾不得投放到生活垃圾桶旁。请联系物业投放至小区指定堆放点，或通过环卫预约收运平台预约上门，"
            "费用按体积公示计收；旧家电可通过正规回收企业以旧换新。随意倾倒将被处罚。"
        ),
        caller_answer="已在通话中逐项解释并告知办理渠道，来电人表示满意。",
    ),
    Scenario(
        key="dog-licence",
        route="answer",
        type="inquiry",
        category=("城市管理", "市容环境"),
        urgency="normal",
        title="咨询养犬登记",
        content=(
            "来电人咨询，其住在{place}，{detail}，想了解办理养犬登记要去哪里、带什么材料、有没有禁养品种和禁遛区域。"
            "希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("刚领养一只小型犬", "从外地带来一只金毛", "邻居养了大型犬没有拴绳"),
        place_kind="community",
        answer=(
            "养犬人应先到指定动物诊疗机构为犬只注射狂犬病疫苗，持免疫证明、身份证和居住证明到派出所或线上申请登记。"
            "遛犬须束犬链、由成年人牵领并清理粪便，烈性犬、大型犬在重点管理区禁止饲养，名录可在公安窗口查询。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="garbage-sort",
        route="answer",
        type="suggestion",
        category=("城市管理", "市容环境", "垃圾清运"),
        urgency="normal",
        title="建议{place}增设分类垃圾桶",
        content=(
            "来电人建议，{place}人流量大，但分类垃圾桶太少，{detail}，希望环卫部门增设并及时清理，保持环境整洁。"
            "来电人表示愿意参加现场踏勘或座谈。"
        ),
        details=("游客常把饮料瓶放在花坛上", "满溢后蚊虫很多", "可回收物无处投放"),
        place_kind="road",
        answer=(
            "已感谢来电人建议并告知：市区主要路段果皮箱按间距设置，当班已将建议录入环卫设施优化清单，"
            "由环卫部门季度踏勘时统筹增设；如发现垃圾满溢可随时来电，我们将立即通知保洁人员清理。"
        ),
        caller_answer="已当场告知建议登记情况并致谢，来电人表示理解。",
    ),
    Scenario(
        key="park-open",
        route="answer",
        type="suggestion",
        channel="wechat",
        category=("文化旅游", "文体场馆"),
        urgency="normal",
        title="建议延长{place}附近公园开放时间",
        content=(
            "诉求人建议，{place}附近的公园晚上九点就关灯，{detail}，希望夏季适当延长开放和照明时间，增设饮水点。"
            "诉求人表示愿意参加现场踏勘或座谈。"
        ),
        details=("上班族下班后没有地方跑步", "孩子放学后活动时间太短", "老年人晚饭后散步看不清路"),
        place_kind="road",
        answer=(
            "已告知诉求人：公园夏季开放时间按公告延长至二十二时，主园路照明同步延时，"
            "个别区域因节能和居民休息考虑分时关闭。建议已登记汇总，纳入季度公园服务改进意见，感谢诉求人关心城市建设。"
        ),
        caller_answer="已通过微信公众号回复，诉求人已读。",
    ),
    Scenario(
        key="marriage",
        route="answer",
        type="inquiry",
        category=("民政", "婚姻登记"),
        urgency="normal",
        title="咨询婚姻登记所需材料",
        content=(
            "来电人咨询，其与未婚妻{detail}，想在海口办理结婚登记，请问要不要回户籍地、带什么材料、周末能不能办理、"
            "怎样预约。请予以解答，谢谢。希望能提供咨询电话。"
        ),
        details=("户籍都在外省", "一方为外省户籍", "一方曾离异"),
        place_kind="",
        answer=(
            "婚姻登记已实行全国通办，内地居民可在任一婚姻登记处办理，只需双方身份证和本人无配偶、"
            "无近亲属关系的签字声明，无需户口簿。可在“海易办”或民政部门小程序预约，离异的带离婚证备查，"
            "特殊日期请提前预约。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="divorce",
        route="answer",
        type="inquiry",
        category=("民政", "婚姻登记"),
        urgency="normal",
        title="咨询离婚登记冷静期",
        content=(
            "来电人咨询，其与爱人协议离婚，{detail}，想了解离婚登记要办几次、冷静期多久，对方反悔怎么办。"
            "希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("已就孩子抚养达成一致", "对方人在外地", "结婚证找不到了"),
        place_kind="",
        answer=(
            "离婚登记须双方到场申请，自收到申请之日起三十日为冷静期，任何一方可撤回；期满后三十日内双方共同到场领证，"
            "逾期视为撤回。结婚证遗失可先补领。一方不同意的，可向法院起诉。"
        ),
        caller_answer="已在通话中逐项解释并告知办理渠道，来电人表示满意。",
    ),
    Scenario(
        key="low-income",
        route="answer",
        type="inquiry",
        category=("民政", "低保救助"),
        urgency="normal",
        title="咨询最低生活保障申请",
        content=(
            "来电人反映，其家庭{detail}，生活困难，想申请最低生活保障，请问需要什么条件、向哪里提交申请、多久能批下来。"
            "请告知办理地点、所需材料和工作时间。"
        ),
        details=("主要劳动力患重病", "丈夫去世，独自抚养两个孩子", "有一名重度残疾人"),
        place_kind="",
        answer=(
            "共同生活的家庭成员人均收入低于当地低保标准且财产符合规定的可以申请。向户籍地或居住地街道、"
            "镇便民服务中心提出，也可在“海易办”申请，经入户调查、公示后确认，一般三十个工作日内办结；"
            "急难情形可先申请临时救助。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="elder-allow",
        route="answer",
        type="inquiry",
        category=("民政", "养老服务"),
        urgency="normal",
        title="咨询高龄老人津贴发放",
        content=(
            "来电人咨询，其母亲{detail}，想了解高龄津贴怎样申请、按什么标准、几号发放，需不需要每年做认证。"
            "来电人希望一次问清楚，避免白跑一趟。"
        ),
        details=("上个月刚满八十周岁", "今年九十二岁", "户口从外省迁入海口"),
        place_kind="",
        answer=(
            "年满八十周岁的本市户籍老人可申请高龄津贴，按年龄分档发放。在“海易办”或社区提交身份证、银行卡即可，"
            "从申请次月起按月发放到社保卡。每年需完成一次生存认证，可由子女手机刷脸代办。"
        ),
        caller_answer="通话中已答复，来电人复述要点无误，表示明白。",
    ),
    Scenario(
        key="elder-bus",
        route="answer",
        type="inquiry",
        category=("交通运输", "公共交通", "公交服务"),
        urgency="normal",
        title="咨询老年人优惠乘车卡办理",
        content=(
            "来电人咨询，其父亲{detail}，想办理老年人优惠乘车卡，请问需要什么材料、在哪里办、乘坐哪些线路可以享受优惠。"
            "请予以解答，谢谢。希望能提供咨询电话。"
        ),
        details=("是海口户籍，六十六岁", "是外省户籍的候鸟老人", "原卡遗失要补办"),
        place_kind="",
        answer=(
            "符合年龄条件的老年人携带身份证、一寸照片到公交集团客服网点办理，也可在“海易办”线上申请电子乘车码，"
            "外地户籍老人同等办理。遗失可挂失补卡，收工本费。优惠时段和线路以公交集团公告为准。"
        ),
        caller_answer="已在电话中当场答复，来电人表示知晓。",
    ),
    Scenario(
        key="funeral",
        route="answer",
        type="inquiry",
        category=("民政", "殡葬服务"),
        urgency="normal",
        title="咨询惠民殡葬政策",
        content=(
            "来电人咨询，家中有老人去世（{detail}），想了解办理火化需要哪些证明、基本服务是否免费、怎样联系殡仪车。"
            "希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("在家中过世", "在医院病故", "户籍在外省"),
        place_kind="",
        answer=(
            "已向来电人表示慰问并告知：医院病故的由医院出具死亡医学证明，在家正常死亡的由社区卫生服务中心出具。"
            "本市户籍居民遗体接运、存放、火化等基本服务按规定减免，全天候接运。可通过“身后一件事”一次办理。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="farm-subsidy",
        route="answer",
        type="inquiry",
        category=("农业农村", "惠农补贴"),
        urgency="normal",
        title="咨询耕地地力保护补贴",
        content=(
            "来电人系{place}村民，反映{detail}，想了解补贴按什么面积计算、什么时候发放、没有收到向谁反映。"
            "请告知办理地点、所需材料和工作时间。"
        ),
        details=("今年耕地补贴还没有到账", "流转给合作社的地由谁领补贴", "补贴面积比承包证少了两亩"),
        place_kind="village",
        answer=(
            "补贴对象为拥有耕地承包权的种地农民，已改种林果、撂荒的面积不予补贴，以村、镇公示核定面积为准，"
            "通过社保卡发放。未到账的先到镇农业服务中心核对账户和面积；流转土地的补贴归属按合同约定。"
        ),
        caller_answer="已在通话中逐项解释并告知办理渠道，来电人表示满意。",
    ),
    Scenario(
        key="homestead",
        route="answer",
        type="inquiry",
        category=("农业农村", "农村宅基地"),
        urgency="normal",
        title="咨询农村宅基地建房报建",
        content=("来电人系{place}村民，咨询{detail}，想了解宅基地建房怎样报建、由谁审批、层数面积有什么限制，没批就建会怎样。"),
        details=("老房成为危房要原址重建", "兄弟分户后想新建一栋", "想在自家果园旁建房"),
        place_kind="village",
        answer=(
            "农村村民一户一宅，先向村民小组、村委会申请并公示，由镇政府审批并核发乡村建设规划许可和宅基地批准书，面积、"
            "层数按本市规定执行，可选用免费推荐图集。不得占用耕地、林地，未批先建将依法拆除。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="litchi-pest",
        route="answer",
        type="help",
        category=("农业农村", "种植技术"),
        urgency="normal",
        title="咨询荔枝病虫害防治",
        content=(
            "来电人系{place}荔枝种植户，反映果园近期{detail}，担心影响收成，请问可以找哪个部门指导、有没有专家上门。"
            "来电人表示会保持电话畅通，可随时联系。"
        ),
        details=("出现蒂蛀虫", "叶片大量发黄脱落", "花穗发黑不坐果"),
        place_kind="village",
        answer=(
            "已三方连线区农业技术推广中心值班农技员，指导其剪除病枝、清理落果、在成虫羽化高峰期选用登记农药，"
            "注意安全间隔期。农技员已登记地址，将与种植户约定时间到田间查看。也可通过12316热线咨询专家。"
        ),
        caller_answer="通话中已答复并回访确认，来电人表示感谢。",
    ),
    Scenario(
        key="veteran",
        route="answer",
        type="inquiry",
        category=("政务服务", "办事指南"),
        urgency="normal",
        title="咨询退役军人优待证申领",
        content=(
            "来电人咨询，其父亲是退役军人，{detail}，想申领优待证，请问在哪里办理、需要哪些材料、有什么优待项目。"
            "希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("户籍在外省，常住海口", "退伍证丢失", "申请后三个月没有收到"),
        place_kind="",
        answer=(
            "可在户籍地或常住地退役军人服务站申请，也可通过退役军人部门线上平台办理，提交身份证、退役证明和照片；"
            "证件遗失的由服务站协助查档。持证可享受公交、景区、金融等优待。制证进度可向服务站查询。"
        ),
        caller_answer="已在电话中当场答复，来电人表示知晓。",
    ),
    Scenario(
        key="disabled-card",
        route="answer",
        type="inquiry",
        category=("民政", "残疾人服务"),
        urgency="normal",
        title="咨询残疾人证办理",
        content=(
            "来电人反映，家人{detail}，想办理残疾人证，请问去哪家医院评定、要不要收费，行动不便能不能上门评残。"
            "请告知办理地点、所需材料和工作时间。"
        ),
        details=("中风后半身不遂", "听力严重下降", "视力仅存微弱光感"),
        place_kind="",
        answer=(
            "向户籍所在街道、镇残联提出申请，由指定医院进行残疾评定，符合条件的公示后发证，全程免费，可跨省通办。"
            "卧床等特殊困难人员可申请上门评定。已提供区残联服务窗口地址和工作时间。"
        ),
        caller_answer="当场电话答复，来电人表示理解并致谢。",
    ),
    Scenario(
        key="archive",
        route="refer",
        type="inquiry",
        category=("政务服务", "档案查询"),
        urgency="normal",
        title="咨询查询旧婚姻和招工档案",
        content=(
            "来电人咨询，因办理{detail}需要，想查询三十多年前的档案材料，请问在哪里查、带什么证件、能不能代查或邮寄。"
            "来电人希望一次问清楚，避免白跑一趟。"
        ),
        details=("退休手续", "房产继承", "落实工龄"),
        place_kind="",
        unit="市档案局",
        answer=(
            "已告知可到档案馆查阅大厅凭身份证免费查询，查询他人材料需关系证明或授权委托书；"
            "也可在海南档案“跨馆查询”平台提交申请，三个工作日内答复并可邮寄。并三方连线查档窗口，由其受理登记。"
        ),
        opinion="涉及历史档案查询，请市档案局协助查找并反馈。",
        reply="查档窗口已检索到相关档案复印件三页，加盖查档证明章后按来电人意愿邮寄送达，全程免费。",
        caller_answer="已告知来电人转接情况和后续跟踪安排，来电人同意。",
    ),
    Scenario(
        key="overseas",
        route="refer",
        type="inquiry",
        category=("政务服务", "侨务外事"),
        urgency="normal",
        title="咨询归侨侨眷身份认定",
        content=(
            "来电人咨询，其{detail}，想办理归侨侨眷身份证明，请问由哪个部门受理、需要提供哪些材料、"
            "对子女升学有什么照顾。请予以解答，谢谢。希望能提供咨询电话。"
        ),
        details=("父亲早年从印尼归国", "女儿在国外取得永久居留权", "祖父母在马来西亚定居"),
        place_kind="",
        unit="市委统战部",
        answer=(
            "归侨侨眷身份由户籍所在地侨务部门认定。已向来电人说明基本条件和需准备的国外定居、亲属关系证明，"
            "并将电话转接至市委统战部侨务工作窗口进一步核对材料。"
        ),
        opinion="涉侨身份认定咨询，请市委统战部侨务窗口答复并反馈结果。",
        reply=("侨务窗口已与来电人联系，逐项说明认定条件，来电人补齐亲属关系公证书后已受理，五个工作日内出具证明。"),
        caller_answer="已告知来电人转接情况和后续跟踪安排，来电人同意。",
    ),
    Scenario(
        key="legal-aid",
        route="answer",
        type="inquiry",
        category=("政务服务", "办事指南"),
        urgency="normal",
        title="咨询申请法律援助",
        content=(
            "来电人咨询，其{detail}，经济困难请不起律师，想申请法律援助，请问什么条件可以申请、去哪里办理、"
            "需要准备什么材料。希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("被拖欠劳动报酬", "遭受家庭暴力要离婚", "交通事故受伤索赔"),
        place_kind="",
        answer=(
            "请求支付劳动报酬、工伤、赡养抚养、家暴等事项符合经济困难标准的可以申请，农民工讨薪等免予核查经济状况。"
            "携带身份证、案件材料到就近法律援助中心，也可拨打12348或在“海南法网”申请，三至七日内答复。"
        ),
        caller_answer="通话中已答复，来电人复述要点无误，表示明白。",
    ),
    Scenario(
        key="ticket-progress",
        route="answer",
        type="inquiry",
        category=("政务服务", "热线服务"),
        urgency="normal",
        title="查询此前工单办理进度",
        content=(
            "来电人来电查询此前反映{place}{detail}的工单办理进度，称提交已有几天尚未接到承办单位电话，"
            "希望告知目前到哪一步、何时答复。"
        ),
        details=("路灯不亮", "楼道堆放杂物", "人行道破损"),
        place_kind="community",
        answer=(
            "已查询系统，工单已派至承办单位并签收，正在办理期限内。已向来电人说明办理时限为派单之日起七个工作日，"
            "可凭工单号和手机号在热线网站、微信公众号随时查询，并已向承办单位备注来电人催办。"
        ),
        caller_answer="已在电话中当场答复，来电人表示知晓。",
    ),
    Scenario(
        key="hotline-praise",
        route="answer",
        type="praise",
        category=("政务服务", "热线服务"),
        urgency="normal",
        title="表扬热线话务员",
        content=(
            "来电人表扬热线话务员，称前几天咨询{detail}时，话务员耐心细致，还主动回电补充说明，办事少跑了很多路，"
            "特来电感谢。请转达来电人的敬意和谢意。"
        ),
        details=("跨省医保备案", "孩子入学材料", "老人高龄津贴"),
        place_kind="",
        answer=("已感谢来电人的肯定与支持，表扬内容已登记并反馈至班组，我们将继续努力做好服务，欢迎来电人随时提出宝贵意见。"),
        caller_answer="已当场向来电人致谢，来电人无其他诉求。",
    ),
    Scenario(
        key="police-praise",
        route="answer",
        type="praise",
        category=("公安交警", "社会治安"),
        urgency="normal",
        title="表扬派出所民警帮助寻人",
        content=(
            "来电人表扬，家中患有阿尔茨海默病的老人在{place}走失，派出所民警{detail}，当晚就把老人平安送回家，"
            "全家人十分感激。请转达来电人的敬意和谢意。"
        ),
        details=("连续调看六个小时监控", "冒雨沿路寻找", "还给老人买了热饭"),
        place_kind="road",
        answer=(
            "已感谢来电人的反馈，表扬内容已登记并通报市公安局。同时提示可到社区或派出所免费申领防走失手环，"
            "老人走失可随时拨打110，无须等待二十四小时。"
        ),
        caller_answer="已当场向来电人致谢，来电人无其他诉求。",
    ),
    Scenario(
        key="cleaner-praise",
        route="answer",
        type="praise",
        channel="wechat",
        category=("城市管理", "市容环境"),
        urgency="normal",
        title="表扬环卫工人",
        content=(
            "诉求人表扬，每天清晨在{place}看到环卫工人{detail}，不怕脏累，把道路打扫得干干净净，"
            "希望有关部门多关心他们。请转达诉求人的敬意和谢意。"
        ),
        details=("冒雨清理落叶疏通雨水口", "耐心清除墙上小广告", "捡到钱包主动寻找失主"),
        place_kind="road",
        answer=(
            "已感谢诉求人对环卫工作的理解和支持，表扬内容已登记并转告市园林环卫局所属作业公司。"
            "也已告知沿街设有户外劳动者服务驿站，可供环卫工人休息饮水。"
        ),
        caller_answer="已通过微信公众号回复，诉求人已读。",
    ),
    Scenario(
        key="crosswalk",
        route="answer",
        type="suggestion",
        channel="leader_desk",
        category=("公安交警", "交通信号与秩序"),
        urgency="normal",
        title="建议{place}增设人行横道",
        content=(
            "来电人建议，{place}附近老人小孩过街多，{detail}，建议增设人行横道或过街信号灯，保障行人安全。"
            "来电人表示愿意参加现场踏勘或座谈。"
        ),
        details=("最近的斑马线要绕三百多米", "常有行人横穿马路", "车辆转弯速度快"),
        place_kind="road",
        answer=(
            "已感谢来电人建议并告知：增设过街设施须由交警部门结合流量、事故和路段条件论证，"
            "当班已将建议编入交通设施建议清单按月集中移交研究。提醒来电人在未设横道前绕行安全过街。"
        ),
        caller_answer="已电话答复来电人并说明办理情况，来电人表示感谢。",
    ),
    Scenario(
        key="bus-shelter",
        route="answer",
        type="suggestion",
        channel="letter",
        category=("交通运输", "公共交通", "公交服务"),
        urgency="normal",
        title="建议{place}公交站加装候车亭",
        content=(
            "来信人建议，{place}附近的公交站只有一块站牌，{detail}，希望加装带遮阳顶棚和座椅的候车亭，方便市民候车。"
            "来信人表示愿意参加现场踏勘或座谈。"
        ),
        details=("夏天暴晒、雨天淋雨", "老年人候车没有座椅", "晚上没有照明看不清站牌"),
        place_kind="road",
        answer=(
            "已告知来信人：候车亭建设按年度计划分批实施，需满足人行道净宽和管线条件，建议已登记并纳入站点设施需求库，"
            "供编制下年度计划时参考。对建议表示感谢。"
        ),
        caller_answer="已按来信所留电话答复来信人，来信人表示知晓。",
    ),
    Scenario(
        key="tour-guide",
        route="answer",
        type="complaint",
        category=("文化旅游", "旅游投诉"),
        urgency="normal",
        title="投诉旅行社擅自变更行程",
        content=(
            "来电人系游客，反映参加一日游，{detail}，与合同约定不符，已结束行程，咨询怎样投诉索赔、需要哪些证据。"
            "来电人愿意配合现场核查，要求答复处理情况。"
        ),
        details=("导游临时取消一个景点", "增加两个购物店", "承诺的海鲜大餐变成盒饭"),
        place_kind="",
        answer=(
            "已告知来电人保留合同、行程单、付款凭证和照片，可通过12345旅游专席登记；擅自变更行程的，"
            "旅行社应依法承担违约责任。经三方通话，旅行社当场承认变更属实，同意退还相应费用，来电人接受。"
        ),
        caller_answer="已在电话中当场答复并说明处理渠道，来电人表示接受。",
    ),
    Scenario(
        key="tour-place",
        route="answer",
        type="inquiry",
        category=("文化旅游", "文体场馆"),
        urgency="normal",
        title="咨询博物馆和图书馆开放时间",
        content=(
            "来电人咨询，计划周末带孩子到{detail}参观，请问开放时间、是否需要预约、外地游客要不要收费，节假日是否闭馆。"
            "希望话务员说明具体办理流程和咨询渠道。"
        ),
        details=("省博物馆", "市图书馆", "骑楼老街展馆"),
        place_kind="",
        answer=(
            "公共博物馆、图书馆基本陈列免费开放，多数场馆周一闭馆，法定节假日除外。热门时段须通过场馆公众号实名预约，"
            "凭身份证入馆，未成年人由家长陪同。具体时段以场馆当日公告为准，已告知预约入口。"
        ),
        caller_answer="已在通话中逐项解释并告知办理渠道，来电人表示满意。",
    ),
    Scenario(
        key="typhoon",
        route="answer",
        type="inquiry",
        category=("应急消防", "台风防御"),
        urgency="urgent",
        title="咨询台风期间停课停运安排",
        content=(
            "来电人咨询，看到台风预警，{detail}，想了解学校是否停课、公交和轮渡是否停运，社区有没有应急避难场所。"
            "请告知办理地点、所需材料和工作时间。"
        ),
        details=("家住一楼担心进水", "孩子明天要上学", "计划明天乘船离岛"),
        place_kind="",
        answer=(
            "请以市防汛防风防旱指挥部和气象部门最新通告为准，停课由教育部门统一发布；"
            "琼州海峡轮渡停航信息见“琼州海峡轮渡管家”公众号。已告知来电人就近避难场所地址，提醒储备饮水食品、"
            "收好阳台物品，紧急情况拨打119或110。"
        ),
        caller_answer="已电话答复并发送办事指引短信，来电人确认收到。",
    ),
    Scenario(
        key="fire-ebike",
        route="answer",
        type="report",
        category=("应急消防", "消防隐患"),
        urgency="normal",
        title="举报{place}楼道电动车充电",
        content=(
            "来电人举报，{place}楼道内长期有人{detail}，堵塞疏散通道，担心起火，要求有关部门制止，并请为举报人保密。"
            "来电人可提供照片、视频作为线索。"
        ),
        details=("停放电动车飞线充电", "把电动车电池拿回家充电", "堆放纸箱旁给电动车充电"),
        place_kind="community",
        answer=(
            "已告知来电人，楼道停放充电属违法行为，物业应当劝阻清理。当班已三方通话联系小区物业负责人，"
            "其表示当天组织清理并设置阻车装置；如反复出现，可拨打119或通过消防举报平台提供照片，由消防部门处罚。"
        ),
        caller_answer="已在电话中告知处置情况，举报人表示知晓。",
        confidential=True,
    ),
    Scenario(
        key="flight-strand",
        route="answer",
        type="help",
        category=("交通运输", "水路与过海运输"),
        urgency="normal",
        title="咨询大雾停航车票退改",
        content=(
            "来电人反映，其购买了今日过海船票，{detail}，咨询停航期间船票怎么退改、在哪里查询复航信息、现场能否休息。"
            "来电人表示会保持电话畅通，可随时联系。"
        ),
        details=("因大雾停航", "家中有急事要赶路", "带着新能源汽车出岛"),
        place_kind="",
        answer=(
            "因天气原因停航的，船票可在“琼州海峡轮渡管家”免费退票或改签，预约信息自动顺延。"
            "复航通知以该公众号和短信为准，请勿提前到港聚集。新海港客运枢纽设有休息区和母婴室，水上遇险拨打12395。"
        ),
        caller_answer="通话中已答复并回访确认，来电人表示感谢。",
    ),
    Scenario(
        key="taxi-lost",
        route="answer",
        type="help",
        category=("交通运输", "出租车与网约车"),
        urgency="normal",
        title="乘坐出租车遗失物品求助",
        content=(
            "来电人反映，刚才从{place}乘坐一辆出租车，下车后发现{detail}遗失在后座，没有索要发票，"
            "只记得大概上下车时间，请帮助查找。来电人称情况较急，希望今天之内能有人联系。"
        ),
        details=("手机", "一个黑色行李箱", "装有病历的文件袋"),
        place_kind="road",
        answer=(
            "已登记上下车时间、地点和车身颜色，三方连线出租车服务热线，通过卫星定位锁定车辆并联系到驾驶员，"
            "驾驶员确认物品在车上，将于当日送至公司失物招领处，来电人凭身份证领取。"
        ),
        caller_answer="通话中已答复并回访确认，来电人表示感谢。",
    ),
    Scenario(
        key="lost-child",
        route="answer",
        type="help",
        category=("公安交警", "社会治安"),
        urgency="critical",
        title="家人走失求助",
        content=(
            "来电人紧急求助，其家人（{detail}）今天上午在{place}附近走失，身上没有带手机，请帮助尽快查找，来电人目前在现场等候。"
        ),
        details=("七十九岁老人，患有认知障碍", "六岁男孩，穿蓝色上衣", "十四岁少年，有智力障碍"),
        place_kind="road",
        answer=(
            "已立即三方连线110报警，警方受理并派警。已记录体貌特征、走失时间地点，提醒家属留人原地等候并准备近照。"
            "四十分钟后回访，家属表示已在附近公园找到，人员平安。"
        ),
        caller_answer="通话中已答复并回访确认，来电人表示感谢。",
    ),
    Scenario(
        key="silent",
        route="void",
        type="other",
        category=("其他", "无效来电"),
        urgency="normal",
        title="无声电话",
        content=(
            "电话接通后无人说话，话务员按规范三次询问“您好，请问有什么可以帮您”均无应答，{detail}，"
            "通话持续约四十秒后由话务员结束通话。按无效来电登记。"
        ),
        details=("背景有电视声音", "背景有街道车流声", "疑似手机误触拨出"),
        place_kind="",
        answer="通话无实质内容，已按规范提示后结束通话，按无效来电办结。",
    ),
    Scenario(
        key="prank",
        route="void",
        type="other",
        category=("其他", "无效来电"),
        urgency="normal",
        title="骚扰来电",
        content=(
            "来电人未说明任何具体诉求，{detail}，话务员耐心引导并提示热线服务范围，来电人仍无实质内容，"
            "话务员按规范告知后结束通话。话务员已做好记录，并按规范登记。"
        ),
        details=("反复唱歌", "疑似醉酒，语无伦次", "与话务员闲聊家常"),
        place_kind="",
        answer="来电无具体诉求，已提示如有诉求可随时来电，按无效来电办结。",
    ),
    Scenario(
        key="wrong-city",
        route="answer",
        type="other",
        category=("其他", "非受理范围"),
        urgency="normal",
        title="外省市诉求误拨",
        content=(
            "来电人反映其在{detail}的房屋物业问题，经核实所涉地点不在海口市范围，"
            "来电人因手机归属地显示海口而拨入本市热线，希望得到处理。"
        ),
        details=("广州", "湛江", "长沙"),
        place_kind="",
        answer=("已告知来电人该事项属外省市（市县）管辖，可加拨当地区号后拨打12345反映，并告知相应区号，来电人表示理解。"),
        caller_answer="已当场说明，来电人表示知晓。",
    ),
    Scenario(
        key="court",
        route="decline",
        type="complaint",
        category=("其他", "非受理范围"),
        urgency="normal",
        title="对法院判决不服",
        content=(
            "来电人反映，其与他人的{detail}经法院一审判决，来电人对判决结果不服，认为认定事实不清，"
            "要求热线督促有关单位改判。来电人愿意配合现场核查，要求答复处理情况。"
        ),
        details=("民间借贷纠纷", "离婚财产纠纷", "房屋买卖合同纠纷"),
        place_kind="",
        answer=(
            "已告知来电人，该事项已进入诉讼程序，依法不属于热线受理范围；对一审判决不服的，"
            "可在判决书送达之日起十五日内向上一级人民法院提起上诉，也可拨打12368诉讼服务热线或12348咨询。"
        ),
        caller_answer="已当场说明不予受理的原因和其他法定途径，来电人表示知晓。",
        decline_reason="已进入诉讼、仲裁、行政复议或信访程序的事项",
    ),
    Scenario(
        key="repeat-closed",
        route="decline",
        type="complaint",
        category=("其他", "非受理范围"),
        urgency="normal",
        title="重复反映已办结事项",
        content=(
            "来电人再次反映{place}{detail}，该诉求此前已由承办单位办结并当面答复，来电人未提出新的事实和理由，"
            "仍要求按其个人意愿处理。"
        ),
        details=("邻居空调外机位置问题", "楼上地板声音问题", "早年拆迁补偿问题"),
        place_kind="community",
        answer=(
            "已告知来电人，该诉求已办结答复且无新事实、新理由，依规不再重复受理；如有新的证据可补充提交，"
            "对原处理意见不服的可通过行政复议、诉讼等法定途径解决。"
        ),
        caller_answer="已当场说明不予受理的原因和其他法定途径，来电人表示知晓。",
        decline_reason="已办结且无新事实、新理由的重复诉求",
    ),
    Scenario(
        key="personal-info",
        route="decline",
        type="other",
        category=("其他", "非受理范围"),
        urgency="normal",
        title="要求提供他人电话和住址",
        content=(
            "来电人称{detail}，要求热线提供对方的手机号码和家庭住址，话务员说明个人信息受法律保护不能提供，来电人仍坚持要求查询。"
        ),
        details=("与网友失去联系", "对方欠款不还", "想找多年未见的战友"),
        place_kind="",
        answer=(
            "已告知来电人，个人信息受法律保护，热线不能查询或提供他人电话、住址；涉及债务的可向法院起诉，"
            "由法院依法调查，涉嫌违法犯罪的可向公安机关报案。"
        ),
        caller_answer="已当场说明不予受理的原因和其他法定途径，来电人表示知晓。",
        decline_reason="涉及国家秘密、商业秘密、个人隐私的事项",
    ),
)

# (reason, basis)
RETURN_REASONS: tuple[tuple[str, str], ...] = (
    (
        "诉求地点不在本辖区",
        ("经现场核实，诉求地点位于相邻区管辖范围，依据市政设施和街道管辖界线图，应由属地区政府办理。"),
    ),
    (
        "不属于本单位职责",
        ("依据本单位“三定”规定，该事项的审批和执法职责由其他部门承担，本单位无处置权限，建议改派主管部门。"),
    ),
    ("设施产权不属于本单位", "经核查资产台账，该设施产权及养护责任未移交本单位，仍由建设单位负责。"),
    (
        "执法权限已下放",
        ("依据行政处罚事项划转清单，该类违法行为的处罚权已划转至区综合行政执法局，建议改派属地区政府。"),
    ),
    (
        "诉求要素不全无法办理",
        "工单未写明具体路段和楼盘名称，来电人电话多次无人接听，无法核实，建议补充信息后再派。",
    ),
    (
        "属于企业经营自主事项",
        "该事项属企业与用户之间的服务合同争议，本单位不是经营主体，建议派至对应运营企业主办。",
    ),
    (
        "主办单位应为牵头部门",
        ("依据市政府专题会议纪要，该类问题由行业主管部门牵头，本单位为配合单位，建议调整主协办关系。"),
    ),
)

EXTENSION_REASONS: tuple[str, ...] = (
    "需委托第三方机构检测鉴定，检测周期约十个工作日，申请延期。",
    "涉及多个权属单位，正在组织现场会商和责任划分，申请延长办理时限。",
    "更换配件需向厂家定制，预计到货时间超过原办理期限。",
    "连日强降雨无法开展路面施工，待天气转晴后立即组织修复。",
    "当事人不在本市，调查取证和双方调解需要另约时间。",
    "整改涉及财政资金追加，正在履行采购审批程序。",
    "需经业主大会表决，公示期七日未满。",
    "案件已立案，须按法定程序听证后作出处罚决定。",
)

REDO_REQUIREMENTS: tuple[str, ...] = (
    "回复仅称“已督促整改”，未说明整改措施、责任人和完成时间，请到现场核实后重新回复并附照片。",
    "来电人反映问题仍然存在，请再次到现场复查，当面向来电人反馈，三个工作日内报结果。",
    "回复未答复来电人提出的第二项诉求，请逐项说明并注明政策依据。",
    "回复称已联系来电人，但回访中来电人表示未接到任何电话，请核实联系情况并重新办理。",
    "回复引用的依据已经失效，请按现行规定重新认定并答复。",
    "整改后一周内问题反弹，请提出长效管理措施，明确固定值守安排。",
    "回复与协办单位意见不一致，请主办单位会商后形成统一意见再回复。",
)

WITHDRAW_WORDS: tuple[str, ...] = (
    "问题已经自己解决了，不用再处理，谢谢。",
    "对方已经当面道歉并赔偿，我不再追究，撤销这次投诉。",
    "我已经和物业协商好了，请把工单撤了吧。",
    "刚才来水了，不用再派人过来。",
    "是我自己看错了账单，不用查了，不好意思。",
    "我改走法律途径了，这边先撤诉。",
)

DISAGREEMENTS: tuple[str, ...] = (
    (
        "主办单位认为路面塌陷系排水管渗漏引起，应由排水管理单位承担修复；排水管理单位认为系道路施工扰动管道所致，"
        "双方责任认定不一致。"
    ),
    ("住建部门认为小区楼顶加建应由资规部门先行认定，资规部门认为属物业管理范围，双方对牵头单位意见不一。"),
    ("区政府认为该市场外道路属市管道路，市政部门认为占道经营整治由属地负责，双方对整治责任存在分歧。"),
    ("公安机关认为酒吧噪声属营业性场所噪声，应由执法部门处罚；执法部门认为夜间社会生活噪声由公安机关处理。"),
    ("供水企业认为二次供水设施未移交，应由物业维修；物业公司称已签移交协议，双方对维修责任各执一词。"),
    "主办单位拟认定开发企业违约，协办单位认为属不可抗力顺延，意见无法统一，请领导裁定。",
)

INSTRUCTIONS: tuple[str, ...] = (
    "请主办单位立即赴现场处置，当日向市政府办公室报告进展，并及时回应群众关切。",
    "群众利益无小事，请牵头单位会同区政府三日内拿出整改方案，举一反三排查同类隐患。",
    "同意由市住建局牵头，市资规局、属地区政府配合，按历史遗留问题政策分类解决。",
    "请市公安局、市交通港航局加强现场疏导，做好滞留旅客服务保障，严防次生问题。",
    "责任单位推诿扯皮、办理不力的，请热线办予以通报并提请纳入效能考核。",
    "请市市政管理局查明塌陷原因，对同类管线开展全面排查，专题报告。",
    "请各区各部门高度重视欠薪问题，务必在期限内将工资发放到位，依法严惩恶意欠薪。",
)

INVESTIGATIONS: tuple[Investigation, ...] = (
    Investigation(
        "龙昆南路与凤翔西路交叉口",
        ("热线办", "市市政管理局", "市水务局", "市公安局", "市级媒体记者"),
        (
            "现场塌陷范围约十五平方米，污水管接口渗漏掏空路基。现场明确由市政管理局负责道路修复、水务局负责管网检测，"
            "三日内完成同路段空洞探测。"
        ),
    ),
    Investigation(
        "海甸五西路椰岛听涛苑",
        ("热线办", "市水务集团", "美兰区政府", "居民代表"),
        ("爆管点位于小区外绿化带，管龄超过二十年。供水企业承诺六个月内完成老旧管网更换，期间每周巡检并公布抢修电话。"),
    ),
    Investigation(
        "国兴大道琼台书香苑",
        ("热线办", "海口供电局", "琼山区政府", "物业公司", "居民代表"),
        ("台区变压器高峰负载率达百分之一百一十二。确定新增变压器位置和停电割接时间，物业负责腾挪场地并公告。"),
    ),
    Investigation(
        "药谷二横路",
        ("热线办", "海口高新区", "秀英区政府", "市级媒体记者"),
        ("夜间二十三时至次日一时走航监测，一家企业排口异味明显。现场责令停产检修，并安排媒体回访整改情况。"),
    ),
    Investigation(
        "坡博路",
        ("热线办", "龙华区政府", "市公安局", "市园林环卫局"),
        ("沿线流动摊贩最多时四十余户。商定设置过渡疏导点一处，划定经营时段，同步落实清扫保洁和交通疏导。"),
    ),
    Investigation(
        "滨江路",
        ("热线办", "市住建局", "琼山区政府", "开发企业", "购房人代表"),
        ("项目主体完工，配套道路和消防调试滞后。企业当场公布逐月节点，监管账户拨款与进度挂钩，购房人可每半月入场查看。"),
    ),
)

SATISFACTION_NOTES: tuple[SatisfactionNote, ...] = (
    SatisfactionNote("very_satisfied", True, "工作人员当天就上门，态度很好，问题一次解决。"),
    SatisfactionNote("satisfied", True, "问题已经解决，办理速度比较快。"),
    SatisfactionNote("satisfied", True, "解释得很清楚，对结果没有意见。"),
    SatisfactionNote("basically_satisfied", True, "问题基本解决，希望以后能主动一些。"),
    SatisfactionNote("basically_satisfied", False, "还没有完全弄好，但给了明确的时间，愿意再等等。"),
    SatisfactionNote("dissatisfied", False, "只打了一个电话说已经处理，现场并没有变化。"),
    SatisfactionNote("dissatisfied", True, "问题是解决了，但前后催了三次，时间太长。"),
    SatisfactionNote("very_dissatisfied", False, "没有人联系过我，回复与实际情况不符。"),
    SatisfactionNote("satisfied", False, "虽然政策上办不了，但工作人员讲得明白，表示理解。"),
)

DIGEST_PICKS: tuple[DigestPick, ...] = (
    DigestPick(
        "夜间施工噪声诉求上升",
        (
            "当日受理夜间施工噪声诉求较前一周日均增加三成，主要集中在龙华区、秀英区，"
            "建议对重复投诉工地错时检查并公示夜间施工证明。"
        ),
    ),
    DigestPick(
        "老旧小区停水影响居民生活",
        ("海甸岛片区供水主管爆裂，短时间内接到多起同类来电，已并案处理，当日恢复供水。建议加快老旧管网改造，完善突发停水告知。"),
    ),
    DigestPick(
        "历史遗留办证问题持续受关注",
        ("多名业主反映入住多年不能办理不动产权证，主要涉及土地出让金欠缴和规划核实未通过。建议专班公布分批办理清单。"),
    ),
    DigestPick(
        "预付式消费风险值得警惕",
        ("健身、教育培训机构停业引发集中投诉，建议强化资金监管和风险提示，对失联经营者开展联合惩戒。"),
    ),
    DigestPick("城市内涝点整治见成效", "近期强降雨期间，已整治的内涝点未再接到积水来电，市民对清疏和值守工作予以肯定。"),
    DigestPick("过海疏运平稳有序", "受大雾影响琼州海峡短时停航，热线及时发布信息、协调增开航班，滞留旅客得到妥善安置。"),
    DigestPick("拾金不昧暖人心", "市民来电表扬公交驾驶员归还遗失背包，建议相关企业予以表彰，宣传先进典型。"),
)

PASSWORD = "hotline-demo-12345"

# h.. and l..: handler and leader of the unit with that number in annex 1; every unit that approves replies has a leader.
ACCOUNTS: tuple[Account, ...] = (
    Account("operator", "话务员", "苏晓棠", ("operator",), "热线办", "staff"),
    Account("operator2", "话务员", "范可盈", ("operator",), "热线办", "staff"),
    Account("dispatcher", "派单员", "柏志远", ("dispatcher",), "热线办", "staff"),
    Account("handler", "承办人", "裴文博", ("handler",), "市住建局", "staff"),
    Account("handler2", "承办人", "汪雨桐", ("handler",), "市市场监管局", "staff"),
    Account("handler_district", "承办人", "蓝启明", ("handler",), "龙华区政府", "staff"),
    Account("handler_sub", "承办人", "关海鸣", ("handler",), "龙华区综合执法局", "staff"),
    Account("unit_leader", "单位领导（分管领导）", "屈正清", ("unit_leader",), "市住建局", "deputy"),
    Account("principal", "单位领导（主要领导）", "聂广平", ("unit_leader",), "市住建局", "principal"),
    Account("dutyleader", "值班领导（主要领导）", "骆长风", ("unit_leader",), "市交通港航局", "principal"),
    Account("clerk", "回访员", "谈小雅", ("callback_clerk",), "热线办", "staff"),
    Account("supervisor", "督办员", "鲍思齐", ("supervisor",), "热线办", "staff"),
    Account("editor", "采编员", "宋知秋", ("editor",), "热线办", "staff"),
    Account("head", "热线办负责人", "池远山", ("office_head",), "热线办", "principal"),
    Account("cityleader", "市领导", "尚怀民", ("city_leader",), "热线办", "principal"),
    Account("archivist", "档案员", "晏书瑶", ("archivist",), "热线办", "staff"),
    Account("admin", "系统管理员", "匡立成", ("admin",), "热线办", "staff"),
    Account("auditor", "审计员", "成若谷", ("auditor",), "热线办", "staff"),
    Account("h01", "承办人", "丁一帆", ("handler",), "市交通港航局", "staff"),
    Account("h02", "承办人", "丘海澜", ("handler",), "市水务集团", "staff"),
    Account("h03", "承办人", "卜凡", ("handler",), "铁塔海口分公司", "staff"),
    Account("h04", "承办人", "尤思远", ("handler",), "海口有线", "staff"),
    Account("h05", "承办人", "车立群", ("handler",), "市公交集团", "staff"),
    Account("h06", "承办人", "付雪松", ("handler",), "市城投公司", "staff"),
    Account("h07", "承办人", "包涵宇", ("handler",), "市档案局", "staff"),
    Account("h08", "承办人", "艾新", ("handler",), "市人社局", "staff"),
    Account("h09", "承办人", "左志高", ("handler",), "市委政法委", "staff"),
    Account("h11", "承办人", "田野平", ("handler",), "市卫健委", "staff"),
    Account("h12", "承办人", "白露晞", ("handler",), "秀英区政府", "staff"),
    Account("h14", "承办人", "冉秋实", ("handler",), "琼山区政府", "staff"),
    Account("h15", "承办人", "乔安然", ("handler",), "美兰区政府", "staff"),
    Account("h16", "承办人", "华景行", ("handler",), "团市委", "staff"),
    Account("h17", "承办人", "全友谊", ("handler",), "海口综保区", "staff"),
    Account("h18", "承办人", "任晓峰", ("handler",), "市委统战部", "staff"),
    Account("h19", "承办人", "伍文涛", ("handler",), "市委外事办", "staff"),
    Account("h20", "承办人", "伏海生", ("handler",), "市机关事务局", "staff"),
    Account("h22", "承办人", "危笑天", ("handler",), "市路桥公司", "staff"),
    Account("h23", "承办人", "江远帆", ("handler",), "市园林环卫局", "staff"),
    Account("h24", "承办人", "池小满", ("handler",), "市红十字会", "staff"),
    Account("h25", "承办人", "祁月明", ("handler",), "海口高新区", "staff"),
    Account("h26", "承办人", "芦花香", ("handler",), "市市政管理局", "staff"),
    Account("h27", "承办人", "时光远", ("handler",), "市水务局", "staff"),
    Account("h28", "承办人", "沙明宇", ("handler",), "市资规局", "staff"),
    Account("h29", "承办人", "苗青青", ("handler",), "市公安局", "staff"),
    Account("h30", "承办人", "巫海宁", ("handler",), "海口供电局", "staff"),
    Account("l08", "单位领导（分管领导）", "楚明德", ("unit_leader",), "市人社局", "deputy"),
    Account("l09", "单位领导（分管领导）", "练达成", ("unit_leader",), "市委政法委", "deputy"),
    Account("l11", "单位领导（分管领导）", "滕国安", ("unit_leader",), "市卫健委", "deputy"),
    Account("l13", "单位领导（分管领导）", "阳春晖", ("unit_leader",), "龙华区政府", "deputy"),
    Account("l21", "单位领导（分管领导）", "桑万里", ("unit_leader",), "市市场监管局", "deputy"),
    Account("l27", "单位领导（分管领导）", "柴启航", ("unit_leader",), "市水务局", "deputy"),
    Account("l28", "单位领导（分管领导）", "凤鸣岐", ("unit_leader",), "市资规局", "deputy"),
    Account("l29", "单位领导（分管领导）", "屠思贤", ("unit_leader",), "市公安局", "deputy"),
    Account("l30", "单位领导（分管领导）", "幸建业", ("unit_leader",), "海口供电局", "deputy"),
)
