"""One kind of record on a page: list, detail, form, recycle bin, sheets in and out, paste."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import ledger_sheets
from gaotang_desktop.services.workbench import second_look
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.soon import soon
from gaotang_desktop.ui.ledgers import cell_edit
from gaotang_desktop.ui.ledgers.attachment_section import AttachmentSection
from gaotang_desktop.ui.ledgers.ledger_sheets import LedgerSheets
from gaotang_desktop.ui.ledgers.putting_away import put_away
from gaotang_desktop.ui.ledgers.registering import OfficeRegisters
from gaotang_desktop.ui.ledgers.unseen import tell_unseen
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.chips import PressChip
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.side_panel import SidePanel, beside
from gaotang_desktop.ui.widgets.table import cells
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

if TYPE_CHECKING:
    from gaotang_desktop.data.database import Changes

_LOW = 440
_DETAIL_MS = 250

Empty = tuple[str, str, Callable[[], Any]]
Describe = Callable[[SidePanel, int, Mapping[str, Any]], None]
Save = Callable[[dict[str, Any], int | None], int]


class Ledger(LedgerSheets):
    """A list with its detail at the right. The page tells it the period and asks it to reload.

    ``source`` reads the rows (in the background); by default the records of the kind that belong to
    the period. ``describe(panel, id, values)`` adds to the detail; ``fresh()`` gives what a new
    record starts with, ``keep`` what the next one of the same form keeps, and ``starts_at`` where
    that one begins. ``save(values, id)``
    stores a form where the generic saving is not enough. ``form_fields`` are those of the form,
    ``entry_fields`` those of a new record's form alone. ``unshown`` names what the detail leaves
    out because it is too long for it; ``panel_width`` is the least that its buttons need.

    List and detail are made when the ledger is first shown or asked for: most tabs of a page are
    not opened on most days.
    """

    def __init__(
        self,
        desk: Desk,
        kind: str,
        *,
        filters: Sequence[str] = (),
        sums: Sequence[str] = (),
        tones: Mapping[str, Mapping[str, Tone]] | None = None,
        empty: str = "",
        source: ledger_sheets.Source | None = None,
        describe: Describe | None = None,
        fresh: Callable[[], Mapping[str, Any]] = dict,
        keep: Collection[str] = ("village_id",),
        starts_at: str = "",
        save: Save | None = None,
        form_fields: Sequence[str] | None = None,
        entry_fields: Sequence[str] | None = None,
        unshown: Collection[str] = (),
        panel_width: int = 280,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.kind = kind
        self.period: Period | None = None
        self.label = records.label_of(kind)
        self._source = ledger_sheets.reading(kind, sums, source)
        self._describe = describe
        self._fresh = fresh
        self._keep, self._starts_at = keep, starts_at
        self._save = save
        self._form_fields = form_fields
        self._entry_fields = entry_fields
        self._unshown = frozenset(unshown)
        self._wanted: frozenset[int] | None = None
        self._at_all_times = False
        self._found = Listing(kind, (), (), ())
        self._span: Period | None = None
        self._arrived: set[int] = set()
        self._entered: int | None = None
        self._to_follow: list[Callable[[], Any]] = []
        self._detail_due = True
        self._above: list[QWidget] = []
        self._filters, self._sums, self._tones = filters, sums, tones
        self._empty: Empty = (empty or f"还没有{self.label}记录。", records.deed_of(kind), self.add)
        self._when_made: list[Callable[[RecordTable], Any]] = []
        self._panel_width = panel_width
        self.attachments: AttachmentSection | None = None
        self._split = beside()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._split)
        desk.bus.changed.connect(self._on_changed)
        desk.jobs.idle.connect(self._show_due, Qt.ConnectionType.QueuedConnection)

    @property
    def is_made(self) -> bool:
        """Whether list and detail are there already."""
        return "table" in self.__dict__

    @cached_property
    def table(self) -> RecordTable:
        """The list."""
        table = RecordTable(
            self.kind,
            today=self.desk.work.today,
            memory=self.desk.memory,
            filters=self._filters,
            sums=self._sums,
            tones=self._tones,
            label=self.label,
            covered=self.desk.work.covered,
        )
        self.__dict__["table"] = table  # what follows asks for it
        table.set_empty(*self._empty)
        table.opened.connect(self.edit)
        table.bin_requested.connect(self.bin)
        table.current_changed.connect(self._show_detail)
        table.add_bar_widget(self.only)
        self.offer_printing(table)
        if plain := self._save is None:  # else a record is more than its fields
            table.add_row_action("批量修改…", "pencil", self.edit_many, "Shift+F2")
        cell_edit.watch(
            self.desk, self.kind, table, lambda: self._fields() if plain else (), self.edit
        )
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), table.view)
        paste.setContext(Qt.ShortcutContext.WidgetShortcut)
        paste.activated.connect(self.paste)
        self._split.addWidget(table)
        self._split.addWidget(self.panel)
        self._split.setStretchFactor(0, 1)
        for deed in self._when_made:
            deed(table)
        if self._found.fields:
            self._show()
        return table

    def when_made(self, deed: Callable[[RecordTable], Any]) -> None:
        """Do something to the list, as soon as there is one."""
        self._when_made.append(deed)
        if self.is_made:
            deed(self.table)

    def set_empty(self, sentence: str, button: str, slot: Callable[[], Any]) -> None:
        """What stands in the place of a list without records, and the button that starts it."""
        self._empty = (sentence, button, slot)

    @cached_property
    def only(self) -> PressChip:
        """Says that only some records are shown; pressed, all are."""
        chip = PressChip("")
        chip.setToolTip("按一下显示全部")
        chip.clicked.connect(lambda _checked: self._show_all())
        chip.hide()
        return chip

    @cached_property
    def panel(self) -> SidePanel:
        """The detail."""
        panel = SidePanel()
        panel.setMinimumWidth(self._panel_width)
        panel.files_dropped.connect(self._on_files_dropped)
        return panel

    # -- showing -----------------------------------------------------------------------------

    def reload(self, period: Period | None = None, done: Callable[[], Any] = lambda: None) -> None:
        """Read the records of a period (of all times without one) in the background.

        ``done`` is called when they are shown, also when a newer reading overtakes this one.
        """
        self.period = period
        work, span = self.desk.work, None if self._at_all_times else period
        # A newer reading takes the place of this one, and does what was to follow it.
        if done not in self._to_follow:
            self._to_follow.append(done)

        def shown(found: Listing) -> None:
            # A record more in the same list is the one just entered, or the one that came back.
            self._arrived = {*found.ids} - {*self._found.ids} if span == self._span else set()
            self._found, self._span = found, span
            self._show()
            following, self._to_follow = self._to_follow, []
            for deed in following:
                deed()

        self.desk.jobs.read(
            lambda: self._source(work, span), shown, key=f"ledger {self.kind} {id(self)}"
        )

    def _show(self) -> None:
        if not self.is_made:
            return  # read when it is made
        found = self._found
        if self._wanted is not None:
            wanted = self._wanted
            found = found.where(lambda record_id, _row: record_id in wanted)
            self.only.set_text(f"只看 {len(found.ids)} 条 ✕", active=True)
        self.only.setVisible(self._wanted is not None)
        self.table.set_listing(found)
        shown = self.table.shown_ids()
        if tell_unseen(self.desk, self._entered, self._found, shown, self._span, self.narrowed()):
            self._entered = None
        first = [each for each in shown if self._arrived == {each}]
        self._arrived = set()
        if not first and self.table.current_id() is None:
            first = shown[:1]
        if first:
            # Nobody chose this record: it fills the detail, and nothing else follows it.
            self.table.blockSignals(True)
            self.table.select(first)
            self.table.blockSignals(False)
        self._detail_due = True
        # The list is seen before its detail is read, and other lists are not kept waiting by it.
        soon(_DETAIL_MS if self.desk.jobs.is_busy() else 0, self, self._show_due)

    def _show_due(self) -> None:
        if self._detail_due and self.is_made:
            self._show_detail(self.table.current_id())

    def show_only(self, ids: Collection[int] | None, *, at_all_times: bool = False) -> None:
        """Narrow the list to some records, as when a line of the workbench leads here.

        ``at_all_times`` also those out of the period, from the next ``reload`` on.
        """
        wanted, self._at_all_times = None if ids is None else frozenset(ids), at_all_times
        if wanted != self._wanted:  # else the list is laid out already
            self._wanted = wanted
            self._show()

    def _show_all(self) -> None:
        self.show_only(None)
        self.reload(self.period)

    def add_above(self, widget: QWidget) -> None:
        """Figures or a chart over the list."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.setSpacing(theme.SPACE_3)
        column.insertWidget(column.count() - 1, widget)
        self._above.append(widget)

    def listing(self) -> Listing:
        """What was read last."""
        return self._found

    def _on_changed(self, changes: "Changes") -> None:
        # The page reloads for its own tables; attachments may belong to any of them.
        if "attachments" in changes.tables and self.is_made:
            self._show_detail(self.table.current_id())

    def _on_files_dropped(self, paths: list[Path]) -> None:
        if self.attachments is not None:
            self.attachments.take(paths)

    @override
    def minimumSizeHint(self) -> QSize:
        """What stands over the list gives way before the window stops growing smaller."""
        whole = super().minimumSizeHint()
        over = sum(
            each.minimumSizeHint().height() + theme.SPACE_3
            for each in self._above
            if not each.isHidden()
        )
        return QSize(whole.width(), max(0, whole.height() - over))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for widget in self._above:
            widget.setVisible(self.height() >= _LOW)  # a low window is left to the list

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        was_made = self.is_made
        current = self.table.current_id()
        # The first time the list is seen a turn before its detail: both together take too long.
        if self._detail_due and was_made:
            self._show_detail(current)

    def _show_detail(self, record_id: int | None) -> None:
        # Behind another tab nobody reads it: it is put together when the tab is opened.
        self._detail_due = not self.isVisible()
        if self._detail_due:
            return
        self.attachments = None
        self.panel.setAcceptDrops(False)
        if record_id is None:
            self.panel.set_empty(f"选中一条{self.label}，这里显示它的全部内容。")
            return
        try:
            values = records.get(self.desk.work, self.kind, record_id)
        except DomainError:
            self.panel.set_empty(f"这条{self.label}已经不在了。")
            return
        panel = self.panel
        panel.clear()
        panel.set_title(records.title_of(self.desk.work, self.kind, record_id))
        every = records.described(self.desk.work, self.kind, values)
        shown = [(each, text) for each, text in every if each.name not in self._unshown]
        panel.add_rows(
            (each.label, cells.detail_text(each, text, values.get(each.name)))
            for each, text in shown
            if each.kind is not Kind.LONG_TEXT
        )
        for each, text in shown:
            if each.kind is Kind.LONG_TEXT and text:
                panel.add_heading(each.label)
                panel.add_paragraph(text)
        if self._describe is not None:
            self._describe(panel, record_id, values)
        self.attachments = AttachmentSection(self.desk, self.kind, record_id)
        panel.add_widget(self.attachments)
        panel.setAcceptDrops(True)
        panel.add_action("修改", lambda: self.edit(record_id), "pencil")

    # -- one record --------------------------------------------------------------------------

    def _fields(self, *, new: bool = False) -> tuple[Field, ...]:
        known = records.fields_for(self.kind)
        chosen = (self._entry_fields if new else None) or self._form_fields
        if chosen is None:
            return known
        return tuple(each for each in known if each.name in chosen)

    def add(self, values: Mapping[str, Any] | None = None) -> FormDialog:
        """The form of a new record; ``values`` are proposed."""
        return self._form(None, {**self._fresh(), **(values or {})})

    def edit(self, record_id: int) -> FormDialog | None:
        """The form of an old record; ``None``, and a sentence, when it is gone."""
        try:
            return self._form(record_id, records.get(self.desk.work, self.kind, record_id))
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return None

    def edit_many(self, ids: list[int]) -> Dialog | None:
        """One field of several records at once; of one record its form."""
        if len(ids) == 1:
            return self.edit(ids[0])
        from gaotang_desktop.ui.ledgers.many_edit import edit_many

        return edit_many(self, self.desk, self.kind, ids, self._fields())

    def _form(self, record_id: int | None, values: Mapping[str, Any]) -> FormDialog:
        work = self.desk.work
        shown = self._fields(new=record_id is None)
        dialog = FormDialog(
            self,
            records.deed_of(self.kind) if record_id is None else f"修改{self.label}",
            shown,
            today=work.today,
            save=lambda typed: self._store(typed, record_id),
            references=OfficeRegisters(
                self.desk,
                lambda name: [
                    values[each.name]
                    for each in shown
                    if each.refers_to == name and values.get(each.name) is not None
                ],
            ),
            values=values,
            keep=tuple({*self._keep, *self._fresh()}) if record_id is None else None,
            starts_at=self._starts_at,
            question=lambda typed: second_look.question(
                work, self.kind, record_id, {**values, **typed}
            ),
            remembers=(self.desk.memory, self.kind),
        )
        dialog.kept_as = {"kind": self.kind, "id": record_id}
        dialog.open()
        return dialog

    def _store(self, values: dict[str, Any], record_id: int | None) -> None:
        if self._save is not None:
            made = self._save(values, record_id)
        else:
            made = records.save(self.desk.work, self.kind, values, record_id=record_id)
        self._entered = made if record_id is None else None
        self.desk.messages.saved()

    def bin(self, ids: list[int]) -> None:
        """Move records to the recycle bin; the toast takes it back."""
        put_away(self.desk, self.kind, ids)

    # -- sheets ------------------------------------------------------------------------------

    def print_list(self) -> None:
        """The list as it is seen, on paper."""
        self.when_read(self._preview)

    @override
    def when_read(self, deed: Callable[[], Any]) -> None:
        if self.isVisible():
            deed()
        else:
            self.reload(self.period, deed)

    def _preview(self) -> None:
        # Qt's printing is loaded when something is printed, not with every list.
        from gaotang_desktop.ui.printing.paper_preview import preview_list

        preview_list(
            self.window(),
            self.desk,
            self.table.shown_listing(),
            heading=ledger_sheets.heading_of(self.kind),
            period=self.period,
            narrowed=self.narrowed(),
            sums=self._sums,
        )

    @override
    def narrowed(self) -> str:
        narrowed = self.table.narrowed()
        if self._wanted is None:
            return narrowed
        part = f"选出的 {len(self._wanted)} {records.counter_of(self.kind)}"
        return f"{part}；{narrowed}" if narrowed else part

    @override
    def write_shown(self, path: Path) -> None:
        self.write(path, shown=self.table.shown_listing(), narrowed=self.narrowed())

    def figures(self) -> str:
        """``矛盾纠纷 12 件``: how many there are, in the office's counter."""
        return f"{self.label} {len(self._found.ids)} {records.counter_of(self.kind)}"
