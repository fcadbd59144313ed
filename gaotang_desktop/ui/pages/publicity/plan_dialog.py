"""A span is chosen, the plan that would come of it is shown, and then it is stored or not."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.pages.publicity.week_board import BoardRow, WeekBoard
from gaotang_desktop.ui.widgets.form.record_form import RecordForm

_FIELDS = (
    Field("first", "从哪一周", Kind.WEEK, required=True),
    Field("last", "到哪一周", Kind.WEEK, required=True),
)


class Shown(NamedTuple):
    """A plan as the dialog shows it."""

    rows: Sequence[BoardRow]
    summary: str


class PlanDialog(Dialog):
    """``preview(first, last)`` is asked after every change; ``store(first, last)`` when accepted.

    ``each_week`` says how many villages come in a week: 四.
    """

    def __init__(
        self,
        parent: QWidget,
        *,
        span: tuple[date, date],
        today: Callable[[], date],
        each_week: str,
        preview: Callable[[date, date], Shown],
        store: Callable[[date, date], Any],
        add_pause: Callable[[], QDialog],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("自动排班")
        self._preview = preview
        self._store = store
        self._today = today
        heading = QLabel("自动排班")
        heading.setProperty("class", "heading")
        hint = QLabel(
            f"按村的顺序每周排{each_week}个村（在“系统”的“设置”里改），轮完一轮接着下一轮。"
            "以前的周、已经完成的和人工调换、延期过的轮次都不动。"
        )
        hint.setProperty("class", "secondary")
        hint.setWordWrap(True)
        self.form = RecordForm(_FIELDS, today=today, columns=2)
        self.form.set_values({"first": span[0], "last": span[1]})
        self.form.edited.connect(self.refresh)
        self.form.saved.connect(self.accept_plan)
        self.board = WeekBoard(last="轮次和说明")
        self.summary = QLabel()
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self.pause_button = QPushButton("加停排…")
        icons.dress(self.pause_button, "calendar-days", "text", 16)
        self.pause_button.clicked.connect(
            lambda _checked: add_pause().finished.connect(lambda _result: self.refresh())
        )
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        self.store_button = QPushButton("保存排班")
        self.store_button.setToolTip("Ctrl+S")
        self.store_button.setProperty("role", "primary")
        self.store_button.clicked.connect(self.accept_plan)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_2)
        buttons.addWidget(self.pause_button)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.store_button)
        for button in (self.pause_button, cancel, self.store_button):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        for widget in (heading, hint, self.form):
            column.addWidget(widget)
        column.addWidget(self.summary)
        column.addWidget(self.board, 1)
        column.addLayout(buttons)
        self.resize(980, 620)
        self.form.focus_first()
        self.refresh()

    @override
    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    @override
    def typed(self) -> tuple[Words, list[str]]:
        return {"": self.form.typed()}, self.form.told()

    @override
    def put(self, words: Words) -> None:
        self.form.put(words[""])

    def refresh(self) -> None:
        """Show the plan of the span that is typed now."""
        shown = None
        try:
            # Not the form's own reading: while a week is being typed it is not yet a mistake.
            first, last = (
                fields.read(each, self.form.editor(each.name).typed(), today=self._today())
                for each in _FIELDS
            )
            if first is not None and last is not None:
                shown = self._preview(first, last)
        except Invalid as error:
            self._say("".join(error.fields.values()), bad=True)
        except DomainError as error:
            self._say(str(error), bad=True)
        self.store_button.setEnabled(shown is not None and bool(shown.rows))
        if shown is not None:
            self.board.set_rows(shown.rows)
            self._say(shown.summary, bad=False)

    def _say(self, text: str, *, bad: bool) -> None:
        self.summary.setText(text)
        theme.restyle(self.summary, "error" if bad else "heading")

    def accept_plan(self) -> None:
        """Store what is shown; a problem keeps the dialog open."""
        try:
            typed = self.form.values()
            self._store(typed["first"], typed["last"])
        except Invalid as error:
            self.form.show_errors(error.fields)
            return
        except DomainError as error:
            self._say(str(error), bad=True)
            return
        self.accept()
