"""What a plan asks to be looked at: its year once, and the tasks with a mark alone."""

import pytest
from builders import open_work
from plan_samples import PLANS
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from gaotang_desktop.services import plans
from gaotang_desktop.ui.pages.tasks.plans.confirmation import PlanConfirmation
from gaotang_desktop.ui.pages.tasks.plans.rows import LINE, TITLE, WHEN, WHY

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def confirm(qtbot, tmp_path):
    work = open_work(tmp_path / "data")
    host = QWidget()
    qtbot.addWidget(host)
    host.show()

    def opened(text):
        dialog = PlanConfirmation(host, work, plans.read(work, text), lambda *_told: None)
        dialog.open()
        qtbot.waitUntil(dialog.isVisible)
        return dialog

    yield opened
    work.close()


def test_the_year_is_typed_once_and_only_what_has_something_to_look_at_is_listed(qtbot, confirm):
    dialog = confirm(
        "甲镇夜巡方案\n一、主要任务\n1、夜巡。（责任单位：派出所；完成时限：6月底前）\n2、亮灯。\n"
        "3、普法。（责任单位：司法所；完成时限：12月底前）\n二、工作要求\n（一）加强领导。要亲自抓。"
    )
    assert "没有写年份" in dialog.said.text()
    dialog.year.setText("25")
    dialog.year.editingFinished.emit()
    assert "不是年份" in dialog.said.text()
    dialog.year.setText("2025")
    dialog.year.editingFinished.emit()
    shown_days = [dialog.rows.index(row, WHEN).data() for row in range(dialog.rows.rowCount())]
    assert [day for day in shown_days if day] == ["2025-06-30", "2025-12-31"]
    assert dialog.warned.text() == "只看有提醒的 1"
    qtbot.keyClick(dialog.list, Qt.Key.Key_T, CTRL)
    seen = [row for row in range(dialog.rows.rowCount()) if not dialog.list.isRowHidden(row)]
    assert [dialog.rows.index(row, TITLE).data() for row in seen] == ["亮灯"]
    assert [
        row for row in range(dialog.rows.rowCount()) if not dialog.glance.isRowHidden(row)
    ] == seen
    assert dialog.list.current().title == "亮灯"
    dialog.rows.type(dialog.list.current().key, "lead", "村建办")
    assert not dialog.warned.isEnabled()
    assert not any(dialog.list.isRowHidden(row) for row in range(dialog.rows.rowCount()))


def test_the_overview_tells_why_a_line_is_no_task(confirm):
    dialog = confirm((PLANS / "ways" / "drowning-duties.txt").read_text("utf-8"))
    for row in range(dialog.rows.rowCount()):
        taken = dialog.rows.entry(row).taken
        assert bool(dialog.rows.index(row, TITLE).data(WHY)) is not taken


def test_what_deserves_a_look_bears_its_mark_in_the_overview_however_long_its_day_is(confirm):
    dialog = confirm((PLANS / "ways" / "visits-with-forms-annexed.txt").read_text("utf-8"))
    dialog.resize(784, 724)
    dialog.all.setChecked(True)
    glance = dialog.glance
    glance.clearSelection()
    QApplication.processEvents()
    picture = glance.viewport().grab().toImage()
    wide = glance.fontMetrics().horizontalAdvance("⚠") + 6
    marked = {}
    for at in range(dialog.rows.rowCount()):
        row = glance.visualRect(dialog.rows.index(at, TITLE))
        slot = [(x, y) for x in range(row.right() - wide, row.right() - 1)
                for y in range(row.top() + 2, row.bottom() - 2)]  # fmt: skip
        drawn = len({picture.pixel(x, y) for x, y in slot}) > 1
        marked[at] = (drawn, "⚠" in str(dialog.rows.index(at, LINE).data() or ""))
    assert any(warned for _drawn, warned in marked.values())
    assert all(drawn == warned for drawn, warned in marked.values()), marked
