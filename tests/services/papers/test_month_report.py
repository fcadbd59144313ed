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


def test_incidents_of_a_quarter_are_whole_only_where_every_village_reported_every_month(work):
    one, two = builders.village(work, "郭桥村"), builders.village(work, "刘庄村")
    for month in (7, 8):
        counts(work, month, (one, {"alarms": 2}), (two, {"alarms": 1}))
    counts(work, 9, (one, {"alarms": 4}))
    found = month_figures.incident_sums(work, periods.parse("2026-Q3"))["alarms"]
    assert (found.count, found.villages, found.of, found.whole) == (10, 1, 2, False)
    assert month_figures.incident_sums(work, periods.month(2026, 8))["alarms"].whole


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
