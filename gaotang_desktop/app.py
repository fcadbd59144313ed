"""Puts the parts together: window first, then the data folder, then the pages."""

import logging
import sys
from datetime import datetime
from importlib import import_module
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from gaotang_desktop import paths
from gaotang_desktop.domain.errors import DamagedDatabase, DomainError
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.full_pages import Action
from gaotang_desktop.ui.main_window import MainWindow
from gaotang_desktop.ui.memory import Memory
from gaotang_desktop.ui.navigation import Entry
from gaotang_desktop.ui.page import Page

if TYPE_CHECKING:
    from gaotang_desktop.services.workplace import Workplace


def entry(key: str, title: str, icon: str, page: str, section: int) -> Entry:
    """A place in the navigation whose module is imported when it is first needed."""

    def load() -> type[Page]:
        found: type[Page] = getattr(import_module(f"gaotang_desktop.ui.pages.{key}"), page)
        return found

    return Entry(key, title, icon, load, section)


ENTRIES = (
    entry("workbench", "工作台", "layout-dashboard", "WorkbenchPage", 0),
    entry("tasks", "任务分工", "list-checks", "TasksPage", 1),
    entry("patrols", "平安夜巡", "moon", "PatrolsPage", 1),
    entry("evaluation", "村级考评", "trophy", "EvaluationPage", 1),
    entry("documents", "公文打印", "file-text", "DocumentsPage", 2),
    entry("registers", "村与单位", "map-pinned", "RegistersPage", 2),
    entry("system", "系统", "settings", "SystemPage", 2),
)


def make_window(folder: Path) -> MainWindow:
    """The window of a data folder, not yet opened: it paints before anything heavy is imported."""
    memory = Memory(folder) if folder.is_dir() else Memory()
    return MainWindow(ENTRIES, memory=memory, log_path=folder / "logs" / "gaotang.log")


def open_folder(window: MainWindow, folder: Path) -> None:
    """Open the data in the background, then attach it, or say calmly why it cannot be opened."""

    def opened(work: "Workplace") -> None:
        window.attach(work, memory=Memory(folder))
        _show_backup(window, work)
        window.closed.connect(work.close)

    def failed(error: Exception) -> None:
        if not isinstance(error, DomainError):
            window.messages.bug(error)
            return
        if isinstance(error, DamagedDatabase):
            _offer_backup(window, folder, error)
            return
        actions = [("再试一次", lambda: open_folder(window, folder)), ("退出", window.close)]
        window.show_trouble("现在打不开数据", [str(error)], actions)

    window.show_opening("正在打开数据…")
    window.jobs.run(
        lambda _progress: _open(folder),
        title="正在打开数据",
        done=opened,
        failed=failed,
        modal=False,
    )


def _open(folder: Path) -> "Workplace":
    from gaotang_desktop.services import backups
    from gaotang_desktop.services.workplace import Workplace

    work = Workplace.open(folder)
    try:
        backups.quick_check(work)
        backups.back_up_today(work)
    except BaseException:
        work.close()
        raise
    return work


def _show_backup(window: MainWindow, work: "Workplace") -> None:
    from gaotang_desktop.services import backups

    made = backups.listed(work.folder)
    if made:
        window.strip.set_backup(f"已备份 {made[0].made_at:%m-%d %H:%M}")


def _offer_backup(window: MainWindow, folder: Path, error: DamagedDatabase) -> None:
    from gaotang_desktop.services import backups

    newest = backups.newest_good(folder)
    sentences = [str(error)]
    actions: list[Action] = []
    if newest is not None:
        sentences.append(
            f"最近一份完好的备份是 {newest.made_at:%Y-%m-%d %H:%M} 的。恢复时，损坏的文件会原样留存。"
        )
        source = newest.path

        def restore() -> None:
            try:
                backups.restore(folder, source)
            except DomainError as problem:
                window.messages.problem(problem)
                return
            open_folder(window, folder)

        actions.append(("恢复这份备份", restore))
    else:
        sentences.append(
            "数据文件夹里没有完好的备份。请把损坏的文件连同 U 盘里的备份交给维护人员。"
        )
    actions.append(("退出", window.close))
    window.show_trouble("数据文件损坏了，没有改动它", sentences, actions)


def start_log(folder: Path) -> None:
    """Write what goes wrong into the data folder; without one, only to the console."""
    try:
        (folder / "logs").mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "logs" / "gaotang.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        logging.getLogger("gaotang").warning("no log file at %s", datetime.now().isoformat())  # noqa: DTZ005
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)


def open_window(folder: Path | None) -> int:
    """Show the window on a data folder until it is closed; returns the exit code."""
    folder = folder or paths.default_data_folder()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    theme.install(application)
    start_log(folder)
    window = make_window(folder)
    sys.excepthook = lambda kind, error, trace: window.messages.bug(error.with_traceback(trace))
    window.show()
    open_folder(window, folder)
    return application.exec()
