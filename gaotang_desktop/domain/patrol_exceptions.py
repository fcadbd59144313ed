"""What deserves a look among the patrols of a month: it was saved, and may still be wrong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from gaotang_desktop.domain.patrols import SHORT_MINUTES, duration

MISSED, SHORT, TWICE, FUTURE, UNLIKE = "未巡", "太短", "时间重叠", "日期未到", "抽查不符"
KINDS = (MISSED, SHORT, TWICE, FUTURE, UNLIKE)
_NOON = time(12)
_NAMED = 3  # villages that a sentence names before it counts them


@dataclass(frozen=True, slots=True)
class Walk:
    """A patrol as the exceptions need it."""

    id: int
    night: date
    village_id: int
    village: str
    start: time | None
    end: time | None
    people: frozenset[str]

    def times(self) -> tuple[datetime, datetime] | None:
        """When it began and ended; a start before noon lies after the night's midnight."""
        spent = duration(self.start, self.end)
        if self.start is None or spent is None:
            return None
        day = self.night + timedelta(days=1) if self.start < _NOON else self.night
        began = datetime.combine(day, self.start)
        return began, began + spent


@dataclass(frozen=True, slots=True)
class Noted:
    """A missed night or a spot check: ``words`` is the reason or the result."""

    id: int
    night: date
    village_id: int
    village: str
    words: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """One thing to look at, and the records that it is about, the first one to be opened."""

    kind: str
    night: date
    village_id: int
    text: str
    record_kind: str
    record_ids: tuple[int, ...]
    villages: tuple[int, ...]


def oddities(
    walks: Iterable[Walk], missed: Iterable[Noted], checks: Iterable[Noted], *, today: date
) -> tuple[Oddity, ...]:
    """Everything odd, newest night first."""
    walks = tuple(walks)
    found = [
        Oddity(MISSED, gone.night, gone.village_id, f"没有巡，原因：{gone.words}。",
               "missed-nights", (gone.id,), (gone.village_id,))
        for gone in missed
    ]  # fmt: skip
    found += _short(walks)
    found += _twice(walks)
    found += [
        _of(walk, FUTURE, f"{walk.night:%Y-%m-%d} 还没有到，请检查日期。")
        for walk in walks
        if walk.night > today
    ]
    found += _unlike(walks, checks)
    return tuple(sorted(found, key=lambda each: (-each.night.toordinal(), KINDS.index(each.kind))))


def _of(walk: Walk, kind: str, text: str) -> Oddity:
    return Oddity(
        kind, walk.night, walk.village_id, text, "patrols", (walk.id,), (walk.village_id,)
    )


def _short(walks: Iterable[Walk]) -> Iterator[Oddity]:
    for walk in walks:
        spent = duration(walk.start, walk.end)
        if spent is not None and timedelta() < spent < timedelta(minutes=SHORT_MINUTES):
            minutes = int(spent.total_seconds()) // 60
            yield _of(walk, SHORT, f"只巡了 {minutes} 分钟，不到 {SHORT_MINUTES} 分钟。")


def _twice(walks: Iterable[Walk]) -> Iterator[Oddity]:
    """The same people in several places, or the same patrol written down again: one line for all.

    A name that stands in every village of a night is one thing to look at, not one for each pair.
    """
    nights: dict[date, list[_Timed]] = defaultdict(list)
    for walk in walks:
        if (times := walk.times()) is not None and times[0] < times[1]:
            nights[walk.night].append(_Timed(walk, *times))
    for night in nights.values():
        together: dict[tuple[Walk, ...], list[str]] = defaultdict(list)
        for person in sorted({name for each in night for name in each.walk.people}):
            for group in _overlapping([each for each in night if person in each.walk.people]):
                together[group].append(person)
        for group, people in together.items():
            yield _several(group, people)


class _Timed(NamedTuple):
    walk: Walk
    began: datetime
    ended: datetime


def _overlapping(held: Sequence[_Timed]) -> Iterator[tuple[Walk, ...]]:
    """Those that overlap, each with another of its group; who is alone at a time is left out."""
    groups: list[list[_Timed]] = []
    for each in sorted(held, key=lambda one: (one.began, one.ended, one.walk.id)):
        if not groups or each.began >= max(one.ended for one in groups[-1]):
            groups.append([])
        groups[-1].append(each)
    yield from (tuple(one.walk for one in group) for group in groups if len(group) > 1)


def _several(group: tuple[Walk, ...], people: Sequence[str]) -> Oddity:
    places = {walk.village_id: walk.village for walk in group}
    names = list(places.values())
    if len(places) == 1:
        times = "两次" if len(group) == 2 else f" {len(group)} 次"
        where = f"在同一村登记了{times}，可能重复"
    elif len(places) == 2:
        where = f"同时在{'和'.join(names)}"
    elif len(places) <= _NAMED:
        where = f"同时在{'、'.join(names)}"
    else:
        where = f"同时在{'、'.join(names[:_NAMED])}等 {len(places)} 个村"
    return Oddity(
        TWICE,
        group[0].night,
        group[0].village_id,
        f"{'、'.join(people)}{where}，时间重叠，请核对。",
        "patrols",
        tuple(walk.id for walk in group),
        tuple(places),
    )


def _unlike(walks: Iterable[Walk], checks: Iterable[Noted]) -> Iterator[Oddity]:
    out = {(walk.night, walk.village_id) for walk in walks}
    for check in checks:
        written = (check.night, check.village_id) in out
        if written and check.words == "未巡":
            text = "抽查结果是未巡，台账里却登记了夜巡，请核对。"
        elif not written and check.words == "在岗":
            text = "抽查结果是在岗，台账里却没有夜巡记录，请补登或核对。"
        else:
            continue
        yield Oddity(
            UNLIKE,
            check.night,
            check.village_id,
            text,
            "spot-checks",
            (check.id,),
            (check.village_id,),
        )
