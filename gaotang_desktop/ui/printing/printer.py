"""The system's print dialog at real size (实际大小); pages go out as pictures of 300 dpi."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.ui.printing.asking import Question
from gaotang_desktop.ui.printing.pdf_pages import PdfPages, QtPdfPages

DPI = 300
NO_PRINTER = (
    "这台电脑还没有安装打印机，或者打印机不在线。可以先“保存 PDF”，装好打印机以后再打印，"
    "或者把 PDF 拷到别的电脑上打印。"
)

SLOW_PRINTER = (
    "打印机还没有回应，可能没有开机或者没有连上网络。可以接着做别的事，也可以先“保存 PDF”。"
)


def prepared(pages: PdfPages, name: str, *, both_sides: bool) -> QPrinter:
    """A printer set to A4 without margins of its own, turned as the first page is.

    Official papers go on both sides by default: their page numbers stand outside.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    size = pages.size(0)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape
        if size.width() > size.height()
        else QPageLayout.Orientation.Portrait
    )
    printer.setFullPage(True)
    printer.setResolution(DPI)
    printer.setDocName(name)
    printer.setDuplex(
        QPrinter.DuplexMode.DuplexLongSide if both_sides else QPrinter.DuplexMode.DuplexNone
    )
    return printer


def wanted_pages(count: int, first: int, last: int) -> range:
    """The pages to print, counted from 0; a range of 0 to 0 means all, as the dialog says it."""
    if first <= 0:
        return range(count)
    return range(first - 1, min(last or count, count))


def print_pages(pages: PdfPages, printer: QPrinter) -> int:
    """Print the pages chosen in the dialog at their real size; returns how many."""
    chosen = wanted_pages(pages.count, printer.fromPage(), printer.toPage())
    painter = QPainter(printer)
    if not painter.isActive():
        raise DomainError("打印机没有接受这份文件，请检查打印机是否开着、有没有纸，再打印一次。")
    # Drivers that cannot make copies themselves are given the pages again, copy after copy.
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    try:
        for number, page in enumerate([*chosen] * copies):
            if number:
                printer.newPage()
            pixels = (pages.size(page) * DPI / 72).toSize()
            target = printer.paperRect(QPrinter.Unit.DevicePixel)
            picture = pages.picture(page, pixels)
            if (picture.width() > picture.height()) != (target.width() > target.height()):
                # A page that lies across: its upper edge is the left edge of the upright sheet.
                picture = picture.transformed(QTransform().rotate(-90))
            offset = printer.pageRect(QPrinter.Unit.DevicePixel).topLeft()
            painter.drawImage(target.translated(-offset), picture)
    finally:
        painter.end()
    return len(chosen)


class Printing(QObject):
    """Printing one paper: the printers are asked and the pages made outside the window's thread."""

    def __init__(
        self,
        parent: QWidget,
        content: bytes,
        name: str,
        *,
        both_sides: bool,
        failed: Callable[[Exception], None],
        done: Callable[[int], None] = lambda _count: None,
        waiting: Callable[[str], None] = lambda _said: None,
    ) -> None:
        """``failed`` hears why nothing was printed; ``waiting`` that a printer does not answer."""
        super().__init__(parent)
        self._parent, self._content, self._name = parent, content, name
        self._both_sides, self._failed, self._done = both_sides, failed, done
        self._waiting = waiting
        self.dialog: QPrintDialog | None = None

    def start(self) -> None:
        """Look for a printer, then open the system's dialog."""
        self._ask(self._found, self._open)

    def _ask(self, question: Callable[[], Any], then: Callable[[Any], None]) -> None:
        asked = Question(self, question)
        asked.answered.connect(then)
        asked.failed.connect(self._failed)
        asked.slow.connect(lambda: self._waiting(SLOW_PRINTER))
        asked.start()

    def _found(self) -> QPrinter:
        if not QPrinterInfo.availablePrinterNames():
            raise DomainError(NO_PRINTER)
        return prepared(QtPdfPages(self._content), self._name, both_sides=self._both_sides)

    def _open(self, printer: QPrinter) -> None:
        dialog = QPrintDialog(printer, self._parent)
        dialog.setOptions(
            QPrintDialog.PrintDialogOption.PrintPageRange
            | QPrintDialog.PrintDialogOption.PrintToFile
            | QPrintDialog.PrintDialogOption.PrintShowPageSize
        )
        dialog.setMinMax(1, QtPdfPages(self._content).count)
        dialog.accepted.connect(lambda: self.print_on(printer))
        self.dialog = dialog
        # QPrintDialog's own open() wants a slot; the dialog's is the one that does not block.
        QDialog.open(dialog)

    def print_on(self, printer: QPrinter) -> None:
        """Send the pages chosen in the dialog."""
        self._ask(lambda: print_pages(QtPdfPages(self._content), printer), self._done)


def ask_and_print(
    parent: QWidget,
    content: bytes,
    name: str,
    *,
    both_sides: bool,
    failed: Callable[[Exception], None],
    done: Callable[[int], None] = lambda _count: None,
    waiting: Callable[[str], None] = lambda _said: None,
) -> Printing:
    """The print dialog of the system; ``failed`` hears why nothing was printed."""
    printing = Printing(
        parent, content, name, both_sides=both_sides, failed=failed, done=done, waiting=waiting
    )
    printing.start()
    return printing
