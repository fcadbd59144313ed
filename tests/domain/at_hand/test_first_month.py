"""The first month: its weeks, its steps, and when it is over."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gaotang_desktop.domain.at_hand.first_month import DAYS, STEPS, first_month

BEGUN = date(2026, 10, 5)
FACTS = [each.fact for each in STEPS]


def test_the_first_day_shows_the_first_week_and_nothing_done():
    month = first_month(BEGUN, BEGUN, ())
    assert month.week == 1
    assert month.done == 0
    assert {each.step.week for each in month.lines} == {1}
    assert month.next.step.fact == "villages"


def test_what_was_left_over_stays_and_what_was_done_in_an_earlier_week_goes():
    month = first_month(BEGUN, BEGUN + timedelta(days=8), {"villages", "officers"})
    shown = [(each.step.fact, each.done) for each in month.lines]
    assert ("officers", True) in shown
    assert ("tasks", False) in shown
    assert "villages" not in dict(shown)


def test_a_month_later_or_with_everything_done_it_is_gone():
    assert first_month(BEGUN, BEGUN + timedelta(days=DAYS), ()) is None
    assert first_month(BEGUN, BEGUN, FACTS) is None


def test_a_computer_whose_date_was_set_back_is_in_its_first_week():
    assert first_month(BEGUN, BEGUN - timedelta(days=400), ()).week == 1


@settings(max_examples=30)
@given(st.integers(0, DAYS - 1), st.sets(st.sampled_from(FACTS), max_size=len(FACTS) - 1))
def test_every_open_step_up_to_this_week_is_shown_once(days, facts):
    month = first_month(BEGUN, BEGUN + timedelta(days=days), facts)
    shown = [each.step.fact for each in month.lines]
    open_ones = [each.fact for each in STEPS if each.week <= month.week and each.fact not in facts]
    assert len(shown) == len(set(shown))
    assert set(open_ones) <= set(shown)
    assert month.done == len(facts)
