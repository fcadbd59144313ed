"""Random offices: every point, total and rank as a second count has it; one figure on every page."""

import csv
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from builders import open_work
from score_oracle import Office

from gaotang_desktop.__main__ import main
from gaotang_desktop.data.queries import patrols as villages
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import Table
from gaotang_desktop.services import evaluation, patrols, publicity_weeks, records, village_pages
from gaotang_desktop.services.casework import dispute_reports, key_groups
from gaotang_desktop.services.casework.dispute_reports import WeekState
from gaotang_desktop.services.facts import polls
from gaotang_desktop.services.papers import circulars, score_papers
from gaotang_desktop.services.polls import overview
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.workbench import figures

KINDS = (
    "villages", "patrols", "spot-checks", "publicity-turns", "publicity-activities", "disputes",
    "dispute-reports", "key-group-counts", "findings", "polls", "poll-results", "missed-nights",
    "publicity-pauses",
)  # fmt: skip
FORMS = ("集中宣传", "入户走访", "板凳会", "广播", "短视频", "标语")


def office(chance, today):
    """Rows by kind of half a year up to a day, in the order in which they are taken in."""
    names = [f"第{number:02d}村" for number in range(1, chance.randint(4, 7))]
    begin = today - timedelta(days=150)

    def days(count, until=today):
        span = (until - begin).days
        return [begin + timedelta(days=chance.randint(0, span)) for _ in range(count)]

    rows = {"villages": []}
    for name in names:
        life = {}
        if chance.random() < 0.25:
            life["joined_on"] = chance.choice(days(1))
        elif chance.random() < 0.25:
            life["withdrawn_on"] = chance.choice(days(1))
        households = chance.choice([None, 120, 333, 407])
        rows["villages"].append({"name": name, "households": households, **life})
    rows["units"] = [{"name": "司法所"}]
    rows["dispute-categories"] = [{"name": "邻里", "plan_category": "邻里"}]
    rows["patrols"] = [
        {"night": night, "village_id": name, "leader": "张三", "people": 3}
        for name in names
        for night in {*days(chance.randint(5, 70)), *([today] if chance.random() < 0.5 else [])}
    ]
    rows["spot-checks"] = [
        {"night": night, "village_id": name, "checked_by": f"检查组{n}",
         "result": chance.choice(["在岗", "在岗", "脱岗", "未巡"])}
        for name in names
        for n, night in enumerate(days(chance.randint(0, 6)))
    ]  # fmt: skip
    mondays = sorted({day - timedelta(days=day.weekday()) for day in days(60)})
    rows["publicity-turns"] = [
        {"week": week, "village_id": name}
        for name in names
        for week in chance.sample(mondays, min(len(mondays), 6))
    ]
    rows["publicity-activities"] = [
        {"held_on": day, "village_id": name, "form": chance.choice(FORMS), "topic": f"主题{n}",
         "households": chance.choice([None, 8, 25, 40])}
        for name in names
        for n, day in enumerate(days(chance.randint(0, 14)))
    ]  # fmt: skip
    rows["disputes"] = []
    for number in range(chance.randint(8, 30)):
        found = chance.choice(days(1))
        due = min(found + timedelta(days=chance.randint(3, 40)), today + timedelta(days=20))
        row = {"found_on": found, "village_id": chance.choice(names), "category_id": "邻里",
               "summary": f"纠纷{number}", "unit_id": "司法所",
               "deadline": today if chance.random() < 0.15 else max(due, found)}  # fmt: skip
        closed = found + timedelta(days=chance.randint(0, 50))
        if closed <= today and chance.random() < 0.7:
            state = chance.choice(["已化解", "已移交", "未化解"])
            row |= {"state": state, "closed_on": closed, "result": "调解"}
        rows["disputes"].append(row)
    rows["dispute-reports"] = [
        {"week": week, "village_id": name, "found": 0}
        for name in names
        for week in mondays
        if chance.random() < 0.7
    ]
    months = sorted({day.replace(day=1) for day in mondays})
    rows["key-group-counts"] = [
        {"month": month, "village_id": name, "category": "其他", "total": total,
         "managed": chance.randint(0, total)}
        for month in months
        if chance.random() < 0.7
        for name in names
        if chance.random() < 0.9
        for total in [chance.randint(0, 9)]
    ]  # fmt: skip
    rows["findings"] = []
    for number in range(chance.randint(3, 14)):
        found = chance.choice(days(1))
        row = {"found_on": found, "village_id": chance.choice(names), "text": f"问题{number}", "due_on": max(found, chance.choice([*days(2), today]))}  # fmt: skip
        done = found + timedelta(days=chance.randint(0, 30))
        if done <= today and chance.random() < 0.7:
            row |= {"put_right_on": done, "how": "已改"}
        rows["findings"].append(row)
    rows["missed-nights"] = [
        {"night": night, "village_id": name, "reason": "大雨"}
        for name in names
        for night in {*days(3)}
        if not any((row["night"], row["village_id"]) == (night, name) for row in rows["patrols"])
    ]
    weeks = chance.sample(mondays, min(len(mondays), 5))
    rows["publicity-pauses"] = [
        {"week": week, "village_id": chance.choice([None, *names]), "reason": "秋收"}
        for week in weeks
    ]
    rows["polls"], rows["poll-results"] = [], []
    for number, ends in enumerate(days(chance.randint(0, 3))):
        rows["polls"].append({"name": f"调查{number}", "level": "镇自测",
                              "from_on": ends - timedelta(days=3), "until_on": ends})  # fmt: skip
        for name in names:
            if chance.random() < 0.85:
                sample = chance.randint(20, 60)
                rows["poll-results"].append(
                    {"poll_id": f"调查{number}", "village_id": name, "sample": sample,
                     "safe": chance.randint(0, sample), "satisfied": chance.randint(0, sample)}
                )  # fmt: skip
    if chance.random() < 0.5:  # each of these ledgers begins on a day of its own
        for kind, name in (
            ("patrols", "night"),
            ("missed-nights", "night"),
            ("dispute-reports", "week"),
        ):
            start = today - timedelta(days=chance.choice([20, 45, 75]))
            rows[kind] = [row for row in rows[kind] if row[name] >= start]
    return rows


