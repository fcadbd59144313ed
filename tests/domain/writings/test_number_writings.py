"""How many people write, and what it means."""

import pytest

from gaotang_desktop.domain.writings.numbers import vague_number, whole_number

NUMBERS = {
    "3": 3, "３": 3, "3人": 3, "三人": 3, "3名": 3, "十二": 12, "十二人": 12, "3，000": 3000,
    "1,200": 1200, "1 024": 1024, "3.0": 3, "两人": 2, "二十": 20, "一百二十": 120, "一百零五": 105, "1.2万": 12000,
    "共3人": 3, "30户": 30, "三千五百": 3500, "廿五": 25, "3 人": 3, "3个人": 3, "一百五十六": 156, "-3": -3,
    "41个学生": 41, "12名党员": 12,
    "10-12": None, "1e3": None, "inf": None, "3.5": None, "约30": None, "3+2": None, "许多": None,
    "十十": None, "": None, "人": None,
}  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), NUMBERS.items(), ids=map(repr, NUMBERS))
def test_a_whole_number_is_read_however_it_is_written(typed, meant):
    assert whole_number(typed) == meant


def test_of_households_and_persons_in_one_cell_the_one_asked_for_is_read():
    written = "2户5人"
    meant = (2, 5, None)
    assert (*(whole_number(written, unit=unit) for unit in "户人"), whole_number(written)) == meant


VAGUE = {
    "三四": (3, 4, 34), "三四人": (3, 4, 34), "两三人": (2, 3), "一两个": (1, 2), "五六起": (5, 6, 56),
    "三五": (3, 5, 35), "三四五个": (3, 4, 5), "十七八": (17, 18), "二十五六": (25, 26),
    "二三十户": (20, 30), "三四百": (300, 400), "十来人": (10,), "十来个人": (10,), "30多户": (30,),
    "30多": (30,), "20余人": (20,), "20人左右": (20,), "20人以上": (20,), "20+": (20,), "20人+": (20,),
    "约20": (20,), "大概二十": (20,), "不到20": (20,), "近20": (20,), "上百": (100,), "百人": (100,),
    "2万多": (20_000,), "共20余人次": (20,), "3-4": (3, 4), "3-4人": (3, 4), "3~4名": (3, 4), "3人-4人": (3, 4),
    "三到四人": (3, 4), "3至4人": (3, 4), "3或4": (3, 4), "3、4人": (3, 4), "3，4": (3, 4),
    "一百八": (180, 108), "两千三": (2300, 2003), "一万二": (12_000, 10_002),
    "百八十": (), "十几个": (), "几十": (), "数十人": (), "好几个": (), "若干": (), "许多": (),
    # These are exact, or nothing that counts.
    "一百零八": None, "一百一十八": None, "二〇": None, "一二五": None, "十二": None, "1,200": None, "1.2万": None,
    "3个人": None, "北村": None, "3+2": None, "20:00-22:00": None, "3月4日": None, "3.5": None, "": None, "人": None,
}  # fmt: skip


@pytest.mark.parametrize(("typed", "may_be"), VAGUE.items(), ids=map(repr, VAGUE))
def test_what_says_about_how_many_is_no_number_and_offers_what_it_may_be(typed, may_be):
    assert vague_number(typed) == may_be
    assert may_be is None or whole_number(typed) is None
