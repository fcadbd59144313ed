"""Results of polls, questionnaires entered twice, and what the evaluation takes from them."""

from datetime import date

import pytest
from builders import open_work, village

from gaotang_desktop.data.queries import patrols as village_queries
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.domain.evaluation.facts import State
from gaotang_desktop.domain.polls import Rate
from gaotang_desktop.services import polls, questionnaires, records
from gaotang_desktop.services.facts.polls import poll_safety, poll_satisfaction
from gaotang_desktop.services.papers import catalogue

FULL = ("1", "2", "1", "1", "1", "1", "1")


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    for number, name in enumerate(("郭桥村", "刘庄村", "王楼村"), start=1):
        village(opened, name, display_order=number)
    yield opened
    opened.close()


def poll(work, name="三季度自测", until=date(2026, 9, 20), level="镇自测"):
    given = {"name": name, "level": level, "from_on": until.replace(day=1), "until_on": until}
    return records.save(work, "polls", given)


def line(sample=40, safe=36, satisfied=30, aware=None, took_part=None):
    return {
        "sample": sample,
        "safe": safe,
        "satisfied": satisfied,
        "aware": aware,
        "took_part": took_part,
    }


def facts(work, first, last, fact=poll_safety):
    with work.database.reading() as session:
        return fact(session, first, last, village_queries.villages(session, first, last))


OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def test_results_of_all_villages_are_one_step_and_an_empty_line_is_no_sample_never_zero(work):
    made = poll(work)
    assert polls.save_results(work, made, {1: line(), 2: line(20, 20, 10), 3: {}}) == 2
    found = polls.overview(work, made)
    assert [each.remark for each in found.villages] == ["", "样本不足", "无样本"]
    assert found.villages[2].rate("safe") is None
    assert found.totals["safe"] == Rate(56, 60)
    work.undo()
    assert {each.sample for each in polls.overview(work, made).villages} == {None}


def test_the_setting_says_from_how_many_people_on_a_village_has_enough(work):
    made = poll(work)
    polls.save_results(work, made, {1: line(), 2: line(20, 20, 10)})
    work.change_settings({"minimum_sample": 20})
    assert [each.remark for each in polls.overview(work, made).villages] == ["", "", "无样本"]
    assert "样本不足" not in repr(catalogue.paper(work, "poll-circular", subject_id=made))
    work.change_settings({"minimum_sample": 41})
    found = [each.remark for each in polls.overview(work, made).villages]
    assert found == ["样本不足", "样本不足", "无样本"]
    assert "样本不足41份" in repr(catalogue.paper(work, "poll-circular", subject_id=made))


def test_more_counts_than_people_are_refused_at_the_cell_and_nothing_is_stored(work):
    made = poll(work)
    with pytest.raises(polls.ResultsInvalid) as refused:
        polls.save_results(work, made, {1: line(), 2: line(30, 31, 10)})
    assert [(each.village_id, each.field) for each in refused.value.problems] == [(2, "safe")]
    assert polls.overview(work, made).sample == 0


def test_counts_without_a_sample_are_refused(work):
    made = poll(work)
    with pytest.raises(polls.ResultsInvalid, match="请填写有效样本"):
        polls.save_results(work, made, {1: line(sample=None)})


def test_a_sample_without_any_count_is_refused(work):
    with pytest.raises(polls.ResultsInvalid, match="至少填一项"):
        polls.save_results(work, poll(work), {1: line(safe=None, satisfied=None)})


def test_a_line_emptied_again_goes_to_the_recycle_bin(work):
    made = poll(work)
    polls.save_results(work, made, {1: line()})
    assert polls.save_results(work, made, {1: {}}) == 1
    assert polls.overview(work, made).villages[0].remark == "无样本"
    assert [each[0] for each in records.binned(work)] == ["poll-results"]


def test_saving_what_is_stored_changes_nothing(work):
    made = poll(work)
    polls.save_results(work, made, {1: line()})
    assert polls.save_results(work, made, {1: line()}) == 0


def test_a_poll_is_compared_with_the_one_before_of_the_same_level(work):
    early = poll(work, "二季度自测", date(2026, 6, 20))
    poll(work, "县里的", date(2026, 8, 20), "县")
    late = poll(work)
    polls.save_results(work, early, {1: line(40, 30)})
    polls.save_results(work, late, {1: line(40, 31)})
    found = polls.overview(work, late)
    assert found.previous.id == early
    assert found.change("safe") == "升 2.5 个百分点，区间重叠，升降不能断定"
    assert found.change("aware") == ""
    assert [each.id for each, _rates in polls.trend(work, "镇自测")] == [early, late]


def test_a_figure_that_some_villages_lack_is_not_divided_by_their_people(work):
    made = poll(work)
    polls.save_results(work, made, {1: line(40, aware=20), 2: line(100, 90, 80)})
    assert polls.overview(work, made).totals["aware"] == Rate(20, 40)


