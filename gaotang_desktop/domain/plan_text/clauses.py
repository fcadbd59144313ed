"""One clause: its number and place, title, requirement, units and deadline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gaotang_desktop.domain.plan_text.deadlines import Deadline, read_deadline
from gaotang_desktop.domain.plan_text.lines import join
from gaotang_desktop.domain.plan_text.outline import Node
from gaotang_desktop.domain.plan_text.pieces import Clause, PlanWarning
from gaotang_desktop.domain.plan_text.responsibilities import find

NO_UNIT = "方案未列责任单位，请指定。"
_LONGEST_TITLE = 40


@dataclass(frozen=True)
class Place:
    """A clause and the headings over it, outermost first."""

    path: tuple[Node, ...]
    node: Node

    @property
    def number(self) -> int:
        """The number as printed."""
        return self.node.mark.number if self.node.mark else 0

    @property
    def section(self) -> str:
        """The headings over the clause with their numerals."""
        labels = [(n.mark.label if n.mark else "") + n.heading for n in self.path]
        return "\u3000".join(labels)

    def reference(self, *, unique: bool) -> str:
        """How the clause is cited: 3 where numbers are unique in the plan, else 二（三）."""
        if unique:
            return str(self.number)
        nodes = (*self.path, self.node)
        labels = (n.mark.label.rstrip("、.． ") for n in nodes if n.mark)
        return "".join(labels).replace("(", "（").replace(")", "）").replace(" ", "")


def read_clause(
    place: Place, reference: str, year: int | None, warnings: Sequence[PlanWarning]
) -> Clause:
    """Put the clause together from its line and the points under it."""
    node = place.node
    parts = node.all_nodes()
    line = node.lines[0].number
    lead = tuple(dict.fromkeys(name for part in parts for name in part.own.lead))
    assist = tuple(
        name
        for name in dict.fromkeys(name for part in parts for name in part.own.assist)
        if name not in lead
    )
    found = [*warnings, *(warning for part in parts for warning in part.own.warnings)]
    title, doubt = _title(node.own.text)
    if doubt:
        found.append(PlanWarning(line, doubt))
    found += _unit_warnings(node, lead, assist)
    deadline, late = _deadline([each for part in parts for each in part.own.deadlines], year)
    lines = node.all_lines()
    return Clause(
        number=place.number,
        reference=reference,
        section=place.section,
        title=title,
        text="\n".join(_text(part, node) for part in parts).strip(),
        lead=lead,
        assist=assist,
        deadline=deadline.on,
        cycle=deadline.cycle,
        deadline_text=deadline.text,
        warnings=tuple(sorted((*found, *late), key=lambda warning: warning.line)),
        line=line,
        end_line=lines[-1].number,
        source="\n".join(each.raw for each in lines),
    )


def number_warnings(roots: Sequence[Node]) -> dict[int, PlanWarning]:
    """By line: numbers that jump or repeat among the numbered lines of one level."""
    warnings: dict[int, PlanWarning] = {}
    last_of_kind: dict[str, int] = {}
    _check_level([node for node in roots if not node.annex], warnings, last_of_kind)
    return warnings


def _check_level(
    nodes: Sequence[Node], warnings: dict[int, PlanWarning], last_of_kind: dict[str, int]
) -> None:
    before: int | None = None
    seen: set[int] = set()
    for node in nodes:
        if node.mark is None:
            continue
        number, line = node.mark.number, node.lines[0].number
        carried = last_of_kind.get(node.mark.kind, 0)
        allowed = {1, carried + 1} if before is None else {before + 1}
        if number in seen:
            warnings[line] = PlanWarning(line, f"编号{number}重复，两条都已保留，请核对。")
        elif number not in allowed:
            previous = carried if before is None else before
            after = f"从{previous}跳到{number}" if previous else f"从{number}开始"
            warnings[line] = PlanWarning(line, f"编号{after}，可能有漏条，请核对。")
        seen.add(number)
        before = number
        last_of_kind[node.mark.kind] = number
        _check_level(node.children, warnings, last_of_kind)


def _title(text: str) -> tuple[str, str]:
    """The first sentence; one that is too long for a title is cut at its first comma and said so."""
    first = text.partition("\n")[0]
    stop = re.search(r"[。；;：！!？?]|:(?!\d)", first)
    title = (first[: stop.start()] if stop else first).strip(" ，、,")
    if not title:
        return "", "这一条没有文字，请核对。"
    if len(title) <= _LONGEST_TITLE:
        return title, ""
    cut = re.split("[，,、]", title)[0]
    title = cut if 4 <= len(cut) <= _LONGEST_TITLE else title[:_LONGEST_TITLE]
    return title, f"本条没有单独的标题，暂用“{title}”，请核对。"


def _text(part: Node, clause: Node) -> str:
    label = "" if part is clause or not part.mark else part.mark.label
    return label + part.own.text


def _unit_warnings(node: Node, lead: tuple[str, ...], assist: tuple[str, ...]) -> list[PlanWarning]:
    line = node.lines[0].number
    if not lead and not assist:
        return [PlanWarning(line, NO_UNIT)]
    warnings = []
    if not lead:
        warnings.append(PlanWarning(line, "只列了配合单位，没有列牵头单位或责任单位，请核对。"))
    stating = [part for part in node.all_nodes() if part.own.found]
    if len(stating) > 1 or any(part.own.statements > 1 for part in stating):
        warnings.append(PlanWarning(line, "本条有几处责任单位，已合在一起，请核对。"))
    elif stating[0] is not node and not _on_own_line(stating[0]):
        at = stating[0].lines[0].number
        warnings.append(PlanWarning(at, "责任单位写在最后一个小项里，按整条读入，请核对。"))
    return warnings


def _on_own_line(part: Node) -> bool:
    """Whether the units of the last point stand on a line below it, for all points."""
    alone = (find(join([line])) for line in part.lines[1:])
    return any(each.found and not each.text for each in alone)


def _deadline(
    stated: Sequence[tuple[int, str]], year: int | None
) -> tuple[Deadline, list[PlanWarning]]:
    if not stated:
        return Deadline(None, "", ""), []
    line = stated[0][0]
    if len({words for _, words in stated}) > 1:
        text = "；".join(words for _, words in stated)
        return Deadline(None, "", text), [
            PlanWarning(line, f"本条有几个完成时限“{text}”，请自行设定。")
        ]
    deadline = read_deadline(stated[0][1], year)
    return deadline, [PlanWarning(line, deadline.problem)] if deadline.problem else []
