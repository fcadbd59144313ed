"""The office's own annexes of a draft: typed, pasted from a sheet, a picture, a ledger as it is seen."""

import json
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


def table_annex(title: str, rows: Sequence[Sequence[str]]) -> Annex:
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
    return Annex(_title(title), (Table(columns, tuple(map(tuple, full[1:]))),), landscape=lies)


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
                said += [" ".join(row) for row in block.rows]
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
