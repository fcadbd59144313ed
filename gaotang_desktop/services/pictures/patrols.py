"""Nights patrolled of nights due, village by village and month by month."""

from collections.abc import Mapping
from decimal import Decimal

from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.pictures import findings
from gaotang_desktop.domain.pictures.values import Line, Picture, Spot, Target
from gaotang_desktop.services import evaluation, patrols
from gaotang_desktop.services.patrols import Coverage
from gaotang_desktop.services.pictures.months import last_months, words
from gaotang_desktop.services.workplace import Workplace


def _counted(work: Workplace, months: Mapping[Period, Coverage]) -> set[Period]:
    """The months with a line, and those without that the evaluation counts as nothing done."""
    found = {month for month, one in months.items() if one.has_records}
    for year in {month.year for month in months if month not in found}:
        found |= evaluation.counted_months(work, Period(year, "year", 1))
    return found


def picture(work: Workplace) -> Picture:
    """The last twelve months; the running one counts what was due by last night."""
    months = last_months(work.today())
    covered = [patrols.coverage(work, each) for each in months]
    counted = _counted(work, dict(zip(months, covered, strict=True)))
    names = {each.id: each.name for one in covered for each in one.villages}
    done = due = 0
    behind = set()
    lines = []
    for village, name in names.items():
        spots = []
        for month, one in zip(months, covered, strict=True):
            nights, wanted = one.nights.get(village, 0), one.over.get(village, Decimal(0))
            to = Target(f"{name}{month.label}", "patrols",
                        {"kind": "patrols", "villages": [village], "period": month.key})  # fmt: skip
            if village in one.nights and month not in counted:
                spots.append(
                    Spot(tip=work.of_town(f"{name} · {month.label} · 全镇没有夜巡登记，不计"))
                )
                continue
            if village not in one.nights or wanted < 1:
                spots.append(Spot(tip=f"{name} · {month.label} · 没有应巡的晚上"))
                continue
            lacking = one.lacking(village)
            due += patrols.whole(wanted)
            done += min(nights, patrols.whole(wanted))
            if lacking:
                behind.add(village)
            tip = f"{name} · {month.label} · 已巡 {nights} 晚，应巡 {patrols.whole(wanted)} 晚" + (
                f"，缺 {lacking} 晚" if lacking else ""
            )
            share = min(1.0, float(nights / wanted))
            spots.append(
                Spot(f"缺{lacking}" if lacking else str(nights), share, tip, bad=bool(lacking),
                     targets=(to,))
            )  # fmt: skip
        lines.append(Line(name, tuple(spots)))
    return Picture(
        "cells",
        findings.coverage(len(months), done, due, len(behind)),
        words(months),
        tuple(lines),
        note="格子里是已巡的晚数，颜色越深越接近应巡；没有巡够的写缺几晚。",
        empty="登记夜巡以后，这里按村按月画出巡了多少。",
    )
