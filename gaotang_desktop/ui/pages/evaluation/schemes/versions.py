"""方案: the versions of the evaluation's rules, as files too, and the way to a new one."""

from pathlib import Path

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation.scheme_text import to_json
from gaotang_desktop.domain.evaluation.schemes import Scheme
from gaotang_desktop.services.schemes import files, register
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file, ask_where_to_save
from gaotang_desktop.ui.desk.menu import Menu
from gaotang_desktop.ui.ledgers.plain_table import PlainTable
from gaotang_desktop.ui.pages.evaluation.schemes.editor import SchemeEditor, edit_scheme
from gaotang_desktop.ui.widgets.cards import carded

_KINDS = "考评方案 (*.json)"


class SchemesDialog(Dialog):
    """Every version with its start; the newest is edited as a new one."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle("考评方案")
        self.resize(640, 360)
        heading = QLabel("考评方案")
        heading.setProperty("class", "heading")
        note = QLabel("改方案就是启用新的一版；以前各期、已冻结的结果一直用当时的版本。")
        note.setProperty("class", "secondary")
        self.table = PlainTable(
            ("方案", "启用日期", "项目", "性质", "状态"), wide=3, empty="还没有考评方案。"
        )
        self.edit_button = QPushButton("编辑为新版本")
        self.edit_button.setProperty("role", "primary")
        self.edit_button.clicked.connect(lambda _checked: self.edit())
        close = QPushButton("关闭")
        close.clicked.connect(self.accept)
        take_in, give_out = QPushButton("从文件导入"), QPushButton("导出为文件")
        self.templates = Menu(self)
        for name in register.TEMPLATES:
            action = self.templates.addAction(register.template(name).name)
            action.triggered.connect(lambda _checked, name=name: self.begin_with(name))
        begin = QPushButton("参考模板")
        begin.setMenu(self.templates)
        take_in.clicked.connect(lambda _checked: self._ask_which())
        give_out.clicked.connect(lambda _checked: self._ask_where())
        row = QHBoxLayout()
        row.addWidget(take_in)
        row.addWidget(give_out)
        row.addWidget(begin)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.edit_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        for widget in (heading, note, carded(self.table)):
            column.addWidget(widget)
        column.addLayout(row)
        desk.bus.changed.connect(self.reload)
        self.reload()

    def reload(self, _changes: object = None) -> None:
        """Show the versions as they are now."""
        found = register.versions(self._desk.work)
        self.table.setRowCount(len(found))
        for row, each in enumerate(found):
            scheme = each.scheme
            words = (
                f"{scheme.name}第{scheme.version}版",
                f"{scheme.starts_on:%Y-%m-%d}" if each.id else "自带",
                f"{len(scheme.items)} 项",
                "参考模板，非正式考评办法" if scheme.template else "正式考评办法",
                "现在用" if each.in_force else "",
            )
            for column, text in enumerate(words):
                self.table.setItem(row, column, QTableWidgetItem(text))

    def _ask_where(self) -> None:
        scheme = self._chosen()
        named = f"{scheme.name}第{scheme.version}版.json"
        ask_where_to_save(
            self, self._desk.memory, "导出考评方案", named, _KINDS, chosen=self.give_out
        )

    def _ask_which(self) -> None:
        ask_for_file(self, self._desk.memory, "导入考评方案", _KINDS, chosen=self.take_in)

    def _chosen(self) -> Scheme:
        found = register.versions(self._desk.work)
        return found[max(0, min(self.table.currentRow(), len(found) - 1))].scheme

    def give_out(self, path: Path) -> None:
        """Write the chosen version, or the newest, to a file."""
        try:
            covered = files.export(self._desk.work, self._chosen(), path)
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return
        said = "，其中的居民姓名已经遮住" if covered else ""
        self._desk.messages.toast(f"已导出方案：{path.name}{said}")

    def take_in(self, path: Path) -> "SchemeEditor | None":
        """Open what a file holds in the editor: looked at and tried before it is adopted."""
        try:
            draft = files.read(self._desk.work, path)
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return None
        return edit_scheme(self, self._desk, to_json(draft))

    def begin_with(self, name: str) -> "SchemeEditor":
        """A template that ships in the editor."""
        draft = register.from_template(self._desk.work, name)
        return edit_scheme(self, self._desk, to_json(draft))

    def edit(self) -> "SchemeEditor":
        """A copy of the newest version in the editor."""
        return edit_scheme(self, self._desk, to_json(register.draft(self._desk.work)))
