import pytest

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets import chat_reports
from gaotang_desktop.domain.sheets.chat_reports import Words

FIELDS = (
    Field("held_on", "日期", Kind.DATE),
    Field("form", "形式", Kind.CHOICE, choices=("入户走访", "广播", "板凳会")),
    Field("households", "入户走访", Kind.INTEGER, unit="户"),
    Field("letters", "发放公开信", Kind.INTEGER, unit="份"),
    Field("materials", "宣传材料", Kind.INTEGER, unit="份"),
    Field("staff", "工作人员", Kind.INTEGER, unit="人"),
    Field("remark", "备注", Kind.LONG_TEXT),
)
HEADINGS = {each.label: each.name for each in FIELDS} | {"走访": "households", "公开信": "letters"}
WORDS = Words(
    FIELDS, HEADINGS, "held_on", "remark", lambda _piece: None, {"没有走访": ("households",)}
)

LINES = {
    "北村 走访35户 发放公开信35份": {"households": "35户", "letters": "35份"},
    "北村：今天共走访35户，3名工作人员": {"held_on": "今天", "households": "35户", "staff": "3名"},
    "北村 11月5日 入户走访 1,035户": {"held_on": "11月5日", "form": "入户走访", "households": "1035户"},
    "北村走访三十户发放公开信二十份": {"households": "三十户", "letters": "二十份"},
    "北村 走访约30户": {"households": "约30户"},
    "北村 公开信：无": {"letters": "无"},
    "北村 无宣传材料 走访3户 其余为0": {"materials": "0", "households": "3户", "letters": "0", "staff": "0"},
    "北村 没有走访": {"households": "0"},
    "北村 广播": {"form": "广播"},
}  # fmt: skip


def read(text):
    return chat_reports.read(text, {"北村", "江村"}.__contains__, WORDS)


@pytest.mark.parametrize(("line", "values"), LINES.items())
def test_a_figure_is_known_by_the_word_at_its_side_or_by_what_it_counts(line, values):
    ((told,), _heads) = read(line)
    assert (told.values, told.asked) == (values, [])


@pytest.mark.parametrize("piece", ["35份", "未走访3户", "走访了5次河堤", "走访3户走访4户"])
def test_a_figure_that_may_be_several_things_is_asked_about(piece):
    ((told,), _heads) = read(f"北村 {piece}")
    assert (told.values, told.asked) == ({"remark": piece}, [piece])


def test_the_day_over_a_list_is_that_of_its_lines_and_a_correction_takes_the_place_of_a_line():
    told, heads = read("11月3日走访情况\n1. 北村 走访35户\n2. 江村 走访3户\n更正：北村 走访36户")
    assert heads == ("11月3日走访情况",)
    assert [(each.village, each.values, each.replaces) for each in told] == [
        ("江村", {"households": "3户", "held_on": "11月3日"}, ()),
        ("北村", {"households": "36户", "held_on": "11月3日"}, (2,)),
    ]
