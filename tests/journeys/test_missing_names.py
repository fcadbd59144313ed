"""A name that no register has is registered from the form that asks for it: one key, nothing typed is lost."""

import pytest
from builders import open_work, village
from keyboard import CONTROL, SHIFT, Key
from PySide6.QtWidgets import QApplication
from window_steps import active, settled

from gaotang_desktop.services import records


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened, "郭桥村", display_order=1)
    yield opened
    opened.close()


def registers(clerk, title):
    """F2, and the form that opens has the keys."""
    below = QApplication.activeWindow()
    clerk.presses(Key.Key_F2)
    clerk.qtbot.waitUntil(lambda: QApplication.activeWindow() is not below)
    new = clerk.waits_for_form()
    assert new.windowTitle() == title
    return new


def stores(clerk, below):
    """Ctrl+S closes the upper form; the one below has the keys again."""
    clerk.presses(Key.Key_S, CONTROL)
    clerk.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is below)
    settled(clerk.qtbot, clerk.window)
    active(clerk.qtbot, below)
    clerk.qtbot.waitUntil(lambda: below.isAncestorOf(QApplication.focusWidget()))


def named(work, kind):
    listed = records.listing(work, kind)
    at = listed.column("name")
    return [row[at] for row in listed.rows]


def test_a_dispute_begun_before_its_village_and_unit_are_registered_goes_on(clerk, work):
    clerk.goes_to_list("disputes", "disputes")
    form = clerk.adds()
    clerk.writes(村="新设村")
    clerk.presses(Key.Key_Tab)
    said = form.form.error("village_id")
    assert said.endswith("请按 ↓ 看名单；名单里还没有的，按 F2 登记，这里填好的都留着。")
    # The same by a button, between this field and the next.
    clerk.presses(Key.Key_Tab, SHIFT)
    button = clerk.focus()
    assert button.text() == "登记“新设村”（F2）"
    clerk.presses(Key.Key_Space)
    new = clerk.waits_for_form()
    assert new.windowTitle() == "新增村（社区）"
    stores(clerk, form)
    assert button.isHidden()

    clerk.writes(类别="ll", 简要情况="宅基地边界", 责任单位="司法所")
    new = registers(clerk, "新增责任单位")
    clerk.presses(Key.Key_Escape, times=2)  # a hasty key changes nothing
    clerk.qtbot.waitUntil(new.isHidden)
    assert (named(work, "units"), form.form.typed()["unit_id"]) == ([], "司法所")
    clerk.goes_to("责任单位")
    registers(clerk, "新增责任单位")
    stores(clerk, form)
    clerk.saves()
    [dispute] = records.listing(work, "disputes").ids
    told = records.get(work, "disputes", dispute)
    assert (told["village_id"], told["unit_id"], told["summary"]) == (2, 1, "宅基地边界")

    for kind, left in (("disputes", 0), ("units", 0), ("villages", 1)):
        clerk.presses(Key.Key_Z, CONTROL)
        settled(clerk.qtbot, clerk.window)
        assert len(records.listing(work, kind).ids) == left


def test_what_stands_beside_the_name_is_proposed_and_letters_of_a_search_are_no_name(clerk, work):
    clerk.goes_to_list("inspections", "inspections")
    form = clerk.adds()
    clerk.writes(村="gqc")
    clerk.goes_to("场所")
    clerk.types("ylj")
    new = registers(clerk, "登记场所")
    assert new.form.typed()["name"] == ""
    clerk.writes(名称="迎宾旅馆")
    assert new.form.typed()["village_id"] == 1
    clerk.goes_to("类型")
    clerk.presses(Key.Key_Down)
    stores(clerk, form)
    assert form.form.readable()["place_id"] == 1


def test_a_grid_named_in_a_report_is_registered_from_it(clerk, work):
    records.save(work, "grids", {"village_id": 1, "name": "第一网格"})
    clerk.goes_to_list("registers", "grid-counts")
    form = clerk.adds()
    clerk.writes(村="gqc", 网格="第九网格", 走访="3", 上报事项="0", 办结="0", 按期办结="0")
    clerk.presses(Key.Key_S, CONTROL)
    assert "按 F2" in form.form.error("grid")
    clerk.goes_to("网格")
    new = registers(clerk, "新增网格")
    assert new.form.typed()["village_id"] == 1
    stores(clerk, form)
    clerk.saves()
    assert named(work, "grids") == ["第一网格", "第九网格"]
    [row] = records.listing(work, "grid-counts").only(("grid", "visits")).rows
    assert row == ("第九网格", 3)


def test_the_village_chosen_for_a_grid_comes_back_into_a_report_without_one(clerk, work):
    records.save(work, "villages", {"name": "北村"})
    clerk.goes_to_list("registers", "grid-counts")
    form = clerk.adds()
    clerk.goes_to("网格")
    new = registers(clerk, "新增网格")
    assert not new.form.typed()["village_id"]
    clerk.writes(村="bc", 网格="第一网格")
    stores(clerk, form)
    read = form.form.readable()
    assert (read["grid"], read["village_id"]) == ("第一网格", 2)


def test_a_report_begins_without_figures_and_none_is_stored_that_nobody_typed(clerk, work):
    clerk.goes_to_list("registers", "grid-counts")
    form = clerk.adds()
    counts = ("visits", "reported", "handled", "in_time")
    assert [form.form.editor(name).words() for name in counts] == [""] * 4
    clerk.writes(村="gqc", 网格="第一网格", 走访="3")
    clerk.presses(Key.Key_S, CONTROL)
    assert "没有的填 0" in form.form.error("reported")
    assert clerk.focus().accessibleName() == "上报事项"
    assert records.listing(work, "grid-counts").ids == ()
