"""Real widgets without a screen."""

from datetime import date

import pytest

from gaotang_desktop.ui import theme


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp):
    theme.install(qapp, dark=False)
    return qapp


@pytest.fixture
def today():
    return lambda: date(2026, 10, 24)


def pytest_collection_modifyitems(items):
    # Of popups the offscreen platform says what it cannot do; on a screen nothing is said.
    quiet = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
    for item in items:
        if "qtbot" in getattr(item, "fixturenames", ()):
            item.add_marker(quiet)
