"""Ctrl+K from any page, with the keyboard alone, in the real window."""

import pytest
from builders import open_filled, open_work, unit, village
from PySide6.QtCore import Qt
from town_records import OLD, fill
from window_steps import chosen, owned, settled

from gaotang_desktop.app import attach, make_window
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.services import records, search
from gaotang_desktop.services.papers import numbers


def opened(qtbot, work):
    window = make_window(work.folder)
    owned(qtbot, window)
    window.show()
    attach(window, work)
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=30_000)
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


@pytest.fixture
def clerk(qtbot, tmp_path):
    work = open_work(tmp_path / "data")
    yield opened(qtbot, work)
    work.close()


@pytest.fixture
def town(qtbot, tmp_path):
    """The window on a town with records of every kind, and the older record of each kind."""
    work, ids = open_filled(tmp_path / "data", fill)
    yield opened(qtbot, work), ids
    work.close()


def press(qtbot, window, key):
    qtbot.keyClick(window.search_box, key)


def search_for(qtbot, window, text):
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    window.search_box.search(text)
    qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=30_000)


def test_a_village_is_opened_on_its_page_by_its_initials(qtbot, clerk):
    work = clerk.desk.work
    village(work, "北村")
    wanted = village(work, "郭楼村")
    clerk.go("patrols")
    search_for(qtbot, clerk, "glc")
    press(qtbot, clerk, Qt.Key.Key_Return)
    page = clerk.current_page()
    assert page.key == "registers"
    qtbot.waitUntil(lambda: not clerk.jobs.is_busy(), timeout=30_000)
    assert page.ledgers["villages"].table.selected_ids() == [wanted]
    assert clerk.search_box.text() == ""


def test_down_passes_over_the_headings_and_goes_round(qtbot, clerk):
    work = clerk.desk.work
    village(work, "南关村")
    wanted = unit(work, "南关小学")
    search_for(qtbot, clerk, "南关")
    hits = clerk.search_box.hits
    shown = [hits.item(row).text() for row in range(hits.count())]
    assert shown == ["村（社区）", "南关村", "责任单位", "南关小学"]
    places = []
    for _ in range(2):
        press(qtbot, clerk, Qt.Key.Key_Down)
        places.append(hits.currentRow())
    press(qtbot, clerk, Qt.Key.Key_Up)
    assert [*places, hits.currentRow()] == [3, 1, 3]
    press(qtbot, clerk, Qt.Key.Key_Return)
    assert clerk.current_page().ledger.kind == "units"
    qtbot.waitUntil(lambda: not clerk.jobs.is_busy(), timeout=30_000)
    assert clerk.current_page().ledgers["units"].table.selected_ids() == [wanted]


def test_a_paper_found_by_its_number_is_opened(qtbot, clerk):
    work = clerk.desk.work
    entry = numbers.enter(work, "高综治〔2026〕3号", "关于召开推进会的通知", work.today())
    search_for(qtbot, clerk, "2026〕3号")
    press(qtbot, clerk, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not clerk.jobs.is_busy(), timeout=30_000)
    assert clerk.current_page().key == "documents"
    assert clerk.current_page().register.table.current_id() == entry


def test_escape_leaves_the_search(qtbot, clerk):
    search_for(qtbot, clerk, "没有的")
    assert clerk.search_box.hits.item(0).text() == "没有找到，换几个字试试。"
    press(qtbot, clerk, Qt.Key.Key_Escape)
    assert not clerk.search_box.hits.isVisible()


# Shown by pages of their own making: see their tests.
ELSEWHERE = {"documents", "frozen-evaluations"}


@pytest.mark.parametrize("kind", sorted(set(PAGES) - ELSEWHERE - {"dispute-categories"}))
def test_every_page_selects_the_record_that_it_is_told(qtbot, town, kind):
    clerk, wanted = town
    clerk.go(PAGES[kind], {"kind": kind, "id": wanted[kind]})
    settled(qtbot, clerk)
    expected = {
        "dispute-reports": (wanted["villages"], OLD.replace(day=3)),
        "key-group-counts": (OLD.replace(day=1), wanted["villages"], "total_3"),
        "incident-counts": (OLD.replace(day=1), wanted["villages"]),
        "poll-results": (wanted["polls"], wanted["villages"]),
    }
    assert chosen(clerk.current_page(), kind) == expected.get(kind, wanted[kind])
    # Once more with the page made and another record in hand.
    clerk.go("registers")
    settled(qtbot, clerk)
    clerk.go(PAGES[kind], {"kind": kind, "id": wanted[kind]})
    settled(qtbot, clerk)
    assert chosen(clerk.current_page(), kind) == expected.get(kind, wanted[kind])


@pytest.mark.parametrize("kind", [each.kind for each in search.KINDS if each.kind not in ELSEWHERE])
def test_a_hit_of_every_kind_is_opened_with_the_keyboard(qtbot, town, kind):
    clerk, wanted = town
    typed = records.get(clerk.desk.work, kind, wanted[kind])
    words = next(each for each in search.KINDS if each.kind == kind)
    name = next(typed[field] for field in words.names)
    if kind == "inspections":
        name = "便民药店 食品"
    search_for(qtbot, clerk, name)
    hits = clerk.search_box.hits
    while hits.currentItem().data(Qt.ItemDataRole.UserRole).context["kind"] != kind:
        press(qtbot, clerk, Qt.Key.Key_Down)
    press(qtbot, clerk, Qt.Key.Key_Return)
    settled(qtbot, clerk)
    assert clerk.current_page().key == PAGES[kind]
    assert chosen(clerk.current_page(), kind) == wanted[kind]
