"""Rewards by the scheme: proposed from what is frozen, confirmed, followed; in the window and without."""

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from builders import open_work, patrol, village

from gaotang_desktop.__main__ import main
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict, DomainError, Invalid
from gaotang_desktop.domain.evaluation.schemes import RewardRule
from gaotang_desktop.services import adjustments, evaluation, records, rewards
from gaotang_desktop.services.papers import catalogue, score_papers
from gaotang_desktop.services.schemes import files, register

OCTOBER, SEPTEMBER = periods.month(2026, 10), periods.month(2026, 9)
RULES = (
    RewardRule("first", 2, "表扬", detail="流动红旗", cycle="month"),
    RewardRule("last", 1, "约谈", times=2, cycle="month"),
)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    rules = replace(register.shipped(), version=2, starts_on=date(2026, 9, 1), rewards=RULES)
    register.save(opened, rules)
    for place, nights in enumerate((13, 9, 7, 5, 3, 1)):
        number = village(opened, f"第{place}村", display_order=place, households=100)
        for month in (9, 10):
            for day in range(1, nights + 1):
                patrol(opened, number, date(2026, month, day))
    yield opened
    opened.close()


def freeze(work, *months):
    for month in months:
        evaluation.freeze(work, month, accept_incomplete=True)


def test_nothing_is_proposed_before_the_period_is_frozen(work):
    with pytest.raises(Conflict, match="冻结以后才能按方案提出奖惩"):
        rewards.proposed(work, OCTOBER)


def test_what_is_confirmed_is_followed_and_printed_and_one_undo_takes_it_back(work):
    freeze(work, SEPTEMBER, OCTOBER)
    found = rewards.proposed(work, OCTOBER)
    assert [(each.village, each.rule.reward, each.certain) for each in found.proposals] == [
        ("第0村", "表扬", True), ("第1村", "表扬", True), ("第5村", "约谈", True),
    ]  # fmt: skip
    assert rewards.confirm(work, OCTOBER, [0, 2, 99]) == 2
    listed = adjustments.listing(work, "rewards", OCTOBER)
    state = [each.name for each in listed.fields].index("state")
    assert {row[state] for row in listed.rows} == {"待兑现"}
    assert rewards.proposed(work, OCTOBER).stored == {0, 2}
    with pytest.raises(Conflict, match="都已经登记"):
        rewards.confirm(work, OCTOBER, [0, 2])
    told = score_papers.evaluation_figures(work, OCTOBER).rewards
    assert set(told) == {"对第0村表扬（流动红旗）", "对第5村约谈（每月连续2次后1名）"}
    work.undo()
    assert not adjustments.listing(work, "rewards", OCTOBER).ids


def test_a_month_between_that_is_not_frozen_leaves_the_repeated_rule_out(work):
    freeze(work, OCTOBER)
    found = rewards.proposed(work, OCTOBER)
    assert {each.rule.reward for each in found.proposals} == {"表扬"}
    assert "没有都冻结" in found.notes[0]


def test_the_rules_of_the_day_of_freezing_hold(work):
    freeze(work, SEPTEMBER)
    register.save(work, replace(register.in_force(work, SEPTEMBER), version=3, rewards=(),
                                starts_on=date(2026, 12, 1)))  # fmt: skip
    assert rewards.proposed(work, SEPTEMBER).proposals


def test_a_scheme_without_rules_says_where_to_write_them(work, tmp_path):
    bare = open_work(tmp_path / "other", now=datetime(2026, 11, 5, 9, 0))
    patrol(bare, village(bare, households=100), date(2026, 10, 3))
    freeze(bare, OCTOBER)
    with pytest.raises(Conflict, match="没有奖惩规则"):
        rewards.proposed(bare, OCTOBER)
    bare.close()


