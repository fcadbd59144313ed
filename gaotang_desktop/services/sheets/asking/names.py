"""Words of a sheet that are no value of their field: which is meant, or what is to be registered.

Said once, it holds for every row with these words. A name that is registered so goes with the import
when that is undone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.domain.errors import Invalid, Unreadable
from gaotang_desktop.domain.fields import Field, plain
from gaotang_desktop.domain.sheets.rows import RowError
from gaotang_desktop.domain.units import is_all_villages
from gaotang_desktop.domain.villages import display_name, is_whole_town, kind_of
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.asking import gaps, part_answers, several, which_poll
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.references import Finder, name_key, others

REGISTERED: Mapping[str, str] = {
    "villages": "", "units": "", "places": "place_type", "dispute-categories": "",
    "polls": "level",
}  # fmt: skip
"""The registers into which a name may be put by itself; what else each record must then say."""


_SHOWN = 3  # of several names in a cell those that are offered by themselves


@dataclass(frozen=True, slots=True)
class Stranger:
    """Words that no value of a field is called by, in ``rows`` rows; ``offers`` are values like them.

    ``values`` are all that are possible, ``registers`` the kinds of which it may be a new record.
    """

    name: str
    label: str
    words: str
    rows: int
    offers: tuple[str, ...]
    values: tuple[str, ...]
    registers: tuple[str, ...]


def strangers(session: Session, kind: str, errors: Iterable[RowError]) -> tuple[Stranger, ...]:
    """What rows were refused for, words by words."""
    known = part_answers.answerable(kind)
    counts: Counter[tuple[str, str]] = Counter()
    offered: dict[tuple[str, str], tuple[str, ...]] = {}
    written: dict[tuple[str, str], tuple[str, str]] = {}  # 讲 座 is 讲座
    for error in errors:
        if error.unknown is not None:
            name, words = error.unknown
            said = written.setdefault((name, name_key(words)), error.unknown)
            counts[said] += 1
            each = (several.EACH, *error.several[:_SHOWN]) if error.several else ()
            offered[said] = each or error.offers
    values = {name: gaps.possible(session, known[name]) for name in {n for n, _words in counts}}
    return tuple(
        Stranger(
            name, known[name].label, words, count, offered[name, words], values[name],
            () if is_no_name(words) else registers(*part_answers.own(kind, known[name])),
        )
        for (name, words), count in counts.items()
    )  # fmt: skip


def registers(kind: str, each: Field) -> tuple[str, ...]:
    """The kinds of which an unknown name in a column may be a new record."""
    beside = (other for other in others(kind, each) if other != "villages")
    return tuple(k for k in dict.fromkeys((each.refers_to, *beside)) if k in REGISTERED and k)


_NO_NAME = re.compile(
    r"[、,，;；/／\n]|^除|以外|之外|[（(][含除]|等\s*\d*\s*[个村家户人]"
    r"|^(?:暂?无|没有|[待未暂]定|待明确|不[详明]|未知|空|同上|详?见\S*)$"
    r"|^\S{1,3}(?:书记|镇长|主任|所长|站长|队长|主席|委员)$"
)


def is_no_name(words: str) -> bool:
    """Whether words are no record's name: several (派出所、交管站), all but some (除北村外各村), nothing (待定), or
    somebody (张所长).
    """
    return _NO_NAME.search(words.strip()) is not None


def register_named(word: str) -> str:
    """The register that an operator names, by its label or its kind.

    Raises:
        Unreadable: there is none into which a name alone may be put.
    """
    for kind in REGISTERED:
        if plain(word) in (kind, records.label_of(kind)):
            return kind
    labels = "、".join(records.label_of(kind) for kind in REGISTERED)
    raise Unreadable(f"只凭名称能登记的是{labels}，没有“{plain(word)}”。")


def needed(kind: str) -> Field | None:
    """What else a record of a register must say."""
    return next((f for f in records.fields_for(kind) if f.name == REGISTERED[kind]), None)


class Names:
    """What the operator said of words and names of one sheet."""

    def __init__(
        self,
        session: Session,
        finder: Finder,
        kind: str,
        said: Choices,
        *,
        today: date,
    ) -> None:
        """See ``Choices`` for what may be ``said``."""
        self._session, self._finder, self._kind, self._today = session, finder, kind, today
        self._meant = {
            (name, name_key(words)): meaning for (name, words), meaning in said.meant.items()
        }
        self._one = {
            (name, name_key(words)): into for (name, words), into in said.registered.items()
        }
        self._all = said.register
        self._read: dict[tuple[str, str], tuple[str, str, str, set[int]]] = {}
        self._made: dict[tuple[str, int], str] = {}

    def meant(self, each: Field, raw: Any, row: int) -> Any:
        """The words to be read for those that stand in a cell."""
        if not self._meant:
            return raw
        said = self._meant.get((each.name, name_key(str(raw))))
        for_any = self._meant.get((each.name, several.ANY))
        if said is None and for_any is not None and self.several(each, raw):
            said = for_any
        if said == several.FIRST:
            said = next(iter(self.several(each, raw)), None)
        if said is None or said == several.EACH:
            return raw
        told = self._read.setdefault(
            (each.name, name_key(str(raw))), (each.label, str(raw), said, set())
        )
        told[3].add(row)
        return said

    def several(self, each: Field, raw: Any) -> list[str]:
        """The villages or units that a cell names, where they are several; else ``[]``."""
        if each.refers_to not in ("villages", "units"):
            return []
        return several.names_in(raw, several.knows(self._finder, self._kind, each))

    def registered(self, each: Field, raw: Any, problem: Invalid) -> tuple[str, int] | None:
        """The field and the new record that an unknown name becomes, if it is to be one.

        Raises:
            Unreadable: it cannot be registered.
        """
        words = str(raw).strip()
        into = self._one.get((each.name, name_key(words)))
        if into is None and not problem.offers and not is_no_name(words):
            kinds = [k for k in registers(self._kind, each) if k in self._all]
            into = (kinds[0], self._all[kinds[0]]) if kinds else None
            if into is not None and into[0] == "villages" and is_whole_town(words):
                return None
        if into is None:
            return None
        kind, more = into
        number = self._make(kind, words, more)
        if each.refers_to == kind:
            return each.name, number
        fields = records.fields_for(self._kind)
        return next(other.name for other in fields if other.refers_to == kind), number

    def _make(self, kind: str, words: str, more: str) -> int:
        values = {each.name: each.default for each in records.fields_for(kind)}
        values["name"] = display_name(words) if kind == "villages" else words
        if kind == "villages":
            values["kind"] = kind_of(values["name"])
        if kind == "units" and is_all_villages(words):
            values["stands_for"] = "全部村"
        if kind == "polls":
            values |= which_poll.founded(words)
        if (each := needed(kind)) is not None:
            values[each.name] = more or None
            if more not in each.choices:
                said = "、".join(each.choices)
                raise Unreadable(
                    f"登记{records.label_of(kind)}“{words}”还要写明{each.label}，只能是{said}。"
                )
        if found := records.check(kind, values, today=self._today):
            raise Unreadable(
                f"登记不了{records.label_of(kind)}“{words}”：{''.join(found.values())}"
            )
        number = records.store(self._session, kind, values)
        self._finder.learn(kind, values["name"], number)
        self._made[kind, number] = values["name"]
        return number

    def told(self) -> list[str]:
        """Sentences about what was read as meant and what was registered; what no row needs goes."""
        said = [
            f"“{label}”里的“{words.strip()}”按“{meant}”读，{len(rows)} 行。"
            for label, words, meant, rows in self._read.values()
        ]
        kept: dict[str, list[str]] = {}
        for (kind, number), name in self._made.items():
            record = self._session.get(CATALOGUE[kind], number)
            if record is None:
                continue
            if any(queries.needing(self._session, record)):
                kept.setdefault(kind, []).append(name)
            else:
                self._session.delete(record)
        self._session.flush()
        for kind, names in kept.items():
            said.append(f"新登记的{records.label_of(kind)}：{'、'.join(names)}。")
        return said
