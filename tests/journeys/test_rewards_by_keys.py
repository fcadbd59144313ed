"""What the rules propose of two frozen months, ticked and registered by keys alone."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from builders import open_filled, patrol
from keyboard import CONTROL, SHIFT, Key
from PySide6.QtWidgets import QApplication, QMenu
from scored_month import OCTOBER, fill_month
from window_steps import settled

from gaotang_desktop.domain.evaluation.schemes import RewardRule
from gaotang_desktop.services import adjustments, evaluation
from gaotang_desktop.services.schemes import register
from gaotang_desktop.ui.pages.evaluation.proposals_dialog import ProposalsDialog
from gaotang_desktop.ui.pages.evaluation.records_dialog import RecordsDialog

RULES = (
    RewardRule("progress", 1, "表扬", cycle="month"),
    RewardRule("last", 1, "约谈", times=2, cycle="month"),
)


def two_months(work):
    """The fourth village rises from the third place to the first; the first is last in both months."""
    places = fill_month(work)["villages"]
    rules = replace(register.shipped(), version=2, starts_on=date(2026, 9, 1), rewards=RULES)
    register.save(work, rules)
    for nights, place in zip((2, 8, 11, 5), places, strict=True):
        for day in range(1, nights + 1):
            patrol(work, place, date(2026, 9, day))
    for month in (OCTOBER.shifted(-1), OCTOBER):
        evaluation.freeze(work, month, accept_incomplete=True)


@pytest.fixture
def work(tmp_path):
    opened, _none = open_filled(tmp_path / "data", two_months, now=datetime(2026, 11, 2, 9, 0))
    yield opened
    opened.close()


def leads_to(clerk, text, *keys):
    """To a button by its words, and Space."""
    for _ in range(40):
        if getattr(clerk.focus(), "text", str)() == text:
            return clerk.presses(Key.Key_Space)
        clerk.presses(*keys)
    raise AssertionError(f"no key leads to {text}")


def test_progress_and_two_months_at_the_end_are_proposed_and_registered(clerk, work):
    clerk.presses(Key.Key_8, CONTROL)
    settled(clerk.qtbot, clerk.window)
    leads_to(clerk, "更多", Key.Key_Backtab, SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [each.text() for each in menu.actions()]
    clerk.presses(Key.Key_Down, times=words.index("奖惩兑现"))
    clerk.presses(Key.Key_Return)
    assert clerk.window_of(RecordsDialog).isAncestorOf(clerk.focus())
    leads_to(clerk, "按方案提出", Key.Key_Tab)
    dialog = clerk.window_of(ProposalsDialog)
    lines = [dialog.table.topLevelItem(at) for at in range(dialog.table.topLevelItemCount())]
    told = [(each.text(0), each.text(1), each.text(3)) for each in lines]
    assert told == [
        (
            "冯楼村",
            "表扬",
            "由第 3 名升到第 1 名，升了 2 名（名次区间 1–3），和上期的名次分不出先后，请斟酌。",
        ),
        ("郭桥村", "约谈", "第 4 名，连续 2 期在后 1 名。"),
    ]
    assert dialog.chosen() == [1]  # what the polls leave open waits for a decision
    clerk.goes_to("按方案提出的奖惩")
    clerk.presses(Key.Key_Home)
    clerk.presses(Key.Key_Space)
    leads_to(clerk, "登记所选", Key.Key_Tab)
    settled(clerk.qtbot, clerk.window)
    listed = adjustments.listing(work, "rewards", OCTOBER)
    assert [row[listed.column("kind")] for row in listed.rows] == ["表扬", "约谈"]
