"""延期 in the real window: out by keys, edited in another program, and back with a preview and one undo."""

from datetime import date

import openpyxl
import pytest
from builders import NOW, open_work, unit, village
from keyboard import CONTROL, Key
from window_steps import settled

from gaotang_desktop.services import records
from gaotang_desktop.services.casework import extensions

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
