"""Whole numbers as people write them: 3, ３, 3人, 三人, 十二, 1,200, 1.2万.

What only says about how many (三四人, 十来户, 3-4, 约20, 20+) is no whole number: :func:`vague_number`.
"""

import re
from typing import Protocol

_DIGITS = {mark: at for at, mark in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": 0, "○": 0, "两": 2, "俩": 2, "仨": 3, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
_DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_NUMERALS = "".join([*_DIGITS, *_TENS, "廿", "卅", "万"])
NUMERALS = re.compile(f"[{_NUMERALS}]+")
"""A run of Chinese numerals."""
_COUNTERS = (
    "人次|户次|人|名|个|位|户|份|件|次|家|场|起|条|项|张|处|村次|元|天|分钟|分|支|辆|块|本|所|页"
    "|封|册|幅|场次|批|台|套|篇|宗|例|学生|群众|村民|居民|老人|家长|师生|党员|代表|职工|商户|儿童"
)
_BOTH_COUNTED = re.compile(r"(\d{1,6})户\s*[,，、/]?\s*(\d{1,6})人")
_THOUSANDS = re.compile(r"^\d{1,3}(?:\s\d{3})+(?!\d)")  # 1 024
_AMONG_THEM = re.compile(r"(?<=.)\s*[（(](?:含|其中|包括|内含)[^（）()]*[）)]$")
_TOGETHER = re.compile(r"^(?:共计|总共|合计|总计|共|计|人民币|[¥￥])+")
_NONE = ("无", "没有")
_ABOUT_BEFORE = re.compile(
    r"^(?:大约|大概|约|将近|接近|近|差不多|不到|不足|至少|起码|不少于|不低于|不下|最多|至多|不超过|超过|大于|小于|超|逾|上|好)+"
)
_ABOUT_BEHIND = re.compile(
    r"(?:左右|上下|前后|以上|以下|以内|之间|出头|不到|有余|多|余|来|许|[+＋≥≤～~]|\.{2,}|…+)+$"
)
_RANGE = re.compile(r"(.+?)\s*(?:-+|—+|–|－|~|～|至|到|或者|或|、|/|,|，)\s*(.+)")
_BESIDE = re.compile(r"[一二两三四五六七八九][一二两三四五六七八九]")
_ROUND = re.compile(r"(?:.*[百千万])[一二两三四五六七八九]")
_NTH = re.compile(r"^第(.{1,3})轮次?$")  # 第三轮 of a rotation
_MANY = re.compile(rf"[{_NUMERALS}\d]*[几数多][{_NUMERALS}]*|若干|许多|很多|不少|一些|部分")


def chinese_number(words: str) -> int | None:
    """三 → 3, 十二 → 12, 二十 → 20, 一百零五 → 105, 二〇二四 → 2024; ``None`` where it is no number.

    三四, 百八十, 百 and 一百八 say about how many, or may be two numbers: none.
    """
    if not words or not NUMERALS.fullmatch(words) or _loose(words):
        return None
    return _spelled(words)


def _loose(words: str) -> bool:
    beside = len(words) == 2 and _BESIDE.fullmatch(words) is not None
    counted = len(words) > 2 and words in "一二三四五六七八九"
    return beside or counted or words[0] in "百千佰仟万" or _ROUND.fullmatch(words) is not None


def _spelled(words: str) -> int | None:
    words = words.replace("廿", "二十").replace("卅", "三十")
    if all(mark in _DIGITS for mark in words):
        return int("".join(str(_DIGITS[mark]) for mark in words))
    before, much, after = words.rpartition("万")
    if much:
        high = _spelled(before) if before else None
        low = _spelled(after.lstrip("零〇")) if after else 0
        return None if high is None or low is None else high * 10_000 + low
    total, digit, last = 0, None, 10_000
    for mark in words:
        if mark in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[mark]
            continue
        place = _TENS[mark]
        if place >= last or digit == 0:
            return None
        total += (1 if digit is None else digit) * place
        digit, last = None, place
    return total + (digit or 0)


def whole_number(text: str, *, unit: str = "") -> int | None:
    """The whole number that a text is, with or without what it counts; ``None`` where it is none.

    ``text`` is in half width. Ranges, sums and 约三十 are no number.
    """
    bare = _TOGETHER.sub("", text).strip()
    if unit in ("户", "人") and (found := _BOTH_COUNTED.fullmatch(bare)):
        return int(found[1 if unit == "户" else 2])  # 2户5人
    if bare.startswith("第"):
        bare = _NTH.sub(r"\1", bare)
    bare = _without_counters(bare, unit)
    if bare in _NONE:
        return 0
    if found := re.fullmatch(r"([+-]?\d{1,15})(?:\.0+)?", bare):
        return int(found[1])
    if found := re.fullmatch(r"(\d{1,4}(?:\.\d{1,4})?)\s*万", bare):
        whole, _, part = found[1].partition(".")
        return int(whole) * 10_000 + int((part + "0000")[:4])
    return chinese_number(bare)


def vague_number(text: str, *, unit: str = "") -> tuple[int, ...] | None:
    """The whole numbers that a text which says about how many may mean: 三四人 → 3, 4, 34; 约20 → 20.

    Empty where it is vague and no number can be offered (若干, 十几个); ``None`` where it is not
    vague, but a whole number or none at all.
    """
    if whole_number(text, unit=unit) is not None:
        return None
    bare = _without_counters(_TOGETHER.sub("", text).strip(), unit)
    exact = _ABOUT_BEFORE.sub("", bare).strip()
    while (shorter := _without_counters(_ABOUT_BEHIND.sub("", exact).strip(), unit)) != exact:
        exact = shorter
    if exact != bare and (number := whole_number(exact)) is not None:
        return (number,)
    if (found := _RANGE.fullmatch(exact)) and None not in (
        both := [whole_number(part, unit=unit) for part in found.groups()]
    ):
        return tuple(dict.fromkeys(number for number in both if number is not None))
    if NUMERALS.fullmatch(exact):
        return _meanings(exact)
    if exact != bare and not exact:
        return ()
    return () if _MANY.fullmatch(exact) or _MANY.fullmatch(bare) else None


def _meanings(words: str) -> tuple[int, ...] | None:
    """What Chinese numerals that are no number may mean: 十七八 → 17, 18; 一百八 → 180, 108."""
    if _ROUND.fullmatch(words) and words[0] not in "百千万":
        place = 10_000 if words[-2] == "万" else _TENS[words[-2]]
        spoken = _spelled(words[:-1])
        last = _DIGITS[words[-1]]
        return None if spoken is None else (spoken + last * place // 10, spoken + last)
    if words in "一二三四五六七八九" and len(words) > 2:
        return tuple(_DIGITS[mark] for mark in words)
    for found in re.finditer(rf"(?=({_BESIDE.pattern}))", words):
        at = found.start()
        each = [_spelled(words[:at] + mark + words[at + 2 :]) for mark in found[1]]
        numbers = [number for number in each if number is not None]
        if len(numbers) == 2:
            whole = _spelled(words) if "两" not in words else None
            return tuple(dict.fromkeys([*numbers, *([whole] if whole is not None else [])]))
    if words in ("百", "千", "佰", "仟"):
        return (_TENS[words],)
    return () if _loose(words) else None


def _without_counters(text: str, unit: str) -> str:
    bare = re.sub(r"(?<=\d)[,，](?=\d{3}(?:\D|$))", "", text)
    bare = _AMONG_THEM.sub("", bare).strip()
    bare = _THOUSANDS.sub(lambda found: "".join(found[0].split()), bare)
    counters = f"{re.escape(unit)}|{_COUNTERS}" if unit else _COUNTERS
    return re.sub(rf"(?<=.)(?:\s*(?:{counters}))+$", "", bare).strip()


def with_digits(text: str) -> str:
    """A text with its Chinese numerals as digits: 二〇二四年三月五日 → 2024年3月5日.

    Of 三四月 and 二三点 nobody can say what they are: they stay. 二四年 is a year.
    """

    def digits(found: re.Match[str]) -> str:
        number = chinese_number(found[0])
        if number is None and text[found.end() :].startswith("年") and len(found[0]) == 2:
            number = _spelled(found[0])
        return found[0] if number is None else str(number)

    return NUMERALS.sub(digits, text)


STROKES = frozenset({"/", "\\", "-", "--", "—", "——", "－", "／"})
"""What people write into a cell of which they have nothing to say."""


class _Counted(Protocol):
    """What is asked of a field."""

    @property
    def required(self) -> bool: ...
    @property
    def minimum(self) -> int | None: ...
    @property
    def default(self) -> object: ...


def for_a_stroke(typed: object, field: _Counted) -> str:
    """What to write instead of a stroke where a number belongs; ``""`` of anything else."""
    if str(typed).strip() not in STROKES:
        return ""
    words = [] if field.minimum else ["没有的写 0"]
    # Where an empty one would become 0 it says no more than the stroke.
    words += [] if field.required or field.default is not None else ["不知道的空着"]
    return f"{'，'.join(words)}。" if words else ""
