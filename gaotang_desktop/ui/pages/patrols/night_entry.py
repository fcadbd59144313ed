"""One night of all villages in one grid, entered from the keyboard."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.services.patrols import NightRow, Problem, grid_fields
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.grid.sheet_grid import SheetGrid

# So that 未巡原因 is in sight beside the villages on a screen of 1366 pixels.
_WIDTHS = {
    "start": 64, "end": 64, "leader": 90, "people": 56, "evidence": 84, "way": 84, "joint": 76,
    "route": 130, "finding": 130, "handling": 110,
}  # fmt: skip
_REASON = Field("reason", "未巡原因", Kind.TEXT, help="没有巡的，写明原因")


class NightEntry(QWidget):
    """``day_chosen(date)``, ``save_requested()`` on Ctrl+S, ``left()``,

    ``offer_wanted(days)`` for what stood there so many nights before.
    """

    day_chosen = Signal(object)
    save_requested = Signal()
    left = Signal()
    offer_wanted = Signal(int)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.day = today()
        self._stored: tuple[NightRow, ...] = ()
        # A village without a patrol leaves its line empty: nothing is required before saving.
        columns = tuple(replace(each, required=False) for each in grid_fields())
        self.grid = SheetGrid(
            (*columns, _REASON),
            today=today,
            row_header="村",
            empty="还没有登记村（社区）。先在“村与单位”里登记或导入村名单。",
        )
        for at, each in enumerate(columns):
            self.grid.view.wish(at, _WIDTHS[each.name])
        self.date = QLineEdit()
        self.date.setFixedWidth(130)
        self.date.setToolTip("可以写 10.5、10月5日、昨天")
        # Left by Tab or by the mouse it counts as well: the night shown is the night stored.
        self.date.editingFinished.connect(self._take_date)
        self.date.returnPressed.connect(self.grid.view.setFocus)
        self.weekday = QLabel()
        self.problem = ElidedLabel()
        # Lines of a paste that did not fit are said, never dropped in silence.
        self.grid.told.connect(self.problem.setText)
        self.problem.setProperty("class", "error")
        self.grid.edited.connect(self.problem.clear)
        back = QPushButton("返回（Esc）")
        icons.dress(back, "arrow-left", "text", 16)
        back.clicked.connect(self.left)
        earlier, later = QPushButton(), QPushButton()
        icons.dress(earlier, "chevron-left", "text", 16)
        icons.dress(later, "chevron-right", "text", 16)
        earlier.clicked.connect(lambda: self._step(-1))
        later.clicked.connect(lambda: self._step(1))
        save = QPushButton("保存（Ctrl+S）")
        save.setProperty("role", "primary")
        save.clicked.connect(lambda _checked: self._on_save())
        self.last_night = self._copier("照抄前一晚", "Ctrl+L", 1)
        self.last_week = self._copier("照抄上周同晚", "Ctrl+Shift+L", 7)
        for button, tip in ((earlier, "前一晚（PgUp）"), (later, "后一晚（PgDn）")):
            button.setToolTip(tip)
            button.setAccessibleName(tip)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        for widget in (back, earlier, self.date, later, self.weekday):
            row.addWidget(widget)
        row.addWidget(self.problem, 1)
        for widget in (self.last_night, self.last_week, save):
            row.addWidget(widget)
        hint = QLabel(
            "灰色的是各村平常的内容，Tab 或回车采用，打字就换掉，没有采用的不会保存；没有巡的村用方向键越过。"
            "照抄以后全选（Ctrl+A）再回车，一次采用。时间可以写 2030，人名和选项可以打拼音首字母（cchs），"
            "Alt+↓ 列出可填的，Ctrl+D、Ctrl+R 照抄上边、左边一格。"
        )
        hint.setWordWrap(True)
        hint.setProperty("class", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(row)
        column.addWidget(self.grid, 1)
        column.addWidget(hint)
        for keys, slot in (
            ("Ctrl+S", self._on_save),
            ("PgUp", lambda: self._step(-1)),
            ("PgDown", lambda: self._step(1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, slot)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _copier(self, text: str, keys: str, days: int) -> QPushButton:
        button = QPushButton(text)
        icons.dress(button, "copy", "text", 16)
        button.setToolTip(f"把那一晚的填成灰色，采用了才算（{keys}）")
        button.clicked.connect(lambda _checked: self.offer_wanted.emit(days))
        shortcut = QShortcut(QKeySequence(keys), self, lambda: self.offer_wanted.emit(days))
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return button

    def offer(self, offers: Mapping[int, Mapping[str, Any]], *, empty: str = "") -> None:
        """Show values by village in grey; ``empty`` is said where there are none."""
        self.grid.model.propose(offers)
        self.problem.setText("" if offers else empty)
        self.grid.view.setFocus()

    def set_people(self, people: Callable[[], Sequence[str]]) -> None:
        """Who may lead a patrol, for letters typed into that column."""
        self.grid.view.cells.words["leader"] = people

    def show_night(self, day: date, rows: Sequence[NightRow]) -> None:
        """Show what is on record of a night."""
        self.day, self._stored = day, tuple(rows)
        self.date.setText(f"{day:%Y-%m-%d}")
        self.weekday.setText(f"周{fields.WEEKDAYS[day.weekday()]}夜")
        self.problem.setText("")
        # 今晚 is the night on which a message was sent, whenever it is pasted; 昨晚 is never tonight.
        past = {"昨晚", "昨天"} if day < self._today() else set()
        self.grid.days_meant = frozenset({"", "今晚", "今天"} | past)
        self.grid.set_rows(
            [row.village_id for row in rows],
            [row.village + (f"（另 {row.more} 次）" if row.more else "") for row in rows],
            [{**row.values, "reason": row.reason} for row in rows],
        )

    def rows(self) -> list[NightRow]:
        """The lines that were changed.

        Raises:
            Invalid: a cell cannot be read; the grid shows it.
        """
        typed = self.grid.values()
        by_village = {row.village_id: row for row in self._stored}
        changed = []
        for village, values in typed.items():
            reason = values.pop("reason", None) or ""
            changed.append(replace(by_village[village], values=values, reason=reason))
        return changed

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say at each cell what is wrong; the first is focused."""
        names = {field.name for field in self.grid.model.columns}
        self.grid.show_errors(
            {
                (each.village_id, each.field if each.field in names else "leader"): each.sentence
                for each in problems
            }
        )

    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self.grid.is_dirty()

    def _step(self, days: int) -> None:
        self._go(self.day + timedelta(days=days))

    def _on_save(self) -> None:
        # A date typed after the night was filled in must not be passed over in silence.
        if self._take_date():
            self.save_requested.emit()

    def _take_date(self) -> bool:
        """Turn to the night that was typed; False when it cannot be, and then says why."""
        try:
            day = fields.read_date(self.date.text(), today=self._today(), label="夜晚")
        except ValueError as problem:
            return self._stay(str(problem))
        return self._go(day)

    def _go(self, day: date) -> bool:
        if day == self.day:
            self.date.setText(f"{self.day:%Y-%m-%d}")
        elif day > self._today():
            return self._stay("这一晚还没有到，只能登记今天和以前的夜晚。")
        elif self.is_dirty():
            return self._stay("这一晚改了还没有保存，请先按 Ctrl+S 保存，再换日子。")
        else:
            self.day_chosen.emit(day)
        return True

    def _stay(self, sentence: str) -> bool:
        self.date.setText(f"{self.day:%Y-%m-%d}")
        self.problem.setText(sentence)
        return False
