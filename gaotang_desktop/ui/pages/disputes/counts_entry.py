"""The key groups of a month in one sheet: villages × categories, sums and doubts as it is typed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain import key_groups as rules
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.services.casework import key_groups
from gaotang_desktop.services.casework.key_groups import Count, MonthRow, Problem, VillageCounts
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.pages.disputes.grouped_header import GroupedHeader
from gaotang_desktop.ui.widgets.cards import Card
from gaotang_desktop.ui.widgets.grid.sheet_grid import SheetGrid

_PARTS = (("total", "总数"), ("managed", "管控"))
_SUMS = ("sum_total", "sum_managed", "sum_rate")
_NARROWEST, _RATE = 40, 58


def _columns() -> tuple[Field, ...]:
    typed = [
        Field(f"{part}_{at}", word, Kind.INTEGER, minimum=0, maximum=100_000)
        for at in range(len(rules.CATEGORIES))
        for part, word in _PARTS
    ]
    sums = [
        Field(name, word, Kind.INTEGER if at < 2 else Kind.TEXT, editable=False)
        for at, (name, word) in enumerate(zip(_SUMS, ("总数", "管控", "比率"), strict=True))
    ]
    return (*typed, *sums)


class CountsEntry(QWidget):
    """``save_requested()`` on Ctrl+S, ``month_chosen(date)`` from the list of months."""

    save_requested = Signal()
    month_chosen = Signal(object)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.month = periods.month_of(today()).start
        self._rows: tuple[VillageCounts, ...] = ()
        self._confirmed: frozenset[tuple[int, str, str]] = frozenset()
        columns = _columns()
        self.grid = SheetGrid(
            columns,
            today=today,
            row_header="村",
            empty="还没有登记村（社区）。先在“村与单位”里登记或导入村名单。",
        )
        groups = {at: rules.CATEGORIES[at // 2] for at in range(2 * len(rules.CATEGORIES))}
        groups |= {2 * len(rules.CATEGORIES) + at: "合计" for at in range(3)}
        self.grid.view.setHorizontalHeader(GroupedHeader(groups, self.grid.view))
        header = self.grid.view.horizontalHeader()
        header.setMinimumSectionSize(_NARROWEST)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        # 98.9% is wider than a count.
        header.setSectionResizeMode(len(columns) - 1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(len(columns) - 1, _RATE)
        self.title = QLabel()
        self.title.setProperty("class", "heading")
        self.problem = QLabel()
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.total = QLabel()
        self.total.setProperty("class", "secondary")
        self.copy_button = QPushButton("照抄上月（Ctrl+L）")
        icons.dress(self.copy_button, "copy", "text", 16)
        self.copy_button.setToolTip("把上月的数填进还空着的格子，核对后再保存")
        self.copy_button.clicked.connect(lambda _checked: self.copy_last_month())
        self._save = save = QPushButton("保存这个月（Ctrl+S）")
        icons.dress(save, "save", "text", 16)
        save.clicked.connect(lambda _checked: self.save_requested.emit())
        bar = QHBoxLayout()
        bar.setSpacing(theme.SPACE_2)
        for widget in (self.title, self.problem):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.copy_button)
        bar.addWidget(save)
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE_2)
        left.addLayout(bar)
        left.addWidget(self.grid, 1)
        left.addWidget(self.total)
        self.months = QListWidget()
        self.months.setAccessibleName("各月底数")
        self.months.setProperty("role", "popup")
        self.months.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.months.itemActivated.connect(self._on_month)
        self.months.itemClicked.connect(self._on_month)
        card = Card("各月底数")
        card.setFixedWidth(206)
        self._no_months = QLabel("还没有哪个月填过底数。")
        self._no_months.setProperty("class", "secondary")
        self._no_months.setWordWrap(True)
        self._no_months.setAlignment(Qt.AlignmentFlag.AlignTop)
        card.body.addWidget(self.months)
        card.body.addWidget(self._no_months, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_3)
        row.addLayout(left, 1)
        row.addWidget(card)
        self.grid.edited.connect(self._on_edited)
        self.grid.told.connect(lambda text: self._say(text, "error"))
        for keys, slot in (("Ctrl+S", self.save_requested.emit), ("Ctrl+L", self.copy_last_month)):
            shortcut = QShortcut(QKeySequence(keys), self, slot)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_month(self, month: date, rows: Sequence[VillageCounts]) -> None:
        """Show what is on record of a month."""
        self.month, self._rows = month, tuple(rows)
        self._confirmed = frozenset()
        self.title.setText(f"{periods.month_of(month).label}重点人员底数")
        self._say("", "")
        self.grid.set_rows(
            [row.village_id for row in rows],
            [row.village for row in rows],
            [_values(row.counts) for row in rows],
        )
        self._save.setEnabled(bool(rows))
        self.copy_button.setEnabled(any(row.before for row in rows))
        self._count()

    def show_months(self, rows: Iterable[MonthRow]) -> None:
        """The list of months at the right."""
        self.months.clear()
        for row in rows:
            share = rules.rate_said(row.managed, row.total)
            item = QListWidgetItem(
                f"{periods.month_of(row.month).label}\n{row.villages}村·{row.total}人·{share}"
            )
            item.setData(Qt.ItemDataRole.UserRole, row.month)
            self.months.addItem(item)
            if row.month == self.month:
                self.months.setCurrentItem(item)
        self.months.setVisible(self.months.count() > 0)
        self._no_months.setVisible(not self.months.count())

    def select(self, village_id: int, category: str) -> None:
        """Put the focus on the total of a village's category."""
        if village_id in self.grid.model.ids and category in rules.CATEGORIES:
            self.grid.select(village_id, f"total_{rules.CATEGORIES.index(category)}")

    def rows(self) -> list[VillageCounts]:
        """The changed lines.

        Raises:
            Invalid: a cell cannot be read; the grid shows it.
        """
        typed = self.grid.values()
        return [
            replace(row, counts=_counts(typed[row.village_id]))
            for row in self._rows
            if row.village_id in typed
        ]

    def has_new_doubts(self) -> bool:
        """Whether jumps of changed lines were not yet looked at; the second saving passes them."""
        changed = set(self.grid.changed_rows())
        found = frozenset(
            (each.village_id, each.category, each.sentence)
            for each in self._doubts()
            if each.village_id in changed
        )
        if found <= self._confirmed:
            return False
        fresh = found - self._confirmed
        self._confirmed = found
        village, category, _ = min(fresh)
        self.select(village, category)
        self._say(f"{len(fresh)} 格比上月变化超过 20%（黄色），核对无误再按一次 Ctrl+S。", "warn")
        return True

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say at each cell what is wrong; the first is focused."""
        self.grid.show_errors(
            {
                (each.village_id, f"{each.part}_{rules.CATEGORIES.index(each.category)}"): (
                    each.sentence
                )
                for each in problems
            }
        )

    def copy_last_month(self) -> None:
        """Propose last month's counts where nothing stands yet; one undo in the sheet."""
        cells = []
        lines = self._lines()
        for row in self._rows:
            line, before = lines[row.village_id], _values(row.before)
            for at, column in enumerate(self.grid.model.columns):
                value = before.get(column.name)
                if value is not None and not self.grid.model.text(line, at):
                    cells.append(((line, at), str(value)))
        self.grid.model.write(cells)
        self._say(
            f"照抄了 {len(cells)} 格，核对后保存。" if cells else "没有空着的格子可以照抄。",
            "secondary",
        )

    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self.grid.is_dirty()

    def _on_edited(self) -> None:
        self._say("", "")
        self._count()

    def _on_month(self, item: QListWidgetItem) -> None:
        self.month_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _say(self, text: str, style: str) -> None:
        theme.restyle(self.problem, style)
        self.problem.setText(text)

    def _lines(self) -> dict[int, int]:
        """Where each village stands now: the lines may be in another order."""
        return {village: line for line, village in enumerate(self.grid.model.ids)}

    def _now(self) -> list[VillageCounts]:
        return [
            replace(row, counts=_counts(self.grid.row_values(row.village_id))) for row in self._rows
        ]

    def _doubts(self) -> list[Problem]:
        return key_groups.doubts(self._now())

    def _count(self) -> None:
        """Sums of each line and of all, and the marks of what jumped."""
        model = self.grid.model
        first = 2 * len(rules.CATEGORIES)
        words: dict[tuple[int, int], str] = {}
        total = managed = told = 0
        places = self._lines()
        for row in self._now():
            line = places[row.village_id]
            whole = [each for each in row.counts.values() if each.total is not None]
            mine = sum(each.total or 0 for each in whole)
            kept = sum(each.managed or 0 for each in whole)
            shown = (str(mine), str(kept), rules.rate_said(kept, mine)) if whole else ("", "", "")
            words |= {(line, first + at): text for at, text in enumerate(shown)}
            total, managed, told = total + mine, managed + kept, told + bool(whole)
        model.set_computed(words)
        model.set_doubts(
            {
                (places[each.village_id], 2 * rules.CATEGORIES.index(each.category)): each.sentence
                for each in self._doubts()
            }
        )
        self.total.setText(
            f"合计　已报 {told} / {len(self._rows)} 个村 · 总数 {total} 人 · "
            f"管控 {managed} 人 · {rules.rate_said(managed, total)}　　只填人数，不填姓名。"
        )


def _values(counts: key_groups.Counts) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for at, category in enumerate(rules.CATEGORIES):
        count = counts.get(category, Count())
        found[f"total_{at}"], found[f"managed_{at}"] = count.total, count.managed
    return found


def _counts(values: dict[str, int | None]) -> dict[str, Count]:
    return {
        category: Count(values.get(f"total_{at}"), values.get(f"managed_{at}"))
        for at, category in enumerate(rules.CATEGORIES)
    }
