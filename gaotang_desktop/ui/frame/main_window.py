"""The window: navigation at the left, one page at a time, a status strip; nothing of any page.

It paints before the data is open and imports nothing heavy until then. ``attach`` hands it the
open data folder; pages are made when they are first shown.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.domain.at_hand.chapters import chapter_behind
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.change_bus import ChangeBus
from gaotang_desktop.ui.desk.desk import Desk, Frame
from gaotang_desktop.ui.desk.dialog import focus_in, press_focused
from gaotang_desktop.ui.desk.folders import open_folder
from gaotang_desktop.ui.desk.jobs import Jobs
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.desk.messages import Messages
from gaotang_desktop.ui.desk.soon import soon
from gaotang_desktop.ui.frame.bars import Bars
from gaotang_desktop.ui.frame.full_pages import Action, OpeningPage, TroublePage
from gaotang_desktop.ui.frame.menus import Deeds, Menus
from gaotang_desktop.ui.frame.navigation import Entry, Navigation
from gaotang_desktop.ui.frame.splitters import Splitters
from gaotang_desktop.ui.frame.start.ahead import import_ahead
from gaotang_desktop.ui.frame.status_strip import StatusStrip
from gaotang_desktop.ui.frame.tabbing import TabbingWindow
from gaotang_desktop.ui.frame.taking_back import take_back
from gaotang_desktop.ui.page import Page

if TYPE_CHECKING:
    from gaotang_desktop.data.database import Changes
    from gaotang_desktop.services.workplace import Workplace
    from gaotang_desktop.ui.frame.search_box import Find, SearchBox
    from gaotang_desktop.ui.frame.unsaved.keeping import Keeper
    from gaotang_desktop.ui.frame.unsaved.offer import UnsavedOffer

_MINUTE_MS = 60_000


def _clock() -> datetime:
    return datetime.now()  # noqa: DTZ005 - the office's wall clock


class MainWindow(TabbingWindow):
    """``closed`` when the last job has stopped, ``letting_go`` before the data folder is let go."""

    closed = Signal()
    letting_go = Signal()

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        memory: Memory | None = None,
        name: str = "双提升工作台",
        office: str = "",
        manual: Callable[[str], Any] | None = None,
        restore: Callable[[Path], None] | None = None,
        log_path: Path | None = None,
    ) -> None:
        """``manual(chapter)`` opens the manual; ``restore(path)`` a backup, this data folder let go."""
        super().__init__()
        self.setWindowTitle(f"高塘{name}")
        # Two thirds of the smallest screen at 125 %: the pages fit it, and at 200 % they scroll.
        self.setMinimumSize(800, 440)
        self.memory = memory or Memory()
        self.entries = {entry.key: entry for entry in entries}
        self.messages = Messages(
            self, undo=self.undo, log_path=log_path, manual=self.open_chapter_behind
        )
        self.jobs = Jobs(self, on_error=self.messages.show_error)
        self.bus = ChangeBus(self)
        self.desk: Desk | None = None
        self.pages: dict[str, Page] = {}
        self._splitters = Splitters()
        self.search_box: SearchBox | None = None
        self._manual = manual
        self._restore = restore
        self._today: object = None
        self._leaving = False
        self.keeper: Keeper | None = None

        self.navigation = Navigation(entries, name=name, office=office)
        self.navigation.setEnabled(False)
        self.navigation.chosen.connect(self.go)
        self.strip = StatusStrip(lambda: self.desk.work.now() if self.desk else _clock())
        self.messages.saved_said.connect(self.strip.set_saved)
        self.bars = Bars()
        self.notice = self.bars.notice
        self.try_sample: Callable[[], None] = lambda: None
        self._stack = QStackedWidget()
        self._stack.setObjectName("pages")
        self._opening = OpeningPage()
        self._stack.addWidget(self._opening)
        self._whole = QStackedWidget()
        self._whole.addWidget(self._frame())
        self.setCentralWidget(self._whole)
        self.menus = Menus(self, entries, self._deeds())

        self.bus.changed.connect(self._on_changed)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._on_minute)
        if not self.restoreGeometry(self.memory.read_bytes("window/geometry")):
            # Never larger than what the screen has left beside the task bar.
            self.resize(QSize(1366, 728).boundedTo(self.screen().availableSize()))

    # -- opening -----------------------------------------------------------------------------

    def attach(
        self,
        work: "Workplace",
        *,
        find: "Find | None" = None,
        memory: Memory | None = None,
        show: str | None = None,
        ahead: bool = False,
    ) -> Desk:
        """Take an open data folder, show the page that was shown last (or ``show``).

        ``ahead`` imports the other pages in the background.
        """
        if memory is not None:
            self.memory = memory
        frame = Frame(
            self.restore, self.tell_backup, self.open_first_run, try_sample=self.try_sample
        )
        self.desk = Desk(
            work, self.bus, self.jobs, self.messages, self.go, self.memory, frame, self._stack
        )
        self.bus.listen(work.database)
        self._today = work.today()
        self._whole.setCurrentIndex(0)
        self.navigation.setEnabled(True)
        self.strip.set_folder(work.folder)
        self._tell_office()
        if find is not None:
            from gaotang_desktop.ui.frame.search_box import SearchBox

            self.search_box = SearchBox(find, self.jobs, self.go)
        self.go(show or self.first_key())
        self._minute.start()
        if ahead:
            import_ahead(list(self.entries.values()), self.jobs, self.refresh_badges)
        else:
            soon(0, self, self.refresh_badges)
        self.tell_backup()
        self.bars.show_for(work)
        if work.why_not is None:
            from gaotang_desktop.ui.frame.unsaved.keeping import Keeper

            self.keeper = Keeper(self, work.folder, self.pages)
            self.letting_go.connect(self.keeper.close)
        return self.desk

    def first_key(self) -> str:
        """The page that was shown last, or the first of all."""
        last = self.memory.read("window/page")
        return str(last) if last in self.entries else next(iter(self.entries))

    def detach(self) -> None:
        """Let the data folder go, as before a restore: pages are thrown away, the bus is quiet."""
        self._minute.stop()
        self.letting_go.emit()
        if self.keeper is not None:
            self.keeper.deleteLater()
            self.keeper = None
        self.bus.leave()
        self._splitters.keep(self.memory)
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
        self._splitters.forget()
        self.desk = None

    def offer_unsaved(self) -> "UnsavedOffer | None":
        """Offer what a power cut left in open grids and forms; it is never stored by itself."""
        return self.keeper.offer(self, self.go, self.page) if self.keeper else None

    def show_opening(self, text: str) -> None:
        """What is going on before there is data to show (``正在升级数据，请勿关机。``)."""
        self._whole.setCurrentIndex(0)
        self._opening.words.setText(text)

    def show_trouble(
        self, title: str, sentences: Sequence[str], actions: Sequence[Action], detail: str = ""
    ) -> TroublePage:
        """Fill the window with calm words about data that cannot be opened, and what to do."""
        page = TroublePage(title, sentences, actions, detail)
        while (older := self._whole.widget(1)) is not None:
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
        came = page is not self.current_page()
        self._stack.setCurrentWidget(page)
        self.navigation.set_current(key)
        self.memory.write("window/page", key)
        if self.search_box is not None:
            page.search_slot.addWidget(self.search_box)
            self.search_box.show()  # taken from another page, it would stay hidden for a moment
        try:
            if page.stale:
                page.refresh()
            # Before a form opens over it, which gives the focus back.
            page.take_focus(anew=came)
            if context:
                page.show_record(context)
                page.take_focus()
        except DomainError as error:
            self.messages.problem(error)

    def page(self, key: str) -> Page:
        """The page of an entry, made now if it was never shown."""
        if self.desk is None:
            raise RuntimeError("no data folder is attached")
        if key not in self.pages:
            self.pages[key] = self.entries[key].load()(self.desk)
            self._stack.addWidget(self.pages[key])
            self._splitters.put_back(self.pages[key], self.memory)
        return self.pages[key]

    @override
    def current_page(self) -> Page | None:
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
        if self.desk is not None:
            take_back(self.desk, "撤销", "重做", self.desk.work.undo, self.redo)

    def redo(self) -> None:
        """Give back what was taken back last."""
        if self.desk is not None:
            take_back(self.desk, "重做", "撤销", self.desk.work.redo, self.undo)

    def open_manual(self, chapter: str | None = None) -> None:
        """The manual at a chapter (``""`` is its contents), by default the shown page's."""
        if self._manual is not None:
            page = self.current_page()
            self._manual((page.chapter if page else "") if chapter is None else chapter)

    def open_chapter_behind(self, error: object) -> None:
        """The chapter of the manual that says more about a refusal."""
        page = self.current_page()
        self.open_manual(chapter_behind(error, page.chapter if page else ""))

    def restore(self, path: Path) -> None:
        """Put a backup or an archive in the data's place; what is not saved is asked about before."""
        if unsaved := "".join(text for page in self.pages.values() if (text := page.unsaved())):
            self.messages.problem(f"{unsaved}请先保存或放弃，再恢复。")
        elif self._restore is not None:
            self._restore(path)

    def tell_backup(self) -> None:
        """Say in the strip when the last copies were made."""
        if self.desk is not None:
            from gaotang_desktop.services import backups
            from gaotang_desktop.ui.desk.backup_words import newest_words, second_words

            work = self.desk.work
            self.strip.set_backup(*newest_words(work))
            self.strip.set_second_backup(*second_words(backups.second(work), work.today()))

    def _tell_office(self) -> None:
        """Under the program's name: whose program it is."""
        if self.desk is not None:
            from gaotang_desktop.domain.settings import office_name

            self.navigation.set_office(office_name(self.desk.work.settings))

    def open_first_run(self) -> None:
        """The three steps of the first opening: our office, the villages, the plan."""
        if self.desk is not None:
            from gaotang_desktop.ui.frame.beginning.first_run import open_first_run

            open_first_run(self, self.desk)

    def show_keys(self) -> None:
        """Every key on one sheet."""
        from gaotang_desktop.ui.frame.key_sheet import KeySheet

        KeySheet(self).open()

    def _deeds(self) -> Deeds:
        return Deeds(
            open_folder=self._open_folder,
            undo=self.undo,
            redo=self.redo,
            search=self._search,
            reload=self.reload_current,
            manual=self.open_manual,
            contents=lambda: self.open_manual(""),
            start=self.open_first_run,
            keys=self.show_keys,
            go=self.go,
        )

    def _open_folder(self) -> None:
        if self.desk is not None:
            open_folder(self.desk.work.folder)

    def _search(self) -> None:
        if self.search_box is not None:
            self.search_box.setFocus()
            self.search_box.selectAll()

    def _frame(self) -> QWidget:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.bars)
        right.addWidget(self._stack, 1)
        right.addWidget(self.strip)
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(right, 1)
        return frame

    def _on_changed(self, changes: "Changes") -> None:
        for page in self.pages.values():
            if page.reads & changes.tables:
                page.stale = True
        shown = self.current_page()
        if shown is not None and shown.stale:
            self._refresh(shown)
        self.refresh_badges(changes.tables)
        self.strip.set_saved("已保存")  # a deletion, a 撤销, a schedule too: never an earlier time
        if "settings" in changes.tables:
            self.tell_backup()  # the second place may be another one now
            self._tell_office()

    def _refresh(self, page: Page) -> None:
        try:
            page.refresh()
        except DomainError as error:
            self.messages.problem(error)

    def _on_minute(self) -> None:
        """Past midnight everything that says 今天 or 逾期 is told anew."""
        if self.notice.isVisible() and self.desk is not None:
            self.bars.show_notice(self.desk.work)  # someone may have set the clock right
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
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        came_forward = event.type() is QEvent.Type.ActivationChange and self.isActiveWindow()
        if came_forward and (page := self.current_page()) and focus_in(self) is None:
            page.take_focus()  # what had the focus went with a dialog

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused(self, event):
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave():
            event.ignore()
            return
        self.memory.write_bytes("window/geometry", self.saveGeometry())
        self._splitters.keep(self.memory)
        self.memory.flush()
        self.letting_go.emit()
        self.bus.leave()
        self.jobs.close()
        event.accept()
        self.closed.emit()
