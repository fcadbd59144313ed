"""A short list of one kind of record in a window of its own, with 新增, 修改 and 删除."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.page import goes_on
from gaotang_desktop.ui.widgets.table.record_table import RecordTable


class RecordsDialog(Dialog):
    """``read`` gives the records; ``edit(id or None)`` opens a form; ``bin_records(ids)`` bins.

    ``more`` is one button beside 新增, and what it does.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        note: str,
        kind: str,
        *,
        today: Callable[[], date],
        read: Callable[[], Listing],
        edit: Callable[[int | None], Any],
        bin_records: Callable[[Sequence[int]], Any],
        empty: str,
        more: tuple[str, Callable[[], Any]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(860, 460)
        self._read = read
        heading = QLabel(title)
        heading.setProperty("class", "heading")
        said = QLabel(note)
        said.setWordWrap(True)
        said.setProperty("class", "secondary")
        self.table = RecordTable(kind, today=today)
        self.table.set_empty(empty)
        self.table.opened.connect(edit)
        self.table.bin_requested.connect(bin_records)
        self.add = QPushButton("新增")
        icons.dress(self.add, "plus", "on_accent", 16)
        self.add.setProperty("role", "primary")
        self.add.clicked.connect(lambda _checked: edit(None))
        close = QPushButton("关闭")
        close.clicked.connect(self.accept)
        for button in (self.add, close):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        hint = QLabel("回车或双击修改，Delete 删除，都可以撤销。")
        hint.setProperty("class", "faint")
        row.addWidget(hint)
        row.addStretch(1)
        row.addWidget(close)
        if more is not None:
            self.more = QPushButton(more[0])
            self.more.setAutoDefault(False)
            self.more.clicked.connect(lambda _checked: more[1]())
            row.addWidget(self.more)
        row.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        for widget in (heading, said):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.reload()
        # A list without a line is put away: the keys would stay in the window behind.
        self.first = self.table.view if self.table.view.isVisibleTo(self) else self.add

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        # Qt's own chain ends at a list that is put away since it has no line.
        return goes_on(self, forward=next) or super().focusNextPrevChild(next)

    def reload(self) -> None:
        """Show the records as they are now."""
        self.table.set_listing(self._read())
