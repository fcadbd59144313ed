"""接龙 and lines of a chat: pasted, or in whatever file they come, into the ledger of which they speak."""

from datetime import date, datetime, time

import builders
import pytest
from docx import Document
from openpyxl import Workbook

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.progress import Silent
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.imports import Choices

LINES = [
    "#接龙",
    "11月3日夜巡情况",
    "1. 北村 张三 3人 20:00-22:00 无异常",
    "2. 江村，李四带班，4人，晚八点到十点，路灯坏一盏",
]


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 28, 9, 0))
    for name in ("北村", "江村"):
        builders.village(opened, name)
    yield opened
    opened.close()


def text(path, lines, encoding="utf-8"):
    path.write_bytes("\n".join(lines).encode(encoding))


def book(path, rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)


def word(path, lines):
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    made.save(path)


FILES = {
    "接龙.txt": lambda path: text(path, LINES),
    "国标.txt": lambda path: text(path, LINES, "gb18030"),
    "一列.csv": lambda path: text(path, [f'"{line}"' for line in LINES]),
    "没引号.csv": lambda path: text(path, LINES, "gb18030"),
    "一列.xlsx": lambda path: book(path, [[line] for line in LINES]),
    "一格.xlsx": lambda path: book(path, [["\n".join(LINES)]]),
    "序号.xlsx": lambda path: book(
        path, [[LINES[1]], *([at, line[3:]] for at, line in enumerate(LINES[2:], start=1))]
    ),
    "有列名.xlsx": lambda path: book(path, [["内容"], *([line] for line in LINES)]),
    "文档.docx": lambda path: word(path, LINES),
    "日期一行.txt": lambda path: text(path, ["夜晚：2026年11月3日", *LINES[2:]]),
    "日期一格.xlsx": lambda path: book(path, [["2026-11-03"], *([line] for line in LINES[2:])]),
}


def stored(work):
    found = [records.get(work, "patrols", i) for i in records.listing(work, "patrols").ids]
    return sorted(
        (each["leader"], each["night"], each["people"], each["start"], each["end"])
        for each in found
    )


@pytest.mark.parametrize("name", FILES)
def test_lines_of_a_chat_are_read_from_any_file_in_which_they_come(work, tmp_path, name):
    FILES[name](tmp_path / name)
    told = imports.import_sheet(work, "patrols", tmp_path / name)
    assert told.errors == []
    night, start, end = date(2026, 11, 3), time(20), time(22)
    assert stored(work) == [("张三", night, 3, start, end), ("李四", night, 4, start, end)]
    assert told.notes[0] == "从聊天记录里读了 2 行，请逐行对照最后一列的原话核对。"
    assert told.sheet.header[-1] == "原话"


def test_a_numbered_line_with_a_village_of_no_register_is_asked_about(work, tmp_path):
    text(tmp_path / "接龙.txt", [*LINES, "3. 南屯村 王五 3人 20:00-22:00", "4. 好的收到 谢谢"])
    told = imports.import_sheet(work, "patrols", tmp_path / "接龙.txt")
    assert [(each.label, each.words) for each in told.strangers] == [("村", "南屯村")]
    assert [(told.row(each.row), each.column) for each in told.errors] == [(5, "村")]
    assert "这些行里没有认出村，没有读入：第 6 行“4. 好的收到 谢谢”。" in told.notes
    work.undo()
    choices = Choices(meant={("village_id", "南屯村"): "北村"})
    told = imports.import_sheet(work, "patrols", tmp_path / "接龙.txt", choices=choices)
    assert (told.imported, told.errors) == (3, [])


def test_what_could_not_be_taken_in_is_mended_and_comes_back_with_its_own_words(work, tmp_path):
    text(tmp_path / "接龙.txt", [*LINES, "3. 南屯村 王五 3人 20:00-22:00"])
    told = imports.import_sheet(work, "patrols", tmp_path / "接龙.txt")
    assert told.error_copy.name == "接龙-有问题的行.xlsx"
    builders.village(work, "南屯村")
    again = imports.import_sheet(work, "patrols", told.error_copy)
    assert (again.imported, again.errors) == (1, [])


