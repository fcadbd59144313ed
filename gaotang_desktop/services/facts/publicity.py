"""What the evaluation takes from the publicity ledgers (集中宣传轮次、入户走访)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import publicity as queries
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.domain import fields, rotation
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State
from gaotang_desktop.services.facts.lives import is_over, within
from gaotang_desktop.services.publicity_weeks import DAYS, fulfilled, held, paused


def publicity_turns(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Turns done of those scheduled in the weeks that begin in the span.

    A week belongs to the month in which it begins, also where it ends in the next: on the pages, in
    papers and here. While it is still running ``today`` it counts only where its turn is done
    already: nothing is lost before the week is over. It belongs to a village that exists on its
    Sunday. A turn in a pause (停排) is not due.
    """
    counts = within(villages)
    turns = [
        each
        for each in queries.turns(session, first, last)
        if counts(each.village_id, each.week + DAYS)
    ]
    done, away = fulfilled(session, turns), paused(session, turns)
    refs: dict[int, list[RecordRef]] = defaultdict(list)
    missing: dict[int, list[str]] = defaultdict(list)
    for row in turns:
        mine = done.get(row.id, [])
        week = rotation.short_week(row.week, last)
        if mine:
            said = "、".join(f"{each.held_on:%m-%d}{each.form}" for each in mine)
            refs[row.village_id].append(RecordRef("publicity-turns", row.id, f"{week}轮次：{said}"))
        elif row.state == "完成":
            label = f"{week}轮次：登记为完成，没有活动记录"
            refs[row.village_id].append(RecordRef("publicity-turns", row.id, label))
        elif row.id not in away and is_over(row.week + DAYS, today):
            why = f"（{row.reason}）" if row.reason else ""
            label = f"{week}轮次：没有宣传活动{why}"
            refs[row.village_id].append(RecordRef("publicity-turns", row.id, label, counted=False))
            missing[row.village_id].append(f"{week}轮次没有登记宣传活动{why}")
    found = {}
    for village in villages:
        mine_refs = refs[village.id]
        if not mine_refs:
            found[village.id] = Fact(State.NOT_DUE, note="本期没有排到宣传轮次")
            continue
        good = sum(1 for each in mine_refs if each.counted)
        found[village.id] = Fact(
            State.KNOWN,
            Decimal(good),
            Decimal(len(mine_refs)),
            tuple(mine_refs),
            tuple(missing[village.id]),
        )
    return found


def household_visits(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Households visited, out of the households of the village; from activities of any form.

    A village whose number of households is not registered cannot be measured: not received.
    """
    households = {each.id: each.households for each in queries.members(session)}
    visits: dict[int, list[queries.ActivityRow]] = defaultdict(list)
    for row in held(session, first, last):
        if row.village_id is not None and row.households:
            visits[row.village_id].append(row)
    found = {}
    for village in villages:
        refs = tuple(
            RecordRef(
                "publicity-activities",
                row.id,
                f"{fields.day_label(row.held_on)} {row.form}：{row.households} 户",
            )
            for row in visits[village.id]
        )
        total = households.get(village.id)
        if not total:
            said = f"{village.name}没有登记户数，算不出走访比例，请在“村与单位”里填写户数"
            found[village.id] = Fact(State.NOT_RECEIVED, records=refs, missing=(said,))
            continue
        visited = sum(row.households or 0 for row in visits[village.id])
        missing = () if refs else ("本期没有入户走访的记录",)
        found[village.id] = Fact(State.KNOWN, Decimal(visited), Decimal(total), refs, missing)
    return found
