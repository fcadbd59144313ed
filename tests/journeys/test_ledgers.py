"""What every ledger does alike, in the real window: paste, enter, correct, undo, bin, find again."""

from datetime import date

import pytest
from builders import open_work, unit, village
from PySide6.QtGui import QGuiApplication
from window_steps import owned, settled, take_in

from gaotang_desktop.app import attach, make_window
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.services import records
from gaotang_desktop.ui.ledgers.import_preview import ImportPreview


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened, "郭桥村")
    village(opened, "<&>堃村")
    unit(opened)
    yield opened
    opened.close()


@pytest.fixture
def clerk(qtbot, work):
    window = make_window(work.folder)
    owned(qtbot, window)
    window.show()
    attach(window, work, show="registers")
    settled(qtbot, window)
    return window


def names(work):
    return {row[2] for row in records.listing(work, "officers").rows}


def test_pasted_rows_are_shown_with_what_is_wrong_before_they_are_taken_in(qtbot, clerk, work):
    page = clerk.current_page()
    page.tabs.setCurrentWidget(page.ledgers["officers"])
    QGuiApplication.clipboard().setText(
        "村\t职责\t姓名\t电话\n"
        "郭桥村\t网格员\t示例甲\t０００-0001\n"
        "没有的村\t网格员\t示例乙\t000-0002\n"
        "<&>堃村\t网格员\t示例丙\t000-0003"
    )
    page.ledger.paste()
    settled(qtbot, clerk)
    preview = page.ledger.findChild(ImportPreview)
    assert preview.table.model().rowCount() == 3
    preview.table.setCurrentIndex(preview.table.model().index(1, 0))
    assert "没有的村" in preview.below.problem.text()
    assert preview.take.text() == "导入 2 行"
    assert not preview.take.isEnabled()  # all or nothing, unless only the good ones are wanted
    preview.good_only.setChecked(True)
    preview.take.click()
    settled(qtbot, clerk)
    assert names(work) == {"示例甲", "示例丙"}
    clerk.messages.dialog.leave.click()
    clerk.undo()
    settled(qtbot, clerk)
    assert names(work) == set()


def test_a_record_is_entered_corrected_binned_brought_back_and_found(qtbot, clerk, work):
    page = clerk.current_page()
    page.tabs.setCurrentWidget(page.ledgers["officers"])
    dialog = page.add_record()
    dialog.form.set_value("village_id", 1)
    dialog.form.set_value("role", "网格员")
    dialog.form.saved.emit()
    assert "姓名" in dialog.form.error("name")
    dialog.form.set_value("name", "示例丁")
    dialog.form.saved.emit()
    settled(qtbot, clerk)
    [saved] = page.ledger.table.shown_ids()
    dialog = page.ledger.edit(saved)
    dialog.form.set_value("name", "示例戊")
    dialog.form.saved.emit()
    settled(qtbot, clerk)
    assert names(work) == {"示例戊"}
    page.ledger.bin([saved])
    settled(qtbot, clerk)
    assert page.ledger.table.shown_ids() == []
    clerk.undo()
    settled(qtbot, clerk)
    page.ledger.table.set_text("示例戊")
    assert page.ledger.table.shown_ids() == [saved]


def test_a_record_just_entered_that_the_list_hides_is_told_and_one_press_away(qtbot, clerk, work):
    clerk.go("publicity", {"kind": "publicity-activities"})
    settled(qtbot, clerk)
    page = clerk.current_page()
    ledger = page.ledger
    given = {"held_on": date(2026, 10, 20), "village_id": 1, "form": "集中宣传"}
    for village_id, day, said in (
        (1, date(2026, 10, 21), ""),
        (2, date(2026, 10, 20), "不在列表里：列表只看村：郭桥村。"),
        (1, date(2026, 9, 28), "不在列表里：它在 2026年9月，列表是 2026年10月。"),
    ):
        ledger.table.set_filter("village_id", [1])
        dialog = ledger.add(given | {"village_id": village_id, "held_on": day})
        dialog.form.saved.emit()
        settled(qtbot, clerk)
        made = max(records.listing(work, "publicity-activities").ids)
        toast = clerk.messages._toast
        assert (toast is not None) is bool(said)
        if toast is not None:
            assert toast.label.text().endswith(said)
            toast.button.click()
            settled(qtbot, clerk)
        assert ledger.table.current_id() == made
        page.period.set_period(periods.month_of(date(2026, 10, 1)))
        settled(qtbot, clerk)


