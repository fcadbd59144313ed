"""发案统计: a month of all villages in one sheet, and how the town compares with before."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel
from typing_extensions import override

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.casework import incident_counts as rules
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import incident_counts
from gaotang_desktop.services.casework.incident_counts import Month
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.month_sheet import Lines, MonthSheet
from gaotang_desktop.ui.widgets.cards import Card
from gaotang_desktop.ui.widgets.wrapped_label import WrappedLabel

_LOW = 420
_LINES = ("全镇", "比上月", "比去年同月")


def _columns() -> tuple[Field, ...]:
    known = {each.name: each for each in records.fields_for("incident-counts")}
    return tuple(known[name] for name in rules.KINDS)


class IncidentsView(MonthSheet):
    """A line per village, a column per kind; what the town adds up to stands below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "incident-counts",
            _columns(),
            month=periods.month_of(desk.work.today()).start,
            label="发案统计",
            unit="个村",
            named_by=("村",),
            empty="还没有登记村（社区）。先在“村与单位”里登记或导入村名单。",
            hint="只填数，不填姓名。没有发案的填 0，没有上报的空着。",
        )
        self.comparison = self._comparison()
        self.column.addWidget(self.comparison)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.comparison.setVisible(self.height() >= _LOW)  # a low window is left to the sheet

    @override
    def minimumSizeHint(self) -> QSize:
        """What stands under the sheet gives way before the window stops growing smaller."""
        whole = super().minimumSizeHint()
        under = 0 if self.comparison.isHidden() else self.comparison.minimumSizeHint().height()
        return QSize(whole.width(), max(0, whole.height() - under))

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
            label = QLabel(self.desk.work.of_town(said))
            label.setProperty("class", "secondary")
            table.addWidget(label, line, 0)
        card.body.addLayout(table)
        self.partly = WrappedLabel()
        self.partly.setProperty("class", "secondary")
        card.body.addWidget(self.partly)
        return card

    def reload_period(self, period: Period) -> None:
        """Read the last month of the period that has begun; what was typed stays."""
        self.reload(min(period.months[-1].start, self.desk.work.today().replace(day=1)))

    @override
    def read(self, month: date) -> Month:
        return incident_counts.month(self.desk.work, month)

    @override
    def lines(self, found: Month) -> Lines:
        return (
            [each.village_id for each in found.rows],
            [each.village for each in found.rows],
            [each.counts for each in found.rows],
        )

    @override
    def store(self, month: date, typed: Mapping[int, Mapping[str, Any]]) -> int:
        return incident_counts.save_month(
            self.desk.work, month, {line: dict(counts) for line, counts in typed.items()}
        )

    @override
    def compare(self) -> None:
        """What the town adds up to as it is typed, beside the month and the year before."""
        if self.known is None:
            return
        now = incident_counts.added_up(
            [{each.village_id: self.grid.row_values(each.village_id) for each in self.known.rows}]
        )
        before, last_year = self.known.before, self.known.last_year
        for name in rules.KINDS:
            said = (
                rules.count_said(now[name]),
                rules.change_said(now[name], before[name]),
                rules.change_said(now[name], last_year[name]),
            )
            for line, words in zip(_LINES, said, strict=True):
                self.words[line, name].setText(words)
        self.partly.setText(_partly(now, before, last_year))


def _partly(*spans: Mapping[str, rules.Reported]) -> str:
    """Why there is a * or no comparison: of which month how many villages have not reported."""
    lacking = []
    for word, found in zip(("本月", "上月", "去年同月"), spans, strict=True):
        known = [each for each in found.values() if each.count is not None]
        least = min(known, key=lambda each: each.villages, default=None)
        if least is not None and not least.whole:
            lacking.append(f"{word} {least.villages}/{least.of} 个村")
    if not lacking:
        return ""
    return f"报全了的村：{'，'.join(lacking)}。带 * 的数只是已经上报的数之和，村没有报全的不比较。"
