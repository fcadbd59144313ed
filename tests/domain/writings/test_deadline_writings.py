"""Deadlines as people write them (12月底, 月底前, 上旬); today is 28 November 2026."""

from datetime import date

import pytest

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.plan_text.deadlines import read_deadline
from gaotang_desktop.domain.writings.dates import Around

TODAY = date(2026, 11, 28)

DEADLINES = {
    "2026年12月底": date(2026, 12, 31),
    "2028年2月底": date(2028, 2, 29),
    "2月底": date(2027, 2, 28),
    "12月底前": date(2026, 12, 31),
    "十二月末": date(2026, 12, 31),
    "12月上旬": date(2026, 12, 10),
    "12月中旬以前": date(2026, 12, 20),
    "12月份下旬": date(2026, 12, 31),
    "月底前": date(2026, 11, 30),
    "下月底": date(2026, 12, 31),
    "年底前": date(2026, 12, 31),
    "明年底": date(2027, 12, 31),
    "12月10日前": date(2026, 12, 10),
    "2026-12-10之前": date(2026, 12, 10),
}


@pytest.mark.parametrize("words", DEADLINES)
def test_a_deadline_is_the_last_day_of_what_is_written_as_a_plan_is_read(words):
    until = Field("due_on", "整改期限", Kind.DATE)
    assert fields.read(until, words, today=TODAY) == DEADLINES[words]
    if "月" in words and words[0].isdigit():
        planned = read_deadline(words, 2026 if words[:2] != "2月" else 2027)
        assert planned.on == DEADLINES[words]


@pytest.mark.parametrize("words", ["2026年12月底", "12月上旬", "月底前", "年底"])
def test_of_a_day_on_which_something_happened_a_part_of_a_month_is_asked(words):
    with pytest.raises(Invalid, match=f"“检查日期”里的“{words}”没有写是哪一天，请写清楚。"):
        fields.read(Field("held_on", "检查日期", Kind.DATE), words, today=TODAY)


def test_the_end_of_a_month_that_nobody_names_is_asked_in_a_sheet_but_for_its_title():
    until = Field("due_on", "整改期限", Kind.DATE)
    with pytest.raises(Invalid) as asked:
        fields.read(until, "月底前", today=TODAY, around=Around(asks=True))
    assert asked.value.offers == ("2026-11-30", "2026-10-31")
    with pytest.raises(Invalid, match="没有写是哪一年"):
        fields.read(until, "年底", today=TODAY, around=Around(asks=True))
    titled = Around(2026, 9, asks=True)
    assert fields.read(until, "月底前", today=TODAY, around=titled) == date(2026, 9, 30)
