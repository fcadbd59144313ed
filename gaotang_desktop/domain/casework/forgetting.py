"""Covering one person for good wherever he stands: 王芳 → 王某某, his numbers → ``*``.

The rule is that of :mod:`~gaotang_desktop.domain.privacy`: a name is covered wherever it stands, but not
within a longer name that is known (officials, places, other residents), and one that is a word of
every day only in his own matters. What was left for such a reason is told.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.privacy import Cover, Known, bare_names, masked_name
from gaotang_desktop.domain.writings.names import COMPOUND, GAP

_PERSON = re.compile(r"[\u3400-\u9fff·]{2,}")
_ALONE = re.compile(r"[\u3400-\u9fff·]{2,4}")
_FEWEST, _MOST = 7, 18
# Not within a longer number; the four digits of a character that JSON wrote as such are none.
_FAR = r"(?:(?<!\d)|(?<=\\u[0-9a-fA-F]{4}))"
_DIGIT = re.compile(r"[\dXxＸ]")
_LABEL = r"(?:(?:联系|手机|电话|身份证|号码|号)[：:\s]{0,2}){0,3}"
_TO_FIRST = re.compile(rf"[（(：:\s]{{0,3}}{_LABEL}")
_TO_NEXT = re.compile(rf"[，,、;；/／\s]{{0,2}}{_LABEL}")


@dataclass(frozen=True, slots=True)
class Text:
    """A text afterwards; ``replaced`` how often he stood there, ``left`` the words that stayed."""

    words: str
    replaced: int
    left: tuple[str, ...] = ()


def checked(name: str, known: Known) -> str:
    """The name, as it is looked for.

    Raises:
        Invalid: it is no name of a person, or that of an official, a village or a unit.
    """
    name = "".join(name.split())
    if not _PERSON.fullmatch(name) or bare_names(name) != [name]:
        raise Invalid(
            {"name": f"“{name}”不是一个人的姓名，没有改动。请写一个人的全名，至少两个字，如 王芳。"}
        )
    if name in known.places:
        raise Invalid({"name": f"“{name}”是村、单位或者本乡镇的名称，不能隐去。"})
    if name in known.officials:
        raise Invalid(
            {"name": f"“{name}”是登记的干部、联系人或者带队人，他的名字要留在台账里，不能隐去。"}
        )
    return name


def checked_number(number: str) -> str:
    """The digits of a phone or ID number.

    Raises:
        Invalid: it is too short or too long to be one.
    """
    digits = "".join(_DIGIT.findall(number)).upper().replace("Ｘ", "X")
    if not _FEWEST <= len(digits) <= _MOST:
        raise Invalid(
            {"phone": f"“{number}”不像电话或者身份证号，应为 7 到 18 位。请照抄台账里的写法。"}
        )
    return digits


class Person:
    """One person, and what covers him in texts."""

    def __init__(self, name: str, numbers: Iterable[str], known: Known) -> None:
        """``name`` and ``numbers`` are checked."""
        others = {
            each
            for entry in known.residents
            for each in bare_names(entry)
            if _ALONE.fullmatch(each)
        }
        self.name = name
        self.cover = masked_name(name)
        self.numbers = tuple(dict.fromkeys(numbers))
        self._known = known
        self._cover = Cover(
            replace(
                known,
                residents=frozenset({name}),
                officials=known.officials | (others - {name}),
            )
        )
        self._written = [re.compile(_anyhow(each)) for each in self.numbers]
        begun = {
            each[:end]
            for each in (name, *self.numbers)
            for end in range(5 if each[0].isdigit() else 2, len(each))
        }
        # What is the whole name of somebody or something else is not his.
        begun -= others | known.officials | known.places
        self._begun = sorted(begun, key=len, reverse=True)
        self._cut = re.compile(rf"(?:{'|'.join(self._begun) or '(?!)'})(?=…|，|$)")
        self._escaped = re.compile(
            r"(?: |\\u3000){0,2}".join(_escape(sign) for sign in name), re.IGNORECASE
        )
        self._instead = "".join(f"\\u{ord(sign):04x}" for sign in self.cover)

    @property
    def is_word(self) -> bool:
        """Whether the name is a word of every day, and so covered in his own matters alone."""
        return bool(self._cover.ambiguous)

    @property
    def patterns(self) -> tuple[str, ...]:
        """For SQL's LIKE: each text in which he stands is like one of these; others may be, too."""
        surnames = {self.name[:1], self.name[:2]} if self.name[:2] in COMPOUND else {self.name[:1]}
        wide = [f"{each}{gap}%{self.name[-1]}" for each in sorted(surnames) for gap in GAP]
        return tuple(f"%{each}%" for each in (*self.certain, *wide))

    @property
    def certain(self) -> tuple[str, ...]:
        """What is his wherever it stands, as in a file that cannot be changed; for LIKE too."""
        written = "".join(f"\\u{ord(sign):04x}" for sign in self.name)
        surname = 2 if self.name[:2] in COMPOUND and len(self.name) > 2 else 1
        wide = {
            said
            for gap in (*GAP, *(2 * each for each in GAP))
            for said in (gap.join(self.name), self.name[:surname] + gap + self.name[surname:])
        }
        return (self.name, written, *sorted(wide), *(_parts(each) for each in self.numbers))

    def covered(self, text: str, *, own: bool = False, alone: bool = False) -> Text:
        """A text without him.

        ``own``: it is of his own matter. ``alone``: it is one name, and a longer one is another's.
        """
        pieces: list[tuple[int, int, str]] = []
        if not (alone and _ALONE.fullmatch(text) and text != self.name):
            mine = frozenset({self.name}) if own and self.is_word else frozenset()
            pieces = self._cover.named(text, mine)
        for written in self._written:
            pieces += [
                (found.start(), found.end(), _DIGIT.sub("*", found[0]))
                for found in written.finditer(text)
            ]
        said: list[str] = []
        end = 0
        for start, stop, instead in sorted(pieces):
            if start >= end:
                said += (text[end:start], instead)
                end = stop
        words, more = self._escaped.subn(lambda _found: self._instead, "".join((*said, text[end:])))
        left = tuple(
            words[max(0, at.start() - 6) : at.end() + 6]
            for at in re.finditer(re.escape(self.name), words)
        )
        return Text(words, len(pieces) + more, left)

    @property
    def cut_off(self) -> tuple[str, ...]:
        """For LIKE: titles that are cut within his name or one of his numbers."""
        return tuple(f"%{each}{end}" for each in self._begun for end in ("", "…%", "，%"))

    def title(self, text: str, *, own: bool = False) -> str:
        """The title of a step without him, also where it was cut within his name or a number."""
        words = self.covered(text, own=own).words
        return self._cut.sub(
            lambda cut: "*" * len(cut[0]) if cut[0].isdigit() else self.cover, words
        )

    def beside(self, text: str, *, own: bool = False) -> list[str]:
        """Numbers that are written right behind his name: 王芳（13800000000）; not those of the office."""
        mine = frozenset({self.name}) if own and self.is_word else frozenset()
        numbers = {start: (stop, said) for start, stop, said in self._cover.numbers(text)}
        found = []
        for _start, end, _instead in self._cover.named(text, mine) if numbers else ():
            gap, at = _TO_FIRST, end
            while (step := gap.match(text, at)) and step.end() in numbers:
                at, said = numbers[step.end()]
                found.append(checked_number(said))
                gap = _TO_NEXT
        return found


def _escape(sign: str) -> str:
    return rf"\\u{ord(sign):04x}"


def _anyhow(digits: str) -> str:
    """A number however it is written: 139 8765 4321, +86-13987654321, 0396-1234567, …12x."""
    if len(digits) == 11 and digits[0] == "1":
        return rf"{_FAR}(?:(?:\+|00)?86[- ]?)?{digits[:3]}[- ]?{digits[3:7]}[- ]?{digits[7:]}(?!\d)"
    if digits[0] == "0":
        return rf"{_FAR}{digits[:3]}[-－—]?{digits[3]}[-－—]?{digits[4:]}(?!\d)"
    if digits.endswith("X"):
        return rf"{_FAR}{digits[:-1]}[XxＸ]"
    return rf"{_FAR}{digits}(?!\d)"


def _parts(digits: str) -> str:
    """A number for LIKE, with anything where its parts may stand apart."""
    if len(digits) == 11 and digits[0] == "1":
        return f"{digits[:3]}%{digits[3:7]}%{digits[7:]}"
    if digits[0] == "0":
        return f"{digits[:3]}%{digits[3]}%{digits[4:]}"
    return digits.removesuffix("X")
