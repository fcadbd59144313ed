"""What narrows a list by one of its columns, and how it is kept."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Field, Kind, Reference
from gaotang_desktop.domain.sheets.narrowing import Condition, bound, kept, taken

VILLAGE = Field("village_id", "村", Kind.REFERENCE, refers_to="villages")
DAY = Field("day", "日期", Kind.DATE)
PEOPLE = Field("people", "人数", Kind.INTEGER, minimum=1)
TODAY = date(2026, 10, 24)


def test_values_words_and_ends_are_all_held():
    ticked = Condition("village_id", frozenset({3}))
    assert ticked.passes(Reference(3, "郭桥村", 1), "郭桥村")
    assert not ticked.passes(Reference(4, "刘庄村", 2), "刘庄村")
    assert Condition("note", text="桥").passes("郭桥", "郭桥")
    span = Condition("day", low=date(2026, 10, 1), high=date(2026, 10, 9))
    assert span.passes(date(2026, 10, 9), "")
    assert span.passes(datetime(2026, 10, 9, 23, 0), "")
    assert not span.passes(date(2026, 10, 10), "")
    assert not span.passes(None, "")
    assert Condition("people", frozenset({None})).passes(None, "")


def test_it_is_said_as_a_paper_says_it():
    assert Condition("village_id", frozenset({3, 4})).words(
        VILLAGE, {3: "郭桥村", 4: "刘庄村"}
    ) == ("村：刘庄村、郭桥村")
    assert Condition("people", low=3, high=5).words(PEOPLE, {}) == "人数 3 至 5"
    assert Condition("people", low=3).words(PEOPLE, {}) == "人数 从 3 起"
    assert Condition("note", text="桥").words(Field("note", "备注", Kind.TEXT), {}) == "备注含“桥”"


def test_ends_are_read_as_the_office_writes_them():
    assert bound(DAY, "10.5", today=TODAY) == date(2026, 10, 5)
    assert bound(PEOPLE, "0", today=TODAY) == 0
    assert bound(DAY, "  ", today=TODAY) is None
    with pytest.raises(DomainError):
        bound(PEOPLE, "几个", today=TODAY)


@given(
    st.none() | st.frozensets(st.dates(), max_size=3),
    st.none() | st.dates(),
    st.none() | st.dates(),
    st.text(max_size=5),
)
@settings(max_examples=30)
def test_what_is_kept_comes_back(values, low, high, text):
    condition = Condition("day", values, text, low, high)
    told = json.loads(json.dumps(kept(condition)))
    assert taken(told, DAY) == (None if condition.is_empty else condition)


@pytest.mark.parametrize("bad", [None, 3, {}, {"values": 3}, {"values": ["gestern"], "text": "", "low": None, "high": None}])  # fmt: skip
def test_what_was_kept_wrongly_is_forgotten(bad):
    assert taken(bad, DAY) is None


def test_decimals_come_back_exactly():
    field = Field("score", "得分", Kind.DECIMAL)
    condition = Condition("score", low=Decimal("88.20"))
    assert taken(json.loads(json.dumps(kept(condition))), field) == condition
