"""Papers of an evaluation from live data: ranking, village reports, what the circular tells."""

from collections import defaultdict
from decimal import Decimal

from gaotang_desktop.data.models import Reward
from gaotang_desktop.data.queries import evaluation as queries
from gaotang_desktop.data.queries import records as record_queries
from gaotang_desktop.domain.documents.blocks import Drawing, Sheet
from gaotang_desktop.domain.documents.evaluation_circulars import EvaluationFigures, Loss
from gaotang_desktop.domain.documents.rankings import RankingRow, ranking_paper
from gaotang_desktop.domain.documents.village_reports import (
    ItemReport,
    VillageReport,
    village_report,
)
from gaotang_desktop.domain.evaluation.explaining import explain
from gaotang_desktop.domain.evaluation.facts import FACTS
from gaotang_desktop.domain.evaluation.results import ItemScore, Result, VillageScore
from gaotang_desktop.domain.evaluation.wording import number
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import evaluation
from gaotang_desktop.services.evaluation import Evaluation
from gaotang_desktop.services.workplace import Workplace

_LOSSES, _NAMED = 4, 5
_REASONS = 4


def ranking(work: Workplace, period: Period) -> Sheet:
    """The ranking of a period as the records stand now, with what the polls can support.

    Raises:
        DomainError: the period has not begun, or there is no village.
    """
    settings = work.settings
    done = evaluation.for_paper(work, period)
    scheme = done.result.scheme
    notes = [
        "总分相同的名次并列；得分四舍五入到两位小数，名次按印出的总分排列。",
        "名次区间：民调得分按样本重抽 1 万次，名次落在其中的 95% 范围。"
        "整个区间都在最前或最后几名的村才列前列或待改进，其余列中间，不能断定高下。",
    ]
    notes += [*done.result.ties, *done.result.notes, standing_of(done)]
    if done.result.is_incomplete:
        notes.append(f"{done.result.lacking}，名次只反映其余项目。")
    if done.result.pending:
        notes.append(f"有 {len(done.result.pending)} 项数据待补，表中标“待补”，补齐前按 0 分计。")
    return ranking_paper(
        town=str(settings["town"]),
        period_label=period.label,
        scheme_line=f"依据：{scheme.label}",
        item_heads=_heads(done.result),
        rows=_rows(work, done),
        notes=tuple(notes),
        issuer=str(settings["office"]),
        made_on=work.today(),
    )


def standing_of(done: Evaluation) -> str:
    """Whether the result is frozen, and what holds if it is not."""
    if done.frozen and not done.differences:
        return f"本结果已冻结，校验码 {done.frozen.digest[:16]}。"
    if done.frozen:
        return "冻结以后记录有变化，本表按现在的记录重算，仅供核对。"
    return "本结果未冻结，仅供核对。"


def evaluation_figures(work: Workplace, period: Period) -> EvaluationFigures:
    """What the circular of a period tells.

    Raises:
        DomainError: the period has not begun, or there is no village.
    """
    done = evaluation.for_paper(work, period)
    result = done.result
    return EvaluationFigures(
        period=period.label,
        scheme=result.scheme.label,
        item_heads=_heads(result),
        rows=_rows(work, done),
        best=tuple(each.village for each in result.villages if each.band == "前列"),
        worst=tuple(each.village for each in result.villages if each.band == "待改进"),
        vetoed=tuple((each.village, each.veto) for each in result.villages if each.veto),
        losses=_losses(result),
        rewards=_rewards(work, period),
        note=_note(result),
        recorded=not result.is_empty,
    )


def _note(result: Result) -> str:
    said = []
    if any(each.rank_range for each in result.villages):
        said.append("民调得分带抽样误差，名次区间重叠的村之间不能断定高下")
    if result.is_incomplete:
        said.append(f"{result.lacking}，名次只反映其余项目")
    return "；".join(said)


def rank_chart(work: Workplace, period: Period) -> Drawing:
    """The ranks with what the polls can support, in greys that survive a photocopy."""
    from gaotang_desktop.charts.drawings import drawing
    from gaotang_desktop.charts.ranking import VillageRank
    from gaotang_desktop.charts.ranking import ranking as chart

    rows = []
    for each in evaluation.for_paper(work, period).result.villages:
        low, high = each.rank_range or (None, None)
        total = None if each.unranked else each.total
        rows.append(
            VillageRank(each.village, total, each.rank, low, high, each.band, bool(each.veto))
        )
    return drawing(chart(rows, grey=True))


def village_reports(work: Workplace, period: Period) -> Sheet:
    """A page for each village that explains every point.

    Raises:
        DomainError: the period has not begun, or there is no village.
    """
    settings = work.settings
    done = evaluation.for_paper(work, period)
    before = _ranks_before(work, period)
    ranked = sum(1 for each in done.result.villages if each.rank is not None)
    in_order = sorted(done.result.villages, key=lambda each: (each.order, each.id))
    scheme = done.result.scheme.label
    return village_report(
        tuple(_report(each, ranked, before.get(each.village), over=done.over) for each in in_order),
        town=str(settings["town"]),
        period_label=period.label,
        scheme_line=f"依据：{scheme}　{standing_of(done)}",
        issuer=str(settings["office"]),
        made_on=work.today(),
    )


