"""工作台: who is behind and what needs doing today, at one glance."""

from datetime import date, timedelta
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.at_hand.first_month import FirstMonth
from gaotang_desktop.domain.fields import WEEKDAYS, day_label
from gaotang_desktop.domain.patrols import night_at
from gaotang_desktop.domain.workbench import Todo
from gaotang_desktop.services import patrols
from gaotang_desktop.services.casework import waiting
from gaotang_desktop.services.pictures import due
from gaotang_desktop.services.workbench import day_words, figures, first_month
from gaotang_desktop.services.workbench.figures import Copies, Day, VillageNights, WeekVillage
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.page import Page
from gaotang_desktop.ui.pages.workbench.month_guide import DISMISSED, MonthGuide
from gaotang_desktop.ui.pages.workbench.todo_list import TodoList
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.cards import Card, CardRow, FigureCard
from gaotang_desktop.ui.widgets.chips import Chip, PressChip
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.empty_state import EmptyState
from gaotang_desktop.ui.widgets.heat_legend import CellState, HeatLegend
from gaotang_desktop.ui.widgets.heat_map import HeatMap, HeatRow
from gaotang_desktop.ui.widgets.picture.picture_card import PictureCard
from gaotang_desktop.ui.widgets.scrolling import Scrolled

_STATES = {
    "self": CellState.REPORTED,
    "verified": CellState.VERIFIED,
    "led": CellState.LED,
    "missed": CellState.MISSED,
}
_LOWEST = 300  # of the cards under the figures
_CAPTIONS = ("本月夜巡", "纠纷按期化解", "本周集中宣传", "群众安全感")


