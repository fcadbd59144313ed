"""The lines over the pages: that the data are a sample, and what has to be known of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop.paths import is_thrown_away_with
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk import clipboard

if TYPE_CHECKING:
    from gaotang_desktop.services.workplace import Workplace

_WORDS = "示例数据：人名、电话和事件都是编的，放在单独的文件夹里，不会混进您自己的数据。"
_COPY_WORDS = "这里的数据是从示例数据来的，不是您自己的。请在“系统”里恢复您自己的备份。"
_MARK = "示例数据 · "


class Bars(QWidget):
    """``leave`` throws the sample away; a sample's line cannot be closed, only left."""

    def __init__(self) -> None:
        super().__init__()
        self.notice = QLabel()
        self.notice.setObjectName("notice")
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.leave = QPushButton("丢掉示例数据，用自己的")
        self.sample_words = QLabel(_WORDS)
        self.sample_words.setWordWrap(True)
        self.sample = self._sample_line()
        self.sample.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.sample)
        column.addWidget(self.notice)

    def _sample_line(self) -> QFrame:
        line = QFrame()
        line.setObjectName("sample_bar")
        mark = QLabel()
        icons.dress(mark, "info", "on_sample", 16)
        row = QHBoxLayout(line)
        row.setContentsMargins(20, theme.SPACE_1, 20, theme.SPACE_1)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(mark)
        row.addWidget(self.sample_words, 1)
        row.addWidget(self.leave)
        return line

    def show_notice(self, work: "Workplace") -> None:
        """Say what has to be known on every page; nothing when all is well."""
        from gaotang_desktop.ui.frame.notices import notice

        self.notice.setText(notice(work))
        self.notice.setVisible(bool(self.notice.text()))

    def show_for(self, work: "Workplace") -> None:
        """Say what these data are, in the window's title too; a sample's copy cannot be thrown away."""
        may_go = is_thrown_away_with(work.folder)
        self.sample_words.setText(_WORDS if may_go else _COPY_WORDS)
        self.leave.setVisible(may_go)
        self.sample.setVisible(work.is_sample)
        clipboard.leave_as(work.mark)
        title = self.window().windowTitle().removeprefix(_MARK)
        self.window().setWindowTitle(f"{_MARK}{title}" if work.is_sample else title)
        self.show_notice(work)
