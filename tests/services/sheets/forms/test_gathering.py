"""A folder of forms that came back: whose each is, what is taken, what is asked."""

import csv
import os
import shutil
from datetime import date

import builders
import pytest
from form_filling import AUGUST, fill, night, sent
from openpyxl import Workbook, load_workbook

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import DomainError, StorageProblem
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.forms import gathering, returned, sending, who_sent
from gaotang_desktop.services.sheets.forms.found import TAKEN, State

NAMES = ("北村", "江村", "郭桥社区")


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for name in NAMES:
        builders.village(opened, name)
    builders.unit(opened)
    yield opened
    opened.close()


@pytest.fixture
def forms(work, tmp_path):
    return sent(work, tmp_path / "发出")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "收回").mkdir()
    return tmp_path / "收回"


def look(work, folder, **named):
    return returned.look(work, folder, **named)


def states(looked):
    return {each.name: each.state for each in looked.files}


def take(work, looked, files=None, **named):
    chosen = [each for each in looked.files if each.state in TAKEN]
    files = chosen if files is None else files
    sheet = gathering.together(looked.kind, files)
    return gathering.take(work, looked, files, sheet, **named)


def leaders(work):
    listed = records.listing(work, "patrols").only(["village_id", "night", "leader"])
    return sorted((row[0].label, f"{row[1]:%m-%d}", row[2]) for row in listed.rows)


def made_older(path, by=3600):
    was = path.stat().st_mtime
    os.utime(path, (was - by, was - by))


def test_forms_are_known_whatever_the_files_are_called_and_wherever_they_lie(work, forms, folder):
    (folder / "微信" / "三组").mkdir(parents=True)
    fill(forms["北村"], night(), to=folder / "新建工作表(3).xlsx")
    fill(forms["江村"], night("李四"), {}, night("王五"), to=folder / "微信" / "三组" / "a.xlsx")
    (folder / "说明.docx").write_bytes(b"words")
    looked = look(work, folder)
    assert (looked.kind, looked.period, looked.passed) == ("patrols", AUGUST, ("说明.docx",))
    assert {(each.village, each.rows, each.state) for each in looked.files} == {
        ("北村", 1, State.READY), ("江村", 2, State.READY),
    }  # fmt: skip
    assert looked.lacking(looked.files) == ["郭桥社区"]
    result = take(work, looked)
    assert (result.imported, result.rejected) == (3, 0)
    assert leaders(work) == [
        ("北村", "08-01", "张三"), ("江村", "08-01", "李四"), ("江村", "08-03", "王五"),
    ]  # fmt: skip
    assert who_sent.standing(work, "patrols", AUGUST).sentence == (
        "2026年8月平安夜巡 2/3 村已报，未报：郭桥社区。"
    )
    work.undo()
    assert leaders(work) == []
    assert len(who_sent.standing(work, "patrols", AUGUST).lacking) == 3


def test_a_form_resaved_as_csv_keeps_its_mark(work, forms, folder):
    filled = fill(forms["江村"], night(开始="8点半"), to=folder / "x.xlsx")
    page = load_workbook(filled).worksheets[0]
    with (folder / "夜巡.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(
            [str(value)[:10] if value is not None else "" for value in row]
            if number > 5
            else [value or "" for value in row]
            for number, row in enumerate(page.iter_rows(values_only=True), start=1)
        )
    filled.unlink()
    looked = look(work, folder)
    assert [(each.village, each.rows, each.said) for each in looked.files] == [("江村", 1, "")]
    assert take(work, looked).imported == 1


def test_a_form_whose_head_was_deleted_is_known_by_its_hidden_sheet(work, forms, folder):
    book = load_workbook(fill(forms["北村"], night()))
    book.worksheets[0].delete_rows(1, 4)
    book.save(folder / "无题.xlsx")
    looked = look(work, folder)
    assert [(each.village, each.state, each.rows) for each in looked.files] == [
        ("北村", State.READY, 1)
    ]


def own_sheet(path, title=None, head=("日期", "带班", "参加人数")):
    book = Workbook()
    for row in ([title] if title else [], head, ("2026-08-05", "赵六", 5)):
        if row:
            book.active.append(row)
    book.save(path)


