from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop import paths
from gaotang_desktop.domain import ranking
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation import comparing, freezing, methods, scheme_text
from gaotang_desktop.domain.evaluation.explaining import explain
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme
from gaotang_desktop.domain.evaluation.scoring import Adjustment, VillageInput, score
from gaotang_desktop.domain.polls import redrawn_rates, wilson

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31), 31)


def item(code="D1", method="rate", fact="disputes_closed_in_time", full=14, **values):
    return Item(code, "项目", Decimal(full), fact, method, **values)


def scheme(*items, **values):
    return Scheme("考评", 1, date(2026, 1, 1), items or (item(),), **values)


def known(value, of=None, **values):
    return Fact(State.KNOWN, Decimal(value), None if of is None else Decimal(of), **values)


def village(number, fact, *adjustments, code="D1", span=OCTOBER):
    return VillageInput(number, f"第{number}村", number, span, {code: fact}, adjustments)


def default_scheme():
    text = (paths.resources() / "schemes" / "default.json").read_text("utf-8")
    return scheme_text.from_json(text)


def test_the_default_scheme_is_a_template_of_a_hundred_points():
    read = default_scheme()
    assert sum(each.full for each in read.items) == 100
    assert "参考模板，非正式考评办法" in read.label
    assert scheme_text.from_json(scheme_text.to_json(read)) == read


@pytest.mark.parametrize(
    ("each", "fact", "points"),
    [
        (item(), known(2, 3), "9.33"),
        (item(floor=Decimal("0.5")), known(3, 4), "7.00"),
        (item(method="proportion", target=Decimal(3), per="week"), known(10), "10.54"),
        (item(method="proportion", target=Decimal(3), per="week"), known(20), "14.00"),
        (item("A1", "percent", "poll_safety", 12), known(31, 32), "11.63"),
        (
            item(method="bands", bands=((Decimal(90), Decimal(14)), (Decimal(60), Decimal(7)))),
            known(7, 10),
            "7.00",
        ),
        (item(method="deduct", step=Decimal(5)), known(3), "0.00"),
        (item(method="add", step=Decimal(2), cap=Decimal(5)), known(3), "5.00"),
        (item(method="manual", fact="manual"), known("12.5"), "12.50"),
    ],
)
def test_each_method_gives_the_points_that_the_rule_says(each, fact, points):
    assert methods.points(each, fact, OCTOBER) == Decimal(points)


def test_a_village_that_joined_late_has_a_smaller_target():
    late = Span(date(2026, 10, 18), date(2026, 10, 31), 31)
    nightly = item(method="proportion", target=Decimal(3), per="week")
    assert methods.points(nightly, known(6), late) == Decimal("14.00")


@pytest.mark.parametrize(
    ("policy", "points", "said"),
    [("full", "14.00", "full"), ("average", "7.00", "average"), ("exclude", None, "excluded")],
)
def test_an_item_that_was_not_due_follows_its_policy(policy, points, said):
    rules = scheme(item(when_not_due=policy), item("F1", full=5))
    given = [
        VillageInput(1, "甲", 1, OCTOBER, {"D1": Fact(State.NOT_DUE), "F1": known(1, 1)}),
        VillageInput(2, "乙", 2, OCTOBER, {"D1": known(1, 2), "F1": known(1, 1)}),
    ]
    got = score(rules, "2026-10", given, draws=0).of(1).items["D1"]
    assert (got.points, got.policy) == (None if points is None else Decimal(points), said)


def test_where_nobody_has_a_value_the_average_becomes_an_exclusion():
    rules = scheme(item(when_not_due="average"), item("F1", full=5))
    given = [VillageInput(1, "甲", 1, OCTOBER, {"F1": known(1, 2)})]
    got = score(rules, "2026-10", given, draws=0).of(1)
    assert got.items["D1"].policy == "excluded"
    assert got.total == Decimal("50.00")


