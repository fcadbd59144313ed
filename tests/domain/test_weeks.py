from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind, read, show, week_label

WEEK = Field("week", "周", Kind.WEEK)
TODAY = date(2026, 10, 24)


@pytest.mark.parametrize(
    ("typed", "monday"),
    [
        ("2026年第43周", date(2026, 10, 19)),
        ("2026-W43", date(2026, 10, 19)),
        ("第４３周", date(2026, 10, 19)),
        ("43周", date(2026, 10, 19)),
        ("本周", date(2026, 10, 19)),
        ("上周", date(2026, 10, 12)),
        ("10.25", date(2026, 10, 19)),
        (date(2027, 1, 1), date(2026, 12, 28)),
    ],
)
def test_a_week_is_the_monday_however_it_is_written(typed, monday):
    assert read(WEEK, typed, today=TODAY) == monday


@pytest.mark.parametrize(
    ("typed", "today", "monday"),
    [
        ("52周", date(2026, 1, 6), date(2025, 12, 22)),
        ("53周", date(2027, 1, 6), date(2026, 12, 28)),
        ("1周", date(2027, 1, 6), date(2027, 1, 4)),
        ("40周", date(2026, 1, 6), date(2025, 9, 29)),
        ("50周", date(2026, 11, 28), date(2026, 12, 7)),
        ("5周", date(2026, 11, 28), date(2026, 1, 26)),
    ],
)
def test_a_week_without_its_year_at_new_year_is_one_that_just_passed(typed, today, monday):
    assert read(WEEK, typed, today=today) == monday


@pytest.mark.parametrize("typed", ["60周", "某周", "2026-13-40"])
def test_a_week_that_is_not_on_the_calendar_gets_a_sentence(typed):
    with pytest.raises(Invalid, match=r"“周”.*请"):
        read(WEEK, typed, today=TODAY)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_what_is_shown_of_a_week_is_read_back(day):
    monday = read(WEEK, day, today=TODAY)
    assert monday.weekday() == 0
    assert monday <= day
    assert read(WEEK, show(WEEK, monday), today=TODAY) == monday
    assert week_label(day) == show(WEEK, monday)
