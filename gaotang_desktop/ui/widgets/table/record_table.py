"""The list that every page with records uses: find, filter, sort, choose columns, sum, copy."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.fields import Kind, Listing
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.desk.menu import Menu
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.chips import FilterChip
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.empty_state import EmptyState
from gaotang_desktop.ui.widgets.phone import SendButton
from gaotang_desktop.ui.widgets.table import cells
from gaotang_desktop.ui.widgets.table.column_filters import ColumnFilters
from gaotang_desktop.ui.widgets.table.column_layout import ColumnLayout
from gaotang_desktop.ui.widgets.table.find_line import FindLine
from gaotang_desktop.ui.widgets.table.list_bar import ListBar
from gaotang_desktop.ui.widgets.table.record_model import RecordModel
from gaotang_desktop.ui.widgets.table.record_view import RecordView
from gaotang_desktop.ui.widgets.table.row_menu import RowAction, row_menu
from gaotang_desktop.ui.widgets.wrapping_row import WrappingRow


class RecordTable(QFrame):
    """A card with a bar, the rows and a footer.

    ``opened(id)`` on Enter or double click, ``bin_requested(ids)`` on Delete,
    ``current_changed(id or None)`` when another record has the focus,
    ``filtered()`` when other rows are shown than before.
    """

    opened = Signal(int)
    bin_requested = Signal(object)
    current_changed = Signal(object)
    filtered = Signal()

    def __init__(
        self,
        name: str,
        *,
        today: Callable[[], date],
        memory: Memory | None = None,
        filters: Sequence[str] = (),
        sums: Sequence[str] = (),
        tones: Mapping[str, Mapping[str, Tone]] | None = None,
        label: str = "",
        covered: Callable[[Listing], Listing] | None = None,
    ) -> None:
        """``label`` is what the list is called where it is read out. ``name`` keeps columns and sorting apart from other lists'.

        ``filters`` names fields that get a chip with their values, ``sums`` number fields whose
        sum over the shown rows the footer gives. ``tones`` turns fields into chips and gives their
        words a tone; choice fields with the office's usual words of state need not be named.
        ``covered`` gives a list as it may leave the office; without it none is sent by phone.
        """
        super().__init__()
        self._covered = covered
        self.setProperty("class", "card")
        self.model = RecordModel(today)
        self.view = RecordView(self.model)
        self.view.setAccessibleName(f"{label}列表")
        memory = memory or Memory()
        self.columns = ColumnLayout(self.view, name, memory)
        self._own = WrappingRow()
        self.conditions = ColumnFilters(self.view, self._own, name, memory, today)
        self.conditions.changed.connect(self._filter)
        self.columns.folding_changed.connect(self._tell_folded)
        self.view.columns_to_copy = self.columns.chosen
        self.view.leaving = covered or self.view.leaving
        self._tones = dict(tones or {})
        self._sums = tuple(sums)
        self._label = label
        self._footer_text: str | None = None
        self._current: int | None = None
        self._row_actions: list[tuple[str, str, RowAction]] = []
        self._empty: tuple[str, str | None, Callable[[], Any] | None] = ("还没有记录。", None, None)
        self._chips = {field: FilterChip("") for field in filters}
        self._line = FindLine()
        self._count = QLabel()
        self._folded = QLabel()
        self._total = ElidedLabel()
        self._selected = QLabel()
        self._nothing = EmptyState("", icon="list")
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._make_bar())
        column.addLayout(self._stack, 1)
        self.setFocusProxy(self.view)
        # Only now: a stack without a parent shows its first widget as a window of its own.
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._nothing)
        column.addWidget(self._make_footer())

        name_sorted, down = self.columns.sorted_by
        self.model.sorted_by, self.model.descending = name_sorted, down
        self.model.then_by = self.columns.then_by
        self._line.narrowed.connect(self._filter)
        self._line.left.connect(self._go_to_rows)
        self.view.opened.connect(self.opened)
        self.view.binned.connect(self.bin_requested)
        self.view.horizontalHeader().sectionClicked.connect(self._on_header)
        self.view.horizontalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.horizontalHeader().customContextMenuRequested.connect(self._on_header_menu)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_row_menu)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._tell_selection())
        self.view.selectionModel().currentChanged.connect(self._on_current)

    # -- showing -----------------------------------------------------------------------------

    def set_listing(self, listing: Listing) -> None:
        """Show these rows; selection, focus, scrolling, sorting and filters stay."""
        for field in listing.fields:
            if cells.has_tones(field):
                self._tones.setdefault(field.name, {})
        self.view.cells.tones = self._tones
        self._change(lambda: self.model.set_listing(listing), keep_scroll=True)
        self.columns.apply(listing.fields, listing.ids)
        self._offer_values()
        self.conditions.take_up()
        if self.conditions.conditions or any(chip.chosen for chip in self._chips.values()):
            self._filter()

    def set_empty(
        self, sentence: str, button: str | None = None, slot: Callable[[], Any] | None = None
    ) -> None:
        """What belongs here, and the button that starts it, while there is no record at all."""
        self._empty = (sentence, button, slot)
        self._tell()

    def set_footer(self, text: str | None) -> None:
        """The page's own sums at the left of the footer; ``None``: those of ``sums``."""
        self._footer_text = text
        self._tell()

    def add_bar_widget(self, widget: QWidget) -> None:
        """A chip or a button of the page's own in the bar, after the filter chips."""
        self._own.add(widget)

    def add_row_action(self, text: str, icon: str, slot: RowAction, keys: str = "") -> None:
        """A line in the menu of the rows, and the ``keys`` that do it too; ``slot(ids)``."""
        self._row_actions.append((f"{text}\t{keys}" if keys else text, icon, slot))
        if keys:
            shortcut = QShortcut(QKeySequence(keys), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: slot(self.selected_ids()))

    # -- choosing ----------------------------------------------------------------------------

    def can_filter(self, field: str) -> bool:
        """Whether a filter chip stands for the field."""
        return field in self._chips

    def set_filter(self, field: str, values: Collection[Any]) -> None:
        """Choose the values of a filter chip; references by id; none means all."""
        self._chips[field].choose(frozenset(values))

    def set_text(self, text: str) -> None:
        """Keep rows that contain every word of the text, at once."""
        self._line.setText(text)
        self._filter()

    def clear_filters(self) -> None:
        """Show everything again."""
        # The list is filtered once, not after every chip.
        for widget in (self._line, *self._chips.values()):
            widget.blockSignals(True)
        self._line.clear()
        for chip in self._chips.values():
            chip.choose(frozenset())
        for widget in (self._line, *self._chips.values()):
            widget.blockSignals(False)
        self.conditions.clear()
        self._filter()

    def sort_by(
        self,
        field: str | None,
        *,
        descending: bool = False,
        then: Sequence[tuple[str, bool]] = (),
    ) -> None:
        """Sort, and remember it."""
        self._change(lambda: self.model.sort_by(field, descending=descending, then=then))
        self.columns.remember_sorting(field, descending=descending, then=then)
        if self.view.currentIndex().isValid():
            self.view.scrollTo(self.view.currentIndex())

    def current_id(self) -> int | None:
        """The record that has the focus."""
        return self.view.current_id()

    def selected_ids(self) -> list[int]:
        """The selected records, in the order shown."""
        return self.view.selected_ids()

    def shown_ids(self) -> list[int]:
        """Every record that passes the filters, in the order shown."""
        return [self.model.listing.ids[row] for row in self.model.order]

    def shown_listing(self) -> Listing:
        """The columns chosen, folded ones too, and the rows that pass the filters, as sorted."""
        return self.model.shown(self.columns.chosen())

    def narrowed(self) -> str:
        """By what the list is narrowed, in words; ``""`` while it shows everything."""
        said = [chip.words() for chip in self._chips.values() if chip.chosen]
        said += self.conditions.words()
        if self.model.text:
            said.append(f"含“{self._line.text().strip()}”")
        return "；".join(said)

    def select(self, ids: Collection[int]) -> None:
        """Select records and bring the first into view; filters that hide all of them are lifted."""
        rows = self.model.rows_of(ids)
        if not rows and ids:
            self.clear_filters()
            rows = self.model.rows_of(ids)
        if rows:
            first = self.model.record_id(rows[0])
            columns = self.view.shown_columns()
            self.view.restore(ids, first, columns[0] if columns else 0)
            self.view.scrollTo(self.view.currentIndex())

    @override
    def hasHeightForWidth(self) -> bool:
        """No: its rows scroll. Wrapped words inside would else claim height from the neighbours."""
        return False

    # -- inside ------------------------------------------------------------------------------

    def _make_bar(self) -> ListBar:
        for field, chip in self._chips.items():
            chip.chosen_changed.connect(lambda _values: self._filter())
            chip.setObjectName(f"filter_{field}")
            self._own.add(chip)
            chip.hide()
        self._count.setProperty("class", "faint")
        self._folded.setProperty("class", "faint")
        self._folded.hide()
        chooser = QToolButton()
        icons.dress(chooser, "columns-3", "secondary", 16)
        chooser.setToolTip("选择显示哪些列")
        chooser.setAccessibleName("选择显示哪些列")
        chooser.clicked.connect(
            lambda _checked: self._choose_columns(chooser.mapToGlobal(QPoint(0, chooser.height())))
        )
        right: list[QWidget] = [self._folded, self._count]
        if self._covered is not None:
            right.append(SendButton(self.sent, lambda field: field.name in self._tones))
        right.append(chooser)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.start_finding)
        return ListBar(self._line, self._own, right)

    def sent(self) -> tuple[str, Listing]:
        """What goes out by phone: the title, and the list as it is seen, with residents covered."""
        title = "，".join(part for part in (self._label or "列表", self.narrowed()) if part)
        shown = self.shown_listing()
        return title, self._covered(shown) if self._covered else shown

    def start_finding(self) -> None:
        """Put the cursor into the line that narrows the list (Ctrl+F)."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def _go_to_rows(self) -> None:
        """From the line to what it found; where nothing was found it stays with the words."""
        if shown := self.shown_ids():
            if self.current_id() not in shown:
                self.select(shown[:1])
            self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _make_footer(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("table_footer")
        footer = QHBoxLayout(frame)
        footer.setContentsMargins(theme.SPACE_3, 6, theme.SPACE_3, 6)
        self._total.setProperty("class", "secondary")
        self._selected.setProperty("class", "faint")
        footer.addWidget(self._total, 1)
        footer.addWidget(self._selected)
        return frame

    def _change(self, deed: Callable[[], None], *, keep_scroll: bool = False) -> None:
        """Do what resets the model, then put selection, focus and scrolling back."""
        ids, current = self.view.selected_ids(), self.view.current_id()
        column = self.view.currentIndex().column()
        scroll = self.view.verticalScrollBar().value()
        side = self.view.horizontalScrollBar().value()
        selection = self.view.selectionModel()
        blocked = selection.blockSignals(True)
        deed()
        self.view.restore(ids, current, column)
        selection.blockSignals(blocked)
        self.view.horizontalScrollBar().setValue(side)
        if keep_scroll:
            self.view.verticalScrollBar().setValue(scroll)
        self.view.viewport().update()
        self._tell()
        self._say_current()
        self.filtered.emit()

    def _filter(self) -> None:
        self._line.settle()
        chosen = {name: chip.chosen for name, chip in self._chips.items()}
        held = self.conditions.conditions
        self._change(lambda: self.model.filter(self._line.text(), chosen, held))

    def _offer_values(self) -> None:
        names = {field.name: field for field in self.model.listing.fields}
        for name, chip in self._chips.items():
            field = names.get(name)
            chip.setVisible(field is not None)
            if field is None:
                continue
            chip.set_label(field.label)
            values = self.model.values_of(name)
            if field.kind is Kind.FLAG:
                chip.set_options([(True, "是"), (False, "否")])
            else:
                chip.set_options(
                    [
                        (getattr(v, "id", v), cells.text_of(field, v, self.model.this_year))
                        for v in values
                    ]
                )

    def _turn(self, to: int) -> None:
        """Show the rows or the sentence in their place; the focus goes along."""
        if to == self._stack.currentIndex():
            return
        held = self.view.hasFocus() or self._nothing.button.hasFocus()
        self._stack.setCurrentIndex(to)
        if held:
            (self._nothing.button if to else self.view).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            # Where this is itself put away Qt would give the focus back to what is no longer seen.
            (self.view if to else self._nothing.button).clearFocus()

    def _tell_folded(self) -> None:
        """How many columns had to give way: nobody looks in vain for one that is chosen."""
        folded = self.columns.folded()
        self._folded.setText(f"收起 {len(folded)} 列 ·")
        names = "、".join(field.label for field in folded)
        self._folded.setToolTip(
            f"窗口里放不下：{names}。打开记录可以看到；也可以在右边选择显示哪些列。"
        )
        self._folded.setVisible(bool(folded))

    def _tell(self) -> None:
        shown, every = len(self.model.order), len(self.model.listing.rows)
        self._count.setText(
            f"显示 {shown:,} / {every:,} 条" if shown != every else f"共 {every:,} 条"
        )
        if every == 0:
            self._nothing.set(*self._empty)
        elif shown == 0:
            self._nothing.set("没有符合条件的记录。", "清除条件", self.clear_filters)
        # Before anything was read nobody knows that there is nothing.
        self._turn(0 if shown or not self.model.listing.fields else 1)
        said = self._footer_text
        self._total.setText(self.model.totals(self._sums) if said is None else said)
        self._tell_selection()

    def _tell_selection(self) -> None:
        rows = self.view.selected_rows()
        text = f"选中 {len(rows):,} 条" if rows else ""
        column = self.view.currentIndex().column()
        if len(rows) > 1 and column >= 0 and cells.is_number(self.model.field(column)):
            field = self.model.field(column)
            values = [v for row in rows if (v := self.model.value(row, column)) is not None]
            if values:
                total = sum(values)
                mean = Decimal(total) / len(values)
                text += f" · {field.label}合计 {total:,}，平均 {mean:,.2f}"
        self._selected.setText(text)

    def _say_current(self) -> None:
        current = self.view.current_id()
        if current != self._current:
            self._current = current
            self.current_changed.emit(current)

    def _on_current(self) -> None:
        self._tell_selection()
        self._say_current()

    def _on_header(self, column: int) -> None:
        """Up, down, and as the records came; with Shift what is equal by the columns before."""
        shift = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        name, down, then = self.model.pressed(self.model.field(column).name, more=bool(shift))
        self.sort_by(name, descending=down, then=then)

    def _on_header_menu(self, where: QPoint) -> None:
        header = self.view.horizontalHeader()
        self._choose_columns(header.mapToGlobal(where), header.logicalIndexAt(where))

    def _choose_columns(self, where: QPoint, column: int = -1) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if column >= 0:
            label = self.model.field(column).label
            ask = menu.addAction(f"按“{label}”筛选…\tAlt+↓")
            ask.triggered.connect(lambda _checked: self.conditions.ask(column))
            if self.narrowed():
                menu.addAction("清除全部条件").triggered.connect(self.clear_filters)
            menu.addSeparator()
        self.columns.fill_menu(menu)
        menu.popup(where)

    def _add_copying(self, menu: QMenu) -> None:
        self.view.add_copying(menu, self.columns.chosen)

    def _on_row_menu(self, where: QPoint) -> None:
        if ids := self.selected_ids():
            first = ("打开", "eye", lambda ids: self.opened.emit(self.current_id() or ids[0]))
            deeds = [first, *self._row_actions, ("放进回收站", "trash-2", self.bin_requested.emit)]
            menu = row_menu(self, ids, deeds, self._add_copying)
            menu.popup(self.view.viewport().mapToGlobal(where))
