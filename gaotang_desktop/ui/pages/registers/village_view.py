"""村档案: one village's figures beside the town's median, its time line, its officers."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.pictures.values import Picture
from gaotang_desktop.services import records, village_pages
from gaotang_desktop.services.pictures import scores
from gaotang_desktop.services.village_pages import VillagePage
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.cards import CardRow, FigureCard
from gaotang_desktop.ui.widgets.chips import PressChip
from gaotang_desktop.ui.widgets.form.reference_editor import ReferenceEditor
from gaotang_desktop.ui.widgets.period_picker import PeriodPicker
from gaotang_desktop.ui.widgets.picture.picture_card import PictureCard
from gaotang_desktop.ui.widgets.side_panel import SidePanel
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

_CARDS = 6
_LOW = 440
_FOOTER = "按 Enter 打开这一条记录 · 点上面的数字只看这一类"
_TONES = {
    "未整改": Tone.BAD, "未巡": Tone.BAD, "脱岗": Tone.BAD, "发现问题": Tone.WARN,
    "已整改": Tone.GOOD, "在岗": Tone.GOOD,
}  # fmt: skip


class VillageView(QWidget):
    """A village is chosen by name or pinyin; Enter on a line of the time line opens the record."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.village: int | None = None
        self.page: VillagePage | None = None
        self.picker = ReferenceEditor(
            Field("village_id", "村", Kind.REFERENCE, refers_to="villages"),
            lambda kind: records.references(desk.work, kind),
        )
        self.picker.setFixedWidth(200)
        self.picker.edited.connect(self._on_picked)
        self.picker.line.editingFinished.connect(self._say_unknown)
        self.period = PeriodPicker(
            periods.around(desk.work.today(), "year"), cycles=periods.CYCLES, today=desk.work.today
        )
        self.period.changed.connect(lambda _period: self.reload())
        label = QLabel("村")
        label.setProperty("class", "secondary")
        bar = QHBoxLayout()
        bar.setSpacing(theme.SPACE_2)
        bar.addWidget(label)
        bar.addWidget(self.picker)
        bar.addWidget(self.period)
        self.stack = QStackedWidget()
        self.as_trend = PressChip("得分走势", checkable=True)
        self.as_trend.setToolTip("这个村各月的考评得分；再按一下回到各项记录")
        self.as_trend.toggled.connect(lambda on: self.stack.setCurrentIndex(int(on)))
        bar.addWidget(self.as_trend)
        bar.addStretch(1)
        self.figures = [FigureCard("") for _ in range(_CARDS)]
        for place, card in enumerate(self.figures):
            card.pressed.connect(lambda place=place: self._narrow(place))
        self.table = RecordTable(
            "village-events",
            label="村的各项记录",
            covered=desk.work.covered,
            today=desk.work.today,
            memory=desk.memory,
            filters=("kind", "state"),
            tones={"state": _TONES},
        )
        self.table.opened.connect(self.open)
        self.panel = SidePanel()
        self.trend = PictureCard(desk, "得分走势图", self._scores)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.trend)
        below = QHBoxLayout()
        below.setSpacing(theme.SPACE_3)
        below.addWidget(self.stack, 1)
        below.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE_2, 0, 0)
        column.setSpacing(theme.SPACE_3)
        column.addLayout(bar)
        self._cards = CardRow(self.figures)
        column.addWidget(self._cards)
        column.addLayout(below, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < _LOW  # a low window is left to the list
        for card in self.figures:
            card.set_low(low)
        self.table.set_footer(None if low else _FOOTER)

    def choose(self, village: int) -> None:
        """Show another village."""
        self.village = village
        self.picker.reread()
        self.picker.set_value(village)
        self.reload()

    def reload(self) -> None:
        """Read the village shown, or the first one, in the background."""
        work, period = self.desk.work, self.period.period
        known = records.references(work, "villages")
        if self.village not in {each.id for each in known}:
            self.village = known[0].id if known else None
        self.picker.set_references(known)
        if (village := self.village) is None:
            self._show_nothing()
            return
        if not self.picker.line.hasFocus():
            self.picker.set_value(village)
        self.desk.jobs.read(
            lambda: village_pages.shown(work, village, period), self.show_page, key="village page"
        )

    def _scores(self) -> Picture:
        return scores.picture(self.desk.work, self.page.name if self.page else "")

    def show_page(self, page: VillagePage) -> None:
        """Show everything as of one moment."""
        self.page = page
        self.trend.reload()
        self._cards.show()
        self.table.set_empty("这个村本期还没有任何记录。")
        for card, each in zip(self.figures, page.standings, strict=True):
            card.caption.setText(each.label)
            card.set(each.figure, each.unit, each.sentence, Tone(each.tone))
        self.table.set_listing(page.listing())
        panel = self.panel
        panel.clear()
        panel.set_title(page.name)
        panel.add_rows(page.about)
        panel.add_heading("村责任人")
        for officer in page.officers:
            panel.add_item("user", "secondary", officer.name, _contact(officer.role, officer.phone))
        if not page.officers:
            panel.add_paragraph("还没有登记这个村的责任人。")
        panel.add_action("责任人名单", self._open_officers, "users")

    def open(self, row_id: int) -> None:
        """Lead to the record of a line."""
        if self.page is None:
            return
        where, context = self.page.target(row_id)
        try:
            self.desk.go(where, context)
        except DomainError as problem:
            self.desk.messages.problem(problem)

    def _open_officers(self) -> None:
        self.desk.go("registers", {"kind": "officers", "village": self.village})

    def _on_picked(self) -> None:
        if isinstance(found := self.picker.typed(), int) and found != self.village:
            self.village = found
            self.reload()

    def _say_unknown(self) -> None:
        """A name that no village has is marked; the village shown stays."""
        unknown = isinstance(self.picker.typed(), str)
        self.picker.set_problem(unknown)
        self.picker.setToolTip(f"名单里没有这个村。{self.picker.advice()}" if unknown else "")
        if unknown:
            QToolTip.showText(
                self.picker.mapToGlobal(QPoint(0, self.picker.height())), self.picker.toolTip()
            )

    def _narrow(self, place: int) -> None:
        """A press on a figure shows the records it is made of."""
        if self.page is not None:
            kinds = self.page.standings[place].kinds
            self.table.set_filter("kind", [village_pages.label(kind) for kind in kinds])

    def _show_nothing(self) -> None:
        self.page = None
        self._cards.hide()
        self.table.set_empty("还没有登记村（社区）。请先在第一个标签里登记或导入村名单。")
        self.table.set_listing(VillagePage(0, "", (), (), (), ()).listing())
        self.panel.set_empty("登记村以后，这里显示村情和村责任人。")


def _contact(role: str, phone: str | None) -> str:
    return f"{role} · {phone}" if phone else role
