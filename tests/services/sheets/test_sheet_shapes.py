"""Sheets in the shapes and files in which villages and systems send them; today is 28 November 2026."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import builders
import pytest
from openpyxl import Workbook

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.imports import Choices

FILES = Path(__file__).parents[2] / "workbooks" / "files"
HEAD = ["夜晚", "村", "开始", "结束", "带班人", "人数"]
ROW = ["2026-10-05", "北村", "20:00", "22:00", "张三", 3]
STORED = (date(2026, 10, 5), "北村", time(20), time(22), "张三", 3)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 28, 9, 0))
    for name in ("北村", "江村", "朱张村", "荷塘社区"):
        builders.village(opened, name)
    for name in ("派出所", "平安办"):
        builders.unit(opened, name)
    yield opened
    opened.close()


def book(path, *sheets):
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def patrols(work):
    listed = records.listing(work, "patrols")
    names = ("night", "village_id", "start", "end", "leader", "people")
    places = [listed.column(name) for name in names]
    rows = [tuple(getattr(row[at], "label", row[at]) for at in places) for row in listed.rows]
    return sorted(rows, key=lambda row: (row[0], row[1]))


def take(work, path, kind="patrols", **choices):
    return imports.import_sheet(work, kind, path, choices=Choices(**choices))


PAGE = (
    "<table border=1><tr><td colspan=6>北村平安夜巡</td></tr><tr><th>夜晚</th><th>村</th>"
    "<th>开始</th><th>结束</th><th>带班人</th><th>人数</th></tr><tr><td>2026-10-05</td>"
    "<td>北村</td><td>20:00</td><td>22:00</td><td>张三</td><td>3</td></tr></table>"
)
LINES = "夜晚,村,开始,结束,带班人,人数\n2026-10-05,北村,20:00,22:00,张三,3\n"
MHTML = (
    "MIME-Version: 1.0\nX-Document-Type: Workbook\n"
    'Content-Type: multipart/related; boundary="--x"\n\n----x\n'
    "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    f"<html><body>{PAGE}</body></html>\n----x--\n"
)
XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="夜巡"><Table>'
    + "".join(
        "<Row>" + "".join(
            f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in line.split(",")
        ) + "</Row>"
        for line in LINES.split()
    )
    + "</Table></Worksheet></Workbook>"
)  # fmt: skip
CONTENTS = {
    "网页.xls": f"<html><head><meta charset=utf-8></head><body>{PAGE}</body></html>".encode(),
    "样式在前.xls": f"<style>td{{}}</style>{PAGE}".encode(),
    "国标.xls": f'<meta http-equiv="content-type" content="text/html; charset=gb2312">{PAGE}'.encode(
        "gbk"
    ),
    "嵌套.xls": f"<html><table><tr><td>导航</td><td>{PAGE}</td></tr></table></html>".encode(),
    "单网页.xls": MHTML.encode(),
    "表格2003.xml": XML.encode(),
    "无标记大端.csv": LINES.encode("utf-16-be"),
    "无标记小端.csv": LINES.encode("utf-16-le"),
    "竖线.csv": LINES.replace(",", "|").encode(),
    "中文逗号.csv": LINES.replace(",", "，").encode(),
    "分号.csv": LINES.replace(",", ";").encode("gbk"),
    "公式.csv": LINES.replace("2026-10-05", '="2026-10-05"').replace(",3\n", ',="3"\n').encode(),
    "看不见.csv": LINES.replace("张三", "张\x00三\x01").encode(),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_is_read_whatever_program_wrote_it(work, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(CONTENTS[name])
    assert take(work, path).errors == []
    assert patrols(work) == [STORED]


def test_a_workbook_of_excel_97_is_read_with_its_dates_and_its_title(work):
    told = take(work, FILES / "patrols_of_excel_97.xls", all_or_nothing=True)
    assert told.errors == []
    assert patrols(work) == [
        (date(2026, 10, 5), "北村", time(20, 30), time(22, 30), "张三", 3),
        (date(2026, 10, 5), "江村", time(20), time(22), "李四", 4),
    ]


def test_a_strict_workbook_is_read(work, tmp_path):
    book(tmp_path / "a.xlsx", ("表", [HEAD, ROW]))
    kinds = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    with (
        zipfile.ZipFile(tmp_path / "a.xlsx") as source,
        zipfile.ZipFile(tmp_path / "strict.xlsx", "w") as target,
    ):
        for part in source.infolist():
            body = source.read(part)
            for usual, strict in kinds.items():
                body = body.replace(usual, strict)
            target.writestr(part.filename, body)
    take(work, tmp_path / "strict.xlsx")
    assert patrols(work) == [STORED]


def test_a_sheet_for_each_village_is_one_sheet_with_the_village_of_its_name(work, tmp_path):
    head = ["夜晚", "开始", "结束", "带班人", "人数"]
    path = book(
        tmp_path / "十月.xlsx",
        ("北村", [["平安夜巡登记表"], head, ["2026-10-05", "20:00", "22:00", "张三", 3]]),
        ("江村", [["平安夜巡登记表"], head, ["2026-10-05", "20:00", "22:00", "", 3]]),
        ("荷塘社区", [["登记表"], head, ["2026-10-06", "20:00", "22:00", "王五", 5]]),
    )
    told = take(work, path)
    assert [(row[0], row[1]) for row in patrols(work)] == [
        (date(2026, 10, 5), "北村"), (date(2026, 10, 6), "荷塘社区"),
    ]  # fmt: skip
    (error,) = told.errors
    assert (told.where(error.row), told.row(error.row)) == ("工作表“江村”第 3 行", 3)
    assert "读了 3 张工作表：北村、江村、荷塘社区。" in told.notes


def test_a_village_without_its_kind_in_the_name_of_its_sheet_and_a_summary(work, tmp_path):
    head = [each for each in HEAD if each != "村"]
    sheets = [
        (name, [head, [f"2026-10-0{at}", "20:00", "22:00", "张三", 3]])
        for at, name in enumerate(("北村", "荷塘", "江村"), start=5)
    ]
    both = [head, *(rows[1] for _name, rows in sheets)]
    told = take(work, book(tmp_path / "a.xlsx", ("汇总", both), *sheets))
    assert [(each[0].day, each[1]) for each in patrols(work)] == [
        (5, "北村"), (6, "荷塘社区"), (7, "江村"),
    ]  # fmt: skip
    assert "工作表“汇总”（3 行）看名字是汇总，没有读入。" in told.notes


def test_a_sheet_for_each_month_takes_the_month_of_its_name(work, tmp_path):
    path = book(
        tmp_path / "2025年夜巡.xlsx",
        ("九月", [HEAD, ["5日", *ROW[1:]]]),
        ("10月", [HEAD, ["6日", *ROW[1:]]]),
    )
    assert take(work, path).errors == []
    assert [row[0] for row in patrols(work)] == [date(2025, 9, 5), date(2025, 10, 6)]


@pytest.mark.parametrize(
    "above",
    [
        "填报单位：北村",
        "北村平安夜巡登记表",
        "村名: 北村    填报人：张三",
        "高塘镇北村2026年10月夜巡",
    ],
)
def test_the_village_stands_over_the_table(work, tmp_path, above):
    head = [label for label in HEAD if label != "村"]
    row = [cell for cell in ROW if cell != "北村"]
    told = take(work, book(tmp_path / "a.xlsx", ("表", [[above], head, row])))
    assert patrols(work) == [STORED]
    assert any(note.startswith("村取自") for note in told.notes)


def test_a_title_without_a_known_village_does_not_stand_for_one(work, tmp_path):
    head = [label for label in HEAD if label != "村"]
    row = [cell for cell in ROW if cell != "北村"]
    told = take(work, book(tmp_path / "a.xlsx", ("表", [["填报单位：西岗村"], head, row])))
    assert (told.imported, told.rejected) == (0, 1)


def test_two_tables_side_by_side_are_one(work, tmp_path):
    right = ["2026-10-06", "江村", "20:00", "22:00", "李四", 4]
    path = book(
        tmp_path / "a.xlsx",
        ("表", [[*HEAD, None, *HEAD], [*ROW, None, *right], [*ROW, None, *([None] * 6)]]),
    )
    told = take(work, path)
    assert (told.rows, told.errors) == (3, [])
    assert [row[1] for row in patrols(work)] == ["北村", "北村", "江村"]


def test_words_over_each_of_two_tables_side_by_side_are_told(work, tmp_path):
    left, *others = ["按时巡逻", *[None] * 6, "补巡"]
    rows = [["夜巡"], [left, *others], [*HEAD, None, *HEAD], [*ROW, None, *ROW]]
    told = take(work, book(tmp_path / "a.xlsx", ("表", rows)))
    assert [each for each in told.notes if "“按时巡逻”“补巡”" in each]


def test_tables_below_each_other_are_one_each_with_its_own_village(work, tmp_path):
    head = ["日期", "时间", "带班", "人数"]
    rows = [
        ["高塘镇2026年10月平安夜巡"], ["填报单位：北村"], head, ["5日", "20:00—22:00", "张三", 3],
        ["合计", None, None, 3], [], ["填报单位：江村"], head, ["5日", "19:30—21:30", "王五", 4],
        ["制表：赵六"], head, ["6日", "20:00-22:00", "王五", 4],
    ]  # fmt: skip
    told = take(work, book(tmp_path / "a.xlsx", ("十月", rows)))
    day, next_day = date(2026, 10, 5), date(2026, 10, 6)
    assert patrols(work) == [
        (day, "北村", time(20), time(22), "张三", 3),
        (day, "江村", time(19, 30), time(21, 30), "王五", 4),
        (next_day, "江村", time(20), time(22), "王五", 4),
    ]
    assert "上下的 2 块表当作一张读入" in "".join(told.notes)


def test_a_month_across_is_a_row_for_every_mark(work, tmp_path):
    days = [f"{day}日" for day in range(1, 32)]
    ticks = ["√"] * 3 + ["×"] + [""] * 26 + [5]
    path = book(
        tmp_path / "a.xlsx",
        (
            "表",
            [
                ["高塘镇2026年10月夜巡"],
                ["村", "带班人", "人数", *days],
                ["北村", "张三", 3, *ticks],
            ],
        ),
    )
    told = take(work, path)
    assert told.errors == []
    assert [(row[0].day, row[5]) for row in patrols(work)] == [(1, 3), (2, 3), (3, 3), (31, 5)]
    assert any("1 格写着没有巡" in note for note in told.notes)
    path = book(tmp_path / "b.xlsx", ("表", [["2026年10月"], ["村", *days], ["北村", *["√"] * 31]]))
    with pytest.raises(Unreadable, match=r"横排的月历.*“带班人”、“人数”"):
        take(work, path)


def test_the_sheet_of_another_ledger_is_named(work, tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        ("表", [["发现日期", "村", "类别", "风险", "简要情况", "责任单位"], ["10月5日"] * 6]),
    )
    with pytest.raises(Unreadable, match="像是“矛盾纠纷”"):
        take(work, path)


def test_the_year_of_the_title_is_that_of_its_days_and_others_are_told(work, tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        ("表", [["高塘镇2025年12月平安夜巡登记表"], HEAD, ["12.5", *ROW[1:]], ["2025-10-05", *ROW[1:]],
                ["11.30", *ROW[1:]]]),
    )  # fmt: skip
    told = take(work, path)
    assert [row[0] for row in patrols(work)] == [date(2025, 10, 5), date(2025, 12, 5)]
    (error,) = told.errors
    assert error.offers == ("2025-11-30",)
    assert "标题写的是2025年12月，这些行的日期不在里面，请核对：第 4 行 2025-10-05。" in told.notes


def test_a_day_far_from_all_others_is_questioned(work, tmp_path):
    rows = [[f"2026-10-{day:02d}", *ROW[1:]] for day in range(1, 9)]
    path = book(tmp_path / "a.xlsx", ("表", [HEAD, *rows, ["2016-10-09", *ROW[1:]]]))
    assert "离其他行很远" in "".join(take(work, path).notes)


VILLAGES = {
    "朱張村": "朱张村",
    "荷塘": "荷塘社区", "高塘镇北村": "北村", "北村（社区）": "北村", "北村村委会": "北村",
    "3. 江村": "江村", "江 村": "江村", "高塘镇朱张村民委员会": "朱张村", "荷塘社区居民委员会": "荷塘社区",
}  # fmt: skip


@pytest.mark.parametrize(("written", "name"), VILLAGES.items())
def test_a_village_is_known_by_what_people_call_it(work, tmp_path, written, name):
    path = book(tmp_path / "a.xlsx", ("表", [HEAD, [ROW[0], written, *ROW[2:]]]))
    assert take(work, path).errors == []
    assert patrols(work)[0][1] == name


@pytest.mark.parametrize(
    ("written", "offered"),
    [("北材", "北村"), ("河塘社区", "荷塘社区"), ("北", "北村")],
)
def test_a_name_that_nobody_has_is_not_guessed_but_offered(work, tmp_path, written, offered):
    path = book(tmp_path / "a.xlsx", ("表", [HEAD, [ROW[0], written, *ROW[2:]]]))
    (error,) = take(work, path).errors
    assert error.offers[0] == offered
    assert f"是不是“{offered}”" in error.message


def test_a_name_of_two_villages_is_asked(work, tmp_path):
    builders.village(work, "荷塘村")
    path = book(tmp_path / "a.xlsx", ("表", [HEAD, [ROW[0], "荷塘", *ROW[2:]]]))
    (error,) = take(work, path).errors
    assert set(error.offers) == {"荷塘村", "荷塘社区"}


def test_the_words_of_the_villages_are_the_roles_of_the_register(work, tmp_path):
    rows = [["北村", "书记", "张三"], ["江村", "村支书", "李四"], ["荷塘", "党支部书记", "王五"]]
    path = book(
        tmp_path / "a.xlsx",
        ("表", [["村", "职责", "姓名", "电话"], *rows, ["北村", "网格员", "孙六", "1380013800"]]),
    )
    told = take(work, path, "officers")
    listed = records.listing(work, "officers")
    assert sorted(row[listed.column("role")] for row in listed.rows) == [
        "书记·第一责任人", "书记·第一责任人", "书记·第一责任人", "网格员",
    ]  # fmt: skip
    assert "第 5 行“1380013800”像手机号，但有 10 位，应为 11 位" in "".join(told.notes)


def test_a_disputes_sheet_in_the_words_of_a_village(work, tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        ("表", [["发现日期", "村", "类别", "风险", "简要情况", "责任单位"],
                ["10月5日", "北村", "邻里", "高风险", "界墙", "镇派出所"]]),
    )  # fmt: skip
    assert take(work, path, "disputes").errors == []


def test_every_error_of_a_row_is_told(work, tmp_path):
    path = book(
        tmp_path / "a.xlsx", ("表", [HEAD, ["2026-02-30", "北材", "25:00", None, None, "许多"]])
    )
    told = take(work, path)
    assert [error.column for error in told.errors] == ["夜晚", "村", "开始", "带班人", "人数"]
    assert told.rejected == 1


def test_columns_are_assigned_by_hand(work, tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        ("表", [["哪一晚", "村", "谁带的", "几个人", "别的"], [*ROW[:2], "张三", 3, "x"]]),
    )
    with pytest.raises(Unreadable, match="“夜晚”“带班人”“人数”"):
        take(work, path)
    columns = {"哪一晚": "night", "谁带的": "leader", "几个人": "people", "别的": ""}
    told = take(work, path, columns=columns)
    assert (told.imported, told.notes) == (1, [])


def test_lines_of_a_chat_are_rows_of_the_ledger_with_what_they_said(work):
    text = "10月5日夜巡接龙\n1. 北村 张三 3人 20:00-22:00 无异常\n2. 荷塘：李四，4人，20：30—22：30，路灯坏了\n"
    sheet = imports.read_pasted("patrols", text, work=work)
    told = imports.import_rows(
        work, "patrols", sheet, dry_run=False, progress=imports.Silent(), name="粘贴的内容"
    )
    assert told.errors == []
    assert [row[:2] for row in patrols(work)] == [
        (date(2026, 10, 5), "北村"), (date(2026, 10, 5), "荷塘社区"),
    ]  # fmt: skip
    assert any("原话" in note for note in told.notes)
    listed = records.listing(work, "patrols")
    assert sorted(filter(None, (row[listed.column("remark")] for row in listed.rows))) == [
        "路灯坏了"
    ]


def test_all_or_nothing_keeps_the_good_rows_out_too(work, tmp_path):
    path = book(tmp_path / "a.xlsx", ("表", [HEAD, ROW, ["2026-10-06", "没有村", *ROW[2:]]]))
    told = take(work, path, all_or_nothing=True)
    assert patrols(work) == []
    assert "一行都没有导入" in "".join(told.notes)
