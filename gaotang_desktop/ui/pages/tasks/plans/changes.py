"""A newer version of a plan beside the stored one, line by line: the operator decides (新版本的变化)."""

from itertools import takewhile

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.services.plans import Change, Draft
from gaotang_desktop.services.plans.renewals import (
    ADDED,
    APART,
    BIN,
    CHANGED,
    GONE,
    KEEP,
    OWN,
    SAME,
    TAKE,
)
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.tinted import tint

_COLUMNS = ("变化", "任务", "哪里变了", "原有的分工和进展", "怎么办")
_ORDER = (CHANGED, ADDED, GONE, SAME)
_CHOICES = {CHANGED: (TAKE, KEEP, APART), GONE: (KEEP, BIN)}
_TONES = {CHANGED: Tone.WARN, ADDED: Tone.GOOD, GONE: Tone.BAD}
_ROW = 26
_DETAIL_LINES = 8
_SHORT, _AROUND = 60, 16


class PlanChanges(QWidget):
    """``decided(task id, decision)`` when the operator chooses what becomes of a line."""

    decided = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._changes: list[Change] = []
        self._draft: Draft | None = None
        self.list = _Lines()
        self.list.setAccessibleName("新版本的变化")
        self.list.currentItemChanged.connect(lambda now, _before: self._tell(now))
        self.list.itemActivated.connect(lambda row, _column: self._turn(row))
        self.detail = QPlainTextEdit()
        self.detail.setReadOnly(True)
        self.detail.setTabChangesFocus(True)
        self.detail.setAccessibleName("原来的和现在的")
        # What it was and what it is now are both in sight.
        self.detail.setMinimumHeight(_DETAIL_LINES * self.detail.fontMetrics().lineSpacing())
        sides = QSplitter(Qt.Orientation.Vertical)
        sides.addWidget(self.list)
        sides.addWidget(self.detail)
        sides.setStretchFactor(0, 3)
        sides.setStretchFactor(1, 1)
        sides.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sides)

    def show_draft(self, draft: Draft) -> int:
        """Show what the draft changes; how many lines are not as they were."""
        self._draft = draft
        found = draft.changes()
        self._changes = sorted(found, key=lambda each: _ORDER.index(each.kind))
        current = self.list.currentItem()
        at = self.list.indexOfTopLevelItem(current) if current is not None else -1
        self.list.clear()
        for each in self._changes:
            self.list.addTopLevelItem(self._row(each, draft))
        self.list.setCurrentIndex(self.list.model().index(max(0, at), 0))
        return sum(each.kind != SAME for each in found)

    def _row(self, change: Change, draft: Draft) -> QTreeWidgetItem:
        told = [f"{'、'.join(change.own)}（改过）"] if change.own else []
        told += [
            each.label for each in change.differences if not each.own and each.label != "时限原文"
        ]
        differing = "、".join(told)
        hanging = change.task.hanging if change.task else ""
        done = draft.decision(change) if change.kind in _CHOICES else ""
        done = done or ("导入" if change.kind == ADDED else "不动")
        if change.kind in _CHOICES:
            done += "　▾"
        row = QTreeWidgetItem([change.kind, change.title, differing, hanging, done])
        row.setSizeHint(0, QSize(0, _ROW))
        row.setToolTip(1, change.title)
        row.setToolTip(2, differing)
        if change.kind in _TONES:
            tint(row, f"{_TONES[change.kind]}_text")
        else:
            for column in range(len(_COLUMNS)):
                tint(row, "secondary", column)
        return row

    def _change(self, row: QTreeWidgetItem | None) -> Change | None:
        at = self.list.indexOfTopLevelItem(row) if row is not None else -1
        return self._changes[at] if 0 <= at < len(self._changes) else None

    def _turn(self, row: QTreeWidgetItem | None) -> None:
        """The next of the choices of a line."""
        change = self._change(row)
        if change is None or change.task is None or self._draft is None:
            return
        choices = _choices(change)
        if choices:
            at = choices.index(self._draft.decision(change))
            self.decided.emit(change.task.id, choices[(at + 1) % len(choices)])

    def _tell(self, row: QTreeWidgetItem | None) -> None:
        change = self._change(row)
        if change is None or self._draft is None:
            self.detail.setPlainText("")
            return
        told = [_meaning(change, self._draft.decision(change)), ""]
        for each in change.differences:
            before, now = where_they_differ(each.before, each.now)
            told += [
                each.label,
                f"　{'改过，原来' if each.own else '原来'}：{before}",
                f"　现在：{now}",
            ]
        if change.kind == ADDED and change.clause is not None:
            told.append(change.clause.text)
        if change.kind in (GONE, SAME) and change.task is not None:
            told.append(str(dict(change.task.values)["requirement"] or ""))
        self.detail.setPlainText("\n".join(told).strip())


class _Lines(QTreeWidget):
    """Space and Enter turn to the next choice."""

    def __init__(self) -> None:
        super().__init__()
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHeaderLabels(_COLUMNS)
        header = self.header()
        header.setStretchLastSection(False)
        for column, width in ((0, 100), (2, 190), (3, 220), (4, 130)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.itemActivated.emit(self.currentItem(), 0)
            return
        super().keyPressEvent(event)


def _choices(change: Change) -> tuple[str, ...]:
    return (OWN, *_CHOICES[change.kind]) if change.own else _CHOICES.get(change.kind, ())


def _meaning(change: Change, decision: str) -> str:
    hanging = change.task.hanging if change.task else ""
    if change.kind == ADDED:
        return "新版本里新增的任务。不要的，在“各条”里去掉勾。"
    if change.kind == SAME:
        return f"没有变化（{hanging}）。"
    if decision == BIN:
        return f"连同分工和进展（{hanging}）移到回收站，可以恢复。"
    if change.kind == GONE:
        return f"新版本里已没有，仍然保留（{hanging}）。按空格或回车改成移到回收站。"
    if decision == KEEP:
        return f"保留原来的文字和时限（{hanging}）。"
    if decision == APART:
        return f"和原来的不是一回事：作为新任务导入，原来的那一项也保留（{hanging}）。"
    if decision == OWN:
        return (
            f"您改过的（{'、'.join(change.own)}）保留，其余用新版本的；分工、状态和进展保留（{hanging}）。"
            "按空格或回车改成用新的。"
        )
    return f"用新版本的文字和时限；分工、状态和进展保留（{hanging}），新写进来的单位加为分工。"


def where_they_differ(before: str, now: str) -> tuple[str, str]:
    """Two long texts without what they have in common in front and behind, up to some words."""
    if max(len(before), len(now)) <= _SHORT:
        return before, now
    start = _shared(before, now)
    end = _shared(before[start:][::-1], now[start:][::-1])
    start, end = max(0, start - _AROUND), max(0, end - _AROUND)

    def around(text: str) -> str:
        return ("……" if start else "") + text[start : len(text) - end] + ("……" if end else "")

    return around(before), around(now)


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
