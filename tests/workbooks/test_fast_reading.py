"""The fast reader of long workbooks sees what the careful one sees, or is not used."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from gaotang_desktop.domain.progress import Silent
from gaotang_desktop.workbooks import excel_tables, foreign_tables
from gaotang_desktop.workbooks.reading import read_sheet

VALUES = [
    "北村", " 两端 ", "行\n行", "_x000B_排_x005F_x0041_", "𠮷野😀", "007", 3, 3.5, 0.1 + 0.2, -2, True, None,
    date(2026, 10, 5), datetime(2026, 10, 5, 20, 30), time(20, 30), time(20, 29, 59), 1e15, 45356.5,
    timedelta(hours=30), timedelta(hours=2), "", "#N/A 是文字",
]  # fmt: skip


def long_book(path: Path, change=lambda sheet: None):
    book = Workbook()
    sheet = book.active
    sheet.title = "夜巡"
    sheet.append([])
    sheet.append(["高塘镇平安夜巡"])
    sheet.merge_cells("A2:F2")
    sheet.append([])
    sheet.append([None, *[f"第{n}项" for n in range(len(VALUES))]])
    for n in range(2000):
        sheet.append([None, *VALUES[:1], f"第 {n} 行", *VALUES[2:]])
    other = book.create_sheet("别的")
    other["C5"] = "别的"
    change(sheet)
    book.save(path)
    return path


def test_both_readers_see_the_same(tmp_path):
    content = long_book(tmp_path / "a.xlsx").read_bytes()
    assert excel_tables.is_plain(content, file="a.xlsx")
    known = {"file": "a.xlsx", "sheet": None, "progress": Silent()}
    careful = list(excel_tables.read_grids(content, **known))
    fast = list(foreign_tables.workbook_grids(content, **known))
    for one, other in zip(careful, fast, strict=True):
        assert (one.name, one.rows, one.problems, one.notes) == (
            other.name, other.rows, other.problems, other.notes,
        )  # fmt: skip


def percent(sheet):
    sheet["D6"].number_format = "0%"


def padded(sheet):
    sheet["D6"].number_format = "000"


def formula(sheet):
    sheet["D6"] = "=1+1"


def hidden(sheet):
    sheet.row_dimensions[7].hidden = True


def merged(sheet):
    sheet.merge_cells("B6:B8")


@pytest.mark.parametrize("change", [percent, padded, formula, hidden, merged])
def test_what_only_the_careful_reader_knows_is_left_to_it(tmp_path, change):
    content = long_book(tmp_path / "a.xlsx", change).read_bytes()
    assert not excel_tables.is_plain(content, file="a.xlsx")


def test_a_long_workbook_is_read_with_its_rows_as_excel_numbers_them(tmp_path):
    sheet = read_sheet(long_book(tmp_path / "a.xlsx"), known=["第0项", "第5项"])
    assert (len(sheet.rows), sheet.rows[0].number, sheet.rows[-1].number) == (2000, 5, 2004)
    assert sheet.rows[0].values["第12项"] == date(2026, 10, 5)
    assert sheet.rows[0].values["第14项"] == time(20, 30)
