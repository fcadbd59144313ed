"""A sheet in another order, or some of its lines only: what is stored is not touched by it."""

from datetime import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.ui.widgets.grid.sheet_grid import SheetGrid

COLUMNS = (
    Field("start", "开始", Kind.TIME),
    Field("leader", "带班人", Kind.TEXT, required=True),
    Field("people", "人数", Kind.INTEGER),
    Field("rate", "率", Kind.TEXT, editable=False),
)
NAMES = ["高塘社区", "董大村", "贾王村", "魏庄村"]
STORED = [
    {"start": time(20), "leader": "张三", "people": 10, "rate": "97.5%（90–99）"},
    {"people": 9, "rate": "100.0%"},
    {"start": time(19), "leader": "张三", "rate": "8.0%"},
    {},
]
CONTROL = Qt.KeyboardModifier.ControlModifier


def made(today):
    grid = SheetGrid(COLUMNS, today=today, row_header="村")
    grid.resize(900, 400)
    grid.set_rows([1, 2, 3, 4], NAMES, STORED)
    return grid


@pytest.fixture
def grid(qtbot, today):
    sheet = made(today)
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.view.setFocus()
    return sheet


def order(grid):
    return grid.view.order


def lines(grid):
    return {each: grid.row_values(each) for each in grid.model.ids}


def test_a_column_orders_the_lines_by_what_it_means_and_what_is_empty_comes_last(grid):
    before = lines(grid)
    grid.select(2, "people")
    order(grid).sort(2)
    assert grid.model.ids == (2, 1, 3, 4), "9 before 10"
    assert grid.view.currentIndex().row() == 0, "the cell in hand goes along"
    order(grid).sort(0, falling=True)
    assert grid.model.ids == (1, 3, 2, 4)
    assert grid.model.headers[1] == "贾王村"
    order(grid).sort(3)
    assert grid.model.ids == (3, 1, 2, 4), "a rate by its number"
    assert grid.model.headerData(3, Qt.Orientation.Horizontal) == "率 ↑"
    assert lines(grid) == before
    assert not grid.is_dirty()
    order(grid).as_stored()
    assert grid.model.ids == (1, 2, 3, 4)
    assert grid.model.headerData(3, Qt.Orientation.Horizontal) == "率"


def test_what_was_typed_said_and_offered_goes_along_and_can_be_taken_back(grid):
    grid.model.propose({4: {"leader": "李四"}})
    grid.set_text(2, "people", "很多")
    order(grid).sort(0)
    assert grid.model.ids == (3, 1, 2, 4)
    assert set(grid.errors()) == {(2, "people")}
    assert grid.model.offered(3, 1) == "李四"
    assert grid.changed_rows() == [2]
    grid.undo()
    assert grid.row_values(2)["people"] == 9
    assert grid.changed_rows() == []
    grid.redo()
    order(grid).as_stored()
    grid.undo()
    assert lines(grid)[2]["people"] == 9
    assert not grid.is_dirty()


def test_narrowed_lines_are_walked_filled_copied_and_cleared_alone(grid, qtbot):
    view = grid.view
    order(grid).narrow(lambda row: grid.model.text(row, 1) == "张三", "带班人：张三")
    assert order(grid).shown() == [0, 2]
    assert grid._words.text() == "只看 带班人：张三，2 / 4 行。点列名可以全部显示。"
    grid.select(1, "leader")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.currentIndex().row() == 2, "over what is out of sight"
    qtbot.keyClick(view, Qt.Key.Key_D, CONTROL)
    qtbot.keyClick(view, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert grid.row_values(2)["people"] == 9
    assert grid.row_values(1)["people"] is None
    assert grid.row_values(3)["leader"] is None
    order(grid).show_all()
    assert order(grid).shown() == [0, 1, 2, 3]


def test_a_paste_goes_into_the_lines_that_are_seen_and_one_by_name_shows_its_line(grid):
    order(grid).narrow(lambda row: grid.model.text(row, 1) == "张三", "带班人：张三")
    grid.select(1, "people")
    grid.paste("3\n4\n")
    assert [grid.row_values(each)["people"] for each in (1, 2, 3)] == [3, 9, 4]
    grid.paste("董大村\t20:00\t王五\n魏庄村\t21:00\t赵六\n")
    assert grid.row_values(4)["leader"] == "赵六"
    assert order(grid).shown() == [0, 1, 2, 3]


def test_a_cell_at_fault_out_of_sight_is_shown_when_it_is_to_be_mended(grid):
    order(grid).narrow(lambda row: row == 0, "x")
    grid.show_errors({(3, "leader"): "请填写“带班人”。"})
    assert order(grid).narrowed == ""
    assert grid.view.currentIndex().row() == 2


def test_the_head_of_a_column_opens_what_it_offers(grid, qtbot):
    header = grid.view.horizontalHeader()
    where = QPoint(header.sectionViewportPosition(1) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    found = {each.text(): each for each in menu.actions() if each.text()}
    assert list(found) == [
        "从小到大排", "从大到小排", "原来的顺序", "只看空着的", "只看填了的", "全部显示",
    ]  # fmt: skip
    found["只看空着的"].trigger()
    menu.close()
    assert order(grid).shown() == [1, 3]


@given(
    st.lists(st.sampled_from([(0, 0), (0, 1), (1, 0), (2, 0), (2, 1), (3, 0), None]), max_size=4)
)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_order_changes_what_is_stored(today, qapp, turns):
    grid = made(today)
    grid.set_text(3, "people", "7")
    before = lines(grid)
    for turn in turns:
        if turn is None:
            order(grid).as_stored()
        else:
            order(grid).sort(turn[0], falling=bool(turn[1]))
    assert lines(grid) == before
    assert grid.values() == {3: before[3]}
    grid.deleteLater()
