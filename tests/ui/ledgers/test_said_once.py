"""What a sheet does not say is said once over the preview, by keyboard, and seen to be filled."""

import builders
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from window_steps import owned, settled

from gaotang_desktop.services import records
from gaotang_desktop.ui.desk import jobs
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame.main_window import MainWindow
from gaotang_desktop.ui.frame.navigation import Entry
from gaotang_desktop.ui.ledgers.import_preview import ImportPreview
from gaotang_desktop.ui.pages.patrols.page import PatrolsPage
from gaotang_desktop.ui.pages.publicity.page import PublicityPage


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for name in ("北村", "江村"):
        builders.village(opened, name)
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot, work):
    made = MainWindow([Entry.of(PatrolsPage)], memory=Memory(work.folder))
    owned(qtbot, made)
    made.resize(1366, 728)
    made.attach(work)
    made.show()
    settled(qtbot, made)
    return made


@pytest.fixture
def preview(qtbot, window, tmp_path):
    def shown(text, name="来表"):
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        ledger = window.current_page().ledgers["patrols"]
        ledger.preview_sheet(path)
        settled(qtbot, window)
        return ledger.findChildren(ImportPreview)[-1]

    return shown


def cells(shown, row=0):
    model = shown.table.model()
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    return {head: model.index(row, at).data() or "" for at, head in enumerate(heads)}


def is_italic(shown, row, column):
    face = shown.table.model().index(row, column).data(Qt.ItemDataRole.FontRole)
    return face is not None and face.italic()


def leaders(work):
    listed = records.listing(work, "patrols")
    return sorted(row[listed.column("leader")] for row in listed.rows)


