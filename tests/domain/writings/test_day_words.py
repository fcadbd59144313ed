"""Days told from today, as a clerk writes them; in a sheet nobody knows from which day."""

from datetime import date

import pytest

from gaotang_desktop.domain.writings.dates import Around, read_date
from gaotang_desktop.domain.writings.unclear import Unclear

TODAY = date(2026, 10, 24)  # a Saturday

TOLD = {
    "今早": "2026-10-24", "昨天下午": "2026-10-23", "昨日上午9点半": "2026-10-23", "前天晚上8:30": "2026-10-22",
    "大前天": "2026-10-21", "后天": "2026-10-26", "大后天": "2026-10-27",
    "周五": "2026-10-23", "上周五晚": "2026-10-16", "本周三下午": "2026-10-21", "下周一": "2026-10-26",
    "下个星期天": "2026-11-01", "上月28日": "2026-09-28", "下月10号": "2026-11-10", "下个月10日": "2026-11-10",
    "三天后": "2026-10-27", "10天前": "2026-10-14", "两周后": "2026-11-07", "一个星期以后": "2026-10-31",
}  # fmt: skip


def test_a_day_told_from_today_is_that_day():
    assert {word: str(read_date(word, today=TODAY)) for word in TOLD} == TOLD
    assert read_date("下月31号", today=date(2026, 11, 30)) == date(2026, 12, 31)
    assert read_date("周日", today=TODAY, ahead=True) == date(2026, 10, 25)


@pytest.mark.parametrize(
    "words", ["下月31号", "3天内", "7天", "国庆节", "今天凌晨", "当天", "15个工作日"]
)
def test_what_is_no_single_day_is_refused(words):
    with pytest.raises(ValueError, match="日期"):
        read_date(words, today=TODAY)


def test_in_a_sheet_it_is_asked_with_the_day_from_which_it_would_be_told_today():
    with pytest.raises(Unclear) as told:
        read_date("昨天", today=TODAY, around=Around(2026, 10, asks=True))
    assert list(told.value.offers) == ["2026-10-23"]
