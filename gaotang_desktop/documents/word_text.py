"""The text of a Word document (.docx) line by line, with its automatic numbering written out."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from gaotang_desktop.documents.word_numbering import Numbering
from gaotang_desktop.domain.errors import Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted and moved-away words, and the second copy that Word keeps of a text box.
_NOT_TEXT = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_MC}Fallback", f"{_W}pPr"}
_RESPONSIBLE = re.compile(r"责任(?:单位|部门)|牵头(?:单位|部门)|配合(?:单位|部门)|协办单位")
_ORDINAL = re.compile(r"序号|编号")
_WHAT = re.compile(r"任务|措施|内容|事项|项目|工作|要求")
_NUMBERED = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第.{1,3}条)")


# What zipfile, lxml (XMLSyntaxError is a SyntaxError) and python-docx raise on a damaged package,
# on another kind of Office file, and on one without its main part.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    SyntaxError,
    AttributeError,
    RuntimeError,
    OSError,
)


def read_docx(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Text and notices of a .docx. ``name`` is how messages call the file. Raises Unreadable."""
    import docx

    damaged = f"{name}已损坏，或者不是 Word 文件。请用 Word 打开检查，另存为 .docx 再读入。"
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        if body is None:
            raise Unreadable(damaged)
        return "\n".join(_lines(body, Numbering(document))), _notices(body)
    except _DAMAGED as error:
        raise Unreadable(damaged) from error


def _notices(body: Any) -> tuple[str, ...]:
    notices = []
    if next(body.iter(f"{_W}txbxContent"), None) is not None:
        notices.append("文件里有文本框，框里的文字放在所在段落之后，请核对先后次序。")
    if any(next(body.iter(f"{_W}{tag}"), None) is not None for tag in ("ins", "del", "moveTo")):
        notices.append("文件里有修订痕迹，按接受全部修订后的文字读入，请核对。")
    references = ("footnoteReference", "endnoteReference")
    if any(next(body.iter(f"{_W}{tag}"), None) is not None for tag in references):
        notices.append("文件里有脚注或尾注，注文没有读入。")
    return tuple(notices)


def _lines(parent: Any, numbering: Numbering) -> Iterator[str]:
    """The lines of all paragraphs and tables below an element, in the order of the document."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, numbering)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, numbering)
        elif child.tag not in _NOT_TEXT and isinstance(child.tag, str):
            # Content controls and tracked insertions wrap whole paragraphs.
            yield from _lines(child, numbering)


def _paragraph(element: Any, numbering: Numbering) -> Iterator[str]:
    boxes: list[Any] = []
    text = "".join(_pieces(element, boxes))
    # An empty paragraph of a list takes a number too.
    label = numbering.label(element)
    yield from (label + text if text.strip() else text).split("\n")
    for box in boxes:
        yield from _lines(box, numbering)


def _pieces(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in element:
        if child.tag in _NOT_TEXT:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        else:
            yield from _pieces(child, boxes)


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    rows = [list(_cells(row, numbering)) for row in _children(table, "tr")]
    head_at = next((at for at, row in enumerate(rows[:3]) if _is_head(row)), len(rows))
    for row in rows[:head_at]:
        if any(row):
            yield from "\t".join(cell or "" for cell in row).split("\n")
    if head_at < len(rows):
        yield from _tasks([_plain(cell or "") for cell in rows[head_at]], rows[head_at + 1 :])


def _is_head(row: Sequence[str | None]) -> bool:
    return len(row) > 2 and any(_RESPONSIBLE.fullmatch(_plain(cell or "")) for cell in row)


def _tasks(head: Sequence[str], rows: Sequence[Sequence[str | None]]) -> Iterator[str]:
    """Rows of a table of tasks as numbered clauses: 1、任务, then 责任单位：… line by line.

    A heading such as 一、 in a column before the task is a line before it; any other column stays
    as 栏名：内容. Units and time limits of merged cells count for every row that they span.
    """
    ordinal = next((at for at, name in enumerate(head) if _ORDINAL.search(name)), None)
    what = _task_column(head, ordinal)
    above: list[str] = [""] * len(head)
    for number, row in enumerate(rows, 1):
        filled = [cell for cell in row if cell]
        if len(row) != len(head) or (len(filled) == 1 and row[what] == ""):
            yield from "\n".join(filled).split("\n") if filled else ()
            continue
        shared = [above[at] if row[at] is None else (row[at] or "") for at in range(len(head))]
        above = shared
        count = re.sub(r"\D", "", shared[ordinal] if ordinal is not None else "") or str(number)
        headings = [at for at in range(what) if at != ordinal and _NUMBERED.match(row[at] or "")]
        for at in headings:
            yield from (row[at] or "").split("\n")
        if row[what]:
            task = shared[what]
            yield from (task if _NUMBERED.match(task) else f"{count}、{task}").split("\n")
        for at, name in enumerate(head):
            repeats = _RESPONSIBLE.search(name) or "时" in name
            value = shared[at] if repeats and row[what] else (row[at] or "")
            if at not in (ordinal, what, *headings) and value:
                joined = "、".join(value.split("\n")) if _RESPONSIBLE.search(name) else value
                yield from f"{name}：{joined}".split("\n")


def _task_column(head: Sequence[str], ordinal: int | None) -> int:
    free = [
        at
        for at, name in enumerate(head)
        if at != ordinal and not _RESPONSIBLE.search(name) and "时" not in name
    ]
    named = [at for at in free if _WHAT.search(head[at])]
    return named[0] if named else free[-1] if free else 0


def _plain(name: str) -> str:
    return re.sub(r"\s+", "", name)


def _cells(row: Any, numbering: Numbering) -> Iterator[str | None]:
    """The texts of a row, one for each column of the grid; None where a cell goes on from above."""
    for cell in _children(row, "tc"):
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merge is not None and merge.get(f"{_W}val") in (None, "continue"):
            yield None
        else:
            lines = (line.strip() for line in _lines(cell, numbering))
            yield "\n".join(line for line in lines if line)
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        for _ in range(1, int(span.get(f"{_W}val"))) if span is not None else ():
            yield ""


def _children(element: Any, tag: str) -> Iterator[Any]:
    """Direct rows or cells, also those inside content controls."""
    for child in element:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _children(child, tag)
