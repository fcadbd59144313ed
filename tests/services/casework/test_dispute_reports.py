"""Weekly reports, counts of key groups, and the facts counted from both and from disputes."""

from datetime import date, timedelta
from decimal import Decimal

import builders
import pytest

from gaotang_desktop.data.queries import patrols as villages
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.domain.evaluation.facts import State
from gaotang_desktop.services import disputes, records
from gaotang_desktop.services.casework import dispute_reports, key_groups
from gaotang_desktop.services.casework.dispute_reports import WeekState
from gaotang_desktop.services.casework.key_groups import Count, VillageCounts
from gaotang_desktop.services.facts import disputes as facts
from gaotang_desktop.services.sheets import imports

MONDAY = date(2026, 10, 19)  # the running week of builders.NOW
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    builders.village(opened, "郭桥村", display_order=1)
    builders.village(opened, "刘庄村", display_order=2)
    builders.village(opened, "新设村", display_order=3, joined_on=date(2026, 10, 14))
    builders.unit(opened)
    yield opened
    opened.close()


def dispute(work, found=date(2026, 10, 1), **values):
    given = {
        "village_id": 1, "category_id": 1, "risk": "中", "summary": f"{found} 的纠纷",
        "unit_id": 1, "found_on": found, **values,
    }  # fmt: skip
    return records.save(work, "disputes", given)


def fact(work, of, first=OCTOBER[0], last=OCTOBER[1]):
    with work.database.reading() as session:
        return of(session, first, last, villages.villages(session, first, last))


def cell(work, village=1, week=MONDAY):
    return dispute_reports.grid(work).cells[village, week]


def test_one_key_takes_the_number_of_the_ledger(work):
    dispute(work, date(2026, 10, 20))
    dispute_reports.mark(work, village_id=1, week=MONDAY)
    dispute_reports.mark(work, village_id=2, week=MONDAY)
    assert [cell(work, each).words for each in (1, 2, 3)] == ["1件", "零报告", "待报"]
    dispute_reports.mark(work, village_id=1, week=MONDAY, found=0)
    assert cell(work).disagrees
    dispute_reports.unmark(work, village_id=1, week=MONDAY)
    assert cell(work).state is WeekState.WAITING
    dispute_reports.mark(work, village_id=1, week=MONDAY)
    assert cell(work).found == 1


def test_a_past_week_without_report_is_missing_but_not_before_the_village_was(work):
    past = MONDAY - timedelta(weeks=2)
    assert cell(work, 1, past).state is WeekState.BEFORE  # nobody has reported anything yet
    dispute_reports.mark(work, village_id=2, week=past - timedelta(weeks=1), found=0)
    assert cell(work, 1, past).state is WeekState.MISSING
    assert cell(work, 3, past).state is WeekState.NOT_DUE
    assert cell(work, 3, MONDAY - timedelta(weeks=1)).state is WeekState.MISSING
    with pytest.raises(Invalid, match="当时不在名单里"):
        dispute_reports.mark(work, village_id=3, week=past)
    with pytest.raises(Invalid):
        dispute_reports.mark(work, village_id=1, week=MONDAY + timedelta(weeks=1))


def test_the_rest_of_a_week_reports_zero_in_one_step_but_for_villages_with_disputes(work):
    dispute(work, date(2026, 10, 20), village_id=2)
    assert dispute_reports.mark_rest(work, MONDAY) == (2, 1)
    assert dispute_reports.grid(work).count(MONDAY, WeekState.REPORTED) == 2
    with pytest.raises(Conflict, match="1 个村台账里有纠纷"):
        dispute_reports.mark_rest(work, MONDAY)
    work.undo()
    assert dispute_reports.grid(work).count(MONDAY, WeekState.REPORTED) == 0


def test_closed_in_time_counts_what_was_due_in_the_span(work):
    early, late, open_, _far = (
        dispute(work, date(2026, 10, day), deadline=due)
        for day, due in (
            (1, date(2026, 10, 10)), (2, date(2026, 10, 10)),
            (3, date(2026, 10, 20)), (4, date(2026, 11, 20)),
        )
    )  # fmt: skip
    disputes.close(work, early, result="和解", closed_on=date(2026, 10, 10))
    disputes.close(work, late, result="和解", closed_on=date(2026, 10, 11))
    told = fact(work, facts.disputes_closed_in_time)
    assert (told[1].value, told[1].of) == (Decimal(1), Decimal(3))
    assert [each.counted for each in told[1].records] == [True, False, False]
    assert told[2].state is State.NOT_DUE
    records.bin_records(work, "disputes", [open_])
    assert fact(work, facts.disputes_closed_in_time)[1].of == Decimal(2)


