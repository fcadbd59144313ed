"""The weekly rotation of villages (方案“每周要有四个村宣传一次”): who comes when, and why.

Villages come in their display order, each once per round. A round that ends inside a week is
followed by the next one in the same week, so that every week has as many as the town's plan says.
Everything here is a pure function; weeks are Mondays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from gaotang_desktop.domain.fields import monday

PER_WEEK = 4
"""Villages of a week where the operator set no other number."""
_WORDS = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
_MARKS = "。．.，,；;！!"


@dataclass(frozen=True, slots=True)
class Member:
    """A village in the rotation; it takes part in the weeks in which it exists from Monday on."""

    id: int
    name: str
    order: int
    joined_on: date | None = None
    withdrawn_on: date | None = None

    def takes_part(self, week: date) -> bool:
        """Whether the village exists during the whole of a week."""
        if self.joined_on is not None and self.joined_on > week:
            return False
        return self.withdrawn_on is None or self.withdrawn_on > week + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Pause:
    """A week that is left out: for one village, or for all where none is named."""

    week: date
    village_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One village's turn in one week.

    ``postponed_from`` is the week that would have been its own, had the village been able;
    ``reason`` says why it was moved, or for whom it stepped in.
    """

    week: date
    village_id: int
    round: int | None = None
    postponed_from: date | None = None
    reason: str | None = None


def counted(villages: int) -> str:
    """How many villages a week has, as it is said before 个村: 四, 两, 12."""
    return _WORDS[villages] if villages < len(_WORDS) else str(villages)


def weeks_between(first: date, last: date) -> tuple[date, ...]:
    """The weeks, by their Mondays, from the week of ``first`` to the week of ``last``."""
    start = monday(first)
    return tuple(start + timedelta(weeks=n) for n in range((monday(last) - start).days // 7 + 1))


def plan(
    members: Iterable[Member],
    weeks: Iterable[date],
    *,
    kept: Iterable[Turn] = (),
    pauses: Iterable[Pause] = (),
    per_week: int = PER_WEEK,
) -> tuple[Turn, ...]:
    """Turns for the weeks, besides those in ``kept``; the same input gives the same plan.

    ``kept`` are the turns that stand, earlier, inside and after the span: they are never changed,
    they take a place in their week, and their rounds count. Who cannot come in a week keeps the
    turn for the next week possible, and the next in line steps in. Fewer villages than ``per_week``
    all come every week; no village gives no turn.
    """
    state = _Line(members, sorted(set(weeks)), tuple(kept), tuple(pauses), per_week)
    return tuple(turn for week in state.weeks for turn in state.fill(week))


@dataclass(slots=True)
class _Line:
    """Who has had which round, and who is waiting, while the weeks are filled one by one."""

    members: Iterable[Member]
    weeks: Sequence[date]
    kept: Sequence[Turn]
    pauses: Sequence[Pause]
    per_week: int
    held: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    waiting: dict[int, tuple[date, str]] = field(default_factory=dict)
    base: dict[int, int] = field(default_factory=dict)
    newest: int = 1
    first: date = date.max

    def __post_init__(self) -> None:
        self.members = sorted(self.members, key=lambda each: (each.order, each.id))
        start = self.weeks[0] if self.weeks else date.max
        earlier: dict[int, list[Turn]] = defaultdict(list)
        for turn in sorted(self.kept, key=lambda each: (each.week, each.village_id)):
            if turn.round is not None:
                self.held[turn.village_id].add(turn.round)
            if turn.week < start:
                earlier[turn.village_id].append(turn)
        for village, turns in earlier.items():
            known = [each.round for each in turns if each.round is not None]
            # Turns that were taken from an old sheet have no number: they are simply counted.
            self.base[village] = max(known, default=len(turns))
        self.newest = max(self.base.values(), default=1)
        self.first = min((t.week for turns in earlier.values() for t in turns), default=start)

    def round_of(self, member: Member) -> int:
        """The round that a village has to do next."""
        if member.id not in self.base:
            self.base[member.id] = self._entry(member)
        number = self.base[member.id] + 1
        while number in self.held[member.id]:
            number += 1
        return number

    def _entry(self, member: Member) -> int:
        """The rounds that are over for a village without a turn so far: it joins the running one."""
        late = member.joined_on is not None and member.joined_on > self.first
        return self.newest - 1 if late or self.newest > 2 else 0

    def fill(self, week: date) -> list[Turn]:
        here = [turn for turn in self.kept if turn.week == week]
        for turn in here:
            if turn.round is None:
                self._numbered(turn)
        away = {each.village_id: each.reason for each in self.pauses if each.week == week}
        present = {turn.village_id for turn in here}
        room = self.per_week - len(here)
        if None in away or room <= 0:
            return []
        line = sorted(
            (
                (self.round_of(each), place, each)
                for place, each in enumerate(self.members)
                if each.takes_part(week) and each.id not in present
            ),
            key=lambda entry: entry[:2],
        )
        due = [each for _round, _place, each in line[:room]]
        able = [(number, each) for number, _place, each in line if each.id not in away][:room]
        absent = [each for each in due if each.id in away]
        for each in absent:
            self.waiting.setdefault(each.id, (week, away[each.id]))
        stepping_in = [each for _number, each in able if each not in due]
        found = []
        for number, each in able:
            self.held[each.id].add(number)
            self.newest = max(self.newest, number)
            since, reason = self.waiting.pop(each.id, (None, None))
            if reason is None and each in stepping_in:
                gone = absent[stepping_in.index(each)]
                reason = f"{gone.name}{_bare(away[gone.id])}来不了，由它顶上"
            found.append(Turn(week, each.id, number, since, reason))
        return found

    def _numbered(self, turn: Turn) -> None:
        for each in self.members:
            if each.id == turn.village_id:
                self.held[each.id].add(self.round_of(each))


def why(turn: Turn, *, names: Mapping[int, str], instead_of: int | None = None) -> str:
    """Why this village in this week, in one sentence; ``instead_of`` was exchanged with it."""
    said = f"第{turn.round}轮按村次序轮到" if turn.round else "按登记的轮次安排"
    reason = _bare(turn.reason or "")
    because = f"因{reason}" if reason else ""
    if instead_of is not None:
        other = names.get(instead_of, "别的村")
        before = (
            f"原排{short_week(turn.postponed_from, turn.week)}，" if turn.postponed_from else ""
        )
        return f"{said}；{before}{because}与{other}调换。"
    if turn.postponed_from is not None:
        old = short_week(turn.postponed_from, turn.week)
        return f"{said}；原排{old}，{because}延期。"
    if reason:
        return f"{said}；{reason}。"
    return f"{said}。"


def short_week(week: date, beside: date) -> str:
    """``第42周``; with its year where it is not that of the week beside it."""
    year, number, _day = week.isocalendar()
    return f"第{number}周" if year == beside.isocalendar().year else f"{year}年第{number}周"


def _bare(reason: str) -> str:
    return reason.strip().strip(_MARKS).removeprefix("因为").removeprefix("因")
