from datetime import date, datetime
from decimal import Decimal

import pytest
from builders import open_work, patrol, village

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict, DomainError, Invalid
from gaotang_desktop.services import evaluation, records

OCTOBER = periods.month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=datetime(2026, 11, 2, 9, 0))
    yield opened
    opened.close()


def scores(work, period=OCTOBER):
    return evaluation.evaluate(work, period, draws=200).result


def test_nights_patrolled_are_points_and_each_point_names_its_record(work):
    place = village(work)
    first = patrol(work, place, date(2026, 10, 5))
    patrol(work, place, date(2026, 10, 5))
    patrol(work, place, date(2026, 10, 6))
    got = scores(work).of(place).items["B1"]
    assert (got.fact.value, got.points) == (2, Decimal("2.11"))
    assert first in [ref.id for ref in got.fact.records]
    assert "另有 29 个夜晚没有夜巡记录" in got.fact.missing


def test_a_binned_patrol_counts_no_more(work):
    place = village(work)
    gone = patrol(work, place, date(2026, 10, 5))
    records.bin_records(work, "patrols", [gone])
    assert scores(work).of(place).items["B1"].fact.value == 0


def test_an_item_without_a_ledger_takes_a_manual_value_with_its_reason(work):
    place = village(work)
    evaluation.enter(
        work,
        OCTOBER,
        village_id=place,
        item="A1",
        value=Decimal(31),
        of=Decimal(32),
        reason="镇自测",
    )
    got = scores(work).of(place).items["A1"]
    assert got.points == Decimal("11.63")
    assert "镇自测" in got.fact.records[0].label


def test_a_manual_value_without_reason_or_over_its_total_is_refused(work):
    place = village(work)
    with pytest.raises(Invalid) as problem:
        evaluation.enter(
            work, OCTOBER, village_id=place, item="A1", value=Decimal(33), of=Decimal(32), reason=""
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
    evaluation.enter(
        work, OCTOBER, village_id=first, item="D1", value=Decimal(1), of=Decimal(1), reason="台账"
    )
    with pytest.raises(Conflict, match="刘庄村 D1"):
        evaluation.freeze(work, OCTOBER)


def test_a_frozen_month_says_when_the_records_changed_since_and_is_corrected_with_a_reason(work):
    place = village(work)
    patrol(work, place, date(2026, 10, 5))
    assert evaluation.freeze(work, OCTOBER).differences == ()
    patrol(work, place, date(2026, 10, 6))
    said = evaluation.evaluate(work, OCTOBER).differences
    assert any("B1" in each and "新增记录" in each for each in said)
    with pytest.raises(Conflict, match="更正要写明原因"):
        evaluation.freeze(work, OCTOBER)
    assert evaluation.freeze(work, OCTOBER, reason="补登一晚").frozen.version == 2
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


def test_households_are_counted_once_in_a_quarter_while_visits_add_up(work):
    place = village(work)
    for number in (7, 8, 9):
        evaluation.enter(
            work,
            periods.month(2026, number),
            village_id=place,
            item="C2",
            value=Decimal(30),
            of=Decimal(300),
            reason="走访台账",
        )
    got = scores(work, periods.parse("2026-Q3")).of(place).items["C2"]
    assert (got.fact.value, got.fact.of, got.points) == (90, 300, Decimal("10.00"))
