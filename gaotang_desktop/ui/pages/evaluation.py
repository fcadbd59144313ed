"""村级考评: scores of every village, and why."""

from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation.explaining import explain
from gaotang_desktop.domain.evaluation.facts import FACTS, STATE_LABELS
from gaotang_desktop.domain.evaluation.scoring import VillageScore
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.services import evaluation, facts
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk import Desk
from gaotang_desktop.ui.page import Page
from gaotang_desktop.ui.widgets.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.period_picker import PeriodPicker

_PAGES = {"patrols": "patrols", "spot-checks": "patrols", "assignments": "tasks"}


class EvaluationPage(Page):
    """The score table at the left, the explanation of the chosen score at the right."""

    key = "evaluation"
    title = "村级考评"
    icon = "trophy"
    chapter = "evaluation"
    reads: ClassVar = frozenset(
        {
            "villages", "patrols", "missed_nights", "spot_checks", "assignments", "tasks",
            "manual_values", "adjustments", "scheme_versions", "frozen_evaluations",
        }
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.done: evaluation.Evaluation | None = None
        self.period = PeriodPicker(evaluation.latest_period(desk.work))
        self.period.changed.connect(lambda _period: self.refresh())
        self.add_header_widget(self.period)
        self.add_action("导出", "download", self.export)
        self.add_action("冻结", "lock", self.freeze)
        self.primary_action("打印排名", "printer", self.print_ranking, shortcut="Ctrl+P")
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(32)
        self.table.setShowGrid(False)
        self.table.currentCellChanged.connect(lambda row, column, *_: self.explain(row, column))
        self.table.cellActivated.connect(self.enter)
        self.why = QVBoxLayout()
        self.why.setSpacing(theme.SPACE_2)
        inner = QWidget()
        inner.setObjectName("scrolled")
        inner.setLayout(self.why)
        panel = QScrollArea()
        panel.setWidgetResizable(True)
        panel.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panel.setFrameShape(QFrame.Shape.NoFrame)
        panel.setWidget(inner)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("class", "secondary")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_3)
        row.addWidget(self.table, 1)
        card = QFrame()
        card.setProperty("class", "card")
        card.setFixedWidth(320)
        around = QVBoxLayout(card)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(panel)
        row.addWidget(card)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.note)

    @override
    def reload(self) -> None:
        period = self.period.period
        self.desk.jobs.read(
            lambda: evaluation.evaluate(self.desk.work, period),
            self.show_scores,
            key="evaluation",
            failed=self._failed,
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            self.desk.messages.bug(error)
            return
        self.done = None
        self.table.clear()
        self.table.setRowCount(0)
        self.table.setColumnCount(0)
        self.set_subtitle(str(error))
        self._say([])

    def show_scores(self, done: evaluation.Evaluation) -> None:
        """Fill the table; the cell that was chosen stays chosen."""
        self.done = done
        scheme, villages = done.result.scheme, done.result.villages
        heads = ["名次", "村", "总分", "名次区间", "档次"]
        heads += [f"{item.code} {item.name}\n满分 {item.full}" for item in scheme.items]
        heads += ["加分", "扣分"]
        chosen = self.table.currentRow(), self.table.currentColumn()
        self.table.blockSignals(True)
        self.table.clear()
        self.table.setColumnCount(len(heads))
        self.table.setRowCount(len(villages))
        self.table.setHorizontalHeaderLabels(heads)
        for row, each in enumerate(villages):
            for column, text in enumerate(self._row(each)):
                self.table.setItem(row, column, self._cell(text, column, each))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.blockSignals(False)
        frozen = "已冻结" if done.frozen else "未冻结"
        if done.differences:
            frozen = f"已冻结，之后有 {len(done.differences)} 处变化"
        pending = len(done.result.pending)
        waiting = f" · {pending} 项待补" if pending else ""
        self.set_subtitle(f"{done.period.label} · {scheme.label} · {frozen}{waiting}")
        self.note.setText(
            "名次区间是把民调按样本重抽 1 万次的 95% 范围；整个区间都在前三的村列“前列”，都在后三的列“待改进”，"
            "其余列“中间”，不能断定高下。回车填写没有台账的项目。"
        )
        if villages:
            row = max(0, min(chosen[0], len(villages) - 1))
            self.table.setCurrentCell(row, chosen[1] if chosen[1] >= 0 else 5)
            self.explain(self.table.currentRow(), self.table.currentColumn())

    def _row(self, each: VillageScore) -> list[str]:
        span = f"{each.rank_range[0]}–{each.rank_range[1]}" if each.rank_range else "—"
        rank = "否决" if each.veto else str(each.rank)
        shown = [rank, each.village, f"{each.total}", span, each.band or "—"]
        for item in each.items.values():
            shown.append("—" if item.points is None else f"{item.points}")
            if FACTS[item.item.fact].polled and item.fact.of:
                shown[-1] += f"  n={item.fact.of}"
            if item.policy == "pending":
                shown[-1] = "待补"
        return [*shown, f"{each.bonus}", f"{each.deduction}"]

    def _cell(self, text: str, column: int, each: VillageScore) -> QTableWidgetItem:
        cell = QTableWidgetItem(text)
        left = column in (1, 4)
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        cell.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        if text in ("否决", "待补"):
            tone = "bad_text" if text == "否决" else "warn_text"
            cell.setForeground(QColor(getattr(theme.colours(), tone)))
        return cell

    def explain(self, row: int, column: int) -> None:
        """Say why the village has these points."""
        if self.done is None or not 0 <= row < len(self.done.result.villages):
            return
        village = self.done.result.villages[row]
        codes = list(village.items)
        if not 5 <= column < 5 + len(codes):
            self._say(self._total_words(village))
            return
        score = village.items[codes[column - 5]]
        told = explain(score)
        points = "不计" if score.points is None else f"{score.points} 分"
        lines = [
            ("heading", f"为什么是 {points}"),
            (
                "secondary",
                f"{village.village} · {score.item.code} {score.item.name}（满分 {score.item.full}）",
            ),
            ("formula", told.formula),
            *(("secondary", said) for said in told.sentences),
            ("secondary", STATE_LABELS[score.fact.state]),
        ]
        lines += [("plain", f"缺：{said}") for said in told.missing[:20]]
        for ref in told.records[:60]:
            lines.append(("plain", ("✓ " if ref.counted else "✗ ") + ref.label))
        if len(told.records) > 60:
            lines.append(("secondary", f"还有 {len(told.records) - 60} 条记录。"))
        actions = []
        if score.item.fact not in facts.LIVE:
            actions.append(("填写数值", lambda: self.enter(row, column)))
        if told.records and (page := _PAGES.get(told.records[0].kind)):
            context: dict[str, object] = {"village": village.id, "period": self.done.period.key}
            actions.append(
                (f"打开 {len(told.records)} 条记录", lambda: self.desk.go(page, context))
            )
        self._say(lines, actions)

    def _total_words(self, village: VillageScore) -> list[tuple[str, str]]:
        counted = [each for each in village.items.values() if each.points is not None]
        earned = sum((each.points or Decimal(0) for each in counted), Decimal(0))
        full = sum((each.item.full for each in counted), Decimal(0))
        lines = [
            ("heading", f"{village.village} 总分 {village.total}"),
            (
                "formula",
                f"{earned} × 100 ÷ {full} + 加分 {village.bonus} − 扣分 {village.deduction}",
            ),
        ]
        lines += [("plain", f"{a.kind} {a.points}：{a.reason}") for a in village.adjustments]
        if village.veto:
            lines.append(("plain", f"一票否决：{village.veto}。保留得分，不排名次。"))
        return lines

    def _say(
        self, lines: list[tuple[str, str]], actions: list[tuple[str, Any]] | None = None
    ) -> None:
        while (item := self.why.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for kind, text in lines:
            label = QLabel(text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            if kind == "formula":
                label.setStyleSheet(f"color: {theme.colours().accent}; font-weight: 500")
            elif kind != "plain":
                label.setProperty("class", kind)
            self.why.addWidget(label)
        for text, slot in actions or ():
            button = QPushButton(text)
            button.clicked.connect(lambda _checked=False, act=slot: act())
            self.why.addWidget(button)
        self.why.addStretch(1)

    def enter(self, row: int, column: int) -> FormDialog | None:
        """Enter the value of an item that has no ledger."""
        if self.done is None or not 5 <= column < 5 + len(self.done.result.scheme.items):
            return None
        item = self.done.result.scheme.items[column - 5]
        if item.fact in facts.LIVE:
            return None
        village, kind = self.done.result.villages[row], FACTS[item.fact]
        before = village.items[item.code].fact
        shown = (
            Field("value", kind.value, Kind.DECIMAL, required=True, minimum=0),
            Field("of", kind.of, Kind.DECIMAL, required=item.method in ("rate", "percent")),
            Field("reason", "依据和理由", Kind.LONG_TEXT, required=True),
        )
        period = self.done.period

        def save(values: dict[str, Any]) -> None:
            evaluation.enter(
                self.desk.work, period, village_id=village.id, item=item.code, **values
            )
            self.desk.messages.saved()

        dialog = FormDialog(
            self,
            f"{village.village} · {period.label} · {item.name}",
            shown,
            today=self.desk.work.today,
            save=save,
            values={"value": before.value, "of": before.of},
        )
        dialog.open()
        return dialog

    def freeze(self) -> None:
        """Keep the month's result for good; a second time asks for the reason of the correction."""
        period = self.period.period
        if self.done is not None and self.done.frozen and self.done.differences:
            shown = (Field("reason", "更正原因", Kind.LONG_TEXT, required=True),)
            dialog = FormDialog(
                self,
                f"更正{period.label}考评结果",
                shown,
                today=self.desk.work.today,
                save=lambda values: self._freeze(period, values.get("reason") or ""),
            )
            dialog.open()
            return
        try:
            self._freeze(period, "")
        except DomainError as problem:
            self.desk.messages.problem(problem)

    def _freeze(self, period: periods.Period, reason: str) -> None:
        evaluation.freeze(self.desk.work, period, reason=reason)
        self.desk.messages.undoable(f"{period.label}考评结果已冻结。")

    def print_ranking(self) -> None:
        """Go to the papers with the ranking of this period."""
        self.desk.go("documents", {"document": "ranking", "period": self.period.period.key})

    def export(self) -> None:
        """Save the score table as a workbook."""
        period = self.period.period
        dialog = QFileDialog(
            self, "导出得分表", f"{period.label}村级考评得分表.xlsx", "表格 (*.xlsx)"
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda name: self.write(period, Path(name)))
        dialog.open()

    def write(self, period: periods.Period, path: Path) -> None:
        """Write the workbook in the background."""
        work = self.desk.work
        self.desk.jobs.run(
            lambda _progress: evaluation.export(work, period, path),
            title="正在导出得分表",
            done=lambda rows: self.desk.messages.toast(f"已导出 {rows} 个村：{path.name}"),
        )

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        if key := context.get("period"):
            self.period.set_period(periods.parse(str(key)))
