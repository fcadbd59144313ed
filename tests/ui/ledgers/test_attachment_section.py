"""附件 in the detail of a ledger: dropped, listed, opened, removed, taken back."""

from pathlib import Path
from typing import ClassVar

import builders
import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from gaotang_desktop.services import attachments
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.ledger_page import LedgerPage


class VillagesPage(LedgerPage):
    key = "registers"
    title = "村与单位"
    icon = "map-pinned"
    reads: ClassVar = frozenset({"villages"})

    def __init__(self, desk):
        super().__init__(desk, with_period=False)
        self.add_ledger(Ledger(desk, "villages"))
        self.add_buttons()


PAGES = (VillagesPage,)


class Opened(QObject):
    """Stands where the system's program would: the desktop services of Qt hand it the file."""

    def __init__(self):
        super().__init__()
        self.paths = []

    @Slot(QUrl)
    def show(self, url):
        self.paths.append(url.toLocalFile())


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    builders.village(opened)
    yield opened
    opened.close()


@pytest.fixture
def ledger(window):
    return window.current_page().ledger


def drop(ledger, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(20, 20), copy, data, left, plain)
    QApplication.sendEvent(ledger.panel, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(ledger.panel, QDropEvent(QPointF(20, 20), copy, data, left, plain))


def photo(tmp_path, name="现场照片.jpg", content=b"one"):
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def test_files_dropped_on_the_detail_are_kept_and_undo_takes_them_off(
    qtbot, window, work, ledger, tmp_path
):
    drop(ledger, photo(tmp_path), photo(tmp_path, "公开信.docx", b"two"))
    qtbot.waitUntil(lambda: ledger.attachments.heading.text() == "附件 · 2 个")
    assert [each.name for each in ledger.attachments.found] == ["现场照片.jpg", "公开信.docx"]
    work.undo()
    qtbot.waitUntil(lambda: ledger.attachments.heading.text() == "附件")


def test_an_attachment_is_removed_and_restored(qtbot, window, work, ledger, tmp_path):
    drop(ledger, photo(tmp_path))
    qtbot.waitUntil(lambda: len(ledger.attachments.found) == 1)
    ledger.attachments.remove(ledger.attachments.found[0].id)
    qtbot.waitUntil(lambda: not ledger.attachments.found)
    window.undo()
    qtbot.waitUntil(lambda: len(ledger.attachments.found) == 1)


def test_the_systems_program_is_given_a_copy(qtbot, window, work, ledger, tmp_path):
    [number] = attachments.add(work, "villages", 1, [photo(tmp_path)])
    handler = Opened()
    QDesktopServices.setUrlHandler("file", handler, "show")
    try:
        qtbot.waitUntil(lambda: len(ledger.attachments.found) == 1)
        ledger.attachments.open(number)
        qtbot.waitUntil(lambda: bool(handler.paths))
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert handler.paths[0].endswith("现场照片.jpg")
    assert Path(handler.paths[0]).is_relative_to(work.folder / "opened")  # swept at the next start


def test_a_folder_dropped_is_refused_in_a_sentence(qtbot, window, ledger, tmp_path):
    drop(ledger, tmp_path)
    qtbot.waitUntil(lambda: window.messages.dialog is not None)
    assert "是一个文件夹" in window.messages.dialog.text.text()
    window.messages.dialog.close()


def test_nothing_can_be_dropped_where_no_record_is_shown(ledger):
    ledger._show_detail(None)
    assert not ledger.panel.acceptDrops()
