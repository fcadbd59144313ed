"""Puts the parts together: window first, then the data folder, then the pages."""

import logging
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from PySide6.QtCore import qVersion
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from gaotang_desktop import __version__, logs, paths
from gaotang_desktop.data import places
from gaotang_desktop.domain.errors import (
    AlteredCopy,
    DamagedDatabase,
    DomainError,
)
from gaotang_desktop.domain.pages import TITLES
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk import composing
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame.at_hand.reminders import Reminders
from gaotang_desktop.ui.frame.at_hand.sample_office import SampleOffice, stays_with_real
from gaotang_desktop.ui.frame.main_window import MainWindow
from gaotang_desktop.ui.frame.navigation import Entry
from gaotang_desktop.ui.frame.screens import OnScreens
from gaotang_desktop.ui.frame.start.ahead import PagesAhead
from gaotang_desktop.ui.frame.start.first_paint import FirstPaint
from gaotang_desktop.ui.frame.start.on_windows import CloseRequest, take_taskbar_name
from gaotang_desktop.ui.frame.start.opening import open_data
from gaotang_desktop.ui.frame.start.other_window import STANDS_STILL, ask_to_come, listen
from gaotang_desktop.ui.frame.start.traces import Heartbeat, log_qt_messages
from gaotang_desktop.ui.frame.start.window_name import may_be_shown
from gaotang_desktop.ui.frame.translations import speak_chinese
from gaotang_desktop.ui.page import Page

if TYPE_CHECKING:
    from gaotang_desktop.services import search
    from gaotang_desktop.services.workplace import Workplace

log = logging.getLogger("gaotang.app")
_shown: list[QMainWindow] = []
"""The windows of this process: Python must keep what nothing else holds."""


def entry(key: str, icon: str, page: str, section: int) -> Entry:
    """A place in the navigation whose module is imported when it is first needed."""
    module = f"gaotang_desktop.ui.pages.{key}.page"

    def load() -> type[Page]:
        found: type[Page] = getattr(import_module(module), page)
        return found

    return Entry(key, TITLES[key], icon, load, section, module)


ENTRIES = (
    entry("workbench", "layout-dashboard", "WorkbenchPage", 0),
    entry("tasks", "list-checks", "TasksPage", 1),
    entry("patrols", "moon", "PatrolsPage", 1),
    entry("publicity", "megaphone", "PublicityPage", 1),
    entry("disputes", "scale", "DisputesPage", 1),
    entry("inspections", "clipboard-check", "InspectionsPage", 1),
    entry("polls", "vote", "PollsPage", 1),
    entry("evaluation", "trophy", "EvaluationPage", 1),
    entry("documents", "file-text", "DocumentsPage", 2),
    entry("registers", "map-pinned", "RegistersPage", 2),
    entry("system", "settings", "SystemPage", 2),
)


def make_window(folder: Path) -> MainWindow:
    """The window of a data folder, not yet opened: it paints before anything heavy is imported."""
    memory = Memory(folder) if folder.is_dir() else Memory()
    composing.watch()

    def read_manual(chapter: str) -> None:
        from gaotang_desktop.ui.frame.manual.window import ManualWindow

        shown = window.findChild(ManualWindow) or ManualWindow(window, paths.manual())
        shown.open_at(chapter)

    window = MainWindow(
        ENTRIES,
        memory=memory,
        manual=read_manual,
        restore=lambda path: restore_backup(window, path),
        log_path=folder / logs.FOLDER / logs.NAME,
    )
    OnScreens(window)
    window.try_sample = SampleOffice(window, open_folder, folder).enter
    window.menus.add(window.menus.help, "关于本程序", lambda: window.go("system", {"about": True}))
    return window


def open_folder(window: MainWindow, folder: Path) -> None:
    """Open the data in the background, then attach it, or say calmly why it cannot be opened."""

    def opened(work: "Workplace") -> None:
        attach(window, work)
        if (ahead := window.findChild(PagesAhead)) is not None:
            ahead.start()
            window.jobs.garbage.look_through_all()
        else:
            ahead = PagesAhead(window, list(window.entries), window.page, window.jobs)
            window.letting_go.connect(ahead.stop)
            window.closed.connect(lambda: _close(window))
            window.jobs.garbage.set_apart()
        listen(window)
        if work.why_not is None:
            _begin(window)
            window.offer_unsaved()

    def failed(error: Exception) -> None:
        if not isinstance(error, DomainError):
            window.messages.bug(error)
            return
        from gaotang_desktop.ui.frame import protecting

        if protecting.asks(window, folder, error, open_folder):
            return
        if isinstance(error, DamagedDatabase):
            from gaotang_desktop.ui.frame import salvaging

            salvaging.offer(window, folder, error, open_folder)
            return
        answer = ask_to_come(folder, again=True)
        if answer == "came":  # two starts at the same moment: the other was first
            window.close()
            return
        actions = [
            ("再试一次", lambda: open_folder(window, folder)),
            *protecting.key_actions(window, folder, open_folder),
            ("看说明", lambda: window.open_chapter_behind(error)),
            ("退出", window.close),
        ]
        said = [STANDS_STILL] if answer == "silent" else [str(error)]
        window.show_trouble("现在打不开数据", said, actions)

    window.show_opening("正在打开数据…")
    page = window.entries[window.first_key()]

    def opening(_progress: Progress) -> "Workplace":
        return open_data(folder, page.module)

    window.jobs.run(
        opening,
        title="正在打开数据",
        done=opened,
        failed=failed,
        modal=False,
    )


