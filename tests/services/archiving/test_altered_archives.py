"""An archive that was altered is refused in a sentence with file, sheet and row; nothing is left."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from archived_office import fill
from builders import NOW, open_work, patrol, village
from openpyxl import load_workbook

from gaotang_desktop.data import migrating
from gaotang_desktop.domain.errors import Conflict, DomainError, NewerDatabase, Unreadable
from gaotang_desktop.domain.progress import Cancelled
from gaotang_desktop.services import history, records
from gaotang_desktop.services.archiving import catalogue, restoring, writing

PATROLS = "台账/平安夜巡.xlsx"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An archive of a full office; to be copied."""
    place = tmp_path_factory.mktemp("whole")
    work = open_work(place / "data")
    fill(work, place)
    writing.write(work, place / "归档")
    work.close()
    return place / "归档"


@pytest.fixture
def archive(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "归档")
    return tmp_path / "归档"


def refused(archive, said, problem=Unreadable):
    """Restoring says this and leaves an empty data folder behind, or none."""
    folder = archive.parent / "new"
    with pytest.raises(problem, match=said) as caught:
        restoring.restore(folder, archive, now=lambda: NOW)
    work = open_work(folder)
    assert records.references(work, "villages") == ()
    assert history.listed(work) == []
    assert [each for each in (folder / "attachments").rglob("*") if each.is_file()] == []
    assert [each.name for each in folder.iterdir() if "restoring" in each.name] == []
    work.close()
    return str(caught.value)


def edited(archive, change, path=PATROLS, sheet=None):
    book = load_workbook(archive / path)
    change(book[sheet] if sheet else book.worksheets[0])
    book.save(archive / path)


def column(page, heading):
    for row in page.iter_rows(max_row=3):
        for cell in row:
            if cell.value == heading:
                return cell
    raise AssertionError(heading)


def below(page, heading, row=3):
    return page.cell(row, column(page, heading).column)


@pytest.mark.parametrize(
    "heading", ["带班人", "村", "village_id", "id", "人数", "建立时间", "行校验"]
)
def test_a_cell_that_was_edited_names_its_row(archive, heading):
    edited(archive, lambda page: setattr(below(page, heading, 4), "value", 99))
    said = refused(archive, "第 4 行和归档时不一样")
    assert f"“{PATROLS}”的工作表“平安夜巡”" in said


def test_a_row_that_was_deleted_is_named(archive):
    edited(archive, lambda page: page.delete_rows(4))
    refused(archive, "少了行号为 2 的一行")


def test_a_row_that_was_copied_is_named(archive):
    def copy(page):
        page.append([cell.value for cell in page[3]])

    edited(archive, copy)
    refused(archive, "第 6 行重复了")


def test_a_column_that_was_renamed_or_deleted_is_named(archive):
    edited(archive, lambda page: setattr(column(page, "带班人"), "value", "领队"))
    refused(archive, "缺少列“带班人”")
    edited(archive, lambda page: page.delete_cols(column(page, "行校验").column), "台账/附件.xlsx")
    edited(archive, lambda page: setattr(column(page, "领队"), "value", "带班人"))
    refused(archive, "“台账/附件.xlsx”的工作表“附件”缺少列“行校验”")


def test_a_sheet_that_was_renamed_is_named(archive):
    edited(archive, lambda page: setattr(page, "title", "夜巡"))
    refused(archive, "没有名叫“平安夜巡”的工作表，现有的是“夜巡”")


def test_what_people_do_with_a_sheet_without_changing_it_does_no_harm(archive):
    def tidy(page):
        page.column_dimensions["B"].width = 50
        page.insert_rows(1)
        page.insert_cols(3)
        page.cell(3, 3).value = "我的备注"
        page.cell(4, 3).value = "看过"
        page.freeze_panes = None

    edited(archive, tidy)
    done = restoring.restore(archive.parent / "new", archive, now=lambda: NOW)
    assert done.notes == (f"“{PATROLS}”重新保存过，内容和归档时一样。",)
    work = open_work(archive.parent / "new")
    assert history.check_everything(work) == []
    work.close()


@pytest.mark.parametrize("folder", ["公文", "附件"])
def test_a_paper_or_file_that_was_altered_or_is_gone_is_named(archive, folder):
    path = next(each for each in (archive / folder).rglob("*") if each.is_file())
    path.write_bytes(path.read_bytes() + b" ")
    refused(archive, f"“{folder}/.*被改动过")
    path.unlink()
    refused(archive, f"缺“{folder}/")


def test_a_workbook_that_is_gone_or_no_workbook_is_named(archive):
    (archive / PATROLS).write_bytes(b"PK\x03\x04 broken")
    refused(archive, "平安夜巡.xlsx”已经损坏")
    (archive / PATROLS).unlink()
    refused(archive, f"缺“{PATROLS}”")


@pytest.mark.parametrize("path", ["../outside.xlsx", "/etc/passwd", "C:\\a.xlsx", "台账/../../x"])
def test_a_path_that_leads_elsewhere_is_refused(archive, path):
    def lead(page):
        for row in page.iter_rows(min_row=2):
            if row[2].value == PATROLS:
                row[2].value = path

    edited(archive, lead, "目录.xlsx", "台账")
    refused(archive, "指向别处")