def test_a_sheet_of_the_village_s_own_is_known_by_its_title_or_its_name(work, forms, folder):
    own_sheet(folder / "夜巡.xlsx", "填报单位：江村")
    own_sheet(folder / "郭桥8月夜巡.xlsx")
    own_sheet(folder / "北村.xlsx", "北村2026年7月夜巡")
    own_sheet(folder / "表.xlsx")
    looked = look(work, folder, kind="patrols", period=AUGUST)
    assert states(looked) == {
        "夜巡.xlsx": State.READY, "郭桥8月夜巡.xlsx": State.READY,
        "北村.xlsx": State.OTHER_PERIOD, "表.xlsx": State.UNCLEAR,
    }  # fmt: skip
    assert "村取自表头" in next(each for each in looked.files if each.village == "江村").said


def test_a_mark_and_a_name_that_differ_are_asked(work, forms, folder):
    fill(forms["北村"], night(), to=folder / "江村.xlsx")
    [found] = look(work, folder).files
    assert found.state is State.UNCLEAR
    assert "表号是北村，文件名是江村" in found.said


def test_forms_of_elsewhere_another_period_and_another_ledger_are_named_and_not_taken(
    work, forms, folder, tmp_path
):
    fill(forms["北村"], night(), to=folder / "a.xlsx")
    other = builders.open_work(tmp_path / "other")
    builders.village(other, "北村")
    shutil.copy(sent(other, tmp_path / "别处")["北村"], folder / "b.xlsx")
    other.close()
    july = sending.send(work, "patrols", periods.month(2026, 7), tmp_path / "七月")
    shutil.copy(july[0].file, folder / "c.xlsx")
    shutil.copy(sent(work, tmp_path / "纠纷", "disputes")["江村"], folder / "d.xlsx")
    (folder / "e.xlsx").write_bytes(b"PK broken")
    own_sheet(folder / "f.xlsx", head=("品名", "单价", "数量"))
    looked = look(work, folder, kind="patrols", period=AUGUST)
    assert states(looked) == {
        "a.xlsx": State.READY, "b.xlsx": State.OTHER_OFFICE, "c.xlsx": State.OTHER_PERIOD,
        "d.xlsx": State.OTHER_KIND, "e.xlsx": State.UNREADABLE, "f.xlsx": State.NO_FORM,
    }  # fmt: skip
    said = {each.name: each.said for each in looked.files}
    assert "别的单位" in said["b.xlsx"]
    assert "2026年7月平安夜巡填报表" in said["c.xlsx"]
    assert "2026年8月矛盾纠纷填报表" in said["d.xlsx"]


def test_two_files_of_a_village_are_asked_and_never_both_taken(work, forms, folder):
    made_older(fill(forms["北村"], night("旧"), to=folder / "a.xlsx"))
    fill(forms["北村"], night("新"), to=folder / "b.xlsx")
    shutil.copy(folder / "b.xlsx", folder / "c.xlsx")
    looked = look(work, folder)
    assert states(looked) == {
        "a.xlsx": State.DOUBLE, "b.xlsx": State.DOUBLE, "c.xlsx": State.SAME,
    }  # fmt: skip
    assert "这一份最新" in looked.files[1].said
    doubles = [each for each in looked.files if each.state is State.DOUBLE]
    with pytest.raises(DomainError, match="只能收一份"):
        take(work, looked, doubles)
    assert leaders(work) == []
    take(work, looked, returned.newest_of(looked.files))
    assert [each[2] for each in leaders(work)] == ["新"]


def test_what_was_gathered_before_is_told_and_a_second_form_is_asked(work, forms, folder):
    fill(forms["北村"], night(), to=folder / "a.xlsx")
    take(work, look(work, folder))
    assert states(look(work, folder)) == {"a.xlsx": State.KNOWN}
    fill(forms["北村"], night(), night("李四"), to=folder / "b.xlsx")
    looked = look(work, folder)
    assert states(looked) == {"a.xlsx": State.KNOWN, "b.xlsx": State.DOUBLE}
    result = take(work, looked, [looked.files[1]])
    assert (result.imported, result.unchanged) == (1, 1)


