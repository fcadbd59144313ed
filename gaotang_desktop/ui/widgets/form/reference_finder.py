"""Finding a village or a unit by a part of its name, its pinyin, or its pinyin initials."""

from collections.abc import Sequence

from gaotang_desktop import pinyin
from gaotang_desktop.domain.fields import Reference, bare_text, same_text


class ReferenceFinder:
    """Searches one register; pinyin is worked out when Latin letters are typed first."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.references = sorted(references, key=lambda each: (each.order, each.label))

    def matching(self, typed: str, *, limit: int = 50) -> list[Reference]:
        """Names that start with what was typed, then those that contain it, in display order.

        Where there are none, those that are also called so.
        """
        text = "".join(typed.split()).casefold()
        if not text:
            return self.references[:limit]
        labels = [(each, "".join(each.label.split()).casefold()) for each in self.references]
        found = [each for each, label in labels if label.startswith(text)]
        found += [each for each, label in labels if text in label and not label.startswith(text)]
        if pinyin.is_typed(text):
            found += [
                each
                for each in self.references
                if each not in found and pinyin.spells(pinyin.spelling(each.label), text)
            ]
        if not found and len(text) > 1:  # of 镇 alone every unit would be called so
            found = [
                each
                for each in self.references
                if any(bare_text(word).startswith(text) for word in each.also)
            ]
        return found[:limit]

    def exact(self, typed: str) -> Reference | None:
        """The one record of this name, or that alone is called so as well; width, case and blanks do not matter."""
        text = typed.strip()
        named = next((each for each in self.references if same_text(each.label, text)), None)
        if named is not None:
            return named
        called = [
            each for each in self.references if any(same_text(word, text) for word in each.also)
        ]
        return called[0] if len(called) == 1 else None

    def by_id(self, record_id: int) -> Reference | None:
        """The record of this id."""
        return next((each for each in self.references if each.id == record_id), None)
