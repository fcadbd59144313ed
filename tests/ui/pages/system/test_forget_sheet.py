"""隐去个人信息 in the window: nothing is done before the preview was seen and the question answered."""

import pytest
from planted_resident import one_dispute, town
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from window_steps import settled

from gaotang_desktop.services import records


@pytest.fixture
def work(tmp_path):
    opened = town(tmp_path)
    one_dispute(opened, "王芳", "王芳草", summary="王芳（13800000000）与邻居")
    one_dispute(opened, "王芳", summary="另一个王芳")
    one_dispute(opened, "王芳", summary="水渠", state="化解中", closed_on=None, result=None)
    return opened


CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


def clicked(qtbot, table, item):
    """Click on the tick of a cell, as a hand does."""
    option = QStyleOptionViewItem()
    option.initFrom(table)
    option.rect = table.visualItemRect(item)
    option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    tick = table.style().subElementRect(
        QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, table
    )
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=tick.center())


def test_a_person_is_seen_in_a_preview_then_forgotten(qtbot, window):
    sheet = window.current_page().forget
    window.current_page().tabs.setCurrentWidget(sheet)
    assert not sheet.forget_button.isEnabled()
    sheet.name.setText("王芳")
    sheet.look()
    qtbot.waitUntil(lambda: sheet.seen is not None)
    told = [
        [sheet.table.item(row, column).text() for column in range(4)]
        for row in range(sheet.table.rowCount())
    ]
    assert ["换：号码", "各处", "13800000000", "***********"] in told
    assert [each[0] for each in told].count("不换：更长的名字") == 1
    work = window.desk.work
    assert "王芳" in records.get(work, "disputes", 1)["parties"]
    # Another name typed: what was seen is of the one before.
    qtbot.keyClicks(sheet.name, "x")
    assert not sheet.forget_button.isEnabled()
    sheet.name.setText("王芳")
    sheet.look()
    qtbot.waitUntil(lambda: sheet.seen is not None)
    # Of the namesake's record one tick is taken away, and the other line of it follows.
    ticks = {line.record_id: item for item, line in sheet._ticks()}
    assert "没有办结" in ticks[3].text()
    clicked(qtbot, sheet.table, ticks[2])
    states = {(each.record_id, item.checkState()) for item, each in sheet._ticks()}
    assert states == {(1, CHECKED), (2, UNCHECKED), (3, UNCHECKED)}
    sheet.forget()
    qtbot.waitUntil(lambda: records.get(work, "disputes", 1)["parties"] == ("王某某", "王芳草"))
    settled(qtbot, window)
    assert records.get(work, "disputes", 2)["summary"] == "另一个王芳"
    assert sheet.name.text() == ""
    assert not sheet.forget_button.isEnabled()
