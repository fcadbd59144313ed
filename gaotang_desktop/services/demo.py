"""A year of sample data in an empty folder: invented people, a real village list (示例数据)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from gaotang_desktop import paths
from gaotang_desktop.data.models import (
    CATALOGUE,
    Adjustment,
    Assignment,
    Document,
    ManualValue,
    MissedNight,
    Officer,
    Patrol,
    ProgressNote,
    Record,
    SpotCheck,
    Unit,
    UnitMember,
    Village,
)
from gaotang_desktop.domain import demo as life
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.services import documents, imports, plans
from gaotang_desktop.services.workplace import Workplace

DAYS = 365
NIGHTS_MISSED = 0.03
_POLLS = (("A1", 0.93), ("A2", 0.90))
_BY = "示例经办人"


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
    """
    last = min(end or work.today(), work.today())
    with work.database.reading() as session:
        if session.scalar(select(func.count(Village.id)).execution_options(with_binned=True)):
            raise Conflict("数据文件夹里已经有数据，示例数据只能填进空的数据文件夹。")
    watched, chance = progress or Silent(), Random(seed)
    folder = paths.resources() / "demo"
    imports.import_sheet(work, "villages", folder / "villages.csv")
    plans.import_plan(work, (folder / "plan_outline.txt").read_text("utf-8"))
    watched.step(1, 5, "村和方案")
    rows = _people_and_nights(work, chance, last)
    watched.step(2, 5, "夜巡")
    rows |= _entered(work, chance, last)
    watched.step(3, 5, "考评取值")
    with work.database.operation("填入示例数据") as session:
        now = work.now()
        for model, values in rows.items():
            stamped = [{**each, "created_at": now, "changed_at": now} for each in values]
            session.execute(insert(model), stamped)
        for number, village in enumerate(session.scalars(select(Village).order_by(Village.id)), 1):
            village.display_order = number
            village.households = 260 + chance.randint(0, 500)
            village.population = village.households * chance.randint(30, 38) // 10
        _group_members(session)
        _progress(session, chance, last, now)
        session.add(Document(**documents.draft_notice(work)))
    watched.step(5, 5, "完成")
    return Filled(_counts(work))


def _people_and_nights(
    work: Workplace, chance: Random, last: date
) -> dict[type[Record], list[dict[str, Any]]]:
    with work.database.reading() as session:
        villages = list(session.scalars(select(Village.id).order_by(Village.id)))
    officers, patrols, missed, checks = [], [], [], []
    for number, village in enumerate(villages):
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
            if drawn < kept.per_week / 7:
                patrols.append({"village_id": village, **life.patrol(chance, kept, night)})
            elif drawn > 1 - NIGHTS_MISSED:
                reason = chance.choice(life.REASONS)
                missed.append({"village_id": village, "night": night, "reason": reason})
            if chance.random() < 0.05:
                result = chance.choices(("在岗", "脱岗"), (94, 6))[0]
                checks.append(
                    {
                        "village_id": village,
                        "night": night,
                        "checked_by": "镇综治中心",
                        "result": result,
                    }
                )
    return {Officer: officers, Patrol: patrols, MissedNight: missed, SpotCheck: checks}


def _entered(
    work: Workplace, chance: Random, last: date
) -> dict[type[Record], list[dict[str, Any]]]:
    with work.database.reading() as session:
        villages = list(session.scalars(select(Village.id).order_by(Village.id)))
    months = [periods.month_of(last).shifted(-back) for back in range(12, 0, -1)]
    values, adjusted = [], []
    for month in months:
        for number, village in enumerate(villages):
            given: list[tuple[str, int, int]] = []
            for code, share in _POLLS:
                sample = 18 if number == 11 else chance.randint(30, 45)
                hits = sum(chance.random() < share for _ in range(sample))
                given.append((code, hits, sample))
            due = chance.randint(1, 4)
            given.append(("C1", chance.choices((1, 0), (92, 8))[0], 1))
            given.append(("C2", chance.randint(25, 60), 300 + 10 * number))
            given.append(("D1", due - (chance.random() < 0.15), due))
            given.append(("D2", chance.choices((4, 3), (85, 15))[0], 4))
            given.append(("E1", 20 - (chance.random() < 0.1), 20))
            given.append(("E2", due - (chance.random() < 0.2), due))
            for code, value, of in given:
                values.append(
                    {
                        "period": month.key,
                        "village_id": village,
                        "item": code,
                        "value": Decimal(value),
                        "of": Decimal(of),
                        "reason": "示例数据：按纸质台账登记",
                        "entered_by": _BY,
                    }
                )
        for kind, reason in (("加分", "示例：见义勇为受到表彰"), ("扣分", "示例：资料报送不及时")):
            adjusted.append(
                {
                    "period": month.key,
                    "village_id": chance.choice(villages),
                    "kind": kind,
                    "points": Decimal(1),
                    "reason": reason,
                    "entered_by": _BY,
                }
            )
    return {ManualValue: values, Adjustment: adjusted}


def _group_members(session: Session) -> None:
    units = {each.name: each for each in session.scalars(select(Unit).order_by(Unit.id))}
    group = units.get("镇直各单位")
    for name, unit in units.items():
        unit.liaison = f"示例联络员{unit.id:02d}"
        unit.phone = f"000-0000-8{unit.id:03d}"
        if group is not None and name in ("市场监管所", "卫生院", "安监所"):
            session.add(UnitMember(group_id=group.id, unit_id=unit.id))


def _progress(session: Session, chance: Random, last: date, now: datetime) -> None:
    """First units lead, the others assist; most are done in time, some are late."""
    seen: set[int] = set()
    notes = []
    for each in session.scalars(select(Assignment).order_by(Assignment.id)):
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
                    "created_at": now,
                    "changed_at": now,
                }
            )
    session.flush()
    session.execute(insert(ProgressNote), notes)


def _counts(work: Workplace) -> dict[str, int]:
    with work.database.reading() as session:
        found = {
            kind: session.scalar(select(func.count(model.id))) or 0
            for kind, model in CATALOGUE.items()
        }
    return {kind: count for kind, count in found.items() if count}
