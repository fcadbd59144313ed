"""键盘用法: every key on one sheet, by where it works (F12)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.at_hand.keys import GROUPS, Group
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.widgets.scrolling import Scrolled

_THREE_FROM = 1330


class KeySheet(Dialog):
    """Read and closed: Esc, Return or F12."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle("键盘用法")
        inner = QWidget()
        inner.setObjectName("scrolled")
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, theme.SPACE_2, 0)
        row.setSpacing(theme.SPACE_5)
        room = window.size()
        # Where there is room for three columns nothing has to be scrolled.
        parts = (
            (GROUPS[:2], GROUPS[2:4], GROUPS[4:])
            if room.width() >= _THREE_FROM
            else (GROUPS[:3], GROUPS[3:])
        )
        for part in parts:
            column = QVBoxLayout()
            column.setSpacing(theme.SPACE_3)
            for group in part:
                column.addLayout(_group(group))
            column.addStretch(1)
            row.addLayout(column, 1)
        close = QPushButton("知道了")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        self.first = close
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        whole.setSpacing(theme.SPACE_3)
        whole.addWidget(Scrolled(inner), 1)
        whole.addLayout(foot)
        self.resize(
            min(430 * len(parts), room.width() - 40),
            min(inner.sizeHint().height() + 90, room.height() - 20),
        )
        for key in ("F12", "Ctrl+/"):
            close_again = self.addAction("关闭")
            close_again.setShortcut(key)
            close_again.triggered.connect(self.accept)
        self.finished.connect(lambda _result: self.deleteLater())


def _group(group: Group) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.SPACE_3)
    grid.setVerticalSpacing(theme.SPACE_1)
    heading = QLabel(group.title)
    heading.setProperty("class", "heading")
    grid.addWidget(heading, 0, 0, 1, 2)
    for at, line in enumerate(group.lines, start=1):
        name, words = QLabel(line.words), QLabel(line.does)
        name.setProperty("class", "info")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        grid.addWidget(name, at, 0)
        grid.addWidget(words, at, 1)
    grid.setColumnMinimumWidth(0, 140)
    grid.setColumnStretch(1, 1)
    return grid
