"""Headings by which the forms of other offices call our columns (排查时间, 被检查单位, 手机号码).

Weaker than ``sheet_words``: a heading of this list is taken where no other column claims the field.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.domain.writings.times import two_times
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.row_reading import says_none
from gaotang_desktop.services.sheets.sheet_words import CHOICE_WORDS, SYNONYMS
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.grids import blank
from gaotang_desktop.workbooks.matching import Matched, bare_key, match_header

_VILLAGE_NAME = re.compile(r"[\u3400-\u9fff]{1,10}(?:村|社区|居委会|村委会)")
_TEXTS = (Kind.TEXT, Kind.LONG_TEXT)
_TRIED = 50  # cells of a column that are looked at
_ANY_DAY = date(2024, 6, 15)  # whether a day can be read hardly depends on today

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
]
_REMARK = ("备注说明", "备　注", "其他说明")
_NOUNS: Mapping[str, str] = {
    "disputes": "矛盾纠纷 纠纷 矛盾 案件 化解 调解 调处",
    "dispute-categories": "纠纷 矛盾纠纷",
    "dispute-reports": "纠纷 矛盾纠纷",
    "publicity-activities": "活动 宣传 走访",
    "publicity-turns": "宣传",
    "opinions": "意见 意见建议 建议 诉求 问题",
    "intakes": "诉求 来访 信访 群众 来访群众",
    "meetings": "会议",
    "meeting-decisions": "会议 决定 议定",
    "inspections": "检查 督查 督导 巡查",
    "findings": "问题 隐患 检查 整改 安全隐患",
    "places": "场所 经营 商户 门店 单位",
    "checklist-items": "检查 场所",
    "grids": "网格",
    "grid-counts": "网格 网格员",
    "trouble-spots": "部位 重点部位 重点地区 整治 治安",
    "polls": "民调 调查 民意调查",
    "poll-results": "民调 调查",
    "patrols": "巡逻 夜巡 巡查 巡防",
    "missed-nights": "未巡",
    "spot-checks": "抽查 检查 督查",
    "key-group-counts": "人员 重点人员",
    "villages": "村 行政村",
    "units": "单位",
    "officers": "",
    "incident-counts": "案件",
    "tasks": "任务",
    "assignments": "任务",
}
_MORE: Mapping[str, Mapping[str, str]] = {
    "disputes": {
        "found_on": "排查日期 受理日期 接访日期 登记日期 上报日期 发生日期 日期",
        "parties": "当事人姓名 双方当事人 当事人双方 当事人基本情况 涉及人员 纠纷双方 申请人与被申请人",
        "summary": "主要内容 内容 纠纷简要情况 案情简介 情况简介 简要案情 概况 事由 纠纷事由 主要情况 内容摘要"
        " 问题描述 矛盾纠纷描述 基本案情 主要事实",
        "people": "涉及人数 涉及人员数 参与人数",
        "state": "化解进展 化解情况 化解状态 调解状态 办理状态 当前状态 是否化解 进展情况 状态",
        "result": "化解结果 调解结果 调处结果 处理结果 调处情况 处理情况 化解措施及结果",
        "closed_on": "化解日期 调解日期 办结日期 结案日期 调结日期",
        "settled_by": "化解方式 调解方式 调处方式",
        "risk": "风险级别 风险评估 等级",
        "source": "纠纷来源 案件来源 排查方式",
        "deadline": "拟化解日期 计划化解日期 完成时限",
    },
    "dispute-reports": {
        "week": "周别 排查周期 排查时段 排查日期 统计周期 时间",
        "found": "排查数 排查件数 排查出件数 排查纠纷数 纠纷数 件数 排查总数 排查纠纷件数",
        "reported_by": "填报人 报送人 填表人",
        "reported_on": "填报日期 报送日期",
    },
    "opinions": {
        "received_on": "时间 收集日期 受理日期 反映日期 走访日期 征集日期",
        "text": "意见建议内容 具体内容 群众意见 群众反映 反映内容 反映问题 主要内容 具体意见 诉求内容 建议内容",
        "source": "意见来源 收集方式 收集渠道 反映渠道 征集方式 渠道 方式",
        "answer": "答复情况 办理反馈 处理结果 落实情况",
        "state": "办理进展 是否办结 办结情况",
        "satisfied": "满意度 群众满意度 是否满意",
    },
    "intakes": {
        "received_on": "来访日期 来电日期 接访日期 接待日期 反映日期 时间",
        "way": "来访方式 反映方式 诉求渠道 方式 渠道 受理方式 接待方式",
        "received_by": "接访人 接待人员 接访人员 登记人 受理人员 接访领导",
        "persons": "来访人姓名 来访者 当事人 来访群众 诉求人姓名 反映人姓名",
        "people": "人数 来访人次",
        "matter": "来访事由 反映事项 反映的问题 主要诉求 内容 来访内容 反映内容摘要 诉求摘要 问题",
        "repeated": "是否重复 是否重复诉求 是否重访 重复访",
        "result": "处理结果 处理情况 办理结果 处理意见",
        "done_on": "办结日期 处理日期",
    },
    "publicity-activities": {
        "held_on": "开展日期 宣传日期 走访日期 举办日期 日期",
        "form": "开展形式 方式 宣传方式 走访形式 走访方式 载体",
        "topic": "主题内容 主要内容 内容 走访内容",
        "staff": "参与人员数 宣传人员数 工作人员人数 走访人员数 走访人数",
        "audience": "受教育人数 参与群众 覆盖人数 受众群众 参与人数 群众人数",
        "households": "走访户 入户户数 走访家庭数",
        "letters": "一封信 发放一封信 公开信数",
        "materials": "宣传单 发放宣传单 传单 发放传单 宣传册 发放资料 资料份数 发放宣传材料 宣传品",
        "questionnaires": "调查问卷 发放问卷",
    },
    "inspections": {
        "text": "存在问题 发现问题 检查发现问题 问题描述 检查记录 主要问题 隐患描述",
        "unit_id": "受检单位 被检单位 被检查对象 检查对象 被督查单位",
        "place_id": "被检查场所 受检场所 门店名称 商户名称",
        "inspectors": "检查组成员 检查人 带队人 检查组",
        "result": "检查结论 结论 处理结果",
        "kind": "检查内容类别 检查项目 督查内容",
    },
    "findings": {
        "found_on": "检查日期 排查日期 登记日期 督查日期",
        "text": "隐患内容 隐患描述 问题描述 具体问题 隐患情况 问题隐患 存在隐患 主要问题 问题内容 存在的问题 存在问题及隐患",
        "due_on": "整改时限 限期整改日期 整改截止日期 完成时限 整改完成时限",
        "measure": "整改要求 整改意见 处理措施 采取措施",
        "how": "整改结果 整改落实情况 落实情况 整改完成情况 完成情况",
        "put_right_on": "完成日期 整改完成日期 销号日期",
        "rechecked_on": "复查日期 复核日期 验收日期",
        "recheck": "复查结果 复查情况 验收结果 复核结果",
    },
    "places": {
        "address": "详细地址 经营地址 场所地址 所在地 位置 住址",
        "keeper": "经营者 法人 法定代表人 业主 经营者姓名 责任人 店主",
        "name": "商户名称 门店名称 单位名称 字号 企业名称 场所",
        "place_type": "经营类别 行业 行业类别 场所性质 业态",
    },
    "patrols": {
        "night": "时间 夜巡时间 巡防日期 值班日期",
        "route": "路线 巡逻路线 巡查路线 巡逻区域 巡逻范围 重点部位 巡逻地段 巡逻线路",
        "finding": "发现问题 发现的问题 发现情况 异常情况 存在问题 巡逻情况 巡查情况 发现问题及情况",
        "handling": "处理情况 处理结果 处置情况 处置结果 处理措施",
        "leader": "带队 带班负责人 值班领导 巡逻负责人 带班村干部",
        "people": "人员数 出勤人数 上岗人数",
        "start": "值班时间 巡逻起止时间 巡查时间",
        "names": "值班人员 参加人 巡逻队员 成员 参巡人员 巡防队员 出勤人员",
        "leaflets": "传单 宣传单 发放宣传单",
        "way": "巡逻方式",
    },
    "missed-nights": {"night": "未巡日期 时间", "reason": "事由 缺勤原因 说明"},
    "spot-checks": {
        "night": "抽查日期 检查日期 督查日期",
        "checked_at": "时间 检查时间 督查时间",
        "checked_by": "检查人 督查人 抽查人员 检查人员 督查人员",
        "result": "抽查情况 在岗情况 督查结果 检查结果",
    },
    "publicity-turns": {"week": "周别 轮训周 宣传周"},
    "key-group-counts": {
        "month": "统计月份 时间 统计日期",
        "category": "人员类别 重点人员类别 人员类型",
        "total": "人数 总人数 底数 人员总数 在册人数 在册数",
        "managed": "管控人数 已管控人数 帮扶人数 已帮扶 管控帮扶数 落实管控 已落实管控",
    },
    "incident-counts": {
        "month": "时间 统计时间",
        "alarms": "接警数 接警 报警数 警情总数 110警情",
        "frauds": "电信诈骗起数 诈骗起数 电诈案件 电诈发案 电信网络诈骗 电诈案件数",
        "fraud_loss": "损失 损失金额 诈骗损失 涉案金额 被骗金额 电诈损失金额",
        "thefts": "盗窃案 盗窃数 盗窃案件数 入室盗窃",
        "killings": "命案数 命案起数",
        "bypassing": "越级上访人次 越级访人次 越级上访数",
        "unlawful": "非访人次 非正常上访 非法上访人次",
    },
    "grids": {
        "name": "网格名 网格编号 网格号",
        "range": "辖区范围 覆盖范围 网格区域 区域",
        "households": "网格户数 管辖户数 覆盖户数 辖区户数",
    },
    "grid-counts": {
        "month": "时间 月度",
        "grid": "网格名 网格编号 网格号",
        "visits": "走访户 走访群众 走访群众户数 入户数 走访 巡查走访数",
        "reported": "上报 上报信息 上报问题 上报信息数 上报事件数 事件数 采集事件",
        "handled": "办结事件 处置数 办结件 已办结",
        "in_time": "按期 按时 按时办结 按时办结数 及时办结数 按期办结件数",
    },
    "trouble-spots": {
        "name": "地区 重点部位名称 重点地区名称 治安重点部位",
        "problem": "突出治安问题 治安问题 主要治安问题 治安突出问题",
        "level": "级别 挂牌级别 督办级别",
        "listed_on": "列入日期 确定日期",
        "measure": "工作措施 措施",
    },
    "meetings": {
        "held_on": "时间 召开时间",
        "kind": "类型 会议性质",
        "topic": "会议内容 主要议题 研究内容 会议主要内容",
        "place": "会议地址 召开地点",
        "chaired_by": "主持 主持人员 主持领导",
        "present": "参会人员 参加人员 与会单位 出席单位 参会部门",
        "absent": "缺席 请假单位 未到会单位",
    },
    "meeting-decisions": {
        "meeting_id": "会议名称 会议日期",
        "text": "决议 决议事项 会议决议 决定内容 事项 议定内容 工作事项",
        "due_on": "时限 完成日期 要求完成日期 落实时限",
        "result": "完成情况 进展情况 办理情况",
        "done_on": "完成日期 办结日期",
    },
    "polls": {
        "level": "调查级别 组织层级",
        "from_on": "起始日期 开始时间",
        "until_on": "截止日期 结束时间",
    },
    "poll-results": {
        "sample": "样本量 有效样本量 有效问卷 调查人数 有效问卷数",
        "safe": "感到安全人数 安全人数",
        "satisfied": "满意人数 满意",
        "aware": "知晓人数",
        "took_part": "参与人数",
    },
    "villages": {
        "kind": "类型 性质",
        "households": "总户数 户籍户数 农户数",
        "population": "总人口 总人数 人口总数 户籍人口",
    },
    "officers": {
        "role": "岗位 职务名称 任职 身份",
        "name": "人员姓名 责任人 责任人姓名",
        "from_on": "任职日期 任职时间 上任日期",
        "until_on": "离任日期 离职日期",
    },
    "units": {
        "aliases": "简称 又名 曾用名 单位简称",
        "leader": "主要负责人 单位负责人 领导",
        "liaison": "联系人 联络人 经办人",
        "landline": "固定电话 座机 办公电话",
    },
    "checklist-items": {"text": "检查要点 检查标准 内容 检查事项"},
}  # fmt: skip


@cache
def general_words(kind: str) -> Mapping[str, Sequence[str]]:
    """By field the headings of other offices' forms, the likeliest first."""
    return {each.name: tuple(_words(kind, each)) for each in records.fields_for(kind)}


