"""签收、办理、验收、反馈 with their days; 提级督办; slips about disputes, opinions and intakes."""

from datetime import date, datetime, timedelta

import pytest
from builders import open_work, unit, village

from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.services import disputes, opinions, records, supervision
from gaotang_desktop.services.casework import intakes, pressing
from gaotang_desktop.services.papers import plain_papers
from gaotang_desktop.services.workbench import figures, open_items


class Clock:
    def __init__(self):
        self.today(date(2026, 9, 28))

    def today(self, day):
        self.at = datetime(day.year, day.month, day.day, 9, 0)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def work(tmp_path, clock):
    opened = open_work(tmp_path / "data")
    opened.now = lambda: clock.at
    village(opened)
    unit(opened, "司法所")
    opened.change_settings(
        {"working_days": True, "holidays": "2026-10-01至2026-10-07 放假\n2026-10-10 国庆节 上班"}
    )
    yield opened
    opened.close()


START = date(2026, 9, 28)
MATTERS = {
    "disputes": {"found_on": START, "village_id": 1, "category_id": 1, "risk": "高",
                 "summary": "示例甲和示例乙争地界", "parties": ("示例甲", "示例乙"), "unit_id": 1},
    "opinions": {"received_on": START, "village_id": 1, "text": "路灯不亮，示例甲反映", "unit_id": 1},
    "intakes": {"received_on": START, "way": "来访", "matter": "证件", "sort": "求助",
                "sorted_on": START, "unit_id": 1, "village_id": 1},
}  # fmt: skip
DUE = {"disputes": "deadline", "opinions": "due_on", "intakes": "due_on"}
ENDS = {
    "disputes": {"state": "已化解", "closed_on": START, "result": "和好"},
    "opinions": {"state": "已答复", "answered_on": START, "answer": "已修"},
    "intakes": {"done_on": START, "result": "已办"},
}


def made(work, kind, **values):
    return records.save(work, kind, {**MATTERS[kind], **values})


def waits(work, kind):
    """The lines of 按单位 and of no unit about a kind: state and day."""
    labels = {"disputes": "矛盾纠纷", "opinions": "意见建议", "intakes": "诉求"}
    return [
        (each.state, each.due)
        for owner in open_items.owners(work)
        for each in owner.items
        if each.what == labels[kind]
    ]


@pytest.mark.parametrize("kind", ["disputes", "opinions"])
def test_each_step_has_its_day_over_the_holiday_and_the_next_follows(work, clock, kind):
    work.change_settings(
        {"steps_from": START, "dispute_sign_days_high": 3, "opinion_sign_days": 3,
         "dispute_tell_days_high": 4, "opinion_tell_days": 4, "accept_days": 2}
    )  # fmt: skip
    matter = made(work, kind)
    due = records.get(work, kind, matter)[DUE[kind]]
    assert waits(work, kind) == [("待签收", date(2026, 10, 8))]
    records.save(work, kind, {"signed_on": START}, record_id=matter)
    [(state, day)] = waits(work, kind)
    assert (state in ("待化解", "待办理"), day) == (True, due)
    records.save(work, kind, ENDS[kind], record_id=matter)
    assert waits(work, kind) == [("待验收", date(2026, 9, 30))]
    pressing.accept(work, kind, matter, decided_on=START, decided_by="示例主任")
    assert waits(work, kind) == [("待反馈", date(2026, 10, 9))]
    records.save(work, kind, {"told_on": START}, record_id=matter)
    assert waits(work, kind) == []


@pytest.mark.parametrize("kind", MATTERS)
def test_what_began_before_the_office_asks_for_steps_waits_for_none_of_them(work, kind):
    work.change_settings({"steps_from": START + timedelta(days=1), "accept_days": 2})
    if kind == "intakes":
        work.change_settings({"intake_sign_days": 0})
    matter = made(work, kind)
    assert [state for state, _day in waits(work, kind)] in (["待化解"], ["待办理"], ["办理中"])
    records.save(work, kind, ENDS[kind], record_id=matter)
    assert waits(work, kind) in ([], [("待告知", date(2026, 10, 8))])


