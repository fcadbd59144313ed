"""What a rank range may claim: one draw for one poll, no village firmer than what is known of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain import ranking
from gaotang_desktop.domain.evaluation import freezing, redraws
from gaotang_desktop.domain.evaluation.composing import Piece, compose
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.domain.evaluation.results import VillageInput
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme
from gaotang_desktop.domain.evaluation.scoring import score
from gaotang_desktop.domain.evaluation.standing import why_unnamed
from gaotang_desktop.domain.periods import month, parse
from gaotang_desktop.domain.polls import redrawn_rates

SPAN = Span(date(2026, 7, 1), date(2026, 7, 31), 31)
A1 = Item("A1", "安全感", Decimal(30), "poll_safety", "percent", when_not_due="average")
A2 = Item("A2", "满意度", Decimal(30), "poll_satisfaction", "percent", when_not_due="average")
F1 = Item("F1", "任务", Decimal(40), "assignments_in_time", "rate", when_not_due="full")
RULES = Scheme("甲", 1, date(2026, 1, 1), (A1, A2, F1), minimum_sample=30)
QUARTER = parse("2026-Q3")


def polled(hits, sample, result):
    ref = RecordRef("poll-results", result, "")
    return Fact(State.KNOWN, Decimal(hits), Decimal(sample), (ref,))


def village(number, safe=None, satisfied=None, sample=30):
    facts = {}
    if safe is not None:
        facts = {
            "A1": polled(safe, sample, number),
            "A2": polled(satisfied if satisfied is not None else safe, sample, number),
        }
    return VillageInput(number, f"第{number}村", number, SPAN, facts)


def town(count=12, seed=1):
    chance = Random(seed)
    return [village(n, chance.randint(21, 27), chance.randint(20, 26)) for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("count", "ends", "said"),
    [
        (5, 3, "参加排名的只有5个村，本期不分前列和待改进。"),
        (9, 0, "考评办法不列前列和待改进，本期不分档次。"),
        (12, 3, "各村得分的差别不足以断定前列和待改进，本期不分档次。"),
    ],
)
def test_why_nobody_is_named_first_or_last_is_said_as_it_is(count, ends, said):
    rules = replace(RULES, best_named=ends, worst_named=ends)
    assert why_unnamed(score(rules, "2026-07", town(count), draws=0)) == said


def widths(result, which="rank_range"):
    found = [getattr(each, which) for each in result.villages]
    return [high - low + 1 for low, high in found]


def frozen_again(result, label):
    return freezing.thaw(freezing.freeze(result), label)


@pytest.mark.parametrize("frozen", [False, True])
def test_one_poll_behind_three_months_leaves_a_quarter_as_open_as_a_month(frozen):
    months = [score(RULES, f"2026-{n:02d}", town(), draws=4000) for n in (7, 8, 9)]
    kept = [frozen_again(each, "") if frozen else each for each in months]
    pieces = [Piece(month(2026, n), each, frozen) for n, each in zip((7, 8, 9), kept, strict=True)]
    whole = compose(RULES, QUARTER, town(), pieces, draws=4000)
    assert sum(widths(whole)) == pytest.approx(sum(widths(months[0])), abs=3)
    year = parse("2026")
    quarterly = replace(RULES, year_of="quarters")
    again = Piece(QUARTER, frozen_again(whole, "") if frozen else whole, frozen)
    over = compose(quarterly, year, town(), [again], draws=4000)
    assert sum(widths(over)) == pytest.approx(sum(widths(months[0])), abs=3)


def test_a_village_without_a_poll_is_known_least_and_has_the_widest_range():
    given_ = [*town(11), village(12), village(13, 3, 3, sample=4)]
    got = score(RULES, "2026-07", given_, draws=4000)
    wide = {each.id: high - low for each in got.villages for low, high in [each.rank_range]}
    assert min(wide[12], wide[13]) >= max(wide[n] for n in range(1, 12)) - 1
    assert {each.band for each in got.villages if each.id > 11} == {"中间"}


def test_two_questions_of_the_same_people_move_together():
    up = np.arange(redraws.OUTCOMES)
    parts = [redraws.Uncertain("one", name, up) for name in ("safe", "satisfied")]
    one = redraws.redrawn({1: 0}, {1: parts[:1]}, draws=20_000)[0]
    both = redraws.redrawn({1: 0}, {1: parts}, draws=20_000)[0]
    shared = both.var() / (2 * one.var()) - 1  # the correlation of the two
    assert shared == pytest.approx(redraws.CORRELATION, abs=0.03)
    apart = [redraws.Uncertain(name, "safe", up) for name in ("one", "other")]
    alone = redraws.redrawn({1: 0}, {1: apart}, draws=20_000)[0]
    assert alone.var() / (2 * one.var()) == pytest.approx(1, abs=0.03)


def test_the_same_question_of_one_poll_twice_is_drawn_once():
    up = np.arange(redraws.OUTCOMES)
    twice = [redraws.Uncertain("one", "safe", up)] * 2
    assert redraws.redrawn({1: 0}, {1: twice}, draws=5000).max() > 2 * redraws.OUTCOMES - 40
    assert set(redraws.redrawn({1: 0}, {1: twice}, draws=500)[0] % 2) == {0}


def test_what_holds_for_all_villages_at_once_is_no_narrower_and_gives_the_bands():
    got = score(RULES, "2026-07", town(16), draws=4000)
    for each in got.villages:
        low, high = each.joint_range
        assert low <= each.rank <= high
        assert high - low + 1 >= (each.rank_range[1] - each.rank_range[0] + 1) - 1
    joint = {each.id: each.joint_range for each in got.villages}
    assert {each.id: each.band for each in got.villages} == ranking.bands(joint, 16, 3, 3)


def test_without_a_poll_the_ranks_are_what_they_are_and_ties_stand_together():
    done = [Fact(State.KNOWN, Decimal(n), Decimal(4)) for n in (4, 4, 3, 1)]
    plain = [
        VillageInput(n, f"第{n}村", n, SPAN, {"F1": fact}) for n, fact in enumerate(done, start=1)
    ]
    got = score(RULES, "2026-07", plain, draws=500)
    assert [(each.rank, each.joint_range, each.rank_range) for each in got.villages] == [
        (1, (1, 1), (1, 1)),
        (1, (1, 1), (1, 1)),
        (3, (3, 3), (3, 3)),
        (4, (4, 4), (4, 4)),
    ]


@given(st.integers(0, 60), st.integers(1, 60))
def test_redrawn_rates_rise_from_0_to_1_and_have_their_mean(hits, more):
    rates = redrawn_rates(hits, hits + more)
    assert len(rates) == redraws.OUTCOMES
    assert np.all(np.diff(rates) >= 0)
    assert 0 <= rates[0] <= rates[-1] <= 1
    expected = Fraction(2 * hits + 1, 2 * (hits + more) + 2)
    assert float(rates.mean()) == pytest.approx(float(expected), abs=0.001)


def test_the_order_of_the_villages_changes_no_range():
    given_ = town()
    one = score(RULES, "2026-07", given_, draws=1000)
    other = score(RULES, "2026-07", given_[::-1], draws=1000)
    assert one == other


def test_ranks_cover_the_truth_as_often_as_they_say():
    """Equal true rates: each draw of polls is one town; joint ranges hold all true ranks at once."""
    held, alone, count = 0, 0, 0
    chance = np.random.default_rng(7)
    truth = np.linspace(0.70, 0.92, 8)
    for _ in range(60):
        hits = chance.binomial(40, truth)
        got = score(
            RULES, "2026-07",
            [village(n + 1, int(hit), int(hit), sample=40) for n, hit in enumerate(hits)],
            draws=1000,
        )  # fmt: skip
        place = {n + 1: 8 - n for n in range(8)}
        inside = [each.joint_range[0] <= place[each.id] <= each.joint_range[1]
                  for each in got.villages]  # fmt: skip
        held += all(inside)
        alone += sum(each.rank_range[0] <= place[each.id] <= each.rank_range[1]
                     for each in got.villages)  # fmt: skip
        count += 8
    assert held >= 0.9 * 60
    assert alone >= 0.88 * count
