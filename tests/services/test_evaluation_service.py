from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import builders
import openpyxl
import pytest
from builders import begin, open_work, patrol

from gaotang_desktop.data.models import FrozenEvaluation
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict, DomainError, Invalid
from gaotang_desktop.domain.evaluation import freezing
from gaotang_desktop.domain.evaluation.methods import rounded
from gaotang_desktop.domain.evaluation.schemes import Item
from gaotang_desktop.services import adjustments, evaluation, records, village_pages
from gaotang_desktop.services.schemes import register
from gaotang_desktop.services.sheets import score_exports

OCTOBER = periods.month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=datetime(2026, 11, 2, 9, 0))
    yield opened
    opened.close()


def village(work, name="郭桥村", households=300):
    """A village whose households are known: a share of them can be visited."""
    return builders.village(work, name, households=households)


def polled(work, place, hits, sample):
    poll = records.save(
        work,
        "polls",
        {
            "name": "镇自测",
            "level": "镇自测",
            "from_on": date(2026, 10, 8),
            "until_on": date(2026, 10, 9),
        },
    )
    found = {"poll_id": poll, "village_id": place, "sample": sample, "safe": hits}
    return records.save(work, "poll-results", found)


def with_an_item_by_hand(work):
    """The scheme with an item that no ledger counts in the place of F1."""
    items = [each for each in register.draft(work).items if each.code != "F1"]
    by_hand = Item("F1", "现场考核", Decimal(5), "manual", "manual")
    return adopt(work, items=(*items, by_hand))


def scores(work, period=OCTOBER):
    return evaluation.evaluate(work, period, draws=200).result


def test_nights_patrolled_are_points_and_each_point_names_its_record(work):
    place = village(work)
    begin(work, place)
    first = patrol(work, place, date(2026, 10, 5))
    patrol(work, place, date(2026, 10, 5))
    patrol(work, place, date(2026, 10, 6))
    got = scores(work).of(place).items["B1"]
    assert (got.fact.value, got.points) == (2, Decimal("2.11"))
    assert first in [ref.id for ref in got.fact.records]
    assert "另有 29 个夜晚没有夜巡记录" in got.fact.missing


def test_a_binned_patrol_counts_no_more(work):
    place = village(work)
    begin(work, place)
    gone = patrol(work, place, date(2026, 10, 5))
    records.bin_records(work, "patrols", [gone])
    assert scores(work).of(place).items["B1"].fact.value == 0


def test_an_item_without_a_ledger_takes_a_manual_value_with_its_reason(work):
    place = village(work)
    with_an_item_by_hand(work)
    evaluation.enter(
        work, OCTOBER, village_id=place, item="F1", value=Decimal(4), of=None, reason="现场考核组"
    )
    got = scores(work).of(place).items["F1"]
    assert got.points == Decimal("4.00")
    assert "现场考核组" in got.fact.records[0].label


def test_a_poll_gives_its_points_and_names_its_result(work):
    place = village(work)
    result = polled(work, place, 31, 32)
    got = scores(work).of(place).items["A1"]
    assert got.points == Decimal("11.63")
    assert [(ref.kind, ref.id) for ref in got.fact.records] == [("poll-results", result)]


def test_a_manual_value_without_reason_or_over_its_total_is_refused(work):
    place = village(work)
    with_an_item_by_hand(work)
    with pytest.raises(Invalid) as problem:
        evaluation.enter(
            work, OCTOBER, village_id=place, item="F1", value=Decimal(6), of=None, reason=""
        )
    assert set(problem.value.fields) == {"value", "reason"}


def test_an_item_that_counts_records_takes_no_manual_value(work):
    place = village(work)
    with pytest.raises(DomainError, match="直接从台账取数"):
        evaluation.enter(
            work, OCTOBER, village_id=place, item="B1", value=Decimal(9), of=None, reason="补"
        )


