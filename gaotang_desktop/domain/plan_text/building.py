"""Hang the lines of a plan into an outline: under numbers, tables and the units that head them."""

import re
from collections.abc import Collection, Sequence

from gaotang_desktop.domain.plan_text.counted_points import with_counted
from gaotang_desktop.domain.plan_text.endings import ANNEX, annex_line, signature_line
from gaotang_desktop.domain.plan_text.file_headings import with_headings
from gaotang_desktop.domain.plan_text.inline_points import set_points_apart
from gaotang_desktop.domain.plan_text.labelled_points import units_behind, with_labelled
from gaotang_desktop.domain.plan_text.lines import (
    Joined,
    Line,
    Marker,
    chinese_number,
    join,
    marker,
    marker_of,
)
from gaotang_desktop.domain.plan_text.outline import Node, orders_how, split_heading
from gaotang_desktop.domain.plan_text.paragraphs import paragraphs_apart
from gaotang_desktop.domain.plan_text.shared_lines import set_units_apart
from gaotang_desktop.domain.plan_text.stated_points import with_stated
from gaotang_desktop.domain.plan_text.tables.columns import Kind
from gaotang_desktop.domain.plan_text.tables.fields import fields_apart
from gaotang_desktop.domain.plan_text.tables.finding import find_tables
from gaotang_desktop.domain.plan_text.tables.rows import Row
from gaotang_desktop.domain.plan_text.tables.table import Table
from gaotang_desktop.domain.plan_text.unit_heads import (
    DUTIES,
    UnitHead,
    is_work,
    unit_head,
)
from gaotang_desktop.domain.plan_text.whose.responsibilities import find
from gaotang_desktop.domain.plan_text.whose.sentences import read_sentences
from gaotang_desktop.domain.plan_text.whose.unit_names import unit_list
from gaotang_desktop.domain.units import fold

_TITLED = re.compile(r"([^。；;：:，,！!？?（(]{2,24})[。：:]\s*(?=\S)")
_NOTE = re.compile(r"(?:注 ?\d{0,3}|备注|填表说明|说明) ?:")
_OF_DUTIES = re.compile(
    r"^[^。；;]{2,60}(?:职责|分工|责任分解)(?:方案|表|清单|细则|规定)?"
    r"(?:[和及与暨、][^。；;]{0,20}(?:任务|要点|工作|目标|事项|措施)(?:清单|分解表)?)?$"
)
# 派出所工作职责： over what they are.
_DUTIES_OF = re.compile("(?:职责|任务|责任|分工)[：:]$")
_LONGEST_OPENING = 20
_DUTIES_ALONE = "职责"
"""What lines of a text without numbers, tables and headings stand under where units begin them."""
# Behind the last point: 请各单位认真抓好落实。, 各单位要于每周五前报送进展。
_CLOSES = re.compile(
    r"特此(?:通知|通报)|(?:请|望|希|希望)(?:各|遵照|认真|结合|抓好)|(?:请)?(?:各|以上|上述)(?:镇直|有关|相关|成员|责任|参与|级)*(?:单位|部门|站所|办所)(?:、各[^,。]{1,8})?(?:要|应|须|务必|请|于|按)"
)
# Behind a point without its full stop as well: 检查情况请于9月29日前报镇应急办。
_ASKS_FOR_REPORTS = re.compile(
    r"(?:以上|上述)?(?:检查|工作|活动|整改|落实|进展|任务)(?:开展|进展|完成|落实)*(?:情况|总结|报告)(?:请|务必|须|要)*(?:于|在|每)[^。;]{2,16}(?:报|反馈)"
)
# What may stand around the units of a line that heads points; round brackets say whose the last one is.
_UNIT_LINE = re.compile(r"^[\[【〔]|[\]】〕]? ?[:：]?$")
_UNITS_AND_BLANK = re.compile(
    r"\s*(?P<units>[^\s。；;：:，,()（）]{2,40}|[^\s。；;：:，,]{2,12}[(（][^()（）]{1,6}[)）])(?:[ \xa0]{2,}|\u3000|\t)\s*(?=\S{4})"
)
_WHO_IS_WHAT = re.compile(r"由[^。;]{2,20}(?:担任|兼任)|^(?:总|副总)?(?:指挥长?|组长|主任) ?:")
_ORGANISATION = re.compile(
    r"组织领导|组织机构|领导小组|领导机构|工作机构|工作专班|人员分工|包片|包保"
)


