"""任务分工: the responsibility matrix, the clauses, progress, and reading a plan."""

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.tasks import NO_UNIT, STATES
from gaotang_desktop.services import plans, tasks
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk import Desk
from gaotang_desktop.ui.page import Badge, Page
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form_dialog import FormDialog

_FIXED = 3  # columns before the units
_NEXT = {"": "牵头", "牵头": "配合", "配合": ""}
_KEYS = {Qt.Key.Key_1: "牵头", Qt.Key.Key_2: "配合", Qt.Key.Key_0: "", Qt.Key.Key_Delete: ""}


class MatrixTable(QTableWidget):
    """Tasks × units; space goes round 牵头, 配合, nothing; 1, 2 and 0 set one directly."""

    def __init__(self, page: "TasksPage") -> None:
        super().__init__()
        self._page = page
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, column = self.currentRow(), self.currentColumn()
        if event.key() == Qt.Key.Key_Space:
            self._page.turn(row, column)
        elif (key := Qt.Key(event.key())) in _KEYS:
            self._page.assign(row, column, _KEYS[key])
        else:
            super().keyPressEvent(event)


class TasksPage(Page):
    """The matrix at the left, the chosen task's clause and progress at the right."""

    key = "tasks"
    title = "任务分工"
    icon = "list-checks"
    chapter = "tasks"
    reads: ClassVar = frozenset({"plans", "tasks", "units", "assignments", "progress_notes"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found = tasks.Matrix((), ())
        self.table = MatrixTable(self)
        self.table.currentCellChanged.connect(lambda row, *_: self.show_task(row))
        self.table.cellDoubleClicked.connect(self.turn)
        self.detail = QVBoxLayout()
        self.detail.setSpacing(theme.SPACE_2)
        inner = QWidget()
        inner.setObjectName("scrolled")
        inner.setLayout(self.detail)
        panel = QScrollArea()
        panel.setWidgetResizable(True)
        panel.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panel.setFrameShape(QFrame.Shape.NoFrame)
        panel.setWidget(inner)
        hint = QLabel("空格键或双击切换 牵头 → 配合 → 空；按 1 牵头，2 配合，0 清除。")
        hint.setProperty("class", "secondary")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_3)
        row.addWidget(self.table, 1)
        card = QFrame()
        card.setProperty("class", "card")
        card.setFixedWidth(340)
        around = QVBoxLayout(card)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(panel)
        row.addWidget(card)
        self.body.addLayout(row, 1)
        self.body.addWidget(hint)
        self.add_action("打印分解表", "printer", self.print_table, shortcut="Ctrl+P")
        self.add_action("粘贴方案", "clipboard-paste", self.paste_plan)
        self.primary_action("导入方案", "upload", self.choose_plan, shortcut="Ctrl+N")

    @classmethod
    @override
    def badge(cls, desk: Desk) -> Badge | None:
        overdue = sum(1 for each in tasks.due(desk.work) if each.days < 0)
        return (overdue, Tone.BAD) if overdue else None

    @override
    def reload(self) -> None:
        self.found = tasks.matrix(self.desk.work)
        counts = tasks.counts(self.found)
        parts = [f"任务 {counts['tasks']} 项"]
        if counts["unassigned"]:
            parts.append(f"{NO_UNIT} {counts['unassigned']} 项")
        parts += [f"{state} {counts[state]}" for state in (*STATES, "逾期") if counts.get(state)]
        self.set_subtitle(
            " · ".join(parts)
            if self.found.tasks
            else "还没有任务。请导入方案，程序会认出任务和责任单位。"
        )
        row, column = self.table.currentRow(), self.table.currentColumn()
        self.table.blockSignals(True)
        self._fill()
        self.table.blockSignals(False)
        if self.found.tasks:
            self.table.setCurrentCell(max(0, min(row, len(self.found.tasks) - 1)), max(column, 1))
        self.show_task(self.table.currentRow())

    def _fill(self) -> None:
        units = self.found.units if self.found.tasks else ()
        heads = ["条款", "任务", "状态", *(each.name for each in units)]
        self.table.clear()
        self.table.setColumnCount(len(heads) if self.found.tasks else 0)
        self.table.setRowCount(len(self.found.tasks))
        self.table.setHorizontalHeaderLabels(heads if self.found.tasks else [])
        colours = theme.colours()
        for row, task in enumerate(self.found.tasks):
            states = [each.state for each in task.assignments]
            worst = next(
                (s for s in ("逾期", "未完成", "进行中", "未开始") if s in states), "已完成"
            )
            cells = [f"{task.clause}", task.name, NO_UNIT if task.unassigned else worst]
            cells += [task.role_of(each.id) for each in units]
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(task.name if column == 1 else text)
                if column != 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                if text in (NO_UNIT, "逾期"):
                    item.setForeground(QColor(colours.bad_text))
                if column >= _FIXED and text:
                    soft = colours.accent_soft if text == "牵头" else colours.neutral_soft
                    item.setBackground(QColor(soft))
                    item.setForeground(QColor(colours.accent if text == "牵头" else colours.text))
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        if self.found.tasks:
            self.table.setColumnWidth(1, 250)

    def turn(self, row: int, column: int) -> None:
        """The next role of a cell."""
        if 0 <= row < len(self.found.tasks) and column >= _FIXED:
            unit = self.found.units[column - _FIXED]
            self.assign(row, column, _NEXT[self.found.tasks[row].role_of(unit.id)])

    def assign(self, row: int, column: int, role: str) -> None:
        """Set the role of a cell; saved at once, undone with Ctrl+Z."""
        if not (0 <= row < len(self.found.tasks) and column >= _FIXED):
            return
        try:
            unit = self.found.units[column - _FIXED]
            tasks.assign(self.desk.work, self.found.tasks[row].id, unit.id, role)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.desk.messages.saved()

    def show_task(self, row: int) -> None:
        """The clause, the units and the progress of a task."""
        while (item := self.detail.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if not 0 <= row < len(self.found.tasks):
            return
        task = self.found.tasks[row]
        self._say(f"第{task.clause}条 {task.name}", "heading")
        self._say(f"{task.plan} · {task.section}", "secondary")
        self._say(task.requirement)
        due = (
            f"{task.deadline:%Y-%m-%d}"
            if task.deadline
            else task.deadline_text or task.cycle or "未定"
        )
        self._say(
            f"方案所列责任单位：{task.units_as_written or NO_UNIT}。时限：{due}。", "secondary"
        )
        for each in task.assignments:
            line = f"{each.role} {each.who}：{each.state}"
            if each.deadline:
                line += f"（{each.deadline:%m-%d} 到期）"
            self._say(line)
            for day, text, state in tasks.progress_of(self.desk.work, each.id)[:3]:
                self._say(f"　{day:%m-%d} {text}" + (f"（{state}）" if state else ""), "secondary")
            button = QPushButton(f"登记“{each.who}”的进展")
            button.clicked.connect(lambda _checked=False, chosen=each: self.add_progress(chosen))
            self.detail.addWidget(button)
        self.detail.addStretch(1)

    def _say(self, text: str, kind: str = "") -> None:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if kind:
            label.setProperty("class", kind)
        self.detail.addWidget(label)

    def add_progress(self, assignment: tasks.AssignmentRow) -> FormDialog:
        """A form for one dated step."""
        work = self.desk.work
        shown = (
            Field("happened_on", "日期", Kind.DATE, required=True),
            Field("state", "状态改为", Kind.CHOICE, choices=STATES),
            Field("text", "进展情况", Kind.LONG_TEXT, required=True),
        )
        dialog = FormDialog(
            self,
            f"登记进展：{assignment.who}",
            shown,
            today=work.today,
            save=lambda values: tasks.add_progress(
                work,
                assignment.id,
                happened_on=values["happened_on"],
                text=values["text"] or "",
                state=values["state"],
            ),
            values={"happened_on": work.today()},
        )
        dialog.open()
        return dialog

    def choose_plan(self) -> None:
        """Choose a plan file."""
        dialog = QFileDialog(self, "导入方案", "", "方案 (*.txt *.docx)")
        dialog.fileSelected.connect(lambda name: self.read_file(Path(name)))
        dialog.open()

    def read_file(self, path: Path) -> None:
        """Read a plan file and show what was recognised, for confirmation."""
        work = self.desk.work
        self.desk.jobs.run(
            lambda _progress: plans.import_file(work, path, dry_run=True),
            title="正在读方案",
            done=self._confirmed,
        )

    def paste_plan(self) -> QDialog:
        """A place to paste a plan's text."""
        dialog = QDialog(self)
        dialog.setWindowTitle("粘贴方案")
        dialog.resize(760, 520)
        area = QPlainTextEdit()
        area.setPlaceholderText("把方案全文粘贴在这里")
        read = QPushButton("读方案")
        read.setProperty("role", "primary")

        def submit() -> None:
            try:
                reading = plans.read(self.desk.work, area.toPlainText())
            except DomainError as problem:
                self.desk.messages.problem(problem)
                return
            dialog.accept()
            self.confirm(reading)

        read.clicked.connect(submit)
        column = QVBoxLayout(dialog)
        column.addWidget(area, 1)
        column.addWidget(read, 0, Qt.AlignmentFlag.AlignRight)
        dialog.open()
        area.setFocus()
        return dialog

    def _confirmed(self, reading: plans.Reading) -> None:
        self.confirm(reading)

    def confirm(self, reading: plans.Reading) -> QDialog:
        """Show what was recognised and what was not; store it when the operator says so."""
        dialog = QDialog(self)
        dialog.setWindowTitle("核对方案")
        dialog.resize(820, 580)
        head = QLabel(f"{reading.plan.number or '（没有找到发文字号）'}　{reading.plan.title}")
        head.setProperty("class", "heading")
        head.setWordWrap(True)
        doubts = list(reading.warnings())
        text = "\n".join([*reading.lines(), "", *(["请核对："] if doubts else []), *doubts])
        area = QPlainTextEdit(text)
        area.setReadOnly(True)
        store = QPushButton(f"导入 {len(reading.plan.clauses)} 项任务")
        store.setProperty("role", "primary")
        cancel = QPushButton("不导入")
        cancel.clicked.connect(dialog.reject)
        store.clicked.connect(dialog.accept)
        dialog.accepted.connect(lambda: self.store(reading))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(store)
        column = QVBoxLayout(dialog)
        column.addWidget(head)
        column.addWidget(area, 1)
        column.addLayout(buttons)
        dialog.open()
        store.setFocus()
        return dialog

    def store(self, reading: plans.Reading) -> None:
        """Store a confirmed plan."""
        work = self.desk.work
        self.desk.jobs.run(
            lambda _progress: plans.import_plan(work, reading.text),
            title="正在导入方案",
            done=lambda done: self.desk.messages.undoable(
                f"已导入方案，{len(done.plan.clauses)} 项任务。"
            ),
        )

    def print_table(self) -> None:
        """Go to the papers with the responsibility table."""
        self.desk.go("documents", {"document": "responsibility-table"})

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        wanted = context.get("task")
        for row, task in enumerate(self.found.tasks):
            if task.id == wanted:
                self.table.setCurrentCell(row, 1)
