"""What the heading of a column says about its cells, and how well a text fits a column."""

import re
from collections.abc import Sequence
from enum import Enum
from functools import cache, lru_cache

from gaotang_desktop.domain.plan_text.deadlines import is_time
from gaotang_desktop.domain.plan_text.lines import marker_of
from gaotang_desktop.domain.plan_text.whose.unit_names import is_list_of_people, unit_list
from gaotang_desktop.domain.units import fold


class Kind(Enum):
    """What a column of a table of tasks holds."""

    ORDINAL = "序号"
    GROUP = "类别"
    TASK = "任务"
    LEAD = "牵头"
    ANSWER = "责任"
    ASSIST = "配合"
    DEADLINE = "时限"
    PERSON = "人员"
    SHARE = "各村数"
    FIGURE = "各项数"
    OTHER = "其他"


UNITS = (Kind.LEAD, Kind.ANSWER, Kind.ASSIST)
NEVER_MERGED = (Kind.OTHER, Kind.PERSON, Kind.ORDINAL, Kind.SHARE, Kind.FIGURE)

_PLACE = r"(?:单位|部门|科室|站办所|办站所|站所|站办|办所|股室|处室|主体|方|机构|村居?|单位(?:及|和|、|/)责任人|单位\(?部门\)?|单位及部门)"
# The order decides: 责任领导 is a person, 牵头单位 no task, 完成时限 no completion.
_KINDS: tuple[tuple[Kind, str], ...] = (
    (Kind.ORDINAL, r"序号?|编号|№|no\.?|序次|项次|顺序"),
    (
        Kind.PERSON,
        r"(?!.*(?:单位|部门|科室|站所|站办)(?:及|和|与|、|/)).*(?:责任人|领导|联系人|联络员|负责人|联系电话|电话|带队|组长|干部|姓名|职务|责任人员)(?:及(?:联系)?(?:电话|方式))?",
    ),
    (Kind.LEAD, rf"(?:总?牵头|主办|主责|主管|主抓|牵头责任|牵头负责)(?:{_PLACE})?"),
    (
        Kind.ASSIST,
        rf"(?:主要)?(?:配合|协办|会办|协助|参与|参加|协同|协作|联动)(?:责任)?(?:{_PLACE})?",
    ),
    (
        Kind.ANSWER,
        rf"(?:主要|具体)?(?:责任|落实|承办|负责|实施|执行|包保|包[村片联抓案挂户]|包村包片|联系|联村|挂[点包]|帮扶|驻村|整改|检查|考核|考评|评分|评价|督导|督查|监督|验收)(?:责任)?{_PLACE}|责任分工|任务分工|(?:成员)?单位(?:名称)?|部门|单位(?:和|及|、|/)?部门|"
        r"责任|各?单位\(部门\)|牵头(?:及|和|、|/)(?:责任|配合)(?:单位|部门)|"
        r"(?:牵头|责任|配合|落实)(?:单位|部门)(?:及|和|与|、|/)(?:完成)?(?:时限|时间|期限)",
    ),
    (
        Kind.DEADLINE,
        r"(?:.*(?:时限|期限|时间|日期|时段|节点|频次|频率|周期|进度安排|时序))(?:要求|安排|节点)?|时间|月份|进度|完成情况时限",
    ),
    (
        Kind.OTHER,
        r"备注|说明|完成情况|进展(?:情况)?|落实情况|考核(?!项目|内容|事项|重点|指标|要点).*|分值|得分|评分.*|依据|来源|验收.*|销号.*|状态|经费.*|资金.*",
    ),
)
_STRONG = r"(?:重点|主要|工作|具体|目标|年度|整治|整改|专项|行动|分解)*(?:任务|事项)(?:名称|内容|分解|清单)?|重点工作|工作职责|主要职责|职责(?:任务|分工)?|任务措施|.*职责|.{0,6}(?:任务|事项)"
_MIDDLE = (
    r"(?:重点|存在的?|突出|主要|工作|检查|考核|考评|整治|建设|排查|活动|宣传|实施|治理|防控|防范|管控|巡查|巡逻|值守|攻坚|化解|包保|案件|信访|纠纷|矛盾|风险|诉求|基本|反映|反馈|交办)*"
    r"(?:项目|名称|行业|领域|行业名称|内容|重点|主题|问题|隐患|环节|部位|区域|对象|场所|类型|事由|案由|诉求|纠纷|案件|线索|风险点?)(?:名称)?|"
    r"工作|内容|任务要求"
)
_WEAK = r"(?:活动|宣传|检查|创建|考核|建设|年度|平安|具体|工作|主要|整改|整治|推进|落实|防范|治理)*(?:内容|方式|形式|措施|要求|目标|标准|做法|举措|指标|成效|路径|任务目标)(?:及要求|和要求|及标准)?|目标要求|工作目标|.*要求|.*措施|.*标准|.*目标"
_GROUP = (
    r"(?:.*类别|.*分类|村名|村别|村庄|(?:行政|所在|所属|涉及)?村(?:\(?(?:社区|居)\)?)?(?:名称?)?|社区(?:名称)?|"
    r".*板块|.*方面|.*大项|一级.*|.*领域|类型|大类|部分|所属.*|.*工程|任务类别)"
)


