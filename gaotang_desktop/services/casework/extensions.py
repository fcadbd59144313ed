"""Putting off the deadline of a dispute, an opinion or an intake (延期)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries.casework import extensions as queries
from gaotang_desktop.data.queries.casework.extensions import ExtensionRow
from gaotang_desktop.domain import disputes, opinions
from gaotang_desktop.domain.casework import extensions as rules
from gaotang_desktop.domain.casework import intakes
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.services import records
from gaotang_desktop.services import rules as rules_of_kinds
from gaotang_desktop.services.workplace import Workplace

FIELDS = ("due_after", "decided_on", "decided_by", "reason")


def of(work: Workplace, kind: str, record_id: int) -> list[ExtensionRow]:
    """The extensions of one record, the newest first."""
    with work.database.reading() as session:
        return queries.of(session, kind, record_id)


def may_be_extended(kind: str, values: Mapping[str, Any]) -> bool:
    """Whether a record is still open and has a deadline of its own."""
    return not _over(kind, values) and values[rules.OWNERS[kind][1]] is not None


def extend(
    work: Workplace,
    kind: str,
    record_id: int,
    *,
    due_after: date,
    decided_on: date,
    decided_by: str,
    reason: str,
) -> int:
    """Note who put it off and why, and move the deadline: one operation; returns the note's id.

    Raises:
        Invalid: it is over, its deadline has passed, or a day cannot be right; nothing is stored.
        NotFound: the record is gone.
    """
    before = records.get(work, kind, record_id)
    typed = {
        rules.OWNERS[kind][0]: record_id,
        "due_after": due_after,
        "decided_on": decided_on,
        "decided_by": decided_by,
        "reason": reason,
    }
    with work.database.operation(f"延期：{records.name_of(work, kind, before)}") as session:
        note = whole(session, work.today(), kind, record_id, typed)
        return records.store(session, "extensions", note)


def whole(
    session: Session, today: date, kind: str, record_id: int, typed: Mapping[str, Any]
) -> dict[str, Any]:
    """An extension of a record as it would be stored, with the deadline that it puts off.

    Raises:
        Invalid, NotFound: as :func:`extend`.
    """
    before = records.values_in(session, kind, record_id)
    if said := _over(kind, before):
        raise Invalid({"decided_on": said})
    due_before = before[rules.OWNERS[kind][1]] or typed.get("decided_on")
    note = {**typed, "due_before": due_before}
    found = records.check("extensions", note, today=today)
    beside = rules_of_kinds.beside(session, "extensions", note, before=None, record_id=None)
    if found := {**beside, **found}:
        raise Invalid(found)
    return note


def _over(kind: str, values: Mapping[str, Any]) -> str:
    """Why it is too late for an extension; ``""`` while it is open."""
    if kind == "disputes":
        return rules.ended(values["closed_on"]) if values["state"] in disputes.CLOSED else ""
    if kind == "opinions":
        return rules.ended(values["answered_on"]) if values["state"] in opinions.CLOSED else ""
    for field, record in intakes.BECOMES.values():
        if values[field] is not None:
            return f"这件诉求已经转为{record}，期限以那一条为准，请在那里延期。"
    return rules.ended(values["done_on"] or values["told_on"])
