"""The neutral questionnaire, its two entries and what they come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain import polls
from gaotang_desktop.domain import questionnaires as rules
from gaotang_desktop.domain.polls import Rate
from gaotang_desktop.domain.questionnaires import QUESTIONS

PAPER = st.tuples(*(st.sampled_from((rules.BLANK, *each.codes)) for each in QUESTIONS))
PAPERS = st.lists(PAPER, max_size=40)


@given(PAPERS, st.randoms())
def test_the_order_of_the_papers_does_not_change_what_they_come_to(papers, chance):
    mixed = list(papers)
    chance.shuffle(mixed)
    assert rules.counted(papers) == rules.counted(mixed)


@given(PAPERS, PAPERS)
def test_two_heaps_counted_apart_add_up_to_one_heap(some, others):
    one, other, both = rules.counted(some), rules.counted(others), rules.counted(some + others)
    assert both.sample == one.sample + other.sample
    assert both.left_out == one.left_out + other.left_out
    for figure in rules.FIGURES:
        assert both.hits[figure] == one.hits[figure] + other.hits[figure]


@given(PAPERS)
def test_no_count_exceeds_the_sample_and_no_paper_is_lost(papers):
    found = rules.counted(papers)
    assert found.sample + found.left_out == len(papers)
    assert all(0 <= hits <= found.sample for hits in found.hits.values())


@given(PAPER, PAPER)
def test_settling_every_difference_makes_the_entries_agree(first, second):
    one, other = list(first), list(second)
    for place in rules.discordant(one, other):
        one[place] = other[place] = "1"
    assert not rules.discordant(one, other)


@given(PAPER)
def test_a_stored_paper_is_read_back_as_it_was(paper):
    assert rules.unpacked(rules.packed(paper)) == paper


@given(PAPER)
def test_codes_typed_in_one_go_are_the_answers(paper):
    for blank in "-0":
        assert rules.spread("".join(each or blank for each in paper)) == paper


def test_full_width_figures_are_codes_too():
    assert rules.spread("１２ ３") == ("1", "2", "3")


def test_papers_stored_with_letters_are_read_with_codes():
    assert rules.unpacked("A,B,,C") == ("1", "2", "", "3", "", "", "")


@pytest.mark.parametrize(
    ("typed", "said"), [("123123123", "一共 7 题"), ("12a", "看不懂“a”"), ("129", "看不懂“9”")]
)
def test_codes_that_cannot_be_are_refused_with_a_sentence(typed, said):
    with pytest.raises(ValueError, match=said):
        rules.spread(typed)


def test_every_question_offers_a_way_out_and_no_answer_is_named_in_it():
    # Neutral: neither end of a scale is asked for alone, and nobody is made to take sides.
    ways_out = ("说不清", "记不清", "没有留意")
    for question in QUESTIONS:
        assert question.options[-1] in ways_out, question.code
        for word in ("很满意", "很安全", "是否同意", "吧", "难道", "肯定"):
            assert word not in question.text


def test_a_paper_without_an_answer_to_a_counted_question_is_not_valid():
    full = ("1",) * len(QUESTIONS)
    holed = ("1", "", *full[2:])
    unasked = (*full[:-1], "")
    found = rules.counted([full, holed, unasked])
    assert (found.sample, found.left_out) == (2, 1)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_rate_lies_within_its_interval(both):
    rate = Rate(*both)
    low, high = rate.interval
    assert low <= rate.percent <= high


def test_a_change_says_whether_the_sample_allows_to_tell():
    assert polls.change(Rate(28, 30), Rate(27, 30)) == "升 3.3 个百分点，区间重叠，升降不能断定"
    assert polls.change(Rate(100, 300), Rate(280, 300)) == "降 60.0 个百分点，区间不重叠"
    assert polls.change(Rate(27, 30), Rate(27, 30)) == "持平"
    assert polls.change(Rate(27, 30), None) == ""


def test_nobody_asked_is_no_rate_at_all():
    assert polls.rate(0, None) is None
    assert polls.rate(None, 30) is None
    assert polls.rate(0, 30) == Rate(0, 30)
