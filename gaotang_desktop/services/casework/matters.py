"""What each matter waits for: signing, its end, a look at it, telling (签收、办理、验收、反馈)."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries.casework import matters as queries
from gaotang_desktop.data.queries.casework.matters import MatterRow
from gaotang_desktop.data.queries.due import DueRow
from gaotang_desktop.domain.casework import pressing as rules
from gaotang_desktop.domain.casework.pressing import Step, Terms
from gaotang_desktop.services import calendars

_RISKS = {"高": "high", "中": "middle", "低": "low"}
Rows = Callable[[Session, Mapping[str, Any], date | None], list[DueRow]]


def accept_days(settings: Mapping[str, Any], started_on: date) -> int:
    """Days for looking at the end of a matter; 0 of those from before the office asks for it."""
    since = settings["steps_from"]
    return int(settings["accept_days"]) if since is not None and started_on >= since else 0


def terms(settings: Mapping[str, Any], kind: str, row: MatterRow) -> Terms:
    """The days of one dispute or opinion; none of those from before the office asks for them."""
    since = settings["steps_from"]
    if since is None or row.started_on < since:
        return Terms(0, 0, 0)
    if kind == "opinions":
        sign, tell = "opinion_sign_days", "opinion_tell_days"
    else:
        risk = _RISKS[row.risk or "低"]
        sign, tell = f"dispute_sign_days_{risk}", f"dispute_tell_days_{risk}"
    accept = accept_days(settings, row.started_on)
    return Terms(int(settings[sign]), accept, int(settings[tell]))


def step(settings: Mapping[str, Any], kind: str, row: MatterRow) -> Step | None:
    """What one dispute or opinion waits for; whoever came by an intake is told there."""
    days = terms(settings, kind, row)
    return rules.step(
        days._replace(tell=0) if row.told_elsewhere else days,
        handed_on=row.handed_on if row.unit_id is not None else None,
        signed_on=row.signed_on,
        due_on=row.due_on,
        done_on=row.done_on,
        accepted_on=row.accepted_on,
        told_on=row.told_on,
        calendar=calendars.calendar(settings),
    )


def steps(session: Session, settings: Mapping[str, Any], kind: str) -> list[tuple[MatterRow, Step]]:
    """Every dispute or opinion that waits for something, with what it waits for."""
    found = queries.rows(session, kind, since=settings["steps_from"])
    waits = ((row, step(settings, kind, row)) for row in found)
    return [(row, each) for row, each in waits if each is not None]


def waiting(kind: str) -> Rows:
    """The reader of what waits of a kind: see :class:`waiting.Waiting`."""
    return partial(_waiting, kind)


def _waiting(
    kind: str, session: Session, settings: Mapping[str, Any], until: date | None
) -> list[DueRow]:
    found = []
    for row, each in steps(session, settings, kind):
        if until is not None and (each.due_on is None or each.due_on > until):
            continue
        handled = each.word == rules.HANDLE
        found.append(
            DueRow(
                row.id, row.what if handled else f"{each.word}：{row.what}", row.village_id,
                row.village, row.unit_id, row.unit, each.due_on,
                row.state if handled else each.word,
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: (each.due_on is None, each.due_on or date.max, each.id))
