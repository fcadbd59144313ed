"""What is asked before a backup is restored: the password it was made with (做这份备份时的口令), where it
is not that of the data; and whether one whose history does not hold is wanted all the same.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop.domain.errors import AlteredCopy, DomainError
from gaotang_desktop.services.computer import encryption
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.messages import Messages
from gaotang_desktop.ui.widgets.form.password_pair import secret_field

_WIDTH = 440


class CopyPassword(Dialog):
    """``opened()`` is called when the backup's key is known; a wrong password is said and slowed."""

    def __init__(
        self, parent: QWidget, folder: Path, copy: Path, opened: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self._folder, self._copy, self._opened = folder, copy, opened
        self.setWindowTitle("这份备份要口令")
        then = (
            "恢复以后，数据还用现在的口令。"
            if encryption.is_encrypted(folder)
            else "现在的数据没有口令；恢复以后，数据跟着这份备份加密，就用这个口令。"
        )
        words = QLabel(
            f"备份“{copy.name}”加了密，口令和现在的不一样。请输入做这份备份时的口令。{then}"
        )
        words.setWordWrap(True)
        words.setFixedWidth(_WIDTH)
        self.secret = secret_field("做这份备份时的口令")
        self.first = self.secret
        self.recovery = QCheckBox("忘了：填的是那时恢复单上的恢复码")
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setFixedWidth(_WIDTH)
        self.trouble.hide()
        self.button = QPushButton("打开并恢复")
        self.button.setProperty("role", "primary")
        self.button.setDefault(True)
        self.button.clicked.connect(lambda _checked: self.go())
        away = QPushButton("取消")
        away.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(away)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([theme.SPACE_5] * 4))
        column.setSpacing(theme.SPACE_3)
        for widget in (words, self.secret, self.recovery, self.trouble):
            column.addWidget(widget)
        column.addLayout(row)

    def go(self) -> None:
        """Try what was typed."""
        try:
            encryption.unlock_copy(
                self._folder, self._copy, self.secret.text(), recovery=self.recovery.isChecked()
            )
        except DomainError as problem:
            self.trouble.setText(str(problem))
            self.trouble.show()
            self.adjustSize()
            theme.restyle(self.trouble, "bad")
            self.secret.selectAll()
            self.secret.setFocus()
            return
        self.accept()
        self._opened()


def ask_if_needed(
    window: QWidget, folder: Path, copy: Path, opened: Callable[[], object]
) -> CopyPassword | None:
    """Ask for a backup's own password; ``None``: it needs none that is not known."""
    if not encryption.copy_needs_password(copy):
        return None
    asked = CopyPassword(window, folder, copy, opened)
    asked.finished.connect(lambda _result: asked.deleteLater())
    asked.open()
    return asked


def ask_about_altered(
    messages: Messages, problem: AlteredCopy, restore: Callable[[], None]
) -> None:
    """Say what in a backup does not hold and which one does; it is restored only on purpose."""
    messages.confirm(
        "这份备份和修改历史对不上",
        f"{problem}没有别的备份可用时，也可以恢复这一份，然后按“数据检查”列出的逐条核对。",
        action="仍然恢复这一份",
        slot=restore,
    )