def attach(window: MainWindow, work: "Workplace", *, show: str | None = None) -> None:
    """Hand an open data folder to the window, with what no page has: the search over everything."""
    from gaotang_desktop.services import search
    from gaotang_desktop.ui.frame import out_of_place, protecting

    index = search.Index(work)
    memory = Memory(work.folder if work.why_not is None else None)
    desk = window.attach(work, memory=memory, find=index.find, show=show, ahead=True)
    frame = protecting.framed(desk.frame, window, open_folder)
    desk.frame = replace(frame, move=lambda target: move_data(window, target))
    protecting.watch(window, work)
    out_of_place.PlaceWatch(window, work, open_folder)
    _warm(window, index)
    (window.findChild(Reminders) or Reminders(window)).start()


def _warm(window: MainWindow, index: "search.Index") -> None:
    """Read what can be searched, a kind at a time: whatever the operator opens comes between."""
    window.jobs.read(
        index.warm, lambda more: _warm(window, index) if more else _drill(window), key="search_warm"
    )


def _drill(window: MainWindow) -> None:
    """Once a month the newest backup is restored elsewhere and used, when all else is read."""
    from gaotang_desktop.services.computer import drill

    if window.desk is None or not drill.is_due(window.desk.work):
        return
    work = window.desk.work

    def done(report: "drill.Report") -> None:
        if report.problems:
            window.messages.inform(
                "恢复演练没有通过",
                "最近一份备份恢复出来有问题，请看下面，再到“系统”里重新备份一次。",
                detail="\n".join([*report.lines, *report.problems]),
            )

    window.jobs.read(
        lambda: drill.run(work), done, key="drill",
        failed=lambda _error: log.warning("the month's restore drill could not be made"),
    )  # fmt: skip


def _close(window: MainWindow) -> None:
    """Give the data back, with a copy of what was done since the last one; the window is gone."""
    window.hide()
    if window.desk is None:
        return
    from gaotang_desktop.services import backups

    for _said in backups.back_up_changes(window.desk.work):
        log.warning("not all could be backed up on closing")
    window.desk.work.close()


def restore_backup(window: MainWindow, source: Path, *, altered: bool = False) -> None:
    """Let the data folder go, put a backup in its place, and open it again, whatever came of it.

    ``source`` is a backup's file or an archive's folder; ``altered``: see ``backups.restore``.
    """
    from gaotang_desktop.services import backups
    from gaotang_desktop.services.archiving import restoring
    from gaotang_desktop.ui.widgets.form.copy_password import ask_about_altered, ask_if_needed

    if window.desk is None or stays_with_real(window):
        return
    work, folder = window.desk.work, window.desk.work.folder
    if ask_if_needed(
        window, folder, source, lambda: restore_backup(window, source, altered=altered)
    ):
        return
    window.jobs.cancel_all()
    window.detach()
    window.show_opening("正在恢复，请勿关机。")

    in_place: list[tuple[Path | None, tuple[str, ...]]] = []

    def put_back(progress: Progress) -> tuple[Path | None, tuple[str, ...]]:
        work.close()
        if source.is_dir():
            done = restoring.restore(folder, source, now=work.now, progress=progress)
            in_place.append((done.kept, done.notes))
        else:
            kept = backups.restore(folder, source, now=work.now, altered=altered, others=True)
            in_place.append((kept, (backups.said_of_missing(folder, source),)))
        return in_place[0]

    def restored(result: tuple[Path | None, tuple[str, ...]]) -> None:
        kept, notes = result
        said = f"已恢复“{source.name}”。" + "".join(notes[:3])
        open_folder(window, folder)
        window.messages.toast(said + (f"原来的数据留在“{kept.name}”。" if kept else ""), seconds=12)

    def failed(error: Exception) -> None:
        open_folder(window, folder)
        if isinstance(error, AlteredCopy):
            ask_about_altered(
                window.messages, error, lambda: restore_backup(window, source, altered=True)
            )
        else:
            window.messages.show_error(error)

    def stopped() -> None:
        if in_place:  # 取消 came when it was done
            restored(in_place[0])
            return
        work.close()  # 取消 came before it began
        open_folder(window, folder)
        window.messages.toast("已取消恢复，数据没有改动。")

    window.jobs.run(
        put_back,
        title="正在恢复", done=restored, failed=failed, stopped=stopped, modal=source.is_dir(),
    )  # fmt: skip


