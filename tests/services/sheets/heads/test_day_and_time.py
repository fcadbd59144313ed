"""The night and its times in one cell, and a table with a column for who leads and one for who helps."""

from datetime import date, datetime, time

import builders
import pytest
from openpyxl import Workbook

from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office") / "data"
    opened = builders.open_work(folder, now=datetime(2026, 11, 28, 9, 0))
    builders.village(opened, "北村")
    for name in ("派出所", "司法所", "应急办"):
        builders.unit(opened, name)
    builders.task(opened)
    yield opened
    opened.close()


@pytest.fixture
def take(work, tmp_path):
    def take(kind, *rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "来表.xlsx")
        told = imports.import_sheet(work, kind, tmp_path / "来表.xlsx")
        listed = records.listing(work, kind)
        names = [each.name for each in listed.fields]
        new = [dict(zip(names, row, strict=True)) for row in listed.rows]
        if told.imported:
            work.undo()
        return new, told

    return take


PATROL = ["巡逻时间", "村", "带班人", "人数"]


@pytest.mark.parametrize(
    ("said", "night", "start", "end"),
    [
        ("2026-10-09 20:00-22:00", date(2026, 10, 9), time(20), time(22)),
        ("10月9日晚8点至10点", date(2026, 10, 9), time(20), time(22)),
        ("10.9 周五 20:00", date(2026, 10, 9), time(20), None),
        (datetime(2026, 10, 9, 20, 30), date(2026, 10, 9), time(20, 30), None),
        (date(2026, 10, 9), date(2026, 10, 9), None, None),
    ],
)
def test_a_night_before_its_times_is_the_night(take, said, night, start, end):
    [new], told = take("patrols", PATROL, [said, "北村", "李四", 3])
    assert (new["night"], new["start"], new["end"]) == (night, start, end)
    assert any("日期读作“夜晚”" in note for note in told.notes)


def test_both_times_may_stand_behind_a_day_and_one_after_midnight_is_asked(take):
    head = ["抽查时间", "村", "抽查人", "结果"]
    night = datetime(2026, 10, 12, 21, 15)
    [new], _ = take("spot-checks", head, [night, "北村", "张所", "人员在岗"])
    assert (new["night"], new["checked_at"], new["result"]) == (night.date(), time(21, 15), "在岗")
    new, told = take("spot-checks", head, [datetime(2026, 10, 12, 0, 30), "北村", "张所", "在岗"])
    assert (new, told.rejected) == ([], 1)
    assert "10-11 那一晚的下半夜，还是 10-12 的" in told.errors[0].message
    head = ["开始时间", "结束时间", "村", "带班人", "人数"]
    times = [datetime(2026, 10, 11, 20), datetime(2026, 10, 12, 0, 30)]
    [new], _ = take("patrols", head, [*times, "北村", "李四", 3])
    assert (new["night"], new["start"], new["end"]) == (date(2026, 10, 11), time(20), time(0, 30))


def test_a_column_that_leads_and_one_that_helps_are_assignments_of_each(take):
    head = ["任务", "牵头单位", "配合单位", "完成时限"]
    new, told = take("assignments", head, ["夜巡", "派出所", "司法所、应急办", "2026-12-31"])
    assert told.errors == []
    assert sorted((row["unit_id"].label, row["role"]) for row in new) == [
        ("司法所", "配合"),
        ("应急办", "配合"),
        ("派出所", "牵头"),
    ]
    assert {row["deadline"] for row in new} == {date(2026, 12, 31)}
