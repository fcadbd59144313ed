"""通知: from the text as typed to an official paper."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from gaotang_desktop.domain.documents.blocks import Annex, Block, OfficialPaper, Paragraph

_CLOSING = "特此通知。"
# A line of an edited text that stands for a table or a chart: the first, the second …
PLACEHOLDER = re.compile(r"【[表图](\d+)】")
# The four levels of GB/T 9704-2012, 7.3.3, as people type them.
_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十百]+、")),
    (2, re.compile(r"[（(][一二三四五六七八九十百]+[）)]")),
    (3, re.compile(r"\d+[.．](?!\d)")),
    (4, re.compile(r"[（(]\d+[）)]")),
)
_SENTENCE = re.compile(r"[^。]+[。；]")
_ENDS = re.compile(r"(?:特此|此复|妥否|当否|以上|联\s*系\s*(?:人|电话))")
# A numbered sentence that is text and no heading still begins with its number.
_LONGEST_HEADING = 40


def notice_paper(
    *,
    title: str,
    number: str,
    addressee: str,
    body_text: str,
    signer: str,
    dated_on: date,
    copies_to: str,
    letterhead: str,
    sealed: bool = True,
    note: str = "",
    annexes: tuple[Annex, ...] = (),
    printed_on: date | None = None,
) -> OfficialPaper:
    """A notice; every line of ``body_text`` is a paragraph, and it ends with 特此通知。.

    An empty ``body_text`` stays empty: the check before issue names it.
    """
    blocks = with_closing(blocks_of(body_text), _CLOSING)
    addressed = addressee.strip().rstrip(":：")
    return OfficialPaper(
        kind="通知",
        title=title,
        blocks=blocks,
        signer=signer,
        date=dated_on,
        letterhead=letterhead,
        number=number,
        addressee=f"{addressed}：" if addressed else "",
        annexes=annexes,
        sealed=sealed,
        note=note,
        copies_to=copies_to,
        printed_on=printed_on,
    )


def blocks_of(text: str, others: Sequence[Block] = ()) -> tuple[Block, ...]:
    """The blocks of an edited text: a paragraph for each line, tables and charts where 【表2】 stands.

    ``others`` are the tables and charts of the draft, of which the number in the brackets counts.
    A mark whose table is gone is left out.
    """
    blocks: list[Block] = []
    for line in text.splitlines():
        words = line.strip()
        if found := PLACEHOLDER.fullmatch(words):
            blocks += others[int(found[1]) - 1 : int(found[1])]
        elif words:
            blocks.append(paragraph(words))
    return _items_as_text(blocks)


def _items_as_text(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Numbered items that are whole sentences, with nothing below any of them, are no headings.

    So stand the items of a 批复 or a 通告: 一、同意……。 A level of which one heads a text keeps all.
    """
    made = list(blocks)
    for level in (1, 2):
        own = [
            (at, each)
            for at, each in enumerate(made)
            if isinstance(each, Paragraph) and each.level == level
        ]
        if all(_is_item(each.text, made[at + 1 : at + 2], level) for at, each in own):
            for at, each in own:
                made[at] = replace(each, level=0)
    return tuple(made)


def _is_item(text: str, behind: Sequence[Block], level: int) -> bool:
    """One sentence, and what follows is the next item, what stands above it, or the closing."""
    if not _SENTENCE.fullmatch(text):
        return False
    return all(
        isinstance(each, Paragraph)
        and (0 < each.level <= level or _ENDS.match(each.text) is not None)
        for each in behind
    )


def with_closing(blocks: tuple[Block, ...], closing: str) -> tuple[Block, ...]:
    """The blocks, ended with 特此通知。 or the like where it is missing; nothing stays nothing."""
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    words = closing.rstrip("。")
    if not blocks or any(text.rstrip("。").endswith(words) for text in texts[-2:]):
        return blocks
    return (*blocks, Paragraph(closing))


def paragraph(text: str, key: str = "") -> Paragraph:
    """The paragraph at the level that its beginning shows."""
    level = next((level for level, head in _LEVELS if head.match(text)), 0)
    if level > 2 and len(text.partition("。")[0]) > _LONGEST_HEADING:
        level = 0
    return Paragraph(text, level, key)
