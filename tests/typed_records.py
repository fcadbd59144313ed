"""By kind of record what is typed in the window, what is corrected, and how it is found again."""

from datetime import timedelta

from builders import NOW

from gaotang_desktop.services import records, supervision, tasks

TODAY = NOW.date()
MONDAY = TODAY - timedelta(days=TODAY.weekday())

# By kind: what is typed, what is corrected, and the words by which it is found again.
FORMS = {
    "villages": ({"name": "新庄村", "households": 200}, {"households": 210}, "新庄"),
    "officers": (
        {"village_id": 1, "role": "网格员", "name": "示例甲"}, {"phone": "000-0001"}, "0001",
    ),
    "units": ({"name": "派出所", "kind": "政法"}, {"leader": "示例乙"}, "示例乙"),
    "places": (
        {"name": "便民药店", "place_type": "药店", "village_id": 1}, {"address": "街口"}, "街口",
    ),
    "patrols": (
        {"night": TODAY, "village_id": 1, "leader": "示例丙", "people": 3}, {"people": 4}, "示例丙",
    ),
    "missed-nights": ({"night": TODAY, "village_id": 1, "reason": "大雨"}, {"reason": "大雪"}, "大雪"),
    "spot-checks": (
        {"night": TODAY, "village_id": 1, "checked_by": "示例丁", "result": "在岗"},
        {"result": "脱岗"},
        "脱岗",
    ),
    "publicity-turns": (
        {"week": MONDAY, "village_id": 2}, {"state": "未完成", "reason": "秋收"}, "秋收",
    ),
    "publicity-pauses": ({"week": MONDAY, "reason": "秋收"}, {"reason": "换届"}, "换届"),
    "publicity-activities": (
        {"held_on": TODAY, "village_id": 1, "form": "庭院会"},
        {"topic": "防诈骗", "households": 12},
        "防诈骗",
    ),
    "opinions": (
        {"received_on": TODAY, "village_id": 1, "text": "路灯不亮"},
        {"state": "已答复", "answered_on": TODAY, "answer": "已经修好"},
        "修好",
    ),
    "intakes": (
        {"received_on": TODAY, "way": "来访", "matter": "低保评定没有公示", "received_by": "示例值"},
        {"sort": "信访", "unit_id": 1, "order_number": "20261024001"},
        "低保评定",
    ),
    "disputes": (
        {"found_on": TODAY, "village_id": 1, "category_id": 1, "risk": "高",
         "summary": "地界争议", "unit_id": 1},
        {"summary": "宅基地地界争议", "people": 4},
        "宅基地",
    ),
    "dispute-categories": ({"name": "噪音"}, {"plan_category": "邻里"}, "噪音"),
    "inspections": (
        {"held_on": TODAY, "kind": "夜巡督查", "village_id": 1}, {"text": "岗亭有人"}, "岗亭",
    ),
    "trouble-spots": (
        {"name": "老街集贸市场", "problem": "占道经营引起争吵", "unit_id": 1, "listed_on": TODAY},
        {"evaluated_on": TODAY, "evaluation": "达标", "measure": "划线定位"},
        "集贸",
    ),
    "findings": (
        {"found_on": TODAY, "village_id": 1, "text": "台账不全"}, {"cause": "换人"}, "台账",
    ),
    "polls": (
        {"name": "十月自测", "level": "镇自测", "from_on": TODAY, "until_on": TODAY},
        {"source_note": "上门"},
        "上门",
    ),
    "tasks": ({"plan_id": 1, "clause": 2, "name": "反诈"}, {"cycle": "每月"}, "反诈"),
    "assignments": ({"task_id": 1, "village_id": 1, "role": "牵头"}, {"deadline": TODAY}, "郭桥"),
}  # fmt: skip
# Made by the program or taken in as a whole, then corrected like the others.
MADE = {
    "occurrences": (
        lambda work: (tasks.assign(work, 1, None, "牵头", village_id=1),
                      tasks.make_occurrences(work)),
        {"feedback": "按期巡了"},
        "按期",
    ),
    "supervision-slips": (
        lambda work: (
            records.save(work, "assignments", {"task_id": 1, "village_id": 1, "role": "牵头",
                                               "deadline": TODAY - timedelta(days=20)}),
            supervision.issue(work, supervision.proposals(work), issued_on=TODAY),
        ),
        {"request": "请尽快完成"},
        "尽快",
    ),
    "plans": (lambda work: None, {"name": "实施方案"}, "实施"),
}  # fmt: skip
