"""Scoring a period, asking why, freezing and correcting (村级考评)."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop import paths
from gaotang_desktop.data.models import FrozenEvaluation, ManualValue, SchemeVersion
from gaotang_desktop.data.queries import evaluation as queries
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict, DomainError, Invalid
from gaotang_desktop.domain.evaluation import freezing, schemes
from gaotang_desktop.domain.evaluation.schemes import Scheme
from gaotang_desktop.domain.evaluation.scoring import Result, score
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import facts, records
from gaotang_desktop.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A period as scored now, and what was frozen of it."""

    period: Period
    result: Result
    frozen: queries.FrozenRow | None

    @property
    def differences(self) -> tuple[str, ...]:
        """What the live records say differently from the frozen result."""
        if self.frozen is None:
            return ()
        return freezing.differences(self.frozen.body, freezing.freeze(self.result))


def shipped_scheme() -> Scheme:
    """The default scheme: a template, never the official rule."""
    return schemes.from_json((paths.resources() / "schemes" / "default.json").read_text("utf-8"))


def scheme_for(work: Workplace, period: Period) -> Scheme:
    """The version in force on the period's first day; the shipped one where none was adopted."""
    with work.database.reading() as session:
        return _scheme(session, period)


def _scheme(session: Session, period: Period) -> Scheme:
    stored = queries.scheme_in_force(session, period.start)
    return schemes.from_json(stored.body) if stored else shipped_scheme()


def latest_period(work: Workplace) -> Period:
    """The last month that is over."""
    return periods.month_of(work.today()).shifted(-1)


def evaluate(work: Workplace, period: Period, *, draws: int = 10_000) -> Evaluation:
    """Score a month, a quarter or a year from the records as they are now.

    Raises:
        DomainError: the period has not begun, or no village is registered.
    """
    today = work.today()
    if period.start > today:
        raise DomainError(f"{period.label}还没有开始，不能考评。请选择已经开始的期间。")
    with work.database.reading() as session:
        scheme = _scheme(session, period)
        given = facts.inputs(session, scheme, period, today)
        versions = queries.frozen(session, period.key)
    if not given:
        raise DomainError("还没有登记村，不能考评。请先在“村与单位”登记或导入村名单。")
    result = score(scheme, period.key, given, draws=draws)
    return Evaluation(period, result, versions[0] if versions else None)


def is_frozen(work: Workplace, period: Period) -> bool:
    """Whether a result of the period was frozen."""
    with work.database.reading() as session:
        return bool(queries.frozen(session, period.key))


def freeze(work: Workplace, period: Period, *, reason: str = "") -> Evaluation:
    """Keep the result as it is now, for good; a second time only as a correction with a reason.

    Raises:
        Conflict: a value is pending, the period is not over, nothing changed since, or a
            correction has no reason.
    """
    if period.end >= work.today():
        raise Conflict(
            f"{period.label}还没有结束，不能冻结。请在 {period.end:%Y-%m-%d} 以后再冻结。"
        )
    now = evaluate(work, period)
    if now.result.pending:
        said = "、".join(f"{village} {code}" for village, code in now.result.pending[:10])
        raise Conflict(f"还有 {len(now.result.pending)} 项待补（{said}），补齐后才能冻结。")
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
    with work.database.operation(title) as session:
        session.add(
            FrozenEvaluation(
                period=period.key,
                version=version,
                scheme_id=_stored_scheme(session, now.result.scheme).id,
                frozen_at=work.now(),
                frozen_by=str(work.settings["operator"]),
                reason=reason.strip() or None,
                digest=freezing.digest(body),
                body=body,
            )
        )
    return evaluate(work, period)


def _stored_scheme(session: Session, scheme: Scheme) -> SchemeVersion:
    stored = session.scalar(
        select(SchemeVersion).where(
            SchemeVersion.name == scheme.name, SchemeVersion.version == scheme.version
        )
    )
    if stored is None:
        stored = SchemeVersion(
            name=scheme.name,
            version=scheme.version,
            starts_on=scheme.starts_on,
            template=scheme.template,
            body=schemes.to_json(scheme),
        )
        session.add(stored)
        session.flush()
    return stored


def enter(
    work: Workplace,
    period: Period,
    *,
    village_id: int,
    item: str,
    value: Decimal,
    of: Decimal | None,
    reason: str,
) -> int:
    """Enter a value whose ledger does not exist yet, with its reason; again replaces it.

    Raises:
        Invalid: no reason, a negative value, or more than the total.
        DomainError: the item takes its facts from records.
    """
    kind = scheme_for(work, period).item(item)
    if kind.fact in facts.LIVE:
        raise DomainError(f"“{kind.name}”直接从台账取数，不能人工填写。请改正台账里的记录。")
    problems = {}
    if not reason.strip():
        problems["reason"] = "人工取值要写明依据和理由。"
    if value < 0:
        problems["value"] = f"数值不能小于 0，现在是 {value}。"
    if of is not None and of <= 0:
        problems["of"] = f"总数要大于 0，现在是 {of}。"
    elif of is not None and value > of:
        problems["value"] = f"数值 {value} 大于总数 {of}，请改正。"
    if kind.method in ("rate", "percent") and of is None:
        problems["of"] = f"“{kind.name}”要填总数（分母）。"
    if problems:
        raise Invalid(problems)
    with work.database.reading() as session:
        existing = session.scalar(
            select(ManualValue.id).where(
                ManualValue.period == period.key,
                ManualValue.village_id == village_id,
                ManualValue.item == item,
            )
        )
    values = {
        "period": period.key,
        "village_id": village_id,
        "item": item,
        "value": value,
        "of": of,
        "reason": reason.strip(),
        "entered_by": str(work.settings["operator"]),
    }
    return records.save(work, "manual-values", values, record_id=existing)


def check_frozen(work: Workplace) -> list[str]:
    """A sentence for each frozen result whose text no longer has its digest."""
    with work.database.reading() as session:
        return [
            f"{row.period} 第{row.version}版冻结结果与校验码不符，可能被改动过，请从备份恢复。"
            for row in queries.frozen(session)
            if freezing.digest(row.body) != row.digest
        ]


def export(work: Workplace, period: Period, path: Path) -> int:
    """The score table as a workbook; returns the number of villages."""
    from gaotang_desktop.domain.fields import Kind
    from gaotang_desktop.workbooks.writing import Column, Sheet, write_tables

    done = evaluate(work, period)
    scheme = done.result.scheme
    columns = [Column("名次"), Column("村")]
    columns += [
        Column(f"{item.code}{item.name}（{item.full}）", Kind.DECIMAL) for item in scheme.items
    ]
    columns += [
        Column("加分", Kind.DECIMAL),
        Column("扣分", Kind.DECIMAL),
        Column("总分", Kind.DECIMAL),
    ]
    columns += [Column("名次区间"), Column("档次")]
    rows = []
    for each in done.result.villages:
        span = each.rank_range
        rows.append(
            [
                "否决" if each.veto else str(each.rank),
                each.village,
                *(each.items[item.code].points for item in scheme.items),
                each.bonus,
                each.deduction,
                each.total,
                f"{span[0]}–{span[1]}" if span else "",
                each.band,
            ]
        )
    title = f"{work.settings['town']}{period.label}村级考评得分表"
    write_tables(path, [Sheet("得分表", columns, rows, title=title, notes=(scheme.label,))])
    return len(rows)
