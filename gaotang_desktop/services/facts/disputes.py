"""Facts about disputes, their weekly reports and the key groups, for the evaluation (取数)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import disputes as dispute_queries
from gaotang_desktop.data.queries import key_groups as key_group_queries
from gaotang_desktop.data.queries.disputes import DisputeRow
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.domain import disputes, fields
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State
from gaotang_desktop.domain.periods import month_of
from gaotang_desktop.services.facts.lives import is_over, share, within


def disputes_closed_in_time(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Settled or handed over by the deadline, of the disputes whose deadline lies in the span.

    Closed late, ended without agreement or still open, a dispute was due and was not done in time;
    what is due ``today`` counts from
    tomorrow on.
    """
    refs: dict[int, list[RecordRef]] = defaultdict(list)
    counts = within(villages)
    for row in dispute_queries.due_between(session, first, last):
        in_time = disputes.in_time(row.deadline, row.state, row.closed_on)
        if not counts(row.village_id, row.deadline) or not is_over(row.deadline, today):
            continue
        refs[row.village_id].append(RecordRef("disputes", row.id, _said(row), in_time))
    return {each.id: share(refs[each.id]) for each in villages}


def _said(row: DisputeRow) -> str:
    when = f"{row.closed_on:%m-%d} {row.state}" if row.closed_on else f"还在{row.state}"
    return f"{row.number or ''} {row.category}（{row.deadline:%m-%d} 到期，{when}）".strip()


def weekly_dispute_reports(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """Weeks reported, of the weeks that ended in the span; a zero report counts like any other.

    A week belongs to the span in which its Sunday lies, and to the villages that existed then. The
    report of a week that ends ``today`` is not yet lacking.
    """
    weeks = disputes.weeks_ending(first, last)
    if not weeks:
        return {each.id: Fact(State.NOT_DUE, note="本期还没有一周结束") for each in villages}
    reports = {
        (each.village_id, each.week): each
        for each in dispute_queries.reports(session, weeks[0], weeks[-1])
    }
    found = {}
    for village in villages:
        refs, missing, due = [], [], 0
        for week in weeks:
            if not disputes.owes_report(week, village.joined_on, village.withdrawn_on):
                continue
            report = reports.get((village.id, week))
            if report is None and not is_over(week + timedelta(days=6), today):
                continue
            due += 1
            label = fields.week_label(week)
            if report is None:
                missing.append(f"{label}没有报送排查周报")
                continue
            said = f"排查出 {report.found} 件" if report.found else "零报告"
            refs.append(RecordRef("dispute-reports", report.id, f"{label} {said}"))
        if due:
            found[village.id] = Fact(
                State.KNOWN, Decimal(len(refs)), Decimal(due), tuple(refs), tuple(missing)
            )
        else:
            found[village.id] = Fact(State.NOT_DUE)
    return found


def key_groups_managed(
    session: Session,
    first: date,
    last: date,
    villages: Sequence[VillageRow],
    *,
    today: date = date.max,
) -> dict[int, Fact]:
    """People looked after, of all in the key groups, in the span's last month with counts.

    A village without counts has not reported where others have; where nobody has, or the village
    counts nobody, nothing was due. A village that does not exist in that month counts nobody.
    """
    month = key_group_queries.last_month(session, month_of(first).start, last)
    if month is None:
        return {each.id: Fact(State.NOT_DUE, note="本期没有登记底数") for each in villages}
    label = month_of(month).label
    refs: dict[int, list[RecordRef]] = defaultdict(list)
    sums: dict[int, tuple[int, int]] = {}
    for row in key_group_queries.of_month(session, month):
        managed, total = sums.get(row.village_id, (0, 0))
        sums[row.village_id] = managed + row.managed, total + row.total
        said = f"{label} {row.category}：管控 {row.managed}，总数 {row.total}"
        refs[row.village_id].append(
            RecordRef("key-group-counts", row.id, said, row.managed >= row.total)
        )
    ends = month_of(month).end
    found = {}
    for village in villages:
        if not (village.exists_on(month) or village.exists_on(min(ends, today))):
            found[village.id] = Fact(State.NOT_DUE, note=f"{label}没有这个村")
            continue
        if village.id not in sums:
            missing = (f"{village.name}{label}的重点人员底数还没有报来",)
            found[village.id] = Fact(State.NOT_RECEIVED, missing=missing)
            continue
        managed, total = sums[village.id]
        counted = tuple(refs[village.id])
        if total:
            found[village.id] = Fact(
                State.KNOWN, Decimal(managed), Decimal(total), counted, note=f"{label}底数"
            )
        else:
            found[village.id] = Fact(State.NOT_DUE, records=counted, note=f"{label}没有重点人员")
    return found
