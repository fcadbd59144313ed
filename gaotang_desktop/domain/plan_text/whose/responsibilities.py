"""Find who is responsible and until when in the words of a clause.

Understood are （责任单位：…） in any brackets, 责任单位：… on a line of its own or behind a sentence,
牵头单位／配合单位／完成时限 in either, and （…牵头，…配合） at the end of a paragraph.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from gaotang_desktop.domain.plan_text.deadlines import THROUGHOUT, find_days, is_time
from gaotang_desktop.domain.plan_text.lines import Joined
from gaotang_desktop.domain.plan_text.pieces import PlanWarning
from gaotang_desktop.domain.plan_text.whose.labels import (
    ANSWERS,
    LABEL,
    LABEL_AND_BLANK,
    LEFT_BEHIND,
    OF_AN_EVENT,
    OTHER_UNITS,
    WHEN_IT_IS,
    recognisable,
)
from gaotang_desktop.domain.plan_text.whose.sentences import read_sentences
from gaotang_desktop.domain.plan_text.whose.unit_names import answering, unit_list
from gaotang_desktop.domain.units import Note, fold, read_units

# 责任单位：各村；监督单位：纪委: a label that is none of those above is no name.
_OTHER_LABEL = re.compile(r"\s*[\u4e00-\u9fff]{2,8} ?:")
_OPEN, _CLOSE = "([【〔〖{", ")]】〕〗}"
_LEADS = re.compile(
    r"(?:牵头(?:负责|落实|抓总)?|主办|主责|(?:具体|共同)?负责|主抓|(?:具体|共同|组织)?(?:落实|实施|承办|执行))$"
)
_HEADS = re.compile(r"(?:牵头(?:负责|落实|抓总)?|主办|主责|主抓)$")
_ASSISTS = re.compile(
    r"(?:(?:协助|积极|共同)?配合|协助|协办|参与|参加|按(?:照)?(?:各自)?职责(?:分工)?(?:负责|落实)?|分工负责|"
    r"(?:业务|技术)?指导|督导|督促(?:指导|落实)?|指导督促)$"
)
_ROLE_BRACKET = re.compile(
    r"[^:。\n]{2,80}(?:牵头|负责|主办|主责|落实|实施|承办|执行|配合|协助|参与|参加|指导|督导|督促)(?:负责|落实|指导)?"
)
# Lists of units are shorter than this; a bracket that runs on was never closed.
_LONGEST_BRACKET, _LONGEST_ROLE = 1000, 120
_STRIP = " \n\t、,，;；。.：:"


@dataclass
class Responsibilities:
    """What some lines state: names, words of deadlines, and the text without the statements."""

    text: str = ""
    lead: list[str] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)
    assist: list[str] = field(default_factory=list)
    deadlines: list[tuple[int, str]] = field(default_factory=list)
    loose_days: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[PlanWarning] = field(default_factory=list)
    statements: int = 0
    answers: int = 0

    @property
    def found(self) -> bool:
        """Whether the lines name any unit."""
        return bool(self.lead or self.assist)

    def settle(self) -> None:
        """Beside 牵头单位 the 责任单位 assist; alone they lead."""
        role = self.assist if self.lead else self.lead
        self.statements += 0 if self.lead else self.answers
        self.answers = 0
        for name in self.answer:
            if name not in self.lead and name not in self.assist:
                role.append(name)
        self.answer = []
        # A time limit among the names counts where no label gives one.
        self.deadlines = self.deadlines or self.loose_days
        self.loose_days = []


@dataclass(frozen=True)
class _Span:
    """A stretch of the text that states responsibilities, and its inner part."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True


def find(joined: Joined, known: Collection[str] = ()) -> Responsibilities:
    """Take the statements out of the text of some lines."""
    result = Responsibilities()
    kept, at = "", 0
    folded = recognisable(joined.text)
    for span in _spans(folded):
        kept = _add(kept, joined.text[at : span.start])
        at = span.end
        line = joined.line_at(span.start)
        if not span.closed:
            result.warnings.append(
                PlanWarning(line, "责任单位的括号没有写完，按读到句末处理，请核对。")
            )
        inner = slice(span.inner_start, span.inner_end)
        _read_fields(joined.text[inner], folded[inner], line, known, result)
    result.settle()
    result.text = _add(kept, joined.text[at:]).strip()
    if left := LEFT_BEHIND.search(fold(result.text)):
        line = joined.line_at(max(0, fold(joined.text).find(left.group())))
        result.warnings.append(
            PlanWarning(line, f"文中的“{left.group().strip(':为 ')}”没有读懂，请核对原文。")
        )
    for hit in OTHER_UNITS.finditer(fold(result.text)):
        if not left and unit_list(hit["units"], known):
            line = joined.line_at(max(0, fold(joined.text).find(hit.group())))
            words = f"“{result.text[slice(*hit.span())].strip()}”没有读懂，没有作为责任单位读入，请核对。"
            result.warnings.append(PlanWarning(line, words))
    return result


