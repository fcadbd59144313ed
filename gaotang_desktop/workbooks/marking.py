"""Red cells with comments put into an .xlsx as it is: only the parts that must change are changed.

openpyxl would write the whole workbook anew, without its charts, pictures, shapes and the extensions
that it does not know. Here cells, styles, comments and their drawings are added to the parts
of the archive; every other part stays byte for byte.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string as number_of
from openpyxl.utils.cell import coordinate_from_string, range_boundaries

from gaotang_desktop.workbooks.packages import MAIN, REL, Package, Unusual

_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AFTER_LEGACY = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
                 "webPublishItems", "tableParts", "extLst")  # fmt: skip
_EMPTY_VML = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
Place = tuple[int, int]


def marked(content: bytes, places: Mapping[tuple[str, int, int], str], *, author: str) -> bytes:
    """The workbook with these cells (sheet, row, column from 1) red and commented.

    What ``author`` marked before is taken off first. A comment of somebody else stays, ours follows.

    Raises:
        Unusual: a part that is needed is not there or not as usual.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {each.filename: each for each in source.infolist()}
        book = Package(source, set(parts))
        sheets = book.sheets()
        by_sheet: dict[str, dict[Place, str]] = defaultdict(dict)
        first = next(iter(sheets), "")
        for (name, row, column), said in places.items():
            by_sheet[name if name in sheets else first][row, column] = said
        for name, path in sheets.items():
            _Sheet(book, path, author).mark(by_sheet.get(name, {}))
        return book.packed(parts)


class _Sheet:
    """One worksheet with its comments."""

    def __init__(self, book: Package, path: str, author: str) -> None:
        self._book, self._path, self._author = book, path, author
        related = book.related(path)
        kinds = {kind.rpartition("/")[2]: target for kind, target in related.values()}
        self._comments = kinds.get("comments", "")
        self._vml = kinds.get("vmlDrawing", "")

    def mark(self, places: Mapping[Place, str]) -> None:
        """Take off what was marked before, then mark these cells."""
        if not places and not self._comments:
            return
        cells = _Cells(self._book.tree(self._path))
        ours = list(self._ours(cells)) if self._comments else []
        if not places and not ours:
            return
        gone: set[Place] = set()
        for comment in ours:
            place = _place(comment.get("ref"))
            cell = cells.at(*place)
            cell.set("s", str(self._book.filled(int(cell.get("s", "0")), red=False)))
            comment.getparent().remove(comment)
            self._book.changed.add(self._comments)
            gone.add(place)
        if gone and self._vml:
            self._undraw(gone)
        said: dict[Place, str] = defaultdict(str)
        for place, words in places.items():
            said[cells.first_of_merged(*place)] += words
        for place in said:
            cell = cells.at(*place)
            cell.set("s", str(self._book.filled(int(cell.get("s", "0")), red=True)))
        self._comment(said)
        self._book.changed.add(self._path)

    def _ours(self, cells: "_Cells") -> Iterator[Any]:
        """What the program wrote on red cells; on the heads of its forms it writes too."""
        tree = self._book.tree(self._comments)
        names = [each.text or "" for each in tree.iter(f"{{{MAIN}}}author")]
        for comment in tree.iter(f"{{{MAIN}}}comment"):
            at = int(comment.get("authorId", "0"))
            if at < len(names) and names[at] == self._author:
                cell = cells.find(*_place(comment.get("ref")))
                if cell is not None and self._book.is_red(int(cell.get("s", "0"))):
                    yield comment

    def _undraw(self, gone: Collection[Place]) -> None:
        text = self._book.bytes_of(self._vml).decode("utf-8", "surrogateescape")

        def kept(found: re.Match[str]) -> str:
            row = re.search(r"<x:Row>\s*(\d+)\s*</x:Row>", found[0])
            column = re.search(r"<x:Column>\s*(\d+)\s*</x:Column>", found[0])
            if row is None or column is None:
                return found[0]
            return "" if (int(row[1]) + 1, int(column[1]) + 1) in gone else found[0]

        text = re.sub(r"<v:shape\b.*?</v:shape>", kept, text, flags=re.DOTALL)
        self._book.add(self._vml, text.encode("utf-8", "surrogateescape"))

    def _comment(self, places: Mapping[Place, str]) -> None:
        if not places:
            return
        if not self._comments:
            self._begin()
        tree = self._book.tree(self._comments)
        self._book.changed.add(self._comments)
        listed = tree.find(f"{{{MAIN}}}commentList")
        if listed is None:
            listed = etree.SubElement(tree, f"{{{MAIN}}}commentList")
        present = {_place(each.get("ref")): each for each in listed}
        author = self._author_id(tree)
        new: dict[Place, str] = {}
        for place, said in places.items():
            if place in present:
                text = present[place].find(f"{{{MAIN}}}text")
                if text is None:
                    text = etree.SubElement(present[place], f"{{{MAIN}}}text")
                _run(text, f"\n{said}")
                continue
            ref = f"{get_column_letter(place[1])}{place[0]}"
            made = etree.SubElement(
                listed,
                f"{{{MAIN}}}comment",
                {"ref": ref, "authorId": author, "shapeId": "0"},
            )
            _run(etree.SubElement(made, f"{{{MAIN}}}text"), said)
            new[place] = said
        if new:
            self._draw(new)

    def _author_id(self, tree: Any) -> str:
        authors = tree.find(f"{{{MAIN}}}authors")
        if authors is None:
            authors = etree.Element(f"{{{MAIN}}}authors")
            tree.insert(0, authors)
        names = [each.text or "" for each in authors]
        if self._author not in names:
            etree.SubElement(authors, f"{{{MAIN}}}author").text = self._author
            names.append(self._author)
        return str(names.index(self._author))

    def _begin(self) -> None:
        """The sheet has no comments yet: the part for them."""
        self._comments = self._book.free("xl/comments_gt{}.xml")
        root = etree.Element(f"{{{MAIN}}}comments", nsmap={None: MAIN})
        etree.SubElement(root, f"{{{MAIN}}}authors")
        etree.SubElement(root, f"{{{MAIN}}}commentList")
        self._book.trees[self._comments] = root
        self._book.relate(self._path, "comments", self._comments)
        self._book.say_type(self._comments, _CONTENT)

    def _draw(self, places: Mapping[Place, str]) -> None:
        """The small windows of comments; Excel shows none without them."""
        if not self._vml:
            self._vml = self._book.free("xl/drawings/vmlDrawing_gt{}.vml")
            self._book.add(self._vml, _EMPTY_VML)
            self._book.say_type(self._vml, _VML)
            made = etree.Element(
                f"{{{MAIN}}}legacyDrawing",
                {f"{{{REL}}}id": self._book.relate(self._path, "vmlDrawing", self._vml)},
            )
            tree = self._book.tree(self._path)
            after = [each for each in tree if etree.QName(each).localname in _AFTER_LEGACY]
            if after:
                after[0].addprevious(made)
            else:
                tree.append(made)
        body = self._book.bytes_of(self._vml)
        end = body.rfind(b"</xml>")
        if end < 0:
            raise Unusual(self._vml)
        first = 9_000 + body.count(b"<v:shape ")
        shapes = "".join(
            _shape(first + at, place, said) for at, (place, said) in enumerate(places.items())
        )
        self._book.add(self._vml, body[:end] + shapes.encode() + body[end:])


