"""A paper as it will be printed: white A4 pages, whatever the theme."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
)
from typing_extensions import override

from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.printing.pdf_pages import PdfPages, QtPdfPages

_MARGIN, _BETWEEN = 20, 14
_SMALLEST, _LARGEST = 0.25, 4.0
_KEPT_BYTES = 24 << 20
"""Of drawn pages: two of a large window at 150 %, a dozen of a small one."""
_WIDEST_FIT = 1.35 * 96 / 72


class _Sheets(QAbstractScrollArea):
    """The pages under each other; only those in sight are drawn, and some are kept."""

    scrolled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sheets")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.pages: PdfPages | None = None
        self.zoom: float | None = None
        self._drawn: dict[tuple[int, int], QImage] = {}
        self.verticalScrollBar().setSingleStep(48)
        self.verticalScrollBar().valueChanged.connect(lambda _at: self.scrolled.emit())

    def show_pages(self, pages: PdfPages | None) -> None:
        """Another paper, or a newer state of it: the place one is reading stays."""
        where = self.verticalScrollBar().value()
        self.pages = pages
        self._drawn.clear()
        self.lay_out()
        self.verticalScrollBar().setValue(where)
        self.viewport().update()

    def scale(self) -> float:
        """Logical pixels per point; without a zoom, such that the widest page fits the width."""
        if self.zoom is not None:
            return self.zoom * 96 / 72
        if self.pages is None or not self.pages.count:
            return 1.0
        widest = max(self.pages.size(page).width() for page in range(self.pages.count))
        fitting = (self.viewport().width() - 2 * _MARGIN) / widest
        # In a very wide window a page twice its size is no easier to read.
        return min(max(fitting, 0.2), _WIDEST_FIT)

    def boxes(self) -> list[QRectF]:
        """Where each page lies, from the top of the first."""
        found: list[QRectF] = []
        if self.pages is None:
            return found
        scale, top = self.scale(), float(_MARGIN)
        room = self.viewport().width()
        for page in range(self.pages.count):
            size = self.pages.size(page) * scale
            left = max((room - size.width()) / 2, float(_MARGIN))
            found.append(QRectF(QPointF(left, top), size))
            top += size.height() + _BETWEEN
        return found

    def lay_out(self) -> None:
        """Set the scroll bars to what there is."""
        boxes = self.boxes()
        high = boxes[-1].bottom() + _MARGIN if boxes else 0
        wide = max((box.right() + _MARGIN for box in boxes), default=0)
        view = self.viewport().size()
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setRange(0, max(0, round(high - view.height())))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setRange(0, max(0, round(wide - view.width())))

    def current(self) -> int:
        """The page at the middle of the view, counted from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        boxes = self.boxes()
        return next((i for i, box in enumerate(boxes) if middle <= box.bottom() + _BETWEEN), 0)

    def picture(self, page: int, size: QSize) -> QImage:
        """A page in device pixels; the last ones are kept while they are in sight."""
        key = page, size.width()
        if key not in self._drawn and self.pages is not None:
            more = 4 * size.width() * size.height()
            while (
                self._drawn
                and more + sum(map(QImage.sizeInBytes, self._drawn.values())) > _KEPT_BYTES
            ):
                del self._drawn[next(iter(self._drawn))]
            self._drawn[key] = self.pages.picture(page, size)
        return self._drawn[key]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = QRect(QPoint(0, 0), self.viewport().size())
        painter.fillRect(ground, theme.colour("paper_table"))
        offset = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        ratio = self.devicePixelRatioF()
        for page, box in enumerate(self.boxes()):
            placed = box.translated(-offset).toAlignedRect()
            if not placed.intersects(ground):
                continue
            for step in range(3):
                shade = QColor(0, 0, 0, 14 - 4 * step)
                painter.fillRect(placed.adjusted(-step, -step + 1, step + 1, step + 2), shade)
            pixels = QSize(round(placed.width() * ratio), round(placed.height() * ratio))
            painter.drawImage(placed, self.picture(page, pixels))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.verticalScrollBar()
        part = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self.lay_out()
        bar.setValue(round(part * bar.maximum()))
        self.scrolled.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._drawn.clear()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the view around it zooms
        else:
            super().wheelEvent(event)

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()


class PdfView(QFrame):
    """Pages with their number and a zoom. ``page_changed(page, count)``, counted from 1."""

    page_changed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("class", "paper_table")
        self._sheets = _Sheets()
        self._sheets.setAccessibleName("纸面预览")
        self._sheets.scrolled.connect(self._tell)
        self._words = QLabel()
        self._words.setProperty("class", "secondary")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._told = (0, 0)
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACE_3, theme.SPACE_1, theme.SPACE_2, 0)
        head.addSpacing(3 * 26)
        head.addWidget(self._words, 1)
        for icon, tip, slot in (
            ("zoom-out", "缩小（Ctrl+-）", lambda: self._step(1 / 1.2)),
            ("zoom-in", "放大（Ctrl++）", lambda: self._step(1.2)),
            ("file-text", "适合宽度（Ctrl+0）", lambda: self.set_zoom(None)),
        ):
            button = QToolButton()
            icons.dress(button, icon, "secondary", 16)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _checked, slot=slot: slot())
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE_1, 0, theme.SPACE_2)
        column.setSpacing(theme.SPACE_1)
        column.addLayout(head)
        column.addWidget(self._sheets, 1)
        self.setFocusProxy(self._sheets)
        self.clear("还没有可以预览的内容。")

    @property
    def page_count(self) -> int:
        """Number of pages shown."""
        return self._sheets.pages.count if self._sheets.pages else 0

    @property
    def current_page(self) -> int:
        """The page being read, counted from 1; 0 when there is none."""
        return self._sheets.current() + 1 if self.page_count else 0

    def show_bytes(self, data: bytes) -> None:
        """Show a PDF from memory; the place one was reading stays.

        Raises:
            Unreadable: not a PDF; what was shown stays.
        """
        self._sheets.show_pages(QtPdfPages(data))
        self._tell()

    def clear(self, sentence: str = "") -> None:
        """Show no paper, and say why."""
        self._sheets.show_pages(None)
        self._told = (0, 0)
        self._words.setText(sentence)

    def set_zoom(self, zoom: float | None) -> None:
        """1.0 is the size on paper; ``None`` fits the width."""
        self._sheets.zoom = None if zoom is None else min(max(zoom, _SMALLEST), _LARGEST)
        self._sheets.lay_out()
        self._sheets.viewport().update()
        self._tell()

    def zoom(self) -> float:
        """The zoom that holds now."""
        return self._sheets.scale() * 72 / 96

    def go_to(self, page: int) -> None:
        """Scroll to a page, counted from 1."""
        boxes = self._sheets.boxes()
        if 1 <= page <= len(boxes):
            self._sheets.verticalScrollBar().setValue(round(boxes[page - 1].top() - _MARGIN))

    def _step(self, factor: float) -> None:
        self.set_zoom(self.zoom() * factor)

    def _tell(self) -> None:
        if not self.page_count:
            return
        place = self.current_page, self.page_count
        self._words.setText(f"第 {place[0]} / {place[1]} 页 · A4 实际版式")
        if place != self._told:
            self._told = place
            self.page_changed.emit(*place)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._step(1.2)
        elif control and event.key() == Qt.Key.Key_Minus:
            self._step(1 / 1.2)
        elif control and event.key() == Qt.Key.Key_0:
            self.set_zoom(None)
        else:
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._step(1.1 if event.angleDelta().y() > 0 else 1 / 1.1)
            event.accept()
        else:
            super().wheelEvent(event)
