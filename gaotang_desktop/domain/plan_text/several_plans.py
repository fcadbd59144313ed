"""Several plans in one text: where each begins, so that they can be read one by one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text.lines import Line, marker, read_lines, split_lines
from gaotang_desktop.domain.plan_text.opening import DATE_LINE, OFFICE
from gaotang_desktop.domain.plan_text.reading import LONGEST, TITLE_OF_PLAN, read_plan

_NUMBER_LINE = re.compile(
    r"(?:文号:|编号:)?[\u4e00-\u9fff()]{1,14}[〔\[(【]\d{4}[〕\])】]第?\d{1,4}号"
)
_ANNEX_LINE = re.compile(r"附 ?件 ?[\d一二三四五六七八九十]{0,2} ?:?")
_HEAD_LINE = re.compile(r".{4,24}文 ?件")
_BEFORE_ITS_TITLE = 12
_LONGEST_LINE = 50


@dataclass(frozen=True)
class PlanPart:
    """One of several plans of a text: its lines (from 1), its own text, and how it is called."""

    number: str
    title: str
    line: int
    end_line: int
    text: str
    tasks: int


def parts_of(text: str) -> tuple[PlanPart, ...]:
    """The plans of a text one after the other; empty where it is a single one.

    A further plan begins with a title of its own behind which the numbering starts again at 一、.
    """
    if len(text) > LONGEST:
        return ()
    lines = read_lines(text)
    starts = sorted({lines[at].number for at in _starts(lines)})
    if not starts:
        return ()
    source = split_lines(text)
    found: list[PlanPart] = []
    for first, behind in zip([1, *starts], [*starts, len(source) + 1], strict=True):
        own = "\n".join(source[first - 1 : behind - 1])
        try:
            plan = read_plan(own)
        except Unreadable:
            return ()
        if not plan.clauses or (found and plan.title == found[-1].title):
            return ()  # Words that hand a plan on bear its title too.
        found.append(PlanPart(plan.number, plan.title, first, behind - 1, own, len(plan.clauses)))
    return tuple(found)


def _starts(lines: Sequence[Line]) -> list[int]:
    """Where a further plan begins: before the title in front of a second 一、, or at a number of its own."""
    found: list[int] = []
    begun = numbered = False
    for at, line in enumerate(lines):
        mark = marker(line)
        title = None
        first = mark is not None and mark.kind == "chapter" and mark.number == 1
        if numbered and first:
            title = _title_before(lines, at)
        elif begun and mark is None and _NUMBER_LINE.fullmatch(line.folded.replace(" ", "")):
            behind = range(at + 1, min(at + 4, len(lines)))
            title = next((place for place in behind if _is_title(lines, place)), None)
        if title is not None:
            found.append(_opening(lines, title))
        begun |= mark is not None
        numbered |= first
    return found


def _title_before(lines: Sequence[Line], at: int) -> int | None:
    """The line of the title that stands between a 一、 and the last numbered line before it."""
    title = None
    for place in range(at - 1, max(-1, at - 1 - _BEFORE_ITS_TITLE), -1):
        if marker(lines[place]) is not None:
            break
        if _is_title(lines, place):
            title = place
    return title


def _is_title(lines: Sequence[Line], at: int) -> bool:
    """Whether a title of a plan begins here, on one line or over up to three."""
    words = ""
    for line in lines[at : at + 3]:
        long = len(line.text) > _LONGEST_LINE
        if long or marker(line) is not None or DATE_LINE.match(line.folded):
            return False
        words += line.folded.strip("《》")
        if TITLE_OF_PLAN.fullmatch(words):
            return True
        if re.search(r"[。;:,]", words):
            return False
    return False


def _opening(lines: Sequence[Line], title: int) -> int:
    """The first line of the opening that a title belongs to: its number, 附件2, its first line."""
    at = title
    while at:
        before = lines[at - 1]
        folded = before.folded.replace(" ", "")
        whose = OFFICE.search(before.text) is not None and lines[at].folded.startswith("关于")
        signed = at > 1 and DATE_LINE.match(before.folded) is not None
        opens = any(each.fullmatch(folded) for each in (_NUMBER_LINE, _ANNEX_LINE, _HEAD_LINE))
        if signed or not (opens or (whose and len(before.text) <= 30)):
            return at
        at -= 1
    return at
