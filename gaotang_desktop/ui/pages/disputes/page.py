"""矛盾纠纷: the ledger with its steps, weekly reports, counts of key groups, the categories."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from gaotang_desktop.domain.casework import incident_counts, settlements
from gaotang_desktop.domain.casework.intakes import Figures, said
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import monday
from gaotang_desktop.domain.periods import Period, month_of
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.services import disputes, records
from gaotang_desktop.services.casework import (
    dispute_reports,
    intakes,
    key_groups,
)
from gaotang_desktop.services.pictures import disputes as pictures
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.ledger_page import LedgerPage
from gaotang_desktop.ui.ledgers.registering import OfficeRegisters
from gaotang_desktop.ui.page import Badge
from gaotang_desktop.ui.pages.disputes.counts_entry import CountsEntry
from gaotang_desktop.ui.pages.disputes.dispute_funnel import DisputeFunnel
from gaotang_desktop.ui.pages.disputes.dispute_steps import DisputeSteps
from gaotang_desktop.ui.pages.disputes.incidents_view import IncidentsView
from gaotang_desktop.ui.pages.disputes.intake_ledger import IntakeLedger
from gaotang_desktop.ui.pages.disputes.reports_view import ReportsView
from gaotang_desktop.ui.pages.disputes.step_ledgers import step_ledgers
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.picture.picture_card import PictureCard
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

_TONES = {
    "late": {
        "逾期": Tone.BAD, "临近": Tone.WARN, "未到期": Tone.NEUTRAL, "已办结": Tone.GOOD,
    },
    "risk": {"高": Tone.BAD, "中": Tone.WARN, "低": Tone.NEUTRAL},
    "state": {
        "待化解": Tone.WARN, "化解中": Tone.INFO, "已化解": Tone.GOOD, "已移交": Tone.NEUTRAL,
        "未化解": Tone.BAD,
    },
}  # fmt: skip


def _first(slot: Callable[[int], Any], ids: list[int]) -> None:
    slot(ids[0])


class DisputesPage(LedgerPage):
    """Four tabs. The period of the header holds for the ledger and for the counts' month."""

    key = "disputes"
    title = "矛盾纠纷"
    icon = "scale"
    chapter = "disputes"
    reads: ClassVar = frozenset(
        {
            "disputes", "dispute_notes", "dispute_reports", "dispute_categories", "intakes",
            "opinions", "extensions", "acceptances", "escalations",
            "key_group_counts", "incident_counts", "villages", "units", "attachments", "settings",
        }
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._told: dict[str, str] = {}  # by kind of the tab shown: the line under the title
        self._back = 0  # weeks before the running one at which the grid ends
        # What another page jumped to, marked when it has been read.
        self._wanted_report: tuple[int, date] | None = None
        self._wanted_count: tuple[int, str] | None = None
        self.steps = DisputeSteps(desk)
        book = Ledger(
            desk,
            "disputes",
            filters=("late", "state", "risk", "village_id", "category_id"),
            sums=("people",),
            tones=_TONES,
            empty="这个期间没有在办的矛盾纠纷。按 Ctrl+N 登记一件。",
            source=disputes.ledger,
            describe=self.steps.describe,
            fresh=lambda: {"found_on": desk.work.today()},
            keep=("village_id", "source"),
            starts_at="village_id",
            panel_width=300,
        )
        self.funnel = DisputeFunnel()
        book.add_above(self.funnel)
        self.endings = QLabel()
        self.endings.setProperty("class", "secondary")
        self.endings.setTextFormat(Qt.TextFormat.PlainText)
        self.endings.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        book.add_above(self.endings)
        book.when_made(self._add_steps)
        self.steps.parent_widget = book
        self.add_ledger(book, "纠纷台账")
        self.add_ledger(IntakeLedger(desk), "诉求登记")
        self.add_several(step_ledgers(desk), "延期和提级")
        self.reports = ReportsView()
        self.reports.grid.marked.connect(self.mark)
        self.reports.grid.cleared.connect(self.unmark)
        self.reports.grid.opened.connect(self.edit_report)
        self.reports.rest_requested.connect(self.mark_rest)
        self.reports.stepped.connect(self._step_weeks)
        self.add_view(self.reports, "排查周报")
        self.counts = CountsEntry(desk.work.today)
        self.counts.save_requested.connect(self.save_counts)
        self.counts.month_chosen.connect(self._show_month)
        self.add_view(self.counts, "重点人员底数")
        self.incidents = IncidentsView(desk)
        self.add_view(self.incidents, "发案统计")
        self.add_ledger(
            Ledger(
                desk,
                "dispute-categories",
                filters=("plan_category", "in_use"),
                empty="还没有纠纷类别。",
                keep=("plan_category",),
            ),
            "纠纷类别",
            by_period=False,
        )
        self.trend = PictureCard(desk, "在办纠纷账龄图", lambda: pictures.picture(desk.work))
        self.add_view(self.trend, "走势")
        # Sheets of the two grids go in and out like those of any ledger.
        self._behind: dict[QWidget | None, Ledger] = {
            view: Ledger(desk, kind, sums=sums, fresh=fresh)
            for view, kind, sums, fresh in (
                (self.reports, "dispute-reports", ("found",), self._fresh_report),
                (self.counts, "key-group-counts", (), lambda: {"month": self.counts.month}),
                (
                    self.incidents,
                    "incident-counts",
                    tuple(incident_counts.KINDS),
                    lambda: {"month": self.incidents.month},
                ),
            )
        }
        for sheet in self._behind.values():
            sheet.setParent(self)
            sheet.hide()
        self.add_buttons()
        assert self.period is not None
        self.period.changed.connect(self._tell_unsaved)
        self._month: date | None = None  # chosen in the list of months
        self._shown: Period | None = None

    def _add_steps(self, table: RecordTable) -> None:
        for text, icon, slot in self.steps.actions():
            table.add_row_action(text, icon, partial(_first, slot))

    @property
    @override
    def ledger(self) -> Ledger:
        behind = self._behind.get(self.tabs.currentWidget())
        if behind is not None and behind.kind == "key-group-counts":
            behind.period = month_of(self.counts.month)  # chosen beside the grid
        return super().ledger if behind is None else behind

    @override
    def _on_tab(self) -> None:
        super()._on_tab()
        self.tell_figures()

    @override
    def first_deed(self) -> QWidget | None:
        reports = self.tabs.currentWidget() is self.reports
        return self.reports.grid if reports else super().first_deed()

    @override
    def reload(self) -> None:
        self.reload_ledgers()
        work, period = self.desk.work, self.span
        assert period is not None
        for sheet in self._behind.values():
            sheet.period = period
        self.desk.jobs.read(
            lambda: (
                disputes.summary(work, period),
                disputes.endings(work, period),
                intakes.figures(work, period),
            ),
            self._show_summary,
            key="disputes summary",
        )
        self._reload_weeks()
        self.trend.reload()
        self.incidents.reload_period(period)
        if not self.counts.is_dirty():
            if period != self._shown:
                self._month, self._shown = None, period
            newest = min(period.months[-1].start, work.today().replace(day=1))
            self._read_month(self._month or newest)

    @override
    def tell_figures(self) -> None:
        """The line under the title, from the summary: of intakes where these are shown."""
        shown = self._told.get(self.ledger.kind) or self._told.get("disputes", "")
        if shown:
            self.set_subtitle(shown)

    def _show_summary(self, found: tuple[disputes.Summary, settlements.Figures, Figures]) -> None:
        told, ended, taken_in = found
        self.funnel.set_summary(told)
        self.endings.setText(settlements.said(ended))
        self._told["intakes"] = f"本期{said(taken_in)}"
        self._told["disputes"] = (
            f"本期在册 {told.found} 件 · 未办结 {told.open} 件 · 逾期 {told.overdue} 件 · "
            f"临近 {told.near} 件 · 已化解 {told.settled} 件 · 已回访 {told.revisited} 件"
        )
        self.tell_figures()

    # -- weekly reports ----------------------------------------------------------------------

    def _tell_unsaved(self, period: Period) -> None:
        """A sheet that is not stored stays in its month: the header alone would mislead."""
        typed = self.counts.month if self.counts.is_dirty() else self.incidents.month
        if (said := self.unsaved()) and typed not in period:
            self.desk.messages.toast(f"{said}按 Ctrl+S 保存以后，表再换到{period.label}。")

    def _reload_weeks(self) -> None:
        work, back = self.desk.work, self._back
        last = work.today() - timedelta(weeks=back)

        def show(found: dispute_reports.Weeks) -> None:
            self.reports.show_weeks(found, newest=back == 0)
            wanted, self._wanted_report = self._wanted_report, None
            if wanted is not None:
                self.reports.grid.select(*wanted)

        self.desk.jobs.read(
            lambda: dispute_reports.grid(work, last=last), show, key="dispute reports"
        )

    def _step_weeks(self, step: int) -> None:
        self._back = max(0, self._back - step * (dispute_reports.WEEKS - 1))
        self._reload_weeks()

    def mark(self, village_id: int, week: date, found: int | None) -> None:
        """Record a report at once: silently, as it is undone by Ctrl+Z."""
        try:
            dispute_reports.mark(self.desk.work, village_id=village_id, week=week, found=found)
        except DomainError as problem:
            self.desk.messages.toast(str(problem))
            return
        self.desk.messages.saved()

    def unmark(self, village_id: int, week: date) -> None:
        """Move a report to the recycle bin."""
        title = dispute_reports.unmark(self.desk.work, village_id=village_id, week=week)
        if title:
            self.desk.messages.undoable(f"{title}，已移到回收站。")

    def mark_rest(self, week: date) -> None:
        """Every village that is left reports zero."""
        try:
            done, left = dispute_reports.mark_rest(self.desk.work, week)
        except DomainError as problem:
            self.desk.messages.toast(str(problem))
            return
        more = f"另有 {left} 个村台账里有纠纷，请逐个登记。" if left else ""
        self.desk.messages.undoable(f"已登记 {done} 个村零报告。{more}")

    def _fresh_report(self) -> dict[str, Any]:
        """The week in hand, of this day."""
        chosen, today = self.reports.grid.current(), self.desk.work.today()
        return {"week": chosen[1] if chosen else monday(today), "reported_on": today}

    def edit_report(self, village_id: int, week: date) -> FormDialog:
        """The whole form of a report: day, person, remark."""
        work, data = self.desk.work, self.reports.grid.data
        cell = data.cells.get((village_id, week)) if data else None
        record_id = cell.report_id if cell else None
        values: dict[str, Any] = (
            records.get(work, "dispute-reports", record_id)
            if record_id is not None
            else {
                "week": week,
                "village_id": village_id,
                "found": cell.listed if cell else 0,
                "reported_on": work.today(),
            }
        )

        def save(typed: dict[str, Any]) -> None:
            records.save(work, "dispute-reports", typed, record_id=record_id)
            self.desk.messages.saved()

        dialog = FormDialog(
            self,
            "排查周报",
            records.fields_for("dispute-reports"),
            today=work.today,
            save=save,
            references=OfficeRegisters(self.desk),
            values=values,
        )
        dialog.kept_as = {"kind": "dispute-reports", "id": record_id}
        dialog.open()
        return dialog

    # -- counts of key groups ----------------------------------------------------------------

    def _show_month(self, month: date) -> None:
        if self.counts.is_dirty() and month != self.counts.month:
            self.desk.messages.toast(f"{self.unsaved()}请先按 Ctrl+S 保存，再换月份。")
            return
        self._month = month
        self._read_month(month)

    def _read_month(self, month: date) -> None:
        work = self.desk.work

        def show(found: tuple[Any, Any]) -> None:
            rows, months = found
            if self.counts.is_dirty():
                return
            self.counts.show_month(month, rows)
            self.counts.show_months(months)
            wanted, self._wanted_count = self._wanted_count, None
            if wanted is not None:
                self.counts.select(*wanted)

        self.desk.jobs.read(
            lambda: (key_groups.month(work, month), key_groups.months(work)),
            show,
            key="key groups",
        )

    def save_counts(self) -> None:
        """Store the month as one step; jumps are shown first and stored on the second press."""
        try:
            rows = self.counts.rows()
            if found := key_groups.problems(rows):
                raise key_groups.CountsInvalid(found)
            if self.counts.has_new_doubts():
                return
            changed = key_groups.save_month(self.desk.work, self.counts.month, rows)
        except key_groups.CountsInvalid as problem:
            self.desk.messages.hush()
            self.counts.show_problems(problem.problems)
            return
        except Invalid:
            return  # the grid shows its own cells
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        month = self.counts.month
        self.counts.show_month(month, key_groups.month(self.desk.work, month))
        if changed:
            self.desk.messages.undoable(f"{month:%Y}年{month:%m}月底数已保存，改动 {changed} 项。")

    @override
    def unsaved(self) -> str:
        if self.counts.is_dirty():
            return f"{self.counts.month:%Y}年{self.counts.month:%m}月重点人员底数填了还没有保存。"
        return self.incidents.unsaved()

    @override
    def open_entries(self) -> list[Unsaved]:
        found = self.incidents.open_entries(self.key)
        if self.counts.is_dirty():
            month = self.counts.month
            named = {"kind": "key-group-counts", "month": month.isoformat()}
            title = f"{month_of(month).label}重点人员底数"
            found.insert(0, Unsaved(self.key, title, *self.counts.grid.typed(), named))
        return found

    @override
    def take_up(self, entry: Unsaved) -> str:
        kind = entry.context.get("kind")
        if kind not in ("key-group-counts", "incident-counts") or "month" not in entry.context:
            return super().take_up(entry)
        if self.unsaved():
            return f"{self.unsaved()}请先保存，再接着填。"
        if kind == "incident-counts":
            self.tabs.setCurrentWidget(self.incidents)
            return self.incidents.take_up(entry)
        month = date.fromisoformat(entry.context["month"])
        self.tabs.setCurrentWidget(self.counts)
        self._month = month
        self.counts.show_month(month, key_groups.month(self.desk.work, month))
        return self.counts.grid.put(entry.words)

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        kind = context.get("kind")
        if kind not in ("dispute-reports", "key-group-counts", "incident-counts"):
            super().show_record(context)
            return
        named: Mapping[str, Any] = context
        if "id" in context:
            stored = records.get(self.desk.work, kind, context["id"])
            named = {**stored, "village": stored["village_id"], **context}
        if kind == "dispute-reports":
            self.tabs.setCurrentWidget(self.reports)
            if isinstance(week := named.get("week"), date) and "village" in named:
                self._show_week(int(named["village"]), week)
            self.reports.grid.setFocus()
            return
        if kind == "incident-counts":
            self.tabs.setCurrentWidget(self.incidents)
            self._show_incidents(named)
            return
        self.tabs.setCurrentWidget(self.counts)
        if isinstance(month := named.get("month"), date):
            if "category" in named:
                self._wanted_count = (int(named["village"]), named["category"])
            self._show_month(month)

    def _show_incidents(self, named: Mapping[str, Any]) -> None:
        if isinstance(month := named.get("month"), date) and self.period is not None:
            self.period.set_period(month_of(month))
            self.incidents.reload_period(month_of(month))
        if "village" in named:
            self.incidents.select(int(named["village"]))

    def _show_week(self, village_id: int, week: date) -> None:
        """The weeks that end with this one, unless it is shown or the newest ones hold it."""
        self.reports.grid.select(village_id, week)
        if self.reports.grid.current() == (village_id, week):
            return
        ago = (monday(self.desk.work.today()) - week).days // 7
        self._back = ago if ago >= dispute_reports.WEEKS else 0
        self._wanted_report = (village_id, week)
        self._reload_weeks()

    @override
    @classmethod
    def badge(cls, desk: Desk) -> Badge | None:
        count = disputes.overdue_count(desk.work)
        return (count, Tone.BAD) if count else None
