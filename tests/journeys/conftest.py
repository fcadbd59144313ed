"""The real window on the test's own ``work``, watched or worked by keys alone."""

import pytest
from keyboard import Clerk
from window_steps import owned, settled

from gaotang_desktop.app import attach, make_window


@pytest.fixture
def window(qtbot, work):
    made = make_window(work.folder)
    owned(qtbot, made)
    made.show()
    attach(made, work, show="workbench")
    settled(qtbot, made)
    return made


@pytest.fixture
def clerk(qtbot, work):
    """Has the window in front: what is pressed goes to it."""
    made = make_window(work.folder)
    owned(qtbot, made)
    attach(made, work, show="workbench")
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    settled(qtbot, made)
    return Clerk(qtbot, made)
