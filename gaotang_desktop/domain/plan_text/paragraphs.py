"""Paragraphs that give one unit after the other its work, as a line for each."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from gaotang_desktop.domain.plan_text.inline_points import paragraph_apart
from gaotang_desktop.domain.plan_text.lines import Line, marker
from gaotang_desktop.domain.plan_text.unit_heads import DUTIES_OF_UNITS, is_open, names_in
from gaotang_desktop.domain.plan_text.whose.sentences import leading_verb

_LONGEST_PARAGRAPH = 6000
_LONGEST_HEADING = 20
_HEAD_INSIDE = re.compile(
    r"(?<=[。；;])\s*((?:[^。；;：:\n（(]|[（(][^（）()。；;：:\n]{1,8}[）)]){2,40})(?:[：:]|。(?=(?:主要|具体)?(?:负责|做好|承担|牵头|协助|配合|督促|指导)))(?=\s*\S)"
)

_VERB_HEAD = re.compile(
    r"((?:[^。；;：:，,\n（(]|[（(][^（）()。；;\n]{1,8}[）)]){2,30}?)(?:主要|具体)?负责"
)
_VERB_HEAD_INSIDE = re.compile(rf"(?<=[。；;])\s*{_VERB_HEAD.pattern}(?=\s*\S)")


def paragraphs_apart(lines: Sequence[Line], known: Collection[str]) -> list[Line]:
    """The lines, each paragraph that gives several units their work as a line for each of them."""
    spoken = _duties_apart(_spoken_apart(lines, known), known)
    return [each for line in spoken for each in _units_apart(line, known)]


def _duties_apart(lines: Sequence[Line], known: Collection[str]) -> list[Line]:
    """Lines, of which a paragraph right below a heading of duties that gives each of several units its own
    is a line for each: 二、职责分工 over 司法所牵头做好调解；派出所牵头做好打击；…
    """
    found: list[Line] = list(lines[:1])
    for over, line in pairwise(lines):
        mark = marker(over)
        heads = mark is not None and len(over.text) <= _LONGEST_HEADING and marker(line) is None
        duties = heads and DUTIES_OF_UNITS.search(over.text) is not None
        begins = duties and leading_verb(line.text, known) is not None
        found += _sentences_apart(line, known) if begins else [line]
    return found


def _spoken_apart(lines: Sequence[Line], known: Collection[str]) -> list[Line]:
    """Lines whose paragraphs before the first number are parted where they give each unit its work."""
    first = next((at for at, line in enumerate(lines) if marker(line)), len(lines))
    told = [part for line in lines[:first] for part in paragraph_apart(line, known)]
    if first == len(lines) == len(told):
        told = [part for line in lines for part in _sentences_apart(line, known)]
    return [*told, *lines[first:]]


def _units_apart(line: Line, known: Collection[str] = ()) -> list[Line]:
    """A paragraph in which units head their duties one behind the other, as a line for each."""
    raw = line.raw
    if len(raw) > _LONGEST_PARAGRAPH or "\t" in raw or "|" in raw:
        return [line]
    mark = marker(line)
    text = line.text[mark.length :] if mark else line.text
    by_verb = _VERB_HEAD.match(text) if mark is None else None
    first = by_verb or re.match(r"([^。；;：:（(]{2,40})[：:。]", text)
    inside = _VERB_HEAD_INSIDE if by_verb else _HEAD_INSIDE
    cuts = [
        hit.start(1)
        for hit in inside.finditer(raw)
        if is_open(raw[: hit.start()]) and names_in(hit.group(1), known, lenient=False)
    ]
    heads = len(cuts) + bool(first and names_in(first.group(1), known, lenient=False))
    if not cuts or heads < 2:
        return [line]
    edges = [0, *cuts, len(raw)]
    return [line.part(a, b) for a, b in pairwise(edges)]


def _sentences_apart(line: Line, known: Collection[str] = ()) -> list[Line]:
    """A paragraph of a text without numbers in which units are told one by one what to do, 派出所要…；
    司法所要…, as a line for each.
    """
    if len(line.raw) > _LONGEST_PARAGRAPH or "\t" in line.raw or "|" in line.raw:
        return [line]
    ends = [0, *(hit.end() for hit in re.finditer(r"[。；;：:]\s*(?=\S)", line.raw))]
    told = [leading_verb(line.raw[at:].lstrip(), known) is not None for at in ends]
    if sum(told) < 2 or 2 * sum(told) < len(told) - 1:
        return [line]
    cuts = [at for at, head in zip(ends, told, strict=True) if head and at]
    return [line.part(a, b) for a, b in pairwise([0, *cuts, len(line.raw)])]
