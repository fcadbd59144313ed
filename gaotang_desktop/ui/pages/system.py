"""系统: history with undo, the recycle bin, backups, settings and the data check."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.settings import SETTINGS
from gaotang_desktop.services import backups, history, records
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk import Desk
from gaotang_desktop.ui.page import Page, Slot
from gaotang_desktop.ui.widgets.record_form import RecordForm


class SystemPage(Page):
    """Four tabs; everything on them takes effect at once and can be taken back."""

    key = "system"
    title = "系统"
    icon = "settings"
    chapter = "system"
    # Every table has its place in the history.
    reads: ClassVar = frozenset(
        {"settings", "unit_members"}
        | {"villages", "officers", "units", "plans", "tasks", "assignments", "progress_notes"}
        | {"patrols", "missed_nights", "spot_checks", "documents", "manual_values"}
        | {"adjustments", "scheme_versions", "frozen_evaluations", "rewards"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = QTabWidget()
        self.history = _table(("时间", "操作", "状态"), wide=1)
        self.bin = _table(("类别", "内容", "删除时间"), wide=1)
        self.copies = _table(("备份时间", "文件", "大小"), wide=1)
        self.settings = RecordForm(SETTINGS, today=desk.work.today, columns=2)
        self.settings.saved.connect(self.save_settings)
        self._binned: list[tuple[str, int]] = []
        save = QPushButton("保存设置（Ctrl+S）")
        save.setProperty("role", "primary")
        save.clicked.connect(self.save_settings)
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(*([theme.SPACE_4] * 4))
        column.addWidget(self.settings)
        column.addWidget(save, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.tabs.addTab(
            _with_buttons(self.history, [("撤销选中的操作", self.undo_chosen)]), "修改历史"
        )
        self.tabs.addTab(
            _with_buttons(self.bin, [("恢复选中的记录", self.restore_chosen)]), "回收站"
        )
        self.tabs.addTab(_with_buttons(self.copies, [("备份到…", self.choose_copy)]), "备份")
        self.tabs.addTab(sheet, "设置")
        self.body.addWidget(self.tabs, 1)
        self.add_action("检查数据", "database", self.check)
        self.primary_action("现在备份", "hard-drive", self.back_up)

    @override
    def reload(self) -> None:
        work = self.desk.work
        self._done = history.listed(work)
        _fill(
            self.history,
            [
                (f"{d.at:%Y-%m-%d %H:%M:%S}", d.title, "已撤销" if d.undone else "")
                for d in self._done
            ],
        )
        found = records.binned(work)
        self._binned = [(kind, record_id) for kind, record_id, *_ in found]
        _fill(
            self.bin,
            [(records.label_of(k), said, f"{at:%Y-%m-%d %H:%M}") for k, _, said, at in found],
        )
        copies = backups.listed(work.folder)
        _fill(
            self.copies,
            [
                (f"{c.made_at:%Y-%m-%d %H:%M:%S}", str(c.path), f"{c.size // 1024} KB")
                for c in copies
            ],
        )
        if not self.settings.is_dirty():
            self.settings.set_values(work.settings)
        self.set_subtitle(
            f"数据文件夹 {work.folder} · 备份 {len(copies)} 份 · 回收站 {len(found)} 条"
        )

    @override
    def unsaved(self) -> str:
        return "系统设置改了还没有保存。" if self.settings.is_dirty() else ""

    def save_settings(self) -> None:
        """Store what was changed."""
        try:
            values = self.settings.values()
            before = self.desk.work.settings
            changed = {name: value for name, value in values.items() if value != before[name]}
            if changed:
                self.desk.work.change_settings(changed)
            self.settings.mark_clean()
            self.desk.messages.saved("设置已保存")
        except DomainError as problem:
            self.desk.messages.problem(problem)

    def undo_chosen(self) -> None:
        """Take back the chosen operation, if nothing later stands in the way."""
        row = self.history.currentRow()
        if not 0 <= row < len(self._done):
            self.desk.messages.toast("请先选中一步操作。")
            return
        try:
            title = self.desk.work.undo(self._done[row].id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.desk.messages.toast(f"已撤销：{title}")

    def restore_chosen(self) -> None:
        """Bring the chosen records back from the recycle bin."""
        rows = sorted({index.row() for index in self.bin.selectionModel().selectedRows()})
        if not rows:
            self.desk.messages.toast("请先选中要恢复的记录。")
            return
        try:
            for kind, record_id in [self._binned[row] for row in rows]:
                records.restore_records(self.desk.work, kind, [record_id])
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.desk.messages.toast(f"已恢复 {len(rows)} 条记录。")

    def back_up(self) -> None:
        """A verified copy now."""
        self._copy(None)

    def choose_copy(self) -> None:
        """A verified copy to a place of the operator's choice."""
        name = f"高塘双提升-{self.desk.work.now():%Y%m%d-%H%M}.sqlite"
        dialog = QFileDialog(self, "备份到", name, "备份 (*.sqlite)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("sqlite")
        dialog.fileSelected.connect(lambda chosen: self._copy(Path(chosen)))
        dialog.open()

    def _copy(self, target: Path | None) -> None:
        work = self.desk.work

        def done(result: tuple[Path, tuple[str, ...]]) -> None:
            path, said = result
            self.reload()
            self.desk.messages.toast(f"已备份并校验：{path.name}。" + "".join(said))

        self.desk.jobs.run(
            lambda _progress: backups.back_up(work, target), title="正在备份", done=done
        )

    def check(self) -> None:
        """Look at every page of the file, every reference, every frozen result."""
        work = self.desk.work

        def done(found: list[str]) -> None:
            if found:
                self.desk.messages.inform("检查发现问题", found[0], detail="\n".join(found))
            else:
                self.desk.messages.toast("数据完好：文件完整，引用齐全，冻结结果与校验码一致。")

        self.desk.jobs.run(
            lambda _progress: history.check_everything(work), title="正在检查数据", done=done
        )


def _table(heads: tuple[str, ...], *, wide: int) -> QTableWidget:
    table = QTableWidget(0, len(heads))
    table.setHorizontalHeaderLabels(heads)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(32)
    table.setShowGrid(False)
    for column in range(len(heads)):
        mode = (
            QHeaderView.ResizeMode.Stretch
            if column == wide
            else QHeaderView.ResizeMode.ResizeToContents
        )
        table.horizontalHeader().setSectionResizeMode(column, mode)
    return table


def _fill(table: QTableWidget, rows: list[tuple[str, ...]]) -> None:
    table.setRowCount(len(rows))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(row, column, item)


def _with_buttons(table: QTableWidget, buttons: list[tuple[str, Slot]]) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, theme.SPACE_2, 0, 0)
    column.addWidget(table, 1)
    row = QHBoxLayout()
    for text, slot in buttons:
        button = QPushButton(text)
        button.clicked.connect(lambda _checked=False, act=slot: act())
        row.addWidget(button)
    row.addStretch(1)
    column.addLayout(row)
    return whole
