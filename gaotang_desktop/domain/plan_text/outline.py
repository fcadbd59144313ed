"""The outline of a plan: numbered lines, what stands under each, and which of them are clauses."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from gaotang_desktop.domain.plan_text.labelled_points import time_behind, units_behind
from gaotang_desktop.domain.plan_text.lines import (
    Joined,
    Line,
    Marker,
    join,
)
from gaotang_desktop.domain.plan_text.tables.rows import Row
from gaotang_desktop.domain.plan_text.tables.stated import read_row
from gaotang_desktop.domain.plan_text.tables.table import Table
from gaotang_desktop.domain.plan_text.unit_heads import UnitHead
from gaotang_desktop.domain.plan_text.whose.responsibilities import (
    Responsibilities,
    find,
    with_sentences,
)
from gaotang_desktop.domain.plan_text.whose.sentences import joined_units
from gaotang_desktop.domain.units import fold

NOT_MEASURES = re.compile(
    r"^总则$|^附则$|指导思想|总体要求|总体目标|总体思路|工作目标|^目标|目标要求|基本原则|工作原则|工作思路|"
    r"组织领导|组织机构|组织(?:指挥)?体系|组织架构|指挥体系|领导机构|组织保障|领导小组|工作机构|(?:成立|设立|指挥|办事|专门)机构|机构设置|^机构$|"
    r"步骤|时间安排|进度安排|阶段安排|工作安排|(?<!任务)(?<!整改)(?<!整治)(?<!时限)要求$|工作要求|有关要求|相关要求|几点要求|^要求|"
    r"(?:组织|经费|资金|要素|后勤|强化|加强|落实|工作|制度|纪律)保障$|追责|问责|责任追究|^保障$|保障措施|工作保障|保障机制|工作机制|考核|奖惩|督查|督导|检查验收|总结|其他事项|有关事项|"
    r"活动时间|活动主题|实施时间|实施范围|适用范围|工作背景|宣传口号|宣传标语"
)
"""Headings under which plans order how work is done, not what: numbered items there are no clauses
unless they name units."""


_SAYS_WHAT = re.compile(
    r"职责|分工|分组|责任(?:单位|部门|分解|清单)|(?:考核|检查|督查|督导|考评)(?:的)?(?:内容|项目|重点|事项)"
)


# 劝返程序, 工作制度 tell how it goes; 健全工作制度 is work.
_HOW_IT_GOES = re.compile(
    r"(?!健全|完善|建立|加强|强化|规范|落实|严格|优化|推行|构建|执行|创新|抓|做|实行|畅通|细化|理顺|深化|推进|坚持|改进).{0,10}"
    r"(?:时段|区域|范围|对象|标准|依据|方法|方式|程序|流程|制度|纪律|响应|值班|报告|报送|注意事项|联系方式|经费|资金|等级|分级|奖励|处罚)"
    r"(?:[和及与、].{1,6})?"
)


def orders_how(heading: str) -> bool:
    """Whether a heading is one under which plans order how work is done; 考核内容及分工 says what."""
    how = NOT_MEASURES.search(heading) or _HOW_IT_GOES.fullmatch(heading)
    return how is not None and _SAYS_WHAT.search(heading) is None


_UNITS_ONLY = re.compile(
    r"(?:(?:主要|有关|相关)?(?:责任|成员|参与|参加|组成|牵头|配合|协办|主办|承办|实施|落实)(?:单位|部门|机构)(?:名单|组成|及分工)?)"
)


@dataclass
class Node:
    """A piece of the outline with the lines up to the next one, and the pieces under it.

    It is a numbered line, a line headed by units (``heads``), a ``table``, one of its rows (``row``)
    or groups, or lines of an annex or a signature. ``soft`` lets sentences say who is responsible
    where no label does, ``bracketed`` a bracket at the end. ``beside`` is what another unit does in the line before it. ``path`` are the places, from 1, of the pieces over it and its own.
    """

    lines: list[Line]
    mark: Marker | None
    widest: int
    known: Collection[str]
    annex: bool = False
    children: list["Node"] = field(default_factory=list)
    head: UnitHead | None = None
    table: Table | None = None
    row: Row | None = None
    group: str = ""
    soft: bool = False
    bracketed: bool = False
    inherited: tuple[str, ...] = ()
    path: tuple[int, ...] = ()
    beside: bool = False

    @cached_property
    def joined(self) -> Joined:
        """The own lines as text, without the numbering."""
        return join(self.lines, skip=self.mark.length if self.mark else 0, widest=self.widest)

    @cached_property
    def stated(self) -> Responsibilities:
        """What the own lines state by labels, headings of columns or units in front."""
        if self.row is not None:
            return self._columns[0]
        if self.table is not None or not self.lines:
            return Responsibilities(text=self.group or "\n".join(each.text for each in self.lines))
        found = find(self.joined, self.known)
        if self.mark is not None and self.mark.kind == "dated" and not found.deadlines:
            found.deadlines = [(self.lines[0].number, self.mark.label.rstrip(" ：:"))]
        if self.bracketed and not found.found and (hit := units_behind(found.text, self.known)):
            found.lead = list(hit.names)
            if not found.deadlines and (when := time_behind(found.text[: hit.end], hit.start)):
                found.deadlines = [(self.lines[0].number, when)]
            found.text = found.text[: hit.start] + found.text[hit.end :]
            found.statements = 1
        if self.head is not None:
            found.lead = [
                *self.head.names,
                *(each for each in found.lead if each not in self.head.names),
            ]
            helpers = joined_units(self.joined.text[self.head.body_at :], self.known)
            found.assist += [each for each in helpers if each not in found.lead + found.assist]
        return found

    @property
    def own(self) -> Responsibilities:
        """What the own lines state, by their sentences where ``soft`` and nothing else does."""
        if not self.soft or not self.lines or self.table or self.stated.found or self.head:
            return self.stated
        return self._by_sentences

    @cached_property
    def _by_sentences(self) -> Responsibilities:
        return with_sentences(self.stated, self.lines[0].number, self.known)

    @cached_property
    def _columns(self) -> tuple[Responsibilities, str]:
        assert self.row is not None
        assert self.table is not None
        return read_row(self.table, self.row, self.known)

    @property
    def title(self) -> str:
        """The words that a title is taken from: those of a row's task, those behind the units."""
        if self.row is not None:
            return self._columns[1]
        if self.head is None:
            return self.own.text
        behind = self.joined.text[self.head.body_at :].strip(" ，、,：:")
        return find(join([Line(1, behind)]), self.known).text if behind else ""

    @property
    def states(self) -> bool:
        """Whether units are named here or below."""
        return self.own.found or any(child.states for child in self.children)

    @property
    def is_label(self) -> bool:
        """Whether the line says nothing but who is responsible: 1.责任单位：派出所."""
        return (
            self.head is None and self.row is None and self.own.found and not self.own.text.strip()
        )

    @property
    def names_units_only(self) -> bool:
        """Whether this is the heading 责任单位 or 成员单位 with a list below, which is no clause."""
        if self.head is not None or self.row is not None or self.mark is None:
            return False
        return (
            _UNITS_ONLY.fullmatch(fold(self.joined.text).partition("\n")[0].strip(" :。"))
            is not None
        )

    @property
    def is_tail(self) -> bool:
        """Whether these are plain lines behind the numbered ones: signature, date, distribution."""
        plain = self.head is None and self.table is None and self.row is None
        return self.mark is None and plain and not self.annex

    @property
    def under_units(self) -> bool:
        """Whether the line is unnumbered and headed by units, or a table: the next is beside it."""
        return (self.mark is not None and self.mark.kind == "unit") or self.table is not None

    @property
    def is_explicit(self) -> bool:
        """Whether it is a row or headed by units: always a clause of its own."""
        return self.row is not None or self.head is not None

    def all_nodes(self) -> list["Node"]:
        """The node and all below it, in the order of the text."""
        return [self, *(node for child in self.children for node in child.all_nodes())]

    def all_lines(self) -> list[Line]:
        """The own lines and those of all nodes below."""
        return [line for node in self.all_nodes() for line in node.lines]

    @property
    def first_line(self) -> int:
        """The number of the first line of the node or of what is under it."""
        lines = self.all_lines()
        return lines[0].number if lines else 1

    @property
    def heading(self) -> str:
        """The heading without numbering: the first paragraph, or its first sentence if long."""
        if self.group:
            return self.group
        return split_heading(self.stated.text)[0]


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


