"""通知: from the text as typed to an official paper."""

import re
from collections.abc import Iterable
from datetime import date

from gaotang_desktop.domain.documents.blocks import Annex, Block, OfficialPaper, Paragraph

_CLOSING = "特此通知。"
# The four levels of GB/T 9704-2012, 7.3.3, as people type them.
_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十百]+、")),
    (2, re.compile(r"[（(][一二三四五六七八九十百]+[）)]")),
    (3, re.compile(r"\d+[.．](?!\d)")),
    (4, re.compile(r"[（(]\d+[）)]")),
)
# A numbered sentence that is text and no heading still begins with its number.
_LONGEST_HEADING = 40
_PLACEHOLDER = re.compile(r"【[表图](\d+)】")


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
    blocks = blocks_of(body_text)
    if blocks and not _closes(blocks):
        blocks = (*blocks, Paragraph(_CLOSING))
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


def blocks_of(text: str, others: Iterable[Block] = ()) -> tuple[Block, ...]:
    """The blocks of an edited text: a paragraph for each line, tables and charts where 【表2】 stands.

    ``others`` are the blocks of the draft that the text came from, in its order: the number in the
    brackets is the block's place there. A mark whose block is gone is left out.
    """
    given = tuple(others)
    blocks: list[Block] = []
    for line in text.splitlines():
        words = line.strip()
        if found := _PLACEHOLDER.fullmatch(words):
            at = int(found[1]) - 1
            if at < len(given) and not isinstance(given[at], Paragraph):
                blocks.append(given[at])
                continue
        if words:
            blocks.append(paragraph(words))
    return tuple(blocks)


def paragraph(text: str, key: str = "") -> Paragraph:
    """The paragraph at the level that its beginning shows."""
    level = next((level for level, head in _LEVELS if head.match(text)), 0)
    if level > 2 and len(text.partition("。")[0]) > _LONGEST_HEADING:
        level = 0
    return Paragraph(text, level, key)


def _closes(blocks: tuple[Block, ...]) -> bool:
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    return bool(texts) and any(
        text.rstrip("。").endswith(_CLOSING.rstrip("。")) for text in texts[-2:]
    )
