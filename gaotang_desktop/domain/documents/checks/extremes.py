"""Superlatives and thresholds against the figures behind the names: 最高的是郭桥村（92.1%），最低的是刘庄村（94.3%）.

Also 98.2%，全镇最高 beside a 98.6%, 超过95%的有郭桥村（94.6%）, 从高到低依次为 in another order.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from gaotang_desktop.domain.documents.findings import Finding

_N = r"\d+(?:\.\d+)?"
_UNIT = r"(?:[%％分]|人次|[起件户人处次晚份条])"
_NAME = r"[\u3400-\u9fff]{1,6}?(?:村|社区|网格)"
_SENTENCE = re.compile(r"[^。\n]+")
_MOST = re.compile(
    rf"最([高多大好])的?[^，。；\d]{{0,6}}?(?:是|为|：|，)?({_NAME})[^，。；\d]{{0,6}}?({_N})({_UNIT})"
)
_LEAST = re.compile(
    rf"最([低少小差])的?[^，。；\d]{{0,6}}?(?:是|为|：|，)?({_NAME})[^，。；\d]{{0,6}}?({_N})({_UNIT})"
)
_HELD = re.compile(
    rf"({_NAME})([^，。；、\d（(]{{0,8}})[（(]?[^，。；、\d]{{0,4}}?({_N})({_UNIT})[）)]?(?:，?[^，。；、\d]{{0,4}}(最[高低多少]|第[一二三四五六七八九十])[名位]?(?=[，。；、]|$))?"
)
_PLACES = "一二三四五六七八九十"
_OVER = re.compile(
    rf"(?:(?P<over>超过|高于|大于|多于)|(?P<least>达到|达|不低于|不少于)?)({_N})({_UNIT})(?P<upward>及?以上)?的(?:村|社区|有|是|为|：|分别|主要|\d+个村?|[，、])+"
)
_UNDER = re.compile(
    rf"(?:低于|不足|不到|少于|未达到?|没有达到)({_N})({_UNIT})的(?:村|社区|有|是|为|：|分别|主要|\d+个村?|[，、])+"
)
_LISTED = re.compile(rf"({_NAME})[（(]?({_N})({_UNIT})[）)]?")
_IN_ORDER = re.compile(
    r"(?:(?P<down>从高到低|由高到低|从多到少|由多到少|前[两三五\d]名?|前[两三五\d]位)|(?P<up>从低到高|由低到高|从少到多|由少到多))[^。；\n]*?(?:依次|分别|是|为|：)+"
)


_FIRST = re.compile(rf"({_NAME})(?:排名|名列|位列|排|居)(?:全镇)?(?:第一|首位|第1)")
_SCORED = re.compile(rf"({_NAME})[^，。；、\d（(]{{0,4}}[（(]?({_N})([%％分])")
_NEXT = re.compile(
    rf"最([高多低少])的?[^，。；\d]{{0,6}}?(?:是|为|：)?({_NAME})[^，。；\d]{{0,6}}?({_N})({_UNIT})[）)]?，其次(?:是|为)?({_NAME})[^，。；\d]{{0,6}}?({_N})\4"
)


_TOP_SCORE = re.compile(rf"最(高|低)(?:得?分数?)?(?:为|是|达)?({_N})分")
_MEAN_SCORE = re.compile(rf"平均分?(?:数)?(?:为|是|达)?({_N})分")
_BEHIND_FIRST = re.compile(
    rf"[（(]({_N})分[）)]，[^，。；\d]{{0,4}}比第一名?(?:低|少|落后|相差|差)了?({_N})分"
)


def _scores(text: str) -> Iterator[Finding]:
    """最高分95.8分 below a village's 96.1分; 比第一名低33.7分 of 34.6."""
    named = [(each[1], float(each[2])) for each in _LISTED.finditer(text) if each[3] == "分"]
    for found in _TOP_SCORE.finditer(text):
        said, highest = float(found[2]), found[1] == "高"
        beyond = [
            (name, score) for name, score in named if (score > said if highest else score < said)
        ]
        if beyond:
            yield Finding(0, f"“{found[0]}”和“{beyond[0][0]}{beyond[0][1]:g}分”对不上，请核对。")
        for mean in _MEAN_SCORE.finditer(text):
            if float(mean[1]) > said if highest else float(mean[1]) < said:
                yield Finding(0, f"“{mean[0]}”和“{found[0]}”对不上，请核对。")
    best = max((score for _, score in named), default=0.0)
    for found in _BEHIND_FIRST.finditer(text):
        apart = best - float(found[1])
        if apart > 0 and abs(apart - float(found[2])) > _ROUNDED:
            yield Finding(0, f"“{found[0]}”算下来是{apart:.2f}分，请核对。")


