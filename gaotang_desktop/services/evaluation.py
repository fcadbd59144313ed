"""Scoring a period, asking why, freezing and correcting (村级考评)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gaotang_desktop.data.models import FrozenEvaluation
from gaotang_desktop.data.queries import evaluation as queries
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict, DomainError
from gaotang_desktop.domain.evaluation import comparing, freezing
from gaotang_desktop.domain.evaluation.composing import Piece, compose, parts_of
from gaotang_desktop.domain.evaluation.facts import FACTS
from gaotang_desktop.domain.evaluation.results import Result, not_ranked
from gaotang_desktop.domain.evaluation.scoring import score
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.polls import wilson
from gaotang_desktop.services import schemes
from gaotang_desktop.services.adjustments import enter
from gaotang_desktop.services.facts import gathering
from gaotang_desktop.services.schemes import in_force as scheme_for
from gaotang_desktop.services.schemes import shipped as shipped_scheme
from gaotang_desktop.services.workplace import Workplace

__all__ = [
    "Evaluation",
    "before",
    "check_frozen",
    "enter",
    "evaluate",
    "export",
    "for_paper",
    "freeze",
    "has_data",
    "incomplete",
    "is_frozen",
    "is_whole",
    "latest_period",
    "save_chart",
    "scheme_for",
    "shipped_scheme",
    "versions",
]


_NAMED = 5
NO_DATA = "本期没有数据，不排名次。"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A period as scored now, what was frozen of it, and what differs between the two."""

    period: Period
    result: Result
    frozen: queries.FrozenRow | None
    differences: tuple[str, ...] = ()
    over: bool = True


def latest_period(work: Workplace) -> Period:
    """The last month that is over."""
    return periods.month_of(work.today()).shifted(-1)


def evaluate(work: Workplace, period: Period, *, draws: int = 10_000) -> Evaluation:
    """Score a period from the records as they are now.

    A month (or whatever the scheme's cycle is) is scored from records; a longer period is made up
    of its months or quarters, each as it was frozen or else as it is now.

    Raises:
        DomainError: the period has not begun, or no village is registered.
    """
    today = work.today()
    if period.start > today:
        raise DomainError(f"{period.label}还没有开始，不能考评。请选择已经开始的期间。")
    result = _scored(work, period, draws)
    if not result.villages:
        raise DomainError("还没有登记村，不能考评。请先在“村与单位”登记或导入村名单。")
    frozen = next(iter(versions(work, period)), None)
    differing: tuple[str, ...] = ()
    if frozen is not None:
        differing = comparing.differences(frozen.body, freezing.freeze(result))
    return Evaluation(period, result, frozen, differing, over=period.end < today)


def _scored(work: Workplace, period: Period, draws: int) -> Result:
    today, scheme = work.today(), scheme_for(work, period)
    if parts := parts_of(scheme, period):
        known = [piece for part in parts if (piece := _piece(work, part)) is not None]
        pieces = _averaged(known)
        left_out = [each.period for each in known if each not in pieces]
        with work.database.reading() as session:
            given = gathering.whole(session, period, today)
        result = compose(scheme, period, given, pieces, left_out=left_out, draws=draws)
    else:
        with work.database.reading() as session:
            given = gathering.inputs(session, scheme, period, today)
        result = score(scheme, period.key, given, draws=draws)
    return not_ranked(result, NO_DATA) if result.is_empty else result


def _averaged(pieces: Sequence[Piece]) -> list[Piece]:
    """The parts that count in a longer period's mean.

    A month that lacks most of its records would count as if nothing had been done; it is left out,
    unless somebody froze it as it is or no month has more.
    """
    if all(each.result.is_incomplete for each in pieces):
        return list(pieces)
    return [each for each in pieces if each.frozen or not each.result.is_incomplete]


def _piece(work: Workplace, period: Period) -> Piece | None:
    """A month or quarter of a longer period; none while nothing was recorded of it."""
    if period.start > work.today():
        return None
    if frozen := versions(work, period):
        return Piece(period, freezing.thaw(frozen[0].body, period.label), frozen=True)
    result = _scored(work, period, 0)
    return None if result.is_empty else Piece(period, result, frozen=False)


def before(work: Workplace, period: Period) -> Result | None:
    """The period before, as frozen or else as it is now; ``None`` where there is none to compare.

    What was frozen and cannot be read any more is said in its own period, and compared with nothing.
    """
    try:
        piece = _piece(work, period.shifted(-1))
    except DomainError:
        return None
    return piece.result if piece is not None and piece.result.villages else None


def versions(work: Workplace, period: Period) -> list[queries.FrozenRow]:
    """What was frozen of a period, the newest version first."""
    with work.database.reading() as session:
        return queries.frozen(session, period.key)


def is_frozen(work: Workplace, period: Period) -> bool:
    """Whether a result of the period was frozen."""
    with work.database.reading() as session:
        return period.key in queries.frozen_periods(session)


def for_paper(work: Workplace, period: Period) -> Evaluation:
    """The result that a paper shows.

    Raises:
        Conflict: 无数据: no village has a record of the period, so that there is nothing to print.
        DomainError: the period has not begun, or no village is registered.
    """
    done = evaluate(work, period)
    if done.result.is_empty:
        raise Conflict(_no_data(period, "印排名和通报"))
    return done


def has_data(work: Workplace, period: Period) -> bool:
    """Whether there is anything to rank; ``False`` also where no village is registered."""
    try:
        return not evaluate(work, period, draws=0).result.is_empty
    except DomainError:
        return False


def _no_data(period: Period, what: str) -> str:
    return (
        f"{period.label}没有数据：没有一个村有考评要用的记录，不能{what}。"
        "请先登记这一期的台账，或者选择别的期间。"
    )


