"""工作台: what needs doing today, from the data there is."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.fields import WEEKDAYS
from gaotang_desktop.services import workbench
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk import Desk
from gaotang_desktop.ui.page import Page

_SHOWN = 9


class WorkbenchPage(Page):
    """Figures of the month, and a list of what is late; each line opens its records."""

    key = "workbench"
    title = "工作台"
    icon = "layout-dashboard"
    chapter = "workbench"
    reads: ClassVar = frozenset(
        {"villages", "patrols", "missed_nights", "spot_checks", "tasks", "assignments", "units",
         "progress_notes", "frozen_evaluations", "settings"}
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.cards = QGridLayout()
        self.cards.setSpacing(theme.SPACE_3)
        self.list = QVBoxLayout()
        self.list.setSpacing(0)
        card = QFrame()
        card.setProperty("class", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_3)
        self.heading = QLabel("今天要办")
        self.heading.setProperty("class", "heading")
        inner.addWidget(self.heading)
        inner.addLayout(self.list)
        inner.addStretch(1)
        self.body.addLayout(self.cards)
        self.body.addWidget(card, 1)
        self.primary_action("录入今晚夜巡", "plus", lambda: desk.go("patrols", {"enter": True}))

    @override
    def reload(self) -> None:
        today = self.desk.work.today()
        self.set_subtitle(
            f"{today.month}月{today.day}日 星期{WEEKDAYS[today.weekday()]} · 第{today.isocalendar().week}周"
        )
        self.desk.jobs.read(lambda: workbench.today(self.desk.work), self.show_day, key="workbench")

    def show_day(self, day: workbench.Day) -> None:
        """Show figures and what needs doing."""
        _empty(self.cards)
        for place, figure in enumerate(day.figures):
            self.cards.addWidget(_card(figure), 0, place)
        _empty(self.list)
        self.heading.setText(f"今天要办 · {len(day.todos)} 项" if day.todos else "今天要办")
        for todo in day.todos[:_SHOWN]:
            self.list.addWidget(_line(todo, self._open(todo)))
        if len(day.todos) > _SHOWN:
            more = QLabel(f"还有 {len(day.todos) - _SHOWN} 项，办完上面的会接着显示。")
            more.setProperty("class", "secondary")
            self.list.addWidget(more)
        if not day.todos:
            done = QLabel("没有到期和落后的事项。")
            done.setProperty("class", "secondary")
            self.list.addWidget(done)

    def _open(self, todo: workbench.Todo) -> Callable[[], None]:
        return lambda: self.desk.go(todo.page, dict(todo.context))


def _card(figure: workbench.Figure) -> QWidget:
    card = QFrame()
    card.setProperty("class", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_3)
    caption, number, unit, note = (QLabel(text) for text in figure.texts)
    caption.setProperty("class", "secondary")
    number.setFont(theme.font(18, medium=True))
    unit.setProperty("class", "secondary")
    note.setStyleSheet(f"color: {getattr(theme.colours(), figure.tone + '_text')}")
    row = QHBoxLayout()
    row.addWidget(number)
    row.addWidget(unit, 0, Qt.AlignmentFlag.AlignBottom)
    row.addStretch(1)
    column.addWidget(caption)
    column.addLayout(row)
    column.addWidget(note)
    return card


def _line(todo: workbench.Todo, slot: Callable[[], None]) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, theme.SPACE_2, 0, theme.SPACE_2)
    chip = QLabel(todo.when)
    chip.setAlignment(Qt.AlignmentFlag.AlignCenter)
    chip.setFixedWidth(84)
    colours = theme.colours()
    soft, ink = getattr(colours, f"{todo.tone}_soft"), getattr(colours, f"{todo.tone}_text")
    chip.setStyleSheet(f"background: {soft}; color: {ink}; border-radius: 9px; padding: 2px 6px")
    words = QVBoxLayout()
    words.setSpacing(0)
    what, where = QLabel(todo.what), QLabel(todo.where)
    where.setProperty("class", "secondary")
    for label in (what, where):
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setMinimumWidth(1)
        words.addWidget(label)
    button = QPushButton(todo.action)
    button.clicked.connect(lambda _checked=False: slot())
    row.addWidget(chip)
    row.addSpacing(theme.SPACE_2)
    row.addLayout(words, 1)
    row.addWidget(button)
    return line


def _empty(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
