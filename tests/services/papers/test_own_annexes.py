"""The office's own annexes: typed, pasted, a picture, a ledger; in order, on paper, undone."""

import io
from dataclasses import replace
from datetime import date, datetime

import builders
import docx
import openpyxl
import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gaotang_desktop.__main__ import main
from gaotang_desktop.documents.word_twin.rendering import word_bytes
from gaotang_desktop.domain.documents.blocks import Table
from gaotang_desktop.domain.documents.own_annexes import moved, sheet_annex, words_in
from gaotang_desktop.domain.errors import Conflict, DomainError, Invalid, Unreadable
from gaotang_desktop.services import records
from gaotang_desktop.services.papers import drafts, gate, issued_documents, own_annexes
from gaotang_desktop.services.sheets import ledger_sheets


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    builders.patrol(opened, builders.village(opened, "郭桥村"), date(2026, 11, 3))
    yield opened
    opened.close()


@pytest.fixture
def draft(work):
    return drafts.create(work, "letter")


def picture(path, size=(800, 600), **options):
    Image.new("RGB", size, "steelblue").save(path, **options)
    return path


def shown(work, draft):
    content, made = drafts.drawn(work, drafts.get(work, draft), drafts.filling(work, draft))
    return pdfplumber.open(io.BytesIO(content)).pages, made


def test_annexes_stand_in_order_each_on_its_page_with_its_number_and_in_the_note(
    work, draft, tmp_path
):
    made = (
        own_annexes.pasted("巡防要求", "一、时间\n每晚八点到十点。"),
        own_annexes.pasted("队员名单", "村\t人数\n郭桥村\t6\n刘庄村\t5\n"),
        own_annexes.of_file(picture(tmp_path / "路线图.png")),
        own_annexes.of_ledger(work, "patrols"),
    )
    own_annexes.keep(work, draft, made)
    pages, laid = shown(work, draft)
    assert laid.pages == 5
    texts = ["".join((page.extract_text() or "").split()) for page in pages]
    assert "附件：1.巡防要求" in texts[0]
    assert "3.路线图" in texts[0]
    assert texts[1].startswith("附件1巡防要求一、时间")
    assert "郭桥村6" in texts[2]
    assert pages[3].images
    assert texts[4].startswith("附件4")
    twin = docx.Document(io.BytesIO(word_bytes(
        drafts.paper(work, drafts.get(work, draft), drafts.filling(work, draft)))))  # fmt: skip
    assert sum("附件" in p.text for p in twin.paragraphs) >= 4
    assert twin.inline_shapes
    own_annexes.keep(work, draft, moved(made, 0, 3))
    assert [each.title for each in own_annexes.listed(work, draft)][-1] == "巡防要求"


def test_a_step_is_undone_and_what_went_out_stays(work):
    draft = drafts.create(work, "notice")
    own_annexes.keep(work, draft, (own_annexes.pasted("名单", "张三组。"),))
    work.undo()
    assert own_annexes.listed(work, draft) == ()
    own_annexes.keep(work, draft, (own_annexes.pasted("名单", "郭桥组。"),))
    issued = issued_documents.issue(work, draft, despite_reminders=True)
    assert "郭桥组" in issued_documents.entry(work, issued.id).text
    with pytest.raises(Conflict, match="已经印发"):
        own_annexes.keep(work, draft, ())


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("", "有内容", "标题"),
        ("名单", " \n", "没有内容"),
        ("名单", "村\t人数\n", "表头和一行"),
        ("名单", "\n".join(["甲\t" * 30] * 3), "16 列"),
        ("名", "字" * 50_001, "分成几个"),
        ("长" * 200, "字", "缩短"),
    ],
)
def test_what_cannot_be_an_annex_is_said(title, text, said):
    with pytest.raises(Invalid) as problem:
        own_annexes.pasted(title, text)
    assert said in str(problem.value)


