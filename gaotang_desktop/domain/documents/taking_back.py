"""The words of a draft as they came back from Word: what a leader changed, and what cannot be taken.

Both files are read as paragraphs and tables: the Word twin as the program writes it now, and the one
that came back. What stands between 主送 and the end of the text is the text; a table of the draft
is its mark there, found again by its cells whatever became of its rows. Nothing typed is dropped
without being quoted.
"""

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph

TABLE = "\u2064"
"""Stands before each line of a table, twice before its first."""
_SAME_PAPER = 0.3
"""Share of its characters that two versions of one paper have in common at least."""
_SAME_TABLE = 0.5
"""Share of its cells by which a table is known again."""
_ALIKE = 0.3
"""Share of its characters by which a changed line is known again where their number differs."""
_SHOWN = 60
_MOST_QUOTED = 3


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The text to take over; ``changes`` tell each change, ``left`` what was not taken, and why."""

    body: str
    name: str
    changes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    """A paragraph, or a table with its rows."""

    text: str
    rows: tuple[str, ...] = ()

    @property
    def cells(self) -> Counter[str]:
        return Counter(cell for row in self.rows for cell in map(_plain, row.split("\t")) if cell)

    @property
    def lines(self) -> list[str]:
        return [" ".join(row.split("\t")) for row in self.rows] or [self.text]


def taken_back(
    before: Sequence[str], after: Sequence[str], paper: OfficialPaper
) -> TakenBack | None:
    """The text of ``after``; ``None`` where it is not this paper.

    ``before`` are the lines of the paper's own Word twin, read as ``after`` was.
    """
    old, new = _items(before), _items(after)
    keys = [each.text for each in old], [each.text for each in new]
    alike = difflib.SequenceMatcher(None, "\n".join(keys[0]), "\n".join(keys[1]), autojunk=False)
    if alike.quick_ratio() < _SAME_PAPER or not set(keys[0]) & set(keys[1]):
        return None
    first, last = _text_span(old, paper)
    match = _matched(old, new)
    title = _title_span(old, first, paper)
    begin, name, left = _head(old, new, match, first, title)
    end, below = _tail(old, new, match, last, begin, paper)
    typed, told = _text(old, new, match, (first, last), (begin, end), paper)
    name = name or _plain(paper.title)
    changes = list(_told(_body_lines(paper), typed))
    if name != _plain(paper.title):
        changes.insert(0, f"标题改为“{name}”")
    # In a draft they are lines of the text; in the paper they stand below it.
    for label, names in paper.attendance:
        was = f"{label}：{names}"
        now = next((each.text for each in new[end:] if _is_told(each, label)), was)
        if _plain(now) != _plain(was):
            changes.append(f"“{_short(was)}”改为“{_short(now)}”")
        typed.append(was if _plain(now) == _plain(was) else now)
    return TakenBack("\n".join(typed), name, tuple(changes), (*left, *told, *below))


def _is_told(item: _Item, label: str) -> bool:
    """Whether a line tells who attended (出席：…)."""
    return not item.rows and _plain(item.text).startswith(f"{label}：")


def _items(lines: Sequence[str]) -> list[_Item]:
    found: list[_Item] = []
    rows: list[str] = []

    def close() -> None:
        if rows:
            found.append(_Item("\n".join(rows), tuple(rows)))
            rows.clear()

    for line in lines:
        plain = line.replace(TABLE, "").strip()
        if line.startswith(TABLE):
            if line.startswith(TABLE * 2):
                close()
            if plain:
                rows.append(plain)
        elif plain:
            close()
            found.append(_Item(" ".join(plain.split("\t"))))
    close()
    return found


def _plain(text: str) -> str:
    return "".join(text.split())


def _matched(old: Sequence[_Item], new: Sequence[_Item]) -> dict[int, int]:
    """Which new item an old one is: the same words in order, and tables by their cells."""
    found: dict[int, int] = {}
    by_words = difflib.SequenceMatcher(
        None, [each.text for each in old], [each.text for each in new], autojunk=False
    )
    for block in by_words.get_matching_blocks():
        found |= {block.a + step: block.b + step for step in range(block.size)}
    taken = set(found.values())
    for at, item in enumerate(old):
        if not item.rows or at in found:
            continue
        shares = [
            (_share(item, other), -abs(at - place), place)
            for place, other in enumerate(new)
            if other.rows and place not in taken
        ]
        best = max(shares, default=(0.0, 0, 0))
        if best[0] >= _SAME_TABLE:
            found[at] = best[2]
            taken.add(best[2])
    return found


def _share(item: _Item, other: _Item) -> float:
    """How many of a table's cells, or of its heads, stand in another one."""
    mine, its = item.cells, other.cells
    head = [_plain(cell) for cell in item.rows[0].split("\t")]
    heads = sum(cell in its for cell in head) / len(head)
    return max((mine & its).total() / max(1, mine.total()), heads)


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