def test_a_village_missing_what_others_have_is_pending_and_nothing_is_frozen(work):
    first, _ = village(work, "郭桥村"), village(work, "刘庄村")
    with_an_item_by_hand(work)
    evaluation.enter(
        work, OCTOBER, village_id=first, item="F1", value=Decimal(1), of=None, reason="台账"
    )
    with pytest.raises(
        Conflict, match="还有 1 项待补，补齐后才能冻结：刘庄村还没有填“现场考核”的数值。"
    ):
        evaluation.freeze(work, OCTOBER, accept_incomplete=True)


def test_villages_without_their_households_are_named_together_with_what_to_do(work):
    for name in ("郭桥村", "刘庄村"):
        patrol(work, village(work, name, households=None), date(2026, 10, 5))
    got = scores(work).villages[0].items["C2"]
    assert got.policy == "pending"
    assert got.fact.missing == ("郭桥村没有登记户数，算不出走访比例，请在“村与单位”里填写户数",)
    with pytest.raises(Conflict) as refused:
        evaluation.freeze(work, OCTOBER, accept_incomplete=True)
    assert str(refused.value) == (
        "还有 2 项待补，补齐后才能冻结："
        "郭桥村、刘庄村没有登记户数，算不出走访比例，请在“村与单位”里填写户数。"
    )


def test_a_frozen_month_says_when_the_records_changed_since_and_is_corrected_with_a_reason(work):
    place = village(work)
    patrol(work, place, date(2026, 10, 5))
    assert evaluation.freeze(work, OCTOBER, accept_incomplete=True).differences == ()
    patrol(work, place, date(2026, 10, 6))
    said = evaluation.evaluate(work, OCTOBER).differences
    assert any("B1" in each and "新增记录" in each for each in said)
    with pytest.raises(Conflict, match="更正要写明原因"):
        evaluation.freeze(work, OCTOBER, accept_incomplete=True)
    assert (
        evaluation.freeze(work, OCTOBER, reason="补登一晚", accept_incomplete=True).frozen.version
        == 2
    )
    assert evaluation.check_frozen(work) == []


def test_a_month_that_is_not_over_is_not_frozen_and_one_not_begun_is_not_scored(work):
    village(work)
    with pytest.raises(Conflict, match="还没有结束"):
        evaluation.freeze(work, periods.month(2026, 11))
    with pytest.raises(DomainError, match="还没有开始"):
        evaluation.evaluate(work, periods.month(2026, 12))


def test_without_villages_there_is_nothing_to_score(work):
    with pytest.raises(DomainError, match="还没有登记村"):
        evaluation.evaluate(work, OCTOBER)


def adopt(work, **values):
    rules = register.draft(work)
    return register.save(work, replace(rules, starts_on=date(2026, 1, 1), **values))


def test_households_are_counted_once_in_a_quarter_while_visits_add_up(work):
    place = village(work)
    adopt(work, cycle="quarter")
    for number in (7, 8, 9):
        visits = {"held_on": date(2026, number, 6), "village_id": place, "households": 30}
        records.save(work, "publicity-activities", {**visits, "form": "入户走访"})
    got = scores(work, periods.parse("2026-Q3")).of(place).items["C2"]
    assert (got.fact.value, got.fact.of, got.points) == (90, 300, Decimal("10.00"))


def test_a_quarter_is_the_mean_of_its_months_frozen_or_as_they_are_now(work):
    place = village(work)
    for month, day in ((7, 6), (8, 3), (8, 4)):
        patrol(work, place, date(2026, month, day))
    july = (
        evaluation.freeze(work, periods.month(2026, 7), accept_incomplete=True)
        .result.of(place)
        .total
    )
    patrol(work, place, date(2026, 7, 8))
    august = scores(work, periods.month(2026, 8)).of(place).total
    got = evaluation.evaluate(work, periods.parse("2026-Q3"), draws=200).result
    one = got.of(place)
    assert one.totals == (("2026-07", july, True), ("2026-08", august, False))
    assert one.total == rounded((july + august) / 2)
    assert "计入：7月（已冻结）、8月" in got.notes[0]