def test_a_link_to_elsewhere_is_not_followed(archive, tmp_path):
    path = next((archive / "附件").rglob("*.txt"))
    (tmp_path / "secret.txt").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(tmp_path / "secret.txt")
    refused(archive, "目录里没有“附件/")


def test_a_sheet_of_a_million_blank_rows_is_read_in_bounded_time(archive):
    def blow(page):
        below(page, "带班人", 1_048_576).value = "x"

    edited(archive, blow)
    refused(archive, "第 1048576 行和归档时不一样")


def test_a_contents_that_lacks_a_table_or_a_column_is_refused(archive):
    contents = catalogue.read(archive)
    kept = list(contents.sheets)
    contents.sheets = [each for each in kept if each.table.name != "patrols"]
    catalogue.write(archive / "目录.xlsx", contents)
    refused(archive, "少了表 patrols")


def test_something_that_is_no_archive_is_refused_before_a_data_folder_is_made(tmp_path):
    (tmp_path / "x").mkdir()
    with pytest.raises(Unreadable, match="不是归档"):
        restoring.restore(tmp_path / "new", tmp_path / "x")
    assert not (tmp_path / "new").exists()


def test_an_archive_of_a_newer_version_is_refused(archive):
    contents = catalogue.read(archive)
    contents.revision = "9999"
    catalogue.write(archive / "目录.xlsx", contents)
    refused(archive, "更新版本", NewerDatabase)


def test_an_archive_of_an_earlier_version_is_brought_up_to_date(tmp_path):
    work = open_work(tmp_path / "data")
    work.change_settings({"town": "示例镇"})
    with work.database.operation("清空") as session:
        for name in ("checklist_items", "dispute_categories"):
            session.connection().exec_driver_sql(f"DELETE FROM {name}")
    writing.write(work, tmp_path / "归档")
    work.close()
    migrating.make(tmp_path / "old.sqlite", "0007")
    with closing(sqlite3.connect(tmp_path / "old.sqlite")) as file:
        old = {
            name: {row[1] for row in file.execute(f"PRAGMA table_info({name})")}
            for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    contents = catalogue.read(tmp_path / "归档")
    contents.revision = "0007"
    contents.sheets = [
        replace(each, table=replace(each.table, columns=tuple(
            column for column in each.table.columns if column.name in old[each.table.name]
        )))
        for each in contents.sheets if each.table.name in old
    ]  # fmt: skip
    catalogue.write(tmp_path / "归档" / "目录.xlsx", contents)
    restoring.restore(tmp_path / "new", tmp_path / "归档", now=lambda: NOW)
    work = open_work(tmp_path / "new")
    assert migrating.stored_revision(work.path) == migrating.REVISIONS[-1]
    assert work.settings["town"] == "示例镇"
    assert history.check_everything(work) == []
    work.close()


def test_a_folder_with_data_is_refused_and_stays_as_it_was(archive, tmp_path):
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    work.close()
    before = (tmp_path / "data" / "gaotang.sqlite").read_bytes()
    with pytest.raises(Conflict, match="已经有数据"):
        restoring.restore(tmp_path / "data", archive, now=lambda: NOW)
    assert (tmp_path / "data" / "gaotang.sqlite").read_bytes() == before
    restoring.restore(tmp_path / "new", archive, now=lambda: NOW)
    with pytest.raises(Conflict, match="已经有数据"):
        restoring.restore(tmp_path / "new", archive, now=lambda: NOW)


def test_settings_of_the_first_steps_are_no_data(archive, tmp_path):
    work = open_work(tmp_path / "new")
    work.change_settings({"town": "别的镇"})
    work.close()
    restoring.restore(tmp_path / "new", archive, now=lambda: NOW)
    work = open_work(tmp_path / "new")
    assert work.settings["town"] == "示例镇"
    work.close()


class Stopping:
    """A progress whose operator presses 取消 at one of the steps."""

    def __init__(self, after):
        self.left = after

    def step(self, done, total, what=""):
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("after", [0, 20, 60])
def test_a_cancelled_archive_or_restore_leaves_nothing(archive, tmp_path, after):
    work = open_work(tmp_path / "data")
    fill(work, tmp_path)
    before = {each.name for each in tmp_path.iterdir()}
    with pytest.raises(Cancelled):
        writing.write(work, tmp_path / "half", progress=Stopping(after))
    assert {each.name for each in tmp_path.iterdir()} == before
    work.close()
    refused_by_hand = tmp_path / "new"
    with pytest.raises(Cancelled):
        restoring.restore(refused_by_hand, archive, now=lambda: NOW, progress=Stopping(after))
    again = open_work(refused_by_hand)
    assert history.listed(again) == []
    assert [each for each in (refused_by_hand / "attachments").rglob("*") if each.is_file()] == []
    again.close()


def test_damaged_data_are_not_archived(tmp_path):
    work = open_work(tmp_path / "data")
    place = village(work)
    for day in range(1, 24):
        patrol(work, place, date(2026, 10, day), finding="很长的话" * 500)
    with work.database.operation("改小") as session:
        session.connection().exec_driver_sql("UPDATE patrols SET people = 2")
    work.close()
    path = tmp_path / "data" / "gaotang.sqlite"
    work = open_work(tmp_path / "data")
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 6000] = b"\xff" * 6000
    path.write_bytes(content)
    with pytest.raises(DomainError, match="损坏"):
        writing.write(work, tmp_path / "归档")
    assert not (tmp_path / "归档").exists()
    work.close()
