"""Polls: results of all villages in one grid, rates with their intervals, trends (民意调查)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from gaotang_desktop.data.models import PollResult
from gaotang_desktop.data.queries import patrols, villages
from gaotang_desktop.data.queries import polls as queries
from gaotang_desktop.data.queries.polls import PollRow
from gaotang_desktop.domain import polls as rules
from gaotang_desktop.domain.errors import Invalid, NotFound
from gaotang_desktop.domain.fields import Field, Kind, Listing, Reference
from gaotang_desktop.domain.polls import FIGURES, Rate
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

RATE_LABELS: Mapping[str, str] = {
    "safe": "安全感",
    "satisfied": "满意度",
    "aware": "知晓率",
    "took_part": "参与率",
}
GRID_FIELDS = ("sample", *FIGURES)
NO_SAMPLE, TOO_FEW, NOT_THERE = "无样本", "样本不足", "当时没有这个村，不计"


class VillageResult(NamedTuple):
    """One village in one poll; ``sample`` is ``None`` where there is none (无样本).

    ``minimum`` is the office's 民调最小样本: with fewer the village is not compared. A result of a
    village that was not ``there`` then is shown and counts nowhere.
    """

    village_id: int
    village: str
    order: int
    sample: int | None
    counts: Mapping[str, int | None]
    minimum: int
    there: bool = True

    def rate(self, figure: str) -> Rate | None:
        """The rate of a figure, where it was counted."""
        return rules.rate(self.counts.get(figure), self.sample)

    @property
    def remark(self) -> str:
        """无样本, 样本不足, not there, or nothing."""
        if not self.there:
            return NOT_THERE
        if self.sample is None:
            return NO_SAMPLE
        return TOO_FEW if self.sample < self.minimum else ""


@dataclass(frozen=True, slots=True)
class Overview:
    """A poll with its villages, its overall rates, and the poll of the same level before it."""

    poll: PollRow
    villages: tuple[VillageResult, ...]
    totals: Mapping[str, Rate | None]
    previous: PollRow | None = None
    before: Mapping[str, Rate | None] = field(default_factory=dict)

    @property
    def sample(self) -> int:
        """How many people answered in all."""
        return sum(each.sample or 0 for each in self.villages if each.there)

    def change(self, figure: str) -> str:
        """How the overall rate moved since the poll before; ``""`` without one."""
        return rules.change(self.totals.get(figure), self.before.get(figure))


class Problem(NamedTuple):
    """What is wrong in one cell of the grid."""

    village_id: int
    field: str
    sentence: str


class ResultsInvalid(Invalid):
    """Cells of the grid that cannot be stored; nothing of the poll was stored."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            {f"{each.village_id}.{each.field}": each.sentence for each in self.problems}
        )


def listed(work: Workplace) -> tuple[PollRow, ...]:
    """Every poll, the one that ended last first."""
    with work.database.reading() as session:
        return tuple(queries.polls(session))


def grid_fields() -> tuple[Field, ...]:
    """The columns that are typed: the sample and the four counts."""
    known = {each.name: each for each in records.fields_for("poll-results")}
    return tuple(known[name] for name in GRID_FIELDS)


def overview(work: Workplace, poll_id: int) -> Overview:
    """A poll with every village that existed then; villages without a result are 无样本.

    Raises:
        NotFound: the poll is gone.
    """
    with work.database.reading() as session:
        every = queries.polls(session)
        poll = _poll(every, poll_id)
        stored = {each.village_id: each for each in queries.results(session, poll_id)}
        known = patrols.villages(session, poll.from_on, poll.until_on)
        names = villages.names(session)
        sums = _sums(queries.totals(session))
    least = int(work.settings["minimum_sample"])
    rows = [_village(each.id, each.name, each.order, stored.get(each.id), least) for each in known]
    shown = {each.village_id for each in rows}
    # A result of a village that did not exist then is shown rather than hidden.
    rows += [
        _village(number, names.get(number, ""), 10**6, row, least)._replace(there=False)
        for number, row in stored.items()
        if number not in shown
    ]
    previous = _previous(every, poll)
    return Overview(
        poll,
        tuple(rows),
        sums.get(poll_id, {}),
        previous,
        sums.get(previous.id, {}) if previous else {},
    )


def _poll(every: Iterable[PollRow], poll_id: int) -> PollRow:
    for poll in every:
        if poll.id == poll_id:
            return poll
    raise NotFound("这期民意调查已经不在了，可能刚被删除，请刷新后再看。")


def _village(
    number: int, name: str, order: int, row: queries.ResultRow | None, least: int
) -> VillageResult:
    counts = {figure: getattr(row, figure) if row else None for figure in FIGURES}
    return VillageResult(number, name, order, row.sample if row else None, counts, least)


def _sums(rows: Iterable[queries.TotalRow]) -> dict[int, dict[str, Rate | None]]:
    found: dict[int, dict[str, Rate | None]] = defaultdict(dict)
    for row in rows:
        found[row.poll_id][row.figure] = rules.rate(row.hits, row.sample)
    return found


