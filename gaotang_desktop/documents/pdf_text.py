"""The text of a PDF page by page, where it has any: a scanned one has none."""

import re
from typing import Any

from gaotang_desktop.domain.errors import Unreadable

_MOST_PAGES = 300
_PAGE_NUMBER = re.compile(r"[-—–·\s]*\d{1,3}[-—–·\s]*")
# A page of a scanned paper may bear a stamp or a number as text.
_LEAST_PER_PAGE = 15
_SCANNED = "{name}是扫描的图片，里面没有文字。请用 WPS 的“图片转文字”转出文字以后粘贴，或找起草人要 .docx。"


def read_pdf(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Text and notices of a PDF. ``name`` is how messages call the file. Raises Unreadable."""
    # pypdfium2 costs time to import, and few plans are PDF.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(
            f"{name}是 PDF，但是打不开，可能已损坏或者加了密码。请打开后复制全文粘贴，或另存为 .docx。"
        ) from error
    try:
        if len(document) > _MOST_PAGES:
            raise Unreadable(f"{name}有{len(document)}页，不像一份方案。请只留下方案的几页再读入。")
        pages = [_page(document[at]) for at in range(len(document))]
    finally:
        document.close()
    characters = sum(len(re.sub(r"\s", "", page)) for page in pages)
    if characters < _LEAST_PER_PAGE * max(1, len(pages)):
        raise Unreadable(_SCANNED.format(name=name))
    notices = ["文件是 PDF，换行是按页面上的样子读的，表格可能走样，请核对。"]
    without = [at for at, page in enumerate(pages, 1) if not page.strip()]
    if without:
        listed = "、".join(str(at) for at in without[:10])
        notices.append(f"第{listed}页没有文字，像是扫描的图片，没有读入。")
    return "\n".join(page for page in pages if page.strip()), tuple(notices)


def _page(page: Any) -> str:
    """The lines of one page without its number."""
    text_page = page.get_textpage()
    try:
        lines = text_page.get_text_bounded().replace("\r\n", "\n").replace("\ufffe", "").split("\n")
    finally:
        text_page.close()
        page.close()
    for end in (0, -1):
        while lines and (not lines[end].strip() or _PAGE_NUMBER.fullmatch(lines[end])):
            lines.pop(end)
    return "\n".join(lines)
