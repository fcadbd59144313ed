"""A sheet is shown before it is taken in: what becomes of each row, decided and mended in place."""

from datetime import date

import builders
import pytest
from openpyxl import Workbook
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication
from walking import SIZES, cut_off
from window_steps import active, settled

from gaotang_desktop.domain.sheets.rows import Decision, RowState
from gaotang_desktop.services import records
from gaotang_desktop.ui.ledgers.import_preview import ImportPreview
from gaotang_desktop.ui.pages.patrols.page import PatrolsPage

PAGES = (PatrolsPage,)
HEAD = ["夜晚", "村", "带班人", "人数", "天气"]


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for name in ("北村", "江村"):
        builders.village(opened, name)
    builders.patrol(opened, 1, remark="甲")
    yield opened
    opened.close()


@pytest.fixture
def preview(qtbot, window, tmp_path):
    def shown(*rows, head=HEAD):
        book = Workbook()
        for row in [head, *rows]:
            book.active.append(row)
        book.save(tmp_path / "来表.xlsx")
        ledger = window.current_page().ledgers["patrols"]
        ledger.preview_sheet(tmp_path / "来表.xlsx")
        settled(qtbot, window)
        return ledger.findChildren(ImportPreview)[-1]

    return shown


@pytest.fixture
def two_sheets(qtbot, window, tmp_path):
    book = Workbook()
    for name, leader in (("夜巡", "李四"), ("样表", "张三丰")):
        sheet = book.create_sheet(name)
        for row in (HEAD[:4], ["2026-10-06", "江村", leader, 4]):
            sheet.append(row)
    book.save(tmp_path / "两张表.xlsx")
    ledger = window.current_page().ledgers["patrols"]

    def shown():
        settled(qtbot, window)
        return [each for each in ledger.findChildren(ImportPreview) if each.isVisible()]

    ledger.preview_sheet(tmp_path / "两张表.xlsx")
    return shown


def states(preview):
    model = preview.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def leaders(work):
    listed = records.listing(work, "patrols")
    return sorted(row[listed.column("leader")] for row in listed.rows)


def test_every_row_says_what_becomes_of_it_and_the_notes_stand_above(preview):
    shown = preview(
        ["2026-10-05", "北村", "张三", 3, "晴"], ["2026-10-05", "北村", "张三丰", 3, "晴"],
        ["2026-10-06", "江村", "李四", 4, "晴"], ["2026-10-07", "北材", "李四", 4, "晴"],
    )  # fmt: skip
    assert states(shown) == ["没有变化", "新增", "新增", "有问题"]
    assert "这些列认不出来，没有导入：天气。" in shown.above.notes.text()
    assert not shown.take.isEnabled()
    shown.reject()


def test_a_row_that_resembles_a_record_is_shown_beside_it_and_decided(qtbot, window, work, preview):
    shown = preview(["2026-10-05", "北村", "张三丰", 5, "晴"])
    assert states(shown) == [RowState.RESEMBLING.value]
    assert "带班人：已有“张三”，表里“张三丰”" in shown.below.problem.text()
    shown.below.decide[Decision.SAME].click()
    settled(qtbot, window)
    assert states(shown) == [RowState.CHANGED.value]
    shown.take.click()
    settled(qtbot, window)
    assert leaders(work) == ["张三丰"]
    window.undo()
    settled(qtbot, window)
    assert leaders(work) == ["张三"]


def test_a_cell_is_mended_in_place_and_by_what_is_offered(qtbot, window, work, preview):
    shown = preview(["2026-10-07", "北材", "李四", "许多", "晴"])
    assert [error.column for error in shown.table.errors_of(2)] == ["村", "人数"]
    shown.table.model().setData(shown.table.model().index(0, 4), "4")
    settled(qtbot, window)
    button = shown.below.offers._held[0]
    assert button.text() == "村 改成 北村"
    button.click()
    settled(qtbot, window)
    assert states(shown) == ["新增"]
    shown.take.click()
    settled(qtbot, window)
    assert leaders(work) == ["张三", "李四"]


