"""The office, the thirty member units of the April 2022 duty notice under their real names, sub-units of the districts."""

from tickets.demo_content.kinds import DemoSubUnit, DemoUnit

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
