"""One clause: its number and place, title, requirement, units and deadline."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from gaotang_desktop.domain.plan_text.clause_times import Years, deadline_above, deadline_of
from gaotang_desktop.domain.plan_text.deadlines import (
    deed_in,
    find_days,
    read_deadline,
)
from gaotang_desktop.domain.plan_text.labelled_points import LABELLED, SUBJECT
from gaotang_desktop.domain.plan_text.lines import join
from gaotang_desktop.domain.plan_text.outline import Node
from gaotang_desktop.domain.plan_text.pieces import Clause, PlanWarning
from gaotang_desktop.domain.plan_text.whose.responsibilities import (
    Responsibilities,
    find,
    with_sentences,
)
from gaotang_desktop.domain.plan_text.whose.sentences import (
    joined_units,
    leading_verb,
    read_sentences,
)
from gaotang_desktop.domain.plan_text.whose.unit_names import unit_list
from gaotang_desktop.domain.plan_text.whose.watching import leading_units
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
# 组长 徐某，检查范围：加油站
_WHO_LEADS_IT = re.compile(
    r"^(?:组 ?长|带队|(?:带队|牵头|分管|包片)领导|负责人)[ 　:：]+[^，,。；;：:]{2,8}[，,；;] ?(?=\S)"
)


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
    deadline, late = deadline_of(node, limits, years, lead)
    if not deadline.text and not deadline.cycle:
        deadline, late = deadline_above(place.path, line, years)
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
    if node.mark is not None and node.mark.kind == "card" and not node.mark.length:
        # 片区：上坪片 over 任务：…: the label of what is done says more than the first.
        named = (line for line in text.split("\n")[1:] if SUBJECT.match(fold(line)))
        if label := LABELLED.match(fold(text)):
            behind = text[label.end() :] if label.group().endswith(":") else text
            text = next(named, behind)
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
    title = re.sub("^(?:请|责成)(?=[，,、])", "", title)
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
    first = _WHO_LEADS_IT.sub("", first)
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
    """Units in a clause and its points that are none of its own: those that begin a sentence and do
    something (…；司法所每月…, …。由司法所负责), and any that stand over a line below (各村：).
    """
    text = node.own.text
    labelled = node.stated.found and node.head is None
    points = (re.split("[；;。]", part.own.text) for part in node.all_nodes() if part is not node)
    began = (
        name
        for sentence in (*re.split("[；;。]", text)[1:], *(each for one in points for each in one))
        for name in _at_work(sentence.strip().removeprefix("由"), node.known, labelled=labelled)
    )
    heads = (line.strip()[:-1] for line in text.split("\n")[1:] if line.strip()[-1:] in ("：", ":"))
    over = (name for head in heads for name in unit_list(head, node.known))
    return [name for name in dict.fromkeys((*began, *over)) if name not in named]


def _at_work(sentence: str, known: Collection[str], *, labelled: bool) -> tuple[str, ...]:
    """Units that begin a sentence; beside a label that says whose it is, only registered ones are sure."""
    names = leading_units(sentence, known)[0]
    if not labelled and not any(name in known for name in names):
        verb = leading_verb(sentence, known)
        return verb[0] if verb else ()
    return tuple(name for name in names if name in known)


def _on_own_line(part: Node) -> bool:
    """Whether the units of the last point stand on a line below it, for all points."""
    alone = (find(join([line])) for line in part.lines[1:])
    return any(each.found and not each.text for each in alone)
