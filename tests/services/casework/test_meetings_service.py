from datetime import date

import pytest
from builders import NOW, open_work, unit, village

from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.services import records, tasks
from gaotang_desktop.services.casework import meetings
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.workbench import figures, open_items

TODAY = NOW.date()
SEPTEMBER, OCTOBER = date(2026, 9, 8), date(2026, 10, 8)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    unit(opened, "派出所")
    yield opened
    opened.close()


def meeting(work, held=OCTOBER, **values):
    given = {"held_on": held, "kind": "研判会", "topic": "平安形势"}
    return records.save(work, "meetings", {**given, **values})


def decided(work, made, text="加装照明", **values):
    given = {"meeting_id": made, "text": text, "unit_id": 1, **values}
    return records.save(work, "meeting-decisions", given)


def test_a_decision_without_a_unit_is_refused_at_its_field(work):
    made = meeting(work)
    for values in ({"unit_id": None}, {"unit_id": None, "done_on": TODAY, "result": "已办"}):
        with pytest.raises(Invalid) as told:
            decided(work, made, **values)
        assert set(told.value.fields) == {"unit_id"}
        assert told.value.fields["unit_id"] in (
            "请填写“责任单位”。", "会议决定要有人落实，请填责任单位。",
        )  # fmt: skip
    assert records.listing(work, "meeting-decisions").ids == ()


def test_days_of_a_decision_that_cannot_be_are_said_at_their_field(work):
    made = meeting(work)
    with pytest.raises(Invalid) as told:
        decided(work, made, due_on=SEPTEMBER)
    assert told.value.fields == {"due_on": "落实期限早于会议日期 2026-10-08，请改正。"}
    with pytest.raises(Invalid) as told:
        decided(work, made, done_on=date(2026, 10, 25), result="已办")
    assert "还没有到" in told.value.fields["done_on"]
    with pytest.raises(Invalid, match="请写明落实情况"):
        decided(work, made, done_on=TODAY)
    with pytest.raises(Invalid, match="会开过以后再登记"):
        meeting(work, date(2026, 10, 25))


def test_the_next_agenda_asks_for_what_earlier_meetings_left_open(work):
    first = meeting(work, SEPTEMBER)
    decided(work, first, "查出租房", done_on=date(2026, 9, 20), result="查了")
    left = decided(work, first, "装监控")
    second = meeting(work)
    now = decided(work, second)
    assert [(each.id, each.state) for each in meetings.agenda(work, OCTOBER)] == [(left, "逾期")]
    assert meetings.agenda(work, SEPTEMBER) == []
    assert [each.id for each in meetings.decisions(work, second)] == [now]
    listed = meetings.listed_decisions(work)
    assert listed.ids[:2] == (left, now)
    assert [row[0] for row in listed.rows] == ["逾期", "逾期", "已落实"]


def test_a_decision_stands_on_the_workbench_until_it_is_carried_out(work):
    made = decided(work, meeting(work))
    [line] = [
        each for each in figures.today(work).todos
        if each.context.get("kind") == "meeting-decisions"
    ]  # fmt: skip
    assert (line.when, line.what, line.page) == ("逾期 1 天", "加装照明", "tasks")
    [owner] = open_items.owners(work)
    assert (owner.who, owner.count("会议决定")) == ("派出所", 1)
    records.save(work, "meeting-decisions", {"done_on": TODAY, "result": "装了"}, record_id=made)
    assert open_items.owners(work) == ()


def test_a_decision_becomes_a_finding_in_one_step_and_ends_with_it(work):
    made = decided(work, meeting(work), due_on=date(2026, 11, 1))
    finding = meetings.become_finding(work, made)
    told = records.get(work, "findings", finding)
    assert (told["text"], told["unit_id"], told["due_on"], told["found_on"]) == (
        "加装照明", 1, date(2026, 11, 1), OCTOBER,
    )  # fmt: skip
    with pytest.raises(Conflict, match="不能再转一次"):
        meetings.become_finding(work, made)
    with pytest.raises(Invalid, match="以那个问题为准"):
        records.save(
            work, "meeting-decisions", {"done_on": TODAY, "result": "装了"}, record_id=made
        )
    [owner] = open_items.owners(work)
    assert [each.what for each in owner.items] == ["问题"]
    records.save(work, "findings", {"put_right_on": TODAY, "how": "装了"}, record_id=finding)
    assert meetings.decisions(work, records.listing(work, "meetings").ids[0])[0].state == "已落实"
    work.undo()
    work.undo()
    assert records.listing(work, "findings").ids == ()
    assert meetings.agenda(work, TODAY)[0].state == "待落实"


