"""Real widgets without a screen."""

from datetime import date

import pytest
from window_steps import owned, settled

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame.main_window import MainWindow
from gaotang_desktop.ui.frame.navigation import Entry


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp):
    theme.install(qapp, dark=False)
    return qapp


@pytest.fixture
def today():
    return lambda: date(2026, 10, 24)


@pytest.fixture
def window(qtbot, work, request):
    """The window on the test's own ``work``, with the pages that its module names in PAGES."""
    entries = [Entry.of(each) for each in request.module.PAGES]
    made = MainWindow(entries, memory=Memory(work.folder))
    owned(qtbot, made)
    made.resize(1366, 728)
    made.attach(work)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    settled(qtbot, made)
    return made


@pytest.fixture
def page(window):
    return window.current_page()


def pytest_collection_modifyitems(items):
    # Of popups the offscreen platform says what it cannot do; on a screen nothing is said.
    quiet = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
    for item in items:
        if "qtbot" in getattr(item, "fixturenames", ()):
            item.add_marker(quiet)
