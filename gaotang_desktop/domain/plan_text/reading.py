"""Put together what the parts of the reader found."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text.accounting import (
    account_for,
    heading_length,
    passage,
    without_outline,
)
from gaotang_desktop.domain.plan_text.building import build
from gaotang_desktop.domain.plan_text.clause_times import Years
from gaotang_desktop.domain.plan_text.clauses import (
    Place,
    number_warnings,
    of_year,
    read_clause,
)
from gaotang_desktop.domain.plan_text.legible import MISREAD, differences
from gaotang_desktop.domain.plan_text.lines import (
    Line,
    Marker,
    every_line,
    marker,
    numbered_lines,
    read_lines,
    split_lines,
)
from gaotang_desktop.domain.plan_text.opening import NO_YEAR, Opening, read_opening
from gaotang_desktop.domain.plan_text.outline import Node, split_heading
from gaotang_desktop.domain.plan_text.page_words import contents, is_page_number, is_page_words
from gaotang_desktop.domain.plan_text.pieces import (
    Clause,
    PlanText,
    PlanWarning,
    RunnerUp,
    Section,
    UnreadLine,
    share_of,
)
from gaotang_desktop.domain.plan_text.readings import Candidate, best_readings, heading_nodes

LONGEST = 200_000
"""Characters that a plan may have; the longest public ones have a quarter of that."""
_MOST_LINES = 8_000
_NOTHING_FOUND = (
    "没有在这份文字里找到条款。程序要找的是“一、”“二、”等各部分下面用“1、”“（一）”"
    "编号的措施，或者写有“责任单位”的编号条目。请检查文件是否选对，文字是否完整。"
)


def read_plan(text: str, known: Collection[str] = (), way: str = "") -> PlanText:
    """Read the text of a plan.

    ``known`` are names of the unit register; they are never taken apart at 和, 及, 与 or a blank.
    ``way`` is the name of a reading (任务, 阶段) that is wanted though another explains more.
    Raises Unreadable for an empty text, for one far longer than a plan, and for one in which no
    line is numbered or headed by a unit.
    """
    if len(text) > LONGEST:
        raise Unreadable(
            f"这份文字有{len(text) // 10000}万字，不像一份方案。请检查文件是否选对，只留下方案正文再读入。"
        )
    lines = read_lines(text)
    if len(lines) > _MOST_LINES:
        raise Unreadable(
            f"这份文字有{len(lines)}行，不像一份方案。请检查文件是否选对，只留下方案正文再读入。"
        )
    if not lines:
        raise Unreadable("这份方案是空的，没有可读的文字。请重新选择文件，或粘贴方案全文。")
    source_lines = every_line(text)
    hidden = [line for line in source_lines if line.raw.strip() and not line.text]
    numbers = [line for line in lines if is_page_number(line)]
    listed = contents(lines)
    apart = {id(line) for line in (*numbers, *listed)}
    words = [line for line in lines if id(line) not in apart and is_page_words(line)]
    around = {*apart, *(id(line) for line in words)}
    before, roots = build([line for line in lines if id(line) not in around], frozenset(known))
    candidates = best_readings(roots)
    chosen = next((each for each in candidates if each.name == way), candidates[0])
    # A list of annexes may stand before signature and date.
    signature = [line for n in roots if n.is_tail for line in n.lines]
    signature += [line for n in roots if n.annex and not n.table for line in n.lines]
    ranges = [line for n in roots if not n.annex for line in n.all_lines()]
    opening = read_opening(before, signature, words, [n.lines[0] for n in roots if n.lines], ranges)
    years = Years(opening.year, opening.span)
    remains = account_for(roots, chosen, years)
    if not roots:
        before, offered = without_outline(before, frozenset(known), years)
        remains = replace(remains, unused=offered)
    if (
        not chosen.places
        and not any(each.may_be_task for each in remains.unused)
        and not remains.phases
    ):
        raise Unreadable(_NOTHING_FOUND)
    sections = heading_nodes(roots, chosen)
    other = next((each for each in candidates if each is not chosen and each.places), None)
    otherwise = _read_otherwise(source_lines, {line.number for line in (*numbers, *words)})
    clauses, ordered = _with_first_leading(_clauses(chosen, years, roots), lines)
    clauses, otherwise = _each_its_own(clauses, [*otherwise, *ordered])
    source = "\n".join(split_lines(text)).rstrip("\n")
    return PlanText(
        number=opening.number,
        suggested_number=opening.suggested,
        title=opening.title,
        year=opening.year,
        preamble=passage(before, "", "发文字号、标题和开头的话。"),
        sections=tuple(_section(node) for node in sections),
        clauses=clauses,
        phases=remains.phases,
        unused=remains.unused,
        ending=remains.ending,
        skipped=tuple(
            passage(n.all_lines(), _heading(n), why) for n, why in chosen.skipped if n.all_lines()
        ),
        unread=tuple(
            UnreadLine(each.number, each.written, why)
            for each, why in _unread(numbers, words, listed, hidden)
        ),
        warnings=_in_order(
            [*_plan_warnings(opening, chosen, sections, roots, clauses, lines), *otherwise]
        ),
        runner_up=_runner_up(other, years, roots, source) if other else None,
        source=source,
        way=chosen.name,
    )


def _runner_up(other: Candidate, years: Years, roots: Sequence[Node], source: str) -> RunnerUp:
    clauses = _clauses(other, years, roots)
    return RunnerUp(other.name, clauses, share_of(clauses, source))


def with_year(plan: PlanText, year: int) -> PlanText:
    """The plan with the year that an operator says: time limits without one are of this year."""
    return replace(
        plan,
        year=year,
        clauses=tuple(of_year(each, year) for each in plan.clauses),
        phases=tuple(replace(each, clause=of_year(each.clause, year)) for each in plan.phases),
        unused=tuple(replace(each, clause=of_year(each.clause, year)) for each in plan.unused),
        runner_up=plan.runner_up
        and replace(
            plan.runner_up,
            clauses=tuple(of_year(each, year) for each in plan.runner_up.clauses),
        ),
        warnings=tuple(each for each in plan.warnings if each.text != NO_YEAR),
    )


def read_piece(
    lines: Sequence[tuple[int, str]], number: int, known: Collection[str], year: int | None
) -> Clause:
    """What some lines of a plan, with their numbers, are as a task of their own.

    Raises Unreadable where they show nothing.
    """
    shown = [line for line in numbered_lines(lines) if line.text]
    if not shown:
        raise Unreadable("这一段没有文字，不能作为任务。")
    mark = marker(shown[0])
    if mark is not None and mark.length >= len(shown[0].text):
        mark = None
    node = Node(
        shown, mark or Marker("line", "", max(1, number), 0), max(len(x.text) for x in shown), known
    )
    node.soft = True
    place = Place((), node)
    return read_clause(place, place.reference(unique=True), Years(year), ())


def _unread(
    numbers: Sequence[Line],
    words: Sequence[Line],
    listed: Sequence[Line],
    hidden: Sequence[Line],
) -> list[tuple[Line, str]]:
    found = [(line, "这一行像页码，没有读入正文。") for line in numbers]
    found += [(line, "这一行像网页自带的字，没有读入正文。") for line in words]
    found += [(line, "这一行是目录，没有读入正文。") for line in listed]
    found += [(line, "这一行只有看不见的字符，没有读入正文。") for line in hidden]
    return sorted(found, key=lambda each: each[0].number)


def _section(node: Node) -> Section:
    if node.group or node.mark is None:
        title, intro = node.heading, ""
    else:
        title, intro = split_heading(node.joined.text)
    return Section(
        label=node.mark.label if node.mark else "",
        title=title,
        intro=intro,
        line=node.lines[0].number,
        end_line=node.lines[-1].number,
        source=_source(node.lines),
        heading_lines=heading_length(node),
    )


def _clauses(chosen: Candidate, years: Years, roots: Sequence[Node]) -> tuple[Clause, ...]:
    out_of_order = number_warnings(roots)
    numbers = [place.number for place in chosen.places if not place.node.beside]
    unique = len(set(numbers)) == len(numbers)
    clauses: list[Clause] = []
    references: dict[str, int] = {}
    for place in chosen.places:
        reference = place.reference(unique=unique)
        references[reference] = references.get(reference, 0) + 1
        if references[reference] > 1:
            reference = f"{reference}-{references[reference]}"
        extra = out_of_order.get(place.node.first_line)
        warnings = [extra] if extra else []
        if chosen.doubt:
            warnings.append(PlanWarning(place.node.first_line, chosen.doubt))
        clauses.append(read_clause(place, reference, years, warnings))
    return _twice_said(clauses)


# 注：责任单位中排第一位的为牵头单位。
_FIRST_LEADS = re.compile(
    r"(?:列|排)(?:名)?(?:在)?(?:第一|首|最前)[^,。;()]{0,6}(?:为|是)(?:牵头|主办|主责)|"
    r"(?:牵头|主办|主责)(?:单位|部门)?(?:均?列|均?排)(?:在)?(?:首位|第一|最前|前面)|"
    r"第一(?:个|位)?(?:责任)?(?:单位|部门)(?:为|是)(?:牵头|主办|主责)"
)


def _with_first_leading(
    clauses: Sequence[Clause], lines: Sequence[Line]
) -> tuple[tuple[Clause, ...], list[PlanWarning]]:
    """The clauses of a plan that says that the first of the units leads and the others assist."""
    said = next((line for line in lines if _FIRST_LEADS.search(line.folded)), None)
    if said is None:
        return tuple(clauses), []
    words = "原文写明责任单位的第一个是牵头单位，其余按配合单位读入，请核对。"
    return tuple(
        each
        if each.assist or len(each.lead) < 2
        else replace(each, lead=each.lead[:1], assist=each.lead[1:])
        for each in clauses
    ), [PlanWarning(said.number, words)]


def _twice_said(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """A task that was listed before says so."""
    seen: dict[tuple[str, frozenset[str]], Clause] = {}
    result = []
    for clause in clauses:
        key = (re.sub(r"\W", "", clause.title), frozenset(clause.units))
        first = seen.setdefault(key, clause)
        if first is not clause:
            words = f"和第{first.line}行的“{first.title}”是同一项任务，两项都已保留，请核对。"
            warnings = (*clause.warnings, PlanWarning(clause.line, words))
            clause = replace(clause, warnings=warnings)
        result.append(clause)
    return tuple(result)


def _plan_warnings(
    opening: Opening,
    chosen: Candidate,
    sections: Sequence[Node],
    roots: Sequence[Node],
    clauses: Sequence[Clause],
    lines: Sequence[Line],
) -> list[PlanWarning]:
    found = [*opening.warnings, *_section_warnings(sections, chosen.places, roots)]
    if not clauses:
        words = "没有认出任务，请在未采用的各条里勾选要作为任务的，或者检查文件是否选对。"
        found.append(PlanWarning(lines[0].number, words))
    found += _second_plan(roots, opening)
    return found


def _read_otherwise(lines: Sequence[Line], aside: Collection[int]) -> list[PlanWarning]:
    """What of the plan is read in another way than it was written; words of a page count for nothing."""
    read = [each for each in lines if each.typed and each.number not in aside]
    told = differences([(each.number, each.written, each.raw) for each in read])
    return [PlanWarning(at, words) for at, words in told]


def _each_its_own(
    clauses: Sequence[Clause], warnings: Sequence[PlanWarning]
) -> tuple[tuple[Clause, ...], list[PlanWarning]]:
    """The clauses with what is told of their lines, and what is told of no single clause."""
    left = list(warnings)
    found = []
    for clause in clauses:
        own = [
            each
            for each in left
            if clause.line <= each.line <= clause.end_line and each.text.startswith(MISREAD)
        ]
        left = [each for each in left if each not in own]
        found.append(replace(clause, warnings=(*clause.warnings, *own)) if own else clause)
    return tuple(found), left


def _in_order(warnings: Sequence[PlanWarning]) -> tuple[PlanWarning, ...]:
    return tuple(sorted(warnings, key=lambda warning: warning.line))


TITLE_OF_PLAN = re.compile(r"[^。;:,]{6,60}(?:方案|计划|要点)(?: ?\((?:试行|暂行|\d{4}年?)\))?")


def _second_plan(roots: Sequence[Node], opening: Opening) -> list[PlanWarning]:
    """Where a second plan seems to begin: a title behind which 一、 comes a second time."""
    firsts = [n for n in roots if n.mark and n.mark.kind == "chapter" and n.mark.number == 1]
    found = []
    for node in firsts[1:]:
        at = roots.index(node)
        before = [line for each in roots[max(0, at - 2) : at] for line in each.all_lines()][-12:]
        titles = [line for line in before if TITLE_OF_PLAN.fullmatch(line.folded.strip("《》"))]
        if titles:
            words = (
                f"从这里起像是另一份方案“{titles[-1].text}”，请分开读入，或者核对各条属于哪一份。"
            )
            found.append(PlanWarning(titles[-1].number, words))
        else:
            words = "“一、”又从头编号，可能是两份方案合在一起，请核对。"
            found.append(PlanWarning(node.first_line, words))
    return found


def _section_warnings(
    sections: Sequence[Node], places: Sequence[Place], roots: Sequence[Node]
) -> list[PlanWarning]:
    out_of_order = number_warnings(roots)
    clause_lines = {place.node.first_line for place in places}
    warnings = [
        warning
        for line, warning in out_of_order.items()
        if line not in clause_lines and any(line == node.first_line for node in roots)
    ]
    for node in sections:
        line = node.lines[0].number
        if node.own.found and node.head is None:
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
    if node.is_tail:
        return "落款"
    if node.mark is None or not node.lines:
        return node.lines[0].text if node.lines else node.heading
    return node.mark.label + split_heading(node.joined.text)[0]


def _source(lines: Sequence[Line]) -> str:
    return "\n".join(line.written for line in lines)
