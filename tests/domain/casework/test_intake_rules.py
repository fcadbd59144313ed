from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.casework import intakes

TODAY = date(2026, 10, 24)
MONDAY = date(2026, 10, 19)


def told(**values):
    return intakes.problems(
        {"received_on": MONDAY, "way": "来访", "matter": "低保没有公示", **values}, today=TODAY
    )


def standing(**values):
    known = {"sort": "求助", "due_on": TODAY, "done_on": None, "told_on": None, "became": None}
    return intakes.standing(**{**known, **values}, today=TODAY, tell_days=3, near_days=3)


def test_an_intake_becomes_one_thing_and_never_two():
    found = told(sort="纠纷", dispute_id=1, opinion_id=2)
    assert found == {"opinion_id": "一件诉求只能转成一样：已经转为矛盾纠纷的，不能再转为意见建议。"}


def test_what_it_became_and_what_it_was_sorted_into_agree():
    assert "分流要选“纠纷”，现在选的是“求助”" in told(sort="求助", dispute_id=1)["sort"]
    assert "现在还没有选" in told(opinion_id=1)["sort"]
    assert told(sort="纠纷", dispute_id=1) == {}


def test_nobody_is_told_before_it_was_taken_in_or_done():
    assert told(told_on=MONDAY - timedelta(days=1), sort="求助", done_on=MONDAY, result="已办")[
        "told_on"
    ].startswith("告知日期早于登记日期")
    late = told(told_on=MONDAY, sort="求助", done_on=TODAY, result="已办")
    assert late == {"told_on": "告知日期早于办结日期，请改正其中一个。"}
    assert "办结以后才告知" in told(told_on=TODAY, sort="求助")["done_on"]


def test_days_that_cannot_be_are_said_at_their_field():
    tomorrow = TODAY + timedelta(days=1)
    for name in ("received_on", "sorted_on", "done_on"):
        values = {"sort": "求助", "result": "已办", name: tomorrow}
        assert f"{tomorrow} 还没有到" in told(**values)[name]
    assert "早于登记日期" in told(due_on=MONDAY - timedelta(days=1))["due_on"]


def test_signing_for_it_takes_a_unit_and_ending_it_a_result():
    assert "请填交办单位" in told(signed_on=TODAY)["unit_id"]
    assert "请写明办理结果" in told(done_on=TODAY, sort="信访")["result"]
    assert "办结以前先分流" in told(done_on=TODAY, result="已办")["sort"]


def test_what_became_a_dispute_is_done_when_that_is():
    assert "以那一条为准" in told(sort="纠纷", dispute_id=1, done_on=TODAY, result="了")["done_on"]
    open_still = standing(sort="纠纷", due_on=MONDAY, became=(TODAY, None))
    assert open_still == ("办理中", TODAY, None, "临近")
    closed = standing(sort="纠纷", became=(TODAY, MONDAY))
    assert closed == ("待告知", MONDAY + timedelta(days=3), MONDAY, "逾期")


def test_a_unit_signs_for_what_it_was_handed_before_the_matter_is_due():
    def by(**values):
        known = {"unit_id": 1, "sorted_on": MONDAY, "signed_on": None, "days": 2}
        return intakes.sign_by(**{**known, **values})

    assert by() == MONDAY + timedelta(days=2)
    assert by(unit_id=None) is by(sorted_on=None) is by(signed_on=MONDAY) is by(days=0) is None
    waits = standing(sign_by=by())
    assert waits == ("待签收", MONDAY + timedelta(days=2), None, "逾期")
    assert standing(due_on=MONDAY, sign_by=by()).due_on == MONDAY
    assert standing(done_on=MONDAY, sign_by=by()).stage == "待告知"
    assert standing(sort="纠纷", became=(TODAY, None), sign_by=by()).stage == "办理中"


def test_an_intake_is_late_the_day_after_its_next_deadline_until_it_is_told():
    assert standing().late == "临近"
    assert standing(due_on=TODAY - timedelta(days=1)).late == "逾期"
    assert standing(sort=None).stage == "待分流"
    done = standing(done_on=TODAY, told_on=TODAY)
    assert done == ("已告知", None, TODAY, "已办结")


_ROWS = st.builds(
    lambda way, sort, done, told, repeated: intakes.Counted(
        way,
        sort,
        intakes.standing(
            sort=sort, due_on=TODAY, done_on=done, told_on=done if told else None, became=None,
            today=TODAY, tell_days=3, near_days=3,
        ),
        repeated,
        repeated,
    ),
    st.sampled_from(intakes.WAYS),
    st.sampled_from((None, *intakes.SORTS)),
    st.none() | st.dates(date(2026, 9, 1), TODAY),
    st.booleans(),
    st.booleans(),
)  # fmt: skip


@given(
    st.lists(_ROWS, max_size=12),
    st.lists(st.sampled_from((True, False, None)), max_size=12),
    st.lists(st.sampled_from((None, *intakes.SATISFIED)), max_size=12),
)
def test_the_figures_of_a_month_add_up(rows, in_time, said):
    found = intakes.figures(rows, in_time=in_time, said=said)
    assert sum(found.by_way.values()) == sum(found.by_sort.values()) == found.received == len(rows)
    assert found.sorted + found.by_sort.get("待分流", 0) == found.received
    assert found.content <= found.asked <= len(said)
    assert max(found.done, found.told, found.repeated, found.of_town) <= found.received
    assert (found.due, found.late) == (len(in_time) - in_time.count(None), in_time.count(False))


def test_the_figures_are_said_in_one_line():
    assert intakes.said(intakes.figures([])) == (
        "受理 0 件 · 分流 0 件 · 办结 0 件 · 到期 0 件 · 超时 0 件 · 满意 — · 重复 0 件"
    )
