import csv

import pytest
from builders import open_work, village
from openpyxl import Workbook

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports

HEADER = ["province", "city", "county", "town", "town_code", "village_code", "village_name"]
ROWS = [
    ["甲省", "乙市", "丙县", "示例镇", "110101001", "110101001001", "荷塘社区居民委员会"],
    ["甲省", "乙市", "丙县", "示例镇", "110101001", "110101001200", "北村村委会"],
    ["甲省", "乙市", "丙县", "示例镇", "110101001", "110101001201", "董大村委会"],
    ["甲省", "乙市", "丁县", "样本镇", "110102001", "110102001200", "高塘村民委员会"],
]


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


def as_csv(path, rows, encoding="utf-8-sig"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def names(work):
    listed = records.listing(work, "villages")
    return [row[0] for row in listed.rows]


def test_a_village_list_of_one_town_is_registered_with_display_names_and_codes(work, tmp_path):
    path = as_csv(tmp_path / "villages.csv", [HEADER, *ROWS])
    result = imports.import_sheet(work, "villages", path, town="110101001")
    assert (result.rows, result.imported, result.rejected) == (3, 3, 0)
    assert names(work) == ["荷塘社区", "北村", "董大村"]
    again = imports.import_sheet(work, "villages", path, town="110101001")
    assert (again.imported, again.unchanged) == (0, 3)


def test_a_list_of_several_towns_asks_which_one(work, tmp_path):
    path = as_csv(tmp_path / "villages.csv", [HEADER, *ROWS])
    with pytest.raises(Unreadable, match=r"有 2 个乡镇.*示例镇.*样本镇"):
        imports.import_sheet(work, "villages", path)
    assert names(work) == []


def test_a_dry_run_counts_and_stores_nothing(work, tmp_path):
    path = as_csv(tmp_path / "v.csv", [HEADER, *ROWS])
    assert (
        imports.import_sheet(work, "villages", path, town="110101001", dry_run=True).imported == 3
    )
    assert names(work) == []


def test_good_rows_come_in_and_bad_rows_are_explained_in_a_copy(work, tmp_path):
    village(work, "郭桥村")
    book = Workbook()
    sheet = book.active
    sheet.append(["日期", "村名", "开始时间", "结束时间", "带班人", "人数"])
    sheet.append(["2026-10-05", "郭桥村", "20:00", "22:00", "张三", "５"])
    sheet.append(["2026-10-05", "没有的村", "20:00", "22:00", "张三", 5])
    sheet.append(["2027-01-01", "郭桥村", "20:00", "22:00", "张三", 5])
    sheet.append(["2026-10-06", "郭桥村", "21:00", "20:00", "李四", 5])
    sheet.append(["10月7日", "郭桥村", "20:00", "22:00", "", 5])
    book.save(tmp_path / "夜巡.xlsx")
    result = imports.import_sheet(work, "patrols", tmp_path / "夜巡.xlsx")
    assert (result.rows, result.imported, result.rejected) == (5, 1, 4)
    said = {error.row: error.message for error in result.errors}
    assert "没有“没有的村”" in said[3]
    assert "还没有到" in said[4]
    assert "早于开始" in said[5]
    assert said[6] == "请填写“带班人”。"
    assert result.error_copy is not None
    assert result.error_copy.is_file()
    work.undo()
    assert records.listing(work, "patrols").ids == ()


def from_csv(path):
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


HEADS = ["日期", "村名", "开始时间", "结束时间", "带班人", "人数"]
TYPED = ["2026-10-05", "没有的村", "20:00", "22:00", "张三", 5]


def test_a_mended_error_copy_is_imported_as_if_nobody_had_written_into_it(work, tmp_path):
    village(work, "郭桥村")
    path = as_csv(tmp_path / "夜巡.csv", [HEADS, TYPED, [*TYPED[:4], "李四", 5]])
    copy = imports.import_sheet(work, "patrols", path).error_copy
    rows = from_csv(copy)
    rows[1][1] = "郭桥村"
    rows[2][:6] = [""] * 6  # given up: only the sentence is left
    as_csv(copy, rows)
    again = imports.import_sheet(work, "patrols", copy)
    assert (again.rows, again.imported, again.errors, again.notes) == (1, 1, [], [])


def test_the_copy_of_a_copy_has_one_column_of_problems_however_often(work, tmp_path):
    path = as_csv(tmp_path / "夜巡.csv", [HEADS, TYPED])
    for _ in range(4):
        path = imports.import_sheet(work, "patrols", path).error_copy
        assert from_csv(path)[0] == [*HEADS, "说明"]


def test_an_own_column_called_problem_is_kept_in_the_error_copy(work, tmp_path):
    path = as_csv(tmp_path / "夜巡.csv", [[*HEADS, "问题"], [*TYPED, "路灯坏"]])
    for _ in range(2):
        path = imports.import_sheet(work, "patrols", path).error_copy
        rows = from_csv(path)
        assert rows[0][6:] == ["问题", "说明"]
        assert rows[1][6] == "路灯坏"


def test_two_villages_of_one_name_in_a_sheet_are_told_with_both_rows(work, tmp_path):
    path = as_csv(tmp_path / "v.csv", [["村名"], ["郭桥村"], ["郭桥村"]])
    result = imports.import_sheet(work, "villages", path)
    assert (result.imported, result.rejected) == (1, 1)
    assert "第 2 行" in result.errors[0].message


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 100])
def test_an_empty_or_binary_file_is_refused_in_a_sentence(work, tmp_path, content):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="。"):
        imports.import_sheet(work, "villages", path)


def test_a_sheet_without_a_header_is_told_our_headings_in_chinese_only(tmp_path):
    path = tmp_path / "接龙.csv"
    path.write_text("10月5日北村张三带队3人\n10月6日江村李四带队4人\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="没有找到表头，表头里应有“夜晚”“村”") as told:
        imports.read("patrols", path)
    assert "night" not in str(told.value)