def plain(heading: str) -> str:
    """A heading without blanks and brackets at its end."""
    return re.sub(r"\((?:.{1,12})\)$", "", re.sub(r"\s+", "", fold(heading)).lower()) or heading


def kind_of(heading: str) -> Kind | None:
    """The kind that a heading names; None for one of what is to be done, or for none at all."""
    name = plain(heading)
    return next((kind for kind, pattern in _KINDS if re.fullmatch(pattern, name)), None)


_VILLAGE = re.compile(
    r"村(?:名|别|庄)|(?:行政|所在|所属|涉及)?村(?:\(?(?:社区|居)\)?)?(?:名称?)?|社区(?:名称)?"
)
_BEGINNING = re.compile(r"(?:计划|预计|工作)?(?:开始|启动|起始|开工|动工)(?:时间|日期|时限)")
_JUDGES = re.compile(r"(?:考核|考评|评分|评价|督导|督查|监督|验收|检查)(?:责任)?" + _PLACE)


def kinds_of(headings: Sequence[str]) -> list[Kind | None]:
    """The kinds of all headings: who judges (考核单位) is responsible only where nobody else is named, and
    a day to begin (开始时间) is a limit only where none to end is.
    """
    kinds = [kind_of(each) for each in headings]
    judges = [bool(_JUDGES.fullmatch(plain(each))) for each in headings]
    others = any(k in UNITS and not j for k, j in zip(kinds, judges, strict=True))
    if not any(k in UNITS for k in kinds) and any(rank_of(each) == 3 for each in headings):
        # 村名 | 整治任务 | 完成时限: where nobody else is named each village does its own.
        kinds = [
            Kind.ANSWER if k is None and _VILLAGE.fullmatch(plain(each)) else k
            for k, each in zip(kinds, headings, strict=True)
        ]
    shares = [k is None and is_share(each) for k, each in zip(kinds, headings, strict=True)]
    if sum(shares) > 1:
        kinds = [Kind.SHARE if one else k for k, one in zip(kinds, shares, strict=True)]
    begins = [bool(_BEGINNING.fullmatch(plain(each))) for each in headings]
    ends = any(k is Kind.DEADLINE and not b for k, b in zip(kinds, begins, strict=True))
    return [
        Kind.OTHER if (judge and others) or (begin and ends) else kind
        for kind, judge, begin in zip(kinds, judges, begins, strict=True)
    ]


# 东村 | 西村 over 320 | 280; 安置点 or 路段 is no village.
_SHARES = re.compile(
    r"(?!各|全|行政|所在|所属|涉及|每|本|责任).{1,6}(?:村|社区|居委会|村委会)|派出所|司法所|中心校"
)
_FIGURE = re.compile(r"(?:约|不少于|≥)?\d[\d,.]*(?:%|[\u4e00-\u9fffA-Za-z²/]{0,3})?|[√✓✔○●]")
_NONE = re.compile(r"[0/\\—\-–无\s]*")


def is_share(heading: str) -> bool:
    """Whether a heading is the name of a village, whose figures stand below it."""
    return _SHARES.fullmatch(plain(heading)) is not None


def is_village_column(heading: str) -> bool:
    """Whether the names of villages stand below a heading: 村名, 村（社区）."""
    return _VILLAGE.fullmatch(plain(heading)) is not None


def is_figure(cell: str) -> bool:
    """Whether a cell holds a figure, with its measure, or a tick."""
    return _FIGURE.fullmatch(fold(cell.strip())) is not None


def has_share(cell: str) -> bool:
    """Whether a cell below a village gives it a part of the task; 0 and — do not."""
    return _NONE.fullmatch(cell) is None


