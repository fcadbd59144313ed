"""Phases of a plan (阶段划分, 实施步骤, 时间安排): how it goes on in time, not what is to be done."""

import re
from datetime import date

from gaotang_desktop.domain.plan_text.deadlines import read_deadline
from gaotang_desktop.domain.plan_text.year_spans import YearSpan
from gaotang_desktop.domain.units import fold

PHASE_SECTION = re.compile(
    r"阶段|步骤|时间(?:安排|进度|表|步骤)|进度安排|实施进度|行动安排|日程安排|进程安排"
)
_PHASE = re.compile(
    r"阶段|^(?:宣传|动员|部署|发动|启动|准备|摸底|排查|自查|集中|组织实施|全面|整治|攻坚|推进|巩固|总结|验收|检查|评估|提升|"
    r"分段|督导|迎检|整改|落实|宣教|建章)"
)
_DAY = (
    r"(?:(?:\d{4} ?年)? ?\d{1,2} ?月 ?(?:\d{1,2} ?[日号]|[上中下]旬|[底初末])?|\d{4}[./-]\d{1,2}(?:[./-]\d{1,2})?|"
    r"即日起?|\d{1,2}[./]\d{1,2}|年[底末])"
)
_RANGE = re.compile(
    rf"(?P<from>{_DAY}) ?(?:起|开始)? ?(?:至|到|-+|—+|–+|~|～|－+|一) ?(?P<to>{_DAY}|\d{{1,2}} ?[日号])(?:止|底|前)?"
)
_SINGLE = re.compile(rf"{_DAY}(?:之?前|底|份)?")


def is_phase_section(heading: str) -> bool:
    """Whether a heading is about time: 实施步骤, 阶段划分, 时间安排."""
    return PHASE_SECTION.search(heading) is not None


def is_phase(heading: str, text: str) -> bool:
    """Whether a numbered line is a phase: its heading says 阶段, or begins as phases do and has dates."""
    return "阶段" in heading or (
        _PHASE.search(heading) is not None and _RANGE.search(fold(text[:80])) is not None
    )


def phase_dates(
    text: str, year: int | None, span: YearSpan | None = None
) -> tuple[date | None, date | None, str]:
    """First and last day of a phase as its words say, where they do, and these words."""
    folded = fold(
        text.partition("\n")[0] if _RANGE.search(fold(text.partition("\n")[0])) else text[:200]
    )
    hit = _RANGE.search(folded)
    if not hit:
        single = _SINGLE.search(folded[:80])
        if not single:
            return None, None, ""
        return None, read_deadline(single.group(), year, span).on, single.group()
    first = read_deadline(hit["from"], year, span).on if re.search(r"\d", hit["from"]) else None
    last = read_deadline(hit.group(), year, span).on or read_deadline(hit["to"], year, span).on
    if first is not None and not re.search(r"[日号旬底末初]|[./-]\d+[./-]", hit["from"]):
        first = first.replace(day=1)
    return first, last, hit.group()