def test_whoever_came_by_an_intake_is_told_there_and_not_twice(work):
    work.change_settings({"steps_from": START})
    asked = records.save(
        work, "intakes", {"received_on": START, "way": "来访", "matter": "争地界", "village_id": 1}
    )
    values = {**intakes.proposed(work, asked, "disputes"), "category_id": 1, "unit_id": 1,
              "risk": "低", "village_id": 1}  # fmt: skip
    dispute = intakes.become(work, asked, "disputes", values)
    disputes.close(work, dispute, result="和好", closed_on=START)
    assert waits(work, "disputes") == []
    assert waits(work, "intakes") == [("待告知", date(2026, 10, 8))]


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"signed_on": date(2026, 9, 27)}, "signed_on", "签收日期早于"),
        ({"signed_on": date(2026, 10, 1)}, "signed_on", "还没有到"),
        ({"told_on": START}, "told_on", "办结以后才反馈"),
    ],
)
@pytest.mark.parametrize("kind", ["disputes", "opinions"])
def test_a_step_on_a_day_that_cannot_be_is_said_at_its_field(work, kind, values, field, said):
    with pytest.raises(Invalid) as told:
        made(work, kind, **values)
    assert said in told.value.fields[field]


# -- acceptance ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", MATTERS)
def test_what_is_sent_back_is_open_again_with_a_new_term_and_keeps_what_was_said(work, clock, kind):
    matter = made(work, kind)
    with pytest.raises(Invalid, match="办结以后才验收"):
        pressing.accept(work, kind, matter, decided_on=START, decided_by="示例主任")
    records.save(work, kind, ENDS[kind], record_id=matter)
    clock.today(date(2026, 10, 8))
    with pytest.raises(Invalid) as told:
        pressing.accept(work, kind, matter, decided_on=date(2026, 10, 8), decided_by="示例主任",
                        decision="退回")  # fmt: skip
    assert told.value.fields == {"reason": "退回的要写明为什么退回。"}
    note = pressing.accept(work, kind, matter, decided_on=date(2026, 10, 8),
                           decided_by="示例主任", decision="退回", reason="没有签字")  # fmt: skip
    now = records.get(work, kind, matter)
    assert pressing.ended(kind, now) is None
    assert now[DUE[kind]] > date(2026, 10, 8)
    kept = records.get(work, "acceptances", note)
    assert (kept["done_on"], kept["result"]) == (START, next(iter(
        v for k, v in ENDS[kind].items() if k in ("result", "answer"))))  # fmt: skip
    with pytest.raises(Conflict, match="正在重新办理"):
        records.bin_records(work, "acceptances", [note])
    with pytest.raises(Invalid, match="不能改"):
        records.save(work, "acceptances", {"decision": "通过"}, record_id=note)
    work.undo()
    assert pressing.ended(kind, records.get(work, kind, matter))[0] == START
    assert pressing.acceptances(work, kind, matter) == []


def test_an_acceptance_before_the_end_is_refused(work, clock):
    matter = made(work, "opinions")
    clock.today(date(2026, 10, 9))
    opinions.answer(work, matter, "已修", on=date(2026, 10, 9))
    with pytest.raises(Invalid, match="早于办结日期 2026-10-09"):
        pressing.accept(
            work, "opinions", matter, decided_on=date(2026, 10, 8), decided_by="示例主任"
        )


