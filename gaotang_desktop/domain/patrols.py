"""Words and rules of night patrols (平安夜巡)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from gaotang_desktop.domain.writings.numbers import whole_number

WAYS = ("步行", "车巡", "步车结合")
EVIDENCE = ("村自报", "抽查核实", "带队核实")
RESULTS = ("在岗", "脱岗", "未巡")
FINDINGS = ("治安隐患", "消防隐患", "交通隐患", "设施损坏", "矛盾苗头", "可疑人员", "其他")

_NOON = time(12)
LONGEST_HOURS = 12
SHORT_MINUTES = 30
# 未巡, 没有去巡逻, 无人巡查, 今晚不安排夜巡; but 未巡查到异常 is what a patrol did not find.
_NONE_OUT = re.compile(
    r"(?:未|没有|没能|没|不能|无法|无人|没人|不|暂停|停止|停|取消|暂缓|中止|缺|漏|无|免)"
    r"(?:能|有|人|去|再|用|必|按时|正常|安排|开展|组织|进行|参加|参与|执行|集中|夜间|晚上|今晚|值班|平安|义务|治安|外出|出去|上路)*"
    r"(?:夜巡|巡逻|巡查|巡防|出巡|巡夜|夜查|巡(?![查逻防夜]))(?!到|至|河|完|过|出|异常|问题|情况|的)"
)
# Words of one who may be missing while the others went out: they count where nobody is said to be out.
_MISSING = re.compile(
    r"请假|休假|休息|轮休|放假|缺勤|缺岗|脱岗|空岗|离岗|(?:未|没有|没|无人|没人|不)(?:能|有|人)*"
    r"(?:出勤|到岗|上岗|在岗|值班|开展|组织|安排|进行|落实|执行|参加|出动|上路|出去|去)"
)
_NOTHING = re.compile(r"(?:无|没有|暂无|空|否|未|没|不|[×✗✘xX/\\—－-]+)")


def night_at(moment: datetime) -> date:
    """The night that is entered at a moment: until noon the one just over, of the evening before."""
    return moment.date() - timedelta(days=moment.time() < _NOON)


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
    leader, remark = str(values.get("leader") or ""), str(values.get("remark") or "")
    if any(says(leader) for says in (says_none_out, may_say_none_out, says_nothing)):
        found["leader"] = f"“{leader}”不是带班人的名字。没有巡的不算夜巡，请登记到“未巡”里。"
    elif not leader and not values.get("people") and says_none_out(remark):
        found["remark"] = f"写的是“{remark}”。没有巡的不算夜巡，请登记到“未巡”里。"
    return found


def says_none_out(words: str) -> bool:
    """Whether words say that nobody patrolled, whatever stands beside them."""
    return _NONE_OUT.search(words) is not None


def may_say_none_out(words: str) -> bool:
    """Whether words say so where nothing else tells of a patrol."""
    return _MISSING.search(words) is not None


def says_nothing(words: str) -> bool:
    """Whether words say that there is none: 无, 0人, ×."""
    return _NOTHING.fullmatch(words) is not None or whole_number(words) == 0


def remarks(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Sentences about a patrol that may be saved but deserve a look."""
    spent = duration(values.get("start"), values.get("end"))
    if spent is not None and timedelta() < spent < timedelta(minutes=SHORT_MINUTES):
        return (f"只巡了 {int(spent.total_seconds()) // 60} 分钟，不到 {SHORT_MINUTES} 分钟。",)
    return ()
