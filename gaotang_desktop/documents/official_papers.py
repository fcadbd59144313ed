"""Official papers on the grid of GB/T 9704-2012: red head, title, body, signature, 版记."""

import math
from dataclasses import dataclass, field

from reportlab.lib.colors import Color

from gaotang_desktop.documents.cells import columns_at, draw_row, set_row, split_row
from gaotang_desktop.documents.faces import Face, advance
from gaotang_desktop.documents.line_breaking import break_lines
from gaotang_desktop.documents.page_grid import (
    ADVANCE,
    HEIGHT,
    LEFT,
    LINES,
    PITCH,
    SIZE,
    SMALL_SIZE,
    TITLE_SIZE,
    TOP,
    WIDTH,
    grid_advance,
    line_top,
)
from gaotang_desktop.documents.pen import MM, Pen, text_width
from gaotang_desktop.domain.documents.blocks import Paper, Paragraph, Table, written_date

RED = Color(0.84, 0.06, 0.06)
_LEVEL_FACES = {1: Face.HEITI, 2: Face.KAITI}
_IMPRINT_LINE = 24.0
_TABLE_SIZE = 12.0


@dataclass
class _Setter:
    """Where the next line of the grid is."""

    pen: Pen
    line: int = 0
    texts: int = 0  # lines of body on this page
    _numbered: set[int] = field(default_factory=set)

    @property
    def y(self) -> float:
        return line_top(self.line)

    def need(self, lines: int) -> None:
        """Go to the next page unless so many lines fit."""
        if self.line + lines > LINES:
            self.turn()

    def turn(self) -> None:
        self.number()
        self.pen.turn()
        self.line = self.texts = 0

    def number(self) -> None:
        """``— 1 —``, outside the block: odd pages right, even pages left, one character in."""
        if self.pen.page in self._numbered:
            return
        self._numbered.add(self.pen.page)
        text = f"— {self.pen.page} —"
        width = text_width(text, Face.SONGTI, SMALL_SIZE)
        odd = self.pen.page % 2 == 1
        x = LEFT + WIDTH - SMALL_SIZE - width if odd else LEFT + SMALL_SIZE
        # 7 mm below the block is where the dash runs, in the middle of the em box.
        self.pen.write(text, x, TOP + HEIGHT + 7 * MM - SMALL_SIZE / 2, Face.SONGTI, SMALL_SIZE)


def draw_official_paper(pen: Pen, paper: Paper) -> None:
    """Draw the whole paper; without a letterhead the title begins on the first line."""
    setter = _Setter(pen)
    if paper.letterhead:
        _red_head(setter, paper)
    _title(setter, paper.title)
    if paper.addressee:
        setter.line += 1
        _paragraph(setter, paper.addressee, Face.FANGSONG, 0)
    for block in paper.body:
        if isinstance(block, Table):
            _table(setter, block)
        else:
            _body(setter, block, keep=block is paper.body[-1])
    _signature(setter, paper)
    for note in paper.notes:
        setter.need(1)
        _paragraph(setter, f"（{note}）", Face.FANGSONG, 2 * ADVANCE)
    if paper.letterhead:
        _imprint(setter, paper)
    setter.number()


def _red_head(setter: _Setter, paper: Paper) -> None:
    pen = setter.pen
    count = max(1, len(paper.letterhead))
    size = min(15 * MM, WIDTH / count)
    top = 72 * MM
    width = text_width(paper.letterhead, Face.XIAOBIAOSONG, size)
    pen.write(
        paper.letterhead, LEFT + (WIDTH - width) / 2, top, Face.XIAOBIAOSONG, size, colour=RED
    )
    y = top + size + 2 * PITCH
    if paper.number:
        width = text_width(paper.number, Face.FANGSONG, SIZE)
        pen.write(paper.number, LEFT + (WIDTH - width) / 2, y, Face.FANGSONG, SIZE)
    rule = y + SIZE + 4 * MM
    pen.rule(LEFT, rule, LEFT + WIDTH, rule, width=0.5 * MM, colour=RED)
    # Two blank lines, then the first line of the grid.
    setter.line = math.ceil((rule + 2 * PITCH - TOP) / PITCH - 0.01)


def _title(setter: _Setter, title: str) -> None:
    def widths(char: str) -> float:
        return advance(char, Face.XIAOBIAOSONG) * TITLE_SIZE

    whole = sum(map(widths, title))
    count = max(1, math.ceil(whole / (WIDTH * 0.92)))
    measure = min(WIDTH, whole / count + 2 * TITLE_SIZE)
    for line in break_lines(title, widths, measure, flush=False):
        setter.need(1)
        shift = (WIDTH - line.width) / 2
        places = [place + shift for place in line.places]
        faces = [Face.XIAOBIAOSONG] * len(line.text)
        # The larger characters stand in the middle of their line of the grid.
        setter.pen.place(line.text, places, LEFT, setter.y, faces, TITLE_SIZE)
        setter.line += 1


