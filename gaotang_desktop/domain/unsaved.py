"""What stands in an open grid or form and is not stored yet, to be found again after a power cut."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Words = Mapping[str, Mapping[str, Any]]
"""By line (its id as text, ``""`` for a form) the words in its cells by field name."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """One grid or form: the page it is on, what it is called, how it is opened again, its words.

    ``told`` are lines to read: what was typed, by the names that the screen shows. Without a
    ``context`` the program cannot open it again by itself.
    """

    page: str
    title: str
    words: Words
    told: Sequence[str] = ()
    context: Mapping[str, Any] = field(default_factory=dict)


def dumped(entries: Sequence[Unsaved]) -> str:
    """Entries as text."""
    return json.dumps([asdict(each) for each in entries], ensure_ascii=False, default=str)


def loaded(text: str) -> tuple[Unsaved, ...]:
    """Entries from a text.

    Raises:
        ValueError: it is no such text, as after a disk that was full.
    """
    try:
        return tuple(Unsaved(**each) for each in json.loads(text))
    except (TypeError, RecursionError) as problem:
        raise ValueError(str(problem)) from problem
