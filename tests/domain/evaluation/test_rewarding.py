"""Rules for rewards: one line each, equals all or none, doubt said, only what is frozen counts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.evaluation import rewarding, scheme_sense, scheme_text
from gaotang_desktop.domain.evaluation.results import Result, VillageScore
from gaotang_desktop.domain.evaluation.schemes import REWARDS, Item, RewardRule, Scheme
from gaotang_desktop.domain.ranking import competition_ranks

ITEM = Item("A1", "纠纷", Decimal(100), "disputes_closed_in_time", "rate")


def scheme(*rules):
    return Scheme("考评", 1, date(2026, 1, 1), (ITEM,), rewards=rules)


def result(points, *rules, spans=None, previous=None):
    """Villages with these totals; ``spans`` are their joint ranges."""
    ranks = competition_ranks(dict(enumerate(points)))
    villages = tuple(
        VillageScore(
            n, f"第{n}村", n, {}, Decimal(0), Decimal(0), Decimal(total), "", (), rank=ranks[n],
            joint_range=(spans or {}).get(n, (ranks[n], ranks[n])),
        )
        for n, total in enumerate(points)
    )  # fmt: skip
    return Result("2026-10", scheme(*rules), villages, previous=previous)


FIRST, LAST = RewardRule("first", 3, "表扬"), RewardRule("last", 2, "约谈")
RULE = st.builds(
    RewardRule,
    st.sampled_from(["first", "last", "progress"]),
    st.integers(1, 40),
    st.sampled_from(REWARDS),
    st.integers(1, 12),
    st.sampled_from(["", "流动红旗", "200 元"]),
    st.sampled_from(["", "month", "quarter", "year"]),
)


@given(st.lists(RULE, max_size=5))
def test_what_is_written_is_read_back_and_stored(rules):
    typed = "\n".join(rewarding.line(rule) for rule in rules)
    assert rewarding.read(typed) == (tuple(rules), "")
    if not rewarding.problem(rules):
        whole = scheme(*rules)
        assert scheme_text.from_json(scheme_text.to_json(whole)) == whole


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("每月前3名：表扬（流动红旗）", RewardRule("first", 3, "表扬", 1, "流动红旗", "month")),
        ("每季度 后 2 名: 表态发言", RewardRule("last", 2, "表态发言", 1, "", "quarter")),
        ("每月连续 3 次后 1 名：约谈。", RewardRule("last", 1, "约谈", 3, "", "month")),
        ("每年进步前2名：奖金(500元)", RewardRule("progress", 2, "奖金", 1, "500元", "year")),
        ("前1名：奖金", RewardRule("first", 1, "奖金")),
    ],
)
def test_a_rule_is_read_as_people_write_it(typed, rule):
    assert rewarding.read(typed) == ((rule,), "")


@pytest.mark.parametrize(
    "typed", ["表扬前三名", "每月前3名", "每周前3名：表扬", "每月前名：表扬", "x" * 4000]
)
def test_what_cannot_be_read_is_said_with_its_line(typed):
    rules, said = rewarding.read(f"每月前3名：表扬\n\n{typed}")
    assert rules == ()
    assert said.startswith("奖惩规则第 3 行")
    assert said.endswith("。")


@pytest.mark.parametrize(
    "rule",
    [
        RewardRule("first", 0, "表扬"),
        RewardRule("first", 3, "免职"),
        RewardRule("last", 1, "约谈", times=99),
        RewardRule("progress", 1, "表扬", times=2),
        RewardRule("first", 300, "表扬"),
    ],
)
def test_a_rule_that_cannot_be_is_said_at_its_field(rule):
    said = scheme_sense.rule_sense(scheme(rule), 24)
    assert said["rewards"].endswith("。")


def test_first_and_last_may_not_meet():
    rules = (RewardRule("first", 3, "表扬"), RewardRule("last", 3, "约谈"))
    assert "rewards" in scheme_sense.rule_sense(
        replace(scheme(*rules), best_named=1, worst_named=1), 5
    )
    assert "rewards" not in scheme_sense.rule_sense(scheme(*rules), 24)


def whole_groups(worth, most):
    """Of villages by what they are worth, the foremost that fit: equals all or none."""
    taken = set()
    for value in sorted(set(worth.values()), reverse=True):
        equals = {n for n, each in worth.items() if each == value}
        if len(taken | equals) > most:
            break
        taken |= equals
    return taken


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 9)), min_size=1, max_size=9),
       st.integers(1, 4))  # fmt: skip
def test_equals_are_proposed_all_or_none_and_nobody_is_praised_and_blamed(villages, number):
    points = dict(enumerate(total for total, _ in villages))
    previous = dict(enumerate(rank for _, rank in villages))
    rules = first, last, progress = (
        replace(FIRST, number=number), replace(LAST, number=number),
        RewardRule("progress", number, "奖金"),
    )  # fmt: skip
    found, notes = rewarding.proposals(
        result([*points.values()], *rules, previous=previous), "month", ()
    )
    rank = {n: 1 + sum(each > total for each in points.values()) for n, total in points.items()}
    all_equal = len(set(points.values())) == 1
    firsts = set() if all_equal else whole_groups(points, number)
    lasts = set() if all_equal else whole_groups({n: -each for n, each in points.items()}, number)
    gained = {n: previous[n] - rank[n] for n in points if previous[n] > rank[n]}
    wanted = {
        first: firsts - lasts,
        last: lasts - firsts,
        progress: whole_groups(gained, number) - lasts,
    }
    assert {rule: {e.village_id for e in found if e.rule == rule} for rule in rules} == wanted
    if all_equal or firsts & lasts or whole_groups(gained, number) & lasts:
        assert notes


def test_who_cannot_be_told_from_those_beyond_the_line_is_said():
    spans = {0: (1, 2), 1: (1, 3), 2: (2, 5), 3: (3, 6), 4: (4, 6), 5: (6, 6)}
    found, _ = rewarding.proposals(
        result((90, 80, 70, 60, 50, 40), FIRST, LAST, spans=spans), "month", ()
    )
    told = {(each.village, each.rule.when): each for each in found}
    assert told["第1村", "first"].certain
    doubtful = told["第2村", "first"]
    assert not doubtful.certain
    assert doubtful.why == "第 3 名（名次区间 2–5），和界线外的村分不出先后，请斟酌。"
    assert not told["第4村", "last"].certain
    assert told["第5村", "last"].certain


def test_who_gained_most_places_is_proposed_and_what_hangs_on_the_sample_said():
    rule = RewardRule("progress", 2, "表扬")
    previous = {0: 5, 1: 6, 2: 1, 3: 2, 4: 3, 5: None}
    spans = {0: (1, 2), 1: (1, 6)}
    points = (90, 80, 70, 60, 50, 40)
    found, notes = rewarding.proposals(
        result(points, rule, previous=previous, spans=spans), "month", ()
    )
    assert [(each.village, each.certain) for each in found] == [("第0村", True), ("第1村", False)]
    assert "由第 5 名升到第 1 名，升了 4 名" in found[0].why
    assert "分不出先后" in found[1].why
    assert notes == ()
    nobody, said = rewarding.proposals(result(points, rule, previous={}), "month", ())
    assert nobody == ()
    assert "没有上期名次" in said[0]
    one = replace(rule, number=1)
    none, said = rewarding.proposals(result(points, one, previous=previous), "month", ())
    assert none == ()
    assert "有 2 个村都升了 4 名" in said[0]


def test_after_three_times_last_only_who_was_last_in_each_and_all_are_frozen():
    rule = RewardRule("last", 1, "约谈", times=3, cycle="month")
    now = result((90, 80, 40), rule)
    same, other = result((90, 80, 40)), result((90, 40, 80))
    found, _ = rewarding.proposals(now, "month", (same, same, other))
    assert [(each.village, each.why) for each in found] == [
        ("第2村", "第 3 名，连续 3 期在后 1 名。")
    ]
    assert rewarding.proposals(now, "month", (same, other))[0] == ()
    for gap in ((same,), (same, None), ()):
        found, notes = rewarding.proposals(now, "month", gap)
        assert found == ()
        assert "没有都冻结" in notes[0]
    assert rewarding.proposals(now, "quarter", (same, same))[0] == ()
    unsure = result((90, 80, 40), spans={2: (2, 3)})
    [proposal] = rewarding.proposals(now, "month", (same, unsure))[0]
    assert not proposal.certain
