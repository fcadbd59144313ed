"""Red cells with comments put into an .xlsx as it is: only the parts that must change are changed.

openpyxl would write the whole workbook anew, without its charts, pictures, shapes and the extensions
that it does not know. Here cells, styles, comments and their drawings are added to the parts
of the archive; every other part stays byte for byte, and so does the rest of a changed sheet.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import IO, Any
from xml.sax.saxutils import escape

from lxml import etree
from openpyxl.utils import get_column_letter

from gaotang_desktop.workbooks import sheet_patches
from gaotang_desktop.workbooks.cells import ILLEGAL
from gaotang_desktop.workbooks.packages import MAIN, REL, Package, Unusual
from gaotang_desktop.workbooks.sheet_patches import Area, Place, place_of

_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_EMPTY_VML = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


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
        own = list(self._own()) if self._comments else []
        if not places and not own:
            return

        def opened() -> IO[bytes]:
            return self._book.open(self._path)

        areas = sheet_patches.merged_areas(opened) if places else []
        said: dict[Place, str] = defaultdict(str)
        for place, words in places.items():
            said[_first_of_merged(areas, place)] += words
        scan = sheet_patches.SheetScan(opened, {*said, *(place for place, _comment in own)})
        styles: dict[Place, int] = {}
        for place, comment in own:
            # On the heads of its forms the program writes comments too: those are not red.
            style = scan.style(place)
            if style is not None and self._book.is_red(style):
                styles[place] = self._book.filled(style, red=False)
                comment.getparent().remove(comment)
        if styles and self._vml:
            self._undraw(styles)
        if styles:
            self._book.changed.add(self._comments)
        if not said and not styles:
            return
        for place in said:
            style = styles.get(place, scan.new_style(place))
            styles[place] = self._book.filled(style, red=True)
        patch = scan.patch(styles)
        if drawing := self._comment(said):
            scan.insert_legacy(patch, f'xmlns:r="{REL}" r:id="{drawing}"')
        self._book.made[self._path] = lambda: patch.applied(opened)

    def _own(self) -> Iterator[tuple[Place, Any]]:
        """The comments that the program wrote."""
        tree = self._book.tree(self._comments)
        names = [each.text or "" for each in tree.iter(f"{{{MAIN}}}author")]
        for comment in tree.iter(f"{{{MAIN}}}comment"):
            at = int(comment.get("authorId", "0"))
            if at < len(names) and names[at] == self._author:
                yield place_of(comment.get("ref")), comment

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

    def _comment(self, places: Mapping[Place, str]) -> str:
        """Write the comments; the id of a drawing that the sheet has to name, if it is new."""
        if not places:
            return ""
        if not self._comments:
            self._begin()
        tree = self._book.tree(self._comments)
        listed = tree.find(f"{{{MAIN}}}commentList")
        if listed is None:
            listed = etree.SubElement(tree, f"{{{MAIN}}}commentList")
        present = {place_of(each.get("ref")): each for each in listed}
        author = self._author_id(tree)
        new: dict[Place, str] = {}
        for place, said in places.items():
            if place not in present:
                new[place] = said
                continue
            text = present[place].find(f"{{{MAIN}}}text")
            if text is None:
                text = etree.SubElement(present[place], f"{{{MAIN}}}text")
            run = etree.SubElement(text, f"{{{MAIN}}}r")
            made = etree.SubElement(run, f"{{{MAIN}}}t")
            made.text = ILLEGAL.sub("", f"\n{said}")
            made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        head, tail = _opened_before_end(tree, listed)

        def pieces() -> Iterator[bytes]:
            yield head
            for place, said in new.items():
                yield _written(place, said, author)
            yield tail

        self._book.changed.discard(self._comments)
        self._book.made[self._comments] = pieces
        return self._draw(new) if new else ""

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

    def _draw(self, places: Mapping[Place, str]) -> str:
        """The small windows of comments; Excel shows none without them."""
        named = ""
        if not self._vml:
            self._vml = self._book.free("xl/drawings/vmlDrawing_gt{}.vml")
            self._book.add(self._vml, _EMPTY_VML)
            self._book.say_type(self._vml, _VML)
            named = self._book.relate(self._path, "vmlDrawing", self._vml)
        body = self._book.bytes_of(self._vml)
        end = body.rfind(b"</xml>")
        if end < 0:
            raise Unusual(self._vml)
        first = 9_000 + body.count(b"<v:shape ")

        def pieces() -> Iterator[bytes]:
            yield body[:end]
            for at, (place, said) in enumerate(places.items()):
                yield _shape(first + at, place, said).encode()
            yield body[end:]

        self._book.made[self._vml] = pieces
        return named


def _opened_before_end(tree: Any, listed: Any) -> tuple[bytes, bytes]:
    """The comments as bytes, parted where more of them belong."""
    mark = etree.Comment("more")
    listed.append(mark)
    body = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    head, _mark, tail = body.partition(b"<!--more-->")
    return head, tail


def _written(place: Place, said: str, author: str) -> bytes:
    ref = f"{get_column_letter(place[1])}{place[0]}"
    words = escape(ILLEGAL.sub("", said))
    return (
        f'<comment xmlns="{MAIN}" ref="{ref}" authorId="{author}" shapeId="0"><text><r>'
        f'<t xml:space="preserve">{words}</t></r></text></comment>'
    ).encode()


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


def _first_of_merged(areas: Sequence[Area], place: Place) -> Place:
    """The cell that is seen there: the first of a merged area."""
    row, column = place
    for left, top, right, bottom in areas:
        if left <= column <= right and top <= row <= bottom:
            return top, left
    return place
