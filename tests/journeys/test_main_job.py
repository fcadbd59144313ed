"""The clerk's main job through the real window, on real files."""

import csv
from datetime import date, datetime
from pathlib import Path

import pdfplumber
import pytest
from builders import open_work
from window_steps import owned, settled, take_in

from gaotang_desktop.app import make_window
from gaotang_desktop.services import patrols as patrol_service
from gaotang_desktop.services import records, tasks
from gaotang_desktop.ui.pages.tasks.plans.confirmation import PlanConfirmation

SEED = Path(__file__).parent.parent / "plans" / "gaotang-2022-99.txt"
NOW = datetime(2026, 11, 2, 9, 0)
HEADER = ["town_code", "village_code", "village_name"]
VILLAGES = ["北村村委会", "荷塘社区居民委员会", "<&>堃喆村委会"]


@pytest.fixture
def clerk(qtbot, tmp_path):
    work = open_work(tmp_path / "data", now=NOW)
    window = make_window(tmp_path / "data")
    owned(qtbot, window)
    window.show()
    window.attach(work)
    yield window
    work.close()


def village_sheet(folder):
    path = folder / "村名单.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [["610000000", f"61000000020{n}", name] for n, name in enumerate(VILLAGES)]
        csv.writer(file).writerows([HEADER, *rows])
    return path


def test_from_an_empty_folder_to_a_saved_ranking(qtbot, clerk, tmp_path):
    work = clerk.desk.work
    clerk.go("registers")
    take_in(qtbot, clerk, clerk.current_page().ledger, village_sheet(tmp_path))
    assert [row[0] for row in records.listing(work, "villages").rows] == [
        "北村",
        "荷塘社区",
        "<&>堃喆村",
    ]

    clerk.go("tasks")
    page = clerk.current_page()
    page.plans.read_file(SEED)
    settled(qtbot, clerk)
    page.findChild(PlanConfirmation).keep.click()
    settled(qtbot, clerk)
    assert len(page.found.tasks) == 10
    page.assign(9, 3, "牵头")
    assert not tasks.matrix(work).tasks[9].unassigned

    rows = patrol_service.night(work, date(2026, 10, 5))
    from dataclasses import replace

    filled = [replace(row, values={"leader": "示例甲", "people": 4}) for row in rows]
    patrol_service.save_night(work, date(2026, 10, 5), filled)

    clerk.go("evaluation")
    settled(qtbot, clerk)
    scores = clerk.current_page()
    assert scores.table.rowCount() == 3
    scores.table.setCurrentCell(0, 7)
    assert scores.done.result.villages[0].items["B1"].fact.value == 1

    clerk.go("documents", {"document": "ranking", "period": "2026-10"})
    settled(qtbot, clerk)
    papers = clerk.current_page()
    papers.actions_of_paper.save(papers.shown(), tmp_path / "排名.pdf")
    with pdfplumber.open(tmp_path / "排名.pdf") as pdf:
        text = pdf.pages[0].extract_text()
    assert "<&>堃喆村" in text
    assert "参考模板，非正式考评办法" in text


def test_each_step_is_undone_in_the_window_and_the_day_survives_reopening(qtbot, clerk, tmp_path):
    work = clerk.desk.work
    clerk.go("registers")
    take_in(qtbot, clerk, clerk.current_page().ledger, village_sheet(tmp_path))
    place = records.listing(work, "villages").ids[0]
    records.save(
        work,
        "patrols",
        {"village_id": place, "night": date(2026, 10, 5), "leader": "示例甲", "people": 3},
    )
    clerk.undo()
    settled(qtbot, clerk)
    assert records.listing(work, "patrols").ids == ()
    clerk.redo()
    settled(qtbot, clerk)
    assert len(records.listing(work, "patrols").ids) == 1
    clerk.undo()
    settled(qtbot, clerk)
    clerk.undo()
    settled(qtbot, clerk)
    assert records.listing(work, "villages").ids == ()
    work.close()
    again = open_work(tmp_path / "data", now=NOW)
    try:
        assert records.listing(again, "villages").ids == ()
        again.redo()
        assert len(records.listing(again, "villages").ids) == 3
    finally:
        again.close()


def test_every_page_of_the_window_opens_on_an_empty_folder(qtbot, clerk):
    for key in clerk.entries:
        clerk.go(key)
        settled(qtbot, clerk)
        assert clerk.current_page().key == key
        assert clerk.messages.dialog is None


def test_a_village_is_entered_in_the_form_and_a_missing_name_is_said_at_its_field(qtbot, clerk):
    clerk.go("registers")
    page = clerk.current_page()
    dialog = page.add_record()
    dialog.form.saved.emit()
    assert "村名" in dialog.form.error("name")
    dialog.form.set_value("name", "郭桥村")
    dialog.form.saved.emit()
    assert [row[0] for row in records.listing(clerk.desk.work, "villages").rows] == ["郭桥村"]