class WorkbenchPage(Page):
    """Four figures over the list of the day; the week's villages and two weeks of nights beside it."""

    key = "workbench"
    title = "工作台"
    icon = "layout-dashboard"
    chapter = "workbench"
    reads: ClassVar = waiting.TABLES | {
        "escalations", "grids", "grid_counts",
        "villages", "units", "patrols", "missed_nights", "tasks", "assignments", "occurrences",
        "publicity_turns", "publicity_pauses", "publicity_activities", "polls", "poll_results", "documents",
        "issued_documents", "frozen_evaluations", "scheme_versions", "dispute_categories", "settings",
        "fill_in_forms", "officers", "intakes", "spot_checks", "inspections",
        "progress_notes",
    }  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.day: Day | None = None
        self.figures = [FigureCard(caption) for caption in _CAPTIONS]
        for place, card in enumerate(self.figures):
            card.pressed.connect(lambda place=place: self._open_figure(place))
        self.list = TodoList()
        self.list.chosen.connect(self.open_todo)
        self.nothing = EmptyState("没有到期和落后的事项，今天可以放心。", icon="circle-check")
        self.todo_card = Card("今天要办")
        self.todo_card.body.addWidget(self.list, 1)
        self.todo_card.body.addWidget(self.nothing, 1)
        self.nothing.hide()
        self.guide = MonthGuide()
        self.guide.chosen.connect(lambda step: desk.go(step.page, dict(step.context)))
        self.guide.dismissed.connect(self.dismiss_guide)
        self.steps_button = QPushButton("打开“开始使用”，一步一步来")
        self.steps_button.clicked.connect(lambda _checked: desk.frame.open_first_run())
        self.steps_button.hide()
        self.todo_card.body.addWidget(self.steps_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.as_calendar = PressChip("看日历")
        self.as_calendar.setToolTip("今后几周哪一天有什么到期")
        self.as_calendar.clicked.connect(lambda _on: self.turn(calendar=True))
        self.todo_card.top.addWidget(self.as_calendar)
        self.calendar = PictureCard(desk, "到期日历", lambda: due.picture(desk.work))
        back = PressChip("看清单")
        back.setToolTip("回到今天要办的清单")
        back.clicked.connect(lambda _on: self.turn(calendar=False))
        self.calendar.bar.addWidget(back)
        self.to_do = QStackedWidget()
        self.to_do.addWidget(self.todo_card)
        self.to_do.addWidget(self.calendar)
        self.week_card = Card("本周宣传的村")
        self.week_rows = QVBoxLayout()
        self.week_rows.setSpacing(theme.SPACE_1)
        self.week_card.body.addLayout(self.week_rows)
        self.week_card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.map = HeatMap(right_title="本月/应巡")
        self.map.setObjectName("scrolled")
        self.map.cell_chosen.connect(self._open_night)
        self.map_card = Card("近两周夜巡", "落后的村在前 · 点格子看当晚")
        self.map_card.body.addWidget(Scrolled(self.map), 1)
        self.map_card.body.addWidget(HeatLegend())
        self.copies = ElidedLabel()
        self._copies_mark = QLabel()
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(CardRow(self.figures))
        column.addLayout(self._columns(), 1)
        # In a low window the page scrolls rather than press its cards together.
        self.body.addWidget(Scrolled(inner), 1)
        self.body.addLayout(self._footer())
        self.add_action("今天的情况", "phone", self.send_day)
        self.primary_button = self.primary_action(
            "录入夜巡",
            "plus",
            lambda: desk.go("patrols", {"enter": True}),
            shortcut="Ctrl+N",
        )

    def _columns(self) -> QHBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE_3)
        right.addWidget(self.week_card)
        right.addWidget(self.map_card, 1)
        columns = QHBoxLayout()
        columns.setSpacing(theme.SPACE_3)
        self.to_do.setMinimumHeight(_LOWEST)
        self.map_card.setMinimumHeight(_LOWEST // 2)
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE_3)
        left.addWidget(self.guide)
        left.addWidget(self.to_do, 1)
        columns.addLayout(left, 11)
        columns.addLayout(right, 9)
        return columns

    def turn(self, *, calendar: bool) -> None:
        """The list of the day, or the next weeks as a calendar."""
        self.to_do.setCurrentWidget(self.calendar if calendar else self.todo_card)
        (self.calendar if calendar else self.as_calendar).setFocus(Qt.FocusReason.OtherFocusReason)

    def _footer(self) -> QHBoxLayout:
        self.copies.setProperty("class", "secondary")
        button = QPushButton("备份与设置")
        button.setProperty("role", "item")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda _checked: self.desk.go("system", None))
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self._copies_mark)
        row.addWidget(self.copies, 1)
        row.addWidget(button)
        return row

    @override
    def first_deed(self) -> QWidget | None:
        return self.primary_widget()

    @override
    def reload(self) -> None:
        today, work = self.desk.work.today(), self.desk.work
        self.set_subtitle(
            f"{today.month}月{today.day}日 星期{WEEKDAYS[today.weekday()]} · 第{today.isocalendar().week}周"
        )
        last = night_at(work.now()) < today
        self.primary_button.setText("录入昨晚夜巡" if last else "录入今晚夜巡")
        self.desk.jobs.read(lambda: figures.today(work), self.show_day, key="workbench")
        if not self.desk.memory.read(DISMISSED, False):
            self.desk.jobs.read(
                lambda: first_month.standing(work), self.show_month, key="workbench month"
            )
        self.calendar.reload()
        self.desk.jobs.read(lambda: figures.copies(work), self.show_copies, key="workbench copies")

    def show_month(self, month: FirstMonth | None) -> None:
        """Show what the first month asks for; the list of the day gives it room."""
        self.guide.show_month(month)
        self.to_do.setMinimumHeight(_LOWEST // 2 if month else _LOWEST)

    def dismiss_guide(self) -> None:
        """Show the first month's steps no more in this data folder."""
        self.desk.memory.write(DISMISSED, True)
        self.show_month(None)
        self.take_focus(anew=True)

    def send_day(self) -> None:
        """The day in sentences for the leader, on the clipboard and shown."""
        work = self.desk.work
        self.desk.jobs.read(lambda: day_words.message(work), self._send, key="day in words")

    def _send(self, message: str) -> None:
        QGuiApplication.clipboard().setText(message)
        self.desk.messages.inform(
            "今天的情况", "已放进剪贴板：打开微信，在对话里粘贴就行。", detail=message
        )

    def show_day(self, day: Day) -> None:
        """Show everything as of one moment."""
        self.day = day
        for card, figure in zip(self.figures, day.figures, strict=True):
            card.caption.setText(figure.caption)
            card.set(figure.number, figure.unit, figure.sentence, Tone(figure.tone))
        self.todo_card.set_note(f"按期限排序 · {len(day.todos)} 项" if day.todos else "")
        self.list.setVisible(bool(day.todos))
        self.nothing.setVisible(not day.todos)
        self.list.show_todos(day.todos)
        self.steps_button.setVisible(day.first_steps)
        self._show_week(day)
        today = self.desk.work.today()
        self.map.set_data(
            day.days,
            [_heat_row(each, day.days) for each in day.nights],
            today=today,
            rest=day.rest,
            holidays=day.holidays,
        )

    def _show_week(self, day: Day) -> None:
        until = day.week + timedelta(days=6)
        self.week_card.set_note(
            f"第{day.week.isocalendar().week}周 · {day.week.month}月{day.week.day}日"
            f"至{until.month}月{until.day}日"
        )
        while (item := self.week_rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for each in day.turns:
            self.week_rows.addWidget(_week_row(each))
        if not day.turns:
            words = QLabel("本周还没有排班。在“集中宣传”里排好以后，这里显示本周的村和完成情况。")
            words.setProperty("class", "secondary")
            words.setWordWrap(True)
            self.week_rows.addWidget(words)

    def show_copies(self, copies: Copies) -> None:
        """The last line: how old the backups are."""
        self.copies.setText(copies.sentence)
        good = copies.tone == "good"
        icons.dress(
            self._copies_mark, "circle-check" if good else "triangle-alert", copies.tone, 14
        )

    def open_todo(self, todo: Todo) -> None:
        """Lead to the records of a line."""
        self.desk.go(todo.page, dict(todo.context))

    def _open_figure(self, place: int) -> None:
        if self.day is not None:
            figure = self.day.figures[place]
            self.desk.go(figure.page, dict(figure.context))

    def _open_night(self, village_id: int, night: date) -> None:
        self.desk.go("patrols", {"night": night, "village": village_id})


def _heat_row(village: VillageNights, days: tuple[date, ...]) -> HeatRow:
    states = [_STATES.get(village.states.get(day, ""), CellState.NONE) for day in days]
    tips = [
        f"{village.name} · {day_label(day)}夜 · {state.value}"
        for day, state in zip(days, states, strict=True)
    ]
    tone = Tone.BAD if village.behind else Tone.NEUTRAL
    return HeatRow(
        village.village_id,
        village.name,
        states,
        patrols.tally(village.done, village.due),
        tone,
        tips,
    )


def _week_row(village: WeekVillage) -> QWidget:
    name, detail = ElidedLabel(village.name), ElidedLabel(village.detail)
    name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    detail.setProperty("class", "faint")
    detail.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    name.setMinimumWidth(84)
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 1, 0, 1)
    row.setSpacing(theme.SPACE_2)
    row.addWidget(name)
    row.addWidget(Chip(village.state, Tone(village.tone)))
    row.addWidget(detail, 1)
    return line