def _add(kept: str, more: str) -> str:
    """Put text together around a statement taken out: its full stop is not needed twice."""
    more = more.strip(" ")
    if kept and kept[-1] in "。！？!?；;：:，、\n" and more[:1] in tuple("。；;.,，"):
        more = more[1:].lstrip(" ")
    if (not kept or kept.endswith("\n")) and more.startswith("\n"):
        more = more.lstrip("\n")
    return kept + more


def _spans(folded: str) -> Iterator[_Span]:
    at = 0
    while at < len(folded):
        span = _bracket(folded, at) if folded[at] in _OPEN else _bare(folded, at)
        if span:
            yield span
        at = span.end if span else at + 1


def _bracket(folded: str, start: int) -> _Span | None:
    inner = start + 1
    while folded[inner : inner + 1] in (" ", "\n"):
        inner += 1
    label = LABEL.match(folded, inner) or LABEL_AND_BLANK.match(folded, inner)
    label = label or _label_behind_time(folded, inner)
    if not label:
        return _role_bracket(folded, start)
    end = _matching(folded, start)
    if label["person"] and not _states_units(folded[inner:end]):
        return None
    if end is not None:
        return _Span(start, end + 1, inner, end)
    stops = [at for at in (folded.find("\n", inner), folded.find("。", inner)) if at >= 0]
    end = min(stops, default=len(folded))
    return _Span(start, end, inner, end, closed=False)


def _names_offices(label: re.Match[str], folded: str) -> bool:
    """Whether 责任人： is said of offices alone: 责任人：自然资源所."""
    value = re.split("[。\n]", folded[label.end() :])[0].strip(_STRIP)
    return bool(answering(label.group().strip(" :"), value))


def _label_behind_time(folded: str, inner: int) -> re.Match[str] | None:
    """The label of a bracket that begins with a time limit: （10月31日前完成，责任单位：林业站）."""
    time = re.compile(r"([^()\n:]{2,24}?)[,;、 ] ?").match(folded, inner)
    return LABEL.match(folded, time.end()) if time and is_time(time.group(1)) else None


def _matching(folded: str, start: int, longest: int = _LONGEST_BRACKET) -> int | None:
    """Where the bracket closes, whatever kind closes it; None when it never does."""
    depth = 0
    for at in range(start, min(len(folded), start + longest)):
        if folded[at] in _OPEN:
            if depth and LABEL.match(folded, at + 1):
                return None
            depth += 1
        elif folded[at] in _CLOSE:
            depth -= 1
            if depth == 0:
                return at
    return None


def _states_units(folded: str) -> bool:
    return any(not h["person"] or _names_offices(h, folded) for h in LABEL.finditer(folded))


def _role_bracket(folded: str, start: int) -> _Span | None:
    """（派出所牵头，司法所、各村配合） with nothing behind it but a full stop."""
    if folded[start + 1 : start + 2] in tuple(_OPEN):
        return None
    end = _matching(folded, start, _LONGEST_ROLE)
    if end is None or not re.match(r"\s*[。;.]?\s*(?:\n|$)", folded[end + 1 :]):
        return None
    inner = folded[start + 1 : end].strip()
    if not _ROLE_BRACKET.fullmatch(inner) and not _units_and_time(inner, folded[:start]):
        return None
    return _Span(start, end + 1, start + 1, end)


def _units_and_time(inner: str, before: str) -> bool:
    """Whether a bracket holds units with a time limit, （派出所牵头，各村配合；6月底前）, or stands alone
    behind a sentence and holds nothing but units.
    """
    parts = [part.strip() for part in re.split("[;,]", inner)]
    who = [part for part in parts if not is_time(part) and not re.fullmatch(THROUGHOUT, part)]
    timed = len(who) < len(parts)
    if not who or ":" in inner:
        return False
    if timed and _ROLE_BRACKET.fullmatch("，".join(who)):
        return True
    alone = before.rstrip().endswith(("。", ";", "!"))
    return (timed or alone) and all(unit_list(part) for part in who)