def build(lines: Sequence[Line], known: Collection[str]) -> tuple[list[Line], list[Node]]:
    """The lines before the first piece of the outline, and the outermost pieces.

    一、 is outermost wherever it occurs; any other kind of numbering stands under what it first
    appeared under. Tables and lines headed by units stand under the numbered line before them. What
    follows 附件 is marked as annex; signature and date are a node of their own without numbering.
    """
    return _Builder(lines, known).build()


class _Builder:
    """Goes through the lines once and hangs each where it belongs."""

    def __init__(self, lines: Sequence[Line], known: Collection[str]) -> None:
        lines = fields_apart(paragraphs_apart(lines, known))
        self.lines = lines
        self.known = known
        self.widest = max((len(line.text) for line in lines), default=0)
        self.tables = {table.start: table for table in find_tables(lines)}
        inside = {at for table in self.tables.values() for at in range(table.start, table.end)}
        marks = [None if at in inside else marker(line) for at, line in enumerate(lines)]
        marks = with_headings(lines, marks, inside, known)
        marks = with_labelled(lines, with_counted(lines, marks), known)
        self.marks = with_stated(lines, marks, known)
        self.outermost = any(mark and mark.kind == "chapter" for mark in self.marks)
        self.unit_lines = self._unit_lines(inside)
        self.blank_heads = self._blank_heads(inside)
        self.by_sentences = not any(self.marks) and not self.tables
        self.start = 0
        self.roots: list[Node] = []
        self.stack: list[Node] = []

    def build(self) -> tuple[list[Line], list[Node]]:
        lines, marks = self.lines, self.marks
        start = self.start = self._start()
        annex_at = annex_line(lines, marks, start)
        signed_at = signature_line(lines[:annex_at], marks[:annex_at], self._last_of_tables())
        last = max((i for i, mark in enumerate(marks) if mark), default=start)
        at = start
        while at < len(lines):
            table = self.tables.get(at)
            if table is not None:
                self._hang_table(table, annex=at >= annex_at)
                at = table.end
                continue
            mark = marks[at]
            opens = at in (signed_at, annex_at)
            opens |= at > annex_at and mark is None and ANNEX.match(lines[at].folded) is not None
            opens |= at > max(last, start) and mark is None and self._closes(at)
            opens |= at > start and mark is None and _NOTE.match(lines[at].folded) is not None
            head = None if opens else self._head(at)
            if mark is None and not opens and head is None and self._is_titled(at):
                self._hang_titled(at)
            elif mark is None and not opens and head is None and self.stack:
                self._innermost().lines.append(lines[at])
            else:
                self._hang(
                    Node([lines[at]], mark, self.widest, self.known, at >= annex_at, head=head),
                    opens=opens,
                )
            at += 1
        set_points_apart(self.roots)
        _let_brackets_speak(self.roots)
        set_units_apart(self.roots)
        return list(lines[:start]), self.roots

    def _unit_lines(self, inside: Collection[int]) -> set[int]:
        """The lines that are nothing but units over numbered points, where several are: 【派出所】 over 1.…"""
        found = set()
        for at in range(len(self.lines) - 1):
            below = self.marks[at + 1]
            mark = self.marks[at]
            bare = _UNIT_LINE.sub("", self.lines[at].text[mark.length if mark else 0 :])
            nested = mark is None or (below is not None and below.kind != mark.kind)
            if nested and at not in inside and below and below.number == 1:
                found |= {at} if unit_list(bare, self.known) and below.kind != "chapter" else set()
        # 1.派出所 over （1）…: such numbered lines are over duties as well.
        kinds = {(mark.kind if (mark := self.marks[at]) else "") for at in found}
        return found if len(found) > 1 and len(kinds) == 1 else set()

    def _blank_heads(self, inside: Collection[int]) -> dict[int, UnitHead]:
        """Lines one below the other in which a wide blank parts units from what they do: 派出所　　查处…"""
        found: dict[int, UnitHead] = {}
        for at, line in enumerate(self.lines):
            hit = _UNITS_AND_BLANK.match(line.raw) if at not in inside else None
            if hit is None or self.marks[at] is not None:
                continue
            names = unit_list(hit["units"], self.known)
            if names and is_work(line.folded[len(hit["units"]) :].strip(), self.known):
                found[at] = UnitHead(names, len(hit["units"]))
        return {at: head for at, head in found.items() if {at - 1, at + 1} & set(found)}

    def _closes(self, at: int) -> bool:
        """Whether a line behind the last point asks all of them to do well, behind what is over."""
        if _ASKS_FOR_REPORTS.match(self.lines[at].folded):
            return True
        over = re.search("[。!?)》”]$", self.lines[at - 1].folded)
        return over is not None and _CLOSES.match(self.lines[at].folded) is not None

    def _is_titled(self, at: int) -> bool:
        """Whether a plain line is a point: a title, then who leads; one beside it is such a line too."""
        if not self.stack or not self._has_title_and_leader(at):
            return False
        above = "　".join(
            _heading_of(node) for node in self.stack if node.head is None and node.lines
        )
        beside = [each for each in (at - 1, at + 1) if 0 <= each < len(self.lines)]
        orders = orders_how(above) and not above.endswith("机制")
        return not orders and any(self._has_title_and_leader(each) for each in beside)

    def _has_title_and_leader(self, at: int) -> bool:
        if (
            self.marks[at] is not None
            or at in self.tables
            or self._goes_on_from(self.lines[at - 1] if at else None)
        ):
            return False
        hit = _TITLED.match(self.lines[at].text)
        if hit is None or unit_list(hit.group(1), self.known) or find(join([self.lines[at]])).found:
            return False
        said = read_sentences(self.lines[at].text[hit.end() :], self.known)
        return bool(said.lead) and not said.weak

    def _hang_titled(self, at: int) -> None:
        while self.stack and self.stack[-1].under_units:
            self.stack.pop()
        siblings = self.stack[-1].children if self.stack else self.roots
        count = 1 + sum(each.mark is not None and each.mark.kind == "unit" for each in siblings)
        mark = Marker("unit", "", count, 0)
        node = Node([self.lines[at]], mark, self.widest, self.known, soft=True)
        siblings.append(node)
        self.stack.append(node)

    def _innermost(self) -> Node:
        """What the next plain line belongs to: never a table that is over."""
        while len(self.stack) > 1 and (self.stack[-1].table is not None):
            self.stack.pop()
        if self.stack[-1].table is not None:
            self._hang(Node([], None, self.widest, self.known), opens=True)
        return self.stack[-1]

    def _hang(self, node: Node, *, opens: bool) -> None:
        if node.mark is None and self._over_points(node):
            above = (i for i, each in enumerate(self.stack) if self._over_points(each))
            self.stack = self.stack[: next(above, len(self.stack))]
        elif node.mark is None and not opens:
            # Units in front of an unnumbered line stand under the numbered line before it.
            while self.stack and self.stack[-1].under_units:
                self.stack.pop()
        else:
            self.stack = _parents(self.stack, node.mark, outermost=self.outermost)
        siblings = self.stack[-1].children if self.stack else self.roots
        if node.mark is None and node.head is not None:
            count = 1 + sum(each.head is not None for each in siblings)
            node.mark = Marker("unit", "", count, 0)
        siblings.append(node)
        self.stack.append(node)

    def _over_points(self, node: Node) -> bool:
        """Whether a piece is a line of units alone with numbered points below it."""
        return any(node.lines[:1] == [self.lines[at]] for at in self.unit_lines)

    def _hang_table(self, table: Table, *, annex: bool) -> None:
        while self.stack and (
            self.stack[-1].table is not None
            or self.stack[-1].head is not None
            or (len(self.stack) > 1 and find(join(self.stack[-1].lines), self.known).found)
        ):
            # A point that says whose it is has no table of tasks below it.
            self.stack.pop()
        top = Node(list(table.head), None, self.widest, self.known, annex, table=table)
        (self.stack[-1].children if self.stack else self.roots).append(top)
        group_at = _group_column(table)
        group: Node | None = None
        for row in table.rows:
            if row.only:
                label = row.only
                group = Node(
                    list(row.lines),
                    marker_of(label),
                    self.widest,
                    self.known,
                    annex,
                    group=_bare(label),
                    table=table,
                )
                top.children.append(group)
                continue
            label = row.cells[group_at] if group_at is not None else ""
            if label and (group is None or _bare(label) != group.group):
                group = Node(
                    [],
                    marker_of(label),
                    self.widest,
                    self.known,
                    annex,
                    group=_bare(label),
                    table=table,
                )
                top.children.append(group)
            siblings = group.children if group else top.children
            mark = _row_mark(table, row, len(siblings) + 1)
            siblings.append(
                Node(list(row.lines), mark, self.widest, self.known, annex, table=table, row=row)
            )
        self.stack.append(top)

    def _head(self, at: int) -> UnitHead | None:
        """The units in front of a line where they are those of its duty."""
        mark = self.marks[at]
        line = self.lines[at]
        text = line.text[mark.length :] if mark else line.text
        if at in self.blank_heads:
            return self.blank_heads[at]
        if at in self.unit_lines:
            return UnitHead(unit_list(_UNIT_LINE.sub("", text), self.known), len(text))
        parents = self.stack
        if mark is not None:
            parents = _parents(list(self.stack), mark, outermost=self.outermost)
        above = [_heading_of(node) for node in parents if node.head is None and node.lines]
        above = above or self._titles_of_duties()
        if self.by_sentences:
            above = above or [_DUTIES_ALONE]
        over = "　".join(above)
        if _ORGANISATION.search(over) and "职责" not in over:
            return None
        if not DUTIES.search(over) and orders_how(over):
            return None
        if mark is None and at > self.start and self._goes_on_from(self.lines[at - 1]):
            return None
        head = unit_head(text, self.known, over, above[-1] if above else "")
        if head is not None and find(Joined(text, (0,), (line.number,)), self.known).lead:
            return None  # A label says whose it is; one of helpers does not.
        alone = head is not None and head.body_at >= len(text)
        if alone and at + 1 < len(self.lines) and _WHO_IS_WHAT.search(self.lines[at + 1].folded):
            return None  # 镇防汛指挥部 over 指挥长由镇长担任: what it is, and no duty.
        if alone and at + 1 < len(self.lines) and self.marks[at + 1] is None:
            # （一）宣传组 over 组长单位：宣传办: a label says whose it is.
            label_below = find(join([self.lines[at + 1]]), self.known)
            if label_below.lead and not label_below.text:
                return None
        return None if alone and not DUTIES.search(over + text) else head

    def _titles_of_duties(self) -> list[str]:
        """Lines over the first number that call the whole text one of duties: …工作职责分工."""
        first = next((at for at, mark in enumerate(self.marks) if mark), _LONGEST_OPENING)
        before = self.lines[:first]
        return [line.text for line in before if _OF_DUTIES.search(line.text.rstrip("》的通知"))][:1]

    def _goes_on_from(self, before: Line | None) -> bool:
        """Whether the line before was broken: inside a list or a bracket, or at the full width."""
        if before is None:
            return False
        folded = before.folded
        opened = sum(char in "([【〔" for char in folded) > sum(char in ")]】〕" for char in folded)
        full = len(before.text) >= 0.8 * self.widest and not re.search(r"[。;:!?)】〕”]$", folded)
        return bool(re.search(r"(?:[、,/和及与]|以及)$", folded)) or opened or full

    def _last_of_tables(self) -> int:
        return max((table.end - 1 for table in self.tables.values()), default=-1)

    def _start(self) -> int:
        """The first line of the plan proper: numbered, of a table, or headed by its units.

        A list before 一、 is part of the opening words unless it names units.
        """
        lines, marks = self.lines, self.marks
        table = min(self.tables, default=len(lines))
        first = next((at for at, mark in enumerate(marks) if mark), len(lines))
        first = min(first, table)
        chapter = next(
            (at for at, mark in enumerate(marks) if mark and mark.kind == "chapter"), first
        )
        if first < chapter and not (
            first == table or find(join(lines[first:chapter]), self.known).found
        ):
            first = chapter
        told = {*self.unit_lines, *self.blank_heads}
        heads = [at for at in range(first) if at in told or self._heads_a_list(at)]
        heads += [at for at in self.unit_lines if at > first] if heads else []
        return heads[0] if len(heads) > 1 else first

    def _heads_a_list(self, at: int) -> bool:
        text = self.lines[at].text
        titles = self._titles_of_duties()
        head = unit_head(text, self.known, *titles)
        if head is not None and (
            head.body_at < len(text.rstrip()) or _DUTIES_OF.search(text.rstrip())
        ):
            return True
        # A notice without any number: 派出所负责…, 供电所要…, one below the other.
        alone = self.by_sentences and not titles and text.endswith(("。", "；", ";"))
        return alone and unit_head(text, self.known, _DUTIES_ALONE) is not None


