"""Drawing on the pages of a PDF; lengths are points from the upper left corner of the page."""

import io
from collections.abc import Sequence

from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gaotang_desktop.documents.faces import (
    MISSING,
    NAMES,
    Face,
    Typeface,
    advance,
    face_for,
    font,
    is_han,
    is_invisible,
    top,
    typefaces,
)
from gaotang_desktop.domain.documents.findings import Finding, Severity

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
_MARK_SIZE, _MARK_TURN, _MARK_STRENGTH, _MARK_COLOUR = 84.0, 30, 0.22, "#B3261E"
_FRAME_INSET, _FRAME_WIDTH, _FRAME_DOTS, _FRAME_COLOUR = 0.06, 0.5, (1, 1.5), "#8C8C8C"
_STEP = 0.02
"""Positions that differ by less are the same run of text."""


class Pen:
    """One PDF being drawn, page after page."""

    def __init__(
        self, size: tuple[float, float], *, title: str, author: str, mark: str = ""
    ) -> None:
        """``mark`` is written large and pale across every page."""
        self._mark = mark
        self.width, self.height = self._size = size
        self.page = 1
        self.line = 0
        self.findings: list[Finding] = []
        self._rare: set[str] = set()
        self._bytes = io.BytesIO()
        first = typefaces(Face.SONGTI)[0]
        font(first)
        self._canvas = Canvas(
            self._bytes,
            pagesize=size,
            invariant=1,
            pageCompression=1,
            initialFontName=first.name,  # type: ignore[arg-type]  # the stub is wrong
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("高塘双提升工作台")
        self._canvas.setSubject(title)
        self._canvas.setViewerPreference("PrintScaling", "None")

    def turn(self) -> None:
        """Finish this page and begin the next, upright."""
        self._write_mark()
        self._canvas.showPage()
        self._canvas.setPageRotation(0)
        self._canvas.setPageSize(self._size)
        self.width, self.height = self._size
        self.page += 1
        self.line = 0

    def lie(self) -> None:
        """Lay the page across until ``stand``: its upper edge is the left edge of the sheet.

        Screens turn the page, so that it reads upright; the sheet itself stays upright.
        """
        # reportlab swaps the sides of a page that is turned: swapped before, the sheet is A4 upright.
        self._canvas.setPageSize((self._size[1], self._size[0]))
        self._canvas.setPageRotation(90)
        self._canvas.saveState()
        self._canvas.transform(0, 1, -1, 0, self._size[0], 0)
        self.height, self.width = self._size

    def stand(self) -> None:
        """Draw upright again on the sheet that lies across."""
        self._canvas.restoreState()
        self.width, self.height = self._size

    def finish(self) -> bytes:
        """The whole PDF."""
        self._write_mark()
        self._canvas.showPage()
        self._canvas.save()
        return self._bytes.getvalue()

    def _write_mark(self) -> None:
        if not self._mark:
            return
        face = typefaces(Face.SONGTI)[0]
        width, height = self._size
        size = min(_MARK_SIZE, 0.8 * width / len(self._mark))
        self._canvas.saveState()
        self._canvas.setFillColor(HexColor(_MARK_COLOUR))
        self._canvas.setFillAlpha(_MARK_STRENGTH)
        self._canvas.setFont(face.name, size)
        # At the head, too: of a page cut in half each half must still say what it is.
        for share in (0.22, 0.5, 0.78):
            self._canvas.saveState()
            self._canvas.translate(width / 2, height * share)
            self._canvas.rotate(_MARK_TURN)
            self._canvas.drawCentredString(0, -size / 3, self._mark)
            self._canvas.restoreState()
        self._canvas.restoreState()

    def find(self, sentence: str, severity: Severity = "提醒") -> None:
        """Note something about the current line, once."""
        finding = Finding(self.page, sentence, self.line, severity)
        if finding not in self.findings:
            self.findings.append(finding)

    def rule(
        self, x1: float, y1: float, x2: float, y2: float, *, width: float, colour: Color = black
    ) -> None:
        """A straight rule, ``width`` points thick."""
        self._canvas.setStrokeColor(colour)
        self._canvas.setLineWidth(width)
        self._canvas.line(x1, self.height - y1, x2, self.height - y2)

    def area(self, x: float, y: float, width: float, height: float, colour: Color) -> None:
        """A filled rectangle."""
        self._canvas.setFillColor(colour)
        self._canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)

    def outline(
        self,
        paths: Sequence[Sequence[tuple[float, float]]],
        *,
        line: str,
        width: float,
        fill: str,
        dashes: Sequence[float] = (),
    ) -> None:
        """Runs of points, stroked when ``line`` is a colour, closed and filled when ``fill`` is."""
        path = self._canvas.beginPath()
        for points in paths:
            for number, (x, y) in enumerate(points):
                (path.lineTo if number else path.moveTo)(x, self.height - y)
            if fill:
                path.close()
        if fill:
            self._canvas.setFillColor(HexColor(fill))
        if line:
            self._canvas.setStrokeColor(HexColor(line))
            self._canvas.setLineWidth(width)
        self._canvas.setDash(list(dashes) if dashes else [])
        self._canvas.drawPath(path, stroke=int(bool(line)), fill=int(bool(fill)))
        self._canvas.setDash([])

    def picture(self, content: bytes, x: float, y: float, width: float, height: float) -> None:
        """A PNG or JPEG picture, ``width`` × ``height`` points."""
        image = ImageReader(io.BytesIO(content))
        self._canvas.drawImage(image, x, self.height - y - height, width, height, mask="auto")

    def write(
        self,
        text: str,
        x: float,
        y: float,
        face: Face,
        size: float,
        *,
        colour: Color = black,
        turned: float = 0.0,
        share: float = 1.0,
    ) -> None:
        """Write ``text`` with the faces' own widths; ``y`` is the top of its characters.

        ``turned`` turns it anti-clockwise, in degrees; ``y`` is then the base line. Of their width
        the characters take ``share``.
        """
        places, at = [], 0.0
        for char in text:
            places.append(at)
            at += advance(char, face) * size
        if not turned and share == 1.0:
            self.place(text, places, x, y, [face] * len(text), size, colour=colour)
            return
        self._canvas.saveState()
        self._canvas.translate(x, self.height - y)
        self._canvas.rotate(turned)
        self._canvas.scale(share, 1.0)
        self._canvas.translate(-x, y - self.height)
        y -= top(face) * size if turned else 0.0
        self.place(text, places, x, y, [face] * len(text), size, colour=colour)
        self._canvas.restoreState()

    def place(
        self,
        text: str,
        places: Sequence[float],
        x: float,
        y: float,
        faces: Sequence[Face],
        size: float,
        *,
        colour: Color = black,
    ) -> None:
        """Write every character at its own place, right of ``x``."""
        words = self._canvas.beginText()
        words.setFillColor(colour)
        base = self.height - y - top(faces[0] if faces else Face.FANGSONG) * size
        run, run_type, run_x, run_end = "", typefaces(Face.SONGTI)[0], 0.0, 0.0
        set_in: Typeface | None = None

        def draw() -> None:
            nonlocal set_in
            if run_type is not set_in:
                words.setFont(run_type.name, size)
                set_in = run_type
            words.setTextOrigin(x + run_x, base)
            words.textOut(run)

        for char, place, wanted in zip(text, places, faces, strict=True):
            if char.isspace() or is_invisible(char):
                if run and char == " " and face_for(char, wanted) is run_type:
                    run += char
                    run_end += advance(char, wanted) * size
                continue
            found = face_for(char, wanted)
            if found is None and is_han(char):
                self._left_blank(char, x + place, y, size)
                continue
            if found is None or found.face is not wanted:
                char, found = self._rare_char(char, wanted, found)
            if run and (found is not run_type or abs(place - run_end) > _STEP):
                draw()
                run = ""
            if not run:
                run_type, run_x, run_end = found, place, place
            run += char
            run_end += advance(char, wanted) * size
        if run:
            draw()
        self._canvas.drawText(words)

    def _left_blank(self, char: str, x: float, y: float, size: float) -> None:
        """No face has it: a frame of dots as large as a character, to be written into by hand.

        It is said for each line on which it stands.
        """
        inset = _FRAME_INSET * size
        self._canvas.saveState()
        self._canvas.setStrokeColor(HexColor(_FRAME_COLOUR))
        self._canvas.setLineWidth(_FRAME_WIDTH)
        self._canvas.setDash(*_FRAME_DOTS)
        side = size - 2 * inset
        self._canvas.rect(x + inset, self.height - y - size + inset, side, side, fill=0)
        self._canvas.restoreState()
        self.find(
            f"“{char}”（编码 U+{ord(char):04X}）这台电脑的字体里都没有，这里空出一个字的虚线框，"
            "印好以后请手工写上；装上有这个字的字体以后就能印出来。"
        )

    def _rare_char(self, char: str, wanted: Face, found: Typeface | None) -> tuple[str, Typeface]:
        """What stands for a character that the wanted face lacks, said once for each character."""
        if found is None:
            if char not in self._rare:
                self._rare.add(char)
                self.find(
                    f"这里有字库里没有的字（编码 U+{ord(char):04X}），印出来是“{MISSING}”，"
                    "请手工补写或者换一个字。",
                    "阻止",
                )
            mark = face_for(MISSING, Face.SONGTI)
            assert mark is not None
            return MISSING, mark
        if char not in self._rare and char >= "\u3400":
            self._rare.add(char)
            face = NAMES[found.face] if found.face else "生僻字字体"
            self.find(f"“{char}”字在{NAMES[wanted]}里没有，这个字用{face}印。")
        return char, found


def text_width(text: str, face: Face, size: float) -> float:
    """How wide ``text`` is in points."""
    return sum(advance(char, face) for char in text) * size
