"""检查督查 in a real window: an inspection with findings, put right, looked at again; a draw."""

from datetime import date

import builders
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from window_steps import active, closed, settled

from gaotang_desktop.domain.inspections import KIND_OF_PLACE, PLACE_TYPES
from gaotang_desktop.services import draws, inspections, records
from gaotang_desktop.ui.pages.inspections.inspection_form import InspectionForm
from gaotang_desktop.ui.pages.inspections.page import InspectionsPage
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

TODAY = date(2026, 10, 24)
CONTROL = Qt.KeyboardModifier.ControlModifier
PAGES = (InspectionsPage,)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for number, name in enumerate(("郭桥村", "刘庄村", "王楼村"), start=1):
        builders.village(opened, name, display_order=number)
    builders.unit(opened, "派出所")
    yield opened
    opened.close()


def kinds(work, kind):
    return [records.get(work, kind, each) for each in records.listing(work, kind).ids]


def finding(work, **values):
    given = {"found_on": date(2026, 10, 1), "village_id": 1, "text": "路灯不亮", **values}
    return records.save(work, "findings", given)


def test_an_inspection_and_its_findings_are_typed_and_saved_from_the_keyboard(
    qtbot, window, page, work
):
    qtbot.keyClick(window, Qt.Key.Key_N, CONTROL)
    ledger = page.ledgers["inspections"]
    qtbot.waitUntil(lambda: bool(ledger.findChildren(InspectionForm)))
    dialog = ledger.findChildren(InspectionForm)[0]
    dialog.form.set_value("kind", "夜巡督查")
    dialog.form.set_value("village_id", 1)
    active(qtbot, dialog)
    dialog.grid.view.setFocus()
    dialog.grid.paste("没有登记\t派出所\t11.1\n没有袖标")
    assert dialog.form.editor("result").typed() == "发现问题"
    qtbot.keyClick(dialog.grid.view, Qt.Key.Key_S, CONTROL)
    settled(qtbot, window)
    assert [each["result"] for each in kinds(work, "inspections")] == ["发现问题"]
    by_text = {each["text"]: each for each in kinds(work, "findings")}
    assert by_text["没有登记"]["unit_id"] == 1
    assert by_text["没有登记"]["due_on"] == date(2026, 11, 1)
    assert by_text["没有袖标"]["village_id"] == 1
    window.undo()
    settled(qtbot, window)
    assert not kinds(work, "inspections")
    assert not kinds(work, "findings")


def test_an_unknown_owner_is_said_in_its_cell_and_the_form_stays_open(qtbot, window, page, work):
    dialog = page.ledgers["inspections"].add({"kind": "夜巡督查", "village_id": 1})
    dialog.grid.paste("没有登记\t没有村")
    assert dialog.grid.errors()[0, "owner"].startswith("名单里没有"), "as soon as it is left"
    dialog.save_button.click()
    assert dialog.grid.errors()[0, "owner"].startswith("名单里没有“没有村”")
    assert dialog.isVisible()
    assert not kinds(work, "inspections")
    # It is registered from here, and what was typed stays.
    assert dialog.new_owner.text() == "把“没有村”登记为责任单位…"
    dialog.new_owner.click()
    [new] = [each for each in dialog.findChildren(FormDialog) if each.isVisible()]
    new.save_button.click()
    assert dialog.grid.errors() == {}
    assert dialog.new_owner.isHidden()
    assert (kinds(work, "units")[-1]["name"], dialog.grid.row_values(0)["text"]) == (
        "没有村", "没有登记",
    )  # fmt: skip
    dialog.grid.set_text(0, "owner", "刘庄村")
    dialog.save_button.click()
    assert closed(dialog)
    assert kinds(work, "findings")[0]["village_id"] == 2


def test_the_next_inspection_starts_without_the_findings_of_the_one_before(qtbot, page, work):
    dialog = page.ledgers["inspections"].add({"kind": "夜巡督查", "village_id": 1})
    dialog.grid.paste("没有登记")
    dialog.next_button.click()
    assert dialog.grid.changed_rows() == []
    assert dialog.form.editor("kind").typed() == "夜巡督查"