def test_bad_rows_go_back_into_each_sender_s_file_and_the_mended_copy_is_taken_next(
    work, forms, folder
):
    fill(forms["北村"], night(), night("李四", "许多"), to=folder / "bei.xlsx")
    fill(forms["江村"], night("王五", -1), night("王五", 3), to=folder / "jiang.xlsx")
    fill(forms["郭桥社区"], night("赵六"), to=folder / "guo.xlsx")
    result = take(work, look(work, folder))
    assert (result.imported, result.rejected) == (3, 2)
    assert {path.name for path in result.error_copies} == {
        "bei-有问题的行.xlsx", "jiang-有问题的行.xlsx",
    }  # fmt: skip
    assert "“bei.xlsx”第 8 行" in result.detail
    standing = who_sent.standing(work, "patrols", AUGUST)
    assert [row.village for row in standing.troubled] == ["北村", "江村"]
    for path, cell in (("bei-有问题的行.xlsx", "F8"), ("jiang-有问题的行.xlsx", "F7")):
        book = load_workbook(folder / path)
        assert book.worksheets[0][cell].comment is not None
        book.worksheets[0][cell].value = 5
        book.save(folder / path)
    again = look(work, folder)
    assert states(again) == {
        "bei.xlsx": State.KNOWN, "jiang.xlsx": State.KNOWN, "guo.xlsx": State.KNOWN,
        "bei-有问题的行.xlsx": State.READY, "jiang-有问题的行.xlsx": State.READY,
    }  # fmt: skip
    result = take(work, again)
    assert (result.imported, result.unchanged, result.rejected) == (2, 2, 0)
    assert who_sent.standing(work, "patrols", AUGUST).sentence == "2026年8月平安夜巡 3/3 村已报。"


def test_a_form_with_nothing_in_it_is_a_report(work, forms, folder):
    shutil.copy(forms["北村"], folder / "空.xlsx")
    looked = look(work, folder)
    assert states(looked) == {"空.xlsx": State.EMPTY}
    take(work, looked)
    assert [row.village for row in who_sent.standing(work, "patrols", AUGUST).lacking] == [
        "江村", "郭桥社区",
    ]  # fmt: skip


def test_when_a_copy_cannot_be_written_nothing_is_stored_and_no_copy_stays(
    work, forms, folder, monkeypatch
):
    fill(forms["北村"], night("甲", "许多"), night("乙"), to=folder / "a.xlsx")
    fill(forms["江村"], night("丙", "许多"), to=folder / "b.xlsx")
    looked = look(work, folder)
    (folder / "b.xlsx").unlink()
    (folder / "b.xlsx").mkdir()
    gone = [
        each if each.name != "b.xlsx" else gathering.replace(each, path=folder / "没有" / "b.xlsx")
        for each in looked.files
    ]
    with pytest.raises(StorageProblem, match="一行都没有导入"):
        take(work, looked, gone)
    assert leaders(work) == []
    assert not list(folder.glob("*有问题的行*"))


def test_the_counts_of_a_month_are_gathered(work, folder, tmp_path):
    forms = sent(work, tmp_path / "底数", "key-group-counts")
    fill(
        forms["北村"],
        {"总数": 3, "已管控帮扶": 3},
        {"总数": 2, "已管控帮扶": 1},
        to=folder / "a.xlsx",
    )
    assert take(work, look(work, folder)).imported == 2
    listed = records.listing(work, "key-group-counts").only(["month", "category", "total"])
    assert sorted(listed.rows) == [
        (date(2026, 8, 1), "社区康复", 2), (date(2026, 8, 1), "社区戒毒", 3),
    ]  # fmt: skip


def test_a_folder_without_forms_asks_what_it_is(work, folder):
    with pytest.raises(DomainError, match="看不出是哪一种台账"):
        look(work, folder)
    with pytest.raises(StorageProblem, match="没有找到文件夹"):
        look(work, folder / "没有")


