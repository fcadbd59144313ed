"""The window: navigation at the left, one page at a time, a status strip; nothing of any page.

It paints before the data is open and imports nothing heavy until then. ``attach`` hands it the
open data folder; pages are made when they are first shown.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.change_bus import ChangeBus
from gaotang_desktop.ui.desk import Desk
from gaotang_desktop.ui.full_pages import Action, OpeningPage, TroublePage
from gaotang_desktop.ui.jobs import Jobs
from gaotang_desktop.ui.memory import Memory
from gaotang_desktop.ui.menus import Menus
from gaotang_desktop.ui.messages import Messages
from gaotang_desktop.ui.navigation import Entry, Navigation
from gaotang_desktop.ui.page import Page
from gaotang_desktop.ui.search_box import Find, SearchBox
from gaotang_desktop.ui.status_strip import StatusStrip

if TYPE_CHECKING:
    from gaotang_desktop.data.database import Changes
    from gaotang_desktop.services.workplace import Workplace

_MINUTE_MS = 60_000


def _clock() -> datetime:
    return datetime.now()  # noqa: DTZ005 - the office's wall clock


class MainWindow(QMainWindow):
    """``closed`` after the last job has stopped and before the program ends."""

    closed = Signal()

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        memory: Memory | None = None,
        name: str = "双提升工作台",
        office: str = "",
        manual: Callable[[str], Any] | None = None,
        log_path: Path | None = None,
    ) -> None:
        """``manual(chapter)`` opens the operator's manual at a chapter."""
        super().__init__()
        self.setWindowTitle(f"高塘{name}")
        self.setMinimumSize(960, 600)
        self.memory = memory or Memory()
        self.entries = {entry.key: entry for entry in entries}
        self.messages = Messages(self, undo=self.undo, log_path=log_path)
        self.jobs = Jobs(self, on_error=self.messages.show_error)
        self.bus = ChangeBus(self)
        self.desk: Desk | None = None
        self.pages: dict[str, Page] = {}
        self.search_box: SearchBox | None = None
        self._manual = manual
        self._today: object = None
        self._leaving = False

        self.navigation = Navigation(entries, name=name, office=office)
        self.navigation.setEnabled(False)
        self.navigation.chosen.connect(self._on_chosen)
        self.strip = StatusStrip(lambda: self.desk.work.now() if self.desk else _clock())
        self.messages.saved_said.connect(self.strip.set_saved)
        self._stack = QStackedWidget()
        self._stack.setObjectName("pages")
        self._opening = OpeningPage()
        self._stack.addWidget(self._opening)
        self._whole = QStackedWidget()
        self._whole.addWidget(self._frame())
        self.setCentralWidget(self._whole)
        self.menus = Menus(self)

        self.bus.changed.connect(self._on_changed)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._on_minute)
        if not self.restoreGeometry(self.memory.read_bytes("window/geometry")):
            self.resize(1366, 728)

    # -- opening -----------------------------------------------------------------------------

    def attach(
        self,
        work: "Workplace",
        *,
        find: Find | None = None,
        memory: Memory | None = None,
        show: str | None = None,
    ) -> Desk:
        """Take an open data folder, show the page that was shown last (or ``show``)."""
        if memory is not None:
            self.memory = memory
        self.desk = Desk(work, self.bus, self.jobs, self.messages, self.go, self.memory)
        self.bus.listen(work.database)
        self._today = work.today()
        self._whole.setCurrentIndex(0)
        self.navigation.setEnabled(True)
        self.strip.set_folder(work.folder)
        if find is not None:
            self.search_box = SearchBox(find, self.jobs, self.go)
        last = show or self.memory.read("window/page")
        self.go(last if last in self.entries else next(iter(self.entries)))
        self._minute.start()
        QTimer.singleShot(0, self, self.refresh_badges)
        return self.desk

    def detach(self) -> None:
        """Let the data folder go, as before a restore: pages are thrown away, the bus is quiet."""
        self._minute.stop()
        self.bus.leave()
        self.navigation.setEnabled(False)
        self._stack.setCurrentWidget(self._opening)
        if self.search_box is not None:
            self.search_box.setParent(None)
            self.search_box.deleteLater()
            self.search_box = None
        for page in self.pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()
        self.desk = None

    def show_opening(self, text: str) -> None:
        """What is going on before there is data to show (``正在升级数据，请勿关机。``)."""
        self._whole.setCurrentIndex(0)
        self._opening.words.setText(text)

    def show_trouble(
        self, title: str, sentences: Sequence[str], actions: Sequence[Action]
    ) -> TroublePage:
        """Fill the window with calm words about data that cannot be opened, and what to do."""
        page = TroublePage(title, sentences, actions)
        while self._whole.count() > 1:
            if (older := self._whole.widget(1)) is not None:
                self._whole.removeWidget(older)
                older.deleteLater()
        self._whole.addWidget(page)
        self._whole.setCurrentWidget(page)
        return page

    # -- going and refreshing ----------------------------------------------------------------

    def go(self, key: str, context: dict[str, object] | None = None) -> None:
        """Show a page, and on it what ``context`` names."""
        if self.desk is None:
            return
        page = self.page(key)
        self._stack.setCurrentWidget(page)
        self.navigation.set_current(key)
        self.memory.write("window/page", key)
        if self.search_box is not None:
            page.search_slot.addWidget(self.search_box)
        try:
            if page.stale:
                page.refresh()
            if context:
                page.show_record(context)
        except DomainError as error:
            self.messages.problem(error)

    def page(self, key: str) -> Page:
        """The page of an entry, made now if it was never shown."""
        if self.desk is None:
            raise RuntimeError("no data folder is attached")
        if key not in self.pages:
            self.pages[key] = self.entries[key].load()(self.desk)
            self._stack.addWidget(self.pages[key])
        return self.pages[key]

    def current_page(self) -> Page | None:
        """The page that is shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def reload_current(self) -> None:
        """Read the shown page afresh (F5)."""
        page = self.current_page()
        if page is not None:
            page.stale = True
            self.go(page.key)

    def refresh_badges(self, tables: frozenset[str] | None = None) -> None:
        """Ask the pages how much waits: all of them, or those that read one of ``tables``."""
        for key, entry in self.entries.items():
            if self.desk is None:
                return
            page = entry.load()
            if tables is None or page.reads & tables:
                try:
                    self.navigation.set_badge(key, page.badge(self.desk))
                except DomainError as error:
                    self.messages.problem(error)
                    return

    def undo(self) -> None:
        """Take back the newest operation and say which it was."""
        self._take_back("撤销", "重做", lambda work: work.undo(), self.redo)

    def redo(self) -> None:
        """Give back what was taken back last."""
        self._take_back("重做", "撤销", lambda work: work.redo(), self.undo)

    def open_manual(self) -> None:
        """The manual at the chapter of the shown page."""
        if self._manual is not None:
            page = self.current_page()
            self._manual(page.chapter if page else "")

    def _take_back(
        self,
        word: str,
        opposite: str,
        deed: "Callable[[Workplace], str]",
        back: Callable[[], None],
    ) -> None:
        if self.desk is None or self.jobs.is_busy():
            return
        work = self.desk.work
        self.jobs.run(
            lambda _progress: deed(work),
            title=f"正在{word}",
            done=lambda title: self.messages.toast(
                f"已{word}：{title}", action=opposite, slot=back
            ),
            failed=self._on_take_back_failed,
        )

    def _on_take_back_failed(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self.messages.toast(str(error))
        else:
            self.messages.bug(error)

    def _frame(self) -> QWidget:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addWidget(self.strip)
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(right, 1)
        return frame

    def _on_chosen(self, key: str) -> None:
        self.go(key)

    def _on_changed(self, changes: "Changes") -> None:
        for page in self.pages.values():
            if page.reads & changes.tables:
                page.stale = True
        shown = self.current_page()
        if shown is not None and shown.stale:
            self._refresh(shown)
        self.refresh_badges(changes.tables)

    def _refresh(self, page: Page) -> None:
        try:
            page.refresh()
        except DomainError as error:
            self.messages.problem(error)

    def _on_minute(self) -> None:
        """Past midnight everything that says 今天 or 逾期 is told anew."""
        if self.desk is None or self.desk.work.today() == self._today:
            return
        self._today = self.desk.work.today()
        for page in self.pages.values():
            page.stale = True
        self.reload_current()
        self.refresh_badges()

    def _may_leave(self) -> bool:
        """False while something must end or be asked first; closing then starts again by itself."""
        unsaved = [text for page in self.pages.values() if (text := page.unsaved())]
        if unsaved and not self._leaving:
            self.messages.confirm(
                "还有没保存的内容", "".join(unsaved), action="放弃并关闭", slot=self._leave
            )
            return False
        if self.jobs.is_busy():
            self.jobs.cancel_all()
            self.jobs.idle.connect(self.close)
            return False
        return True

    def _leave(self) -> None:
        self._leaving = True
        self.close()

    # -- Qt ----------------------------------------------------------------------------------

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.set_narrow(self.width() < theme.NARROW_BELOW)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave():
            event.ignore()
            return
        self.memory.write_bytes("window/geometry", self.saveGeometry())
        self.memory.flush()
        self.bus.leave()
        self.jobs.close()
        event.accept()
        self.closed.emit()
