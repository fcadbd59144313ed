"""The page of an official paper in numbers (GB/T 9704-2012, 5.2): 22 lines of 28 characters."""

from gaotang_desktop.documents.faces import Face, advance
from gaotang_desktop.documents.flow import Frame
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


UPRIGHT = Frame(HEIGHT, PITCH)
"""The block of an upright page."""

LYING = Frame(WIDTH, PITCH)
"""The block of a page that lies across: 225 mm wide, 156 mm high."""

LYING_LEFT = 35 * MM
LYING_TOP = LEFT


def line_of(y: float) -> int:
    """The line of the grid, counted from 1, at ``y`` points below the block's upper edge."""
    return round(y / PITCH) + 1


def grid_advance(char: str, *faces: Face) -> float:
    """Body characters stand in cells of the grid; digits and letters have their own width."""
    widest = max(advance(char, face) for face in faces)
    return ADVANCE if widest > 0.99 else widest * SIZE
