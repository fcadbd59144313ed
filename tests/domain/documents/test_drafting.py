"""A draft takes in newer data beside the operator's words, and nothing typed is ever lost."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.documents import drafting
from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Column,
    OfficialPaper,
    Paragraph,
    Table,
    text_in,
    text_of,
)
from gaotang_desktop.domain.documents.drafting import Filling, Line

TABLE = Table((Column("村"), Column("次数", align="decimal")), (("郭桥村", "12"),))
DAY = date(2026, 11, 5)


def filling(*pairs):
    return Filling(tuple(Line(key, text) for key, text in pairs))


OLD = filling(
    ("opening", "现将10月情况通报如下："),
    ("", "一、总体情况"),
    ("overall", "实巡30次。"),
    ("", "二、存在问题"),
    ("problems", "1. 郭桥村少巡2次。"),
    ("problems", "2. 刘庄村脱岗。"),
    ("", "特此通报。"),
)
NEW = filling(
    ("opening", "现将10月情况通报如下："),
    ("", "一、总体情况"),
    ("overall", "实巡32次。"),
    ("", "二、存在问题"),
    ("problems", "郭桥村少巡1次。"),
    ("", "特此通报。"),
)


def test_an_untouched_draft_becomes_what_the_data_say_now():
    found = drafting.refreshed(OLD.text, OLD, NEW)
    assert found.text == NEW.text
    assert found.kept == ()
    assert found.changed == 2


def test_the_operator_s_own_paragraph_stays_and_the_rest_is_renewed():
    typed = OLD.text.replace("二、存在问题", "王楼村做法值得推广。\n二、存在问题")
    found = drafting.refreshed(typed, OLD, NEW)
    assert "王楼村做法值得推广。\n二、存在问题\n郭桥村少巡1次。\n特此通报。" in found.text
    assert "实巡32次。" in found.text


def test_a_changed_paragraph_stays_as_typed_and_is_named():
    typed = OLD.text.replace("实巡30次。", "实巡30次，比往年好。")
    found = drafting.refreshed(typed, OLD, NEW)
    assert "实巡30次，比往年好。" in found.text
    assert "实巡32次" not in found.text
    assert found.kept == ("实巡30次。",)


def test_a_piece_of_which_a_line_was_taken_out_stays_as_it_is():
    typed = OLD.text.replace("2. 刘庄村脱岗。\n", "")
    found = drafting.refreshed(typed, OLD, NEW)
    assert "1. 郭桥村少巡2次。\n特此通报。" in found.text
    assert found.kept == ("1. 郭桥村少巡2次。2. 刘庄村脱岗。",)


def test_what_the_data_say_for_the_first_time_comes_in_at_its_place():
    empty = filling(
        ("opening", "现将10月情况通报如下："), ("no-data", "没有登记。"), ("", "特此通报。")
    )
    typed = empty.text.replace("特此通报。", "请补报。\n特此通报。")
    found = drafting.refreshed(typed, empty, NEW)
    lines = found.text.splitlines()
    assert "没有登记。" not in lines
    assert lines.index("现将10月情况通报如下：") < lines.index("实巡32次。")
    assert "请补报。" in lines


KEYS = st.sampled_from(["", "opening", "overall", "problems", "requests"])
WORDS = st.text(alphabet="实巡次村郭桥一二三，。1234【】表", min_size=1, max_size=8).filter(
    str.strip
)
FILLINGS = st.lists(st.tuples(KEYS, WORDS), max_size=7).map(
    lambda pairs: filling(*((key, text.strip()) for key, text in pairs))
)


@given(FILLINGS, FILLINGS)
def test_without_a_typed_word_the_new_filling_is_the_text(old, new):
    assert drafting.refreshed(old.text, old, new).text == new.text


@given(FILLINGS, FILLINGS, st.data())
def test_a_line_that_nobody_filled_in_is_never_lost(old, new, data):
    lines = old.text.splitlines()
    own = data.draw(st.lists(WORDS.map(lambda each: f"自写{each.strip()}"), min_size=1, max_size=3))
    for each in own:
        lines.insert(data.draw(st.integers(0, len(lines))), each)
    found = drafting.refreshed("\n".join(lines), old, new).text.splitlines()
    assert [each for each in found if each in own] == [each for each in lines if each in own]


@given(FILLINGS, st.lists(WORDS, max_size=6))
def test_the_same_data_change_nothing(old, lines):
    typed = "\n".join(lines)
    assert drafting.refreshed(typed, old, old).text == typed


def paper(*blocks, annexes=()):
    return OfficialPaper("通报", "标题", blocks, "综治中心", DAY, annexes=annexes)


def test_what_was_filled_in_comes_back_from_the_database_as_it_was():
    @dataclass(frozen=True)
    class Figures:
        day: date
        rate: Decimal
        names: tuple[str, ...]

    made = paper(
        Paragraph("现将“<&>”情况\n通报如下：", key="opening"),
        TABLE,
        Paragraph("特此通报。"),
        annexes=(Annex("附表", (TABLE,), landscape=True),),
    )
    kept = drafting.filling_of(made, Figures(DAY, Decimal("93.8"), ("郭桥村",)))
    again = drafting.loaded(drafting.dumped(kept))
    assert again == kept
    assert again.text == "现将“<&>”情况 通报如下：\n【表1】\n特此通报。"
    assert again.blocks == (TABLE,)
    assert again.annexes == made.annexes
    assert again.figures == {"day": "2026-11-05", "names": ["郭桥村"], "rate": "93.8"}
    assert drafting.loaded(None) == Filling()


def values(body, kind="夜巡通报", **more):
    return {
        "kind": kind, "name": "关于夜巡的通报", "addressee": "各村：", "body": body,
        "signer": "综治中心", "dated_on": DAY, **more,
    }  # fmt: skip


def test_the_paper_of_a_draft_has_its_table_where_the_mark_stands_and_its_closing():
    kept = Filling(blocks=(TABLE,))
    made = drafting.draft_paper(values("一、情况\n【表1】\n写完了。"), kept, letterhead="文件")
    assert [getattr(each, "text", each) for each in made.blocks] == [
        "一、情况", TABLE, "写完了。", "特此通报。",
    ]  # fmt: skip
    assert made.addressee == "各村："
    assert made.kind == "通报"
    notice = drafting.draft_paper(values("写完了。特此通知。", "会议通知"), kept, letterhead="")
    assert text_of(notice.blocks) == "写完了。特此通知。"


def test_an_empty_draft_stays_empty_so_that_the_check_names_it():
    assert drafting.draft_paper(values(" \n"), Filling(), letterhead="").blocks == ()


def test_everything_that_a_paper_says_can_be_searched():
    said = text_in(paper(Paragraph("正文"), annexes=(Annex("附表", (TABLE,)),)))
    for words in ("标题", "正文", "附表", "郭桥村\t12", "综治中心"):
        assert words in said


def test_the_same_figures_are_always_the_same_text():
    assert drafting.canonical({"b": 1, "a": ["村"]}) == '{"a":["村"],"b":1}'
