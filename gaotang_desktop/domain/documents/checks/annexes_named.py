"""Annexes against the text that names them: one that is not there, one of which nobody is told."""

import re
from collections.abc import Iterator, Sequence

from gaotang_desktop.domain.documents.blocks import Annex, Paragraph, Table
from gaotang_desktop.domain.documents.findings import STOPS, Finding

_NUMBERED = re.compile(r"附件\s*([1-9]\d?|[一二三四五六七八九十])(?![\d个项份])")
_NAMED = re.compile(r"(?:详?见|附|填写|填报|按照?|依照|参照)[^，。；\n]{0,6}附件|[（(]附件[）)]|附件所列|(?:详见|见|填写|填报)附[表图](?!\d)|[\u3400-\u9fff]{2}附后|[（(]附后[）)]")  # fmt: skip
ANNEX_LINE = re.compile(
    r"附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十])?\s*[：:].*|附\s*件\s*\d{0,2}"
)
"""A line that is the 附件说明, which the program sets itself."""
_DIGITS = "一二三四五六七八九十"
_WORDS = re.compile(r"[\w]")


def of_annexes(body: str, annexes: Sequence[Annex], own: Sequence[Annex]) -> Iterator[Finding]:
    """The findings; ``annexes`` are all of the paper, ``own`` those that the office added."""
    text = "\n".join(line for line in body.splitlines() if not ANNEX_LINE.fullmatch(line.strip()))
    named = {(each[1], each[0]) for each in _NUMBERED.finditer(text)}
    for number, words in sorted(named, key=lambda each: _count(each[0])):
        if _count(number) > len(annexes):
            there = f"附件只有 {len(annexes)} 个" if annexes else "这份公文没有附件"
            yield Finding(0, f"正文提到“{words}”，{there}，请添加附件，或者改正文。")
    if not annexes and not named and (found := _NAMED.search(text)):
        yield Finding(0, f"正文写着“{found[0]}”，这份公文没有附件，请添加附件，或者改正文。")
    counted = {_count(number) for number, _ in named}
    if counted and all(number <= len(annexes) for number in counted):
        for at, annex in enumerate(annexes, start=1):
            if at not in counted and annex in own and annex.title.strip() not in text:
                yield Finding(
                    0,
                    f"正文提到了别的附件，没有提到附件{at}“{annex.title}”，请写一句，或者删去附件。",
                )
    for annex in annexes:
        if not _has_content(annex):
            yield Finding(0, f"附件“{annex.title}”没有内容，请补上，或者删去。", severity=STOPS)
    titles = [each.title.strip() for each in annexes]
    for title in dict.fromkeys(each for each in titles if titles.count(each) > 1):
        yield Finding(
            0, f"有 {titles.count(title)} 个附件都叫“{title}”，请分别命名，或者删去多的。"
        )
    for annex in own:
        if (
            _has_content(annex)
            and not re.search(r"附件|附后|随文", text)
            and annex.title not in text
        ):
            yield Finding(
                0, f"附件“{annex.title}”在正文里没有提到，请写一句（如“见附件”），或者删去附件。"
            )


def _count(written: str) -> int:
    return int(written) if written.isdecimal() else _DIGITS.index(written) + 1


def _has_content(annex: Annex) -> bool:
    for block in annex.blocks:
        if isinstance(block, Paragraph):
            if _WORDS.search(block.text):
                return True
        elif isinstance(block, Table):
            if any(_WORDS.search(cell) for row in block.rows for cell in row):
                return True
        else:
            return True
    return False
