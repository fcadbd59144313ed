"""The text of a Word document (.docx) line by line, with its automatic numbering written out.

Changes are read as if all were accepted. Rows of tables are lines with tabs between the cells.
"""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from gaotang_desktop.documents.word_numbering import Numbering
from gaotang_desktop.documents.word_package import WordParts, read_parts
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text.lines import CELL_BREAK, EMPTY_CELL, HEADING
from gaotang_desktop.domain.plan_text.tables.columns import is_head

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted and moved-away words, and the second copy that Word keeps of a text box.
_NOT_TEXT = {
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}instrText",
    f"{_MC}Fallback",
    f"{_W}pPr",
    f"{_W}rPr",
}
_REFERENCES = (f"{_W}footnoteReference", f"{_W}endnoteReference")
_SAME = "〃"
_ON_NEXT_PAGE = re.compile(r"[（(]?续(?:上)?表?.{0,8}")
_WIDEST = 60
_SHOWN = 30
"""Characters of hidden words that a notice shows."""


def read_docx(data: bytes, name: str, *, table: str = "") -> tuple[str, tuple[str, ...]]:
    """Text and notices of a .docx. ``name`` is how messages call the file. Raises Unreadable.

    ``table`` is put before each line of a table, twice before its first.
    """
    parts = read_parts(data, name)
    body = parts.document.find(f"{_W}body")
    if body is None:
        raise Unreadable(
            f"{name}已损坏，或者不是 Word 文件。请用 Word 打开检查，另存为 .docx 再读入。"
        )
    try:
        reader = _Reader(Numbering(parts.styles, parts.numbering), table)
        referred = _notes(body, parts)
        lines = list(reader.lines(body))
        notes = [
            f"注{at}：{' '.join(' '.join(reader.lines(note)).split())}"
            for at, note in enumerate(referred, 1)
        ]
        return "\n".join([*lines, *notes]), _notices(body, len(notes), _comments(parts))
    except ValueError as error:
        # A number that is none, where the format wants one.
        raise Unreadable(
            f"{name}已损坏，或者不是 Word 文件。请用 Word 打开检查，另存为 .docx 再读入。"
        ) from error


def _comments(parts: WordParts) -> list[str]:
    """What was said beside the text, each with who said it."""
    said = []
    for each in parts.comments if parts.comments is not None else ():
        words = " ".join("".join(text.text or "" for text in each.iter(f"{_W}t")).split())
        if words:
            said.append(f"{each.get(f'{_W}author') or ''}“{words}”")
    return said


def _notices(body: Element, notes: int, comments: Sequence[str]) -> tuple[str, ...]:
    notices = []
    if next(body.iter(f"{_W}txbxContent"), None) is not None:
        notices.append("文件里有文本框，框里的文字放在所在段落之后，请核对先后次序。")
    if any(next(body.iter(f"{_W}{tag}"), None) is not None for tag in ("ins", "del", "moveTo")):
        notices.append("文件里有修订痕迹，按接受全部修订后的文字读入，请核对。")
    hidden = [
        "".join(text.text or "" for text in run.iter(f"{_W}t"))
        for run in body.iter(f"{_W}r")
        if _is_hidden(run)
    ]
    if words := "".join(hidden).strip():
        words = words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
        notices.append(f"文件里有隐藏的文字“{words}”，没有读入，请核对。")
    if next(body.iter(f"{_W}commentReference"), None) is not None:
        said = f"：{'；'.join(comments)}" if comments else "，请核对"
        notices.append(f"文件里有批注，没有读入{said}。")
    if pictures := sum(1 for _ in body.iter(f"{_A}blip")):
        notices.append(f"文件里有 {pictures} 张图片，图里的文字没有读入，请核对。")
    if notes:
        notices.append(
            f"文件里有 {notes} 条脚注或尾注，原处写作“[注1]”，注文放在最后，以“注1：”开头，请核对。"
        )
    return tuple(notices)


_NUMBER_OF_NOTE = "number"


def _notes(body: Element, parts: WordParts) -> list[Element]:
    """The footnotes and endnotes that the text refers to, in its order; each reference is told its number."""
    known: dict[tuple[str, str | None], Element] = {}
    for kind, tree in (("footnote", parts.footnotes), ("endnote", parts.endnotes)):
        for note in tree if tree is not None else ():
            known[kind, note.get(f"{_W}id")] = note
    found: dict[tuple[str, str | None], int] = {}
    notes: list[Element] = []
    for reference in body.iter():
        kind = reference.tag.removeprefix(_W).removesuffix("Reference")
        at = (kind, reference.get(f"{_W}id"))
        if at in known and at not in found:
            notes.append(known[at])
            found[at] = len(notes)
        if at in found:
            reference.set(_NUMBER_OF_NOTE, str(found[at]))
    return notes


