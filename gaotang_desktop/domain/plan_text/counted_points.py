"""Points counted by a verb, 一清人员底数…；二清安全隐患…, or by a number without a point: 1　建立台账."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from gaotang_desktop.domain.plan_text.lines import Line, Marker

_BLANK = re.compile(r"(\d{1,2})[ \u3000]+(?=[\u4e00-\u9fff“《])")
_NUMERALS = "一二三四五六七八九十"
_COUNTED = re.compile(
    rf"([{_NUMERALS}])([清查抓治排促建改防控提强拆整讲看访管严补评巡宣亮保验])(?=[\u4e00-\u9fff“《]{{2}})"
)
_IN_TURN = ("首先", "其次", "再次再者第三")
_SPOKEN = re.compile("(首先|其次|再次|再者|最后)[，,、:：]? ?")
LAST = 998
"""The number of a point that says that it is the last, before it is known which that is."""
_IS_HEADING = re.compile(r"[^。；;：:，,！!？?]{2,24}")
_LONGEST = 200
_WORDS = re.compile(rf"[{_NUMERALS}].[到而][底尽]|.[{_NUMERALS}]|[{_NUMERALS}].[{_NUMERALS}]")


def counted(text: str) -> Marker | None:
    """The numeral in front of a verb, 二清…, which is a number only where others are beside it."""
    hit = _COUNTED.match(text)
    if hit is None or _WORDS.match(text):
        return None
    return Marker("counted", hit.group(1), _NUMERALS.index(hit.group(1)) + 1, 1)


def spoken(text: str) -> Marker | None:
    """首先，…, 其次，…, 再次，…: numbers only where others are beside them; 最后 is whatever comes last."""
    hit = _SPOKEN.match(text)
    number = next((at for at, words in enumerate(_IN_TURN, 1) if hit and hit.group(1) in words), 0)
    return Marker("spoken", hit.group(1), number or LAST, hit.end()) if hit else None


def blank_numbered(text: str) -> Marker | None:
    """A number that only a blank parts from its line, 1　建立台账, which others have to follow."""
    hit = _BLANK.match(text)
    if hit is None or len(text) > _LONGEST or int(hit.group(1)) < 1:
        return None
    return Marker("number", hit.group(1), int(hit.group(1)), hit.end())


def with_counted(lines: Sequence[Line], marks: Sequence[Marker | None]) -> list[Marker | None]:
    """The marks of some lines with those that count by a verb or a number without a point, where
    they follow each other.
    """
    counting = _in_turn(lines, _in_turn(lines, marks, counted), spoken)
    if any(mark is not None and mark.kind == "decimal" for mark in marks):
        return _with_headings(lines, counting)
    return _in_turn(lines, counting, blank_numbered)


def _with_headings(lines: Sequence[Line], marks: Sequence[Marker | None]) -> list[Marker | None]:
    """The marks with those of headings over decimals, 2 重点任务 over 2.1, where nothing else heads chapters."""
    result = list(marks)
    if any(mark is not None and mark.kind == "chapter" for mark in marks):
        return result
    below = ""
    for at in range(len(lines) - 1, -1, -1):
        mark = marks[at]
        hit = _BLANK.match(lines[at].text) if mark is None else None
        if mark is not None:
            below = mark.label.partition(".")[0] if mark.kind in ("decimal", "decimals") else ""
        elif hit and hit.group(1) == below and _IS_HEADING.fullmatch(lines[at].text, hit.end()):
            result[at] = Marker("chapter", hit.group(1), int(hit.group(1)), hit.end())
    return result


def _in_turn(
    lines: Sequence[Line],
    marks: Sequence[Marker | None],
    mark_of: Callable[[str], Marker | None],
) -> list[Marker | None]:
    result = list(marks)
    run: list[tuple[int, Marker]] = []
    for at, line in enumerate([*lines, None]):
        mark = mark_of(line.text) if line is not None and marks[at] is None else None
        if mark and mark.number == LAST and len(run) > 1:
            mark = replace(mark, number=len(run) + 1)
        ends = line is None or (marks[at] is not None) or (mark and mark.number != len(run) + 1)
        if ends:
            if len(run) > 1:
                for place, each in run:
                    result[place] = each
            run = []
        if mark and mark.number == len(run) + 1:
            run.append((at, mark))
    return result
