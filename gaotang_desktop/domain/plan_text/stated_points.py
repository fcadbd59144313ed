"""Points without a number that each say whose they are: ▲烟花爆竹（牵头单位：应急办）, and lines below a
heading of which each ends in such a bracket.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, takewhile

from gaotang_desktop.domain.plan_text.labelled_points import says_whose
from gaotang_desktop.domain.plan_text.lines import Line, Marker, join
from gaotang_desktop.domain.plan_text.outline import orders_how
from gaotang_desktop.domain.plan_text.whose.responsibilities import find
from gaotang_desktop.domain.plan_text.whose.sentences import read_sentences

_BULLET = re.compile(
    r"\s*(?P<bullet>[•●○▪■□◆◇★☆▲▶►➢※·✦✧❖]|[-*+](?= ))\s*(?=[\u4e00-\u9fff“《]|\d{1,2} ?月)"
)
_LONGEST_PIECE = 8
_ENDS_IN_BRACKET = re.compile(r"[)\]】〕][。;]?$")
_LONGEST_HEADING = 40
_SHORTEST = 4


def with_stated(
    lines: Sequence[Line], marks: Sequence[Marker | None], known: Collection[str]
) -> list[Marker | None]:
    """The marks of some lines with those of bulleted points, and of lines that end in who answers."""
    bulleted = _with_bulleted(lines, marks, known)
    return _with_paragraphs(lines, _with_lines_below_headings(lines, bulleted, known), known)


def _with_paragraphs(
    lines: Sequence[Line], marks: Sequence[Marker | None], known: Collection[str]
) -> list[Marker | None]:
    """Paragraphs that fill a chapter are points where each says by a sentence who leads it and until when
    or a ； ends it: 一、检查内容 over 对餐饮场所逐户检查，由市场监管所牵头，10月31日前完成；
    """
    result = list(marks)
    heads = [at for at, mark in enumerate(marks) if mark and mark.kind in ("chapter", "paren")]
    for at, end in pairwise([*heads, len(lines)]):
        below = range(at + 1, end)
        if len(below) < 2 or any(marks[each] is not None for each in below):
            continue
        if not _heads(lines[at], marks[at]) or orders_how(lines[at].text):
            continue
        run = list(takewhile(lambda each: _is_paragraph(lines[each], known), below))
        ended = all(lines[each].folded.endswith(";") for each in run[:-1])
        if len(run) > 1 and ended and (len(run) == len(below) or end == len(lines)):
            for number, each in enumerate(run, 1):
                result[each] = Marker("card", "", number, 0)
    return result


def _is_paragraph(line: Line, known: Collection[str]) -> bool:
    whole = line.folded.endswith((";", "。")) and "\t" not in line.raw and "|" not in line.raw
    return whole and bool(read_sentences(line.text, known).found)


def _with_bulleted(
    lines: Sequence[Line], marks: Sequence[Marker | None], known: Collection[str]
) -> list[Marker | None]:
    """Lines behind the same sign are points where half of them, with what is below, say whose they are."""
    result = list(marks)
    signs: set[str] = set()
    alone: list[tuple[str, int]] = []
    for places, end in _bulleted(lines, marks):
        sign = _sign(lines[places[0]])
        if all(marks[at] is not None for at in places):
            continue  # A time heads each of them.
        ends = [*places[1:], min(end, places[-1] + _LONGEST_PIECE)]
        pieces = [lines[a:b] for a, b in zip(places, ends, strict=True)]
        telling = sum(_tells(piece, known) for piece in pieces)
        hinted = len(places) > 1 and all(_tells_weakly(piece, known) for piece in pieces)
        if hinted or (telling > 1 and 2 * telling >= len(places)):
            signs.add(sign)
            for number, at in enumerate(places, 1):
                result[at] = Marker("card", "", number, 0)
        elif len(places) == 1 and telling:
            alone.append((sign, places[0]))
    for sign, at in alone:
        # A single one below a heading is a point where others behind the same sign are.
        if sign in signs:
            result[at] = Marker("card", "", 1, 0)
    return result


def _sign(line: Line) -> str:
    hit = _BULLET.match(line.raw)
    return hit["bullet"] if hit else ""


def _tells_weakly(piece: Sequence[Line], known: Collection[str]) -> bool:
    """Whether a point says, if only by what it does, whose it is: ◆3月1日前，各村签订协议。"""
    return _tells(piece, known) or read_sentences(piece[0].text, known).found


def _bulleted(
    lines: Sequence[Line], marks: Sequence[Marker | None]
) -> Iterator[tuple[list[int], int]]:
    """Runs of places of lines behind the same sign without a numbered line between, and where each ends."""
    run: list[int] = []
    sign = ""
    for at, line in enumerate(lines):
        mark = marks[at]
        if mark is not None and mark.kind != "dated":
            if run:
                yield run, at
            run, sign = [], ""
            continue
        hit = _BULLET.match(line.raw) if "\t" not in line.raw.strip() else None
        if hit and hit["bullet"] == (sign or hit["bullet"]):
            run.append(at)
            sign = hit["bullet"]
    if run:
        yield run, len(lines)


def _tells(piece: Sequence[Line], known: Collection[str]) -> bool:
    return says_whose(piece[0].text, known) or any(
        find(join([line]), known).found for line in piece
    )


def _with_lines_below_headings(
    lines: Sequence[Line], marks: Sequence[Marker | None], known: Collection[str]
) -> list[Marker | None]:
    """Plain lines that follow each other below a heading are points where each ends in a bracket of who
    answers for it; where there are such, also a single one below a heading.
    """
    result = list(marks)
    stated = [
        mark is None and _ends_in_statement(line, known)
        for line, mark in zip(lines, marks, strict=True)
    ]
    runs: list[list[int]] = []
    for at, one in enumerate(stated):
        if one and (at == 0 or not stated[at - 1]):
            runs.append([at])
        elif one:
            runs[-1].append(at)
    below = [run for run in runs if run[0] and _heads(lines[run[0] - 1], marks[run[0] - 1])]
    if any(len(run) > 1 for run in below):
        for run in below:
            for number, at in enumerate(run, 1):
                result[at] = Marker("card", "", number, 0)
    return result


def _ends_in_statement(line: Line, known: Collection[str]) -> bool:
    if not _ENDS_IN_BRACKET.search(line.folded) or "\t" in line.raw or "|" in line.raw:
        return False
    found = find(join([line]), known)
    words = found.text.strip()
    return found.found and len(words) >= _SHORTEST and line.text.startswith(words[:_SHORTEST])


def _heads(line: Line, mark: Marker | None) -> bool:
    """Whether a line is a numbered heading and nothing more."""
    if mark is None or mark.kind == "card" or len(line.text) > _LONGEST_HEADING:
        return False
    return not re.search("[。;:!?]", line.folded[mark.length :].rstrip("。:"))
