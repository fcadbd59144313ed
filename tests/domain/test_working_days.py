from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.casework import working_days
from gaotang_desktop.domain.casework.working_days import EVERY_DAY, Calendar
from gaotang_desktop.domain.errors import Invalid

HOLIDAY = "2026-10-01至2026-10-07 放假\n2026年10月10日 上班\n"
OCTOBER = working_days.calendar({"working_days": True, "holidays": HOLIDAY})


def test_a_term_over_the_holiday_counts_working_days_from_the_next_day():
    # 29 and 30 September, then 8 and 9 October; Saturday the 10th is worked.
    assert OCTOBER.after(date(2026, 9, 28), 2) == date(2026, 9, 30)
    assert OCTOBER.after(date(2026, 9, 28), 3) == date(2026, 10, 8)
    assert OCTOBER.after(date(2026, 9, 28), 5) == date(2026, 10, 10)
    assert OCTOBER.after(date(2026, 9, 28), 6) == date(2026, 10, 12)


def test_without_the_option_every_day_counts():
    off = working_days.calendar({"working_days": False, "holidays": HOLIDAY})
    assert off.after(date(2026, 9, 28), 5) == date(2026, 10, 3)
    assert working_days.calendar({"working_days": False, "holidays": None}) == EVERY_DAY


@pytest.mark.parametrize(
    "line", ["国庆放假", "2026-10-01至2026-13-07 放假", "2026-10-07至2026-10-01 放假",
             "2026-10-01至2036-10-07 放假", "2026-10-01"],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_said_and_leaves_the_rest(line):
    with pytest.raises(Invalid, match="看不懂，请一行写一条"):
        working_days.check(HOLIDAY + line)
    read = working_days.calendar({"working_days": True, "holidays": HOLIDAY + line})
    assert read == OCTOBER


def test_full_width_letters_and_other_dashes_are_read():
    working_days.check("２０２６年５月１日—２０２６年５月５日 放假\n\n2026.5.9 上班")


_DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(
    _DAYS, st.integers(1, 60), st.frozensets(_DAYS, max_size=20), st.frozensets(_DAYS, max_size=9)
)
def test_a_term_ends_on_a_working_day_with_so_many_of_them_in_it(start, days, off, on):
    counted = Calendar(True, off, on)
    end = counted.after(start, days)
    between = [start + timedelta(days=at) for at in range(1, (end - start).days + 1)]
    assert counted.is_working(end)
    assert sum(map(counted.is_working, between)) == days
