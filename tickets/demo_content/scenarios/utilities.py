"""Water, electricity, telephone and television."""

from tickets.demo_content.kinds import Scenario

UTILITIES: tuple[Scenario, ...] = (
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
)
