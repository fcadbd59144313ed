"""The items of a scheme that is edited: their list with its sum, and the chosen one's form."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.evaluation.schemes import METHODS, Item
from gaotang_desktop.domain.evaluation.wording import number
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.ledgers.plain_table import PlainTable
from gaotang_desktop.ui.pages.evaluation.schemes.fields import (
    ITEM_HEAD,
    fact_of,
    item_from,
    item_values,
    method_of,
    parameter_fields,
)
from gaotang_desktop.ui.widgets.form.record_form import RecordForm

_MARK = "（没填对）"
_BLANK = Item("", "", Decimal(0), "manual", "manual")


@dataclass(slots=True)
class Line:
    """One item as it is edited.

    ``words`` are what was typed into fields of its form, read or not, also of methods that it has no
    longer; ``unread`` says what of it cannot be read, and then ``item`` is as it was before.
    """

    item: Item
    words: dict[str, Any] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    fresh: bool = False

    def shown(self, name: str) -> str:
        """What stands in a field, as a list shows it."""
        value = self.words.get(name, "") if self.unread else getattr(self.item, name)
        return number(value) if isinstance(value, Decimal) else str(value or "")


class SchemeItems(QWidget):
    """Nothing that is typed is dropped: an item that cannot be read yet is left and found again so.

    ``saved`` on Ctrl+S.
    """

    saved = Signal()

    def __init__(
        self,
        items: Sequence[Item],
        *,
        today: Callable[[], date],
        problems: Callable[[Item], dict[str, str]],
    ) -> None:
        """``problems`` says what is wrong with an item that can be read."""
        super().__init__()
        self._today, self._problems = today, problems
        self._shown = -1
        self._method = ""
        self._dropped: tuple[int, Line] | None = None
        self._lines = [self._line(item) for item in items]
        self.head: RecordForm | None = None
        self.parameters: RecordForm | None = None
        self.table = PlainTable(
            ("编号", "项目", "满分", "计分方法"), wide=1, numbers=(2,), empty="还没有考评项目。"
        )
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.currentCellChanged.connect(lambda row, *_: self._choose(row))
        self.table.activated.connect(lambda _index: self._enter())
        self.sum = QLabel()
        self.add, self.drop, self.back = (
            QPushButton("加一项"),
            QPushButton("去掉这一项"),
            QPushButton(),
        )
        self.back.setProperty("role", "link")
        self.back.hide()
        for button, deed in (
            (self.add, self.add_item), (self.drop, self.drop_item), (self.back, self.put_back),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked, deed=deed: deed())
        for keys, deed in (
            ("Ctrl+N", self.add_item), ("Delete", self.drop_item),
            ("Ctrl+Z", self.put_back),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(deed)
        self._place = QScrollArea()
        self._place.setWidgetResizable(True)
        self._place.setFrameShape(QFrame.Shape.NoFrame)
        self._place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place.setMinimumWidth(430)
        below = QHBoxLayout()
        below.addWidget(self.sum, 1)
        for button in (self.back, self.drop, self.add):
            below.addWidget(button)
        left = QVBoxLayout()
        left.addWidget(self.table, 1)
        left.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.SPACE_3, 0, 0)
        row.setSpacing(theme.SPACE_4)
        row.addLayout(left, 1)
        row.addWidget(self._place, 1)
        self._fill()
        self.table.setCurrentCell(0, 0)

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item; one that cannot be read yet as it was before."""
        self._keep()
        return tuple(each.item for each in self._lines)

    def differ(self, items: Sequence[Item]) -> bool:
        """Whether something else is typed than these."""
        return self.items != tuple(items) or any(each.unread for each in self._lines)

    def first_unread(self) -> str:
        """Which item cannot be read, and why; ``""`` where all can."""
        self._keep()
        for row, each in enumerate(self._lines):
            if each.unread:
                return f"{self.name(row)}：{next(iter(each.unread.values()))}"
        return ""

    def first_wrong(self) -> tuple[int, dict[str, str]] | None:
        """The first item that cannot be stored, with a sentence under each field's name."""
        self._keep()
        found = ((row, each.wrong) for row, each in enumerate(self._lines) if each.wrong)
        return next(found, None)

    def name(self, row: int) -> str:
        """How the office calls the item of a row."""
        line = self._lines[row]
        called = f"{line.shown('code')} {line.shown('name')}".strip()
        return called or f"第 {row + 1} 项"

    def clash(self) -> tuple[int, str]:
        """The item, and its field, that is meant when something is wrong with all together."""
        for name in ("code", "name"):
            known: set[str] = set()
            for row, each in enumerate(self._lines):
                value = str(getattr(each.item, name)).strip()
                if value in known:
                    return row, name
                known.add(value)
        return max(self._shown, 0), "full"

    def go_to(self, row: int, said: Mapping[str, str]) -> None:
        """Show an item with these sentences, the first of them in hand."""
        self.table.setCurrentCell(row, 0)
        if self._shown != row:
            self._choose(row)
        self._say(said)
        for form in self.forms():
            if at := next((each.name for each in form.fields if each.name in said), ""):
                form.go_to(at)
                return

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in reading order: the list, the form, the buttons.

        A form that is made later stands last in Qt's own order, behind the button that stores.
        """
        editors = [form.editor(each.name) for form in self.forms() for each in form.fields]
        fields = [each.focusProxy() for each in editors]
        return [self.table, *(each for each in fields if each), self.back, self.drop, self.add]

    def typed(self) -> dict[str, Any]:
        """What stands there, read or not, to be kept."""
        self._keep()
        lines = {str(row): each.words for row, each in enumerate(self._lines) if each.words}
        return {"shown": self._shown, "lines": json.dumps(lines, ensure_ascii=False)}

    def put(self, items: Sequence[Item], words: Mapping[str, Any]) -> None:
        """Let stand there again what :meth:`typed` told of these items."""
        self._lines, self._shown = [self._line(item) for item in items], -1
        for row, typed in json.loads(words.get("lines", "{}")).items():
            self._lines[int(row)].words = typed
        self._fill()
        for row in (*range(len(self._lines)), int(words["shown"])):
            self._choose(row)  # what cannot be read is found so again
        self.table.setCurrentCell(max(self._shown, 0), 0)

    # -- the list -----------------------------------------------------------------------------

    def add_item(self) -> None:
        """A new item at the end, to be filled in."""
        self._keep()
        self._insert(len(self._lines), Line(_BLANK, wrong=self._problems(_BLANK), fresh=True))
        self._enter()

    def drop_item(self) -> None:
        """Leave the chosen item out; it can be put back."""
        row = self._shown
        if not 0 <= row < len(self._lines):
            return
        self._keep()
        self.back.setText(f"放回 {self.name(row)}")
        self.back.show()
        self._dropped = row, self._lines.pop(row)
        self._shown = -1
        self._fill()
        if self._lines:
            self.table.setCurrentCell(min(row, len(self._lines) - 1), 0)
            self._choose(self.table.currentRow())
        else:
            self._forget_forms()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_back(self) -> None:
        """The item that was left out last stands where it stood."""
        if self._dropped is None:
            return
        self._keep()
        row, line = self._dropped
        self._insert(min(row, len(self._lines)), line)
        self._dropped = None
        self.back.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _insert(self, row: int, line: Line) -> None:
        self._lines.insert(row, line)
        self._shown = -1
        self._fill()
        with QSignalBlocker(self.table):
            self.table.setCurrentCell(row, 0)
        self._choose(row)

    def _fill(self) -> None:
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self._lines))
            for row in range(len(self._lines)):
                self._fill_row(row)
        self._tell_sum()

    def _fill_row(self, row: int) -> None:
        line = self._lines[row]
        method = METHODS.get(line.item.method, "") + (_MARK if line.wrong else "")
        words = (line.shown("code"), line.shown("name"), line.shown("full"), method)
        for column, text in enumerate(words):
            self.table.setItem(row, column, QTableWidgetItem(text))

    def _tell_sum(self) -> None:
        total = sum(
            (each.item.full for each in self._lines if "full" not in each.unread), Decimal(0)
        )
        right = total == 100
        said = "正好 100 分" if right else "应当正好 100 分"
        self.sum.setText(f"满分合计 {number(total)} 分，{said}")
        theme.restyle(self.sum, "good" if right else "error")

    # -- the form -----------------------------------------------------------------------------

    def _line(self, item: Item) -> Line:
        return Line(item, wrong=self._problems(item))

    def forms(self) -> tuple[RecordForm, ...]:
        """What the chosen item's form is made of: what every item has, and what its method needs."""
        return tuple(each for each in (self.head, self.parameters) if each is not None)

    def _forget_forms(self) -> None:
        self.head = self.parameters = None
        self._place.setWidget(QWidget())

    def _choose(self, row: int) -> None:
        if row == self._shown or not 0 <= row < len(self._lines):
            return
        self._keep()
        self._shown = row
        line = self._lines[row]
        self.head = RecordForm(ITEM_HEAD, today=self._today, columns=2)
        self.head.set_values(item_values(line.item))
        self.head.put(line.words)
        self.head.editor("method").edited.connect(self._on_method)
        self.head.editor("fact").edited.connect(self._tell_when)
        self.head.passed.connect(self._go_on)
        self._wire(self.head)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, theme.SPACE_2, 0)
        self._column.setSpacing(theme.SPACE_3)
        self._column.addWidget(self.head)
        self.when = QLabel()
        self.when.setWordWrap(True)
        self.when.setProperty("class", "secondary")
        self._column.addWidget(self.when)
        self._tell_when()
        self._show_parameters(line)
        self._column.addStretch(1)
        self._place.setWidget(inner)
        if not line.fresh:
            self._say(line.wrong)

    def _show_parameters(self, line: Line) -> None:
        self._method = line.item.method
        form = RecordForm(parameter_fields(self._method), today=self._today, columns=2)
        form.set_values(item_values(line.item))
        form.put(line.words)
        form.passed.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self._wire(form)
        if self.parameters is not None:
            self._column.removeWidget(self.parameters)
            self.parameters.hide()
            self.parameters.deleteLater()
        self.parameters = form
        self._column.insertWidget(2, form)

    def _tell_when(self) -> None:
        """In which period the records of the chosen fact count, where that is not plain."""
        kind = None if self.head is None else fact_of(self.head.editor("fact").typed())
        self.when.setText(kind.when if kind else "")
        self.when.setVisible(bool(kind and kind.when))

    def _wire(self, form: RecordForm) -> None:
        form.saves_at_end = False
        form.edited.connect(self._on_edited)
        form.left.connect(self._on_left)
        form.saved.connect(self.saved)

    def _enter(self) -> None:
        if self.head is not None:
            self.head.focus_first()

    def _go_on(self) -> None:
        if self.parameters is not None:
            self.parameters.focus_first()

    def _keep(self) -> None:
        """Take over what the form holds: the item where it can be read, the words in any case."""
        if self.head is None or self.parameters is None or not 0 <= self._shown < len(self._lines):
            return
        line = self._lines[self._shown]
        stood = {**self.head.typed(), **self.parameters.typed()}
        told = {**self.head.problems(), **self.parameters.problems()}
        if not told:
            try:
                read = {**self.head.readable(), **self.parameters.readable()}
                line.item = item_from(read, line.item)
            except Invalid as problem:
                told = problem.fields
        line.words |= stood
        line.unread = told
        line.wrong = told or self._problems(line.item)

    def _on_edited(self) -> None:
        self._keep()
        self._lines[self._shown].fresh = False
        with QSignalBlocker(self.table):
            self._fill_row(self._shown)
        self._tell_sum()

    def _on_method(self) -> None:
        if self.head is None:
            return
        line = self._lines[self._shown]
        method = method_of(str(self.head.editor("method").typed() or ""))
        if method in METHODS and method != self._method:
            line.item = replace(line.item, method=method)
            self._show_parameters(line)
            self._on_edited()

    def _on_left(self, name: str) -> None:
        """Say what is wrong with the field that was left, those filled in, and those told already."""
        if not 0 <= self._shown < len(self._lines):
            return
        self._keep()
        wrong = self._lines[self._shown].wrong
        stood = {
            at
            for form in self.forms()
            for at, typed in form.typed().items()
            if typed or form.error(at)
        }
        self._say({at: said for at, said in wrong.items() if at == name or at in stood})

    def _say(self, said: Mapping[str, str]) -> None:
        for form in self.forms():
            form.show_errors(
                {name: each for name, each in said.items() if form.has(name)}, go=False
            )
