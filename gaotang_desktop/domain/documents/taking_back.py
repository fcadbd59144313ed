"""The words of a draft as they came back from Word: what a leader changed, and what cannot be taken.

Both files are compared line by line: the Word twin as the program writes it now, and the one that
came back. What stands between 主送 and the end of the text is the text; a table is its mark.
"""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph

_SAME_PAPER = 0.3
"""Share of its characters that two versions of one paper have in common at least."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The text to take over; ``changes`` tell each change, ``left`` what was not taken, and why."""

    body: str
    name: str
    changes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def taken_back(
    before: Sequence[str], after: Sequence[str], paper: OfficialPaper
) -> TakenBack | None:
    """The text of ``after``; ``None`` where it is not this paper.

    ``before`` are the lines of the paper's own Word twin, read as ``after`` was.
    """
    old, new = ([line.strip() for line in lines if line.strip()] for lines in (before, after))
    alike = difflib.SequenceMatcher(None, "\n".join(old), "\n".join(new), autojunk=False)
    if alike.quick_ratio() < _SAME_PAPER or not set(old) & set(new):
        return None
    match = difflib.SequenceMatcher(None, old, new, autojunk=False)
    first, last = _text_span(old, paper)
    at = [_mapped(match, place, len(new)) for place in range(len(old) + 1)]
    marks, left = _tables(old, new, at, first, last, paper)
    kept = {place for span, _ in marks for place in range(*span)}
    starts = {span[0]: mark for span, mark in marks}
    typed: list[str] = []
    for place in range(at[first], at[last] + 1):
        if starts.get(place):
            typed.append(starts[place])
        if place < at[last] and place not in kept:
            typed.append(" ".join(new[place].split("\t")))
    name = _name(old, new, at, first, paper)
    changes = list(_told(_body_lines(paper), typed))
    if name != _plain(paper.title):
        changes.insert(0, f"标题改为“{name}”")
    if old[last:] != new[at[last] :]:
        left.append(
            "正文后面（出席、附件说明、署名、日期、附件、版记）有改动，没有取回；出席的人请在草稿正文里改，署名、日期请在公文要素里改，台账生成的附件请到台账里改，自己的附件在草稿的“附件”里改。"
        )
    # In a draft they are lines of the text; in the paper they stand below it.
    typed += [f"{label}：{names}" for label, names in paper.attendance]
    return TakenBack("\n".join(typed), name, tuple(changes), tuple(left))


def _plain(text: str) -> str:
    return "".join(text.split())


def _mapped(match: difflib.SequenceMatcher[str], place: int, end: int) -> int:
    """Where a place between two old lines lies in the new ones, of which there are ``end``."""
    for _tag, i1, i2, j1, j2 in match.get_opcodes():
        if i1 <= place < i2:
            return min(j1 + place - i1, j2)
    return end


def _body_lines(paper: OfficialPaper) -> list[str]:
    """The text as an editor shows it: a line a paragraph, 【表1】 where a table stands."""
    lines, others = [], 0
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            lines.append(" ".join(block.text.split()))
        else:
            others += 1
            lines.append(_mark(block, others))
    return lines


def _mark(block: object, number: int) -> str:
    word = "表" if type(block).__name__ in ("Table", "FormGrid") else "图"
    return f"【{word}{number}】"


def _text_span(old: Sequence[str], paper: OfficialPaper) -> tuple[int, int]:
    """Where the text begins and ends among the lines of the twin."""
    texts = [" ".join(b.text.split()) for b in paper.blocks if isinstance(b, Paragraph)]
    plain = [_plain(line) for line in old]
    first = 0
    addressee = _plain(paper.addressee)
    if addressee and addressee in plain:
        first = plain.index(addressee) + 1
    elif texts and _plain(texts[0]) in plain:
        first = plain.index(_plain(texts[0]))
    ends = first
    for text in texts:
        if _plain(text) in plain[ends:]:
            ends = plain.index(_plain(text), ends) + 1
    return first, ends


def _tables(
    old: Sequence[str],
    new: Sequence[str],
    at: Sequence[int],
    first: int,
    last: int,
    paper: OfficialPaper,
) -> tuple[list[tuple[tuple[int, int], str]], list[str]]:
    """Which new lines are a table of the draft, by its mark; and what became of those that changed."""
    texts = {_plain(b.text) for b in paper.blocks if isinstance(b, Paragraph)}
    spans: list[tuple[int, int]] = []
    begun: int | None = None
    for place in range(first, last + 1):
        is_text = place == last or _plain(old[place]) in texts
        if not is_text and begun is None:
            begun = place
        elif is_text and begun is not None:
            spans.append((begun, place))
            begun = None
    blocks = [b for b in paper.blocks if not isinstance(b, Paragraph)]
    # A picture leaves no line: then nothing tells which table is which.
    if len(spans) != len(blocks):
        return [], [
            "正文里的表或者图没有认出来，它们的位置没有取回，请核对【表】的位置。"
        ] if blocks else []
    found, left = [], []
    for number, (block, (begin, end)) in enumerate(zip(blocks, spans, strict=True), start=1):
        mark, here = _mark(block, number), (at[begin], at[end])
        same = set(old[begin:end]) & set(new[here[0] : here[1]])
        if 2 * len(same) < len(set(old[begin:end])):
            # What is left of it, such as its 注, is no text of the paper.
            found.append((here, ""))
            left.append(
                f"{mark}在 Word 里删去了或者拆散了，正文里不再放这张表；要放的，请另起一行写“{mark}”。"
            )
            continue
        if old[begin:end] != new[here[0] : here[1]]:
            left.append(
                f"{mark}里的内容在 Word 里有改动，表由台账生成，没有取回；请到台账里改，再刷新数据。"
            )
        found.append((here, mark))
    return found, left


def _name(
    old: Sequence[str], new: Sequence[str], at: Sequence[int], first: int, paper: OfficialPaper
) -> str:
    """The title as it came back; it may stand in several lines."""
    title = _plain(paper.title)
    for begin in range(first):
        for end in range(begin + 1, first + 1):
            if _plain("".join(old[begin:end])) == title:
                found = _plain("".join(new[at[begin] : at[end]]))
                return found or title
    return title


def _told(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Each change in a clause."""
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        was, now = (_short("".join(each)) for each in (before[i1:i2], after[j1:j2]))
        if tag == "replace":
            yield f"“{was}”改为“{now}”"
        elif tag == "delete":
            yield f"删去“{was}”"
        elif tag == "insert":
            yield f"增加“{now}”"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"
