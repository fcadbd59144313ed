"""隐去个人信息 in the window: nothing is done before the preview was seen and the question answered."""

import pytest
from planted_resident import one_dispute, town
from window_steps import owned, settled

from gaotang_desktop.app import attach, make_window
from gaotang_desktop.services import records


@pytest.fixture
def window(qtbot, tmp_path):
    work = town(tmp_path)
    one_dispute(work, "王芳", "王芳草", summary="王芳（13800000000）与邻居")
    made = make_window(work.folder)
    owned(qtbot, made)
    made.show()
    attach(made, work, show="system")
    settled(qtbot, made)
    yield made
    made.desk.work.close()


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
    sheet.forget()
    qtbot.waitUntil(lambda: records.get(work, "disputes", 1)["parties"] == ("王某某", "王芳草"))
    settled(qtbot, window)
    assert sheet.name.text() == ""
    assert not sheet.forget_button.isEnabled()
