"""Read the text of a plan from the files that offices keep: .txt, .docx, .pdf, and saved web pages.

What a file is, is decided by its content, not its name. Every file that cannot be read whole
raises Unreadable with what to do; nothing is read in part without a notice.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from pathlib import Path

from gaotang_desktop.documents.file_kinds import kind_of
from gaotang_desktop.documents.pdf_text import read_pdf
from gaotang_desktop.documents.web_text import is_mhtml, is_page, page_of, read_page
from gaotang_desktop.documents.word_text import read_docx
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.simplified import simplified

_LARGEST_TEXT = 4 * 1024 * 1024
_LARGEST = 30 * 1024 * 1024
_SAVE_AS = "点“文件”，另存为 .docx（类型选“Word 文档”），再读入。"
_REFUSED = {
    "old word": f"是旧版 Word（.doc）或 WPS（.wps）文件。请用 Word 或 WPS 打开，{_SAVE_AS}",
    "locked": f"设了密码。请用 Word 或 WPS 打开，去掉密码，{_SAVE_AS}",
    "rtf": f"是 RTF 文件，不能直接读入。请用 Word 或 WPS 打开，{_SAVE_AS}",
    "odf": f"是 ODF 文件（.odt），不能直接读入。请用 WPS 打开，{_SAVE_AS}",
    "xml": f"是 XML 形式的文档，不能直接读入。请用 Word 或 WPS 打开，{_SAVE_AS}",
    "excel": "是 Excel 表格，不是 Word 文件。请打开它，选中方案的各行连表头一起复制，再粘贴到“粘贴方案文字”里。",
    "slides": "是演示文稿（PPT），不是方案文字。请复制其中的方案文字，再粘贴到“粘贴方案文字”里。",
    "ofd": "是 OFD 版式文件，不能直接读入。请用 OFD 阅读器打开，全选、复制，再粘贴到“粘贴方案文字”里，或者请发文单位给 .docx。",
    "picture": "不是文字文件，是图片，图里的文字读不出来。请向发文单位要 .docx 或有文字的 PDF，或者识别成文字后粘贴到“粘贴方案文字”里。",
    "packed": "是压缩包。请先解压，再选里面的方案文件。",
    "archive": "已损坏，或者是压缩包，不是 Word 文件。是压缩包的，请先解压，再选里面的方案文件。",
}
"""What is said of the kinds of files that no plan can be read from."""
_ENCODINGS = ("gb18030", "cp950", "utf-16-le", "utf-16-be")
_FAR_BETTER = 0.2
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
    kind = kind_of(data)
    if kind == "pdf":
        return PlanFile(*read_pdf(data, name))
    if kind in _REFUSED and not (kind == "xml" and is_page(_decode(data, name))):
        raise Unreadable(name + _REFUSED[kind])
    if kind == "word" or suffix == ".docx":
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


def workbook(path: Path) -> bytes | None:
    """The content of a file that is a workbook, which others read; None for any other. Raises Unreadable."""
    data = _bytes(path)
    return data if kind_of(data) == "excel" else None


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
    return _checked(_likeliest(data) or _strictly(data, "gb18030", name), name)


def _likeliest(data: bytes) -> str:
    """A text in Big5, or in UTF-16 without its mark, where it reads far better so than in GB18030.

    Bytes of either mostly pass for GB18030 too, as characters that nobody writes.
    """
    found = [(_everyday(text), text) for text in map(partial(_tried, data), _ENCODINGS)]
    best, text = max(found, key=itemgetter(0))
    return text if best > found[0][0] + _FAR_BETTER else ""


def _tried(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _everyday(text: str) -> float:
    """Which share of a text's characters are the 3,755 most used ones, or such in traditional form."""
    han = [char for char in simplified(text) if not char.isspace() and char > "\x7f"]
    used = sum(b"\xb0" <= char.encode("gb2312", errors="ignore")[:1] <= b"\xd7" for char in han)
    return used / len(han) if han else 0.0


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
            f"{name}不是文字文件，读出来的不是文字。请选择 .txt、.docx、.pdf 或 .xlsx 格式的方案。"
        )
    return text
