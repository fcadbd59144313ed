from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.ui.widgets.form.arranging import NARROW, fewest, packed, width_of
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog


def in_sight(widget):
    """Whether the whole widget can be seen."""
    return widget.visibleRegion().boundingRect() == widget.rect()


@given(st.lists(st.booleans(), max_size=30), st.integers(1, 5))
def test_fields_stand_in_reading_order_and_never_on_each_other(wide, columns):
    spots = packed(wide, columns)
    assert len(spots) == len(wide)
    taken = [
        (spot.row, at) for spot in spots for at in range(spot.column, spot.column + spot.columns)
    ]
    assert taken == sorted(set(taken))
    assert all(column < columns for _row, column in taken)
    assert {row for row, _column in taken} == set(range(len({spot.row for spot in spots})))


def test_a_long_text_takes_two_columns_and_what_its_row_has_left():
    assert [spot.columns for spot in packed([True, False, False], 3)] == [2, 1, 1]
    assert packed([False, True, True, False], 4)[1:] == [(0, 1, 3), (1, 0, 2), (1, 2, 1)]
    assert packed([False, False, True], 3)[2] == (0, 2, 1), "the last takes what there is"


def test_as_few_columns_as_let_the_form_be_seen_whole():
    heights = {1: 900, 2: 500, 3: 350, 4: 300, 5: 290}
    assert fewest(1, QSize(1300, 600), heights.__getitem__) == 2
    assert fewest(2, QSize(1300, 320), heights.__getitem__) == 4
    assert fewest(1, QSize(width_of(3), 100), heights.__getitem__) == 3, "the lowest that has room"
    assert fewest(2, QSize(10, 10), heights.__getitem__) == 2
    room = QSize(5 * NARROW, 320)
    assert fewest(2, room, {2: 800, 3: 600, 4: 500, 5: 300}.__getitem__, NARROW) == 5


HELPED = tuple(
    Field(f"field{at}", f"第{at}项", Kind.LONG_TEXT if at % 6 == 5 else Kind.TEXT, help=f"说明{at}")
    for at in range(14)
)


def test_a_form_stands_in_as_many_columns_as_let_it_be_seen_whole(today, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    dialog = FormDialog(parent, "新增", HELPED, today=today, save=lambda _values: None)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)

    def on_a_screen(width, height):
        dialog.fit(QSize(width, height))
        QApplication.processEvents()
        assert dialog.form.editor("field0").line.hasFocus(), "the hands are where they were"
        assert in_sight(dialog.form.editor("field13"))
        firsts = {
            dialog.form.editor(f"field{at}").mapTo(dialog.form, QPoint()).y() for at in (0, 1, 2, 3)
        }
        return len(firsts), in_sight(dialog.form._places["field0"].sentence), dialog.help.text()

    assert on_a_screen(1900, 1000) == (2, True, "")
    assert on_a_screen(1350, 560) == (1, True, "")
    assert on_a_screen(1350, 390) == (1, False, "说明0"), "said beside the buttons"
    qtbot.keyClick(dialog.form.editor("field0").line, Qt.Key.Key_Tab)
    assert dialog.help.text() == "说明1"
    dialog.form.show_errors({"field3": "这里不对。"})
    assert dialog.form.error("field3") == "这里不对。"
    assert dialog.form._places["field3"].sentence.isVisible()
    dialog.form.clear_errors()
    dialog.form.focus_first()
    assert on_a_screen(1900, 1000) == (2, True, "")
