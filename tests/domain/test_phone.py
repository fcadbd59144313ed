"""Lists and the day in the words that are sent by phone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.fields import Field, Kind, Listing, Privacy, Reference
from gaotang_desktop.domain.phone import (
    DayFacts,
    day_message,
    day_sentences,
    paper_message,
    phone_rows,
    phone_text,
)
from gaotang_desktop.domain.privacy import Cover, Known

COVER = Cover(Known(frozenset({"李小明", "欧阳大海"})))
DAY = date(2026, 10, 24)
FIELDS = (
    Field("title", "事由", Kind.TEXT),
    Field("found_on", "日期", Kind.DATE),
    Field("party", "当事人", Kind.TEXT, privacy=Privacy.RESIDENT),
)


def listing(*rows):
    return Listing("disputes", FIELDS, tuple(range(1, len(rows) + 1)), rows)


def test_a_record_is_one_line_and_a_resident_is_masked_wherever_he_is_named():
    found = listing(("李小明与邻居争宅基", DAY, "李小明"))
    [row] = phone_rows(COVER.listing(found))
    assert row.head == "李某某与邻居争宅基 2026-10-24"
    assert row.rest == "当事人 李某某"


def test_a_name_whose_column_is_not_shown_is_masked_in_the_text_that_is():
    found = listing(("李小明、欧阳大海争水", DAY, "李小明、欧阳大海"))
    [row] = phone_rows(COVER.listing(found.only(["title"])))
    assert row.head == "李某某、欧阳某某争水"


def test_the_head_says_whose_it_is_what_it_is_about_the_day_and_how_it_stands():
    fields = (
        Field("standing", "时限", Kind.CHOICE, choices=("逾期",)),
        Field("due", "化解期限", Kind.DATE),
        Field("village_id", "村", Kind.REFERENCE, required=True, refers_to="villages"),
        Field("summary", "简要情况", Kind.LONG_TEXT, required=True),
        Field("unit", "责任单位", Kind.REFERENCE, refers_to="units"),
        Field("found_on", "发现日期", Kind.DATE, required=True),
    )
    row = ("逾期", date(2026, 10, 8), Reference(1, "寺前村", 1), "农药要求退货",
           Reference(2, "派出所", 2), date(2026, 9, 8))  # fmt: skip
    [said] = phone_rows(
        Listing("disputes", fields, (1,), (row,)), is_state=lambda field: field.name == "standing"
    )
    assert said.head == "寺前村 农药要求退货 2026-09-08 逾期"
    assert said.rest == "化解期限 2026-10-08 · 责任单位 派出所"


def test_a_list_of_figures_alone_is_headed_by_its_first_ones():
    fields = (Field("people", "人数", Kind.INTEGER), Field("nights", "晚数", Kind.INTEGER))
    [said] = phone_rows(Listing("", fields, (1,), ((3, 4),)))
    assert said.head == "3 4"
    assert said.rest == ""


def test_of_a_long_list_the_first_records_are_sent_and_the_others_are_counted():
    found = listing(*[(f"第{at}件", DAY, "") for at in range(100)])
    rows = phone_rows(found)
    said = phone_text("纠纷台账", rows, 100)
    assert said.splitlines()[0] == "【纠纷台账】共100条"
    assert said.splitlines()[-1] == "还有70条，见台账。"
    assert len(said.splitlines()) == 32


def test_line_breaks_and_long_texts_stay_one_short_line():
    [row] = phone_rows(listing(("一\n二\t三" + "长" * 500, DAY, "")))
    assert "\n" not in row.head
    assert len(row.head) < 80


FULL = DayFacts(
    day=DAY, night=date(2026, 10, 23), patrolled=18, people=71, verified=5, missed=2,
    disputes_found=2, disputes_closed=1, disputes_open=9, disputes_late=1,
    turns=("南堡村", "江村", "北村", "小村"), turns_held=("南堡村",),
    inspections=3, findings_open=5, findings_late=1, todos=12, todos_late=3,
)  # fmt: skip


def test_a_day_with_everything_is_five_sentences():
    assert day_sentences(FULL) == (
        "昨晚18个村开展平安夜巡，出动71人次，其中5个村经抽查或带队核实；2个村没有巡，已登记原因。",
        "今天新登记矛盾纠纷2件；办结1件；在办9件，其中逾期1件。",
        "本周安排4个村集中宣传，已开展1个，还有江村、北村、小村没有开展。",
        "今天检查3处；还有5个问题没有整改完，其中逾期1个。",
        "工作台上还有12件事要办，其中3件已经逾期。",
    )


def test_of_what_has_no_record_nothing_is_said():
    assert day_sentences(DayFacts(day=DAY, night=DAY)) == ()
    assert day_message("高塘镇综治中心", DayFacts(day=DAY, night=DAY)) == (
        "高塘镇综治中心10月24日情况：今天没有登记的情况。"
    )


def test_a_message_names_the_office_the_day_and_numbers_its_sentences():
    said = day_message("高塘镇综治中心", DayFacts(day=DAY, night=DAY, patrolled=3))
    assert said == "高塘镇综治中心10月24日情况：\n1. 今晚3个村开展平安夜巡。"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"missed": 2}, "今晚2个村没有巡，已登记原因。"),
        ({"disputes_closed": 1}, "今天办结矛盾纠纷1件。"),
        ({"disputes_open": 4}, "在办矛盾纠纷4件，没有逾期的。"),
        ({"turns": ("江村",), "turns_held": ("江村",)}, "本周安排1个村集中宣传，都已开展。"),
        ({"turns": ("江村",)}, "本周安排1个村集中宣传，还有江村没有开展。"),
        ({"findings_open": 1}, "还有1个问题没有整改完。"),
    ],
)
def test_a_sentence_says_only_what_there_is(facts, said):
    assert day_sentences(DayFacts(day=DAY, night=DAY, **facts)) == (said,)


NUMBERS = ("patrolled", "people", "verified", "missed", "disputes_found", "disputes_closed",
           "disputes_open", "disputes_late", "inspections", "findings_open", "findings_late",
           "todos", "todos_late")  # fmt: skip


@given(st.fixed_dictionaries({name: st.integers(0, 200) for name in NUMBERS}))
def test_there_are_never_more_than_five_sentences_and_each_ends_once(numbers):
    said = day_sentences(DayFacts(day=DAY, night=DAY, **numbers))
    assert len(said) <= 5
    assert all(each.endswith("。") and each.count("。") == 1 for each in said)
    assert all("；。" not in each and "，。" not in each for each in said)


def test_a_paper_is_sent_as_its_name_and_its_first_sentences():
    words = (
        "高塘镇综治中心文件\n高综〔2026〕5号\n关于9月平安夜巡情况的\n通报\n各村（社区）：\n"
        + "现将9月平安夜巡情况通报\n如下。全镇应巡250村次，\n已巡240村次。"
        + "其余。" * 100
    )
    said = paper_message("关于9月平安夜巡情况的通报", words)
    assert said.startswith("【关于9月平安夜巡情况的通报】\n现将9月平安夜巡情况通报如下。全镇应巡")
    assert said.endswith("。")
    assert len(said) < 200
    assert paper_message("表", "没有称呼的一张表") == "【表】\n没有称呼的一张表"
    assert len(paper_message("表", "长" * 5000)) < 330
