from datetime import date

import pytest
from builders import open_work, village

from gaotang_desktop.domain.casework import incident_counts as rules
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import incident_counts
from gaotang_desktop.services.casework.months import CellsInvalid
from gaotang_desktop.services.sheets import imports

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    for name in ("郭桥村", "北村"):
        village(opened, name)
    yield opened
    opened.close()


def save(work, month, rows):
    return incident_counts.save_month(work, month, rows)


def test_a_month_stands_beside_the_month_and_the_year_before(work):
    save(work, date(2025, 10, 1), {1: {"alarms": 9}})
    save(work, date(2026, 9, 1), {1: {"alarms": 2, "thefts": 0}, 2: {"alarms": 1}})
    assert save(work, OCTOBER, {1: {"alarms": 5}, 2: {"alarms": 0, "thefts": 1}}) == 2
    found = incident_counts.month(work, OCTOBER)
    now = incident_counts.added_up([{each.village_id: each.counts for each in found.rows}])
    said = {
        name: (
            rules.count_said(now[name]),
            rules.change_said(now[name], found.before[name]),
            rules.change_said(now[name], found.last_year[name]),
        )
        for name in ("alarms", "thefts", "killings")
    }
    # 北村 reported no alarms last year, and no thefts last month by 北村: no sum of the town.
    assert said == {"alarms": ("5", "+2", "—"), "thefts": ("1*", "—", "—"), "killings": ("—",) * 3}
    assert (found.last_year["alarms"].count, found.last_year["alarms"].villages) == (9, 1)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (5, 3, "+2"),
        (1300, 0, "+1,300"),
        (3, 5, "-2"),
        (3, 3, "持平"),
        (3, None, "—"),
        (None, 3, "—"),
    ],
)
def test_a_change_is_said_and_nothing_is_made_of_what_is_not_known(now, before, said):
    assert rules.change(now, before) == said


def test_one_wrong_cell_stores_nothing_and_is_named(work):
    with pytest.raises(CellsInvalid) as told:
        save(work, OCTOBER, {1: {"alarms": 5}, 2: {"alarms": -1}})
    assert told.value.cells == {(2, "alarms"): "“警情”不能小于 0，现在是 -1。"}
    with pytest.raises(CellsInvalid, match="请填电诈起数"):
        save(work, OCTOBER, {1: {"fraud_loss": 500, "frauds": 0}})
    assert records.listing(work, "incident-counts").ids == ()
    with pytest.raises(Invalid, match="还没有到"):
        save(work, date(2026, 11, 1), {1: {"alarms": 5}})


def test_an_emptied_line_goes_to_the_bin_and_one_undo_brings_it_back(work):
    save(work, OCTOBER, {1: {"alarms": 5}})
    assert save(work, OCTOBER, {1: dict.fromkeys(rules.KINDS)}) == 1
    assert records.listing(work, "incident-counts").ids == ()
    work.undo()
    assert save(work, OCTOBER, {1: {"alarms": 5}}) == 0


def test_a_sheet_of_the_police_station_is_taken_in_and_bad_lines_are_told(work, tmp_path):
    path = tmp_path / "发案.csv"
    path.write_text(
        "月份,村,警情,电诈起数,电诈损失,盗窃\n2026-09,郭桥村,3,1,2000,0\n2026-09,北村,-1,0,0,0\n"
        "2026-09,没有的村,1,0,0,0\n2026-12,郭桥村,1,0,0,0\n",
        encoding="utf-8",
    )
    result = imports.import_sheet(work, "incident-counts", path)
    assert (result.imported, result.rejected) == (1, 3)
    assert "“警情”不能小于 0" in result.detail
    assert "2026年12月还没有到" in result.detail
    assert imports.import_sheet(work, "incident-counts", path).unchanged == 1
