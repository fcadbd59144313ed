"""What is to be done soon is done, and goes with its owner."""

import gc
import re
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

import gaotang_desktop
from gaotang_desktop.ui.desk.soon import soon


class Waiting(QWidget):
    """Owes something that is done once."""

    def __init__(self, wait_ms, *, by_name):
        super().__init__()
        self.times = 0
        soon(wait_ms, self, (lambda: self.done(1)) if by_name else self.done)

    def done(self, times=1):
        self.times += times


def gone(widget):
    """Whether nothing holds a widget that was to be deleted; its owner gave it away."""
    held = weakref.ref(widget[0])
    widget.pop().deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return held() is None


@pytest.mark.parametrize("by_name", [False, True])
@pytest.mark.parametrize("wait_ms", [0, 10, 60_000])
def test_a_widget_that_goes_before_its_deed_is_due_is_held_by_nothing(qapp, wait_ms, by_name):
    assert gone([Waiting(wait_ms, by_name=by_name)])


@pytest.mark.parametrize("by_name", [False, True])
@pytest.mark.parametrize("wait_ms", [0, 10])
def test_what_is_due_is_done_once_and_then_held_by_nothing(qapp, wait_ms, by_name):
    widget = Waiting(wait_ms, by_name=by_name)
    while not widget.times:
        QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert widget.times == 1
    assert widget.children() == []
    given = [widget]
    del widget
    assert gone(given)


def test_the_program_does_nothing_later_in_a_way_that_holds_what_is_gone():
    package = Path(gaotang_desktop.__file__).parent
    assert [
        str(each.relative_to(package))
        for each in package.rglob("*.py")
        if re.search(r"\.singleShot\(", each.read_text("utf-8"))
    ] == []
