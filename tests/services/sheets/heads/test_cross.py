"""Villages or periods across: a record for each cell where the ledger counts, else a sentence."""

from datetime import date, datetime

import builders
import pytest
from openpyxl import Workbook

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.imports import Choices

WEEKS = ["村", "第1周", "第2周", "第3周", "第4周"]


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 28, 9, 0))
    for name in ("北村", "江村"):
        builders.village(opened, name)
    yield opened
    opened.close()


@pytest.fixture
def take(work, tmp_path):
    def take(kind, *rows, **choices):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "来表.xlsx")
        return imports.import_sheet(work, kind, tmp_path / "来表.xlsx", choices=Choices(**choices))

    return take


def stored(work, kind, *names):
    listed = records.listing(work, kind)
    places = [listed.column(name) for name in names]
    rows = [tuple(getattr(row[at], "label", row[at]) for at in places) for row in listed.rows]
    return sorted(rows)


def test_villages_across_with_months_down_are_counts_of_each(work, take):
    take(
        "incident-counts", ["2026年各村盗窃发案数"], ["月份", "北村", "江村"],
        ["9月", 1, 2], ["10月", 0, 3],
    )  # fmt: skip
    assert stored(work, "incident-counts", "month", "village_id", "thefts") == [
        (date(2026, 9, 1), "北村", 1), (date(2026, 9, 1), "江村", 2),
        (date(2026, 10, 1), "北村", 0), (date(2026, 10, 1), "江村", 3),
    ]  # fmt: skip


def test_villages_across_with_nights_down_are_a_patrol_for_each_mark(work, take):
    told = take(
        "patrols", ["2026年10月夜巡"], ["日期", "北村", "江村"], ["10月1日", "√", "×"],
        ["10月2日", 4, "√"], fills={"leader": "张三", "people": "3"},
    )  # fmt: skip
    assert stored(work, "patrols", "night", "village_id", "people") == [
        (date(2026, 10, 1), "北村", 3), (date(2026, 10, 2), "北村", 4),
        (date(2026, 10, 2), "江村", 3),
    ]  # fmt: skip
    assert "有 1 格写着没有巡（×、无 等），没有导入；未巡请登记在“未巡”里。" in told.notes


@pytest.mark.parametrize(
    "head",
    [
        (["村", "9月", None, "10月", None], [None, "盗窃", "电诈起数", "盗窃", "电诈起数"]),
        (["村", "盗窃", None, "电诈起数", None], [None, "9月", "10月", "9月", "10月"]),
    ],
)
def test_several_figures_by_month_are_a_row_for_each_month_whichever_stands_above(work, take, head):
    by_month = head[0][1] == "9月"
    row = ["北村", 1, 2, 3, 4] if by_month else ["北村", 1, 3, 2, 4]
    take("incident-counts", ["2026年发案情况"], *head, row)
    assert stored(work, "incident-counts", "month", "thefts", "frauds") == [
        (date(2026, 9, 1), 1, 2), (date(2026, 10, 1), 3, 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second"), [("2026年第40周", "2026年第41周"), ("9月28日-10月4日", "10月5日-11日")]
)
def test_weeks_of_the_year_across_are_the_reports_of_each(work, take, first, second):
    take(
        "dispute-reports",
        ["2026年排查周报"],
        ["村", first, second],
        ["北村", 0, 3],
        ["江村", None, 1],
    )
    assert stored(work, "dispute-reports", "week", "village_id", "found") == [
        (date(2026, 9, 28), "北村", 0), (date(2026, 10, 5), "北村", 3),
        (date(2026, 10, 5), "江村", 1),
    ]  # fmt: skip


MONTHS = ["村", *(f"{month}月" for month in range(1, 13))]
QUARTERS = ["村", "一季度", "二季度", "三季度"]
DAYS = ["村", *(f"{day}日" for day in range(1, 32))]


@pytest.mark.parametrize(
    ("kind", "head", "said"),
    [
        ("patrols", WEEKS, "请导入一晚一行的表；或者按日期横排的月历"),
        ("patrols", MONTHS, "各村各月的次数不用录，程序从这些记录里数。"),
        ("publicity-activities", WEEKS, "请导入一条一行的明细表；各村的数不用录，程序从“宣传活动”里数。"),
        ("disputes", MONTHS, "程序从“矛盾纠纷”里数。"),
        ("inspections", DAYS, "程序从“检查督查”里数。"),
        ("incident-counts", WEEKS, "请换成按月的数（1月、2月……），或者一个月一行再导入。"),
        ("key-group-counts", QUARTERS, "“重点人员底数”按月登记"),
        ("dispute-reports", WEEKS, "请改成一周一行，在“周”里写明是哪一周"),
    ],
)  # fmt: skip
def test_sums_that_are_no_record_are_refused_with_what_can_be_taken_in(
    work, take, kind, head, said
):
    with pytest.raises(Unreadable) as refused:
        take(kind, ["2026年10月汇总"], head, ["北村", *range(1, len(head))])
    assert f"这张表是横排的合计表（{head[1]}……{head[-1]}），一格是一个数" in str(refused.value)
    assert said in str(refused.value)


def test_a_list_that_has_columns_by_month_beside_its_own_is_taken_in(work, take):
    head = ["夜晚", "村", "开始", "结束", "带班人", "人数", "1季度", "2季度"]
    told = take("patrols", head, ["2026-10-05", "北村", "20:00", "22:00", "张三", 3, 1, 2])
    assert told.imported == 1
    assert "这些列认不出来，没有导入：1季度、2季度。" in told.notes
