"""署名 of a paper that several units send (GB/T 9704-2012, 7.3.5): sealed three a row, else one a line."""

import math

from gaotang_desktop.documents.grid_text import grid_width
from gaotang_desktop.documents.page_grid import ADVANCE, WIDTH
from gaotang_desktop.documents.title_lines import two_lines
from gaotang_desktop.domain.documents.blocks import OfficialPaper, written_date

IN_A_ROW = 3
"""Seals of 42 mm that stand side by side and neither touch nor leave the block."""
_APART = 5
"""Lines between the middles of two rows, each with its seals: 52 mm."""

Line = tuple[tuple[str, float], ...]
"""What stands in a line: words, and where their middle is, right of the block's edge."""


def joint_lines(paper: OfficialPaper) -> list[Line]:
    """The lines of names with the day below the last one; an empty one stays blank."""
    day = written_date(paper.date) if paper.date is not None else ""
    lines = _sealed(paper.issuers) if paper.sealed else _below_each_other(paper.issuers)
    if day:
        right = WIDTH - (0 if paper.sealed else 2 * ADVANCE)
        middle = lines[-1][-1][1] if paper.sealed else right
        lines.append(((day, min(middle, right - grid_width(day) / 2)),))
    return lines


def _sealed(names: tuple[str, ...]) -> list[Line]:
    across = min(IN_A_ROW, len(names))
    width = WIDTH / across
    lines: list[Line] = [(), ()]
    above = 0
    for start in range(0, len(names), across):
        row = names[start : start + across]
        # The last row stands right, so that the last seal presses the day.
        columns = range(across - len(row), across)
        parts = [two_lines(name, grid_width, width - ADVANCE) for name in row]
        high = max(map(len, parts))
        if start:
            lines += [()] * max(1, math.ceil(_APART - (above + high) / 2))
        above = high
        for at in range(high):
            # Names of one line stand in the lower one of two.
            lines.append(
                tuple(
                    (each[at - high + len(each)], (column + 0.5) * width)
                    for column, each in zip(columns, parts, strict=True)
                    if at - high + len(each) >= 0
                )
            )
    return lines


def _below_each_other(names: tuple[str, ...]) -> list[Line]:
    right = WIDTH - 2 * ADVANCE
    lines: list[Line] = [()]
    for name in names:
        for part in two_lines(name, grid_width, right):
            lines.append(((part, right - grid_width(part) / 2),))
    return lines
