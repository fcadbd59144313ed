"""上次没有保存的内容: after a power cut, what stood in grids and forms is offered again."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog

TakeUp = Callable[[Unsaved], str]


class UnsavedOffer(Dialog):
    """Shows each entry; ``take_up(entry)`` opens it again and answers why not, or nothing.

    ``left`` are the entries that nobody decided on: they are offered again at the next start.
    """

    def __init__(self, parent: QWidget, entries: Sequence[Unsaved], take_up: TakeUp) -> None:
        super().__init__(parent)
        self.left = list(entries)
        self._take_up = take_up
        self.setWindowTitle("上次没有保存的内容")
        self.setMinimumSize(560, 420)
        heading = QLabel("上次没有保存的内容")
        heading.setProperty("class", "heading")
        words = QLabel(
            "上次程序没有正常关闭（停电或者死机），下面的内容填了还没有保存，程序留了下来。"
            "接着填的，要自己按保存才会存进台账。"
        )
        words.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("没有保存的内容")
        self.list.setFixedHeight(96)
        self.list.setWordWrap(True)
        self.first = self.list
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("填了什么")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setProperty("class", "error")
        self.said.hide()
        self.take_button = QPushButton("接着填")
        self.take_button.setProperty("role", "primary")
        self.take_button.clicked.connect(self._on_taken)
        self.drop_button = QPushButton("不要了")
        self.drop_button.clicked.connect(self._on_dropped)
        later = QPushButton("以后再说")
        later.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(later)
        buttons.addStretch(1)
        buttons.addWidget(self.drop_button)
        buttons.addWidget(self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([theme.SPACE_5] * 4))
        column.setSpacing(theme.SPACE_3)
        for widget in (heading, words, self.list):
            column.addWidget(widget)
        column.addWidget(self.text, 1)
        column.addWidget(self.said)
        column.addLayout(buttons)
        self.list.currentRowChanged.connect(self._on_row)
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        self.list.addItems([each.title for each in self.left])
        self.list.setCurrentRow(0)

    def _on_row(self, row: int) -> None:
        if 0 <= row < len(self.left):
            entry = self.left[row]
            self.text.setPlainText("\n".join(entry.told))
            self.take_button.setText("接着填" if entry.context else "复制文字")

    def _on_taken(self) -> None:
        entry = self.left[max(0, self.list.currentRow())]
        if not entry.context:
            QGuiApplication.clipboard().setText("\n".join(entry.told))
            self._say(f"“{entry.title}”的文字已经复制，打开那个窗口就可以粘贴。")
            return
        if said := self._take_up(entry):
            self._say(said)
            return
        self._decided(entry)

    def _on_dropped(self) -> None:
        self._decided(self.left[max(0, self.list.currentRow())])

    def _decided(self, entry: Unsaved) -> None:
        self.left.remove(entry)
        self.said.hide()
        if self.left:
            self._fill()
        else:
            self.accept()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()
