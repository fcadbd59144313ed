"""What must hold of any evaluation, and each rule that refuses."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gaotang_desktop.domain import periods, polls, ranking
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation import comparing, freezing, redraws, scheme_text, schemes
from gaotang_desktop.domain.evaluation.composing import Piece, compose
from gaotang_desktop.domain.evaluation.explaining import explain
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State
from gaotang_desktop.domain.evaluation.methods import Span, rounded
from gaotang_desktop.domain.evaluation.redraws import Uncertain
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme
from gaotang_desktop.domain.evaluation.scoring import Adjustment, VillageInput, score

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31), 31)


def item(code="D1", method="rate", fact="disputes_closed_in_time", full=50, **values):
    return Item(code, f"项目{code}", Decimal(full), fact, method, **values)


def rules(*items, **values):
    return Scheme("考评", 1, date(2026, 1, 1), items or (item(), item("F1")), **values)


def known(value, of=None, **values):
    return Fact(State.KNOWN, Decimal(value), None if of is None else Decimal(of), **values)


def village(number, *adjustments, **facts):
    return VillageInput(number, f"第{number}村", number, OCTOBER, facts, adjustments)


def scored(scheme, *villages, draws=0):
    return score(scheme, "2026-10", villages, draws=draws)


def test_deductions_never_take_a_total_below_nothing_and_say_so():
    much = Adjustment(1, "扣分", Decimal(80), "弄虚作假")
    got = scored(rules(), village(1, much, D1=known(1, 2), F1=known(1, 2))).of(1)
    assert (got.total, got.deduction) == (Decimal(0), Decimal("50.00"))
    assert "总分最低为 0 分，只计 50.00 分" in got.said[0]


def test_deductions_stop_at_the_cap_of_the_scheme():
    much = Adjustment(1, "扣分", Decimal(30), "迟报")
    got = scored(rules(deduction_cap=Decimal(10)), village(1, much, D1=known(1, 1))).of(1)
    assert (got.total, got.deduction) == (Decimal("90.00"), Decimal(10))
    assert "最多扣 10 分" in got.said[0]


def test_a_village_without_any_counted_item_has_no_rank_and_a_sentence():
    got = scored(rules(), village(1), village(2, D1=known(0, 3)), draws=50)
    assert (got.of(1).rank, got.of(1).rank_word) == (None, "—")
    assert "不排名次" in got.of(1).unranked
    assert got.of(2).rank == 1
    assert [each.id for each in got.villages] == [2, 1]


def test_an_excluded_item_decides_no_tie_and_what_decided_is_said():
    scheme = rules(item(full=40), item("E1", full=20), item("F1", full=40), tie_order=("E1", "F1"))
    got = scored(
        scheme,
        village(1, D1=known(1, 1), E1=known(1, 1), F1=known(1, 2)),
        village(2, D1=known(3, 5), F1=known(1, 1)),
    )
    assert {each.total for each in got.villages} == {Decimal("80.00")}
    assert [(each.id, each.rank) for each in got.villages] == [(2, 1), (1, 2)]
    assert got.ties == (
        "第2村、第1村总分同为 80.00 分，按“项目F1”得分排先后：第2村 40.00，第1村 20.00。",
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"full": Decimal(49)}, "合计 99 分，应当正好 100 分"),
        ({"code": "F1"}, "项目编号“F1”重复"),
        ({"floor": Decimal(1)}, "起分线 1 必须低于满分线 1"),
        ({"mark": Decimal("1.5")}, "满分线在 0 和 1 之间"),
        ({"cap": Decimal(-1)}, "加分上限要在 0 和满分"),
        ({"method": "proportion", "target": Decimal(0)}, "大于零的目标数"),
        ({"method": "proportion", "target": Decimal(2), "share_of": True}, "总数的一部分"),
        ({"method": "bands"}, "至少要有一档"),
        ({"method": "bands", "bands": ((Decimal(90), Decimal(51)),)}, "每一档的得分"),
        (
            {"method": "bands", "bands": ((Decimal(6), Decimal(1)), (Decimal(9), Decimal(2)))},
            "从高到低",
        ),
        ({"method": "guess"}, "没有“guess”这种计分方法"),
        ({"fact": "weather"}, "没有“weather”这种取数"),
        ({"fact": "poll_safety", "method": "deduct", "step": Decimal(1)}, "民调只能"),
        ({"when_not_due": "later"}, "没有应办事项时"),
    ],
)
def test_a_scheme_that_cannot_be_scored_is_refused_with_its_sentence(changed, said):
    bad = rules(replace(item(), **changed), item("F1"))
    assert any(said in each for each in schemes.problems(bad))
    with pytest.raises(DomainError, match=said):
        scheme_text.from_json(scheme_text.to_json(bad))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"year_weight": Decimal("1.1")}, "year_weight"),
        ({"bonus_cap": Decimal(-1)}, "bonus_cap"),
        ({"bonus_step": Decimal(0)}, "bonus_step"),
        ({"deduction_cap": Decimal(-1)}, "deduction_cap"),
        ({"tie_order": ("Z9",)}, "tie_order"),
        ({"cycle": "week"}, "cycle"),
        ({"minimum_sample": 0}, "minimum_sample"),
        ({"name": " "}, "name"),
    ],
)
def test_the_rules_beside_the_items_are_checked_at_their_field(changed, field):
    assert set(schemes.rule_problems(replace(rules(), **changed))) == {field}
    assert schemes.rule_problems(rules()) == {}


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "3", "{}", '{"items": 5}', "[" * 100_000,
        json.dumps({"name": "a", "version": 1, "starts_on": "x", "items": []}),
        json.dumps({"name": "a", "version": "1", "starts_on": "2026-01-01", "items": []}),
        json.dumps({"name": "a", "version": 1, "starts_on": "2026-01-01", "items": [7]}),
        json.dumps({"name": "a", "version": 1, "starts_on": "2026-01-01", "items": [{"code": "A"}]}),
        json.dumps({"name": "a", "version": 1, "starts_on": "2026-01-01", "items": [], "colour": 1}),
    ],
)  # fmt: skip
def test_a_damaged_scheme_file_gives_a_whole_chinese_sentence(text):
    with pytest.raises(DomainError) as problem:
        scheme_text.from_json(text)
    assert str(problem.value).endswith("。")
    assert not any(word in str(problem.value) for word in ("Error", "Expecting", "argument"))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3), max_leaves=5),
       st.sampled_from(["name", "version", "starts_on", "items", "bonus_cap", "tie_order"]))  # fmt: skip
def test_any_value_in_a_scheme_is_read_or_refused_in_chinese(value, name):
    raw = json.loads(scheme_text.to_json(rules()))
    raw[name] = value
    said = "。"
    try:
        scheme_text.from_json(json.dumps(raw))
    except DomainError as problem:
        said = str(problem)
    assert said.endswith("。")


def test_more_satisfied_people_than_respondents_are_refused_everywhere():
    poll = rules(item("A1", "percent", "poll_safety"), item("F1"))
    for attempt in (
        lambda: polls.wilson(33, 32),
        lambda: polls.redrawn_rates(33, 32),
        lambda: scored(poll, village(1, A1=known(33, 32))),
    ):
        with pytest.raises(DomainError, match="多于有效样本"):
            attempt()


def test_bands_of_a_poll_are_redrawn_in_the_rank_ranges():
    bands = ((Decimal(80), Decimal(50)), (Decimal(60), Decimal(20)))
    poll = rules(item("A1", "bands", "poll_safety", bands=bands), item("F1"))
    near = [village(n, A1=known(24, 30), F1=known(1, 1)) for n in range(1, 9)]
    got = scored(poll, *near, draws=2000)
    assert all(each.rank_range[1] >= 5 for each in got.villages)


def test_rank_ranges_share_ranks_of_equal_totals_in_a_redraw():
    coin = [Uncertain("own", "safe", np.array([0] * 512 + [10] * 512))]
    drawn = redraws.redrawn({1: 0, 2: 0, 3: 5}, {1: coin, 2: coin}, draws=4000)
    # Both coins up: 1, 1, 3. Both down: 2, 2, 1. One up: 1, 3, 2.
    assert {tuple(ranks) for ranks in redraws.ranks_of(drawn).T.tolist()} == {
        (1, 1, 3),
        (2, 2, 1),
        (1, 3, 2),
        (3, 1, 2),
    }
    found = redraws.ranges({1: 0, 2: 0, 3: 5}, {1: coin, 2: coin}, {1: 5, 2: 5, 3: 5}, draws=4000)
    assert found.marginal == {1: (1, 3), 2: (1, 3), 3: (1, 3)}


@given(st.integers(1, 30), st.integers(0, 30), st.sampled_from(["rate", "proportion", "deduct",
       "add", "bands"]))  # fmt: skip
def test_every_point_lost_with_only_good_records_still_has_a_reason(of, value, method):
    value = min(of, value)
    parameters = {
        "proportion": {"target": Decimal(of), "per": "month"},
        "deduct": {"step": Decimal(3)},
        "add": {"step": Decimal(1)},
        "bands": {"bands": ((Decimal(90), Decimal(50)), (Decimal(50), Decimal(10)))},
    }
    good = tuple(RecordRef("patrols", n, f"第{n}条") for n in range(value))
    one = (
        scored(
            rules(item(method=method, **parameters.get(method, {})), item("F1")),
            village(1, D1=known(value, of, records=good)),
        )
        .of(1)
        .items["D1"]
    )
    told = explain(one)
    assert not one.lost or told.reasons
    assert told.gains


def test_what_differs_is_told_by_id_with_figures_even_where_the_points_are_the_same():
    ref = RecordRef("disputes", 7, "宅基地边界")
    before = scored(rules(), village(1, D1=known(1, 2, records=(ref,))))
    moved = replace(village(1, D1=known(2, 4, records=(replace(ref, counted=False),))), name="新村")
    after = scored(rules(), moved)
    said = comparing.differences(freezing.freeze(before), freezing.freeze(after))
    assert said == (
        "第1村：现在改名为新村。",
        "第1村：D1 得分不变（25.00 分），但按期化解由 1 变为 2，到期由 2 变为 4，"
        "记录改动：“宅基地边界”现在不计入。",
    )


counts = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda p: (min(p), max(p)))
points = st.integers(0, 500).map(lambda cents: Decimal(cents) / 100)
months = st.lists(
    st.lists(st.tuples(counts, counts, points, points), min_size=2, max_size=2),
    min_size=1,
    max_size=4,
)


def month_result(scheme, number, rows):
    given_villages = [
        village(
            place,
            Adjustment(1, "加分", bonus, "好"),
            Adjustment(2, "扣分", deduction, "差"),
            D1=known(*one),
            F1=known(*other),
        )
        for place, (one, other, bonus, deduction) in enumerate(rows, start=1)
    ]
    return score(scheme, f"2026-{number:02d}", given_villages, draws=0)


@given(months, st.sampled_from(["1", "0.7"]), st.integers(0, 100))
@example(  # the rounding cent of bonus and deduction, with items that have nothing to give
    [[((0, 0), (0, 0), Decimal(0), Decimal(0)),
      ((0, 0), (0, 1), Decimal("3.14"), Decimal("0.82"))]], "0.7", 0,
)  # fmt: skip
def test_a_year_is_the_weighted_mean_and_its_items_make_its_total(rows, weight, check):
    scheme = rules(year_weight=Decimal(weight))
    pieces = [
        Piece(periods.month(2026, n), month_result(scheme, n, each), frozen=False)
        for n, each in enumerate(rows, start=1)
    ]
    whole = [village(1, 年终=known(check)), village(2)]
    got = compose(scheme, periods.parse("2026"), whole, pieces, draws=20)
    for each in got.villages:
        if each.unranked:
            continue
        counted = [one for one in each.items.values() if one.points is not None]
        assert sum(one.item.full for one in counted) == 100
        assert all(0 <= one.points <= one.item.full for one in counted)
        assert sum(one.points for one in counted) + each.bonus - each.deduction == each.total
        mean = sum(total for _, total, _ in each.totals) / len(each.totals)
        wanted = mean * Decimal(weight) + (check if each.id == 1 else 0) * (1 - Decimal(weight))
        assert abs(each.total - rounded(wanted)) <= Decimal("0.01")
    assert freezing.freeze(freezing.thaw(freezing.freeze(got), "2026年10月")) == freezing.freeze(
        got
    )


@given(months)
def test_what_was_frozen_is_read_back_as_it_was(rows):
    result = month_result(rules(), 10, rows[0])
    assert freezing.thaw(freezing.freeze(result), "2026年10月") == result


def test_the_contract_has_exactly_its_keys():
    got = freezing.contract(scored(rules(), village(1, D1=known(1, 2))), frozen=False)
    assert set(got) == {"period", "scheme", "frozen", "villages"}
    one = got["villages"][0]
    assert set(one) == {
        "village", "total", "bonus", "deduction", "rank", "rank_range", "veto", "items",
    }  # fmt: skip
    assert set(one["items"]["D1"]) == {"points", "full", "state", "policy", "fact", "records"}


def test_a_band_sentence_says_which_boundary_the_range_crosses():
    assert "都在前 3 名" in ranking.band_sentence((1, 2), 1, 20, 3, 3)
    assert "跨过前 3 名的界线" in ranking.band_sentence((2, 6), 3, 20, 3, 3)
    assert "跨过后 3 名的界线" in ranking.band_sentence((14, 19), 16, 20, 3, 3)
    assert "列入中间" in ranking.band_sentence((8, 10), 9, 20, 3, 3)


def test_a_poll_that_stands_behind_three_months_has_its_respondents_once():
    version = rules(item("A1", "percent", "poll_safety", 100))
    early = known(27, 30, records=(RecordRef("poll-results", 1, ""),))
    late = known(36, 40, records=(RecordRef("poll-results", 2, ""),))
    pieces = [
        Piece(
            periods.month(2026, n),
            score(version, f"2026-{n:02d}", [village(1, A1=fact)], draws=0),
            frozen=False,
        )
        for n, fact in ((7, early), (8, early), (9, late))
    ]
    quarter = compose(version, periods.parse("2026-Q3"), [village(1)], pieces, draws=0)
    fact = quarter.villages[0].items["A1"].fact
    assert (fact.value, fact.of) == (63, 70)


def test_a_village_that_existed_for_less_than_half_as_long_as_others_is_not_ranked():
    facts = {"D1": known(1, 2), "F1": known(1, 2)}
    lives = {1: 31, 2: 31, 3: 31, 4: 16, 5: 15, 6: 1}
    villages = [
        replace(village(n, **facts), span=Span(date(2026, 10, 1), date(2026, 10, days), 31))
        for n, days in lives.items()
    ]
    result = scored(rules(best_named=1, worst_named=1), *villages, draws=100)
    assert [each.id for each in result.villages if each.rank] == [1, 2, 3, 4]
    assert {each.band for each in result.villages if not each.rank} == {""}
    assert result.of(6).unranked == "本期只计 1 天，不到其他村（31 天）的一半，不排名次。"
    assert result.of(6).total == result.of(1).total
    # A running month: all exist for the same three days.
    young = [
        replace(each, span=Span(date(2026, 10, 1), date(2026, 10, 3), 31)) for each in villages
    ]
    assert all(each.rank for each in scored(rules(), *young).villages)


def test_a_longer_period_ranks_who_was_ranked_in_half_of_its_months():
    facts = {"D1": known(1, 2), "F1": known(1, 2)}
    pieces = [
        Piece(month, score(rules(), month.key, [village(n, **facts) for n in there], draws=0), True)
        for month, there in zip(periods.parse("2026-Q3").months, ([1, 2], [1, 2], [1, 2, 3]),
                                strict=True)
    ]  # fmt: skip
    whole = compose(
        rules(), periods.parse("2026-Q3"), [village(n) for n in (1, 2, 3)], pieces, draws=0
    )
    assert [each.rank for each in whole.villages] == [1, 1, None]
    assert whole.of(3).unranked == "本期只计 1 期，不到其他村（3 期）的一半，不排名次。"
