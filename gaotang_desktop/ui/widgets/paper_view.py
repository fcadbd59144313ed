"""A PDF in memory on white A4, as it will be printed."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

_DPI = 300


class PaperView(QWidget):
    """``show_pdf`` replaces what is shown and keeps the place on the page."""

    def __init__(self) -> None:
        super().__init__()
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.caption = QLabel()
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.caption.setProperty("class", "secondary")
        self._buffer: QBuffer | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.caption)
        column.addWidget(self.view, 1)

    def show_pdf(self, content: bytes) -> None:
        """Show another paper."""
        place = self.view.verticalScrollBar().value()
        self.clear()
        buffer = QBuffer(self)
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._buffer = buffer
        self.document.load(buffer)
        self.caption.setText(f"共 {self.document.pageCount()} 页 · A4 实际版式")
        self.view.verticalScrollBar().setValue(place)

    def clear(self) -> None:
        """Show nothing."""
        self.document.close()
        self.caption.setText("")
        if self._buffer is not None:
            self._buffer.close()
            self._buffer.deleteLater()
            self._buffer = None

    def print_on(self, printer: QPrinter) -> None:
        """Print every page at 300 dpi, at its real size."""
        painter = QPainter(printer)
        for page in range(self.document.pageCount()):
            if page:
                printer.newPage()
            size = self.document.pagePointSize(page)
            pixels = (size * _DPI / 72).toSize()
            target = printer.paperRect(QPrinter.Unit.DevicePixel)
            offset = printer.pageRect(QPrinter.Unit.DevicePixel).topLeft()
            painter.drawImage(target.translated(-offset), self.document.render(page, pixels))
        painter.end()