def test_files_that_are_no_annex_are_said_in_a_sentence(tmp_path):
    for name, content, said in (
        ("照片.png", b"not a picture at all", "不是图片"),
        ("半张.jpg", picture(tmp_path / "a.jpg").read_bytes()[:900], "不是图片"),
        ("视频.mp4", b"\0" * 100, "印不到纸上"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Unreadable, match=said):
            own_annexes.of_file(path)
    large = tmp_path / "大图.png"
    with large.open("wb") as file:
        file.truncate(40 * 1024 * 1024)
    with pytest.raises(Unreadable, match="40 兆"):
        own_annexes.of_file(large)
    with pytest.raises(DomainError):
        own_annexes.of_file(tmp_path / "没有.png")


LOCKED = bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("说明.md", "# 说明\n正文。".encode(), "复制"),
        ("通知.docx", b"PK\x03\x04", "复制，粘贴到附件里"),
        ("通知.docx", LOCKED, "设了密码"),
        ("名单.xlsx", LOCKED, "设了密码，请在 WPS 或 Excel 里取消密码后再添加"),
        ("旧.doc", b"\0" * 64, "是文字文档"),
        ("文件.PDF", b"%PDF-1.4", "截图"),
        ("程序.exe", b"MZ\x90\0", "是程序，印不到纸上"),
        ("照片.zip", b"PK\x03\x04", "先解压"),
        ("录音.m4a", b"\0" * 64, "印不到纸上"),
        ("名单.et", b"\0" * 64, "另存为 .xlsx"),
        ("数据.dat", b"\0" * 64, "后缀是 .dat"),
        ("没有后缀", b"abc", "没有后缀"),
        ("空.txt", b" \n", "“空.txt”里没有内容"),
        ("乱.txt", bytes(range(256)) * 9, "记事本"),
        ("一行.csv", b"a,b\n", "“一行.csv”没有添加"),
        ("空.csv", b"", "空文件"),
        ("长.txt", "字".encode() * 50_001, "“长.txt”没有添加"),
        ("坏.xlsx", b"PK\x03\x04junk", "已经损坏"),
        ("文件夹.png", None, "是文件夹"),
        ("不在.png", ..., "找不到文件“不在.png”"),
        ("不在.docx", ..., "找不到文件“不在.docx”"),
    ],
)
def test_every_file_that_is_no_annex_is_named_with_what_to_do_instead(
    tmp_path, name, content, said
):
    path = tmp_path / name
    if content is None:
        path.mkdir()
    elif content is not ...:
        path.write_bytes(content)
    with pytest.raises(Unreadable) as problem:
        own_annexes.of_file(path)
    sentence = str(problem.value)
    assert said in sentence
    assert f"“{name}”" in sentence
    assert sentence.endswith("。")
    assert sentence.count("。") <= 3
    assert "导入" not in sentence


def workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_nothing_of_a_sheet_is_left_out_of_its_annex(tmp_path):
    path = workbook(
        tmp_path / "统计.xlsx", ["2026年10月各村夜巡统计表"], ["填报单位：高塘镇"], [None, "村", "次数", "日期"],
        [None, "郭桥村", 12, date(2026, 10, 3)], [None, "北村", 3.5, None], [None, "合计", 15.5],
        [None, "填表人：综治办"], [None, "注：次数为核实数"],
    )  # fmt: skip
    made = own_annexes.of_file(path)
    [table] = made.blocks
    assert made.title == "2026年10月各村夜巡统计表"
    assert table.caption == "填报单位：高塘镇"
    assert [column.label for column in table.columns] == ["村", "次数", "日期"]
    assert table.rows == (
        ("郭桥村", "12", "2026-10-03"), ("北村", "3.5", ""), ("合计", "15.5", ""),
    )  # fmt: skip
    assert table.total
    assert table.notes == ("填表人：综治办", "次数为核实数")
    named = own_annexes.of_file(path, "夜巡次数")
    assert named.title == "夜巡次数"
    assert named.blocks[0].caption == "2026年10月各村夜巡统计表　填报单位：高塘镇"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.sampled_from(["", "村", "合计", "12", "0.5", "注：按月", "填表人：王"]), min_size=1, max_size=5),
        min_size=1, max_size=9,
    )
)  # fmt: skip
def test_every_filled_cell_of_any_sheet_stands_in_its_annex(rows):
    try:
        made = sheet_annex("", "统计", rows)
    except Invalid:
        return
    said = words_in((made,)) + "".join(column.label for column in made.blocks[0].columns)
    for cell in {cell for row in rows for cell in row}:
        assert cell.removeprefix("注：") in said


@pytest.fixture
def several(tmp_path):
    """A workbook of two worksheets, a hidden one and an empty one."""
    path = workbook(tmp_path / "名单.xlsx", ["村", "人数"], ["郭桥村", 6])
    book = openpyxl.load_workbook(path)
    book.active.title = "巡防队员"
    for name, row in (("网格员", "刘庄村"), ("选项", "是")):
        sheet = book.create_sheet(name)
        sheet.append(["村", "人数"])
        sheet.append([row, 3])
    book["选项"].sheet_state = "hidden"
    book.create_sheet("空表")
    book.save(path)
    return path


