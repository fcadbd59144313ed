"""Plans that were scanned or are in traditional characters: read, told, and the source as it was."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_samples import body, said, told_apart

from gaotang_desktop.domain.plan_text import read_piece, read_plan
from gaotang_desktop.domain.plan_text.legible import legible


def units_of(clause: str):
    (only,) = read_plan(body(clause)).clauses
    return only.lead, only.assist


@pytest.mark.parametrize(
    ("clause", "lead", "assist"),
    [
        ("（一）夜巡。責任單位：派出所、綜治辦", ("派出所", "综治办"), ()),
        ("（一）夜巡。責任單位：各村", ("各村",), ()),
        ("（一）夜巡。牽頭單位：應急辦；配合單位：衛生院", ("应急办",), ("卫生院",)),
        ("（一）夜巡。（責任部門：派出所）", ("派出所",), ()),
        ("（ 一 ） 夜 巡 。 责 任 单 位 ： 派 出 所 、 司 法 所", ("派出所", "司法所"), ()),
        ("（一）夜巡。责 任 单 位：派 出 所、各 村", ("派出所", "各村"), ()),
        ("（一）夜巡。责任单位：各 社区、派出所", ("各社区", "派出所"), ()),
        ("（一）夜巡。贵任单位：派出所", ("派出所",), ()),
        ("（一）夜巡。责仟单位：派岀所", ("派出所",), ()),
        ("（一）夜巡。幸头单位：派出所；配台单位：各村", ("派出所",), ("各村",)),
        ("（—）夜巡。责任单位：派出所", ("派出所",), ()),
        ("l、夜巡。责任单位：派出所", ("派出所",), ()),
        ("（一）夜巡。责任单位：派出所、⽔利站、⺠政办", ("派出所", "水利站", "民政办"), ()),
    ],
)
def test_what_a_scanner_spread_or_mixed_up_is_read(clause, lead, assist):
    assert units_of(clause) == (lead, assist)


@pytest.mark.parametrize(
    ("words", "day"),
    [("5月3O日前", "2024-05-30"), ("lO月l5日前", "2024-10-15"), ("2O24年6月底前", "2024-06-30")],
)
def test_letters_that_stand_for_digits_are_digits(words, day):
    (only,) = read_plan(body(f"1、夜巡。责任单位：各村；完成时限：{words}")).clauses
    assert only.deadline.isoformat() == day


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("（一）夜巡。責任單位：派出所", "有1行有繁体字或异体字，任务和单位按简体读入，原文照旧"),
        ("（一）夜巡。责 任 单 位：派 出 所", "有1行的字中间夹着空格，读入时把空格去掉了"),
        ("（一）夜巡。贵任单位：派出所", "有像是识别错的字：“贵任单位”读作“责任单位”"),
        ("（—）夜巡。责任单位：派出所", "有像是识别错的字：“—”读作“一”"),
    ],
)
def test_what_is_read_in_another_way_than_written_is_told_and_the_source_stays(clause, told):
    plan = read_plan(body(clause))
    assert any(told in words for words in said(plan))
    assert plan.clauses[0].source == clause


@pytest.mark.parametrize(
    "line",
    [
        "包村领导：李昇",
        "张喆、王堃、马囧",
        "推广APP、ETC和WiFi",
        "| 设卡 | 王某|9月15日前|",
        "每户发放1l升灭火器",
        "——强化宣传引导。",
        "— 3 —",
        "时间：6月1日—6月30日",
        "责任单位：派出所  司法所",
        "地点：东村 西村 南村",
        "一、指导思想 坚持以人为本",
        "OO镇人民政府",
    ],
)
def test_what_is_plain_stays_as_it_is(line):
    assert legible([line]) == [line]


def test_a_piece_that_the_operator_makes_a_task_is_read_alike():
    clause = read_piece([(7, "巡查水塘。責任單位：派出所、綜治辦")], 1, (), 2024)
    assert clause.lead == ("派出所", "综治办")
    assert clause.source == "巡查水塘。責任單位：派出所、綜治辦"


def test_plain_plans_are_told_nothing_of_the_kind():
    words = said(read_plan(body("（一）夜巡。责任单位：派出所、各村；完成时限：6月底前")))
    assert not any("繁体" in each or "空格" in each or "识别" in each for each in words)


# laws

signs = st.text(
    alphabet="责任单位責單貴贵：、 　\t一—（）lO0123年月日號号村派出所綜辦⼈ニ|各。", max_size=60
)


@given(st.lists(signs, max_size=6))
def test_every_line_that_is_read_is_as_long_as_it_was_written(lines):
    assert [len(line) for line in legible(lines)] == [len(line) for line in lines]


@given(signs)
def test_a_line_that_was_read_is_read_as_it_stands(line):
    once = legible([line])
    assert legible(once) == once


@given(st.lists(signs, max_size=6).map("\n".join))
def test_no_character_of_what_is_hard_to_read_is_lost(words):
    text = f"一、主要任務\n（一）夜巡。責任單位：各村\n{words}"
    assert told_apart(read_plan(text)) == Counter("".join(text.split()))
