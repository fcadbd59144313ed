"""A sentence on one line, or on two where one has no room for it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyleOption
from typing_extensions import override

_BETWEEN = " · "
"""What parts of a sentence are set apart by: there a line ends if the rest fits on the next."""


class TwoLines(QLabel):
    """``text()`` is the whole text; what two lines have no room for ends in …, the pointer shows it all."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def shown(self) -> list[str]:
        """The lines that are painted."""
        text, metrics, room = self.text(), self.fontMetrics(), self.contentsRect().width()
        if metrics.horizontalAdvance(text) <= room:
            return [text]
        layout = QTextLayout(text, self.font())
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(room)
        layout.endLayout()
        at = first.textLength()
        between = text.rfind(_BETWEEN, 0, at)
        if between > 0 and metrics.horizontalAdvance(text[between + len(_BETWEEN) :]) <= room:
            at = between + len(_BETWEEN)
        left = metrics.elidedText(text[at:].strip(), Qt.TextElideMode.ElideRight, room)
        return [text[:at].rstrip(), left]

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def _fit(self) -> None:
        lines = self.shown()
        whole = "".join(lines).replace(" ", "") == self.text().replace(" ", "")
        self.setToolTip("" if whole else self.text())
        self.setFixedHeight(len(lines) * self.fontMetrics().lineSpacing())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.minimumHeight())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOption()
        option.initFrom(self)
        painter, high = QPainter(self), self.fontMetrics().lineSpacing()
        room = self.contentsRect()
        for at, line in enumerate(self.shown()):
            self.style().drawItemText(
                painter,
                QRect(room.left(), room.top() + at * high, room.width(), high),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                option.palette,
                self.isEnabled(),
                line,
                self.foregroundRole(),
            )
