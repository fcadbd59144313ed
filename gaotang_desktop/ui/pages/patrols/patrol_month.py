"""A month of patrols: the calendar village × night over the list, narrowed by what is amiss."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.domain import fields
from gaotang_desktop.domain import patrol_exceptions as odd
from gaotang_desktop.domain.patrol_exceptions import Oddity
from gaotang_desktop.domain.patrols import rounded_hours, total_effort
from gaotang_desktop.services.patrols import NONE_DUE, Coverage, tally
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets import phone
from gaotang_desktop.ui.widgets.cards import Card
from gaotang_desktop.ui.widgets.chips import PressChip
from gaotang_desktop.ui.widgets.heat_legend import CellState, HeatLegend
from gaotang_desktop.ui.widgets.heat_map import HeatMap, HeatRow
from gaotang_desktop.ui.widgets.scrolling import Scrolled
from gaotang_desktop.ui.widgets.table.record_table import RecordTable
from gaotang_desktop.ui.widgets.wrapping_row import WrappingRow

_WIDE = 1060  # legend, chips and the whole title stand in one line
_TITLE, _SHORT = "覆盖图 · 点一格看当晚", "覆盖图"
_LEAST_LIST = 250  # bar, head, footer and four records
_STATES = {
    "self": CellState.REPORTED,
    "verified": CellState.VERIFIED,
    "led": CellState.LED,
    "missed": CellState.MISSED,
}
LACKING, MISSED, SHORT, ODD = "缺报", "未巡", "太短", "异常"
_TONES = {LACKING: Tone.WARN, MISSED: Tone.BAD, SHORT: Tone.WARN, ODD: Tone.BAD}
_TIPS = {
    LACKING: "到今天为止，比应巡的少了几晚；按一下只看落后的村",
    MISSED: "登记了没有巡的夜晚；按一下只看这些村",
    SHORT: "不到 30 分钟的夜巡；按一下只看这些记录",
    ODD: "时间重叠、日期未到、抽查不符的；按一下只看这些记录",
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The villages and, where the chip is about records, the patrols that it leaves."""

    count: int
    words: str
    villages: frozenset[int]
    patrols: frozenset[int] | None = None


def narrowed(covered: Coverage, oddities: Sequence[Oddity]) -> dict[str, Narrowed]:
    """What each chip stands for in this period."""
    behind = {village.id: covered.lacking(village.id) for village in covered.villages}
    behind = {village: nights for village, nights in behind.items() if nights}
    missed = [each for each in oddities if each.kind == odd.MISSED]
    short = [each for each in oddities if each.kind == odd.SHORT]
    rest = [each for each in oddities if each.kind not in (odd.MISSED, odd.SHORT)]
    lost = sum(behind.values())
    return {
        LACKING: Narrowed(lost, f"缺报 {len(behind)} 村 {lost} 晚", frozenset(behind)),
        MISSED: Narrowed(len(missed), f"未巡 {len(missed)} 晚", _villages(missed)),
        SHORT: Narrowed(len(short), f"太短 {len(short)} 次", _villages(short), _patrols(short)),
        ODD: Narrowed(len(rest), f"异常 {len(rest)} 项", _villages(rest), _patrols(rest)),
    }


def _villages(oddities: Sequence[Oddity]) -> frozenset[int]:
    return frozenset(village for each in oddities for village in each.villages)


def _patrols(oddities: Sequence[Oddity]) -> frozenset[int]:
    return frozenset(
        number for each in oddities if each.record_kind == "patrols" for number in each.record_ids
    )


