"""What villagers suggest, followed to an answer (意见建议)."""

from dataclasses import dataclass
from datetime import date

from gaotang_desktop.data.queries import outcomes
from gaotang_desktop.data.queries import publicity as queries
from gaotang_desktop.data.queries import records as listings
from gaotang_desktop.domain import opinions as rules
from gaotang_desktop.domain.casework.outcomes import contents
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

LATE = Field("late", "时限", Kind.CHOICE, choices=("逾期", "临近", "未到期", "已办结"))


def ledger(work: Workplace, period: Period | None = None) -> Listing:
    """The opinions of a period and every open one before it, the overdue first.

    The column ``late`` says 逾期, 临近, 未到期 or 已办结.
    """
    with work.database.reading() as session:
        found = listings.listing(session, "opinions").listed()
    state, due = found.column("state"), found.column("due_on")
    received = found.column("received_on")
    near, today = int(work.settings["near_days"]), work.today()
    if period is not None:
        # What waits for an answer stays in sight whatever month is chosen.
        found = found.where(
            lambda _id, row: (
                row[received] in period
                or (row[state] not in rules.CLOSED and row[received] <= period.end)
            )
        )
    words = [rules.timing(row[state], row[due], today=today, near=near) for row in found.rows]
    order = sorted(
        range(len(words)),
        key=lambda at: (
            (LATE.choices.index(words[at]), found.rows[at][due] or date.max)
            if words[at] != "已办结"
            else (9, date.fromordinal(date.max.toordinal() - found.rows[at][received].toordinal()))
        ),
    )
    shown = found.plus(LATE, words, at=0)
    return Listing(
        shown.kind,
        shown.fields,
        tuple(shown.ids[at] for at in order),
        tuple(shown.rows[at] for at in order),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """The opinions ``received`` in a span, of them ``repeated`` 重复, ``open`` without an answer, ``of_town``.

    Of the town are those of no single village: they count here and in no village's score.

    Whenever they came in: ``due`` fell due in the span, ``in_time`` of these answered by then;
    ``content`` of ``asked``, those who said something of an answer in the span.
    """

    received: int
    due: int
    in_time: int
    asked: int
    content: int
    repeated: int
    open: int = 0
    of_town: int = 0


def figures(work: Workplace, period: Period) -> Figures:
    """按期办结率、满意率 and 重复 of a period: one definition for all."""
    today, span = work.today(), (period.start, period.end)
    with work.database.reading() as session:
        came = outcomes.opinions_received(session, *span)
        due = outcomes.opinions_due(session, *span)
        told = outcomes.opinions_asked(session, *span)
    timed = [rules.in_time(row.state, row.due_on, row.answered_on, today=today) for row in due]
    over = [each for each in timed if each is not None]
    asked = contents(row.satisfied for row in told)
    return Figures(
        received=len(came),
        due=len(over),
        in_time=sum(over),
        asked=len(asked),
        content=sum(asked),
        repeated=sum(row.repeated for row in came),
        open=sum(row.state not in rules.CLOSED for row in came),
        of_town=sum(row.village_id is None for row in came),
    )


def said(found: Figures) -> str:
    """``收到意见 12 条 · 按期办结 9/10 · 满意 6/7 · 重复 2 条``."""
    parts = [f"收到意见 {found.received} 条"]
    if found.due:
        parts.append(f"按期办结 {found.in_time}/{found.due}")
    if found.asked:
        parts.append(f"满意 {found.content}/{found.asked}")
    if found.repeated:
        parts.append(f"重复 {found.repeated} 条")
    return " · ".join(parts)


def answer(work: Workplace, opinion_id: int, text: str, *, on: date, adopted: bool = True) -> None:
    """Close an opinion with its answer; not adopted ones need one too.

    Raises:
        Invalid: no answer, or a day before it was received or after today.
        NotFound: it is gone.
    """
    values = {
        "state": "已答复" if adopted else "不予采纳",
        "answer": text.strip() or None,
        "answered_on": on,
    }
    records.save(work, "opinions", values, record_id=opinion_id)


def overdue(work: Workplace) -> int:
    """How many opinions are past their deadline without an answer."""
    with work.database.reading() as session:
        return queries.overdue_opinions(session, work.today(), rules.CLOSED)
