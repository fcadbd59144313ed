"""Which column of another office's form is which field: by its heading's parts and by its cells.

Our own headings always win. A heading in other words is taken where it is clearly most like one
field and what stands under it can be read as that field; what is only rather like is offered.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cache
from itertools import islice
from typing import Any

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.money import is_in_ten_thousands
from gaotang_desktop.domain.sheets.rows import RECORD_MARK, SheetRows
from gaotang_desktop.domain.writings.numbers import with_digits
from gaotang_desktop.domain.writings.times import two_times
from gaotang_desktop.services import records
from gaotang_desktop.services.casework.noting import MATTERS, STEPS
from gaotang_desktop.services.sheets import rates, row_findings, row_parts, settled
from gaotang_desktop.services.sheets.asking import kept_words
from gaotang_desktop.services.sheets.asking.part_answers import PREFIX
from gaotang_desktop.services.sheets.asking.whose import in_sheets
from gaotang_desktop.services.sheets.cells.none_said import says_none
from gaotang_desktop.services.sheets.heads import of_matters, outcomes
from gaotang_desktop.services.sheets.heads.parts import like, parts
from gaotang_desktop.services.sheets.heads.words import DAY_WORDS, general_words, nouns_of
from gaotang_desktop.services.sheets.sheet_words import CHOICE_WORDS, SYNONYMS
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.grids import blank
from gaotang_desktop.workbooks.matching import Matched, bare_key, match_header

_OWN = (
    0.95  # how like a heading is that holds a choice's label over nothing but its words (分流情况)
)
TAKEN, OFFERED, MARGIN = 0.74, 0.5, 0.05
"""How like a heading must be to be taken, or offered; by how much more than any other field."""
_VILLAGE_NAME = re.compile(r"[\u3400-\u9fff]{1,10}(?:村|社区|居委会|村委会)")
_TEXTS = (Kind.TEXT, Kind.LONG_TEXT)
_TRIED = 50  # cells of a column that are looked at
_ANY_DAY = date(2024, 6, 15)  # whether a day can be read hardly depends on today
# 10月25日（周日） of another year, 10月18日—19日: a day, though it may have to be asked which.
_DAY_FIRST = re.compile(
    r"(?:\d{4}\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}(?!\d)|\d{1,2}\s*[日号]$"
)
_DAY_ALONE = re.compile(r"(?:[1-9]|[12]\d|3[01])(?:\.0)?")


_CAME_IN = {"intakes": ("received_on", "sorted_on")}
"""By kind the day of its records, and the day that stands for it where a sheet has that alone."""


@dataclass(frozen=True, slots=True)
class Understood:
    """How the headings of a sheet were read.

    ``loose`` are the fields that only the words of others tell (field → header), ``offered`` the
    fields that a header not taken may be (header → field), for the operator to decide.
    """

    matched: Matched
    loose: Mapping[str, str]
    offered: Mapping[str, str]


def matched_columns(
    kind: str, sheet: SheetRows, by_hand: Mapping[str, str] | None = None
) -> Understood:
    """Which heading is which field, and those among them that only the words of others tell."""
    known = in_sheets(kind)
    by_hand = {**of_matters.told(kind, sheet.header), **(by_hand or {})}
    own = {h: "" if n.startswith(PREFIX) else n for h, n in by_hand.items()}
    matched = match_header(sheet.header, known, SYNONYMS.get(kind, {}), own)
    if (
        kind in STEPS and MATTERS.keys() & matched.by_field.keys()
    ):  # any of them says which matter a step is of
        missing = tuple(each for each in matched.missing if each.name not in MATTERS)
        matched = replace(matched, missing=missing)
    matched = _without_other_words(kind, sheet, matched, by_hand)
    matched, told = _by_values(kind, sheet, matched, by_hand)
    loose, offered = _loose_columns(kind, sheet, matched, by_hand)
    loose |= told
    if (state := _state_column(kind, sheet, matched, by_hand, loose)) is not None:
        loose = {**loose, state[0]: state[1]}
        offered.pop(state[1], None)
    if loose:
        offered = {label: name for label, name in offered.items() if label not in loose.values()}
        matched = replace(
            matched,
            by_field={**matched.by_field, **loose},
            unknown=tuple(each for each in matched.unknown if each not in loose.values()),
            missing=tuple(each for each in matched.missing if each.name not in loose),
        )
    came = _CAME_IN.get(kind)
    if came is not None and any(each.name == came[0] for each in matched.missing):
        label = matched.by_field.get(came[1], "")
        if label and label not in (by_hand or {}):
            # 交办时间 alone is the day on which it came: what is to be done began with it.
            moved = {name: head for name, head in matched.by_field.items() if name != came[1]}
            missing = tuple(each for each in matched.missing if each.name != came[0])
            matched = replace(matched, by_field={**moved, came[0]: label}, missing=missing)
            loose = {n: h for n, h in loose.items() if n != came[1]} | {came[0]: label}
    by_field = dict(matched.by_field)
    state_name = settled.ENDINGS[kind].state if kind in settled.ENDINGS else ""
    is_said = by_field.get(state_name, "") in (by_hand or {})
    if not is_said and (text := outcomes.text_of_end(kind, sheet, by_field)):
        by_field[text] = by_field.pop(state_name)
        matched = replace(matched, by_field=by_field)
        loose = {n: h for n, h in loose.items() if n != state_name} | {text: by_field[text]}
    return Understood(matched, loose, offered)


def _state_column(
    kind: str,
    sheet: SheetRows,
    matched: Matched,
    by_hand: Mapping[str, str],
    loose: Mapping[str, str],
) -> tuple[str, str] | None:
    """The field of a kind's state and the column that tells it in words of its own (是否采纳)."""
    name = settled.ENDINGS[kind].state if kind in settled.ENDINGS else ""
    if not name or name in {*matched.by_field, *matched.doubled, *loose}:
        return None
    of_parts = row_parts.columns(kind, sheet, matched.by_field.values(), by_hand)
    if of_parts and kind == row_findings.KIND:
        return None  # what was found is its result
    taken = {*by_hand, *loose.values(), *of_parts.values()}
    free = [label for label in matched.unknown if label not in taken]
    state = next(each for each in records.fields_for(kind) if each.name == name)
    label = outcomes.of_state(kind, state, sheet, free)
    return (name, label) if label is not None else None


