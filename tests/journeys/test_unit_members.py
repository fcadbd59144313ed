"""The members of a group of units, ticked in the real window."""

import pytest
from builders import open_work, unit
from window_steps import owned

from gaotang_desktop.app import attach, make_window
from gaotang_desktop.domain.errors import Conflict
from gaotang_desktop.services import records, units


@pytest.fixture
def work(tmp_path):
    return open_work(tmp_path / "data")


@pytest.fixture
def page(qtbot, work):
    window = make_window(work.folder)
    owned(qtbot, window)
    window.show()
    attach(window, work, show="registers")
    page = window.current_page()
    page.tabs.setCurrentWidget(page.ledgers["units"])
    yield page
    window.close()


@pytest.fixture
def town(work):
    group = unit(work, "镇直各单位", kind="群体", stands_for="成员单位")
    return group, [unit(work, name) for name in ("市场监管所", "卫生院", "安监所")]


def test_members_are_ticked_saved_and_undone_as_one_step(qtbot, page, work, town):
    group, singles = town
    page.reload()
    qtbot.waitUntil(lambda: not page.desk.jobs.is_busy(), timeout=30_000)
    page.ledgers["units"].table.select([group])
    page.members_button.click()
    dialog = page.edit_members()
    for each in singles[:2]:
        dialog.tick(each)
    assert dialog.said.text() == "已选 2 个单位"
    dialog.save_button.click()
    assert units.members(work, group) == tuple(singles[:2])
    again = page.edit_members()
    again.tick(singles[0], on=False)
    again.tick(singles[2])
    again.save_button.click()
    assert units.members(work, group) == (singles[1], singles[2])
    assert work.undo() == "修改“镇直各单位”的成员单位"
    assert units.members(work, group) == tuple(singles[:2])
    work.undo()
    assert units.members(work, group) == ()


def test_the_list_is_narrowed_by_pinyin_and_ticks_out_of_sight_stay(page, town):
    group, singles = town
    dialog = page.edit_members([group])
    dialog.tick(singles[0])
    dialog.line.setText("wsy")
    shown = [row for row in range(3) if not dialog.list.item(row).isHidden()]
    assert [dialog.list.item(row).text() for row in shown] == ["卫生院"]
    assert dialog.ticked() == [singles[0]]


def test_a_single_unit_and_all_villages_have_no_members_to_tick(page, work, town):
    alone = unit(work, "派出所")
    all_villages = unit(work, "各村", kind="群体", stands_for="全部村")
    for chosen, said in ((alone, "单个单位"), (all_villages, "村名单")):
        assert page.edit_members([chosen]) is None
        assert said in page.desk.messages.dialog.text.text()
        page.desk.messages.dialog.leave.click()
    assert page.edit_members() is None
    assert "请先选中" in page.desk.messages._toast.label.text()


def test_a_group_is_no_member_of_a_group(work, town):
    group, _ = town
    with pytest.raises(Conflict, match="本身是群体"):
        units.set_members(work, group, [group])


def test_a_binned_member_is_not_shown_and_is_one_again_when_restored(work, town):
    group, singles = town
    units.set_members(work, group, singles)
    records.bin_records(work, "units", [singles[0]])
    assert units.members(work, group) == tuple(singles[1:])
    units.set_members(work, group, singles[1:])
    records.restore_records(work, "units", [singles[0]])
    assert units.members(work, group) == tuple(singles)


def test_the_button_is_shown_with_the_units_only(page):
    assert page.members_button.isVisible()
    page.tabs.setCurrentWidget(page.ledgers["villages"])
    assert not page.members_button.isVisible()
