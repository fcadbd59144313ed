"""What became of the lines that are in no task: phases, what may be ticked, the ending."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gaotang_desktop.domain.plan_text.clause_times import Years
from gaotang_desktop.domain.plan_text.clauses import Place, read_clause
from gaotang_desktop.domain.plan_text.lines import Line, Marker
from gaotang_desktop.domain.plan_text.outline import Node, split_heading
from gaotang_desktop.domain.plan_text.phases import (
    dated_pieces,
    is_dates_only,
    phase_dates,
    without_dates,
)
from gaotang_desktop.domain.plan_text.pieces import Clause, Passage, Phase, Unused
from gaotang_desktop.domain.plan_text.readings import Candidate, heading_nodes, is_single_phase
from gaotang_desktop.domain.plan_text.unit_heads import UnitHead, unit_head
from gaotang_desktop.domain.plan_text.whose.sentences import leading_verb, read_sentences
from gaotang_desktop.domain.plan_text.whose.unit_names import looks_like_unit, stands_for_many

_LABELLED = re.compile(r"[\u4e00-\u9fff]{2,12}:(?=.{4})")
_UNDER_A_HEADING = "这是标题下面的话，不在任务里。"
_NO_OUTLINE = "这一行没有编号，但是写有单位，没有作为任务读入。"
_HEADING_OF_PHASES = "这是阶段部分的标题和说明，没有作为任务读入。"


@dataclass(frozen=True)
class Remains:
    """All pieces outside of the clauses."""

    phases: tuple[Phase, ...]
    unused: tuple[Unused, ...]
    ending: tuple[Passage, ...]


def account_for(roots: Sequence[Node], chosen: Candidate, years: Years) -> Remains:
    """Put every line of the outline that is in no clause and in no heading into a piece."""
    # What is a task, or told by itself, is no part of the phase that it stands under.
    taken = {id(place.node) for place in chosen.places} | {id(node) for node, _ in chosen.skipped}
    number_places(roots)
    phases: list[Phase] = []
    unused: list[Unused] = []
    ending: list[Passage] = []
    for node in heading_nodes(roots, chosen):
        unused += _behind_heading(node, years)
    for root, why in chosen.skipped:
        if any(root is each for each in chosen.phases):
            found, rest = _phases(root, taken, years)
            phases += found
            unused += rest
        elif root.is_tail or root.annex:
            for node in root.all_nodes():
                more, end = _tail(node, why, years)
                unused += more
                ending += end
        else:
            for node in root.all_nodes():
                unused += _pieces(node, why, years)
    return Remains(
        tuple(sorted(phases, key=lambda each: each.line)),
        tuple(sorted(unused, key=lambda each: each.line)),
        tuple(sorted(ending, key=lambda each: each.line)),
    )


def number_places(nodes: Sequence[Node], above: tuple[int, ...] = ()) -> None:
    """Tell every node of an outline its place."""
    for at, node in enumerate(nodes, 1):
        node.path = (*above, at)
        number_places(node.children, node.path)


def without_outline(
    lines: Sequence[Line], known: Collection[str], years: Years
) -> tuple[list[Line], tuple[Unused, ...]]:
    """The lines of a text that has no outline at all: those that name units may be ticked."""
    bearing = [line for line in lines if _has_unit(line.text, known)]
    holder = Node(bearing, None, 0, known)
    offered = tuple(_unused([line], None, holder, _NO_OUTLINE, years) for line in bearing)
    rest = [line for line in lines if not any(line is each for each in bearing)]
    return rest, tuple(replace(each, may_be_task=True) for each in offered)


def _has_unit(text: str, known: Collection[str]) -> bool:
    parts = re.split(r"[ 、，,；;：:。|\t]", text)
    return len(parts) > 1 and any(
        looks_like_unit(part, known) and not stands_for_many(part) for part in parts
    )


def passage(lines: Sequence[Line], heading: str, why: str) -> Passage:
    """Lines that stand together, as a passage."""
    return Passage(
        heading=heading,
        text="\n".join(line.text for line in lines),
        why=why,
        line=lines[0].number if lines else 1,
        end_line=lines[-1].number if lines else 1,
        source="\n".join(line.written for line in lines),
    )


def heading_length(node: Node) -> int:
    """How many lines of a numbered node its heading takes."""
    if node.group or node.mark is None or node.table is not None:
        return len(node.lines)
    if node.names_units_only:
        return 1
    intro = split_heading(node.joined.text)[1].replace("\n", "").replace(" ", "")
    behind = 0
    for count in range(len(node.lines), 0, -1):
        if behind >= len(intro):
            return count
        behind += len(node.lines[count - 1].text.replace(" ", ""))
    return 1


def _behind_heading(node: Node, years: Years) -> list[Unused]:
    """The paragraphs below the heading of a chapter, before its first point."""
    return [
        _unused(lines, None, node, _UNDER_A_HEADING, years)
        for lines in _paragraphs(node.lines[heading_length(node) :])
    ]


def _pieces(node: Node, why: str, years: Years) -> list[Unused]:
    """A node as it may be ticked: with its paragraphs, or these one by one below a mere heading."""
    if not node.lines:
        return []
    chapter = node.mark is not None and node.mark.kind == "chapter" and node.head is None
    used = heading_length(node) if chapter else len(node.lines)
    if node.row is not None or node.table is not None:
        return [_unused(node.lines, node.mark, node, why, years)]
    first, *more = _paragraphs(node.lines)
    if not chapter and more and all(_LABELLED.match(part[0].folded) for part in more):
        # 督导检查：…, 信息报送：… below a point are beside it, each with a tick of its own.
        beside = [_unused(lines, None, node, why, years) for lines in more]
        return [
            _unused(first, node.mark, node, why, years),
            *(replace(each, may_be_task=True) for each in beside),
        ]
    if used == len(node.lines):
        return [_unused(node.lines, node.mark, node, why, years)]
    found = [_unused(node.lines[:used], node.mark, node, why, years)]
    return found + [
        _unused(lines, None, node, why, years) for lines in _paragraphs(node.lines[used:])
    ]


def _phases(root: Node, taken: set[int], years: Years) -> tuple[list[Phase], list[Unused]]:
    """The phases under a root with what stands below each, and its own heading."""
    if not root.children:
        used, lines = _heading_apart(root)
        parts = [piece for part in _paragraphs(lines) for piece in _pieces_of(part)]
        dated = [
            part
            for part in parts
            if phase_dates(part[0].text, years.year, years.span)[2]
            and not part[-1].text.endswith(("：", ":"))
        ]
        if not dated or (len(parts) == 1 and is_dates_only(parts[0][0].text)):
            return [_phase(root, root.all_lines(), years)], []
        head = [_unused(used, root.mark, root, _HEADING_OF_PHASES, years)]
        other = [part for part in parts if not any(part is each for each in dated)]
        head += [_unused(part, None, root, _HEADING_OF_PHASES, years) for part in other]
        return _in_order([(_loose(part, root), part) for part in dated], years), head
    if is_single_phase(root) and any(id(child) in taken for child in root.children):
        left = [line for child in root.children for line in _left(child, taken)]
        return [_phase(root, [*root.lines, *left], years)], []
    unused = _pieces(root, _HEADING_OF_PHASES, years)
    found: list[tuple[Node, list[Line]]] = []
    for child in root.children:
        lines = _left(child, taken)
        pieces = dated_pieces(lines[0]) if len(lines) == 1 else []
        if len(pieces) > 1:
            found.append((Node([pieces[0]], child.mark, child.widest, child.known), [pieces[0]]))
            found += [(_loose([piece], child), [piece]) for piece in pieces[1:]]
        elif lines:
            found.append((child, lines))
    return _in_order(found, years), unused


def _pieces_of(part: Sequence[Line]) -> list[list[Line]]:
    """A paragraph, cut where a further phase begins inside a line."""
    found: list[list[Line]] = [[]]
    for line in part:
        first, *more = dated_pieces(line)
        found[-1].append(first)
        found += [[piece] for piece in more]
    return found


def _heading_apart(root: Node) -> tuple[list[Line], list[Line]]:
    """The lines of a heading and those behind it, which may begin in the same line."""
    used = heading_length(root)
    if used < len(root.lines) or used > 1:
        return root.lines[:used], root.lines[used:]
    line = root.lines[0]
    stop = re.search("[：:。]", line.raw)
    if stop is None or not phase_dates(line.raw[stop.end() :], None)[2]:
        return root.lines, []
    return (
        [line.part(0, stop.end())],
        [line.part(stop.end())],
    )


def _in_order(found: Sequence[tuple[Node, Sequence[Line]]], years: Years) -> list[Phase]:
    """Phases go on in time: each knows when the one before it began."""
    phases: list[Phase] = []
    before = None
    for node, lines in found:
        phases.append(_phase(node, lines, years, before))
        before = phases[-1].first or phases[-1].last or before
    return phases


def _left(top: Node, taken: set[int]) -> list[Line]:
    """The lines of a piece and what stands below it without those of clauses."""
    return [
        line
        for node in top.all_nodes()
        if id(node) not in taken and not _inside(node, top, taken)
        for line in node.lines
    ]


def _inside(node: Node, top: Node, taken: set[int]) -> bool:
    """Whether a node stands below one that is a clause."""
    return any(
        id(each) in taken and any(part is node for part in each.all_nodes())
        for each in top.all_nodes()
    )


def _phase(node: Node, lines: Sequence[Line], years: Years, before: date | None = None) -> Phase:
    text = node.joined.text if node.lines else ""
    first, last, words = phase_dates(text, years.year, years.span, before)
    return Phase(
        title=_phase_title(node),
        first=first,
        last=last,
        dates_text=words,
        line=lines[0].number,
        end_line=lines[-1].number,
        text="\n".join(line.text for line in lines),
        source="\n".join(line.written for line in lines),
        clause=_as_clause(node, years),
        path=node.path,
    )


def _phase_title(node: Node) -> str:
    heading = split_heading(node.joined.text)[0]
    title = without_dates(heading).partition("（")[0].partition("(")[0].strip(" ：:，,。.")
    stage = node.mark.label.rstrip("：:，,、 ") if node.mark and node.mark.kind == "stage" else ""
    return stage + ("　" if stage and title else "") + title or heading


def _tail(node: Node, why: str, years: Years) -> tuple[list[Unused], list[Passage]]:
    """Numbered lines of an annex and such as name units may be ticked; the rest is the ending."""
    if not node.lines:
        return [], []
    if node.mark is not None or node.is_explicit:
        return _pieces(node, why, years), []
    unused: list[Unused] = []
    ending: list[Passage] = []
    for lines in _paragraphs(node.lines):
        if _names_units(lines, node):
            unused.append(_unused(lines, None, node, why, years))
        else:
            ending.append(passage(lines, "", why))
    return unused, ending


def _names_units(lines: Sequence[Line], node: Node) -> bool:
    text = "\n".join(line.text for line in lines)
    head = unit_head(text, node.known)
    return bool(head and head.body_at < len(text)) or read_sentences(text, node.known).found


def _unused(
    lines: Sequence[Line], mark: Marker | None, node: Node, why: str, years: Years
) -> Unused:
    own = node if list(lines) == node.lines else _loose(lines, node, mark)
    if own is not node and mark is None:
        own.head = _head_of(own)
    clause = _as_clause(own, years, alone=True)
    return Unused(
        line=lines[0].number,
        end_line=lines[-1].number,
        text="\n".join(line.text for line in lines),
        why=why,
        source="\n".join(line.written for line in lines),
        clause=clause,
        may_be_task=mark is not None or node.is_explicit or bool(clause.units),
        path=node.path if mark is not None or own is node else (*node.path, 0),
    )


def _head_of(node: Node) -> UnitHead | None:
    """The units that a line begins with, before a colon or before what they do: 财政所保障经费."""
    text = node.joined.text
    head = unit_head(text, node.known)
    if head is not None:
        return head if head.body_at < len(text) else None
    verb = leading_verb(text, node.known)
    return UnitHead(*verb) if verb and not any(stands_for_many(name) for name in verb[0]) else None


def _loose(lines: Sequence[Line], node: Node, mark: Marker | None = None) -> Node:
    loose = Node(list(lines), mark or Marker("line", "", 1, 0), node.widest, node.known)
    loose.path = (*node.path, 0)
    return loose


def _as_clause(node: Node, years: Years, *, alone: bool = False) -> Clause:
    """What a piece would be as a task; ``alone`` without what stands below it."""
    own = node
    if alone and node.children:
        own = Node(
            node.lines, node.mark, node.widest, node.known, node.annex,
            head=node.head, table=node.table, row=node.row, group=node.group,
        )  # fmt: skip
    if own.mark is None:
        own = _loose(own.lines, own)
    place = Place((), own)
    return read_clause(place, place.reference(unique=True), years, ())


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines put together where one was broken in the middle of a sentence."""
    found: list[list[Line]] = []
    for line in lines:
        if (
            found
            and not found[-1][-1].text.endswith(tuple("。；;：:！!？?）)”"))
            and len(found[-1][-1].text) > 15
        ):
            found[-1].append(line)
        else:
            found.append([line])
    return found
