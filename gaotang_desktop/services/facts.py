"""Facts counted from live records, for every village of a period (取数)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from gaotang_desktop.data.queries import evaluation as entered
from gaotang_desktop.data.queries import patrols
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.domain.evaluation.schemes import Scheme
from gaotang_desktop.domain.evaluation.scoring import Adjustment, VillageInput
from gaotang_desktop.domain.periods import Period

LIVE = ("patrol_nights", "spot_checks_on_duty", "assignments_in_time")


def inputs(session: Session, scheme: Scheme, period: Period, today: date) -> list[VillageInput]:
    """Everything that is scored of a period; a running period counts up to today."""
    last = min(period.end, today)
    villages = patrols.villages(session, period.start, last)
    spans = {each.id: _span(each, period, last) for each in villages}
    live = {
        "patrol_nights": _patrol_nights(session, period.start, last, spans),
        "spot_checks_on_duty": _spot_checks(session, period.start, last),
        "assignments_in_time": _assignments(session, period.start, last, villages),
    }
    keys = [period.key, *(month.key for month in period.months)]
    stocks = frozenset(item.code for item in scheme.items if item.share_of)
    manual = _manual(entered.manual_values(session, keys), stocks)
    adjusted: dict[int, list[Adjustment]] = defaultdict(list)
    for row in entered.adjustments(session, keys):
        adjusted[row.village_id].append(
            Adjustment(row.id, row.kind, row.points or Decimal(0), row.reason)
        )
    found = []
    for village in villages:
        facts: dict[str, Fact] = {}
        for item in scheme.items:
            if item.fact in live:
                facts[item.code] = live[item.fact].get(village.id, Fact(State.NOT_DUE))
            elif (given := manual.get((village.id, item.code))) is not None:
                facts[item.code] = given
            elif any(code == item.code for _, code in manual):
                facts[item.code] = Fact(
                    State.NOT_RECEIVED, missing=(f"{village.name}还没有填“{item.name}”的数值",)
                )
            else:
                facts[item.code] = Fact(State.NOT_DUE, note="本期没有登记这一项")
        found.append(
            VillageInput(
                village.id,
                village.name,
                village.order,
                spans[village.id],
                facts,
                tuple(adjusted[village.id]),
            )
        )
    return found


def _span(village: VillageRow, period: Period, last: date) -> Span:
    first = max(period.start, village.joined_on or period.start)
    if village.withdrawn_on is not None:
        last = min(last, village.withdrawn_on - timedelta(days=1))
    return Span(first, last, period.days, len(period.months))


def _patrol_nights(
    session: Session, first: date, last: date, spans: Mapping[int, Span]
) -> dict[int, Fact]:
    """Nights with at least one patrol; two patrols of one night are one night."""
    nights: dict[int, dict[date, list[RecordRef]]] = defaultdict(lambda: defaultdict(list))
    for row in patrols.between(session, first, last):
        label = f"{fields.day_label(row.night)} 夜巡（{row.evidence}）"
        nights[row.village_id][row.night].append(RecordRef("patrols", row.id, label))
    gaps: dict[int, list[str]] = defaultdict(list)
    for gone in patrols.missed(session, first, last):
        gaps[gone.village_id].append(f"{fields.day_label(gone.night)} 未巡：{gone.reason}")
    found = {}
    for village, span in spans.items():
        mine = {
            night: refs
            for night, refs in nights[village].items()
            if span.first <= night <= span.last
        }
        without = span.days - len(mine) - len(gaps[village])
        missing = list(gaps[village])
        if without > 0:
            missing.append(f"另有 {without} 个夜晚没有夜巡记录")
        refs = [ref for night in sorted(mine) for ref in mine[night]]
        found[village] = Fact(
            State.KNOWN, Decimal(len(mine)), Decimal(span.days), tuple(refs), tuple(missing)
        )
    return found


def _spot_checks(session: Session, first: date, last: date) -> dict[int, Fact]:
    refs: dict[int, list[RecordRef]] = defaultdict(list)
    for row in patrols.checks(session, first, last):
        on_duty = row.result == "在岗"
        label = f"{fields.day_label(row.night)} 抽查：{row.result}"
        refs[row.village_id].append(RecordRef("spot-checks", row.id, label, on_duty))
    return {village: _share(each) for village, each in refs.items()}


def _assignments(
    session: Session, first: date, last: date, villages: Sequence[VillageRow]
) -> dict[int, Fact]:
    refs: dict[int, list[RecordRef]] = defaultdict(list)
    for row in entered.due_assignments(session, first, last):
        in_time = row.done_on is not None and row.done_on <= row.deadline
        when = f"{row.done_on:%m-%d} 完成" if row.done_on else "没有完成"
        ref = RecordRef(
            "assignments", row.id, f"{row.task}（{row.deadline:%m-%d} 到期，{when}）", in_time
        )
        owners = [each.id for each in villages] if row.everyone else [row.village_id]
        for owner in owners:
            if owner is not None:
                refs[owner].append(ref)
    return {village: _share(each) for village, each in refs.items()}


def _share(refs: Sequence[RecordRef]) -> Fact:
    good = sum(1 for each in refs if each.counted)
    return Fact(State.KNOWN, Decimal(good), Decimal(len(refs)), tuple(refs))


def _manual(
    rows: Sequence[entered.ManualRow], stocks: frozenset[str]
) -> dict[tuple[int, str], Fact]:
    """Entered values; those of several months of a period add up.

    The total of ``stocks`` (households of a village) stays the same from month to month.
    """
    found: dict[tuple[int, str], Fact] = {}
    for row in rows:
        key = (row.village_id, row.item)
        label = f"人工取值：{row.reason}（{row.entered_by}）"
        ref = RecordRef("manual-values", row.id, label)
        if (before := found.get(key)) is None:
            found[key] = Fact(State.KNOWN, row.value, row.of, (ref,), note="人工取值")
            continue
        totals = [each for each in (before.of, row.of) if each is not None]
        of = None
        if totals:
            of = max(totals) if row.item in stocks else sum(totals, Decimal(0))
        found[key] = Fact(
            State.KNOWN,
            (before.value or Decimal(0)) + row.value,
            of,
            (*before.records, ref),
            note="人工取值",
        )
    return found
