"""Turns of publicity, village by village and month by month."""

from gaotang_desktop.data.queries import patrols as villages
from gaotang_desktop.data.queries import publicity as queries
from gaotang_desktop.domain.periods import month_of
from gaotang_desktop.domain.pictures import findings
from gaotang_desktop.domain.pictures.values import Line, Picture, Spot, Target
from gaotang_desktop.services import publicity_weeks
from gaotang_desktop.services.pictures.months import last_months, words
from gaotang_desktop.services.workplace import Workplace

_DONE, _MISSED = "完成", "未完成"


def picture(work: Workplace) -> Picture:
    """The turns of the last twelve months by the month of their week, and what each has become."""
    today = work.today()
    months = last_months(today)
    with work.database.reading() as session:
        turns = publicity_weeks.due(session, queries.turns(session, months[0].start, today))
        states = publicity_weeks.states(session, months[0].start, today, today)
        here = villages.villages(session, months[0].start, today)
    lines, never = [], 0
    for village in here:
        mine = [each for each in turns if each.village_id == village.id]
        never += not mine
        spots = []
        for month in months:
            own = [each for each in mine if month_of(each.week) == month]
            held = sum(states[each.id] == _DONE for each in own)
            if not own:
                spots.append(Spot(tip=f"{village.name} · {month.label} · 没有轮到"))
                continue
            said = "，".join(f"{each.week:%m-%d}那一周{states[each.id]}" for each in own)
            to = Target(f"{village.name}{month.label}", "publicity",
                        {"kind": "publicity-turns", "ids": [each.id for each in own]})  # fmt: skip
            spots.append(
                Spot(f"{held}/{len(own)}", held / len(own),
                     f"{village.name} · {month.label} · {said}", bad=any(states[each.id] == _MISSED for each in own), targets=(to,))
            )  # fmt: skip
        lines.append(Line(village.name, tuple(spots)))
    held = sum(states[each.id] == _DONE for each in turns)
    return Picture(
        "cells",
        findings.rounds(len(months), len(turns), held, never),
        words(months),
        tuple(lines),
        note="格子里是已开展和排班的次数；空的是没有轮到。",
        empty="排班以后，这里按村按月画出轮到几次、开展几次。",
    )
