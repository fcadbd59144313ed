"""A new password typed twice, and whether old backups go along: in the first steps and in 系统."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from gaotang_desktop import keys
from gaotang_desktop.domain.errors import WrongPassword
from gaotang_desktop.ui import theme


def secret_field(name: str) -> QLineEdit:
    """A field whose letters are covered."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    field.setMaximumWidth(420)
    return field


class PasswordPair(QWidget):
    """``drop`` is shown where there are plain backups of before."""

    def __init__(self) -> None:
        super().__init__()
        self.new = secret_field("口令（至少 8 个字符，汉字一个算两个）")
        self.again = secret_field("再输一次口令")
        self.drop = QCheckBox()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        for widget in (self.new, self.again, self.drop):
            column.addWidget(widget)
        self.show_old(0)

    def show_old(self, count: int) -> None:
        """How many plain backups there are."""
        self.drop.setVisible(bool(count))
        self.drop.setText(f"删除以前没有加密的 {count} 份备份（不勾选就一起加密）")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.new.text() and not self.again.text()

    def password(self) -> str:
        """What was typed.

        Raises:
            WrongPassword: twice not the same, or too weak.
        """
        if self.new.text() != self.again.text():
            raise WrongPassword("两次输入的口令不一样，请再输一次。")
        keys.require_fit(self.new.text())
        return self.new.text()

    def clear(self) -> None:
        """Forget what was typed."""
        self.new.clear()
        self.again.clear()
