from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain import holidays
from gaotang_desktop.domain.casework.working_days import EVERY_DAY, Calendar
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.holidays import Holiday, is_worked

HOLIDAY = "2026-10-01至2026-10-07 放假\n2026年10月10日 上班\n"
OCTOBER = Calendar(True, holidays.read(HOLIDAY))


def test_a_term_over_the_holiday_counts_working_days_from_the_next_day():
    # 29 and 30 September, then 8 and 9 October; Saturday the 10th is worked.
    assert OCTOBER.after(date(2026, 9, 28), 2) == date(2026, 9, 30)
    assert OCTOBER.after(date(2026, 9, 28), 3) == date(2026, 10, 8)
    assert OCTOBER.after(date(2026, 9, 28), 5) == date(2026, 10, 10)
    assert OCTOBER.after(date(2026, 9, 28), 6) == date(2026, 10, 12)


def test_without_the_option_every_day_counts():
    assert EVERY_DAY.after(date(2026, 9, 28), 5) == date(2026, 10, 3)


@pytest.mark.parametrize(
    "line", ["国庆放假", "2026-12-01至2026-13-07 放假", "2026-12-07至2026-12-01 放假",
             "2026-12-01至2036-12-07 放假", "2026-12-01"],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_said(line):
    with pytest.raises(Invalid, match="请"):
        holidays.read(HOLIDAY + line)


def test_full_width_letters_and_other_dashes_are_read():
    read = holidays.read("２０２６年５月１日—２０２６年５月５日 放假\n\n2026.5.9 上班")
    assert read[0].last == date(2026, 5, 5)
    assert read[1].worked


_DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(_DAYS, st.integers(1, 60), st.dictionaries(_DAYS, st.booleans(), max_size=20))
def test_a_term_ends_on_a_working_day_with_so_many_of_them_in_it(start, days, said):
    table = tuple(Holiday(day, day, "节", worked) for day, worked in sorted(said.items()))
    end = Calendar(True, table).after(start, days)
    between = [start + timedelta(days=at) for at in range(1, (end - start).days + 1)]
    assert is_worked(end, table)
    assert sum(is_worked(each, table) for each in between) == days