class _Reader:
    """Goes through a document once; counts its lists as it goes."""

    def __init__(self, numbering: Numbering, table: str = "") -> None:
        self._numbering = numbering
        self._mark = table
        self._columns_before = 0

    def lines(self, parent: Element) -> Iterator[str]:
        """The lines of all paragraphs and tables below an element, in the order of the document."""
        waiting = ""
        for child in parent:
            if child.tag == f"{_W}p":
                boxes: list[Element] = []
                text = waiting + "".join(_pieces(child, boxes))
                if _mark_deleted(child):
                    # Without its mark the paragraph goes on in the next one.
                    waiting = text
                    continue
                waiting = ""
                # An empty paragraph of a list takes a number too.
                label = self._numbering.label(child)
                if text.strip() and not _ON_NEXT_PAGE.fullmatch(text.strip()):
                    self._columns_before = 0
                level = 0 if label else self._numbering.outline_level(child)
                label = label or HEADING * level
                yield from (label + text if text.strip() else text).split("\n")
                for box in boxes:
                    yield from self.lines(box)
            elif child.tag == f"{_W}tbl":
                for at, line in enumerate(self._table(child)):
                    yield self._mark * (1 if at else 2) + line
            elif child.tag not in _NOT_TEXT:
                # Content controls and tracked insertions wrap whole paragraphs.
                yield from self.lines(child)
        if waiting:
            yield from waiting.split("\n")

    def _table(self, table: Element) -> Iterator[str]:
        rows = [row for row in _children(table, "tr") if row.find(f"{_W}trPr/{_W}del") is None]
        before = self._columns_before
        cells = [list(self._cells(row)) for row in rows]
        width = max((len(row) for row in cells), default=0)
        of_tasks = any(is_head([" ".join(cell or ()) for cell in row]) for row in cells[:3])
        # A table that goes on over a page may be two tables, the second without headings.
        of_tasks = of_tasks or (width > 1 and width == before)
        self._columns_before = width if of_tasks else 0
        for row, texts in zip(rows, cells, strict=True):
            nested = [each for cell in _children(row, "tc") for each in cell.iter(f"{_W}tbl")]
            if of_tasks:
                yield "\t".join(_in_row(cell) for cell in texts)
            elif (
                any(cell is not None and len(cell) > 3 for cell in texts)
                or len(texts) == 1
                or nested
            ):
                yield from (line for cell in texts for line in cell or ())
            elif any(texts):
                yield from "\t".join("\n".join(cell or ()) for cell in texts).split("\n")
            for inner in nested:
                if not any(inner in list(other.iter()) for other in nested if other is not inner):
                    yield from self._table(inner)

    def _cells(self, row: Element) -> Iterator[list[str] | None]:
        """The lines of each column of the grid in a row; None where a cell goes on from above."""
        for cell in _children(row, "tc"):
            if cell.find(f"{_W}tcPr/{_W}cellDel") is not None:
                continue
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") in (None, "continue"):
                yield None
            else:
                own = [child for child in cell if child.tag != f"{_W}tbl"]
                holder = Element("cell")
                holder.extend(own)
                yield [line.strip() for line in self.lines(holder) if line.strip()]
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            width = int(span.get(f"{_W}val") or 1) if span is not None else 1
            for _ in range(1, min(width, _WIDEST)):
                yield []


def _in_row(cell: Sequence[str] | None) -> str:
    if cell is None:
        return _SAME
    lines = (line.replace("\t", " ").lstrip(HEADING) for line in cell)
    return CELL_BREAK.join(lines) or EMPTY_CELL


def _mark_deleted(paragraph: Element) -> bool:
    return paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None


def _pieces(element: Element, boxes: list[Element]) -> Iterator[str]:
    for child in element:
        if child.tag in _NOT_TEXT or _is_hidden(child):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag in _REFERENCES:
            number = child.get(_NUMBER_OF_NOTE)
            yield f"[注{number}]" if number else ""
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        else:
            yield from _pieces(child, boxes)


def _is_hidden(run: Element) -> bool:
    """Whether Word neither shows nor prints some words."""
    if run.tag != f"{_W}r":
        return False
    hidden = run.find(f"{_W}rPr/{_W}vanish")
    return hidden is not None and hidden.get(f"{_W}val") not in ("0", "false", "off")


def _children(element: Element, tag: str) -> Iterator[Element]:
    """Direct rows or cells, also those inside content controls."""
    for child in element:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _children(child, tag)
