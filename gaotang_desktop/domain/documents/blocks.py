"""The parts of a paper: paragraphs, tables, grids to fill in, and what stands around them."""

import datetime
from dataclasses import dataclass
from typing import Literal

from gaotang_desktop.domain.documents.elements import NONE, Elements
from gaotang_desktop.domain.documents.kinds import Form

Align = Literal["left", "centre", "right", "decimal"]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; level 0 is body text, 1 to 4 are the headings 一、（一）1.（1）.

    ``key`` names a paragraph that was worded from data (``overall``, ``praise`` …), so that a
    draft can be refreshed without touching the operator's own paragraphs; typed ones have none.
    """

    text: str
    level: int = 0
    key: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a table: its head, its share of the width, how its cells stand.

    Neighbours of the same ``group`` share a head cell above their own heads. ``decimal`` sets
    numbers below each other on their decimal points; words in such a column stand centred.
    """

    label: str
    width_weight: float = 1.0
    align: Align = "left"
    group: str = ""


@dataclass(frozen=True)
class Table:
    """A table; every row has one text for each column.

    ``caption`` stands centred above it. ``size`` is the size of its characters in points, or
    ``None`` for the usual one of the paper. ``total`` says that the last row is a sum. ``notes``
    stand below it, as 注：…, so that it explains itself.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    size: float | None = None
    total: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormCell:
    """One cell of a grid to fill in: a printed label, or blank paper for the pen."""

    text: str = ""
    across: int = 1
    align: Align = "left"
    label: bool = False


@dataclass(frozen=True)
class FormRow:
    """One row of a grid: its cells, its least height in mm, its share of the room left over."""

    cells: tuple[FormCell, ...]
    height: float = 9.0
    stretch: float = 0.0


@dataclass(frozen=True)
class FormGrid:
    """A ruled grid to be filled in by hand; every row's ``across`` add up to the columns.

    Rows with a ``stretch`` share what is left of the page, so that a form fills its sheet.
    """

    width_weights: tuple[float, ...]
    rows: tuple[FormRow, ...]


@dataclass(frozen=True)
class Stroke:
    """A line or an area of a drawing: points in mm from its upper left corner; colours ``#RRGGBB``.

    Each of ``paths`` is a run of points; an area is closed and filled with ``fill``.
    """

    paths: tuple[tuple[tuple[float, float], ...], ...]
    line: str = ""
    line_width: float = 0.5  # points
    fill: str = ""
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True)
class Writing:
    """Words in a drawing: ``x`` and ``y`` (base line, left end) in mm, ``size`` in points.

    ``turned`` is how many degrees anti-clockwise the words are turned about that point.
    """

    text: str
    x: float
    y: float
    size: float
    colour: str = "#000000"
    turned: float = 0.0
    bold: bool = False


@dataclass(frozen=True)
class Drawing:
    """A chart as lines, areas and words: printed as such, not as a picture (mm)."""

    width: float
    height: float
    parts: tuple[Stroke | Writing, ...]
    caption: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture (the bytes of a PNG or JPEG file), at most as wide as the paper's text (mm)."""

    content: bytes
    width: float
    height: float
    caption: str = ""


@dataclass(frozen=True)
class Banner:
    """The title of one of several forms in a sheet, below a bar when it has a colour: 蓝, 黄, 红."""

    text: str
    subtitle: str = ""
    colour: str = ""


Block = Paragraph | Table | FormGrid | Drawing | Picture | Banner


