"""Trouble spots as figures and the workbench need them (治安重点地区)."""

from datetime import date

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import TroubleSpot
from gaotang_desktop.data.queries import due
from gaotang_desktop.domain.casework.trouble_spots import Spot

_PASSED = TroubleSpot.evaluation == "达标"


def spots(session: Session) -> list[Spot]:
    """Every spot with its days."""
    found = session.execute(
        select(
            TroubleSpot.listed_on,
            TroubleSpot.deadline,
            case((_PASSED, TroubleSpot.evaluated_on)),
            TroubleSpot.removed_on,
        )
    )
    return [Spot(*row) for row in found]


def on_list(session: Session, until: date | None) -> list[due.DueRow]:
    """The spots that are not removed and due by ``until``, all of them without one."""
    state = case((_PASSED, "待摘牌"), else_="整治中")
    # What was found in order waits for its removal, but until no day.
    deadline = case((_PASSED, None), else_=TroubleSpot.deadline)
    waits = TroubleSpot.removed_on.is_(None)
    return due.rows(session, TroubleSpot, TroubleSpot.name, deadline, state, waits, until)
