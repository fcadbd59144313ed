"""The office's month paper from real records: gathered, drafted, issued with a number of its own."""

from datetime import date, datetime

import builders
import pytest

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import incident_counts
from gaotang_desktop.services.papers import (
    catalogue,
    drafts,
    gate,
    issued_documents,
    month_figures,
)

OCTOBER = periods.month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    yield opened
    opened.close()


def intake(work, day, **values):
    given = {"received_on": day, "way": "来访", "persons": ("张三丰",), "matter": "邻居占路"}
    return records.save(work, "intakes", {**given, **values})


def counts(work, month, *rows):
    incident_counts.save_month(work, date(2026, month, 1), dict(rows))


def test_it_counts_what_came_in_and_names_nobody(work):
    builders.village(work)
    intake(work, date(2026, 10, 5))
    intake(work, date(2026, 10, 6), sort="求助", done_on=date(2026, 10, 8), result="已解决")
    draft = drafts.create(work, "month-report", OCTOBER)
    values, filled = drafts.get(work, draft), drafts.filling(work, draft)
    assert values["kind"] == "月报"
    assert "登记群众诉求2件（来访2件），没有上月数据可比。" in values["body"]
    assert "张三丰" not in values["body"] + str(filled)
    assert "邻居占路" not in values["body"] + str(filled)
    assert [row[0] for row in filled.annexes[0].blocks[0].rows] == ["诉2026-001", "诉2026-002"]


def test_a_ledger_that_ran_all_of_the_month_before_is_compared(work):
    intake(work, date(2026, 9, 3))
    intake(work, date(2026, 10, 5))
    assert month_figures.month_figures(work, OCTOBER).intakes_before == 1
    # In September it had not been kept in August.
    assert month_figures.month_figures(work, OCTOBER.shifted(-1)).intakes_before is None


def told(work, key):
    """The lines of incidents of a paper, by label, and its sentence about them."""
    figures = month_figures.month_figures(work, periods.parse(key))
    said = next(
        block.text
        for block in catalogue.paper(work, "month-report", periods.parse(key)).blocks
        if getattr(block, "key", "") == "incidents"
    )
    return {each.label: each for each in figures.incidents}, said


def test_who_reported_a_quarter_is_counted_village_by_village(work):
    one, two, three = (builders.village(work, name) for name in ("郭桥村", "刘庄村", "北村"))
    full = {"alarms": 1}
    counts(work, 7, (one, full), (two, full))
    counts(work, 8, (one, full), (three, full))
    counts(work, 9, (one, full), (two, full), (three, full))
    lines, said = told(work, "2026-Q3")
    now = lines["警情"].now
    # In no month more than one was silent, and yet two of the three left out a month.
    assert (now.count, now.villages, now.of, now.reports, now.due) == (7, 1, 3, 7, 9)
    assert not now.whole
    assert "3个村3个月应当上报9份，已经上报7份，每个月都报了的有1个村" in said
    _lines, said = told(work, "2026-08")
    assert "3个村里已经上报的有2个" in said
    _lines, said = told(work, "2026-09")
    assert "3个村均已上报" in said


def test_a_year_that_is_not_over_owes_the_months_that_are(work):
    one, two = builders.village(work, "郭桥村"), builders.village(work, "刘庄村")
    for month in range(1, 11):
        counts(work, month, (one, {"alarms": 2}), (two, {"alarms": 1}))
    for month in range(1, 13):
        incident_counts.save_month(
            work, date(2025, month, 1), {one: {"alarms": 3}, two: {"alarms": 0}}
        )
    lines, said = told(work, "2026")
    now, before, last_year = lines["警情"].now, lines["警情"].before, lines["警情"].last_year
    # Today is 5 November: nobody owes November yet, nor December.
    assert (now.count, now.villages, now.of, now.months, now.whole) == (30, 2, 2, 10, True)
    assert "2个村每个月均已上报" in said
    # 去年同期 is the same ten months; of the whole year before nothing is compared.
    assert (last_year.count, last_year.months) == (30, 10)
    assert (before.count, before.months) == (36, 12)
    assert now.compares_with(last_year)
    assert not now.compares_with(before)
    # A village that reports November already makes it owed by all.
    counts(work, 11, (one, {"alarms": 1}))
    now = told(work, "2026")[0]["警情"].now
    assert (now.count, now.villages, now.months, now.reports, now.due) == (31, 1, 11, 21, 22)


def test_a_village_owes_the_months_in_which_it_exists(work):
    one = builders.village(work, "郭桥村")
    late = builders.village(work, "新村", joined_on=date(2026, 8, 10))
    gone = builders.village(work, "老村", withdrawn_on=date(2026, 8, 1))
    counts(work, 7, (one, {"alarms": 1}), (gone, {"alarms": 1}))
    counts(work, 8, (one, {"alarms": 1}), (late, {"alarms": 1}))
    counts(work, 9, (one, {"alarms": 1}), (late, {"alarms": 1}))
    lines, _said = told(work, "2026-Q3")
    now = lines["警情"].now
    assert (now.count, now.villages, now.of, now.due, now.whole) == (6, 3, 3, 6, True)
    assert not lines["盗窃"].now.whole


def test_an_empty_month_takes_no_number(work):
    draft = drafts.create(work, "month-report", OCTOBER)
    assert any("没有可以写进这份公文的登记" in each.sentence for each in gate.of_draft(work, draft))
    with pytest.raises(Conflict, match="没有取号"):
        issued_documents.issue(work, draft, despite_reminders=True)


def test_its_issues_are_counted_by_themselves(work):
    intake(work, date(2026, 9, 3))
    for month, count in ((9, 1), (10, 2)):
        draft = drafts.create(work, "month-report", periods.month(2026, month))
        assert issued_documents.next_number(work, draft) == f"综治中心月报2026年第{count}期"
        issued = issued_documents.issue(work, draft, despite_reminders=True)
        assert issued.number == f"综治中心月报2026年第{count}期"
    # The office's own numbers were not touched, and the register lacks none.
    notice = drafts.create(work, "notice")
    assert issued_documents.next_number(work, notice) == "高综治〔2026〕1号"
    assert issued_documents.problems(work) == []


def test_another_day_alone_makes_no_draft_stale(work):
    intake(work, date(2026, 10, 5), due_on=date(2026, 12, 30))
    draft = drafts.create(work, "month-report", OCTOBER)
    work.now = lambda: datetime(2026, 11, 6, 9, 0)
    assert work.today() == date(2026, 11, 6)
    assert not drafts.is_stale(work, draft)
    intake(work, date(2026, 10, 7))
    assert drafts.is_stale(work, draft)


def test_a_month_that_has_not_begun_is_refused(work):
    with pytest.raises(Conflict.__base__, match="还没有开始"):
        catalogue.paper(work, "month-report", periods.month(2026, 12))