def _bare(folded: str, start: int) -> _Span | None:
    label = LABEL.match(folded, start) or LABEL_AND_BLANK.match(folded, start)
    if label and label.group().strip(" :") in ("单位", "部门", "责任"):
        label = label if unit_list(re.split("[。\n]", folded[label.end() :])[0]) else None
    if (
        not label
        or (label["person"] and not _names_offices(label, folded))
        or (start == 0 and WHEN_IT_IS.match(label.group()))
    ):
        return None
    if label.group().strip(" :") in ("主办", "承办", "协办") and not OF_AN_EVENT.search(folded):
        return None
    opens = not folded[folded.rfind("\n", 0, start) + 1 : start].strip()
    said = label.group().strip(" :")
    if said == "参加" or (not opens and said in ("参与", "协助")):
        return None  # （负责人：治保主任；参加：…）, 参加：班子成员: who takes part beside persons.
    if not opens and (folded[start - 1] not in "。;,!? 、—–" or not label.group().endswith(":")):
        return None
    stop = _stop(folded, label.end())
    end = stop.start() if stop else len(folded)
    after = end + 1 if stop and stop.group() == "。" else end
    return _Span(start, after, start, end)


def _stop(folded: str, start: int) -> re.Match[str] | None:
    """Where what a label says is over: at a full stop, a new line, or what another label of no unit begins."""
    stops = re.compile(r"[。\n]|[,;] ?(?=[\u4e00-\u9fff]{2,8} ?:)").finditer(folded, start)
    return next(
        (hit for hit in stops if hit.group() in "。\n" or not LABEL.match(folded, hit.end())), None
    )


def _read_fields(
    inner: str, folded: str, line: int, known: Collection[str], result: Responsibilities
) -> None:
    labels = _labels_in(folded)
    if not labels:
        # 组长：徐某，成员单位：…: a label that is one only behind a comma.
        inner, folded = f";{inner}", f";{folded}"
        labels = _labels_in(folded)
    if not labels:
        inner, folded = inner[1:], folded[1:]
    if not labels and (bare := LABEL_AND_BLANK.match(folded)):
        labels = [bare]
    if not labels:
        result.statements += 1
        read_names(inner, "lead", line, known, result)
    ahead = inner[: labels[0].start()].strip(_STRIP) if labels else ""
    if ahead and is_time(ahead):
        result.deadlines.append((line, ahead))
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(inner)
        value = _balanced(inner[label.end() : end].strip(_STRIP))
        kind = label.lastgroup or ""
        said = label.group().strip(" :")
        if not value:
            result.warnings.append(PlanWarning(line, f"“{said}”后面是空的，请核对。"))
        elif kind == "deadline":
            result.deadlines.append((line, value))
        elif kind == "person" and answering(said, value):
            words = f"“{said}：{value}”写的是单位，按责任单位读入，请核对。"
            result.warnings.append(PlanWarning(line, words))
            result.answers += 1
            read_names(value, "answer", line, known, result)
        elif kind == "person":
            words = f"“{said}：{value}”是人员，没有作为责任单位读入，请核对。"
            result.warnings.append(PlanWarning(line, words))
        else:
            if kind == "lead" and ANSWERS.match(said):
                kind = "answer"
            result.statements += kind == "lead"
            result.answers += kind == "answer"
            read_names(value, kind, line, known, result)


def _labels_in(folded: str) -> list[re.Match[str]]:
    return [
        label
        for label in LABEL.finditer(folded)
        if label.start() == 0 or folded[label.start() - 1] in " \n;,。、"
    ]


def _balanced(value: str) -> str:
    """Without a closing bracket at the end that was never opened."""
    folded = fold(value)
    opened = sum(char in _OPEN for char in folded)
    while folded[-1:] in tuple(_CLOSE) and sum(char in _CLOSE for char in folded) > opened:
        value, folded = value[:-1].rstrip(_STRIP), folded[:-1].rstrip(_STRIP)
    return value


