"""The contents of an archive as a workbook (目录.xlsx), and back."""

import json
from pathlib import Path
from typing import Any

from gaotang_desktop import archives
from gaotang_desktop.domain.archiving.cells import Shape
from gaotang_desktop.domain.archiving.contents import (
    CONTENTS,
    FILES,
    FORMAT,
    SAID,
    SHEETS,
    ArchivedFile,
    ArchivedSheet,
    Contents,
)
from gaotang_desktop.domain.archiving.tables import Column, Table
from gaotang_desktop.domain.errors import NewerDatabase, Unreadable

_SHEET_HEADS = ("名称", "条数", "工作簿", "工作表", "表", "列")
_FILE_HEADS = ("文件", "大小（字节）", "SHA-256")
_SAID_HEADS = ("项目", "内容")
_EVERYTHING = "全部"
_YES, _NO = "是，只供阅读，不能恢复", "否"


def write(path: Path, contents: Contents) -> None:
    """Write the contents.

    Raises:
        StorageProblem: the file cannot be written.
    """
    from gaotang_desktop.workbooks.writing import Column as SheetColumn
    from gaotang_desktop.workbooks.writing import Sheet, write_tables

    said = [
        ("乡镇", contents.town),
        ("范围", contents.scope),
        ("归档时间", contents.made_at),
        ("群众姓名打码", _YES if contents.masked else _NO),
        ("历史校验码", contents.head),
        ("没有归进来的附件", contents.missing),
        ("数据版本", contents.revision),
        ("归档格式", FORMAT),
    ]
    sheets = [
        (e.table.label, e.rows, e.file, e.sheet, e.table.name, _columns(e.table))
        for e in contents.sheets
    ]
    files = [(each.path, each.size, each.digest) for each in contents.files]
    write_tables(
        path,
        [
            Sheet(
                SHEETS,
                [SheetColumn(each, hidden=each in _SHEET_HEADS[4:], width=_width(each))
                 for each in _SHEET_HEADS],
                sheets,
                title=f"{contents.town}综治中心归档（{contents.scope}）",
            ),
            Sheet(FILES, [SheetColumn(each, width=_width(each)) for each in _FILE_HEADS], files),
            Sheet(SAID, [SheetColumn(each) for each in _SAID_HEADS], said),
        ],
    )  # fmt: skip


def _width(heading: str) -> float | None:
    return {"列": 10.0, "SHA-256": 66.0, "文件": 60.0}.get(heading)


def _columns(table: Table) -> str:
    found = [[each.name, each.label, each.shape, each.refers_to] for each in table.columns]
    return json.dumps([table.kind, found], ensure_ascii=False)


def read(folder: Path) -> Contents:
    """Read the contents of an archive.

    Raises:
        Unreadable: it is no archive, or its contents were altered.
        NewerDatabase: a newer version of the program made it.
        StorageProblem: it cannot be read.
    """
    path = folder / CONTENTS
    if not path.is_file():
        raise Unreadable(
            f"“{folder}”不是归档：里面没有“{CONTENTS}”。请选择归档的文件夹，就是有“{CONTENTS}”的那一层。"
        )
    said = {str(key): value for key, value in _table(path, SAID, _SAID_HEADS)}
    try:
        if int(said["归档格式"]) > FORMAT:
            raise NewerDatabase(
                "这份归档是由更新版本的程序保存的，当前版本读不了，数据没有改动。请安装新版本后再恢复。"
            )
        scope = str(said["范围"])
        contents = Contents(
            town=str(said["乡镇"] or ""),
            year=None if scope == _EVERYTHING else int(scope.removesuffix("年")),
            made_at=str(said["归档时间"]),
            revision=str(said["数据版本"]),
            masked=said["群众姓名打码"] != _NO,
            head=str(said["历史校验码"] or ""),
            missing=int(said["没有归进来的附件"]),
        )
        for label, rows, file, sheet, name, columns in _table(path, SHEETS, _SHEET_HEADS):
            table = _table_of(str(name), str(label), str(columns))
            made = ArchivedSheet(table, _inside(file), str(sheet or ""), int(rows))
            contents.sheets.append(made)
        for file, size, digest in _table(path, FILES, _FILE_HEADS):
            contents.files.append(ArchivedFile(_inside(file), int(size), str(digest)))
    except (KeyError, ValueError, TypeError, RecursionError) as problem:
        raise _altered("内容读不懂") from problem
    return contents


def _table_of(name: str, label: str, said: str) -> Table:
    kind, columns = json.loads(said)
    found = tuple(
        Column(str(column), str(heading), Shape(shape), None if to is None else str(to))
        for column, heading, shape, to in columns
    )
    return Table(name, label, found, kind)


def _inside(path: Any) -> str:
    """A path of a file of the archive.

    Raises:
        Unreadable: it leads elsewhere.
    """
    text = str(path or "")
    if text and archives.leads_outside(text):
        raise Unreadable(f"归档的“{CONTENTS}”里有指向别处的文件名，可能是有害文件，没有恢复。")
    return text


def _altered(what: str) -> Unreadable:
    return Unreadable(f"归档的“{CONTENTS}”被改动过（{what}），没有恢复。请用没有改动过的归档再试。")


def _table(path: Path, sheet: str, heads: tuple[str, ...]) -> list[tuple[Any, ...]]:
    from gaotang_desktop.workbooks.reading import read_grid

    grid = read_grid(path, sheet)
    if grid.problems:
        raise _altered(f"工作表“{sheet}”有出错的单元格")
    at: list[int] = []
    found = []
    for _, values in grid.rows:
        if not at:
            if all(head in values for head in heads):
                at = [values.index(head) for head in heads]
            continue
        found.append(tuple(values[place] if place < len(values) else None for place in at))
    if not at:
        raise _altered(f"工作表“{sheet}”缺少列")
    return found
