"""Copies that are made by themselves: before an import, before a restore, on closing; and their age."""

import os
import shutil
from datetime import datetime, timedelta

import pytest
from builders import open_work, village
from window_steps import owned

from gaotang_desktop.app import make_window, open_folder
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.services import backups, records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.workbench import figures

NOW = datetime(2026, 10, 24, 9, 0)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=NOW)
    village(opened)
    yield opened
    opened.close()


def sheet(path, rows):
    lines = ["村名", *(f"第{n}村" for n in range(rows))]
    path.write_text("\n".join(lines), "utf-8")
    return path


def copies(work):
    return backups.listed(work.folder)


def names_in(copy, tmp_path):
    shutil.copyfile(copy.path, tmp_path / "look.sqlite")
    (tmp_path / "look").mkdir()
    (tmp_path / "look.sqlite").rename(tmp_path / "look" / "gaotang.sqlite")
    look = open_work(tmp_path / "look", now=NOW)
    try:
        return [each.label for each in records.references(look, "villages")]
    finally:
        look.close()


def test_an_import_of_many_rows_makes_a_copy_of_what_was_before(work, tmp_path):
    imports.import_sheet(work, "villages", sheet(tmp_path / "村.csv", 30))
    (copy,) = copies(work)
    assert names_in(copy, tmp_path) == ["郭桥村"]


@pytest.mark.parametrize(("rows", "options"), [(5, {}), (30, {"dry_run": True})])
def test_a_few_rows_or_a_trial_make_none(work, tmp_path, rows, options):
    imports.import_sheet(work, "villages", sheet(tmp_path / "村.csv", rows), **options)
    assert copies(work) == []


def test_nothing_is_copied_twice(work, tmp_path):
    backups.back_up(work)
    assert backups.back_up_changes(work) == ()
    imports.import_sheet(work, "villages", sheet(tmp_path / "村.csv", 30))
    assert len(copies(work)) == 1
    backups.back_up_changes(work)
    assert len(copies(work)) == 2


def test_an_import_goes_on_when_no_copy_can_be_made_and_says_so(work, tmp_path):
    work.backup_folder.write_text("a file in the way", "utf-8")
    done = imports.import_sheet(work, "villages", sheet(tmp_path / "村.csv", 30))
    assert done.imported == 30
    assert any(note.startswith("导入以前没有备份成：") for note in done.notes)


def test_before_a_restore_the_present_state_is_copied_and_stands_in_the_list(work, tmp_path):
    backups.back_up(work)
    village(work, "北村")
    work.close()
    (first,) = copies(work)
    backups.restore(work.folder, first.path, now=lambda: NOW + timedelta(hours=1))
    newest, _first = copies(work)
    assert set(names_in(newest, tmp_path)) == {"郭桥村", "北村"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_restore_for_which_there_is_no_room_changes_nothing(work):
    backups.back_up(work)
    village(work, "北村")
    work.close()
    (first,) = copies(work)
    work.backup_folder.chmod(0o500)
    try:
        with pytest.raises(StorageProblem):
            backups.restore(work.folder, first.path)
    finally:
        work.backup_folder.chmod(0o700)


def test_closing_the_window_copies_what_was_done_since(qtbot, work):
    folder = work.folder
    work.close()
    window = make_window(folder)
    owned(qtbot, window)
    window.show()
    open_folder(window, folder)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=20_000)
    before = len(backups.listed(folder))
    village(window.desk.work, "北村")
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=20_000)
    window.close()
    qtbot.waitUntil(lambda: len(backups.listed(folder)) == before + 1, timeout=20_000)


@pytest.mark.parametrize(("days", "told"), [(0, False), (3, False), (4, True), (40, True)])
def test_the_workbench_tells_of_an_old_copy(work, days, told):
    backups.back_up(work)
    later = open_later(work, days)
    try:
        lines = [each.what for each in figures.today(later).todos]
        assert (f"最近一份备份是 {days} 天前的" in lines) is told
    finally:
        later.close()


def open_later(work, days):
    work.close()
    return open_work(work.folder, now=NOW + timedelta(days=days))
