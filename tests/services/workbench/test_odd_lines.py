"""Lines of 今天要办 about matters in odd states: there where something needs doing, gone when done."""

from datetime import date, datetime

import pytest
from builders import open_work, unit, village

from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import extensions, intakes, meetings, pressing
from gaotang_desktop.services.workbench import figures

START, TODAY = date(2026, 9, 1), date(2026, 10, 24)


class Clock:
    at = datetime(2026, 10, 24, 9, 0)

    def now(self):
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def work(tmp_path, clock):
    opened = open_work(tmp_path / "data")
    opened.now = clock.now
    village(opened)
    unit(opened, "司法所")
    opened.change_settings(
        {"steps_from": date(2026, 1, 1), "accept_days": 3, "dispute_tell_days_middle": 5,
         "opinion_tell_days": 5, "intake_tell_days": 2}
    )  # fmt: skip
    yield opened
    opened.close()


MATTERS = {
    "disputes": {"found_on": START, "village_id": 1, "category_id": 1, "risk": "中", "unit_id": 1,
                 "summary": "宅基地边界", "deadline": date(2026, 10, 20)},
    "opinions": {"received_on": START, "village_id": 1, "text": "宅基地边界", "unit_id": 1,
                 "due_on": date(2026, 10, 20)},
    "intakes": {"received_on": START, "way": "来访", "matter": "宅基地边界", "village_id": 1,
                "sort": "求助", "sorted_on": START, "unit_id": 1, "due_on": date(2026, 10, 20)},
}  # fmt: skip
ENDS = {
    "disputes": {"state": "已化解", "closed_on": TODAY, "result": "和好"},
    "opinions": {"state": "已答复", "answered_on": TODAY, "answer": "已修"},
    "intakes": {"done_on": TODAY, "result": "已办"},
}
DUE = {"disputes": "deadline", "opinions": "due_on", "intakes": "due_on"}


def lines(work, word="宅基地"):
    """Where, when and what of each line about it, and the record to which it leads."""
    found = figures.today(work).todos
    mine = [each for each in found if word in each.what]
    for each in mine:
        kind = each.context["kind"]
        for number in each.context["ids"]:
            assert records.get(work, kind, number)
    return [
        (each.when, each.page, each.context["kind"], tuple(each.context["ids"])) for each in mine
    ]


def raising(work):
    return [each.what for each in figures.today(work).todos if "提级" in each.what]


def made(work, kind, **values):
    return records.save(work, kind, {**MATTERS[kind], "signed_on": START, **values})


@pytest.mark.parametrize("kind", MATTERS)
def test_a_late_matter_stands_once_until_done_looked_at_and_told(work, kind):
    number = made(work, kind)
    page = {"disputes": "disputes", "opinions": "publicity", "intakes": "disputes"}[kind]
    assert lines(work) == [("逾期 4 天", page, kind, (number,))]
    # Looked at before it is done: refused, and the line stays.
    with pytest.raises(Invalid, match="还没有办结"):
        pressing.accept(work, kind, number, decided_on=TODAY, decided_by="主任")
    # Put off after its day: refused, and the line stays.
    with pytest.raises(Invalid, match="已经过了"):
        extensions.extend(work, kind, number, due_after=date(2026, 11, 9), decided_on=TODAY,
                          decided_by="主任", reason="等雨停")  # fmt: skip
    assert lines(work) == [("逾期 4 天", page, kind, (number,))]
    # Approved in time and noted today, it moves to its new day.
    extensions.extend(work, kind, number, due_after=date(2026, 10, 26), decided_on=START,
                      decided_by="主任", reason="等雨停")  # fmt: skip
    assert [each[0] for each in lines(work)] == ["后天"]
    records.save(work, kind, ENDS[kind], record_id=number)
    [(_when, _page, of, ids)] = lines(work, "待验收：宅基地")
    assert (of, ids, len(lines(work))) == (kind, (number,), 1)
    pressing.accept(work, kind, number, decided_on=TODAY, decided_by="主任", decision="退回",
                    reason="没有办好")  # fmt: skip
    assert lines(work) == []  # a new term runs, and its day is not near
    records.save(work, kind, {DUE[kind]: date(2026, 10, 25)}, record_id=number)
    assert len(lines(work)) == 1
    records.save(work, kind, ENDS[kind], record_id=number)
    pressing.accept(work, kind, number, decided_on=TODAY, decided_by="主任")
    records.save(work, kind, {"told_on": TODAY}, record_id=number)
    assert lines(work) == []


@pytest.mark.parametrize("kind", MATTERS)
def test_what_is_in_the_bin_waits_for_nobody_and_comes_back_with_its_line(work, kind):
    number = made(work, kind)
    before = lines(work), raising(work)
    records.bin_records(work, kind, [number])
    assert (lines(work), raising(work)) == ([], [])
    records.restore_records(work, kind, [number])
    assert (lines(work), raising(work)) == before


