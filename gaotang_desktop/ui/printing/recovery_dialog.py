"""恢复单: shown once after encrypting, to be printed or saved to a stick; nothing of it is kept."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.files import write_whole
from gaotang_desktop.services.papers.recovery_sheets import recovery_sheet
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.file_dialogs import ask_where_to_save
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.printing import printer

_WORDS = (
    "数据已经加密。忘了口令时，只有这张恢复单能打开数据。请现在打印，锁进文件柜或者保险柜；"
    "不要和电脑放在一起。没有打印机的，照抄下面的恢复码，或者把 PDF 存到 U 盘里。"
)


class RecoveryDialog(Dialog):
    """It is closed only after somebody said that the sheet is in safe hands."""

    def __init__(
        self, parent: QWidget, memory: Memory, code: str, number: str, folder: Path
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("恢复单")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self._memory, self._name = memory, f"恢复单-{number}.pdf"
        self.code, self._number, self._folder = code, number, folder
        heading = QLabel("请打印恢复单，锁好")
        heading.setProperty("class", "heading")
        words = QLabel(_WORDS)
        words.setWordWrap(True)
        shown = QLabel(f"编号 {number}\n{code}")
        shown.setObjectName("page_title")
        shown.setAccessibleName("恢复码")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.hide()
        self.kept = QCheckBox("恢复单已经打印或者抄下来，锁好了")
        self.print_button, self.save_button = QPushButton("打印"), QPushButton("保存 PDF")
        self.print_button.setProperty("role", "primary")
        self.print_button.clicked.connect(lambda _checked: self.print_sheet())
        self.save_button.clicked.connect(lambda _checked: self.choose_file())
        self.close_button = QPushButton("完成")
        self.close_button.setEnabled(False)
        self.kept.toggled.connect(self.close_button.setEnabled)
        self.close_button.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([theme.SPACE_5] * 4))
        column.setSpacing(theme.SPACE_3)
        for widget in (heading, words, shown, self.said, self.kept):
            column.addWidget(widget)
        column.addLayout(row)

    @override
    def reject(self) -> None:
        """Escape is no answer to whether the sheet is safe."""
        if self.kept.isChecked():
            super().reject()
        else:
            self._say("请先打印或者抄下恢复码，再勾上“锁好了”。", well=False)

    def _content(self) -> bytes:
        return recovery_sheet(self.code, self._number, self._folder)

    def print_sheet(self) -> None:
        """The system's print dialog."""
        try:
            content = self._content()
        except DomainError as problem:
            self._say(str(problem), well=False)
            return
        printer.ask_and_print(
            self,
            content,
            "恢复单",
            both_sides=False,
            failed=lambda error: self._say(str(error), well=False),
            waiting=lambda words: self._say(words, well=False),
            done=lambda count: self._say(f"已送去打印 {count} 页。", well=True),
        )

    def choose_file(self) -> None:
        """Ask where the PDF is to be saved: to a stick, not to this computer."""
        ask_where_to_save(
            self, self._memory, "保存恢复单", self._name, "PDF (*.pdf)", chosen=self.save
        )

    def save(self, path: Path) -> None:
        """Write the PDF."""
        try:
            write_whole(path, self._content())
        except DomainError as problem:
            self._say(str(problem), well=False)
            return
        self._say(f"已保存：{path.name}。打印以后请删除它，或者把 U 盘锁好。", well=True)

    def _say(self, sentence: str, *, well: bool) -> None:
        self.said.setText(sentence)
        self.said.show()
        theme.restyle(self.said, "good" if well else "bad")
