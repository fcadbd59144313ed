"""Which cells of a copied line say whose line it is (村, or 村 and 网格 together)."""

from collections.abc import Callable, Sequence

from gaotang_desktop.domain.fields import same_text

Block = list[list[str]]
Columns = list[int | None]
_NUMBERS = ("序号", "序")
_AROUND = (
    "{}", "{}名", "{}名称", "所在{}", "所属{}", "行政{}", "{}（社区）", "{}社区", "{}居", "{}、社区", "{}/社区",
)  # fmt: skip


def gathered(
    block: Sequence[Sequence[str]],
    columns: Sequence[int | None] | None,
    labels: Sequence[str],
    line_of: Callable[[str], int | None],
) -> tuple[Block, Columns | None]:
    """The lines below the header, each with its whole name in the first cell.

    ``columns`` says which column each cell of the first line names; ``None`` where it is no header.
    A name that stands only in the first line of several (merged cells) holds for those below it.
    """
    rows = [list(words) for words in (block if columns is None else block[1:])]
    known = _known(labels)
    places = _labelled(block[0], known) if columns is not None else _first(rows, known, line_of)
    if not places:
        return rows, None if columns is None else list(columns)
    width = max((len(words) for words in rows), default=0)
    rest = [at for at in range(width) if at not in places]
    if columns is None:
        rest = [at for at in rest if at > places[-1]]
        while len(rest) > 1 and _says_no_number(rows, rest[0]):
            rest = rest[1:]  # who works there stands between name and counts
    above = [""] * len(places)
    found = []
    for words in rows:
        parts = [words[at].strip() if at < len(words) else "" for at in places]
        if parts[-1]:
            parts = [mine or over for mine, over in zip(parts, above, strict=True)]
            above = parts
        values = [words[at] if at < len(words) else "" for at in rest]
        found.append([_whole(parts, line_of), *values])
    if columns is None:
        return found, None
    return found, [None, *(columns[at] if at < len(columns) else None for at in rest)]


def left_out(
    block: Sequence[Sequence[str]], columns: Sequence[int | None], labels: Sequence[str]
) -> list[str]:
    """The words of a header that no column has, of those with something below them.

    What names the lines, or numbers them, is no column.
    """
    places = _labelled(block[0], _known(labels)) or [0]
    return [
        word.strip()
        for at, word in enumerate(block[0])
        if columns[at] is None
        and at not in places
        and word.strip() not in ("", *_NUMBERS)
        and any(at < len(words) and words[at].strip() for words in block[1:])
    ]


def names_lines(header: Sequence[str], labels: Sequence[str]) -> bool:
    """Whether a line is a header that says where the names of the lines stand."""
    return bool(_labelled(header, _known(labels)))


def _known(labels: Sequence[str]) -> list[str]:
    return [label for label in labels if label]


def _labelled(header: Sequence[str], labels: Sequence[str]) -> list[int]:
    """Where the labels stand in a header; empty unless all of them do."""
    found = []
    for label in labels:
        writings = [each.format(label) for each in _AROUND]
        at = next(
            (
                at
                for at, word in enumerate(header)
                if any(same_text(word, each) for each in writings)
            ),
            None,
        )
        if at is None:
            return []
        found.append(at)
    return found


def _first(
    rows: Sequence[Sequence[str]], labels: Sequence[str], line_of: Callable[[str], int | None]
) -> list[int]:
    """The first cells, or those behind a number, where most lines are named by several of them."""
    if len(labels) < 2:
        return []
    count = len(labels)
    filled = [words for words in rows if any(word.strip() for word in words)]
    for start in (0, 1):
        places = [*range(start, start + count)]
        above = [""] * count
        named = 0
        for words in filled:
            parts = [words[at].strip() if at < len(words) else "" for at in places]
            above = [mine or over for mine, over in zip(parts, above, strict=True)]
            named += bool(parts[-1]) and line_of(_whole(above, line_of)) is not None
        if named and named * 2 >= len(filled):
            return places
    return []


def _whole(parts: Sequence[str], line_of: Callable[[str], int | None]) -> str:
    """郭桥 and 第一网格 are 郭桥村第一网格, where there is such a line."""
    plain = "".join(parts)
    if len(parts) < 2:
        return plain
    for between in ("", "村", "社区"):
        word = f"{parts[0]}{between}{''.join(parts[1:])}"
        if line_of(word) is not None:
            return word
    return plain


def _says_no_number(rows: Sequence[Sequence[str]], at: int) -> bool:
    words = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    return bool(words) and not any(any(mark.isdigit() for mark in word) for word in words)
