"""Scoring a period, asking why, freezing and correcting (村级考评)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gaotang_desktop.data.models import FrozenEvaluation
from gaotang_desktop.data.queries import evaluation as queries
from gaotang_desktop.data.queries import records as record_queries
from gaotang_desktop.domain import fields, periods
from gaotang_desktop.domain.errors import Conflict, DomainError
from gaotang_desktop.domain.evaluation import comparing, freezing
from gaotang_desktop.domain.evaluation.composing import Piece, compose, parts_of
from gaotang_desktop.domain.evaluation.results import Result, not_ranked
from gaotang_desktop.domain.evaluation.schemes import Scheme
from gaotang_desktop.domain.evaluation.scoring import score
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import calendars, publicity_weeks
from gaotang_desktop.services.adjustments import enter
from gaotang_desktop.services.facts import beginnings, gathering
from gaotang_desktop.services.facts import silent as silence
from gaotang_desktop.services.schemes import register
from gaotang_desktop.services.schemes.register import in_force as scheme_for
from gaotang_desktop.services.schemes.register import shipped as shipped_scheme
from gaotang_desktop.services.workplace import Workplace

__all__ = [
    "Evaluation",
    "before",
    "begun",
    "check_frozen",
    "counted_months",
    "enter",
    "evaluate",
    "for_paper",
    "freeze",
    "frozen_results",
    "has_data",
    "incomplete",
    "is_frozen",
    "is_whole",
    "latest_period",
    "running",
    "scheme_for",
    "scored_by",
    "shipped_scheme",
    "silent",
    "versions",
    "withdraw",
]


_NAMED = 5
_KEPT = ("patrols", "disputes", "publicity-activities", "inspections", "findings", "opinions",
         "intakes", "spot-checks", "missed-nights", "dispute-reports", "key-group-counts",
         "grid-counts", "incident-counts", "polls", "meetings")  # fmt: skip
NO_DATA = "本期没有数据，不排名次。"
_ANYWAY = "确实要冻结的，请在窗口里确认，或者在命令里加 --incomplete。"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A period three ways: the result that holds, what the records say now, why they differ.

    ``result`` is as it was frozen, and as it is ``now`` where nothing is (or where what an earlier
    program froze cannot be read: then ``readable`` is false).
    """

    period: Period
    result: Result
    frozen: queries.FrozenRow | None
    now: Result
    differences: tuple[str, ...] = ()
    over: bool = True
    readable: bool = True


def latest_period(work: Workplace) -> Period:
    """The last month that is over; this one while nothing at all is on record of the last.

    So an office that begins in the middle of the year is not shown a month without a record.
    """
    now = periods.month_of(work.today())
    last = now.shifted(-1)
    with work.database.reading() as session:
        kept = record_queries.any_within(session, _KEPT, (last.start, last.end))
    return last if kept else now


def evaluate(work: Workplace, period: Period, *, draws: int = 10_000) -> Evaluation:
    """The result of a period: as it was frozen, or else from the records as they are now.

    A month (or whatever the scheme's cycle is) is scored from records; a longer period is made up
    of its months or quarters, each as it was frozen or else as it is now.

    Raises:
        DomainError: the period has not begun, or no village is registered.
    """
    today = work.today()
    if period.start > today:
        raise DomainError(f"{period.label}还没有开始，不能考评。请选择已经开始的期间。")
    now, over = _scored(work, period, draws), period.end < today
    frozen = next(iter(versions(work, period)), None)
    if frozen is None:
        if not now.villages:
            raise DomainError("还没有登记村，不能考评。请先在“村与单位”登记或导入村名单。")
        return Evaluation(period, now, None, now, over=over)
    differing = comparing.differences(frozen.body, freezing.freeze(now))
    try:
        kept = freezing.thaw(frozen.body, period.label)
    except DomainError:
        return Evaluation(period, now, frozen, now, differing, over=over, readable=False)
    if differing and not parts_of(now.scheme, period):
        with work.database.reading() as session:
            differing = (*beginnings.moved(session, kept, now), *differing)
    return Evaluation(period, kept, frozen, now, differing, over=over)


def _scored(work: Workplace, period: Period, draws: int) -> Result:
    return scored_by(work, scheme_for(work, period), period, draws=draws)


def scored_by(work: Workplace, scheme: Scheme, period: Period, *, draws: int = 10_000) -> Result:
    """A period as the records are now, by these rules, whichever are in force."""
    today = work.today()
    if parts := parts_of(scheme, period):
        known = [piece for part in parts if (piece := _piece(work, part)) is not None]
        pieces = _averaged(known)
        left_out = [each.period for each in known if each not in pieces]
        with work.database.reading() as session:
            given = gathering.whole(session, period, today)
        result = compose(scheme, period, given, pieces, left_out=left_out, draws=draws)
    else:
        with work.database.reading() as session:
            off = calendars.days_off(work.settings, period)
            given = gathering.inputs(session, scheme, period, today, holidays=off)
            begun = beginnings.within(session, scheme, period, today)
        result = score(scheme, period.key, given, draws=draws)
        result = replace(result, notes=tuple(f"{each.said}。" for each in begun))
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


