"""What every page is handed: the open data folder and the window's few common services."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gaotang_desktop.ui.desk.memory import Memory

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gaotang_desktop.services.workplace import Workplace
    from gaotang_desktop.ui.desk.change_bus import ChangeBus
    from gaotang_desktop.ui.desk.jobs import Jobs
    from gaotang_desktop.ui.desk.messages import Messages

Go = Callable[[str, dict[str, object] | None], None]


@dataclass(frozen=True)
class Frame:
    """What a page may ask of the window around it.

    ``restore(path)`` puts a backup's file or an archive's folder in the data's place and opens it; ``tell_backup()`` says anew
    when the last backup was made; ``open_first_run()`` opens the three steps of the beginning;
    ``move(folder)`` takes the data to another place and opens them there; ``try_sample()`` opens the
    sample office beside them;
    ``protect(password, drop old backups)`` and ``unprotect(password)`` encrypt them, or no more.
    """

    restore: Callable[[Path], None] = lambda _path: None
    tell_backup: Callable[[], None] = lambda: None
    open_first_run: Callable[[], None] = lambda: None
    move: Callable[[Path], None] = lambda _folder: None
    try_sample: Callable[[], None] = lambda: None
    protect: Callable[[str, bool], None] = lambda _password, _drop_backups: None
    unprotect: Callable[[str], None] = lambda _password: None


@dataclass
class Desk:
    """The operator's desk. ``go("patrols", {"village": 3})`` shows a page and a record on it."""

    work: "Workplace"
    bus: "ChangeBus"
    jobs: "Jobs"
    messages: "Messages"
    go: Go
    memory: Memory = field(default_factory=Memory)
    frame: Frame = field(default_factory=Frame)
    home: "QWidget | None" = None
    """Where pages are put: made there, they are dressed once; moved there later, once again."""
