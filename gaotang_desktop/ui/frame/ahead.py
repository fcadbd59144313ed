"""Pages are imported beside the window: when one is first shown, it is only made."""

from collections.abc import Callable, Sequence

from gaotang_desktop.ui.desk.jobs import Jobs
from gaotang_desktop.ui.frame.navigation import Entry


def import_ahead(entries: Sequence[Entry], jobs: Jobs, then: Callable[[], None]) -> None:
    """Import the pages of the entries, one a job: whatever the operator opens comes between."""
    if not entries:
        then()
        return
    jobs.read(
        entries[0].load,
        lambda _page: import_ahead(entries[1:], jobs, then),
        key="import pages",
    )
