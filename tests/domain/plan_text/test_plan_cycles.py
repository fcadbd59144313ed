"""How often a task comes, as plans write it: never silently as another cycle."""

import pytest
from plan_samples import body

from gaotang_desktop.domain.plan_text import read_plan
from gaotang_desktop.domain.plan_text.deadlines import read_deadline


@pytest.mark.parametrize(
    ("words", "cycle"),
    [
        ("每周", "每周"),
        ("每周三次", "每周"),
        ("每一周", "每周"),
        ("每1个月一次", "每月"),
        ("每月25日前", "每月"),
        ("按月报送", "每月"),
        ("每季度末", "每季度"),
        ("全年", "长期"),
        ("长期坚持", "长期"),
    ],
)
def test_a_cycle_of_ours_is_read(words, cycle):
    found = read_deadline(words, 2024)
    assert (found.on, found.cycle, found.problem) == (None, cycle, "")


@pytest.mark.parametrize(
    "words",
    [
        "每学期一次", "每学年", "每半月", "每半个月", "每天", "每日", "每晚", "每两周", "每2周", "每两个月",
        "每三个月一次", "每年", "每年两次", "每半年", "汛期每日", "假期每天", "隔周", "双月", "每旬", "逐日",
        "每月或每半月", "汛期每日，非汛期每月", "每10天", "节假日",
    ],
)  # fmt: skip
def test_what_is_no_cycle_of_ours_is_told_and_left_open_with_its_words(words):
    found = read_deadline(words, 2024)
    assert (found.on, found.cycle, found.text) == (None, "", words)
    assert found.problem == f"周期“{words}”不在每周、每月、每季度、长期之内，请自行设定。"


@pytest.mark.parametrize(
    "words", ["每两周通报一次", "每半年走访一次", "每天早晚巡查", "汛期每日巡查"]
)
def test_such_a_cycle_in_the_words_of_a_task_is_told_too(words):
    (clause,) = read_plan(body(f"1、夜巡。{words}。（责任单位：派出所）")).clauses
    assert (clause.deadline, clause.cycle) == (None, "")
    assert clause.deadline_text
    assert words in clause.text
    assert any("不在每周、每月、每季度、长期之内" in each.text for each in clause.warnings)


@pytest.mark.parametrize(
    ("words", "cycle"),
    [("每月底更新底数", "每月"), ("台账每月末前报送", "每月"), ("每季度末通报一次", "每季度")],
)
def test_the_end_of_each_month_in_the_words_of_a_task_is_its_cycle(words, cycle):
    (clause,) = read_plan(body(f"1、夜巡。{words}。（责任单位：派出所）")).clauses
    assert (clause.deadline, clause.cycle) == (None, cycle)


@pytest.mark.parametrize("words", ["每月补助200元", "每年度考核", "每个村一名", "每户每年300元"])
def test_what_is_paid_or_counted_is_no_cycle(words):
    (clause,) = read_plan(body(f"1、夜巡。{words}。（责任单位：派出所）")).clauses
    assert (clause.cycle, clause.deadline_text) == ("", "")
