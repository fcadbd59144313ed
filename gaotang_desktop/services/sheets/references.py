"""Names in a sheet become records of the registers (村名、单位名 → 名单里的记录)."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches

from gaotang_desktop import pinyin
from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.data.queries import units, villages
from gaotang_desktop.data.queries.casework import matters
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.villages import display_name, is_whole_town
from gaotang_desktop.domain.writings.numbers import with_digits
from gaotang_desktop.services import records
from gaotang_desktop.simplified import simplified

# A table of responsibilities names villages and units in one column.
_OR_ELSE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("assignments", "unit_id"): ("village_id",),
    ("inspections", "unit_id"): ("village_id", "place_id"),  # 被检查单位
    ("publicity-activities", "unit_id"): ("village_id",),
    ("findings", "unit_id"): ("village_id",),
}
_UNIT = Field("unit_id", "单位", Kind.REFERENCE, refers_to="units")
_NONE = -1
_SHARED = ("tasks", "meetings", "opinions")
"""Registers of which two may be called by one word, which then names neither."""
_VILLAGE = re.compile(r"[\u3400-\u9fff]{1,10}(?:村|社区|居委会|村委会)")


class Finder:
    """Villages by name, short name or code; units by name or alias; the rest by how lists name it."""

    def __init__(self, session: Session, town: str = "") -> None:
        """``town`` is the office's own, whose name may stand before that of a village or unit."""
        self._session = session
        self._town = town
        self._known: dict[str, dict[str, int]] = {}
        self._labels: dict[str, dict[int, str]] = {}
        self._unknown: dict[tuple[str, str], tuple[str, ...]] = {}

    def label(self, kind: str, record_id: int) -> str:
        """How lists name a record, also a binned one."""
        if kind not in self._labels:
            found = queries.references(self._session, kind)
            self._labels[kind] = {number: each.label for number, each in found.items()}
        return self._labels[kind].get(record_id, "")

    def find_either(self, kind: str, each: Field, written: str) -> tuple[str, int]:
        """The field and the record meant; a unit's column may name a village."""
        try:
            return each.name, self.find(each, written)
        except Invalid as problem:
            known = {field.name: field for field in records.fields_for(kind)}
            asked = problem
            for other in _OR_ELSE.get((kind, each.name), ()):
                try:
                    return other, self.find(known[other], written)
                except Invalid as another:
                    asked = asked if asked.offers else another  # which one may be meant
            raise (asked if asked.offers else problem) from None

    def learn(self, kind: str, name: str, number: int) -> None:
        """A record was registered in the meantime."""
        self._known.setdefault(kind, {})[name_key(name)] = number
        self._labels.pop(kind, None)
        self._unknown = {key: near for key, near in self._unknown.items() if key[0] != kind}

    def own_village(self, written: str) -> str:
        """What a village of a list is called: 高塘镇北村村民委员会 → 北村, 河口社区（原河口村） → 河口社区."""
        name = re.sub(r"(?<=.)[（(](?:原|曾用名|又名|含).*[）)]$", "", display_name(written))
        bare = name.removeprefix(self._town) if self._town else name
        return display_name(bare if _VILLAGE.fullmatch(bare) else name)

    def known_as(self, each: Field, written: str) -> int | None:
        """The record that a name means, if it means one."""
        with suppress(Invalid):
            return self.find(each, written)
        return None

    def standing_in(self, each: Field, text: str) -> tuple[str, ...]:
        """The records of a register whose names stand in a text, as lists name them."""
        kind = each.refers_to or ""
        self.known_as(each, text)  # reads the register
        held = {
            word: at
            for word, at in self._known[kind].items()
            if len(word) > 2 and word in name_key(text)
        }
        whole = {at for word, at in held.items() if not any(word != o and word in o for o in held)}
        return tuple(self.label(kind, at) for at in sorted(whole))

    def find(self, each: Field, written: str) -> int:
        """The record that a name means.

        Raises:
            Invalid: none, or more than one, is called so.
        """
        kind = each.refers_to or ""
        if kind not in self._known:
            spelled: dict[str, int] = {}
            for word, number in self._words(kind):
                # A clause number that two plans have names neither task.
                same = spelled.get(name_key(word), number)
                spelled[name_key(word)] = number if kind not in _SHARED or same == number else _NONE
            self._known[kind] = {word: at for word, at in spelled.items() if at != _NONE}
        name = fields.one_line(written)
        plain = simplified(name)
        writings = [*self._writings(kind, name)]
        writings += [] if plain == name else self._writings(kind, plain)
        for words in writings:
            keys = (self._known[kind].get(name_key(word)) for word in words)
            meant: list[int] = sorted({found for found in keys if found is not None})
            if len(meant) == 1:
                return meant[0]
            if meant:
                labels = tuple(self.label(kind, number) for number in meant)
                said = "，还是".join(f"“{label}”" for label in labels)
                raise Invalid({each.name: f"“{name}”可能是{said}，请写清楚。"}, offers=labels)
        if (kind, name) not in self._unknown:
            # 除北村外各村: the one that is left out is not what was meant.
            others = re.search("^除|以外|之外", plain) is not None
            self._unknown[kind, name] = () if others else self._alike(kind, plain)
        alike = self._unknown[kind, name]
        label = records.label_of(kind)
        if kind == "villages" and not alike and (said := self._no_village(each, name)):
            raise Invalid({each.name: said})
        asked = f"是不是{'或'.join(f'“{each}”' for each in alike)}？" if alike else ""
        raise Invalid(
            {
                each.name: fields.briefly(
                    f"名单里没有“{name}”这个{label}，{asked}请先登记，或者改正写法。"
                )
            },
            offers=alike,
        )

    def _no_village(self, each: Field, name: str) -> str:
        """What is said of a unit, or of the whole town, where a village is asked for."""
        here = "这一栏请写村名。" if each.required else "不是哪一个村的，这一栏写“全镇”或者空着。"
        if is_whole_town(name, self._town):
            return f"“{name}”不是一个村（社区），{here}"
        if self.known_as(_UNIT, name) is not None:
            return f"“{name}”是单位，不是村（社区）；单位请写在单位一栏，{here}"
        return ""

    def _writings(self, kind: str, name: str) -> Iterator[tuple[str, ...]]:
        """A name as it was written, then without what people put around it; each step at once."""
        yield (name,)
        yield (display_name(name),)
        if kind == "dispute-categories" and len(parts := re.split(r"[-—/:：]+", name)) > 1:
            yield (parts[-1], f"{parts[-1]}纠纷")  # 矛盾纠纷-邻里
        if kind not in ("villages", "units"):
            return
        bare = re.sub(r"^\d{1,3}\s*[.、．)）]?\s*(?=\D)", "", name)
        bare = re.sub(r"\s*[(（](?:社区|村|行政村)[)）]$", "", bare)
        for part in dict.fromkeys((bare, _without_town(bare, self._town))):
            yield (part,)
            yield (display_name(part),)
            stem = re.sub(r"(?<=.)(村|社区)$", "", display_name(part))
            if kind == "units" and len(bare) > 2 and part.endswith(("办", "办公室")):
                # 党政办 and 党政办公室 are one.
                yield (part.removesuffix("公室") if part.endswith("公室") else f"{part}公室",)
            # 荷塘 for 荷塘社区; a single character says too little.
            if kind == "villages" and len(stem) > 1:
                yield (stem, f"{stem}村", f"{stem}社区")

    def _alike(self, kind: str, name: str) -> tuple[str, ...]:
        """Up to three records whose names differ in a character or two, or sound alike."""
        names = {self.label(kind, number) for number in self._known[kind].values()}
        bare = _without_town(name, self._town)
        found = [each for each in names if _sound_alike(each, bare)]
        stems = [each for each in names if each.startswith(bare)] if len(bare) == 1 else []
        close = get_close_matches(bare, sorted(names), n=3, cutoff=0.5 if len(bare) < 4 else 0.6)
        alike = dict.fromkeys([*sorted(found), *sorted(stems), *close])
        if kind == "polls":  # of another quarter, a poll is another one however alike its name
            alike = {each: None for each in alike if _numbers(each) == _numbers(bare)}
        return tuple(alike)[:3]

    def _words(self, kind: str) -> Iterator[tuple[str, int]]:
        """Every writing of every record, the one that decides last."""
        if kind == "villages":
            for village in villages.spellings(self._session):
                for word in (village.code, village.short_name, village.name):
                    if word:
                        yield word, village.id
        elif kind == "units":
            for unit in units.spellings(self._session):
                for word in (*unit.aliases, unit.name):
                    yield word, unit.id
        else:
            known = queries.references(self._session, kind, with_binned=False)
            for reference in known.values():
                if kind == "tasks":
                    clause, _, name = reference.label.partition(" ")
                    for word in (name, clause, clause[1:-1]):
                        yield word, reference.id
                if kind == "dispute-categories":
                    yield reference.label.removesuffix("纠纷"), reference.id
                if kind == "meetings":  # 2026-10-09 研判会 秋收: by its day, or its topic
                    day, _, topic = reference.label.partition(" ")
                    sort, _, topic = topic.partition(" ")
                    for word in (day, topic, f"{day}{sort}"):
                        if word:
                            yield word, reference.id
                if kind == "disputes":
                    yield reference.label.partition(" ")[0], reference.id
                yield reference.label, reference.id
            if (
                kind == "opinions"
            ):  # what lists name by its words has a 工单号 where another office gave one
                for each in matters.named(self._session, kind):
                    for number in filter(None, each.numbers):
                        yield number, each.id


def _numbers(name: str) -> list[str]:
    return re.findall(r"\d+|[上下]半年", with_digits(name))


def others(kind: str, each: Field) -> Iterator[str]:
    """The registers whose names a column may hold besides that of its own field."""
    known = {field.name: field for field in records.fields_for(kind)}
    for name in _OR_ELSE.get((kind, each.name), ()):
        if (register := known[name].refers_to) is not None:
            yield register


def name_key(name: str) -> str:
    """A name without what does not matter: width, case, blanks."""
    return re.sub(r"[\s\u200b\u2060\ufeff]+", "", fields.plain(name)).casefold()


def _sound_alike(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    ways = zip(pinyin.spelling(one), pinyin.spelling(other), strict=False)
    return all(set(some) & set(others) for some, others in ways)


def _without_town(name: str, town: str) -> str:
    """高塘镇北村 → 北村, 高塘派出所 and 镇派出所 → 派出所."""
    short = re.sub(r"(镇|乡|街道|办事处)$", "", town)
    for before in (town, short, "镇", "乡", "街道", "我镇", "本镇"):
        # 高塘社区 of 高塘镇 is a name of its own; that one was looked for before.
        if before and name.startswith(before) and len(name) > len(before) + 1:
            return name.removeprefix(before)
    return name
