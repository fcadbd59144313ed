"""Whether headings and items count on without a gap, and how they are counted anew (7.3.3)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.documents.wordings import numeral

_DIGITS = "一二三四五六七八九"
_HEADING = 16
"""Characters of a line that is a heading rather than a numbered sentence."""
_NUMERALS = {numeral(n): n for n in range(1, 100)}
_MARKS = (
    (
        1,
        re.compile(
            rf"([一二三四五六七八九十]{{1,3}})([、.．])(?![{_DIGITS}](?:季度|[个天月人户次名]))"
        ),
        "{}、",
    ),
    (2, re.compile(r"[（(]([一二三四五六七八九十]{1,3})([）)])"), "（{}）"),
    (3, re.compile(r"([0-9]{1,2})([.．] ?)(?![0-9])"), "{}."),
    (4, re.compile(r"[（(]([0-9]{1,2})([）)])"), "（{}）"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a line: how deep, which, how it was written, what should stand there."""

    at: int
    level: int
    number: int
    written: str
    expected: str


def of_headings(body: str) -> Iterator[Finding]:
    """A finding for the marks that do not follow each other, or stand below a smaller one."""
    yield from _below_smaller(body.splitlines())
    yield from _left_out(body.splitlines())
    yield from _counted_inside(body)
    yield from _counted_by_lines(body.splitlines())
    yield from _said_twice(body.splitlines())
    yield from _alone(body.splitlines())
    yield from _ended_unlike(body.splitlines())
    if found := out_of_order(body.splitlines()):
        more = f"，另有 {len(found) - 1} 处" if len(found) > 1 else ""
        yield Finding(
            0,
            f"序号“{found[0].written}”接不上前面的，应当是“{found[0].expected}”{more}，请核对有没有漏掉一段。",
            mend="order",
        )


def _below_smaller(lines: Sequence[str]) -> Iterator[Finding]:
    """（一） that begins right below 1., 一、 that begins right below （一）: the order is 一、（一） 1. （1）."""
    seen: dict[int, str] = {}  # by level, since the last mark above it
    for line in filter(None, map(str.strip, lines)):
        read = _read(line)
        if read is None:
            if line.endswith(("：", ":")):
                seen = {level: mark for level, mark in seen.items() if level == 1}
            continue
        level, number, found, _ = read
        mark = found[0].strip()
        smaller = next((seen[deep] for deep in range(level + 1, 5) if deep in seen), "")
        if number == 1 and smaller and level not in seen:
            yield Finding(
                0,
                f"“{mark}”排在“{smaller}”下面，层次颠倒了，顺序是“一、”“（一）”“1.”“（1）”，请核对。",
            )
        seen = {known: each for known, each in seen.items() if known < level} | {level: mark}


def _left_out(lines: Sequence[str]) -> Iterator[Finding]:
    """（1） right below 一、 or （一）, where 1. is left out; two levels may be 一、 and 1."""
    seen = 0
    for line in filter(None, map(str.strip, lines)):
        read = _read(line)
        if read is None:
            continue
        level, number, found, _ = read
        if level == 4 and number == 1 and seen in (1, 2):
            above, right = ("一、", "（一）") if seen == 1 else ("（一）", "1.")
            yield Finding(
                0,
                f"“{found[0]}”直接排在“{above}”这一级下面，跳了层次，下一级用“{right}”，请改序号。",
            )
            return
        seen = level


def _alone(lines: Sequence[str]) -> Iterator[Finding]:
    """一、 without 二、: what has one part alone is not numbered."""
    read = [each for each in map(_read, map(str.strip, lines)) if each is not None]
    top = [each for each in read if each[0] == 1]
    if len(top) == 1 and top[0][1] == 1:
        yield Finding(
            0, f"只有“{top[0][2][0]}”，后面没有“二、”，请核对是少写了一段，还是不用编号。"
        )


def _ended_unlike(lines: Sequence[str]) -> Iterator[Finding]:
    """一、加强巡逻： and 二、加强宣传。: headings of a line of their own that end in two ways."""
    ends: dict[str, str] = {}
    filled = [line.strip() for line in lines if line.strip()]
    for line, below in zip(filled, [*filled[1:], ""], strict=True):
        mark = _MARKS[0][1].match(line)
        if mark is None or len(line) > _HEADING or not below or _MARKS[0][1].match(below):
            continue
        if line.endswith(("：", ":")) and _read(below):
            continue  # what it leads to is a list
        end = line[-1] if line[-1] in "。：；，:;" else ""
        ends.setdefault(end, line)
    if len(ends) > 1:
        one, other = list(ends.values())[:2]
        yield Finding(
            0, f"“{one}”和“{other}”末尾的标点不一致，单独成行的标题末尾一般不加标点，请核对。"
        )


