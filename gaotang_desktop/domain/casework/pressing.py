"""Words and rules of ending a matter in time and well: its steps, acceptance, escalation.

时限: 签收, 办理, 验收, 反馈 each have their days; what is past its day is brought before the unit's head,
then the deputy, then the head of the town (提级督办). The program proposes; whoever works here confirms.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from gaotang_desktop.domain.casework.extensions import OWNERS
from gaotang_desktop.domain.casework.working_days import EVERY_DAY, Calendar

RESULTS = ("通过", "退回")
LEVELS = ("单位负责人", "分管领导", "主要领导")
SIGN, HANDLE, ACCEPT, TELL = "待签收", "办理中", "待验收", "待反馈"


class Terms(NamedTuple):
    """Days for signing, for looking at the end and for telling; with 0 nobody is asked for that."""

    sign: int
    accept: int
    tell: int


class Deeds(NamedTuple):
    """What was done in a span to have matters ended in time and well, by how often.

    ``extended``: a deadline was put off; ``raised``: brought before a level; ``looked``: an end was
    looked at, and ``passed`` of these.
    """

    extended: int = 0
    raised: int = 0
    looked: int = 0
    passed: int = 0


class Step(NamedTuple):
    """What a matter waits for and by when; ``due_on`` is ``None`` where it has no deadline."""

    word: str
    due_on: date | None


def step(
    terms: Terms,
    *,
    handed_on: date | None,
    signed_on: date | None,
    due_on: date | None,
    done_on: date | None,
    accepted_on: date | None,
    told_on: date | None,
    calendar: Calendar = EVERY_DAY,
) -> Step | None:
    """What a matter waits for; ``None`` when it waits for nothing.

    Signing is due some days after it was handed on, and never later than the matter itself. An
    acceptance from before the (latest) end does not count for it.
    """
    if done_on is None:
        if handed_on is not None and signed_on is None and terms.sign:
            by = calendar.after(handed_on, terms.sign)
            return Step(SIGN, by if due_on is None else min(by, due_on))
        return Step(HANDLE, due_on)
    looked = accept_by(done_on, accepted_on, days=terms.accept, calendar=calendar)
    if looked is not None:
        return Step(ACCEPT, looked)
    if terms.tell and told_on is None:
        return Step(TELL, calendar.after(done_on, terms.tell))
    return None


def accept_by(
    done_on: date | None, accepted_on: date | None, *, days: int, calendar: Calendar = EVERY_DAY
) -> date | None:
    """By when somebody looks at how it ended; ``None`` when nobody waits for that."""
    if done_on is None or not days or (accepted_on is not None and accepted_on >= done_on):
        return None
    return calendar.after(done_on, days)


def level(due_on: date, today: date, *, days: Sequence[int], calendar: Calendar = EVERY_DAY) -> str:
    """How high a matter past ``due_on`` belongs today: one of :data:`LEVELS`, ``""`` for none.

    ``days`` says after how many days each level is asked, the lowest first (settings).
    """
    reached = ""
    for word, count in zip(LEVELS, days, strict=True):
        if today > due_on and today >= calendar.after(due_on, count):
            reached = word
    return reached


def step_problems(
    values: Mapping[str, Any],
    *,
    start: str,
    began: str,
    done_on: date | None,
    today: date,
) -> dict[str, str]:
    """A sentence for signing and telling of a matter that cannot be; ``began`` words its ``start``."""
    found: dict[str, str] = {}
    day, signed, told = values.get(start), values.get("signed_on"), values.get("told_on")
    if signed is not None:
        if values.get("unit_id") is None:
            found["unit_id"] = "填了签收日期，请填由哪个单位办理。"
        if signed > today:
            found["signed_on"] = f"{signed:%Y-%m-%d} 还没有到，请改签收日期。"
        elif day is not None and signed < day:
            found["signed_on"] = f"签收日期早于{began}，请改正其中一个。"
        elif done_on is not None and signed > done_on:
            found["signed_on"] = "签收日期晚于办结的日子，请改正其中一个。"
    if told is not None:
        if done_on is None:
            found["told_on"] = "还没有办结，办结以后才反馈，请去掉反馈日期。"
        elif told > today:
            found["told_on"] = f"{told:%Y-%m-%d} 还没有到，请改反馈日期。"
        elif told < done_on:
            found["told_on"] = "反馈日期早于办结的日子，请改正其中一个。"
    return found


def acceptance_problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of an acceptance that cannot be right."""
    found = _of_one(values, "decision", "一次验收")
    day, done = values.get("decided_on"), values.get("done_on")
    if day is not None and day > today:
        found["decided_on"] = f"{day:%Y-%m-%d} 还没有到，验收以后再登记。"
    elif day is not None and done is not None and day < done:
        found["decided_on"] = f"验收日期早于办结日期 {done:%Y-%m-%d}，请改正。"
    if values.get("decision") == "退回" and not values.get("reason"):
        found["reason"] = "退回的要写明为什么退回。"
    return found


def escalation_problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of an escalation that cannot be right."""
    found = _of_one(values, "level", "一次提级督办")
    day, due = values.get("raised_on"), values.get("due_on")
    if day is not None and day > today:
        found["raised_on"] = f"{day:%Y-%m-%d} 还没有到，提级以后再登记。"
    elif day is not None and due is not None and day <= due:
        found["raised_on"] = f"期限 {due:%Y-%m-%d} 还没有过，过了期限才提级督办。"
    return found


def raised_before_end(raised_on: date | None, due_on: date | None, ended_on: date) -> str:
    """The sentence under the day of a step up of an ended matter; ``""`` where it lies before the end.

    A matter that ended in time was never past its day; without a day nothing is said here.
    """
    if due_on is None or ended_on <= due_on:
        return f"这一件在 {ended_on:%Y-%m-%d} 办结，没有过期限，过了期限才提级督办。"
    if raised_on is not None and raised_on > ended_on:
        return (
            f"这一件已经在 {ended_on:%Y-%m-%d} 办结，办结以后不再提级；"
            f"以前提过级的，日期应当在期限 {due_on:%Y-%m-%d} 以后、办结以前，请改日期。"
        )
    return ""


def _of_one(values: Mapping[str, Any], field: str, what: str) -> dict[str, str]:
    if sum(values.get(name) is not None for name, _ in OWNERS.values()) == 1:
        return {}
    return {field: f"{what}只能是一件纠纷、一条意见或者一件诉求的。"}