def _text_span(old: Sequence[_Item], paper: OfficialPaper) -> tuple[int, int]:
    """Where the text begins and ends among the items of the twin."""
    texts = [_plain(b.text) for b in paper.blocks if isinstance(b, Paragraph)]
    plain = ["" if each.rows else _plain(each.text) for each in old]
    first = 0
    addressee = _plain(paper.addressee)
    if addressee and addressee in plain:
        first = plain.index(addressee) + 1
    elif texts and texts[0] in plain:
        first = plain.index(texts[0])
    ends = first
    for text in texts:
        if text in plain[ends:]:
            ends = plain.index(text, ends) + 1
    if paper.blocks and not isinstance(paper.blocks[-1], Paragraph):
        # A table that ends the text, with the notes below it, up to the annexes or the signature.
        ends += sum(1 for each in old[ends : ends + 1] if each.rows)
    return first, ends


def _title_span(old: Sequence[_Item], first: int, paper: OfficialPaper) -> tuple[int, int]:
    """The items that are the title: it may stand in several lines."""
    title = _plain(paper.title)
    for begin in range(first):
        for end in range(begin + 1, first + 1):
            if _plain("".join(each.text for each in old[begin:end])) == title:
                return begin, end
    return 0, 0


def _head(
    old: Sequence[_Item],
    new: Sequence[_Item],
    match: dict[int, int],
    first: int,
    title: tuple[int, int],
) -> tuple[int, str, list[str]]:
    """Where the text begins in the new items, the title there, and what changed above it."""
    known = [match[at] for at in range(first) if at in match]
    begin = max(known, default=-1) + 1
    later = [match[at] for at in range(first, len(old)) if at in match and match[at] >= begin]
    stop = min(later, default=len(new))
    # Behind the last line that stayed: the changed ones of the head, then what was put in before the text.
    lost = first
    while lost > 0 and lost - 1 not in match:
        lost -= 1
    above, left = "", []
    pending = list(range(lost, first))
    place = begin
    for at in pending:
        if place >= stop or new[place].rows:
            break
        in_title = title[0] <= at < title[1]
        words = new[place].text
        if in_title and above and words.endswith(("。", "：", "；", ":", ";")):
            continue  # a title of fewer lines
        if in_title:
            above += _plain(words)
        else:
            left.append(_not_taken(old[at].text, words))
        place += 1
    name = above
    if not name and title[1]:
        ends = [match.get(at) for at in (title[0] - 1, title[1])]
        low = (ends[0] if ends[0] is not None else -1) + 1
        same = [at for at in range(*title) if at in match]
        if len(same) < title[1] - title[0]:
            high = ends[1] if title[1] < first and ends[1] is not None else begin
            name = _plain("".join(each.text for each in new[low:high] if not each.rows))
    for at in range(lost):
        if at not in match and not title[0] <= at < title[1]:
            left.append(
                f"“{_short(old[at].text)}”在 Word 里改了或者删了，正文以上的部分没有取回，请在公文要素里改。"
            )
    return place, name, left


def _not_taken(was: str, now: str) -> str:
    return f"“{_short(was)}”在 Word 里改成了“{_short(now)}”，没有取回，请在公文要素里改。"


def _tail(
    old: Sequence[_Item],
    new: Sequence[_Item],
    match: dict[int, int],
    last: int,
    begin: int,
    paper: OfficialPaper,
) -> tuple[int, list[str]]:
    """Where the text ends in the new items, and what changed below it beside those who attended."""
    behind = [match[at] for at in range(last, len(old)) if at in match and match[at] >= begin]
    end = min(behind, default=len(new))
    inside = [match[at] for at in range(last) if at in match and begin <= match[at] < end]
    free = list(range(max(inside, default=begin - 1) + 1, end))
    lost = last
    while lost < len(old) and lost not in match:
        lost += 1
    gone_inside = 0
    while last - gone_inside - 1 >= 0 and last - gone_inside - 1 not in match:
        gone_inside += 1
    if lost > last and free:
        # Changed lines below the text stand where they stood, or are known by what is left of them.
        if len(free) == lost - last + gone_inside:
            end = free[gone_inside] if gone_inside < len(free) else end
        else:
            alike = (
                place
                for place in free
                if any(_like(old[at].text, new[place].text) for at in range(last, lost))
            )
            end = next(alike, end)
    labels = [
        label for label, _ in paper.attendance if any(_is_told(each, label) for each in new[end:])
    ]
    now, was = (
        [each.text for each in items if not any(_is_told(each, label) for label in labels)]
        for items in (new[end:], old[last:])
    )
    if now == was:
        return end, []
    came = [text for text in now if text not in was]
    quoted = f"（现在写着{_quoted(came)}）" if came else ""
    return end, [
        f"正文后面（出席、附件说明、署名、日期、附件、版记）有改动{quoted}，没有取回；署名、日期请在公文要素里改，台账生成的附件请到台账里改，自己的附件在草稿的“附件”里改。"
    ]


