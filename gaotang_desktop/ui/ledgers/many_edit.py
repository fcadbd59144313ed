"""One field of several records at once: what it becomes, seen before it is stored."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain import fields as values_of
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import withdrawals
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.ledgers.registering import OfficeRegisters
from gaotang_desktop.ui.widgets.form.record_form import RecordForm

_NEW = 2
SHOWN = 50
"""As many are shown as they will be; of more the window would stand still while it reads them."""


class ManyEdit(Dialog):
    """Field and value above, old → new of each record below; one step, one undo.

    More than :data:`SHOWN` are changed in the background, with their progress.
    """

    def __init__(
        self, parent: QWidget, desk: Desk, kind: str, ids: Sequence[int], fields: Sequence[Field]
    ) -> None:
        super().__init__(parent)
        self._desk, self._kind, self._ids = desk, kind, list(ids)
        self._known = {each.name: each for each in fields}
        label, counter = records.label_of(kind), records.counter_of(kind)
        self.setWindowTitle(f"批量修改{label}")
        self.resize(620, 520)
        self._of = f"选中的 {len(ids)} {counter}{label}"
        heading = QLabel(f"{self._of}，同一项改成一样的")
        heading.setProperty("class", "heading")
        heading.setWordWrap(True)
        self.field = QComboBox()
        self.field.setAccessibleName("改哪一项")
        for each in fields:
            self.field.addItem(each.label, each.name)
        self.field.currentIndexChanged.connect(lambda _at: self._turn())
        self.first = self.field
        self.form: RecordForm | None = None
        self._answered = ""
        self._place = QVBoxLayout()
        self._shown = self._ids[:SHOWN]
        self.table = QTableWidget(len(self._shown), 3)
        self.table.setAccessibleName("改以前和改以后")
        self.table.setHorizontalHeaderLabels(["记录", "现在", "改成"])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.said = QLabel()
        self.said.setProperty("class", "error")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.hide()
        self.told_at = self.said
        cancel, self.keep = QPushButton("取消"), QPushButton(f"修改 {len(ids)} {counter}")
        self._after = (self.table, cancel, self.keep)
        cancel.clicked.connect(self.reject)
        self.keep.setProperty("role", "primary")
        self.keep.clicked.connect(lambda _checked: self.store())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        for widget in (heading, self.field):
            column.addWidget(widget)
        column.addLayout(self._place)
        column.addWidget(self.table, 1)
        if left := len(self._ids) - len(self._shown):
            more = QLabel(f"上面列的是前 {SHOWN} {counter}，其余 {left} {counter}也一样改。")
            more.setProperty("class", "secondary")
            more.setWordWrap(True)
            column.addWidget(more)
        column.addWidget(self.said)
        column.addLayout(buttons)
        self._before = {number: records.get(desk.work, kind, number) for number in self._shown}
        for row, number in enumerate(self._shown):
            self._put(row, 0, records.name_of(desk.work, kind, self._before[number]))
        self._turn()

    @property
    def chosen(self) -> Field:
        """The field that is changed."""
        return self._known[str(self.field.currentData())]

    @override
    def is_dirty(self) -> bool:
        return self.form is not None and self.form.is_dirty()

    @override
    def typed(self) -> tuple[Words, list[str]]:
        assert self.form is not None
        told = [f"{self._of}，改“{self.chosen.label}”", *self.form.told()]
        return {"": {"field": self.chosen.name, "words": self.form.typed()}}, told

    @override
    def put(self, words: Words) -> None:
        at = self.field.findData(words[""]["field"])
        if at < 0:
            raise KeyError(words[""]["field"])  # kept by another version
        self.field.setCurrentIndex(at)
        assert self.form is not None
        self.form.put(words[""]["words"])

    def _turn(self) -> None:
        """Another field: its editor, and what stands in it now."""
        work, each = self._desk.work, self.chosen
        if self.form is not None:
            self._place.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = RecordForm((each,), today=work.today, references=OfficeRegisters(self._desk))
        self.form.edited.connect(self._preview)
        self.form.saved.connect(self.store)
        self._place.addWidget(self.form)
        # An editor that was made last does not come last to the Tab key.
        inside = self.form.editor(each.name).findChildren(QWidget)
        stops = [one for one in inside if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for here, after in pairwise((*stops, *self._after)):
            QWidget.setTabOrder(here, after)
        for row, number in enumerate(self._shown):
            self._put(row, 1, self._words(self._before[number][each.name]))
        self._preview()

    def _words(self, value: Any) -> str:
        each = self.chosen
        if each.refers_to and isinstance(value, int):
            found = records.references(self._desk.work, each.refers_to, keeping=[value])
            return next((one.label for one in found if one.id == value), "")
        return values_of.show(each, value) or "—"

    def _put(self, row: int, column: int, words: str) -> None:
        cell = QTableWidgetItem(words)
        cell.setToolTip(words)
        self.table.setItem(row, column, cell)

    def _value(self) -> Any:
        assert self.form is not None
        return self.form.values()[self.chosen.name]

    def _preview(self) -> None:
        assert self.form is not None
        # While a name is being typed nothing is said of it: that is for leaving the field.
        read = self.form.readable()
        words = self._words(read[self.chosen.name]) if self.chosen.name in read else "—"
        for row, number in enumerate(self._shown):
            same = words == self._words(self._before[number][self.chosen.name])
            self._put(row, _NEW, "不变" if same else words)

    def store(self) -> None:
        """Change all of them, or none and say why."""
        assert self.form is not None
        try:
            changed = {self.chosen.name: self._value()}
            if len(self._ids) <= SHOWN:
                self._done(self._change(changed))
                return
        except DomainError as problem:
            self._refused(problem)
            return
        self.keep.setEnabled(False)
        self._desk.jobs.run(
            lambda _progress: self._change(changed),
            title=f"正在修改 {len(self._ids)} {records.counter_of(self._kind)}",
            done=self._done, failed=self._refused, stopped=lambda: self.keep.setEnabled(True),
        )  # fmt: skip

    def _change(self, changed: Mapping[str, Any]) -> str | int:
        """How many were changed, or what has to be asked first; any thread may.

        Raises:
            DomainError: nothing was changed.
        """
        asked = withdrawals.questions(self._desk.work, self._kind, self._ids, changed)
        if asked and asked != self._answered:
            return asked
        return records.change_many(self._desk.work, self._kind, self._ids, changed)

    def _done(self, result: str | int) -> None:
        self.keep.setEnabled(True)
        if isinstance(result, str):
            self._answered = result
            self._say(f"{result}确实要这样改的，请再点一次“{self.keep.text()}”。")
            return
        counter = records.counter_of(self._kind)
        self._desk.messages.undoable(f"已修改 {result} {counter}的“{self.chosen.label}”。")
        self.accept()

    def _refused(self, problem: Exception) -> None:
        self.keep.setEnabled(True)
        if isinstance(problem, Invalid) and self.form is not None:
            self.form.show_errors(problem.fields)
        elif isinstance(problem, DomainError):
            self._say(str(problem))
        else:
            self._desk.messages.show_error(problem)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()


def edit_many(
    parent: QWidget, desk: Desk, kind: str, ids: Sequence[int], fields: Sequence[Field]
) -> ManyEdit | None:
    """One field of several records at once; ``None``, and a sentence, when none is chosen or one is gone."""
    if not ids:
        desk.messages.toast(f"请先在列表里选中要改的{records.label_of(kind)}。")
        return None
    try:
        dialog = ManyEdit(parent, desk, kind, ids, fields)
    except DomainError as problem:
        desk.messages.problem(problem)
        return None
    dialog.kept_as = {"kind": kind, "many": list(ids)}
    dialog.open()
    return dialog
