"""Headings by which the forms of other offices call our columns (排查时间, 被检查单位, 手机号码).

Weaker than ``sheet_words``: a heading of this list is taken where no other column claims the field.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.fields import Field, Kind, is_deadline
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS

_VILLAGE = [
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
_UNIT = [
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
    "intakes": "诉求 来访 信访 群众 来访群众 事件 工单",
    "meetings": "会议",
    "meeting-decisions": "会议 决定 议定",
    "inspections": "检查 督查 督导 巡查",
    "findings": "问题 隐患 安全隐患",
    "places": "场所 经营 商户 门店 店铺 企业 单位",
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
        "found_on": "上报日期 发生日期 纠纷时间 初访时间 初访日期",
        "parties": "涉及人员 纠纷双方 申请人与被申请人 双方姓名 信访人 上访人 信访人员",
        "summary": "纠纷事由 纠纷简况 纠纷简述 纠纷概况 案情简述 起因 纠纷起因 因为啥 因何事 事件描述 案情简介 主要情况 内容摘要 基本案情 主要事实 信访事项 纠纷详情 简要案情 纠纷原因 矛盾原因 产生原因",
        "people": "参与人数",
        "state": "进展 进展情况 化解情况 办理状态 是否化解",
        "result": "化解结果 调解结果 调处结果 处理结果 调处情况 处理情况 化解措施及结果 进展 进展情况 办理进展 办理结果 化解进展",
        "closed_on": "调解日期 完成日期 完成时间 销号日期 销号时间 办毕日期",
        "settled_by": "调处方式",
        "risk": "风险评估 等级 预警等级 预警级别 风险级别 风险程度 稳控等级",
        "source": "排查方式",
        "deadline": "完成时限",
        "category_id": "问题类别 问题类型",
        "agreed_on": "协议日期 签订日期 签协议日期 达成协议日期",
        "performed": "协议履行情况 协议是否履行 是否履行 履行与否",
        "performed_on": "履行时间 协议履行日期 履行完毕日期 履行完成日期",
    },
    "dispute-reports": {
        "week": "周别 排查周期 排查时段 排查日期 统计周期",
        "found": "件数 排查纠纷件数",
    },
    "opinions": {
        "received_on": "走访日期 开箱日期 哪天提的 来电日期 来电时间 受理日期 反映日期 诉求日期 诉求时间 上报日期 建议日期 提出日期",
        "text": "意见 群众意见 群众原话 原话 具体意见 主要内容 说的啥 说的什么 提的啥 提的什么 反映的事 诉求内容 工单内容 诉求事项",
        "unit_id": "转办 转给谁 交给谁办 牵头落实 谁来办",
        "source": "征集方式 来源渠道 反映渠道 诉求渠道 收集渠道 来源途径 途径",
        "answer": "办理反馈 反馈情况 落实情况 咋办的 怎么办的 怎么处理的 采纳情况说明 采纳说明 落实结果 办理结果说明 不采纳理由",
        "state": "是否办结 办结情况 办完没 办完没有 办好没 办结没有",
        "answered_on": "办结日期 办结时间 完成日期 完成时间 落实日期 落实时间 处理日期 处理时间 采纳日期",
    },
    "intakes": {
        "received_on": "来电日期 诉求时间 诉求日期 反映日期 来电时间",
        "received_by": "接访人员 登记人 接访领导 谁接的 谁接待的 首接人",
        "people": "几人 几个人 来几人",
        "village_id": "哪村的 哪个村的 哪村 哪个村",
        "unit_id": "转给谁 交给谁 谁办的 交办 转办部门",
        "persons": "来访者 当事人 来电人 来人 谁来的",
        "matter": "反映内容摘要 什么事 啥事 因为啥 反映什么 反映什么事 来干什么 什么诉求 来意",
        "repeated": "重复访",
        "result": "处理意见",
        "done_on": "处理日期 完成日期 完成时间 处理时间",
        "due_on": "限办日期 限办时间",
        "sorted_on": "派单时间 派单日期",
        "told_on": "回访时间 回访日期",
    },
    "publicity-activities": {
        "held_on": "举办日期 宣传时间 宣传日期",
        "form": "类型 开展形式",
        "topic": "讲的啥 讲啥 讲的什么 宣传的啥 宣传主题 主题内容 题目 宣讲题目 课题",
        "staff": "参与人员数 走访人员数 走访人数 参加人员数",
        "audience": "受教育人数 参与群众 覆盖人数 受众群众 参与人数 群众人数 人数 来了多少人 来多少人 多少人 参加人数",
        "households": "走访户 走访家庭数",
        "materials": "资料份数 发了多少份 发多少份 资料",
        "questionnaires": "调查问卷 发放问卷",
    },
    "inspections": {
        "text": "检查发现问题 检查记录 隐患描述",
        "unit_id": "被检查对象 检查对象",
        "place_id": "门店名称 商户名称",
        "inspectors": "参加人员 带队人 检查组 督查组 督导组 督查人 检查小组 督查小组",
        "result": "检查结论 结论 处理结果",
        "kind": "检查内容类别 检查项目 督查内容",
    },
    "findings": {
        "found_on": "督查日期",
        "text": "问题内容 存在问题及隐患",
        "due_on": "整改完成时限",
        "measure": "处理措施",
        "how": "落实情况 完成情况 整改进展 整改进度 整改情况说明 整改结果 整改做法 整改方法 怎样整改 怎样整改的 怎么整改的 如何整改",
        "put_right_on": "完成时间 销号日期 销号时间",
        "unit_id": "被督查单位 被检查单位 受检单位 被督查对象",
    },
    "places": {
        "address": "所在地 住址",
        "keeper": "责任人",
        "name": "字号 单位名称 场所 门店名称 商户名称 店铺名称 企业名称 经营单位 经营户",
        "place_type": "行业 行业类别 业态",
    },
    "patrols": {
        "night": "时间 夜巡时间",
        "route": "巡逻线路",
        "finding": "情况记录 情况 巡逻情况 巡逻记录 巡查情况 发现问题及情况 发现问题及处理情况 发现情况及处理 发现问题及处置情况 问题描述 发现隐患 隐患情况",
        "handling": "处置结果 处理措施 整改情况",
        "leader": "带班负责人 值班领导 带班村干部 值班村干部 带队村干部",
        "people": "出勤人数 上岗人数 人数实到 实到人数 实到 参巡人数 合计人数 人数合计 出动人次",
        "start": "值班时间 巡查时间",
        "names": "参巡人员 出勤人员 参加人 人员名单 巡防队员",
        "leaflets": "宣传单",
        "reported_to": "报告对象",
    },
    "missed-nights": {
        "reason": "说明",
    },
    "spot-checks": {
        "night": "抽查日期",
        "checked_at": "时间",
        "result": "在岗情况",
    },
    "publicity-turns": {
        "week": "周别 轮训周",
    },
    "key-group-counts": {
        "month": "统计月份 时间 统计日期",
        "total": "在册数",
    },
    "incident-counts": {
        "month": "时间 年月",
        "village_id": "单位",
        "frauds": "电诈发案 其中:电信诈骗 其中电诈",
        "fraud_loss": "损失",
        "thefts": "入室盗窃",
    },
    "grids": {
        "range": "辖区范围",
        "households": "覆盖户数 辖区户数",
    },
    "grid-counts": {
        "month": "时间",
        "reported": "上报信息数 事件数 采集事件",
        "handled": "处置数 办结件 办结事件 办理事件 处置事件",
    },
    "trouble-spots": {
        "listed_on": "确定日期",
        "name": "重点区域 重点区域名称 整治区域 区域名称",
        "sort": "区域类别 区域类型 地区类别 部位类型",
    },
    "meetings": {
        "topic": "研究内容 会议主要内容",
        "chaired_by": "主持领导",
        "present": "参加人员",
        "absent": "缺席 未到 未到单位 未到人员",
    },
    "meeting-decisions": {
        "meeting_id": "会议日期",
        "text": "决议事项 会议决议 工作事项",
        "due_on": "完成日期",
        "done_on": "办结日期",
    },
    "polls": {
        "level": "组织层级",
        "until_on": "截止日期",
    },
    "poll-results": {
        "sample": "调查人数 有效问卷数 成功样本 成功样本数 完成样本 成功访问数 收回有效问卷 回收有效问卷 有效问卷 有效份数 有效问卷份数",
        "safe": "安全人数 安全率 安全感率",
        "satisfied": "满意人数 满意率 群众满意率",
        "aware": "知晓人数",
        "took_part": "参与人数",
    },
    "villages": {
        "name": "行政村 村居 村(居) 村（居） 行政村名称 村（社区）名称 村社区 村庄 村屯",
        "households": "总户数 户籍户数 户籍户",
        "population": "总人数 总人口 户籍人口 户籍人数 人口数",
    },
    "officers": {
        "role": "任职",
        "name": "责任人姓名",
        "from_on": "上任日期 任职时间 任职日期 到任时间",
        "until_on": "离职日期",
    },
    "units": {
        "aliases": "又名 曾用名 单位简称",
        "leader": "领导",
        "liaison": "经办人",
        "landline": "座机 办公电话",
    },
    "checklist-items": {
        "text": "检查要点 检查标准",
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
        yield from _VILLAGE
    elif each.refers_to == "units" and each.name == "unit_id":
        yield from _UNIT
    elif each.name == "phone":
        yield from _PHONE
    elif each.name == "remark":
        yield from _REMARK
