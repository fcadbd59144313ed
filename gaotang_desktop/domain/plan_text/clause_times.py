"""Until when, or how often, a clause is to be done: by its label, its words or the headings over it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from gaotang_desktop.domain.plan_text.deadlines import (
    THROUGHOUT_CYCLE,
    Deadline,
    find_cycle,
    find_days,
    find_other_cycle,
    is_time,
    read_deadline,
)
from gaotang_desktop.domain.plan_text.outline import Node
from gaotang_desktop.domain.plan_text.pieces import PlanWarning
from gaotang_desktop.domain.plan_text.whose.sentences import leading_verb
from gaotang_desktop.domain.plan_text.year_spans import YearSpan
from gaotang_desktop.domain.units import fold

_BY_THEN = re.compile(r"前(?:[^前]{2,10})?$")
_IN_TURNS = re.compile("第[二两2][批期轮次]")


@dataclass(frozen=True)
class Years:
    """What a date without its year is read with: the year of the plan and the time it covers."""

    year: int | None
    span: YearSpan | None = None


def deadline_of(
    node: Node, stated: Sequence[tuple[int, str]], years: Years, lead: Collection[str]
) -> tuple[Deadline, list[PlanWarning]]:
    """The time limit that labels or columns of a clause state, else that of its words, and what to look at."""
    if not stated:
        return _deadline_in_words(node, years, lead)
    line = stated[0][0]
    if len({words for _, words in stated}) > 1:
        text = "；".join(words for _, words in stated)
        return Deadline(None, "", text), [
            PlanWarning(line, f"本条有几个完成时限“{text}”，请自行设定。")
        ]
    deadline = read_deadline(stated[0][1], years.year, years.span)
    often = _times(node.own.text)[1] if deadline.cycle == THROUGHOUT_CYCLE else ""
    if often and (cycle := read_deadline(often, years.year).cycle):
        # 完成时间：长期 beside 每季度开展一次: how often is said by the words.
        words = f"完成时限写“{deadline.text}”，正文里写“{often}”，按“{cycle}”读入，请核对。"
        return replace(deadline, cycle=cycle), [PlanWarning(line, words)]
    return deadline, _to_look_at(deadline, line)


def _to_look_at(deadline: Deadline, line: int, otherwise: str = "") -> list[PlanWarning]:
    """What is odd in a time limit, else ``otherwise``; that no year is written the plan says once."""
    missing = deadline.yearless and deadline.on is None
    words = otherwise if missing else deadline.problem or otherwise
    return [PlanWarning(line, words)] if words else []


def deadline_above(
    path: Sequence[Node], line: int, years: Years
) -> tuple[Deadline, list[PlanWarning]]:
    """The time limit that the nearest heading over a clause sets: （一）全面摸排（3月31日前完成）."""
    for over in reversed(path):
        if not over.lines and not over.group:
            continue
        words = [words for _, words in over.own.deadlines] or find_days(over.heading)
        words = words or [over.heading] * is_time(over.heading)  # 三月 over what is done in it
        if len(set(words)) == 1:
            deadline = read_deadline(words[0], years.year, years.span)
            told = f"完成时限“{words[0]}”写在上面的“{over.heading}”里，按它读入，请核对。"
            return deadline, _to_look_at(deadline, line, told)
    return Deadline(None, "", ""), []


def _times(text: str) -> tuple[list[str], str]:
    return list(dict.fromkeys(find_days(text))), find_cycle(text)


def _own_words(node: Node, lead: Collection[str]) -> tuple[str, str]:
    """The words of a clause up to where others than the units that lead it are told what to do, and who
    these are: 派出所负责夜巡；司法所每月…. Where a label names the units, all of the words are theirs.
    """
    text = node.own.text
    labelled = node.stated.found and node.head is None
    doing: set[str] = set(node.head.names) if node.head else set()
    for stop in re.finditer("^|[；;。](?=.)", text) if lead and not labelled else ():
        verb = leading_verb(text[stop.end() :].lstrip(), node.known)
        if verb is None:
            continue
        others = set(verb[0]) - doing if doing else set(verb[0]) - set(lead)
        if others == set(verb[0]):
            return text[: stop.end()], "、".join(verb[0])
        doing |= set(verb[0])
    return text, ""


def _deadline_in_words(
    node: Node, years: Years, lead: Collection[str]
) -> tuple[Deadline, list[PlanWarning]]:
    """The time limit that the words of a clause set without the label 完成时限.

    Of what a unit does the first clause is its task, whose limit counts before those of the rest.
    """
    own, others = _own_words(node, lead)
    below = [part.own.text for part in node.all_nodes()[1:]]
    text = "\n".join([own, *below])
    if others and not any(_times(text)) and not find_other_cycle(text):
        text = "\n".join([node.own.text, *below])
    else:
        others = ""
    line = node.first_line
    days, cycle = _times(re.split("[。；;\n]", node.title)[0]) if node.head else ([], "")
    often = find_other_cycle(re.split("[。；;\n]", node.title)[0]) if node.head else ""
    if not days and not cycle and not often:
        days, cycle = _times(text)
    if len(days) > 1:
        listed = "；".join(days)
        return Deadline(None, "", listed), [
            PlanWarning(line, f"本条有几个完成时限“{listed}”，请自行设定。")
        ]
    if days:
        deadline = read_deadline(days[0], years.year, years.span)
        # 6月底前完成 sets a limit as a label does; a day or a span alone may only tell when.
        told = (
            ""
            if _BY_THEN.search(fold(days[0]))
            else f"完成时限“{days[0]}”是从正文里读出的，请核对。"
        )
        if others:
            told = f"完成时限“{days[0]}”写在“{others}”要做的事里，请核对。"
        found = _to_look_at(deadline, line, told)
        turns = find_cycle(text)
        if turns and days[0] + turns in text:
            # 4月至5月每周一次: how often, and for how long.
            cycle = read_deadline(turns, years.year).cycle
            words = f"{days[0]}{cycle}"
            told = f"周期和时限“{words}”是从正文里读出的，请核对。"
            return replace(deadline, cycle=cycle, text=words), [PlanWarning(line, told)]
        if _IN_TURNS.search(text):
            deadline = Deadline(None, "", days[0])
            words = f"本条分几批完成，只读出完成时限“{days[0]}”，请自行设定。"
            found = [PlanWarning(line, words)]
        return deadline, found
    if cycle:
        deadline = read_deadline(cycle, years.year)
        if deadline.cycle:
            words = f"周期“{deadline.cycle}”是从正文里读出的，请核对。"
            if others:
                words = f"周期“{deadline.cycle}”写在“{others}”要做的事里，请核对。"
            return deadline, [PlanWarning(line, words)]
    if other := often or find_other_cycle(text):
        deadline = read_deadline(other, years.year)
        return deadline, _to_look_at(deadline, line)
    return Deadline(None, "", ""), []
