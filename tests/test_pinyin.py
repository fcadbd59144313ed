"""Words as the keyboard spells them."""

from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop import pinyin

MARKS = "郭楼桥长乐单安西先闲高塘宅基地重行a7 "
LETTERS = st.text("abcdeghijlnouqrtxyz", min_size=1, max_size=9)


@given(st.lists(st.text(MARKS, min_size=1, max_size=6), min_size=1, max_size=4), LETTERS)
def test_one_look_through_a_text_finds_what_spelling_each_name_finds(names, typed):
    text = "\n".join("".join(name.split()) for name in names)
    alphabet = pinyin.Alphabet()
    alphabet.learn(text)
    spelt = [
        at
        for at, name in enumerate(text.split("\n"))
        if name and pinyin.spells_within(pinyin.spelling(name), typed)
    ]
    found = alphabet.finder(typed)(text)
    at = None if found is None else text[:found].count("\n")
    assert at == (spelt[0] if spelt else None)


def test_letters_that_no_known_character_spells_are_found_nowhere():
    alphabet = pinyin.Alphabet()
    alphabet.learn("郭楼村")
    assert alphabet.finder("z")("郭楼村") is None
    assert alphabet.finder("zhangsanfeng")("郭楼村") is None
    assert alphabet.finder("lou")("郭楼村") == 1


def test_initials_pass_over_the_marks_between_characters():
    assert pinyin.matching(("发案：警情", "发案：电诈", "（发案）盗窃"), "fadz") == ["发案：电诈"]
    assert pinyin.matching(("发案：警情", "（发案）盗窃"), "fadq") == ["（发案）盗窃"]
