"""A list as it will be printed, in a window of its own: look, then print, save or open it."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.documents.blocks import Sheet
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.files import write_whole
from gaotang_desktop.services import ledger_sheets
from gaotang_desktop.ui import icons, printing, theme
from gaotang_desktop.ui.desk import Desk
from gaotang_desktop.ui.widgets.pdf_view import PdfView

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made

Drawn = tuple[bytes, "Made"]
_MANY_ROWS = 3000
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\r\t', "_"))
_FOLDER = "gaotang-preview"


class PaperPreview(QDialog):
    """Shows ``sheet(unmasked)``, drawn in the background; the title of the paper names the files.

    Where there are names of residents (``has_names``) they are covered until the operator asks.
    """

    def __init__(
        self, parent: QWidget, desk: Desk, sheet: Callable[[bool], Sheet], *, has_names: bool
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._sheet = sheet
        self.content = b""
        self.name = ""
        self.setMinimumSize(680, 480)
        room = parent.window().size()
        self.resize(min(1080, room.width() - 80), max(480, min(980, room.height() - 40)))
        self.view = PdfView()
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.hide()
        self.unmasked = QCheckBox("印出居民全名")
        self.unmasked.setToolTip("平时只留姓，如 张某某；印出全名的只供内部使用")
        self.unmasked.setVisible(has_names)
        self.unmasked.toggled.connect(lambda _on: self.draw())
        column = QVBoxLayout(self)
        column.setContentsMargins(*([theme.SPACE_4] * 4))
        column.setSpacing(theme.SPACE_3)
        column.addWidget(self.view, 1)
        column.addWidget(self.said)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        self.close_button = self._button("关闭", "x", self.reject, "Esc")
        self.open_button = self._button("用系统阅读器打开", "eye", self.open_outside, "Ctrl+O")
        self.save_button = self._button("保存 PDF", "save", self.choose_file, "Ctrl+S")
        self.print_button = self._button("打印", "printer", self.print_paper, "Ctrl+P")
        self.print_button.setProperty("role", "primary")
        icons.dress(self.print_button, "printer", "on_accent", 16)
        row.addWidget(self.close_button)
        row.addWidget(self.unmasked)
        row.addStretch(1)
        row.addWidget(self.open_button)
        row.addWidget(self.save_button)
        row.addWidget(self.print_button)
        return row

    def _button(
        self, text: str, icon: str, slot: Callable[[], object], shortcut: str
    ) -> QPushButton:
        button = QPushButton(text)
        icons.dress(button, icon, "text", 16)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: slot())
        if shortcut != "Esc":
            button.setShortcut(QKeySequence(shortcut))
        button.setToolTip(f"{text}（{shortcut}）")
        return button

    def draw(self) -> None:
        """Draw the paper in the background, with names as the box says; then show the window."""
        unmasked = self.unmasked.isChecked()

        def make() -> tuple[str, Drawn]:
            paper = self._sheet(unmasked)
            return paper.title, ledger_sheets.draw(paper)

        self.desk.jobs.run(
            lambda _progress: make(), title="正在排版", done=lambda made: self._show(*made)
        )

    def _show(self, title: str, drawn: Drawn) -> None:
        self.content, made = drawn
        self.name = title.translate(_FORBIDDEN)[:80]
        self.setWindowTitle(f"打印 · {title}")
        self.view.show_bytes(self.content)
        said = [f"第 {each.page} 页：{each.sentence}" for each in made.findings[:3]]
        if len(made.findings) > len(said):
            said.append(f"另有 {len(made.findings) - len(said)} 处。")
        self._say("".join(said), "warn")
        if not self.isVisible():
            self.open()
            self.print_button.setFocus()

    def _say(self, text: str, tone: str) -> None:
        # Under the pages: a toast would lie behind this window.
        self.said.setText(text)
        theme.restyle(self.said, tone)
        self.said.setVisible(bool(text))

    def print_paper(self) -> None:
        """The system's print dialog, at real size; lists go on one side."""
        printing.ask_and_print(
            self,
            self.content,
            self.name,
            both_sides=False,
            failed=self.desk.messages.problem,
            done=lambda count: self._say(f"已送去打印 {count} 页。", "good"),
        )

    def choose_file(self) -> None:
        """Ask where the PDF goes."""
        dialog = QFileDialog(self, "保存 PDF", f"{self.name}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda chosen: self.save(Path(chosen)))
        dialog.open()

    def save(self, path: Path) -> None:
        """Write exactly what is shown."""
        try:
            write_whole(path, self.content)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self._say(f"已保存：{path}", "good")

    def open_outside(self) -> Path | None:
        """Hand the paper to the system's own reader, which prints sharper than pictures do."""
        try:
            path = _place_to_read(self.name)
            write_whole(path, self.content)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return None
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.desk.messages.problem(
                "这台电脑没有能打开 PDF 的程序。可以先“保存 PDF”，再拷到别的电脑上看。"
            )
        return path


def _place_to_read(name: str) -> Path:
    """A file of its own among the temporary ones; those of earlier papers go, unless still open."""
    folder = Path(tempfile.gettempdir()) / _FOLDER
    folder.mkdir(exist_ok=True)
    for older in folder.glob("*/*.pdf"):
        with suppress(OSError):  # the reader has it open: it goes the next time
            older.unlink()
            older.parent.rmdir()
    return Path(tempfile.mkdtemp(dir=folder)) / f"{name}.pdf"


def preview_list(
    parent: QWidget,
    desk: Desk,
    shown: Listing,
    *,
    heading: str,
    period: Period | None = None,
    narrowed: str = "",
) -> PaperPreview | None:
    """Show a list as paper; ``None``, and a sentence, when it has no row. Very long ones ask."""
    count = len(shown.ids)
    if not count:
        desk.messages.toast("列表里没有可以打印的记录。请先放宽条件或者换一个期间。")
        return None
    preview = PaperPreview(
        parent,
        desk,
        lambda unmasked: ledger_sheets.sheet(
            desk.work, shown, heading=heading, period=period, narrowed=narrowed, unmasked=unmasked
        ),
        has_names=ledger_sheets.names_residents(shown),
    )
    preview.finished.connect(lambda _result: preview.deleteLater())
    if count > _MANY_ROWS:
        pages = count // ledger_sheets.ROWS_OF_A_PAGE
        desk.messages.confirm(
            f"要打印 {count:,} 条记录？",
            f"大约要印 {pages:,} 页。可以先用条件或期间缩小范围，再打印。",
            action="照样排版",
            slot=preview.draw,
            danger=False,
        )
    else:
        preview.draw()
    return preview
