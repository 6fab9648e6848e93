"""Welfare, and what fits nowhere else."""

from tickets.demo_content.kinds import Scenario

WELFARE: tuple[Scenario, ...] = (
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