def test_rules_travel_with_the_scheme_and_strange_ones_are_refused(work, tmp_path):
    path = tmp_path / "方案.json"
    files.export(work, register.in_force(work, OCTOBER), path)
    assert files.read(work, path).rewards == RULES
    raw = json.loads(path.read_text("utf-8"))
    for broken in ([{"when": "first"}], [{"when": "first", "number": "3", "reward": "表扬"}], "x",
                   [{"when": "best", "number": 3, "reward": "表扬"}], [3]):  # fmt: skip
        path.write_text(json.dumps({**raw, "rewards": broken}), "utf-8")
        with pytest.raises(DomainError, match=r"奖惩|rewards"):
            files.read(work, path)


def test_the_command_proposes_and_registers(work, tmp_path, capsys):
    freeze(work, SEPTEMBER, OCTOBER)
    work.close()
    folder = str(tmp_path / "data")
    assert main(["--data", folder, "--json", "propose-rewards", "2026-10"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["registered"] for each in told["proposals"]] == [False, False, False]
    assert told["stored"] == 0
    assert main(["--data", folder, "--json", "propose-rewards", "2026-10", "--confirm"]) == 0
    assert json.loads(capsys.readouterr().out)["stored"] == 3
    assert main(["--data", folder, "propose-rewards", "2026-10", "--confirm"]) == 0
    assert "登记了 0 项" in capsys.readouterr().out
    assert main(["--data", folder, "propose-rewards", "2026-11"]) == 1
    assert "还没有冻结" in capsys.readouterr().err
    again = open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    assert len(records.listing(again, "rewards").ids) == 3
    again.close()


def test_a_rate_of_two_slopes_by_hand_asks_for_its_total(work):
    rules = register.in_force(work, OCTOBER)
    by_hand = replace(
        rules.item("D1"),
        fact="manual",
        method="slopes",
        bend=Decimal("0.8"),
        bend_points=Decimal(7),
    )
    items = tuple(by_hand if each.code == "D1" else each for each in rules.items)
    register.save(work, replace(rules, version=3, items=items))
    assert [each.name for each in adjustments.value_fields(by_hand)] == ["value", "of", "reason"]
    given = {"village_id": 1, "item": "D1", "value": Decimal(8), "reason": "台账在镇里"}
    with pytest.raises(Invalid, match="要填总数"):
        adjustments.enter(work, OCTOBER, of=None, **given)
    adjustments.enter(work, OCTOBER, of=Decimal(10), **given)
    assert evaluation.evaluate(work, OCTOBER, draws=0).result.of(1).items["D1"].points == Decimal(
        "7.00"
    )


def test_the_decision_to_commend_names_who_is_praised_and_no_one_who_is_blamed(work):
    freeze(work, SEPTEMBER, OCTOBER)
    blank, figures = catalogue.official(work, "commendation", OCTOBER)
    assert figures is None
    assert "××" in blank.title
    rewards.confirm(work, OCTOBER, [0, 1, 2])
    [frozen] = [each.id for each in evaluation.versions(work, OCTOBER)]
    for kind, village_id in (("奖金", 3), ("通报批评", 3), ("奖金", 1)):
        with work.database.operation("示例") as session:
            values = {"evaluation_id": frozen, "village_id": village_id, "kind": kind,
                      "detail": "500元" if kind == "奖金" else None}  # fmt: skip
            records.store(session, "rewards", values)
    paper, _ = catalogue.official(work, "commendation", OCTOBER)
    assert paper.title == "关于表彰2026年10月村级考评先进村的决定"
    assert [each.text for each in paper.blocks][:3] == [
        "根据2026年10月村级考评结果，经研究，决定对下列2个村予以表彰：",
        "1. 表扬（流动红旗）：第0村、第1村。",
        "2. 奖金（500元）：第0村。",
    ]
    assert catalogue.official(work, "commendation", SEPTEMBER)[1] is None
    # The gate of the circular asks about them.
    assert rewards.praised_and_blamed(work, OCTOBER, ["第1村"]) == ("第1村", "第2村")
    assert rewards.praised_and_blamed(work, SEPTEMBER, ["第1村"]) == ()
