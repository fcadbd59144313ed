"""Where and whose a record is, for every ledger that may leave it open: shown, and never passed over."""

from datetime import datetime

import builders
import pytest

from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.asking.whose import TOWN_WIDE, WHOSE
from gaotang_desktop.services.sheets.imports import IMPORTABLE, Choices

RULE = "a rule asks for the village or the unit"
STEP = "a step taken by the office itself, seldom in a sheet"
ELSEWHERE = {
    ("publicity-activities", "unit_id"): RULE,
    ("assignments", "unit_id"): RULE,
    ("assignments", "village_id"): RULE,
    ("inspections", "village_id"): RULE,
    ("inspections", "unit_id"): RULE,
    ("findings", "village_id"): RULE,
    ("opinions", "village_id"): "a sheet is asked for it, or for 全镇",
    ("findings", "unit_id"): RULE,
    ("publicity-turns", "instead_of_id"): STEP,
    ("disputes", "escalated_to_id"): STEP,
}
"""Optional villages and units that are not shown as left open, and why."""

ROWS = {
    "publicity-activities": ("日期,形式,单位,主题", "{day},集中宣传,派出所,反诈"),
    "opinions": ("收到日期,村,内容", "{day},北村,路灯{n}"),
    "intakes": ("登记日期,途径,诉求内容", "{day},来访,路灯{n}"),
    "dispute-reports": ("周,村,排查出", "2026-W4{n},北村,0"),
    "grids": ("村,网格", "北村,第{n}网格"),
    "grid-counts": ("月份,村,网格,走访", "2026-10,北村,第{n}网格,3"),
    "trouble-spots": ("部位,突出问题,牵头单位,挂牌日期", "市场{n},占道,派出所,{day}"),
    "places": ("名称,类型", "饭店{n},餐饮"),
    "inspections": ("日期,类别,村,检查情况,结果", "{day},消防安全,北村,灭火器{n},未发现问题"),
    "meetings": ("会议日期,类别,议题", "{day},研判会,议题{n}"),
    "meeting-decisions": ("会议,决定,责任单位", "2026-10-09 研判会 夜巡,决定{n},派出所"),
}
SAID = {
    "village_id": "江村", "unit_id": "派出所", "received_by": "张三", "reported_by": "张三",
    "worker": "张三", "keeper": "张三", "inspectors": "张三", "chaired_by": "张三",
}  # fmt: skip
TABLE = [(kind, name) for kind, names in WHOSE.items() for name in names]


def _fill(work):
    for name in ("北村", "江村"):
        builders.village(work, name)
    builders.unit(work, "派出所")
    held = {"held_on": datetime(2026, 10, 9).date(), "kind": "研判会", "topic": "夜巡"}
    records.save(work, "meetings", held)


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whose") / "data"
    opened, _ = builders.open_filled(folder, _fill, now=datetime(2026, 11, 28, 9, 0))
    yield opened
    opened.close()


def label_of(kind, name):
    return next(each.label for each in records.fields_for(kind) if each.name == name)


def take(work, tmp_path, kind, cells, label="", **choices):
    """A sheet of a row for each of the cells under a column; without a label there is none."""
    head, row = ROWS[kind]
    lines = [f"{head},{label}" if label else head]
    for at, cell in enumerate(cells, start=1):
        line = row.format(n=at, day=f"2026-10-{10 + at}")
        lines.append(f"{line},{cell}" if label else line)
    path = tmp_path / "来表.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return imports.import_sheet(work, kind, path, dry_run=True, choices=Choices(**choices))


def test_every_village_and_unit_that_a_sheet_may_leave_out_is_shown_or_has_a_reason():
    lacking = {
        (kind, each.name)
        for kind in IMPORTABLE
        for each in records.fields_for(kind)
        if each.refers_to in ("villages", "units") and not each.required and each.editable
        if each.name not in WHOSE.get(kind, ())
    }
    assert lacking == set(ELSEWHERE)