def counted_months(work: Workplace, period: Period) -> frozenset[Period]:
    """The months that count in the score of a period; none where it has no data at all.

    What papers tell of a single ledger over a longer period follows it.
    """
    if period.start > work.today():
        return frozenset()
    try:
        result = evaluate(work, period, draws=0).result
    except DomainError:  # no village, or a frozen part that cannot be read: its own page says so
        return frozenset()
    told = {periods.parse(key) for each in result.villages for key, *_ in each.totals}
    if not told:
        return frozenset() if result.is_empty else frozenset(period.months)
    return frozenset(
        month
        for each in told
        for month in ([each] if each.cycle == "month" else counted_months(work, each))
    )


def before(work: Workplace, period: Period) -> Result | None:
    """The period before, as frozen or else as it is now; ``None`` where there is none to compare.

    A quarter or year of which some months have no record is no whole to be compared with. What was frozen and cannot be read any more is said in its own period, and compared with nothing.
    """
    try:
        piece = _piece(work, period.shifted(-1))
    except DomainError:
        return None
    if piece is None or not piece.result.villages:
        return None
    told = {key for each in piece.result.villages for key, *_ in each.totals}
    whole = all(month.key in told for month in piece.period.months)
    return piece.result if whole or piece.period.cycle == "month" else None


def versions(work: Workplace, period: Period) -> list[queries.FrozenRow]:
    """What was frozen of a period, the newest version first."""
    with work.database.reading() as session:
        return queries.frozen(session, period.key)


def frozen_results(work: Workplace, period: Period | None = None) -> list[queries.FrozenRow]:
    """Everything that is frozen, of a period or of all, the newest first."""
    with work.database.reading() as session:
        return queries.frozen(session, period.key if period else None)


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


def incomplete(work: Workplace, done: Evaluation, what: str) -> str:
    """Why a result had better not be frozen or issued yet; ``""`` where nothing stands against it.

    Items worth more than half of the points have no record in any village, a monthly ledger that
    counts lacks reports, or a ledger began within the period. What is frozen was asked about then.
    """
    said = [
        _too_little(done.period, done.result, what),
        silent(work, done.period, done.result),
        "" if done.frozen else begun(work, done.period, done.result),
    ]
    return "；".join(filter(None, said))


def _too_little(period: Period, result: Result, what: str) -> str:
    if result.is_empty or not result.is_incomplete:
        return ""
    return (
        f"{period.label}的{result.lacking}，超过总分的一半，"
        f"现在{what}，名次只反映少数几项。请先补登这些台账"
    )


def running(work: Workplace, period: Period) -> str:
    """The turns of a week of the period that has not ended; ``""`` where freezing loses none.

    Frozen now they would count nowhere: neither are they done, nor are they lost yet.
    """
    week = fields.monday(work.today())
    counted = any(each.fact == "publicity_turns" for each in scheme_for(work, period).items)
    month = periods.month_of(week)
    if not counted or week not in period or (period != month and is_frozen(work, month)):
        return ""
    if not (waiting := publicity_weeks.open_this_week(work)):
        return ""
    ends = week + publicity_weeks.DAYS
    names = "、".join(each.village for each in waiting[:_NAMED])
    more = f"等 {len(waiting)} 个村" if len(waiting) > _NAMED else ""
    return (
        f"{week:%m-%d} 至 {ends:%m-%d} 这一周还没有过完，{names}{more}的宣传轮次还没有完成，"
        f"现在冻结，这些轮次完成没有完成都不计"
    )


def begun(work: Workplace, period: Period, result: Result) -> str:
    """The ledgers that began in the period or after it, and what to do; ``""`` where none did.

    What was due of them before counts nowhere: where it was only not recorded, that would be wrong.
    """
    scored = _scored_parts(work, period, result)
    with work.database.reading() as session:
        return beginnings.question(session, scored, work.today())


def _scored_parts(work: Workplace, period: Period, result: Result) -> list[tuple[Period, Scheme]]:
    """The periods that a result was scored from by records; what was frozen was asked about then."""
    scored = [period]
    if parts_of(scheme_for(work, period), period):
        told = {
            periods.parse(key)
            for each in result.villages
            for key, _, kept in each.totals
            if not kept
        }
        scored = sorted(each for part in told for each in _from_records(work, part))
    return [(part, scheme_for(work, part)) for part in scored]


