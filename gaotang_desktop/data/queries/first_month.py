"""What the records show of the first month: whether there is one of each kind yet."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import (
    Dispute,
    Inspection,
    Intake,
    IssuedDocument,
    Officer,
    Operation,
    Patrol,
    ProgressNote,
    PublicityActivity,
    PublicityTurn,
    Record,
    SchemeVersion,
    SpotCheck,
    Task,
    Village,
)

_SHOWN_BY: dict[str, tuple[type[Record], ...]] = {
    "villages": (Village,),
    "tasks": (Task,),
    "turns": (PublicityTurn,),
    "patrols": (Patrol,),
    "officers": (Officer,),
    "disputes": (Dispute, Intake),
    "activities": (PublicityActivity,),
    "spot_checks": (SpotCheck,),
    "inspections": (Inspection,),
    "progress": (ProgressNote,),
    "scheme": (SchemeVersion,),
    "issued": (IssuedDocument,),
}


def begun(session: Session) -> date | None:
    """The day of the first thing that was done in this data folder, or of the first night in it.

    Who brings a year of nights along does not begin from nothing.
    """
    first = session.scalar(select(Operation.at).order_by(Operation.id).limit(1))
    if first is None:
        return None
    night = session.scalar(select(Patrol.night).order_by(Patrol.night).limit(1))
    return min(first.date(), night) if night is not None else first.date()


def shown(session: Session) -> set[str]:
    """The facts of which there is a record that is not in the bin."""
    return {
        fact
        for fact, models in _SHOWN_BY.items()
        if any(_has_one(session, model) for model in models)
    }


def _has_one(session: Session, model: type[Record]) -> bool:
    # From the first id on: along the key, to the first that is not in the bin.
    statement = select(model.id).where(model.id > 0).order_by(model.id).limit(1)
    return session.scalar(statement) is not None
