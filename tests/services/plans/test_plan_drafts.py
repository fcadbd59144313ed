"""What the operator does to a plan before it is stored."""

from datetime import date

import pytest
from builders import open_work
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_samples import PLANS, body

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.plan_text import read_plan
from gaotang_desktop.services import plans
from gaotang_desktop.services.plans import Reading

TEXTS = sorted((PLANS / "ways").glob("*.txt"))


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


def begun(text):
    plan = read_plan(text)
    return plans.begin(Reading(text, plan, {}, (), ()))


def words(draft):
    return sorted("".join("".join(raw for _, raw in each.pieces) for each in draft.entries))


def test_a_time_limit_is_typed_as_a_day_a_cycle_or_nothing():
    draft = begun(body("1、夜巡。（责任单位：派出所；完成时限：2024年6月30日）"))
    key = draft.tasks[0].key
    assert draft.edit(key, "deadline", "2024-7-5").tasks[0].clause.deadline == date(2024, 7, 5)
    assert draft.edit(key, "deadline", "第三季度").tasks[0].clause.deadline == date(2024, 9, 30)
    assert draft.edit(key, "deadline", "每月").tasks[0].clause.cycle == "每月"
    cleared = draft.edit(key, "deadline", "").tasks[0].clause
    assert (cleared.deadline, cleared.cycle, cleared.deadline_text) == (None, "", "")
    with pytest.raises(Invalid, match="时限“年终前后”没有读懂。"):
        draft.edit(key, "deadline", "年终前后")


def test_a_unit_that_leads_by_now_does_not_assist_as_well():
    draft = begun(body("1、夜巡。（牵头单位：派出所；配合单位：司法所、各村）"))
    clause = draft.edit(draft.tasks[0].key, "lead", "司法所，派出所").tasks[0].clause
    assert (clause.lead, clause.assist) == (("司法所", "派出所"), ("各村",))


def test_two_limits_that_are_put_together_leave_the_day_open():
    draft = begun(
        body(
            "1、夜巡。（责任单位：派出所；完成时限：2024年6月30日）\n"
            "2、普法。（责任单位：司法所；完成时限：2024年9月30日）"
        )
    )
    clause = draft.merge([each.key for each in draft.tasks]).tasks[0].clause
    assert clause.deadline is None
    assert clause.deadline_text == "2024年6月30日；2024年9月30日"
    assert clause.lead == ("派出所", "司法所")


def test_a_label_of_units_is_no_place_to_part_a_task():
    draft = begun(body("1、夜巡。三人一组；填写登记表。责任单位：派出所。完成时限：长期。"))
    cuts = draft.cuts(draft.tasks[0].key)
    assert [cut.begins[:4] for cut in cuts] == ["三人一组", "填写登记"]


def test_the_other_way_to_read_a_plan_can_be_asked_for(work):
    text = (PLANS / "ways" / "drowning-duties.txt").read_text("utf-8")
    first = plans.read(work, text)
    other = plans.read(work, text, way="阶段")
    assert (first.plan.way, first.plan.runner_up.name) == ("任务", "阶段")
    assert (other.plan.way, other.plan.runner_up.name) == ("阶段", "任务")
    assert other.plan.clauses == first.plan.runner_up.clauses
    assert other.plan.runner_up.clauses == first.plan.clauses
    assert first.plan.share > other.plan.share > 0


@settings(max_examples=40)
@given(st.sampled_from(TEXTS), st.data())
def test_no_word_is_lost_whatever_is_put_together_and_taken_apart(path, data):
    draft = begun(path.read_text("utf-8"))
    before = words(draft)
    for _ in range(data.draw(st.integers(1, 6))):
        keys = [each.key for each in draft.entries]
        key = data.draw(st.sampled_from(keys))
        deed = data.draw(st.sampled_from(["tick", "merge", "part", "apart"]))
        if deed == "tick":
            draft = draft.tick([key], on=data.draw(st.booleans()))
        elif deed == "merge":
            draft = draft.merge([key, data.draw(st.sampled_from(keys))])
        elif deed == "part" and (cuts := draft.cuts(key)):
            draft = draft.part(
                key, data.draw(st.lists(st.sampled_from(cuts), min_size=1, unique=True))
            )
        else:
            draft = draft.apart(key)
        keys = [each.key for each in draft.entries]
        assert len(set(keys)) == len(keys)
    assert words(draft) == before
    assert all(each.title for each in draft.confirmed().tasks)
