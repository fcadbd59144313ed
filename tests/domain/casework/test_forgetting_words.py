"""Covering one person in texts: wherever he stands, and nobody else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaotang_desktop.domain.casework.forgetting import Person, checked_number
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.privacy import Known

KNOWN = Known(
    residents=frozenset({"王芳", "王芳草", "李四"}),
    officials=frozenset({"王芳华"}),
    places=frozenset({"王芳庄"}),
    phones=frozenset({"0396-7654321"}),
)
PERSON = Person(
    "王芳", ["13987654321", "0396-1234567".replace("-", ""), "41112319800101234X"], KNOWN
)


@pytest.mark.parametrize(("text", "words"), [
    ("王芳来了", "王某某来了"), ("王 芳、王　芳", "王某某、王某某"),
    ("王芳草、王芳华、王芳庄", "王芳草、王芳华、王芳庄"),
    ("李四13900000000", "李四13900000000"),
    ("139 8765 4321", "*** **** ****"), ("+86-13987654321", "+**-***********"),
    ("213987654321", "213987654321"), ("139876543210", "139876543210"),
    ("0396-1234567", "****-*******"), ("03961234567", "***********"),
    ("41112319800101234x。", "******************。"),
    ("", ""),
])  # fmt: skip
def test_a_text_is_without_him_and_else_as_it_was(text, words):
    assert PERSON.covered(text).words == words
    assert PERSON.covered(text).replaced == (0 if text == words else text.count("、") + 1)


def test_the_title_of_a_step_that_was_cut_within_name_or_number_tells_neither():
    three = Person("王芳菲", ["13987654321"], KNOWN)
    assert three.title("新增诉求：王芳菲（1398765432") == "新增诉求：王某某（**********"
    assert three.title("新增诉求：路灯1398") == "新增诉求：路灯1398"
    assert three.title("新增诉求：李王芳") == "新增诉求：李王芳"  # the whole name of somebody else
    assert Person("欧阳菲菲", [], KNOWN).title("新增诉求：欧阳菲") == "新增诉求：欧阳某某"


def test_a_text_that_json_wrote_in_escapes_is_covered_too():
    text = json.dumps("电话：王芳（13987654321）与王芳")
    assert json.loads(PERSON.covered(text).words) == "电话：王某某（***********）与王某某"


def test_what_stays_within_a_longer_name_is_told():
    assert PERSON.covered("由王芳草陪同").left == ("由王芳草陪同",)
    assert PERSON.covered("王芳利", alone=True).words == "王芳利"


@pytest.mark.parametrize(("text", "numbers"), [
    ("王芳（13800000000，411123198001012345）", ["13800000000", "411123198001012345"]),
    ("王芳 电话：138 0000 0000", ["13800000000"]),
    ("王芳0396-2222222", ["03962222222"]),
    ("王芳、13800000000（李四）", []),
    ("王芳与李四13800000000", []),
    ("王芳（0396-7654321）", []),  # the office's own
    ("王芳草13800000000", []),
])  # fmt: skip
def test_a_number_right_behind_the_name_is_his(text, numbers):
    assert PERSON.beside(text) == numbers


@pytest.mark.parametrize("written", ["", "123456", "1234567890123456789", "电话"])
def test_what_is_no_number_is_said(written):
    with pytest.raises(Invalid, match="不像电话"):
        checked_number(written)


PIECES = (
    "王芳",
    "王 芳",
    "王芳草",
    "13987654321",
    "李四",
    "\\u738b\\u82b3",
    "，",
    "1",
    "与",
    "（",
    "\\",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=60)
def test_what_is_covered_once_has_nothing_more_to_cover(text):
    once = PERSON.covered(text)
    again = PERSON.covered(once.words)
    assert (again.words, again.replaced) == (once.words, 0)
    assert "王芳" not in once.words.replace("王芳草", "")
