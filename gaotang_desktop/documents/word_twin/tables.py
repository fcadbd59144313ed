"""Tables and grids to fill in as tables of Word: fixed widths, heads repeated, rows kept whole."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gaotang_desktop.documents.block_pieces import (
    FORM_ABOVE,
    form_pieces,
    stands_at_top,
    stays_with_next,
)
from gaotang_desktop.documents.cells import (
    BESIDE,
    LEADING,
    NUMBER,
    above_of,
    columns_at,
    decimal_points,
    edges_of,
    set_cell,
)
from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.imprints import COPIES
from gaotang_desktop.documents.page_grid import SMALL_SIZE
from gaotang_desktop.documents.pen import text_width
from gaotang_desktop.documents.word_twin.text import paragraph, run, run_properties, twips
from gaotang_desktop.domain.documents.blocks import Align, FormGrid, Table

_SHADE = "F1F2F4"
_RULE = 6  # eighths of a point: 0.25 mm
_ALIGNS = {"left": "left", "centre": "center", "right": "right", "decimal": "center"}


@dataclass(frozen=True)
class Look:
    """How the tables of a paper are set: points across, size, face, a tint behind the head."""

    measure: float
    size: float
    face: Face
    shaded: bool = False


def table_xml(table: Table, look: Look) -> str:
    """A table; its last row stands out when it is a sum."""
    size, face = table.size or look.size, look.face
    edges = columns_at(table, look.measure, size, face)
    widths = grid_of(edges)
    points = decimal_points(table, size, face)
    rows = [_head_rows(table, widths, size, shaded=look.shaded)]
    for number, texts in enumerate(table.rows, start=1):
        own = Face.HEITI if table.total and number == len(table.rows) else face
        keep = stays_with_next(table, number)
        cells = []
        for at, (text, column) in enumerate(zip(texts, table.columns, strict=True)):
            align, right = _ALIGNS[column.align], 0.0
            point = points[at]
            if point is not None and (found := NUMBER.fullmatch(text.strip())):
                # The points of a column stand below each other, whatever follows them.
                room = (edges[at + 1] - edges[at]) / 2 - BESIDE - point
                right = max(0.0, room - text_width(found[2], own, size))
                align, text = "right", text.strip()
            words = _words(text, own, size, align, right=right, keep_next=keep)
            cells.append(_cell(words, widths[at]))
        rows.append(_row(cells))
    return _table(widths, size, rows)


def _head_rows(table: Table, widths: Sequence[int], size: float, *, shaded: bool) -> str:
    """One row of heads, or two where neighbours share a group."""
    shade = _SHADE if shaded else ""
    columns = table.columns

    def cell(text: str, width: int, across: int = 1, merge: str = "") -> str:
        words = _words(text, Face.HEITI, size, "center", keep_next=bool(table.rows))
        return _cell(words, width, across=across, merge=merge, shade=shade)

    if not any(column.group for column in columns):
        heads = (cell(column.label, widths[at]) for at, column in enumerate(columns))
        return _row(heads, head=True)
    upper, lower = [], []
    # Columns without a group do not share one: each is as high as both rows.
    for group, same in itertools.groupby(range(len(columns)), lambda at: columns[at].group or at):
        members = list(same)
        if isinstance(group, int):
            at = group
            upper.append(cell(columns[at].label, widths[at], merge="restart"))
            lower.append(cell("", widths[at], merge="continue"))
            continue
        upper.append(cell(group, sum(widths[at] for at in members), len(members)))
        lower += [cell(columns[at].label, widths[at]) for at in members]
    return _row(upper, head=True) + _row(lower, head=True)


def form_xml(grid: FormGrid, look: Look, stretched: Iterable[float]) -> str:
    """A grid to fill in; ``stretched`` are the heights of its rows that share the page's rest."""
    edges = edges_of(grid.width_weights, look.measure)
    widths = grid_of(edges)
    rest = iter(stretched)
    pieces = form_pieces(grid, look.measure, size=look.size, face=look.face)
    rows = []
    for given, piece in zip(grid.rows, pieces, strict=True):
        height = next(rest, piece.height) if given.stretch else piece.height
        cells, at = [], 0
        has_blank = any(not each.text for each in given.cells)
        for each in given.cells:
            end = at + each.across
            align: Align = "centre" if each.label and each.align == "left" else each.align
            own = Face.HEITI if each.label else look.face
            set_in = set_cell(each.text, edges[at], edges[end], align, own, look.size)
            top = not has_blank and stands_at_top(set_in, height, look.size, is_label=each.label)
            words = _words(
                each.text, own, look.size, _ALIGNS[align], above=FORM_ABOVE if top else 0.0
            )
            cells.append(_cell(words, sum(widths[at:end]), across=each.across, top=top))
            at = end
        rows.append(_row(cells, height=height))
    return _table(widths, look.size, rows)


