"""平安夜巡: the month at a glance, its records, and one night of all villages from the keyboard."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from gaotang_desktop.domain import patrols as rules
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.domain.patrol_exceptions import Oddity
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.services import patrols, records
from gaotang_desktop.services.pictures import patrols as pictures
from gaotang_desktop.services.workbench import second_look
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.ledger_page import LedgerPage
from gaotang_desktop.ui.pages.patrols.night_entry import NightEntry
from gaotang_desktop.ui.pages.patrols.patrol_month import PatrolMonth
from gaotang_desktop.ui.pages.patrols.patrol_oddities import PatrolOddities
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.chips import PressChip
from gaotang_desktop.ui.widgets.period_picker import PeriodPicker
from gaotang_desktop.ui.widgets.picture.picture_card import PictureCard
from gaotang_desktop.ui.widgets.side_panel import SidePanel
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

_COLUMNS = (
    "night", "village_id", "start", "end", "leader", "people", "evidence", "joint", "finding",
    "handling", "route", "way", "remark",
)  # fmt: skip


def _patrols(work: Workplace, period: Period | None) -> Listing:
    return records.listing(work, "patrols", period=period).only(_COLUMNS)


class PatrolsPage(LedgerPage):
    """Calendar and ledgers in tabs; 录入一晚 puts the night grid in their place."""

    key = "patrols"
    title = "平安夜巡"
    icon = "moon"
    chapter = "patrols"
    reads: ClassVar = frozenset(
        {"patrols", "missed_nights", "spot_checks", "villages", "scheme_versions",
         "frozen_evaluations", "attachments", "settings"}
    )  # fmt: skip
    period: PeriodPicker

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._oddities: tuple[Oddity, ...] = ()
        patrol_ledger = Ledger(
            desk,
            "patrols",
            filters=("village_id", "evidence"),
            source=_patrols,
            describe=self._describe,
            fresh=lambda: {"night": rules.night_at(desk.work.now())},
        )
        patrol_ledger.set_empty("这个月还没有夜巡记录。", "录入一晚", self.enter_night)
        single = PressChip("＋ 单条")
        single.setToolTip("一晚巡了几次的，或者只补一条的，用表单登记")
        single.clicked.connect(lambda _on: patrol_ledger.add())
        patrol_ledger.table.add_bar_widget(single)
        patrol_ledger.table.current_changed.connect(self._mark)
        self.month = PatrolMonth(patrol_ledger, patrol_ledger.table, desk.work.today)
        self.month.night_chosen.connect(self.enter_night)
        self.month.narrowed.connect(self._narrow)
        self.map = self.month.map
        self.add_view(self.month, "覆盖图", patrol_ledger)
        last_night = lambda: {"night": desk.work.today() - timedelta(days=1)}  # noqa: E731
        self.add_ledger(
            Ledger(
                desk,
                "missed-nights",
                filters=("village_id",),
                fresh=last_night,
                empty="这一期没有登记未巡。没有巡的夜晚写明原因，也可以在录入一晚时一起填。",
            )
        )
        self.add_ledger(
            Ledger(
                desk,
                "spot-checks",
                filters=("village_id", "result"),
                fresh=last_night,
                keep=("checked_by",),
                tones={"result": {"未巡": Tone.BAD, "脱岗": Tone.BAD, "在岗": Tone.GOOD}},
                empty="这一期还没有抽查记录。抽到哪些村，可以先用“随机抽查”抽取。",
            )
        )
        self.odd = PatrolOddities(desk.work.today, desk.memory)
        self.odd.table.view.leaving = desk.work.covered
        self.odd.opened.connect(self._open_odd)
        self.add_view(self.odd, "异常")
        self.trend = PictureCard(desk, "夜巡到位图", lambda: pictures.picture(desk.work))
        self.add_view(self.trend, "走势")
        self.entry = NightEntry(desk.work.today)
        self.entry.day_chosen.connect(self._show_night)
        self.entry.save_requested.connect(self.save_night)
        self.entry.left.connect(self.leave_night)
        self.entry.offer_wanted.connect(self._offer)
        self._known: tuple[date | None, tuple[str, ...]] = (None, ())
        self._answered = ""
        self.entry.set_people(self._people)
        self.stack = QStackedWidget()
        self.body.removeWidget(self.tabs)
        self.stack.addWidget(self.tabs)
        self.stack.addWidget(self.entry)
        self.body.addWidget(self.stack, 1)
        self.add_action("随机抽查", "shuffle", self.draw)
        self.add_buttons(drafts=("patrol-circular",))
        # Over the grid its own 保存 is the thing to do.
        self.stack.currentChanged.connect(lambda at: self.primary_button.setVisible(at == 0))
        back = QShortcut(QKeySequence("Esc"), self.entry, self.leave_night)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def table(self) -> RecordTable:
        """The list of patrols."""
        return self.ledgers["patrols"].table

    # -- the month ---------------------------------------------------------------------------

    @override
    def reload(self) -> None:
        work, period = self.desk.work, self.period.period
        self.desk.jobs.read(
            lambda: (
                patrols.coverage(work, period),
                patrols.oddities(work, period),
                {each.id: each for each in records.references(work, "villages")},
            ),
            lambda found: self._show_month(*found),
            key="patrols",
        )
        self.reload_ledgers()
        self.trend.reload()
        if self.stack.currentIndex() == 1 and not self.entry.is_dirty():
            self._show_night(self.entry.day)

    @override
    def tell_figures(self) -> None:
        """The figures come with the calendar; a chip over it narrows the rows just read."""
        self.month.narrow_again()

    def _show_villages(self, wanted: frozenset[int]) -> None:
        # Not the list's own chip: a village without any patrol is not among its values.
        self._narrow(wanted, None)
        yesterday = self.desk.work.today() - timedelta(days=1)
        self.map.select(min(wanted), min(yesterday, self.period.period.end))

    def _show_month(
        self, covered: patrols.Coverage, found: tuple[Oddity, ...], villages: dict[int, Any]
    ) -> None:
        self._oddities = found
        self.month.show_month(covered, found)
        self.odd.show_oddities(found, villages)
        self.tabs.setTabText(self.tabs.indexOf(self.odd), f"异常 {len(found)}" if found else "异常")
        nights = sum(covered.nights.values())
        due = sum(patrols.whole(each) for each in covered.due.values())
        self.set_subtitle(
            f"已巡 {nights} 村次 · 核实 {covered.verified} 次 · "
            f"参与 {covered.effort.people} 人次 · 发现隐患 {covered.findings} 处 · "
            f"抽查 {covered.checks} 次在岗 {covered.on_duty} 次 · "
            f"巡逻 {rules.rounded_hours(covered.effort.hours)} 小时"
            + (f" · 应巡 {due} 村次" if due else "")
        )

    def _narrow(self, villages: frozenset[int], wanted: frozenset[int] | None) -> None:
        ledger = self.ledgers["patrols"]
        if villages:
            listing = ledger.listing()
            at = listing.column("village_id") if listing.fields else 0
            wanted = frozenset(
                number
                for number, row in zip(listing.ids, listing.rows, strict=True)
                if row[at].id in villages
            )
        ledger.show_only(wanted)

    def _mark(self, record_id: int | None) -> None:
        """The patrol of the list, marked in the calendar."""
        listing = self.ledgers["patrols"].listing()
        if record_id in listing.ids:
            row = listing.rows[listing.ids.index(record_id)]
            village, night = row[listing.column("village_id")], row[listing.column("night")]
            self.map.select(village.id, night)

    def _describe(self, panel: SidePanel, record_id: int, values: Mapping[str, Any]) -> None:
        spent = rules.duration(values["start"], values["end"])
        if spent is not None:
            done = rules.effort(values["people"], values["start"], values["end"])
            minutes = int(spent.total_seconds()) // 60
            after = "，次日结束" if values["end"] < values["start"] else ""
            panel.add_row(
                "时长",
                f"{minutes // 60} 小时 {minutes % 60} 分{after}"
                f"（{rules.rounded_hours(done.person_hours)} 人时）",
            )
        said = list(rules.remarks(values))
        said += [
            each.text
            for each in self._oddities
            if each.record_kind == "patrols"
            and record_id in each.record_ids
            and each.text not in said
        ]
        for sentence in said:
            panel.add_paragraph(sentence, tone=Tone.WARN)

    def _open_odd(self, found: Oddity) -> None:
        self.show_record({"kind": found.record_kind, "id": found.record_ids[0]})

    @override
    def paper_heading(self) -> tuple[str, Period | None]:
        return "平安夜巡异常一览表", self.span

    def draw(self) -> None:
        """Draw the villages to be checked, with the seed kept."""
        self.desk.go(
            "inspections", {"kind": "draws", "add": {"subject": "村", "purpose": "夜巡抽查"}}
        )

    # -- one night ---------------------------------------------------------------------------

    @override
    def add_record(self) -> Any:
        """A night on the calendar's tab, one record on the others."""
        if (
            self.tabs.currentWidget() in (self.month, self.odd, self.trend)
            or self.stack.currentIndex() == 1
        ):
            return self.enter_night()
        return self.ledger.add()

    @override
    def primary_words(self) -> str:
        night = self.tabs.currentWidget() in (self.month, self.odd, self.trend)
        return "录入一晚" if night else super().primary_words()

    def enter_night(self, day: date | None = None) -> None:
        """Put the grid of one night in place of the month: until noon of last night, then of this."""
        if self._holds_input():
            return
        chosen = day or rules.night_at(self.desk.work.now())
        if chosen > self.desk.work.today():
            self.desk.messages.toast("这一晚还没有到，只能登记今天和以前的夜晚。")
            return
        self.stack.setCurrentIndex(1)
        self._show_night(chosen)
        self.entry.grid.view.setFocus()

    def _holds_input(self) -> bool:
        """Whether what was typed keeps the grid where it is; the operator is told."""
        if self.unsaved():
            self.desk.messages.toast(f"{self.unsaved()}请先按 Ctrl+S 保存，或按 Esc 离开。")
            self.entry.grid.view.setFocus()
            return True
        return False

    def _show_night(self, day: date) -> None:
        self.entry.show_night(day, patrols.night(self.desk.work, day))
        self.entry.grid.model.propose(patrols.usual(self.desk.work, day))

    def _offer(self, days: int) -> None:
        """The night so many days before, in grey."""
        before = self.entry.day - timedelta(days=days)
        self.entry.offer(
            patrols.likely_of_night(self.desk.work, before),
            empty=f"{before:%m-%d} 夜没有夜巡记录，没有可以照抄的。",
        )

    def _people(self) -> tuple[str, ...]:
        """Read once for a night: the list opens with every letter."""
        if self._known[0] != self.entry.day:
            self._known = self.entry.day, patrols.people(self.desk.work, self.entry.day)
        return self._known[1]

    def save_night(self) -> None:
        """Store the whole night as one step; a cell at fault keeps everything in the grid."""
        try:
            rows = self.entry.rows()
            if self._asks_first(rows):
                return
            count = patrols.save_night(self.desk.work, self.entry.day, rows)
        except patrols.NightInvalid as problem:
            self.desk.messages.hush()
            self.entry.show_problems(problem.problems)
            return
        except Invalid:
            self.desk.messages.hush()
            return  # the grid shows its own cells
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self._show_night(self.entry.day)
        self.desk.messages.saved()
        if count:
            self.desk.messages.undoable(f"{self.entry.day:%m-%d}夜巡已保存，{count} 个村有改动。")
        else:
            self.desk.messages.toast("这一晚没有改动，不用保存。")

    def _asks_first(self, rows: Sequence[patrols.NightRow]) -> bool:
        """Say what deserves a second look before a night is stored; the second time it is stored."""
        typed = {"night": self.entry.day}
        said = second_look.question(self.desk.work, "patrols", None, typed) if rows else ""
        asks = bool(said) and said != self._answered
        self._answered = said
        if asks:
            self.desk.messages.hush()
            self.entry.problem.setText(f"没有写错的，请再按一次 Ctrl+S。{said}")
        return asks

    def leave_night(self) -> None:
        """Back to the month; what is not saved is asked about first."""
        if self.entry.is_dirty():
            self.desk.messages.confirm_leaving("这一晚", self._leave)
        else:
            self._leave()

    def _leave(self) -> None:
        self._show_night(self.entry.day)
        self.stack.setCurrentIndex(0)
        self.take_focus(anew=True)

    @override
    def unsaved(self) -> str:
        if self.stack.currentIndex() == 1 and self.entry.is_dirty():
            return f"{self.entry.day:%m-%d}夜巡填了还没有保存。"
        return ""

    @override
    def open_entries(self) -> list[Unsaved]:
        if not self.unsaved():
            return []
        words, told = self.entry.grid.typed()
        day = self.entry.day
        title = f"平安夜巡 {day:%Y-%m-%d} 夜"
        return [Unsaved(self.key, title, words, told, {"night": day.isoformat()})]

    @override
    def take_up(self, entry: Unsaved) -> str:
        if "night" not in entry.context:
            return super().take_up(entry)
        day = date.fromisoformat(entry.context["night"])
        if self.unsaved():
            return f"{self.unsaved()}请先保存，再接着填这一晚。"
        self.enter_night(day)
        return self.entry.grid.put(entry.words)

    # -- jumps -------------------------------------------------------------------------------

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        if context.get("enter"):
            self.enter_night()
        elif isinstance(night := context.get("night"), date):
            self.enter_night(night)
        elif not self._holds_input():
            self._leave()
            self.month.release()
            wanted = {"kind": "patrols", **context}
            villages: frozenset[int] = frozenset()
            if wanted["kind"] == "patrols":
                named = wanted.pop("villages", None) or [wanted.pop("village", None)]
                villages = frozenset(each for each in named if each is not None)
            if wanted["kind"] == "patrols":
                self.month.show_part(listed="ids" in wanted or "id" in wanted)
            super().show_record(wanted)
            if villages:
                # Only when the patrols are read, not with the first list that is.
                self.ledgers["patrols"].reload(self.span, partial(self._show_villages, villages))
