"""村级考评: scores of every village, and why."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QVBoxLayout,
)
from typing_extensions import override

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation.facts import RecordRef
from gaotang_desktop.domain.evaluation.results import Result, VillageScore, not_ranked
from gaotang_desktop.domain.evaluation.schemes import Item
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.domain.ranking import BEST, MIDDLE, WORST
from gaotang_desktop.services import adjustments, evaluation, records
from gaotang_desktop.services.sheets import score_exports
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_where_to_save
from gaotang_desktop.ui.desk.menu import Menu
from gaotang_desktop.ui.page import Page
from gaotang_desktop.ui.pages.evaluation import evaluation_forms, score_panel
from gaotang_desktop.ui.pages.evaluation.records_dialog import RecordsDialog
from gaotang_desktop.ui.pages.evaluation.schemes.versions import SchemesDialog
from gaotang_desktop.ui.pages.evaluation.score_table import FIRST_ITEM, ScoreTable
from gaotang_desktop.ui.pages.evaluation.standing_bar import NOW, WHY, Differences, StandingBar
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.chips import Chip, PressChip
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.empty_state import EmptyState
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.period_picker import PeriodPicker
from gaotang_desktop.ui.widgets.side_panel import SidePanel

# Lists that show every record whatever the month, and grids that lead to one cell at a time.
_WHOLE = ("findings", "assignments", "occurrences")
_GRIDS = ("key-group-counts", "dispute-reports", "poll-results", "incident-counts")
_TONES = ((BEST, Tone.GOOD), (MIDDLE, Tone.NEUTRAL), (WORST, Tone.WARN))
_PANEL = "evaluation/panel"


class EvaluationPage(Page):
    """The score table at the left, the explanation of the chosen score at the right."""

    key = "evaluation"
    title = "村级考评"
    icon = "trophy"
    chapter = "evaluation"
    reads: ClassVar = frozenset(
        {
            "villages", "units", "patrols", "missed_nights", "spot_checks", "assignments",
            "occurrences", "dispute_categories",
            "tasks", "publicity_turns", "publicity_pauses", "publicity_activities", "disputes", "dispute_reports",
            "key_group_counts", "inspections", "findings", "polls", "poll_results", "settings",
            "intakes", "opinions", "trouble_spots", "incident_counts",
            "manual_values", "adjustments", "scheme_versions", "frozen_evaluations", "rewards",
        }
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.done: evaluation.Evaluation | None = None
        self.result: Result
        self.before: Result | None = None
        self.period = PeriodPicker(
            evaluation.latest_period(desk.work), cycles=periods.CYCLES, today=desk.work.today
        )
        self.period.changed.connect(lambda _period: self.refresh())
        self.add_header_widget(self.period)
        self.add_action("方案", "sliders-horizontal", self.open_schemes)
        more = self.add_action("更多", "ellipsis", lambda: None)
        more.setMenu(self._menu())
        self.freezing = self.add_action("冻结", "lock", self.freeze)
        self.primary_action("打印排名", "printer", self.print_ranking, shortcut="Ctrl+P")
        self.table = ScoreTable()
        self.table.currentCellChanged.connect(lambda row, column, *_: self.explain(row, column))
        self.table.cellActivated.connect(self.enter)
        self.panel = SidePanel(width=296)
        self.panel.setFixedWidth(300)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("class", "secondary")
        self.standing = StandingBar()
        self.standing.view_changed.connect(lambda _view: self._show())
        self.standing.accepted.connect(self._accept)
        self._accepted: set[str] = set()
        self.differences = Differences()
        self.chips = {band: Chip("", tone) for band, tone in _TONES}
        self.why = PressChip("得分说明", checkable=True)
        QShortcut(QKeySequence("F4"), self, self.why.click)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_3)
        row.addWidget(self._table_card(), 1)
        row.addWidget(self.panel)
        self.body.addLayout(row, 1)
        self._show_panel(bool(desk.memory.read(_PANEL, True)))

    def _show_panel(self, shown: bool) -> None:
        """The explanation beside the table, or the whole width for the table."""
        self.why.setChecked(shown)
        self.why.set_text("得分说明 ›" if shown else "‹ 得分说明", active=shown)
        self.panel.setVisible(shown)
        self.desk.memory.write(_PANEL, shown)

    def _tell_folded(self) -> None:
        """Which items had to give way: nobody looks in vain for one."""
        folded = self.table.folded()
        self.folded.setText(f"收起 {len(folded)} 列")
        self.folded.setToolTip(
            f"窗口里放不下：{'、'.join(folded)}。选中一个村，右边的得分说明里各项都有；"
            "按 F4 收起说明，表格更宽。"
        )
        self.folded.setVisible(bool(folded))

    def _table_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("class", "card")
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, 0)
        for chip in self.chips.values():
            bar.addWidget(chip)
        self.hint = ElidedLabel("名次区间：换一批人问民调，名次有 95% 的把握落在里面")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.hint.setProperty("class", "faint")
        bar.addWidget(self.hint, 1)
        self.folded = QLabel()
        self.folded.setProperty("class", "faint")
        self.folded.hide()
        self.table.folding_changed.connect(self._tell_folded)
        bar.addWidget(self.folded)
        self.why.setToolTip("右边的得分说明；收起以后表格更宽，所有项目一屏看全（F4）")
        self.why.clicked.connect(self._show_panel)
        bar.addWidget(self.why)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.SPACE_3, 0, theme.SPACE_3, theme.SPACE_2)
        foot.addWidget(self.note)
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(theme.SPACE_2)
        self.nothing = EmptyState("", icon="trophy")
        self.nothing.hide()
        column.addWidget(self.standing)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.differences, 1)
        column.addWidget(self.nothing, 1)
        column.addLayout(foot)
        return card

    def _menu(self) -> QMenu:
        menu = Menu(self)
        for text, icon, kind in (
            ("加减分和一票否决", "scale", "adjustments"),
            ("人工取值", "pencil", "manual-values"),
            ("奖惩兑现", "trophy", "rewards"),
        ):
            action = menu.addAction(icons.icon(icon), text)
            action.triggered.connect(lambda _checked, kind=kind: self.open_list(kind))
        menu.addSeparator()
        for text, icon, name in (
            ("起草考评通报", "file-text", "evaluation-circular"),
            ("打印村考评明细", "printer", "village-report"),
        ):
            action = menu.addAction(icons.icon(icon), text)
            action.triggered.connect(lambda _checked, name=name: self.go_to_paper(name))
        menu.addSeparator()
        check = menu.addAction(icons.icon("clipboard-check"), "核对冻结结果")
        check.triggered.connect(lambda _checked: self.check())
        undo = menu.addAction(icons.icon("undo-2"), "撤销冻结")
        undo.triggered.connect(lambda _checked: self.unfreeze())
        export = menu.addAction(icons.icon("download"), "导出得分表")
        export.triggered.connect(lambda _checked: self.export())
        chart = menu.addAction(icons.icon("image"), "保存排名图")
        chart.triggered.connect(lambda _checked: self.export_chart())
        return menu

    @override
    def reload(self) -> None:
        period, work = self.period.period, self.desk.work
        self.desk.jobs.read(
            lambda: (evaluation.evaluate(work, period), evaluation.before(work, period)),
            lambda read: self.show_scores(*read),
            key="evaluation",
            failed=self._failed,
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            self.desk.messages.bug(error)
            return
        self._say_nothing(str(error), without=not records.references(self.desk.work, "villages"))

    def _say_nothing(self, sentence: str, *, without: bool) -> None:
        """A sentence in the place of the scores; ``without`` any village there is a button."""
        self.done = None
        self.table.clear_result()
        self.standing.hide()
        self.differences.hide()
        self.set_subtitle(self.period.period.label)
        self.note.setText("")
        for band in self.chips:
            self.chips[band].hide()
        self.table.hide()
        register = lambda: self.desk.go("registers", {"kind": "villages"})  # noqa: E731
        self.nothing.set(sentence, "去登记村名单" if without else None, register)
        self.nothing.show()
        held = self.why.hasFocus()
        for of_scores in (self.hint, self.why):
            of_scores.hide()
        if held:
            self.take_focus(anew=True)
        self.panel.set_empty("有了得分，点一格，这里说明为什么是这个分。")

    def show_scores(self, done: evaluation.Evaluation, before: Result | None) -> None:
        """Fill the table; the cell that was chosen stays chosen."""
        if done.result.is_empty:
            self._say_nothing(
                f"{done.period.label}没有数据：没有一个村有考评要用的记录，所以不排名次。"
                "登记了这一期的台账以后再看。",
                without=False,
            )
            return
        self.done, self.before = done, before
        for of_scores in (self.hint, self.why):
            of_scores.show()
        self._show()

    def _shown(self, done: evaluation.Evaluation) -> Result:
        """The view that is chosen; a thin result has no ranks until somebody asks for them."""
        if self._is_asked(done):
            return not_ranked(done.result, "")
        return done.now if self.standing.view == NOW else done.result

    def _is_asked(self, done: evaluation.Evaluation) -> bool:
        return (
            done.frozen is None
            and done.result.is_incomplete
            and done.period.key not in self._accepted
        )

    def _accept(self) -> None:
        if self.done is not None:
            self._accepted.add(self.done.period.key)
            self._show()

    def _show(self) -> None:
        """The chosen view of the period."""
        done = self.done
        if done is None:
            return
        self.nothing.hide()
        self.standing.show_standing(done, asked=self._is_asked(done))
        result = self.result = self._shown(done)
        why = self.standing.view == WHY
        self.differences.show_sentences(done.differences)
        self.differences.setVisible(why)
        self.table.setVisible(not why)
        for band, chip in self.chips.items():
            count = sum(1 for each in result.villages if each.band == band)
            chip.set(f"{band} {count} 村", chip.tone)
            chip.setVisible(count > 0 and not why)
        self.table.show_result(result, self.before)
        frozen = "未冻结"
        if done.frozen:
            frozen = f"已冻结第{done.frozen.version}版"
            frozen += f"，之后有 {len(done.differences)} 处变化" if done.differences else ""
        self.freezing.setText("更正" if done.frozen and done.differences else "冻结")
        waiting = f" · {len(result.pending)} 项待补" if result.pending else ""
        self.set_subtitle(f"{done.period.label} · {result.scheme.label} · {frozen}{waiting}")
        said = [*result.notes, *result.ties]
        scheme = result.scheme
        said.append(
            f"和所有村一起看，有 95% 的把握名次都在前 {scheme.best_named} 名的列前列，"
            f"都在后 {scheme.worst_named} 名的列待改进，跨过界线的列中间，不能断定高下。"
        )
        self.note.setText(self.desk.work.of_town("\n".join(said[:5])))
        self.explain(self.table.currentRow(), self.table.currentColumn())

    def explain(self, row: int, column: int) -> None:
        """Say why the village has these points."""
        if self.done is None or not 0 <= row < len(self.result.villages):
            return
        result, village = self.result, self.result.villages[row]
        item = self._item(column)
        if item is None:
            score_panel.show_total(
                self.panel, result, village, before=self.before, over=self.done.over
            )
            return
        score_panel.show_item(
            self.panel,
            result,
            village,
            item.code,
            before=self.before,
            over=self.done.over,
            opened=self.open_record,
        )
        self._add_actions(village, item, row, column)

    def _add_actions(self, village: VillageScore, item: Item, row: int, column: int) -> None:
        if self._by_hand(item):
            self.panel.add_action("填写数值", lambda: self.enter(row, column), "pencil")
        found = village.items[item.code].fact.records
        if found and found[0].kind in PAGES:
            self.panel.add_action(
                f"打开 {len(found)} 条记录",
                lambda: self.open_records(village, found),
                "arrow-right",
            )

    def _item(self, column: int) -> Item | None:
        items = self.result.scheme.items if self.done else ()
        at = column - FIRST_ITEM
        return items[at] if 0 <= at < len(items) else None

    def _by_hand(self, item: Item) -> bool:
        taken = adjustments.manual_items(self.desk.work, self.period.period)
        return any(each.code == item.code for each in taken)

    def open_record(self, kind: str, number: int) -> None:
        """The record behind a line of the explanation."""
        if kind == "manual-values":
            evaluation_forms.edit(self, self.desk, kind, self.period.period, number)
        elif kind in PAGES:
            self.desk.go(PAGES[kind], {"kind": kind, "id": number})

    def open_records(self, village: VillageScore, found: Sequence[RecordRef]) -> None:
        """What a score was counted from, on the page of the first of these records."""
        kind = found[0].kind
        ids = [each.id for each in found if each.kind == kind]
        if len(ids) == 1 or kind in _GRIDS:
            self.open_record(kind, ids[0])
            return
        context: dict[str, object] = {"kind": kind, "ids": ids}
        period = self.period.period
        if kind not in _WHOLE:
            # Ledgers show a month at a time: of a longer period the last one that has begun.
            begun = [each for each in period.months if each.start <= self.desk.work.today()]
            context["period"] = begun[-1].key
            if len(period.months) > 1:
                context = {"kind": kind, "village": village.id, "period": begun[-1].key}
        self.desk.go(PAGES[kind], context)

    def enter(self, row: int, column: int) -> FormDialog | None:
        """Enter the value of an item that has no ledger."""
        item = self._item(column)
        if self.done is None or item is None or not self._by_hand(item):
            return None
        village = self.result.villages[row]
        return evaluation_forms.enter_value(self, self.desk, self.done.period, village, item)

    def open_list(self, kind: str) -> RecordsDialog:
        """Adjustments, values by hand or rewards of the period shown."""
        return evaluation_forms.open_list(self, self.desk, kind, self.period.period)

    def open_schemes(self) -> SchemesDialog:
        """The versions of the rules, and a new one."""
        dialog = SchemesDialog(self, self.desk)
        dialog.open()
        return dialog

    def freeze(self) -> FormDialog | None:
        """Keep the result for good; after changes it is a correction with its reason."""
        if self.done is None:
            return None
        accepted = self.done.period.key in self._accepted
        return evaluation_forms.freeze(self, self.desk, self.done, accepted=accepted)

    def unfreeze(self) -> FormDialog | None:
        """Take the frozen result away, with a reason."""
        return evaluation_forms.unfreeze(self, self.desk, self.done) if self.done else None

    def check(self) -> None:
        """Say whether the frozen result still holds."""
        if self.done is not None:
            evaluation_forms.say_check(self.desk, self.done)

    def print_ranking(self) -> None:
        """Go to the papers with the ranking of this period."""
        self.go_to_paper("ranking")

    def go_to_paper(self, name: str) -> None:
        """Go to a paper of this period."""
        self.desk.go("documents", {"document": name, "period": self.period.period.key})

    def export(self) -> None:
        """Save the score table as a workbook."""
        self._ask("导出得分表", "得分表.xlsx", "表格 (*.xlsx)", self.write)

    def export_chart(self) -> None:
        """Save the ranking with its ranges as a picture."""
        self._ask("保存排名图", "排名图.png", "图片 (*.png *.svg)", self.write_chart)

    def _ask(self, title: str, name: str, kinds: str, write: Any) -> None:
        period = self.period.period
        ask_where_to_save(
            self, self.desk.memory, title, f"{period.label}村级考评{name}", kinds,
            chosen=lambda path: write(period, path),
        )  # fmt: skip

    def write(self, period: periods.Period, path: Path) -> None:
        """Write the workbook in the background."""
        work = self.desk.work
        self.desk.jobs.run(
            lambda _progress: score_exports.export(work, period, path),
            title="正在导出得分表",
            done=lambda rows: self.desk.messages.toast(f"已导出 {rows} 个村：{path.name}"),
        )

    def write_chart(self, period: periods.Period, path: Path) -> None:
        """Draw the picture in the background."""
        work = self.desk.work
        self.desk.jobs.run(
            lambda _progress: score_exports.save_chart(work, period, path),
            title="正在保存排名图",
            done=lambda _none: self.desk.messages.toast(f"已保存：{path.name}"),
        )

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        """``period``, or a frozen result by its ``kind`` and ``id``, leads to its scores."""
        if context.get("kind") == "frozen-evaluations" and "id" in context:
            stored = records.get(self.desk.work, "frozen-evaluations", context["id"])
            context = {"period": stored["period"], **context}
        if key := context.get("period"):
            self.period.set_period(periods.parse(str(key)))
