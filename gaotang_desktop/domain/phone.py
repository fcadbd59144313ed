"""What is sent on by phone: a list in short lines, and the day in five sentences for the leader."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gaotang_desktop.domain.fields import Field, Kind, Listing, show

SHOWN = 30
"""So many records of a list are sent; of the others only how many there are is said."""
_LONGEST = 60
_GIST = 160
_NAMED = 4


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """A record in a few words: what it is, and the rest in a second line."""

    head: str
    rest: str


def phone_rows(
    listing: Listing,
    *,
    worded: Callable[[Field, Any], str] = show,
    is_state: Callable[[Field], bool] = lambda _field: False,
    most: int = SHOWN,
) -> tuple[PhoneRow, ...]:
    """The first records of a list as it leaves the office (``privacy.Cover.listing``).

    The head says whose record it is, what it is about, of which day, and how it stands; the other
    columns follow in their order. ``is_state`` knows the columns that say how it stands.
    """
    heads = _heads(listing.fields, is_state)
    found = []
    for row in listing.rows[:most]:
        said: dict[int, str] = {}
        for at, (each, value) in enumerate(zip(listing.fields, row, strict=True)):
            text = " ".join(worded(each, value).split())
            if text:
                said[at] = _shortened(text)
        head = [at for at in heads if at in said] or list(said)[:2]
        rest = [at for at in said if at not in head]
        found.append(
            PhoneRow(
                " ".join(said[at] for at in head),
                " · ".join(f"{listing.fields[at].label} {said[at]}" for at in rest),
            )
        )
    return tuple(found)


def _heads(fields: Sequence[Field], is_state: Callable[[Field], bool]) -> list[int]:
    """The columns by which a record is known, in the order in which one would name it."""

    def first(*kinds: Kind, required: bool = False) -> list[int]:
        return [
            at
            for at, each in enumerate(fields)
            if each.kind in kinds and (each.required or not required)
        ][:1]

    whose = first(Kind.REFERENCE)
    what = first(Kind.TEXT, Kind.LONG_TEXT, required=True)
    day = first(Kind.DATE, Kind.MONTH, Kind.WEEK, required=True) or first(Kind.DATE)
    states = [at for at, each in enumerate(fields) if is_state(each)]
    named = whose + what or first(Kind.TEXT, Kind.NAMES, Kind.LONG_TEXT)
    return list(dict.fromkeys([*named, *day, *states]))


def phone_text(title: str, rows: Sequence[PhoneRow], count: int) -> str:
    """The list as a message: its title, a line for each record, and how many are left out."""
    lines = [f"【{title}】共{count}条"]
    lines += [
        f"{number}. {row.head}" + (f"（{row.rest}）" if row.rest else "")
        for number, row in enumerate(rows, start=1)
    ]
    if count > len(rows):
        lines.append(f"还有{count - len(rows)}条，见台账。")
    return "\n".join(lines)


def paper_message(name: str, words: str) -> str:
    """A paper as a message: its name, and its first sentences as they stand on the page.

    ``words`` are the lines of the pages; what stands over the addressee is the head of the paper.
    """
    lines = [" ".join(line.split()) for line in words.splitlines() if line.strip()]
    heads = [at for at, line in enumerate(lines[:20]) if line.endswith(("：", ":"))]
    body = "".join(lines[heads[0] + 1 :] if heads else lines)
    gist = ""
    for sentence in body.replace("。", "。\n").splitlines():
        if gist and len(gist) + len(sentence) > _GIST:
            break
        gist += sentence
    return f"【{name}】\n{gist if len(gist) <= 2 * _GIST else gist[: 2 * _GIST - 1] + '…'}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the records say of a day; ``None`` where a ledger has nothing to be told at all."""

    day: date
    night: date
    """The newest night with a record, today's or yesterday's."""
    patrolled: int = 0
    people: int = 0
    verified: int = 0
    missed: int = 0
    disputes_found: int = 0
    disputes_closed: int = 0
    disputes_open: int = 0
    disputes_late: int = 0
    turns: Sequence[str] = ()
    turns_held: Sequence[str] = ()
    inspections: int = 0
    findings_open: int = 0
    findings_late: int = 0
    todos: int = 0
    todos_late: int = 0


def day_sentences(facts: DayFacts) -> tuple[str, ...]:
    """At most five sentences for the leader: patrols, disputes, publicity, inspections, what waits.

    Of what has no record nothing is said.
    """
    found = (
        _patrols(facts), _disputes(facts), _publicity(facts), _inspections(facts), _waiting(facts)
    )  # fmt: skip
    return tuple(sentence for sentence in found if sentence)


def day_message(office: str, facts: DayFacts) -> str:
    """The message as it is sent: who says it of which day, then the sentences in a numbered list."""
    sentences = day_sentences(facts)
    head = f"{office}{facts.day.month}月{facts.day.day}日情况"
    if not sentences:
        return f"{head}：今天没有登记的情况。"
    return "\n".join([f"{head}：", *(f"{at}. {each}" for at, each in enumerate(sentences, 1))])


def _patrols(facts: DayFacts) -> str:
    if not facts.patrolled and not facts.missed:
        return ""
    when = "今晚" if facts.night == facts.day else "昨晚"
    said = []
    if facts.patrolled:
        people = f"，出动{facts.people}人次" if facts.people else ""
        verified = f"，其中{facts.verified}个村经抽查或带队核实" if facts.verified else ""
        said.append(f"{when}{facts.patrolled}个村开展平安夜巡{people}{verified}")
    if facts.missed:
        said.append(f"{'' if said else when}{facts.missed}个村没有巡，已登记原因")
    return "；".join(said) + "。"


def _disputes(facts: DayFacts) -> str:
    said = []
    if facts.disputes_found:
        said.append(f"今天新登记矛盾纠纷{facts.disputes_found}件")
    if facts.disputes_closed:
        said.append(f"办结{facts.disputes_closed}件" if said else f"今天办结矛盾纠纷{facts.disputes_closed}件")  # fmt: skip
    if facts.disputes_open:
        late = f"，其中逾期{facts.disputes_late}件" if facts.disputes_late else "，没有逾期的"
        what = "在办" if said else "在办矛盾纠纷"
        said.append(f"{what}{facts.disputes_open}件{late}")
    return "；".join(said) + "。" if said else ""


def _publicity(facts: DayFacts) -> str:
    if not facts.turns:
        return ""
    done = len(facts.turns_held)
    said = f"本周安排{len(facts.turns)}个村集中宣传"
    if done == len(facts.turns):
        return f"{said}，都已开展。"
    left = [each for each in facts.turns if each not in facts.turns_held]
    rest = f"还有{_listed(left)}没有开展"
    return f"{said}，已开展{done}个，{rest}。" if done else f"{said}，{rest}。"


def _inspections(facts: DayFacts) -> str:
    said = []
    if facts.inspections:
        said.append(f"今天检查{facts.inspections}处")
    if facts.findings_open:
        late = f"，其中逾期{facts.findings_late}个" if facts.findings_late else ""
        said.append(f"还有{facts.findings_open}个问题没有整改完{late}")
    return "；".join(said) + "。" if said else ""


def _waiting(facts: DayFacts) -> str:
    if not facts.todos:
        return ""
    late = f"，其中{facts.todos_late}件已经逾期" if facts.todos_late else ""
    return f"工作台上还有{facts.todos}件事要办{late}。"


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown}等{len(names)}个村"
