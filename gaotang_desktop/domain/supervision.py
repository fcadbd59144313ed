"""Words and rules of supervision slips (督办单): blue before, yellow at, red after the deadline."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

COLOURS = ("蓝", "黄", "红")
MEANINGS = {"蓝": "临近期限", "黄": "进度滞后", "红": "已经逾期"}
STATES = ("待回复", "已回复", "逾期未回复")
_DAY = re.compile(r"\b(\d\d)-(\d\d) 到期")
_MATTER = re.compile(r"\d+[.．]\s*(.+?)(?:（(\d\d-\d\d 到期，[^（）]*)）)?")


def colour(deadline: date | None, today: date, *, blue: int, red: int) -> str:
    """The slip that an open assignment calls for today; ``""`` for none.

    Blue from ``blue`` days before the deadline to the deadline, yellow from the day after it, red
    once it is more than ``red`` days overdue (both are settings).
    """
    if deadline is None:
        return ""
    days = (deadline - today).days
    if days > blue:
        return ""
    if days >= 0:
        return "蓝"
    return "红" if -days > red else "黄"


def gravest(colours: Iterable[str]) -> str:
    """One slip asks about several assignments: it has the gravest of their colours."""
    return max(colours, key=COLOURS.index)


def slip_state(answer_due: date, answered_on: date | None, today: date) -> str:
    """待回复 up to the day on which the answer is due, 逾期未回复 from the day after it."""
    if answered_on is not None:
        return "已回复"
    return "逾期未回复" if today > answer_due else "待回复"


def lateness(deadline: date, today: date) -> str:
    """``已逾期 5 天``, ``今天到期``, ``还有 3 天到期``."""
    days = (deadline - today).days
    if days < 0:
        return f"已逾期 {-days} 天"
    return f"还有 {days} 天到期" if days else "今天到期"


def number(year: int, count: int) -> str:
    """``督2026-001``: the number of a year's first slip."""
    return f"督{year}-{count:03d}"


def request(matters: Iterable[tuple[str, date, str]], *, about: str = "任务") -> str:
    """The words of a slip: task, deadline and lateness of each of its matters in a line."""
    lines = [
        f"{n}. {task}（{due:%m-%d} 到期，{late}）" for n, (task, due, late) in enumerate(matters, 1)
    ]
    return f"请说明以下{about}的进展和原因，尽快办结：\n" + "\n".join(lines)


def matters_in(words: str) -> tuple[tuple[str, str], ...]:
    """The matters of a slip's request (:func:`request`) with their deadlines, as they were written into it.

    A numbered line is one matter; a request in other words is one matter without a deadline.
    """
    found = []
    for line in words.splitlines():
        if numbered := _MATTER.fullmatch(line.strip()):
            found.append((numbered[1], numbered[2] or ""))
    if not found and words.strip():
        found.append((" ".join(words.split()), ""))
    return tuple(found)


def written(deadline: str) -> str:
    """A deadline of :func:`matters_in` as papers write it: 9月4日，已逾期79天."""
    said = _DAY.sub(lambda day: f"{int(day[1])}月{int(day[2])}日", deadline)
    return "".join(said.split())


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a slip that cannot be right."""
    found: dict[str, str] = {}
    if (values.get("unit_id") is None) == (values.get("village_id") is None):
        found["unit_id"] = "一张督办单要么给单位，要么给村，请只填其中一个。"
    issued, due = values.get("issued_on"), values.get("answer_due_on")
    answered = values.get("answered_on")
    if issued is not None and issued > today:
        found["issued_on"] = f"{issued:%Y-%m-%d} 还没有到，请改签发日期。"
    if issued is not None and due is not None and due < issued:
        found["answer_due_on"] = "回复期限早于签发日期，请改正其中一个。"
    if answered is not None:
        if answered > today:
            found["answered_on"] = f"{answered:%Y-%m-%d} 还没有到，收到回复以后再登记。"
        elif issued is not None and answered < issued:
            found["answered_on"] = "回复日期早于签发日期，请改正其中一个。"
        if not values.get("answer"):
            found["answer"] = "填了回复日期，请写明回复了什么。"
    elif values.get("answer"):
        found["answered_on"] = "写了回复，请填写回复日期。"
    return found
