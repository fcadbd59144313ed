"""Drawing on the pages of a PDF; lengths are points from the upper left corner of the sheet."""

import io
from dataclasses import dataclass

from reportlab.lib.colors import Color, black
from reportlab.pdfgen.canvas import Canvas

from gaotang_desktop.documents.faces import (
    MISSING,
    Face,
    advance,
    face_for,
    font,
    is_invisible,
    top,
)

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
_STEP = 0.02
"""Positions that differ by less are the same run of text."""


@dataclass(frozen=True)
class Finding:
    """Something on a page that the operator should know before printing."""

    page: int
    sentence: str


class Pen:
    """One PDF being drawn, page after page."""

    def __init__(self, size: tuple[float, float], *, title: str, author: str) -> None:
        font(Face.SONGTI)
        self.width, self.height = size
        self.page = 1
        self.findings: list[Finding] = []
        self._bytes = io.BytesIO()
        self._canvas = Canvas(
            self._bytes,
            pagesize=size,
            invariant=1,
            pageCompression=1,
            initialFontName=Face.SONGTI.value,  # type: ignore[arg-type]  # the stub is wrong
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("高塘双提升工作台")
        self._canvas.setSubject(title)
        self._canvas.setViewerPreference("PrintScaling", "None")

    def turn(self) -> None:
        """Finish this page and begin the next."""
        self._canvas.showPage()
        self.page += 1

    def finish(self) -> bytes:
        """The whole PDF."""
        self._canvas.showPage()
        self._canvas.save()
        return self._bytes.getvalue()

    def find(self, sentence: str) -> None:
        """Note something about the current page, once."""
        finding = Finding(self.page, sentence)
        if finding not in self.findings:
            self.findings.append(finding)

    def rule(
        self, x1: float, y1: float, x2: float, y2: float, *, width: float, colour: Color = black
    ) -> None:
        """A straight rule, ``width`` points thick."""
        self._canvas.setStrokeColor(colour)
        self._canvas.setLineWidth(width)
        self._canvas.line(x1, self.height - y1, x2, self.height - y2)

    def write(
        self, text: str, x: float, y: float, face: Face, size: float, *, colour: Color = black
    ) -> None:
        """Write ``text`` with the faces' own widths; ``y`` is the top of its characters."""
        places, at = [], 0.0
        for char in text:
            places.append(at)
            at += advance(char, face) * size
        self.place(text, places, x, y, [face] * len(text), size, colour=colour)

    def place(
        self,
        text: str,
        places: list[float],
        x: float,
        y: float,
        faces: list[Face],
        size: float,
        *,
        colour: Color = black,
    ) -> None:
        """Write every character at its own place, right of ``x``."""
        self._canvas.setFillColor(colour)
        base = self.height - y - top(faces[0] if faces else Face.FANGSONG) * size
        run, run_face, run_x, run_end = "", Face.SONGTI, 0.0, 0.0
        for char, place, wanted in zip(text, places, faces, strict=True):
            if char.isspace() or is_invisible(char):
                if run and char == " " and face_for(char, run_face) is run_face:
                    run += char
                    run_end += advance(char, run_face) * size
                continue
            found = face_for(char, wanted)
            if found is None:
                self.find(
                    f"第{self.page}页有字库里没有的字（编码 U+{ord(char):04X}），"
                    f"印出来是“{MISSING}”，请手工补写或者换一个字。"
                )
                char, found = MISSING, Face.SONGTI
            if run and (found is not run_face or abs(place - run_end) > _STEP):
                self._draw(run, x + run_x, base, run_face, size)
                run = ""
            if not run:
                run_face, run_x, run_end = found, place, place
            run += char
            run_end += advance(char, run_face) * size
        if run:
            self._draw(run, x + run_x, base, run_face, size)

    def _draw(self, run: str, x: float, base: float, face: Face, size: float) -> None:
        font(face)
        self._canvas.setFont(face.value, size)
        self._canvas.drawString(x, base, run)


def text_width(text: str, face: Face, size: float) -> float:
    """How wide ``text`` is in points."""
    return sum(advance(char, face) for char in text) * size
