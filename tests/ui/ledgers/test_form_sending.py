"""发填报表 and 导入记录 in a real window: which villages, into which folder; the files that came."""

import builders
import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from window_steps import settled

from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.forms import who_sent
from gaotang_desktop.ui.pages.patrols.page import PatrolsPage

PAGES = (PatrolsPage,)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for name in ("北村", "江村", "郭桥社区"):
        builders.village(opened, name)
    yield opened
    opened.close()


def test_forms_for_the_ticked_villages_are_written_into_the_folder(
    qtbot, window, page, work, tmp_path
):
    dialog = page.send_forms()
    assert dialog.kind.currentText() == "平安夜巡"
    assert dialog.period.period.label == "2026年10月"
    dialog.villages.item(1).setCheckState(Qt.CheckState.Unchecked)
    dialog.set_folder(tmp_path / "填报")
    assert dialog.take.text() == "写 2 份填报表"
    dialog.take.click()
    settled(qtbot, window)
    assert sorted(each.name for each in (tmp_path / "填报").iterdir()) == [
        "北村-2026年10月平安夜巡填报表.xlsx", "郭桥社区-2026年10月平安夜巡填报表.xlsx",
    ]  # fmt: skip
    standing = who_sent.standing(work, "patrols", dialog.period.period)
    assert [row.village for row in standing.rows] == ["北村", "郭桥社区"]


def test_without_a_village_nothing_can_be_written(window, page):
    dialog = page.send_forms()
    dialog._tick(on=False)
    assert not dialog.take.isEnabled()
    dialog.every.click()
    assert dialog.take.text() == "写 3 份填报表"
    dialog.reject()


def test_the_file_of_an_import_stands_beside_its_record(qtbot, window, page, work, tmp_path):
    book = Workbook()
    for row in (["夜晚", "村", "带班人", "人数"], ["2026-10-05", "北村", "张三", 3]):
        book.active.append(row)
    book.save(tmp_path / "十月夜巡.xlsx")
    imports.import_sheet(work, "patrols", tmp_path / "十月夜巡.xlsx")
    settled(qtbot, window)
    dialog = page.show_imports()
    settled(qtbot, window)
    assert [each.name for each in dialog.ledger.attachments.found] == ["十月夜巡.xlsx"]
    dialog.reject()


def test_the_list_as_it_is_seen_is_exported_without_what_is_filtered_away(
    qtbot, window, page, work, tmp_path
):
    for name, number in (("张三", 1), ("李四", 2)):
        builders.patrol(work, number, leader=name)
    settled(qtbot, window)
    ledger = page.ledger
    ledger.reload(page.span)
    settled(qtbot, window)
    ledger.table.set_filter("village_id", [2])
    ledger.write_shown(tmp_path / "看到的.csv")
    settled(qtbot, window)
    text = (tmp_path / "看到的.csv").read_text("utf-8-sig")
    assert "李四" in text
    assert "张三" not in text