@pytest.mark.parametrize("kind", MATTERS)
def test_an_escalation_that_is_taken_away_is_asked_for_again(work, kind):
    number = made(work, kind)
    [proposed] = pressing.proposals(work)
    assert len(raising(work)) == 1
    pressing.escalate(work, [proposed], raised_on=TODAY)
    assert raising(work) == []
    assert len(lines(work)) == 1  # it is as late as before
    [note] = pressing.escalations(work, kind, number)
    records.bin_records(work, "escalations", [note.id])
    assert len(raising(work)) == 1
    records.save(work, kind, ENDS[kind], record_id=number)
    assert raising(work) == []


@pytest.mark.parametrize("kind", MATTERS)
def test_a_withdrawn_village_leaves_its_matters_to_be_done(work, kind):
    number = made(work, kind)
    before = lines(work)
    records.save(work, "villages", {"withdrawn_on": date(2026, 10, 15)}, record_id=1)
    assert lines(work) == before
    assert before[0][3] == (number,)
    records.save(work, kind, ENDS[kind], record_id=number)
    assert not [each for each in lines(work) if each[0].startswith("逾期")]


@pytest.mark.parametrize("kind", MATTERS)
def test_a_unit_that_still_has_matters_does_not_go_unnoticed(work, kind):
    made(work, kind)
    before = lines(work)
    with pytest.raises(Conflict, match=r"还有1.*不能删除"):
        records.bin_records(work, "units", [1])
    assert lines(work) == before


@pytest.mark.parametrize("kind", ["disputes", "opinions"])
def test_an_intake_and_what_it_became_stand_in_one_line_and_neither_is_lost(work, kind):
    came = records.save(
        work, "intakes", {**MATTERS["intakes"], "sort": None, "sorted_on": None, "unit_id": None}
    )
    assert [each[2:] for each in lines(work)] == [("intakes", (came,))]
    grown = intakes.become(work, came, kind, {**MATTERS[kind], "signed_on": START})
    assert [each[2:] for each in lines(work)] == [(kind, (grown,))]
    # It cannot be thrown away under the intake that waits for it.
    with pytest.raises(Conflict, match=r"还有1件诉求.*不能删除"):
        records.bin_records(work, kind, [grown])
    # One step back undoes both.
    work.undo()
    assert [each[2:] for each in lines(work)] == [("intakes", (came,))]
    work.redo()
    records.save(work, kind, ENDS[kind], record_id=grown)
    pressing.accept(work, kind, grown, decided_on=TODAY, decided_by="主任")
    # Whoever came is told there, and nowhere else.
    [(_when, _page, of, ids)] = lines(work)
    assert (of, ids) == ("intakes", (came,))
    records.save(work, "intakes", {"told_on": TODAY}, record_id=came)
    assert lines(work) == []


@pytest.mark.parametrize("kind", ["disputes", "opinions"])
def test_untied_from_its_intake_a_record_may_go_and_the_intake_waits_again(work, kind):
    came = records.save(
        work, "intakes", {**MATTERS["intakes"], "sort": None, "sorted_on": None, "unit_id": None}
    )
    grown = intakes.become(work, came, kind, {**MATTERS[kind], "signed_on": START})
    tie = "dispute_id" if kind == "disputes" else "opinion_id"
    records.save(work, "intakes", {tie: None}, record_id=came)
    assert sorted(each[2] for each in lines(work)) == sorted(["intakes", kind])
    records.bin_records(work, kind, [grown])
    assert [each[2:] for each in lines(work)] == [("intakes", (came,))]


@pytest.mark.parametrize("becomes", ["finding", "task"])
def test_a_decision_and_what_it_became_stand_in_one_line(work, becomes):
    held = records.save(work, "meetings", {"held_on": START, "kind": "研判会", "topic": "秋收"})
    number = records.save(
        work,
        "meeting-decisions",
        {"meeting_id": held, "text": "宅基地清查", "unit_id": 1, "due_on": date(2026, 10, 20)},
    )
    assert [each[2:] for each in lines(work)] == [("meeting-decisions", (number,))]
    if becomes == "finding":
        grown = meetings.become_finding(work, number)
        assert [each[2:] for each in lines(work)] == [("findings", (grown,))]
        done = {"put_right_on": TODAY, "how": "已清"}
        records.save(work, "findings", done, record_id=grown)
    else:
        meetings.become_task(work, number)
        [(_when, page, of, ids)] = lines(work)
        assert (page, of) == ("tasks", "assignments")
        done = {"state": "已完成", "done_on": TODAY}
        records.save(work, "assignments", done, record_id=ids[0])
    assert lines(work) == []


def test_from_november_on_the_holidays_of_the_next_year_are_asked_for_until_they_are_entered(
    work, clock
):
    def asked():
        return [each for each in figures.today(work).todos if "放假和调休" in each.what]

    assert asked() == []
    clock.at = datetime(2026, 11, 1, 9, 0)
    [line] = asked()
    assert line.what == "2027 年的放假和调休还没有录入"
    assert "只按周六、周日休息推算" in line.where
    assert (line.page, line.context) == ("system", {"settings": True})
    both = "2026-10-01至2026-10-07 国庆节 放假\n2027-10-01至2027-10-07 国庆节 放假"
    work.change_settings({"holidays": both})
    assert asked() == []
    clock.at = datetime(2028, 1, 2, 9, 0)
    assert [each.what for each in asked()] == ["2028 年的放假和调休还没有录入"]
