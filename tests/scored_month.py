"""A month in which every kind of record is scored, and a change of each."""

from datetime import date
from decimal import Decimal

from builders import begin, patrol, unit, village

from gaotang_desktop.domain import periods
from gaotang_desktop.services import adjustments, records

OCTOBER = periods.month(2026, 10)
NAMES = ("郭桥村", "刘庄村", "示范村", "冯楼村")


def saved(work, kind, **values):
    return records.save(work, kind, values)


def fill_month(work):
    """October with records of every kind that is counted; their ids by kind."""
    places = [village(work, name, households=100) for name in NAMES]
    first, second = places[:2]
    begin(work, first)
    for count, place in enumerate(places, start=3):
        for day in range(1, 2 * count):
            patrol(work, place, date(2026, 10, day))
    poll = saved(work, "polls", name="十月调查", level="镇自测", from_on=date(2026, 10, 1),
                 until_on=date(2026, 10, 9))  # fmt: skip
    results = [
        saved(work, "poll-results", poll_id=poll, village_id=place, sample=40, safe=30 + place,
              satisfied=30 + place)
        for place in places
    ]  # fmt: skip
    counts = [
        saved(work, "key-group-counts", month=date(2026, 10, 1), village_id=place,
              category="其他", total=4, managed=3)
        for place in places
    ]  # fmt: skip
    category = saved(work, "dispute-categories", name="邻里", plan_category="邻里")
    office = unit(work, "司法所")
    plan = saved(work, "plans", number="高办〔2026〕1号", name="方案", text="方案")
    task = saved(work, "tasks", plan_id=plan, clause=1, name="反诈宣传")
    return {
        "villages": places,
        "patrols": patrol(work, second, date(2026, 10, 30)),
        "missed-nights": saved(work, "missed-nights", night=date(2026, 10, 29), village_id=first,
                               reason="大雨"),
        "spot-checks": saved(work, "spot-checks", night=date(2026, 10, 5), village_id=first,
                             result="在岗", checked_by="综治中心"),
        "publicity-turns": saved(work, "publicity-turns", week=date(2026, 10, 5), village_id=first),
        "publicity-activities": saved(work, "publicity-activities", held_on=date(2026, 10, 6),
                                      form="入户走访", village_id=first, households=8),
        "disputes": saved(work, "disputes", found_on=date(2026, 10, 1), village_id=first,
                          category_id=category, summary="宅基地", unit_id=office,
                          deadline=date(2026, 10, 20)),
        "dispute-reports": saved(work, "dispute-reports", week=date(2026, 10, 5), village_id=first,
                                 found=0),
        "key-group-counts": counts[0],
        "findings": saved(work, "findings", found_on=date(2026, 10, 2), text="灭火器过期", village_id=first, due_on=date(2026, 10, 20)),
        "poll-results": results[0],
        "polls": poll,
        "assignments": saved(work, "assignments", task_id=task, role="牵头", village_id=first,
                             state="已完成", done_on=date(2026, 10, 24), deadline=date(2026, 10, 25)),
        "adjustments": adjustments.adjust(
            work, OCTOBER, {"village_id": first, "kind": "加分", "reason": "见义勇为"}
        ),
    }  # fmt: skip


# A change of each kind that moves what was scored, or why.
CHANGES = {
    "patrols": {"night": date(2026, 10, 31)},
    "missed-nights": {"reason": "下雪"},
    "spot-checks": {"result": "脱岗"},
    "publicity-turns": {"week": date(2026, 10, 12)},
    "publicity-activities": {"households": 1},
    "disputes": {"state": "已化解", "closed_on": date(2026, 10, 19), "result": "调解成功"},
    "dispute-reports": {"week": date(2026, 10, 12)},
    "key-group-counts": {"managed": 4},
    "findings": {"put_right_on": date(2026, 10, 10), "how": "已更换"},
    "poll-results": {"safe": 40},
    "polls": {"name": "十月民调"},
    "adjustments": {"points": Decimal(2)},
    "assignments": {"done_on": date(2026, 10, 27)},
}
