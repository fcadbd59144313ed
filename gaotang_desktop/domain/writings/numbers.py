"""Whole numbers as people write them: 3, ３, 3人, 三人, 十二, 1,200, 1.2万."""

import re

_DIGITS = {mark: at for at, mark in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": 0, "○": 0, "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
_DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_NUMERALS = "".join([*_DIGITS, *_TENS, "廿", "卅", "万"])
NUMERALS = re.compile(f"[{_NUMERALS}]+")
"""A run of Chinese numerals."""
_COUNTERS = "人次|户次|人|名|个|位|户|份|件|次|家|场|起|条|项|张|处|村次|元|天|分钟|分"


def chinese_number(words: str) -> int | None:
    """三 → 3, 十二 → 12, 二十 → 20, 一百零五 → 105, 二〇二四 → 2024; ``None`` where it is no number."""
    if not words or not NUMERALS.fullmatch(words):
        return None
    words = words.replace("廿", "二十").replace("卅", "三十")
    if all(mark in _DIGITS for mark in words):
        return int("".join(str(_DIGITS[mark]) for mark in words))
    before, much, after = words.rpartition("万")
    if much:
        high = chinese_number(before)
        low = chinese_number(after.lstrip("零〇")) if after else 0
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
    bare = re.sub(r"(?<=\d)[,，](?=\d{3}(?:\D|$))", "", text)
    bare = re.sub(r"^(共计|总共|共|计)", "", bare).strip()
    counters = f"{re.escape(unit)}|{_COUNTERS}" if unit else _COUNTERS
    bare = re.sub(rf"(?<=.)\s*(?:{counters})$", "", bare).strip()
    if found := re.fullmatch(r"([+-]?\d{1,15})(?:\.0+)?", bare):
        return int(found[1])
    if found := re.fullmatch(r"(\d{1,4}(?:\.\d{1,4})?)\s*万", bare):
        whole, _, part = found[1].partition(".")
        return int(whole) * 10_000 + int((part + "0000")[:4])
    return chinese_number(bare)


def with_digits(text: str) -> str:
    """A text with its Chinese numerals as digits: 二〇二四年三月五日 → 2024年3月5日."""

    def digits(found: re.Match[str]) -> str:
        number = chinese_number(found[0])
        return found[0] if number is None else str(number)

    return NUMERALS.sub(digits, text)
