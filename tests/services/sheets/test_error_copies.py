"""What could not be taken in is marked in the sender's own workbook."""

import zipfile
from datetime import datetime, time
from io import BytesIO

import builders
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from PIL import Image as PillowImage

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
    sheet.append(["2026-10-06", "北材", "20:00", "22:00", "李四", "许多", "00123", "=IF(1,2)"])
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
    assert not any("只有各格的内容" in note for note in told.notes)
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
    assert (sheet["H6"].value, sheet["G6"].value) == ("=IF(1,2)", "00123")
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


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_goes_back_as_a_text_with_a_column_that_says_what_is_wrong(work, tmp_path, encoding):
    path = tmp_path / "夜巡.csv"
    lines = [
        "十月夜巡",
        "夜晚；村；带班人；人数",
        "2026-10-05；北村；张三；3",
        "2026-10-06；北材；李四；许多",
    ]
    path.write_text("\n".join(lines), encoding)
    copy = imports.import_sheet(work, "patrols", path).error_copy
    assert copy.name == "夜巡-有问题的行.csv"
    found = copy.read_text("utf-8-sig" if encoding == "utf-8" else encoding).splitlines()
    assert found[:3] == [lines[0], "夜晚；村；带班人；人数；说明", lines[2]]
    assert found[3].startswith("2026-10-06；北材；李四；许多；原表第 4 行：")
    assert "北材" in found[3].split("；")[4]
    assert "人数" in found[3].rpartition("原表")[2]
    mended = "\n".join([*found[:3], found[3].replace("北材", "江村", 1).replace("许多", "4", 1)])
    copy.write_text(mended, encoding)
    told = imports.import_sheet(work, "patrols", copy)
    assert (told.imported, told.unchanged, told.notes) == (1, 1, [])


@pytest.mark.parametrize("suffix", [".xls", ".htm"])
def test_a_web_page_goes_back_as_a_workbook_with_all_its_cells(work, tmp_path, suffix):
    path = tmp_path / f"导出{suffix}"
    cells = [
        ["夜晚", "村", "带班人", "人数"],
        ["2026-10-05", "北村", "=张三", "3"],
        ["坏", "北村", "李四", "4"],
    ]
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in cells)
    path.write_text(f"<html><body><table>{rows}</table></body></html>", "utf-8")
    told = imports.import_sheet(work, "patrols", path)
    copy = told.error_copy
    assert copy.name == "导出-有问题的行.xlsx"
    assert any("只有各格的内容" in note and path.name in note for note in told.notes)
    page = load_workbook(copy).active
    assert [list(row) for row in page.values] == cells
    assert page["A3"].comment is not None
    assert page["C2"].data_type == "s"


def test_charts_pictures_and_what_is_unknown_stay_byte_for_byte(work, sent):
    book = load_workbook(sent)
    page = book["十月"]
    chart = BarChart()
    chart.add_data(Reference(page, min_col=6, min_row=4, max_row=7))
    page.add_chart(chart, "K2")
    page["B4"].comment = Comment("村里自己写的", "村文书")
    page["B6"].comment = Comment("村里也写了", "村文书")
    picture = BytesIO()
    PillowImage.new("RGB", (8, 8), "red").save(picture, "png")
    page.add_image(Image(picture), "K20")
    book.save(sent)
    with zipfile.ZipFile(sent, "a") as archive:
        archive.writestr("xl/customUnknown.bin", b"\x00\x01")
    copy = imports.import_sheet(work, "patrols", sent).error_copy
    with zipfile.ZipFile(sent) as before, zipfile.ZipFile(copy) as after:
        changed = {n for n in before.namelist() if before.read(n) != after.read(n)}
        assert {"xl/charts/chart1.xml", "xl/media/image1.png"} <= set(after.namelist())
        assert after.testzip() is None
    assert {name.rpartition("/")[2] for name in changed} <= {
        "sheet1.xml", "styles.xml", "comment1.xml", "comments1.xml", "commentsDrawing1.vml",
        "legacyDrawing1.vml",
    }  # fmt: skip
    found = marked(copy)
    assert found["B4"] == "村里自己写的"
    assert found["B6"].startswith("村里也写了\n")
    assert "是不是“北村”" in found["B6"]
    assert set(found) == {"B4", "A5", "B6", "F6", "H6", "E7"}


def test_a_cell_that_is_not_there_and_a_merged_one_are_marked(work, tmp_path):
    book = Workbook()
    page = book.active
    for row in (["夜晚", "村", "带班人", "人数"], ["2026-10-05", "北村", None, None], ["坏"]):
        page.append(row)
    page.merge_cells("A3:A4")
    page["B4"], page["C4"], page["D4"] = "北村", "张三", 3
    book.save(tmp_path / "a.xlsx")
    copy = imports.import_sheet(work, "patrols", tmp_path / "a.xlsx").error_copy
    page = load_workbook(copy).active
    for place in ("C2", "D2", "A3", "B3"):
        assert page[place].comment is not None, place
        assert page[place].fill.fgColor.rgb == "FFF4B6B1"


def test_comments_on_the_head_of_our_own_forms_are_no_marks(work, tmp_path):
    from gaotang_desktop.services.sheets import exports

    exports.template(work, "patrols", tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    page = book.worksheets[0]
    heads = len([cell for cell in page[1] if cell.comment])
    page["A2"], page["B2"] = "坏", "北村"
    book.save(tmp_path / "t.xlsx")
    first = imports.import_sheet(work, "patrols", tmp_path / "t.xlsx").error_copy
    second = imports.import_sheet(work, "patrols", first).error_copy
    page = load_workbook(second).worksheets[0]
    assert len([cell for cell in page[1] if cell.comment]) == heads
    assert page["A2"].comment.text.count("看不懂") <= 1


def test_an_error_in_a_column_that_is_not_taken_in_leaves_the_row_good(work, tmp_path):
    book = Workbook()
    book.active.append(["夜晚", "村", "带班人", "人数", "合计"])
    book.active.append(["2026-10-05", "北村", "张三", 3, "=IF(D2,1)"])
    book.active.append(["2026-10-06", "北村", "张三", "=IF(D2,1)", 3])
    book.save(tmp_path / "来表.xlsx")
    told = imports.import_sheet(work, "patrols", tmp_path / "来表.xlsx")
    assert (told.imported, [(each.row, each.column) for each in told.errors]) == (1, [(3, "人数")])
    assert "这些格子读不出来，它们的列本来就不导入：第 2 行 合计。" in told.notes
