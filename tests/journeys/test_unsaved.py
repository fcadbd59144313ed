"""What stands in an open grid or form survives a power cut, is offered, and never stored by itself."""

import os
import signal
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from builders import open_work, unit, village
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from window_steps import owned

from gaotang_desktop.app import make_window
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.paths import UNSAVED
from gaotang_desktop.services import records, unsaved
from gaotang_desktop.services.papers import drafts

NOW = datetime(2026, 10, 24, 21, 0)
NIGHT = date(2026, 10, 23)

TYPES_HALF_A_NIGHT = """
import sys
from datetime import date, datetime
from pathlib import Path
from PySide6.QtWidgets import QApplication
from gaotang_desktop.app import make_window
from gaotang_desktop.services.workplace import Workplace
application = QApplication([])
folder = Path(sys.argv[1])
window = make_window(folder)
window.show()
window.attach(Workplace.open(folder, now=lambda: datetime(2026, 10, 24, 21, 0)), show="patrols")
page = window.page("patrols")
page.enter_night(date(2026, 10, 23))
page.entry.grid.paste("2000\\t2210\\t示例甲\\t5\\n2030\\t99点\\t示例乙\\t3")
application.exec()
"""


@pytest.fixture
def office(tmp_path):
    work = open_work(tmp_path / "data", now=NOW)
    for order, name in enumerate(("郭桥村", "刘庄村", "贾王村"), start=1):
        number = village(work, name, display_order=order)
        records.save(work, "grids", {"village_id": number, "name": "第一网格"})
    unit(work)
    records.save(
        work, "polls",
        {"name": "第三季度", "level": "镇自测", "from_on": NIGHT, "until_on": NIGHT},
    )  # fmt: skip
    work.close()
    return tmp_path / "data"


@pytest.fixture
def opened(qtbot, office):
    """Open the window on the office; the next call is the start after a power cut."""
    shown = []

    def open_it(page="patrols"):
        if shown:
            cut(*shown.pop())
        work = open_work(office, now=NOW)
        window = make_window(office)
        owned(qtbot, window)
        window.show()
        window.attach(work, show=page)
        qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=20_000)
        shown.append((window, work))
        return window

    def cut(window, work):
        # The power is gone: nobody closes anything in order.
        if window.keeper is not None:
            window.keeper._timer.stop()
            window.keeper._pool.shutdown(wait=True)
        window.keeper = None
        window._leaving = True
        window.close()
        work.close()

    yield open_it
    cut(*shown.pop())


def looked(qtbot, window):
    """The keeper's next look, and all that it had to write is written."""
    window.keeper.look()
    writing = window.keeper._writing
    qtbot.waitUntil(lambda: writing is None or writing.done(), timeout=5_000)


def told_by(window):
    offer = window.offer_unsaved()
    return offer, offer.findChild(QPlainTextEdit).toPlainText()


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
def test_half_a_night_that_was_killed_is_offered_taken_up_and_saved(qtbot, office, opened):
    root = Path(__file__).resolve().parents[2]
    child = subprocess.Popen([sys.executable, "-c", TYPES_HALF_A_NIGHT, str(office)], cwd=root)
    path = office / UNSAVED
    for _ in range(1200):
        if path.exists():
            break
        assert child.poll() is None
        time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert path.stat().st_mode & 0o777 == 0o600
    window = opened("workbench")
    assert records.listing(window.desk.work, "patrols").ids == ()
    offer, told = told_by(window)
    assert "郭桥村：开始 20:00，结束 22:10，带班人 示例甲" in told
    assert "99点" in told  # what could not be read is there as well
    qtbot.mouseClick(offer.take_button, Qt.MouseButton.LeftButton)
    page = window.current_page()
    assert page.key == "patrols"
    assert page.entry.day == NIGHT
    assert records.listing(window.desk.work, "patrols").ids == ()
    assert path.exists()  # not saved yet: another power cut would find it again
    page.entry.grid.set_text(page.entry.grid.model.ids[1], "end", "2230")
    page.save_night()
    assert len(records.listing(window.desk.work, "patrols").ids) == 2
    looked(qtbot, window)
    assert not path.exists()


def grid_of(window, name):
    page = window.current_page()
    return {
        "night": lambda: page.entry.grid,
        "counts": lambda: page.counts.grid,
        "incidents": lambda: page.incidents.grid,
        "grid_month": lambda: page.grid_month.grid,
        "results": lambda: page.results.grid,
        "papers": lambda: page.papers.grid,
    }[name]()


def open_grid(qtbot, window, name):
    page = window.current_page()
    if name == "night":
        page.enter_night(NIGHT)
    elif name in ("counts", "incidents", "grid_month", "papers"):
        page.tabs.setCurrentWidget(getattr(page, name))
    else:
        page.tabs.setCurrentWidget(page.results)
        qtbot.waitUntil(lambda: page.results.found is not None, timeout=5_000)
        page.results.enter()
    qtbot.waitUntil(lambda: bool(grid_of(window, name).model.ids), timeout=5_000)


