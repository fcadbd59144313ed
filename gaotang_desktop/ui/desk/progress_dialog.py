"""Says what is being done, how far it is, and offers to stop it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog

_LONGEST = 20  # the name of a file may be as long as it likes


class ProgressDialog(Dialog):
    """Opened over the window; only the end of the work or 取消 closes it."""

    cancelled = Signal()

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(
            parent,
            Qt.WindowType.Dialog
            | Qt.WindowType.CustomizeWindowHint
            | Qt.WindowType.WindowTitleHint,
        )
        self.setWindowTitle("请稍候")
        self.setMinimumWidth(560)
        heading = QLabel(title.rstrip("。…") + "…")
        heading.setProperty("class", "heading")
        self._what = QLabel(" ")
        self._what.setProperty("class", "secondary")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._cancel = QPushButton("取消")
        self._cancel.clicked.connect(self._on_cancel)
        foot = QHBoxLayout()
        foot.addWidget(self._what, 1)
        foot.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_5, theme.SPACE_5, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(heading)
        column.addWidget(self._bar)
        column.addLayout(foot)

    def show_step(self, done: int, total: int, what: str) -> None:
        """``done`` of ``total`` parts are finished; with no total the bar only moves."""
        if not self._cancel.isEnabled():
            return
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(min(done, total))
        count = f"{done} / {total}" if total else ""
        short = what if len(what) <= _LONGEST else f"{what[: _LONGEST - 1]}…"
        self._what.setText("　".join(part for part in (short, count) if part))
        self._what.setToolTip(what if short != what else "")

    def finish(self) -> None:
        """The work has ended: go away."""
        self.done(QDialog.DialogCode.Accepted)
        self.deleteLater()

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._what.setText("正在停下，已做的会退回。")
        self._bar.setRange(0, 0)
        self.cancelled.emit()

    @override
    def reject(self) -> None:
        """Escape cancels the work; the dialog stays until the work has really stopped."""
        if self._cancel.isEnabled():
            self._on_cancel()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the focused button only, never a default one."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        else:
            super().keyPressEvent(event)
