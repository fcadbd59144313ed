"""A year at the office's window: what people came with, and how disputes ended (示例数据)."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import (
    Dispute,
    Extension,
    Finding,
    IncidentCount,
    Inspection,
    Intake,
    Meeting,
    MeetingDecision,
    Opinion,
    Place,
    TroubleSpot,
)
from gaotang_desktop.data.queries import inspections as inspection_queries
from gaotang_desktop.data.queries import records, units, villages
from gaotang_desktop.domain import inspections, periods
from gaotang_desktop.domain.casework import intakes as rules
from gaotang_desktop.domain.casework.demo_matters import DECISIONS, MATTERS, PLACES, RISKS, SPOTS

_DAYS = 15
_CAME = {"来访": "来访", "12345热线": "12345热线", "上级交办": "上级交办", "网格员上报": "网格上报",
         "走访": "走访", "电话": "来电", "入户走访": "走访"}  # fmt: skip
_RECEIVERS = ("示例值班甲", "示例值班乙", "示例值班丙")
_MARKS = "壬癸子丑寅卯辰"
_CONTENT = (("满意", "基本满意", "不满意"), (75, 18, 7))


def fill(session: Session, chance: Random, last: date, now: datetime) -> None:
    """Intakes behind some disputes and opinions, and others that ended at the window."""
    _endings(session, chance, last)
    handlers = [each.id for each in units.registered(session) if each.stands_for == "单个单位"]
    places = villages.ids(session)
    rows = [*_of_disputes(session, chance, last), *_of_opinions(session, chance, last)]
    if places and handlers:
        rows += _at_the_window(chance, last, places, handlers)
    rows.sort(key=lambda each: each["received_on"])
    count: Counter[int] = Counter()
    for row in rows:
        year = row["received_on"].year
        count[year] += 1
        row["number"] = rules.number(year, count[year])
    # Rows of one statement name the same columns.
    names = sorted({name for row in rows for name in row})
    records.add_rows(
        session, Intake, [{name: row.get(name) for name in names} for row in rows], now=now
    )
    if places:
        _inspections(session, chance, last, places, now)
    if handlers:
        _meetings(session, chance, last, handlers, now)
    records.add_rows(session, Extension, _extensions(session, chance, last), now=now)
    records.add_rows(session, IncidentCount, _incidents(chance, last, places), now=now)
    if places and handlers:
        records.add_rows(session, TroubleSpot, _spots(chance, last, places, handlers), now=now)


def _inspections(
    session: Session, chance: Random, last: date, places: list[int], now: datetime
) -> None:
    """Three rounds of the year at places beyond food and drugs; half of them found something."""
    known = [
        {"name": name, "place_type": sort, "village_id": chance.choice(places)}
        for name, sort in PLACES
    ]
    records.add_rows(session, Place, known, now=now)
    ids = {row.label: row.id for row in records.references(session, "places").values()}
    rows: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    for each in known:
        place_type = str(each["place_type"])
        wrong = inspection_queries.checklist(session, place_type)
        for back in (280, 150, 20):
            day = last - timedelta(days=back + chance.randint(0, 9))
            bad = bool(wrong) and chance.random() < 0.5
            rows.append(
                {
                    "held_on": day,
                    "kind": inspections.KIND_OF_PLACE[place_type],
                    "village_id": each["village_id"],
                    "place_id": ids[str(each["name"])],
                    "place_type": place_type,
                    "inspectors": ("示例检查甲", "示例检查乙"),
                    "result": "发现问题" if bad else "未发现问题",
                }
            )
            if bad:
                items.append(
                    {
                        "found_on": day,
                        "text": f"不符合：{chance.choice(wrong)}",
                        "village_id": each["village_id"],
                        "due_on": day + timedelta(days=15),
                        "put_right_on": day + timedelta(days=chance.randint(3, 14)),
                        "how": "已当面整改，复查合格",
                    }
                )
    records.add_rows(session, Inspection, rows, now=now)
    made = {
        (record.held_on, record.village_id): record.id
        for record in records.live(session, "inspections")
        if isinstance(record, Inspection) and record.place_id in ids.values()
    }
    for item in items:
        item["inspection_id"] = made[item["found_on"], item["village_id"]]
    items = [each for each in items if each["put_right_on"] <= last]
    records.add_rows(session, Finding, items, now=now)


def _meetings(
    session: Session, chance: Random, last: date, handlers: list[int], now: datetime
) -> None:
    """One meeting a month, every third one with the other offices; most of it is carried out."""
    names = {each.id: each.name for each in units.registered(session)}
    held = []
    for back in range(12):
        month = periods.month_of(last).shifted(-back)
        day = min(month.start + timedelta(days=chance.randint(2, 8)), last)
        kind = "联席会议" if back % 3 == 0 else "研判会"
        guests = sorted(
            chance.sample(handlers, min(6, len(handlers))), key=list(names).index
        )  # as the register has them
        held.append(
            {
                "held_on": day,
                "kind": kind,
                "topic": f"{month.number}月平安形势",
                "place": "镇政府会议室",
                "chaired_by": "示例主任",
                "present": tuple(names[each] for each in guests),
                "risks": chance.choice(RISKS),
            }
        )
    records.add_rows(session, Meeting, held, now=now)
    rows: list[dict[str, Any]] = []
    for record in records.live(session, "meetings"):
        assert isinstance(record, Meeting)
        for text, result in chance.sample(DECISIONS, 2):
            due = record.held_on + timedelta(days=15)
            done = due - timedelta(days=chance.randint(0, 9))
            old = last - record.held_on > timedelta(days=70)
            ended = done <= last and (old or chance.random() < 0.6)
            rows.append(
                {
                    "meeting_id": record.id,
                    "text": text,
                    "unit_id": chance.choice(handlers),
                    "due_on": due,
                    "done_on": done if ended else None,
                    "result": result if ended else None,
                }
            )
    records.add_rows(session, MeetingDecision, rows, now=now)


def _extensions(session: Session, chance: Random, last: date) -> list[dict[str, Any]]:
    """A few open disputes and opinions were given more days before their term was over."""
    rows: list[dict[str, Any]] = []
    for record in (*records.live(session, "disputes"), *records.live(session, "opinions")):
        dispute = isinstance(record, Dispute)
        due = record.deadline if isinstance(record, Dispute) else None
        if isinstance(record, Opinion) and record.answered_on is None:
            due = record.due_on
        if isinstance(record, Dispute) and record.closed_on is not None:
            continue
        if due is None or due <= last or chance.random() > 0.25:
            continue
        later = due + timedelta(days=10)
        if isinstance(record, Dispute):
            record.deadline = later
        elif isinstance(record, Opinion):
            record.due_on = later
        rows.append(
            {
                "dispute_id": record.id if dispute else None,
                "opinion_id": None if dispute else record.id,
                "intake_id": None,
                "due_before": due,
                "due_after": later,
                "decided_on": last,
                "decided_by": "示例主任",
                "reason": chance.choice(("等鉴定结论", "当事人外出，约好返乡后调解", "等上级答复")),
            }
        )
    return rows


def _incidents(chance: Random, last: date, places: list[int]) -> list[dict[str, Any]]:
    """Thirteen months, so that the running one has a year before it."""
    rows = []
    month = periods.month_of(last)
    for place, village in enumerate(places):
        for back in range(13):
            if back == 0 and place % 8 == 5:
                continue  # not reported yet
            frauds = chance.choices((0, 1, 2), (80, 17, 3))[0]
            rows.append(
                {
                    "month": month.shifted(-back).start,
                    "village_id": village,
                    "alarms": chance.randint(0, 6),
                    "frauds": frauds,
                    "fraud_loss": frauds * 100 * chance.randint(5, 300),
                    "thefts": chance.choices((0, 1, 2), (75, 20, 5))[0],
                    "killings": 0,
                    "bypassing": chance.choices((0, 1), (96, 4))[0],
                    "unlawful": 0,
                }
            )
    return rows


def _spots(
    chance: Random, last: date, places: list[int], handlers: list[int]
) -> list[dict[str, Any]]:
    """Two that are removed, one that waits for it, one overdue, one in time."""
    rows = []
    for number, (name, sort, problem) in enumerate(SPOTS):
        listed = last - timedelta(days=(300, 220, 110, 96, 30)[number])
        deadline = listed + timedelta(days=90)
        row: dict[str, Any] = {
            "name": name,
            "village_id": chance.choice(places),
            "sort": sort,
            "problem": problem,
            "unit_id": chance.choice(handlers),
            "level": "县级挂牌" if number in (0, 3) else "镇级挂牌",
            "listed_on": listed,
            "deadline": deadline,
            "measure": "增加巡逻，装监控，每周碰头一次",
            "evaluated_on": None,
            "evaluation": None,
            "removed_on": None,
        }
        if number < 3:
            seen = min(deadline - timedelta(days=5), last)
            row |= {"evaluated_on": seen, "evaluation": "达标"}
            if number < 2:
                row["removed_on"] = seen + timedelta(days=4)
        rows.append(row)
    return rows


def _endings(session: Session, chance: Random, last: date) -> None:
    """By which way the closed disputes ended."""
    for record in records.live(session, "disputes"):
        assert isinstance(record, Dispute)
        if record.state == "已移交":
            record.settled_by = "移交"
        elif record.state == "已化解":
            ways = ("人民调解", "和解", "行政调解", "司法")
            record.settled_by = chance.choices(ways, (68, 20, 9, 3))[0]
            if record.settled_by == "人民调解" and chance.random() < 0.6:
                record.agreed_on = record.closed_on
                record.performed = chance.choices(("已履行", "正在履行", "没有履行"), (80, 16, 4))[
                    0
                ]
                if record.performed == "已履行" and record.closed_on is not None:
                    # Drawn from what is stored, so that the rest of the year stays as it was.
                    after = timedelta(days=record.id % 12)
                    record.performed_on = min(record.closed_on + after, last)
            if record.revisited_on is not None:
                record.satisfied = chance.choices(*_CONTENT)[0]
    for record in records.live(session, "opinions"):
        assert isinstance(record, Opinion)
        record.repeated = chance.random() < 0.06
        if record.state == "已答复" and chance.random() < 0.7:
            record.satisfied = chance.choices(*_CONTENT)[0]


def _of_disputes(session: Session, chance: Random, last: date) -> list[dict[str, Any]]:
    rows = []
    for record in records.live(session, "disputes"):
        assert isinstance(record, Dispute)
        way = _CAME.get(record.source or "")
        if way is None or chance.random() > 0.4:
            continue
        row = _row(chance, way, record.found_on, record.village_id, record.summary, record.unit_id)
        row |= {"sort": "纠纷", "dispute_id": record.id, "persons": record.parties[:1]
                if record.parties else None}  # fmt: skip
        rows.append(row | _told(chance, record.closed_on, last))
    return rows


def _of_opinions(session: Session, chance: Random, last: date) -> list[dict[str, Any]]:
    rows = []
    for record in records.live(session, "opinions"):
        assert isinstance(record, Opinion)
        way = _CAME.get(record.source or "")
        if way is None or chance.random() > 0.3:
            continue
        row = _row(chance, way, record.received_on, record.village_id, record.text, record.unit_id)
        row |= {"sort": "意见", "opinion_id": record.id}
        rows.append(row | _told(chance, record.answered_on, last))
    return rows


def _at_the_window(
    chance: Random, last: date, places: list[int], handlers: list[int]
) -> list[dict[str, Any]]:
    rows = []
    for number in range(2 * len(places)):
        sort = chance.choices(tuple(MATTERS), (30, 50, 20))[0]
        matter, result = chance.choice(MATTERS[sort])
        back = chance.randint(0, 364) if number % 5 else chance.randint(0, 20)
        new = number < 3  # came in these days and waits to be sorted
        back = number if new else back
        day = last - timedelta(days=back)
        way = chance.choices(rules.WAYS, (45, 20, 15, 5, 10, 5))[0]
        row = _row(chance, way, day, chance.choice(places), matter, chance.choice(handlers))
        took = chance.randint(1, _DAYS) if chance.random() > 0.08 else _DAYS + chance.randint(1, 6)
        done = day + timedelta(days=took)
        row["persons"] = (f"示例{chance.choice(_MARKS)}",)
        if new:
            row |= {"sort": None, "sorted_on": None, "unit_id": None, "signed_on": None}
        elif done <= last:
            row |= {"sort": sort, "done_on": done, "result": result, **_told(chance, done, last)}
        else:
            row["sort"] = sort
        rows.append(row)
    return rows


def _row(
    chance: Random, way: str, day: date, village: int | None, matter: str, unit: int | None
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "received_on": day,
        "way": way,
        "received_by": chance.choice(_RECEIVERS),
        "village_id": village,
        "matter": matter,
        "repeated": chance.random() < 0.08,
        "sorted_on": day,
        "unit_id": unit,
        "signed_on": day if unit else None,
        "due_on": day + timedelta(days=_DAYS),
    }
    if way in ("12345热线", "上级交办"):
        row["order_number"] = f"{day:%Y%m%d}{chance.randint(100, 999)}"
    return row


def _told(chance: Random, done: date | None, last: date) -> dict[str, Any]:
    """Told a few days after it was done, and asked."""
    if done is None:
        return {}
    told = done + timedelta(days=chance.randint(0, 3))
    if told > last:
        return {}
    return {"told_on": told, "satisfied": chance.choices(*_CONTENT)[0]}
