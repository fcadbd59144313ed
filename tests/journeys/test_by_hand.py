"""What is entered beside the records of an evaluation: entered, corrected, undone, binned, found."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from builders import open_work, patrol, village
from window_steps import owned, settled

from gaotang_desktop.app import make_window
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation.schemes import Item
from gaotang_desktop.services import adjustments, evaluation, records
from gaotang_desktop.services.schemes import register
from gaotang_desktop.ui.pages.evaluation.score_table import FIRST_ITEM
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

OCTOBER = periods.month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=datetime(2026, 11, 2, 9, 0))
    for name in ("北村", "荷塘社区"):
        patrol(opened, village(opened, name, households=300), date(2026, 10, 5))
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot, work):
    made = make_window(work.folder)
    owned(qtbot, made)
    made.show()
    made.attach(work)
    made.go("evaluation", {"period": OCTOBER.key})
    settled(qtbot, made)
    return made


@pytest.fixture
def page(window):
    return window.current_page()


def form_of(owner):
    return [each for each in owner.findChildren(FormDialog) if each.isVisible()][-1].form


def fill_in(form, **values):
    for name, value in values.items():
        form.set_value(name, value)
    form.saved.emit()


def total(work, place):
    return evaluation.evaluate(work, OCTOBER, draws=0).result.of(place).total


ENTRIES = {
    "adjustments": (
        {"village_id": 2, "kind": "扣分", "points": Decimal(2), "reason": "迟报"},
        {"points": Decimal("1.5"), "reason": "迟报一天"},
    ),
    "manual-values": (
        {"item": "F1 现场考核", "village_id": 2, "value": Decimal(3), "reason": "现场看了"},
        {"value": Decimal(4), "reason": "重看一遍"},
    ),
    "rewards": (
        {"village_id": 2, "kind": "表扬", "detail": "全镇通报表扬"},
        {"state": "已兑现", "carried_out_on": date(2026, 11, 1)},
    ),
}


def prepare(work, kind):
    if kind == "manual-values":
        items = [each for each in register.draft(work).items if each.code != "F1"]
        by_hand = Item("F1", "现场考核", Decimal(5), "manual", "manual")
        rules = replace(register.draft(work), starts_on=date(2026, 1, 1), items=(*items, by_hand))
        register.save(work, rules)
    elif kind == "rewards":
        evaluation.freeze(work, OCTOBER, accept_incomplete=True)


@pytest.mark.parametrize("kind", ENTRIES)
def test_it_is_entered_corrected_undone_binned_restored_and_found_again(
    qtbot, window, page, work, kind
):
    prepare(work, kind)
    settled(qtbot, window)
    first, later = ENTRIES[kind]
    before = total(work, 2)
    dialog = page.open_list(kind)
    dialog.add.click()
    fill_in(form_of(dialog), **first)
    settled(qtbot, window)
    [saved] = dialog.table.shown_ids()
    entered = total(work, 2)

    dialog.table.opened.emit(saved)
    fill_in(form_of(dialog), **later)
    settled(qtbot, window)
    corrected = records.get(work, kind, saved)
    assert {name: corrected[name] for name in later} == later
    assert total(work, 2) != entered or kind == "rewards"

    window.undo()
    settled(qtbot, window)
    assert records.get(work, kind, saved) != corrected
    assert total(work, 2) == entered
    window.redo()
    settled(qtbot, window)
    assert records.get(work, kind, saved) == corrected

    dialog.table.bin_requested.emit([saved])
    settled(qtbot, window)
    assert dialog.table.shown_ids() == []
    assert total(work, 2) == before
    records.restore_records(work, kind, [saved])
    settled(qtbot, window)
    dialog.table.set_text("荷塘社区")
    assert dialog.table.shown_ids() == [saved]
    dialog.table.set_text("没有的字")
    assert dialog.table.shown_ids() == []
    dialog.accept()


def test_a_value_is_typed_at_its_score_and_a_village_without_one_waits(qtbot, window, page, work):
    prepare(work, "manual-values")
    settled(qtbot, window)
    codes = [item.code for item in page.done.result.scheme.items]
    column = FIRST_ITEM + codes.index("F1")
    row = [each.id for each in page.result.villages].index(2)
    dialog = page.enter(row, column)
    fill_in(dialog.form, value=Decimal(6), reason="现场看了")
    assert "满分" in dialog.form.error("value")
    fill_in(dialog.form, value=Decimal(4))
    settled(qtbot, window)
    other = [each.id for each in page.result.villages].index(1)
    assert page.table.item(other, column).text() == "待补"
    page.freeze()
    assert "北村还没有填“现场考核”的数值" in window.messages.dialog.text.text()
    window.messages.dialog.reject()
    [stored] = adjustments.listing(work, "manual-values", OCTOBER).ids
    page.open_record("manual-values", stored)
    fill_in(form_of(page), value=Decimal(5), reason="重看一遍")
    settled(qtbot, window)
    assert page.done.result.of(2).items["F1"].points == 5


def test_a_reward_before_the_result_is_frozen_is_refused_with_a_sentence(qtbot, window, page):
    dialog = page.open_list("rewards")
    dialog.add.click()
    [form] = [each for each in dialog.findChildren(FormDialog) if each.isVisible()]
    fill_in(form.form, village_id=1, kind="表扬")
    settled(qtbot, window)
    assert "还没有冻结" in form.problem.text()
    form.reject()
    assert dialog.table.shown_ids() == []
    dialog.accept()
