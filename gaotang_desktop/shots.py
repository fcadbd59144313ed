"""A picture of every page of the real window at the two usual sizes of screen."""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from gaotang_desktop.app import ENTRIES, attach, make_window
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.frame.translations import speak_chinese

SIZES = ((1366, 768), (1920, 1080))


def shoot(folder: Path, out: Path, sizes: tuple[tuple[int, int], ...] = SIZES) -> list[Path]:
    """Write ``page-width.png`` for every page into ``out``; returns the files."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    speak_chinese(application)
    theme.install(application, dark=False)
    out.mkdir(parents=True, exist_ok=True)
    work = Workplace.open(folder, alone=False)
    window = make_window(folder)
    made = []
    try:
        window.show()
        attach(window, work, show=ENTRIES[0].key)
        for width, height in sizes:
            window.resize(width, height)
            for each in ENTRIES:
                window.go(each.key)
                # A page of tabs has a picture of each; the first is the page's own.
                tabs = getattr(window.current_page(), "tabs", None) or QTabWidget()
                tabs.setCurrentIndex(0)
                settle(window.jobs.is_busy)
                made.append(_picture(window, out / f"{each.key}-{width}.png"))
                for number in range(1, tabs.count()):
                    tabs.setCurrentIndex(number)
                    settle(window.jobs.is_busy)
                    made.append(_picture(window, out / f"{each.key}-{number + 1}-{width}.png"))
    finally:
        window.close()
        settle(window.jobs.is_busy)
        work.close()
    return made


def _picture(window: QWidget, path: Path) -> Path:
    window.grab().save(str(path))
    return path


def settle(busy: object) -> None:
    """Let the page read and paint, at most 20 seconds."""
    until = time.monotonic() + 20
    quiet = 0
    while time.monotonic() < until and quiet < 5:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.02)
        quiet = 0 if callable(busy) and busy() else quiet + 1


if __name__ == "__main__":
    for picture in shoot(Path(sys.argv[1]), Path(sys.argv[2])):
        print(picture)
