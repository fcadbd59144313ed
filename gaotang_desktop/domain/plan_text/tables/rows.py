"""A row of a table of tasks, and what of a cell that is merged over several rows is each row's."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gaotang_desktop.domain.plan_text.deadlines import is_time
from gaotang_desktop.domain.plan_text.lines import Line
from gaotang_desktop.domain.plan_text.pieces import PlanWarning
from gaotang_desktop.domain.plan_text.tables.columns import UNITS, Kind
from gaotang_desktop.domain.plan_text.whose.unit_names import unit_list
from gaotang_desktop.domain.units import fold

SAME = ("〃", "同上", "″", "〝")
"""What stands in a cell that is merged with the one above, or says the same."""


@dataclass
class Row:
    """A row: its lines in the text and a cell for each column, "" where it is empty.

    ``carried`` are the columns whose cell was taken from the row above, ``warnings`` what of the row's
    cells a person should look at.
    """

    lines: list[Line]
    cells: list[str]
    carried: set[int] = field(default_factory=set)
    warnings: list[PlanWarning] = field(default_factory=list)

    @property
    def only(self) -> str:
        """The one cell of a row that has but one: the heading of a group."""
        filled = [cell for at, cell in enumerate(self.cells) if cell and at not in self.carried]
        return filled[0] if len(set(filled)) == 1 else ""


def share_out(rows: Sequence[Row], headings: Sequence[str], kinds: Sequence[Kind | None]) -> None:
    """Give the paragraphs of merged cells of units and time limits to their rows.

    One paragraph is that of every row. As many as there are rows are one for each, in their order; any
    other count is all for every row. Both may be meant otherwise, so both are told on each of the rows.
    """
    for column, kind in enumerate(kinds):
        if kind not in UNITS and kind is not Kind.DEADLINE:
            continue
        at = 0
        while at < len(rows):
            over = rows[at : at + 1 + _merged_below(rows, at, column)]
            cell = over[0].cells[column] if column < len(over[0].cells) else ""
            parts = [part for part in cell.split("\n") if part.strip()]
            if len(over) > 1 and len(parts) > 1:
                _share(over, column, parts, headings[column], kind)
            at += len(over)


def _merged_below(rows: Sequence[Row], at: int, column: int) -> int:
    """How many rows below one are part of its cell."""
    count = 0
    for row in rows[at + 1 :]:
        if column >= len(row.cells) or row.cells[column] not in SAME:
            break
        count += 1
    return count


def _share(
    rows: Sequence[Row], column: int, parts: Sequence[str], heading: str, kind: Kind | None
) -> None:
    if len(parts) == len(rows) and all(_is_whole(part, kind) for part in parts):
        for row, part in zip(rows, parts, strict=True):
            row.cells[column] = part
            _tell(
                row,
                f"“{heading}”这一格跨{len(rows)}行，写了{len(parts)}段，按先后各归一行，请核对。",
            )
        return
    written = "、".join(parts)
    for row in rows:
        _tell(row, f"“{heading}”这一格跨{len(rows)}行，写的“{written}”每一行都算，请核对。")


def _tell(row: Row, words: str) -> None:
    row.warnings.append(PlanWarning(row.lines[0].number, words))


def _is_whole(part: str, kind: Kind | None) -> bool:
    """Whether a paragraph is a list of units or a time limit of its own, not a line of a longer one."""
    if kind is Kind.DEADLINE:
        return is_time(part)
    folded = fold(part.strip())
    cut = folded.startswith(("、", ",", ";")) or folded.endswith(("、", ","))
    return not cut and bool(unit_list(part))
