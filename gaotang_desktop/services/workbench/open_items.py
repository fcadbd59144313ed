"""Everything open of one unit or village, from all ledgers (按单位)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gaotang_desktop.data.queries import occurrences, villages
from gaotang_desktop.domain.tasks import shown_state
from gaotang_desktop.services import tasks
from gaotang_desktop.services.casework.waiting import WAITING
from gaotang_desktop.services.workplace import Workplace

KINDS = ("分工", "周期任务", *(each.label for each in WAITING))


@dataclass(frozen=True, slots=True)
class Item:
    """One open thing; ``page`` and ``context`` lead to its record."""

    what: str
    text: str
    due: date | None
    state: str
    late: bool
    page: str
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit or a village with what it has not finished, the earliest due first."""

    unit_id: int | None
    village_id: int | None
    who: str
    items: tuple[Item, ...]

    @property
    def late(self) -> int:
        """How many are over their day."""
        return sum(each.late for each in self.items)

    def count(self, what: str) -> int:
        """How many of one kind."""
        return sum(each.what == what for each in self.items)


def owners(work: Workplace) -> tuple[Owner, ...]:
    """Every unit and village with something open: the most late first, then in display order."""
    today = work.today()
    found: dict[tuple[int | None, int | None], list[Item]] = defaultdict(list)
    matrix = tasks.matrix(work)
    for task in matrix.tasks:
        for each in task.assignments:
            if each.state != "已完成":
                found[each.unit_id, each.village_id].append(
                    Item("分工", task.title, each.deadline, each.state, each.state == "逾期",
                         "tasks", {"task": task.id})
                )  # fmt: skip
    with work.database.reading() as session:
        spans = occurrences.open_ones(session)
        known = villages.names(session)
        waiting = [(each, each.rows(session, work.settings, None)) for each in WAITING]
    for row in spans:
        state = shown_state(row.state, row.due_on, row.done_on, today)
        text = f"{row.task} {row.starts_on:%m-%d}至{row.due_on:%m-%d}"
        found[row.unit_id, row.village_id].append(
            Item("周期任务", text, row.due_on, state, state == "逾期", "tasks",
                 {"kind": "occurrences", "id": row.id})
        )  # fmt: skip
    for ledger, rows in waiting:
        for entry in rows:
            late = entry.due_on is not None and today > entry.due_on
            owner = (entry.unit_id, None) if entry.unit_id else (None, entry.village_id)
            item = Item(
                ledger.label, entry.what, entry.due_on, entry.state, late, ledger.page,
                {"kind": ledger.kind, "id": entry.id},
            )  # fmt: skip
            found[owner].append(item)
    named: dict[tuple[int | None, int | None], str] = {
        (unit.id, None): unit.name for unit in matrix.units
    }
    named |= {(None, number): name for number, name in matrix.villages}
    # What a village left open does not end with it.
    named |= {(None, each): name for each, name in known.items() if (None, each) not in named}
    made = [
        Owner(*owner, name, tuple(sorted(found[owner], key=lambda item: item.due or date.max)))
        for owner, name in named.items()
        if owner in found
    ]
    return tuple(sorted(made, key=lambda each: (-each.late, not each.items)))
