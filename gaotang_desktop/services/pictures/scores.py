"""A village's frozen scores over the months, beside the town's median."""

from collections import defaultdict
from decimal import Decimal
from statistics import median

from gaotang_desktop.data.queries import village_pages as queries
from gaotang_desktop.domain.pictures import findings
from gaotang_desktop.domain.pictures.findings import Scored
from gaotang_desktop.domain.pictures.values import Line, Picture, Spot, Target
from gaotang_desktop.services.pictures.months import last_months, words
from gaotang_desktop.services.workplace import Workplace

TABLES = frozenset({"frozen_evaluations", "villages"})


def picture(work: Workplace, village: str) -> Picture:
    """The frozen results of the last twelve months; a month without one breaks the line."""
    months = last_months(work.today())
    with work.database.reading() as session:
        rows = queries.totals(session, [each.key for each in months])
    totals: dict[str, list[Decimal]] = defaultdict(list)
    own = {}
    for row in rows:
        if row.total is not None:
            totals[row.period].append(Decimal(row.total))
        if row.village == village:
            own[row.period] = row
    mine, middle, scored = [], [], []
    beside = work.of_town("全镇中位数")
    for month in months:
        mine_of_it = own.get(month.key)
        all_of_it = totals.get(month.key)
        half = Decimal(median(all_of_it)) if all_of_it else None
        to = (Target(f"{month.label}考评", "evaluation", {"period": month.key}),)
        label = f"{month.number}月"
        if mine_of_it is None or mine_of_it.total is None:
            mine.append(Spot(tip=f"{village} · {month.label} · 没有冻结的得分"))
            scored.append(Scored(label, None, None))
        else:
            total = Decimal(mine_of_it.total)
            rank = f"第 {mine_of_it.rank} 名" if mine_of_it.rank else "否决，不排名"
            span = (
                f"，名次区间 {mine_of_it.low}–{mine_of_it.high}"
                if mine_of_it.low is not None
                else ""
            )
            tip = f"{village} · {month.label} · {total:.2f} 分 · {rank}{span}"
            if half is not None:
                tip += f" · {beside} {half:.2f}"
            mine.append(Spot(f"{total:.2f}", float(total), tip, targets=to))
            scored.append(Scored(label, total, mine_of_it.rank, mine_of_it.low, mine_of_it.high))
        middle.append(
            Spot(tip=f"{beside} · {month.label} · 没有")
            if half is None
            else Spot(f"{half:.2f}", float(half), f"{beside} · {month.label} · {half:.2f} 分", targets=to)
        )  # fmt: skip
    return Picture(
        "lines",
        findings.scores(village, scored),
        words(months),
        (Line(village, tuple(mine)), Line(beside, tuple(middle), beside=True)),
        note="只画已冻结的月份；名次区间重叠的，先后和升降都不能断定。",
        unit="分",
        empty="考评冻结以后，这里按月画出这个村的得分。",
    )