def test_of_several_worksheets_it_is_asked_which_and_none_is_left_out_unsaid(several):
    with pytest.raises(own_annexes.SeveralWorksheets, match="巡防队员、网格员") as asked:
        own_annexes.of_file(several)
    assert [(each.name, each.hidden) for each in asked.value.worksheets] == [
        ("巡防队员", False),
        ("网格员", False),
        ("选项", True),
    ]
    second = own_annexes.of_file(several, worksheet="网格员")
    assert second.title == "网格员"
    assert second.blocks[0].rows == (("刘庄村", "3"),)
    with pytest.raises(Unreadable, match="没有名叫“名册”"):
        own_annexes.of_file(several, worksheet="名册")
    book = openpyxl.load_workbook(several)
    del book["网格员"]
    book.save(several)
    assert own_annexes.of_file(several).title == "名单"  # what one does not see is not asked about


def test_the_command_line_asks_which_worksheet_and_takes_those_named(work, several, capsys):
    work.close()
    data, out = str(several.parent / "data"), several.parent / "out.pdf"
    line = ["--data", data, "print", "letter", "--out", str(out), "--annex", str(several)]
    assert main(line) == 1
    assert "巡防队员、网格员。请写明哪一张作附件。用 --annex-worksheet" in capsys.readouterr().err
    assert main([*line, "--annex-worksheet", "网格员", "--annex-worksheet", "名册"]) == 1
    assert "没有名叫“名册”的工作表" in capsys.readouterr().err
    assert not out.exists()
    assert main([*line, "--annex-worksheet=网格员", "--annex-worksheet=巡防队员"]) == 0
    with pdfplumber.open(out) as pdf:
        assert "附件：1.巡防队员2.网格员" in "".join((pdf.pages[0].extract_text() or "").split())


def test_a_cell_that_cannot_be_read_is_named_and_never_left_blank(tmp_path):
    path = workbook(tmp_path / "公式.xlsx", ["村", "次数"], ["郭桥村", "=IF(1,2)"])
    with pytest.raises(Unreadable, match="第 2 行第 2 列"):
        own_annexes.of_file(path)


def test_a_large_picture_is_made_as_small_as_paper_needs_it(tmp_path):
    [block] = own_annexes.of_file(picture(tmp_path / "a.jpg", (5000, 3000))).blocks
    assert max(Image.open(io.BytesIO(block.content)).size) <= 1772
    assert len(block.content) < 1_000_000


def test_the_gate_looks_for_residents_in_annexes_too(work, draft):
    category = records.save(work, "dispute-categories", {"name": "邻里", "plan_category": "邻里"})
    found = {"village_id": 1, "parties": ["赵小芳"], "category_id": category,
             "found_on": date(2026, 11, 1), "summary": "宅基地", "unit_id": builders.unit(work)}  # fmt: skip
    records.save(work, "disputes", found)
    own_annexes.keep(work, draft, (own_annexes.pasted("名单", "有事找赵小芳。"),))
    assert any("赵小芳" in each.sentence for each in gate.of_draft(work, draft))


def test_the_command_line_adds_files_and_a_ledger_to_a_paper(work, tmp_path, capsys):
    work.close()
    (tmp_path / "要求.txt").write_text("一、时间\n每晚八点到十点。", "utf-8")
    (tmp_path / "名单.csv").write_text("村,人数\n郭桥村,6\n", "utf-8")
    picture(tmp_path / "图.png")
    out, data = tmp_path / "out.pdf", str(tmp_path / "data")
    given = [f"--annex={tmp_path / name}" for name in ("要求.txt", "名单.csv", "图.png")]
    line = ["print", "letter", "--out", str(out), *given, "--annex-ledger", "patrols"]
    assert main(["--data", data, *line]) == 0
    with pdfplumber.open(out) as pdf:
        texts = ["".join((page.extract_text() or "").split()) for page in pdf.pages]
        assert pdf.pages[3].images
    assert "附件：1.要求2.名单3.图4." in texts[0]
    assert texts[1].startswith("附件1要求一、时间")
    assert "郭桥村6" in texts[2]
    assert texts[4].startswith("附件4")
    out.unlink()
    for more in (["--annex", str(tmp_path / "没有.png")], [given[0], "--issue"]):
        assert main(["--data", data, "print", "patrol-form", "--out", str(out), *more]) == 1
    assert not out.exists()
    assert "内部表单" in capsys.readouterr().err


def test_a_list_is_added_as_it_is_seen_and_one_too_long_is_refused(work, draft):
    whole = records.listing(work, "patrols")
    seen = ledger_sheets.sheet(work, whole.only(("night", "village_id")), heading="平安夜巡台账")
    own_annexes.add_list(work, draft, seen)
    (annex,) = own_annexes.listed(work, draft)
    table = next(each for each in annex.blocks if isinstance(each, Table))
    assert [each.label for each in table.columns][-2:] == ["夜晚", "村"]
    long = Table(table.columns, table.rows * 601)
    with pytest.raises(Invalid, match="601 行"):
        own_annexes.add_list(work, draft, replace(seen, blocks=(long,)))
