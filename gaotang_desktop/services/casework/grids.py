"""What was done in the grids of the villages, from what was counted (网格月报)."""

from gaotang_desktop.data.queries.casework import grids as queries
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.casework import grids as rules
from gaotang_desktop.domain.casework.grids import Figures
from gaotang_desktop.services.workplace import Workplace


def figures(work: Workplace, period: periods.Period, village_id: int | None = None) -> Figures:
    """What the reports of a period add up to, of one village or of the town."""
    with work.database.reading() as session:
        return rules.figures(queries.counted(session, period.start, period.end, village_id))


def count(work: Workplace, period: periods.Period) -> int:
    """How many grids are on the list, of the villages that existed in the period."""
    with work.database.reading() as session:
        return len(queries.grids_between(session, period.start, period.end))


def line(work: Workplace) -> str:
    """Last month's reports in a line: how many grids reported, and what they add up to."""
    month = periods.month_of(work.today()).shifted(-1)
    with work.database.reading() as session:
        grids = len(queries.grids_between(session, month.start, month.end))
        left = queries.missing(session, month.start)
        found = rules.figures(queries.counted(session, month.start, month.end))
    if not grids and not found.reports:
        return "还没有登记网格。"
    told = f"{month.label}：网格 {grids} 个，没有报的 {len(left)} 个"
    return f"{told} · {rules.said(found)}" if found.reports else told
