"""Which worksheets of a file are read: ticked in a list, read anew when the list is closed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from gaotang_desktop.domain.sheets.rows import Worksheet
from gaotang_desktop.ui.widgets.chips import FilterChip


class WorksheetChoice(FilterChip):
    """``工作表：9月等 3 个 ▾`` over a preview; hidden where a file has but one with rows.

    ``wanted`` tells the names once the list was closed with others than were read.
    """

    wanted = Signal(object)

    def __init__(self, worksheets: Sequence[Worksheet]) -> None:
        super().__init__("工作表")
        filled = [each for each in worksheets if each.rows and each.name]
        options = [
            (each.name, f"{each.name} · {each.rows} 行{' · 隐藏的' if each.hidden else ''}")
            for each in filled
        ]
        self._read = frozenset(each.name for each in filled if each.read)
        self.set_options(options)
        self.choose(self._read)
        self.setVisible(len(filled) > 1)
        self.setToolTip("打开这个文件里别的工作表，或者少读几张")
        self.clicked.connect(self._watch)

    def hold(self) -> None:
        """From now on the rows are mended here: reading anew would lose that."""
        self.setEnabled(False)
        self.setToolTip("已经在这里改过格子，不能再换工作表；要换的话请取消，重新导入")

    def _watch(self) -> None:
        if self.popup is not None:
            self.popup.destroyed.connect(self._closed)

    def _closed(self) -> None:
        if self.chosen and self.chosen != self._read:
            self.wanted.emit([name for name, _text in self._options if name in self.chosen])
        elif not self.chosen:
            self.choose(self._read)
