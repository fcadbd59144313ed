"""What a sheet or a paste would bring, before it is taken in; nothing is stored until 导入."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.domain.sheets.rows import Decision, RowState, SheetRows
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.services.sheets import imports, understanding
from gaotang_desktop.services.sheets.asking.part_answers import answerable
from gaotang_desktop.services.sheets.imports import Choices, Imported, LacksColumns
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.menu import Menu
from gaotang_desktop.ui.ledgers import kept_choices
from gaotang_desktop.ui.ledgers.asked_above import AskedAbove
from gaotang_desktop.ui.ledgers.import_table import ImportTable
from gaotang_desktop.ui.ledgers.row_below import RowBelow
from gaotang_desktop.ui.ledgers.said_names import NameStrip
from gaotang_desktop.ui.ledgers.said_once import FillStrip
from gaotang_desktop.ui.ledgers.worksheet_choice import WorksheetChoice
from gaotang_desktop.ui.widgets.chips import PressChip

_STATES = (
    RowState.WRONG,
    RowState.RESEMBLING,
    RowState.CHANGED,
    RowState.NEW,
    RowState.UNCHANGED,
    RowState.SKIPPED,
)
_LOW = 600
"""Of a window lower than this the rows get more, and what is said above them less."""
_ROWS, _ROWS_LOWEST, _LOWEST = 6, 3, 500  # rows always in sight; of a window lower than that
Take = Callable[[SheetRows, Choices], Any]


class ImportPreview(Dialog):
    """Every row with what becomes of it. Bad rows keep all out, unless only good ones are wanted.

    A row that resembles a record is shown beside it and decided: the same, another, or skipped.
    A click on the head of a column says which field it is; that is remembered for sheets with the
    same heads. Cells are mended in place.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        kind: str,
        sheet: SheetRows,
        *,
        title: str,
        name: str,
        take: Take,
        aside: Sequence[str] = (),
        reread: Callable[[Sequence[str]], Any] | None = None,
    ) -> None:
        """``take(sheet, choices)`` is called by 导入 with the sheet as it was mended; ``reread`` with the
        names of other worksheets that are to be read instead.

        Columns ``aside`` say where a row comes from and are never a field.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self._desk, self._kind, self._name, self._take = desk, kind, name, take
        self.sheet = sheet
        self._memory_key = f"columns {kind} {'|'.join(sheet.header)}"
        self._columns: dict[str, str] = {
            **imports.columns_before(desk.work, kind, sheet),
            **(desk.memory.read(self._memory_key, {}) or {}),
        }
        self._columns.update(dict.fromkeys(aside, ""))
        self._decisions: dict[int, Decision] = {}
        self._states: tuple[RowState, ...] = ()
        self._fields: Mapping[str, str] = {}
        self._opening = True
        self._going_on = False  # once the rows are known, to what is asked about them
        self.expected: Imported | None = None
        self._heading = QLabel(title)
        self._heading.setProperty("class", "heading")
        self._heading.setWordWrap(True)
        self.worksheets = WorksheetChoice(sheet.worksheets if reread is not None else ())
        if reread is not None:
            self.worksheets.wanted.connect(reread)
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_3)
        top.addWidget(self._heading, 1)
        top.addWidget(self.worksheets)
        self.said = QLabel("正在核对……")
        self.said.setWordWrap(True)
        self.said.setProperty("class", "secondary")
        self.strip = FillStrip(desk, kind, sheet.header)
        self.names = NameStrip(desk, kind, sheet.header)
        for strip in (self.strip, self.names):
            strip.changed.connect(self.check)
            strip.done.connect(self._leave_strip)
            strip.hide()
        self._chips: dict[RowState, PressChip] = {}
        self.above = AskedAbove((self.strip, self.names))
        chips = QHBoxLayout()
        chips.setSpacing(theme.SPACE_2)
        for state in _STATES:
            chip = PressChip("")
            chip.clicked.connect(lambda _checked, state=state: self._narrow(state))
            chip.hide()
            chips.addWidget(chip)
            self._chips[state] = chip
        chips.addStretch(1)
        hint = QLabel("F2 或双击改这一格 · Alt+↓ 或点列名换列")
        hint.setProperty("class", "faint")
        chips.addWidget(hint)
        self.table = ImportTable()
        self.table.moved.connect(self._say)
        self.table.cell_mended.connect(self._mend)
        self.table.horizontalHeader().sectionClicked.connect(self._choose_field)
        assign = QShortcut(QKeySequence("Alt+Down"), self.table)
        assign.setContext(
            Qt.ShortcutContext.WidgetShortcut
        )  # elsewhere it opens a calendar, a list
        assign.activated.connect(lambda: self._choose_field(self.table.currentIndex().column()))
        self.below = RowBelow()
        self.below.mended.connect(self._mend_here)
        self.below.decided.connect(self._decide)
        self.good_only = QCheckBox("只导入没有问题的行")
        self.good_only.toggled.connect(lambda _on: self._show_buttons())
        self.clearing = QCheckBox("空格清空已有的内容")
        self.clearing.setToolTip("不勾时，空着的格不改已有的内容")
        self.clearing.toggled.connect(lambda _on: self.check())
        self.told_at = self.said
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        self.take = QPushButton("导入")
        self.take.setProperty("role", "primary")
        self.take.setDefault(True)
        self.take.setEnabled(False)
        self.take.clicked.connect(self._accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_3)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        for widget in (self.clearing, self.good_only, self.take):
            buttons.addWidget(widget)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(top)
        column.addWidget(self.said)
        column.addWidget(self.above)
        column.addLayout(chips)
        column.addWidget(self.table, 1)
        column.addWidget(self.below)
        column.addLayout(buttons)
        self.setMinimumSize(560, 400)
        self.resize(
            QSize(max(860, min(1180, parent.window().width() - 80)), 680).boundedTo(self.room())
        )
        self.good_only.hide()
        self._cells: dict[
            tuple[int, str], str
        ] = {}  # words put into cells, by row number and header
        self._waiting: dict[tuple[int, str], str] = {}  # to be put there once the rows are known
        self._asked = self._known = 0  # how often the rows were tried, and are known of
        self._untouched = self._all_said()
        self._say()
        self.check()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        high = self.height()
        self.above.set_low(high < _LOW)
        self._heading.setVisible(high >= _LOW or self.worksheets.isVisibleTo(self))
        self.table.keep_in_sight(_ROWS if high >= _LOWEST else _ROWS_LOWEST)

    @override
    def is_dirty(self) -> bool:
        return self._all_said() != self._untouched

    @override
    def typed(self) -> tuple[Words, list[str]]:
        before = self._untouched["columns"]
        told = kept_choices.told(self._kind, self.choices, before, self._typed_cells)
        return {"": self._all_said()}, told

    @override
    def put(self, words: Words) -> None:
        said = words[""]
        self._columns.update(said["columns"])
        self._decisions = {int(number): Decision(each) for number, each in said["decisions"]}
        self.strip.put(said["fills"])
        self.names.put(said["meant"], said["registered"])
        self.good_only.setChecked(said["good only"])
        self.clearing.setChecked(said["clears"])
        self._waiting = {(int(number), header): cell for number, header, cell in said["cells"]}
        if self._waiting:
            self.worksheets.hold()
        self.check()

    @property
    def choices(self) -> Choices:
        """What the operator has said so far."""
        return Choices(
            decisions=dict(self._decisions),
            empty_clears=self.clearing.isChecked(),
            columns=dict(self._columns),
            fills=self.strip.fills,
            meant=dict(self.names.meant),
            registered=dict(self.names.registered),
        )

    def check(self) -> None:
        """Try the import without storing anything, in the background, and show what it would do."""
        work, kind, sheet, choices = self._desk.work, self._kind, self.sheet, self.choices

        self._asked += 1
        at = self._asked

        def attempt(progress: Progress) -> tuple[Imported | DomainError, Mapping[str, str]]:
            try:
                told: Imported | DomainError = imports.import_rows(
                    work, kind, sheet, dry_run=True, progress=progress, name=self._name,
                    choices=choices,
                )  # fmt: skip
            except DomainError as problem:
                told = problem
            # A month across is shown as the rows that it becomes.
            becomes = (told.sheet if isinstance(told, Imported) else None) or sheet
            return told, _labels(kind, becomes, choices)

        self._desk.jobs.run(
            attempt, title="正在核对", done=lambda found: self._checked(*found, at=at)
        )

    # -- inside ------------------------------------------------------------------------------

    def _all_said(self) -> dict[str, Any]:
        return kept_choices.plain(
            self.choices, self._typed_cells, good_only=self.good_only.isChecked()
        )

    @property
    def _typed_cells(self) -> kept_choices.Cells:
        return {**self._waiting, **self._cells}

    def _checked(self, told: Imported | DomainError, fields: Mapping[str, str], *, at: int) -> None:
        self._fields = fields
        if self._waiting and at == self._asked:
            self.expected = told if isinstance(told, Imported) else None
            self._type(self._waiting)
            self._waiting = {}
            self.check()
            return
        if isinstance(told, DomainError):
            self.expected = None
            once = "；各行都一样的，在下面填一次" if isinstance(told, LacksColumns) else ""
            self.said.setText(f"{told}也可以点列名，说明哪一列是什么{once}。")
            theme.restyle(self.said, "error")
        else:
            self.expected = told
            waiting = len(told.similar)
            asked = (
                f"其中 {waiting} 行像已有的记录，请逐行选择，不选的当作新增。" if waiting else ""
            )
            self.said.setText(told.summary + asked)
            theme.restyle(self.said, "secondary")
        lacking = told.gaps if isinstance(told, Imported | LacksColumns) else ()
        self.strip.show_gaps(lacking, told.fills if isinstance(told, Imported) else ())
        self.names.show_strangers(told.strangers if isinstance(told, Imported) else ())
        notes = list(told.notes if isinstance(told, Imported) else self.sheet.notes)
        if isinstance(told, Imported) and told.similar:
            notes.pop()  # the rows themselves say so here
        self.above.show_notes(notes)
        self.above.ask_for_room()
        self._show_rows()
        self._show_buttons()
        self._known = at
        if self._going_on and at == self._asked:
            self._going_on = False
            self.names.focus_first()
        if self._opening:
            self._opening = False
            if not self.strip.focus_first():
                self._leave_strip()

    def _leave_strip(self) -> None:
        """Enter in the last line goes on to what is still asked, else to what is done next."""
        self._going_on = self._known != self._asked
        if not self.names.focus_first():
            goal = self.take if self.take.isEnabled() else self.table
            goal.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_rows(self) -> None:
        told = self.expected
        sheet = (told.sheet if told is not None else None) or self.sheet
        self.table.show_rows(sheet, told, fields=self._fields, states=self._states)
        counted = Counter(each.state for each in told.outcomes.values()) if told else Counter()
        for state, chip in self._chips.items():
            chip.set_text(f"{state.value} {counted[state]}", active=self._states == (state,))
            chip.setVisible(counted[state] > 0)
        self._say()

    def _show_buttons(self) -> None:
        told = self.expected
        good = told.imported + told.updated if told is not None else 0
        bad = told.rejected if told is not None else 0
        self.good_only.setVisible(bad > 0)
        self.take.setText(f"导入 {good} 行" if told is not None else "导入")
        self.take.setEnabled(good > 0 and (not bad or self.good_only.isChecked()))
        self.take.setToolTip(
            "有问题的行改好以后才能导入；只要其余的行，请勾上“只导入没有问题的行”。"
            if bad and not self.good_only.isChecked()
            else ""
        )

    def _narrow(self, state: RowState) -> None:
        self._states = () if self._states == (state,) else (state,)
        self._show_rows()

    def _say(self) -> None:
        """Under the table: what is wrong with the current row, or what it resembles."""
        number = self.table.row_number()
        outcome = self.expected.outcomes.get(number) if self.expected and number else None
        deciding = outcome is not None and (
            outcome.state is RowState.RESEMBLING or outcome.number in self._decisions
        )
        self.below.say(self.table.errors_of(number), outcome, deciding=deciding)

    def _decide(self, decision: Decision) -> None:
        outcomes = self.expected.outcomes if self.expected is not None else {}
        for number in self.table.chosen_numbers():
            outcome = outcomes.get(number)
            waits = outcome is not None and outcome.state is RowState.RESEMBLING
            if waits or number in self._decisions:
                self._decisions[number] = decision
        self.check()

    def _mend_here(self, header: str, words: str) -> None:
        """Take what is offered for the current row; the button goes, and the rows have the keys again."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._mend(self.table.row_number(), header, words)

    def _mend(self, number: int | None, header: str, words: str) -> None:
        """Put other words into a cell of the sheet."""
        if number is not None:
            self._type({(number, header): words})
            self.check()

    def _type(self, cells: Mapping[tuple[int, str], str]) -> None:
        """Put words into cells of the rows that are shown; what could not be read there is forgotten."""
        sheet = (self.expected.sheet if self.expected is not None else None) or self.sheet
        by_row: dict[int, dict[str, str | None]] = {}
        for (number, header), words in cells.items():
            by_row.setdefault(number, {})[header] = words or None
        rows = tuple(
            replace(row, values={**row.values, **by_row[row.number]})
            if row.number in by_row
            else row
            for row in sheet.rows
        )
        errors = tuple(each for each in sheet.errors if (each.row, each.column) not in cells)
        self.sheet = replace(sheet, rows=rows, errors=errors)
        self._cells.update(cells)
        self.worksheets.hold()

    def _choose_field(self, section: int) -> None:
        """A menu of the fields for the column that was clicked."""
        if not 1 <= section <= len(self.table.header):
            return
        header = self.table.header[section - 1]
        menu = Menu(self)
        taken = _labels(self._kind, self.sheet, self.choices)
        for each in answerable(self._kind).values():
            action = menu.addAction(f"这一列是“{each.label}”")
            action.setCheckable(True)
            action.setChecked(taken.get(header) == each.label)
            action.triggered.connect(lambda _checked, name=each.name: self.assign(header, name))
        menu.addSeparator()
        menu.addAction("这一列不导入").triggered.connect(lambda _checked: self.assign(header, ""))
        head = self.table.horizontalHeader()
        place = QPoint(head.sectionViewportPosition(section), head.height())
        menu.popup(head.viewport().mapToGlobal(place))

    def assign(self, header: str, name: str) -> None:
        """Say which field a column is; another column that was it is left out."""
        for other, known in understanding.understood(self._kind, self.sheet, self.choices).items():
            if other == name and known != header:
                self._columns[known] = ""
        self._columns[header] = name
        self._desk.memory.write(self._memory_key, self._columns)
        self.check()

    def _accept(self) -> None:
        sheet = self.sheet
        choices = replace(self.choices, all_or_nothing=not self.good_only.isChecked())
        self.accept()
        self._take(sheet, choices)


def _labels(kind: str, sheet: SheetRows, choices: Choices) -> Mapping[str, str]:
    """The label of the field that each header stands for."""
    labels = {name: each.label for name, each in answerable(kind).items()}
    known = understanding.understood(kind, sheet, choices)
    found = understanding.found_beside(kind, sheet, choices)
    return {**found, **{header: labels[name] for name, header in known.items()}}
