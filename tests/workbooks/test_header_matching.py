"""Columns are found by their words, and never guessed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.workbooks.matching import header_key, match_header

VILLAGE = Field("village", "村", Kind.REFERENCE, required=True)
PEOPLE = Field("people", "人数（人）", Kind.INTEGER, required=True)
REMARK = Field("remark", "备注", Kind.LONG_TEXT)
FIELDS = (VILLAGE, PEOPLE, REMARK)
SYNONYMS = {"village": ["村名", "村（社区）"], "people": ["参与人数"]}


@pytest.mark.parametrize(
    "label", ["村*", " 村\n名 ", "村（社区）", "ｖｉｌｌａｇｅ", "村名（必填）：", "村名【全称】"]
)
def test_width_blanks_breaks_stars_and_brackets_do_not_matter(label):
    assert match_header([label, "人数"], FIELDS, SYNONYMS).by_field["village"] == label


@pytest.mark.parametrize("label", ["人数", "人数(个)", "人数（人）*", "参与人数"])
def test_a_unit_in_brackets_does_not_matter(label):
    assert match_header(["村", label], FIELDS, SYNONYMS).by_field["people"] == label


def test_a_likeness_is_not_a_match():
    matched = match_header(["村庄", "人 数 量", "备注"], FIELDS, SYNONYMS)
    assert dict(matched.by_field) == {"remark": "备注"}
    assert matched.unknown == ("村庄", "人 数 量")
    assert matched.missing == (VILLAGE, PEOPLE)
    with pytest.raises(Unreadable, match="表里没有“村”“人数（人）”这 2 列"):
        matched.require()


def test_two_columns_for_one_field_are_a_sentence():
    matched = match_header(["村", "村名", "人数", "人数（第4列）"], FIELDS, SYNONYMS)
    assert matched.by_field == {}
    assert matched.missing == ()
    with pytest.raises(Unreadable, match=r"“村”“村名”都是“村”.*“人数”“人数（第4列）”都是"):
        matched.require()


def test_brackets_that_tell_two_fields_apart_are_respected():
    fields = (
        Field("a", "满意度（安全感）", Kind.INTEGER),
        Field("b", "满意度（知晓）", Kind.INTEGER),
    )
    matched = match_header(["满意度（知晓）", "满意度(安全感)"], fields)
    assert dict(matched.by_field) == {"b": "满意度（知晓）", "a": "满意度(安全感)"}
    assert "分不清" in match_header(["满意度"], fields).problems[0]


def test_a_label_goes_before_the_synonym_of_another_field():
    matched = match_header(["备注"], FIELDS, {"people": ["备注"]})
    assert dict(matched.by_field) == {"remark": "备注"}


@example("A´")
@given(st.text(max_size=20))
def test_a_key_is_its_own_key(label):
    assert header_key(header_key(label)) == header_key(label)


@given(st.lists(st.sampled_from(["村", "村名", "人数", "备注", "其他", "参与人数"]), unique=True))
def test_every_column_is_used_unknown_or_a_problem(header):
    matched = match_header(header, FIELDS, SYNONYMS)
    said = "".join(matched.problems)
    for label in header:
        places = [
            label in matched.by_field.values(),
            label in matched.unknown,
            f"“{label}”" in said and label not in matched.by_field.values(),
        ]
        assert any(places)
