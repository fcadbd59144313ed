"""A year of disputes, weekly reports and counts of key groups (示例数据)."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Dispute, DisputeNote, DisputeReport, KeyGroupCount
from gaotang_desktop.data.queries import disputes as queries
from gaotang_desktop.data.queries import records, units, villages
from gaotang_desktop.domain import disputes as rules
from gaotang_desktop.domain import fields, periods
from gaotang_desktop.domain.demo import stories
from gaotang_desktop.domain.disputes import SOURCES
from gaotang_desktop.domain.key_groups import CATEGORIES

_DAYS = {"高": 7, "中": 15, "低": 30}
_MARKS = "甲乙丙丁戊己庚辛"
_HANDLERS = ("司法所", "派出所", "平安办", "综治中心", "土管所")


def fill(session: Session, chance: Random, last: date, now: datetime) -> None:
    """Disputes of all categories, most settled in time, a few open and overdue at the end."""
    places = villages.ids(session)
    known = {each.name: each.id for each in units.registered(session)}
    handlers = [known[name] for name in _HANDLERS if name in known] or list(known.values())
    if not places or not handlers:
        return
    named = {
        row.label: row.id for row in records.references(session, "dispute-categories").values()
    }
    categories = [(named[name], told) for name, told in stories.STORIES.items() if name in named]
    made: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []
    for number in range(7 * len(places)):
        # Every category at least once; the last three weeks have a few more, so some are open.
        category, told = categories[number % len(categories) if number < 40 else 0]
        if number >= 40:
            category, told = chance.choice(categories[:8] + categories)
        back = chance.randint(0, 364) if number % 6 else chance.randint(2, 40)
        made.append(
            _dispute(
                chance, category, chance.choice(told), last - timedelta(days=back), last,
                chance.choice(places), chance.choice(handlers),
            )
        )  # fmt: skip
    made.sort(key=lambda each: each[0]["found_on"])
    year: Counter[int] = Counter()
    for row, _ in made:
        year[row["found_on"].year] += 1
        row["number"] = f"{row['found_on'].year}-{year[row['found_on'].year]:03d}"
    records.add_rows(session, Dispute, [row for row, _ in made], now=now)
    ids = {row.number: row.id for row in queries.alive_between(session, date.min, last)}
    notes = [{**note, "dispute_id": ids[row["number"]]} for row, steps in made for note in steps]
    records.add_rows(session, DisputeNote, notes, now=now)
    records.add_rows(session, DisputeReport, _reports(session, chance, places, last), now=now)
    records.add_rows(session, KeyGroupCount, _counts(chance, places, last), now=now)


def _dispute(
    chance: Random,
    category: int,
    told: tuple[str, str],
    found: date,
    last: date,
    village: int,
    unit: int,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    risk = chance.choices(("低", "中", "高"), (70, 24, 6))[0]
    deadline = rules.deadline(found, risk, _DAYS)
    slow = chance.random() < 0.12
    took = int(_DAYS[risk] * (chance.uniform(1.05, 1.6) if slow else chance.uniform(0.15, 0.95)))
    closed: date | None = found + timedelta(days=max(took, 1))
    if (
        deadline <= last + timedelta(days=3)
        and (last - deadline).days < 25
        and chance.random() < 0.4
    ):
        closed = None  # what the last weeks left undone: overdue, or near its deadline
    row: dict[str, Any] = {
        "found_on": found,
        "village_id": village,
        "category_id": category,
        "source": chance.choice(SOURCES),
        "scale": "一般群体性" if chance.random() < 0.03 else "个体性",
        "risk": risk,
        "people": chance.randint(2, 6),
        "parties": tuple(f"示例{mark}" for mark in sorted(chance.sample(_MARKS, 2))),
        "summary": told[0],
        "unit_id": unit,
        "deadline": deadline,
        "state": "待化解",
    }
    until = min(closed or last, last)
    days = sorted({chance.randint(0, max((until - found).days, 0)) for _ in range(3)})
    steps = [
        {"happened_on": found + timedelta(days=day), "text": step, "state": None}
        for day, step in zip(days, stories.STEPS, strict=False)
    ]
    if closed is None or closed > last:
        if (last - found).days > 3:
            row["state"] = steps[0]["state"] = "化解中"
            return row, steps
        return row, []
    state = chance.choices(("已化解", "已移交", "未化解"), (93, 4, 3))[0]
    result = {"已移交": "移交法庭诉前调解", "未化解": "双方分歧较大，已告知可以起诉"}.get(
        state, told[1]
    )
    row |= {"state": state, "closed_on": closed, "result": result}
    steps[0]["state"] = "化解中"
    steps.append({"happened_on": closed, "text": result, "state": state})
    again = closed + timedelta(days=chance.randint(7, 30))
    if state == "已化解" and again <= last and chance.random() < 0.8:
        said = chance.choice(("双方相处正常", "约定都已履行", "没有反复"))
        row |= {"revisited_on": again, "revisit": said}
        steps.append({"happened_on": again, "text": f"回访：{said}", "state": None})
    return row, steps


def _reports(
    session: Session, chance: Random, places: list[int], last: date
) -> list[dict[str, Any]]:
    """About nine weeks in ten; the running week has begun to come in."""
    monday = fields.monday(last)
    found = Counter(
        (village, fields.monday(day))
        for village, day in queries.found_days(session, date.min, last)
    )
    rows = []
    for back in range(52, -1, -1):
        week = monday - timedelta(weeks=back)
        for place, village in enumerate(places):
            lazy = place % 9 == 4
            if chance.random() < (0.45 if back == 0 else 0.7 if lazy else 0.94):
                told = min(week + timedelta(days=chance.randint(3, 6)), last)
                rows.append(
                    {
                        "week": week,
                        "village_id": village,
                        "found": found[village, week],
                        "reported_on": max(told, week),
                    }
                )
    return rows


def _counts(chance: Random, places: list[int], last: date) -> list[dict[str, Any]]:
    """Twelve months; two villages have not sent the last one."""
    rows = []
    month = periods.month_of(last)
    for place, village in enumerate(places):
        totals = {name: chance.choice((0, 0, 1, 2, 3, 5)) for name in CATEGORIES}
        for back in range(11, -1, -1):
            if back == 0 and place % 11 == 7:
                continue
            for name in CATEGORIES:
                if chance.random() < 0.06:
                    totals[name] = max(0, totals[name] + chance.choice((-1, 1)))
                short = totals[name] > 0 and chance.random() < 0.03
                rows.append(
                    {
                        "month": month.shifted(-back).start,
                        "village_id": village,
                        "category": name,
                        "total": totals[name],
                        "managed": totals[name] - short,
                    }
                )
    return rows
