"""集中宣传: the rotation week by week, what was done, what villagers suggested, weeks left out."""

from datetime import date, timedelta
from typing import Any, ClassVar

from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.domain import periods, rotation
from gaotang_desktop.domain.fields import Field, Kind, Reference, monday
from gaotang_desktop.domain.publicity import FORMS
from gaotang_desktop.services import opinions, publicity, publicity_weeks, records
from gaotang_desktop.services.pictures import publicity as pictures
from gaotang_desktop.services.publicity_weeks import Figures, ShownTurn, Week
from gaotang_desktop.ui import icons
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.ledger_page import LedgerPage
from gaotang_desktop.ui.page import Badge
from gaotang_desktop.ui.pages.publicity import week_rows
from gaotang_desktop.ui.pages.publicity.bar_strip import BarStrip
from gaotang_desktop.ui.pages.publicity.opinion_ledger import OpinionLedger
from gaotang_desktop.ui.pages.publicity.plan_dialog import PlanDialog, Shown
from gaotang_desktop.ui.pages.publicity.week_board import WeekBoard
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.cards import Card
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.picture.picture_card import PictureCard
from gaotang_desktop.ui.widgets.side_panel import SidePanel, beside

_REASON = Field(
    "reason", "原因", Kind.TEXT, required=True, help="以后查得到为什么改，如 秋收、村里换届"
)