@pytest.mark.parametrize(
    "lines",
    [["群公告", "大家好", "今天天气不错 适合 散步"], ["1. 收到 谢谢 大家"], ["北村"]],
)
def test_a_text_that_is_no_list_of_patrols_is_refused_as_before(work, tmp_path, lines):
    text(tmp_path / "公告.txt", lines)
    with pytest.raises(Unreadable, match="没有找到表头"):
        imports.import_sheet(work, "patrols", tmp_path / "公告.txt")


def test_a_table_with_headings_stays_a_table(work, tmp_path):
    rows = ["日期,村名,带班人,人数,开始时间,结束时间", "2026-11-03,北村,张三,3,20:00,22:00"]
    text(tmp_path / "表.csv", rows)
    told = imports.import_sheet(work, "patrols", tmp_path / "表.csv")
    assert "原话" not in told.sheet.header
    assert [each[0] for each in stored(work)] == ["张三"]


def pasted(work, kind, content):
    sheet = imports.read_pasted(kind, content, work=work)
    return imports.import_rows(
        work, kind, sheet, dry_run=False, progress=Silent(), name="粘贴的内容"
    )


def kept(work, kind, *names):
    ids = records.listing(work, kind).ids
    found = (tuple(records.get(work, kind, i)[name] for name in names) for i in ids)
    return sorted(found, key=str)


NIGHT = "11月3日夜巡\n1. 北村 今晚下雨未巡\n2. 江村 张三 3人 20:00-22:00\n今晚大雾其余村停巡\n"


def test_who_did_not_patrol_is_told_line_by_line_and_goes_to_the_nights_without(work):
    told = pasted(work, "patrols", NIGHT)
    assert (told.imported, told.errors) == (1, [])
    assert "这些行写的是没有巡，没有当作夜巡：第 2 行“北村 今晚下雨未巡”。" in told.notes[1]
    assert "第 4 行“今晚大雾其余村停巡”" in told.notes[2]
    told = pasted(work, "missed-nights", NIGHT)
    assert kept(work, "missed-nights", "night", "reason") == [(date(2026, 11, 3), "下雨未巡")]
    assert "这些行写的是夜巡，没有登记成未巡：第 3 行“江村 张三 3人 20:00-22:00”。" in told.notes
    with pytest.raises(Unreadable, match="写的都是没有巡"):
        pasted(work, "patrols", "11月3日\n1. 北村 因雨未巡\n2. 江村 请假 今晚")


def test_an_unclear_line_is_asked_about_at_the_cell_that_makes_it_clear(work):
    told = pasted(
        work, "patrols", "11月3日夜巡\n1. 北村 张三 3人 因雨未巡\n2. 江村 李四 4人 20:00-22:00"
    )
    assert [(told.row(each.row), each.column) for each in told.errors] == [(2, "带班人")]
    assert [each[0] for each in stored(work)] == ["李四"]


REPORTS = {
    "dispute-reports": (
        "第47周排查周报\n1.北村 排查2起\n2.江村 零报告", ("week", "found"),
        [(date(2026, 11, 16), 0), (date(2026, 11, 16), 2)]),
    "incident-counts": (
        "2026年10月发案情况\n北村：警情3起，电诈1起，损失2.5万元，其余为0\n江村：零发案",
        ("alarms", "frauds", "fraud_loss", "bypassing"), [(3, 1, 25000, 0), (None, 0, 0, None)]),
    "publicity-activities": (
        "11月3日情况\n北村 入户走访35户 公开信35份\n江村 11月5日 板凳会 参加群众46人",
        ("held_on", "form", "households", "audience"),
        [(date(2026, 11, 3), "入户走访", 35, None), (date(2026, 11, 5), "板凳会", None, 46)]),
    "spot-checks": (
        "11月3日\n北村 20:30 在岗 抽查人：王主任\n江村 未巡 抽查人王主任", ("result", "checked_at", "checked_by"),
        [("在岗", time(20, 30), "王主任"), ("未巡", None, "王主任")]),
    "grid-counts": (
        "10月网格月报\n北村 第一网格 张三 走访30户 上报2件 办结2件", ("grid", "worker", "visits", "handled"),
        [("第一网格", "张三", 30, 2)]),
    "key-group-counts": (
        "10月\n北村 社区矫正 总数3 已管控3", ("category", "total", "managed"), [("社区矫正", 3, 3)]),
    "inspections": (
        "11月4日\n北村 涉水安全 救生圈老化，已提醒更换 发现问题", ("kind", "text", "result"),
        [("涉水安全", "救生圈老化，已提醒更换", "发现问题")]),
}  # fmt: skip


