"""A year of signing, telling, looking at ends and going up the levels (示例数据): plausible and invented."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Acceptance, Dispute, Escalation, Opinion
from gaotang_desktop.data.queries import records
from gaotang_desktop.domain import disputes, opinions
from gaotang_desktop.domain.casework.pressing import HANDLE, LEVELS

_RECENT = 90


def fill(session: Session, chance: Random, last: date, now: datetime) -> None:
    """Most matters are signed for and told of; some ends are looked at, what is late goes up."""
    looked: list[dict[str, Any]] = []
    raised: list[dict[str, Any]] = []
    for record in (*records.live(session, "disputes"), *records.live(session, "opinions")):
        if isinstance(record, Dispute):
            start, due, name = record.found_on, record.deadline, "dispute_id"
            done = record.closed_on if record.state in disputes.CLOSED else None
            result = record.result
        elif isinstance(record, Opinion):
            start, due, name = record.received_on, record.due_on or last, "opinion_id"
            done = record.answered_on if record.state in opinions.CLOSED else None
            result = record.answer
        else:
            continue
        until = min(last, done or last)
        if record.unit_id is not None and chance.random() < 0.92:
            record.signed_on = min(start + timedelta(days=chance.randint(0, 2)), until)
        owner = {"dispute_id": None, "opinion_id": None, "intake_id": None, name: record.id}
        if done is None:
            if due < last:
                raised += _steps(owner, due, last)
            continue
        if chance.random() < 0.9:
            record.told_on = min(done + timedelta(days=chance.randint(0, 3)), last)
        if (last - done).days <= _RECENT and chance.random() < 0.4:
            day = min(done + timedelta(days=chance.randint(1, 5)), last)
            looked.append(
                {**owner, "decided_on": day, "decided_by": "示例主任", "decision": "通过",
                 "reason": None, "done_on": done, "result": result}
            )  # fmt: skip
    records.add_rows(session, Acceptance, looked, now=now)
    records.add_rows(session, Escalation, raised, now=now)


def _steps(owner: dict[str, Any], due: date, last: date) -> list[dict[str, Any]]:
    """The levels that were told until a few days ago; what was due since is left to be done."""
    told = []
    for level, days in zip(LEVELS, (1, 3, 7), strict=True):
        day = due + timedelta(days=days)
        if (last - day).days > 2:
            told.append(
                {**owner, "raised_on": day, "level": level, "step": HANDLE, "due_on": due,
                 "told": None, "answer": "请责任单位三天内报办理情况" if days == 7 else None}
            )  # fmt: skip
    return told