@pytest.mark.parametrize(("kind", "name"), TABLE)
def test_a_cell_left_empty_among_filled_ones_is_shown_with_its_row(work, tmp_path, kind, name):
    label = label_of(kind, name)
    told = take(work, tmp_path, kind, [SAID[name], "", SAID[name]], label)
    assert (told.imported, told.errors) == (3, [])
    [gap] = [each for each in told.gaps if each.label == label]
    assert (gap.rows, gap.whole, gap.stored) == (1, False, True)
    assert any(f"“{label}”空着（第 3 行）" in note for note in told.notes)


@pytest.mark.parametrize(("kind", "name"), TABLE)
def test_a_column_that_is_not_there_is_shown(work, tmp_path, kind, name):
    told = take(work, tmp_path, kind, ["", ""])
    assert (told.imported, told.errors) == (2, [])
    [gap] = [each for each in told.gaps if each.label == label_of(kind, name)]
    assert (gap.rows, gap.whole, gap.stored) == (2, True, True)
    assert any("没有这一列（第 2 行、第 3 行）" in note for note in told.notes)


@pytest.mark.parametrize("kind", [kind for kind, name in TABLE if name == "village_id"])
def test_a_record_of_the_whole_town_says_so_and_is_asked_no_more(work, tmp_path, kind):
    label = label_of(kind, "village_id")
    by_cell = take(work, tmp_path, kind, ["江村", TOWN_WIDE], label)
    once = take(work, tmp_path, kind, ["", ""], fills={"village_id": TOWN_WIDE})
    for told, rows in ((by_cell, 1), (once, 2)):
        assert (told.imported, told.errors) == (2, [])
        assert label not in [each.label for each in told.gaps]
        assert f"写明全镇的 {rows} 行，没有记在哪个村名下。" in told.notes


def test_what_the_title_says_is_offered_and_not_taken(work, tmp_path):
    path = tmp_path / "来表.csv"
    head, row = ROWS["publicity-activities"]
    path.write_text(f"江村宣传活动表\n{head}\n{row.format(day='2026-10-11', n=1)}\n", "utf-8")
    told = imports.import_sheet(work, "publicity-activities", path, dry_run=True)
    [gap] = [each for each in told.gaps if each.name == "village_id"]
    assert [each.words for each in gap.offers] == ["江村"]


def test_an_export_of_the_hotline_is_offered_as_its_source(work, tmp_path):
    path = tmp_path / "来表.csv"
    path.write_text("工单编号,来电时间,村,诉求内容\nA1,2026-10-11,北村,路灯不亮\n", "utf-8")
    told = imports.import_sheet(work, "opinions", path, dry_run=True)
    [gap] = [each for each in told.gaps if each.label == "来源"]
    assert [each.words for each in gap.offers] == ["12345热线"]


def test_what_new_records_are_by_default_is_told(work, tmp_path):
    told = take(work, tmp_path, "opinions", ["", ""])
    usual = "状态“待办理”（2 行）、办理期限按设置推算（2 行）"
    assert f"没有写、按平常的记：{usual}。不是的，请统一填或者逐条改。" in told.notes


@pytest.mark.parametrize("head", ["限期", "办理时限", "要求完成时间", "截止日期"])
def test_a_deadline_is_known_by_its_usual_headings_and_never_worked_out_beside_them(
    work, tmp_path, head
):
    told = take(work, tmp_path, "opinions", ["2026-10-30", "2026-10-31"], head)
    assert not any("按设置推算" in note for note in told.notes)


def test_the_day_on_which_a_sheet_was_filled_in_is_no_day_of_an_end(work, tmp_path):
    path = tmp_path / "来表.csv"
    path.write_text(
        "填表日期：2026年11月2日\n登记日期,途径,诉求内容,分流,是否办结\n2026-10-11,来访,路灯,求助,是\n",
        "utf-8",
    )
    told = imports.import_sheet(work, "intakes", path, dry_run=True)
    [gap] = [each for each in told.gaps if each.name == "done_on"]
    assert (gap.stored, gap.offers) == (False, ())


def test_a_count_that_no_column_holds_is_told_to_be_none(work, tmp_path):
    path = tmp_path / "来表.csv"
    path.write_text("月份,村,网格,走访,上报,办结\n2026-10,北村,第一网格,30,2,2\n", "utf-8")
    told = imports.import_sheet(work, "grid-counts", path, dry_run=True)
    assert any("没有写、按平常的记：按期办结“0”（1 行）" in note for note in told.notes)
