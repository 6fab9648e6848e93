"""Shops, prices, lifts, hospitals."""

from tickets.demo_content.kinds import Scenario

TRADE: tuple[Scenario, ...] = (
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
)
