"""What stands over a sheet: its month, and the day up to which it tells."""

from datetime import date

import pytest

from gaotang_desktop.domain.writings.dates import Around, read_date
from gaotang_desktop.domain.writings.title_dates import month_until, title_period
from gaotang_desktop.domain.writings.unclear import Unclear

TODAY = date(2026, 11, 28)
UNTIL = {
    "重点人员底数统计表（截至2026年11月30日）": (date(2026, 11, 30), date(2026, 11, 1)),
    "底数表 截止2026年10月底": (date(2026, 10, 31), date(2026, 10, 1)),
    "截至2026年9月": (date(2026, 9, 30), date(2026, 9, 1)),
    "数据截至：2026.10.31": (date(2026, 10, 31), date(2026, 10, 1)),
    "2026年底数（截至10月31日）": (date(2026, 10, 31), date(2026, 10, 1)),
    # Figures of the first days of a month may be those of the month before.
    "截至2026年11月3日": (date(2026, 11, 3), None),
    "截至11月25日": (None, None),
    "截止日期：2026年11月30日": (None, None),
}


@pytest.mark.parametrize(("title", "told"), UNTIL.items())
def test_a_title_says_up_to_when_a_sheet_tells_and_of_which_month_its_figures_are(title, told):
    around = title_period([title])
    assert (around.until, month_until(around)) == told
    assert around.month is None


def test_a_month_of_its_own_stays_beside_the_day_up_to_which_a_title_tells():
    around = title_period(["2026年11月未巡情况（截至11月25日）"])
    assert (around.year, around.month, around.until) == (2026, 11, date(2026, 11, 25))


def test_a_day_below_is_the_last_one_before_the_day_up_to_which_the_sheet_tells():
    around = title_period(["截至2025年6月30日未开展夜巡情况"])

    def read(typed, **how):
        return read_date(typed, today=TODAY, around=around, **how)

    assert [read("3月5日"), read("12.5")] == [date(2025, 3, 5), date(2024, 12, 5)]
    assert read("12月5日", ahead=True) == date(2025, 12, 5)
    with pytest.raises(Unclear) as asked:
        read("7月2日")
    assert asked.value.offers == ("2025-07-02", "2024-07-02")
    assert read_date("11月20日", today=TODAY, around=Around(asks=True)) == date(2026, 11, 20)
