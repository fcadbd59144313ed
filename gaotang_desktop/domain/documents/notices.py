"""通知: from the text as typed to an official paper."""

import re
from datetime import date

from gaotang_desktop.domain.documents.blocks import Paper, Paragraph

_CLOSING = "特此通知。"
# The four levels of GB/T 9704-2012, 7.3.3, as people type them.
_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十百]+、")),
    (2, re.compile(r"[（(][一二三四五六七八九十百]+[）)]")),
    (3, re.compile(r"\d+[.．](?!\d)")),
    (4, re.compile(r"[（(]\d+[）)]")),
)


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
) -> Paper:
    """A notice; every line of ``body_text`` is a paragraph, and it ends with 特此通知。."""
    texts = [text for line in body_text.splitlines() if (text := line.strip())]
    if not texts or not texts[-1].rstrip("。").endswith(_CLOSING.rstrip("。")):
        texts.append(_CLOSING)
    addressed = addressee.strip().rstrip(":：")
    return Paper(
        kind="通知",
        title=title,
        issuer=signer,
        body=tuple(paragraph(text) for text in texts),
        letterhead=letterhead,
        number=number,
        addressee=f"{addressed}：" if addressed else "",
        date=dated_on,
        copies_to=copies_to,
    )


def paragraph(text: str) -> Paragraph:
    """The paragraph at the level that its beginning shows."""
    return Paragraph(text, next((level for level, head in _LEVELS if head.match(text)), 0))