def _report(each: VillageScore, ranked: int, before: int | None, *, over: bool) -> VillageReport:
    gains = []
    for item in sorted(each.items.values(), key=lambda one: -one.lost)[:3]:
        if item.lost:
            gains.append(f"{item.item.name}：{''.join(explain(item, over=over).gains)}")
    return VillageReport(
        each.village,
        total=f"{each.total}",
        rank=each.rank_word,
        of=ranked,
        rank_range=f"{each.rank_range[0]}–{each.rank_range[1]}" if each.rank_range else "",
        previous="" if before is None else str(before),
        items=tuple(_item(item, over=over) for item in each.items.values()),
        adjustments=tuple(
            (one.kind, f"{one.points}" if one.points else "—", one.reason)
            for one in each.adjustments
        ),
        improve=tuple(gains),
    )


def _item(score: ItemScore, *, over: bool) -> ItemReport:
    told = explain(score, over=over)
    bad = [f"{ref.label}{f'，{ref.why}' if ref.why else ''}" for ref in told.records
           if not ref.counted]  # fmt: skip
    reasons = [*told.reasons, *(f"{said}。" for said in bad[:_REASONS])]
    if len(bad) > _REASONS:
        reasons.append(f"还有{len(bad) - _REASONS}条。")
    if told.missing:
        named = "、".join(told.missing[:_REASONS])
        more = f"等{len(told.missing)}项" if len(told.missing) > _REASONS else ""
        reasons.append(f"缺：{named}{more}。")
    if score.points is None:
        points, reason = "—", "本期不计，其余项目折算为100分。"
    else:
        points = "待补" if score.policy == "pending" else f"{score.points}"
        reason = "".join(reasons) if score.lost or score.policy == "pending" else ""
    return ItemReport(score.item.name, number(score.item.full), points, told.formula, reason)


def _heads(result: Result) -> tuple[str, ...]:
    return tuple(f"{item.name} {result.full_word(item.code)}" for item in result.scheme.items)


def _rows(work: Workplace, done: Evaluation) -> tuple[RankingRow, ...]:
    before = _ranks_before(work, done.period)
    return tuple(_ranking_row(each, before.get(each.village)) for each in done.result.villages)


def _ranks_before(work: Workplace, period: Period) -> dict[str, int | None]:
    past = evaluation.before(work, period)
    return {} if past is None else {each.village: each.rank for each in past.villages}


def _ranking_row(each: VillageScore, before: int | None) -> RankingRow:
    change = "—"
    if before is not None and each.rank is not None:
        moved = before - each.rank
        change = "持平" if moved == 0 else f"升{moved}" if moved > 0 else f"降{-moved}"
    remarks = [each.band] if each.band else []
    if each.veto:
        remarks.append(f"一票否决：{each.veto}")
    if each.unranked:
        remarks.append(each.unranked)
    return RankingRow(
        rank=each.rank_word,
        village=each.village,
        items=tuple(_points(item) for item in each.items.values()),
        bonus=_figure(each.bonus),
        deduction=_figure(each.deduction),
        total=f"{each.total}",
        rank_range=f"{each.rank_range[0]}–{each.rank_range[1]}" if each.rank_range else "—",
        previous="—" if before is None else str(before),
        change=change,
        remark="；".join(remarks),
    )


def _points(item: ItemScore) -> str:
    if item.policy == "pending":
        return "待补"
    shown = "—" if item.points is None else f"{item.points}"
    if FACTS[item.item.fact].polled and item.fact.of:
        shown += f" n={item.fact.of}"
        shown += " 样本不足" if "样本不足" in item.fact.note else ""
    return shown


def _figure(value: Decimal) -> str:
    return f"{value}" if value else "—"


def _losses(result: Result) -> tuple[Loss, ...]:
    """The items that cost the villages most, with those that lost most there."""
    lost: dict[str, list[tuple[Decimal, VillageScore]]] = defaultdict(list)
    for village in result.villages:
        for item in village.items.values():
            if item.lost and not FACTS[item.item.fact].polled:
                lost[item.item.name].append((item.lost, village))
    worst = sorted(lost.items(), key=lambda each: -sum(points for points, _ in each[1]))
    found = []
    for name, losers in worst[:_LOSSES]:
        losers.sort(key=lambda one: (-one[0], one[1].order))
        named = tuple(f"{village.village}（{points}分）" for points, village in losers[:_NAMED])
        found.append(Loss(name, named, more=max(0, len(losers) - _NAMED)))
    return tuple(found)


def _rewards(work: Workplace, period: Period) -> tuple[str, ...]:
    """What follows from the frozen result, by kind: 郭桥村、郭楼村：通报表扬."""
    with work.database.reading() as session:
        frozen = queries.frozen_periods(session).get(period.key)
        if frozen is None:
            return ()
        names = record_queries.references(session, "villages")
        by_kind: dict[str, list[str]] = defaultdict(list)
        for each in record_queries.live(session, "rewards"):
            assert isinstance(each, Reward)
            if each.evaluation_id == frozen:
                said = f"{each.kind}（{each.detail}）" if each.detail else each.kind
                by_kind[said].append(names[each.village_id].label)
    return tuple(f"对{'、'.join(villages)}{kind}" for kind, villages in by_kind.items())
