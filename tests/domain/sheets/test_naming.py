"""Whose line a copied line is, as offices set out their sheets."""

import pytest

from gaotang_desktop.domain.sheets import naming

LINES = ["郭桥村第一网格", "郭桥村第二网格", "荷塘社区第一网格"]


def line_of(word):
    return LINES.index(word) if word in LINES else None


def gathered(block, columns=None, labels=("村", "网格")):
    return naming.gathered(block, columns, labels, line_of)


@pytest.mark.parametrize(
    "block",
    [
        [["郭桥村", "第一网格", "30", "2"], ["郭桥村", "第二网格", "20", "1"]],
        [["郭桥", "第一网格", "30", "2"], ["", "第二网格", "20", "1"]],
        [["1", "郭桥村", "第一网格", "30", "2"], ["2", "", "第二网格", "20", "1"]],
        [["郭桥村", "第一网格", "示例丙", "30", "2"], ["郭桥村", "第二网格", "", "20", "1"]],
    ],
)
def test_village_and_grid_name_a_line_together(block):
    rows, columns = gathered(block)
    assert rows == [["郭桥村第一网格", "30", "2"], ["郭桥村第二网格", "20", "1"]]
    assert columns is None


def test_a_header_says_where_they_stand_and_what_is_what():
    block = [["序号", "所在村", "网格名称", "网格员", "上报", "走访"],
             ["1", "荷塘", "第一网格", "示例丁", "2", "30"]]  # fmt: skip
    rows, columns = gathered(block, [None, None, None, 4, 1, 0])
    assert rows == [["荷塘社区第一网格", "1", "示例丁", "2", "30"]]
    assert columns == [None, None, 4, 1, 0]


def test_a_line_number_before_the_village_names_nothing():
    block = [["序号", "村", "警情"], ["1", "郭桥村", "3"]]
    rows, columns = gathered(block, [None, None, 0], ("村",))
    assert (rows, columns) == ([["郭桥村", "1", "3"]], [None, None, 0])


def test_a_line_that_is_nobody_s_keeps_its_words_to_be_told():
    rows, _columns = gathered([["郭桥村", "第一网格", "3"], ["郭桥村", "第九网格", "4"]])
    assert rows[1] == ["郭桥村第九网格", "4"]


@pytest.mark.parametrize("block", [[["30", "2", "1"], ["20", "1", "0"]], [["", ""]], [[]]])
def test_plain_numbers_stay_as_they_are(block):
    assert gathered(block) == ([list(words) for words in block], None)


def test_a_header_without_the_name_of_the_lines_is_only_taken_off():
    assert gathered([["走访", "上报"], ["3", "1"]], [0, 1]) == ([["3", "1"]], [0, 1])
