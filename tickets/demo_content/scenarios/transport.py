"""Buses, taxis, ferries, tourism."""

from tickets.demo_content.kinds import Scenario

TRANSPORT: tuple[Scenario, ...] = (
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
)
