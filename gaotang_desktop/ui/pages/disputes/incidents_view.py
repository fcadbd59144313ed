"""发案统计: a month of all villages in one sheet, and how the town compares with before."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.casework import incident_counts as rules
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import incident_counts
from gaotang_desktop.services.casework.incident_counts import CellsInvalid, Month
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.widgets.cards import Card
from gaotang_desktop.ui.widgets.grid.sheet_grid import SheetGrid

_LINES = ("全镇", "比上月", "比去年同月")


def _columns() -> tuple[Field, ...]:
    known = {each.name: each for each in records.fields_for("incident-counts")}
    return tuple(known[name] for name in rules.KINDS)


class IncidentsView(QWidget):
    """A line per village, a column per kind; what the town adds up to stands below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.month = periods.month_of(desk.work.today()).start
        self._known: Month | None = None
        self._wanted: int | None = None
        self.grid = SheetGrid(
            _columns(),
            today=desk.work.today,
            row_header="村",
            empty="还没有登记村（社区）。先在“村与单位”里登记或导入村名单。",
        )
        header = self.grid.view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.title = QLabel()
        self.title.setProperty("class", "heading")
        hint = QLabel("只填数，不填姓名。没有发案的填 0，没有上报的空着。")
        hint.setProperty("class", "secondary")
        self.save_button = QPushButton("保存这个月（Ctrl+S）")
        icons.dress(self.save_button, "save", "text", 16)
        self.save_button.clicked.connect(lambda _checked: self.save())
        bar = QHBoxLayout()
        bar.setSpacing(theme.SPACE_3)
        bar.addWidget(self.title)
        bar.addWidget(hint)
        bar.addStretch(1)
        bar.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE_2, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(bar)
        column.addWidget(self.grid, 1)
        column.addWidget(self._comparison())
        self.grid.edited.connect(self._compare)
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _comparison(self) -> Card:
        card = Card()
        table = QGridLayout()
        table.setHorizontalSpacing(theme.SPACE_3)
        table.setVerticalSpacing(theme.SPACE_1)
        right = Qt.AlignmentFlag.AlignRight
        self.words: dict[tuple[str, str], QLabel] = {}
        for at, (name, word) in enumerate(rules.KINDS.items(), start=1):
            head = QLabel(f"{word}（{rules.UNITS[name]}）")
            head.setProperty("class", "secondary")
            table.addWidget(head, 0, at, right)
            for line, said in enumerate(_LINES, start=1):
                label = QLabel("—")
                self.words[said, name] = label
                table.addWidget(label, line, at, right)
            table.setColumnStretch(at, 1)
        for line, said in enumerate(_LINES, start=1):
            label = QLabel(said)
            label.setProperty("class", "secondary")
            table.addWidget(label, line, 0)
        card.body.addLayout(table)
        return card

    # -- the month ---------------------------------------------------------------------------

    def reload(self, period: Period) -> None:
        """Read the last month of the period that has begun; what was typed stays."""
        if self.is_dirty():
            return
        work = self.desk.work
        month = min(period.months[-1].start, work.today().replace(day=1))
        self.desk.jobs.read(
            lambda: incident_counts.month(work, month),
            lambda found: self.show_month(month, found),
            key="incident counts",
        )

    def show_month(self, month: date, found: Month) -> None:
        """Show what is on record of a month."""
        if self.is_dirty():
            return
        self.month, self._known = month, found
        self.title.setText(f"{periods.month_of(month).label}发案统计")
        self.grid.set_rows(
            [each.village_id for each in found.rows],
            [each.village for each in found.rows],
            [each.counts for each in found.rows],
        )
        self.save_button.setEnabled(bool(found.rows))
        self._compare()
        if self._wanted is not None:
            self.select(self._wanted)

    def select(self, village_id: int) -> None:
        """Put the focus on a village's line, now or when it has been read."""
        self._wanted = None if village_id in self.grid.model.ids else village_id
        if self._wanted is None:
            self.grid.select(village_id, "alarms")

    def save(self) -> None:
        """Store the month as one step."""
        try:
            typed = self.grid.values()
            changed = incident_counts.save_month(self.desk.work, self.month, typed)
        except CellsInvalid as problem:
            self.grid.show_errors(problem.cells)
            return
        except Invalid as problem:
            if "month" in problem.fields:
                self.desk.messages.problem(problem)
            return  # else the grid shows its own cells
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        known = incident_counts.month(self.desk.work, self.month)
        self.grid.set_rows(
            [each.village_id for each in known.rows],
            [each.village for each in known.rows],
            [each.counts for each in known.rows],
        )
        if changed:
            self.desk.messages.undoable(
                f"{self.month:%Y}年{self.month:%m}月发案统计已保存，改动 {changed} 个村。"
            )

    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self.grid.is_dirty()

    def unsaved(self) -> str:
        """A sentence about what is not stored; empty when all is."""
        if not self.is_dirty():
            return ""
        return f"{self.month:%Y}年{self.month:%m}月发案统计填了还没有保存。"

    def _compare(self) -> None:
        """What the town adds up to as it is typed, beside the month and the year before."""
        if self._known is None:
            return
        now = incident_counts.total(
            {each.village_id: self.grid.row_values(each.village_id) for each in self._known.rows}
        )
        for name in rules.KINDS:
            said = (
                "—" if now[name] is None else f"{now[name]:,}",
                rules.change(now[name], self._known.before.get(name)),
                rules.change(now[name], self._known.last_year.get(name)),
            )
            for line, words in zip(_LINES, said, strict=True):
                self.words[line, name].setText(words)
