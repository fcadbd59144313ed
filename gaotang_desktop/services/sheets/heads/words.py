"""Headings by which the forms of other offices call our columns (排查时间, 被检查单位, 手机号码).

Weaker than ``sheet_words``: a heading of this list is taken where no other column claims the field.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.fields import Field, Kind, is_deadline
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS

VILLAGE_HEADS = [
    "村名",
    "村别",
    "村居",
    "村（社区）",
    "村社区",
    "村(居)",
    "村级",
    "所在村",
    "所属村",
    "所在村居",
    "所属村居",
    "行政村",
    "所在村（社区）",
    "所属村（社区）",
    "责任村",
    "属地村",
    "村民委员会",
    "村委会",
    "村名称",
    "村（社区）名称",
    "村屯",
    "填报村",
    "被检查村",
]
UNIT_HEADS = [
    "责任单位",
    "承办单位",
    "主办单位",
    "办理单位",
    "责任部门",
    "承办部门",
    "包案单位",
    "化解单位",
    "牵头单位",
    "牵头部门",
    "整改单位",
    "整改责任单位",
    "处理单位",
    "交办单位",
    "主责单位",
    "责任科室",
]
_PHONE = [
    "电话",
    "联系电话",
    "电话号码",
    "手机",
    "手机号",
    "手机号码",
    "联系方式",
    "联系人电话",
    "联系号码",
    "移动电话",
    "负责人电话",
    "本人电话",
]
DAY_WORDS = ["日", "日子", "几号", "几日", "哪天", "哪一天", "啥时候", "什么时候", "何时"]
"""Under them stand days, in a table of a month often the day alone (5, 9日)."""
_DUE = ["限期", "时限", "期限", "限时", "截止日期", "截止时间", "完成时限", "要求完成时间"]
_REMARK = ("备注说明", "备　注", "其他说明")
_NOUNS: Mapping[str, str] = {
    "disputes": "矛盾纠纷 纠纷 矛盾 案件 事件",
    "dispute-categories": "纠纷 矛盾纠纷",
    "dispute-reports": "纠纷 矛盾纠纷 报告",
    "publicity-activities": "活动 宣传 走访",
    "publicity-turns": "宣传",
    "opinions": "意见 意见建议 建议 诉求 问题 事件 工单",
    "extensions": "延期",
    "acceptances": "验收",
    "escalations": "提级 督办",
    "intakes": "诉求 来访 信访 群众 来访群众 事件 工单",
    "meetings": "会议",
    "meeting-decisions": "会议 决定 议定",
    "inspections": "检查 督查 督导 巡查",
    "findings": "问题 隐患 安全隐患",
    "places": "场所 经营 商户 门店 店铺 企业 单位 药店 药房 诊所 饭店 餐馆 餐饮 商店 超市 食堂 加油站 网点",
    "checklist-items": "检查 场所",
    "grids": "网格",
    "grid-counts": "网格 网格员",
    "trouble-spots": "部位 重点部位 重点地区 治安",
    "polls": "民调 调查 民意调查",
    "poll-results": "民调 调查",
    "patrols": "巡逻 夜巡 巡查 巡防",
    "missed-nights": "未巡",
    "spot-checks": "抽查 检查 督查",
    "key-group-counts": "人员 重点人员 重点人群 人群 重点",
    "villages": "村 行政村",
    "units": "单位",
    "officers": "",
    "incident-counts": "案件",
    "tasks": "任务",
    "assignments": "任务",
}
_MORE: Mapping[str, Mapping[str, str]] = {
    "disputes": {
        "found_on": "上报日期 发生日期 纠纷时间 初访时间 初访日期 采集时间 采集日期 接案日期 接案时间 事发时间 发案时间",
        "parties": "涉及人员 纠纷双方 申请人与被申请人 双方姓名 信访人 上访人 信访人员 纠纷当事人 涉事人员 涉事双方 当事双方 当事人情况 涉事人 当事人基本情况",
        "summary": "纠纷事实 争议事实 争议事项 调解事项 纠纷事由 纠纷简况 纠纷简述 纠纷概况 案情简述 起因 纠纷起因 因为啥 因何事 事件描述 案情简介 主要情况 内容摘要 基本案情 主要事实 信访事项 纠纷详情 简要案情 纠纷原因 矛盾原因 产生原因",
        "people": "参与人数 涉事人数 当事人数 涉及人员数量 涉及人员数",
        "state": "进展 进展情况 化解情况 办理状态 是否化解",
        "result": "化解结果 调解结果 调处结果 处理结果 调处情况 处理情况 化解措施及结果 进展 进展情况 办理进展 办理结果 化解进展 最终结果 化解情况说明 处理意见 处置结果",
        "closed_on": "调解日期 完成日期 完成时间 销号日期 销号时间 办毕日期 调解成功日期 调解成功时间 调处完成时间 调解结束时间 化解成功时间",
        "settled_by": "调处方式 解决方式 处理方式",
        "risk": "风险评估 等级 预警等级 预警级别 风险级别 风险程度 稳控等级",
        "source": "排查方式",
        "deadline": "完成时限 限办时间 限办日期",
        "category_id": "问题类别 问题类型 案由 事件小类 二级类别 小类 纠纷小类 案件小类",
        "unit_id": "调解组织 调委会 调解机构",
        "agreed_on": "协议日期 签订日期 签协议日期 达成协议日期",
        "performed": "协议履行情况 协议是否履行 是否履行 履行与否",
        "performed_on": "履行时间 协议履行日期 履行完毕日期 履行完成日期",
    },
    "dispute-reports": {
        "week": "周别 排查周期 排查时段 排查日期 统计周期",
        "found": "件数 排查纠纷件数",
        "reported_by": "填写人 提交人 提交者 填表人",
    },
    "opinions": {
        "received_on": "提交时间 提交日期 填写时间 征求意见日期 征求意见时间 征求日期 征求时间 征集日期 征集时间 收集意见日期 听取意见日期 走访日期 开箱日期 哪天提的 来电日期 来电时间 受理日期 反映日期 诉求日期 诉求时间 上报日期 建议日期 提出日期 来件日期 来件时间 来信日期 来信时间",
        "text": "意见 群众意见 群众原话 原话 具体意见 主要内容 说的啥 说的什么 提的啥 提的什么 反映的事 诉求内容 工单内容 诉求事项 群众意见建议 征求到的意见 征求到的意见建议 意见和建议 收集到的意见 收集到的意见建议",
        "unit_id": "转办 转给谁 交给谁办 牵头落实 谁来办 转办单位 转交单位",
        "source": "征集方式 来源渠道 反映渠道 诉求渠道 收集渠道 来源途径 途径",
        "answer": "办理反馈 反馈情况 落实情况 咋办的 怎么办的 怎么处理的 采纳情况说明 采纳说明 落实结果 办理结果说明 不采纳理由 办理答复情况",
        "state": "是否办结 办结情况 办完没 办完没有 办好没 办结没有",
        "answered_on": "办结日期 办结时间 完成日期 完成时间 落实日期 落实时间 处理日期 处理时间 采纳日期",
        "due_on": "答复期限 答复时限 限时办结",
        "satisfied": "满意程度 群众满意程度",
    },
    "intakes": {
        "received_on": "提交时间 提交日期 来电日期 诉求时间 诉求日期 反映日期 来电时间 工单时间 工单日期 来件时间 来件日期 来信日期 来信时间",
        "received_by": "接访人员 登记人 接访领导 谁接的 谁接待的 首接人 首接负责人 首问负责人 经办人 接听人 接线人",
        "people": "几人 几个人 来几人",
        "village_id": "哪村的 哪个村的 哪村 哪个村",
        "unit_id": "转给谁 交给谁 谁办的 交办 转办部门 分流去向 转办去向 转办单位 分办单位 分流单位 流转单位",
        "persons": "来访者 当事人 来电人 来人 谁来的",
        "matter": "反映内容摘要 什么事 啥事 因为啥 工单内容 工单标题 标题 反映什么 反映什么事 来干什么 什么诉求 来意",
        "repeated": "重复访",
        "result": "处理意见 回复内容 答复内容 办结意见 办结情况",
        "done_on": "处理日期 完成日期 完成时间 处理时间 办理完成时间 实际办结时间",
        "due_on": "限办日期 限办时间",
        "sorted_on": "派单时间 派单日期",
        "told_on": "回访时间 回访日期",
        "way": "来源渠道 诉求方式",
        "order_number": "转办编号 工单流水号 受理编号 工单编码 流水号",
    },
    "publicity-activities": {
        "held_on": "举办日期 宣传时间 宣传日期",
        "village_id": "宣传村 活动村 开展村",
        "form": "类型 开展形式",
        "topic": "讲的啥 讲了啥 讲了什么 讲啥 讲的什么 宣传的啥 宣传主题 主题内容 题目 宣讲题目 课题",
        "staff": "参与人员数 走访人员数 走访人数 参加人员数 参加工作人员数 出动人员 参加干部人数 宣传人员数 参加走访人数 投入人力 出动人数 出动人次 走访干部人数 参与干部人数 组织人员数 组织人数",
        "audience": "受教育人数 参与群众 覆盖人数 受众群众 参与人数 群众人数 人数 来了多少人 来多少人 多少人 参加人数 宣传群众 宣传人数 宣传人次 参加群众人数 惠及群众 惠及人数 宣传对象人数 发动群众",
        "households": "走访户 走访家庭数",
        "materials": "资料份数 发了多少份 发多少份 资料",
        "questionnaires": "调查问卷 发放问卷",
        "letters": "致群众一封信",
    },
    "inspections": {
        "text": "检查发现问题 检查记录 隐患描述 情况说明 检查情况记录",
        "unit_id": "被检查对象 检查对象",
        "place_id": "门店名称 商户名称",
        "inspectors": "参加人员 带队人 检查组 督查组 督导组 督查人 检查小组 督查小组 执法人员 检查组成员",
        "result": "检查结论 结论 处理结果",
        "kind": "检查内容类别 检查项目 督查内容 检查领域 行业领域 检查事项",
        "held_on": "宣传督查时间 宣传督查日期 夜巡督查时间 夜巡督查日期 消防检查时间 消防检查日期",
    },
    "findings": {
        "found_on": "督查日期 反馈时间 反馈日期 交办时间 交办日期 通报时间",
        "text": "问题内容 存在问题及隐患 问题表现 反馈问题 反馈的问题 交办问题 通报问题 问题清单",
        "due_on": "整改完成时限 限期整改 限期整改时间",
        "measure": "处理措施 下一步措施 下步措施",
        "how": "落实情况 完成情况 整改进展 整改进度 整改情况说明 整改结果 整改做法 整改方法 整改完成情况 整改进展情况 怎样整改 怎样整改的 怎么整改的 如何整改",
        "put_right_on": "完成时间 销号日期 销号时间",
        "unit_id": "被督查单位 被检查单位 受检单位 被督查对象",
    },
    "places": {
        "address": "所在地 住址 经营地址 场所地址 经营场所地址",
        "keeper": "责任人 法人代表 法人",
        "name": "字号 单位名称 场所 门店名称 商户名称 店铺名称 企业名称 经营单位 经营户 经营户名称 商铺名称 店面名称 个体户名称 经营者字号 店铺 单位（场所）名称",
        "place_type": "行业 行业类别 业态",
    },
    "patrols": {
        "night": "时间 夜巡时间 巡逻时间（日期） 开展日期 巡护日期 夜巡日",
        "route": "巡逻线路 重点部位 巡查地点 巡逻地点 巡逻重点区域 重点区域 巡逻重点部位 巡防重点",
        "finding": "有啥情况 有什么情况 啥情况 情况记录 情况 巡逻情况 巡逻记录 巡查情况 发现问题及情况 发现问题及处理情况 发现情况及处理 发现问题及处置情况 问题描述 发现隐患 隐患情况 异常情况及处置 异常情况及处理 发现异常及处置 上报事件 发现事件 有无异常 有无异常情况 有无问题 有无情况",
        "handling": "处置结果 处理措施 整改情况 问题处置情况 整改措施",
        "leader": "带班负责人 值班领导 带班村干部 值班村干部 带队村干部",
        "people": "出勤人数 上岗人数 人数实到 实到人数 实到 参巡人数 合计人数 人数合计 出动人次 出动警力 到岗人数 队员人数 共几人 巡逻队员数 出动力量 巡逻力量 合计 总人数",
        "start": "几点到几点 几点 啥时间 值班时间 巡查时间 集合时间 上岗时间 到岗时间 时间段 巡逻时间段 巡防时段 夜巡时间段 夜巡时段 巡查时段 开始时刻 起始时刻",
        "names": "参巡人员 出勤人员 参加人 人员名单 巡防队员 巡逻队员签名 队员签名 参加人员签名 巡逻人员签名 参加人员签字 巡逻人员签字 队员签字",
        "leaflets": "宣传单",
        "joint": "是否联合巡逻 联合巡逻 警民联巡 是否警民联巡 是否联巡 联巡",
        "reported_to": "报告对象",
        "end": "归队时间 收队时间 离岗时间 结束时刻",
    },
    "missed-nights": {
        "reason": "说明 没巡原因 未巡的原因 情况说明",
        "night": "应巡日期 应巡时间 缺巡日期 漏巡日期 没巡日期",
    },
    "spot-checks": {
        "night": "抽查日期",
        "checked_at": "时间",
        "result": "在岗情况",
        "checked_by": "查岗人 查岗人员 查岗领导 查岗组 督查人 抽查组 抽查小组 检查组 督查组 暗访组 暗访人 抽查领导 带队领导",
    },
    "publicity-turns": {
        "week": "周别 轮训周 宣传周 排班周 计划周 所在周",
    },
    "key-group-counts": {
        "month": "统计月份 时间 统计日期 统计周期 数据月份 所属月份",
        "total": "在册数 底数 在管人数 登记在册 登记在册人数 现有数 在册",
        "managed": "纳管人数 已落实帮扶措施 落实帮扶措施人数 已落实 已管控人数",
    },
    "incident-counts": {
        "month": "时间 年月 统计周期 数据月份 所属月份",
        "village_id": "单位",
        "frauds": "电诈发案 其中:电信诈骗 其中电诈 电诈发案数 电诈警情 诈骗案 诈骗案件 电诈案",
        "fraud_loss": "损失 财产损失 涉案资金",
        "thefts": "入室盗窃 盗窃警情 偷盗 偷盗案件",
        "alarms": "110接警量 警情总量 接报警情 接警量 报警量 有效警情",
        "killings": "现行命案",
        "bypassing": "赴省市上访 赴省进京上访 越级",
        "unlawful": "进京非访 非法信访",
    },
    "dispute-categories": {"name": "纠纷类型 矛盾纠纷类型 纠纷种类 类型"},
    "grids": {
        "name": "负责网格 管理网格 责任网格 管辖网格 包抓网格",
        "range": "辖区范围 管辖范围 管辖区域 包含小组 所辖村民小组 所辖小组 服务范围",
        "households": "覆盖户数 辖区户数 管辖户数 服务户数",
        "worker": "专（兼）职网格员 专兼职网格员 网格长 网格长姓名 网格负责人",
    },
    "grid-counts": {
        "grid": "负责网格 管理网格 责任网格 管辖网格 包抓网格",
        "month": "时间 统计周期 数据月份 所属月份",
        "reported": "上报信息数 事件数 采集事件 采集上报事件数 发现上报 上报量 采集数 采集事件数",
        "handled": "处置数 办结件 办结事件 办理事件 处置事件 处置办结 办结量",
        "visits": "走访量 巡查走访次数 走访户 巡查次数",
    },
    "trouble-spots": {
        "listed_on": "确定日期 认定时间 认定日期 立项时间 立项日期",
        "name": "地点 整治地点 重点部位名称 点位名称 重点区域 重点区域名称 整治区域 区域名称 挂牌整治地区 治安乱点 乱点名称",
        "sort": "区域类别 区域类型 地区类别 部位类型",
        "problem": "问题表现 治安突出问题",
        "deadline": "整治完成时间 拟摘牌时间 拟摘牌日期",
        "measure": "整治情况 整治进展 整治方案 整治方案及措施",
        "removed_on": "销账时间 销账日期",
    },
    "meetings": {
        "topic": "研究内容 会议主要内容",
        "chaired_by": "主持领导 召集人",
        "present": "参加人员 参会范围 参加范围 与会单位 参会对象 参加对象",
        "absent": "缺席 缺席情况 请假情况 未到 未到单位 未到人员 未参会单位 未参会 未到会单位",
        "risks": "研判出的主要风险 研判出的风险 分析研判情况 研判重点问题 分析研判的风险 研判风险点 研判的主要风险 主要风险点 风险研判 研判的重点问题 研判风险 研判的风险点",
    },
    "meeting-decisions": {
        "meeting_id": "会议日期",
        "text": "决议事项 会议决议 工作事项",
        "due_on": "完成日期 完成时间要求 时间要求",
        "done_on": "办结日期",
    },
    "polls": {
        "level": "组织层级",
        "until_on": "截止日期",
    },
    "poll-results": {
        "sample": "调查人数 有效问卷数 成功样本 成功样本数 完成样本 成功访问数 收回有效问卷 回收有效问卷 有效问卷 有效份数 有效问卷份数 调查户数 访问量 访问人数 接访人数",
        "safe": "安全感满意人数 有安全感人数 安全感人数 安全人数 安全率 安全感率 认为安全 感觉安全 觉得安全",
        "satisfied": "满意人数 满意率 群众满意率",
        "aware": "知晓人数 平安建设知晓率 知道 知道平安建设",
        "took_part": "参与人数 参与度",
    },
    "villages": {
        "name": "行政村 村居 村(居) 村（居） 行政村名称 村（社区）名称 村社区 村庄 村屯 村（居）名称 村居名称 村（社区）名 村（居）民委员会",
        "households": "总户数 户籍户数 户籍户 农户数 家庭户数 农户",
        "population": "总人数 总人口 户籍人口 户籍人数 人口数",
    },
    "officers": {
        "role": "任职 职位 类别 人员类别 村内职务 村内任职 担任职务 现任职务 现任职 村两委职务",
        "name": "责任人姓名",
        "from_on": "上任日期 任职时间 任职日期 到任时间",
        "until_on": "离职日期",
    },
    "units": {
        "name": "成员单位 成员单位名称 单位全称",
        "aliases": "又名 曾用名 单位简称",
        "leader": "领导 站所长 所长 站长 主要领导 单位负责人 主要负责人",
        "liaison": "经办人",
        "landline": "座机 办公电话",
        "phone": "联络员电话",
    },
    "checklist-items": {
        "text": "检查项目 项目",
        "place_type": "检查对象 适用场所 适用对象 场所",
    },
}  # fmt: skip


@cache
def nouns_of(kind: str) -> tuple[str, ...]:
    """What a sheet of a kind is about: words that every heading of it may hold."""
    return tuple(_NOUNS.get(kind, "").split())


@cache
def general_words(kind: str) -> Mapping[str, Sequence[str]]:
    """By field the headings of other offices' forms, the likeliest first."""
    return {
        each.name: tuple(dict.fromkeys(_words(kind, each))) for each in records.fields_for(kind)
    }


def _words(kind: str, each: Field) -> Iterator[str]:
    yield each.label
    yield from SYNONYMS.get(kind, {}).get(each.name, ())
    yield from _MORE.get(kind, {}).get(each.name, "").split()
    if each.kind is Kind.DATE and each.name == CATALOGUE[kind].record_kind.day:
        yield from DAY_WORDS
    if is_deadline(each):
        yield from _DUE
    if each.refers_to == "villages" and each.name == "village_id":
        yield from VILLAGE_HEADS
    elif each.refers_to == "units" and each.name == "unit_id":
        yield from UNIT_HEADS
    elif each.name == "phone":
        yield from _PHONE
    elif each.name == "remark":
        yield from _REMARK
