"""The register of issued papers and their files (发文登记)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Document, IssuedDocument, IssuedFile
from gaotang_desktop.domain.documents.kinds import DRAFT


class IssuedRow(NamedTuple):
    """One number of the register."""

    id: int
    number: str
    series: str
    year: int
    sequence: int
    name: str
    state: str
    issued_on: date
    digest: str | None


_ROW = (
    IssuedDocument.id,
    IssuedDocument.number,
    IssuedDocument.series,
    IssuedDocument.year,
    IssuedDocument.sequence,
    IssuedDocument.name,
    IssuedDocument.state,
    IssuedDocument.issued_on,
    IssuedDocument.digest,
)
_EVERY = {"with_binned": True}


def last_number(session: Session, series: str, year: int) -> int | None:
    """The highest number ever given in a series and year; ``None`` before the first."""
    found = select(func.max(IssuedDocument.sequence)).where(
        IssuedDocument.series == series, IssuedDocument.year == year
    )
    return session.scalar(found.execution_options(**_EVERY))


def has_series(session: Session, series: str) -> bool:
    """Whether a number of the series was ever given."""
    found = select(IssuedDocument.id).where(IssuedDocument.series == series).limit(1)
    return session.scalar(found.execution_options(**_EVERY)) is not None


def last_day(session: Session) -> date | None:
    """The day of the last issue."""
    return session.scalar(select(func.max(IssuedDocument.issued_on)))


def every(session: Session) -> list[IssuedRow]:
    """The whole register in the order of its numbers."""
    found = session.execute(
        select(*_ROW)
        .order_by(IssuedDocument.series, IssuedDocument.year, IssuedDocument.sequence)
        .execution_options(**_EVERY)
    )
    return [IssuedRow(*row) for row in found]


def of_draft(session: Session, document_id: int) -> int | None:
    """The entry of the register that a draft became."""
    return session.scalar(
        select(IssuedDocument.id).where(IssuedDocument.document_id == document_id)
    )


def open_draft(session: Session, kind: str, about: str) -> int | None:
    """The newest draft of this kind about this period or poll."""
    return session.scalar(
        select(Document.id)
        .where(Document.kind == kind, Document.period == about, Document.state == DRAFT)
        .order_by(Document.id.desc())
        .limit(1)
    )


def file(session: Session, digest: str) -> bytes | None:
    """The bytes of an issued paper."""
    return session.scalar(select(IssuedFile.content).where(IssuedFile.digest == digest))


def keep(session: Session, digest: str, content: bytes) -> None:
    """Store a file once; the same bytes are kept once."""
    stored = session.scalar(select(IssuedFile.id).where(IssuedFile.digest == digest))
    if stored is None:
        session.add(IssuedFile(digest=digest, content=content))
        session.flush()
