"""What is written for one of a field's choices: a short word of it, and never its contrary."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain import fields, opinions
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind

TODAY = date(2026, 11, 28)


def field(*choices):
    return Field("state", "状态", Kind.CHOICE, choices=choices)


@pytest.mark.parametrize(
    ("word", "means"), [("答复", "已答复"), ("待办", "待办理"), ("不予", "不予采纳")]
)
def test_a_part_of_one_choice_alone_is_that_choice(word, means):
    assert fields.read(field(*opinions.STATES), word, today=TODAY) == means


@pytest.mark.parametrize(
    ("word", "choices"),
    [("采纳", opinions.STATES), ("达标", ("没有达标", "待定")), ("满意", ("不满意", "一般"))],
)
def test_a_word_is_never_read_as_a_choice_that_denies_it(word, choices):
    with pytest.raises(Invalid):
        fields.read(field(*choices), word, today=TODAY)


@given(st.sampled_from(["整改", "化解", "办结", "落实", "履行"]), st.sampled_from("不未没无"))
def test_what_is_denied_is_no_short_word_for_it_whatever_it_is(deed, no):
    with pytest.raises(Invalid):
        fields.read(field(f"{no}{deed}", "其他"), deed, today=TODAY)
