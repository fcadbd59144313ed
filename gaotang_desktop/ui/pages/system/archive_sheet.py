"""归档: everything or a year as a folder that people read, and the way back into an empty folder."""

from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.archiving.contents import CONTENTS, Contents, scope_words
from gaotang_desktop.services.archiving import restoring, writing
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_for_folder
from gaotang_desktop.ui.desk.folders import open_folder
from gaotang_desktop.ui.ledgers.plain_table import PlainTable
from gaotang_desktop.ui.widgets.cards import carded

_ABOUT = (
    "把数据写成一个文件夹：每类记录一个工作簿，印发的公文是 PDF，附件是原来的文件。接手的人用 WPS 就能看，"
    "不用装本程序，也能整个恢复到空的数据文件夹里。"
)
_WHOLE = "归档里群众姓名是全的，请按内部资料保管。"
_MASKED = "群众姓名打码，附件和修改历史不归进去：只供阅读，不能恢复成数据。"


class ArchiveSheet(QWidget):
    """``last`` is the folder of the archive made here, ``None`` before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.last: Path | None = None
        self.scope = QComboBox()
        self.scope.setAccessibleName("归档的范围")
        self.scope.addItem(scope_words(None), None)
        self.masked = QCheckBox("群众姓名打码（只供阅读，不能恢复）")
        self.masked.toggled.connect(lambda _on: self._say())
        self.said = QLabel()
        self.said.setProperty("class", "secondary")
        self.said.setWordWrap(True)
        self.table = PlainTable(
            ("工作簿", "条数"),
            wide=0,
            numbers=(1,),
            empty="还没有归档。归档以后，这里列出每类记录归了多少条。",
        )
        self.show_folder = QPushButton("打开归档文件夹")
        self.show_folder.clicked.connect(lambda _checked: self._show_folder())
        self.show_folder.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_3)
        about = QLabel(_ABOUT)
        about.setWordWrap(True)
        column.addWidget(about)
        column.addLayout(self._choices())
        column.addWidget(self.said)
        column.addWidget(carded(self.table), 1)
        column.addLayout(self._buttons())
        self._say()

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_3)
        words = QLabel("范围")
        words.setBuddy(self.scope)
        row.addWidget(words)
        row.addWidget(self.scope)
        row.addWidget(self.masked)
        row.addStretch(1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        self.archive_button = QPushButton("归档到…")
        self.archive_button.setProperty("role", "primary")
        self.archive_button.clicked.connect(lambda _checked: self.choose_place())
        self.restore_button = QPushButton("从归档恢复")
        self.restore_button.clicked.connect(lambda _checked: self.choose_archive())
        for button in (self.archive_button, self.show_folder, self.restore_button):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def reload(self) -> None:
        """Offer the years of which there are records."""
        work = self.desk.work
        self.desk.jobs.read(lambda: writing.years(work), self._offer, key="archive years")

    def _offer(self, years: list[int]) -> None:
        chosen = self.year
        self.scope.clear()
        for year in (None, *years):
            self.scope.addItem(scope_words(year), year)
        self.scope.setCurrentIndex(max(0, self.scope.findData(chosen)))

    @property
    def year(self) -> int | None:
        """The chosen year; ``None`` for everything."""
        found = self.scope.currentData()
        return found if isinstance(found, int) else None

    def _say(self) -> None:
        self.said.setText(_MASKED if self.masked.isChecked() else _WHOLE)

    def choose_place(self) -> QFileDialog:
        """Choose the folder in which the archive's folder is made."""
        return ask_for_folder(self, self.desk.memory, "归档放在哪个文件夹里", chosen=self.ask)

    def ask(self, parent: Path) -> None:
        """Say what the archive will be called and what is in it, then make it."""
        year, masked = self.year, self.masked.isChecked()
        name = writing.name_for(self.desk.work, year=year, masked=masked)
        target, number = parent / name, 1
        while target.exists():
            number += 1
            target = parent / f"{name} ({number})"
        self.desk.messages.confirm(
            f"归档（{scope_words(year)}）到“{parent}”？",
            f"新建文件夹“{target.name}”，不改动已有的文件。{_MASKED if masked else _WHOLE}",
            action="归档",
            danger=False,
            slot=lambda: self.archive(target, year=year, masked=masked),
        )

    def archive(self, target: Path, *, year: int | None, masked: bool) -> None:
        """Write it with progress; cancelled, nothing stays."""
        work = self.desk.work

        def done(contents: Contents) -> None:
            self.last = target
            self.show_folder.setEnabled(True)
            self._show(contents)
            files = f"，有 {contents.missing} 个附件的文件不在了" if contents.missing else ""
            self.desk.messages.toast(f"已归档并核对：{target.name}{files}。")

        self.desk.jobs.run(
            lambda progress: writing.write(
                work, target, year=year, masked=masked, progress=progress
            ),
            title="正在归档",
            done=done,
        )

    def _show(self, contents: Contents) -> None:
        labels = {each.table.name: each.table.label for each in contents.sheets}
        self.table.fill(
            [(labels[name], f"{count:,}") for name, count in contents.counts.items() if count]
        )

    def _show_folder(self) -> None:
        if self.last is not None:
            open_folder(self.last)

    def choose_archive(self) -> QFileDialog | None:
        """Choose an archive to restore, where that can be done at all."""
        if said := restoring.why_not(self.desk.work.folder):
            self.desk.messages.problem(said)
            return None
        return ask_for_folder(
            self, self.desk.memory, f"选择归档的文件夹（里面有“{CONTENTS}”）",
            chosen=self.desk.frame.restore,
        )  # fmt: skip
