"""Points that no number counts: those that a time heads, 3月：开展检查（派出所）, and cards, 事项：… over 责任单位：…"""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from gaotang_desktop.domain.plan_text.deadlines import is_time
from gaotang_desktop.domain.plan_text.lines import Line, Marker, join
from gaotang_desktop.domain.plan_text.whose.responsibilities import find
from gaotang_desktop.domain.plan_text.whose.sentences import read_sentences
from gaotang_desktop.domain.plan_text.whose.unit_names import unit_list
from gaotang_desktop.domain.units import fold

SUBJECT = re.compile(
    r"(?:信访|工作|事项|重点|主要|具体|任务|项目|问题|矛盾|化解|整改|整治|隐患|案件|活动|存在|督办|交办|服务|建设|实事|民生|检查|督查|巡查|排查)*"
    r"(?:事项|任务|项目|问题|隐患|案件|纠纷|活动|工作|案由|事由|名称|内容|范围) ?: ?(?=\S)"
)
"""The label in front of what a card is about: 信访事项：…, 任务名称：…"""
_TIME = re.compile(
    r"(?P<time>第[一二三四五六七八九十\d]{1,2}周\([^:,。;()]{4,24}\)|[^:,。;()]{2,16}?(?:\((?:星期|周)[一二三四五六日天]\))?(?:[上下]午|晚上?)?) ?[:,] ?(?=\S{3})"
)
LABELLED = re.compile("[\u4e00-\u9fff/]{2,10} ?(?::|\\s)")
_LONGEST_TITLE = 40
BRACKET_BEHIND = re.compile(
    r"(?<=[\u4e00-\u9fff”])\((?P<units>[^()]{2,80})\)[。;]?$"
    r"|(?<=[\u4e00-\u9fff”。;)%\d]) ?(?:[—–]{1,2}|--+) ?(?P<behind>[^—–。;]{2,80})[。;]?$"
)


def with_labelled(
    lines: Sequence[Line], marks: Sequence[Marker | None], known: Collection[str]
) -> list[Marker | None]:
    """The marks of some lines with those of points that a time or the label of a card heads."""
    marked = _with_cards(lines, _with_dated(lines, marks, known))
    return _with_titles(lines, _with_rounds(lines, marked))


def _with_dated(
    lines: Sequence[Line], marks: Sequence[Marker | None], known: Collection[str]
) -> list[Marker | None]:
    """Lines that a time heads are points where half of them say whose they are."""
    found: list[tuple[int, re.Match[str]]] = []
    for at, line in enumerate(lines):
        hit = _TIME.match(line.folded) if marks[at] is None and "\t" not in line.raw else None
        if hit and re.search("[月旬季日年]", hit["time"]) and is_time(hit["time"]):
            found.append((at, hit))
    telling = sum(_begins_with_whose(lines[at].text[hit.end() :], known) for at, hit in found)
    result = list(marks)
    if telling > 1 and 2 * telling >= len(found):
        for number, (at, hit) in enumerate(found, 1):
            result[at] = Marker("dated", lines[at].text[: hit.end()].strip(), number, hit.end())
    return result


def _begins_with_whose(text: str, known: Collection[str]) -> bool:
    """Whether a text says whose it is, or begins with a unit that does something: 综治中心汇总清单."""
    said = read_sentences(text, known)
    return says_whose(text, known) or any(start == 0 for start, _ in said.spans)


def says_whose(text: str, known: Collection[str]) -> bool:
    """Whether a text says by a label, a bracket at its end or a sentence whose it is."""
    if find(join([Line(1, text)]), known).found or units_behind(text, known):
        return True
    said = read_sentences(text, known)
    return said.found and not said.weak


def _with_cards(lines: Sequence[Line], marks: Sequence[Marker | None]) -> list[Marker | None]:
    """Lines with the same label are points where each has who is responsible right below."""
    found: dict[str, list[tuple[int, int]]] = {}
    for at, line in enumerate(lines):
        hit = SUBJECT.match(line.folded) if marks[at] is None and "\t" not in line.raw else None
        if hit:
            found.setdefault(hit.group().strip(), []).append((at, hit.end()))
    result = list(marks)
    cards: list[list[int]] = []
    for label, places in found.items():
        ends = [at for at, _ in places[1:]] + [len(lines)]
        owned = [
            any(find(join([line])).found for line in lines[at + 1 : min(end, at + 8)])
            for (at, _), end in zip(places, ends, strict=True)
        ]
        # 一、交通领域 over 整治内容：…: the number counts them.
        numbered = any(at and marks[at - 1] is not None for at, _ in places)
        inside = any(_comes_round_in(whole, [at for at, _ in places]) for whole in cards)
        if len(places) > 1 and all(owned) and not numbered and not inside:
            cards.append([at for at, _ in places])
            for number, (at, length) in enumerate(places, 1):
                result[at] = Marker("card", label, number, length)
    return result


