"""What a version of the rules would change, before it is adopted (试算)."""

from dataclasses import dataclass, replace
from decimal import Decimal

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation.schemes import Scheme
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import evaluation
from gaotang_desktop.services.schemes import register
from gaotang_desktop.services.workplace import Workplace

_MONTHS = 3  # told in figures; those before them are counted


@dataclass(frozen=True, slots=True)
class Moved:
    """One village by the rules in force and by the new ones."""

    village: str
    before: int | None
    after: int | None
    was: Decimal
    total: Decimal


def preview(
    work: Workplace, scheme: Scheme, period: Period, *, beside: Scheme | None = None
) -> tuple[Moved, ...]:
    """Every village of a period by the rules in force, or by those ``beside``, and by these.

    In the order of the new ranks.

    Raises:
        DomainError: a poll has more satisfied people than respondents.
    """
    least = register.in_force(work, period).minimum_sample
    old, scheme = (
        each if each.minimum_sample is not None else replace(each, minimum_sample=least)
        for each in (beside or register.in_force(work, period), scheme)
    )
    now = evaluation.scored_by(work, old, period, draws=0)
    new = evaluation.scored_by(work, scheme, period, draws=0)
    known = {each.id: each for each in now.villages}
    return tuple(
        Moved(each.village, known[each.id].rank, each.rank, known[each.id].total, each.total)
        for each in new.villages
        if each.id in known
    )


def rescored(work: Workplace, scheme: Scheme) -> str:
    """Which past periods of the scheme's cycle, not frozen, a start in the past scores anew.

    ``""`` where there is none.
    """
    cycle = next(each for each in periods.CYCLES if each == scheme.cycle)
    this = periods.around(work.today(), cycle)
    past: list[Period] = []
    period = periods.around(scheme.starts_on, cycle)
    while period.start < this.start:
        if not evaluation.is_frozen(work, period):
            past.append(period)
        period = period.shifted(1)
    # Scored backwards, so that those that people remember are told.
    told: list[str] = []
    with_data = 0
    for each in reversed(past[-24:]):
        if not evaluation.has_data(work, each):
            continue
        with_data += 1
        if len(told) == _MONTHS:
            continue
        moved = [row for row in preview(work, scheme, each) if row.was != row.total]
        if moved:
            most = max(abs(row.total - row.was) for row in moved)
            shifted = sum(row.before != row.after for row in moved)
            told.append(
                f"{each.label} {len(moved)} 个村得分变（最多 {most} 分），{shifted} 个村名次变"
            )
    if not with_data:
        return ""
    one = {"month": "个月", "quarter": "个季度", "year": "个年度"}[cycle]
    figures = f"：{'；'.join(told)}" if told else "，试算的各期得分不变"
    return (
        f"启用日期 {scheme.starts_on:%Y-%m-%d} 已经过去，以后没有冻结的 {with_data} {one}要按新方案重算"
        f"{figures}。要这样吗？"
    )
