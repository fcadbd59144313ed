"""A newer version of a plan beside the tasks that are stored: what is new, changed, gone (新版本)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gaotang_desktop.domain.plan_text import Clause
from gaotang_desktop.domain.tasks import CYCLES

ADDED, CHANGED, SAME, GONE = "新增", "有变化", "未变", "方案里已没有"
TAKE, OWN, KEEP, APART, BIN = "用新的", "改过的保留", "保留原来的", "当作另一项", "移到回收站"
"""What becomes of a stored task. OWN: what the operator changed stays, the rest is the newer version's."""
_ALIKE, _ALIKE_IN_PLACE = 0.5, 0.3


@dataclass(frozen=True, slots=True)
class StoredTask:
    """A task of the older version as it is stored, with what hangs on it: parts, of these done, and
    steps of progress. ``planned`` is what the text of the older version says of it, None where no
    line of it is this task.
    """

    id: int
    clause: int
    section: str
    values: tuple[tuple[str, Any], ...]
    parts: int = 0
    done: int = 0
    steps: int = 0
    planned: tuple[tuple[str, Any], ...] | None = None

    @property
    def changed(self) -> frozenset[str]:
        """The fields that are not as the older version says: the operator changed them."""
        own = dict(self.values)
        if self.planned is None:
            return frozenset(own)
        told = dict(self.planned)
        return frozenset(
            name
            for fields in _TOGETHER
            if any(_compared(name, own[name]) != _compared(name, told[name]) for name in fields)
            for name in fields
        )

    @property
    def name(self) -> str:
        """Its title."""
        return str(dict(self.values)["name"])

    @property
    def hanging(self) -> str:
        """What is kept with it, for people: 3个单位，1个已完成，2条进展."""
        told = [
            f"{count}{words}"
            for count, words in (
                (self.parts, "项分工"), (self.done, "项已完成"), (self.steps, "条进展")
            )
            if count
        ]  # fmt: skip
        return "，".join(told) or "没有分工"


