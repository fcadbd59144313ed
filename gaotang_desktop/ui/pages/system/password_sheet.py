"""口令和加密: giving the office a password, changing it, a new recovery sheet, taking it away."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.errors import DomainError, WrongPassword
from gaotang_desktop.services.computer import encryption, left_plain
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.printing.recovery_dialog import RecoveryDialog
from gaotang_desktop.ui.widgets.form.password_pair import PasswordPair, secret_field
from gaotang_desktop.ui.widgets.scrolling import Scrolled

_OFF = (
    "现在没有口令：拿到这台电脑或者备份 U 盘的人都能看到数据。设口令以后，数据文件、附件和备份全部加密，"
    "打开程序、离开一会儿再回来都要输口令。"
)
_CAUTION = (
    "口令和恢复单都丢了，谁也打不开数据。导出的表格、保存的公文、别处的旧备份不会跟着加密，请自己收好；"
    "删除的明文文件，用专门的软件也许还能从硬盘上找回来。"
)
_ON = "数据、附件和备份都加了密。几分钟不用就锁定的时间在“设置”里改；按 Win+L 锁屏时程序一起锁定。"


class PasswordSheet(QWidget):
    """Shows what can be done now: without a password to set one, with one all the rest."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._without())
        self.stack.addWidget(self._with())
        card = QFrame()
        card.setProperty("class", "card")
        inner = QWidget()
        inner.setObjectName("scrolled")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(*([theme.SPACE_5] * 4))
        rows.setSpacing(theme.SPACE_3)
        rows.addWidget(self.stack)
        rows.addWidget(self.said)
        rows.addStretch(1)
        around = QVBoxLayout(card)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(Scrolled(inner))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)
        self.reload()

    def reload(self) -> None:
        """Show what holds now."""
        on = encryption.is_encrypted(self.desk.work.folder)
        self.stack.setCurrentIndex(int(on))
        if not on:
            self.pair.show_old(len(encryption.plain_copies(self.desk.work.folder)))
            return
        work = self.desk.work
        self.desk.jobs.read(lambda: left_plain.found(work), self._tell_plain, key="left_plain")

    def _tell_plain(self, found: left_plain.Plain) -> None:
        told = [*(f"{each}。" for each in found.said_of_ours), found.said_of_unsure]
        self.plain.setText("".join(told))
        self.plain.setVisible(any(told))
        self.plain_button.setVisible(bool(found.ours))

    def encrypt_plain(self) -> None:
        """Put encrypted copies in the place of what lies plain here and at the second backup place."""
        work = self.desk.work

        def done(result: tuple[int, list[str]]) -> None:
            count, left = result
            said = f"{count} 个旧文件换成了加密的。"
            if left:
                said += f"这些读不出来，没有换，请自己处理：{'、'.join(left)}。"
            self._say(said, well=not left)
            self.reload()

        self.desk.jobs.run(
            lambda progress: left_plain.encrypt(work, progress),
            title="正在换成加密的",
            done=done,
        )

    def _without(self) -> QWidget:
        self.pair = PasswordPair()
        self.encrypt_button = _button("加密", self.encrypt, primary=True)
        return _column(
            _heading("没有口令"),
            _words(_OFF),
            self.pair,
            _row(self.encrypt_button),
            _words(_CAUTION),
        )

    def _with(self) -> QWidget:
        self.old = secret_field("现在的口令")
        self.newer = PasswordPair()
        self.newer.new.setPlaceholderText("新口令（至少 8 个字符，汉字一个算两个）")
        self.change_button = _button("修改口令", self.change, primary=True)
        self.sheet_button = _button("重新做恢复单", self.new_sheet)
        self.decrypt_button = _button("取消加密", self.decrypt)
        self.plain, self.plain_button = _words(""), _button("换成加密的", self.encrypt_plain)
        self.plain.hide()
        self.plain_button.hide()
        return _column(
            _heading("已加密"),
            _words(_ON),
            _words("下面三件事都要先输现在的口令；修改口令还要输两遍新口令，恢复单仍然有效。"),
            self.old,
            self.newer,
            _row(self.change_button, self.sheet_button, self.decrypt_button),
            self.plain,
            _row(self.plain_button),
            _words("恢复单丢了或者被人看过，请重新做一张，以前的随即作废。" + _CAUTION),
        )

    def encrypt(self) -> None:
        """Encrypt the data with the password typed; they are let go and opened again."""
        try:
            password = self.pair.password()
        except WrongPassword as problem:
            self._say(str(problem), well=False)
            return
        drop = self.pair.drop.isChecked()
        self.pair.clear()
        self.desk.frame.protect(password, drop)

    def change(self) -> None:
        """Put the new password in the place of the old one."""
        try:
            encryption.change_password(
                self.desk.work.folder, self.old.text(), self.newer.password()
            )
        except DomainError as problem:
            self._say(str(problem), well=False)
            return
        self._clear()
        self._say("口令已经修改，恢复单仍然有效。", well=True)

    def new_sheet(self) -> RecoveryDialog | None:
        """A new recovery sheet; the earlier one opens nothing any more."""
        folder = self.desk.work.folder
        try:
            code = encryption.new_recovery(folder, self.old.text())
        except DomainError as problem:
            self._say(str(problem), well=False)
            return None
        self._clear()
        number = encryption.number_of(folder)
        dialog = RecoveryDialog(self.window(), self.desk.memory, code, number, folder)
        dialog.open()
        return dialog

    def decrypt(self) -> None:
        """Ask, then make the data plain again."""
        password = self.old.text()
        try:
            encryption.unlock(self.desk.work.folder, password)
        except DomainError as problem:
            self._say(str(problem), well=False)
            return
        self._clear()
        self.desk.messages.confirm(
            "取消加密",
            "取消以后，拿到这台电脑或者备份的人都能看到数据。本机的备份也会解密。",
            action="取消加密",
            slot=lambda: self.desk.frame.unprotect(password),
        )

    def _clear(self) -> None:
        self.old.clear()
        self.newer.clear()
        self.said.hide()

    def _say(self, sentence: str, *, well: bool) -> None:
        self.said.setText(sentence)
        self.said.show()
        theme.restyle(self.said, "good" if well else "bad")


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("class", "heading")
    return label


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("class", "secondary")
    label.setWordWrap(True)
    return label


def _button(text: str, slot: Callable[[], object], *, primary: bool = False) -> QPushButton:
    button = QPushButton(text)
    if primary:
        button.setProperty("role", "primary")
    button.clicked.connect(lambda _checked: slot())
    return button


def _row(*buttons: QPushButton) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.SPACE_2)
    for each in buttons:
        row.addWidget(each)
    row.addStretch(1)
    return whole


def _column(*widgets: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE_3)
    for each in widgets:
        column.addWidget(each)
    return whole
