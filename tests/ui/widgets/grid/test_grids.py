from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.ui.widgets.grid.sheet_grid import SheetGrid

COLUMNS = (
    Field("start", "开始", Kind.TIME),
    Field("end", "结束", Kind.TIME),
    Field("leader", "带班人", Kind.TEXT, required=True),
    Field("people", "人数", Kind.INTEGER, required=True, minimum=1, unit="人"),
    Field("evidence", "依据", Kind.CHOICE, choices=("村自报", "抽查", "带队")),
    Field("joint", "警民联合", Kind.FLAG),
)
NAMES = ["高塘社区", "董大村", "贾王村", "魏庄村"]


@pytest.fixture
def grid(qtbot, today):
    made = SheetGrid(COLUMNS, today=today, row_header="村")
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.set_rows([1, 2, 3, 4], NAMES, [{"start": time(20, 0)}, {}, {}, {}])
    made.show()
    made.view.setFocus()
    return made


def at(grid):
    index = grid.view.currentIndex()
    return index.row(), index.column()


def press(qtbot, grid, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget() or grid.view, key)


def test_a_line_is_typed_without_the_mouse(grid, qtbot):
    key = Qt.Key
    press(qtbot, grid, key.Key_2, key.Key_1, key.Key_3, key.Key_0, key.Key_Tab)
    press(qtbot, grid, key.Key_2, key.Key_2, key.Key_Tab)
    press(qtbot, grid, key.Key_L, key.Key_I, key.Key_Tab, key.Key_5, key.Key_Return)
    assert at(grid) == (1, 0)
    assert grid.values()[1] == {
        "start": time(21, 30),
        "end": time(22, 0),
        "leader": "li",
        "people": 5,
        "evidence": None,
        "joint": None,
    }


