"""The office's own annexes of a draft: read from files, pasted, kept in order (自己的附件)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from gaotang_desktop.data.models import Document
from gaotang_desktop.domain.documents.blocks import Annex, Sheet, Table
from gaotang_desktop.domain.documents.kinds import ISSUED
from gaotang_desktop.domain.documents.own_annexes import (
    MOST,
    MOST_ROWS,
    dumped,
    loaded,
    picture_annex,
    sheet_annex,
    table_annex,
    text_annex,
    unfit,
)
from gaotang_desktop.domain.errors import Conflict, DomainError, Invalid, NotFound, Unreadable
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.sheets import clipboard
from gaotang_desktop.domain.sheets.rows import Worksheet
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import ledger_sheets
from gaotang_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from gaotang_desktop.workbooks.grids import Grid

LARGEST = 30 * 1024 * 1024
PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp")
SHEETS = (".xlsx", ".xls", ".csv")
TEXTS = (".txt",)
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What stands in a document of Office that has a password."""


def listed(work: Workplace, draft_id: int) -> tuple[Annex, ...]:
    """The annexes of a draft, in order.

    Raises:
        NotFound: the draft is gone.
    """
    with work.database.reading() as session:
        draft = session.get(Document, draft_id)
        if draft is None:
            raise NotFound("这份草稿已经不在了，可能刚被删除，请刷新后再看。")
        return loaded(draft.own_annexes)


def keep(work: Workplace, draft_id: int, annexes: Sequence[Annex]) -> None:
    """Store the annexes of a draft, in this order, as one step that can be undone.

    Raises:
        Conflict: the paper was issued.
        Invalid: there are too many.
        NotFound: the draft is gone.
    """
    if len(annexes) > MOST:
        raise Invalid({"annexes": f"一份公文最多 {MOST} 个附件，请合并几个。"})
    with work.database.operation("改动公文的附件") as session:
        draft = session.get(Document, draft_id)
        if draft is None:
            raise NotFound("这份草稿已经不在了，可能刚被删除，请刷新后再看。")
        if draft.state == ISSUED:
            raise Conflict(f"“{draft.name}”已经印发，附件不能再改。")
        draft.own_annexes = dumped(annexes)


def open_drafts(work: Workplace) -> tuple[tuple[int, str], ...]:
    """The drafts that may still take an annex, as id and name, the newest first."""
    listed = records.listing(work, "documents").only(("name", "kind", "state"))
    return tuple(
        (each, f"{name or '没有标题'}（{kind}草稿）")
        for each, (name, kind, state) in sorted(
            zip(listed.ids, listed.rows, strict=True), reverse=True
        )
        if state != ISSUED
    )


def put_picture(work: Workplace, draft_id: int, title: str, content: bytes) -> None:
    """Add a picture as the last annex of a draft, in the place of one with the same title.

    Raises:
        Unreadable: it is no picture.
        Conflict, Invalid, NotFound: as :func:`keep`.
    """
    from gaotang_desktop.documents.annex_pictures import annex_picture

    made = picture_annex(title, annex_picture(content, f"图“{title}”"))
    others = [each for each in listed(work, draft_id) if each.title != made.title]
    keep(work, draft_id, (*others, made))


def pasted(title: str, text: str) -> Annex:
    """What was typed or pasted: cells of a sheet become a table, anything else is text.

    Raises:
        Invalid: there is no title or no content, or it is too large for paper.
    """
    if "\t" in text:
        return table_annex(title, clipboard.cells(text))
    return text_annex(title, text)


class SeveralWorksheets(DomainError):
    """A workbook has several worksheets that one sees: which of them is the annex has to be said.

    ``worksheets`` are all that have cells, hidden ones too, with their filled rows.
    """

    def __init__(self, file: str, worksheets: Sequence[Worksheet]) -> None:
        names = "、".join(each.name for each in worksheets if not each.hidden)
        super().__init__(f"文件“{file}”里有几张工作表：{names}。请写明哪一张作附件。")
        self.worksheets = tuple(worksheets)


def of_file(path: Path, title: str = "", worksheet: str = "") -> Annex:
    """A picture, a ``worksheet`` of a workbook, or a text; without a ``title`` a sheet's own is it, or
    the name of the worksheet that was named, or the file's.

    Raises:
        Unreadable: it is none of them, cannot be read, is too large, or has no such worksheet.
        SeveralWorksheets: it has several, and none is named.
    """
    name, said = f"文件“{path.name}”", title.strip() or path.stem
    suffix = path.suffix.lower()
    try:
        if path.is_dir():
            raise Unreadable(f"“{path.name}”是文件夹，不能作附件。请打开它，选里面的一个文件。")
        if path.stat().st_size > LARGEST:
            size = path.stat().st_size / 1024 / 1024
            raise Unreadable(
                f"{name}有 {size:.0f} 兆，超过附件最多的 {LARGEST // 1024 // 1024} 兆，没有添加。"
                "图片请先缩小，表格请只留要印的一张表。"
            )
        if suffix in PICTURES:
            from gaotang_desktop.documents.annex_pictures import annex_picture

            return picture_annex(said, annex_picture(path.read_bytes(), name))
        if suffix in TEXTS:
            return text_annex(said, _text(path.read_bytes(), name))
        if suffix not in SHEETS:
            locked = _LOCKED in path.read_bytes()
            raise Unreadable(unfit(path.name, path.suffix, locked=locked))
        grid = _worksheet(path, worksheet)
        cells = [list(map(_words, values)) for _number, values in grid.rows]
        return sheet_annex(title, worksheet or path.stem, cells)
    except FileNotFoundError as problem:
        raise Unreadable(f"找不到{name}。请核对它的名称和所在的文件夹。") from problem
    except OSError as problem:
        raise Unreadable(f"{name}打不开。请关闭占用它的程序再添加。") from problem
    except Invalid as problem:
        raise Unreadable(f"{name}没有添加：{problem}") from problem


