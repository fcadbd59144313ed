"""What the evaluation counts of findings (问题整改)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import inspections as queries
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State
from gaotang_desktop.domain.writings.cutting import cut
from gaotang_desktop.services.facts.lives import is_over, within


def findings_put_right(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Findings put right in time of those whose due date lies in the span.

    In time is on the due date or before. One that a recheck found not put right does not count;
    what is due ``today`` counts from tomorrow on. Findings of units alone are nobody's among the
    villages.
    """
    refs: dict[int, list[RecordRef]] = defaultdict(list)
    counts = within(villages)
    for row in queries.findings_due(session, first, last):
        if row.village_id is None or not counts(row.village_id, row.due_on):
            continue
        if not is_over(row.due_on, today):
            continue
        in_time = row.put_right_on is not None and row.put_right_on <= row.due_on
        counted = in_time and row.recheck != "未整改"
        when = f"{row.put_right_on:%m-%d} 整改" if row.put_right_on else "没有整改"
        if row.recheck == "未整改":
            when += "，回头看未整改"
        label = f"{cut(row.text)}（{row.source}，{row.due_on:%m-%d} 到期，{when}）"
        refs[row.village_id].append(RecordRef("findings", row.id, label, counted))
    found = {}
    for village in villages:
        mine = refs.get(village.id, [])
        if not mine:
            found[village.id] = Fact(State.NOT_DUE, note="本期没有到期的问题")
            continue
        good = sum(each.counted for each in mine)
        found[village.id] = Fact(State.KNOWN, Decimal(good), Decimal(len(mine)), tuple(mine))
    return found