def incomplete(done: Evaluation, what: str) -> str:
    """Why a result had better not be frozen or issued yet; ``""`` where nothing stands against it.

    Items worth more than half of the points have no record in any village.
    """
    if done.result.is_empty or not done.result.is_incomplete:
        return ""
    return (
        f"{done.period.label}的{done.result.lacking}，超过总分的一半，"
        f"现在{what}，名次只反映少数几项。请先补登这些台账"
    )


def freeze(
    work: Workplace, period: Period, *, reason: str = "", accept_incomplete: bool = False
) -> Evaluation:
    """Keep the result as it is now, for good; a second time only as a correction with a reason.

    ``accept_incomplete``: somebody was asked and keeps it though most items have no record.

    Raises:
        Conflict: nothing or too little was recorded, a value is pending, the period is not over,
            nothing changed since, or a correction has no reason.
    """
    if period.end >= work.today():
        raise Conflict(
            f"{period.label}还没有结束，不能冻结。请在 {period.end:%Y-%m-%d} 以后再冻结。"
        )
    now = evaluate(work, period)
    if now.result.is_empty:
        raise Conflict(_no_data(period, "冻结"))
    if waiting := now.result.waiting:
        more = f"；另有 {len(waiting) - _NAMED} 种情况" if len(waiting) > _NAMED else ""
        raise Conflict(
            f"还有 {len(now.result.pending)} 项待补，补齐后才能冻结："
            f"{'；'.join(waiting[:_NAMED])}{more}。"
        )
    if not accept_incomplete and (said := incomplete(now, "冻结")):
        raise Conflict(f"{said}；确实要冻结的，请在窗口里确认，或者在命令里加 --incomplete。")
    if now.frozen is not None:
        if not now.differences:
            raise Conflict(f"{period.label}的结果已经冻结，{freezing.SAME}，不需要再冻结。")
        if not reason.strip():
            raise Conflict(f"{period.label}的结果已经冻结，更正要写明原因。")
    body = freezing.freeze(now.result)
    version = now.frozen.version + 1 if now.frozen else 1
    title = (
        f"冻结{period.label}考评结果"
        if version == 1
        else f"更正{period.label}考评结果（第{version}版）"
    )
    rules = scheme_for(work, period)
    with work.database.operation(title) as session:
        session.add(
            FrozenEvaluation(
                period=period.key,
                version=version,
                scheme_id=schemes.store(session, rules).id,
                frozen_at=work.now(),
                frozen_by=str(work.settings["operator"]),
                reason=reason.strip() or None,
                digest=freezing.digest(body),
                body=body,
            )
        )
    return evaluate(work, period)


def is_whole(row: queries.FrozenRow) -> bool:
    """Whether a frozen text still has the digest that it was given."""
    return freezing.digest(row.body) == row.digest


def check_frozen(work: Workplace) -> list[str]:
    """A sentence for each frozen result whose text lost its digest or cannot be read."""
    found = []
    with work.database.reading() as session:
        rows = queries.frozen(session)
    for row in rows:
        if not is_whole(row):
            found.append(
                f"{row.period} 第{row.version}版冻结结果与校验码不符，可能被改动过，请从备份恢复。"
            )
            continue
        try:
            freezing.thaw(row.body, periods.parse(row.period).label)
        except DomainError as problem:
            found.append(str(problem))
    return found


def export(work: Workplace, period: Period, path: Path) -> int:
    """The score table as a workbook; returns the number of villages."""
    from gaotang_desktop.domain.fields import Kind
    from gaotang_desktop.workbooks.writing import Column, Sheet, write_tables

    done = evaluate(work, period)
    scheme = done.result.scheme
    columns = [Column("名次"), Column("村")]
    for item in scheme.items:
        full = done.result.full_word(item.code)
        columns.append(Column(f"{item.code}{item.name}（{full}）", Kind.DECIMAL))
        if FACTS[item.fact].polled:
            columns.append(Column(f"{item.code}样本 n"))
            columns.append(Column(f"{item.code} 95% 区间"))
    columns += [Column(name, Kind.DECIMAL) for name in ("加分", "扣分", "总分")]
    columns += [Column("名次区间"), Column("档次"), Column("说明")]
    rows = []
    for each in done.result.villages:
        points: list[object] = []
        for item in scheme.items:
            found = each.items[item.code]
            points.append(found.points)
            if FACTS[item.fact].polled:
                sample = int(found.fact.of or 0)
                span = wilson(int(found.fact.value or 0), sample)
                points.append(str(sample) if sample else found.fact.note or "无样本")
                points.append(f"{span[0]}%–{span[1]}%" if span else "")
        ranks = each.rank_range
        rows.append(
            [
                each.rank_word,
                each.village,
                *points,
                each.bonus,
                each.deduction,
                each.total,
                f"{ranks[0]}–{ranks[1]}" if ranks else "",
                each.band,
                f"一票否决：{each.veto}" if each.veto else each.unranked,
            ]
        )
    title = f"{work.settings['town']}{period.label}村级考评得分表"
    notes = (scheme.label, *done.result.notes, *done.result.ties)
    write_tables(path, [Sheet("得分表", columns, rows, title=title, notes=notes)])
    return len(rows)


def save_chart(work: Workplace, period: Period, path: Path) -> None:
    """The ranking with its ranges as a picture, PNG or SVG by the file's name."""
    from gaotang_desktop.charts import style
    from gaotang_desktop.charts.ranking import VillageRank, ranking

    rows = []
    for each in evaluate(work, period).result.villages:
        low, high = each.rank_range or (None, None)
        total = None if each.unranked else each.total
        rows.append(
            VillageRank(each.village, total, each.rank, low, high, each.band, bool(each.veto))
        )
    style.save(ranking(rows), path)