def test_a_poll_below_thirty_is_no_value_and_says_why():
    rules = scheme(item("A1", "percent", "poll_safety", 12), item("F1", full=5))
    given = [VillageInput(1, "甲", 1, OCTOBER, {"A1": known(18, 18), "F1": known(1, 1)})]
    got = score(rules, "2026-10", given, draws=0).of(1).items["A1"]
    assert (got.policy, got.fact.note) == ("excluded", "样本不足：只有 18 份，少于 30 份")


def test_equal_totals_share_a_rank_and_a_veto_takes_none():
    veto = Adjustment(1, "一票否决", Decimal(0), "弄虚作假")
    given = [village(1, known(3, 4)), village(2, known(3, 4)), village(3, known(1, 4))]
    given.append(village(4, known(4, 4), veto))
    got = score(scheme(), "2026-10", given, draws=200)
    ranks = [(each.id, each.rank) for each in got.villages]
    assert ranks == [(1, 1), (2, 1), (3, 3), (4, None)]
    assert got.of(4).total == Decimal("100.00")
    assert got.of(4).rank_range is None


def test_a_tie_order_breaks_equal_totals():
    rules = scheme(item(full=10), item("F1", full=10), tie_order=("F1",))
    given = [
        VillageInput(1, "甲", 1, OCTOBER, {"D1": known(1, 1), "F1": known(0, 1)}),
        VillageInput(2, "乙", 2, OCTOBER, {"D1": known(0, 1), "F1": known(1, 1)}),
    ]
    got = score(rules, "2026-10", given, draws=0)
    assert [(each.id, each.rank) for each in got.villages] == [(2, 1), (1, 2)]


def test_sixteen_equal_villages_polled_by_thirty_have_wide_rank_ranges():
    rules = scheme(item("A1", "percent", "poll_safety", 100))
    given = [village(n, known(24, 30), code="A1") for n in range(1, 17)]
    got = score(rules, "2026-10", given, draws=2000)
    assert all(each.rank_range[0] <= 2 and each.rank_range[1] >= 15 for each in got.villages)
    assert {each.band for each in got.villages} == {"中间"}


def test_a_missing_report_is_pending_and_keeps_the_result_open():
    given = [village(1, Fact(State.NOT_RECEIVED, missing=("没有收到周报",)))]
    assert score(scheme(), "2026-10", given, draws=0).pending == (("第1村", "D1"),)


def test_the_formula_is_the_one_a_person_would_write():
    got = score(scheme(), "2026-10", [village(1, known(2, 3))], draws=0).of(1).items["D1"]
    assert explain(got).formula == "14 × 按期化解 2 ÷ 到期 3 = 9.33"


def test_what_changed_since_the_freeze_is_named_with_its_records():
    ref = RecordRef("disputes", 7, "2026-031 宅基地边界")
    before = freezing.freeze(score(scheme(), "2026-10", [village(1, known(2, 3))], draws=0))
    later = [village(1, known(3, 3, records=(ref,)))]
    after = freezing.freeze(score(scheme(), "2026-10", later, draws=0))
    said = comparing.differences(before, after)
    assert any(
        "D1 由 9.33 分变为 14.00 分，按期化解由 2 变为 3，新增记录：2026-031 宅基地边界" in each
        for each in said
    )
    assert comparing.differences(before, before) == ()
    nothing = [village(1, Fact(State.NOT_DUE))]
    after = freezing.freeze(score(scheme(), "2026-10", nothing, draws=0))
    assert "计法由按数据计分变为不计" in "".join(comparing.differences(before, after))


def test_a_scheme_that_cannot_be_scored_says_at_which_item():
    bad = scheme_text.to_json(scheme(item(method="proportion"), item("F1", full=-1)))
    with pytest.raises(DomainError, match=r"项目 D1：.*项目 F1：满分必须大于零"):
        scheme_text.from_json(bad)


counts = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: known(min(p), max(p)))
towns = st.lists(counts, min_size=1, max_size=12)
RULES = scheme(item(when_not_due="average"), item("F1", full=5, when_not_due="full"))


def of_town(facts):
    return [
        VillageInput(n, f"第{n}村", n, OCTOBER, {"D1": fact, "F1": facts[-n]})
        for n, fact in enumerate(facts, start=1)
    ]


