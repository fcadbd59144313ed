"""A village that is withdrawn with work left: counted and told beforehand, nothing is closed."""

from datetime import date

import builders
import pytest

from gaotang_desktop.app import ENTRIES
from gaotang_desktop.domain.pages import PAGES, TITLES
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import withdrawals
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.ui.ledgers.many_edit import ManyEdit

DAY = date(2026, 10, 20)
GONE = {"withdrawn_on": date(2026, 11, 1)}


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for name in ("郭桥村", "刘庄村"):
        builders.village(opened, name)
    station = builders.unit(opened, "派出所")
    mine = {"village_id": 1, "unit_id": station}
    save = records.save
    save(opened, "intakes", {"received_on": DAY, "way": "来访", "matter": "反映路灯不亮", **mine})
    save(opened, "findings", {"found_on": DAY, "text": "通道堆物", **mine})
    save(opened, "findings", {"found_on": DAY, "text": "没有登记", **mine})
    save(opened, "findings", {"found_on": DAY, "text": "已改", "village_id": 1,
                              "put_right_on": DAY, "how": "已清理"})  # fmt: skip
    spot = {"name": "北街", "problem": "夜间盗窃", "level": "镇级挂牌", "listed_on": DAY}
    save(opened, "trouble-spots", {**spot, **mine})
    yield opened
    opened.close()


def test_what_is_open_in_a_village_is_counted_by_kind_with_its_page_whoever_has_to_do_it(work):
    left = {each.kind: each.count for each in withdrawals.left_open(work)[1]}
    assert left == {"intakes": 1, "findings": 2, "trouble-spots": 1}
    asked = withdrawals.questions(work, "villages", [1, 2], GONE)
    assert asked.startswith("郭桥村还有没办完的：")
    assert "问题 2个（在“检查督查”）" in asked
    assert "刘庄村" not in asked


def test_it_is_asked_once_when_the_village_goes_and_closes_nothing(work):
    assert withdrawals.questions(work, "villages", [1], {"withdrawn_on": None}) == ""
    assert withdrawals.questions(work, "units", [1], GONE) == ""
    before = withdrawals.left_open(work)
    records.save(work, "villages", GONE, record_id=1)
    assert withdrawals.questions(work, "villages", [1], GONE) == ""
    assert withdrawals.left_open(work) == before


def test_a_sheet_that_withdraws_a_village_says_what_is_left_before_and_after(work, tmp_path):
    sheet = tmp_path / "村.csv"
    sheet.write_text("名称,撤并日期\n郭桥村,2026-11-01\n刘庄村,2026-11-01\n", encoding="utf-8")
    for dry_run in (True, False):
        done = imports.import_sheet(work, "villages", sheet, dry_run=dry_run)
        [told] = [each for each in done.notes if "没办完" in each]
        assert "诉求 1件（在“矛盾纠纷”）" in told
    assert done.updated == 2


def test_the_window_asks_before_one_village_or_several_are_withdrawn(qtbot, work):
    from window_steps import owned, settled

    from gaotang_desktop.app import make_window

    window = make_window(work.folder)
    owned(qtbot, window)
    window.show()
    window.attach(work)
    window.go("registers")
    settled(qtbot, window)
    ledger = window.current_page().ledgers["villages"]
    form = ledger.edit(1)
    form.form.set_value("withdrawn_on", date(2026, 11, 1))
    form.form.saved.emit()
    assert "郭桥村还有没办完的：诉求 1件" in form.problem.text()
    assert records.get(work, "villages", 1)["withdrawn_on"] is None
    form.form.saved.emit()
    settled(qtbot, window)
    assert records.get(work, "villages", 1)["withdrawn_on"] == date(2026, 11, 1)
    window.undo()
    settled(qtbot, window)

    many = ledger.edit_many([1, 2])
    assert isinstance(many, ManyEdit)
    many.field.setCurrentIndex(many.field.findData("withdrawn_on"))
    many.form.set_value("withdrawn_on", date(2026, 11, 1))
    many.store()
    assert "郭桥村还有没办完的" in many.said.text()
    assert records.get(work, "villages", 2)["withdrawn_on"] is None
    many.store()
    settled(qtbot, window)
    assert records.get(work, "villages", 2)["withdrawn_on"] == date(2026, 11, 1)


def test_every_kind_is_on_a_page_that_the_navigation_names():
    assert {each.key: each.title for each in ENTRIES} == dict(TITLES)
    assert set(PAGES.values()) <= set(TITLES)
