"""Word's automatic numbering as the text that Word shows: 一、 （一） 1."""

from typing import Any
from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_LEVELS = 9


class Numbering:
    """Counts the numbered paragraphs of one document, in order."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        """``styles`` and ``numbering`` are the parts of that name, where the document has them."""
        self._abstract: dict[str, Any] = {}
        self._nums: dict[str, Any] = {}
        self._styles: dict[str, Any] = {
            style.get(f"{_W}styleId") or "": style
            for style in (() if styles is None else styles.iter(f"{_W}style"))
        }
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") == "1"
            ),
            "",
        )
        self._counters: dict[str, list[int | None]] = {}
        self._overridden: set[str] = set()
        for each in () if numbering is None else numbering.iter(f"{_W}abstractNum"):
            self._abstract[each.get(f"{_W}abstractNumId") or ""] = each
        for each in () if numbering is None else numbering.iter(f"{_W}num"):
            self._nums[each.get(f"{_W}numId") or ""] = each

    def label(self, paragraph: Any) -> str:
        """The numbering in front of the next paragraph; empty for one that has none."""
        number, level = self._place(paragraph)
        num = self._nums.get(number)
        if num is None:
            return ""
        levels, abstract = self._levels(num)
        shown = levels.get(level)
        if shown is None:
            return ""
        counter = self._counters.setdefault(abstract, [None] * _LEVELS)
        self._restart(num, number, counter)
        first = _start(shown)
        before = counter[level]
        counter[level] = first if before is None else before + 1
        counter[level + 1 :] = [None] * (_LEVELS - level - 1)
        if _value(shown, "numFmt") in ("bullet", "none"):
            return ""
        text = _value(shown, "lvlText")
        for at in range(_LEVELS):
            if f"%{at + 1}" in text:
                other = levels.get(at, shown)
                legal = at != level and shown.find(f"{_W}isLgl") is not None
                count = counter[at]
                if count is None:
                    count = counter[at] = _start(other)
                style = "decimal" if legal else _value(other, "numFmt")
                text = text.replace(f"%{at + 1}", spell(count, style))
        # A label such as 1 or 第一条 needs a blank to stand apart from the words.
        return text if text[-1:] in tuple("、.．)）") else text + " "

    def outline_level(self, paragraph: Any) -> int:
        """How far down a paragraph stands among the headings, from 1; 0 for one that is no heading."""
        own = paragraph.find(f"{_W}pPr")
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        key = style.get(f"{_W}val") if style is not None else self._default
        seen: set[str] = set()
        found = _value(own, "outlineLvl") if own is not None else ""
        while not found and key in self._styles and key not in seen:
            seen.add(key)
            inherited = self._styles[key].find(f"{_W}pPr")
            found = _value(inherited, "outlineLvl") if inherited is not None else ""
            key = _value(self._styles[key], "basedOn")
        return int(found) + 1 if found.isdecimal() and int(found) < _LEVELS else 0

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level, from the paragraph itself or its style and the styles under that."""
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        key = style.get(f"{_W}val") if style is not None else self._default
        number = _value(found, "numId") if found is not None else ""
        level = _value(found, "ilvl") if found is not None else ""
        seen: set[str] = set()
        while (not number or not level) and key in self._styles and key not in seen:
            seen.add(key)
            inherited = self._styles[key].find(f"{_W}pPr/{_W}numPr")
            if inherited is not None:
                number = number or _value(inherited, "numId")
                level = level or _value(inherited, "ilvl")
            key = _value(self._styles[key], "basedOn")
        at = int(level) if level.isdecimal() else 0
        return number, min(at, _LEVELS - 1)

    def _levels(self, num: Any) -> tuple[dict[int, Any], str]:
        """The levels of a list by their depth, its own changes included."""
        key = _value(num, "abstractNumId")
        abstract = self._abstract.get(key)
        if abstract is not None and (link := _value(abstract, "numStyleLink")):
            linked = [k for k, a in self._abstract.items() if _value(a, "styleLink") == link]
            key = linked[0] if linked else key
            abstract = self._abstract[key]
        levels = {} if abstract is None else _by_depth(abstract)
        for override in num.iter(f"{_W}lvlOverride"):
            levels.update(_by_depth(override))
        return levels, key

    def _restart(self, num: Any, number: str, counter: list[int | None]) -> None:
        """A list that overrides its start begins anew where it is first used."""
        if number in self._overridden:
            return
        self._overridden.add(number)
        for override in num.iter(f"{_W}lvlOverride"):
            start = _value(override, "startOverride")
            depth = int(override.get(f"{_W}ilvl") or 0)
            if start.isdecimal() and depth < _LEVELS:
                counter[depth] = int(start) - 1


def spell(count: int, style: str) -> str:
    """A number as Word shows it in the given ``numFmt``; unknown formats as digits."""
    if style in ("chineseCounting", "chineseCountingThousand", "japaneseCounting"):
        return _chinese(count)
    if style in ("taiwaneseCounting", "taiwaneseCountingThousand", "ideographTraditional"):
        return _chinese(count)
    if style in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    if style == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))
    if style.startswith("decimalEnclosedCircle") and 1 <= count <= 20:
        return chr(ord("①") + count - 1)
    if style == "decimalZero":
        return f"{count:02d}"
    if style in ("lowerLetter", "upperLetter") and count >= 1:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and count >= 1:
        roman = _roman(count)
        return roman.lower() if style == "lowerRoman" else roman
    return str(count)


def _chinese(count: int) -> str:
    if not 0 < count < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    tens, ones = divmod(count, 10)
    front = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return front + (_DIGITS[ones] if ones else "")


def _roman(count: int) -> str:
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, sign in signs:
        text += sign * (count // value)
        count %= value
    return text


def _by_depth(element: Any) -> dict[int, Any]:
    return {int(level.get(f"{_W}ilvl") or 0): level for level in element.iter(f"{_W}lvl")}


def _start(level: Any) -> int:
    start = _value(level, "start")
    return int(start) if start.isdecimal() else 1


def _value(element: Any, tag: str) -> str:
    found = element.find(f"{_W}{tag}")
    return (found.get(f"{_W}val") or "") if found is not None else ""
