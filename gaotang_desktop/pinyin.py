"""Chinese words as a keyboard spells them: whole syllables, initials, or both mixed."""

from functools import cache, lru_cache

# One character as the ways it can be spelled: 乐 is ("le", "yue").
Spelling = tuple[tuple[str, ...], ...]


@cache
def _ways(mark: str) -> tuple[str, ...]:
    import pypinyin  # slow to import, and much work is done without it

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


def spells_within(spelled: Spelling, typed: str) -> bool:
    """Whether ``typed`` spells consecutive characters anywhere, from the start of one of them."""
    first = typed[0]
    return any(
        any(way[0] == first for way in ways) and spells(spelled, typed, start=place)
        for place, ways in enumerate(spelled)
    )
