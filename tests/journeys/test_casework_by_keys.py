"""Trouble spots, incident counts and meetings in the real window: typed with keys, steps clicked."""

from datetime import date

import pdfplumber
import pytest
from builders import NOW, open_work, unit, village
from keyboard import CONTROL, Key
from PySide6.QtWidgets import QApplication, QTabWidget
from window_steps import active, choose_row, settled

from gaotang_desktop.domain import periods
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import incident_counts, meetings

TODAY = NOW.date()


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    for order, name in enumerate(("郭桥村", "北村"), start=1):
        village(opened, name, display_order=order)
    unit(opened, "派出所")
    yield opened
    opened.close()


def test_a_spot_is_listed_evaluated_and_removed(clerk, work):
    clerk.goes_to_list("inspections", "trouble-spots")
    clerk.adds()
    clerk.writes(部位="老街集贸市场", 村="bc", 突出问题="占道经营引起争吵", 牵头单位="pcs")
    clerk.saves()
    [made] = records.listing(work, "trouble-spots").ids
    told = records.get(work, "trouble-spots", made)
    assert (told["village_id"], told["unit_id"], told["level"]) == (2, 1, "镇级挂牌")

    clerk.clicks("复评")
    clerk.waits_for_form()
    dialog = QApplication.activeWindow()
    clerk.presses(Key.Key_S, CONTROL)
    assert dialog.form.error("evaluation") == "填了复评日期，请选复评结论。"
    clerk.goes_to("复评结论")
    clerk.presses(Key.Key_Down)
    clerk.saves()
    clerk.clicks("摘牌")
    clerk.waits_for_form()
    clerk.saves()
    told = records.get(work, "trouble-spots", made)
    assert (told["evaluation"], told["removed_on"]) == ("达标", TODAY)
    assert clerk.window.current_page().ledger.table.shown_ids() == [made]


def test_a_record_whose_day_no_longer_fits_is_asked_about_before_it_comes_back(clerk, work):
    given = {"name": "老街", "village_id": 1, "problem": "扒窃", "unit_id": 1, "listed_on": TODAY}
    spot = records.save(work, "trouble-spots", given)
    records.bin_records(work, "trouble-spots", [spot])
    records.save(work, "villages", {"withdrawn_on": date(2026, 3, 1)}, record_id=1)
    clerk.window.go("system")
    settled(clerk.qtbot, clerk.window)
    page = clerk.window.current_page()
    tabs = next(each for each in page.findChildren(QTabWidget) if each.isAncestorOf(page.bin))
    tabs.setCurrentIndex([tabs.tabText(at) for at in range(tabs.count())].index("回收站"))
    for last, kept in ((Key.Key_Escape, True), (Key.Key_Return, False)):
        active(clerk.qtbot, clerk.window)
        page.bin.setFocus()
        choose_row(page.bin, page._binned.index(("trouble-spots", spot)))
        clerk.presses(Key.Key_Tab)
        assert clerk.focus().text() == "恢复选中的记录"
        clerk.presses(Key.Key_Space)
        asked = QApplication.activeModalWidget()
        assert "郭桥村2026-03-01 已撤并" in asked.text.text()
        assert clerk.focus() is asked.leave  # what changes nothing is the answer of a hasty key
        if last == Key.Key_Return:
            clerk.presses(Key.Key_Tab)
            assert clerk.focus().text() == "仍然恢复"
        clerk.presses(last)
        settled(clerk.qtbot, clerk.window)
        assert (records.listing(work, "trouble-spots").ids == ()) is kept


