"""The cells of a line: parted by tabs, bars or blanks."""

import re
from collections.abc import Callable, Sequence

from gaotang_desktop.domain.plan_text.lines import (
    CELL_BREAK,
    EMPTY_CELL,
    Line,
    without_note_marks,
)

# 项　　目 and 时　间: a heading of two characters that is spread over its column.
_SPREAD = re.compile(
    r"(?<![^ \u3000\xa0])([\u4e00-\u9fff])[ \u3000\xa0]{1,4}([\u4e00-\u9fff])(?![^ \u3000\xa0])"
)


def by_tabs(line: Line) -> list[str]:
    """The cells that tabs part; none in a line without any."""
    raw = line.raw.rstrip(" \r")
    return [_cell(cell) for cell in raw.split("\t")] if "\t" in raw.strip() else []


def lone_cell(
    lines: Sequence[Line], place: int, width: int, split: Callable[[Line], list[str]]
) -> list[str]:
    """The cells of a row with a single one behind empty ones: the second line of a merged cell."""
    raw = lines[place].raw.rstrip(" \r")
    before = len(raw) - len(raw.lstrip("\t"))
    if split is not by_tabs or not 0 < before < width:
        return []
    behind = len(raw) - len(raw.rstrip("\t"))
    follows = place + 1 < len(lines) and len(split(lines[place + 1])) >= max(2, width - 1)
    if (behind and before + behind == width - 1) or follows:
        return [_cell(cell) for cell in raw.split("\t")]
    return []


def by_bars(line: Line) -> list[str]:
    """The cells that bars part, | a | b |; none in a line without any."""
    text = re.sub("[｜│┃∣]", "|", line.text)
    if text.count("|") < 1:
        return []
    cells = text.removeprefix("|").removesuffix("|").split("|")
    return [_cell(cell) for cell in cells]


def by_wide_blanks(line: Line) -> list[str]:
    """Three cells or more that wide blanks part; none in any other line."""
    cells = re.split(r"[ \u3000\xa0]{2,}|\u3000", _SPREAD.sub(r"\1\2", line.raw.strip()))
    return [_cell(cell) for cell in cells] if len(cells) > 2 else []


def by_blanks(line: Line) -> list[str]:
    """Three cells or more that single blanks part; none in any other line."""
    cells = line.text.split(" ")
    return cells if len(cells) > 2 else []


def _cell(text: str) -> str:
    if text == EMPTY_CELL:
        return EMPTY_CELL
    text = re.sub(r"<br ?/?>", CELL_BREAK, without_note_marks(text), flags=re.IGNORECASE)
    parts = [part.strip(" \u3000\xa0\u200b\ufeff\r") for part in text.split(CELL_BREAK)]
    return "\n".join(part for part in parts if part)
