"""A year of publicity, planned by the program's own rotation, and what villagers suggested."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Opinion, PublicityActivity, PublicityPause, PublicityTurn
from gaotang_desktop.data.queries import publicity as queries
from gaotang_desktop.data.queries import records, units
from gaotang_desktop.domain import rotation
from gaotang_desktop.domain.fields import monday
from gaotang_desktop.domain.opinions import SOURCES
from gaotang_desktop.domain.rotation import Member, Pause, Turn

_AHEAD = 13
_DONE = 0.92
_SPRING = {2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13)}
_TOPICS = ("反电诈", "扫黑除恶", "防盗窃", "平安建设", "禁毒", "反邪教", "公开信发放", "交通安全")
_MEETINGS = ("集中宣传", "村民代表大会", "村民组会", "庭院会", "板凳会", "以案说法", "小手拉大手")
_EVERYDAY = ("广播", "标语", "微信群", "短信", "短视频", "知识答题")
_MISSED = ("连日大雨没有办成", "村里换届没有安排上")
_ASKED = (
    ("村口路灯不亮", "已更换3盏路灯"),
    ("希望夜间多巡逻几趟", "已把桥头列入夜巡重点"),
    ("学校门口放学时车多", "已安排人员在放学时段值守"),
    ("外来推销人员挨户敲门", "已在微信群提醒，派出所走访核查"),
    ("灌溉渠堵塞，两组争水", "已清淤，并定了轮灌顺序"),
    ("垃圾清运不及时", "已和保洁公司约定每天清运"),
    ("建议多讲几次反诈案例", "已列入下月宣传内容"),
    ("闲置厂房晚上有人聚集", "已上锁，纳入巡查"),
)


def fill(session: Session, chance: Random, last: date, now: datetime) -> None:
    """Turns of a year and the weeks ahead, activities of all forms, pauses, opinions."""
    villages = queries.members(session)
    if not villages:
        return
    this_week = monday(last)
    first = monday(last - timedelta(days=364))
    pauses = _pauses(chance, first, this_week, [each.id for each in villages])
    records.add_rows(session, PublicityPause, [_row(each) for each in pauses], now=now)
    weeks = rotation.weeks_between(first, this_week + timedelta(weeks=_AHEAD))
    turns = rotation.plan([Member(*each[:5]) for each in villages], weeks, pauses=pauses)
    rows = [_turn(each) for each in turns]
    _changed_by_hand(rows, this_week)
    done = _done(chance, rows, last)
    records.add_rows(session, PublicityTurn, rows, now=now)
    session.flush()
    ids = {(each.week, each.village_id): each.id for each in queries.turns(session)}
    activities = []
    for at in sorted(done):
        row = rows[at]
        held = min(row["week"] + timedelta(days=chance.randint(0, 4)), last)
        form = "集中宣传" if chance.random() < 0.6 else chance.choice(_MEETINGS)
        activities.append(
            _activity(chance, held, row["village_id"], form)
            | {"turn_id": ids[row["week"], row["village_id"]]}
        )
        if chance.random() < 0.45:
            activities.append(_activity(chance, held, row["village_id"], "入户走访"))
    activities += _everyday(chance, first, last, [each.id for each in villages])
    schools = [each.id for each in units.in_display_order(session) if each.kind == "学校"]
    activities += [
        _activity(chance, first + timedelta(days=back), None, "小手拉大手") | {"unit_id": school}
        for school in schools
        for back in range(20, 360, 90)
    ]
    records.add_rows(session, PublicityActivity, [_whole(each) for each in activities], now=now)
    offices = [each.id for each in units.in_display_order(session) if each.kind in ("政法", "镇直")]
    opinions = _opinions(chance, last, [each.id for each in villages], offices)
    records.add_rows(session, Opinion, opinions, now=now)


def _pauses(chance: Random, first: date, this_week: date, villages: Sequence[int]) -> list[Pause]:
    found: list[Pause] = []
    for year in (first.year, this_week.year, this_week.year + 1):
        if year in _SPRING:
            week = monday(date(year, *_SPRING[year]))
            if first <= week <= this_week + timedelta(weeks=_AHEAD) and all(
                week != each.week for each in found
            ):
                found.append(Pause(week, None, "春节"))
    for back, reason in ((6, "秋收"), (22, "麦收"), (-2, "村里换届")):
        week = this_week - timedelta(weeks=back)
        found.append(Pause(week, chance.choice(villages), reason))
    return found


def _row(each: Pause) -> dict[str, Any]:
    return {"week": each.week, "village_id": each.village_id, "reason": each.reason}


def _turn(each: Turn) -> dict[str, Any]:
    return {
        "week": each.week,
        "village_id": each.village_id,
        "round": each.round,
        "state": "计划",
        "instead_of_id": None,
        "postponed_from": each.postponed_from,
        "reason": each.reason,
    }


def _changed_by_hand(rows: list[dict[str, Any]], this_week: date) -> None:
    """One exchange a month ago, and one turn of last week that was put off to the next."""
    places = {(each["week"], each["village_id"]) for each in rows}

    def of(week: date) -> list[dict[str, Any]]:
        return [each for each in rows if each["week"] == week and not each["reason"]]

    def may_move(row: dict[str, Any], week: date) -> bool:
        return (week, row["village_id"]) not in places

    a_month_ago, next_one = this_week - timedelta(weeks=4), this_week - timedelta(weeks=3)
    pairs = [
        (one, other)
        for one in of(a_month_ago)
        for other in of(next_one)
        if may_move(one, next_one) and may_move(other, a_month_ago)
    ]
    for one, other in pairs[:1]:
        one["instead_of_id"], other["instead_of_id"] = other["village_id"], one["village_id"]
        one["week"], other["week"] = other["week"], one["week"]
        one["postponed_from"], other["postponed_from"] = other["week"], one["week"]
        one["reason"] = other["reason"] = "当天有庙会"
    before, after = this_week - timedelta(weeks=1), this_week + timedelta(weeks=1)
    for row in [each for each in of(before) if may_move(each, after)][:1]:
        row |= {"week": after, "postponed_from": before, "state": "延期", "reason": "大雪封路"}


def _done(chance: Random, rows: Sequence[dict[str, Any]], last: date) -> set[int]:
    """Which turns were done; some of this week wait, a few of the past were missed."""
    this_week = monday(last)
    done = set()
    for at, row in enumerate(rows):
        if row["week"] > this_week:
            continue
        likely = _DONE if row["week"] < this_week else 0.15 + 0.1 * last.weekday()
        if chance.random() < likely:
            done.add(at)
        elif row["week"] < this_week - timedelta(weeks=1) and row["reason"] is None:
            row |= {"state": "未完成", "reason": chance.choice(_MISSED)}
    return done


_FIELDS = ("staff", "audience", "households", "letters", "materials", "questionnaires")


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(("village_id", "unit_id", "turn_id", *_FIELDS))
    return {**empty, **row}


def _activity(chance: Random, held: date, village: int | None, form: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "held_on": held,
        "village_id": village,
        "form": form,
        "topic": chance.choice(_TOPICS),
        "staff": chance.randint(2, 8),
    }
    if form == "入户走访":
        visited = chance.randint(25, 60)
        row |= {"households": visited, "letters": visited + chance.randint(0, 10)}
        row["questionnaires"] = visited * chance.randint(5, 9) // 10
    elif form in _MEETINGS:
        row |= {"audience": chance.randint(20, 160), "materials": chance.randint(50, 300)}
    else:
        row["audience"] = chance.randint(80, 500)
    return row


def _everyday(
    chance: Random, first: date, last: date, villages: Sequence[int]
) -> list[dict[str, Any]]:
    """Broadcasts, slogans and visits outside the turns, about one a village and month."""
    found = []
    for village in villages:
        for month in range(12):
            day = first + timedelta(days=30 * month + chance.randint(0, 27))
            if day <= last:
                found.append(_activity(chance, day, village, chance.choice(_EVERYDAY)))
            visit = first + timedelta(days=30 * month + chance.randint(0, 27))
            if visit <= last and chance.random() < 0.55:
                found.append(_activity(chance, visit, village, "入户走访"))
    return found


def _opinions(
    chance: Random, last: date, villages: Sequence[int], offices: Sequence[int]
) -> list[dict[str, Any]]:
    """Most are answered in time; of the last weeks some are open, three of them overdue."""
    found = []
    for number in range(90):
        back = (
            chance.randint(0, 360)
            if number > 11
            else (2, 4, 6, 9, 11, 13, 14, 15, 18, 21, 26, 33)[number]
        )
        received = last - timedelta(days=back)
        asked, answer = chance.choice(_ASKED)
        row: dict[str, Any] = {
            "received_on": received,
            "village_id": chance.choice(villages),
            "source": chance.choice(SOURCES),
            "text": asked,
            "unit_id": chance.choice(offices) if offices else None,
            "due_on": received + timedelta(days=15),
            "state": "已答复",
            "answered_on": min(received + timedelta(days=chance.randint(1, 16)), last),
            "answer": answer,
        }
        if number <= 11:
            state = "待办理" if number % 2 else "办理中"
            row |= {"state": state, "answered_on": None, "answer": None}
            if number in (7, 9, 10):
                row["state"], row["answer"] = "不予采纳", "经核实，不属于本镇职权，已说明情况"
                row["answered_on"] = received + timedelta(days=8)
        found.append(row)
    return found
