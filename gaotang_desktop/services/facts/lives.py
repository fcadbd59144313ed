"""What counts of a village: what lies within its life and is settled by now (撤并、期限)."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State

Within = Callable[[int | None, date], bool]


def within(villages: Sequence[VillageRow]) -> Within:
    """Whether something of a village on a day counts: the one rule of every fact."""
    known = {each.id: each for each in villages}

    def counts(village_id: int | None, day: date) -> bool:
        village = None if village_id is None else known.get(village_id)
        return village is not None and village.exists_on(day)

    return counts


def is_over(due_on: date, today: date) -> bool:
    """Whether the day on which something is due is over: due today it is not yet lost."""
    return due_on < today


def share(refs: Sequence[RecordRef], nothing: str = "") -> Fact:
    """The records that helped out of all; of none nothing was due, and ``nothing`` says so."""
    if not refs:
        return Fact(State.NOT_DUE, note=nothing)
    good = sum(each.counted for each in refs)
    return Fact(State.KNOWN, Decimal(good), Decimal(len(refs)), tuple(refs))
