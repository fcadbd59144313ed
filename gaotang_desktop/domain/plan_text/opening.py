"""The opening of a plan: document number, title, year and the time it covers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.plan_text.lines import Line, chinese_number
from gaotang_desktop.domain.plan_text.page_words import stated_date, stated_number
from gaotang_desktop.domain.plan_text.pieces import PlanWarning
from gaotang_desktop.domain.plan_text.year_spans import YearSpan, span_in
from gaotang_desktop.domain.units import fold

_YEAR = "[〇○零一二三四五六七八九]{4}|\\d{4}"
_COUNT = "\\d{1,2}|[一二三四五六七八九十]{1,3}"
_NUMBER = re.compile(
    r"\(?(?:(?:发文字号|文号|编号) ?[:] ?)?(?P<office>[^\W\d_][^\W_]{0,14}?) ?[〔\[【(〖{] ?"
    rf"(?P<year>{_YEAR}) ?年?[〕\]】)〗}}] ?第? ?(?P<serial>\d{{1,5}}|[一二三四五六七八九十百〇○零]{{1,5}}) ?号"
)
_BESIDE_NUMBER = re.compile(rf"(?: ?签发人.*| ?[★☆*].*| (?:{_YEAR}) ?年.{{2,8}}日)?\)?")
_TITLE_END = re.compile(
    r"(?:方案|预案|计划|要点|规划|意见|办法|细则|措施|安排|清单|部署|分工|分工表|分解表|任务表|任务书|台[账帐])"
    r"(?: ?\((?:试行|暂行|征求意见稿|讨论稿|送审稿|草案|节选|\d{4}年?(?:\d{1,2}月)?(?: ?[-—–~至]+ ?\d{4}年?)?度?版?)\))?[》”]? ?[|｜]?$"
)
_NOTICE_END = re.compile(r"的?(?:通知|通报|函|决定)$")
DATE_LINE = re.compile(
    rf"\(?(?:{_YEAR}) ?[年./-] ?[\d一二三四五六七八九十]{{1,3}} ?[月./-][^,。]{{0,8}}$"
)
_NOT_A_TITLE = re.compile(
    r"[。;:,!?]$|文件$|^[\u4e00-\u9fff]{2,8} ?: ?\S|^附 ?[件表] ?[\d一二三四五六七八九十]{0,3}$|^\(.*\)$|^[\W_]+$|^(?:填报|填表|制表|编制|报送|制定)(?:单位|部门|人|日期|时间) ?:|签发人|^(?:机密|秘密|特急|加急|急件)"
)
OFFICE = re.compile(r"(?:政府|办公室|委员会|中心|党委|领导小组|指挥部|专班|[局所部办])$")
# Issued in December for the weeks around new year: 12月20日前 is of the year of issue.
_TURN_OF_YEAR = re.compile("元旦|春节|两节|岁末年初|冬春|今冬明春|冬季")
_STAMPED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_LONGEST_TITLE_LINE = 60


# What a web page makes of 高办〔2024〕9号: brackets or 号 are gone.
_DAMAGED = re.compile(
    r"\(?(?P<office>[\u4e00-\u9fff]{2,14}?)(?:第)? ?(?:[〔\[【(〖{]? ?(?P<year>20\d\d) ?年?[〕\]】)〗}]?) ?第?"
    r" ?(?P<serial>\d{1,4}) ?号?\)?"
)


@dataclass(frozen=True)
class Opening:
    """What the opening says; empty or None where it does not.

    ``suggested`` is what a number that the web damaged may have been; it is never taken silently.
    """

    number: str
    suggested: str
    title: str
    year: int | None
    span: YearSpan | None
    warnings: tuple[PlanWarning, ...]


def read_opening(
    lines: Sequence[Line],
    signature: Sequence[Line] = (),
    page: Sequence[Line] = (),
    headings: Sequence[Line] = (),
    body: Sequence[Line] = (),
) -> Opening:
    """Read the lines before the first numbered one.

    ``signature`` may have the only date, ``page`` (the words of a web page) the only whole number,
    ``headings`` are the first lines of what follows, which may say what time the plan covers;
    where nothing says the year, the spans of days in its ``body`` may.
    """
    warnings: list[PlanWarning] = []
    hits = [(line, hit) for line in lines if (hit := _number_in(line))]
    hits = [*((line, hit) for line in page if (hit := _NUMBER.match(stated_number(line)))), *hits]
    number, issued, suggested = "", None, ""
    damaged = [line for line in lines if _is_damaged(line, hits)]
    if hits:
        number, issued = _canonical(hits[0][1])
        for line, hit in hits[1:]:
            if _canonical(hit)[0] != number:
                words = f"另有一个发文字号“{hit.group().strip()}”，按“{number}”读入，请核对。"
                warnings.append(PlanWarning(line.number, words))
    elif damaged or (loose := [line for line in page if _DAMAGED.fullmatch(stated_number(line))]):
        line = damaged[0] if damaged else loose[0]
        written = line.text if damaged else stated_number(line)
        hit = _DAMAGED.fullmatch(fold(written))
        suggested = _canonical(hit)[0] if hit else ""
        words = (
            f"“{written}”像是缺了括号或“号”字的发文字号，可能是“{suggested}”，请核对后自行填写。"
        )
        warnings.append(PlanWarning(line.number, words))
        issued = int(hit["year"]) if hit else None
    else:
        warnings.append(
            PlanWarning(_first(lines), "没有找到发文字号，如“某办〔2022〕99号”，请自行填写。")
        )
    numbered = {line.number for line, _ in hits} | {line.number for line in damaged}
    title, title_warnings = _title(lines, numbered)
    day = _day_of_issue([*lines, *signature, *page])
    year, year_warnings = _year(lines, signature, page, title, issued, body)
    span = _narrowed(_span(lines, headings, title, day, body), body)
    if span is None and day and year == day.year + 1 and _TURN_OF_YEAR.search(title):
        span = YearSpan(day.replace(day=1), date(year, 12, 31))
    return Opening(
        number, suggested, title, year, span, (*warnings, *title_warnings, *year_warnings)
    )


def _narrowed(span: YearSpan | None, body: Sequence[Line]) -> YearSpan | None:
    """2025—2026年 is as long as the text says by months: 2025年11月25日至2026年3月31日."""
    if span is None:
        return None
    years = (span.first.year, span.last.year)
    said = (span_in(line.text) for line in body if "月" in line.text)
    return next(
        (each for each in said if each and (each.first.year, each.last.year) == years), span
    )


def _is_damaged(line: Line, hits: Sequence[tuple[Line, re.Match[str]]]) -> bool:
    hit = _DAMAGED.fullmatch(line.folded)
    return hit is not None and not any(line is each for each, _ in hits)


def _span(
    lines: Sequence[Line],
    headings: Sequence[Line],
    title: str,
    day: date | None,
    body: Sequence[Line],
) -> YearSpan | None:
    """The time that the title, the opening words or a heading state, or lines that say nothing else."""
    for text in (title, *(line.text for line in lines), *(line.text for line in headings)):
        if (span := span_in(text, day)) and span.first.year != span.last.year:
            return span
    # 一、行动时间 over 2025年11月20日至2026年2月10日。
    said = [
        span
        for line in body
        if _SPAN_ALONE.fullmatch(line.folded) and (span := span_in(line.text, day))
    ]
    whole = YearSpan(min(e.first for e in said), max(e.last for e in said)) if said else None
    return whole if whole and whole.first.year != whole.last.year else None


_SPAN_ALONE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}(?:时间|期限)[为:]?)?[(]?[从自]?20\d\d ?[年./-][\d年月日号起止上中下旬底初末至到~～—–./\- ]{4,36}[)]?[。;]?"
)


def _day_of_issue(lines: Sequence[Line]) -> date | None:
    for line in lines:
        words = line.folded if DATE_LINE.match(line.folded) else stated_date(line)
        if (day := _day(words)) is not None:
            return day
    return None


def _day(words: str) -> date | None:
    """2024年3月5日, 二〇二四年三月五日 or 2024-03-05 as a day."""
    hit = re.search(
        rf"({_YEAR}) ?[年./-] ?({_COUNT}) ?[月./-] ?({_COUNT})",
        words,
    )
    if not hit:
        return None
    year, month, of_month = (
        int(part) if part.isdecimal() else chinese_number(part) for part in hit.groups()
    )
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def _first(lines: Sequence[Line]) -> int:
    return lines[0].number if lines else 1


def _number_in(line: Line) -> re.Match[str] | None:
    hit = _NUMBER.match(line.folded)
    return hit if hit and _BESIDE_NUMBER.fullmatch(line.folded, hit.end()) else None


def _canonical(hit: re.Match[str]) -> tuple[str, int]:
    """The form of GB/T 9704-2012 7.2.5: full year in 〔〕, no 第, no leading zeros."""
    written = hit["year"]
    year = int(written) if written.isdecimal() else chinese_number(written)
    serial = hit["serial"]
    count = int(serial) if serial.isdecimal() else chinese_number(serial)
    return f"{hit['office'].strip()}〔{year}〕{count}号", year


def is_title(line: Line) -> bool:
    """Whether a line ends as the titles of plans and notices do."""
    return bool(_TITLE_END.search(line.folded) or _NOTICE_END.search(line.text))


def _title(lines: Sequence[Line], numbered: set[int]) -> tuple[str, list[PlanWarning]]:
    groups = _title_groups(lines, numbered)
    texts = [(group[0].number, _without_blanks(group)) for group in groups]
    plans = [text for text in texts if _TITLE_END.search(fold(text[1]))]
    notices = [text for text in texts if _NOTICE_END.search(text[1])]
    first = _first(lines)
    if plans:
        line, title = plans[-1]
        others = {text for _, text in plans} - {title}
        if others:
            named = "、".join(f"“{text}”" for text in sorted(others))
            return title, [PlanWarning(line, f"另有像标题的文字{named}，按“{title}”读入，请核对。")]
        return title, []
    if notices:
        return _announced(notices[-1][1]), []
    if len(texts) == 1:
        line, title = texts[0]
        return title, [PlanWarning(line, f"标题“{title}”不像方案的标题，请核对。")]
    return "", [PlanWarning(first, "没有找到方案的标题，请自行填写。")]


def _announced(notice: str) -> str:
    """The plan that a notice announces, 关于印发《某方案》的通知; else the title of the notice."""
    hit = re.search(
        r"(?:印发|下发|发布|公布|转发)(?P<name>.{4,}?)的?(?:通知|通报|函|决定)$", notice
    )
    name = hit["name"] if hit else ""
    if name.startswith("《") and name.endswith("》"):
        name = name[1:-1]
    balanced = name.count("《") == name.count("》")
    return name if balanced and name and _TITLE_END.search(fold(name)) else notice


def _without_blanks(lines: Sequence[Line]) -> str:
    """A title without the blanks that spread it over the line; Latin words stay apart."""
    text = "".join(line.text.strip("|｜ ") for line in lines)
    return re.sub(r"(?<![A-Za-z]) | (?![A-Za-z])", "", text)


def _title_groups(lines: Sequence[Line], numbered: set[int]) -> list[list[Line]]:
    """Runs of short lines without sentence ends, as titles are set."""
    groups: list[list[Line]] = []
    current: list[Line] = []
    for line in lines:
        usable = (
            line.number not in numbered
            and "\t" not in line.raw.strip()
            and len(line.text) <= _LONGEST_TITLE_LINE
            and not _NOT_A_TITLE.search(line.folded)
            and not DATE_LINE.match(line.folded)
            and not _STAMPED.search(line.folded)
        )
        # A blank line inside a title is a slip; behind the name of the office it ends the head.
        gap = (
            bool(current)
            and line.number > current[-1].number + 1
            and OFFICE.search(current[-1].text) is not None
        )
        # 某镇综治办 over 某镇2026年…方案: the office is no part of a title that names the town anew.
        gap |= (
            bool(current)
            and OFFICE.search(current[-1].text) is not None
            and _TITLE_END.search(line.folded) is not None
            and line.text[:2] == current[0].text[:2]
        )
        complete = bool(current) and (
            _TITLE_END.search(current[-1].folded) or _NOTICE_END.search(current[-1].text)
        )
        if current and (not usable or complete or gap):
            groups.append(current)
            current = []
        if usable:
            current.append(line)
    return [*groups, current] if current else groups


# 制定本行动计划（2024—2026年）: the plan of that name itself, where others stand in 《》.
_PLAN_OF_YEARS = re.compile(
    r"(?:本|此|该|如下)[^。;,]{0,8}(?:方案|计划|规划|要点|意见)\((20\d\d) ?年?(?:[-—–~至到]+ ?20\d\d ?年?度?)?\)"
)
NO_YEAR = "没有找到方案的年份，请自行填写。"


def _year(
    lines: Sequence[Line],
    signature: Sequence[Line],
    page: Sequence[Line],
    title: str,
    issued: int | None,
    body: Sequence[Line],
) -> tuple[int | None, list[PlanWarning]]:
    """The plan's year: that of its title, else of its number, of a date line, of its first words."""
    first = _first(lines)
    over_years = span_in(title)
    in_title = re.search(rf"({_YEAR}) ?(?:年|(?=[-—~至]))", fold(title))
    if in_title:
        written = in_title.group(1)
        year = int(written) if written.isdecimal() else chinese_number(written)
        if over_years is not None and over_years.first.year <= year <= over_years.last.year:
            year = over_years.first.year
            if issued is not None and year <= issued <= over_years.last.year:
                year = issued
        if issued is not None and issued != year:
            words = f"标题写{year}年，发文字号是{issued}年，按{year}年读入，请核对。"
            return year, [PlanWarning(first, words)]
        return year, []
    if issued is not None:
        return issued, []
    for line in [*lines, *signature]:
        if DATE_LINE.match(line.folded) and (hit := re.search(_YEAR, line.folded)):
            return _stated(hit.group(), line)
    for line in page:
        if (hit := re.search(r"20\d\d", stated_date(line))) is not None:
            return _stated(hit.group(), line)
    for line in lines:
        if hit := re.fullmatch(rf"\(({_YEAR}) ?(?:年度?|版)*\)", line.folded):
            return _stated(hit.group(1), line)
        if hit := _PLAN_OF_YEARS.search(re.sub("《.*?》", "", line.folded)):
            return _stated(hit.group(1), line)
        bare = re.sub(r"^\((.*)\)$", r"\1", line.folded)
        words = re.sub(r"《.*?》|[(〔\[].*?[)〕\]]|20\d\d年(?:以来|以前|之前|度?全年)", "", bare)
        if (span := span_in(words)) is not None:
            return _stated(str(span.first.year), line)
        found = set(re.findall(r"(20\d\d) ?年", words))
        if len(found) == 1:
            return _stated(found.pop(), line)
    spans = [(span.first.year, line) for line in body if (span := span_in(line.text)) is not None]
    if spans:
        year, line = min(spans, key=lambda each: each[0])
        return _stated(str(year), line)
    dated = [(year, line) for line in body for year in _years_of_days(line)]
    begins = [(year, line) for year, line in dated if _BEGINS.search(line.folded)]
    years = {year for year, _ in begins or dated}
    if len(years) == 1:
        return _stated(*(begins or dated)[0])
    return None, [PlanWarning(first, NO_YEAR)]


_BEGINS = re.compile(r"起(?:开始)?(?:施行|实施|执行|生效|试行)")


def _years_of_days(line: Line) -> list[str]:
    """The years of the days that a line names, without those of other papers and of what was."""
    words = re.sub(r"《.*?》|[〔\[].*?[〕\]]|[(][^)]*号[)]", "", line.folded)
    words = re.sub(r"(?:20\d\d ?年)(?:以来|以前|之前|度?全年)", "", words)
    return re.findall(r"(20\d\d) ?(?:年(?= ?\d{1,2} ?月)|[./-](?=\d{1,2}(?!\d)))", words)


def _stated(written: str, line: Line) -> tuple[int, list[PlanWarning]]:
    year = int(written) if written.isdecimal() else chinese_number(written)
    said = line.text if len(line.text) <= 30 else line.text[:30] + "…"
    return year, [PlanWarning(line.number, f"年份按“{said}”读为{year}年，请核对。")]