def test_the_poll_that_ended_in_the_period_counts(work):
    polls.save_results(work, poll(work), {1: line(40, 36)})
    new = poll(work, "十月自测", date(2026, 10, 20))
    polls.save_results(work, new, {1: line(50, 40), 2: line(40, 36)})
    found = facts(work, *OCTOBER)
    assert (found[1].value, found[1].of) == (40, 50)
    assert found[3].state is State.NOT_DUE
    assert found[3].note.startswith("无样本")
    assert facts(work, *OCTOBER, poll_satisfaction)[1].value == 30


def test_a_month_without_a_poll_leans_on_one_of_the_three_months_before_and_says_so(work):
    polls.save_results(work, poll(work, until=date(2026, 7, 1)), {1: line(40, 36)})
    found = facts(work, *OCTOBER)
    assert found[1].value == 36
    assert "之前 3 个月" in found[1].note


def test_an_older_poll_does_not_count_and_nor_does_one_without_results(work):
    polls.save_results(work, poll(work, until=date(2026, 6, 30)), {1: line(40, 36)})
    poll(work, "十月自测", date(2026, 10, 20))
    assert {each.state for each in facts(work, *OCTOBER).values()} == {State.NOT_DUE}


def test_a_binned_poll_counts_nowhere(work):
    made = poll(work, until=date(2026, 10, 20))
    polls.save_results(work, made, {1: line(40, 36)})
    records.bin_records(work, "polls", [made])
    assert facts(work, *OCTOBER)[1].state is State.NOT_DUE


# -- questionnaires ------------------------------------------------------------------------------


def test_papers_entered_twice_alike_become_results(work):
    made = poll(work)
    for entry in (1, 2):
        questionnaires.enter(work, made, 1, entry, {1: FULL, 2: ("4", *FULL[1:]), 3: FULL})
    assert questionnaires.standing(work, made).ready
    done = questionnaires.tally(work, made)
    assert (done.villages, done.valid, done.left_out) == (1, 3, 0)
    found = polls.overview(work, made).villages[0]
    assert (found.sample, found.counts["safe"], found.counts["satisfied"]) == (3, 2, 3)
    work.undo()
    assert polls.overview(work, made).sample == 0


def test_papers_that_differ_are_shown_and_settled_and_the_history_keeps_what_was(work):
    made = poll(work)
    questionnaires.enter(work, made, 1, 1, {4: FULL})
    questionnaires.enter(work, made, 1, 2, {4: ("1", "4", *FULL[2:])})
    (found,) = questionnaires.standing(work, made).differences
    assert (found.village, found.sheet, found.label, found.first, found.second) == (
        "郭桥村", 4, "第2题", "2", "4",
    )  # fmt: skip
    with pytest.raises(Conflict, match="1 处两遍不一致"):
        questionnaires.tally(work, made)
    questionnaires.settle(work, made, {(1, 4, 1): "4"})
    assert questionnaires.standing(work, made).ready
    assert questionnaires.entered(work, made, 1, 1)[4][1] == "4"
    work.undo()
    assert questionnaires.entered(work, made, 1, 1)[4][1] == "2"


def test_an_answer_that_is_neither_of_the_two_puts_both_right(work):
    made = poll(work)
    questionnaires.enter(work, made, 1, 1, {4: FULL})
    questionnaires.enter(work, made, 1, 2, {4: ("3", *FULL[1:])})
    questionnaires.settle(work, made, {(1, 4, 0): "4"})
    assert {questionnaires.entered(work, made, 1, n)[4][0] for n in (1, 2)} == {"4"}
    with pytest.raises(Invalid, match="4 号问卷第1题只能填"):
        questionnaires.settle(work, made, {(1, 4, 0): "8"})


def test_a_paper_entered_once_is_not_tallied(work):
    made = poll(work)
    questionnaires.enter(work, made, 1, 1, {4: FULL})
    with pytest.raises(Conflict, match="郭桥村 4 号"):
        questionnaires.tally(work, made)
    assert (
        questionnaires.standing(work, made).words
        == "问卷 1 份，两遍都录了 0 份，已录两遍的都一致。"
    )


def test_the_second_entry_does_not_see_the_first(work):
    made = poll(work)
    questionnaires.enter(work, made, 1, 1, {4: FULL})
    assert questionnaires.entered(work, made, 1, 2) == {}


def test_a_letter_that_is_none_is_refused_at_its_question_and_nothing_is_stored(work):
    made = poll(work)
    with pytest.raises(questionnaires.EntryInvalid) as refused:
        questionnaires.enter(work, made, 1, 1, {1: FULL, 2: ("8", *FULL[1:])})
    assert list(refused.value.problems) == [(2, "Q1")]
    assert questionnaires.entered(work, made, 1, 1) == {}


def test_a_village_whose_papers_are_all_invalid_has_no_sample(work):
    made = poll(work)
    for entry in (1, 2):
        questionnaires.enter(work, made, 1, entry, {1: ("", *FULL[1:])})
    done = questionnaires.tally(work, made)
    assert (done.villages, done.left_out) == (0, 1)
    assert polls.overview(work, made).villages[0].remark == "无样本"
