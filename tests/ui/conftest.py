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
