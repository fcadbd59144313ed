"""Forms of one record, months across, ticks under categories: read, or asked; marks in a paste."""

from datetime import date, datetime

import builders
import pytest
from openpyxl import Workbook, load_workbook

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import show
from gaotang_desktop.domain.progress import Silent
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import exports, imports


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    opened = builders.open_work(
        tmp_path_factory.mktemp("office") / "data", now=datetime(2026, 11, 28, 9, 0)
    )
    for name in ("北村", "江村"):
        builders.village(opened, name)
    builders.unit(opened, "司法所")
    yield opened
    opened.close()


def _taken(work, kind, tmp_path, rows, merged=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    book.save(tmp_path / "来表.xlsx")
    before = records.listing(work, kind).ids
    told = imports.import_sheet(work, kind, tmp_path / "来表.xlsx")
    listed = records.listing(work, kind)
    rows = [row for each, row in zip(listed.ids, listed.rows, strict=True) if each not in before]
    known = records.fields_for(kind)
    said = [
        {each.label: show(each, row[listed.column(each.name)]) for each in known} for row in rows
    ]
    return told, said


FORM = [
    ["矛盾纠纷调处登记表"],
    ["纠纷类别", "邻里", "发生地", "江村"],
    ["排查时间", "2026-10-08", "调处部门", "司法所"],
    ["双方当事人姓名", "甲某、乙某", "参与人数", 3],
    ["纠纷简要内容", "晒粮占道"],
    ["拟办结时限", "2026-11-08", "目前状态", "化解中"],
    ["村负责人签字：", None, "日期：", None],
]


def test_a_printed_form_of_one_record_is_read_as_one_row(work, tmp_path):
    told, (said,) = _taken(work, "disputes", tmp_path, FORM)
    meant = {"发现日期": "2026-10-08", "村": "江村", "简要情况": "晒粮占道", "状态": "化解中", "涉及人数": "3"}  # fmt: skip
    assert {label: said[label] for label in meant} == meant
    assert "一条记录的登记表" in "".join(told.notes)


def test_what_is_wrong_in_a_form_is_marked_beside_its_label(work, tmp_path):
    rows = [list(row) for row in FORM]
    rows[5][3] = "谈过一次"
    told, said = _taken(work, "disputes", tmp_path, rows)
    assert (said, [each.column for each in told.errors]) == ([], ["目前状态"])
    page = load_workbook(told.error_copies[0]).active
    assert page["D6"].comment is not None


def test_months_across_are_a_row_for_each_month(work, tmp_path):
    rows = [["2026年各村盗窃案件逐月统计"], ["村居", "一月", "二月", "3月"], ["北村", 1, 0, 2]]
    _told, said = _taken(work, "incident-counts", tmp_path, rows)
    assert sorted((each["月份"], each["盗窃"]) for each in said) == [
        ("2026-01", "1"), ("2026-02", "0"), ("2026-03", "2")]  # fmt: skip


def test_months_across_of_which_nothing_says_what_they_count_are_asked(work, tmp_path):
    with pytest.raises(Unreadable, match="标题没有写明"):
        _taken(work, "incident-counts", tmp_path, [["村居", "1月", "2月"], ["江村", 1, 0]])


def test_a_tick_under_a_category_is_the_category_and_two_ticks_are_asked(work, tmp_path):
    rows = [
        ["序号", "排查日期", "村", "纠纷种类", None, "简要情况", "责任单位"],
        [None, None, None, "邻里", "婚恋家庭", None, None],
        [1, "2026-10-03", "北村", "√", None, "院墙高低", "司法所"],
        [2, "2026-10-04", "江村", "√", "√", "彩礼返还", "司法所"],
    ]
    merged = ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2", "G1:G2")
    told, said = _taken(work, "disputes", tmp_path, rows, merged)
    assert [(each["类别"], each["简要情况"]) for each in said] == [("邻里纠纷", "院墙高低")]
    assert [each.row for each in told.errors] == [4]


def test_marks_that_did_not_move_with_pasted_rows_change_nothing(work, tmp_path):
    for day in (1, 2, 3):
        builders.patrol(work, 1, night=date(2026, 10, day), leader=f"张{'一二三'[day - 1]}")
    exports.export(work, "patrols", tmp_path / "p.xlsx")
    rows = [list(row) for row in load_workbook(tmp_path / "p.xlsx").active.values]
    head = next(at for at, row in enumerate(rows) if row[0] == "夜晚")
    marks = [row[-1] for row in rows[head + 1 :]]
    for row, mark in zip(rows[head + 1 :], [*marks[1:], marks[0]], strict=True):
        row[-1] = mark
    pasted = "\n".join(
        "\t".join("" if cell is None else str(cell) for cell in row) for row in rows[head:]
    )
    sheet = imports.read_pasted("patrols", pasted, work=work)
    before = {
        each: records.get(work, "patrols", each) for each in records.listing(work, "patrols").ids
    }
    told = imports.import_rows(
        work, "patrols", sheet, dry_run=False, progress=Silent(), name="粘贴"
    )
    assert (told.updated, told.imported, told.rejected) == (0, 0, 3)
    after = {
        each: records.get(work, "patrols", each) for each in records.listing(work, "patrols").ids
    }
    assert after == before


def _said(said, *labels):
    return sorted(tuple(each[label] for label in labels) for each in said)


def test_groups_of_columns_for_each_kind_of_persons_are_a_row_each(work, tmp_path):
    rows = [
        ["高塘镇2026年10月重点人群底数"],
        ["序号", "村（社区）", "社区矫正对象", None, "刑满释放人员", None],
        [None, None, "人数", "管控人数", "人数", "管控人数"],
        [1, "北村", 2, 1, 0, 0],
        [2, "江村", None, None, 3, 3],
    ]
    merged = ("C2:D2", "E2:F2", "A2:A3", "B2:B3")
    told, said = _taken(work, "key-group-counts", tmp_path, rows, merged)
    assert told.errors == []
    assert _said(said, "村", "月份", "类别", "总数", "已管控帮扶") == [
        ("北村", "2026-10", "刑满释放", "0", "0"),
        ("北村", "2026-10", "社区矫正", "2", "1"),
        ("江村", "2026-10", "刑满释放", "3", "3"),
    ]
    told, said = _taken(
        work, "officers", tmp_path,
        [["村", "村支书", None, "网格员", None], [None, "姓名", "电话", "姓名", "电话"],
         ["北村", "张三", "13800138000", "李四", "13800138001"]],
        ("B1:C1", "D1:E1", "A1:A2"),
    )  # fmt: skip
    assert _said(said, "职责", "姓名", "电话") == [
        ("书记·第一责任人", "张三", "13800138000"),
        ("网格员", "李四", "13800138001"),
    ]


@pytest.mark.parametrize(
    ("title", "week"),
    [
        ("矛盾纠纷排查周报（2026年10月5日—10月11日）", "2026年第41周"),
        ("2026年第41周排查周报", "2026年第41周"),
        ("2026.10.5-10.11排查情况", "2026年第41周"),
    ],
)
def test_a_week_with_its_year_in_the_title_holds_for_all_rows(work, tmp_path, title, week):
    rows = [[title], ["村", "排查出", "上报人"], ["北村", 0, "张三"]]
    told, said = _taken(work, "dispute-reports", tmp_path, rows)
    assert _said(said, "周", "村") == [(week, "北村")]
    assert f"周取自标题：{week}。" in told.notes
    work.undo()


def test_a_week_without_its_year_is_the_nearest_and_one_of_a_month_is_asked(work, tmp_path):
    rows = [["（第41周）排查情况"], ["村", "排查出", "上报人"], ["北村", 0, "张三"]]
    told, said = _taken(work, "dispute-reports", tmp_path, rows)
    assert _said(said, "周", "村") == [("2026年第41周", "北村")]
    assert "周取自标题：2026年第41周。" in told.notes
    work.undo()
    rows[0] = ["10月第2周排查情况"]
    with pytest.raises(imports.LacksColumns) as asked:
        _taken(work, "dispute-reports", tmp_path, rows)
    assert asked.value.gaps[0].offers == ()


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("2026年10月8日至10月20日", ("2026-10-08", "2026-10-20")),
        ("2026年10月8日-20日", ("2026-10-08", "2026-10-20")),
        ("2025年12月28日至1月5日", ("2025-12-28", "2026-01-05")),
    ],
)
def test_a_poll_that_lasts_says_both_its_days_in_one_cell(work, tmp_path, said, days):
    rows = [["名称", "级别", "调查时间"], [f"{said}民调", "县", said]]
    _told, (poll,) = _taken(work, "polls", tmp_path, rows)
    assert (poll["开始"], poll["结束"]) == days


def test_the_one_village_of_a_title_is_that_of_rows_that_say_nobodys(work, tmp_path):
    rows = [["北村10月宣传活动"], ["日期", "形式", "主题"], ["2026-10-09", "广播", "反诈"]]
    told, (said,) = _taken(work, "publicity-activities", tmp_path, rows)
    assert (said["村"], told.errors) == ("北村", [])
    work.undo()
    rows[0] = ["10月宣传活动（北村、江村）"]
    told, said = _taken(work, "publicity-activities", tmp_path, rows)
    assert (said, told.rejected) == ([], 1)
    assert [each.words for each in told.gaps[0].offers] == ["北村", "江村"]
