"""发填报表: which ledger, which period, which villages, into which folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.forms import sending
from gaotang_desktop.services.sheets.forms.sending import Written
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_for_folder, documents_folder
from gaotang_desktop.ui.desk.folders import open_folder
from gaotang_desktop.ui.widgets.period_picker import PeriodPicker
from gaotang_desktop.ui.widgets.ticking import TickingDialog

_FOLDER = "forms/sent_to"


class FormSending(TickingDialog):
    """One form for each village that is ticked; a file that is there already is left alone."""

    def __init__(self, parent: QWidget, desk: Desk, kind: str, period: Period) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle("发填报表")
        self.setMinimumWidth(520)
        self.resize(560, 480)
        heading = QLabel("给每个村写一份填报表")
        heading.setProperty("class", "heading")
        self.kind = QComboBox()
        for each in sending.KINDS:
            self.kind.addItem(records.label_of(each), each)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        self.kind.setAccessibleName("台账")
        self.first = self.kind
        if period.cycle == "year":
            period = period.months[-1]
        self.period = PeriodPicker(period, cycles=("month", "quarter"), today=desk.work.today)
        self.period.changed.connect(lambda _period: self._list_villages())
        self.villages = QListWidget()
        self.villages.setAccessibleName("发给哪些村")
        self.villages.itemChanged.connect(lambda _item: self._show())
        self.folder: Path = Path(str(desk.memory.read(_FOLDER, "") or documents_folder()))
        self.place = QLabel()
        self.place.setWordWrap(True)
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        choose = QPushButton("换文件夹…")
        choose.clicked.connect(
            lambda: ask_for_folder(self, desk.memory, "填报表放在哪里", chosen=self.set_folder)
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_3)
        grid.setVerticalSpacing(theme.SPACE_3)
        grid.setColumnStretch(1, 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        side = Qt.AlignmentFlag.AlignLeft | middle
        for row, (words, widget) in enumerate(
            (("台账", self.kind), ("期间", self.period), ("放在", self.place))
        ):
            label = QLabel(words)
            label.setProperty("class", "secondary")
            grid.addWidget(label, row, 0)
            grid.addWidget(widget, row, 1, side if widget is self.period else middle)
        grid.addWidget(choose, 2, 2)
        self.every = QPushButton("全选")
        self.every.clicked.connect(lambda: self._tick(on=True))
        none = QPushButton("全不选")
        none.clicked.connect(lambda: self._tick(on=False))
        ticking = QHBoxLayout()
        ticking.setSpacing(theme.SPACE_2)
        self.said = QLabel()
        self.said.setProperty("class", "secondary")
        ticking.addWidget(self.said, 1)
        ticking.addWidget(self.every)
        ticking.addWidget(none)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        self.take = QPushButton("写填报表")
        self.take.setProperty("role", "primary")
        self.take.setDefault(True)
        self.take.clicked.connect(self._accept)
        buttons = QHBoxLayout()
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(heading)
        column.addLayout(grid)
        column.addLayout(ticking)
        column.addWidget(self.villages, 1)
        column.addLayout(buttons)
        self._list_villages()
        self.set_folder(self.folder)
        self.mark_clean()

    def set_folder(self, folder: Path) -> None:
        """Where the forms go."""
        self.folder = folder
        self.place.setText(str(folder))

    def chosen(self) -> set[int]:
        """The villages that are ticked."""
        return {
            item.data(Qt.ItemDataRole.UserRole)
            for item in self._items()
            if item.checkState() is Qt.CheckState.Checked
        }

    @override
    def named(self) -> list[tuple[str, QListWidgetItem]]:
        return [(each.text(), each) for each in self._items()]

    @override
    def chosen_beside(self) -> dict[str, Any]:
        return {
            "kind": self.kind.currentData(),
            "period": self.period.period.key,
            "folder": str(self.folder),
        }

    @override
    def choose_beside(self, said: Mapping[str, Any]) -> None:
        self.kind.setCurrentIndex(max(0, self.kind.findData(said["kind"])))
        self.period.set_period(periods.parse(said["period"]))
        self.set_folder(Path(said["folder"]))

    def _items(self) -> list[QListWidgetItem]:
        return [self.villages.item(row) for row in range(self.villages.count())]

    def _list_villages(self) -> None:
        self.villages.blockSignals(True)
        self.villages.clear()
        for village in sending.villages_of(self._desk.work, self.period.period):
            item = QListWidgetItem(village.name)
            item.setData(Qt.ItemDataRole.UserRole, village.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.villages.addItem(item)
        self.villages.blockSignals(False)
        self._show()

    def _tick(self, *, on: bool) -> None:
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _show(self) -> None:
        count = len(self.chosen())
        self.said.setText(f"发给 {count} 个村，一村一份")
        self.take.setText(f"写 {count} 份填报表")
        self.take.setEnabled(count > 0)

    def _accept(self) -> None:
        work, desk = self._desk.work, self._desk
        kind, period, folder = self.kind.currentData(), self.period.period, self.folder
        villages = self.chosen()
        desk.memory.write(_FOLDER, str(folder))
        self.accept()

        def done(written: list[Written]) -> None:
            new = sum(each.new for each in written)
            kept = len(written) - new
            said = f"已写好 {new} 份填报表"
            if kept:
                said += f"，{kept} 份原来就有，没有动"
            desk.messages.toast(
                f"{said}：{folder}", action="打开文件夹", slot=lambda: open_folder(folder)
            )

        desk.jobs.run(
            lambda progress: sending.send(
                work, kind, period, folder, villages=villages, progress=progress
            ),
            title="正在写填报表",
            done=done,
        )
