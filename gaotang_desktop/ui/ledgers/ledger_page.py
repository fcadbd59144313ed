"""A page made of ledgers: a tab for each, and the same buttons at the same place."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QMenu, QTabWidget, QWidget
from typing_extensions import override

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.services import records
from gaotang_desktop.services.papers import catalogue
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.forms import sending
from gaotang_desktop.ui import icons
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.menu import Menu, drops_down
from gaotang_desktop.ui.ledgers.form_gathering import gather_again, gather_folder
from gaotang_desktop.ui.ledgers.form_sending import FormSending
from gaotang_desktop.ui.ledgers.form_standing import FormStanding
from gaotang_desktop.ui.ledgers.import_records import ImportRecords
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.several import SeveralLedgers
from gaotang_desktop.ui.page import Page
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.period_picker import PeriodPicker
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

_GONE = "这条记录已经不在了，可以把文字复制下来。"


class LedgerPage(Page):
    """Tabs of ledgers and of the page's own views.

    A subclass calls :meth:`add_view` and :meth:`add_ledger` in its constructor, then
    :meth:`add_buttons`; its ``reload`` calls :meth:`reload_ledgers`. The buttons 导入, 导出, 打印
    and 新增 act on the ledger shown, or on the first one while a view of the page's own is shown;
    打印 takes the list of that view, if it has one.
    """

    def __init__(self, desk: Desk, *, with_period: bool = True) -> None:
        super().__init__(desk)
        self.tabs = QTabWidget()
        self.ledgers: dict[str, Ledger] = {}
        self._places: dict[str, QWidget] = {}
        self.period: PeriodPicker | None = None
        if with_period:
            self.period = PeriodPicker(periods.month_of(desk.work.today()))
            self.period.changed.connect(lambda _period: self.refresh())
            self.add_header_widget(self.period)
        self.body.addWidget(self.tabs, 1)
        self.hold_tabs(self.tabs)

    def add_view(self, widget: QWidget, title: str, ledger: Ledger | None = None) -> None:
        """A tab of the page's own; ``ledger`` is the one that stands in it, if there is one."""
        self.tabs.addTab(widget, title)
        if ledger is not None:
            self.add_place(ledger, widget)

    def add_ledger(self, ledger: Ledger, title: str = "", *, by_period: bool = True) -> Ledger:
        """A tab for one kind of record; ``by_period`` false shows those of all times."""
        self.ledgers[ledger.kind] = ledger
        self._places[ledger.kind] = ledger
        ledger.setProperty("by_period", by_period)
        self.tabs.addTab(ledger, title or ledger.label)
        return ledger

    def add_several(self, view: SeveralLedgers, title: str) -> None:
        """A tab for several kinds of record that belong to others; those of the period are shown."""
        for each in view.ledgers:
            self.add_place(each, view)
        view.turned.connect(self._on_tab)
        self.tabs.addTab(view, title)

    def add_place(self, ledger: Ledger, widget: QWidget) -> None:
        """A ledger, by period, and the tab in which it stands."""
        self.ledgers[ledger.kind] = ledger
        self._places[ledger.kind] = widget
        ledger.setProperty("by_period", True)

    def add_buttons(self, *, drafts: Sequence[str] = ()) -> None:
        """导入, 导出, 打印 and the primary one; call it when the tabs are there.

        ``drafts`` names the papers that are written from this page's records; they stand under 打印.
        """
        sheet = self.add_action("导入", "upload", lambda: None)
        menu = Menu(sheet)
        for text, icon, slot in (
            ("从表格导入…", "file-up", lambda: Ledger.choose_sheet(self.ledger)),
            ("粘贴表格里复制的行", "clipboard-paste", lambda: Ledger.paste(self.ledger)),
            ("保存空白模板…", "file-down", lambda: Ledger.choose_template(self.ledger)),
        ):
            action = menu.addAction(icons.icon(icon, "secondary", 16), text)
            action.triggered.connect(lambda _checked, slot=slot: slot())
        if any(kind in sending.KINDS for kind in self.ledgers):
            menu.addSeparator()
            for text, icon, deed in (
                ("发填报表…", "megaphone", self.send_forms),
                ("收填报表…", "folder", self.gather_forms),
                ("填报情况", "list-checks", self.show_forms),
            ):
                action = menu.addAction(icons.icon(icon, "secondary", 16), text)
                action.triggered.connect(lambda _checked, deed=deed: deed())
        menu.addSeparator()
        kept = menu.addAction(icons.icon("history", "secondary", 16), "导入记录和原件")
        kept.triggered.connect(lambda _checked: self.show_imports())
        drops_down(sheet, menu, "Ctrl+O")
        self.import_button = sheet
        out = self.add_action("导出", "download", lambda: None)
        ways = Menu(out)
        for text, icon, way in (
            ("导出看到的（条件、列、顺序照屏幕）…", "list", Ledger.choose_shown),
            ("导出这一期的全部…", "download", Ledger.choose_export),
        ):
            action = ways.addAction(icons.icon(icon, "secondary", 16), text)
            action.triggered.connect(lambda _checked, way=way: self._take_out(way))
        drops_down(out, ways, "Ctrl+Shift+S")
        self.print_button = self.add_action("打印", "printer", self.print_list, shortcut="Ctrl+P")
        if drafts:
            self.print_button.setMenu(self._print_menu(drafts))
        self.primary_button = self.primary_action(
            self.primary_words(), "plus", self.add_record, shortcut="Ctrl+N"
        )
        self.tabs.currentChanged.connect(lambda _index: self._on_tab())
        self._on_tab()

    @reopened
    def send_forms(self) -> FormSending:
        """Write forms for the villages, of the ledger and the period shown."""
        dialog = FormSending(self, self.desk, *self._reported())
        dialog.open()
        return dialog

    def gather_forms(self) -> None:
        """Take in a folder of forms that came back."""
        gather_folder(self, self.desk, *self._reported())

    def show_forms(self) -> FormStanding:
        """Who has sent the form of the period shown."""
        dialog = FormStanding(self, self.desk, *self._reported())
        dialog.open()
        return dialog

    def show_imports(self) -> ImportRecords:
        """What was taken in from files on this page, with the files."""
        kinds = {*self.ledgers, *(kind for kind, page in PAGES.items() if page == self.key)}
        dialog = ImportRecords(self, self.desk, kinds)
        dialog.open()
        return dialog

    def _reported(self) -> tuple[str, Period]:
        """The ledger shown, or else the page's first that villages report; the period shown."""
        reported = [kind for kind in self.ledgers if kind in sending.KINDS]
        kind = self.ledger.kind if self.ledger.kind in reported else reported[0]
        return kind, self.span or periods.month_of(self.desk.work.today())

    def _print_menu(self, drafts: Sequence[str]) -> QMenu:
        menu = Menu(self)
        listed = menu.addAction(icons.icon("printer", "secondary", 16), "打印列表\tCtrl+P")
        listed.triggered.connect(lambda _checked: self.print_list())
        menu.addSeparator()
        for name in drafts:
            known = catalogue.BY_NAME[name]
            act = menu.addAction(
                icons.icon("file-text", "secondary", 16),
                f"起草{known.kind}" if known.kind else f"打印{known.label}",
            )
            act.triggered.connect(lambda _checked, name=name: self.go_to_paper(name))
        return menu

    def go_to_paper(self, name: str) -> None:
        """Go to a paper of what this page shows."""
        self.desk.go("documents", {"document": name, **self.paper_context()})

    def paper_context(self) -> dict[str, Any]:
        """What a paper begun on this page is about: its period, where it has one."""
        return {"period": self.span.key} if self.span else {}

    def add_record(self) -> Any:
        """What the primary button does: a new record of the ledger shown."""
        return self._entered().add()

    def _entered(self) -> Ledger:
        """The ledger into which the primary button enters: steps are entered in their matter."""
        shown = self.tabs.currentWidget()
        first = next(iter(self.ledgers.values()))
        return first if isinstance(shown, SeveralLedgers) else self.ledger

    def print_list(self) -> None:
        """The list shown, as it is filtered and sorted, on paper."""
        if not self._is_stored("打印"):
            return
        shown = self.tabs.currentWidget()
        table: RecordTable | None = shown.findChild(RecordTable)
        if shown in self._places.values() or table is None:
            self.ledger.print_list()
            return
        from gaotang_desktop.ui.printing.paper_preview import preview_list

        heading, period = self.paper_heading()
        preview_list(
            self,
            self.desk,
            table.shown_listing(),
            heading=heading,
            period=period,
            narrowed=table.narrowed(),
        )

    def _take_out(self, deed: Callable[[Ledger], None]) -> None:
        if self._is_stored("导出"):
            deed(self.ledger)

    def _is_stored(self, deed: str) -> bool:
        """Whether the sheet shown is stored as it stands; else a sentence: only that goes out."""
        is_typed = getattr(self.tabs.currentWidget(), "is_dirty", bool)()
        said = self.unsaved() if is_typed else ""
        if said:
            self.desk.messages.toast(f"{said}请先按 Ctrl+S 保存，再{deed}。")
        return not said

    def paper_heading(self) -> tuple[str, Period | None]:
        """What the list of a view of the page's own is called on paper, and its period."""
        tab = self.tabs.tabText(self.tabs.currentIndex()).split(" ")[0]
        return f"{self.title}{tab}", self.span

    def primary_words(self) -> str:
        """What the primary button says on the tab shown."""
        return records.deed_of(self._entered().kind)

    def _on_tab(self) -> None:
        words = self.primary_words()
        self.primary_button.setText(words)
        self.primary_button.setToolTip(f"{words}（Ctrl+N）")
        self.import_button.setEnabled(self.ledger.kind in imports.IMPORTABLE)

    @property
    def ledger(self) -> Ledger:
        """The ledger shown, or the page's first."""
        current = self.tabs.currentWidget()
        if isinstance(current, SeveralLedgers):
            return current.ledger
        for kind, place in self._places.items():
            if place is current:
                return self.ledgers[kind]
        return next(iter(self.ledgers.values()))

    @property
    def span(self) -> Period | None:
        """The period chosen at the top; ``None`` on a page without one."""
        return self.period.period if self.period else None

    def reload_ledgers(self) -> None:
        """Read every ledger again."""
        for ledger in self.ledgers.values():
            ledger.reload(self.span if ledger.property("by_period") else None, self.tell_figures)

    def tell_figures(self) -> None:
        """Under the title: how many records each tab has."""
        self.set_subtitle(" · ".join(each.figures() for each in self.ledgers.values()))

    @override
    def reload(self) -> None:
        self.reload_ledgers()

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        """``kind`` chooses the tab, ``period`` the months, ``ids`` or ``id`` the records
        (of all times without a ``period``),

        ``filters`` the chips (``{"village_id": [3]}``; ``{"village": 3}`` is short for that where a list has villages), and
        ``add`` opens a new form with those values.
        """
        kind = context.get("kind")
        if kind not in self.ledgers:
            # A tab may show something else than a list of records.
            kind = (
                self.ledger.kind if self.ledger.kind in self.ledgers else next(iter(self.ledgers))
            )
        ledger = self.ledgers[kind]
        place = self._places[kind]
        if isinstance(place, SeveralLedgers):
            place.turn(kind)
        self.tabs.setCurrentWidget(place)
        if self.period is not None and (key := context.get("period")):
            self.period.set_period(periods.parse(str(key)))
        wanted = context.get("ids")
        if wanted is not None:
            ledger.table.clear_filters()  # what was chosen before could hide them
        ledger.show_only(wanted, at_all_times=wanted is not None and "period" not in context)
        filters = dict(context.get("filters") or {})
        ids = [context["id"]] if "id" in context else []
        if (village := context.get("village")) is not None:
            if kind == "villages":
                ids = [village]
            elif ledger.table.can_filter("village_id"):
                filters["village_id"] = [village]

        def narrow() -> None:
            if filters:
                ledger.table.conditions.clear()  # of another day: they could hide what is meant
            for name, values in filters.items():
                ledger.table.set_filter(name, values)
            if ids:
                ledger.table.select(ids)
            self.tell_figures()

        if ids and self.period is not None and not set(ids) <= set(ledger.listing().ids):
            self._show_period_of(ledger, ids[0])
        ledger.reload(self.span if ledger.property("by_period") else None, narrow)
        if (asked := context.get("forms")) is not None:
            reported, key = asked
            FormStanding(self, self.desk, reported, periods.parse(key)).open()
        if (values := context.get("add")) is not None:
            ledger.add(values if isinstance(values, Mapping) else {})

    @override
    def take_up(self, entry: Unsaved) -> str:
        kind, record_id = entry.context.get("kind"), entry.context.get("id")
        if "gathered" in entry.context:
            return gather_again(self, self.desk, entry.context["gathered"], entry.words)
        if kind not in self.ledgers:
            return super().take_up(entry)
        self.tabs.setCurrentWidget(self._places[kind])
        ledger = self.ledgers[kind]
        if "sheet" in entry.context:
            return ledger.take_up_sheet(entry)
        if "many" in entry.context:
            many = ledger.edit_many(entry.context["many"])
            if many is not None:
                many.put(entry.words)
            return "" if many is not None else _GONE
        dialog = ledger.add() if record_id is None else ledger.edit(record_id)
        if dialog is None:
            return _GONE
        dialog.put(entry.words)
        return ""

    def _show_period_of(self, ledger: Ledger, record_id: int) -> None:
        """The record may lie in another month: show that one."""
        day = records.day_of(self.desk.work, ledger.kind, record_id)
        if day is not None and self.period is not None and ledger.property("by_period"):
            self.period.set_period(periods.month_of(day))
