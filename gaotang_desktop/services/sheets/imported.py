"""What became of a sheet, in figures, row by row, and in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gaotang_desktop.domain.sheets.rows import (
    Fill,
    RowError,
    RowOutcome,
    RowState,
    SheetRow,
    SheetRows,
)
from gaotang_desktop.services.sheets.asking.gaps import Gap
from gaotang_desktop.services.sheets.asking.names import Stranger

_NAMED = 20  # rows named in one note


@dataclass(slots=True)
class Imported:
    """What became of a sheet; ``rows`` = imported + updated + unchanged + rejected + skipped.

    ``outcomes`` says it row by row, by row number; ``similar`` are the rows that resemble a record
    and about which nobody decided: they count as new, and are among ``imported``. ``import_id`` is the
    record of an import from files, where something was stored. ``fills`` is what was said once for all
    rows, ``gaps`` are the empty cells for which rows were refused, ``strangers`` the words. ``unknown`` are
    the headers that were not taken in, ``maybe`` those that may be a field, with its label.
    """

    rows: int = 0
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    skipped: int = 0
    errors: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    error_copies: tuple[Path, ...] = ()
    outcomes: dict[int, RowOutcome] = field(default_factory=dict)
    sheet: SheetRows | None = None
    import_id: int | None = None
    fills: tuple[Fill, ...] = ()
    gaps: tuple[Gap, ...] = ()
    strangers: tuple[Stranger, ...] = ()
    unknown: tuple[str, ...] = ()
    maybe: Mapping[str, str] = field(default_factory=dict)
    _rows: dict[int, SheetRow] | None = None

    @property
    def error_copy(self) -> Path | None:
        """The copy of the sender's file in which the bad rows are marked, if there is one."""
        return self.error_copies[0] if self.error_copies else None

    @property
    def similar(self) -> list[RowOutcome]:
        """The rows that wait for a decision."""
        return [each for each in self.outcomes.values() if each.state is RowState.RESEMBLING]

    def row(self, number: int) -> int:
        """The row as Excel numbers it."""
        found = self._row(number)
        return number if found is None else found.row

    def where(self, number: int) -> str:
        """Where the operator finds a row: ``第 3 行``, ``工作表“北村”第 3 行``."""
        found = self._row(number)
        if found is None or self.sheet is None:
            return f"第 {number} 行"
        return self.sheet.where(found)

    def _row(self, number: int) -> SheetRow | None:
        if self._rows is None:
            rows = () if self.sheet is None else self.sheet.rows
            self._rows = {row.number: row for row in rows if row.at}
        return self._rows.get(number)

    @property
    def summary(self) -> str:
        """The outcome in sentences."""
        said = (
            f"共 {self.rows} 行：新增 {self.imported}，更新 {self.updated}，"
            f"没有变化 {self.unchanged}，有问题 {self.rejected}"
            f"{f'，跳过 {self.skipped}' if self.skipped else ''}。"
        )
        if len(self.error_copies) == 1:
            said += f"有问题的行另存在“{self.error_copy}”，改正后可以再导入。"
        elif self.error_copies:
            named = "、".join(f"“{path.name}”" for path in self.error_copies)
            said += f"有问题的行标在各自来表的副本里（{named}），改正后可以再收一次。"
        return said

    @property
    def detail(self) -> str:
        """The notes, and the first 200 problems, a line each."""
        shown = self.errors[:200]
        lines = [f"{self.where(each.row)} {each.column}：{each.message}" for each in shown]
        return "\n".join([*self.notes, *lines])

    def say_unread(self, errors: Sequence[RowError]) -> None:
        """Add to the notes which cells nobody can read in columns that are not taken in."""
        if errors:
            named = "、".join(f"{self.where(each.row)} {each.column}" for each in errors[:_NAMED])
            more = f"等 {len(errors)} 格" if len(errors) > _NAMED else ""
            self.notes.append(f"这些格子读不出来，它们的列本来就不导入：{named}{more}。")

    def say_similar(self) -> None:
        """Add to the notes that rows which resemble records were taken as new ones."""
        similar = self.similar
        if not similar:
            return
        named = "；".join(f"{self.where(each.number)}像“{each.title}”" for each in similar[:_NAMED])
        more = f"；等 {len(similar)} 行" if len(similar) > _NAMED else ""
        self.notes.append(
            f"有 {len(similar)} 行和已有的记录相像，但不完全一样，当作新记录导入（{named}{more}）。"
            "如果是同一条，请撤销后在预览里选“同一条”，或者用命令行的 --update-similar 更新。"
        )