def move_data(window: MainWindow, target: Path) -> None:
    """Let the data folder go, take it to another place, and open it there, or again where it was."""
    from gaotang_desktop.services.computer import data_place

    if window.desk is None or stays_with_real(window):
        return
    if unsaved := "".join(text for page in window.pages.values() if (text := page.unsaved())):
        window.messages.problem(f"{unsaved}请先保存或放弃，再搬移数据。")
        return
    work, folder = window.desk.work, window.desk.work.folder
    window.jobs.cancel_all()
    window.memory.flush()
    window.detach()
    window.show_opening("正在搬移数据，请勿关机。")

    def carry(progress: Progress) -> int:
        work.close()
        return data_place.move(folder, target, progress=progress)

    def moved(count: int) -> None:
        open_folder(window, target)
        window.messages.toast(f"已搬到“{target}”，核对了 {count} 个文件。", seconds=12)

    def failed(error: Exception) -> None:
        open_folder(window, folder)
        window.messages.show_error(error)

    window.jobs.run(
        carry, title="正在搬移数据", done=moved, failed=failed, stopped=work.close, modal=False
    )


def _begin(window: MainWindow) -> None:
    """In an empty folder the three steps of the first opening come by themselves, once."""
    from gaotang_desktop.ui.frame.beginning.first_time import comes_by_itself

    if window.desk is not None and comes_by_itself(window.desk):
        # It reads plans, and what knows how takes a second to import.
        from gaotang_desktop.ui.frame.beginning.first_run import open_first_run

        open_first_run(window, window.desk)


def start_log(folder: Path) -> TextIO | None:
    """Write what goes wrong into the data folder, or into the temporary folder if that cannot be.

    Returns the file for the stacks of a crash or a hang; None where no log can be written at all.
    """
    # On a network share nothing is made, not even a log.
    place = None if places.is_remote(folder) else logs.place_in(folder)
    if place is None:
        return None
    logs.start(place)
    python = ".".join(map(str, sys.version_info[:3]))
    log.info("start %s, Python %s, Qt %s, %s", __version__, python, qVersion(), logs.system_words())
    return logs.watch_for_crashes(place)


def open_window(folder: Path | None, *, before: QWidget | None = None) -> int:
    """Show the window on a data folder until it is closed; returns the exit code.

    When the folder is shown already, that window comes forward and nothing else is opened.
    ``before`` is what is shown until the window is painted.
    """
    place = folder or paths.default_data_folder()
    take_taskbar_name()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    if may_be_shown(place) and ask_to_come(place) == "came":
        return 0
    log_qt_messages()
    speak_chinese(application)
    theme.install(application)
    icons.follow_screens(application)
    application.setWindowIcon(QIcon(str(paths.resources() / "program" / "icon.ico")))
    if folder is None and not place.exists():
        if before is not None:
            before.close()
        if ask_for_place():
            return application.exec()
    window = show_window(place)
    _shown.append(window)
    if before is not None:
        FirstPaint(window, before.close)
    code = application.exec()
    log.info("end")
    return code


def show_window(folder: Path) -> MainWindow:
    """The window of a data folder: painted first; then it opens the data and hears later starts."""
    window = make_window(folder)
    sys.excepthook = lambda kind, error, trace: window.messages.show_error(
        error.with_traceback(trace)
    )
    FirstPaint(window, lambda: _go_on(window, folder))
    window.show()
    return window


def _go_on(window: MainWindow, folder: Path) -> None:
    from gaotang_desktop.ui.frame.start.first_window import FirstWindow, come_forward

    crashes = start_log(folder)
    first = FirstWindow(folder, window)
    first.asked.connect(lambda: come_forward(window))
    first.listen()
    CloseRequest(window, window.close)
    if crashes is not None:
        heartbeat = Heartbeat(window, crashes)
        heartbeat.start()
        window.closed.connect(heartbeat.stop)
    open_folder(window, folder)


def ask_for_place() -> QMainWindow | None:
    """At the very first start, where this computer has another disk: ask where the data shall lie.

    Returns the window that asks, None where nothing is to be asked.
    """
    from gaotang_desktop.services.computer import data_place

    if not data_place.must_be_asked():
        return None
    from gaotang_desktop.ui.frame.beginning.place_page import PlacePage

    asking = QMainWindow()

    def chosen(folder: Path) -> None:
        try:
            data_place.choose(folder)
        except DomainError as problem:
            page.say(str(problem))
            return
        _shown.append(show_window(folder))
        asking.close()

    page = PlacePage(data_place.places(), chosen)
    asking.setWindowTitle("高塘双提升工作台")
    asking.setCentralWidget(page)
    asking.resize(1000, 640)
    asking.show()
    _shown.append(asking)
    return asking
