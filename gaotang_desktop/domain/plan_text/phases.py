"""Phases of a plan (阶段划分, 实施步骤, 时间安排): how it goes on in time, not what is to be done."""

import calendar
import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from gaotang_desktop.domain.plan_text.deadlines import read_deadline
from gaotang_desktop.domain.plan_text.lines import Line
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
    rf"(?P<from>{_DAY}) ?(?:起|开始)?[,，]? ?(?:至|到|-+|—+|–+|~|～|－+|一) ?(?P<to>(?:次年|翌年|来年|第二年)? ?{_DAY}|\d{{1,2}} ?[日号])(?:止|底|前|结束)?"
)
_BESIDE = re.compile(r"\)?[、,和及](?:[\u4e00-\u9fff]{1,8}\(|[春夏秋冬]季)?")
_SINGLE = re.compile(rf"(?:次年|翌年|来年|第二年)? ?{_DAY}(?:之?前|底|份)?")


def is_phase_section(heading: str) -> bool:
    """Whether a heading is about time: 实施步骤, 阶段划分, 时间安排."""
    return PHASE_SECTION.search(heading) is not None


def is_phase(heading: str, text: str) -> bool:
    """Whether a numbered line is a phase: its heading says 阶段, or begins as phases do and has dates."""
    return "阶段" in heading or (
        _PHASE.search(heading) is not None and _RANGE.search(fold(text[:80])) is not None
    )


def is_phase_with_points(heading: str, text: str, points: Sequence[tuple[str, str]]) -> bool:
    """Whether a piece is a phase itself and what stands below it, by heading and text, are its points."""
    return is_phase(heading, text) and not any(is_phase(*point) for point in points)


def phase_dates(
    text: str, year: int | None, span: YearSpan | None = None, before: date | None = None
) -> tuple[date | None, date | None, str]:
    """First and last day of a phase as its words say, where they do, and these words.

    Phases go on in time: where no year is written, one whose month lies before ``before``, a
    day of the phase in front of it, is of the year after.
    """
    folded = fold(
        text.partition("\n")[0] if _RANGE.search(fold(text.partition("\n")[0])) else text[:200]
    )
    if before is not None and not (span and span.first <= before <= span.last):
        year, span = before.year, None
    hit = _RANGE.search(folded)
    if not hit:
        single = _SINGLE.search(folded[:80])
        if not single:
            return None, None, ""
        words = single.group()
        day = _NEXT_YEAR.sub("", words).strip()
        if day != words.strip() and year is not None and before is None:
            year, span = year + 1, None
        last = _later(read_deadline(day, year, span).on, day, before)
        if re.match(r" ?(?:日|号)? ?(?:起|以后|之后|开始)", folded[single.end() :]):
            return last, None, words + "起"
        whole = re.fullmatch(r"(?:\d{4} ?年)? ?\d{1,2} ?月(?:份|[上中下]旬)?", day)
        return (_begins(last, day) if last and whole else None), last, words
    first = read_deadline(hit["from"], year, span).on if re.search(r"\d", hit["from"]) else None
    words = hit.group()
    while (more := _RANGE.search(folded, hit.end())) and _BESIDE.fullmatch(
        folded[hit.end() : more.start()]
    ):
        # 夏季（6月5日—6月30日）、秋季（10月1日—10月31日): a phase of two stretches ends with the second.
        hit, words = more, words + folded[hit.end() : more.end()]
    last = _last_day(hit, year, span)
    if first is not None and not re.search(r"[日号底末]|[./-]\d+[./-]", hit["from"]):
        first = _begins(first, hit["from"])
    if first is not None and not _YEAR.search(hit["from"]):
        first = _later(first, hit["from"], before)
        if last is not None and _YEAR.search(hit["to"]) and first is not None:
            # 12月1日至2026年2月底 begins in the year before.
            first = _in_year(first, last.year - (first.month > last.month))
    if last is not None and not _YEAR.search(hit["to"]):
        last = _later(last, hit["to"], first or before)
    return first, last, words


def _begins(last: date, words: str) -> date:
    """The first day of a month, or of its third, of which the last is given."""
    third = re.search("[上中下]旬", words)
    return last.replace(day={"上": 1, "中": 11, "下": 21}[third.group()[0]] if third else 1)


_NEXT_YEAR = re.compile(r"(?:次年|翌年|来年|第二年) ?")
_YEAR = re.compile(r"\d{4}")


