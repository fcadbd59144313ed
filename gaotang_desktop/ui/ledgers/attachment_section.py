"""附件 in the detail of a record: open, save elsewhere, remove, add; files may be dropped on it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.attachments import size_label
from gaotang_desktop.services import attachments
from gaotang_desktop.services.attachments import AttachmentRow
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_for_files, ask_where_to_save
from gaotang_desktop.ui.ledgers.putting_away import put_away
from gaotang_desktop.ui.widgets.elided_button import ElidedButton


class AttachmentSection(QWidget):
    """The files of one record; made anew whenever the detail is."""

    def __init__(self, desk: Desk, kind: str, record_id: int) -> None:
        super().__init__()
        self.desk = desk
        self.kind = kind
        self.record_id = record_id
        self.found = attachments.listed(desk.work, kind, record_id)
        self.heading = QLabel(f"附件 · {len(self.found)} 个" if self.found else "附件")
        self.heading.setProperty("class", "heading")
        self.add_button = QPushButton("添加附件")
        icons.dress(self.add_button, "paperclip", "secondary", 16)
        self.add_button.clicked.connect(lambda _checked: self.choose())
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE_2, 0, 0)
        column.setSpacing(theme.SPACE_1)
        column.addLayout(head)
        for each in self.found:
            column.addWidget(self._line(each))
        if not self.found:
            hint = QLabel("照片、签字扫描件等文件可以拖到这里。")
            hint.setProperty("class", "faint")
            hint.setWordWrap(True)
            column.addWidget(hint)

    def _line(self, each: AttachmentRow) -> QWidget:
        # The ending of a file's name stays to be seen.
        name = ElidedButton(each.name, Qt.TextElideMode.ElideMiddle)
        name.setAccessibleName(f"打开 {each.name}")
        name.setToolTip(f"{each.name}\n打开的是副本，改了不会影响存下的原件。")
        name.clicked.connect(lambda _checked: self.open(each.id))
        size = QLabel(size_label(each.size))
        size.setProperty("class", "faint")
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        row.addWidget(name, 1)
        row.addWidget(size)
        for icon, said, slot in (
            ("download", "另存为…", lambda: self.choose_target(each)),
            ("trash-2", "删除这个附件", lambda: self.remove(each.id)),
        ):
            button = QToolButton()
            button.setToolTip(said)
            button.setAccessibleName(f"{said} {each.name}")
            button.setAutoRaise(True)
            icons.dress(button, icon, "secondary", 16)
            button.clicked.connect(lambda _checked, act=slot: act())
            row.addWidget(button)
        return line

    def choose(self) -> None:
        """Choose files and add them."""
        ask_for_files(self.window(), self.desk.memory, "添加附件", chosen=self.take)

    def take(self, paths: Sequence[Path]) -> None:
        """Add files in the background, in one step that one undo takes back."""
        work, kind, record_id, messages = (
            self.desk.work, self.kind, self.record_id, self.desk.messages,
        )  # fmt: skip

        def done(ids: tuple[int, ...]) -> None:
            if ids:
                messages.undoable(f"已添加 {len(ids)} 个附件。")
            else:
                messages.toast("这条记录已经有同样的附件了，没有重复添加。")

        self.desk.jobs.run(
            lambda progress: attachments.add(work, kind, record_id, paths, progress=progress),
            title="正在添加附件",
            done=done,
        )

    def open(self, attachment_id: int) -> None:
        """Show a read-only copy with the system's program."""
        messages = self.desk.messages

        def show(path: Path) -> None:
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                messages.problem(
                    f"电脑上没有能打开“{path.name}”的程序。可以用“另存为”存出来，换一台电脑打开。"
                )

        self.desk.jobs.run(
            lambda _progress: attachments.opened(self.desk.work, attachment_id),
            title="正在打开附件",
            done=show,
        )

    def choose_target(self, each: AttachmentRow) -> None:
        """Ask where a copy goes."""
        ask_where_to_save(
            self.window(), self.desk.memory, "另存附件", each.name,
            chosen=lambda path: self.save_as(each.id, path),
        )  # fmt: skip

    def save_as(self, attachment_id: int, target: Path) -> None:
        """Write a copy."""
        self.desk.jobs.run(
            lambda _progress: attachments.save_as(self.desk.work, attachment_id, target),
            title="正在另存附件",
            done=lambda _none: self.desk.messages.toast(f"已另存：{target.name}"),
        )

    def remove(self, attachment_id: int) -> None:
        """Move an attachment to the recycle bin; the toast takes it back."""
        put_away(self.desk, "attachments", [attachment_id])
