"""A sheet of inspections that says what was found: taken in as findings of each inspection."""

from datetime import date

import builders
import pytest

from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.services import inspections, records
from gaotang_desktop.services.sheets import imports, understanding

HEAD = "检查时间,检查类别,被检查村,检查人员,存在问题,整改期限,整改情况,整改时间,责任单位"
SHEET = f"""{HEAD}
2026-10-12,夜巡督查,郭桥村,张三,巡逻没有登记,10月底前,正在整改,,派出所
2026-10-12,夜巡督查,郭桥村,张三,没有穿袖标,2026-10-20,已发放袖标,2026-10-15,
2026-10-13,夜巡督查,刘庄村,张三,无,/,/,,
2026-10-14,夜巡督查,刘庄村,李四,灯不亮,立即整改,已整改,,刘庄村
"""


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    builders.village(opened, "郭桥村")
    builders.village(opened, "刘庄村")
    builders.unit(opened, "派出所")
    yield opened
    opened.close()


@pytest.fixture
def take(work, tmp_path):
    def taken(text, **options):
        path = tmp_path / "检查台账.csv"
        path.write_text(text, encoding="utf-8")
        return imports.import_sheet(work, "inspections", path, **options)

    return taken


def stored(work, kind):
    return [records.get(work, kind, each) for each in sorted(records.listing(work, kind).ids)]


def test_each_row_with_a_problem_is_a_finding_of_its_inspection_and_one_undo_takes_all_back(
    work, take
):
    before = take(SHEET, dry_run=True)
    assert "新登记 3 个。有 1 行和前面的行是同一次检查" in before.notes[0]
    assert stored(work, "inspections") == stored(work, "findings") == []
    done = take(SHEET)
    assert not done.errors
    assert not any("认不出来" in each for each in done.notes)
    results = sorted(each["result"] for each in stored(work, "inspections"))
    assert results == ["发现问题", "发现问题", "未发现问题"]
    by_text = {each["text"]: each for each in stored(work, "findings")}
    log, badge, lamp = (by_text[each] for each in ("巡逻没有登记", "没有穿袖标", "灯不亮"))
    assert (log["unit_id"], log["village_id"]) == (1, None)
    assert (log["due_on"], log["how"], log["put_right_on"]) == (
        date(2026, 10, 31),
        "正在整改",
        None,
    )
    assert (badge["village_id"], badge["put_right_on"]) == (1, date(2026, 10, 15))
    assert log["inspection_id"] == badge["inspection_id"] != lamp["inspection_id"]
    assert (lamp["village_id"], lamp["due_on"]) == (2, date(2026, 10, 14))
    assert any("没有整改日期，还算待整改" in each and "第 5 行" in each for each in done.notes)
    assert len(inspections.findings_of(work, log["inspection_id"])) == 2
    work.undo()
    assert stored(work, "inspections") == stored(work, "findings") == []


def test_the_same_sheet_again_makes_no_doubles_and_a_newer_one_fills_in_what_was_done(work, take):
    take(SHEET)
    known = stored(work, "inspections"), stored(work, "findings")
    again = take(SHEET)
    assert (again.unchanged, again.imported, again.updated) == (4, 0, 0)
    assert (stored(work, "inspections"), stored(work, "findings")) == known
    later = take(SHEET.replace("灯不亮,立即整改,已整改,,", "灯不亮,立即整改,已整改,10月16日,"))
    assert (later.unchanged, later.updated) == (3, 1)
    assert [each["put_right_on"] for each in stored(work, "findings")].count(None) == 1
    assert len(stored(work, "findings")) == 3
    other = take(SHEET.replace("已发放袖标", "没有发放"))
    assert any("已经登记过" in each and "第 3 行" in each for each in other.notes)
    assert {each["how"] for each in stored(work, "findings")} >= {"已发放袖标"}


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("灯不亮,2026-10-01,,,", "整改期限", "整改期限早于发现日期"),
        ("灯不亮,下次,,,", "整改期限", "看不懂“下次”"),
        ("灯不亮,,已换灯,2026-10-01,", "整改时间", "整改日期早于发现日期"),
        ("灯不亮,,,2026-10-15,", "整改情况", "请写明怎样整改的"),
        ("灯不亮,,,,没有的所", "责任单位", "没有的所"),
        (",,已换灯,,", "整改情况", "没有写问题"),
    ],
)
def test_what_cannot_be_a_finding_is_said_at_its_cell_and_nothing_of_the_row_is_stored(
    work, take, row, column, said
):
    done = take(f"{HEAD}\n2026-10-12,夜巡督查,郭桥村,张三,{row}\n")
    assert [(each.column, said in each.message) for each in done.errors] == [(column, True)]
    assert stored(work, "inspections") == stored(work, "findings") == []


