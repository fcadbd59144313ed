"""What a picture over time may be headed with: no rise and no fall that the intervals do not carry."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gaotang_desktop.domain import polls
from gaotang_desktop.domain.documents.wordings import rate
from gaotang_desktop.domain.polls import Rate


@dataclass(frozen=True, slots=True)
class Scored:
    """A village's frozen result of a month; ``low`` and ``high`` bound its rank range."""

    month: str
    total: Decimal | None
    rank: int | None
    low: int | None = None
    high: int | None = None


def scores(village: str, months: Sequence[Scored]) -> str:
    """``郭桥村9月88.20分，第5名；与8月名次区间重叠，升降不能断定``."""
    known = [each for each in months if each.total is not None]
    if not known:
        return f"{village}还没有冻结的考评得分"
    now = known[-1]
    said = f"{village}{now.month}{now.total:.2f}分，" + (
        f"第{now.rank}名" if now.rank else "否决，不排名"
    )
    if len(known) < 2 or now.rank is None or known[-2].rank is None:
        return said
    return f"{said}；{_moved(now, known[-2])}"


def _moved(now: Scored, before: Scored) -> str:
    if now.rank == before.rank:
        return f"与{before.month}名次相同"
    assert now.rank is not None
    assert before.rank is not None
    if None in (now.low, now.high, before.low, before.high):
        return f"{before.month}是第{before.rank}名，没有名次区间，升降不能断定"
    assert now.low is not None
    assert now.high is not None
    assert before.low is not None
    assert before.high is not None
    if now.low <= before.high and before.low <= now.high:
        return f"与{before.month}名次区间重叠，升降不能断定"
    return f"比{before.month}{'前进' if now.rank < before.rank else '后退'}{abs(now.rank - before.rank)}名"


def ageing(open_now: int, old: int, longest: int) -> str:
    """``在办21件，其中3件已超过90天，最久的153天``."""
    if not open_now:
        return "没有在办的矛盾纠纷"
    said = f"在办{open_now}件"
    said += f"，其中{old}件已超过90天" if old else "，都没有超过90天"
    return f"{said}，最久的{longest}天"


def poll(label: str, now: Rate | None, before: Rate | None) -> str:
    """``安全感92.9%（91.0–94.4），比上一期升 1.2 个百分点，区间重叠，升降不能断定``."""
    if now is None:
        return f"还没有{label}的结果"
    said = f"{label}{now.words}"
    moved = polls.change(now, before)
    return f"{said}，比上一期{moved}" if moved else said


def coverage(months: int, done: int, due: int, behind: int) -> str:
    """``近12个月夜巡到位率91.3%，5个村有没巡够的月份``; a village counts at most what was due."""
    if not due:
        return "还没有应巡的晚上"
    tail = f"{behind}个村有没巡够的月份" if behind else "每村每月都巡够了"
    return f"近{months}个月夜巡到位率{rate(done, due)}%，{tail}"


def rounds(months: int, planned: int, held: int, never: int) -> str:
    """``近12个月排班180次，已开展172次，2个村没有轮到``."""
    if not planned:
        return "还没有集中宣传排班"
    tail = f"{never}个村没有轮到" if never else "每个村都轮到过"
    return f"近{months}个月排班{planned}次，已开展{held}次，{tail}"


def due(weeks: int, ahead: int, late: int) -> str:
    """``今后5周到期18件，另有4件已过期``."""
    said = f"今后{weeks}周到期{ahead}件" if ahead else f"今后{weeks}周没有到期的"
    return f"{said}，另有{late}件已过期" if late else said
