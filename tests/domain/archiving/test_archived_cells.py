"""What a cell shows of a stored value gives it back, or is known not to."""

from datetime import datetime, time
from decimal import Decimal

import pytest
from any_office import HARD, NUMBERS
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.archiving import cells
from gaotang_desktop.domain.archiving.cells import Shape
from gaotang_desktop.domain.archiving.file_names import FileNames, allowed

STORED = (
    st.none()
    | st.text()
    | st.sampled_from([*HARD, *NUMBERS])
    | st.integers()
    | st.floats(allow_nan=False)
    | st.dates().map(str)
    | st.datetimes().map(lambda moment: moment.isoformat(" ", "microseconds"))
    | st.times().map(lambda clock: clock.isoformat("microseconds"))
)


@given(st.sampled_from([shape for shape in Shape if shape is not Shape.BYTES]), STORED)
def test_what_is_called_exact_comes_back(shape, value):
    cell = cells.shown(shape, value)
    if isinstance(cell, str):
        assert cells.lasts(cell)
    if cells.exact(shape, value):
        back = cells.stored(shape, cell)
        assert (back, type(back)) == (value, type(value))


@pytest.mark.parametrize(
    ("shape", "value", "cell"),
    [
        (Shape.HUNDREDTHS, 250, Decimal("2.5")),
        (Shape.FLAG, 1, "是"),
        (Shape.NAMES, '["张三", "李四"]', "张三、李四"),
        (Shape.TIME, "20:30:00.000000", time(20, 30)),
        (Shape.MOMENT, "2026-10-24 09:00:00.000000", datetime(2026, 10, 24, 9)),
        (Shape.MOMENT, "1899-03-24 13:30:00.000000", "1899-03-24 13:30:00.000000"),
        (Shape.TEXT, "007", "007"),
    ],
)
def test_ordinary_values_need_nothing_beside_their_cell(shape, value, cell):
    assert cells.shown(shape, value) == cell
    assert cells.exact(shape, value)


@pytest.mark.parametrize("value", ["", " a", "a\r", "_x000B_", "\x0b", "😀" * 17_000, "a\u2028b"])
def test_texts_that_a_workbook_changes_are_known(value):
    assert not cells.exact(Shape.TEXT, value)


def test_a_row_is_checked_by_what_it_says_however_it_was_saved():
    first = [1, Decimal("2.50"), datetime(2026, 10, 24), None, time(20, 0)]
    saved = [Decimal(1), Decimal("2.5"), datetime(2026, 10, 24).date(), "", time(20, 0)]
    assert cells.row_check("patrols", first) == cells.row_check("patrols", saved)
    assert cells.row_check("patrols", first) != cells.row_check("disputes", first)
    assert cells.row_check("patrols", [*first[:-1], time(20, 1)]) != cells.row_check(
        "patrols", first
    )


@given(st.lists(st.text(max_size=90), max_size=6))
def test_no_two_files_have_one_name(names):
    files = FileNames()
    made = [files.place("附件", name) for name in names]
    assert len({each.casefold() for each in made}) == len(made)
    assert all(len(each.encode("utf-8", "surrogatepass")) < 255 for each in made)
    assert not set("".join(made)) & set('<>:"\\|?*\x00\n')


@pytest.mark.parametrize("name", ["con", "NUL.txt", "..", ". .", "a/../b", "COM1"])
def test_names_that_windows_keeps_for_itself_are_given_another(name):
    assert allowed(name).casefold() not in {"con", "nul.txt", "com1", "..", ".", ""}
    assert "/" not in allowed(name)