def take_in(work, rows, folder):
    """Through sheets, as an office does it."""
    for kind, listed in rows.items():
        if not listed:
            continue
        if kind == "publicity-pauses":  # no sheet brings them
            at = records.listing(work, "villages")
            places = {row[0]: number for number, row in zip(at.ids, at.rows, strict=True)}
            for row in listed:
                records.save(work, kind, row | {"village_id": places.get(row["village_id"])})
            continue
        names = list(dict.fromkeys(name for row in listed for name in row))
        labels = {each.name: each.label for each in records.fields_for(kind)}
        path = folder / f"{kind}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([labels[name] for name in names])
            writer.writerows([[row.get(name, "") for name in names] for row in listed])
        done = imports.import_sheet(work, kind, path)
        assert not done.errors, (kind, done.errors[:2])


DATES = (date(2026, 10, 1), date(2026, 10, 18), date(2026, 12, 31), date(2027, 1, 1),
         date(2026, 11, 30))  # fmt: skip


@pytest.fixture(params=enumerate(DATES), ids=str)
def town(request, tmp_path):
    """A random office on one of the dates: its workplace, and what its ledgers print."""
    seed, today = request.param
    work = open_work(tmp_path / "data", now=datetime(today.year, today.month, today.day, 9))
    take_in(work, office(Random(seed), today), tmp_path)
    yield work, today, tmp_path / "data"
    work.close()


def ledgers(folder, capsys):
    found = {}
    for kind in KINDS:
        assert main(["--data", str(folder), "list", kind, "--json"]) == 0
        found[kind] = json.loads(capsys.readouterr().out)
    return found


def test_every_point_total_and_rank_is_what_a_second_count_says(town, capsys):
    work, today, folder = town
    printed = Office(ledgers(folder, capsys), today)
    compared = 0
    for back in range(5):
        period = periods.month_of(today).shifted(-back)
        points, totals, ranks = printed.month(period.start)
        for each in evaluation.evaluate(work, period, draws=0).result.villages:
            for code, item in each.items.items():
                wanted = points[each.village].get(code)
                got = None if item.points is None else Fraction(item.points)
                assert got == wanted, (period.key, each.village, code, item)
                compared += 1
            assert Fraction(each.total) == totals[each.village], (period.key, each.village)
            assert each.rank == ranks[each.village], (period.key, each.village)
    assert compared > 60