def silent(work: Workplace, period: Period, result: Result) -> str:
    """The monthly ledgers of which reports are lacking; ``""`` where all have come in.

    What was frozen month by month was asked about then.
    """
    scored = _scored_parts(work, period, result)
    with work.database.reading() as session:
        return silence.question(session, scored, work.today())


def _from_records(work: Workplace, part: Period) -> list[Period]:
    """The periods that a part of a longer one was scored from, but for what is frozen."""
    if not parts_of(scheme_for(work, part), part):
        return [part]
    return [each for each in counted_months(work, part) if not is_frozen(work, each)]


def freeze(
    work: Workplace,
    period: Period,
    *,
    reason: str = "",
    accept_incomplete: bool = False,
    accept_running: bool = False,
) -> Evaluation:
    """Keep the result as it is now, for good; a second time only as a correction with a reason.

    Somebody was asked and keeps it, ``accept_incomplete`` though most items have no record
    or monthly ledgers lack reports, ``accept_running`` though a week of it is running.

    Raises:
        Conflict: nothing or too little was recorded, a value or a report is lacking, the period or a
            week of it is not over, nothing changed since, or a correction has no reason.
    """
    if period.end >= work.today():
        raise Conflict(
            f"{period.label}还没有结束，不能冻结。请在 {period.end:%Y-%m-%d} 以后再冻结。"
        )
    now = evaluate(work, period)
    result = now.now
    if result.is_empty:
        raise Conflict(_no_data(period, "冻结"))
    if now.frozen is not None:
        if not now.differences:
            raise Conflict(f"{period.label}的结果已经冻结，{freezing.SAME}，不需要再冻结。")
        if not reason.strip():
            raise Conflict(f"{period.label}的结果已经冻结，更正要写明原因。")
    if waiting := result.waiting:
        more = f"；另有 {len(waiting) - _NAMED} 种情况" if len(waiting) > _NAMED else ""
        raise Conflict(
            f"还有 {len(result.pending)} 项待补，补齐后才能冻结："
            f"{'；'.join(waiting[:_NAMED])}{more}。"
        )
    if not accept_incomplete and (said := _too_little(period, result, "冻结")):
        raise Conflict(f"{said}；{_ANYWAY}")
    if not accept_running and now.frozen is None and (said := running(work, period)):
        raise Conflict(f"{said}。请过了这一周再冻结；{_ANYWAY}")
    if not accept_incomplete and now.frozen is None:
        for said in (silent(work, period, result), begun(work, period, result)):
            if said:
                raise Conflict(f"{said}；{_ANYWAY}")
    past = before(work, period)
    ranks = {each.id: each.rank for each in past.villages} if past else {}
    body = freezing.freeze(replace(result, previous=ranks))
    with work.database.reading() as session:
        version = queries.newest_frozen_version(session, period.key) + 1
    title = (
        f"冻结{period.label}考评结果"
        if now.frozen is None
        else f"更正{period.label}考评结果（第{version}版）"
    )
    rules = register.as_written(work, period)
    with work.database.operation(title) as session:
        kept = FrozenEvaluation(
            period=period.key,
            version=version,
            scheme_id=register.store(session, rules).id,
            frozen_at=work.now(),
            frozen_by=str(work.settings["operator"]),
            reason=reason.strip() or None,
            digest=freezing.digest(body),
            body=body,
        )
        session.add(kept)
        session.flush()
        if now.frozen is not None:
            queries.move_rewards(session, now.frozen.id, kept.id)
    return evaluate(work, period)


def withdraw(work: Workplace, period: Period, *, reason: str) -> None:
    """Take the newest frozen version of a period away (撤销冻结); an earlier one holds again.

    Raises:
        Conflict: nothing is frozen, the reason is missing, or rewards hang on the only version.
    """
    kept = versions(work, period)
    if not kept:
        raise Conflict(f"{period.label}的结果没有冻结，不用撤销。")
    if not reason.strip():
        raise Conflict(f"撤销{period.label}的冻结要写明原因。")
    newest = kept[0]
    with work.database.operation(
        f"撤销冻结{period.label}考评结果（第{newest.version}版）：{reason.strip()}"
    ) as session:
        hanging = queries.count_rewards(session, newest.id)
        if hanging and len(kept) == 1:
            raise Conflict(
                f"{period.label}的冻结结果已经登记了 {hanging} 项奖惩，不能撤销冻结。"
                "请先在“奖惩兑现”里删除这些奖惩。"
            )
        if hanging:
            queries.move_rewards(session, newest.id, kept[1].id)
        queries.frozen_record(session, newest.id).binned_at = work.now()


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
