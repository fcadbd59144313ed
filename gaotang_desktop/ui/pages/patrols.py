"""平安夜巡: the month at a glance, its records, and one night of all villages from the keyboard."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
)
from typing_extensions import override

from gaotang_desktop.domain import fields, periods
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.domain.patrols import rounded_hours
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import exports, imports, patrols, records
from gaotang_desktop.ui.desk import Desk
from gaotang_desktop.ui.page import Page
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.heat_map import CellState, HeatMap, HeatRow
from gaotang_desktop.ui.widgets.night_entry import NightEntry
from gaotang_desktop.ui.widgets.period_picker import PeriodPicker
from gaotang_desktop.ui.widgets.record_table import RecordTable

_STATES = {
    "self": CellState.REPORTED,
    "verified": CellState.VERIFIED,
    "led": CellState.LED,
    "missed": CellState.MISSED,
}
_COLUMNS = (
    "night", "village_id", "start", "end", "leader", "people", "evidence", "joint", "route",
    "finding", "handling",
)  # fmt: skip
SHEETS = "表格 (*.xlsx *.csv)"


class PatrolsPage(Page):
    """The calendar over the list; 录入一晚 puts the night grid in their place."""

    key = "patrols"
    title = "平安夜巡"
    icon = "moon"
    chapter = "patrols"
    reads: ClassVar = frozenset({"patrols", "missed_nights", "spot_checks", "villages"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.period = PeriodPicker(periods.month_of(desk.work.today()))
        self.period.changed.connect(lambda _period: self.refresh())
        self.add_header_widget(self.period)
        self.add_action("抽查", "clipboard-check", lambda: self.add("spot-checks"))
        self.add_action("导入", "upload", self.choose_sheet)
        self.add_action("导出", "download", self.choose_export)
        self.primary_action("录入一晚", "plus", self.enter_night, shortcut="Ctrl+N")
        self.map = HeatMap(right_title="本月")
        self.map.cell_chosen.connect(lambda _village, day: self.enter_night(day))
        frame = QFrame()
        frame.setProperty("class", "card")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.map.setObjectName("scrolled")
        scroll.setWidget(self.map)
        inner = QVBoxLayout(frame)
        inner.addWidget(scroll)
        self.table = RecordTable(
            "patrols",
            today=desk.work.today,
            memory=desk.memory,
            filters=("village_id", "evidence"),
            sums=("people",),
        )
        self.table.set_empty("这个月还没有夜巡记录。", "录入一晚", self.enter_night)
        self.table.opened.connect(lambda record: self.add("patrols", record))
        self.table.bin_requested.connect(self.bin)
        month = QSplitter(Qt.Orientation.Vertical)
        month.addWidget(frame)
        month.addWidget(self.table)
        month.setStretchFactor(0, 3)
        month.setStretchFactor(1, 2)
        month.setChildrenCollapsible(False)
        # All villages of a usual town and the legend before the list, on the smallest screen.
        month.setSizes([360, 240])
        self.entry = NightEntry(desk.work.today)
        self.entry.day_chosen.connect(self._show_night)
        self.entry.save_requested.connect(self.save_night)
        self.entry.left.connect(self.leave_night)
        self.stack = QStackedWidget()
        self.stack.addWidget(month)
        self.stack.addWidget(self.entry)
        self.body.addWidget(self.stack, 1)
        back = QShortcut(QKeySequence("Esc"), self.entry, self.leave_night)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @override
    def reload(self) -> None:
        work, period = self.desk.work, self.period.period
        self.desk.jobs.read(
            lambda: (
                patrols.coverage(work, period),
                records.listing(work, "patrols", period=period),
            ),
            lambda found: self._show_month(period, *found),
            key="patrols",
        )
        if self.stack.currentIndex() == 1 and not self.entry.is_dirty():
            self._show_night(self.entry.day)

    def _show_month(self, period: Period, covered: patrols.Coverage, listed: Listing) -> None:
        today = self.desk.work.today()
        rows = [self._heat_row(each, covered, today) for each in covered.villages]
        self.map.set_data(covered.days, rows, today=today)
        shown = [listed.column(name) for name in _COLUMNS]
        self.table.set_listing(
            Listing(
                "patrols",
                tuple(listed.fields[i] for i in shown),
                listed.ids,
                tuple(tuple(row[i] for i in shown) for row in listed.rows),
            )
        )
        nights = sum(covered.nights.values())
        self.set_subtitle(
            f"已巡 {nights} 村次 · 核实 {covered.verified} 次 · "
            f"参与 {covered.effort.people} 人次 · 发现隐患 {covered.findings} 处 · "
            f"抽查 {covered.checks} 次在岗 {covered.on_duty} 次 · "
            f"巡逻 {rounded_hours(covered.effort.hours)} 小时"
        )

    def _heat_row(self, village: Any, covered: patrols.Coverage, today: date) -> HeatRow:
        known = covered.cells[village.id]
        states = [
            CellState.FUTURE if day > today else _STATES.get(known.get(day, ""), CellState.NONE)
            for day in covered.days
        ]
        done = covered.nights[village.id]
        tone = Tone.BAD if done == 0 else Tone.NEUTRAL
        tips = [
            f"{village.name} {fields.day_label(day)}：{state.value}"
            for day, state in zip(covered.days, states, strict=True)
        ]
        return HeatRow(village.id, village.name, states, f"{done} 晚", tone, tips)

    # -- one night ---------------------------------------------------------------------------

    def enter_night(self, day: date | None = None) -> None:
        """Put the grid of one night in place of the month."""
        if self._holds_input():
            return
        chosen = day or self.desk.work.today()
        if chosen > self.desk.work.today():
            self.desk.messages.toast("这一晚还没有到，只能登记今天和以前的夜晚。")
            return
        self.stack.setCurrentIndex(1)
        self._show_night(chosen)
        self.entry.grid.view.setFocus()

    def _holds_input(self) -> bool:
        """Whether what was typed keeps the grid where it is; the operator is told."""
        if self.unsaved():
            self.desk.messages.toast(f"{self.unsaved()}请先按 Ctrl+S 保存，或按 Esc 离开。")
            self.entry.grid.view.setFocus()
            return True
        return False

    def _show_night(self, day: date) -> None:
        self.entry.show_night(day, patrols.night(self.desk.work, day))

    def save_night(self) -> None:
        """Store the whole night as one step; a cell at fault keeps everything in the grid."""
        try:
            rows = self.entry.rows()
            count = patrols.save_night(self.desk.work, self.entry.day, rows)
        except patrols.NightInvalid as problem:
            self.entry.show_problems(problem.problems)
            return
        except Invalid:
            return  # the grid shows its own cells
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self._show_night(self.entry.day)
        self.desk.messages.saved()
        self.desk.messages.undoable(f"{self.entry.day:%m-%d}夜巡已保存，{count} 个村有改动。")

    def leave_night(self) -> None:
        """Back to the month; what is not saved is asked about first."""
        if self.entry.is_dirty():
            self.desk.messages.confirm(
                "这一晚还没有保存",
                "离开会丢掉刚才填的内容。按 Ctrl+S 可以保存。",
                action="放弃填写",
                slot=self._leave,
            )
        else:
            self._leave()

    def _leave(self) -> None:
        self._show_night(self.entry.day)
        self.stack.setCurrentIndex(0)

    @override
    def unsaved(self) -> str:
        if self.stack.currentIndex() == 1 and self.entry.is_dirty():
            return f"{self.entry.day:%m-%d}夜巡填了还没有保存。"
        return ""

    # -- records -----------------------------------------------------------------------------

    def add(self, kind: str, record_id: int | None = None) -> FormDialog:
        """The form of a patrol or a spot check."""
        work = self.desk.work

        def save(values: dict[str, Any]) -> None:
            records.save(work, kind, values, record_id=record_id)
            self.desk.messages.saved()

        dialog = FormDialog(
            self,
            ("新增" if record_id is None else "修改") + records.label_of(kind),
            records.fields_for(kind),
            today=work.today,
            save=save,
            references=lambda name: records.references(work, name),
            values={"night": work.today()}
            if record_id is None
            else records.get(work, kind, record_id),
            keep=("night",) if record_id is None else None,
        )
        dialog.open()
        return dialog

    def bin(self, ids: list[int]) -> None:
        """Move patrols to the recycle bin; the toast takes it back."""
        try:
            title = records.bin_records(self.desk.work, "patrols", ids)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.desk.messages.undoable(f"{title}，已移到回收站。")

    def choose_sheet(self) -> None:
        """Choose a sheet of patrols."""
        dialog = QFileDialog(self, "导入平安夜巡", "", SHEETS)
        dialog.fileSelected.connect(lambda name: self.take_in(Path(name)))
        dialog.open()

    def take_in(self, path: Path) -> None:
        """Import one sheet with progress; its outcome is said in sentences."""
        work = self.desk.work
        self.desk.jobs.run(
            lambda progress: imports.import_sheet(work, "patrols", path, progress=progress),
            title="正在导入平安夜巡",
            done=self._imported,
        )

    def _imported(self, result: imports.Imported) -> None:
        if not result.errors:
            self.desk.messages.undoable(result.summary)
            return
        self.desk.messages.inform("导入结果", result.summary, detail=result.detail)

    def choose_export(self) -> None:
        """Ask where the month's ledger goes."""
        period = self.period.period
        dialog = QFileDialog(self, "导出平安夜巡", f"{period.label}平安夜巡.xlsx", SHEETS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda name: self.write(period, Path(name)))
        dialog.open()

    def write(self, period: Period, path: Path) -> None:
        """Write the month's ledger in the background."""
        work = self.desk.work
        self.desk.jobs.run(
            lambda _progress: exports.export(work, "patrols", path, period=period),
            title="正在导出",
            done=lambda rows: self.desk.messages.toast(f"已导出 {rows} 行：{path.name}"),
        )

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        if context.get("enter"):
            self.enter_night()
        elif isinstance(night := context.get("night"), date):
            self.enter_night(night)
        elif (village := context.get("village")) and not self._holds_input():
            self._leave()
            if key := context.get("period"):
                self.period.set_period(periods.parse(str(key)))
            yesterday = self.desk.work.today() - timedelta(days=1)
            self.map.select(village, yesterday)
