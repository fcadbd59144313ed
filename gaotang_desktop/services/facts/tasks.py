"""The fact 任务按期完成: what villages had to do and did in time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import evaluation, occurrences
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State
from gaotang_desktop.services.facts.lives import is_over


def assignments_in_time(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Assignments and spans of cyclic tasks due from ``first`` to ``last``, by village.

    What the group of all villages owes counts for each of them; all count for villages that existed
    on the day they were due. What is due ``today`` counts from tomorrow on. A village to which
    nothing was due is not among the result.
    """
    refs: dict[int, list[RecordRef]] = defaultdict(list)
    due = [
        ("assignments", row.id, row.task, row.village_id, row.everyone, row.deadline, row.done_on)
        for row in evaluation.due_assignments(session, first, last)
    ]
    due += [
        ("occurrences", row.id, f"{row.task} {row.starts_on:%m-%d}起一期", row.village_id,
         row.everyone, row.due_on, row.done_on)
        for row in occurrences.between(session, first, last)
    ]  # fmt: skip
    for kind, number, task, village_id, everyone, day, done_on in sorted(
        due, key=lambda each: (each[5], each[0], each[1])
    ):
        if not is_over(day, today):
            continue
        when = f"{done_on:%m-%d} 完成" if done_on else "没有完成"
        in_time = done_on is not None and done_on <= day
        ref = RecordRef(kind, number, f"{task}（{day:%m-%d} 到期，{when}）", in_time)
        for village in villages:
            if (everyone or village.id == village_id) and village.exists_on(day):
                refs[village.id].append(ref)
    return {
        village: Fact(
            State.KNOWN,
            Decimal(sum(1 for each in mine if each.counted)),
            Decimal(len(mine)),
            tuple(mine),
        )
        for village, mine in refs.items()
    }
