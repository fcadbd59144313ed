"""The lines of a plan that is being confirmed, as a list that is typed into; every deed can be undone."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from typing_extensions import override

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.tasks import NO_UNIT
from gaotang_desktop.services.plans import Draft, Entry
from gaotang_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex
WHY = Qt.ItemDataRole.UserRole
"""Why a line is no task; empty for a task."""
COLUMNS = ("任务", "类", "牵头/责任单位", "配合单位", "时限", "行")
TITLE, KIND, LEAD, ASSIST, WHEN, LINE = range(len(COLUMNS))
_FIELDS = {TITLE: "title", LEAD: "lead", ASSIST: "assist", WHEN: "deadline"}
_TOP = QModelIndex()


class PlanRows(QAbstractTableModel):
    """``changed`` after every deed; ``refused(sentence)`` where something typed cannot be right.

    ``asked(key)`` when a heading is ticked below which other lines stand.
    """

    changed = Signal()
    refused = Signal(str)
    asked = Signal(str)

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
        self._past: list[Draft] = []
        self._future: list[Draft] = []

    # what was done

    def do(self, draft: Draft) -> None:
        """Put a new draft in the place of the one shown."""
        if draft == self.draft:
            return
        self._past.append(self.draft)
        self._future.clear()
        self._show(draft)

    def undo(self) -> bool:
        """Take the last deed back; whether there was one."""
        return self._step(self._past, self._future)

    def redo(self) -> bool:
        """Do again what was taken back last; whether there was something."""
        return self._step(self._future, self._past)

    def _step(self, source: list[Draft], other: list[Draft]) -> bool:
        if not source:
            return False
        other.append(self.draft)
        self._show(source.pop())
        return True

    @property
    def deeds(self) -> int:
        """How many deeds can be taken back."""
        return len(self._past)

    @property
    def taken_back(self) -> int:
        """How many deeds can be done again."""
        return len(self._future)

    def _show(self, draft: Draft) -> None:
        same = [each.key for each in draft.entries] == [each.key for each in self.draft.entries]
        if same:
            self.draft = draft
            self.dataChanged.emit(
                self.index(0, 0), self.index(self.rowCount() - 1, len(COLUMNS) - 1)
            )
        else:
            self.beginResetModel()
            self.draft = draft
            self.endResetModel()
        self.changed.emit()

    def is_warned(self, row: int) -> bool:
        """Whether the line is a task with something to look at."""
        entry = self.entry(row)
        return entry is not None and entry.taken and bool(entry.clause.warnings)

    @property
    def warned(self) -> int:
        """How many tasks have something to look at."""
        return sum(self.is_warned(row) for row in range(self.rowCount()))

    # the rows

    def entry(self, row: int) -> Entry | None:
        """The entry of a row."""
        entries = self.draft.entries
        return entries[row] if 0 <= row < len(entries) else None

    def row_of(self, key: str) -> int:
        """The row of an entry, or -1."""
        return next((at for at, each in enumerate(self.draft.entries) if each.key == key), -1)

    def tick(self, keys: Sequence[str], *, on: bool) -> None:
        """Take lines as tasks, or put them back among the unused."""
        if on and len(keys) == 1 and self.draft.below(keys[0]):
            self.asked.emit(keys[0])
            return
        self.do(self.draft.tick(keys, on=on))

    @override
    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.draft.entries)

    @override
    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return COLUMNS[section]
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == TITLE:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if index.column() in _FIELDS:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index.row())
        if entry is None:
            return None
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            shown = self._text(entry, column)
            if role == Qt.ItemDataRole.DisplayRole and column == LEAD and not shown and entry.taken:
                return NO_UNIT if not entry.clause.assist else ""
            return shown
        if role == Qt.ItemDataRole.CheckStateRole and column == TITLE:
            return Qt.CheckState.Checked if entry.taken else Qt.CheckState.Unchecked
        if role == WHY:
            return "" if entry.taken else entry.why
        if role == Qt.ItemDataRole.ToolTipRole:
            why = f"\n{entry.why}" if entry.why and not entry.taken else ""
            return entry.text + why if column == TITLE else self._text(entry, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            if not entry.taken:
                return QColor(theme.colours().secondary)
            if column == LINE and entry.clause.warnings:
                return QColor(theme.colours().warn_text)
        return None

    def _text(self, entry: Entry, column: int) -> str:
        clause = entry.clause
        if column == TITLE:
            return entry.title
        if column == KIND:
            if entry.taken:
                return "合并" if entry.joined else ""
            return entry.kind if entry.kind != "任务" else "未采用"
        if column in (LEAD, ASSIST):
            names = clause.lead if column == LEAD else clause.assist
            return "、".join(dict.fromkeys(self.draft.reading.canonical(each) for each in names))
        if column == WHEN:
            if clause.deadline:
                return clause.deadline.isoformat()
            return clause.cycle or clause.deadline_text
        return f"{entry.line} ⚠" if clause.warnings and entry.taken else str(entry.line)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self.entry(index.row())
        if entry is None:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            self.tick([entry.key], on=Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if index.column() not in _FIELDS or str(value).strip() == self._text(entry, index.column()):
            return False
        return self.type(entry.key, _FIELDS[index.column()], str(value))

    def type(self, key: str, field: str, typed: str) -> bool:
        """Type over a field of an entry; whether it could be."""
        try:
            draft = self.draft.edit(key, field, typed)
        except Invalid as problem:
            self.refused.emit(str(problem))
            return False
        self.do(draft)
        return True
