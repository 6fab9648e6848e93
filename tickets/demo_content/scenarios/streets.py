"""Streets, lamps, greenery, vendors."""

from tickets.demo_content.kinds import Scenario

STREETS: tuple[Scenario, ...] = (
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
)
