"""Counting facts from live records: one function for each fact, one line in ``COUNTERS``.

To add a fact: name it in ``domain.evaluation.facts.FACTS``, write a function that takes
:class:`Asked` and returns a :class:`Fact` by village, and list it in ``COUNTERS``. From then on it
takes no values by hand. A village left out of the answer had nothing due (``NOT_DUE``); what was
due and has not come in is ``Fact(State.NOT_RECEIVED, missing=(…,))``. A record that did not help
is ``RecordRef(…, counted=False, why="…")``: the explanation names it as the reason of lost points.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Protocol

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import patrols
from gaotang_desktop.data.queries.patrols import VillageRow
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.casework import incident_counts
from gaotang_desktop.domain.evaluation.facts import FACTS, Fact, RecordRef, State
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.services.facts import (
    beginnings,
    casework,
    disputes,
    inspections,
    polls,
    publicity,
    tasks,
)
from gaotang_desktop.services.facts.lives import share, within


@dataclass(frozen=True, slots=True)
class Asked:
    """What a counter may ask: the days from ``first`` to ``last``, the villages, their own days.

    ``today`` is not over: what is due on it is not yet lost.
    """

    session: Session
    first: date
    last: date
    villages: Sequence[VillageRow]
    spans: Mapping[int, Span]
    today: date


Counter = Callable[[Asked], dict[int, Fact]]


def _patrol_nights(asked: Asked) -> dict[int, Fact]:
    """Nights with at least one patrol; two patrols of one night are one night."""
    nights: dict[int, dict[date, list[RecordRef]]] = defaultdict(lambda: defaultdict(list))
    day, said = date.min, ""
    for number, night, village, evidence in patrols.evidence(
        asked.session, asked.first, asked.last
    ):
        if night != day:  # they come night by night
            day, said = night, fields.day_label(night)
        nights[village][night].append(RecordRef("patrols", number, f"{said} 夜巡（{evidence}）"))
    gaps: dict[int, list[RecordRef]] = defaultdict(list)
    counts = within(asked.villages)
    for gone in patrols.missed(asked.session, asked.first, asked.last):
        if not counts(gone.village_id, gone.night):
            continue
        label = f"{fields.day_label(gone.night)} 未巡"
        gaps[gone.village_id].append(
            RecordRef("missed-nights", gone.id, label, counted=False, why=gone.reason)
        )
    found = {}
    for village, span in asked.spans.items():
        mine = {
            night: refs
            for night, refs in nights[village].items()
            if span.first <= night <= span.last
        }
        without = span.days - len(mine) - len(gaps[village])
        some = mine or gaps[village]
        said = f"另有 {without} 个夜晚没有" if some else f"{without} 个夜晚都没有"
        missing = (f"{said}夜巡记录",) if without > 0 else ()
        refs = [ref for night in sorted(mine) for ref in mine[night]]
        found[village] = Fact(
            State.KNOWN,
            Decimal(len(mine)),
            Decimal(span.days),
            (*refs, *gaps[village]),
            missing,
        )
    return found


def _spot_checks(asked: Asked) -> dict[int, Fact]:
    refs: dict[int, list[RecordRef]] = defaultdict(list)
    counts = within(asked.villages)
    for row in patrols.checks(asked.session, asked.first, asked.last):
        if not counts(row.village_id, row.night):
            continue
        on_duty = row.result == "在岗"
        label = f"{fields.day_label(row.night)} 抽查：{row.result}"
        refs[row.village_id].append(
            RecordRef("spot-checks", row.id, label, on_duty, "" if on_duty else row.result)
        )
    return {village: share(each) for village, each in refs.items()}


class Ledger(Protocol):
    """A ledger that asks for nothing but the days and the villages."""

    def __call__(
        self,
        session: Session,
        first: date,
        last: date,
        villages: Sequence[VillageRow],
        *,
        today: date,
    ) -> dict[int, Fact]:
        """The fact of each village."""
        ...


def _of(count: Ledger) -> Counter:
    return lambda asked: count(
        asked.session, asked.first, asked.last, asked.villages, today=asked.today
    )


COUNTERS: Mapping[str, Counter] = {
    "poll_safety": _of(polls.poll_safety),
    "poll_satisfaction": _of(polls.poll_satisfaction),
    "patrol_nights": _patrol_nights,
    "spot_checks_on_duty": _spot_checks,
    "publicity_turns": _of(publicity.publicity_turns),
    "household_visits": _of(publicity.household_visits),
    "disputes_closed_in_time": _of(disputes.disputes_closed_in_time),
    "weekly_dispute_reports": _of(disputes.weekly_dispute_reports),
    "key_groups_managed": _of(disputes.key_groups_managed),
    "findings_put_right": _of(inspections.findings_put_right),
    "assignments_in_time": _of(tasks.assignments_in_time),
    "intakes_in_time": _of(casework.intakes_in_time),
    "intakes_content": _of(casework.intakes_content),
    "opinions_in_time": _of(casework.opinions_in_time),
    "opinions_content": _of(casework.opinions_content),
    "agreements_performed": _of(casework.agreements_performed),
    "revisits_content": _of(casework.revisits_content),
    "trouble_spots_in_time": _of(casework.trouble_spots_in_time),
    "grid_matters_in_time": _of(casework.grid_matters_in_time),
    **{
        kind: _of(partial(casework.incidents, kind))
        for kind in incident_counts.KINDS
        if kind in FACTS
    },
}


def counted(
    session: Session, fact: str, first: date, last: date, *, today: date
) -> dict[int, Fact]:
    """One fact of every village that there was in a span of days: the figure of every page.

    A village to which nothing was due is among the result, with ``NOT_DUE``.
    """
    last = min(last, today)
    if last < first:
        return {}
    villages = patrols.villages(session, first, last)
    spans = {each.id: span_of(each, first, last, days=(last - first).days + 1) for each in villages}
    found = since_begun(fact, Asked(session, first, last, villages, spans, today)).facts
    return {each.id: found.get(each.id, Fact(State.NOT_DUE)) for each in villages}


@dataclass(frozen=True, slots=True)
class Counted:
    """A fact by village, and the first day on which something was due of it, if any was."""

    facts: dict[int, Fact]
    since: date


def since_begun(fact: str, asked: Asked) -> Counted:
    """A fact counted from the day on which its ledger begins; before that nothing was due."""
    since = beginnings.since(asked.session, fact)
    if since <= asked.first:
        return Counted(COUNTERS[fact](asked), since)
    if since > asked.last:
        note = beginnings.not_begun(fact, since)
        return Counted({each.id: Fact(State.NOT_DUE, note=note) for each in asked.villages}, since)
    spans = {
        number: replace(span, first=max(span.first, since)) for number, span in asked.spans.items()
    }
    found = COUNTERS[fact](replace(asked, first=since, spans=spans))
    note, before = beginnings.begun_within(fact, since), beginnings.not_begun(fact, since)
    said = {
        number: replace(each, note=each.note or note)
        if spans[number].first <= spans[number].last
        else Fact(State.NOT_DUE, note=before)  # the village had withdrawn by then
        for number, each in found.items()
    }
    return Counted(said, since)


def span_of(
    village: VillageRow,
    first: date,
    last: date,
    *,
    days: int,
    months: int = 1,
    holidays: Collection[date] = (),
) -> Span:
    """The days from ``first`` to ``last`` on which a village exists, of a period of ``days``.

    ``holidays`` are the days off that a target leaves out.
    """
    if village.withdrawn_on is not None:
        last = min(last, village.withdrawn_on - timedelta(days=1))
    first = max(first, village.joined_on or first)
    return Span(first, last, days, months, sum(first <= day <= last for day in holidays))