_ROUNDED = 0.051
"""Points that a last decimal may make."""


def of_extremes(text: str) -> Iterator[Finding]:
    """The findings about villages whose figures do not fit what is said of them."""
    yield from _scores(text)
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0]
        most, least = _MOST.search(words), _LEAST.search(words)
        if most and least and most[4] == least[4] and float(most[3]) < float(least[3]):
            yield Finding(
                0,
                f"“{most[0]}”“{least[0]}”：最{most[1]}的反而比最{least[1]}的小，请核对数字或者村名。",
            )
        yield from _first(words)
        then = _NEXT.search(words)
        change = float(then[3]) - float(then[6]) if then else 0.0
        if then and change and (change > 0) != (then[1] in "高多"):
            yield Finding(0, f"“{then[0]}”的先后和数字对不上，请核对。")
        yield from _places(words)
        yield from _thresholds(words)
        for found in _IN_ORDER.finditer(words):
            listed = list(_LISTED.finditer(words, found.end()))
            values = [float(each[2]) for each in listed]
            alike = len({each[3] for each in listed}) == 1
            fits = all(
                one >= other if found["down"] else one <= other for one, other in pairwise(values)
            )
            if alike and len(values) > 1 and not fits:
                yield Finding(0, f"“{found[0]}”后面的数字没有按这个顺序排，请核对。")


def _first(words: str) -> Iterator[Finding]:
    """郭桥村得92分，刘庄村得95分，郭桥村排名第一: another one has more."""
    scores = {each[1]: (float(each[2]), each[3]) for each in _SCORED.finditer(words)}
    for found in _FIRST.finditer(words):
        if found[1] not in scores:
            continue
        value, unit = scores[found[1]]
        above = [name for name, (other, its) in scores.items() if its == unit and other > value]
        if above:
            yield Finding(0, f"“{found[0]}”和“{above[0]}”的数字对不上，请核对。")


def _places(words: str) -> Iterator[Finding]:
    """全镇最高 beside a higher figure of the same measure, 第二 above 第一."""
    held: dict[tuple[str, str], list[re.Match[str]]] = {}
    measure = ""
    for found in _HELD.finditer(words):
        measure = found[2] or measure
        held.setdefault((measure, found[4]), []).append(found)
    for group in held.values():
        for each in group:
            said = each[5] or ""
            value = float(each[3])
            others = [other for other in group if other[1] != each[1]]
            higher = [other for other in others if float(other[3]) > value]
            lower = [other for other in others if float(other[3]) < value]
            wrong = (
                higher if said in ("最高", "最多") else lower if said in ("最低", "最少") else []
            )
            if wrong:
                yield Finding(
                    0,
                    f"“{each[0]}”和后面的“{wrong[0][1]}{wrong[0][3]}{wrong[0][4]}”对不上，请核对。",
                )
        ranked = [
            (_PLACES.index(each[5][1]), each) for each in group if (each[5] or "")[:1] == "第"
        ]
        for (place, one), (after, other) in pairwise(ranked):
            if one[4] in "%％分" and place < after and float(one[3]) < float(other[3]):
                yield Finding(0, f"“{one[0]}”比“{other[0]}”低，名次和数字对不上，请核对。")


def _thresholds(words: str) -> Iterator[Finding]:
    marks = [(each, True) for each in _OVER.finditer(words) if _says_over(each)]
    marks += [(each, False) for each in _UNDER.finditer(words)]
    marks.sort(key=lambda each: each[0].start())
    ends = [*(each.start() for each, _ in marks), len(words)]
    for (found, is_over), end in zip(marks, ends[1:], strict=True):
        limit, unit = (found[3], found[4]) if is_over else (found[1], found[2])
        for each in _LISTED.finditer(words, found.end(), end):
            value = float(each[2])
            strictly = is_over and bool(found["over"]) and not found["upward"]
            fits = value >= float(limit) if is_over else value < float(limit)
            if each[3] == unit and (not fits or (strictly and value == float(limit))):
                yield Finding(0, f"“{each[0]}”不合前面写的“{found[0].rstrip('，、：')}”，请核对。")


def _says_over(found: re.Match[str]) -> bool:
    return bool(found["over"] or found["least"] or found["upward"])