@cache
def _ranks(kind: str) -> Mapping[str, Mapping[str, int]]:
    """By field the keys of its words, each with its place."""
    return {
        name: {bare_key(word): at for at, word in reversed([*enumerate(words)])}
        for name, words in general_words(kind).items()
    }


def _words(kind: str, each: Field) -> Iterator[str]:
    own = SYNONYMS.get(kind, {}).get(each.name, ())
    more = _MORE.get(kind, {}).get(each.name, "").split()
    if each.refers_to == "villages" and each.name in ("village_id",):
        more += _VILLAGE
    elif each.refers_to == "units" and each.name == "unit_id":
        more += _UNIT
    elif each.name == "phone":
        more += _PHONE
    elif each.name == "remark":
        more += _REMARK
    for word in dict.fromkeys((each.label, *own, *more)):
        for said in dict.fromkeys(_turned(word, each)):
            yield said
            for noun in _NOUNS.get(kind, "").split():
                yield f"{noun}{said}"
                if said.startswith(noun) and len(said) > len(noun) + 1:
                    yield said.removeprefix(noun)


def _turned(word: str, each: Field) -> Iterator[str]:
    """排查日期, 排查时间; 整改期限, 整改时限; 纠纷类别, 纠纷类型; 走访, 走访数, 走访户数."""
    yield word
    turns = (("日期", "时间"), ("时间", "日期"), ("期限", "时限"), ("时限", "期限"),
             ("类别", "类型"), ("类型", "类别"), ("类别", "分类"))  # fmt: skip
    for one, other in turns:
        if word.endswith(one):
            yield f"{word.removesuffix(one)}{other}"
    if each.kind is Kind.DATE and word.endswith(("期限", "时限")):
        yield f"{word[:-2]}截止日期"
    if each.kind in (Kind.INTEGER, Kind.DECIMAL):
        yield f"{word}数"
        yield f"{word}数量"
        if each.unit:
            yield f"{word}{each.unit[0]}数"
    if each.kind is Kind.FLAG:
        yield f"是否{word}"


