"""What is exported: whole or as it is seen, as a workbook or a text, read back as it was."""

import csv
from datetime import date

import builders
import pytest
from openpyxl import load_workbook

from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import exports, imports

ODD = ("=1+1", "+86 138", "@全体", "-3", '=说"好"', "007", "一行\n两行", "a,b;c", "013800138000123")


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for name in ("北村", "江村"):
        builders.village(opened, name)
    yield opened
    opened.close()


@pytest.mark.parametrize("suffix", [".csv", ".CSV", ".xlsx"])
def test_text_that_looks_like_a_formula_or_a_number_comes_back_as_it_was(work, tmp_path, suffix):
    for day, words in enumerate(ODD, start=1):
        builders.patrol(
            work, 1, night=date(2026, 10, day), leader=words.split("\n")[0], remark=words
        )
    path = tmp_path / f"夜巡{suffix}"
    assert exports.export(work, "patrols", path) == len(ODD)
    told = imports.import_sheet(work, "patrols", path)
    assert (told.unchanged, told.rejected, told.imported) == (len(ODD), 0, 0)
    sheet = imports.read("patrols", path)
    assert sorted(str(row.values["备注"]) for row in sheet.rows) == sorted(ODD)


def test_a_csv_is_one_and_no_spreadsheet_reckons_with_its_texts(work, tmp_path):
    builders.patrol(work, 1, leader="=cmd", joint=True)
    exports.export(work, "patrols", tmp_path / "夜巡.csv")
    text = (tmp_path / "夜巡.csv").read_text("utf-8-sig")
    assert (tmp_path / "夜巡.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    [head, row] = csv.reader(text.splitlines())
    assert head[:2] == ["夜晚", "村"]
    assert head[-1] == "记录号"
    said = dict(zip(head, row, strict=True))
    assert (said["夜晚"], said["带班人"], said["人数（人）"], said["警民联合"]) == (
        "2026-10-05", '="=cmd"', "3", "是",
    )  # fmt: skip


def test_a_list_is_exported_as_it_is_seen(work, tmp_path):
    for day, leader in ((3, "丙"), (1, "甲"), (2, "乙")):
        builders.patrol(work, 1, night=date(2026, 10, day), leader=leader)
    shown = records.listing(work, "patrols").only(["leader", "night", "village_id"])
    shown = shown.where(lambda _number, row: row[0] != "乙")
    path = tmp_path / "a.xlsx"
    assert exports.export(work, "patrols", path, shown=shown, narrowed="带班人：甲、丙") == 2
    rows = [row[:3] for row in load_workbook(path).active.values]
    assert [row[0] for row in rows] == [
        "高塘镇平安夜巡",
        "只列：带班人：甲、丙",
        "带班人",
        "丙",
        "甲",
    ]
    assert rows[2] == ("带班人", "夜晚", "村")
    assert imports.import_sheet(work, "patrols", path).unchanged == 2


def printed(path):
    """Pages across, and the printed size in points."""
    page = load_workbook(path).active
    wide = sum(
        column.width
        for letter, column in page.column_dimensions.items()
        if not column.hidden and letter
    )
    across = page.page_setup.fitToWidth
    room = 136 if page.page_setup.orientation == "landscape" else 92
    return across, 10 * min(1, across * room / wide)


def test_what_is_printed_can_be_read_and_empty_columns_take_no_room(work, tmp_path):
    builders.patrol(work, 1)
    exports.export(work, "patrols", tmp_path / "few.xlsx")
    across, size = printed(tmp_path / "few.xlsx")
    assert across == 1
    assert size >= 8
    page = load_workbook(tmp_path / "few.xlsx").active
    heads = {cell.value: cell.column_letter for cell in page[2]}
    assert page.column_dimensions[heads["报告给"]].hidden
    assert not page.column_dimensions[heads["带班人"]].hidden
    long = "很长的一段话" * 6
    builders.patrol(
        work, 1, leader="李四", people=8, names=("张三丰", "李四光") * 4, route=long, finding=long,
        handling=long, reported_to=long, remark=long, finding_kind="治安隐患", leaflets=5, way="步行",
    )  # fmt: skip
    exports.export(work, "patrols", tmp_path / "many.xlsx")
    across, size = printed(tmp_path / "many.xlsx")
    assert across > 1
    assert size >= 8
    assert load_workbook(tmp_path / "many.xlsx").active.print_title_cols == "$A:$A"
