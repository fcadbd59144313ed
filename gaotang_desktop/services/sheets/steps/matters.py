"""The dispute, the opinion or the intake that a row of a sheet of steps names (编号、工单号、事项)."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from typing_extensions import override

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries.casework import matters as queries
from gaotang_desktop.data.queries.casework.matters import Named
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.casework.extensions import OWNERS
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.services import records
from gaotang_desktop.services.casework.noting import MATTERS
from gaotang_desktop.services.sheets.references import Finder, name_key
from gaotang_desktop.simplified import simplified

CALLED: Mapping[str, str] = {
    word: MATTERS[name]
    for name, words in (
        ("dispute_id", ("矛盾纠纷", "纠纷")),
        ("opinion_id", ("意见建议", "意见")),
        ("intake_id", ("诉求登记", "诉求")),
    )
    for word in words
}
"""What stands before a number, or under 类别, and says of which register it is."""
_NUMBER_FIRST = re.compile(r"^[^\s（(]+")
_INTAKE = "诉"  # begins the numbers of one register; may be left out where only that is meant


class Matter(NamedTuple):
    """A matter that a sheet names: of which register, and whose it is."""

    kind: str
    named: Named


class MatterFinder(Finder):
    """Finds matters of all registers under one heading; villages and units like every finder.

    ``of_any`` says whether the words of the sheet may name a matter of any register.
    """

    def __init__(self, session: Session, town: str, cover: Callable[[str], str]) -> None:
        super().__init__(session, town)
        self.of_any = False
        self._cover = cover
        self._named: dict[str, dict[str, set[int]]] = {}
        self._by_id: dict[tuple[str, int], Named] = {}

    def matter(self, kind: str, record_id: int) -> Matter:
        """One matter that was found."""
        self._read()
        return Matter(kind, self._by_id[kind, record_id])

    @override
    def find_either(self, kind: str, each: Field, written: str) -> tuple[str, int]:
        """The field and the matter meant; a number may stand under the heading of another register.

        Raises:
            Invalid: none, or more than one, is called so.
        """
        if each.name not in MATTERS:
            return super().find_either(kind, each, written)
        self._read()
        words = simplified(fields.one_line(written))
        own = tuple(OWNERS) if self.of_any else (MATTERS[each.name],)
        for kinds in dict.fromkeys((own, tuple(OWNERS))):
            found = self._found(words, kinds)
            if len(found) == 1:
                ((of, number),) = found
                return OWNERS[of][0], number
            if found:
                labels = tuple(self._told(of, number) for of, number in sorted(found, key=_order))
                said = "，还是".join(f"“{label}”" for label in labels)
                raise Invalid({each.name: f"“{words}”可能是{said}，请写清楚。"}, offers=labels)
        raise Invalid(
            {
                each.name: fields.briefly(
                    f"没有找到“{words}”这件纠纷、意见或者诉求，请核对编号；意见没有编号，写工单号或者意见原文。"
                )
            }
        )

    def _told(self, kind: str, number: int) -> str:
        return f"{records.label_of(kind)} {self._by_id[kind, number].label}"

    def _found(self, words: str, kinds: Iterable[str]) -> set[tuple[str, int]]:
        """What is called so; ``kinds`` are the registers that are asked."""
        for text, asked in _readings(words, tuple(kinds)):
            keys = [name_key(text)]
            if len(asked) == 1:
                keys.append(name_key(f"{_INTAKE}{text}"))
            if (first := _NUMBER_FIRST.match(text)) is not None:
                keys.append(f"no {name_key(first[0])}")
            for key in keys:
                found = {(of, at) for of in asked for at in self._named[of].get(key, ())}
                if found:
                    return self._without_origins(found)
        return set()

    def _without_origins(self, found: set[tuple[str, int]]) -> set[tuple[str, int]]:
        """An intake that became another matter of those found is that one."""
        became = {(of, at): self._by_id[of, at].became for of, at in found}
        kept = {each for each, into in became.items() if into not in found}
        return kept or found

    def _read(self) -> None:
        if self._named:
            return
        for kind in OWNERS:
            known: dict[str, set[int]] = {}
            for each in queries.named(self._session, kind):
                self._by_id[kind, each.id] = each
                numbers = [number for number in each.numbers if number]
                texts = [each.label, each.text, f"{records.label_of(kind)} {each.label}"]
                texts += [self._cover(text) for text in texts]
                for key in {*map(name_key, (*numbers, *texts))}:
                    known.setdefault(key, set()).add(each.id)
                for number in numbers:
                    known.setdefault(f"no {name_key(number)}", set()).add(each.id)
            self._named[kind] = known


def _readings(words: str, kinds: tuple[str, ...]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The words as they stand, and without the word of a register before them: 纠纷2026-031."""
    yield words, kinds
    for called, kind in CALLED.items():
        rest = words.removeprefix(called).strip(" :：-—")
        if words.startswith(called) and rest:
            yield rest, (kind,)
            return


def _order(matter: tuple[str, int]) -> tuple[int, int]:
    return list(OWNERS).index(matter[0]), matter[1]
