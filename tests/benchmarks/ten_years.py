"""A town with years of every ledger, made in bulk; invented, and the same each time."""

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import insert

from gaotang_desktop.data.models import (
    Assignment,
    Dispute,
    DisputeCategory,
    Finding,
    Inspection,
    MissedNight,
    Occurrence,
    Officer,
    Opinion,
    Patrol,
    Plan,
    Poll,
    PollResult,
    PublicityActivity,
    PublicityTurn,
    SpotCheck,
    SupervisionSlip,
    Task,
    Unit,
    Village,
)
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

NOW = datetime(2026, 10, 24, 9, 0)
LAST = NOW.date()
STAMP = {"created_at": NOW, "changed_at": NOW}


def town(villages=138, years=10, folder=None):
    """An open data folder; without villages those that are registered already."""
    work = Workplace.open(Path(folder or tempfile.mkdtemp()), now=lambda: NOW)
    if villages:
        add(
            work,
            Village,
            [
                {
                    "name": f"第{n + 1}村",
                    "kind": "行政村",
                    "display_order": n + 1,
                    "households": 300,
                }
                for n in range(villages)
            ],
        )
        add(work, Unit, [{"name": name, "kind": "政法"} for name in ("派出所", "司法所", "禁毒办")])
        add(work, Plan, [{"number": "高办〔2022〕99号", "name": "示例", "text": "示例"}])
        add(work, Task, [{"plan_id": 1, "clause": n, "name": f"第{n}项任务"} for n in range(1, 11)])
        add(work, DisputeCategory, [{"name": "邻里", "plan_category": "邻里", "in_use": True}])
    places = [each.id for each in records.references(work, "villages")]
    units = [each.id for each in records.references(work, "units")]
    fill(work, places, units, years, Random(2026))
    return work, places


def add(work, model, rows):
    with work.database.operation("示例") as session:
        session.execute(insert(model), [{**row, **STAMP} for row in rows])


