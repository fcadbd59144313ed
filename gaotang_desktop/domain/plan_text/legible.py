"""The lines of a plan as they are read, where they were scanned, or written in traditional characters.

A line that is read has as many characters as the one that was written, so that each place in it is
the same place in the source: a blank that a scanner put into a word becomes an invisible character.
What is read in another way than it was written is told (:func:`differences`); the source stays.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gaotang_desktop.simplified import may_be_traditional, simplified

_GONE = "\u2060"
"""Stands where a blank was: invisible, and taken out wherever a line is looked at."""
_HAN = "\u3400-\u9fff〇"

# Radicals that a PDF has for characters (⼈ for 人), characters of compatibility, and forms of print.
_COMPATIBLE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_FORMS = str.maketrans(
    "岀髙査戸囯亊淸靑⺠⺩⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
    "出高查户国事清青民王虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
)
# Japanese letters that look like characters, between characters.
_KANA = dict(zip("ニエロカハータトミ", "二工口力八一夕卜三", strict=True))
_KANA_ALONE = re.compile(rf"(?<![\u3040-\u30ff])[{''.join(_KANA)}](?![\u3040-\u30ff])")

MISREAD = "有像是识别错的字"
"""How a sentence about single characters of a line begins."""
_FEW = 3
"""So many blanks between single characters make a line one that a scanner spread."""
_SPREAD = re.compile(r"(?<=[^\sA-Za-z]) (?=[^\sA-Za-z])")
_TOUCHING = re.compile(f"[{_HAN}](?=[{_HAN}])")
_ALONE = re.compile(
    rf"(?<![^\s，。；：、,;:（）()〔〕\[\]【】])[{_HAN}](?: [{_HAN}]){{2,}}(?![{_HAN}])"
)
_EACH = re.compile(rf"(?<=各) (?=[{_HAN}])")

_DIGIT_LIKE = {
    "O": "0",
    "o": "0",
    "Ｏ": "0",
    "○": "0",
    "l": "1",
    "I": "1",
    "ｌ": "1",
    "Ｉ": "1",
}
_LIKE = "".join(_DIGIT_LIKE)
_NUMBER = re.compile(
    rf"(?<![A-Za-z\d])(?=[\d０-９{_LIKE}]*[{_LIKE}])(?:[{_LIKE}]{{0,2}}[\d０-９][\d０-９{_LIKE}]{{0,5}}|[lIｌＩ][{_LIKE}]?)"
    r"(?=\s?(?:[年月日号％%]|[〕\]】]\s?[\d第]))"
)
_POINT = re.compile(r"^\s*[（(]?\s*([lIｌＩ])(?=\s*(?:[、．）)]|\.(?![A-Za-z\d])))")
_DASH_FOR_ONE = re.compile(
    rf"^\s*[（(]?\s*[二三四五六七八九]?十?([—–－―ー])(?=\s*(?:、|[）)]|[是要](?=[{_HAN}])))"
)

# What scanners take for the characters of labels.
_MISTAKEN = {
    "责": "贵青贲",
    "任": "仟仕伍壬",
    "单": "卑草単",
    "位": "住佐泣伫",
    "牵": "幸奎奉窄牟荤",
    "头": "夬买",
    "配": "酡酉",
    "合": "台含",
    "完": "宄究",
    "成": "戍戌咸",
    "时": "吋対",
    "限": "眼艰很",
    "间": "问闻",
    "门": "冂问",
    "部": "剖郜",
    "领": "顾",
    "导": "寻",
}
_WORDS = (
    "责任单位",
    "牵头单位",
    "配合单位",
    "责任部门",
    "牵头部门",
    "配合部门",
    "完成时限",
    "完成时间",
    "责任领导",
    "牵头领导",
)
_LABELS = tuple(
    (
        word,
        re.compile(
            "".join(f"[{char}{_MISTAKEN.get(char, '')}]" for char in word) + r"(?=\s*[：:∶])"
        ),
    )
    for word in _WORDS
)


def legible(lines: Sequence[str]) -> list[str]:
    """Lines as they are read, each as long as it was written."""
    return [_legible(line) for line in lines]


def _legible(line: str) -> str:
    # What is plain, as most lines are, costs a look.
    if may_be_traditional(line):
        line = _COMPATIBLE.sub(lambda hit: _compatible(hit.group()), line).translate(_FORMS)
        line = _simplified(line)
    if " " in line and "\t" not in line:
        line = _without_blanks(line)
    line = _KANA_ALONE.sub(lambda hit: _KANA[hit.group()], line)
    line = _POINT.sub(lambda hit: hit.group()[:-1] + "1", line)
    line = _DASH_FOR_ONE.sub(lambda hit: hit.group()[:-1] + "一", line)
    line = _NUMBER.sub(lambda hit: "".join(_DIGIT_LIKE.get(c, c) for c in hit.group()), line)
    for word, pattern in _LABELS:
        line = pattern.sub(word, line)
    return line


def _compatible(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def _simplified(line: str) -> str:
    """A line in simplified characters, unless a single character is all that is traditional in it.

    That one may be the way in which a name is written.
    """
    plain = simplified(line)
    if len(plain) != len(line):
        return line
    changed = {one for one, other in zip(line, plain, strict=True) if one != other}
    return plain if len(changed) > 1 or (changed and len(line.strip()) < 10) else line


def _without_blanks(line: str) -> str:
    spread = len(re.findall(rf"[{_HAN}] (?=[{_HAN}])", line))
    if spread >= _FEW and spread >= 4 * len(_TOUCHING.findall(line)):
        return _SPREAD.sub(_GONE, line)
    line = _ALONE.sub(lambda hit: hit.group().replace(" ", _GONE), line)
    return _EACH.sub(_GONE, line)


# what is told


def differences(lines: Sequence[tuple[int, str, str]]) -> Iterator[tuple[int, str]]:
    """Sentences, each with its line, about what is read in another way than it was written.

    ``lines`` are numbers of lines with what was written and what is read.
    """
    spread = [at for at, one, other in lines if _GONE in other and _GONE not in one]
    if spread:
        yield (
            spread[0],
            f"有{len(spread)}行的字中间夹着空格，读入时把空格去掉了，请核对。",
        )
    traditional: list[int] = []
    for at, one, other in lines:
        mistaken: dict[str, str] = {}
        for start, end in _changed(one, other):
            was, read = one[start:end], other[start:end].replace(_GONE, "")
            if simplified(was) == read or _is_form(was, read):
                traditional += [at] if at not in traditional else []
            else:
                mistaken[_around(one, start, end)] = _around(other, start, end)
        if mistaken:
            said = "、".join(f"“{was}”读作“{read}”" for was, read in mistaken.items())
            yield at, f"{MISREAD}：{said}，请核对。"
    if traditional:
        yield (
            traditional[0],
            f"有{len(traditional)}行有繁体字或异体字，任务和单位按简体读入，原文照旧，请核对。",
        )


def _is_form(was: str, read: str) -> bool:
    return unicodedata.normalize("NFKC", was).translate(_FORMS) == read


def _changed(one: str, other: str) -> list[tuple[int, int]]:
    """The stretches in which two lines of one length differ, blanks aside."""
    places = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b and b != _GONE]
    if not places:
        return []
    cuts = [0, *(at for at, (a, b) in enumerate(pairwise(places), 1) if b - a > 1), len(places)]
    return [(places[a], places[b - 1] + 1) for a, b in pairwise(cuts)]


def _around(line: str, start: int, end: int) -> str:
    """The word around a stretch, up to four characters on each side."""
    front = re.search(r"[\w—–－―]{0,4}$", line[:start])
    back = re.match(r"[\w、]{0,4}", line[end:])
    word = (front.group() if front else "") + line[start:end] + (back.group() if back else "")
    return word.replace(_GONE, "")