def _without_other_words(
    kind: str, sheet: SheetRows, matched: Matched, by_hand: Collection[str]
) -> Matched:
    """Without the columns of choices that a synonym names, and of which no cell is such a choice.

    诉求类别 may hold 分流, or the office's own 咨询 | 求决; one that every record must have is asked about.
    """
    other: dict[str, str] = {}
    for each in records.fields_for(kind):
        label = matched.by_field.get(each.name)
        if each.kind is not Kind.CHOICE or label is None or label in by_hand or each.required:
            continue
        if each.default is not None or bare_key(label) in (bare_key(each.label), each.name):
            continue
        if each.name in settled.OUTCOMES:
            continue
        words = CHOICE_WORDS.get((kind, each.name), {})
        said = [value for value in _cells(sheet, label) if not says_none(each, value)]
        if said and not any(_reads(each, words, value) for value in said):
            other[each.name] = label
    if not other:
        return matched
    return replace(
        matched,
        by_field={name: label for name, label in matched.by_field.items() if name not in other},
        unknown=tuple(h for h in sheet.header if h in {*matched.unknown, *other.values()}),
    )


def _by_values(
    kind: str, sheet: SheetRows, matched: Matched, by_hand: Collection[str]
) -> tuple[Matched, dict[str, str]]:
    """The choices that every record must have and no heading names, where one column holds nothing but
    their words: 检查内容 over 消防安全, which is a kind of inspection and tells of none.
    """
    found: dict[str, str] = {}
    texts = {each.name for each in records.fields_for(kind) if each.kind in _TEXTS}
    holds = {label: name for name, label in matched.by_field.items()}
    for each in matched.missing:
        if each.kind is not Kind.CHOICE or each.default is not None:
            continue
        free = [
            label
            for label in sheet.header
            if label not in by_hand and (label in matched.unknown or holds.get(label) in texts)
            if label not in found.values() and _cells(sheet, label)
            if not any(bare_key(label) == bare_key(e.label) for e in records.fields_for(kind))
        ]
        told = [label for label in free if _fits(kind, each, sheet, label) > 1]
        if len(told) == 1:
            found[each.name] = told[0]
    if not found:
        return matched, {}
    left = {n: label for n, label in matched.by_field.items() if label not in found.values()}
    missing = tuple(each for each in matched.missing if each.name not in found)
    unknown = tuple(each for each in matched.unknown if each not in found.values())
    by_field = {**left, **found}
    return replace(matched, by_field=by_field, missing=missing, unknown=unknown), found