def test_decisions_go_to_the_bin_with_their_meeting_and_come_from_a_sheet(work, tmp_path):
    made = meeting(work)
    path = tmp_path / "决定.csv"
    path.write_text(
        "会议,议定事项,责任单位,期限\n2026-10-08 研判会 平安形势,加装照明,派出所,2026-11-01\n"
        "2026-10-08 研判会 平安形势,增派值班,,2026-11-01\n",
        encoding="utf-8",
    )
    result = imports.import_sheet(work, "meeting-decisions", path)
    assert (result.imported, result.rejected) == (1, 1)
    assert "责任单位" in result.detail
    records.bin_records(work, "meetings", [made])
    assert [each[0] for each in records.binned(work)] == ["meetings", "meeting-decisions"]


def test_a_decision_becomes_a_task_of_its_unit_and_ends_with_it(work):
    village(work)
    first = decided(work, meeting(work), due_on=date(2026, 11, 1), village_id=1)
    second = decided(work, meeting(work, topic="防汛"), "查涉水点位")
    task = meetings.become_task(work, first)
    other = meetings.become_task(work, second)
    told = [records.get(work, "tasks", each) for each in (task, other)]
    assert [(each["clause"], each["name"]) for each in told] == [(1, "加装照明"), (2, "查涉水点位")]
    assert told[0]["plan_id"] == told[1]["plan_id"]
    assert records.get(work, "plans", told[0]["plan_id"])["name"] == "2026年会议议定事项"
    found = tasks.matrix(work).tasks[0]
    assert [(each.who, each.role, each.deadline) for each in found.assignments] == [
        ("派出所", "牵头", date(2026, 11, 1)), ("郭桥村", "配合", date(2026, 11, 1)),
    ]  # fmt: skip
    with pytest.raises(Conflict, match="已经转为任务"):
        meetings.become_finding(work, first)
    with pytest.raises(Invalid, match="以那项任务为准"):
        records.save(
            work, "meeting-decisions", {"done_on": TODAY, "result": "装了"}, record_id=first
        )

    def state():
        return next(each.state for each in meetings.agenda(work, TODAY) if each.id == first)

    lead, help_ = (each.id for each in found.assignments)
    tasks.add_progress(work, lead, happened_on=TODAY, text="装了", state="已完成")
    assert state() == "已转任务"
    # The part that is open was put off and that day passed: the next agenda says so.
    records.save(work, "assignments", {"deadline": date(2026, 10, 20)}, record_id=help_)
    [late] = [each for each in meetings.agenda(work, TODAY) if each.id == first]
    assert (late.said, late.until, late.due_on) == (
        "已转任务，逾期", date(2026, 10, 20), date(2026, 11, 1),
    )  # fmt: skip
    tasks.add_progress(work, help_, happened_on=TODAY, text="配合了", state="已完成")
    assert [each.id for each in meetings.agenda(work, TODAY)] == [second]


def test_one_undo_takes_back_a_decision_s_task_with_its_plan(work):
    made = decided(work, meeting(work))
    meetings.become_task(work, made)
    work.undo()
    assert records.listing(work, "plans").ids == records.listing(work, "assignments").ids == ()
    assert records.get(work, "meeting-decisions", made)["task_id"] is None
    meetings.become_finding(work, made)
    with pytest.raises(Conflict, match="已经转为问题"):
        meetings.become_task(work, made)


def test_a_unit_that_is_said_to_have_come_and_not_to_have_come_is_named(work):
    with pytest.raises(Invalid) as told:
        meeting(work, present=("派出所", "司法所"), absent=("司法所",))
    assert told.value.fields == {"absent": "司法所又是参加又是缺席，请去掉其中一处。"}
