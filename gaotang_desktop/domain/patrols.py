"""Words and rules of night patrols (平安夜巡)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

WAYS = ("步行", "车巡", "步车结合")
EVIDENCE = ("村自报", "抽查核实", "带队核实")
RESULTS = ("在岗", "脱岗", "未巡")
FINDINGS = ("治安隐患", "消防隐患", "交通隐患", "设施损坏", "矛盾苗头", "可疑人员", "其他")

LONGEST_HOURS = 12
SHORT_MINUTES = 30


def duration(start: time | None, end: time | None) -> timedelta | None:
    """How long a patrol took; an end before the start lies after midnight.

    ``None`` when either time is unknown.
    """
    if start is None or end is None:
        return None
    day = date(2000, 1, 1)
    began, ended = datetime.combine(day, start), datetime.combine(day, end)
    if ended < began:
        ended += timedelta(days=1)
    return ended - began


@dataclass(frozen=True, slots=True)
class Effort:
    """What patrols add up to: 5 people for 2 hours are 1 patrol, 2 hours, 10 person-hours."""

    patrols: int = 0
    people: int = 0
    hours: Decimal = Decimal(0)
    person_hours: Decimal = Decimal(0)

    def __add__(self, other: "Effort") -> "Effort":
        return Effort(
            self.patrols + other.patrols,
            self.people + other.people,
            self.hours + other.hours,
            self.person_hours + other.person_hours,
        )


def effort(people: int, start: time | None, end: time | None) -> Effort:
    """The effort of one patrol; without both times it counts as a patrol of 0 hours."""
    spent = duration(start, end) or timedelta()
    hours = Decimal(int(spent.total_seconds())) / 3600
    return Effort(1, people, hours, hours * people)


def total_effort(patrols: Iterable[tuple[int, time | None, time | None]]) -> Effort:
    """What many patrols (people, start, end) add up to; quick for tens of thousands."""
    counts: dict[tuple[time | None, time | None], list[int]] = {}
    for people, start, end in patrols:
        count = counts.setdefault((start, end), [0, 0])
        count[0] += 1
        count[1] += people
    total = Effort()
    for (start, end), (number, people) in counts.items():
        hours = effort(1, start, end).hours
        total = total + Effort(number, people, hours * number, hours * people)
    return total


def rounded_hours(hours: Decimal) -> Decimal:
    """Hours with one decimal, half up, as lists show them."""
    return hours.quantize(Decimal("0.1"), ROUND_HALF_UP)


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a patrol that cannot be right; empty when it can be saved."""
    found: dict[str, str] = {}
    night, start, end = values.get("night"), values.get("start"), values.get("end")
    if night is not None and night > today:
        found["night"] = (
            f"{night.year}年{night.month}月{night.day}日还没有到，夜巡只能登记今天和以前的夜晚，请改日期。"
        )
    if start is not None and end is not None:
        spent = duration(start, end)
        if spent == timedelta():
            found["end"] = f"结束时间和开始时间都是 {start:%H:%M}，请改正其中一个。"
        elif spent is not None and spent > timedelta(hours=LONGEST_HOURS):
            found["end"] = (
                f"结束 {end:%H:%M} 早于开始 {start:%H:%M}，按巡到次日算超过 {LONGEST_HOURS} 小时，"
                "请检查两个时间。"
            )
    elif end is not None and start is None:
        found["start"] = "填了结束时间，也请填开始时间。"
    if (names := values.get("names")) and (people := values.get("people")) and len(names) > people:
        found["people"] = f"参加人员写了 {len(names)} 个名字，人数却是 {people}，请改正。"
    if values.get("finding_kind") and not values.get("finding"):
        found["finding"] = "选了发现类别，请写明发现了什么。"
    return found


def remarks(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Sentences about a patrol that may be saved but deserve a look."""
    spent = duration(values.get("start"), values.get("end"))
    if spent is not None and timedelta() < spent < timedelta(minutes=SHORT_MINUTES):
        return (f"只巡了 {int(spent.total_seconds()) // 60} 分钟，不到 {SHORT_MINUTES} 分钟。",)
    return ()
