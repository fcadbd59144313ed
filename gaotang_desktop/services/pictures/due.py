"""What is due in the next weeks, as a calendar."""

from collections import defaultdict
from datetime import date, timedelta

from gaotang_desktop.domain.fields import WEEKDAYS
from gaotang_desktop.domain.pictures import findings
from gaotang_desktop.domain.pictures.values import Line, Picture, Spot, Target
from gaotang_desktop.domain.writings.cutting import cut
from gaotang_desktop.services.workbench import open_items
from gaotang_desktop.services.workbench.open_items import Item
from gaotang_desktop.services.workplace import Workplace

WEEKS = 5
_MANY, _NAMED, _LONGEST = 6, 4, 24


def picture(work: Workplace) -> Picture:
    """A row for each week from the running one, a column for each weekday; residents covered."""
    today = work.today()
    first = today - timedelta(days=today.weekday())
    end = first + timedelta(days=7 * WEEKS)
    days: dict[date, list[tuple[Item, str]]] = defaultdict(list)
    late, cover = 0, work.cover
    for owner in open_items.owners(work):
        for item in owner.items:
            late += item.late
            if item.due is not None and today <= item.due < end:
                days[item.due].append((item, cover(f"{item.what} {item.text}（{owner.who}）")))
    most = max((len(each) for each in days.values()), default=0)
    lines = []
    for week in range(WEEKS):
        monday = first + timedelta(days=7 * week)
        spots = [_spot(monday + timedelta(days=at), days, most, today) for at in range(7)]
        until = monday + timedelta(days=6)
        lines.append(Line(f"{monday:%m-%d}至{until:%m-%d}", tuple(spots)))
    return Picture(
        "cells",
        findings.due(WEEKS, sum(len(each) for each in days.values()), late),
        tuple(f"周{each}" for each in WEEKDAYS),
        tuple(lines),
        note="每格一天，数字是到期的件数；按一下打开当天到期的。",
        empty="今后几周没有到期的事项。",
    )


def _spot(day: date, days: dict[date, list[tuple[Item, str]]], most: int, today: date) -> Spot:
    held = days.get(day, [])
    if not held:
        past = "，已经过去" if day < today else "，没有到期的"
        return Spot(f"{day.day}", None, f"{day.month}月{day.day}日{past}")
    named = "；".join(_short(words) for _item, words in held[:_NAMED])
    more = f"等{len(held)}件" if len(held) > _NAMED else ""
    to = tuple(Target(_short(words), item.page, item.context) for item, words in held)
    return Spot(
        f"{day.day} · {len(held)}件",
        len(held) / max(most, _MANY),
        f"{day.month}月{day.day}日到期 {len(held)} 件：{named}{more}",
        targets=to,
    )


def _short(words: str) -> str:
    return cut(words, _LONGEST)
