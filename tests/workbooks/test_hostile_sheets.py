"""A workbook made to stall or fool the reader is refused in a sentence, at once."""

import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.workbooks import excel_tables
from gaotang_desktop.workbooks.reading import read_sheet

KNOWN = ["村名", "夜巡日期", "人数"]


def book(path, *cells, change=lambda name, body: body):
    """A sheet with three columns, more cells where they are named, its parts changed."""
    made = Workbook()
    made.active.append(KNOWN)
    made.active.append(["郭桥村", "2026-10-05", 3])
    for cell in cells:
        made.active[cell] = "x"
    whole = io.BytesIO()
    made.save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            out.writestr(name, change(name, source.read(name)))
    return path


@pytest.mark.parametrize("cell", ["XFD2", "AMM7", "XFD1048576"])
def test_a_cell_far_to_the_right_is_named_and_nothing_is_read(tmp_path, cell):
    with pytest.raises(Unreadable, match=f"{cell} 格里有内容.*请删掉"):
        read_sheet(book(tmp_path / "a.xlsx", cell), known=KNOWN)


@pytest.mark.parametrize("far", ["XFD2900", "ZZ900000"])
def test_the_fast_reader_of_long_files_makes_no_room_for_cells_far_away(tmp_path, far):
    made, chance = Workbook(write_only=True), random.Random(1)
    page = made.create_sheet()
    page.append(KNOWN)
    for _ in range(3_000):
        page.append([chance.randbytes(24).hex(), "2026-10-05", 3])
    made.save(tmp_path / "long.xlsx")
    content = (tmp_path / "long.xlsx").read_bytes()
    assert excel_tables.is_plain(content, file="long.xlsx")
    spoiled = io.BytesIO()
    row = "".join(each for each in far if each.isdecimal())
    cell = f'<row r="{row}"><c r="{far}"><v>1</v></c></row></sheetData>'.encode()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(spoiled, "w") as out:
        for name in source.namelist():
            out.writestr(name, source.read(name).replace(b"</sheetData>", cell))
    assert not excel_tables.is_plain(spoiled.getvalue(), file="long.xlsx")


def test_a_cell_within_the_limit_is_read(tmp_path):
    sheet = read_sheet(book(tmp_path / "a.xlsx", "AA2"), known=KNOWN)
    assert sheet.rows[0].values["村名"] == "郭桥村"


def test_more_cells_than_a_ledger_has_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(excel_tables, "MOST_CELLS", 50)
    cells = [f"J{row}" for row in range(3, 9)]
    with pytest.raises(Unreadable, match="万格，没有读入"):
        read_sheet(book(tmp_path / "a.xlsx", *cells), known=KNOWN)


def without_main(name, body):
    if name == "[Content_Types].xml":
        return body.replace(b"spreadsheetml.sheet.main", b"spreadsheetml.sheet.other")
    return body


def laughing(name, body):
    if not name.endswith("sheet1.xml"):
        return body
    entities = b"".join(
        b"<!ENTITY e%d '%s'>" % (n, b"&e%d;" % (n - 1) * 10 if n else b"ha") for n in range(12)
    )
    return b"<!DOCTYPE worksheet [" + entities + b"]>" + body.replace(b"3", b"&e11;", 1)


def elsewhere(name, body):
    return body.replace(b"worksheets/sheet1", b"../../../sheet1") if ".rels" in name else body


@pytest.mark.parametrize(
    ("change", "said"),
    [(without_main, "已经损坏"), (laughing, "文档类型"), (elsewhere, "没有内容")],
)
def test_a_workbook_with_a_missing_or_harmful_part_is_a_sentence(tmp_path, change, said):
    with pytest.raises(Unreadable, match=said):
        read_sheet(book(tmp_path / "a.xlsx", change=change), known=KNOWN)


def many_rows(name, body):
    if not name.endswith("sheet1.xml"):
        return body
    return body.replace(b"</sheetData>", b"".join(b"<row/>" for _ in range(80)) + b"</sheetData>")


def merged_anew(name, body):
    if not name.endswith("sheet1.xml"):
        return body
    areas = b'<mergeCell ref="A1:A1048576"/>' * 60
    return body.replace(b"</sheetData>", b"</sheetData><mergeCells>" + areas + b"</mergeCells>")


def empty_cells(name, body):
    if not name.endswith("sheet1.xml"):
        return body
    return body.replace(b"</sheetData>", b"<row>" + b"<c/>" * 80 + b"</row></sheetData>")


@pytest.mark.parametrize(
    ("limit", "most", "change", "said"),
    [
        ("MOST_ROWS", 50, many_rows, "超过 50 行"),
        ("MOST_MERGED", 90, merged_anew, "合并的单元格太多"),
        ("MOST_CELLS", 50, empty_cells, "万格"),
    ],
)
def test_what_would_take_minutes_is_refused(tmp_path, monkeypatch, limit, most, change, said):
    assert read_sheet(book(tmp_path / "a.xlsx", change=change), known=KNOWN).rows
    monkeypatch.setattr(excel_tables, limit, most)
    with pytest.raises(Unreadable, match=said):
        read_sheet(tmp_path / "a.xlsx", known=KNOWN)
