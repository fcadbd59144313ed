"""A numbered line that gives several units a task each: 派出所负责夜巡；司法所负责调解；各村做好登记。"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from gaotang_desktop.domain.plan_text.lines import Line, Marker
from gaotang_desktop.domain.plan_text.outline import Node, orders_how
from gaotang_desktop.domain.plan_text.unit_heads import UnitHead
from gaotang_desktop.domain.plan_text.whose.responsibilities import find
from gaotang_desktop.domain.plan_text.whose.sentences import leading_verb
from gaotang_desktop.domain.units import fold

_ENDS = re.compile(r"[；;]\s*|[。]\s*(?=\S)")
_LONGEST = 600
_SHORTEST_DEED = 2
# 派出所牵头 and 各村配合: who leads and who helps in one thing, and no deed.
_ROLE_ALONE = re.compile(
    r"(?:要|应当?|须)?(?:牵头|负责|主抓|主办|落实|组织实施|抓落实|(?:积极|密切|协助|共同)?(?:配合|协助|参与|参加|协办|支持))"
)
_TOLD_TO_ALL = re.compile(r"各(?:单位|部门|成员单位|责任单位|有关单位|相关单位|站所)")


def set_units_apart(nodes: list[Node], over: Sequence[Node] = ()) -> None:
    """Give what each of several units does in one numbered line a node of its own, beside the line.

    Only where nothing else can be meant: the line begins with a unit, each part behind a ； begins with
    another that does something of its own, no label says whose all of it is, and nothing stands below.
    """
    at = 0
    while at < len(nodes):
        node = nodes[at]
        apart = [] if _is_under_orders((*over, node)) else _parts(node)
        nodes[at + 1 : at + 1] = apart
        at += 1 + len(apart)
        set_units_apart(node.children, (*over, node))


def _is_under_orders(path: Sequence[Node]) -> bool:
    headings = [node.heading for node in path[:-1] if node.lines and node.head is None]
    return any(orders_how(heading) for heading in headings)


def _parts(node: Node) -> list[Node]:
    """The nodes of all parts but the first, which the node keeps."""
    mark = node.mark
    if (
        mark is None
        or mark.kind in ("unit", "row", "card", "dated", "chapter")
        or len(node.lines) != 1
    ):
        return []
    if node.table or node.row or node.annex or node.children or (node.head and _with_colon(node)):
        return []
    if find(node.joined, node.known).found:
        return []
    line = node.lines[0]
    cuts = _cuts(line, mark, node.known)
    if not cuts:
        return []
    parts = [line.part(a, b) for a, b in pairwise([0, *cuts, len(line.raw)])]
    label = Marker("unit", "", mark.number, 0)
    found = []
    for part in parts[1:]:
        verb = leading_verb(part.text.removeprefix("由"), node.known) if node.head else None
        head = UnitHead(*verb) if verb else None
        found.append(
            Node([part], label, node.widest, node.known, head=head, soft=True, beside=True)
        )
    node.lines[:] = parts[:1]
    node.soft = True
    vars(node).pop("joined", None)
    vars(node).pop("stated", None)
    return found


def _with_colon(node: Node) -> bool:
    """Whether units head a line by a colon, 派出所：…: what follows is theirs."""
    assert node.head is not None
    return node.joined.text[: node.head.body_at].rstrip()[-1:] in tuple(":：。—–-】]〕")


def _cuts(line: Line, mark: Marker, known: Collection[str]) -> list[int]:
    """Where the parts of other units begin in the source of a line; none where it is not parted so."""
    raw = line.raw
    if len(raw) > _LONGEST or "\t" in raw or "|" in raw:
        return []
    body = raw.find(line.text[mark.length : mark.length + 4])
    ends = [hit.end() for hit in _ENDS.finditer(raw) if _is_open(raw[: hit.start()])]
    starts = [body, *(at for at in ends if at < len(raw.rstrip()))]
    told: list[tuple[int, tuple[str, ...]]] = []
    for start, end in pairwise([*starts, len(raw)]):
        part = raw[start:end].strip()
        verb = leading_verb(part.removeprefix("由"), known)
        if verb is None:
            if start == body:
                return []
            continue
        names, at = verb
        deed = fold(part.removeprefix("由")[at:]).rstrip("。;")
        if any(_TOLD_TO_ALL.fullmatch(name) for name in names):
            return []
        alone = _ROLE_ALONE.match(deed)
        if alone and len(deed) - alone.end() < _SHORTEST_DEED:
            return []  # Who helps and does nothing of its own helps in all of it or in the last.
        if raw[:start].rstrip().endswith("。") and not re.match("(?:主要|具体)?负责|牵头", deed):
            return []
        told.append((start, names))
    everyone = [name for _, names in told for name in names]
    if len(told) < 2 or len(set(everyone)) < len(everyone):
        return []
    return [start for start, _ in told[1:]]


def _is_open(before: str) -> bool:
    folded = fold(before)
    return sum(char in "([【〔" for char in folded) <= sum(char in ")]】〕" for char in folded)
