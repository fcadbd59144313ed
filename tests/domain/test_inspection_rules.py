"""Draws by lot and the state of a finding."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain import inspections as rules

TODAY = date(2026, 10, 24)
NAMES = st.lists(st.text("村东西南北中上下", min_size=1, max_size=5), unique=True, max_size=30)
SEEDS = st.integers(0, 2**31 - 1)


def state(**values):
    return rules.finding_state(values, today=TODAY, near_days=3)


def test_a_draw_is_what_it_was_years_ago():
    # Written down once: a change of this outcome would make every stored draw look forged.
    pool = ("郭桥村", "刘庄村", "王楼村", "赵集村", "孙湾村")
    assert rules.draw(pool, 2, 20261024) == ("郭桥村", "王楼村")


@given(NAMES, st.integers(0, 40), SEEDS, st.randoms())
def test_the_order_of_the_pool_does_not_change_who_is_drawn(pool, count, seed, chance):
    mixed = list(pool)
    chance.shuffle(mixed)
    assert set(rules.draw(pool, count, seed)) == set(rules.draw(mixed, count, seed))


@given(NAMES, st.integers(0, 40), SEEDS)
def test_a_draw_picks_as_many_as_there_are_each_once_and_only_from_the_pool(pool, count, seed):
    picked = rules.draw(pool, count, seed)
    assert len(picked) == len(set(picked)) == min(count, len(pool))
    assert set(picked) <= set(pool)


@given(NAMES, st.integers(1, 5), SEEDS)
def test_who_was_not_drawn_could_have_been_left_out_without_a_difference(pool, count, seed):
    picked = rules.draw(pool, count, seed)
    assert rules.draw(picked, count, seed) == picked


def test_every_name_is_drawn_about_as_often_as_another():
    pool = [f"{number}村" for number in range(8)]
    drawn = [rules.draw(pool, 2, seed) for seed in range(4000)]
    times = [sum(name in each for each in drawn) for name in pool]
    assert max(times) - min(times) < 200  # 1000 each, give or take


@given(st.integers(-400, 400), st.integers(0, 30))
def test_a_finding_is_overdue_from_the_day_after_its_due_date(days, near):
    due = TODAY + timedelta(days=days)
    found = rules.finding_state({"due_on": due}, today=TODAY, near_days=near)
    assert (found == "逾期") == (days < 0)
    assert found in rules.OPEN


def test_what_was_put_right_is_not_overdue_and_a_good_recheck_closes_it():
    late = {"due_on": date(2026, 10, 1), "put_right_on": date(2026, 10, 20)}
    assert state(**late) == "已整改"
    assert state(**late, recheck="已整改") == "已销号"
    assert state(**late, recheck="未整改") == "回头看未整改"


def test_a_recheck_needs_a_day_and_a_result_and_comes_after_the_putting_right():
    base = {"found_on": date(2026, 10, 1), "village_id": 1, "put_right_on": date(2026, 10, 5)}
    base["how"] = "已更换"

    def fields(**values):
        return set(rules.finding_problems({**base, **values}, today=TODAY))

    assert fields(rechecked_on=date(2026, 10, 8), recheck="已整改") == set()
    assert fields(rechecked_on=date(2026, 10, 8)) == {"recheck"}
    assert fields(recheck="未整改") == {"rechecked_on"}
    assert fields(rechecked_on=date(2026, 10, 4), recheck="已整改") == {"rechecked_on"}
    assert fields(rechecked_on=date(2026, 10, 30), recheck="已整改") == {"rechecked_on"}
