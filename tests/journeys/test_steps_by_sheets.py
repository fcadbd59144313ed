"""延期 in the real window: corrected and doubted; out by keys, edited in another program, and back with a preview and one undo."""

from datetime import date, datetime

import openpyxl
import pytest
from builders import NOW, open_work, unit, village
from keyboard import CONTROL, Key
from PySide6.QtWidgets import QLabel
from window_steps import settled

from gaotang_desktop.services import records
from gaotang_desktop.services.casework import extensions, pressing

TODAY = NOW.date()


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened, "郭桥村")
    unit(opened, "司法所")
    for text in ("路灯不亮", "修路"):
        records.save(
            opened, "opinions",
            {"received_on": date(2026, 10, 2), "village_id": 1, "unit_id": 1, "text": text,
             "due_on": date(2026, 10, 30)},
        )  # fmt: skip
    extensions.extend(
        opened, "opinions", 1, due_after=date(2026, 11, 9), decided_on=TODAY,
        decided_by="示例主任", reason="等配件",
    )  # fmt: skip
    yield opened
    opened.close()


def test_a_list_of_extensions_goes_out_and_comes_back_with_a_row_more_by_keys(
    clerk, work, tmp_path
):
    clerk.goes_to_list("disputes", "extensions")
    path = tmp_path / "seen.xlsx"
    clerk.takes_out(path)
    preview = clerk.takes_in(path)
    assert "没有变化 1" in preview.said.text()
    clerk.leaves()

    page = (book := openpyxl.load_workbook(path)).active
    head = next(row for row in page.iter_rows() if row[-1].value == "记录号")
    places = {cell.value: cell.column for cell in head}
    row = head[0].row + 1
    page.cell(row, places["延至"]).value = date(2026, 11, 12)
    for label, value in (
        ("批准日期", TODAY), ("事项", "修路"), ("村", "郭桥村"), ("类别", "意见建议"),
        ("延至", date(2026, 11, 20)), ("批准人", "示例主任"), ("延期原因", "等材料"),
    ):  # fmt: skip
        page.cell(row + 1, places[label]).value = value
    book.save(path)
    preview = clerk.takes_in(path)
    assert "新增 1" in preview.said.text()
    assert "更新 1" in preview.said.text()
    clerk.presses(Key.Key_Return)
    settled(clerk.qtbot, clerk.window)

    def due():
        return [records.get(work, "opinions", each)["due_on"] for each in (1, 2)]

    clerk.qtbot.waitUntil(lambda: due() == [date(2026, 11, 12), date(2026, 11, 20)])
    settled(clerk.qtbot, clerk.window)
    clerk.leaves()  # the result, which tells that 村 and 类别 are the matter's own
    clerk.presses(Key.Key_Z, CONTROL)
    settled(clerk.qtbot, clerk.window)
    assert due() == [date(2026, 11, 9), date(2026, 10, 30)]


def test_an_extension_is_not_moved_before_what_rests_on_it_and_its_form_says_why(clerk, work):
    work.now = lambda: datetime(2026, 11, 25, 9, 0)
    extensions.extend(
        work, "opinions", 1, due_after=date(2026, 11, 20), decided_on=date(2026, 11, 6),
        decided_by="示例主任", reason="还等配件",
    )  # fmt: skip
    pressing.note(
        work, pressing.one(work, "opinions", 1),
        {"raised_on": date(2026, 11, 23), "level": "单位负责人"},
    )  # fmt: skip
    clerk.window.go("publicity", {"kind": "opinions", "id": 1})
    settled(clerk.qtbot, clerk.window)
    for line, day, said in (
        ("延期 10-30 → 11-09", "2026-11-03", "后一次延期是 2026-11-06 批准的"),
        ("延期 11-09 → 11-20", "2026-11-24", "已经在 2026-11-23 提级督办，这个日子不能再改"),
    ):
        form = clerk.opens(line)
        clerk.overwrites("延至", day)
        clerk.presses(Key.Key_S, CONTROL)
        settled(clerk.qtbot, clerk.window)
        assert said in form.form.error("due_after")
        clerk.presses(Key.Key_Escape)  # something was typed
        clerk.leaves()
    assert records.get(work, "opinions", 1)["due_on"] == date(2026, 11, 20)


def test_a_term_in_working_days_says_where_the_holidays_of_its_year_are_not_entered(clerk, work):
    work.change_settings({"working_days": True, "opinion_days": 5})
    work.now = lambda: datetime(2026, 12, 30, 9, 0)
    made = records.save(
        work, "opinions",
        {"received_on": date(2026, 12, 30), "village_id": 1, "unit_id": 1, "text": "路面结冰"},
    )  # fmt: skip
    assert records.get(work, "opinions", made)["due_on"] == date(2027, 1, 6)

    def told():
        clerk.window.go("publicity", {"kind": "opinions", "id": made})
        settled(clerk.qtbot, clerk.window)
        panel = clerk.window.current_page().ledger.panel
        return [each.text() for each in panel.findChildren(QLabel) if "放假和调休" in each.text()]

    [doubt] = told()
    assert doubt.startswith("2027 年的放假和调休还没有录入")
    work.change_settings({"holidays": "2027-01-01至2027-01-03 元旦 放假"})
    clerk.window.go("workbench", {})
    assert told() == []
