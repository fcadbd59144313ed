"""What every test may lean on: no screen, no home folder, no locale and no time zone of its own."""

import gc
import itertools
import os
import re
import time
from pathlib import Path

# Before anything imports Qt or asks for the time.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if os.environ["QT_QPA_PLATFORM"] == "offscreen" and os.name == "posix":
    # An office's screen. Qt's own has 800 pixels, and a window found again would be cut to it.
    screen = Path(__file__).with_name("screen.json")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
os.environ["LC_ALL"] = "C.UTF-8"  # what the operator sees may not hang on the machine's language
os.environ["TZ"] = "Asia/Shanghai"
if hasattr(time, "tzset"):
    time.tzset()

import pytest
from hypothesis import settings

import gaotang_desktop.ui  # noqa: F401 - before pytest-qt calls Qt: see there what it mends
from gaotang_desktop import keys

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

# Windows itself is asked for its folders, unless the last two say otherwise (platformdirs).
HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "WIN_PD_OVERRIDE_APPDATA",
         "WIN_PD_OVERRIDE_LOCAL_APPDATA")  # fmt: skip
XDG = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")


def pytest_collection():
    """What is imported and collected stays: the collector need not look through it, now or later."""
    gc.disable()


def pytest_collection_finish():
    gc.freeze()
    gc.enable()


def pytest_sessionfinish():
    """Without a screen Qt keeps the clipboard longer than Python lives: nothing of ours may lie in it."""
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    """New names, one at each ``next``. pytest's own way reads through all that were made before."""
    place = tmp_path_factory.mktemp("folders")
    return (place / str(number) for number in itertools.count())


@pytest.fixture
def tmp_path(folders, request):
    """pytest's own: an empty folder of the test, named for it."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    folder = next(folders)
    folder = folder.with_name(f"{name}{folder.name}")
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(autouse=True)
def home(folders, monkeypatch):
    """An empty home folder for each test, so that none reads or writes the developer's."""
    folder = next(folders)
    folder.mkdir(mode=0o700)
    for name in HOMES:
        monkeypatch.setenv(name, str(folder))
    for name in XDG:
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def cheap_passwords(monkeypatch):
    """Two rounds where it is not the rounds that are tried; no password is known before or after."""
    monkeypatch.setattr(keys, "ROUNDS", 2)
    keys.forget()
    yield
    keys.forget()
