"""A draft filled from data: what was filled in, and how newer data comes in beside typed words.

The words of a draft are lines of text, one a paragraph; a table or chart is the line 【表1】. What
was filled in is kept beside them, so that later data replaces only what nobody has touched.
"""

import base64
import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from gaotang_desktop.domain.documents import blocks as parts
from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Block,
    OfficialPaper,
    Paragraph,
    text_of,
)
from gaotang_desktop.domain.documents.elements import elements_of
from gaotang_desktop.domain.documents.joint import others_in, titled
from gaotang_desktop.domain.documents.kinds import BY_NAME
from gaotang_desktop.domain.documents.notices import PLACEHOLDER, blocks_of, with_closing
from gaotang_desktop.domain.documents.wordings import Envelope, of_kind

_TYPES = {
    each.__name__: each
    for each in (
        parts.Paragraph,
        parts.Column,
        parts.Table,
        parts.FormCell,
        parts.FormRow,
        parts.FormGrid,
        parts.Stroke,
        parts.Writing,
        parts.Drawing,
        parts.Picture,
        parts.Annex,
    )
}
_TYPE, _BYTES = "type", "bytes"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was filled in; ``key`` names what it says (``overall`` …), ``""`` for fixed words."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Filling:
    """What was filled in: lines in order, the tables and charts among them, annexes, the figures.

    ``figures`` is what the words were made from, as JSON can hold it.
    """

    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = ()
    figures: Any = None

    @property
    def text(self) -> str:
        """The lines as an editor shows them."""
        return "\n".join(each.text for each in self.lines)

    @property
    def from_data(self) -> tuple[str, ...]:
        """The lines that were worded from data."""
        return tuple(each.text for each in self.lines if each.key)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A text with newer data in it; ``kept`` are the operator's words that newer data would change."""

    text: str
    changed: int
    kept: tuple[str, ...] = ()


def filling_of(paper: OfficialPaper, figures: Any = None) -> Filling:
    """What a paper made from data fills into a draft."""
    # Attendance stands below the text on paper and among its lines in the editor.
    attended = tuple(Paragraph(f"{label}：{names}", key=label) for label, names in paper.attendance)
    others = tuple(each for each in paper.blocks if not isinstance(each, Paragraph))
    # A line break within a name would make two paragraphs of one.
    blocks = tuple(
        replace(each, text=" ".join(each.text.split())) if isinstance(each, Paragraph) else each
        for each in (*paper.blocks, *attended)
    )
    lines = tuple(
        Line(block.key if isinstance(block, Paragraph) else "", text)
        for block, text in zip(blocks, text_of(blocks).splitlines(), strict=True)
    )
    return Filling(lines, others, paper.annexes, plain(figures))