def _text(content: bytes, name: str) -> str:
    from gaotang_desktop.workbooks.text_tables import read_text

    if not content.strip():
        raise Unreadable(f"{name}里没有内容，没有添加。请核对是不是选错了文件。")
    try:
        return read_text(content, file=name)
    except Unreadable as problem:
        raise Unreadable(
            f"{name}不是文字，或者文字编码认不出来，没有添加。请用记事本打开它，另存为 UTF-8 编码的 .txt 再添加。"
        ) from problem


def _worksheet(path: Path, wanted: str) -> "Grid":
    from gaotang_desktop.workbooks.reading import read_cells

    try:
        filled = read_cells(path)
    except Unreadable as problem:
        # The reader of sheets speaks of importing.
        said = str(problem).replace("再导入", "再添加").replace("后导入", "后添加")
        raise Unreadable(said) from problem
    seen = [each for each in filled if not each.hidden] or list(filled)
    if wanted:
        seen = [each for each in filled if each.name.strip() == wanted.strip()]
        if not seen:
            there = "、".join(f"“{each.name}”" for each in filled)
            raise Unreadable(
                f"“{path.name}”里没有名叫“{wanted}”、填了内容的工作表，有的是{there}。"
            )
    elif len(seen) > 1:
        raise SeveralWorksheets(
            path.name, [Worksheet(each.name, len(each.rows), hidden=each.hidden) for each in filled]
        )
    for (row, column), said in sorted(seen[0].problems.items()):
        raise Unreadable(f"“{path.name}”第 {row} 行第 {column + 1} 列读不出来：{said}")
    return seen[0]


def _words(value: object) -> str:
    """A cell as paper shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def of_ledger(work: Workplace, kind: str, period: Period | None = None) -> Annex:
    """A ledger as it is printed, all of it or of a period, names of residents covered.

    Raises:
        DomainError: it has no record.
        Invalid: it has more than an annex holds.
    """
    made = ledger_sheets.sheet(
        work,
        records.listing(work, kind, period=period),
        heading=ledger_sheets.heading_of(kind),
        period=period if records.belongs_to_days(kind) else None,
    )
    return of_list(made)


def of_list(sheet: Sheet) -> Annex:
    """A list as it is seen and would be printed: its rows, columns and order, and by what it is
    narrowed below it, so that nobody takes a part for the whole.

    Raises:
        Invalid: it has more rows than an annex holds.
    """
    rows = sum(len(each.rows) for each in sheet.blocks if isinstance(each, Table))
    if rows > MOST_ROWS:
        raise Invalid(
            {
                "text": f"“{sheet.title}”有 {rows} 行，附件最多 {MOST_ROWS} 行，请先按期间或者条件缩小范围。"
            }
        )
    blocks = tuple(
        replace(each, notes=(*each.notes, f"{sheet.left}。"))
        if sheet.left and isinstance(each, Table)
        else each
        for each in sheet.blocks
    )
    return Annex(sheet.title, blocks, landscape=sheet.landscape)


def add_list(work: Workplace, draft_id: int, sheet: Sheet) -> None:
    """Put a list behind the annexes of a draft, as one step that can be undone.

    Raises:
        Conflict: the paper was issued.
        Invalid: there are too many annexes, or the list is too long.
        NotFound: the draft is gone.
    """
    keep(work, draft_id, (*listed(work, draft_id), of_list(sheet)))


def of_files(
    work: Workplace,
    files: Sequence[Path] = (),
    ledgers: Sequence[str] = (),
    period: Period | None = None,
    worksheets: Sequence[str] = (),
) -> tuple[Annex, ...]:
    """Annexes from files, then from ledgers of a period, in the order given.

    Of a workbook with several ``worksheets`` those named here that it has, in its order.

    Raises:
        SeveralWorksheets: a workbook has none of those named.
        DomainError: one of them cannot be an annex; the sentence names it.
    """
    made: list[Annex] = []
    wanted, there = {each.strip() for each in worksheets}, set[str]()
    for path in files:
        try:
            made.append(of_file(path))
        except SeveralWorksheets as asked:
            names = [each.name for each in asked.worksheets]
            named = [name for name in names if name.strip() in wanted]
            if not named:
                raise
            there.update(name.strip() for name in names)
            made += [of_file(path, worksheet=name) for name in named]
    if there and (lacking := wanted - there):
        raise Unreadable(
            f"附件的文件里没有名叫“{'”、“'.join(sorted(lacking))}”的工作表，没有添加。"
        )
    made += [of_ledger(work, kind, period) for kind in ledgers]
    if len(made) > MOST:
        raise Invalid({"annexes": f"一份公文最多 {MOST} 个附件，请合并几个。"})
    return tuple(made)
