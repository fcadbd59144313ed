"""Monthly ledgers that a scheme counts and of which reports are lacking (月报没有报齐).

Where nobody reports a month, nothing is due of anybody and the item costs no points; where a scheme
gives nothing for what has not come in, those villages lose them all. Neither is seen in a rank.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import key_groups, patrols
from gaotang_desktop.domain.casework import incident_counts
from gaotang_desktop.domain.evaluation.facts import State
from gaotang_desktop.domain.evaluation.schemes import NOT_RECEIVED, Item, Scheme
from gaotang_desktop.domain.key_groups import CATEGORIES
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.facts.counters import counted

_STOCK = "key_groups_managed"  # of a longer period its last month counts alone
_REPORTS = {
    _STOCK: "重点人员底数",
    "grid_matters_in_time": "网格月报",
    **{kind: f"发案统计的{word}" for kind, word in incident_counts.KINDS.items()},
}
_NAMED = 5
_ALL_SILENT = {"full": "各村都按满分计", "average": "不计", "exclude": "不计"}


def question(session: Session, scored: Sequence[tuple[Period, Scheme]], today: date) -> str:
    """What is lacking of the periods that these schemes score from records; ``""`` for nothing."""
    said = [
        clause
        for period, scheme in scored
        for clause in reports_lacking(session, scheme, period, today)
    ]
    if not said:
        return ""
    more = f"；另有 {len(said) - _NAMED} 种情况" if len(said) > _NAMED else ""
    return f"{'；'.join(said[:_NAMED])}{more}。请先催报补登，冻结以后报来的不再计"


def reports_lacking(session: Session, scheme: Scheme, period: Period, today: date) -> list[str]:
    """A clause for each month and monthly ledger of which some or all villages have no report.

    ``period`` is one that the scheme scores from records. Villages that do not exist in a month owe
    none of it.
    """
    found: list[str] = []
    for month in period.months:
        for item in scheme.items:
            of_a_stock = item.fact == _STOCK and month != period.months[-1]
            if item.fact in _REPORTS and not of_a_stock:
                found += _lacking(session, item, month, today)
            if item.fact == _STOCK and not of_a_stock:
                found += _in_part(session, item, month)
    return list(dict.fromkeys(found))


def _in_part(session: Session, item: Item, month: Period) -> Iterator[str]:
    """Villages that counted some categories of people and left out others that they have.

    A village has those of its last month with counts; one without such a month, those that most
    villages count. What nobody is in is entered as 0.
    """
    now = _people(session, month.start)
    earlier = key_groups.last_month(session, date.min, month.start - timedelta(days=1))
    before = _people(session, earlier) if earlier is not None else {}
    usual = Counter(name for mine in now.values() for name, total in mine.items() if total)
    most = [name for name, count in usual.items() if 2 * count > len(now)]
    names: dict[tuple[str, ...], list[str]] = {}
    for village in patrols.villages(session, month.start, month.end):
        if village.id not in now:
            continue
        own = [name for name, total in before.get(village.id, {}).items() if total]
        has = own if village.id in before else most
        if left_out := tuple(
            each for each in CATEGORIES if each in has and each not in now[village.id]
        ):
            names.setdefault(left_out, []).append(village.name)
    for left_out, mine in names.items():
        yield (
            f"{month.label}的重点人员底数{_listed(mine)}没有报{'、'.join(left_out)}，"
            f"“{item.name}”只按报来的计，没有人的请填 0"
        )


def _people(session: Session, month: date) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for row in key_groups.of_month(session, month):
        found.setdefault(row.village_id, {})[row.category] = row.total
    return found


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个村" if len(names) > _NAMED else ""
    return f"{'、'.join(names[:_NAMED])}{more}"


def _lacking(session: Session, item: Item, month: Period, today: date) -> Sequence[str]:
    facts = counted(session, item.fact, month.start, month.end, today=today)
    ledger, what = f"{month.label}的{_REPORTS[item.fact]}", f"“{item.name}”"
    if not any(each.records for each in facts.values()):
        return (f"{ledger}一个村也没有报，{what}{_ALL_SILENT[item.when_not_due]}",)
    waiting = {number for number, each in facts.items() if each.state is State.NOT_RECEIVED}
    if not waiting:
        return ()
    known = patrols.villages(session, month.start, month.end)
    names = [each.name for each in known if each.id in waiting]
    return (f"{ledger}{_listed(names)}没有报齐，{what}{NOT_RECEIVED[item.when_not_received]}",)
