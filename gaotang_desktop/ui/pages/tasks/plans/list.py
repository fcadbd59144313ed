"""The list of a plan's lines with its keys: type over, tick, put together, take apart, undo."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from gaotang_desktop.services.plans import Entry
from gaotang_desktop.ui.pages.tasks.plans.rows import (
    ASSIST,
    COLUMNS,
    KIND,
    LEAD,
    LINE,
    TITLE,
    WHEN,
    PlanRows,
)
from gaotang_desktop.ui.widgets.choice_dialog import ChoiceDialog

_ROW = 24
_MEASURED = 120
# The share of the width that a column may take.
_WIDEST = {KIND: 0.12, LEAD: 0.28, ASSIST: 0.18, WHEN: 0.14, LINE: 0.1}
_TOGETHER, _EACH, _ALONE = "together", "each", "alone"


class PlanList(QTableView):
    """``chosen`` when another line is the current one."""

    chosen = Signal()

    def __init__(self, rows: PlanRows) -> None:
        super().__init__()
        self.rows = rows
        self.setModel(rows)
        self.setAccessibleName("任务、阶段和未采用的各条")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(_ROW)
        side.setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        rows.asked.connect(self._ask_how)
        rows.modelAboutToBeReset.connect(self._remember)
        rows.modelReset.connect(self.come_back)
        rows.changed.connect(self.share_room)
        self._kept = ""
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen.emit())
        first = next((at for at, each in enumerate(rows.draft.entries) if each.taken), 0)
        self.setCurrentIndex(rows.index(first, TITLE))

    def share_room(self) -> None:
        """Columns are as wide as what they hold, the names of units no wider than the titles leave."""
        header, metrics = self.horizontalHeader(), self.fontMetrics()
        left = self.viewport().width()
        for column, most in _WIDEST.items():
            rows = range(self.rows.rowCount())
            measured = rows[:_MEASURED] if column in (LEAD, ASSIST) else rows
            shown = {str(self.rows.index(row, column).data() or "") for row in measured}
            wished = max(metrics.horizontalAdvance(text) for text in {COLUMNS[column], *shown}) + 18
            header.resizeSection(column, min(wished, int(left * most)))

    # where the operator is

    def current(self) -> Entry | None:
        """The line that is looked at."""
        return self.rows.entry(self.currentIndex().row())

    def selected(self) -> list[str]:
        """The keys of the selected lines, from above."""
        at = sorted({each.row() for each in self.selectionModel().selectedIndexes()})
        return [entry.key for row in at if (entry := self.rows.entry(row)) is not None]

    def go_to(self, key: str) -> None:
        """Make a line the current one."""
        if (row := self.rows.row_of(key)) >= 0:
            self.setCurrentIndex(self.rows.index(row, TITLE))

    def show_only(self, keep: Callable[[int], bool]) -> None:
        """Hide the rows that are not to be kept; the current one is one that is seen."""
        for row in range(self.rows.rowCount()):
            self.setRowHidden(row, not keep(row))
        if self.isRowHidden(self.currentIndex().row()):
            seen = next((row for row in range(self.rows.rowCount()) if keep(row)), -1)
            if seen >= 0:
                self.setCurrentIndex(self.rows.index(seen, TITLE))

    def _remember(self) -> None:
        entry = self.current()
        self._kept = entry.key if entry else ""

    def come_back(self) -> None:
        """Make the line that was the current one before a reset the current one again."""
        row = max(0, self.rows.row_of(self._kept))
        self.setCurrentIndex(self.rows.index(min(row, self.rows.rowCount() - 1), TITLE))
        self.chosen.emit()

    # deeds

    def put_together(self) -> None:
        """Make one task of the selected lines, or of the current one and the task above it."""
        keys = self.selected()
        entry = self.current()
        if len(keys) < 2 and entry is not None:
            above = [each.key for each in self.rows.draft.entries[: self.currentIndex().row()]
                     if each.taken]  # fmt: skip
            keys = [above[-1], entry.key] if above else []
        if len(keys) < 2:
            self.rows.refused.emit("上面没有任务可以合并。按住 Shift 选几条，可以把它们合成一项。")
            return
        self._kept = keys[0]
        self.rows.do(self.rows.draft.merge(keys))
        self.go_to(keys[0])

    def take_apart(self) -> None:
        """Ask where to part the current task; one that was put together comes apart again."""
        entry = self.current()
        if entry is None:
            return
        if entry.joined:
            self.rows.do(self.rows.draft.apart(entry.key))
            return
        cuts = self.rows.draft.cuts(entry.key)
        if not cuts:
            self.rows.refused.emit("这一条只有一句，不能拆开。")
            return
        options: list[tuple[str, Any]] = [
            (f"从“{cut.begins[:36]}”起另作一项", (cut,)) for cut in cuts
        ]
        if len(cuts) > 1:
            options.append((f"每一句各作一项，共 {len(cuts) + 1} 项", cuts))
        self._ask(
            "拆成几项任务",
            "没有写责任单位的一项，沿用原来的责任单位。",
            options,
            lambda chosen: self.rows.do(self.rows.draft.part(entry.key, chosen)),
        )

    def put_back(self) -> None:
        """Put the selected tasks back among the unused lines; they stay in the list."""
        self.rows.tick(self.selected(), on=False)

    def _toggle(self) -> None:
        keys = self.selected()
        entry = self.current()
        if entry is not None:
            self.rows.tick(keys if len(keys) > 1 else [entry.key], on=not entry.taken)

    def _ask_how(self, key: str) -> None:
        """A heading is ticked: what of the lines below it."""
        entry = self.rows.draft.entry(key)
        below = self.rows.draft.below(key)
        lines = f"第 {below[0].line}～{below[-1].lines[-1]} 行"
        if len(below) == 1:
            lines = f"第 {below[0].line} 行"
        keys = [entry.key, *(each.key for each in below)]
        listed = "\n".join(f"　{each.line}　{each.title[:40]}" for each in below[:8])
        more = f"\n　……还有 {len(below) - 8} 条" if len(below) > 8 else ""
        self._ask(
            f"“{entry.title[:24]}”下面还有 {len(below)} 条",
            f"{listed}{more}",
            (
                (f"连同下面的（{lines}）合成一项任务", _TOGETHER),
                (f"下面 {len(below)} 条各作一项任务，标题不作任务", _EACH),
                ("只要这一条", _ALONE),
            ),
            lambda how: self._take(entry.key, keys, how),
        )

    def _take(self, key: str, keys: Sequence[str], how: object) -> None:
        draft = self.rows.draft
        if how == _TOGETHER:
            draft = draft.merge(keys)
        elif how == _EACH:
            draft = draft.tick(keys[1:], on=True)
        else:
            draft = draft.tick([key], on=True)
        self.rows.do(draft)

    def _ask(
        self,
        heading: str,
        text: str,
        options: Sequence[tuple[str, Any]],
        chosen: Callable[[Any], None],
    ) -> None:
        dialog = ChoiceDialog(self, heading, text, options)
        dialog.chosen.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_room()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState and not self.hasFocus():
            # The Return that ends an editor comes here too.
            super().keyPressEvent(event)
            return
        key = event.key()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and key == Qt.Key.Key_Space:
            self._toggle()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._edit()
        elif plain and key == Qt.Key.Key_Delete:
            self.put_back()
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            row = 0 if key == Qt.Key.Key_Home else self.rows.rowCount() - 1
            self.selectionModel().setCurrentIndex(
                self.rows.index(row, TITLE),
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # What concerns the whole window.
        else:
            super().keyPressEvent(event)

    def _edit(self) -> None:
        index = self.currentIndex()
        if not self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
            index = self.rows.index(index.row(), TITLE)
            self.setCurrentIndex(index)
        self.edit(index)