def test_a_year_weighs_the_months_and_the_annual_check_and_waits_for_it(work):
    place = village(work)
    adopt(work, year_weight=Decimal("0.7"))
    patrol(work, place, date(2026, 10, 6))
    year = periods.parse("2026")
    assert scores(work, year).pending == (("郭桥村", "年终"),)
    evaluation.enter(
        work, year, village_id=place, item="年终", value=Decimal(90), of=None, reason="年终检查组"
    )
    month = scores(work).of(place).total
    got = scores(work, year).of(place)
    assert got.total == rounded(month * Decimal("0.7") + 90 * Decimal("0.3"))
    assert got.items["年终"].points == Decimal("27.00")


def test_a_value_of_a_quarter_made_of_months_is_entered_in_its_month(work):
    place = village(work)
    with pytest.raises(DomainError, match="请在当月的考评里填写"):
        evaluation.enter(
            work,
            periods.parse("2026-Q3"),
            village_id=place,
            item="A1",
            value=Decimal(9),
            of=Decimal(40),
            reason="季度民调",
        )


@pytest.mark.parametrize(
    ("values", "at"),
    [
        ({"kind": "加分", "points": Decimal("1.5"), "reason": "经验推广"}, {"points"}),
        ({"kind": "加分", "points": Decimal(6), "reason": "经验推广"}, {"points"}),
        ({"kind": "扣分", "points": Decimal(-1), "reason": " "}, {"points", "reason"}),
        ({"kind": "扣分", "reason": "迟报"}, {"points"}),
        ({"kind": "一票否决", "points": Decimal(1), "reason": "弄虚作假"}, {"points"}),
        ({"kind": "表扬", "reason": "好"}, {"kind"}),
        ({"kind": "扣分", "points": Decimal(1), "reason": "迟报", "happened_on": date(2026, 9, 1)},
         {"happened_on"}),
    ],
)  # fmt: skip
def test_an_adjustment_that_cannot_be_is_refused_at_its_field(work, values, at):
    place = village(work)
    with pytest.raises(Invalid) as problem:
        adjustments.adjust(work, OCTOBER, {"village_id": place, **values})
    assert set(problem.value.fields) == at
    assert records.listing(work, "adjustments").ids == ()


def test_a_bonus_takes_the_step_of_the_scheme_and_is_undone(work):
    place = village(work)
    adjustments.adjust(work, OCTOBER, {"village_id": place, "kind": "加分", "reason": "见义勇为"})
    assert scores(work).of(place).bonus == Decimal("1.00")
    work.undo()
    assert scores(work).of(place).bonus == 0


def test_the_generic_way_to_store_an_adjustment_refuses_the_same(work):
    values = {"period": "2026-10", "village_id": village(work), "kind": "扣分", "reason": " "}
    with pytest.raises(Invalid) as problem:
        records.save(work, "adjustments", {**values, "entered_by": "甲"})
    assert set(problem.value.fields) >= {"points", "reason"}


def test_rewards_wait_for_a_frozen_result_and_for_their_day(work):
    place = village(work)
    values = {"village_id": place, "kind": "表扬", "state": "待兑现"}
    with pytest.raises(Conflict, match="还没有冻结"):
        adjustments.reward(work, OCTOBER, values)
    patrol(work, place, date(2026, 10, 5))
    evaluation.freeze(work, OCTOBER, accept_incomplete=True)
    number = adjustments.reward(work, OCTOBER, values)
    with pytest.raises(Invalid, match="要填写兑现日期"):
        adjustments.reward(work, OCTOBER, {"state": "已兑现"}, record_id=number)
    done = {"state": "已兑现", "carried_out_on": date(2026, 11, 1)}
    adjustments.reward(work, OCTOBER, done, record_id=number)
    listed = adjustments.listing(work, "rewards", OCTOBER)
    assert listed.rows[0][listed.column("state")] == "已兑现"


def test_a_new_version_of_the_rules_leaves_earlier_periods_theirs(work):
    village(work)
    rules = register.draft(work)
    assert (rules.version, rules.starts_on, rules.template) == (2, date(2026, 12, 1), True)
    register.save(work, replace(rules, starts_on=date(2026, 11, 1), template=False))
    assert register.in_force(work, OCTOBER).version == 1
    later = register.in_force(work, periods.month(2026, 11))
    assert "参考模板" not in later.label
    assert [each.in_force for each in register.versions(work)] == [True, False]
    work.undo()
    assert register.in_force(work, periods.month(2026, 11)).version == 1


