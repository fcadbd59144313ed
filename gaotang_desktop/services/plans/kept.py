"""A plan that is being confirmed as text, to be taken up again after a power cut (接着核对)."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from gaotang_desktop.domain.plan_text import Clause, with_year
from gaotang_desktop.domain.plan_text.pieces import PlanWarning
from gaotang_desktop.services.plans.drafts import Draft, Entry, begin
from gaotang_desktop.services.plans.register import read, with_number
from gaotang_desktop.services.workplace import Workplace

_OWN = ("number", "title", "aliases", "decisions", "renews")


def as_text(draft: Draft) -> str:
    """All that was done to a reading; the plan's own text is not in it."""
    raw: dict[str, Any] = {name: getattr(draft, name) for name in _OWN}
    raw["year"] = draft.reading.plan.year
    raw["way"], raw["notices"] = draft.reading.plan.way, draft.reading.notices
    raw["entries"] = [asdict(each) for each in draft.entries]
    return json.dumps(raw, ensure_ascii=False, default=str)


def told(draft: Draft) -> list[str]:
    """The plan as it would be stored now, as lines to read."""
    found = [f"标题：{draft.title}", f"发文字号：{draft.number}"] if draft.title else []
    for each in draft.tasks:
        clause = each.clause
        when = clause.deadline.isoformat() if clause.deadline else clause.cycle
        words = (each.title, "、".join(clause.units), when or clause.deadline_text)
        found.append("　".join(filter(None, words)))
    return found


def taken_up(work: Workplace, text: str, kept: str) -> Draft:
    """The draft that :func:`as_text` told of, of the plan with this text; the register is asked anew.

    Raises:
        DomainError: nothing of the text can be a task.
        ValueError, KeyError, TypeError: it was kept by another version.
    """
    raw = json.loads(kept)
    reading = read(work, text, way=raw["way"])
    reading = replace(reading, notices=tuple(raw["notices"]), parts=())
    if (year := raw.get("year")) is not None and year != reading.plan.year:
        reading = replace(reading, plan=with_year(reading.plan, int(year)))
    if raw["number"] != reading.plan.number:
        reading = with_number(work, reading, raw["number"])
    return replace(
        begin(reading),
        entries=tuple(_entry(each) for each in raw["entries"]),
        number=str(raw["number"]),
        title=str(raw["title"]),
        aliases=tuple((str(one), str(other)) for one, other in raw["aliases"]),
        decisions=tuple((int(task), str(how)) for task, how in raw["decisions"]),
        renews=bool(raw["renews"]) and reading.renewal is not None,
    )


def _entry(raw: Mapping[str, Any]) -> Entry:
    clause = raw["clause"]
    deadline = clause["deadline"]
    return Entry(
        **{
            **raw,
            "clause": Clause(
                **{
                    **clause,
                    "lead": tuple(clause["lead"]),
                    "assist": tuple(clause["assist"]),
                    "deadline": date.fromisoformat(deadline) if deadline else None,
                    "warnings": tuple(PlanWarning(**each) for each in clause["warnings"]),
                }
            ),
            "path": tuple(raw["path"]),
            "pieces": tuple((int(number), str(words)) for number, words in raw["pieces"]),
            "joined": tuple(_entry(each) for each in raw["joined"]),
        }
    )
