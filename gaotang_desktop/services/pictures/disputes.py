"""How old the open disputes were at the end of each month (在办纠纷的账龄)."""

from datetime import date

from gaotang_desktop.data.queries import disputes as queries
from gaotang_desktop.data.queries.disputes import DisputeRow
from gaotang_desktop.domain.disputes import OPEN
from gaotang_desktop.domain.pictures import findings
from gaotang_desktop.domain.pictures.values import Line, Picture, Spot, Target
from gaotang_desktop.services.pictures.months import last_months, words
from gaotang_desktop.services.workplace import Workplace

_AGES = ((0, 30, "30天以内"), (31, 60, "31至60天"), (61, 90, "61至90天"), (91, None, "超过90天"))


def picture(work: Workplace) -> Picture:
    """Open ones at the end of each month, of the running one today, by their age on that day."""
    today = work.today()
    months = last_months(today)
    with work.database.reading() as session:
        every = queries.alive_between(session, months[0].start, today)
    days = [min(each.end, today) for each in months]
    lines = []
    for low, high, name in _AGES:
        spots = []
        for day in days:
            held = [
                each for each in every
                if _open_on(each, day, today)
                and low <= (day - each.found_on).days <= (10**6 if high is None else high)
            ]  # fmt: skip
            to = Target(f"{name}的 {len(held)} 件", "disputes",
                        {"kind": "disputes", "ids": [each.id for each in held]})  # fmt: skip
            spots.append(
                Spot(
                    f"{len(held)}件",
                    float(len(held)),
                    f"{day:%Y-%m-%d} 在办{name}的纠纷 {len(held)} 件",
                    bad=high is None and bool(held),
                    targets=(to,) if held else (),
                )
            )
        lines.append(Line(name, tuple(spots)))
    now = [(today - each.found_on).days for each in every if _open_on(each, today, today)]
    return Picture(
        "bars",
        findings.ageing(len(now), sum(age > 90 for age in now), max(now, default=0)),
        words(months),
        tuple(lines),
        note="每月最后一天在办的件数（本月到今天），按发现之日起算；移交出去的不算。",
        unit="件",
        empty="还没有登记矛盾纠纷。",
    )


def _open_on(row: DisputeRow, day: date, today: date) -> bool:
    """Whether it was open in the evening; today it is what its state says, as everywhere."""
    if row.found_on > day:
        return False
    if row.closed_on is None or day == today:
        return row.state in OPEN
    return row.closed_on > day