def _loose_columns(
    kind: str, sheet: SheetRows, matched: Matched, by_hand: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    if RECORD_MARK in sheet.header:
        return {}, {}  # our own sheet: what is headed otherwise is what a list reckons (状态, 时限)
    taken = {*matched.by_field, *matched.doubled}
    free = [each for each in records.fields_for(kind) if each.name not in taken]
    of_parts = row_parts.columns(kind, sheet, matched.by_field.values(), by_hand)
    others = {*by_hand, *of_parts.values()}
    heads = [
        h for h in matched.unknown if h not in others and bare_key(h) not in row_parts.ROW_NUMBERS
    ]
    if not free or not heads:
        return {}, {}
    likeness = [[_likeness(kind, each, label) for each in free] for label in heads]
    for row, label in enumerate(heads):
        for at, each in enumerate(free):
            if likeness[row][at] >= OFFERED:
                fit = _fits(kind, each, sheet, label)
                likeness[row][at] = likeness[row][at] + 0.1 * (fit > 1) if fit else 0.0
            if each.kind is Kind.CHOICE and each.label in simplified(label):
                own = _cells(sheet, label) and _fits(kind, each, sheet, label) > 1
                likeness[row][at] = max(likeness[row][at], _OWN if own else 0.0)
    best = _best_together(likeness)
    found: dict[str, str] = {}
    offered: dict[str, str] = {}
    for row, at in best.items():
        score = likeness[row][at]
        if score < OFFERED:
            continue
        holder = {place: other for other, place in best.items()}
        rivals = [
            likeness[row][other]
            for other in range(len(free))
            if other != at
            and (other not in holder or likeness[holder[other]][other] <= likeness[row][other])
        ]
        rivals += [likeness[other][at] for other in range(len(heads)) if other not in best]
        if score >= TAKEN and score - max(rivals, default=0.0) >= MARGIN:
            found[free[at].name] = heads[row]
        else:
            offered[heads[row]] = free[at].name
    for name, label in list(found.items()):
        if _is_one_answer(label, sheet.header):
            offered[found.pop(name)] = name
    for each in free:
        # Villages are known by their names, whatever the column is called.
        if each.refers_to == "villages" and each.name == "village_id" and each.name not in found:
            named = [h for h in heads if h not in found.values() and _are_villages(sheet, h)]
            if len(named) == 1:
                found[each.name] = named[0]
                offered.pop(named[0], None)
    return dict(sorted(found.items(), key=lambda each: sheet.header.index(each[1]))), offered


_DEGREE = ("很", "非常", "比较", "较", "基本", "不太", "一般", "不")


def _is_one_answer(label: str, header: Sequence[str]) -> bool:
    """Whether a column counts one answer of several (安全 beside 很安全): no figure by itself."""
    key = bare_key(label)
    return any(bare_key(other) in {f"{each}{key}" for each in _DEGREE} for other in header)


@cache
def _words_in_parts(kind: str, name: str) -> tuple[tuple[str, tuple[tuple[str, float], ...]], ...]:
    nouns = nouns_of(kind)
    return tuple((bare_key(word), parts(word, nouns)) for word in general_words(kind)[name])


@cache
def _likeness(kind: str, each: Field, label: str) -> float:
    key = bare_key(simplified(label))
    ways = [parts(label, nouns_of(kind))]
    if each.kind is Kind.INTEGER and (shorter := _COUNT.sub("", key)) not in ("", key):
        ways.append(parts(shorter, nouns_of(kind)))  # 收回问卷份数 is 收回问卷
    if (bare := _AND_POST.sub("", key)) != key:
        ways.append(parts(bare, nouns_of(kind)))  # 带班领导及职务 names who leads
    unit = _UNIT.search(simplified(label)) if each.kind is Kind.INTEGER else None
    if unit and (unit[1] == each.unit or {unit[1], each.unit} <= {"人", "名"}):
        ways.append(parts(f"{key}{unit[1]}数", nouns_of(kind)))  # 巡逻员（人） counts them
    if each.kind is Kind.FLAG and key.startswith("是否"):
        ways.append(parts(key.removeprefix("是否"), nouns_of(kind)))  # 是否警民联合
    best = 0.0
    for at, (word, its) in enumerate(_words_in_parts(kind, each.name)):
        score = (
            1.2 - at * 0.001 if word == key else max(like(way, its) for way in ways) - at * 0.0005
        )
        best = max(best, score)
    return best - 0.01 * (each.kind in _TEXTS)


def _best_together(scores: Sequence[Sequence[float]]) -> dict[int, int]:
    """The pairs (row, column), each row and column once, whose scores together are the highest.

    The cubes are added up: no two unsure pairs outweigh a sure one.
    """
    wide = max(len(scores), len(scores[0]))
    cost = [
        [-(_of(scores, row, column) ** 3) for column in range(wide)] for row in range(wide)
    ]  # square: what is beyond costs nothing
    over, under = [0.0] * (wide + 1), [0.0] * (wide + 1)
    owner, way = [0] * (wide + 1), [0] * (wide + 1)
    for row in range(1, wide + 1):
        owner[0], column = row, 0
        least = [float("inf")] * (wide + 1)
        used = [False] * (wide + 1)
        while owner[column]:
            used[column] = True
            at, delta, following = owner[column], float("inf"), 0
            for other in range(1, wide + 1):
                if used[other]:
                    continue
                reduced = cost[at - 1][other - 1] - over[at] - under[other]
                if reduced < least[other]:
                    least[other], way[other] = reduced, column
                if least[other] < delta:
                    delta, following = least[other], other
            for other in range(wide + 1):
                if used[other]:
                    over[owner[other]] += delta
                    under[other] -= delta
                else:
                    least[other] -= delta
            column = following
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    return {
        owner[column] - 1: column - 1
        for column in range(1, wide + 1)
        if _of(scores, owner[column] - 1, column - 1) > 0
    }


def _of(scores: Sequence[Sequence[float]], row: int, column: int) -> float:
    if row >= len(scores) or column >= len(scores[0]):
        return 0.0
    score = scores[row][column]
    return score if score >= OFFERED else 0.0


def _cells(sheet: SheetRows, label: str) -> list[Any]:
    filled = (row.values.get(label) for row in sheet.rows)
    return list(islice((value for value in filled if not blank(value)), _TRIED))


def _are_villages(sheet: SheetRows, label: str) -> bool:
    """Whether most of what stands in a column are names of villages."""
    said = [simplified(str(value).strip()) for value in _cells(sheet, label)]
    named = sum(_VILLAGE_NAME.fullmatch(each) is not None for each in said)
    return bool(said) and named * 5 >= len(said) * 4


_COUNT = re.compile(r"总?(?:人数|人次|户数|件数|份数|起数|条数|次数|数量|数)$")
_SHARE = re.compile(r"\d{1,3}(?:\.\d+)?\s*[%％]")
_PART_OF_ONE = re.compile(r"0\.\d{1,4}|1(?:\.0)?")
_AND_POST = re.compile(r"(?:[及和与、/]|姓名及)职务$")
_UNIT = re.compile(r"[（(]([人名户件起份次场])[)）]\s*$")
_PERSON = ("人", "员", "姓名", "联系")
_LONGEST_STATE = 8  # longer words tell of something: 双方握手言和，各让一步
_NO_WORDS = re.compile(r"[\d\s.,，:：/\-—～~年月日号时分元万%]+")


_TICKED = {"√", "✓", "☑", "×", "✗", "有", "是"}


def _fits(kind: str, each: Field, sheet: SheetRows, label: str) -> int:
    """Whether at least half of a column can be read as a field; 2 where all are its own words."""
    tried = [value for value in _cells(sheet, label) if not says_none(each, value)]
    if not tried:
        return 1
    if each.kind in (Kind.TEXT, Kind.LONG_TEXT) and any(str(v).strip() in _TICKED for v in tried):
        return 0  # 有无异常 with ticks: they do not say what there was
    words = CHOICE_WORDS.get((kind, each.name), {})
    if each.kind is Kind.CHOICE:
        said = [words.get(str(value).strip(), str(value).strip()) for value in tried]
        if all(word in each.choices for word in said):
            return 2
        told = max(len(word) for word in said) > _LONGEST_STATE and not any(
            _reads(each, words, value) for value in tried
        )
        if max(len(word) for word in said) > _LONGEST_STATE and _is_text_too(kind, label):
            return 0
        asked = each.default is not None or each.name in settled.OUTCOMES
        if asked and not all(map(_bare, tried)) and not told:
            return 1  # a state left out would be another state: its cells are asked about
    sure = is_in_ten_thousands(label) and each.unit == "元"
    if each.kind is Kind.DATE and bare_key(label) in DAY_WORDS:
        sure = all(_DAY_ALONE.fullmatch(str(value).strip().rstrip("日号")) for value in tried)
    if kind == rates.KIND and each.kind is Kind.INTEGER and each.name != "sample":
        # 92.5% is no whole number, nor is 0.925
        sure = all(
            _SHARE.fullmatch(str(value).strip()) or _PART_OF_ONE.fullmatch(str(value).strip())
            for value in tried
        )
    return int(sum(sure or _reads(each, words, value) for value in tried) * 2 >= len(tried))


def _is_text_too(kind: str, label: str) -> bool:
    """Whether a heading names a text as well: under 进展 may stand a state, or how it went."""
    return any(
        bare_key(label) in map(bare_key, general_words(kind)[each.name])
        for each in records.fields_for(kind)
        if each.kind is Kind.LONG_TEXT
    )


def _bare(value: Any) -> bool:
    """Whether a cell holds a day, a time or a number, and no words."""
    if isinstance(value, (date, time, int, float)):
        return True
    return _NO_WORDS.fullmatch(str(value).strip()) is not None


def _is_day(value: Any) -> bool:
    return isinstance(value, date) or _DAY_FIRST.match(with_digits(str(value).strip())) is not None


def _reads(each: Field, words: Mapping[str, str], value: Any) -> bool:
    text = str(value).strip()
    bare = _bare(value)
    if "电话" in each.label and each.kind is Kind.TEXT and "人" not in each.label:
        return sum(mark.isdigit() for mark in text) >= 6
    if each.kind is Kind.NAMES and re.search(r"[A-Za-z\d]{4}", text):
        return False  # a number of some register
    if each.kind in (Kind.REFERENCE, Kind.NAMES):
        return not bare or (each.refers_to == "meetings" and _is_day(value))
    if each.kind is Kind.TEXT and each.label.endswith(_PERSON):
        return not bare and len(text) <= 16
    if each.kind is Kind.LONG_TEXT:
        return not bare
    if each.kind is Kind.TEXT:
        return not isinstance(value, (date, time))
    if each.kind is Kind.DATE and _DAY_FIRST.match(with_digits(text)):
        return True
    if each.kind is Kind.TIME and two_times(value) is not None:
        return True
    said = words.get(text, value)
    if each.kind is Kind.CHOICE and each.name not in settled.OUTCOMES:
        said = kept_words.choice_in(each, said, words, "")  # 书记、主任
    try:
        fields.read(each, said, today=_ANY_DAY)
    except Invalid as problem:
        return bool(problem.offers)
    return True