def test_a_finding_is_put_right_and_looked_at_again(qtbot, window, page, work):
    record = finding(work, due_on=date(2026, 10, 10))
    ledger = page.findings
    qtbot.waitUntil(lambda: ledger.table.shown_ids() == [record])
    assert InspectionsPage.badge(page.desk) == (1, Tone.BAD)
    form = ledger.put_right(record)
    form.form.set_value("put_right_on", date(2026, 10, 20))
    form.save_button.click()
    assert form.form.error("how") == "请填写“整改情况”。"
    form.form.set_value("how", "已更换")
    form.save_button.click()
    assert InspectionsPage.badge(page.desk) is None
    form = ledger.recheck(record)
    form.form.set_value("recheck", "未整改")
    form.save_button.click()
    qtbot.waitUntil(lambda: len(ledger.table.shown_ids()) == 2)
    newest = records.get(work, "findings", ledger.table.shown_ids()[0])
    assert newest["text"].startswith("（回头看未整改，原问题 2026-10-01）")


def test_findings_of_a_village_are_shown_from_elsewhere(qtbot, window, page, work):
    mine, other = finding(work), finding(work, village_id=2)
    settled(qtbot, window)
    page.show_record({"kind": "findings", "village": 2})
    qtbot.waitUntil(lambda: page.findings.table.shown_ids() == [other])
    page.show_record({"kind": "findings", "ids": [mine], "filters": {"owner": []}})
    qtbot.waitUntil(lambda: page.findings.table.shown_ids() == [mine])


def test_a_binned_inspection_takes_nothing_that_still_hangs_on_it(qtbot, window, page, work):
    saved = inspections.save(
        work, {"held_on": TODAY, "kind": "夜巡督查", "village_id": 1}, [{"text": "没有登记"}]
    )
    page.ledgers["inspections"].bin([saved])
    assert "还有1个问题" in window.messages.dialog.text.text()
    window.messages.dialog.reject()
    page.findings.bin(list(records.listing(work, "findings").ids))
    page.ledgers["inspections"].bin([saved])
    settled(qtbot, window)
    assert not kinds(work, "inspections")
    records.restore_records(work, "inspections", [saved])
    qtbot.waitUntil(lambda: page.ledgers["inspections"].table.shown_ids() == [saved])


def test_a_draw_leads_to_the_inspections_that_follow_it(qtbot, window, page, work):
    page.tabs.setCurrentWidget(page.ledgers["draws"])
    dialog = page.add_record()
    dialog.form.set_value("purpose", "夜巡抽查")
    dialog.form.set_value("count", 2)
    dialog.form.set_value("seed", 7)
    dialog.save_button.click()
    (drawn,) = records.listing(work, "draws").ids
    chosen = draws.picked(work, drawn)[0]
    page.ledgers["draws"].inspect(drawn, chosen)
    settled(qtbot, window)
    form = page.ledgers["inspections"].findChildren(InspectionForm)[0]
    assert form.form.editor("village_id").typed() == chosen.village_id
    form.save_button.click()
    assert draws.picked(work, drawn)[0].held_on == TODAY
    page.ledgers["draws"].check(drawn)
    assert "一致" in window.messages.dialog.text.text()


def test_a_draw_of_more_than_there_are_is_refused_at_the_field(page):
    page.tabs.setCurrentWidget(page.ledgers["draws"])
    dialog = page.add_record()
    dialog.form.set_value("purpose", "夜巡抽查")
    dialog.form.set_value("count", 9)
    dialog.save_button.click()
    assert dialog.form.error("count") == "名单里只有 3 个，抽不出 9 个，请改小。"


def test_the_paper_of_a_draw_is_written(qtbot, window, page, work, tmp_path):
    drawn = draws.draw(
        work, {"drawn_on": TODAY, "purpose": "夜巡抽查", "subject": "村", "count": 1}
    )
    page.ledgers["draws"].write_paper(drawn, tmp_path / "draw.pdf")
    qtbot.waitUntil((tmp_path / "draw.pdf").exists)
    settled(qtbot, window)


