"""Somebody at the real window of a data folder; ``work`` is each module's own."""

import pytest
from keyboard import Clerk
from window_steps import owned, settled

from gaotang_desktop.app import attach, make_window


@pytest.fixture
def clerk(qtbot, work):
    window = make_window(work.folder)
    owned(qtbot, window)
    attach(window, work, show="workbench")
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    settled(qtbot, window)
    return Clerk(qtbot, window)
