"""The XML of a worksheet with other styles for some cells, changed while it is copied.

A sheet of 100,000 rows is never held in memory as a tree: one pass finds where the cells stand, the
next copies the bytes and changes those. All others stay as they were.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, range_boundaries

from gaotang_desktop.workbooks.packages import MAIN, Unusual

Place = tuple[int, int]
"""Row and column, from 1."""
Opened = Callable[[], IO[bytes]]
Area = tuple[int, int, int, int]
"""Left, top, right, bottom."""
_PIECE = 1 << 16
_AFTER_LEGACY = {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
                 "webPublishItems", "tableParts", "extLst"}  # fmt: skip
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*[\"']([A-Z]+\d+(?::[A-Z]+\d+)?)")
_TAG = re.compile(rb"<(?:[^'\">]|\"[^\"]*\"|'[^']*')*>")
_REF = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def place_of(ref: str) -> Place:
    """Row and column of B5.

    Raises:
        Unusual: it is no place of a cell.
    """
    found = _REF.fullmatch(ref)
    if found is None:
        raise Unusual(ref)
    return int(found[2]), column_index_from_string(found[1])


def merged_areas(opened: Opened) -> list[Area]:
    """The merged cells of a sheet; they stand behind all rows."""
    found: list[Area] = []
    before = b""
    with opened() as source:
        while piece := source.read(_PIECE):
            text = before + piece
            # A tag that is cut off is read with the next piece.
            cut = text.rfind(b"<")
            whole, before = (text[:cut], text[cut:]) if cut >= 0 else (text, b"")
            found += map(_area, _MERGED.findall(whole))
    return [*found, *map(_area, _MERGED.findall(before))]


def _area(ref: bytes) -> Area:
    left, top, right, bottom = range_boundaries(ref.decode())
    if left is None or top is None or right is None or bottom is None:
        raise Unusual(ref.decode())
    return left, top, right, bottom


@dataclass(slots=True)
class Patch:
    """What changes in a part: texts put in before a byte, attributes and contents of tags."""

    inserted: dict[int, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    tags: dict[int, tuple[bytes, dict[str, str], bytes]] = field(default_factory=dict)

    def insert(self, at: int, body: bytes) -> None:
        """Put something in before the byte ``at``, behind what was put in there before."""
        self.inserted[at].append(body)

    def set(self, at: int, tag: bytes, name: str, value: str) -> None:
        """Give the tag that begins at ``at`` another value of an attribute."""
        _tag, values, inner = self.tags.get(at, (tag, {}, b""))
        self.tags[at] = (tag, {**values, name: value}, inner)

    def fill(self, at: int, tag: bytes, inner: bytes) -> None:
        """Give an element without content (``<row/>``) one."""
        _tag, values, before = self.tags.get(at, (tag, {}, b""))
        self.tags[at] = (tag, values, before + inner)

    def applied(self, opened: Opened) -> Iterator[bytes]:
        """The bytes of the part, changed."""
        at = 0
        with opened() as source:
            for place in sorted({*self.inserted, *self.tags}):
                yield from _taken(source, place - at)
                yield from self.inserted.get(place, ())
                at = place
                if place in self.tags:
                    tag, values, inner = self.tags[place]
                    at += len(source.read(len(tag)))
                    yield _changed(tag, values, inner)
            while piece := source.read(_PIECE):
                yield piece


def _taken(source: IO[bytes], count: int) -> Iterator[bytes]:
    while count > 0 and (piece := source.read(min(count, _PIECE))):
        count -= len(piece)
        yield piece


def _changed(tag: bytes, values: Mapping[str, str], inner: bytes) -> bytes:
    for name, value in values.items():
        written = f'{name}="{value}"'.encode()
        pattern = rb"(?<=\s)" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')"
        tag, count = re.subn(pattern, written, tag, count=1)
        if not count:
            end = len(tag) - (2 if tag.endswith(b"/>") else 1)
            tag = tag[:end].rstrip() + b" " + written + tag[end:]
    if inner:
        name_of = re.match(rb"<([^\s/>]+)", tag)
        closing = name_of[1] if name_of else b""
        tag = tag[:-2].rstrip() + b">" + inner + b"</" + closing + b">"
    return tag


@dataclass(slots=True)
class _Cell:
    at: int
    tag: bytes
    style: int


@dataclass(slots=True)
class _Gap:
    """Where a missing row or cell belongs: before a byte, or into an element without content."""

    at: int
    tag: bytes = b""
    style: str = ""
    follower: tuple[int, bytes, str] | None = None


class SheetScan:
    """Where the wanted cells of a sheet stand, or belong if they are not there."""

    def __init__(self, opened: Opened, wanted: Collection[Place]) -> None:
        """Read the sheet once.

        Raises:
            Unusual: it is built in a way that is not known here.
        """
        self._opened = opened
        self._wanted: dict[int, list[int]] = defaultdict(list)
        for row, column in sorted(wanted):
            self._wanted[row].append(column)
        self._rows = sorted(self._wanted)
        self._cells: dict[Place, _Cell] = {}
        self._gaps: dict[Place, _Gap] = {}
        self._no_rows: dict[int, _Gap] = {}
        self._prefix = ""
        self._before_legacy = 0
        self._depth = self._row = self._column = self._next_row = 0
        self._in_data = self._has_data = False
        self._data_tag: tuple[int, bytes] = (0, b"")
        self._row_tag: tuple[int, bytes] = (0, b"")
        self._row_style = ""
        self._columns: list[int] = []
        self._window, self._base = b"", 0
        self._parser = expat.ParserCreate()
        self._read()

    def style(self, place: Place) -> int | None:
        """The style of a cell; ``None`` where there is none."""
        cell = self._cells.get(place)
        return None if cell is None else cell.style

    def new_style(self, place: Place) -> int:
        """The style of a cell, or that which it would have by its row."""
        if place in self._cells:
            return self._cells[place].style
        gap = self._gaps.get(place)
        return int(gap.style) if gap is not None and gap.style else 0

    def patch(self, styles: Mapping[Place, int]) -> Patch:
        """Give cells other styles; those that are not there are made."""
        made = Patch()
        new_rows: dict[int, bytes] = defaultdict(bytes)
        for place, style in sorted(styles.items()):
            row, column = place
            if place in self._cells:
                cell = self._cells[place]
                made.set(cell.at, cell.tag, "s", str(style))
                continue
            name = f"{get_column_letter(column)}{row}"
            body = f'<{self._prefix}c r="{name}" s="{style}"/>'.encode()
            if place in self._gaps:
                self._put(made, self._gaps[place], body)
            else:
                new_rows[row] += body
        for row, cells in sorted(new_rows.items()):
            tag = f"{self._prefix}row"
            body = f'<{tag} r="{row}">'.encode() + cells + f"</{tag}>".encode()
            self._put(made, self._no_rows[row], body)
        return made

    def insert_legacy(self, made: Patch, attributes: str) -> None:
        """Name the drawing of the comments, where the schema wants it."""
        made.insert(self._before_legacy, f"<{self._prefix}legacyDrawing {attributes}/>".encode())

    @staticmethod
    def _put(made: Patch, gap: _Gap, body: bytes) -> None:
        if gap.tag:
            made.fill(gap.at, gap.tag, body)
        else:
            made.insert(gap.at, body)
        if gap.follower is not None:
            # What has no place of its own counts from the one before.
            at, tag, name = gap.follower
            made.set(at, tag, "r", name)

    # -- reading -----------------------------------------------------------------------------

    def _read(self) -> None:
        parser = self._parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.XmlDeclHandler = self._declared
        before = b""
        try:
            with self._opened() as source:
                while piece := source.read(_PIECE):
                    self._window = before + piece
                    if self._base == 0 and piece.startswith((b"\xff\xfe", b"\xfe\xff")):
                        raise Unusual("UTF-16")
                    parser.Parse(piece, False)
                    self._base += len(before)
                    before = piece
                parser.Parse(b"", True)
        except expat.ExpatError as problem:
            raise Unusual(str(problem)) from problem
        if not self._has_data:
            raise Unusual("sheetData")

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in ("UTF-8", "US-ASCII"):
            raise Unusual(encoding)

    def _tag(self) -> tuple[int, bytes]:
        at = self._parser.CurrentByteIndex
        found = _TAG.match(self._window, at - self._base)
        if found is None:
            raise Unusual("tag")
        return at, found[0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._in_data:
            if self._depth == 4 and self._columns:
                if name.endswith("c") and name.rpartition(":")[2] == "c":
                    self._start_cell(attributes)
            elif self._depth == 3:
                self._start_row(attributes)
        elif self._depth == 2:
            local = name.rpartition(":")[2]
            if local == "sheetData":
                self._in_data = self._has_data = True
                self._data_tag = self._tag()
            elif local in _AFTER_LEGACY and not self._before_legacy:
                self._before_legacy = self._parser.CurrentByteIndex
        elif self._depth == 1:
            self._prefix = name[: name.rfind(":") + 1]
            space = f"xmlns:{self._prefix[:-1]}" if self._prefix else "xmlns"
            if attributes.get(space) != MAIN:
                raise Unusual(name)

    def _start_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        number = int(written) if written else self._row + 1
        if number <= self._row:
            raise Unusual("row")
        if self._next_row < len(self._rows) and self._rows[self._next_row] < number:
            at, tag = self._tag()
            follower = None if written else (at, tag, str(number))
            while self._next_row < len(self._rows) and self._rows[self._next_row] < number:
                self._no_rows[self._rows[self._next_row]] = _Gap(at, follower=follower)
                self._next_row += 1
        self._row, self._column = number, 0
        if number in self._wanted:
            self._columns = list(self._wanted[number])
            self._row_tag, self._row_style = self._tag(), attributes.get("s", "")
            self._next_row = bisect_left(self._rows, number) + 1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        ref = attributes.get("r")
        column = place_of(ref)[1] if ref else self._column + 1
        self._column = column
        while self._columns and self._columns[0] <= column:
            wanted = self._columns.pop(0)
            at, tag = self._tag()
            if wanted == column:
                style = int(attributes.get("s", "0"))
                self._cells[self._row, column] = _Cell(at, tag, style)
            else:
                name = f"{get_column_letter(column)}{self._row}"
                follower = None if ref else (at, tag, name)
                self._gaps[self._row, wanted] = _Gap(at, b"", self._row_style, follower)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._in_data and self._depth == 2:
            for column in self._columns:
                self._gaps[self._row, column] = self._inside(self._row_tag, self._row_style)
            self._columns = []
        elif self._in_data and self._depth == 1:
            for row in self._rows[self._next_row :]:
                self._no_rows[row] = self._inside(self._data_tag, "")
            self._in_data = False
        elif self._depth == 0 and not self._before_legacy:
            self._before_legacy = self._parser.CurrentByteIndex

    def _inside(self, tagged: tuple[int, bytes], style: str) -> _Gap:
        """The end of an element; one without content is opened."""
        at, tag = tagged
        if tag.endswith(b"/>"):
            return _Gap(at, tag, style)
        return _Gap(self._parser.CurrentByteIndex, b"", style)
