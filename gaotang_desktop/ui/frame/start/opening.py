"""The data folder is opened beside the window, which does not stand still for it."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from gaotang_desktop.domain.errors import DamagedDatabase, NotWritable, StorageProblem
from gaotang_desktop.ui.frame.start.importing import import_foundations

if TYPE_CHECKING:
    from gaotang_desktop.services.workplace import Workplace


def open_data(folder: Path, first_page: str) -> "Workplace":
    """Open the data and do what the day's first opening does; any thread may.

    What the module of the first page stands on is imported meanwhile. What cannot be saved can still be
    read: on a full disk or a protected one the window opens too.

    Raises:
        DomainError: what ``Workplace.open`` raises but for NotWritable.
    """
    from gaotang_desktop.services.workplace import Workplace

    try:
        work = Workplace.open(folder, meanwhile=lambda: _import_for(first_page))
    except NotWritable as problem:
        work = Workplace.open_to_read(folder, problem)
        _import_for(first_page)
        return work
    from gaotang_desktop.services import backups, tasks
    from gaotang_desktop.services.computer import left_plain

    try:
        for step in (backups.back_up_today, tasks.make_occurrences):
            try:
                step(work)
            except DamagedDatabase:
                raise
            except StorageProblem as problem:
                work.unfinished.append(str(problem))
        work.unfinished += left_plain.said(work)
    except BaseException:
        work.close()
        raise
    return work


def _import_for(first_page: str) -> None:
    for name in (
        "backups",
        "tasks",
        "computer.encryption",
        "computer.left_plain",
        "search",
        "history",
    ):
        import_module(f"gaotang_desktop.services.{name}")
    own = ("desk.backup_words", "frame.search_box", "frame.beginning.first_time")
    import_foundations(first_page, *(f"gaotang_desktop.ui.{each}" for each in own))
