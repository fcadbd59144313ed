"""The outline of a plan: numbered lines, what stands under each, and which of them are clauses."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from gaotang_desktop.domain.plan_text.lines import Joined, Line, Marker, join, marker
from gaotang_desktop.domain.plan_text.opening import DATE_LINE, OFFICE
from gaotang_desktop.domain.plan_text.responsibilities import Responsibilities, find

ANNEX = re.compile(r"附 ?[件表] ?[\d一二三四五六七八九十]{0,2} ?(?:[:.、]|$)")

_DISTRIBUTION = re.compile(r"(?:抄送|主送|分送|发送)[:]|\(此件|.{2,30}\d{1,2}日印发$")

NOT_MEASURES = re.compile(
    r"指导思想|总体要求|总体目标|总体思路|工作目标|^目标|目标要求|基本原则|工作原则|工作思路|"
    r"组织领导|组织机构|领导机构|组织保障|领导小组|工作机构|"
    r"步骤|时间安排|进度安排|阶段安排|工作安排|工作要求|有关要求|相关要求|几点要求|^要求|"
    r"保障措施|工作保障|保障机制|工作机制|考核|奖惩|督查|督导|检查验收|总结|其他事项|有关事项|"
    r"活动时间|活动主题|实施时间|实施范围|适用范围|工作背景|宣传口号|宣传标语"
)
"""Headings under which plans order how work is done, not what: numbered items there are no clauses
unless they name units."""


@dataclass
class Node:
    """A numbered line with the lines up to the next one, and the numbered lines under it."""

    lines: list[Line]
    mark: Marker | None
    widest: int
    known: Collection[str]
    annex: bool = False
    children: list["Node"] = field(default_factory=list)

    @cached_property
    def joined(self) -> Joined:
        """The own lines as text, without the numbering."""
        return join(self.lines, skip=self.mark.length if self.mark else 0, widest=self.widest)

    @cached_property
    def own(self) -> Responsibilities:
        """What the own lines state."""
        return find(self.joined, self.known)

    @property
    def states(self) -> bool:
        """Whether units are named here or below."""
        return self.own.found or any(child.states for child in self.children)

    def all_nodes(self) -> list["Node"]:
        """The node and all below it, in the order of the text."""
        return [self, *(node for child in self.children for node in child.all_nodes())]

    def all_lines(self) -> list[Line]:
        """The own lines and those of all nodes below."""
        return [line for node in self.all_nodes() for line in node.lines]

    @property
    def heading(self) -> str:
        """The heading without numbering: the first paragraph, or its first sentence if long."""
        return split_heading(self.own.text)[0]


def split_heading(text: str) -> tuple[str, str]:
    """A heading and the text behind it, from the text under one numbered line."""
    first, _, rest = text.partition("\n")
    follows = rest.partition("\n")[0]
    if follows and len(follows) <= 30 and not re.search("[。：:；;！!]", first + follows):
        # The heading itself was broken over two lines.
        first, rest = first + follows, rest.partition("\n")[2]
    stop = re.search("[。：:]", first)
    if stop and (len(first) > 40 or stop.end() < len(first)):
        return first[: stop.start()], (first[stop.end() :] + "\n" + rest).strip()
    return first.rstrip("。：:；; "), rest


def build(lines: Sequence[Line], known: Collection[str]) -> tuple[list[Line], list[Node]]:
    """The lines before the first numbered one, and the outermost numbered nodes.

    一、 is outermost wherever it occurs; any other kind of numbering stands under what it first
    appeared under. What follows 附件 is marked as annex; signature and date are a node of
    their own without numbering.
    """
    widest = max((len(line.text) for line in lines), default=0)
    marks = [marker(line) for line in lines]
    outermost = any(mark and mark.kind == "chapter" for mark in marks)
    start = _start(lines, marks, known)
    annex_at = _annex(lines, marks, start)
    signature = _signature(lines[:annex_at], marks[:annex_at])
    roots: list[Node] = []
    stack: list[Node] = []
    for at in range(start, len(lines)):
        mark = marks[at]
        opens = at in (signature, annex_at)
        if mark is None and not opens and not (at > annex_at and ANNEX.match(lines[at].folded)):
            stack[-1].lines.append(lines[at])
            continue
        node = Node([lines[at]], mark, widest, known, at >= annex_at)
        stack = _parents(stack, mark, outermost=outermost)
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    return list(lines[:start]), roots


def _annex(lines: Sequence[Line], marks: Sequence[Marker | None], start: int) -> int:
    """The first line of the annexes behind the numbered text, or the end."""
    numbered = range(start + 1, len(lines))
    return next(
        (at for at in numbered if marks[at] is None and ANNEX.match(lines[at].folded)), len(lines)
    )


def _signature(lines: Sequence[Line], marks: Sequence[Marker | None]) -> int:
    """The first line of signature, date and distribution behind the last numbered line, or -1."""
    last = max((at for at, mark in enumerate(marks) if mark), default=len(lines))
    for at in range(last + 1, len(lines)):
        if DATE_LINE.match(lines[at].folded) or _DISTRIBUTION.match(lines[at].folded):
            while at - 1 > last and _signs(lines[at - 1]):
                at -= 1
            return at
    return -1


def _signs(line: Line) -> bool:
    return len(line.text) <= 30 and OFFICE.search(line.text) is not None


def _start(lines: Sequence[Line], marks: Sequence[Marker | None], known: Collection[str]) -> int:
    """The first numbered line of the plan proper.

    A list before 一、 is part of the opening words unless it names units.
    """
    first = next((at for at, mark in enumerate(marks) if mark), len(lines))
    chapter = next((at for at, mark in enumerate(marks) if mark and mark.kind == "chapter"), first)
    if first == chapter or find(join(lines[first:chapter]), known).found:
        return first
    return chapter


def _parents(stack: list[Node], mark: Marker | None, *, outermost: bool) -> list[Node]:
    if mark is None or (outermost and mark.kind == "chapter"):
        return []
    for at, node in enumerate(stack):
        if node.mark and node.mark.kind == mark.kind:
            return stack[:at]
    return stack


def why_not_measures(node: Node, *, flat: bool) -> str:
    """Why an outermost node holds no clauses, as a sentence; empty when it does.

    Units named in it are evidence enough; without them the heading decides. ``flat`` tells that
    the outermost nodes are themselves the clauses.
    """
    if node.states:
        return ""
    if node.mark is None and not node.annex:
        return "这是落款，没有作为条款读入。"
    if node.annex:
        return "附件里没有责任单位，没有作为条款读入。"
    if NOT_MEASURES.search(node.heading):
        return "标题是工作安排或要求，又没有列责任单位，没有作为条款读入。"
    if not node.children and not flat:
        return "没有编号的条目，也没有责任单位，没有作为条款读入。"
    return ""


def are_clauses(sections: Sequence[Node]) -> bool:
    """Whether 一、二、三、 are themselves the clauses.

    They are when each names its units once, in its own words or behind its last point.
    """
    stating = [node for node in sections if node.states]
    if not stating or any(_is_spread(node) for node in stating):
        return False
    at_end = [node for node in stating if len(node.children) > 1 and not node.own.found]
    whole = [node for node in stating if node.own.found]
    return len(at_end) + len(whole) == len(stating) and (len(at_end) > 1 or bool(whole))


def clauses_under(nodes: Sequence[Node]) -> list[tuple[tuple[Node, ...], Node]]:
    """The clauses among the nodes of one level, each with the groups it stands in.

    A node is a group when the points below it name units one by one, or those of a node beside it
    do; else it is one clause with its points.
    """
    split = any(_is_spread(node) for node in nodes)
    found: list[tuple[tuple[Node, ...], Node]] = []
    for node in nodes:
        whole = node.own.found and not any(child.states for child in node.children)
        if not split or not node.children or whole:
            found.append(((), node))
        else:
            found += [((node, *path), clause) for path, clause in clauses_under(node.children)]
    return found


def _is_spread(node: Node) -> bool:
    stating = [child for child in node.children if child.states]
    if len(stating) > 1 or (stating and stating[0] is not node.children[-1]):
        return True
    return any(_is_spread(child) for child in node.children)
