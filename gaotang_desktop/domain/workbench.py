"""What stands on the workbench, and in which order (工作台)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

SHOWN_EACH = 6
"""So many of one kind stand in lines of their own; the rest share one."""


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: how late, what, where, and the page that opens its records.

    ``days`` until the deadline, negative when it is over; ``None`` where there is no deadline.
    ``tone`` is good, warn, bad, info or neutral.
    """

    when: str
    tone: str
    what: str
    where: str
    action: str
    page: str
    context: Mapping[str, object] = field(default_factory=dict)
    days: int | None = None


def when(days: int) -> tuple[str, str]:
    """The words and the tone of a deadline so many days away."""
    if days < 0:
        return f"逾期 {-days} 天", "bad"
    if days <= 2:
        return ("今天", "明天", "后天")[days], "warn"
    return f"还有 {days} 天", "warn"


def in_order(todos: Iterable[Todo]) -> tuple[Todo, ...]:
    """By deadline, the most overdue first; what has none follows in the order given."""
    return tuple(sorted(todos, key=lambda each: (each.days is None, each.days or 0)))


def within_reason(lines: Sequence[Todo], rest: str, *, shown: int = SHOWN_EACH) -> list[Todo]:
    """The first lines as they are; all further ones as one that opens the records of them all.

    ``rest`` names the further ones: ``件纠纷逾期或临近期限``. The lines' contexts hold ``ids``.
    """
    if len(lines) <= shown + 1:
        return list(lines)
    kept, others = list(lines[:shown]), lines[shown:]
    ids: list[Any] = [number for each in others for number in _numbers(each.context.get("ids"))]
    first = others[0]
    kept.append(
        Todo(
            first.when,
            first.tone,
            f"另有 {len(others)} {rest}",
            "和上面几条一样要办，点开看全部",
            "查看",
            first.page,
            {**{k: v for k, v in first.context.items() if k != "task"}, "ids": ids},
            first.days,
        )
    )
    return kept


def _numbers(value: object) -> Iterable[Any]:
    return value if isinstance(value, (list, tuple)) else ()


def shortened(text: str, longest: int = 24) -> str:
    """The first line of a text, cut where a line of the workbench ends."""
    first = text.strip().splitlines()[0] if text.strip() else ""
    return first if len(first) <= longest else f"{first[: longest - 1]}…"


def is_reported(
    papers: Iterable[tuple[str, str, date, str | None]],
    *words: str,
    since: date,
    about: Collection[str],
) -> bool:
    """Whether a circular went out: a paper (kind, title, date, what it is about) dated since then

    whose kind or title names 通报 and one of the words (``夜巡``; a poll's name or ``民调``). A
    paper made from the records of one period or poll (``2026-09``, ``poll:3``) speaks for that
    alone, so it must be ``about`` one of these.
    """
    return any(
        dated >= since
        and "通报" in kind + name
        and any(word in kind + name for word in words)
        and (told is None or told in about)
        for kind, name, dated, told in papers
    )


def age(day: date, today: date) -> str:
    """``今天``, ``昨天``, ``9 天前``."""
    days = (today - day).days
    return ("今天", "昨天")[days] if 0 <= days <= 1 else f"{days} 天前"
