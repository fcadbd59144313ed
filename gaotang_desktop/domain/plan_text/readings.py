"""The ways in which a plan can be read, and which of them explains most of it.

Tasks are what the plan gives units; where nothing but its phases names any, the phases are the tasks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gaotang_desktop.domain.plan_text.clauses import Place
from gaotang_desktop.domain.plan_text.outline import (
    Node,
    are_clauses,
    clauses_under,
    heading_states,
    inherit,
    orders_how,
    under_units,
    why_not_measures,
)
from gaotang_desktop.domain.plan_text.owners import bears, tasks_apart
from gaotang_desktop.domain.plan_text.phases import is_phase, is_phase_section, is_phase_with_points
from gaotang_desktop.domain.plan_text.unit_heads import DUTIES, DUTIES_OF_UNITS
from gaotang_desktop.domain.plan_text.whose.sentences import read_sentences
from gaotang_desktop.domain.units import fold

_PHASE_AS_TASK = "这一条是阶段，方案里别处没有列责任单位，暂按任务读入，请核对。"


_ABOUT_ITSELF = "这一条说的是方案自己：适用于哪里、从哪天起施行、由谁解释，没有作为任务读入。"
_CLOSING = re.compile(
    r"[^。;]*制定(?:本|此|该)(?:方案|意见|办法|细则|规定|制度|计划)[^。;]*[。;]?|"
    r"违反(?:本|此|该)(?:意见|办法|细则|规定|制度)[^。]*。?|"
    r"(?:本|此|该)(?:方案|意见|办法|细则|规定|制度|计划)(?:所称|适用于)[^。]*。?|"
    r"(?:本|此|该)?(?:方案|意见|办法|细则|规定|制度|计划)?,?(?:自.{0,16}(?:之日|日)?起(?:施行|实施|执行|生效)|由.{2,24}负责解释)"
    r"(?:[,;。](?:自.{0,16}(?:之日|日)?起(?:施行|实施|执行|生效)|由.{2,24}负责解释))?(?:[,;]有效期[^。;]{1,10})?[。;]?"
)
# Kinds of numbers that points have and chapters have not.
_POINTS = ("firstly", "first", "number", "paren")
_NAMELESS = "这里只写了责任单位，没有写做什么，没有作为任务读入。"


@dataclass(frozen=True)
class Candidate:
    """One way to read the outline: its clauses, and the roots that hold none with the reason.

    ``phases`` are the roots whose pieces are phases; ``doubt`` is said on every clause.
    ``explained`` counts the characters of clauses that name their units, a tenth of the others.
    """

    name: str
    places: tuple[Place, ...]
    skipped: tuple[tuple[Node, str], ...]
    phases: tuple[Node, ...]
    explained: float
    doubt: str = ""


def best_readings(roots: Sequence[Node]) -> list[Candidate]:
    """The candidates, the one that explains most first."""
    phased = _phase_roots(roots)
    others = [node for node in roots if not any(node is each for each in phased)]
    _let_sentences_speak(others)
    places, skipped = _sort(others, roots)
    aside = [(node, "这是阶段安排，没有作为任务读入。") for node in phased]
    if not any(bears(place.node) for place in places):
        _let_points_of_phases_speak(phased)
    inside = _points_of_phases(phased)
    by_measures = _candidate("任务", roots, [*places, *inside], [*skipped, *aside], phased)
    candidates = [by_measures]
    if phased:
        by_phases = _by_phases(roots, phased, others)
        # A single line that says from when to when is no other way to read a plan with tasks.
        several = len(by_phases.places) > 1 or any(bears(p.node) for p in by_phases.places)
        if several or not by_measures.places:
            candidates.append(by_phases)
    # A reading in which something carries units explains the plan; length decides between two.
    return sorted(candidates, key=lambda each: (-_rank(each, by_measures), each is not by_measures))


def _rank(candidate: Candidate, by_measures: Candidate) -> float:
    """Phases are read as tasks only where measures carry no units, or where there are none."""
    if candidate is by_measures:
        return candidate.explained
    borne = any(bears(place.node) for place in by_measures.places)
    return 0.0 if borne else candidate.explained


def heading_nodes(roots: Sequence[Node], chosen: Candidate) -> list[Node]:
    """The pieces that are neither clauses nor skipped: headings of chapters, groups and tables."""
    clauses = {id(place.node) for place in chosen.places}
    skipped = {id(node) for node, _ in chosen.skipped}
    found: list[Node] = []

    def walk(nodes: Sequence[Node]) -> None:
        for node in nodes:
            if id(node) in clauses or id(node) in skipped:
                continue
            if node.lines:
                found.append(node)
            walk(node.children)

    walk(roots)
    return found


def _candidate(
    name: str,
    roots: Sequence[Node],
    places: Sequence[Place],
    skipped: Sequence[tuple[Node, str]],
    phased: Sequence[Node],
    doubt: str = "",
) -> Candidate:
    order = {
        id(node): at for at, node in enumerate(each for root in roots for each in root.all_nodes())
    }
    explained = 0.0
    # A task without a name never exists.
    nameless = [place for place in places if not _has_name(place.node)]
    closing = [place for place in places if _CLOSING.fullmatch(fold(place.node.own.text))]
    aside = {id(place) for place in (*nameless, *closing)}
    places = [place for place in places if id(place) not in aside]
    skipped = [*skipped, *((place.node, _NAMELESS) for place in nameless)]
    skipped += [
        (place.node, _ABOUT_ITSELF)
        for place in closing
        if id(place.node) not in {id(node) for node, _ in skipped}
    ]
    for place in places:
        length = sum(len(line.text) for line in place.node.all_lines())
        explained += length if bears(place.node) else length / 10
    return Candidate(
        name,
        tuple(sorted(places, key=lambda place: order[id(place.node)])),
        tuple(sorted(skipped, key=lambda each: order[id(each[0])])),
        tuple(phased),
        explained,
        doubt,
    )


def _has_name(node: Node) -> bool:
    return bool(re.search(r"\w", node.title)) or any(_has_name(child) for child in node.children)


def _phase_roots(roots: Sequence[Node]) -> list[Node]:
    """The roots about time: 实施步骤, 阶段划分, or chapters that are phases themselves."""
    chapters = [node for node in roots if node.mark and not node.annex and node.table is None]
    # Who is responsible for it by a label is a task, unless it is called a phase.
    are_phases = [
        node
        for node in chapters
        if is_phase(node.heading, node.joined.text)
        and ("阶段" in node.heading or not node.stated.found)
    ]
    found = []
    for node in chapters:
        parts = [child for child in node.children if child.lines and child.row is None]
        phases = [child for child in parts if is_phase(child.heading, child.joined.text)]
        own = len(are_phases) > 1 and any(node is each for each in are_phases)
        listed = any(child.is_explicit or child.table is not None for child in node.children)
        titled = is_phase_section(node.heading) and not listed
        if (
            own
            or (titled and (phases or not node.states))
            or (len(phases) > 1 and 2 * len(phases) > len(parts) and not _gives_tasks(node))
        ):
            found.append(node)
    return found


def _gives_tasks(root: Node) -> bool:
    """Whether a chapter of tasks says by labels whose its points are, also such as name a phase."""
    stating = [child for child in root.children if child.stated.found]
    return DUTIES.search(root.heading) is not None and 2 * len(stating) > len(root.children)


def _points_of_phases(phased: Sequence[Node]) -> list[Place]:
    """Points under a phase that name their units one by one are tasks all the same."""
    phases: list[tuple[Node, ...]] = []
    for root in phased:
        whole = is_single_phase(root) and not is_phase_section(root.heading)
        phases += [(root,)] if whole else [(root, phase) for phase in root.children]
    if not any(_lists_tasks(path[-1]) for path in phases):
        return []
    return [
        Place((*over, *path), clause)
        for over in phases
        if any(child.states for child in over[-1].children)
        for path, clause in clauses_under(over[-1].children)
    ]


def is_single_phase(node: Node) -> bool:
    """Whether a piece is a phase itself and not the heading of several."""
    points = [(child.heading, child.joined.text) for child in node.children if child.lines]
    return bool(points) and is_phase_with_points(node.heading, node.joined.text, points)


def _let_points_of_phases_speak(phased: Sequence[Node]) -> None:
    """Where nothing else carries units: sentences of the points under phases that say who leads."""
    phases = [phase for root in phased for phase in root.children if phase.row is None]
    points = [point for phase in phases for point in phase.children if point.mark]
    telling = [p for p in points if p.lines and _leads(p)]
    if len(telling) > 1 and 2 * len(telling) >= len(points):
        for point in points:
            point.soft = True


def _leads(node: Node) -> bool:
    said = read_sentences(node.joined.text, node.known)
    return bool(said.lead) and not said.weak


def _lists_tasks(phase: Node) -> bool:
    stating = [child for child in phase.children if child.states and not child.is_label]
    return len(stating) > 1 or bool(stating and stating[0] is not phase.children[-1])


def _by_phases(roots: Sequence[Node], phased: Sequence[Node], others: Sequence[Node]) -> Candidate:
    """The phases are the tasks."""
    places: list[Place] = []
    for root in phased:
        root_itself = not root.children or (
            any(root is not each for each in phased) and not is_phase_section(root.heading)
        )
        for node in root.all_nodes():
            node.soft = True
        if root_itself:
            places.append(Place((), root))
        else:
            places += [Place((root, *path), clause) for path, clause in _whole(root)]
    skipped = [
        (
            node,
            why_not_measures(node, flat=False)
            or "方案按阶段读入，这一部分没有列责任单位，没有作为任务读入。",
        )
        for node in others
    ]
    return _candidate("阶段", roots, places, skipped, (), _PHASE_AS_TASK)


def _whole(root: Node) -> list[tuple[tuple[Node, ...], Node]]:
    explicit = [
        child for child in root.children if any(part.stated.found for part in child.all_nodes())
    ]
    if explicit:
        return clauses_under(root.children)
    return [((), child) for child in root.children]


def _let_sentences_speak(nodes: Sequence[Node]) -> None:
    """Sentences say who is responsible in chapters of measures where no label does.

    A chapter that is one paragraph counts in a plan without any label; beside labels, but not beside
    units that head lines, also where it is a line whose sentences say who leads.
    """
    labelled = any(node.states for node in nodes)
    by_unit = any(part.is_explicit for node in nodes for part in node.all_nodes())
    beside = _points_of_one_list(nodes)
    for node in nodes:
        listed = any(node is each for each in beside)
        demands = orders_how(node.heading) and not (listed and _leads(node))
        if demands and not labelled and not by_unit and _gives_each_its_part(node):
            demands = (
                False  # 工作流程 whose steps say one by one who does them, where nothing else does.
            )
        if node.mark and not node.annex and not demands:
            _let_points_beside_a_label_speak(node)
        if node.mark is None or node.annex or node.states or demands or node.names_units_only:
            continue
        if node.children or not labelled or listed or (not by_unit and _is_firm(node)):
            for part in node.all_nodes():
                part.soft = True


_ONLY_DEMANDS = re.compile("要求|保障|纪律|督[查导]|考核|奖惩|追责|问责|领导|机构")


def _gives_each_its_part(node: Node) -> bool:
    """Whether most points of a chapter say by their sentences who leads them."""
    points = [child for child in node.children if child.mark and child.lines]
    telling = sum(_leads(point) for point in points)
    return telling > 1 and 2 * telling >= len(points) and not _ONLY_DEMANDS.search(node.heading)


def _points_of_one_list(nodes: Sequence[Node]) -> list[Node]:
    """一是…, 二是… where one point has units in front of its lines: the others tell theirs in sentences.

    Chapters (一、二、) are no such list: theirs are headings.
    """
    points = [node for node in nodes if node.mark and node.mark.kind in _POINTS and not node.annex]
    kinds = {node.mark.kind for node in points if node.mark}
    if len(kinds) != 1 or len(points) < 3:
        return []
    said = [read_sentences(node.joined.text, node.known) for node in points]
    return points if any(each.found and not each.weak for each in said) else []


def _let_points_beside_a_label_speak(node: Node) -> None:
    """Where a label is above some points or behind the last, and each of the others says who leads it."""
    for part in node.all_nodes():
        points = [child for child in part.children if child.lines and not child.is_explicit]
        others = [point for point in points[:-1] if not point.states and _leads(point)]
        labelled = part.stated.found or (bool(points) and points[-1].stated.found)
        if labelled and others and len(others) == len(points) - 1:
            for point in others:
                point.soft = True


def _is_firm(node: Node) -> bool:
    """Whether a chapter of one line says who leads what it names: 三、夜巡。派出所牵头，各村配合。"""
    if len(node.lines) != 1 or DUTIES_OF_UNITS.search(node.heading):
        return False
    return _leads(node)


def _sort(
    roots: Sequence[Node], everything: Sequence[Node]
) -> tuple[list[Place], list[tuple[Node, str]]]:
    """The clauses with the headings they stand under, and what holds none with the reason."""
    chapters = [
        node for node in roots if node.mark and not node.annex and not node.names_units_only
    ]
    # 一、二、三、 without points and without units are chapters of something else.
    listed = not any(
        n.children or (n.mark and n.mark.kind == "chapter") for n in everything if n.mark
    )
    flat = are_clauses(chapters) or listed
    by_unit = any(part.is_explicit for node in roots for part in node.all_nodes())
    stating = any(node.states for node in everything if node.mark and not node.annex)
    places: list[Place] = []
    skipped: list[tuple[Node, str]] = []
    for node in roots:
        why = why_not_measures(node, flat=flat)
        if not why and node.names_units_only:
            why = "这里列的是参加的单位，没有写做什么，没有作为任务读入。"
        if not why and by_unit and not node.states:
            why = "任务按单位或表格读入，这一部分没有列责任单位，没有作为任务读入。"
        if not why and by_unit and _is_beside_units(node, roots):
            why = "任务按单位或表格读入，这一部分没有逐条写明由谁负责，没有作为任务读入。"
        if why:
            skipped.append((node, why))
        elif node.table is not None:
            places += [Place(path, clause) for path, clause in clauses_under([node])]
        elif node.head is not None:
            places += [Place(path, clause) for path, clause in under_units(node)]
        elif not node.children or (flat and any(node is each for each in chapters)):
            places.append(Place((), node))
        else:
            found = clauses_under(node.children)
            if node.stated.found and heading_states(node):
                inherit(node, [clause for _, clause in found])
            below, aside = tasks_apart(node, found, elsewhere=not flat and stating)
            places += [Place((node, *path), clause) for path, clause in below]
            skipped += aside
    return places, skipped


def _is_beside_units(node: Node, roots: Sequence[Node]) -> bool:
    """Whether a chapter only says what some must do, 各村要…, beside lists of units or rows of tables."""
    parts = node.all_nodes()
    if node.table is not None or any(part.stated.found and not part.head for part in parts):
        return False
    if any(part.is_explicit for part in parts):
        # 镇长责任。…, 家长责任。…: one of many points that happens to begin with a unit.
        heads = sum(child.head is not None for child in node.children)
        rows = any(part.row for root in roots for part in root.all_nodes())
        return rows and 0 < 2 * heads < len(node.children)
    return bool(node.children) and not any(_leads(part) for part in parts if part.lines)
