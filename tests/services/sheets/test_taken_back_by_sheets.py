"""An end that is taken back in an exported sheet: said while half of it stands, undone in one step."""

import openpyxl
import pytest
from builders import open_work, unit, village
from ended_matters import dispute, opinion

from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import exports, imports
from gaotang_desktop.services.sheets.choices import Choices


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened, "郭桥村")
    unit(opened, "司法所")
    yield opened
    opened.close()


ENDED = {
    "disputes": (dispute, {"状态": "化解中", "办结日期": None, "了结方式": None, "反馈日期": None},
                 "状态是“化解中”，还没有办结，请去掉办结日期或者改状态。"),
    "opinions": (opinion, {"状态": "办理中", "答复日期": None, "反馈日期": None, "满意情况": None},
                 "还没有答复的，请去掉答复日期。"),
}  # fmt: skip


def test_what_must_be_there_is_not_emptied_by_a_sheet_and_that_is_said(work, tmp_path):
    made = opinion(work)
    before = records.get(work, "opinions", made)
    exports.export(work, "opinions", tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "内容" for cell in row))
    for cell in head:
        if cell.value == "内容":
            sheet.cell(head[0].row + 1, cell.column).value = None
    book.save(tmp_path / "back.xlsx")
    for clears in (False, True):
        taken = imports.import_sheet(
            work, "opinions", tmp_path / "back.xlsx", choices=Choices(empty_clears=clears)
        )
        assert taken.notes == [
            "必填的格不能清空，照旧留着：第 3 行的“内容”。要改的请写上新的内容。"
        ]
        assert records.get(work, "opinions", made) == before


@pytest.mark.parametrize("kind", ENDED)
def test_an_end_is_taken_back_by_a_sheet_whole_or_not_at_all(work, tmp_path, kind):
    make, cells, said = ENDED[kind]
    made = make(work)
    before = records.get(work, kind, made)
    exports.export(work, kind, tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "状态" for cell in row))
    for cell in head:
        if cell.value in cells:
            sheet.cell(head[0].row + 1, cell.column).value = cells[cell.value]
    book.save(tmp_path / "back.xlsx")
    kept = imports.import_sheet(work, kind, tmp_path / "back.xlsx")
    assert (kept.updated, kept.rejected) == (0, 1)
    assert said in kept.detail
    assert records.get(work, kind, made) == before

    cleared = Choices(empty_clears=True)
    taken = imports.import_sheet(work, kind, tmp_path / "back.xlsx", choices=cleared)
    assert (taken.updated, taken.rejected) == (1, 0), taken.detail
    named = {each.label: each.name for each in records.fields_for(kind)}
    assert records.get(work, kind, made) == before | {
        named[label]: value for label, value in cells.items()
    }
    work.undo()
    assert records.get(work, kind, made) == before
