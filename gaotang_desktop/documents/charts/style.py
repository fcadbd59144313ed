"""Faces and colours of every chart; the tokens are those of the window."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from gaotang_desktop.documents.faces import Face, face_for
from gaotang_desktop.documents.pen import text_width
from gaotang_desktop.domain.documents.blocks import Drawing, Stroke, Writing

BODY, SMALL, TITLE = 9.0, 8.0, 13.0  # points
Align = Literal["left", "center", "right"]
_INCH = 25.4  # mm
_MISSING = "□"
# From the middle of a line of Chinese or of figures down to its base line, as a share of the size.
_MIDDLE = 0.375
_CORNERS = 16  # of half a circle


@dataclass(frozen=True, slots=True)
class Palette:
    """What each colour means."""

    ink: str
    faint: str
    line: str
    accent: str
    soft: str  # intervals, bands
    bad: str
    near: str
    good: str
    paper: str = "#FFFFFF"


COLOUR = Palette(
    ink="#1F2733",
    faint="#5B6573",
    line="#DDE2E9",
    accent="#1F4E8C",
    soft="#8FB0DF",
    bad="#B3261E",
    near="#B26A00",
    good="#2E7D4F",
)
GREY = Palette(
    ink="#000000",
    faint="#4A4A4A",
    line="#CFCFCF",
    accent="#000000",
    soft="#A8A8A8",
    bad="#000000",
    near="#000000",
    good="#000000",
)


def palette(*, grey: bool) -> Palette:
    """The window's colours, or greys for the office's laser printer."""
    return GREY if grey else COLOUR


def legible(text: str) -> str:
    """The text on one line, with □ for each character that no face has."""
    line = " ".join(text.split())
    return "".join(mark if mark == " " or face_for(mark, Face.PLAIN) else _MISSING for mark in line)


def width_of(text: str, size: float = BODY) -> float:
    """Width in inches."""
    return text_width(text, Face.PLAIN, size) / 72


def shortened(text: str, inches: float, size: float = BODY) -> str:
    """The text, cut with … where it would be wider than ``inches``."""
    text = legible(text)
    if width_of(text, size) <= inches:
        return text
    while text and width_of(text + "…", size) > inches:
        text = text[:-1]
    return text + "…"


@dataclass
class Sheet:
    """A white sheet, measured in inches from its top left corner."""

    width: float
    height: float
    parts: list[Stroke | Writing] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        colour: str,
        *,
        size: float = BODY,
        medium: bool = False,
        align: Align = "left",
    ) -> None:
        """One line of text, centred on ``y``."""
        words = legible(words)
        width = text_width(words, Face.HEITI if medium else Face.PLAIN, size) / 72
        left = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        base = y + _MIDDLE * size / 72
        self.parts.append(Writing(words, left * _INCH, base * _INCH, size, colour, bold=medium))

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str, points: float) -> None:
        """A straight line, ``points`` wide."""
        ends = ((x1 * _INCH, y1 * _INCH), (x2 * _INCH, y2 * _INCH))
        self.parts.append(Stroke((ends,), colour, points))

    def bar(self, x1: float, x2: float, y: float, colour: str, points: float) -> None:
        """A level bar with round ends, ``points`` thick, from the middle of one end to the other's."""
        self._rounded(x1, x2, y, points, Stroke((), fill=colour))

    def dot(self, x: float, y: float, colour: str, points: float, *, edge: str) -> None:
        """A disc, ``points`` across, with an edge of one point."""
        self._rounded(x, x, y, points, Stroke((), edge, 1.0, colour))

    def _rounded(self, x1: float, x2: float, y: float, points: float, look: Stroke) -> None:
        radius = points / 2 / 72
        turns = [math.pi * (step / _CORNERS - 0.5) for step in range(_CORNERS + 1)]
        corners = [(x2 + radius * math.cos(a), y + radius * math.sin(a)) for a in turns]
        corners += [(x1 - radius * math.cos(a), y - radius * math.sin(a)) for a in turns]
        outline = tuple((x * _INCH, y * _INCH) for x, y in corners)
        self.parts.append(replace(look, paths=(outline,)))

    def drawing(self) -> Drawing:
        """What stands on the sheet, in its own size."""
        return Drawing(self.width * _INCH, self.height * _INCH, tuple(self.parts))

    def heading(self, title: str, subtitle: str, colours: Palette) -> float:
        """Title and a quieter line below it; returns where the drawing may begin."""
        y = 0.36
        for line in folded(title, self.width - 0.5, TITLE):
            self.text(0.25, y, line, colours.ink, size=TITLE, medium=True)
            y += 0.27
        if subtitle:
            for line in folded(subtitle, self.width - 0.5, SMALL):
                self.text(0.25, y - 0.01, line, colours.faint, size=SMALL)
                y += 0.19
        return y + 0.02


def folded(text: str, inches: float, size: float) -> list[str]:
    """Lines no wider than ``inches``; closing marks hang on rather than start a line."""
    lines, line = [], ""
    for mark in legible(text):
        if width_of(line + mark, size) > inches and mark not in "，。；：、！？）》”":
            lines.append(line)
            line = ""
        line += mark
    return [*lines, line] if line else lines


def empty_chart(title: str, sentence: str, *, grey: bool) -> Drawing:
    """A chart without villages: its title and one sentence that says why it is empty."""
    colours = palette(grey=grey)
    sheet = Sheet(8.0, 1.6)
    top = sheet.heading(title, "", colours)
    sheet.text(0.25, top + 0.2, sentence, colours.faint)
    return sheet.drawing()


def label_width(names: Sequence[str], *, most: float = 1.9, size: float = BODY) -> float:
    """Room for the longest name, up to ``most`` inches."""
    return min(most, max((width_of(legible(name), size) for name in names), default=0.5)) + 0.05
