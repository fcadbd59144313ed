"""Files with several worksheets: those of the ledger are read, the others are named with their reason."""

from datetime import datetime
from itertools import count

import builders
import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from gaotang_desktop.commands import sheet_answers
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.sheets.rows import Part
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports, settled
from gaotang_desktop.services.sheets.imports import LacksColumns

HEAD = ["夜晚", "村", "开始", "结束", "带班人", "人数"]
DISPUTES = ["受理日期", "村", "纠纷类别", "当事人", "简要情况", "风险"]
CASE = ["2026-10-03", "北村", "邻里纠纷", "王某、李某", "宅基地", "一般"]
VILLAGES = ("北村", "江村", "朱张村", "荷塘社区")


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 28, 9, 0))
    for name in VILLAGES:
        builders.village(opened, name)
    yield opened
    opened.close()


@pytest.fixture
def take(work, tmp_path):
    numbers = count()

    def take(*sheets, hidden=(), chart=None, only=()):
        made = Workbook()
        made.remove(made.active)
        for name, rows in sheets:
            sheet = made.create_sheet(name)
            sheet.sheet_state = "hidden" if name in hidden else "visible"
            for row in rows:
                sheet.append(row)
        if chart is not None:
            picture = BarChart()
            picture.add_data(Reference(made[sheets[-1][0]], min_col=6, min_row=1, max_row=2))
            made.create_chartsheet("图表", chart).add_chart(picture)
        path = tmp_path / f"{next(numbers)}.xlsx"
        made.save(path)
        return imports.import_sheet(work, "patrols", path, only=only)

    return take


def nights(work):
    listed = records.listing(work, "patrols")
    places = [listed.column(name) for name in ("night", "village_id")]
    rows = [tuple(getattr(row[at], "label", row[at]) for at in places) for row in listed.rows]
    return sorted((night.day, village) for night, village in rows)


def row(day, village, *more):
    return [f"2026-10-{day:02}", village, "20:00", "22:00", "张三", 3, *more]


@pytest.mark.parametrize(
    "names", [("第1周", "第2周"), ("Sheet1", "Sheet2"), ("2026年", "夜巡记录表"), ("东片", "西片")]
)
def test_worksheets_with_the_same_heads_are_all_read_whatever_they_are_called(work, take, names):
    told = take((names[0], [HEAD, row(5, "北村")]), (names[1], [HEAD, row(6, "江村")]))
    assert nights(work) == [(5, "北村"), (6, "江村")]
    assert told.notes[0] == f"读了 2 张工作表：{names[0]}、{names[1]}。"


def test_columns_in_another_order_beside_more_or_called_otherwise_go_by_their_field(work, take):
    turned = ["村名", "日期", "开始", "结束", "带班人", "人数"]
    told = take(
        ("北村", [HEAD, row(5, "北村")]),
        ("江村", [[*HEAD, "备注"], row(6, "江村", "有雨")]),
        ("朱张村", [turned, ["朱张村", "2026-10-07", "20:00", "22:00", "张三", "许多"]]),
    )
    assert nights(work) == [(5, "北村"), (6, "江村")]
    (error,) = told.errors
    assert (told.where(error.row), error.column) == ("工作表“朱张村”第 2 行", "人数")
    listed = records.listing(work, "patrols")
    remarks = {each[listed.column("remark")] for each in listed.rows}
    assert remarks == {"有雨", ""} or remarks == {"有雨", None}


@pytest.mark.parametrize("first", [True, False])
def test_the_worksheet_of_another_ledger_is_named_with_where_it_goes(work, take, first):
    sheets = [("夜巡", [HEAD, row(5, "北村")]), ("调解", [DISPUTES, CASE])]
    told = take(*(sheets if first else reversed(sheets)))
    assert nights(work) == [(5, "北村")]
    assert (
        "工作表“调解”（1 行）像是“矛盾纠纷”，没有读入：请在“矛盾纠纷”里导入同一个文件。"
        in told.notes
    )