def read_names(
    value: str, default: str, line: int, known: Collection[str], result: Responsibilities
) -> None:
    """Take in a list of names for the role that its label gave it (lead, answer, assist).

    Roles and time limits that stand among the names count before the label's.
    """
    parts = re.split("[；;]", value)
    times = [part for part in parts if re.match(r"\s*\d", part) and is_time(part)]
    for part in parts:
        if _OTHER_LABEL.match(fold(part)):
            words = f"“{part.strip()}”没有读懂，没有作为责任单位读入，请核对。"
            result.warnings.append(PlanWarning(line, words))
    parts = [part for part in parts if not _OTHER_LABEL.match(fold(part))]
    value, days = _without_days("；".join(part for part in parts if part not in times))
    days += [part.strip() for part in times]
    result.loose_days += [(line, words) for words in days]
    units = read_units(value, known)
    roles = dict(_roles(units.names, default, known))
    for note in units.notes:
        _read_note(note, line, roles, result)
    for name, role in roles.items():
        if role == "answer":
            result.answer += [name] if name not in result.answer else []
            continue
        names, others = (
            (result.lead, result.assist) if role == "lead" else (result.assist, result.lead)
        )
        if name in others:
            result.lead = list(dict.fromkeys([*result.lead, name]))
            result.assist = [each for each in result.assist if each != name]
            result.warnings.append(
                PlanWarning(line, f"“{name}”既列为牵头又列为配合，按牵头读入，请核对。")
            )
        elif name not in names:
            names.append(name)
        if re.search(r"[。：:!?！？]|.{21}", name):
            result.warnings.append(PlanWarning(line, f"“{name}”不像单位名称，请核对。"))


def _without_days(value: str) -> tuple[str, list[str]]:
    """The names without time limits among them, 派出所、各村，2025年11月30日前完成; 每学期开展, and without
    what is done by then: 文化站牵头，7月20日前完成首轮清查.
    """
    days = find_days(value)
    for part in re.split("[，,；;]", value):
        done = next((words for words in days if part.strip().startswith(words)), "")
        left = part.strip().removeprefix(done).strip()
        if done and left and not unit_list(re.sub(r"(?:牵头|负责|配合)$", "", left)):
            value = value.replace(left, "", 1)
    days += re.findall(
        rf"(?:^|(?<=[、，,；; ]))(?:每[^村、，,；; ]{{1,9}}|{THROUGHOUT}"
        r"|(?:20\d\d年|即)?(?:\d{1,2}月(?:\d{1,2}[日号])?|日)起)(?=$|[、，,；; ])",
        value,
    )
    for words in days:
        value = value.replace(words, "、", 1)
    return value, days


def _roles(
    names: tuple[str, ...], default: str, known: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Names with their roles: 派出所牵头 leads, with every name before it that has no role yet."""
    waiting: list[str] = []
    leads = any(_LEADS.search(name) and not _ASSISTS.search(name) for name in names)
    for name in names:
        assists = None if name in known else _ASSISTS.search(name)
        role = assists or (None if name in known else _LEADS.search(name))
        if not role:
            waiting.append(name)
            continue
        bare = re.sub("^由", "", name[: role.start()])
        answers = any(_HEADS.search(other) for other in names) and not _HEADS.search(name)
        each = (
            "lead"
            if not assists and not answers
            else ("assist" if leads or default == "answer" else default)
        )
        yield from ((one, each) for one in (*waiting, bare) if one)
        waiting = []
    yield from ((one, default) for one in waiting)


def _read_note(note: Note, line: int, roles: dict[str, str], result: Responsibilities) -> None:
    if re.fullmatch(r"(?:牵头|主办|主责)(?:单位)?", note.text) and note.name in roles:
        roles[note.name] = "lead"
    elif re.fullmatch(r"(?:配合|协办|协助)(?:单位)?", note.text) and note.name in roles:
        roles[note.name] = "assist"
    elif note.text.startswith("等"):
        words = f"名单以“{note.text}”结尾，可能还有没有列出的单位，请核对。"
        result.warnings.append(PlanWarning(line, words))
    else:
        words = f"“{note.name}”后面括号里的“{note.text}”没有作为单位读入，请核对。"
        result.warnings.append(PlanWarning(line, words))


def with_sentences(stated: Responsibilities, line: int, known: Collection[str]) -> Responsibilities:
    """The same with the units that its sentences name; they are said to have been read there."""
    said = read_sentences(stated.text, known)
    if not said.found:
        return stated
    warnings = list(stated.warnings)
    if said.weak:
        named = "、".join((*said.lead, *said.assist))
        warnings.append(PlanWarning(line, f"责任单位“{named}”是从句子里读出的，请核对。"))
    if said.beside:
        named = "、".join(said.beside)
        words = f"句子里写有“{named}”要做的事，按配合单位读入，请核对。"
        warnings.append(PlanWarning(line, words))
    if said.half:
        words = f"“{said.half}”里有的不像单位，没有作为单位读入，请核对。"
        warnings.append(PlanWarning(line, words))
    if said.open_ended:
        words = f"名单以“{said.open_ended}”结尾，可能还有没有列出的单位，请核对。"
        warnings.append(PlanWarning(line, words))
    return replace(
        stated, lead=list(said.lead), assist=list(said.assist), warnings=warnings, statements=1
    )
