from dataclasses import replace
from datetime import date, datetime, time

import pytest
from builders import open_work, patrol, village

from gaotang_desktop.domain import periods
from gaotang_desktop.services import patrols, records

NIGHT = date(2026, 10, 5)
OCTOBER = periods.month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened, "郭桥村", display_order=1)
    village(opened, "刘庄村", display_order=2)
    yield opened
    opened.close()


def filled(row, **values):
    return replace(row, values={"leader": "张三", "people": 5, **values})


def test_a_whole_night_is_one_step_and_one_undo(work):
    first, second = patrols.night(work, NIGHT)
    patrols.save_night(work, NIGHT, [filled(first), replace(second, reason="大雨")])
    first, second = patrols.night(work, NIGHT)
    assert (first.values["leader"], second.reason) == ("张三", "大雨")
    work.undo()
    assert all(not row.values and not row.reason for row in patrols.night(work, NIGHT))


def test_a_bad_cell_keeps_the_whole_night_out(work):
    first, second = patrols.night(work, NIGHT)
    rows = [filled(first), filled(second, start=time(21), end=time(20))]
    with pytest.raises(patrols.NightInvalid) as problem:
        patrols.save_night(work, NIGHT, rows)
    assert [(each.village_id, each.field) for each in problem.value.problems] == [
        (second.village_id, "end")
    ]
    assert records.listing(work, "patrols").ids == ()


def test_emptying_a_row_bins_its_patrol(work):
    first, _ = patrols.night(work, NIGHT)
    patrols.save_night(work, NIGHT, [filled(first)])
    first, _ = patrols.night(work, NIGHT)
    patrols.save_night(work, NIGHT, [replace(first, values={})])
    assert records.listing(work, "patrols").ids == ()
    assert len(records.binned(work)) == 1


def test_a_night_saved_again_unchanged_adds_nothing(work):
    first, _ = patrols.night(work, NIGHT)
    patrols.save_night(work, NIGHT, [filled(first)])
    assert patrols.save_night(work, NIGHT, patrols.night(work, NIGHT)) == 0


def test_five_people_for_two_hours_past_midnight_are_one_patrol_and_ten_person_hours(work):
    first, _ = patrols.night(work, NIGHT)
    rows = [filled(first, start=time(23), end=time(1))]
    patrols.save_night(work, NIGHT, rows)
    done = patrols.coverage(work, OCTOBER)
    assert (done.effort.patrols, done.effort.hours, done.effort.person_hours) == (1, 2, 10)
    assert done.cells[first.village_id] == {NIGHT: "self"}


def test_two_patrols_of_one_night_cover_one_night(work):
    place = patrols.night(work, NIGHT)[0].village_id
    patrol(work, place, NIGHT)
    patrol(work, place, NIGHT, joint=True)
    done = patrols.coverage(work, OCTOBER)
    assert (done.nights[place], done.cells[place][NIGHT], done.effort.patrols) == (1, "led", 2)


def behind(work):
    covered = patrols.coverage(work, periods.parse("2026-10"))
    return {each.name: covered.lacking(each.id) for each in covered.villages}


def test_on_the_first_day_of_an_office_nobody_is_behind(tmp_path):
    """Three nights a week were due since the first of the month, but nobody kept the ledger then."""
    work = open_work(tmp_path / "new", now=datetime(2026, 10, 24, 9, 0))
    places = [village(work, name) for name in ("甲村", "乙村")]
    assert behind(work) == {"甲村": 0, "乙村": 0}
    patrol(work, places[0], date(2026, 10, 23))
    assert behind(work) == {"甲村": 0, "乙村": 0}, "less than one night was due since then"
    records.save(
        work, "missed-nights",
        {"village_id": places[1], "night": date(2026, 10, 17), "reason": "大雨"},
    )  # fmt: skip
    assert behind(work) == {"甲村": 2, "乙村": 3}, "a week since the first night on record"
    work.close()