def imprint_xml(
    recipients: Sequence[str],
    issuer: Sequence[str],
    printed: str,
    measure: float,
    pitch: float,
    *,
    count: str = "",
    ruled: bool = True,
) -> str:
    """A 版记 that stands at the foot of the block of its page, whatever is above it.

    Its rules are 0.35 mm, 0.25 mm between the lines (GB/T 9704-2012, 7.4).
    """
    face, size = Face.FANGSONG, SMALL_SIZE
    width = twips(measure)
    left = width - twips(text_width(printed, face, size) + 3 * size)

    def words(text: str, align: str, indents: tuple[float, float, float]) -> str:
        own = run(text, face, size)
        return paragraph(own, style="Imprint", align=align, line=pitch, indents=indents)

    rows = []
    if recipients:
        front = text_width(COPIES, face, size)
        said = "".join(words(each, "both", (size + front, -front, size)) for each in recipients)
        rows.append(_row([_cell(said, width, across=2)]))
    last = issuer[-1] if issuer else ""
    if ruled and (len(issuer) > 1 or twips(text_width(last, face, size) + size) > left):
        # The day of printing stands behind a tab in the last line, or in one of its own.
        fits = twips(text_width(last, face, size) + size) <= left
        above, beside = (issuer[:-1], last) if fits else (issuer, "")
        tab = f"<w:r>{run_properties(face, size)}<w:tab/></w:r>"
        lines = [
            *(run(line, face, size) for line in above),
            run(beside, face, size) + tab + run(printed, face, size),
        ]
        stop = f'<w:tab w:val="right" w:pos="{width - twips(size)}"/>'
        said = "".join(
            paragraph(
                line,
                style="Imprint",
                line=pitch,
                indents=(size, 0.0, 0.0),
                tabs=stop,
            )
            for line in lines
        )
        rows.append(_row([_cell(said, width, across=2)]))
    elif ruled:
        # A letter has the copies alone, without rules (10.1).
        ends = (
            _cell(words(last, "left", (size, 0.0, 0.0)), left),
            _cell(words(printed, "right", (0.0, 0.0, size)), width - left),
        )
        rows.append(_row(ends))
    if count:
        rows.append(_row([_cell(words(count, "right", (0.0, 0.0, size)), width, across=2)]))
    rules = "".join(
        f'<w:{side} w:val="{"single" if ruled else "nil"}" w:sz="{thick}" w:space="0"'
        ' w:color="000000"/>'
        for side, thick in (("top", 8), ("bottom", 8), ("insideH", 6))
    )
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin"'
        ' w:horzAnchor="page" w:tblpX="1588" w:tblpYSpec="bottom"/>'
        f'<w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
        f'</w:tblPr><w:tblGrid><w:gridCol w:w="{left}"/><w:gridCol w:w="{width - left}"/>'
        f"</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def grid_of(edges: Sequence[float]) -> list[int]:
    """The widths between the edges in twips; they add up to the whole."""
    return [twips(right) - twips(left) for left, right in itertools.pairwise(edges)]


def _words(
    text: str,
    face: Face,
    size: float,
    align: str,
    *,
    right: float = 0.0,
    above: float = 0.0,
    keep_next: bool = False,
) -> str:
    return paragraph(
        run(text, face, size),
        style="TableText",
        align=align,
        line=size * LEADING,
        before=above,
        indents=(0.0, 0.0, right) if right else None,
        keep_next=keep_next,
    )


def _table(widths: Sequence[int], size: float, rows: Iterable[str]) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{_RULE}" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    # As high as a row of the PDF: there the first and last lines have no leading of their own,
    # here the rule is added.
    above = twips(above_of(size) + 0.5 - (LEADING - 1) * size / 2 - _RULE / 16)
    beside = twips(BESIDE)
    margins = "".join(
        f'<w:{side} w:w="{value}" w:type="dxa"/>'
        for side, value in (("top", above), ("left", beside), ("bottom", above), ("right", beside))
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Iterable[str], *, head: bool = False, height: float = 0.0) -> str:
    least = f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else ""
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    words: str,
    width: int,
    *,
    across: int = 1,
    merge: str = "",
    shade: str = "",
    top: bool = False,
) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{across}"/>' if across > 1 else "")
        + (f'<w:vMerge w:val="{merge}"/>' if merge else "")
        + (f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else "")
        + ("" if top else '<w:vAlign w:val="center"/>')
        + f"</w:tcPr>{words}</w:tc>"
    )
