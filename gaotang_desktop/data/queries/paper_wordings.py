"""Versions of the office's own wordings of papers."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import PaperWording


def newest(session: Session, paper: str) -> PaperWording | None:
    """The version that holds."""
    return session.scalars(_of(paper).limit(1)).first()


def versions(session: Session, paper: str) -> list[PaperWording]:
    """Every version, the newest first."""
    return list(session.scalars(_of(paper)))


def _of(paper: str) -> Select[PaperWording]:
    return (
        select(PaperWording)
        .where(PaperWording.paper == paper)
        .order_by(PaperWording.version.desc())
    )