# -- escalation ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", MATTERS)
def test_what_is_late_goes_up_level_by_level_in_working_days_and_only_when_confirmed(
    work, clock, kind
):
    work.change_settings({"intake_sign_days": 0})
    matter = made(work, kind, **{DUE[kind]: date(2026, 9, 30)})
    clock.today(date(2026, 9, 30))
    assert pressing.proposals(work) == ()
    # One working day after the deadline is after the holiday.
    clock.today(date(2026, 10, 7))
    assert pressing.proposals(work) == ()
    clock.today(date(2026, 10, 8))
    [first] = pressing.proposals(work)
    assert (first.level, first.matter.id, first.lateness) == ("单位负责人", matter, "已逾期 8 天")
    assert kind == "opinions" or "示例甲" not in first.matter.title
    assert [each.when for each in figures.today(work).todos if each.context.get("raise")] == [
        "待提级"
    ]
    assert pressing.escalations(work, kind, matter) == []
    assert pressing.escalate(work, [first], raised_on=date(2026, 10, 8)) == 1
    assert pressing.proposals(work) == ()
    clock.today(date(2026, 10, 9))
    assert pressing.proposals(work) == ()
    clock.today(date(2026, 10, 10))  # a Saturday that is worked: the third working day
    [second] = pressing.proposals(work)
    assert second.level == "分管领导"
    with pytest.raises(Invalid, match="已经提到过单位负责人"):
        pressing.escalate(work, [first], raised_on=date(2026, 10, 10))
    one = pressing.one(work, kind, matter)
    assert pressing.next_level(work, one) == "分管领导"
    pressing.note(
        work, one, {"raised_on": date(2026, 10, 10), "level": "主要领导", "told": "示例镇长"}
    )
    assert [each.level for each in pressing.escalations(work, kind, matter)] == [
        "主要领导", "单位负责人",
    ]  # fmt: skip
    with pytest.raises(Conflict, match="没有更高的一级"):
        pressing.next_level(work, one)
    # Put off, it starts anew from its new day.
    records.save(work, kind, {DUE[kind]: date(2026, 10, 12)}, record_id=matter)
    assert pressing.proposals(work) == ()
    clock.today(date(2026, 10, 13))
    [again] = pressing.proposals(work)
    assert again.level == "单位负责人"


def test_an_escalation_before_the_deadline_has_passed_or_of_two_matters_is_refused(work):
    given = {"raised_on": START, "level": "分管领导", "step": "办理中", "due_on": START}
    with pytest.raises(Invalid) as told:
        records.save(work, "escalations", {**given, "dispute_id": 1, "opinion_id": 1})
    assert set(told.value.fields) == {"level", "raised_on"}
    matter = made(work, "opinions")
    with pytest.raises(Conflict, match="没有逾期"):
        pressing.one(work, "opinions", matter)
    with pytest.raises(Conflict, match="还没有勾选"):
        pressing.escalate(work, [], raised_on=START)


# -- slips -----------------------------------------------------------------------------------------


def test_one_slip_asks_a_unit_about_its_disputes_opinions_and_intakes(work, clock):
    for kind in MATTERS:
        made(work, kind, **{DUE[kind]: date(2026, 9, 30)})
    clock.today(date(2026, 10, 8))
    [proposal] = supervision.proposals(work)
    assert (proposal.who, proposal.colour) == ("司法所", "红")
    assert {each.kind for each in proposal.matters} == set(MATTERS)
    supervision.issue(work, [proposal], issued_on=date(2026, 10, 8))
    assert supervision.proposals(work) == ()
    [slip] = records.listing(work, "supervision-slips").ids
    asked = supervision.matters_of(work, slip)
    assert {page for page, _where, _text, _state in asked} == {"disputes", "publicity"}
    assert {state for *_rest, state in asked} == {"待化解", "待办理", "待签收"}
    said = records.get(work, "supervision-slips", slip)["request"]
    assert said.startswith("请说明以下事项")
    assert "示例甲" not in said
    assert "示某某" in said
    sheet = plain_papers.slips(work)
    text = str(sheet.blocks)
    assert "纠纷2026-001（郭桥村 " in text
    assert "现在待化解" in text
    assert "诉求诉2026-001（郭桥村 来访）待签收" in text
    assert "现在待签收" in text
    records.bin_records(work, "disputes", [1])
    assert len(supervision.matters_of(work, slip)) == 2
    work.undo()
    supervision.answer(work, slip, answered_on=date(2026, 10, 8), text="正在办")
    assert [len(each.matters) for each in supervision.proposals(work)] == [3]
