"""The office's own annexes of a draft: added, put in order, taken away (自己的附件)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.documents.blocks import Annex
from gaotang_desktop.domain.documents.own_annexes import MOST, kind_of, moved, typed_in
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.sheets.rows import Worksheet
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.services.papers import own_annexes
from gaotang_desktop.services.sheets import ledger_sheets
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file
from gaotang_desktop.ui.widgets.choice_dialog import ChoiceDialog
from gaotang_desktop.ui.widgets.form.reopening import remember

ANNEXES = "DocumentsPage.annexes_of"
_FILES = (
    "图片、表格和文字 (*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp *.xlsx *.xls *.csv *.txt)"
)


class AnnexesDialog(Dialog):
    """Everything is stored at once, as one step that can be undone; ``changed`` hears of it."""

    def __init__(
        self, parent: QWidget, desk: Desk, draft_id: int, changed: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._desk, self._draft_id, self._changed = desk, draft_id, changed
        self._annexes = own_annexes.listed(desk.work, draft_id)
        self.setWindowTitle("附件")
        self.resize(640, 600)
        heading = QLabel("自己的附件")
        heading.setProperty("class", "heading")
        self.told_at = said = QLabel("排在台账生成的附件后面，附件说明和“附件1”由程序写。")
        said.setProperty("class", "secondary")
        said.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("自己的附件")
        self.list.setProperty("class", "roomy")
        self.list.currentRowChanged.connect(self._on_row)
        self.up = self._button("上移", lambda: self._move(-1))
        self.down = self._button("下移", lambda: self._move(1))
        self.remove = self._button("删去", self._remove)
        order = QVBoxLayout()
        order.setSpacing(theme.SPACE_2)
        for button in (self.up, self.down, self.remove):
            order.addWidget(button)
        order.addStretch(1)
        above = QHBoxLayout()
        above.addWidget(self.list, 1)
        above.addLayout(order)
        self.title = QLineEdit()
        self.title.setAccessibleName("附件标题")
        self.title.setPlaceholderText("如 各村巡防队员名单")
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("附件内容")
        self.text.setTabChangesFocus(True)  # cells are pasted, not typed
        self.text.setPlaceholderText(
            "打字，一行一段；或者从 WPS、Excel 里连表头一起复制表格，粘贴到这里"
        )
        self.add = self._button("添加", self.take_text)
        self.change = self._button("改好", self.change_text)
        self.file = self._button("图片或表格文件…", self._ask_for_file)
        self.ledgers = QComboBox()
        self.ledgers.setAccessibleName("台账")
        for kind in CATALOGUE:
            if CATALOGUE[kind].record_kind.day:
                self.ledgers.addItem(ledger_sheets.heading_of(kind), kind)
        self.ledger = self._button("加台账", lambda: self.take_ledger(self.ledgers.currentData()))
        form = QGridLayout()
        form.setHorizontalSpacing(theme.SPACE_2)
        form.setVerticalSpacing(theme.SPACE_2)
        form.addWidget(QLabel("标题"), 0, 0)
        form.addWidget(self.title, 0, 1)
        form.addWidget(QLabel("内容"), 1, 0)
        form.addWidget(self.text, 1, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        for widget in (self.add, self.change, self.file, self.ledgers, self.ledger):
            row.addWidget(widget)
        row.addStretch(1)
        close = self._button("关闭", self.reject)
        ends = QHBoxLayout()
        ends.addStretch(1)
        ends.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([theme.SPACE_4] * 4))
        column.setSpacing(theme.SPACE_3)
        for each in (heading, said):
            column.addWidget(each)
        column.addLayout(above, 1)
        column.addLayout(form, 2)
        column.addLayout(row)
        column.addLayout(ends)
        self.first = self.title
        remember(self, ANNEXES, draft_id)
        self._stood = self._here()
        self._show(-1)

    @override
    def is_dirty(self) -> bool:
        return self._here() != self._stood

    @override
    def typed(self) -> tuple[Words, list[str]]:
        title, text = self.title.text(), self.text.toPlainText()
        words = {"": {"title": title, "text": text, "row": self.list.currentRow()}}
        return words, [title, *text.splitlines()]

    @override
    def put(self, words: Words) -> None:
        self.list.setCurrentRow(int(words[""]["row"]))
        self.title.setText(str(words[""]["title"]))
        self.text.setPlainText(str(words[""]["text"]))

    def _button(self, text: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: slot())
        return button

    def _here(self) -> tuple[str, str]:
        return self.title.text(), self.text.toPlainText()

    def _write(self, title: str, text: str) -> None:
        self.title.setText(title)
        self.text.setPlainText(text)
        self._stood = self._here()

    def _show(self, row: int) -> None:
        """The annexes as they are now; what is typed stays."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for number, annex in enumerate(self._annexes, start=1):
                self.list.addItem(f"{number}. {annex.title}（{kind_of(annex)}）")
            self.list.setCurrentRow(row)
        self._stand_at(row)

    def _stand_at(self, row: int) -> None:
        self._row = row
        chosen = self._annexes[row] if 0 <= row < len(self._annexes) else None
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < len(self._annexes) - 1)
        self.remove.setEnabled(chosen is not None)
        self.change.setEnabled(chosen is not None and typed_in(chosen) is not None)

    def _on_row(self, row: int) -> None:
        """Show the words of the annex that is chosen; what is typed for another goes at the second press."""
        chosen = self._annexes[row] if 0 <= row < len(self._annexes) else None
        typed = typed_in(chosen) if chosen is not None else None
        if chosen is None or typed is None:
            self._stand_at(row)
        elif self.may_leave():
            self._stand_at(row)
            self._write(chosen.title, typed)
        else:
            with QSignalBlocker(self.list):
                self.list.setCurrentRow(self._row)

    def take_text(self) -> None:
        """Add what was typed or pasted."""
        if self._add(lambda: own_annexes.pasted(*self._here())):
            self._write("", "")

    def change_text(self) -> None:
        """Put the words in the place of the typed annex that is chosen."""
        row = self.list.currentRow()
        try:
            made = own_annexes.pasted(*self._here())
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return
        if self._keep((*self._annexes[:row], made, *self._annexes[row + 1 :]), row):
            self._stood = self._here()

    def take_file(self, path: Path) -> None:
        """Add a picture, a text or the table of a sheet; of several worksheets it is asked which."""
        try:
            made = (own_annexes.of_file(path, self.title.text()),)
        except own_annexes.SeveralWorksheets as asked:
            self._ask_which(path, asked.worksheets)
            return
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return
        self._take_made(made)

    def _ask_which(self, path: Path, there: Sequence[Worksheet]) -> None:
        options: list[tuple[str, tuple[str, ...]]] = [
            (f"{each.name}（{each.rows} 行{'，隐藏的' if each.hidden else ''}）", (each.name,))
            for each in there
        ]
        seen = tuple(each.name for each in there if not each.hidden)
        if len(self._annexes) + len(seen) <= MOST:
            which = "看得见的" if len(seen) < len(there) else ""
            options.append((f"{which} {len(seen)} 张都要，各作一个附件".strip(), seen))
        dialog = ChoiceDialog(
            self, "这个文件里有几张工作表", f"“{path.name}”的哪一张作附件？", options
        )
        dialog.chosen.connect(lambda names: self._take_worksheets(path, names))
        dialog.open()

    def _take_worksheets(self, path: Path, names: tuple[str, ...]) -> None:
        title = self.title.text() if len(names) == 1 else ""
        try:
            self._take_made(tuple(own_annexes.of_file(path, title, name) for name in names))
        except DomainError as problem:
            self._desk.messages.problem(problem)

    def _take_made(self, made: tuple[Annex, ...]) -> None:
        if self._keep((*self._annexes, *made), -1) and len(made) == 1:
            self.title.clear()
            self._stood = ("", self._stood[1])

    def take_ledger(self, kind: str) -> None:
        """Add a ledger as it is printed."""
        self._add(lambda: own_annexes.of_ledger(self._desk.work, kind))

    def _ask_for_file(self) -> None:
        ask_for_file(self, self._desk.memory, "添加附件", _FILES, chosen=self.take_file)

    def _add(self, make: Callable[[], Annex]) -> bool:
        try:
            made = make()
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return False
        return self._keep((*self._annexes, made), -1)

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        self._keep(moved(self._annexes, row, row + by), row + by)

    def _remove(self) -> None:
        row, dirty = self.list.currentRow(), self.is_dirty()
        if self._keep((*self._annexes[:row], *self._annexes[row + 1 :]), -1) and not dirty:
            self._write("", "")

    def _keep(self, annexes: tuple[Annex, ...], row: int) -> bool:
        try:
            own_annexes.keep(self._desk.work, self._draft_id, annexes)
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return False
        self._annexes, self._asked_about = annexes, None
        self._show(row)
        self._changed()
        return True
