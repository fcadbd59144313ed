from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain import patrols
from gaotang_desktop.domain.patrol_exceptions import Noted, Walk, oddities

NIGHT = date(2026, 10, 5)
TODAY = date(2026, 10, 24)


def walk(number, village, start=time(20), end=time(22), people=("张三",), night=NIGHT):
    return Walk(number, night, village, f"村{village}", start, end, frozenset(people))


def kinds(walks, missed=(), checks=()):
    return [each.kind for each in oddities(walks, missed, checks, today=TODAY)]


@pytest.mark.parametrize(
    ("start", "end", "odd"),
    [
        (time(21), time(23), ["时间重叠"]),
        (time(22), time(23), []),  # one after the other
        (time(23), time(1), []),
        (time(18), time(20), []),
        (time(21, 59), time(0, 30), ["时间重叠"]),
        (None, None, []),
    ],
)
def test_one_person_in_two_villages_at_a_time_is_odd(start, end, odd):
    assert kinds([walk(1, 1), walk(2, 2, start, end)]) == odd


def test_one_name_in_all_villages_of_a_night_is_one_line():
    walks = [walk(number, number) for number in range(1, 25)]
    (found,) = oddities(walks, [], [], today=TODAY)
    assert found.text == "张三同时在村1、村2、村3等 24 个村，时间重叠，请核对。"
    assert sorted(found.record_ids) == list(range(1, 25))
    assert sorted(found.villages) == list(range(1, 25))


def test_two_who_went_together_are_named_in_one_line_and_a_second_round_in_another():
    pair = ("张三", "李四")
    walks = [walk(1, 1, people=pair), walk(2, 2, people=pair)]
    late = [walk(3, 1, time(23), time(1)), walk(4, 2, time(23), time(1))]
    texts = sorted(each.text for each in oddities([*walks, *late], [], [], today=TODAY))
    assert texts == [
        "张三、李四同时在村1和村2，时间重叠，请核对。",
        "张三同时在村1和村2，时间重叠，请核对。",
    ]


def test_the_same_patrol_written_down_three_times_is_one_line():
    (found,) = oddities([walk(n, 1) for n in (1, 2, 3)], [], [], today=TODAY)
    assert found.text == "张三在同一村登记了 3 次，可能重复，时间重叠，请核对。"


def test_a_patrol_after_midnight_meets_one_that_began_before():
    late = walk(1, 1, time(23), time(1))
    assert kinds([late, walk(2, 2, time(0, 30), time(2))]) == ["时间重叠"]


def test_other_people_at_the_same_time_are_not_odd():
    assert kinds([walk(1, 1), walk(2, 2, people=("李四",))]) == []


def test_a_short_patrol_and_one_to_come_are_odd():
    walks = [walk(1, 1, end=time(20, 29)), walk(2, 2, night=TODAY + timedelta(days=1))]
    assert kinds(walks) == ["日期未到", "太短"]


def test_a_check_and_the_ledger_that_contradict_each_other_are_odd():
    absent = Noted(1, NIGHT, 1, "村1", "未巡")
    present = Noted(2, NIGHT, 2, "村2", "在岗")
    left = Noted(3, NIGHT, 1, "村1", "脱岗")
    assert kinds([walk(1, 1)], checks=[absent, present, left]) == ["抽查不符", "抽查不符"]


def test_a_missed_night_keeps_its_reason():
    (found,) = oddities([], [Noted(4, NIGHT, 1, "村1", "大雨")], [], today=TODAY)
    assert (found.record_kind, found.record_ids) == ("missed-nights", (4,))
    assert "大雨" in found.text


@given(st.permutations(range(6)))
def test_the_order_of_the_records_does_not_matter(order):
    walks = [walk(n, n, time(20 + n % 3), time(21 + n % 3, 30)) for n in range(6)]
    found = oddities(walks, [], [], today=TODAY)
    mixed = oddities([walks[n] for n in order], [], [], today=TODAY)
    assert {frozenset(each.record_ids) for each in found} == {
        frozenset(each.record_ids) for each in mixed
    }


def test_many_patrols_add_up_like_one_by_one():
    nights = [
        (3, time(20), time(22)),
        (5, time(20), time(22)),
        (2, time(23), time(0, 20)),
        (4, None, None),
    ]
    one_by_one = patrols.Effort()
    for people, start, end in nights:
        one_by_one = one_by_one + patrols.effort(people, start, end)
    together = patrols.total_effort(nights)
    assert (together.patrols, together.people) == (4, 14)
    assert patrols.rounded_hours(together.hours) == patrols.rounded_hours(one_by_one.hours)
    assert together.person_hours.quantize(Decimal("0.001")) == one_by_one.person_hours.quantize(
        Decimal("0.001")
    )


@pytest.mark.parametrize("leader", ["未巡", "因雨停巡", "请假", "无", "张三请假", "×"])
def test_words_that_nobody_patrolled_are_no_leader(leader):
    found = patrols.problems({"leader": leader}, today=date(2026, 11, 28))
    assert "登记到“未巡”里" in found["leader"]


@pytest.mark.parametrize("leader", ["张三", "吴迅", "欧阳不凡", "无为", "梅无"])
def test_names_are_leaders(leader):
    assert patrols.problems({"leader": leader}, today=date(2026, 11, 28)) == {}