def _counted_by_lines(lines: Sequence[str]) -> Iterator[Finding]:
    """一是…, 二是…, 四是… each at the beginning of a paragraph."""
    before = ""
    for line in map(str.strip, lines):
        found = re.match(rf"([{_DIGITS}])(是|要)", line)
        if found is None:
            continue
        wanted = _DIGITS.index(before) + 1 if before else 0
        if before and found[1] != _DIGITS[0] and wanted < 9 and _DIGITS[wanted] != found[1]:
            word = found[2]
            yield Finding(
                0,
                f"“{before}{word}”后面的一段是“{found[1]}{word}”，应当是“{_DIGITS[wanted]}{word}”，请核对有没有漏掉一段。",
            )
            return
        before = found[1]


def _said_twice(lines: Sequence[str]) -> Iterator[Finding]:
    """二、工作要求 below 一、工作要求: two headings of the first level in the same words."""
    seen: dict[str, str] = {}
    for line in map(str.strip, lines):
        found = _MARKS[0][1].match(line)
        words = line[found.end() :].strip() if found else ""
        if not words or "。" in words:
            continue
        if words in seen:
            yield Finding(0, f"“{line}”和前面的“{seen[words]}”标题一样，请合并，或者改标题。")
        seen.setdefault(words, line)


def _counted_inside(body: str) -> Iterator[Finding]:
    """一是…三是… in one paragraph: a number left out, or written twice; 首先…其次…第三."""
    if all(
        re.search(rf"(?:^|[。；：]){word}[，、]", body, re.M) for word in ("首先", "其次", "第三")
    ):
        yield Finding(0, "“首先”“其次”后面写的是“第三”，请改成“再次”，或者从“第一”写起。")
    for line in body.splitlines():
        for word in "是要":
            numbers = re.findall(rf"(?:^|[，。；：、])([{_DIGITS}])(?={word})", line)
            for before, after in pairwise(numbers):
                wanted = _DIGITS.index(before) + 1
                if after != _DIGITS[0] and wanted < 9 and _DIGITS[wanted] != after:
                    yield Finding(
                        0,
                        f"“{before}{word}”后面是“{after}{word}”，应当是“{_DIGITS[wanted]}{word}”，请核对有没有漏掉一句。",
                    )
                    break


def out_of_order(lines: Sequence[str]) -> list[Mark]:
    """The marks that do not follow the one before; lists below a heading begin anew with 1.

    After a break the count goes on from what is written there: one mistake is told once.
    """
    return [mark for mark, _ in _counted(lines, go_on=False) if mark.written != mark.expected]


def renumbered(body: str) -> str:
    """The text with every mark counted on from the one before."""
    lines = body.split("\n")
    for mark, (start, end) in _counted(lines, go_on=True):
        if mark.written != mark.expected:
            lines[mark.at] = lines[mark.at][:start] + mark.expected + lines[mark.at][end:]
    return "\n".join(lines)


def _counted(lines: Sequence[str], *, go_on: bool) -> Iterator[tuple[Mark, tuple[int, int]]]:
    counts = dict.fromkeys((1, 2, 3, 4), 0)
    apart = False
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        start = len(line) - len(line.lstrip())
        read = _read(line[start:])
        if read is None:
            apart = True
            continue
        level, number, found, pattern = read
        restarts = level > 1 and number == 1 and apart
        expected = 1 if restarts else counts[level] + 1
        own = found[0].strip()
        right = own if number == expected else pattern.format(_said(level, expected))
        yield Mark(at, level, number, own, right), (start, start + len(own))
        counts[level] = expected if go_on else number
        for deeper in range(level + 1, 5):
            counts[deeper] = 0
        apart = False


def _read(line: str) -> tuple[int, int, re.Match[str], str] | None:
    for level, mark, pattern in _MARKS:
        if found := mark.match(line):
            number = _NUMERALS.get(found[1]) if level < 3 else int(found[1])
            return (level, number, found, pattern) if number else None
    return None


def _said(level: int, number: int) -> str:
    return numeral(number) if level < 3 else str(number)
