"""Read the text of a plan from the files that offices keep: .txt, .docx, .pdf, and saved web pages.

What a file is, is decided by its content, not its name. Every file that cannot be read whole
raises Unreadable with what to do; nothing is read in part without a notice.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from gaotang_desktop.documents.pdf_text import read_pdf
from gaotang_desktop.documents.web_text import is_mhtml, is_page, page_of, read_page
from gaotang_desktop.documents.word_text import read_docx
from gaotang_desktop.domain.errors import Unreadable

_LARGEST_TEXT = 4 * 1024 * 1024
_LARGEST = 30 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODT = b"application/vnd.oasis.opendocument"
_BREAKS = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x1f\x85")


@dataclass(frozen=True)
class PlanFile:
    """The text of a file, and whole sentences about what in it a person should check."""

    text: str
    notices: tuple[str, ...] = ()


def read_text(path: Path | str) -> str:
    """The text of a file. Raises Unreadable."""
    return read(path).text


def read(path: Path | str) -> PlanFile:
    """The text of a file with notices about it. Raises Unreadable."""
    path = Path(path)
    data = _bytes(path)
    name = f"文件“{path.name}”"
    suffix = path.suffix.lower()
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable(f"{name}是空的，没有内容。请重新选择文件。")
    if data.startswith(b"%PDF"):
        return PlanFile(*read_pdf(data, name))
    if data.startswith(_OLE):
        raise Unreadable(
            f"{name}是旧版 Word（.doc）或 WPS（.wps）文件，或者加了密码。请用 Word 或 WPS 打开，"
            "去掉密码，点“文件”，另存为 .docx（类型选“Word 文档”），再读入。"
        )
    if data.startswith(b"{\\rtf"):
        raise Unreadable(f"{name}是 RTF 文件，不能直接读入。请用 Word 打开后另存为 .docx。")
    if data.startswith(b"PK") and _ODT in data[:200]:
        raise Unreadable(f"{name}是 ODF 文件，不能直接读入。请打开后另存为 .docx。")
    if data.startswith(b"PK") or suffix == ".docx":
        text, notices = read_docx(data, name)
    elif is_mhtml(data):
        text, notices = page_of(data, name), ()
    else:
        if len(data) > _LARGEST_TEXT:
            raise Unreadable(f"{name}超过4兆，不像方案文字。请检查文件是否选对。")
        text, notices = _decode(data, name), ()
    if is_page(text):
        text, notices = read_page(text, name)
    if not text.strip():
        raise Unreadable(f"{name}里没有文字，可能只有图片。请粘贴方案全文。")
    return PlanFile(text, notices)


def _bytes(path: Path) -> bytes:
    name = f"文件“{path.name}”"
    try:
        if path.is_dir():
            raise Unreadable(f"“{path.name}”是文件夹，不是文件。请选择方案文件。")
        if path.stat().st_size > _LARGEST:
            raise Unreadable(f"{name}超过30兆，不像方案文字。请检查文件是否选对。")
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"找不到{name}。请检查文件是否被移走或改名。") from None
    except PermissionError:
        raise Unreadable(
            f"{name}打不开，没有读取权限，或正被别的程序占用。请关闭占用它的程序，"
            "或复制到别处再读入。"
        ) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Unreadable(f"{name}读不出来（{reason}）。请检查磁盘或移动存储是否正常。") from error


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(_strictly(data, "utf-16", name), name)
    if data.startswith(b"\xef\xbb\xbf"):
        return _checked(_strictly(data, "utf-8-sig", name), name)
    try:
        return _checked(data.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error, name)
    return _checked(_strictly(data, "gb18030", name), name)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(
            f"{name}第{line}行附近有不能识别的字，可能已损坏或不是文字文件。"
            "请用记事本打开检查，另存为 UTF-8 编码再读入。"
        ) from None


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError, name: str) -> None:
    """A UTF-8 text with a damaged spot would decode as GB18030 into other characters."""
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    chinese = len(re.findall("[\u4e00-\u9fff]", text))
    if damaged * 10 < chinese:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(
            f"{name}第{line}行附近有损坏的字。请用记事本打开改正，另存为 UTF-8 编码再读入。"
        )


def _checked(text: str, name: str) -> str:
    """Refuse what decodes but is no text: control characters, unassigned code points."""
    strange = sum(
        1
        for char in text
        if char not in _BREAKS and unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs")
    )
    controls = sum(1 for char in text if char < "\x09")
    if controls or strange * 50 > len(text):
        raise Unreadable(
            f"{name}不是文字文件，读出来的不是文字。请选择 .txt、.docx 或 .pdf 格式的方案。"
        )
    return text
