"""Trouble spots from the list to their removal (治安重点地区)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import records as listings
from gaotang_desktop.data.queries.casework import trouble_spots as queries
from gaotang_desktop.data.queries.due import DueRow
from gaotang_desktop.domain.casework import trouble_spots as rules
from gaotang_desktop.domain.casework.trouble_spots import Figures
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.workplace import Workplace

LATE = Field("late", "时限", Kind.CHOICE, choices=rules.LATENESS, help="按整治期限和今天推算")
STATE = Field("state", "状态", Kind.CHOICE, choices=rules.STATES, help="按复评和摘牌推算")


def ledger(work: Workplace, _period: Period | None = None) -> Listing:
    """Every spot: those on the list by their deadline, then the removed ones, the newest first."""
    with work.database.reading() as session:
        found = listings.listing(session, "trouble-spots").listed()
    today, near = work.today(), int(work.settings["near_days"])
    due, removed, evaluation = (
        found.column(name) for name in ("deadline", "removed_on", "evaluation")
    )

    def urgency(at: int) -> tuple[bool, int]:
        row = found.rows[at]
        if row[removed] is not None:
            return True, -row[removed].toordinal()
        return False, (row[due] or date.max).toordinal()

    order = sorted(range(len(found.ids)), key=urgency)
    ranked = Listing(
        found.kind,
        found.fields,
        tuple(found.ids[at] for at in order),
        tuple(found.rows[at] for at in order),
    )
    states = [rules.state(row[evaluation], row[removed]) for row in ranked.rows]
    late = [
        rules.lateness(row[due], row[evaluation], row[removed], today=today, near=near)
        for row in ranked.rows
    ]
    return ranked.plus(STATE, states, at=0).plus(LATE, late, at=0)


def figures(work: Workplace, period: Period) -> Figures:
    """Spots on the list at the end of the period (today, while it runs), listed, removed, overdue."""
    with work.database.reading() as session:
        return rules.figures(queries.spots(session), period.start, min(period.end, work.today()))


def said(found: Figures) -> str:
    """``治安重点地区在册 5 处，逾期 1 处``."""
    late = f"，逾期 {found.late} 处" if found.late else ""
    return f"治安重点地区在册 {found.standing} 处{late}"


def waiting(session: Session, _settings: Mapping[str, Any], until: date | None) -> list[DueRow]:
    """The spots on the list that are due by ``until``."""
    return queries.on_list(session, until)
