"""The text of a saved web page (.html, .mht) line by line, as a reader would copy it.

Rows of a table of tasks are lines with tabs between the cells; other tables only lay out the page.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from typing import Any

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text.lines import CELL_BREAK, EMPTY_CELL, HEADING
from gaotang_desktop.domain.plan_text.tables.columns import is_head

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MHTML = re.compile(
    rb"\s*(?:From: |MIME-Version: |Content-Type: multipart/|Snapshot-Content-)", re.I
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)
_UNSEEN = frozenset(
    (
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "select",
        "button",
        "textarea",
        "svg",
        "iframe",
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"]
)  # fmt: skip
_SAME = "〃"
_MOST_SPAN = 60
_DEEPEST = 200


def is_page(text: str) -> bool:
    """Whether the text is that of a web page, also where its file is called .doc."""
    return _PAGE.match(text) is not None


def is_mhtml(data: bytes) -> bool:
    """Whether this is a web page saved as one file."""
    return _MHTML.match(data[:400]) is not None and b"text/html" in data[:100_000].lower()


def page_of(data: bytes, name: str) -> str:
    """The page inside an .mht file. ``name`` is how messages call the file. Raises Unreadable."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        body = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(body, bytes):
            named = _CHARSET.search(body[:4000])
            wanted = part.get_content_charset() or (named[1].decode("ascii") if named else "utf-8")
            wanted = "gb18030" if wanted.lower() in ("gb2312", "gbk") else wanted
            try:
                return body.decode(wanted)
            except (LookupError, UnicodeDecodeError):
                break
    raise Unreadable(
        f"{name}是单个文件网页，但是里面的文字读不出来。请用浏览器打开，复制全文粘贴。"
    )


def read_page(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Text and notices of a web page. ``name`` is how messages call the file. Raises Unreadable."""
    from lxml import etree, html  # costs time to import, and few plans are pages

    try:
        page = html.fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, ValueError) as error:
        raise Unreadable(f"{name}是网页，但是读不出来。请用浏览器打开，复制全文粘贴。") from error
    lines = _Page().lines(page)
    return "\n".join(lines), ("文件是网页，菜单和按钮的字也可能读了进来，请核对。",)


class _Page:
    """Goes through a page once; a block begins and ends a line."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""

    def lines(self, page: Any) -> list[str]:
        self._walk(page, 0)
        self._end()
        return self._lines

    def _end(self) -> None:
        line = re.sub(r"[ \t\r\n]+", " ", self._line).strip(" ")
        if line.strip(f" {HEADING}\xa0\u3000"):
            self._lines.append(line)
        self._line = ""

    def _walk(self, element: Any, depth: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _UNSEEN or _HIDDEN.search(element.get("style") or ""):
            return
        if depth > _DEEPEST:
            self._line += element.text_content()
            return
        if tag == "br":
            self._end()
            return
        if tag == "table" and (rows := _rows_of_tasks(element)):
            self._end()
            self._lines += rows
            return
        block = tag in _BLOCKS
        if block:
            self._end()
        if tag == "li":
            self._line = _number(element)
        elif re.fullmatch("h[1-6]", tag):
            self._line = HEADING * int(tag[1])
        self._line += element.text or ""
        for child in element:
            self._walk(child, depth + 1)
            self._line += child.tail or ""
        if block:
            self._end()


def _number(item: Any) -> str:
    """The number that a browser shows in front of a point of a numbered list."""
    above = item.getparent()
    if above is None or above.tag != "ol":
        return ""
    start = above.get("start") or "1"
    first = int(start) if start.isdecimal() else 1
    return f"{first + sum(1 for _ in item.itersiblings('li', preceding=True))}."


def _rows_of_tasks(table: Any) -> list[str]:
    """The rows of a table of tasks with tabs between the cells; none of a table that lays out a page."""
    if next(table.iterdescendants("table"), None) is not None:
        return []
    grid = list(_grid(table))
    heads = [[cell.replace(CELL_BREAK, " ") for cell in row] for row in grid[:3]]
    if not any(is_head(row) for row in heads):
        return []
    return ["\t".join(cell or EMPTY_CELL for cell in row) for row in grid]


def _grid(table: Any) -> Iterator[list[str]]:
    hanging: dict[int, int] = {}
    for row in table.iter("tr"):
        cells: dict[int, str] = dict.fromkeys(hanging, _SAME)
        hanging = {at: left - 1 for at, left in hanging.items() if left > 1}
        at = 0
        for cell in row.iterchildren("td", "th"):
            while at in cells:
                at += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            cells[at] = CELL_BREAK.join(_Page().lines(cell))
            cells |= {at + by: "" for by in range(1, wide)}
            if high > 1:
                hanging |= {at + by: high - 1 for by in range(wide)}
            at += wide
        if cells:
            yield [cells.get(at, "") for at in range(max(cells) + 1)]


def _span(cell: Any, name: str) -> int:
    written = cell.get(name) or "1"
    return min(max(1, int(written)), _MOST_SPAN) if written.isdecimal() else 1