def _last_day(hit: re.Match[str], year: int | None, span: YearSpan | None) -> date | None:
    """The day behind 至, which may be one of the month before it: 6月1日至30日."""
    to = _NEXT_YEAR.sub("", hit["to"])
    whole = hit.group().replace(hit["to"], to) if to != hit["to"] else hit.group()
    if re.search("月|[./-]", to):
        written = _YEAR.search(hit["from"])
        own = _YEAR.search(to)
        year, span = (int(written.group()), None) if written and not own else (year, span)
        return read_deadline(to, year, span).on
    return read_deadline(whole, year, span).on or read_deadline(to, year, span).on


def _later(day: date | None, words: str, before: date | None) -> date | None:
    """The day, of the next year where it is written without one and its month is over."""
    if day is None or before is None or _YEAR.search(words):
        return day
    if (day.year, day.month) < (before.year, before.month):
        return _in_year(day, before.year + (day.month < before.month))
    return day


def _in_year(day: date, year: int) -> date:
    end = day.month == 2 and day.day >= 28
    return day.replace(year=year, day=calendar.monthrange(year, 2)[1] if end else day.day)


_PIECE_ENDS = re.compile(r"[；;。]\s*|(?<=[)）])[、，,]\s*|[，,]\s*(?=(?:\d{4} ?年 ?)?\d{1,2} ?月)")
_BEGINS_WITH_DATES = re.compile(rf"\s*(?:从|自)?(?:{_RANGE.pattern}|{_SINGLE.pattern}) ?[:,为是]?")


_LONGEST = 2000
_WHEN = re.compile(r"时间(?:安排)?[：:][^。；;]*$")
_BRACKET = re.compile("[(（]")
_NUMBERED = re.compile(
    r"\s*(?:\d{1,2}[.．、](?!\d)|[①-⑳]|[(（][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六]是)\s*"
)


def dated_pieces(line: Line) -> list[Line]:
    """The phases that run on in one line, 自查（3月）；检查（4月—5月）；总结（6月）; else the line itself."""
    cuts: list[int] = []
    start = 0
    if len(line.raw) > _LONGEST:
        return [line]
    lead_in = re.search(r"[：:]\s*(?=\S)", line.raw)
    if lead_in and not _BRACKET.search(line.raw[: lead_in.start()]):
        rest = line.raw[lead_in.end() :]
        named = [_names_phase(piece) for piece in _PIECE_ENDS.split(rest)]
        if sum(named) > 1 and named[0]:
            # …分三个阶段：1.自查（3月）；2.检查（4月）: what all have in common stands in front.
            start = lead_in.end()
            cuts.append(start)
    for hit in _PIECE_ENDS.finditer(line.raw, start):
        if hit.group()[0] in "、，," and _WHEN.search(line.raw[start : hit.start()]):
            continue  # 时间：夏季（5月30日—6月4日）、秋季（9月20日—9月30日）: two stretches of one phase.
        piece = line.raw[hit.end() :]
        if _names_phase(line.raw[start : hit.start()]) and _names_phase(
            _PIECE_ENDS.split(piece, maxsplit=1)[0]
        ):
            cuts.append(hit.end())
        start = hit.end()
    edges = [0, *cuts, len(line.raw)]
    return [line.part(a, b) for a, b in pairwise(edges)] if cuts else [line]


def _names_phase(piece: str) -> bool:
    """Whether the words are a name with dates in brackets, or dates with a name: 3月1日至5日为自查期."""
    words = fold(_without_number(piece).strip())
    named = re.match(r"[^()]{2,24}\(([^()]{2,40})\)", words)
    if named:
        inner = named.group(1)
        return _RANGE.search(inner) is not None or _SINGLE.match(inner) is not None
    dated = _BEGINS_WITH_DATES.match(words)
    return dated is not None and len(words) - dated.end() >= 2


def _without_number(text: str) -> str:
    hit = _NUMBERED.match(text)
    return text[hit.end() :] if hit else text


def is_dates_only(text: str) -> bool:
    """Whether the words say from when to when and nothing else."""
    folded = fold(text).strip(" 。;,")
    hit = _BEGINS_WITH_DATES.match(folded)
    return hit is not None and not re.search(r"\w", folded[hit.end() :])


def without_dates(heading: str) -> str:
    """The name of a phase whose dates stand in front: 4月1日至30日为准备期 is 准备期."""
    heading = _without_number(heading)
    hit = _BEGINS_WITH_DATES.match(fold(heading))
    rest = heading[hit.end() :].strip(" ：:，,为是") if hit else ""
    return rest if len(rest) > 1 else heading
