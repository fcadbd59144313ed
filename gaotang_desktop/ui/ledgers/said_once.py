"""What a sheet does not say and the operator says once for all its rows, over the preview."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind, Privacy
from gaotang_desktop.domain.sheets.rows import Fill
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.asking import gaps as asked
from gaotang_desktop.services.sheets.asking.gaps import Gap
from gaotang_desktop.services.sheets.asking.offers import Offer
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.menu import Menu
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.form.editor import Editor
from gaotang_desktop.ui.widgets.form.field_editors import editor_for
from gaotang_desktop.ui.widgets.form.reference_editor import ReferenceEditor
from gaotang_desktop.ui.widgets.wrapping_row import WrappingRow

PAUSE = 350  # ms after the last key until the rows are read again
_PASSING = ("villages", "polls")
"""What the next sheet with the same head will say otherwise: not offered again."""
_WIDE, _LABEL, _NAMED = 220, 96, 190  # of an editor, a field's label, words with their field


class FillStrip(QFrame):
    """A line for each field that rows lack: its editor, what the sheet itself speaks for, how many rows.

    ``changed`` when something else is to be filled; ``done`` when Enter leaves the last line.
    """

    changed = Signal()
    done = Signal()

    def __init__(self, desk: Desk, kind: str, head: Sequence[str]) -> None:
        super().__init__()
        self._desk, self._kind = desk, kind
        self._key = f"fills {kind} {'|'.join(head)}"
        self._before: dict[str, str] = dict(desk.memory.read(self._key, {}) or {})
        self._known = {each.name: each for each in asked.fillable(kind)}
        self.lines: dict[str, FillLine] = {}
        self.setProperty("class", "card")
        said = QLabel("表里没写的，在这里填一次，每一行都算；行里写了的不动")
        said.setProperty("class", "secondary")
        self.more = QToolButton()
        self.more.setText("再填一项")
        self.more.setToolTip("给别的列里空着的格填一样的内容")
        self.more.clicked.connect(self._open_more)
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_2)
        top.addWidget(said, 1)
        top.addWidget(self.more)
        self._grid = QVBoxLayout()
        self._grid.setSpacing(theme.SPACE_1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        column.setSpacing(theme.SPACE_1)
        column.addLayout(top)
        column.addLayout(self._grid)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._take)
        self._taken: dict[str, str] = {}

    @property
    def fills(self) -> dict[str, str]:
        """What holds for every row whose cell is empty, in words by field."""
        return dict(self._taken)

    def show_gaps(self, gaps: Sequence[Gap], filled: Sequence[Fill]) -> None:
        """A line for each gap and for what was filled; a line that nobody needs goes."""
        by_name = {gap.name: gap for gap in gaps}
        told = {fill.name: fill for fill in filled}
        for name in [*self.lines]:
            line = self.lines[name]
            if name not in by_name and name not in self._taken and not line.wanted:
                self._grid.removeWidget(line)
                line.hide()
                line.deleteLater()
                del self.lines[name]
        for name, gap in by_name.items():
            self._line(name).show_gap(gap, self._remembered(name))
        for name in self._taken:
            if name in self.lines and name not in by_name:
                self.lines[name].show_filled(told.get(name))
        self.setVisible(bool(self.lines))

    def focus_first(self) -> bool:
        """Go to the first line in which nothing stands; ``False`` where there is none."""
        for name, line in self.lines.items():
            if name not in self._taken and not line.open:
                line.editor.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def add(self, name: str) -> None:
        """A line for a field that the operator asks for."""
        line = self._line(name)
        line.wanted = True
        line.show_filled(None)
        self.setVisible(True)
        line.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def put(self, fills: Mapping[str, str]) -> None:
        """Let stand in the lines again what was filled, without telling so."""
        for name, words in fills.items():
            if name in self._known:
                line = self._line(name)
                line.wanted = True
                line.put(words)
        self._taken = {name: words for name, line in self.lines.items() if (words := line.words())}

    def _line(self, name: str) -> "FillLine":
        if name not in self.lines:
            line = FillLine(self._known[name], self._desk)
            line.edited.connect(self._pause.start)
            line.returned.connect(self._go_on)
            self.lines[name] = line
            self._grid.addWidget(line)
        return self.lines[name]

    def _remembered(self, name: str) -> tuple[Offer, ...]:
        words = self._before.get(name)
        return (Offer(words, "同样的表上次填的"),) if words else ()

    def _take(self) -> bool:
        """Take up what stands in the lines, as far as it can be read; whether that is something else."""
        self._pause.stop()
        found = {name: words for name, line in self.lines.items() if (words := line.words())}
        if found == self._taken:
            return False
        self._taken = found
        lasting = {n: words for n, words in found.items() if _lasts(self._known[n])}
        if lasting:
            self._before.update(lasting)
            self._desk.memory.write(self._key, self._before)
        self.changed.emit()
        return True

    def _go_on(self) -> None:
        """Enter takes up what stands there and goes to the next line that is empty."""
        self._take()
        if not self.focus_first():
            self.done.emit()

    def _open_more(self) -> None:
        menu = Menu(self)
        for name, each in self._known.items():
            if name not in self.lines:
                action = menu.addAction(each.label)
                action.triggered.connect(lambda _checked, name=name: self.add(name))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


class FillLine(QWidget):
    """One field: its name, its editor, buttons for what may be meant, how many rows lack it."""

    edited = Signal()
    returned = Signal()

    def __init__(self, field: Field, desk: Desk, *, name: str = "") -> None:
        """``name`` stands before it instead of the field's label."""
        super().__init__()
        self.field = field
        self.wanted = False
        self.open = False  # may stay as it is: the rows are stored without it
        self._desk = desk
        work = desk.work
        # A single line does for a long text too: it is one word for many rows.
        single = replace(field, kind=Kind.TEXT) if field.kind is Kind.LONG_TEXT else field
        self.editor: Editor = editor_for(
            single, today=work.today, references=lambda kind: records.references(work, kind)
        )
        self.editor.edited.connect(self.edited)
        self.editor.returned.connect(self.returned)
        self.editor.setMinimumWidth(_WIDE)
        self.editor.setMaximumWidth(_WIDE)
        self.whose = ElidedLabel(name or field.label)
        self.whose.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.whose.setFixedWidth(_NAMED if name else _LABEL)
        self.editor.setAccessibleDescription(name)
        self.said = QLabel()
        self.said.setProperty("class", "faint")
        self.answers = WrappingRow()
        self.answers.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._shown: tuple[Offer, ...] = ()
        self.buttons: list[QPushButton] = []
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(theme.SPACE_3)
        row.addWidget(self.whose, 0, 0)
        row.addWidget(self.editor, 0, 1)
        row.addWidget(self.answers, 0, 2)
        row.addWidget(self.said, 0, 3)
        row.setColumnStretch(3, 1)

    def words(self) -> str:
        """What is to be filled; nothing while it cannot be read."""
        typed: Any = self.editor.typed()
        if isinstance(self.editor, ReferenceEditor):
            found = self.editor.finder.by_id(typed) if isinstance(typed, int) else None
            return found.label if found is not None else ""
        try:
            value = fields.read(self.field, typed, today=self._desk.work.today())
        except Invalid:
            return ""
        if value is None or value is False:
            return ""
        if self.field.kind in (Kind.DATE, Kind.MONTH, Kind.WEEK):
            return fields.show(self.field, value)
        return "是" if value is True else str(typed).strip()

    def show_gap(self, gap: Gap, remembered: Sequence[Offer]) -> None:
        """How many rows lack the field, and what may be meant."""
        self.open = gap.stored
        empty = "整列没有" if gap.whole else f"{gap.rows} 行空着"
        self.said.setText(gap.hint or f"{empty}{'，不填就空着存' if gap.stored else ''}")
        self.said.setWordWrap(bool(gap.hint))
        told: Mapping[str, Offer] = {each.words: each for each in (*gap.offers, *remembered)}
        self.offer(tuple(told.values()))

    def show_filled(self, fill: Fill | None) -> None:
        """What was filled, and how often."""
        self.offer(())
        self.said.setText("" if fill is None else f"填了 {fill.rows} 行")

    def offer(self, offers: tuple[Offer, ...], words: str = "填“{}”") -> None:
        """A button for each."""
        if offers == self._shown:
            return
        self._shown = offers
        for button in self.buttons:
            self.answers.remove(button)
        self.buttons = []
        for at, offer in enumerate(offers):
            button = QPushButton(words.format(offer.words))
            button.setToolTip(offer.why)
            button.setAccessibleDescription(offer.why)
            button.clicked.connect(lambda _checked, said=offer.words: self._put(said))
            self.answers.add(button, at)
            self.buttons.append(button)

    def _put(self, words: str) -> None:
        self.put(words)
        self.returned.emit()

    def put(self, words: str) -> None:
        """Let these words stand there; nothing where nobody is called so any more."""
        if isinstance(self.editor, ReferenceEditor):
            self.editor.set_value(self.editor.finder.exact(words))
        else:
            self.editor.set_value(fields.read(self.field, words, today=self._desk.work.today()))


def _lasts(field: Field) -> bool:
    """Whether the next sheet with the same head may well say the same: not a day, not a village.

    A resident's name is kept nowhere but in the records.
    """
    if field.privacy is Privacy.RESIDENT:
        return False
    if field.kind is Kind.REFERENCE:
        return field.refers_to not in _PASSING
    return field.kind in (Kind.CHOICE, Kind.TEXT, Kind.FLAG)
