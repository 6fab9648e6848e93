"""Police and traffic police: moving parked cars, papers, order."""

from tickets.demo_content.kinds import Scenario

POLICE: tuple[Scenario, ...] = (
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
)
