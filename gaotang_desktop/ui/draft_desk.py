"""起草: the drafts, the words of one beside its pages, and what stands against issuing it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.documents.drafting import Filling
from gaotang_desktop.domain.documents.kinds import DRAFT
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.services import drafts, issued_documents, records
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk import Desk
from gaotang_desktop.ui.paper_actions import ShownPaper
from gaotang_desktop.ui.recipients_dialog import RecipientsDialog
from gaotang_desktop.ui.widgets.date_editor import DateEditor
from gaotang_desktop.ui.widgets.empty_state import EmptyState
from gaotang_desktop.ui.widgets.finding_list import FindingList, Said
from gaotang_desktop.ui.widgets.paper_editor import PaperEditor
from gaotang_desktop.ui.widgets.pdf_view import PdfView

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made

_ID = Qt.ItemDataRole.UserRole
_KEEP_AFTER_MS = 15_000
_DATE = Field("dated_on", "成文日期", Kind.DATE, required=True)
_MARKS = (("一、", "一级标题"), ("（一）", "二级标题"), ("1. ", "三级标题"), ("（1）", "四级标题"))


class DraftDesk(QWidget):
    """``issued(id)`` when a draft became an entry of the register, ``counted()`` when the list did.

    What is typed is kept by itself: when the typing rests, when another draft or page is shown,
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
        self._stored: dict[str, Any] = {}
        self._warnings: tuple[str, ...] = ()
        self._found: tuple[Said, ...] = ()
        self._loading = False
        self.editor = PaperEditor()
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
        for widget, share in ((self.list, 0), (self._make_middle(), 1), (self.view, 1)):
            split.addWidget(widget)
            split.setStretchFactor(split.count() - 1, share)
        split.setSizes([190, 440, 480])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.SPACE_3)
        self.empty = EmptyState("", icon="file-text")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(split)
        self._stack.addWidget(self.empty)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(_KEEP_AFTER_MS)
        self._keeping.timeout.connect(self.store)
        keep = QShortcut(QKeySequence("Ctrl+S"), self)
        keep.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keep.activated.connect(lambda: self.store(said=True))

    def _make_middle(self) -> QWidget:
        self.title = self._line("标题", "如 关于召开平安建设推进会的通知")
        self.addressee = self._line("主送", "如 各村、镇直各单位")
        self.signer = self._line("署名", "发文机关")
        self.copies = self._line("抄送", "没有就空着")
        self.note = self._line("附注", "如 联系人和电话，没有就空着")
        self.date = DateEditor(_DATE, today=self.desk.work.today)
        self.date.setAccessibleName("成文日期")
        self.date.edited.connect(self.editor.wait)
        self.sealed = QCheckBox("加盖印章")
        self.sealed.setToolTip("署名处给印章留出位置，不画印章")
        self.sealed.toggled.connect(lambda _on: self._on_edited())
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_2)
        grid.setVerticalSpacing(theme.SPACE_2)
        grid.addWidget(_label("标题"), 0, 0)
        grid.addWidget(self.title, 0, 1, 1, 4)
        for row, (text, line) in enumerate((("主送", self.addressee), ("抄送", self.copies)), 1):
            grid.addWidget(_label(text), row, 0)
            grid.addWidget(line, row, 1, 1, 3)
            grid.addWidget(self._picker(text, line), row, 4)
        grid.addWidget(_label("署名"), 3, 0)
        grid.addWidget(self.signer, 3, 1)
        grid.addWidget(self.date, 3, 2)
        grid.addWidget(self.sealed, 3, 3, 1, 2)
        grid.addWidget(_label("附注"), 4, 0)
        grid.addWidget(self.note, 4, 1, 1, 4)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        self.editor.rested.connect(self._on_edited)
        self.findings = FindingList("印发")
        self.findings.setFixedHeight(104)
        self.findings.chosen.connect(self._on_finding)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(grid)
        column.addLayout(self._make_bar())
        column.addWidget(self.editor, 1)
        column.addWidget(self.findings)
        return middle

    def _make_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(theme.SPACE_1)
        for mark, tip in _MARKS:
            button = QToolButton()
            button.setText(mark.strip())
            button.setToolTip(f"{tip}：在这一行前面加“{mark.strip()}”")
            button.clicked.connect(lambda _checked, mark=mark: self.editor.begin_line(mark))
            bar.addWidget(button)
        bar.addStretch(1)
        self.refresh_button = _button("刷新数据", "refresh-cw", self.refresh_data)
        self.refresh_button.setToolTip("换成台账里现在的数据；自己改过的段落不动")
        self.issue_button = _button("编号印发", "stamp", self.ask_to_issue)
        self.issue_button.setToolTip("从发文登记取号，存下这一份，以后只能重印")
        bar.addWidget(self.refresh_button)
        bar.addWidget(self.issue_button)
        return bar

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.textEdited.connect(lambda _text: self.editor.wait())
        return line

    def _picker(self, name: str, line: QLineEdit) -> QPushButton:
        button = _button("选", "users", lambda: self.pick(name, line))
        button.setToolTip(f"从村和单位里选{name}")
        button.setAccessibleName(f"选{name}")
        return button

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
        self.draft_id, self._stored = draft_id, values
        self._filled = drafts.filling(self.desk.work, draft_id)
        self._loading = True
        for line, name in self._lines():
            line.setText(values[name] or "")
            line.setCursorPosition(0)
        self.date.set_value(values["dated_on"])
        self.sealed.setChecked(values["sealed"])
        self.editor.show_text(values["body"], self._filled.from_data)
        self._loading = False
        self.refresh_button.setVisible(bool(self._filled.lines))
        self._warnings = ()
        self._look_up_warnings()
        self.draw()

    def _lines(self) -> tuple[tuple[QLineEdit, str], ...]:
        return (
            (self.title, "name"),
            (self.addressee, "addressee"),
            (self.signer, "signer"),
            (self.copies, "copies_to"),
            (self.note, "note"),
        )

    def bin(self) -> None:
        """Move the draft in hand to the recycle bin; the toast takes it back."""
        if self.draft_id is None:
            return
        self.store()
        title = records.bin_records(self.desk.work, "documents", [self.draft_id])
        self.draft_id = None
        self.desk.messages.undoable(f"{title}，已移到回收站。")

    # -- one draft ---------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """The draft as it stands in the fields; a date that cannot be read stays the stored one."""
        found = dict(self._stored)
        found |= {name: line.text().strip() for line, name in self._lines()}
        found |= {"body": self.editor.toPlainText(), "sealed": self.sealed.isChecked()}
        try:
            found["dated_on"] = (
                fields.read(_DATE, self.date.typed(), today=self.desk.work.today())
                or self._stored["dated_on"]
            )
        except Invalid:
            self.date.set_problem(True)
        else:
            self.date.set_problem(False)
        return found

    def store(self, *, said: bool = False) -> bool:
        """Keep what was typed; ``False``, and a sentence, when it cannot be kept."""
        self._keeping.stop()
        if self.draft_id is None:
            return True
        try:
            if drafts.store(self.desk.work, self.draft_id, self.values()) or said:
                self.desk.messages.saved()
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return False
        self.editor.mark_stored()
        item = self.list.currentItem()
        if item and item.data(_ID) == self.draft_id:
            under = item.text().rpartition("\n")[2]
            item.setText(f"{self.title.text().strip()}\n{under}")
        return True

    def _on_edited(self) -> None:
        if self._loading or self.draft_id is None:
            return
        self._keeping.start()
        self.draw()

    def draw(self, then: Callable[[], Any] = lambda: None) -> None:
        """Lay the draft out as it stands, in the background; ``then`` follows when it is shown."""
        if self.draft_id is None:
            return
        work, values, filled = self.desk.work, self.values(), self._filled

        def shown(drawn: "tuple[bytes, Made]") -> None:
            self.content, made = drawn
            self.view.show_bytes(self.content)
            self._found = tuple(
                Said(each.sentence, each.place, each.page, each.severity) for each in made.findings
            )
            self._tell()
            then()

        self.desk.jobs.read(
            lambda: drafts.drawn(work, values, filled), shown, key="draft", failed=self._failed
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self.content = b""
            self.view.clear(str(error))
        else:
            self.desk.messages.bug(error)

    def _look_up_warnings(self) -> None:
        work, draft_id = self.desk.work, self.draft_id
        if draft_id is None:
            return

        def shown(said: tuple[str, ...]) -> None:
            self._warnings = said
            self._tell()

        self.desk.jobs.read(
            lambda: drafts.warnings(work, draft_id), shown, key="draft warnings",
            failed=lambda _error: shown(()),
        )  # fmt: skip

    def _tell(self) -> None:
        self.findings.show_findings([*self._found, *(Said(each) for each in self._warnings)])

    def _on_finding(self, page: int, words: str) -> None:
        if page:
            self.view.go_to(page)
        if words and self.editor.go_to(words):
            self.editor.setFocus()

    def pick(self, name: str, line: QLineEdit) -> RecipientsDialog:
        """Choose recipients from the registers; what was typed and is known stays ticked."""
        dialog = RecipientsDialog(
            self, f"选择{name}", drafts.recipients(self.desk.work), line.text()
        )

        def take(text: str) -> None:
            line.setText(text)
            self._on_edited()

        dialog.taken.connect(take)
        dialog.open()
        return dialog

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

    # -- going out ---------------------------------------------------------------------------

    def shown(self) -> ShownPaper | None:
        """The draft as it is shown; official papers go on both sides."""
        if self.draft_id is None or not self.content:
            return None
        work, values, filled = self.desk.work, self.values(), self._filled
        return ShownPaper(
            self.content,
            f"{values['name'] or '公文'}（草稿）",
            both_sides=True,
            word=lambda: drafts.paper(work, values, filled),
        )

    def ask_to_issue(self) -> None:
        """Say which number it will get and what still deserves a look, then issue."""
        draft_id = self.draft_id
        if draft_id is None or not self.store():
            return
        stops = [each for each in self._found if each.severity == "阻止"]
        if stops:
            said = "".join(f"{each.place}：{each.sentence}" for each in stops)
            self.desk.messages.problem(f"还不能印发。{said}")
            return
        try:
            number = issued_documents.next_number(self.desk.work, draft_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        text = f"将取号 {number}，存进发文登记，一年里号码连续、不重复使用。印发以后不能再改，也不能撤销；有错的另发更正通报。"
        reminders = [each for each in (*(s.sentence for s in self._found), *self._warnings)
                     if not each.startswith("还没有发文字号")]  # fmt: skip
        if reminders:
            text += "\n\n请先看一看：\n" + "\n".join(f"· {each}" for each in reminders[:6])
        self.desk.messages.confirm(
            f"印发《{self.title.text().strip()}》？",
            text,
            action="编号印发",
            slot=lambda: self.issue(draft_id),
            danger=False,
        )

    def issue(self, draft_id: int) -> None:
        """Take the number and keep the paper for good."""
        work = self.desk.work

        def done(out: issued_documents.Issued) -> None:
            self.draft_id = None
            self.desk.messages.toast(f"已印发 {out.number}。")
            self.issued.emit(out.id)

        self.desk.jobs.run(
            lambda _progress: issued_documents.issue(work, draft_id), title="正在印发", done=done
        )

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.store()
        super().hideEvent(event)


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("class", "secondary")
    return label


def _button(text: str, icon: str, slot: Callable[[], Any]) -> QPushButton:
    button = QPushButton(text)
    icons.dress(button, icon, "text", 16)
    button.clicked.connect(lambda _checked: slot())
    return button
