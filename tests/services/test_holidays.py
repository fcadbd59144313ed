"""Holidays: what is announced ships, is typed over or taken in from a sheet, and moves deadlines."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from builders import open_work, patrol, village

from gaotang_desktop.__main__ import main
from gaotang_desktop.domain import holidays as rules
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.services import (
    calendars,
    evaluation,
    holidays,
    patrols,
    publicity,
    publicity_weeks,
)
from gaotang_desktop.services.papers import circulars
from gaotang_desktop.services.schemes import register
from gaotang_desktop.services.workbench import figures


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=datetime(2026, 9, 24, 9, 0))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 9, 24), True),
        (date(2026, 9, 25), False),  # 中秋节, a Friday
        (date(2026, 9, 20), True),  # a Sunday worked for 国庆节
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 17), False),
        (date(2027, 10, 1), True),  # not announced: a Friday like any other
    ],
)
def test_days_off_and_worked_instead_are_as_announced(day, worked):
    assert rules.is_worked(day, calendars.shipped()) is worked


def test_a_paper_never_asks_for_an_answer_on_a_day_off(work):
    assert circulars.answer_by(work, date(2026, 9, 24)) == date(2026, 10, 8)
    work.change_settings({"holidays": "2026-10-01至2026-10-08 国庆节 放假\n2026-10-09 运动会 放假"})
    assert circulars.answer_by(work, date(2026, 9, 24)) == date(2026, 10, 10 + 2)


def test_the_calendar_knows_the_days_off(work):
    village(work)
    rest = patrols.coverage(work, periods.month(2026, 9)).rest
    assert {date(2026, 9, 25), date(2026, 9, 26)} <= rest
    assert date(2026, 9, 20) not in rest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("国庆节放假七天", "第 1 行“国庆节放假七天”看不懂"),
        ("\n2026-02-30 春节 放假", "没有“2026-02-30”这一天"),
        ("2026-10-07至2026-10-01 国庆节 放假", "结束早于开始"),
        ("2026-01-01至2026-12-31 全年 放假", "超过 31 天"),
        ("2026-10-01至2026-10-07 国庆节 放假\n2026-10-05 某日 上班", "有重叠的日子"),
    ],
)
def test_a_table_that_cannot_be_is_refused_and_nothing_is_stored(work, text, said):
    with pytest.raises(Invalid, match=said):
        work.change_settings({"holidays": text})
    assert calendars.table(work.settings) == calendars.shipped()


def sheet(folder, *rows):
    path = folder / "节假日.csv"
    path.write_text("\n".join(["开始,结束,节日,安排", *rows]), "utf-8")
    return path


def test_a_sheet_brings_a_year_and_leaves_the_others(work, tmp_path):
    path = sheet(tmp_path, "2027-01-01,2027-01-03,元旦,放假", "2027-02-20,,春节,补班")
    assert holidays.import_sheet(work, path) == holidays.Taken(2)
    known = calendars.table(work.settings)
    assert not rules.is_worked(date(2027, 1, 1), known)
    assert rules.is_worked(date(2027, 2, 20), known)  # a Saturday
    assert not rules.is_worked(date(2026, 10, 1), known)
    assert holidays.import_sheet(work, path) == holidays.Taken(2)
    assert calendars.table(work.settings) == known


def test_a_sheet_takes_the_place_of_the_days_it_names_alone_and_tells_what_gave_way(work, tmp_path):
    holidays.import_sheet(
        work, sheet(tmp_path, "2027-01-01,2027-01-03,元旦,放假", "2027-02-05,2027-02-13,春节,放假")
    )
    taken = holidays.import_sheet(work, sheet(tmp_path, "2027-02-06,2027-02-14,春节,放假"))
    assert [each.line for each in calendars.table(work.settings) if each.first.year == 2027] == [
        "2027-01-01至2027-01-03 元旦 放假",
        "2027-02-06至2027-02-14 春节 放假",
    ]
    assert taken.detail == (
        "换掉了日子重叠的：2027-02-05至2027-02-13 春节 放假。\n"
        "表里没有写的没有动：2027-01-01至2027-01-03 元旦 放假。不对的请在设置里删去。"
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("2027-01-01,2027-01-03,元旦,放假", "2027-01-03,,元旦,上班"), "有重叠的日子"),
        (("2027-01-01,,元旦,也许",), "第 2 行的“安排”要写“放假”或“上班”"),
        (("2027-01-01,,元旦,放假", "元旦那天,,元旦,放假"), "第 3 行：“开始”看不懂“元旦那天”"),
        ((), "里没有一条节假日"),
        ((",,元旦,放假",), "第 2 行没有“开始”的日期"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_whole(work, tmp_path, rows, said):
    with pytest.raises(DomainError, match=said):
        holidays.import_sheet(work, sheet(tmp_path, *rows))
    assert work.settings["holidays"] in (None, "")


def test_the_command_takes_in_a_sheet(work, tmp_path, capsys):
    work.close()
    path = sheet(tmp_path, "2027-01-01,2027-01-03,元旦,放假")
    assert main(["--data", str(tmp_path / "data"), "import-holidays", str(path)]) == 0
    assert "已导入 1 条" in capsys.readouterr().out


def test_a_week_with_three_working_days_off_is_left_out_of_the_rotation_where_it_is_wanted(
    tmp_path,
):
    work = open_work(tmp_path / "rotation", now=datetime(2026, 9, 7, 9, 0))
    for number in range(12):
        village(work, f"第{number:02d}村")
    first, golden = date(2026, 9, 21), date(2026, 10, 5)
    weeks = {each.week for each in publicity.preview(work, first, date(2026, 10, 18)).turns}
    assert golden in weeks  # off by default
    work.change_settings({"rotation_holidays": True})
    publicity.plan(work, first, date(2026, 10, 18))
    shown = {each.week: each for each in publicity_weeks.weeks(work, first, date(2026, 10, 18))}
    assert shown[golden].turns == ()
    assert shown[golden].notes == ("全镇停排：国庆节放假",)
    assert [len(each.turns) for week, each in sorted(shown.items()) if week != golden] == [4, 4, 4]
    turn = shown[first].turns[0]
    publicity.postpone(work, turn.id, golden, reason="镇里要求")
    publicity.plan(work, first, date(2026, 10, 18))
    week = publicity_weeks.weeks(work, golden, golden)[0]
    assert [each.id for each in week.turns] == [turn.id]  # what a person wants stays
    assert "全镇停排：国庆节放假" not in week.notes
    work.close()


def test_nights_of_holidays_are_not_due_where_the_scheme_says_so_and_frozen_months_stay(tmp_path):
    work = open_work(tmp_path / "nights", now=datetime(2026, 11, 2, 9, 0))
    place = village(work, "郭桥村", households=100)
    for day in range(1, 11):
        patrol(work, place, date(2026, 9, day))
        patrol(work, place, date(2026, 10, day))
    october, september = periods.month(2026, 10), periods.month(2026, 9)
    evaluation.freeze(work, september, accept_incomplete=True)
    before = evaluation.evaluate(work, september, draws=0).result
    rules_now = register.shipped()
    items = tuple(
        replace(each, without_holidays=True) if each.code == "B1" else each
        for each in rules_now.items
    )
    register.save(work, replace(rules_now, version=2, starts_on=date(2026, 10, 1), items=items))
    got = evaluation.evaluate(work, october, draws=0).result.of(place).items["B1"]
    assert got.points == Decimal("13.61")  # 14 × 10 ÷ (3 × 24 ÷ 7)
    assert patrols.coverage(work, october).due == {place: Decimal("10.29")}
    assert patrols.coverage(work, october).lacking(place) == 1
    [row] = circulars.patrol_figures(work, october).villages
    assert (row.done, row.due) == (10, 11)
    assert evaluation.evaluate(work, september, draws=0).result.villages == before.villages
    work.close()


def test_the_calendar_names_the_holidays(tmp_path):
    work = open_work(tmp_path / "calendar", now=datetime(2026, 10, 9, 9, 0))
    village(work)
    assert patrols.coverage(work, periods.month(2026, 10)).holidays[date(2026, 10, 7)] == "国庆节"
    assert figures.today(work).holidays[date(2026, 10, 1)] == "国庆节"
    assert date(2026, 10, 8) not in figures.today(work).holidays
    work.close()