def matched_columns(
    kind: str, sheet: SheetRows, by_hand: Mapping[str, str] | None = None
) -> tuple[Matched, dict[str, str]]:
    """Which heading is which field, and those among them that only the words of others tell."""
    known = records.fields_for(kind)
    matched = match_header(sheet.header, known, SYNONYMS.get(kind, {}), by_hand)
    more = _more_columns(kind, sheet, matched, by_hand or {})
    if more:
        matched = replace(
            matched,
            by_field={**matched.by_field, **more},
            unknown=tuple(each for each in matched.unknown if each not in more.values()),
            missing=tuple(each for each in matched.missing if each.name not in more),
        )
    return matched, more


def _more_columns(
    kind: str, sheet: SheetRows, matched: Matched, by_hand: Collection[str]
) -> dict[str, str]:
    """Headers for fields that have none so far, by the words of other offices (field → header).

    A column is taken only when half of what stands in it can be read as the field; where a word may
    mean two fields, one that is read goes before a text, a likelier word before another.
    """
    taken = {*matched.by_field, *matched.doubled}
    pairs: list[tuple[bool, int, str, str]] = []
    for each in records.fields_for(kind):
        if each.name in taken:
            continue
        ranks = _ranks(kind)[each.name]
        for label in matched.unknown:
            rank = ranks.get(bare_key(simplified(label)))
            if rank is not None and label not in by_hand and _fits(kind, each, sheet, label):
                pairs.append((each.kind in _TEXTS, rank, each.name, label))
    found: dict[str, str] = {}
    for _text, _rank, name, label in sorted(pairs):
        if name not in found and label not in found.values():
            found[name] = label
    wanted = {each.name for each in matched.missing} | {"village_id"}
    for each in records.fields_for(kind):
        if each.name in wanted - taken - found.keys():
            heads = [h for h in matched.unknown if h not in by_hand and h not in found.values()]
            if label := _last_resort(kind, each, sheet, heads):
                found[each.name] = label
    return dict(sorted(found.items(), key=lambda each: sheet.header.index(each[1])))