@given(towns, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(facts, chance):
    given_villages = of_town(facts)
    mixed = list(given_villages)
    chance.shuffle(mixed)
    assert score(RULES, "2026-10", mixed, draws=20) == score(
        RULES, "2026-10", given_villages, draws=20
    )


@given(towns)
def test_points_stay_between_nothing_and_full_and_a_higher_total_never_ranks_lower(facts):
    got = score(RULES, "2026-10", of_town(facts), draws=0)
    for each in got.villages:
        for one in each.items.values():
            assert one.points is None or 0 <= one.points <= one.item.full
    pairs = [(a, b) for a in got.villages for b in got.villages]
    assert all(a.rank <= b.rank for a, b in pairs if a.total >= b.total)
    assert all(a.rank == b.rank for a, b in pairs if a.total == b.total)


@given(towns, st.decimals(0, 9, places=2), st.decimals(0, 9, places=2))
def test_items_and_bonus_less_deductions_make_the_total(facts, bonus, deduction):
    rules = scheme(item(full=60, when_not_due="full"), item("F1", full=40, when_not_due="full"))
    extra = (Adjustment(1, "加分", bonus, "示例"), Adjustment(2, "扣分", deduction, "示例"))
    given_villages = [
        VillageInput(n, "村", n, OCTOBER, {"D1": fact, "F1": fact}, extra)
        for n, fact in enumerate(facts, start=1)
    ]
    for each in score(rules, "2026-10", given_villages, draws=0).villages:
        items = sum(one.points for one in each.items.values())
        assert each.bonus == min(bonus, Decimal(5))
        assert each.total == items + each.bonus - each.deduction


@given(counts, st.integers(1, 30))
def test_every_point_lost_has_a_record_a_gap_or_a_reason(fact, full):
    got = score(scheme(item(full=full)), "2026-10", [village(1, fact)], draws=0)
    one = got.of(1).items["D1"]
    told = explain(one)
    assert (
        one.points is None
        or one.points == one.item.full
        or told.missing
        or told.reasons
        or any(not ref.counted for ref in told.records)
    )


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_wilson_interval_holds_the_rate(poll):
    hits, sample = poll
    low, high = wilson(hits, sample)
    assert 0 <= low <= Decimal(hits) / sample * 100 + Decimal("0.05")
    assert Decimal(hits) / sample * 100 - Decimal("0.05") <= high <= 100


def test_the_wilson_interval_of_a_known_example_is_the_published_one():
    assert wilson(29, 30) == (Decimal("83.3"), Decimal("99.4"))
    assert wilson(0, 0) is None


def test_redrawn_rates_have_the_mean_of_their_distribution():
    for hits, sample in ((0, 30), (24, 30), (45, 45)):
        rates = redrawn_rates(hits, sample)
        assert abs(sum(rates) / len(rates) - (hits + 0.5) / (sample + 1)) < 0.001


@given(st.dictionaries(st.integers(1, 50), st.integers(0, 5), min_size=1))
def test_ranks_count_who_is_strictly_better(keys):
    ranks = ranking.competition_ranks(keys)
    assert all(
        ranks[each] == 1 + sum(other > keys[each] for other in keys.values()) for each in keys
    )


def test_a_target_of_nothing_gives_no_points_and_says_so():
    visits = item("C2", "proportion", "household_visits", 10, target=Decimal("0.3"), share_of=True)
    rules = scheme(visits, item("F1", full=5))
    given_villages = [VillageInput(1, "甲", 1, OCTOBER, {"C2": known(9), "F1": known(1, 2)})]
    got = score(rules, "2026-10", given_villages, draws=0).of(1)
    assert (got.items["C2"].points, got.total) == (None, Decimal("50.00"))


def test_equal_villages_without_a_poll_have_the_shared_rank_as_their_range():
    given_villages = [village(n, known(3, 4)) for n in range(1, 5)]
    got = score(scheme(), "2026-10", given_villages, draws=50)
    assert {each.rank_range for each in got.villages} == {(1, 1)}
