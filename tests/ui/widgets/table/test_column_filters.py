"""A list is narrowed at the head of each of its columns; so are paper, sheet and message."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from gaotang_desktop.domain.fields import Field, Kind, Listing, Reference
from gaotang_desktop.domain.sheets.narrowing import Condition
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

FIELDS = (
    Field("night", "夜晚", Kind.DATE),
    Field("village_id", "村", Kind.REFERENCE, refers_to="villages"),
    Field("people", "人数", Kind.INTEGER),
    Field("finding", "发现", Kind.LONG_TEXT),
)
PLACES = (Reference(1, "郭桥村", 1), Reference(2, "刘庄村", 2))
ROWS = tuple(
    (
        date(2026, 10, 1 + at),
        PLACES[at % 2],
        at % 4 or None,
        "桥头路灯不亮" if at % 3 == 0 else None,
    )
    for at in range(12)
)
LISTING = Listing("patrols", FIELDS, tuple(range(1, 13)), ROWS)


def made(qtbot, memory):
    table = RecordTable(
        "t",
        today=lambda: date(2026, 10, 24),
        memory=memory,
        label="夜巡",
        covered=lambda each: each,
    )
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    table.set_listing(LISTING)
    return table


@pytest.fixture
def memory():
    return Memory()


@pytest.fixture
def table(qtbot, memory):
    return made(qtbot, memory)


def test_values_come_with_how_often_they_stand_there(qtbot, table):
    popup = table.conditions.ask(1)
    assert [popup.list.item(at).text() for at in range(popup.list.count())] == [
        "郭桥村（6）", "刘庄村（6）",
    ]  # fmt: skip
    popup.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert len(table.shown_ids()) == 6
    assert table.narrowed() == "村：郭桥村"
    again = table.conditions.ask(2)
    assert "（空）（3）" in [again.list.item(at).text() for at in range(again.list.count())]


def test_from_and_to_for_days_and_numbers_and_words_in_texts(qtbot, table):
    popup = table.conditions.ask(0)
    popup.low.setText("10.3")
    popup.high.setText("10.6")
    assert len(table.shown_ids()) == 4
    popup.close()
    numbers = table.conditions.ask(2)
    numbers.low.setText("几个")
    assert numbers.said.text()
    numbers.low.setText("2")
    assert table.narrowed() == "夜晚 2026-10-03 至 2026-10-06；人数 从 2 起"
    numbers.close()
    table.clear_filters()
    words = table.conditions.ask(3)
    words.text.setText("路灯")
    assert len(table.shown_ids()) == 4


def test_what_narrows_rules_sheet_paper_and_message_alike(table):
    table.conditions.set(Condition("village_id", frozenset({2})))
    title, sent = table.sent()
    assert title == "夜巡，村：刘庄村"
    assert sent.ids == table.shown_listing().ids == tuple(table.shown_ids())
    assert len(sent.ids) == 6


def test_each_condition_is_a_chip_that_takes_it_away(qtbot, table):
    table.conditions.set(Condition("village_id", frozenset({2})))
    table.conditions.set(Condition("people", low=3))
    chip = table.conditions.chips["village_id"]
    assert chip.isVisible()
    assert "▾" in table.model.headerData(1, Qt.Orientation.Horizontal)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert not chip.isVisible()
    assert table.narrowed() == "人数 从 3 起"
    table.conditions.set(Condition("village_id", frozenset({2})))
    qtbot.mouseClick(table.conditions.all_off, Qt.MouseButton.LeftButton)
    assert len(table.shown_ids()) == 12


def test_conditions_are_remembered_until_they_are_cleared(qtbot, table, memory):
    table.conditions.set(Condition("night", low=date(2026, 10, 10)))
    again = made(qtbot, memory)
    assert len(again.shown_ids()) == 3
    assert again.conditions.chips["night"].isVisible()
    again.clear_filters()
    assert len(made(qtbot, memory).shown_ids()) == 12


def test_alt_down_opens_what_narrows_the_column_in_hand(qtbot, table):
    table.view.setFocus()
    table.view.setCurrentIndex(table.model.index(0, 1))
    qtbot.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert table.conditions.popup is not None
    qtbot.keyClick(table.conditions.popup, Qt.Key.Key_Escape)