class PublicityPage(LedgerPage):
    """The board first; every turn, activity, opinion and pause also in a list of its own."""

    key = "publicity"
    title = "集中宣传"
    icon = "megaphone"
    chapter = "publicity"
    reads: ClassVar = frozenset(
        {"publicity_turns", "publicity_pauses", "publicity_activities", "opinions", "intakes", "extensions", "acceptances",
         "escalations", "disputes", "dispute_categories", "villages",
         "units", "attachments", "settings"}
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._weeks: dict[date, Week] = {}
        self._shown: periods.Period | None = None
        self._wanted: tuple[date, int | None] | None = None
        self.board = WeekBoard()
        self.board.place_changed.connect(lambda _week, _turn: self._tell_place())
        self.board.opened.connect(lambda _week, _turn: self.record_activity())
        self.panel = SidePanel()
        self.add_view(self._rotation(), "轮次")
        self.bars = BarStrip()
        self.add_ledger(
            Ledger(
                desk,
                "publicity-activities",
                filters=("village_id", "form"),
                sums=("audience", "households", "letters", "materials", "questionnaires"),
                empty="这个月还没有登记宣传活动。",
                fresh=lambda: {"held_on": desk.work.today()},
                keep=("held_on", "village_id", "form", "topic"),
                starts_at="village_id",
                save=lambda values, record: publicity.save_activity(desk.work, values, record),
            )
        )
        self._put_bars()
        self.add_ledger(OpinionLedger(desk))
        self.add_ledger(
            Ledger(
                desk,
                "publicity-pauses",
                filters=("village_id",),
                empty="没有停排的周。",
                fresh=lambda: {"week": monday(desk.work.today())},
                keep=("reason",),
            ),
            by_period=False,
        )
        self.add_ledger(
            Ledger(
                desk,
                "publicity-turns",
                filters=("village_id", "state"),
                tones={"state": week_rows.TONES},
                empty="还没有排班。在“轮次”里按“自动排班”，一次排好全年。",
                fresh=lambda: {"week": monday(desk.work.today())},
            ),
            "轮次表",
        )
        self.trend = PictureCard(desk, "宣传轮次图", lambda: pictures.picture(desk.work))
        self.add_view(self.trend, "走势")
        self.add_buttons(drafts=("publicity-notice",))

    # -- the board ---------------------------------------------------------------------------

    def _rotation(self) -> QWidget:
        card = Card("每周轮次")
        self.card = card
        for text, icon, slot in (
            ("本周", "calendar-days", self.go_to_this_week),
            ("停排", "minus", self.add_pause),
            ("自动排班", "refresh-cw", self.plan),
        ):
            button = QPushButton(text)
            icons.dress(button, icon, "text", 16)
            button.clicked.connect(lambda _checked, slot=slot: slot())
            card.top.addWidget(button)
        card.body.addWidget(self.board, 1)
        return beside(card, self.panel)

    def _put_bars(self) -> None:
        """The bars stand over the list of activities, inside its tab."""
        self.bars_card = card = Card()
        card.body.addWidget(self.bars)
        over = QWidget()  # there even while the card is not
        over.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(over)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.ledgers["publicity-activities"].add_above(over)

    @override
    def reload(self) -> None:
        self.reload_ledgers()
        self.trend.reload()
        work, period = self.desk.work, self.span
        assert period is not None
        # The whole year: the operator scrolls on without choosing another month.
        first, last = date(period.year, 1, 4), date(period.year, 12, 28)
        self.desk.jobs.read(
            lambda: (
                publicity_weeks.weeks(work, first, last),
                publicity_weeks.figures(work, period),
                opinions.overdue(work),
            ),
            lambda found: self._show(period, *found),
            key="publicity weeks",
        )

    def _show(
        self, period: periods.Period, weeks: tuple[Week, ...], figures: Figures, overdue: int
    ) -> None:
        self._weeks = {each.week: each for each in weeks}
        self.board.set_rows(week_rows.board_rows(weeks, self.desk.work.today()))
        if self._wanted is not None:
            self._shown = period
            self.board.select(*self._wanted)
            self.board.show_week(self._wanted[0])
            self._wanted = None
        elif self._shown != period:
            self._shown = period
            today = self.desk.work.today()
            inside = today in period
            week = monday(today) if inside else monday(period.start + timedelta(days=6))
            self._focus(week)
            # In the running month what went before is part of the picture.
            self.board.show_week(monday(period.start) if inside else week)
        self.bars.set_counts(figures.by_form)
        self.bars_card.setVisible(bool(figures.by_form))  # the list says that there is none
        self._tell_place()
        self.card.set_title(f"{period.year}年 · 每周轮次")
        rest = f"，{figures.open} 个没有活动" if figures.open else ""
        late = f" · 意见逾期 {overdue} 条" if overdue else ""
        self.set_subtitle(
            f"{period.number}月排 {figures.planned} 村次，完成 {figures.done}{rest}{late} · "
            f"活动 {figures.activities} 场 · 入户 {figures.households} 户 · "
            f"公开信 {figures.letters} · 问卷 {figures.questionnaires}"
        )

    @override
    def tell_figures(self) -> None:
        """The figures of the month are told when the weeks are there."""

    def go_to_this_week(self) -> None:
        """Focus the running week, whatever month is shown."""
        self.go_to(monday(self.desk.work.today()))
        self.board.setFocus()

    def go_to(self, week: date, turn: int | None = None) -> None:
        """Focus a week, or one of its turns, in whatever month it lies."""
        assert self.period is not None
        self._wanted = week, turn
        month = periods.month_of(week)
        if month == self.period.period:
            self.refresh()
        else:
            self.period.set_period(month)

    def _focus(self, week: date) -> None:
        self.board.select(week)
        self.board.show_week(week)

    def turn(self) -> ShownTurn | None:
        """The turn that has the focus on the board."""
        place = self.board.place()
        week = self._weeks.get(place[0]) if place else None
        found = [each for each in week.turns if each.id == place[1]] if week and place else []
        return found[0] if found else None

    def _tell_place(self) -> None:
        place, turn = self.board.place(), self.turn()
        panel = self.panel
        if turn is not None:
            week_rows.tell_turn(panel, turn, open_activity=self._open_activity)
            panel.add_action("登记活动", self.record_activity, "plus", primary=not turn.is_done)
            if not turn.is_done:
                panel.add_action("延期", self.postpone)
                if turn.week >= monday(self.desk.work.today()):
                    panel.add_action("调换", self.swap)
        elif place is not None and place[0] in self._weeks:
            week_rows.tell_week(panel, self._weeks[place[0]])
            panel.add_action("登记活动", self.record_activity, "plus")
            panel.add_action("停排", self.add_pause, "minus")
        else:
            panel.set_empty(
                "还没有排班。按“自动排班”，程序按村的顺序"
                f"每周排{self._each_week()}个村，一次排好全年。"
            )

    def _open_activity(self, activity: int) -> None:
        self.ledgers["publicity-activities"].edit(activity)

    # -- what can be done --------------------------------------------------------------------

    @reopened
    def plan(self) -> PlanDialog:
        """Choose a span, look at the plan, store it."""
        work = self.desk.work

        def preview(first: date, last: date) -> Shown:
            made = publicity.preview(work, first, last)
            return Shown(week_rows.preview_rows(made), made.summary)

        def store(first: date, last: date) -> None:
            made = publicity.plan(work, first, last)
            self.desk.messages.undoable(f"已保存排班。{made.summary}")

        dialog = PlanDialog(
            self,
            span=publicity.proposed_span(work),
            today=work.today,
            each_week=self._each_week(),
            preview=preview,
            store=store,
            add_pause=self.add_pause,
        )
        dialog.open()
        return dialog

    def _each_week(self) -> str:
        return rotation.counted(int(self.desk.work.settings["villages_a_week"]))

    def add_pause(self) -> FormDialog:
        """A week to be left out: the one that has the focus, or this one."""
        place = self.board.place()
        week = max(place[0] if place else date.min, monday(self.desk.work.today()))
        return self.ledgers["publicity-pauses"].add({"week": week})

    def record_activity(self) -> FormDialog:
        """An activity for the turn that has the focus: village, day and turn are filled in."""
        values: dict[str, Any] = {}
        today, turn = self.desk.work.today(), self.turn()
        if turn is not None:
            last = turn.week + timedelta(days=6)
            values = {"village_id": turn.village_id, "form": FORMS[0], "turn_id": turn.id}
            values["held_on"] = today if today <= last else turn.week
        return self.ledgers["publicity-activities"].add(values)

    def swap(self) -> FormDialog | None:
        """Exchange the turn that has the focus with one of another week."""
        turn = self.turn()
        return None if turn is None else self.swap_turn(turn.id, turn.week)

    @reopened
    def swap_turn(self, turn_id: int, its_week: date) -> FormDialog | None:
        """The same by the turn and the week in which it stands; ``None`` when it is not there."""
        turn = self._turn_of(turn_id, its_week)
        if turn is None:
            return None
        work, this_week = self.desk.work, monday(self.desk.work.today())
        known = [
            each
            for week in publicity_weeks.weeks(work, this_week, this_week + timedelta(weeks=52))
            for each in week.turns
            if not each.is_done and each.week != turn.week and each.village_id != turn.village_id
        ]
        offered = [
            Reference(each.id, f"第{each.week.isocalendar().week}周 {each.village}", place)
            for place, each in enumerate(known)
        ]
        other = Field(
            "other", "和哪一周的哪个村调换", Kind.REFERENCE, required=True,
            refers_to="publicity-turns", help="输入村名或拼音首字母，也可以按 ↓ 选",
        )  # fmt: skip
        return self._ask(
            f"调换{turn.village}的轮次",
            (other, _REASON),
            lambda typed: publicity.swap(work, turn.id, typed["other"], reason=typed["reason"]),
            offered,
        )

    def postpone(self) -> FormDialog | None:
        """Put off the turn that has the focus."""
        turn = self.turn()
        return None if turn is None else self.postpone_turn(turn.id, turn.week)

    @reopened
    def postpone_turn(self, turn_id: int, its_week: date) -> FormDialog | None:
        """The same by the turn and the week in which it stands; ``None`` when it is not there."""
        turn = self._turn_of(turn_id, its_week)
        if turn is None:
            return None
        work = self.desk.work
        week = Field(
            "week", "延到哪一周", Kind.WEEK, required=True,
            help=f"原来那一周会少一个村；要每周仍是{self._each_week()}个村，"
            "请用“调换”，或者延期后再“自动排班”",
        )  # fmt: skip
        return self._ask(
            f"{turn.village}延期",
            (week, _REASON),
            lambda typed: publicity.postpone(work, turn.id, typed["week"], reason=typed["reason"]),
        )

    def _turn_of(self, turn_id: int, week: date) -> ShownTurn | None:
        weeks = publicity_weeks.weeks(self.desk.work, week, week)
        turns = [each for one in weeks for each in one.turns]
        return next((each for each in turns if each.id == turn_id), None)

    def _ask(
        self,
        title: str,
        fields: tuple[Field, ...],
        store: Any,
        offered: list[Reference] | None = None,
    ) -> FormDialog:
        def save(typed: dict[str, Any]) -> None:
            store(typed)
            self.desk.messages.undoable(f"{title}：已保存，原来的安排记在说明里。")

        dialog = FormDialog(
            self,
            title,
            fields,
            today=self.desk.work.today,
            save=save,
            references=lambda _kind: offered or (),
        )
        dialog.open()
        return dialog

    # -- the page ----------------------------------------------------------------------------

    @property
    @override
    def ledger(self) -> Ledger:
        """On the board, sheets are sheets of turns."""
        if self.tabs.currentIndex() == 0:
            return self.ledgers["publicity-turns"]
        return super().ledger

    @override
    def add_record(self) -> Any:
        return self.record_activity() if self.tabs.currentIndex() == 0 else self.ledger.add()

    @override
    def primary_words(self) -> str:
        board = self.tabs.currentIndex() == 0
        return records.deed_of("publicity-activities" if board else self.ledger.kind)

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        """As any page of lists; ``week`` and ``turn`` lead to the board, ``plan`` to planning."""
        if isinstance(week := context.get("week"), date):
            self.tabs.setCurrentIndex(0)
            self.go_to(monday(week), context.get("turn"))
        elif context.get("plan"):
            self.tabs.setCurrentIndex(0)
            self.plan()
        elif set(context) == {"period"}:
            assert self.period is not None
            self.period.set_period(periods.parse(str(context["period"])))
        elif context:
            super().show_record(context)

    @classmethod
    @override
    def badge(cls, desk: Desk) -> Badge | None:
        late, waiting = opinions.overdue(desk.work), len(publicity_weeks.open_this_week(desk.work))
        return (late + waiting, Tone.BAD if late else Tone.WARN) if late + waiting else None
