"""收填报表: what a folder holds, whose each file is, and which are taken."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.forms import gathering, returned, sending, who_sent
from gaotang_desktop.services.sheets.forms.found import ASKED, TAKEN, Found, Looked, State
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_for_folder
from gaotang_desktop.ui.ledgers.import_preview import ImportPreview
from gaotang_desktop.ui.widgets.elided_box import ElidedBox
from gaotang_desktop.ui.widgets.ticking import TickingDialog
from gaotang_desktop.ui.widgets.tinted import tint

_HEADS = ("收", "文件", "村", "行数", "文件时间", "情况")
_TICK, _NAME, _VILLAGE, _ROWS, _WHEN, _SAID = range(len(_HEADS))
_NAMED = 4  # files that are no sheets, each by its name
_OPEN = (*TAKEN, *ASKED, State.SAME, State.MENDED)
"""What can be taken if the operator says so; the others are only named."""


class FormGathering(TickingDialog):
    """Every file of the folder with what it is. Two of one village are decided before any goes on."""

    def __init__(
        self, parent: QWidget, desk: Desk, looked: Looked, *, folder: Path | None = None
    ) -> None:
        """``folder`` is where the files lie, to be found again after a power cut."""
        super().__init__(parent)
        self._folder = folder
        if folder is not None:
            self.kept_as = _kept(looked, folder)
        self._desk, self._page = desk, parent
        self.looked = looked
        self.files: list[Found] = list(looked.files)
        label = f"{looked.period.label}{records.label_of(looked.kind)}"
        self.setWindowTitle(f"收填报表：{label}")
        heading = QLabel(f"收填报表：{label}")
        heading.setProperty("class", "heading")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("class", "secondary")
        self.table = QTableWidget(0, len(_HEADS))
        self.table.setHorizontalHeaderLabels(list(_HEADS))
        self.table.setAccessibleName("文件夹里的文件")
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        for column in range(len(_HEADS)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_SAID, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Fixed)
        self.table.itemChanged.connect(lambda _item: self._show())
        self.first = self.table
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setProperty("class", "error")
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        self.take = QPushButton()
        self.take.setProperty("role", "primary")
        self.take.setDefault(True)
        self.take.clicked.connect(self._accept)
        buttons = QHBoxLayout()
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.take)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
        column_.setSpacing(theme.SPACE_3)
        for widget in (heading, self.said):
            column_.addWidget(widget)
        column_.addWidget(self.table, 1)
        column_.addWidget(self.problem)
        column_.addLayout(buttons)
        room = parent.window().size()
        self.resize(max(860, min(1120, room.width() - 80)), max(480, min(680, room.height() - 80)))
        self._fill()
        self.mark_clean()

    @override
    def chosen_beside(self) -> dict[str, Any]:
        return {each.name: [each.village_id, each.village] for each in self.files}

    @override
    def choose_beside(self, said: Mapping[str, Any]) -> None:
        for row, each in enumerate(self.files):
            box = self.table.cellWidget(row, _VILLAGE)
            if isinstance(box, QComboBox) and each.name in said:
                box.setCurrentIndex(max(0, box.findData(said[each.name][0])))

    @override
    def named(self) -> list[tuple[str, QTableWidgetItem]]:
        found = [
            (each.name, self.table.item(row, _TICK)) for row, each in enumerate(self.files)
            if each.state in _OPEN
        ]  # fmt: skip
        return [(name, item) for name, item in found if item is not None]

    def ticked(self) -> list[Found]:
        """The files to be taken, in the order of the register where it is known."""
        return [
            each
            for row, each in enumerate(self.files)
            if (item := self.table.item(row, _TICK)) is not None
            and item.checkState() is Qt.CheckState.Checked
        ]

    def tick(self, name: str, *, on: bool = True) -> None:
        """Take a file, or leave it; of two of one village the other is left."""
        row = next(at for at, each in enumerate(self.files) if each.name == name)
        item = self.table.item(row, _TICK)
        if item is not None:
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def say_whose(self, row: int, village_id: int | None, village: str) -> None:
        """The operator says whose a file is."""
        if village_id is not None:
            self.files[row] = returned.of_village(self.files[row], village_id, village)
            self.tick(self.files[row].name)
        self._show()

    def _fill(self) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.files))
        villages = sending.villages_of(self._desk.work, self.looked.period)
        for row, each in enumerate(self.files):
            tick = QTableWidgetItem()
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if each.state in _OPEN:
                tick.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable)
                taken = each.state in TAKEN
                tick.setCheckState(Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked)
            else:
                tick.setFlags(flags)
            self.table.setItem(row, _TICK, tick)
            when = time.strftime("%m-%d %H:%M", time.localtime(each.changed_at))
            texts = {
                _NAME: each.name,
                _VILLAGE: each.village,
                _ROWS: str(each.rows) if each.sheet is not None else "",
                _WHEN: when if each.changed_at else "",
                _SAID: f"{each.state.value}。{each.said}" if each.said else each.state.value,
            }
            for column, words in texts.items():
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.table.setItem(row, column, item)
            said = self.table.item(row, _SAID)
            if said is not None and each.state in (State.DOUBLE, State.UNCLEAR):
                tint(said, "warn_text")
            elif said is not None and each.state not in _OPEN:
                tint(said, "bad_text")
            if each.state is State.UNCLEAR:
                box = ElidedBox()
                box.setAccessibleName(f"“{each.name}”是哪个村的")
                box.addItem("选村…", None)
                for village in villages:
                    box.addItem(village.name, village.id)
                box.currentIndexChanged.connect(
                    lambda _index, row=row, box=box: self.say_whose(
                        row, box.currentData(), box.currentText()
                    )
                )
                self.table.setCellWidget(row, _VILLAGE, box)
        self.table.blockSignals(False)
        self._share_room()
        self._show()

    def _share_room(self) -> None:
        """A long name of a file leaves the room to what is said of it; the pointer reads it whole."""
        wanted, room = self.table.sizeHintForColumn(_NAME), self.table.width() * 2 // 5
        self.table.horizontalHeader().resizeSection(_NAME, min(wanted, room))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _show(self) -> None:
        ticked = self.ticked()
        looked = self.looked
        said = f"文件夹里有 {len(self.files)} 份表格，收 {len(ticked)} 份。"
        if looked.passed:
            named = "、".join(looked.passed[:_NAMED])
            more = f"等 {len(looked.passed)} 个" if len(looked.passed) > _NAMED else ""
            said += f"这些文件不是表格，没有收：{named}{more}。"
        if looked.sent:
            lacking = looked.lacking(ticked)
            said += f"发出 {len(looked.sent)} 份，" + (
                f"还没有的 {len(lacking)} 个村：{'、'.join(lacking)}。" if lacking else "都有了。"
            )
        self.said.setText(said)
        problem = self._problem(ticked)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.take.setText(f"下一步：核对 {len(ticked)} 份")
        self.take.setEnabled(bool(ticked) and not problem)

    def _problem(self, ticked: Sequence[Found]) -> str:
        taken: dict[int | None, Found] = {}
        for each in ticked:
            if each.village_id is None:
                return f"请选“{each.name}”是哪个村的，或者去掉前面的勾。"
            if each.village_id in taken:
                return f"{each.village}勾了两份，只能收一份，请去掉一份。"
            taken[each.village_id] = each
        left = {
            each.village
            for each in self.files
            if each.state is State.DOUBLE and each.village_id not in taken
        }
        known = {row.village for row in self.looked.sent if row.received_on is not None}
        asked = sorted(left - known)
        return f"{'、'.join(asked)}有几份，请勾上要收的一份。" if asked else ""

    def _accept(self) -> None:
        files = self.ticked()
        self.accept()
        preview_forms(self._page, self._desk, self.looked, files, folder=self._folder)


def preview_forms(
    parent: QWidget,
    desk: Desk,
    looked: Looked,
    files: Sequence[Found],
    *,
    folder: Path | None = None,
    said: Words | None = None,
) -> None:
    """All rows of all files before they are taken in, each with the file it comes from.

    ``said`` is what stood in the preview before a power cut.
    """
    work = desk.work
    label = f"{looked.period.label}{records.label_of(looked.kind)}"

    def done(result: imports.Imported) -> None:
        standing = who_sent.standing(work, looked.kind, looked.period)
        summary = f"{result.summary}{standing.sentence}"
        desk.messages.imported(summary, result.detail, changed=True)

    def take(sheet: SheetRows, choices: imports.Choices) -> None:
        desk.jobs.run(
            lambda progress: gathering.take(
                work, looked, files, sheet, choices=choices, progress=progress
            ),
            title=f"正在收{label}填报表",
            done=done,
        )

    sheet = gathering.together(looked.kind, files)
    if not sheet.rows:  # nothing happened in any of these villages: that is taken as it is
        take(sheet, imports.Choices())
        return
    preview = ImportPreview(
        parent, desk, looked.kind, sheet, title=f"收填报表：{label} {len(files)} 份",
        name=f"{label}填报表", take=take, aside=(gathering.FILE,),
    )  # fmt: skip
    if folder is not None:
        preview.kept_as = _kept(looked, folder, files)
    if said is not None:
        preview.put(said)
    preview.open()


def gather_folder(parent: QWidget, desk: Desk, kind: str, period: Period) -> None:
    """Ask for a folder and show what it holds."""
    ask_for_folder(
        parent,
        desk.memory,
        "选放填报表的文件夹",
        chosen=lambda folder: look_through(parent, desk, kind, period, folder),
    )


def look_through(
    parent: QWidget,
    desk: Desk,
    kind: str,
    period: Period,
    folder: Path,
    *,
    said: Words | None = None,
    taken: Mapping[str, tuple[int, str]] | None = None,
) -> None:
    """Read a folder in the background; most forms there may be of another period than shown.

    ``said`` is what stood in the window before a power cut; that of the preview where the files were
    ``taken`` already, by name with their villages.
    """
    work = desk.work

    def read(progress: Progress) -> Looked:
        looked = returned.look(work, folder, kind=kind, period=period, progress=progress)
        if any(each.state in _OPEN for each in looked.files):
            return looked
        return returned.look(work, folder, progress=progress)

    def show(looked: Looked) -> None:
        if taken is not None:
            files = [
                returned.of_village(each, *taken[each.name])
                for each in looked.files
                if each.name in taken
            ]
            preview_forms(parent, desk, looked, files, folder=folder, said=said)
            return
        dialog = FormGathering(parent, desk, looked, folder=folder)
        if said is not None:
            dialog.put(said)
        dialog.open()

    desk.jobs.run(read, title="正在读文件夹里的填报表", done=show)


def gather_again(parent: QWidget, desk: Desk, context: Mapping[str, Any], said: Words) -> str:
    """Go on where a power cut came; a sentence where the files are not what they were."""
    folder = Path(context["folder"])
    for name, when in context["files"].items():
        if _changed_at(folder / name) != when:
            return f"“{name}”已经不在原来的地方，或者后来改过。文字可以复制下来，再收一次。"
    taken = context.get("taken")
    look_through(
        parent, desk, context["kind"], periods.parse(context["period"]), folder, said=said,
        taken=None if taken is None else {name: (at, words) for name, at, words in taken},
    )  # fmt: skip
    return ""


def _kept(
    looked: Looked, folder: Path, taken: Sequence[Found] | None = None
) -> dict[str, dict[str, Any]]:
    """How a window of these files is opened again."""
    context: dict[str, Any] = {
        "folder": str(folder),
        "kind": looked.kind,
        "period": looked.period.key,
        "files": {each.name: _changed_at(folder / each.name) for each in looked.files},
    }
    if taken is not None:
        context["taken"] = [[each.name, each.village_id, each.village] for each in taken]
    return {"gathered": context}


def _changed_at(path: Path) -> int:
    """When a file was last written, in nanoseconds; 0 where it is gone."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
