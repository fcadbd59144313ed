"""The window proves itself without a screen: what a frozen or installed program must still have.

Libraries, plugins, pictures and fonts of Qt are files beside the program; one that is left out of a
bundle is missed only when it is used. So all of them are used.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QPluginLoader,
    QSize,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from gaotang_desktop.app import ENTRIES, attach, make_window
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.frame.manual.window import ManualWindow
from gaotang_desktop.ui.frame.translations import speak_chinese
from gaotang_desktop.ui.printing.pdf_pages import QtPdfPages

_LONGEST_S = 60
_PICTURES = ("svg", "png", "jpeg")
_NATIVE = {"win32": "qwindows.dll", "linux": "libqxcb.so"}
Step = tuple[str, Callable[[], str]]


def steps(work: Workplace, paper: Path) -> list[Step]:
    """What the window must do with an open data folder and a PDF; each returns a few words.

    A step raises StorageProblem with a sentence when something of the program is missing.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    return [
        ("装载界面", lambda: _dressed(application)),
        ("装载屏幕插件", _native_plugin),
        ("画图标", _icon),
        ("显示 PDF", lambda: _pdf_page(paper.read_bytes())),
        ("走遍页面", lambda: _walked(work)),
    ]


def _require(true: object, missing: str) -> None:
    if not true:
        raise StorageProblem(f"程序文件不完整：{missing}。请重新安装高塘双提升工作台。")


def _dressed(application: QApplication) -> str:
    theme.install(application, dark=False)
    _require(speak_chinese(application), "没有 Qt 的中文翻译")
    known = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
    _require(known.issuperset(_PICTURES), f"缺少图片插件 {set(_PICTURES) - known}")
    return application.platformName()


def _native_plugin() -> str:
    """The plugin that draws on the real screen: loaded, though the test itself needs no screen.

    From source on Linux its libraries are the system's and may be absent where there is no screen.
    """
    name = _NATIVE.get(sys.platform, "")
    if not name or (sys.platform == "linux" and not hasattr(sys, "_MEIPASS")):
        return "这里不用"
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    loader = QPluginLoader(str(folder / name))
    _require(loader.load(), f"屏幕插件 {name} 装不上（{loader.errorString()}）")
    return name


def _icon() -> str:
    picture = icons.pixmap("moon", "secondary", 32).toImage()
    _require(not _is_blank(picture), "图标画不出来（SVG）")
    return f"{picture.width()} 像素"


def _pdf_page(content: bytes) -> str:
    pages = QtPdfPages(content)
    _require(not _is_blank(pages.picture(0, QSize(300, 424))), "PDF 显示不出来")
    return f"{pages.count} 页"


def _is_blank(picture: QImage) -> bool:
    """Whether every point of a picture is like its first."""
    first = picture.pixel(0, 0) if not picture.isNull() else 0
    return picture.isNull() or all(
        picture.pixel(x, y) == first
        for x in range(picture.width())
        for y in range(picture.height())
    )


def _walked(work: Workplace) -> str:
    """Every page and every tab, shown and painted; nothing complains, no dialog comes."""
    complaints: list[str] = []

    def hear(kind: QtMsgType, _context: object, text: str) -> None:
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            complaints.append(text)

    before = qInstallMessageHandler(hear)
    window = make_window(work.folder)
    shown = 0
    try:
        window.resize(1366, 728)
        window.show()
        attach(window, work, show=ENTRIES[0].key)
        for each in ENTRIES:
            window.go(each.key)
            page = window.current_page()
            _require(page is not None and page.key == each.key, f"没有“{each.title}”页")
            tabs = page.findChildren(QTabWidget) if page else []
            for number in range(max((each.count() for each in tabs), default=1)):
                for each_tabs in tabs:
                    each_tabs.setCurrentIndex(min(number, each_tabs.count() - 1))
                _settle(window.jobs.is_busy)
                _require(not _is_blank(_small(window)), f"“{each.title}”页画不出来")
                shown += 1
            said = window.messages.dialog
            _require(said is None, f"“{each.title}”页：{said.text.text() if said else ''}")
        window.open_manual("")
        manual = window.findChild(ManualWindow)
        _require(manual is not None, "操作手册打不开")
        if manual is not None:
            manual.close()
    finally:
        window.close()
        _settle(window.jobs.is_busy)
        window.deleteLater()
        _settle(lambda: False)
        qInstallMessageHandler(before)
    _require(not complaints, "；".join(complaints[:3]))
    return f"{len(ENTRIES)} 个页面，{shown} 屏"


def _small(window: QWidget) -> QImage:
    return window.grab().toImage().scaled(QSize(136, 72))


def _settle(busy: Callable[[], bool]) -> None:
    """Let the page read and paint; at most a minute, on a slow computer too."""
    until = time.monotonic() + _LONGEST_S
    quiet = 0
    while time.monotonic() < until and quiet < 3:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.01)
        quiet = 0 if busy() else quiet + 1
