"""The text of a PDF page by page, where it has any: a scanned one has none."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any

from gaotang_desktop.documents.pdf_tables import page_lines
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text.lines import CELL_BREAK, EMPTY_CELL
from gaotang_desktop.domain.plan_text.tables.columns import UNITS, Kind, is_head, kind_of

_MOST_PAGES = 300
_SAME = "〃"
_PAGE_NUMBER = re.compile(r"[-—–·\s]*\d{1,3}[-—–·\s]*")
# A title or an office, never a sentence or a label with units: these may end two pages alike.
_RUNNING = re.compile(r"[^：:。；;，,、]{6,40}")
# A page of a scanned paper may bear a stamp or a number as text.
_LEAST_PER_PAGE = 15
_DAMAGED = (
    "{name}是 PDF，但是打不开，可能已损坏或者加了密码。请打开后复制全文粘贴，或另存为 .docx。"
)
_MOST_ILLEGIBLE = 5
"""One character of so many may be illegible."""
_NO_LETTERS = "{name}里的字体没有写明是哪些字，读出来是乱码。请打开后截图，用 WPS 的“图片转文字”转出文字以后粘贴，或找起草人要 .docx。"
_SCANNED = "{name}是扫描的图片，里面没有文字。请用 WPS 的“图片转文字”转出文字以后粘贴，或找起草人要 .docx。"


def read_pdf(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Text and notices of a PDF. ``name`` is how messages call the file. Raises Unreadable."""
    # pypdfium2 costs time to import, and few plans are PDF.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_DAMAGED.format(name=name)) from error
    try:
        if len(document) > _MOST_PAGES:
            raise Unreadable(f"{name}有{len(document)}页，不像一份方案。请只留下方案的几页再读入。")
        pages = [_page(document[at]) for at in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_DAMAGED.format(name=name)) from error
    finally:
        document.close()
    characters = sum(len(re.sub(r"\s", "", "".join(page))) for page in pages)
    if characters < _LEAST_PER_PAGE * max(1, len(pages)):
        raise Unreadable(_SCANNED.format(name=name))
    illegible = [sum(map(_is_illegible, "".join(page))) for page in pages]
    if sum(illegible) * _MOST_ILLEGIBLE > characters:
        raise Unreadable(_NO_LETTERS.format(name=name))
    pages = [
        ["".join("\ufffd" if _is_illegible(c) else c for c in each) for each in p] for p in pages
    ]
    pages, repeated = _without_running_lines(pages)
    notices = ["文件是 PDF，换行是按页面上的样子读的，表格可能走样，请核对。"]
    if repeated:
        listed = "、".join(f"“{line}”" for line in repeated)
        notices.append(f"每页都印着的{listed}只读一次。")
    if some := [at for at, count in enumerate(illegible, 1) if count]:
        listed = "、".join(str(at) for at in some[:10])
        notices.append(f"第{listed}页有读不出来的字，显示成“\ufffd”，请对照原文件核对。")
    without = [at for at, page in enumerate(pages, 1) if not "".join(page).strip()]
    if without:
        listed = "、".join(str(at) for at in without[:10])
        notices.append(f"第{listed}页没有文字，像是扫描的图片，没有读入。")
    return "\n".join(_put_together([page for page in pages if page])), tuple(notices)


def _is_illegible(char: str) -> bool:
    """Whether a character is none that anyone can read, as of a font that does not say what its signs are."""
    return char == "\ufffd" or unicodedata.category(char) in ("Cs", "Co", "Cn")


def _page(page: Any) -> list[str]:
    """The lines of one page without its number; tables as rows of cells with tabs between them."""
    text_page = page.get_textpage()
    try:
        lines = page_lines(page, text_page)
    finally:
        text_page.close()
        page.close()
    for end in (0, -1):
        while lines and (not lines[end].strip() or _PAGE_NUMBER.fullmatch(lines[end])):
            lines.pop(end)
    return lines


def _without_running_lines(pages: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """The pages without what is printed at the head or the foot of most of them but once; and that."""
    pages, repeated = [list(page) for page in pages], []
    for end in (0, -1):
        ends = Counter(_bare(page[end]) for page in pages if page and "\t" not in page[end])
        for bare, count in ends.items():
            if count < 2 or 2 * count <= len(pages) or not _RUNNING.fullmatch(bare):
                continue
            bearing = [page for page in pages if page and _bare(page[end]) == bare]
            repeated.append(bearing[0][end].strip())
            for page in bearing[1:] if end == 0 else bearing[:-1]:
                page.pop(end)
    return pages, repeated


def _bare(line: str) -> str:
    return re.sub(r"\s", "", line)


def _put_together(pages: Sequence[list[str]]) -> list[str]:
    """The lines of all pages; a row that was broken at the end of a page is one again."""
    whole: list[str] = []
    headings: list[str] = []
    for lines in pages:
        rows = list(lines)
        heads = next((at for at, line in enumerate(rows) if "\t" not in line), len(rows))
        first = next((at for at in range(heads) if rows[at].split("\t") != headings), heads)
        if whole and "\t" in whole[-1] and first < heads and headings:
            above, below = whole[-1].split("\t"), rows[first].split("\t")
            numbered = kind_of(headings[0]) is Kind.ORDINAL
            if numbered and len(above) == len(below) and below[0] == EMPTY_CELL:
                whole[-1] = "\t".join(map(_both, headings, above, below))
                rows = rows[:first] + rows[first + 1 :]
        whole += rows
        for line in lines:
            cells = line.split("\t")
            headings = cells if len(cells) > 2 and is_head(cells) else headings
    return whole


def _both(heading: str, above: str, below: str) -> str:
    """The two parts of a cell that a page break parted."""
    if below in (EMPTY_CELL, _SAME):
        return above
    if above == EMPTY_CELL:
        return below
    return above + (CELL_BREAK if kind_of(heading) in UNITS else "") + below