@pytest.mark.parametrize(
    ("name", "key", "column", "words"),
    [
        ("night", "patrols", "people", "5"),
        ("counts", "disputes", "total_0", "7"),
        ("incidents", "disputes", "alarms", "4"),
        ("grid_month", "registers", "visits", "5"),
        ("results", "polls", "sample", "40"),
        ("papers", "polls", None, "1"),
    ],
)
def test_every_grid_is_offered_and_taken_up_where_it_was(qtbot, opened, name, key, column, words):
    window = opened(key)
    open_grid(qtbot, window, name)
    grid = grid_of(window, name)
    column = column or grid.model.columns[0].name
    line = grid.model.ids[1]
    grid.set_text(line, column, words)
    looked(qtbot, window)
    grid.model.undo()  # the closing of the test's first window asks nothing
    grid.set_text(line, column, words)
    window = opened("workbench")
    offer, told = told_by(window)
    assert words in told
    offer._on_taken()
    assert offer.left == []
    again = grid_of(window, name)
    typed = again.model.text(again.model.ids.index(line), [f.name for f in again.model.columns].index(column))  # fmt: skip
    assert typed == words
    assert again.is_dirty()
    again.model.undo()


def test_a_form_and_a_cell_still_open_are_offered_too(qtbot, opened):
    window = opened("disputes")
    page = window.current_page()
    dialog = page.ledgers["disputes"].add()
    dialog.form.put({"summary": "两家争排水沟", "found_on": "10月9", "village_id": "贾王"})
    looked(qtbot, window)
    dialog.form.mark_clean()
    dialog.reject()
    window = opened("workbench")
    offer, told = told_by(window)
    assert "简要情况：两家争排水沟" in told
    offer._on_taken()
    (form,) = [each for each in window.findChildren(type(dialog)) if each.isVisible()]
    assert form.form.typed()["summary"] == "两家争排水沟"
    assert form.form.typed()["found_on"] == "10月9"
    assert form.form.is_dirty()
    assert records.listing(window.desk.work, "disputes").ids == ()
    form.form.mark_clean()
    form.reject()


def test_the_seconds_since_a_draft_was_kept_are_offered(qtbot, opened, office):
    work = open_work(office, now=NOW)
    draft = drafts.create(work, "notice")
    work.close()
    window = opened("documents")
    page = window.current_page()
    page.show_draft(draft)
    page.drafts.form.editor.appendPlainText("四、请自带水杯。")
    looked(qtbot, window)
    page.drafts._keeping.stop()
    page.drafts.draft_id = None  # the desk is gone with the power: nothing is stored on closing
    window = opened("workbench")
    assert "自带水杯" not in drafts.get(window.desk.work, draft)["body"]
    offer, told = told_by(window)
    assert "自带水杯" in told
    offer._on_taken()
    assert window.current_page().drafts.store()
    assert drafts.get(window.desk.work, draft)["body"].endswith("四、请自带水杯。")


def test_what_is_put_off_comes_again_and_what_is_dropped_does_not(qtbot, opened, office):
    unsaved.keep(office, [Unsaved("patrols", "平安夜巡", {}, ["一行"], {"night": "2026-10-23"}),
                          Unsaved("disputes", "办结", {}, ["调解成功"])])  # fmt: skip
    window = opened()
    offer, _told = told_by(window)
    offer._on_dropped()
    offer.list.setCurrentRow(0)
    assert offer.take_button.text() == "复制文字"
    offer.reject()
    looked(qtbot, window)
    assert [each.title for each in unsaved.kept(office)] == ["办结"]
    window = opened()
    assert [each.title for each in window.keeper.waiting] == ["办结"]


def test_nothing_is_written_while_nothing_changes_and_nothing_stays_after_a_good_closing(
    qtbot, opened, office
):
    window = opened()
    window.keeper.look()
    assert window.keeper._writing is None
    page = window.current_page()
    page.enter_night(NIGHT)
    page.entry.grid.set_text(page.entry.grid.model.ids[0], "leader", "示例甲")
    looked(qtbot, window)
    written = (office / UNSAVED).stat().st_mtime_ns
    window.keeper.look()
    assert (office / UNSAVED).stat().st_mtime_ns == written
    page.entry.grid.model.undo()
    keeper, window.keeper = window.keeper, None
    keeper.close()
    assert not (office / UNSAVED).exists()
    window.keeper = type(keeper)(window, office, window.pages)


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"page": 1}]', "\x00\xff", "[" * 100_000])
def test_a_file_that_cannot_be_read_is_nothing(office, text):
    (office / UNSAVED).write_text(text, "utf-8")
    assert unsaved.kept(office) == ()
