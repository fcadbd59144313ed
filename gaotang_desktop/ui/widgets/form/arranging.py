"""Where the fields of a form stand: in as few columns as let it be seen whole, at most five."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize

COLUMN = 252
"""The least width of a field in a form of more than one column, in pixels, with the space beside it."""
NARROW = 200
"""The same where a form would not be seen whole otherwise: a day and a name have room in it."""
_ALONE = 384
"""The width of a form of one column."""
_MOST = 5
_WIDE = 2


class Spot(NamedTuple):
    """The place of one field in the grid."""

    row: int
    column: int
    columns: int


def packed(wide: Sequence[bool], columns: int) -> list[Spot]:
    """One spot for each field, in reading order; a ``wide`` one takes two columns and what is left.

    A field that has no room in its row begins the next; a wide one before it is widened to the end
    of its row. The last of all, mostly the remarks, takes what its row has left.
    """
    spots: list[Spot] = []
    row = column = 0
    for at, each in enumerate(wide):
        last = at + 1 == len(wide) and 0 < column < columns and columns > _WIDE
        needed = min(_WIDE, columns) if each and not last else 1
        if column + needed > columns:
            row, column = row + 1, 0
        spots.append(Spot(row, column, needed))
        column += needed
    for at, spot in enumerate(spots):
        ends = at + 1 == len(spots) or spots[at + 1].row > spot.row
        if wide[at] and ends:
            spots[at] = spot._replace(columns=columns - spot.column)
    return spots


def width_of(columns: int, column: int = COLUMN) -> int:
    """How wide a form of so many columns likes to be, in pixels; ``column`` as more than one are."""
    return _ALONE if columns == 1 else columns * column


def fewest(least: int, room: QSize, height: Callable[[int], int], column: int = COLUMN) -> int:
    """The fewest columns from ``least`` on with which a form is no higher than ``room``.

    ``height(columns)`` tells how high the form is then. Where no number of columns that has room
    lets it be seen whole, the one with which it is lowest.
    """
    possible = [
        n for n in range(least, _MOST + 1) if n == least or width_of(n, column) <= room.width()
    ]
    heights = {}
    for columns in possible:
        heights[columns] = height(columns)
        if heights[columns] <= room.height():
            return columns
    return min(possible, key=lambda columns: (heights[columns], columns))
