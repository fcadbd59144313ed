"""Whose the rows of a sheet are, where no column says it: titles, lines between rows, other tables."""

from datetime import date

import builders
import pytest
from openpyxl import Workbook

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports

HEAD = ["夜晚", "带班人", "人数"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    opened = builders.open_work(tmp_path_factory.mktemp("office") / "data")
    for name in ("北村", "江村", "荷塘社区"):
        builders.village(opened, name)
    yield opened
    opened.close()


@pytest.fixture
def town(office):
    if ids := records.listing(office, "patrols").ids:
        records.bin_records(office, "patrols", ids)
    return office


def book(path, **sheets):
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    made.save(path)
    return path


def night(day, leader):
    return [date(2026, 8, day), leader, 3]


def whose(work):
    listed = records.listing(work, "patrols").only(["village_id", "leader"])
    return sorted((row[0].label, row[1]) for row in listed.rows)


SECTIONS = {
    "head once": [HEAD, ["北村"], night(1, "甲"), ["江村"], night(1, "乙")],
    "head again": [["北村"], HEAD, night(1, "甲"), ["江村"], HEAD, night(1, "乙")],
    "numbered": [HEAD, ["一、北村"], night(1, "甲"), ["二、江村（3次）"], night(1, "乙")],
    "titled": [["北村8月夜巡登记表"], HEAD, night(1, "甲"), ["江村8月夜巡登记表"], night(1, "乙")],
    "said": [["填报单位：北村"], HEAD, night(1, "甲"), ["填报单位：江村"], night(1, "乙")],
}


@pytest.mark.parametrize("rows", SECTIONS.values(), ids=SECTIONS)
def test_a_line_that_names_a_village_holds_for_the_rows_below_it(town, tmp_path, rows):
    told = imports.import_sheet(town, "patrols", book(tmp_path / "夜巡.xlsx", 夜巡=rows))
    assert (told.imported, told.rejected) == (2, 0)
    assert whose(town) == [("北村", "甲"), ("江村", "乙")]
    assert any("写着村名的有" in note for note in told.notes)


def test_a_short_name_between_villages_is_one_of_them(town, tmp_path):
    rows = [HEAD, ["北村"], night(1, "甲"), ["荷塘"], night(1, "乙")]
    imports.import_sheet(town, "patrols", book(tmp_path / "夜巡.xlsx", 夜巡=rows))
    assert whose(town) == [("北村", "甲"), ("荷塘社区", "乙")]


def test_rows_below_a_village_that_nobody_registered_are_not_those_of_the_title(town, tmp_path):
    rows = [["北村夜巡"], HEAD, night(1, "甲"), ["西塘村"], night(1, "乙")]
    told = imports.import_sheet(town, "patrols", book(tmp_path / "夜巡.xlsx", 夜巡=rows))
    assert (told.imported, told.rejected) == (1, 1)
    assert whose(town) == [("北村", "甲")]
    assert "标题里的“西塘村”不在村名单里，请先登记，或者改正写法。" in told.notes


@pytest.mark.parametrize(
    ("title", "sheet", "file"),
    [
        ("填报单位：北村", "江村", "夜巡.xlsx"),
        ("填报单位：北村", "夜巡", "江村8月夜巡.xlsx"),
        ("北村、江村8月夜巡", "夜巡", "夜巡.xlsx"),
    ],
)
def test_two_villages_over_one_table_are_asked_and_nothing_is_stored(
    town, tmp_path, title, sheet, file
):
    path = book(tmp_path / file, **{sheet: [[title], HEAD, night(1, "甲")]})
    with pytest.raises(Unreadable, match=r"分不清这张表是哪个村的：.*北村.*江村"):
        imports.import_sheet(town, "patrols", path)
    assert whose(town) == []


def test_a_title_copied_into_the_sheet_of_another_month_is_asked(town, tmp_path):
    rows = [["2026年8月发案统计"], ["村", "警情"], ["北村", 3]]
    path = book(tmp_path / "发案.xlsx", **{"8月": rows, "9月": rows})
    with pytest.raises(Unreadable, match="工作表“9月”的标题“2026年8月发案统计”写的是另一个月"):
        imports.import_sheet(town, "incident-counts", path)


def test_days_without_a_month_are_those_of_the_title_and_asked_where_the_sheet_differs(
    town, tmp_path
):
    rows = [["北村2026年8月夜巡"], HEAD, [5, "甲", 3], ["6", "乙", 3], [32, "丙", 3]]
    told = imports.import_sheet(town, "patrols", book(tmp_path / "一.xlsx", **{"8月": rows}))
    listed = records.listing(town, "patrols").only(["night", "leader"])
    assert sorted(listed.rows) == [(date(2026, 8, 5), "甲"), (date(2026, 8, 6), "乙")]
    assert told.rejected == 1
    told = imports.import_sheet(town, "patrols", book(tmp_path / "二.xlsx", **{"9月": rows}))
    assert (told.imported, told.rejected) == (0, 3)


@pytest.mark.parametrize("said", ["桥头村未报", "桥头村没有上报", "桥头村 尚未报送。"])
def test_a_word_that_a_village_sent_nothing_is_no_village(town, tmp_path, said):
    rows = [["村名", "户数"], ["北村", 412], [said]]
    result = imports.import_sheet(town, "villages", book(tmp_path / "户数.xlsx", 户数=rows))
    assert result.imported == 0
    assert any("桥头村" in each for each in result.notes)


def test_a_cell_that_names_two_villages_is_told_apart_from_an_unknown_one(town, tmp_path):
    path = tmp_path / "诉求.csv"
    path.write_text(
        "登记日期,途径,村,诉求内容\n"
        "2026-10-09,12345转办工单,荷塘社区,路灯\n2026-10-09,12345转办,荷塘、北村,争水渠\n"
        "2026-10-09,来中心反映,荷塘和南村,争水渠\n",
        encoding="utf-8",
    )
    result = imports.import_sheet(town, "intakes", path, dry_run=True)
    told = {(each.row, each.column): each.message for each in result.errors}
    assert "“荷塘、北村”写了 2 个村，一条只能记一个" in told[3, "村"]
    assert "名单里没有“荷塘和南村”" in told[4, "村"]
    assert (2, "途径") in told  # not one of the words that say it
    assert not {(3, "途径"), (4, "途径")} & set(told)