def test_what_is_ticked_on_the_checklist_becomes_a_finding(qtbot, window, page, work):
    village_id = records.listing(work, "villages").ids[0]
    made = records.save(
        work, "places", {"name": "北街加油站", "place_type": "加油站", "village_id": village_id}
    )
    dialog = page.ledgers["inspections"].add()
    assert not dialog.items.isVisibleTo(dialog)
    dialog.form.set_value("kind", "加油站")
    dialog.form.set_value("place_id", made)
    texts = [dialog.items.item(row).text() for row in range(dialog.items.count())]
    assert "视频监控正常，录像按期保存" in texts
    dialog.items.setFocus()
    dialog.items.setCurrentRow(1)
    for expected in (1, 0, 1):
        qtbot.keyClick(dialog.items, Qt.Key.Key_Space)
        assert len(dialog.grid.changed_rows()) == expected
    dialog.form.saved.emit()
    settled(qtbot, window)
    [finding] = [
        records.get(work, "findings", each) for each in records.listing(work, "findings").ids
        if "不符合" in records.get(work, "findings", each)["text"]
    ]  # fmt: skip
    assert finding["text"] == f"不符合：{texts[1]}"
    assert finding["village_id"] == village_id
    inspection = records.get(work, "inspections", finding["inspection_id"])
    assert (inspection["place_type"], inspection["result"]) == ("加油站", "发现问题")


def test_every_checklist_is_ticked_one_inspection_after_the_other(qtbot, window, page, work):
    listed = {
        kind: inspections.checklist(work, place_type=kind, place_id=None) for kind in PLACE_TYPES
    }
    for kind, texts in listed.items():
        if not texts:  # the office makes a list of its own
            texts.append(f"{kind}证照齐全")
            records.save(work, "checklist-items", {"place_type": kind, "text": texts[0]})
    dialog = page.ledgers["inspections"].add()
    for kind, texts in listed.items():
        dialog.form.set_value("kind", KIND_OF_PLACE.get(kind, "食品药品"))
        dialog.form.set_value("village_id", 1)
        dialog.form.set_value("place_type", kind)
        assert [dialog.items.item(row).text() for row in range(dialog.items.count())] == texts
        for row in range(len(texts)):
            dialog.items.setCurrentRow(row)
            qtbot.keyClick(dialog.items, Qt.Key.Key_Space)
        dialog.next_button.click()
        assert dialog.grid.changed_rows() == [], (kind, dialog.problem.text())
    settled(qtbot, window)
    of = {
        each: records.get(work, "inspections", each)
        for each in records.listing(work, "inspections").ids
    }
    found = {}
    for each in kinds(work, "findings"):
        told = of[each["inspection_id"]]
        assert (told["result"], each["village_id"]) == ("发现问题", 1)
        found.setdefault(told["place_type"], set()).add(each["text"])
    assert found == {kind: {f"不符合：{text}" for text in texts} for kind, texts in listed.items()}


def test_an_item_out_of_use_is_not_asked_for_and_a_full_sheet_says_so(page, work):
    for number in range(6):
        given = {"place_type": "诊所", "text": f"第{number}条", "display_order": number}
        item = records.save(work, "checklist-items", given)
    records.save(work, "checklist-items", {"in_use": False}, record_id=item)
    records.save(work, "checklist-items", {"place_type": "诊所", "text": "末条"})
    dialog = page.ledgers["inspections"].add()
    dialog.form.set_value("place_type", "诊所")
    rows = range(dialog.items.count())
    assert [dialog.items.item(row).text() for row in rows] == [
        "第0条", "第1条", "第2条", "第3条", "第4条", "末条",
    ]  # fmt: skip
    for row in rows:
        dialog.items.item(row).setCheckState(Qt.CheckState.Checked)
    assert "问题都填了" in dialog.problem.text()
    assert dialog.items.item(5).checkState() is Qt.CheckState.Unchecked


def test_tab_comes_to_the_findings_before_the_buttons_and_shift_tab_back_to_the_fields(
    qtbot, window, page
):
    qtbot.keyClick(window, Qt.Key.Key_N, CONTROL)
    ledger = page.ledgers["inspections"]
    qtbot.waitUntil(lambda: bool(ledger.findChildren(InspectionForm)))
    dialog = active(qtbot, ledger.findChildren(InspectionForm)[0])
    fields = []
    while QApplication.focusWidget() is not dialog.grid.view:
        fields.append(QApplication.focusWidget())
        assert fields[-1] is not dialog.cancel_button
        qtbot.keyClick(fields[-1], Qt.Key.Key_Tab)
    qtbot.keyClick(dialog.grid.view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is fields[-1]
