"""Put together what the parts of the reader found."""

import re
from collections.abc import Collection, Sequence

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text.clauses import Place, number_warnings, read_clause
from gaotang_desktop.domain.plan_text.lines import Line, read_lines
from gaotang_desktop.domain.plan_text.opening import read_opening
from gaotang_desktop.domain.plan_text.outline import (
    Node,
    are_clauses,
    build,
    clauses_under,
    split_heading,
    why_not_measures,
)
from gaotang_desktop.domain.plan_text.pieces import (
    Clause,
    Passage,
    PlanText,
    PlanWarning,
    Section,
    UnreadLine,
)

_PAGE_NUMBER = re.compile(r"[-—–·] ?\d{1,3} ?[-—–·]|第 ?\d+ ?页(?: ?[,/]? ?共 ?\d+ ?页)?")


def read_plan(text: str, known: Collection[str] = ()) -> PlanText:
    """Read the text of a plan.

    ``known`` are names of the unit register; they are never taken apart at 和, 及, 与 or a blank.
    Raises Unreadable for an empty text and for one without any clause.
    """
    lines = read_lines(text)
    if not lines:
        raise Unreadable("这份方案是空的，没有可读的文字。请重新选择文件，或粘贴方案全文。")
    unread = [line for line in lines if _PAGE_NUMBER.fullmatch(line.folded)]
    before, roots = build([line for line in lines if line not in unread], frozenset(known))
    places, skipped = _sort(roots)
    if not places:
        raise Unreadable(
            "没有在这份文字里找到条款。程序要找的是“一、”“二、”等各部分下面用“1、”“（一）”"
            "编号的措施，或者写有“责任单位”的编号条目。请检查文件是否选对，文字是否完整。"
        )
    signature = [n for n in roots if n.mark is None and not n.annex]
    opening = read_opening(before, [line for node in signature for line in node.lines])
    sections = _sections(places)
    return PlanText(
        number=opening.number,
        title=opening.title,
        year=opening.year,
        preamble=_passage(before, "", "发文字号、标题和开头的话。"),
        sections=tuple(_section(node) for node in sections),
        clauses=_clauses(places, opening.year, roots),
        skipped=tuple(_passage(n.all_lines(), _heading(n), why) for n, why in skipped),
        unread=tuple(UnreadLine(e.number, e.raw, "这一行像页码，没有读入正文。") for e in unread),
        warnings=tuple(
            sorted(
                (*opening.warnings, *_section_warnings(sections, places, roots)),
                key=lambda warning: warning.line,
            )
        ),
        source="\n".join(text.splitlines()),
    )


def _sort(roots: Sequence[Node]) -> tuple[list[Place], list[tuple[Node, str]]]:
    """The clauses with the headings they stand under, and what holds none with the reason."""
    chapters = [node for node in roots if node.mark and not node.annex]
    # 一、二、三、 without points and without units are chapters of something else.
    listed = not any(n.children or (n.mark and n.mark.kind == "chapter") for n in chapters)
    flat = are_clauses(chapters) or listed
    places: list[Place] = []
    skipped: list[tuple[Node, str]] = []
    for node in roots:
        if why := why_not_measures(node, flat=flat):
            skipped.append((node, why))
        elif not node.children or (flat and node in chapters):
            places.append(Place((), node))
        else:
            found = clauses_under(node.children)
            places += [Place((node, *path), clause) for path, clause in found]
    return places, skipped


def _sections(places: Sequence[Place]) -> list[Node]:
    nodes: list[Node] = []
    for place in places:
        nodes += [node for node in place.path if not any(node is each for each in nodes)]
    return nodes


def _section(node: Node) -> Section:
    title, intro = split_heading(node.joined.text)
    return Section(
        label=node.mark.label if node.mark else "",
        title=title,
        intro=intro,
        line=node.lines[0].number,
        end_line=node.lines[-1].number,
        source=_source(node.lines),
    )


def _clauses(
    places: Sequence[Place], year: int | None, roots: Sequence[Node]
) -> tuple[Clause, ...]:
    out_of_order = number_warnings(roots)
    numbers = [place.number for place in places]
    unique = len(set(numbers)) == len(numbers)
    clauses: list[Clause] = []
    references: dict[str, int] = {}
    for place in places:
        reference = place.reference(unique=unique)
        references[reference] = references.get(reference, 0) + 1
        if references[reference] > 1:
            reference = f"{reference}-{references[reference]}"
        extra = out_of_order.get(place.node.lines[0].number)
        clauses.append(read_clause(place, reference, year, [extra] if extra else []))
    return tuple(clauses)


def _section_warnings(
    sections: Sequence[Node], places: Sequence[Place], roots: Sequence[Node]
) -> list[PlanWarning]:
    out_of_order = number_warnings(roots)
    clause_lines = {place.node.lines[0].number for place in places}
    warnings = [
        warning
        for line, warning in out_of_order.items()
        if line not in clause_lines and any(line == node.lines[0].number for node in roots)
    ]
    for node in sections:
        line = node.lines[0].number
        if node.own.found:
            named = "、".join((*node.own.lead, *node.own.assist))
            words = f"“{node.heading}”下面写的责任单位“{named}”没有分到各条，请核对。"
            warnings.append(PlanWarning(line, words))
        if node.annex:
            words = f"“{node.heading}”里列有责任单位，也作为条款读入，请核对。"
            warnings.append(PlanWarning(line, words))
        stating = [child for child in node.children if child.states]
        if len(stating) == 1 and len(node.children) > 1 and stating[0] is node.children[-1]:
            words = f"“{node.heading}”只有最后一条列了责任单位，是否适用于各条，请核对。"
            warnings.append(PlanWarning(line, words))
    return warnings


def _heading(node: Node) -> str:
    if node.mark is None and not node.annex:
        return "落款"
    if node.mark is None:
        return node.lines[0].text
    return (node.mark.label if node.mark else "") + split_heading(node.joined.text)[0]


def _passage(lines: Sequence[Line], heading: str, why: str) -> Passage:
    return Passage(
        heading=heading,
        text="\n".join(line.text for line in lines),
        why=why,
        line=lines[0].number if lines else 1,
        end_line=lines[-1].number if lines else 1,
        source=_source(lines),
    )


def _source(lines: Sequence[Line]) -> str:
    return "\n".join(line.raw for line in lines)
