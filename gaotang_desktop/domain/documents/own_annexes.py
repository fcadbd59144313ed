"""The office's own annexes of a draft: typed, pasted from a sheet, a picture, a ledger as it is seen."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from gaotang_desktop.domain.documents import drafting
from gaotang_desktop.domain.documents.blocks import Annex, Column, Picture, Table, text_of
from gaotang_desktop.domain.documents.notices import blocks_of
from gaotang_desktop.domain.errors import Invalid

MOST = 20
"""Annexes of one paper."""
MOST_COLUMNS, MOST_ROWS = 16, 600
_LYING_FROM = 8
_LYING_WIDTH = 60
_LEAST, _WIDEST = 4, 40
_LONGEST_TITLE, _LONGEST_TEXT = 120, 50_000
_SUM = re.compile(r"(?:合|总|小|共)\s*计|全镇")
_NOTE = re.compile(r"(?:备?注|说明)[：:]\s*")
_PASTE = "请打开它，把要印的内容复制，粘贴到附件里；整份都要附的，单独打印，放在公文后面。"
_SHOWN = "请把要印的那一页截图，存成 .png 图片再添加；整份都要附的，单独打印，放在公文后面。"
_UNFIT = (
    ((".docx", ".doc", ".wps", ".rtf", ".odt"), "是文字文档", _PASTE),
    ((".md", ".htm", ".html", ".mht"), "是带格式记号的文本", _PASTE),
    ((".pdf", ".ofd"), "是版式文件", _SHOWN),
    ((".pptx", ".ppt", ".dps", ".odp"), "是演示文稿", _SHOWN),
    ((".et", ".ods", ".xlsm", ".xlsb"), "是另一种表格", "请在 WPS 或 Excel 里打开它，另存为 .xlsx 再添加。"),
    ((".heic", ".svg", ".psd", ".dwg", ".raw"), "是另一种图片", "请打开它，存成 .png 或者 .jpg 再添加。"),
    ((".zip", ".rar", ".7z"), "是压缩包", "请先解压，再添加里面的图片、表格或者文字。"),
    ((".mp4", ".mov", ".avi", ".mp3", ".wav", ".m4a", ".amr"), "是录音或者录像，印不到纸上",
     "请截一幅图，或者把要紧的话写成文字再添加。"),
    ((".exe", ".msi", ".bat", ".cmd", ".com", ".scr", ".apk", ".lnk", ".js", ".vbs"),
     "是程序，印不到纸上", "请核对是不是选错了文件；来历不明的不要打开。"),
)  # fmt: skip
_FIT = "附件可以是图片（.png、.jpg）、表格（.xlsx、.xls、.csv）和文字（.txt），请核对是不是选错了文件。"


def unfit(name: str, suffix: str, *, locked: bool = False) -> str:
    """Why a file of another kind cannot be an annex, and what to do instead; ``locked`` by a password."""
    end = suffix.lower()
    what, advice = next(
        ((what, advice) for ends, what, advice in _UNFIT if end in ends),
        (f"的后缀是 {suffix}，认不出是什么内容" if suffix else "没有后缀，认不出是什么内容", _FIT),
    )
    if locked:
        return f"文件“{name}”设了密码，内容读不出来，没有添加。请先取消密码；{advice.removeprefix('请')}"
    return f"文件“{name}”{what}，不能直接作附件，没有添加。{advice}"


def text_annex(title: str, text: str) -> Annex:
    """A typed annex: a paragraph for each line, headings as in the paper itself.

    Raises:
        Invalid: it has no title or no text, or is too long.
    """
    if not text.strip():
        raise Invalid({"text": "附件没有内容，请写上再添加。"})
    if len(text) > _LONGEST_TEXT:
        raise Invalid(
            {"text": f"附件有 {len(text)} 个字，最多 {_LONGEST_TEXT} 个，请分成几个附件。"}
        )
    return Annex(_title(title), blocks_of(text))


def sheet_annex(title: str, name: str, rows: Sequence[Sequence[str]]) -> Annex:
    """The cells of a sheet: lines above the head are its title, those below the table its notes.

    Nothing is left out: without a ``title`` the first line above is it, or else ``name``; what else
    stands there goes above the table.

    Raises:
        Invalid: as :func:`table_annex`.
    """
    filled = [row for row in rows if any(map(str.strip, row))]
    words = [list(filter(None, map(str.strip, row))) for row in filled]
    counts = Counter(map(len, words))
    usual = max(counts, key=lambda count: (counts[count] if count > 1 else 0, count), default=0)
    first, last = 0, len(filled) - 1
    if usual > 1:
        first = next(at for at, row in enumerate(words) if len(row) * 10 >= usual * 6)
        # A sum may have few cells: only lines of a single one stand below the table.
        last = max(at for at, row in enumerate(words) if len(row) > 1)
    above = [" ".join(row) for row in words[:first]]
    below = [" ".join(row) for row in words[last + 1 :]]
    table = filled[first : last + 1]
    whole = max(map(len, table), default=0)
    used = [at for at in range(whole) if any(row[at].strip() for row in table if at < len(row))]
    said = title.strip() or (above.pop(0) if above else name)
    return table_annex(
        said,
        [[row[at] if at < len(row) else "" for at in used] for row in table],
        caption="　".join(line for line in above if line != said),
        notes=tuple(_NOTE.sub("", line, count=1) for line in below),
    )


def table_annex(
    title: str, rows: Sequence[Sequence[str]], *, caption: str = "", notes: tuple[str, ...] = ()
) -> Annex:
    """A table whose first row is its head; it lies across where it has many columns.

    Raises:
        Invalid: it has no title, no row below its head, or is too large for paper.
    """
    filled = [[" ".join(cell.split()) for cell in row] for row in rows if any(map(str.strip, row))]
    across = max(map(len, filled), default=0)
    if len(filled) < 2:
        raise Invalid({"text": "表格至少要有表头和一行内容，请在 WPS 或 Excel 里连表头一起复制。"})
    if across > MOST_COLUMNS or len(filled) > MOST_ROWS + 1:
        raise Invalid(
            {
                "text": f"表格有 {len(filled) - 1} 行 {across} 列，一张附件表最多 {MOST_ROWS} 行 "
                f"{MOST_COLUMNS} 列，请先删去用不着的列，或者分成几个附件。"
            }
        )
    full = [[*row, *[""] * (across - len(row))] for row in filled]
    widths = [min(_WIDEST, max(_LEAST, *(_width(row[at]) for row in full))) for at in range(across)]
    columns = tuple(
        Column(label, width, "centre" if _are_numbers(row[at] for row in full[1:]) else "left")
        for at, (label, width) in enumerate(zip(full[0], widths, strict=True))
    )
    lies = across > _LYING_FROM or sum(widths) > 2 * _LYING_WIDTH
    table = Table(
        columns, tuple(map(tuple, full[1:])), caption, notes=notes,
        total=any(_SUM.fullmatch(cell) for cell in full[-1][:2]),
    )  # fmt: skip
    return Annex(_title(title), (table,), landscape=lies)


def picture_annex(title: str, picture: Picture) -> Annex:
    """A picture as large as the page holds it; one that is broad lies across.

    Raises:
        Invalid: it has no title.
    """
    return Annex(_title(title), (picture,), landscape=picture.width > 1.4 * picture.height)


def moved(annexes: tuple[Annex, ...], at: int, to: int) -> tuple[Annex, ...]:
    """The annexes with one of them in another place; their numbers follow their order."""
    order = list(annexes)
    order.insert(to, order.pop(at))
    return tuple(order)


def kind_of(annex: Annex) -> str:
    """What an annex is, in a word: 文字, 表 or 图."""
    block = annex.blocks[0] if annex.blocks else None
    return "表" if isinstance(block, Table) else "图" if isinstance(block, Picture) else "文字"


def typed_in(annex: Annex) -> str | None:
    """The text of a typed annex as it was typed; ``None`` for a table or a picture."""
    return text_of(annex.blocks) if kind_of(annex) == "文字" else None


def words_in(annexes: Sequence[Annex]) -> str:
    """All words of annexes, to be looked through for names."""
    said = []
    for annex in annexes:
        said.append(annex.title)
        for block in annex.blocks:
            if isinstance(block, Table):
                said += [block.caption, *(" ".join(row) for row in block.rows), *block.notes]
            else:
                said.append(getattr(block, "text", ""))
    return "\n".join(said)


def dumped(annexes: Sequence[Annex]) -> str | None:
    """As the database keeps them (JSON); ``None`` for none."""
    if not annexes:
        return None
    return json.dumps(drafting.encoded(tuple(annexes)), ensure_ascii=False, sort_keys=True)


def loaded(text: str | None) -> tuple[Annex, ...]:
    """What :func:`dumped` kept."""
    made: tuple[Annex, ...] = drafting.decoded(json.loads(text)) if text else ()
    return made


def _title(title: str) -> str:
    words = " ".join(title.split())
    if not words:
        raise Invalid({"title": "请给附件写上标题，附件说明里要用。"})
    if len(words) > _LONGEST_TITLE:
        raise Invalid(
            {"title": f"附件标题有 {len(words)} 个字，最多 {_LONGEST_TITLE} 个，请缩短。"}
        )
    return words


def _width(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)


def _are_numbers(texts: Iterable[str]) -> bool:
    found = [each for each in texts if each]
    return bool(found) and all(each.strip("%-—+").replace(".", "").isdecimal() for each in found)
