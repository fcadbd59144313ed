"""Trying the program on a sample office beside the real data: the way in and the way back."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.paths import is_thrown_away_with
from gaotang_desktop.ui.desk.memory import Memory

if TYPE_CHECKING:
    from gaotang_desktop.ui.frame.main_window import MainWindow

Open = Callable[["MainWindow", Path], None]
_ONLY_REAL = "现在打开的是示例数据，这一步只能在您自己的数据里做。请先点上面的“丢掉示例数据”。"


class SampleOffice:
    """What the window does to try a sample office and to come back from it."""

    def __init__(self, window: "MainWindow", open_folder: Open, real: Path) -> None:
        """``real`` is the folder to come back to."""
        self._window, self._open, self._real = window, open_folder, real
        window.bars.leave.clicked.connect(lambda _checked: self.leave())

    def enter(self) -> None:
        """Let the real data go, make the sample beside them, and open it."""
        window = self._window
        if window.desk is None or window.desk.work.is_sample:
            return
        from gaotang_desktop.services.demo import sample_office

        work, real = window.desk.work, window.desk.work.folder
        if not self._let_go("正在准备示例数据，请稍等…"):
            return
        self._real = real

        def prepare(progress: Progress) -> Path:
            work.close()
            return sample_office.make(real, now=work.now, progress=progress)

        def ready(folder: Path) -> None:
            self._open(window, folder)
            window.messages.toast("随便点、随便改：这些都是示例数据，用完一点就丢掉。", seconds=10)

        self._run(prepare, "正在准备示例数据", ready, back_to=real)

    def leave(self) -> None:
        """Throw the sample away and open the real data again; empty ones begin with the first steps."""
        window = self._window
        if window.desk is None:
            return
        from gaotang_desktop.services.demo import sample_office

        work, folder = window.desk.work, window.desk.work.folder
        if not is_thrown_away_with(folder) or not self._let_go("正在丢掉示例数据…"):
            return

        def throw(_progress: Progress) -> Path:
            work.close()
            sample_office.throw_away(folder)
            return self._real

        self._run(throw, "正在丢掉示例数据", lambda real: self._open(window, real), back_to=folder)

    def _let_go(self, said: str) -> bool:
        window = self._window
        assert window.desk is not None
        real = not window.desk.work.is_sample
        unsaved = "".join(text for page in window.pages.values() if (text := page.unsaved()))
        if unsaved and real:
            window.messages.problem(f"{unsaved}请先保存或放弃，再试用示例数据。")
            return False
        if real:
            from gaotang_desktop.ui.frame.beginning.first_time import SEEN

            window.memory.write(SEEN, False)  # the first steps come again after the trial
        window.jobs.cancel_all()
        window.detach()
        # Written out now: written later it would make the folder anew that is thrown away.
        window.memory.flush()
        window.memory = Memory()
        window.show_opening(said)
        return True

    def _run(
        self,
        deed: Callable[[Progress], Path],
        title: str,
        done: Callable[[Path], None],
        *,
        back_to: Path,
    ) -> None:
        def failed(error: Exception) -> None:
            self._open(self._window, back_to)
            self._window.messages.show_error(error)

        self._window.jobs.run(deed, title=title, done=done, failed=failed, modal=False)


def stays_with_real(window: "MainWindow") -> bool:
    """Say that a deed is for real data alone, where a sample is open; whether that was said."""
    if window.desk is None or not is_thrown_away_with(window.desk.work.folder):
        return False
    window.messages.problem(_ONLY_REAL)
    return True
