"""起草: the drafts, the words of one beside its pages, and what stands against issuing it."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.documents.drafting import Filling
from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.documents.kinds import DRAFT
from gaotang_desktop.domain.documents.taking_back import TakenBack
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.services import records
from gaotang_desktop.services.papers import drafts, gate, issued_documents
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file
from gaotang_desktop.ui.pages.documents.annexes_dialog import AnnexesDialog
from gaotang_desktop.ui.pages.documents.draft_form import DraftForm
from gaotang_desktop.ui.pages.documents.finding_list import FindingList
from gaotang_desktop.ui.pages.documents.finding_strip import FindingStrip
from gaotang_desktop.ui.pages.documents.issuing import Issuing
from gaotang_desktop.ui.printing.paper_actions import ShownPaper
from gaotang_desktop.ui.printing.pdf_view import PdfView
from gaotang_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made

_ID = Qt.ItemDataRole.UserRole
_KEEP_AFTER_MS = 15_000


class DraftDesk(QWidget):
    """``issued(id)`` when a draft became an entry of the register, ``counted()`` when the list did.

    What is typed is kept by itself: every 15 seconds of typing, when another draft or page is shown,
    before printing and issuing, and when the window closes.
    """

    issued = Signal(int)
    counted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.draft_id: int | None = None
        self.content = b""
        self._filled = Filling()
        self._warnings: tuple[Finding, ...] = ()
        self._found: tuple[Finding, ...] = ()
        self._loading = False
        work = desk.work
        self.form = DraftForm(today=work.today, recipients=lambda: drafts.recipients(work))
        self.findings = FindingList("印发")
        self.issuing = Issuing(desk, self._on_issued)
        self.refresh_button = _button("刷新数据", "refresh-cw", self.refresh_data)
        self.annex_button = _button("附件", "paperclip", self.open_annexes)
        self.issue_button = _button("编号印发", "stamp", self.ask_to_issue)
        self.list = QListWidget()
        self.list.setAccessibleName("草稿")
        self.list.setProperty("class", "roomy")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(150)
        self.list.currentItemChanged.connect(lambda now, _before: self._on_chosen(now))
        away = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        away.setContext(Qt.ShortcutContext.WidgetShortcut)
        away.activated.connect(self.bin)
        self.view = PdfView()
        self.view.setMinimumWidth(320)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("draft_desk")
        self.empty = EmptyState("", icon="file-text")
        self._stack = QStackedLayout(self)
        # From the outside in: what changes its parent is given its style anew, with all in it.
        self._stack.addWidget(split)
        self._stack.addWidget(self.empty)
        middle = QWidget()
        for widget, share in ((self.list, 0), (middle, 1), (self.view, 1)):
            split.addWidget(widget)
            split.setStretchFactor(split.count() - 1, share)
        self._fill_middle(middle)
        split.setSizes([190, 440, 480])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.SPACE_3)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(_KEEP_AFTER_MS)
        self._keeping.timeout.connect(self.store)
        keep = QShortcut(QKeySequence("Ctrl+S"), self)
        keep.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keep.activated.connect(lambda: self.store(said=True))

    def _fill_middle(self, middle: QWidget) -> None:
        self.form.edited.connect(self._on_edited)
        self.findings.chosen.connect(self._on_finding)
        self.findings.mended.connect(self.mend)
        self.refresh_button.setToolTip("换成台账里现在的数据；自己改过的段落不动")
        self.issue_button.setToolTip("从发文登记取号，存下这一份，以后只能重印")
        self.form.bar.add(self.refresh_button)
        self.form.bar.add(self.annex_button)
        self.form.bar.add(self.issue_button)
        self.strip = FindingStrip(self.findings)
        # One of the two at a time, so that the text keeps its lines.
        self.form.parts_button.toggled.connect(self._on_parts)
        self.strip.button.clicked.connect(lambda _checked: self.form.parts_button.setChecked(False))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self.form, 1)
        column.addWidget(self.strip)

    def _on_parts(self, opened: bool) -> None:
        if opened:
            self.strip.turn(open_it=False)

    # -- the list ----------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the drafts again; the one in hand stays, with what was typed into it."""
        listed = drafts.listing(self.desk.work)
        at = {name: listed.column(name) for name in ("name", "kind", "dated_on", "state")}
        self._loading = True
        self.list.clear()
        for record_id, row in zip(listed.ids, listed.rows, strict=True):
            if row[at["state"]] != DRAFT:
                continue
            day = row[at["dated_on"]]
            item = QListWidgetItem(f"{row[at['name']]}\n{row[at['kind']]} · {day:%m-%d}")
            item.setData(_ID, record_id)
            self.list.addItem(item)
        self._loading = False
        self._stack.setCurrentIndex(0 if self.list.count() else 1)
        self.counted.emit()
        if self.list.count():
            self.choose(self.draft_id)
        else:
            self.draft_id = None
            self.content = b""

    @property
    def count(self) -> int:
        """How many drafts there are."""
        return self.list.count()

    def choose(self, draft_id: int | None) -> None:
        """Open a draft; the first one where it is gone."""
        rows = [self.list.item(row).data(_ID) for row in range(self.list.count())]
        row = rows.index(draft_id) if draft_id in rows else 0
        self.list.setCurrentRow(row)
        if self.draft_id != rows[row]:
            self._on_chosen(self.list.item(row))
        else:
            self._look_up_warnings()

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None or self._loading or item.data(_ID) == self.draft_id:
            return
        self.store()
        self._open(item.data(_ID))

    def _open(self, draft_id: int) -> None:
        try:
            values = drafts.get(self.desk.work, draft_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.draft_id = draft_id
        self._filled = drafts.filling(self.desk.work, draft_id)
        self.form.show_values(values, self._filled.from_data)
        self.refresh_button.setVisible(bool(self._filled.lines))
        self._warnings = ()
        self._look_up_warnings()
        self.draw()

    def write(self) -> None:
        """Put the cursor into the text."""
        self.form.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def bin(self) -> None:
        """Move the draft in hand to the recycle bin; the toast takes it back."""
        if self.draft_id is None:
            return
        self.store()
        title = records.bin_records(self.desk.work, "documents", [self.draft_id])
        self.draft_id = None
        self.desk.messages.undoable(f"{title}，已移到回收站。")

    # -- one draft ---------------------------------------------------------------------------

    def store(self, *, said: bool = False) -> bool:
        """Keep what was typed; ``False``, and a sentence, when it cannot be kept."""
        self._keeping.stop()
        if self.draft_id is None:
            return True
        try:
            values = self.form.values()
            if drafts.store(self.desk.work, self.draft_id, values) or said:
                self.desk.messages.saved()
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return False
        self.form.mark_stored(values)
        item = self.list.currentItem()
        if item and item.data(_ID) == self.draft_id:
            under = item.text().rpartition("\n")[2]
            item.setText(f"{self.form.title.text().strip()}\n{under}")
        return True

    def typed(self) -> Iterator[tuple[int, str, Words, list[str]]]:
        """What was typed into the draft in hand since it was kept: its id, title and words."""
        if self.draft_id is not None and (words := self.form.unstored()):
            title = f"草稿：{self.form.title.text()}"
            yield self.draft_id, title, {"": words}, [str(each) for each in words.values()]

    def put(self, draft_id: int, words: Words) -> str:
        """Put words into a draft again; they are kept as if they had been typed just now."""
        if self.draft_id != draft_id:
            return "这份草稿已经不在了，可以把文字复制下来。"
        self.form.put(words.get("", {}))
        return ""

    def _on_edited(self) -> None:
        if self._loading or self.draft_id is None:
            return
        # Not put off by further typing: a power cut costs these seconds at most.
        if not self._keeping.isActive():
            self._keeping.start()
        self.draw()

    def draw(self, then: Callable[[], Any] = lambda: None) -> None:
        """Lay the draft out as it stands, in the background; ``then`` follows when it is shown."""
        if self.draft_id is None:
            return
        work, values, filled = self.desk.work, self.form.values(), self._filled

        def shown(drawn: "tuple[tuple[bytes, Made], list[Finding]]") -> None:
            (self.content, made), said = drawn
            self.view.show_bytes(self.content)
            self._found = (*made.findings, *map(made.placed, said))
            self._tell()
            then()

        self.desk.jobs.read(
            lambda: (drafts.drawn(work, values, filled), gate.of_text(work, values, filled)),
            shown,
            key="draft",
            failed=self._failed,
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self.content = b""
            self.view.clear(str(error))
        else:
            self.desk.messages.bug(error)

    def _look_up_warnings(self) -> None:
        if self.draft_id is None:
            return
        work, values, filled = self.desk.work, self.form.values(), self._filled

        def shown(said: list[Finding]) -> None:
            self._warnings = tuple(said)
            self._tell()

        self.desk.jobs.read(
            lambda: gate.of_records(work, values, filled), shown, key="draft warnings",
            failed=lambda _error: shown([]),
        )  # fmt: skip

    def _tell(self) -> None:
        self.strip.show_findings([*self._found, *self._warnings])

    def mend(self, name: str) -> None:
        """Do what the program can about a finding; Ctrl+Z in the text takes it back."""
        if name == "refresh":
            self.refresh_data()
        elif name == "settings":
            self.desk.go("system", {"settings": True})
        else:
            self.form.mend(name, today=self.desk.work.today())

    def _on_finding(self, page: int, words: str) -> None:
        if page:
            self.view.go_to(page)
        if words and self.form.editor.go_to(words):
            self.form.editor.setFocus()

    def refresh_data(self) -> None:
        """Put the records of now into the draft; the operator's own words stay."""
        draft_id, work = self.draft_id, self.desk.work
        if draft_id is None or not self.store():
            return

        def done(found: Any) -> None:
            self._open_again(draft_id)
            if found.kept:
                self.desk.messages.inform(
                    "数据已经刷新",
                    f"有 {len(found.kept)} 处您改过的文字没有动，请自己核对。",
                    detail="\n".join(found.kept),
                )
            elif found.changed:
                self.desk.messages.toast(f"数据已经刷新，换了 {found.changed} 处。")
            else:
                self.desk.messages.toast("已经是现在的数据，正文没有变化。")

        self.desk.jobs.run(
            lambda _progress: drafts.refresh(work, draft_id), title="正在刷新数据", done=done
        )

    def _open_again(self, draft_id: int) -> None:
        self.draft_id = None
        self._open(draft_id)

    def open_annexes(self) -> None:
        """Add annexes of the office's own, or put them in order."""
        if self.draft_id is not None and self.store():
            again = partial(self._open_again, self.draft_id)
            AnnexesDialog(self, self.desk, self.draft_id, again).open()

    def ask_for_word(self) -> None:
        """Take back what somebody changed in the Word file of this draft."""
        if self.draft_id is None:
            self.desk.messages.toast("请先选中一份草稿，再取回它的 Word。")
            return
        ask_for_file(
            self, self.desk.memory, "取回改过的 Word", "Word 文档 (*.docx)", chosen=self.take_word
        )

    def take_word(self, path: Path) -> None:
        """Show what changed, and put it into the text when somebody says so."""
        work, values, filled = self.desk.work, self.form.values(), self._filled

        def shown(found: TakenBack) -> None:
            if not found.changes:
                left = "\n".join(f"· {each}" for each in found.left)
                self.desk.messages.inform(
                    "正文没有改动", left or "这个 Word 文件和草稿的文字一样。"
                )
                return
            said = [f"· {each}" for each in found.changes]
            said += (
                ["", "没有取回的：", *(f"· {each}" for each in found.left)] if found.left else []
            )
            self.desk.messages.confirm(
                f"取回 {len(found.changes)} 处改动？",
                "\n".join(said),
                action="取回",
                slot=lambda: self.form.take(found.name, found.body),
                danger=False,
            )

        self.desk.jobs.run(
            lambda _progress: drafts.take_back(work, values, filled, path),
            title="正在比较 Word",
            done=shown,
        )

    # -- going out ---------------------------------------------------------------------------

    def shown(self) -> ShownPaper | None:
        """The draft as it is shown; official papers go on both sides."""
        if self.draft_id is None or not self.content:
            return None
        work, values, filled = self.desk.work, self.form.values(), self._filled
        return ShownPaper(
            self.content,
            f"{values['name'] or '公文'}（草稿）",
            both_sides=True,
            word=lambda: drafts.paper(work, values, filled),
        )

    def ask_to_issue(self) -> None:
        """Say which number it will get and what still deserves a look, then issue."""
        if self.draft_id is not None and self.store():
            self.issuing.ask(self.draft_id, self.form.title.text().strip())

    def _on_issued(self, out: issued_documents.Issued) -> None:
        self.draft_id = None
        self.desk.messages.toast(f"已印发 {out.number}。")
        self.issued.emit(out.id)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.store()
        super().hideEvent(event)


def _button(text: str, icon: str, slot: Callable[[], Any]) -> QPushButton:
    button = QPushButton(text)
    icons.dress(button, icon, "text", 16)
    button.clicked.connect(lambda _checked: slot())
    return button
