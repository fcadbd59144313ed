"""Finding a village or a unit by a part of its name, its pinyin, or its pinyin initials."""

from collections.abc import Sequence

from gaotang_desktop.domain.fields import Reference, same_text

# One character as the ways it can be spelled: 乐 is ("le", "yue").
_Spelling = list[tuple[str, ...]]


class ReferenceFinder:
    """Searches one register; pinyin is worked out when Latin letters are typed first."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.references = sorted(references, key=lambda each: (each.order, each.label))
        self._spellings: dict[int, _Spelling] | None = None

    def matching(self, typed: str, *, limit: int = 50) -> list[Reference]:
        """Names that start with what was typed, then those that contain it, in display order."""
        text = "".join(typed.split()).casefold()
        if not text:
            return self.references[:limit]
        labels = [(each, "".join(each.label.split()).casefold()) for each in self.references]
        found = [each for each, label in labels if label.startswith(text)]
        found += [each for each, label in labels if text in label and not label.startswith(text)]
        if text.isascii() and text.isalpha():
            spelled = self._spelled()
            found += [
                each
                for each in self.references
                if each not in found and _spells(spelled[each.id], text)
            ]
        return found[:limit]

    def exact(self, typed: str) -> Reference | None:
        """The one record of this name; width, case and blanks do not matter."""
        text = typed.strip()
        return next((each for each in self.references if same_text(each.label, text)), None)

    def by_id(self, record_id: int) -> Reference | None:
        """The record of this id."""
        return next((each for each in self.references if each.id == record_id), None)

    def _spelled(self) -> dict[int, _Spelling]:
        if self._spellings is None:
            import pypinyin  # slow to import, and many forms are filled without it

            style = pypinyin.Style.NORMAL

            self._spellings = {
                each.id: [
                    tuple(dict.fromkeys(pypinyin.pinyin(mark, style=style, heteronym=True)[0]))
                    for mark in "".join(each.label.split()).casefold()
                ]
                for each in self.references
            }
        return self._spellings


def _spells(spelling: _Spelling, typed: str) -> bool:
    """Whether ``typed`` is made of initials or syllables of consecutive characters from the first."""
    ends = {0}
    for ways in spelling:
        following: set[int] = set()
        for start in ends:
            rest = typed[start:]
            for way in ways:
                if way.startswith(rest):
                    return True
                if rest.startswith(way):
                    following.add(start + len(way))
                if rest[0] == way[:1]:
                    following.add(start + 1)
        if len(typed) in following:
            return True
        ends = following
        if not ends:
            return False
    return False
