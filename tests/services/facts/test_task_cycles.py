"""Cyclic tasks, handing a group's part on, slips and the fact, on a real database."""

from datetime import date, datetime

import pytest
from builders import unit, village

from gaotang_desktop.data.queries import occurrences, patrols
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.services import records, supervision, tasks
from gaotang_desktop.services.facts import tasks as task_facts
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.workbench import open_items
from gaotang_desktop.services.workplace import Workplace

START = datetime(2026, 10, 1, 9, 0)
TODAY = date(2026, 10, 24)


class Clock:
    def __init__(self, at):
        self.at = at

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Clock(START)


@pytest.fixture
def work(tmp_path, clock):
    opened = Workplace.open(tmp_path / "data", now=clock)
    yield opened
    opened.close()


def task(work, name="坚持平安夜巡夜查", **values):
    plans = records.listing(work, "plans").ids
    plan = (
        plans[0]
        if plans
        else records.save(
            work, "plans", {"number": "高办〔2026〕1号", "name": "方案", "text": "方案"}
        )
    )
    return records.save(work, "tasks", {"plan_id": plan, "clause": 1, "name": name, **values})


def part(work, task_id, **values):
    return records.save(work, "assignments", {"task_id": task_id, "role": "牵头", **values})


def spans(work):
    with work.database.reading() as session:
        return [(row.starts_on, row.due_on) for row in occurrences.open_ones(session)]


def at_today(clock):
    clock.at = datetime(2026, 10, 24, 9, 0)


def test_a_weekly_task_has_one_record_for_each_week_since_it_was_assigned(work, clock):
    part(work, task(work, cycle="每周"), unit_id=unit(work))
    at_today(clock)
    assert tasks.make_occurrences(work) == 4
    assert spans(work) == [
        (date(2026, 10, 1), date(2026, 10, 4)),
        (date(2026, 10, 5), date(2026, 10, 11)),
        (date(2026, 10, 12), date(2026, 10, 18)),
        (date(2026, 10, 19), date(2026, 10, 25)),
    ]
    assert tasks.make_occurrences(work) == 0


def test_a_span_thrown_away_is_not_made_again_and_one_undo_takes_all_back(work, clock):
    part(work, task(work, cycle="每周"), unit_id=unit(work))
    at_today(clock)
    tasks.make_occurrences(work)
    gone = records.listing(work, "occurrences").ids[0]
    records.bin_records(work, "occurrences", [gone])
    assert tasks.make_occurrences(work) == 0
    assert len(spans(work)) == 3
    work.undo()
    work.undo()
    assert spans(work) == []
    assert tasks.make_occurrences(work) == 4


def test_a_cycle_set_on_an_old_task_asks_for_nothing_that_lies_before(work, clock):
    number = task(work)
    part(work, number, unit_id=unit(work))
    at_today(clock)
    records.save(work, "tasks", {"cycle": "每周"}, record_id=number)
    tasks.make_occurrences(work)
    assert spans(work) == [(TODAY, date(2026, 10, 25))]


def test_the_part_of_all_villages_is_handed_to_each_and_comes_back_by_undo(work):
    places = [village(work, "郭桥村"), village(work, "刘庄村")]
    group = unit(work, "各村", stands_for="全部村")
    number = part(work, task(work), unit_id=group, deadline=TODAY)
    assert tasks.spread(work, number) == 2
    found = tasks.matrix(work).tasks[0].assignments
    assert sorted(each.village_id for each in found) == places
    assert {(each.role, each.deadline) for each in found} == {("牵头", TODAY)}
    work.undo()
    assert [each.unit_id for each in tasks.matrix(work).tasks[0].assignments] == [group]


def test_a_single_unit_cannot_be_handed_on(work):
    number = part(work, task(work), unit_id=unit(work))
    with pytest.raises(Conflict, match="单位组"):
        tasks.spread(work, number)


def test_everything_late_or_near_makes_one_slip_for_each_unit(work, clock):
    first, second = unit(work, "派出所"), unit(work, "司法所")
    part(work, task(work, "一"), unit_id=first, deadline=date(2026, 10, 10))
    part(work, task(work, "二"), unit_id=first, deadline=date(2026, 10, 26))
    part(work, task(work, "三"), unit_id=second, deadline=date(2026, 10, 23))
    part(work, task(work, "四"), unit_id=second, deadline=date(2026, 12, 1))
    at_today(clock)
    proposed = supervision.proposals(work)
    assert [(each.who, each.colour, len(each.matters)) for each in proposed] == [
        ("派出所", "红", 2),
        ("司法所", "黄", 1),
    ]
    assert "已逾期 14 天" in proposed[0].request


def test_slips_are_numbered_by_year_and_no_number_is_used_twice(work, clock):
    for name in ("派出所", "司法所"):
        part(work, task(work, name), unit_id=unit(work, name), deadline=date(2026, 10, 10))
    at_today(clock)
    both = supervision.proposals(work)
    assert supervision.issue(work, both[:1], issued_on=TODAY) == ("督2026-001",)
    work.undo()
    assert supervision.issue(work, both[:1], issued_on=TODAY) == ("督2026-002",)
    records.bin_records(work, "supervision-slips", records.listing(work, "supervision-slips").ids)
    assert supervision.issue(work, both, issued_on=TODAY) == ("督2026-003", "督2026-004")


