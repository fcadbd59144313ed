"""Disputes from the day they are found to the revisit: every step is a dated note (矛盾纠纷)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gaotang_desktop.data.queries import disputes as queries
from gaotang_desktop.data.queries import outcomes
from gaotang_desktop.data.queries.disputes import NoteRow
from gaotang_desktop.domain import disputes as rules
from gaotang_desktop.domain.casework import settlements
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import calendars, records
from gaotang_desktop.services.rules import dispute_days
from gaotang_desktop.services.workplace import Workplace

LATE = Field("late", "时限", Kind.CHOICE, choices=rules.LATENESS, help="按化解期限和今天推算")
COLUMNS = (
    "late", "deadline", "village_id", "category_id", "risk", "summary", "state", "unit_id",
    "found_on", "number", "people", "parties", "closed_on", "settled_by", "result",
    "escalated_to_id", "remark",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a span: how far its disputes came, and by the plan's categories.

    ``categories`` maps a category of the plan to found, closed and overdue.
    """

    found: int
    handled: int
    settled: int
    revisited: int
    open: int
    overdue: int
    near: int
    categories: Mapping[str, tuple[int, int, int]]


def ledger(work: Workplace, period: Period | None) -> Listing:
    """Every dispute that was open on a day of the period: overdue first, the closed last."""
    span = (period.start, period.end) if period else None
    today, near = work.today(), int(work.settings["near_days"])
    with work.database.reading() as session:
        found = queries.listing(session, span)
    due, state, closed = (found.column(name) for name in ("deadline", "state", "closed_on"))
    order = sorted(
        range(len(found.ids)),
        key=lambda i: rules.urgency(
            found.rows[i][due], found.rows[i][state], found.rows[i][closed], today
        ),
    )
    ranked = Listing(
        found.kind,
        found.fields,
        tuple(found.ids[i] for i in order),
        tuple(found.rows[i] for i in order),
    )
    words = [
        rules.lateness(row[due], row[state], today=today, near_days=near) for row in ranked.rows
    ]
    return ranked.plus(LATE, words).only(COLUMNS)


def summary(work: Workplace, period: Period) -> Summary:
    """How far the disputes that were open in the period came."""
    today, near = work.today(), int(work.settings["near_days"])
    with work.database.reading() as session:
        rows = queries.alive_between(session, period.start, period.end)
    by_category: dict[str, list[int]] = {name: [0, 0, 0] for name in rules.PLAN_CATEGORIES}
    late: Counter[str] = Counter()
    for row in rows:
        word = rules.lateness(row.deadline, row.state, today=today, near_days=near)
        late[word] += 1
        counted = by_category[row.plan_category]
        counted[0] += 1
        counted[1] += word == "已办结"
        counted[2] += word == "逾期"
    return Summary(
        found=len(rows),
        handled=sum(1 for row in rows if row.state != "待化解"),
        settled=sum(1 for row in rows if row.state == "已化解"),
        revisited=sum(1 for row in rows if row.state == "已化解" and row.revisited_on),
        open=len(rows) - late["已办结"],
        overdue=late["逾期"],
        near=late["临近"],
        categories={name: (a, b, c) for name, (a, b, c) in by_category.items()},
    )


def endings(work: Workplace, period: Period) -> settlements.Figures:
    """By which ways the disputes closed in the period ended, and what was said at its revisits."""
    with work.database.reading() as session:
        said = outcomes.revisits(session, period.start, period.end)
        ended = queries.ended_between(session, period.start, period.end)
        owed = outcomes.agreements(session, period.start, period.end)
    return settlements.figures(
        ended, [each.satisfied for each in said], [each.kept for each in owed]
    )


def overdue_count(work: Workplace) -> int:
    """How many open disputes are past their deadline today."""
    with work.database.reading() as session:
        return queries.overdue_count(session, work.today())


def notes(work: Workplace, dispute_id: int) -> list[NoteRow]:
    """The follow-ups of a dispute, newest first."""
    with work.database.reading() as session:
        return queries.notes(session, dispute_id)


def add_note(
    work: Workplace,
    dispute_id: int,
    *,
    text: str,
    happened_on: date,
    state: str | None = None,
    result: str | None = None,
    ending: Mapping[str, Any] | None = None,
) -> int:
    """Record one step; with a ``state`` the dispute moves, and closes where that is an end.

    Closed by a note, the dispute takes the note's day, and its text where no ``result`` is given.
    ``ending`` says more of how it ended (了结方式, 协议签订日期, 履行情况, 履行日期).
    A closed dispute that is taken up again loses closing and revisit (the notes keep them), and a
    new term runs from that day. One operation; returns the note's id.

    Raises:
        Invalid: the move is not allowed, or a day cannot be right; nothing is stored.
        NotFound: the dispute is gone.
    """
    before = records.get(work, "disputes", dispute_id)
    changes = moved(work.settings, before, state, happened_on, result or text) if state else {}
    changes |= ending or {}
    verb = "办结纠纷" if state in rules.CLOSED and state != before["state"] else "登记化解进展"
    return _step(work, verb, dispute_id, before, changes, text=text, happened_on=happened_on)


