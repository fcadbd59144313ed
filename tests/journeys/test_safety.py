"""Backups, restoring, the history and the data check through the real window."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from builders import NOW, village
from keyboard import Clerk, Key
from PySide6.QtWidgets import QLabel
from window_steps import active, choose_row, owned, settled, take_in

from gaotang_desktop.app import attach, make_window, open_folder
from gaotang_desktop.services import backups, records
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui.frame import salvaging
from gaotang_desktop.ui.frame.full_pages import TroublePage


@pytest.fixture
def clock():
    return [NOW]


@pytest.fixture
def window(qtbot, tmp_path, clock):
    work = Workplace.open(tmp_path / "data", now=lambda: clock[0])
    made = make_window(work.folder)
    owned(qtbot, made)
    made.show()
    attach(made, work, show="system")
    settled(qtbot, made)
    yield made
    made.desk.work.close()


def names(window):
    return [each.label for each in records.references(window.desk.work, "villages")]


def texts(table, column):
    return [table.item(row, column).text().strip() for row in range(table.rowCount())]


def test_a_chosen_backup_is_restored_in_the_window_and_what_it_replaces_is_kept(
    qtbot, window, clock
):
    folder = window.desk.work.folder
    village(window.desk.work, "郭桥村")
    window.current_page().back_up()
    settled(qtbot, window)
    village(window.desk.work, "刘庄村")
    settled(qtbot, window)
    page = window.current_page()
    clerk = Clerk(qtbot, active(qtbot, window))
    clerk.turns_to("system", "备份")
    settled(qtbot, window)
    assert texts(page.backups.table, 2) == ["完好"]
    assert not page.backups.back_button.isVisible()
    assert page.backups.held.text() == "这份备份里：村（社区） 1 → 现在 2；其余的和现在一样多。"
    # A newer one above it leaves the choice where it was.
    clock[0] += timedelta(minutes=1)
    page.back_up()
    settled(qtbot, window)
    assert page.backups.table.chosen_rows() == [1]
    assert clerk.focus() is page.backups.table
    clerk.presses(Key.Key_Tab)
    assert clerk.focus() is page.backups.restore_button
    clerk.presses(Key.Key_Space)
    assert "不会删掉" in window.messages.dialog.text.text()
    active(qtbot, window.messages.dialog)
    while clerk.focus() is not window.messages.dialog.act:
        clerk.presses(Key.Key_Tab)
    clerk.presses(Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk is not None and not window.jobs.is_busy(), timeout=20_000)
    settled(qtbot, window)
    assert names(window) == ["郭桥村"]
    assert window.current_page().key == "system"
    [kept] = (folder / "backups").glob("replaced-*")
    with sqlite3.connect(kept / "gaotang.sqlite") as file:
        found = [row[0] for row in file.execute("SELECT name FROM villages ORDER BY id")]
    file.close()
    assert found == ["郭桥村", "刘庄村"]
    village(window.desk.work, "东村")
    assert names(window) == ["郭桥村", "东村"]


def test_a_file_that_is_no_backup_changes_nothing_and_the_window_opens_again(
    qtbot, window, tmp_path
):
    village(window.desk.work, "郭桥村")
    (tmp_path / "x.sqlite").write_bytes(b"text")
    window.desk.frame.restore(tmp_path / "x.sqlite")
    qtbot.waitUntil(lambda: window.desk is not None and not window.jobs.is_busy(), timeout=20_000)
    settled(qtbot, window)
    assert "不是完好的数据文件" in window.messages.dialog.text.text()
    assert names(window) == ["郭桥村"]


def test_a_damaged_backup_is_marked_and_not_restored(qtbot, window):
    folder = window.desk.work.folder / "backups"
    folder.mkdir()
    (folder / "gaotang-20261020-080000.sqlite").write_bytes(b"\0" * 900)
    page = window.current_page()
    page.reload()
    settled(qtbot, window)
    assert texts(page.backups.table, 2) == ["不能用"]
    page.backups.table.selectRow(0)
    page.backups.restore_chosen()
    assert window.messages.dialog.act is None
    assert "不能使用" in window.messages.dialog.text.text()


def test_an_altered_backup_is_marked_and_restored_only_when_that_is_asked_for(qtbot, window):
    village(window.desk.work, "郭桥村")
    copy, _ = backups.back_up(window.desk.work)
    with closing(sqlite3.connect(copy, isolation_level=None)) as file:
        file.execute("UPDATE villages SET name = '郭乔村'")
    page = window.current_page()
    page.reload()
    settled(qtbot, window)
    assert texts(page.backups.table, 2) == ["和历史对不上"]
    page.backups.table.selectRow(0)
    page.backups.restore_chosen()
    window.messages.dialog.act.click()
    qtbot.waitUntil(lambda: window.messages.dialog is not None, timeout=20_000)
    settled(qtbot, window)
    assert names(window) == ["郭桥村"]
    asked = window.messages.dialog
    assert "（村名）没有经过本程序就被改动" in asked.text.text()
    assert "没有对得上的备份" in asked.text.text()
    asked.act.click()
    qtbot.waitUntil(lambda: window.desk is not None and not window.jobs.is_busy(), timeout=20_000)
    settled(qtbot, window)
    assert names(window) == ["郭乔村"]


def test_the_second_place_is_missing_old_or_fresh(qtbot, window, clock, tmp_path):
    work, mark = window.desk.work, window.strip._second.words
    stick = tmp_path / "U盘"
    work.change_settings({"second_backup_folder": str(stick)})
    settled(qtbot, window)
    assert mark.text() == "第二备份位置没有接上"
    stick.mkdir()
    window.current_page().back_up()
    settled(qtbot, window)
    assert mark.text() == "第二份备份 今天"
    assert backups.listed(work.folder)
    clock[0] = NOW + timedelta(days=9)
    window.tell_backup()
    assert mark.text() == "第二份备份 9 天前"
    window.current_page().reload()
    assert str(stick) in window.current_page().backups.second.text()


def test_any_operation_of_the_history_is_undone_and_redone(qtbot, window):
    work = window.desk.work
    village(work, "郭桥村")
    village(work, "刘庄村")
    settled(qtbot, window)
    page = window.current_page()
    page.redo_chosen()  # the newest is chosen by itself, and was never undone
    assert "不用重做" in window.messages._toast.label.text()
    choose_row(page.history, 1)
    page.undo_chosen()
    settled(qtbot, window)
    assert names(window) == ["刘庄村"]
    row = texts(page.history, 3).index("已撤销")
    choose_row(page.history, row)
    page.undo_chosen()
    assert "已经撤销" in window.messages._toast.label.text()
    page.redo_chosen()
    settled(qtbot, window)
    assert names(window) == ["郭桥村", "刘庄村"]
    choose_row(page.history, page.history.rowCount() - 1)
    page.redo_chosen()
    assert "不用重做" in window.messages._toast.label.text()


def test_the_data_check_lists_what_it_finds(qtbot, window):
    page = window.current_page()
    page.check()
    settled(qtbot, window)
    assert page.findings.rowCount() == 0
    assert "数据完好" in page.checked.text()
    work = window.desk.work
    with sqlite3.connect(work.path) as file:
        file.execute(
            "INSERT INTO officers (village_id, role, name, created_at, changed_at)"
            " VALUES (99, '网格员', '某', '2026-01-01', '2026-01-01')"
        )
    file.close()
    page.check()
    settled(qtbot, window)
    assert page.tabs.currentWidget() is page.check_sheet
    # It points nowhere, and no step of the history made it.
    assert page.findings.rowCount() == 2
    assert "发现 2 个问题" in page.checked.text()


def test_an_import_with_bad_rows_is_read_first_and_then_undone_as_a_whole(qtbot, window, tmp_path):
    path = tmp_path / "村.csv"
    path.write_text("村名,户数\n郭桥村,100\n刘庄村,很多\n", "utf-8")
    window.go("registers")
    take_in(qtbot, window, window.current_page().ledger, path)
    assert names(window) == ["郭桥村"]
    assert window.messages._toast is None
    window.messages.dialog.leave.click()
    toast = window.messages._toast
    assert "撤销整次导入" in toast.label.text()
    toast.button.click()
    settled(qtbot, window)
    assert names(window) == []


def test_what_a_restoring_replaced_comes_back_by_one_button(qtbot, window):
    village(window.desk.work, "郭桥村")
    window.current_page().back_up()
    settled(qtbot, window)
    village(window.desk.work, "刘庄村")
    settled(qtbot, window)
    for deed, left in (("restore_chosen", ["郭桥村"]), ("go_back", ["郭桥村", "刘庄村"])):
        page = window.current_page().backups
        window.current_page().tabs.setCurrentWidget(page)
        page.table.selectRow(page.table.rowCount() - 1)
        assert page.back_button.isVisible() == (deed == "go_back")
        getattr(page, deed)()
        window.messages.dialog.act.click()
        qtbot.waitUntil(
            lambda: window.desk is not None and not window.jobs.is_busy(), timeout=20_000
        )
        settled(qtbot, window)
        assert sorted(names(window)) == sorted(left)


def test_a_damaged_file_is_salvaged_in_the_window_and_worked_with(qtbot, tmp_path):
    folder = tmp_path / "damaged"
    work = Workplace.open(folder, now=lambda: NOW)
    village(work, "郭桥村")
    backups.back_up(work)
    village(work, "刘庄村")
    work.close()
    file = sqlite3.connect(folder / "gaotang.sqlite")
    [(page,)] = file.execute("SELECT rootpage FROM sqlite_master WHERE name = 'villages'")
    file.close()
    with (folder / "gaotang.sqlite").open("rb+") as damaged:
        damaged.seek((page - 1) * 4096)
        damaged.write(bytes(4096))
    made = make_window(folder)
    owned(qtbot, made)
    made.show()
    open_folder(made, folder)
    trouble = shown(qtbot, made, "数据文件损坏了，没有改动它")
    assert [each.text() for each in trouble.buttons] == [
        "恢复这份备份",
        "抢救数据",
        "从文件恢复…",
        "看说明",
        "退出",
    ]
    trouble.buttons[1].click()
    report = shown(qtbot, made, "抢救完了")
    assert (
        "村（社区）：救出 2 条（其中 2 条靠修改历史找回）；备份里有 1 条。"
        in report.detail.toPlainText()
    )
    report.buttons[0].click()
    qtbot.waitUntil(lambda: made.desk is not None and not made.jobs.is_busy(), timeout=20_000)
    settled(qtbot, made)
    assert names(made) == ["郭桥村", "刘庄村"]
    made.desk.work.close()


def test_where_the_data_are_gone_a_backup_of_another_office_is_put_there_only_on_purpose(
    qtbot, tmp_path
):
    for place, name in (("ours", "郭桥村"), ("theirs", "别村")):
        work = Workplace.open(tmp_path / place, now=lambda: NOW)
        village(work, name)
        copy, _ = backups.back_up(work)
        work.close()
    (tmp_path / "ours" / "gaotang.sqlite").unlink()
    made = make_window(tmp_path / "ours")
    owned(qtbot, made)
    made.show()
    open_folder(made, tmp_path / "ours")
    shown(qtbot, made, "数据文件不见了，没有新建数据")
    salvaging.put_back(made, tmp_path / "ours", copy, open_folder)
    asked = made.messages.dialog
    assert "是别的数据文件夹的，没有恢复，数据没有改动" in asked.text.text()
    assert not (tmp_path / "ours" / "gaotang.sqlite").exists()
    asked.act.click()
    qtbot.waitUntil(lambda: made.desk is not None and not made.jobs.is_busy(), timeout=20_000)
    settled(qtbot, made)
    assert names(made) == ["别村"]
    made.desk.work.close()


def test_the_list_of_backups_asks_before_another_office_takes_the_place_of_this_one(
    qtbot, window, tmp_path
):
    village(window.desk.work, "郭桥村")
    work = Workplace.open(tmp_path / "theirs", now=lambda: NOW)
    village(work, "别村")
    copy, _ = backups.back_up(work, tmp_path / "U盘.sqlite")
    work.close()
    window.current_page().backups._ask(copy, "恢复备份？")
    said = window.messages.dialog.text.text()
    assert "这里的数据全部换成那一份的。现在的数据不会删掉" in said
    assert "之后的修改" not in said


def shown(qtbot, window, heading):
    """The page in the window's place that has this heading."""

    def page():
        found = [each for each in window.findChildren(TroublePage) if each.isVisible()]
        return found[-1] if found and heading in texts_of(found[-1]) else None

    qtbot.waitUntil(lambda: page() is not None, timeout=20_000)
    return page()


def texts_of(page):
    return [each.text() for each in page.findChildren(QLabel)]