def fill(work, places, units, years, chance):
    days = [LAST - timedelta(days=n) for n in range(365 * years)]
    weeks = [LAST - timedelta(days=LAST.weekday() + 7 * n) for n in range(52 * years)]
    add(
        work,
        Officer,
        [
            {"village_id": v, "role": role, "name": f"示例{v}", "phone": "000-0000"}
            for v in places
            for role in ("书记·第一责任人", "网格员", "包村干部")
        ],
    )
    if work.folder.name != "demo":
        add(
            work,
            Patrol,
            [
                {
                    "village_id": v,
                    "night": day,
                    "leader": "示例甲",
                    "people": 4,
                    "joint": False,
                    "evidence": chance.choice(("村自报", "村自报", "抽查核实")),
                }
                for day in days
                for v in places
                if chance.random() < 0.45
            ],
        )
        add(
            work,
            MissedNight,
            [
                {"village_id": v, "night": day, "reason": "大雨"}
                for day in days
                for v in places
                if chance.random() < 0.02
            ],
        )
        add(
            work,
            SpotCheck,
            [
                {
                    "village_id": v,
                    "night": day,
                    "checked_by": "示例乙",
                    "result": chance.choice(("在岗", "在岗", "脱岗")),
                }
                for day in days
                for v in places
                if chance.random() < 0.02
            ],
        )
        add(
            work,
            Assignment,
            [
                {
                    "task_id": n % 10 + 1,
                    "village_id": v,
                    "role": "牵头",
                    "state": "进行中",
                    "deadline": LAST - timedelta(days=chance.randint(-60, 20)),
                }
                for n, v in enumerate(places)
            ],
        )
    assignments = len(records.listing(work, "assignments").ids)
    add(
        work,
        Occurrence,
        [
            {
                "assignment_id": n + 1,
                "starts_on": week,
                "due_on": week + timedelta(days=6),
                **owed(number < 3 and n % 11 == 0, week),
            }
            for number, week in enumerate(weeks[: 26 * years])
            for n in range(min(assignments, 40))
        ],
    )
    add(
        work,
        PublicityTurn,
        [
            {"week": week, "village_id": places[(4 * number + n) % len(places)], "state": "计划"}
            for number, week in enumerate(weeks)
            for n in range(4)
        ],
    )
    add(
        work,
        PublicityActivity,
        [
            {
                "held_on": min(week + timedelta(days=n), LAST),
                "village_id": places[(4 * number + n) % len(places)],
                "form": "集中宣传",
                "audience": 120,
                "households": 30,
            }
            for number, week in enumerate(weeks)
            for n in range(4)
            if (number and number % 30) or (not number and n < 2)
        ],
    )
    add(
        work,
        Dispute,
        [dispute(chance, day, v, units) for day in days for v in places if chance.random() < 0.03],
    )
    add(
        work,
        Opinion,
        [
            {
                "received_on": day,
                "village_id": v,
                "text": "路灯不亮，请安排维修。",
                "unit_id": chance.choice(units),
                "due_on": day + timedelta(days=15),
                **answered(chance, day),
            }
            for day in days
            for v in places
            if chance.random() < 0.02
        ],
    )
    add(
        work,
        Inspection,
        [
            {"held_on": day, "kind": "食品药品", "village_id": v, "result": "发现问题"}
            for day in days
            for v in places
            if chance.random() < 0.01
        ],
    )
    add(
        work,
        Finding,
        [
            {
                "found_on": day,
                "village_id": v,
                "text": "学校周边零售店卫生不合格",
                "due_on": day + timedelta(days=15),
                "put_right_on": None
                if chance.random() < 0.01 and (LAST - day).days < 40
                else day + timedelta(days=9),
            }
            for day in days
            for v in places
            if chance.random() < 0.01
        ],
    )
    add(
        work,
        SupervisionSlip,
        [
            {
                "number": f"{day.year}-{n:03d}",
                "colour": "黄",
                "unit_id": chance.choice(units),
                "issued_on": day,
                "answer_due_on": day + timedelta(days=5),
                "answered_on": None if n < 2 else day + timedelta(days=3),
            }
            for n, day in enumerate(days[6::9])
        ],
    )
    polls = [date(LAST.year - n // 4, 12 - 3 * (n % 4), 10) for n in range(4 * years)]
    add(
        work,
        Poll,
        [
            {
                "name": f"{day:%Y}年{day:%m}月镇自测",
                "level": "镇自测",
                "from_on": day - timedelta(days=5),
                "until_on": day,
            }
            for day in polls
            if day <= LAST
        ],
    )
    count = sum(day <= LAST for day in polls)
    add(
        work,
        PollResult,
        [
            {
                "poll_id": n + 1,
                "village_id": v,
                "sample": 32,
                "safe": chance.randint(27, 32),
                "satisfied": chance.randint(26, 32),
            }
            for n in range(count)
            for v in places
        ],
    )


def dispute(chance, day, village, units):
    due = day + timedelta(days=15)
    open_now = (LAST - day).days < 30 and chance.random() < 0.1
    closed = None if open_now else min(day + timedelta(days=chance.randint(1, 17)), LAST)
    return {
        "found_on": day,
        "village_id": village,
        "category_id": 1,
        "risk": "中",
        "summary": "宅基地边界纠纷",
        "unit_id": chance.choice(units),
        "deadline": due,
        "state": "化解中" if open_now else "已化解",
        "closed_on": closed,
        "result": None if open_now else "调解成功",
    }


def answered(chance, day):
    if (LAST - day).days < 30 and chance.random() < 0.2:
        return {"state": "办理中", "answered_on": None, "answer": None}
    return {"state": "已答复", "answered_on": day, "answer": "已修好。"}


def owed(late, week):
    done = None if late else week + timedelta(days=4)
    return {"state": "未开始" if late else "已完成", "done_on": done}
