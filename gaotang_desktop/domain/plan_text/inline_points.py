"""Points that run on in one paragraph, each with its own units: 一是…，由派出所负责；二是…，各村负责。"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from gaotang_desktop.domain.plan_text.counted_points import LAST, counted, spoken
from gaotang_desktop.domain.plan_text.labelled_points import units_behind
from gaotang_desktop.domain.plan_text.lines import Line, Marker, join, marker_of
from gaotang_desktop.domain.plan_text.outline import Node, orders_how, split_heading
from gaotang_desktop.domain.plan_text.whose.responsibilities import find
from gaotang_desktop.domain.plan_text.whose.sentences import read_sentences

_BEGINS = re.compile(
    r"(?<=[。；;：:，,）)])\s*(?=[一二三四五六七八九十第首其再最(（\d])|(?=[①-⑳])|^\s*"
)
_STEPS = re.compile("步骤|阶段|时间|进度|安排")
_KINDS = ("firstly", "first", "stage", "circle", "small", "paren", "number", "counted", "spoken")
_BY_KIND = {"counted": counted, "spoken": spoken}


@dataclass(frozen=True)
class _Cut:
    """A point that begins in a line: which of the lines, at which character of its source."""

    line: int
    at: int
    mark: Marker


def set_points_apart(nodes: list[Node]) -> None:
    """Give the points that run on below or behind a numbered line nodes of their own.

    They are set apart only where at least two of them, and half of all, say whose they are.
    """
    at = 0
    while at < len(nodes):
        node = nodes[at]
        if _demands(node):
            at += 1
            continue
        kind, found = _points(node)
        if found and node.mark and kind == node.mark.kind:
            # What stands below the line stands below the last of its points.
            found[-1].children, node.children = node.children, []
            nodes[at + 1 : at + 1] = found
        elif found:
            node.children[:0] = found
        set_points_apart(node.children)
        at += 1


def paragraph_apart(line: Line, known: Collection[str] = ()) -> list[Line]:
    """A paragraph without a number in which points run on that each say whose they are, 一要…；二要…, as
    a line for what stands before them and one for each.
    """
    if marker_of(line.text) is not None or "\t" in line.raw:
        return [line]
    node = Node([line], Marker("line", "", 1, 0), 0, known)
    for kind in _KINDS:
        cuts = _cuts(node, kind)
        own, parts = _parts(node, cuts) if cuts else ([], [])
        if parts and _each_says_whose(parts, known):
            return [*own, *(each for part in parts for each in part)]
    return [line]


def _demands(node: Node) -> bool:
    """Whether it is a chapter like 工作要求, whose points order how work is done, not what."""
    if node.mark is None or node.mark.kind != "chapter" or not node.lines:
        return False
    heading = split_heading(node.lines[0].text[node.mark.length :])[0]
    return len(heading) <= 20 and orders_how(heading) and not _STEPS.search(heading)


def _points(node: Node) -> tuple[str, list[Node]]:
    """The nodes of the points that run on in the lines of a node, which keeps what is before them.

    Beside them their kind; none where they do not say one by one whose they are.
    """
    if not node.mark or node.head or node.table or not node.lines or node.annex:
        return "", []
    if any("\t" in line.raw or "|" in line.raw for line in node.lines):
        return "", []
    for kind in _KINDS:
        cuts = _cuts(node, kind)
        if not cuts:
            continue
        own, parts = _parts(node, cuts)
        beside = kind == node.mark.kind
        said_by = [own, *parts] if beside else parts
        if kind == "stage" or _each_says_whose(said_by, node.known):
            # A point that begins inside a line as long as any is broken at its end, not a heading.
            full = [len(node.lines[cut.line].text) >= 0.8 * node.widest for cut in cuts]
            node.lines[:] = own
            return kind, [
                _point(lines, cut.mark, 0 if long else node.widest, node.known)
                for lines, cut, long in zip(parts, cuts, full, strict=True)
            ]
    return "", []


def _point(lines: list[Line], mark: Marker, widest: int, known: Collection[str]) -> Node:
    """The node of a point, whose sentences say whose it is, or a bracket at its end (…（司法所）；)."""
    point = Node(lines, mark, widest, known, soft=True)
    point.bracketed = units_behind(point.joined.text, known) is not None
    return point


def _cuts(node: Node, kind: str) -> list[_Cut]:
    """Where 一是, 二是 … follow each other, or those behind the number of the node itself."""
    assert node.mark is not None
    beside = node.mark.kind == kind
    due = node.mark.number + 1 if beside else 1
    cuts: list[_Cut] = []
    for number, line in enumerate(node.lines):
        for hit in _BEGINS.finditer(line.raw):
            at = hit.end()
            if number == 0 and not line.raw[:at].strip():
                continue
            begins = Line(0, line.raw[at : at + 40]).text
            mark = _BY_KIND.get(kind, marker_of)(begins)
            if mark and mark.number == LAST and len(cuts) > 1:
                mark = replace(mark, number=due)
            if mark and mark.kind == kind and mark.number == due:
                cuts.append(_Cut(number, at, mark))
                due += 1
    return cuts if beside or len(cuts) > 1 else []


def _parts(node: Node, cuts: Sequence[_Cut]) -> tuple[list[Line], list[list[Line]]]:
    """The lines up to the first cut, and those from each cut to the next."""
    pieces: list[list[Line]] = [[] for _ in range(len(cuts) + 1)]
    for number, line in enumerate(node.lines):
        here = [cut.at for cut in cuts if cut.line == number]
        piece = sum(cut.line < number for cut in cuts)
        for start, end in zip((0, *here), (*here, len(line.raw)), strict=True):
            part = line.part(start, end)
            if part.text:
                pieces[piece].append(part)
            piece += 1
    return pieces[0], pieces[1:]


def _each_says_whose(parts: Sequence[Sequence[Line]], known: Collection[str]) -> bool:
    """Whether the points name units one by one; a label behind the last only is that of all."""
    labels, sentences, weak = [], [], 0
    for lines in parts:
        mark = marker_of(lines[0].text) if lines else None
        stated = find(join(lines, skip=mark.length if mark else 0), known)
        labels.append(stated.found)
        said = read_sentences(stated.text, known)
        behind = units_behind(stated.text, known) is not None
        sentences.append(behind or (said.found and not said.weak))
        weak += said.weak
    if labels[-1] and not any(labels[:-1]):
        return False
    bearing = [one or other for one, other in zip(labels, sentences, strict=True)]
    if weak + sum(bearing) > 1 and weak + sum(bearing) >= len(bearing) - 1:
        return True  # 要 and 应 count where they are said in every point but one.
    return sum(bearing) > 1 and 2 * sum(bearing) >= len(bearing)