def test_weeks_count_for_the_month_of_their_sunday_and_the_villages_of_that_day(work):
    first = date(2026, 9, 28)  # ends on 4 October
    for week in (first, date(2026, 10, 5)):
        dispute_reports.mark(work, village_id=1, week=week, found=0)
    told = fact(work, facts.weekly_dispute_reports, last=date(2026, 10, 24))
    assert (told[1].value, told[1].of, len(told[1].missing)) == (2, 3, 1)
    assert (told[2].value, told[2].of) == (0, 3)
    assert (told[3].value, told[3].of) == (0, 1)
    none = fact(work, facts.weekly_dispute_reports, last=date(2026, 10, 3))
    assert none[1].state is State.NOT_DUE


def counts(work, village, **given):
    return VillageCounts(village, "", {k: Count(*v) for k, v in given.items()})


def test_a_month_is_stored_in_one_step_and_an_emptied_count_is_binned(work):
    month = date(2026, 10, 1)
    rows = [counts(work, 1, 社区矫正=(3, 3), 其他=(0, 0)), counts(work, 2, 社区矫正=(2, 1))]
    assert key_groups.save_month(work, month, rows) == 3
    assert key_groups.save_month(work, month, rows) == 0
    assert key_groups.months(work)[0][1:] == (2, 5, 4)
    assert key_groups.save_month(work, month, [counts(work, 1, 社区矫正=(3, 3))]) == 1
    told = fact(work, facts.key_groups_managed)
    assert (told[1].value, told[1].of) == (3, 3)
    assert (told[2].value, told[2].of) == (1, 2)
    assert told[3].state is State.NOT_RECEIVED
    work.undo()
    work.undo()
    assert key_groups.months(work) == []
    assert fact(work, facts.key_groups_managed)[3].state is State.NOT_DUE


def test_more_managed_than_there_are_is_refused_and_a_jump_is_only_doubted(work):
    key_groups.save_month(work, date(2026, 9, 1), [counts(work, 1, 社区矫正=(10, 10))])
    with pytest.raises(key_groups.CountsInvalid) as said:
        key_groups.save_month(
            work, date(2026, 10, 1), [counts(work, 1, 社区矫正=(2, 3), 其他=(None, 1))]
        )
    assert [(each.category, each.part) for each in said.value.problems] == [
        ("社区矫正", "managed"), ("其他", "total"),
    ]  # fmt: skip
    assert [each.month for each in key_groups.months(work)] == [date(2026, 9, 1)]
    row = key_groups.month(work, date(2026, 10, 1))[0]
    assert row.before == {"社区矫正": Count(10, 10)}
    jumped = VillageCounts(1, "", {"社区矫正": Count(13, 13)}, row.before)
    assert ["多 30%" in each.sentence for each in key_groups.doubts([jumped])] == [True]
    with pytest.raises(Invalid, match="还没有到"):
        key_groups.save_month(work, date(2026, 11, 1), [counts(work, 1, 社区矫正=(2, 2))])


def test_a_village_with_nobody_in_the_key_groups_owes_nothing(work):
    key_groups.save_month(work, date(2026, 10, 1), [counts(work, 1, 其他=(0, 0))])
    assert fact(work, facts.key_groups_managed)[1].state is State.NOT_DUE


def test_no_field_of_the_counts_takes_words_but_the_remark():
    kinds = {each.name: each.kind for each in records.fields_for("key-group-counts")}
    assert {name for name, kind in kinds.items() if "text" in kind} == {"remark"}


def test_sheets_of_counts_reports_and_categories_explain_their_bad_rows(work, tmp_path):
    def take(kind, *rows):
        path = tmp_path / f"{kind}.csv"
        path.write_text("\n".join(rows), "utf-8-sig")
        return imports.import_sheet(work, kind, path)

    told = take(
        "key-group-counts", "月份,村,类别,总数,已管控帮扶",
        "2026年10月,郭桥村,社区矫正,3,3", "2026-10,郭桥村,社区康复,2,5",
        "2026-10,刘庄村,张三,1,1", "2026-10,刘庄村,其他,-1,0", "2026-10,郭桥村,社区矫正,4,4",
        "2026-12,刘庄村,其他,1,1",
    )  # fmt: skip
    assert (told.imported, told.rejected) == (1, 5)
    assert [each.column for each in told.errors] == ["已管控帮扶", "类别", "总数", "", "月份"]
    told = take(
        "dispute-reports", "周,村,排查出,上报日期",
        "2026年第42周,郭桥村,0,2026-10-16", "2026-10-12,刘庄村,2,2026-10-01",
        "2026年第50周,刘庄村,0,", "第99周,刘庄村,0,",
    )  # fmt: skip
    assert (told.imported, told.rejected) == (1, 3)
    told = take(
        "dispute-categories", "类别,方案类别,使用",
        "邻里纠纷,邻里,否", "电梯纠纷,邻里,是", "水费纠纷,没有的类,是",
    )  # fmt: skip
    assert (told.imported, told.updated, told.rejected) == (1, 1, 1)
