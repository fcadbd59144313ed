"""范文: the wording of a kind of paper, its fields as chips, the paper beside it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.documents.paper_wordings import FIELDS, TITLE, Wording, left_out
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.services.papers import paper_wordings, wording_files
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file, ask_where_to_save
from gaotang_desktop.ui.printing.pdf_view import PdfView
from gaotang_desktop.ui.widgets.wrapping_row import WrappingRow

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made

_FILES = "公文范文 (*.json)"
_RESTED_MS = 400


class WordingDialog(Dialog):
    """A version is stored by 保存; those before stay and can be shown again."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shipped: Wording | None = None
        self._stood = Wording("", "")
        self._at = 0
        self.setWindowTitle("公文范文")
        self.resize(1180, 700)
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("公文")
        for name in paper_wordings.NAMES:
            self.kinds.addItem(paper_wordings.label_of(name), name)
        self.versions = QComboBox()
        self.versions.setAccessibleName("版本")
        self.title = QLineEdit()
        self.title.setAccessibleName("范文标题")
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("范文正文")
        self.text.setTabChangesFocus(True)
        self.chips = WrappingRow()
        self.told_at = self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setProperty("class", "secondary")
        self.view = PdfView()
        self.view.setMinimumWidth(380)
        self.save = self._button("保存", self.store)
        self.save.setProperty("role", "primary")
        self.back = self._button("恢复程序自带的", self.take_shipped)
        self.give = self._button("导出…", self._ask_where)
        self.give.setToolTip("把这一种公文自己的范文存成文件，给别的电脑用")
        self.read = self._button("读入…", self._ask_for_file)
        self.read.setToolTip("读入导出的范文，存成新的一版；原来的各版都留着")
        close = self._button("关闭", self.reject)
        head = QHBoxLayout()
        head.addWidget(self.kinds, 2)
        head.addWidget(self.versions, 1)
        ends = QHBoxLayout()
        for button in (self.back, self.give, self.read):
            ends.addWidget(button)
        ends.addStretch(1)
        ends.addWidget(close)
        ends.addWidget(self.save)
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE_2)
        left.addLayout(head)
        left.addWidget(self.title)
        left.addWidget(self.chips)
        left.addWidget(self.text, 1)
        left.addWidget(self.said)
        left.addLayout(ends)
        row = QHBoxLayout(self)
        row.setContentsMargins(*([theme.SPACE_4] * 4))
        row.setSpacing(theme.SPACE_3)
        row.addLayout(left, 1)
        row.addWidget(self.view, 1)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_RESTED_MS)
        self._resting.timeout.connect(self.draw)
        self.title.textChanged.connect(lambda _text: self._resting.start())
        self.text.textChanged.connect(self._resting.start)
        self.kinds.currentIndexChanged.connect(lambda _at: self._turn())
        self.versions.activated.connect(self._show_version)
        self.first = self.text
        self._open()

    def _button(self, text: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: slot())
        return button

    @property
    def paper(self) -> str:
        """Which paper is shown, as the command line names it."""
        return str(self.kinds.currentData())

    def wording(self) -> Wording:
        """What stands in the fields."""
        known = self._shipped.known if self._shipped is not None else ()
        return Wording(self.title.text(), self.text.toPlainText(), known)

    @override
    def is_dirty(self) -> bool:
        now = self.wording()
        return (now.title, now.body) != (self._stood.title, self._stood.body)

    @override
    def typed(self) -> tuple[Words, list[str]]:
        now = self.wording()
        words = {"": {"paper": self.kinds.itemData(self._at), "title": now.title, "body": now.body}}
        return words, [self.kinds.itemText(self._at), now.title, *now.body.splitlines()]

    @override
    def put(self, words: Words) -> None:
        kept = words[""]
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(kept["paper"])))
        self.title.setText(str(kept["title"]))
        self.text.setPlainText(str(kept["body"]))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        theme.restyle(self.said, "secondary")

    def _turn(self) -> None:
        """Another paper, unless words are typed that nobody stored."""
        if self.kinds.currentIndex() == self._at:
            return
        if self.may_leave():
            self._open()
        else:
            self.kinds.setCurrentIndex(self._at)

    def _open(self) -> None:
        work, self._at = self._desk.work, self.kinds.currentIndex()
        self._shipped = None
        try:
            self._shipped = paper_wordings.shipped_of(work, self.paper)
        except DomainError as problem:
            self.view.clear(str(problem))
        own = paper_wordings.current(work, self.paper)
        self.give.setEnabled(own is not None)
        self._fill_chips()
        self.versions.clear()
        for each in paper_wordings.versions(work, self.paper):
            words = "程序自带的" if not each.wording.body else f"第{each.number}版"
            self.versions.addItem(f"{words}（{each.saved_on:%m-%d}）", each.wording)
        self.versions.setEnabled(self.versions.count() > 0)
        self._put(own or self._shipped or Wording("", ""))

    def _fill_chips(self) -> None:
        self.chips.clear()
        known = self._shipped.known if self._shipped is not None else ()
        for name in dict.fromkeys((*FIELDS, *known)):
            button = QToolButton()
            button.setText(name)
            button.setToolTip(f"插入【{name}】" + ("" if name in FIELDS else "，单独占一行"))
            button.clicked.connect(lambda _checked, name=name: self.insert(name))
            self.chips.add(button)

    def _put(self, wording: Wording) -> None:
        self.title.setText(wording.title)
        self.text.setPlainText(wording.body)
        self._stood = self.wording()
        self.save.setEnabled(self._shipped is not None)
        self.draw()

    def _show_version(self, at: int) -> None:
        if not self.may_leave():
            return
        chosen = self.versions.itemData(at)
        self._put(chosen if chosen.body else self._shipped or chosen)

    def insert(self, name: str) -> None:
        """Put a chip where the cursor is; a piece gets a line of its own."""
        cursor = self.text.textCursor()
        alone = name not in (*FIELDS, TITLE) and cursor.block().text().strip()
        cursor.insertText(f"\n【{name}】\n" if alone else f"【{name}】")
        self.text.setFocus()

    def draw(self) -> None:
        """Show the paper of now in this wording."""
        if self._shipped is None:
            self._say("台账里还没有可以起草这种公文的记录，先登记，再来改范文。")
            return
        work, name, wording = self._desk.work, self.paper, self.wording()

        def shown(drawn: "tuple[bytes, Made]") -> None:
            self.view.show_bytes(drawn[0])
            said = "方头括号里的，起草时由程序写；没有内容的段不印。"
            if gone := left_out(wording):
                named = "、".join(f"【{each}】" for each in gone)
                said = f"没有用到{named}，起草时不写这{'几' if len(gone) > 1 else '一'}段；要写的请点上面的按钮插入。"
            self._say(said)

        self._desk.jobs.read(
            lambda: paper_wordings.preview(work, name, wording),
            shown,
            key="wording",
            failed=self._failed,
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self._say(str(error))
        else:
            self._desk.messages.bug(error)

    def store(self) -> None:
        """Keep the wording as a new version."""
        try:
            paper_wordings.save(self._desk.work, self.paper, self.wording())
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return
        self._desk.messages.saved()
        self._open()

    def _ask_where(self) -> None:
        name = f"{self.kinds.currentText()}范文{wording_files.SUFFIX}"
        ask_where_to_save(self, self._desk.memory, "导出范文", name, _FILES, chosen=self.export)

    def export(self, path: Path) -> None:
        """Write the wording that holds as a file."""
        try:
            wording_files.export(self._desk.work, path, (self.paper,))
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return
        self._say(f"已经导出：{path}")

    def _ask_for_file(self) -> None:
        ask_for_file(self, self._desk.memory, "读入范文", _FILES, chosen=self.take)

    def take(self, path: Path) -> None:
        """Take the wordings of a file in as new versions; the first of them is shown."""
        if not self.may_leave():
            return
        try:
            found = wording_files.read(path)
            stored = wording_files.take(self._desk.work, found)
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return
        self.kinds.setCurrentIndex(self.kinds.findData(next(iter(found))))
        self._open()
        labels = "、".join(map(paper_wordings.label_of, stored))
        self._desk.messages.toast(
            f"已经读入：{labels}。" if stored else "和现在的范文一样，没有变化。"
        )

    def take_shipped(self) -> None:
        """Let the program's own wording hold again."""
        paper_wordings.back_to_shipped(self._desk.work, self.paper)
        self._open()
