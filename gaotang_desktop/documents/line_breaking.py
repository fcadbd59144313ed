"""Breaking Chinese text into lines that end flush, by the rules of official papers.

The opportunities are those of UAX #14; the rules of the office are added to them: no line begins
with a closing mark or ends with an opening one, numbers keep their unit, words stay whole.
"""

import functools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from uniseg.linebreak import line_break_boundaries

NEVER_FIRST = frozenset("、，。；：！？）》〉」』】〕”’…—％·")
NEVER_LAST = frozenset("（《〈「『【〔“‘")

# The standard leaves the direction of these quotes open; in Chinese text it is known.
_AS_BRACKETS = str.maketrans("“‘”’", "（（））")
_UNITS = (
    "个百分点|百分点|个工作日|工作日|个小时|小时|分钟|个月|人次|村次|户次|车次|场次|批次"
    "|平方米|平方公里|公里|千克|公斤"
    "|[年月日号时分秒个次周天晚届期季度件起份户人名村处项条篇张册本套台辆家所场组批米吨斤亩岁元位页章层倍%％‰℃°]"
)
_WHOLE = re.compile(
    r"〔[0-9]{4}〕第?[0-9]+号"
    r"|第?[0-9０-９]+(?:[.,:/．：~～–-][0-9０-９]+)*[多余]?[万亿]?(?:" + _UNITS + ")?"
    r"|第[一二三四五六七八九十百]+[条章节期次届季]"
    r"|[A-Za-z][A-Za-z0-9_.'’&/@=-]*"
    r"|—{2}|…{2}|□[^\s□]{1,8}"
)
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u4dbf\u4e00-\u9fff])(?=[\u3400-\u4dbf\u4e00-\u9fff])")
_BEFORE_OPENING = re.compile(r"(?<=[0-9A-Za-z%％‰℃°])[（《〈「『【]")
_NARROW = re.compile(r"[!-~]")
# The blank half of a full mark: behind a closing one, before an opening one. ？ stands in the
# middle of its box in some faces and has less to give.
_BLANK = 0.45
_BLANK_AROUND = 0.25
_CLOSING = frozenset("、，。；：！）》〉」』】〕”’")
# A line this share short of the measure is worth squeezing marks for one more unit.
_LOOSE = 0.03
_SLACK = 0.005


@dataclass(frozen=True)
class Line:
    """One line: its characters, where each begins and where the last ends, in points.

    ``start`` is where the line begins in ``cleaned(text)``; ``loose`` the share of its own width by
    which it was spread, or would have to be, to end flush.
    """

    text: str
    places: tuple[float, ...]
    width: float
    start: int
    loose: float = 0.0