def test_covers_explanations_samples_hidden_and_empty_sheets_are_told_and_the_right_one_is_read(
    work, take
):
    explained = [["列名", "怎么填"], *([word, "照实填写"] for word in HEAD)]
    told = take(
        ("封面", [["高塘镇平安夜巡台账"]]), ("填表说明", explained), ("样表", [HEAD, row(1, "北村")]),
        ("旧数据", [HEAD, row(2, "北村")]), ("Sheet9", []), ("夜巡", [HEAD, row(5, "北村")]),
        hidden=("旧数据",), chart=0,
    )  # fmt: skip
    assert nights(work) == [(5, "北村")]
    said = "".join(told.notes)
    assert "只读了工作表“夜巡”。" in told.notes
    assert "工作表“填表说明”（" in said
    assert "工作表“样表”（1 行）看名字是说明或者样表" in said
    assert "工作表“旧数据”（1 行）是隐藏的，没有读入。" in told.notes
    assert "没有表头的工作表没有读：封面、图表。" in told.notes


def test_a_copy_of_a_worksheet_is_not_read_twice(work, take):
    rows = [row(day, "北村") for day in (5, 6, 7)]
    told = take(("10月", [HEAD, *rows]), ("10月 (2)", [HEAD, *rows[:2], row(9, "江村")]))
    assert nights(work) == [(5, "北村"), (6, "北村"), (7, "北村")]
    assert "工作表“10月 (2)”（3 行）有 2 行和前面的工作表一样，像是复制的，没有读入。" in told.notes


def test_worksheets_that_are_named_are_read_and_no_others(work, take):
    sheets = [
        ("9月", [HEAD, row(5, "北村")]),
        ("样表", [HEAD, row(6, "江村")]),
        ("封面", [["台账"]]),
    ]
    told = take(*sheets, only=["样表"])
    assert nights(work) == [(6, "江村")]
    assert [(each.name, each.rows, each.read) for each in told.sheet.worksheets] == [
        ("9月", 1, False), ("样表", 1, True), ("封面", 0, False),
    ]  # fmt: skip
    with pytest.raises(Unreadable) as refused:
        take(*sheets, only=["封面", "十月"])
    assert str(refused.value) == (
        "文件里没有名叫“十月”、“封面”、带表头的工作表；有表头的工作表是“9月”、“样表”。"
    )


def test_a_text_has_no_worksheet_to_be_named(work, tmp_path):
    path = tmp_path / "来表.csv"
    path.write_text(",".join(HEAD) + "\n2026-10-05,北村,20:00,22:00,张三,3\n", encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        imports.import_sheet(work, "patrols", path, only=["9月"])
    assert str(refused.value) == "“来表.csv”是文本表格，里面没有名叫“9月”的工作表。"
    assert nights(work) == []


@pytest.mark.parametrize(
    ("kind", "label", "names", "head", "rows", "said"),
    [
        ("grid-counts", "月份", ("1月", "2月"), ["村", "网格", "走访户数"], [["北村", "一", 3]], ("2026-01", "2026-02")),
        ("intakes", "村", ("北村来访", "江村来访"), ["登记日期", "途径", "诉求内容"], [["2026-10-03", "来访", "问路"]], ("北村", "江村")),
    ],
)  # fmt: skip
def test_what_one_worksheet_says_of_itself_is_not_offered_for_the_others(
    work, tmp_path, kind, label, names, head, rows, said
):
    book = Workbook()
    book.remove(book.active)
    for name in names:
        made = book.create_sheet(name)
        made.append([*head, "备注"])
        for each in rows:
            made.append([*each, f"{name}报"])
    path = tmp_path / "各表.xlsx"
    book.save(path)
    try:
        found = imports.import_sheet(work, kind, path).gaps
    except LacksColumns as problem:
        found = problem.gaps
    [gap] = [each for each in found if each.label == label]
    assert gap.offers == ()
    assert tuple((name, offer.words) for name, offer in gap.apart) == tuple(
        zip(names, said, strict=True)
    )
    option = f"--worksheet {names[1]} --fill {label}={said[1]}"
    assert option in sheet_answers.asked(gap)


def _take(work, tmp_path, kind, *sheets, chart=False):
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if chart:
        picture = BarChart()
        picture.add_data(Reference(made[sheets[0][0]], min_col=6, min_row=1, max_row=2))
        made.create_chartsheet("统计图").add_chart(picture)
    path = tmp_path / f"{kind}.xlsx"
    made.save(path)
    told = imports.import_sheet(work, kind, path)
    listed = records.listing(work, kind)
    at = [each.name for each in listed.fields].index("village_id")
    return told, sorted(row[at].label for row in listed.rows if row[at])


def test_equal_rows_of_worksheets_called_after_villages_are_those_of_each(work, tmp_path):
    for kind, head, row in (
        ("publicity-activities", ["日期", "形式", "主题"], ["2026-10-09", "广播", "反诈"]),
        ("inspections", ["日期", "类别", "结果"], ["2026-10-09", "消防安全", "未发现问题"]),
        ("patrols", ["夜晚", "带班人", "人数"], ["2026-10-09", "张三", 3]),
    ):
        sheets = [(name, [head, row]) for name in ("北村", "江村")]
        told, villages = _take(work, tmp_path, kind, *sheets)
        assert (told.errors, villages) == ([], ["北村", "江村"]), kind
    told, villages = _take(
        work, tmp_path, "intakes",
        *((name, [["登记日期", "途径", "诉求内容"], ["2026-10-09", "来访", "问低保"]]) for name in ("一组", "二组")),
    )  # fmt: skip
    assert told.imported == 2, "nothing says that they are one"
    copy = ("北村 (2)", [HEAD, ["2026-10-19", "北村", "20:00", "22:00", "李四", 3]])
    told, _ = _take(work, tmp_path, "patrols", ("北村", copy[1]), copy)
    assert told.imported == 1
    assert any("像是复制的" in note for note in told.notes)


def test_worksheets_with_a_head_alone_and_charts_are_told_once_for_what_they_are(work, tmp_path):
    row = ["2026-10-09", "北村", "20:00", "22:00", "李四", 3]
    told, _ = _take(work, tmp_path, "patrols", ("10月", [HEAD, row]), ("11月", [HEAD]), chart=True)
    assert [note for note in told.notes if "11月" in note or "统计图" in note] == [
        "工作表“11月”只有表头，没有填内容。",
        "没有表头的工作表没有读：统计图。",
    ]


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("已化解", "已化解"),
        ("2026年10月待化解纠纷台账", "待化解"),
        ("矛盾纠纷台账（未化解）", "待化解"),
        ("矛盾纠纷化解中心台账", None),
        ("未化解和已化解纠纷", None),
        ("已化解情况统计", None),
    ],
)
def test_a_title_says_the_state_of_all_rows_only_where_it_is_about_them(title, state):
    said, told = settled.state_over("disputes", Part(title, (), {}, title), {})
    assert (said, bool(told)) == ({"state": state} if state else {}, bool(state))
    # A title over a column of states speaks for none of its cells.
    assert settled.state_over("disputes", Part("纠纷", (title,), {}), {"state": "状态"}) == ({}, [])


