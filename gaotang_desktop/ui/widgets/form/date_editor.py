"""A day, typed as people say it (``3.5``, ``3月5日``, ``昨天``) or picked from a calendar."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.ui import icons
from gaotang_desktop.ui.widgets.form.editor import Editor

_EXAMPLES = {Kind.MONTH: "如 2026-10 或 10月", Kind.WEEK: "如 43周、本周、10.5"}


class CalendarPopup(QFrame):
    """A month to press a day in. ``picked(date)``."""

    picked = Signal(object)

    def __init__(self, parent: QWidget, shown: date) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("class", "card")
        self.calendar = QCalendarWidget()
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        self.calendar.clicked.connect(self._on_picked)
        self.calendar.activated.connect(self._on_picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.calendar)
        self.calendar.setFocus()

    def _on_picked(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))
        self.close()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class DateEditor(Editor):
    """On leaving, what was typed is shown as the full date; Alt+Down opens the calendar."""

    def __init__(self, field: Field, *, today: Callable[[], date]) -> None:
        super().__init__(field)
        self._today = today
        self.popup: CalendarPopup | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(_EXAMPLES.get(field.kind, "如 10.5、昨天"))
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.editingFinished.connect(self._tidy)
        self.line.returnPressed.connect(self.returned)
        calendar = QAction(icons.icon("calendar", "secondary", 16), "日历", self.line)
        calendar.setToolTip("打开日历（Alt+↓）")
        calendar.triggered.connect(self.open_calendar)
        self.line.addAction(calendar, QLineEdit.ActionPosition.TrailingPosition)
        self._adopt(self.line)

    def open_calendar(self) -> None:
        """Show the month of what is typed, or this one."""
        self.popup = CalendarPopup(self, self._read() or self._today())
        self.popup.picked.connect(self._on_picked)
        self.popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self.popup.show()

    def _read(self) -> date | None:
        try:
            day = fields.read(self.field, self.line.text(), today=self._today())
        except Invalid:
            return None  # the form says what is wrong when it is saved
        return day if isinstance(day, date) else None

    def _tidy(self) -> None:
        day = self._read()
        if day is not None:
            self.line.setText(fields.show(self.field, day))

    def _on_picked(self, day: date) -> None:
        self.set_value(day)
        self.line.setFocus()
        self.edited.emit()

    @override
    def typed(self) -> Any:
        return self.line.text()

    @override
    def set_value(self, value: Any) -> None:
        self.line.setText(fields.show(self.field, value))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)
