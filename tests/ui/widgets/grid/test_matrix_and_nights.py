from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt

from gaotang_desktop.ui.pages.tasks.matrix import Matrix
from gaotang_desktop.ui.widgets.heat_legend import CellState
from gaotang_desktop.ui.widgets.heat_map import HeatMap, HeatRow


@pytest.fixture
def matrix(qtbot):
    made = Matrix()
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.set_matrix(
        [(11, "平安夜巡"), (12, "集中宣传")],
        [(1, "平安办"), (2, "派出所"), (3, "司法所")],
        {(11, 1): "牵头"},
    )
    made.show()
    made.setFocus()
    return made


def test_keys_set_who_leads_and_who_assists(matrix, qtbot):
    told = []
    matrix.cell_changed.connect(lambda *cell: told.append(cell))
    matrix.select(12, 2)
    for key in (Qt.Key.Key_Q, Qt.Key.Key_P, Qt.Key.Key_0, Qt.Key.Key_Space, Qt.Key.Key_Space):
        qtbot.keyClick(matrix, key)
    assert told == [(12, 2, "牵头"), (12, 2, "配合"), (12, 2, ""), (12, 2, "牵头"), (12, 2, "配合")]
    qtbot.keyClick(matrix, Qt.Key.Key_Up)
    assert matrix.current() == (11, 2)


def test_a_press_fills_an_empty_cell_and_only_visits_a_filled_one(matrix, qtbot):
    matrix.select(12, 3)

    def click(row, column):
        where = matrix.visualRect(matrix.model().index(row, column)).center()
        qtbot.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(where))

    click(0, 1)
    assert matrix.word(11, 2) == "牵头"
    click(0, 0)
    assert matrix.word(11, 1) == "牵头"
    click(0, 0)
    assert matrix.word(11, 1) == "配合"


def test_the_focus_stays_when_the_matrix_is_read_again(matrix):
    matrix.select(12, 3)
    matrix.set_matrix([(12, "集中宣传")], [(3, "司法所"), (1, "平安办")], {})
    assert matrix.current() == (12, 3)


# -- heat map --------------------------------------------------------------------------------


@pytest.fixture
def heat(qtbot):
    made = HeatMap(right_title="本月/应巡")
    qtbot.addWidget(made)
    made.resize(800, 200)
    days = [date(2026, 10, day) for day in range(1, 32)]
    rows = [
        HeatRow(7, "郭桥村", [CellState.REPORTED] * 24 + [CellState.FUTURE] * 7, "24/10"),
        HeatRow(8, "董大村", [CellState.MISSED] * 24 + [CellState.FUTURE] * 7, "0/10"),
    ]
    made.set_data(days, rows, today=date(2026, 10, 24))
    made.show()
    return made


def test_a_press_chooses_the_village_and_the_night(heat, qtbot):
    where = heat._cell(1, 8).center().toPoint()
    with qtbot.waitSignal(heat.cell_chosen) as chosen:
        qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=where)
    assert chosen.args == [8, date(2026, 10, 9)]
    assert heat.selected() == (8, date(2026, 10, 9))


def test_arrows_and_enter_do_the_same_from_today(heat, qtbot):
    heat.setFocus()
    qtbot.keyClick(heat, Qt.Key.Key_Left)
    qtbot.keyClick(heat, Qt.Key.Key_Down)
    with qtbot.waitSignal(heat.cell_chosen) as chosen:
        qtbot.keyClick(heat, Qt.Key.Key_Return)
    assert chosen.args == [8, date(2026, 10, 23)]


def test_the_pointer_is_told_village_night_and_state(heat):
    assert heat.tip(1, 4) == "董大村 · 10-05 周一夜 · 未巡（有原因）"


def test_a_month_without_villages_can_be_painted(heat):
    heat.set_data([], [], today=date(2026, 10, 24))
    assert not heat.grab().isNull()
    assert heat.selected() is None
