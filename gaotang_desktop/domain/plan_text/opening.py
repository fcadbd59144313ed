"""The opening of a plan: document number, title and year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gaotang_desktop.domain.plan_text.lines import Line, chinese_number
from gaotang_desktop.domain.plan_text.pieces import PlanWarning
from gaotang_desktop.domain.units import fold

_YEAR = "[〇○零一二三四五六七八九]{4}|\\d{4}"
_NUMBER = re.compile(
    r"\(?(?:(?:发文字号|文号|编号) ?[:] ?)?(?P<office>[^\W\d_][^\W_]{0,14}?) ?[〔\[【(〖{] ?"
    rf"(?P<year>{_YEAR}) ?年?[〕\]】)〗}}] ?第? ?(?P<serial>\d{{1,5}}) ?号"
)
_BESIDE_NUMBER = re.compile(rf"(?: ?签发人.*| ?[★☆*].*| (?:{_YEAR}) ?年.{{2,8}}日)?\)?")
_TITLE_END = re.compile(
    r"(?:方案|计划|要点|规划|意见|办法|细则|措施|安排|清单|部署|分工|分解表|任务书)"
    r"(?: ?\((?:试行|暂行|征求意见稿|讨论稿|送审稿|草案|\d{4}年?版?)\))?[》”]?$"
)
_NOTICE_END = re.compile(r"的?(?:通知|通报|函|决定)$")
DATE_LINE = re.compile(
    rf"\(?(?:{_YEAR}) ?[年.] ?[\d一二三四五六七八九十]{{1,3}} ?[月.][^,。]{{0,8}}$"
)
_NOT_A_TITLE = re.compile(
    r"[。;:,!?]$|文件$|^\(.*\)$|^[\W_]+$|签发人|^(?:机密|秘密|特急|加急|急件)"
)
OFFICE = re.compile(r"(?:政府|办公室|委员会|中心|党委|领导小组|指挥部|专班|[局所部办])$")
_LONGEST_TITLE_LINE = 60


@dataclass(frozen=True)
class Opening:
    """What the opening says; empty or None where it does not."""

    number: str
    title: str
    year: int | None
    warnings: tuple[PlanWarning, ...]


def read_opening(lines: Sequence[Line], signature: Sequence[Line] = ()) -> Opening:
    """Read the lines before the first numbered one; ``signature`` may have the only date."""
    warnings: list[PlanWarning] = []
    hits = [(line, hit) for line in lines if (hit := _number_in(line))]
    number, issued = "", None
    if hits:
        number, issued = _canonical(hits[0][1])
        for line, hit in hits[1:]:
            if _canonical(hit)[0] != number:
                words = f"另有一个发文字号“{hit.group().strip()}”，按“{number}”读入，请核对。"
                warnings.append(PlanWarning(line.number, words))
    else:
        warnings.append(
            PlanWarning(_first(lines), "没有找到发文字号，如“某办〔2022〕99号”，请自行填写。")
        )
    title, title_warnings = _title(lines, {line.number for line, _ in hits})
    year, year_warnings = _year([*lines, *signature], title, issued)
    return Opening(number, title, year, (*warnings, *title_warnings, *year_warnings))


def _first(lines: Sequence[Line]) -> int:
    return lines[0].number if lines else 1


def _number_in(line: Line) -> re.Match[str] | None:
    hit = _NUMBER.match(line.folded)
    return hit if hit and _BESIDE_NUMBER.fullmatch(line.folded, hit.end()) else None


def _canonical(hit: re.Match[str]) -> tuple[str, int]:
    """The form of GB/T 9704-2012 7.2.5: full year in 〔〕, no 第, no leading zeros."""
    written = hit["year"]
    year = int(written) if written.isdecimal() else chinese_number(written)
    return f"{hit['office'].strip()}〔{year}〕{int(hit['serial'])}号", year


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
        return notices[-1][1], []
    if len(texts) == 1:
        line, title = texts[0]
        return title, [PlanWarning(line, f"标题“{title}”不像方案的标题，请核对。")]
    return "", [PlanWarning(first, "没有找到方案的标题，请自行填写。")]


def _without_blanks(lines: Sequence[Line]) -> str:
    """A title without the blanks that spread it over the line; Latin words stay apart."""
    text = "".join(line.text for line in lines)
    return re.sub(r"(?<![A-Za-z]) | (?![A-Za-z])", "", text)


def _title_groups(lines: Sequence[Line], numbered: set[int]) -> list[list[Line]]:
    """Runs of short lines without sentence ends, as titles are set."""
    groups: list[list[Line]] = []
    current: list[Line] = []
    for line in lines:
        usable = (
            line.number not in numbered
            and len(line.text) <= _LONGEST_TITLE_LINE
            and not _NOT_A_TITLE.search(line.folded)
            and not DATE_LINE.match(line.folded)
        )
        # A blank line inside a title is a slip; behind the name of the office it ends the head.
        gap = (
            bool(current)
            and line.number > current[-1].number + 1
            and OFFICE.search(current[-1].text) is not None
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


def _year(
    lines: Sequence[Line], title: str, issued: int | None
) -> tuple[int | None, list[PlanWarning]]:
    """The plan's year: that of its title, else of its number, else of a date line."""
    first = _first(lines)
    in_title = re.search(rf"({_YEAR}) ?年", fold(title))
    if in_title:
        written = in_title.group(1)
        year = int(written) if written.isdecimal() else chinese_number(written)
        if issued is not None and issued != year:
            words = f"标题写{year}年，发文字号是{issued}年，按{year}年读入，请核对。"
            return year, [PlanWarning(first, words)]
        return year, []
    if issued is not None:
        return issued, []
    for line in lines:
        if DATE_LINE.match(line.folded) and (hit := re.search(r"\d{4}", line.folded)):
            words = f"年份按“{line.text}”读为{hit.group()}年，请核对。"
            return int(hit.group()), [PlanWarning(line.number, words)]
    return None, [PlanWarning(first, "没有找到方案的年份，请自行填写。")]
