"""What the office exports opens everywhere, and reads back as it was."""

import string
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.domain.fields import Field, Kind, Listing, Privacy, Reference
from gaotang_desktop.domain.progress import Cancelled
from gaotang_desktop.domain.sheets.rows import RowError, SheetRow, SheetRows
from gaotang_desktop.workbooks import books
from gaotang_desktop.workbooks.books import sheet_name
from gaotang_desktop.workbooks.reading import read_sheet
from gaotang_desktop.workbooks.templates import write_template
from gaotang_desktop.workbooks.writing import (
    Column,
    Sheet,
    write_error_rows,
    write_listing,
    write_tables,
)

FIELDS = (
    Field("village", "村", Kind.REFERENCE, required=True, help="填村名或简称。"),
    Field("night", "日期", Kind.DATE, required=True),
    Field("start", "开始", Kind.TIME),
    Field("people", "人数", Kind.INTEGER, unit="人", minimum=1, maximum=50),
    Field("score", "得分", Kind.DECIMAL),
    Field("joint", "警民联合", Kind.FLAG),
    Field("resident", "当事人", Kind.TEXT, privacy=Privacy.RESIDENT),
    Field("route", "路线", Kind.LONG_TEXT),
    Field("names", "队员", Kind.NAMES),
    Field("way", "方式", Kind.CHOICE, choices=("步行", "车巡")),
    Field("month", "月份", Kind.MONTH),
    Field("at", "时刻", Kind.MOMENT),
)
ROW = (
    Reference(7, "<&>𬱖堃村", 1),
    date(2026, 10, 5),
    time(20, 30),
    5,
    Decimal("9.30"),
    True,
    "013900000000",
    "=1+1\n第二行",
    ("张三", "李四"),
    "步行",
    date(2026, 10, 1),
    datetime(2026, 10, 5, 21, 3),
)
LISTING = Listing("patrols", FIELDS, (1, 2), (ROW, (*ROW[:1], *[None] * 11)))
LABELS = [field.label for field in FIELDS]


def test_a_list_reads_back_as_it_was_written(tmp_path):
    path = tmp_path / "台账.xlsx"
    assert write_listing(LISTING, path, title="平安夜巡", notes=["2026年10月"]) == ()
    sheet = read_sheet(path, known=LABELS)
    assert sheet.header == tuple("人数（人）" if x == "人数" else x for x in LABELS)
    assert list(sheet.rows[0].values.values()) == [
        "<&>𬱖堃村",
        date(2026, 10, 5),
        time(20, 30),
        5,
        Decimal("9.3"),
        "是",
        "013900000000",
        "=1+1\n第二行",
        "张三、李四",
        "步行",
        date(2026, 10, 1),
        datetime(2026, 10, 5, 21, 3),
    ]
    assert sheet.rows[1].values["日期"] is None
    assert [row.number for row in sheet.rows] == [4, 5]


def test_cells_are_typed_and_nothing_typed_becomes_a_formula(tmp_path):
    path = tmp_path / "a.xlsx"
    write_listing(LISTING, path, title="平安夜巡")
    cells = next(iter(load_workbook(path).active.iter_rows(min_row=3, max_row=3)))
    by_label = dict(zip(LABELS, cells, strict=True))
    assert by_label["日期"].is_date
    assert by_label["日期"].number_format == "yyyy-mm-dd"
    assert by_label["得分"].number_format == "0.00"
    assert by_label["当事人"].data_type == "s"
    assert by_label["当事人"].number_format == "@"
    assert by_label["路线"].data_type == "s"
    assert by_label["路线"].quotePrefix


@pytest.mark.parametrize("text", ["=A1", "+86", "-1", "@用户", "007", "1e5", "2026-10-05", "true"])
def test_text_that_looks_like_something_else_stays_text(tmp_path, text):
    path = tmp_path / "a.xlsx"
    write_tables(path, [Sheet("表", [Column("村"), Column("话")], [["郭桥村", text]])])
    assert load_workbook(path).active["B2"].data_type == "s"
    assert read_sheet(path, known=["村"]).rows[0].values["话"] == text


def test_the_sheet_is_ready_to_read_and_to_print(tmp_path):
    path = tmp_path / "a.xlsx"
    write_listing(LISTING, path, title="平安夜巡", notes=["共 2 条"])
    sheet = load_workbook(path).active
    assert sheet["A1"].value == "平安夜巡"
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref == "A3:L5"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert "&P" in sheet.oddFooter.center.text
    assert sheet.column_dimensions["A"].width >= 10
    assert sheet.row_dimensions[4].height > 30


def test_equal_data_is_an_equal_file(tmp_path):
    for name in ("一.xlsx", "二.xlsx"):
        write_listing(LISTING, tmp_path / name, title="平安夜巡")
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


