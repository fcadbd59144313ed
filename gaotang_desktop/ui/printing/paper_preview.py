"""A list as it will be printed, in a window of its own: look, then print, save or open it."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.documents.blocks import Sheet
from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.sheets import ledger_sheets
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.printing.annex_button import AnnexButton
from gaotang_desktop.ui.printing.paper_actions import PaperActions, ShownPaper
from gaotang_desktop.ui.printing.pdf_view import PdfView

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made

Drawn = tuple[bytes, "Made"]
_MANY_ROWS = 3000


class PaperPreview(Dialog):
    """Shows ``sheet(unmasked)``, drawn in the background; the title of the paper names the files.

    Where it tells of residents (``has_names``, asked in the background) that is covered until the
    operator asks.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        sheet: Callable[[bool], Sheet],
        *,
        has_names: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._sheet, self._has_names = sheet, has_names
        self.content = b""
        self.name = ""
        self.setMinimumSize(680, 440)
        room = parent.window().size()
        self.resize(min(1080, room.width() - 80), max(480, min(980, room.height() - 40)))
        self.view = PdfView()
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.hide()
        self.unmasked = QCheckBox("印出居民全名")
        self.unmasked.setToolTip("平时只留姓，如 张某某；印出全名的只供内部使用")
        self.unmasked.hide()
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
        deeds = self.deeds = PaperActions(self, self.desk, lambda said: self._say(said, "good"))
        self.open_button = self._button(
            "用系统阅读器打开", "eye", lambda: deeds.open_outside(self.shown), "Ctrl+O"
        )
        self.word_button = self._button(
            "保存 Word", "file-text", lambda: deeds.choose_word(self.shown), "Ctrl+Shift+S"
        )
        self.save_button = self._button(
            "保存 PDF", "save", lambda: deeds.choose_file(self.shown), "Ctrl+S"
        )
        self.print_button = self._button(
            "打印", "printer", lambda: deeds.print_paper(self.shown), "Ctrl+P"
        )
        self.print_button.setProperty("role", "primary")
        icons.dress(self.print_button, "printer", "on_accent", 16)
        row.addWidget(self.close_button)
        row.addWidget(self.unmasked)
        row.addStretch(1)
        self.annex_button = AnnexButton(self, self.desk, lambda: self._sheet(False), self._say)
        row.addWidget(self.annex_button)
        row.addWidget(self.open_button)
        row.addWidget(self.word_button)
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
            # Not the button's own: that one waits a tenth of a second.
            QShortcut(QKeySequence(shortcut), self, slot)
        button.setToolTip(f"{text}（{shortcut}）")
        return button

    def draw(self) -> None:
        """Draw the paper in the background, with names as the box says; then show the window."""
        unmasked = self.unmasked.isChecked()

        def make() -> tuple[str, Drawn, bool]:
            paper = self._sheet(unmasked)
            return paper.title, ledger_sheets.draw(paper), self._has_names()

        self.desk.jobs.run(
            lambda _progress: make(), title="正在排版", done=lambda made: self._show(*made)
        )

    def _show(self, title: str, drawn: Drawn, has_names: bool) -> None:
        self.unmasked.setVisible(has_names)
        self.content, made = drawn
        self.name = title
        self.setWindowTitle(f"打印 · {title}")
        self.view.show_bytes(self.content)
        said = [f"第 {each.page} 页：{each.sentence}" for each in made.findings[:3]]
        if len(made.findings) > len(said):
            said.append(f"另有 {len(made.findings) - len(said)} 处。")
        self._say("".join(said), "warn")
        if not self.isVisible():
            self.first = self.print_button
            self.open()

    def _say(self, text: str, tone: str) -> None:
        # Under the pages: a toast would lie behind this window.
        self.said.setText(text)
        theme.restyle(self.said, tone)
        self.said.setVisible(bool(text))

    @property
    def shown(self) -> ShownPaper:
        """The paper as it is shown; lists go on one side."""
        return ShownPaper(self.content, self.name, word=lambda: self._sheet(self._is_unmasked()))

    def _is_unmasked(self) -> bool:
        return self.unmasked.isChecked()


def preview_list(
    parent: QWidget,
    desk: Desk,
    shown: Listing,
    *,
    heading: str,
    period: Period | None = None,
    narrowed: str = "",
    sums: Collection[str] = (),
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
            desk.work,
            shown,
            heading=heading,
            period=period,
            narrowed=narrowed,
            sums=sums,
            unmasked=unmasked,
        ),
        has_names=lambda: ledger_sheets.names_residents(desk.work, shown),
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
        if (asked := desk.messages.dialog) is not None:
            asked.rejected.connect(preview.deleteLater)
    else:
        preview.draw()
    return preview