def test_workbench_page_calendar_and_score_show_one_figure(town):
    work, today, _folder = town
    month, year = periods.month_of(today), periods.around(today, "year")
    day = figures.today(work)
    covered = patrols.coverage(work, month)
    score = {
        each.id: each.items for each in evaluation.evaluate(work, month, draws=0).result.villages
    }
    assert int(day.figures[0].number) == sum(covered.nights.values())
    assert {each.village_id: (each.done, each.due) for each in day.nights} == {
        village: (covered.nights[village], covered.due[village]) for village in covered.due
    }
    for village, items in score.items():
        assert items["B1"].fact.value in (covered.nights[village], None)
        page = {each.label: each for each in village_pages.shown(work, village, month).standings}
        assert Decimal(page["夜巡"].figure) == covered.nights[village]
        for label, code in (("纠纷按期化解", "D1"), ("抽查在岗", "B2"), ("问题按期整改", "E2")):
            fact = items[code].fact
            if fact.of:
                assert f"{fact.value}/{fact.of}" in page[label].unit, (label, village)
            else:
                assert page[label].figure == "—"
    this_week = {each.village_id: each.state for each in day.turns}
    listed = records.listing(work, "publicity-turns")
    week, name, state = (listed.column(each) for each in ("week", "village_id", "state"))
    with work.database.reading() as session:
        sunday = day.week + timedelta(days=6)
        there = {each.id for each in villages.villages(session, sunday, sunday)}
    assert this_week == {
        row[name].id: row[state]
        for row in listed.rows
        if row[week] == day.week and row[name].id in there
    }
    # The months of the year together are the year's figure.
    good = due = 0
    for number in range(1, today.month + 1):
        period = periods.month(year.year, number)
        for each in evaluation.evaluate(work, period, draws=0).result.villages:
            good += each.items["D1"].fact.value or 0
            due += each.items["D1"].fact.of or 0
    figure = day.figures[1]
    if due:
        assert figure.unit == f"% · 今年到期 {due} 件"
        assert figure.number == f"{good * 100 / due:.1f}"
    else:
        assert figure.number == "—"


def test_the_pages_of_each_ledger_show_what_is_scored(town):
    """Publicity, reports, key groups and polls on their own pages, village by village."""
    work, today, _folder = town
    compared = 0
    for back in range(3):
        month = periods.month_of(today).shifted(-back)
        last = min(month.end, today)
        result = evaluation.evaluate(work, month, draws=0).result
        items = {each.id: each.items for each in result.villages}
        weeks = publicity_weeks.weeks(work, month.start, last)
        reports = dispute_reports.grid(work, last=last, weeks=6)
        counts = {each.village_id: each.counts for each in key_groups.month(work, month.start)}
        with work.database.reading() as session:
            chosen = polls.chosen(session, month.start, last)
            members = {each.id: each for each in villages.villages(session, month.start, last)}
        asked = overview(work, chosen[0].id) if chosen else None
        for village, mine in items.items():
            life = members[village]
            turns = [
                turn for week in weeks for turn in week.turns
                if turn.village_id == village and month.start <= turn.week <= last
                and life.exists_on(turn.week + timedelta(days=6))
            ]  # fmt: skip
            done = [turn for turn in turns if turn.state == "完成"]
            lost = [
                turn for turn in turns
                if turn not in done and turn.week + timedelta(days=6) < today and not turn.paused
            ]  # fmt: skip
            fact = mine["C1"].fact
            assert (fact.value or 0, fact.of or 0) == (len(done), len(done) + len(lost))
            cells = [
                reports.cells[village, week] for week in reports.weeks
                if (village, week) in reports.cells
                and month.start <= week + timedelta(days=6) <= last
                and life.exists_on(week + timedelta(days=6))
            ]  # fmt: skip
            told = sum(cell.state is WeekState.REPORTED for cell in cells)
            due = told + sum(cell.state is WeekState.MISSING for cell in cells)
            fact = mine["D2"].fact
            assert (fact.value or 0, fact.of or 0) == (told, due), (month.key, village)
            known = [each for each in counts.get(village, {}).values() if each.total is not None]
            fact = mine["E1"].fact
            if known and fact.of:
                assert fact.of == sum(each.total for each in known)
                assert fact.value == sum(each.managed for each in known)
                compared += 1
            if asked is not None and mine["A1"].fact.of:
                shown = next(each for each in asked.villages if each.village_id == village)
                assert (mine["A1"].fact.value, mine["A1"].fact.of) == (
                    shown.counts["safe"],
                    shown.sample,
                )
                assert mine["A2"].fact.value == shown.counts["satisfied"]
                compared += 1
            compared += due + len(turns)
    assert compared > 10


def test_papers_say_the_figures_that_are_scored(town):
    work, today, _folder = town
    month = periods.month_of(today).shifted(-1)
    done = evaluation.evaluate(work, month, draws=0)
    result = {each.village: each.items for each in done.result.villages}
    for row in circulars.patrol_figures(work, month).villages:
        items = result[row.village]
        # Who withdrew before the first night on record owes none: there is no figure of it.
        assert row.done == (items["B1"].fact.value or 0)
        assert (row.on_duty, row.checked) == (
            items["B2"].fact.value or 0, items["B2"].fact.of or 0,
        )  # fmt: skip
        assert (row.done < row.due) == bool(items["B1"].lost)
    if not done.result.is_empty:
        reports = score_papers.village_reports(work, month)
        rows = [row for block in reports.blocks if isinstance(block, Table) for row in block.rows]
        totals = [row[2] for row in rows if row[0] == "合计"]
        ordered = sorted(done.result.villages, key=lambda each: (each.order, each.id))
        assert totals == [str(each.total) for each in ordered]
