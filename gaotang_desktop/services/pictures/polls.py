"""The rates of a level's polls over time, each with its interval."""

from gaotang_desktop.domain.pictures import findings
from gaotang_desktop.domain.pictures.values import Line, Picture, Spot, Target
from gaotang_desktop.domain.polls import Rate
from gaotang_desktop.services import polls
from gaotang_desktop.services.workplace import Workplace

_SHOWN = ("safe", "satisfied")
_MOST = 16


def picture(work: Workplace, level: str = "") -> Picture:
    """Safety and satisfaction of the polls of one level, of the newest poll's without one."""
    every = polls.listed(work)
    level = level or (every[0].level if every else "")
    found = polls.trend(work, level)[-_MOST:]
    columns = tuple(f"{str(poll.until_on.year)[2:]}年{poll.until_on.month}月" for poll, _ in found)
    lines = []
    for figure in _SHOWN:
        label = polls.RATE_LABELS[figure]
        spots = []
        for poll, rates in found:
            rate = rates.get(figure)
            to = (Target(poll.name, "polls", {"kind": "polls", "id": poll.id}),)
            if rate is None:
                spots.append(Spot(tip=f"{poll.name} · {label} · 没有结果", targets=to))
                continue
            low, high = rate.interval
            tip = f"{poll.name} · {label} {rate.words} · 样本 {rate.sample} 份"
            spots.append(
                Spot(f"{rate.percent}%", float(rate.percent), tip, float(low), float(high),
                     targets=to)
            )  # fmt: skip
        lines.append(Line(label, tuple(spots)))
    return Picture(
        "lines",
        f"{level}{findings.poll(polls.RATE_LABELS['safe'], *_newest(found))}",
        columns,
        tuple(lines),
        note="竖线是可信范围（95%）；两期的范围重叠的，升降不能断定。不同级别的调查不放在一起比。",
        unit="%",
        empty="登记各期民调并填写结果以后，这里按期画出安全感和满意度。",
    )


def _newest(found: object) -> tuple[Rate | None, Rate | None]:
    assert isinstance(found, tuple)
    known = [rates["safe"] for _poll, rates in found if rates.get("safe") is not None]
    return (known[-1] if known else None), (known[-2] if len(known) > 1 else None)
