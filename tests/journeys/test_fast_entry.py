"""A night of 24 villages by real keys, counted: fewer than a sheet of WPS asks for."""

from datetime import date, datetime, time, timedelta

import pytest
from builders import open_work, patrol, village
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from window_steps import active, owned, settled

from gaotang_desktop.app import make_window
from gaotang_desktop.services import patrols

NIGHT = date(2026, 10, 24)
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NAMES = [f"{mark}家村" for mark in "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"]


class Keys:
    """Presses keys into what has the focus, and counts them."""

    def __init__(self, qtbot):
        self.qtbot, self.count = qtbot, 0

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.count += 1
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def type(self, words):
        for mark in words:
            self.count += 1
            self.qtbot.keyClicks(QApplication.focusWidget(), mark)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=datetime(2026, 10, 24, 22, 30))
    for order, name in enumerate(NAMES, start=1):
        number = village(opened, name, display_order=order)
        patrol(
            opened, number, NIGHT - timedelta(days=1), leader=f"{name[0]}三", people=3,
            start=time(20), end=time(22), finding="路灯不亮",
        )  # fmt: skip
    yield opened
    opened.close()


@pytest.fixture
def entry(qtbot, work):
    window = make_window(work.folder)
    owned(qtbot, window)
    window.resize(1366, 728)
    window.show()
    window.attach(work, show="patrols")
    active(qtbot, window)
    settled(qtbot, window)
    page = window.current_page()
    page.enter_night(NIGHT)
    qtbot.waitUntil(page.entry.grid.view.hasFocus)
    return page.entry


@pytest.fixture
def keys(qtbot, entry):
    return Keys(qtbot)


def stored(work):
    return [dict(row.values) for row in patrols.night(work, NIGHT)]


def text(entry, row, name):
    at = [field.name for field in entry.grid.model.columns].index(name)
    return entry.grid.model.text(row, at)


def test_a_night_like_the_last_one_takes_four_keys(entry, keys, work):
    keys.press(Qt.Key.Key_L, CONTROL)
    keys.press(Qt.Key.Key_A, CONTROL)
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_S, CONTROL)
    rows = stored(work)
    assert [row["leader"] for row in rows] == [f"{name[0]}三" for name in NAMES]
    assert {row["start"] for row in rows} == {time(20)}
    assert {row["finding"] for row in rows} == {None}, "what was found belongs to that night alone"
    assert {row["evidence"] for row in rows} == {"村自报"}
    assert keys.count <= 6


def test_twenty_four_villages_with_times_of_their_own_take_fewer_keys_than_a_sheet(
    entry, keys, work
):
    for number in range(24):
        keys.type(f"19{number:02}")
        keys.press(Qt.Key.Key_Tab)
        keys.press(Qt.Key.Key_Tab)  # the usual end
        keys.press(Qt.Key.Key_Tab)  # the usual leader
        keys.press(Qt.Key.Key_Return)  # the usual number, and down to the next village
    keys.press(Qt.Key.Key_S, CONTROL)
    rows = stored(work)
    assert [row["start"] for row in rows] == [time(19, number) for number in range(24)]
    assert [row["leader"] for row in rows] == [f"{name[0]}三" for name in NAMES]
    assert {row["people"] for row in rows} == {3}
    assert keys.count <= 200


def test_what_is_offered_and_not_taken_is_not_stored(entry, keys, work):
    assert entry.grid.model.offered(0, 2) == "赵三"
    assert not entry.is_dirty()
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_S, CONTROL)
    rows = stored(work)
    assert rows[0] == {}
    assert rows[1]["leader"] == "钱三"
    assert all(row == {} for row in rows[2:])


def test_typing_replaces_what_is_offered_and_delete_dismisses_it(entry, keys):
    entry.grid.select(entry.grid.model.ids[0], "people")
    keys.type("7")
    keys.press(Qt.Key.Key_Return)
    assert text(entry, 0, "people") == "7"
    keys.press(Qt.Key.Key_Delete)
    keys.press(Qt.Key.Key_Return)
    assert text(entry, 1, "people") == ""


def test_people_and_choices_are_typed_by_their_initials(entry, keys):
    entry.grid.select(entry.grid.model.ids[0], "leader")
    keys.type("qs")
    keys.press(Qt.Key.Key_Return)
    assert text(entry, 0, "leader") == "钱三"
    entry.grid.select(entry.grid.model.ids[0], "evidence")
    keys.type("cchs")
    keys.press(Qt.Key.Key_Tab)
    assert text(entry, 0, "evidence") == "抽查核实"


def test_alt_down_lists_the_words_of_a_cell_and_arrows_choose(entry, keys):
    entry.grid.select(entry.grid.model.ids[0], "evidence")
    keys.press(Qt.Key.Key_Down, ALT)
    line = QApplication.focusWidget()
    assert [line.list.item(at).text() for at in range(3)] == ["村自报", "抽查核实", "带队核实"]
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    assert text(entry, 0, "evidence") == "带队核实"


def test_the_keys_of_a_sheet_select_to_the_end_and_fill_down_and_right(entry, keys):
    view = entry.grid.view
    entry.grid.select(entry.grid.model.ids[0], "start")
    keys.type("2030")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Up)
    keys.press(Qt.Key.Key_Down, CONTROL | SHIFT)
    assert view.selected().height() == 24
    keys.press(Qt.Key.Key_D, CONTROL)
    assert {text(entry, row, "start") for row in range(24)} == {"20:30"}
    entry.grid.select(entry.grid.model.ids[0], "end")
    keys.press(Qt.Key.Key_R, CONTROL)
    assert text(entry, 0, "end") == "20:30"


def test_page_up_and_down_turn_to_the_night_before_and_after(entry, keys):
    keys.press(Qt.Key.Key_PageUp)
    assert entry.day == NIGHT - timedelta(days=1)
    assert text(entry, 0, "leader") == "赵三"
    keys.press(Qt.Key.Key_PageDown)
    assert entry.day == NIGHT


def test_words_of_a_handwriting_panel_arrive_in_the_cell(entry, keys):
    entry.grid.select(entry.grid.model.ids[0], "route")
    event = QInputMethodEvent("", [])
    event.setCommitString("学校门口🌙")
    QApplication.sendEvent(entry.grid.view, event)
    keys.press(Qt.Key.Key_Return)
    assert text(entry, 0, "route") == "学校门口🌙"
