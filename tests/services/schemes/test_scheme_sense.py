"""Changes of the shipped scheme: what is refused at its field, what is asked, what is right."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from builders import open_work, patrol, village

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.evaluation import methods
from gaotang_desktop.domain.evaluation.facts import FACTS, Fact, State
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.domain.evaluation.schemes import METHODS, PER, Item
from gaotang_desktop.services import scheme_previews as previews
from gaotang_desktop.services.schemes import register

START = date(2026, 12, 1)


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("schemes")
    opened = open_work(folder / "data", now=datetime(2026, 11, 2, 9, 0))
    for number in range(24):
        patrol(opened, village(opened, f"第{number:02d}村", households=100), date(2026, 10, 5))
    yield opened
    opened.close()


def changed(code=None, /, **values):
    """The shipped scheme with a change to one item, or to the rules."""
    rules = replace(register.shipped(), starts_on=START, version=2)
    if code is None:
        return replace(rules, **values)
    items = tuple(replace(i, **values) if i.code == code else i for i in rules.items)
    return replace(rules, items=items)


def bands(*pairs):
    return tuple((Decimal(threshold), Decimal(worth)) for threshold, worth in pairs)


D = Decimal
REFUSED = [
    ("items sum to 101", changed("A1", full=D(13)), "items"),
    ("items sum to 99.99", changed("A1", full=D("11.99")), "items"),
    ("a negative full mark", changed("A1", full=D(-1)), "A1"),
    ("a full mark of three decimals", changed("A1", full=D("12.001")), "A1"),
    ("an unknown fact", changed("D1", fact="weather"), "D1"),
    ("an unknown method", changed("D1", method="guess"), "D1"),
    ("floor above mark", changed("D1", floor=D("0.9"), mark=D("0.8")), "D1"),
    ("a percentage for a share", changed("D1", floor=D(60)), "D1"),
    ("a mark above one", changed("D1", mark=D("1.2")), "D1"),
    ("floor and mark the same", changed("D1", floor=D("0.8"), mark=D("0.8")), "D1"),
    ("target 0", changed("B1", target=D(0)), "B1"),
    ("100 nights a week", changed("B1", target=D(100)), "B1"),
    ("a target that one night reaches", changed("B1", target=D("0.0001")), "B1"),
    ("a name of two lines", changed("B2", name="甲\n乙"), "items"),
    ("a name that fits no head", changed("B2", name="长" * 31), "items"),
    ("an empty veto", changed(vetoes=("命案", " ")), "vetoes"),
    ("a start in another age", changed(starts_on=date(9999, 12, 1)), "starts_on"),
    ("8 nights a week", changed("B1", target=D(8)), "B1"),
    ("2 nights a night", changed("B1", target=D(2), per="night"), "B1"),
    ("29 nights in any month", changed("B1", target=D(29), per="month"), "B1"),
    ("a share of nights", changed("B1", target=D("0.5"), share_of=True), "B1"),
    ("bands out of order", changed("D1", method="bands", bands=bands((80, 10), (90, 14))), "D1"),
    ("fewer points for more", changed("D1", method="bands", bands=bands((90, 5), (80, 14))), "D1"),
    ("a band above full", changed("D1", method="bands", bands=bands((90, 20))), "D1"),
    ("full out of reach", changed("D1", method="bands", bands=bands((90, 5))), "D1"),
    ("a band above a hundred", changed("D1", method="bands", bands=bands((120, 14))), "D1"),
    ("deduct without a step", changed("B2", method="deduct"), "B2"),
    ("good checks cost points", changed("B2", method="deduct", step=D(1)), "B2"),
    ("settled disputes cost points", changed("D1", method="deduct", step=D(1)), "D1"),
    ("add on a poll", changed("A1", method="add", step=D(1)), "A1"),
    ("percent on nights", changed("B1", method="percent"), "B1"),
    ("manual on a ledger", changed("D1", method="manual"), "D1"),
    ("a target for a rate", changed("D1", method="proportion", target=D(3)), "D1"),
    ("add that stops below full", changed("B1", method="add", step=D(1), cap=D(3)), "B1"),
    ("ties by an unknown item", changed(tie_order=("A1", "X9")), "tie_order"),
    ("ties by one item twice", changed(tie_order=("A1", "A1")), "tie_order"),
    ("300 best of 24", changed(best_named=300), "best_named"),
    ("300 worst of 24", changed(worst_named=300), "worst_named"),
    ("best and worst overlap", changed(best_named=20, worst_named=10), "worst_named"),
    ("a negative bonus cap", changed(bonus_cap=D(-1)), "bonus_cap"),
    ("a step above its cap", changed(bonus_step=D(3), bonus_cap=D(1)), "bonus_step"),
    ("a year of one and a half", changed(year_weight=D("1.5")), "year_weight"),
    ("a start in mid-month", changed(starts_on=date(2026, 12, 15)), "starts_on"),
    ("two items of one name", changed("A2", name="群众安全感"), "items"),
    ("two items of one code", changed("A2", code="A1"), "items"),
    ("quarters from December", changed(cycle="quarter"), "starts_on"),
    ("years from December", changed(cycle="year"), "starts_on"),
]
RIGHT = [
    ("no veto reasons", changed(vetoes=())),
    ("seven nights a week", changed("B1", target=D(7))),
    ("28 nights in any month", changed("B1", target=D(28), per="month")),
    ("bands that fall", changed("D1", method="bands", bands=bands((95, 14), (80, 10), (60, 5)))),
    ("a floor", changed("D1", floor=D("0.6"), mark=D("0.95"))),
    ("quarters from January", changed(cycle="quarter", starts_on=date(2027, 1, 1))),
    ("a rate of nights", changed("B1", method="rate", mark=D("0.4"))),
    ("points for each household", changed("C2", method="add", step=D("0.1"))),
    ("half of all villages", changed(best_named=12, worst_named=12)),
]
ASKED = [
    ("a bonus without end", changed(bonus_cap=D(1000)), "bonus_cap"),
    ("a poll of one", changed(minimum_sample=1), "minimum_sample"),
    ("a template no more", changed(template=False), "own"),
]


@pytest.mark.parametrize(("scheme", "at"), [each[1:] for each in REFUSED],
                         ids=[each[0] for each in REFUSED])  # fmt: skip
def test_what_makes_no_sense_is_refused_with_a_sentence_at_its_field(work, scheme, at):
    with pytest.raises(Invalid) as refused:
        register.save(work, scheme)
    assert at in refused.value.fields
    assert all(said.endswith("。") for said in refused.value.fields.values())
    assert register.versions(work)[0].id is None


@pytest.mark.parametrize("scheme", [each[1] for each in RIGHT], ids=[each[0] for each in RIGHT])
def test_what_is_right_is_stored_unasked(work, scheme):
    assert register.questions(work, scheme) == {}
    register.save(work, scheme)
    work.undo()


@pytest.mark.parametrize(("scheme", "at"), [each[1:] for each in ASKED],
                         ids=[each[0] for each in ASKED])  # fmt: skip
def test_what_may_be_meant_so_is_asked(work, scheme, at):
    asked = register.questions(work, scheme)
    assert list(asked) == [at]
    assert asked[at].endswith("吗？")
    assert register.check(work, scheme) == {}


def test_a_second_version_of_one_day_is_asked_about_and_the_later_one_is_in_force(work):
    register.save(work, changed(vetoes=()))
    again = changed(vetoes=("命案",))
    assert "也从 2026-12-01 起用" in register.questions(work, again)["starts_on"]
    register.save(work, again)
    assert register.versions(work)[0].scheme.vetoes == ("命案",)
    work.undo()
    work.undo()


def test_a_start_in_the_past_says_which_months_it_scores_anew_and_by_how_much(work):
    less = replace(changed("B1", target=D(7)), starts_on=date(2026, 9, 1))
    said = previews.rescored(work, less)
    assert said == (
        "启用日期 2026-09-01 已经过去，以后没有冻结的 1 个月要按新方案重算："
        f"2026年10月 24 个村得分变（最多 {difference(work, less)} 分），0 个村名次变。要这样吗？"
    )
    assert previews.rescored(work, changed("B1", target=D(7))) == ""
    same = replace(changed(), starts_on=date(2026, 9, 1))
    assert "得分不变" in previews.rescored(work, same)


@pytest.mark.parametrize(("cycle", "starts", "today", "said"), [
    ("quarter", date(2026, 7, 1), datetime(2027, 2, 2, 9), "1 个季度要按新方案重算：2026年第四季度 24 个村得分变"),
    ("year", date(2026, 1, 1), datetime(2027, 2, 2, 9), "1 个年度要按新方案重算：2026年 24 个村得分变"),
    ("quarter", date(2027, 1, 1), datetime(2027, 2, 2, 9), ""),
])  # fmt: skip
def test_a_scheme_of_quarters_or_years_that_starts_in_the_past_asks_too(
    work, monkeypatch, cycle, starts, today, said
):
    monkeypatch.setattr(work, "now", lambda: today)
    told = previews.rescored(
        work, replace(changed("B1", target=D(7)), cycle=cycle, starts_on=starts)
    )
    assert said in told
    assert bool(told) == bool(said)


def difference(work, scheme):
    from gaotang_desktop.domain import periods

    rows = previews.preview(work, scheme, periods.month(2026, 10))
    return max(abs(row.total - row.was) for row in rows)


def every_item():
    """Each fact by each method with parameters that people may well choose."""
    steps = {"step": D("0.5")}
    choices = {
        "proportion": [{"target": D(t), "per": p} for t in ("0.3", "1", "3", "30") for p in PER],
        "rate": [{}, {"floor": D("0.6"), "mark": D("0.9")}],
        "percent": [{}],
        "bands": [{"bands": bands((90, 14), (60, 7))}, {"bands": bands((90, 7), (60, 14))}],
        "deduct": [steps, {**steps, "cap": D(3)}, {**steps, "doubled": True, "least": D(-4)}],
        "slopes": [
            {"bend": D("0.8"), "bend_points": D(5)},
            {"bend": D("0.8"), "bend_points": D(14)},
        ],
        "compare": [{**steps, "against": "town"}, {**steps, "against": "last_year", "cap": D(9)}],
        "add": [steps, {**steps, "cap": D(3)}],
        "manual": [{}],
    }
    for fact in FACTS:
        for method in METHODS:
            for values in choices[method]:
                for share in (False, True):
                    yield Item("D1", "项目", D(14), fact, method, share_of=share, **values)


def test_of_every_fact_and_method_what_may_be_stored_gives_never_fewer_points_for_more():
    """The law itself, counted anew: nothing that is stored falls as what is wanted rises."""
    span, stored = Span(date(2026, 4, 1), date(2026, 4, 30), 30), 0
    for item in every_item():
        if register.item_problems(item) or item.fact == "manual":
            continue
        stored += 1
        if FACTS[item.fact].unwanted:
            known = [Fact(State.KNOWN, D(n), base=D(5)) for n in range(101)]
            points = [methods.points(item, each, span) for each in known]
            assert points == sorted(points, reverse=True), item
            assert points[0] == item.full, item
            continue
        of = D({"patrol_nights": 30, "household_visits": 5000}.get(item.fact, 200))
        points = [
            methods.points(
                item, Fact(State.KNOWN, of * done / 100, of, base=of / 3, base_of=of), span
            )
            for done in range(101)
        ]
        assert points == sorted(points), item
        assert item.method == "add" or points[-1] == item.full, item
    assert stored > 40
