"""What fills the window when there is no page: opening the data, or trouble with it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.widgets.scrolling import Scrolled

Action = tuple[str, Callable[[], Any]]
_IN_A_ROW = 5
_DETAIL, _LEAST = 220, 70


class OpeningPage(QWidget):
    """Shown from the first paint until the data is open."""

    def __init__(self, text: str = "正在打开数据…") -> None:
        super().__init__()
        self.words = QLabel(text)
        self.words.setProperty("class", "secondary")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(self).addWidget(self.words)


class TroublePage(QWidget):
    """Calm words about a folder that cannot be opened, and what can be done; never a traceback.

    ``detail`` are lines to read through, under the sentences.
    """

    def __init__(
        self, title: str, sentences: Sequence[str], actions: Sequence[Action], detail: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card = self._card = QFrame()
        card.setProperty("class", "card")
        card.setFixedWidth(600)
        mark = QLabel()
        icons.dress(mark, "triangle-alert", "warn", 32)
        heading = QLabel(title)
        heading.setObjectName("page_title")
        heading.setWordWrap(True)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(mark)
        column.addWidget(heading)
        for sentence in sentences:
            line = QLabel(sentence)
            line.setTextFormat(Qt.TextFormat.PlainText)
            line.setWordWrap(True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(line)
        self.detail = QPlainTextEdit(detail)
        self.detail.setReadOnly(True)
        self.detail.setAccessibleName("明细")
        self.detail.setFixedHeight(_DETAIL)
        self.detail.setVisible(bool(detail))
        column.addWidget(self.detail)
        column.addSpacing(theme.SPACE_3)
        self.buttons = [self._button(*action, first=not i) for i, action in enumerate(actions)]
        for at in range(0, len(self.buttons), _IN_A_ROW):
            row = QHBoxLayout()
            row.setSpacing(theme.SPACE_2)
            for button in self.buttons[at : at + _IN_A_ROW]:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        inner = QWidget()
        inner.setObjectName("scrolled")
        outer = QVBoxLayout(inner)
        outer.addStretch(2)
        # Between two stretches, not aligned: an aligned card is not given the height of its lines.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolled(inner))  # many lines on a low screen

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)  # Enter does what helps most

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the lines give way, so that what can be done stays in sight."""
        super().resizeEvent(event)
        others = self._card.heightForWidth(self._card.width()) - self.detail.height()
        room = self.height() - others - 3 * theme.SPACE_3
        self.detail.setFixedHeight(max(_LEAST, min(_DETAIL, room)))

    def _button(self, text: str, slot: Callable[[], Any], *, first: bool) -> QPushButton:
        button = QPushButton(text)
        if first:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda _checked: slot())
        return button
