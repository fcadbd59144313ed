"""Work that would hold up the window: one thread, one thing at a time, results in the window.

Reads are silent and the newest wants wins; a modal job (import, backup, scoring) blocks the window,
shows its progress after 0.4 s and can be cancelled, which rolls it back.
"""

import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.progress import Cancelled, Progress
from gaotang_desktop.ui.desk.garbage import Garbage
from gaotang_desktop.ui.desk.progress_dialog import ProgressDialog
from gaotang_desktop.ui.desk.soon import soon

T = TypeVar("T")
_SWITCH_SECONDS = 0.0005
SHOW_AFTER_MS = 400
Failed = Callable[[Exception], None]

_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.Shortcut,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
}


@dataclass(eq=False)
class _Job:
    """One thing to do; also the ``Progress`` that its function is given."""

    run: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Failed | None
    title: str
    modal: bool
    key: str | None
    told: Callable[["_Job", int, int, str], None]
    stopped: Callable[[], None] | None = None
    cancelled: bool = False
    result: Any = None
    error: Exception | None = None
    steps: tuple[int, int, str] = field(default=(0, 0, ""))

    def step(self, done: int, total: int, what: str = "") -> None:
        if self.cancelled:
            raise Cancelled
        self.told(self, done, total, what)


class _Hush(QObject):
    """Swallows what is typed and clicked into the window while a modal job runs.

    A second press of 保存 within the first 0.4 s must not start the work twice.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return (
            event.type() in _INPUT
            and isinstance(watched, QWidget)
            and watched.window() is self._window
        )


def _is_gone(done: Callable[[Any], None]) -> bool:
    """Whether the widget that wanted to know was deleted meanwhile, as when the data are let go.

    It is the one whose method this is, or the ``self`` that a function inside a method holds.
    """
    owner = getattr(done, "__self__", None)
    if owner is None and (held := getattr(done, "__closure__", None)):
        cells = dict(zip(done.__code__.co_freevars, held, strict=True))
        owner = cells["self"].cell_contents if "self" in cells else None
    return isinstance(owner, QObject) and not isValid(owner)


class Jobs(QObject):
    """The window's one background thread. ``idle`` is said when nothing is left to do."""

    idle = Signal()
    _ended = Signal(object)
    _stepped = Signal(object, int, int, str)

    def __init__(self, window: QWidget, *, on_error: Failed) -> None:
        """``on_error`` shows what no caller wanted to handle itself."""
        super().__init__(window)
        # With Python's 5 ms the window waits so long for each query and each painting, as long as
        # the other thread counts.
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._window = window
        self._on_error = on_error
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._open: list[_Job] = []
        self._newest: dict[str, _Job] = {}
        self._dialog: ProgressDialog | None = None
        self._hush: _Hush | None = None
        self._closing = False
        self.garbage = Garbage(self)
        # Results that came together are handed over one in each turn of the loop: between them
        # the window paints and takes keys.
        self._results: deque[_Job] = deque()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._on_turn)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._on_stepped, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        fn: Callable[[Progress], T],
        *,
        title: str,
        done: Callable[[T], None],
        failed: Failed | None = None,
        stopped: Callable[[], None] | None = None,
        modal: bool = True,
    ) -> None:
        """Run ``fn(progress)``; then ``done(result)`` or ``failed(error)`` in the window's thread.

        ``title`` is the sentence over the bar (``正在导入村名单``). A cancelled job calls neither, but
        ``stopped``. Without ``failed`` the window shows the error itself.
        """
        self._start(_Job(fn, done, failed, title, modal, None, self._tell, stopped))

    def read(
        self,
        fn: Callable[[], T],
        done: Callable[[T], None],
        *,
        key: str | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Read in the background, without a dialog.

        Of several reads with one ``key`` (by default the name of ``fn``) only the newest calls
        ``done``.
        """
        name = key or str(getattr(fn, "__qualname__", fn))
        older = self._newest.get(name)
        if older is not None:
            older.cancelled = True
        job = _Job(lambda _progress: fn(), done, failed, "", False, name, self._tell)
        self._newest[name] = job
        self._start(job)

    def is_busy(self) -> bool:
        """Whether anything is running, waiting, or about to be told."""
        return bool(self._open)

    def cancel_all(self) -> None:
        """Ask everything to stop at its next step; nothing of it is told any more."""
        for job in self._open:
            job.cancelled = True

    def close(self) -> None:
        """Wait for the thread; nothing can be started afterwards."""
        self._closing = True
        self.cancel_all()
        self._pool.shutdown(wait=True)
        self.garbage.close()
        self._forget_dialog()

    def _start(self, job: _Job) -> None:
        if self._closing:
            return
        self._open.append(job)
        if job.modal:
            self._block(job)
        self._pool.submit(self._work, job)

    def _work(self, job: _Job) -> None:
        """In the other thread: nothing here touches a widget."""
        try:
            if not job.cancelled:
                job.result = job.run(job)
        except Cancelled:
            job.cancelled = True
        except Exception as error:  # noqa: BLE001 - an edge: told to the operator in the window
            job.error = error
        self._ended.emit(job)

    def _tell(self, job: _Job, done: int, total: int, what: str) -> None:
        self._stepped.emit(job, done, total, what)

    def _on_stepped(self, job: _Job, done: int, total: int, what: str) -> None:
        job.steps = (done, total, what)
        if self._dialog is not None and job.modal:
            self._dialog.show_step(done, total, what)

    def _on_ended(self, job: _Job) -> None:
        self._results.append(job)
        self._turn.start()

    def _on_turn(self) -> None:
        job = self._results.popleft()
        if self._results:
            self._turn.start()
        self._told(job)

    def _told(self, job: _Job) -> None:
        if job in self._open:
            self._open.remove(job)
        if job.key is not None and self._newest.get(job.key) is job:
            del self._newest[job.key]
        if job.modal and not any(each.modal for each in self._open):
            self._forget_dialog()
        try:
            self._hand_over(job)
        finally:
            if not self._open:
                self.idle.emit()

    def _hand_over(self, job: _Job) -> None:
        if job.key is not None and _is_gone(job.done):
            return
        if job.error is not None:
            # A cancelled reading may fail half-way; a writing job's failure is always said.
            if not (job.cancelled and job.key is not None):
                (job.failed or self._on_error)(job.error)
        elif job.cancelled:
            if job.stopped is not None and not self._closing:
                job.stopped()
        else:
            try:
                job.done(job.result)
            except DomainError as error:
                self._on_error(error)

    def _block(self, job: _Job) -> None:
        if self._hush is None:
            self._hush = _Hush(self._window)
            QGuiApplication.instance().installEventFilter(self._hush)  # type: ignore[union-attr]
        soon(SHOW_AFTER_MS, self, lambda: self._show_dialog(job))

    def _show_dialog(self, job: _Job) -> None:
        if job not in self._open or self._dialog is not None:
            return
        self._dialog = ProgressDialog(job.title, self._window)
        self._dialog.cancelled.connect(self.cancel_all)
        if job.steps[1]:
            self._dialog.show_step(*job.steps)
        self._dialog.open()

    def _forget_dialog(self) -> None:
        if self._hush is not None:
            QGuiApplication.instance().removeEventFilter(self._hush)  # type: ignore[union-attr]
            self._hush.deleteLater()
            self._hush = None
        if self._dialog is not None:
            self._dialog.finish()
            self._dialog = None
