"""Everything that is scored of a period: facts from records, values by hand, adjustments (取数)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import evaluation as queries
from gaotang_desktop.data.queries import patrols
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.domain.evaluation.results import Adjustment, VillageInput
from gaotang_desktop.domain.evaluation.schemes import ANNUAL_CHECK, Item, Scheme
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.facts.counters import COUNTERS, Asked, since_begun, span_of

_YEAR = {"month": 12, "quarter": 4, "year": 1}
LIVE: Collection[str] = COUNTERS.keys()


def inputs(
    session: Session,
    scheme: Scheme,
    period: Period,
    today: date,
    *,
    holidays: Collection[date] = (),
) -> list[VillageInput]:
    """Everything that is scored of a period; a running period counts up to today.

    ``holidays`` are the days off that targets by nights leave out, where the scheme says so.
    """
    last = min(period.end, today)
    villages = patrols.villages(session, period.start, last)
    off = holidays if any(item.without_holidays for item in scheme.items) else ()
    spans = {each.id: _span(each, period, last, off) for each in villages}
    asked = Asked(session, period.start, last, villages, spans, today)
    wanted = {item.fact for item in scheme.items}
    live = {name: since_begun(name, asked) for name in COUNTERS if name in wanted}
    then = _last_year(session, scheme, period, last, today)
    keys = [period.key, *(each.key for each in period.months)]
    stocks = frozenset(item.code for item in scheme.items if item.share_of)
    manual = _manual(queries.manual_values(session, keys), stocks)
    registered = {code for _, code in manual}
    adjusted = _adjustments(session, keys)
    found = []
    for village in villages:
        facts: dict[str, Fact] = {}
        begun: dict[str, Span] = {}
        for item in scheme.items:
            if item.fact in live:
                fact = live[item.fact].facts.get(village.id, Fact(State.NOT_DUE))
                facts[item.code] = _beside(fact, item, then, village.id)
                if (since := live[item.fact].since) > period.start:
                    begun[item.code] = _span(village, period, last, off, since=since)
            else:
                given = manual.get((village.id, item.code))
                facts[item.code] = given or _without(village, item, registered)
        scored = _input(village, spans[village.id], facts, adjusted[village.id])
        found.append(replace(scored, spans=begun))
    return found


def _last_year(
    session: Session, scheme: Scheme, period: Period, last: date, today: date
) -> dict[str, dict[int, Fact]]:
    """What the same days of the year before had, of the facts that are compared with them.

    Where no village has a record of them the ledger was not kept yet, and nothing is compared.
    """
    wanted = {i.fact for i in scheme.items if i.method == "compare" and i.against == "last_year"}
    if not wanted:
        return {}
    first, last = period.shifted(-_YEAR[period.cycle]).start, _year_before(last)
    villages = patrols.villages(session, first, last)
    days = (last - first).days + 1
    spans = {each.id: span_of(each, first, last, days=days) for each in villages}
    asked = Asked(session, first, last, villages, spans, today)
    found = {name: since_begun(name, asked).facts for name in wanted if name in COUNTERS}
    return {
        name: facts
        for name, facts in found.items()
        if any(each.has_records for each in facts.values())
    }


def _year_before(day: date) -> date:
    return (
        periods.month_of(day).shifted(-12).end
        if day.month == 2 and day.day > 27
        else date(day.year - 1, day.month, day.day)
    )


def _beside(fact: Fact, item: Item, then: Mapping[str, dict[int, Fact]], village: int) -> Fact:
    """The fact with last year's beside it, where it is compared with that and that is known."""
    if item.method != "compare" or item.against != "last_year":
        return fact
    before = then.get(item.fact, {}).get(village)
    if before is None or before.state is not State.KNOWN:
        return fact
    return replace(fact, base=before.value, base_of=before.of)


def whole(session: Session, period: Period, today: date) -> list[VillageInput]:
    """What belongs to a longer period itself: its adjustments and the annual check."""
    last = min(period.end, today)
    adjusted = _adjustments(session, [period.key])
    checks = _manual(queries.manual_values(session, [period.key]), frozenset())
    found = []
    for village in patrols.villages(session, period.start, last):
        check = checks.get((village.id, ANNUAL_CHECK))
        facts = {ANNUAL_CHECK: check} if check is not None else {}
        found.append(_input(village, _span(village, period, last), facts, adjusted[village.id]))
    return found


def _input(
    village: VillageRow, span: Span, facts: dict[str, Fact], adjusted: Sequence[Adjustment]
) -> VillageInput:
    return VillageInput(village.id, village.name, village.order, span, facts, tuple(adjusted))


def _adjustments(session: Session, keys: list[str]) -> dict[int, list[Adjustment]]:
    found: dict[int, list[Adjustment]] = defaultdict(list)
    for row in queries.adjustments(session, keys):
        found[row.village_id].append(
            Adjustment(row.id, row.kind, row.points or Decimal(0), row.reason)
        )
    return found


def _without(village: VillageRow, item: Item, registered: Collection[str]) -> Fact:
    """Due once anybody's value was entered; before that nothing was."""
    if item.code in registered:
        return Fact(State.NOT_RECEIVED, missing=(f"{village.name}还没有填“{item.name}”的数值",))
    return Fact(State.NOT_DUE, note="本期没有登记这一项")


def _span(
    village: VillageRow,
    period: Period,
    last: date,
    holidays: Collection[date] = (),
    *,
    since: date = date.min,
) -> Span:
    return span_of(
        village,
        max(period.start, since),
        last,
        days=period.days,
        months=len(period.months),
        holidays=holidays,
    )


def _manual(
    rows: Sequence[queries.ManualRow], stocks: frozenset[str]
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
