"""What a folder of forms that came back holds, file by file."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gaotang_desktop.data.queries.fill_in_forms import FormRow
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.sheets.rows import SheetRows


class State(StrEnum):
    """What a file of the folder is; the words are those of the window."""

    READY = "可以收"
    EMPTY = "没有填"  # a report all the same: there was nothing
    DOUBLE = "同村几份"
    UNCLEAR = "不知是哪村"
    KNOWN = "收过了"
    SAME = "一模一样"
    MENDED = "有改过的"  # its error copy lies beside it
    OTHER_OFFICE = "别处的表"
    OTHER_PERIOD = "别的期间"
    OTHER_KIND = "别的台账"
    NO_FORM = "不是填报表"
    UNREADABLE = "读不出"


TAKEN = (State.READY, State.EMPTY)
ASKED = (State.DOUBLE, State.UNCLEAR, State.KNOWN)
"""Not taken unless the operator says so."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file of the folder; ``said`` is a sentence about it, ``name`` its place in the folder.

    ``changed_at`` is when the file was last written, in seconds since 1970.
    """

    path: Path
    name: str
    state: State
    said: str = ""
    village_id: int | None = None
    village: str = ""
    sheet: SheetRows | None = None
    digest: str = ""
    changed_at: float = 0.0

    @property
    def rows(self) -> int:
        """The rows that were filled in."""
        return len(self.sheet.rows) if self.sheet is not None else 0


@dataclass(frozen=True, slots=True)
class Looked:
    """What a folder holds of one ledger's forms of one period; ``passed`` are the files that are no sheets."""

    kind: str
    period: Period
    files: tuple[Found, ...]
    passed: tuple[str, ...] = ()
    sent: tuple[FormRow, ...] = ()

    def lacking(self, taken: Sequence[Found]) -> list[str]:
        """The villages that were sent a form and whose form neither came before nor is taken now."""
        here = {each.village_id for each in taken}
        return [
            row.village
            for row in self.sent
            if row.received_on is None and row.village_id not in here
        ]