def _previous(every: Iterable[PollRow], poll: PollRow) -> PollRow | None:
    """The poll of the same level that ended last before this one."""
    earlier = [
        each
        for each in every
        if each.level == poll.level and (each.until_on, each.id) < (poll.until_on, poll.id)
    ]
    return max(earlier, key=lambda each: (each.until_on, each.id), default=None)


def trend(work: Workplace, level: str) -> tuple[tuple[PollRow, Mapping[str, Rate | None]], ...]:
    """The polls of a level with their overall rates, the oldest first."""
    with work.database.reading() as session:
        every = queries.polls(session)
        sums = _sums(queries.totals(session))
    found = [(each, sums.get(each.id, {})) for each in every if each.level == level]
    return tuple(reversed(found))


def listing(work: Workplace) -> Listing:
    """The polls with their sample and their overall rates, the newest first."""
    with work.database.reading() as session:
        sums = _sums(queries.totals(session))
    plain = records.listing(work, "polls")
    samples = [
        max((rate.sample for rate in sums.get(i, {}).values() if rate), default=None)
        for i in plain.ids
    ]
    shown = plain.only(("name", "level", "from_on", "until_on", "source_note"))
    at = 4
    shown = shown.plus(Field("sample", "样本", Kind.INTEGER, editable=False), samples, at=at)
    for figure in ("safe", "satisfied"):
        at += 1
        rates = [as_cell(sums.get(i, {}).get(figure)) for i in plain.ids]
        shown = shown.plus(_rate_field(figure), rates, at=at)
    return shown


def by_village(found: Overview | None) -> Listing:
    """The villages of a poll as a list: n, and each rate with its interval; no row without a poll."""
    shown = (
        Field("village", "村", Kind.REFERENCE, editable=False),
        Field("sample", "有效样本", Kind.INTEGER, editable=False),
        Field(
            "remark", "说明", Kind.CHOICE, choices=(NO_SAMPLE, TOO_FEW, NOT_THERE), editable=False
        ),
        *(_rate_field(figure) for figure in FIGURES),
    )
    villages = found.villages if found is not None else ()
    rows = tuple(
        (
            Reference(each.village_id, each.village, each.order),
            each.sample,
            each.remark or None,
            *(as_cell(each.rate(figure)) for figure in FIGURES),
        )
        for each in villages
    )
    gone = frozenset(each.village_id for each in villages if not each.there)
    return Listing("poll-results", shown, tuple(each.village_id for each in villages), rows, gone)


def _rate_field(figure: str) -> Field:
    return Field(
        f"{figure}_rate",
        RATE_LABELS[figure],
        Kind.REFERENCE,
        editable=False,
        help="百分率，括号里是可信范围（真实比率有 95% 的把握落在里面）",
    )


def as_cell(rate: Rate | None) -> Reference | None:
    """A rate with its interval, as lists show it and sort it by the rate."""
    return None if rate is None else Reference(0, rate.words, int(rate.percent * 10))


def cell_problems(village_id: int, values: Mapping[str, Any], *, today: date) -> list[Problem]:
    """What is wrong in one line of the grid, by cell; an empty line is 无样本 and right."""
    typed = {name: values.get(name) for name in GRID_FIELDS}
    if all(value is None for value in typed.values()):
        return []
    if typed["sample"] is None:
        return [Problem(village_id, "sample", "填了人数，请填写有效样本；没有样本的村整行留空。")]
    found = rules.result_problems(typed, today=today)
    if all(typed[name] is None for name in FIGURES):
        found["safe"] = "只填了有效样本，请至少填一项人数；没有样本的村整行留空。"
    return [Problem(village_id, name, said) for name, said in found.items()]


def save_results(work: Workplace, poll_id: int, lines: Mapping[int, Mapping[str, Any]]) -> int:
    """Store the lines of villages by id in one step that one undo takes back; how many changed.

    A line with nothing in it is no result (无样本): one that was there goes to the recycle bin.

    Raises:
        ResultsInvalid: a sentence for each cell at fault; nothing is stored.
        NotFound: the poll is gone.
    """
    found = overview(work, poll_id)
    before = {each.village_id: each for each in found.villages}
    problems = [
        each
        for village_id, values in lines.items()
        for each in cell_problems(village_id, values, today=work.today())
    ]
    if problems:
        raise ResultsInvalid(problems)
    changed = {
        village_id: typed
        for village_id, values in lines.items()
        if (typed := {name: values.get(name) for name in GRID_FIELDS})
        != {"sample": before[village_id].sample, **before[village_id].counts}
    }
    if not changed:
        return 0
    now = work.now()
    with work.database.operation(f"登记{found.poll.name}结果：{len(changed)}个村") as session:
        for village_id, typed in changed.items():
            stored = queries.result(session, poll_id, village_id)
            if typed["sample"] is None:
                if stored is not None:
                    stored.binned_at = now
                continue
            if stored is None:
                stored = PollResult(poll_id=poll_id, village_id=village_id)
                session.add(stored)
            for name, value in typed.items():
                setattr(stored, name, value)
    return len(changed)
