"""Every kind of table that reaches the office is read, or refused with a whole sentence."""

import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from gaotang_desktop.domain.errors import StorageProblem, Unreadable
from gaotang_desktop.domain.progress import Cancelled
from gaotang_desktop.workbooks.reading import read_pasted, read_sheet

FILES = Path(__file__).parent / "files"
KNOWN = ["村名", "夜巡日期", "开始时间", "结束时间", "人数", "联系电话", "备注"]


def made(path, rows, *, title="表", **formats):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cell, code in formats.items():
        sheet[cell].number_format = code
    book.save(path)
    return path


def is_sentence(error):
    return str(error.value).endswith("。") and "None" not in str(error.value)


@pytest.mark.parametrize("name", ["gb18030.csv", "utf16_tab.csv", "utf8_semicolon.csv"])
def test_text_tables_of_every_encoding_and_separator_read_alike(name):
    sheet = read_sheet(FILES / name, known=KNOWN)
    assert sheet.header == ("村名", "夜巡日期", "备注")
    assert [row.number for row in sheet.rows] == [2, 3]
    assert sheet.rows[0].values["备注"] == "路灯损坏\n“已报修”，张三"
    assert sheet.rows[1].values["备注"] == '老"三"；堃'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_encoding_is_recognised_with_and_without_its_mark(tmp_path, encoding, separator):
    path = tmp_path / "表.csv"
    text = f"台账\r\n村名{separator}人数\r\n郭桥村{separator}５\r\n"
    path.write_bytes(text.encode(encoding))
    sheet = read_sheet(path, known=KNOWN)
    assert [dict(row.values) for row in sheet.rows] == [{"村名": "郭桥村", "人数": "５"}]


def test_a_register_saved_by_libreoffice_is_read_as_the_office_sees_it():
    sheet = read_sheet(FILES / "libreoffice_register.xlsx", known=KNOWN)
    assert sheet.header[:6] == (
        "村名",
        "夜巡日期",
        "开始时间",
        "结束时间",
        "人数（人）",
        "联系 电话*",
    )
    assert [row.number for row in sheet.rows] == [5, 6, 7, 8]
    first, second, third, fourth = (row.values for row in sheet.rows)
    assert first["村名"] == second["村名"] == "郭桥村"
    assert (first["夜巡日期"], first["开始时间"]) == (date(2026, 10, 5), time(20, 30))
    assert (first["到位率"], second["到位率"], first["序号"]) == ("91.3%", "100%", "0007")
    assert (first["合计"], first["备注"]) == (10, "路灯损坏\n已报修")
    assert (second["人数（人）"], second["备注"]) == ("６", "<&> 𬱖堃")
    assert third["联系 电话*"] == 13900000002
    assert fourth["夜巡日期"] == "10月7日"


def test_what_was_passed_over_or_hidden_is_told():
    sheet = read_sheet(FILES / "libreoffice_register.xlsx", known=KNOWN)
    said = "".join(sheet.notes)
    assert "1 行是隐藏的" in said
    assert "第 10 行是合计" in said
    assert "第 11 行是表尾说明" in said
    assert [(each.name, each.read, each.hidden) for each in sheet.worksheets] == [
        ("十月夜巡", True, False), ("旧数据", False, True),
    ]  # fmt: skip


def test_cells_with_excel_errors_are_named_by_row_and_column():
    sheet = read_sheet(FILES / "libreoffice_register.xlsx", known=KNOWN)
    assert [(error.row, error.column) for error in sheet.errors] == [(6, "合计"), (7, "合计")]
    assert "#N/A" in sheet.errors[0].message
    assert sheet.rows[1].values["合计"] is None


def test_a_hidden_sheet_is_read_when_it_is_named():
    sheet = read_sheet(FILES / "libreoffice_register.xlsx", sheet="旧数据", known=KNOWN)
    assert sheet.rows[0].values == {"村名": "杨庙村", "夜巡日期": date(2025, 1, 2)}
    assert "隐藏" in sheet.notes[0]


def test_a_formula_that_was_never_computed_is_a_sentence_at_its_cell(tmp_path):
    path = made(tmp_path / "a.xlsx", [["村名", "人数"], ["郭桥村", "=IF(1,2)"], [None, "=A1"]])
    sheet = read_sheet(path, known=KNOWN)
    assert [(error.row, error.column) for error in sheet.errors] == [(2, "人数"), (3, "人数")]
    assert "没有它算出的值" in sheet.errors[0].message
    assert [row.number for row in sheet.rows] == [2, 3]