def test_a_damaged_file_is_named_and_a_link_to_nothing_passed_over(work, forms, folder):
    fill(forms["北村"], night(), to=folder / "a.xlsx")
    (folder / "b.xlsx").symlink_to(folder / "没有.xlsx")
    (folder / "c.xls").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"x" * 50)
    assert states(look(work, folder)) == {"a.xlsx": State.READY, "c.xls": State.UNREADABLE}


def copied_into(book, title, path):
    page = book.create_sheet(title)
    for row in load_workbook(path).worksheets[0].iter_rows():
        for cell in row:
            page.cell(cell.row, cell.column, cell.value)


@pytest.mark.parametrize("below", [False, True])
def test_the_forms_of_two_villages_in_one_file_are_never_taken_for_one(
    work, forms, folder, tmp_path, below
):
    mine = load_workbook(fill(forms["北村"], night("甲"), to=tmp_path / "甲.xlsx"))
    other = fill(forms["江村"], night("乙"), to=tmp_path / "乙.xlsx")
    if below:
        page = mine.worksheets[0]
        start = page.max_row + 2
        for row in load_workbook(other).worksheets[0].iter_rows():
            for cell in row:
                page.cell(start + cell.row, cell.column, cell.value)
    else:
        mine.worksheets[0].title = "北村"
        copied_into(mine, "江村", other)
    mine.save(folder / "两村.xlsx")
    [found] = look(work, folder).files
    assert found.state is State.NO_FORM
    assert "北村2026年8月平安夜巡、江村2026年8月平安夜巡" in found.said


def test_two_villages_in_a_sheet_without_numbers_are_never_taken_for_one(work, forms, folder):
    made = Workbook()
    for name in ("北村", "江村"):
        made.active.append([f"填报单位：{name}"])
        made.active.append(["夜晚", "带班人", "人数"])
        made.active.append([date(2026, 8, 1), "甲", 3])
    made.save(folder / "夜巡.xlsx")
    [found] = look(work, folder, kind="patrols", period=AUGUST).files
    assert (found.state, found.village_id) == (State.NO_FORM, None)
    assert "里面有 2 个村的表" in found.said


def test_what_was_written_over_the_example_is_asked_and_not_lost(work, forms, folder):
    book = load_workbook(fill(forms["北村"], night("李四")))
    page = book.worksheets[0]
    heads = {str(cell.value).rstrip("*").split("（")[0]: cell.column for cell in page[5]}
    page.cell(6, heads["带班人"]).value = "赵大"
    book.save(folder / "北村.xlsx")
    looked = look(work, folder)
    result = take(work, looked)
    assert (result.imported, result.rejected) == (1, 1)
    assert "内容却改过了（“赵大”）" in result.errors[0].message
    assert result.errors[0].offers == ("赵大",)


def test_a_form_turned_into_that_of_another_month_is_asked(work, forms, folder):
    for name, titled in (("北村", True), ("江村", False)):
        book = load_workbook(fill(forms[name], night("李四")))
        page = book.worksheets[0]
        for cell in (page["A1"], page["A2"]) if titled else ():
            cell.value = cell.value.replace("2026年8月", "2026年9月")
        page.cell(7, 2).value = date(2026, 9, 1)
        book.save(folder / f"{name}.xlsx")
    looked = look(work, folder)
    assert {each.state for each in looked.files} == {State.OTHER_PERIOD}
    assert ["标题却不是" in each.said for each in looked.files] == [True, False]


def test_what_a_second_form_lacks_is_named(work, forms, folder):
    fill(forms["北村"], night("甲"), night("乙"), to=folder / "一.xlsx")
    take(work, look(work, folder))
    (folder / "一.xlsx").unlink()
    fill(forms["北村"], night("甲"), to=folder / "二.xlsx")
    looked = look(work, folder)
    result = take(work, looked, looked.files)
    assert result.notes[-1].startswith(
        "北村以前收过这一期的填报表，已有的这些记录这一份里没有：08-02夜。"
    )
    assert len(leaders(work)) == 2


