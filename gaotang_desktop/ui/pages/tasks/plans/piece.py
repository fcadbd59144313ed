"""One line of a plan: its requirement to type over, and what to look at (这一条)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.services.plans import Draft, Entry, Reading
from gaotang_desktop.ui.pages.tasks.plans.rows import PlanRows

_LINES, _FRAME = 3, 10
"""What is to be looked at is seen in so many lines at least."""


class PlanPiece(QWidget):
    """What is typed is taken over when the field is left, or by ``commit``."""

    def __init__(self, rows: PlanRows) -> None:
        super().__init__()
        self._rows = rows
        self._key = ""
        self.requirement = _Words()
        self.requirement.setAccessibleName("具体要求")
        self.requirement.setPlaceholderText("具体要求")
        self.requirement.left.connect(self.commit)
        self.notes = QPlainTextEdit()
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName("请核对")
        self.notes.setMinimumHeight(_LINES * self.notes.fontMetrics().lineSpacing() + _FRAME)
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(self.requirement)
        both.addWidget(self.notes)
        both.setChildrenCollapsible(False)
        both.setStretchFactor(0, 2)
        both.setStretchFactor(1, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(both)

    def show_entry(self, entry: Entry | None, reading: Reading) -> None:
        """Show a line, and below what is to be looked at in the whole plan."""
        if entry is not None and entry.key != self._key:
            self.commit()
        self._key = entry.key if entry is not None else ""
        words = entry.clause.text if entry is not None else ""
        if self.requirement.toPlainText() != words:
            self.requirement.setPlainText(words)
        self.requirement.setEnabled(entry is not None)
        self.notes.setPlainText("\n".join([*_about(entry), *_about_the_plan(reading)]))

    def typed_over(self, draft: Draft) -> Draft:
        """The draft with what stands here, which may not be taken over yet."""
        row = self._rows.row_of(self._key)
        entry = self._rows.entry(row)
        words = self.requirement.toPlainText().strip()
        if entry is None or words == entry.clause.text.strip():
            return draft
        return draft.edit(self._key, "requirement", words)

    def commit(self) -> None:
        """Take over what was typed."""
        row = self._rows.row_of(self._key)
        entry = self._rows.entry(row)
        typed = self.requirement.toPlainText().strip()
        if entry is not None and typed != entry.clause.text.strip():
            self._rows.type(self._key, "requirement", typed)


class _Words(QPlainTextEdit):
    """``left`` when the keyboard goes elsewhere."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def _about(entry: Entry | None) -> list[str]:
    if entry is None:
        return []
    lines = entry.lines
    where = f"第 {lines[0]} 行" if len(lines) == 1 else f"第 {lines[0]}～{lines[-1]} 行"
    said = entry.why or ("" if entry.clause.warnings else "没有要核对的。")
    told = [f"{where}：{said}"]
    return told + [f"　{warning.text}" for warning in entry.clause.warnings]


def _about_the_plan(reading: Reading) -> list[str]:
    told = [
        *reading.notices,
        *filter(None, [reading.about_years]),
        *(f"第 {each.line} 行：{each.text}" for each in reading.plan.warnings),
    ]
    for unread in reading.plan.unread:
        told.append(f"第 {unread.line_number} 行没有读入：{unread.text.strip()}（{unread.why}）")
    for name in reading.ambiguous:
        told.append(f"“{name}”对应名册里不止一个单位，在“单位”里选定，或导入后在任务分工里指定。")
    return ["整份方案：", *(f"　{each}" for each in told)] if told else []