@pytest.mark.parametrize("kind", REPORTS)
def test_lines_of_a_chat_are_records_of_the_ledger_of_which_they_speak(work, kind):
    content, names, expected = REPORTS[kind]
    told = pasted(work, kind, content)
    assert told.errors == []
    assert kept(work, kind, *names) == expected
    assert told.sheet.header[-1] == "原话"


def test_a_figure_of_no_column_is_asked_about_and_its_words_are_kept_where_that_is_meant(work):
    text = "第47周\n北村 排查2起 移交1起"
    told = pasted(work, "dispute-reports", text)
    assert [(each.column, each.offers) for each in told.errors] == [("备注", ("移交1起",))]
    assert told.imported == 0


def test_how_many_were_settled_beside_those_that_were_found_stays_in_the_remark(work):
    told = pasted(
        work, "dispute-reports", "第47周\n北村 排查2起 已化解1起\n江村 排查1起，化解矛盾纠纷1起"
    )
    assert told.errors == []
    assert sorted(kept(work, "dispute-reports", "found", "remark")) == [
        (1, "化解矛盾纠纷1起"),
        (2, "已化解1起"),
    ]


def test_an_answer_or_a_line_without_a_count_is_no_report_of_none(work):
    sent = "2026-10-09 16:00:00 综治办\n"
    text = f"{sent}本周（10月5日-10月11日）排查情况\n北村 收到\n江村 继续关注张家"
    told = pasted(work, "dispute-reports", text)
    assert (told.imported, [each.column for each in told.errors]) == (0, ["排查出"])
    assert "这些行只是回话，没有读入：第 3 行“北村 收到”。" in told.notes
    told = pasted(work, "dispute-reports", text.replace("继续关注张家", "排查3户"))
    assert {each.column for each in told.errors} == {
        "排查出",
        "备注",
    }  # households are no disputes
    told = pasted(work, "dispute-reports", text.replace("收到", "2起").replace("江村", "丁村"))
    assert kept(work, "dispute-reports", "week", "found") == [(date(2026, 10, 5), 2)]
    told = pasted(work, "dispute-reports", f"{sent}上周排查\n北村 零报告")
    assert (date(2026, 9, 28), 0) in kept(work, "dispute-reports", "week", "found")
    told = pasted(work, "dispute-reports", "上周排查\n北村 零报告")
    assert "“上周”没有写日子，是从今天算的，请核对“周”。" in told.notes


def test_what_was_not_done_is_no_activity_whatever_is_filled(work):
    text = "11月3日宣传\n1. 北村 未开展\n2. 江村 走访35户\n3. 北村：同上"
    sheet = imports.read_pasted("publicity-activities", text, work=work)
    told = imports.import_rows(
        work, "publicity-activities", sheet, dry_run=True, progress=Silent(), name="粘贴的内容",
        choices=Choices(fills={"form": "入户走访"}),
    )  # fmt: skip
    assert (told.imported, [each.message[:9] for each in told.errors]) == (1, ["写的是“未开展”，"])
    assert [note for note in told.notes if "同上" in note] == [
        "这些行只是回话，没有读入：第 4 行“北村：同上”。"
    ]


def test_a_ledger_of_no_chat_takes_no_lines_and_one_of_opinions_none_of_nights(work, tmp_path):
    text(tmp_path / "接龙.txt", LINES)
    with pytest.raises(Unreadable):
        imports.import_sheet(work, "places", tmp_path / "接龙.txt")
    told = imports.import_sheet(work, "opinions", tmp_path / "接龙.txt")
    assert (told.imported, told.rejected) == (0, told.rows)
