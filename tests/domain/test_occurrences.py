from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.occurrences import REPEATING, Span, owed, problems, span_of

TODAY = date(2026, 10, 24)
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
cycles = st.sampled_from(REPEATING)


@given(cycles, days, days, st.none() | days)
def test_each_day_from_the_start_to_the_end_lies_in_one_span_but_for_a_short_first_or_last_one(
    cycle, start, until, ends
):
    spans = owed(cycle, start=start, until=until, ends=ends)
    for one, after in pairwise(spans):
        assert after.first == one.last + timedelta(days=1)
    for each in spans:
        assert start <= each.first <= each.last
        assert each.first <= until
        assert ends is None or each.last <= ends
        assert span_of(cycle, each.first) == span_of(cycle, each.last)
    if start <= until and (ends is None or start <= ends):
        first = spans[0].first if spans else None
        assert first in (None, start, span_of(cycle, start).last + timedelta(days=1))
        last = min(until, ends or until)
        whole = span_of(cycle, last)
        rest = min(whole.last, ends or whole.last)
        if 4 * ((rest - max(start, whole.first)).days + 1) >= (whole.last - whole.first).days + 1:
            assert spans[-1].last >= last


def test_a_monthly_task_assigned_on_the_last_day_owes_no_month_of_one_day():
    for day in (date(2026, 10, 31), date(2026, 10, 30), date(2026, 10, 25)):
        [span] = owed("每月", start=day, until=date(2026, 11, 2))
        assert span == Span(date(2026, 11, 1), date(2026, 11, 30))
    assert len(owed("每月", start=date(2026, 10, 24), until=date(2026, 11, 2))) == 2
    [span] = owed("每月", start=date(2026, 11, 1), until=date(2026, 12, 5), ends=date(2026, 12, 1))
    assert span.last == date(2026, 11, 30)


@given(cycles, days, days, st.none() | days)
def test_what_was_made_is_not_owed_again(cycle, start, until, ends):
    made = owed(cycle, start=start, until=until, ends=ends)
    assert owed(cycle, start=start, until=until, ends=ends, taken=made) == ()


@given(cycles, days, st.integers(0, 200), st.integers(0, 200))
def test_made_in_two_goes_or_in_one_the_spans_are_the_same(cycle, start, first, more):
    early, late = start + timedelta(days=first), start + timedelta(days=first + more)
    before = owed(cycle, start=start, until=early)
    after = owed(cycle, start=start, until=late, taken=before)
    assert before + after == owed(cycle, start=start, until=late)


@given(cycles, cycles, days, st.integers(0, 200))
def test_another_cycle_never_asks_twice_for_one_day(old, new, start, more):
    until = start + timedelta(days=more)
    made = owed(old, start=start, until=until)
    for each in owed(new, start=start, until=until + timedelta(days=100), taken=made):
        assert not any(each.first <= other.last and other.first <= each.last for other in made)


@pytest.mark.parametrize("cycle", [None, "长期"])
def test_a_task_without_an_end_owes_no_single_span(cycle):
    assert owed(cycle, start=date(2026, 1, 1), until=TODAY) == ()


def test_a_week_goes_from_monday_to_sunday_and_a_quarter_over_three_months():
    assert span_of("每周", TODAY) == Span(date(2026, 10, 19), date(2026, 10, 25))
    assert span_of("每季度", TODAY) == Span(date(2026, 10, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "已完成"}, "请填写完成日期"),
        ({"state": "进行中", "done_on": TODAY}, "请把状态改成“已完成”"),
        ({"state": "已完成", "done_on": TODAY + timedelta(days=1)}, "还没有到"),
    ],
)
def test_a_state_and_a_day_that_do_not_agree_are_refused_at_the_day(values, said):
    assert said in problems(values, today=TODAY)["done_on"]
