"""What every page is handed: the open data folder and the window's few common services."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gaotang_desktop.ui.memory import Memory

if TYPE_CHECKING:
    from gaotang_desktop.services.workplace import Workplace
    from gaotang_desktop.ui.change_bus import ChangeBus
    from gaotang_desktop.ui.jobs import Jobs
    from gaotang_desktop.ui.messages import Messages

Go = Callable[[str, dict[str, object] | None], None]


@dataclass
class Desk:
    """The operator's desk. ``go("patrols", {"village": 3})`` shows a page and a record on it."""

    work: "Workplace"
    bus: "ChangeBus"
    jobs: "Jobs"
    messages: "Messages"
    go: Go
    memory: Memory = field(default_factory=Memory)
