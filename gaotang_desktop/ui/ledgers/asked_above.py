"""Over the rows of a sheet: how it was understood, and what its operator is asked once for all rows."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.scrolling import Scrolled

_NOTES, _NOTES_LOW = 4, 1  # lines of notes until all are asked for


class AskedAbove(Scrolled):
    """Notes, then what is asked. As high as that, while the rows below have room; it scrolls otherwise."""

    def __init__(self, asked: Sequence[QFrame]) -> None:
        super().__init__()
        self._notes: tuple[str, ...] = ()
        self._low = False
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.notes.setProperty("class", "secondary")
        self.all_notes = QToolButton()
        self.all_notes.setCheckable(True)
        self.all_notes.toggled.connect(lambda _on: self._show_notes())
        said = QHBoxLayout()
        said.setSpacing(theme.SPACE_3)
        said.addWidget(self.notes, 1)
        said.addWidget(self.all_notes, 0, Qt.AlignmentFlag.AlignTop)
        self._inner = inner = QWidget()
        inner.setObjectName("scrolled")
        self._column = column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(said)
        for each in asked:
            column.addWidget(each)
        self.setWidget(inner)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.show_notes(())

    def show_notes(self, notes: Sequence[str]) -> None:
        """What was noticed in the sheet, a line each."""
        self._notes = tuple(notes)
        self.all_notes.setChecked(False)
        self._show_notes()

    def set_low(self, low: bool) -> None:
        """Whether little of the screen is left: fewer notes stand there unasked."""
        if low != self._low:
            self._low = low
            self._show_notes()

    def _show_notes(self) -> None:
        whole = self.all_notes.isChecked()
        fits = _NOTES_LOW if self._low else _NOTES
        shown = self._notes if whole else self._notes[:fits]
        self.notes.setText("\n".join(shown))
        self.notes.setToolTip("\n".join(self._notes))
        self.notes.setVisible(bool(shown))
        self.all_notes.setText("收起" if whole else f"还有 {len(self._notes) - fits} 条说明")
        self.all_notes.setVisible(len(self._notes) > fits)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self._inner:
            self.ask_for_room()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()  # of a narrower place, words ask for more lines

    def ask_for_room(self) -> None:
        """Be seen while anything in it is: at once, where the focus goes into it."""
        children = self._inner.findChildren(
            QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
        )
        hidden = self.isHidden()
        self.setVisible(any(not each.isHidden() for each in children))
        if hidden:  # it was laid out by the heights from before there was anything to show
            self._column.invalidate()
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        inner = self._inner
        asked = inner.sizeHint()
        if inner.hasHeightForWidth():
            asked.setHeight(inner.heightForWidth(self.viewport().width()))
        return asked

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), 2 * theme.CONTROL_HEIGHT))
