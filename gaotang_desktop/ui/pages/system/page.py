"""系统: history with undo, the recycle bin, backups, settings and the data check."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.settings import SETTINGS
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.services import attachments, backups, history, holidays, records, tampering
from gaotang_desktop.services.facts import village_lives
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file, ask_where_to_save
from gaotang_desktop.ui.desk.folders import open_folder
from gaotang_desktop.ui.desk.soon import soon
from gaotang_desktop.ui.ledgers.plain_table import PlainTable
from gaotang_desktop.ui.page import Page, Slot
from gaotang_desktop.ui.pages.system.about_sheet import AboutSheet
from gaotang_desktop.ui.pages.system.archive_sheet import ArchiveSheet
from gaotang_desktop.ui.pages.system.backup_list import BackupList
from gaotang_desktop.ui.pages.system.forget_sheet import ForgetSheet
from gaotang_desktop.ui.pages.system.later import Later
from gaotang_desktop.ui.pages.system.password_sheet import PasswordSheet
from gaotang_desktop.ui.widgets.cards import carded
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.form.record_form import RecordForm
from gaotang_desktop.ui.widgets.scrolling import Scrolled

_ASKED = 6
_WIDEST_FORM = 860
_SOON_MS = 200


class SystemPage(Page):
    """Nine tabs; everything on them takes effect at once and can be taken back."""

    key = "system"
    title = "系统"
    icon = "settings"
    chapter = "system"
    reads: ClassVar = history.TABLES

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = QTabWidget()
        self.history = PlainTable(
            ("时间", "操作", "操作人", "状态"),
            wide=1,
            empty="还没有改动过数据。做过的每一步都会记在这里。",
        )
        self.link = QLineEdit()
        self.link.setPlaceholderText("核对公文上印的历史校验码")
        self.link.setAccessibleName("历史校验码")
        self.link.setToolTip("照抄公文最后一页下边的 16 个字母和数字，回车")
        self.link.setFixedWidth(230)
        self.link.returnPressed.connect(self.ask_link)
        self.link_said = ElidedLabel()
        self.bin = PlainTable(
            ("类别", "内容", "删除时间"),
            wide=1,
            empty="回收站是空的。删除的记录放在这里，可以恢复；不计入任何统计。",
        )
        self.backups = BackupList(desk, self.choose_copy)
        self.findings = PlainTable(
            ("发现的问题",), wide=0, empty="按“检查数据”，这里列出要处理的问题。"
        )
        self.checked = QLabel(
            "还没有检查过。检查文件是否完整、引用是否齐全、冻结结果与校验码是否一致。"
        )
        self.checked.setProperty("class", "secondary")
        self.checked.setWordWrap(True)
        self._binned: list[tuple[str, int]] = []
        self._done: Sequence[history.Done] = ()
        self.settings_sheet = Later(self._make_settings)
        self.history_sheet = _with_buttons(
            self.history,
            [("撤销选中的操作", self.undo_chosen), ("重做选中的操作", self.redo_chosen)],
            beside=(self.link, self.link_said),
        )
        self.bin_sheet = _with_buttons(self.bin, [("恢复选中的记录", self.restore_chosen)])
        self.tabs.addTab(self.history_sheet, "修改历史")
        self.tabs.addTab(self.bin_sheet, "回收站")
        self.tabs.addTab(self.backups, "备份")
        self.archive = ArchiveSheet(desk)
        self.tabs.addTab(self.archive, "归档")
        self.check_sheet = _with_buttons(
            self.findings,
            [
                ("检查数据", self.check),
                ("打开日志文件夹", self.open_log),
                ("清理没有用到的附件", self.clean_up),
            ],
            above=self.checked,
        )
        self.tabs.addTab(self.check_sheet, "数据检查")
        self.tabs.addTab(self.settings_sheet, "设置")
        self.password = PasswordSheet(desk)
        self.tabs.addTab(self.password, "口令和加密")
        self.forget = ForgetSheet(desk)
        self.tabs.addTab(self.forget, "隐去个人信息")
        self.about = AboutSheet(desk)
        self.tabs.addTab(self.about, "关于")
        self.body.addWidget(self.tabs, 1)
        self.hold_tabs(self.tabs)
        self.add_action("检查数据", "database", self.check)
        self.primary_action("现在备份", "hard-drive", self.back_up)

    @cached_property
    def _settings(self) -> RecordForm:
        form = RecordForm(SETTINGS, today=self.desk.work.today, columns=2)
        form.setParent(self.settings_sheet)  # it goes with the page that never came to show it
        form.set_values(self.desk.work.settings)
        form.saved.connect(self.save_settings)
        return form

    @property
    def settings(self) -> RecordForm:
        """The form of the office's settings, where it stands."""
        self.settings_sheet.fill()
        return self._settings

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        soon(_SOON_MS, self, self._make_ahead)

    def _make_ahead(self) -> None:
        """So many fields take long: made while the page is read, in two turns, not when wanted."""
        if self.isVisible() and self._settings:
            soon(0, self.settings_sheet, self.settings_sheet.fill)

    def _make_settings(self, column: QVBoxLayout) -> None:
        save = QPushButton("保存设置（Ctrl+S）")
        save.setProperty("role", "primary")
        save.clicked.connect(self.save_settings)
        again = QPushButton("重新打开“开始使用”")
        again.clicked.connect(lambda _checked: self.desk.frame.open_first_run())
        days_off = QPushButton("从表格导入节假日")
        days_off.clicked.connect(lambda _checked: self.ask_for_holidays())
        _scrolling(column, [save, again, days_off]).addWidget(self._settings)
        self._settings.setMaximumWidth(_WIDEST_FORM)

    @override
    def first_deed(self) -> QWidget | None:
        shown = self.tabs.currentWidget()
        if shown is self.settings_sheet:
            return self.settings.editor(SETTINGS[0].name)
        return self.forget.name if shown is self.forget else super().first_deed()

    @override
    def reload(self) -> None:
        work = self.desk.work
        # Whose names the titles may not tell is read from every ledger.
        self.desk.jobs.read(lambda: history.listed(work), self._show_history, key="system history")
        self.backups.reload()
        self.about.reload()
        self.password.reload()
        self.archive.reload()
        if self.settings_sheet.is_made and not self.settings.is_dirty():
            self.settings.set_values(work.settings)
        # Every ledger is asked for what is in the bin: not while the window waits.
        self.desk.jobs.read(lambda: records.binned(work), self._show_bin, key="system bin")

    def _show_history(self, done: list[history.Done]) -> None:
        self._done = done
        self.history.fill(
            [
                (f"{d.at:%Y-%m-%d %H:%M:%S}", d.title, d.done_by, "已撤销" if d.undone else "")
                for d in done
            ],
            [d.id for d in done],
        )

    def _show_bin(self, found: Sequence[tuple[str, int, str, datetime]]) -> None:
        self._binned = [(kind, record_id) for kind, record_id, *_ in found]
        self.bin.fill(
            [(records.label_of(k), said, f"{at:%Y-%m-%d %H:%M}") for k, _, said, at in found],
            self._binned,
        )
        self.set_subtitle(
            f"数据文件夹 {self.desk.work.folder} · 备份 {len(self.backups.copies)} 份"
            f" · 回收站 {len(found)} 条"
        )

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        """``settings``, ``about``, ``bin`` and ``history`` lead to them."""
        for name, shown in (
            ("settings", self.settings_sheet),
            ("about", self.about),
            ("bin", self.bin_sheet),
            ("history", self.history_sheet),
        ):
            if context.get(name):
                self.tabs.setCurrentWidget(shown)

    @override
    def unsaved(self) -> str:
        return "系统设置改了还没有保存。" if self._is_typed() else ""

    @override
    def open_entries(self) -> list[Unsaved]:
        if not self._is_typed():
            return []
        words = {"": self.settings.typed()}
        return [Unsaved(self.key, "系统设置", words, self.settings.told(), {"settings": True})]

    @override
    def take_up(self, entry: Unsaved) -> str:
        if "settings" not in entry.context:
            return super().take_up(entry)
        self.tabs.setCurrentWidget(self.settings_sheet)
        self.settings.put(entry.words[""])
        return ""

    def _is_typed(self) -> bool:
        return self.settings_sheet.is_made and self.settings.is_dirty()

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
        except Invalid as problem:
            self.settings.show_errors(problem.fields)
        except DomainError as problem:
            self.desk.messages.problem(problem)

    def ask_for_holidays(self) -> None:
        """Take in the announced holidays of a year from a sheet."""
        kinds = "表格 (*.xlsx *.csv *.xls *.et)"
        ask_for_file(self, self.desk.memory, "导入节假日和调休", kinds, chosen=self.import_holidays)

    def import_holidays(self, path: Path) -> None:
        """Put a sheet of holidays in the place of those of the same days."""
        try:
            taken = holidays.import_sheet(self.desk.work, path)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        if not self.settings.is_dirty():
            self.settings.set_values(self.desk.work.settings)
        self.desk.messages.imported(f"{path.name}：{taken.summary}", taken.detail)

    def undo_chosen(self) -> None:
        """Take back the chosen operation, if nothing later stands in the way."""
        if (done := self._chosen()) is None:
            return
        if done.undone:
            self.desk.messages.toast("这一步已经撤销了，可以点“重做选中的操作”。")
            return
        self._take_back("撤销", lambda: self.desk.work.undo(done.id))

    def redo_chosen(self) -> None:
        """Give back the chosen operation, which was undone."""
        if (done := self._chosen()) is None:
            return
        if not done.undone:
            self.desk.messages.toast("这一步没有撤销过，不用重做。")
            return
        self._take_back("重做", lambda: self.desk.work.redo(done.id))

    def ask_link(self) -> None:
        """Whether a link printed on a paper stands in the history and still holds."""
        work, written = self.desk.work, self.link.text()

        def told(asked: tampering.Asked) -> None:
            theme.restyle(self.link_said, "good" if asked.holds else "bad")
            self.link_said.setText(asked.words)
            self.link_said.setToolTip(asked.words)

        self.desk.jobs.run(
            lambda _progress: tampering.asked(work, written), title="正在核对", done=told
        )

    def _chosen(self) -> history.Done | None:
        row = self.history.currentRow()
        if 0 <= row < len(self._done):
            return self._done[row]
        self.desk.messages.toast("请先选中一步操作。")
        return None

    def _take_back(self, word: str, deed: Callable[[], str]) -> None:
        try:
            title = deed()
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.desk.messages.toast(f"已{word}：{title}")

    def restore_chosen(self) -> None:
        """Bring the chosen records back from the recycle bin."""
        rows = self.bin.chosen_rows()
        if not rows:
            self.desk.messages.toast("请先选中要恢复的记录。")
            return
        chosen = [self._binned[row] for row in rows]
        asked = village_lives.restoring(self.desk.work, chosen)
        if not asked:
            self._restore_records(chosen)
            return
        more = f"\n还有 {len(asked) - _ASKED} 处。" if len(asked) > _ASKED else ""
        self.desk.messages.confirm(
            "这些记录的日期和现在的台账对不上",
            "\n".join(asked[:_ASKED]) + more,
            action="仍然恢复",
            slot=lambda: self._restore_records(chosen),
            danger=False,
        )

    def _restore_records(self, chosen: Sequence[tuple[str, int]]) -> None:
        try:
            count = records.restore_many(self.desk.work, chosen)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.desk.messages.undoable(f"已恢复 {count} 条记录。")

    def back_up(self) -> None:
        """A verified copy now."""
        self._copy(None)

    def choose_copy(self) -> None:
        """A verified copy to a place of the operator's choice."""
        name = f"高塘双提升-{self.desk.work.now():%Y%m%d-%H%M}.sqlite"
        ask_where_to_save(
            self, self.desk.memory, "备份到", name, "备份 (*.sqlite)", chosen=self._copy
        )

    def _copy(self, target: Path | None) -> None:
        work = self.desk.work

        def done(result: tuple[Path, tuple[str, ...]]) -> None:
            path, said = result
            self.reload()
            self.desk.frame.tell_backup()
            self.desk.messages.toast(f"已备份并校验：{path.name}。" + "".join(said))

        self.desk.jobs.run(
            lambda _progress: backups.back_up(work, target), title="正在备份", done=done
        )

    def open_log(self) -> None:
        """Show the folder in which what went wrong is written down."""
        folder = self.desk.work.folder / "logs"
        if folder.is_dir():
            open_folder(folder)
        else:
            self.desk.messages.toast("还没有日志：程序没有出过意外。")

    def clean_up(self) -> None:
        """Remove the files of attachments that nothing refers to any more, and say how much."""
        work = self.desk.work

        def done(found: tuple[int, int]) -> None:
            count, size = found
            freed = f"已清理 {count} 个没有用到的附件，腾出 {attachments.size_label(size)}。"
            kept = "没有可以清理的附件：每个文件都还有记录、回收站或撤销用得到。"
            self.desk.messages.toast(freed if count else kept)

        self.desk.jobs.run(
            lambda _progress: attachments.clean_up(work), title="正在清理附件", done=done
        )

    def check(self) -> None:
        """Look at every page of the file, every reference, every frozen result."""
        work = self.desk.work

        def done(found: list[str]) -> None:
            self.findings.set_empty("没有要处理的问题。")
            self.findings.fill([(each,) for each in found])
            well = "数据完好：文件完整，引用和附件齐全，冻结结果与校验码一致。"
            said = f"发现 {len(found)} 个问题，请逐条处理。" if found else well
            self.checked.setText(f"{work.now():%m-%d %H:%M} 检查：{said}")
            theme.restyle(self.checked, "bad" if found else "good")
            self.tabs.setCurrentWidget(self.check_sheet)
            self.desk.messages.toast(said)

        self.desk.jobs.run(
            lambda progress: history.check_everything(work, progress),
            title="正在检查数据",
            done=done,
        )


