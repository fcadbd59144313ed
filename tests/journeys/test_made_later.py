"""What a page makes at once, what when it is opened, and what the window makes in its pauses."""

import pytest
from builders import NOW, open_work, patrol, village
from PySide6.QtWidgets import QApplication, QSplitter
from window_steps import owned, settled

from gaotang_desktop.app import make_window
from gaotang_desktop.services import records
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame.start.ahead import PagesAhead
from gaotang_desktop.ui.page import tab_stops


@pytest.fixture
def window(qtbot, tmp_path):
    work = open_work(tmp_path / "data", now=NOW)
    patrol(work, village(work), NOW.date())
    made = make_window(work.folder)
    owned(qtbot, made)
    made.show()
    made.attach(work, memory=Memory(), show="patrols")
    settled(qtbot, made)
    yield made
    made.close()
    work.close()


def test_a_ledger_behind_another_tab_is_made_when_its_tab_is_opened(qtbot, window):
    page = window.current_page()
    behind = page.ledgers["spot-checks"]
    assert page.ledgers["patrols"].is_made
    assert not behind.is_made
    page.tabs.setCurrentWidget(behind)
    settled(qtbot, window)
    assert behind.is_made
    assert behind.panel.isVisible()
    inside = [at for at, each in enumerate(tab_stops(window)) if behind.isAncestorOf(each)]
    assert inside, "Tab comes to it"
    assert inside == list(range(inside[0], inside[0] + len(inside))), "as one reads"


def test_what_was_read_before_a_ledger_was_made_stands_in_it(qtbot, window):
    page = window.current_page()
    behind = page.ledgers["missed-nights"]
    records.save(
        window.desk.work,
        "missed-nights",
        {"village_id": 1, "night": NOW.date(), "reason": "大雨"},
    )
    settled(qtbot, window)
    assert not behind.is_made
    assert len(behind.listing().ids) == 1
    page.tabs.setCurrentWidget(behind)
    assert behind.table.shown_ids() == list(behind.listing().ids)


def test_a_splitter_of_a_tab_that_was_never_opened_keeps_its_place(qtbot, window):
    page = window.current_page()
    behind = page.ledgers["spot-checks"]
    page.tabs.setCurrentWidget(behind)
    settled(qtbot, window)
    splitter = behind.findChild(QSplitter)
    splitter.setSizes([600, 300])
    kept = splitter.sizes()
    work, memory = window.desk.work, window.memory
    for look in (False, False, True):
        window.detach()
        window.attach(work, memory=memory, show="patrols")
        settled(qtbot, window)
        page = window.current_page()
        if look:
            page.tabs.setCurrentWidget(page.ledgers["spot-checks"])
            settled(qtbot, window)
    assert page.ledgers["spot-checks"].findChild(QSplitter).sizes() == kept


def test_the_window_makes_its_pages_in_pauses_and_stops_when_the_data_is_let_go(qtbot, window):
    ahead = PagesAhead(window, ["patrols", "tasks", "polls", "system"], window.page, window.jobs)
    window.letting_go.connect(ahead.stop)
    qtbot.waitUntil(lambda: "tasks" in window.pages)
    assert window.current_page().key == "patrols", "nothing else comes to the front"
    assert window.pages["tasks"].stale, "it is read when it is shown"
    window.detach()
    made = dict(window.pages)
    qtbot.wait(400)
    assert window.pages == made == {}


def test_icons_are_drawn_for_the_screens_there_are(window):
    from gaotang_desktop.ui import icons

    drawn = icons.icon("printer", "secondary", 16)
    ratios = {each.devicePixelRatio() for each in QApplication.screens()}
    assert {each.width() / 16 for each in drawn.availableSizes()} == ratios
