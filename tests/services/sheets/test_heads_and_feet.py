"""Heads of several rows, and the lines round a table that are no record; without any data."""

import pytest
from openpyxl import Workbook

from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.choices import Choices


def read(tmp_path, kind, rows, *, merged=(), name="来表.xlsx"):
    """By the label of its field what each row of a sheet says, and what is told of it."""
    book = Workbook()
    for each in rows:
        book.active.append(each)
    for area in merged:
        book.active.merge_cells(area)
    book.save(tmp_path / name)
    columns, notes, sheet = imports.columns_of(
        kind, imports.read(kind, tmp_path / name), Choices(), files=(name,)
    )
    labels = {each.name: each.label for each in records.fields_for(kind)}
    said = [{labels[f]: row.values[h] for f, h in columns.items()} for row in sheet.rows]
    return said, [*notes, *sheet.notes]


def test_a_group_says_which_of_two_columns_of_one_name_is_meant(tmp_path):
    said, notes = read(
        tmp_path, "incident-counts",
        [["月份", "村", "盗窃（起）", None, "警情（起）", None],
         ["月份", "村", "本月", "上月", "本月", "上月"],
         ["2026年10月", "北村", 1, 0, 7, 9]],
        merged=("A1:A2", "B1:B2", "C1:D1", "E1:F1"),
    )  # fmt: skip
    assert said == [{"月份": "2026年10月", "村": "北村", "盗窃": 1, "警情": 7}]
    assert any("盗窃（起）上月、警情（起）上月" in note for note in notes)


def test_registered_households_are_read_under_their_group(tmp_path):
    said, _notes = read(
        tmp_path, "villages",
        [["村（社区）", "户数", None, "人口", None, "其中", None],
         [None, "户籍户", "常住户", "户籍人口", "常住人口", "60岁以上", "18岁以下"],
         ["北村", "1 024", 388, "2，871", 1402, 401, 233]],
    )  # fmt: skip
    assert said == [{"村名": "北村", "户数": "1 024", "人口": "2，871"}]


def test_who_came_is_read_and_who_should_have_come_is_not(tmp_path):
    said, notes = read(
        tmp_path, "patrols",
        [["日期", "村", "带班人", "人数", None], [None, None, None, "应到", "实到"],
         ["10月5日", "北村", "张三", 6, 4]],
    )  # fmt: skip
    assert said[0]["人数"] == 4
    assert any("人数应到" in note for note in notes)


@pytest.mark.parametrize("numbers", [[1, 2, 3, 4, 5], ["甲", "乙", "1", "2", "3"]])
def test_a_row_that_numbers_the_columns_is_no_record(tmp_path, numbers):
    rows = [["日期", "村", "带班人", "人数", "备注"], numbers, ["10月5日", "北村", "张三", 3, None]]
    said, notes = read(tmp_path, "patrols", rows)
    assert [each["村"] for each in said] == ["北村"]
    assert "第 2 行是各列的序号，没有读入。" in notes


def test_a_row_of_units_belongs_to_the_head(tmp_path):
    rows = [["村", "户数", "人口"], [None, "户", "（人）"], ["北村", 412, 1583]]
    said, _notes = read(tmp_path, "villages", rows)
    assert said == [{"村名": "北村", "户数": 412, "人口": 1583}]


FEET = [
    ["小计：3件"],
    ["合计：5件，已化解2件"],
    ["全镇", None, None, 12],
    ["全镇平均", None, None, 12],
    ["1-9月累计", "北村", None, 40],
    ["本页合计走访5户14人"],
    ["记录人：侯某", None, None, "平安办主任："],
    ["填报人：马某", None, "审核人：张某", "（盖章）"],
    ["测评单位：县中心（盖章）", None, None, "2026年7月2日"],
    ["抽查结论：5项中3项属实。"],
    ["共回访6户：属实2户"],
    ["本月无矛盾纠纷（零报告）"],
    ["另：林场不计入行政村。"],
    ["第 1 页 / 共 1 页　合计 4 条"],
]


@pytest.mark.parametrize("foot", FEET, ids=[each[0] for each in FEET])
def test_a_line_at_the_end_is_no_record_and_is_told(tmp_path, foot):
    head = ["日期", "村", "带班人", "人数", "备注", "路线与重点部位", "发现"]
    said, notes = read(
        tmp_path, "patrols", [head, ["10月5日", "北村", "张三", 3, None, "村部", "无"], foot]
    )
    assert [each["村"] for each in said] == ["北村"]
    assert any(note.startswith("第 3 行是") for note in notes)


def test_a_record_that_ends_a_table_stays_one(tmp_path):
    head = ["日期", "村", "带班人", "人数", "备注"]
    rows = [["10月5日", "北村", "张三", 3, "说明：补报"], ["10月6日", "江村", None, None, None]]
    said, _notes = read(tmp_path, "patrols", [head, *rows])
    assert [each["村"] for each in said] == ["北村", "江村"]
