"""What calls are about: a tree of up to five levels."""

from tickets.demo_content.kinds import Category

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
