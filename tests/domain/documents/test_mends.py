"""Habits of typing: each found, each put right in one press, what is right left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.documents.mends import (
    MENDS,
    empty_headings,
    found_in,
    mended,
    typed_ends,
)


def names(text):
    return [name for _, _, name in found_in(text)]


@pytest.mark.parametrize(
    ("typed", "mend", "right"),
    [
        ('他说"要抓好"，再说"一定"。', "quotes", "他说“要抓好”，再说“一定”。"),
        ("他说'要抓好'。", "quotes", "他说‘要抓好’。"),
        ('已经有“要"落实"抓好”。', "quotes", "已经有“要”落实“抓好”。"),
        ("各村,请落实;谢谢!", "marks", "各村，请落实；谢谢！"),
        ("各村(社区)请落实。", "marks", "各村（社区）请落实。"),
        ("一.总体要求", "headings", "一、总体要求"),
        ("十二．总体要求", "headings", "十二、总体要求"),
        ("一 、总体要求", "headings", "一、总体要求"),
        ("(一)抓好落实", "headings", "（一）抓好落实"),
        ("（二）、抓好落实", "headings", "（二）抓好落实"),
        ("1、抓好落实。", "headings", "1. 抓好落实。"),
        ("12，抓好落实。", "headings", "12. 抓好落实。"),
        ("(3)抓好落实。", "headings", "（3）抓好落实。"),
        ("（3）、抓好落实。", "headings", "（3）抓好落实。"),
        ("请于2026.10.1前完成。", "dates", "请于2026年10月1日前完成。"),
        ("请于2026-10-01前完成。", "dates", "请于2026年10月1日前完成。"),
        ("请于2026/1/9日前完成。", "dates", "请于2026年1月9日前完成。"),
        ("请于2026年09月05日前完成。", "dates", "请于2026年9月5日前完成。"),
        ("请于09月05日前完成。", "dates", "请于9月5日前完成。"),
        ("根据高综治(2026)2号", "numbers", "根据高综治〔2026〕2号"),
        ("根据高综治〔2026〕第03号", "numbers", "根据高综治〔2026〕3号"),
        ("根据高综治[2026]第3号", "numbers", "根据高综治〔2026〕3号"),
        ("１１月９日", "widths", "11月9日"),
        ("１．请准时", "widths", "1.请准时"),
        ("达到９８．５％。", "widths", "达到98.5%。"),
        ("不得缺席。。", "doubled", "不得缺席。"),
        ("不得缺席，。", "doubled", "不得缺席。"),
        ("请  准时　　参加", "blanks", "请准时参加"),
        ("共\t12个", "blanks", "共 12个"),
        ("请\u00a0准时\ufeff参加", "blanks", "请准时参加"),
    ],
)
def test_each_habit_is_found_and_put_right(typed, mend, right):
    assert mend in names(typed)
    assert mended(mend, typed) == right
    assert mend not in names(right)


@pytest.mark.parametrize(
    "text",
    [
        "一、总体要求", "（一）抓好落实", "1. 抓好落实。", "（1）抓好落实。", "（3）项工作。",
        "于2026年10月1日上午9:30开会，地址192.168.1.1。", "高综治〔2026〕3号", "高综治〔2026〕10号",
        "10个村、20户", "张　三", "12.5%", "1. 抓好 A 类", "1.5万元", "他说“要‘抓’好”。", "It's a test (ok), yes.", "2026年10月",
    ],
)  # fmt: skip
def test_what_is_right_is_left_alone(text):
    assert names(text) == []
    for name in MENDS:
        if name not in ("long-words", "empty-headings", "typed-ends", "order", "ended"):
            assert mended(name, text) == text


TEXT = st.text("一二、.．,，\"'“”()（）[]〔〕0123456789年月日号第 村抓好\n/-", max_size=60)


@given(TEXT, st.sampled_from(sorted(MENDS)))
def test_to_mend_twice_is_to_mend_once(text, name):
    once = mended(name, text)
    assert mended(name, once) == once


@given(TEXT, st.sampled_from(["quotes", "marks"]))
def test_mending_marks_keeps_every_word(text, name):
    plain = str.maketrans("“”‘’，；：？！（）。", "\"\"'',;:?!().")
    assert mended(name, text).translate(plain) == text.translate(plain)


def test_headings_without_text_are_found_and_taken_out():
    lines = [
        "一、总体要求", "抓好落实。", "二、", "（一）组织领导", "（二）责任落实", "压实责任。", "三、下步要求",
        "特此通知。",
    ]  # fmt: skip
    assert empty_headings(lines) == [3, 6]
    assert mended("empty-headings", "\n".join(lines)).splitlines() == [
        "一、总体要求", "抓好落实。", "二、", "（二）责任落实", "压实责任。", "特此通知。",
    ]  # fmt: skip
    assert empty_headings(["一、总体要求。各村要抓好。", "二、措施"]) == [1]
    assert empty_headings(["一、轮次", "【表1】"]) == []


def test_what_the_program_sets_itself_is_found_in_the_text():
    lines = [
        "各村、镇直各单位：", "请落实。", "附件：1.名单", "附件2", "高塘镇综治中心", "2026年10月1日",
        "高综治〔2026〕3号", "2026年10月1日前报送。",
    ]  # fmt: skip
    assert typed_ends(lines, "高塘镇综治中心", "各村、镇直各单位") == [0, 2, 3, 4, 5, 6]
    body = "\n".join(lines)
    assert mended("typed-ends", body, signer="高塘镇综治中心", addressee="各村、镇直各单位") == (
        "请落实。\n2026年10月1日前报送。"
    )


def test_corner_quotes_zeros_of_a_chinese_year_and_dots_are_found_and_put_right():
    line = "二0二六年做好「双提升」，包括路灯、路面...等；是否完成？？"
    names = [name for _, _, name in found_in(line)]
    assert sorted(names) == ["corners", "corners", "dots", "doubled", "zeros"]
    for name in set(names):
        line = mended(name, line)
    assert line == "二〇二六年做好“双提升”，包括路灯、路面……等；是否完成？"
    assert list(found_in(line)) == []
    assert list(found_in("二〇二六年，0户受损，2026年共20户……")) == []


def test_a_signature_under_another_name_than_the_set_one_is_an_end_too():
    lines = ["请各村抓好落实。", "特此通知。", "高塘镇综治中心", "高塘派出所", "2026年11月5日"]
    assert typed_ends(lines, "高塘镇社会治安综合治理中心", "各村") == [2, 3, 4]
    assert typed_ends(["名单如下：", "郭桥村", "刘庄村"], "高塘镇综治中心", "各村") == []
