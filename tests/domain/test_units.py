import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.units import (
    Note,
    UnitName,
    canonical_key,
    is_all_villages,
    is_group,
    match,
    read_units,
    split_units,
)

REGISTER = (
    UnitName(1, "平安办", ("综治办",)),
    UnitName(2, "派出所"),
    UnitName(3, "各村", (), everyone=True),
    UnitName(4, "镇中学"),
    UnitName(5, "镇中心小学", ("中心校",)),
    UnitName(6, "镇班子成员"),
    UnitName(7, "法治与平安站"),
)

names = st.lists(
    st.text(
        alphabet="派出所司法平安办公室卫生院各村街市场监管站𬱖堃<>甲乙", min_size=2, max_size=8
    ),
    min_size=1,
    max_size=6,
    unique=True,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("派出所、司法所、禁毒办和各村", ("派出所", "司法所", "禁毒办", "各村")),
        (
            "镇平安办，派出所;司法所/卫生院　中心校",
            ("镇平安办", "派出所", "司法所", "卫生院", "中心校"),
        ),
        ("卫生院及村卫生室与妇联", ("卫生院", "村卫生室", "妇联")),
        ("派出所以及各村", ("派出所", "各村")),
        ("派出所、\n司法所", ("派出所", "司法所")),
        ("派出所、和各村。", ("派出所", "各村")),
        ("各 村 （社区）、派 出 所", ("各村（社区）", "派出所")),
        ("派出所、派出所", ("派出所",)),
        ("（派出所、司法所）", ("派出所", "司法所")),
        ("", ()),
        ("、，；", ()),
    ],
)
def test_separators_split_a_list_of_units(text, expected):
    assert split_units(text) == expected


@pytest.mark.parametrize(
    "name",
    [
        "和平村",
        "永和村委会",
        "太和镇和平社区",
        "党建和组织人事办",
        "规划建设和环境保护办公室",
        "农业农村和水利办",
        "信访和司法",
    ],
)
def test_a_name_with_he_inside_stays_whole(name):
    assert split_units(f"派出所、{name}、各村") == ("派出所", name, "各村")


def test_a_name_of_the_register_is_never_taken_apart():
    assert split_units("派出所、综治 服务站、社区与平安站", ["社区与平安站", "综治 服务站"]) == (
        "派出所",
        "综治 服务站",
        "社区与平安站",
    )


def test_words_beside_a_name_are_kept_as_notes():
    units = read_units("平安办（综治中心）、派出所等有关单位")
    assert units.names == ("平安办", "派出所")
    assert units.notes == (Note("平安办", "综治中心"), Note("派出所", "等有关单位"))


def test_brackets_in_a_bracket_that_is_never_closed_keep_their_words():
    units = read_units("派出所（（包片）民警")
    assert units.names == ("派出所",)
    assert units.notes == (Note("派出所", "（包片）民警"),)


def test_separators_in_brackets_do_not_split():
    assert read_units("镇直各单位（派出所、司法所）").names == ("镇直各单位",)


@given(names, st.sampled_from(["、", "，", ",", "；", ";", "/", " ", "\u3000", "\n", "、 "]))
def test_the_split_of_joined_names_gives_the_names(units, separator):
    assert split_units(separator.join(units), units) == tuple(units)


@given(st.text(max_size=40) | st.text(alphabet="派出所和及与、等单位（）() 各村社区/", max_size=20))
def test_no_character_of_a_name_is_lost(text):
    units = read_units(text)
    kept = {*"".join(units.names), *"".join(note.text for note in units.notes)}
    assert {char for char in text if char.isalnum()} - set("和及与暨以") <= kept
    assert all(name.strip() for name in units.names)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("镇平安办", "平安办"),
        ("高塘镇平安办公室", "平安办"),
        ("高塘派出所", "派出所"),
        ("平 安 办", "平安办"),
        ("镇“平安办”", "平安办"),
        ("镇直各单位", "镇直各单位"),
        ("高塘镇直各单位", "镇直各单位"),
        ("乡村振兴办", "乡村振兴办"),
        ("街道办事处", "街道办事处"),
        ("高塘村", "高塘村"),
        ("高塘社区居委会", "高塘社区居委会"),
        ("高塘镇", "高塘镇"),
        ("镇班子成员", "班子成员"),
        ("镇长", "镇长"),
    ],
)
def test_the_town_in_front_of_a_name_does_not_count(name, key):
    assert canonical_key(name, "高塘镇") == key


@given(st.text(alphabet="镇乡街道高塘平安办公室派出所直 Ａa", max_size=10))
def test_a_canonical_key_is_its_own_key_under_blanks_and_widths(name):
    key = canonical_key(name, "高塘镇")
    assert canonical_key(f" {name}\u3000", "高塘镇") == key


@pytest.mark.parametrize(
    "name",
    [
        "各村",
        "各村（社区）",
        "各村(居)",
        "各村（居）委会",
        "各村街",
        "各行政村",
        "各村（社区）委员会",
        "各村委会",
        "各村两委",
        "各村/社区",
        "全镇各村",
        "各村民委员会",
        "各\u3000村",
    ],
)
def test_all_villages_is_written_in_many_ways(name):
    assert is_all_villages(name)
    assert is_group(name)
    assert match(name, REGISTER).unit == REGISTER[2]


@pytest.mark.parametrize("name", ["各社区", "各村民组", "各村小学", "村", "各街", "郭桥村", ""])
def test_other_words_are_not_all_villages(name):
    assert not is_all_villages(name)


def test_groups_are_known_by_their_words():
    assert is_group("高塘镇镇直各单位", "高塘镇")
    assert is_group("镇班子成员")
    assert not is_group("派出所")


@pytest.mark.parametrize(
    ("name", "number"),
    [("镇平安办", 1), ("综治办", 1), ("镇派出所", 2), ("中心小学", 5), ("班子成员", 6)],
)
def test_a_name_is_found_by_name_alias_or_without_the_town(name, number):
    found = match(name, REGISTER, "高塘镇").unit
    assert found is not None
    assert found.id == number


def test_an_unknown_unit_stays_unknown():
    assert match("平安建设办", REGISTER).unit is None
    assert match("平安建设办", REGISTER).candidates == ()


def test_an_exact_name_comes_before_the_same_name_without_the_town():
    both = (*REGISTER, UnitName(8, "中学"))
    assert match("镇中学", both).unit == REGISTER[3]
    assert match("中学", both).unit == both[-1]


def test_two_units_of_one_key_are_offered_and_none_is_chosen():
    both = (UnitName(1, "高塘中学"), UnitName(2, "镇中学"))
    found = match("中学", both, "高塘镇")
    assert found.unit is None
    assert found.candidates == both


def test_all_villages_is_unknown_while_the_register_has_no_such_group():
    assert match("各村", REGISTER[:2]).unit is None