def _like(was: str, now: str) -> bool:
    return difflib.SequenceMatcher(None, was, now, autojunk=False).ratio() >= _ALIKE


def _text(
    old: Sequence[_Item],
    new: Sequence[_Item],
    match: dict[int, int],
    span: tuple[int, int],
    here: tuple[int, int],
    paper: OfficialPaper,
) -> tuple[list[str], list[str]]:
    """The lines of the text with the marks of its tables, and what became of these."""
    texts = {_plain(b.text) for b in paper.blocks if isinstance(b, Paragraph)}
    tables = [at for at in range(*span) if old[at].rows]
    # Captions and notes stand with their table, not among the lines of the draft.
    beside = {
        _plain(old[at].text)
        for at in range(*span)
        if not old[at].rows and _plain(old[at].text) not in texts
    }
    marks, left = _marks(old, new, match, tables, here, paper)
    lines: list[str] = []
    own = False
    for place in range(*here):
        item = new[place]
        lines += marks.get(("before", place), [])
        if ("at", place) in marks:
            lines += marks["at", place]
        elif _plain(item.text) not in beside:
            lines += item.lines
            own |= bool(item.rows)
        lines += marks.get(("behind", place), [])
    lines += marks.get(("before", here[1]), [])
    if own:
        left.append(
            "Word 里新加的表按文字取回，一行一段；要作表的，请把它另存成表格文件，加作草稿的附件。"
        )
    return lines, left


def _marks(
    old: Sequence[_Item],
    new: Sequence[_Item],
    match: dict[int, int],
    tables: Sequence[int],
    here: tuple[int, int],
    paper: OfficialPaper,
) -> tuple[dict[tuple[str, int], list[str]], list[str]]:
    """Where the marks of tables and pictures stand among the new items, and what is said of them."""
    marks: dict[tuple[str, int], list[str]] = {}
    left: list[str] = []
    waiting = list(tables)
    anchor: int | None = None  # the new place of what stands above a picture
    at = -1
    plain = ["" if each.rows else _plain(each.text) for each in old]
    others = 0
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            words = _plain(block.text)
            at = plain.index(words, at + 1) if words in plain[at + 1 :] else at
            anchor = match.get(at, anchor)
            continue
        others += 1
        mark = _mark(block, others)
        if mark.startswith("【图"):
            # A picture leaves no line: it stays below what it stood below.
            place = anchor if anchor is not None and here[0] <= anchor < here[1] else None
            key = ("before", here[0]) if place is None else ("behind", place)
            marks.setdefault(key, []).append(mark)
            continue
        if not waiting:
            left.append(f"{mark}在 Word 里没有认出来，请核对它的位置，另起一行写“{mark}”。")
            continue
        table = waiting.pop(0)
        came = match.get(table)
        if came is None or not here[0] <= came < here[1]:
            left.append(
                f"{mark}在 Word 里删去了，或者改成了文字，正文里不再放这张表；要放的，请另起一行写“{mark}”。"
            )
            continue
        anchor = came
        marks["at", came] = [mark]
        if old[table].text != new[came].text:
            was = {_plain(line) for line in old[table].lines}
            rows = [line for line in new[came].lines if _plain(line) not in was]
            quoted = f"（现在写着{_quoted(rows)}）" if rows else ""
            left.append(
                f"{mark}里的内容在 Word 里有改动{quoted}，表由台账生成，没有取回；请到台账里改，再刷新数据。"
            )
    return marks, left


def _quoted(lines: Sequence[str]) -> str:
    more = f"等{len(lines)}处" if len(lines) > _MOST_QUOTED else ""
    return "、".join(f"“{_short(' '.join(each.split()))}”" for each in lines[:_MOST_QUOTED]) + more


def _told(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Each change in a clause."""
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        was, now = "".join(before[i1:i2]), "".join(after[j1:j2])
        if tag == "replace" and was == now:
            how = "分成了" if j2 - j1 > i2 - i1 else "合成了"
            yield f"“{_short(was)}”{how}{j2 - j1}段"
        elif tag == "replace":
            yield f"“{_short(was)}”改为“{_short(now)}”"
        elif tag == "delete":
            yield f"删去“{_short(was)}”"
        elif tag == "insert":
            yield f"增加“{_short(now)}”"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"
