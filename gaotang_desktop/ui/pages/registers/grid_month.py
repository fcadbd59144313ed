"""网格月填报: a month of all grids in one sheet, with what the town adds up to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from typing_extensions import override

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.casework import grids as rules
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import grid_months
from gaotang_desktop.services.casework.grid_months import GridMonth
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.month_sheet import Lines, MonthSheet
from gaotang_desktop.ui.widgets.period_picker import PeriodPicker
from gaotang_desktop.ui.widgets.wrapped_label import WrappedLabel


def _columns() -> tuple[Field, ...]:
    known = {each.name: each for each in records.fields_for("grid-counts")}
    counts = (replace(known[name], required=True) for name in rules.COUNTED)
    return (*counts, Field("worker", "网格员", Kind.TEXT, editable=False))


class GridMonthView(MonthSheet):
    """A line per grid; the month is chosen at the top, last month at first."""

    def __init__(self, desk: Desk) -> None:
        this = periods.month_of(desk.work.today())
        super().__init__(
            desk,
            "grid-counts",
            _columns(),
            month=this.shifted(-1).start,
            label="网格月报",
            unit="个网格",
            named_by=("村", "网格"),
            empty="还没有登记网格。先在“网格”里登记或导入网格和网格员。",
            hint="只数件数。没有的填 0，没有报的整行空着；可以从表格整块粘贴。",
        )
        self.picker = PeriodPicker(this.shifted(-1), latest=this)
        self.picker.changed.connect(self._on_picked)
        self.bar.insertWidget(0, self.picker)
        self.total = WrappedLabel()
        self.total.setProperty("class", "secondary")
        self.column.addWidget(self.total)

    @override
    def read(self, month: date) -> tuple[GridMonth, ...]:
        return grid_months.month(self.desk.work, month)

    @override
    def lines(self, found: tuple[GridMonth, ...]) -> Lines:
        return (
            [each.line for each in found],
            [each.name for each in found],
            [{**each.counts, "worker": each.worker} for each in found],
        )

    @override
    def store(self, month: date, typed: Mapping[int, Mapping[str, Any]]) -> int:
        return grid_months.save_month(self.desk.work, month, typed)

    @override
    def show_month(self, month: date, found: Any) -> None:
        super().show_month(month, found)
        self.picker.set_latest(periods.month_of(self.desk.work.today()))
        self.picker.set_period(periods.month_of(self.month))

    @override
    def compare(self) -> None:
        """What the grids add up to as it is typed."""
        if self.known is None:
            return
        rows = [self.grid.row_values(each.line) for each in self.known]
        told = [row for row in rows if any(row.get(name) is not None for name in rules.COUNTED)]
        found = rules.figures(
            rules.Counted(*(row.get(name) or 0 for name in rules.COUNTED)) for row in told
        )
        town = self.desk.work.of_town("全镇")
        self.total.setText(f"{town}　已报 {len(told)} / {len(rows)} 个网格 · {rules.said(found)}")

    def _on_picked(self, period: Period) -> None:
        if period.start == self.month:
            return
        if self.is_dirty():
            self.desk.messages.toast(f"{self.unsaved()}请先按 Ctrl+S 保存，再换月份。")
            self.picker.set_period(periods.month_of(self.month))
            return
        self.reload(period.start)
