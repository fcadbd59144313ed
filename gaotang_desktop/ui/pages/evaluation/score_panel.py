"""为什么: fills the detail at the right with everything there is to say about a score."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLabel

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation import comparing, rewarding
from gaotang_desktop.domain.evaluation.explaining import explain, total_formula
from gaotang_desktop.domain.evaluation.facts import STATE_LABELS
from gaotang_desktop.domain.evaluation.results import Result, VillageScore
from gaotang_desktop.domain.evaluation.standing import may_name, why_unnamed
from gaotang_desktop.domain.evaluation.wording import number
from gaotang_desktop.domain.ranking import band_sentence
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.side_panel import SidePanel

_MOST = 40
_MOST_GOOD = 6
_AGAINST, _RUNNING = "与上期相比", "到今天为止，与上期整期相比"
Open = Callable[[str, int], Any]


def show_item(
    panel: SidePanel,
    result: Result,
    village: VillageScore,
    code: str,
    *,
    before: Result | None,
    over: bool,
    opened: Open,
) -> None:
    """One score: formula, clause, records with ✓ or ✗, what would raise it, what changed."""
    score = village.items[code]
    told = explain(score, over=over)
    panel.clear()
    points = "为什么不计" if score.points is None else f"为什么是 {score.points} 分"
    panel.set_title(points, f"{village.village} · {code}", Tone.NEUTRAL)
    panel.add_paragraph(f"{score.item.name}（满分 {number(score.item.full)}）", strong=True)
    formula = QLabel(told.formula)
    formula.setWordWrap(True)
    formula.setProperty("class", "info")
    panel.add_widget(formula)
    panel.add_paragraph(told.basis)
    for said in told.sentences:
        panel.add_paragraph(said)
    if not told.records and not told.missing and score.policy not in ("full", "excluded"):
        panel.add_paragraph(f"{STATE_LABELS[score.fact.state]}。")
    for said in told.reasons:
        panel.add_item("triangle-alert", "warn", said)
    # What cost points comes first: that is what people ask about.
    bad = [ref for ref in told.records if not ref.counted][:_MOST]
    good = [ref for ref in told.records if ref.counted][:_MOST_GOOD]
    for ref in (*bad, *good):
        icon, colour = ("circle-check", "good") if ref.counted else ("circle-x", "bad")
        panel.add_item(icon, colour, ref.label, ref.why, partial(opened, ref.kind, ref.id))
    if (more := len(told.records) - len(bad) - len(good)) > 0:
        panel.add_paragraph(f"还有 {more} 条记录，请打开记录查看。")
    for said in told.missing[:_MOST]:
        panel.add_item("triangle-alert", "warn", f"缺：{said}")
    panel.add_heading("怎样能多得分")
    for said in told.gains:
        panel.add_paragraph(said)
    panel.add_heading(_AGAINST if over else _RUNNING)
    label = periods.parse(result.period).shifted(-1).label
    panel.add_paragraph(comparing.item_since(score, before, village.id, label))


def show_total(
    panel: SidePanel, result: Result, village: VillageScore, *, before: Result | None, over: bool
) -> None:
    """A village's total: its formula, bonus and deduction, band, and what changed."""
    panel.clear()
    chip = "一票否决" if village.veto else village.band
    tones = {"一票否决": Tone.BAD, "前列": Tone.GOOD, "待改进": Tone.WARN}
    points = f"{village.total} 分" if village.is_scored else "没有得分"
    panel.set_title(f"{village.village} {points}", chip, tones.get(chip, Tone.NEUTRAL))
    formula = QLabel(total_formula(village))
    formula.setWordWrap(True)
    formula.setProperty("class", "info")
    panel.add_widget(formula)
    for said in (*village.said, village.unranked):
        if said:
            panel.add_paragraph(said)
    for key, total, frozen in village.totals:
        mark = "（已冻结）" if frozen else ""
        panel.add_row(periods.parse(key).label.partition("年")[2], f"{total}{mark}")
    for each in village.adjustments:
        worth = f" {each.points} 分" if each.points else ""
        panel.add_item("scale", "secondary", f"{each.kind}{worth}", each.reason)
    if village.veto:
        panel.add_paragraph(f"一票否决：{village.veto}。保留得分，不排名次。", tone=Tone.BAD)
    if village.rank_range is not None and village.rank is not None:
        ranked = sum(1 for each in result.villages if each.rank is not None)
        scheme = result.scheme
        panel.add_heading("名次稳不稳")
        span = village.joint_range or village.rank_range
        panel.add_paragraph(
            band_sentence(span, village.rank, ranked, scheme.best_named, scheme.worst_named)
            if may_name(result)
            else why_unnamed(result)
        )
    for said in result.ties:
        if village.village in said:
            panel.add_paragraph(said)
    lost = sorted(
        (each for each in village.items.values() if each.lost), key=lambda each: -each.lost
    )
    if lost:
        panel.add_heading("失分在哪里")
        panel.add_rows((each.item.name, f"－{each.lost}") for each in lost)
    panel.add_heading("各项得分")
    panel.add_rows(
        (
            each.item.name,
            "—" if each.points is None else f"{each.points} / {number(each.item.full)}",
        )
        for each in village.items.values()
    )
    cycle = periods.parse(result.period).cycle
    if rules := [each for each in result.scheme.rewards if each.cycle in ("", cycle)]:
        panel.add_heading("奖惩规则")
        for rule in rules:
            panel.add_paragraph(rewarding.sentence(rule))
    panel.add_heading(_AGAINST if over else _RUNNING)
    label = periods.parse(result.period).shifted(-1).label
    past = None
    if before is not None:
        past = next((each for each in before.villages if each.id == village.id), None)
    for said in comparing.since(village, past, label):
        panel.add_paragraph(said)
    for said in result.notes:
        panel.add_paragraph(said)
