from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.sheets import clipboard


def test_a_quoted_cell_with_line_breaks_is_one_cell():
    copied = '荷塘社区\t20:30\t"路口、桥头\r\n学校门口"\t\r\n北村\t20:40\t路线1\t\r\n'
    assert clipboard.cells(copied) == [
        ["荷塘社区", "20:30", "路口、桥头\n学校门口", ""],
        ["北村", "20:40", "路线1", ""],
    ]


def test_doubled_marks_are_one_and_marks_that_somebody_wrote_stay():
    assert clipboard.cells('"他说""行""\n走了"\t甲') == [['他说"行"\n走了', "甲"]]
    assert clipboard.cells('"老三"\t5"管\t"没写完\n乙') == [['"老三"', '5"管', '"没写完'], ["乙"]]


def test_blank_cells_and_blank_rows_of_the_block_are_cells():
    assert clipboard.cells("\t\r\n甲\t\r\n\r\n") == [["", ""], ["甲", ""], [""]]


WORDS = st.text(st.sampled_from('甲乙" \t\n'), max_size=6)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_what_is_copied_is_pasted(rows):
    told = clipboard.cells(clipboard.written(rows))
    assert told == rows or rows[-1] == [""]
