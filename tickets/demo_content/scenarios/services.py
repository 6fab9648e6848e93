"""Schools and the government's counters."""

from tickets.demo_content.kinds import Scenario

SERVICES: tuple[Scenario, ...] = (
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
)