def test_a_month_of_incidents_is_typed_cell_by_cell(clerk, work, tmp_path):
    for month, alarms in ((date(2026, 9, 1), {1: 2, 2: 0}), (date(2025, 10, 1), {1: 9})):
        incident_counts.save_month(work, month, {at: {"alarms": n} for at, n in alarms.items()})
    clerk.goes_to_list("disputes", "incident-counts")
    view = clerk.window.current_page().incidents
    view.grid.setFocus()
    clerk.cells("3", "1", "2000", "0", "0", "0", "0")
    clerk.cells("0", "0", "0", "1", "0", "0", "0")
    assert view.words["全镇", "fraud_loss"].text() == "2,000"
    clerk.presses(Key.Key_S, CONTROL)
    settled(clerk.qtbot, clerk.window)
    listed = records.listing(work, "incident-counts").only(
        ("village_id", "alarms", "frauds", "fraud_loss", "thefts")
    )
    rows = sorted((row[0].label, *row[1:]) for row in listed.rows if row[4] is not None)
    assert rows == [("北村", 0, 0, 0, 1), ("郭桥村", 3, 1, 2000, 0)]
    # Of last year one village alone has reported: that is not the town's.
    assert [view.words[line, "alarms"].text() for line in ("全镇", "比上月", "比去年同月")] == [
        "3",
        "+1",
        "—",
    ]
    assert "去年同月 1/2 个村" in view.partly.text()

    # Out, printed and back: kinds without a case are counts too, and it is the same month.
    clerk.takes_out(tmp_path / "seen.xlsx")
    preview = clerk.takes_in(tmp_path / "seen.xlsx")
    assert "没有变化 2" in preview.said.text()
    clerk.leaves()
    clerk.prints_to(tmp_path / "list.pdf")
    with pdfplumber.open(tmp_path / "list.pdf") as pdf:
        head, *told, total = pdf.pages[0].extract_table()
    assert [word.replace("\n", "") for word in head[3:]] == [
        "警情（起）", "电诈起数", "电诈损失（元）", "盗窃（起）", "命案（起）", "越级访（人次）", "非访（人次）",
    ]  # fmt: skip
    assert total == ["合计", "", "", "3", "1", "2000", "1", "0", "0", "0"]
    assert len(told) == 2

    # Pasted: what has no line or no column is said; what is not stored goes on no paper.
    view.grid.setFocus()
    QApplication.clipboard().setText("村居\t非访\t死亡\n北村\t2\t1\n南村\t1\t0\n")
    clerk.presses(Key.Key_V, CONTROL)
    assert "（“南村”）。“死亡”在这张表里没有对应的列，没有贴上。" in view.said.text()
    assert view.words["全镇", "unlawful"].text() == "2"
    clerk.presses(Key.Key_P, CONTROL)
    settled(clerk.qtbot, clerk.window)
    assert QApplication.activeModalWidget() is None
    page = clerk.window.current_page()
    for month in (date(2026, 9, 1), date(2026, 10, 1)):
        page.period.set_period(periods.month_of(month))
        settled(clerk.qtbot, clerk.window)
        assert "表再换到2026年9月。" in clerk.window.messages._toast.label.text()
        assert view.month == date(2026, 10, 1)
    clerk.presses(Key.Key_S, CONTROL)
    settled(clerk.qtbot, clerk.window)
    view.window().undo()
    settled(clerk.qtbot, clerk.window)
    assert view.words["全镇", "unlawful"].text() == "0"


