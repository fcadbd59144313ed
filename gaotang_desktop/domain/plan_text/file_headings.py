"""Headings that a file tells by their style, where no number does: 主要任务 over 清理可燃物."""

from collections.abc import Collection, Sequence

from gaotang_desktop.domain.plan_text.lines import Line, Marker

_MOST_LEVELS = 3


def with_headings(
    lines: Sequence[Line], marks: Sequence[Marker | None], inside: Collection[int]
) -> list[Marker | None]:
    """The marks of some lines with those of headings, in a plan whose chapters have no numbers.

    ``inside`` are the places of lines in tables. A single heading above all others, or one that begins the
    text and is alone, is the title.
    """
    result = list(marks)
    if any(mark is not None and mark.kind == "chapter" for mark in marks):
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