def test_a_worksheet_called_by_a_state_speaks_for_the_empty_cells_of_a_column_of_states(
    work, tmp_path
):
    builders.unit(work, "司法所")
    head = ["发现日期", "村", "类别", "简要情况", "责任单位", "状态"]
    row = ["2026-10-09", "北村", "邻里纠纷"]
    sheets = [
        ("待化解", [head, [*row, "排水", "司法所", ""]]),
        ("化解中", [head, [*row, "噪音", "司法所", ""], [*row, "围墙", "司法所", "待化解"]]),
    ]
    told, _ = _take(work, tmp_path, "disputes", *sheets)
    found = [records.get(work, "disputes", i) for i in records.listing(work, "disputes").ids]
    assert {each["summary"]: each["state"] for each in found} == {
        "排水": "待化解", "噪音": "化解中", "围墙": "待化解",
    }  # fmt: skip
    assert "空着的状态取自“化解中”：化解中。" in told.notes


def test_a_worksheet_called_settled_says_the_state_of_its_rows_and_asks_for_what_belongs_to_it(
    work, tmp_path
):
    builders.unit(work, "司法所")
    head = ["发现日期", "村", "类别", "简要情况", "责任单位"]
    rows = [["2026-10-09", "北村", "邻里纠纷", text, "司法所"] for text in ("排水", "噪音")]
    sheets = [("待化解", [head, rows[0]]), ("已化解", [head, rows[1]])]
    told, _ = _take(work, tmp_path, "disputes", *sheets)
    assert (told.imported, told.rejected) == (1, 1)
    assert [(each.name, each.whole) for each in told.gaps] == [
        ("result", True),
        ("closed_on", True),
    ]
    assert any("例如 --fill 结果=已化解" in said for said in sheet_answers.told(told))
    fills = {"result": "已化解", "closed_on": "2026-10-20"}
    path = tmp_path / "disputes.xlsx"
    told = imports.import_sheet(work, "disputes", path, choices=imports.Choices(fills=fills))
    listed = records.listing(work, "disputes")
    states = [row[[f.name for f in listed.fields].index("state")] for row in listed.rows]
    assert (told.rejected, sorted(states)) == (0, ["已化解", "待化解"])