def close(
    work: Workplace,
    dispute_id: int,
    *,
    result: str,
    closed_on: date,
    state: str = "已化解",
    settled_by: str | None = None,
    agreed_on: date | None = None,
    performed: str | None = None,
    performed_on: date | None = None,
) -> int:
    """Close a dispute as settled, or with ``state`` 未化解 as ended without agreement.

    ``settled_by`` says by which way, ``agreed_on`` when an agreement was signed, ``performed`` how
    far it is kept, ``performed_on`` since when.

    Raises:
        Invalid, NotFound: as :func:`add_note`.
    """
    ending = {
        "settled_by": settled_by,
        "agreed_on": agreed_on,
        "performed": performed,
        "performed_on": performed_on,
    }
    return add_note(
        work, dispute_id, text=result, happened_on=closed_on, state=state, ending=ending
    )


def hand_over(work: Workplace, dispute_id: int, *, to: str, reason: str, handed_on: date) -> int:
    """Hand a dispute over to whoever is competent: here it is closed as 已移交.

    Raises:
        Invalid, NotFound: as :func:`add_note`.
    """
    said = f"移交{to}：{reason}"
    return add_note(
        work, dispute_id, text=said, happened_on=handed_on, state="已移交",
        ending={"settled_by": "移交"},
    )  # fmt: skip


def escalate(
    work: Workplace, dispute_id: int, *, unit_id: int, reason: str, raised_on: date
) -> int:
    """Ask a higher or stronger unit to help; the dispute stays open here (化解中).

    Raises:
        Invalid, NotFound: as :func:`add_note`.
    """
    before = records.get(work, "disputes", dispute_id)
    unit = next(
        (each.label for each in records.references(work, "units") if each.id == unit_id), ""
    )
    if not unit:
        raise Invalid({"unit_id": "请从名单里选择升级到哪个单位。"})
    changes = moved(work.settings, before, "化解中", raised_on, reason)
    said = f"提请{unit}：{reason}"
    return _step(
        work, "升级纠纷", dispute_id, before, {**changes, "escalated_to_id": unit_id},
        text=said, happened_on=raised_on,
    )  # fmt: skip


def revisit(
    work: Workplace,
    dispute_id: int,
    *,
    text: str,
    revisited_on: date,
    again: bool = False,
    satisfied: str | None = None,
    performed: str | None = None,
    performed_on: date | None = None,
) -> int:
    """Record the revisit of a closed dispute; ``again`` takes it up anew because it flared up.

    ``satisfied`` is what the parties say, ``performed`` how far the agreement is kept by now,
    and ``performed_on`` since when.

    Raises:
        Invalid: the dispute is still open, or the day cannot be right; nothing is stored.
        NotFound: the dispute is gone.
    """
    before = records.get(work, "disputes", dispute_id)
    if before["state"] in rules.OPEN:
        raise Invalid({"revisited_on": "这件纠纷还没有办结，办结以后才能回访。"})
    if revisited_on < before["closed_on"]:
        raise Invalid({"revisited_on": "回访日期早于办结日期，请改正其中一个。"})
    if again:
        changes = moved(work.settings, before, "化解中", revisited_on, text)
    else:
        changes = {"revisited_on": revisited_on, "revisit": text, "satisfied": satisfied}
        if performed is not None:
            changes |= {"performed": performed, "performed_on": performed_on}
        elif performed_on is not None:
            changes["performed_on"] = performed_on
    return _step(
        work,
        "回访纠纷",
        dispute_id,
        before,
        changes,
        text=f"回访：{text}",
        happened_on=revisited_on,
    )


def moved(
    settings: Mapping[str, Any], before: Mapping[str, Any], state: str, day: date, result: str
) -> dict[str, Any]:
    """What a move to ``state`` changes in a dispute; nothing where it stays.

    Raises:
        Invalid: the move is not allowed.
    """
    if state == before["state"]:
        return {}
    if said := rules.move_problem(before["state"], state):
        raise Invalid({"state": said})
    changes: dict[str, Any] = {"state": state}
    if state in rules.CLOSED:
        changes |= {"closed_on": day, "result": result}
    elif before["state"] in rules.CLOSED:
        changes |= dict.fromkeys(("closed_on", "result", "told_on", "revisited_on", "revisit"))
        changes |= dict.fromkeys(settlements.FIELDS)
        changes["deadline"] = rules.deadline(
            day,
            before["risk"],
            dispute_days(settings),
            calendars.calendar(settings),
        )
    if state in rules.CLOSED and before["state"] in rules.CLOSED:
        changes |= dict.fromkeys(("told_on", "revisited_on", "revisit", *settlements.FIELDS))
    return changes


def _step(
    work: Workplace,
    verb: str,
    dispute_id: int,
    before: Mapping[str, Any],
    changes: Mapping[str, Any],
    *,
    text: str,
    happened_on: date,
) -> int:
    """A note and what it changes, as one operation."""
    note = {
        "dispute_id": dispute_id,
        "happened_on": happened_on,
        "text": text,
        "state": changes.get("state"),
    }
    today = work.today()
    problems = records.check("dispute-notes", note, today=today)
    if happened_on < before["found_on"]:
        problems["happened_on"] = "日期早于发现日期，请改正。"
    after = records.check("disputes", {**before, **changes}, today=today)
    # The day of the step is the day of closing: said once, where the operator typed it.
    after.pop("closed_on", None)
    if problems or after:
        raise Invalid({**after, **problems})
    name = records.name_of(work, "disputes", before)
    with work.database.operation(f"{verb}：{name}") as session:
        if changes:
            records.store(session, "disputes", changes, record_id=dispute_id)
        return records.store(session, "dispute-notes", note)
