"""What is not finished in a village that is to be withdrawn (撤并): told beforehand, never closed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gaotang_desktop.data.queries import occurrences
from gaotang_desktop.domain.pages import PAGES, TITLES
from gaotang_desktop.services import records, tasks
from gaotang_desktop.services.casework.waiting import WAITING
from gaotang_desktop.services.workplace import Workplace

DAY = "withdrawn_on"


@dataclass(frozen=True, slots=True)
class Left:
    """How many records of one kind are not finished in a village."""

    kind: str
    count: int

    @property
    def words(self) -> str:
        """``矛盾纠纷 2件（在“矛盾纠纷”）``: how many, and on which page they are found."""
        said = f"{records.label_of(self.kind)} {self.count}{records.counter_of(self.kind)}"
        return f"{said}（在“{TITLES[PAGES[self.kind]]}”）"


def left_open(work: Workplace) -> dict[int, tuple[Left, ...]]:
    """By village, what is not finished there, kind by kind, whoever has to do it."""
    found: dict[int, Counter[str]] = {}

    def count(kind: str, village: int | None) -> None:
        if village is not None:
            found.setdefault(village, Counter())[kind] += 1

    with work.database.reading() as session:
        for waiting in WAITING:
            for row in waiting.rows(session, work.settings, None):
                count(waiting.kind, row.village_id)
        for span in occurrences.open_ones(session):
            count("occurrences", span.village_id)
    for task in tasks.matrix(work).tasks:
        for each in task.assignments:
            if each.state != "已完成":
                count("assignments", each.village_id)
    return {
        village: tuple(Left(kind, number) for kind, number in counts.items())
        for village, counts in found.items()
    }


def said(name: str, left: tuple[Left, ...]) -> str:
    """One sentence about a village; ``""`` where nothing is left open."""
    if not left:
        return ""
    return (
        f"{name}还有没办完的：{'、'.join(each.words for each in left)}。"
        "撤并后它们照旧留着，程序不会替您办结；请先办完，或者改给并入的村。"
    )


def newly(kind: str, before: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether a village that stood is withdrawn by these values."""
    return kind == "villages" and before[DAY] is None and isinstance(values.get(DAY), date)


def questions(work: Workplace, kind: str, ids: Iterable[int], values: Mapping[str, Any]) -> str:
    """What to ask before villages are stored with a day of withdrawal that they did not have."""
    if kind != "villages":
        return ""
    before = {each: records.get(work, kind, each) for each in ids}
    withdrawn = {n: known["name"] for n, known in before.items() if newly(kind, known, values)}
    left = left_open(work) if withdrawn else {}
    return "".join(said(name, left.get(each, ())) for each, name in withdrawn.items())
