"""What can be done with a paper that is shown: save, save as Word, open elsewhere, print."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from gaotang_desktop.domain import phone
from gaotang_desktop.domain.documents.blocks import Paper
from gaotang_desktop.domain.documents.registers import file_name
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.files import write_whole
from gaotang_desktop.services.papers import outside, word_files
from gaotang_desktop.ui.desk.clipboard import SAID, put_on_clipboard
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_where_to_save
from gaotang_desktop.ui.printing import printer
from gaotang_desktop.ui.printing.pdf_pages import QtPdfPages

_PHONE_PIXELS = 1080
Say = Callable[[str], None]


@dataclass(frozen=True)
class ShownPaper:
    """A paper on the screen: its PDF, what its files are called, whether it goes on both sides.

    ``word`` makes the paper for its Word twin; a paper that went out has none: it is what it is.
    """

    content: bytes
    name: str
    both_sides: bool = False
    word: Callable[[], Paper] | None = None


class PaperActions:
    """The deeds behind the buttons of a widget that shows papers; ``say`` tells what was done."""

    def __init__(self, parent: QWidget, desk: Desk, say: Say) -> None:
        self._parent, self._desk, self._say = parent, desk, say

    def choose_file(self, shown: ShownPaper) -> None:
        """Ask where the PDF goes."""
        self._choose("保存 PDF", shown.name, "pdf", "PDF (*.pdf)", lambda p: self.save(shown, p))

    def choose_word(self, shown: ShownPaper) -> None:
        """Ask where the Word twin goes."""
        self._choose(
            "保存 Word", shown.name, "docx", "Word 文档 (*.docx)",
            lambda p: self.save_word(shown, p),
        )  # fmt: skip

    def choose_word_with_faces(self, shown: ShownPaper) -> None:
        """Ask where the Word twin with the faces in it goes."""
        self._choose(
            "保存 Word（连同字体）", shown.name, "docx", "Word 文档 (*.docx)",
            lambda p: self.save_word(shown, p, with_faces=True),
        )  # fmt: skip

    def _choose(
        self, title: str, name: str, suffix: str, kinds: str, chosen: Callable[[Path], None]
    ) -> None:
        proposed = file_name(name, suffix=f".{suffix}")
        ask_where_to_save(self._parent, self._desk.memory, title, proposed, kinds, chosen=chosen)

    def save(self, shown: ShownPaper, path: Path) -> None:
        """Write exactly what is shown."""
        self._tried(lambda: write_whole(path, shown.content), f"已保存：{path}")

    def save_word(self, shown: ShownPaper, path: Path, *, with_faces: bool = False) -> None:
        """Write the same paper for those who edit in WPS or Word; faces take a few seconds."""
        if (build := shown.word) is None:
            self._desk.messages.toast("这份公文已经印发，只有印发时的 PDF。")
        elif with_faces:
            self._desk.jobs.run(
                lambda _progress: word_files.save_word(build(), path, with_faces=True),
                title="正在保存 Word，把字体放进文件",
                done=lambda said: self._say(f"已保存：{path}。{said}"),
            )
        else:
            self._tried(lambda: word_files.save_word(build(), path), f"已保存：{path}")

    def _tried(self, deed: Callable[[], object], said: str) -> None:
        try:
            deed()
        except DomainError as problem:
            self._desk.messages.problem(problem)
        else:
            self._say(said)

    def send(self, shown: ShownPaper) -> None:
        """The first page as a picture for a phone and the gist as text, on the clipboard.

        Of a paper that names residents only the text goes out, with the names covered.
        """
        cover = self._desk.work.cover
        try:
            pages = QtPdfPages(shown.content)
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return
        words = pages.text()
        message = phone.paper_message(cover(shown.name), cover(words))
        if cover(words) != words:
            put_on_clipboard(message)
            self._say("这份文里有群众姓名，只放了文字（姓名只留姓），没有放图。")
            return
        size = pages.size(0)
        high = round(size.height() * _PHONE_PIXELS / size.width())
        put_on_clipboard(message, pages.picture(0, QSize(_PHONE_PIXELS, high)))
        self._say(SAID)

    def open_outside(self, shown: ShownPaper) -> Path | None:
        """Hand the paper to the system's own reader, which prints sharper than pictures do."""
        try:
            path = outside.laid_out(self._desk.work, file_name(shown.name), shown.content)
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return None
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._desk.messages.problem(
                "这台电脑没有能打开 PDF 的程序。可以先“保存 PDF”，再拷到别的电脑上看。"
            )
        return path

    def print_paper(self, shown: ShownPaper) -> None:
        """The system's print dialog, at real size."""
        printer.ask_and_print(
            self._parent,
            shown.content,
            shown.name,
            both_sides=shown.both_sides,
            failed=self._desk.messages.show_error,
            waiting=self._desk.messages.toast,
            done=lambda count: self._say(f"已送去打印 {count} 页。"),
        )
