"""Which typed lines are headings."""

import pytest

from gaotang_desktop.domain.documents.mends import empty_headings
from gaotang_desktop.domain.documents.notices import blocks_of


def levels(*lines):
    return [each.level for each in blocks_of("\n".join(lines))]


@pytest.mark.parametrize(
    "lines",
    [
        ("批复如下：", "一、同意你村修路。", "二、请做好公示。", "此复。"),
        ("现通告如下：", "一、禁止燃放；", "二、本通告自发布之日起施行。", "特此通告。"),
        ("要求如下：", "（一）按时到会。", "（二）带好笔记本。"),
    ],
)
def test_items_that_are_whole_sentences_are_text(lines):
    assert set(levels(*lines)) == {0}


def test_a_level_of_which_one_heads_a_text_keeps_its_face():
    assert levels("一、提高认识。各村要重视。", "二、按时报送。") == [1, 1]
    assert levels("一、提高认识。", "各村要重视。", "二、按时报送。") == [1, 0, 1]
    assert levels("一、总体要求", "（一）按时到会。", "（二）带好笔记本。") == [1, 0, 0]
    assert levels("一、总体要求", "抓好落实。") == [1, 0]


def test_an_item_that_ends_with_a_semicolon_is_no_empty_heading():
    assert empty_headings(["一、禁止燃放；", "二、禁止堆放。"]) == []
