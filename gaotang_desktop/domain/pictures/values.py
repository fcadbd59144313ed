"""A picture over time is a table: a name for each line, a word for each column, a spot in each place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Shape = Literal["lines", "bars", "cells"]
"""Lines with their intervals, bars that stand on each other, cells in shades."""
_TOLD, _NEWEST = 12, 3


@dataclass(frozen=True, slots=True)
class Target:
    """A record, or several, that a spot is made of: words to choose by, the page and what it shows."""

    words: str
    page: str
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: the figure in words, its height or shade, and what it means in a sentence.

    ``low`` and ``high`` bound the interval of ``value``; without a value nothing is drawn. The
    shade of a cell is its value from 0 to 1; ``bad`` marks what is behind or late.
    """

    text: str = ""
    value: float | None = None
    tip: str = ""
    low: float | None = None
    high: float | None = None
    bad: bool = False
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of spots, one for each column; ``beside`` is what others are compared with."""

    name: str
    spots: tuple[Spot, ...]
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """``title`` is the finding; ``note`` explains the signs; ``empty`` says what is missing."""

    shape: Shape
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""
    unit: str = ""
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no spot has a value."""
        return all(spot.value is None for line in self.lines for spot in line.spots)

    def tip(self, line: int, column: int) -> str:
        """What the pointer and the screen reader are told of a spot."""
        row = self.lines[line]
        spot = row.spots[column]
        return spot.tip or f"{row.name} · {self.columns[column]} · {spot.text or '没有'}"

    def message(self) -> str:
        """The picture as a short text: the finding, then the newest columns of a few lines."""
        said = [f"【{self.title}】"]
        if self.is_empty:
            return "\n".join([*said, self.empty] if self.empty else said)
        if self.shape == "cells":
            for line in self.lines[:_TOLD]:
                behind = [
                    f"{name}{spot.text}"
                    for name, spot in zip(self.columns, line.spots, strict=True)
                    if spot.bad
                ]
                if behind:
                    said.append(f"{line.name}：{'，'.join(behind[-_NEWEST:])}")
            return "\n".join([*said, *([self.note] if self.note else [])])
        for at in range(max(0, len(self.columns) - 6), len(self.columns)):
            spots = [
                f"{line.name}{line.spots[at].text}"
                for line in self.lines
                if line.spots[at].value is not None
            ]
            if spots:
                said.append(f"{self.columns[at]}：{'，'.join(spots)}")
        return "\n".join(said)
