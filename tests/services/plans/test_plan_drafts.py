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


def without_a_year():
    return begun(
        "甲镇夜巡方案\n一、主要任务\n1、夜巡。（责任单位：派出所；完成时限：6月底前）\n"
        "2、亮灯。（责任单位：村建办；完成时限：次年1月底前）\n3、普法。（责任单位：司法所；完成时限：每月）"
    )


def days(draft):
    return [str(each.clause.deadline) for each in draft.tasks]


def test_the_year_of_a_plan_that_names_none_is_said_once_for_all_its_days(work):
    draft = without_a_year()
    assert draft.reading.about_years.startswith(
        "2 项任务的完成时限没有写年份，方案里也没有找到年份"
    )
    assert not any("没有写年份" in w.text for each in draft.tasks for w in each.clause.warnings)
    dated = draft.of_year("2025")
    assert days(draft) == ["None", "None", "None"]
    assert days(dated) == ["2025-06-30", "2026-01-31", "None"]
    assert "读为2025年、2026年" in dated.reading.about_years
    assert not any("没有找到方案的年份" in each.text for each in dated.reading.plan.warnings)
    assert dated.confirmed().year == 2025
    assert days(plans.kept.taken_up(work, draft.reading.text, plans.kept.as_text(dated))) == days(
        dated
    )


@pytest.mark.parametrize("typed", ["", "25", "1999", "二〇二五", "20255"])
def test_what_is_no_year_is_refused_in_a_sentence(typed):
    with pytest.raises(Invalid, match="请写四位数字"):
        without_a_year().of_year(typed)


def test_a_plan_over_two_years_names_the_day_that_may_be_in_either():
    text = body("1、夜巡。（责任单位：派出所；完成时限：{}）").replace(
        "某镇平安", "某镇2024—2025年平安"
    )
    two_junes = begun(text.format("6月底前")).tasks[0].clause
    assert two_junes.deadline is not None
    assert "方案里有两个6月" in "".join(each.text for each in two_junes.warnings)
    winter = text + "\n2、活动时间：2024年11月5日至2025年3月31日"
    assert begun(winter.format("1月底前")).tasks[0].clause.warnings == ()
    assert begun(winter.format("1月底前")).tasks[0].clause.deadline == date(2025, 1, 31)


def test_what_is_typed_over_has_been_looked_at():
    draft = begun(body("1、夜巡。每周一次。"))
    key = draft.tasks[0].key
    assert [each.text[:8] for each in draft.tasks[0].clause.warnings] == [
        "方案未列责任单位",
        "周期“每周”是从",
    ]
    draft = draft.edit(key, "lead", "派出所")
    assert [each.text[:2] for each in draft.tasks[0].clause.warnings] == ["周期"]
    assert draft.edit(key, "deadline", "每月").tasks[0].clause.warnings == ()
