"""Every card and line of the workbench says what its page, the score and the paper say."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import builders
import pytest

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import Paragraph
from gaotang_desktop.domain.documents.circulars.patrols import total_of
from gaotang_desktop.services import (
    disputes,
    evaluation,
    patrols,
    polls,
    publicity_weeks,
    records,
    tasks,
)
from gaotang_desktop.services.papers import catalogue, circulars
from gaotang_desktop.services.papers.month_figures import month_figures
from gaotang_desktop.services.workbench import day_words, figures, open_items

# A holiday on the first, a leap day, New Year, the middle of a month.
DATES = (date(2026, 10, 1), date(2028, 2, 29), date(2027, 1, 1), date(2026, 11, 14))
WEEK = timedelta(weeks=1)


def fill(work, today, chance):
    """Half a year of villages that come and go, with records inside and outside of their lives."""
    gone = today - timedelta(days=9)
    lives = [{}, {"joined_on": gone}, {"withdrawn_on": gone}, {}, {"withdrawn_on": today}, {}]
    ids = [
        builders.village(work, f"第{n}村", display_order=n, households=200, **life)
        for n, life in enumerate(lives, start=1)
    ]
    builders.unit(work, "司法所")
    category = records.save(work, "dispute-categories", {"name": "邻里", "plan_category": "邻里"})
    plan = records.save(work, "plans", {"number": "高办〔2026〕1号", "name": "方案", "text": "文"})
    parts = [
        records.save(work, "tasks", {"plan_id": plan, "clause": n, "name": f"任务{n}"})
        for n in range(1, 6)
    ]

    def day(back):
        return today - timedelta(days=chance.randint(0, back))

    monday = today - timedelta(days=today.weekday())
    with work.database.operation("示例") as session:
        poll = records.store(session, "polls", {
            "name": "镇自测", "level": "镇自测", "from_on": gone - WEEK, "until_on": gone - WEEK})  # fmt: skip
        for at, place in enumerate(ids):
            for night in {day(45) for _ in range(chance.choice([0, 6, 16]) if at else 9)}:
                proof = chance.choice(["村自报", "抽查核实", "带队核实"])
                records.store(session, "patrols", {"night": night, "village_id": place,
                              "leader": "张三", "people": 3, "evidence": proof})  # fmt: skip
            turns = [
                records.store(session, "publicity-turns", {"week": week, "village_id": place})
                for week in (monday - 2 * WEEK, monday - WEEK, monday)
                if chance.random() < 0.7
            ]
            if at == 0:
                moved = {"week": monday + WEEK, "village_id": place, "state": "延期",
                         "postponed_from": monday - 3 * WEEK, "reason": "下雪"}  # fmt: skip
                turns.append(records.store(session, "publicity-turns", moved))
                moved |= {"week": monday - 4 * WEEK, "postponed_from": monday - 5 * WEEK}
                records.store(session, "publicity-turns", moved)
            for form in ("板凳会", "广播"):
                held = {"village_id": place, "held_on": day(15), "form": form, "topic": "反诈"}
                if turns and chance.random() < 0.5:
                    held |= {"turn_id": chance.choice(turns)} if form == "板凳会" else {}
                records.store(session, "publicity-activities", held)
            for n in range(4):
                found, due = day(90), today - timedelta(days=chance.choice([-9, 0, 1, 30]))
                values = {"found_on": min(found, due), "village_id": place, "unit_id": 1,
                          "category_id": category, "summary": f"纠纷{n}", "deadline": due}  # fmt: skip
                if n % 2:
                    values |= {"state": "已化解", "closed_on": max(values["found_on"], day(40)),
                               "result": "调解"}  # fmt: skip
                records.store(session, "disputes", values)
                last = today - timedelta(days=chance.choice([-3, 0, 5]))
                done = {"put_right_on": last, "how": "已改"} if last <= today and n % 2 else {}
                records.store(session, "findings", {"found_on": last - WEEK, "text": f"问题{n}",
                              "village_id": place, "due_on": last, **done})  # fmt: skip
                records.store(session, "opinions", {"received_on": last - WEEK, "text": f"意见{n}",
                              "village_id": place, "unit_id": 1, "due_on": last})  # fmt: skip
            for n, part in enumerate(parts[:4]):
                records.store(session, "assignments", {"task_id": part, "village_id": place,
                    "role": "配合", "deadline": today - timedelta(days=chance.choice([-2, 0, n]))})  # fmt: skip
            if at % 3 != 1:
                records.store(session, "poll-results", {"poll_id": poll, "village_id": place,
                              "sample": 40, "safe": chance.randint(30, 40)})  # fmt: skip


@pytest.fixture(scope="module", params=DATES, ids=str)
def office(request, tmp_path_factory):
    today = request.param
    now = datetime(today.year, today.month, today.day, 9)
    work = builders.open_work(tmp_path_factory.mktemp("office"), now=now)
    fill(work, today, Random(today.toordinal()))
    yield work, figures.today(work), periods.month_of(today)
    work.close()


def lines_of(day, kind):
    return [line for line in day.todos if line.context.get("kind") == kind]


def test_nights_of_this_month(office):
    work, day, month = office
    card, page = day.figures[0], patrols.coverage(work, month)
    result = evaluation.evaluate(work, month, draws=0).result
    total = total_of(circulars.patrol_figures(work, month).villages)
    scored = sum(each.items["B1"].fact.value or 0 for each in result.villages)
    assert int(card.number) == sum(page.nights.values()) == scored == total.done
    # Whole nights as on paper, on every screen: on the first of a month none is due yet.
    assert card.unit == (f"/ {total.due} 村次" if total.due else "村次")
    assert f"核实 {page.verified} 次" in card.sentence or not scored
    told = f"应巡以内 {total.kept} 次 · "
    assert (told in card.sentence) == bool(total.due and total.kept < total.done)
    behind = {each for each in page.nights if page.lacking(each)}
    assert {each.village_id for each in day.nights if each.behind} == behind
    assert (f"{len(behind)} 个村进度落后" in card.sentence) == bool(behind)
    for row in day.nights:
        assert (row.done, row.due) == (page.nights[row.village_id], page.due[row.village_id])
        seen = {night: state for night, state in row.states.items() if night in month}
        assert seen == page.cells[row.village_id]


def test_disputes_that_are_open_late_and_settled_in_time(office):
    work, day, month = office
    today, card = work.today(), day.figures[1]
    ledger = disputes.ledger(work, None)
    words = Counter(row[ledger.column("late")] for row in ledger.rows)
    late = {i for i, row in zip(ledger.ids, ledger.rows, strict=True)
            if row[ledger.column("late")] == "逾期"}  # fmt: skip
    assert card.sentence.startswith(f"在办 {sum(words.values()) - words['已办结']} 件 · ")
    assert (f"逾期 {len(late)} 件" in card.sentence) == bool(late)
    assert set(card.context.get("ids", ())) == late
    assert month_figures(work, month).unsettled == len(late) == day_words.facts(work).disputes_late
    months = {periods.month_of(today - timedelta(days=back)) for back in (0, 15, 30)}
    months = [each for each in months if each.year == today.year]  # nothing fell due before
    facts = [
        each.items["D1"].fact
        for one in months
        for each in evaluation.evaluate(work, one, draws=0).result.villages
    ]
    due, good = sum(each.of or 0 for each in facts), sum(each.value or 0 for each in facts)
    if due:
        assert card.unit == f"% · 今年到期 {due} 件"
        assert abs(Decimal(card.number) - good * 100 / due) <= Decimal("0.05")
    else:
        assert card.number == "—"


def test_this_weeks_villages_and_the_weeks_that_wait_for_a_word(office):
    work, day, _month = office
    today = work.today()
    weeks = publicity_weeks.weeks(work, today - 8 * WEEK, today)
    page = {(turn.village, turn.is_done) for turn in weeks[-1].turns}
    assert {(each.name, each.state == "完成") for each in day.turns} == page
    card = day.figures[2]
    if page:
        assert (card.number, card.unit) == (str(sum(done for _, done in page)), f"/ {len(page)} 村")
    left = {each.village for each in publicity_weeks.open_this_week(work)}
    assert left == {each.name for each in day.turns if each.tone != "good"}
    undone = {turn.id for one in weeks[:-1] for turn in one.turns if turn.state == "未完成"}
    lines = [each for each in day.todos if "以前几周" in each.what]
    assert {each for line in lines for each in line.context["ids"]} == undone
    for one in {periods.month_of(today), periods.month_of(today).shifted(-1)}:
        scored = evaluation.evaluate(work, one, draws=0).result.villages
        shown = publicity_weeks.figures(work, one)
        assert sum(each.items["C1"].fact.value or 0 for each in scored) == shown.done


def test_the_safety_of_the_newest_poll(office):
    work, day, _month = office
    [poll] = polls.listed(work)
    found, card = polls.overview(work, poll.id), day.figures[3]
    rate = found.totals["safe"]
    assert card.number == str(rate.percent)
    low, high = rate.interval
    assert card.sentence == f"样本 {rate.sample} 份 · 可信范围 {low}–{high}"
    paper = catalogue.official(work, "poll-circular", None, poll.id)[0]
    said = "".join(each.text for each in paper.blocks if isinstance(each, Paragraph))
    assert f"感到安全的占{rate.percent}%（{rate.sample}份" in said


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("disputes", "矛盾纠纷"),
        ("findings", "问题"),
        ("opinions", "意见建议"),
        ("assignments", "分工"),
    ],
)
def test_what_is_late_is_late_in_every_list(office, kind, what):
    work, day, _month = office
    items = [item for owner in open_items.owners(work) for item in owner.items if item.what == what]
    until = work.today() + timedelta(days=int(work.settings["near_days"]))
    near = {(item.due, item.late) for item in items if item.due and item.due <= until}
    lines = lines_of(day, kind)
    assert sum(len(line.context["ids"]) for line in lines) == sum(
        item.due is not None and item.due <= until for item in items
    )
    assert {line.days for line in lines} <= {(due - work.today()).days for due, _ in near}
    assert all(late == (due < work.today()) for due, late in near)
    if kind == "assignments":
        every = [each for task in tasks.matrix(work).tasks for each in task.assignments]
        late = {each.id for each in every if each.state == "逾期"}
        assert late <= {each for line in lines for each in line.context["ids"]}
    else:
        ids = {item.context["id"] for item in items if item.due and item.due <= until}
        assert {each for line in lines for each in line.context["ids"]} == ids


def test_villages_that_were_silent_for_so_many_nights_that_are_over(office):
    work, day, _month = office
    today = work.today()
    last, listed = {}, records.listing(work, "patrols")
    for row in listed.rows:
        village, night = row[listed.column("village_id")], row[listed.column("night")]
        last[village.label] = max(night, last.get(village.label, date.min))
    for line in day.todos:
        if line.when.startswith("连续"):
            name = line.what.partition("连续")[0]
            nights = (today - last[name]).days - 1
            assert line.when == f"连续 {nights} 晚"
            assert nights >= 3


def test_tasks_that_nobody_is_responsible_for(office):
    work, day, _month = office
    alone = {each.id for each in tasks.matrix(work).tasks if not each.assignments}
    said = {each.context["task"] for each in day.todos if "task" in each.context}
    assert said == alone != set()


def test_before_a_night_was_due_no_village_is_said_to_be_in_time(tmp_path):
    """A folder begun on the 29th: 0 of 60 nights, and nothing that could be judged by."""
    work = builders.open_work(tmp_path / "data", now=datetime(2026, 10, 29, 9, 0))
    village = builders.village(work, "北村")
    first = figures.today(work).figures[0]
    assert (first.number, first.sentence, first.tone) == ("0", "本月还没有夜巡记录", "neutral")
    builders.patrol(work, village, date(2026, 10, 29))
    first = figures.today(work).figures[0]
    assert (first.number, first.sentence, first.tone) == ("1", "核实 0 次", "neutral")
    builders.patrol(work, village, date(2026, 10, 28))
    assert figures.today(work).figures[0].sentence == "核实 0 次 · 没有村落后"
    work.close()
