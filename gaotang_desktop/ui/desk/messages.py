"""What the window says to the operator, and how loudly.

Silent: the saved mark. Quiet: a toast with 撤销. Calm: a dialog that says what happened, what was
kept and what to do. Only what cannot be undone is asked about first.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.ui.desk.calm_dialog import CalmDialog
from gaotang_desktop.ui.desk.toast import Toast

log = logging.getLogger(__name__)


class Messages(QObject):
    """Speaks in one window. ``saved_said(text)`` is heard by the status strip."""

    saved_said = Signal(str)

    def __init__(
        self,
        window: QWidget,
        *,
        undo: Callable[[], None] = lambda: None,
        log_path: Path | None = None,
        manual: Callable[[object], object] | None = None,
    ) -> None:
        """``undo`` takes back the newest operation: what the 撤销 of a toast does.

        ``manual(error)`` opens the chapter behind a refusal.
        """
        super().__init__(window)
        self._window = window
        self._undo = undo
        self._log_path = log_path
        self._manual = manual
        self._toast: Toast | None = None
        self.dialog: CalmDialog | None = None

    def saved(self, text: str = "已保存") -> None:
        """The change is stored: a mark in the status strip, nothing more.

        A 撤销 that was offered for an earlier change goes: by now it would take back this one.
        """
        if self._toast is not None and self._toast.button is not None:
            self._toast.vanish()
        self.saved_said.emit(text)

    def toast(
        self,
        text: str,
        *,
        action: str | None = None,
        slot: Callable[[], None] | None = None,
        seconds: float = 6.0,
    ) -> None:
        """A sentence at the bottom for a few seconds, with a button if something can follow."""
        if self._toast is not None:
            self._toast.vanish()
        self._toast = Toast(self._window, text, action=action, slot=slot, seconds=seconds)
        self._toast.vanished.connect(self._on_toast_vanished)

    def hush(self) -> None:
        """Take the toast away: what it lies over is more urgent now."""
        if self._toast is not None:
            self._toast.vanish()

    def undoable(self, text: str) -> None:
        """After deletes and bulk edits: the sentence with 撤销 beside it."""
        self.toast(text, action="撤销", slot=self._undo, seconds=10.0)

    def imported(self, summary: str, detail: str = "", *, changed: bool = True) -> None:
        """What became of a sheet: rows that were refused are read first, then 撤销 is offered."""
        if not detail:
            if changed:
                self.undoable(summary)
            else:
                self.toast(summary)
            return
        self.inform("导入结果", summary, detail=detail)
        if changed and self.dialog is not None:
            # Only now: behind the dialog the toast would be gone before anyone could press it.
            self.dialog.finished.connect(
                lambda _result: self.undoable("没有问题的行已经导入，可以撤销整次导入。")
            )

    def problem(self, error: DomainError | str, *, title: str = "没有办成") -> None:
        """Something the operator can mend; the error's own sentences say what."""
        manual = self._manual
        self._open(
            CalmDialog(
                self._window,
                title,
                str(error),
                icon="circle-alert",
                tone="warn",
                manual=None if manual is None else lambda: manual(error),
            )
        )

    def bug(self, error: BaseException) -> None:
        """Our mistake: logged with its traceback, said once and calmly."""
        log.error("unexpected error", exc_info=error)
        where = (
            f"详细情况记在 {self._log_path}，请把这个文件发给维护人员。" if self._log_path else ""
        )
        self._open(
            CalmDialog(
                self._window,
                "程序出了意外",
                f"这一步没有完成，已经保存的内容没有改动。总在这里出错，请到“系统”检查一次数据。{where}",
                icon="triangle-alert",
                tone="bad",
            )
        )

    def show_error(self, error: BaseException) -> None:
        """Either of the two kinds, told apart."""
        if isinstance(error, DomainError):
            self.problem(error)
        else:
            self.bug(error)

    def inform(self, title: str, text: str, *, detail: str = "") -> None:
        """A result that deserves reading; ``detail`` is a longer text that can be copied."""
        self._open(CalmDialog(self._window, title, text, detail=detail, icon="info", tone="info"))

    def confirm(
        self,
        question: str,
        text: str,
        *,
        action: str,
        slot: Callable[[], None],
        danger: bool = True,
        asked: QWidget | None = None,
    ) -> None:
        """Ask before what cannot be undone; ``action`` names the deed (``彻底删除``), never 确定.

        ``asked`` is a field below the text that the deed needs.
        """
        dialog = CalmDialog(
            self._window,
            question,
            text,
            icon="circle-help",
            tone="warn",
            action=action,
            danger=danger,
            asked=asked,
        )
        dialog.accepted.connect(slot)
        self._open(dialog)

    def confirm_leaving(self, what: str, slot: Callable[[], None]) -> None:
        """Ask before a grid is left in which something typed is not stored."""
        self.confirm(
            f"{what}还没有保存",
            "离开会丢掉刚才填的内容。按 Ctrl+S 可以保存。",
            action="放弃填写",
            slot=slot,
        )

    def _open(self, dialog: CalmDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.open()

    def _forget(self, dialog: CalmDialog) -> None:
        dialog.deleteLater()
        if self.dialog is dialog:
            self.dialog = None

    def _on_toast_vanished(self, toast: Toast) -> None:
        if self._toast is toast:
            self._toast = None