def test_names_of_residents_are_masked_when_asked(tmp_path):
    path = tmp_path / "a.xlsx"
    write_listing(LISTING, path, title="台账", mask=lambda field, value: f"{value[0]}某某")
    values = read_sheet(path, known=LABELS).rows[0].values
    assert values["当事人"] == "0某某"
    assert values["队员"] == "张三、李四"


def test_control_characters_are_taken_out_and_told(tmp_path):
    path = tmp_path / "a.xlsx"
    rows = [["郭\x00桥\ud800村"], ["a_x0041_b\r\n"], ["字" * 40_000]]
    notes = write_tables(path, [Sheet("表", [Column("村")], rows)])
    assert [note[:10] for note in notes] == ["“表”有 1 格含有", "“表”有 1 格超过"]
    read = [row.values["村"] for row in read_sheet(path, known=["村"]).rows]
    assert read[:2] == ["郭桥村", "a_x0041_b\n"]
    assert read[2].endswith("……")
    assert len(read[2]) == 32_767


WRITABLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\n=+-@<&>_x　𬱖５"),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip("\u3000\ufeff \t\r\n\xa0"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(WRITABLE, min_size=1, max_size=8))
def test_any_text_comes_back_unchanged(tmp_path, texts):
    path = tmp_path / "a.xlsx"
    columns = [Column("序"), Column("话"), Column("记录号")]
    rows = [(at, text, f"patrols-{at}") for at, text in enumerate(texts)]
    write_tables(path, [Sheet("表", columns, rows)])
    read = read_sheet(path, known=["序", "话", "记录号"])
    assert [row.values["话"] for row in read.rows] == texts


def test_several_sheets_have_names_that_excel_accepts(tmp_path):
    path = tmp_path / "a.xlsx"
    names = ["10/11月[夜巡]", "10/11月[夜巡]", "", "名" * 40, "History"]
    write_tables(path, [Sheet(name, [Column("村")], []) for name in names])
    assert load_workbook(path).sheetnames == [
        "10 11月 夜巡",
        "10 11月 夜巡 (2)",
        "表",
        "名" * 31,
        "表 History",
    ]


@given(st.text(max_size=60), st.lists(st.text(string.ascii_letters, max_size=5)))
def test_a_sheet_name_is_short_and_new(wanted, taken):
    name = sheet_name(wanted, taken=taken)
    assert 1 <= len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
    assert name.casefold() not in {other.casefold() for other in taken}


def test_a_template_asks_for_what_is_required_and_offers_the_choices(tmp_path):
    path = tmp_path / "模板.xlsx"
    write_template(
        path,
        FIELDS,
        title="平安夜巡",
        examples=[{"village": "郭桥村", "night": date(2026, 10, 5), "people": 5}],
        references={"village": ["郭桥村", "贾王村"]},
    )
    book = load_workbook(path)
    assert book.sheetnames == ["平安夜巡", "填写说明", "可选内容"]
    sheet = book["平安夜巡"]
    assert [cell.value for cell in sheet[1]][:4] == ["村*", "日期*", "开始", "人数（人）"]
    assert "填村名或简称" in sheet["A1"].comment.text
    assert sheet.column_dimensions["G"].number_format == "@"
    assert book["可选内容"].sheet_state == "hidden"
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["A2:A5000"].formula1 == "'可选内容'!$A$2:$A$3"
    assert rules["A2:A5000"].errorStyle == "warning"
    assert rules["J2:J5000"].errorStyle == "stop"
    assert [cell.value for cell in book["填写说明"][4]] == [
        "村",
        "是",
        "必填。填名单里的名称，可从下拉列表里选择。填村名或简称。",
        "郭桥村、贾王村",
        "郭桥村",
    ]


def test_a_template_reads_as_an_empty_sheet_without_a_word(tmp_path):
    path = tmp_path / "模板.xlsx"
    write_template(path, FIELDS, title="平安夜巡")
    sheet = read_sheet(path, known=LABELS)
    assert (sheet.rows, sheet.notes) == ((), ())


def test_an_error_copy_holds_the_bad_rows_marked_and_explained(tmp_path):
    source = SheetRows(
        ("村", "日期"),
        tuple(SheetRow(n, {"村": f"村{n}", "日期": date(2030, 1, n)}) for n in (2, 3, 4)),
        sheet="十月",
    )
    errors = [
        RowError(3, "日期", "日期不能晚于今天。"),
        RowError(3, "村", "没有这个村。"),
        RowError(4, "", "当晚已有记录。"),
    ]
    path = tmp_path / "问题.xlsx"
    write_error_rows(source, errors, path)
    sheet = load_workbook(path).active
    assert [cell.value for cell in sheet[1]] == ["村", "日期", "说明"]
    assert [cell.value for cell in sheet[2]][2] == "原表第 3 行：日期不能晚于今天。没有这个村。"
    assert sheet["B2"].fill.fgColor.rgb == "00FBE3E1"
    assert sheet["B3"].fill.fgColor.rgb != "00FBE3E1"
    assert sheet.max_row == 3