def test_lacking_columns_are_filled_by_keyboard_seen_taken_in_remembered_and_undone(
    qtbot, window, work, preview, monkeypatch
):
    # As on a slow computer: the progress of the checking has the keys while it runs.
    monkeypatch.setattr(jobs, "SHOW_AFTER_MS", 60)
    text = "夜晚,人数\n2026-10-05,3\n2026-10-06,4\n"
    shown = preview(text)
    assert [line.said.text() for line in shown.strip.lines.values()] == ["整列没有", "整列没有"]
    assert list(shown.strip.lines) == ["village_id", "leader"]
    assert not shown.take.isEnabled()
    # The first of them has the focus: a village by its initials, then a name.
    QTest.keyClicks(QApplication.focusWidget(), "jc")
    shown.strip.lines["village_id"].editor.finish()
    QTest.keyClick(shown.strip.lines["village_id"].editor.line, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert QApplication.focusWidget() is shown.strip.lines["leader"].editor.line
    QTest.keyClicks(QApplication.focusWidget(), "Wang")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settled(qtbot, window)
    assert shown.take.text() == "导入 2 行"
    told = cells(shown)
    assert (told["村（统一填）"], told["带班人（统一填）"], told["人数"]) == ("江村", "Wang", "3")
    assert is_italic(shown, 0, 3)
    assert not is_italic(shown, 0, 2)
    assert "表里没有“带班人”，2 行统一填的是“Wang”。" in shown.above.notes.text()
    assert shown.strip.lines["leader"].said.text() == "填了 2 行"
    shown.take.click()
    settled(qtbot, window)
    assert leaders(work) == ["Wang", "Wang"]
    window.undo()
    settled(qtbot, window)
    assert leaders(work) == []
    # The next sheet with this head: the name is offered, the village is not, and nothing is filled unasked.
    again = preview(text)
    assert again.strip.fills == {}
    (button,) = again.strip.lines["leader"].buttons
    assert (button.text(), button.toolTip()) == ("填“Wang”", "同样的表上次填的")
    assert again.strip.lines["village_id"].buttons == []
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    settled(qtbot, window)
    assert again.strip.fills == {"leader": "Wang"}
    again.reject()


def test_empty_cells_of_a_column_are_filled_and_those_that_stand_stay(qtbot, window, work, preview):
    shown = preview("夜晚,村,带班人,人数\n2026-10-05,北村,,3\n2026-10-06,江村,李四,4\n")
    assert [line.said.text() for line in shown.strip.lines.values()] == ["1 行空着"]
    QTest.keyClicks(QApplication.focusWidget(), "Wang")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settled(qtbot, window)
    assert [cells(shown, row)["带班人"] for row in (0, 1)] == ["Wang", "李四"]
    assert [is_italic(shown, row, 3) for row in (0, 1)] == [True, False]
    shown.strip.add("way")
    line = shown.strip.lines["way"]
    QTest.keyClicks(QApplication.focusWidget(), "cx")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settled(qtbot, window)
    assert (line.words(), cells(shown)["方式（统一填）"]) == ("车巡", "车巡")
    shown.take.click()
    settled(qtbot, window)
    assert leaders(work) == ["Wang", "李四"]


def test_a_sheet_that_says_all_has_no_strip(preview):
    shown = preview("夜晚,村,带班人,人数\n2026-10-05,北村,张三,3\n")
    assert shown.strip.isHidden()
    shown.reject()


def test_unknown_names_are_said_or_registered_once_for_all_rows(qtbot, window, work, preview):
    text = (
        "夜晚,村,带班人,人数,方式\n2026-10-05,北村,张三,3,骑行\n2026-10-06,北村,张三,4,骑行\n"
        "2026-10-06,荷花塘,张三,4,车巡\n2026-10-07,北材,张三,4,车巡\n"
    )
    shown = preview(text)
    ways = ("way", "骑行"), ("village_id", "荷花塘"), ("village_id", "北材")
    assert list(shown.names.lines) == list(ways)
    way, new, near = (shown.names.lines[key] for key in ways)
    assert (way.said.text(), [each.text() for each in near.buttons]) == ("2 行", ["是“北村”"])
    way.editor.setFocus()
    QTest.keyClicks(way.editor.box, "cx")
    QTest.keyClick(way.editor.box, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert QApplication.focusWidget() is new.editor.line
    assert new.whose.shown() == new.whose.text(), "the words that are asked about are read whole"
    register = next(
        each for each in new.answers.findChildren(QPushButton) if each.text().startswith("登记为")
    )
    register.setFocus()
    QTest.keyClick(register, Qt.Key.Key_Space)
    settled(qtbot, window)
    near.buttons[0].setFocus()
    QTest.keyClick(near.buttons[0], Qt.Key.Key_Space)
    settled(qtbot, window)
    assert QApplication.focusWidget() is shown.table, "on no button that nobody chose"
    assert shown.take.text() == "导入 4 行"
    assert "新登记的村（社区）：荷花塘。" in shown.above.notes.toolTip()
    assert (way.said.text(), new.said.text()) == ("照这样读", "登记为新的村（社区）")
    shown.take.click()
    settled(qtbot, window)
    assert [each.label for each in records.references(work, "villages")][-1] == "荷花塘"
    window.undo()
    settled(qtbot, window)
    assert len(records.references(work, "villages")) == 2
    again = preview(text)
    (button,) = again.names.lines["way", "骑行"].buttons
    assert (button.text(), button.toolTip()) == ("是“车巡”", "同样的表上次这样说的")
    again.reject()


def test_a_cell_of_two_villages_is_made_a_row_of_each_by_one_button(qtbot, window, work, preview):
    shown = preview("夜晚,村,带班人,人数\n2026-10-05,北村、江村,张三,3\n")
    line = shown.names.lines["village_id", "北村、江村"]
    assert [each.text() for each in line.buttons] == ["是“北村”", "是“江村”"]
    assert line.each.text() == "各记一行"
    line.each.setFocus()
    QTest.keyClick(line.each, Qt.Key.Key_Space)
    settled(qtbot, window)
    assert (line.said.text(), shown.take.text()) == ("各记一行", "导入 2 行")
    assert [cells(shown, row)["村"] for row in (0, 1)] == ["北村", "江村"]
    shown.take.click()
    settled(qtbot, window)
    assert leaders(work) == ["张三", "张三"]
    again = preview("夜晚,村,带班人,人数\n2026-10-06,北村、江村,李四,3\n")
    line = again.names.lines["village_id", "北村、江村"]
    assert [each.text() for each in line.buttons] == ["是“北村”", "是“江村”"]
    again.reject()


def test_what_may_stay_open_is_shown_and_does_not_hold_up_the_import(qtbot, work, tmp_path):
    builders.unit(work, "派出所")
    made = MainWindow([Entry.of(PublicityPage)], memory=Memory(work.folder))
    owned(qtbot, made)
    made.resize(1366, 728)
    made.attach(work)
    made.show()
    settled(qtbot, made)
    path = tmp_path / "来表.csv"
    rows = "2026-10-05,集中宣传,派出所,{}\n2026-10-06,集中宣传,派出所,{}\n"
    path.write_text(f"日期,形式,单位,村\n{rows.format('北村', '')}", encoding="utf-8")
    ledger = made.current_page().ledgers["publicity-activities"]
    ledger.preview_sheet(path)
    settled(qtbot, made)
    shown = ledger.findChildren(ImportPreview)[-1]
    line = shown.strip.lines["village_id"]
    assert line.said.text() == "1 行空着，不填就空着存"
    assert "“村”空着（第 3 行）" in shown.above.notes.text()
    assert shown.take.isEnabled()
    assert not line.editor.hasFocus()
    QTest.keyClicks(line.editor.line, "jc")
    line.editor.finish()
    QTest.keyClick(line.editor.line, Qt.Key.Key_Return)
    settled(qtbot, made)
    assert (line.words(), cells(shown, 1)["村"]) == ("江村", "江村")
    shown.reject()


def test_a_file_of_chat_lines_is_shown_line_by_line_beside_its_own_words(preview):
    shown = preview("10月3日夜巡\n1. 北村 张三 3人 20:00-22:00 无异常\n2. 南屯村 王五 3人\n")
    assert shown.expected is not None
    assert cells(shown)["原话（不导入）"] == "北村 张三 3人 20:00-22:00 无异常"
    assert [each.row for each in shown.expected.errors] == [3]
    assert ("village_id", "南屯村") in shown.names.lines
    shown.reject()