def test_a_month_of_all_grids_is_pasted_corrected_and_taken_back(clerk, work, tmp_path):
    for number, grid in ((1, "第一网格"), (1, "第二网格"), (2, "第一网格")):
        records.save(work, "grids", {"village_id": number, "name": grid, "worker": "示例"})
    clerk.window.go("registers", {"kind": "grid-counts", "month": date(2026, 9, 1)})
    settled(clerk.qtbot, clerk.window)
    view = clerk.window.current_page().grid_month
    assert view.grid.view.hasFocus()
    clerk.cells("-1", "x")
    assert "不能小于 0" in view.grid.errors()[1, "visits"]
    assert (1, "reported") in view.grid.errors()
    QApplication.clipboard().setText(
        "序号\t村\t网格\t网格员\t走访户数\t上报\t办结\t按期\n"
        "1\t郭桥\t第一网格\t示例\t30\t2\t2\t1\n2\t\t第二网格\t示例\t20\t0\t0\t0\n"
        "3\t北村\t第九网格\t示例\t5\t0\t0\t0\n"
    )
    clerk.presses(Key.Key_V, CONTROL)
    assert "北村第九网格" in view.said.text()
    assert (
        view.total.text()
        == "全镇　已报 2 / 3 个网格 · 走访 50 户次 · 上报 2 件 · 办结 2 件 · 按期 1/2"
    )
    clerk.presses(Key.Key_S, CONTROL)
    settled(clerk.qtbot, clerk.window)

    def stored():
        listed = records.listing(work, "grid-counts").only(("grid", "visits", "in_time"))
        return sorted(listed.rows)

    assert stored() == [("第一网格", 30, 1), ("第二网格", 20, 0)]

    # On paper, and as a sheet that comes back, this month alone.
    august = {"month": date(2026, 8, 1), "village_id": 2, "grid": "第一网格", "visits": 9,
              "reported": 0, "handled": 0, "in_time": 0}  # fmt: skip
    records.save(work, "grid-counts", august)
    settled(clerk.qtbot, clerk.window)
    clerk.prints_to(tmp_path / "list.pdf")
    with pdfplumber.open(tmp_path / "list.pdf") as pdf:
        assert "2026年9月网格月报" in pdf.pages[0].extract_text()
        _head, *told, total = pdf.pages[0].extract_table()
    assert (len(told), total[0], total[5:]) == (2, "合计", ["50", "2", "2", "1"])
    clerk.takes_out(tmp_path / "seen.xlsx")
    assert "共 2 行" in clerk.takes_in(tmp_path / "seen.xlsx").said.text()
    clerk.leaves()
    work.undo()
    settled(clerk.qtbot, clerk.window)
    view.grid.select(3, "visits")
    view.grid.setFocus()
    clerk.cells("8")
    clerk.presses(Key.Key_S, CONTROL)
    assert view.grid.errors()[3, "handled"] == "请填写“办结”。"
    assert "还没有保存" in clerk.window.current_page().unsaved()
    view.grid.select(3, "reported")
    clerk.cells("0", "0", "0")
    clerk.presses(Key.Key_S, CONTROL)
    settled(clerk.qtbot, clerk.window)
    assert len(stored()) == 3
    for left in (2, 0):
        clerk.window.undo()
        settled(clerk.qtbot, clerk.window)
        assert len(stored()) == left


def test_what_a_meeting_decides_becomes_a_finding_with_one_click(clerk, work):
    clerk.goes_to_list("tasks", "meetings")
    clerk.adds()
    clerk.writes(议题="十月形势", 研判的风险="国道沿线夜间偷油")
    clerk.saves()
    clerk.clicks("加决定")
    clerk.waits_for_form()
    dialog = QApplication.activeWindow()
    clerk.writes(决定="国道沿线加装照明")
    clerk.presses(Key.Key_S, CONTROL)
    assert "责任单位" in dialog.form.error("unit_id")
    clerk.writes(责任单位="pcs")
    clerk.saves()
    [made] = records.listing(work, "meeting-decisions").ids
    assert records.get(work, "meeting-decisions", made)["due_on"] == date(2026, 11, 8)

    clerk.window.go("tasks", {"kind": "meeting-decisions", "id": made})
    settled(clerk.qtbot, clerk.window)
    clerk.clicks("转为问题")
    settled(clerk.qtbot, clerk.window)
    [finding] = records.listing(work, "findings").ids
    assert records.get(work, "findings", finding)["text"] == "国道沿线加装照明"
    meeting = records.listing(work, "meetings").ids[0]
    assert [each.state for each in meetings.decisions(work, meeting)] == ["已转问题"]
    clerk.window.undo()
    settled(clerk.qtbot, clerk.window)
    assert records.listing(work, "findings").ids == ()
