import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from gaotang_desktop.documents.line_breaking import (
    NEVER_FIRST,
    NEVER_LAST,
    break_lines,
    cleaned,
    opportunities,
)


def width(char):
    return 5.0 if char.isascii() else 10.0


def texts(text, measure=100, **options):
    return [line.text for line in break_lines(text, width, measure, **options)]


PIECES = st.sampled_from(
    [
        *"高塘镇平安夜巡村民、，。；：！？％·",
        "（一）",
        "《办法》",
        "“好”",
        "‘行’",
        "——",
        "……",
        "2026年",
        "9月",
        "12.5%",
        "360户",
        "〔2026〕",
        "3号",
        "ABC",
        "wifi ",
        " ",
        "【急】",
        "「新」",
    ]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=60), st.sampled_from([160, 200, 442]), st.sampled_from([0, 20]))
def test_no_line_breaks_a_rule_and_no_character_is_lost(pieces, measure, indent):
    text = "".join(pieces)
    lines = break_lines(text, width, measure, indent)
    assert "".join(line.text for line in lines) == text
    for line in lines:
        assert line.width <= measure + 0.01
        assert list(line.places) == sorted(line.places)
    for before, after in itertools.pairwise(lines):
        # A chain of marks longer than the measure has to be cut somewhere.
        chain = 0
        for at in range(after.start - 1, 0, -1):
            if text[at] not in NEVER_FIRST and text[at - 1] not in NEVER_LAST and text[at] != " ":
                break
            chain += width(text[at])
        if chain < measure / 2:
            assert after.text[0] not in NEVER_FIRST
            assert before.text.rstrip(" ")[-1:] not in NEVER_LAST


@given(st.text(max_size=80), st.sampled_from([15, 40, 100]))
@settings(max_examples=100, deadline=None)
def test_whatever_is_pasted_is_set_without_loss(text, measure):
    lines = break_lines(text, width, measure)
    assert "".join(line.text for line in lines) == cleaned(text).replace("\n", "")
    assert all(line.width <= measure + 0.01 for line in lines)


@pytest.mark.parametrize("whole", ["2026年", "12.5%", "——", "……", "360户", "wifi", "1,200元"])
def test_numbers_with_their_unit_and_words_stay_whole(whole):
    for before in range(4, 12):
        assert any(whole in line for line in texts("村" * before + whole + "村" * 12))


def test_full_lines_end_flush_at_both_sides():
    lines = break_lines(
        "高塘镇在2026年9月开展平安夜巡、集中宣传，发现隐患12处，整改9处。" * 3, width, 150, 20
    )
    assert lines[0].places[0] == 20
    for line in lines[1:]:
        assert line.places[0] == 0
    for line in lines[:-1]:
        assert line.width == pytest.approx(150, abs=0.02)


def test_a_word_longer_than_the_line_is_cut():
    assert texts("A" * 45) == ["A" * 20, "A" * 20, "A" * 5]


def test_pasted_line_breaks_begin_new_lines():
    assert texts("高塘\r\n龙泉\n天平") == ["高塘", "龙泉", "天平"]


def test_a_mark_before_blanks_does_not_hang_out():
    text = "高塘镇平安夜巡、，。；：！？。   " * 4
    assert all(line.width <= 100.01 for line in break_lines(text, width, 100))


def test_a_box_stays_with_its_word():
    assert not any(line.endswith("□") for line in texts("　".join(["□治安隐患"] * 9), 160))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=30))
def test_the_opportunities_are_those_of_the_whole_text(pieces):
    text = cleaned("".join(pieces)).replace("\n", "")
    whole = set(line_break_boundaries(text.translate(str.maketrans("“‘”’", "（（））"))))
    # Beside UAX #14: a full-width bracket may begin a line also behind a number or a per cent sign.
    whole |= {at for at, char in enumerate(text) if char in "（《〈「『【" and at
              and (text[at - 1] in "%％‰℃°" or (text[at - 1].isascii() and text[at - 1].isalnum()))}  # fmt: skip
    assert opportunities(text) - {0} == whole - {0} or not text


def test_a_line_may_end_before_a_full_width_bracket():
    assert 9 in opportunities("表示满意86.6%（834份）")
    assert [text[0] for text in texts("表示满意86.6%（834份）", 100)][1] == "（"
