"""Facts from intakes, opinions, endings, spots and incidents: a second count, and one on every page."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from builders import open_work, patrol, unit, village

from gaotang_desktop.__main__ import main
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation.facts import FACTS, State
from gaotang_desktop.domain.evaluation.schemes import Item
from gaotang_desktop.services import disputes, evaluation, opinions, records
from gaotang_desktop.services.casework import intakes
from gaotang_desktop.services.facts.counters import counted
from gaotang_desktop.services.papers import month_figures
from gaotang_desktop.services.schemes import register

DATES = (date(2026, 10, 1), date(2026, 10, 18), date(2027, 1, 1))
GOOD = ("满意", "基本满意")
SHARED = ("intakes_in_time", "intakes_content", "opinions_in_time", "opinions_content",
          "agreements_performed", "revisits_content", "trouble_spots_in_time")  # fmt: skip
INCIDENTS = ("alarms", "frauds", "thefts", "killings", "bypassing", "unlawful")


def fill(work, chance, today, *, ends=True):
    """Half a year of records at random, with villages that begin and end in it."""
    begin = today - timedelta(days=100)
    office = unit(work, "司法所")
    category = records.save(work, "dispute-categories", {"name": "邻里", "plan_category": "邻里"})

    def day(first=begin):
        return first + timedelta(days=chance.randint(0, (today - first).days))

    places = []
    for number in range(5):
        life = {"joined_on": day()} if ends and number == 0 else {}
        life |= {"withdrawn_on": day()} if ends and number == 1 else {}
        places.append(village(work, f"第{number}村", **life))
    with work.database.operation("示例") as session:
        for _ in range(40):
            came = day()
            row = {"received_on": came, "village_id": chance.choice(places), "way": "来访",
                   "matter": "反映问题", "received_by": "李四", "sort": "求助", "sorted_on": came,
                   "due_on": came + timedelta(days=chance.randint(0, 20))}  # fmt: skip
            if chance.random() < 0.7:
                done = day(came)
                row |= {"done_on": done, "result": "已办"}
                if chance.random() < 0.7:
                    row |= {"told_on": day(done)}
                    row |= {"satisfied": chance.choice([None, "满意", "不满意", "未评价"])}
            records.store(session, "intakes", row)
            came = day()
            row = {"received_on": came, "village_id": chance.choice(places), "text": "建议",
                   "due_on": came + timedelta(days=chance.randint(0, 20))}  # fmt: skip
            if chance.random() < 0.7:
                row |= {"state": chance.choice(["已答复", "不予采纳"]), "answer": "已办",
                        "answered_on": (answered := day(came)),
                        "told_on": min(today, answered + timedelta(3)) if answered.day % 2 else None,
                        "satisfied": chance.choice([None, "基本满意", "不满意"])}  # fmt: skip
            records.store(session, "opinions", row)
            came = day()
            row = {"found_on": came, "village_id": chance.choice(places), "category_id": category,
                   "summary": "地界", "unit_id": office,
                   "deadline": came + timedelta(days=chance.randint(1, 30))}  # fmt: skip
            if chance.random() < 0.7:
                closed = day(came)
                row |= {"state": "已化解", "closed_on": closed, "result": "调解",
                        "performed": (kept := chance.choice(
                            [None, "已履行", "已履行", "正在履行", "没有履行", "没有履行", "不用履行"])),
                        "performed_on": day(came) if kept == "已履行" and closed.day % 3 else None}  # fmt: skip
                if chance.random() < 0.5:
                    row |= {"revisited_on": day(closed),
                            "satisfied": chance.choice(["满意", "不满意"])}  # fmt: skip
            records.store(session, "disputes", row)
        for number in range(12):
            came = day()
            row = {"name": f"部位{number}", "village_id": chance.choice([*places, None]),
                   "problem": "盗窃", "unit_id": office, "listed_on": came,
                   "deadline": chance.choice([today, came + timedelta(days=20)])}  # fmt: skip
            if chance.random() < 0.6:
                row |= {
                    "evaluated_on": day(came),
                    "evaluation": chance.choice(["达标", "没有达标"]),
                }
            records.store(session, "trouble-spots", row)
        month = date(today.year - 2, 12, 1)
        while month <= today:
            for place in places:
                if chance.random() < 0.8:
                    counts = {each: chance.choice([None, 0, 1, 3]) for each in INCIDENTS[:3]}
                    records.store(session, "incident-counts",
                                  {"month": month, "village_id": place, "killings": 0, **counts})  # fmt: skip
            month = (month + timedelta(days=31)).replace(day=1)


@pytest.fixture(params=enumerate(DATES), ids=str)
def town(request, tmp_path, capsys):
    seed, today = request.param
    work = open_work(tmp_path / "data", now=datetime(today.year, today.month, today.day, 9))
    fill(work, Random(seed), today)
    rows = {}
    for kind in ("villages", "intakes", "opinions", "disputes", "trouble-spots", "incident-counts"):
        assert main(["--data", str(tmp_path / "data"), "list", kind, "--json"]) == 0
        rows[kind] = json.loads(capsys.readouterr().out)
    yield work, today, rows
    work.close()


def on(text):
    return None if text is None else date.fromisoformat(text)


def lives(rows, name, day):
    row = next(each for each in rows["villages"] if each["name"] == name)
    joined, gone = on(row["joined_on"]), on(row["withdrawn_on"])
    return (joined is None or joined <= day) and (gone is None or day < gone)


def second_count(rows, fact, first, last, today):
    """By village what helped and what there was, in plain Python over what ``list`` prints."""
    found = {}

    def note(row, day, good):
        if row["village"] and first <= day <= last and lives(rows, row["village"], day):
            helped, of = found.get(row["village"], (0, 0))
            found[row["village"]] = (helped + good, of + 1)

    for row in rows["intakes"] if fact.startswith("intakes") else ():
        done, due = on(row["done_on"]) or on(row["told_on"]), on(row["due_on"])
        if fact == "intakes_in_time" and due < today:
            note(row, due, bool(done and done <= due))
        if fact == "intakes_content" and row["satisfied"] not in (None, "未评价"):
            note(row, on(row["told_on"]), row["satisfied"] in GOOD)
    for row in rows["opinions"] if fact.startswith("opinions") else ():
        done, due = on(row["answered_on"]), on(row["due_on"])
        if fact == "opinions_in_time" and due < today:
            note(row, due, bool(done and done <= due))
        if fact == "opinions_content" and row["satisfied"]:
            note(row, on(row["told_on"]) or done, row["satisfied"] in GOOD)
    for row in rows["disputes"]:
        if fact == "agreements_performed" and row["performed"] in ("已履行", "没有履行"):
            heard = "performed_on" if row["performed"] == "已履行" else "revisited_on"
            known = max(on(row["closed_on"]), on(row[heard]) or date.min)
            note(row, known, row["performed"] == "已履行")
        if fact == "revisits_content" and row["satisfied"]:
            note(row, on(row["revisited_on"]), row["satisfied"] in GOOD)
    for row in rows["trouble-spots"] if fact == "trouble_spots_in_time" else ():
        if on(row["deadline"]) < today:
            passed = on(row["evaluated_on"]) if row["evaluation"] == "达标" else None
            note(row, on(row["deadline"]), bool(passed and passed <= on(row["deadline"])))
    return found


def test_every_share_is_what_a_second_count_says(town):
    work, today, rows = town
    names = {row["id"]: row["name"] for row in rows["villages"]}
    seen = 0
    for back in range(4):
        period = periods.month_of(today).shifted(-back)
        last = min(period.end, today)
        with work.database.reading() as session:
            for fact in SHARED:
                wanted = second_count(rows, fact, period.start, last, today)
                for number, got in counted(session, fact, period.start, last, today=today).items():
                    if names[number] not in wanted:
                        assert got.state is State.NOT_DUE
                        continue
                    seen += 1
                    assert (got.value, got.of) == wanted[names[number]], (fact, period.key)
                    assert len(got.records) == got.of
                    assert sum(each.counted for each in got.records) == got.value
    assert seen > 20


def test_incidents_are_the_sum_of_the_months_and_what_is_not_reported_is_not_none(town):
    work, today, rows = town
    names = {row["id"]: row["name"] for row in rows["villages"]}
    for period in (
        periods.month_of(today).shifted(-1),
        periods.around(today, "quarter").shifted(-1),
    ):
        for fact in INCIDENTS:
            told = [row for row in rows["incident-counts"] if on(row["month"]) in period]
            known = [row for row in told if row[fact] is not None]
            with work.database.reading() as session:
                found = counted(session, fact, period.start, period.end, today=today)
            for number, got in found.items():
                name = names[number]
                months = {
                    on(row["month"]) for row in known
                    if lives(rows, name, on(row["month"]))
                    or lives(rows, name, min(periods.month_of(on(row["month"])).end, today))
                }  # fmt: skip
                mine = [
                    row[fact]
                    for row in known
                    if row["village"] == name and on(row["month"]) in months
                ]
                if not months:
                    assert got.state is State.NOT_DUE
                elif len(mine) < len(months):
                    assert got.state is State.NOT_RECEIVED
                    assert got.missing
                else:
                    assert got.value == sum(mine)


@pytest.mark.parametrize("today", DATES, ids=str)
def test_pages_and_scores_show_one_figure(tmp_path, today):
    work = open_work(tmp_path / "data", now=datetime(today.year, today.month, today.day, 9))
    fill(work, Random(today.day), today, ends=False)
    months = [periods.month_of(today).shifted(-back) for back in range(4)]
    compared = 0
    for month in months:
        whole = {}
        with work.database.reading() as session:
            for fact in SHARED:
                found = counted(session, fact, month.start, month.end, today=today).values()
                whole[fact] = (
                    sum(each.value or 0 for each in found),
                    sum(each.of or 0 for each in found),
                )
        asked, told = intakes.figures(work, month), opinions.figures(work, month)
        ended = disputes.endings(work, month)
        good, due = whole["intakes_in_time"]
        assert (due - good, due) == (asked.late, asked.due)
        assert whole["intakes_content"] == (asked.content, asked.asked)
        assert whole["opinions_in_time"] == (told.in_time, told.due)
        assert whole["opinions_content"] == (told.content, told.asked)
        assert whole["agreements_performed"] == (ended.performed, ended.owed)
        assert whole["revisits_content"] == (ended.content, ended.asked)
        compared += sum(of for _good, of in whole.values())
    assert compared > 20
    work.close()


def test_the_paper_of_every_month_is_what_the_lists_add_up_to(town):
    work, today, rows = town
    seen = 0
    for back in range(4):
        month = periods.month_of(today).shifted(-back)
        told = month_figures.month_figures(work, month)

        def of(kind, field, month=month):
            return [row for row in rows[kind] if row[field] and on(row[field]) in month]

        def late(row):
            done = on(row["done_on"]) or on(row["told_on"])
            return not (done and done <= on(row["due_on"]))

        came = of("intakes", "received_on")
        due = [row for row in of("intakes", "due_on") if on(row["due_on"]) < today]
        asked = [row for row in of("intakes", "told_on")
                 if row["satisfied"] not in (None, "未评价")]  # fmt: skip
        assert (
            told.intakes.received, told.intakes.sorted, told.intakes.done, told.intakes.due,
            told.intakes.late, told.intakes.told, told.intakes.asked, told.intakes.content,
        ) == (
            len(came), sum(row["sort"] is not None for row in came),
            sum(bool(row["done_on"]) for row in came), len(due), sum(map(late, due)),
            sum(bool(row["told_on"]) for row in came), len(asked),
            sum(row["satisfied"] in GOOD for row in asked),
        )  # fmt: skip
        assert told.found == len(of("disputes", "found_on"))
        assert told.endings.closed == len(of("disputes", "closed_on"))
        answers = of("opinions", "received_on")
        due = [row for row in of("opinions", "due_on") if on(row["due_on"]) < today]
        good = [row for row in due if row["answered_on"] and row["answered_on"] <= row["due_on"]]
        assert (told.opinions.received, told.opinions.due, told.opinions.in_time) == (
            len(answers), len(due), len(good),
        )  # fmt: skip
        assert told.spots.listed == len(of("trouble-spots", "listed_on"))
        counts = of("incident-counts", "month")
        living = {row["name"] for row in rows["villages"]
                  if lives(rows, row["name"], month.start) or lives(rows, row["name"], month.end)}  # fmt: skip
        for name, line in zip(INCIDENTS[:1], told.incidents, strict=False):
            known = [row[name] for row in counts
                     if row["village"] in living and row[name] is not None]  # fmt: skip
            assert line.now.count == (sum(known) if known else None)
        seen += len(came) + len(answers)
    assert seen > 20


def test_of_what_grids_handle_the_share_in_time_is_that_of_the_paper(tmp_path):
    work = open_work(tmp_path / "data", now=datetime(2026, 11, 3, 9))
    first, second, third = (village(work, name) for name in ("甲村", "乙村", "丙村"))
    october = periods.month(2026, 10)

    def told(place, grid, handled, in_time):
        records.save(work, "grid-counts", {
            "month": october.start, "village_id": place, "grid": grid, "visits": 5,
            "reported": handled, "handled": handled, "in_time": in_time,
        })  # fmt: skip

    for place in (first, second):
        records.save(work, "grids", {"village_id": place, "name": "一"})
    records.save(work, "grids", {"village_id": first, "name": "二"})
    told(first, "一", 4, 3)
    told(first, "二", 6, 6)
    with work.database.reading() as session:
        got = counted(session, "grid_matters_in_time", october.start, october.end,
                      today=work.today())  # fmt: skip
        before = counted(session, "grid_matters_in_time", date(2026, 9, 1), date(2026, 9, 30),
                         today=work.today())  # fmt: skip
    assert (got[first].value, got[first].of) == (9, 10)
    paper = month_figures.month_figures(work, october).grids
    assert (paper.in_time, paper.handled) == (9, 10)
    # Who has a grid and is silent has not reported; who has none owes nothing; nor does a month
    # of which nobody reported.
    assert got[second].state is State.NOT_RECEIVED
    assert got[second].missing == ("乙村一2026年10月的网格月报还没有报来",)
    assert got[third].state is State.NOT_DUE
    assert {each.state for each in before.values()} == {State.NOT_DUE}
    told(second, "一", 2, 0)
    with work.database.reading() as session:
        got = counted(session, "grid_matters_in_time", october.start, october.end,
                      today=work.today())  # fmt: skip
    assert (got[second].value, got[second].of) == (0, 2)
    work.close()


def test_incidents_are_scored_against_the_same_month_of_last_year(town):
    work, today, rows = town
    month = periods.month_of(today).shifted(-1)
    rule = Item("Z1", "盗窃不比去年多", Decimal(100), "thefts", "compare", step=Decimal("0.1"),
                against="last_year")  # fmt: skip
    scheme = replace(register.shipped(), items=(rule,))
    then = month.shifted(-12).start
    told = {(row["village"], on(row["month"])): row["thefts"] for row in rows["incident-counts"]}
    seen = 0
    for each in evaluation.scored_by(work, scheme, month, draws=0).villages:
        got = each.items["Z1"]
        if got.policy != "scored":
            continue
        now, before = told[each.village, month.start], told[each.village, then]
        more = max(0, now - before)
        percent = Fraction(100 * more, before) if before else Fraction(100 * bool(more))
        assert abs(Fraction(got.points) - max(0, 100 - percent / 10)) <= Fraction(1, 200)
        seen += 1
    assert seen


def test_every_fact_can_be_counted_and_none_is_of_photos_meetings_or_papers():
    words = "".join(kind.label + kind.value for kind in FACTS.values())
    assert not any(word in words for word in ("照片", "会议", "公文", "材料"))


def test_a_year_in_which_nobody_kept_a_ledger_is_no_base(tmp_path):
    work = open_work(tmp_path / "data", now=datetime(2026, 11, 3, 9))
    first, second = village(work, "甲村"), village(work, "乙村")
    rule = Item("Z1", "夜巡不比去年少", Decimal(100), "patrol_nights", "compare", step=Decimal(1),
                against="last_year")  # fmt: skip
    scheme = replace(register.shipped(), items=(rule,))
    month = periods.month(2026, 10)
    patrol(work, first, date(2026, 10, 5))

    def bases():
        villages = evaluation.scored_by(work, scheme, month, draws=0).villages
        return {each.id: (each.items["Z1"].policy, each.items["Z1"].fact.base) for each in villages}

    assert bases() == {first: ("excluded", None), second: ("excluded", None)}
    patrol(work, first, date(2025, 10, 5))
    assert bases() == {first: ("scored", 1), second: ("scored", 0)}
    work.close()