def _let_brackets_speak(roots: Sequence[Node]) -> None:
    """Units alone in a bracket or behind a dash count where most points of a list, or most of one kind
    of number in the plan, end in some.
    """
    every = [node for root in roots for node in root.all_nodes()]
    lists = [list(roots), *(node.children for node in every)]
    kinds = {node.mark.kind for node in every if node.mark}
    lists += [[node for node in every if node.mark and node.mark.kind == kind] for kind in kinds]
    said = any(node.bracketed for node in every)
    for nodes in lists:
        points = [node for node in nodes if node.mark and node.lines and not node.is_explicit]
        telling = [node for node in points if units_behind(node.joined.text, node.known)]
        if said or (len(telling) > 1 and 2 * len(telling) >= len(points)):
            for node in telling:
                node.bracketed = True


def _heading_of(node: Node) -> str:
    """The heading of a piece whose lines are still being gathered."""
    first = node.lines[0]
    return split_heading(first.text[node.mark.length if node.mark else 0 :])[0]


def _bare(label: str) -> str:
    mark = marker_of(label)
    return label[mark.length :].strip() if mark and mark.length < len(label) else label.strip()


def _group_column(table: Table) -> int | None:
    """The last column in front of the task that names what several rows have in common."""
    free = [
        at for at in range(table.task) if table.kinds[at] is None and table.headings[at].strip()
    ]
    return free[-1] if free else None


def _row_mark(table: Table, row: Row, count: int) -> Marker:
    """The number of a row: that of its task, that of the column 序号, else its place."""
    task = marker_of(row.cells[table.task])
    if task is not None and task.length < len(row.cells[table.task]):
        return task
    if Kind.ORDINAL in table.kinds:
        written = fold(row.cells[table.kinds.index(Kind.ORDINAL)])
        if hit := re.search(r"\d{1,3}", written):
            return Marker("row", "", max(1, int(hit.group())), 0)
        if written and re.fullmatch("[一二三四五六七八九十]{1,3}", written):
            return Marker("row", "", max(1, chinese_number(written)), 0)
    return Marker("row", "", count, 0)


def _parents(stack: list[Node], mark: Marker | None, *, outermost: bool) -> list[Node]:
    if mark is None or (outermost and mark.kind == "chapter"):
        return []
    for at, node in enumerate(stack):
        if node.mark and node.mark.kind == mark.kind:
            return stack[:at]
    while stack and stack[-1].table is not None:
        stack = stack[:-1]
    return stack