def test_what_cannot_hold_a_form_and_what_packs_some_is_named(work, forms, folder):
    fill(forms["北村"], night(), to=folder / "北村.xlsx")
    for name in ("江村.zip", "郭桥.rar", "照片.jpg", "~$北村.xlsx"):
        (folder / name).write_bytes(b"PK\x03\x04")
    looked = look(work, folder)
    assert looked.passed == ("照片.jpg",)
    assert states(looked) == {
        "北村.xlsx": State.READY, "江村.zip": State.UNREADABLE, "郭桥.rar": State.UNREADABLE,
    }  # fmt: skip
    assert all("解压" in each.said for each in looked.files if each.state is State.UNREADABLE)


def test_nights_that_nobody_filled_in_are_no_rows_where_a_form_lost_its_mark(work, forms, folder):
    book = load_workbook(fill(forms["北村"], night(), {}, night("李四")))
    for page in book.worksheets[1:]:
        book.remove(page)
    for row in book.active.iter_rows(max_row=4):
        for cell in row:
            if isinstance(cell.value, str) and "GT/" in cell.value:
                cell.value = None
    book.save(folder / "北村.xlsx")
    looked = look(work, folder, kind="patrols", period=AUGUST)
    assert [(each.state, each.rows) for each in looked.files] == [(State.READY, 2)]
    result = take(work, looked)
    assert (result.imported, result.errors) == (2, [])
    assert any("当作没有填" in note for note in result.notes)


def test_a_worksheet_copied_within_a_form_is_taken_once_and_one_that_differs_is_asked(
    work, forms, folder
):
    book = load_workbook(fill(forms["北村"], night(), {}, night("李四")))
    book.copy_worksheet(book.worksheets[0]).title = "副本"
    book.save(folder / "北村.xlsx")
    looked = look(work, folder)
    assert take(work, looked, dry_run=True).imported == 2
    book["副本"]["F7"].value = 9
    book.save(folder / "北村.xlsx")
    (told,) = look(work, folder).files
    assert told.state is State.NO_FORM
    assert "“平安夜巡”、“副本”），内容不一样" in told.said


def test_one_form_in_two_kinds_of_file_is_one_and_two_that_differ_are_asked(work, forms, folder):
    filled = fill(forms["北村"], night(), to=folder / "北村.xlsx")
    shutil.copy(filled, folder / "北村.xlsm")
    book = load_workbook(filled)
    book.properties.title = "又存了一次"
    book.save(filled)
    assert sorted(states(look(work, folder)).values()) == [State.SAME, State.READY]
    fill(filled, night("李四"))
    assert set(states(look(work, folder)).values()) == {State.DOUBLE}


def test_a_day_outside_the_month_of_a_form_is_asked_and_never_stored_by_itself(work, forms, folder):
    fill(
        forms["北村"],
        night("李四"),
        night("王五"),
        night("赵六", 夜晚=date(2026, 9, 3)),
        to=folder / "北村.xlsx",
    )
    looked = look(work, folder)
    result = take(work, looked)
    assert (result.imported, result.rejected) == (2, 1)
    [asked] = result.errors
    assert "不在2026年8月里" in asked.message
    assert asked.offers == ("2026-08-03", "2026-09-03")


def test_what_a_village_wrote_in_the_group_is_taken_as_its_form(work, forms, folder):
    fill(forms["江村"], night("李四"), to=folder / "江村.xlsx")
    (folder / "北村.txt").write_text(
        "北村 8月3日 20:00-22:00 张三 4人 正常\n北村 8月4日 20:00-22:00 张三 3人 路灯坏了一盏\n",
        "utf-8",
    )
    (folder / "群里.txt").write_text(
        "郭桥社区 8月3日 20:00-22:00 王五 4人\n北村 8月5日 张三 3人\n", "utf-8"
    )
    looked = look(work, folder)
    assert states(looked) == {
        "北村.txt": State.READY, "江村.xlsx": State.READY, "群里.txt": State.NO_FORM,
    }  # fmt: skip
    result = take(work, looked)
    assert (result.imported, result.rejected) == (3, 0)
    assert leaders(work)[0] == ("北村", "08-03", "张三")