@dataclass(frozen=True)
class Annex:
    """An annex (附件) of an official paper: a new page, its title on line 3; it may lie across."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True)
class OfficialPaper:
    """A paper that goes out, set by GB/T 9704-2012.

    ``letterhead`` is the 发文机关标志 in red; without it the title begins on the first line and
    there is no 版记. ``signer`` stands under the text, with ``sealed`` in the place that leaves
    room for the seal. ``note`` is the 附注 without its brackets. ``printed_on`` is the day of
    printing in the 版记; ``None`` means the ``date``. ``copies_to`` is what follows 抄送：.
    ``elements`` are those that not every paper has. ``mark`` lies across every page, as 示例数据.
    ``link`` is the newest link of the history when the paper was issued, in small type in the margin
    below the last page's number. ``form`` says how
    the paper is set; ``joint`` are the units that send it together with the ``signer`` (联合行文), in
    order; ``even_imprint`` puts the 版记 on an even page, the back of the last sheet, as offices read
    clause 7.4.1 (the last rule on 公文最后一面) with printing on both sides; the clause names no parity;
    ``attendance`` pairs 出席, 请假, 列席 with who did, for a 纪要 (10.3). ``addressee_moved`` puts 主送
    into the 版记; the layout does so by itself where the first page would show no text (7.3.2).
    """

    kind: str
    title: str
    blocks: tuple[Block, ...]
    signer: str
    date: datetime.date | None = None
    letterhead: str = ""
    number: str = ""
    addressee: str = ""
    annexes: tuple[Annex, ...] = ()
    sealed: bool = True
    note: str = ""
    copies_to: str = ""
    printed_on: datetime.date | None = None
    elements: Elements = NONE
    link: str = ""
    form: Form = "文件"
    attendance: tuple[tuple[str, str], ...] = ()
    mark: str = ""
    joint: tuple[str, ...] = ()
    even_imprint: bool = False
    addressee_moved: bool = False

    @property
    def issuers(self) -> tuple[str, ...]:
        """Who signs, the lead unit first."""
        return (self.signer.strip(), *self.joint)

    @property
    def author(self) -> str:
        """Who made the paper, for the properties of the PDF."""
        return self.signer


@dataclass(frozen=True)
class Sheet:
    """An internal paper (ledger, form, phone list, ranking): no red head, no signature.

    ``left`` and ``right`` stand on one line above the blocks, as 单位：… and 日期：…; ``notes``
    are the small lines at the end. A sheet that begins with a :class:`Banner` shows that in place
    of its title. ``numbered`` is False for forms, which have no 第 1 页 共 3 页. ``breaks`` are the
    blocks (by their place, from 0) that begin on a new page. ``mark`` lies across every page.
    """

    kind: str
    title: str
    blocks: tuple[Block, ...]
    issuer: str = ""
    subtitle: str = ""
    left: str = ""
    right: str = ""
    notes: tuple[str, ...] = ()
    landscape: bool = False
    numbered: bool = True
    breaks: tuple[int, ...] = ()
    mark: str = ""

    @property
    def author(self) -> str:
        """Who made the sheet, for the properties of the PDF."""
        return self.issuer


Paper = OfficialPaper | Sheet


def written_date(day: datetime.date) -> str:
    """The day as papers write it, without leading zeros: 2026年9月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def text_of(blocks: tuple[Block, ...]) -> str:
    """The paragraphs as an editor shows them, one line each; other blocks as 【表1】, 【图2】.

    The number counts tables and charts together, from the first of the text.
    """
    lines = []
    others = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            others += 1
            lines.append(f"【{'表' if isinstance(block, Table | FormGrid) else '图'}{others}】")
    return "\n".join(lines)


def text_in(paper: OfficialPaper) -> str:
    """Everything that a paper says, to be searched: title, text, tables, annexes; cells by tabs."""
    lines = [paper.title, paper.number, paper.addressee]
    for block in (*paper.blocks, *(each for annex in paper.annexes for each in annex.blocks)):
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Table):
            lines.append("\t".join(column.label for column in block.columns))
            lines += ["\t".join(row) for row in block.rows]
            lines += block.notes
    lines += [f"{label}：{names}" for label, names in paper.attendance]
    lines += [annex.title for annex in paper.annexes]
    lines += [*paper.issuers, paper.note, paper.copies_to]
    return "\n".join(line for line in lines if line)