def dumped(filling: Filling) -> str:
    """As the database keeps it (JSON)."""
    return json.dumps(
        {
            "lines": [[each.key, each.text] for each in filling.lines],
            "blocks": encoded(filling.blocks),
            "annexes": encoded(filling.annexes),
            "figures": filling.figures,
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def loaded(text: str | None) -> Filling:
    """What :func:`dumped` kept; nothing for a draft that was never filled."""
    if not text:
        return Filling()
    stored = json.loads(text)
    return Filling(
        tuple(Line(key, words) for key, words in stored["lines"]),
        decoded(stored["blocks"]),
        decoded(stored["annexes"]),
        stored["figures"],
    )


def refreshed(body: str, old: Filling, new: Filling) -> Refreshed:
    """Put newer data into a text without touching what the operator wrote.

    Lines with one key are one piece. A piece that stands as it was filled in is replaced by the
    newer one; a piece of which a line was changed or taken out stays as it is; a piece that is new
    comes in behind the one before it. The operator's own lines always stay.
    """
    typed = body.splitlines()
    if old.lines == new.lines:
        return Refreshed(body, 0)
    if [each.strip() for each in typed if each.strip()] == old.text.splitlines():
        return Refreshed(new.text, sum(a != b for a, b in _pairs(old, new)))
    before, after = _pieces(old), _pieces(new)
    owners = _owners([each.strip() for each in typed], before)
    whole = {
        name
        for name, texts in before.items()
        if sum(1 for owner in owners if owner == name) == len(texts)
    }
    out: list[tuple[Any, str]] = []
    done: set[Any] = set()
    changed = 0
    for line, owner in zip(typed, owners, strict=True):
        if owner in whole and owner is not None:
            if owner in done:
                continue
            done.add(owner)
            texts = after.get(owner, ())
            changed += texts != before[owner]
            out += [(owner, text) for text in texts]
        else:
            out.append((owner, line))
    earlier: set[Any] = set()
    for name, texts in after.items():
        if name not in before:
            at = max((place for place, (n, _) in enumerate(out) if n in earlier), default=-1) + 1
            out[at:at] = [(name, text) for text in texts]
            changed += 1
        earlier.add(name)
    kept = tuple(
        "".join(before[name])
        for name in before
        if name not in whole and after.get(name, ()) != before[name]
    )
    return Refreshed("\n".join(text for _, text in out), changed, kept)


def draft_paper(
    values: Mapping[str, Any],
    filling: Filling,
    *,
    letterhead: str,
    own: tuple[Annex, ...] = (),
) -> OfficialPaper:
    """The paper of a draft; ``values`` are its fields by name.

    Annexes are those that were filled in, then the office's ``own``. A notice ends with 特此通知。, a circular with 特此通报。
    where the operator left it out; its kind says how it is set.
    """
    kind = BY_NAME[values["kind"]]
    envelope = Envelope(
        town="",
        signer=values["signer"] or "",
        dated_on=values["dated_on"],
        letterhead=letterhead,
        number=values.get("number") or "",
        addressee=values["addressee"] or "",
        copies_to=values.get("copies_to") or "",
        sealed=bool(values.get("sealed", True)),
        note=values.get("note") or "",
        elements=elements_of(values),
    )
    words = blocks_of(values["body"] or "", filling.blocks)
    if kind.closing:
        words = with_closing(words, kind.closing)
    title, others = values["name"] or "", others_in(values.get("joint"), envelope.signer)
    if values.get("issuer_in_title"):
        title = titled(title, envelope.signer, others)
    made = of_kind(kind.name, title, words, envelope, (*filling.annexes, *own))
    return replace(made, joint=others)


def canonical(figures: Any) -> str:
    """Figures as they are kept with an issued paper: the same figures always give the same text."""
    return json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _pairs(old: Filling, new: Filling) -> Iterable[tuple[Sequence[str], Sequence[str]]]:
    before, after = _pieces(old), _pieces(new)
    return [(before.get(name, ()), after.get(name, ())) for name in {**before, **after}]


def _pieces(filling: Filling) -> dict[Any, tuple[str, ...]]:
    """Neighbouring lines of one key together; fixed words and tables each for themselves."""
    found: dict[Any, tuple[str, ...]] = {}
    tables = 0
    for place, (key, lines) in enumerate(
        groupby(enumerate(filling.lines), key=lambda each: each[1].key or each[0])
    ):
        texts = tuple(line.text for _, line in lines)
        name: Any = key if isinstance(key, str) else texts[0]
        if PLACEHOLDER.fullmatch(texts[0]):
            tables += 1
            name = ("table", tables)
        while name in found:
            name = (name, place)
        found[name] = texts
    return found


def _owners(typed: Sequence[str], before: Mapping[Any, tuple[str, ...]]) -> list[Any]:
    """For each typed line the piece that it still belongs to, word for word, or ``None``."""
    filled = [(name, text) for name, texts in before.items() for text in texts]
    matcher = difflib.SequenceMatcher(None, [text for _, text in filled], typed, autojunk=False)
    owners: list[Any] = [None] * len(typed)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            owners[block.b + step] = filled[block.a + step][0]
    return owners


def encoded(value: Any) -> Any:
    """Blocks and annexes as JSON can hold them; :func:`decoded` makes them again."""
    if isinstance(value, bytes):
        return {_BYTES: base64.b64encode(value).decode("ascii")}
    if is_dataclass(value) and not isinstance(value, type):
        named = {each.name: encoded(getattr(value, each.name)) for each in fields(value)}
        return {_TYPE: type(value).__name__, **named}
    if isinstance(value, list | tuple):
        return [encoded(each) for each in value]
    return value


def decoded(value: Any) -> Any:
    """What :func:`encoded` made JSON of."""
    if isinstance(value, dict) and _BYTES in value:
        return base64.b64decode(value[_BYTES])
    if isinstance(value, dict):
        made = {name: decoded(each) for name, each in value.items() if name != _TYPE}
        return _TYPES[value[_TYPE]](**made)
    if isinstance(value, list):
        return tuple(decoded(each) for each in value)
    return value


def plain(value: Any) -> Any:
    """Figures as JSON can hold them: dates as ISO text, decimals as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)
