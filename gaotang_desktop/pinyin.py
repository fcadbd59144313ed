"""Chinese words as a keyboard spells them: whole syllables, initials, or both mixed."""

import os
import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from types import ModuleType

# One character as the ways it can be spelled: 乐 is ("le", "yue").
Spelling = tuple[tuple[str, ...], ...]
# Where in a text what was typed is spelled; nothing where it is not.
Place = Callable[[str], int | None]


@cache
def _dictionary() -> ModuleType:
    """Slow to import, and much work is done without it."""
    # Single characters are asked for: the dictionary of phrases would take 40 MB for nothing.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    import pypinyin
    from pypinyin.constants import PINYIN_DICT

    # 42,000 characters have 8,600 ways to be spelled: each is kept once.
    known: dict[str, str] = {}
    for code, ways in PINYIN_DICT.items():
        PINYIN_DICT[code] = known.setdefault(ways, ways)
    return pypinyin


@cache
def _ways(mark: str) -> tuple[str, ...]:
    pypinyin = _dictionary()
    found = pypinyin.pinyin(mark, style=pypinyin.Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(found[0])) if found else (mark,)


@lru_cache(maxsize=65536)
def spelling(words: str) -> Spelling:
    """How each character may be spelled; blanks are left out, letters and figures stand as such."""
    return tuple(_ways(mark) for mark in "".join(words.split()).casefold())


def is_typed(text: str) -> bool:
    """Whether a text can be pinyin at all: Latin letters alone."""
    return text.isascii() and text.isalpha()


def spells(spelled: Spelling, typed: str, *, start: int = 0) -> bool:
    """Whether ``typed`` is made of initials or syllables of consecutive characters from ``start``."""
    ends = {0}
    for ways in spelled[start:]:
        following: set[int] = set()
        for begun in ends:
            rest = typed[begun:]
            for way in ways:
                if way.startswith(rest):
                    return True
                if rest.startswith(way):
                    following.add(begun + len(way))
                if rest[0] == way[:1]:
                    following.add(begun + 1)
        if len(typed) in following:
            return True
        ends = following
        if not ends:
            return False
    return False


def matching(words: Sequence[str], typed: str) -> list[str]:
    """Words that begin with what was typed, contain it, or are spelled so (``cchs`` 抽查核实).

    Nobody types the marks between characters: ``fadz`` is 发案：电诈.
    """
    text = "".join(typed.split()).casefold()
    if not text:
        return list(words)
    found = [each for each in words if each.casefold().startswith(text)]
    found += [each for each in words if text in each.casefold() and each not in found]
    if is_typed(text):
        bare = {each: "".join(mark for mark in each if mark.isalnum()) for each in words}
        found += [e for e in words if e not in found and spells(spelling(bare[e]), text)]
    return found


def spells_within(spelled: Spelling, typed: str) -> bool:
    """Whether ``typed`` spells consecutive characters anywhere, from the start of one of them."""
    first = typed[0]
    return any(
        any(way[0] == first for way in ways) and spells(spelled, typed, start=place)
        for place, ways in enumerate(spelled)
    )


# So many letters are looked for at once; longer ones would be cut in too many ways.
_LETTERS = 6


class Alphabet:
    """The characters met so far by what spells them, to search many names at once.

    One regular expression looks through a text for everything that the letters may stand for,
    which is some fifty times as fast as spelling each name.
    """

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._marks: dict[str, str] = {}

    def learn(self, text: str) -> None:
        """Take in the characters of a text."""
        for mark in set(text) - self._known:
            for way in _ways(mark):
                self._marks[way] = self._marks.get(way, "") + mark
            self._known.add(mark)

    def finder(self, typed: str) -> Place:
        """Where in a text, casefolded and without blanks, the letters spell characters, if they do.

        Names in one text are parted by line breaks; nothing is found across one.
        """
        written = self._pattern(typed[:_LETTERS])
        if not written:
            return lambda text: None
        search = re.compile(written).search

        def place(text: str) -> int | None:
            found = search(text)
            return None if found is None else found.start()

        def exactly(text: str) -> int | None:
            if search(text) is None:
                return None
            begun = 0
            for name in text.split("\n"):
                if spells_within(spelling(name), typed):
                    return begun
                begun += len(name) + 1
            return None

        return place if len(typed) <= _LETTERS else exactly

    def _pattern(self, typed: str) -> str:
        """The letters as characters: the last one may be spelled in part."""
        options = []
        if last := self._begun(typed):
            options.append(last)
        for end in range(1, len(typed)):
            head = self._begun(typed[0]) if end == 1 else _one_of(self._marks.get(typed[:end], ""))
            if head and (rest := self._pattern(typed[end:])):
                options.append(head + rest)
        return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})" if options else ""

    def _begun(self, letters: str) -> str:
        found = (marks for way, marks in self._marks.items() if way.startswith(letters))
        return _one_of("".join(sorted(set("".join(found)))))


def _one_of(marks: str) -> str:
    return f"[{re.escape(marks)}]" if marks else ""
