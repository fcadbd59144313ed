"""One dialog for everything that must be read: an icon, a heading, whole sentences, buttons."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.dialog import Dialog


class CalmDialog(Dialog):
    """``accepted`` when ``action`` was pressed; without an action there is only 知道了.

    ``manual()`` opens the chapter that says more; without it there is no 看说明. ``asked`` is a
    field below the text: what else the action needs to know.
    """

    def __init__(
        self,
        parent: QWidget,
        heading: str,
        text: str,
        *,
        icon: str,
        tone: str,
        detail: str = "",
        action: str | None = None,
        danger: bool = False,
        manual: Callable[[], object] | None = None,
        asked: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setMinimumWidth(420)
        self.setMaximumWidth(640)
        mark = QLabel()
        icons.dress(mark, icon, f"{tone}_text", 24)
        title = QLabel(heading)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        title.setProperty("class", "heading")
        self.text = QLabel(text)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE_2)
        words.addWidget(title)
        words.addWidget(self.text)
        if asked is not None:
            words.addWidget(asked)
        if detail:
            more = QPlainTextEdit(detail)
            more.setReadOnly(True)
            more.setAccessibleName("详细情况")
            more.setMinimumSize(460, 160)
            words.addWidget(more)
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_3)
        top.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_5, theme.SPACE_5, theme.SPACE_4)
        column.setSpacing(theme.SPACE_5)
        column.addLayout(top)
        self._manual = manual
        column.addLayout(self._buttons(action, danger))

    def _buttons(self, action: str | None, danger: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        self.help: QPushButton | None = None
        if self._manual is not None:
            self.help = QPushButton("看说明")
            self.help.setProperty("role", "link")
            self.help.setAutoDefault(False)
            self.help.clicked.connect(self._read_on)
            row.addWidget(self.help)
        row.addStretch(1)
        self.leave = QPushButton("取消" if action else "知道了")
        self.leave.clicked.connect(self.reject)
        row.addWidget(self.leave)
        self.act: QPushButton | None = None
        if action:
            self.act = QPushButton(action)
            self.act.setProperty("role", "danger" if danger else "primary")
            self.act.setAutoDefault(False)
            self.act.clicked.connect(self.accept)
            row.addWidget(self.act)
        self.leave.setDefault(True)
        self.first = self.leave
        return row

    def _read_on(self) -> None:
        # First away with this one: the manual is read without it.
        self.reject()
        if self._manual is not None:
            self._manual()
