"""The copies of a data folder: when, how large, whether sound; any of them can be restored."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop.domain.errors import AlteredCopy, DomainError
from gaotang_desktop.services import backups
from gaotang_desktop.services.backups import Backup
from gaotang_desktop.services.computer import backup_contents, encryption
from gaotang_desktop.services.computer import drill as drills
from gaotang_desktop.services.computer.drill import Report
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.backup_words import second_words
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file
from gaotang_desktop.ui.desk.folders import open_folder
from gaotang_desktop.ui.ledgers.plain_table import PlainTable
from gaotang_desktop.ui.page import Slot
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.cards import carded

_HEADING = 40
_CHECKING = "正在校验"
_OTHERS = (
    "这份备份是别的数据文件夹的，或者没有写是哪个文件夹的：请核对是不是选错了文件。"
    "恢复以后，这里的数据全部换成那一份的。"
)


class BackupList(QWidget):
    """``copies`` newest first. Soundness is looked at in the background, once for each file."""

    def __init__(self, desk: Desk, back_up_to: Slot) -> None:
        super().__init__()
        self.desk = desk
        self.copies: list[Backup] = []
        self._sound: dict[Path, DomainError | None] = {}
        self.table = PlainTable(
            ("备份时间", "大小", "校验", "文件"),
            wide=3,
            numbers=(1,),
            empty="还没有备份。程序每天第一次打开时备份一份，也可以按“现在备份”。",
        )
        self.second = QLabel()
        self.second.setTextFormat(Qt.TextFormat.PlainText)
        self.second.setWordWrap(True)
        self.drilled = QLabel()
        self.drilled.setTextFormat(Qt.TextFormat.PlainText)
        self.drilled.setWordWrap(True)
        self.held = QLabel()
        self.held.setTextFormat(Qt.TextFormat.PlainText)
        self.held.setWordWrap(True)
        self.held.setProperty("class", "secondary")
        self.table.itemSelectionChanged.connect(self._on_chosen)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        self.back_button = QPushButton("回到恢复以前")
        self.back_button.setToolTip("上一次恢复替换下来的数据还在，一步就能换回来")
        self.back_button.clicked.connect(lambda _checked: self.go_back())
        self.restore_button = QPushButton("恢复选中的备份")
        self.restore_button.clicked.connect(lambda _checked: self.restore_chosen())
        row.addWidget(self.restore_button)
        for text, slot in (
            ("从文件恢复", self.choose_file),
            ("备份到…", back_up_to),
            ("演练恢复", self.drill),
            ("打开备份文件夹", lambda: open_folder(desk.work.backup_folder)),
        ):
            button = QPushButton(text)
            button.clicked.connect(lambda _checked=False, act=slot: act())
            row.addWidget(button)
        row.addWidget(self.back_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(self.second)
        column.addWidget(self.drilled)
        column.addWidget(carded(self.table), 1)
        column.addWidget(self.held)
        column.addLayout(row)

    def reload(self) -> None:
        """Read the list afresh, and look at copies that were not looked at yet."""
        work = self.desk.work
        self.copies = backups.listed(work.folder)
        found = backups.second(work)
        said, tone = second_words(found, work.today())
        where = f"：{found.folder}" if found else ""
        if found and found.folder != found.named:
            where += f"（设置里写的是 {found.named}，换了盘符，按里面的标记认出来的）"
        self.second.setText(
            f"{said}{where}。"
            if said
            else "没有设置第二备份位置。在“设置”里写上 U 盘里的文件夹，每次备份同时存一份。"
        )
        theme.restyle(self.second, "warn" if tone is Tone.WARN else "secondary")
        self._tell_drill(drills.last(work))
        self.back_button.setVisible(backup_contents.before_restoring(work) is not None)
        self._show()
        self._on_chosen()
        waiting = [each.path for each in self.copies if each.path not in self._sound]
        if waiting:
            self.desk.jobs.read(
                lambda: {path: backups.looked_at(path) for path in waiting},
                self._looked,
                key="backup_soundness",
            )

    def drill(self) -> None:
        """Restore the newest copy elsewhere, check and use it; the data are not touched."""
        work = self.desk.work

        def done(report: Report) -> None:
            self._tell_drill(report)
            self.desk.messages.inform(
                report.words if len(report.words) < _HEADING else "恢复演练没有通过",
                "最近一份备份恢复到了临时文件夹，检查、重算、重印以后已经删掉，现在的数据没有动。",
                detail="\n".join([*report.lines, *report.problems]),
            )

        self.desk.jobs.run(lambda _progress: drills.run(work), title="正在演练恢复", done=done)

    def _tell_drill(self, report: Report | None) -> None:
        said = "还没有演练过恢复。程序每月自己演练一次，也可以现在演练。"
        self.drilled.setText(report.words if report is not None else said)
        failed = report is not None and report.problems
        theme.restyle(self.drilled, "warn" if failed else "secondary")
        self.drilled.setToolTip("\n".join(report.lines) if report is not None else "")

    def restore_chosen(self) -> None:
        """Ask, then restore the copy chosen in the list."""
        row = self.table.currentRow()
        if not 0 <= row < len(self.copies):
            self.desk.messages.toast("请先选中一份备份。")
            return
        chosen = self.copies[row]
        problem = self._sound.get(chosen.path)
        # One that was altered is asked about again, with what does not hold.
        if (
            problem is not None
            and not isinstance(problem, AlteredCopy)
            and not encryption.copy_needs_password(chosen.path)
        ):
            self.desk.messages.problem(problem)
            return
        self._ask(chosen.path, f"恢复到 {chosen.made_at:%Y-%m-%d %H:%M} 的备份？")

    def go_back(self) -> None:
        """Ask, then put back what the last restoring replaced."""
        if (before := backup_contents.before_restoring(self.desk.work)) is not None:
            path, at = before
            self._ask(path, f"回到 {at:%Y-%m-%d %H:%M} 那次恢复以前的数据？")

    def _on_chosen(self) -> None:
        row, work = self.table.currentRow(), self.desk.work
        if not 0 <= row < len(self.copies):
            self.held.setText("选中一份备份，这里写出它和现在差多少。")
            return
        path = self.copies[row].path
        self.desk.jobs.read(
            lambda: backup_contents.told(backup_contents.compared(work, path)),
            self.held.setText,
            key="backup_contents",
        )

    def choose_file(self) -> QFileDialog:
        """Restore a copy that lies elsewhere, as on a stick."""
        return ask_for_file(
            self, self.desk.memory, "选择备份文件", "备份 (*.sqlite)",
            chosen=lambda path: self._ask(path, f"恢复备份“{path.name}”？"),
        )  # fmt: skip

    def _ask(self, path: Path, question: str) -> None:
        others = backups.is_of_others(self.desk.work.folder, path)
        self.desk.messages.confirm(
            question,
            (_OTHERS if others else "恢复以后，这份备份之后的修改就不在数据里了。")
            + "现在的数据不会删掉，原样留在备份文件夹里，需要时可以再恢复回来。",
            action="恢复",
            slot=lambda: self.desk.frame.restore(path),
        )

    def _looked(self, found: dict[Path, DomainError | None]) -> None:
        self._sound |= found
        self._show()

    def _show(self) -> None:
        self.table.fill(
            [
                (
                    f"{each.made_at:%Y-%m-%d %H:%M:%S}",
                    f"{each.size / 1024:,.0f} KB",
                    self._word(each.path),
                    str(each.path),
                )
                for each in self.copies
            ],
            [each.path for each in self.copies],  # a newer one above moves the choice to no other
        )

    def _word(self, path: Path) -> str:
        if path not in self._sound:
            return _CHECKING
        if encryption.copy_needs_password(path):
            return "要那时的口令"
        problem = self._sound[path]
        if isinstance(problem, AlteredCopy):
            return "和历史对不上"
        return "不能用" if problem else "完好"
