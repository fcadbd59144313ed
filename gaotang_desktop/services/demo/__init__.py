"""A year of sample data in an empty folder: invented people, a real village list (示例数据)."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from gaotang_desktop import paths
from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import (
    Adjustment,
    MissedNight,
    Officer,
    Patrol,
    ProgressNote,
    Record,
    SpotCheck,
    UnitMember,
)
from gaotang_desktop.data.queries import records, tasks, units, villages
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.demo import life
from gaotang_desktop.domain.errors import Conflict, StorageProblem
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.services import plans
from gaotang_desktop.services.demo import (
    casework,
    disputes,
    documents,
    grids,
    inspections,
    polls,
    pressing,
    publicity,
    taskwork,
)
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.workplace import Workplace

DAYS = 365
NIGHTS_MISSED = 0.03
_BY = "示例经办人"
_ROOM = 32  # MB: a year with its WAL takes 17


# By noun: what fills one ledger from the villages and units that are there already.
Filler = Callable[[Session, Random, date, datetime], None]
FILLERS: Mapping[str, Filler] = {
    "taskwork": taskwork.fill,
    "publicity": publicity.fill,
    "disputes": disputes.fill,
    "inspections": inspections.fill,
    "polls": polls.fill,
    "casework": casework.fill,
    "pressing": pressing.fill,
    "grids": grids.fill,
}


@dataclass(frozen=True, slots=True)
class Filled:
    """How many records of each kind were made."""

    counts: dict[str, int]


def fill(
    work: Workplace, *, seed: int = 2026, end: date | None = None, progress: Progress | None = None
) -> Filled:
    """Fill an empty data folder with a year that ends on ``end`` (today by default).

    Raises:
        Conflict: the folder already holds records.
        StorageProblem: the disk is too full; nothing was filled in.
    """
    require_room(work)
    last = min(end or work.today(), work.today())
    with work.database.reading() as session:
        if villages.were_ever_registered(session):
            raise Conflict("数据文件夹里已经有数据，示例数据只能填进空的数据文件夹。")
    watched, chance = progress or Silent(), Random(seed)
    folder = paths.resources() / "demo"
    imports.import_sheet(work, "villages", folder / "villages.csv")
    plans.import_plan(work, (folder / "plan_outline.txt").read_text("utf-8"))
    watched.step(1, 5, "村和方案")
    rows = _people_and_nights(work, chance, last)
    watched.step(2, 5, "夜巡")
    rows[Adjustment] = _adjusted(work, chance, last)
    watched.step(3, 5, "加分和扣分")
    with work.database.operation("填入示例数据") as session:
        now = work.now()
        for model, values in rows.items():
            records.add_rows(session, model, values, now=now)
        for number, village in enumerate(villages.registered(session), 1):
            village.display_order = number
            village.households = 260 + chance.randint(0, 500)
            village.population = village.households * chance.randint(30, 38) // 10
        _group_members(session)
        _progress(session, chance, last, now)
        session.flush()
        for name, filler in FILLERS.items():
            # Each ledger has a chance of its own: another ledger more changes none of the others.
            filler(session, Random(f"{seed} {name}"), last, now)
            session.flush()
    watched.step(4, 5, "公文")
    documents.fill(work, last)
    watched.step(5, 5, "完成")
    return Filled(_counts(work))


def require_room(work: Workplace) -> None:
    """Refuse a disk that is too full for a year.

    Raises:
        StorageProblem: it has less than 32 MB left.
    """
    # Looked at before: several steps fill a year, and half of one is of no use.
    free = shutil.disk_usage(work.folder).free >> 20
    if free < _ROOM:
        raise StorageProblem(
            f"填示例数据大约要 {_ROOM} MB，“{work.folder}”所在的磁盘只剩 {free} MB，一条也没有填。"
            "请清理磁盘，或者换一个文件夹。"
        )


def _people_and_nights(
    work: Workplace, chance: Random, last: date
) -> dict[type[Record], list[dict[str, Any]]]:
    with work.database.reading() as session:
        places = villages.ids(session)
    officers, patrols, missed, checks = [], [], [], []
    for number, village in enumerate(places):
        kept = life.habits(chance, number, last)
        roles = ("书记·第一责任人", "综治资料员·具体责任人", "网格员", "包村干部")
        for place, role in enumerate(roles):
            officers.append(
                {
                    "village_id": village,
                    "role": role,
                    "name": kept.leader
                    if place == 1
                    else f"示例{number:02d}{life.SURNAMES[place]}",
                    "phone": f"000-0000-{number:02d}{place:02d}",
                }
            )
        for offset in range(DAYS - 1, -1, -1):
            night = last - timedelta(days=offset)
            if kept.silent_from is not None and night >= kept.silent_from:
                continue
            drawn = chance.random()
            out = drawn < kept.per_week / 7
            result = life.spot_check(chance, out=out)
            if out:
                patrol = life.patrol(chance, kept, night, checked=result == "在岗")
                patrols.append({"village_id": village, **patrol})
            elif drawn > 1 - NIGHTS_MISSED:
                reason = chance.choice(life.REASONS)
                missed.append({"village_id": village, "night": night, "reason": reason})
            if result:
                checks.append(
                    {
                        "village_id": village,
                        "night": night,
                        "checked_by": "镇综治中心",
                        "result": result,
                    }
                )
    return {Officer: officers, Patrol: patrols, MissedNight: missed, SpotCheck: checks}


def _adjusted(work: Workplace, chance: Random, last: date) -> list[dict[str, Any]]:
    """A bonus and a deduction for some village in each of twelve months."""
    with work.database.reading() as session:
        places = villages.ids(session)
    months = [periods.month_of(last).shifted(-back) for back in range(12, 0, -1)]
    return [
        {
            "period": month.key,
            "village_id": chance.choice(places),
            "kind": kind,
            "points": Decimal(1),
            "reason": reason,
            "entered_by": _BY,
        }
        for month in months
        for kind, reason in (("加分", "示例：见义勇为受到表彰"), ("扣分", "示例：资料报送不及时"))
    ]


def _group_members(session: Session) -> None:
    by_name = {each.name: each for each in units.registered(session)}
    group = by_name.get("镇直各单位")
    for name, unit in by_name.items():
        unit.liaison = f"示例联络员{unit.id:02d}"
        unit.phone = f"000-0000-8{unit.id:03d}"
        if group is not None and name in ("市场监管所", "卫生院", "安监所"):
            session.add(UnitMember(group_id=group.id, unit_id=unit.id))


def _progress(session: Session, chance: Random, last: date, now: datetime) -> None:
    """First units lead, the others assist; most are done in time, some are late."""
    seen: set[int] = set()
    notes = []
    for each in tasks.assignments(session):
        if each.task_id in seen:
            each.role = "配合"
        seen.add(each.task_id)
        each.deadline = last - timedelta(days=chance.randint(-25, 120))
        late = chance.random() < 0.15
        if each.deadline <= last and not late:
            each.state = "已完成"
            each.done_on = each.deadline - timedelta(days=chance.randint(0, 12))
        else:
            each.state = "进行中"
        for back in sorted(chance.sample(range(1, 150), 2), reverse=True):
            notes.append(
                {
                    "assignment_id": each.id,
                    "happened_on": last - timedelta(days=back),
                    "text": chance.choice(
                        ("按月汇总情况并上报", "到村检查一次，问题已交办", "召开碰头会")
                    ),
                }
            )
    session.flush()
    records.add_rows(session, ProgressNote, notes, now=now)


def _counts(work: Workplace) -> dict[str, int]:
    with work.database.reading() as session:
        found = records.counts(session)
    return {kind: count for kind, count in found.items() if count}