def _scrolling(column: QVBoxLayout, buttons: list[QPushButton]) -> QVBoxLayout:
    """Room for a form that scrolls on a small screen, with its buttons always in sight below."""
    inner = QWidget()
    inner.setObjectName("scrolled")
    room = QVBoxLayout(inner)
    room.setContentsMargins(*([theme.SPACE_4] * 4))
    row = QHBoxLayout()
    row.setSpacing(theme.SPACE_2)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    column.setSpacing(theme.SPACE_3)
    column.addWidget(carded(Scrolled(inner)), 1)
    column.addLayout(row)
    return room


def _with_buttons(
    table: QTableWidget,
    buttons: list[tuple[str, Slot]],
    *,
    above: QWidget | None = None,
    beside: Sequence[QWidget] = (),
) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE_3)
    if above is not None:
        column.addWidget(above)
    column.addWidget(carded(table), 1)
    row = QHBoxLayout()
    row.setSpacing(theme.SPACE_2)
    for text, slot in buttons:
        button = QPushButton(text)
        button.clicked.connect(lambda _checked=False, act=slot: act())
        row.addWidget(button)
    for widget in beside:
        row.addWidget(widget, int(isinstance(widget, ElidedLabel)))
    row.addStretch(int(not beside))
    column.addLayout(row)
    return whole