def why_not_measures(node: Node, *, flat: bool) -> str:
    """Why an outermost node holds no clauses, as a sentence; empty when it does.

    Units named in it are evidence enough; without them the heading decides. ``flat`` tells that
    the outermost nodes are themselves the clauses.
    """
    if node.states:
        return ""
    if node.is_tail:
        return "这是结尾的话或落款，没有作为条款读入。"
    if node.annex:
        return "附件里没有责任单位，没有作为条款读入。"
    if orders_how(node.heading) or (node.heading == "组织实施" and not node.children):
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
    do; else it is one clause with its points. The points below a heading that is nothing but units
    are clauses of these units.
    """
    split = any(_is_spread(node) for node in nodes)
    found: list[tuple[tuple[Node, ...], Node]] = []
    for node in nodes:
        if node.row is not None:
            found.append(((), node))
            continue
        if node.table is not None:
            path = (node,) if node.group else ()
            found += [((*path, *more), clause) for more, clause in clauses_under(node.children)]
            continue
        if node.head is not None:
            found += under_units(node)
            continue
        whole = node.own.found and (
            _labelled_above(node) or not any(c.states for c in node.children)
        )
        if not split or not node.children or whole:
            found.append(((), node))
        else:
            below = clauses_under(node.children)
            if node.own.found and node.own.text:
                inherit(node, [clause for _, clause in below])
            found += [((node, *path), clause) for path, clause in below]
    return found


def _labelled_above(node: Node) -> bool:
    """Whether a label is on the line itself, and below it at most one point says by a sentence whose it is."""
    below = [part for child in node.children for part in child.all_nodes()]
    return (
        node.stated.found
        and bool(node.own.text)
        and not any(part.stated.found or part.is_explicit for part in below)
        and sum(child.states for child in node.children) < 2
    )


def inherit(node: Node, clauses: Sequence[Node]) -> None:
    """A point under a numbered line that says whose it is, and says nothing itself, is theirs too."""
    units = tuple(node.own.lead or node.own.assist)
    for clause in clauses:
        if clause.row is None and not any(part.own.found for part in clause.all_nodes()):
            clause.inherited = clause.inherited or units


def heading_states(node: Node) -> bool:
    """Whether the units of a chapter stand in its heading, for all below: 二、宣传（责任单位：宣传办）."""
    head = Node(node.lines[:1], node.mark, node.widest, node.known)
    return head.stated.found and bool(head.stated.text.strip())


def under_units(node: Node) -> list[tuple[tuple[Node, ...], Node]]:
    """The clauses of a line headed by units: itself, or its points when it says nothing but them."""
    assert node.head is not None
    if node.title or not node.children:
        return [((), node)]
    found = [((node, *path), clause) for path, clause in clauses_under(node.children)]
    for _, clause in found:
        if not any(part.own.found for part in clause.all_nodes()):
            clause.inherited = clause.inherited or node.head.names
    return found


def _is_spread(node: Node) -> bool:
    if node.table is not None or any(child.is_explicit for child in node.children):
        return True
    stating = [child for child in node.children if child.states and not child.is_label]
    if len(stating) > 1 or (stating and stating[0] is not node.children[-1]):
        return True
    return any(_is_spread(child) for child in node.children)
