"""A month of all grids in one sheet: stored as one step, nothing guessed."""

from datetime import date

import pytest
from builders import open_work, village

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import grid_months, grids
from gaotang_desktop.services.casework.months import CellsInvalid

SEPTEMBER = date(2026, 9, 1)
COUNTS = {"visits": 30, "reported": 3, "handled": 2, "in_time": 1}


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    for order, name in enumerate(("郭桥村", "北村"), start=1):
        number = village(opened, name, display_order=order)
        for grid in ("第一网格", "第二网格"):
            given = {"village_id": number, "name": grid, "worker": f"示例{number}"}
            records.save(opened, "grids", given)
    yield opened
    opened.close()


def shown(work):
    return {each.name: dict(each.counts) for each in grid_months.month(work, SEPTEMBER)}


def test_a_month_is_stored_as_one_step_and_taken_back_as_one(work):
    assert grid_months.save_month(work, SEPTEMBER, {1: COUNTS, 4: COUNTS | {"visits": 0}}) == 2
    assert shown(work) == {
        "郭桥村第一网格": COUNTS, "郭桥村第二网格": {}, "北村第一网格": {},
        "北村第二网格": COUNTS | {"visits": 0},
    }  # fmt: skip
    first = records.listing(work, "grid-counts").ids[0]
    assert records.get(work, "grid-counts", first)["worker"] in ("示例1", "示例2")
    assert grid_months.save_month(work, SEPTEMBER, {1: COUNTS}) == 0
    empty = dict.fromkeys(COUNTS)
    assert grid_months.save_month(work, SEPTEMBER, {1: empty, 2: empty}) == 1
    assert shown(work)["郭桥村第一网格"] == {}
    work.undo()
    work.undo()
    assert records.listing(work, "grid-counts").ids == ()


@pytest.mark.parametrize(
    ("counts", "name", "said"),
    [
        (COUNTS | {"visits": -1}, "visits", "不能小于 0"),
        (COUNTS | {"handled": 4}, "handled", "多于“上报事项”3 件"),
        (COUNTS | {"in_time": None}, "in_time", "请填“按期办结”，没有的填 0"),
    ],
)
def test_one_cell_at_fault_and_nothing_of_the_month_is_stored(work, counts, name, said):
    with pytest.raises(CellsInvalid) as told:
        grid_months.save_month(work, SEPTEMBER, {1: COUNTS, 2: counts})
    assert said in told.value.cells[2, name]
    assert records.listing(work, "grid-counts").ids == ()


def test_a_month_to_come_is_refused(work):
    with pytest.raises(Invalid, match="还没有到"):
        grid_months.save_month(work, date(2027, 1, 1), {1: COUNTS})


def test_a_report_of_a_grid_that_was_renamed_is_shown_and_can_be_corrected(work):
    grid_months.save_month(work, SEPTEMBER, {1: COUNTS})
    records.save(work, "grids", {"name": "东网格"}, record_id=1)
    old = next(each for each in grid_months.month(work, SEPTEMBER) if each.grid == "第一网格")
    assert old.line < 0
    assert grid_months.save_month(work, SEPTEMBER, {old.line: COUNTS | {"visits": 31}}) == 1
    assert grids.figures(work, grids.periods.month(2026, 9)).visits == 31


def test_grids_of_a_village_that_is_gone_are_asked_of_no_more_and_their_counts_stay(work):
    grid_months.save_month(work, SEPTEMBER, {1: COUNTS})
    records.save(work, "villages", {"withdrawn_on": date(2026, 10, 1)}, record_id=1)
    assert len(grid_months.month(work, SEPTEMBER)) == 4
    assert [each.village_id for each in grid_months.month(work, date(2026, 10, 1))] == [2, 2]
    assert "没有报的 3 个" in grids.line(work)
    records.save(work, "villages", {"withdrawn_on": date(2026, 9, 1)}, record_id=1)
    assert "网格 2 个，没有报的 2 个" in grids.line(work)
    assert grids.figures(work, grids.periods.month(2026, 9)).reports == 0
