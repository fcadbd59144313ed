"""Record marks after what people do to an exported sheet: sorting, copying down, taking rows out."""

from datetime import date, datetime, time

import builders
import pytest
from openpyxl import load_workbook

from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import exports, identity, imports


@pytest.fixture
def town(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 10, 24, 9, 0))
    for name in ("北村", "江村"):
        builders.village(opened, name)
    builders.unit(opened, "平安办")
    yield opened
    opened.close()


def edited(path, change):
    book = load_workbook(path)
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if row[-1].value == identity.LABEL)
    change(sheet, head[0].row, {cell.value: cell.column for cell in head})
    book.save(path)
    return path


def all_values(work, kind):
    return {each: records.get(work, kind, each) for each in records.listing(work, kind).ids}


def test_marks_that_did_not_move_with_their_rows_change_nothing(town, tmp_path):
    for day in range(1, 6):
        builders.patrol(town, 1, night=date(2026, 10, day), leader=f"张{'一二三四五'[day - 1]}")
    exports.export(town, "patrols", tmp_path / "p.xlsx")
    before = all_values(town, "patrols")

    def sort_apart(sheet, top, places):
        mark = places[identity.LABEL]
        marks = [sheet.cell(top + at, mark).value for at in range(1, 6)]
        for at, moved in enumerate([*marks[1:], marks[0]], start=1):
            sheet.cell(top + at, mark).value = moved
        sheet.cell(top + 5, places["人数（人）"]).value = 40  # edited as well

    told = imports.import_sheet(town, "patrols", edited(tmp_path / "p.xlsx", sort_apart))
    assert (told.updated, told.imported, told.rejected) == (0, 0, 5)
    assert all("记录号没有跟着走" in error.message for error in told.errors)
    assert all_values(town, "patrols") == before


def test_the_number_of_another_dispute_beside_a_mark_is_asked(town, tmp_path):
    for village, party in ((1, "张三"), (2, "李四")):
        records.save(
            town, "disputes",
            {"found_on": date(2026, 10, 5), "village_id": village, "category_id": 1, "unit_id": 1,
             "parties": (party,), "summary": "院墙"},
        )  # fmt: skip
    exports.export(town, "disputes", tmp_path / "d.xlsx")
    before = all_values(town, "disputes")

    def swap(sheet, top, places):
        mark = places[identity.LABEL]
        one, other = sheet.cell(top + 1, mark), sheet.cell(top + 2, mark)
        one.value, other.value = other.value, one.value
        for at in (1, 2):
            sheet.cell(top + at, places["简要情况"]).value = f"改过{at}"

    told = imports.import_sheet(town, "disputes", edited(tmp_path / "d.xlsx", swap))
    assert (told.updated, told.imported, told.rejected) == (0, 0, 2)
    assert all_values(town, "disputes") == before


def test_a_mark_copied_down_over_three_rows_keeps_the_record_and_adds_the_others(town, tmp_path):
    one = builders.patrol(town, 1)
    builders.patrol(town, 1, night=date(2026, 10, 6))
    exports.export(town, "patrols", tmp_path / "p.xlsx")

    def copy_down(sheet, top, places):
        kept = [sheet.cell(top + 1, at).value for at in places.values()]
        own = next(at for at in (1, 2) if "05" in str(sheet.cell(top + at, places["夜晚"]).value))
        for at in (3, 4):
            for place, value in zip(places.values(), kept, strict=True):
                sheet.cell(top + at, place).value = value
            sheet.cell(top + at, places["夜晚"]).value = f"2026-10-0{at + 4}"
            sheet.cell(top + at, places[identity.LABEL]).value = sheet.cell(
                top + own, places[identity.LABEL]
            ).value

    before = all_values(town, "patrols")
    told = imports.import_sheet(town, "patrols", edited(tmp_path / "p.xlsx", copy_down))
    assert (told.imported, told.unchanged, told.updated) == (2, 2, 0)
    assert before.items() <= all_values(town, "patrols").items()
    assert one in before


