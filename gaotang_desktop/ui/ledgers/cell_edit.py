"""One cell of a list changed where it stands (F2): checked, stored and undone as by the form."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QToolTip
from typing_extensions import override

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.services import records, rules
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.table.record_table import RecordTable
from gaotang_desktop.ui.widgets.table.record_view import RecordView

_PLAIN = (Kind.TEXT, Kind.LONG_TEXT, Kind.NAMES, Kind.INTEGER)
_NAMING = ("name", "code", "number")
_LEAST = 180


def is_safe(kind: str, field: Field, offered: Sequence[Field]) -> bool:
    """Whether nothing follows from a field: words, people and counts, but no name, day or state.

    ``offered`` are the fields of the kind's form: what that does not offer is not changed here.
    """
    return (
        any(each.name == field.name and each.editable for each in offered)
        and field.kind in _PLAIN
        and field.name not in _NAMING
        and kind not in rules.CONSEQUENCES
    )


class CellEdit(QLineEdit):
    """Lies over its cell. Enter stores, Esc leaves it as it was; what cannot be stored is said."""

    def __init__(
        self, desk: Desk, kind: str, view: RecordView, index: QModelIndex, record_id: int
    ) -> None:
        super().__init__(view.viewport())
        self._desk, self._kind, self._view, self._record = desk, kind, view, record_id
        self._field = view.records.field(index.column())
        self._before = fields.show(self._field, view.records.value(index.row(), index.column()))
        self.setAccessibleName(f"修改{self._field.label}")
        self.setText(self._before)
        box = view.visualRect(index)
        room = view.viewport().width()
        wide = min(max(box.width(), _LEAST), room)
        self.setGeometry(min(box.left(), room - wide), box.top(), wide, box.height())
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def store(self) -> bool:
        """Store what was typed; a sentence under the cell where that cannot be."""
        if self.text() == self._before:
            return True
        work = self._desk.work
        try:
            value = fields.read(self._field, self.text(), today=work.today())
            records.save(work, self._kind, {self._field.name: value}, record_id=self._record)
        except DomainError as problem:
            self.setProperty("problem", True)
            theme.restyle(self, "")
            self.setToolTip(str(problem))
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), str(problem), self)
            return False
        self._before = self.text()
        self._desk.messages.saved()
        return True

    def leave(self) -> None:
        """Back to the list."""
        self._before = self.text()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.store():
                self.leave()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        away = event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        )
        if not away:
            return
        if not self.store():
            self._desk.messages.problem(f"{self.toolTip()}这一格没有改。")
        self._before = self.text()
        self.deleteLater()


def watch(
    desk: Desk,
    kind: str,
    table: RecordTable,
    offered: Callable[[], Sequence[Field]],
    open_form: Callable[[int], FormDialog | None],
) -> None:
    """F2 in a list: the cell where that is safe, else the form at that field.

    ``offered()`` are the fields that may be changed one by one, none where a record is more than
    its fields.
    """

    def edit() -> None:
        index, record_id = table.view.currentIndex(), table.current_id()
        if record_id is None or not index.isValid():
            return
        field = table.view.records.field(index.column())
        value = table.view.records.value(index.row(), index.column())
        lines = isinstance(value, str) and "\n" in value
        if is_safe(kind, field, offered()) and not lines:
            table.view.scrollTo(index)
            CellEdit(desk, kind, table.view, index, record_id)
        elif (form := open_form(record_id)) is not None:
            form.form.go_to(field.name)

    shortcut = QShortcut(QKeySequence("F2"), table.view, edit)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
