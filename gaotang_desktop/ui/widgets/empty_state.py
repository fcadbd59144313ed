"""An empty place says in one sentence what belongs there and gives the one button that starts it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop.ui import icons, theme


def paint_sentence(painter: QPainter, room: QRect, sentence: str) -> None:
    """The same in a place that paints itself: a sentence in the middle."""
    painter.setFont(theme.font())
    painter.setPen(theme.colour("secondary"))
    box = room.adjusted(40, 0, -40, -min(60, room.height() // 4))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, sentence)


class EmptyState(QWidget):
    """A sentence and, where something can be started, its button."""

    def __init__(
        self,
        sentence: str,
        button: str | None = None,
        slot: Callable[[], Any] | None = None,
        *,
        icon: str = "file-text",
    ) -> None:
        super().__init__()
        picture = QLabel()
        icons.dress(picture, icon, "faint", 32)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence = QLabel()
        self.sentence.setProperty("class", "secondary")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setWordWrap(True)
        self.button = QPushButton()
        self._slot: Callable[[], Any] | None = None
        self.button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE_3)
        column.addStretch(2)
        column.addWidget(picture)
        column.addWidget(self.sentence)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.set(sentence, button, slot)

    def set(
        self, sentence: str, button: str | None = None, slot: Callable[[], Any] | None = None
    ) -> None:
        """Say something else."""
        self.sentence.setText(sentence)
        self.button.setText(button or "")
        self.button.setVisible(button is not None)
        self._slot = slot

    def _on_clicked(self) -> None:
        if self._slot is not None:
            self._slot()