def test_a_version_may_not_reach_back_into_a_frozen_period(work):
    patrol(work, village(work), date(2026, 10, 5))
    evaluation.freeze(work, OCTOBER, accept_incomplete=True)
    with pytest.raises(Invalid, match="已经冻结，沿用当时的方案"):
        adopt(work)


def test_the_setting_is_the_minimum_sample_where_the_scheme_does_not_say(work):
    place = village(work)
    polled(work, place, 20, 25)
    assert "少于 30" in scores(work).of(place).items["A1"].fact.note
    work.change_settings({"minimum_sample": 25})
    assert scores(work).of(place).items["A1"].points == Decimal("9.60")


def test_the_workbook_shows_the_sample_and_its_interval_beside_every_poll(work, tmp_path):
    place = village(work)
    polled(work, place, 29, 30)
    assert score_exports.export(work, OCTOBER, tmp_path / "得分.xlsx") == 1
    sheet = openpyxl.load_workbook(tmp_path / "得分.xlsx").active
    words = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"30", "83.3%–99.4%"} <= words


STRANGE_BODIES = (
    "",
    "不是数据",
    "[]",
    "{}",
    '{"period": "2026-10", "villages": [{"village": "郭桥村", "total": "80"}]}',
    '{"period": "2026-10", "scheme": "x", "scheme_body": {"items": [1]}, "villages": []}',
)


@pytest.mark.parametrize("body", STRANGE_BODIES)
def test_what_an_earlier_program_froze_and_nobody_can_read_is_said_and_can_be_corrected(work, body):
    place = village(work)
    patrol(work, place, date(2026, 10, 5))
    evaluation.freeze(work, OCTOBER, accept_incomplete=True)
    with work.database.operation("较早的程序") as session:
        frozen = session.get(FrozenEvaluation, 1)
        frozen.body, frozen.digest = body, freezing.digest(body)
    now = evaluation.evaluate(work, OCTOBER, draws=0)
    assert len(now.differences) >= 1
    assert all(each.endswith("。") for each in now.differences)
    assert evaluation.before(work, periods.month(2026, 11)) is None
    [said] = evaluation.check_frozen(work)
    assert said.startswith("2026年10月的结果是较早的程序冻结的，现在的程序读不出来")
    with pytest.raises(DomainError, match="2026年10月的结果是较早的程序冻结的"):
        evaluation.evaluate(work, periods.parse("2026-Q4"))
    assert village_pages.shown(work, place, OCTOBER).name == "郭桥村"
    corrected = evaluation.freeze(work, OCTOBER, reason="换了程序", accept_incomplete=True)
    assert (corrected.frozen.version, corrected.differences) == (2, ())
    assert evaluation.evaluate(work, periods.parse("2026-Q4"), draws=0).result.villages


def test_the_heads_of_a_quarter_show_the_full_points_that_its_villages_have(work, tmp_path):
    one, other = village(work, "郭桥村"), village(work, "刘庄村")
    for place in (one, other):
        patrol(work, place, date(2026, 7, 6))
    # In July the first village alone had a turn of publicity to do.
    turn = {"week": date(2026, 7, 6), "village_id": one}
    records.save(work, "publicity-turns", turn)
    month, quarter = periods.parse("2026-07"), periods.parse("2026-Q3")
    assert scores(work, month).full_word("C1") == "10"
    found = scores(work, quarter)
    assert found.of(other).items["C1"].points is None
    assert [found.full_word(code) for code in ("C1", "A1")] == [
        f"{found.of(one).items['C1'].item.full:f}".rstrip("0").rstrip("."),
        "—",
    ]
    least, most = sorted(each.items["B1"].item.full for each in found.villages)
    assert least < most
    assert found.full_word("B1") == f"{least.normalize():f}–{most.normalize():f}"
    score_exports.export(work, quarter, tmp_path / "得分.xlsx")
    heads = [
        cell.value
        for row in openpyxl.load_workbook(tmp_path / "得分.xlsx").active.rows
        for cell in row
    ]
    assert f"B1平安夜巡到位（{found.full_word('B1')}）" in heads