def opens(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row holds the headings of a table, also of one that gives villages their figures."""
    if is_head(cells):
        return True
    kinds = kinds_of(cells)
    shares = [at for at, kind in enumerate(kinds) if kind is Kind.SHARE]
    named = any(k is None and cell.strip() for k, cell in zip(kinds, cells, strict=True))
    if len(shares) < 2 or not named or any(len(plain(each)) > 14 for each in cells):
        return False
    row = below[0] if below else ()
    figures = [row[at] for at in shares if at < len(row) and has_share(row[at])]
    return bool(figures) and all(is_figure(each) for each in figures)


def rank_of(heading: str) -> int:
    """How surely a heading names what is to be done: 3 任务, 2 项目, 1 措施, 0 类别, -1 no heading."""
    name = plain(heading)
    if re.fullmatch(_STRONG, name):
        return 3
    if re.fullmatch(_GROUP, name):
        return 0
    if re.fullmatch(_MIDDLE, name) or (name.endswith(("名称", "项目", "内容")) and len(name) <= 10):
        return 2
    return 1 if re.fullmatch(_WEAK, name) else -1


def is_head(cells: Sequence[str]) -> bool:
    """Whether a row holds the headings of a table of tasks."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 2 or any(len(plain(cell)) > 14 or "。" in cell for cell in filled):
        return False
    kinds = kinds_of(filled)
    tasks = sum(
        kind is None and rank_of(cell) >= 0 for kind, cell in zip(kinds, filled, strict=True)
    )
    units = sum(kind in UNITS for kind in kinds)
    known = tasks + sum(kind is not None for kind in kinds)
    if units:
        # One heading of a kind that is not known may be the task's own: 检查行业名称.
        unknown = len(filled) - known
        return (tasks > 0 and unknown <= max(1, (len(filled) - 1) // 2)) or (
            unknown == 1 and len(filled) > 2
        )
    return tasks > 0 and Kind.DEADLINE in kinds and known == len(filled) and len(filled) >= 3


def fit(cell: str, kind: Kind | None) -> float:
    """How well a text reads as a cell of a column of that kind; below zero when badly."""
    text = cell.strip()
    if not text:
        return {Kind.ORDINAL: -4.0, Kind.LEAD: -1.2, Kind.ANSWER: -1.2, Kind.ASSIST: -0.4}.get(
            kind or Kind.OTHER, -0.6
        )
    if kind is Kind.ORDINAL:
        return 4.0 if is_ordinal(text) else -6.0
    if kind is Kind.DEADLINE:
        return 2.0 if all(_is_time(part) for part in text.split("\n")) else -1.0
    if kind is Kind.PERSON:
        return 1.0 if is_list_of_people(text) else -0.5
    if kind in UNITS:
        return 2.0 if _is_units(text) else -1.5
    if kind is Kind.SHARE:
        return 2.0 if _FIGURE.fullmatch(fold(text)) or not has_share(text) else -1.0
    return -1.0 if any(map(_is_no_deed, text.split("\n"))) or _is_units(text) else 1.0


# A cell is held against every column, alone and with those beside it, and stands in many rows.
@lru_cache(maxsize=4096)
def _is_units(text: str) -> bool:
    return text in ("/", "—", "-", "无") or bool(unit_list(text.replace("\n", "、"), lenient=True))


@lru_cache(maxsize=4096)
def _is_time(part: str) -> bool:
    return is_time(part)


@lru_cache(maxsize=4096)
def _is_no_deed(part: str) -> bool:
    """Whether a line is nothing but units, a number or a time."""
    return bool(unit_list(part)) or is_ordinal(part) or (len(part) < 12 and _is_time(part))


def place(texts: tuple[str, ...], kinds: tuple[Kind | None, ...]) -> list[str]:
    """Texts in order into columns in order, several in one where they must, at the best fit."""
    straight = len(texts) == len(kinds)
    if straight and all(fit(t, k) > 0 for t, k in zip(texts, kinds, strict=True)):
        return list(texts)

    @cache
    def best(at: int, column: int) -> tuple[float, tuple[int, ...]]:
        if column == len(kinds):
            return (0.0, ()) if at == len(texts) else (-1000.0, ())
        options: list[tuple[float, tuple[int, ...]]] = []
        for count in range(min(len(texts) - at, 6) + 1):
            cell = "\n".join(texts[at : at + count])
            score = fit(cell, kinds[column]) - 0.7 * max(0, count - 1)
            rest, counts = best(at + count, column + 1)
            options.append((score + rest, (count, *counts)))
        # Of equal fits the one that leaves out what stands in front: a merged group.
        return max(options, key=lambda option: (option[0], [-count for count in option[1]]))

    score, counts = best(0, 0)
    if score < -500:
        return []
    result, at = [], 0
    for count in counts:
        result.append("\n".join(texts[at : at + count]))
        at += count
    return result


def is_ordinal(text: str) -> bool:
    """Whether a cell holds the number of a row and nothing else."""
    folded = fold(text.strip())
    if re.fullmatch(r"\d{1,3} ?[.、]?|[①-⑳]", folded):
        return True
    mark = marker_of(folded)
    return bool(mark and mark.length >= len(folded)) or bool(
        re.fullmatch(r"[一二三四五六七八九十]{1,3}", folded)
    )