def _comes_round_in(whole: Sequence[int], places: Sequence[int]) -> bool:
    """Whether a label stands in each card of another once at most: 任务名称：… and below it 工作内容：…"""
    cards = [bisect_right(whole, at) for at in places]
    return cards[0] > 0 and len(set(cards)) == len(cards)


def _with_rounds(lines: Sequence[Line], marks: Sequence[Marker | None]) -> list[Marker | None]:
    """Lines of labels that come round, 片区：…, 包片单位：…, 任务：…, 片区：…: each round is a point where one
    of its labels says who answers and one what is done, which does not begin it.
    """
    result = list(marks)
    run: list[tuple[int, str]] = []
    for at in range(len(lines) + 1):
        hit = LABELLED.match(lines[at].folded) if at < len(lines) and marks[at] is None else None
        if hit and hit.group().endswith(":"):
            run.append((at, hit.group().strip()))
            continue
        begins = [place for place, label in run if label == run[0][1]]
        rounds = [lines[a:b] for a, b in pairwise([*begins, run[-1][0] + 1])] if run else []
        if len(rounds) > 1 and all(_is_round(each) for each in rounds):
            for number, place in enumerate(begins, 1):
                result[place] = Marker("card", "", number, 0)
        run = []
    return result


def _is_round(lines: Sequence[Line]) -> bool:
    """Whether lines of labels say who answers, and under one that does not begin them what is done."""
    told = [find(join([line])) for line in lines]
    other = any(each.text.strip() for each in told[1:])
    named = SUBJECT.match(lines[0].folded) is not None
    return not named and other and any(each.found for each in told)


def _with_titles(lines: Sequence[Line], marks: Sequence[Marker | None]) -> list[Marker | None]:
    """Plain lines are points where each has labels of who is responsible right below and is followed by
    the next: 线索摸排 over 牵头单位：派出所 over 时限：6月底, then 宣传发动 over 牵头单位：…
    """
    result = list(marks)
    labels = [
        mark is None and _is_label_line(line) for line, mark in zip(lines, marks, strict=True)
    ]
    titles: list[int] = []
    for at in range(1, len(lines)):
        if labels[at] and not labels[at - 1]:
            titles.append(at - 1)
    for run in _beside_each_other(titles, labels, marks):
        if all(_is_title(lines[at]) for at in run):
            for number, at in enumerate(run, 1):
                result[at] = Marker("card", "", number, 0)
    return result


def _is_label_line(line: Line) -> bool:
    """Whether a line says who is responsible or until when, and nothing else."""
    if not LABELLED.match(line.folded):
        return False
    found = find(join([line]))
    return not found.text.strip() and (found.found or bool(found.deadlines or found.warnings))


def _beside_each_other(
    titles: Sequence[int], labels: Sequence[bool], marks: Sequence[Marker | None]
) -> list[list[int]]:
    """Titles of which each stands right behind the labels of the one before, without numbered lines."""
    runs: list[list[int]] = []
    for at in titles:
        if marks[at] is not None:
            continue
        if runs and labels[at - 1] and all(labels[runs[-1][-1] + 1 : at]):
            runs[-1].append(at)
        else:
            runs.append([at])
    return [run for run in runs if len(run) > 1]


def _is_title(line: Line) -> bool:
    return len(line.text) <= _LONGEST_TITLE and not re.search("[。;:!?]", line.folded)


# （一）编组排班  平安办  3月1日前: what, who and when, parted by blanks.
_FIELDS_BEHIND = re.compile(
    r"[^ 。；;：:，,]{2,30}[。：:]? (?P<units>[^ 。；;：:，,]{2,40})(?: (?P<time>[^ 。；;：:，,]{2,24}))?[。；;]?"
)
_EVER = re.compile(r"每[^ 、]{1,8}|随时|即时|全程|全年|常年|长期.{0,2}|常态化|不定期")


def _are_fields(hit: re.Match[str], known: Collection[str]) -> bool:
    time = hit["time"]
    told = time is None or is_time(time) or _EVER.fullmatch(time) is not None
    return told and bool(unit_list(hit["units"], known))


def time_behind(text: str, start: int) -> str:
    """The time that stands behind the units of such a line; empty without."""
    return text[start:].partition("\n")[0].partition(" ")[2].rstrip("。；; ")


class Behind(NamedTuple):
    """Units that end a paragraph, and the stretch of the text that says so."""

    names: tuple[str, ...]
    start: int
    end: int


def units_behind(text: str, known: Collection[str] = ()) -> Behind | None:
    """The bracket of nothing but units that ends the first paragraph of a text, 开展检查（派出所、各村），
    or the units behind its dash: 开展检查。——派出所.
    """
    first = text.partition("\n")[0].rstrip()
    if (fields := _FIELDS_BEHIND.fullmatch(first)) and _are_fields(fields, known):
        return Behind(unit_list(fields["units"], known), fields.start("units"), len(first))
    hit = BRACKET_BEHIND.search(fold(first))
    names = unit_list(text[slice(*hit.span(hit.lastgroup or 0))], known) if hit else ()
    return Behind(names, *hit.span()) if hit and names else None
