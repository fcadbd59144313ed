"""An end or an answer that was entered too early is taken back: by keys in the form, and by a sheet."""

import openpyxl
import pytest
from builders import NOW, open_work, unit, village
from ended_matters import CAME, DONE, TOLD, dispute, opinion
from keyboard import CONTROL, Clerk, Key
from window_steps import active, put_away, settled

from gaotang_desktop.app import attach, make_window
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import intakes
from gaotang_desktop.services.sheets import exports

TODAY = NOW.date()


def petition(work):
    given = {"received_on": CAME, "way": "来访", "village_id": 1, "matter": "补偿款没有到", "sort": "信访",
             "sorted_on": CAME, "unit_id": 1, "signed_on": CAME, "done_on": DONE, "result": "已补发", "told_on": TOLD,
             "satisfied": "满意"}  # fmt: skip
    return records.save(work, "intakes", given)


# The record; the answer as label and field, what goes with it; the end, what goes with it, and what the
# form says of the end while it is half taken back.
ENDED = {
    "intakes": (petition, ("告知日期", "told_on"), {"满意情况": "satisfied"}, ("办结日期", "done_on"), {},
                ("told_on", "填了满意情况，请填告知日期：告知时才问得到。")),
    "disputes": (dispute, ("反馈日期", "told_on"), {}, ("办结日期", "closed_on"),
                 {"状态": "state", "了结方式": "settled_by"},
                 ("closed_on", "状态是“已化解”，请填办结日期。")),
    "opinions": (opinion, ("反馈日期", "told_on"), {"满意情况": "satisfied"}, ("答复日期", "answered_on"),
                 {"状态": "state"}, ("answered_on", "状态是“已答复”，请填答复日期。")),
}  # fmt: skip
OPEN_AGAIN = {"disputes": "化解中", "opinions": "办理中"}


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    opened = open_work(tmp_path_factory.mktemp("town") / "data")
    village(opened, "郭桥村")
    unit(opened, "司法所")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def opened(qapp, work):
    made = make_window(work.folder)
    made.show()
    attach(made, work, show="workbench")
    yield made
    put_away(made)


@pytest.fixture
def clerk(qtbot, opened):
    active(qtbot, opened)
    settled(qtbot, opened)
    return Clerk(qtbot, opened)


def empties(clerk, dialog, label, name):
    """A field is emptied, a choice by going up to its empty line, a state by going down to the open one."""
    clerk.goes_to(label)
    if name == "state":
        clerk.presses(Key.Key_Up)
    elif dialog.form.editor(name).field.choices:
        clerk.presses(Key.Key_Up, times=8)
    else:
        clerk.presses(Key.Key_A, CONTROL)
        clerk.presses(Key.Key_Delete)


def opens(clerk, kind, made):
    clerk.window.go(PAGES[kind], {"kind": kind, "id": made})
    settled(clerk.qtbot, clerk.window)
    clerk.window.current_page().ledger.table.view.setFocus()
    clerk.presses(Key.Key_Return)
    return clerk.waits_for_form()


def goes_back(clerk, work, kind, made, before):
    """Ctrl+Z gives it back exactly."""
    clerk.presses(Key.Key_Z, CONTROL)
    settled(clerk.qtbot, clerk.window)
    assert records.get(work, kind, made) == before


@pytest.mark.parametrize("kind", ENDED)
def test_an_end_and_an_answer_are_taken_back_by_keys_and_by_a_sheet(clerk, work, tmp_path, kind):
    make, (told, told_name), beside, (end, end_name), with_end, (field, said) = ENDED[kind]
    made = make(work)
    before = records.get(work, kind, made)

    # The answer alone.
    dialog = opens(clerk, kind, made)
    for label, name in {told: told_name, **beside}.items():
        empties(clerk, dialog, label, name)
    clerk.saves()
    now = records.get(work, kind, made)
    assert now == before | dict.fromkeys((told_name, *beside.values()))
    if kind == "intakes":
        assert intakes.standing_of(work, made).stage == "待告知"
    goes_back(clerk, work, kind, made, before)

    # The end: half of it is refused in a sentence, all of it is open again.
    dialog = opens(clerk, kind, made)
    empties(clerk, dialog, end, end_name)
    empties(clerk, dialog, told, told_name)
    clerk.presses(Key.Key_S, CONTROL)
    assert dialog.form.error(field) == said
    for label, name in {**with_end, **beside}.items():
        empties(clerk, dialog, label, name)
    clerk.saves()
    assert not dialog.isVisible(), dialog.form.problems()
    now = records.get(work, kind, made)
    assert (now[end_name], now.get("state")) == (None, OPEN_AGAIN.get(kind))
    if kind == "intakes":
        assert intakes.standing_of(work, made).stage == "办理中"
    goes_back(clerk, work, kind, made, before)


def test_cells_emptied_in_an_exported_sheet_are_told_and_taken_away_by_one_tick(
    clerk, work, tmp_path
):
    for other in records.listing(work, "intakes").ids:
        records.bin_records(work, "intakes", [other])
    made = petition(work)
    before = records.get(work, "intakes", made)
    clerk.goes_to_list("disputes", "intakes")
    exports.export(work, "intakes", tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "办结日期" for cell in row))
    names = ("办结日期", "告知日期", "满意情况")
    for cell in head:
        if cell.value in names:
            sheet.cell(head[0].row + 1, cell.column).value = None
    book.save(tmp_path / "back.xlsx")
    preview = clerk.takes_in(tmp_path / "back.xlsx")
    assert preview.expected.updated == 0
    [note] = preview.expected.notes
    assert note.startswith(
        "表里空着、已有的记录里有内容，照旧留着：第 3 行的“办结日期”、“告知日期”、“满意情况”。"
    )
    preview.clearing.setFocus()
    clerk.presses(Key.Key_Space)
    settled(clerk.qtbot, clerk.window)
    assert preview.take.text() == "导入 1 行", preview.expected.detail
    preview.take.setFocus()
    clerk.presses(Key.Key_Return)
    settled(clerk.qtbot, clerk.window)
    clerk.comes_back()
    taken = dict.fromkeys(("done_on", "told_on", "satisfied"))
    assert records.get(work, "intakes", made) == before | taken
    goes_back(clerk, work, "intakes", made, before)
