"""Polls, their results by village, and the entries of questionnaires (民意调查)."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Poll, PollResult, QuestionnaireEntry, Village


class PollRow(NamedTuple):
    """One poll."""

    id: int
    name: str
    level: str
    from_on: date
    until_on: date


class ResultRow(NamedTuple):
    """A village's counts in a poll."""

    id: int
    poll_id: int
    village_id: int
    sample: int
    safe: int | None
    satisfied: int | None
    aware: int | None
    took_part: int | None


class TotalRow(NamedTuple):
    """A poll's counts over its villages; a figure that one village lacks has a sample of its own."""

    poll_id: int
    figure: str
    hits: int
    sample: int


class EntryRow(NamedTuple):
    """One entry of one paper."""

    id: int
    village_id: int
    sheet: int
    entry: int
    answers: str


IN_LIFE: ColumnElement[bool] = (
    exists()
    .where(
        Village.id == PollResult.village_id,
        func.coalesce(Village.joined_on, date.min) <= Poll.until_on,
        func.coalesce(Village.withdrawn_on, date.max) > Poll.from_on,
    )
    .correlate(Poll, PollResult)
)
"""Results of villages that existed on a day of their poll: others count in no sum."""

_POLL = (Poll.id, Poll.name, Poll.level, Poll.from_on, Poll.until_on)
FIGURES = ("safe", "satisfied", "aware", "took_part")


def polls(session: Session) -> list[PollRow]:
    """Every poll, the one that ended last first."""
    found = session.execute(select(*_POLL).order_by(Poll.until_on.desc(), Poll.id.desc()))
    return [PollRow(*row) for row in found]


def results(session: Session, poll_id: int) -> list[ResultRow]:
    """The results of a poll, by village."""
    found = session.execute(
        select(
            PollResult.id,
            PollResult.poll_id,
            PollResult.village_id,
            PollResult.sample,
            PollResult.safe,
            PollResult.satisfied,
            PollResult.aware,
            PollResult.took_part,
        )
        .where(PollResult.poll_id == poll_id)
        .order_by(PollResult.village_id)
    )
    return [ResultRow(*row) for row in found]


def totals(session: Session) -> list[TotalRow]:
    """The counts of every poll and figure, over the villages then existing that have the figure."""
    found = []
    for figure in FIGURES:
        column = getattr(PollResult, figure)
        rows = session.execute(
            select(PollResult.poll_id, func.sum(column), func.sum(PollResult.sample))
            .join(Poll, Poll.id == PollResult.poll_id)
            .where(column.is_not(None), IN_LIFE)
            .group_by(PollResult.poll_id)
        )
        found += [TotalRow(row[0], figure, row[1], row[2]) for row in rows]
    return found


def result(session: Session, poll_id: int, village_id: int) -> PollResult | None:
    """A village's result of a poll, to be changed."""
    return session.scalar(
        select(PollResult).where(PollResult.poll_id == poll_id, PollResult.village_id == village_id)
    )


def entries(session: Session, poll_id: int, village_id: int | None = None) -> list[EntryRow]:
    """The entries of a poll's questionnaires, by village and paper."""
    statement = select(
        QuestionnaireEntry.id,
        QuestionnaireEntry.village_id,
        QuestionnaireEntry.sheet,
        QuestionnaireEntry.entry,
        QuestionnaireEntry.answers,
    ).where(QuestionnaireEntry.poll_id == poll_id)
    if village_id is not None:
        statement = statement.where(QuestionnaireEntry.village_id == village_id)
    found = session.execute(
        statement.order_by(
            QuestionnaireEntry.village_id, QuestionnaireEntry.sheet, QuestionnaireEntry.entry
        )
    )
    return [EntryRow(*row) for row in found]


def entry(
    session: Session, poll_id: int, village_id: int, sheet: int, number: int
) -> QuestionnaireEntry | None:
    """One entry of one paper, to be changed."""
    return session.scalar(
        select(QuestionnaireEntry).where(
            QuestionnaireEntry.poll_id == poll_id,
            QuestionnaireEntry.village_id == village_id,
            QuestionnaireEntry.sheet == sheet,
            QuestionnaireEntry.entry == number,
        )
    )