def test_a_row_taken_out_of_an_export_takes_nothing_out_of_the_ledger(town, tmp_path):
    for day in (5, 6):
        builders.patrol(town, 1, night=date(2026, 10, day))
    exports.export(town, "patrols", tmp_path / "p.xlsx")
    before = all_values(town, "patrols")
    take_out = edited(tmp_path / "p.xlsx", lambda sheet, top, _places: sheet.delete_rows(top + 1))
    told = imports.import_sheet(town, "patrols", take_out)
    assert (told.unchanged, told.imported, told.updated) == (1, 0, 0)
    assert all_values(town, "patrols") == before


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_check_at_noon_comes_back_as_it_was(town, tmp_path, suffix):
    for hour in (10, 12, 21):
        records.save(
            town, "spot-checks",
            {"night": date(2026, 10, 5), "village_id": 1, "checked_at": time(hour, 0),
             "checked_by": "李四", "result": "在岗"},
        )  # fmt: skip
    exports.export(town, "spot-checks", tmp_path / f"s{suffix}")
    told = imports.import_sheet(town, "spot-checks", tmp_path / f"s{suffix}")
    assert (told.unchanged, told.errors) == (3, [])


def test_the_mark_of_another_ledger_names_nothing(town, tmp_path):
    kept = builders.patrol(town, 1)
    checked = records.save(
        town, "spot-checks",
        {"night": date(2026, 10, 5), "village_id": 1, "checked_by": "李四", "result": "在岗"},
    )  # fmt: skip
    exports.export(town, "spot-checks", tmp_path / "s.xlsx")
    page = load_workbook(tmp_path / "s.xlsx").active
    foreign = next(
        c.value for row in page.iter_rows() for c in row if str(c.value).count("-") == 2 and checked
        and str(c.value).split("-")[1] == str(checked)
    )  # fmt: skip
    exports.export(town, "patrols", tmp_path / "p.xlsx")

    def put(sheet, top, places):
        sheet.cell(top + 1, places[identity.LABEL]).value = foreign
        sheet.cell(top + 1, places["带班人"]).value = "王五"

    told = imports.import_sheet(town, "patrols", edited(tmp_path / "p.xlsx", put))
    assert (told.updated, told.imported) == (0, 1)
    assert "记录号不是本台账" in "".join(told.notes)
    assert records.get(town, "patrols", kept)["leader"] == "张三"


def swapped(sheet, top, places):
    mark = places[identity.LABEL]
    marks = [sheet.cell(top + at, mark).value for at in (1, 2, 3)]
    for at, moved in enumerate([*marks[1:], marks[0]], start=1):
        sheet.cell(top + at, mark).value = moved
        sheet.cell(top + at, places["备注"]).value = f"改过{at}"


def test_marks_torn_from_rows_that_were_all_edited_change_nothing(town, tmp_path):
    for day in (1, 2, 3):
        builders.patrol(town, 1, night=date(2026, 10, day), leader=f"张{day}")
    exports.export(town, "patrols", tmp_path / "p.xlsx")
    before = all_values(town, "patrols")
    told = imports.import_sheet(town, "patrols", edited(tmp_path / "p.xlsx", swapped))
    assert (told.updated, told.imported, told.rejected) == (0, 0, 3)
    assert all_values(town, "patrols") == before


@pytest.mark.parametrize("changed", [False, True])
def test_a_row_that_was_copied_with_its_mark_is_told(town, tmp_path, changed):
    builders.patrol(town, 1)
    exports.export(town, "patrols", tmp_path / "p.xlsx")

    def copy(sheet, top, places):
        for place in places.values():
            sheet.cell(top + 2, place).value = sheet.cell(top + 1, place).value
        if changed:
            sheet.cell(top + 2, places["备注"]).value = "另一晚"

    told = imports.import_sheet(town, "patrols", edited(tmp_path / "p.xlsx", copy))
    said = "带着别的行的记录号，内容不同，当作没有记录号，原来的那一条没有动。"
    again = "和同一个记录号的另一行完全一样，只算一条。"
    assert any(note.endswith(said if changed else again) for note in told.notes)
    assert (told.imported, told.updated, len(all_values(town, "patrols"))) == (
        changed,
        0,
        1 + changed,
    )
