"""Headings that no number tells: by the style that a file gives them, by brackets, 【汛前准备】, or by
points below them that are counted anew.
"""

import re
from collections.abc import Collection, Sequence

from gaotang_desktop.domain.plan_text.lines import Line, Marker
from gaotang_desktop.domain.plan_text.opening import is_title
from gaotang_desktop.domain.plan_text.whose.unit_names import unit_list

_MOST_LEVELS = 3
_LONGEST = 24
# 【汛前准备】 on a line of its own
_BRACKETED = re.compile(r"[【〖\[][^【】〖〗\[\]。;:,]{2,20}[】〗\]]")


def with_headings(
    lines: Sequence[Line],
    marks: Sequence[Marker | None],
    inside: Collection[int],
    known: Collection[str],
) -> list[Marker | None]:
    """The marks of some lines with those of headings, in a plan whose chapters have no numbers.

    ``inside`` are the places of lines in tables. A single heading above all others, or one that begins the
    text and is alone, is the title.
    """
    result = list(marks)
    if any(mark is not None and mark.kind == "chapter" for mark in marks):
        return result
    bracketed = [
        at
        for at, line in enumerate(lines)
        if marks[at] is None and _BRACKETED.fullmatch(line.folded) and at not in inside
    ]
    if len(bracketed) > 1 and not any(unit_list(lines[at].text[1:-1], known) for at in bracketed):
        for number, at in enumerate(bracketed, 1):
            result[at] = Marker("chapter", "", number, 0)
        return result
    over_points = _over_points(lines, marks, inside, known)
    if over_points and not any(line.level for line in lines):
        for number, at in enumerate(over_points, 1):
            result[at] = Marker("chapter", "", number, 0)
        return result
    found = [
        at for at, line in enumerate(lines) if line.level and marks[at] is None and at not in inside
    ]
    levels = sorted({lines[at].level for at in found})
    single = [lines[at].level for at in found].count(levels[0]) == 1 if levels else False
    if single and (len(levels) > 1 or found[0] == 0):
        levels = levels[1:]
    levels = levels[:_MOST_LEVELS]
    counts = dict.fromkeys(levels, 0)
    for at in found:
        level = lines[at].level
        if level not in counts:
            continue
        counts[level] += 1
        counts.update((below, 0) for below in levels if below > level)
        kind = "chapter" if level == levels[0] else f"heading{levels.index(level) + 1}"
        result[at] = Marker(kind, "", counts[level], 0)
    return result


def _over_points(
    lines: Sequence[Line],
    marks: Sequence[Marker | None],
    inside: Collection[int],
    known: Collection[str],
) -> list[int]:
    """Short lines of which each stands over points that are counted anew: 一季度：春季攻势 over 1.…"""
    found: dict[str, list[int]] = {}
    for at, line in enumerate(lines[:-1]):
        mark = marks[at + 1]
        if marks[at] is not None or at in inside or mark is None or mark.number != 1:
            continue
        short = len(line.text) <= _LONGEST and not re.search("[。;!?,]", line.folded)
        if short and not is_title(line) and not unit_list(line.text.rstrip("：:"), known):
            found.setdefault(mark.kind, []).append(at)
    several = [places for places in found.values() if len(places) > 1]
    return several[0] if len(several) == 1 else []
