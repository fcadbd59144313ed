"""The responsibility matrix with the chosen task's clause, owners and progress beside it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QWidget

from gaotang_desktop.domain.tasks import NO_UNIT
from gaotang_desktop.ui.pages.tasks.matrix import FOLDED, Matrix
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.cards import Card
from gaotang_desktop.ui.widgets.chips import PressChip
from gaotang_desktop.ui.widgets.empty_state import EmptyState
from gaotang_desktop.ui.widgets.side_panel import SidePanel, beside

if TYPE_CHECKING:
    from gaotang_desktop.data.queries.tasks import ProgressRow
    from gaotang_desktop.services.tasks import AssignmentRow, TaskRow
    from gaotang_desktop.services.tasks import Matrix as Found

_LATEST = 3
# So many villages stand beside the units; of more one column says how many there are.
_APART = 6


class ResponsibilityView(QWidget):
    """``role_set(task, column, role)``; a village's column is its negative id."""

    role_set = Signal(int, int, str)
    task_chosen = Signal(int)
    villages_wanted = Signal()

    def __init__(self, empty: tuple[str, str, Callable[[], object]]) -> None:
        super().__init__()
        self.matrix = Matrix()
        self.matrix.cell_changed.connect(self.role_set)
        self.matrix.row_chosen.connect(self.task_chosen)
        self.matrix.unfolded.connect(self._unfold)
        self.panel = SidePanel(width=330)
        self.villages = PressChip("各村分开列", checkable=True)
        self.villages.setToolTip("把每个村也作为一列，可以单独给村分工")
        self.villages.clicked.connect(lambda _on: self.villages_wanted.emit())
        card = Card("任务 × 责任单位")
        card.top.addWidget(self.villages)
        card.body.addWidget(self.matrix, 1)
        hint = QLabel("点空格子或按空格键：牵头 → 配合 → 空。也可以按 1 牵头、2 配合、0 清除。")
        hint.setProperty("class", "secondary")
        card.body.addWidget(hint)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(beside(card, self.panel))
        nothing = EmptyState("", icon="list-checks")
        nothing.set(*empty)
        # With its parent at once: else it shows its first widget as a window of its own.
        self._stack = QStackedLayout(self)
        self._stack.addWidget(whole)
        self._stack.addWidget(nothing)

    def show_matrix(self, found: "Found") -> None:
        """Show the tasks; the focus stays."""
        self._stack.setCurrentIndex(0 if found.tasks else 1)
        units = [(unit.id, unit.name) for unit in found.units]
        shown = {each.village_id for task in found.tasks for each in task.assignments}
        wide = self.villages.isChecked()
        places = [(-number, name) for number, name in found.villages if wide or number in shown]
        cells = {
            (task.id, each.unit_id or -(each.village_id or 0)): each.role
            for task in found.tasks
            for each in task.assignments
        }
        rows = [(task.id, _row_name(task)) for task in found.tasks]
        if not wide and len(places) > _APART:
            places = [(FOLDED, "各村数")]
            for task in found.tasks:
                held = len({each.village_id for each in task.assignments if each.village_id})
                cells[task.id, FOLDED] = str(held or "")
        self.matrix.set_matrix(rows, units + places, cells)
        if found.tasks and self.matrix.current() is None:
            with QSignalBlocker(self.matrix):  # whoever shows the matrix describes its task
                self.matrix.select(found.tasks[0].id)

    def _unfold(self) -> None:
        self.villages.setChecked(True)
        self.villages_wanted.emit()

    def describe(
        self,
        task: "TaskRow | None",
        *,
        steps: "Mapping[int, Sequence[ProgressRow]]",
        open_part: "Callable[[AssignmentRow], object]",
        report: "Callable[[TaskRow], object]",
        spread: "Callable[[AssignmentRow], object]",
        groups: frozenset[int],
    ) -> None:
        """The clause, who is responsible, and what they did last."""
        panel = self.panel
        panel.clear()
        if task is None:
            panel.set_empty("选中一项任务，这里显示条款原文、责任单位和进展。")
            return
        late = sum(each.state == "逾期" for each in task.assignments)
        if task.unassigned:
            panel.set_title(task.title, "未分工", Tone.WARN)
        elif late:
            panel.set_title(task.title, f"逾期 {late}", Tone.BAD)
        else:
            panel.set_title(task.title)
        due = f"{task.deadline:%Y-%m-%d}" if task.deadline else task.deadline_text
        cycle = "" if task.cycle in due else task.cycle  # the plan's own words often say it
        panel.add_rows(
            (
                ("方案", task.plan),
                ("部分", task.section),
                ("时限", "、".join(each for each in (due, cycle) if each)),
                ("方案所列", task.units_as_written or NO_UNIT),
            )
        )
        if task.requirement:
            panel.add_heading("具体要求")
            panel.add_paragraph(task.requirement)
        panel.add_heading(f"责任单位 · {len(task.assignments)}")
        for each in task.assignments:
            bad = each.state == "逾期"
            parts = [each.state]
            if each.deadline:
                parts.append(f"{each.deadline:%m-%d} 到期")
            parts += [
                f"{step.happened_on:%m-%d} {step.text}" for step in steps.get(each.id, ())[:_LATEST]
            ]
            panel.add_item(
                "circle-alert" if bad else "circle-check" if each.state == "已完成" else "user",
                "bad" if bad else "good" if each.state == "已完成" else "secondary",
                f"{each.role} {each.who}",
                "\n".join([" · ".join(parts[:2]), *parts[2:]])
                if each.deadline
                else "\n".join(parts),
                partial(open_part, each),
            )
            if each.unit_id in groups:
                panel.add_item(
                    "users",
                    "accent",
                    f"把“{each.who}”分到每一个",
                    "每个成员各有一项分工，可以分别登记进展",
                    partial(spread, each),
                )
        if task.assignments:
            panel.add_action("登记进展", lambda: report(task), "pencil", primary=True)


def _row_name(task: "TaskRow") -> str:
    late = sum(each.state == "逾期" for each in task.assignments)
    mark = "（未分工）" if task.unassigned else f"（逾期 {late}）" if late else ""
    return f"{task.clause} {task.name}{mark}"
