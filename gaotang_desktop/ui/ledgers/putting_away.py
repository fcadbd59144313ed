"""Records that go to the recycle bin from the window."""

from collections.abc import Sequence

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import records
from gaotang_desktop.ui.desk.desk import Desk


def put_away(desk: Desk, kind: str, ids: Sequence[int]) -> None:
    """Move records to the recycle bin; the toast takes it back, what forbids it is said."""
    try:
        title = records.bin_records(desk.work, kind, ids)
    except DomainError as problem:
        desk.messages.problem(problem)
        return
    desk.messages.undoable(f"{title}，已移到回收站。")
