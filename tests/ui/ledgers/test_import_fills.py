"""What a sheet lacks is filled in by keys above the rows, and found again with the next sheet."""

import builders
import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window_steps import owned, settled

from gaotang_desktop.services import records
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame.main_window import MainWindow
from gaotang_desktop.ui.frame.navigation import Entry
from gaotang_desktop.ui.ledgers.import_fills import MeaningRow
from gaotang_desktop.ui.ledgers.import_preview import ImportPreview
from gaotang_desktop.ui.pages.disputes.page import DisputesPage

HEAD = ["登记日期", "村", "简要情况", "类别", "涉及人数"]
ROWS = [
    ["2026-10-05", "北村", "两家为院墙争吵", "邻里纠纷", 2],
    ["2026-10-06", "江村", "欠工钱不给", "讨薪", 3],
]


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for name in ("北村", "江村"):
        builders.village(opened, name)
    for name in ("派出所", "司法所"):
        builders.unit(opened, name)
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot, work):
    made = MainWindow([Entry.of(DisputesPage)], memory=Memory(work.folder))
    owned(qtbot, made)
    made.resize(1366, 728)
    made.attach(work)
    made.show()
    settled(qtbot, made)
    return made


@pytest.fixture
def preview(qtbot, window, tmp_path):
    def shown(*rows, head=HEAD):
        book = Workbook()
        for row in [head, *rows]:
            book.active.append(row)
        book.save(tmp_path / "来表.xlsx")
        ledger = window.current_page().ledgers["disputes"]
        ledger.preview_sheet(tmp_path / "来表.xlsx")
        settled(qtbot, window)
        return ledger.findChildren(ImportPreview)[-1]

    return shown


def press(letters, key, into=None):
    focused = into or QApplication.focusWidget()
    QTest.keyClicks(focused, letters)
    QTest.keyClick(focused, key)


def states(preview):
    return [preview.table.item(row, 0).text() for row in range(preview.table.rowCount())]


def units(work):
    listed = records.listing(work, "disputes")
    return [row[listed.column("unit_id")].label for row in listed.rows]


def test_a_missing_column_and_an_unknown_word_are_settled_by_keys(qtbot, window, work, preview):
    shown = preview(*ROWS)
    assert "没有“责任单位”" in shown.said.text()
    assert QApplication.focusWidget() is shown.fills.editors["unit_id"].focusProxy()
    press("pcs", Qt.Key.Key_Return)
    settled(qtbot, window)
    assert states(shown) == ["新增", "有问题"]
    assert "责任单位照您说的填了“派出所”，共 2 行。" in shown.notes.text()
    (asked,) = (each for each in shown.findChildren(MeaningRow) if each.isVisible())
    press("tqgz", Qt.Key.Key_Return, into=asked.editor.focusProxy())
    settled(qtbot, window)
    assert states(shown) == ["新增", "新增"]
    assert shown.isVisible()  # Enter in the strip is not the window's 导入
    shown.take.click()
    settled(qtbot, window)
    assert units(work) == ["派出所", "派出所"]
    window.undo()
    settled(qtbot, window)
    assert units(work) == []


def test_what_was_filled_stands_there_for_the_next_sheet_with_the_same_heads(
    qtbot, window, work, preview
):
    first = preview(*ROWS)
    assert first.isAncestorOf(QApplication.focusWidget())
    press("sfs", Qt.Key.Key_Return)
    settled(qtbot, window)
    assert first.fills.values == {"unit_id": "司法所"}
    first.reject()
    again = preview(*ROWS)
    assert again.fills.editors["unit_id"].words() == "司法所"
    assert states(again) == ["新增", "有问题"]
    again.reject()


def test_another_column_can_be_filled_and_what_stands_in_a_row_stays(qtbot, window, work, preview):
    rows = [[*ROWS[0], "司法所"], [*ROWS[0][:2], "另一件", *ROWS[0][3:], None]]
    shown = preview(*rows, head=[*HEAD, "责任单位"])
    assert states(shown) == ["新增", "有问题"]
    assert "unit_id" in shown.fills.editors
    press("pcs", Qt.Key.Key_Return, into=shown.fills.editors["unit_id"].focusProxy())
    settled(qtbot, window)
    shown.take.click()
    settled(qtbot, window)
    assert sorted(units(work)) == ["司法所", "派出所"]
