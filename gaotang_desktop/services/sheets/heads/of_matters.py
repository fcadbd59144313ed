"""Headings of sheets of steps (延期、验收、提级督办) that name the matter, or tell of it what it has itself."""

from collections.abc import Mapping, Sequence

from gaotang_desktop.services.casework.noting import STEPS
from gaotang_desktop.services.sheets.casework_words import MATTER_TITLES, NUMBERS
from gaotang_desktop.services.sheets.heads.words import UNIT_HEADS, VILLAGE_HEADS
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.matching import bare_key

_NUMBERS = {key: {*map(bare_key, words)} for key, words in NUMBERS.items()}
_TITLES = {*map(bare_key, MATTER_TITLES)}
_BESIDE = {
    "village": {*map(bare_key, (*VILLAGE_HEADS, "村"))},
    "unit": {*map(bare_key, (*UNIT_HEADS, "单位"))},
    "kind": {*map(bare_key, ("类别", "事项类别", "事项类型", "件类", "所属台账"))},
}
ANY = ""
"""The matters of all kinds, where :data:`~casework_words.NUMBERS` says of which a number is."""


def is_of_any(label: str) -> bool:
    """Whether the words under a heading may name a matter of any kind: 编号, 事项."""
    return _key(label) in _NUMBERS[ANY] | _TITLES


def aside(kind: str, header: Sequence[str]) -> dict[str, str]:
    """The headings that name a matter less surely than another of the sheet does: taken for no field."""
    if kind not in STEPS:
        return {}
    keys = {label: _key(label) for label in header}
    of_one = [k for k in keys.values() if any(k in _NUMBERS[of] for of in _NUMBERS if of != ANY)]
    numbered = [key for key in keys.values() if key in _NUMBERS[ANY]]
    weaker = (_NUMBERS[ANY] if of_one else set()) | (_TITLES if of_one or numbered else set())
    return {label: "" for label, key in keys.items() if key in weaker}


def title(kind: str, header: Sequence[str]) -> str:
    """The heading over the words of the matter, which tell of it where a row has no number; ``""`` for none."""
    return next((label for label in aside(kind, header) if _key(label) in _TITLES), "")


def beside(kind: str, header: Sequence[str]) -> dict[str, str]:
    """By what it tells of the matter itself (``village``, ``unit``, ``kind``) its heading."""
    found: dict[str, str] = {}
    for label in header if kind in STEPS else ():
        for what, words in _BESIDE.items():
            if _key(label) in words:
                found.setdefault(what, label)
    return found


def told(kind: str, header: Sequence[str]) -> Mapping[str, str]:
    """All headings of a sheet of steps that are of the matter and go into no field of the step."""
    return {**dict.fromkeys(beside(kind, header).values(), ""), **aside(kind, header)}


def _key(label: str) -> str:
    return bare_key(simplified(label))
