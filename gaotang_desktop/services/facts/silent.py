"""Monthly ledgers that a scheme counts and of which reports are lacking (月报没有报齐).

Where nobody reports a month, nothing is due of anybody and the item costs no points; where a scheme
gives nothing for what has not come in, those villages lose them all. Neither is seen in a rank.
"""

from collections.abc import Sequence
from datetime import date

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import patrols
from gaotang_desktop.domain.casework import incident_counts
from gaotang_desktop.domain.evaluation.facts import State
from gaotang_desktop.domain.evaluation.schemes import NOT_RECEIVED, Item, Scheme
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
    return list(dict.fromkeys(found))


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
    more = f"等 {len(names)} 个村" if len(names) > _NAMED else ""
    return (
        f"{ledger}{'、'.join(names[:_NAMED])}{more}没有报齐，{what}{NOT_RECEIVED[item.when_not_received]}",
    )
