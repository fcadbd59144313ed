"""One page per village: who is responsible, what happened, how it stands in the town (村档案)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from gaotang_desktop.data.queries import patrols
from gaotang_desktop.data.queries import village_pages as queries
from gaotang_desktop.data.queries.casework import grids as grid_queries
from gaotang_desktop.data.queries.casework.grids import GridRow
from gaotang_desktop.data.queries.village_pages import TABLES, EventRow, OfficerRow, Shares
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.casework import grids as grid_rules
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import publicity_weeks, records
from gaotang_desktop.services.facts import counters as facts
from gaotang_desktop.services.workplace import Workplace

__all__ = ["TABLES", "EventRow", "OfficerRow", "Standing", "VillagePage", "shown"]

SCORES = "frozen-evaluations"
_FIELDS = (
    Field("day", "日期", Kind.DATE),
    Field("kind", "类别", Kind.TEXT),
    Field("words", "内容", Kind.TEXT, searchable=True),
    Field("state", "状态", Kind.CHOICE),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One figure of the village beside the town's median; ``tone`` good, bad or neutral."""

    label: str
    figure: str
    unit: str
    sentence: str
    tone: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VillagePage:
    """Everything about one village in one period."""

    village_id: int
    name: str
    about: tuple[tuple[str, str], ...]
    officers: tuple[OfficerRow, ...]
    standings: tuple[Standing, ...]
    events: tuple[EventRow, ...]

    def listing(self) -> Listing:
        """The time line as rows of a list; the id of a row is its place among ``events``, from 1."""
        rows = tuple((each.day, label(each.kind), each.words, each.state) for each in self.events)
        return Listing("village-events", _FIELDS, tuple(range(1, len(rows) + 1)), rows)

    def target(self, row_id: int) -> tuple[str, dict[str, object]]:
        """The page and the record that a row of the list leads to."""
        event = self.events[row_id - 1]
        context: dict[str, object] = {"kind": event.kind, "id": event.id}
        if event.kind in ("patrols", "missed-nights", "spot-checks"):
            context |= {"night": event.day, "village": self.village_id}
        elif event.kind == SCORES:
            context = {"period": event.words.partition(" ")[0]}
        return PAGES[event.kind], context


def label(kind: str) -> str:
    """What the office calls a kind of event."""
    return "考评结果" if kind == SCORES else records.label_of(kind)


def shown(work: Workplace, village_id: int, period: Period) -> VillagePage:
    """The page of a village; the period counts up to today.

    Raises:
        NotFound: the village is gone.
    """
    today = work.today()
    values = records.get(work, "villages", village_id)
    first, last = period.start, min(period.end, today)
    with work.database.reading() as session:
        counted = [each.id for each in patrols.villages(session, first, max(first, last))]
        least = int(work.settings["minimum_sample"])
        events = queries.events(session, village_id, first, period.end, minimum_sample=least)
        seen = publicity_weeks.states(session, first, period.end, today)
        events = [
            each._replace(state=seen.get(each.id, each.state))
            if each.kind == "publicity-turns"
            else each
            for each in events
        ]
        held = Counter(
            each.village_id
            for each in publicity_weeks.held(session, first, last)
            if each.village_id is not None
        )

        def shares(fact: str) -> queries.Shares:
            """As the evaluation counts them, so that page and score give the same figure."""
            found = facts.counted(session, fact, first, last, today=today)
            return {each: (int(one.value or 0), int(one.of or 0)) for each, one in found.items()}

        nights = {each: done for each, (done, _) in shares("patrol_nights").items()}
        standings = (
            _count("夜巡", nights, "晚", village_id, counted, ("patrols", "missed-nights")),
            _rate("抽查在岗", shares("spot_checks_on_duty"), "次", village_id, ("spot-checks",)),
            _rate("纠纷按期化解", shares("disputes_closed_in_time"), "件", village_id,
                  ("disputes",)),
            _rate("问题按期整改", shares("findings_put_right"), "个", village_id, ("findings",)),
            _rate("意见按期答复", shares("opinions_in_time"), "条", village_id, ("opinions",)),
            _count("宣传活动", held, "场", village_id, counted, ("publicity-activities",)),
        )  # fmt: skip
        months = [each.key for each in {period, *period.months}]
        scored = [_score(row) for row in queries.scores(session, values["name"], months)]
        officers = tuple(queries.officers(session, village_id, today))
        grids = grid_queries.grids(session, village_id)
        reports = grid_rules.figures(grid_queries.counted(session, first, last, village_id))
    said = work.of_town
    return VillagePage(
        village_id,
        values["name"],
        (*_about(values), *_of_grids(grids, reports)),
        officers,
        tuple(replace(each, sentence=said(each.sentence)) for each in standings),
        tuple(sorted([*events, *scored], key=lambda each: each.day, reverse=True)),
    )


def _score(row: queries.ScoreRow) -> EventRow:
    period = periods.parse(row.period)
    rank = f"第 {row.rank} 名" if row.rank else "否决，不排名"
    return EventRow(SCORES, row.id, period.end, f"{row.period} 得分 {row.total}", rank)


def _about(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    found = [("类别", str(values["kind"]))]
    for name, said, unit in (("households", "户数", " 户"), ("population", "人口", " 人")):
        if values[name] is not None:
            found.append((said, f"{values[name]}{unit}"))
    for name, said in (("code", "代码"), ("joined_on", "设立"), ("withdrawn_on", "撤并")):
        if values[name] is not None:
            found.append((said, str(values[name])))
    return tuple(found)


def _of_grids(grids: Sequence[GridRow], reports: grid_rules.Figures) -> tuple[tuple[str, str], ...]:
    """How many grids, and what their reports of the period add up to."""
    found = [("网格", f"{len(grids)} 个")] if grids else []
    if reports.reports:
        found.append(("网格员", grid_rules.said(reports)))
    return tuple(found)


def _count(
    said: str, found: Mapping[int, int], unit: str, village: int, counted: list[int],
    kinds: tuple[str, ...],
) -> Standing:  # fmt: skip
    mine = found.get(village, 0)
    middle = Decimal(median([found.get(each, 0) for each in counted])) if counted else Decimal(0)
    words, tone = _beside(Decimal(mine), middle)
    return Standing(said, str(mine), unit, f"全镇中位数 {_short(middle)}{words}", tone, kinds)


def _rate(said: str, found: Shares, unit: str, village: int, kinds: tuple[str, ...]) -> Standing:
    """A village where nothing was due has no rate, and does not count in the median."""
    rates = {each: Decimal(good * 100) / of for each, (good, of) in found.items() if of}
    if not rates:
        return Standing(said, "—", "", "本期全镇都没有", "neutral", kinds)
    middle = Decimal(median(rates.values()))
    if village not in rates:
        return Standing(said, "—", "", f"没有 · 全镇中位数 {_short(middle)}%", "neutral", kinds)
    good, of = found[village]
    words, tone = _beside(rates[village], middle)
    sentence = f"全镇中位数 {_short(middle)}%{words}"
    return Standing(said, _short(rates[village]), f"% · {good}/{of} {unit}", sentence, tone, kinds)


def _beside(mine: Decimal, middle: Decimal) -> tuple[str, str]:
    if mine < middle:
        return " · 低于", "bad"
    return (" · 高于", "good") if mine > middle else (" · 持平", "neutral")


def _short(number: Decimal) -> str:
    return str(number.quantize(Decimal("0.1"), ROUND_HALF_UP)).removesuffix(".0")
