"""The register of issued papers and their files (发文登记)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Document, IssuedDocument, IssuedFile
from gaotang_desktop.domain.documents.kinds import CORRECTED, DRAFT, VALID, VOID


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
    document_id: int | None


class Earlier(NamedTuple):
    """A paper of the register with what it told."""

    number: str
    issued_on: date
    name: str
    figures: str | None
    text: str | None


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
    IssuedDocument.document_id,
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


def latest_dated(session: Session, series: str, year: int) -> tuple[str, date] | None:
    """The number of a series and year that bears the latest day, and that day; void ones aside."""
    day = func.coalesce(Document.dated_on, IssuedDocument.issued_on)
    row = session.execute(
        select(IssuedDocument.number, day)
        .outerjoin(Document, Document.id == IssuedDocument.document_id)
        .where(
            IssuedDocument.series == series,
            IssuedDocument.year == year,
            IssuedDocument.state != VOID,
        )
        .order_by(day.desc(), IssuedDocument.sequence.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def around(
    session: Session, series: str, year: int, sequence: int
) -> tuple[tuple[str, date] | None, tuple[str, date] | None]:
    """The latest day among the numbers below one and the earliest above it, void ones aside."""
    day = func.coalesce(Document.dated_on, IssuedDocument.issued_on)
    rows = (
        select(IssuedDocument.number, day)
        .outerjoin(Document, Document.id == IssuedDocument.document_id)
        .where(
            IssuedDocument.series == series,
            IssuedDocument.year == year,
            IssuedDocument.state != VOID,
        )
        .limit(1)
    )
    below = rows.where(IssuedDocument.sequence < sequence).order_by(day.desc())
    above = rows.where(IssuedDocument.sequence > sequence).order_by(day)
    found = [session.execute(each).first() for each in (below, above)]
    one, other = ((row[0], row[1]) if row else None for row in found)
    return one, other


def same_kind(session: Session, kind: str, about: str | None, name: str) -> list[Earlier]:
    """Papers that hold, of one kind about one period or poll, the newest first.

    Where the kind is about none, those of the same title.
    """
    wanted = Document.period == about if about is not None else IssuedDocument.name == name
    return _holding(session, IssuedDocument.kind == kind, wanted)


def corrections_of(session: Session, issued_id: int) -> list[Earlier]:
    """The corrections of a paper that hold, the newest first."""
    return _holding(session, IssuedDocument.corrects_id == issued_id)


def _holding(session: Session, *which: ColumnElement[bool]) -> list[Earlier]:
    found = session.execute(
        select(
            IssuedDocument.number,
            Document.dated_on,
            IssuedDocument.name,
            IssuedDocument.figures,
            IssuedDocument.text,
        )
        .join(Document, Document.id == IssuedDocument.document_id)
        .where(IssuedDocument.state.in_((VALID, CORRECTED)), *which)
        .order_by(IssuedDocument.id.desc())
    )
    return [Earlier(*row) for row in found]


def of_number(session: Session, series: str, year: int, sequence: int) -> tuple[str, str] | None:
    """Title and state (有效, 作废, 已更正) of the paper of a number; ``None`` while it is free."""
    row = session.execute(
        select(IssuedDocument.name, IssuedDocument.state)
        .where(
            IssuedDocument.series == series,
            IssuedDocument.year == year,
            IssuedDocument.sequence == sequence,
        )
        .execution_options(**_EVERY)
    ).first()
    return (row[0], row[1]) if row else None


def every_series(session: Session) -> list[str]:
    """The series of which a number was ever given."""
    found = select(IssuedDocument.series).distinct().order_by(IssuedDocument.series)
    return list(session.scalars(found.execution_options(**_EVERY)))


def entry(session: Session, issued_id: int) -> IssuedRow | None:
    """One number of the register."""
    row = session.execute(select(*_ROW).where(IssuedDocument.id == issued_id)).first()
    return IssuedRow._make(row) if row else None


def text(session: Session, issued_id: int) -> str | None:
    """What an issued paper says; nothing of one that was entered by hand."""
    return session.scalar(select(IssuedDocument.text).where(IssuedDocument.id == issued_id))


def every(session: Session) -> list[IssuedRow]:
    """The whole register in the order of its numbers."""
    found = session.execute(
        select(*_ROW)
        .order_by(IssuedDocument.series, IssuedDocument.year, IssuedDocument.sequence)
        .execution_options(**_EVERY)
    )
    return [IssuedRow._make(row) for row in found]


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


def open_titles(session: Session) -> tuple[tuple[int, str], ...]:
    """Every draft that has not gone out, the newest first."""
    found = select(Document.id, Document.name).where(Document.state == DRAFT)
    return tuple((row[0], row[1]) for row in session.execute(found.order_by(Document.id.desc())))


def file(session: Session, digest: str) -> bytes | None:
    """The bytes of an issued paper."""
    return session.scalar(select(IssuedFile.content).where(IssuedFile.digest == digest))


def keep(session: Session, digest: str, content: bytes) -> None:
    """Store a file once; the same bytes are kept once."""
    stored = session.scalar(select(IssuedFile.id).where(IssuedFile.digest == digest))
    if stored is None:
        session.add(IssuedFile(digest=digest, content=content))
        session.flush()
