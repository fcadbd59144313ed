"""Breaking Chinese text into lines that end flush, by the rules of official papers.

The opportunities are those of UAX #14; the rules of the office are added to them: no line begins
with a closing mark or ends with an opening one, numbers keep their unit, words stay whole.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from uniseg.linebreak import line_break_boundaries

NEVER_FIRST = frozenset("、，。；：！？）》〉」』】〕”’…—％·")
NEVER_LAST = frozenset("（《〈「『【〔“‘")

# The standard leaves the direction of these quotes open; in Chinese text it is known.
_AS_BRACKETS = str.maketrans("“‘”’", "（（））")
_WHOLE = re.compile(
    r"[0-9０-９]+(?:[.,:/．，：~～–-][0-9０-９]+)*[万亿]?[年月日个次%％‰℃元户人件]?"
    r"|[A-Za-z][A-Za-z0-9_.'&/@=-]*"
    r"|—{2}|…{2}"
)
_NARROW = re.compile(r"[!-~]")
# A mark may give up this share of its width, and a line this share of its own to loose setting.
_SQUEEZE = 0.3
_LOOSE = 0.06
_SLACK = 0.005


@dataclass(frozen=True)
class Line:
    """One line: its characters, where each begins and where the last ends, in points.

    ``start`` is where the line begins in ``cleaned(text)``.
    """

    text: str
    places: tuple[float, ...]
    width: float
    start: int


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
) -> tuple[Line, ...]:
    """Set ``text`` in lines of at most ``measure`` points; no character is lost.

    Line breaks in the text begin a new line and are not part of any. ``flush`` spreads every line
    but the last of a paragraph over the whole measure. A unit longer than the measure is cut,
    without a mark on the wrong side as long as there is any other place.
    """
    lines: list[Line] = []
    start = 0
    for part in cleaned(text).split("\n"):
        lines += _part(part, start, widths, measure, first_indent, flush)
        start += len(part) + 1
        first_indent = 0
    return tuple(lines)


def _part(
    text: str,
    offset: int,
    widths: Callable[[str], float],
    measure: float,
    indent: float,
    flush: bool,
) -> list[Line]:
    advances = [widths(char) for char in text]
    if indent + sum(advances) <= measure + _SLACK:
        return [_natural(text, advances, indent, offset)]
    qualities = _qualities(text)
    lines: list[Line] = []
    begin = 0
    while begin < len(text):
        end = _end(text, advances, qualities, begin, measure - indent)
        line, own = text[begin:end], advances[begin:end]
        is_last = end == len(text)
        room = measure - indent - sum(_without_trailing(line, own))
        if room < 0 or (flush and not is_last):
            own = _flush(line, own, room)
        else:
            own = _without_trailing(line, own)
        lines.append(_natural(line, own, indent, offset + begin))
        begin, indent = end, 0
    return lines


def _natural(text: str, advances: list[float], indent: float, start: int) -> Line:
    places, x = [], indent
    for advance in advances:
        places.append(x)
        x += advance
    return Line(text, tuple(places), x, start)


def _qualities(text: str) -> list[int]:
    """How good a break before each character is: 3 as it should be, 2 in a word, 1 bad, 0 none."""
    allowed = set(line_break_boundaries(text.translate(_AS_BRACKETS)))
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
    """Where the line that begins at ``begin`` ends: loosened a little, or its marks squeezed."""
    best: dict[int, int] = {}
    leftover = room
    width = slack = 0.0
    for at in range(begin, len(text)):
        if text[at] != " " and width + advances[at] > room * (1 + _SQUEEZE):
            break
        width += advances[at]
        slack += _give(text[at], advances[at])
        visible = width - sum(advances[begin : at + 1][len(text[begin : at + 1].rstrip(" ")) :])
        quality = qualities[at + 1]
        if visible <= room + _SLACK:
            best[quality] = at + 1
            if quality == 3:
                leftover = room - visible
        elif quality == 3 and leftover > room * _LOOSE and visible - slack <= room:
            return at + 1
    return next((best[quality] for quality in (3, 2, 1) if quality in best), begin + 1)


def _give(char: str, advance: float) -> float:
    if advance and char in "、，。；：！？）》〉」』】〕（《〈「『【〔":
        return advance * _SQUEEZE
    return 0.0


def _without_trailing(text: str, advances: list[float]) -> list[float]:
    visible = len(text.rstrip(" "))
    return advances[:visible] + [0.0] * (len(text) - visible)


def _flush(text: str, advances: list[float], room: float) -> list[float]:
    """The advances changed by ``room`` points in all, wider between words or narrower at marks."""
    advances = _without_trailing(text, advances)
    visible = len(text.rstrip(" "))
    if room < 0:
        gives = [_give(char, advance) for char, advance in zip(text, advances, strict=True)]
        total = sum(gives)
        if not total:
            return advances
        return [
            advance + room * give / total for advance, give in zip(advances, gives, strict=True)
        ]
    gaps = [at for at in range(visible - 1) if not _joined(text[at], text[at + 1])]
    # A line that is nearly empty, before a long word, stays as it is.
    if not gaps or room / len(gaps) > max(advances):
        return advances
    spread = list(advances)
    for at in gaps:
        spread[at] += room / len(gaps)
    return spread


def _joined(before: str, after: str) -> bool:
    if before == after and before in "—…":
        return True
    return bool(_NARROW.match(before) and _NARROW.match(after))
