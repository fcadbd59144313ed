"""States, deadlines and weeks of disputes; jumps of the key groups."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain import disputes as rules
from gaotang_desktop.domain import key_groups

DAYS = {"高": 7, "中": 15, "低": 30}
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
states = st.sampled_from(rules.STATES)


@given(states, states)
def test_a_move_is_either_allowed_or_explained(before, after):
    assert bool(rules.move_problem(before, after)) != rules.may_move(before, after)


def test_nothing_returns_to_untouched_and_every_closed_dispute_can_flare_up():
    assert not any("待化解" in after for after in rules.MOVES.values())
    assert all("化解中" in rules.MOVES[state] for state in rules.CLOSED)
    assert all(set(rules.CLOSED) <= set(rules.MOVES[state]) for state in rules.OPEN)


@given(days, states, days, st.integers(0, 60))
def test_a_dispute_stands_in_exactly_one_way_to_its_deadline(due, state, today, near):
    word = rules.lateness(due, state, today=today, near_days=near)
    assert (word == "逾期") == rules.is_overdue(due, state, today)
    assert (word == "已办结") == (state in rules.CLOSED)


@given(st.lists(st.tuples(days, states, days)), days)
def test_the_overdue_come_first_and_the_closed_last(rows, today):
    ordered = sorted(rows, key=lambda row: rules.urgency(row[0], row[1], row[2], today))
    ranks = [
        0 if rules.is_overdue(due, state, today) else 2 if state in rules.CLOSED else 1
        for due, state, _ in ordered
    ]
    assert ranks == sorted(ranks)
    still = [due for due, state, _ in ordered if state in rules.OPEN]
    assert still == sorted(still)


@given(days, st.sampled_from(rules.RISKS), st.sampled_from(rules.RISKS))
def test_a_deadline_of_the_settings_follows_the_risk(found, old, new):
    before = {"found_on": found, "risk": old, "deadline": rules.deadline(found, old, DAYS)}
    after = {**before, "risk": new}
    assert rules.revised_deadline(before, after, DAYS) == rules.deadline(found, new, DAYS)


@given(days, st.sampled_from(rules.RISKS), st.sampled_from(rules.RISKS), st.integers(1, 400))
def test_a_deadline_set_by_hand_stays(found, old, new, by):
    own = rules.deadline(found, old, DAYS) + timedelta(days=by)
    before = {"found_on": found, "risk": old, "deadline": own}
    assert rules.revised_deadline(before, {**before, "risk": new}, DAYS) == own
    typed = {**before, "risk": new, "deadline": own + timedelta(days=1)}
    assert rules.revised_deadline(before, typed, DAYS) == own + timedelta(days=1)


@given(st.integers(2020, 2030), st.integers(1, 12))
def test_every_week_ends_in_exactly_one_month(year, month):
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    last = following - timedelta(days=1)
    weeks = rules.weeks_ending(first, last)
    assert all(first <= week + timedelta(days=6) <= last for week in weeks)
    assert all(week.weekday() == 0 for week in weeks)
    assert rules.weeks_ending(following, following + timedelta(days=30))[0] not in weeks
    assert len(weeks) in (4, 5)


def test_a_village_owes_the_week_on_whose_sunday_it_exists():
    monday = date(2026, 10, 5)
    assert rules.owes_report(monday, date(2026, 10, 11), None)
    assert not rules.owes_report(monday, date(2026, 10, 12), None)
    assert not rules.owes_report(monday, None, date(2026, 10, 11))
    assert rules.owes_report(monday, None, date(2026, 10, 12))


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_jump_is_said_exactly_where_there_is_one(before, now):
    assert bool(key_groups.jump_sentence(before, now)) == key_groups.jumps(before, now)


def test_twenty_per_cent_is_not_yet_a_jump():
    assert not key_groups.jumps(10, 12)
    assert key_groups.jump_sentence(10, 13) == "比上月 10 人多 30%，请核对。"


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_a_hundred_per_cent_is_said_only_of_all(managed, total):
    managed = min(managed, total)
    said = key_groups.rate_said(managed, total)
    assert (said == "100%") == (managed == total and total > 0)
    assert key_groups.rate(managed, total) is None or key_groups.rate(managed, total) <= Decimal(
        100
    )


@given(st.none() | st.integers(0, 99), st.none() | st.integers(0, 99))
def test_a_pair_is_whole_empty_or_explained(total, managed):
    said = "".join(key_groups.cell_problems("社区矫正", total, managed))
    whole = total is not None and managed is not None and managed <= total
    assert bool(said) != (whole or (total is None and managed is None))
