"""Papers of an evaluation from live data: ranking, village reports, what the circular tells."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from gaotang_desktop.data.models import Reward
from gaotang_desktop.data.queries import evaluation as queries
from gaotang_desktop.data.queries import records as record_queries
from gaotang_desktop.domain.documents.blocks import Drawing, Sheet
from gaotang_desktop.domain.documents.circulars.evaluation import EvaluationFigures, Loss
from gaotang_desktop.domain.documents.rankings import RankingRow, ranking_paper
from gaotang_desktop.domain.documents.village_reports import (
    ItemReport,
    VillageReport,
    village_report,
)
from gaotang_desktop.domain.documents.wordings import foremost
from gaotang_desktop.domain.evaluation.explaining import explain, in_parts, total_formula
from gaotang_desktop.domain.evaluation.facts import FACTS
from gaotang_desktop.domain.evaluation.results import ItemScore, Result, VillageScore
from gaotang_desktop.domain.evaluation.standing import may_name, why_unnamed
from gaotang_desktop.domain.evaluation.wording import full_points, ranks
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.ranking import BEST, MIDDLE, WORST
from gaotang_desktop.services import evaluation
from gaotang_desktop.services.evaluation import Evaluation
from gaotang_desktop.services.workplace import Workplace

_LOSSES, _NAMED = 4, 5
_REASONS = 4
_PARTS = 4
_IN_A_CHART = 26


def ranking(work: Workplace, period: Period) -> Sheet:
    """The ranking of a period, as frozen or as the records stand now, and what polls can support.

    Raises:
        DomainError: the period has not begun, or there is no village.
    """
    settings = work.settings
    done = evaluation.for_paper(work, period)
    scheme = done.result.scheme
    notes = ["总分相同的名次并列；得分四舍五入到两位小数，名次按印出的总分排列。"]
    if is_polled(done.result):
        notes.append(
            "名次区间：民调只问到一部分人，换一批人问，名次会有变化；名次有 95% 的把握落在这个区间里。"
            "列前列、待改进的，是所有村一起看也有 95% 的把握在最前或最后几名的；"
            "其余列中间，不能断定高下。"
        )
    notes += [*done.result.ties, *done.result.notes, standing_of(done, work.today())]
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


def standing_of(done: Evaluation, today: date) -> str:
    """Whether the result is frozen: then this is it, whatever happened to the records since.

    Of a period that still runs, until which day it counts.
    """
    if done.frozen is not None and done.readable:
        which = f"（第{done.frozen.version}版）" if done.frozen.version > 1 else ""
        return f"本结果已冻结{which}，校验码 {done.frozen.digest[:16]}。"
    if not done.over:
        return f"本期没有结束，截至{today.month}月{today.day}日，仅供核对。"
    return "本结果未冻结，仅供核对。"


def evaluation_figures(work: Workplace, period: Period) -> EvaluationFigures:
    """What the circular of a period tells.

    Raises:
        DomainError: the period has not begun, or there is no village.
    """
    done = evaluation.for_paper(work, period)
    result = done.result
    bands = named_bands(result)
    return EvaluationFigures(
        period=period.label,
        scheme=result.scheme.label,
        item_heads=_heads(result),
        rows=_rows(work, done),
        best=tuple(each.village for each in result.villages if bands.get(each.id) == BEST),
        worst=tuple(each.village for each in result.villages if bands.get(each.id) == WORST),
        vetoed=tuple((each.village, each.veto) for each in result.villages if each.veto),
        losses=_losses(result),
        rewards=_rewards(work, period),
        note=_note(result),
        notes=_table_notes(result),
        polled=is_polled(result),
        unnamed=why_unnamed(result),
        trial=result.scheme.template,
        until=None if done.over or done.frozen else work.today(),
    )


def named_bands(result: Result) -> dict[int, str]:
    """By village the band that a paper may name, also of what an earlier program froze.

    None where no village stands in the first or last one: a middle alone tells nothing apart.
    """
    if not may_name(result):
        return {}
    found = {each.id: each.band for each in result.villages if each.rank is not None and each.band}
    return found if set(found.values()) - {MIDDLE} else {}


def _table_notes(result: Result) -> tuple[str, ...]:
    """What a village needs to check its own line."""
    items = [item for village in result.villages for item in village.items.values()]
    notes = ["项目后面的数字为满分。总分=各项得分之和+加分－扣分，四舍五入到两位小数。"]
    if any("–" in head for head in _heads(result)):
        notes.append(
            "满分写成两个数的，各村不计的项目不同，折算后的满分在两数之间；各村自己的满分见村考评明细。"
        )
    if any(item.points is None for item in items):
        notes.append(
            "“—”的项目本期不计：该村其余项目的得分之和×100÷其余项目的满分之和，折算成百分，再计加分和扣分。"
        )
    if is_polled(result):
        notes.append(
            "名次区间：换一批人问民调，名次有95%的把握落在这个区间里；区间重叠的村之间不能断定高下。"
        )
    if any(FACTS[item.item.fact].polled and item.fact.of for item in items):
        notes.append("“民调样本”为民调有效样本份数。")
    if any("样本不足" in item.fact.note for item in items):
        notes.append("“不足”为有效样本不到规定份数。")
    if any(item.policy == "average" and FACTS[item.item.fact].polled for item in items):
        notes.append("没有民调样本或者样本不足的村，民调得分取其他村的平均。")
    if any(item.policy == "pending" for item in items):
        notes.append("“待补”为应报未报，补齐前按0分计。")
    if any(each.rank is None for each in result.villages):
        notes.append("名次为“—”或“否决”的村不排名次。")
    return (*notes, *result.notes, *result.ties)


def is_polled(result: Result) -> bool:
    """Whether a poll is among what was scored, so that ranks have ranges."""
    return any(
        FACTS[item.item.fact].polled and item.fact.of
        for village in result.villages
        for item in village.items.values()
    )


def _note(result: Result) -> str:
    said = []
    if is_polled(result):
        said.append("民调只问到一部分人，名次区间重叠的村之间不能断定高下")
    if result.is_incomplete:
        lacking = result.lacking.replace(" ", "")
        said.append(f"{lacking}，名次只反映其余项目")
    return "；".join(said)


def rank_charts(work: Workplace, period: Period) -> tuple[Drawing, ...]:
    """The ranks with what the polls can support, in greys that survive a photocopy.

    So many villages stand in one chart as a page can show at a size that can be read.
    """
    from gaotang_desktop.documents.charts.ranking import VillageRank
    from gaotang_desktop.documents.charts.ranking import ranking as chart

    rows = []
    result = evaluation.for_paper(work, period).result
    bands = named_bands(result)
    for each in result.villages:
        low, high = each.rank_range or (None, None)
        total = None if each.unranked else each.total
        rows.append(
            VillageRank(
                each.village, total, each.rank, low, high, bands.get(each.id, ""), bool(each.veto)
            )
        )
    parts = -(-len(rows) // _IN_A_CHART)
    size = -(-len(rows) // max(parts, 1))
    found = []
    for at in range(0, len(rows), size):
        title = f"第{at + 1}个村至第{min(at + size, len(rows))}个村" if at else None
        found.append(chart(rows[at : at + size], grey=True, title=title, last=len(rows)))
    return tuple(found)


def village_reports(work: Workplace, period: Period) -> Sheet:
    """A page for each village that explains every point.

    Raises:
        DomainError: the period has not begun, or there is no village.
    """
    settings = work.settings
    done = evaluation.for_paper(work, period)
    before = _ranks_before(work, done)
    ranked = sum(1 for each in done.result.villages if each.rank is not None)
    in_order = sorted(done.result.villages, key=lambda each: (each.order, each.id))
    scheme, polled = done.result.scheme.label, is_polled(done.result)
    return village_report(
        tuple(
            _report(each, ranked, before.get(each.id), over=done.over, polled=polled)
            for each in in_order
        ),
        town=str(settings["town"]),
        period_label=period.label,
        scheme_line=f"依据：{scheme}　{standing_of(done, work.today())}",
        issuer=str(settings["office"]),
        made_on=work.today(),
    )


def _report(
    each: VillageScore, ranked: int, before: int | None, *, over: bool, polled: bool
) -> VillageReport:
    gains = []
    for item in sorted(each.items.values(), key=lambda one: -one.lost)[:3]:
        if item.lost:
            gains.append(f"{item.item.name}：{''.join(explain(item, over=over).gains)}")
    return VillageReport(
        each.village,
        total=f"{each.total}" if each.is_scored else "—",
        rank=each.rank_word,
        of=ranked,
        # Without a poll nothing is uncertain about a rank.
        rank_range=ranks(*each.rank_range) if each.rank_range and polled else "",
        previous="" if before is None else str(before),
        items=tuple(_item(item, over=over) for item in each.items.values()),
        adjustments=tuple(
            (one.kind, f"{one.points}" if one.points else "—", one.reason)
            for one in each.adjustments
        ),
        improve=tuple(gains),
        basis=total_formula(each),
    )


def _item(score: ItemScore, *, over: bool) -> ItemReport:
    told = explain(score, over=over)
    bad = [ref.said for ref in told.records if not ref.counted]
    reasons = [*told.reasons, *(f"{said}。" for said in bad[:_REASONS])]
    if len(bad) > _REASONS:
        reasons.append(f"还有{len(bad) - _REASONS}条。")
    if told.missing:
        named = "、".join(told.missing[:_REASONS])
        more = f"等{len(told.missing)}项" if len(told.missing) > _REASONS else ""
        reasons.append(f"缺：{named}{more}。")
    if score.points is None:
        points, reason = "—", "—"
    else:
        points = "待补" if score.policy == "pending" else f"{score.points}"
        reason = "".join(reasons) if score.lost or score.policy == "pending" else ""
    basis = told.formula
    if 1 < len(score.parts) <= _PARTS:  # a quarter's months; of a year see its months
        basis = in_parts(score)
    return ItemReport(score.item.name, full_points(score.item.full), points, basis, reason)


def _heads(result: Result) -> tuple[str, ...]:
    return tuple(f"{item.name} {result.full_word(item.code)}" for item in result.scheme.items)


def _rows(work: Workplace, done: Evaluation) -> tuple[RankingRow, ...]:
    before = _ranks_before(work, done)
    bands = named_bands(done.result)
    lives = _lives(done.result, done.period.start)
    return tuple(
        _ranking_row(each, before.get(each.id), bands.get(each.id, ""), lives.get(each.id, []))
        for each in done.result.villages
    )


def _lives(result: Result, first: date) -> dict[int, list[str]]:
    """10月31日设立, 10月16日撤并: of villages that were not there all along, since when or until.

    An item whose ledger began later counts fewer days than its village.
    """
    spans = {
        each.id: min((item.span for item in each.items.values()), key=lambda span: span.first)
        for each in result.villages
        if each.items
    }
    first = min((span.first for span in spans.values()), default=first)
    last = max((span.last for span in spans.values()), default=first)
    found: dict[int, list[str]] = defaultdict(list)
    for number, span in spans.items():
        if span.first > first:
            found[number].append(f"{span.first.month}月{span.first.day}日设立")
        if span.last < last:
            gone = span.last + timedelta(days=1)
            found[number].append(f"{gone.month}月{gone.day}日撤并")
    return found


def _ranks_before(work: Workplace, done: Evaluation) -> Mapping[int, int | None]:
    """The ranks of the period before, as they were when the result was frozen."""
    if done.result.previous is not None:
        return done.result.previous
    past = evaluation.before(work, done.period)
    return {} if past is None else {each.id: each.rank for each in past.villages}


def _ranking_row(each: VillageScore, before: int | None, band: str, life: list[str]) -> RankingRow:
    change = "—"
    if before is not None and each.rank is not None:
        moved = before - each.rank
        change = "持平" if moved == 0 else f"升{moved}" if moved > 0 else f"降{-moved}"
    remarks = [*([band] if band else []), *life]
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
        total=f"{each.total}" if each.is_scored else "—",
        rank_range=ranks(*each.rank_range) if each.rank_range else "—",
        previous="—" if before is None else str(before),
        change=change,
        remark="；".join(remarks),
        sample=_sample(each),
    )


def _points(item: ItemScore) -> str:
    if item.policy == "pending":
        return "待补"
    return "—" if item.points is None else f"{item.points}"


def _sample(each: VillageScore) -> str:
    """The valid sample of the polls that are scored; the items of one poll share it."""
    asked = [item.fact for item in each.items.values() if FACTS[item.item.fact].polled]
    found = "、".join(dict.fromkeys(f"{fact.of}" for fact in asked if fact.of))
    return f"{found} 不足" if found and any("样本不足" in fact.note for fact in asked) else found


def _figure(value: Decimal) -> str:
    return f"{value}" if value else "—"


def _losses(result: Result) -> tuple[Loss, ...]:
    """The items that cost the villages most, with those that lost most there.

    Villages that lost alike are named all or none; one that the paper praises is counted, not named.
    """
    bands = named_bands(result)
    lost: dict[str, list[tuple[Decimal, VillageScore]]] = defaultdict(list)
    unsent: dict[str, set[str]] = defaultdict(set)
    for village in result.villages:
        for item in village.items.values():
            if item.lost and not FACTS[item.item.fact].polled:
                lost[item.item.name].append((item.lost, village))
                if item.policy == "zero":
                    unsent[item.item.name].add(village.village)
    worst = sorted(lost.items(), key=lambda each: -sum(points for points, _ in each[1]))
    # What is left out of a month makes the others larger in a quarter and a year.
    fulls = {item.code: item.full for item in result.scheme.items}
    converted = {
        item.item.name
        for village in result.villages
        for code, item in village.items.items()
        if item.lost > fulls.get(code, item.item.full)
    }
    praised = {number for number, band in bands.items() if band == BEST}
    silent = {item.name for item in result.without_records}
    return tuple(
        replace(
            _loss(
                name,
                losers,
                praised,
                unsent[name],
                everybody=len(losers) == len(result.villages),
            ),
            converted=name in converted,
            silent=name in silent and not unsent[name],
        )
        for name, losers in worst[:_LOSSES]
    )


def _loss(
    name: str,
    losers: list[tuple[Decimal, VillageScore]],
    praised: Collection[int],
    unsent: Collection[str],
    *,
    everybody: bool,
) -> Loss:
    losers.sort(key=lambda one: (-one[0], one[1].village in unsent, one[1].order))
    # From the first praised village on nobody is named: those below lost no more than it did.
    least = max((points for points, each in losers if each.id in praised), default=Decimal(-1))
    ranked = [(points, each.village) for points, each in losers if points > least]
    alike = {points for points, _ in losers}
    if len(alike) == 1 and len(losers) <= _NAMED and not everybody:
        named = tuple(ranked)
    else:
        named = foremost(ranked, _NAMED) if len(alike) > 1 else ()
    most = [points for points, _ in losers if points == losers[0][0]]
    return Loss(
        name,
        tuple(
            f"{village}（{'没有报送，' if village in unsent else ''}{points}分）"
            for points, village in named
        ),
        more=len(losers) - len(named),
        equal=f"{most[0]}" if not named else "",
        alike=len(most),
        unsent=len(unsent) - sum(village in unsent for _, village in named),
    )


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