def test_the_problem_column_does_not_take_the_name_of_another(tmp_path):
    source = SheetRows(("问题",), (SheetRow(2, {"问题": "路灯坏"}),))
    write_error_rows(source, [RowError(2, "问题", "太短。")], tmp_path / "a.xlsx")
    assert [cell.value for cell in load_workbook(tmp_path / "a.xlsx").active[1]] == [
        "问题",
        "说明",
    ]


def test_a_sheet_that_uses_up_every_name_of_the_problem_column_still_gets_its_copy(tmp_path):
    labels = ("说明", "问题", "导入时的问题")
    source = SheetRows(labels, (SheetRow(2, dict.fromkeys(labels, "路灯坏")),))
    write_error_rows(source, [RowError(2, "问题", "太短。")], tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx").active["D2"].value == "原表第 2 行：问题：太短。"


class Stopped:
    def step(self, done, total, what=""):
        raise Cancelled


def test_a_stopped_export_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    rows = [["郭桥村"]] * 600
    with pytest.raises(Cancelled):
        write_tables(path, [Sheet("表", [Column("村")], rows)], progress=Stopped())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_and_a_folder_in_the_way_are_sentences(tmp_path):
    sheets = [Sheet("表", [Column("村")], [])]
    with pytest.raises(StorageProblem, match=r"没有“.*”这个文件夹.*。$"):
        write_tables(tmp_path / "没有" / "a.xlsx", sheets)
    (tmp_path / "夹.xlsx").mkdir()
    with pytest.raises(StorageProblem, match=r"是一个文件夹.*。$"):
        write_tables(tmp_path / "夹.xlsx", sheets)
    assert [child.name for child in tmp_path.iterdir()] == ["夹.xlsx"]


def test_a_row_made_as_xml_is_what_openpyxl_makes_of_its_cells(tmp_path):
    values = [
        "张三", "=1+1", "一行\n两行", " 两边有空 ", "a<b&c>\"d\"", "_x0041_", "", None, 3, -7, True, Decimal("2.50"),
        Decimal("0.125"), 2.5, date(2026, 10, 5), time(20, 30), datetime(2026, 10, 5, 20, 30), ("甲", "乙"), "\x07响",
    ]  # fmt: skip
    kinds = [None] * len(values)
    with books.new_book() as book:
        page, ink = books.add_sheet(book, "甲", [10.0] * len(values))
        ink.record(values, kinds, marked={0, 8})
        ink.record(values, kinds)
        assert ink.cleaned == 2
        books.save(book, tmp_path / "ours.xlsx")
    with books.new_book() as book:
        page, ink = books.add_sheet(book, "甲", [10.0] * len(values))
        for marked in ({0, 8}, ()):
            page.append([ink.cell(each, marked=at in marked) for at, each in enumerate(values)])
        books.save(book, tmp_path / "theirs.xlsx")
    ours, theirs = (
        [
            [(cell.value, cell.data_type, cell.number_format, cell.fill.fgColor.rgb, cell.font.b)
             for cell in row]
            for row in load_workbook(tmp_path / name).active.iter_rows()
        ]
        for name in ("ours.xlsx", "theirs.xlsx")
    )  # fmt: skip
    assert ours == theirs
    assert load_workbook(tmp_path / "ours.xlsx").active.row_dimensions[1].height > 18


def test_a_name_of_a_text_makes_a_text_and_that_of_another_kind_is_refused(tmp_path):
    write_template(tmp_path / "模板.csv", FIELDS[:4], title="夜巡")
    assert (tmp_path / "模板.csv").read_bytes().decode("utf-8-sig").split() == [
        "村*,日期*,开始,人数（人）"
    ]
    table = Sheet("得分表", (Column("村"), Column("得分", Kind.DECIMAL)), (("郭桥村", Decimal("9.5")),),
                  title="得分表", notes=("=还没有冻结",))  # fmt: skip
    write_tables(tmp_path / "得分.csv", [table])
    assert (tmp_path / "得分.csv").read_bytes().decode("utf-8-sig").splitlines() == [
        "得分表", '"=""=还没有冻结"""', "村,得分", "郭桥村,9.5",
    ]  # fmt: skip
    for name in ("得分.xls", "得分.ods"):
        with pytest.raises(StorageProblem, match=r"改成以 \.xlsx 结尾"):
            write_tables(tmp_path / name, [table])
        assert not (tmp_path / name).exists()
