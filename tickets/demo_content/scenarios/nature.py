"""Environment, farming, fire and emergencies."""

from tickets.demo_content.kinds import Scenario

NATURE: tuple[Scenario, ...] = (
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
)
