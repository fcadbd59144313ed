"""Reminders in the window: off as it comes, once a day, and calm where the machine has no tray."""

from datetime import datetime
from typing import ClassVar

import pytest
from builders import begin, open_work, patrol, village
from PySide6.QtCore import QTimer
from window_steps import settled

from gaotang_desktop.services.workbench import figures, reminders
from gaotang_desktop.ui.frame.at_hand.reminders import NO_TRAY, Reminders
from gaotang_desktop.ui.page import Page


class Plain(Page):
    """A page of nothing."""

    key = "workbench"
    title = "工作台"
    icon = "moon"
    reads: ClassVar = frozenset()


PAGES = (Plain,)


@pytest.fixture
def work(tmp_path):
    made = open_work(tmp_path / "data", now=datetime(2026, 10, 31, 17, 30))
    yield made
    made.close()


def told(window):
    return window.messages._toast.label.text()


def test_the_figures_are_those_of_the_workbench(work):
    walked, owing = village(work), village(work, "北侯村")
    patrol(work, walked, work.today())
    day = figures.today(work)
    named = reminders.shown(day, work.today()).tonight
    behind = [each for each in day.nights if each.village_id == owing]
    assert behind[0].done < behind[0].due
    assert named == ["北侯村"]


def test_nothing_is_said_until_it_is_switched_on_and_then_once_a_day(qtbot, window, work):
    begin(work, village(work))
    made = Reminders(window, has_tray=lambda: False)
    made.start()
    made.look()
    settled(qtbot, window)
    assert window.messages._toast is None
    work.change_settings({"remind": True})
    made.look()
    assert told(window) == NO_TRAY
    settled(qtbot, window)
    assert told(window).startswith("今晚 1 村应巡未报：郭桥村。")
    window.messages.hush()
    made.look()
    settled(qtbot, window)
    assert window.messages._toast is None
    assert made.tray is None
    made.stop()


# The tray of X asks the offscreen platform for a signal that it does not have.
no_tray_of_x = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)


@no_tray_of_x
def test_with_a_tray_the_notice_goes_there_and_a_click_leads_to_the_workbench(
    qtbot, window, work, monkeypatch
):
    begin(work, village(work))
    work.change_settings({"remind": True})
    made = Reminders(window, has_tray=lambda: True)
    made.start()
    tray, told_there = made.tray, []
    assert tray.toolTip() == "双提升工作台"
    assert not tray.icon().isNull()
    # What a tray shows cannot be asked: what it is given is looked at on the way.
    monkeypatch.setattr(tray, "showMessage", lambda *given: told_there.append(given[:2]))
    made.look()
    settled(qtbot, window)
    [(title, text)] = told_there
    assert (title, text.splitlines()[0]) == ("双提升工作台", "今晚 1 村应巡未报：郭桥村。")
    assert window.messages._toast is None, "once is enough"
    window.showMinimized()
    tray.messageClicked.emit()
    assert not window.isMinimized()
    assert window.current_page().key == "workbench"
    work.change_settings({"remind": False})
    made.look()
    assert made.tray is None, "switched off it is gone"
    made.stop()


@no_tray_of_x
def test_closing_the_window_takes_the_tray_along_and_leaves_nothing_running(qtbot, window, work):
    work.change_settings({"remind": True})
    made = Reminders(window, has_tray=lambda: True)
    made.start()
    assert made.tray is not None
    window.letting_go.emit()
    assert made.tray is None
    assert not made._timer.isActive()


def test_the_words_follow_the_records(work):
    for name in ("郭桥村", "北侯村"):
        village(work, name)
    begin(work, 1)
    work.change_settings({"remind": True})

    def nights():
        return "".join(each for each in reminders.due(work, None) if "应巡" in each)

    assert nights() == "今晚 2 村应巡未报：郭桥村、北侯村。"
    patrol(work, 1, work.today())
    assert nights() == "今晚 1 村应巡未报：北侯村。"
    patrol(work, 2, work.today())
    assert nights() == ""
    assert reminders.due(work, work.today()) is None, "once a day"


def test_once_the_data_are_let_go_nothing_looks_any_more(window):
    made = Reminders(window, has_tray=lambda: False)
    made.start()
    assert all(each.isActive() for each in made.findChildren(QTimer))
    window.letting_go.emit()
    assert not any(each.isActive() for each in made.findChildren(QTimer))
