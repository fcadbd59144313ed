"""A picture over time under its finding, with the same figures as a table, and its ways out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.pictures.values import Picture, Target
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk import clipboard
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_where_to_save
from gaotang_desktop.ui.desk.menu import Menu
from gaotang_desktop.ui.widgets import phone
from gaotang_desktop.ui.widgets.cards import Card
from gaotang_desktop.ui.widgets.chips import PressChip
from gaotang_desktop.ui.widgets.choice_dialog import ChoiceDialog
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.picture import into_paper, sending
from gaotang_desktop.ui.widgets.picture.picture_view import PictureView
from gaotang_desktop.ui.widgets.scrolling import Scrolled


class PictureCard(Card):
    """Reads its picture in the background when it is shown or told to."""

    def __init__(self, desk: Desk, name: str, read: Callable[[], Picture]) -> None:
        """``name`` is what a file is called; ``read()`` gathers the picture, off the window's thread."""
        super().__init__()
        self._desk, self._name, self._read = desk, name, read
        self._stale = True
        self.view = PictureView()
        self.view.chosen.connect(self.open)
        self.table = QTableWidget()
        self.table.setAccessibleName(f"{name}的数字")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.activated.connect(lambda index: self.open(index.row(), index.column()))
        self.title = ElidedLabel()
        self.title.setProperty("class", "heading")
        self.note = ElidedLabel()
        self.note.setProperty("class", "faint")
        self.stack = QStackedWidget()
        self.stack.addWidget(Scrolled(self.view))
        self.stack.addWidget(self.table)
        self.as_table = PressChip("看数字", checkable=True)
        self.as_table.setToolTip("同样的内容用表格来读，读屏软件逐格念出来")
        self.as_table.toggled.connect(lambda on: self._turn(int(on)))
        chips = [self.as_table]
        for words, tip, slot in (
            ("发到微信", "做成手机宽的图和短文字，放进剪贴板", self.send),
            ("插入公文", "作为附件插进一份草稿，图上的结论就是附件的标题", self.insert),
            ("复制图", "图放进剪贴板，可以粘贴到文档里", self.copy),
            ("存成图", "存成 PNG 或 SVG 图片", self.ask_where),
        ):
            chip = PressChip(words)
            chip.setToolTip(tip)
            chip.clicked.connect(lambda _checked, slot=slot: slot())
            chips.append(chip)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(theme.SPACE_2)
        self.bar.addWidget(self.note, 1)
        for chip in chips:
            self.bar.addWidget(chip)
        column = QVBoxLayout()
        column.setSpacing(theme.SPACE_1)
        column.addWidget(self.title)
        column.addLayout(self.bar)
        column.addWidget(self.stack, 1)
        self.body.addLayout(column)
        self.setFocusProxy(self.view)

    @property
    def picture(self) -> Picture:
        """What is shown."""
        return self.view.picture

    def reload(self) -> None:
        """Read it anew, now or when it is next seen."""
        self._stale = True
        if self.isVisible():
            self._reread()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._reread()

    def _reread(self) -> None:
        self._stale = False
        self._desk.jobs.read(self._read, self.show_picture, key=f"picture {id(self)}")

    def show_picture(self, picture: Picture) -> None:
        """Show one that was read."""
        self.view.show_picture(picture)
        self.title.setText(picture.title)
        self.note.setText(picture.note)
        table = self.table
        table.clear()
        table.setRowCount(len(picture.lines))
        table.setColumnCount(len(picture.columns))
        table.setHorizontalHeaderLabels(list(picture.columns))
        table.setVerticalHeaderLabels([line.name for line in picture.lines])
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setMinimumSectionSize(24)
        for row, line in enumerate(picture.lines):
            for column, spot in enumerate(line.spots):
                cell = QTableWidgetItem(spot.text or "—")
                cell.setToolTip(picture.tip(row, column))
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, picture.tip(row, column))
                cell.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                table.setItem(row, column, cell)

    def open(self, line: int, column: int) -> None:
        """Lead to the records of a spot; where there are several one is chosen from a menu."""
        targets = self.picture.lines[line].spots[column].targets
        if len(targets) == 1:
            self._go(targets[0])
            return
        if not targets:
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in targets:
            menu.addAction(each.words).triggered.connect(lambda _checked, each=each: self._go(each))
        menu.popup(self._place(line, column))

    def _place(self, line: int, column: int) -> QPoint:
        if self.stack.currentIndex():
            return QCursor.pos()
        box = self.view.layout_now().boxes[line][column]
        return self.view.mapToGlobal(box.bottomLeft().toPoint())

    def _go(self, target: Target) -> None:
        self._desk.go(target.page, dict(target.context))

    def _turn(self, to: int) -> None:
        self.stack.setCurrentIndex(to)
        (self.table if to else self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def send(self) -> None:
        """A picture of a phone's width and a short text, on the clipboard."""
        near: QWidget = self.as_table
        made = sending.image(self.picture, sending.PHONE)
        phone.put_on_clipboard(self.picture.message(), made, near=near)

    def insert(self) -> ChoiceDialog | None:
        """The picture as an annex of a draft."""
        return into_paper.insert(self.window(), self._desk, self.picture)

    def copy(self) -> None:
        """The picture alone, on the clipboard."""
        clipboard.put_picture(sending.image(self.picture, sending.FILE))
        self._desk.messages.toast("图已复制，可以粘贴到文档里。")

    def ask_where(self) -> None:
        """Ask where the picture goes."""
        ask_where_to_save(
            self, self._desk.memory, f"保存{self._name}", f"{self._name}.png", sending.KINDS,
            chosen=self.save,
        )  # fmt: skip

    def _leaving(self) -> Picture:
        """The picture as it goes into a file: one of a sample says that it is one."""
        mark = self._desk.work.mark
        return (
            replace(self.picture, title=f"【{mark}】{self.picture.title}") if mark else self.picture
        )

    def save(self, path: Path) -> None:
        """Write it as PNG or SVG."""
        try:
            sending.save(self._leaving(), path)
        except DomainError as problem:
            self._desk.messages.problem(problem)
        else:
            self._desk.messages.toast(f"已保存：{path.name}")
