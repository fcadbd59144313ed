"""What a year in a township could look like: invented, plausible, the same for the same seed."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from typing import Any

from gaotang_desktop.domain.patrols import FINDINGS

ROUTES = (
    "村部、主干道、学校周边",
    "东西大街、便利店",
    "村部、卫生室、桥头",
    "加油站、鱼塘、养殖场",
    "集镇、河堤、空闲房屋",
)
FOUND = (
    ("设施损坏", "路灯不亮1处", "已报供电所维修"),
    ("消防隐患", "门店堆放杂物堵塞通道", "当场清理"),
    ("治安隐患", "一户外出人员家门未锁", "已联系户主"),
    ("交通隐患", "路口夜间停放农用车", "已劝离"),
    ("矛盾苗头", "两户因排水发生口角", "已劝解，次日村部跟进"),
)
REASONS = ("大雨", "大雪封路", "秋收农忙", "带班人临时外出")
SURNAMES = "甲乙丙丁戊己庚辛"


@dataclass(frozen=True, slots=True)
class Habits:
    """How a village keeps its nights: patrols a week, and whether it fell silent of late."""

    per_week: float
    silent_from: date | None
    team: int
    leader: str


def habits(chance: Random, number: int, end: date) -> Habits:
    """The habits of the ``number``-th village; a few lag behind, one has been silent six nights."""
    per_week = chance.uniform(1.2, 2.0) if number % 8 == 5 else chance.uniform(2.8, 3.9)
    silent = end - timedelta(days=5) if number == 9 else None
    leader = f"示例{SURNAMES[number % 8]}{number:02d}"
    return Habits(per_week, silent, chance.randint(2, 6), leader)


def spot_check(chance: Random, *, out: bool) -> str:
    """What somebody from the township found on a night; ``""`` when nobody looked.

    Checks go where a patrol was announced, so most meet one.
    """
    drawn = chance.random()
    if out:
        return chance.choices(("在岗", "脱岗"), (97, 3))[0] if drawn < 0.12 else ""
    return chance.choices(("未巡", "脱岗"), (3, 1))[0] if drawn < 0.004 else ""


def patrol(chance: Random, kept: Habits, night: date, *, checked: bool) -> dict[str, Any]:
    """One patrol as the village would write it down; ``checked`` when it was met by a check."""
    start = time(chance.choice((19, 20, 20, 20, 21)), chance.choice((0, 10, 30, 40)))
    minutes = 20 if chance.random() < 0.01 else chance.choice((60, 80, 100, 120, 120, 150, 200))
    whole = start.hour * 60 + start.minute + minutes
    evidence = chance.choices(("村自报", "带队核实"), (88, 12))[0]
    if checked and evidence == "村自报":
        evidence = "抽查核实"
    kind, finding, handling = chance.choice(FOUND) if chance.random() < 0.04 else (None, None, None)
    assert kind is None or kind in FINDINGS
    return {
        "night": night,
        "start": start,
        "end": time(whole // 60 % 24, whole % 60),
        "leader": kept.leader,
        "people": max(1, kept.team + chance.randint(-1, 2)),
        "way": chance.choice(("步行", "步行", "车巡", "步车结合")),
        "joint": chance.random() < 0.06,
        "evidence": evidence,
        "route": chance.choice(ROUTES),
        "finding_kind": kind,
        "finding": finding,
        "handling": handling,
    }
