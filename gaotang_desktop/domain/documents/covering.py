"""A paper as it may leave the office: names and numbers of residents covered in every text of it."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from operator import is_
from typing import Any, TypeVar

_Paper = TypeVar("_Paper")
_OWN = ("key", "kind", "align", "colour", "group", "mark")
"""Words of the program, not of the office."""


def covered(paper: _Paper, cover: Callable[[str], str]) -> _Paper:
    """The same paper, or any part of it, with ``cover`` over all that it says."""
    made: _Paper = _covered(paper, cover)
    return made


def _covered(part: Any, cover: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return cover(part)
    if isinstance(part, tuple):
        made = tuple(_covered(each, cover) for each in part)
        return part if all(map(is_, made, part)) else made
    if is_dataclass(part) and not isinstance(part, type):
        values = {each.name: getattr(part, each.name) for each in fields(part) if each.init}
        new = {name: _covered(value, cover) for name, value in values.items() if name not in _OWN}
        return replace(part, **{name: new[name] for name in new if new[name] is not values[name]})
    return part
