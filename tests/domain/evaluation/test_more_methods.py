"""Two slopes, deductions with a cap, doubled, below zero, and comparing: counted a second time."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.documents.faces import Face, face_for
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation import freezing, methods, scheme_sense, scheme_text
from gaotang_desktop.domain.evaluation.composing import Piece, compose
from gaotang_desktop.domain.evaluation.explaining import explain, total_formula
from gaotang_desktop.domain.evaluation.facts import Fact, State
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.domain.evaluation.results import ItemScore
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme, item_problems
from gaotang_desktop.domain.evaluation.scoring import VillageInput, score

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31), 31)
D, F = Decimal, Fraction


def item(method, fact, full=10, code="D1", **values):
    return Item(code, f"项目{code}", D(full), fact, method, **values)


SLOPES = item("slopes", "disputes_closed_in_time", floor=D("0.5"), bend=D("0.8"), bend_points=D(4))
CAPPED = item("deduct", "thefts", step=D("0.5"), cap=D(2))
DOUBLED = item("deduct", "alarms", step=D(1), doubled=True)
BELOW = item("deduct", "killings", step=D(8), least=D(-5))
LAST_YEAR = item("compare", "frauds", step=D("0.1"), cap=D(5), against="last_year")
BESIDE = item("compare", "findings_put_right", step=D("0.2"), against="town")
RULES = {"slopes": SLOPES, "capped": CAPPED, "doubled": DOUBLED, "below": BELOW,
         "last year": LAST_YEAR, "town": BESIDE}  # fmt: skip


def cents(number):
    """Halves away from zero, two decimals."""
    size = int(abs(number) * 100 + F(1, 2))
    return F(size if number >= 0 else -size, 100)


def second_count(name, value, of, base, base_of):
    """What the rule says, in plain figures."""
    if name == "slopes":
        rate = F(value, of)
        if rate <= F(1, 2):
            return F(0)
        if rate <= F(4, 5):
            return cents(4 * (rate - F(1, 2)) / F(3, 10))
        return cents(4 + 6 * (rate - F(4, 5)) / F(1, 5))
    if name == "capped":
        return cents(10 - min(2, F(value, 2)))
    if name == "doubled":
        return cents(max(F(0), F(10 - (value if value < 2 else 1 + 2 * (value - 1)))))
    if name == "below":
        return cents(F(max(-5, 10 - 8 * value)))
    if name == "last year":
        if value <= base:
            return F(10)
        more = F(100) if base == 0 else F(value - base, base) * 100
        return cents(10 - min(F(5), more / 10))
    gap = F(base, base_of) - F(value, of)
    return cents(min(F(10), max(F(0), 10 - max(F(0), gap * 100) / 5)))


@st.composite
def counted(draw):
    name = draw(st.sampled_from(sorted(RULES)))
    of, base_of = draw(st.integers(1, 60)), draw(st.integers(1, 500))
    shared = name in ("slopes", "town")
    value = draw(st.integers(0, of if shared else 40))
    base = draw(st.integers(0, base_of if shared else 30))
    return name, value, of, base, base_of


def known(name, value, of, base, base_of):
    if name == "slopes":
        return Fact(State.KNOWN, D(value), D(of))
    if name == "town":
        return Fact(State.KNOWN, D(value), D(of), base=D(base), base_of=D(base_of))
    return Fact(State.KNOWN, D(value), base=D(base) if name == "last year" else None)


@given(counted())
def test_every_rule_gives_what_a_second_count_gives(case):
    assert F(methods.points(RULES[case[0]], known(*case), OCTOBER)) == second_count(*case)


def worked_out(formula):
    left, _, shown = formula.rpartition(" = ")
    if "得满分" in left:
        return F(shown), F(shown)
    left = left.partition("，")[0].translate(str.maketrans("×÷－（）", "*/-()"))
    left = re.sub(r"[^\d.*/()+-]", "", left)
    return eval(re.sub(r"\d+(?:\.\d+)?", lambda n: f"F('{n[0]}')", left), {"F": F}), F(shown)


@given(counted())
def test_every_formula_can_be_worked_out_again_by_its_reader(case):
    rule, fact = RULES[case[0]], known(*case)
    points = methods.points(rule, fact, OCTOBER)
    told = explain(ItemScore(rule, fact, OCTOBER, points, "scored"))
    # On paper a sign that no face has would be 〓.
    assert all(char == " " or face_for(char, Face.SONGTI) for char in told.formula), told.formula
    result, shown = worked_out(told.formula)
    assert shown == F(points)
    least = F(rule.full - rule.cap) if rule.cap is not None else F(rule.least)
    assert cents(min(F(rule.full), max(least, F(rule.least), result))) == shown, told.formula
    assert any("扣" in said or "两段" in said for said in told.sentences)
    if points < rule.full:
        assert told.reasons
        assert all(said.endswith("。") for said in (*told.reasons, *told.gains))


AMOUNT = st.decimals(0, 30, places=2)


@st.composite
def rules(draw):
    method = draw(st.sampled_from(["slopes", "deduct", "compare"]))
    fact = draw(st.sampled_from(["thefts", "alarms", "opinions_in_time", "findings_put_right"]))
    share = st.decimals(0, 1, places=2)
    return item(
        method, fact, floor=draw(share), bend=draw(share), mark=draw(share), step=draw(AMOUNT),
        bend_points=draw(AMOUNT), cap=draw(st.none() | AMOUNT), doubled=draw(st.booleans()),
        least=draw(st.sampled_from([D(0), D(-5)])), against=draw(st.sampled_from(["", "town"])),
    )  # fmt: skip


@given(rules(), st.integers(1, 30))
def test_what_may_be_stored_never_rewards_less_of_the_good_or_more_of_the_bad(rule, of):
    if item_problems(rule) or scheme_sense.item_sense(rule):
        return
    bad = rule.fact in ("thefts", "alarms")
    base = {"base": D(4), "base_of": None if bad else D(9)} if rule.method == "compare" else {}
    curve = [
        methods.points(rule, Fact(State.KNOWN, D(n), None if bad else D(of), **base), OCTOBER)
        for n in range(of + 1)
    ]
    assert all((after <= before) if bad else (after >= before) for before, after in pairwise(curve))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (replace(SLOPES, bend=D("0.4")), "bend"),
        (replace(SLOPES, bend=None), "bend"),
        (replace(SLOPES, bend_points=D(10)), "bend_points"),
        (replace(CAPPED, cap=D(11)), "cap"),
        (replace(CAPPED, least=D(3)), "least"),
        (replace(SLOPES, least=D(-3)), "least"),
        (replace(SLOPES, doubled=True), "doubled"),
        (replace(SLOPES, without_holidays=True), "without_holidays"),
        (replace(LAST_YEAR, against=""), "against"),
        (replace(LAST_YEAR, step=D(0)), "step"),
        (replace(CAPPED, full=D(0)), "full"),
        (replace(BESIDE, fact="poll_safety"), "method"),
        (replace(BESIDE, fact="manual"), "method"),
    ],
)
def test_what_cannot_be_scored_is_said_at_its_field(changed, field):
    said = item_problems(changed)
    assert field in said
    assert said[field].endswith("。")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (replace(CAPPED, fact="opinions_in_time"), "method"),
        (replace(SLOPES, fact="thefts"), "method"),
        (replace(CAPPED, method="add", cap=None), "method"),
        (replace(BELOW, cap=D(3)), "cap"),
        (item("bands", "thefts", bands=((D(5), D(10)), (D(0), D(2)))), "bands"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(changed, field):
    assert item_problems(changed) == {}
    assert list(scheme_sense.item_sense(changed)) == [field]


def test_fewer_incidents_may_earn_a_higher_band():
    rule = item("bands", "thefts", bands=((D(5), D(0)), (D(2), D(4)), (D(0), D(10))))
    assert scheme_sense.item_sense(rule) == {}


def village(number, span=OCTOBER, **facts):
    return VillageInput(number, f"第{number}村", number, span, facts)


def test_the_town_is_its_own_rate_and_of_counts_the_mean_for_the_days_there_were():
    rate = Scheme("考评", 1, date(2026, 1, 1), (replace(BESIDE, full=D(100)),))
    facts = [Fact(State.KNOWN, D(n), D(of)) for n, of in ((9, 10), (1, 10), (4, 4))]
    got = score(rate, "2026-10", [village(n, D1=fact) for n, fact in enumerate(facts)], draws=0)
    assert {
        (each.items["D1"].fact.base, each.items["D1"].fact.base_of) for each in got.villages
    } == {(14, 24)}
    assert got.of(1).items["D1"].points == D("90.33")  # 100 － (14/24 － 1/10) × 100 × 0.2
    many = replace(LAST_YEAR, full=D(100), against="town")
    counts = Scheme("考评", 1, date(2026, 1, 1), (many,))
    half = Span(date(2026, 10, 1), date(2026, 10, 15), 31)
    found = score(
        counts,
        "2026-10",
        [village(1, D1=Fact(State.KNOWN, D(6))), village(2, half, D1=Fact(State.KNOWN, D(2)))],
        draws=0,
    )
    assert found.of(1).items["D1"].fact.base == D("5.39")  # 8 ÷ (1 + 15/31)
    assert found.of(2).items["D1"].fact.base == D("2.61")


def test_without_last_year_nothing_is_compared():
    one = Scheme("考评", 1, date(2026, 1, 1), (replace(LAST_YEAR, full=D(100)),))
    got = score(one, "2026-10", [village(1, D1=Fact(State.KNOWN, D(3)))], draws=0)
    each = got.of(1).items["D1"]
    assert each.policy == "excluded"
    assert each.fact.note == "没有去年同期的数据，不能比较"
    why = "没有去年同期的数据，不能比较"
    assert explain(each).formula == f"{why}，不计，其余项目折算为 100 分"
    assert explain(replace(each, policy="full")).formula == f"{why}，按满分 100 计"


@pytest.mark.parametrize(
    ("rule", "fact", "points", "formula"),
    [
        (LAST_YEAR, Fact(State.KNOWN, D(2), base=D(0)), "90.00", "100 － 100 × 0.1 = 90.00"),
        (LAST_YEAR, Fact(State.KNOWN, D(7), base=D(0)), "90.00", "100 － 100 × 0.1 = 90.00"),
        (LAST_YEAR, Fact(State.KNOWN, D(0), base=D(0)), "100.00",
         "电诈 0 起，不比去年同期 0 起多，得满分 = 100.00"),
        (BESIDE, Fact(State.KNOWN, D(0), D(4)), "100.00",
         "按期整改 0%，不比全镇平均 0% 低，得满分 = 100.00"),
    ],
)  # fmt: skip
def test_a_base_of_none_is_compared_by_a_rule_that_is_said(rule, fact, points, formula):
    rule = replace(rule, full=D(100), cap=None)
    scheme = Scheme("考评", 1, date(2026, 1, 1), (rule,))
    got = score(scheme, "2026-10", [village(1, D1=fact)], draws=0).of(1).items["D1"]
    told = explain(got)
    assert (str(got.points), told.formula) == (points, formula)
    if rule.against == "last_year":
        assert "去年同期是 0 的，有 1 起就算多 100%" in "".join(told.sentences)


PENAL = Item(
    "Z1", "倒扣项", D(0), "killings", "deduct", step=D(3), least=D(-5), when_not_due="full"
)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 20)), min_size=1, max_size=3))
def test_items_below_zero_still_add_up_in_a_month_and_in_a_quarter(months):
    work = item("rate", "disputes_closed_in_time", 100, "A1")
    rule = Scheme("考评", 1, date(2026, 1, 1), (work, PENAL))
    pieces = []
    for number, (killed, settled) in enumerate(months, start=7):
        facts = {"A1": Fact(State.KNOWN, D(settled), D(20)), "Z1": Fact(State.KNOWN, D(killed))}
        got = score(rule, f"2026-{number:02d}", [village(1, **facts)], draws=0)
        each = got.of(1)
        assert each.total == max(0, sum(one.points for one in each.items.values()))
        assert F(str(each.total)) >= 0
        assert "= " in total_formula(each) or "合计" in total_formula(each)
        pieces.append(Piece(periods.month(2026, number), got, frozen=False))
    quarter = compose(rule, periods.parse("2026-Q3"), [village(1)], pieces, draws=0).of(1)
    assert sum(one.points for one in quarter.items.values()) == quarter.total
    mean = sum((F(each.result.of(1).total) for each in pieces), F(0)) / len(pieces)
    assert F(quarter.total) == cents(mean)


@given(
    st.lists(st.integers(1, 97), min_size=2, max_size=7),
    st.lists(st.lists(st.sampled_from([0, 0, 1, 7, 13, 20, 20]), min_size=7, max_size=7),
             min_size=2, max_size=3),
)  # fmt: skip
def test_of_a_quarter_what_earned_nothing_has_no_points_and_what_lost_nothing_lacks_none(
    fulls, months
):
    """Items of odd weights: their hundredths are rounded so that they add up to the total."""
    codes = [f"A{number}" for number in range(len(fulls))]
    items = [item("rate", "disputes_closed_in_time", full, code)
             for full, code in zip(fulls, codes, strict=True)]  # fmt: skip
    rule = Scheme("考评", 1, date(2026, 1, 1), tuple(items))
    pieces = []
    for number, done in enumerate(months, start=7):
        facts = {code: Fact(State.KNOWN, D(each), D(20)) for code, each in zip(codes, done)}  # noqa: B905
        got = score(rule, f"2026-{number:02d}", [village(1, **facts)], draws=0)
        pieces.append(Piece(periods.month(2026, number), got, frozen=False))
    quarter = compose(rule, periods.parse("2026-Q3"), [village(1)], pieces, draws=0).of(1)
    assert sum(each.points for each in quarter.items.values()) == quarter.total
    mixed = [at for at in range(len(codes)) if len({done[at] for done in months} & {0, 20}) < 1
             or len({done[at] for done in months}) > 1]  # fmt: skip
    if not mixed:
        return  # every item is whole or nothing: the total itself was rounded
    for at, code in enumerate(codes):
        said = {done[at] for done in months}
        if said == {0}:
            assert quarter.items[code].points == 0
        if said == {20}:
            assert quarter.items[code].lost == 0


@given(counted())
def test_a_frozen_result_keeps_what_it_was_compared_with(case):
    rule = Scheme(
        "考评",
        1,
        date(2026, 1, 1),
        (replace(RULES[case[0]], full=D(10)), item("rate", "opinions_in_time", 90, "B1")),
    )
    got = score(rule, "2026-10", [village(1, D1=known(*case))], draws=0)
    assert freezing.thaw(freezing.freeze(got), "2026年10月").of(1).items == got.of(1).items


def test_rules_that_use_none_of_it_are_written_as_they_always_were():
    plain = scheme_text.to_json(Scheme("考评", 1, date(2026, 1, 1), (item("rate", "thefts"),)))
    for name in ("bend", "against", "doubled", "least", "without_holidays", "rewards"):
        assert f'"{name}"' not in plain
    whole = Scheme(
        "考评",
        1,
        date(2026, 1, 1),
        tuple(replace(each, code=f"A{n}") for n, each in enumerate(RULES.values())),
    )
    assert scheme_text.from_json(scheme_text.to_json(whole), checked=False) == whole


def test_a_target_may_leave_holidays_out():
    nights = item("proportion", "patrol_nights", 14, target=D(3), per="week", without_holidays=True)
    span = replace(OCTOBER, rest=7)
    fact = Fact(State.KNOWN, D(10), D(31))
    assert methods.target(nights, fact, span) == F(3 * 24, 7)
    assert methods.points(nights, fact, span) == D("13.61")
    told = explain(ItemScore(nights, fact, span, D("13.61"), "scored"))
    assert told.formula == "14 × 巡了的夜晚 10 ÷（每周 3 × 24 天 ÷ 7） = 13.61"
