"""A year of inspections, findings and draws, clearly invented (示例数据)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Draw, Finding, Inspection, Place
from gaotang_desktop.data.queries import records, units, villages
from gaotang_desktop.domain import inspections as rules

INSPECTIONS = 90
_DUE_DAYS = 15
_PLACES = {
    "餐饮": "饭店",
    "食品生产": "面粉坊",
    "食品销售": "超市",
    "药店": "大药房",
    "诊所": "诊所",
    "学校食堂": "小学食堂",
    "学校周边零售": "文具店",
    "农村聚餐点": "聚餐点",
    "其他": "农资店",
}
_FOUND: Mapping[str, tuple[tuple[str, str], ...]] = {
    "夜巡督查": (
        ("夜巡登记表没有当晚填写", "已补填，并安排专人每晚登记"),
        ("巡逻人员没有佩戴袖标", "已领取袖标并要求佩戴"),
        ("村口卡点夜间无人值守", "已重新排班，专人值守"),
    ),
    "宣传督查": (
        ("宣传栏内容半年没有更换", "已更换为本季度内容"),
        ("入户走访登记不全", "已逐户补登"),
    ),
    "食品药品": (
        ("货架上有过期食品3件", "已下架封存并作登记"),
        ("从业人员健康证过期", "已补办健康证"),
        ("处方药没有分柜存放", "已分柜存放"),
        ("进货台账不完整", "已补齐进货票据"),
    ),
    "资料台账": (
        ("矛盾纠纷排查台账缺两周", "已补齐排查记录"),
        ("会议记录没有签到表", "已补签到表"),
    ),
    "其他": (("路灯损坏2处没有报修", "已报修并恢复照明"),),
}

_KINDS = ("夜巡督查", "宣传督查", "食品药品", "资料台账", "其他")


def fill(session: Session, chance: Random, last: date, now: datetime) -> None:
    """Places of every type, inspections of every kind, findings in every state, three draws."""
    homes = [(each.id, each.name) for each in villages.registered(session)]
    offices = [each for each in units.registered(session) if each.stands_for != "全部村"]
    if not homes or not offices:
        return
    places = _places(session, chance, homes, last, now)
    draws = _draws(session, chance, homes, places, last, now)
    _inspections(session, chance, homes, [each.id for each in offices], places, draws, last, now)


def _places(
    session: Session, chance: Random, homes: list[tuple[int, str]], last: date, now: datetime
) -> list[Place]:
    rows = []
    for number in range(3 * len(_PLACES)):
        kind, word = list(_PLACES.items())[number % len(_PLACES)]
        home, name = chance.choice(homes)
        rows.append(
            {
                "name": f"示例{number + 1:02d}号{word}",
                "place_type": kind,
                "village_id": home,
                "address": f"{name}示例路{chance.randint(1, 60)}号",
                "keeper": f"示例店主{number + 1:02d}",
                "phone": f"000-0000-7{number:03d}",
                "closed_on": last - timedelta(days=60) if number == 20 else None,
            }
        )
    records.add_rows(session, Place, rows, now=now)
    session.flush()
    return [each for each in records.live(session, "places") if isinstance(each, Place)]


def _draws(
    session: Session,
    chance: Random,
    homes: list[tuple[int, str]],
    places: list[Place],
    last: date,
    now: datetime,
) -> list[Draw]:
    everyone = tuple(name for _, name in homes)
    chemists = tuple(each.name for each in places if each.place_type == "药店")
    eating = tuple(each.name for each in places if each.place_type == "餐饮")
    rows = []
    for back, purpose, subject, kept, pool, count in (
        (3, "夜巡督查抽村", "村", "全部", everyone, 3),
        (40, "药店检查", "场所", "药店", chemists, 2),
        (75, "餐饮单位检查", "场所", "餐饮", eating, 2),
        (120, "夜巡督查抽村", "村", "全部", everyone, 4),
    ):
        seed, wanted = chance.randint(100_000, 999_999), min(count, len(pool))
        rows.append(
            {
                "drawn_on": last - timedelta(days=back),
                "purpose": purpose,
                "subject": subject,
                "pool_filter": kept,
                "count": wanted,
                "seed": seed,
                "pool": pool,
                "picked": rules.draw(pool, wanted, seed),
            }
        )
    records.add_rows(session, Draw, rows, now=now)
    session.flush()
    return [each for each in records.live(session, "draws") if isinstance(each, Draw)]


def _inspections(
    session: Session,
    chance: Random,
    homes: list[tuple[int, str]],
    offices: list[int],
    places: list[Place],
    draws: list[Draw],
    last: date,
    now: datetime,
) -> None:
    by_name = {name: number for number, name in homes}
    planned: list[dict[str, Any]] = []
    for number in range(INSPECTIONS):
        back = 364 - number * 364 // INSPECTIONS - chance.randint(0, 3)
        kind = chance.choices(_KINDS, (34, 20, 26, 14, 6))[0]
        row: dict[str, Any] = {"held_on": last - timedelta(days=max(0, back)), "kind": kind}
        if kind == "食品药品":
            planned.append(row | _at(chance.choice(places)))
        else:
            planned.append(row | {"village_id": chance.choice(homes)[0]})
    # The newest draw is half done: two of its villages are still to be visited.
    for draw in draws:
        newest = draw.drawn_on >= last - timedelta(days=7)
        for name in draw.picked[:1] if newest else draw.picked:
            day = min(last, draw.drawn_on + timedelta(days=1))
            if draw.subject == "村":
                where = {"village_id": by_name[name], "kind": "夜巡督查"}
            else:
                where = _at(next(each for each in places if each.name == name))
                where["kind"] = "食品药品"
            planned.append({"held_on": day, "draw_id": draw.id, **where})
    for row in sorted(planned, key=lambda each: each["held_on"]):
        found = chance.choices((0, 1, 2), (52, 38, 10))[0]
        on_the_spot = found == 1 and chance.random() < 0.2
        result = "当场整改" if on_the_spot else "发现问题" if found else "未发现问题"
        inspection = Inspection(
            **row,
            inspectors=("示例检查员甲", "示例检查员乙"),
            result=result,
            text="示例：现场查看登记和人员到位情况。",
        )
        session.add(inspection)
        session.flush()
        for text, how in chance.sample(_FOUND[row["kind"]], min(found, len(_FOUND[row["kind"]]))):
            finding = _finding(chance, inspection, text, how, last, on_the_spot=on_the_spot)
            if finding["village_id"] is None:
                finding["unit_id"] = chance.choice(offices)
            session.add(Finding(**finding))


def _at(place: Place) -> dict[str, Any]:
    return {
        "place_id": place.id,
        "place_type": place.place_type,
        "village_id": place.village_id,
    }


def _finding(
    chance: Random, inspection: Inspection, text: str, how: str, last: date, *, on_the_spot: bool
) -> dict[str, Any]:
    day = inspection.held_on
    due = day + timedelta(days=_DUE_DAYS)
    done = day if on_the_spot else day + timedelta(days=chance.randint(2, 14))
    if chance.random() < 0.1:
        done = due + timedelta(days=chance.randint(1, 20))
    forgotten = not on_the_spot and due >= last - timedelta(days=40) and chance.random() < 0.45
    finding: dict[str, Any] = {
        "found_on": day,
        "inspection_id": inspection.id,
        "text": f"示例：{text}",
        "village_id": inspection.village_id,
        "due_on": due,
    }
    if done <= last and not forgotten:
        finding |= {"put_right_on": done, "how": "当场整改" if on_the_spot else how}
        looked = done + timedelta(days=20)
        if looked <= last and chance.random() < 0.6:
            finding |= {"rechecked_on": looked, "recheck": "已整改"}
    return finding