@dataclass(frozen=True, slots=True)
class Renewal:
    """The stored plan that a text is a newer version of, and by what: 文号 or 标题.

    ``certain`` is False where only the titles agree and both have document numbers.
    """

    plan_id: int
    number: str
    title: str
    by: str
    certain: bool
    tasks: tuple[StoredTask, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a task in the older and in the newer version; ``own`` where the operator had changed it."""

    label: str
    before: str
    now: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a line: 新增, 有变化, 未变 or 方案里已没有. ``at`` is the place of the clause."""

    kind: str
    at: int | None
    clause: Clause | None
    task: StoredTask | None
    differences: tuple[Difference, ...] = ()

    @property
    def title(self) -> str:
        """What the line is called, in the newer version if it is there."""
        if self.clause is not None:
            return self.clause.title
        assert self.task is not None
        return self.task.name

    @property
    def own(self) -> tuple[str, ...]:
        """The labels of what the operator had changed and the newer version says otherwise."""
        labels = [each.label for each in self.differences if each.own]
        return tuple(each for each in labels if each != _LABELS["deadline_text"]) or tuple(labels)


_TOGETHER = (
    ("name",),
    ("requirement",),
    ("units_as_written",),
    ("deadline", "cycle", "deadline_text"),
)
"""Fields of which none is kept without the others."""

_LABELS = {
    "name": "任务",
    "requirement": "具体要求",
    "units_as_written": "责任单位",
    "deadline": "完成时限",
    "cycle": "周期",
    "deadline_text": "时限原文",
}


def values_of(clause: Clause) -> dict[str, Any]:
    """The fields of a task that its clause says."""
    return {
        "name": clause.title,
        "requirement": clause.text or None,
        "units_as_written": "、".join(clause.units) or None,
        "deadline": clause.deadline,
        "cycle": clause.cycle if clause.cycle in CYCLES else None,
        "deadline_text": clause.deadline_text or None,
    }


def usual(change: Change) -> str:
    """What becomes of a line where nobody decided: what the operator changed is never taken back."""
    if change.kind == GONE:
        return KEEP
    return OWN if change.own else TAKE


def renewed(task: StoredTask, clause: Clause, decision: str) -> dict[str, Any]:
    """The fields of a task in its newer version by what was decided (TAKE, OWN or KEEP).

    Units that the newer version newly names are added to those that the operator chose.
    """
    before, now = dict(task.values), values_of(clause)
    if decision == KEEP:
        return before
    if decision == TAKE:
        return now
    made = {name: before[name] if name in task.changed else now[name] for name in _LABELS}
    if "units_as_written" in task.changed and task.planned is not None:
        known = {
            *_names(before["units_as_written"]),
            *_names(dict(task.planned)["units_as_written"]),
        }
        more = [name for name in _names(now["units_as_written"]) if name not in known]
        made["units_as_written"] = "、".join([*_names(before["units_as_written"]), *more]) or None
    return made


def _names(written: str | None) -> list[str]:
    return [name for name in (written or "").split("、") if name]


def _compared(name: str, value: Any) -> Any:
    """A value without what makes no difference: the order of units, blanks."""
    if name == "units_as_written":
        return frozenset(_names(value))
    return _bare(value) if isinstance(value, str) else value or None


def compare(tasks: Sequence[StoredTask], clauses: Sequence[Clause]) -> tuple[Change, ...]:
    """Every clause in its order with the task it was, then the tasks that the text has no more."""
    paired = pair(tasks, clauses)
    kept = {task.id for task in paired.values()}
    changes = []
    for at, clause in enumerate(clauses):
        task = paired.get(at)
        if task is None:
            changes.append(Change(ADDED, at, clause, None))
            continue
        found = _differences(task, clause)
        changes.append(Change(CHANGED if found else SAME, at, clause, task, found))
    changes += [Change(GONE, None, None, task) for task in tasks if task.id not in kept]
    return tuple(changes)


def _differences(task: StoredTask, clause: Clause) -> tuple[Difference, ...]:
    before, now = dict(task.values), values_of(clause)
    return tuple(
        Difference(label, _shown(before[name]), _shown(now[name]), own=name in task.changed)
        for name, label in _LABELS.items()
        if (before[name] or None) != (now[name] or None)
    )


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value else "（无）"


def pair(tasks: Sequence[StoredTask], clauses: Sequence[Clause]) -> dict[int, StoredTask]:
    """The stored task of each clause, by its place: of the same name, else the one most alike.

    A clause in the place of another one is not that task unless its words resemble it.
    """
    left = list(tasks)
    paired: dict[int, StoredTask] = {}
    ways: tuple[Callable[[StoredTask, Clause], bool], ...] = (
        lambda task, c: (task.name, task.clause, task.section) == (c.title, c.number, c.section),
        lambda task, c: task.name == c.title,
        lambda task, c: task.planned is not None and dict(task.planned)["name"] == c.title,
        lambda task, c: _bare(task.name) == _bare(c.title),
    )
    for fits in ways:
        for at, clause in enumerate(clauses):
            task = next((each for each in left if at not in paired and fits(each, clause)), None)
            if task is not None:
                paired[at] = task
                left.remove(task)
    taken: set[int] = set()
    for _, at, task in _by_likeness(left, clauses, paired):
        if at not in paired and task.id not in taken:
            paired[at] = task
            taken.add(task.id)
    return paired


def _by_likeness(
    left: Sequence[StoredTask], clauses: Sequence[Clause], paired: dict[int, StoredTask]
) -> list[tuple[float, int, StoredTask]]:
    """What may be the same in other words, the most alike first."""
    found = []
    words = [(_pairs(task.name), _pairs(dict(task.values)["requirement"])) for task in left]
    for at, clause in enumerate(clauses):
        if at in paired:
            continue
        title, text = _pairs(clause.title), _pairs(clause.text)
        for task, (name, requirement) in zip(left, words, strict=True):
            alike = max(_likeness(title, name), _likeness(text, requirement))
            in_place = (task.clause, task.section) == (clause.number, clause.section)
            if alike >= (_ALIKE_IN_PLACE if in_place else _ALIKE):
                found.append((-alike - in_place, at, task))
    return sorted(found, key=lambda each: each[:2])


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def _pairs(text: str | None) -> frozenset[str]:
    bare = _bare(text or "")
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))
