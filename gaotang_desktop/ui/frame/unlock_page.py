"""口令: what fills the window while the data are locked, or not open yet."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.widgets.form.password_pair import secret_field

Unlock = Callable[[str], object]
Recover = Callable[[str, str], object]
_WIDTH = 480


class UnlockPage(QWidget):
    """``unlock(password)`` or ``recover(code, new password)`` raise a ``DomainError`` to say no."""

    def __init__(self, heading: str, words: str, unlock: Unlock, recover: Recover) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._unlock, self._recover = unlock, recover
        self._recovering = False
        card = QFrame()
        card.setProperty("class", "card")
        card.setFixedWidth(_WIDTH)
        mark, title, self.words = QLabel(), QLabel(heading), QLabel(words)
        icons.dress(mark, "lock", "accent", 32)
        title.setObjectName("page_title")
        title.setWordWrap(True)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self._plain_words = words
        self.password = secret_field("口令")
        self.code = QLineEdit()
        self.code.setPlaceholderText("恢复单上的恢复码，七组")
        self.code.setAccessibleName("恢复码")
        self.new, self.again = secret_field("新口令"), secret_field("再输一次新口令")
        self.trouble = QLabel()
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setWordWrap(True)
        self.button = QPushButton("打开")
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(lambda _checked: self.go())
        self.forgotten = QPushButton("忘了口令")
        self.forgotten.setProperty("role", "link")
        self.forgotten.clicked.connect(lambda _checked: self.show_recovery(not self._recovering))
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(theme.SPACE_3)
        for widget in (mark, title, self.words, self.password, self.code, self.new, self.again):
            column.addWidget(widget)
        column.addWidget(self.trouble)
        row = QHBoxLayout()
        row.addWidget(self.forgotten)
        row.addStretch(1)
        row.addWidget(self.button)
        column.addLayout(row)
        for field in (self.password, self.code, self.new, self.again):
            field.returnPressed.connect(self.go)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(middle)
        outer.addStretch(3)
        self.show_recovery(False)

    def show_recovery(self, on: bool) -> None:
        """Ask for the code of the recovery sheet and a new password, or for the password again."""
        self._recovering = on
        self.password.setHidden(on)
        for field in (self.code, self.new, self.again):
            field.setVisible(on)
        self.words.setText(
            "照抄恢复单上的恢复码，再设一个新口令。没有恢复单，忘了口令的数据谁也打不开。"
            if on
            else self._plain_words
        )
        self.forgotten.setText("想起口令了" if on else "忘了口令")
        self.button.setText("设新口令并打开" if on else "打开")
        self.say("")
        self.first.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def first(self) -> QLineEdit:
        """Where typing begins."""
        return self.code if self._recovering else self.password

    def go(self) -> None:
        """Try what was typed; what is wrong is said and nothing is opened."""
        try:
            if not self._recovering:
                self._unlock(self.password.text())
            elif self.new.text() != self.again.text():
                self.say("两次输入的新口令不一样，请再输一次。")
                return
            else:
                self._recover(self.code.text(), self.new.text())
        except DomainError as problem:
            self.say(str(problem))
            self.first.selectAll()
            self.first.setFocus(Qt.FocusReason.TabFocusReason)
            return
        for field in (self.password, self.code, self.new, self.again):
            field.clear()

    def say(self, sentence: str) -> None:
        """A sentence under the field; nothing takes it away."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        theme.restyle(self.trouble, "bad")
