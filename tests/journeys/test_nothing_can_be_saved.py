"""A full disk, a stick with write protection, a lost file: the window opens and says what is so."""

import ctypes
import os
import shutil
import sys

import pytest
from builders import NOW, open_work, village
from window_steps import owned, settled

from gaotang_desktop.app import make_window, open_folder
from gaotang_desktop.domain.errors import NotWritable, StorageProblem
from gaotang_desktop.files import write_whole
from gaotang_desktop.services import attachments, backups, records
from gaotang_desktop.services.workplace import Workplace

FULL = NotWritable("磁盘已满。")


class _Capabilities(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("process", ctypes.c_int), *[
        (f"{kind}{half}", ctypes.c_uint32)
        for half in (0, 1)
        for kind in ("effective", "permitted", "inheritable")
    ]]  # fmt: skip


def may_override(allowed):
    """Whether this thread, and those that it starts, may pass over the modes of files (root's)."""
    # Linux: capset(2), version 3; CAP_DAC_OVERRIDE is bit 1, CAP_DAC_READ_SEARCH bit 2.
    libc = ctypes.CDLL(None, use_errno=True)
    held = _Capabilities(0x20080522, 0)
    data = ctypes.byref(held, 8)
    assert libc.capget(ctypes.byref(held), data) == 0
    held.effective0 = held.permitted0 if allowed else held.effective0 & ~0b110
    assert libc.capset(ctypes.byref(held), data) == 0


@pytest.fixture
def place(tmp_path):
    """A folder in which modes count: root may write everywhere, so that right is laid down."""
    if not sys.platform.startswith("linux"):
        pytest.skip("elsewhere root cannot lay down its rights")
    is_root = os.geteuid() == 0
    if is_root:
        may_override(False)
    try:
        yield tmp_path
    finally:
        if is_root:
            may_override(True)
        for path in [tmp_path, *tmp_path.rglob("*")]:
            if path.is_dir():
                path.chmod(0o700)


def an_office(folder):
    work = open_work(folder)
    number = village(work, "郭桥村")
    (folder.parent / "照片.txt").write_text("证据", "utf-8")
    attachments.add(work, "villages", number, [folder.parent / "照片.txt"])
    work.close()
    return folder


def closed_to_writing(folder):
    for path in folder.rglob("*"):
        path.chmod(0o500 if path.is_dir() else 0o400)
    folder.chmod(0o500)


def opened(qtbot, folder):
    window = owned(qtbot, make_window(folder))
    window.show()
    open_folder(window, folder)
    settled(qtbot, window)
    return window


def names(work):
    return [each.label for each in records.references(work, "villages")]


def test_a_protected_folder_is_opened_to_read_and_can_be_backed_up_elsewhere(qtbot, place):
    folder = an_office(place / "data")
    closed_to_writing(folder)
    window = opened(qtbot, folder)
    work = window.desk.work
    assert "没有写入权限" in window.notice.text()
    assert "现在只能查看" in window.notice.text()
    assert not window.notice.isHidden()
    assert names(work) == ["郭桥村"]
    for key in window.entries:
        window.go(key)
        settled(qtbot, window)
    with pytest.raises(NotWritable, match="没有写入权限"):
        village(work, "刘庄村")
    with pytest.raises(NotWritable):
        attachments.clean_up(work)
    assert attachments.opened(work, 1).read_text("utf-8") == "证据"
    with pytest.raises(StorageProblem, match=r"是只读的，“表\.xlsx”没有保存，请换一个文件夹"):
        write_whole(folder / "表.xlsx", b"x")
    copy, said = backups.back_up(work, place / "份.sqlite")
    assert said == ()
    assert backups.problem_with(copy) == ""
    work.close()


def test_what_a_power_cut_left_in_the_wal_is_read_too(place):
    folder = an_office(place / "data")
    work = open_work(folder)
    village(work, "刘庄村")
    shutil.copytree(folder, place / "nach dem Ausfall")  # as if the plug had been pulled here
    work.close()
    cut = place / "nach dem Ausfall"
    (cut / "gaotang.sqlite-shm").unlink()
    assert (cut / "gaotang.sqlite-wal").stat().st_size > 0
    before = {path: path.read_bytes() for path in cut.rglob("*") if path.is_file()}
    closed_to_writing(cut)
    work = Workplace.open_to_read(cut, FULL, now=lambda: NOW)
    assert names(work) == ["郭桥村", "刘庄村"]
    assert backups.check(work) == ()
    assert backups.problem_with(backups.back_up(work, place / "份.sqlite")[0]) == ""
    work.close()
    assert {path: path.read_bytes() for path in cut.rglob("*") if path.is_file()} == before


def test_a_new_office_cannot_begin_where_nothing_can_be_saved(qtbot, place):
    (place / "data").mkdir()
    (place / "data").chmod(0o500)
    window = opened(qtbot, place / "data")
    assert window.desk is None
    assert "没有写入权限" in shown(window)


def shown(window):
    from PySide6.QtWidgets import QLabel

    page = window._whole.currentWidget()
    return "".join(label.text() for label in page.findChildren(QLabel))


@pytest.mark.parametrize("how", ["gone", "empty"])
def test_a_lost_file_leads_to_the_newest_good_backup_and_one_click_brings_it_back(
    qtbot, tmp_path, how
):
    folder = an_office(tmp_path / "data")
    work = open_work(folder)
    backups.back_up(work)
    work.close()
    path = folder / "gaotang.sqlite"
    path.unlink() if how == "gone" else path.write_bytes(b"")
    window = opened(qtbot, folder)
    assert window.desk is None
    assert "数据文件不见了，没有新建数据" in shown(window)
    assert "最近一份完好的备份是 2026-10-24 09:00" in shown(window)
    window._whole.currentWidget().buttons[0].click()
    qtbot.waitUntil(lambda: window.desk is not None, timeout=20_000)
    settled(qtbot, window)
    assert names(window.desk.work) == ["郭桥村"]
    window.desk.work.close()


def test_a_backup_that_cannot_be_made_keeps_nobody_from_working(qtbot, tmp_path):
    folder = an_office(tmp_path / "data")
    (folder / "backups").write_text("in the way")
    window = opened(qtbot, folder)
    assert "备份没有写成" in window.notice.text()
    village(window.desk.work, "刘庄村")
    settled(qtbot, window)
    assert names(window.desk.work) == ["郭桥村", "刘庄村"]
    window.desk.work.close()
