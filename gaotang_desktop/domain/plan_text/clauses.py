"""One clause: its number and place, title, requirement, units and deadline."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from gaotang_desktop.domain.plan_text.deadlines import (
    Deadline,
    deed_in,
    find_cycle,
    find_days,
    find_other_cycle,
    read_deadline,
)
from gaotang_desktop.domain.plan_text.labelled_points import SUBJECT
from gaotang_desktop.domain.plan_text.lines import join
from gaotang_desktop.domain.plan_text.outline import Node
from gaotang_desktop.domain.plan_text.pieces import Clause, PlanWarning
from gaotang_desktop.domain.plan_text.responsibilities import (
    Responsibilities,
    find,
    with_sentences,
)
from gaotang_desktop.domain.plan_text.sentences import joined_units, leading_verb, read_sentences
from gaotang_desktop.domain.plan_text.unit_names import unit_list
from gaotang_desktop.domain.plan_text.watching import leading_units
from gaotang_desktop.domain.plan_text.year_spans import YearSpan
from gaotang_desktop.domain.units import fold

NO_UNIT = "方案未列责任单位，请指定。"
_LONGEST_TITLE = 40
_BRACKET_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff”]{2})[（(](?P<units>[^（()）]{2,60})[)）]$")
# 排查重点单位（医院、学校）: what stands in the bracket is looked at and does nothing.
_TELLS_WHERE = re.compile(
    r"(?:单位|部门|场所|部位|对象|人员|领域|行业|区域|范围|人群|群体|学校|院校|机构|地点)$"
)
_IS_THERE = re.compile(r"(?:[校院园厂场店]|中学|小学|企业|公司|银行|村|社区|干部|员|长|民警|组织)$")
_LONGEST_DEED = 80
_BY_THEN = re.compile(r"前(?:[^前]{2,10})?$")
_IN_TURNS = re.compile("第[二两2][批期轮次]")


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
        labels = [label for label in labels if label]
        return "\u3000".join(labels)

    def reference(self, *, unique: bool) -> str:
        """How the clause is cited: 3 where numbers are unique in the plan, else 二（三）."""
        if unique:
            return str(self.number)
        nodes = (*self.path, self.node)
        labels = ((n.mark.label or str(n.mark.number)).rstrip("、.．:： ") for n in nodes if n.mark)
        return "".join(labels).replace("(", "（").replace(")", "）").replace(" ", "")


@dataclass(frozen=True)
class Years:
    """What a date without its year is read with: the year of the plan and the time it covers."""

    year: int | None
    span: YearSpan | None = None


def read_clause(
    place: Place, reference: str, years: Years, warnings: Sequence[PlanWarning]
) -> Clause:
    """Put the clause together from its line and the points under it."""
    node = place.node
    parts = node.all_nodes()
    line = node.first_line
    stated = [part.own for part in parts]
    own = read_sentences(node.own.text, node.known) if node.inherited else None
    firm = own is not None and own.lead and not own.weak and not node.head
    if not any(each.found for each in stated) and (firm or not node.inherited):
        stated = _by_sentences(node, stated)
    lead = tuple(dict.fromkeys(name for each in stated for name in each.lead)) or node.inherited
    assist = tuple(
        name
        for name in dict.fromkeys(name for each in stated for name in each.assist)
        if name not in lead
    )
    if node.inherited and lead == node.inherited:
        helpers = joined_units(node.own.text, node.known)
        assist = (*assist, *(name for name in helpers if name not in (*lead, *assist)))
    title, doubt = _title_of(node)
    bracket = None if lead or assist or node.head else _bracket_of_units(title, node)
    if bracket is not None:
        lead = unit_list(bracket["units"], node.known)
        title = title[: bracket.start()]
    found = [*warnings, *(warning for each in stated for warning in each.warnings)]
    if (
        node.inherited
        and lead == node.inherited
        and any(n.head is None and n.own.found for n in place.path[-1:])
    ):
        words = (
            f"责任单位“{'、'.join(lead)}”写在上面的“{place.path[-1].heading}”里，按它读入，请核对。"
        )
        found.append(PlanWarning(line, words))
    if doubt:
        found.append(PlanWarning(line, doubt))
    if bracket is not None:
        words = f"责任单位“{bracket['units']}”是从标题的括号里读出的，请核对。"
        found.append(PlanWarning(line, words))
    found += _unit_warnings(node, stated, lead, assist)
    limits = [each for one in stated for each in one.deadlines]
    deadline, late = _deadline(node, limits, years, lead)
    if not deadline.text and not deadline.cycle:
        deadline, late = _deadline_above(place, years)
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
        yearless=deadline.yearless,
        warnings=tuple(sorted((*found, *late), key=lambda warning: warning.line)),
        line=line,
        end_line=lines[-1].number,
        source="\n".join(each.written for each in lines),
    )


def of_year(clause: Clause, year: int) -> Clause:
    """The clause with its time limit of that year, where its words name none."""
    if not clause.yearless:
        return clause
    read = read_deadline(clause.deadline_text, year)
    return replace(clause, deadline=read.on, cycle=read.cycle)


def _bracket_of_units(title: str, node: Node) -> re.Match[str] | None:
    """The bracket at the end of a title that holds units and nothing else: 排查隐患（消防所、派出所）。"""
    bracket = _BRACKET_BEHIND.search(title)
    names = unit_list(bracket["units"], node.known) if bracket else ()
    if bracket and _TELLS_WHERE.search(title[: bracket.start()]):
        names = () if any(_IS_THERE.search(name) for name in names) else names
    return bracket if names else None


def _by_sentences(node: Node, stated: Sequence[Responsibilities]) -> list[Responsibilities]:
    """What the sentences of a clause say where nothing else names its units."""
    return [
        with_sentences(each, part.first_line, node.known)
        for each, part in zip(stated, node.all_nodes(), strict=True)
    ]


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
        if (
            node.mark is None
            or node.mark.kind in ("unit", "row", "line", "dated", "card")
            or not node.lines
        ):
            _check_level(node.children, warnings, last_of_kind)
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


def _title_of(node: Node) -> tuple[str, str]:
    text = node.title
    if node.head is not None:
        # The first clause of what a unit does is its task; a comma does not end it.
        first = re.sub(r"^(?:\d{1,2}[.、．]|[(（]\d{1,2}[)）]|[①-⑳]|一是|一、|[-—])\s*", "", text)
        first = re.split(r"[。；;\n]", first)[0].strip(" ，、,：:")
        if not first and node.children:
            return _title(node.children[0].own.text)
        if first and len(first) <= _LONGEST_DEED:
            return first, ""
        return _title(first) if first else ("、".join(node.head.names) + "的职责", "")
    if not re.search(r"\w", text):
        text = next((part.title for part in node.all_nodes() if re.search(r"\w", part.title)), "")
    title, doubt = _title(text)
    if doubt and (whole := _first_sentence(text)) and not read_sentences(whole, node.known).weak:
        title = whole
    said = read_sentences(title, node.known)
    days = find_days(title)
    # 简单纠纷由村调委会化解（责任单位：司法所）: who does it is another than who answers for it.
    others = node.stated.found and set(said.lead) - {*node.stated.lead, *node.stated.assist}
    if (said.found and not said.weak and not others) or (days and title.startswith(days[0])):
        shorter = _without_who_and_when(title, said.spans, days)
        if 2 <= len(shorter) < len(title):
            return _title(shorter)
    return _title(text)


def _without_who_and_when(title: str, spans: Sequence[tuple[int, int]], days: Sequence[str]) -> str:
    """由应急办牵头，各村参加，4月底前完成摸底 without who and until when: 完成摸底."""
    first = min((start for start, _ in spans), default=0)
    if (before := title[:first].rstrip()).endswith(("—", "–", "-")):
        return before.rstrip(" —–-，,")  # 劳资纠纷——由人社所牵头，年底前…
    for start, end in sorted(set(spans), reverse=True):
        title = re.sub("(?:分别|共同|具体)$", "", title[:start]) + title[end:]
    for words in days:
        # 选派民警，4月底前到岗: what has to be so by then is no name of the task.
        alone = rf"(?<=[\u4e00-\u9fff”]{{4}})[，,]\s*{re.escape(words)}[^，,。；;]{{1,3}}$"
        title = re.sub(alone, "", title)
        # 6月底前建成小区3个 is 建成小区3个, where 完成清理 is 清理.
        goes_on = re.search(re.escape(words) + r"(?=(对)?[\u4e00-\u9fff“《\d])", title)
        deed = deed_in(words) if goes_on else ""
        kept = "" if goes_on and deed == "完成" and not goes_on.group(1) else deed
        title = title.replace(words, kept, 1)
    often = re.compile(
        "[，,]\\s*每.{1,4}(?:不少于|至少)?[一二两三四五六\\d]+次\\s*(?=[，,。；;]|$)"
    )
    title = often.sub("", title)
    return re.sub(r"[，,、]{2,}", "，", title).strip(" ，、,。；;")


def _title(text: str) -> tuple[str, str]:
    """The first sentence; one that is too long for a title is cut at its first comma and said so."""
    title = _first_sentence(text)
    if not title:
        return "", "这一条没有文字，请核对。"
    if len(title) <= _LONGEST_TITLE:
        return title, ""
    cut = re.split("[，,、]", title)[0]
    title = cut if 4 <= len(cut) <= _LONGEST_TITLE else title[:_LONGEST_TITLE]
    return title, f"本条没有单独的标题，暂用“{title}”，请核对。"


def _first_sentence(text: str) -> str:
    first = text.lstrip(" \n，、,：:。；;").partition("\n")[0]
    subject = SUBJECT.match(fold(first))
    first = first[subject.end() :] if subject else first  # 信访事项：化解…
    first = re.sub(r"^\d{1,2}[.．、](?!\d)\s*(?=\S)", "", first)  # A second number: （三）5．夜巡
    stop = re.search(r"[。；;：！!？?]|:(?!\d)|(?<=[\u4e00-\u9fff)）”])[.．](?!\d)", first)
    if stop and (inside := re.search(r"[（(][^（()）]*$", first[: stop.start()])):
        # 每周巡逻（负责人：治保主任）: a colon in a bracket ends no title, the bracket does.
        return first[: inside.start()].strip(" ，、,—–-") or first[: stop.start()]
    return (first[: stop.start()] if stop else first).strip(" ，、,—–-")


def _text(part: Node, clause: Node) -> str:
    label = "" if part is clause or not part.mark else part.mark.label
    return label + part.own.text


def _unit_warnings(
    node: Node,
    stated: Sequence[Responsibilities],
    lead: tuple[str, ...],
    assist: tuple[str, ...],
) -> list[PlanWarning]:
    line = node.first_line
    if not lead and not assist:
        return [PlanWarning(line, NO_UNIT)]
    warnings = []
    if not lead:
        warnings.append(PlanWarning(line, "只列了配合单位，没有列牵头单位或责任单位，请核对。"))
    if others := _at_work_beside(node, {*lead, *assist}):
        words = f"本条后面还写着{'、'.join(others)}要做什么，没有读成本条的单位，请核对。"
        warnings.append(PlanWarning(line, words))
    stating = [
        part
        for part, own in zip(node.all_nodes(), stated, strict=True)
        if part.stated.found and own.found
    ]
    if not stating:
        return warnings
    if len(stating) > 1 or any(part.own.statements > 1 for part in stating):
        warnings.append(PlanWarning(line, "本条有几处责任单位，已合在一起，请核对。"))
    elif stating[0] is not node and not _on_own_line(stating[0]):
        at = stating[0].lines[0].number
        warnings.append(PlanWarning(at, "责任单位写在最后一个小项里，按整条读入，请核对。"))
    return warnings


def _at_work_beside(node: Node, named: Collection[str]) -> list[str]:
    """Units in a clause and its points that are none of its own: registered ones that begin a sentence
    (…；司法所每月…, …。由司法所负责), and any that stand over a line below (各村：).
    """
    text = node.own.text
    points = (re.split("[；;。]", part.own.text) for part in node.all_nodes() if part is not node)
    began = (
        name
        for sentence in (*re.split("[；;。]", text)[1:], *(each for one in points for each in one))
        for name in leading_units(sentence.strip().removeprefix("由"), node.known)[0]
        if name in node.known
    )
    heads = (line.strip()[:-1] for line in text.split("\n")[1:] if line.strip()[-1:] in ("：", ":"))
    over = (name for head in heads for name in unit_list(head, node.known))
    return [name for name in dict.fromkeys((*began, *over)) if name not in named]


def _on_own_line(part: Node) -> bool:
    """Whether the units of the last point stand on a line below it, for all points."""
    alone = (find(join([line])) for line in part.lines[1:])
    return any(each.found and not each.text for each in alone)


def _deadline(
    node: Node, stated: Sequence[tuple[int, str]], years: Years, lead: Collection[str]
) -> tuple[Deadline, list[PlanWarning]]:
    if not stated:
        return _deadline_in_words(node, years, lead)
    line = stated[0][0]
    if len({words for _, words in stated}) > 1:
        text = "；".join(words for _, words in stated)
        return Deadline(None, "", text), [
            PlanWarning(line, f"本条有几个完成时限“{text}”，请自行设定。")
        ]
    deadline = read_deadline(stated[0][1], years.year, years.span)
    return deadline, _to_look_at(deadline, line)


def _to_look_at(deadline: Deadline, line: int, otherwise: str = "") -> list[PlanWarning]:
    """What is odd in a time limit, else ``otherwise``; that no year is written the plan says once."""
    missing = deadline.yearless and deadline.on is None
    words = otherwise if missing else deadline.problem or otherwise
    return [PlanWarning(line, words)] if words else []


def _deadline_above(place: Place, years: Years) -> tuple[Deadline, list[PlanWarning]]:
    """The time limit that the nearest heading over a clause sets: （一）全面摸排（3月31日前完成）."""
    for over in reversed(place.path):
        if not over.lines and not over.group:
            continue
        words = [words for _, words in over.own.deadlines] or find_days(over.heading)
        if len(set(words)) == 1:
            deadline = read_deadline(words[0], years.year, years.span)
            told = f"完成时限“{words[0]}”写在上面的“{over.heading}”里，按它读入，请核对。"
            return deadline, _to_look_at(deadline, place.node.first_line, told)
    return Deadline(None, "", ""), []


def _times(text: str) -> tuple[list[str], str]:
    return list(dict.fromkeys(find_days(text))), find_cycle(text)


def _own_words(node: Node, lead: Collection[str]) -> tuple[str, str]:
    """The words of a clause up to where others than the units that lead it are told what to do, and who
    these are: 派出所负责夜巡；司法所每月…. Where a label names the units, all of the words are theirs.
    """
    text = node.own.text
    labelled = node.stated.found and node.head is None
    for stop in re.finditer("[；;。](?=.)", text) if lead and not labelled else ():
        verb = leading_verb(text[stop.end() :].lstrip(), node.known)
        if verb and not set(verb[0]) & set(lead):
            return text[: stop.end()], "、".join(verb[0])
    return text, ""


def _deadline_in_words(
    node: Node, years: Years, lead: Collection[str]
) -> tuple[Deadline, list[PlanWarning]]:
    """The time limit that the words of a clause set without the label 完成时限.

    Of what a unit does the first clause is its task, whose limit counts before those of the rest.
    """
    own, others = _own_words(node, lead)
    below = [part.own.text for part in node.all_nodes()[1:]]
    text = "\n".join([own, *below])
    if others and not any(_times(text)):
        text = "\n".join([node.own.text, *below])
    else:
        others = ""
    line = node.first_line
    days, cycle = _times(re.split("[。；;\n]", node.title)[0]) if node.head else ([], "")
    often = find_other_cycle(re.split("[。；;\n]", node.title)[0]) if node.head else ""
    if not days and not cycle and not often:
        days, cycle = _times(text)
    if len(days) > 1:
        listed = "；".join(days)
        return Deadline(None, "", listed), [
            PlanWarning(line, f"本条有几个完成时限“{listed}”，请自行设定。")
        ]
    if days:
        deadline = read_deadline(days[0], years.year, years.span)
        # 6月底前完成 sets a limit as a label does; a day or a span alone may only tell when.
        told = (
            ""
            if _BY_THEN.search(fold(days[0]))
            else f"完成时限“{days[0]}”是从正文里读出的，请核对。"
        )
        if others:
            told = f"完成时限“{days[0]}”写在“{others}”要做的事里，请核对。"
        found = _to_look_at(deadline, line, told)
        turns = find_cycle(text)
        if turns and days[0] + turns in text:
            # 4月至5月每周一次: how often, and for how long.
            cycle = read_deadline(turns, years.year).cycle
            words = f"{days[0]}{cycle}"
            told = f"周期和时限“{words}”是从正文里读出的，请核对。"
            return replace(deadline, cycle=cycle, text=words), [PlanWarning(line, told)]
        if _IN_TURNS.search(text):
            deadline = Deadline(None, "", days[0])
            words = f"本条分几批完成，只读出完成时限“{days[0]}”，请自行设定。"
            found = [PlanWarning(line, words)]
        return deadline, found
    if cycle:
        deadline = read_deadline(cycle, years.year)
        if deadline.cycle:
            words = f"周期“{deadline.cycle}”是从正文里读出的，请核对。"
            if others:
                words = f"周期“{deadline.cycle}”写在“{others}”要做的事里，请核对。"
            return deadline, [PlanWarning(line, words)]
    if other := often or find_other_cycle(text):
        deadline = read_deadline(other, years.year)
        return deadline, _to_look_at(deadline, line)
    return Deadline(None, "", ""), []
