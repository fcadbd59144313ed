"""The results of one poll: villages with n, rates and intervals, and the grid that enters them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain import polls as rules
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.polls import FIGURES
from gaotang_desktop.services import polls
from gaotang_desktop.services.polls import Overview
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.pages.polls.interval_chart import IntervalChart, IntervalRow
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.chips import PressChip
from gaotang_desktop.ui.widgets.grid.sheet_grid import SheetGrid
from gaotang_desktop.ui.widgets.scrolling import Scrolled
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

_HINT = (
    "一村一行，没有样本的村整行留空（无样本，不是 0）。回车到下一村，Tab 到下一格；"
    "率和可信范围随填随算，少于 {minimum} 人的村不排名次。"
)


class PollResults(QWidget):
    """Table and chart; :meth:`enter` puts the grid in their place. ``saved()`` after storing."""

    saved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.found: Overview | None = None
        self.figure = "safe"
        self.table = RecordTable(
            "poll-villages",
            label="各村结果",
            covered=desk.work.covered,
            today=desk.work.today,
            memory=desk.memory,
            filters=("remark",),
            sums=("sample",),
            tones={"remark": {polls.NO_SAMPLE: Tone.NEUTRAL, polls.TOO_FEW: Tone.WARN}},
        )
        self.table.set_empty("还没有登记民意调查，先在“民意调查”里新增一期，再填各村结果。")
        self.table.opened.connect(self.enter)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self._chart_card())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.SPACE_3)
        split.setSizes([700, 420])
        self.stack = QStackedWidget()
        self.stack.addWidget(split)
        self.stack.addWidget(self._grid_side())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    def _chart_card(self) -> QFrame:
        self.heading = QLabel()
        self.heading.setProperty("class", "heading")
        self.heading.setWordWrap(True)
        self.note = QLabel()
        self.note.setProperty("class", "secondary")
        self.note.setWordWrap(True)
        self.chips: dict[str, PressChip] = {}
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        for figure, label in polls.RATE_LABELS.items():
            chip = PressChip(label, checkable=True)
            chip.clicked.connect(lambda _checked, figure=figure: self.show_figure(figure))
            self.chips[figure] = chip
            row.addWidget(chip)
        row.addStretch(1)
        self.chart = IntervalChart()
        area = Scrolled(self.chart)
        area.setAlignment(Qt.AlignmentFlag.AlignTop)
        card = QFrame()
        card.setProperty("class", "card")
        card.setMinimumWidth(360)
        column = QVBoxLayout(card)
        column.setContentsMargins(14, theme.SPACE_3, 10, theme.SPACE_3)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(row)
        column.addWidget(self.heading)
        column.addWidget(self.note)
        column.addWidget(area, 1)
        return card

    def _grid_side(self) -> QWidget:
        typed = tuple(replace(each, required=False) for each in polls.grid_fields())
        shown = tuple(
            Field(f"{figure}_rate", f"{label}（可信范围）", Kind.TEXT, editable=False)
            for figure, label in polls.RATE_LABELS.items()
        )
        self.grid = SheetGrid(
            (*typed, *shown),
            today=self.desk.work.today,
            row_header="村",
            empty="还没有登记村（社区）。先在“村与单位”里登记或导入村名单。",
        )
        for at in range(len(typed)):
            self.grid.view.wish(at, 56)
        for at in range(len(typed), len(typed) + len(shown)):
            self.grid.view.wish(at, 166)
        self.grid.edited.connect(self._on_edited)
        self._busy = False
        self.problem = QLabel()
        self.problem.setProperty("class", "error")
        self.grid.told.connect(self.problem.setText)
        back = QPushButton("返回（Esc）")
        icons.dress(back, "arrow-left", "text", 16)
        back.clicked.connect(self.leave)
        save = QPushButton("保存结果（Ctrl+S）")
        save.setProperty("role", "primary")
        save.clicked.connect(self.save)
        self.entering = QLabel()
        self.entering.setProperty("class", "heading")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        for widget in (back, self.entering, self.problem):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(save)
        self.hint = hint = QLabel()
        hint.setProperty("class", "secondary")
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(row)
        column.addWidget(self.grid, 1)
        column.addWidget(hint)
        for keys, slot in (("Ctrl+S", self.save), ("Esc", self.leave)):
            shortcut = QShortcut(QKeySequence(keys), side, slot)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return side

    # -- showing -----------------------------------------------------------------------------

    def set_overview(self, found: Overview | None) -> None:
        """Show a poll; what is being typed stays."""
        if self.is_dirty():
            return
        self.found = found
        if found is None:
            self.stack.setCurrentIndex(0)
            self.table.set_listing(polls.by_village(None))
            self.chart.set_rows((), None)
            self.heading.setText("还没有民调结果")
            self.note.setText("")
            return
        self.table.set_listing(polls.by_village(found))
        self.show_figure(self.figure)
        self._fill()

    def show_figure(self, figure: str) -> None:
        """Draw one of the four rates."""
        self.figure = figure
        for name, chip in self.chips.items():
            chip.setChecked(name == figure)
        if self.found is None:
            return
        label, town = polls.RATE_LABELS[figure], self.found.totals.get(figure)
        rows = [
            IntervalRow(
                each.village,
                each.rate(figure),
                each.remark or ("" if each.rate(figure) else "没有统计"),
                compared=each.remark != polls.TOO_FEW,
            )
            for each in self.found.villages
        ]
        whole = self.desk.work.of_town("全镇")
        self.chart.set_rows(rows, town, whole)
        if town is None:
            self.heading.setText(f"{label}：这期还没有结果")
            self.note.setText("")
            return
        self.heading.setText(f"{whole}{label} {town.words}，样本 {town.sample} 份")
        said = ["横条是可信范围（真实比率有 95% 的把握落在里面），范围重叠的村分不出高下。"]
        if (moved := self.found.change(figure)) and self.found.previous:
            said.append(f"比{self.found.previous.name}{moved}。")
        few = [each.village for each in self.found.villages if each.remark == polls.TOO_FEW]
        if few:
            said.append(f"样本不足：{'、'.join(few)}。")
        self.note.setText("".join(said))

    # -- entering ----------------------------------------------------------------------------

    def enter(self, village_id: int | None = None) -> None:
        """Put the grid of all villages in place of the table."""
        if self.found is None:
            self.desk.messages.toast("请先在“民意调查”里登记一期，再填各村结果。")
            return
        if not self.is_dirty():
            self._fill()
        self.stack.setCurrentIndex(1)
        self.grid.view.setFocus()
        if village_id is not None and village_id in self.grid.model.ids:
            self.grid.select(village_id, "sample")

    def _fill(self) -> None:
        assert self.found is not None
        self.entering.setText(self.found.poll.name)
        self.hint.setText(_HINT.format(minimum=self.desk.work.settings["minimum_sample"]))
        self.problem.clear()
        self.grid.set_rows(
            [each.village_id for each in self.found.villages],
            [each.village for each in self.found.villages],
            [{"sample": each.sample, **each.counts} for each in self.found.villages],
        )
        self._show_rates()

    def _on_edited(self) -> None:
        """Rates follow what is typed; a count above its sample is refused at once, in its cell."""
        if self._busy:
            return
        self._busy = True
        self.problem.clear()
        model = self.grid.model
        names = [each.name for each in model.columns]
        found: dict[tuple[int, str], str] = {}
        for row, village in enumerate(model.ids):
            values = model.row_values(row)
            for figure in FIGURES:
                if figure in values:  # it can be read: what was wrong with it may be right now
                    model.errors.pop((row, names.index(figure)), None)
            if values.get("sample") is not None:
                said = rules.result_problems(values, today=self.desk.work.today())
                found |= {(village, name): sentence for name, sentence in said.items()}
        self.grid.show_errors(found, focus=False)
        self._show_rates()
        self._busy = False

    def _show_rates(self) -> None:
        model = self.grid.model
        first = len(polls.GRID_FIELDS)
        for row in range(len(model.ids)):
            values = model.row_values(row)
            for at, figure in enumerate(FIGURES):
                model.show_text(row, first + at, self._rate_words(values, figure))
        self.grid.view.viewport().update()

    def _rate_words(self, values: Mapping[str, Any], figure: str) -> str:
        hits, sample = values.get(figure), values.get("sample")
        if hits is None or not sample or hits > sample:
            return ""
        rate = rules.rate(hits, sample)
        return rate.words if rate else ""

    def save(self) -> None:
        """Store the grid as one step; a cell at fault keeps everything where it is."""
        if self.found is None:
            return
        try:
            lines = self.grid.values()
            count = polls.save_results(self.desk.work, self.found.poll.id, lines)
        except polls.ResultsInvalid as problem:
            self.grid.show_errors(
                {(each.village_id, each.field): each.sentence for each in problem.problems}
            )
            return
        except Invalid:
            return  # the grid shows its own cells
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.set_clean()
        self.desk.messages.saved()
        if count:
            self.desk.messages.undoable(f"{self.found.poll.name}结果已保存，{count} 个村有改动。")
        self.saved.emit()

    def set_clean(self) -> None:
        """What stands in the grid is stored: read it again."""
        assert self.found is not None
        self.found = polls.overview(self.desk.work, self.found.poll.id)
        self._fill()

    def leave(self) -> None:
        """Back to the table; what is not saved is asked about first."""
        if self.is_dirty():
            self.desk.messages.confirm_leaving("结果", self._leave)
        else:
            self._leave()

    def _leave(self) -> None:
        if self.found is not None:
            self._fill()
        self.stack.setCurrentIndex(0)
        self.saved.emit()

    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self.stack.currentIndex() == 1 and self.grid.is_dirty()
