"""Before the first opening, on a computer with another disk: where shall the data lie?"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop.services.computer.data_place import Place
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.file_dialogs import ask_for_folder
from gaotang_desktop.ui.desk.memory import Memory

_WIDTH = 640
_WORDS = (
    "选一个这台电脑自己的硬盘。放在系统盘（C:）以外的硬盘上，重装系统时数据还在。"
    "不要放在网络盘上；U 盘只用来放备份。以后可以在“系统”的“关于”里搬到别处。"
)


class PlacePage(QWidget):
    """One button a place, the best first, and one for any other folder; ``chosen`` hears which."""

    def __init__(self, places: Sequence[Place], chosen: Callable[[Path], None]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._chosen = chosen
        card = QFrame()
        card.setProperty("class", "card")
        card.setFixedWidth(_WIDTH)
        mark, heading, words = QLabel(), QLabel("数据放在哪里？"), QLabel(_WORDS)
        icons.dress(mark, "hard-drive", "accent", 32)
        heading.setObjectName("page_title")
        words.setWordWrap(True)
        self.trouble = QLabel()
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(theme.SPACE_3)
        for widget in (mark, heading, words, self.trouble):
            column.addWidget(widget)
        self.buttons = [self._button(each, first=not at) for at, each in enumerate(places)]
        other = QPushButton("放在别的文件夹…")
        other.clicked.connect(self.choose_other)
        for button in (*self.buttons, other):
            column.addWidget(button)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(middle)
        outer.addStretch(3)

    def _button(self, place: Place, *, first: bool) -> QPushButton:
        button = QPushButton(f"{place.folder}（还空 {place.free / 2**30:,.0f} GB）")
        if first:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda _checked=False: self._chosen(place.folder))
        return button

    def choose_other(self) -> None:
        """Ask for any folder."""
        ask_for_folder(self, Memory(), "数据放在哪个文件夹", chosen=self._chosen)

    def say(self, sentence: str) -> None:
        """Why the place that was chosen will not do; another one can be chosen at once."""
        self.trouble.setText(sentence)
        theme.restyle(self.trouble, "bad")
        self.trouble.show()
