"""文件, 编辑, 转到 and 帮助: what belongs to no page, and the keys that work on every page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gaotang_desktop.ui.frame.navigation import Entry

_FIGURES = "123456789"
_MARKS = f"{_FIGURES}0ABCDEFG"
"""By what a page is chosen in 转到: a figure, as far as they go."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the lines of the menus do; ``go`` shows the page of this key, and on it what is named."""

    open_folder: Callable[[], Any]
    undo: Callable[[], Any]
    redo: Callable[[], Any]
    search: Callable[[], Any]
    reload: Callable[[], Any]
    manual: Callable[[], Any]
    contents: Callable[[], Any]
    start: Callable[[], Any]
    keys: Callable[[], Any]
    go: Callable[..., Any]


class Menus:
    """Builds the menu bar of a window; ``file``, ``edit``, ``places`` and ``help`` can be added to."""

    def __init__(self, window: QMainWindow, pages: Iterable[Entry], deeds: Deeds) -> None:
        """``pages`` are the pages in their order, the first nine also by Ctrl+1 to Ctrl+9."""
        self._window = window
        bar = window.menuBar()
        self.file = bar.addMenu("文件(&F)")
        self.edit = bar.addMenu("编辑(&E)")
        self.places = bar.addMenu("转到(&G)")
        self.help = bar.addMenu("帮助(&H)")
        self.add(self.file, "打开数据文件夹", deeds.open_folder)
        self.leave = self.add(self.file, "退出", window.close, "Ctrl+Q")
        self.undo = self.add(self.edit, "撤销", deeds.undo, "Ctrl+Z")
        self.redo = self.add(self.edit, "重做", deeds.redo, "Ctrl+Shift+Z", "Ctrl+Y")
        self.edit.addSeparator()
        self.search = self.add(self.edit, "搜索", deeds.search, "Ctrl+K")
        self.reload = self.add(self.edit, "重新读取", deeds.reload, "F5")
        self.manual = self.add(self.help, "本页说明", deeds.manual, "F1")
        self.contents = self.add(self.help, "操作手册", deeds.contents)
        self.start = self.add(self.help, "开始使用", deeds.start)
        self.keys = self.add(self.help, "键盘用法", deeds.keys, "F12", "Ctrl+/")
        for mark, page in zip(_MARKS, pages, strict=False):
            keys = (f"Ctrl+{mark}",) if mark in _FIGURES else ()
            self.add(self.places, f"{page.title}(&{mark})", partial(deeds.go, page.key), *keys)
        self.places.addSeparator()
        for text, tab in (("回收站(&R)", "bin"), ("修改历史(&H)", "history")):
            self.add(self.places, text, partial(deeds.go, "system", {tab: True}))

    def add(self, menu: QMenu, text: str, slot: Callable[[], Any], *keys: str) -> QAction:
        """One more line of a menu; 退出 stays the last of 文件."""
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda _checked: slot())
        if menu is self.file and hasattr(self, "leave"):
            menu.insertAction(self.leave, action)
        else:
            menu.addAction(action)
        return action
