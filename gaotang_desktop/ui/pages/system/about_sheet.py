"""关于: the program on this computer, where its data lie, and what a maintainer asks for."""

from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop import __version__, paths
from gaotang_desktop.services.computer import diagnosis
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_for_folder, ask_where_to_save
from gaotang_desktop.ui.desk.folders import open_folder
from gaotang_desktop.ui.ledgers.plain_table import PlainTable
from gaotang_desktop.ui.printing.asking import Question
from gaotang_desktop.ui.widgets.cards import carded

LICENCES = "许可文本"


class AboutSheet(QWidget):
    """A tab of 系统."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.printer_names: list[str] | None = None
        self.table = PlainTable(("项目", "内容"), wide=1, empty="")
        self.heading = QLabel(f"高塘双提升工作台 {__version__}")
        theme.restyle(self.heading, "heading")
        said = QLabel(
            "自由软件，按 GNU 通用公共许可证第 3 版（GPL-3.0-or-later）发布，不用联网，不向外发送任何内容。"
        )
        said.setProperty("class", "secondary")
        said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(self.heading)
        column.addWidget(said)
        column.addWidget(carded(self.table), 1)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        for text, slot in (
            ("打包诊断信息", self.choose_diagnosis),
            ("打开数据文件夹", lambda: open_folder(desk.work.folder)),
            ("搬移数据", self.choose_place),
            ("查看许可", self.show_licences),
        ):
            button = QPushButton(text)
            button.clicked.connect(lambda _checked=False, act=slot: act())
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self._printers = Question(self, QPrinterInfo.availablePrinterNames)
        self._printers.answered.connect(self._on_printers)

    def reload(self) -> None:
        """Read what is on this computer: faces in the background, printers in a thread."""
        self.desk.jobs.read(diagnosis.face_words, self._show, key="system about")
        if self.printer_names is None:
            self._printers.start()

    def others(self) -> dict[str, str]:
        """What only the window knows: Qt and the screens."""
        screens = [
            f"{each.size().width()}×{each.size().height()}，缩放 {each.devicePixelRatio():.0%}"
            for each in QGuiApplication.screens()
        ]
        return {"Qt": str(qVersion()), "屏幕": "；".join(screens)}

    def _show(self, found: list[tuple[str, str]]) -> None:
        rows = [
            ("数据文件夹", str(self.desk.work.folder)),
            ("程序文件夹", str(paths.program_folder())),
            *((f"字体：{name}", said) for name, said in found),
            *self.others().items(),
            ("打印机", self._printer_words()),
        ]
        self.table.fill(rows)

    def _printer_words(self) -> str:
        if self.printer_names is None:
            return "正在查找…"
        return "、".join(self.printer_names) or "没有安装打印机"

    def _on_printers(self, names: list[str]) -> None:
        self.printer_names = names
        self.desk.jobs.read(diagnosis.face_words, self._show, key="system about")

    def choose_diagnosis(self) -> None:
        """Ask where the zip for the maintainer goes."""
        name = f"高塘双提升诊断-{self.desk.work.now():%Y%m%d-%H%M}.zip"
        ask_where_to_save(
            self, self.desk.memory, "打包诊断信息", name, "压缩包 (*.zip)", chosen=self.pack
        )

    def pack(self, path: Path) -> None:
        """Write the zip in the background."""
        work, others, printers = self.desk.work, self.others(), self.printer_names or []
        self.desk.jobs.run(
            lambda _progress: diagnosis.pack(work, path, others=others, printers=printers),
            title="正在打包诊断信息",
            done=lambda made: self.desk.messages.toast(
                f"已保存：{made}。里面没有台账和人名，可以发给维护人员。"
            ),
        )

    def choose_place(self) -> None:
        """Ask for the folder into which the data are to be moved."""
        if paths.is_portable():
            self.desk.messages.inform(
                "便携版的数据和程序在一起",
                "便携版不用搬移数据：把整个程序文件夹复制到别处，数据就一起过去了。",
            )
            return
        ask_for_folder(self, self.desk.memory, "数据搬到哪个空文件夹", chosen=self.ask_to_move)

    def ask_to_move(self, target: Path) -> None:
        """Moving closes the data for a while: ask once."""
        self.desk.messages.confirm(
            "搬移数据？",
            f"全部数据、附件和备份会复制到“{target}”，逐个核对，以后就用那里的。"
            "原来的文件夹原样保留，确认无误后可以自己删除。",
            action="搬移",
            slot=lambda: self.desk.frame.move(target),
            danger=False,
        )

    def show_licences(self) -> None:
        """The texts under which everything that ships may be used."""
        shipped = paths.program_folder() / LICENCES
        open_folder(shipped if shipped.is_dir() else paths.resources() / "fonts" / "licences")