def test_enter_goes_down_shift_enter_up_and_tab_wraps_to_the_next_line(grid, qtbot):
    press(qtbot, grid, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert at(grid) == (2, 0)
    qtbot.keyClick(grid.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert at(grid) == (1, 0)
    grid.select(2, "joint")
    press(qtbot, grid, Qt.Key.Key_Tab)
    assert at(grid) == (2, 0)
    qtbot.keyClick(grid.view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert at(grid) == (1, 5)


def test_shift_tab_leaves_a_sheet_from_its_first_cell(grid, qtbot):
    before = QLineEdit()
    around = QWidget()
    column = QVBoxLayout(around)
    column.addWidget(before)
    column.addWidget(grid)
    qtbot.addWidget(around)
    with qtbot.waitActive(around):
        around.show()
    grid.view.setFocus()
    grid.select(1, grid.view.sheet.columns[1].name)
    back = (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid.view, *back)
    assert at(grid) == (0, 0)
    qtbot.keyClick(grid.view, *back)
    assert QApplication.focusWidget() is before
    assert at(grid) == (0, 0)
    grid.setParent(None)


def test_a_line_selected_to_its_end_is_carried_down_to_the_last_line(grid, qtbot):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    grid.select(2, "leader")
    typed = enumerate(("李四", "4", "抽查"), start=2)
    grid.view.sheet.write([((1, column), word) for column, word in typed])
    qtbot.keyClick(grid.view, Qt.Key.Key_Right, both)
    qtbot.keyClick(grid.view, Qt.Key.Key_Down, both)
    qtbot.keyClick(grid.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    people = [grid.row_values(line)["people"] for line in (1, 2, 3, 4)]
    assert people == [None, 4, 4, 4]
    assert grid.row_values(4)["evidence"] == "抽查"
    qtbot.keyClick(grid.view, Qt.Key.Key_Left, both)
    assert grid.view.selected().left() == 0
    assert grid.view.selected().bottom() == 3


def test_arrows_leave_a_cell_typed_over_but_move_inside_one_opened_by_f2(grid, qtbot):
    press(qtbot, grid, Qt.Key.Key_2, Qt.Key.Key_0, Qt.Key.Key_Right)
    assert at(grid) == (0, 1)
    grid.select(1, "start")
    press(qtbot, grid, Qt.Key.Key_F2, Qt.Key.Key_Left)
    assert at(grid) == (0, 0)
    press(qtbot, grid, Qt.Key.Key_Escape)


def test_a_cell_that_cannot_be_read_keeps_its_words_and_says_why(grid):
    grid.set_text(1, "people", "很多")
    assert grid.errors() == {(1, "people"): "“人数”里的“很多”不是一个确定的数，请写清楚。"}
    grid.select(1, "people")
    assert grid._words.text() == "高塘社区：“人数”里的“很多”不是一个确定的数，请写清楚。"
    with pytest.raises(Invalid):
        grid.values()
    grid.set_text(1, "people", "５人")
    grid.set_text(1, "leader", "张三")
    assert grid.values()[1]["people"] == 5


def test_a_started_line_needs_its_required_cells_and_an_untouched_one_does_not(grid):
    grid.set_text(2, "leader", "李四")
    with pytest.raises(Invalid) as problem:
        grid.values()
    assert str(problem.value) == "董大村：请填写“人数”。"
    assert at(grid) == (1, 3)
    grid.set_text(2, "people", "3")
    assert list(grid.values()) == [2]


def test_a_block_from_a_sheet_is_pasted_at_the_focus(grid):
    grid.select(2, "start")
    grid.paste("20:00\t22:00\t李四\t3\n2030\t次日0:30\t王五\t4\n")
    values = grid.values()
    assert values[2]["leader"] == "李四"
    assert values[3]["start"] == time(20, 30)
    assert values[3]["end"] == time(0, 30)


def test_a_block_that_starts_with_names_goes_by_name(grid, qtbot):
    with qtbot.waitSignal(grid.told) as told:
        grid.paste(
            "贾王村\t20:00\t22:00\t王五\t4\n没有村\t20:00\t22:00\t甲\t1\n董大村\t21:00\t\t李四\t3"
        )
    assert told.args == ["贴上了 2 行，另外 1 行在表里没有对应的行，没有贴上（“没有村”）。"]
    assert grid.values()[3]["leader"] == "王五"
    assert grid.values()[2]["start"] == time(21, 0)


BROKEN = '高塘社区\t20:30\t22:00\t"路口、桥头\n学校门口"\t3\n董大村\t20:40\t22:10\t李四\t4\n'


def test_a_quoted_cell_with_a_line_break_moves_no_line_to_another_village(grid):
    grid.paste(BROKEN)
    assert (grid.row_values(1)["leader"], grid.row_values(1)["people"]) == (
        "路口、桥头 学校门口", 3,
    )  # fmt: skip
    assert (grid.row_values(2)["leader"], grid.row_values(2)["people"]) == ("李四", 4)
    assert grid.changed_rows() == [1, 2]


def test_a_quoted_cell_with_a_line_break_is_one_cell_also_where_lines_go_by_place(grid):
    grid.select(2, "start")
    grid.paste("\n".join(line.partition("\t")[2] if "\t" in line[5:] else line for line in (
        '高塘社区\t20:30\t22:00\t"路口、桥头\n学校门口"\t3', "董大村\t20:40\t22:10\t李四\t4",
    )))  # fmt: skip
    assert grid.row_values(2)["leader"] == "路口、桥头 学校门口"
    assert grid.row_values(3)["leader"] == "李四"
    assert grid.changed_rows() == [2, 3]


def test_a_block_with_a_header_goes_by_the_names_of_its_columns(grid):
    grid.paste("村\t人数\t带班人\n贾王村\t6\t王五\n董大村\t5\t李四\n")
    assert (grid.row_values(3)["people"], grid.row_values(3)["leader"]) == (6, "王五")
    assert (grid.row_values(2)["people"], grid.row_values(2)["leader"]) == (5, "李四")


def test_a_span_in_one_cell_fills_beginning_and_end(grid):
    grid.set_text(2, "start", "20:00-22:00")
    grid.paste("董大村\t晚8点至10点\t\t李四\t4\n贾王村\t20点-22点\t\t王五\t4")
    assert (grid.row_values(2)["start"], grid.row_values(2)["end"]) == (time(20), time(22))
    assert (grid.row_values(3)["start"], grid.row_values(3)["end"]) == (time(20), time(22))


def test_lines_of_a_chat_go_to_the_villages_that_they_name(grid, qtbot):
    with qtbot.waitSignal(grid.told) as told:
        grid.paste(
            "1. 贾王村 王五 6人 20:00-22:00 无异常\n2. 高塘：李四，4人，20：30—22：30，路灯坏了\n董大村 收到\n"
        )
    assert grid.changed_rows() == [1, 3]
    assert (grid.row_values(3)["leader"], grid.row_values(3)["people"]) == ("王五", 6)
    assert (grid.row_values(1)["start"], grid.row_values(1)["end"]) == (time(20, 30), time(22, 30))
    assert "高塘 路灯坏了" in told.args[0]
    assert "只是回话、没有贴上的：董大村 收到。" in told.args[0]


def test_what_a_chat_line_says_beside_the_columns_of_a_grid_is_told(qtbot, today):
    grid = SheetGrid((*COLUMNS, Field("finding", "发现", Kind.TEXT)), today=today)
    qtbot.addWidget(grid)
    grid.set_rows([1, 2, 3, 4], NAMES, [{}, {}, {}, {}])
    with qtbot.waitSignal(grid.told) as told:
        grid.paste("贾王村 20:00-22:00 带班王五，队员张军、李明 发现配电箱没锁，已通知电工")
    row = grid.row_values(3)
    assert (row["leader"], row["people"], row["finding"]) == ("王五", 3, "配电箱没锁")
    assert "没有看懂、没有贴上的话：贾王村 张军、李明 已通知电工。" in told.args[0]
    assert "没有写人数、按写了名字的人数的：贾王村。" in told.args[0]


def test_who_did_not_patrol_goes_to_the_reason_and_leaves_what_stands_there(qtbot, today):
    grid = SheetGrid((*COLUMNS, Field("reason", "未巡原因", Kind.TEXT)), today=today)
    qtbot.addWidget(grid)
    grid.set_rows([1, 2, 3, 4], NAMES, [{"leader": "张三"}, {}, {}, {}])
    with qtbot.waitSignal(grid.told) as told:
        grid.paste("1. 高塘 因雨未巡\n2. 董大村 王五 6人 20:00-22:00\n3. 贾王村 正常")
    assert (grid.row_values(1)["leader"], grid.row_values(1)["reason"]) == ("张三", "因雨未巡")
    assert (grid.row_values(2)["leader"], grid.row_values(2)["reason"]) == ("王五", None)
    assert "填在“未巡原因”里的：高塘" in told.args[0]
    assert "“贾王村 正常”：这一行没有写几点、几个人" in told.args[0]
    assert grid.changed_rows() == [1, 2]


def test_rows_below_the_last_are_said_to_be_left_out(grid, qtbot):
    grid.select(4, "leader")
    with qtbot.waitSignal(grid.told):
        grid.paste("甲\n乙\n丙")
    assert grid.row_values(4)["leader"] == "甲"


def test_typing_and_pasting_can_be_taken_back_inside_the_sheet(grid, qtbot):
    grid.set_text(1, "leader", "张三")
    grid.select(1, "leader")
    grid.paste("甲\n乙\n丙")
    qtbot.keyClick(grid.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [grid.row_values(i)["leader"] for i in (1, 2, 3)] == ["张三", None, None]
    qtbot.keyClick(grid.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not grid.is_dirty()
    qtbot.keyClick(grid.view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert grid.row_values(1)["leader"] == "张三"


def test_delete_clears_ctrl_d_repeats_and_space_ticks(grid, qtbot):
    grid.set_text(1, "leader", "张三")
    grid.select(2, "leader")
    qtbot.keyClick(grid.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert grid.row_values(2)["leader"] == "张三"
    press(qtbot, grid, Qt.Key.Key_Delete)
    assert grid.row_values(2)["leader"] is None
    grid.select(2, "joint")
    press(qtbot, grid, Qt.Key.Key_Space)
    assert grid.row_values(2)["joint"] is True


def pulled(qtbot, grid, to):
    """The square at the end of the selection, pulled to a cell."""
    handle, view = grid.view.handle, grid.view
    row, column = to
    there = view.visualRect(grid.model.index(row, column)).center() - handle.pos()
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(handle, left, pos=handle.rect().center())
    qtbot.mouseMove(handle, there)
    qtbot.mouseRelease(handle, left, pos=there)


def test_the_square_at_the_end_of_a_selection_repeats_it_down_and_right(grid, qtbot):
    grid.set_text(1, "leader", "张三")
    grid.set_text(2, "leader", "李四")
    grid.select(1, "leader")
    assert grid.view.handle.isVisible()
    qtbot.keyClick(grid.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    pulled(qtbot, grid, (3, 2))
    assert [grid.row_values(row)["leader"] for row in range(1, 5)] == [
        "张三",
        "李四",
        "张三",
        "李四",
    ]
    qtbot.keyClick(grid.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert grid.row_values(4)["leader"] is None, "one undo takes all of it back"
    grid.select(1, "start")
    pulled(qtbot, grid, (0, 1))
    assert grid.row_values(1)["end"] == time(20, 0)


def test_the_square_pulled_nowhere_changes_nothing(grid, qtbot):
    grid.set_text(1, "leader", "张三")
    grid.select(1, "leader")
    before = [grid.row_values(row) for row in range(1, 5)]
    pulled(qtbot, grid, (0, 2))
    assert [grid.row_values(row) for row in range(1, 5)] == before


def test_copying_gives_the_block(grid, qtbot):
    grid.set_text(1, "end", "22:00")
    grid.view.selectRow(0)
    qtbot.keyClick(grid.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "20:00\t22:00\t\t\t\t"


def test_a_service_s_sentences_are_shown_in_their_cells(grid):
    grid.set_text(1, "leader", "张三")
    grid.show_errors({(1, "start"): "开始时间晚于现在。"})
    assert at(grid) == (0, 0)
    assert grid._words.text() == "高塘社区：开始时间晚于现在。"


# -- matrix ----------------------------------------------------------------------------------


def test_what_is_offered_has_room_like_what_is_typed_and_a_long_name_leaves_it(grid):
    long = "移民搬迁安置社区居民委员会和它的经济合作社联合村民小组"
    fields = (*COLUMNS, *(Field(f"w{at}", "路线与重点部位", Kind.TEXT) for at in range(4)))
    narrow = SheetGrid(fields, today=lambda: date(2026, 10, 24), row_header="村")
    narrow.resize(820, 300)
    narrow.set_rows([1], [long], [{}])
    narrow.show()
    narrow.model.propose({1: {"start": time(20, 0), "end": time(22, 0), "w0": "集镇、河堤路" * 4}})
    view = narrow.view
    room = view.fontMetrics().horizontalAdvance("20:00") + 16
    assert view.columnWidth(0) >= room
    assert view.columnWidth(1) >= room
    assert view.verticalHeader().width() <= narrow.width() / 6
    assert narrow.model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole) == long
    narrow.close()


def test_of_two_pasted_lines_for_one_name_the_last_holds_and_it_is_said(grid):
    told = []
    grid.told.connect(told.append)
    grid.paste("村\t人数\t带班人\n贾王村\t6\t王五\n董大村\t5\t李四\n贾王村\t7\t\n")
    first = grid.row_values(grid.model.ids[grid.model.headers.index("贾王村")])
    assert (first["people"], first["leader"]) == (7, "王五")
    assert told == ["贴的内容里有 1 个名字不止一行（“贾王村”），每格只留了最后填的，请核对。"]


def test_an_empty_clipboard_and_lines_without_a_place_are_said_below_the_cells(qtbot, today):
    grid = SheetGrid(COLUMNS, today=today, tells=True)
    qtbot.addWidget(grid)
    grid.set_rows([1, 2], NAMES[:2], [{}, {}])
    grid.paste("")
    assert any("剪贴板里没有文字" in each.text() for each in grid.findChildren(QLabel))
    grid.select(2, "leader")
    grid.paste("张三\n李四\n王五")
    assert any("另外 2 行在表里没有对应的行" in each.text() for each in grid.findChildren(QLabel))
    grid.set_text(2, "leader", "赵六")
    assert not any("没有对应的行" in each.text() for each in grid.findChildren(QLabel))


def test_five_thousand_pasted_lines_are_one_step_for_undo_and_read_only_where_they_have_a_place(
    grid,
):
    names = grid.model.headers
    before = [grid.model.text(row, at) for row in range(len(names)) for at in range(3)]
    lines = [f"{names[at % len(names)]}\t{at % 400 + 1}\t张{at}" for at in range(5000)]
    grid.paste("村\t人数\t带班人\n" + "\n".join(lines))
    assert {grid.row_values(each)["leader"] for each in grid.model.ids} == {
        f"张{5000 - at}" for at in range(1, len(names) + 1)
    }
    grid.undo()
    assert [grid.model.text(row, at) for row in range(len(names)) for at in range(3)] == before
    assert not grid.model.can_undo()


def test_a_header_over_one_figure_puts_it_into_its_column(grid):
    grid.paste("序号\t村居\t备用\t人数\n1\t贾王村\t\t6\n")
    assert grid.row_values(3)["people"] == 6
    assert grid.changed_rows() == [3]


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("村\t人数\t带班人\t车牌\t序号\n贾王村\t6\t王五\t陕A1\t1\n", "“车牌”在这张表里没有对应的列，没有贴上。"),
        ("所在村\t人数\t带班人\t车牌\n贾王村\t6\t王五\t\n", ""),
        ("贾王村\t20:00\t22:00\t王五\t4\t\t\t\t\t\t\t\t\t\t陕A1\t乙\n", "“右边多出的 2 列”在这张表里没有对应的列，没有贴上。"),
    ],
)  # fmt: skip
def test_of_a_pasted_block_what_has_no_column_is_said(grid, pasted, said):
    told = []
    grid.told.connect(told.append)
    grid.paste(pasted)
    assert grid.row_values(3)["leader"] == "王五"
    assert told == ([said] if said else [])
