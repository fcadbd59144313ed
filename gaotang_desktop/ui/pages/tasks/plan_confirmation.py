"""What was recognised in a plan, beside its text, for the operator to confirm (核对方案).

Every numbered or unit-bearing line is there: as a task, as a phase, or not taken up (未采用) with a tick
to make it a task.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.tasks import NO_UNIT
from gaotang_desktop.services.plan_readings import Confirmed, Item, Reading
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog

_KEY = Qt.ItemDataRole.UserRole
_COLUMNS = ("任务", "类", "责任单位", "时限", "行")
_NEW = "登记为新单位"
_ROW = 24


class PlanConfirmation(Dialog):
    """``store(confirmed)`` is called when the operator says so; nothing is stored before."""

    def __init__(
        self, parent: QWidget, reading: Reading, store: Callable[[Confirmed], None]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("核对方案")
        self._reading = reading
        self._items = {each.key: each for each in reading.items()}
        self._store = store
        self.number = QLineEdit(reading.plan.number)
        self.number.setPlaceholderText("没有找到发文字号，可以在这里填写")
        self.number.setAccessibleName("发文字号")
        self.number.setMinimumWidth(270)
        self.list = self._make_list()
        self.text = QPlainTextEdit(reading.plan.source)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("方案原文")
        self.notes = QPlainTextEdit()
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName("请核对")
        self.choices: dict[str, QComboBox] = {}
        self.keep = QPushButton()
        self.keep.setProperty("role", "primary")
        self.keep.setToolTip("Ctrl+S")
        self.keep.clicked.connect(self.accept)
        self._lay_out()
        self.accepted.connect(lambda: self._store(self.confirmed()))
        self.list.itemChanged.connect(lambda _item, _column: self._count())
        self.list.currentItemChanged.connect(lambda now, _before: self._show(now))
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self._count()
        self.list.setFocus()

    def confirmed(self) -> Confirmed:
        """What is ticked and chosen now."""
        aliases = tuple(
            (name, box.currentData()) for name, box in self.choices.items() if box.currentData()
        )
        typed = self.number.text().strip()
        return Confirmed(
            keys=frozenset(self._ticked()),
            aliases=aliases,
            number="" if typed == self._reading.plan.number else typed,
        )

    def _ticked(self) -> Sequence[str]:
        rows = (self.list.topLevelItem(at) for at in range(self.list.topLevelItemCount()))
        return [
            row.data(0, _KEY)
            for row in rows
            if row is not None and row.data(0, _KEY) and row.checkState(0) == Qt.CheckState.Checked
        ]

    def _make_list(self) -> QTreeWidget:
        shown = QTreeWidget()
        shown.setAccessibleName("任务、阶段和未采用的各条")
        shown.setRootIsDecorated(False)
        shown.setUniformRowHeights(True)
        shown.setHeaderLabels(_COLUMNS)
        doubts = len(self._reading.plan.warnings) + len(self._reading.notices)
        whole = QTreeWidgetItem(["整份方案" + (f"（{doubts}处请核对）" if doubts else "")])
        whole.setToolTip(0, "整份方案要核对的地方")
        shown.addTopLevelItem(whole)
        for each in self._items.values():
            shown.addTopLevelItem(self._row(each))
        header = shown.header()
        header.setStretchLastSection(False)
        for column, mode in enumerate(
            (
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.Interactive,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.ResizeToContents,
            )
        ):
            header.setSectionResizeMode(column, mode)
        header.resizeSection(2, 250)
        return shown

    def _row(self, item: Item) -> QTreeWidgetItem:
        clause = item.clause
        units = self._reading.units_of(clause)
        leads = "、".join(name for name, role in units if role == "牵头")
        assists = "、".join(name for name, role in units if role == "配合")
        who = leads + (f"（配合：{assists}）" if assists else "")
        when = clause.deadline.isoformat() if clause.deadline else clause.cycle
        title = clause.title if item.kind == "任务" else clause.title or item.text
        row = QTreeWidgetItem(
            [
                title,
                "" if item.kind == "任务" else item.kind,
                who or (NO_UNIT if item.kind == "任务" else ""),
                when or clause.deadline_text,
                str(item.line),
            ]
        )
        row.setData(0, _KEY, item.key)
        row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        taken = item.kind == "任务"
        row.setCheckState(0, Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked)
        row.setSizeHint(0, QSize(0, _ROW))
        for column, words in ((0, item.text), (2, who)):
            row.setToolTip(column, words)
        if not taken:
            for column in range(len(_COLUMNS)):
                row.setForeground(column, QColor(theme.colours().secondary))
        elif clause.warnings:
            row.setForeground(4, QColor(theme.colours().warn))
            row.setText(4, f"{item.line} ⚠")
        return row

    def _lay_out(self) -> None:
        title = QLabel(self._reading.plan.title or "（没有找到标题）")
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setProperty("class", "heading")
        title.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_3)
        head.addWidget(title, 1)
        suggested = self._reading.plan.suggested_number
        if suggested:
            offer = QPushButton(f"填入 {suggested}")
            offer.setAutoDefault(False)
            offer.clicked.connect(lambda _on: self.number.setText(suggested))
            head.addWidget(offer)
        head.addWidget(QLabel("发文字号"))
        head.addWidget(self.number)
        hint = QLabel("勾选的各条作为任务导入，按空格勾选或取消。右边标出它在原文里的位置。")
        hint.setProperty("class", "secondary")
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.text)
        right.addWidget(self.notes)
        if self._reading.new_units:
            right.addWidget(self._new_units())
        for at, stretch in enumerate((5, 2, 2)):
            right.setStretchFactor(at, stretch)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.addWidget(self.list)
        sides.addWidget(right)
        sides.setStretchFactor(0, 3)
        sides.setStretchFactor(1, 2)
        sides.setChildrenCollapsible(False)
        cancel = QPushButton("不导入")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(hint)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.keep)
        self.keep.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_3)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(head)
        column.addWidget(sides, 1)
        column.addLayout(buttons)
        self.resize(1300, 700)
        sides.setSizes([780, 500])
        right.setSizes([330, 110, 190])

    def _new_units(self) -> QWidget:
        """A line for each unit that the register lacks: new, or another name of one that it has."""
        form = QFormLayout()
        form.setContentsMargins(theme.SPACE_2, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        form.setVerticalSpacing(theme.SPACE_1)
        for new in self._reading.new_units:
            box = QComboBox()
            box.addItem(_NEW, "")
            for name in new.alike:
                box.addItem(f"就是“{name}”，记为别名", name)
            box.insertSeparator(box.count())
            for name in self._reading.register:
                if name not in new.alike:
                    box.addItem(f"是“{name}”的别名", name)
            box.setAccessibleName(new.name)
            self.choices[new.name] = box
            label = new.name + (f"　≈ {new.alike[0]}？" if new.alike else "")
            form.addRow(label, box)
        inside = QWidget()
        inside.setLayout(form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_1)
        heading = QLabel(f"名册里没有的单位 · {len(self._reading.new_units)}")
        heading.setProperty("class", "secondary")
        column.addWidget(heading)
        column.addWidget(area, 1)
        return holder

    def _count(self) -> None:
        count = len(self._ticked())
        self.keep.setText(f"导入 {count} 项任务")
        self.keep.setEnabled(count > 0)

    def _show(self, row: QTreeWidgetItem | None) -> None:
        item = self._items.get(row.data(0, _KEY)) if row is not None else None
        if item is None:
            self.notes.setPlainText("\n".join(_about_the_plan(self._reading)))
            self.text.setExtraSelections([])
            return
        told = [item.why] if item.why else []
        told += [warning.text for warning in item.clause.warnings]
        where = (
            f"第 {item.line} 行"
            if item.line == item.end_line
            else (f"第 {item.line}～{item.end_line} 行")
        )
        self.notes.setPlainText("\n".join([where, *told]))
        self._mark(item.line, item.end_line)

    def _mark(self, first: int, last: int) -> None:
        """Mark some lines of the text and bring them into view."""
        look = QTextCharFormat()
        look.setBackground(QColor(theme.colours().accent_soft))
        look.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        marked = []
        document = self.text.document()
        for number in range(first, last + 1):
            cursor = QTextCursor(document.findBlockByNumber(number - 1))
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            selection = QTextEdit.ExtraSelection()
            selection.cursor = cursor
            selection.format = look
            marked.append(selection)
        self.text.setExtraSelections(marked)
        for number in (last, first):
            self.text.setTextCursor(QTextCursor(document.findBlockByNumber(number - 1)))
            self.text.ensureCursorVisible()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save):
            if self.keep.isEnabled():
                self.accept()
            return
        super().keyPressEvent(event)


def _about_the_plan(reading: Reading) -> list[str]:
    told = [
        *reading.notices,
        *(f"第 {each.line} 行：{each.text}" for each in reading.plan.warnings),
    ]
    renewal = reading.renewal
    if renewal is not None:
        told.append("这份方案以前导入过，已有的分工不变：")
        for words, titles in (
            ("新增", renewal.added), ("内容有变", renewal.changed), ("方案里已没有，仍保留", renewal.gone)
        ):  # fmt: skip
            told += [f"　{words}：{title}" for title in titles]
        if not (renewal.added or renewal.changed or renewal.gone):
            told.append("　没有变化。")
    for unread in reading.plan.unread:
        told.append(f"第 {unread.line_number} 行没有读入：{unread.text.strip()}（{unread.why}）")
    for name in reading.ambiguous:
        told.append(f"“{name}”对应名册里不止一个单位，没有自动分派，请在任务分工里指定。")
    if reading.plan.runner_up is not None:
        told.append(
            f"这份方案也可以按“{reading.plan.runner_up.name}”读成"
            f"{len(reading.plan.runner_up.clauses)}项，需要时请在左边勾选。"
        )
    return told or ["没有要核对的地方。"]