def test_unknown_columns_are_assigned_by_hand_and_remembered(qtbot, window, work, preview):
    head = ["哪一晚", "行政区", "谁带的", "几个人"]
    row = ["2026-10-07", "江村", "李四", 4]
    shown = preview(row, head=head)
    assert "也可以点列名" in shown.said.text()
    assert not shown.take.isEnabled()
    active(qtbot, shown)
    shown.table.setFocus()
    qtbot.keyClick(shown.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    fields = QApplication.activePopupWidget()
    assert "这一列是“带班人”" in [each.text() for each in fields.actions()]
    fields.close()
    for header, name in zip(head, ("night", "village_id", "leader", "people"), strict=True):
        shown.assign(header, name)
        settled(qtbot, window)
    assert states(shown) == ["新增"]
    shown.reject()
    again = preview(row, head=head)
    assert states(again) == ["新增"]
    again.take.click()
    settled(qtbot, window)
    assert leaders(work) == ["张三", "李四"]


def test_a_chip_narrows_the_rows_to_those_to_look_at(preview):
    shown = preview(
        ["2026-10-06", "江村", "李四", 4, "晴"], ["2026-10-07", "北材", "李四", 4, "晴"],
    )  # fmt: skip
    shown._chips[RowState.WRONG].click()
    assert states(shown) == ["有问题"]
    shown._chips[RowState.WRONG].click()
    assert len(states(shown)) == 2
    shown.reject()


def test_empty_cells_clear_only_when_it_is_said(qtbot, window, work, preview):
    shown = preview(["2026-10-05", "北村", "张三", 3, None], head=[*HEAD[:4], "备注"])
    assert states(shown) == ["没有变化"]
    shown.clearing.setChecked(True)
    settled(qtbot, window)
    assert states(shown) == ["有改动"]
    shown.take.click()
    settled(qtbot, window)
    assert records.get(work, "patrols", 1)["remark"] is None
    assert records.get(work, "patrols", 1)["night"] == date(2026, 10, 5)


def test_another_worksheet_of_the_file_is_ticked_and_read(qtbot, work, two_sheets):
    (preview,) = two_sheets()
    chip = preview.worksheets
    assert chip.text() == "工作表：夜巡 · 1 行 ▾"
    assert "工作表“样表”（1 行）看名字是说明或者样表，没有读入。" in preview.above.notes.text()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    for row in range(chip.popup._list.count()):
        item = chip.popup._list.item(row)
        ticked = Qt.CheckState.Checked if "样表" in item.text() else Qt.CheckState.Unchecked
        item.setCheckState(ticked)
    with qtbot.waitSignal(chip.wanted):
        chip.popup.close()
    (preview,) = two_sheets()
    assert preview.worksheets.text() == "工作表：样表 · 1 行 ▾"
    qtbot.mouseClick(preview.take, Qt.MouseButton.LeftButton)
    two_sheets()
    assert leaders(work) == ["张三", "张三丰"]


def test_what_was_mended_is_not_thrown_away_by_another_worksheet(qtbot, window, two_sheets):
    (preview,) = two_sheets()
    cells = preview.table.model()
    cells.setData(cells.index(0, 3), "5")
    settled(qtbot, window)
    assert not preview.worksheets.isEnabled()
    assert "已经在这里改过格子" in preview.worksheets.toolTip()


def whole_rows(table):
    """How many rows are seen from top to bottom."""
    room = table.viewport().rect()
    at = [table.visualRect(table.model().index(row, 0)) for row in range(table.model().rowCount())]
    return sum(room.top() <= place.top() and place.bottom() <= room.bottom() for place in at)


def test_however_much_is_asked_six_rows_are_in_sight_on_a_small_screen(qtbot, window, preview):
    """Strange words, fields that no row has, notes, and a row with a fault: all at once."""
    leaders = ["张三丰", "李四", *(f"王{at}" for at in range(20))]
    shown = preview(
        *(
            [f"2026-10-{at + 5:02d}", f"北材{at % 7}", each, "许多"]
            for at, each in enumerate(leaders)
        ),
        head=["夜里", "村名字", "带队的", "人数"],
    )
    shown.assign("夜里", "night")
    shown.assign("村名字", "village_id")
    shown.assign("带队的", "leader")
    settled(qtbot, window)
    shown.above.show_notes([f"第 {at} 张工作表没有读入。" for at in range(6)])
    shown.strip.add("remark")
    assert len(shown.names.lines) == 7
    assert not shown.below.isHidden()
    for screen in ("1366 at 125 %", "1920 at 150 %", "1366 at 100 %"):
        shown.resize(QSize(*SIZES[screen]) - QSize(16, 10))
        qtbot.wait(20)
        assert whole_rows(shown.table) >= 6, screen
        assert shown.rect().contains(shown.take.geometry()), screen
        last = list(shown.names.lines.values())[-1].editor
        last.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.wait(20)
        assert last.visibleRegion().boundingRect().height() == last.height(), screen
    assert "第 4 张" not in shown.above.notes.text()
    shown.above.all_notes.click()
    assert shown.above.notes.text().endswith("第 5 张工作表没有读入。")


def test_a_file_with_one_worksheet_offers_no_choice(preview):
    assert preview(["2026-10-06", "江村", "李四", 4, "晴"]).worksheets.isHidden()


def test_a_long_sheet_is_shown_whole_and_widths_that_were_set_stay(qtbot, window, work, preview):
    rows = [["2026-10-07", "江村", f"李{at}", 4, "晴"] for at in range(700)]
    shown = preview(*rows)
    model = shown.table.model()
    assert model.rowCount() == 700
    assert model.index(699, 3).data() == "李699"
    assert not any(shown.table.columnWidth(at) < 56 for at in range(model.columnCount()))
    shown.table.setColumnWidth(3, 173)
    model.setData(model.index(650, 3), "王五")
    settled(qtbot, window)
    assert model.index(650, 3).data() == "王五"
    assert shown.table.columnWidth(3) == 173
    shown.reject()


def test_notes_alone_above_the_rows_are_seen_and_the_wrong_cell_is_the_one_to_mend(
    qtbot, preview, window
):
    shown = preview(
        ["2026-10-05", "北村", "张三", 3, "晴"], ["2026-10-06", "江村", "李四", "四五", ""]
    )
    assert shown.above.notes.text()
    assert cut_off(shown) == []
    assert shown.table.currentIndex().data() == "四五"
    qtbot.keyClick(shown.table, Qt.Key.Key_F2)
    assert shown.table.state() is QAbstractItemView.State.EditingState
    shown.reject()


def test_what_is_offered_comes_by_tab_after_the_rows_and_gives_the_keys_back(
    qtbot, preview, window
):
    shown = preview(
        ["2026-10-05", "北村", "张三", "约3", "晴"], ["2026-10-06", "江村", "李四", 4, ""]
    )
    active(qtbot, shown)
    shown.table.setFocus()
    qtbot.keyClick(shown.table, Qt.Key.Key_Tab)
    offer = shown.focusWidget()
    assert offer.text() == "人数 改成 3"
    qtbot.keyClick(offer, Qt.Key.Key_Space)
    settled(qtbot, window)
    assert shown.focusWidget() is shown.table
    assert states(shown) == ["没有变化", "新增"]
    shown.reject()


def test_enter_goes_from_what_is_filled_once_to_the_words_that_are_asked_about(
    qtbot, preview, window
):
    shown = preview(["江村", "李四", 4], ["西沟村", "张三", 3], head=["村", "带班人", "人数"])
    active(qtbot, shown)
    night = shown.focusWidget()
    assert night is shown.strip.lines["night"].editor.focusProxy()
    qtbot.keyClick(night, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = QApplication.activePopupWidget()
    assert not any("这一列" in each.text() for each in calendar.actions()), "that is the rows' own"
    calendar.close()
    night.setText("10.7")
    night.textEdited.emit("10.7")
    qtbot.keyClick(night, Qt.Key.Key_Return)
    settled(qtbot, window)
    [asked] = shown.names.lines.values()
    assert shown.focusWidget() is asked.editor.focusProxy()
    shown.done(0)
