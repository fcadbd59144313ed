"""Reminders in the window: off as it comes, once a day, and calm where the machine has no tray."""

from datetime import datetime
from typing import ClassVar

import pytest
from builders import open_work, patrol, village
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
    village(work)
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
