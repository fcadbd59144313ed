"""A village of which nothing was counted has no total: 0.00 would be a figure that misleads."""

from datetime import date

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation import freezing
from gaotang_desktop.services import evaluation, records
from tests import builders


def test_what_was_never_counted_is_no_total_and_frozen_texts_stay_as_they_were(tmp_path):
    work = builders.open_work(tmp_path / "data")
    first = builders.village(work, "北村")
    records.save(work, "villages", {"name": "新村", "joined_on": date(2026, 9, 30)})
    for day in range(1, 29):
        builders.patrol(work, first, date(2026, 9, day))
    result = evaluation.evaluate(work, periods.parse("2026-Q3")).result
    assert {each.village: each.is_scored for each in result.villages} == {
        "北村": True,
        "新村": False,
    }
    said = freezing.contract(result, frozen=False)["villages"]
    assert {each["village"]: each["total"] is None for each in said} == {
        "北村": False,
        "新村": True,
    }
    thawed = freezing.thaw(freezing.freeze(result), "2026年第三季度")
    assert freezing.contract(thawed, frozen=False)["villages"] == said
    work.close()