def _shape(number: int, place: Place, said: str) -> str:
    row, column = place
    high = 3 + len(said) // 16
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        'width:210pt;height:60pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
        f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{column}, 12, {row - 1}, 4, "
        f"{column + 4}, 0, {row - 1 + high}, 0</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


class _Cells:
    """The cells of a worksheet by place; those that are not there are made."""

    def __init__(self, tree: Any) -> None:
        data = tree.find(f"{{{MAIN}}}sheetData")
        if data is None:
            raise Unusual("sheetData")
        self._data = data
        self._rows: dict[int, Any] = {}
        at = 0
        for row in data:
            at = int(row.get("r", at + 1))
            self._rows[at] = row
        self._merged = [
            cast("tuple[int, int, int, int]", range_boundaries(each.get("ref")))
            for each in tree.iter(f"{{{MAIN}}}mergeCell")
        ]

    def first_of_merged(self, row: int, column: int) -> Place:
        """The cell that is seen there: the first of a merged area."""
        for left, top, right, bottom in self._merged:
            if left <= column <= right and top <= row <= bottom:
                return top, left
        return row, column

    def find(self, row: int, column: int) -> Any:
        """The cell, or ``None``."""
        found = self._rows.get(row)
        return None if found is None else dict(_placed(found)).get(column)

    def at(self, row: int, column: int) -> Any:
        """The cell, made where there is none."""
        if row not in self._rows:
            made = etree.Element(f"{{{MAIN}}}row", {"r": str(row)})
            later = [number for number in self._rows if number > row]
            if later:
                self._rows[min(later)].addprevious(made)
            else:
                self._data.append(made)
            self._rows[row] = made
        line = self._rows[row]
        cells = dict(_placed(line))
        if column not in cells:
            made = etree.Element(f"{{{MAIN}}}c", {"r": f"{get_column_letter(column)}{row}"})
            if line.get("s") is not None:
                made.set("s", line.get("s"))
            later = [number for number in cells if number > column]
            if later:
                # Cells without a place of their own count from the one before.
                for number, cell in cells.items():
                    cell.set("r", f"{get_column_letter(number)}{row}")
                cells[min(later)].addprevious(made)
            else:
                line.append(made)
            return made
        return cells[column]


def _placed(row: Any) -> Iterator[tuple[int, Any]]:
    at = 0
    for cell in row:
        if etree.QName(cell).localname != "c":
            continue
        ref = cell.get("r")
        at = _place(ref)[1] if ref else at + 1
        yield at, cell


def _place(ref: str) -> Place:
    column, row = coordinate_from_string(ref)
    return row, number_of(column)


def _run(text: Any, said: str) -> None:
    run = etree.SubElement(text, f"{{{MAIN}}}r")
    made = etree.SubElement(run, f"{{{MAIN}}}t")
    made.text = said
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
