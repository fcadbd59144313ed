"""Notices that the open data were deleted, moved, replaced or written into, keeps what there is, and says so."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from typing_extensions import override

from gaotang_desktop.domain.errors import DamagedDatabase, NotInPlace
from gaotang_desktop.services import backups
from gaotang_desktop.ui.desk.file_dialogs import ask_where_to_save
from gaotang_desktop.ui.frame import salvaging

if TYPE_CHECKING:
    from gaotang_desktop.services.workplace import Workplace
    from gaotang_desktop.ui.frame.main_window import MainWindow

_EVERY_MS = 5_000
_TITLE = "数据文件不在原处了"


class PlaceWatch(QObject):
    """Looks every five seconds, as long as data are open: it costs less than the blink of the cursor."""

    def __init__(self, window: "MainWindow", work: "Workplace", reopen: salvaging.Open) -> None:
        super().__init__(window)
        self._window, self._work, self._reopen = window, work, reopen
        self._told = self._may_close = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        window.installEventFilter(self)
        window.letting_go.connect(self.stop)

    def stop(self) -> None:
        """The data are let go, and with them this."""
        self._timer.stop()
        self._window.removeEventFilter(self)
        self.deleteLater()

    def look(self) -> None:
        """Say once what is so, and keep a copy among the backups where what is open would be lost."""
        problem = self._work.database.place.problem()
        if (problem is not None) is self._told:
            return
        self._told = problem is not None
        if problem is not None and problem.is_mixed:
            self._leave(problem)
            return
        self._window.bars.show_notice(self._work)
        if problem is None:
            return
        if not problem.goes_on_closing:
            self._window.messages.problem(problem.now, title=_TITLE)
            return
        self._window.jobs.run(
            lambda _progress: backups.back_up(self._work),
            title="正在另存数据",
            done=lambda made: self._kept(*made),
            failed=lambda _error: self._offer(problem),
            modal=False,
        )

    def _leave(self, problem: NotInPlace) -> None:
        """Close what is partly another file's, before anybody reads it, and offer the newest good backup."""
        window, work, reopen = self._window, self._work, self._reopen
        if window.keeper is not None:
            window.keeper.put_off()
        window.jobs.cancel_all()
        window.memory.flush()
        window.detach()
        window.show_opening("正在关闭数据…")
        damage = DamagedDatabase(problem.now)
        window.jobs.run(
            lambda _progress: work.close(),
            title="正在关闭数据",
            done=lambda _closed: salvaging.offer(
                window, work.folder, damage, reopen, is_known=True
            ),
            modal=False,
        )

    def save_as(self) -> None:
        """A checked copy of what is open, to a place of the operator's choice."""
        name = f"高塘双提升-{self._work.now():%Y%m%d-%H%M}.sqlite"
        ask_where_to_save(
            self._window, self._window.memory, "把数据另存到", name, "备份 (*.sqlite)", chosen=self._copy
        )  # fmt: skip

    def _copy(self, target: Path) -> None:
        self._window.jobs.run(
            lambda _progress: backups.back_up(self._work, target),
            title="正在另存数据",
            done=lambda made: self._kept(*made),
        )

    def _kept(self, path: Path, said: tuple[str, ...]) -> None:
        self._may_close = True
        is_among = path.parent == self._work.backup_folder
        where = f"备份“{path.name}”" if is_among else f"“{path}”"
        then = "选这一份恢复" if is_among else "在“系统”的备份里用“从文件恢复”选它"
        self._window.messages.inform(
            _TITLE,
            f"“{self._work.path}”被删除、移走或者换掉了，现在什么都不能保存。以前保存的没有丢："
            f"开着的数据已经存成{where}，并且校验过。请关闭程序再打开，{then}。{''.join(said)}",
        )

    def _offer(self, problem: NotInPlace) -> None:
        self._window.messages.confirm(
            _TITLE, problem.now, action="另存一份…", slot=self.save_as, danger=False
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Close and watched is self._window and not self._may_close:
            problem = self._work.database.place.problem()
            if problem is not None and problem.goes_on_closing and backups.has_changed(self._work):
                event.ignore()
                self._window.messages.confirm(
                    "现在关闭，没有存下来的就没有了",
                    f"{problem.now}最近一份备份以后的内容，只在开着的程序里。",
                    action="仍然关闭",
                    slot=self._close,
                )
                return True
        return super().eventFilter(watched, event)

    def _close(self) -> None:
        self._may_close = True
        self._window.close()
