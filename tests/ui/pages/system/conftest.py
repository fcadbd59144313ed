"""The whole window on the test's own ``work``, with 系统 in front: its sheets reach for all of it."""

import pytest
from window_steps import owned, settled

from gaotang_desktop.app import attach, make_window


@pytest.fixture
def window(qtbot, work):
    made = make_window(work.folder)
    owned(qtbot, made)
    made.show()
    attach(made, work, show="system")
    settled(qtbot, made)
    yield made
    made.desk.work.close()  # of a folder that was moved it is another than at the start
