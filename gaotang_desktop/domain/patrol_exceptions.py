"""What deserves a look among the patrols of a month: it was saved, and may still be wrong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations

from gaotang_desktop.domain.patrols import SHORT_MINUTES, duration

MISSED, SHORT, TWICE, FUTURE, UNLIKE = "未巡", "太短", "时间重叠", "日期未到", "抽查不符"
KINDS = (MISSED, SHORT, TWICE, FUTURE, UNLIKE)
_NOON = time(12)


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
    """The same people in two places, or the same patrol written down twice."""
    nights: dict[date, list[tuple[Walk, datetime, datetime]]] = defaultdict(list)
    for walk in walks:
        if (times := walk.times()) is not None:
            nights[walk.night].append((walk, *times))
    for night in nights.values():
        for (one, began, ended), (other, start, end) in combinations(night, 2):
            shared = sorted(one.people & other.people)
            if not shared or began >= end or start >= ended:
                continue
            where = (
                f"同时在{one.village}和{other.village}"
                if one.village_id != other.village_id
                else "在同一村登记了两次，可能重复"
            )
            yield Oddity(
                TWICE,
                one.night,
                one.village_id,
                f"{'、'.join(shared)}{where}，时间重叠，请核对。",
                "patrols",
                (one.id, other.id),
                (one.village_id, other.village_id),
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