def _body(setter: _Setter, paragraph: Paragraph, *, keep: bool) -> None:
    if paragraph.level:
        # A heading never stands alone at the foot of a page.
        setter.need(2)
    face = _LEVEL_FACES.get(paragraph.level, Face.FANGSONG)
    _paragraph(setter, paragraph.text, face, 2 * ADVANCE, keep=3 if keep else 0)


def _paragraph(setter: _Setter, text: str, face: Face, indent: float, *, keep: int = 0) -> None:
    """Set a paragraph; its last line stays with ``keep`` lines that follow it."""
    heading_ends = text.find("。") + 1 or len(text)
    lines = break_lines(text, lambda char: grid_advance(char, face), WIDTH, indent)
    for number, line in enumerate(lines, start=1):
        setter.need(1 + (keep if number == len(lines) else 0))
        faces = [
            face if line.start + at < heading_ends else Face.FANGSONG
            for at in range(len(line.text))
        ]
        setter.pen.place(line.text, list(line.places), LEFT, setter.y, faces, SIZE)
        setter.line += 1
        setter.texts += 1


def _table(setter: _Setter, table: Table) -> None:
    edges = columns_at(table.columns, WIDTH)
    heads = tuple(column.label for column in table.columns)
    head = set_row(heads, table, edges, _TABLE_SIZE, Face.HEITI)
    bottom = TOP + HEIGHT
    y = setter.y
    rows = [
        part
        for cells in table.rows
        for part in split_row(
            set_row(cells, table, edges, _TABLE_SIZE, Face.FANGSONG), HEIGHT - head.height
        )
    ]
    drawn = False
    for row in rows:
        if not drawn or y + row.height > bottom:
            if y + (0 if drawn else head.height) + row.height > bottom:
                setter.turn()
                y = TOP
            draw_row(setter.pen, head, LEFT, y, edges)
            setter.pen.rule(LEFT, y, LEFT + edges[-1], y, width=0.5)
            y += head.height
            drawn = True
        draw_row(setter.pen, row, LEFT, y, edges)
        y += row.height
    setter.line = math.ceil((y - TOP) / PITCH + 0.2)


def _signature(setter: _Setter, paper: Paper) -> None:
    """Issuer and date without a seal (GB/T 9704-2012, 7.3.5.2)."""
    if paper.date is None:
        return
    day = written_date(paper.date)
    setter.need(3)
    if setter.texts == 0:
        setter.pen.find("署名页没有正文，请调整正文长短。")
    setter.line += 1
    issuer_width = sum(grid_advance(char, Face.FANGSONG) for char in paper.issuer)
    day_width = sum(grid_advance(char, Face.FANGSONG) for char in day)
    right = LEFT + WIDTH
    issuer_x = right - 2 * ADVANCE - issuer_width
    day_x = issuer_x + 2 * ADVANCE
    if day_x + day_width > right - 2 * ADVANCE and day_width > issuer_width:
        day_x = right - 2 * ADVANCE - day_width
        issuer_x = day_x - 2 * ADVANCE
    for text, x in ((paper.issuer, issuer_x), (day, day_x)):
        places, at = [], 0.0
        for char in text:
            places.append(at)
            at += grid_advance(char, Face.FANGSONG)
        setter.pen.place(text, places, x, setter.y, [Face.FANGSONG] * len(text), SIZE)
        setter.line += 1


def _imprint(setter: _Setter, paper: Paper) -> None:
    """版记: the last rule lies on the lower edge of the block of the last page."""
    lines = []
    copies = paper.copies_to.strip().rstrip("。")
    measure = WIDTH - 2 * SMALL_SIZE

    def widths(char: str) -> float:
        return advance(char, Face.FANGSONG) * SMALL_SIZE

    if copies:
        lines += [line.text for line in break_lines(f"抄送：{copies}。", widths, measure)]
    height = (len(lines) + 1) * _IMPRINT_LINE
    if setter.y + height > TOP + HEIGHT + 0.01 or setter.line > LINES:
        setter.turn()
    bottom = TOP + HEIGHT
    y = bottom - height
    pen = setter.pen
    pad = (_IMPRINT_LINE - SMALL_SIZE) / 2
    pen.rule(LEFT, y, LEFT + WIDTH, y, width=0.35 * MM)
    for text in lines:
        pen.write(text, LEFT + SMALL_SIZE, y + pad, Face.FANGSONG, SMALL_SIZE)
        y += _IMPRINT_LINE
    if lines:
        pen.rule(LEFT, y, LEFT + WIDTH, y, width=0.25 * MM)
    pen.write(paper.issuer, LEFT + SMALL_SIZE, y + pad, Face.FANGSONG, SMALL_SIZE)
    if paper.date is not None:
        issued = f"{written_date(paper.date)}印发"
        width = text_width(issued, Face.FANGSONG, SMALL_SIZE)
        pen.write(issued, LEFT + WIDTH - SMALL_SIZE - width, y + pad, Face.FANGSONG, SMALL_SIZE)
    pen.rule(LEFT, bottom, LEFT + WIDTH, bottom, width=0.35 * MM)