def _last_resort(kind: str, each: Field, sheet: SheetRows, heads: Sequence[str]) -> str:
    """The one column that may be a required field: by what stands in it, or by how its head ends.

    Villages are known by their names (单位, 地点); 未开展原因 ends as 原因 does. Days and numbers are
    told apart by the words before (办结日期), so they are never taken so.
    """
    if each.refers_to == "villages":
        found = [label for label in heads if _are_villages(sheet, label)]
    elif each.kind in (*_TEXTS, Kind.CHOICE):
        ends = tuple(word for word in (each.label, *SYNONYMS.get(kind, {}).get(each.name, ())))
        ends = tuple(bare_key(word) for word in ends if len(word) > 1)
        found = [
            label
            for label in heads
            if bare_key(simplified(label)).endswith(ends) and _fits(kind, each, sheet, label)
        ]
    else:
        found = []
    return found[0] if len(found) == 1 else ""


def _are_villages(sheet: SheetRows, label: str) -> bool:
    """Whether most of what stands in a column are names of villages."""
    said = [str(row.values[label]).strip() for row in sheet.rows if not blank(row.values[label])]
    named = sum(_VILLAGE_NAME.fullmatch(simplified(each)) is not None for each in said[:_TRIED])
    return bool(said) and named * 5 >= len(said[:_TRIED]) * 4


def _fits(kind: str, each: Field, sheet: SheetRows, label: str) -> bool:
    """Whether at least half of a column can be read as a field, or is asked about."""
    if each.kind in (*_TEXTS, Kind.NAMES, Kind.REFERENCE):
        return True
    words = CHOICE_WORDS.get((kind, each.name), {})
    filled = (row.values.get(label) for row in sheet.rows)
    tried = list(islice((value for value in filled if not blank(value)), _TRIED))
    readable = 0
    for value in tried:
        if each.kind is Kind.TIME and two_times(value) is not None:
            readable += 1
            continue
        try:
            fields.read(each, words.get(str(value).strip(), value), today=_ANY_DAY)
        except Invalid as problem:
            readable += bool(problem.offers) or says_none(each, value)
        else:
            readable += 1
    return readable * 2 >= len(tried)
