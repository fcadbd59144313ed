"""A frozen result stays what it was: on the screen, on paper, in every longer period."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from builders import open_work, patrol, village
from scored_month import CHANGES, OCTOBER, fill_month

from gaotang_desktop.__main__ import main
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict
from gaotang_desktop.domain.evaluation import comparing, freezing
from gaotang_desktop.services import adjustments, evaluation, records
from gaotang_desktop.services.papers import catalogue, score_papers
from gaotang_desktop.services.schemes import register


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=datetime(2026, 11, 2, 9, 0))
    yield opened
    opened.close()


@pytest.fixture
def month(work):
    return fill_month(work)


def frozen(work):
    return evaluation.freeze(work, OCTOBER, accept_incomplete=True)


def printed(work, folder, name="ranking"):
    path = folder / "排名.pdf"
    catalogue.make(work, path, name, OCTOBER)
    return path.read_bytes()


def test_whatever_kind_of_record_changes_the_frozen_ranking_prints_byte_for_byte(
    work, month, tmp_path
):
    kept = frozen(work)
    paper = printed(work, tmp_path)
    body = freezing.contract(kept.result, frozen=True)
    for kind, values in CHANGES.items():
        records.save(work, kind, values, record_id=month[kind])
    records.save(work, "villages", {"name": "新郭桥村"}, record_id=month["villages"][0])
    patrol(work, village(work, "新来的村"), date(2026, 10, 3))
    done = evaluation.evaluate(work, OCTOBER)
    assert freezing.contract(done.result, frozen=True) == body
    assert done.now.villages != done.result.villages
    said = "".join(done.differences)
    records.save(work, "villages", {"withdrawn_on": date(2026, 10, 30)}, record_id=3)
    said += "".join(evaluation.evaluate(work, OCTOBER).differences)
    for word in (
        "示范村：计分的日子由 2026-10-01 至 2026-10-31 变为 2026-10-01 至 2026-10-29。",
        "十月民调",
        "下雪",
        "脱岗",
        "现在改名为新郭桥村",
        "新来的村",
        "加分由",
        "加减分和否决记录改动：“加分 1 分（见义勇为）”改为“加分 2 分（见义勇为）”",
    ):
        assert word in said
    assert printed(work, tmp_path) == paper


@pytest.mark.parametrize("kind", CHANGES)
def test_each_change_names_its_record_and_leaves_the_frozen_figures(work, month, kind):
    kept = frozen(work).result
    records.save(work, kind, CHANGES[kind], record_id=month[kind])
    done = evaluation.evaluate(work, OCTOBER)
    assert done.differences, kind
    assert [each.total for each in done.result.villages] == [each.total for each in kept.villages]


def test_villages_whose_rank_alone_moved_share_one_line(work, month):
    frozen(work)
    last = month["villages"][0]
    for day in range(10, 29):
        patrol(work, last, date(2026, 10, day))
    said = evaluation.evaluate(work, OCTOBER, draws=0).differences
    assert len([each for each in said if "只是名次跟着变了" in each]) == 1
    assert not [each for each in said if each.startswith("示范村")]


def test_the_ranks_of_the_month_before_stay_as_they_were_when_it_was_frozen(work, month):
    for place in month["villages"]:
        patrol(work, place, date(2026, 9, place))
    frozen(work)
    before = [row.previous for row in score_papers.evaluation_figures(work, OCTOBER).rows]
    for day in range(10, 30):
        patrol(work, month["villages"][3], date(2026, 9, day))
    assert [row.previous for row in score_papers.evaluation_figures(work, OCTOBER).rows] == before


def test_no_undo_takes_a_freeze_or_a_correction_away(work, month):
    frozen(work)
    with pytest.raises(Conflict, match="已经冻结的考评结果不能撤销"):
        work.undo()
    records.save(work, "patrols", CHANGES["patrols"], record_id=month["patrols"])
    evaluation.freeze(work, OCTOBER, reason="改了一晚", accept_incomplete=True)
    with pytest.raises(Conflict, match="撤销冻结"):
        work.undo()
    assert [row.version for row in evaluation.versions(work, OCTOBER)] == [2, 1]


def test_only_a_reason_takes_a_freeze_away_and_an_earlier_version_holds_again(work, month):
    first = frozen(work)
    records.save(work, "spot-checks", CHANGES["spot-checks"], record_id=month["spot-checks"])
    evaluation.freeze(work, OCTOBER, reason="抽查改正", accept_incomplete=True)
    with pytest.raises(Conflict, match="要写明原因"):
        evaluation.withdraw(work, OCTOBER, reason=" ")
    evaluation.withdraw(work, OCTOBER, reason="改错了")
    done = evaluation.evaluate(work, OCTOBER)
    assert (done.frozen.version, done.frozen.digest) == (1, first.frozen.digest)
    again = evaluation.freeze(work, OCTOBER, reason="再改一次", accept_incomplete=True)
    assert again.frozen.version == 3
    for _ in range(2):
        evaluation.withdraw(work, OCTOBER, reason="重来")
    assert evaluation.versions(work, OCTOBER) == []
    with pytest.raises(Conflict, match="没有冻结"):
        evaluation.withdraw(work, OCTOBER, reason="重来")


def test_rewards_follow_the_correction_and_keep_a_freeze_in_its_place(work, month):
    frozen(work)
    given = {"village_id": month["villages"][0], "kind": "表扬", "state": "待兑现"}
    adjustments.reward(work, OCTOBER, given)
    records.save(work, "spot-checks", CHANGES["spot-checks"], record_id=month["spot-checks"])
    evaluation.freeze(work, OCTOBER, reason="抽查改正", accept_incomplete=True)
    assert score_papers.evaluation_figures(work, OCTOBER).rewards == ("对郭桥村表扬",)
    evaluation.withdraw(work, OCTOBER, reason="改错了")
    assert score_papers.evaluation_figures(work, OCTOBER).rewards == ("对郭桥村表扬",)
    with pytest.raises(Conflict, match="已经登记了 1 项奖惩"):
        evaluation.withdraw(work, OCTOBER, reason="改错了")
    assert evaluation.is_frozen(work, OCTOBER)


def test_the_setting_of_the_minimum_sample_acts_on_what_is_not_frozen(work, month):
    november = replace_month(work)

    def scored(period):
        result = evaluation.evaluate(work, period, draws=0).now
        return sum(each.items["A1"].policy == "scored" for each in result.villages)

    assert (scored(OCTOBER), scored(november)) == (4, 4)
    frozen(work)
    work.change_settings({"minimum_sample": 45})
    assert (scored(OCTOBER), scored(november)) == (4, 0)
    assert evaluation.evaluate(work, OCTOBER, draws=0).differences == ()
    assert register.in_force(work, november).minimum_sample == 45


def replace_month(work):
    patrol(work, 1, date(2026, 11, 1))
    return periods.month(2026, 11)


def test_a_scheme_stored_by_an_earlier_program_with_that_days_setting_leaves_it_open(work, month):
    with work.database.operation("较早的程序") as session:
        register.store(session, replace(register.shipped(), minimum_sample=30))
    work.change_settings({"minimum_sample": 41})
    assert register.in_force(work, OCTOBER).minimum_sample == 41


def test_no_result_cites_a_plan_that_the_office_does_not_have(work, month):
    assert {each.clause for each in register.shipped().items} == {""}
    # An earlier program's template named the clauses of one town's plan, and was frozen with them.
    plain = register.shipped()
    items = tuple(replace(each, clause="方案第8条") for each in plain.items)
    with work.database.operation("较早的程序") as session:
        register.store(session, replace(plain, note="按本镇", items=items))
    assert register.as_written(work, OCTOBER) == plain
    now = freezing.freeze(frozen(work).result)
    body = json.loads(now)
    for each in body["scheme_body"]["items"]:
        each["clause"] = "方案第8条"
    assert comparing.differences(json.dumps(body), now) == ()
    body["scheme_body"]["template"] = False  # of an office's own rules no word may have changed
    assert len(comparing.differences(json.dumps(body), now)) == 1


def test_a_quarter_takes_the_frozen_month_whatever_its_records_say_now(work, month):
    kept = frozen(work).result
    records.save(work, "patrols", {"night": date(2026, 9, 30)}, record_id=month["patrols"])
    got = evaluation.evaluate(work, periods.parse("2026-Q4"), draws=0).result
    for each in got.villages:
        assert {key: total for key, total, _ in each.totals}["2026-10"] == kept.of(each.id).total


def test_the_command_prints_what_is_frozen_what_is_now_and_why(work, month, tmp_path, capsys):
    kept = frozen(work).result
    for back in range(12):
        patrol(work, month["villages"][0], date(2026, 10, 31) - timedelta(days=back))
    work.close()

    def told(*words):
        assert main(["--data", str(tmp_path / "data"), "--json", *words]) == 0
        return json.loads(capsys.readouterr().out)

    data = told("evaluate", "2026-10")
    assert data["frozen"] is True
    totals = {each["village"]: each["total"] for each in data["villages"]}
    assert totals == {each.village: str(each.total) for each in kept.villages}
    assert {each["village"]: each["total"] for each in data["now"]["villages"]} != totals
    assert any("新增记录" in each for each in data["differences"])
    [row] = told("list", "frozen-results")
    text = json.dumps(row["body"], ensure_ascii=False, sort_keys=True)
    assert (row["whole"], freezing.digest(text)) == (True, row["digest"])
    [rules] = told("list", "schemes")
    assert [each["code"] for each in rules["scheme"]["items"]][:3] == ["A1", "A2", "B1"]
    assert told("list", "manual-values") == []
    assert main(["--data", str(tmp_path / "data"), "evaluate", "2026-10", "--unfreeze"]) == 1
    assert "要写明原因" in capsys.readouterr().err
    assert told("evaluate", "2026-10", "--unfreeze", "--reason", "录错")["frozen"] is False