def cleaned(text: str) -> str:
    """``text`` with only line breaks and spaces for control characters; its length may shrink."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return "".join(
        " " if char != "\n" and unicodedata.category(char) in ("Cc", "Cs") else char
        for char in text
    )


def break_lines(
    text: str,
    widths: Callable[[str], float],
    measure: float,
    first_indent: float = 0,
    *,
    flush: bool = True,
    later: tuple[int, Callable[[str], float]] | None = None,
    hanging: float = 0,
) -> tuple[Line, ...]:
    """Set ``text`` in lines of at most ``measure`` points; no character is lost.

    ``later`` gives other widths from that character of ``cleaned(text)`` on (a heading that runs
    into text of another face); ``hanging`` is the indent of every line but the first.

    Line breaks in the text begin a new line and are not part of any. ``flush`` spreads every line
    but the last of a paragraph over the whole measure. A unit longer than the measure is cut,
    without a mark on the wrong side as long as there is any other place.
    """
    lines: list[Line] = []
    start = 0
    for part in cleaned(text).split("\n"):
        advances = [
            later[1](char) if later is not None and start + at >= later[0] else widths(char)
            for at, char in enumerate(part)
        ]
        lines += _part(part, start, advances, measure, (first_indent, hanging), flush)
        start += len(part) + 1
        first_indent = hanging
    return tuple(lines)


def _part(
    text: str,
    offset: int,
    advances: list[float],
    measure: float,
    indents: tuple[float, float],
    flush: bool,
) -> list[Line]:
    indent, hanging = indents
    if indent + sum(advances) <= measure + _SLACK:
        return [_natural(text, advances, indent, offset)]
    qualities = _qualities(text)
    lines: list[Line] = []
    begin = 0
    while begin < len(text):
        end = _end(text, advances, qualities, begin, measure - indent)
        line = text[begin:end]
        own = _without_trailing(line, advances[begin:end])
        is_last = end == len(text)
        room = measure - indent - sum(own)
        if room < -_SLACK:
            lines.append(_squeezed(line, own, -room, indent, offset + begin))
        else:
            loose = 0.0
            if flush and not is_last:
                loose = room / max(sum(own), 1.0)
                own = _spread(line, own, room)
            lines.append(replace(_natural(line, own, indent, offset + begin), loose=loose))
        begin, indent = end, hanging
    return lines


def _natural(text: str, advances: list[float], indent: float, start: int) -> Line:
    places, x = [], indent
    for advance in advances:
        places.append(x)
        x += advance
    return Line(text, tuple(places), x, start)


def opportunities(text: str) -> set[int]:
    """Where UAX #14 lets a line end, Chinese quotes taken as brackets.

    Two Chinese characters may always be parted (LB31) and no rule looks across that place, so the
    text is cut there and only the rest is asked for, piece by piece. Before a full-width opening
    bracket, too, where UAX #14 keeps a percentage with it (LB25): 86.6%（834份）.
    """
    found: set[int] = set()
    start = 0
    for end in (*(match.start() for match in _BETWEEN_HAN.finditer(text)), len(text)):
        if end - start > 1:
            found.update(start + at for at in _boundaries(text[start:end]))
        found.add(end)
        start = end
    # A full-width bracket brings its own white: a line may end before it, whatever stands there.
    found.update(match.start() for match in _BEFORE_OPENING.finditer(text))
    return found


@functools.lru_cache(maxsize=20_000)
def _boundaries(piece: str) -> tuple[int, ...]:
    return tuple(line_break_boundaries(piece.translate(_AS_BRACKETS)))


def _qualities(text: str) -> list[int]:
    """How good a break before each character is: 3 as it should be, 2 in a word, 1 bad, 0 none."""
    allowed = opportunities(text)
    inside: set[int] = set()
    for match in _WHOLE.finditer(text):
        inside.update(range(match.start() + 1, match.end()))
    qualities = [0]
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        if unicodedata.category(after) in ("Mn", "Cf", "Me"):
            quality = 0
        elif after in NEVER_FIRST or before in NEVER_LAST or after == " ":
            quality = 1
        else:
            quality = 3 if at in allowed and at not in inside else 2
        qualities.append(quality)
    return [*qualities, 3]


def _end(text: str, advances: list[float], qualities: list[int], begin: int, room: float) -> int:
    """Where the line that begins at ``begin`` ends; its marks are squeezed before it stays short."""
    best: dict[int, int] = {}
    leftover = room
    width = slack = inner = visible = 0.0
    for at in range(begin, len(text)):
        width += advances[at]
        if text[at] != " ":
            # The last mark that is seen keeps its box, also before blanks.
            visible, inner = width, slack
        if visible - inner > room * (1 + _BLANK):
            break
        quality = qualities[at + 1]
        if visible <= room + _SLACK:
            best[quality] = at + 1
            if quality == 3:
                leftover = room - visible
        elif quality == 3 and leftover > room * _LOOSE and visible - inner <= room + _SLACK:
            return at + 1
        # The marks at both ends keep their boxes: nothing hangs out of the block.
        slack += _give(text[at], advances[at]) if at > begin else 0.0
    return next((best[quality] for quality in (3, 2, 1) if quality in best), begin + 1)


def _give(char: str, advance: float) -> float:
    """How many points of blank the mark can give up."""
    if char in _CLOSING or char in NEVER_LAST:
        return advance * _BLANK
    return advance * _BLANK_AROUND if char == "？" else 0.0


def _without_trailing(text: str, advances: list[float]) -> list[float]:
    visible = len(text.rstrip(" "))
    return advances[:visible] + [0.0] * (len(text) - visible)


def _spread(text: str, advances: list[float], room: float) -> list[float]:
    """The advances ``room`` points wider in all, between characters that are not one word."""
    visible = len(text.rstrip(" "))
    gaps = [at for at in range(visible - 1) if not _joined(text[at], text[at + 1])]
    # A line that is nearly empty, before a long word, stays as it is.
    if not gaps or room / len(gaps) > max(advances):
        return advances
    spread = list(advances)
    for at in gaps:
        spread[at] += room / len(gaps)
    return spread


def _squeezed(text: str, advances: list[float], excess: float, indent: float, start: int) -> Line:
    """The line ``excess`` points narrower: marks beside marks give way first, then the others."""
    last = len(text.rstrip(" ")) - 1
    gives = [
        _give(char, advance) if 0 < at < last else 0.0
        for at, (char, advance) in enumerate(zip(text, advances, strict=True))
    ]
    beside = [
        any(gives[max(at - 1, 0) : at]) or any(gives[at + 1 : at + 2]) for at in range(len(text))
    ]
    taken = [0.0] * len(text)
    for first in (True, False):
        share = [give if near is first else 0.0 for give, near in zip(gives, beside, strict=True)]
        total = sum(share)
        take = min(excess, total)
        if take > 0:
            taken = [own + take * part / total for own, part in zip(taken, share, strict=True)]
            excess -= take
    places, x = [], indent
    for char, advance, less in zip(text, advances, taken, strict=True):
        # The blank of an opening mark is before it: the mark moves left, its ink is not covered.
        before = less if char in NEVER_LAST else less / 2 if char == "？" else 0.0
        places.append(x - before)
        x += advance - less
    return Line(text, tuple(places), x, start)


def _joined(before: str, after: str) -> bool:
    if before == after and before in "—…":
        return True
    return bool(_NARROW.match(before) and _NARROW.match(after))
