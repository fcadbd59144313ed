"""Covered names in a sheet that came back (王某某) become those of the record that it speaks of."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

_COVERED = re.compile(r"[\u3400-\u9fff]{1,2}某某")


class Covered(ValueError):
    """A covered name of which nobody can say whose it is; the text is a whole sentence."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”是遮住的姓名或者号码，分不清是哪一个，没有盖掉已有的内容。"
            "请写全，或者不改这一格。"
        )


def is_covered(text: str) -> bool:
    """Whether a covered name stands in a text."""
    return _COVERED.search(text) is not None


def uncovered_names(written: Sequence[str], stored: Mapping[str, str]) -> tuple[str, ...]:
    """The names of a record as a sheet has them, covered ones as they are ``stored`` (name: cover).

    Raises:
        Covered: a covered name is none of the record's, or as many of them are not in the sheet.
    """
    known: dict[str, list[str]] = {}
    for name, cover in stored.items():
        known.setdefault(cover, []).append(name)
    wanted = Counter(name for name in written if is_covered(name))
    for name, count in wanted.items():
        # A record may have a covered name itself, as another office sent it.
        if len(known.get(name, ())) != count:
            raise Covered(name)
    found = [known[name].pop(0) if name in wanted else name for name in written]
    return tuple(dict.fromkeys(found))


def uncovered_text(written: str, pieces: Iterable[tuple[str, str]]) -> str:
    """A text about a record with what was covered in it as the stored text has it.

    ``pieces`` are what an export covers of the stored text, in its order, each with its cover. What
    is no cover of those is the writer's own (村民某某).

    Raises:
        Covered: the stored text has several pieces that are covered alike, not as many times.
    """
    known: dict[str, list[str]] = {}
    for piece, cover in pieces:
        known.setdefault(cover, []).append(piece)
    for cover, those in known.items():
        if (count := written.count(cover)) == 0:
            continue
        if len(set(those)) > 1 and count != len(those):
            raise Covered(cover)
        first, *between = written.split(cover)
        again = those if len(set(those)) > 1 else those[:1] * count
        written = first + "".join(map("".join, zip(again, between, strict=True)))
    return written
