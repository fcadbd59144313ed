"""The page of an official paper in numbers (GB/T 9704-2012, 5.2): 22 lines of 28 characters."""

from gaotang_desktop.documents.faces import Face, advance
from gaotang_desktop.documents.pen import MM

LEFT = 28 * MM
TOP = 37 * MM
WIDTH = 156 * MM
HEIGHT = 225 * MM
LINES = 22
CHARACTERS = 28
SIZE = 15.75
"""3号, the size of the body."""

TITLE_SIZE = 22.0
"""2号."""

SMALL_SIZE = 14.0
"""4号, for page numbers and 版记."""

ADVANCE = WIDTH / CHARACTERS
PITCH = (HEIGHT - SIZE) / (LINES - 1)


def line_top(line: int) -> float:
    """Where the characters of a line begin, in points below the edge of the sheet."""
    return TOP + line * PITCH


def grid_advance(char: str, *faces: Face) -> float:
    """Body characters stand in cells of the grid; digits and letters have their own width."""
    widest = max(advance(char, face) for face in faces)
    return ADVANCE if widest == 1 else widest * SIZE
