"""The laws of the weekly rotation of four villages."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain import rotation
from gaotang_desktop.domain.rotation import Member, Pause, Turn, plan

START = date(2026, 1, 5)


def members(count):
    return [Member(n, f"第{n}村", n) for n in range(1, count + 1)]


def weeks(count, start=START):
    return [start + timedelta(weeks=n) for n in range(count)]


def by_week(turns):
    found = defaultdict(list)
    for turn in turns:
        found[turn.week].append(turn.village_id)
    return found


towns = st.integers(0, 30)
spans = st.integers(0, 60)


@st.composite
def pauses(draw, *, town_wide=True):
    least = 0 if town_wide else 1
    pairs = draw(st.sets(st.tuples(st.integers(0, 59), st.integers(least, 30)), max_size=25))
    return [Pause(START + timedelta(weeks=w), v or None, "秋收") for w, v in sorted(pairs)]


@given(towns, spans)
def test_every_week_has_four_villages_or_all_where_there_are_fewer(count, span):
    found = by_week(plan(members(count), weeks(span)))
    assert all(len(found[week]) == min(4, count) for week in weeks(span))
    assert all(len(set(each)) == len(each) for each in found.values())


@given(towns, spans)
def test_the_numbers_of_turns_never_differ_by_more_than_one(count, span):
    done = Counter(dict.fromkeys(range(1, count + 1), 0))
    for turns in by_week(plan(members(count), weeks(span))).values():
        done.update(turns)
        assert max(done.values()) - min(done.values()) <= 1


@given(towns, spans, pauses())
def test_everyone_has_each_round_once_and_none_is_left_out(count, span, left_out):
    rounds = defaultdict(list)
    for turn in plan(members(count), weeks(span), pauses=left_out):
        rounds[turn.village_id].append(turn.round)
    assert all(each == list(range(1, len(each) + 1)) for each in rounds.values())


@given(towns, spans, pauses())
def test_nobody_comes_in_a_week_that_is_left_out(count, span, left_out):
    found = plan(members(count), weeks(span), pauses=left_out)
    away = {(each.week, each.village_id) for each in left_out}
    assert not any((t.week, t.village_id) in away or (t.week, None) in away for t in found)


@given(st.integers(5, 30), spans, pauses(town_wide=False))
def test_the_next_in_line_steps_in_as_long_as_there_is_one(count, span, left_out):
    found = by_week(plan(members(count), weeks(span), pauses=left_out))
    away = Counter(each.week for each in left_out if each.village_id <= count)
    for week in weeks(span):
        assert len(found[week]) == min(4, count - away[week])


@given(st.integers(5, 30), pauses(town_wide=False))
def test_a_village_that_could_not_come_is_made_up_for_when_it_can(count, left_out):
    # Longer than all that was left out: whoever is behind has had time to catch up.
    found = plan(members(count), weeks(60 + 26 * 8), pauses=left_out)
    done = Counter(turn.village_id for turn in found)
    assert max(done.values()) - min(done.values()) <= 1


@given(towns, spans, pauses(), st.randoms())
def test_the_order_of_what_is_given_changes_nothing(count, span, left_out, chance):
    mixed = members(count)
    chance.shuffle(mixed)
    paused = list(left_out)
    chance.shuffle(paused)
    assert plan(mixed, weeks(span), pauses=paused) == plan(
        members(count), weeks(span), pauses=left_out
    )


@given(towns, spans, st.integers(0, 60), pauses())
def test_planning_the_rest_again_gives_the_same_rest(count, span, cut, left_out):
    whole = plan(members(count), weeks(span), pauses=left_out)
    past = [each for each in whole if each.week < START + timedelta(weeks=cut)]
    again = plan(members(count), weeks(span)[cut:], kept=past, pauses=left_out)
    rest = whole[len(past) :]
    assert [(t.week, t.village_id, t.round) for t in again] == [
        (t.week, t.village_id, t.round) for t in rest
    ]


@given(st.integers(1, 20), st.integers(1, 40), st.data())
def test_what_is_kept_is_neither_changed_nor_planned_twice(count, span, data):
    whole = plan(members(count), weeks(span))
    kept = data.draw(st.lists(st.sampled_from(whole), unique=True))
    again = plan(members(count), weeks(span), kept=kept)
    both = [*kept, *again]
    assert len({(t.week, t.village_id) for t in both}) == len(both)
    assert len({(t.village_id, t.round) for t in both}) == len(both)
    assert all(len(each) == min(4, count) for each in by_week(both).values())


@given(st.integers(1, 20), st.integers(1, 50), st.integers(1, 50))
def test_a_village_that_joins_takes_part_in_the_running_round(count, joins, span):
    late = Member(99, "新村", 99, joined_on=START + timedelta(weeks=joins))
    found = plan([*members(count), late], weeks(joins + span))
    mine = [turn for turn in found if turn.village_id == 99]
    assert all(turn.week >= late.joined_on for turn in mine)
    after = Counter(t.village_id for t in found if t.week >= late.joined_on)
    others = [after[n] for n in range(1, count + 1)]
    assert min(others) - 1 <= len(mine) <= max(others) + 1


@given(st.integers(1, 20), st.integers(0, 30))
def test_a_village_that_withdraws_has_no_turn_from_that_week_on(count, week):
    gone = Member(99, "撤并村", 0, withdrawn_on=START + timedelta(weeks=week, days=3))
    found = plan([*members(count), gone], weeks(40))
    assert all(t.week + timedelta(days=6) < gone.withdrawn_on for t in found if t.village_id == 99)
    assert all(
        len(each) == min(4, count) for w, each in by_week(found).items() if w > gone.withdrawn_on
    )


def test_a_town_without_villages_has_an_empty_plan():
    assert plan([], weeks(5)) == ()
    assert plan(members(5), []) == ()


def test_a_round_that_ends_inside_a_week_is_followed_by_the_next_one():
    found = plan(members(6), weeks(3))
    assert list(by_week(found).values()) == [[1, 2, 3, 4], [5, 6, 1, 2], [3, 4, 5, 6]]
    assert [turn.round for turn in found[4:8]] == [1, 1, 2, 2]


@given(towns, spans, st.integers(1, 12))
def test_every_week_has_as_many_villages_as_the_towns_plan_says(count, span, per_week):
    found = by_week(plan(members(count), weeks(span), per_week=per_week))
    assert all(len(found[week]) == min(per_week, count) for week in weeks(span))


def test_a_village_with_the_harvest_comes_a_week_later_and_another_steps_in():
    found = plan(members(8), weeks(2), pauses=[Pause(START, 2, "秋收")])
    first, second = by_week(found).values()
    assert (first, second[0]) == ([1, 3, 4, 5], 2)
    names = {each.id: each.name for each in members(8)}
    assert rotation.why(found[4], names=names) == "第1轮按村次序轮到；原排第2周，因秋收延期。"
    assert rotation.why(found[3], names=names) == "第1轮按村次序轮到；第2村秋收来不了，由它顶上。"


def test_turns_from_an_old_sheet_have_no_round_and_still_count():
    old = [Turn(START, village) for village in (1, 2, 3, 4)]
    found = plan(members(6), weeks(2)[1:], kept=old)
    assert [(t.village_id, t.round) for t in found] == [(5, 1), (6, 1), (1, 2), (2, 2)]


def test_why_tells_of_an_exchange_with_the_village_and_the_old_week():
    turn = Turn(date(2026, 10, 26), 1, 3, date(2026, 10, 12), "村里换届。")
    said = rotation.why(turn, names={2: "刘庄村"}, instead_of=2)
    assert said == "第3轮按村次序轮到；原排第42周，因村里换届与刘庄村调换。"
    assert rotation.why(Turn(START, 1), names={}) == "按登记的轮次安排。"


def test_a_week_of_another_year_is_named_with_its_year():
    assert rotation.short_week(date(2025, 12, 22), date(2026, 1, 5)) == "2025年第52周"


def test_the_weeks_of_a_span_are_its_mondays():
    assert rotation.weeks_between(date(2026, 10, 1), date(2026, 10, 12)) == (
        date(2026, 9, 28),
        date(2026, 10, 5),
        date(2026, 10, 12),
    )
