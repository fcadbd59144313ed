"""What could not be taken in is marked in the sender's own workbook."""

from datetime import datetime, time

import builders
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports

HEAD = ["夜晚", "村", "开始", "结束", "带班人", "人数", "电话", "备注"]


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 28, 9, 0))
    for name in ("北村", "江村"):
        builders.village(opened, name)
    yield opened
    opened.close()


@pytest.fixture
def sent(tmp_path):
    """A village's workbook: titles, formats, a formula that was never computed, a second sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "十月"
    sheet.append(["高塘镇平安夜巡登记表"])
    sheet.merge_cells("A1:H1")
    sheet.append(["填报单位：北村"])
    sheet.append(HEAD)
    sheet.append(["2026-10-05", "北村", "20:00", "22:00", "张三", 3, "09131234567", "甲"])
    sheet.append(["2026-02-30", "北村", "20:00", "22:00", "张三", 3, "013800138000", "乙"])
    sheet.append(["2026-10-06", "北材", "20:00", "22:00", "李四", "许多", "00123", "=1+1"])
    sheet.append([datetime(2026, 10, 7), "江村", time(20, 0), "22:00", None, "4", None, "丙"])
    sheet["A4"].font = Font(name="黑体", size=16, bold=True)
    sheet.column_dimensions["B"].width = 33
    book.create_sheet("第二张").append(["别动我"])
    (tmp_path / "来").mkdir()
    book.save(tmp_path / "来" / "十月夜巡.xlsx")
    return tmp_path / "来" / "十月夜巡.xlsx"


def marked(path):
    return {
        cell.coordinate: cell.comment.text
        for row in load_workbook(path)["十月"].iter_rows()
        for cell in row
        if cell.comment
    }


def test_the_copy_is_the_senders_workbook_with_every_bad_cell_red_and_explained(work, sent):
    told = imports.import_sheet(work, "patrols", sent)
    assert (told.imported, told.rejected) == (1, 3)
    assert told.error_copy.name == "十月夜巡-有问题的行.xlsx"
    found = marked(told.error_copy)
    assert set(found) == {"A5", "B6", "F6", "H6", "E7"}
    assert "是不是“北村”" in found["B6"]
    book = load_workbook(told.error_copy)
    assert book.sheetnames == ["十月", "第二张"]
    assert book["第二张"]["A1"].value == "别动我"
    sheet = book["十月"]
    assert sheet["A5"].fill.fgColor.rgb == "FFF4B6B1"
    before = load_workbook(sent)["十月"]
    assert [[c.value for c in row] for row in sheet] == [[c.value for c in row] for row in before]
    assert (sheet["H6"].value, sheet["G6"].value) == ("=1+1", "00123")
    assert (sheet["A4"].font.name, sheet.column_dimensions["B"].width) == ("黑体", 33)
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:H1"]


def test_a_mended_copy_brings_what_was_missing_and_nothing_twice(work, sent):
    copy = imports.import_sheet(work, "patrols", sent).error_copy
    book = load_workbook(copy)
    sheet = book["十月"]
    sheet["A5"], sheet["B6"], sheet["F6"], sheet["H6"] = "2026-10-30", "北村", 5, "丁"
    book.save(copy)
    told = imports.import_sheet(work, "patrols", copy)
    assert (told.imported, told.unchanged, told.rejected) == (2, 1, 1)
    assert told.error_copy.name == "十月夜巡-有问题的行2.xlsx"
    assert set(marked(told.error_copy)) == {"E7"}
    assert load_workbook(told.error_copy)["十月"]["A5"].fill.fill_type is None


def test_a_copy_that_is_half_mended_is_never_written_over(work, sent):
    first = imports.import_sheet(work, "patrols", sent).error_copy
    content = first.read_bytes()
    work.undo()
    second = imports.import_sheet(work, "patrols", sent).error_copy
    assert second != first
    assert first.read_bytes() == content


def test_when_the_copy_cannot_be_written_nothing_is_stored_and_the_sentence_says_so(
    work, sent, monkeypatch
):
    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(StorageProblem, match=r"磁盘空间不够.*一行都没有导入"):
        imports.import_sheet(work, "patrols", sent)
    assert records.listing(work, "patrols").ids == ()


def full(*_args, **_named):
    raise OSError(28, "No space left on device")


def test_the_bad_rows_of_two_worksheets_are_marked_on_their_own_sheet(work, tmp_path):
    book = Workbook()
    book.remove(book.active)
    for name, leader in (("北村", "张三"), ("江村", None)):
        sheet = book.create_sheet(name)
        sheet.append(["夜晚", "带班人", "人数"])
        sheet.append(["2026-10-05", leader, 3])
    book.save(tmp_path / "各村.xlsx")
    copy = imports.import_sheet(work, "patrols", tmp_path / "各村.xlsx").error_copy
    told = load_workbook(copy)
    assert told["江村"]["B2"].comment.text == "请填写“带班人”。"
    assert told["北村"]["B2"].comment is None


def test_the_bad_rows_of_a_text_are_a_workbook(work, tmp_path):
    path = tmp_path / "夜巡.csv"
    path.write_text(
        "夜晚,村,带班人,人数\n2026-10-05,北村,张三,3\n2026-10-06,北材,李四,4\n", "utf-8"
    )
    copy = imports.import_sheet(work, "patrols", path).error_copy
    rows = list(load_workbook(copy).active.values)
    assert rows[1][:2] == ("2026-10-06", "北材")
    assert "第 3 行" in rows[1][-1]