def test_what_a_waiting_slip_asks_about_is_asked_again_only_in_a_graver_colour(work, clock):
    part(work, task(work), unit_id=unit(work), deadline=date(2026, 10, 22))
    at_today(clock)
    supervision.issue(work, supervision.proposals(work), issued_on=TODAY)
    assert supervision.proposals(work) == ()
    clock.at = datetime(2026, 10, 30, 9, 0)
    assert [each.colour for each in supervision.proposals(work)] == ["红"]


def test_an_answer_is_registered_and_its_rules_hold(work, clock):
    part(work, task(work), unit_id=unit(work), deadline=date(2026, 10, 22))
    at_today(clock)
    supervision.issue(work, supervision.proposals(work), issued_on=TODAY)
    (slip,) = records.listing(work, "supervision-slips").ids
    with pytest.raises(Invalid, match="早于签发"):
        supervision.answer(work, slip, answered_on=date(2026, 10, 1), text="已办")
    supervision.answer(work, slip, answered_on=TODAY, text="已办")
    listed = supervision.listing(work)
    assert listed.rows[0][listed.column("shown_state")] == "已回复"
    assert [row[2] for row in supervision.matters_of(work, slip)] == ["第1条 坚持平安夜巡夜查"]
    assert [item.what for each in open_items.owners(work) for item in each.items] == ["分工"]


def test_what_all_villages_owe_counts_for_each_village_that_there_was(work, clock):
    old, new = village(work, "郭桥村"), village(work, "新设村", joined_on=date(2026, 10, 14))
    group = unit(work, "各村", stands_for="全部村")
    part(work, task(work, cycle="每周"), unit_id=group)
    part(work, task(work, "建台账"), village_id=new, deadline=date(2026, 10, 20))
    at_today(clock)
    tasks.make_occurrences(work)
    newest = records.listing(work, "occurrences").ids
    last = {row: records.get(work, "occurrences", row) for row in newest}
    done = next(number for number, values in last.items() if values["due_on"] == date(2026, 10, 18))
    records.save(
        work, "occurrences", {"state": "已完成", "done_on": date(2026, 10, 18)}, record_id=done
    )
    with work.database.reading() as session:
        present = patrols.villages(session, date(2026, 10, 1), TODAY)
        found = task_facts.assignments_in_time(session, date(2026, 10, 1), TODAY, present)
    assert (found[old].value, found[old].of) == (1, 3)
    assert (found[new].value, found[new].of) == (1, 2)
    assert [each.kind for each in found[new].records] == ["occurrences", "assignments"]


def test_a_binned_span_counts_nowhere(work, clock):
    place = village(work)
    part(work, task(work, cycle="每周"), village_id=place)
    at_today(clock)
    tasks.make_occurrences(work)
    records.bin_records(work, "occurrences", records.listing(work, "occurrences").ids)
    with work.database.reading() as session:
        present = patrols.villages(session, date(2026, 10, 1), TODAY)
        assert task_facts.assignments_in_time(session, date(2026, 10, 1), TODAY, present) == {}


def test_everything_open_of_a_unit_stands_together_the_latest_first(work, clock):
    office = unit(work, "司法所")
    part(work, task(work, "一"), unit_id=office, deadline=date(2026, 10, 20))
    part(work, task(work, "二", cycle="每周"), unit_id=office)
    place = village(work)
    records.save(work, "findings", {"found_on": date(2026, 10, 1), "text": "台账不全",
                                    "village_id": place, "due_on": date(2026, 10, 9)})  # fmt: skip
    at_today(clock)
    tasks.make_occurrences(work)
    supervision.issue(work, supervision.proposals(work)[:1], issued_on=TODAY)
    owners = {each.who: each for each in open_items.owners(work)}
    assert [each.what for each in owners["郭桥村"].items] == ["问题"]
    mine = owners["司法所"]
    assert {each.what for each in mine.items} == {"分工", "周期任务", "督办单"}
    assert mine.late == 4


def test_assignments_of_units_and_villages_come_from_one_sheet(work, tmp_path):
    task(work, "坚持平安夜巡夜查")
    unit(work, "派出所", aliases=("镇派出所",))
    village(work, "郭桥村")
    path = tmp_path / "分工.csv"
    path.write_text(
        "条款,责任单位,分工,完成时限\n第1条,镇派出所,牵头,2026-12-31\n1,郭桥村,配合,2026-12-31\n"
        "坚持平安夜巡夜查,没有的单位,配合,\n",
        encoding="utf-8",
    )
    done = imports.import_sheet(work, "assignments", path)
    assert (done.imported, done.rejected) == (2, 1)
    found = {each.who: each.role for each in tasks.matrix(work).tasks[0].assignments}
    assert found == {"派出所": "牵头", "郭桥村": "配合"}
    assert imports.import_sheet(work, "assignments", path).unchanged == 2


def test_the_steps_of_a_task_are_read_at_once_and_are_those_of_each_part(work, clock):
    clock.at = datetime(2026, 10, 24, 9, 0)
    first, other = task(work), task(work, name="建立台账", clause=2)
    parts = [
        part(work, number, unit_id=unit(work, name)) for number, name in
        ((first, "派出所"), (first, "司法所"), (other, "禁毒办"))
    ]  # fmt: skip
    for day, number in ((1, 0), (3, 0), (2, 2)):
        values = {"assignment_id": parts[number], "text": f"{day}日的事"}
        records.save(work, "progress", {**values, "happened_on": date(2026, 10, day)})
    found = tasks.steps_of(work, first)
    assert [each.text for each in found[parts[0]]] == ["3日的事", "1日的事"]
    assert found == {parts[0]: tasks.progress_of(work, parts[0])}
    assert tasks.steps_of(work, other) == {parts[2]: tasks.progress_of(work, parts[2])}
