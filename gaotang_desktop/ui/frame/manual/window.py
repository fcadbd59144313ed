"""The manual in a window of its own: contents and search at the left, the chapter at the right."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QImageReader,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.frame.manual import text as manual_text
from gaotang_desktop.ui.frame.manual.text import CONTENTS, Chapter

_MARGIN = 36
_WIDEST = 860
_SIZES = {1: 20.0, 2: 15.0, 3: 12.5}
_ABOVE = {0: 4, 1: 0, 2: 22}
_CELL = 7


class Reader(QTextBrowser):
    """One chapter; pictures are as wide as the column, never wider than they are."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.setOpenLinks(False)
        self.setAccessibleName("手册正文")
        # A bar that comes and goes would change the width that pictures are fitted to.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.document().setDocumentMargin(_MARGIN)
        self._chapter: Chapter | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(60)
        self._again.timeout.connect(self._set_again)

    def set_chapter(self, chapter: Chapter) -> None:
        """Show a chapter from its beginning."""
        self._chapter = chapter
        self.document().clear()
        self.document().setMarkdown(chapter.text)
        self.document().setDocumentMargin(_MARGIN)
        self._dress()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def go_to_heading(self, heading: str) -> None:
        """Scroll so that a heading stands at the top."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text() == heading:
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(int(top) - 8)
            block = block.next()

    def mark(self, word: str) -> int:
        """Mark every place of a word and go to the first; returns how many there are."""
        colours = theme.colours()
        marked = QTextCharFormat()
        marked.setBackground(QColor(colours.warn_soft))
        marked.setForeground(QColor(colours.warn_text))
        places = []
        cursor = QTextCursor(self.document())
        while word and not (cursor := self.document().find(word, cursor)).isNull():
            place = QTextEdit.ExtraSelection()
            place.cursor, place.format = QTextCursor(cursor), marked
            places.append(place)
        self.setExtraSelections(places)
        if places:
            first = QTextCursor(places[0].cursor)
            first.clearSelection()
            self.setTextCursor(first)
        return len(places)

    def find_next(self, word: str) -> None:
        """Go to the next place of a word, after the last to the first again."""
        if word and not self.find(word):
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.find(word)

    def _column(self) -> int:
        return max(200, min(self.viewport().width() - 2 * _MARGIN, _WIDEST))

    def _set_again(self) -> None:
        """Pictures are fitted anew after the window got another width; the place is kept."""
        if self._chapter is not None:
            bar = self.verticalScrollBar()
            at = bar.value() / max(1, bar.maximum())
            selections = [each.cursor.selectedText() for each in self.extraSelections()]
            self.set_chapter(self._chapter)
            if selections:
                self.mark(selections[0])
            bar.setValue(round(at * bar.maximum()))

    def _dress(self) -> None:
        block = self.document().begin()
        while block.isValid():
            self._dress_block(block)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress_table(frame)

    def _dress_block(self, block: QTextBlock) -> None:
        level = block.blockFormat().headingLevel()
        shape = QTextBlockFormat()
        cursor = QTextCursor(block)
        in_table = cursor.currentTable() is not None
        # A picture is a line of its own: 150 per cent of it would leave a hole below.
        high = 100 if "\ufffc" in block.text() else 120 if in_table else 150
        shape.setLineHeight(high, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        close = block.textList() is not None or in_table
        shape.setTopMargin(0 if close else _ABOVE.get(level, 14))
        shape.setBottomMargin(0 if close else 10 if level == 1 else 6)
        cursor.mergeBlockFormat(shape)
        if level:
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            letters = cursor.charFormat()
            # Markdown's own adjustment, whatever it says, is stronger than a size in points.
            letters.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
            letters.setFontPointSize(_SIZES.get(level, theme.HEADING_PT))
            letters.setFontWeight(QFont.Weight.Medium)
            cursor.setCharFormat(letters)

    # -- Qt ----------------------------------------------------------------------------------

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        url = name if isinstance(name, QUrl) else QUrl(name)
        path = self._folder / url.path()
        if kind != QTextDocument.ResourceType.ImageResource.value or not path.is_file():
            return super().loadResource(kind, url)
        reader = QImageReader(str(path))
        ratio = self.devicePixelRatioF()
        size = reader.size()
        width = min(self._column(), size.width())
        image = reader.read().scaled(
            QSize(round(width * ratio), round(width * ratio * size.height() / size.width())),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image.setDevicePixelRatio(ratio)
        return image if not image.isNull() else QImage()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._again.start()  # from light to dark the tables change their colours too

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._again.start()


def _dress_table(table: QTextTable) -> None:
    """Hairlines, room in the cells, and a head that stands out; in the colours of now."""
    colours = theme.colours()
    shape = table.format()
    shape.setBorder(1)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(QColor(colours.control_border))
    shape.setBorderCollapse(True)
    shape.setCellPadding(_CELL)
    shape.setCellSpacing(0)
    shape.setTopMargin(4)
    shape.setBottomMargin(10)
    table.setFormat(shape)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        head = cell.format()
        head.setBackground(QColor(colours.header))
        cell.setFormat(head)


class ManualWindow(Dialog):
    """Stays open beside the work; F1 on another page turns it to that page's chapter."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        super().__init__(window)
        self.setWindowTitle("操作手册")
        self.setWindowFlags(Qt.WindowType.Window)
        self.resize(1060, 700)
        self.chapters = {each.name: each for each in manual_text.read(folder)}
        self.reader = Reader(folder)
        self.reader.anchorClicked.connect(self._on_link)
        self.line = QLineEdit()
        self.line.setPlaceholderText("在手册里查找")
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName("在手册里查找")
        self.line.textChanged.connect(self._on_typed)
        self.line.returnPressed.connect(lambda: self.reader.find_next(self.line.text().strip()))
        self.contents = QListWidget()
        self.contents.setAccessibleName("目录")
        self.contents.setFixedWidth(220)
        self.contents.currentItemChanged.connect(self._on_item)
        self.said = QLabel()
        self.said.setProperty("class", "secondary")
        self.said.setWordWrap(True)
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE_2)
        for widget in (self.line, self.contents, self.said):
            left.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(*([theme.SPACE_3] * 4))
        row.setSpacing(theme.SPACE_3)
        row.addLayout(left)
        row.addWidget(self.reader, 1)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.line.setFocus)
        self._list("")

    def open_at(self, chapter: str) -> None:
        """Show the window at a chapter (``system#设置`` at a heading of it).

        At the contents where there is none of this name.
        """
        name, _, heading = chapter.partition("#")
        self.line.clear()
        self._choose(name if name in self.chapters else CONTENTS, heading)
        self.show()
        self.raise_()
        self.activateWindow()
        self.contents.setFocus()

    @property
    def chapter(self) -> str:
        """The chapter that is shown."""
        row = self.contents.currentRow()
        return str(self.contents.item(row).data(Qt.ItemDataRole.UserRole)[0]) if row >= 0 else ""

    def _list(self, word: str) -> None:
        """The contents; with a word, the chapters in which it occurs and how often."""
        self.contents.blockSignals(True)
        self.contents.clear()
        for each in self.chapters.values():
            count = each.count(word) if word else 0
            if word and not count:
                continue
            title = "目录" if each.name == CONTENTS else each.title
            self._add(f"{title}　{count} 处" if word else title, each.name, "")
            for heading in () if word else each.headings:
                self._add(f"　　{heading}", each.name, heading)
        self.contents.blockSignals(False)
        found = self.contents.count()
        if not self.chapters:
            self.said.setText("程序里没有带手册文件，请重新安装程序。")
        elif word:
            self.said.setText("按回车到下一处。" if found else "手册里没有这几个字，换个说法试试。")
        self.said.setVisible(bool(word) or not self.chapters)

    def _add(self, text: str, chapter: str, heading: str) -> None:
        item = QListWidgetItem(text)
        item.setToolTip(text.strip())
        item.setData(Qt.ItemDataRole.UserRole, (chapter, heading))
        self.contents.addItem(item)

    def _choose(self, chapter: str, heading: str = "") -> None:
        for row in range(self.contents.count()):
            if self.contents.item(row).data(Qt.ItemDataRole.UserRole) == (chapter, heading):
                self.contents.setCurrentRow(row)
                return

    def _on_typed(self, text: str) -> None:
        shown, word = self.chapter, text.strip()
        self._list(word)
        self._choose(shown)
        if self.contents.currentRow() < 0:
            self.contents.setCurrentRow(0)
        else:
            self.reader.mark(word)

    def _on_item(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        chapter, heading = item.data(Qt.ItemDataRole.UserRole)
        self.reader.set_chapter(self.chapters[chapter])
        self.reader.mark(self.line.text().strip())
        if heading:
            self.reader.go_to_heading(heading)

    def _on_link(self, url: QUrl) -> None:
        name = Path(url.path()).stem
        if name in self.chapters:
            self.line.clear()
            self._choose(name)