class PatrolMonth(QWidget):
    """``night_chosen(day)`` from the calendar; ``narrowed(villages, patrols)`` from the chips."""

    night_chosen = Signal(object)
    narrowed = Signal(object, object)

    def __init__(self, ledger: QWidget, table: RecordTable, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._covered: Coverage | None = None
        self._found: Mapping[str, Narrowed] = {}
        self._table = table
        self.map = HeatMap(right_title="本期/应巡")
        self.map.setObjectName("scrolled")
        self.map.cell_chosen.connect(lambda _village, day: self.night_chosen.emit(day))
        card = Card(_TITLE)
        card.body.addWidget(Scrolled(self.map), 1)
        self.legend = HeatLegend()
        card.put_beside_title(self.legend)
        above = WrappingRow(right=True)  # in a large town there is much to say
        card.top.addWidget(above)
        self.chips = {name: PressChip("", tone=_TONES[name], checkable=True) for name in _TONES}
        for name, chip in self.chips.items():
            chip.setToolTip(_TIPS[name])
            chip.clicked.connect(lambda _on, name=name: self._on_chip(name))
            above.add(chip)
        self.by_progress = PressChip("按进度排序", checkable=True)
        self.by_progress.setToolTip("落后最多的村排在最前")
        self.by_progress.clicked.connect(lambda _on: self._draw())
        above.add(self.by_progress)
        self.to_list = PressChip("看记录列表")
        self.to_list.setToolTip("窗口放不下两样时，一次看一样（Ctrl+G）")
        self.to_list.clicked.connect(lambda _on: self.show_part(listed=True))
        above.add(self.to_list)
        self.to_map = PressChip("看覆盖图")
        self.to_map.setToolTip("窗口放不下两样时，一次看一样（Ctrl+G）")
        self.to_map.clicked.connect(lambda _on: self.show_part(listed=False))
        table.add_bar_widget(self.to_map)
        self.to_phone = PressChip("发到微信")
        self.to_phone.setToolTip("覆盖图做成图，各村晚数做成文字，放进剪贴板")
        self.to_phone.clicked.connect(lambda _on: self.send())
        above.add(self.to_phone)
        self._card, self._ledger, self._listed = card, ledger, False
        turn = QShortcut(QKeySequence("Ctrl+G"), self, self._turn)
        turn.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(card)
        split.addWidget(ledger)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.SPACE_3)
        split.setSizes([440, 300])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        table.filtered.connect(self._say_totals)

    def show_part(self, *, listed: bool) -> None:
        """The list or the calendar, where there is room for one of them only."""
        self._listed = listed
        self._share_height()
        if listed and not self.to_list.isVisible():
            self._table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not listed and not self.to_map.isVisible():
            self.map.setFocus(Qt.FocusReason.OtherFocusReason)

    def send(self) -> None:
        """The map as a picture and the villages' nights as text, on the clipboard."""
        covered = self._covered
        if covered is None or not covered.days:
            return
        first, last = covered.days[0], max(covered.days[0], min(covered.days[-1], self._today()))
        title = f"平安夜巡 {first.month}月{first.day}日至{last.month}月{last.day}日"
        lines = [f"【{title}】"]
        for village in covered.villages:
            lacking = covered.lacking(village.id)
            behind = f"，缺报{lacking}晚" if lacking else ""
            lines.append(f"{village.name} {covered.nights[village.id]}晚{behind}")
        picture = phone.drawn_picture(title, self.map.to_send())
        phone.put_on_clipboard("\n".join(lines), picture, near=self.to_phone)

    def _turn(self) -> None:
        if not self._both:
            self.show_part(listed=not self._listed)

    @property
    def _both(self) -> bool:
        """Whether every village and a list worth the name fit under each other."""
        around = self._card.sizeHint().height() - self.map.sizeHint().height()
        return self.height() >= self.map.minimumHeight() + max(around, 0) + _LEAST_LIST

    def _share_height(self) -> None:
        both = self._both
        self.to_list.setVisible(not both)
        self.to_map.setVisible(not both)
        self._card.set_tight(not both)
        self._card.set_title(_TITLE if self.width() >= _WIDE else _SHORT)
        self._card.setVisible(both or not self._listed)
        self._ledger.setVisible(both or self._listed)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def show_month(self, covered: Coverage, oddities: Sequence[Oddity]) -> None:
        """Show the calendar of a period and what is amiss in it."""
        self._covered = covered
        self._found = narrowed(covered, oddities)
        held = self.chosen()
        for name, chip in self.chips.items():
            found = self._found[name]
            if not found.count:
                chip.setChecked(False)
            chip.setVisible(bool(found.count))
            chip.set_text(found.words, active=False)
        self._draw()
        self._share_height()
        if held and not self.chosen():
            self._tell()

    def narrow_again(self) -> None:
        """Narrow rows that were read anew, if a chip is held; else who led here decides."""
        if self.chosen():
            self._tell()

    def release(self) -> None:
        """Show every village again."""
        for chip in self.chips.values():
            chip.setChecked(False)
        self._draw()

    def chosen(self) -> str:
        """The chip that is held; ``""`` for none."""
        return next((name for name, chip in self.chips.items() if chip.isChecked()), "")

    def _on_chip(self, name: str) -> None:
        for other, chip in self.chips.items():
            if other != name:
                chip.setChecked(False)
        self._draw()
        self._tell()
        if (found := self._found.get(self.chosen())) is not None and found.patrols is not None:
            self.show_part(listed=True)  # what is odd is read in the records

    def _tell(self) -> None:
        found = self._found.get(self.chosen())
        if found is None:
            self.narrowed.emit(frozenset(), None)
        elif found.patrols is None:
            self.narrowed.emit(found.villages, None)
        else:
            self.narrowed.emit(frozenset(), found.patrols)

    def _draw(self) -> None:
        covered = self._covered
        if covered is None:
            return
        villages = list(covered.villages)
        if (found := self._found.get(self.chosen())) is not None:
            villages = [each for each in villages if each.id in found.villages]
        if self.by_progress.isChecked():
            villages.sort(key=lambda each: covered.nights[each.id] - covered.due.get(each.id, 0))
        today = self._today()
        rows = [self._heat_row(each, covered, today) for each in villages]
        self.map.set_data(
            covered.days, rows, today=today, rest=covered.rest, holidays=covered.holidays
        )

    def _heat_row(self, village: Any, covered: Coverage, today: date) -> HeatRow:
        known = covered.cells[village.id]
        states = [
            CellState.FUTURE if day > today else _STATES.get(known.get(day, ""), CellState.NONE)
            for day in covered.days
        ]
        done, due = covered.nights[village.id], covered.due.get(village.id, NONE_DUE)
        lacking = covered.lacking(village.id)
        words = tally(done, due)
        if lacking:
            words += f" 缺{lacking}"
        tips = [
            f"{village.name} {fields.day_label(day)}：{state.value}"
            for day, state in zip(covered.days, states, strict=True)
        ]
        # Only what is late is red: in the first days of a month nothing was due yet.
        tone = Tone.BAD if lacking else Tone.NEUTRAL
        return HeatRow(village.id, village.name, states, words, tone, tips)

    def _say_totals(self) -> None:
        """Under the list: what the patrols shown add up to."""
        listing = self._table.model.listing
        if not {"people", "start", "end"} <= {each.name for each in listing.fields}:
            return
        people, start, end = (listing.column(name) for name in ("people", "start", "end"))
        rows = listing.rows
        total = total_effort(
            (rows[at][people], rows[at][start], rows[at][end]) for at in self._table.model.order
        )
        self._table.set_footer(
            f"合计　{total.patrols} 次 · {total.people} 人次 · 巡逻 {rounded_hours(total.hours)} 小时"
            f" · {rounded_hours(total.person_hours)} 人时"
        )