def test_numbers_keep_fifteen_digits_and_longer_ones_are_refused(tmp_path):
    rows = [["村名", "人数", "备注"], ["郭桥村", 0.1 + 0.2, 341221199001011234], ["贾王村", 5.0, 7]]
    sheet = read_sheet(made(tmp_path / "a.xlsx", rows), known=KNOWN)
    assert sheet.rows[0].values["人数"] == Decimal("0.3")
    assert sheet.rows[1].values["人数"] == 5
    assert [(error.row, error.column) for error in sheet.errors] == [(2, "备注")]


def test_dates_and_times_are_rounded_to_seconds_and_lose_an_empty_time(tmp_path):
    rows = [["村名", "夜巡日期", "开始时间"], ["郭桥村", 46300.0, 46300.854166666664]]
    path = made(tmp_path / "a.xlsx", rows, B2="yyyy-mm-dd", C2="yyyy-mm-dd hh:mm")
    values = read_sheet(path, known=KNOWN).rows[0].values
    assert values["夜巡日期"] == date(2026, 10, 5)
    assert values["开始时间"] == datetime(2026, 10, 5, 20, 30)


def test_merged_cells_repeat_down_one_column_only(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in [["村名", "人数"], ["郭桥村", 1], [None, 2], ["备注：合并", None], [None, None]]:
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:B5")
    book.save(tmp_path / "a.xlsx")
    read = read_sheet(tmp_path / "a.xlsx", known=KNOWN)
    assert [tuple(row.values.values()) for row in read.rows] == [("郭桥村", 1), ("郭桥村", 2)]


def test_a_header_printed_again_on_each_page_is_no_record(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("村名,人数\n郭桥村,1\n村名,人数\n贾王村,2\n", encoding="utf-8")
    read = read_sheet(path, known=KNOWN)
    assert [row.number for row in read.rows] == [2, 4]
    assert "第 3 行是重复的表头" in read.notes[0]


def test_columns_of_one_name_and_without_a_name_are_both_kept(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("村名,人数,人数,,空\n郭桥村,1,2,3,\n", encoding="utf-8")
    header = read_sheet(path, known=KNOWN).header
    assert header == ("村名", "人数", "人数（第3列）", "第4列", "空")


def test_without_known_labels_the_first_full_row_of_words_is_the_header(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("某表,,\n甲,乙,丙\n1,2,3\n4,5,6\n", encoding="utf-8")
    assert read_sheet(path).header == ("甲", "乙", "丙")


def test_a_workbook_with_a_wrong_suffix_is_read_for_what_it_is(tmp_path):
    made(tmp_path / "a.xlsx", [["村名"], ["郭桥村"]])
    (tmp_path / "a.xlsx").rename(tmp_path / "a.csv")
    assert len(read_sheet(tmp_path / "a.csv", known=KNOWN).rows) == 1


def test_rows_pasted_from_a_sheet_are_read():
    sheet = read_pasted('村名\t备注\r\n郭桥村\t"两\n行"\r\n', known=KNOWN)
    assert sheet.rows[0].values == {"村名": "郭桥村", "备注": "两\n行"}


def test_a_table_with_a_header_only_has_no_rows(tmp_path):
    assert read_sheet(made(tmp_path / "a.xlsx", [["村名", "人数"]]), known=KNOWN).rows == ()


BAD = {
    "空.xlsx": (b"", "是空文件"),
    "空白.csv": (b"\xef\xbb\xbf \r\n", "是空文件"),
    "二进制.csv": (bytes(range(256)) * 9, "不是表格文件"),
    "坏.xlsx": (b"PK\x03\x04" + b"\x07" * 400, "已经损坏"),
    "网页.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "没有找到表头"),
    "没有表格.xls": (b"<html><body><p>1</p></body></html>", "里面没有表格"),
    "坏.xls": (bytes.fromhex("D0CF11E0A1B11AE1") + b"\x07" * 400, "已经损坏"),
    "没有表头.csv": ("甲,乙\n1,2\n".encode(), "没有找到表头"),
    "引号.csv": ('村名,备注\n郭桥村,"没有关上\n贾王村,1\n'.encode(), "引号没有成对"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_understood_is_a_whole_sentence(tmp_path, name):
    content, said = BAD[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=said) as error:
        read_sheet(tmp_path / name, known=KNOWN)
    assert is_sentence(error)


def test_a_password_is_named():
    with pytest.raises(Unreadable, match="密码") as error:
        read_sheet(FILES / "password.xlsx", known=KNOWN)
    assert is_sentence(error)


def test_a_truncated_workbook_is_damaged(tmp_path):
    content = (FILES / "libreoffice_register.xlsx").read_bytes()
    (tmp_path / "a.xlsx").write_bytes(content[: len(content) // 2])
    with pytest.raises(Unreadable, match="已经损坏"):
        read_sheet(tmp_path / "a.xlsx", known=KNOWN)


def test_a_broken_part_inside_a_workbook_is_damaged(tmp_path):
    target = io.BytesIO()
    with (
        zipfile.ZipFile(FILES / "libreoffice_register.xlsx") as source,
        zipfile.ZipFile(target, "w") as copy,
    ):
        for part in source.infolist():
            body = source.read(part)
            copy.writestr(part.filename, body[:900] if "sheet1" in part.filename else body)
    (tmp_path / "a.xlsx").write_bytes(target.getvalue())
    with pytest.raises(Unreadable, match="已经损坏"):
        read_sheet(tmp_path / "a.xlsx", known=KNOWN)


def test_another_kind_of_zip_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(Unreadable, match="不是 Excel 工作簿"):
        read_sheet(tmp_path / "a.xlsx", known=KNOWN)


def test_a_bomb_is_not_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        with archive.open("xl/workbook.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1024 * 1024)
    with pytest.raises(Unreadable, match="展开后超过"):
        read_sheet(tmp_path / "a.xlsx", known=KNOWN)


def test_missing_files_folders_and_sheets_are_named(tmp_path):
    with pytest.raises(StorageProblem, match="没有找到"):
        read_sheet(tmp_path / "没有.xlsx", known=KNOWN)
    with pytest.raises(StorageProblem, match="是一个文件夹"):
        read_sheet(tmp_path, known=KNOWN)
    with pytest.raises(Unreadable, match="没有名叫“十一月”的工作表，现有的是“十月夜巡”"):
        read_sheet(FILES / "libreoffice_register.xlsx", sheet="十一月", known=KNOWN)


class Impatient:
    def __init__(self, after):
        self.after = after
        self.steps = []

    def step(self, done, total, what=""):
        self.steps.append((done, total, what))
        if len(self.steps) > self.after:
            raise Cancelled


def ten_thousand(tmp_path, suffix):
    lines = [["村名", "夜巡日期", "人数", "备注"]]
    lines += [[f"村{i}", "2026-10-05", i, "路灯"] for i in range(10_000)]
    path = tmp_path / f"大{suffix}"
    if suffix == ".csv":
        text = "\n".join(",".join(map(str, line)) for line in lines)
        path.write_text(text, encoding="gb18030")
        return path
    book = Workbook(write_only=True)
    sheet = book.create_sheet("表")
    for line in lines:
        sheet.append(line)
    book.save(path)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_ten_thousand_rows_are_read_with_progress_and_can_be_stopped(tmp_path, suffix):
    path = ten_thousand(tmp_path, suffix)
    watched = Impatient(after=1000)
    assert len(read_sheet(path, known=KNOWN, progress=watched).rows) == 10_000
    assert len(watched.steps) >= 20
    assert all(0 <= done <= total for done, total, _ in watched.steps)
    with pytest.raises(Cancelled):
        read_sheet(path, known=KNOWN, progress=Impatient(after=2))


def test_a_long_ods_is_read_as_a_short_one(tmp_path):
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = [("夜晚", "村", "带班人"), *(("2026-10-05", "北村", f"张{n}") for n in range(700))]
    rows = "".join(
        f"<table:table-row>{''.join(map(cell.format, line))}</table:table-row>" for line in lines
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content{spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="夜巡">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "夜巡.ods", "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", "<manifest/>")
        made.writestr("content.xml", content)
    sheet = read_sheet(tmp_path / "夜巡.ods", known=["夜晚", "村"])
    assert (len(sheet.rows), sheet.rows[-1].values["带班人"]) == (700, "张699")


@pytest.mark.parametrize("text", ["", " \n", "\t\n"])
def test_nothing_on_the_clipboard_is_said_so(text):
    with pytest.raises(Unreadable, match="剪贴板里没有文字"):
        read_pasted(text)
