"""What is closed is gone: windows, their pages, and the data of a folder that gave way to another."""

import gc
import weakref

import pytest
from builders import NOW, open_work, patrol, village
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from window_steps import until_quiet

from gaotang_desktop.app import ENTRIES, make_window, open_folder
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame.beginning.first_time import SEEN
from gaotang_desktop.ui.frame.main_window import MainWindow
from gaotang_desktop.ui.widgets.form.record_form import RecordForm


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    made = open_work(tmp_path_factory.mktemp("let-go") / "data", now=NOW)
    patrol(made, village(made), NOW.date())
    yield made
    made.close()


def deleted():
    """What was to be deleted later is deleted, and Python looks through what it held."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()


def opened_and_closed(work, keys):
    """A window that shows pages one after the other; what may not be there any more."""
    window = MainWindow(ENTRIES, memory=Memory())
    window.attach(work, show=keys[0])
    window.show()
    for key in keys:
        window.go(key)
        until_quiet(window)
    parts = [window, window.jobs, window.desk, *window.pages.values()]
    held = [weakref.ref(each) for each in parts]
    window.close()
    window.deleteLater()
    return held


def living(held):
    return [made for each in held if (made := each()) is not None]


def test_nothing_is_left_of_windows_opened_and_closed_one_after_the_other(qapp, work):
    deleted()
    before = set(QApplication.allWidgets())
    held = [each for _time in range(5) for each in opened_and_closed(work, ["workbench"])]
    deleted()
    assert living(held) == []
    assert set(QApplication.allWidgets()) <= before


@pytest.mark.parametrize("key", [each.key for each in ENTRIES])
def test_nothing_is_left_of_a_page_when_its_window_is_gone(qapp, work, key):
    deleted()
    before = set(QApplication.allWidgets())
    held = opened_and_closed(work, [key])
    deleted()
    assert living(held) == []
    assert set(QApplication.allWidgets()) <= before


def test_of_a_folder_that_gave_way_to_another_nothing_is_kept(qapp, tmp_path):
    for name in ("one", "two"):
        open_work(tmp_path / name).close()
        Memory(tmp_path / name).write(SEEN, True)  # the first steps do not come by themselves
    window = make_window(tmp_path / "one")
    window.show()
    held = {}
    for name in ("one", "two"):
        open_folder(window, tmp_path / name)
        until_quiet(window)
        parts = (window.desk, window.desk.work, window.keeper, window.current_page())
        held[name] = [weakref.ref(each) for each in parts]
        del parts
        if name == "one":
            window.desk.work.close()
            window.detach()
    deleted()
    assert living(held["one"]) == []
    assert len(living(held["two"])) == 4
    window.close()
    window.deleteLater()
    del window
    deleted()
    assert living(held["two"]) == []


def test_settings_that_were_made_ahead_and_never_shown_go_with_the_page(qapp, work):
    deleted()
    before = set(QApplication.allWidgets())
    window = MainWindow(ENTRIES, memory=Memory())
    window.attach(work, show="system")
    assert isinstance(window.current_page()._settings, RecordForm)
    window.close()
    window.deleteLater()
    deleted()
    assert set(QApplication.allWidgets()) <= before