def test_the_heads_say_in_the_preview_what_they_are_and_one_put_aside_is_not_taken(work, take):
    sheet = SheetRows(tuple(HEAD.split(",")), ())
    told = understanding.found_beside("inspections", sheet, imports.Choices())
    assert told["存在问题"] == "问题"
    assert told["整改期限"] == "问题的整改期限"
    aside = imports.Choices(columns={"存在问题": ""})
    assert understanding.found_beside("inspections", sheet, aside) == {}
    take(SHEET, choices=aside)
    assert stored(work, "findings") == []


def test_an_inspection_that_is_stored_without_a_problem_gets_what_the_sheet_found(work, take):
    take("检查时间,检查类别,被检查村,结果\n2026-10-12,夜巡督查,郭桥村,未发现问题\n")
    done = take(
        "检查时间,检查类别,被检查村,结果,存在问题\n2026-10-12,夜巡督查,郭桥村,未发现问题,没有登记\n"
    )
    assert done.imported + done.updated == 1
    assert [each["text"] for each in stored(work, "findings")] == ["没有登记"]
    assert "发现问题" in {each["result"] for each in stored(work, "inspections")}


def test_a_deadline_without_a_year_or_a_month_lies_nearest_to_the_day_of_its_row(work, take):
    head = "检查时间,检查类别,被检查村,存在问题,整改期限"
    rows = ("2025-11-03,夜巡督查,郭桥村,甲,月底前", "2025-12-20,夜巡督查,郭桥村,乙,1.10",
            "2025-11-05,夜巡督查,郭桥村,丙,12月底", "2025-11-06,夜巡督查,郭桥村,丁,年底前")  # fmt: skip
    take("\n".join((head, *rows)))
    assert {each["text"]: each["due_on"] for each in stored(work, "findings")} == {
        "甲": date(2025, 11, 30), "乙": date(2026, 1, 10), "丙": date(2025, 12, 31),
        "丁": date(2025, 12, 31),
    }  # fmt: skip
    path = work.folder / "问题.csv"
    path.write_text("问题,整改期限,发现日期,责任村\n戊,11.30,2025-11-03,郭桥村\n", encoding="utf-8")
    assert imports.import_sheet(work, "findings", path).imported == 1
    assert date(2025, 11, 30) in {
        each["due_on"] for each in stored(work, "findings") if each["text"] == "戊"
    }


def test_a_sheet_with_problems_alone_needs_no_other_column_and_a_row_without_one_is_right(
    work, take
):
    done = take(
        "检查时间,检查类别,被检查村,存在问题\n2026-10-12,夜巡督查,郭桥村,没有登记\n"
        "2026-10-13,夜巡督查,郭桥村,\n2026-10-14,夜巡督查,郭桥村,未发现问题。\n"
    )
    assert (done.imported, done.errors) == (3, [])
    assert [each["text"] for each in stored(work, "findings")] == ["没有登记"]


def test_a_problem_of_nobody_is_given_to_no_inspection_of_the_day_however_often_it_comes(
    work, take
):
    sheet = (
        "检查时间,检查类别,被检查村,存在问题\n2026-10-12,夜巡督查,,没有登记\n"
        "2026-10-12,夜巡督查,刘庄村,无\n"
    )
    for _time in range(2):
        assert take(sheet).rejected == 1
    assert stored(work, "findings") == []
    assert len(stored(work, "inspections")) == 1