SHEETS = {
    "patrols": ("夜晚,村,带班人,人数", "2026-10-05,郭桥村,示例甲,4"),
    "missed-nights": ("夜晚,村,原因", "2026-10-05,郭桥村,大雨"),
    "spot-checks": ("夜晚,村,抽查人,结果", "2026-10-05,郭桥村,示例甲,在岗"),
    "publicity-activities": ("日期,村,形式", "2026-10-05,郭桥村,集中宣传"),
    "opinions": (
        "收到日期,村,内容,办理单位,办理期限,状态",
        "2026-10-05,郭桥村,路灯不亮,派出所,2026-11-30,待办理",
    ),
    "key-group-counts": ("月份,村,类别,总数,已管控帮扶", "2026-09,郭桥村,其他,2,2"),
    "inspections": ("日期,类别,村,检查人,结果", "2026-10-05,夜巡督查,郭桥村,示例甲,未发现问题"),
    "officers": ("村,职责,姓名", "郭桥村,网格员,示例甲"),
}


@pytest.mark.parametrize("kind", SHEETS)
def test_an_import_is_told_alike_on_every_page_and_taken_back_from_its_toast(
    qtbot, clerk, work, tmp_path, kind
):
    sheet = tmp_path / "台账.csv"
    sheet.write_text("\n".join(SHEETS[kind]), "utf-8")
    clerk.go(PAGES[kind], {"kind": kind})
    settled(qtbot, clerk)
    take_in(qtbot, clerk, clerk.current_page().ledger, sheet)
    assert len(records.listing(work, kind).ids) == 1
    toast = clerk.messages._toast
    assert toast.label.text() == "共 1 行：新增 1，更新 0，没有变化 0，有问题 0。"
    toast.button.click()
    settled(qtbot, clerk)
    assert records.listing(work, kind).ids == ()


def test_a_jump_shows_only_the_records_named_until_all_are_asked_for(qtbot, clerk, work):
    clerk.go("registers", {"kind": "villages", "ids": [2]})
    settled(qtbot, clerk)
    ledger = clerk.current_page().ledger
    assert ledger.table.shown_ids() == [2]
    assert "只看 1 条" in ledger.only.text()
    ledger.only.click()
    assert set(ledger.table.shown_ids()) == {1, 2}
    assert not ledger.only.isVisible()


def test_who_comes_back_to_a_list_does_not_wait_for_it_to_be_laid_out_twice(qtbot, clerk, work):
    clerk.go("disputes", {"kind": "disputes"})
    settled(qtbot, clerk)
    ledger = clerk.current_page().ledger
    laid_out = []
    ledger.table.filtered.connect(lambda: laid_out.append(ledger.table.shown_ids()))
    clerk.go("workbench")
    settled(qtbot, clerk)
    clerk.go("disputes", {"kind": "disputes"})
    settled(qtbot, clerk)
    assert len(laid_out) == 1


def test_the_detail_names_every_field_of_the_record_in_hand(qtbot, clerk, work):
    clerk.go("registers", {"kind": "villages", "id": 2})
    settled(qtbot, clerk)
    ledger = clerk.current_page().ledger
    assert ledger.table.selected_ids() == [2]
    shown = " ".join(label.text() for label in ledger.panel.findChildren(type(ledger.panel._title)))
    assert "<&>堃村" in shown
    assert "统计区划代码" in shown


def test_a_blank_sheet_and_the_ledger_are_written_where_the_operator_says(qtbot, clerk, tmp_path):
    ledger = clerk.current_page().ledger
    ledger.write_template(tmp_path / "模板.xlsx")
    settled(qtbot, clerk)
    ledger.write(tmp_path / "村.xlsx")
    settled(qtbot, clerk)
    assert (tmp_path / "模板.xlsx").stat().st_size > 1000
    assert (tmp_path / "村.xlsx").stat().st_size > 1000


def test_nothing_on_the_clipboard_is_said_in_a_sentence(qtbot, clerk):
    QGuiApplication.clipboard().setText("")
    clerk.current_page().ledger.paste()
    settled(qtbot, clerk)
    assert "粘贴" in clerk.messages._toast.label.text()
